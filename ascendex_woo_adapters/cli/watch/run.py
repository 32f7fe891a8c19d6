"""Following a market until somebody ends it, and leaving nothing behind."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from typing import Any

import click
from ccxt.base.errors import BaseError
from rich.console import Console

from ascendex_woo_adapters.cli.connect import Access, Venue, reached
from ascendex_woo_adapters.cli.demo.strategies import load
from ascendex_woo_adapters.cli.simulate import stop_signals
from ascendex_woo_adapters.cli.watch.feed import Feed
from ascendex_woo_adapters.cli.watch.lines import Lines
from ascendex_woo_adapters.cli.watch.screen import Screen

TICK_S = 0.25
QUOTED = 900.0
"""About how much of the quote currency each order of the simulated account is worth."""


def watch(out: Console, access: Access, symbol: str, depth: int, seconds: float | None, plain: bool) -> None:
    """Show a market; raises ClickException if there is no way to it or no book came."""
    with reached(access) as venue, stop_signals() as stop:
        try:
            feed = asyncio.run(_watch(out, venue, symbol, depth, seconds, plain, stop))
        except BaseError as error:
            raise click.ClickException(venue.line(error)) from None
    if not stop.is_set() and (feed is None or not feed.book_updates):
        problems = feed.problems if feed is not None else {}
        raise click.ClickException(problems.get("book", "no order book came in that time"))
    if feed is None:
        return
    out.print(
        f"Order book updates: {feed.book_updates}, trades: {feed.trades_seen}, resyncs: {feed.resyncs}, "
        f"connections: {feed.connections}."
    )


async def _watch(
    out: Console,
    venue: Venue,
    symbol: str,
    depth: int,
    seconds: float | None,
    plain: bool,
    stop: threading.Event,
) -> Feed | None:
    until = float("inf") if seconds is None else time.monotonic() + seconds
    exchange = venue.exchange("ccxt.pro")
    try:
        if not await _done(exchange.load_markets(), stop, until):
            return None
        feed = Feed(venue, exchange, symbol)
        if not exchange.has["watchOrderBook"]:
            await exchange.watch_order_book(symbol)  # it says why not
        async with _trading(venue, feed):
            with (Lines if plain else Screen)(out, feed, depth) as view:
                feed.start()
                try:
                    while not stop.is_set() and feed.fatal is None:
                        feed.look()
                        view.tick()
                        if time.monotonic() >= until:
                            break
                        await asyncio.sleep(TICK_S)
                finally:
                    await feed.stop()
        if feed.fatal is not None:
            raise feed.fatal
        return feed
    finally:
        await exchange.close()


async def _done(work: Awaitable[Any], stop: threading.Event, until: float) -> bool:
    """Wait for something until it is time or the user has enough; whether it came to its end."""
    task = asyncio.ensure_future(work)
    while not task.done() and not stop.is_set() and time.monotonic() < until:
        await asyncio.wait([task], timeout=0.1)
    if not task.done():
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return False
    task.result()
    return True


@asynccontextmanager
async def _trading(venue: Venue, feed: Feed) -> AsyncIterator[None]:
    """On a simulated venue let the market maker of the examples trade: the account has something to show."""
    if venue.simulator is None or not feed.market["swap"]:
        yield
        return
    exchange = venue.exchange("ccxt.async_support")
    maker: Any = load("market_maker")
    price = (await feed.exchange.fetch_ticker(feed.symbol))["last"]
    maker.SYMBOL, maker.SECONDS = feed.symbol, float("inf")
    maker.AMOUNT = float(feed.exchange.amount_to_precision(feed.symbol, QUOTED / price))
    maker.LARGEST = 3 * maker.AMOUNT
    task = asyncio.ensure_future(maker.run(exchange))
    try:
        yield
    finally:
        task.cancel()
        with suppress(BaseError, asyncio.CancelledError):
            await task
        await exchange.close()
