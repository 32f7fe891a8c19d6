"""A limit order book with price-time priority. It knows prices and quantities, not money."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from .model import ZERO, Level, Side


@dataclass
class Resting:
    """An order in the book. `owner` is None for the house. At most `visible` of it is shown."""

    id: str
    owner: str | None
    side: Side
    price: Decimal
    quantity: Decimal
    visible: Decimal


class Match(NamedTuple):
    """What a taker would take from one resting order, at that order's price."""

    resting: Resting
    quantity: Decimal


class _Half:
    """One side of a book: a queue for each price, prices sorted with the best one first."""

    def __init__(self, side: Side) -> None:
        self._sign = -side.sign
        self._keys: list[Decimal] = []
        self._queues: dict[Decimal, dict[str, Resting]] = {}

    def add(self, order: Resting) -> None:
        key = self._sign * order.price
        queue = self._queues.get(key)
        if queue is None:
            insort(self._keys, key)
            queue = self._queues[key] = {}
        queue[order.id] = order

    def remove(self, order: Resting) -> None:
        key = self._sign * order.price
        queue = self._queues[key]
        del queue[order.id]
        if not queue:
            del self._queues[key]
            del self._keys[bisect_left(self._keys, key)]

    def best(self) -> Decimal | None:
        return self._sign * self._keys[0] if self._keys else None

    def queues(self) -> Iterator[tuple[Decimal, dict[str, Resting]]]:
        return ((self._sign * key, self._queues[key]) for key in self._keys)


class Book:
    """Both sides of one market. Orders of one price are served in the order of their arrival."""

    def __init__(self) -> None:
        self._halves = {side: _Half(side) for side in Side}
        self._orders: dict[str, Resting] = {}

    def __contains__(self, order_id: str) -> bool:
        return order_id in self._orders

    def get(self, order_id: str) -> Resting | None:
        return self._orders.get(order_id)

    def orders(self) -> Iterator[Resting]:
        return iter(self._orders.values())

    def add(self, order: Resting) -> None:
        """Let an order rest; the caller has taken out of the book what it can take."""
        self._orders[order.id] = order
        self._halves[order.side].add(order)

    def remove(self, order_id: str) -> Resting | None:
        order = self._orders.pop(order_id, None)
        if order is not None:
            self._halves[order.side].remove(order)
        return order

    def reduce(self, order_id: str, quantity: Decimal) -> None:
        """Take `quantity` from an order without touching its priority; an empty order leaves."""
        order = self._orders[order_id]
        order.quantity -= quantity
        if order.quantity <= 0:
            self.remove(order_id)

    def clear_house(self) -> None:
        for order in [order for order in self._orders.values() if order.owner is None]:
            self.remove(order.id)

    def best(self, side: Side) -> Decimal | None:
        """The best price of a side, hidden orders included."""
        return self._halves[side].best()

    def levels(self, side: Side, depth: int) -> list[Level]:
        """The visible quantities of a side, best price first."""
        shown = (
            Level(price, sum((min(order.visible, order.quantity) for order in queue.values()), ZERO))
            for price, queue in self._halves[side].queues()
        )
        return list(islice((level for level in shown if level.quantity), depth))

    def matches(
        self,
        taker: Side,
        wanted: Decimal | None,
        limit: Decimal | None,
        budget: Decimal | None = None,
        step: Decimal = Decimal(1),
    ) -> Iterator[Match]:
        """What a taker of this side would get, best first, without taking it.

        At most `wanted` base, at prices not worse than `limit`, for at most `budget` quote in whole `step`s.
        """
        for price, queue in self._halves[taker.opposite].queues():
            if limit is not None and taker.sign * price > taker.sign * limit:
                return
            for order in queue.values():
                quantity = order.quantity
                if wanted is not None:
                    quantity = min(quantity, wanted)
                if budget is not None:
                    quantity = min(quantity, budget / price // step * step)
                if quantity <= 0:
                    return
                yield Match(order, quantity)
                if wanted is not None:
                    wanted -= quantity
                if budget is not None:
                    budget -= quantity * price
