"""What leaves for each algo order, and what is refused before anything leaves.

https://docs.woox.io/#send-algo-order
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import ccxt
import pytest

from tests.cassettes.samples import FILES, FOLDER, samples
from tests.support import NOW, Face, Frozen, Sent
from tests.woo.markets import market_data

Stub = Callable[..., Face]
SWAP, SPOT = "ETH/USDT:USDT", "BTC/USDT"
CREATED = {
    "success": True, "timestamp": 1676283560233,
    "data": {"rows": [{"orderId": 432132, "clientOrderId": 7, "algoType": "STOP", "quantity": 1}]},
}  # fmt: skip
EDITED = {"success": True, "data": {"success": True, "status": "EDIT_SENT"}, "timestamp": 1676277871935}
SENT = {"success": True, "status": "CANCEL_SENT"}


def answering(reply: Any) -> Callable[[Sent], Any]:
    return lambda sent: market_data(sent) or reply


def listing(**rows_of: list[dict[str, Any]]) -> Callable[[Sent], Any]:
    """Lists of algo orders by type; everything else is acknowledged."""

    def answer(sent: Sent) -> Any:
        if sent.path != "/v3/algo/orders":
            return market_data(sent) or (EDITED if sent.method == "PUT" else SENT)
        found = rows_of.get(sent.query["algoType"], [])
        meta = {"total": len(found), "records_per_page": 500, "current_page": 1}
        return {"success": True, "data": {"rows": found, "meta": meta}, "timestamp": NOW}

    return answer


async def algo_body(face: Face, *args: Any, **params: Any) -> dict[str, Any]:
    """The body of the algo placement that ``create_order`` sends, without what every one has."""
    await face.call("create_order", *args, params=Frozen(clientOrderId=7, **params))
    sent = face.sent[-1]
    assert (sent.method, sent.path) == ("POST", "/v3/algo/order")
    body: dict[str, Any] = sent.json
    assert body.pop("clientOrderId") == 7
    assert body.pop("symbol") == {SWAP: "PERP_ETH_USDT", SPOT: "SPOT_BTC_USDT"}[args[0]]
    return body


STOP = {"algoType": "STOP", "quantity": "1", "reduceOnly": False}
TRAILING = {
    "algoType": "TRAILING_STOP",
    "type": "MARKET",
    "side": "SELL",
    "quantity": "1",
    "reduceOnly": False,
}
TAKE, LOSE = {"algoType": "TAKE_PROFIT"}, {"algoType": "STOP_LOSS"}
CLOSE_LONG = {"type": "CLOSE_POSITION", "side": "SELL", "reduceOnly": True}
CLOSE_SHORT = {**CLOSE_LONG, "side": "BUY"}
PLACED = [
    ((SWAP, "market", "buy", 1), {"triggerPrice": 2100.004}, {**STOP, "type": "MARKET", "side": "BUY", "triggerPrice": "2100"}),
    ((SWAP, "LIMIT", "SELL", 1, 1900), {"stopPrice": 1950}, {**STOP, "type": "LIMIT", "side": "SELL", "triggerPrice": "1950", "price": "1900"}),
    ((SWAP, "market", "sell", 1), {"trigger": True, "triggerPrice": 1950, "reduceOnly": True}, {**STOP, "type": "MARKET", "side": "SELL", "triggerPrice": "1950", "reduceOnly": True}),
    ((SWAP, "market", "sell", 1), {"triggerPrice": 1950, "triggerPriceType": "mark"}, {**STOP, "type": "MARKET", "side": "SELL", "triggerPrice": "1950", "triggerPriceType": "MARK_PRICE"}),
    ((SWAP, "market", "sell", 1), {"triggerPrice": 1950, "triggerPriceType": "last", "algoType": "STOP"}, {**STOP, "type": "MARKET", "side": "SELL", "triggerPrice": "1950", "triggerPriceType": "MARKET_PRICE"}),
    ((SWAP, "market", "sell", 1), {"triggerPrice": 1950, "hedged": True, "reduceOnly": True, "marginMode": "isolated"}, {**STOP, "type": "MARKET", "side": "SELL", "triggerPrice": "1950", "reduceOnly": True, "positionSide": "LONG", "marginMode": "ISOLATED"}),
    ((SWAP, "limit", "sell", 1, 1900), {"triggerPrice": 1950, "icebergAmount": 0.25, "order_tag": "mine"}, {**STOP, "type": "LIMIT", "side": "SELL", "triggerPrice": "1950", "price": "1900", "visibleQuantity": "0.25", "orderTag": "mine"}),
    ((SWAP, "market", "sell", 1), {"stopLossPrice": 1900}, {**STOP, "type": "MARKET", "side": "SELL", "triggerPrice": "1900", "reduceOnly": True}),
    ((SWAP, "limit", "buy", 1, 1890), {"takeProfitPrice": 1900, "hedged": True}, {**STOP, "type": "LIMIT", "side": "BUY", "price": "1890", "triggerPrice": "1900", "reduceOnly": True, "positionSide": "SHORT"}),
    ((SPOT, "market", "sell", 1), {"stopLossPrice": 29000}, {**STOP, "type": "MARKET", "side": "SELL", "triggerPrice": "29000"}),
    ((SWAP, "market", "sell", None), {"stopLossPrice": 1900, "closePosition": True}, {"algoType": "POSITIONAL_TP_SL", "reduceOnly": False, "childOrders": [{**LOSE, **CLOSE_LONG, "triggerPrice": "1900"}]}),
    ((SWAP, "market", "buy", 1), {"closePosition": True, "takeProfitPrice": 1900, "stopLossPrice": 2100, "triggerPriceType": "mark"}, {"algoType": "POSITIONAL_TP_SL", "reduceOnly": False, "childOrders": [{**TAKE, **CLOSE_SHORT, "triggerPrice": "1900", "triggerPriceType": "MARK_PRICE"}, {**LOSE, **CLOSE_SHORT, "triggerPrice": "2100", "triggerPriceType": "MARK_PRICE"}]}),
    ((SWAP, "market", "sell", 1), {"takeProfitPrice": 2100, "stopLossPrice": 1900}, {"algoType": "TP_SL", "side": "SELL", "quantity": "1", "reduceOnly": False, "childOrders": [{**TAKE, **CLOSE_LONG, "type": "MARKET", "quantity": "1", "triggerPrice": "2100"}, {**LOSE, **CLOSE_LONG, "type": "MARKET", "quantity": "1", "triggerPrice": "1900"}]}),
    ((SWAP, "market", "sell", 1), {"trailingPercent": 1.2}, {**TRAILING, "callbackRate": "0.012"}),
    ((SWAP, "market", "sell", 1), {"trailingPercent": "10", "trailingTriggerPrice": 2200, "reduceOnly": True}, {**TRAILING, "callbackRate": "0.1", "activatedPrice": "2200", "reduceOnly": True}),
    ((SWAP, "market", "sell", 1), {"trailingAmount": 100}, {**TRAILING, "callbackValue": "100"}),
    ((SWAP, "market", "sell", 1), {"callbackRate": "0.1", "activatedPrice": "2200"}, {**TRAILING, "callbackRate": "0.1", "activatedPrice": "2200"}),
    ((SWAP, "oco", "buy", 1, 1000), {"triggerPrice": 1600}, {"algoType": "OCO", "type": "LIMIT", "side": "BUY", "quantity": "1", "price": "1000", "reduceOnly": False, "childOrders": [{"side": "BUY", "algoType": "STOP", "triggerPrice": "1600", "type": "MARKET"}]}),
    ((SWAP, "OCO", "sell", 1), {"takeProfitPrice": 2100, "stopLossPrice": 1900, "stopLimitPrice": 1890}, {"algoType": "OCO", "type": "LIMIT", "side": "SELL", "quantity": "1", "price": "2100", "reduceOnly": True, "childOrders": [{"side": "SELL", "algoType": "STOP", "triggerPrice": "1900", "type": "LIMIT", "price": "1890", "reduceOnly": True}]}),
    ((SWAP, "limit", "sell", 1, 2100), {"algoType": "OCO", "triggerPrice": 1900}, {"algoType": "OCO", "type": "LIMIT", "side": "SELL", "quantity": "1", "price": "2100", "reduceOnly": False, "childOrders": [{"side": "SELL", "algoType": "STOP", "triggerPrice": "1900", "type": "MARKET"}]}),
    ((SWAP, "limit", "buy", 1, 2000), {"takeProfit": {"triggerPrice": 2100}, "stopLoss": {"triggerPrice": 1900, "type": "market", "triggerPriceType": "mark"}}, {"algoType": "BRACKET", "type": "LIMIT", "side": "BUY", "quantity": "1", "price": "2000", "reduceOnly": False, "childOrders": [{"symbol": "PERP_ETH_USDT", "reduceOnly": False, "algoType": "POSITIONAL_TP_SL", "childOrders": [{**TAKE, **CLOSE_LONG, "triggerPrice": "2100"}, {**LOSE, **CLOSE_LONG, "triggerPrice": "1900", "triggerPriceType": "MARK_PRICE"}]}]}),
    ((SWAP, "market", "sell", 1), {"stopLoss": {"stopPrice": 2100}, "hedged": True}, {"algoType": "BRACKET", "type": "MARKET", "side": "SELL", "quantity": "1", "reduceOnly": False, "positionSide": "SHORT", "childOrders": [{"symbol": "PERP_ETH_USDT", "reduceOnly": False, "algoType": "POSITIONAL_TP_SL", "childOrders": [{**LOSE, **CLOSE_SHORT, "triggerPrice": "2100"}]}]}),
    ((SWAP, "limit", "buy", 1, 2000), {"takeProfit": {"triggerPrice": 2100, "price": 2101}, "stopLoss": {"triggerPrice": 1900}}, {"algoType": "BRACKET", "type": "LIMIT", "side": "BUY", "quantity": "1", "price": "2000", "reduceOnly": False, "childOrders": [{"symbol": "PERP_ETH_USDT", "reduceOnly": False, "algoType": "TP_SL", "quantity": "1", "childOrders": [{**TAKE, **CLOSE_LONG, "type": "LIMIT", "quantity": "1", "triggerPrice": "2100", "price": "2101"}, {**LOSE, **CLOSE_LONG, "type": "MARKET", "quantity": "1", "triggerPrice": "1900"}]}]}),
    ((SWAP, "limit", "buy", 1, 2000), {"triggerPrice": 2010, "stopLoss": {"triggerPrice": 1900}}, {"algoType": "STOP_BRACKET", "type": "LIMIT", "side": "BUY", "quantity": "1", "price": "2000", "triggerPrice": "2010", "reduceOnly": False, "childOrders": [{"symbol": "PERP_ETH_USDT", "reduceOnly": False, "algoType": "POSITIONAL_TP_SL", "childOrders": [{**LOSE, **CLOSE_LONG, "triggerPrice": "1900"}]}]}),
]  # fmt: skip


PRINTED = {
    "OCO": (("ETH/USDT:USDT", "oco", "buy", 1, 1000), {"triggerPrice": 1600}),
    "positional TP/SL": (("BAL/USDT", "market", "buy", None), {"closePosition": True, "takeProfitPrice": 72, "stopLossPrice": 74}),
    "bracket": (("BAL/USDT", "limit", "buy", 1, 69), {"takeProfit": {"triggerPrice": 76}, "stopLoss": {"triggerPrice": 50}}),
    "stop market": (("BTC/USDT:USDT", "market", "buy", 0.01), {"triggerPrice": 1000}),
    "trailing stop (body of the signing example)": (("BTC/USDT:USDT", "market", "buy", 1), {"trailingPercent": 1.2}),
}  # fmt: skip


@pytest.mark.parametrize("variant", PRINTED)
async def test_placements_leave_as_the_venue_prints_them(stub: Stub, variant: str) -> None:
    """But for the client id, defaults that are left out there, and a field that no table explains."""
    published = json.loads((FOLDER / FILES["woo-v1"]).read_text())
    (row,) = [one for one in published if (one["name"], one["variant"]) == ("Send algo order", variant)]
    printed = json.loads(row["request"])
    printed.pop("orderCombinationType", None)
    face = stub("woo", answering(CREATED))
    ids = ("PERP_ETH_USDT", "SPOT_BAL_USDT", "PERP_BTC_USDT")
    filters = {"quote_tick": 0.01, "base_tick": 0.01, "base_min": 0.01, "base_max": 9, "quote_min": 0, "quote_max": 9999, "min_notional": 1}  # fmt: skip
    face.exchange.set_markets([face.exchange.parse_market({"symbol": name, **filters}) for name in ids])
    call: Any = PRINTED[variant]
    args, params = call
    await face.call("create_order", *args, params=Frozen(params))
    sent = face.sent[-1].json
    del sent["clientOrderId"]
    assert sent == {"reduceOnly": False, **printed}


@pytest.mark.parametrize(("args", "params", "expected"), PLACED)
async def test_placements(stub: Stub, args: Any, params: dict[str, Any], expected: dict[str, Any]) -> None:
    assert await algo_body(stub("woo", answering(CREATED)), *args, **params) == expected


COMPOSED = [
    ("create_trigger_order", (SWAP, "limit", "buy", 1, 2000, 1990), {"triggerPrice": "1990", "price": "2000"}),
    ("create_stop_order", (SWAP, "market", "sell", 1, None, 1990), {"triggerPrice": "1990", "reduceOnly": False}),
    ("create_stop_limit_order", (SWAP, "sell", 1, 1980, 1990), {"triggerPrice": "1990", "price": "1980"}),
    ("create_stop_market_order", (SWAP, "sell", 1, 1990), {"triggerPrice": "1990", "type": "MARKET"}),
    ("create_stop_loss_order", (SWAP, "market", "sell", 1, None, 1900), {"triggerPrice": "1900", "reduceOnly": True}),
    ("create_take_profit_order", (SWAP, "market", "sell", 1, None, 2100), {"triggerPrice": "2100", "reduceOnly": True}),
    ("create_trailing_amount_order", (SWAP, "market", "sell", 1, None, 50, 2100), {"callbackValue": "50", "activatedPrice": "2100"}),
    ("create_trailing_percent_order", (SWAP, "market", "sell", 1, None, 5), {"callbackRate": "0.05"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args", "expected"), COMPOSED)
async def test_ccxts_methods_of_algo_orders(
    stub: Stub, name: str, args: Any, expected: dict[str, Any]
) -> None:
    face = stub("woo", answering(CREATED))
    await face.call(name, *args, params=Frozen())
    assert face.sent[-1].path == "/v3/algo/order"
    assert {key: face.sent[-1].json[key] for key in expected} == expected


async def test_what_one_call_gives_the_next_one_does_not_send(stub: Stub) -> None:
    """ccxt's own three methods write into their default ``params``."""
    face = stub("woo", answering(CREATED))
    await face.call("create_trailing_percent_order", SWAP, "market", "sell", 1, None, 5, 2100)
    await face.call("create_trailing_percent_order", SWAP, "market", "sell", 1, None, 5)
    assert "activatedPrice" not in face.sent[-1].json
    await face.call("create_trailing_amount_order", SWAP, "market", "sell", 1, None, 5, 2100)
    await face.call("create_trailing_amount_order", SWAP, "market", "sell", 1, None, 5)
    assert "activatedPrice" not in face.sent[-1].json
    create = "create_order_with_take_profit_and_stop_loss"
    await face.call(create, SWAP, "limit", "buy", 1, 2000, 2100, 1900)
    await face.call(create, SWAP, "limit", "buy", 1, 2000, None, 1900)
    (exits,) = face.sent[-1].json["childOrders"]
    assert [leg["algoType"] for leg in exits["childOrders"]] == ["STOP_LOSS"]


