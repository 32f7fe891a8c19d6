"""Orders of WOO's generation v1 over raw HTTP."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ascendex_woo_adapters.simulator import ManualClock, Simulator

from .woo_client import DAY, PERP, SPOT, Client


def test_limit_order_from_placing_to_cancelling(client: Client, clock: ManualClock) -> None:
    price = client.far()
    placed = client.order(
        order_price=price, order_quantity="0.5", client_order_id="9007199254740993", order_tag="grid"
    )
    assert placed["client_order_id"] == 9007199254740993
    assert placed["timestamp"] == "1750000000.000"
    found = client.get(f"/v1/order/{placed['order_id']}")
    assert found == client.get("/v1/client/order/9007199254740993")
    assert (found["status"], found["type"], found["order_tag"]) == ("NEW", "LIMIT", "grid")
    assert (found["price"], found["quantity"], found["executed"]) == (float(price), 0.5, 0)
    assert found["fee_asset"] is found["average_executed_price"] is None
    where = {"order_id": placed["order_id"], "symbol": PERP}
    assert client.refused("DELETE", "/v1/order", form={**where, "symbol": SPOT}) == (400, -1006)
    assert client.refused("DELETE", "/v1/order", form={"order_id": 1}) == (400, -1005)
    clock.advance(1500)
    assert client.form("DELETE", "/v1/order", **where) == {"success": True, "status": "CANCEL_SENT"}
    assert client.refused("DELETE", "/v1/order", form=where) == (400, -1006)
    (row,) = client.get("/v1/orders", status="CANCELLED")["rows"]
    assert (row["created_time"], row["updated_time"]) == ("1750000000.000", "1750000001.500")


def test_a_cancel_may_come_as_query(client: Client) -> None:
    order = client.order(order_price=client.far(), order_quantity="1")
    query = {"order_id": order["order_id"], "symbol": PERP}
    client.ok(client.call("DELETE", "/v1/order", query=query))


def test_market_orders_by_quantity_and_amount(client: Client) -> None:
    bought = client.order(SPOT, kind="MARKET", order_amount="1000")
    order = client.get(f"/v1/order/{bought['order_id']}")
    assert (order["status"], order["amount"], order["quantity"], order["price"]) == (
        "FILLED",
        1000,
        None,
        None,
    )
    assert order["fee_asset"] == "ETH"
    assert order["total_fee"] == pytest.approx(order["executed"] * 0.001, abs=1e-8)
    fills = order["Transactions"]
    assert order["executed"] == pytest.approx(sum(fill["executed_quantity"] for fill in fills))
    assert 990 < sum(fill["executed_quantity"] * fill["executed_price"] for fill in fills) <= 1000
    sold = client.order(SPOT, "SELL", "MARKET", order_quantity="0.1")
    assert client.get(f"/v1/order/{sold['order_id']}")["fee_asset"] == "USDT"


def test_order_types_end_as_documented(client: Client) -> None:
    bid, ask = client.quote()
    status = {}
    for kind, price in (("IOC", bid), ("FOK", ask), ("POST_ONLY", ask)):
        order = client.order(kind=kind, order_price=str(price), order_quantity="60")
        found = client.get(f"/v1/order/{order['order_id']}")
        status[kind] = found["status"], found["executed"], found["type"]
    assert status == {
        "IOC": ("CANCELLED", 0, "IOC"),
        "FOK": ("CANCELLED", 0, "FOK"),
        "POST_ONLY": ("REJECTED", 0, "POST_ONLY"),
    }
    joined = client.order(kind="BID", order_quantity="1")
    assert joined["order_price"] == float(bid)
    assert client.get(f"/v1/order/{joined['order_id']}")["status"] == "NEW"
    taken = client.order(kind="ASK", order_amount="50")
    assert client.get(f"/v1/order/{taken['order_id']}")["average_executed_price"] == float(ask)
    fields = {"order_price": str(ask + 1), "order_quantity": "1", "post_only_adjusted": "true"}
    assert client.order(kind="POST_ONLY", **fields)["order_price"] <= float(ask)


def test_visible_quantity_caps_what_is_shown(client: Client) -> None:
    bid, ask = client.quote(SPOT)
    price = str((bid + ask) / 2 // Decimal("0.01") * Decimal("0.01"))
    size = {"order_price": price, "order_quantity": "3"}
    client.order(SPOT, "SELL", visible_quantity="1", **size)
    assert client.get(f"/v1/public/orderbook/{SPOT}", max_level=1)["asks"][0] == {
        "price": float(price),
        "quantity": 1,
    }
    assert client.bad_order(SPOT, "SELL", visible_quantity="4", **size) == -1005


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"order_quantity": "1"}, -1005),
        ({"order_price": "2800"}, -1005),
        ({"order_price": "-1", "order_quantity": "1"}, -1005),
        ({"order_price": "1e400", "order_quantity": "1"}, -1103),
        ({"order_price": "abc", "order_quantity": "1"}, -1005),
        ({"order_price": "2800", "order_quantity": "1", "order_amount": "5"}, -1005),
        ({"order_price": "2800", "order_amount": "5"}, -1005),
        ({"kind": "MARKET", "order_amount": "5.123456789"}, -1005),
        ({"kind": "STOP", "order_quantity": "1"}, -1005),
        ({"kind": "RPI", "order_quantity": "1"}, -1012),
        ({"side": "LONG", "order_price": "2800", "order_quantity": "1"}, -1005),
        ({"symbol": "PERP_X_USDT", "order_price": "2800", "order_quantity": "1"}, -1005),
        ({"symbol": "PERP_LUNA_USDT", "order_price": "1", "order_quantity": "100"}, -1006),
        ({"order_price": "2800.001", "order_quantity": "1"}, -1103),
        ({"order_price": "10001", "order_quantity": "1"}, -1103),
        ({"order_price": "2800", "order_quantity": "0.0015"}, -1104),
        ({"order_price": "2800", "order_quantity": "5001"}, -1104),
        ({"symbol": SPOT, "order_price": "2800", "order_quantity": "0.0003"}, -1102),
        ({"order_price": "9000", "order_quantity": "1"}, -1105),
        ({"order_price": "2500", "order_quantity": "900"}, -1101),
        ({"symbol": SPOT, "order_price": "2500", "order_quantity": "50"}, -1101),
        ({"kind": "MARKET", "side": "SELL", "order_quantity": "1", "reduce_only": "true"}, -1012),
        ({"symbol": SPOT, "kind": "MARKET", "order_quantity": "1", "reduce_only": "true"}, -1005),
        ({"symbol": SPOT, "kind": "MARKET", "order_quantity": "1", "margin_mode": "ISOLATED"}, -1005),
        ({"kind": "MARKET", "order_quantity": "1", "position_side": "LONG"}, -1005),
        ({"kind": "MARKET", "order_quantity": "1", "client_order_id": "abc"}, -1005),
        ({"kind": "MARKET", "order_quantity": "1", "client_order_id": "9223372036854775808"}, -1005),
        ({"kind": "MARKET", "order_quantity": "1", "until": "1"}, -1004),
    ],
)
def test_orders_that_are_refused(fields: dict[str, str], code: int, client: Client) -> None:
    assert client.bad_order(**fields) == code
    assert client.get("/v1/orders")["rows"] == []


def test_client_ids_are_unique_among_open_orders(client: Client) -> None:
    size = {"order_price": client.far(), "order_quantity": "1", "client_order_id": "5"}
    first = client.order(**size)
    assert client.refused(
        "POST", "/v1/order", form={"symbol": PERP, "side": "BUY", "order_type": "LIMIT", **size}
    )
    assert client.bad_order(**size) == -1007
    client.form("DELETE", "/v1/client/order", client_order_id="5", symbol=PERP)
    second = client.order(**size)
    assert client.get("/v1/client/order/5")["order_id"] == second["order_id"] != first["order_id"]
    client.order(**{**size, "client_order_id": "0"})
    client.order(**{**size, "client_order_id": "0"})


def test_editing_by_both_ids(client: Client) -> None:
    order = client.order(order_price=client.far(), order_quantity="1", client_order_id="8")
    lower = client.far(share="0.97")
    reply = client.put(f"/v3/order/{order['order_id']}", price=lower, quantity="1.4")
    assert reply["data"] == {"success": True, "status": "EDIT_SENT"}
    client.put("/v3/order/client/8", quantity="1.2")
    found = client.get("/v1/client/order/8")
    assert (found["order_id"], found["price"], found["quantity"]) == (order["order_id"], float(lower), 1.2)
    assert client.refused("PUT", "/v3/order/client/8", body={"price": "1.234"}) == (400, -1103)
    assert client.refused("PUT", "/v3/order/client/8", body={}) == (400, -1005)
    assert client.refused("PUT", "/v3/order/1", body={"price": "2800"}) == (400, -1006)


def test_cancelling_many(client: Client) -> None:
    price, other = client.far(), client.far(SPOT)
    for symbol, at in ((PERP, price), (PERP, price), (SPOT, other)):
        client.order(symbol, order_price=at, order_quantity="1")
    done = {"success": True, "status": "CANCEL_ALL_SENT"}
    assert client.form("DELETE", "/v1/orders", symbol=PERP) == done
    assert [row["symbol"] for row in client.get("/v1/orders", status="INCOMPLETE")["rows"]] == [SPOT]
    assert client.ok(client.call("DELETE", "/v3/orders/pending")) == done
    assert client.get("/v1/orders", status="INCOMPLETE")["rows"] == []
    client.order(order_price=price, order_quantity="1")
    merged = f"/v3/merge/orders/pending/{PERP}"
    client.ok(client.call("DELETE", merged, query={"side": "SELL"}))
    assert client.get("/v1/orders", status="NEW")["meta"]["total"] == 1
    client.ok(client.call("DELETE", merged))
    assert client.get("/v1/orders", status="NEW")["meta"]["total"] == 0


def test_order_list_filters_and_pages(client: Client, clock: ManualClock) -> None:
    price = client.far()
    ids = []
    for tag in "abab":
        ids.append(client.order(order_price=price, order_quantity="1", order_tag=tag)["order_id"])
        clock.advance(1000)
    client.order(SPOT, "SELL", "MARKET", order_quantity="1")

    def found(**query: Any) -> list[int]:
        return [row["order_id"] for row in client.get("/v1/orders", **query)["rows"]]

    assert found(symbol=PERP) == ids[::-1]
    assert found(symbol=PERP, order_tag="a") == [ids[2], ids[0]]
    assert found(order_type="LIMIT", page=2, size=3) == [ids[0]]
    assert found(status="COMPLETED") == found(side="SELL") == found(order_type="MARKET")
    assert found(start_t=clock.now() - 3000, end_t=clock.now() - 2000) == [ids[2], ids[1]]
    assert client.get("/v1/orders", size=2)["meta"] == {
        "total": 5,
        "records_per_page": 2,
        "current_page": 1,
    }
    assert client.refused("GET", "/v1/orders", query={"size": 501}) == (400, -1005)


def test_fills_by_order_by_id_and_by_time(client: Client, clock: ManualClock) -> None:
    first = client.order(kind="MARKET", order_quantity="1", order_tag="t")
    clock.advance(DAY)
    second = client.order(SPOT, kind="MARKET", order_quantity="1")
    rows = client.get("/v1/client/trades", size=500)["rows"]
    assert {row["order_id"] for row in rows} == {first["order_id"], second["order_id"]}
    mine = client.get(f"/v1/order/{first['order_id']}/trades")["rows"]
    assert client.get("/v1/client/trades", symbol=PERP)["rows"] == mine
    assert client.get("/v1/client/trades", order_tag="t")["rows"] == mine
    assert client.get("/v1/client/trades", end_t=clock.now() - 1)["rows"] == mine
    one = client.get(f"/v1/client/trade/{mine[0]['id']}")
    assert {**one, "order_tag": "t"} == {**mine[0], "success": True}
    window = {"start_t": 0, "end_t": clock.now()}
    history = client.get("/v1/client/hist_trades", **window)["data"]
    assert history == rows[::-1]
    later = client.get("/v1/client/hist_trades", **window, fromId=history[1]["id"], limit=1)["data"]
    assert later == [history[1]]
    clock.advance(90 * DAY)
    assert client.get("/v1/client/trades", symbol=PERP)["rows"] == []
    assert client.refused("GET", f"/v1/client/trade/{mine[0]['id']}") == (400, -1006)
    assert client.refused("GET", "/v1/client/hist_trades", query={"start_t": 1}) == (400, -1005)


def test_orders_of_others_are_not_found(sim: Simulator, client: Client) -> None:
    order = client.order(order_price=client.far(), order_quantity="1", client_order_id="3")
    other = Client(sim, "second")
    assert other.refused("GET", f"/v1/order/{order['order_id']}") == (400, -1006)
    assert other.refused("GET", "/v1/client/order/3") == (400, -1006)
    where = {"order_id": order["order_id"], "symbol": PERP}
    assert other.refused("DELETE", "/v1/order", form=where) == (400, -1006)


def test_a_pure_spot_account_buys_by_amount_and_sells_by_quantity(client: Client) -> None:
    client.form("POST", "/v1/client/account_mode", account_mode="PURE_SPOT")
    assert client.bad_order(SPOT, kind="MARKET", order_quantity="1") == -1012
    assert client.bad_order(SPOT, "SELL", "MARKET", order_amount="100") == -1012
    client.order(SPOT, kind="MARKET", order_amount="100")
    client.order(SPOT, "SELL", "MARKET", order_quantity="0.1")
    assert client.get("/v3/accountinfo")["data"]["accountMode"] == "PURE_SPOT"
