"""Exact windows: never more than the limit, never longer than needed, nothing lost by a cancellation."""

from __future__ import annotations

import asyncio
import threading
from time import monotonic

import pytest

from ascendex_woo_adapters.common import quotas as quotas_module
from ascendex_woo_adapters.common.endpoint import Endpoint, Limit
from ascendex_woo_adapters.common.quotas import (
    MARGIN_S,
    UNANSWERED_S,
    AsyncQuotas,
    Cost,
    SyncQuotas,
    cost_of,
    request_ended,
)
from tests.virtual_time import VirtualTime

TEN = Cost("GET candles", Limit(10, 200, "ip"), "")
ORDER = Cost("POST order", Limit(10, 200, "symbol"), "PERP_BTC_USDT")
ONE = Cost("GET slow", Limit(1, 100, "ip"), "")


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> VirtualTime:
    """The quotas' clock: waiting takes no time, and takes exactly as long as it should."""
    virtual = VirtualTime()
    monkeypatch.setattr(quotas_module, "time", virtual)
    return virtual


async def burst(time: VirtualTime, quotas: AsyncQuotas, cost: Cost, count: int) -> list[float]:
    """Moments at which ``count`` concurrent requests left, since the start."""
    start = time.monotonic()

    async def one() -> float:
        await quotas.acquire(cost)
        left = time.monotonic() - start
        request_ended()
        return left

    return sorted(await asyncio.gather(*[one() for _ in range(count)]))


def windows(*counts: int, seconds: float = 0.2) -> object:
    """The moments of so many requests in each window that follows another."""
    step = seconds + MARGIN_S
    return pytest.approx(
        [step * number for number, count in enumerate(counts) for _ in range(count)], abs=1e-6
    )


def test_a_burst_fills_each_window_and_no_more(time: VirtualTime) -> None:
    assert time.run(burst(time, AsyncQuotas(), TEN, 25)) == windows(10, 10, 5)


def test_windows_of_different_endpoints_are_independent(time: VirtualTime) -> None:
    quotas = AsyncQuotas()

    async def main() -> None:
        waiting = asyncio.ensure_future(burst(time, quotas, TEN, 30))
        await asyncio.sleep(0)
        assert await burst(time, quotas, ORDER, 1) == windows(1)
        assert not waiting.done()

    time.run(main())


def test_symbols_have_windows_of_their_own(time: VirtualTime) -> None:
    quotas = AsyncQuotas()

    async def main() -> None:
        await burst(time, quotas, ORDER, 10)
        assert await burst(time, quotas, ORDER._replace(symbol="PERP_ETH_USDT"), 1) == windows(1)
        assert await burst(time, quotas, ORDER, 1) == windows(0, 1)

    time.run(main())


def test_cancelled_waiters_cost_nothing(time: VirtualTime) -> None:
    quotas = AsyncQuotas()

    async def main() -> None:
        await burst(time, quotas, TEN, 10)
        tasks = [asyncio.ensure_future(quotas.acquire(TEN)) for _ in range(50)]
        await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert all(task.cancelled() for task in tasks)
        # the next window is theirs, not the sixth
        assert await burst(time, quotas, TEN, 10) == windows(0, 10)

    time.run(main())


def test_a_cancelled_head_of_the_queue_wakes_the_next(time: VirtualTime) -> None:
    quotas = AsyncQuotas()

    async def main() -> None:
        await burst(time, quotas, TEN, 10)
        first = asyncio.ensure_future(quotas.acquire(TEN))
        second = asyncio.ensure_future(quotas.acquire(TEN))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.wait_for(second, 1)

    time.run(main())