async def test_exits_of_brackets_by_ccxts_names(stub: Stub) -> None:
    face = stub("woo", answering(CREATED))
    params = Frozen(takeProfitLimitPrice=2105, takeProfitType="limit", stopLossPriceType="mark")
    await face.call(
        "create_order_with_take_profit_and_stop_loss", SWAP, "market", "buy", 1, None, 2100, 1900, params
    )
    (exits,) = face.sent[-1].json["childOrders"]
    take, lose = exits["childOrders"]
    assert (take["type"], take["price"], lose["type"]) == ("LIMIT", "2105", "MARKET")
    assert lose["triggerPriceType"] == "MARK_PRICE"


BAD_PARAMS = [
    {"trigger": True},
    {"trailing": True},
    {"triggerPriceType": "mark"},
    {"trailingTriggerPrice": 2100},
    {"algoType": "STOP"},
    {"closePosition": True},
]
REFUSED = [
    *[((SWAP, "market", "sell", 1), params, (ccxt.ArgumentsRequired, ccxt.InvalidOrder)) for params in BAD_PARAMS],
    ((SWAP, "market", "sell", 1), {"triggerPrice": 0}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", 1), {"triggerPrice": "soon"}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", 1), {"triggerPrice": 99999}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", None), {"triggerPrice": 1900}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", 0), {"stopLossPrice": 1900}, ccxt.InvalidOrder),
    ((SWAP, "limit", "sell", 1), {"triggerPrice": 1900}, ccxt.ArgumentsRequired),
    ((SWAP, "ask", "sell", 1), {"triggerPrice": 1900}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", 1), {"triggerPrice": 1900, "triggerPriceType": "index"}, ccxt.NotSupported),
    ((SWAP, "market", "sell", 1), {"triggerPrice": 1900, "triggerDirection": "below"}, ccxt.NotSupported),
    ((SWAP, "market", "sell", 1), {"triggerPrice": 1900, "childOrders": []}, ccxt.NotSupported),
    ((SWAP, "market", "sell", 1), {"triggerPrice": 1900, "leverage": 5}, ccxt.NotSupported),
    ((SWAP, "market", "sell", 1), {"triggerPrice": 1900, "cost": 100}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", 1), {"triggerPrice": 1900, "closePosition": True}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", 1), {"triggerPrice": 1900, "stopLimitPrice": 1890}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", 1), {"triggerPrice": 1900, "icebergAmount": 0.5}, ccxt.InvalidOrder),
    ((SWAP, "limit", "sell", 1, 1900), {"triggerPrice": 1900, "timeInForce": "IOC"}, ccxt.InvalidOrder),
    ((SWAP, "limit", "sell", 1, 1900), {"triggerPrice": 1900, "postOnly": True}, ccxt.InvalidOrder),
    ((SWAP, "limit", "sell", 1, 1900), {"triggerPrice": 1900, "clientOrderId": "x"}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", 1), {"triggerPrice": 1900, "stopLossPrice": 1800}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", 1), {"trailingPercent": 1, "stopLossPrice": 1800}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", 1), {"trailingPercent": 1, "algoType": "BRACKET"}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", 1), {"stopLossPrice": 1900, "reduceOnly": False}, ccxt.InvalidOrder),
    ((SPOT, "market", "sell", 1), {"stopLossPrice": 29000, "reduceOnly": True}, ccxt.InvalidOrder),
    ((SPOT, "market", "sell", 1), {"triggerPrice": 29000, "marginMode": "isolated"}, ccxt.BadRequest),
    ((SWAP, "market", "sell", None), {"stopLossPrice": 1900}, ccxt.InvalidOrder),
    ((SWAP, "limit", "sell", None, 1900), {"stopLossPrice": 1900, "closePosition": True}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", 1), {"stopLossPrice": 2100, "takeProfitPrice": 1900}, ccxt.InvalidOrder),
    ((SWAP, "market", "buy", None), {"stopLossPrice": 1900, "takeProfitPrice": 2100, "closePosition": True}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", 1), {"trailingPercent": 0}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", 1), {"trailingPercent": 100}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", 1), {"callbackRate": "100"}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", 1), {"trailingAmount": -5}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", 1), {"trailingAmount": 5, "trailingPercent": 1}, ccxt.InvalidOrder),
    ((SWAP, "limit", "sell", 1, 1900), {"trailingPercent": 1}, ccxt.InvalidOrder),
    ((SWAP, "oco", "buy", 1), {"triggerPrice": 1600}, ccxt.ArgumentsRequired),
    ((SWAP, "oco", "buy", 1, 1000), {}, ccxt.ArgumentsRequired),
    ((SWAP, "oco", "buy", 1, 1000), {"triggerPrice": 900}, ccxt.InvalidOrder),
    ((SWAP, "oco", "sell", 1, 1000), {"triggerPrice": 1600}, ccxt.InvalidOrder),
    ((SWAP, "oco", "sell", 1, 2000), {"stopLossPrice": 1900, "takeProfitPrice": 2100}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"stopLoss": 1900}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"stopLoss": {}}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"stopLoss": {"triggerPrice": 1900, "trailing": 1}}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"stopLoss": {"triggerPrice": 1900, "type": "limit"}}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"stopLoss": {"triggerPrice": 1900, "type": "market", "price": 1890}}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"stopLoss": {"triggerPrice": 1900, "priceType": "index"}}, ccxt.NotSupported),
    ((SWAP, "limit", "buy", 1, 2000), {"stopLoss": {"triggerPrice": 2000}}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"takeProfit": {"triggerPrice": 1990}}, ccxt.InvalidOrder),
    ((SWAP, "limit", "sell", 1, 2000), {"takeProfit": {"triggerPrice": 2010}}, ccxt.InvalidOrder),
    ((SWAP, "market", "sell", 1), {"takeProfit": {"triggerPrice": 2010}, "stopLoss": {"triggerPrice": 2005}}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"stopLoss": {"triggerPrice": 1900}, "reduceOnly": True}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"stopLoss": {"triggerPrice": 1900, "amount": 1}, "takeProfit": {"triggerPrice": 2100, "amount": 0.5}}, ccxt.InvalidOrder),
]  # fmt: skip


