"""The markets of both venues, as data."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

UNBOUNDED = Decimal("1e15")


class MarketKind(Enum):
    SPOT = "spot"
    PERP = "perp"


@dataclass(frozen=True)
class Bracket:
    """Margin rates for positions with a notional in [lower, upper)."""

    lower: Decimal
    upper: Decimal
    initial: Decimal
    maintenance: Decimal


@dataclass(frozen=True)
class Instrument:
    """One market: its filters, fees, margin rates, and what its price and volume are about."""

    symbol: str
    kind: MarketKind
    base: str
    quote: str
    tick: Decimal
    step: Decimal
    price_min: Decimal
    price_max: Decimal
    quantity_min: Decimal
    quantity_max: Decimal
    min_notional: Decimal
    """An order's value must exceed it."""
    price_range: Decimal | None
    """How far a price may lie beyond the best opposite quote, as a fraction; None is unbounded."""
    brackets: tuple[Bracket, ...]
    """Empty for spot."""
    maker_fee: Decimal
    taker_fee: Decimal
    max_leverage: int
    funding_hours: int
    start_price: Decimal
    """About which the price moves."""
    volatility: float
    """1 for an ordinary coin."""
    turnover: float
    """Quote volume of an ordinary day."""
    suspended: bool = False
    created: int = 1_577_836_800_000
    """Listing time in ms."""

    @property
    def is_perp(self) -> bool:
        return self.kind is MarketKind.PERP

    def bracket(self, notional: Decimal) -> Bracket:
        """The margin rates for a position of this size; the last bracket holds for all above it."""
        return next((b for b in self.brackets if notional < b.upper), self.brackets[-1])


class Coin(NamedTuple):
    name: str
    price: str
    volatility: float
    turnover: float


COINS = {
    coin.name: coin
    for coin in (
        Coin("BTC", "98000", 0.7, 3e8),
        Coin("ETH", "3400", 0.9, 2e8),
        Coin("USDC", "1.0002", 0.004, 1e7),
        Coin("SOL", "180", 1.0, 8e7),
        Coin("XRP", "2.1", 1.0, 6e7),
        Coin("BNB", "650", 0.8, 3e7),
        Coin("DOGE", "0.32", 1.1, 4e7),
        Coin("ADA", "0.85", 1.0, 2e7),
        Coin("AVAX", "36", 1.1, 1.5e7),
        Coin("LINK", "21", 1.0, 1.5e7),
        Coin("DOT", "7.2", 1.0, 1e7),
        Coin("LTC", "105", 0.9, 1e7),
        Coin("BCH", "440", 0.9, 8e6),
        Coin("ETC", "26", 0.9, 6e6),
        Coin("XLM", "0.36", 1.0, 6e6),
        Coin("TRX", "0.25", 0.6, 7e6),
        Coin("ATOM", "6.6", 1.0, 5e6),
        Coin("NEAR", "5.1", 1.1, 6e6),
        Coin("FIL", "5.3", 1.1, 4e6),
        Coin("UNI", "13.4", 1.1, 5e6),
        Coin("AAVE", "330", 1.2, 6e6),
        Coin("APT", "9.1", 1.1, 4e6),
        Coin("ARB", "0.78", 1.2, 5e6),
        Coin("OP", "1.9", 1.2, 4e6),
        Coin("SUI", "4.2", 1.2, 9e6),
        Coin("INJ", "21", 1.3, 4e6),
        Coin("WOO", "0.21", 1.2, 3e6),
        Coin("SHIB", "0.0000223", 1.2, 8e6),
        Coin("PEPE", "0.00001834", 1.4, 9e6),
        Coin("YFI", "8400", 1.0, 1e6),
        Coin("MKR", "1650", 1.0, 2e6),
        Coin("TIA", "4.9", 1.4, 3e6),
        Coin("SEI", "0.41", 1.3, 3e6),
        Coin("ICP", "10.6", 1.1, 3e6),
        Coin("ALGO", "0.36", 1.0, 2e6),
        Coin("SAND", "0.57", 1.1, 2e6),
        Coin("MANA", "0.48", 1.1, 2e6),
        Coin("AXS", "6.4", 1.1, 2e6),
        Coin("GALA", "0.036", 1.2, 2e6),
        Coin("CRV", "0.92", 1.3, 3e6),
        Coin("SNX", "2.1", 1.2, 1e6),
        Coin("COMP", "78", 1.1, 1e6),
        Coin("ZEC", "56", 1.1, 1e6),
        Coin("XMR", "215", 0.8, 1e6),
        Coin("EOS", "0.82", 1.0, 2e6),
        Coin("XTZ", "1.3", 1.0, 1e6),
        Coin("THETA", "2.2", 1.1, 1e6),
        Coin("DYDX", "1.5", 1.3, 2e6),
        Coin("ASD", "0.042", 1.2, 5e5),
        Coin("FTT", "3.1", 1.2, 5e5),
        Coin("LUNA", "0.44", 1.4, 5e5),
    )
}

