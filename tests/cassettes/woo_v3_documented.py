"""WOO X, V3: samples of market data and orders, of every endpoint that a unified method calls.

https://developer.woox.io/api-reference -- a sample of another source says so in its cassette.
"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import BadSymbol, InvalidOrder, OrderNotFound

from tests.cassettes.cases import Case

BTC, BTC_SWAP, LTC = "BTC/USDT", "BTC/USDT:USDT", "LTC/USDT"
ALGO = {"trigger": True}

_NO_ID = {"id": "the acknowledgement names no order"}
_ACKNOWLEDGED = {"info.data.status": "data.status"}
_FUTURES = {
    "open": "data.rows.0.24hOpen",
    "last": "data.rows.0.24hClose",
    "high": "data.rows.0.24hHigh",
    "low": "data.rows.0.24hLow",
    "baseVolume": "data.rows.0.24hVolume",
    "quoteVolume": "data.rows.0.24hAmount",
    "markPrice": "data.rows.0.markPrice",
    "indexPrice": "data.rows.0.indexPrice",
    "timestamp": "timestamp",
}
_ORDER = {
    "id": "data.orderId",
    "price": "data.price",
    "amount": "data.quantity",
    "filled": "data.executed",
    "fee.cost": "data.totalFee",
    "fee.currency": "data.feeAsset",
    "side": "data.side",
    "reduceOnly": "data.reduceOnly",
}
_FILL = {
    "0.id": "data.rows.0.id",
    "0.order": "data.rows.0.orderId",
    "0.price": "data.rows.0.executedPrice",
    "0.amount": "data.rows.0.executedQuantity",
    "0.fee.cost": "data.rows.0.fee",
    "0.fee.currency": "data.rows.0.feeAsset",
    "0.side": "data.rows.0.side",
}
_FILL_FACTS: dict[str, Any] = {
    "0.symbol": BTC,
    "0.takerOrMaker": "taker",
    "0.timestamp": 1566264290250,
    "0.cost": 21.78568,
}
_ALGO_ORDER = {
    "id": "data.algoOrderId",
    "amount": "data.quantity",
    "filled": "data.totalExecutedQuantity",
    "side": "data.side",
    "reduceOnly": "data.reduceOnly",
}
_BY_CLIENT_ID = ("123", BTC)

CASES = [
    Case(
        name="system-status",
        call="fetch_status",
        samples=("System status",),
        expect={"status": "ok"},
    ),
    Case(
        name="server-time",
        call="fetch_time",
        samples=("System status",),
        fields={"": "timestamp"},
    ),
    Case(
        name="instruments",
        call="fetch_markets",
        samples=("Instruments",),
        fields={
            "0.id": "data.rows.0.symbol",
            "0.precision.price": "data.rows.0.quoteTick",
            "0.precision.amount": "data.rows.0.baseTick",
            "0.limits.amount.min": "data.rows.0.baseMin",
            "0.limits.amount.max": "data.rows.0.baseMax",
            "0.limits.price.max": "data.rows.0.quoteMax",
            "0.limits.cost.min": "data.rows.0.minNotional",
        },
        expect={"0.symbol": "AAVE/USDT", "0.type": "spot", "0.active": True, "0.created": None},
    ),
    Case(
        name="futures-info",
        call="fetch_ticker",
        args=(BTC_SWAP,),
        samples=("Futures info",),
        fields=_FUTURES,
        expect={"symbol": BTC_SWAP, "change": -843.0, "bid": None},
    ),
    Case(
        name="futures-info-all-markets",
        call="fetch_tickers",
        samples=("Futures info",),
        fields={f"{BTC_SWAP}.{ours}": theirs for ours, theirs in _FUTURES.items()},
    ),
    Case(
        name="futures-info-error",
        call="fetch_ticker",
        args=(BTC_SWAP,),
        samples=("Futures info/error",),
        raises=BadSymbol,
    ),
    Case(
        name="futures-info-mark-price",
        call="fetch_mark_price",
        args=(BTC_SWAP,),
        samples=("Futures info",),
        fields={
            "markPrice": "data.rows.0.markPrice",
            "indexPrice": "data.rows.0.indexPrice",
            "timestamp": "timestamp",
        },
    ),
    Case(
        name="futures-info-open-interest",
        call="fetch_open_interest",
        args=(BTC_SWAP,),
        samples=("Futures info",),
        fields={"openInterestAmount": "data.rows.0.openInterest", "timestamp": "timestamp"},
        expect={"symbol": BTC_SWAP},
    ),
    Case(
        name="order-book-snapshot",
        call="fetch_order_book",
        args=(BTC, 1),
        samples=("Order book snapshot",),
        fields={
            "asks.0.0": "data.asks.0.price",
            "asks.0.1": "data.asks.0.quantity",
            "bids.0.0": "data.bids.0.price",
            "bids.0.1": "data.bids.0.quantity",
            "timestamp": "timestamp",
        },
        expect={"symbol": BTC},
    ),
    Case(
        name="order-book-snapshot-error",
        call="fetch_order_book",
        args=(BTC_SWAP,),
        samples=("Order book snapshot/error",),
        raises=BadSymbol,
    ),
    Case(
        name="market-trades",
        call="fetch_trades",
        args=(BTC, None, 1),
        samples=("Market trades",),
        fields={
            "0.price": "data.rows.0.executedPrice",
            "0.amount": "data.rows.0.executedQuantity",
            "0.side": "data.rows.0.side",
            "0.timestamp": "data.rows.0.executedTimestamp",
        },
        expect={"0.symbol": BTC},
    ),
    Case(
        # fetch_ohlcv() asks the history for old candles only: the sample is younger than the recordings
        name="kline-history",
        call="v3_public_get_klinehistory",
        args=({"symbol": "SPOT_BTC_USDT", "type": "1m", "limit": 1},),
        samples=("Kline history",),
        parse=lambda ex, reply: ex.parse_ohlcvs(reply["data"]["rows"], ex.market(BTC)),
        expect={"": [[1751622120000, 108994.16, 108994.16, 108994.16, 108994.16, 0.0]]},
    ),
    Case(
        name="funding-rates-one-market",
        call="fetch_funding_rate",
        args=(BTC_SWAP,),
        samples=("Funding rates",),
        fields={
            "fundingRate": "data.rows.0.estFundingRate",
            "fundingTimestamp": "data.rows.0.nextFundingTime",
            "previousFundingRate": "data.rows.0.lastFundingRate",
            "previousFundingTimestamp": "data.rows.0.lastFundingRateTimestamp",
            "timestamp": "data.rows.0.estFundingRateTimestamp",
        },
        expect={"symbol": BTC_SWAP, "interval": "8h"},
    ),
    Case(
        name="funding-rates-all-markets",
        call="fetch_funding_rates",
        samples=("Funding rates",),
        fields={f"{BTC_SWAP}.fundingRate": "data.rows.0.estFundingRate"},
    ),
    Case(
        name="funding-rate-history",
        call="fetch_funding_rate_history",
        args=(BTC_SWAP, None, 1),
        samples=("Funding rate history",),
        fields={
            "0.fundingRate": "data.rows.0.fundingRate",
            "0.timestamp": "data.rows.0.fundingRateTimestamp",
        },
        expect={"0.symbol": BTC_SWAP},
    ),
    Case(
        name="place-order",
        call="create_order",
        args=(LTC, "limit", "buy", 0.1, 60, {"clientOrderId": "1"}),
        samples=("Place order",),
        fields={
            "id": "data.orderId",
            "price": "data.price",
            "amount": "data.quantity",
            "timestamp": "timestamp",
        },
        expect={"symbol": LTC, "side": "buy", "type": "limit", "status": "open", "filled": None},
    ),
    Case(
        name="place-order-error",
        call="create_order",
        args=(BTC, "market", "buy", 0.1, 10000, {"clientOrderId": "1"}),
        samples=("Place order/error",),
        raises=InvalidOrder,
    ),
    Case(
        name="get-order",
        call="fetch_order",
        args=("13", BTC_SWAP),
        samples=("Get order",),
        fields={**_ORDER, "average": "data.averageExecutedPrice", "timestamp": "data.createdTime"},
        expect={"symbol": BTC_SWAP, "status": "closed", "type": "limit", "clientOrderId": None, "cost": 12.3},
    ),
    Case(
        name="get-order-captured",
        call="fetch_order",
        args=("60780315704", LTC),
        samples=("Get order/captured",),
        fields=_ORDER,
        expect={"symbol": LTC, "status": "open", "timestamp": 1752049062496, "remaining": 0.1},
    ),
    Case(
        name="get-order-by-client-order-id",
        call="fetch_order_with_client_order_id",
        args=("123", BTC_SWAP),
        samples=("Get order",),
        fields=_ORDER,
        expect={"symbol": BTC_SWAP, "status": "closed"},
    ),
    Case(
        name="get-orders",
        call="fetch_orders",
        args=(None, None, 1),
        samples=("Get orders",),
        fields={
            "0.id": "data.rows.0.orderId",
            "0.price": "data.rows.0.price",
            "0.amount": "data.rows.0.quantity",
            "0.filled": "data.rows.0.executed",
            "0.average": "data.rows.0.averageExecutedPrice",
            "0.side": "data.rows.0.side",
            "0.timestamp": "data.rows.0.createdTime",
        },
        expect={"0.symbol": BTC_SWAP, "0.status": "closed", "0.clientOrderId": None},
    ),
    Case(
        name="edit-order",
        call="edit_order",
        args=("1", BTC, "limit", "buy", 1.4, 81000),
        samples=("Edit order",),
        fields=_ACKNOWLEDGED,
        expect={"id": "1", "price": 81000.0, "amount": 1.4, "status": None},
    ),
    Case(
        name="edit-order-error",
        call="edit_order",
        args=("1", BTC, "limit", "buy", 1.4, 81000),
        samples=("Edit order/error",),
        raises=InvalidOrder,
    ),
    Case(
        name="cancel-order",
        call="cancel_order",
        args=("13", BTC),
        samples=("Cancel order",),
        fields=_ACKNOWLEDGED,
        expect={"id": "13", "symbol": BTC, "status": None},
    ),
    Case(
        name="cancel-order-error",
        call="cancel_order",
        args=("13", BTC),
        samples=("Cancel order/error",),
        raises=OrderNotFound,
    ),
    Case(
        name="cancel-order-by-client-order-id",
        call="cancel_order_with_client_order_id",
        args=_BY_CLIENT_ID,
        samples=("Cancel order",),
        fields=_ACKNOWLEDGED,
        expect={"clientOrderId": "123", "symbol": BTC, "status": None},
        skipped=_NO_ID,
    ),
    Case(
        name="cancel-multiple-orders",
        call="cancel_all_orders",
        args=(BTC,),
        samples=("Cancel multiple orders",),
        fields={"0.info.data.status": "data.status"},
        expect={"0.symbol": BTC},
    ),
    Case(
        name="cancel-all-orders-by-symbol",
        call="cancel_all_orders",
        args=(BTC, {"merge": True}),
        samples=("Cancel all orders by symbol",),
        fields={"0.info.data.status": "data.status"},
        expect={"0.symbol": BTC},
    ),
    Case(
        name="cancel-all-after",
        call="cancel_all_orders_after",
        args=(10_000,),
        samples=("Cancel all after",),
        fields={"data.expectedTriggerTime": "data.expectedTriggerTime"},
    ),
    Case(
        name="get-transaction-history",
        call="fetch_my_trades",
        args=(BTC, None, 1),
        samples=("Get transaction history",),
        fields=_FILL,
        expect=_FILL_FACTS,
    ),
    Case(
        name="get-transaction-history-captured",
        call="fetch_my_trades",
        args=(None, None, 1),
        samples=("Get transaction history/captured",),
        fields=_FILL,
        expect={"0.symbol": LTC, "0.timestamp": 1752055173630, "0.takerOrMaker": "taker"},
    ),
    Case(
        name="get-transaction-history-of-an-order",
        call="fetch_order_trades",
        args=("211", BTC),
        samples=("Get transaction history",),
        fields=_FILL,
        expect=_FILL_FACTS,
    ),
    Case(
        name="place-algo-order",
        call="create_order",
        args=(
            BTC_SWAP,
            "market",
            "buy",
            None,
            None,
            {"takeProfitPrice": 80000, "stopLossPrice": 110000, "closePosition": True, "clientOrderId": "1"},
        ),
        samples=("Place algo order",),
        fields={"id": "data.rows.2.algoOrderId", "timestamp": "timestamp"},
        expect={"symbol": BTC_SWAP, "status": "open", "takeProfitPrice": 80000.0, "stopLossPrice": 110000.0},
    ),
    Case(
        name="get-algo-order",
        call="fetch_order",
        args=("792420", None, ALGO),
        samples=("Get algo order",),
        fields={**_ALGO_ORDER, "timestamp": "data.createdTime"},
        expect={"symbol": "WOO/USDT", "status": "open", "type": "market", "clientOrderId": None},
    ),
    Case(
        name="get-algo-order-captured",
        call="fetch_order",
        args=("10399260", None, ALGO),
        samples=("Get algo order/captured",),
        fields={**_ALGO_ORDER, "price": "data.price", "takeProfitPrice": "data.triggerPrice"},
        expect={"symbol": LTC, "status": "open", "type": "limit", "timestamp": 1752049747732},
    ),
    Case(
        name="get-algo-orders",
        call="fetch_orders",
        args=(None, None, 1, {**ALGO, "algoType": "TRAILING_STOP"}),
        samples=("Get algo orders",),
        fields={
            "0.id": "data.rows.0.algoOrderId",
            "0.side": "data.rows.0.side",
            "0.amount": "data.rows.0.quantity",
            "0.timestamp": "data.rows.0.createdTime",
        },
        expect={"0.status": "open", "0.symbol": "WOO/USDT"},
    ),
    Case(
        name="cancel-algo-order",
        call="cancel_order",
        args=("13", BTC_SWAP, ALGO),
        samples=("Cancel algo order",),
        fields=_ACKNOWLEDGED,
        expect={"id": "13", "symbol": BTC_SWAP, "status": None},
    ),
]
