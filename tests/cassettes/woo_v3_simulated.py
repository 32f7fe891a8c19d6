"""WOO X, V3, as the simulator answers: the calls of the legacy generation's cassettes once more.

What is asked and what has to come back are the same; only the replies are written otherwise.
https://developer.woox.io/api-reference
"""

from __future__ import annotations

from dataclasses import replace

from tests.cassettes import woo_account_simulated, woo_algo, woo_simulated
from tests.cassettes.cases import NOW, Case

LEGACY = {
    case.name: case for case in (*woo_simulated.CASES, *woo_account_simulated.CASES, *woo_algo.SIMULATED)
}

#: V3 has one list of fills, and withdraws by network to addresses only.
WITHOUT_V3 = {"fetch-my-trades-archive", "withdraw-a-token", "withdraw-internally"}

_ACKNOWLEDGED = {"info.data.status": "data.status"}
_ALL_ACKNOWLEDGED = {"0.info.data.status": "data.status"}
_PLACED = {
    "id": "data.orderId",
    "clientOrderId": "data.clientOrderId",
    "price": "data.price",
    "amount": "data.quantity",
}
_LISTED = {
    "0.id": "data.rows.0.orderId",
    "0.clientOrderId": "data.rows.0.clientOrderId",
    "0.amount": "data.rows.0.quantity",
    "0.filled": "data.rows.0.executed",
    "0.side": "data.rows.0.side",
}
_FILL = {
    "0.id": "data.rows.0.id",
    "0.order": "data.rows.0.orderId",
    "0.price": "data.rows.0.executedPrice",
    "0.amount": "data.rows.0.executedQuantity",
    "0.fee.cost": "data.rows.0.fee",
    "0.side": "data.rows.0.side",
}
_FUNDING = {
    "fundingRate": "estFundingRate",
    "fundingTimestamp": "nextFundingTime",
    "previousFundingRate": "lastFundingRate",
}
_ORDER = {"id": "data.orderId", "clientOrderId": "data.clientOrderId"}

