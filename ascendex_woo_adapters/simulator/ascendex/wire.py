"""How AscendEX writes numbers, and how its requests are read."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal, InvalidOperation
from typing import Any

from ..server import Request
from .errors import INVALID_JSON_FORMAT, INVALID_NUM_FORMAT, INVALID_REQUEST_DATA, Refusal

SCALE = Decimal("1e-9")
"""Computed amounts have at most nine decimals."""


def plain(value: Decimal) -> str:
    """`value` with neither exponent nor trailing zeros."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def rounded(value: Decimal) -> str:
    return plain(value.quantize(SCALE))


def available(value: Decimal) -> str:
    """What may be moved: never more than there is."""
    return plain(value.quantize(SCALE, ROUND_FLOOR))


class Fields:
    """The parameters of a request, read by name and type; wrong or missing ones raise Refusal.

    A query holds nothing but text; in a body numbers and booleans have their JSON types, while prices, sizes
    and amounts are text.
    """

    def __init__(self, values: Mapping[str, Any], *, typed: bool) -> None:
        self._values = {name: value for name, value in values.items() if value is not None}
        self._typed = typed

    @classmethod
    def of_query(cls, request: Request) -> Fields:
        return cls(request.query, typed=False)

    @classmethod
    def of_body(cls, request: Request, *, optional: bool = False) -> Fields:
        """The JSON object of the body; with `optional` no body at all is an empty one."""
        if optional and not request.body:
            return cls({}, typed=True)
        return cls.of(request.json)

    @classmethod
    def of(cls, value: Any) -> Fields:
        if not isinstance(value, dict):
            raise Refusal(INVALID_JSON_FORMAT)
        return cls(value, typed=True)

    def has(self, name: str) -> bool:
        return name in self._values

    def need(self, *names: str) -> None:
        for name in names:
            if name not in self._values:
                raise Refusal(INVALID_REQUEST_DATA, f"Missing required parameter: {name}")

    def text(self, name: str, default: str = "") -> str:
        value = self._values.get(name, default)
        if not isinstance(value, str):
            raise Refusal(INVALID_REQUEST_DATA, f"Invalid parameter: {name} is not a string")
        return value

    def integer(self, name: str, default: int, low: int | None = None, high: int | None = None) -> int:
        value = self._values.get(name, default)
        if isinstance(value, str) and not self._typed and value.removeprefix("-").isdecimal():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise Refusal(INVALID_NUM_FORMAT, f"Invalid parameter: {name} is not a whole number")
        if (low is not None and value < low) or (high is not None and value > high):
            raise Refusal(INVALID_REQUEST_DATA, f"Invalid parameter: {name} is out of range")
        return value

    def maybe_integer(self, name: str) -> int | None:
        return self.integer(name, 0) if name in self._values else None

    def flag(self, name: str) -> bool:
        value = self._values.get(name, False)
        if not self._typed:
            value = {"true": True, "false": False, False: False}.get(value)
        if not isinstance(value, bool):
            raise Refusal(INVALID_REQUEST_DATA, f"Invalid parameter: {name} is not a boolean")
        return value

    def decimal(self, name: str) -> Decimal | None:
        """The number that the text of `name` holds, None without it or with empty text."""
        text = self.text(name)
        if not text:
            return None
        try:
            value = Decimal(text)
        except InvalidOperation:
            raise Refusal(INVALID_NUM_FORMAT, f"Invalid parameter: {name} is not a number") from None
        if not value.is_finite():
            raise Refusal(INVALID_NUM_FORMAT, f"Invalid parameter: {name} is not a number")
        return value
