"""Who is told what."""

from __future__ import annotations

import asyncio

import pytest
from ccxt.base.errors import NetworkError

from ascendex_woo_adapters.common.streams.waiters import Waiters


async def started(waiters: Waiters, *names: str, channel: str = "channel") -> asyncio.Task[list[str]]:
    waiters.expect([(channel, names)])
    task = asyncio.ensure_future(waiters.wait(names))
    await asyncio.sleep(0)
    return task


async def test_everybody_who_waits_is_told() -> None:
    waiters = Waiters(asyncio.get_running_loop())
    tasks = [await started(waiters, "a"), await started(waiters, "a", "b")]
    waiters.resolve("a")
    assert await asyncio.gather(*tasks) == [["a"], ["a"]]


async def test_what_comes_while_nobody_waits_is_told_at_the_next_call() -> None:
    waiters = Waiters(asyncio.get_running_loop())
    task = await started(waiters, "a", "b")
    waiters.resolve("a")
    waiters.resolve("b")
    assert await task == ["a", "b"]
    waiters.resolve("b")
    assert await waiters.wait(["a", "b"]) == ["b"]
    again = await started(waiters, "a", "b")
    assert not again.done()
    again.cancel()


async def test_what_came_first_is_told_first_however_often_others_come() -> None:
    waiters = Waiters(asyncio.get_running_loop())
    waiters.expect([("channel", ["a", "b"])])
    for name in ("b", "a", "b"):
        waiters.resolve(name)
    assert await waiters.wait(["a", "b"]) == ["b", "a"]
    task = await started(waiters, "a", "b")
    for name in ("b", "a", "b"):
        waiters.resolve(name)
    assert await task == ["b", "a"]


async def test_an_error_that_nobody_was_told_does_not_take_what_was_told_before() -> None:
    waiters = Waiters(asyncio.get_running_loop())
    waiters.expect([("other channel", ["b"])])
    task = await started(waiters, "a", "b")
    waiters.resolve("a")
    waiters.reject("other channel", NetworkError("lost"))  # tells the task, which is told already
    waiters.reject("other channel", NetworkError("lost"), keep=True)
    waiters.resolve("b")
    assert await task == ["a", "b"]
    with pytest.raises(NetworkError):
        await waiters.wait(["a", "b"])


async def test_what_nobody_ever_asked_for_is_not_kept() -> None:
    waiters = Waiters(asyncio.get_running_loop())
    waiters.resolve("a")
    task = await started(waiters, "a")
    assert not task.done()
    task.cancel()


async def test_a_caller_that_gives_up_takes_nothing_from_the_others_and_loses_nothing() -> None:
    waiters = Waiters(asyncio.get_running_loop())
    gone, there = await started(waiters, "a"), await started(waiters, "a")
    gone.cancel()
    await asyncio.sleep(0)
    waiters.resolve("a")
    assert await there == ["a"]
    late = await started(waiters, "a")
    waiters.resolve("a")
    late.cancel()  # told and cancelled in the same moment
    with pytest.raises(asyncio.CancelledError):
        await late
    assert await waiters.wait(["a"]) == ["a"]


async def test_errors_reach_those_that_the_channel_feeds() -> None:
    waiters = Waiters(asyncio.get_running_loop())
    task = await started(waiters, "a")
    other = await started(waiters, "b", channel="other channel")
    waiters.reject("channel", NetworkError("gone"))
    with pytest.raises(NetworkError):
        await task
    assert not other.done()
    other.cancel()


async def test_leaving_some_hashes_of_a_channel_keeps_the_others() -> None:
    waiters = Waiters(asyncio.get_running_loop())
    orders, fills = await started(waiters, "orders"), await started(waiters, "fills")
    assert waiters.drop("channel", lambda name: name == "orders", NetworkError("left"))
    with pytest.raises(NetworkError):
        await orders
    waiters.resolve("fills")
    assert await fills == ["fills"]
    assert not waiters.drop("channel", lambda name: True, NetworkError("left"))


async def test_leaving_a_hash_that_another_channel_feeds_tells_nobody() -> None:
    waiters = Waiters(asyncio.get_running_loop())
    waiters.expect([("all", ["a", "b"])])
    task = await started(waiters, "a")
    assert not waiters.drop("channel", lambda name: True, NetworkError("left"))
    waiters.resolve("a")
    assert await task == ["a"]
    last = await started(waiters, "a", "b", channel="all")
    assert waiters.drop("all", lambda name: name == "a", NetworkError("left"))
    with pytest.raises(NetworkError):
        await last
    waiters.resolve("a")  # of which nobody wants to know any more
    waiters.resolve("b")
    assert await waiters.wait(["a", "b"]) == ["b"]
