"""An edit whose reply was lost: the order itself tells whether it was changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import ccxt
import pytest

from ascendex_woo_adapters import OrderStateUnknown
from ascendex_woo_adapters.simulator import Fault, Simulator
from tests.support import Face, exchange_class

SYMBOL = "BTC/USDT:USDT"
# aiohttp sends an idempotent request again by itself when a kept connection was closed: faults stay
EDITS = {"v1": "PUT /v3/*order/*", "v3": "PUT /v3/trade/*"}


@pytest.fixture(params=sorted(EDITS))
async def woo(colour: str, request: pytest.FixtureRequest) -> AsyncIterator[tuple[Face, Any]]:
    """WOO X in both generations."""
    with Simulator(seed=5, venues=("woo",)) as sim:
        options = {"generation": request.param}
        face = Face(sim.connect(exchange_class("woo", colour), {"options": options}), colour)
        face.exchange.options["findLostOrdersTimeout"] = 200
        yield face, sim.woo
        await face.close()


def edit_of(face: Face) -> str:
    """The request that changes an order."""
    return EDITS[face.exchange.options["generation"]]


async def resting(face: Face, **params: Any) -> Any:
    bid = (await face.call("fetch_order_book", SYMBOL, 5))["bids"][0][0]
    return await face.call("create_order", SYMBOL, "limit", "buy", 0.01, round(bid * 0.95), params)


@pytest.mark.parametrize("params", [{}, {"triggerPrice": 20000}], ids=["plain", "algo"])
async def test_a_change_that_was_made_is_found(woo: tuple[Face, Any], params: dict[str, Any]) -> None:
    face, venue = woo
    order = await resting(face, **params)
    venue.faults.add(Fault(match=edit_of(face), kind="drop_after", times=None))
    price = order["price"] - 100
    same = {"trigger": True} if params else {}
    edited = await face.call("edit_order", order["id"], SYMBOL, "limit", "buy", None, price, same)
    assert (edited["id"], edited["price"]) == (order["id"], price)


async def exits(face: Face) -> dict[str, Any]:
    """Both exits of a long position."""
    await face.call("create_order", SYMBOL, "market", "buy", 0.02)
    mark = (await face.call("fetch_mark_price", SYMBOL))["markPrice"]
    prices = {"stopLossPrice": round(mark * 0.9), "takeProfitPrice": round(mark * 1.1)}
    return {
        **prices,
        "id": (await face.call("create_order", SYMBOL, "market", "sell", 0.01, None, prices))["id"],
    }


async def trail(face: Face) -> dict[str, Any]:
    """A trailing stop."""
    distance = {"trailingPercent": 5}
    return {
        **distance,
        "id": (await face.call("create_order", SYMBOL, "market", "sell", 0.01, None, distance))["id"],
    }


#: What is placed, and what of it is changed.
PARTS = [(exits, "stopLossPrice"), (exits, "takeProfitPrice"), (trail, "trailingPercent")]


def had(order: Any) -> Any:
    """The values of an order that an edit changes."""
    return order["stopLossPrice"], order["takeProfitPrice"], order["info"].get("callbackRate")


@pytest.mark.parametrize(("place", "name"), PARTS)
async def test_a_changed_part_is_found(woo: tuple[Face, Any], place: Any, name: str) -> None:
    face, venue = woo
    old = await place(face)
    before = had(await face.call("fetch_order", old["id"], SYMBOL, {"trigger": True}))
    venue.faults.add(Fault(match=edit_of(face), kind="drop_after", times=None))
    change = {name: old[name] * 1.02}
    edited = await face.call("edit_order", old["id"], SYMBOL, "market", "sell", None, None, change)
    assert edited["id"] == old["id"]
    assert had(edited) != before


@pytest.mark.parametrize(("place", "name"), PARTS)
async def test_a_part_whose_change_never_arrived_is_told(
    woo: tuple[Face, Any], place: Any, name: str
) -> None:
    face, venue = woo
    old = await place(face)
    venue.faults.add(Fault(match=edit_of(face), kind="drop_before", times=None))
    change = {name: old[name] * 1.02}
    with pytest.raises(ccxt.ExchangeNotAvailable, match="was not changed") as caught:
        await face.call("edit_order", old["id"], SYMBOL, "market", "sell", None, None, change)
    assert not isinstance(caught.value, OrderStateUnknown)


async def test_a_change_that_never_arrived_is_told(woo: tuple[Face, Any]) -> None:
    face, venue = woo
    order = await resting(face)
    venue.faults.add(Fault(match=edit_of(face), kind="drop_before", times=None))
    with pytest.raises(ccxt.ExchangeNotAvailable, match="was not changed") as caught:
        await face.call("edit_order", order["id"], SYMBOL, "limit", "buy", None, order["price"] - 100)
    assert not isinstance(caught.value, OrderStateUnknown)


async def test_an_order_that_cannot_be_looked_at_is_of_unknown_state(woo: tuple[Face, Any]) -> None:
    face, venue = woo
    order = await resting(face)
    venue.faults.add(Fault(match=edit_of(face), kind="drop_after", times=None))
    venue.faults.add(Fault(match="GET *", kind="drop_before", times=None))
    with pytest.raises(OrderStateUnknown) as caught:
        await face.call("edit_order", order["id"], SYMBOL, "limit", "buy", None, order["price"] - 100)
    assert caught.value.order_id == order["id"]
