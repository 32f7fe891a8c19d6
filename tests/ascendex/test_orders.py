"""Orders: what is sent, byte for byte, and how replies read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import ccxt
import pytest
from ccxt.test.exchange.base import test_order as check_order

from ascendex_woo_adapters.venues.ascendex.enums import INSTRUCTIONS
from ascendex_woo_adapters.venues.ascendex.ids import new_client_id, order_id, tail_of, valid_client_id
from ascendex_woo_adapters.venues.ascendex.signing import message, signature
from tests.ascendex.venue import (
    ID,
    MARKET_ID,
    OTHERS,
    SYMBOL,
    contracts,
    open_orders,
    requests_to,
    sample,
    skipped,
    venue,
)
from tests.support import KEY, NOW, SECRET, Face, Frozen


async def placed(face: Face, *args: Any, **params: Any) -> dict[str, Any]:
    """The body of the order that a call sends, without what every order has."""
    await face.call("create_order", SYMBOL, *args, Frozen({"clientOrderId": ID, **params}))
    body: dict[str, Any] = face.sent[-1].json
    assert (body.pop("id"), body.pop("time"), body.pop("symbol")) == (ID, NOW, MARKET_ID)
    return body


# ids ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("time", "uid", "client_id", "expected"),
    [
        (1613878579169, "U0123456789", "sampleRequestId2", "a177c2a8cfe1U0123456789equestId2"),
        (
            1575646506746,
            "U9490877774",
            "ROunD0hpprO2KEgkVK30FOIpPK3zuGGh",
            "a16edbd9aefaU9490877774pPK3zuGGh",
        ),
    ],
)
def test_published_order_ids(time: int, uid: str, client_id: str, expected: str) -> None:
    assert order_id(time, uid, client_id) == expected
    assert order_id(time, uid, client_id, "s") == "s" + expected[1:]


@pytest.mark.parametrize("client_id", ["short", "with-a-hyphen", "with_underscore", "", "número12345"])
def test_ids_that_the_venue_does_not_use_are_not_predicted(client_id: str) -> None:
    assert tail_of(client_id) is None
    assert order_id(NOW, "U0123456789", client_id) is None


def test_generated_client_ids() -> None:
    ids = {new_client_id() for _ in range(1000)}
    assert len({tail_of(client_id) for client_id in ids}) == 1000
    assert all(valid_client_id(client_id) for client_id in ids)


@pytest.mark.parametrize(
    ("client_id", "valid"),
    [("ab", True), ("a-b", True), ("a" * 32, True), ("_a_", True), ("a", False), ("a" * 33, False),
     ("-ab", False), ("ab-", False), ("a b", False), ("a@b", False), ("", False), ("ab\n", False)],
)  # fmt: skip
def test_valid_client_ids(client_id: str, valid: bool) -> None:
    assert valid_client_id(client_id) is valid


# placing -----------------------------------------------------------------------------------------


async def test_the_exact_bytes_of_a_limit_order(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    await face.call("create_order", SYMBOL, "limit", "buy", 0.1, 9500, {"clientOrderId": ID})
    sent = face.sent[-1]
    assert (sent.method, sent.path) == ("POST", "/0/api/pro/v2/futures/order")
    assert sent.body == (
        '{"id":"abcd1234abcd1234","time":1700000000000,"symbol":"BTC-PERP","orderPrice":"9500","orderQty":"0.1",'
        '"orderType":"limit","side":"buy","respInst":"ACCEPT"}'
    )
    assert sent.headers == {
        "x-auth-key": KEY,
        "x-auth-timestamp": "1700000000000",
        "x-auth-signature": signature(SECRET.encode(), message("1700000000000", "v2/futures/order")),
        "Accept": "application/json",
        "Content-Type": "application/json",
    }


LIMIT = {"orderPrice": "9500", "orderQty": "0.1", "orderType": "limit", "side": "sell", "respInst": "ACCEPT"}
MARKET = {"orderQty": "0.1", "orderType": "market", "side": "sell", "respInst": "DONE"}
STOP = {
    "orderQty": "0.1",
    "orderType": "StopMarket",
    "side": "sell",
    "stopPrice": "9000",
    "execInst": "StopOnMarket",
    "respInst": "ACCEPT",
}


@pytest.mark.parametrize(
    ("kind", "price", "params", "expected"),
    [
        ("limit", 9500, {}, LIMIT),
        ("LIMIT", 9500, {}, LIMIT),
        ("limit", "9500.1", {}, LIMIT),
        ("limit", 9500, {"timeInForce": "GTC"}, LIMIT),
        ("limit", 9500, {"timeInForce": "IOC"}, {**LIMIT, "timeInForce": "IOC", "respInst": "DONE"}),
        ("limit", 9500, {"timeInForce": "fok"}, {**LIMIT, "timeInForce": "FOK", "respInst": "DONE"}),
        ("limit", 9500, {"timeInForce": "PO"}, {**LIMIT, "postOnly": True, "execInst": "Post"}),
        ("limit", 9500, {"postOnly": True}, {**LIMIT, "postOnly": True, "execInst": "Post"}),
        ("limit", 9500, {"reduceOnly": True}, {**LIMIT, "execInst": "ReduceOnly"}),
        ("market", None, {"stopLossPrice": 9000}, {**STOP, "execInst": "ReduceOnlyMarket"}),
        (
            "market",
            None,
            {"takeProfitPrice": 9000, "triggerPriceType": "mark", "stopLossPrice": None},
            {**STOP, "execInst": "ReduceOnlyMark"},
        ),
        (
            "limit",
            9500,
            {"postOnly": True, "reduceOnly": True},
            {**LIMIT, "postOnly": True, "execInst": "PostReduceOnly"},
        ),
        ("limit", 9500, {"postOnly": False, "reduceOnly": False, "hedged": False}, LIMIT),
        ("limit", 9500, {"respInst": "ACK"}, {**LIMIT, "respInst": "ACK"}),
        ("limit", 9500, {"someNewField": 1}, {**LIMIT, "someNewField": 1}),
        ("market", None, {}, MARKET),
        ("Market", 9500, {"timeInForce": "IOC"}, MARKET),
        ("market", None, {"reduceOnly": True}, {**MARKET, "execInst": "ReduceOnly"}),
        ("market", None, {"triggerPrice": 9000}, STOP),
        ("market", None, {"stopPrice": "9000.1"}, STOP),
        (
            "market",
            None,
            {"triggerPrice": 9000, "reduceOnly": True},
            {**STOP, "execInst": "ReduceOnlyMarket"},
        ),
        (
            "market",
            None,
            {"triggerPrice": 9000, "triggerPriceType": "mark"},
            {**STOP, "execInst": "StopOnMark"},
        ),
        (
            "limit",
            9500,
            {"triggerPrice": 9000, "triggerPriceType": "index", "postOnly": True, "reduceOnly": True},
            {**LIMIT, **STOP, "orderType": "StopLimit", "execInst": "PostReduceRef", "postOnly": True},
        ),
        (
            "limit",
            9500,
            {"triggerPrice": 9000, "timeInForce": "IOC"},
            {**LIMIT, **STOP, "orderType": "StopLimit", "timeInForce": "IOC"},
        ),
        (
            "limit",
            9500,
            {"stopLoss": {"triggerPrice": 9000}, "takeProfit": {"triggerPrice": 11000, "type": "market"}},
            {**LIMIT, "posStopLossPrice": "9000", "posTakeProfitPrice": "11000"},
        ),
    ],
)
async def test_orders_are_sent_as_meant(
    stub: Callable[..., Face], kind: str, price: Any, params: dict[str, Any], expected: dict[str, Any]
) -> None:
    face = stub("ascendex", venue())
    assert await placed(face, kind, "SELL", 0.1, price, **params) == expected


async def test_ccxts_own_ways_to_place(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    await face.call("create_limit_buy_order", SYMBOL, 0.1, 9500)
    await face.call("create_market_sell_order", SYMBOL, 0.1)
    await face.call("create_post_only_order", SYMBOL, "limit", "buy", 0.1, 9500)
    await face.call("create_reduce_only_order", SYMBOL, "market", "sell", 0.1)
    await face.call("create_trigger_order", SYMBOL, "market", "sell", 0.1, None, 9000)
    await face.call("create_stop_limit_order", SYMBOL, "sell", 0.1, 8990, 9000)
    await face.call("create_stop_market_order", SYMBOL, "sell", 0.1, 9000)
    await face.call(
        "create_order_with_take_profit_and_stop_loss", SYMBOL, "limit", "buy", 0.1, 9500, 11000, 9000
    )
    sent = [request.json for request in requests_to(face.sent, "v2/futures/order")]
    assert [body["orderType"] for body in sent] == [
        "limit", "market", "limit", "market", "StopMarket", "StopLimit", "StopMarket", "limit",
    ]  # fmt: skip
    assert [body.get("execInst") for body in sent] == [
        None, None, "Post", "ReduceOnly", "StopOnMarket", "StopOnMarket", "StopOnMarket", None,
    ]  # fmt: skip
    assert (sent[-1]["posTakeProfitPrice"], sent[-1]["posStopLossPrice"]) == ("11000", "9000")
    assert len({body["id"] for body in sent}) == len(sent)


def test_instructions_cover_every_combination_once() -> None:
    names = [name for name in INSTRUCTIONS.values() if name is not None]
    assert len(INSTRUCTIONS) == 16
    assert len(names) == len(set(names)) == 15


BAD_ORDERS: list[tuple[tuple[Any, ...], dict[str, Any], type[ccxt.BaseError]]] = [
    (("limit", "buy", 0.1, None), {}, ccxt.ArgumentsRequired),
    (("stop", "buy", 0.1, 9500), {}, ccxt.InvalidOrder),
    (("limit", "long", 0.1, 9500), {}, ccxt.InvalidOrder),
    (("limit", "buy", 0, 9500), {}, ccxt.InvalidOrder),
    (("limit", "buy", -1, 9500), {}, ccxt.InvalidOrder),
    (("limit", "buy", None, 9500), {}, ccxt.ArgumentsRequired),
    (("limit", "buy", 0.00001, 9500), {}, ccxt.InvalidOrder),
    (("limit", "buy", 1e12, 9500), {}, ccxt.InvalidOrder),
    (("limit", "buy", "rubbish", 9500), {}, ccxt.InvalidOrder),
    (("limit", "buy", 0.1, -9500), {}, ccxt.InvalidOrder),
    (("limit", "buy", 0.1, 0.1), {}, ccxt.InvalidOrder),
    (("limit", "buy", 0.1, 2e6), {}, ccxt.InvalidOrder),
    (("limit", "buy", 0.1, 9500), {"clientOrderId": "a" * 33}, ccxt.InvalidOrder),
    (("limit", "buy", 0.1, 9500), {"clientOrderId": "no spaces"}, ccxt.InvalidOrder),
    (("limit", "buy", 0.1, 9500), {"timeInForce": "GTD"}, ccxt.InvalidOrder),
    (("limit", "buy", 0.1, 9500), {"timeInForce": "IOC", "postOnly": True}, ccxt.InvalidOrder),
    (("limit", "buy", 0.1, 9500), {"execInst": "Post", "reduceOnly": True}, ccxt.InvalidOrder),
    (("market", "buy", 0.1), {"postOnly": True}, ccxt.InvalidOrder),
    (("market", "buy", 0.1), {"timeInForce": "FOK"}, ccxt.InvalidOrder),
    (("market", "buy", 0.1), {"triggerPriceType": "mark"}, ccxt.InvalidOrder),
    (("market", "buy", 0.1), {"triggerPrice": 9000, "triggerPriceType": "moon"}, ccxt.InvalidOrder),
    (("market", "buy", 0.1), {"triggerPrice": 0}, ccxt.InvalidOrder),
    (("market", "buy", 0.1), {"trigger": True}, ccxt.InvalidOrder),
    (("market", "buy", 0.1), {"triggerPrice": 5e6}, ccxt.InvalidOrder),
    (("market", "buy", 0.1), {"stopLoss": {"triggerPrice": None}}, ccxt.InvalidOrder),
    (("market", "buy", 0.1), {"stopLossPrice": 9000, "takeProfitPrice": 8000}, ccxt.InvalidOrder),
    (("market", "buy", 0.1), {"stopLossPrice": 9000, "triggerPrice": 8000}, ccxt.InvalidOrder),
    (("market", "buy", 0.1), {"takeProfitPrice": 9000, "reduceOnly": False}, ccxt.InvalidOrder),
    (("market", "buy", 0.1), {"takeProfitPrice": -1}, ccxt.InvalidOrder),
    (("market", "buy", 0.1), {"trailingAmount": 10}, ccxt.NotSupported),
    (("market", "buy", 0.1), {"trailingPercent": 1}, ccxt.NotSupported),
    (("limit", "buy", 0.1, 20_000), {"icebergAmount": 0.01}, ccxt.NotSupported),
    (("limit", "buy", 0.1, 20_000), {"hidden": True}, ccxt.NotSupported),
    (("market", "buy", 0.1), {"triggerPrice": 9000, "triggerDirection": "above"}, ccxt.NotSupported),
    (("market", "buy", 0.1), {"cost": 100}, ccxt.NotSupported),
    (("market", "buy", 0.1), {"leverage": 5}, ccxt.NotSupported),
    (("market", "buy", 0.1), {"marginMode": "isolated"}, ccxt.NotSupported),
    (("market", "buy", 0.1), {"hedged": True}, ccxt.NotSupported),
    (("market", "buy", 0.1), {"stopLoss": {"triggerPrice": 9000, "price": 8990}}, ccxt.NotSupported),
    (("market", "buy", 0.1), {"takeProfit": {"triggerPrice": 9000, "type": "limit"}}, ccxt.NotSupported),
    (
        ("market", "buy", 0.1),
        {"takeProfit": {"triggerPrice": 9000, "triggerPriceType": "mark"}},
        ccxt.NotSupported,
    ),
]


@pytest.mark.parametrize(("args", "params", "exception"), BAD_ORDERS)
async def test_what_cannot_be_meant_is_not_sent(
    stub: Callable[..., Face], args: tuple[Any, ...], params: dict[str, Any], exception: type[ccxt.BaseError]
) -> None:
    face = stub("ascendex", venue())
    price = args[3] if len(args) > 3 else None
    with pytest.raises(exception):
        await face.call("create_order", SYMBOL, *args[:3], price, Frozen(params))
    assert not [sent for sent in face.sent if sent.method != "GET" or "x-auth-key" in sent.headers]


@pytest.mark.parametrize(
    ("symbol", "exception"), [("NO/SUCH:USDT", ccxt.BadSymbol), ("LUNA/USDT:USDT", ccxt.InvalidOrder)]
)
async def test_markets_without_trading(
    stub: Callable[..., Face], symbol: str, exception: type[ccxt.BaseError]
) -> None:
    face = stub("ascendex", venue({"GET v2/futures/contract": contracts()}))
    with pytest.raises(exception):
        await face.call("create_order", symbol, "limit", "buy", 1, 9500)
    assert not [sent for sent in face.sent if sent.method == "POST"]


async def test_ways_that_the_venue_has_not(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    for name, args in (
        ("create_trailing_amount_order", (SYMBOL, "market", "sell", 0.1, None, 10)),
        ("create_trailing_percent_order", (SYMBOL, "market", "sell", 0.1, None, 1)),
        ("create_market_order_with_cost", (SYMBOL, "buy", 100)),
    ):
        with pytest.raises(ccxt.NotSupported):
            await face.call(name, *args)
    assert not [sent for sent in face.sent if sent.method == "POST"]


# replies to a placement --------------------------------------------------------------------------


async def test_the_published_accept_reply(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    order = await face.call("create_order", SYMBOL, "limit", "buy", 0.1, 9500, {"clientOrderId": ID})
    check_order(face.exchange, skipped(), "createOrder", order, SYMBOL, NOW)
    assert (order["id"], order["clientOrderId"]) == ("sample-order-id", ID)
    assert (order["status"], order["type"], order["side"]) == ("open", "limit", "buy")
    assert (order["price"], order["amount"], order["filled"], order["remaining"]) == (9500, 0.1, 0, 0.1)
    assert order["timestamp"] == 1605677683714
    assert order["lastUpdateTimestamp"] == 1605677684479
    assert order["lastTradeTimestamp"] is None
    assert order["average"] is None
    assert order["fee"] == {"cost": 0.0, "currency": "USDT"}
    assert (order["timeInForce"], order["postOnly"], order["reduceOnly"]) == ("GTC", False, False)
    assert order["info"] == sample("New order")["data"]


ACKS: dict[str, Any] = {
    "with a bare order": {"meta": {"action": "place-order", "id": ID, "respInst": "ACK"},
                          "order": {"seqNum": -1, "status": "Ack", "feeAsset": "", "price": "0", "orderQty": "0"}},
    "like a batch": {"meta": {"respInst": "ACK"},
                     "order": {"id": ID, "orderType": "Limit", "symbol": MARKET_ID, "timestamp": NOW + 33}},
    "like the cash API": {"status": "Ack", "info": {"id": ID, "symbol": MARKET_ID, "timestamp": NOW + 33}},
    "empty": {},
    "null": None,
    "a list": [],
    "with an unknown status": {"order": {"status": "Teleported", "orderQty": "0.1"}},
    "with rubbish": {"order": {"status": "New", "orderQty": "0.1", "side": "Sideways", "symbol": 7}},
}  # fmt: skip


@pytest.mark.parametrize("data", ACKS.values(), ids=ACKS.keys())
async def test_an_accepted_order_is_never_reported_as_failed(stub: Callable[..., Face], data: Any) -> None:
    face = stub("ascendex", venue({"POST v2/futures/order": {"code": 0, "data": data}}))
    params = {"clientOrderId": ID, "respInst": "ACK", "postOnly": True, "reduceOnly": True}
    order = await face.call("create_order", SYMBOL, "limit", "sell", 0.1, 9500, params)
    check_order(face.exchange, skipped(), "createOrder", order, SYMBOL, NOW + 100)
    assert order["id"] == order_id(NOW, "U0866943712", ID) == "a18bcfe56800U08669437124abcd1234"
    assert (order["clientOrderId"], order["status"], order["symbol"]) == (ID, "open", SYMBOL)
    assert (order["type"], order["side"], order["price"], order["amount"]) == ("limit", "sell", 9500, 0.1)
    assert (order["timeInForce"], order["postOnly"], order["reduceOnly"]) == ("PO", True, True)
    assert order["timestamp"] == NOW
    assert order["info"] == (data or {"code": 0, "data": data})


async def test_an_ack_keeps_the_id_that_it_tells(stub: Callable[..., Face]) -> None:
    reply = {"code": 0, "data": {"order": {"orderId": "told", "status": "Ack"}}}
    face = stub("ascendex", venue({"POST v2/futures/order": reply}), {"options": {"account-group": 1}})
    order = await face.call("create_order", SYMBOL, "market", "buy", 0.1, None, {"triggerPrice": 9000})
    assert (order["id"], order["status"], order["triggerPrice"]) == ("told", "open", 9000)
    assert order["price"] is order["filled"] is None
    assert len(order["clientOrderId"]) == 32


async def test_a_filled_market_order(stub: Callable[..., Face]) -> None:
    row = {
        **sample("List current history orders")["data"][0],
        "orderType": "Market", "cumFilledQty": "0.001", "avgFilledPx": "58501", "price": "60000",
    }  # fmt: skip
    face = stub("ascendex", venue({"POST v2/futures/order": {"code": 0, "data": {"order": row}}}))
    order = await face.call("create_order", SYMBOL, "market", "buy", 0.001)
    check_order(face.exchange, skipped(), "createOrder", order, SYMBOL, NOW)
    assert (order["status"], order["filled"], order["average"]) == ("closed", 0.001, 58501)
    assert order["cost"] == 58.501
    assert order["price"] == 58501  # what it was filled at, not the reserve that the venue puts on top
    assert order["fee"] == {"cost": 0.058501, "currency": "USDT"}


async def test_a_rejected_order_says_so(stub: Callable[..., Face]) -> None:
    row = {**sample("New order")["data"]["order"], "status": "Rejected", "errorCode": "PostOnlyWouldTake"}
    face = stub("ascendex", venue({"POST v2/futures/order": {"code": 0, "data": {"order": row}}}))
    order = await face.call("create_order", SYMBOL, "limit", "buy", 0.1, 9500, {"postOnly": True})
    assert order["status"] == "rejected"


# cancelling --------------------------------------------------------------------------------------


async def test_the_exact_bytes_of_a_cancel(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    order = await face.call("cancel_order", "sample-order-id", SYMBOL)
    sent = face.sent[-1]
    assert (sent.method, sent.path) == ("DELETE", "/0/api/pro/v2/futures/order")
    assert re.sub(r'"id":"[0-9a-f]{32}"', '"id":"ID"', sent.body) == (
        '{"id":"ID","orderId":"sample-order-id","symbol":"BTC-PERP","time":1700000000000,"respInst":"ACCEPT"}'
    )
    assert sent.headers["x-auth-timestamp"] == "1700000000000"
    assert (order["id"], order["status"], order["clientOrderId"]) == ("sample-order-id", "canceled", None)
    assert order["fee"] == {"cost": 0.0, "currency": "USDT"}
    await face.call("cancel_order", "sample-order-id", SYMBOL)
    assert face.sent[-1].json["id"] != sent.json["id"]


async def test_a_cancel_that_was_only_received_has_no_status(stub: Callable[..., Face]) -> None:
    for data in ({"order": {"status": "Ack"}}, {"status": "Ack", "info": {"id": "x", "orderType": ""}}, None):
        face = stub("ascendex", venue({"DELETE v2/futures/order": {"code": 0, "data": data}}))
        order = await face.call("cancel_order", "some-id", SYMBOL)
        assert (order["id"], order["symbol"], order["status"]) == ("some-id", SYMBOL, None)


@pytest.mark.parametrize("error", ["NoOpenForCancel", "TooLateToCancel"])
async def test_nothing_to_cancel(stub: Callable[..., Face], error: str) -> None:
    row = {**sample("Cancel order")["data"]["order"], "status": "Filled", "errorCode": error}
    face = stub("ascendex", venue({"DELETE v2/futures/order": {"code": 0, "data": {"order": row}}}))
    with pytest.raises(ccxt.OrderNotFound):
        await face.call("cancel_order", "sample-order-id", SYMBOL)


@pytest.mark.parametrize("args", [(None, SYMBOL), ("", SYMBOL), ("id",), ("id", None)])
async def test_a_cancel_needs_id_and_symbol(stub: Callable[..., Face], args: tuple[Any, ...]) -> None:
    face = stub("ascendex", venue())
    with pytest.raises(ccxt.ArgumentsRequired):
        await face.call("cancel_order", *args)
    assert not [sent for sent in face.sent if sent.method == "DELETE"]


async def test_cancelling_by_client_id(stub: Callable[..., Face]) -> None:
    wanted = order_id(NOW - 5000, "U0123456789", ID)
    face = stub("ascendex", venue({"GET v2/futures/order/open": open_orders(*OTHERS, wanted or "")}))
    order = await face.call("cancel_order_with_client_order_id", ID, SYMBOL)
    body = face.sent[-1].json
    assert body["orderId"] == wanted
    assert set(body) == {"id", "orderId", "symbol", "time", "respInst"}
    assert order["clientOrderId"] == ID


async def test_cancelling_by_an_unknown_or_ambiguous_client_id(stub: Callable[..., Face]) -> None:
    for ids, exception in (
        (OTHERS, ccxt.OrderNotFound),
        ((order_id(1, "U1", ID) or "", order_id(2, "U1", ID) or ""), ccxt.InvalidOrder),
    ):
        face = stub("ascendex", venue({"GET v2/futures/order/open": open_orders(*ids)}))
        with pytest.raises(exception):
            await face.call("cancel_order", None, SYMBOL, {"clientOrderId": ID})
        assert not [sent for sent in face.sent if sent.method == "DELETE"]


@pytest.mark.parametrize("client_id", ["short", "has-hyphen-inside"])
async def test_client_ids_that_cannot_be_found(stub: Callable[..., Face], client_id: str) -> None:
    face = stub("ascendex", venue())
    for name in ("cancel_order_with_client_order_id", "fetch_order_with_client_order_id"):
        with pytest.raises(ccxt.NotSupported):
            await face.call(name, client_id, SYMBOL)
    assert not [sent for sent in face.sent if "x-auth-key" in sent.headers]


async def test_cancelling_everything(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    for args, body in (((), None), ((SYMBOL,), {"symbol": MARKET_ID})):
        orders = await face.call("cancel_all_orders", *args)
        assert [order["info"] for order in orders] == [{"code": 0}]
        sent = face.sent[-1]
        assert (sent.method, sent.path) == ("DELETE", "/0/api/pro/v2/futures/order/all")
        assert (None if sent.body is None else json.loads(sent.body)) == body
