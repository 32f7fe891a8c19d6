"""Public trades under cuts, on every venue: what came while a line was lost is told, and nothing twice."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from ccxt.base.errors import ExchangeClosedByUser, ExchangeError

from ascendex_woo_adapters.simulator import Fault
from ascendex_woo_adapters.simulator.trading.model import Side
from tests.streams.conftest import Course
from tests.streams.profiles import PROFILES, SYMBOL, Profile

#: Where the venue tells its newest trades.
NEWEST = {
    "woo-v1": "GET /v1/public/market_trades",
    "woo-v3": "GET /v3/public/marketTrades",
    "ascendex": "GET /api/pro/v1/trades",
}


@pytest.fixture(params=list(PROFILES))
def profile(request: pytest.FixtureRequest) -> Profile:
    return PROFILES[request.param]


def told(trade: Any) -> tuple[float, float, str]:
    return trade["price"], trade["amount"], trade["side"]


async def at_rest(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds, or for a few seconds, while the venue's time stands still."""
    for _ in range(250):
        if condition():
            break
        await asyncio.sleep(0.02)


class Listener:
    """Trades as a strategy sees them."""

    def __init__(self, exchange: Any) -> None:
        self.seen: list[Any] = []
        self.watching = asyncio.ensure_future(self._watch(exchange))

    async def _watch(self, exchange: Any) -> None:
        with suppress(ExchangeClosedByUser):
            while True:
                trades = await exchange.watch_trades(SYMBOL)
                assert [row["timestamp"] for row in trades] == sorted(row["timestamp"] for row in trades)
                self.seen += trades


def made(course: Course, profile: Profile, first: Any) -> Counter[Any]:
    """The engine's trades from the first on that was told."""
    trades = course.venue.engine.trades(profile.market_id, 1000, start=first["timestamp"])
    return Counter((float(t.price), float(t.quantity), t.side.value.lower()) for t in trades)


async def test_what_a_lost_line_missed_is_told_once(
    connect: Callable[..., Any], sim: Any, profile: Profile
) -> None:
    exchange = connect(profile.id, {"options": profile.options})
    course = Course(sim, sim.venues[profile.id])
    sockets, rng = course.venue.sockets, random.Random(5)
    listener = Listener(exchange)
    await course.holds(lambda: len(listener.seen) > 3)
    for _ in range(4):
        sockets.cut_all(rng.choice([None, 1001]))
        for _ in range(rng.randrange(2, 8)):  # trades that nobody hears
            sim.clock.advance(500)
            sockets.catch_up()
        await at_rest(lambda: any(session.topics for session in sockets.sessions))
        for _ in range(4):
            await course.step(500)
    expected = made(course, profile, listener.seen[0])
    await at_rest(lambda: len(listener.seen) >= sum(expected.values()))
    assert Counter(map(told, listener.seen)) == expected
    assert len(listener.seen) > 20
    listener.watching.cancel()


class Tape:
    """Trades of one price and size that no other trade has, put into the engine at chosen times."""

    def __init__(self, sim: Any, course: Course, profile: Profile) -> None:
        self.clock, self.sockets, self.engine = sim.clock, course.venue.sockets, course.venue.engine
        self.market = self.engine._live(profile.market_id)
        self.times: list[int] = []

    def add(self, after_ms: int, quantity: str = "7.77") -> None:
        """A trade so much later than now."""
        self.clock.advance(after_ms)
        self.sockets.catch_up()
        with self.engine.lock:
            self.engine._publish(self.market, Side.BUY, Decimal(50_000), Decimal(quantity))
        self.times.append(self.clock.now())

    def told(self, listener: Listener) -> list[int]:
        """The times of those that were told."""
        return [row["timestamp"] for row in listener.seen if row["amount"] in (7.77, 8.88)]


