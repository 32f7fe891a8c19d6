"""The order book alone: price-time priority, limits, budgets and hidden size."""

from decimal import Decimal as D
from typing import Any

from ascendex_woo_adapters.simulator.trading.matching import Book, Resting
from ascendex_woo_adapters.simulator.trading.model import Side


def rest(
    book: Any, order_id: Any, side: Any, price: Any, quantity: Any, owner: Any = None, visible: Any = None
) -> Any:
    shown = D(quantity) if visible is None else D(visible)
    book.add(Resting(order_id, owner, side, D(price), D(quantity), shown))


def taken(matches: Any) -> Any:
    return [(match.resting.id, str(match.quantity)) for match in matches]


def test_better_prices_first_then_earlier_orders() -> None:
    book = Book()
    rest(book, "late", Side.SELL, "101", "1")
    rest(book, "first", Side.SELL, "100", "1")
    rest(book, "second", Side.SELL, "100", "1")
    rest(book, "best", Side.SELL, "99", "1")
    assert taken(book.matches(Side.BUY, D(4), None)) == [
        ("best", "1"),
        ("first", "1"),
        ("second", "1"),
        ("late", "1"),
    ]


def test_a_limit_price_and_a_quantity_end_the_matching() -> None:
    book = Book()
    rest(book, "a", Side.BUY, "100", "2")
    rest(book, "b", Side.BUY, "99", "2")
    rest(book, "c", Side.BUY, "98", "2")
    assert taken(book.matches(Side.SELL, D("3.5"), D(99))) == [("a", "2"), ("b", "1.5")]
    assert taken(book.matches(Side.SELL, D(9), D(99))) == [("a", "2"), ("b", "2")]


def test_a_budget_buys_whole_steps() -> None:
    book = Book()
    rest(book, "a", Side.SELL, "10", "1")
    rest(book, "b", Side.SELL, "20", "5")
    assert taken(book.matches(Side.BUY, None, None, D(47), D("0.5"))) == [("a", "1"), ("b", "1.5")]


def test_reducing_keeps_the_place_in_the_queue_and_emptying_leaves_it() -> None:
    book = Book()
    rest(book, "a", Side.BUY, "100", "2")
    rest(book, "b", Side.BUY, "100", "2")
    book.reduce("a", D(1))
    assert taken(book.matches(Side.SELL, D(2), None)) == [("a", "1"), ("b", "1")]
    book.reduce("a", D(1))
    assert "a" not in book
    assert book.levels(Side.BUY, 5) == [(D(100), D(2))]


def test_levels_show_visible_parts_only() -> None:
    book = Book()
    rest(book, "hidden", Side.SELL, "99", "5", visible="0")
    rest(book, "iceberg", Side.SELL, "100", "5", visible="1")
    rest(book, "plain", Side.SELL, "100", "2")
    assert book.levels(Side.SELL, 5) == [(D(100), D(3))]
    assert book.best(Side.SELL) == D(99)


def test_clearing_the_house_leaves_users_alone() -> None:
    book = Book()
    rest(book, "house", Side.SELL, "100", "1")
    rest(book, "mine", Side.SELL, "101", "1", owner="main")
    book.clear_house()
    assert [order.id for order in book.orders()] == ["mine"]
    assert book.remove("house") is None
