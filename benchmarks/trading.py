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
#: Open orders that it keeps in a market.
MOST_OPEN = 30
#: How far from the best price its orders lie, in ticks.
FARTHEST = 1500


def venue_of(name: str, seed: int = 7) -> tuple[Venue, ManualClock]:
    """A venue of a simulator that is not started: there is no network, and time stands still."""
    clock = ManualClock(NOW_MS)
    simulator = Simulator(
        seed=seed, clock=clock, venues=[name], limits=False, balances={name: {"main": FUNDS}}
    )
    return simulator.venues[name], clock


class Trader:
    """Places, fills and cancels orders in one market, as a seed has it."""

    def __init__(self, venue: Venue, market_id: str, seed: int = 7) -> None:
        self.market_id = market_id
        self._engine = venue.engine
        self._account = venue.engine.account("main")
        self._tick = venue.engine.instruments[market_id].tick
        self._rng = random.Random(f"{seed}/{market_id}")
        self._open: list[Order] = []

    def act(self) -> None:
        """One operation: mostly a limit order placed or cancelled, which changes one level."""
        self._open = [order for order in self._open if order.is_open]
        if len(self._open) >= MOST_OPEN or (self._open and self._rng.random() < 0.4):
            self._engine.cancel(self._open.pop(self._rng.randrange(len(self._open))))
            return
        side = self._rng.choice((Side.BUY, Side.SELL))
        best = self._engine.book(self.market_id, 1)
        levels = best.bids if side is Side.BUY else best.asks
        away = side.sign * self._tick * self._rng.randint(0, FARTHEST)
        self._open.append(self._place(side, Kind.LIMIT, levels[0].price - away))

    def trade(self) -> None:
        """A market order, which is filled at once."""
        self._place(self._rng.choice((Side.BUY, Side.SELL)), Kind.MARKET, None)

    def _place(self, side: Side, kind: Kind, price: Decimal | None) -> Order:
        quantity = Decimal(self._rng.randint(1, 500)).scaleb(-3)
        request = PlaceRequest(symbol=self.market_id, side=side, kind=kind, price=price, quantity=quantity)
        return self._engine.place(self._account, request)