async def test_a_trade_like_one_that_was_missed_is_told(
    connect: Callable[..., Any], sim: Any, profile: Profile
) -> None:
    """Numbers tell trades apart; where there are none, equal trades are told apart by a second."""
    exchange = connect(profile.id, {"options": profile.options})
    course = Course(sim, sim.venues[profile.id])
    listener = Listener(exchange)
    await course.holds(lambda: len(listener.seen) > 3)
    tape = Tape(sim, course, profile)
    gap = 1 if profile.numbered else 1001
    course.venue.sockets.cut_all()
    tape.add(1)
    tape.add(gap)
    tape.add(1, "8.88")
    await at_rest(lambda: len(tape.told(listener)) == 3)
    tape.add(gap - 1)
    await sim.aflush()
    await at_rest(lambda: len(tape.told(listener)) == 4)
    assert tape.told(listener) == tape.times


async def test_a_trade_that_was_fetched_while_its_message_was_on_its_way_is_told_once(
    connect: Callable[..., Any], sim: Any, profile: Profile
) -> None:
    exchange = connect(profile.id, {"options": profile.options})
    course = Course(sim, sim.venues[profile.id])
    listener = Listener(exchange)
    await course.holds(lambda: len(listener.seen) > 3)
    tape, late = Tape(sim, course, profile), []
    take, holding = exchange.handle_message, [True]

    def hold(client: Any, message: Any) -> None:
        if holding and exchange._channel_of(message):
            late.append((client, message))
        else:
            take(client, message)

    exchange.handle_message = hold
    fetch = exchange.fetch_trades

    async def fetch_trades(symbol: str) -> Any:
        tape.add(1)
        await sim.aflush()
        await at_rest(lambda: bool(late))
        return await fetch(symbol)

    exchange.fetch_trades = fetch_trades
    course.venue.sockets.cut_all()
    await at_rest(lambda: bool(tape.told(listener)))
    holding.clear()
    assert late
    for held in late:
        take(*held)
    tape.add(1, "8.88")
    await sim.aflush()
    await at_rest(lambda: len(tape.told(listener)) == 2)
    assert tape.told(listener) == tape.times


async def test_trades_that_nobody_had_read_when_the_line_was_lost_are_told(
    connect: Callable[..., Any], sim: Any, profile: Profile
) -> None:
    exchange = connect(profile.id, {"options": profile.options})
    course = Course(sim, sim.venues[profile.id])
    first = await course.until(exchange.watch_trades(SYMBOL))
    kept = len(exchange.trades[SYMBOL])
    while len(exchange.trades[SYMBOL]) < kept + 3:
        await course.step(500)
    unread = exchange.trades[SYMBOL][kept:]
    asked = course.venue.faults.add(Fault(NEWEST[profile.name], "status", code=503, times=None))
    course.venue.sockets.cut_all()
    await at_rest(lambda: asked.hits > 0)  # for what was missed: the new line is there
    assert await asyncio.wait_for(exchange.watch_trades(SYMBOL), 10) == unread
    assert first[0] not in unread


async def test_trades_that_cannot_be_had_are_asked_for_again_or_are_an_error(
    connect: Callable[..., Any], sim: Any, profile: Profile
) -> None:
    exchange = connect(profile.id, {"options": profile.options})
    course = Course(sim, sim.venues[profile.id])
    sockets, faults = course.venue.sockets, course.venue.faults
    await course.until(exchange.watch_trades(SYMBOL))
    away = Fault(NEWEST[profile.name], "status", code=503, times=2)
    refused = Fault(NEWEST[profile.name], "status", code=422)
    faults.add(away)
    faults.add(refused)
    sockets.cut_all()
    await at_rest(lambda: refused.hits == 1)
    assert (away.hits, refused.hits) == (2, 1)
    await asyncio.sleep(0.1)
    with pytest.raises(ExchangeError):
        await exchange.watch_trades(SYMBOL)
    assert await course.until(exchange.watch_trades(SYMBOL))
