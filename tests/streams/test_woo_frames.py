"""The published frames of WOO's legacy sockets, as they read. https://docs.woox.io/#websocket-api-v2"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from ascendex_woo_adapters import pro
from ascendex_woo_adapters.venues.woo.streams import v1


@pytest.fixture
async def woo() -> AsyncIterator[Any]:
    exchange = pro.woo({"options": {"generation": "v1"}})
    exchange.timeout_on_exit = 0
    yield exchange
    await exchange.close()


def test_a_book_update() -> None:
    frame = {
        "topic": "SPOT_BTC_USDT@orderbookupdate",
        "ts": 1618826337580,
        "data": {
            "symbol": "SPOT_BTC_USDT",
            "prevTs": 1618826337380,
            "asks": [[56749.15, 3.92864], [56749.8, 0]],
            "bids": [[56745.2, 1.03895025], [56744.6, 1.0807]],
        },
    }
    *numbers, _, asks = v1.delta(frame)
    assert numbers == [1618826337380, 1618826337580, 1618826337580]
    assert asks[1] == [56749.8, 0]


async def test_a_trade(woo: Any) -> None:
    row = {"symbol": "SPOT_ADA_USDT", "price": 1.27988, "size": 300, "side": "BUY", "source": 0}
    trade = woo.parse_ws_trade({**row, "timestamp": 1618820361552})
    assert (trade["price"], trade["amount"], trade["side"]) == (1.27988, 300.0, "buy")
    assert trade["cost"] == 383.964
    assert trade["datetime"] == "2021-04-19T08:19:21.552Z"


async def test_a_candle(woo: Any) -> None:
    row = {
        "symbol": "SPOT_BTC_USDT",
        "type": "1m",
        "open": 56948.97,
        "close": 56891.76,
        "high": 56948.97,
        "low": 56889.06,
        "volume": 44.00947568,
        "amount": 2504584.9,
        "startTime": 1618822380000,
        "endTime": 1618822440000,
    }
    assert woo.parse_ws_ohlcv(row) == [1618822380000, 56948.97, 56948.97, 56889.06, 56891.76, 44.00947568]


EXECUTION = {
    "msgType": 0,
    "symbol": "SPOT_BTC_USDT",
    "clientOrderId": 0,
    "orderId": 54774393,
    "type": "MARKET",
    "side": "BUY",
    "quantity": 0.0,
    "price": 0.0,
    "tradeId": 56201985,
    "executedPrice": 23534.06,
    "executedQuantity": 0.00040791,
    "fee": 2.1e-7,
    "feeAsset": "BTC",
    "totalExecutedQuantity": 0.00040791,
    "avgPrice": 23534.06,
    "status": "FILLED",
    "reason": "",
    "orderTag": "default",
    "totalFee": 2.1e-7,
    "feeCurrency": "BTC",
    "totalRebate": 0,
    "rebateCurrency": "USDT",
    "visible": 0.0,
    "timestamp": 1675406261689,
    "reduceOnly": False,
    "maker": False,
    "leverage": 10,
    "marginMode": "CROSS",
}


async def test_an_execution_report_tells_an_order_and_a_fill(woo: Any) -> None:
    order = woo.parse_ws_order(EXECUTION)
    assert (order["id"], order["clientOrderId"], order["status"]) == ("54774393", None, "closed")
    assert (order["filled"], order["average"], order["amount"]) == (0.00040791, 23534.06, 0.00040791)
    assert order["fee"] == {"cost": 2.1e-7, "currency": "BTC"}
    fill = woo.parse_ws_order_trade(EXECUTION)
    assert (fill["id"], fill["order"], fill["takerOrMaker"]) == ("56201985", "54774393", "taker")
    assert (fill["price"], fill["amount"]) == (23534.06, 0.00040791)
    assert fill["fee"] == {"cost": 2.1e-7, "currency": "BTC"}
    assert v1.has_fill(EXECUTION)
    assert not v1.has_fill({**EXECUTION, "tradeId": 0, "executedQuantity": 0})


def test_refused_edits_and_cancels_tell_of_no_order() -> None:
    assert v1.is_report(EXECUTION)
    for kind in (1, 2, 3):
        assert not v1.is_report({"msgType": kind, "symbol": "SPOT_BTC_USDT", "reason": ""})


def algo_row(**told: Any) -> dict[str, Any]:
    row = {"symbol": "SPOT_BAL_USDT", "rootAlgoOrderId": 345181, "clientOrderId": 0, "side": "BUY"}
    sizes = {"quantity": 0, "price": 0, "totalExecutedQuantity": 0, "averageExecutedPrice": 0, "totalFee": 0}
    state = {"feeAsset": "", "timestamp": 1667978011900, "rootAlgoStatus": "NEW", "algoStatus": "NEW"}
    return {**row, **sizes, **state, **told}


async def test_a_bracket_is_one_order_with_its_legs(woo: Any) -> None:
    (order,) = v1.algo_orders(
        woo,
        [
            algo_row(parentAlgoOrderId=0, algoOrderId=345181, algoType="BRACKET", side="SELL", quantity=1,
                     price=69, type="LIMIT"),
            algo_row(parentAlgoOrderId=345181, algoOrderId=345182, algoType="POSITIONAL_TP_SL"),
            algo_row(parentAlgoOrderId=345182, algoOrderId=345183, algoType="TAKE_PROFIT", triggerPrice=50,
                     type="CLOSE_POSITION"),
            algo_row(parentAlgoOrderId=345182, algoOrderId=345184, algoType="STOP_LOSS", triggerPrice=75,
                     type="CLOSE_POSITION"),
        ],
    )  # fmt: skip
    assert (order["id"], order["side"], order["type"], order["price"]) == ("345181", "sell", "limit", 69.0)
    assert (order["takeProfitPrice"], order["stopLossPrice"]) == (50.0, 75.0)
    assert (order["status"], order["timestamp"]) == ("open", 1667978011900)


async def test_balances(woo: Any) -> None:
    row = {"holding": 0, "frozen": 0, "interest": 0, "version": 0, "vault": 309.8, "timestamp": 1618757713353}
    held = {"BTC": row, "ETH": {**row, "holding": 2.5, "frozen": 0.5}}
    told = v1.balances(woo, {"data": {"balances": held}})
    assert told == {"BTC": {"total": "0", "used": "0"}, "ETH": {"total": "2.5", "used": "0.5"}}


HELD = {
    "holding": 1,
    "averageOpenPrice": 71.53,
    "markPrice": 71.32098452065145,
    "openingTime": 1705292304267,
    "positionSide": "BOTH",
}


@pytest.mark.parametrize(
    "listed",
    [
        {"PERP_LTC_USDT": HELD},
        [{"PERP_LTC_USDT": HELD}, {"PERP_LTC_USDT": {"leverage": 10, "marginMode": "CROSS"}}],
    ],
)
async def test_positions_in_both_published_forms(woo: Any, listed: Any) -> None:
    (position,) = v1.positions(woo, {"ts": 1705292345255, "data": {"positions": listed}})
    assert (position["side"], position["contracts"], position["entryPrice"]) == ("long", 1.0, 71.53)
    assert position["timestamp"] == 1705292345255