@pytest.mark.parametrize(("args", "params", "expected"), REFUSED)
async def test_algo_orders_refused_before_sending(stub: Stub, args: Any, params: Any, expected: Any) -> None:
    face = stub("woo", answering(CREATED))
    with pytest.raises(expected):
        await face.call("create_order", *args, params=Frozen(params))
    assert not [sent for sent in face.sent if sent.method != "GET"]


async def test_the_acknowledgement_of_a_bracket(stub: Stub) -> None:
    """Its rows name every leg; the bracket is the one of its own type."""
    reply = json.loads(samples("woo-v1")["Send algo order/bracket"].body)
    params = Frozen(clientOrderId=7, takeProfit={"triggerPrice": 2100}, stopLoss={"triggerPrice": 1900})
    order = await stub("woo", answering(reply)).call("create_order", SWAP, "limit", "buy", 10, 2000, params)
    expected = {
        "id": "432130", "clientOrderId": "7", "status": "open", "symbol": SWAP, "type": "limit",
        "side": "buy", "amount": 10.0, "price": 2000.0, "takeProfitPrice": 2100.0, "stopLossPrice": 1900.0,
        "triggerPrice": None, "filled": None, "timestamp": 1676283560233, "reduceOnly": False, "info": reply,
    }  # fmt: skip
    assert {key: order[key] for key in expected} == expected


