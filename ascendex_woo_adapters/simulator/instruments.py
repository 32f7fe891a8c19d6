"""The markets of both venues."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


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
    """One market: its filters, margin rates, and the shape of its price."""

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
    suspended: bool = False
    created: int = 1_577_836_800_000
    """Listing time in ms."""

    @property
    def is_perp(self) -> bool:
        return self.kind is MarketKind.PERP
