"""Whether the money adds up, told from what the exchange classes report."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

CURRENCY = "USDT"
TOLERANCE = Decimal("0.000001")
"""Average prices come rounded; an amount of money that is missing is larger."""


class Statement(NamedTuple):
    """The money of one venue, from the balance before the strategies to the balance after them."""

    venue: str
    orders: int
    start: Decimal
    realized: Decimal
    """What was sold for less what was bought for; positions are closed."""
    fees: Decimal
    funding: Decimal
    end: Decimal

    @property
    def expected(self) -> Decimal:
        return self.start + self.realized - self.fees + self.funding

    @property
    def adds_up(self) -> bool:
        return abs(self.end - self.expected) <= TOLERANCE


def exact(number: Any) -> Decimal:
    """The decimal number that a float was written as; None counts as nothing."""
    return Decimal(0) if number is None else Decimal(str(number))


def balance(exchange: Any) -> Decimal:
    """All the account has of the currency."""
    return exact(exchange.fetch_balance()[CURRENCY]["total"])


def executions(exchange: Any, symbol: str, since: int) -> list[Any]:
    """What was traded: fills, or the orders that traded where the venue does not report fills."""
    if exchange.has["fetchMyTrades"]:
        return list(exchange.fetch_my_trades(symbol, since))
    orders = exchange.fetch_orders(symbol, since, None, {"paginate": True})
    return [order for order in orders if order["filled"]]


def statement(
    exchange: Any, symbols: Iterable[str], since: int, start: Decimal, funding: Decimal
) -> Statement:
    """Put the account's executions since a time (ms) between its two balances."""
    rows = [row for symbol in symbols for row in executions(exchange, symbol, since)]
    realized = sum((exact(row["cost"]) * (1 if row["side"] == "sell" else -1) for row in rows), Decimal(0))
    fees = sum((exact(row["fee"]["cost"]) for row in rows), Decimal(0))
    orders = len({row.get("order") or row["id"] for row in rows})
    return Statement(exchange.id, orders, start, realized, fees, funding, balance(exchange))
