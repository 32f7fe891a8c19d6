"""A value that is fetched once, whoever asks for it."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from ascendex_woo_adapters.common import aio, blocking


class Source:
    """Something to fetch: counts, waits until it is let go, fails as often as told."""

    def __init__(self, failures: int = 0) -> None:
        self.calls, self.failures = 0, failures
        self.gate = asyncio.Event()

    async def fetch(self) -> int:
        self.calls += 1
        call = self.calls
        await self.gate.wait()
        if call <= self.failures:
            raise ValueError(call)
        return call


async def test_callers_that_come_together_share_the_fetch() -> None:
    once, source = aio.Once(), Source()
    callers = [asyncio.ensure_future(once.get("key", source.fetch)) for _ in range(5)]
    await asyncio.sleep(0)
    source.gate.set()
    assert await asyncio.gather(*callers) == [1] * 5
    assert await once.get("key", source.fetch) == 1
    assert await once.get("other key", source.fetch) == 2


async def test_a_caller_that_is_cancelled_takes_nothing_from_the_others() -> None:
    once, source = aio.Once(), Source()
    first, second = (asyncio.ensure_future(once.get("key", source.fetch)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    source.gate.set()
    assert await second == 1
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_a_fetch_that_failed_is_begun_again() -> None:
    once, source = aio.Once(), Source(failures=1)
    source.gate.set()
    with pytest.raises(ValueError, match="1"):
        await once.get("key", source.fetch)
    assert await once.get("key", source.fetch) == 2


def test_a_fetch_that_died_with_its_event_loop_is_begun_again() -> None:
    once = aio.Once()

    async def never() -> Any:
        await asyncio.sleep(60)

    async def value() -> str:
        return "value"

    async def abandoned() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(once.get("key", never), 0.01)

    asyncio.run(abandoned())
    assert asyncio.run(once.get("key", value)) == "value"
    assert asyncio.run(_again(once, value)) == "value"


async def _again(once: aio.Once, value: Any) -> Any:
    return await once.get("key", value)


def test_threads_share_the_fetch() -> None:
    once, calls, results = blocking.Once(), [], []
    gate = threading.Event()

    def fetch() -> int:
        calls.append(1)
        gate.wait(5)
        return len(calls)

    threads = [threading.Thread(target=lambda: results.append(once.get("key", fetch))) for _ in range(4)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    assert results == [1] * 4
    assert once.get("other key", fetch) == 2


def test_a_failed_fetch_is_not_kept_by_threads_either() -> None:
    once, replies = blocking.Once(), iter([ValueError("no"), "yes"])

    def fetch() -> str:
        reply = next(replies)
        if isinstance(reply, ValueError):
            raise reply
        return str(reply)

    with pytest.raises(ValueError, match="no"):
        once.get("key", fetch)
    assert once.get("key", fetch) == "yes"
