"""Orders and algo orders through WOO's generation V3, over raw HTTP."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from ascendex_woo_adapters.simulator import ManualClock, Simulator

from .test_woo_v3 import SAMPLES, differ
from .woo_client import MINUTE, PERP, SPOT
from .woo_v3_client import Trader

GONE = (400, -1006, None)
ORDER, ORDERS, ALGO, ALGOS = (f"/v3/trade/{name}" for name in ("order", "orders", "algoOrder", "algoOrders"))
HISTORY = "/v3/trade/transactionHistory"


def differences(method: str, path: str, reply: Any) -> list[str]:
    """From the published sample of a reply."""
    sample = next(s for s in SAMPLES if (s["method"], s["path"], s["variant"]) == (method, path, None))
    return list(differ(json.loads(sample["response"]), reply, "", set()))


# Both generations are one venue.


def test_orders_of_one_generation_are_seen_by_the_other(trader: Trader) -> None:
    old = trader.order(client_order_id="5", order_price=trader.far(), order_quantity="1")["order_id"]
    new = trader.place(price=trader.far(), quantity="2", clientOrderId=6)
    assert [row["orderId"] for row in trader.get(ORDERS)["data"]["rows"]] == [new, old]
    assert [row["order_id"] for row in trader.get("/v1/orders")["rows"]] == [new, old]
    assert trader.look(old)["clientOrderId"] == 5
    assert trader.get("/v1/client/order/6")["order_id"] == new
    trader.delete(ORDER, orderId=old, symbol=PERP)
    trader.form("DELETE", "/v1/order", order_id=new, symbol=PERP)
    assert {row["status"] for row in trader.get(ORDERS)["data"]["rows"]} == {"CANCELLED"}


def test_algo_orders_of_one_generation_are_seen_by_the_other(trader: Trader) -> None:
    old = trader.algo("STOP", side="SELL", type="MARKET", quantity="1", triggerPrice="3000")["STOP"]
    new = trader.trail()["data"]["rows"][0]["orderId"]
    assert [row["algoOrderId"] for row in trader.get(ALGOS)["data"]["rows"]] == [new, old]
    assert trader.algo_row(new)["algoType"] == "TRAILING_STOP"
    trader.delete(ALGO, algoOrderId=old)
    assert trader.algo_row(old)["algoStatus"] == "CANCELLED"


def test_positions_and_balances_agree(trader: Trader) -> None:
    trader.place(kind="MARKET", quantity="2", side="SELL")
    old = trader.get("/v3/positions")["data"]["positions"][0]
    new = trader.get("/v3/futures/positions", symbol=PERP)["data"]["positions"][0]
    assert (new["holding"], old["holding"]) == ("-2", -2)
    assert Decimal(new["averageOpenPrice"]) == Decimal(str(old["averageOpenPrice"]))
    assert new["timestamp"] == old["timestamp"] * 1000
    assert trader.get("/v3/futures/positions", symbol="PERP_BTC_USDT")["data"]["positions"] == []
    held = trader.get("/v3/asset/balances", token="USDT")["data"]["holding"]
    assert [(row["token"], float(row["holding"])) for row in held] == [
        ("USDT", trader.get("/v3/balances", token="USDT")["data"]["holding"][0]["holding"])
    ]


# Orders.


@pytest.mark.parametrize("documented", [False, True])
def test_a_placed_order_is_only_acknowledged(documented: bool, trader: Trader) -> None:
    trader.sim.woo.documented_rows = documented
    body = {"symbol": SPOT, "side": "BUY", "type": "LIMIT", "price": trader.far(SPOT), "quantity": "0.5"}
    reply = trader.post(ORDER, **body)
    assert "status" not in reply["data"]
    assert reply["data"]["clientOrderId"] == 0
    if documented:
        assert (reply["data"]["quantity"], reply["data"]["amount"]) == ("0.5", None)
    else:
        assert differences("POST", ORDER, reply) == []
    edited = trader.put(ORDER, orderId=reply["data"]["orderId"], quantity="0.6")
    assert differences("PUT", ORDER, edited) == []
    gone = trader.delete(ORDER, orderId=reply["data"]["orderId"], symbol=SPOT)
    assert differences("DELETE", ORDER, gone) == []
    assert trader.look(reply["data"]["orderId"])["status"] == "CANCELLED"


def test_both_forms_of_a_row_say_the_same(trader: Trader, clock: ManualClock) -> None:
    number = trader.place(kind="MARKET", quantity="1")
    captured, fill = trader.look(number), trader.get(HISTORY)["data"]["rows"][0]
    trader.sim.woo.documented_rows = True
    written, written_fill = trader.look(number), trader.get(HISTORY)["data"]["rows"][0]
    assert captured["createdTime"] == f"{clock.now() // 1000}.000"
    assert (written["createdTime"], written["amount"], captured["amount"]) == (clock.now(), "null", None)
    for name in ("quantity", "executed", "averageExecutedPrice", "totalFee"):
        assert written[name] == f"{captured[name]}"
    assert (captured["rebateAsset"], written["rebateCurrency"]) == ("USDT", "USDT")
    assert written_fill["executedPrice"] == f"{fill['executedPrice']}"
    assert (written_fill["executedTimestamp"], written_fill["isMatchRpi"]) == (clock.now(), False)
    assert fill["executedTimestamp"] == captured["createdTime"]


def test_market_orders_by_amount_are_for_spot(trader: Trader) -> None:
    number = trader.place(SPOT, kind="MARKET", amount="500")
    row = trader.look(number)
    assert (row["status"], row["amount"], row["quantity"]) == ("FILLED", 500, None)
    assert 490 < row["executed"] * row["averageExecutedPrice"] <= 500
    assert trader.bad_place(kind="MARKET", amount="500")[0] == -1005
    assert trader.bad_place(SPOT, kind="LIMIT", price="3000", amount="500")[0] == -1005
    assert trader.bad_place(SPOT, kind="MARKET", amount="500", quantity="1")[0] == -1005
    assert trader.bad_place(SPOT, kind="MARKET")[0] == -1005


def test_ask_and_bid_rest_at_a_level_of_the_book(trader: Trader) -> None:
    book = trader.get("/v3/public/orderbook", symbol=SPOT, maxLevel=5)["data"]
    for level in (1, 4):
        number = trader.place(SPOT, side="SELL", kind="ASK", quantity="0.1", bidAskLevel=level)
        assert trader.look(number)["price"] == float(book["asks"][level - 1]["price"])
        assert trader.look(number)["bidAskLevel"] == level
        trader.delete(ORDER, orderId=number, symbol=SPOT)
    number = trader.place(SPOT, kind="BID", amount="200", bidAskLevel=3)
    row = trader.look(number)
    assert (row["status"], row["price"]) == ("NEW", float(book["bids"][2]["price"]))
    assert 195 < row["price"] * row["quantity"] <= 200
    assert trader.bad_place(SPOT, kind="BID", amount="200", bidAskLevel=6)[0] == -1005


def test_post_only_rejects_or_moves(trader: Trader) -> None:
    ask = trader.quote()[1]
    taking = {"kind": "POST_ONLY", "price": str(ask + 1), "quantity": "1"}
    assert trader.look(trader.place(**taking))["status"] == "REJECTED"
    moved = trader.look(trader.place(**taking, postOnlyAdjusted=True))
    assert (moved["status"], Decimal(str(moved["price"]))) == ("NEW", ask - Decimal("0.01"))


def test_client_ids_are_unique_among_open_orders(trader: Trader) -> None:
    first = trader.place(price=trader.far(), quantity="1", clientOrderId=9)
    assert trader.bad_place(price=trader.far(), quantity="1", clientOrderId=9)[0] == -1007
    trader.delete(ORDER, clientOrderId=9, symbol=PERP)
    second = trader.place(price=trader.far(), quantity="1", clientOrderId=9)
    assert trader.get(ORDER, clientOrderId=9)["data"]["orderId"] == second
    assert trader.get(ORDER, orderId=first, clientOrderId=9)["data"]["orderId"] == first
    largest = 2**63 - 1
    number = trader.place(price=trader.far(), quantity="1", clientOrderId=largest)
    assert trader.look(number)["clientOrderId"] == largest
    assert trader.bad_place(price=trader.far(), quantity="1", clientOrderId=2**63)[0] == -1005
    assert trader.bad_place(price=trader.far(), quantity="1", clientOrderId="abc")[0] == -1005


def test_refusals_have_codes_and_finer_numbers(trader: Trader) -> None:
    far = trader.far()
    assert trader.bad_place("PERP_NOPE_USDT", price="1", quantity="1") == (-1005, 317155)
    assert trader.bad_place("SPOT_FTT_USDT", price="3", quantity="10") == (-1006, 317157)
    assert trader.bad_place("PERP_LUNA_USDT", price="0.4", quantity="100") == (-1006, 317158)
    assert trader.bad_place(price=f"{far}1", quantity="1") == (-1103, None)
    assert trader.bad_place(price=far, quantity="0.0001") == (-1104, None)
    assert trader.bad_place(price=far, quantity="4000") == (-1101, None)
    assert trader.bad_place(price=str(trader.quote()[1] * 2 // 1), quantity="1") == (-1105, None)
    assert trader.bad_place(kind="RPI", price=far, quantity="1") == (-1012, None)
    assert trader.bad_place(SPOT, price=far, quantity="1", marginMode="ISOLATED") == (-1005, None)
    assert trader.bad_place(price=far, quantity="1", orderTag="x" * 65) == (-1005, None)
    assert trader.bad_place(kind="MARKET", quantity="1", positionSide="LONG") == (-1005, None)
    assert trader.error("GET", ORDER, query={"orderId": 1}) == (400, -1006, 317184)
    assert trader.error("PUT", ORDER, body={"orderId": 1, "price": "5"}) == (400, -1006, 317184)


def test_a_spot_account_needs_an_amount_to_buy_at_market(sim: Simulator) -> None:
    second = Trader(sim, "second")
    second.post("/v3/account/tradingMode", tradingMode="PURE_SPOT")
    assert second.get("/v3/account/info")["data"]["accountMode"] == "PURE_SPOT"
    assert second.bad_place(SPOT, kind="MARKET", quantity="1") == (-1012, None)
    second.place(SPOT, kind="MARKET", amount="100")


def test_cancelling_names_the_symbol_and_comes_too_late_once(trader: Trader) -> None:
    number = trader.place(price=trader.far(), quantity="1")
    assert trader.error("DELETE", ORDER, query={"orderId": number}) == (400, -1005, 90000)
    assert trader.error("DELETE", ORDER, query={"orderId": number, "symbol": SPOT}) == GONE
    assert trader.error("DELETE", ORDER, body={"orderId": number, "symbol": PERP}) == (400, -1005, 90000)
    trader.delete(ORDER, orderId=number, symbol=PERP)
    assert trader.error("DELETE", ORDER, query={"orderId": number, "symbol": PERP}) == GONE


def test_cancelling_orders_of_a_symbol_of_all_and_with_algo_orders(trader: Trader) -> None:
    def open_orders() -> int:
        return int(trader.get(ORDERS, status="INCOMPLETE")["data"]["meta"]["total"])

    for symbol in (PERP, SPOT, "SPOT_BTC_USDT"):
        trader.place(symbol, price=trader.far(symbol), quantity="0.1")
    trader.trail()
    assert differences("DELETE", ORDERS, trader.delete(ORDERS, symbol=PERP)) == []
    assert open_orders() == 2
    trader.delete(ORDERS)
    assert open_orders() == 0
    assert trader.get(ALGOS, status="INCOMPLETE")["data"]["meta"]["total"] == 1
    trader.place(price=trader.far(), quantity="1")
    trader.delete("/v3/trade/allOrders", symbol=PERP, side="SELL")
    assert open_orders() == 1
    assert trader.get(ALGOS, status="INCOMPLETE")["data"]["meta"]["total"] == 0
    trader.delete("/v3/trade/allOrders")
    assert open_orders() == 0


def test_orders_are_listed_by_filter_and_page(trader: Trader, clock: ManualClock) -> None:
    begin = clock.now()
    numbers = []
    for place in range(5):
        numbers.append(trader.place(price=trader.far(), quantity="1", orderTag=f"tag{place % 2}"))
        clock.advance(1000)
    filled = trader.place(SPOT, kind="MARKET", quantity="1", side="SELL")

    def found(**query: Any) -> list[int]:
        return [row["orderId"] for row in trader.get(ORDERS, **query)["data"]["rows"]]

    assert found() == [filled, *numbers[::-1]]
    assert found(symbol=PERP, size=2, page=2) == [numbers[2], numbers[1]]
    assert found(orderTag="tag1") == [numbers[3], numbers[1]]
    assert found(status="COMPLETED") == found(type="MARKET") == found(side="SELL") == [filled]
    assert found(startTime=begin + 1000, endTime=begin + 2000) == [numbers[2], numbers[1]]
    assert found(positionSide="LONG") == []
    meta = trader.get(ORDERS, size=2, page=2)["data"]["meta"]
    assert meta == {"total": 6, "recordsPerPage": 2, "currentPage": 2}
    assert trader.error("GET", ORDERS, query={"size": 501})[1] == -1005


def test_hedge_mode_names_the_position_in_every_order(trader: Trader) -> None:
    reply = trader.put("/v3/futures/positionMode", positionMode="HEDGE_MODE")
    assert differences("PUT", "/v3/futures/positionMode", reply) == []
    assert trader.get("/v3/account/info")["data"]["positionMode"] == "HEDGE_MODE"
    assert trader.bad_place(kind="MARKET", quantity="1")[0] == -1005
    assert trader.bad_place(kind="MARKET", quantity="1", positionSide="BOTH")[0] == -1005
    trader.place(kind="MARKET", quantity="2", positionSide="LONG")
    trader.place(kind="MARKET", quantity="1", side="SELL", positionSide="LONG")
    trader.place(kind="MARKET", quantity="1", side="SELL", positionSide="SHORT")
    trader.place(SPOT, kind="MARKET", amount="100")
    rows = trader.get("/v3/futures/positions")["data"]["positions"]
    assert {row["positionSide"]: row["holding"] for row in rows} == {"LONG": "1", "SHORT": "-1"}
    sides = [row["side"] for row in trader.get(HISTORY)["data"]["rows"]]
    assert list(dict.fromkeys(sides)) == ["OPEN LONG", "CLOSE LONG", "OPEN SHORT", "BUY"]
    assert trader.error("PUT", "/v3/futures/positionMode", body={"positionMode": "ONE_WAY"})[1] == -1012


# Algo orders.


def test_algo_orders_fire_and_are_found_by_both_ids(trader: Trader, clock: ManualClock) -> None:
    bid = trader.quote()[0]
    trader.place(kind="MARKET", quantity="1")
    stop = {"symbol": PERP, "algoType": "STOP", "side": "SELL", "type": "MARKET", "quantity": "1"}
    trigger = str((bid * Decimal("0.9999")).quantize(Decimal("0.01")))
    trader.post(ALGO, **stop, triggerPrice=trigger, clientAlgoOrderId=4, reduceOnly=True)
    body = {**stop, "triggerPrice": trigger, "clientAlgoOrderId": 4}
    assert trader.error("POST", ALGO, body=body)[1] == -1007
    for _ in range(200):
        clock.advance(MINUTE)
        row = trader.get(ALGO, clientAlgoOrderId=4)["data"]
        if row["isTriggered"]:
            break
    assert (row["triggerStatus"], row["algoStatus"], row["totalExecutedQuantity"]) == ("SUCCESS", "FILLED", 1)
    assert float(row["triggerTime"]) > 0
    assert trader.get(ALGO, algoOrderId=row["algoOrderId"])["data"] == row
    assert trader.get(ALGOS, isTriggered="true")["data"]["rows"] == [row]
    assert trader.error("DELETE", ALGO, query={"clientAlgoOrderId": 4})[1] == -1006


def test_rows_of_a_new_algo_order(trader: Trader) -> None:
    price, trigger = trader.far(), str(round(trader.quote()[1] * 2))
    oco = {"symbol": PERP, "algoType": "OCO", "side": "BUY", "type": "LIMIT", "quantity": "1", "price": price}
    leg = {"side": "BUY", "algoType": "STOP", "triggerPrice": trigger, "type": "MARKET"}
    rows = trader.post(ALGO, **oco, childOrders=[leg])["data"]["rows"]
    assert [(row["algoType"], row["quantity"]) for row in rows] == [("OCO", 1)]
    trader.sim.woo.documented_rows = True
    legs = {"symbol": PERP, "algoType": "POSITIONAL_TP_SL", "childOrders": trader.legs(9000, 100)}
    reply = trader.post(ALGO, **legs)
    assert differences("POST", ALGO, reply) == []
    assert [row["algoType"] for row in reply["data"]["rows"]] == [
        "TAKE_PROFIT",
        "STOP_LOSS",
        "POSITIONAL_TP_SL",
    ]
    parent = trader.get(ALGOS, algoType="POSITIONAL_TP_SL")["data"]["rows"][0]
    assert [child["parentAlgoOrderId"] for child in parent["childOrders"]] == [parent["algoOrderId"]] * 2


def test_algo_orders_are_edited(trader: Trader) -> None:
    stop = {"symbol": PERP, "algoType": "STOP", "side": "SELL", "type": "LIMIT", "quantity": "1"}
    trader.post(ALGO, **stop, triggerPrice="3000", price="2990", clientAlgoOrderId=5)
    more = {
        "triggerPrice": "3001",
        "price": "2991",
        "visibleQuantity": "0.5",
        "triggerPriceType": "MARK_PRICE",
    }
    assert trader.put(ALGO, clientAlgoOrderId=5, **more)["data"] == {"status": "EDIT_SENT"}
    row = trader.get(ALGO, clientAlgoOrderId=5)["data"]
    assert (row["triggerPrice"], row["price"], row["visibleQuantity"]) == (3001, 2991, 0.5)
    assert row["triggerPriceType"] == "MARK_PRICE"
    trader.trail(clientAlgoOrderId=6)
    trader.put(ALGO, clientAlgoOrderId=6, callbackRate="0.05")
    assert trader.get(ALGO, clientAlgoOrderId=6)["data"]["callbackRate"] == 0.05
    assert (
        trader.error("PUT", ALGO, body={"clientAlgoOrderId": 6, "triggerPriceType": "MARK_PRICE"})[1] == -1005
    )
    assert trader.error("PUT", ALGO, body={"clientAlgoOrderId": 6}) == (400, -1005, 317162)
    assert trader.error("PUT", ALGO, body={"algoOrderId": 1, "price": "5"}) == (400, -1006, 317184)


def test_open_algo_orders_are_capped(trader: Trader) -> None:
    for _ in range(10):
        trader.take_profit()
    legs = trader.legs(9000, 100, type="LIMIT", price="5000")
    body = {"symbol": PERP, "algoType": "TP_SL", "quantity": "1", "childOrders": legs}
    assert trader.error("POST", ALGO, body=body)[1] == -1012
    for _ in range(90):
        trader.trail()
    assert trader.get(ALGOS, status="INCOMPLETE")["data"]["meta"]["total"] == 100
    stop = {"symbol": PERP, "algoType": "STOP", "side": "SELL", "type": "MARKET", "quantity": "1"}
    assert trader.error("POST", ALGO, body={**stop, "triggerPrice": "3000"})[1] == -1012
    trader.delete(ALGOS, symbol=PERP)
    trader.post(ALGO, **stop, triggerPrice="3000")
