"""AscendEX on a clock that stands still, and clients of it; the money is counted afterwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from ascendex_woo_adapters.simulator import ManualClock, Simulator

from .client import START, Client


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with Simulator(seed=1, clock=ManualClock(START), venues=("ascendex",)) as simulator:
        yield simulator
        assert simulator.ascendex.crashes == []
        simulator.ascendex.engine.audit()


@pytest.fixture
def connect(sim: Simulator) -> Iterator[Callable[[str], Client]]:
    clients: list[Client] = []

    def make(account: str) -> Client:
        clients.append(Client(sim, account))
        return clients[-1]

    yield make
    for client in clients:
        client.session.close()


@pytest.fixture
def client(connect: Callable[[str], Client]) -> Client:
    return connect("main")
