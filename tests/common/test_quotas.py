"""Exact windows: never more than the limit, never longer than needed, nothing lost by a cancellation."""

from __future__ import annotations

import asyncio
import threading
import time

import pytest

from ascendex_woo_adapters.common.endpoint import Endpoint, Limit
from ascendex_woo_adapters.common.quotas import AsyncQuotas, Cost, SyncQuotas, cost_of, request_ended

TEN = Cost("GET candles", Limit(10, 200, "ip"), "")
ORDER = Cost("POST order", Limit(10, 200, "symbol"), "PERP_BTC_USDT")


async def burst(quotas: AsyncQuotas, cost: Cost, count: int) -> list[float]:
    """Moments at which ``count`` concurrent requests left, since the start."""
    start = time.monotonic()

    async def one() -> float:
        await quotas.acquire(cost)
        left = time.monotonic() - start
        request_ended()
        return left

    return sorted(await asyncio.gather(*[one() for _ in range(count)]))


def most_in_any_window(moments: list[float], seconds: float) -> int:
    """The largest number of moments that lie within one window."""
    return max(sum(1 for other in moments if 0 <= other - moment < seconds) for moment in moments)


async def test_a_burst_fills_each_window_and_no_more() -> None:
    moments = await burst(AsyncQuotas(), TEN, 25)
    assert most_in_any_window(moments, 0.2) == 10
    assert moments[9] < 0.1  # the first ten leave at once
    assert moments[24] >= 0.4  # the last five in the third window


async def test_windows_of_different_endpoints_are_independent() -> None:
    quotas = AsyncQuotas()
    waiting = asyncio.ensure_future(burst(quotas, TEN, 30))
    await asyncio.sleep(0)
    moments = await burst(quotas, ORDER, 1)
    assert moments[0] < 0.1
    assert not waiting.done()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


async def test_symbols_have_windows_of_their_own() -> None:
    quotas = AsyncQuotas()
    await burst(quotas, ORDER, 10)
    assert (await burst(quotas, ORDER._replace(symbol="PERP_ETH_USDT"), 1))[0] < 0.1
    assert quotas._windows[(ORDER.quota, ORDER.symbol)].wait() > 0


async def test_cancelled_waiters_cost_nothing() -> None:
    quotas = AsyncQuotas()
    await burst(quotas, TEN, 10)
    tasks = [asyncio.ensure_future(quotas.acquire(TEN)) for _ in range(50)]
    await asyncio.sleep(0.01)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    moments = await burst(quotas, TEN, 10)
    assert moments[9] < 0.3  # the next window is theirs, not the fifth


async def test_a_cancelled_head_of_the_queue_wakes_the_next() -> None:
    quotas = AsyncQuotas()
    await burst(quotas, TEN, 10)
    first = asyncio.ensure_future(quotas.acquire(TEN))
    second = asyncio.ensure_future(quotas.acquire(TEN))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.wait_for(second, 1)


async def test_a_slot_is_held_from_the_reply_on() -> None:
    """A request may arrive late at the venue: its window starts no earlier than its reply."""
    quotas = AsyncQuotas()
    one = Cost("GET slow", Limit(1, 100, "ip"), "")
    await quotas.acquire(one)
    await asyncio.sleep(0.08)
    request_ended()
    assert quotas._windows[("GET slow", "")].wait() > 0.09


async def test_a_request_that_is_under_way_for_longer_than_its_window_keeps_its_slot() -> None:
    """The venue may count it only when it arrives."""
    quotas = AsyncQuotas()
    one = Cost("GET slow", Limit(1, 50, "ip"), "")
    start = time.monotonic()

    async def slow() -> None:
        await quotas.acquire(one)
        await asyncio.sleep(0.2)
        request_ended()

    await asyncio.gather(slow(), quotas.acquire(one))
    assert time.monotonic() - start >= 0.25


async def test_a_request_that_hangs_holds_up_the_next_for_a_bounded_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ascendex_woo_adapters.common.quotas.UNANSWERED_S", 0.1)
    quotas = AsyncQuotas()
    one = Cost("GET hanging", Limit(1, 50, "ip"), "")
    start = time.monotonic()
    await quotas.acquire(one)
    await asyncio.wait_for(quotas.acquire(one), 5)
    assert time.monotonic() - start >= 0.15


async def test_a_request_cancelled_in_its_second_window_gives_the_first_slot_back() -> None:
    quotas = AsyncQuotas()
    one = Cost("GET one", Limit(1, 60_000, "ip"), "")
    other = Cost("GET other", Limit(1, 60_000, "ip"), "")
    await quotas.acquire(other, 60_000)
    task = asyncio.ensure_future(quotas.acquire(one, 60_000))
    await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert quotas._windows[("GET one", "")].wait() <= 0


def test_a_second_event_loop_is_not_held_up_by_the_first() -> None:
    quotas = AsyncQuotas()

    async def leave_waiters_behind() -> None:
        await burst(quotas, TEN, 10)
        for _ in range(5):
            asyncio.ensure_future(quotas.acquire(TEN))  # noqa: RUF006  # dies with its loop
        await asyncio.sleep(0.01)

    loop = asyncio.new_event_loop()
    loop.run_until_complete(leave_waiters_behind())
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    moments = asyncio.run(burst(quotas, TEN, 10))
    assert moments[9] < 0.5


def test_threads_share_the_windows() -> None:
    quotas = SyncQuotas()
    moments: list[float] = []
    start = time.monotonic()

    def work() -> None:
        for _ in range(5):
            quotas.acquire(TEN)
            moments.append(time.monotonic() - start)
            request_ended()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(moments) == 25
    assert most_in_any_window(sorted(moments), 0.2) <= 10


def test_a_changed_rate_limit_paces_every_request() -> None:
    quotas = SyncQuotas()
    start = time.monotonic()
    for cost in (TEN, ORDER, None):
        quotas.acquire(cost, 50)
    assert time.monotonic() - start >= 0.1


@pytest.mark.parametrize(
    ("override", "expected"),
    [({}, Limit(10, 1000, "symbol")), ({"x": [3, 500]}, Limit(3, 500, "symbol")), ({"x": None}, None)],
)
def test_users_may_change_quotas(override: dict[str, object], expected: Limit | None) -> None:
    class Table:
        x = Endpoint("POST", "order", ["v1", "private"], Limit(10, 1000, "symbol"), "Send order")

    cost = cost_of(vars(Table)["x"].config, {"symbol": "A"}, override)
    assert (cost.limit if cost else None) == expected
    if cost:
        assert cost.symbol == "A"
