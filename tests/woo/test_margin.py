"""Leverage, position mode, isolated margin, loans and auto-deleveraging."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ccxt
import pytest

from tests.support import NOW, Face, Frozen
from tests.woo.samples import answering, page, published

Stub = Callable[..., Face]
SWAP, SPOT = "ETH/USDT:USDT", "BTC/USDT"
DONE = {"success": True}
ACCOUNT = published("Get account information (new)")


@pytest.mark.parametrize(
    ("params", "sample", "query", "expected"),
    [
        ({"hedged": False}, "", {"margin_mode": "CROSS", "position_mode": "ONE_WAY"}, ("cross", 10.0, 10.0)),
        ({"hedged": True}, "/cross, hedge", {"margin_mode": "CROSS", "position_mode": "HEDGE"}, ("cross", 10.0, 10.0)),
        ({"hedged": False, "marginMode": "isolated"}, "/isolated, one-way", {"margin_mode": "ISOLATED", "position_mode": "ONE_WAY"}, ("isolated", 10.0, 10.0)),
        ({"hedged": True, "marginMode": "ISOLATED"}, "/isolated, hedge", {"margin_mode": "ISOLATED", "position_mode": "HEDGE"}, ("isolated", 10.0, 20.0)),
        ({"position_mode": "HEDGE", "margin_mode": "CROSS"}, "/cross, hedge", {"margin_mode": "CROSS", "position_mode": "HEDGE"}, ("cross", 10.0, 10.0)),
    ],
)  # fmt: skip
async def test_leverage_of_a_perpetual(
    stub: Stub, params: Any, sample: str, query: dict[str, str], expected: Any
) -> None:
    reply = published(f"Get futures leverage{sample}")
    reply["data"]["symbol"] = "PERP_ETH_USDT"
    face = stub("woo", answering(reply))
    leverage = await face.call("fetch_leverage", SWAP, Frozen(params))
    assert face.sent[-1].path == "/v1/client/futures_leverage"
    assert face.sent[-1].query == {"symbol": "PERP_ETH_USDT", **query}
    assert leverage == {
        "info": reply["data"], "symbol": SWAP, "marginMode": expected[0], "longLeverage": expected[1],
        "shortLeverage": expected[2],
    }  # fmt: skip


async def test_the_position_mode_is_asked_for_where_nobody_says_it(stub: Stub) -> None:
    face = stub("woo", answering(ACCOUNT, published("Get futures leverage/isolated, hedge")))
    leverage = await face.call("fetch_leverage", SWAP, {"marginMode": "isolated"})
    assert [sent.path for sent in face.sent[-2:]] == ["/v3/accountinfo", "/v1/client/futures_leverage"]
    assert face.sent[-1].query["position_mode"] == "HEDGE"
    assert (leverage["longLeverage"], leverage["shortLeverage"]) == (10.0, 20.0)


async def test_leverage_of_the_margin_account(stub: Stub) -> None:
    margin = {**ACCOUNT, "data": {**ACCOUNT["data"], "accountMode": "MARGIN", "leverage": 5}}
    face = stub("woo", answering(margin, ACCOUNT))
    leverage = await face.call("fetch_leverage", SPOT)
    assert (leverage["symbol"], leverage["marginMode"]) == (SPOT, "cross")
    assert (leverage["longLeverage"], leverage["shortLeverage"]) == (5.0, 5.0)
    assert (await face.call("fetch_leverage", SPOT))["longLeverage"] is None


SENT = [
    ("set_position_mode", (True,), {}, "/v1/client/position_mode", {"position_mode": "HEDGE_MODE"}),
    ("set_position_mode", (False, SWAP), {}, "/v1/client/position_mode", {"position_mode": "ONE_WAY"}),
    ("set_leverage", (5, SWAP), {"positionSide": "short"}, "/v1/client/futures_leverage", {"symbol": "PERP_ETH_USDT", "margin_mode": "CROSS", "position_side": "SHORT", "leverage": "5"}),
    ("set_leverage", (5, SWAP), {"hedged": False, "type": "swap"}, "/v1/client/futures_leverage", {"symbol": "PERP_ETH_USDT", "margin_mode": "CROSS", "position_side": "BOTH", "leverage": "5"}),
    ("set_leverage", (3, SPOT), {"marginMode": "cross"}, "/v1/client/leverage", {"leverage": "3"}),
    ("add_margin", (SWAP, 10), {}, "/v1/client/isolated_margin", {"symbol": "PERP_ETH_USDT", "position_side": "BOTH", "adjust_token": "USDT", "adjust_amount": "10", "action": "ADD"}),
    ("reduce_margin", (SWAP, "0.5"), {"positionSide": "LONG"}, "/v1/client/isolated_margin", {"symbol": "PERP_ETH_USDT", "position_side": "LONG", "adjust_token": "USDT", "adjust_amount": "0.5", "action": "REDUCE"}),
    ("reduce_margin", (SWAP, 1e-6), {"position_side": "short", "marginMode": "isolated"}, "/v1/client/isolated_margin", {"symbol": "PERP_ETH_USDT", "position_side": "SHORT", "adjust_token": "USDT", "adjust_amount": "0.000001", "action": "REDUCE"}),
    ("repay_cross_margin", ("USDT", 2), {"marginMode": "cross"}, "/v1/interest/repay", {"token": "USDT", "amount": "2"}),
    ("repay_margin", ("USDT", 2), {}, "/v1/interest/repay", {"token": "USDT", "amount": "2"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args", "params", "path", "form"), SENT)
async def test_settings(
    stub: Stub, name: str, args: Any, params: Any, path: str, form: dict[str, str]
) -> None:
    face = stub("woo", answering(DONE))
    await face.call(name, *args, params=Frozen(params))
    assert (face.sent[-1].method, face.sent[-1].path, face.sent[-1].form) == ("POST", path, form)


async def test_both_sides_of_a_hedged_account(stub: Stub) -> None:
    face = stub("woo", answering(DONE))
    assert await face.call("set_leverage", 7, SWAP, {"hedged": True, "marginMode": "isolated"}) == [DONE] * 2
    assert [sent.form["position_side"] for sent in face.sent[-2:]] == ["LONG", "SHORT"]
    assert {sent.form["margin_mode"] for sent in face.sent[-2:]} == {"ISOLATED"}


async def test_what_became_of_a_change_of_margin(stub: Stub) -> None:
    face = stub("woo", answering(DONE))
    change = await face.call("add_margin", SWAP, 10)
    expected = {
        "symbol": SWAP,
        "type": "add",
        "amount": 10.0,
        "code": "USDT",
        "marginMode": "isolated",
        "status": "ok",
    }
    assert {key: change[key] for key in expected} == expected
    loan = await face.call("repay_cross_margin", "USDT", 2)
    assert (loan["currency"], loan["amount"], loan["info"]) == ("USDT", 2.0, DONE)


@pytest.mark.parametrize(("mode", "hedged"), [("HEDGE", True), ("HEDGE_MODE", True), ("ONE_WAY", False)])
async def test_position_modes(stub: Stub, mode: str, hedged: bool) -> None:
    reply = {**ACCOUNT, "data": {**ACCOUNT["data"], "positionMode": mode}}
    face = stub("woo", answering(reply))
    assert (await face.call("fetch_position_mode", SWAP))["hedged"] is hedged
    assert face.sent[-1].path == "/v3/accountinfo"


async def test_an_unknown_position_mode_is_an_error(stub: Stub) -> None:
    face = stub("woo", answering({**ACCOUNT, "data": {**ACCOUNT["data"], "positionMode": "BOTH_WAYS"}}))
    with pytest.raises(ccxt.BadResponse, match="BOTH_WAYS"):
        await face.call("fetch_position_mode")


REFUSED = [
    ("fetch_leverage", (None,), {}, ccxt.ArgumentsRequired),
    ("fetch_leverage", (SWAP,), {"marginMode": "portfolio"}, ccxt.BadRequest),
    ("set_leverage", (5, SWAP), {"positionSide": "up"}, ccxt.BadRequest),
    ("set_leverage", (True, SWAP), {}, ccxt.BadRequest),
    ("set_leverage", (5, SPOT), {"marginMode": "isolation"}, ccxt.BadRequest),
    ("set_leverage", (7, SPOT), {}, ccxt.BadRequest),
    ("set_position_mode", ("HEDGE",), {}, ccxt.BadRequest),
    ("set_position_mode", (1,), {}, ccxt.BadRequest),
    ("add_margin", (SWAP, 0), {}, ccxt.BadRequest),
    ("add_margin", (SWAP, -5), {}, ccxt.BadRequest),
    ("add_margin", (SWAP, None), {}, ccxt.BadRequest),
    ("add_margin", (SPOT, 5), {}, ccxt.BadRequest),
    ("add_margin", (None, 5), {}, ccxt.ArgumentsRequired),
    ("reduce_margin", (SWAP, 5), {"positionSide": "neither"}, ccxt.BadRequest),
    ("fetch_cross_borrow_rate", ("NOPE",), {}, ccxt.ExchangeError),
    ("fetch_borrow_interest", ("USDT", SPOT), {}, ccxt.BadRequest),
    ("fetch_borrow_interest", ("USDT", None, -1), {}, ccxt.BadRequest),
    ("repay_cross_margin", ("USDT", 0), {}, ccxt.BadRequest),
    ("repay_cross_margin", ("NOPE", 1), {}, ccxt.ExchangeError),
    ("repay_margin", ("USDT", 1, SPOT), {}, ccxt.BadRequest),
    ("fetch_position_adl_rank", (None,), {}, ccxt.ArgumentsRequired),
    ("fetch_positions_adl_rank", (["NO/SUCH"],), {}, ccxt.BadSymbol),
]


@pytest.mark.parametrize(("name", "args", "params", "expected"), REFUSED)
async def test_refused_before_sending(stub: Stub, name: str, args: Any, params: Any, expected: Any) -> None:
    face = stub("woo", answering(DONE))
    await face.call("load_markets")
    before = len(face.sent)
    with pytest.raises(expected):
        await face.call(name, *args, params=Frozen(params))
    assert len(face.sent) == before


async def test_interest_rates_are_fractions_of_an_hour(stub: Stub) -> None:
    face = stub("woo", answering(published("Margin interest rates")))
    rates = await face.call("fetch_cross_borrow_rates", Frozen())
    assert {code: rate["rate"] for code, rate in rates.items()} == {"MATIC": 1e-6, "USDT": 8e-6, "WOO": 1e-5}
    assert {rate["period"] for rate in rates.values()} == {3_600_000}
    face = stub("woo", answering(published("Margin interest rate of token")))
    rate = await face.call("fetch_cross_borrow_rate", "BTC")
    assert face.sent[-1].path == "/v1/token_interest/BTC"
    assert (rate["currency"], rate["rate"]) == ("BTC", 1e-6)


async def test_a_rate_without_a_percent_sign_is_unknown(stub: Stub) -> None:
    reply = published("Margin interest rate of token")
    reply["info"]["current_hourly_base_rate"] = "0.0001"
    face = stub("woo", answering(reply))
    assert (await face.call("fetch_cross_borrow_rate", "BTC"))["rate"] is None


async def test_interest(stub: Stub) -> None:
    (charge,) = published("Get interest history")["rows"]
    later = {**charge, "created_time": "1579399977.041"}
    face = stub("woo", answering(page([later, charge, charge], 3)))
    charges = await face.call("fetch_borrow_interest", "USDT", None, 1579399877000, 5, Frozen(until=NOW))
    assert face.sent[-1].path == "/v1/interest/history"
    assert face.sent[-1].query == {
        "side": "LOAN", "token": "USDT", "size": "5", "start_t": "1579399877000", "end_t": str(NOW),
    }  # fmt: skip
    assert [one["timestamp"] for one in charges] == [1579399877041, 1579399977041]
    expected = {
        "currency": "USDT", "interest": 0.01, "interestRate": 1e-5, "amountBorrowed": 1000.0,
        "marginMode": "cross", "symbol": None, "info": charge,
    }  # fmt: skip
    assert {key: charges[0][key] for key in expected} == expected


async def test_places_in_the_queue_of_deleveraging(stub: Stub) -> None:
    reply = published("Get all positions (new)")
    jto, w = reply["data"]["positions"]
    long = {**jto, "symbol": "PERP_ETH_USDT", "adlQuantile": 2, "positionSide": "LONG"}
    short = {**w, "symbol": "PERP_ETH_USDT", "adlQuantile": 4, "positionSide": "SHORT"}
    flat = {**w, "symbol": "PERP_OLD_USDT", "holding": 0.0}
    face = stub("woo", answering({**reply, "data": {"positions": [long, flat, short]}}))
    ranks = await face.call("fetch_positions_adl_rank", None, Frozen(type="swap", marginMode="cross"))
    assert (face.sent[-1].path, face.sent[-1].query) == ("/v3/positions", {})
    assert [(one["symbol"], one["rank"]) for one in ranks] == [(SWAP, 2), (SWAP, 4)]
    assert ranks[0]["timestamp"] == 1725916355494
    assert (await face.call("fetch_position_adl_rank", SWAP))["rank"] == 4
    with pytest.raises(ccxt.NullResponse):
        await face.call("fetch_position_adl_rank", "OLD/USDT:USDT")


PLAIN = [
    ("fetch_balance", (), "Get balances"),
    ("fetch_positions", (), "Get all positions (new)"),
    ("fetch_trading_fees", (), "Get account information (new)"),
    ("fetch_tickers", (), "Futures information, all markets"),
    ("fetch_ticker", (SWAP,), "Futures information, one market"),
    ("fetch_order_book", (SPOT,), "Order book snapshot"),
    ("fetch_funding_rate", (SWAP,), "Predicted funding rate, one market"),
    ("fetch_funding_rates", (), "Predicted funding rate, all markets"),
    ("fetch_mark_prices", (), "Futures information, all markets"),
    ("fetch_cross_borrow_rates", (), "Margin interest rates"),
    ("fetch_convert_currencies", (), "Get quote asset info"),
]


@pytest.mark.parametrize(("name", "args", "sample"), PLAIN)
async def test_unified_parameters_stay_here(stub: Stub, name: str, args: Any, sample: str) -> None:
    face = stub("woo", answering(published(sample)))
    unified = Frozen(
        type="swap", marginMode="cross", hedged=True, subType="linear", paginate=False, network=None
    )
    await face.call(name, *args, params=unified)
    assert face.sent[-1].query == {}
