"""Order books kept from a snapshot and deltas: sequencing and level arithmetic, no I/O.

A delta says which state it continues (``previous``) and which it leads to (``number``): times on one
venue, sequence numbers on the other. Sizes are absolute, so a delta that begins before the book's
state and ends after it is applied like one that continues it exactly.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any

from ascendex_woo_adapters.common.numbers import iso8601

#: Deltas that are kept while a snapshot is on its way: minutes of the fastest feed.
MOST_BUFFERED = 5000

#: What it continues (``previous``), what it leads to (``number``), its time (ms), and the bids and asks that
#: changed, of which a size of 0 deletes a level.
Delta = tuple[int, int, "int | None", Sequence[Any], Sequence[Any]]


#: What levels of an unknown form raise.
UNREADABLE = (TypeError, ValueError, IndexError, KeyError)


class Verdict(Enum):
    """What to do with a delta."""

    APPLY = "it continues the book"
    IGNORE = "it is old, or kept until there is a snapshot"
    RESYNC = "something is missing before it"


APPLY, IGNORE, RESYNC = Verdict


def fill(side: Any, levels: Iterable[Sequence[Any]], depth: int | None = None) -> None:
    """Replace all levels of a side of ccxt's book; empty ones and those behind ``depth`` are left out."""
    rows = [[float(level[0]), float(level[1])] for level in levels]
    rows = [row for row in rows if row[1] > 0]
    rows.sort(reverse=bool(side.side))
    side[:] = rows[:depth]
    side._index[:] = [-row[0] for row in side] if side.side else [row[0] for row in side]


def change(side: Any, levels: Iterable[Sequence[Any]], bound: float | None = None) -> None:
    """Apply the levels of a delta to a side of ccxt's book.

    ``bound`` is the key (price, negative for bids) of the last level that the snapshot told: what
    lies between it and a level beyond is not known, so such levels are left out.
    """
    keys = side._index
    negative = side.side
    for level in levels:
        price, size = float(level[0]), float(level[1])
        key = -price if negative else price
        at = bisect_left(keys, key)
        if at < len(keys) and keys[at] == key:
            if size:
                side[at][1] = size
            else:
                del keys[at], side[at]
        elif size and (bound is None or key <= bound):
            keys.insert(at, key)
            side.insert(at, [price, size])


class KeptBook:
    """One book and the deltas that continue it: always right, or empty and not ``live``.

    ``depth`` is how many levels a snapshot was asked for: one that has as many ends there, and the
    book knows nothing beyond its last level. A ``windowed`` book has updates that keep to that depth:
    they tell what comes into it, and what leaves it is let go.
    """

    def __init__(self, book: Any, symbol: str, depth: int, windowed: bool = False, name: str = "") -> None:
        self.book = book
        self.symbol = symbol
        self.depth = depth
        self.windowed = windowed
        self.name = name
        """The message hash of those who watch it."""
        self.resyncs = 0
        """How often deltas were missing and the book was made anew."""
        self.live = False
        self.least: dict[str, int] = {}
        """Below so many levels the snapshot's end comes near, for sides that have one."""
        self._bounds: dict[str, float | None] = {"bids": None, "asks": None}
        self._last: int | None = None
        """The state of the book; None while it has none."""
        self._buffer: deque[Delta] = deque(maxlen=MOST_BUFFERED)
        self._buffering = True
        self.lose()

    def feed(self, delta: Delta) -> Verdict:
        """Take the next delta; after ``RESYNC`` the book is empty, and deltas are kept for a snapshot."""
        if self._buffering:
            self._buffer.append(delta)
        last, number = self._last, delta[1]
        if last is None or number <= last:
            return IGNORE
        if delta[0] > last:
            self._stop()
            self._buffer.append(delta)
        else:
            self._last = number
            try:
                self._apply(delta)
                return APPLY
            except UNREADABLE:
                self._stop()
        self.resyncs += 1
        self._empty()
        return RESYNC

    def start(
        self, number: int, timestamp: int | None, bids: Sequence[Sequence[Any]], asks: Sequence[Sequence[Any]]
    ) -> bool:
        """Make the book of a snapshot and the deltas kept; False if that cannot be: a newer one is needed.

        What is older than the book as it is cannot be either.
        """
        following = self._following(number)
        if following is None:
            return False
        if self._last is not None and (following[-1][1] if following else number) < self._last:
            return False
        book = self.book
        for name, levels in (("bids", bids), ("asks", asks)):
            side = book[name]
            fill(side, levels, self.depth if self.windowed else None)
            complete = len(levels) < self.depth or not side._index
            self._bounds[name] = None if complete or self.windowed else side._index[-1]
            if complete:
                self.least.pop(name, None)
            else:
                self.least[name] = self.depth // 4
        book["nonce"], book["timestamp"] = number, timestamp
        book["datetime"] = None if timestamp is None else iso8601(timestamp)
        try:
            for delta in following:
                self._apply(delta)
        except UNREADABLE:
            self.lose()
            return False
        self._last = book["nonce"]
        self._buffer.clear()
        self._buffering = False
        self.live = True
        return True

    def lose(self) -> None:
        """The connection is gone: nothing is known until the next snapshot."""
        self._stop()
        self._empty()

    def hold(self) -> None:
        """Keep the deltas from now on, although they are applied: a new snapshot is on its way."""
        if not self._buffering:
            self._buffer.clear()
            self._buffering = True

    @property
    def is_unproven(self) -> bool:
        """Whether nothing can tell if a snapshot is too old: there is neither a book nor an update."""
        return self._last is None and not self._buffer

    @property
    def is_thin(self) -> bool:
        """Whether so many levels went that the snapshot's end comes near."""
        return any(len(self.book[name]) < least for name, least in self.least.items())

    def _following(self, number: int) -> list[Delta] | None:
        """The kept deltas that continue a snapshot; None if it is too old for them."""
        following = []
        last = number
        for delta in self._buffer:
            if delta[1] <= last:
                continue
            if delta[0] > last:
                return None
            following.append(delta)
            last = delta[1]
        return following

    def _apply(self, delta: Delta) -> None:
        _, number, timestamp, bids, asks = delta
        book, bounds = self.book, self._bounds
        if bids:
            change(book["bids"], bids, bounds["bids"])
        if asks:
            change(book["asks"], asks, bounds["asks"])
        if self.windowed:
            for side in (book["bids"], book["asks"]):
                del side[self.depth :], side._index[self.depth :]
        book["nonce"], book["timestamp"] = number, timestamp
        book["datetime"] = None if timestamp is None else iso8601(timestamp)

    def _stop(self) -> None:
        """The book's state is lost; deltas are kept from now on."""
        self._last = None
        self._buffer.clear()
        self._buffering = True

    def _empty(self) -> None:
        self.live = False
        book = self.book
        for name in ("bids", "asks"):
            book[name].clear()
            book[name]._index.clear()
        book["symbol"] = self.symbol
        book["nonce"] = book["timestamp"] = book["datetime"] = None
