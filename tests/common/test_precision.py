"""The fast precision helpers give ccxt's texts."""

from __future__ import annotations

import copy
from typing import Any
from unittest.mock import patch

import ccxt
import pytest
from ccxt.base.decimal_to_precision import DECIMAL_PLACES, PAD_WITH_ZERO
from ccxt.base.exchange import BaseExchange
from hypothesis import given
from hypothesis import strategies as st

from ascendex_woo_adapters.common.structures import Structures
from tests.common.markets import CURRENCIES, MARKETS

#: A busy machine is no failure.

SYMBOL = MARKETS[0]["symbol"]
TICKS = [1e-12, 1e-08, 1e-05, 0.0001, 0.0005, 0.001, 0.01, 0.025, 0.05, 0.25, 0.5, 1.0, 3.0, 5.0, 10.0, 250.0]


class Plain(Structures, ccxt.Exchange):
    """The helpers under test over ccxt's bare exchange."""


def exchange(cls: Any, tick: Any, config: Any = None) -> Any:
    """An instance whose first market has one step for amounts and prices."""
    markets = copy.deepcopy(MARKETS)
    markets[0]["precision"] = {"amount": tick, "price": tick}
    made = cls({"precisionMode": 4, **(config or {})})
    made.set_markets(markets, CURRENCIES)
    return made


def outcome(exchange: Any, method: str, value: Any) -> tuple[str, Any]:
    """The text of a number, or what is raised for it."""
    try:
        return "text", getattr(exchange, method)(SYMBOL, value)
    except Exception as error:
        return "raised", (type(error), str(error))


EXCHANGES = {tick: (exchange(Plain, tick), exchange(ccxt.Exchange, tick)) for tick in TICKS}
numbers = st.one_of(
    st.integers(-(10**6), 10**17),
    st.floats(1e-9, 1e12),
    st.floats(-10, 10),
    st.decimals("0", "1e9", places=6, allow_nan=False).map(float),
    st.decimals("0", "1e12", places=10, allow_nan=False).map(str),
    st.sampled_from(["0", "", ".", ".5", "5.", "1e3", "1E-3", "-1", "0.10", "007", "x", None, True, "1_0"]),
)


@pytest.mark.parametrize("method", ["amount_to_precision", "price_to_precision"])
@given(tick=st.sampled_from(TICKS), number=numbers, steps=st.integers(0, 10**6), halves=st.booleans())
def test_equal_to_ccxts(method: str, tick: float, number: Any, steps: int, halves: bool) -> None:
    ours, theirs = EXCHANGES[tick]
    for value in (number, (steps + halves / 2) * tick):  # anything, and what lies on a tick or between two
        assert outcome(ours, method, value) == outcome(theirs, method, value)


@pytest.mark.parametrize(
    ("tick", "config"),
    [
        (None, {}),
        (0.0, {}),
        (-1.0, {}),
        (1e-13, {}),
        ("0.01", {}),
        (1, {}),
        (2, {"precisionMode": DECIMAL_PLACES}),
        (0.01, {"paddingMode": PAD_WITH_ZERO}),
    ],
)
@pytest.mark.parametrize("method", ["amount_to_precision", "price_to_precision"])
def test_unusual_settings_are_ccxts(tick: Any, config: Any, method: str) -> None:
    ours, theirs = exchange(Plain, tick, config), exchange(ccxt.Exchange, tick, config)
    for value in (1, 0.125, "17.5", None):
        assert outcome(ours, method, value) == outcome(theirs, method, value)


def test_usual_numbers_take_the_short_way() -> None:
    ours = EXCHANGES[0.05][0]
    with (
        patch.object(BaseExchange, "amount_to_precision", side_effect=AssertionError),
        patch.object(BaseExchange, "price_to_precision", side_effect=AssertionError),
    ):
        assert ours.amount_to_precision(SYMBOL, 1.29) == "1.25"
        assert ours.price_to_precision(SYMBOL, "60123.475") == "60123.5"
