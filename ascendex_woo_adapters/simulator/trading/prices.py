"""The market's own life as a pure function of time: price path, volume, quotes and trades of the house.

Nothing is stored and nothing depends on the order of access. Day openings lie on a sum of sinusoids with
hashed noise; each day's open, high, low and close then bind the path of its hours, each hour that of its
minutes, and each minute that of its steps of 250 ms. So a candle of any length is exact for the steps below
it, and the price of an arbitrary moment costs a few operations.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from .instruments import Instrument
from .model import Side, Trade

STEP_MS = 250
MINUTE, HOUR, DAY = 240, 14_400, 345_600
"""Lengths in steps."""
LEVELS = 40
"""House quotes a side."""
NEVER = 1 << 60
"""A price in ticks that is not reached."""

_EPOCH_STEP = 1_577_836_800_000 // STEP_MS
_TRADE_CHANCE = 0.35
_CACHED_FRAMES = 4096
_MASK = (1 << 64) - 1


def seed_of(*parts: object) -> int:
    """A 64-bit seed out of anything printable."""
    text = "|".join(map(str, parts))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def noise(seed: int, n: int) -> float:
    """A number in [0, 1) for each (seed, n): splitmix64."""
    z = (seed + n * 0x9E3779B97F4A7C15) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return ((z ^ (z >> 31)) >> 11) * 2.0**-53


class Frame(NamedTuple):
    """Logarithms of a period's prices, relative to the start price."""

    open: float
    high: float
    low: float
    close: float


class Ohlc(NamedTuple):
    """Prices in ticks."""

    open: int
    high: int
    low: int
    close: int


class _Level(NamedTuple):
    """How the periods of one length move inside the period above; amplitudes as fractions of the price."""

    steps: int
    per_parent: int
    jitter: float
    wick: float


_DAYS = _Level(DAY, 1, 0.012, 0.016)
_HOURS = _Level(HOUR, 24, 0.004, 0.004)
_MINUTES = _Level(MINUTE, 60, 0.0006, 0.0006)
_STEP_JITTER = 0.00012
_WAVES = ((131.0, 0.22), (37.0, 0.11), (11.0, 0.05), (3.7, 0.025))
"""(period in days, amplitude) of the slow movement."""


