"""What is taken back is taken back at the venue, and can be watched again at any moment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from ccxt.base.errors import UnsubscribeError

from ascendex_woo_adapters.common.streams.session import Asked, Session
from ascendex_woo_adapters.simulator.socket_faults import SocketFault
from tests.streams.conftest import Course
from tests.streams.profiles import SYMBOL

Join = Callable[[], Any]


def served(course: Course) -> set[str]:
    """The topics that the venue has subscriptions of."""
    return {topic for session in course.venue.sockets.sessions for topic in session.topics}


def active(exchange: Any, count: int) -> list[str]:
    """So many markets, of which V3 and AscendEX tell ten in a message."""
    return [symbol for symbol, market in exchange.markets.items() if market["active"]][:count]


@pytest.mark.parametrize("count", [5, 14])
async def test_what_is_watched_again_while_it_is_taken_back_is_told(
    course: Course, join: Join, count: int
) -> None:
    exchange = join()
    await exchange.load_markets()
    symbols = active(exchange, count)
    last = symbols[-1]
    await course.until(exchange.watch_trades_for_symbols(symbols), ms=1000)
    taken_back = asyncio.ensure_future(exchange.un_watch_trades_for_symbols(symbols))
    await asyncio.sleep(0)
    again = asyncio.ensure_future(exchange.watch_trades(last))
    await taken_back
    assert await course.until(again, ms=2000)
    assert len(served(course)) == 1


async def test_whoever_is_told_of_the_end_can_watch_again_at_once(course: Course, join: Join) -> None:
    exchange = join()
    await exchange.load_markets()
    symbols = active(exchange, 12)

    async def watch_on(symbol: str) -> Any:
        try:
            while True:
                await exchange.watch_trades(symbol)
        except UnsubscribeError:
            return await exchange.watch_trades(symbol)

    watching = [asyncio.ensure_future(watch_on(symbol)) for symbol in symbols]
    await course.holds(lambda: len(served(course)) == len(symbols))
    await asyncio.sleep(0.02)
    await exchange.un_watch_trades_for_symbols(symbols)
    for trades in watching:
        assert await course.until(trades, ms=2000)
    assert len(served(course)) == len(symbols)


async def test_taking_back_goes_on_when_the_caller_is_cancelled(course: Course, join: Join) -> None:
    exchange = join()
    await exchange.load_markets()
    symbols = active(exchange, 14)
    await course.until(exchange.watch_trades_for_symbols(symbols), ms=1000)
    taken_back = asyncio.ensure_future(exchange.un_watch_trades_for_symbols(symbols))
    await asyncio.sleep(0)
    taken_back.cancel()
    await course.holds(lambda: not served(course))
    with pytest.raises(asyncio.CancelledError):
        await taken_back
    assert await course.until(exchange.watch_trades(symbols[-1]), ms=2000)


@pytest.mark.parametrize("turns", range(1, 8))
async def test_what_is_taken_back_while_it_is_asked_for_is_not_served(
    course: Course, join: Join, turns: int
) -> None:
    exchange = join()
    await exchange.load_markets()
    other = next(symbol for symbol in active(exchange, 2) if symbol != SYMBOL)
    await course.until(exchange.watch_trades(other), ms=1000)
    kept = served(course)
    watching = asyncio.ensure_future(exchange.watch_trades(SYMBOL))
    for _ in range(turns):
        await asyncio.sleep(0)
    await exchange.un_watch_trades(SYMBOL)
    with pytest.raises(UnsubscribeError):
        await watching
    await course.holds(lambda: served(course) == kept)
    assert await course.until(exchange.watch_trades(SYMBOL), ms=2000)
    assert len(served(course)) == 2


async def test_a_subscription_that_is_asked_for_and_taken_back_at_once_is_not_sent(
    course: Course, join: Join
) -> None:
    exchange = join()
    await course.until(exchange.watch_order_book(SYMBOL))
    (session,) = course.venue.sockets.sessions
    before = [text for text in session.received if "trade" in text]
    watching = asyncio.ensure_future(exchange.watch_trades(SYMBOL))
    await asyncio.sleep(0)
    assert exchange._sessions[0].fresh
    await exchange.un_watch_trades(SYMBOL)
    with pytest.raises(UnsubscribeError):
        await watching
    await course.step()
    assert [text for text in session.received if "trade" in text] == before == []


async def test_a_subscription_without_a_reply_refuses_none_that_came_after_it(
    course: Course, join: Join
) -> None:
    """It was taken back, and another one was granted, before its time was over."""
    exchange = join()
    await course.until(exchange.watch_order_book(SYMBOL))
    (session,) = exchange._sessions
    lost = course.venue.sockets.faults.add(SocketFault("reply [sS][uU][bB]*", "skip"))
    first = asyncio.ensure_future(exchange.watch_trades(SYMBOL))
    await course.holds(lambda: lost.hits == 1, ms=0)
    (asked,) = session.asked.values()
    await exchange.un_watch_trades(SYMBOL)
    with pytest.raises(UnsubscribeError):
        await first
    assert await course.until(exchange.watch_trades(SYMBOL), ms=1000)
    await course.holds(lambda: not session.asked)
    assert asked.done.done()
    assert len(served(course)) == 2


async def test_what_is_taken_back_is_not_waited_for() -> None:
    """Of several subscriptions in a message only the others can be refused."""
    session = Session(False, 0)
    asked = session.asked["x"] = Asked(["one", "other"])
    session.forget("one")
    assert asked.channels == {"other"}
    assert not asked.done.done()
    session.forget("other")
    assert asked.done.done()


async def test_a_book_whose_channel_was_read_both_ways_ends_with_its_last_reader(
    course: Course, join: Join
) -> None:
    exchange = join()
    book = await course.until(exchange.watch_order_book(SYMBOL))
    (channel,) = served(course)
    await course.until(exchange.watch_topic(channel))
    await exchange.un_watch_order_book(SYMBOL)
    await exchange.un_watch_topic(channel)
    assert not served(course)
    assert (book["bids"], book["asks"], book["nonce"]) == ([], [], None)
    assert not exchange.orderbooks
    assert await course.until(exchange.watch_order_book(SYMBOL))


async def test_candles_that_are_taken_back_are_still_told_unread(course: Course, join: Join) -> None:
    exchange = join()
    await course.until(exchange.watch_ohlcv(SYMBOL, "1m"), ms=1000)
    (channel,) = served(course)
    watching = asyncio.ensure_future(exchange.watch_topic(channel))
    await asyncio.sleep(0)
    await exchange.un_watch_ohlcv(SYMBOL, "1m")
    assert await course.until(watching, ms=1000)
    assert served(course) == {channel}
    await exchange.un_watch_topic(channel)
    assert not served(course)
