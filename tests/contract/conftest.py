"""One suite for both venues and both colours, over real HTTP against the simulator."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from ascendex_woo_adapters.simulator import Simulator
from tests.support import Face, exchange_class


@dataclass
class Profile:
    """What the suite has to know of a venue."""

    id: str
    swap: str
    markets: list[str]
    tick: float
    amount: float
    """A size that is worth an order in ``swap``."""
    unstated: frozenset[str] = frozenset()
    """Fields of orders that the venue's replies do not tell."""
    skipped: dict[str, dict[str, bool]] = field(default_factory=dict)
    """What ccxt's validators have to pass over, by structure, because the venue does not tell it."""
    options: dict[str, Any] = field(default_factory=dict)
    """Options of the exchange."""
    placement: str = ""
    """The request that places an order."""
    look_up: str = ""
    """The request that asks for an order by its client id."""

    def config(self, **more: Any) -> dict[str, Any]:
        """What an exchange of this profile is made with."""
        return {"options": dict(self.options), **more}


PROFILES = {
    "woo-v1": Profile(
        "woo",
        "BTC/USDT:USDT",
        ["BTC/USDT:USDT", "BTC/USDT"],
        0.1,
        0.01,
        options={"generation": "v1"},
        placement="POST /v1/order",
        look_up="GET /v1/client/order/*",
    ),
    "woo-v3": Profile(
        "woo",
        "BTC/USDT:USDT",
        ["BTC/USDT:USDT", "BTC/USDT"],
        0.1,
        0.01,
        options={"generation": "v3"},
        placement="POST /v3/trade/order",
        look_up="GET /v3/trade/order",
    ),
    "ascendex": Profile(
        "ascendex",
        "BTC/USDT:USDT",
        ["BTC/USDT:USDT"],
        0.25,
        0.01,
        unstated=frozenset({"timeInForce"}),
        skipped={"position": {"timestamp": True, "datetime": True}},
        placement="POST */futures/order",
        look_up="GET */futures/order/status",
    ),
}


@dataclass
class Bench:
    """An exchange connected to its simulated venue."""

    profile: Profile
    face: Face
    sim: Simulator

    @property
    def venue(self) -> Any:
        return getattr(self.sim, self.profile.id)

    @property
    def engine(self) -> Any:
        return self.venue.engine

    async def call(self, name: str, *args: Any, **kwargs: Any) -> Any:
        return await self.face.call(name, *args, **kwargs)

    async def best(self, symbol: str) -> tuple[float, float]:
        """Best bid and ask."""
        book = await self.call("fetch_order_book", symbol, 5)
        return book["bids"][0][0], book["asks"][0][0]

    async def far_buy(self, **params: Any) -> Any:
        """A limit buy that rests well below the market."""
        bid, _ = await self.best(self.profile.swap)
        return await self.call(
            "create_order", self.profile.swap, "limit", "buy", self.profile.amount, bid * 0.97, params
        )


@pytest.fixture(params=sorted(PROFILES))
def profile(request: pytest.FixtureRequest) -> Profile:
    """Both venues, and both generations of WOO X, one after the other."""
    return PROFILES[request.param]


@pytest.fixture
def simulator(profile: Profile) -> Iterator[Simulator]:
    """A fresh venue for each test."""
    with Simulator(seed=7, venues=(profile.id,)) as sim:
        yield sim


@pytest.fixture
async def bench(profile: Profile, colour: str, simulator: Simulator) -> AsyncIterator[Bench]:
    """The exchange of this venue and colour, connected."""
    exchange = simulator.connect(exchange_class(profile.id, colour), profile.config())
    face = Face(exchange, colour)
    yield Bench(profile, face, simulator)
    await face.close()
