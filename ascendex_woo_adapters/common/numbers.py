"""Numbers and times as the venues write them, read once and exactly.

Venues send numbers as JSON numbers or strings and times as milliseconds, seconds or strings of
seconds. ccxt gives floats (or what ``exchange.number`` makes) and integer milliseconds.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

ZERO = Decimal(0)
_EPOCH = date(1970, 1, 1).toordinal()


def decimal(value: Any) -> Decimal | None:
    """The exact decimal of a JSON number or string; None for nothing, emptiness and rubbish."""
    if value is None:
        return None
    try:
        result = Decimal(value if value.__class__ is str else str(value))
    except (InvalidOperation, TypeError, ValueError):
        return None
    return result if result.is_finite() else None


def text(value: Decimal | None) -> str | None:
    """A decimal in plain notation, without an exponent and without trailing zeros."""
    if value is None:
        return None
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def positive(value: Any) -> Any:
    """The value itself, or None where the venue writes zero, a negative number or nothing for "none"."""
    number = decimal(value)
    return value if number is not None and number > 0 else None


def ms_of_seconds(value: Any) -> int | None:
    """Milliseconds of seconds given as "1567411795.000", 1715126422.125 or 1567411795."""
    try:
        return round(float(value) * 1000)
    except (TypeError, ValueError, OverflowError):
        return None


def ms(value: Any) -> int | None:
    """Milliseconds given as a number or a string of digits."""
    if value.__class__ is int:
        return int(value)
    if value is None or value == "":
        return None
    try:
        return int(float(value))
    except (TypeError, ValueError, OverflowError):
        return None


def ms_of_either(value: Any) -> int | None:
    """Milliseconds of a time that one sample writes in milliseconds and another in seconds.

    Seconds reach 10^11 in the year 5138, milliseconds passed it in 1973: the size tells them apart.
    """
    number = ms_of_seconds(value)
    if number is None:
        return None
    return number if number < 10**14 else number // 1000


_MILLISECONDS = [f".{millisecond:03d}Z" for millisecond in range(1000)]


@lru_cache(maxsize=64)
def _day(days: int) -> str:
    return date.fromordinal(_EPOCH + days).isoformat()


@lru_cache(maxsize=8192)
def _second(seconds: int) -> str:
    days, rest = divmod(seconds, 86_400)
    minutes, second = divmod(rest, 60)
    return f"{_day(days)}T{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}"


def iso8601(timestamp: int) -> str:
    """``2019-09-02T08:49:55.000Z`` of milliseconds; the formatted second is cached."""
    return _second(timestamp // 1000) + _MILLISECONDS[timestamp % 1000]