#: Case -> where its values stand in V3's replies; the others' paths are those of the legacy generation.
FIELDS: dict[str, dict[str, str]] = {
    "fetch-ticker-swap": {
        "last": "data.rows.0.24hClose",
        "open": "data.rows.0.24hOpen",
        "baseVolume": "data.rows.0.24hVolume",
        "markPrice": "data.rows.0.markPrice",
    },
    "fetch-ticker-spot": {
        "bid": "data.bids.0.price",
        "ask": "data.asks.0.price",
        "askVolume": "data.asks.0.quantity",
    },
    "fetch-tickers": {
        "BTC/USDT:USDT.last": "data.rows.0.24hClose",
        "ETH/USDT:USDT.last": "data.rows.1.24hClose",
    },
    "fetch-order-book": {
        "bids.0.0": "data.bids.0.price",
        "asks.4.1": "data.asks.4.quantity",
        "timestamp": "timestamp",
    },
    "fetch-trades": {"-1.price": "data.rows.0.executedPrice", "-1.amount": "data.rows.0.executedQuantity"},
    "fetch-trades-since": {
        "0.price": "data.rows.0.executedPrice",
        "9.price": "data.rows.9.executedPrice",
    },
    "fetch-ohlcv": {
        "-1.0": "data.rows.0.startTimestamp",
        "-1.4": "data.rows.0.close",
        "-1.5": "data.rows.0.volume",
        "0.1": "data.rows.23.open",
    },
    "fetch-ohlcv-history": {"-1.0": "data.rows.0.startTimestamp", "-1.4": "data.rows.0.close"},
    "fetch-funding-rate": {ours: f"data.rows.0.{theirs}" for ours, theirs in _FUNDING.items()},
    "fetch-funding-rates": {
        f"BTC/USDT:USDT.{ours}": f"data.rows.0.{theirs}" for ours, theirs in _FUNDING.items()
    },
    "create-order-limit": _PLACED,
    "create-order-post-only-reduce-only": _PLACED,
    "create-market-buy-order-with-cost": _ORDER,
    "fetch-order-open": {**_ORDER, "price": "data.price", "amount": "data.quantity"},
    "fetch-order-filled": {"average": "data.averageExecutedPrice", "fee.cost": "data.totalFee"},
    "fetch-order-by-client-order-id": _ORDER,
    "fetch-open-orders": _LISTED,
    "fetch-canceled-orders": _LISTED,
    "fetch-my-trades": _FILL,
    "fetch-order-trades": _FILL,
    "cancel-order": _ACKNOWLEDGED,
    "cancel-order-by-client-order-id": _ACKNOWLEDGED,
    "cancel-all-orders-of-a-market": _ALL_ACKNOWLEDGED,
    "cancel-all-orders": _ALL_ACKNOWLEDGED,
    "fetch-funding-rate-history": {
        "-1.fundingRate": "data.rows.0.fundingRate",
        "-1.timestamp": "data.rows.0.fundingRateTimestamp",
    },
    "fetch-funding-rate-history-since": {"-1.fundingRate": "data.rows.0.fundingRate"},
    "fetch-funding-history": {"-1.id": "data.rows.0.id", "-1.rate": "data.rows.0.fundingRate"},
    "fetch-mark-price": {"markPrice": "data.rows.0.markPrice"},
    "fetch-open-interests": {"BTC/USDT:USDT.openInterestAmount": "data.rows.0.openInterest"},
    "fetch-cross-borrow-rate": {},
    "fetch-cross-borrow-rates": {"USDT.info.token": "data.rows.0.token"},
    "fetch-borrow-interest": {
        "-1.interest": "data.rows.0.interest",
        "-1.amountBorrowed": "data.rows.0.loanAmount",
    },
    "fetch-accounts": {"1.id": "data.rows.0.applicationId", "1.name": "data.rows.0.name"},
    "fetch-deposit-address": {"address": "data.address"},
    "fetch-deposit-address-with-a-tag": {"tag": "data.extra"},
    "fetch-deposits-withdrawals": {"-1.id": "data.rows.0.id", "0.txid": "data.rows.2.txId"},
    "fetch-withdrawals": {"0.id": "data.rows.1.id", "1.fee.cost": "data.rows.0.feeAmount"},
    "fetch-transfers": {"0.id": "data.rows.1.id", "0.toAccount": "data.rows.1.to.applicationId"},
    "create-oco-order": {"id": "data.rows.0.orderId"},
    "fetch-algo-order": {
        "id": "data.algoOrderId",
        "clientOrderId": "data.clientAlgoOrderId",
        "price": "data.price",
        "triggerPrice": "data.triggerPrice",
        "amount": "data.quantity",
    },
    "cancel-algo-order": _ACKNOWLEDGED,
    "cancel-all-algo-orders": _ALL_ACKNOWLEDGED,
    "cancel-plain-and-algo-orders-of-a-market": _ALL_ACKNOWLEDGED,
    "cancel-all-orders-after": {},
}
#: The venue's own reply is returned.
EXPECTED = {"cancel-all-orders-after": {"data.expectedTriggerTime": NOW + 60_000}}
#: Only the legacy generation is documented to heed a margin mode here.
ARGUMENTS = {"cancel-plain-and-algo-orders-of-a-market": (woo_algo.BTC_SWAP, {"merge": True})}


def _in_v3(case: Case) -> Case:
    return replace(
        case,
        args=ARGUMENTS.get(case.name, case.args),
        fields=FIELDS.get(case.name, case.fields),
        expect=EXPECTED.get(case.name, case.expect),
    )


#: What streams ask for before they open a private socket.
LISTEN_KEY = Case(
    name="listen-key",
    call="v3_private_post_account_listenkey",
    args=({"type": "WEBSOCKET"},),
    expect={"data.expiredTime": NOW + 86_400_000},
)

CASES = [*(_in_v3(case) for name, case in LEGACY.items() if name not in WITHOUT_V3), LISTEN_KEY]
MARKETS = CASES[0]
