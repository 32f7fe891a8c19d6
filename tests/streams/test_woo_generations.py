"""WOO X's two generations tell the same over sockets of the same events, field by field."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from tests.streams.conftest import Course

SWAP, SPOT = "BTC/USDT:USDT", "BTC/USDT"
METHODS = ("watch_orders", "watch_trigger_orders", "watch_my_trades", "watch_balance", "watch_positions")
#: The published row of V3's algo orders breaks off: whether they only reduce is not known to be told.
UNTOLD = {"watch_trigger_orders": ("reduceOnly",)}
#: How many things of each kind the test's trades make; of the balance, fields.
LEAST = dict(zip(METHODS, (6, 2, 3, 5, 1), strict=True))
Told = dict[str, list[Any]]


class Watched:
    """All that one exchange tells of the account."""

    def __init__(self, exchange: Any) -> None:
        self.exchange = exchange
        self.told: Told = {method: [] for method in METHODS}
        self.tasks = [asyncio.ensure_future(self._watch(method)) for method in METHODS]

    async def _watch(self, method: str) -> None:
        while True:
            if method == "watch_trigger_orders":
                told = await self.exchange.watch_orders(params={"trigger": True})
            else:
                told = await getattr(self.exchange, method)()
            self.told[method] += told if isinstance(told, list) else [told]


@pytest.fixture
async def pair(connect: Callable[..., Any], woo_course: Course) -> AsyncIterator[tuple[Watched, Watched]]:
    """Both generations on one account, subscribed to everything private."""
    exchanges = [connect("woo", {"options": {"generation": name}}) for name in ("v1", "v3")]
    for exchange in exchanges:
        await exchange.load_markets()
    watched = [Watched(exchange) for exchange in exchanges]
    sockets = woo_course.venue.sockets
    await woo_course.holds(lambda: sorted(len(one.topics) for one in sockets.of("main")) == [4, 4])
    await woo_course.holds(lambda: all(one.told["watch_balance"] for one in watched))
    await asyncio.sleep(0.05)
    yield watched[0], watched[1]
    for one in watched:
        for task in one.tasks:
            task.cancel()


def stripped(value: Any, *left_out: str) -> Any:
    """A structure without its raw rows."""
    if isinstance(value, dict):
        return {
            key: stripped(child, *left_out) for key, child in value.items() if key not in ("info", *left_out)
        }
    return [stripped(child, *left_out) for child in value] if isinstance(value, list) else value


def latest(watched: Watched, method: str) -> Any:
    """The last state told of each thing: what changes twice before a reader wakes is told once."""
    rows = stripped(watched.told[method], *UNTOLD.get(method, ()))
    if method == "watch_balance":
        return rows[-1]
    return {(row["id"], row["symbol"], row["side"]): row for row in rows}


async def test_both_tell_the_same(pair: tuple[Watched, Watched], woo_course: Course) -> None:
    v1, v3 = pair
    trader = v3.exchange
    bid = (await trader.fetch_order_book(SWAP, 1))["bids"][0][0]
    await trader.create_order(SWAP, "market", "buy", 0.02)
    resting = await trader.create_order(
        SWAP, "limit", "buy", 0.01, round(bid * 0.95, 1), {"clientOrderId": 71}
    )
    await trader.edit_order(resting["id"], SWAP, "limit", "buy", 0.02, round(bid * 0.94, 1))
    await trader.cancel_order(resting["id"], SWAP)
    await trader.create_order(SPOT, "market", "buy", 0.01, bid)
    await trader.create_order(SPOT, "limit", "sell", 0.005, round(bid * 1.05, 1), {"postOnly": True})
    stop = await trader.create_order(
        SWAP, "market", "sell", 0.01, None, {"triggerPrice": round(bid * 0.9, 1)}
    )
    exits = {
        "takeProfit": {"triggerPrice": round(bid * 1.2, 1)},
        "stopLoss": {"triggerPrice": round(bid * 0.8, 1)},
    }
    await trader.create_order(SWAP, "limit", "buy", 0.01, round(bid * 0.93, 1), exits)
    await trader.cancel_order(stop["id"], SWAP, {"trigger": True})
    await trader.create_order(SWAP, "market", "sell", 0.02, None, {"reduceOnly": True})
    last = await trader.create_order(SWAP, "limit", "sell", 0.01, round(bid * 1.05, 1))
    await woo_course.holds(
        lambda: all(any(order["id"] == last["id"] for order in one.told["watch_orders"]) for one in pair)
    )
    await asyncio.sleep(0.1)
    for method in METHODS:
        old, new = latest(v1, method), latest(v3, method)
        assert new == old
        assert len(old) >= LEAST[method]
    fills = "watch_my_trades"
    assert stripped(v3.told[fills]) == stripped(v1.told[fills])


async def test_the_generation_can_be_changed_after_close(
    connect: Callable[..., Any], woo_course: Course
) -> None:
    woo = connect("woo")
    for generation in ("v3", "v1"):
        woo.options["generation"] = generation
        assert (await woo_course.until(woo.watch_order_book(SWAP)))["bids"]
        assert (await woo_course.until(woo.watch_balance()))["USDT"]
        sockets = woo.urls["api"]["ws"][generation]
        public, private = woo.clients
        assert public.startswith(sockets["public"])
        assert private.startswith(sockets["private"])
        await woo.close()