@pytest.mark.parametrize("rows", [[], [{"algoType": "STOP"}], "none", None])
async def test_an_acknowledgement_without_an_id_is_no_order(stub: Stub, rows: Any) -> None:
    reply = {"success": True, "data": {"rows": rows}, "timestamp": NOW}
    face = stub("woo", answering(reply), {"options": {"findLostOrders": False}})
    with pytest.raises(ccxt.BadResponse):
        await face.call("create_order", SWAP, "market", "sell", 1, None, {"triggerPrice": 1900})


LEGS: list[dict[str, Any]] = [
    {"algoOrderId": 11, "algoType": "TAKE_PROFIT", "type": "CLOSE_POSITION", "algoStatus": "NEW", "triggerPrice": 2100},
    {"algoOrderId": 12, "algoType": "STOP_LOSS", "type": "CLOSE_POSITION", "algoStatus": "NEW", "triggerPrice": 1900},
]  # fmt: skip
EXITS: dict[str, Any] = {
    "algoOrderId": 10, "clientOrderId": 70, "algoType": "POSITIONAL_TP_SL", "algoStatus": "NEW",
    "symbol": "PERP_ETH_USDT", "side": "SELL", "quantity": 0, "createdTime": "1700000000.000", "childOrders": LEGS,
}  # fmt: skip
BRACKET = {
    **EXITS, "algoOrderId": 9, "clientOrderId": 69, "algoType": "BRACKET", "type": "MARKET", "side": "BUY",
    "algoStatus": "FILLED", "quantity": 1, "childOrders": [EXITS],
}  # fmt: skip
STOP_ROW = {
    **EXITS, "algoOrderId": 5, "clientOrderId": 65, "algoType": "STOP", "type": "MARKET", "quantity": 1,
    "triggerPrice": 1900, "childOrders": [],
}  # fmt: skip
OCO_ROW = {
    **STOP_ROW, "algoOrderId": 6, "clientOrderId": 66, "algoType": "OCO", "type": "LIMIT", "price": 2100,
    "triggerPrice": 0, "childOrders": [{"algoOrderId": 7, "algoType": "STOP", "type": "MARKET", "algoStatus": "NEW", "triggerPrice": 1900}],
}  # fmt: skip
EDITS = [
    ((1, 2000), {"trigger": True}, {"quantity": "1", "price": "2000"}),
    ((None, None), {"triggerPrice": 1950}, {"triggerPrice": "1950"}),
    ((None, None), {"stop": True, "stopPrice": 1950}, {"triggerPrice": "1950"}),
    ((2, None), {"trailingPercent": 2}, {"quantity": "2", "callbackRate": "0.02"}),
    ((None, None), {"trailingAmount": 20, "trailingTriggerPrice": 2200}, {"callbackValue": "20", "activatedPrice": "2200"}),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "params", "body"), EDITS)
