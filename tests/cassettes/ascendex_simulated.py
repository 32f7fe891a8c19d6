"""AscendEX Futures Pro v2 as the simulator answers: whole lists, orders of every state, refusals.

https://ascendex.github.io/ascendex-futures-pro-api-v2/
"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import InsufficientFunds, OrderNotFound

from tests.cassettes import scrub
from tests.cassettes.cases import NOW, Case, Stage

BTC, ETH = "BTC/USDT:USDT", "ETH/USDT:USDT"
DAY_MS = 86_400_000
SCENE_MS = 5000

#: Client ids of the placements; a cancel has a request id of its own.
FIRST, SECOND, THIRD, CANCEL = "recording01", "recording02", "recording03", "recording04"


def _order_id(age_ms: int, client_id: str) -> str:
    """The id of an order that was placed so long before the recording."""
    return f"a{NOW - age_ms:x}{scrub.UID}{client_id[-9:]}"


FILLED = _order_id(SCENE_MS, FIRST)
CANCELED = _order_id(SCENE_MS - 1000, SECOND)
OPEN = _order_id(SCENE_MS - 3000, THIRD)


def _several(stage: Stage) -> None:
    """A filled, a canceled and an open order."""
    trade = stage.exchange
    trade.create_order(BTC, "market", "buy", 0.02, None, {"clientOrderId": FIRST})
    stage.pass_time(1000)
    placed = trade.create_order(BTC, "limit", "buy", 0.01, 80000, {"clientOrderId": SECOND})
    stage.pass_time(1000)
    trade.cancel_order(placed["id"], BTC)
    stage.pass_time(1000)
    trade.create_order(BTC, "limit", "sell", 0.01, 120000, {"clientOrderId": THIRD})


def _isolated(stage: Stage) -> None:
    """A position with its own margin."""
    stage.exchange.set_margin_mode("isolated", BTC)
    stage.exchange.create_order(BTC, "market", "buy", 0.02, None, {"clientOrderId": FIRST})


def _batched(client_id: str, price: float, amount: float = 0.01) -> dict[str, Any]:
    """A limit order as ``create_orders`` takes it."""
    params = {"clientOrderId": client_id}
    return {"symbol": BTC, "type": "limit", "side": "buy", "amount": amount, "price": price, "params": params}


def _orders(**case: Any) -> Case:
    return Case(scene=_several, lead_ms=SCENE_MS, **case)


_ORDER = {
    "id": "orderId",
    "price": "price",
    "amount": "orderQty",
    "filled": "cumFilledQty",
    "timestamp": "time",
    "lastUpdateTimestamp": "lastExecTime",
    "side": "side",
    "fee.cost": "cumFee",
}


def _under(prefix: str, place: str = "") -> dict[str, str]:
    """The fields of an order that stands under a prefix of the reply, and at a place of the result."""
    return {f"{place}{ours}": f"{prefix}{theirs}" for ours, theirs in _ORDER.items()}


_NO_TIME = dict.fromkeys(("timestamp", "datetime"), "the venue gives positions no time")
_DONE = dict.fromkeys(("total", "id", "timestamp", "datetime"), "the venue says that it is done and no more")

MARKETS = Case(
    name="load-markets",
    call="load_markets",
    fields={
        "BTC/USDT:USDT.precision.price": "data.0.priceFilter.tickSize",
        "BTC/USDT:USDT.limits.amount.min": "data.0.lotSizeFilter.minQty",
    },
    expect={"BTC/USDT:USDT.id": "BTC-PERP", "BTC/USDT:USDT.linear": True, "BTC/USDT:USDT.active": True},
)

CASES = [
    MARKETS,
    Case(
        name="fetch-time",
        call="fetch_time",
        fields={"": "data.requestReceiveAt"},
        expect={"": NOW},
    ),
    Case(
        name="fetch-currencies",
        call="fetch_currencies",
        fields={"BTC.name": "data.0.assetName"},
        expect={"USDT.networks.TRC20.fee": 1.0, "USDTR.active": False},
    ),
    Case(
        name="fetch-leverage-tiers",
        call="fetch_leverage_tiers",
        args=([BTC],),
        fields={"BTC/USDT:USDT.0.maxNotional": "data.0.marginRequirements.0.positionNotionalUpperbound"},
        expect={"BTC/USDT:USDT.0.maxLeverage": 100.0},
    ),
    Case(
        name="fetch-ticker",
        call="fetch_ticker",
        args=(BTC,),
        fields={"last": "data.close", "bid": "data.bid.0", "askVolume": "data.ask.1"},
        expect={"symbol": BTC},
    ),
    Case(
        name="fetch-tickers",
        call="fetch_tickers",
        fields={"BTC/USDT:USDT.last": "data.0.close", "ETH/USDT:USDT.baseVolume": "data.1.baseVol"},
    ),
    Case(
        name="fetch-tickers-of-two-markets",
        call="fetch_tickers",
        args=([BTC, ETH],),
        fields={"BTC/USDT:USDT.open": "data.0.open", "ETH/USDT:USDT.open": "data.1.open"},
    ),
    Case(
        name="fetch-order-book",
        call="fetch_order_book",
        args=(BTC, 5),
        fields={
            "bids.0.0": "data.data.bids.0.0",
            "asks.4.1": "data.data.asks.4.1",
            "nonce": "data.data.seqnum",
            "timestamp": "data.data.ts",
        },
    ),
    Case(
        name="fetch-trades",
        call="fetch_trades",
        args=(BTC, None, 10),
        fields={"0.id": "data.data.0.seqnum", "9.price": "data.data.9.p", "9.amount": "data.data.9.q"},
        expect={"0.symbol": BTC},
    ),
    Case(
        name="fetch-ohlcv",
        call="fetch_ohlcv",
        args=(BTC, "1h", NOW - DAY_MS, 12),
        fields={"0.0": "data.0.data.ts", "0.1": "data.0.data.o", "0.5": "data.0.data.v"},
    ),
    Case(
        name="fetch-funding-rates",
        call="fetch_funding_rates",
        fields={"BTC/USDT:USDT.fundingRate": "data.contracts.0.fundingRate"},
    ),
    Case(
        name="fetch-accounts",
        call="fetch_accounts",
        fields={"0.id": "data.accountGroup"},
    ),
    Case(
        name="fetch-trading-fees",
        call="fetch_trading_fees",
        fields={"BTC/USDT:USDT.maker": "data.productFee.0.fee.maker"},
        expect={"ETH/USDT:USDT.taker": 0.0006},
    ),
    _orders(
        name="fetch-balance",
        call="fetch_balance",
        fields={"USDT.free": "data.collaterals.0.availableForTransfer"},
    ),
    _orders(
        name="fetch-positions",
        call="fetch_positions",
        args=([BTC],),
        fields={
            "0.contracts": "data.contracts.0.position",
            "0.entryPrice": "data.contracts.0.avgOpenPrice",
            "0.markPrice": "data.contracts.0.markPrice",
            "0.unrealizedPnl": "data.contracts.0.unrealizedPnl",
        },
        expect={"0.side": "long", "0.marginMode": "cross", "0.leverage": 10.0},
        skipped=_NO_TIME,
    ),
    Case(
        name="set-margin-mode",
        call="set_margin_mode",
        args=("isolated", BTC),
        fields={"code": "code"},
    ),
    Case(
        name="set-leverage",
        call="set_leverage",
        args=(20, BTC),
        fields={"data.leverage": "data.leverage"},
        expect={"data.leverage": 20},
    ),
    Case(
        name="create-order-limit",
        call="create_order",
        args=(BTC, "limit", "buy", 0.01, 80000, {"clientOrderId": FIRST}),
        fields=_under("data.order."),
        expect={"id": _order_id(0, FIRST), "status": "open", "clientOrderId": FIRST, "type": "limit"},
    ),
    Case(
        name="create-order-market",
        call="create_order",
        args=(BTC, "market", "buy", 0.01, None, {"clientOrderId": FIRST}),
        fields={"average": "data.order.avgFilledPx", "fee.cost": "data.order.cumFee"},
        expect={"status": "closed", "type": "market", "filled": 0.01, "remaining": 0.0},
    ),
    Case(
        name="create-order-trigger",
        call="create_order",
        args=(BTC, "limit", "buy", 0.01, 130000, {"clientOrderId": FIRST, "triggerPrice": 125000}),
        fields={"triggerPrice": "data.order.stopPrice", "price": "data.order.price"},
        expect={"status": "open", "type": "limit", "triggerPrice": 125000.0},
    ),
    Case(
        name="create-order-post-only",
        call="create_order",
        args=(BTC, "limit", "buy", 0.01, 80000, {"clientOrderId": FIRST, "postOnly": True}),
        fields=_under("data.order."),
        expect={"status": "open", "postOnly": True, "timeInForce": "PO"},
    ),
    Case(
        name="create-order-insufficient-funds",
        call="create_order",
        args=(BTC, "limit", "buy", 500, 100000, {"clientOrderId": FIRST}),
        raises=InsufficientFunds,
    ),
    Case(
        name="create-orders",
        call="create_orders",
        args=([_batched(FIRST, 80000), _batched(SECOND, 81000)],),
        fields={"0.id": "data.orders.0.orderId", "1.info.timestamp": "data.orders.1.timestamp"},
        expect={
            "0.id": _order_id(0, FIRST),
            "1.id": _order_id(0, SECOND),
            "1.status": "open",
            "1.price": 81000.0,
        },
    ),
    Case(
        name="create-orders-refused",
        call="create_orders",
        args=([_batched(FIRST, 80000), _batched(SECOND, 81000, 500)],),
        fields={"0.info.reason": "info.0.reason", "1.info.code": "info.1.code"},
        expect={"0.status": "rejected", "1.status": "rejected", "0.info.code": 300013, "0.id": None},
    ),
    _orders(
        name="cancel-batch-orders",
        call="v2_private_accountgroup_delete_futures_order_batch",
        args=({"orders": [{"id": CANCEL, "orderId": "unknown", "symbol": "BTC-PERP", "time": NOW}]},),
        raises=OrderNotFound,
    ),
    _orders(
        name="fetch-orders-by-ids",
        call="fetch_orders",
        args=(BTC, None, None, {"orderIds": [_order_id(1, "unknown01")]}),
        expect={"": []},
    ),
    Case(
        name="add-margin",
        call="add_margin",
        args=(BTC, 25),
        scene=_isolated,
        lead_ms=SCENE_MS,
        fields={"info.code": "code"},
        expect={"type": "add", "amount": 25.0, "marginMode": "isolated"},
        skipped=_DONE,
    ),
    Case(
        name="transfer-in",
        call="transfer",
        args=("USDT", 250.5, "spot", "swap"),
        fields={"info.code": "code"},
        expect={"amount": 250.5, "currency": "USDT"},
        skipped=_DONE,
    ),
    Case(
        name="transfer-out",
        call="transfer",
        args=("USDT", 250.5, "swap", "spot"),
        fields={"info.code": "code"},
        expect={"amount": 250.5, "toAccount": "spot"},
        skipped=_DONE,
    ),
    Case(
        name="fetch-funding-history",
        call="fetch_funding_history",
        args=(BTC,),
        scene=_several,
        lead_ms=DAY_MS,
        fields={"0.amount": "data.data.2.paymentInUSDT", "2.rate": "data.data.0.fundingRate"},
        expect={"0.symbol": BTC, "0.code": "USDT"},
    ),
    _orders(
        name="fetch-my-trades",
        call="fetch_my_trades",
        args=(BTC,),
        fields={"0.order": "order.0.orderId", "0.timestamp": "order.0.transactTime"},
        expect={"0.amount": 0.02, "0.side": "buy", "0.takerOrMaker": "taker", "0.fee.currency": "USDT"},
    ),
    _orders(
        name="fetch-ledger",
        call="fetch_ledger",
        args=("USDT",),
        expect={"-1.type": "fee", "-1.direction": "out", "-1.account": "futures"},
        skipped={
            "before": "costs of contracts are no balances",
            "after": "costs of contracts are no balances",
            "fee": "the venue tells none of an entry",
            "referenceAccount": "as well",
        },
    ),
    _orders(
        name="close-all-positions",
        call="close_all_positions",
        expect={"0.symbol": BTC, "0.contracts": 0.02},
    ),
    _orders(
        name="cancel-order",
        call="cancel_order",
        args=(OPEN, BTC, {"id": CANCEL}),
        fields=_under("data.order."),
        expect={"id": OPEN, "status": "canceled", "remaining": 0.01},
    ),
    _orders(
        name="cancel-order-gone",
        call="cancel_order",
        args=(FILLED, BTC, {"id": CANCEL}),
        raises=OrderNotFound,
    ),
    _orders(
        name="cancel-all-orders",
        call="cancel_all_orders",
        args=(BTC,),
        fields={"0.info.code": "code"},
    ),
    _orders(
        name="fetch-order",
        call="fetch_order",
        args=(FILLED, BTC),
        fields={"average": "data.avgFilledPx", "fee.cost": "data.cumFee", "id": "data.orderId"},
        expect={"status": "closed", "filled": 0.02, "side": "buy", "lastTradeTimestamp": NOW - SCENE_MS},
    ),
    _orders(
        name="fetch-order-with-client-order-id",
        call="fetch_order_with_client_order_id",
        args=(SECOND, BTC),
        expect={"id": CANCELED, "clientOrderId": SECOND, "status": "canceled"},
    ),
    Case(name="fetch-order-unknown", call="fetch_order", args=(FILLED, BTC), raises=OrderNotFound),
    _orders(
        name="fetch-open-orders",
        call="fetch_open_orders",
        args=(BTC,),
        fields=_under("data.0.", "0."),
        expect={"0.id": OPEN, "0.status": "open"},
    ),
    _orders(
        name="fetch-orders",
        call="fetch_orders",
        args=(BTC,),
        expect={
            "0.id": FILLED,
            "0.status": "closed",
            "1.id": CANCELED,
            "1.status": "canceled",
            "2.id": OPEN,
            "2.status": "open",
        },
    ),
    _orders(
        name="fetch-closed-orders",
        call="fetch_closed_orders",
        args=(BTC,),
        expect={"0.id": FILLED, "0.filled": 0.02, "0.status": "closed"},
    ),
]
