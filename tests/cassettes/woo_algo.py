"""WOO X, the legacy generation: algo orders, as they are published and as the simulator answers.

https://docs.woox.io/#send-algo-order
"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import AuthenticationError, InvalidOrder, OrderNotFound

from tests.cassettes.cases import NOW, Case, Stage

BTC, BTC_SWAP, ETH_SWAP = "BTC/USDT", "BTC/USDT:USDT", "ETH/USDT:USDT"
ALGO = {"trigger": True}
#: The first id of a fresh simulator.
FIRST = "2081697"

_ACKNOWLEDGED = {"info.status": "status"}
_EDITED = {"info.data.status": "data.status"}
_NO_ID = {"id": "the acknowledgement names no order"}
_PLACED = {"id": "data.rows.0.orderId", "timestamp": "timestamp"}
_ORDER = {
    "id": "algoOrderId",
    "price": "price",
    "amount": "quantity",
    "filled": "totalExecutedQuantity",
    "average": "averageExecutedPrice",
    "fee.cost": "totalFee",
    "fee.currency": "feeAsset",
    "side": "side",
    "reduceOnly": "reduceOnly",
}


def _stop(stage: Stage) -> None:
    """A stop that waits."""
    params = {"triggerPrice": 110000, "clientOrderId": "1001"}
    stage.exchange.create_order(BTC_SWAP, "limit", "buy", 0.01, 110500, params)


def _several(stage: Stage) -> None:
    """A stop, a trailing stop and a canceled one, an OCO, a bracket and a position's exits."""
    trade = stage.exchange
    trade.create_order(BTC_SWAP, "market", "buy", 0.02, None, {"clientOrderId": "1000"})
    _stop(stage)
    for amount, client_id in ((0.01, "1002"), (0.02, "1003")):
        stage.pass_time(1000)
        params: dict[str, Any] = {"trailingPercent": 5, "clientOrderId": client_id}
        placed = trade.create_order(BTC_SWAP, "market", "sell", amount, None, params)
    trade.cancel_order(placed["id"], BTC_SWAP, ALGO)
    stage.pass_time(1000)
    params = {"triggerPrice": 80000, "clientOrderId": "1004"}
    trade.create_order(BTC_SWAP, "oco", "sell", 0.01, 110000, params)
    stage.pass_time(1000)
    params = {
        "stopLoss": {"triggerPrice": 70000},
        "takeProfit": {"triggerPrice": 110000},
        "clientOrderId": "1005",
    }
    trade.create_order(BTC_SWAP, "limit", "buy", 0.01, 80000, params)
    stage.pass_time(1000)
    params = {
        "stopLossPrice": 80000,
        "takeProfitPrice": 110000,
        "closePosition": True,
        "clientOrderId": "1006",
    }
    trade.create_order(BTC_SWAP, "market", "sell", None, None, params)


def _held(stage: Stage) -> None:
    stage.exchange.create_order(BTC_SWAP, "market", "buy", 0.02, None, {"clientOrderId": "1000"})


def _vip(stage: Stage) -> None:
    stage.simulator.woo.vip.add("main")


def _case(**case: Any) -> Case:
    return Case(scene=_several, lead_ms=5000, **case)


