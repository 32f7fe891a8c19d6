"""Algo orders from placement to their end, against the simulated venue on a clock of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from ccxt.base.errors import AuthenticationError, BaseError, ExchangeNotAvailable, InvalidOrder, OrderNotFound
from ccxt.test.exchange.base.test_order import test_order as check_order

from ascendex_woo_adapters.common.submission import OrderStateUnknown
from ascendex_woo_adapters.simulator import Fault, ManualClock, Simulator
from tests.support import Face, exchange_class

NOW = 1_750_000_000_000
SWAP, OTHER, SPOT = "BTC/USDT:USDT", "ETH/USDT:USDT", "BTC/USDT"
ALGO = {"trigger": True}


@dataclass
class Desk:
    """A trader, the simulated venue and its clock."""

    face: Face
    sim: Any
    clock: ManualClock
    generation: str

    async def call(self, name: str, *args: Any) -> Any:
        return await self.face.call(name, *args)

    async def last(self, symbol: str = SWAP) -> float:
        price: float = (await self.call("fetch_ticker", symbol))["last"]
        return price

    async def place(self, *args: Any, **params: Any) -> Any:
        """An order, which has to be a valid one of ccxt."""
        order = await self.call("create_order", *args, *[None] * (5 - len(args)), params)
        self.check(order)
        return order

    async def order(self, placed: Any) -> Any:
        order = await self.call("fetch_order", placed["id"], placed["symbol"], ALGO)
        self.check(order)
        return order

    def check(self, order: Any) -> None:
        check_order(self.face.exchange, {}, "order", order, order["symbol"], self.clock.now())

    async def open(self, symbol: str | None = SWAP, **params: Any) -> list[Any]:
        """The open algo orders."""
        orders: list[Any] = await self.call("fetch_open_orders", symbol, None, None, {**ALGO, **params})
        for order in orders:
            self.check(order)
            assert order["status"] == "open"
        return orders

    async def position(self) -> float:
        """Contracts held: negative of a short."""
        position = await self.call("fetch_position", SWAP)
        return float(position["contracts"] * (-1 if position["side"] == "short" else 1))

    async def until(self, done: Callable[[Any], bool], placed: Any) -> Any:
        """Let time pass until an order has come so far."""
        for _ in range(120):
            order = await self.order(placed)
            if done(order):
                return order
            self.clock.advance(30_000)
        raise AssertionError(f"the price never came there: {order}")


@pytest.fixture(params=["v1", "v3"])
async def desk(request: pytest.FixtureRequest, colour: str) -> AsyncIterator[Desk]:
    """The venue without its limits, which the virtual clock never lets expire."""
    clock = ManualClock(NOW)
    with Simulator(seed=7, clock=clock, venues=("woo",), limits=False) as sim:
        options = {"generation": request.param}
        exchange = sim.connect(exchange_class("woo", colour), {"options": options})
        exchange.enableRateLimit = False
        exchange.milliseconds = clock.now
        exchange.options["findLostOrdersTimeout"] = 150
        face = Face(exchange, colour)
        yield Desk(face, sim, clock, request.param)
        sim.woo.engine.audit()
        await face.close()


def closed(order: Any) -> bool:
    return bool(order["status"] == "closed")


@pytest.mark.parametrize("side", ["buy", "sell"])
@pytest.mark.parametrize("by", ["last", "mark"])
async def test_a_stop_waits_and_fills(desk: Desk, side: str, by: str) -> None:
    last = await desk.last()
    trigger = last * (1.001 if side == "buy" else 0.999)
    placed = await desk.place(SWAP, "market", side, 0.01, triggerPrice=trigger, triggerPriceType=by)
    assert (await desk.order(placed))["status"] == "open"
    assert await desk.position() == 0
    done = await desk.until(closed, placed)
    assert (done["filled"], done["remaining"], done["amount"]) == (0.01, 0.0, 0.01)
    assert done["average"] == pytest.approx(trigger, rel=2e-3)
    assert done["cost"] == pytest.approx(done["average"] * 0.01)
    assert done["fee"]["currency"] == "USDT"
    assert done["fee"]["cost"] > 0
    assert await desk.position() == pytest.approx(0.01 if side == "buy" else -0.01)
    assert await desk.open() == []


async def test_a_stop_limit_rests_at_its_price(desk: Desk) -> None:
    last = await desk.last()
    trigger = last * 1.001
    placed = await desk.place(SWAP, "limit", "buy", 0.01, last * 0.97, triggerPrice=trigger)
    triggered = await desk.until(lambda order: order["info"]["isTriggered"], placed)
    assert (triggered["status"], triggered["filled"], triggered["type"]) == ("open", 0.0, "limit")
    assert await desk.position() == 0


async def test_a_stop_loss_never_executes_at_once_and_never_opens(desk: Desk) -> None:
    last = await desk.last()
    await desk.call("create_order", SWAP, "market", "buy", 0.02)
    placed = await desk.place(SWAP, "market", "sell", 0.01, stopLossPrice=last * 0.999)
    take = await desk.place(SWAP, "market", "sell", 0.05, takeProfitPrice=last * 1.2)
    assert placed["stopLossPrice"] == placed["triggerPrice"]
    assert take["takeProfitPrice"] == take["triggerPrice"]
    assert await desk.position() == pytest.approx(0.02)
    done = await desk.until(closed, placed)
    assert done["reduceOnly"] is True
    assert await desk.position() == pytest.approx(0.01)
    assert [order["id"] for order in await desk.open()] == [take["id"]]


async def test_the_exits_of_a_whole_position(desk: Desk) -> None:
    last = await desk.last()
    await desk.call("create_order", SWAP, "market", "buy", 0.03)
    placed = await desk.place(
        SWAP, "market", "sell", None,
        stopLossPrice=last * 0.999, takeProfitPrice=last * 1.2, closePosition=True,
    )  # fmt: skip
    (listed,) = await desk.open()
    assert listed["id"] == placed["id"]
    assert listed["stopLossPrice"] == pytest.approx(last * 0.999, rel=1e-5)
    assert listed["takeProfitPrice"] == pytest.approx(last * 1.2, rel=1e-5)
    assert listed["amount"] is None
    assert len(listed["info"]["childOrders"]) == 2
    await desk.until(lambda order: order["status"] != "open", placed)
    assert await desk.position() == 0
    assert await desk.open() == []


async def test_the_exits_of_a_quantity(desk: Desk) -> None:
    last = await desk.last()
    await desk.call("create_order", SWAP, "market", "buy", 0.03)
    placed = await desk.place(
        SWAP, "market", "sell", 0.01, stopLossPrice=last * 0.999, takeProfitPrice=last * 1.2
    )
    await desk.until(lambda order: order["status"] != "open", placed)
    assert await desk.position() == pytest.approx(0.02)
    assert await desk.open() == []


@pytest.mark.parametrize("distance", [{"trailingPercent": 0.1}, {"trailingAmount": 80}])
async def test_a_trailing_stop_follows(desk: Desk, distance: dict[str, float]) -> None:
    await desk.call("create_order", SWAP, "market", "buy", 0.02)
    placed = await desk.place(SWAP, "market", "sell", 0.02, reduceOnly=True, **distance)
    (listed,) = await desk.open(trailing=True)
    assert listed["id"] == placed["id"]
    done = await desk.until(closed, placed)
    assert done["filled"] == 0.02
    assert await desk.position() == 0


async def test_a_trailing_stop_that_is_not_activated(desk: Desk) -> None:
    last = await desk.last()
    placed = await desk.place(
        SWAP, "market", "sell", 0.01, trailingPercent=0.1, trailingTriggerPrice=last * 1.3
    )
    desk.clock.advance(3_600_000)
    order = await desk.order(placed)
    assert (order["status"], order["info"]["isActivated"]) == ("open", False)
    edit = {"trailingPercent": 2.5, "trailingTriggerPrice": last * 1.4}
    await desk.call("edit_order", placed["id"], SWAP, "market", "sell", 0.02, None, edit)
    order = await desk.order(placed)
    assert order["amount"] == 0.02
    assert float(order["info"]["callbackRate"]) == 0.025
    assert float(order["info"]["activatedPrice"]) == pytest.approx(last * 1.4, rel=1e-5)


async def test_an_oco_fills_one_side(desk: Desk) -> None:
    last = await desk.last()
    placed = await desk.place(SWAP, "oco", "sell", 0.01, last * 1.2, triggerPrice=last * 0.999)
    (listed,) = await desk.open()
    assert (listed["id"], listed["type"]) == (placed["id"], "limit")
    assert listed["price"] == pytest.approx(last * 1.2, rel=1e-5)
    assert listed["triggerPrice"] == pytest.approx(last * 0.999, rel=1e-5)
    await desk.until(lambda order: order["status"] != "open", placed)
    assert await desk.position() == pytest.approx(-0.01)
    assert await desk.open() == []


async def test_a_bracket_leaves_its_exits_behind(desk: Desk) -> None:
    last = await desk.last()
    placed = await desk.place(
        SWAP, "market", "buy", 0.01, stopLoss={"triggerPrice": last * 0.999}, takeProfit={"triggerPrice": last * 1.2}
    )  # fmt: skip
    entry = await desk.order(placed)
    assert (entry["status"], entry["filled"]) == ("closed", 0.01)
    (exits,) = await desk.open()
    assert exits["id"] != placed["id"]
    assert (exits["side"], exits["reduceOnly"]) == ("sell", True)
    assert exits["stopLossPrice"] == pytest.approx(last * 0.999, rel=1e-5)
    listed = await desk.call("fetch_closed_orders", SWAP, None, None, ALGO)
    assert [order["id"] for order in listed] == [placed["id"]]
    for _ in range(120):
        if not await desk.open():
            break
        desk.clock.advance(30_000)
    assert await desk.open() == []
    assert await desk.position() == 0


async def test_a_bracket_with_limit_exits(desk: Desk) -> None:
    last = await desk.last()
    exits = {"triggerPrice": last * 1.05, "price": last * 1.06}
    placed = await desk.place(SWAP, "limit", "buy", 0.01, last * 0.98, takeProfit=exits)
    (listed,) = await desk.open()
    assert (listed["id"], listed["price"]) == (placed["id"], placed["price"])
    assert listed["takeProfitPrice"] == pytest.approx(last * 1.05, rel=1e-5)
    await desk.call("cancel_order", placed["id"], SWAP, ALGO)
    assert (await desk.order(placed))["status"] == "canceled"


async def test_the_legs_of_a_bracket_are_edited(desk: Desk) -> None:
    last = await desk.last()
    placed = await desk.place(
        SWAP, "limit", "buy", 0.01, last * 0.98, stopLoss={"triggerPrice": last * 0.9}, takeProfit={"triggerPrice": last * 1.1}
    )  # fmt: skip
    edit = {"stopLossPrice": last * 0.91, "takeProfitPrice": last * 1.2}
    await desk.call("edit_order", placed["id"], SWAP, "limit", "buy", None, last * 0.97, edit)
    (listed,) = await desk.open()
    assert listed["stopLossPrice"] == pytest.approx(last * 0.91, rel=1e-5)
    assert listed["takeProfitPrice"] == pytest.approx(last * 1.2, rel=1e-5)
    assert listed["price"] == pytest.approx(last * 0.97, rel=1e-5)


async def test_a_stop_is_edited_by_id_and_by_client_id(desk: Desk) -> None:
    last = await desk.last()
    placed = await desk.place(
        SWAP, "limit", "buy", 0.01, last * 1.02, triggerPrice=last * 1.01, clientOrderId=77
    )
    edit = {"triggerPrice": last * 1.03}
    await desk.call("edit_order", placed["id"], SWAP, "limit", "buy", 0.02, last * 1.04, edit)
    order = await desk.order(placed)
    assert order["amount"] == 0.02
    assert order["triggerPrice"] == pytest.approx(last * 1.03, rel=1e-5)
    assert order["price"] == pytest.approx(last * 1.04, rel=1e-5)
    await desk.call(
        "edit_order_with_client_order_id", "77", SWAP, "limit", "buy", None, None, {"triggerPrice": last * 1.05}
    )  # fmt: skip
    assert (await desk.order(placed))["triggerPrice"] == pytest.approx(last * 1.05, rel=1e-5)


async def test_algo_orders_are_found_and_cancelled_by_client_id(desk: Desk) -> None:
    last = await desk.last()
    placed = await desk.place(SWAP, "market", "buy", 0.01, triggerPrice=last * 1.01, clientOrderId=77)
    assert placed["clientOrderId"] == "77"
    found = await desk.call("fetch_order_with_client_order_id", "77", SWAP, ALGO)
    assert (found["id"], found["clientOrderId"]) == (placed["id"], "77")
    await desk.call("cancel_order_with_client_order_id", "77", SWAP, ALGO)
    assert (await desk.order(placed))["status"] == "canceled"
    found = await desk.call("fetch_order_with_client_order_id", "77", SWAP, ALGO)
    assert found["status"] == "canceled"
    with pytest.raises(OrderNotFound):
        await desk.call("cancel_order_with_client_order_id", "77", SWAP, ALGO)
    with pytest.raises(OrderNotFound):
        await desk.call("fetch_order", "99999", SWAP, ALGO)


async def test_cancelling_one_markets_algo_orders_leaves_all_others(desk: Desk) -> None:
    last, other = await desk.last(), await desk.last(OTHER)
    mine = [
        await desk.place(SWAP, "market", "buy", 0.01, triggerPrice=last * 1.01),
        await desk.place(SWAP, "market", "sell", 0.01, trailingPercent=5),
        await desk.place(SWAP, "oco", "sell", 0.01, last * 1.02, triggerPrice=last * 0.98),
    ]
    plain = await desk.place(SWAP, "limit", "buy", 0.01, last * 0.98)
    elsewhere = await desk.place(OTHER, "market", "buy", 0.1, triggerPrice=other * 1.01)
    canceled = await desk.call("cancel_all_orders", SWAP, ALGO)
    if desk.generation == "v1":  # V3 cancels them by one request
        assert sorted(order["id"] for order in canceled) == sorted(order["id"] for order in mine)
    assert [order["id"] for order in await desk.open(None)] == [elsewhere["id"]]
    assert [order["id"] for order in await desk.call("fetch_open_orders", SWAP)] == [plain["id"]]
    gone = await desk.call("fetch_canceled_orders", SWAP, None, None, ALGO)
    assert sorted(order["id"] for order in gone) == sorted(order["id"] for order in mine)
    await desk.call("cancel_all_orders", None, ALGO)
    assert await desk.open(None) == []
    assert [order["id"] for order in await desk.call("fetch_open_orders")] == [plain["id"]]


async def test_plain_and_algo_orders_of_a_market_are_cancelled_together(desk: Desk) -> None:
    last, other = await desk.last(), await desk.last(OTHER)
    await desk.place(SWAP, "limit", "buy", 0.01, last * 0.98)
    await desk.place(SWAP, "limit", "buy", 0.01, last * 0.98, marginMode="isolated")
    await desk.place(SWAP, "market", "buy", 0.01, triggerPrice=last * 1.01)
    elsewhere = await desk.place(OTHER, "market", "buy", 0.1, triggerPrice=other * 1.01)
    await desk.call("cancel_all_orders", SWAP, {"merge": True})
    assert await desk.call("fetch_open_orders", SWAP) == []
    assert [order["id"] for order in await desk.open(None)] == [elsewhere["id"]]


async def test_several_are_cancelled(desk: Desk) -> None:
    last = await desk.last()
    placed = [await desk.place(SWAP, "market", "buy", 0.01, triggerPrice=last * 1.01) for _ in range(3)]
    await desk.call("cancel_orders", [order["id"] for order in placed[:2]], SWAP, ALGO)
    assert [order["id"] for order in await desk.open()] == [placed[2]["id"]]


async def test_the_dead_mans_switch(desk: Desk) -> None:
    last = await desk.last()
    await desk.place(SWAP, "market", "buy", 0.01, triggerPrice=last * 1.01)
    await desk.place(SWAP, "limit", "buy", 0.01, last * 0.98)
    with pytest.raises(AuthenticationError, match="VIP"):
        await desk.call("cancel_all_orders_after", 60_000)
    desk.sim.woo.vip.add("main")
    reply = await desk.call("cancel_all_orders_after", 60_000)
    assert list(reply["data"].values()) == [NOW + 60_000]
    desk.clock.advance(61_000)
    assert await desk.open(None) == []
    assert await desk.call("fetch_open_orders") == []


async def test_a_stop_on_a_spot_market(desk: Desk) -> None:
    last = await desk.last(SPOT)
    await desk.call("create_order", SPOT, "market", "buy", 0, None, {"cost": 500})
    placed = await desk.place(SPOT, "market", "sell", 0.002, stopLossPrice=last * 0.999)
    done = await desk.until(closed, placed)
    assert (done["filled"], done["fee"]["currency"]) == (0.002, "USDT")


async def test_algo_orders_in_hedge_mode(desk: Desk) -> None:
    await desk.call("set_position_mode", True)
    last = await desk.last()
    hedged = {"hedged": True}
    await desk.call("create_order", SWAP, "market", "buy", 0.02, None, hedged)
    placed = await desk.place(SWAP, "market", "sell", 0.02, stopLossPrice=last * 0.999, hedged=True)
    assert (await desk.order(placed))["info"]["positionSide"] == "LONG"
    await desk.until(closed, placed)
    assert await desk.call("fetch_positions", [SWAP]) == []
    with pytest.raises(BaseError):
        await desk.place(SWAP, "market", "sell", 0.01, triggerPrice=last * 0.9)


async def test_what_the_venue_refuses(desk: Desk) -> None:
    last = await desk.last()
    with pytest.raises(InvalidOrder):
        await desk.place(SWAP, "market", "buy", 0.01, stopLoss={"triggerPrice": last * 1.1})
    await desk.place(SWAP, "market", "buy", 0.01, triggerPrice=last * 1.01, clientOrderId=5)
    with pytest.raises(BaseError):
        await desk.place(SWAP, "market", "buy", 0.01, triggerPrice=last * 1.01, clientOrderId=5)
    assert len(await desk.open()) == 1


async def test_a_lost_reply_is_looked_for(desk: Desk) -> None:
    last = await desk.last()
    place = {"v1": "POST /v3/algo/order", "v3": "POST /v3/trade/algoOrder"}[desk.generation]
    desk.sim.woo.faults.add(Fault(match=place, kind="drop_after"))
    placed = await desk.place(SWAP, "market", "buy", 0.01, triggerPrice=last * 1.01)
    assert [order["id"] for order in await desk.open()] == [placed["id"]]
    desk.sim.woo.faults.add(Fault(match=place, kind="drop_before"))
    with pytest.raises(ExchangeNotAvailable) as caught:
        await desk.place(SWAP, "market", "buy", 0.01, triggerPrice=last * 1.01)
    assert not isinstance(caught.value, OrderStateUnknown)
    assert len(await desk.open()) == 1


@pytest.mark.parametrize(
    ("kind", "args"),
    [("ask", ("sell", 0.01)), ("bid", ("buy", 0.01)), ("post_only", ("buy", 0.01)), ("ioc", ("buy", 0.01)), ("fok", ("buy", 0.01))],
)  # fmt: skip
async def test_the_venues_own_types(desk: Desk, kind: str, args: Any) -> None:
    last = await desk.last()
    price = {"post_only": last * 0.98, "ioc": last * 1.01, "fok": last * 1.01}.get(kind)
    placed = await desk.place(SWAP, kind, *args, price)
    order = await desk.call("fetch_order", placed["id"], SWAP)
    desk.check(order)
    assert order["info"]["type"] == kind.upper()
    assert order["type"] == "limit"
    assert order["status"] == ("closed" if kind in ("ioc", "fok") else "open")


async def test_a_post_only_order_is_re_priced_and_an_iceberg_is_small(desk: Desk) -> None:
    last = await desk.last()
    placed = await desk.place(SWAP, "post_only", "buy", 0.01, last * 1.005, post_only_adjusted=True)
    order = await desk.call("fetch_order", placed["id"], SWAP)
    assert (order["status"], order["filled"], order["postOnly"]) == ("open", 0.0, True)
    assert order["price"] < last * 1.005
    placed = await desk.place(SWAP, "limit", "buy", 0.05, last * 0.98, icebergAmount=0.01, order_tag="mine")
    order = await desk.call("fetch_order", placed["id"], SWAP)
    tag = order["info"]["order_tag" if desk.generation == "v1" else "orderTag"]
    assert (float(order["info"]["visible"]), tag) == (0.01, "mine")