async def test_edits(stub: Stub, changed: Any, params: dict[str, Any], body: dict[str, Any]) -> None:
    face = stub("woo", answering(EDITED))
    order = await face.call("edit_order", "5", SWAP, "market", "sell", *changed, params=Frozen(params))
    assert (face.sent[-1].method, face.sent[-1].path) == ("PUT", "/v3/algo/order/5")
    assert face.sent[-1].json == body
    assert (order["id"], order["status"], order["info"]) == ("5", None, EDITED)
    by_client = {**params, "clientOrderId": 65}
    await face.call("edit_order", "", SWAP, "market", "sell", *changed, params=Frozen(by_client))
    assert (face.sent[-1].path, face.sent[-1].json) == ("/v3/algo/order/client/65", body)


LEG_EDITS = [
    ("10", {"stopLossPrice": 1850}, {"childOrders": [{"algoOrderId": 12, "triggerPrice": "1850"}]}),
    ("9", {"takeProfit": {"triggerPrice": 2200}, "stopLossPrice": 1850}, {"childOrders": [{"algoOrderId": 11, "triggerPrice": "2200"}, {"algoOrderId": 12, "triggerPrice": "1850"}]}),
    ("5", {"stopLossPrice": 1850}, {"triggerPrice": "1850"}),
    ("6", {"stopLossPrice": 1850}, {"childOrders": [{"algoOrderId": 7, "triggerPrice": "1850"}]}),
]  # fmt: skip


