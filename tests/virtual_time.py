"""Time that only waiting moves: tests of waits neither take that long nor depend on the machine's pace."""

from __future__ import annotations

import asyncio
import selectors
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


class VirtualTime:
    """Stands for the module ``time``, and runs event loops by its own clock."""

    def __init__(self) -> None:
        self._now = 1000.0
        self._lock = threading.Lock()

    def monotonic(self) -> float:
        return self._now

    def sleep(self, seconds: float) -> None:
        """Move the clock instead of waiting."""
        with self._lock:
            self._now += max(seconds, 0.0)

    def run(self, main: Coroutine[Any, Any, Result]) -> Result:
        """``asyncio.run`` by this clock; what is still waiting at the end dies with the loop."""
        loop = _Loop(self)
        try:
            result = loop.run_until_complete(main)
            if left := asyncio.all_tasks(loop):
                for task in left:
                    task.cancel()
                loop.run_until_complete(asyncio.wait(left))
            return result
        finally:
            loop.close()


class _Selector(selectors.DefaultSelector):
    """Says at once that nothing came in the time that the loop would have waited."""

    def __init__(self, time: VirtualTime) -> None:
        super().__init__()
        self._time = time

    def select(self, timeout: float | None = None) -> Any:
        if timeout is not None:
            self._time.sleep(timeout)
            timeout = 0
        return super().select(timeout)


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self, time: VirtualTime) -> None:
        super().__init__(_Selector(time))
        self._of = time

    def time(self) -> float:
        return self._of.monotonic()
