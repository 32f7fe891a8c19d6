"""Wallets, margin, funding and conversions over real HTTP against the simulated venue, in both generations."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import ccxt
import pytest

from ascendex_woo_adapters.simulator import ManualClock, Simulator
from tests.support import Face, exchange_class

NOW = 1_750_000_000_000
HOUR_MS, DAY_MS = 3_600_000, 86_400_000
SWAP, SPOT = "BTC/USDT:USDT", "BTC/USDT"
ADDRESS = "0x31d64B3230f8baDD91dE1710A65DF536aF8f7cDa"
ISOLATED = {"marginMode": "isolated"}


class Desk:
    """An exchange whose clock is that of its simulated venue."""

    def __init__(self, face: Face, sim: Simulator, clock: ManualClock) -> None:
        self.face, self.clock = face, clock
        self.venue: Any = sim.woo

    async def call(self, name: str, *args: Any, **kwargs: Any) -> Any:
        return await self.face.call(name, *args, **kwargs)

    async def total(self, code: str) -> float:
        held: float = (await self.call("fetch_balance"))[code]["total"]
        return held


@pytest.fixture(params=["v1", "v3"])
def generation(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def sim(clock: ManualClock) -> Iterator[Simulator]:
    with Simulator(seed=3, clock=clock, venues=("woo",)) as simulator:
        yield simulator
        simulator.woo.engine.audit()


@pytest.fixture
async def desk(sim: Simulator, clock: ManualClock, colour: str, generation: str) -> AsyncIterator[Desk]:
    options = {"options": {"generation": generation}, "enableRateLimit": False}
    exchange = sim.connect(exchange_class("woo", colour), options)
    exchange.milliseconds = clock.now
    face = Face(exchange, colour)
    yield Desk(face, sim, clock)
    await face.close()


async def test_a_deposit_is_seen_on_its_way(desk: Desk) -> None:
    address = await desk.call("fetch_deposit_address", "USDT", {"network": "TRC20"})
    before = await desk.total("USDT")
    desk.venue.deposit("USDT", 500, network="TRON")
    (coming,) = await desk.call("fetch_deposits", "USDT")
    assert (coming["status"], coming["network"], coming["amount"]) == ("pending", "TRC20", 500.0)
    assert coming["address"] == coming["addressTo"] == address["address"]
    desk.clock.advance(60_000)
    (there,) = await desk.call("fetch_deposits", "USDT")
    assert (there["status"], there["id"]) == ("ok", coming["id"])
    assert await desk.total("USDT") == before + 500
    assert await desk.call("fetch_deposits", "BTC") == []
    assert await desk.call("fetch_withdrawals", "USDT") == []
    (entry,) = await desk.call("fetch_ledger", "USDT", NOW + 1)
    assert (entry["type"], entry["direction"], entry["amount"]) == ("transaction", "in", 500.0)


async def test_withdrawals(desk: Desk) -> None:
    before = await desk.total("USDT")
    first = await desk.call("withdraw", "USDT", 100, ADDRESS, {"network": "ERC20"})
    desk.clock.advance(1000)
    second = await desk.call("withdraw", "USDT", 50, ADDRESS, {"network": "BEP20"})
    assert await desk.total("USDT") <= before - 150
    listed = await desk.call("fetch_withdrawals", "USDT")
    assert [(one["id"], one["network"], one["amount"]) for one in listed] == [
        (first["id"], "ERC20", 100.0),
        (second["id"], "BEP20", 50.0),
    ]
    assert {one["type"] for one in listed} == {"withdrawal"}
    desk.clock.advance(DAY_MS)
    done = await desk.call("fetch_withdrawals", None, NOW + 500)
    assert [(one["id"], one["status"]) for one in done] == [(second["id"], "ok")]
    until = await desk.call("fetch_deposits_withdrawals", "USDT", None, None, {"until": NOW + 500})
    assert [one["id"] for one in until] == [first["id"]]
    with pytest.raises(ccxt.ExchangeError):
        await desk.call("withdraw", "USDT", 10**9, ADDRESS, {"network": "ERC20"})


async def test_transfers_between_accounts(desk: Desk) -> None:
    main, sub, *_ = [account["id"] for account in await desk.call("fetch_accounts")]
    before = await desk.total("USDT")
    there = await desk.call("transfer", "USDT", 100, main, sub)
    desk.clock.advance(1000)
    await desk.call("transfer", "BTC", 0.1, main, sub)
    desk.clock.advance(1000)
    await desk.call("transfer", "USDT", 40, sub, main)
    assert await desk.total("USDT") == before - 60
    transfers = await desk.call("fetch_transfers", "USDT")
    assert [(one["amount"], one["fromAccount"], one["toAccount"]) for one in transfers] == [
        (100.0, main, sub),
        (40.0, sub, main),
    ]
    assert transfers[0]["id"] == there["id"]
    assert [one["timestamp"] for one in transfers] == [NOW, NOW + 2000]
    assert [one["amount"] for one in await desk.call("fetch_transfers", None, None, 2)] == [0.1, 40.0]
    with pytest.raises(ccxt.ExchangeError):
        await desk.call("transfer", "USDT", 10**9, main, sub)


async def test_leverage_by_margin_mode_and_side(desk: Desk) -> None:
    await desk.call("set_leverage", 5, SWAP)
    await desk.call("set_leverage", 8, SWAP, ISOLATED)
    cross, isolated = [
        await desk.call("fetch_leverage", SWAP, {"marginMode": mode}) for mode in ("cross", "isolated")
    ]
    assert (cross["longLeverage"], cross["shortLeverage"], cross["marginMode"]) == (5.0, 5.0, "cross")
    assert (isolated["longLeverage"], isolated["marginMode"]) == (8.0, "isolated")
    await desk.call("set_position_mode", True)
    assert (await desk.call("fetch_position_mode"))["hedged"] is True
    await desk.call("set_leverage", 3, SWAP, {**ISOLATED, "positionSide": "long"})
    await desk.call("set_leverage", 4, SWAP, {**ISOLATED, "positionSide": "short"})
    hedged = await desk.call("fetch_leverage", SWAP, ISOLATED)
    assert (hedged["longLeverage"], hedged["shortLeverage"]) == (3.0, 4.0)
    await desk.call("set_leverage", 6, SWAP, {**ISOLATED, "hedged": True})
    both = await desk.call("fetch_leverage", SWAP, ISOLATED)
    assert (both["longLeverage"], both["shortLeverage"]) == (6.0, 6.0)


async def test_isolated_margin(desk: Desk) -> None:
    with pytest.raises(ccxt.ExchangeError):
        await desk.call("add_margin", SWAP, 10)
    await desk.call("create_order", SWAP, "market", "buy", 0.02, None, ISOLATED)

    async def margin() -> float:
        (position,) = await desk.call("fetch_positions", [SWAP])
        assert position["marginMode"] == "isolated"
        amount: float = position["positionMargin"]
        return amount

    before = await margin()
    added = await desk.call("add_margin", SWAP, 12.5)
    assert (added["type"], added["amount"], added["symbol"]) == ("add", 12.5, SWAP)
    assert await margin() == pytest.approx(before + 12.5)
    await desk.call("reduce_margin", SWAP, 2.5)
    assert await margin() == pytest.approx(before + 10)
    with pytest.raises(ccxt.ExchangeError):
        await desk.call("reduce_margin", SWAP, 10**6)


async def test_isolated_margin_by_side(desk: Desk) -> None:
    await desk.call("set_position_mode", True)
    for side in ("buy", "sell"):
        await desk.call("create_order", SWAP, "market", side, 0.02, None, {**ISOLATED, "hedged": True})
    positions = await desk.call("fetch_positions", [SWAP])
    before = {position["side"]: position["positionMargin"] for position in positions}
    assert set(before) == {"long", "short"}
    await desk.call("add_margin", SWAP, 20, {"positionSide": "short"})
    after = {one["side"]: one["positionMargin"] for one in await desk.call("fetch_positions", [SWAP])}
    assert after["long"] == before["long"]
    assert after["short"] == pytest.approx(before["short"] + 20)
    ranks = await desk.call("fetch_positions_adl_rank", [SWAP])
    assert len(ranks) == 2
    assert all(1 <= one["rank"] <= 5 for one in ranks)


async def test_funding_is_paid_and_told(desk: Desk) -> None:
    await desk.call("create_order", SWAP, "market", "buy", 0.5)
    desk.clock.advance(DAY_MS)
    payments = await desk.call("fetch_funding_history", SWAP)
    assert len(payments) == 3
    rates = {
        one["timestamp"]: one["fundingRate"]
        for one in await desk.call("fetch_funding_rate_history", SWAP, NOW)
    }
    for payment in payments:
        assert (payment["code"], payment["symbol"]) == ("USDT", SWAP)
        assert (payment["amount"] < 0) is (payment["rate"] > 0)  # longs pay positive rates
        assert payment["rate"] == rates[payment["timestamp"]]
    entries = [one for one in await desk.call("fetch_ledger", "USDT") if one["info"]["type"] == "FUNDING_FEE"]
    signs = {"in": 1, "out": -1}
    assert [signs[one["direction"]] * one["amount"] for one in entries] == [one["amount"] for one in payments]
    last = await desk.call("fetch_funding_history", None, None, 1)
    assert last == payments[-1:]
    interval = await desk.call("fetch_funding_interval", SWAP)
    assert interval["interval"] == "8h"


@pytest.mark.parametrize("rows", [5, 30])
async def test_limits_of_settled_rates(desk: Desk, rows: int) -> None:
    newest = await desk.call("fetch_funding_rate_history", SWAP, None, rows)
    assert [one["timestamp"] for one in newest] == sorted({one["timestamp"] for one in newest})
    assert len(newest) == rows
    assert newest[-1]["timestamp"] <= NOW < newest[-1]["timestamp"] + 8 * HOUR_MS
    since = newest[0]["timestamp"]
    assert await desk.call("fetch_funding_rate_history", SWAP, since) == newest
    assert await desk.call("fetch_funding_rate_history", SWAP, since, 2) == newest[:2]
    window = {"until": newest[2]["timestamp"]}
    assert await desk.call("fetch_funding_rate_history", SWAP, since, None, window) == newest[:3]


async def test_loans(desk: Desk) -> None:
    await desk.call("v1_private_post_client_account_mode", {"account_mode": "MARGIN"})
    await desk.call("set_leverage", 5)
    assert (await desk.call("fetch_leverage", SPOT))["longLeverage"] == 5.0
    rate = await desk.call("fetch_cross_borrow_rate", "USDT")
    assert (await desk.call("fetch_cross_borrow_rates"))["USDT"]["rate"] == rate["rate"]
    await desk.call("create_market_buy_order_with_cost", SPOT, 120_000)
    desk.clock.advance(2 * HOUR_MS)
    charges = await desk.call("fetch_borrow_interest", "USDT")
    assert len(charges) == 2
    for charge in charges:
        assert charge["currency"] == "USDT"
        assert charge["interestRate"] == rate["rate"]
        assert charge["interest"] == pytest.approx(charge["amountBorrowed"] * rate["rate"], rel=1e-6)
    assert await desk.call("fetch_borrow_interest", "BTC") == []
    with pytest.raises(ccxt.ExchangeError):
        await desk.call("withdraw", "BTC", 0.01, ADDRESS, {"network": "BTC"})


async def test_conversions(desk: Desk) -> None:
    currencies = await desk.call("fetch_convert_currencies")
    assert currencies["BTC"]["precision"] > 0
    held = {code: await desk.total(code) for code in ("BTC", "USDT")}
    quote = await desk.call("fetch_convert_quote", "BTC", "USDT", 0.1)
    assert (quote["fromCurrency"], quote["toCurrency"], quote["fromAmount"]) == ("BTC", "USDT", 0.1)
    accepted = await desk.call("create_convert_trade", quote["id"], "BTC", "USDT")
    assert accepted["id"] == quote["id"]
    trade = await desk.call("fetch_convert_trade", quote["id"])
    told = ("id", "fromCurrency", "fromAmount", "toCurrency", "toAmount", "price")
    assert {name: trade[name] for name in told} == {name: quote[name] for name in told}
    assert await desk.total("BTC") == pytest.approx(held["BTC"] - quote["fromAmount"])
    assert await desk.total("USDT") == pytest.approx(held["USDT"] + quote["toAmount"])
    assert await desk.call("fetch_convert_trade_history", "USDT") == [trade]
    assert await desk.call("fetch_convert_trade_history", "ETH") == []
    with pytest.raises(ccxt.ExchangeError):
        await desk.call("create_convert_trade", "1", "BTC", "USDT")


async def test_mark_prices_and_open_interest(desk: Desk) -> None:
    ticker = await desk.call("fetch_ticker", SWAP)
    price = await desk.call("fetch_mark_price", SWAP)
    assert (price["markPrice"], price["indexPrice"]) == (ticker["markPrice"], ticker["indexPrice"])
    interest = await desk.call("fetch_open_interest", SWAP)
    assert interest["openInterestValue"] == pytest.approx(interest["openInterestAmount"] * price["markPrice"])
    assert set(await desk.call("fetch_open_interests", [SWAP])) == {SWAP}
    assert set(await desk.call("fetch_mark_prices", [SWAP, "ETH/USDT:USDT"])) == {SWAP, "ETH/USDT:USDT"}


async def test_fees_of_withdrawals(desk: Desk) -> None:
    fees = await desk.call("fetch_deposit_withdraw_fees", ["USDT", "BTC"])
    assert set(fees) == {"USDT", "BTC"}
    withdrawal = await desk.call("withdraw", "USDT", 100, ADDRESS, {"network": "TRC20"})
    (listed,) = await desk.call("fetch_withdrawals", "USDT")
    assert listed["id"] == withdrawal["id"]
    assert listed["fee"] == {"cost": fees["USDT"]["networks"]["TRC20"]["withdraw"]["fee"], "currency": "USDT"}
