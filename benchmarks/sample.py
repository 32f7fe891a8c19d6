"""The data of the benchmarks, free of any wire form: decimal strings, milliseconds, ccxt's words.

Seeded: every run measures the same numbers.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

NOW_MS = 1_751_513_988_543
SYMBOL = "BTC/USDT:USDT"
COIN = "BTC"
COINS = ["BTC", "ETH", *(f"TK{number:03d}" for number in range(498))]
TICK, LOT = "0.01", "0.0001"


@dataclass(frozen=True)
class Trade:
    side: str
    price: str
    amount: str
    timestamp: int


@dataclass(frozen=True)
class Order:
    id: int
    client_id: int
    coin: str
    side: str
    price: str
    amount: str
    filled: str
    average: str
    fee: str
    created: int
    updated: int

    @property
    def status(self) -> str:
        return "open" if self.filled == "0" else "partially filled"


@dataclass(frozen=True)
class Ticker:
    coin: str
    open: str
    high: str
    low: str
    close: str
    base_volume: str
    quote_volume: str
    index_price: str
    mark_price: str


@dataclass(frozen=True)
class Position:
    coin: str
    holding: str  # negative if short
    entry_price: str
    mark_price: str
    liquidation_price: str
    margin_mode: str
    isolated_margin: str
    leverage: int
    timestamp: int


@dataclass(frozen=True)
class Candle:
    timestamp: int
    open: str
    high: str
    low: str
    close: str
    volume: str
    quote_volume: str


class Sample:
    """As many rows of each kind as the benchmarks read."""

    def __init__(self, seed: int = 4590) -> None:
        self._random = random.Random(seed)

    def _number(self, least: float, most: float, decimals: int) -> str:
        return str(Decimal(f"{self._random.uniform(least, most):.{decimals}f}").normalize().__format__("f"))

    def _side(self) -> str:
        return self._random.choice(["buy", "sell"])

    def trades(self, count: int) -> list[Trade]:
        """Newest first, as the venue sends them; times are distinct."""
        return [
            Trade(
                self._side(),
                self._number(60_000, 61_000, 2),
                self._number(0.001, 2, 5),
                NOW_MS - 137 * number - self._random.randrange(100),
            )
            for number in range(count)
        ]

    def orders(self, count: int, coins: list[str]) -> list[Order]:
        """Open orders, half of them partly filled, newest first."""
        rows = []
        for number in range(count):
            price = self._number(100, 61_000, 2)
            filled = number % 2 == 1
            created = NOW_MS - 61_234 * number - self._random.randrange(60_000)
            rows.append(
                Order(
                    id=60_780_315_704 + number,
                    client_id=1_000_000 + number if number % 3 else 0,
                    coin=coins[number % len(coins)],
                    side=self._side(),
                    price=price,
                    amount=self._number(1, 2, 4),
                    filled=self._number(0.1, 0.9, 4) if filled else "0",
                    average=price if filled else "0",
                    fee=self._number(0.01, 1, 6) if filled else "0",
                    created=created,
                    updated=created + 1_234,
                )
            )
        return rows

    def tickers(self, coins: list[str]) -> list[Ticker]:
        """One for each coin."""
        return [
            Ticker(
                coin,
                self._number(100, 110, 2),
                self._number(120, 130, 2),
                self._number(90, 100, 2),
                self._number(100, 120, 2),
                self._number(1_000, 90_000, 4),
                self._number(100_000, 9_000_000, 2),
                self._number(100, 120, 8),
                self._number(100, 120, 8),
            )
            for coin in coins
        ]

    def positions(self, coins: list[str]) -> list[Position]:
        """One for each coin: long and short, all cross."""
        return [
            Position(
                coin,
                self._number(-3, -0.1, 4) if number % 2 else self._number(0.1, 3, 4),
                self._number(100, 110, 2),
                self._number(100, 110, 8),
                self._number(20, 90, 8),
                "cross",
                "0",
                10,
                NOW_MS - number,
            )
            for number, coin in enumerate(coins)
        ]

    def levels(self, count: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """Bids and asks as (price, amount), best first."""
        middle = Decimal("60500.00")
        steps = [Decimal("0.05") * number for number in range(1, count + 1)]
        bids = [(str(middle - step), self._number(0.001, 3, 6)) for step in steps]
        asks = [(str(middle + step), self._number(0.001, 3, 6)) for step in steps]
        return bids, asks

    def candles(self, count: int) -> list[Candle]:
        """Minutes up to now, newest first, as the venue sends them."""
        newest = NOW_MS - NOW_MS % 60_000
        return [
            Candle(
                newest - 60_000 * number,
                self._number(60_000, 60_500, 2),
                self._number(60_500, 61_000, 2),
                self._number(59_000, 60_000, 2),
                self._number(60_000, 60_500, 2),
                self._number(0.1, 90, 4),
                self._number(10_000, 9_000_000, 2),
            )
            for number in range(count)
        ]
