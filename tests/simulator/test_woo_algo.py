"""WOO's algo orders over raw HTTP, on a clock that moves only when told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ascendex_woo_adapters.simulator import ManualClock, Simulator
from ascendex_woo_adapters.simulator.trading.engine import PriceSource

from .woo_algo_steps import STEP, bracket, holding, listed, open_long, path, price, refused_edit, until
from .woo_client import DAY, PERP, SPOT, Client

CENT = Decimal("0.01")


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
