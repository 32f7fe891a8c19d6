"""Exact request quotas: one sliding window for every documented limit.

A slot of a window is taken when a request leaves and is free again one window after its reply
came or it failed. The venue counts a request somewhere between the two, so it never counts more
than the limit, however much the network delays. Only a request that hangs for ``UNANSWERED_S`` is
taken to have been counted by then, so that a silent venue does not hold up the orders that follow.

Waiting is computed: a waiter sleeps until the moment its slot is free. Windows of different
endpoints know nothing of each other, so an order never waits behind market data.
"""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any, NamedTuple

from ascendex_woo_adapters.common.endpoint import Limit, Scope

#: Added to every window against the granularity of timers.
MARGIN_S = 0.005
#: How long a request without a reply is taken to be still on its way.
UNANSWERED_S = 2.0


class Cost(NamedTuple):
    """What one request takes: a slot of a quota and, where the limit is per symbol, of which symbol."""

    quota: str
    limit: Limit
    symbol: str


class Slot:
    """One request in a window: when it left and when it ended, None while it is under way."""

    __slots__ = ("ended", "left")

    def __init__(self, left: float) -> None:
        self.left = left
        self.ended: float | None = None

    def counted(self, now: float) -> float:
        """The moment from which its window runs, as far as is known now."""
        return min(now, self.left + UNANSWERED_S) if self.ended is None else self.ended


#: The slots of the request that this task or thread has under way.
_under_way: ContextVar[tuple[Slot, ...]] = ContextVar("slots_under_way", default=())


def request_ended() -> None:
    """Start the windows of the request under way at this moment: it was answered, or failed."""
    slots = _under_way.get()
    if slots:
        now = time.monotonic()
        for slot in slots:
            slot.ended = now
        _under_way.set(())


class Window:
    """At most ``requests`` in any ``seconds``: pure arithmetic, no waiting."""

    __slots__ = ("lock", "requests", "seconds", "slots", "turns")

    def __init__(self, requests: int, seconds: float) -> None:
        self.requests = requests
        self.seconds = seconds
        self.slots: list[Slot] = []
        self.turns: deque[asyncio.Future[None]] = deque()  # asyncio waiters, first come first served
        self.lock = threading.Lock()  # threads wait their turn here

    def wait(self) -> float:
        """Seconds until the next request may leave; not positive if at once.

        While all slots are under way it is the least that is possible, and may be followed by another wait.
        """
        if len(self.slots) < self.requests:
            return 0.0
        now = time.monotonic()
        return min(slot.counted(now) for slot in self.slots) + self.seconds + MARGIN_S - now

    def take(self) -> Slot:
        """Take the slot that has been free longest."""
        now = time.monotonic()
        slot = Slot(now)
        if len(self.slots) < self.requests:
            self.slots.append(slot)
        else:
            oldest = min(range(len(self.slots)), key=lambda index: self.slots[index].counted(now))
            self.slots[oldest] = slot
        return slot


class Windows:
    """The windows of one exchange instance, made on first use.

    ``pace_ms`` is ccxt's ``rateLimit`` where the user changed it: one request in so many
    milliseconds over all endpoints, on top of the documented limits.
    """

    def __init__(self) -> None:
        self._windows: dict[tuple[str, str], Window] = {}

    def of(self, cost: Cost | None, pace_ms: float) -> Iterator[Window]:
        """The windows that a request has to pass."""
        if cost is not None:
            yield self._window(cost.quota, cost.symbol, cost.limit.requests, cost.limit.per_ms / 1000)
        if pace_ms > 0:
            yield self._window("rateLimit", str(pace_ms), 1, pace_ms / 1000)

    def _window(self, quota: str, symbol: str, requests: int, seconds: float) -> Window:
        window = self._windows.get((quota, symbol))
        if window is None:  # setdefault: two threads that arrive together get one window
            window = self._windows.setdefault((quota, symbol), Window(requests, seconds))
        return window


class AsyncQuotas(Windows):
    """Quotas for asyncio: first come, first served; a cancelled waiter leaves no trace."""

    def __init__(self) -> None:
        super().__init__()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def acquire(self, cost: Cost | None, pace_ms: float = 0.0) -> None:
        """Wait until the request may leave and take its slots."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:  # waiters of an earlier loop will never be woken
            self._loop = loop
            for window in self._windows.values():
                window.turns.clear()
        slots: list[Slot] = []
        try:
            for window in self.of(cost, pace_ms):
                if window.turns or window.wait() > 0:
                    await self._queue(window)
                slots.append(window.take())
        except BaseException:
            for slot in slots:
                slot.ended = -math.inf
            raise
        _under_way.set(tuple(slots))

    @staticmethod
    async def _queue(window: Window) -> None:
        """Return when it is this task's turn; the first in the queue sleeps until a slot is free."""
        turns = window.turns
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        turns.append(turn)
        try:
            if turns[0] is not turn:
                await turn
            while (wait := window.wait()) > 0:  # noqa: ASYNC110  # a computed wait, not a poll
                await asyncio.sleep(wait)
        finally:
            was_first = bool(turns) and turns[0] is turn
            if turn in turns:
                turns.remove(turn)
            if was_first and turns and not turns[0].done():
                turns[0].set_result(None)


class SyncQuotas(Windows):
    """Quotas for threads: each window lets one thread at a time wait for its next slot."""

    def acquire(self, cost: Cost | None, pace_ms: float = 0.0) -> None:
        """Sleep until the request may leave and take its slots."""
        slots = []
        for window in self.of(cost, pace_ms):
            with window.lock:
                while (wait := window.wait()) > 0:
                    time.sleep(wait)
                slots.append(window.take())
        _under_way.set(tuple(slots))


def cost_of(config: dict[str, Any], params: Any, overrides: dict[str, Any]) -> Cost | None:
    """The cost of an implicit call; None where nothing limits it.

    ``overrides`` is ``options['quotas']``: ``{implicit method: [requests, milliseconds]}``, for an
    account with other limits than the documented ones; None as the value lifts a limit.
    """
    endpoint = config.get("endpoint")
    if endpoint is None:
        return None
    limit = endpoint.limit
    if overrides and endpoint.name in overrides:
        override = overrides[endpoint.name]
        scope: Scope = "account" if limit is None else limit.scope
        limit = None if override is None else Limit(int(override[0]), int(override[1]), scope)
    if limit is None:
        return None
    symbol = params.get("symbol", "") if limit.scope == "symbol" and isinstance(params, dict) else ""
    return Cost(endpoint.quota, limit, str(symbol))
