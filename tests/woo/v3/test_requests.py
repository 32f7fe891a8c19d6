"""What leaves in generation V3: methods, paths, queries, and bodies to the byte."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import ccxt
import pytest

from ascendex_woo_adapters.venues.woo.signing import signature, v3_message
from tests.support import NOW, SECRET, Face, Frozen
from tests.woo.v3.venue import SPOT, SWAP, V3, answering, data, listed

Stub = Callable[..., Face]
ACK = data(
    {"orderId": 13, "clientOrderId": 7, "type": "LIMIT", "price": 2000.12, "quantity": 0.5, "amount": None}
)
DONE = data({"status": "CANCEL_SENT"})

PLACEMENTS = [
    (
        (SWAP, "limit", "buy", 0.5, 2000.123), {},
        '{"symbol":"PERP_ETH_USDT","side":"BUY","type":"LIMIT","clientOrderId":7,"price":"2000.12","quantity":"0.5"}',
    ),
    (
        (SWAP, "market", "sell", 0.5009), {"reduceOnly": True},
        '{"symbol":"PERP_ETH_USDT","side":"SELL","type":"MARKET","clientOrderId":7,"quantity":"0.5","reduceOnly":true}',
    ),
    (
        (SWAP, "limit", "buy", 1, 2000), {"postOnly": True, "marginMode": "isolated", "hedged": True},
        '{"symbol":"PERP_ETH_USDT","side":"BUY","type":"POST_ONLY","clientOrderId":7,"price":"2000","quantity":"1",'
        '"marginMode":"ISOLATED","positionSide":"LONG"}',
    ),
    (
        (SWAP, "limit", "sell", 1, 2000), {"timeInForce": "IOC"},
        '{"symbol":"PERP_ETH_USDT","side":"SELL","type":"IOC","clientOrderId":7,"price":"2000","quantity":"1"}',
    ),
    (
        (SPOT, "market", "buy", 0.01, 30000), {},
        '{"symbol":"SPOT_BTC_USDT","side":"BUY","type":"MARKET","clientOrderId":7,"amount":"300"}',
    ),
    (
        (SPOT, "market", "sell", 0, None), {"cost": 250.5},
        '{"symbol":"SPOT_BTC_USDT","side":"SELL","type":"MARKET","clientOrderId":7,"amount":"250.5"}',
    ),
    (
        (SPOT, "ask", "sell", 0.01), {"bidAskLevel": 2},
        '{"symbol":"SPOT_BTC_USDT","side":"SELL","type":"ASK","clientOrderId":7,"quantity":"0.01","bidAskLevel":2}',
    ),
    (
        (SWAP, "limit", "buy", 1, 2000), {"orderTag": "mine", "icebergAmount": 0.1, "postOnlyAdjusted": True},
        '{"symbol":"PERP_ETH_USDT","side":"BUY","type":"POST_ONLY","clientOrderId":7,"price":"2000","quantity":"1",'
        '"visibleQuantity":"0.1","postOnlyAdjusted":true,"orderTag":"mine"}',
    ),
]  # fmt: skip


def compact(body: str) -> str:
    """A body without the spaces that ccxt's serialiser may put between its tokens."""
    return json.dumps(json.loads(body), separators=(",", ":"))


@pytest.mark.parametrize(("args", "params", "body"), PLACEMENTS)
async def test_placements(stub: Stub, args: Any, params: dict[str, Any], body: str) -> None:
    face = stub("woo", answering(ACK), V3)
    order = await face.call("create_order", *args, params=Frozen(clientOrderId=7, **params))
    sent = face.sent[-1]
    assert (sent.method, sent.path, sent.query) == ("POST", "/v3/trade/order", {})
    assert compact(sent.body) == body
    assert sent.headers["content-type"] == "application/json"
    assert sent.headers["x-api-signature"] == signature(
        SECRET, v3_message(sent.headers["x-api-timestamp"], "POST", "/v3/trade/order", sent.body)
    )
    assert (order["id"], order["clientOrderId"], order["status"], order["timestamp"]) == (
        "13",
        "7",
        "open",
        NOW,
    )


