"""WOO's algo orders over raw HTTP: changing, refusing, listing and cancelling them, and lost replies."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from ascendex_woo_adapters.simulator import Fault, ManualClock, Simulator

from .woo_algo_steps import bracket, listed, price, refused_edit, until
from .woo_client import PERP, SPOT, Client

# Changing and refusing.


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
