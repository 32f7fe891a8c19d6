"""What a lost line missed of orders, fills and trades: read again, told once, or told to be missing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from ccxt.base.errors import ExchangeError

from tests.streams.conftest import Course
from tests.streams.profiles import SYMBOL, Profile
from tests.streams.trading import subscribed

Join = Callable[[], Any]


class Refusal:
    """Refuses each call, and counts them."""

    def __init__(self) -> None:
        self.calls = 0

    async def __call__(self, *given: Any) -> Any:
        self.calls += 1
        raise ExchangeError("refused")


async def buy(exchange: Any, amount: float = 0.01) -> Any:
    return await exchange.create_order(SYMBOL, "market", "buy", amount)


async def test_what_cannot_be_read_again_is_an_error_of_its_own_kind_only(
    profile: Profile, course: Course, join: Join
) -> None:
    """Also where nobody waited when it was refused; what else was missed is told."""
    exchange, other = join(), join()
    calls = [exchange.watch_orders] + [exchange.watch_my_trades] * profile.fills
    first = [asyncio.ensure_future(call()) for call in calls]
    await subscribed(course)
    await buy(other)
    await asyncio.gather(*first)
    await course.until(exchange.watch_balance())
    refusal = exchange._orders_since = Refusal()
    course.venue.sockets.cut_all()
    missed = await buy(other, 0.02)
    await course.holds(lambda: refusal.calls == 1 and exchange._sessions[0].lost_at is None)
    with pytest.raises(ExchangeError, match="refused"):
        await exchange.watch_orders()
    if profile.fills:
        fills = await course.until(exchange.watch_my_trades())
        assert {fill["order"] for fill in fills} == {missed["id"]}
    await course.until(exchange.watch_balance())
    await buy(other)
    assert await course.until(exchange.watch_orders())
