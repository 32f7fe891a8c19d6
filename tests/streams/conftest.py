"""Streaming classes against the simulator, whose clock the tests move."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import ccxt
import pytest

from ascendex_woo_adapters import pro
from ascendex_woo_adapters.simulator import ManualClock, Simulator
from ascendex_woo_adapters.simulator.woo.v3_sockets import WooV3Socket
from tests.streams.profiles import PROFILES, Profile

pytest.register_assert_rewrite("tests.streams.trading")

PATIENCE_S = 20.0


@pytest.fixture
def sim() -> Iterator[Simulator]:
    """Both venues, without limits, on a clock that stands still."""
    with Simulator(seed=3, clock=ManualClock(time.time_ns() // 1_000_000), limits=False) as simulator:
        for protocol in simulator.woo.sockets.protocols:
            if isinstance(protocol, WooV3Socket):
                protocol.silence_ms = None  # clients ping by their own clock, which the tests do not move
        yield simulator
        for venue in simulator.venues.values():
            assert not venue.crashes


@pytest.fixture
async def connect(sim: Simulator) -> AsyncIterator[Callable[..., Any]]:
    """Make streaming exchanges; they are closed afterwards, and nothing of them may be left."""
    made = []
    before = asyncio.all_tasks()

    def make(exchange_id: str, config: Any = None) -> Any:
        exchange = sim.connect(getattr(pro, exchange_id), {"enableRateLimit": False, **(config or {})})
        exchange.timeout_on_exit = 20
        made.append(exchange)
        return exchange

    yield make
    for exchange in made:
        await exchange.close()
    left = asyncio.all_tasks() - before - {asyncio.current_task()}
    assert not left, f"tasks are left: {left}"


class Course:
    """The simulator's time, moved in steps while coroutines run."""

    def __init__(self, sim: Simulator, venue: Any) -> None:
        self.sim, self.venue = sim, venue

    async def step(self, ms: int = 250) -> None:
        """Move on, push what is due, and let it arrive."""
        self.sim.clock.advance(ms)  # type: ignore[attr-defined]
        await self.sim.aflush()
        await asyncio.sleep(0.002)

    async def until(self, awaited: Any, ms: int = 250) -> Any:
        """What is awaited, while time goes on."""
        task = asyncio.ensure_future(awaited)
        end = time.monotonic() + PATIENCE_S
        while not task.done():
            assert time.monotonic() < end, f"nothing came: {task}"
            await self.step(ms)
        return task.result()

    async def holds(self, condition: Callable[[], bool], ms: int = 250) -> None:
        """Wait until a condition holds, while time goes on."""
        end = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < end, "it never came true"
            await self.step(ms)


@pytest.fixture
def woo_course(sim: Simulator) -> Course:
    return Course(sim, sim.woo)


@pytest.fixture
def ascendex_course(sim: Simulator) -> Course:
    return Course(sim, sim.ascendex)


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
