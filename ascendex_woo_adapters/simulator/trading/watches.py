"""What waits for a price or for a time: the engine calls it when its moment comes."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from .model import PriceSource, Side


@dataclass(eq=False)
class Watch:
    """Waits until a price of one market is at or below `low`, or at or above `high`.

    The engine then forgets it and calls `react`.
    """

    symbol: str
    source: PriceSource
    react: Callable[[], None]
    low: Decimal | None = None
    high: Decimal | None = None

    def fires(self, price: Decimal) -> bool:
        return (self.low is not None and price <= self.low) or (self.high is not None and price >= self.high)


@dataclass(eq=False)
class Trail(Watch):
    """Follows the price once `activation` is reached, and fires when it has come back by a distance.

    A sale follows a rising price, a purchase a falling one. The distance is `value`, or the share `rate` of
    the best price so far. Without `activation` it follows at once.
    """

    side: Side = Side.SELL
    value: Decimal | None = None
    rate: Decimal | None = None
    activation: Decimal | None = None
    best: Decimal | None = None
    """The best price so far; None before the activation."""

    def __post_init__(self) -> None:
        self._set_bounds()

    def fires(self, price: Decimal) -> bool:
        ahead = -self.side.sign
        if self.best is None and self.activation is not None and ahead * (price - self.activation) < 0:
            return False
        if self.best is None or ahead * (price - self.best) > 0:
            self.best = price
        self._set_bounds()
        trigger = self._trigger(self.best)
        return ahead * (price - trigger) <= 0

    def _trigger(self, best: Decimal) -> Decimal:
        distance = best * (self.rate or 0) if self.value is None else self.value
        return best + self.side.sign * distance

    def _set_bounds(self) -> None:
        """The prices at which something happens: a better one, and the one that fires."""
        ahead = self.activation if self.best is None else self.best
        behind = None if self.best is None else self._trigger(self.best)
        self.high, self.low = (ahead, behind) if self.side is Side.SELL else (behind, ahead)


@dataclass(order=True)
class Alarm:
    """A call to be made at a time in ms, unless it is cancelled before."""

    time: int
    number: int
    call: Callable[[], None] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)

    def cancel(self) -> None:
        self.cancelled = True


class Alarms:
    """Pending alarms in the order of their times."""

    def __init__(self) -> None:
        self._heap: list[Alarm] = []
        self._numbers = itertools.count()

    def add(self, time: int, call: Callable[[], None]) -> Alarm:
        alarm = Alarm(time, next(self._numbers), call)
        heapq.heappush(self._heap, alarm)
        return alarm

    def pop(self, now: int) -> Alarm | None:
        """The earliest alarm whose time has come, or None."""
        while self._heap and self._heap[0].time <= now:
            alarm = heapq.heappop(self._heap)
            if not alarm.cancelled:
                return alarm
        return None
