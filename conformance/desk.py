"""What the calls without a test of ccxt's are given: prices, sizes, orders and positions of the account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

OTHER = "LTC/USDT:USDT"
"""A market in which nothing else is done."""


def size(exchange: Any, symbol: str, price: float) -> float:
    """A size worth an order in a market."""
    return float(exchange.amount_to_precision(symbol, 500 / price))


class Desk:
    """One market, seen through an exchange of the same account that is not under test."""

    def __init__(self, hand: Any, symbols: tuple[str, ...], code: str) -> None:
        self.hand, self.code = hand, code
        self.symbol = symbols[0]

    @property
    def bid(self) -> float:
        price: float = self.hand.fetch_order_book(self.symbol)["bids"][0][0]
        return price

    @property
    def amount(self) -> float:
        """A size worth an order."""
        return size(self.hand, self.symbol, self.bid)

    def near(self, share: float) -> float:
        """A price so far from the best bid: 0.95 is 5 % below it."""
        return float(self.hand.price_to_precision(self.symbol, self.bid * share))

    @property
    def low(self) -> float:
        """Below the market."""
        return self.near(0.95)

    @property
    def high(self) -> float:
        """Above the market."""
        return self.near(1.05)

    def resting(self) -> Any:
        """An order that rests."""
        return self.hand.create_order(self.symbol, "limit", "buy", self.amount, self.low)

    def filled(self) -> Any:
        """An order that was filled."""
        return self.hand.create_order(self.symbol, "market", "buy", self.amount, self.bid)

    def wish(self) -> dict[str, Any]:
        """An order as `create_orders` takes it."""
        order = {"symbol": self.symbol, "type": "limit", "side": "buy"}
        return {**order, "amount": self.amount, "price": self.low}

    def held(self) -> str:
        """The market, with a position in it."""
        self.filled()
        return self.symbol

    def isolated(self) -> str:
        """Another market, with an isolated position in it whose margin is more than it has to be."""
        ISOLATE[self.hand.id](self.hand)
        self.hand.add_margin(OTHER, 50)
        return OTHER

    def accounts(self) -> tuple[str, str]:
        """Two accounts between which money can be moved."""
        return ACCOUNTS[self.hand.id](self.hand)


def isolate_woo(hand: Any) -> None:
    """Open an isolated position."""
    hand.create_order(OTHER, "market", "buy", 1, None, {"marginMode": "isolated"})


def _isolate_ascendex(hand: Any) -> None:
    if not hand.fetch_positions([OTHER]):
        hand.set_margin_mode("isolated", OTHER)
    hand.create_order(OTHER, "market", "buy", 1)


def _accounts_woo(hand: Any) -> tuple[str, str]:
    main, sub, *_ = [account["id"] for account in hand.fetch_accounts()]
    return main, sub


ISOLATE: dict[str, Callable[[Any], None]] = {"woo": isolate_woo, "ascendex": _isolate_ascendex}
ACCOUNTS: dict[str, Callable[[Any], tuple[str, str]]] = {
    "woo": _accounts_woo,
    "ascendex": lambda hand: ("spot", "swap"),
}
