"""Connections that cannot be had or do not last, and frames that cannot be taken: on every venue's sockets."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from ccxt.base.errors import AuthenticationError, BaseError, ExchangeClosedByUser, NetworkError

from ascendex_woo_adapters import pro
from ascendex_woo_adapters.common.streams import streams
from ascendex_woo_adapters.common.streams.session import Session
from ascendex_woo_adapters.simulator.socket_faults import SocketFault
from tests.streams.conftest import PATIENCE_S, Course
from tests.streams.profiles import SYMBOL, Profile
from tests.streams.trading import subscribed

Join = Callable[[], Any]


async def test_a_connection_that_broke_very_often_is_still_dialled(
    course: Course, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "LONGEST_PAUSE_S", 0.01)
    exchange = join()
    await course.until(exchange.watch_order_book(SYMBOL))
    (session,) = exchange._sessions
    session.flaps = 5000
    course.venue.sockets.cut_all()
    await course.holds(lambda: session.flaps > 5000)
    assert await course.until(exchange.watch_trades(SYMBOL), ms=1000)


async def test_whatever_ends_a_dial_is_told_and_the_next_call_dials_again(
    course: Course, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = join()

    async def broken(session: Any) -> str:
        raise ZeroDivisionError("no such thing")

    with monkeypatch.context() as patch:
        patch.setattr(exchange, "_stream_url", broken)
        with pytest.raises(NetworkError, match=r"ZeroDivisionError: no such thing") as caught:
            await asyncio.wait_for(exchange.watch_trades(SYMBOL), PATIENCE_S)
        assert isinstance(caught.value.__cause__, ZeroDivisionError)
    assert await course.until(exchange.watch_trades(SYMBOL), ms=1000)


async def test_whoever_calls_while_the_instance_is_closed_is_refused(
    course: Course, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = join()
    refused: list[str] = []
    enough = asyncio.Event()

    async def watch() -> None:
        try:
            await exchange.watch_orders()
        except BaseError as error:
            refused.append(type(error).__name__)

    async def watch_on() -> None:
        while len(refused) < 5:
            await watch()
        enough.set()

    async def closing_takes(ms: float) -> None:
        await asyncio.wait_for(enough.wait(), PATIENCE_S)

    watching = asyncio.ensure_future(watch_on())
    await subscribed(course)
    with monkeypatch.context() as patch:
        patch.setattr(exchange, "sleep", closing_takes)
        await exchange.close()
    await watching
    assert refused == 5 * [ExchangeClosedByUser.__name__]
    assert not exchange.clients
    assert await course.until(exchange.watch_trades(SYMBOL), ms=1000)


async def test_requests_over_the_socket_are_refused_while_the_instance_is_closed(
    connect: Callable[..., Any], ascendex_course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = connect("ascendex")
    await exchange.fetch_balance_ws()

    async def asked_meanwhile(ms: float) -> None:
        with pytest.raises(ExchangeClosedByUser):
            await asyncio.wait_for(exchange.fetch_balance_ws(), PATIENCE_S)

    with monkeypatch.context() as patch:
        patch.setattr(exchange, "sleep", asked_meanwhile)
        await exchange.close()
    assert not exchange.clients
    assert await exchange.fetch_balance_ws()


@pytest.fixture
async def complaints() -> list[Any]:
    """What asyncio's exception handler is told."""
    told: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: told.append(context))
    return told


@pytest.mark.parametrize("text", ['{"topic": "x", ', '{"m": "depth'])
async def test_a_broken_frame_ends_its_connection_and_the_book_comes_back(
    profile: Profile, course: Course, join: Join, complaints: list[Any], text: str
) -> None:
    exchange = join()
    book = await course.until(exchange.watch_order_book(SYMBOL))
    (deaf,) = course.venue.sockets.sessions
    fault = course.venue.sockets.faults.add(SocketFault(profile.books, "text", text=text))
    await course.holds(lambda: fault.hits == 1)
    await course.holds(lambda: deaf not in course.venue.sockets.sessions, ms=0)  # no time for a keep-alive
    nonce = book["nonce"]
    assert nonce is None or nonce in profile.states(course.venue)
    await course.holds(lambda: exchange.orderbooks[SYMBOL]["nonce"] == max(profile.states(course.venue)))
    assert [type(complaint["exception"]).__name__ for complaint in complaints] == ["JSONDecodeError"]


