"""The comparison of freqtrade's database with the ledger notices every difference."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from ascendex_woo_adapters import woo
from ascendex_woo_adapters.simulator import Simulator
from ascendex_woo_adapters.simulator.server import Venue
from tests.freqtrade.books import Report, compare

PAIR = "LTC/USDT:USDT"
FUNDS = Decimal(20_000)


class Tables(NamedTuple):
    """A venue on which a round trip was made, and what freqtrade's tables would hold of it."""

    venue: Venue
    orders: list[dict[str, Any]]
    trades: list[dict[str, Any]]

    def report(self) -> Report:
        account = self.venue.engine.account("main")
        return compare(self.venue, account, self.orders, self.trades, FUNDS, spot=False)


@pytest.fixture
def tables() -> Iterator[Tables]:
    with Simulator(venues=["woo"], balances={"woo": {"main": {"USDT": FUNDS}}}) as simulator:
        make: Any = woo
        exchange = simulator.connect(make)
        stop_at = exchange.fetch_order_book(PAIR)["bids"][0][0] * 0.9
        placed = [
            (exchange.create_order(PAIR, "market", "buy", 40), {}),
            (
                exchange.create_order(PAIR, "market", "sell", 40, None, {"stopLossPrice": stop_at}),
                {"stop": True},
            ),
            (exchange.create_order(PAIR, "market", "sell", 40, None, {"reduceOnly": True}), {}),
        ]
        exchange.cancel_order(placed[1][0]["id"], PAIR, {"stop": True})
        read = [exchange.fetch_order(order["id"], PAIR, params) for order, params in placed]
        sides = ("buy", "stoploss", "sell")
        orders = [
            {
                **order,
                "order_id": order["id"],
                "ft_order_side": side,
                "ft_pair": PAIR,
                "ft_trade_id": 1,
                "ft_is_open": 0,
            }
            for order, side in zip(read, sides, strict=True)
        ]
        bought, _, sold = read
        rates = [round(one["fee"]["cost"] / one["cost"], 8) for one in (bought, sold)]
        profit = round(sold["cost"] * (1 - rates[1]) - bought["cost"] * (1 + rates[0]), 8)
        trade = {
            "id": 1,
            "pair": PAIR,
            "is_short": 0,
            "is_open": 0,
            "fee_open": rates[0],
            "fee_close": rates[1],
            "fee_close_cost": sold["fee"]["cost"],
            "close_profit_abs": profit,
        }
        yield Tables(simulator.woo, orders, [trade])


def test_equal_books_agree(tables: Tables) -> None:
    report = tables.report()
    assert report.wrong == []
    assert (report.orders, report.trades, report.stops, report.triggered) == (3, 1, 1, 0)
    assert report.several_fills == 2, "the orders are larger than a level of the book"
    assert report.change < 0


@pytest.mark.parametrize("order", [0, 1, 2])
@pytest.mark.parametrize(
    ("field", "value"),
    [("amount", 40.01), ("filled", 39.99), ("average", 1e-8), ("remaining", 0.01), ("cost", 1e-9)],
)
def test_the_last_digit_of_an_order_counts(tables: Tables, order: int, field: str, value: float) -> None:
    tables.orders[order][field] = (tables.orders[order][field] or 0.0) + value
    assert any(f": {field} " in text for text in tables.report().wrong)


@pytest.mark.parametrize(("field", "value"), [("status", "open"), ("ft_is_open", 1)])
def test_the_state_of_an_order_counts(tables: Tables, field: str, value: Any) -> None:
    tables.orders[2][field] = value
    assert tables.report().wrong


@pytest.mark.parametrize("field", ["fee_open", "fee_close", "fee_close_cost", "close_profit_abs"])
def test_the_last_digit_of_a_trade_counts(tables: Tables, field: str) -> None:
    tables.trades[0][field] += 1e-8
    assert tables.report().wrong


def test_an_order_that_one_side_does_not_know_counts(tables: Tables) -> None:
    stop = tables.orders.pop(1)
    assert [text for text in tables.report().wrong if "unknown to freqtrade" in text]
    tables.orders.extend([stop, {**stop, "order_id": "1"}])
    assert [text for text in tables.report().wrong if "no such order" in text]


def test_money_that_is_missing_counts(tables: Tables) -> None:
    tables.venue.engine.deposit(tables.venue.engine.account("main"), "USDT", Decimal("-0.00001"))
    assert [text for text in tables.report().wrong if "the account changed by" in text]
