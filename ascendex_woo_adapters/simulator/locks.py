"""The engine's lock."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType


class EngineLock:
    """A re-entrant lock. Whoever leaves it makes the calls of `leaving` first, while still holding it.

    So what an operation has changed can be told as a whole, and before anybody else changes more. And `time`
    stands still while the lock is held: nothing gets filled between two steps of one request.
    """

    def __init__(self, now: Callable[[], int]) -> None:
        self.time: int | None = None
        """When it was taken; None while nobody holds it."""
        self._now = now
        self._lock = threading.RLock()
        self._depth = 0
        self.leaving: list[Callable[[], None]] = []

    def __enter__(self) -> EngineLock:
        self._lock.acquire()
        if not self._depth:
            self.time = self._now()
        self._depth += 1
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._depth == 1:
                for call in self.leaving:
                    call()
        finally:
            self._depth -= 1
            if not self._depth:
                self.time = None
            self._lock.release()
