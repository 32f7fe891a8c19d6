"""The futures account: balances, positions, settings, fees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ccxt
import pytest
from ccxt.test.exchange.base import test_account as check_account
from ccxt.test.exchange.base import test_balance as check_balance
from ccxt.test.exchange.base import test_margin_mode as check_mode
from ccxt.test.exchange.base import test_position as check_position
from ccxt.test.exchange.base import test_trading_fee as check_fee

from tests.ascendex.venue import MARKET_ID, SYMBOL, sample, venue
from tests.support import NOW, Face, stubbed


def snapshot(**contract: Any) -> Any:
    """The account snapshot with 10000 USDT only and other fields in its contract."""
    reply = sample("Position")
    reply["data"]["collaterals"] = reply["data"]["collaterals"][2:]
    reply["data"]["contracts"][0].update({"markPrice": "20000", "avgOpenPrice": "19000", **contract})
    return reply


async def test_the_account(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    (account,) = await face.call("load_accounts")
    check_account(face.exchange, {}, "fetchAccounts", account)
    assert account["id"] == "0"
    assert account["info"]["userUID"] == "U0866943712"


async def test_balance_of_the_published_samples(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    balance = await face.call("fetch_balance")
    assert balance["total"] == {"ETH": 100.0, "BTC": 10.0, "USDT": 10000.0}
    assert balance["free"] == {"ETH": None, "BTC": 1.0, "USDT": 10000.0}
    assert balance["used"] == {"ETH": None, "BTC": 9.0, "USDT": 0.0}
    assert await face.call("fetch_total_balance") == balance["total"]


async def test_balance_where_everything_has_its_free_part(stub: Callable[..., Face]) -> None:
    margin = sample("Free margin")
    margin["data"]["collaterals"].append({"asset": "ETH", "availableForTransfer": "99.5"})
    face = stub("ascendex", venue({"GET v2/futures/free-margin": margin}))
    balance = await face.call("fetch_balance")
    check_balance(face.exchange, {}, "fetchBalance", balance)
    assert balance["ETH"] == {"free": 99.5, "used": 0.5, "total": 100.0}


async def test_balance_of_another_account_is_refused(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    for params in ({"type": "spot"}, {"type": "margin"}):
        with pytest.raises(ccxt.NotSupported):
            await face.call("fetch_balance", params)
    assert not face.sent
    await face.call("fetch_balance", {"type": "swap"})
    assert not [sent for sent in face.sent if "type" in sent.query]


async def test_the_published_position(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    (position,) = await face.call("fetch_positions")
    assert position["symbol"] == SYMBOL
    assert (position["side"], position["contracts"], position["marginMode"]) == ("long", 0.5, "cross")
    assert position["leverage"] == 10
    assert position["entryPrice"] is None  # the sample says "0"
    assert position["markPrice"] is position["notional"] is position["liquidationPrice"] is None  # "-1"
    assert position["stopLossPrice"] is position["takeProfitPrice"] is None
    assert position["hedged"] is False


async def test_a_crossed_long_position(stub: Callable[..., Face]) -> None:
    reply = snapshot(unrealizedPnl="500", position="2", leverage="10")
    face = stub("ascendex", venue({"GET v2/futures/position": reply}))
    (position,) = await face.call("fetch_positions", [SYMBOL])
    check_position(
        face.exchange, {"timestamp": True, "datetime": True}, "fetchPositions", position, SYMBOL, NOW
    )
    assert position["notional"] == 40000
    assert (position["maintenanceMargin"], position["maintenanceMarginPercentage"]) == (240, 0.006)
    assert (position["initialMargin"], position["initialMarginPercentage"]) == (4000, 0.1)
    assert position["collateral"] == 10500
    assert position["marginRatio"] == pytest.approx(240 / 10500)
    assert position["liquidationPrice"] == pytest.approx(20000 - (10500 - 240) / (2 * (1 - 0.006)))
    assert position["percentage"] == 12.5


async def test_an_isolated_short_position(stub: Callable[..., Face]) -> None:
    reply = snapshot(
        side="SHORT", position="-3", unrealizedPnl="-900", avgOpenPrice="19700", marginType="isolated", isolatedMargin="3000",
        leverage="20", stopLossPrice="21000", takeProfitPrice="15000",
    )  # fmt: skip
    face = stub("ascendex", venue({"GET v2/futures/position": reply}))
    position = await face.call("fetch_position", SYMBOL)
    check_position(
        face.exchange, {"timestamp": True, "datetime": True}, "fetchPosition", position, SYMBOL, NOW
    )
    assert (position["side"], position["contracts"], position["marginMode"]) == ("short", 3, "isolated")
    assert position["maintenanceMargin"] == 720  # the second bracket holds for all of it
    assert position["initialMargin"] == 3000
    assert (position["positionMargin"], position["collateral"]) == (3000, 2100)
    assert position["liquidationPrice"] == pytest.approx(20000 + (2100 - 720) / (3 * 1.012))
    assert (position["stopLossPrice"], position["takeProfitPrice"]) == (21000, 15000)


async def test_a_well_covered_long_cannot_be_liquidated(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue({"GET v2/futures/position": snapshot(position="0.01")}))
    assert (await face.call("fetch_position", SYMBOL))["liquidationPrice"] is None


@pytest.mark.parametrize("spelling", ["cross", "crossed"])
async def test_both_spellings_of_crossed(stub: Callable[..., Face], spelling: str) -> None:
    face = stub("ascendex", venue({"GET v2/futures/position": snapshot(marginType=spelling)}))
    assert (await face.call("fetch_position", SYMBOL))["marginMode"] == "cross"


async def test_flat_positions(stub: Callable[..., Face]) -> None:
    reply = snapshot(side="NULL_VAL", position="0", avgOpenPrice="0")
    face = stub("ascendex", venue({"GET v2/futures/position": reply}))
    assert await face.call("fetch_positions") == []
    position = await face.call("fetch_position", SYMBOL)
    assert (position["side"], position["contracts"], position["notional"]) == (None, 0, 0)
    reply["data"]["contracts"] = []
    position = await face.call("fetch_position", SYMBOL)
    assert (position["symbol"], position["side"], position["contracts"]) == (SYMBOL, None, 0)


@pytest.mark.parametrize("contract", [{"position": "rubbish"}, {"position": None}, {"side": "SIDEWAYS"}])
async def test_a_position_that_cannot_be_read_is_an_error(
    stub: Callable[..., Face], contract: dict[str, Any]
) -> None:
    face = stub("ascendex", venue({"GET v2/futures/position": snapshot(**contract)}))
    with pytest.raises(ccxt.BadResponse):
        await face.call("fetch_positions")


async def test_leverage_and_margin_mode(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    leverage = await face.call("fetch_leverage", SYMBOL)
    assert (leverage["longLeverage"], leverage["shortLeverage"], leverage["marginMode"]) == (10, 10, "cross")
    assert await face.call("fetch_leverages") == {SYMBOL: leverage}
    mode = await face.call("fetch_margin_mode", SYMBOL)
    check_mode(face.exchange, {}, "fetchMarginMode", mode)
    assert mode["marginMode"] == "cross"
    assert await face.call("fetch_margin_modes", [SYMBOL]) == {SYMBOL: mode}


@pytest.mark.parametrize("name", ["fetch_leverage", "fetch_margin_mode"])
async def test_a_contract_that_is_not_listed_has_no_settings(stub: Callable[..., Face], name: str) -> None:
    reply = sample("Position")
    reply["data"]["contracts"] = []
    face = stub("ascendex", venue({"GET v2/futures/position": reply}))
    with pytest.raises(ccxt.NullResponse):
        await face.call(name, SYMBOL)


async def test_setting_leverage(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    assert (await face.call("set_leverage", 10, SYMBOL))["data"] == {"leverage": 10, "symbol": MARKET_ID}
    assert face.sent[-1].json == {"symbol": MARKET_ID, "leverage": 10}


@pytest.mark.parametrize("leverage", [0, -1, 101, 2.5, "many", None])
async def test_leverage_that_cannot_be_set(stub: Callable[..., Face], leverage: Any) -> None:
    face = stub("ascendex", venue())
    with pytest.raises(ccxt.BadRequest):
        await face.call("set_leverage", leverage, SYMBOL)
    assert not [sent for sent in face.sent if sent.method != "GET"]


@pytest.mark.parametrize(
    ("mode", "sent"), [("cross", "crossed"), ("isolated", "isolated"), ("ISOLATED", "isolated")]
)
async def test_setting_the_margin_mode(stub: Callable[..., Face], mode: str, sent: str) -> None:
    face = stub("ascendex", venue())
    assert await face.call("set_margin_mode", mode, SYMBOL) == {"code": 0}
    assert face.sent[-1].json == {"symbol": MARKET_ID, "marginType": sent}


async def test_a_margin_mode_that_cannot_be_set(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    with pytest.raises(ccxt.BadRequest):
        await face.call("set_margin_mode", "portfolio", SYMBOL)
    with pytest.raises(ccxt.ArgumentsRequired):
        await face.call("set_margin_mode", "cross")
    assert not [sent for sent in face.sent if sent.method != "GET"]


async def test_trading_fees(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    fee = await face.call("fetch_trading_fee", SYMBOL)
    check_fee(face.exchange, {}, "fetchTradingFee", SYMBOL, fee)
    assert (fee["maker"], fee["taker"]) == (0.0001, 0.0001)
    assert face.sent[-1].path == "/0/api/pro/v1/futures/fee"
    assert sorted(await face.call("fetch_trading_fees")) == [SYMBOL, "ETH-PERP"]


async def test_fees_under_their_other_name(stub: Callable[..., Face]) -> None:
    reply = sample("Fee schedule by symbol")
    reply["data"]["fees"] = reply["data"].pop("productFee")
    face = stub("ascendex", venue({"GET v1/futures/fee": reply}))
    assert (await face.call("fetch_trading_fee", SYMBOL))["taker"] == 0.0001
    reply["data"]["fees"] = []
    with pytest.raises(ccxt.NullResponse):
        await face.call("fetch_trading_fee", SYMBOL)


async def test_an_overridden_parser_of_positions_is_called_and_gets_its_risk(colour: str) -> None:
    reply = snapshot(unrealizedPnl="500", position="2", leverage="10")
    face = stubbed("ascendex", colour, venue({"GET v2/futures/position": reply}))
    (usual,) = await face.call("fetch_positions")

    class Own(type(face.exchange)):  # type: ignore[misc]
        def parse_position(self, position: Any, market: Any = None) -> Any:
            return {**super().parse_position(position, market), "mine": True}

    own = Own({"apiKey": face.exchange.apiKey, "secret": face.exchange.secret})
    own.fetch = face.exchange.fetch
    (position,) = await Face(own, colour).call("fetch_positions")
    assert position == {**usual, "mine": True}
    assert await face.call("fetch_positions", []) == []
    await Face(own, colour).close()
    await face.close()


async def test_numbers_of_another_class(stub: Callable[..., Face]) -> None:
    reply = snapshot(
        unrealizedPnl="500", position="2", leverage="10", marginType="isolated", isolatedMargin="3000"
    )
    face = stub("ascendex", venue({"GET v2/futures/position": reply}), {"number": str})
    (position,) = await face.call("fetch_positions")
    assert (position["contracts"], position["notional"], position["unrealizedPnl"]) == ("2", "40000", "500")
    assert (position["positionMargin"], position["collateral"]) == ("3000", "3500")