DOCUMENTED = [
    Case(
        name="send-algo-order",
        call="create_order",
        args=(BTC_SWAP, "market", "buy", 0.01, None, {"triggerPrice": 1000, "clientOrderId": "1"}),
        samples=("Send algo order",),
        fields={"id": "data.rows.0.orderId"},
        expect={"symbol": BTC_SWAP, "status": "open", "triggerPrice": 1000.0, "clientOrderId": "1"},
        skipped={"timestamp": "the sample has 0 for a time", "datetime": "the sample has 0 for a time"},
    ),
    Case(
        name="send-algo-order-bracket",
        call="create_order",
        args=(
            BTC_SWAP,
            "limit",
            "buy",
            10,
            69000,
            {
                "takeProfit": {"triggerPrice": 76000},
                "stopLoss": {"triggerPrice": 50000},
                "clientOrderId": "1",
            },
        ),
        samples=("Send algo order/bracket",),
        fields={"id": "data.rows.3.orderId", "amount": "data.rows.3.quantity", "timestamp": "timestamp"},
        expect={"type": "limit", "price": 69000.0, "takeProfitPrice": 76000.0, "stopLossPrice": 50000.0},
    ),
    Case(
        name="cancel-algo-order",
        call="cancel_order",
        args=("13", BTC_SWAP, ALGO),
        samples=("Cancel algo order",),
        fields=_ACKNOWLEDGED,
        expect={"id": "13", "symbol": BTC_SWAP, "status": None},
    ),
    Case(
        name="cancel-algo-order-error",
        call="cancel_order",
        args=("13", None, ALGO),
        samples=("Cancel algo order/error",),
        raises=OrderNotFound,
    ),
    Case(
        name="cancel-all-pending-algo-orders",
        call="cancel_all_orders",
        args=(None, ALGO),
        samples=("Cancel all pending algo orders",),
        fields={"0.info.status": "status"},
        expect={"0.symbol": None},
    ),
    Case(
        name="cancel-all-pending-algo-orders-error",
        call="cancel_all_orders",
        args=(None, ALGO),
        samples=("Cancel all pending algo orders/error",),
        raises=OrderNotFound,
    ),
    Case(
        name="cancel-pending-merge-orders-by-symbol",
        call="cancel_all_orders",
        args=(BTC, {"merge": True}),
        samples=("Cancel pending merge orders by symbol",),
        fields={"0.info.status": "status"},
        expect={"0.symbol": BTC},
    ),
    Case(
        name="cancel-all-after",
        call="cancel_all_orders_after",
        args=(60_000,),
        samples=("Cancel all after",),
        fields={"data.expected_trigger_time": "data.expected_trigger_time"},
    ),
    Case(
        name="get-algo-order",
        call="fetch_order",
        args=("431601", None, ALGO),
        samples=("Get algo order",),
        fields={ours: f"data.{theirs}" for ours, theirs in _ORDER.items()},
        expect={
            "symbol": "ADA/USDT",
            "status": "closed",
            "type": "limit",
            "clientOrderId": None,
            "timestamp": 1676277825917,
            "lastUpdateTimestamp": 1676280901229,
            "remaining": 0.0,
        },
    ),
    Case(
        name="get-algo-order-error",
        call="fetch_order",
        args=("431601", None, ALGO),
        samples=("Get algo order/error",),
        raises=OrderNotFound,
    ),
    Case(
        name="get-algo-orders",
        call="fetch_orders",
        args=(None, None, 1, {**ALGO, "algoType": "BRACKET"}),
        samples=("Get algo orders",),
        fields={
            "0.id": "data.rows.0.algoOrderId",
            "0.side": "data.rows.0.side",
            "0.takeProfitPrice": "data.rows.0.childOrders.0.triggerPrice",
            "0.stopLossPrice": "data.rows.0.childOrders.1.triggerPrice",
            "0.filled": "data.rows.0.totalExecutedQuantity",
        },
        expect={"0.status": "open", "0.amount": None, "0.timestamp": 1720589170566, "0.reduceOnly": True},
    ),
    Case(
        name="edit-algo-order",
        call="edit_order",
        args=("1", BTC_SWAP, "limit", "buy", 1, 101000, {"triggerPrice": 100000}),
        samples=("Edit algo order",),
        fields=_EDITED,
        expect={"id": "1", "price": 101000.0, "amount": 1.0, "triggerPrice": 100000.0, "status": None},
    ),
    Case(
        name="edit-algo-order-by-client-order-id",
        call="edit_order_with_client_order_id",
        args=("123", BTC_SWAP, "limit", "buy", 1, 101000, {"triggerPrice": 100000}),
        samples=("Edit algo order by client_order_id",),
        fields=_EDITED,
        expect={"clientOrderId": "123", "triggerPrice": 100000.0},
        skipped=_NO_ID,
    ),
]

