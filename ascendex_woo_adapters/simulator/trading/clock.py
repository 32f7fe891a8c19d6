"""The simulator's sources of time. Every timestamp, window and price step comes from one of them."""

from __future__ import annotations

import threading
import time
from typing import Protocol


class Clock(Protocol):
    """Anything that tells the time in milliseconds since 1970."""

    def now(self) -> int: ...


class SystemClock:
    """Wall time."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000


class ManualClock:
    """Time that moves only by `advance`; safe to read and move from any thread."""

    def __init__(self, start_ms: int = 1_750_000_000_000) -> None:
        self._now = start_ms
        self._lock = threading.Lock()

    def now(self) -> int:
        return self._now

    def advance(self, ms: int) -> int:
        """Move forward by `ms` and return the new time; time never runs backwards."""
        if ms < 0:
            raise ValueError("time does not run backwards")
        with self._lock:
            self._now += ms
            return self._now
