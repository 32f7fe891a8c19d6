"""The sum of the demo: what counts as traded, and when it adds up."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ascendex_woo_adapters.cli.demo.accounts import TOLERANCE, Statement, exact, statement


class Exchange:
    """Reports what it is given; `fills` is None where a venue has no fetchMyTrades."""

    id = "woo"

    def __init__(self, total: float, orders: list[Any], fills: list[Any] | None = None) -> None:
        self.has = {"fetchMyTrades": fills is not None}
        self._total, self._orders, self._fills = total, orders, fills or []

    def fetch_balance(self) -> Any:
        return {"USDT": {"total": self._total}}

    def fetch_my_trades(self, symbol: str, since: int) -> list[Any]:
        return [row for row in self._fills if row["symbol"] == symbol]

    def fetch_orders(self, symbol: str, since: int, limit: None, params: Any) -> list[Any]:
        return [row for row in self._orders if row["symbol"] == symbol]


def row(side: str, cost: float, fee: float | None, **facts: Any) -> dict[str, Any]:
    return {
        "id": cost,
        "symbol": "B",
        "side": side,
        "cost": cost,
        "fee": {"cost": fee},
        "filled": 1.0,
        **facts,
    }


def test_sales_less_purchases_less_fees_is_the_change_of_the_balance() -> None:
    orders = [row("buy", 100.1, 0.1), row("sell", 103.3, 0.2)]
    one = statement(Exchange(1002.9, orders), ["B"], 0, Decimal(1000), Decimal(0))
    assert (one.realized, one.fees, one.orders) == (Decimal("3.2"), Decimal("0.3"), 2)
    assert one.expected == Decimal("1002.9")
    assert one.adds_up


def test_a_cancelled_order_counts_with_what_it_traded_and_an_untouched_one_not() -> None:
    partial = row("sell", 5.0, 0.0, status="canceled", filled=0.5)
    untouched = row("sell", 0.0, None, status="canceled", filled=0.0)
    one = statement(Exchange(1005.0, [partial, untouched]), ["B"], 0, Decimal(1000), Decimal(0))
    assert one.orders == 1
    assert one.adds_up


def test_fills_are_preferred_to_orders_and_fills_of_one_order_count_once() -> None:
    fills = [row("sell", 2.0, 0.0, order="7"), row("sell", 3.0, 0.0, order="7")]
    one = statement(Exchange(1005.0, [row("sell", 99.0, 0.0)], fills), ["B"], 0, Decimal(1000), Decimal(0))
    assert one.orders == 1
    assert one.realized == 5


def test_other_markets_do_not_count() -> None:
    elsewhere = row("sell", 5.0, 0.0, symbol="C")
    one = statement(Exchange(1000.0, [elsewhere]), ["B"], 0, Decimal(1000), Decimal(0))
    assert one.realized == 0
    assert one.adds_up


@pytest.mark.parametrize(
    ("off", "adds_up"), [("0", True), ("0.000001", True), ("0.0000011", False), ("-0.01", False)]
)
def test_money_that_is_missing_or_too_much_is_noticed(off: str, adds_up: bool) -> None:
    end = Decimal("999.5") + Decimal(off)
    one = Statement("woo", 1, Decimal(1000), Decimal(1), Decimal(2), Decimal("0.5"), end)
    assert one.expected == Decimal("999.5")
    assert one.adds_up is adds_up
    assert Decimal("0.000001") == TOLERANCE


def test_a_float_counts_as_the_number_that_it_was_written_as() -> None:
    assert exact(0.1) + exact(0.2) == exact(0.3)
    assert exact(None) == 0
