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


async def test_the_published_assets_and_collaterals(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    await face.call("load_markets")
    currencies = await face.call("fetch_currencies")
    assert sorted(currencies) == ["BTC", "USDT", "USDTR"]
    for currency in currencies.values():
        check_currency(face.exchange, {"skipCurrenciesWithoutNetworks": True}, "fetchCurrencies", currency)
    assert currencies["BTC"]["name"] == "Bitcoin"
    assert currencies["BTC"]["info"]["asset"] is None
    assert currencies["BTC"]["info"]["collateral"]["discountFactor"] == "0.98"
    assert currencies["USDTR"]["active"] is False
    tether = currencies["USDT"]
    assert (tether["id"], tether["name"], tether["active"]) == ("USDT", "Tether", True)
    assert (tether["deposit"], tether["withdraw"], tether["precision"]) == (True, True, 0.0001)
    assert tether["info"]["asset"] == sample("List all assets")["data"][0]
    assert (tether["fee"], tether["limits"]["withdraw"]["min"]) == (10, 20)
    assert sorted(tether["networks"]) == ["ERC20", "OMNI"]
    omni = tether["networks"]["OMNI"]
    assert (omni["id"], omni["network"], omni["fee"], omni["active"]) == ("Omni", "OMNI", 30, True)
    assert omni["limits"] == {"withdraw": {"min": 50, "max": None}, "deposit": {"min": 0, "max": None}}


async def test_every_currency_of_a_market_is_known(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue({"GET v2/futures/contract": contracts()}))
    markets = await face.call("load_markets")
    for market in markets.values():
        for code in ("base", "quote", "settle"):
            assert face.exchange.currency(market[code])["code"] == market[code]


@pytest.mark.parametrize(
    ("chain", "code"),
    [("ERC20", "ERC20"), ("TRC20", "TRC20"), ("Tron", "TRC20"), ("BEP20", "BEP20"), ("BEP20 (BSC)", "BEP20"),
     ("arbitrum", "ARBITRUM"), ("Solana", "SOL"), ("Bitcoin", "BTC"), ("Matic Network", "MATIC"),
     ("Something new", "Something new")],
)  # fmt: skip
async def test_chains_go_under_ccxts_names(stub: Callable[..., Face], chain: str, code: str) -> None:
    reply = sample("List all assets")
    reply["data"][0]["blockChain"] = [
        {"chainName": chain, "allowDeposit": False, "allowWithdraw": True, "minWithdrawalAmt": "7"}
    ]
    face = stub("ascendex", venue({"GET v2/assets": reply}))
    network = (await face.call("fetch_currencies"))["USDT"]["networks"][code]
    assert (network["id"], network["network"]) == (chain, code)
    assert (network["deposit"], network["withdraw"], network["active"]) == (False, True, True)
    assert network["limits"]["withdraw"]["min"] == 7
    assert face.exchange.network_id_to_code(chain) == code


async def test_an_asset_that_is_no_collateral_is_active_with_an_open_chain(stub: Callable[..., Face]) -> None:
    reply = sample("List all assets")
    row = reply["data"][0]
    closed = [{**chain, "allowDeposit": False, "allowWithdraw": False} for chain in row["blockChain"]]
    reply["data"] = [
        {**row, "assetCode": "ASD"},
        {**row, "assetCode": "OLD", "blockChain": closed},
        {"assetName": "none"},
    ]
    face = stub("ascendex", venue({"GET v2/assets": reply}))
    currencies = await face.call("fetch_currencies")
    assert sorted(currencies) == ["ASD", "BTC", "OLD", "USDT", "USDTR"]
    assert (currencies["ASD"]["active"], currencies["OLD"]["active"]) == (True, False)
    assert (currencies["OLD"]["deposit"], currencies["OLD"]["withdraw"]) == (False, False)


async def test_withdrawal_fees(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    fees = await face.call("fetch_deposit_withdraw_fees", ["USDT"])
    assert {code: fee["withdraw"]["fee"] for code, fee in fees["USDT"]["networks"].items()} == {
        "OMNI": 30,
        "ERC20": 10,
    }
    assert fees["USDT"]["networks"]["ERC20"]["deposit"]["fee"] is None
    assert await face.call("fetch_deposit_withdraw_fee", "USDT") == fees["USDT"]


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
