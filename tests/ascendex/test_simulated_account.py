"""Batches, replaced orders, margin, wallets and records over real HTTP against the simulated venue."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from itertools import pairwise
from typing import Any

import ccxt
import pytest

from ascendex_woo_adapters import OrderStateUnknown
from ascendex_woo_adapters.simulator import Fault, ManualClock, Simulator
from tests.ascendex.venue import SYMBOL
from tests.support import Face, exchange_class

AMOUNT = 0.01
OTHER = "ETH/USDT:USDT"
BATCH = "POST */futures/order/batch"


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with Simulator(seed=12, venues=("ascendex",)) as simulator:
        yield simulator


@pytest.fixture
async def face(sim: Simulator, colour: str) -> AsyncIterator[Face]:
    connected = Face(sim.connect(exchange_class("ascendex", colour)), colour)
    await connected.call("load_markets")
    yield connected
    await connected.close()


async def last(face: Face, symbol: str = SYMBOL) -> float:
    price: float = (await face.call("fetch_ticker", symbol))["last"]
    return price


async def resting(face: Face, count: int) -> list[dict[str, Any]]:
    """Limit orders far below the market, as ``create_orders`` takes them."""
    price = await last(face) * 0.9
    order = {"symbol": SYMBOL, "type": "limit", "side": "buy", "amount": AMOUNT, "price": price}
    return [dict(order) for _ in range(count)]


def open_ids(sim: Simulator) -> set[str]:
    return set(sim.ascendex.engine.account("main").open_orders)


async def test_batches_are_placed_and_cancelled(sim: Simulator, face: Face) -> None:
    wanted = await resting(face, 12)
    wanted[3] = {"symbol": SYMBOL, "type": "market", "side": "buy", "amount": AMOUNT}
    orders = await face.call("create_orders", wanted)
    ids = [order["id"] for order in orders]
    assert {order["status"] for order in orders} == {"open"}  # ACK: received, and no more
    assert open_ids(sim) == {*ids} - {ids[3]}
    assert (await face.call("fetch_order", ids[3]))["status"] == "closed"
    found = await face.call("fetch_orders", SYMBOL, None, None, {"orderIds": ids})
    assert sorted(order["id"] for order in found) == sorted(ids)
    cancelled = await face.call("cancel_orders", ids, SYMBOL)
    assert open_ids(sim) == set()
    assert [order["id"] for order in cancelled] == ids
    reasons = [order["info"].get("reason") for order in cancelled]
    assert reasons == [None] * 3 + ["INVALID_ORDER_ID"] + [None] * 8


async def test_one_bad_order_fails_its_batch(sim: Simulator, face: Face) -> None:
    wanted = await resting(face, 11)
    wanted[2]["amount"] = 90
    orders = await face.call("create_orders", wanted)
    assert [order["status"] for order in orders] == ["rejected"] * 10 + ["open"]
    reasons = [order["info"]["reason"] for order in orders[:10]]
    assert {reason for number, reason in enumerate(reasons) if number != 2} == {"INVALID_BATCH_ORDER"}
    assert reasons[2] != "INVALID_BATCH_ORDER"
    assert open_ids(sim) == {orders[10]["id"]}


@pytest.mark.parametrize("kind", ["drop_after", "truncate"])
async def test_a_batch_whose_reply_was_lost_is_found(sim: Simulator, face: Face, kind: Any) -> None:
    wanted = await resting(face, 4)
    await face.call("load_accounts")
    sim.ascendex.faults.add(Fault(match=BATCH, kind=kind))
    orders = await face.call("create_orders", wanted)
    assert {order["id"] for order in orders} == open_ids(sim)
    assert len(orders) == 4


async def test_a_batch_that_never_arrived_says_so(sim: Simulator, face: Face) -> None:
    wanted = await resting(face, 2)
    face.exchange.options["findLostOrdersTimeout"] = 300
    sim.ascendex.faults.add(Fault(match=BATCH, kind="drop_before"))
    with pytest.raises(ccxt.NetworkError, match="was not placed") as caught:
        await face.call("create_orders", wanted)
    assert not isinstance(caught.value, OrderStateUnknown)
    assert open_ids(sim) == set()


async def test_an_order_that_waits_for_the_account_in_vain_was_not_sent(sim: Simulator, face: Face) -> None:
    (wanted,) = await resting(face, 1)
    sim.ascendex.faults.add(Fault(match="GET */account/info", kind="status", times=None, code=502))
    asked = len(sim.ascendex.requests)
    with pytest.raises(
        ccxt.NetworkError, match=r"/account/info .* futures/order needs the account group: nothing was sent$"
    ) as caught:
        await face.call("create_order", *wanted.values())
    assert not isinstance(caught.value, OrderStateUnknown)
    assert len(sim.ascendex.requests) == asked + 1
    sim.ascendex.faults.clear()
    order = await face.call("create_order", *wanted.values())
    assert open_ids(sim) == {order["id"]}


async def test_cancelling_by_client_ids_in_several_markets(sim: Simulator, face: Face) -> None:
    price = await last(face, OTHER) * 0.9
    here = await resting(face, 1)
    orders = await face.call(
        "create_orders",
        [{**here[0], "params": {"clientOrderId": "firstorder01"}},
         {**here[0], "symbol": OTHER, "amount": 0.1, "price": price, "params": {"clientOrderId": "secondorder2"}}],
    )  # fmt: skip
    named = [{"clientOrderId": "firstorder01", "symbol": SYMBOL}, {"id": orders[1]["id"], "symbol": OTHER}]
    cancelled = await face.call("cancel_orders_for_symbols", named)
    assert [order["id"] for order in cancelled] == [order["id"] for order in orders]
    assert open_ids(sim) == set()


async def test_a_replaced_order(sim: Simulator, face: Face) -> None:
    price = await last(face) * 0.9
    old = await face.call("create_order", SYMBOL, "limit", "buy", AMOUNT, price, {"postOnly": True})
    new = await face.call("edit_order", old["id"], SYMBOL, "limit", "buy", 2 * AMOUNT, price * 0.99)
    assert open_ids(sim) == {new["id"]}
    assert new["id"] != old["id"]
    found = await face.call("fetch_order", new["id"])
    assert (found["amount"], found["postOnly"], found["status"]) == (2 * AMOUNT, True, "open")
    assert (await face.call("fetch_order", old["id"]))["status"] == "canceled"
    trigger = {"triggerPrice": price, "triggerPriceType": "mark", "reduceOnly": True}
    await face.call("create_order", SYMBOL, "market", "buy", AMOUNT)
    stop = await face.call("create_order", SYMBOL, "market", "sell", AMOUNT, None, trigger)
    moved = await face.call(
        "edit_order", stop["id"], SYMBOL, "market", "sell", None, None, {"triggerPrice": price * 0.98}
    )
    found = await face.call("fetch_order", moved["id"])
    assert found["triggerPrice"] == pytest.approx(price * 0.98, abs=0.25)
    assert (found["reduceOnly"], found["type"], found["amount"]) == (True, "market", AMOUNT)
    assert found["info"]["execInst"] == "ReduceOnlyMark"
    assert open_ids(sim) == {new["id"], moved["id"]}


@pytest.mark.parametrize("name", ["stopPrice", "reduceOnly"])
async def test_a_none_makes_no_market_order_of_a_stop(sim: Simulator, face: Face, name: str) -> None:
    await face.call("create_order", SYMBOL, "market", "buy", 2 * AMOUNT)
    exit_at = {"triggerPrice": await last(face) * 0.9, "reduceOnly": True}
    stop = await face.call("create_order", SYMBOL, "market", "sell", AMOUNT, None, exit_at)
    args = (stop["id"], SYMBOL, "market", "sell", 2 * AMOUNT, None, {name: None})
    moved = await face.call("edit_order", *args)
    found = await face.call("fetch_order", moved["id"])
    assert (found["status"], found["filled"], found["reduceOnly"]) == ("open", 0, True)
    assert found["triggerPrice"] == (await face.call("fetch_order", stop["id"]))["triggerPrice"]
    assert open_ids(sim) == {moved["id"]}


async def test_a_filled_order_is_not_replaced(sim: Simulator, face: Face) -> None:
    order = await face.call("create_order", SYMBOL, "market", "buy", AMOUNT)
    with pytest.raises(ccxt.OrderNotFound):
        await face.call("edit_order", order["id"], SYMBOL, "limit", "buy", AMOUNT, 90000)
    assert open_ids(sim) == set()


async def test_positions_are_closed(face: Face) -> None:
    await face.call("create_order", SYMBOL, "market", "buy", 0.05)
    await face.call("create_order", OTHER, "market", "sell", 0.5)
    closing = await face.call("close_position", SYMBOL, "long")
    assert (closing["side"], closing["filled"], closing["reduceOnly"]) == ("sell", 0.05, True)
    assert [row["symbol"] for row in await face.call("fetch_positions")] == [OTHER]
    (closed,) = await face.call("close_all_positions")
    assert (closed["symbol"], closed["side"]) == (OTHER, "short")
    assert await face.call("fetch_positions") == []


async def test_margin_of_an_isolated_position(face: Face) -> None:
    with pytest.raises(ccxt.BadRequest):
        await face.call("add_margin", SYMBOL, 10)
    await face.call("set_margin_mode", "isolated", SYMBOL)
    await face.call("create_order", SYMBOL, "market", "buy", 0.1)
    before = (await face.call("fetch_position", SYMBOL))["positionMargin"]
    await face.call("add_margin", SYMBOL, 100.5)
    assert (await face.call("fetch_position", SYMBOL))["positionMargin"] == pytest.approx(before + 100.5)
    await face.call("reduce_margin", SYMBOL, 50)
    assert (await face.call("fetch_position", SYMBOL))["positionMargin"] == pytest.approx(before + 50.5)


async def test_transfers_between_the_accounts(face: Face) -> None:
    before = (await face.call("fetch_balance"))["USDT"]["total"]
    await face.call("transfer", "USDT", 1234.5, "spot", "swap")
    assert (await face.call("fetch_balance"))["USDT"]["total"] == pytest.approx(before + 1234.5)
    await face.call("transfer", "USDT", 34.5, "swap", "spot")
    assert (await face.call("fetch_balance"))["USDT"]["total"] == pytest.approx(before + 1200)
    with pytest.raises(ccxt.InsufficientFunds):
        await face.call("transfer", "USDT", 10**9, "swap", "spot")
    entries = await face.call("fetch_ledger", "USDT")
    moved = [
        (entry["direction"], entry["amount"], entry["after"])
        for entry in entries
        if entry["type"] == "transfer"
    ]
    assert moved[-2:] == [("in", 1234.5, before + 1234.5), ("out", 34.5, before + 1200)]


async def test_everything_free_can_be_moved(colour: str) -> None:
    balances = {"ascendex": {"main": {"USDT": "100.00008", "BTC": "0.123456789"}}}
    with Simulator(seed=12, venues=("ascendex",), balances=balances) as sim:
        face = Face(sim.connect(exchange_class("ascendex", colour)), colour)
        for code, free in (("USDT", 100.00008), ("BTC", 0.123456789)):
            assert (await face.call("fetch_balance"))[code]["free"] == free
            assert (await face.call("transfer", code, free, "swap", "spot"))["amount"] == free
        assert sum((await face.call("fetch_balance"))["total"].values()) == 0
        await face.close()


async def test_everything_free_beside_a_position_can_be_moved(colour: str) -> None:
    clock = ManualClock(1_750_000_000_000)
    for seed in range(6):
        with Simulator(seed=seed, clock=clock, venues=("ascendex",)) as sim:
            face = Face(sim.connect(exchange_class("ascendex", colour)), colour)
            face.exchange.milliseconds = clock.now
            await face.call("create_order", SYMBOL, "market", "buy", 0.0417)
            free = (await face.call("fetch_balance"))["USDT"]["free"]
            assert (await face.call("transfer", "USDT", free, "swap", "spot"))["amount"] == free
            await face.close()


async def test_the_ledger_adds_up(sim: Simulator, face: Face) -> None:
    start = face.exchange.milliseconds()
    for side in ("buy", "sell", "sell", "buy"):
        await face.call("create_order", SYMBOL, "market", side, 0.05)
    entries = await face.call("fetch_ledger", "USDT", start - 1000)
    wallet = [entry for entry in entries if entry["account"] == "futures"]
    for earlier, later in pairwise(wallet):
        assert later["before"] == pytest.approx(earlier["after"])
    total = (await face.call("fetch_balance"))["USDT"]["total"]
    assert wallet[-1]["after"] == pytest.approx(total)
    fees = sum(entry["amount"] for entry in entries if entry["type"] == "fee")
    fills = sim.ascendex.engine.fills(sim.ascendex.engine.account("main"))
    assert fees == pytest.approx(float(sum(fill.fee for fill in fills)))


async def test_fills_are_those_of_the_venue(sim: Simulator, face: Face) -> None:
    first = await face.call("create_order", SYMBOL, "market", "buy", 0.3)
    second = await face.call("create_order", OTHER, "market", "sell", 0.5)
    third = await face.call("create_order", SYMBOL, "market", "sell", 0.1)
    truth = sim.ascendex.engine.fills(sim.ascendex.engine.account("main"))[::-1]
    trades = await face.call("fetch_my_trades")
    assert [(t["order"], t["price"], t["amount"], t["fee"]["cost"]) for t in trades] == [
        (f.order.id, float(f.price), float(f.quantity), pytest.approx(float(f.fee))) for f in truth
    ]
    assert {t["order"] for t in trades} == {first["id"], second["id"], third["id"]}
    mine = await face.call("fetch_order_trades", third["id"], SYMBOL)
    assert mine == [trade for trade in trades if trade["order"] == third["id"]]
    assert sum(trade["amount"] for trade in mine) == pytest.approx(0.1)
    assert [t["symbol"] for t in await face.call("fetch_my_trades", OTHER)] == [OTHER]


async def test_funding_payments(colour: str) -> None:
    clock = ManualClock(1_750_000_000_000)
    with Simulator(seed=12, clock=clock, venues=("ascendex",)) as sim:
        face = Face(sim.connect(exchange_class("ascendex", colour)), colour)
        face.exchange.milliseconds = clock.now
        await face.call("create_order", SYMBOL, "market", "buy", 0.3)
        for _ in range(3):
            clock.advance(28_800_000)
            await face.call("fetch_positions")
        rows = await face.call("fetch_funding_history", SYMBOL)
        assert len(rows) == 3
        booked = [entry for entry in sim.ascendex.engine.account("main").journal if entry.kind == "FUNDING"]
        assert [row["amount"] for row in rows] == [pytest.approx(float(entry.amount)) for entry in booked]
        assert [row["timestamp"] for row in rows] == [entry.time for entry in booked]
        assert await face.call("fetch_funding_history", SYMBOL, rows[1]["timestamp"]) == rows[1:]
        assert await face.call("fetch_funding_history", OTHER) == []
        await face.close()


async def test_what_the_venue_tells_of_itself(face: Face) -> None:
    """Documented, and without a unified method."""
    risk = await face.call("v2_public_get_risk_limit_info")
    assert risk["data"]["webSocket"]["limits"]["maxWebSocketSessionsPerIpTotal"] == 300
    latency = await face.call("v1PublicGetExchangeInfo", {"requestTime": face.exchange.milliseconds()})
    assert latency["data"]["requestReceiveAt"] > 0
    info = await face.call("v1_private_accountgroup_get_futures_fee_info")
    assert "genericFee" in info["data"]
