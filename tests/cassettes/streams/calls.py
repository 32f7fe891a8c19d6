"""Calls of the exchange class under way, and what they delivered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

from tests.cassettes import scrub
from tests.cassettes.streams.tape import as_result


class Calls:
    """The calls of a session by number."""

    def __init__(self, exchange: Any) -> None:
        self.exchange = exchange
        self._tasks: list[asyncio.Task[Any]] = []
        self._told: set[int] = set()

    def start(self, method: str, args: Any) -> int:
        """Make a call and return its number."""
        self._tasks.append(asyncio.ensure_future(getattr(self.exchange, method)(*args)))
        return len(self._tasks)

    def task(self, number: int) -> asyncio.Task[Any]:
        return self._tasks[number - 1]

    def ended(self) -> Iterator[tuple[str, int, dict[str, Any]]]:
        """Verb, number and facts of each call that ended since the last time."""
        for number, task in enumerate(self._tasks, 1):
            if number in self._told or not task.done():
                continue
            self._told.add(number)
            error = task.exception()
            if error is None:
                yield "delivered", number, {"result": as_result(task.result())}
            else:
                yield "raised", number, {"error": type(error).__name__, "message": scrub.body(str(error))}

    async def stop(self) -> None:
        """End what is still under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
