"""Candle intervals and candles out of the house's price path and the users' trades."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone
from decimal import Decimal

from .model import ZERO, Candle, Trade
from .prices import STEP_MS, HouseMarket

_MINUTE, _HOUR, _DAY = 60_000, 3_600_000, 86_400_000
INTERVALS = {
    "1m": _MINUTE,
    "3m": 3 * _MINUTE,
    "5m": 5 * _MINUTE,
    "15m": 15 * _MINUTE,
    "30m": 30 * _MINUTE,
    "1h": _HOUR,
    "2h": 2 * _HOUR,
    "4h": 4 * _HOUR,
    "6h": 6 * _HOUR,
    "12h": 12 * _HOUR,
    "1d": _DAY,
    "1w": 7 * _DAY,
    "1mon": None,
    "1y": None,
}
"""Lengths in ms; None where the calendar decides."""

_MONDAY = 4 * _DAY
"""The first Monday after 1970-01-01."""


def candle_start(time: int, interval: str) -> int:
    """Start of the candle that holds a time; weeks begin on Monday, everything in UTC."""
    length = INTERVALS[interval]
    if length is None:
        moment = datetime.fromtimestamp(time / 1000, timezone.utc)
        return _month(moment.year, 1 if interval == "1y" else moment.month)
    offset = _MONDAY if interval == "1w" else 0
    return (time - offset) // length * length + offset


def candle_end(start: int, interval: str) -> int:
    """End of the candle that starts there, which is the start of the next one."""
    length = INTERVALS[interval]
    if length is not None:
        return start + length
    moment = datetime.fromtimestamp(start / 1000, timezone.utc)
    if interval == "1y":
        return _month(moment.year + 1, 1)
    return _month(moment.year + moment.month // 12, moment.month % 12 + 1)


def _month(year: int, month: int) -> int:
    return int(datetime(year, month, 1, tzinfo=timezone.utc).timestamp() * 1000)


def candle(house: HouseMarket, start: int, end: int, now: int, trades: Iterable[Trade]) -> Candle:
    """The candle over [start, end) as it stands at `now`; `trades` are those of users."""
    first, last = start // STEP_MS, (min(end, now + 1) - 1) // STEP_MS
    span = house.path.span(first, last)
    opening, high, low, close = (house.price(ticks) for ticks in span)
    volume = house.volume(first, last + 1)
    amount = volume * (opening + high + low + close) / 4
    inside = [trade for trade in trades if start <= trade.time < end]
    if inside:
        high = max(high, *(trade.price for trade in inside))
        low = min(low, *(trade.price for trade in inside))
        volume += sum((trade.quantity for trade in inside), ZERO)
        amount += sum((trade.quantity * trade.price for trade in inside), ZERO)
    return Candle(start, end, opening, high, low, close, volume, amount.quantize(Decimal("1e-8")))


def candle_starts(
    interval: str, now: int, start: int | None, end: int | None, limit: int, listed: int
) -> list[int]:
    """Starts of the candles asked for, oldest first; see `Engine.candles`."""
    newest = candle_start(min(now, now if end is None else end), interval)
    oldest = candle_start(listed, interval)
    if start is not None:
        first = candle_start(start, interval)
        if first < start:
            first = candle_end(first, interval)
        return _forward(max(first, oldest), newest, interval, limit)
    starts: list[int] = []
    while newest >= oldest and len(starts) < limit:
        starts.append(newest)
        newest = candle_start(newest - 1, interval)
    return starts[::-1]


def _forward(first: int, newest: int, interval: str, limit: int) -> list[int]:
    starts: list[int] = []
    while first <= newest and len(starts) < limit:
        starts.append(first)
        first = candle_end(first, interval)
    return starts
