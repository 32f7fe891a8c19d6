"""Feeds: what is pushed under a public topic, and when it is looked for.

A feed is polled on a grid of the simulator's time, and instant ones also after every operation that touched
their market. What a poll yields is sent to everyone who has subscribed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .books import Books, BookState, Chain, Delta
from .trading.candles import candle_start
from .trading.engine import Engine
from .trading.model import Candle, Trade
from .trading.prices import STEP_MS

CATCH_UP_MS = 60_000
"""When the clock jumps further than this, the market data in between is left out."""

Render = Callable[[Any], Any]


class Feed:
    """`symbol` is the market that is looked at, None for all or none."""

    instant = False
    every_ms = STEP_MS

    def __init__(self, symbol: str | None = None) -> None:
        self.symbol = symbol

    def start(self) -> None:
        """Called when the first session subscribes."""

    def poll(self) -> Iterator[Any]:
        """The messages that are due."""
        raise NotImplementedError


class Periodic(Feed):
    """Reads a value at every `every_ms` and pushes it."""

    def __init__(self, every_ms: int, read: Callable[[], Any]) -> None:
        super().__init__()
        self.every_ms = every_ms
        self._read = read

    def poll(self) -> Iterator[Any]:
        yield self._read()


class OnChange(Feed):
    """Pushes a value when it has changed, and anyway when `forced_ms` have passed since the last push."""

    def __init__(
        self,
        engine: Engine,
        symbol: str,
        read: Callable[[], Any],
        render: Render,
        every_ms: int | None = None,
        forced_ms: int | None = None,
    ) -> None:
        """Without `every_ms` it is instant."""
        super().__init__(symbol)
        self.instant = every_ms is None
        self.every_ms = every_ms or STEP_MS
        self._engine = engine
        self._read = read
        self._render = render
        self._forced_ms = forced_ms
        self._last: Any = None
        self._pushed = 0

    def start(self) -> None:
        """Instant feeds tell changes alone, the others tell the value when they are due first."""
        if self.instant:
            self._last = self._read()

    def poll(self) -> Iterator[Any]:
        value, now = self._read(), self._engine.now()
        forced = self._forced_ms is not None and now - self._pushed >= self._forced_ms
        if value != self._last or forced:
            self._last, self._pushed = value, now
            yield self._render(value)


class Trades(Feed):
    """The trades since the last poll, oldest first, in one message or one message each."""

    def __init__(
        self, engine: Engine, symbol: str, render: Render, every_ms: int | None = None, batched: bool = True
    ) -> None:
        """Without `every_ms` it is instant."""
        super().__init__(symbol)
        self.instant = every_ms is None
        self.every_ms = every_ms or STEP_MS
        self._engine = engine
        self._symbol = symbol
        self._render = render
        self._batched = batched
        self._newest: Trade | None = None

    def start(self) -> None:
        self._newest = next(iter(self._engine.trades(self._symbol, 1)), None)

    def poll(self) -> Iterator[Any]:
        newest, oldest = self._newest, self._engine.now() - CATCH_UP_MS
        start = oldest if newest is None else max(oldest, newest.time // STEP_MS * STEP_MS)
        found = self._engine.trades(self._symbol, 1000, start)
        fresh = [trade for trade in found[::-1] if newest is None or trade.id > newest.id]
        if not fresh:
            return
        self._newest = fresh[-1]
        if self._batched:
            yield self._render(fresh)
        else:
            yield from map(self._render, fresh)


class Candles(Feed):
    """The running candle when it has changed; one that has ended is pushed once more in its final form."""

    every_ms = 1000

    def __init__(self, engine: Engine, symbol: str, interval: str, render: Render, closes: bool) -> None:
        """`closes`: the final form is pushed even if it was pushed like that before."""
        super().__init__(symbol)
        self._engine = engine
        self._symbol = symbol
        self._interval = interval
        self._render = render
        self._closes = closes
        self._last: Candle | None = None

    def poll(self) -> Iterator[Any]:
        last, now = self._last, self._engine.now()
        start = candle_start(now, self._interval)
        if last is not None and last.start < start:
            final = self._engine.candles(self._symbol, self._interval, start=last.start, limit=1)[0]
            if self._closes or final != last:
                yield self._render(final)
        candle = self._engine.candles(self._symbol, self._interval, limit=1)[-1]
        if candle != last:
            self._last = candle
            yield self._render(candle)


class Depth(Feed):
    """The first levels of a book as a whole, when it has changed."""

    def __init__(self, books: Books, symbol: str, every_ms: int, render: Render) -> None:
        super().__init__(symbol)
        self.every_ms = every_ms
        self._books = books
        self._symbol = symbol
        self._render = render
        self._last: BookState | None = None

    def poll(self) -> Iterator[Any]:
        state = self._books.state(self._symbol)
        if state is not self._last:
            self._last = state
            yield self._render(state)


class Deltas(Feed):
    """The deltas of a chain. A snapshot that is handed out polls it, so that the chain passes through it."""

    def __init__(
        self,
        books: Books,
        symbol: str,
        chain: Chain,
        render: Callable[[Delta], Any],
        every_ms: int | None = None,
    ) -> None:
        """Without `every_ms` it is instant."""
        super().__init__(symbol)
        self.instant = every_ms is None
        self.every_ms = every_ms or STEP_MS
        self._books = books
        self._symbol = symbol
        self._chain = chain
        self._render = render

    def start(self) -> None:
        self._chain.advance(self._books.state(self._symbol))

    def poll(self) -> Iterator[Any]:
        delta = self._chain.advance(self._books.state(self._symbol))
        if delta is not None:
            yield self._render(delta)