async def test_made_client_ids_are_whole_numbers_below_2_53(stub: Stub) -> None:
    face = stub("woo", answering(data({"orderId": 13})), V3)
    ids = set()
    for _ in range(30):
        order = await face.call("create_order", SWAP, "limit", "buy", 1, 2000)
        sent = face.sent[-1].json["clientOrderId"]
        assert isinstance(sent, int)
        assert 0 < sent < 2**53
        assert order["clientOrderId"] == str(sent)
        ids.add(sent)
    assert len(ids) == 30


async def test_a_cost_is_for_spot_only(stub: Stub) -> None:
    face = stub("woo", answering(ACK), V3)
    with pytest.raises(ccxt.InvalidOrder, match="spot"):
        await face.call("create_order", SWAP, "market", "buy", 0, None, {"cost": 100})
    assert not [sent for sent in face.sent if sent.method != "GET"]


BODIES = [
    ("edit_order", ("13", SWAP, "limit", "buy", 0.25, 1999.999), {}, "PUT", "trade/order", '{"orderId":13,"price":"2000","quantity":"0.25"}'),
    ("edit_order", ("", SWAP, "limit", "buy", None, 1999), {"clientOrderId": 7}, "PUT", "trade/order", '{"clientOrderId":7,"price":"1999"}'),
    ("set_leverage", (5, SWAP), {}, "PUT", "futures/leverage", '{"symbol":"PERP_ETH_USDT","marginMode":"CROSS","leverage":5}'),
    ("set_leverage", (5, SWAP), {"marginMode": "isolated", "positionSide": "long"}, "PUT", "futures/leverage", '{"symbol":"PERP_ETH_USDT","marginMode":"ISOLATED","leverage":5,"positionMode":"HEDGE_MODE","positionSide":"LONG"}'),
    ("set_leverage", (5,), {}, "POST", "spotMargin/leverage", '{"leverage":5}'),
    ("set_position_mode", (True,), {}, "PUT", "futures/positionMode", '{"positionMode":"HEDGE_MODE"}'),
    ("add_margin", (SWAP, 5), {}, "POST", "isolatedMargin/margin", '{"symbol":"PERP_ETH_USDT","positionSide":"BOTH","adjustToken":"USDT","adjustAmount":"5","action":"ADD"}'),
    ("repay_cross_margin", ("USDT", 5), {}, "POST", "spotMargin/interestRepay", '{"token":"USDT","amount":"5"}'),
    ("transfer", ("USDT", 5, "a", "b"), {}, "POST", "asset/transfer", '{"token":"USDT","amount":"5","from":{"applicationId":"a"},"to":{"applicationId":"b"}}'),
    ("withdraw", ("USDT", 25.5, "TAddress1"), {"network": "TRC20"}, "POST", "asset/wallet/withdraw", '{"token":"USDT","network":"TRON","address":"TAddress1","amount":"25.5"}'),
    ("cancel_all_orders_after", (10000,), {}, "POST", "trade/cancelAllAfter", '{"triggerAfter":10000}'),
    ("create_order", (SWAP, "market", "sell", 1, None), {"triggerPrice": 1900, "clientOrderId": 7}, "POST", "trade/algoOrder", '{"symbol":"PERP_ETH_USDT","algoType":"STOP","clientAlgoOrderId":7,"reduceOnly":false,"side":"SELL","type":"MARKET","quantity":"1","triggerPrice":"1900"}'),
    ("create_order", (SWAP, "market", "sell", 1, None), {"trailingPercent": 3, "clientOrderId": 7, "order_tag": "t"}, "POST", "trade/algoOrder", '{"symbol":"PERP_ETH_USDT","algoType":"TRAILING_STOP","clientAlgoOrderId":7,"reduceOnly":false,"side":"SELL","type":"MARKET","quantity":"1","callbackRate":"0.03","algoOrderTag":"t"}'),
    ("edit_order", ("8", SWAP, "market", "sell", None, None), {"trigger": True, "triggerPrice": 1800}, "PUT", "trade/algoOrder", '{"algoOrderId":8,"triggerPrice":"1800"}'),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args", "params", "method", "path", "body"), BODIES)
async def test_bodies(
    stub: Stub, name: str, args: Any, params: dict[str, Any], method: str, path: str, body: str
) -> None:
    created = data(
        {"rows": [{"algoOrderId": 8, "clientAlgoOrderId": 0, "algoType": "STOP"}], "withdrawId": 1}
    )
    face = stub("woo", answering(created), V3)
    await face.call(name, *args, params=Frozen(params))
    sent = face.sent[-1]
    assert (sent.method, sent.path, sent.query) == (method, f"/v3/{path}", {})
    assert compact(sent.body) == body


QUERIES = [
    ("cancel_order", ("13", SWAP), {}, "DELETE", "trade/order", "orderId=13&symbol=PERP_ETH_USDT"),
    (
        "cancel_order",
        ("", SWAP),
        {"clientOrderId": 7},
        "DELETE",
        "trade/order",
        "clientOrderId=7&symbol=PERP_ETH_USDT",
    ),
    ("cancel_order", ("13",), {"trigger": True}, "DELETE", "trade/algoOrder", "algoOrderId=13"),
    (
        "cancel_order",
        ("",),
        {"trigger": True, "clientOrderId": 7},
        "DELETE",
        "trade/algoOrder",
        "clientAlgoOrderId=7",
    ),
    ("cancel_all_orders", (SWAP,), {}, "DELETE", "trade/orders", "symbol=PERP_ETH_USDT"),
    ("cancel_all_orders", (), {}, "DELETE", "trade/orders", ""),
    ("cancel_all_orders", (SWAP,), {"trigger": True}, "DELETE", "trade/algoOrders", "symbol=PERP_ETH_USDT"),
    ("cancel_all_orders", (), {"trigger": True}, "DELETE", "trade/algoOrders", ""),
    ("cancel_all_orders", (SWAP,), {"merge": True}, "DELETE", "trade/allOrders", "symbol=PERP_ETH_USDT"),
]


@pytest.mark.parametrize(("name", "args", "params", "method", "path", "query"), QUERIES)
async def test_cancels_carry_their_parameters_in_the_signed_query(
    stub: Stub, name: str, args: Any, params: dict[str, Any], method: str, path: str, query: str
) -> None:
    face = stub("woo", answering(DONE), V3)
    await face.call(name, *args, params=Frozen(params))
    sent = face.sent[-1]
    target = f"/v3/{path}?{query}" if query else f"/v3/{path}"
    assert (sent.method, sent.url.removeprefix(sent.host), sent.body) == (method, target, None)
    assert sent.headers["x-api-signature"] == signature(
        SECRET, v3_message(sent.headers["x-api-timestamp"], method, target)
    )


async def test_a_part_of_the_orders_is_not_asked_to_be_cancelled(stub: Stub) -> None:
    """Were side or margin mode passed over, more would be cancelled than asked for."""
    face = stub("woo", answering(DONE), V3)
    for params in ({"merge": True, "side": "buy"}, {"merge": True, "marginMode": "isolated"}):
        with pytest.raises(ccxt.NotSupported):
            await face.call("cancel_all_orders", SWAP, Frozen(params))
    assert {sent.method for sent in face.sent} == {"GET"}


async def test_the_other_path_of_the_dead_mans_switch(stub: Stub) -> None:
    other = {"options": {"generation": "v3", "cancelAllAfterPath": "trade/order/cancelAllAfter"}}
    face = stub("woo", answering(data({"expectedTriggerTime": NOW})), other)
    await face.call("cancel_all_orders_after", 10000)
    sent = face.sent[-1]
    assert (sent.method, sent.path, sent.body) == (
        "POST",
        "/v3/trade/order/cancelAllAfter",
        "triggerAfter=10000",
    )
    assert sent.headers["content-type"] == "application/x-www-form-urlencoded"
    message = v3_message(sent.headers["x-api-timestamp"], "POST", sent.path, sent.body)
    assert sent.headers["x-api-signature"] == signature(SECRET, message)
    face.exchange.options["cancelAllAfterPath"] = "somewhere"
    with pytest.raises(ccxt.BadRequest, match="cancelAllAfterPath"):
        await face.call("cancel_all_orders_after", 10000)


GETS = [
    ("fetch_order", ("13", SWAP), {}, "trade/order", {"orderId": "13"}),
    ("fetch_order", ("", SWAP), {"clientOrderId": 7}, "trade/order", {"clientOrderId": "7"}),
    ("fetch_order_with_client_order_id", ("7", SWAP), {}, "trade/order", {"clientOrderId": "7"}),
]


@pytest.mark.parametrize(("name", "args", "params", "path", "query"), GETS)
async def test_look_ups(stub: Stub, name: str, args: Any, params: Any, path: str, query: Any) -> None:
    row = {
        "orderId": 13,
        "clientOrderId": 7,
        "symbol": "PERP_ETH_USDT",
        "side": "BUY",
        "type": "LIMIT",
        "status": "NEW",
    }
    face = stub("woo", answering(data(row)), V3)
    order = await face.call(name, *args, params=Frozen(params))
    assert (face.sent[-1].path, face.sent[-1].query) == (f"/v3/{path}", query)
    assert (order["id"], order["clientOrderId"]) == ("13", "7")


LISTS = [
    ("fetch_orders", {}, "trade/orders", {}),
    ("fetch_open_orders", {}, "trade/orders", {"status": "INCOMPLETE"}),
    ("fetch_closed_orders", {}, "trade/orders", {"status": "COMPLETED"}),
    ("fetch_canceled_orders", {}, "trade/orders", {"status": "CANCELLED"}),
    ("fetch_open_orders", {"trigger": True}, "trade/algoOrders", {"status": "INCOMPLETE"}),
    (
        "fetch_open_orders",
        {"trailing": True},
        "trade/algoOrders",
        {"status": "INCOMPLETE", "algoType": "TRAILING_STOP"},
    ),
]


@pytest.mark.parametrize(("name", "params", "path", "query"), LISTS)
async def test_lists_of_orders(stub: Stub, name: str, params: Any, path: str, query: Any) -> None:
    face = stub("woo", answering(listed([])), V3)
    assert await face.call(name, params=Frozen(params)) == []
    assert (face.sent[-1].path, face.sent[-1].query) == (f"/v3/{path}", {"size": "500", **query})
    window = Frozen(until=NOW, **params)
    assert await face.call(name, SWAP, NOW - 1000, 7, window) == []
    assert face.sent[-1].query == {
        "size": "500", "symbol": "PERP_ETH_USDT", "startTime": str(NOW - 1000), "endTime": str(NOW), **query,
    }  # fmt: skip


async def test_an_unknown_generation_is_refused(stub: Stub) -> None:
    face = stub("woo", answering({}), {"options": {"generation": "v4"}})
    with pytest.raises(ccxt.NotSupported, match="generation"):
        await face.call("fetch_time")


async def test_a_withdrawal_to_another_user_has_no_endpoint(stub: Stub) -> None:
    face = stub("woo", answering(data({})), V3)
    with pytest.raises(ccxt.NotSupported):
        await face.call("withdraw", "USDT", 25, "123", Frozen(internal=True))
    assert {sent.method for sent in face.sent} == {"GET"}
