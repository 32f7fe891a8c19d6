"""The published frames of WOO's V3 sockets, as they read.

https://developer.woox.io/api-reference/endpoint/websocket; those of trades, of mark prices and of funding
rates were published by others who had received them.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from ascendex_woo_adapters import pro
from ascendex_woo_adapters.common.streams.topics import Topic
from ascendex_woo_adapters.venues.woo.streams import v3
from tests.cassettes.streams import published

PUBLISHED = published.frames("woo-v3")


def _command(name: str, part: str) -> Any:
    """What is published of a command: its request, reply or error."""
    return json.loads(getattr(PUBLISHED[name], part))


_TOLD = [
    json.loads(frames.message) for name, frames in PUBLISHED.items() if frames.message and "/" not in name
]
#: Messages by the beginning of their topic, and commands.
FRAMES = {
    **{message["topic"].partition("@")[0]: message for message in _TOLD},
    "subscribe": _command("Subscribe", "request"),
    "subscribed": _command("Subscribe", "reply"),
    "refused": _command("Subscribe", "error"),
    "unsubscribe": _command("Unsubscribe", "request"),
    "unsubscribed": _command("Unsubscribe", "reply"),
    "ping": _command("Ping", "request"),
    "malformed": _command("Malformed frame", "error"),
}


@pytest.fixture
async def woo() -> AsyncIterator[Any]:
    exchange = pro.woo()
    exchange.timeout_on_exit = 0
    yield exchange
    await exchange.close()


def data(name: str) -> Any:
    return FRAMES[name]["data"]


def test_a_book_update() -> None:
    *numbers, _, asks = v3.delta(FRAMES["orderbookupdate"])
    assert numbers == [1618826337380, 1618826337570, 1618826337570]
    assert asks[1] == ["56749.8", "0"]
    previous, number, _, _, asks = v3.delta(FRAMES["orderbookupdaterpi"])
    assert (previous, number) == (1790137718338, 1790137719138)
    assert asks == [["87063", "4.32651"]]


async def test_a_trade(woo: Any) -> None:
    trade = woo.parse_ws_trade(v3.trade_row(FRAMES["trade"]))
    assert (trade["price"], trade["amount"], trade["side"]) == (42598.27, 300.0, "buy")
    assert trade["cost"] == 12779481.0
    assert trade["datetime"] == "2021-04-19T08:19:21.540Z"
    assert trade["info"] is data("trade")


async def test_a_ticker(woo: Any) -> None:
    ticker = v3.parse_ticker(woo, data("ticker"), FRAMES["ticker"]["ts"])
    assert {name: ticker[name] for name in ("open", "high", "low", "last")} == {
        "open": 0.16112,
        "high": 0.33,
        "low": 0.14251,
        "last": 0.32206,
    }
    assert (ticker["baseVolume"], ticker["quoteVolume"]) == (89040821.98, 22493062.21)
    assert ticker["timestamp"] == 1614152260000


async def test_best_bid_and_ask(woo: Any) -> None:
    best = v3.parse_bid_ask(woo, data("bbo"), FRAMES["bbo"]["ts"])
    assert (best["bid"], best["bidVolume"], best["ask"], best["askVolume"]) == (42598.1, 2.01, 42598.2, 1.05)


async def test_mark_price_and_funding_rate(woo: Any) -> None:
    mark = v3.parse_mark_price(woo, data("markprice"), FRAMES["markprice"]["ts"])
    assert (mark["markPrice"], mark["timestamp"]) == (87081.0, 1790137719004)
    rate = v3.parse_funding_rate(woo, data("estfundingrate"), FRAMES["estfundingrate"]["ts"])
    assert (rate["fundingRate"], rate["fundingTimestamp"]) == (0.00004326, 1790150400000)


async def test_a_candle(woo: Any) -> None:
    assert woo.parse_ws_ohlcv(data("kline")) == [
        1618822380000,
        56948.97,
        56948.97,
        56889.06,
        56891.76,
        44.00947568,
    ]


async def test_an_execution_report_tells_an_order_and_a_fill(woo: Any) -> None:
    row = data("executionreport")
    order = woo.parse_ws_order(row)
    assert (order["id"], order["clientOrderId"], order["status"]) == ("54774393", None, "closed")
    assert (order["filled"], order["average"], order["amount"]) == (1.0, 50000.0, 1.0)
    assert (order["type"], order["side"]) == ("market", "buy")
    assert order["fee"] == {"cost": 0.0001, "currency": "BTC"}
    fill = woo.parse_ws_order_trade(row)
    assert (fill["id"], fill["order"], fill["takerOrMaker"]) == ("56201985", "54774393", "taker")
    assert (fill["price"], fill["amount"]) == (50000.0, 1.0)
    assert fill["fee"] == {"cost": 0.0001, "currency": "BTC"}
    assert v3.has_fill(row)
    assert not v3.has_fill({**row, "tid": 0})


def test_refused_edits_and_cancels_tell_of_no_order() -> None:
    assert v3.is_report(data("executionreport"))
    for kind in (1, 2, 3):
        assert not v3.is_report({**data("executionreport"), "mt": kind})


async def test_an_algo_order_whose_published_row_breaks_off_before_its_time(woo: Any) -> None:
    (order,) = v3.algo_orders(woo, data("algoexecutionreport"))
    assert (order["id"], order["clientOrderId"], order["status"]) == ("345181", None, "open")
    assert (order["side"], order["type"], order["price"]) == ("sell", "limit", 50.0)
    assert (order["triggerPrice"], order["amount"], order["filled"]) == (100.0, 1.0, 1.0)
    assert order["timestamp"] is None


async def test_a_bracket_is_one_order_with_its_legs(woo: Any) -> None:
    (row,) = data("algoexecutionreport")
    bracket = {**row, "trp": "0", "tesx": "0", "ts": 1667978011900}
    legs = {**bracket, "paid": 345181, "aid": 345182, "at": "POSITIONAL_TP_SL", "t": "CLOSE_POSITION"}
    profit = {**legs, "paid": 345182, "aid": 345183, "at": "TAKE_PROFIT", "trp": "50"}
    loss = {**legs, "paid": 345182, "aid": 345184, "at": "STOP_LOSS", "trp": "75"}
    (order,) = v3.algo_orders(woo, [bracket, legs, profit, loss])
    assert (order["id"], order["timestamp"]) == ("345181", 1667978011900)
    assert (order["takeProfitPrice"], order["stopLossPrice"]) == (50.0, 75.0)


async def test_balances(woo: Any) -> None:
    assert v3.balances(woo, FRAMES["balance"]) == {"BTC": {"total": "100", "used": "0"}}


async def test_positions(woo: Any) -> None:
    (position,) = v3.positions(woo, FRAMES["position"])
    assert (position["side"], position["contracts"], position["markPrice"]) == ("long", 1.0, 50000.0)
    assert (position["marginMode"], position["leverage"], position["hedged"]) == ("isolated", 10.0, False)
    assert (position["positionMargin"], position["timestamp"]) == (1000.0, 1677814653001)


def test_replies() -> None:
    ex: Any = pro.woo
    asked = ["orderbookupdate@PERP_BTC_USDT@50", "orderbookupdate@PERP_ETH_USDT@50"]
    assert v3.granted(ex, FRAMES["subscribed"], asked) == (asked, None)
    one_less = {**FRAMES["subscribed"], "data": asked[:1]}
    granted, error = v3.granted(ex, one_less, asked)
    assert granted == asked[:1]
    assert "did not grant orderbookupdate@PERP_ETH_USDT@50" in str(error)
    granted, error = v3.granted(ex, FRAMES["refused"], asked)
    assert (granted, "Command type invalid!" in str(error)) == ([], True)
    assert v3.refusal(ex, FRAMES["unsubscribed"]) is None
    assert "Command type invalid!" in str(v3.refusal(ex, FRAMES["malformed"]))


def test_requests_are_those_published() -> None:
    topics = [v3.of_book(market, "", 50, False) for market in ("PERP_BTC_USDT", "PERP_ETH_USDT")]
    ((_, message, batch),) = v3.requests(topics, True, iter([1]))
    assert (message, batch) == (FRAMES["subscribe"], topics)
    rate = v3.of_market("funding", "PERP_BTC_USDT", "")
    ((_, message, _),) = v3.requests([rate], False, iter([2]))
    assert message == FRAMES["unsubscribe"]
    assert v3.ping(1790137731800) == FRAMES["ping"]


def test_no_message_has_more_than_ten_topics() -> None:
    topics = [Topic("trades", f"trade@{number}") for number in range(23)]
    batches = [batch for _, message, batch in v3.requests(topics, True, iter(range(9)))]
    assert [len(batch) for batch in batches] == [10, 10, 3]
    assert [topic for batch in batches for topic in batch] == topics
