"""Batches, cancelling and looking orders up."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from .client import ORDER_FIELDS, START, Client


def test_a_batch_is_placed_as_a_whole(client: Client) -> None:
    items = [client.body(respInst="ACK"), client.body(orderType="market", respInst="ACK")]
    data = client.futures("POST", "order/batch", {"orders": items})["data"]
    assert data["meta"] == {"action": "batch-place-order", "respInst": "ACK"}
    assert [row["id"] for row in data["orders"]] == [item["id"] for item in items]
    assert list(data["orders"][0]) == ["id", "orderId", "orderType", "symbol", "timestamp"]
    assert [row["orderType"] for row in data["orders"]] == ["Limit", "Market"]
    for row, item in zip(data["orders"], items, strict=True):
        assert row["orderId"] == f"a{item['time']:x}{client.uid}{item['id'][-9:]}"
    assert client.position()["position"] == "0.01"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"orderType": "market"}, 300008),
        ({"respInst": "ACCEPT"}, 300008),
        ({"orderPrice": "0.3"}, 300014),
        ({"orderQty": "1000"}, 320008),
        ({"symbol": "NO-PERP"}, 300012),
    ],
)
def test_one_bad_order_fails_its_batch(client: Client, fields: dict[str, Any], code: int) -> None:
    items = [client.body(), client.body(**fields), client.body()]
    refusal = client.futures("POST", "order/batch", {"orders": items})
    assert (refusal["code"], refusal["reason"], refusal["action"]) == (
        *(300013, "INVALID_BATCH_ORDER", "batch-place-order"),
    )
    assert [row["code"] for row in refusal["info"]] == [300013, code, 300013]
    assert [row["id"] for row in refusal["info"]] == [item["id"] for item in items]
    assert client.futures("GET", "order/open")["data"] == []


def test_a_batch_is_too_risky_as_a_whole(client: Client) -> None:
    items = [client.body(orderQty="6", orderPrice="90000") for _ in range(3)]
    refusal = client.futures("POST", "order/batch", {"orders": items})
    assert [row["code"] for row in refusal["info"]] == [300013, 320008, 320008]
    assert client.futures("GET", "order/open")["data"] == []


def test_a_batch_holds_one_to_ten_orders(client: Client) -> None:
    def place(count: int) -> Any:
        return client.futures("POST", "order/batch", {"orders": [client.body() for _ in range(count)]})

    assert place(11)["code"] == 300013
    assert place(0)["code"] == 100004
    assert place(10)["code"] == 0
    assert client.futures("POST", "order/batch", {})["code"] == 100004
    same = client.body()
    assert client.futures("POST", "order/batch", {"orders": [same, same]})["info"][1]["code"] == 300006


def cancellation(client: Client, order_id: str, **fields: Any) -> dict[str, Any]:
    body = {"id": "cancel12345", "orderId": order_id, "symbol": "BTC-PERP", "time": client.sim.clock.now()}
    return body | fields


def test_cancel_in_each_form_of_reply(client: Client) -> None:
    for resp_inst, status in ((None, "Ack"), ("ACCEPT", "Canceled"), ("DONE", "Canceled")):
        order_id = client.order()["data"]["order"]["orderId"]
        fields = {"respInst": resp_inst} if resp_inst else {}
        data = client.futures("DELETE", "order", cancellation(client, order_id, **fields))["data"]
        assert data["meta"] == {
            "action": "cancel-order",
            "id": "cancel12345",
            "respInst": resp_inst or "ACK",
        }
        assert (data["order"]["orderId"], data["order"]["status"]) == (order_id, status)
        assert client.status(order_id)["status"] == "Canceled"


def test_what_is_not_open_cannot_be_cancelled(client: Client, connect: Callable[[str], Client]) -> None:
    order_id = client.order()["data"]["order"]["orderId"]
    other = connect("second")
    assert other.futures("DELETE", "order", cancellation(other, order_id))["code"] == 300019
    assert (
        client.futures("DELETE", "order", cancellation(client, order_id, symbol="ETH-PERP"))["code"] == 300012
    )
    assert client.futures("DELETE", "order", cancellation(client, order_id, time=1))["code"] == 100011
    assert client.futures("DELETE", "order", {"orderId": order_id})["code"] == 100004
    assert client.futures("DELETE", "order", cancellation(client, order_id))["code"] == 0
    refusal = client.futures("DELETE", "order", cancellation(client, order_id))
    assert (refusal["code"], refusal["message"]) == (300019, "Trying to cancel non-open order")
    assert refusal["action"] == "cancel-order"
    long = client.futures("DELETE", "order", cancellation(client, "s177bab1b474U5051470287bbtcpKiOR1"))
    assert (long["code"], long["message"]) == (
        *(300006, "Client Order Id too Long: s177bab1b474U5051470287bbtcpKiOR1"),
    )


def test_a_batch_of_cancellations_is_all_or_nothing(client: Client) -> None:
    ids = [client.order()["data"]["order"]["orderId"] for _ in range(3)]
    wrong = [cancellation(client, one) for one in (ids[0], "a" * 32)]
    refusal = client.futures("DELETE", "order/batch", {"orders": wrong})
    assert [row["code"] for row in refusal["info"]] == [300013, 300006]
    assert len(client.futures("GET", "order/open")["data"]) == 3
    data = client.futures("DELETE", "order/batch", {"orders": [cancellation(client, one) for one in ids[:2]]})
    assert [(row["orderId"], row["orderType"]) for row in data["data"]["orders"]] == [
        (i, "") for i in ids[:2]
    ]
    assert [o["orderId"] for o in client.futures("GET", "order/open")["data"]] == ids[2:]


def test_cancel_all_with_and_without_a_symbol(client: Client) -> None:
    def place() -> None:
        client.order()
        client.order(orderType="stopmarket", stopPrice="500000")
        client.order(symbol="ETH-PERP", orderPrice="1000")

    place()
    assert client.futures("DELETE", "order/all", {"symbol": "BTC-PERP"}) == {"code": 0}
    assert [o["symbol"] for o in client.futures("GET", "order/open")["data"]] == ["ETH-PERP"]
    assert client.futures("DELETE", "order/all") == {"code": 0}
    assert client.futures("GET", "order/open")["data"] == []
    assert client.futures("DELETE", "order/all", {"symbol": "NO-PERP"})["code"] == 300012


def test_close_all_positions(client: Client) -> None:
    client.order(orderType="market")
    client.order(symbol="ETH-PERP", orderType="market", side="sell", orderQty="1")
    client.order()
    assert client.futures("DELETE", "position/all", {"symbol": "ETH-PERP"}) == {"code": 0}
    assert (client.position()["side"], client.position("ETH-PERP")["side"]) == ("LONG", "NULL_VAL")
    assert client.futures("DELETE", "position/all", {"cancelOpen": True}) == {"code": 0}
    assert client.position()["side"] == "NULL_VAL"
    assert client.futures("GET", "order/open")["data"] == []


def test_one_order_is_an_object_and_more_are_a_list(client: Client) -> None:
    ids = [client.order()["data"]["order"]["orderId"] for _ in range(2)]
    one = client.futures("GET", "order/status", orderId=ids[0])
    assert (one["ac"], one["data"]["orderId"]) == ("FUTURES", ids[0])
    assert list(one["data"]) == sorted(one["data"])
    assert len(one["data"]) == 27
    shown = one["data"]
    assert (shown["stopBy"], shown["posStopLossTrigger"], shown["execInst"]) == ("", "None", "NULL_VAL")
    assert client.futures("GET", "order/status", orderId=ids[0] + ",")["data"] == [shown]
    both = client.futures("GET", "order/status", orderId=",".join(ids))["data"]
    assert [order["orderId"] for order in both] == ids
    assert client.futures("GET", "order/status", orderId="a" * 32)["code"] == 300006
    assert client.futures("GET", "order/status", orderId=f"{ids[0]},{'a' * 32}")["data"] == [shown]
    assert client.futures("GET", "order/status")["code"] == 100004


def test_orders_of_others_are_unknown(client: Client, connect: Callable[[str], Client]) -> None:
    order_id = client.order()["data"]["order"]["orderId"]
    other = connect("second")
    assert other.futures("GET", "order/status", orderId=order_id)["code"] == 300006
    assert other.futures("GET", "order/open")["data"] == []


def test_open_orders_by_symbol(client: Client) -> None:
    client.order()
    client.order(symbol="ETH-PERP", orderPrice="1000")
    assert len(client.futures("GET", "order/open")["data"]) == 2
    eth = client.futures("GET", "order/open", symbol="ETH-PERP")["data"]
    assert [list(order) for order in eth] == [ORDER_FIELDS]
    assert (eth[0]["symbol"], eth[0]["stopBy"]) == ("ETH-PERP", "market")


def history(client: Client) -> list[str]:
    """Three finished orders, a second apart: cancelled, filled, cancelled; and one that is open."""
    ids = []
    for kind in ("limit", "market", "limit", "open"):
        fields = {} if kind == "open" else {"orderType": kind}
        ids.append(client.order(**fields)["data"]["order"]["orderId"])
        if kind == "limit":
            client.futures("DELETE", "order", cancellation(client, ids[-1]))
        client.sim.clock.advance(1000)
    return ids


def test_current_history_has_finished_orders_newest_first(client: Client) -> None:
    ids = history(client)
    path = "order/hist/current"
    rows = client.futures("GET", path)["data"]
    assert [row["orderId"] for row in rows] == ids[2::-1]
    assert rows[1]["status"] == "Filled"
    assert rows[1]["posStopLossTrigger"] == "market"
    assert [row["orderId"] for row in client.futures("GET", path, n=1)["data"]] == [ids[2]]
    executed = client.futures("GET", path, executedOnly="true")["data"]
    assert [row["orderId"] for row in executed] == [ids[1]]
    assert client.futures("GET", path, symbol="ETH-PERP")["data"] == []
    assert client.futures("GET", path, executedOnly="yes")["code"] == 100004


def test_history_v2_pages_by_sequence_number(client: Client) -> None:
    ids = history(client)
    path = "/api/pro/data/v2/order/hist"

    def look(**query: Any) -> list[str]:
        rows = client.get(path, account="futures", **query)["data"]
        return [row["orderId"] for row in rows]

    assert look() == ids[2::-1]
    assert look(startTime=START) == ids[:3]
    assert look(startTime=START + 1) == ids[1:3]
    assert look(endTime=START + 1000) == ids[1::-1]
    seen: list[dict[str, Any]] = []
    query: dict[str, Any] = {"startTime": START}
    while rows := client.get(path, account="futures", limit=1, **query)["data"]:
        seen += rows
        query = {"seqNum": rows[-1]["seqNum"] + 1}
    assert [row["orderId"] for row in seen] == ids[:3]
    filled = seen[1]
    assert list(filled) == [
        *("orderId", "seqNum", "accountId", "symbol", "orderType", "side", "price", "stopPrice", "orderQty"),
        *("status", "createTime", "lastExecTime", "avgFillPrice", "fillQty", "fee", "feeAsset"),
    ]
    assert Decimal(filled["fee"]) < 0
    assert filled["createTime"] == START + 1000
    assert client.get(path, account=filled["accountId"])["data"] != []
    assert client.get(path, account="cash")["data"] == []
    assert client.get(path, account="nobody")["code"] == 100004
    assert client.get(path)["code"] == 100004


def test_the_old_history_comes_in_pages(client: Client) -> None:
    ids = history(client)
    path = f"/{client.group}/api/pro/v1/order/hist"

    def look(**query: Any) -> Any:
        return client.call("GET", path, params=query, headers=client.headers(path, signed="order/hist"))[
            "data"
        ]

    data = look(category="futures", pageSize=2)
    assert [row["orderId"] for row in data["data"]] == ids[2:0:-1]
    assert (data["hasNext"], data["limit"], data["page"], data["pageSize"]) == (True, 500, 1, 2)
    rest = look(category="futures", pageSize=2, page=2)
    assert ([row["orderId"] for row in rest["data"]], rest["hasNext"]) == ([ids[0]], False)
    assert [row["orderId"] for row in look(status="Filled")["data"]] == [ids[1]]
    assert data["data"][0]["errorCode"] == "NULL_VAL"
    assert look(category="cash")["data"] == []
