"""The streams of ``ccxt.pro``: our ``woo`` and ccxt's on the very same frames, without a network.

Both speak the legacy sockets. Each frame enters as text where ccxt's client would hand it over, so
decoding counts on both sides. ``each``: the consumer wakes on every message; ``burst``: many come in
before it runs again.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from statistics import median
from time import process_time
from typing import Any

import ccxt.pro

from ascendex_woo_adapters import pro
from benchmarks.compare import unintended
from benchmarks.sample import SYMBOL
from benchmarks.table import Row
from benchmarks.tape import MARKET_ID, Tape, record
from benchmarks.timing import Times
from benchmarks.wire import connect

#: Frames that are fed before the clock runs, so that caches are full, and while it runs.
BEFORE, TIMED = 1200, 1000
#: As much for orders, of which most have several reports.
BEFORE_ORDERS = 3000
#: Frames of all markets at once, which are long.
FEW = 40
BURST = 100

Watch = Callable[[Any], Awaitable[Any]]


_BOOK = {"*/nonce": "ccxt gives the book no number"}


def _book_facts(book: Any) -> Any:
    return book["timestamp"], book["bids"][0][0], book["asks"][0][0]


@dataclass(frozen=True)
class StreamCase:
    """A topic, how each side watches it, and what is left in the exchange at the end (``kept``)."""

    name: str
    target: float
    topic: str
    ours: Watch
    theirs: Watch
    kept: Callable[[Any], Any]
    intended: dict[str, str] = field(default_factory=dict)
    burst: int = 1
    before: int = BEFORE
    timed: int = TIMED
    facts: Callable[[Any], Any] = lambda told: told
    """What of each thing told is compared, where it is one that changes later."""

    def tape(self) -> Tape:
        """The frames, which the simulator makes once."""
        return record(self.topic, self.before + self.timed)

    def run(self, side: str) -> tuple[float, Any]:
        """CPU seconds a frame of one side, and what was told and kept."""
        tape = self.tape()
        exchange = _made(side)
        exchange.set_markets(*_markets(side))
        return asyncio.run(self._run(side, tape, exchange))

    async def _run(self, side: str, tape: Tape, exchange: Any) -> tuple[float, Any]:
        connect(exchange, tape.venue, tape.replies)
        watch = self.ours if side == "ours" else self.theirs
        told: list[Any] = []

        async def consume() -> None:
            while True:
                told.append(self.facts(await watch(exchange)))

        consumer = asyncio.ensure_future(consume())
        try:
            feed = await _fed(exchange, consumer)
            for text in tape.frames[: self.before]:
                feed(text)
                await asyncio.sleep(0)
            told.clear()
            seconds = await self._timed(feed, tape.frames[self.before :])
            return seconds / self.timed, {"told": told, "kept": deepcopy(self.kept(exchange))}
        finally:
            consumer.cancel()
            await asyncio.gather(consumer, return_exceptions=True)
            exchange.timeout_on_exit = 0
            await exchange.close()

    async def _timed(self, feed: Callable[[str], None], frames: list[str]) -> float:
        bursts = [frames[at : at + self.burst] for at in range(0, len(frames), self.burst)]
        gc.collect()
        gc.disable()
        try:
            begin = process_time()
            for burst in bursts:
                for text in burst:
                    feed(text)
                await asyncio.sleep(0)
            return process_time() - begin
        finally:
            gc.enable()


async def _fed(exchange: Any, consumer: asyncio.Task[None]) -> Callable[[str], None]:
    """What feeds frames, once the exchange has subscribed and waits."""
    for _ in range(50):
        await asyncio.sleep(0)
    if consumer.done():
        consumer.result()
    (client,) = exchange.clients.values()
    feed: Callable[[str], None] = client.handle_text_or_binary_message
    return feed


@cache
def _markets(side: str) -> Any:
    """The markets of one side, loaded once."""
    exchange = _made(side)

    async def load() -> Any:
        connect(exchange, record(f"{MARKET_ID}@ticker", 1).venue)
        try:
            return await exchange.load_markets()
        finally:
            exchange.timeout_on_exit = 0
            await exchange.close()

    asyncio.run(load())
    return exchange.markets, exchange.currencies


def _made(side: str) -> Any:
    return pro.woo({"options": {"generation": "v1"}}) if side == "ours" else ccxt.pro.woo()


#: Pattern of the path -> why the results differ there.
_TRADE = {
    "*/id": "ccxt gives public trades no id",
}
_TICKER = {
    "*/timestamp": "ccxt forgets the message's time",
    "*/datetime": "ccxt forgets the message's time",
}
_ORDER = {
    "*/clientOrderId": "ccxt takes the 0 of no client id for one",
    "*/lastUpdateTimestamp": "ccxt leaves it out",
    "*/lastTradeTimestamp": "ccxt takes any report for a fill",
    "*/timeInForce": "ccxt leaves it out of plain limit orders, which are GTC",
    "*/postOnly": "ccxt leaves it out of plain limit orders",
    "*/fee/cost": "ccxt keeps the fee of the first report, as text",
    "*/fees/0/cost": "ccxt keeps the fee of the first report",
}


def _rows(rows: Any) -> Any:
    return [(row["id"], row["status"], row["filled"]) for row in rows]


def _symbol(ticker: Any) -> Any:
    """Of a burst ccxt tells the first ticker, and here the last is told."""
    return ticker["symbol"]


def _books(name: str, burst: int) -> StreamCase:
    return StreamCase(
        f"woo stream book deltas, {name}",
        3.0,
        f"{MARKET_ID}@orderbookupdate",
        lambda ex: ex.watch_order_book(SYMBOL),
        lambda ex: ex.watch_order_book(SYMBOL, None, {"method": "orderbookupdate"}),
        lambda ex: ex.orderbooks[SYMBOL],
        _BOOK,
        burst=burst,
        facts=_book_facts,
    )


def _trades(name: str, burst: int, target: float) -> StreamCase:
    return StreamCase(
        f"woo stream trades, {name}",
        target,
        f"{MARKET_ID}@trade",
        lambda ex: ex.watch_trades(SYMBOL),
        lambda ex: ex.watch_trades(SYMBOL),
        lambda ex: list(ex.trades[SYMBOL]),
        _TRADE,
        burst=burst,
    )


def _ticker(name: str, burst: int) -> StreamCase:
    return StreamCase(
        f"woo stream ticker, {name}",
        2.5,
        f"{MARKET_ID}@ticker",
        lambda ex: ex.watch_ticker(SYMBOL),
        lambda ex: ex.watch_ticker(SYMBOL),
        lambda ex: ex.tickers,
        _TICKER,
        burst=burst,
        facts=(lambda ticker: ticker) if burst == 1 else _symbol,
    )


def _orders(name: str, burst: int) -> StreamCase:
    return StreamCase(
        f"woo stream orders, {name}",
        5.0,
        "executionreport",
        lambda ex: ex.watch_orders(SYMBOL),
        lambda ex: ex.watch_orders(SYMBOL),
        lambda ex: list(ex.orders),
        _ORDER,
        burst=burst,
        before=BEFORE_ORDERS,
        facts=_rows,
    )


CASES = [
    _books("each", 1),
    _books("burst", BURST),
    _ticker("each", 1),
    _ticker("burst", BURST),
    StreamCase(
        "woo stream tickers of all markets",
        2.5,
        "tickers",
        lambda ex: ex.watch_tickers(),
        lambda ex: ex.watch_tickers(),
        lambda ex: ex.tickers,
        _TICKER,
        before=FEW,
        timed=FEW,
    ),
    StreamCase(
        "woo stream best bids and asks",
        2.5,
        "bbos",
        lambda ex: ex.watch_bids_asks(),
        lambda ex: ex.watch_bids_asks(),
        lambda ex: ex.bidsasks,
        before=FEW,
        timed=FEW,
    ),
    _trades("each", 1, 30.0),
    _trades("burst", BURST, 2.0),
    _orders("each", 1),
    _orders("burst", BURST),
]


def measure(case: StreamCase, rounds: int) -> tuple[Row, list[str]]:
    """The row of a case, seconds a frame, and what differs though it should not."""
    ours, theirs = case.run("ours")[1], case.run("theirs")[1]
    wrong = unintended(ours, theirs, case.intended)
    turns = [(case.run("ours")[0], case.run("theirs")[0]) for _ in range(rounds)]
    times = Times(median(mine for mine, _ in turns), median(their for _, their in turns))
    return Row(case.name, times.ours, times.theirs, case.target, equal=not wrong), wrong
