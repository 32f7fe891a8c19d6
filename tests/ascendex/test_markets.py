"""Markets, currencies and leverage tiers."""

from __future__ import annotations

from collections.abc import Callable

import ccxt
import pytest
from ccxt.test.exchange.base import test_currency as check_currency
from ccxt.test.exchange.base import test_leverage_tier as check_tier
from ccxt.test.exchange.base import test_market as check_market

from tests.ascendex.venue import MARKET_ID, SYMBOL, contracts, sample, venue
from tests.support import Face


async def test_the_published_contract(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    market = (await face.call("load_markets"))[SYMBOL]
    check_market(face.exchange, {}, "fetchMarkets", market)
    assert market["id"] == MARKET_ID
    assert (market["base"], market["quote"], market["settle"]) == ("BTC", "USDT", "USDT")
    assert (market["type"], market["linear"], market["inverse"]) == ("swap", True, False)
    assert market["active"] is True
    assert market["contractSize"] == 1
    assert market["precision"]["amount"] == 0.0001
    assert market["precision"]["price"] == 0.25
    assert market["limits"]["amount"] == {"min": 0.0001, "max": 1000000000.0}
    assert market["limits"]["price"] == {"min": 0.25, "max": 1000000.0}
    assert market["limits"]["leverage"] == {"min": 1.0, "max": 100.0}
    assert market["created"] == 1579701600000
    assert market["info"] == sample("Futures contracts info")["data"][0]


async def test_symbols_and_ids_map_both_ways(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue({"GET v2/futures/contract": contracts()}))
    markets = await face.call("load_markets")
    assert sorted(markets) == ["BTC/USDT:USDT", "ETH/USDT:USDT", "LUNA/USDT:USDT"]
    for symbol, market in markets.items():
        assert face.exchange.market(symbol)["id"] == market["id"]
        assert face.exchange.market(market["id"])["symbol"] == symbol
        assert face.exchange.safe_market(market["id"])["symbol"] == symbol
    assert markets["LUNA/USDT:USDT"]["active"] is False
    assert face.exchange.currency("LUNA")["id"] == "LUNA"


async def test_a_contract_without_descriptive_fields_is_still_a_market(stub: Callable[..., Face]) -> None:
    rows = [{"symbol": "BTC-PERP"}, {"displayName": "without a symbol"}]
    face = stub("ascendex", venue({"GET v2/futures/contract": {"code": 0, "data": rows}}))
    markets = await face.call("load_markets")
    assert list(markets) == [SYMBOL]
    assert markets[SYMBOL]["precision"]["price"] is None
    assert markets[SYMBOL]["active"] is False


async def test_ccxts_names_of_currencies_hold(stub: Callable[..., Face]) -> None:
    reply = contracts()
    reply["data"][1]["underlying"] = "BOND/USDT"
    face = stub("ascendex", venue({"GET v2/futures/contract": reply}))
    assert "BONDED/USDT:USDT" in await face.call("load_markets")


async def test_the_published_collaterals(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    await face.call("load_markets")
    currencies = await face.call("fetch_currencies")
    assert sorted(currencies) == ["BTC", "USDT", "USDTR"]
    for currency in currencies.values():
        check_currency(face.exchange, {"skipCurrenciesWithoutNetworks": True}, "fetchCurrencies", currency)
    assert currencies["BTC"]["name"] == "Bitcoin"
    assert currencies["USDT"]["active"] is True
    assert currencies["USDTR"]["active"] is False
    assert currencies["USDT"]["networks"] == {}


@pytest.mark.parametrize("name", ["fetch_leverage_tiers", "fetch_market_leverage_tiers"])
async def test_tiers_are_the_margin_brackets(stub: Callable[..., Face], name: str) -> None:
    face = stub("ascendex", venue({"GET v2/futures/contract": contracts()}))
    if name == "fetch_leverage_tiers":
        assert sorted(await face.call(name)) == ["BTC/USDT:USDT", "ETH/USDT:USDT", "LUNA/USDT:USDT"]
        tiers = (await face.call(name, [SYMBOL]))[SYMBOL]
    else:
        tiers = await face.call(name, SYMBOL)
    for tier in tiers:
        check_tier(face.exchange, {}, name, tier)
    assert [tier["minNotional"] for tier in tiers] == [0, 50000]
    assert [tier["maxNotional"] for tier in tiers] == [50000, 200000]
    assert [tier["maintenanceMarginRate"] for tier in tiers] == [0.006, 0.012]
    assert [tier["maxLeverage"] for tier in tiers] == [100, 50]
    assert tiers[0]["currency"] == "USDT"


async def test_another_kind_of_market_is_refused(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    await face.call("fetch_markets", {"type": "swap", "subType": "linear"})
    assert face.sent[-1].query == {}
    with pytest.raises(ccxt.NotSupported):
        await face.call("fetch_markets", {"type": "spot"})
    assert len(face.sent) == 1
