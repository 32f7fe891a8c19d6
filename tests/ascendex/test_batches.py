"""Several orders at once, and closed positions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ccxt
import pytest

from ascendex_woo_adapters.venues.ascendex.ids import order_id
from tests.ascendex.venue import MARKET_ID, SYMBOL, actions, contracts, requests_to, sample, venue
from tests.support import NOW, Face, Frozen, Sent

BATCH = "v2/futures/order/batch"
UID = "U0866943712"


def wanted(number: int, **more: Any) -> dict[str, Any]:
    """A limit order of a batch."""
    return Frozen(
        {
            "symbol": SYMBOL,
            "type": "limit",
            "side": "buy",
            "amount": 0.1,
            "price": 9500 + number,
            "params": Frozen({"clientOrderId": f"batchorder{number:03d}"}),
            **more,
        }
    )


def accept(sent: Sent) -> Any:
    """The reply to a batch, as the venue publishes it."""
    rows = [
        {
            "id": item["id"],
            "orderId": order_id(item.get("time", NOW), UID, item["id"])
            if "orderQty" in item
            else item["orderId"],
            "orderType": item.get("orderType", "").capitalize(),
            "symbol": item["symbol"],
            "timestamp": NOW + 33,
        }
        for item in sent.json["orders"]
    ]
    return {"code": 0, "data": {"meta": {"action": "batch-place-order", "respInst": "ACK"}, "orders": rows}}


def refuse(sent: Sent, culprits: dict[str, int], key: str = "id") -> Any:
    """The refusal of a batch: the innocent orders carry the batch's own code."""
    info = [
        {
            "code": culprits.get(item[key], 300013),
            "id": item["id"],
            "message": "because",
            "reason": "FUTURES_TOO_RISKY" if item[key] in culprits else "INVALID_BATCH_ORDER",
            "symbol": item["symbol"],
        }
        for item in sent.json["orders"]
    ]
    return {"ac": "FUTURES", "action": "batch-place-order", "code": 300013, "info": info, "message": "Batch Order failed", "reason": "INVALID_BATCH_ORDER"}  # fmt: skip


# placing -----------------------------------------------------------------------------------------


async def test_a_batch(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue({f"POST {BATCH}": accept}))
    market = wanted(2, type="market", side="sell", price=None, params={"reduceOnly": True})
    orders = await face.call("create_orders", [wanted(1), market], Frozen({}))
    sent = face.sent[-1]
    assert (sent.method, sent.path) == ("POST", f"/0/api/pro/{BATCH}")
    limit_body, market_body = sent.json["orders"]
    assert limit_body == {
        "id": "batchorder001", "time": NOW, "symbol": MARKET_ID, "orderPrice": "9501", "orderQty": "0.1",
        "orderType": "limit", "side": "buy", "respInst": "ACK",
    }  # fmt: skip
    assert (market_body["orderType"], market_body["respInst"], market_body["execInst"]) == (
        "market", "ACK", "ReduceOnly",
    )  # fmt: skip
    assert sent.headers["x-auth-timestamp"] == str(NOW) == str(market_body["time"])
    first, second = orders
    assert first["id"] == order_id(NOW, UID, "batchorder001")
    assert (first["clientOrderId"], first["status"], first["price"], first["amount"]) == (
        "batchorder001", "open", 9501, 0.1,
    )  # fmt: skip
    assert first["info"]["timestamp"] == NOW + 33
    assert (second["type"], second["side"], second["reduceOnly"]) == ("market", "sell", True)


