"""How WOO's generation V3 reads its parameters and writes its replies and refusals.

https://developer.woox.io/api-reference/introduction
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from ..server import Reply, Request
from ..trading.engine import Account, EngineError, Instrument, Reason
from .algo import AlgoRefusal
from .endpoint import Handler
from .subcodes import subrefusal
from .wire import INVALID_PARAM, Params, engine_refusal, refusal

if TYPE_CHECKING:
    from .venue import WooVenue

T = TypeVar("T")

MISSING_PARAM = 90000
_SUBCODES = {
    Reason.UNKNOWN_SYMBOL: 317155,
    Reason.SUSPENDED: 317157,
    Reason.UNKNOWN_ORDER: 317184,
    Reason.EXECUTED: 317170,
}
"""Finer numbers of refusals; a published sample shows the price filter and late cancels without one."""
_SUSPENDED_PERP = 317158


class Fields(Params):
    """The parameters of a V3 request: its query or JSON body, and the names in its path."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.raw = values

    def need(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            raise missing()
        return value

    def need_number(self, name: str) -> Decimal:
        self.need(name)
        number = self.number(name)
        assert number is not None
        return number

    def need_integer(self, name: str, low: int = 0, high: int = 2**63 - 1) -> int:
        self.need(name)
        number = self.integer(name, low, high)
        assert number is not None
        return number

    def identifier(self, *names: str) -> tuple[str, int]:
        """The first of these parameters that is sent, and its number."""
        name = next((name for name in names if self.text(name) is not None), names[0])
        return name, self.need_integer(name)

    def times(self, now: int) -> tuple[int, int]:
        """The bounds `startTime` and `endTime`, from the beginning to now when they are left out."""
        start, end = self.integer("startTime"), self.integer("endTime")
        return start or 0, now if end is None else end

    def sheet(
        self, rows: Sequence[T], size: int = 25, most: int = 1000
    ) -> tuple[Sequence[T], dict[str, int]]:
        """The page of the rows that is asked for, and the `meta` about it."""
        chosen, meta = self.page(rows, size, most)
        return chosen, camel(meta)


def missing() -> Reply:
    body = {
        "success": False,
        "code": INVALID_PARAM,
        "error_code": MISSING_PARAM,
        "message": "invalid request, please check your request",
    }
    return Reply(body, 400)


def subcoded(error: EngineError, perp: bool = False) -> Reply:
    """The refusal of the engine, with the finer number where the venue documents one."""
    reply = engine_refusal(error)
    number = _SUSPENDED_PERP if perp and error.reason is Reason.SUSPENDED else _SUBCODES.get(error.reason)
    return reply if number is None else with_subcode(reply, number)


def with_subcode(reply: Reply, number: int) -> Reply:
    head = {name: reply.body[name] for name in ("success", "code")}
    return Reply({**head, "error_code": number, "message": reply.body["message"]}, reply.status)


def no_symbol(symbol: str, status: int = 400) -> Reply:
    """What market data answers for a symbol that it does not have: no code at all."""
    return Reply({"success": False, "message": f"invalid symbol {symbol}"}, status)


# Handlers. They get their parameters ready and return only the `data` of the reply.


class Data(NamedTuple):
    """The `data` of a reply that has a `timestamp` of its own in ms."""

    data: Any
    timestamp: int


PublicHandler = Callable[["WooVenue", Fields], Any]
PrivateHandler = Callable[["WooVenue", Fields, Account], Any]


def public(handler: PublicHandler) -> Handler:
    """An endpoint that needs no key."""

    def answer(venue: WooVenue, request: Request, _account: Account | None) -> Any:
        return _reply(venue, handler(venue, _fields(request)))

    return answer


def private(handler: PrivateHandler, form: bool = False) -> Handler:
    """An endpoint of an account, which may take a `form` as its body, too.

    A handler that returns None has no `data`.
    """

    def answer(venue: WooVenue, request: Request, account: Account | None) -> Any:
        assert account is not None
        try:
            return _reply(venue, handler(venue, _fields(request, form), account))
        except AlgoRefusal as error:
            raise with_subcode(subrefusal(error.number, error.detail), error.number) from None
        except EngineError as error:
            instrument = venue.engine.instrument(str(error.detail.get("symbol")))
            raise subcoded(error, instrument is not None and instrument.is_perp) from None

    return answer


def _fields(request: Request, form: bool = False) -> Fields:
    sent: Any = request.query if request.method in ("GET", "DELETE") else request.json
    if form and request.form:
        sent = request.form
    elif request.body and not isinstance(request.json, dict):
        raise refusal(INVALID_PARAM, "The body must be a JSON object.")
    return Fields({**(sent or {}), **request.params})


def _reply(venue: WooVenue, answer: Any) -> dict[str, Any]:
    data, timestamp = answer if isinstance(answer, Data) else (answer, venue.now())
    body = {"success": True} if data is None else {"success": True, "data": data}
    return body | {"timestamp": timestamp}


# The parameter `symbol` of private endpoints.


def market_of(venue: WooVenue, fields: Fields) -> Instrument:
    symbol = fields.need("symbol")
    found = venue.engine.instrument(symbol)
    if found is None:
        raise EngineError(Reason.UNKNOWN_SYMBOL, symbol=symbol)
    return found


def symbol_or_all(venue: WooVenue, fields: Fields) -> str | None:
    return None if fields.text("symbol") is None else market_of(venue, fields).symbol


def perp_of(venue: WooVenue, fields: Fields) -> Instrument:
    return venue.perp(market_of(venue, fields).symbol)


# Values.


def plain(value: Decimal | int) -> str:
    """A number as text, without exponent and without zeros at the end."""
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain_or_none(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def texts(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose exact numbers are written as text; what counts (int) stays a number."""
    return {name: plain(value) if isinstance(value, Decimal) else value for name, value in row.items()}


def camel(row: Mapping[str, T]) -> dict[str, T]:
    """A row of the older generation under the names of this one: created_time becomes createdTime."""
    return {re.sub(r"_(\w)", lambda match: match[1].upper(), name): value for name, value in row.items()}


def ms(time: str) -> int:
    """A time that the older generation writes as text of seconds."""
    return int(Decimal(time) * 1000)
