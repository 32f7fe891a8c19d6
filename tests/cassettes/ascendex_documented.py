"""AscendEX Futures Pro v2: every published sample of an endpoint that a unified method calls.

https://ascendex.github.io/ascendex-futures-pro-api-v2/ and, for what cash and futures share,
https://ascendex.github.io/ascendex-pro-api/
"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import InvalidOrder

from tests.cassettes.cases import Case

BTC = "BTC/USDT:USDT"
#: Learnt before the first request of an account group.
ACCOUNT = "Account info"

_ORDER = {
    "id": "orderId",
    "price": "price",
    "amount": "orderQty",
    "filled": "cumFilledQty",
    "timestamp": "time",
    "lastUpdateTimestamp": "lastExecTime",
    "side": "side",
    "fee.currency": "feeAsset",
}
_NO_CHAINS = dict.fromkeys(("deposit", "withdraw", "precision"), "the samples list the chains of USDT only")

_DONE = dict.fromkeys(("total", "id", "timestamp", "datetime"), "the venue says that it is done and no more")


def _batched(number: int, kind: str, price: Any) -> dict[str, Any]:
    """An order of the published batch."""
    amount = number / 10
    params = {"clientOrderId": f"sampleRequestId{number}"}
    return {"symbol": BTC, "type": kind, "side": "buy", "amount": amount, "price": price, "params": params}


def _under(prefix: str, place: str = "") -> dict[str, str]:
    """The fields of an order that stands under a prefix of the reply, and at a place of the result."""
    return {f"{place}{ours}": f"{prefix}{theirs}" for ours, theirs in _ORDER.items()}


_NEW: dict[str, Any] = {"symbol": BTC, "type": "limit", "status": "open", "remaining": 0.1, "average": None}

CASES = [
    Case(
        name="exchange-latency-info",
        call="fetch_time",
        samples=("Exchange latency info",),
        fields={"": "data.requestReceiveAt"},
    ),
    Case(
        name="futures-contracts-info",
        call="fetch_markets",
        samples=("Futures contracts info",),
        fields={
            "0.id": "data.0.symbol",
            "0.settle": "data.0.settlementAsset",
            "0.precision.price": "data.0.priceFilter.tickSize",
            "0.precision.amount": "data.0.lotSizeFilter.lotSize",
            "0.limits.price.max": "data.0.priceFilter.maxPrice",
            "0.limits.amount.min": "data.0.lotSizeFilter.minQty",
            "0.created": "data.0.tradingStartTime",
        },
        expect={"0.symbol": BTC, "0.type": "swap", "0.active": True, "0.limits.leverage.max": 100.0},
    ),
    Case(
        name="futures-contracts-info-margin-brackets",
        call="fetch_leverage_tiers",
        samples=("Futures contracts info",),
        fields={
            "BTC/USDT:USDT.0.maxNotional": "data.0.marginRequirements.0.positionNotionalUpperbound",
            "BTC/USDT:USDT.1.maintenanceMarginRate": "data.0.marginRequirements.1.maintenanceMarginRate",
        },
        expect={"BTC/USDT:USDT.0.maxLeverage": 100.0, "BTC/USDT:USDT.1.maxLeverage": 50.0},
    ),
    Case(
        name="futures-collateral-asset-info",
        call="fetch_currencies",
        samples=("List all assets", "Futures collateral asset info"),
        fields={"BTC.id": "data.0.asset", "BTC.name": "data.0.assetName"},
        expect={
            "USDT.active": True,
            "USDTR.active": False,
            "USDT.networks.OMNI.id": "Omni",
            "USDT.networks.ERC20.fee": 10.0,
            "USDT.precision": 0.0001,
        },
        skipped=_NO_CHAINS,
    ),
    Case(
        name="list-all-assets",
        call="fetch_currencies",
        samples=("Futures collateral asset info", "List all assets"),
        reply=0,
        fields={
            "USDT.name": "data.0.assetName",
            "USDT.networks.OMNI.limits.withdraw.min": "data.0.blockChain.0.minWithdrawal",
            "USDT.networks.ERC20.fee": "data.0.blockChain.1.withdrawFee",
        },
        skipped=_NO_CHAINS,
    ),
    Case(
        name="futures-pricing-data",
        call="fetch_funding_rate",
        args=(BTC,),
        samples=("Futures pricing data",),
        fields={
            "fundingRate": "data.contracts.0.fundingRate",
            "fundingTimestamp": "data.contracts.0.nextFundingTime",
            "markPrice": "data.contracts.0.markPrice",
            "indexPrice": "data.contracts.0.indexPrice",
            "timestamp": "data.contracts.0.time",
        },
        expect={"symbol": BTC, "interval": None},
    ),
    Case(
        name="futures-pricing-data-open-interest",
        call="fetch_open_interest",
        args=(BTC,),
        samples=("Futures pricing data",),
        fields={
            "openInterestAmount": "data.contracts.0.openInterest",
            "timestamp": "data.contracts.0.time",
        },
        expect={"symbol": BTC},
    ),
    Case(
        name="futures-pricing-data-mark-price",
        call="fetch_mark_price",
        args=(BTC,),
        samples=("Futures pricing data",),
        fields={"markPrice": "data.contracts.0.markPrice", "indexPrice": "data.contracts.0.indexPrice"},
    ),
    Case(
        name="historical-bar-data",
        call="fetch_ohlcv",
        args=(BTC, "1m", 1637619240000, 2),
        samples=("Historical bar data",),
        expect={
            "": [
                [1637619240000, 56263.0, 56263.0, 56239.0, 56260.0, 0.0126],
                [1637619300000, 56243.0, 56243.0, 56243.0, 56243.0, 0.0001],
            ]
        },
    ),
    Case(
        name="ticker",
        call="fetch_ticker",
        args=(BTC,),
        samples=("Ticker",),
        fields={
            "open": "data.open",
            "last": "data.close",
            "high": "data.high",
            "low": "data.low",
            "baseVolume": "data.baseVol",
            "bid": "data.bid.0",
            "bidVolume": "data.bid.1",
            "ask": "data.ask.0",
            "askVolume": "data.ask.1",
        },
        expect={"symbol": BTC, "change": -2763.0},
    ),
    Case(
        name="ticker-list",
        call="fetch_tickers",
        samples=("Ticker/list",),
        fields={"BTC/USDT:USDT.last": "data.0.close", "BTC/USDT:USDT.bidVolume": "data.0.bid.1"},
    ),
    Case(
        # the sample is of a spot symbol, which no unified method asks for
        name="order-book-depth",
        call="v1_public_get_depth",
        args=({"symbol": "ASD/USDT"},),
        samples=("Order book (depth)",),
        parse=lambda ex, reply: ex.parse_order_book(reply["data"]["data"], BTC),
        expect={
            "asks": [[0.06848, 4084.2], [0.0696, 15890.6]],
            "bids": [[0.06703, 13500.0], [0.06615, 24036.9]],
        },
    ),
    Case(
        # the sample is of a spot symbol, which no unified method asks for
        name="market-trades",
        call="v1_public_get_trades",
        args=({"symbol": "ASD/USDT", "n": 2},),
        samples=("Market trades",),
        parse=lambda ex, reply: ex.parse_trades(reply["data"]["data"], ex.market(BTC)),
        expect={
            "0.id": "144115191800016553",
            "0.price": 0.06762,
            "0.amount": 400.0,
            "0.side": "buy",
            "0.timestamp": 1573165890854,
            "1.side": "sell",
            "1.cost": 23.17777,
        },
    ),
    Case(
        name="account-info",
        call="fetch_accounts",
        samples=("Account info",),
        expect={"0.id": "0"},
    ),
    Case(
        name="fee-schedule-by-symbol",
        call="fetch_trading_fees",
        samples=(ACCOUNT, "Fee schedule by symbol"),
        fields={
            "BTC/USDT:USDT.maker": "data.productFee.0.fee.maker",
            "ETH/USDT:USDT.taker": "data.productFee.1.fee.taker",
        },
    ),
    Case(
        name="position",
        call="fetch_positions",
        args=([BTC],),
        samples=(ACCOUNT, "Position"),
        fields={
            "0.contracts": "data.contracts.0.position",
            "0.leverage": "data.contracts.0.leverage",
            "0.unrealizedPnl": "data.contracts.0.unrealizedPnl",
        },
        expect={
            "0.symbol": BTC,
            "0.side": "long",
            "0.marginMode": "cross",
            "0.markPrice": None,
            "0.entryPrice": None,
            "0.stopLossPrice": None,
        },
        skipped={"*": "the venue printed zeros, a mark price of -1 and no time"},
    ),
    Case(
        name="free-margin",
        call="fetch_balance",
        samples=(ACCOUNT, "Position", "Free margin"),
        expect={
            "BTC.total": 10.0,
            "BTC.free": 1.0,
            "BTC.used": 9.0,
            "USDT.total": 10000.0,
            "USDT.free": 10000.0,
            "ETH.total": 100.0,
            "ETH.free": None,
        },
        skipped={"*": "the sample of free margins leaves out an asset of the other sample"},
    ),
    Case(
        name="change-margin-type",
        call="set_margin_mode",
        args=("cross", BTC),
        samples=(ACCOUNT, "Change margin type"),
        fields={"code": "code"},
    ),
    Case(
        name="change-contract-leverage",
        call="set_leverage",
        args=(10, BTC),
        samples=(ACCOUNT, "Change contract leverage"),
        fields={"data.leverage": "data.leverage"},
    ),
    Case(
        name="new-order",
        call="create_order",
        args=(BTC, "limit", "buy", 0.1, 9500, {"clientOrderId": "abcd1234abcd1234"}),
        samples=(ACCOUNT, "New order"),
        fields={**_under("data.order."), "clientOrderId": "data.meta.id"},
        expect={**_NEW, "filled": 0.0},
    ),
    Case(
        name="change-margin-isolated-positions",
        call="add_margin",
        args=(BTC, 12.5),
        samples=(ACCOUNT, "Change margin (isolated positions)"),
        fields={"info.code": "code"},
        expect={"type": "add", "amount": 12.5, "symbol": BTC},
        skipped=_DONE,
    ),
    Case(
        name="deposit-to-the-futures-account",
        call="transfer",
        args=("USDT", 11, "spot", "swap"),
        samples=(ACCOUNT, "Deposit to the futures account"),
        fields={"info.code": "code"},
        expect={"amount": 11.0, "currency": "USDT", "status": "ok"},
        skipped=_DONE,
    ),
    Case(
        name="withdraw-from-the-futures-account",
        call="transfer",
        args=("USDT", 11, "swap", "spot"),
        samples=(ACCOUNT, "Withdraw from the futures account"),
        fields={"info.code": "code"},
        expect={"amount": 11.0, "fromAccount": "swap", "toAccount": "spot"},
        skipped=_DONE,
    ),
    Case(
        name="funding-payment-history",
        call="fetch_funding_history",
        args=(BTC, None, 2),
        samples=(ACCOUNT, "Funding payment history"),
        fields={
            "1.amount": "data.data.0.paymentInUSDT",
            "0.rate": "data.data.1.fundingRate",
            "0.timestamp": "data.data.1.timestamp",
        },
        expect={"0.symbol": BTC, "0.code": "USDT"},
    ),
    Case(
        # the sample is of contracts of its own time, and starts at no snapshot
        name="futures-order-and-balance-detail",
        call="v1_private_data_get_futures_balance_history",
        args=({"sn": 18589783182, "limit": 500},),
        samples=("Futures order and balance detail",),
        parse=lambda ex, reply: [ex.parse_trade(reply["order"][0]), *ex.parse_ledger(reply["balance"])],
        fields={
            "0.order": "order.0.orderId",
            "0.amount": "order.0.data.0.deltaQty",
            "2.after": "balance.1.data.1.curBalance",
        },
        expect={"0.price": 6.21, "0.takerOrMaker": "taker", "0.fee.cost": 0.003726, "2.amount": 10.673854479},
    ),
    Case(
        name="place-batch-orders",
        call="create_orders",
        args=([_batched(1, "limit", 34000), _batched(2, "market", None)],),
        samples=(ACCOUNT, "Place batch orders"),
        fields={"0.id": "data.orders.0.orderId", "1.id": "data.orders.1.orderId"},
        expect={"0.clientOrderId": "sampleRequestId1", "0.status": "open", "1.type": "market"},
    ),
    Case(
        name="place-batch-orders-error",
        call="create_orders",
        args=([_batched(1, "limit", 34000), _batched(2, "market", None)],),
        samples=(ACCOUNT, "Place batch orders/error"),
        fields={"0.info.code": "info.0.code", "1.info.reason": "info.1.reason"},
        expect={"0.status": "rejected", "1.status": "rejected", "1.id": None},
    ),
    Case(
        # the ids of cancel requests are made anew each time
        name="cancel-batch-orders",
        call="v2_private_accountgroup_delete_futures_order_batch",
        args=(
            {
                "orders": [
                    {
                        "id": f"sampleRequestId{number}",
                        "orderId": order_id,
                        "symbol": "BTC-PERP",
                        "time": 1613900544076,
                    }
                    for number, order_id in (
                        (1, "a177c2a8cfe1U0123456789eqntvwWsy"),
                        (2, "a177c2a8cfe1U0123456789equestId2"),
                    )
                ]
            },
        ),
        samples=(ACCOUNT, "Cancel batch orders"),
        expect={"data.orders.1.orderId": "a177c2a8cfe1U0123456789equestId2"},
    ),
    Case(
        name="new-order-error",
        call="create_order",
        args=(BTC, "limit", "buy", 0.1, 9500, {"clientOrderId": "abcd1234abcd1234"}),
        samples=(ACCOUNT, "New order/error"),
        raises=InvalidOrder,
    ),
    Case(
        name="cancel-order",
        call="cancel_order",
        args=("sample-order-id", BTC, {"id": "abcd1234abcd1234"}),
        samples=(ACCOUNT, "Cancel order"),
        fields=_under("data.order."),
        expect={**_NEW, "status": "canceled"},
    ),
    Case(
        name="cancel-all-open-orders",
        call="cancel_all_orders",
        args=(BTC,),
        samples=(ACCOUNT, "Cancel all open orders"),
        fields={"0.info.code": "code"},
    ),
    Case(
        name="list-open-orders",
        call="fetch_open_orders",
        args=(BTC,),
        samples=(ACCOUNT, "List open orders"),
        fields=_under("data.0.", "0."),
        expect={f"0.{name}": value for name, value in _NEW.items()},
    ),
    Case(
        name="list-current-history-orders",
        call="v2_private_accountgroup_get_futures_order_hist_current",
        args=({"symbol": "BTC-PERP", "n": 20, "executedOnly": True},),
        samples=(ACCOUNT, "List current history orders"),
        parse=lambda ex, reply: ex.parse_orders(reply["data"], ex.market(BTC)),
        fields=_under("data.0.", "0."),
        expect={
            "0.symbol": BTC,
            "0.type": "limit",
            "0.status": "closed",
            "0.average": 58501.0,
            "0.fee.cost": 0.058501,
            "0.lastTradeTimestamp": 1613992168196,
        },
    ),
    Case(
        name="query-order-by-id",
        call="fetch_order",
        args=("a177c29e4064U0123456789dVeUxlVyA", BTC),
        samples=(ACCOUNT, "Query order by ID"),
        fields=_under("data."),
        expect={**_NEW, "filled": 0.0, "reduceOnly": False},
    ),
    Case(
        # the venue printed the ids of these orders and left the rest of them out
        name="query-order-by-id-multiple",
        call="v2_private_accountgroup_get_futures_order_status",
        args=({"orderId": "a177c29e4064U0123456789dVeUxlVyA,a177c29e4064U0123456789dVeUxlVyB"},),
        samples=(ACCOUNT, "Query order by ID/multiple"),
        expect={"data.1.orderId": "a177c29e4064U0123456789dVeUxlVyB"},
    ),
    Case(
        name="list-history-orders",
        call="fetch_canceled_orders",
        samples=("List history orders (v2)",),
        fields={
            "0.price": "data.0.price",
            "0.amount": "data.0.orderQty",
            "0.filled": "data.0.fillQty",
            "0.average": "data.0.avgFillPrice",
            "0.timestamp": "data.0.createTime",
            "0.lastUpdateTimestamp": "data.0.lastExecTime",
            "0.fee.currency": "data.0.feeAsset",
        },
        expect={"0.status": "canceled", "0.type": "limit", "0.side": "sell", "0.fee.cost": 0.004992579},
    ),
]