@pytest.mark.parametrize(("order_id", "params", "body"), LEG_EDITS)
async def test_edits_of_legs(stub: Stub, order_id: str, params: Any, body: Any) -> None:
    """The ids of the legs are found in the list of open orders."""
    face = stub("woo", listing(STOP=[STOP_ROW], OCO=[OCO_ROW], POSITIONAL_TP_SL=[EXITS], BRACKET=[BRACKET]))
    await face.call("edit_order", order_id, SWAP, "market", "sell", None, None, Frozen(params))
    assert (face.sent[-1].path, face.sent[-1].json) == (f"/v3/algo/order/{order_id}", body)


@pytest.mark.parametrize(
    ("order_id", "params", "expected"),
    [
        ("10", {"stopLoss": {"triggerPrice": 1850, "amount": 1}}, ccxt.InvalidOrder),
        ("10", {"stopLoss": {"price": 1850}}, ccxt.InvalidOrder),
        ("6", {"takeProfitPrice": 2200}, ccxt.InvalidOrder),
        ("99", {"takeProfitPrice": 2200}, ccxt.OrderNotFound),
    ],
)
async def test_legs_that_cannot_be_changed(stub: Stub, order_id: str, params: Any, expected: Any) -> None:
    face = stub("woo", listing(OCO=[OCO_ROW], POSITIONAL_TP_SL=[EXITS]))
    with pytest.raises(expected):
        await face.call("edit_order", order_id, SWAP, "market", "sell", None, None, Frozen(params))
    assert all(sent.method == "GET" for sent in face.sent)


