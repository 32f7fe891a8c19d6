"""Orders, fills, balances and positions: what the adapter says is what the engine did."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

import pytest
from ccxt.base.errors import (
    AuthenticationError,
    BaseError,
    ExchangeNotAvailable,
    InsufficientFunds,
    InvalidOrder,
    OrderNotFound,
    RateLimitExceeded,
    RequestTimeout,
)
from ccxt.test.exchange.base.test_balance import test_balance as check_balance
from ccxt.test.exchange.base.test_order import test_order as check_order
from ccxt.test.exchange.base.test_position import test_position as check_position
from ccxt.test.exchange.base.test_trading_fee import test_trading_fee as check_trading_fee

from ascendex_woo_adapters.simulator import Fault
from tests.contract.conftest import Bench
from tests.support import check_trade


def validate(bench: Bench, order: Any, symbol: str | None = None) -> None:
    exchange = bench.face.exchange
    check_order(exchange, {}, "order", order, symbol or bench.profile.swap, exchange.milliseconds() + 5000)


async def test_a_resting_order_from_placement_to_cancel(bench: Bench) -> None:
    symbol = bench.profile.swap
    placed = await bench.far_buy()
    validate(bench, placed)
    assert placed["status"] == "open"
    assert placed["clientOrderId"]
    found = await bench.call("fetch_order", placed["id"], symbol)
    validate(bench, found)
    for key in ("id", "symbol", "type", "side", "price", "amount", "timeInForce", "postOnly"):
        if key not in bench.profile.unstated:
            assert found[key] == placed[key], key
    assert (found["status"], found["filled"], found["remaining"]) == ("open", 0.0, found["amount"])
    assert [order["id"] for order in await bench.call("fetch_open_orders", symbol)] == [placed["id"]]
    assert [order["id"] for order in await bench.call("fetch_open_orders")] == [placed["id"]]
    await bench.call("cancel_order", placed["id"], symbol)
    gone = await bench.call("fetch_order", placed["id"], symbol)
    validate(bench, gone)
    assert (gone["status"], gone["filled"]) == ("canceled", 0.0)
    assert await bench.call("fetch_open_orders", symbol) == []
    closed = await bench.call("fetch_closed_orders", symbol)
    assert placed["id"] in [order["id"] for order in closed]
    assert placed["id"] in [order["id"] for order in await bench.call("fetch_orders", symbol)]


async def test_a_market_order_and_its_position(bench: Bench) -> None:
    symbol, amount = bench.profile.swap, bench.profile.amount
    placed = await bench.call("create_order", symbol, "market", "buy", amount)
    validate(bench, placed)
    order = await bench.call("fetch_order", placed["id"], symbol)
    validate(bench, order)
    truth = bench.engine.order(bench.engine.account("main"), order["id"])
    assert (order["status"], order["filled"], order["remaining"]) == ("closed", amount, 0.0)
    assert order["cost"] == pytest.approx(float(truth.cost))
    assert order["average"] == pytest.approx(float(truth.cost / truth.filled))
    assert order["fee"]["cost"] == pytest.approx(float(truth.fee))
    assert order["fee"]["currency"] == "USDT"
    position = await bench.call("fetch_position", symbol)
    exchange = bench.face.exchange
    skipped = bench.profile.skipped.get("position", {})
    check_position(exchange, skipped, "position", position, symbol, exchange.milliseconds() + 5000)
    assert (position["side"], position["contracts"]) == ("long", amount)
    assert position["entryPrice"] == pytest.approx(order["average"], rel=2e-3)
    assert position["notional"] == pytest.approx(amount * position["markPrice"])
    listed = await bench.call("fetch_positions")
    assert [row["symbol"] for row in listed] == [symbol]
    assert await bench.call("fetch_positions", ["ETH/USDT:USDT"]) == []
    await bench.call("create_order", symbol, "market", "sell", amount, None, {"reduceOnly": True})
    flat = await bench.call("fetch_position", symbol)
    assert (flat["contracts"], flat["side"]) == (0.0, None)
    assert await bench.call("fetch_positions") == []
    bench.engine.audit()


async def test_a_short_position(bench: Bench) -> None:
    symbol, amount = bench.profile.swap, bench.profile.amount
    await bench.call("create_order", symbol, "market", "sell", amount)
    (position,) = await bench.call("fetch_positions", [symbol])
    assert (position["side"], position["contracts"]) == ("short", amount)
    mark, entry = position["markPrice"], position["entryPrice"]
    assert position["unrealizedPnl"] == pytest.approx((entry - mark) * amount, abs=abs(entry) * amount * 2e-3)


async def test_reduce_only_never_opens(bench: Bench) -> None:
    symbol, amount = bench.profile.swap, bench.profile.amount
    try:
        order = await bench.call("create_order", symbol, "market", "sell", amount, None, {"reduceOnly": True})
        order = await bench.call("fetch_order", order["id"], symbol)
        assert order["filled"] == 0.0
    except BaseError:
        pass
    assert await bench.call("fetch_positions") == []


async def test_times_in_force(bench: Bench) -> None:
    symbol, amount = bench.profile.swap, bench.profile.amount
    bid, ask = await bench.best(symbol)
    taken = await bench.call(
        "create_order", symbol, "limit", "buy", amount, ask * 1.002, {"timeInForce": "IOC"}
    )
    taken = await bench.call("fetch_order", taken["id"], symbol)
    assert taken["status"] == "closed"
    missed = await bench.call(
        "create_order", symbol, "limit", "buy", amount, bid * 0.97, {"timeInForce": "IOC"}
    )
    missed = await bench.call("fetch_order", missed["id"], symbol)
    assert (missed["status"], missed["filled"]) == ("canceled", 0.0)
    try:
        killed = await bench.call(
            "create_order", symbol, "limit", "buy", amount, bid * 0.97, {"timeInForce": "FOK"}
        )
        killed = await bench.call("fetch_order", killed["id"], symbol)
        assert killed["status"] in ("canceled", "rejected")
    except InvalidOrder:
        pass


async def test_a_post_only_order_never_takes(bench: Bench) -> None:
    symbol, amount = bench.profile.swap, bench.profile.amount
    resting = await bench.far_buy(postOnly=True)
    found = await bench.call("fetch_order", resting["id"], symbol)
    assert found["status"] == "open"
    assert found["postOnly"] is True
    _, ask = await bench.best(symbol)
    try:
        crossing = await bench.call(
            "create_order", symbol, "limit", "buy", amount, ask * 1.01, {"postOnly": True}
        )
        crossing = await bench.call("fetch_order", crossing["id"], symbol)
        assert crossing["filled"] == 0.0
        assert crossing["status"] in ("canceled", "rejected", "open")
    except BaseError:
        pass
    assert await bench.call("fetch_positions") == []


async def test_an_order_is_found_and_cancelled_by_its_client_id(bench: Bench) -> None:
    client_id = "123456789012"
    placed = await bench.far_buy(clientOrderId=client_id)
    assert placed["clientOrderId"] == client_id
    by_client = await bench.call("fetch_order", "", bench.profile.swap, {"clientOrderId": client_id})
    assert by_client["id"] == placed["id"]
    await bench.call("cancel_order", "", bench.profile.swap, {"clientOrderId": client_id})
    assert await bench.call("fetch_open_orders", bench.profile.swap) == []


async def test_cancel_all_of_one_market_and_of_all(bench: Bench) -> None:
    other = "ETH/USDT:USDT"
    first, second = await bench.far_buy(), await bench.far_buy()
    assert first["id"] != second["id"]
    bid, _ = await bench.best(other)
    elsewhere = await bench.call("create_order", other, "limit", "buy", 0.1, bid * 0.97)
    await bench.call("cancel_all_orders", bench.profile.swap)
    assert [order["id"] for order in await bench.call("fetch_open_orders")] == [elsewhere["id"]]
    await bench.call("cancel_all_orders")
    assert await bench.call("fetch_open_orders") == []


async def test_fills(bench: Bench) -> None:
    exchange = bench.face.exchange
    symbol, amount = bench.profile.swap, bench.profile.amount
    order = await bench.call("create_order", symbol, "market", "buy", amount)
    if not exchange.has["fetchMyTrades"]:
        assert bench.profile.id == "ascendex"
        return
    trades = await bench.call("fetch_my_trades", symbol)
    truth = bench.engine.fills(bench.engine.account("main"))
    assert [(t["price"], t["amount"]) for t in trades] == [(float(f.price), float(f.quantity)) for f in truth]
    for trade in trades:
        check_trade(exchange, trade, symbol, exchange.milliseconds() + 5000, public=False)
        assert (trade["order"], trade["side"], trade["takerOrMaker"]) == (order["id"], "buy", "taker")
        assert trade["fee"]["currency"] == "USDT"
    if exchange.has["fetchOrderTrades"]:
        assert await bench.call("fetch_order_trades", order["id"], symbol) == trades


async def test_balances_add_up(bench: Bench) -> None:
    exchange = bench.face.exchange
    before = await bench.call("fetch_balance")
    check_balance(exchange, {}, "fetchBalance", before)
    truth = bench.engine.balance(bench.engine.account("main"), "USDT")
    assert before["USDT"]["total"] == pytest.approx(float(truth.total))
    symbol, amount = bench.profile.swap, bench.profile.amount
    for side in ("buy", "sell", "sell", "buy"):
        await bench.call("create_order", symbol, "market", side, amount)
    after = await bench.call("fetch_balance")
    fills = bench.engine.fills(bench.engine.account("main"))
    fees = sum((fill.fee for fill in fills), Decimal(0))
    pnl = sum((fill.realized_pnl for fill in fills), Decimal(0))
    assert fees > 0
    assert after["USDT"]["total"] == pytest.approx(float(Decimal(str(before["USDT"]["total"])) + pnl - fees))
    bench.engine.audit()


async def test_fees_leverage(bench: Bench) -> None:
    exchange = bench.face.exchange
    symbol = bench.profile.swap
    if exchange.has["fetchTradingFee"]:
        fee = await bench.call("fetch_trading_fee", symbol)
        check_trading_fee(exchange, {}, "fetchTradingFee", symbol, fee)
    fees = await bench.call("fetch_trading_fees")
    assert 0 < fees[symbol]["taker"] < 0.002
    assert fees[symbol]["maker"] <= fees[symbol]["taker"]
    await bench.call("set_leverage", 7, symbol)
    await bench.call("create_order", symbol, "market", "buy", bench.profile.amount)
    assert (await bench.call("fetch_position", symbol))["leverage"] == 7.0


async def test_what_the_venue_refuses(bench: Bench) -> None:
    symbol = bench.profile.swap
    with pytest.raises(OrderNotFound):
        await bench.call("cancel_order", "99999999999", symbol)
    with pytest.raises(OrderNotFound):
        await bench.call("fetch_order", "99999999999", symbol)
    bid, _ = await bench.best(symbol)
    with pytest.raises((InsufficientFunds, InvalidOrder)):
        await bench.call("create_order", symbol, "limit", "buy", 19, bid)


async def test_a_wrong_secret_is_an_authentication_error(bench: Bench) -> None:
    await bench.call("load_markets")
    bench.face.exchange.secret = "wrong"
    with pytest.raises(AuthenticationError):
        await bench.call("fetch_balance")


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (Fault(kind="drop_before", times=None), ExchangeNotAvailable),
        (Fault(kind="drop_after", times=None), ExchangeNotAvailable),
        (Fault(kind="status", code=502, body="<html>bad gateway</html>", times=None), ExchangeNotAvailable),
        (Fault(kind="status", code=429, body="", times=None), RateLimitExceeded),
        (Fault(kind="status", code=406, body="no", times=None), BaseError),
        (Fault(kind="truncate", times=None), BaseError),
        (Fault(kind="delay", seconds=0.2, times=None), RequestTimeout),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
async def test_faults_of_the_network_are_ccxt_errors_of_one_class(
    bench: Bench, fault: Any, expected: Any
) -> None:
    await bench.call("load_markets")
    if fault.kind == "delay":
        bench.face.exchange.timeout = 100
    bench.venue.faults.add(fault)
    with pytest.raises(expected) as caught:
        await bench.call("fetch_balance")
    assert type(caught.value).__module__ == "ccxt.base.errors"
    bench.venue.faults.clear()
    if fault.kind == "delay":
        await asyncio.sleep(0.15)


async def test_both_colours_raise_the_same(bench: Bench) -> None:
    """The class of each transport failure, spelled out: a difference between colours fails one of them."""
    await bench.call("load_markets")
    kinds = {
        "drop_before": "ExchangeNotAvailable",
        "drop_after": "ExchangeNotAvailable",
        "truncate": "ExchangeNotAvailable",
    }
    for kind, name in kinds.items():
        bench.venue.faults.add(Fault(kind=kind, times=None))  # type: ignore[arg-type]
        with pytest.raises(BaseError) as caught:
            await bench.call("fetch_balance")
        assert type(caught.value).__name__ in (name, "BadResponse"), kind
        if kind != "truncate":
            assert type(caught.value).__name__ == name
        bench.venue.faults.clear()


async def test_an_order_never_waits_behind_candles_or_account_look_ups(bench: Bench) -> None:
    if bench.face.colour == "sync":
        return
    symbol = bench.profile.swap
    bid, _ = await bench.best(symbol)
    await bench.call("fetch_trading_fees")
    candles = [asyncio.ensure_future(bench.call("fetch_ohlcv", symbol, "1m", None, 5)) for _ in range(100)]
    await asyncio.sleep(0)
    await bench.call("create_order", symbol, "limit", "buy", bench.profile.amount, bid * 0.97)
    await bench.call("fetch_balance")
    assert sum(task.done() for task in candles) < 50
    for task in candles:
        task.cancel()
    await asyncio.gather(*candles, return_exceptions=True)
