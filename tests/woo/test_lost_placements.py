"""Orders whose reply was lost, and which the venue tells otherwise than they were sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest

from ascendex_woo_adapters.simulator import Fault, Simulator
from tests.support import Face, exchange_class

SYMBOL = "BTC/USDT:USDT"
PLACEMENTS = {"v1": "POST /v1/order", "v3": "POST /v3/trade/order"}


@pytest.fixture(params=sorted(PLACEMENTS))
async def woo(colour: str, request: pytest.FixtureRequest) -> AsyncIterator[tuple[Face, Simulator]]:
    """WOO X in both generations, which loses the reply to the next placement."""
    with Simulator(seed=5, venues=("woo",)) as sim:
        options = {"generation": request.param}
        face = Face(sim.connect(exchange_class("woo", colour), {"options": options}), colour)
        await face.call("load_markets")
        sim.woo.faults.add(Fault(match=PLACEMENTS[request.param], kind="drop_after"))
        yield face, sim
        await face.close()


def truth(sim: Simulator) -> Any:
    (order,) = sim.woo.engine.orders(sim.woo.engine.account("main"))
    return order


@pytest.mark.parametrize(
    ("kind", "params"), [("limit", {"postOnlyAdjusted": True}), ("ask", {}), ("bid", {})], ids=str
)
async def test_an_order_at_a_price_of_the_venues_is_found(
    woo: tuple[Face, Simulator], kind: str, params: dict[str, Any]
) -> None:
    face, sim = woo
    book = await face.call("fetch_order_book", SYMBOL, 5)
    asked = book["asks"][0][0] + 50  # would take
    order = await face.call("create_order", SYMBOL, kind, "buy", 0.01, asked, params)
    placed = truth(sim)
    assert (order["id"], order["price"]) == (placed.id, float(placed.price))
    assert order["price"] != asked


@pytest.mark.parametrize("number", [Decimal, str])
async def test_an_order_is_found_whatever_numbers_are_made_of(
    woo: tuple[Face, Simulator], number: Any
) -> None:
    face, sim = woo
    bid = (await face.call("fetch_order_book", SYMBOL, 5))["bids"][0][0]
    face.exchange.number = number
    order = await face.call("create_order", SYMBOL, "limit", "buy", 0.01, round(bid * 0.95))
    assert order["id"] == truth(sim).id


@pytest.mark.parametrize("ahead_ms", [120_000, -120_000])
async def test_an_order_is_found_by_a_clock_that_the_venue_takes(
    woo: tuple[Face, Simulator], ahead_ms: int
) -> None:
    face, sim = woo
    bid = (await face.call("fetch_order_book", SYMBOL, 5))["bids"][0][0]
    clock = face.exchange.milliseconds
    face.exchange.milliseconds = lambda: clock() + ahead_ms
    order = await face.call("create_order", SYMBOL, "limit", "buy", 0.01, round(bid * 0.95))
    assert order["id"] == truth(sim).id
