"""The windows in which a venue counts requests."""

from __future__ import annotations

import pytest

from ascendex_woo_adapters.simulator.limits import SLACK, Limit, Limiter
from ascendex_woo_adapters.simulator.trading.clock import ManualClock

START = 1_700_000_000_000


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def limiter(clock: ManualClock) -> Limiter:
    return Limiter(clock)


def test_counts_up_to_the_limit_and_no_further(limiter: Limiter) -> None:
    limit = Limit(3, 1000)
    assert [limiter.hit(limit, "GET /a", "main") for _ in range(5)] == [True, True, True, False, False]


def test_a_rolling_window_frees_one_request_at_a_time(limiter: Limiter, clock: ManualClock) -> None:
    limit = Limit(2, 1000)
    assert limiter.hit(limit, "GET /a", "main")
    clock.advance(600)
    assert limiter.hit(limit, "GET /a", "main")
    clock.advance(int(1000 * (1 - SLACK)) - 600)
    assert limiter.hit(limit, "GET /a", "main"), "the first request has left the window"
    assert not limiter.hit(limit, "GET /a", "main"), "the second has not"


def test_the_window_is_shorter_by_the_slack_only(limiter: Limiter, clock: ManualClock) -> None:
    limit = Limit(1, 10_000)
    assert limiter.hit(limit, "GET /a", "main")
    clock.advance(9_699)
    assert not limiter.hit(limit, "GET /a", "main")
    clock.advance(1)
    assert limiter.hit(limit, "GET /a", "main")


def test_a_refused_request_is_not_counted(limiter: Limiter, clock: ManualClock) -> None:
    limit = Limit(1, 1000)
    assert limiter.hit(limit, "GET /a", "main")
    for _ in range(9):
        clock.advance(100)
        assert not limiter.hit(limit, "GET /a", "main")
    clock.advance(100)
    assert limiter.hit(limit, "GET /a", "main")


def test_a_fixed_window_starts_anew_at_its_boundary(limiter: Limiter, clock: ManualClock) -> None:
    limit = Limit(2, 60_000, window="fixed")
    clock.advance(60_000 - clock.now() % 60_000 + 59_990)
    assert limiter.hit(limit, "GET /a", "main")
    assert limiter.hit(limit, "GET /a", "main")
    assert not limiter.hit(limit, "GET /a", "main")
    clock.advance(10)
    assert limiter.hit(limit, "GET /a", "main")


def test_endpoints_and_subjects_count_apart(limiter: Limiter) -> None:
    limit = Limit(1, 1000)
    assert limiter.hit(limit, "GET /a", "main")
    assert limiter.hit(limit, "GET /b", "main")
    assert limiter.hit(limit, "GET /a", "second")
    assert not limiter.hit(limit, "GET /a", "main")


def test_a_group_shares_one_counter(limiter: Limiter) -> None:
    cancel = Limit(2, 1000, group="cancel")
    assert limiter.hit(cancel, "DELETE /order", "main")
    assert limiter.hit(cancel, "DELETE /client/order", "main")
    assert not limiter.hit(cancel, "DELETE /order", "main")


def test_reset_forgets(limiter: Limiter) -> None:
    limit = Limit(1, 1000)
    assert limiter.hit(limit, "GET /a", "main")
    limiter.reset()
    assert limiter.hit(limit, "GET /a", "main")
