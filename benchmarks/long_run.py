"""Books under lost, repeated and swapped updates: ``python -m benchmarks.long_run``.

The simulator's engine trades, its updates of a book go through the simulator's faults into the
streaming class, in one process, without a network, and by the simulator's clock alone: the same
arguments make the same run. It ends with an error when a book is ever crossed, or when at a checkpoint
it is neither the engine's nor empty.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ascendex_woo_adapters import pro
from ascendex_woo_adapters.simulator import ManualClock
from ascendex_woo_adapters.simulator.books import BookState, Chain
from ascendex_woo_adapters.simulator.socket_faults import SocketFault
from benchmarks.sample import SYMBOL
from benchmarks.trading import Trader, venue_of
from benchmarks.wire import connect

KINDS = ("skip", "duplicate", "swap")
#: Orders that make the updates, by being moved.
OPEN_ORDERS = 12
#: Updates between two moves of the market's price, which change nearly all its levels.
PACE = 50
STEP_MS = 250
#: Updates that come at most while a snapshot is asked for, and as many while it is on its way.
SLOWEST = 10
#: The client's ping, in the simulator's time.
PING_MS = 10_000


@dataclass(frozen=True)
class Subject:
    """A book of a venue: its class, its chain of updates, and where an update has its number."""

    venue: str
    make: Callable[[], Any]
    market_id: str
    topic: str
    chain: str
    number: Callable[[Any], int]


def _woo(generation: str) -> Callable[[], Any]:
    return lambda: pro.woo({"options": {"generation": generation, "orderBookDepth": V3_DEPTH}})


#: Of V3's book: less than the market has at times, so that levels come into it and leave it.
V3_DEPTH = 50
_V3_TOPIC = f"orderbookupdate@PERP_BTC_USDT@{V3_DEPTH}"
SUBJECTS = {
    "woo-v1": Subject(
        "woo",
        _woo("v1"),
        "PERP_BTC_USDT",
        "PERP_BTC_USDT@orderbookupdate",
        "v1",
        lambda message: int(message["ts"]),
    ),
    "woo-v3": Subject(
        "woo",
        _woo("v3"),
        "PERP_BTC_USDT",
        _V3_TOPIC,
        _V3_TOPIC,
        lambda message: int(message["data"]["ts"]),
    ),
    "ascendex": Subject(
        "ascendex",
        pro.ascendex,
        "BTC-PERP",
        "depth:BTC-PERP",
        "depth",
        lambda message: int(message["data"]["seqnum"]),
    ),
}


class Wrong(AssertionError):
    """A book that no state of the engine explains."""


@dataclass
class Report:
    """What happened; ``live`` and ``absent`` are checkpoints."""

    deltas: int = 0
    faults: int = 0
    live: int = 0
    absent: int = 0
    resyncs: int = 0
    told: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        return (
            f"{self.deltas} updates, {self.faults} of them lost, repeated or swapped; "
            f"{self.resyncs} resyncs; {self.live + self.absent} checkpoints: {self.live} books equal to the "
            f"engine's, {self.absent} absent, none wrong, none ever crossed; "
            f"{self.told} books told; {self.seconds:.0f} s"
        )


class Loop(asyncio.SelectorEventLoop):
    """An event loop whose timers go by the simulator's clock."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__()
        self._of = clock

    def time(self) -> float:
        """In seconds."""
        return self._of.now() / 1000