async def test_by_client_id_an_algo_order_is_found_in_the_lists(stub: Stub) -> None:
    face = stub("woo", listing(STOP=[STOP_ROW], BRACKET=[BRACKET]))
    order = await face.call("fetch_order_with_client_order_id", "65", SWAP, Frozen(trigger=True))
    assert (order["id"], order["triggerPrice"]) == ("5", 1900.0)
    await face.call("cancel_order_with_client_order_id", "65", None, Frozen(trigger=True))
    assert (face.sent[-1].method, face.sent[-1].path) == ("DELETE", "/v3/algo/order/5")
    await face.call("cancel_order", "", SWAP, Frozen(trigger=True, clientOrderId=69))
    assert face.sent[-1].path == "/v3/algo/order/10", "the entry is filled, its exits are open"
    for name in ("fetch_order_with_client_order_id", "cancel_order_with_client_order_id"):
        with pytest.raises(ccxt.OrderNotFound):
            await face.call(name, "1", SWAP, Frozen(trigger=True))


async def test_lists_ask_for_every_type(stub: Stub) -> None:
    face = stub("woo", listing(STOP=[STOP_ROW], OCO=[OCO_ROW], POSITIONAL_TP_SL=[EXITS], BRACKET=[BRACKET]))
    orders = await face.call("fetch_open_orders", SWAP, None, None, Frozen(trigger=True))
    assert sorted(order["id"] for order in orders) == ["10", "5", "6"]
    assert {order["status"] for order in orders} == {"open"}
    asked = [sent.query for sent in face.sent if sent.path == "/v3/algo/orders"]
    types = {"STOP", "OCO", "TRAILING_STOP", "BRACKET", "POSITIONAL_TP_SL", "TP_SL", "STOP_BRACKET"}
    assert {query.pop("algoType") for query in asked} == types
    assert asked == [{"symbol": "PERP_ETH_USDT", "size": "500", "status": "INCOMPLETE"}] * 7
    closed = await face.call("fetch_closed_orders", SWAP, None, None, Frozen(trigger=True))
    assert [order["id"] for order in closed] == ["9"]
    assert "status" not in face.sent[-1].query
    assert await face.call("fetch_canceled_orders", SWAP, None, None, Frozen(trigger=True)) == []


async def test_lists_of_one_type_and_of_a_window(stub: Stub) -> None:
    face = stub("woo", listing())
    await face.call("load_markets")
    before = len(face.sent)
    window = Frozen(trailing=True, until=NOW, side="BUY")
    assert await face.call("fetch_orders", None, NOW - 1000, 7, window) == []
    (only,) = face.sent[before:]
    assert only.query == {
        "algoType": "TRAILING_STOP", "size": "500", "createdTimeStart": str(NOW - 1000),
        "createdTimeEnd": str(NOW), "side": "BUY",
    }  # fmt: skip
    await face.call("fetch_orders", None, None, None, Frozen(trigger=True, algoType="OCO"))
    assert [sent.query["algoType"] for sent in face.sent[before + 1 :]] == ["OCO"]


async def test_a_type_that_the_list_does_not_take_is_passed_over(stub: Stub) -> None:
    served = listing(STOP=[STOP_ROW])

    def answer(sent: Sent) -> Any:
        if sent.query.get("algoType") in ("POSITIONAL_TP_SL", "TP_SL", "STOP_BRACKET"):
            return {"success": False, "code": -1005, "message": "algoType is invalid"}
        return served(sent)

    face = stub("woo", answer)
    orders = await face.call("fetch_open_orders", None, None, None, Frozen(trigger=True))
    assert [order["id"] for order in orders] == ["5"]
    refused = {"success": False, "code": -1005, "message": "symbol is invalid"}
    face = stub("woo", answering(refused))
    with pytest.raises(ccxt.BadRequest):
        await face.call("fetch_open_orders", None, None, None, Frozen(trigger=True))


async def test_a_long_history_is_read_to_its_end(stub: Stub) -> None:
    """Whichever way the venue sorts, and however small its pages are."""
    rows = [
        {**STOP_ROW, "algoOrderId": 100 + number, "createdTime": f"{1_700_000_000 + number}.000"}
        for number in range(60)
    ]

    def answer(sent: Sent) -> Any:
        if sent.path != "/v3/algo/orders":
            return market_data(sent)
        found = rows[::-1] if sent.query["algoType"] == "STOP" else []
        page = int(sent.query.get("page", 1))
        meta = {"total": len(found), "records_per_page": 25, "current_page": page}
        return {"success": True, "data": {"rows": found[25 * (page - 1) : 25 * page], "meta": meta}}

    face = stub("woo", answer)
    orders = await face.call("fetch_open_orders", SWAP, None, None, Frozen(trigger=True))
    assert [order["id"] for order in orders] == [str(100 + number) for number in range(60)]