SIMULATED = [
    Case(
        name="create-stop-limit-order",
        call="create_stop_limit_order",
        args=(BTC_SWAP, "buy", 0.01, 110500, 110000, {"clientOrderId": "1001"}),
        fields=_PLACED,
        expect={"status": "open", "type": "limit", "price": 110500.0, "triggerPrice": 110000.0},
    ),
    Case(
        name="create-stop-loss-order",
        call="create_stop_loss_order",
        args=(BTC_SWAP, "market", "sell", 0.02, None, 80000, {"clientOrderId": "1001"}),
        scene=_held,
        lead_ms=1000,
        fields=_PLACED,
        expect={"status": "open", "stopLossPrice": 80000.0, "reduceOnly": True, "timestamp": NOW},
    ),
    Case(
        name="create-trailing-percent-order",
        call="create_trailing_percent_order",
        args=(BTC_SWAP, "market", "sell", 0.01, None, 5, 110000, {"clientOrderId": "1001"}),
        fields=_PLACED,
        expect={"status": "open", "type": "market", "amount": 0.01, "triggerPrice": None},
    ),
    Case(
        name="create-oco-order",
        call="create_order",
        args=(BTC_SWAP, "oco", "sell", 0.01, 110000, {"triggerPrice": 80000, "clientOrderId": "1001"}),
        fields={"id": "data.rows.1.orderId"},
        expect={"status": "open", "type": "limit", "price": 110000.0, "triggerPrice": 80000.0},
    ),
    Case(
        name="create-bracket-order",
        call="create_order_with_take_profit_and_stop_loss",
        args=(BTC_SWAP, "limit", "buy", 0.01, 80000, 110000, 70000, {"clientOrderId": "1001"}),
        fields={"id": "data.rows.3.orderId"},
        expect={"status": "open", "takeProfitPrice": 110000.0, "stopLossPrice": 70000.0},
    ),
    Case(
        name="create-algo-order-wrong-side",
        call="create_order",
        args=(
            BTC_SWAP,
            "market",
            "buy",
            0.01,
            None,
            {"stopLoss": {"triggerPrice": 110000}, "clientOrderId": "1001"},
        ),
        raises=InvalidOrder,
    ),
    Case(
        name="edit-algo-order",
        call="edit_order",
        args=(FIRST, BTC_SWAP, "limit", "buy", 0.02, 111500, {"triggerPrice": 111000}),
        scene=_stop,
        lead_ms=1000,
        fields=_EDITED,
        expect={"id": FIRST, "amount": 0.02, "triggerPrice": 111000.0},
    ),
    Case(
        name="edit-algo-order-by-client-order-id",
        call="edit_order_with_client_order_id",
        args=("1001", BTC_SWAP, "limit", "buy", None, None, {"triggerPrice": 111000}),
        scene=_stop,
        lead_ms=1000,
        fields=_EDITED,
        expect={"clientOrderId": "1001", "triggerPrice": 111000.0},
        skipped=_NO_ID,
    ),
    Case(
        name="fetch-algo-order",
        call="fetch_order",
        args=(FIRST, BTC_SWAP, ALGO),
        scene=_stop,
        lead_ms=1000,
        fields={
            "id": "data.algoOrderId",
            "clientOrderId": "data.clientOrderId",
            "price": "data.price",
            "triggerPrice": "data.triggerPrice",
            "amount": "data.quantity",
        },
        expect={"status": "open", "filled": 0.0, "remaining": 0.01, "timestamp": NOW - 1000},
    ),
    Case(
        name="fetch-algo-order-unknown",
        call="fetch_order",
        args=("1", BTC_SWAP, ALGO),
        raises=OrderNotFound,
    ),
    _case(
        name="fetch-open-trailing-orders",
        call="fetch_open_orders",
        args=(BTC_SWAP, None, None, {"trailing": True}),
        fields={"0.id": "data.rows.0.algoOrderId", "0.amount": "data.rows.0.quantity"},
        expect={"0.clientOrderId": "1002", "0.status": "open", "0.timestamp": NOW - 4000},
    ),
    _case(
        name="fetch-canceled-trailing-orders",
        call="fetch_canceled_orders",
        args=(BTC_SWAP, None, None, {"trailing": True}),
        expect={"0.clientOrderId": "1003", "0.status": "canceled", "0.amount": 0.02},
    ),
    _case(
        name="fetch-open-brackets",
        call="fetch_open_orders",
        args=(None, None, None, {"trigger": True, "algoType": "BRACKET"}),
        fields={
            "0.id": "data.rows.0.algoOrderId",
            "0.takeProfitPrice": "data.rows.0.childOrders.0.childOrders.0.triggerPrice",
            "0.stopLossPrice": "data.rows.0.childOrders.0.childOrders.1.triggerPrice",
        },
        expect={"0.clientOrderId": "1005", "0.price": 80000.0, "0.timestamp": NOW - 1000},
    ),
    _case(
        name="fetch-open-exits",
        call="fetch_open_orders",
        args=(None, None, None, {"trigger": True, "algoType": "POSITIONAL_TP_SL"}),
        fields={"0.id": "data.rows.0.algoOrderId"},
        expect={"0.takeProfitPrice": 110000.0, "0.stopLossPrice": 80000.0, "0.amount": None},
    ),
    Case(
        name="cancel-algo-order",
        call="cancel_order",
        args=(FIRST, BTC_SWAP, ALGO),
        scene=_stop,
        lead_ms=1000,
        fields=_ACKNOWLEDGED,
        expect={"id": FIRST, "status": None},
    ),
    Case(
        name="cancel-algo-order-gone",
        call="cancel_order",
        args=("1", BTC_SWAP, ALGO),
        raises=OrderNotFound,
    ),
    _case(
        name="cancel-all-algo-orders",
        call="cancel_all_orders",
        args=(None, ALGO),
        fields={"0.info.status": "status"},
        expect={"0.symbol": None},
    ),
    _case(
        name="cancel-plain-and-algo-orders-of-a-market",
        call="cancel_all_orders",
        args=(BTC_SWAP, {"merge": True, "marginMode": "cross"}),
        fields={"0.info.status": "status"},
        expect={"0.symbol": BTC_SWAP},
    ),
    Case(
        name="cancel-all-orders-after",
        call="cancel_all_orders_after",
        args=(60_000,),
        scene=_vip,
        fields={"data.expected_trigger_time": "data.expected_trigger_time"},
        expect={"data.expected_trigger_time": NOW + 60_000},
    ),
    Case(
        name="cancel-all-orders-after-without-vip",
        call="cancel_all_orders_after",
        args=(60_000,),
        raises=AuthenticationError,
    ),
]

CASES = [*DOCUMENTED, *SIMULATED]
