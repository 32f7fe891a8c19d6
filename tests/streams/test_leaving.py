"""Taking back what one of several kinds of data tells, and watching more of a kind that has begun."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tests.streams.conftest import Course
from tests.streams.profiles import PROFILES, SYMBOL, Profile
from tests.streams.trading import subscribed

OTHER = "ETH/USDT:USDT"

Join = Callable[[], Any]


def contracts(rows: list[Any]) -> dict[str, float]:
    return {row["symbol"]: row["contracts"] for row in rows}


async def test_positions_begin_anew_after_they_were_taken_back(
    profile: Profile, course: Course, join: Join
) -> None:
    """Balances, which come over the same channel of some venues, are watched all the time."""
    exchange, trader = join(), join()
    await trader.create_order(SYMBOL, "market", "buy", 0.01)
    await course.until(exchange.watch_balance())
    assert contracts(await course.until(exchange.watch_positions())) == {SYMBOL: 0.01}
    await exchange.un_watch_positions()
    assert exchange.positions is None
    await trader.create_order(OTHER, "market", "buy", 0.1)
    await course.until(exchange.watch_balance())
    assert exchange.positions is None
    again = await course.until(exchange.watch_positions())
    assert contracts(again) == {SYMBOL: 0.01, OTHER: 0.1}
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(exchange.watch_positions(), 0.2)


async def test_positions_of_more_markets_are_told_at_once(
    profile: Profile, course: Course, join: Join
) -> None:
    exchange, trader = join(), join()
    await trader.create_order(SYMBOL, "market", "buy", 0.01)
    await trader.create_order(OTHER, "market", "buy", 0.1)
    assert contracts(await course.until(exchange.watch_positions([SYMBOL]))) == {SYMBOL: 0.01}
    for symbols, told in (
        ([OTHER], {OTHER: 0.1}),
        (None, {SYMBOL: 0.01, OTHER: 0.1}),
        (["LTC/USDT:USDT"], None),
        ([SYMBOL], None),
        (None, None),
    ):
        watching = exchange.watch_positions(symbols)
        if told is None:
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(watching, 0.1)
        else:
            assert contracts(await asyncio.wait_for(watching, 5)) == told
    await exchange.un_watch_positions([OTHER])
    assert contracts(await asyncio.wait_for(exchange.watch_positions([OTHER]), 5)) == {OTHER: 0.1}


@pytest.mark.parametrize("profile", [name for name in PROFILES if PROFILES[name].fills], indirect=True)
async def test_what_happens_while_nobody_watches_a_kind_is_not_told(course: Course, join: Join) -> None:
    exchange, trader = join(), join()
    calls = [exchange.watch_orders, exchange.watch_my_trades]
    back = [exchange.un_watch_orders, exchange.un_watch_my_trades]
    for kept, left in ((0, 1), (1, 0)):
        watching = [asyncio.ensure_future(call()) for call in calls]
        await subscribed(course)
        await trader.create_order(SYMBOL, "market", "buy", 0.01)
        await course.until(asyncio.gather(*watching))
        await back[left]()
        await trader.create_order(SYMBOL, "market", "buy", 0.02)
        await course.until(calls[kept]())
        again = asyncio.ensure_future(calls[left]())
        await asyncio.sleep(0.05)
        order = await trader.create_order(SYMBOL, "market", "buy", 0.03)
        assert {row.get("order") or row["id"] for row in await course.until(again)} == {order["id"]}
