"""What leaves for each unified call, and what is refused before anything leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ccxt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import NOW, Face, Frozen, Sent, stubbed
from tests.woo.markets import market_data

Stub = Callable[..., Face]
ACK = {
    "success": True, "order_id": 13, "client_order_id": 77, "order_type": "LIMIT", "order_price": 2000.12,
    "order_quantity": 0.5, "order_amount": None, "reduce_only": False, "timestamp": "1639980423.855",
}  # fmt: skip
SENT = {"success": True, "status": "CANCEL_SENT"}
EMPTY_PAGE = {"success": True, "rows": [], "meta": {"total": 0, "records_per_page": 500, "current_page": 1}}
SWAP, SPOT = "ETH/USDT:USDT", "BTC/USDT"


def answering(reply: Any) -> Callable[[Sent], Any]:
    return lambda sent: market_data(sent) or reply


async def order_form(face: Face, *args: Any, **kwargs: Any) -> dict[str, str]:
    """The form of the placement that ``create_order`` sends."""
    await face.call("create_order", *args, **kwargs)
    sent = face.sent[-1]
    assert (sent.method, sent.path) == ("POST", "/v1/order")
    return sent.form


@pytest.mark.parametrize(
    ("args", "params", "expected"),
    [
        ((SWAP, "limit", "buy", 0.5, 2000.123), {}, {"order_type": "LIMIT", "side": "BUY", "order_price": "2000.12", "order_quantity": "0.5"}),
        ((SWAP, "LIMIT", "SELL", "0.5", "2000"), {}, {"order_type": "LIMIT", "side": "SELL", "order_price": "2000", "order_quantity": "0.5"}),
        ((SWAP, "market", "sell", 0.5009), {}, {"order_type": "MARKET", "side": "SELL", "order_quantity": "0.5"}),
        ((SWAP, "limit", "buy", 0.5, 2000), {"postOnly": True}, {"order_type": "POST_ONLY", "order_price": "2000", "order_quantity": "0.5"}),
        ((SWAP, "limit", "buy", 0.5, 2000), {"timeInForce": "PO"}, {"order_type": "POST_ONLY", "order_price": "2000"}),
        ((SWAP, "limit", "buy", 0.5, 2000), {"timeInForce": "ioc"}, {"order_type": "IOC", "order_price": "2000"}),
        ((SWAP, "limit", "buy", 0.5, 2000), {"timeInForce": "FOK"}, {"order_type": "FOK", "order_price": "2000"}),
        ((SWAP, "limit", "sell", 0.5, 2000), {"reduceOnly": True, "postOnly": True}, {"order_type": "POST_ONLY", "reduce_only": "true"}),
        ((SWAP, "limit", "sell", 0.5, 2000), {"marginMode": "isolated"}, {"margin_mode": "ISOLATED"}),
        ((SWAP, "limit", "sell", 0.5, 2000), {"hedged": True}, {"position_side": "SHORT"}),
        ((SWAP, "limit", "sell", 0.5, 2000), {"hedged": True, "reduceOnly": True}, {"position_side": "LONG", "reduce_only": "true"}),
        ((SWAP, "limit", "buy", 0.5, 2000), {"order_tag": "mine", "visible_quantity": 0}, {"order_tag": "mine", "visible_quantity": "0"}),
        ((SPOT, "market", "sell", 0.01), {}, {"order_type": "MARKET", "order_quantity": "0.01"}),
        ((SPOT, "market", "buy", 0.01, 30000), {}, {"order_type": "MARKET", "order_amount": "300"}),
        ((SPOT, "market", "buy", 0, None), {"cost": 250.5}, {"order_type": "MARKET", "order_amount": "250.5"}),
        ((SPOT, "market", "buy", 250, None), {"createMarketBuyOrderRequiresPrice": False}, {"order_amount": "250"}),
        ((SPOT, "market", "buy", None, None), {"order_quantity": "0.01"}, {"order_quantity": "0.01"}),
        ((SWAP, "market", "sell", 0, None), {"cost": 100}, {"order_amount": "100"}),
        ((SWAP, "market", "sell", 0, None), {"order_amount": 100}, {"order_amount": "100"}),
        ((SWAP, "IOC", "buy", 0.5, 2000), {}, {"order_type": "IOC", "order_price": "2000"}),
        ((SWAP, "fok", "buy", 0.5, 2000), {"timeInForce": "FOK"}, {"order_type": "FOK"}),
        ((SWAP, "post_only", "buy", 0.5, 2000), {}, {"order_type": "POST_ONLY"}),
        ((SWAP, "POST_ONLY", "buy", 0.5, 2000), {"post_only_adjusted": True}, {"order_type": "POST_ONLY", "post_only_adjusted": "true"}),
        ((SWAP, "limit", "buy", 0.5, 2000), {"postOnlyAdjusted": True}, {"order_type": "POST_ONLY", "post_only_adjusted": "true"}),
        ((SWAP, "ask", "sell", 0.5), {}, {"order_type": "ASK", "order_quantity": "0.5"}),
        ((SWAP, "BID", "buy", None), {"cost": 100}, {"order_type": "BID", "order_amount": "100"}),
        ((SWAP, "rpi", "buy", 0.5, 2000), {}, {"order_type": "RPI", "order_price": "2000"}),
        ((SWAP, "limit", "buy", 0.5, 2000), {"icebergAmount": 0.12345}, {"visible_quantity": "0.123"}),
        ((SWAP, "limit", "buy", 0.5, 2000), {"hidden": True}, {"visible_quantity": "0"}),
        ((SWAP, "limit", "buy", 0.5, 2000), {"visibleQuantity": "0.2", "orderTag": "mine"}, {"visible_quantity": "0.2", "order_tag": "mine"}),
        ((SWAP, "limit", "sell", 0.5, 2000), {"positionSide": "LONG", "reduce_only": True}, {"position_side": "LONG", "reduce_only": "true"}),
        ((SWAP, "limit", "sell", 0.5, 2000), {"position_side": "both", "margin_mode": "CROSS"}, {"margin_mode": "CROSS"}),
    ],
)  # fmt: skip
async def test_placements(stub: Stub, args: Any, params: dict[str, Any], expected: dict[str, str]) -> None:
    form = await order_form(stub("woo", answering(ACK)), *args, params=Frozen(params))
    assert form["symbol"] == {SWAP: "PERP_ETH_USDT", SPOT: "SPOT_BTC_USDT"}[args[0]]
    assert {key: form[key] for key in expected} == expected
    assert 0 < int(form["client_order_id"]) < 2**53
    allowed = {
        "symbol",
        "side",
        "order_type",
        "client_order_id",
        "order_price",
        "order_quantity",
        "order_amount",
    }
    assert set(form) <= allowed | set(expected)
    assert ("order_amount" in form) != ("order_quantity" in form)
    assert ("order_price" in form) == (args[1].lower() not in ("market", "ask", "bid"))


async def test_the_callers_client_id_is_kept(stub: Stub) -> None:
    face = stub("woo", answering(ACK))
    for name in ("clientOrderId", "client_order_id"):
        form = await order_form(face, SWAP, "limit", "buy", 1, 2000, {name: "9007199254740993"})
        assert form["client_order_id"] == "9007199254740993"


async def test_made_client_ids_differ(stub: Stub) -> None:
    face = stub("woo", answering(ACK))
    ids = [(await order_form(face, SWAP, "limit", "buy", 1, 2000))["client_order_id"] for _ in range(50)]
    assert len(set(ids)) == 50


REFUSED = [
    ((SWAP, "limit", "buy", 1), {}, ccxt.ArgumentsRequired),
    ((None, "limit", "buy", 1, 2000), {}, ccxt.ArgumentsRequired),
    (("NO/SUCH", "limit", "buy", 1, 2000), {}, ccxt.BadSymbol),
    (("OLD/USDT:USDT", "limit", "buy", 1, 2000), {}, ccxt.InvalidOrder),
    ((SWAP, "iceberg", "buy", 1, 2000), {}, ccxt.InvalidOrder),
    ((SWAP, None, "buy", 1, 2000), {}, ccxt.InvalidOrder),
    ((SWAP, "limit", "long", 1, 2000), {}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 0, 2000), {}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", -1, 2000), {}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", "many", 2000), {}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", float("nan"), 2000), {}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", None, 2000), {}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 0), {}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 0.0001, 2000), {}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 5001, 2000), {}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 10001), {}, ccxt.InvalidOrder),
    ((SPOT, "limit", "buy", 1, 99), {}, ccxt.InvalidOrder),
    ((SPOT, "limit", "buy", 0.0001, 100), {}, ccxt.InvalidOrder),
    ((SPOT, "market", "buy", 1), {}, ccxt.InvalidOrder),
    ((SPOT, "market", "buy", 1), {"cost": 0}, ccxt.InvalidOrder),
    ((SPOT, "market", "buy", 1), {"cost": "x"}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"cost": 5}, ccxt.InvalidOrder),
    ((SWAP, "market", "buy", 1), {"postOnly": True}, ccxt.InvalidOrder),
    ((SWAP, "market", "buy", 1), {"timeInForce": "FOK"}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"postOnly": True, "timeInForce": "IOC"}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"timeInForce": "GTD"}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"postOnly": "yes"}, ccxt.BadRequest),
    ((SPOT, "limit", "buy", 1, 2000), {"reduceOnly": True}, ccxt.InvalidOrder),
    ((SPOT, "limit", "buy", 1, 2000), {"hedged": True}, ccxt.InvalidOrder),
    ((SPOT, "limit", "buy", 1, 2000), {"marginMode": "isolated"}, ccxt.BadRequest),
    ((SWAP, "limit", "buy", 1, 2000), {"marginMode": "portfolio"}, ccxt.BadRequest),
    ((SWAP, "limit", "buy", 1, 2000), {"clientOrderId": "abc"}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"clientOrderId": 0}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"clientOrderId": 2**63}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"leverage": 5}, ccxt.NotSupported),
    ((SWAP, "rpi", "buy", 1), {}, ccxt.ArgumentsRequired),
    ((SWAP, "rpi", "buy", 1, 2000), {"hidden": True}, ccxt.InvalidOrder),
    ((SWAP, "rpi", "buy", 1, 2000), {"postOnly": True}, ccxt.InvalidOrder),
    ((SWAP, "ask", "buy", 1), {"timeInForce": "IOC"}, ccxt.InvalidOrder),
    ((SWAP, "ioc", "buy", 1, 2000), {"timeInForce": "FOK"}, ccxt.InvalidOrder),
    ((SWAP, "ioc", "buy", 1, 2000), {"postOnly": True}, ccxt.InvalidOrder),
    ((SWAP, "ioc", "buy", 1, 2000), {"icebergAmount": 0.5}, ccxt.InvalidOrder),
    ((SWAP, "market", "buy", 1), {"visible_quantity": 0.5}, ccxt.InvalidOrder),
    ((SWAP, "market", "buy", 1), {"post_only_adjusted": True}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"icebergAmount": 1.5}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"icebergAmount": -1}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"hidden": True, "icebergAmount": 0.5}, ccxt.InvalidOrder),
    ((SWAP, "market", "buy", None), {"order_quantity": 1, "order_amount": 2000}, ccxt.InvalidOrder),
    ((SWAP, "market", "buy", None), {"order_quantity": 1, "cost": 2000}, ccxt.InvalidOrder),
    ((SWAP, "limit", "buy", 1, 2000), {"positionSide": "up"}, ccxt.BadRequest),
    ((SWAP, "limit", "buy", 1, 2000), {"positionSide": "BOTH", "hedged": True}, ccxt.BadRequest),
    ((SPOT, "limit", "buy", 1, 2000), {"positionSide": "LONG"}, ccxt.InvalidOrder),
]  # fmt: skip


@pytest.mark.parametrize(("args", "params", "expected"), REFUSED)
async def test_orders_refused_before_sending(stub: Stub, args: Any, params: Any, expected: Any) -> None:
    face = stub("woo", answering(ACK))
    with pytest.raises(expected):
        await face.call("create_order", *args, params=Frozen(params))
    assert not [sent for sent in face.sent if sent.method != "GET"]


async def test_the_acknowledgement_of_a_placement(stub: Stub) -> None:
    order = await stub("woo", answering(ACK)).call(
        "create_order", SWAP, "limit", "buy", 0.5, 2000.12, {"clientOrderId": 77}
    )
    expected = {
        "id": "13", "clientOrderId": "77", "status": "open", "symbol": SWAP, "type": "limit", "side": "buy",
        "amount": 0.5, "price": 2000.12, "filled": None, "timestamp": 1639980423855, "info": ACK,
        "timeInForce": "GTC", "postOnly": False, "reduceOnly": False,
    }  # fmt: skip
    assert {key: order[key] for key in expected} == expected


OTHER_CALLS = [
    ("cancel_order", ("13", SWAP), {}, "DELETE", "/v1/order", {"order_id": "13", "symbol": "PERP_ETH_USDT"}),
    ("cancel_order", ("", SWAP), {"clientOrderId": 5}, "DELETE", "/v1/client/order", {"client_order_id": "5", "symbol": "PERP_ETH_USDT"}),
    ("cancel_order_with_client_order_id", ("5", SWAP), {}, "DELETE", "/v1/client/order", {"client_order_id": "5", "symbol": "PERP_ETH_USDT"}),
    ("cancel_all_orders", (SWAP,), {}, "DELETE", "/v1/orders", {"symbol": "PERP_ETH_USDT"}),
    ("cancel_all_orders", (), {}, "DELETE", "/v3/orders/pending", {}),
    ("cancel_all_orders", (), {"trigger": True}, "DELETE", "/v3/algo/orders/pending", {}),
    ("cancel_order", ("13",), {"trigger": True}, "DELETE", "/v3/algo/order/13", {}),
    ("cancel_order", ("13", SWAP), {"stop": True}, "DELETE", "/v3/algo/order/13", {}),
    ("cancel_orders", (["13"], SWAP), {}, "DELETE", "/v1/order", {"order_id": "13", "symbol": "PERP_ETH_USDT"}),
    ("cancel_orders_with_client_order_ids", (["5"], SWAP), {}, "DELETE", "/v1/client/order", {"client_order_id": "5", "symbol": "PERP_ETH_USDT"}),
    ("cancel_all_orders_after", (60_000,), {}, "POST", "/v1/order/cancel_all_after", {"trigger_after": "60000"}),
    ("cancel_all_orders_after", (0,), {}, "POST", "/v1/order/cancel_all_after", {"trigger_after": "0"}),
    ("set_leverage", (5, SWAP), {}, "POST", "/v1/client/futures_leverage", {"symbol": "PERP_ETH_USDT", "margin_mode": "CROSS", "position_side": "BOTH", "leverage": "5"}),
    ("set_leverage", (5, SWAP), {"marginMode": "isolated", "position_side": "long"}, "POST", "/v1/client/futures_leverage", {"symbol": "PERP_ETH_USDT", "margin_mode": "ISOLATED", "position_side": "LONG", "leverage": "5"}),
    ("set_leverage", (5,), {}, "POST", "/v1/client/leverage", {"leverage": "5"}),
    ("create_market_order_with_cost", (SPOT, "sell", 100), {"clientOrderId": 1}, "POST", "/v1/order", {"symbol": "SPOT_BTC_USDT", "side": "SELL", "order_type": "MARKET", "client_order_id": "1", "order_amount": "100"}),
    ("create_market_buy_order_with_cost", (SPOT, 100), {"clientOrderId": 1}, "POST", "/v1/order", {"symbol": "SPOT_BTC_USDT", "side": "BUY", "order_type": "MARKET", "client_order_id": "1", "order_amount": "100"}),
    ("create_market_sell_order_with_cost", (SPOT, 100), {"clientOrderId": 1}, "POST", "/v1/order", {"symbol": "SPOT_BTC_USDT", "side": "SELL", "order_type": "MARKET", "client_order_id": "1", "order_amount": "100"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args", "params", "method", "path", "form"), OTHER_CALLS)
async def test_other_calls(
    stub: Stub, name: str, args: Any, params: Any, method: str, path: str, form: dict[str, str]
) -> None:
    face = stub("woo", answering({**ACK, **SENT}))
    await face.call(name, *args, params=Frozen(params))
    sent = face.sent[-1]
    assert (sent.method, sent.path, sent.form) == (method, path, form)


async def test_an_edit_sends_what_changes(stub: Stub) -> None:
    face = stub("woo", answering({"success": True, "data": {"success": True, "status": "EDIT_SENT"}}))
    order = await face.call("edit_order", "13", SWAP, "limit", "buy", 0.25, 1999.999, Frozen())
    assert (face.sent[-1].method, face.sent[-1].path) == ("PUT", "/v3/order/13")
    assert face.sent[-1].json == {"price": "2000", "quantity": "0.25"}
    assert (order["id"], order["amount"], order["price"], order["status"]) == ("13", 0.25, 2000.0, None)
    await face.call("edit_order", "", SWAP, "limit", "buy", None, 1999, Frozen(clientOrderId=7))
    assert face.sent[-1].path == "/v3/order/client/7"
    assert face.sent[-1].json == {"price": "1999"}


LISTS = [
    ("fetch_orders", {}),
    ("fetch_open_orders", {"status": "INCOMPLETE"}),
    ("fetch_closed_orders", {"status": "COMPLETED"}),
    ("fetch_canceled_orders", {"status": "CANCELLED"}),
]


@pytest.mark.parametrize(("name", "query"), LISTS)
async def test_lists_of_orders(stub: Stub, name: str, query: dict[str, str]) -> None:
    face = stub("woo", answering(EMPTY_PAGE))
    assert await face.call(name) == []
    assert face.sent[-1].query == {"size": "500", **query}
    window = Frozen(until=NOW, side="BUY", type="swap", marginMode="cross", trigger=False)
    assert await face.call(name, SWAP, NOW - 1000, 7, window) == []
    assert face.sent[-1].query == {
        "size": "500", "symbol": "PERP_ETH_USDT", "start_t": str(NOW - 1000), "end_t": str(NOW), "side": "BUY", **query,
    }  # fmt: skip


async def test_fills_older_than_three_months_come_from_the_archive(stub: Stub) -> None:
    face = stub("woo", answering({**EMPTY_PAGE}))
    await face.call("fetch_my_trades", SWAP, NOW - 86_400_000)
    assert face.sent[-1].path == "/v1/client/trades"
    archive = {"success": True, "data": []}
    face = stub("woo", answering(archive))
    await face.call("fetch_my_trades", SWAP, NOW - 200 * 86_400_000)
    assert face.sent[-1].path == "/v1/client/hist_trades"
    assert face.sent[-1].query["end_t"] == str(NOW)


async def test_without_a_limit_one_page_of_fills_is_read(stub: Stub) -> None:
    fill = {"symbol": "PERP_ETH_USDT", "side": "BUY", "executed_price": 1, "executed_quantity": 1}
    rows = [{**fill, "id": number, "executed_timestamp": f"{number}.000"} for number in range(1300, 0, -1)]

    def answer(sent: Sent) -> Any:
        number = int(sent.query.get("page", 1))
        meta = {"total": len(rows), "records_per_page": 500, "current_page": number}
        return market_data(sent) or {
            **EMPTY_PAGE,
            "rows": rows[500 * number - 500 : 500 * number],
            "meta": meta,
        }

    face = stub("woo", answer)
    trades = await face.call("fetch_my_trades", SWAP)
    assert [trade["id"] for trade in trades] == [str(number) for number in range(801, 1301)]
    assert [sent.query for sent in face.sent if sent.path == "/v1/client/trades"] == [
        {"symbol": "PERP_ETH_USDT", "size": "500"}
    ]
    assert len(await face.call("fetch_my_trades", SWAP, None, None, Frozen(paginate=True))) == 1300


@pytest.mark.parametrize(
    "params", [{"price": "last"}, {"type": "swap"}, {"price": None, "subType": "linear"}]
)
async def test_what_says_nothing_to_the_venue_is_not_sent_for_candles(stub: Stub, params: Any) -> None:
    face = stub("woo", answering(EMPTY_PAGE))
    assert await face.call("fetch_ohlcv", SWAP, "1m", None, 3, Frozen(params)) == []
    assert face.sent[-1].query == {"symbol": "PERP_ETH_USDT", "type": "1m", "limit": "3"}


BAD_CALLS = [
    ("fetch_ticker", (None,), {}, ccxt.ArgumentsRequired),
    ("fetch_ticker", ("NO/SUCH",), {}, ccxt.BadSymbol),
    ("fetch_order_book", (SWAP, 0), {}, ccxt.BadRequest),
    ("fetch_order_book", (SWAP, 2.5), {}, ccxt.BadRequest),
    ("fetch_trades", (SWAP, -1), {}, ccxt.BadRequest),
    ("fetch_trades", (SWAP, None, 0), {}, ccxt.BadRequest),
    ("fetch_ohlcv", (SWAP, "7m"), {}, ccxt.BadRequest),
    ("fetch_ohlcv", (SWAP, "1m", "yesterday"), {}, ccxt.BadRequest),
    ("fetch_ohlcv", (SWAP, "1m", None, 0), {}, ccxt.BadRequest),
    ("fetch_ohlcv", (SWAP, "1m", NOW), {"until": NOW - 1}, ccxt.BadRequest),
    ("fetch_ohlcv", (SWAP,), {"price": "mark"}, ccxt.NotSupported),
    ("fetch_ohlcv", (SWAP, "1m", NOW - 1), {"price": "index", "paginate": True}, ccxt.NotSupported),
    ("fetch_funding_rate", (SPOT,), {}, ccxt.BadRequest),
    ("fetch_orders", (SWAP, -5), {}, ccxt.BadRequest),
    ("fetch_orders", (SWAP, None, -5), {}, ccxt.BadRequest),
    ("fetch_my_trades", (SWAP, None, 0), {}, ccxt.BadRequest),
    ("fetch_order", (None,), {}, ccxt.ArgumentsRequired),
    ("fetch_order", ("x1",), {}, ccxt.BadRequest),
    ("fetch_order", ("x1",), {"trigger": True}, ccxt.BadRequest),
    ("fetch_order_trades", (None,), {}, ccxt.ArgumentsRequired),
    ("cancel_order", ("1",), {}, ccxt.ArgumentsRequired),
    ("cancel_order", ("", SWAP), {}, ccxt.ArgumentsRequired),
    ("cancel_all_orders", (), {"merge": True}, ccxt.ArgumentsRequired),
    ("cancel_all_orders", (SWAP,), {"merge": True, "side": "up"}, ccxt.BadRequest),
    ("cancel_all_orders", (SPOT,), {"merge": True, "marginMode": "isolated"}, ccxt.BadRequest),
    ("cancel_orders", ([], SWAP), {}, ccxt.ArgumentsRequired),
    ("cancel_orders", (["1", "x"], SWAP), {}, ccxt.BadRequest),
    ("cancel_orders", (["1", "2"],), {}, ccxt.ArgumentsRequired),
    ("cancel_all_orders_after", (-1,), {}, ccxt.BadRequest),
    ("cancel_all_orders_after", (900_001,), {}, ccxt.BadRequest),
    ("cancel_all_orders_after", (True,), {}, ccxt.BadRequest),
    ("cancel_all_orders_after", (None,), {}, ccxt.BadRequest),
    ("edit_order", ("1", SWAP, "market", "sell"), {"trigger": True}, ccxt.ArgumentsRequired),
    ("edit_order", ("1", SWAP, "market", "sell"), {"trailingPercent": 0}, ccxt.InvalidOrder),
    (
        "edit_order",
        ("1", SWAP, "market", "sell"),
        {"trailingPercent": 1, "trailingAmount": 5},
        ccxt.InvalidOrder,
    ),
    ("edit_order", ("1", SWAP, "market", "sell"), {"triggerPrice": -1}, ccxt.InvalidOrder),
    (
        "edit_order",
        ("1", SWAP, "market", "sell"),
        {"triggerPrice": 1900, "triggerPriceType": "mark"},
        ccxt.InvalidOrder,
    ),
    ("edit_order", ("1", SWAP, "market", "sell"), {"stopLoss": {"type": "limit"}}, ccxt.InvalidOrder),
    (
        "edit_order",
        ("1", SWAP, "market", "sell"),
        {"stopLoss": {"triggerPrice": 1900}, "stopLossPrice": 1900},
        ccxt.InvalidOrder,
    ),
    ("edit_order", ("1", SWAP, "limit", "buy"), {}, ccxt.ArgumentsRequired),
    ("edit_order", ("1", SWAP, "limit", "buy", 1, 2000), {"postOnly": True}, ccxt.NotSupported),
    (
        "edit_order",
        ("1", SWAP, "limit", "buy", 1, 2000),
        {"triggerPrice": 1990, "reduceOnly": True},
        ccxt.NotSupported,
    ),
    ("edit_order", ("1", SWAP, "market", "buy", 1), {}, ccxt.InvalidOrder),
    ("fetch_position", (SPOT,), {}, ccxt.BadRequest),
    ("set_leverage", (0, SWAP), {}, ccxt.BadRequest),
    ("set_leverage", (-3, SWAP), {}, ccxt.BadRequest),
    ("set_leverage", (2.5, SWAP), {}, ccxt.BadRequest),
    ("set_leverage", (7,), {}, ccxt.BadRequest),
    ("set_leverage", (5, SWAP), {"marginMode": "both"}, ccxt.BadRequest),
]


@pytest.mark.parametrize(("name", "args", "params", "expected"), BAD_CALLS)
async def test_bad_calls_are_refused_before_sending(
    stub: Stub, name: str, args: Any, params: Any, expected: Any
) -> None:
    face = stub("woo", answering({"success": True}))
    await face.call("load_markets")
    before = len(face.sent)
    with pytest.raises(expected):
        await face.call(name, *args, params=Frozen(params))
    assert len(face.sent) == before


TICKS = st.sampled_from([0.01, 0.25, 0.05, 10.0, 1e-8, 0.5, 1.0])
NUMBERS = st.floats(min_value=1e-6, max_value=1e9, allow_nan=False)


@settings(max_examples=150)
@given(tick=TICKS, step=TICKS, amount=NUMBERS, price=NUMBERS)
def test_numbers_leave_as_exact_decimal_strings(
    tick: float, step: float, amount: float, price: float
) -> None:
    """No exponent, no float noise, on the tick and step, whatever they are."""
    from decimal import Decimal

    face = stubbed("woo", "sync", answering(ACK), {"options": {"generation": "v1"}})
    exchange = face.exchange
    exchange.load_markets()
    market = exchange.market(SWAP)
    market["precision"].update(price=tick, amount=step)
    market["limits"].update(amount={"min": None, "max": None}, price={"min": None, "max": None})
    try:
        exchange.create_order(SWAP, "limit", "buy", amount, price)
    except ccxt.InvalidOrder:
        assert amount < step or price < tick
        exchange.session.close()
        return
    form = face.sent[-1].form
    for text, unit in ((form["order_price"], tick), (form["order_quantity"], step)):
        assert set(text) <= set("0123456789.")
        assert Decimal(text) % Decimal(str(unit)) == 0
    assert Decimal(form["order_quantity"]) <= Decimal(str(amount))
    exchange.session.close()
