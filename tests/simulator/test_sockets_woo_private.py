"""The private socket of WOO's first generation over raw connections."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ascendex_woo_adapters.simulator import ManualClock, Simulator

from .socket_client import Lines, buy
from .woo_client import PERP, SPOT, Client


async def test_private_topics_want_a_login(lines: Lines, sim: Simulator, clock: ManualClock) -> None:
    line = await lines.open("woo", "/v2/ws/private/stream/x", "event")
    reply = await line.ask(id="1", topic="executionreport", event="subscribe")
    assert (reply["success"], reply["errorMsg"]) == (False, "Auth is needed.")
    reply = await line.ask(id="2", event="auth", params=lines.woo_login() | {"sign": "0" * 64})
    assert reply["success"] is False
    assert await line.next() is None
    assert sim.woo.sockets.sessions == []


async def test_a_login_wants_the_present_time(lines: Lines, clock: ManualClock) -> None:
    login = lines.woo_login()
    clock.advance(300_000)
    line = await lines.open("woo", "/v2/ws/private/stream/x", "event")
    assert (await line.ask(id="1", event="auth", params=login))["success"] is False
    line = await lines.open("woo", "/v2/ws/private/stream/x", "event")
    as_number = lines.woo_login() | {"timestamp": clock.now()}
    assert (await line.ask(id="1", event="auth", params=as_number))["success"] is True
    assert lines.sim.woo.sockets.of("main")


async def test_a_filled_order_is_told_with_its_fills(
    lines: Lines, client: Client, clock: ManualClock
) -> None:
    line = await lines.woo_private("executionreport", "balance", "position")
    placed = client.order(kind="MARKET", order_quantity="0.02", client_order_id="77")
    found = await line.all()
    reports = [m["data"] for m in found if m["topic"] == "executionreport"]
    assert [row["status"] for row in reports] == ["NEW", "FILLED"]
    new, filled = reports
    assert (new["tradeId"], new["executedQuantity"], new["msgType"]) == (0, 0, 0)
    fill = client.get(f"/v1/order/{placed['order_id']}")["Transactions"][0]
    assert filled["orderId"] == placed["order_id"]
    assert filled["clientOrderId"] == 77
    assert (filled["tradeId"], float(filled["executedPrice"])) == (fill["id"], fill["executed_price"])
    assert (float(filled["fee"]), filled["feeAsset"]) == (fill["fee"], "USDT")
    assert float(filled["totalExecutedQuantity"]) == 0.02
    assert [m["topic"] for m in found] == ["executionreport", "executionreport", "balance", "position"]
    held = client.get("/v3/balances", token="USDT")["data"]["holding"][0]["holding"]
    assert float(found[2]["data"]["balances"]["USDT"]["holding"]) == held
    position = found[3]["data"]["positions"][PERP]
    assert (position["holding"], position["positionSide"]) == (Decimal("0.02"), "BOTH")
    assert (position["version"], position["openingTime"]) == (1, clock.now())


async def test_resting_orders_are_told_until_they_end(
    lines: Lines, client: Client, clock: ManualClock
) -> None:
    line = await lines.woo_private("executionreport", "balance")
    price = client.far(SPOT)
    number = client.order(SPOT, order_price=price, order_quantity="0.1")["order_id"]
    await line.sim.aflush()
    client.put(f"/v3/order/{number}", quantity="0.2")
    await line.sim.aflush()
    client.form("DELETE", "/v1/order", order_id=number, symbol=SPOT)
    found = await line.all()
    rows = [m["data"] for m in found if m["topic"] == "executionreport"]
    assert [(row["status"], float(row["quantity"])) for row in rows] == [
        ("NEW", 0.1),
        ("NEW", 0.2),
        ("CANCELLED", 0.2),
    ]
    balances = [m["data"]["balances"]["USDT"] for m in found if m["topic"] == "balance"]
    frozen = [Decimal(price) * size for size in (Decimal("0.1"), Decimal("0.2"), 0)]
    assert [row["frozen"] for row in balances] == frozen
    assert [row["version"] for row in balances] == [1, 2, 3]


async def test_fills_of_resting_orders_come_when_the_price_does(
    lines: Lines, client: Client, clock: ManualClock
) -> None:
    line = await lines.woo_private("executionreport")
    client.order(order_price=str(client.quote()[0]), order_quantity="0.05")
    await line.all()
    clock.advance(60_000)
    rows = [message["data"] for message in await line.pushes("executionreport")]
    assert rows[-1]["status"] == "FILLED"
    assert sum(row["executedQuantity"] for row in rows) == Decimal("0.05")
    assert all(row["maker"] for row in rows)


async def test_partly_filled_orders_add_up(lines: Lines, client: Client, sim: Simulator) -> None:
    line = await lines.woo_private("executionreport")
    asks = client.get(f"/v1/public/orderbook/{PERP}", max_level=3)["asks"]
    size = sum(Decimal(str(level["quantity"])) for level in asks)
    client.order(order_price=str(asks[2]["price"]), order_quantity=str(size + 1))
    rows = [message["data"] for message in await line.pushes("executionreport")]
    assert [row["status"] for row in rows] == ["NEW", *["PARTIAL_FILLED"] * 3]
    total = Decimal(0)
    for row in rows:
        total += row["executedQuantity"]
        assert row["totalExecutedQuantity"] == total
    assert len({row["tradeId"] for row in rows[1:]}) == 3


async def test_a_refused_post_only_order_is_told(lines: Lines, client: Client) -> None:
    line = await lines.woo_private("executionreport")
    client.order(kind="POST_ONLY", order_price=str(client.quote()[1]), order_quantity="0.05")
    rows = [message["data"] for message in await line.pushes("executionreport")]
    assert [row["status"] for row in rows] == ["NEW", "REJECTED"]
    assert rows[1]["reason"]


async def test_algo_orders_are_told_with_their_children(
    lines: Lines, client: Client, clock: ManualClock
) -> None:
    line = await lines.woo_private("algoexecutionreportv2", "executionreport")
    client.order(kind="MARKET", order_quantity="0.05")
    await line.all()
    bid = client.quote()[0]
    ids = client.algo("POSITIONAL_TP_SL", children=client.legs(bid * 2, bid / 2))
    (push,) = await line.pushes("algoexecutionreportv2")
    root, *legs = push["data"]
    assert (root["algoOrderId"], root["parentAlgoOrderId"]) == (ids["POSITIONAL_TP_SL"], 0)
    assert {leg["algoType"]: leg["algoOrderId"] for leg in legs} == {
        kind: ids[kind] for kind in ("TAKE_PROFIT", "STOP_LOSS")
    }
    assert all(leg["parentAlgoOrderId"] == root["algoOrderId"] for leg in legs)
    client.order(side="SELL", kind="MARKET", order_quantity="0.05")
    found = await line.all()
    assert [m["data"]["status"] for m in found if m["topic"] == "executionreport"] == ["NEW", "FILLED"]
    last = [m for m in found if m["topic"] == "algoexecutionreportv2"][-1]
    assert {row["algoStatus"] for row in last["data"]} == {"CANCELLED"}


async def test_a_stop_order_fires_on_the_socket(lines: Lines, client: Client, clock: ManualClock) -> None:
    line = await lines.woo_private("algoexecutionreportv2")
    ask = client.quote()[1]
    price = str((ask * Decimal("1.0002")).quantize(Decimal("0.01")))
    number = client.algo("STOP", type="MARKET", side="BUY", quantity="0.05", triggerPrice=price)["STOP"]
    assert (await line.all())[0]["data"][0]["algoStatus"] == "NEW"
    rows: list[Any] = []
    for _ in range(100):
        clock.advance(30_000)
        rows += [message["data"][0] for message in await line.pushes("algoexecutionreportv2")]
        if rows:
            break
    assert rows[-1]["algoOrderId"] == number
    assert (rows[-1]["algoStatus"], rows[-1]["isTriggered"]) == ("FILLED", True)
    assert rows[-1]["totalExecutedQuantity"] == Decimal("0.05")


async def test_hedged_positions_of_a_symbol_come_as_a_list(lines: Lines, client: Client) -> None:
    line = await lines.woo_private("position")
    client.form("POST", "/v1/client/position_mode", position_mode="HEDGE_MODE")
    client.order(kind="MARKET", order_quantity="0.02", position_side="LONG")
    (push,) = await line.pushes("position")
    assert push["data"]["positions"][PERP]["positionSide"] == "LONG"
    client.order(order_price=client.far(), order_quantity="0.02", position_side="LONG")
    client.order(side="SELL", order_price="3400", order_quantity="0.02", position_side="SHORT")
    await line.all()
    client.form("DELETE", "/v1/orders", symbol=PERP)
    rows = [row for push in await line.pushes("position") for row in push["data"]["positions"]]
    assert {row[PERP]["positionSide"] for row in rows} == {"LONG", "SHORT"}


async def test_accounts_hear_only_of_their_own(lines: Lines, client: Client, sim: Simulator) -> None:
    mine = await lines.woo_private("executionreport", "balance")
    other = await lines.woo_private("executionreport", "balance", account="second")
    buy(sim, "woo", PERP, "0.01")
    assert len(await mine.all()) == 3
    assert await other.all() == []


async def test_deposits_and_funding_move_the_balance(
    lines: Lines, sim: Simulator, clock: ManualClock
) -> None:
    line = await lines.woo_private("balance")
    sim.woo.engine.deposit(sim.woo.engine.account("main"), "USDT", Decimal(5))
    (push,) = await line.pushes("balance")
    assert push["data"]["balances"]["USDT"]["holding"] == 100_005
    buy(sim, "woo", PERP, "1")
    await line.all()
    sim.woo.sockets.of("main")[0].missed = -10_000
    clock.advance(8 * 3_600_000)
    assert [m["topic"] for m in await line.all() if "topic" in m] == ["balance"]


async def test_requests_that_are_refused_after_all(lines: Lines, client: Client, sim: Simulator) -> None:
    line = await lines.woo_private("executionreport")
    order = buy(sim, "woo", PERP, "0.05", client.far(), client_id="9")
    await line.all()
    for message_type in (1, 2, 3):
        sim.woo.report_refusal(order, message_type, "too late")
    edit, cancel, every = [message["data"] for message in await line.pushes("executionreport")]
    ids = {"orderId": int(order.id), "clientOrderId": 9}
    assert edit == {"msgType": 1, "symbol": PERP, **ids, "reason": "too late"}
    assert cancel == {"msgType": 2, "symbol": PERP, **ids, "reason": "too late"}
    assert every == {"msgType": 3, "symbol": PERP, "reason": "too late"}


async def test_a_past_event_is_told_with_its_own_time(
    lines: Lines, client: Client, clock: ManualClock
) -> None:
    line = await lines.woo_private("executionreport")
    client.order(order_price=client.far(share="0.9995"), order_quantity="0.05")
    await line.all()
    rows: list[Any] = []
    while not rows:
        clock.advance(90_000)
        rows = [message["data"] for message in await line.pushes("executionreport")]
    assert rows[-1]["status"] == "FILLED"
    assert rows[-1]["timestamp"] < clock.now()
    assert rows[-1]["timestamp"] % 250 == 0