class Run:
    """One book, from its subscription on."""

    def __init__(self, subject: Subject, share: float, seed: int) -> None:
        self.subject = subject
        self.venue, self.clock = venue_of(subject.venue, seed)
        self.trader = Trader(self.venue, subject.market_id, seed, OPEN_ORDERS)
        self.report = Report()
        self._rng = random.Random(seed)
        self.arrived = 0
        """The newest number that the line has brought."""
        self._faults = [
            self.venue.sockets.faults.add(
                SocketFault(subject.topic, kind, times=None, probability=share / len(KINDS))  # type: ignore[arg-type]
            )
            for kind in KINDS
        ]

    async def run(self, deltas: int, checkpoint: int) -> Report:
        """Feed so many updates, and compare after every ``checkpoint`` of them."""
        begin = time.perf_counter()
        exchange = connect(self.subject.make(), self.venue)
        exchange.timeout_on_exit = 0
        exchange.milliseconds = self.clock.now
        exchange.fetch = self._slow(exchange.fetch)
        watching = asyncio.ensure_future(self._watch(exchange))
        try:
            chain = await self._subscribed(exchange, watching)
            first, checked, pinged = chain.number, chain.number, self.clock.now()
            while chain.number - first < deltas:
                self._trade(chain.number)
                await asyncio.sleep(0)
                self._check_order(exchange)
                if chain.number - checked >= checkpoint:
                    checked = chain.number
                    self._compare(exchange, chain)
                if self.clock.now() - pinged >= PING_MS:
                    pinged = self.clock.now()
                    (client,) = exchange.clients.values()
                    await client.send(exchange.ping(client))
                if watching.done():
                    watching.result()
            self.report.deltas = chain.number - first
            self.report.faults = sum(fault.hits for fault in self._faults)
            self.report.resyncs = exchange.order_book_resyncs[SYMBOL]
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            await exchange.close()
        if self.venue.crashes:
            raise self.venue.crashes[0]
        self.report.seconds = time.perf_counter() - begin
        return self.report

    def _slow(self, fetch: Callable[..., Any]) -> Callable[..., Any]:
        """REST that takes the time of a few updates, before and after the state that it tells."""

        async def slow(*args: Any, **kwargs: Any) -> Any:
            for _ in range(self._rng.randint(0, SLOWEST)):
                await asyncio.sleep(0)
            reply = await fetch(*args, **kwargs)
            for _ in range(self._rng.randint(0, SLOWEST)):
                await asyncio.sleep(0)
            return reply

        return slow

    async def _watch(self, exchange: Any) -> None:
        while True:
            await exchange.watch_order_book(SYMBOL)
            self.report.told += 1

    async def _subscribed(self, exchange: Any, watching: asyncio.Task[None]) -> Chain:
        while self.report.told == 0:
            self.clock.advance(STEP_MS)
            self.venue.sockets.catch_up()
            await asyncio.sleep(0)
            if watching.done():
                watching.result()
        (client,) = exchange.clients.values()
        take = client.ear.take

        def taken(text: str) -> None:
            if text.startswith(('{"topic":"' + self.subject.topic, '{"m":"depth"')):
                self.arrived = max(self.arrived, self.subject.number(json.loads(text)))
            take(text)

        client.ear.take = taken
        return self.venue.sockets.books.chain(self.subject.market_id, self.subject.chain)

    def _trade(self, number: int) -> None:
        with self.venue.lock:
            self.trader.move()
            if number % PACE == 0:
                self.clock.advance(STEP_MS)
                self.venue.sockets.catch_up()
            self.venue.sockets.book(self.subject.market_id, self.subject.chain)

    def _check_order(self, exchange: Any) -> None:
        book = exchange.orderbooks[SYMBOL]
        bids, asks = book["bids"], book["asks"]
        if bids and asks and bids[0][0] >= asks[0][0]:
            raise Wrong(f"crossed: {bids[0]} {asks[0]}")

    def _compare(self, exchange: Any, chain: Chain) -> None:
        """The book is that of the last update that has arrived, or empty."""
        book = exchange.orderbooks[SYMBOL]
        number = book["nonce"]
        if number is None:
            if book["bids"] or book["asks"]:
                raise Wrong("levels without a number")
            self.report.absent += 1
            return
        if number < self.arrived:
            raise Wrong(f"stale: {number} is shown, {self.arrived} has arrived")
        self._compare_levels(book, _state(chain, number, self.subject.venue), chain.depth)
        self.report.live += 1

    def _compare_levels(self, book: Any, state: BookState, depth: int) -> None:
        for side in ("bids", "asks"):
            expected = [[float(price), float(size)] for price, size in state.levels(side, depth)]
            if list(book[side]) != expected:
                raise Wrong(f"{side} at {book['nonce']}: {book[side]} instead of {expected}")


def _state(chain: Chain, number: int, venue: str) -> BookState:
    """The engine's book under the number that the venue gives it."""
    for snapshot in reversed(chain.history):
        if number == (snapshot.number if venue == "ascendex" else snapshot.state.time):
            return snapshot.state
    raise Wrong(f"the engine has had no state {number}")


def run(name: str, deltas: int, checkpoint: int, share: float, seed: int = 7) -> Report:
    """One book's run; raises ``Wrong``."""
    one = Run(SUBJECTS[name], share, seed)
    loop = Loop(one.clock)
    try:
        return loop.run_until_complete(one.run(deltas, checkpoint))
    finally:
        loop.close()


def main(arguments: list[str]) -> int:
    """Run what was chosen."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.long_run", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="BOOK", help=f"of {', '.join(SUBJECTS)} (default: all)")
    parser.add_argument("--deltas", type=int, default=1_000_000, help="updates of each book (1,000,000)")
    parser.add_argument("--checkpoint", type=int, default=100, help="updates between comparisons (100)")
    parser.add_argument("--share", type=float, default=0.01, help="share of updates with a fault (0.01)")
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args(arguments)
    unknown = set(chosen.names) - set(SUBJECTS)
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}, only {', '.join(SUBJECTS)}")
    for name in chosen.names or SUBJECTS:
        print(f"{name}: {run(name, chosen.deltas, chosen.checkpoint, chosen.share, chosen.seed)}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