# base, tick, step, smallest and largest quantity, initial and maintenance margin rate, largest leverage
_WOO_PERPS = """
BTC   0.1        0.00001 0.00001 100        0.01 0.006 100
ETH   0.01       0.001   0.001   5000       0.02 0.012 50
SOL   0.001      0.01    0.01    20000      0.02 0.012 50
XRP   0.0001     1       1       2000000    0.02 0.012 50
BNB   0.01       0.01    0.01    3000       0.02 0.012 50
DOGE  0.00001    1       1       5000000    0.02 0.012 50
ADA   0.0001     1       1       2000000    0.02 0.012 50
AVAX  0.005      0.1     0.1     50000      0.02 0.012 50
LINK  0.001      0.1     0.1     50000      0.02 0.012 50
DOT   0.001      0.1     0.1     100000     0.05 0.025 20
LTC   0.01       0.01    0.01    10000      0.02 0.012 50
BCH   0.05       0.001   0.001   2000       0.05 0.025 20
ETC   0.001      0.1     0.1     20000      0.05 0.025 20
TRX   0.00001    10      10      5000000    0.05 0.025 20
ATOM  0.001      0.1     0.1     50000      0.05 0.025 20
NEAR  0.0005     0.1     0.1     100000     0.05 0.025 20
FIL   0.001      0.1     0.1     100000     0.05 0.025 20
UNI   0.001      0.1     0.1     50000      0.05 0.025 20
AAVE  0.25       0.01    0.01    2000       0.05 0.025 20
APT   0.0005     0.1     0.1     50000      0.05 0.025 20
ARB   0.0001     1       1       500000     0.05 0.025 20
OP    0.0001     1       1       500000     0.05 0.025 20
SUI   0.0001     1       1       500000     0.05 0.025 20
INJ   0.001      0.1     0.1     20000      0.05 0.025 20
WOO   0.00001    1       1       2000000    0.1  0.05  10
SHIB  0.00000001 1000    1000    5000000000 0.05 0.025 20
PEPE  0.00000001 1000    10000   5000000000 0.05 0.025 20
YFI   10         0.0001  0.001   50         0.1  0.05  10
LUNA  0.0001     1       1       100000     0.1  0.05  10
"""

# base, tick, step, smallest and largest quantity, smallest price
_WOO_SPOT = """
BTC   0.01       0.000001 0.00001 20         100
ETH   0.01       0.0001   0.0001  500        1
SOL   0.01       0.001    0.01    5000       0.01
XRP   0.00001    0.1      1       500000     0.00001
BNB   0.1        0.001    0.001   500        0.1
DOGE  0.00001    1        1       1000000    0
ADA   0.0001     1        1       500000     0
AVAX  0.01       0.01     0.01    10000      0
LINK  0.001      0.01     0.1     10000      0
DOT   0.001      0.01     0.1     20000      0
LTC   0.01       0.001    0.001   2000       0
TRX   0.00001    1        1       1000000    0
UNI   0.001      0.1      0.1     10000      0
AAVE  0.25       0.001    0.01    500        0.25
WOO   0.00001    0.1      1       1000000    0
SHIB  0.00000001 1        1000    1000000000 0
PEPE  0.00000001 1        10000   1000000000 0
USDC  0.0001     0.01     1       1000000    0
FTT   0.001      0.1      0.1     10000      0
"""

# base, tick, lot, smallest quantity, class of margin brackets
_ASCENDEX_PERPS = """
BTC   0.25       0.0001 0.0001 major
ETH   0.05       0.001  0.001  major
SOL   0.001      0.01   0.01   major
XRP   0.0001     1      1      major
BNB   0.01       0.01   0.01   major
DOGE  0.00001    1      1      major
ADA   0.0001     1      1      middle
AVAX  0.005      0.1    0.1    middle
LINK  0.001      0.1    0.1    middle
DOT   0.001      0.1    0.1    middle
LTC   0.01       0.01   0.01   middle
BCH   0.05       0.01   0.01   middle
ETC   0.001      0.1    0.1    middle
XLM   0.00001    1      1      middle
TRX   0.00001    1      1      middle
ATOM  0.001      0.1    0.1    middle
NEAR  0.001      0.1    0.1    middle
FIL   0.001      0.1    0.1    middle
UNI   0.001      0.1    0.1    middle
AAVE  0.25       0.01   0.01   middle
APT   0.001      0.1    0.1    minor
ARB   0.0001     1      1      minor
OP    0.0001     1      1      minor
SUI   0.0001     1      1      minor
INJ   0.001      0.1    0.1    minor
SHIB  0.00000001 1000   1000   minor
PEPE  0.00000001 10000  10000  minor
YFI   10         0.0001 0.0001 minor
MKR   0.5        0.001  0.001  minor
TIA   0.001      0.1    0.1    minor
SEI   0.0001     1      1      minor
ICP   0.001      0.1    0.1    minor
ALGO  0.0001     1      1      minor
SAND  0.0001     1      1      minor
MANA  0.0001     1      1      minor
AXS   0.001      0.1    0.1    minor
GALA  0.00001    1      1      minor
CRV   0.0001     1      1      minor
SNX   0.001      0.1    0.1    minor
COMP  0.01       0.01   0.01   minor
ZEC   0.01       0.01   0.01   minor
XMR   0.01       0.01   0.01   minor
EOS   0.0001     1      1      minor
XTZ   0.001      0.1    0.1    minor
DYDX  0.001      0.1    0.1    minor
FTT   0.001      0.1    0.1    minor
"""

