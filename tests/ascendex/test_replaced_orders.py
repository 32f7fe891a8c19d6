"""Replaced orders: cancelled, and what they left placed anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ccxt
import pytest

from ascendex_woo_adapters import OrderStateUnknown
from ascendex_woo_adapters.venues.ascendex.ids import order_id
from tests.ascendex.venue import SYMBOL, actions, requests_to, sample, venue
from tests.support import NOW, Face, Frozen, Sent

UID = "U0866943712"
OLD = {**sample("Query order by ID")["data"], "orderId": "old", "orderQty": "1", "price": "34000"}


def editable(cancel: dict[str, Any], **old: Any) -> Any:
    """A venue with one open order, whose cancel is answered with the fields given."""
    cancelled = {**OLD, **old, "status": "Canceled", **cancel}
    looked = [{**OLD, **old}]

    def status(sent: Sent) -> Any:
        return {"code": 0, "data": looked.pop(0) if len(looked) > 1 else looked[0]}

    return venue(
        {
            "GET v2/futures/order/status": status,
            "DELETE v2/futures/order": {"code": 0, "data": {"order": cancelled}},
            "POST v2/futures/order": {"code": 0, "data": {}},
        }
    )


def naps(face: Face) -> None:
    """Let the exchange wait for nothing."""

    async def nap(milliseconds: Any) -> None:
        pass

    face.exchange.sleep = (lambda milliseconds: None) if face.colour == "sync" else nap


async def test_an_order_is_cancelled_and_its_rest_placed(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", editable({"cumFilledQty": "0.25"}))
    order = await face.call("edit_order", "old", SYMBOL, "limit", "buy", 1.5, 35000, Frozen({}))
    assert actions(face) == ["DELETE", "POST"]
    body = face.sent[-1].json
    assert (body["orderQty"], body["orderPrice"]) == ("1.25", "35000")
    assert order["id"] == order_id(NOW, UID, body["id"])
    assert (order["amount"], order["price"], order["status"]) == (1.25, 35000, "open")


async def test_what_is_not_said_stays_as_it_was(stub: Callable[..., Face]) -> None:
    old = {
        "execInst": "PostReduceMark",
        "stopPrice": "33000",
        "orderType": "StopLimit",
        "status": "PendingNew",
        "posStopLossPrice": "30000",
    }
    face = stub("ascendex", editable({"cumFilledQty": "0"}, **old))
    await face.call("edit_order", "old", SYMBOL, "limit", "buy", None, 35000)
    body = face.sent[-1].json
    assert (body["orderQty"], body["orderPrice"], body["stopPrice"]) == ("1", "35000", "33000")
    assert (body["orderType"], body["execInst"], body["posStopLossPrice"]) == (
        "StopLimit",
        "PostReduceMark",
        "30000",
    )
    params = {"triggerPrice": 32000, "triggerPriceType": "last", "reduceOnly": False, "postOnly": False}
    await face.call("edit_order", "old", SYMBOL, "limit", "buy", 2, None, params)
    body = face.sent[-1].json
    assert (body["orderQty"], body["orderPrice"], body["stopPrice"]) == ("2", "34000", "32000")
    assert body["execInst"] == "StopOnMarket"


@pytest.mark.parametrize("name", ["triggerPrice", "stopPrice", "stopLossPrice", "takeProfitPrice"])
@pytest.mark.parametrize("others", [{}, {"triggerPrice": None, "stopPrice": None, "stopLossPrice": None}])
async def test_a_stop_is_moved_by_any_of_its_prices(
    stub: Callable[..., Face], name: str, others: dict[str, Any]
) -> None:
    old = {
        "execInst": "ReduceOnlyMark",
        "stopPrice": "33000",
        "orderType": "StopMarket",
        "status": "PendingNew",
    }
    face = stub("ascendex", editable({"cumFilledQty": "0"}, **old))
    params = Frozen({**others, name: 32000})
    await face.call("edit_order", "old", SYMBOL, "market", "buy", None, None, params)
    body = face.sent[-1].json
    assert (body["orderType"], body["stopPrice"]) == ("StopMarket", "32000")
    assert body["execInst"] == "ReduceOnlyMark"
    await face.call(
        "edit_order", "old", SYMBOL, "market", "buy", None, None, {**params, "triggerPriceType": "index"}
    )
    assert face.sent[-1].json["execInst"] == "ReduceOnlyRef"


@pytest.mark.parametrize(
    ("old", "waits"),
    [
        ({"status": "PendingNew"}, True),
        ({"status": "Ack"}, True),
        ({"status": "New"}, False),
        ({"status": "Ready"}, False),
        ({"status": "PartiallyFilled"}, False),
        ({"status": "New", "orderType": "StopMarket", "execInst": "StopOnMark"}, True),
    ],
)
async def test_a_released_order_waits_for_no_trigger_again(
    stub: Callable[..., Face], old: dict[str, Any], waits: bool
) -> None:
    stop = {"execInst": "PostStopMark", "stopPrice": "33000", "orderType": "StopLimit", **old}
    face = stub("ascendex", editable({"cumFilledQty": "0"}, **stop))
    kind = "market" if old.get("orderType") == "StopMarket" else "limit"
    await face.call("edit_order", "old", SYMBOL, kind, "buy", 1, 35000 if kind == "limit" else None)
    body = face.sent[-1].json
    assert body["orderType"] == (stop["orderType"] if waits else "limit")
    assert body["execInst"] == (stop["execInst"] if waits else "Post")
    assert body.get("stopPrice") == ("33000" if waits else None)


@pytest.mark.parametrize(
    "params",
    [
        dict.fromkeys(("stopPrice", "reduceOnly", "postOnly", "timeInForce", "stopLoss")),
        {"triggerPrice": None, "triggerPriceType": None, "takeProfit": None, "clientOrderId": None},
    ],
)
async def test_none_leaves_a_parameter_as_it_was(stub: Callable[..., Face], params: dict[str, Any]) -> None:
    old = {
        "execInst": "PostReduceMark",
        "stopPrice": "33000",
        "orderType": "StopLimit",
        "status": "PendingNew",
        "posStopLossPrice": "30000",
        "posTakeProfitPrice": "40000",
    }
    face = stub("ascendex", editable({"cumFilledQty": "0"}, **old))
    await face.call("edit_order", "old", SYMBOL, "limit", "buy", None, 35000, Frozen(params))
    body = face.sent[-1].json
    assert (body["orderType"], body["stopPrice"]) == ("StopLimit", "33000")
    assert (body["execInst"], body["postOnly"]) == ("PostReduceMark", True)
    assert (body["posStopLossPrice"], body["posTakeProfitPrice"]) == ("30000", "40000")


async def test_nothing_is_left_to_place(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", editable({"cumFilledQty": "0.7"}))
    order = await face.call("edit_order", "old", SYMBOL, "limit", "buy", 0.7, 35000)
    assert actions(face) == ["DELETE"]
    assert (order["id"], order["status"], order["filled"]) == ("old", "canceled", 0.7)


@pytest.mark.parametrize(
    ("cancel", "exception"),
    [
        ({"status": "Filled", "cumFilledQty": "1"}, ccxt.OrderNotFound),
        ({"status": "New", "errorCode": "TooLateToCancel"}, ccxt.OrderNotFound),
        ({"status": "New"}, ccxt.CancelPending),
        ({"status": "Ack"}, ccxt.CancelPending),
    ],
)
async def test_an_order_that_is_not_surely_cancelled_is_not_replaced(
    stub: Callable[..., Face], cancel: dict[str, Any], exception: type[ccxt.BaseError]
) -> None:
    face = stub("ascendex", editable(cancel))
    naps(face)
    with pytest.raises(exception):
        await face.call("edit_order", "old", SYMBOL, "limit", "buy", 1, 35000)
    assert actions(face) == ["DELETE"]


@pytest.mark.parametrize(
    ("old", "args", "exception"),
    [
        ({"status": "Filled"}, ("limit", "buy", 1, 35000), ccxt.OrderNotFound),
        ({}, ("limit", "sell", 1, 35000), ccxt.InvalidOrder),
        ({"symbol": "ETH-PERP"}, ("limit", "buy", 1, 35000), ccxt.InvalidOrder),
        ({}, ("limit", "buy", -1, 35000), ccxt.InvalidOrder),
        ({}, ("limit", "buy", 1, 1e9), ccxt.InvalidOrder),
        ({}, ("limit", "buy", 1, 35000, {"trailingAmount": 1}), ccxt.NotSupported),
        ({}, ("limit", "buy", 1, 35000, {"clientOrderId": "bad id"}), ccxt.InvalidOrder),
    ],
)
async def test_an_edit_that_cannot_be_made_leaves_the_order_alone(
    stub: Callable[..., Face], old: dict[str, Any], args: tuple[Any, ...], exception: type[ccxt.BaseError]
) -> None:
    face = stub("ascendex", editable({}, **old))
    with pytest.raises(exception):
        await face.call("edit_order", "old", SYMBOL, *args)
    assert actions(face) == []


async def test_a_lost_reply_to_the_cancel_is_looked_up(stub: Callable[..., Face]) -> None:
    states = [OLD, {**OLD, "status": "Canceled", "cumFilledQty": "0.4"}]
    face = stub(
        "ascendex",
        venue(
            {
                "GET v2/futures/order/status": lambda sent: {"code": 0, "data": states.pop(0)},
                "DELETE v2/futures/order": (502, "<html>bad gateway</html>"),
                "POST v2/futures/order": {"code": 0, "data": {}},
            }
        ),
    )
    await face.call("edit_order", "old", SYMBOL, "limit", "buy", 1, 35000)
    assert actions(face) == ["DELETE", "POST"]
    assert face.sent[-1].json["orderQty"] == "0.6"


LOST = (502, "bad gateway")
FUNDS = {"code": 300011, "reason": "INVALID_BALANCE", "message": "no"}
TIME = {"code": 100011, "reason": "INVALID_TIMESTAMP", "message": "no"}


@pytest.mark.parametrize(
    ("reply", "look_up", "find", "exception", "told"),
    [
        (FUNDS, LOST, True, ccxt.InsufficientFunds, True),
        (TIME, LOST, False, ccxt.InvalidNonce, True),
        (LOST, {"code": 0, "data": []}, True, ccxt.ExchangeNotAvailable, True),
        (LOST, LOST, False, ccxt.ExchangeNotAvailable, False),
        (LOST, LOST, True, OrderStateUnknown, False),
    ],
)
async def test_an_edit_without_a_replacement_says_that_the_old_order_is_gone(
    stub: Callable[..., Face],
    reply: Any,
    look_up: Any,
    find: bool,
    exception: type[ccxt.BaseError],
    told: bool,
) -> None:
    before = editable({"cumFilledQty": "0.25"})

    def answer(sent: Sent) -> Any:
        if "POST" not in actions(face):
            return before(sent)
        return reply if sent.method == "POST" else look_up

    options = {"findLostOrders": find, "findLostOrdersTimeout": 20}
    face = stub("ascendex", answer, {"options": options})
    with pytest.raises(exception) as caught:
        await face.call("edit_order", "old", SYMBOL, "limit", "buy", 1, 35000)
    assert actions(face) == ["DELETE", "POST"]
    gone = "the old order old was cancelled before"
    assert str(caught.value).endswith(f"{gone}, and nothing was placed instead" if told else gone)
    placed = requests_to(face.sent, "v2/futures/order")[-1].json
    assert getattr(caught.value, "client_order_id", None) == (
        placed["id"] if exception is OrderStateUnknown else None
    )


async def test_an_order_that_is_gone_when_the_cancel_comes_is_not_replaced(stub: Callable[..., Face]) -> None:
    """Somebody may have stopped trading meanwhile."""
    gone = {"code": 300019, "reason": "", "message": "Trying to cancel non-open order"}
    face = stub(
        "ascendex",
        venue(
            {
                "GET v2/futures/order/status": {"code": 0, "data": OLD},
                "DELETE v2/futures/order": gone,
                "POST v2/futures/order": {"code": 0, "data": {}},
            }
        ),
    )
    with pytest.raises(ccxt.OrderNotFound, match=r"nothing was placed instead of old$"):
        await face.call("edit_order", "old", SYMBOL, "limit", "buy", 1, 35000)
    assert actions(face) == ["DELETE"]


async def test_an_order_is_replaced_by_its_client_id(stub: Callable[..., Face]) -> None:
    known = str(order_id(NOW - 5000, UID, "batchorder001"))
    face = stub("ascendex", venue({
        "GET v2/futures/order/open": {"code": 0, "data": [{**OLD, "orderId": known}]},
        "DELETE v2/futures/order": {"code": 0, "data": {"order": {**OLD, "orderId": known, "status": "Canceled"}}},
        "POST v2/futures/order": {"code": 0, "data": {}},
    }))  # fmt: skip
    await face.call("edit_order_with_client_order_id", "batchorder001", SYMBOL, "limit", "buy", 1, 35000)
    assert actions(face) == ["DELETE", "POST"]
    assert requests_to(face.sent, "v2/futures/order")[0].json["orderId"] == known
    assert face.sent[-1].json["id"] != "batchorder001"
