"""WOO on a clock that stands still, and a client of it; the money is counted afterwards."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from ascendex_woo_adapters.simulator import ManualClock, Simulator

from .socket_client import Lines, lines_of
from .woo_client import Client
from .woo_v3_client import Trader


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def sim(clock: ManualClock) -> Iterator[Simulator]:
    with Simulator(seed=3, clock=clock, venues=("woo",), limits=False) as simulator:
        yield simulator
        assert simulator.woo.crashes == []
        simulator.woo.engine.audit()


@pytest.fixture
def client(sim: Simulator) -> Client:
    return Client(sim)


@pytest.fixture
def trader(sim: Simulator) -> Trader:
    return Trader(sim)


@pytest.fixture
async def lines(sim: Simulator) -> AsyncIterator[Lines]:
    async with lines_of(sim) as opened:
        yield opened