_ASCENDEX_BRACKETS = {
    "major": "50000 0.01 0.006  200000 0.02 0.012  1000000 0.04 0.024  100000000 0.1 0.06",
    "middle": "50000 0.02 0.012  200000 0.04 0.024  10000000 0.1 0.06",
    "minor": "20000 0.05 0.03  100000 0.1 0.06  5000000 0.2 0.12",
}

_SUSPENDED = {"PERP_LUNA_USDT", "SPOT_FTT_USDT", "FTT-PERP"}


def woo_instruments() -> list[Instrument]:
    """Perpetuals PERP_BASE_USDT and spot markets SPOT_BASE_USDT; one of each kind is suspended."""
    return [_woo_perp(*row) for row in _rows(_WOO_PERPS)] + [_woo_spot(*row) for row in _rows(_WOO_SPOT)]


def ascendex_instruments() -> list[Instrument]:
    """Perpetuals BASE-PERP, settled in USDT; one is suspended."""
    return [_ascendex_perp(*row) for row in _rows(_ASCENDEX_PERPS)]


def _rows(table: str) -> list[list[str]]:
    return [line.split() for line in table.strip().splitlines()]


def _woo_perp(
    base: str, tick: str, step: str, least: str, most: str, initial: str, maintenance: str, leverage: str
) -> Instrument:
    symbol = f"PERP_{base}_USDT"
    return _instrument(
        symbol,
        MarketKind.PERP,
        COINS[base],
        tick=tick,
        step=step,
        quantities=(least, most),
        prices=("0", "1000000" if base in ("BTC", "YFI") else "10000"),
        min_notional="0" if base == "ETH" else "10",
        price_range="0.03",
        brackets=(Bracket(Decimal(0), UNBOUNDED, Decimal(initial), Decimal(maintenance)),),
        fees=("0.0002", "0.0005"),
        max_leverage=int(leverage),
    )


def _woo_spot(base: str, tick: str, step: str, least: str, most: str, lowest: str) -> Instrument:
    return _instrument(
        f"SPOT_{base}_USDT",
        MarketKind.SPOT,
        COINS[base],
        tick=tick,
        step=step,
        quantities=(least, most),
        prices=(lowest, "1000000" if base == "BTC" else "100000"),
        min_notional="1",
        price_range="0.05",
        brackets=(),
        fees=("0.0008", "0.001"),
        max_leverage=1,
    )


def _ascendex_perp(base: str, tick: str, lot: str, least: str, size: str) -> Instrument:
    numbers = [Decimal(number) for number in _ASCENDEX_BRACKETS[size].split()]
    bounds = [Decimal(0), *numbers[::3]]
    rates = zip(numbers[1::3], numbers[2::3], strict=True)
    brackets = tuple(Bracket(bounds[i], bounds[i + 1], *pair) for i, pair in enumerate(rates))
    return _instrument(
        f"{base}-PERP",
        MarketKind.PERP,
        COINS[base],
        tick=tick,
        step=lot,
        quantities=(least, "1000000000"),
        prices=(tick, "1000000"),
        min_notional="0",
        price_range=None,
        brackets=brackets,
        fees=("0.0002", "0.0006"),
        max_leverage=int(1 / brackets[0].initial),
    )


def _instrument(
    symbol: str,
    kind: MarketKind,
    coin: Coin,
    *,
    tick: str,
    step: str,
    quantities: tuple[str, str],
    prices: tuple[str, str],
    min_notional: str,
    price_range: str | None,
    brackets: tuple[Bracket, ...],
    fees: tuple[str, str],
    max_leverage: int,
) -> Instrument:
    return Instrument(
        symbol=symbol,
        kind=kind,
        base=coin.name,
        quote="USDT",
        tick=Decimal(tick),
        step=Decimal(step),
        price_min=Decimal(prices[0]),
        price_max=Decimal(prices[1]),
        quantity_min=Decimal(quantities[0]),
        quantity_max=Decimal(quantities[1]),
        min_notional=Decimal(min_notional),
        price_range=None if price_range is None else Decimal(price_range),
        brackets=brackets,
        maker_fee=Decimal(fees[0]),
        taker_fee=Decimal(fees[1]),
        max_leverage=max_leverage,
        funding_hours=8,
        start_price=Decimal(coin.price),
        volatility=coin.volatility,
        turnover=coin.turnover,
        suspended=symbol in _SUSPENDED,
    )
