"""How WOO writes its requests, replies and refusals; both generations share it.

https://docs.woox.io/#error-codes
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from ..server import Reply
from ..trading.model import EngineError, Reason

T = TypeVar("T")

UNKNOWN = -1000
INVALID_SIGNATURE = -1001
UNAUTHORIZED = -1002
TOO_MANY_REQUEST = -1003
UNKNOWN_PARAM = -1004
INVALID_PARAM = -1005
RESOURCE_NOT_FOUND = -1006
DUPLICATE_REQUEST = -1007
QUANTITY_TOO_HIGH = -1008
CAN_NOT_WITHDRAWAL = -1009
RPC_NOT_CONNECT = -1011
RPC_REJECT = -1012
RISK_TOO_HIGH = -1101
MIN_NOTIONAL = -1102
PRICE_FILTER = -1103
SIZE_FILTER = -1104
PERCENTAGE_FILTER = -1105

_HTTP = {
    UNKNOWN: 500,
    INVALID_SIGNATURE: 401,
    UNAUTHORIZED: 401,
    TOO_MANY_REQUEST: 429,
    DUPLICATE_REQUEST: 409,
}
"""HTTP status of a code; 400 for the others."""

_PRICE = "The order does not meet the price filter requirement."
_SIZE = "The order does not meet the size filter requirement."
_RISK = "The risk exposure for client is too high for this order."
_GONE = "Your order and symbol are not valid or already canceled."
_ENGINE: dict[Reason, tuple[int, str]] = {
    Reason.UNKNOWN_SYMBOL: (INVALID_PARAM, "The symbol {symbol} is not supported."),
    Reason.SUSPENDED: (RESOURCE_NOT_FOUND, "Trading of {symbol} is suspended for now."),
    Reason.PARAM: (INVALID_PARAM, "{message}"),
    Reason.PRICE_LOW: (PRICE_FILTER, _PRICE),
    Reason.PRICE_HIGH: (PRICE_FILTER, _PRICE),
    Reason.TICK: (PRICE_FILTER, _PRICE),
    Reason.PRICE_RANGE: (PERCENTAGE_FILTER, "The order does not meet the percentage filter requirement."),
    Reason.QUANTITY_LOW: (SIZE_FILTER, _SIZE),
    Reason.QUANTITY_HIGH: (SIZE_FILTER, _SIZE),
    Reason.STEP: (SIZE_FILTER, _SIZE),
    Reason.NOTIONAL: (MIN_NOTIONAL, "The order does not meet the minimal notional requirement."),
    Reason.FUNDS: (RISK_TOO_HIGH, _RISK),
    Reason.MARGIN: (RISK_TOO_HIGH, _RISK),
    Reason.REDUCE_ONLY: (RPC_REJECT, "A reduce only order needs a position to reduce."),
    Reason.POST_ONLY: (RPC_REJECT, "The post only order would take."),
    Reason.NO_PRICE: (RPC_REJECT, "There is no price to trade at."),
    Reason.TRIGGER: (INVALID_PARAM, "The trigger price has been passed already."),
    Reason.DUPLICATE: (DUPLICATE_REQUEST, "The client order id is in use."),
    Reason.UNKNOWN_ORDER: (RESOURCE_NOT_FOUND, "The order can not be found."),
    Reason.ORDER_CLOSED: (RESOURCE_NOT_FOUND, _GONE),
    Reason.EXECUTED: (INVALID_PARAM, "The quantity must be greater than the executed quantity."),
    Reason.POSITION_SIDE: (INVALID_PARAM, "position_side does not match the position mode."),
    Reason.POSITION_OPEN: (RPC_REJECT, "Close all positions and orders first."),
    Reason.LEVERAGE: (INVALID_PARAM, "leverage is out of range."),
}


def refusal(code: int, message: str) -> Reply:
    """The venue's error reply, to be raised."""
    return Reply({"success": False, "code": code, "message": message}, _HTTP.get(code, 400))


def engine_refusal(error: EngineError) -> Reply:
    code, text = _ENGINE[error.reason]
    return refusal(code, text.format(**{"message": error.message, "symbol": "", **error.detail}))


def maintenance() -> Reply:
    """The answer of a halted system; its code is known as text."""
    reply = refusal(RPC_NOT_CONNECT, "The system is under maintenance.")
    reply.body["code"] = str(RPC_NOT_CONNECT)
    return reply


def gone() -> Reply:
    """The answer to a cancel that comes too late, or names the wrong order."""
    return refusal(RESOURCE_NOT_FOUND, _GONE)


def seconds(ms: int) -> str:
    """A time as most of the older endpoints write it: text of seconds with three decimals."""
    return f"{ms // 1000}.{ms % 1000:03d}"


def fraction(ms: int) -> Decimal:
    """A time as a number of seconds."""
    return Decimal(ms) / 1000


class Params:
    """Parameters of a request by name. What is missing or malformed raises the documented refusal."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = {name: _text(value) for name, value in values.items()}

    def text(self, name: str) -> str | None:
        return self._values.get(name) or None

    def need(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise refusal(INVALID_PARAM, f"{name} must not be blank")
        return value

    def number(self, name: str) -> Decimal | None:
        """A positive number."""
        value = self.text(name)
        if value is None:
            return None
        number = _decimal(value)
        if number is None or number <= 0:
            raise refusal(INVALID_PARAM, f"{name} must be a positive number")
        return number

    def amount(self, name: str) -> Decimal | None:
        """A number that may be zero."""
        value = self.text(name)
        return Decimal(0) if value is not None and _decimal(value) == 0 else self.number(name)

    def integer(self, name: str, low: int = 0, high: int = 2**63 - 1) -> int | None:
        value = self.text(name)
        if value is None:
            return None
        if not value.isascii() or not value.isdigit() or not low <= int(value) <= high:
            raise refusal(INVALID_PARAM, f"{name} must be an integer of {low} to {high}")
        return int(value)

    def signed(self, name: str) -> int:
        """An integer of any sign; 0 when it is missing."""
        value = self.text(name) or "0"
        if not value.isascii() or not value.removeprefix("-").isdigit():
            raise refusal(INVALID_PARAM, f"{name} must be an integer")
        return int(value)

    def flag(self, name: str) -> bool:
        return self.choice(name, ("true", "false")) == "true"

    def choice(self, name: str, options: Iterable[str]) -> str | None:
        value = self.text(name)
        if value is not None and value not in options:
            raise refusal(INVALID_PARAM, f"{name} must be one of {', '.join(options)}")
        return value

    def need_choice(self, name: str, options: Iterable[str]) -> str:
        self.need(name)
        value = self.choice(name, options)
        assert value is not None
        return value

    def page(self, rows: Sequence[T], size: int = 25, most: int = 1000) -> tuple[Sequence[T], dict[str, int]]:
        """The rows of the page asked for by `page` and `size`, and the venue's `meta` about them."""
        page = self.integer("page", 1) or 1
        size = self.integer("size", 1, most) or size
        chosen = rows[(page - 1) * size : page * size]
        return chosen, {"total": len(rows), "records_per_page": size, "current_page": page}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
