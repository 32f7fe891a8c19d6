"""Trading that moves a simulated venue's market, order by order."""

from __future__ import annotations

import random
from decimal import Decimal

from ascendex_woo_adapters.simulator import ManualClock, Simulator
from ascendex_woo_adapters.simulator.server import Venue
from ascendex_woo_adapters.simulator.trading.model import Kind, Order, PlaceRequest, Side
from benchmarks.sample import NOW_MS

#: What the trading account begins with: enough that no order is refused for want of funds.
FUNDS = {"USDT": 10**9, "BTC": 10**5, "ETH": 10**6}
#: What the smallest order costs, in the quote currency.
LEAST_COST = Decimal(50)
#: How far from the best price its orders lie, at most: a share of the price.
FARTHEST = Decimal("0.002")


def venue_of(name: str, seed: int = 7) -> tuple[Venue, ManualClock]:
    """A venue of a simulator that is not started: there is no network, and time stands still."""
    clock = ManualClock(NOW_MS)
    simulator = Simulator(
        seed=seed, clock=clock, venues=[name], limits=False, balances={name: {"main": FUNDS}}
    )
    return simulator.venues[name], clock


class Trader:
    """Places, fills and cancels orders in one market, as a seed has it."""

    def __init__(self, venue: Venue, market_id: str, seed: int = 7, most_open: int = 30) -> None:
        """``most_open``: the orders that it keeps open."""
        self.market_id = market_id
        self._most_open = most_open
        self._engine = venue.engine
        self._account = venue.engine.account("main")
        instrument = venue.engine.instruments[market_id]
        self._tick = instrument.tick
        price = venue.engine.book(market_id, 1).bids[0].price
        self._farthest = int(price * FARTHEST / self._tick)
        self._lot = (LEAST_COST / price // instrument.step + 1) * instrument.step
        self._rng = random.Random(f"{seed}/{market_id}")
        self._open: list[Order] = []

    def act(self) -> None:
        """One operation: mostly a limit order placed or cancelled, which changes one level."""
        self._open = [order for order in self._open if order.is_open]
        if len(self._open) >= self._most_open or (self._open and self._rng.random() < 0.4):
            self._engine.cancel(self._open.pop(self._rng.randrange(len(self._open))))
            return
        side = self._rng.choice((Side.BUY, Side.SELL))
        self._open.append(self._place(side, Kind.LIMIT, self._price(side)))

    def move(self) -> None:
        """Give one of the open orders another price: the account's history does not grow by it."""
        self._engine.sync()  # time may fill some of them
        self._open = [order for order in self._open if order.is_open]
        if len(self._open) < self._most_open:
            self.act()
            return
        order = self._rng.choice(self._open)
        self._engine.amend(order, self._price(order.side))

    def trade(self) -> None:
        """A market order, which is filled at once."""
        self._place(self._rng.choice((Side.BUY, Side.SELL)), Kind.MARKET, None)

    def _price(self, side: Side) -> Decimal:
        best = self._engine.book(self.market_id, 1)
        levels = best.bids if side is Side.BUY else best.asks
        return levels[0].price - side.sign * self._tick * self._rng.randint(0, self._farthest)

    def _place(self, side: Side, kind: Kind, price: Decimal | None) -> Order:
        quantity = self._lot * self._rng.randint(1, 100)
        request = PlaceRequest(symbol=self.market_id, side=side, kind=kind, price=price, quantity=quantity)
        return self._engine.place(self._account, request)
