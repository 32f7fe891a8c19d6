"""What a lost line missed of orders, fills and trades: read again, told once, or told to be missing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from ccxt.base.errors import ExchangeError, NetworkError

from ascendex_woo_adapters.common.streams.account_streams import KNOWN_MS
from tests.streams.conftest import Course
from tests.streams.profiles import SYMBOL, Profile
from tests.streams.trading import Ear, all_told, subscribed, truth

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


TRIGGERED = {"trigger": True}


async def read_all(call: Callable[[], Any]) -> None:
    """Read what has come so far."""
    with suppress(asyncio.TimeoutError):
        while True:
            await asyncio.wait_for(call(), 0.05)


class Gate:
    """Calls that wait before their answer is handed on, after failures of the network."""

    def __init__(self, call: Callable[..., Any], failures: int = 0) -> None:
        self.call, self.failures = call, failures
        self.asked, self.answered, self.opened = 0, 0, asyncio.Event()

    async def __call__(self, *given: Any) -> Any:
        self.asked += 1
        if self.asked <= self.failures:
            raise NetworkError("away")
        answer = await self.call(*given)
        self.answered += 1
        await self.opened.wait()
        return answer


async def far(exchange: Any, params: Any = {}) -> Any:
    """An order that rests, or waits for its trigger."""
    price = round((await exchange.fetch_order_book(SYMBOL, 5))["bids"][0][0] * 0.97)
    trigger = {"triggerPrice": price} if params else {}
    return await exchange.create_order(SYMBOL, "limit", "buy", 0.01, price, trigger)


@pytest.mark.parametrize("params", [{}, TRIGGERED], ids=["plain", "trigger"])
async def test_orders_that_rested_before_they_were_watched_are_told_when_a_lost_line_missed_their_end(
    profile: Profile, course: Course, join: Join, params: Any
) -> None:
    exchange, other = join(), join()
    old = await far(other, params)
    await course.step(60_000)
    kind = exchange._order_kind(params)
    gate = exchange.fetch_open_orders = Gate(exchange.fetch_open_orders, failures=2)
    gate.opened.set()
    told = asyncio.ensure_future(exchange.watch_orders(params=params))
    await subscribed(course)
    await course.holds(lambda: old["id"] in exchange._unfinished.get(kind, ()))
    assert gate.asked == 3
    await asyncio.sleep(0)
    assert not told.done()
    course.venue.sockets.cut_all()
    await other.cancel_order(old["id"], SYMBOL, params)
    assert [(order["id"], order["status"]) for order in await course.until(told)] == [(old["id"], "canceled")]
    course.venue.sockets.cut_all()
    new = await far(other, params)
    rows = await course.until(exchange.watch_orders(params=params))
    assert [(order["id"], order["status"]) for order in rows] == [(new["id"], "open")]
    assert list(exchange._unfinished[kind]) == [new["id"]]


async def test_an_order_that_ends_while_the_open_ones_are_read_has_ended(
    profile: Profile, course: Course, join: Join
) -> None:
    """Orders are watched after fills, where one channel tells both."""
    exchange, other = join(), join()
    old = await far(other)
    if profile.fills:
        fills = asyncio.ensure_future(exchange.watch_my_trades())
        await subscribed(course)
    gate = exchange.fetch_open_orders = Gate(exchange.fetch_open_orders)
    told = asyncio.ensure_future(exchange.watch_orders())
    await subscribed(course)
    await course.holds(lambda: gate.answered == 1)
    await other.cancel_order(old["id"], SYMBOL)
    assert [(order["id"], order["status"]) for order in await course.until(told)] == [(old["id"], "canceled")]
    gate.opened.set()
    await course.holds(lambda: bool(exchange._surveyed))
    assert not exchange._unfinished.get("orders")
    if profile.fills:
        fills.cancel()


async def test_open_orders_that_a_venue_refuses_to_tell_are_an_error(
    profile: Profile, course: Course, join: Join
) -> None:
    exchange = join()
    exchange.fetch_open_orders = Refusal()
    with pytest.raises(ExchangeError, match="refused"):
        await course.until(exchange.watch_orders())


async def test_what_small_caches_let_go_of_is_not_told_again(
    profile: Profile, course: Course, join: Join
) -> None:
    exchange, other = join(), join()
    exchange.options.update(tradesLimit=2, ordersLimit=2)
    ear = Ear(exchange, profile.fills)
    await subscribed(course)
    for _ in range(6):
        await buy(other)
        await course.step(1)
    await course.holds(lambda: ear.last == truth(course)[0])
    for _ in range(2):
        course.venue.sockets.cut_all()
        await buy(other)
        await all_heard(ear, course, profile.fills)
    for _ in range(8):  # and what is old is not known for ever
        await course.step(KNOWN_MS // 2)
        await buy(other)
        await course.holds(lambda: ear.last == truth(course)[0])
    await all_told(ear, course, profile.fills)
    assert len(exchange._lately["orders"]) <= 6


async def all_heard(ear: Ear, course: Course, fills: bool) -> None:
    """All orders and fills have been heard since a line was lost."""
    await course.holds(
        lambda: ear.last == truth(course)[0] and (not fills or ear.fills.keys() >= truth(course)[1])
    )
    await course.holds(lambda: all(session.lost_at is None for session in ear.exchange._sessions))


async def test_fills_are_told_oldest_first_though_later_ones_came_before(
    profile: Profile, course: Course, join: Join
) -> None:
    if not profile.fills:
        return
    exchange, other = join(), join()
    told = asyncio.ensure_future(exchange.watch_my_trades())
    await subscribed(course)
    await buy(other)
    await course.until(told)
    await read_all(exchange.watch_my_trades)
    gate = exchange.fetch_my_trades = Gate(exchange.fetch_my_trades)
    course.venue.sockets.cut_all()
    missed = await buy(other, 0.02)
    await course.holds(lambda: gate.answered == 1)
    await course.step(1000)
    live = await buy(other, 0.03)
    await course.holds(lambda: any(fill["order"] == live["id"] for fill in exchange.myTrades))
    gate.opened.set()
    await course.holds(lambda: any(fill["order"] == missed["id"] for fill in exchange.myTrades))
    fills = await exchange.watch_my_trades()
    assert [fill["timestamp"] for fill in fills] == sorted(fill["timestamp"] for fill in fills)
    assert list(dict.fromkeys(fill["order"] for fill in fills)) == [missed["id"], live["id"]]


async def test_trades_that_are_taken_back_while_missed_ones_are_fetched_are_gone(
    course: Course, join: Join
) -> None:
    exchange = join()
    await course.until(exchange.watch_trades(SYMBOL), ms=1000)
    gate = exchange.fetch_trades = Gate(exchange.fetch_trades)
    course.venue.sockets.cut_all()
    for _ in range(10):  # trades that nobody hears
        course.sim.clock.advance(1000)  # type: ignore[attr-defined]
        course.venue.sockets.catch_up()
    await course.holds(lambda: gate.answered == 1, ms=0)
    await exchange.un_watch_trades(SYMBOL)
    gate.opened.set()
    await course.holds(lambda: exchange._sessions[0].lost_at is None, ms=0)
    assert not exchange.trades
    assert not exchange._fetched_trades
    assert not exchange._waiters._unread