async def test_a_message_that_cannot_be_taken_ends_its_connection(
    course: Course, join: Join, complaints: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = join()
    await course.until(exchange.watch_order_book(SYMBOL))
    (deaf,) = course.venue.sockets.sessions

    def broken(message: Any) -> str:
        patch.undo()
        raise ZeroDivisionError("no such thing")

    with monkeypatch.context() as patch:
        patch.setattr(exchange, "_channel_of", broken)
        await course.step(1000)
        await course.holds(lambda: deaf not in course.venue.sockets.sessions, ms=0)
    assert await course.until(exchange.watch_trades(SYMBOL), ms=1000)
    assert "ZeroDivisionError: no such thing" in complaints[0]["message"]


def test_what_another_event_loop_left_is_not_shown_as_current(profile: Profile, sim: Any) -> None:
    exchange = sim.connect(getattr(pro, profile.id), {"enableRateLimit": False, "options": profile.options})
    exchange.timeout_on_exit = 20
    course = Course(sim, getattr(sim, profile.id))

    async def use() -> Any:
        await course.until(exchange.watch_bids_asks([SYMBOL]), ms=1000)
        return await course.until(exchange.watch_order_book(SYMBOL))

    async def go_on() -> None:
        watching = asyncio.ensure_future(exchange.watch_trades(SYMBOL))
        await asyncio.sleep(0)
        assert (book["bids"], book["asks"], book["nonce"]) == ([], [], None)
        assert not exchange.bidsasks
        assert await course.until(watching, ms=1000)
        assert await course.until(exchange.watch_order_book(SYMBOL)) is not book
        await exchange.close()

    async def end(clients: list[Any], http: Any) -> None:
        for client in clients:
            client.session = None
            await client.close()
        await http.close()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    loop = asyncio.new_event_loop()
    book = loop.run_until_complete(use())
    clients, http = list(exchange.clients.values()), exchange.session
    assert book["bids"]
    asyncio.run(go_on())
    loop.run_until_complete(end(clients, http))
    loop.close()


async def test_a_place_that_cannot_be_dialled_is_dialled_after_longer_and_longer_pauses(
    profile: Profile, join: Join, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever changes in its URL from one dial to the next, a listen key say."""
    monkeypatch.setattr(streams, "LONGEST_PAUSE_S", 0.0)
    exchange = join()
    await exchange.load_markets()
    dials = count(1)

    async def nowhere(session: Any) -> str:
        session.secret = f"key{next(dials)}"
        return f"ws://127.0.0.1:9/private?key={session.secret}"

    with monkeypatch.context() as patch:
        patch.setattr(exchange, "_stream_url", nowhere)
        patch.setattr(exchange, "ws_dial_delay", lambda url: 0)
        for _ in range(4):
            with pytest.raises(NetworkError):
                await exchange.watch_orders()
    assert [state["attempts"] for state in exchange.ws_dial_backoff.values()] == [4]
    await exchange.close()
    assert not exchange.ws_dial_backoff


@pytest.mark.parametrize("kind", [ValueError, OSError, AuthenticationError])
def test_no_failure_tells_the_key_of_a_url(kind: type[Exception]) -> None:
    session = Session(True, 0)
    session.secret = "listenkey"
    failure = pro.woo()._failure(session, kind("wss://venue/private?key=listenkey"))
    assert "key=***" in str(failure)
    assert "listenkey" not in "".join(traceback.format_exception(failure))