def test_a_waiter_cancelled_as_its_turn_comes_takes_no_slot(time: VirtualTime) -> None:
    quotas = AsyncQuotas()

    async def main() -> None:
        await burst(time, quotas, TEN, 10)
        waiting = asyncio.ensure_future(quotas.acquire(TEN))
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_at(time.monotonic() + 0.2 + MARGIN_S, waiting.cancel)
        await asyncio.gather(waiting, return_exceptions=True)
        assert waiting.cancelled()
        assert await burst(time, quotas, TEN, 10) == windows(10)

    time.run(main())


def test_a_slot_is_held_from_the_reply_on(time: VirtualTime) -> None:
    """A request may arrive late at the venue: its window starts no earlier than its reply."""
    quotas = AsyncQuotas()

    async def main() -> None:
        await quotas.acquire(ONE)
        await asyncio.sleep(0.08)
        request_ended()
        assert await burst(time, quotas, ONE, 1) == windows(0, 1, seconds=0.1)

    time.run(main())


def test_a_request_that_is_under_way_for_longer_than_its_window_keeps_its_slot(time: VirtualTime) -> None:
    """The venue may count it only when it arrives."""
    quotas = AsyncQuotas()

    async def slow() -> None:
        await quotas.acquire(ONE)
        await asyncio.sleep(0.2)
        request_ended()

    async def main() -> list[float]:
        return (await asyncio.gather(slow(), burst(time, quotas, ONE, 1)))[1]

    (moment,) = time.run(main())
    assert 0.3 <= moment < 0.2 + 2 * 0.1 + 3 * MARGIN_S


def test_a_request_that_hangs_holds_up_the_next_for_a_bounded_time(time: VirtualTime) -> None:
    quotas = AsyncQuotas()

    async def main() -> list[float]:
        await quotas.acquire(ONE)
        return await burst(time, quotas, ONE, 1)

    (moment,) = time.run(main())
    assert UNANSWERED_S + 0.1 <= moment < UNANSWERED_S + 2 * 0.1 + 3 * MARGIN_S


def test_a_request_cancelled_in_its_second_window_gives_the_first_slot_back(time: VirtualTime) -> None:
    quotas = AsyncQuotas()
    one = Cost("GET one", Limit(1, 60_000, "ip"), "")
    other = Cost("GET other", Limit(1, 60_000, "ip"), "")

    async def main() -> None:
        await quotas.acquire(other, 60_000)
        task = asyncio.ensure_future(quotas.acquire(one, 60_000))
        await asyncio.sleep(0.01)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await burst(time, quotas, one, 1) == windows(1)

    time.run(main())


def test_a_second_event_loop_is_not_held_up_by_the_first(time: VirtualTime) -> None:
    quotas = AsyncQuotas()

    async def leave_waiters_behind() -> list[asyncio.Task[None]]:
        await burst(time, quotas, TEN, 10)
        waiting = [asyncio.ensure_future(quotas.acquire(TEN)) for _ in range(5)]
        await asyncio.sleep(0.01)
        return waiting

    waiting = time.run(leave_waiters_behind())
    assert all(task.cancelled() for task in waiting)
    quotas._windows[TEN.quota, TEN.symbol].turns.extend(waiting)  # as of a loop that was stopped, not closed
    assert time.run(burst(time, quotas, TEN, 10))[-1] < 0.2 + 2 * MARGIN_S


def test_threads_share_the_windows() -> None:
    quotas = SyncQuotas()
    moments: list[float] = []

    def work() -> None:
        for _ in range(5):
            quotas.acquire(TEN)
            moments.append(monotonic())
            request_ended()

    threads = [threading.Thread(target=work) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(moments) == 25
    assert max(sum(0 <= other - moment < 0.2 for other in moments) for moment in moments) <= 10


def test_a_changed_rate_limit_paces_every_request(time: VirtualTime) -> None:
    quotas = SyncQuotas()
    start = time.monotonic()
    for cost in (TEN, ORDER, None):
        quotas.acquire(cost, 50)
        request_ended()
    assert time.monotonic() - start == pytest.approx(2 * (0.05 + MARGIN_S))


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
