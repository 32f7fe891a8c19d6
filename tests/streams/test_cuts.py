"""Cut lines under trading: every fill is told once, every order ends in the engine's state."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from ascendex_woo_adapters.simulator.socket_faults import SocketFault
from ascendex_woo_adapters.simulator.trading.model import Side
from tests.simulator.socket_client import buy
from tests.streams.conftest import Course
from tests.streams.profiles import SYMBOL, Profile
from tests.streams.trading import Ear, Trader, all_told, subscribed, truth

#: Frames at which a line may break, besides those of orders.
MOMENTS = ("reply auth", "reply sub*", "ping", "*")


@pytest.mark.timeout(3600)
async def test_random_cuts_under_trading(
    profile: Profile, course: Course, join: Callable[[], Any], pytestconfig: pytest.Config
) -> None:
    """``--cuts 500`` makes it long."""
    cuts = pytestconfig.getoption("cuts")
    rng = random.Random(11)
    sockets = course.venue.sockets
    ear, trader = Ear(join(), profile.fills), Trader(join(), rng)
    await subscribed(course)
    for _ in range(cuts):
        for _ in range(rng.randint(1, 3)):
            await trader.act()
            if rng.random() < 0.5:
                await course.step(rng.choice((1, 250, 2000)))
        if rng.random() < 0.5:
            at = rng.choice((profile.orders, profile.orders, *MOMENTS))
            fault = SocketFault(match=at, kind=rng.choice(("cut_before", "cut_after")))
            sockets.faults.add(fault)
            await trader.act()
            await course.step(250)
            if not fault.hits:  # it hits the connection that comes next
                sockets.cut_all()
        else:
            sockets.cut_all(rng.choice((None, 1001)))
        await course.step(rng.choice((1, 250, 20_000)))
        if rng.random() < 0.7:  # otherwise the next cut hits the recovery
            await course.holds(lambda: bool(sockets.of("main")))
    sockets.faults.clear()
    await trader.exchange.cancel_all_orders(SYMBOL)
    await all_told(ear, course, profile.fills)
    orders, fills = truth(course)
    assert len(orders) > cuts
    assert len(fills) > cuts / 2


async def test_what_a_dead_line_kept_back_is_told_after_its_end(
    profile: Profile, course: Course, join: Callable[[], Any]
) -> None:
    """Nothing came for longer than clocks may differ, then the line broke: only then it is dialled again."""
    ear, trader = Ear(join(), profile.fills), Trader(join(), random.Random(5))
    await subscribed(course)
    course.venue.sockets.faults.add(SocketFault(match="*", kind="silent"))
    for _ in range(6):
        await trader.act()
        await course.step(3000)
    assert not ear.last
    course.venue.sockets.cut_all()
    await trader.exchange.cancel_all_orders(SYMBOL)
    await all_told(ear, course, profile.fills)
    assert len(ear.last) >= 4


async def test_what_got_lost_while_the_program_was_busy_is_told(
    profile: Profile, sim: Any, course: Course, join: Callable[[], Any]
) -> None:
    """A message is read long after it came; what got lost meanwhile is older than that."""
    ear = Ear(join(), profile.fills)
    await subscribed(course)
    buy(sim, profile.id, profile.market_id, "0.01")
    course.venue.sockets.faults.add(SocketFault(match=profile.orders, kind="cut_before"))
    sim.clock.advance(60_000)
    buy(sim, profile.id, profile.market_id, "0.02")
    sim.clock.advance(60_000)
    await all_told(ear, course, profile.fills)
    assert len(ear.last) == 2


async def test_an_order_that_the_cache_let_go_of_is_still_told_in_the_end(
    profile: Profile, course: Course, join: Callable[[], Any]
) -> None:
    """It rested while many others came and went, and was canceled while the line was away."""
    exchange, trader = join(), Trader(join(), random.Random(1))
    exchange.options["ordersLimit"] = 3
    ear = Ear(exchange, profile.fills)
    await subscribed(course)
    await trader.far()
    for _ in range(4):
        await course.step(10_000)
        await trader.far()
        await course.step()
        await trader.exchange.cancel_order(trader.resting.pop(), SYMBOL)
    await course.holds(
        lambda: sorted(status for status, _ in ear.last.values()) == 4 * ["canceled"] + ["open"]
    )
    course.venue.sockets.cut_all()
    await trader.exchange.cancel_all_orders(SYMBOL)
    await all_told(ear, course, profile.fills)
    assert len(ear.last) == 5


async def test_orders_from_before_the_watch_are_told_when_something_happens_to_them(
    profile: Profile, course: Course, join: Callable[[], Any]
) -> None:
    """Three rest; one is filled in part while the line is away, one canceled while another one is away."""
    trader = Trader(join(), random.Random(1))
    for _ in range(3):
        await trader.far()
    untouched, filled, canceled = trader.resting
    await course.step(20_000)
    ear = Ear(join(), False)
    await subscribed(course)
    course.venue.sockets.cut_all()
    fill(course, profile, filled, "0.004")
    await course.holds(lambda: filled in ear.last)
    await course.step(20_000)
    assert ear.last == {filled: ("open", 0.004)}
    course.venue.sockets.cut_all()
    await trader.exchange.cancel_order(canceled, SYMBOL)
    await course.holds(lambda: canceled in ear.last)
    await course.step(20_000)
    assert ear.last == {filled: ("open", 0.004), canceled: ("canceled", 0.0)}
    assert ear.ends == {canceled: 1}
    await trader.exchange.cancel_order(untouched, SYMBOL)
    await course.holds(lambda: untouched in ear.last)
    ear.stop()


def fill(course: Course, profile: Profile, order_id: str, quantity: str) -> None:
    """Let the house take a part of a resting order."""
    engine = course.venue.engine
    with engine.lock:
        market = engine._live(profile.market_id)
        engine._serve(market, market.book.get(order_id), Decimal(quantity), Side.SELL)
