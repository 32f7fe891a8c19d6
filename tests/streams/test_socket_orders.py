"""Requests over AscendEX's socket whose replies get lost: nobody is told a wrong outcome."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from ccxt.base.errors import NetworkError, OperationFailed, OrderNotFound

from ascendex_woo_adapters.common.submission import OrderStateUnknown
from ascendex_woo_adapters.simulator import Fault
from ascendex_woo_adapters.simulator.socket_faults import SocketFault
from tests.streams.conftest import Course
from tests.streams.profiles import SYMBOL

LOSSES = ("skip", "cut_before", "cut_after", "late")


@pytest.fixture
def ascendex(connect: Callable[..., Any]) -> Any:
    return connect("ascendex", {"options": {"subscriptionTimeout": 150, "findLostOrdersTimeout": 300}})


async def far_below(exchange: Any) -> float:
    """A price at which a purchase rests."""
    return round(float((await exchange.fetch_order_book(SYMBOL))["bids"][0][0] * 0.97))


def lose(course: Course, name: str, kind: Any) -> None:
    """Lose the next reply of a kind, or the line with it."""
    course.venue.sockets.faults.add(SocketFault(match=f"reply {name}", kind=kind, delay_ms=60_000))


def placed(course: Course) -> list[Any]:
    """What the venue itself says was placed."""
    return list(course.venue.engine.orders(course.venue.engine.account("main")))


async def test_many_placements_over_lines_that_break(ascendex: Any, ascendex_course: Course) -> None:
    """Each is told as it is, is placed once at most, and is told by the orders' stream in the end."""
    rng = random.Random(3)
    price = await far_below(ascendex)
    told: Counter[str] = Counter()
    unknown: list[tuple[Any, Any]] = []
    seen: dict[str, str] = {}

    async def listen() -> None:
        while True:
            with suppress(NetworkError):
                seen.update((order["id"], order["status"]) for order in await ascendex.watch_orders())

    listening = asyncio.ensure_future(listen())
    for number in range(24):
        if rng.random() < 0.5:
            lose(ascendex_course, "place-order", rng.choice(LOSSES))
            if rng.random() < 0.3:
                away = Fault(match="GET */futures/order/status", kind="drop_before", times=None)
                ascendex_course.venue.faults.add(away)
        before = {order.id for order in placed(ascendex_course)}
        client_id = f"order{number:027d}"
        try:
            order = await ascendex.create_order_ws(
                SYMBOL, "limit", "buy", 0.01, price, {"clientOrderId": client_id}
            )
        except OrderStateUnknown as error:
            told["unknown"] += 1
            unknown.append((error.client_order_id, error.order_id))
        except OperationFailed:
            told["not placed"] += 1
            assert {one.id for one in placed(ascendex_course)} == before
        else:
            told["placed"] += 1
            assert {order["id"]} == {one.id for one in placed(ascendex_course)} - before
        ascendex_course.venue.faults.clear()
        await ascendex_course.step(50)
        await asyncio.sleep(0.05)  # the end of the line is noticed
    ascendex_course.venue.sockets.faults.clear()
    ids = {order.client_id: order.id for order in placed(ascendex_course)}
    assert len(placed(ascendex_course)) == len(ids), "an order was placed twice"
    assert told["placed"] <= len(ids) <= told["placed"] + told["unknown"]
    assert all(ids.get(client, order) == order for client, order in unknown)
    assert told["placed"] > 12
    assert told["unknown"] > 0
    await ascendex.cancel_all_orders_ws(SYMBOL)
    expected = {order.id: "canceled" for order in placed(ascendex_course)}
    await ascendex_course.holds(lambda: seen == expected)
    assert not listening.done()
    listening.cancel()


@pytest.mark.parametrize("kind", LOSSES)
async def test_a_cancel_whose_reply_is_lost_is_an_error_and_the_order_tells(
    ascendex: Any, ascendex_course: Course, kind: str
) -> None:
    order = await ascendex.create_order_ws(SYMBOL, "limit", "buy", 0.01, await far_below(ascendex))
    lose(ascendex_course, "cancel-order", kind)
    if kind == "cut_after":  # the reply has come before
        assert (await ascendex.cancel_order_ws(order["id"], SYMBOL))["id"] == order["id"]
    else:
        with pytest.raises(NetworkError):
            await ascendex.cancel_order_ws(order["id"], SYMBOL)
    assert (await ascendex.fetch_order(order["id"], SYMBOL))["status"] == "canceled"
    await asyncio.sleep(0.05)  # the end of the line is noticed
    with pytest.raises(OrderNotFound):
        await ascendex.cancel_order_ws(order["id"], SYMBOL)


@pytest.mark.parametrize("kind", LOSSES)
@pytest.mark.parametrize(
    ("action", "method", "args"),
    [
        ("cancel-all", "cancel_all_orders_ws", (SYMBOL,)),
        ("futures-open-orders", "fetch_open_orders_ws", (SYMBOL,)),
        ("futures-account-snapshot", "fetch_balance_ws", ()),
    ],
)
async def test_a_request_whose_reply_is_lost_is_an_error_and_the_next_one_works(
    ascendex: Any, ascendex_course: Course, kind: str, action: str, method: str, args: tuple[Any, ...]
) -> None:
    await ascendex.load_markets()
    lose(ascendex_course, action, kind)
    if kind == "cut_after":
        assert await getattr(ascendex, method)(*args) is not None
    else:
        with pytest.raises(NetworkError):
            await getattr(ascendex, method)(*args)
    await asyncio.sleep(0.05)  # the end of the line is noticed
    assert await getattr(ascendex, method)(*args) is not None


async def test_a_line_that_ends_while_a_request_is_sent_is_a_network_error(
    ascendex: Any, ascendex_course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ascendex.fetch_balance_ws()
    (client,) = ascendex.clients.values()

    async def closing(message: Any) -> None:
        raise ConnectionResetError("Cannot write to closing transport")

    monkeypatch.setattr(client, "send", closing)
    with pytest.raises(NetworkError, match="while request 3 was sent"):
        await ascendex.fetch_balance_ws()
    price = await far_below(ascendex)
    with pytest.raises(OperationFailed, match="was not placed"):
        await ascendex.create_order_ws(SYMBOL, "limit", "buy", 0.01, price)
    assert placed(ascendex_course) == []
