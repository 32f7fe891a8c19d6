"""What changes the account through generation V3, against the simulated venue."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import ccxt
import pytest

from ascendex_woo_adapters.simulator import ManualClock, Simulator
from tests.support import Face, exchange_class
from tests.woo.v3.venue import V3

NOW = 1_750_000_000_000
SWAP = "BTC/USDT:USDT"
ADDRESS = "0x31d64B3230f8baDD91dE1710A65DF536aF8f7cDa"


@pytest.fixture
async def face(colour: str) -> AsyncIterator[Face]:
    """A trader at the venue without its limits, which the virtual clock never lets expire."""
    clock = ManualClock(NOW)
    with Simulator(seed=3, clock=clock, venues=("woo",), limits=False) as sim:
        venue: Any = sim.woo
        venue.vip.add("main")
        exchange = sim.connect(exchange_class("woo", colour), {**V3, "enableRateLimit": False})
        exchange.milliseconds = clock.now
        face = Face(exchange, colour)
        yield face
        sim.woo.engine.audit()
        await face.close()


async def test_money_is_moved(face: Face) -> None:
    main, second, *_ = await face.call("fetch_accounts")
    assert (main["type"], second["type"]) == ("main", "subaccount")
    sent = await face.call("transfer", "USDT", 5, main["id"], second["id"])
    (told,) = await face.call("fetch_transfers", "USDT")
    for key in ("id", "currency", "amount", "fromAccount", "toAccount"):
        assert told[key] == sent[key], key
    assert told["status"] == "ok"
    sent = await face.call("withdraw", "USDT", 50, ADDRESS, {"network": "ERC20"})
    (told,) = await face.call("fetch_withdrawals", "USDT")
    for key in ("id", "currency", "network", "amount", "address", "type"):
        assert told[key] == sent[key], key
    kinds = {entry["type"] for entry in await face.call("fetch_ledger", "USDT")}
    assert {"transaction", "transfer"} <= kinds
    address = await face.call("fetch_deposit_address", "USDT", {"network": "TRC20"})
    assert (address["network"], address["currency"]) == ("TRC20", "USDT")


async def test_margin_and_modes(face: Face) -> None:
    await face.call("set_position_mode", True)
    assert (await face.call("fetch_position_mode"))["hedged"] is True
    isolated = {"marginMode": "isolated"}
    await face.call("set_leverage", 7, SWAP, {**isolated, "positionSide": "long"})
    await face.call("set_leverage", 9, SWAP, {**isolated, "positionSide": "short"})
    leverage = await face.call("fetch_leverage", SWAP, isolated)
    assert (leverage["longLeverage"], leverage["shortLeverage"]) == (7.0, 9.0)
    await face.call("set_position_mode", False)
    await face.call("set_leverage", 5, SWAP, isolated)
    await face.call("create_order", SWAP, "market", "buy", 0.01, None, isolated)
    before = await face.call("fetch_position", SWAP)
    assert (before["marginMode"], before["leverage"]) == ("isolated", 5.0)
    await face.call("add_margin", SWAP, 5)
    await face.call("reduce_margin", SWAP, 2)
    after = await face.call("fetch_position", SWAP)
    assert after["positionMargin"] - before["positionMargin"] == pytest.approx(3)


@pytest.mark.parametrize("path", ["trade/cancelAllAfter", "trade/order/cancelAllAfter"])
async def test_both_paths_of_the_dead_mans_switch(face: Face, path: str) -> None:
    face.exchange.options["cancelAllAfterPath"] = path
    reply = await face.call("cancel_all_orders_after", 60_000)
    assert reply["data"]["expectedTriggerTime"] == NOW + 60_000


async def test_refusals_are_ccxts(face: Face) -> None:
    with pytest.raises(ccxt.OperationRejected):
        await face.call("set_leverage", 5)
    with pytest.raises(ccxt.OrderNotFound):
        await face.call("edit_order", "99999", SWAP, "limit", "buy", 0.01, 80_000)
    with pytest.raises(ccxt.BadRequest):
        await face.call("fetch_order_trades", "x1", SWAP)
