"""One market of the engine: its book, the house's part in it, and what can be read from it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from decimal import Decimal
from heapq import merge
from itertools import islice

from .candles import candle, candle_end, candle_start, candle_starts
from .instruments import Instrument
from .matching import Book, Resting
from .model import (
    BookView,
    Candle,
    FundingRate,
    FundingSettlement,
    Order,
    PriceSource,
    Side,
    Ticker,
    Trade,
)
from .prices import NEVER, STEP_MS, HouseMarket
from .watches import Watch

_KEPT_TRADES = 100_000
_DAY_MS, _HOUR_MS = 86_400_000, 3_600_000
_SLACK = {PriceSource.LAST: Decimal(0), PriceSource.MARK: Decimal("6e-5"), PriceSource.INDEX: Decimal("4e-4")}
"""More than a price ever is away from the mid price, as a fraction."""


class Market:
    """State of one instrument. `step` is the last step of time that has been played."""

    def __init__(self, instrument: Instrument, house: HouseMarket, step: int) -> None:
        self.instrument = instrument
        self.house = house
        self.book = Book()
        self.step = step
        self.sequence = 1
        self.changed = step * STEP_MS
        self.pending: dict[str, Order] = {}
        """Orders that wait for their trigger."""
        self.watches: list[Watch] = []
        """What else waits for a price."""
        self.user_trades: deque[Trade] = deque(maxlen=_KEPT_TRADES)
        self._print_left: dict[int, Decimal] = {}

    def touch(self, time: int) -> None:
        """Note that the book has changed."""
        self.sequence += 1
        self.changed = max(self.changed, time)

    # The house.

    def house_orders(self, side: Side, step: int) -> Iterator[Resting]:
        for place, (ticks, quantity) in enumerate(self.house.quotes(side, step)):
            price = self.house.price(ticks)
            yield Resting(f"house-{side.value}-{place}", None, side, price, quantity, quantity)

    def take_print(self, trade: Trade, quantity: Decimal) -> None:
        """Note that users got `quantity` of the house's trade with itself."""
        left = self._print_left.get(trade.id, trade.quantity)
        self._print_left[trade.id] = left - quantity

    def bounds(self) -> tuple[int, int] | None:
        """Mid prices in ticks, (at or below, at or above), at which users' orders can come to life."""
        tick = self.instrument.tick
        lows, highs = [], []
        if (bid := self.book.best(Side.BUY)) is not None:
            lows.append(bid // tick)
        if (ask := self.book.best(Side.SELL)) is not None:
            highs.append(-(-ask // tick))
        for source, low, high in self._awaited():
            slack = _SLACK[source]
            if low is not None:
                lows.append(-(-low * (1 + slack) // tick))
            if high is not None:
                highs.append(high * (1 - slack) // tick)
        if not lows and not highs:
            return None
        return int(max(lows, default=Decimal(-NEVER))), int(min(highs, default=Decimal(NEVER)))

    def _awaited(self) -> Iterator[tuple[PriceSource, Decimal | None, Decimal | None]]:
        """Whose price is awaited from above, and from below."""
        for order in self.pending.values():
            trigger, source = order.request.trigger_price, order.request.trigger_by
            yield (source, None, trigger) if order.rises else (source, trigger, None)
        for watch in self.watches:
            yield watch.source, watch.low, watch.high

    def price_by(self, source: PriceSource, step: int) -> Decimal:
        if source is PriceSource.LAST:
            return self.house.price(self.house.path.ticks(step))
        return self.house.mark(step) if source is PriceSource.MARK else self.house.index(step)

    def triggered(self, step: int) -> list[Order]:
        """Waiting orders whose trigger price has been reached."""
        return [
            order
            for order in self.pending.values()
            if reached(order, self.price_by(order.request.trigger_by, step))
        ]

    def due(self, step: int) -> list[Watch]:
        """Watches whose price has been reached."""
        return [watch for watch in self.watches if watch.fires(self.price_by(watch.source, step))]

    # What can be read.

    def view(self, depth: int) -> BookView:
        bids, asks = (self.book.levels(side, depth) for side in (Side.BUY, Side.SELL))
        return BookView(bids, asks, self.sequence, self.changed)

    def last(self) -> Decimal:
        """The price of the newest trade."""
        return self.trades(1, None, None)[0].price

    def trades(self, limit: int, start: int | None, end: int | None) -> list[Trade]:
        """Newest first; looks back a day at most."""
        newest = self.step if end is None else min(self.step, end // STEP_MS)
        oldest = newest - _DAY_MS // STEP_MS if start is None else -(-start // STEP_MS)
        found = self._backwards(newest, oldest, end)
        return list(islice((trade for trade in found if start is None or trade.time >= start), limit))

    def _backwards(self, newest: int, oldest: int, end: int | None) -> Iterator[Trade]:
        users = (trade for trade in reversed(self.user_trades) if end is None or trade.time <= end)
        prints = (self._print(step) for step in range(newest, oldest - 1, -1))
        return merge(users, (trade for trade in prints if trade), key=lambda trade: trade.id, reverse=True)

    def _print(self, step: int) -> Trade | None:
        trade = self.house.print_at(step)
        left = self._print_left.get(trade.id, trade.quantity) if trade else None
        return trade._replace(quantity=left) if trade and left else None

    def candles(
        self, interval: str, now: int, start: int | None, end: int | None, limit: int
    ) -> list[Candle]:
        starts = candle_starts(interval, now, start, end, limit, self.instrument.created)
        return [self._candle(at, candle_end(at, interval), now) for at in starts]

    def _candle(self, start: int, end: int, now: int) -> Candle:
        newest = self.user_trades[-1].time if self.user_trades else 0
        return candle(self.house, start, end, now, self.user_trades if newest >= start else ())

    def ticker(self, now: int) -> Ticker:
        day = self._candle(candle_start(now - _DAY_MS, "1m"), now + 1, now)
        bid, ask = (next(iter(self.book.levels(side, 1)), None) for side in (Side.BUY, Side.SELL))
        return Ticker(day.open, day.high, day.low, self.last(), day.volume, day.amount, bid, ask)

    # Funding.

    def settlements(self, first: int, last: int) -> Iterator[int]:
        """Times in ms of the settlements in (first, last], oldest first."""
        period = self.instrument.funding_hours * _HOUR_MS
        return iter(range((first // period + 1) * period, last + 1, period))

    def funding(self, now: int) -> FundingRate:
        period = self.instrument.funding_hours * _HOUR_MS
        past = now // period * period
        rates = (self.house.funding_rate(past + period), self.house.funding_rate(past))
        return FundingRate(rates[0], now, past + period, rates[1], past, self.instrument.funding_hours)

    def settlement(self, time: int) -> FundingSettlement:
        following = time + self.instrument.funding_hours * _HOUR_MS
        rate, mark = self.house.funding_rate(time), self.house.mark(time // STEP_MS)
        return FundingSettlement(time, rate, mark, following)


def reached(order: Order, price: Decimal) -> bool:
    trigger = order.request.trigger_price or Decimal(0)
    return price >= trigger if order.rises else price <= trigger
