"""What snapshots and deltas of a book agree on: its states, and chains of the changes between them."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from .trading.engine import Engine
from .trading.model import ZERO, Level

DEPTH = 1000
"""Levels a side of the deepest snapshot."""
KEPT_STATES = 2000


@dataclass(frozen=True)
class BookState:
    """A book as it was seen. Different states of a market have different times, in ms."""

    bids: Mapping[Decimal, Decimal]
    asks: Mapping[Decimal, Decimal]
    time: int
    sequence: int
    """The engine's count of changes."""

    def levels(self, side: str, depth: int) -> list[Level]:
        """Best first."""
        return [Level(*item) for item in islice(getattr(self, side).items(), depth)]


class Delta(NamedTuple):
    """From the state of `previous_time` to that of `time`; a quantity of 0 deletes the level."""

    number: int
    previous_time: int
    time: int
    bids: list[Level]
    asks: list[Level]


class Snapshot(NamedTuple):
    state: BookState
    number: int
    """That of the numbered chain's last delta."""


class Chain:
    """The deltas of one market down to one depth, numbered without a gap."""

    def __init__(self, depth: int, state: BookState, number: int) -> None:
        self.depth = depth
        self.number = number
        self.state = state
        self.history: deque[Snapshot] = deque([Snapshot(state, number)], maxlen=KEPT_STATES)

    def advance(self, state: BookState) -> Delta | None:
        """The delta to a newer state; None when there is nothing to tell."""
        old, self.state = self.state, state
        if state is old:
            return None
        bids, asks = (
            _changes(old.levels(s, self.depth), state.levels(s, self.depth)) for s in ("bids", "asks")
        )
        self.number += 1
        self.history.append(Snapshot(state, self.number))
        return Delta(self.number, old.time, state.time, bids, asks)


def _changes(old: list[Level], new: list[Level]) -> list[Level]:
    before, after = dict(old), dict(new)
    gone = [Level(price, ZERO) for price in before if price not in after]
    return gone + [level for level in new if before.get(level.price) != level.quantity]


class Books:
    """The states and chains of all markets of a venue. Every method wants the engine's lock."""

    def __init__(self, engine: Engine, first_number: int) -> None:
        self.lag_ms = 0
        """How old the snapshots are that are handed out."""
        self._engine = engine
        self._first = first_number
        self._states: dict[str, BookState] = {}
        self._chains: dict[str, dict[str, Chain]] = {}

    def state(self, symbol: str) -> BookState:
        """The book as it is; the same object as long as it does not change."""
        known = self._states.get(symbol)
        if known is not None and self._engine.book(symbol, 0).sequence == known.sequence:
            return known
        view = self._engine.book(symbol, DEPTH)
        bids, asks = dict(view.bids), dict(view.asks)
        if known is not None and (known.bids, known.asks) == (bids, asks):
            return known
        time = view.time if known is None else max(view.time, known.time + 1)
        state = self._states[symbol] = BookState(bids, asks, time, view.sequence)
        return state

    def chain(self, symbol: str, name: str, depth: int = DEPTH) -> Chain:
        """The chain of that name, which begins with the present state when it is new."""
        chains = self._chains.setdefault(symbol, {})
        if name not in chains:
            chains[name] = Chain(depth, self.state(symbol), self._first)
        return chains[name]

    def snapshot(self, symbol: str, name: str) -> Snapshot:
        """The state that a chain has reached, `lag_ms` ago if that is set.

        Among chains the one with most states answers, since it is the one that is listened to.
        """
        chain = self.chain(symbol, name)
        chain.advance(self.state(symbol))
        if not self.lag_ms:
            return Snapshot(chain.state, chain.number)
        until = self._engine.now() - self.lag_ms
        longest = max(self._chains[symbol].values(), key=lambda other: len(other.history))
        old = [entry for entry in longest.history if entry.state.time <= until]
        return old[-1] if old else longest.history[0]
