"""``set_markets`` gives ccxt's tables, whatever markets it is handed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import ccxt
import pytest
from ccxt.base.exchange import BaseExchange

from ascendex_woo_adapters.common.structures import Structures
from tests.common.markets import CURRENCIES, MARKETS

FEES = {"trading": {"tierBased": True, "percentage": True, "maker": 0.0002, "taker": 0.0005}}
TABLES = ("markets", "markets_by_id", "symbols", "ids", "currencies", "currencies_by_id", "codes")


class Plain(Structures, ccxt.Exchange):
    """The tables under test over ccxt's bare exchange."""


def changed(change: Callable[[dict[str, Any]], Any]) -> list[dict[str, Any]]:
    """The markets, the first of them changed."""
    markets = copy.deepcopy(MARKETS)
    change(markets[0])
    return markets


def twice(markets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Spot and swap markets under one id."""
    return [*markets, {**copy.deepcopy(markets[2]), "id": markets[0]["id"], "symbol": "ETH/USDT2"}]


COMPLETE: dict[str, Any] = {
    "as they are": copy.deepcopy(MARKETS),
    "as a dict": {market["symbol"]: market for market in MARKETS},
    "fees of their own": changed(lambda market: market.update(taker=0.0, maker=0.1)),
    "an id of two": twice(MARKETS),
    "no info": changed(lambda market: market.update(info=None)),
}
OTHER: dict[str, Any] = {
    "a key more": changed(lambda market: market.update(feeSide="get")),
    "a key less": changed(lambda market: market.pop("created")),
    "a limit less": changed(lambda market: market["limits"].pop("cost")),
    "half a limit": changed(lambda market: market["limits"]["cost"].pop("max")),
    "no limits": changed(lambda market: market.update(limits=None)),
    "no margin modes": changed(lambda market: market.update(marginModes=None)),
}


def tables(cls: Any, markets: Any, currencies: Any, config: Any) -> dict[str, Any]:
    """What a class makes of markets."""
    exchange = cls({"fees": FEES, **config})
    assert exchange.set_markets(copy.deepcopy(markets), copy.deepcopy(currencies)) is exchange.markets
    return {name: getattr(exchange, name) for name in (*TABLES, "baseCurrencies", "quoteCurrencies")}


@pytest.mark.parametrize("markets", [*COMPLETE.values(), *OTHER.values()], ids=[*COMPLETE, *OTHER])
@pytest.mark.parametrize("currencies", [CURRENCIES, {}, None], ids=["currencies", "empty", "none"])
@pytest.mark.parametrize(
    "config",
    [
        {},
        {"fees": {"trading": {"taker": 0.5, "tiers": {"taker": [[0, 1]]}}}},
        {"precision": {"amount": 0.5, "price": 0.5}},
        {"limits": {"amount": {"min": 7.0}}},
        {"currencies": {"OLD": {"id": "old", "code": "OLD"}, "BTC": {"name": "Bitcoin"}}},
    ],
    ids=["plain", "own fees", "own precision", "own limits", "own currencies"],
)
def test_equal_to_ccxts(markets: Any, currencies: Any, config: Any) -> None:
    ours = tables(Plain, markets, currencies, config)
    theirs = tables(ccxt.Exchange, markets, currencies, config)
    assert ours == theirs
    for name in ("markets", "markets_by_id", "currencies"):
        assert list(ours[name]) == list(theirs[name])


@pytest.mark.parametrize("markets", COMPLETE.values(), ids=COMPLETE)
def test_complete_markets_are_not_merged(markets: Any) -> None:
    with patch.object(BaseExchange, "set_markets", side_effect=AssertionError):
        exchange = Plain()
        exchange.set_markets(copy.deepcopy(markets), CURRENCIES)
    assert set(exchange.symbols) >= {market["symbol"] for market in MARKETS}


@pytest.mark.parametrize("markets", OTHER.values(), ids=OTHER)
def test_other_markets_are_left_to_ccxt(markets: Any) -> None:
    with patch.object(BaseExchange, "set_markets", return_value="merged"):
        assert Plain().set_markets(copy.deepcopy(markets), CURRENCIES) == "merged"


def test_markets_of_another_instance_are_taken_over() -> None:
    config: Any = {"fees": FEES}
    first, second = Plain(config), Plain(config)
    first.set_markets(copy.deepcopy(MARKETS), copy.deepcopy(CURRENCIES))
    second.set_markets(first.markets, first.currencies)
    assert second.markets == first.markets
    assert second.symbols == first.symbols
