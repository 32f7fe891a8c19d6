"""Reading orders of AscendEX: one, open ones, finished ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ccxt
import pytest
from ccxt.test.exchange.base import test_order as check_order

from ascendex_woo_adapters.venues.ascendex.ids import order_id
from tests.ascendex.venue import (
    ID,
    MARKET_ID,
    OTHERS,
    SYMBOL,
    contracts,
    open_orders,
    requests_to,
    sample,
    skipped,
    venue,
)
from tests.support import NOW, Face, Frozen

START = 1_600_000_000_000


@pytest.mark.parametrize("form", ["object", "list"])
async def test_one_order_is_read_from_an_object_and_from_a_list(stub: Callable[..., Face], form: str) -> None:
    reply = sample("Query order by ID")
    if form == "list":
        reply["data"] = [reply["data"]]
    face = stub("ascendex", venue({"GET v2/futures/order/status": reply}))
    order = await face.call("fetch_order", "a177c29e4064U0123456789dVeUxlVyA")
    check_order(face.exchange, skipped(), "fetchOrder", order, SYMBOL, NOW)
    assert face.sent[-1].query == {"orderId": "a177c29e4064U0123456789dVeUxlVyA"}
    assert (order["status"], order["price"], order["amount"], order["filled"]) == ("open", 34000, 0.1, 0)
    assert order["clientOrderId"] is None
    assert (order["triggerPrice"], order["stopLossPrice"]) == (None, None)


@pytest.mark.parametrize("data", [[], {}, [{"orderId": "another"}]])
async def test_an_order_that_does_not_come_is_not_found(stub: Callable[..., Face], data: Any) -> None:
    face = stub("ascendex", venue({"GET v2/futures/order/status": {"code": 0, "data": data}}))
    with pytest.raises(ccxt.OrderNotFound):
        await face.call("fetch_order", "a177c29e4064U0123456789dVeUxlVyA", SYMBOL)


async def test_an_order_by_client_id(stub: Callable[..., Face]) -> None:
    wanted = order_id(NOW - 5000, "U0123456789", ID) or ""
    for path in ("open", "hist/current"):
        face = stub("ascendex", venue({f"GET v2/futures/order/{path}": open_orders(*OTHERS, wanted)}))
        order = await face.call("fetch_order_with_client_order_id", ID, SYMBOL)
        assert (order["id"], order["clientOrderId"]) == (wanted, ID)
    face = stub("ascendex", venue())
    with pytest.raises(ccxt.OrderNotFound):
        await face.call("fetch_order", None, None, {"clientOrderId": ID})
    with pytest.raises(ccxt.ArgumentsRequired):
        await face.call("fetch_order", None)


async def test_open_orders(stub: Callable[..., Face]) -> None:
    reply = sample("List open orders")
    row = reply["data"][0]
    reply["data"] = [
        {**row, "orderId": "3", "time": START + 3000},
        {**row, "orderId": "1", "time": START + 1000, "status": "PartiallyFilled", "cumFilledQty": "0.05", "avgFilledPx": "9400"},
        {**row, "orderId": "2", "time": START + 2000, "orderType": "StopMarket", "status": "PendingNew", "stopPrice": "9000"},
        {**row, "orderId": "4", "time": START + 4000, "symbol": "ETH-PERP"},
    ]  # fmt: skip
    face = stub(
        "ascendex", venue({"GET v2/futures/contract": contracts(), "GET v2/futures/order/open": reply})
    )
    orders = await face.call("fetch_open_orders")
    assert [order["id"] for order in orders] == ["1", "2", "3", "4"]
    assert face.sent[-1].query == {}
    for order in orders:
        check_order(
            face.exchange, skipped(lastTradeTimestamp=True), "fetchOpenOrders", order, order["symbol"], NOW
        )
    assert (orders[0]["filled"], orders[0]["remaining"], orders[0]["cost"]) == (0.05, 0.05, 470)
    assert orders[0]["lastTradeTimestamp"] == 1605677684479
    assert (orders[1]["type"], orders[1]["triggerPrice"], orders[1]["status"]) == ("market", 9000, "open")
    assert [order["id"] for order in await face.call("fetch_open_orders", SYMBOL)] == ["1", "2", "3"]
    assert face.sent[-1].query == {"symbol": MARKET_ID}
    params = Frozen({"until": START + 2500, "trigger": False})
    assert [
        order["id"] for order in await face.call("fetch_open_orders", SYMBOL, START + 2000, 5, params)
    ] == ["2"]
    assert [order["id"] for order in await face.call("fetch_open_orders", None, None, 2)] == ["3", "4"]
    assert [
        order["id"] for order in await face.call("fetch_open_orders", None, None, None, {"trigger": True})
    ] == ["2"]
    assert all(set(sent.query) <= {"symbol"} for sent in requests_to(face.sent, "v2/futures/order/open"))


def history(*numbers: int, **fields: Any) -> Any:
    """A page of the order history, futures orders of the published shape."""
    row = {**sample("List history orders (v2)")["data"][0], "symbol": MARKET_ID, **fields}
    statuses = ("Filled", "Canceled", "Rejected")
    rows = [
        {**row, "orderId": f"h{k}", "seqNum": k, "createTime": START + k * 1000, "status": statuses[k % 3]}
        for k in numbers
    ]
    return {"code": 0, "data": rows}


async def test_the_published_history(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    (order,) = await face.call("fetch_canceled_orders")
    assert face.sent[-1].path == "/api/pro/data/v2/order/hist"
    assert face.sent[-1].query == {"account": "futures", "limit": "1000"}
    assert (order["id"], order["timestamp"]) == ("a173ad938fc3U22666567717788c3b66", 1596344995793)
    assert (order["filled"], order["average"], order["amount"]) == (0.01, 11346.77, 0.01)
    assert order["fee"] == {"cost": 0.004992579, "currency": "USDT"}
    assert order["lastTradeTimestamp"] is None
    assert order["lastUpdateTimestamp"] == 1596344996053


async def test_finished_orders_by_status(stub: Callable[..., Face]) -> None:
    face = stub(
        "ascendex", venue({"GET v2/order/hist": None, "GET data/v2/order/hist": history(5, 1, 4, 0, 3, 2)})
    )
    assert [order["id"] for order in await face.call("fetch_closed_orders", SYMBOL)] == [
        f"h{k}" for k in range(6)
    ]
    assert face.sent[-1].query["symbol"] == MARKET_ID
    assert [order["id"] for order in await face.call("fetch_canceled_orders", SYMBOL, START + 2000)] == ["h4"]
    everything = await face.call(
        "fetch_canceled_and_closed_orders", SYMBOL, START + 1000, 3, {"until": START + 4000}
    )
    assert [order["id"] for order in everything] == ["h1", "h2", "h3"]
    assert face.sent[-1].query == {
        "account": "futures", "symbol": MARKET_ID, "startTime": str(START + 1000), "endTime": str(START + 4000), "limit": "1000",
    }  # fmt: skip
    for order in everything:
        check_order(face.exchange, skipped(status=True), "fetchOrders", order, SYMBOL, NOW)


async def test_pages_of_the_history(stub: Callable[..., Face]) -> None:
    def answer(sent: Any) -> Any:
        first = int(sent.query.get("seqNum", 1))
        return history(*range(first, min(first + 1000, 2500)))

    face = stub("ascendex", venue({"GET data/v2/order/hist": answer}))
    orders = await face.call("fetch_canceled_and_closed_orders", SYMBOL, START, None, {"paginate": True})
    assert [order["id"] for order in orders] == [f"h{k}" for k in range(1, 2500)]
    pages = requests_to(face.sent, "data/v2/order/hist")
    assert [sent.query.get("seqNum") for sent in pages] == [None, "1001", "2001"]
    assert [sent.query.get("startTime") for sent in pages] == [str(START), None, None]
    assert len(await face.call("fetch_canceled_and_closed_orders", SYMBOL, START)) == 1000


async def test_open_and_finished_orders_together(stub: Callable[..., Face]) -> None:
    row = sample("List open orders")["data"][0]
    still_open = {
        "code": 0,
        "data": [
            {**row, "orderId": "h3", "time": START + 3000},
            {**row, "orderId": "o9", "time": START + 9000},
        ],
    }
    face = stub(
        "ascendex",
        venue({"GET data/v2/order/hist": history(3, 1), "GET v2/futures/order/open": still_open}),
    )
    orders = await face.call("fetch_orders", SYMBOL)
    assert [(order["id"], order["status"]) for order in orders] == [
        ("h1", "canceled"), ("h3", "closed"), ("o9", "open"),
    ]  # fmt: skip
    assert [order["id"] for order in await face.call("fetch_orders", SYMBOL, START + 2000, 1)] == ["h3"]


async def test_a_pager_of_open_and_finished_orders_misses_none(stub: Callable[..., Face]) -> None:
    """It begins each page after the last order of the one before."""
    row = sample("List open orders")["data"][0]
    still_open = [{**row, "orderId": f"o{k}", "time": START + k * 1000 + 500} for k in (5, 1700, 2600)]

    def answer(sent: Any) -> Any:
        if "seqNum" in sent.query:
            first = int(sent.query["seqNum"])
        else:
            first = max(-(-(int(sent.query["startTime"]) - START) // 1000), 1)
        return history(*range(first, min(first + 1000, 2501)))

    replies = {"GET data/v2/order/hist": answer, "GET v2/futures/order/open": {"code": 0, "data": still_open}}
    face = stub("ascendex", venue(replies))
    since, ids = START, []
    for expected in (1001, 1001, 501, 0):
        page = await face.call("fetch_orders", SYMBOL, since)
        assert len(page) == expected
        ids += [order["id"] for order in page]
        since = page[-1]["timestamp"] + 1 if page else since
    assert len(ids) == len(set(ids)) == 2503
    everything = await face.call("fetch_orders", SYMBOL, START, None, {"paginate": True})
    assert [order["id"] for order in everything] == ids
    assert {"o5", "o1700", "o2600"} < set(ids)


async def test_orders_of_one_millisecond_go_by_their_numbers(stub: Callable[..., Face]) -> None:
    row = sample("List open orders")["data"][0]
    still_open = {"code": 0, "data": [{**row, "orderId": "second", "time": START, "seqNum": 8}]}
    finished = history(1)
    finished["data"] = [
        {**finished["data"][0], "orderId": name, "createTime": START, "seqNum": number}
        for name, number in (("third", 9), ("first", 7))
    ]
    face = stub(
        "ascendex", venue({"GET data/v2/order/hist": finished, "GET v2/futures/order/open": still_open})
    )
    assert [order["id"] for order in await face.call("fetch_orders")] == ["first", "second", "third"]


@pytest.mark.parametrize("row", [{"status": "Teleported"}, {"side": "Sideways"}])
async def test_an_unknown_state_of_an_order_is_an_error(
    stub: Callable[..., Face], row: dict[str, Any]
) -> None:
    reply = sample("List open orders")
    reply["data"][0].update(row)
    face = stub("ascendex", venue({"GET v2/futures/order/open": reply}))
    with pytest.raises(ccxt.BadResponse, match=r"Teleported|Sideways"):
        await face.call("fetch_open_orders")


@pytest.mark.parametrize(
    ("instruction", "post", "reduce"),
    [("NULL_VAL", False, False), ("Post", True, False), ("ReduceOnly", False, True), ("PostReduceMark", True, True),
     ("StopOnRef", False, False), ("Liquidation", False, True), ("NeverHeardOf", None, None), (None, None, None)],
)  # fmt: skip
async def test_instructions_of_replies(
    stub: Callable[..., Face], instruction: str | None, post: bool | None, reduce: bool | None
) -> None:
    reply = sample("Query order by ID")
    reply["data"]["execInst"] = instruction
    face = stub("ascendex", venue({"GET v2/futures/order/status": reply}))
    order = await face.call("fetch_order", reply["data"]["orderId"])
    assert (order["postOnly"], order["reduceOnly"]) == (post, reduce)
