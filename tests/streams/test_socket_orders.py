"""Requests over AscendEX's socket whose replies get lost: nobody is told a wrong outcome."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from typing import Any

import pytest
from ccxt.base.errors import ExchangeClosedByUser, NetworkError, OperationFailed, OrderNotFound

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


async def cut_short(exchange: Any, call: Any, seconds: float) -> BaseException:
    """What a call ends with when its exchange is closed after a time."""
    waiting = asyncio.ensure_future(call)
    await asyncio.sleep(seconds)
    assert not waiting.done()
    await exchange.close()
    await asyncio.wait([waiting])
    assert not waiting.cancelled(), "nobody cancelled it"
    error = waiting.exception()
    assert error is not None
    return error


async def test_an_order_whose_reply_close_cuts_off_is_in_doubt(
    connect: Callable[..., Any], ascendex_course: Course
) -> None:
    exchange = connect("ascendex")
    price = await far_below(exchange)
    await exchange.fetch_balance_ws()
    lose(ascendex_course, "place-order", "skip")
    placing = exchange.create_order_ws(SYMBOL, "limit", "buy", 0.01, price)
    error = await cut_short(exchange, placing, 0.3)
    (order,) = placed(ascendex_course)
    assert isinstance(error, OrderStateUnknown)
    assert isinstance(error, ExchangeClosedByUser)
    assert (error.client_order_id, error.order_id) == (order.client_id, order.id)


@pytest.fixture
async def silent() -> AsyncIterator[str]:
    """The URL of a server that accepts connections and says nothing."""
    writers: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: writers.append(writer), "127.0.0.1", 0)
    yield f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    for writer in writers:
        writer.close()
    server.close()


async def test_close_while_the_socket_is_dialled_is_told_and_nothing_was_sent(
    ascendex: Any, ascendex_course: Course, silent: str
) -> None:
    price = await far_below(ascendex)
    ascendex.urls["api"]["ws"]["private"] = silent
    error = await cut_short(ascendex, ascendex.create_order_ws(SYMBOL, "limit", "buy", 0.01, price), 0.2)
    assert isinstance(error, ExchangeClosedByUser)
    assert not isinstance(error, OrderStateUnknown)
    assert str(error).endswith("there was no connection: nothing was sent")
    assert isinstance(await cut_short(ascendex, ascendex.fetch_balance_ws(), 0.2), ExchangeClosedByUser)
    assert placed(ascendex_course) == []


async def test_a_caller_that_is_cancelled_while_the_socket_is_dialled_takes_it_from_nobody(
    ascendex: Any, silent: str
) -> None:
    await ascendex.load_markets()
    url = ascendex.urls["api"]["ws"]["private"]
    ascendex.urls["api"]["ws"]["private"] = silent
    first, second = (asyncio.ensure_future(ascendex.fetch_balance_ws()) for _ in range(2))
    await asyncio.sleep(0.2)
    first.cancel()
    await asyncio.wait([first, second], timeout=0.1)
    assert first.cancelled()
    assert not second.done()
    ascendex.urls["api"]["ws"]["private"] = url
    await ascendex.close()
    with pytest.raises(ExchangeClosedByUser):
        await second
    assert await ascendex.fetch_balance_ws() is not None


async def test_an_order_for_which_no_socket_can_be_had_was_not_sent(
    ascendex: Any, ascendex_course: Course
) -> None:
    price = await far_below(ascendex)
    ascendex.urls["api"]["ws"]["private"] = "ws://127.0.0.1:9"
    with pytest.raises(NetworkError, match=r"there was no connection: nothing was sent$") as caught:
        await ascendex.create_order_ws(SYMBOL, "limit", "buy", 0.01, price)
    assert not isinstance(caught.value, OrderStateUnknown)
    assert placed(ascendex_course) == []