class Path:
    """The price of one underlying in ticks of one instrument, step by step."""

    def __init__(self, seed: int, start: float, tick: Decimal, volatility: float) -> None:
        self._seed = seed
        self._ticks = start / float(tick)
        self._volatility = volatility
        self._phases = [noise(seed ^ 0xF00D, i) * 2 * math.pi for i in range(len(_WAVES))]
        self._frames: dict[tuple[int, int], Frame] = {}
        self._unfinished = (-1, Frame(0, 0, 0, 0))
        """The last step looked at of a minute that had not ended, and the minute up to there."""

    def ticks(self, step: int) -> int:
        """The mid price at a step."""
        return self._round(self._at(step))

    def ratio(self, step: int) -> float:
        """The price at a step relative to the start price, not rounded."""
        return math.exp(self._at(step))

    def span(self, first: int, last: int) -> Ohlc:
        """The prices over the steps first..last, both included."""
        high, low, step = -math.inf, math.inf, first
        while step <= last:
            frame, step = self._widest(step, last)
            high, low = max(high, frame.high), min(low, frame.low)
        return Ohlc(self.ticks(first), self._round(high), self._round(low), self.ticks(last))

    def next_touch(self, first: int, last: int, low: int, high: int) -> int | None:
        """The first step of first..last at which the price is at or below `low`, or at or above `high`."""
        step = first
        while step <= last:
            step, quiet = self._skip(step, low, high)
            if quiet:
                continue
            if not low < self.ticks(step) < high:
                return step
            step += 1
        return None

    def _skip(self, step: int, low: int, high: int) -> tuple[int, bool]:
        """The end of the widest period around a step that stays between the bounds, if there is one."""
        for frame_of, steps in ((self._day, DAY), (self._hour, HOUR), (self._minute, MINUTE)):
            frame = frame_of(step // steps)
            if low < self._round(frame.low) and self._round(frame.high) < high:
                return (step // steps + 1) * steps, True
        return step, False

    def _widest(self, step: int, last: int) -> tuple[Frame, int]:
        """The widest whole period that starts at a step and ends by `last`, and the step after it."""
        for frame_of, steps in ((self._day, DAY), (self._hour, HOUR), (self._minute, MINUTE)):
            if step % steps == 0 and step + steps - 1 <= last:
                return frame_of(step // steps), step + steps
        if step % MINUTE == 0:
            return self._begun(step // MINUTE, last), last + 1
        price = self._at(step)
        return Frame(price, price, price, price), step + 1

    def _begun(self, minute: int, last: int) -> Frame:
        """A minute up to the step `last`; time goes on, so the part that is known already is kept."""
        known, frame = self._unfinished
        start = known + 1
        if known // MINUTE != minute or last < known:
            price = self._at(minute * MINUTE)
            frame, start = Frame(price, price, price, price), minute * MINUTE
        for step in range(start, last + 1):
            price = self._at(step)
            frame = Frame(frame.open, max(frame.high, price), min(frame.low, price), price)
        self._unfinished = (last, frame)
        return frame

    def _round(self, logarithm: float) -> int:
        return max(1, round(self._ticks * math.exp(logarithm)))

    def _at(self, step: int) -> float:
        minute, offset = divmod(step, MINUTE)
        return self._inside(self._minute(minute), MINUTE, minute, offset, MINUTE - 1, _STEP_JITTER)

    def _day(self, day: int) -> Frame:
        return self._cached(
            DAY, day, lambda: self._wicks(_DAYS, day, self._anchor(day), self._anchor(day + 1))
        )

    def _hour(self, hour: int) -> Frame:
        return self._cached(HOUR, hour, lambda: self._child(_HOURS, hour, DAY, self._day))

    def _minute(self, minute: int) -> Frame:
        return self._cached(MINUTE, minute, lambda: self._child(_MINUTES, minute, HOUR, self._hour))

    def _cached(self, steps: int, index: int, make: Callable[[], Frame]) -> Frame:
        frame = self._frames.get((steps, index))
        if frame is None:
            if len(self._frames) >= _CACHED_FRAMES:
                self._frames.clear()
            frame = self._frames[steps, index] = make()
        return frame

    def _anchor(self, day: int) -> float:
        waves = zip(_WAVES, self._phases, strict=True)
        slow = sum(size * math.sin(2 * math.pi * day / period + phase) for (period, size), phase in waves)
        return self._volatility * (slow + _DAYS.jitter * (2 * noise(self._seed ^ DAY, day) - 1))

    def _child(
        self, level: _Level, index: int, parent_steps: int, parent_of: Callable[[int], Frame]
    ) -> Frame:
        parent_index, position = divmod(index, level.per_parent)
        parent = parent_of(parent_index)
        start, end = (
            self._inside(parent, parent_steps, parent_index, place, level.per_parent, level.jitter)
            for place in (position, position + 1)
        )
        frame = self._wicks(level, index, start, end)
        return Frame(start, min(frame.high, parent.high), max(frame.low, parent.low), end)

    def _wicks(self, level: _Level, index: int, start: float, end: float) -> Frame:
        size = level.wick * self._volatility
        up = size * noise(self._seed ^ (level.steps + 1), index)
        down = size * noise(self._seed ^ (level.steps + 2), index)
        return Frame(start, max(start, end) + up, min(start, end) - down, end)

    def _inside(self, frame: Frame, steps: int, index: int, place: int, places: int, jitter: float) -> float:
        """The path inside a period: from its open over both extremes to its close, with noise in between."""
        seed = self._seed ^ (steps + 3)
        first = int(places * (0.15 + 0.3 * noise(seed, 3 * index)))
        second = int(places * (0.55 + 0.3 * noise(seed, 3 * index + 1)))
        rising = noise(seed, 3 * index + 2) < 0.5
        peaks = (frame.high, frame.low) if rising else (frame.low, frame.high)
        corners = ((0, frame.open), (first, peaks[0]), (second, peaks[1]), (places, frame.close))
        for (left, start), (right, end) in pairwise(corners):
            if place == left:
                return start
            if place < right:
                straight = start + (end - start) * (place - left) / (right - left)
                shake = jitter * self._volatility * (2 * noise(seed ^ 0xBEEF, index * places + place) - 1)
                return min(frame.high, max(frame.low, straight + shake))
        return frame.close


class HouseMarket:
    """What the house does in one market at any time. Under one seed an underlying moves alike everywhere."""

    def __init__(self, seed: int, venue_id: str, instrument: Instrument) -> None:
        self.instrument = instrument
        self._seed = seed_of(seed, venue_id, instrument.symbol)
        self._premium = (noise(self._seed, 0) - 0.5) * 0.0006 if instrument.is_perp else 0.0
        underlying = seed_of(seed, instrument.base, instrument.quote)
        start = float(instrument.start_price) * (1 + self._premium)
        self._start = float(instrument.start_price)
        self.path = Path(underlying, start, instrument.tick, instrument.volatility)
        self._spread = max(1, round(2e-5 * self._start / float(instrument.tick)))
        self._daily = instrument.turnover / self._start
        self._quote_size = max(500.0, instrument.turnover / 20_000) / self._start
        self._digits = Decimal(1).scaleb(min(-8, int(instrument.tick.adjusted()) - 3))

    def price(self, ticks: int) -> Decimal:
        return self.instrument.tick * ticks

    def index(self, step: int) -> Decimal:
        """The price of the underlying."""
        return self._exact(self._start * self.path.ratio(step))

    def mark(self, step: int) -> Decimal:
        """Close to the mid price, without the spread's bounce."""
        wave = 5e-5 * math.sin(2 * math.pi * step / (50 * MINUTE))
        return self._exact(self._start * self.path.ratio(step) * (1 + self._premium) * (1 + wave))

    def quotes(self, side: Side, step: int) -> Iterator[tuple[int, Decimal]]:
        """The house's quotes on a side, best first: (price in ticks, quantity)."""
        mid = self.path.ticks(step)
        direction = -side.sign
        gap = max(1, round(mid * 5e-5))
        seed = self._seed ^ (7 if side is Side.BUY else 8)
        ticks = mid if self._leans_to(side, step) else mid + direction * self._spread
        for i in range(LEVELS):
            if ticks < 1:
                return
            chance = noise(seed, step * LEVELS + i)
            yield ticks, self.quantity(self._quote_size * (0.3 + 1.4 * chance) * (1 + 0.15 * i))
            ticks += direction * (1 + int(gap * 2 * chance))

    def print_at(self, step: int) -> Trade | None:
        """The house's trade with itself at a step, if there is one; its price is the mid price."""
        seed = self._seed ^ 0x7A7E
        if noise(seed, 2 * step) >= _TRADE_CHANCE:
            return None
        size = self._quote_size * (0.02 + 1.2 * noise(seed, 2 * step + 1) ** 3)
        taker = Side.SELL if self._leans_to(Side.BUY, step) else Side.BUY
        price = self.price(self.path.ticks(step))
        return Trade(step << 12, step * STEP_MS, price, self.quantity(size), taker, False)

    def volume(self, first: int, end: int) -> Decimal:
        """What the house traded in base in the steps [first, end); sums over parts are exact."""
        step = self.instrument.step
        return step * (self._traded(end) - self._traded(first))

    def funding_rate(self, time_ms: int) -> Decimal:
        """The rate of the settlement at a time."""
        days = time_ms / 86_400_000
        wave = 1 + 1.6 * math.sin(2 * math.pi * days / 5.3 + self._premium * 1e4)
        shake = 2 * noise(self._seed ^ 0xFADE, time_ms // 3_600_000) - 1
        return Decimal(f"{6e-5 * wave + 2e-5 * shake:.8f}")

    def open_interest(self, step: int) -> Decimal:
        wave = (
            1
            + 0.08 * math.sin(2 * math.pi * step / (DAY * 2.3))
            + 0.01 * noise(self._seed ^ 9, step // MINUTE)
        )
        return self.quantity(self._daily * 0.2 * wave)

    def quantity(self, size: float) -> Decimal:
        """A tradable quantity near `size`."""
        step = self.instrument.step
        return max(self.instrument.quantity_min, step * int(size / float(step)))

    def _leans_to(self, side: Side, step: int) -> bool:
        """Whether the mid price is the best quote of this side at a step, not of the other."""
        return (noise(self._seed ^ 6, step) < 0.5) is (side is Side.BUY)

    def _traded(self, step: int) -> int:
        """Everything traded up to a step, in quantity steps."""
        minutes = (step - _EPOCH_STEP) / MINUTE
        whole, part = divmod(step, MINUTE)
        seed = self._seed ^ 10
        left = noise(seed, whole)
        shake = 0.25 * (left + (noise(seed, whole + 1) - left) * part / MINUTE)
        daily = 0.35 * 1440 / (2 * math.pi) * math.sin(2 * math.pi * minutes / 1440)
        hourly = 0.25 * 60 / (2 * math.pi) * math.sin(2 * math.pi * minutes / 60)
        return int(self._daily / 1440 * (minutes + daily + hourly + shake) / float(self.instrument.step))

    def _exact(self, price: float) -> Decimal:
        return Decimal(repr(price)).quantize(self._digits)
