"""Placing orders: forms of reply, ids, refusals; stop orders and exits."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
import requests

from ascendex_woo_adapters.simulator import Fault, Simulator
from ascendex_woo_adapters.simulator.ascendex.ids import valid_client_id

from .client import ORDER_FIELDS, START, Client, tick


def test_ack_is_the_default_of_limit_orders_and_says_little(client: Client) -> None:
    body = client.body()
    data = client.futures("POST", "order", body)["data"]
    assert data["meta"] == {"action": "place-order", "id": body["id"], "respInst": "ACK"}
    order = data["order"]
    assert list(order) == ORDER_FIELDS
    assert (order["seqNum"], order["status"], order["feeAsset"]) == (-1, "Ack", "")
    assert (order["price"], order["orderQty"], order["orderType"], order["side"]) == (
        *("50000", "0.01", "Limit", "Buy"),
    )
    assert client.status(order["orderId"])["status"] == "New"


def test_accept_is_the_order_as_it_entered_the_book(client: Client) -> None:
    crossing = tick(client.ticker()["ask"][0], 100)
    data = client.order(orderPrice=crossing, respInst="ACCEPT")["data"]
    assert data["meta"]["respInst"] == "ACCEPT"
    assert (data["order"]["status"], data["order"]["cumFilledQty"]) == ("New", "0")
    assert data["order"]["seqNum"] > 0
    assert client.status(data["order"]["orderId"])["status"] == "Filled"


def test_done_is_the_default_of_market_orders_and_tells_the_fill(client: Client) -> None:
    data = client.order(orderType="Market", side="Sell")["data"]
    assert data["meta"]["respInst"] == "DONE"
    order = data["order"]
    assert (order["status"], order["cumFilledQty"], order["price"]) == ("Filled", "0.01", "0")
    fee = Decimal("0.01") * Decimal(order["avgFilledPx"]) * Decimal("0.0006")
    assert abs(Decimal(order["cumFee"]) - fee) < Decimal("1e-7")
    assert order["feeAsset"] == "USDT"


def test_done_of_a_resting_order_falls_back_to_ack(client: Client) -> None:
    data = client.order(respInst="DONE")["data"]
    assert (data["meta"]["respInst"], data["order"]["status"]) == ("ACK", "Ack")


def test_the_order_id_is_known_beforehand(client: Client) -> None:
    body = client.body(id="abcd1234abcd1234")
    order_id = client.futures("POST", "order", body)["data"]["order"]["orderId"]
    assert order_id == f"a{body['time']:x}{client.uid}d1234abcd"[:23] + "4abcd1234"
    assert len(order_id) == 32


@pytest.mark.parametrize("client_id", ["short1", "with-hyphen-9", "under_score_9", None])
def test_other_ids_are_echoed_but_do_not_end_the_order_id(client: Client, client_id: str | None) -> None:
    data = client.order(id=client_id)["data"]
    assert data["meta"]["id"] == (client_id or "")
    order_id = data["order"]["orderId"]
    assert order_id.startswith(f"a{START:x}{client.uid}")
    assert len(order_id) == 32
    assert client_id is None or not order_id.endswith(client_id[-9:])


@pytest.mark.parametrize(
    "client_id", ["-leading1", "trailing-", "has space1", "x" * 33, "ümlaut123", "a@b123456"]
)
def test_malformed_ids_are_refused(client: Client, client_id: str) -> None:
    assert not valid_client_id(client_id)
    refusal = client.order(id=client_id)
    assert (refusal["code"], refusal["reason"]) == (300006, "INVALID_ORDER_ID")


def test_the_same_request_is_not_taken_twice(client: Client) -> None:
    body = client.body()
    assert client.futures("POST", "order", body)["code"] == 0
    assert client.futures("POST", "order", body)["code"] == 300006
    assert len(client.futures("GET", "order/open")["data"]) == 1


def test_an_order_whose_reply_was_lost_is_found_by_its_id(client: Client, sim: Simulator) -> None:
    body = client.body(id="lostreply123")
    sim.ascendex.faults.add(Fault(match="POST */futures/order", kind="drop_after"))
    with pytest.raises(requests.ConnectionError):
        client.futures("POST", "order", body)
    order_id = f"a{body['time']:x}{client.uid}treply123"
    assert client.status(order_id)["status"] == "New"


@pytest.mark.parametrize(
    ("fields", "code", "reason"),
    [
        ({"orderPrice": "50000.1"}, 300014, "TICK_SIZE_VIOLATION"),
        ({"orderPrice": "0.1"}, 300001, "INVALID_PRICE"),
        ({"orderPrice": "2000000"}, 300001, "INVALID_PRICE"),
        ({"orderPrice": None}, 300001, "INVALID_PRICE"),
        ({"orderPrice": None, "price": "50000"}, 300001, "INVALID_PRICE"),
        ({"orderPrice": "cheap"}, 100013, "INVALID_NUM_FORMAT"),
        ({"orderPrice": 50000}, 100004, "INVALID_REQUEST_DATA"),
        ({"orderQty": "0.00001"}, 300002, "INVALID_QTY"),
        ({"orderQty": "0.00015"}, 300002, "INVALID_QTY"),
        ({"orderQty": "-1"}, 300002, "INVALID_QTY"),
        ({"orderQty": "NaN"}, 100013, "INVALID_NUM_FORMAT"),
        ({"orderQty": None}, 100004, "INVALID_REQUEST_DATA"),
        ({"orderQty": "1000"}, 320008, "FUTURES_TOO_RISKY"),
        ({"symbol": "NO-PERP"}, 300012, "INVALID_PRODUCT"),
        ({"symbol": "FTT-PERP", "orderPrice": "3"}, 300021, "TRADING_DISABLED"),
        ({"side": "long"}, 300003, "INVALID_SIDE"),
        ({"orderType": "stop_limit"}, 300005, "INVALID_TYPE"),
        ({"timeInForce": "GTX"}, 300007, "INVALID_TIME_IN_FORCE"),
        ({"timeInForce": "IOC", "postOnly": True}, 300007, "INVALID_TIME_IN_FORCE"),
        ({"orderType": "market", "postOnly": True}, 300008, "INVALID_ORDER_PARAMETER"),
        ({"postOnly": "true"}, 100004, "INVALID_REQUEST_DATA"),
        ({"execInst": "Liquidation"}, 300008, "INVALID_ORDER_PARAMETER"),
        ({"execInst": "StopOnMark"}, 300008, "INVALID_ORDER_PARAMETER"),
        ({"execInst": "ReduceOnly"}, 300009, "TRADING_VIOLATION"),
        ({"stopPrice": "60000"}, 300008, "INVALID_ORDER_PARAMETER"),
        ({"orderType": "stopmarket"}, 300001, "INVALID_PRICE"),
        ({"respInst": "Done"}, 300008, "INVALID_ORDER_PARAMETER"),
        ({"time": START - 30_001}, 100011, "INVALID_TIMESTAMP"),
        ({"time": str(START)}, 100013, "INVALID_NUM_FORMAT"),
        ({"time": None}, 100004, "INVALID_REQUEST_DATA"),
    ],
)
def test_refused_orders(client: Client, fields: dict[str, Any], code: int, reason: str) -> None:
    body = client.body(**fields)
    refusal = client.futures("POST", "order", body)
    assert (refusal["code"], refusal["reason"]) == (code, reason)
    assert list(refusal) == ["ac", "accountId", "action", "code", "info", "message", "reason"]
    assert (refusal["ac"], refusal["action"]) == ("FUTURES", "place-order")
    assert refusal["info"] == {"id": body["id"], "symbol": body["symbol"]}
    assert client.futures("GET", "order/open")["data"] == []


def test_the_tick_size_message_is_the_documented_one(client: Client) -> None:
    message = client.order(symbol="YFI-PERP", orderPrice="8005")["message"]
    assert message == "Order price doesn't conform to the required tick size: 10"


def test_a_body_has_to_be_a_json_object(client: Client) -> None:
    path = f"/{client.group}/api/pro/v2/futures/order"
    for data in ("[]", "nonsense", ""):
        assert client.call("POST", path, data=data)["code"] == 150001


def test_no_funds_no_order(connect: Callable[[str], Client]) -> None:
    assert connect("empty").order()["code"] == 320008


def test_immediate_orders_end_at_once(client: Client) -> None:
    ask = tick(client.ticker()["ask"][0], 1)
    ioc = client.order(orderPrice=ask, orderQty="5", timeInForce="IOC", respInst="DONE")["data"]["order"]
    assert ioc["status"] == "Canceled"
    assert 0 < Decimal(ioc["cumFilledQty"]) < 5
    fok = client.order(orderPrice=ask, orderQty="5", timeInForce="FOK", respInst="DONE")["data"]["order"]
    assert (fok["status"], fok["cumFilledQty"]) == ("Canceled", "0")


def test_post_only_orders_never_take(client: Client) -> None:
    bid, ask = client.ticker()["bid"][0], client.ticker()["ask"][0]
    taking = client.order(orderPrice=tick(ask, 1), postOnly=True, respInst="ACCEPT")["data"]["order"]
    assert (taking["status"], taking["errorCode"]) == ("Rejected", "PostOnlyWouldTake")
    resting = client.order(orderPrice=tick(bid, -1), execInst="Post")["data"]["order"]
    assert client.status(resting["orderId"])["execInst"] == "Post"
    flag = client.order(orderPrice=tick(bid, -1), postOnly=True)["data"]["order"]
    assert client.status(flag["orderId"])["execInst"] == "Post"


def test_reduce_only_orders_only_reduce(client: Client) -> None:
    client.order(orderType="market", orderQty="0.05")
    assert client.order(execInst="ReduceOnly")["code"] == 300009
    both = client.order(side="sell", orderPrice="200000", execInst="ReduceOnly", postOnly=True)
    assert client.status(both["data"]["order"]["orderId"])["execInst"] == "PostReduceOnly"
    client.order(orderType="market", side="sell", orderQty="1", execInst="ReduceOnly")
    assert client.position()["side"] == "NULL_VAL"


def test_a_resting_order_fills_as_maker_when_the_market_comes(client: Client, sim: Simulator) -> None:
    price = tick(client.ticker()["bid"][0], -2)
    order_id = client.order(orderPrice=price)["data"]["order"]["orderId"]
    for _ in range(600):
        sim.clock.advance(1000)
        if client.status(order_id)["status"] == "Filled":
            break
    order = client.status(order_id)
    assert (order["status"], Decimal(order["avgFilledPx"])) == ("Filled", Decimal(price))
    assert Decimal(order["cumFee"]) == Decimal("0.01") * Decimal(price) * Decimal("0.0002")
    assert START < order["lastExecTime"] <= sim.clock.now()


@pytest.mark.parametrize(
    ("exec_inst", "stop_by", "shown"),
    [
        (None, "market", "StopOnMarket"),
        ("StopOnMark", "mark-px", "StopOnMark"),
        ("StopOnRef", "ref-px", "StopOnRef"),
        ("OpenStopMark", "mark-px", "OpenStopMark"),
    ],
)
def test_a_stop_order_waits_and_then_trades(
    client: Client, sim: Simulator, exec_inst: str | None, stop_by: str, shown: str
) -> None:
    stop = tick(client.ticker()["close"], 150)
    placed = client.order(orderType="StopMarket", stopPrice=stop, execInst=exec_inst, respInst="ACCEPT")[
        "data"
    ]
    assert placed["order"]["status"] == "PendingNew"
    order = client.status(placed["order"]["orderId"])
    assert (order["stopPrice"], order["stopBy"], order["execInst"]) == (stop, stop_by, shown)
    assert order["orderType"] == "StopMarket"
    assert [o["status"] for o in client.futures("GET", "order/open")["data"]] == ["PendingNew"]
    for _ in range(400):
        sim.clock.advance(30_000)
        if client.status(order["orderId"])["status"] == "Filled":
            break
    order = client.status(order["orderId"])
    assert order["status"] == "Filled"
    assert client.position()["position"] == "0.01"


def test_a_stop_limit_order_rests_once_triggered(client: Client, sim: Simulator) -> None:
    close = client.ticker()["close"]
    placed = client.order(orderType="StopLimit", stopPrice=tick(close, 100), orderPrice=tick(close, -5000))[
        "data"
    ]
    order_id = placed["order"]["orderId"]
    for _ in range(400):
        sim.clock.advance(30_000)
        if client.status(order_id)["status"] != "PendingNew":
            break
    assert client.status(order_id)["status"] == "New"


def test_reduce_only_and_post_only_stops_keep_both(client: Client) -> None:
    client.order(orderType="market", orderQty="0.05")
    names = {
        ("stopmarket", "ReduceOnlyMark", None): "ReduceOnlyMark",
        ("stopmarket", "PosStopMkt", None): "PosStopMkt",
        ("stoplimit", "ReduceOnly", True): "PostReduceMarket",
        ("stoplimit", None, True): "PostStopMarket",
    }
    for (kind, name, post), shown in names.items():
        order = client.order(side="sell", orderType=kind, stopPrice="50000", execInst=name, postOnly=post)
        assert client.status(order["data"]["order"]["orderId"])["execInst"] == shown


def test_exit_prices_attach_to_the_position_and_close_it(client: Client, sim: Simulator) -> None:
    close = client.ticker()["close"]
    low, high = tick(close, -300), tick(close, 300)
    client.order(orderType="market", posStopLossPrice=low, posTakeProfitPrice=high)
    position = client.position()
    assert (position["stopLossPrice"], position["takeProfitPrice"]) == (low, high)
    assert client.futures("GET", "order/open")["data"] == []
    for _ in range(400):
        sim.clock.advance(30_000)
        if client.position()["side"] == "NULL_VAL":
            break
    position = client.position()
    assert (position["side"], position["stopLossPrice"], position["takeProfitPrice"]) == (
        "NULL_VAL",
        "0",
        "0",
    )
    exits = client.futures("GET", "order/hist/current")["data"]
    assert [(o["execInst"], o["side"], o["status"], o["orderQty"]) for o in exits] == [
        ("PosStopMkt", "Sell", "Filled", "0.01"),
        ("NULL_VAL", "Buy", "Filled", "0.01"),
    ]


def test_exit_prices_of_a_resting_order_wait_for_its_position(client: Client) -> None:
    order = client.order(posStopLossPrice="40000")["data"]["order"]
    assert client.status(order["orderId"])["posStopLossPrice"] == "40000"
    assert client.position()["stopLossPrice"] == "0"
    client.futures("DELETE", "order/all")
    client.order(orderType="market")
    assert client.position()["stopLossPrice"] == "0"