async def test_the_published_batch(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    asked = [
        wanted(number, params={"clientOrderId": f"sampleRequestId{number}"}, type=kind, price=price)
        for number, kind, price in ((1, "limit", 34000), (2, "market", None))
    ]
    orders = await face.call("create_orders", asked)
    assert [order["id"] for order in orders] == [
        "a177c2a8cfe1U0123456789eqntvwWsy", "a177c2a8cfe1U0123456789equestId2",
    ]  # fmt: skip
    assert [order["status"] for order in orders] == ["open", "open"]


async def test_longer_lists_are_split(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue({f"POST {BATCH}": accept}))
    orders = await face.call("create_orders", [wanted(number) for number in range(23)])
    assert [len(sent.json["orders"]) for sent in requests_to(face.sent, BATCH)] == [10, 10, 3]
    assert [order["clientOrderId"] for order in orders] == [f"batchorder{n:03d}" for n in range(23)]
    assert len({order["id"] for order in orders}) == 23


async def test_a_refused_batch_is_reported_order_by_order(stub: Callable[..., Face]) -> None:
    def answer(sent: Sent) -> Any:
        ids = [item["id"] for item in sent.json["orders"]]
        return refuse(sent, {"batchorder011": 320008}) if "batchorder011" in ids else accept(sent)

    face = stub("ascendex", venue({f"POST {BATCH}": answer}))
    orders = await face.call("create_orders", [wanted(number) for number in range(12)])
    assert [order["status"] for order in orders] == ["open"] * 10 + ["rejected"] * 2
    innocent, culprit = orders[10:]
    assert (innocent["info"]["code"], culprit["info"]["code"]) == (300013, 320008)
    assert (culprit["id"], culprit["clientOrderId"], culprit["filled"], culprit["amount"]) == (
        None, "batchorder011", 0, 0.1,
    )  # fmt: skip


async def test_other_errors_of_a_batch_are_raised_and_name_what_was_placed(stub: Callable[..., Face]) -> None:
    def answer(sent: Sent) -> Any:
        placed = len(requests_to(face.sent, BATCH)) == 1
        return accept(sent) if placed else {"code": 200014, "reason": "RESTRICTED_ACCOUNT", "message": "no"}

    face = stub("ascendex", venue({f"POST {BATCH}": answer}))
    with pytest.raises(ccxt.PermissionDenied, match=str(order_id(NOW, UID, "batchorder004"))):
        await face.call("create_orders", [wanted(number) for number in range(12)])
    face.sent.clear()
    face.sent.append(Sent(f"https://x/0/api/pro/{BATCH}", "POST", {}, None))
    with pytest.raises(ccxt.PermissionDenied) as caught:
        await face.call("create_orders", [wanted(1)])
    assert "before" not in str(caught.value)


BAD_BATCHES: list[tuple[Any, type[ccxt.BaseError]]] = [
    ([], ccxt.ArgumentsRequired),
    (None, ccxt.ArgumentsRequired),
    (["rubbish"], ccxt.BadRequest),
    ([wanted(1), wanted(2, amount=-1)], ccxt.InvalidOrder),
    ([wanted(1), wanted(2, symbol=None)], ccxt.ArgumentsRequired),
    ([wanted(1), wanted(2, params={"respInst": "DONE"})], ccxt.InvalidOrder),
    ([wanted(1), wanted(2, params={"trailingAmount": 9000})], ccxt.NotSupported),
    ([wanted(1), wanted(2, params={"clientOrderId": "a" * 33})], ccxt.InvalidOrder),
    ([wanted(1), wanted(1)], ccxt.InvalidOrder),
    ([wanted(1), wanted(2, params={"clientOrderId": "other-batchorder001"[6:]})], ccxt.InvalidOrder),
    ([*(wanted(number) for number in range(11)), wanted(12, type="stop")], ccxt.InvalidOrder),
]


@pytest.mark.parametrize(("orders", "exception"), BAD_BATCHES)
async def test_nothing_of_a_bad_list_is_sent(
    stub: Callable[..., Face], orders: Any, exception: type[ccxt.BaseError]
) -> None:
    face = stub("ascendex", venue({f"POST {BATCH}": accept}))
    with pytest.raises(exception):
        await face.call("create_orders", orders)
    assert not requests_to(face.sent, BATCH)


# cancelling --------------------------------------------------------------------------------------


async def test_cancelling_several(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue({f"DELETE {BATCH}": accept}))
    ids = [f"order{number:02d}" for number in range(12)]
    orders = await face.call("cancel_orders", [*ids, "order00"], SYMBOL, Frozen({}))
    first, second = requests_to(face.sent, BATCH)
    assert first.method == "DELETE"
    assert [len(sent.json["orders"]) for sent in (first, second)] == [10, 2]
    (item, *_) = first.json["orders"]
    assert (item.pop("orderId"), item.pop("time"), item.pop("symbol")) == ("order00", NOW, MARKET_ID)
    assert set(item) == {"id"}
    assert [order["id"] for order in orders] == ids
    assert {order["status"] for order in orders} == {None}
    assert orders[0]["info"]["timestamp"] == NOW + 33


async def test_one_finished_order_does_not_save_the_others(stub: Callable[..., Face]) -> None:
    gone = {"order01": 300006, "order03": 300006}

    def answer(sent: Sent) -> Any:
        asked = {item["orderId"] for item in sent.json["orders"]}
        return refuse(sent, gone, "orderId") if asked & set(gone) else accept(sent)

    face = stub("ascendex", venue({f"DELETE {BATCH}": answer}))
    orders = await face.call("cancel_orders", [f"order{number:02d}" for number in range(5)], SYMBOL)
    tries = [[item["orderId"] for item in sent.json["orders"]] for sent in requests_to(face.sent, BATCH)]
    assert tries == [[f"order{number:02d}" for number in range(5)], ["order00", "order02", "order04"]]
    assert [order["info"].get("code") for order in orders] == [None, 300006, None, 300006, None]


async def test_cancelling_when_all_are_finished(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue({f"DELETE {BATCH}": lambda sent: refuse(sent, {"a": 300006}, "orderId")}))
    (order,) = await face.call("cancel_orders", ["a"], SYMBOL)
    assert (order["id"], order["status"], order["info"]["code"]) == ("a", None, 300006)
    assert len(requests_to(face.sent, BATCH)) == 1


@pytest.mark.parametrize("reply", [
    {"code": 300013, "reason": "INVALID_BATCH_ORDER", "message": "no", "info": []},
    {"code": 300013, "reason": "INVALID_BATCH_ORDER", "message": "no", "info": "rubbish"},
    {"code": 100101, "reason": "UNKNOWN_ERROR", "message": "no"},
])  # fmt: skip
async def test_a_refusal_without_reasons_is_raised(stub: Callable[..., Face], reply: Any) -> None:
    face = stub("ascendex", venue({f"DELETE {BATCH}": reply, f"POST {BATCH}": reply}))
    with pytest.raises(ccxt.ExchangeError):
        await face.call("cancel_orders", ["a", "b"], SYMBOL)
    with pytest.raises(ccxt.ExchangeError):
        await face.call("create_orders", [wanted(1)])
    assert len(requests_to(face.sent, BATCH)) == 2


async def test_cancelling_by_client_ids_and_for_several_markets(stub: Callable[..., Face]) -> None:
    row = sample("List open orders")["data"][0]
    known = str(order_id(NOW - 5000, UID, "batchorder001"))
    elsewhere = str(order_id(NOW - 5000, UID, "batchorder002"))
    listed = [{**row, "orderId": known}, {**row, "orderId": elsewhere, "symbol": "ETH-PERP"}]
    face = stub(
        "ascendex",
        venue({f"DELETE {BATCH}": accept, "GET v2/futures/contract": contracts(), "GET v2/futures/order/open": {"code": 0, "data": listed}}),
    )  # fmt: skip
    found, missing = await face.call(
        "cancel_orders_with_client_order_ids", ["batchorder001", "batchorder002"], SYMBOL
    )
    assert (found["id"], found["clientOrderId"]) == (known, "batchorder001")
    assert (missing["id"], missing["clientOrderId"], missing["status"]) == (None, "batchorder002", None)
    assert (missing["info"]["reason"], found["info"].get("reason")) == ("NOT_OPEN", None)
    assert [item["orderId"] for item in face.sent[-1].json["orders"]] == [known]
    several = [
        {"id": "x", "symbol": SYMBOL},
        {"clientOrderId": "batchorder002", "symbol": "ETH/USDT:USDT"},
    ]
    orders = await face.call("cancel_orders_for_symbols", several, Frozen({}))
    assert [(item["orderId"], item["symbol"]) for item in face.sent[-1].json["orders"]] == [
        ("x", MARKET_ID), (elsewhere, "ETH-PERP"),
    ]  # fmt: skip
    assert [order["symbol"] for order in orders] == [SYMBOL, "ETH/USDT:USDT"]


async def test_client_ids_that_no_open_order_has_are_told(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue({f"DELETE {BATCH}": accept}))
    named = [{"clientOrderId": f"batchorder00{n}", "symbol": SYMBOL} for n in (1, 2)]
    orders = await face.call("cancel_orders_for_symbols", named)
    assert not requests_to(face.sent, BATCH)
    assert [order["clientOrderId"] for order in orders] == ["batchorder001", "batchorder002"]
    for order in orders:
        assert "no open order has this clientOrderId" in order["info"]["message"]
    assert orders[0]["info"] is not orders[1]["info"]


@pytest.mark.parametrize(
    ("name", "args", "exception"),
    [
        ("cancel_orders", ([], SYMBOL), ccxt.ArgumentsRequired),
        ("cancel_orders", (None, SYMBOL), ccxt.ArgumentsRequired),
        ("cancel_orders", (["a"],), ccxt.ArgumentsRequired),
        ("cancel_orders", ([""], SYMBOL), ccxt.ArgumentsRequired),
        ("cancel_orders_with_client_order_ids", (["short"], SYMBOL), ccxt.NotSupported),
        ("cancel_orders_for_symbols", ([{"id": "a"}],), ccxt.ArgumentsRequired),
        ("cancel_orders_for_symbols", ([],), ccxt.ArgumentsRequired),
    ],
)
async def test_cancels_that_name_nothing(
    stub: Callable[..., Face], name: str, args: tuple[Any, ...], exception: type[ccxt.BaseError]
) -> None:
    face = stub("ascendex", venue())
    with pytest.raises(exception):
        await face.call(name, *args)
    assert not requests_to(face.sent, BATCH)


async def test_several_orders_by_id(stub: Callable[..., Face]) -> None:
    row = sample("Query order by ID")["data"]

    def answer(sent: Sent) -> Any:
        asked = [one for one in sent.query["orderId"].split(",") if one and one != "gone"]
        return {"code": 0, "data": [{**row, "orderId": one} for one in asked]}

    face = stub("ascendex", venue({"GET v2/futures/order/status": answer}))
    ids = [f"order{number:02d}" for number in range(60)]
    orders = await face.call("fetch_orders", SYMBOL, None, None, Frozen({"orderIds": [*ids, "gone"]}))
    assert sorted(order["id"] for order in orders) == ids
    queries = requests_to(face.sent, "v2/futures/order/status")
    assert [len(sent.query["orderId"].strip(",").split(",")) for sent in queries] == [50, 11]
    (one,) = await face.call("fetch_orders", None, None, None, {"orderIds": ["alone"]})
    assert (one["id"], face.sent[-1].query) == ("alone", {"orderId": "alone,"})
    for rubbish in ([], "alone", [1], [""]):
        with pytest.raises(ccxt.BadRequest):
            await face.call("fetch_orders", None, None, None, {"orderIds": rubbish})


# closed positions --------------------------------------------------------------------------------


def held(position: str, side: str) -> Any:
    reply = sample("Position")
    reply["data"]["contracts"][0].update({"position": position, "side": side, "markPrice": "20000"})
    return venue({"GET v2/futures/position": reply, "POST v2/futures/order": {"code": 0, "data": {}},
                  "DELETE v2/futures/position/all": {"code": 0}})  # fmt: skip


@pytest.mark.parametrize(
    ("position", "held_side", "order_side", "names"),
    [("0.5", "LONG", "sell", (None, "long", "sell")), ("-2", "SHORT", "buy", (None, "short", "BUY"))],
)
async def test_closing_a_position(
    stub: Callable[..., Face], position: str, held_side: str, order_side: str, names: tuple[Any, ...]
) -> None:
    face = stub("ascendex", held(position, held_side))
    for name in names:
        await face.call("close_position", SYMBOL, name, Frozen({}))
        body = face.sent[-1].json
        assert (body["orderType"], body["side"], body["execInst"]) == ("market", order_side, "ReduceOnly")
        assert body["orderQty"] == position.removeprefix("-")
    opposite = "sell" if order_side == "buy" else "buy"
    with pytest.raises(ccxt.InvalidOrder):
        await face.call("close_position", SYMBOL, opposite)
    assert actions(face) == ["POST"] * len(names)


async def test_a_flat_position_cannot_be_closed(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", held("0", "NULL_VAL"))
    with pytest.raises(ccxt.InvalidOrder):
        await face.call("close_position", SYMBOL)
    assert await face.call("close_all_positions") == []
    assert not [sent for sent in face.sent if sent.method != "GET"]


async def test_closing_all_positions(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", held("0.5", "LONG"))
    (position,) = await face.call("close_all_positions", Frozen({"cancelOpen": True, "symbol": SYMBOL}))
    assert (position["symbol"], position["contracts"]) == (SYMBOL, 0.5)
    assert (face.sent[-1].method, face.sent[-1].path) == ("DELETE", "/0/api/pro/v2/futures/position/all")
    assert face.sent[-1].json == {"symbol": MARKET_ID, "cancelOpen": True}
    await face.call("close_all_positions")
    assert face.sent[-1].body is None
