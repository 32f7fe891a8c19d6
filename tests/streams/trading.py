"""Trading in tests: one that trades, one that hears of it, and what the engine has of it."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from ccxt.base.errors import InvalidOrder, NetworkError, OrderNotFound

from ascendex_woo_adapters.simulator.trading.model import Status
from tests.streams.conftest import Course
from tests.streams.profiles import SYMBOL

#: How finished orders end; the others are open.
ENDS = {Status.FILLED: "closed", Status.CANCELLED: "canceled", Status.REJECTED: "rejected"}


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
            await self.far()
        else:
            with suppress(OrderNotFound, InvalidOrder):
                await self.exchange.cancel_order(self.resting.pop(), SYMBOL)

    async def far(self) -> None:
        """An order that is not filled."""
        book = await self.exchange.fetch_order_book(SYMBOL, 5)
        await self._rest("buy", round(book["bids"][0][0] * 0.97))

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