async def test_cancelling_all_of_one_market_touches_no_other(stub: Stub) -> None:
    """No endpoint is documented for it: they are cancelled one by one, and none is left out for another."""
    served = listing(STOP=[STOP_ROW], OCO=[OCO_ROW], BRACKET=[BRACKET])
    gone = {"success": False, "code": -1006, "message": "The order can not be found."}

    def answer(sent: Sent) -> Any:
        return gone if sent.method == "DELETE" and sent.path.endswith("/6") else served(sent)

    face = stub("woo", answer)
    orders = await face.call("cancel_all_orders", SWAP, Frozen(trigger=True))
    deleted = sorted(sent.path for sent in face.sent if sent.method == "DELETE")
    assert deleted == ["/v3/algo/order/10", "/v3/algo/order/5", "/v3/algo/order/6"]
    assert sorted(order["id"] for order in orders) == ["10", "5"]
    assert all(
        sent.query["symbol"] == "PERP_ETH_USDT" for sent in face.sent if sent.path == "/v3/algo/orders"
    )


async def test_plain_and_algo_orders_are_cancelled_together(stub: Stub) -> None:
    face = stub("woo", answering({"success": True, "status": "CANCEL_ALL_SENT"}))
    await face.call("cancel_all_orders", SWAP, Frozen(merge=True, side="buy"))
    sent = [one for one in face.sent if one.method == "DELETE"]
    assert {one.path for one in sent} == {"/v3/merge/orders/pending/PERP_ETH_USDT"}
    assert [one.query for one in sent] == [
        {"side": "BUY", "marginMode": "CROSS"}, {"side": "BUY", "marginMode": "ISOLATED"},
    ]  # fmt: skip
    await face.call("cancel_all_orders", SPOT, Frozen(merge=True))
    assert face.sent[-1].query == {"marginMode": "CROSS"}
    await face.call("cancel_all_orders", SWAP, Frozen(merge=True, marginMode="isolated"))
    assert face.sent[-1].query == {"marginMode": "ISOLATED"}


async def test_of_several_cancels_each_is_tried(stub: Stub) -> None:
    def answer(sent: Sent) -> Any:
        if sent.form.get("order_id") == "1":
            return {"success": False, "code": -1006, "message": "Your order and symbol are not valid."}
        return market_data(sent) or SENT

    face = stub("woo", answer)
    with pytest.raises(ccxt.OrderNotFound):
        await face.call("cancel_orders", ["1", "2", "3"], SWAP, Frozen())
    assert sorted(sent.form["order_id"] for sent in face.sent if sent.method == "DELETE") == ["1", "2", "3"]
    orders = await face.call("cancel_orders", ["2", "3"], SWAP, Frozen())
    assert [order["id"] for order in orders] == ["2", "3"]
    await face.call("cancel_orders", ["2"], SWAP, Frozen(trigger=True))
    assert face.sent[-1].path == "/v3/algo/order/2"


@pytest.mark.parametrize("status", ["ACTIVE", None, 5])
async def test_an_unknown_status_is_no_guess(stub: Stub, status: Any) -> None:
    face = stub("woo", listing(STOP=[{**STOP_ROW, "algoStatus": status}]))
    with pytest.raises(ccxt.BadResponse):
        await face.call("fetch_open_orders", SWAP, None, None, Frozen(trigger=True))


async def test_the_published_list(stub: Stub) -> None:
    """A short position's exits: the parent has no type, no quantity and no trigger of its own."""
    (row,) = json.loads(samples("woo-v1")["Get algo orders"].body)["data"]["rows"]
    exchange = stub("woo", answering(SENT)).exchange
    exchange.set_markets([exchange.parse_market({"symbol": "PERP_WOO_USDT", "quote_tick": 0.00001, "base_tick": 1, "base_min": 1, "base_max": 9, "quote_min": 0, "quote_max": 9, "min_notional": 1})])  # fmt: skip
    order = exchange.parse_order(row)
    expected = {
        "id": "2081697", "clientOrderId": None, "status": "open", "type": "market", "side": "buy",
        "symbol": "WOO/USDT:USDT", "amount": None, "filled": 0.0, "average": None, "triggerPrice": None,
        "takeProfitPrice": 0.14977, "stopLossPrice": 0.22465, "reduceOnly": True, "fee": None,
        "timestamp": 1720589170566, "lastUpdateTimestamp": 1720589616276, "info": row,
    }  # fmt: skip
    assert {key: order[key] for key in expected} == expected
    leg = exchange.parse_order(row["childOrders"][0])
    assert (leg["id"], leg["triggerPrice"], leg["takeProfitPrice"], leg["stopLossPrice"]) == (
        "2081698", 0.14977, 0.14977, None,
    )  # fmt: skip
