"""Cut lines under trading: every fill is told once, every order ends in the engine's state."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import ccxt
import pytest
from ccxt.base.errors import NetworkError, OrderNotFound

from ascendex_woo_adapters.simulator.socket_faults import SocketFault
from ascendex_woo_adapters.simulator.trading.model import Status
from tests.streams.conftest import Course
from tests.streams.profiles import PROFILES, SYMBOL, Profile

#: How finished orders end; the others are open.
ENDS = {Status.FILLED: "closed", Status.CANCELLED: "canceled", Status.REJECTED: "rejected"}
#: Frames at which a line may break, besides those of orders.
MOMENTS = ("reply auth", "reply sub*", "ping", "*")


class Trader:
    """Places, fills and cancels orders at random; what goes wrong on the way does not matter."""

    def __init__(self, exchange: Any, rng: random.Random) -> None:
        self.exchange, self.rng = exchange, rng
        self.resting: list[str] = []

    async def act(self) -> None:
        """One action."""
        book = await self.exchange.fetch_order_book(SYMBOL, 5)
        bid, ask = book["bids"][0][0], book["asks"][0][0]
        side = self.rng.choice(("buy", "sell"))
        lot = self.rng.random()
        if lot < 0.4:
            await self.exchange.create_order(SYMBOL, "market", side, self.rng.choice((0.01, 0.02)))
        elif lot < 0.7:
            price = bid if side == "buy" else ask
            await self._rest(side, price)
        elif lot < 0.85 or not self.resting:
            await self._rest("buy", round(bid * 0.97))
        else:
            with suppress(OrderNotFound, ccxt.InvalidOrder):
                await self.exchange.cancel_order(self.resting.pop(), SYMBOL)

    async def _rest(self, side: str, price: float) -> None:
        order = await self.exchange.create_order(SYMBOL, "limit", side, 0.01, price)
        self.resting.append(order["id"])


class Ear:
    """Hears what is told of fills and orders, as a strategy does that never stops."""

    def __init__(self, exchange: Any, fills: bool) -> None:
        self.exchange = exchange
        self.fills: Counter[str] = Counter()
        self.last: dict[str, tuple[str, float]] = {}
        self.ends: Counter[str] = Counter()
        calls = [self._orders, self._fills] if fills else [self._orders]
        self.tasks = [asyncio.ensure_future(self._again(call)) for call in calls]

    async def _again(self, call: Callable[[], Any]) -> None:
        while True:
            with suppress(NetworkError):
                await call()

    async def _fills(self) -> None:
        self.fills.update(fill["id"] for fill in await self.exchange.watch_my_trades())

    async def _orders(self) -> None:
        for order in await self.exchange.watch_orders():
            self.last[order["id"]] = (order["status"], order["filled"])
            if order["status"] != "open":
                self.ends[order["id"]] += 1

    def stop(self) -> None:
        """Hear no more; raises what ended the hearing before."""
        for task in self.tasks:
            assert not task.done() or task.result()
            task.cancel()


@pytest.fixture(params=sorted(PROFILES))
def profile(request: pytest.FixtureRequest) -> Profile:
    return PROFILES[request.param]


@pytest.fixture
def course(profile: Profile, sim: Any, monkeypatch: pytest.MonkeyPatch) -> Course:
    """The simulator's time is everybody's: that of ccxt's socket client too."""
    monkeypatch.setattr(ccxt.Exchange, "milliseconds", staticmethod(sim.clock.now))
    return Course(sim, getattr(sim, profile.id))


@pytest.fixture
def join(profile: Profile, sim: Any, connect: Callable[..., Any]) -> Callable[[], Any]:
    """Make exchanges of one account that go by the simulator's clock."""

    def make() -> Any:
        exchange = connect(profile.id, {"options": profile.options})
        exchange.milliseconds = sim.clock.now
        return exchange

    return make


async def subscribed(course: Course) -> None:
    """Wait until the private socket is subscribed."""
    await course.holds(lambda: any(session.topics for session in course.venue.sockets.of("main")))
    await asyncio.sleep(0.05)


def truth(course: Course) -> tuple[dict[str, tuple[str, float]], set[str]]:
    """The states of all orders, and the ids of all fills, as the engine has them."""
    engine = course.venue.engine
    account = engine.account("main")
    orders = {
        order.id: (ENDS.get(order.status, "open"), float(order.filled)) for order in engine.orders(account)
    }
    return orders, {str(fill.id) for fill in engine.fills(account)}


async def all_told(ear: Ear, course: Course, fills: bool) -> None:
    """Everything has been heard, and nothing twice."""
    orders, made = truth(course)
    with suppress(AssertionError):  # what is missing is told below
        await course.holds(lambda: ear.last == orders and (not fills or ear.fills.keys() >= made))
    assert ear.last == orders
    assert [order for order, times in ear.ends.items() if times > 1] == []
    if fills:
        assert ear.fills == Counter(dict.fromkeys(made, 1))
    ear.stop()


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
