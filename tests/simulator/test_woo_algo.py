"""WOO's algo orders over raw HTTP, on a clock that moves only when told."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import requests

from ascendex_woo_adapters.simulator import Fault, ManualClock, Simulator
from ascendex_woo_adapters.simulator.engine import PriceSource

from .woo_client import DAY, MINUTE, PERP, SPOT, Client

CENT = Decimal("0.01")
STEP = 250


def price(client: Client, source: PriceSource = PriceSource.LAST) -> Decimal:
    return client.sim.woo.engine.price(PERP, source)


def path(client: Client, clock: ManualClock, steps: int = 2400) -> list[Decimal]:
    """The prices of the steps to come."""
    market = client.sim.woo.engine._market(PERP)
    first = clock.now() // STEP
    return [market.price_by(PriceSource.LAST, first + i) for i in range(1, steps + 1)]


def until(clock: ManualClock, client: Client, done: Callable[[], bool], step: int = MINUTE) -> None:
    """Let time pass, for two days at most, until something has happened."""
    for _ in range(2 * DAY // step):
        if done():
            return
        clock.advance(step)
        client.sim.woo.engine.sync()
    raise AssertionError("it never happened")


def open_long(client: Client, quantity: str = "1", **more: Any) -> None:
    client.order(kind="MARKET", order_quantity=quantity, **more)


def holding(client: Client) -> float:
    return sum(row["holding"] for row in client.get("/v3/positions")["data"]["positions"])


def bracket(client: Client, entry: Decimal, kind: str = "LIMIT", **more: Any) -> dict[str, int]:
    legs = client.legs(up=entry + 3, down=entry - 3)
    exits = {"symbol": PERP, "algoType": "POSITIONAL_TP_SL", "childOrders": legs}
    fields = {"side": "BUY", "type": kind, "quantity": "1"} | (
        {"price": str(entry)} if kind == "LIMIT" else {}
    )
    return client.algo("BRACKET", children=[exits], **fields, **more)


# Triggers.


@pytest.mark.parametrize("rises", [True, False])
def test_a_stop_trades_at_the_first_step_that_reaches_its_price(
    rises: bool, client: Client, clock: ManualClock
) -> None:
    prices = path(client, clock)
    now = price(client)
    trigger = max(prices[:1200]) if rises else min(prices[:1200])
    assert trigger != now
    place = next(i for i, p in enumerate(prices) if (p >= trigger if rises else p <= trigger))
    stop = client.algo("STOP", side="BUY", type="MARKET", quantity="0.5", triggerPrice=str(trigger))["STOP"]
    started = clock.now()
    clock.advance(STEP * place)
    waiting = client.algo_row(stop)
    assert (
        waiting["isTriggered"],
        waiting["algoStatus"],
        waiting["triggerStatus"],
        waiting["triggerTime"],
    ) == (
        False,
        "NEW",
        "USELESS",
        "0",
    )
    assert "status" not in waiting
    assert client.get("/v1/orders")["rows"] == []
    clock.advance(STEP)
    row = client.algo_row(stop)
    assert (row["isTriggered"], row["algoStatus"], row["status"]) == (True, "FILLED", "FILLED")
    assert float(row["triggerTime"]) * 1000 == started + STEP * (place + 1)
    assert (row["triggerStatus"], row["totalExecutedQuantity"], row["feeAsset"]) == ("SUCCESS", 0.5, "USDT")
    (order,) = client.get("/v1/orders")["rows"]
    assert (order["type"], order["executed"], order["client_order_id"]) == ("MARKET", 0.5, 0)
    assert row["averageExecutedPrice"] == order["average_executed_price"]


def test_a_long_pause_triggers_at_the_same_moment(clock: ManualClock) -> None:
    """However seldom one looks, the same happens at the same time."""
    times = []
    for pause in (STEP * 40, DAY):
        own = ManualClock(clock.now())
        with Simulator(seed=3, clock=own, venues=("woo",), limits=False) as sim:
            client = Client(sim)
            trigger = str(price(client) + 4)
            stop = client.algo("STOP", side="BUY", type="MARKET", quantity="1", triggerPrice=trigger)["STOP"]
            trail = {"side": "SELL", "type": "MARKET", "quantity": "1", "callbackValue": "5"}
            trailing = client.algo("TRAILING_STOP", **trail)["TRAILING_STOP"]
            for _ in range(DAY // pause):
                own.advance(pause)
                sim.woo.engine.sync()
            rows = [client.algo_row(number) for number in (stop, trailing)]
            times.append([(row["triggerTime"], row["averageExecutedPrice"]) for row in rows])
    assert times[0] == times[1]
    assert "0" not in dict(times[0])


def test_a_stop_limit_rests_after_its_trigger(client: Client, clock: ManualClock) -> None:
    now = price(client)
    fields = {"side": "BUY", "type": "LIMIT", "quantity": "1", "price": str(now - 60)}
    stop = client.algo("STOP", triggerPrice=str(now + 1), clientOrderId=5, orderTag="t", **fields)["STOP"]
    until(clock, client, lambda: client.algo_row(stop)["isTriggered"])
    row = client.algo_row(stop)
    assert (row["algoStatus"], row["status"], row["clientOrderId"], row["orderTag"]) == ("NEW", "NEW", 5, "t")
    (order,) = client.get("/v1/orders", status="INCOMPLETE")["rows"]
    assert (order["price"], order["order_tag"]) == (float(now - 60), "t")
    client.put(f"/v3/algo/order/{stop}", price=str(now - 70), quantity="2")
    (order,) = client.get("/v1/orders", status="INCOMPLETE")["rows"]
    assert (order["price"], order["quantity"]) == (float(now - 70), 2)
    assert client.put("/v3/algo/order/client/5", quantity="3")["data"]["status"] == "EDIT_SENT"
    assert refused_edit(client, stop, triggerPrice=str(now)) == (-1006, 317174)
    client.form("DELETE", "/v1/orders", symbol=PERP)
    assert client.algo_row(stop)["algoStatus"] == "CANCELLED"


def test_a_stop_by_the_mark_price(client: Client, clock: ManualClock) -> None:
    mark = price(client, PriceSource.MARK)
    fields = {"side": "SELL", "type": "MARKET", "quantity": "1", "triggerPriceType": "MARK_PRICE"}
    trigger = (mark - 2).quantize(CENT)
    stop = client.algo("STOP", triggerPrice=str(trigger), **fields)["STOP"]
    assert client.algo_row(stop)["triggerPriceType"] == "MARK_PRICE"
    until(clock, client, lambda: client.algo_row(stop)["isTriggered"], step=STEP * 20)
    time = int(float(client.algo_row(stop)["triggerTime"]) * 1000)
    house = client.sim.woo.engine._market(PERP).house
    assert house.mark(time // STEP) <= trigger < house.mark(time // STEP - 1)


@pytest.mark.parametrize("side", ["SELL", "BUY"])
@pytest.mark.parametrize("rate", [True, False])
def test_a_trailing_stop_follows_the_price(side: str, rate: bool, client: Client, clock: ManualClock) -> None:
    sign = 1 if side == "SELL" else -1
    prices = path(client, clock, 40_000)
    activation = price(client) + sign * Decimal("1.5")
    begin = next(i for i, p in enumerate(prices) if sign * (p - activation) >= 0)
    best, share, value = prices[begin], Decimal("0.0004"), Decimal("1.25")
    for place in range(begin, len(prices)):
        best = max(best, prices[place], key=lambda p: sign * p)
        distance = best * share if rate else value
        if sign * (prices[place] - (best - sign * distance)) <= 0:
            break
    callback = {"callbackRate": str(share)} if rate else {"callbackValue": str(value)}
    fields = {"side": side, "type": "MARKET", "quantity": "1", "activatedPrice": str(activation), **callback}
    trailing = client.algo("TRAILING_STOP", **fields)["TRAILING_STOP"]
    started = clock.now()
    assert client.algo_row(trailing)["isActivated"] is False
    clock.advance(STEP * begin)
    assert client.algo_row(trailing)["isActivated"] is False
    clock.advance(STEP)
    assert client.algo_row(trailing)["isActivated"] is True
    clock.advance(STEP * (place - begin - 1))
    assert client.algo_row(trailing)["isTriggered"] is False
    clock.advance(STEP)
    row = client.algo_row(trailing)
    assert (row["isTriggered"], row["isActivated"], row["algoStatus"]) == (True, True, "FILLED")
    assert float(row["triggerTime"]) * 1000 == started + STEP * (place + 1)
    assert ("callbackRate" in row, "callbackValue" in row) == (rate, not rate)


def test_reduce_only_is_checked_when_the_order_triggers(client: Client, clock: ManualClock) -> None:
    now = price(client)
    fields = {"side": "SELL", "type": "MARKET", "quantity": "1", "reduceOnly": True}
    idle = client.algo("STOP", triggerPrice=str(now + 1), **fields)["STOP"]
    busy = client.algo("STOP", triggerPrice=str(now + 9), **fields)["STOP"]
    until(clock, client, lambda: client.algo_row(idle)["isTriggered"])
    assert client.algo_row(idle)["algoStatus"] == "REJECTED"
    assert client.algo_row(busy)["isTriggered"] is False
    open_long(client, "0.4")
    until(clock, client, lambda: client.algo_row(busy)["isTriggered"])
    assert client.algo_row(busy)["totalExecutedQuantity"] == 0.4
    assert holding(client) == 0


def test_an_order_beyond_the_margin_is_rejected_when_it_triggers(client: Client, clock: ManualClock) -> None:
    trigger = str(price(client) + 1)
    stop = client.algo("STOP", side="BUY", type="MARKET", quantity="400", triggerPrice=trigger)["STOP"]
    until(clock, client, lambda: client.algo_row(stop)["isTriggered"])
    row = client.algo_row(stop)
    assert (row["algoStatus"], row["totalExecutedQuantity"]) == ("REJECTED", 0)
    assert client.get("/v1/orders")["rows"] == []


# One cancels the other.


def oco(client: Client, below: int, above: int, **more: Any) -> tuple[int, int]:
    now = price(client)
    stop = {"side": "BUY", "algoType": "STOP", "triggerPrice": str(now + above), "type": "MARKET"}
    fields = {"side": "BUY", "type": "LIMIT", "quantity": "1", "price": str(now - below)}
    ids = client.algo("OCO", children=[stop], **fields, **more)
    return ids["OCO"], ids["STOP"]


def test_oco_the_stop_takes_the_place_of_the_limit_order(client: Client, clock: ManualClock) -> None:
    root, stop = oco(client, 200, 2)
    (resting,) = client.get("/v1/orders", status="INCOMPLETE")["rows"]
    until(clock, client, lambda: client.algo_row(stop)["isTriggered"])
    row = client.algo_row(root)
    assert (row["algoStatus"], row["status"], row["totalExecutedQuantity"]) == ("FILLED", "CANCELLED", 1)
    assert client.algo_row(stop)["rootAlgoStatus"] == "FILLED"
    assert client.get(f"/v1/order/{resting['order_id']}")["status"] == "CANCELLED"
    assert holding(client) == 1


def test_oco_the_limit_order_takes_the_stop_with_it(client: Client, clock: ManualClock) -> None:
    root, stop = oco(client, 2, 200)
    until(clock, client, lambda: client.algo_row(root)["algoStatus"] == "FILLED")
    assert client.algo_row(stop)["algoStatus"] == "CANCELLED"
    assert holding(client) == 1
    clock.advance(DAY)
    assert holding(client) == 1


def test_oco_is_cancelled_and_edited_as_one(client: Client) -> None:
    root, stop = oco(client, 200, 200)
    now = price(client)
    child = {"algoOrderId": stop, "triggerPrice": str(now + 100)}
    client.put(f"/v3/algo/order/{root}", price=str(now - 100), quantity="2", childOrders=[child])
    (row,) = client.get("/v3/algo/orders", algoType="OCO")["data"]["rows"]
    assert (row["price"], row["quantity"]) == (float(now - 100), 2)
    assert (row["childOrders"][0]["triggerPrice"], row["childOrders"][0]["quantity"]) == (float(now + 100), 2)
    child = {"algoOrderId": stop, "triggerPrice": str(now - 1)}
    assert refused_edit(client, root, childOrders=[child])[1] == 317150
    client.ok(client.call("DELETE", f"/v3/algo/order/{stop}"))
    assert client.algo_row(root)["algoStatus"] == client.algo_row(stop)["algoStatus"] == "CANCELLED"
    assert client.get("/v1/orders", status="INCOMPLETE")["rows"] == []
    assert client.refused("DELETE", f"/v3/algo/order/{root}") == (400, -1006)


# Take-profit and stop-loss.


@pytest.mark.parametrize("side", ["BUY", "SELL"])
def test_positional_exits_close_the_whole_position(side: str, client: Client, clock: ManualClock) -> None:
    client.order(kind="MARKET", side=side, order_quantity="1")
    now = price(client)
    closing = "SELL" if side == "BUY" else "BUY"
    ids = client.algo("POSITIONAL_TP_SL", children=client.legs(now + 2, now - 2, closing))
    client.order(kind="MARKET", side=side, order_quantity="0.5")
    root, legs = ids["POSITIONAL_TP_SL"], (ids["TAKE_PROFIT"], ids["STOP_LOSS"])
    (row,) = client.get("/v3/algo/orders", algoType="POSITIONAL_TP_SL")["data"]["rows"]
    assert (row["triggerStatus"], row["triggerPriceType"], row["side"]) == ("NEW", "USELESS", closing)
    assert row["isActivated"] is row["childOrders"][0]["isActivated"] is True
    until(clock, client, lambda: any(client.algo_row(leg)["isTriggered"] for leg in legs))
    states = {client.algo_row(leg)["isTriggered"]: client.algo_row(leg) for leg in legs}
    assert states[True]["totalExecutedQuantity"] == 1.5
    assert states[False]["algoStatus"] == "CANCELLED"
    assert client.algo_row(root)["algoStatus"] == "FILLED"
    assert holding(client) == 0


def test_positional_exits_go_with_the_position(client: Client) -> None:
    open_long(client)
    now = price(client)
    ids = client.algo("POSITIONAL_TP_SL", children=client.legs(now + 50, now - 50))
    client.order(kind="MARKET", side="SELL", order_quantity="0.5")
    assert client.algo_row(ids["TAKE_PROFIT"])["algoStatus"] == "NEW"
    client.order(kind="MARKET", side="SELL", order_quantity="2")
    assert {client.algo_row(number)["algoStatus"] for number in ids.values()} == {"CANCELLED"}


def test_new_positional_exits_replace_the_old(client: Client) -> None:
    open_long(client)
    now = price(client)
    first = client.algo("POSITIONAL_TP_SL", children=client.legs(now + 50, now - 50))
    second = client.algo("POSITIONAL_TP_SL", children=client.legs(now + 60, now - 60))
    assert client.algo_row(first["TAKE_PROFIT"])["algoStatus"] == "CANCELLED"
    assert client.algo_row(second["TAKE_PROFIT"])["algoStatus"] == "NEW"


def test_one_leg_can_be_cancelled_alone(client: Client) -> None:
    open_long(client)
    now = price(client)
    ids = client.algo("POSITIONAL_TP_SL", children=client.legs(now + 50, now - 50))
    root = ids["POSITIONAL_TP_SL"]
    client.ok(client.call("DELETE", f"/v3/algo/order/{ids['STOP_LOSS']}"))
    assert client.algo_row(root)["algoStatus"] == client.algo_row(ids["TAKE_PROFIT"])["algoStatus"] == "NEW"
    client.ok(client.call("DELETE", f"/v3/algo/order/{ids['TAKE_PROFIT']}"))
    assert client.algo_row(root)["algoStatus"] == "CANCELLED"


def test_spot_exits_sell_what_is_held(client: Client, clock: ManualClock) -> None:
    now = Decimal(client.sim.woo.engine.price(SPOT))
    ids = client.algo("POSITIONAL_TP_SL", SPOT, client.legs(now + 2, now - 2))
    legs = (ids["TAKE_PROFIT"], ids["STOP_LOSS"])
    until(clock, client, lambda: any(client.algo_row(leg)["isTriggered"] for leg in legs))
    assert client.algo_row(ids["POSITIONAL_TP_SL"])["totalExecutedQuantity"] == 10
    assert client.get("/v1/client/holding")["holding"]["ETH"] == 0


def test_exits_of_a_quantity(client: Client, clock: ManualClock) -> None:
    open_long(client, "3")
    now = price(client)
    legs = client.legs(now + 2, now - 2, type="MARKET", quantity="1")
    ids = client.algo("TP_SL", children=legs, quantity="1")
    number = ids["TP_SL"]
    both = [{"algoOrderId": ids[kind], "quantity": "2"} for kind in ("TAKE_PROFIT", "STOP_LOSS")]
    assert refused_edit(client, number, childOrders=both[:1])[1] == 317137
    assert refused_edit(client, number, childOrders=[both[0], {**both[1], "quantity": "1"}])[1] == 317138
    client.put(f"/v3/algo/order/{number}", childOrders=both)
    until(clock, client, lambda: client.algo_row(number)["algoStatus"] == "FILLED")
    assert holding(client) == 1


def test_hedge_mode_exits_belong_to_their_side(client: Client, clock: ManualClock) -> None:
    client.form("POST", "/v1/client/position_mode", position_mode="HEDGE_MODE")
    now = price(client)
    assert client.bad_algo("POSITIONAL_TP_SL", children=client.legs(now + 2, now - 2)) == (-1005, 0)
    open_long(client, position_side="LONG")
    client.order(kind="MARKET", side="SELL", order_quantity="2", position_side="SHORT")
    ids = client.algo("POSITIONAL_TP_SL", children=client.legs(now + 2, now - 2), positionSide="LONG")
    assert client.algo_row(ids["STOP_LOSS"])["positionSide"] == "LONG"
    until(clock, client, lambda: client.algo_row(ids["POSITIONAL_TP_SL"])["algoStatus"] == "FILLED")
    rows = client.get("/v3/positions")["data"]["positions"]
    assert {row["positionSide"]: row["holding"] for row in rows} == {"LONG": 0, "SHORT": -2}


# Brackets.


def test_a_bracket_is_armed_by_its_entry(client: Client, clock: ManualClock) -> None:
    entry = price(client) - 2
    ids = bracket(client, entry)
    assert list(ids) == ["TAKE_PROFIT", "STOP_LOSS", "POSITIONAL_TP_SL", "BRACKET"]
    assert sorted(ids.values()) == [
        ids[k] for k in ("BRACKET", "POSITIONAL_TP_SL", "TAKE_PROFIT", "STOP_LOSS")
    ]
    assert client.algo_row(ids["STOP_LOSS"])["isActivated"] is False
    until(clock, client, lambda: client.algo_row(ids["BRACKET"])["algoStatus"] == "FILLED", step=STEP)
    row = client.algo_row(ids["BRACKET"])
    assert (row["isTriggered"], row["triggerStatus"], row["triggerTime"]) == (False, "SUCCESS", "0")
    assert client.algo_row(ids["STOP_LOSS"])["isActivated"] is True
    assert holding(client) == 1
    assert listed(client, "BRACKET", status="INCOMPLETE") == [ids["BRACKET"]]
    until(clock, client, lambda: client.algo_row(ids["POSITIONAL_TP_SL"])["algoStatus"] == "FILLED")
    assert holding(client) == 0
    assert listed(client, "BRACKET", status="COMPLETED") == [ids["BRACKET"]]


def test_a_bracket_that_ends_before_its_entry(client: Client) -> None:
    ids = bracket(client, price(client) - 100)
    client.ok(client.call("DELETE", f"/v3/algo/order/{ids['BRACKET']}"))
    assert {client.algo_row(number)["algoStatus"] for number in ids.values()} == {"CANCELLED"}
    ids = bracket(client, price(client) - 100)
    (entry,) = client.get("/v1/orders", status="INCOMPLETE")["rows"]
    client.form("DELETE", "/v1/order", order_id=entry["order_id"], symbol=PERP)
    assert {client.algo_row(number)["algoStatus"] for number in ids.values()} == {"CANCELLED"}


def test_a_bracket_whose_entry_ends_half_filled_is_armed(client: Client) -> None:
    ask = client.quote()[1]
    exits = {"algoType": "POSITIONAL_TP_SL", "childOrders": client.legs(up=ask + 30, down=ask - 30)}
    fields = {"side": "BUY", "type": "LIMIT", "quantity": "200", "price": str(ask)}
    ids = client.algo("BRACKET", children=[exits], **fields)
    assert client.algo_row(ids["BRACKET"])["algoStatus"] == "PARTIAL_FILLED"
    assert client.algo_row(ids["STOP_LOSS"])["isActivated"] is False
    (entry,) = client.get("/v1/orders", status="INCOMPLETE")["rows"]
    client.put(f"/v3/order/{entry['order_id']}", quantity="190")
    assert client.algo_row(ids["BRACKET"])["quantity"] == 190
    client.form("DELETE", "/v1/order", order_id=entry["order_id"], symbol=PERP)
    assert client.algo_row(ids["BRACKET"])["algoStatus"] == "CANCELLED"
    assert client.algo_row(ids["STOP_LOSS"])["isActivated"] is True
    client.order(kind="MARKET", side="SELL", order_quantity=str(holding(client)))
    assert client.algo_row(ids["STOP_LOSS"])["algoStatus"] == "CANCELLED"


def test_a_market_bracket_is_armed_at_once(client: Client) -> None:
    ids = bracket(client, price(client), "MARKET")
    assert client.algo_row(ids["TAKE_PROFIT"])["isActivated"] is True
    client.ok(client.call("DELETE", f"/v3/algo/order/{ids['BRACKET']}"))
    assert client.algo_row(ids["BRACKET"])["algoStatus"] == "FILLED"
    assert client.algo_row(ids["POSITIONAL_TP_SL"])["algoStatus"] == "CANCELLED"


def test_a_stop_bracket_enters_when_it_triggers(client: Client, clock: ManualClock) -> None:
    now = price(client)
    exits = {"algoType": "POSITIONAL_TP_SL", "childOrders": client.legs(now + 4, now - 4)}
    fields = {"side": "BUY", "type": "MARKET", "quantity": "1"}
    assert client.bad_algo("STOP_BRACKET", children=[exits], **fields)[1] == 317139
    ids = client.algo("STOP_BRACKET", children=[exits], triggerPrice=str(now - 1), **fields)
    assert client.algo_row(ids["STOP_BRACKET"])["triggerStatus"] == "USELESS"
    until(clock, client, lambda: client.algo_row(ids["STOP_BRACKET"])["isTriggered"], step=STEP)
    assert client.algo_row(ids["TAKE_PROFIT"])["isActivated"] is True


def test_an_entry_that_cannot_be_placed_leaves_nothing(client: Client) -> None:
    entry = price(client)
    exits = {"algoType": "POSITIONAL_TP_SL", "childOrders": client.legs(entry + 3, entry - 3)}
    fields = {"side": "BUY", "type": "LIMIT", "quantity": "500", "price": str(entry)}
    assert client.bad_algo("BRACKET", children=[exits], **fields) == (-1101, 0)
    assert listed(client, "BRACKET") == []


# Changing and refusing.


def refused_edit(client: Client, number: int, **body: Any) -> tuple[int, int]:
    reply = client.call("PUT", f"/v3/algo/order/{number}", body=body).json()
    assert reply["success"] is False, reply
    return reply["code"], reply.get("errorCode", 0)


def test_edits_move_the_trigger(client: Client, clock: ManualClock) -> None:
    now = price(client)
    fields = {"side": "BUY", "type": "MARKET", "quantity": "1"}
    stop = client.algo("STOP", triggerPrice=str(now + 500), **fields)["STOP"]
    client.put(f"/v3/algo/order/{stop}", triggerPrice=str(now - 1), quantity="0.5")
    until(clock, client, lambda: client.algo_row(stop)["isTriggered"])
    assert client.algo_row(stop)["totalExecutedQuantity"] == 0.5
    trail = {"activatedPrice": str(now + 500), "callbackRate": "0.1"}
    trailing = client.algo("TRAILING_STOP", **fields, **trail)["TRAILING_STOP"]
    changed = {"activatedPrice": str(now + 600), "callbackValue": "1.5"}
    client.put(f"/v3/algo/order/{trailing}", **changed)
    row = client.algo_row(trailing)
    assert (row["callbackValue"], "callbackRate" in row) == (1.5, False)
    until(clock, client, lambda: client.algo_row(trailing)["isTriggered"])


def test_edits_that_are_refused(client: Client) -> None:
    now = price(client)
    ids = bracket(client, now - 100)
    root, profit, loss = ids["BRACKET"], ids["TAKE_PROFIT"], ids["STOP_LOSS"]
    assert refused_edit(client, root) == (-1005, 317162)
    assert refused_edit(client, root, callbackRate="0.1") == (-1005, 0)
    assert refused_edit(client, root, price="1.234") == (-1103, 317147)
    assert refused_edit(client, root, childOrders=[{"algoOrderId": 1, "triggerPrice": "1"}]) == (
        -1005,
        317153,
    )
    leg = {"algoOrderId": loss, "quantity": "2"}
    assert refused_edit(client, root, childOrders=[leg]) == (-1005, 317163)
    leg = {"algoOrderId": profit, "triggerPrice": str(now - 101)}
    assert refused_edit(client, root, childOrders=[leg]) == (-1005, 317150)
    leg = {"algoOrderId": profit, "triggerPrice": str(now - 1)}
    client.put(f"/v3/algo/order/{root}", childOrders=[leg])
    assert client.algo_row(profit)["triggerPrice"] == float(now - 1)
    client.ok(client.call("DELETE", f"/v3/algo/order/{root}"))
    assert refused_edit(client, root, price="3000") == (-1005, 317177)
    assert refused_edit(client, 1, price="3000") == (-1005, 317152)
    reply = client.call("PUT", "/v3/algo/order/client/12", body={"price": "3000"}).json()
    assert (reply["code"], reply["errorCode"]) == (-1006, 317164)


def test_quantities_below_a_bracket_stay(client: Client) -> None:
    now = price(client) - 100
    legs = client.legs(now + 3, now - 3, type="MARKET", quantity="1")
    exits = {"algoType": "TP_SL", "quantity": "1", "childOrders": legs}
    entry = {"side": "BUY", "type": "LIMIT", "quantity": "1", "price": str(now)}
    ids = client.algo("BRACKET", children=[exits], **entry)
    leg = {"algoOrderId": ids["STOP_LOSS"], "quantity": "2"}
    assert refused_edit(client, ids["BRACKET"], childOrders=[leg]) == (-1005, 317136)


STOP: dict[str, Any] = {"side": "BUY", "type": "MARKET", "quantity": "1", "triggerPrice": "3400"}
TRAIL: dict[str, Any] = {"side": "BUY", "type": "MARKET", "quantity": "1"}


@pytest.mark.parametrize(
    ("kind", "fields", "refusal"),
    [
        ("ICEBERG", STOP, (-1005, 317167)),
        ("STOP", {**STOP, "symbol": "PERP_NOPE_USDT"}, (-1005, 317155)),
        ("STOP", {**STOP, "symbol": None}, (-1005, 317148)),
        ("STOP", {**STOP, "symbol": "PERP_LUNA_USDT"}, (-1006, 317158)),
        ("STOP", {**STOP, "symbol": "SPOT_FTT_USDT"}, (-1006, 317157)),
        ("STOP", {**STOP, "triggerPrice": "3400.001"}, (-1103, 317147)),
        ("STOP", {**STOP, "triggerPrice": "10001"}, (-1103, 317146)),
        ("STOP", {**STOP, "triggerPrice": None}, (-1005, 0)),
        ("STOP", {**STOP, "triggerPriceType": "INDEX_PRICE"}, (-1005, 0)),
        ("STOP", {**STOP, "quantity": None}, (-1005, 0)),
        ("STOP", {**STOP, "quantity": "1.0001"}, (-1104, 0)),
        ("STOP", {**STOP, "side": None}, (-1005, 0)),
        ("STOP", {**STOP, "type": "CLOSE_POSITION"}, (-1005, 0)),
        ("STOP", {**STOP, "type": "LIMIT"}, (-1005, 0)),
        ("STOP", {**STOP, "positionSide": "LONG"}, (-1005, 0)),
        ("STOP", {**STOP, "symbol": SPOT, "marginMode": "ISOLATED"}, (-1005, 0)),
        ("STOP", {**STOP, "until": 1}, (-1004, 0)),
        ("TRAILING_STOP", TRAIL, (-1005, 0)),
        ("TRAILING_STOP", {**TRAIL, "callbackRate": "0.1", "callbackValue": "5"}, (-1005, 0)),
        ("TRAILING_STOP", {**TRAIL, "callbackRate": "0.1", "type": "LIMIT", "price": "3000"}, (-1005, 0)),
        ("OCO", {**STOP, "type": "LIMIT", "price": "3000"}, (-1005, 0)),
        ("BRACKET", {**STOP, "type": "LIMIT", "price": "3000"}, (-1005, 0)),
        ("POSITIONAL_TP_SL", {"side": "BUY"}, (-1005, 0)),
    ],
)
def test_algo_orders_that_are_refused(
    kind: str, fields: dict[str, Any], refusal: tuple[int, int], client: Client
) -> None:
    given = {name: value for name, value in ({"symbol": PERP} | fields).items() if value is not None}
    reply = client.call("POST", "/v3/algo/order", body={"algoType": kind, **given}).json()
    assert (reply["code"], reply.get("errorCode", 0)) == refusal
    for each in ("STOP", "TRAILING_STOP", "OCO", "BRACKET", "POSITIONAL_TP_SL"):
        assert listed(client, each) == []


def test_legs_that_are_refused(client: Client) -> None:
    now = price(client)
    profit, loss = client.legs(now + 10, now - 10)
    cases: list[tuple[str, list[dict[str, Any]], int]] = [
        ("POSITIONAL_TP_SL", [profit, {**loss, "side": "BUY"}], 317143),
        ("POSITIONAL_TP_SL", [profit, {**loss, "triggerPrice": profit["triggerPrice"]}], 317151),
        ("POSITIONAL_TP_SL", [{**profit, "triggerPrice": loss["triggerPrice"]}], 317150),
        ("POSITIONAL_TP_SL", [{**profit, "type": "MARKET"}], 0),
        ("POSITIONAL_TP_SL", [profit, profit], 0),
        ("TP_SL", [profit], 317142),
        ("TP_SL", [{**profit, "type": "MARKET"}], 317140),
        ("TP_SL", [{**profit, "type": "LIMIT", "quantity": "1"}], 317141),
        (
            "TP_SL",
            [{**profit, "type": "MARKET", "quantity": "1"}, {**loss, "type": "MARKET", "quantity": "2"}],
            317138,
        ),
    ]
    for kind, legs, number in cases:
        assert client.bad_algo(kind, children=legs) == (-1005, number), legs
    stop = {"side": "BUY", "algoType": "STOP", "type": "MARKET", "triggerPrice": str(now - 5)}
    entry = {"side": "BUY", "type": "LIMIT", "quantity": "1", "price": str(now - 10)}
    assert client.bad_algo("OCO", children=[stop], **entry) == (-1005, 317150)


def test_client_ids_are_unique_among_open_algo_orders(client: Client) -> None:
    number = client.algo("STOP", clientOrderId=9, **STOP)["STOP"]
    assert client.bad_algo("STOP", clientOrderId=9, **STOP)[0] == -1007
    client.order(order_price=client.far(), order_quantity="1", client_order_id="9")
    client.ok(client.call("DELETE", f"/v3/algo/order/{number}"))
    assert client.algo("STOP", clientOrderId=9, **STOP)["STOP"] != number
    client.algo("STOP", clientOrderId=0, **STOP)
    client.algo("STOP", clientOrderId=0, **STOP)


# Lists and bulk cancels.


def listed(client: Client, kind: str, **query: Any) -> list[int]:
    rows = client.get("/v3/algo/orders", algoType=kind, **query)["data"]["rows"]
    return [row["algoOrderId"] for row in rows]


def test_lists_are_filtered_and_paged(client: Client, clock: ManualClock) -> None:
    ids = []
    for i in range(4):
        fields = {**STOP, "side": "BUY" if i % 2 else "SELL", "orderTag": f"t{i // 2}"}
        ids.append(client.algo("STOP", SPOT if i == 3 else PERP, **fields)["STOP"])
        clock.advance(1000)
    trailing = client.algo("TRAILING_STOP", callbackRate="0.5", **TRAIL)["TRAILING_STOP"]
    client.ok(client.call("DELETE", f"/v3/algo/order/{ids[0]}"))
    assert listed(client, "STOP") == ids[::-1]
    assert listed(client, "TRAILING_STOP") == [trailing]
    assert listed(client, "STOP", symbol=SPOT) == [ids[3]]
    assert listed(client, "STOP", side="BUY") == [ids[3], ids[1]]
    assert listed(client, "STOP", orderTag="t0") == [ids[1], ids[0]]
    assert (
        listed(client, "STOP", status="CANCELLED") == listed(client, "STOP", status="COMPLETED") == [ids[0]]
    )
    assert listed(client, "STOP", status="INCOMPLETE") == listed(client, "STOP", status="NEW") == ids[:0:-1]
    assert listed(client, "STOP", isTriggered="true") == []
    assert listed(client, "STOP", orderType="LIMIT") == []
    start = clock.now() - 3000
    assert listed(client, "STOP", createdTimeStart=start, createdTimeEnd=start + 1000) == [ids[2], ids[1]]
    data = client.get("/v3/algo/orders", algoType="STOP", size=3, page=2)["data"]
    assert [row["algoOrderId"] for row in data["rows"]] == [ids[0]]
    assert data["meta"] == {"total": 4, "records_per_page": 3, "current_page": 2}
    assert client.refused("GET", "/v3/algo/orders") == (400, -1005)
    assert client.refused("GET", "/v3/algo/order/1") == (400, -1006)
    assert Client(client.sim, "second").refused("GET", f"/v3/algo/order/{ids[1]}") == (400, -1006)


def test_bulk_cancels_keep_to_their_kind(client: Client) -> None:
    entry = bracket(client, price(client) - 100)["BRACKET"]
    stop = client.algo("STOP", **STOP)["STOP"]
    other = client.algo("STOP", SPOT, **STOP)["STOP"]
    plain = client.order(order_price=client.far(), order_quantity="1")["order_id"]

    def states() -> list[str]:
        order = client.get(f"/v1/order/{plain}")["status"]
        return [client.algo_row(number)["algoStatus"] for number in (entry, stop, other)] + [order]

    client.form("DELETE", "/v1/orders", symbol=PERP)
    client.ok(client.call("DELETE", "/v3/orders/pending"))
    assert states() == ["NEW", "NEW", "NEW", "CANCELLED"]
    client.ok(client.call("DELETE", f"/v3/merge/orders/pending/{PERP}", query={"side": "SELL"}))
    assert states()[:3] == ["NEW", "NEW", "NEW"]
    client.ok(client.call("DELETE", f"/v3/algo/orders/pending/{SPOT}"))
    assert states()[:3] == ["NEW", "NEW", "CANCELLED"]
    client.ok(client.call("DELETE", f"/v3/merge/orders/pending/{PERP}"))
    assert states()[:3] == ["CANCELLED", "CANCELLED", "CANCELLED"]
    client.algo("STOP", **STOP)
    reply = client.ok(client.call("DELETE", "/v3/algo/orders/pending"))
    assert reply == {"success": True, "status": "CANCEL_SENT"}
    assert listed(client, "STOP", status="INCOMPLETE") == []


class RestlessClock(ManualClock):
    """Time goes on with every look at it."""

    def now(self) -> int:
        return self.advance(100)


def test_a_request_is_one_moment() -> None:
    """However much time passes while it is handled, the market stands still for it."""
    with Simulator(seed=3, clock=RestlessClock(), venues=("woo",), limits=False) as sim:
        client = Client(sim)
        for _ in range(5):
            client.order(order_price=client.far(), order_quantity="1")
            client.algo("STOP", **STOP)
        client.ok(client.call("DELETE", f"/v3/merge/orders/pending/{PERP}"))
        orders = client.get("/v1/orders", status="CANCELLED")["rows"]
        algos = client.get("/v3/algo/orders", algoType="STOP")["data"]["rows"]
        assert len(orders) == len(algos) == 5
        assert len({row["updated_time"] for row in orders} | {row["updatedTime"] for row in algos}) == 1


def test_the_documented_limits_of_algo_orders(clock: ManualClock) -> None:
    with Simulator(seed=3, clock=clock, venues=("woo",)) as sim:
        client = Client(sim)
        cases: tuple[tuple[str, str, dict[str, Any], int], ...] = (
            ("POST", "/v3/algo/order", {"body": {}}, 2),
            ("PUT", "/v3/algo/order/1", {"body": {"price": "1"}}, 5),
            ("GET", "/v3/algo/order/1", {}, 10),
            ("DELETE", "/v3/algo/order/1", {}, 10),
        )
        for method, where, more, allowed in cases:
            codes = [client.call(method, where, **more).status_code for _ in range(allowed + 1)]
            assert codes == [400] * allowed + [429]


# A bad network.


@pytest.mark.parametrize(
    ("fault", "exists"),
    [
        (Fault("POST /v3/algo/order", "drop_before"), False),
        (Fault("POST /v3/algo/order", "drop_after"), True),
        (Fault("POST /v3/algo/order", "status", code=502, body="bad gateway"), False),
        (Fault("POST /v3/algo/order", "status", code=502, body="bad gateway", done=True), True),
        (Fault("POST /v3/algo/order", "body", body='{"code": 503}', done=True), True),
        (Fault("POST /v3/algo/order", "truncate"), True),
        (Fault("POST /v3/algo/order", "cut"), True),
        (Fault("POST /v3/algo/order", "delay", seconds=0.15), True),
    ],
    ids=lambda value: value.kind if isinstance(value, Fault) else str(value),
)
def test_what_became_of_an_order_whose_reply_was_lost(fault: Fault, exists: bool, client: Client) -> None:
    client.session.request = with_timeout(client.session)  # type: ignore[method-assign]
    client.get("/v3/positions")
    client.sim.woo.faults.add(fault)
    body = {"symbol": PERP, "algoType": "STOP", "clientOrderId": 77, **STOP}
    with pytest.raises((requests.RequestException, ValueError, KeyError)):
        client.call("POST", "/v3/algo/order", body=body).json()["data"]
    rows = client.get("/v3/algo/orders", algoType="STOP")["data"]["rows"]
    assert [row["clientOrderId"] for row in rows] == ([77] if exists else [])


def with_timeout(session: requests.Session) -> Any:
    request = session.request

    def send(method: str, url: str, **more: Any) -> requests.Response:
        return request(method, url, timeout=0.1, **more)

    return send
