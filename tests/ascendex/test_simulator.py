"""What only AscendEX has, over real HTTP against the simulated venue."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import ccxt
import pytest

from ascendex_woo_adapters.simulator import Simulator
from ascendex_woo_adapters.venues.ascendex.ids import order_id
from tests.ascendex.venue import SYMBOL
from tests.support import Face, exchange_class

AMOUNT = 0.01


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with Simulator(seed=11, venues=("ascendex",)) as simulator:
        yield simulator


@pytest.fixture
async def face(sim: Simulator, colour: str) -> AsyncIterator[Face]:
    connected = Face(sim.connect(exchange_class("ascendex", colour)), colour)
    await connected.call("load_markets")
    yield connected
    await connected.close()


async def last(face: Face) -> float:
    price: float = (await face.call("fetch_ticker", SYMBOL))["last"]
    return price


def sent(sim: Simulator, method: str, path: str) -> list[Any]:
    """The requests that the venue received at a path."""
    return [
        line.request
        for line in sim.ascendex.requests
        if line.request.method == method and line.request.path.endswith(path)
    ]


@pytest.mark.parametrize("mode", ["ACK", "ACCEPT", "DONE"])
async def test_the_order_id_is_known_before_the_reply(sim: Simulator, face: Face, mode: str) -> None:
    price = await last(face) * 0.9
    params = {"clientOrderId": "abcdefghi1234", "respInst": mode}
    order = await face.call("create_order", SYMBOL, "limit", "buy", AMOUNT, price, params)
    body = sent(sim, "POST", "/futures/order")[-1].json
    (account,) = await face.call("fetch_accounts")
    assert order["id"] == order_id(body["time"], account["info"]["userUID"], "abcdefghi1234")
    assert (order["status"], order["clientOrderId"], order["amount"]) == ("open", "abcdefghi1234", AMOUNT)
    assert (await face.call("fetch_order", order["id"]))["id"] == order["id"]


@pytest.mark.parametrize("source", ["last", "mark", "index"])
@pytest.mark.parametrize("kind", ["limit", "market"])
async def test_trigger_orders_wait(face: Face, source: str, kind: str) -> None:
    trigger = await last(face) * 0.9
    price = None if kind == "market" else trigger
    params = {"triggerPrice": trigger, "triggerPriceType": source}
    order = await face.call("create_order", SYMBOL, kind, "sell", AMOUNT, price, params)
    assert (order["status"], order["type"], order["filled"]) == ("open", kind, 0)
    assert order["triggerPrice"] == pytest.approx(trigger, abs=0.25)
    (listed,) = await face.call("fetch_open_orders", SYMBOL, None, None, {"trigger": True})
    assert listed["id"] == order["id"]
    cancelled = await face.call("cancel_order", order["id"], SYMBOL)
    assert cancelled["status"] == "canceled"
    assert await face.call("fetch_positions") == []


async def test_exits_of_a_position_wait_and_only_reduce(face: Face) -> None:
    await face.call("create_order", SYMBOL, "market", "buy", AMOUNT)
    price = await last(face)
    for name, trigger in (("stop_loss", price * 0.9), ("take_profit", price * 1.1)):
        order = await face.call(f"create_{name}_order", SYMBOL, "market", "sell", AMOUNT, None, trigger)
        assert (order["status"], order["reduceOnly"], order["filled"]) == ("open", True, 0)
        assert order["triggerPrice"] == pytest.approx(trigger, abs=0.25)
    assert len(await face.call("fetch_open_orders", SYMBOL)) == 2
    (position,) = await face.call("fetch_positions")
    assert position["contracts"] == AMOUNT


async def test_flags_of_orders_come_back(face: Face) -> None:
    await face.call("create_order", SYMBOL, "market", "buy", AMOUNT)
    price = await last(face) * 1.1
    for post, reduce in ((True, False), (False, True), (True, True)):
        params = {"postOnly": post, "reduceOnly": reduce}
        order = await face.call("create_order", SYMBOL, "limit", "sell", AMOUNT, price, params)
        assert (order["status"], order["postOnly"], order["reduceOnly"]) == ("open", post, reduce)
        found = await face.call("fetch_order", order["id"])
        assert (found["postOnly"], found["reduceOnly"]) == (post, reduce)
        await face.call("cancel_order", order["id"], SYMBOL)


async def test_post_only_and_times_in_force(face: Face) -> None:
    price = await last(face)
    crossing = await face.call(
        "create_order", SYMBOL, "limit", "buy", AMOUNT, price * 1.05, {"postOnly": True}
    )
    assert (crossing["status"], crossing["filled"]) in (("rejected", 0), ("canceled", 0))
    for time_in_force in ("IOC", "FOK"):
        params = {"timeInForce": time_in_force}
        missed = await face.call("create_order", SYMBOL, "limit", "buy", AMOUNT, price * 0.95, params)
        assert (missed["status"], missed["filled"], missed["timeInForce"]) == ("canceled", 0, time_in_force)
        filled = await face.call("create_order", SYMBOL, "limit", "buy", AMOUNT, price * 1.05, params)
        assert (filled["status"], filled["filled"]) == ("closed", AMOUNT)


async def test_a_cancel_of_what_is_gone(face: Face) -> None:
    order = await face.call("create_order", SYMBOL, "market", "buy", AMOUNT)
    with pytest.raises(ccxt.OrderNotFound):
        await face.call("cancel_order", order["id"], SYMBOL)


async def test_isolated_margin(face: Face) -> None:
    await face.call("set_margin_mode", "isolated", SYMBOL)
    await face.call("set_leverage", 20, SYMBOL)
    mode = await face.call("fetch_margin_mode", SYMBOL)
    leverage = await face.call("fetch_leverage", SYMBOL)
    assert (mode["marginMode"], leverage["marginMode"], leverage["longLeverage"]) == (
        "isolated",
        "isolated",
        20,
    )
    await face.call("create_order", SYMBOL, "market", "buy", 0.1)
    position = await face.call("fetch_position", SYMBOL)
    assert position["marginMode"] == "isolated"
    assert position["collateral"] == pytest.approx(position["positionMargin"] + position["unrealizedPnl"])
    assert position["initialMargin"] == pytest.approx(position["notional"] / 20)
    assert 0 < position["liquidationPrice"] < position["entryPrice"]


@pytest.mark.parametrize("timeframe", ["1m", "1h", "1d", "1w", "1M"])
async def test_bars_from_a_time_on(face: Face, timeframe: str) -> None:
    seconds = face.exchange.parse_timeframe(timeframe)
    since = face.exchange.milliseconds() - 20 * seconds * 1000
    candles = await face.call("fetch_ohlcv", SYMBOL, timeframe, since, 5)
    assert len(candles) == 5
    assert since <= candles[0][0] < since + 1.04 * seconds * 1000
    again = await face.call("fetch_ohlcv", SYMBOL, timeframe, candles[0][0], 5)
    assert [bar[0] for bar in again] == [bar[0] for bar in candles]
    until = await face.call("fetch_ohlcv", SYMBOL, timeframe, None, 3, {"until": candles[4][0]})
    assert [bar[0] for bar in until] == [bar[0] for bar in candles[2:]]


async def test_the_history_by_status_and_time(face: Face) -> None:
    far = await last(face) * 0.9
    filled = await face.call("create_order", SYMBOL, "market", "buy", AMOUNT)
    resting = await face.call("create_order", SYMBOL, "limit", "buy", AMOUNT, far)
    cancelled = await face.call("create_order", SYMBOL, "limit", "buy", AMOUNT, far)
    await face.call("cancel_order", cancelled["id"], SYMBOL)
    ids = [order["id"] for order in await face.call("fetch_closed_orders", SYMBOL, filled["timestamp"] - 5)]
    assert ids == [filled["id"], cancelled["id"]]
    assert [order["id"] for order in await face.call("fetch_canceled_orders")] == [cancelled["id"]]
    assert [order["id"] for order in await face.call("fetch_orders", SYMBOL)] == [
        filled["id"],
        resting["id"],
        cancelled["id"],
    ]


async def test_callers_that_come_together_share_one_look_up_of_the_account(sim: Simulator) -> None:
    exchange = sim.connect(exchange_class("ascendex", "async"))
    try:
        await asyncio.gather(*(exchange.fetch_positions() for _ in range(5)), exchange.fetch_balance())
        assert len(sent(sim, "GET", "/account/info")) == 1
    finally:
        await exchange.close()


async def test_a_decoded_secret_does_not_sign(sim: Simulator) -> None:
    exchange = sim.connect(exchange_class("ascendex", "async"), {"options": {"decodeSecret": True}})
    try:
        with pytest.raises(ccxt.AuthenticationError):
            await exchange.fetch_balance()
    finally:
        await exchange.close()
