"""What is lost or taken back in the moment in which it is told: whoever watches it waits for the next."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

from tests.streams.conftest import Course
from tests.streams.profiles import SYMBOL, Profile

Join = Callable[[], Any]

#: What watches a kind of data, and what takes it back.
CALLS: dict[str, tuple[str, str, list[Any]]] = {
    "ticker": ("watch_ticker", "un_watch_ticker", [SYMBOL]),
    "tickers": ("watch_tickers", "un_watch_tickers", []),
    "bids and asks": ("watch_bids_asks", "un_watch_bids_asks", [[SYMBOL]]),
    "mark price": ("watch_mark_price", "un_watch_mark_price", [SYMBOL]),
    "candles": ("watch_ohlcv", "un_watch_ohlcv", [SYMBOL, "1m"]),
    "trades": ("watch_trades", "un_watch_trades", [SYMBOL]),
}


async def read_all(call: Callable[[], Any]) -> None:
    """Read what has come so far."""
    with suppress(asyncio.TimeoutError):
        while True:
            await asyncio.wait_for(call(), 0.05)


@pytest.mark.parametrize("taken_back", [False, True], ids=["lost", "taken back"])
@pytest.mark.parametrize("kind", CALLS)
async def test_what_ends_in_the_moment_it_is_told_is_waited_for_again(
    profile: Profile, course: Course, join: Join, kind: str, taken_back: bool
) -> None:
    exchange = join()
    watch_name, un_watch_name, given = CALLS[kind]
    watch, un_watch = getattr(exchange, watch_name), getattr(exchange, un_watch_name)
    await course.until(watch(*given), ms=1000)
    await read_all(lambda: watch(*given))
    client = exchange._sessions[0].client
    ends: list[Any] = []
    take = client.on_message_callback

    def end_it(client: Any, message: Any) -> None:
        if ends or not exchange._channel_of(message):
            take(client, message)
        elif taken_back:
            ends.append(asyncio.ensure_future(un_watch(*given)))
            take(client, message)
        else:
            ends.append(asyncio.ensure_future(asyncio.sleep(0)))
            take(client, message)
            client.on_close(1006)

    client.on_message_callback = end_it
    assert await course.until(watch(*given), ms=1000)
    assert ends
    await asyncio.gather(*ends)


async def test_positions_that_are_taken_back_in_the_moment_they_are_told_are_told_anew(
    course: Course, join: Join
) -> None:
    exchange, other = join(), join()
    await course.until(exchange.watch_positions())
    await read_all(exchange.watch_positions)
    client = exchange._sessions[0].client
    ends: list[Any] = []
    take = client.on_message_callback

    def end_it(client: Any, message: Any) -> None:
        if not ends and exchange._channel_of(message):
            ends.append(asyncio.ensure_future(exchange.un_watch_positions()))
        take(client, message)

    client.on_message_callback = end_it
    told = asyncio.ensure_future(exchange.watch_positions())
    await other.create_order(SYMBOL, "market", "buy", 0.01)
    assert [row["contracts"] for row in await course.until(told)] == [0.01]
    await asyncio.gather(*ends)


async def test_a_ticker_stays_when_those_of_all_markets_are_taken_back(
    profile: Profile, course: Course, join: Join
) -> None:
    """It has a channel of its own, unless all markets have no common one."""
    exchange = join()
    await course.until(exchange.watch_tickers(), ms=1000)
    await course.until(exchange.watch_ticker(SYMBOL), ms=1000)
    await course.holds(lambda: f"ticker:{SYMBOL}" in exchange._waiters._unread, ms=1000)
    assert len(exchange.tickers) > 1
    await exchange.un_watch_tickers()
    apart = profile.name == "woo-v1"
    assert list(exchange.tickers) == [SYMBOL] * apart
    told = exchange.watch_ticker(SYMBOL)
    assert (await (told if apart else course.until(told, ms=1000)))["symbol"] == SYMBOL
    await course.until(exchange.watch_tickers(), ms=1000)
    await course.holds(lambda: len(exchange.tickers) > 1, ms=1000)
    exchange._sessions[0].client.on_close(1006)
    assert not exchange.tickers
