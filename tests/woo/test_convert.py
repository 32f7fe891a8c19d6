"""Conversions by quote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ccxt
import pytest

from tests.support import NOW, Face, Frozen, Sent
from tests.woo.markets import market_data
from tests.woo.samples import answering, published

Stub = Callable[..., Face]


async def test_currencies(stub: Stub) -> None:
    face = stub("woo", answering(published("Get quote asset info")))
    currencies = await face.call("fetch_convert_currencies", Frozen())
    assert {code: one["precision"] for code, one in currencies.items()} == {"BTC": 0.0001, "ETH": 0.001}
    assert (currencies["BTC"]["id"], currencies["BTC"]["created"]) == ("BTC", 1575014248990)


async def test_what_is_converted_from_is_what_is_sold(stub: Stub) -> None:
    face = stub("woo", answering(published("Get quote (RFQ)")))
    quote = await face.call("fetch_convert_quote", "BTC", "USDT", 0.0445, Frozen())
    assert (face.sent[-1].path, face.sent[-1].query) == (
        "/v3/convert/rfq",
        {"sellToken": "BTC", "buyToken": "USDT", "sellQuantity": "0.0445"},
    )
    expected = {
        "id": "123123123", "fromCurrency": "ETH", "fromAmount": 0.0445, "toCurrency": "USDT", "toAmount": 33.45,
        "timestamp": None, "fee": None,
    }  # fmt: skip
    assert {key: quote[key] for key in expected} == expected
    assert quote["price"] == pytest.approx(33.45 / 0.0445)


@pytest.mark.parametrize("outcome", [1, 2, "1"])
async def test_accepting_a_quote(stub: Stub, outcome: Any) -> None:
    reply = {"success": True, "data": {"quoteId": 123123123, "counterPartyId": "", "rftAccepted": outcome}}
    face = stub("woo", answering(reply))
    trade = await face.call("create_convert_trade", "123123123", "BTC", "USDT", 0.0445, Frozen())
    assert (face.sent[-1].method, face.sent[-1].path) == ("POST", "/v3/convert/rft")
    assert face.sent[-1].json == {"quoteId": 123123123}
    expected = {
        "id": "123123123",
        "fromCurrency": "BTC",
        "toCurrency": "USDT",
        "fromAmount": None,
        "price": None,
    }
    assert {key: trade[key] for key in expected} == expected


@pytest.mark.parametrize(("outcome", "expected"), [(3, ccxt.OperationRejected), (9, ccxt.BadResponse)])
async def test_a_quote_that_is_not_executed(stub: Stub, outcome: int, expected: Any) -> None:
    face = stub("woo", answering({"success": True, "data": {"quoteId": 1, "rftAccepted": outcome}}))
    with pytest.raises(expected):
        await face.call("create_convert_trade", "1", "BTC", "USDT")


def trade(quote: int, sold: str, bought: str, seconds: int) -> dict[str, Any]:
    return {
        "quoteId": quote, "buyAsset": bought, "sellAsset": sold, "buyAmount": 10.0, "sellAmount": 0.5,
        "tradeStatus": 12, "createdTime": f"{seconds}.000",
    }  # fmt: skip


async def test_a_trade(stub: Stub) -> None:
    row = trade(12, "BTC", "USDT", 1_600_000_000)
    face = stub("woo", answering({"success": True, "data": row}))
    conversion = await face.call("fetch_convert_trade", "12", "BTC", Frozen())
    assert (face.sent[-1].path, face.sent[-1].query) == ("/v3/convert/trade", {"quoteId": "12"})
    assert conversion == {
        "info": row, "timestamp": 1_600_000_000_000, "datetime": "2020-09-13T12:26:40.000Z", "id": "12",
        "fromCurrency": "BTC", "fromAmount": 0.5, "toCurrency": "USDT", "toAmount": 10.0, "price": 20.0, "fee": None,
    }  # fmt: skip


@pytest.mark.parametrize("status", [200, 400])
async def test_an_unknown_trade_is_refused_without_a_code(stub: Stub, status: int) -> None:
    refusal = (status, '{"success": false, "message": "INTERNAL_ERROR", "data": null}')
    face = stub("woo", answering(refusal))
    with pytest.raises(ccxt.ExchangeError, match="INTERNAL_ERROR"):
        await face.call("fetch_convert_trade", "12")


async def test_the_history_of_trades(stub: Stub) -> None:
    rows = [
        trade(number, "BTC" if number % 2 else "ETH", "USDT" if number % 3 else "BTC", 1_600_000_000 + number)
        for number in range(6, 0, -1)
    ]

    def answer(sent: Sent) -> Any:
        public = market_data(sent)
        if public is not None:
            return public
        number = int(sent.query.get("page", 1))
        return {"success": True, "data": {"count": 6, "tradeVos": rows[2 * number - 2 : 2 * number]}}

    face = stub("woo", answer)
    window = Frozen(until=NOW, type="spot")
    every = await face.call("fetch_convert_trade_history", None, 1_600_000_000_000, None, window)
    assert [one["id"] for one in every] == ["1", "2", "3", "4", "5", "6"]
    begin = next(sent for sent in face.sent if sent.path == "/v3/convert/trades")
    assert begin.query == {"size": "500", "startTime": "1600000000000", "endTime": str(NOW)}
    newest = await face.call("fetch_convert_trade_history", None, None, 3)
    assert [one["id"] for one in newest] == ["4", "5", "6"]
    bitcoin = await face.call("fetch_convert_trade_history", "BTC")
    assert [one["id"] for one in bitcoin] == ["1", "3", "5", "6"]
    (last,) = await face.call("fetch_convert_trade_history", "BTC", None, 1)
    assert last["id"] == "6"


REFUSED: list[tuple[str, tuple[Any, ...], dict[str, Any], Any]] = [
    ("fetch_convert_quote", ("BTC", "USDT"), {}, ccxt.BadRequest),
    ("fetch_convert_quote", ("BTC", "USDT", 0), {}, ccxt.BadRequest),
    ("fetch_convert_quote", ("BTC", "BTC", 1), {}, ccxt.BadRequest),
    ("fetch_convert_quote", ("BTC", "NOPE", 1), {}, ccxt.ExchangeError),
    ("create_convert_trade", ("one", "BTC", "USDT"), {}, ccxt.BadRequest),
    ("create_convert_trade", (None, "BTC", "USDT"), {}, ccxt.BadRequest),
    ("create_convert_trade", ("1", "BTC", "NOPE"), {}, ccxt.ExchangeError),
    ("fetch_convert_trade", ("",), {}, ccxt.BadRequest),
    ("fetch_convert_trade_history", ("NOPE",), {}, ccxt.ExchangeError),
    ("fetch_convert_trade_history", (None, -1), {}, ccxt.BadRequest),
]


@pytest.mark.parametrize(("name", "args", "params", "expected"), REFUSED)
async def test_refused_before_sending(stub: Stub, name: str, args: Any, params: Any, expected: Any) -> None:
    face = stub("woo", answering({"success": True}))
    await face.call("load_markets")
    before = len(face.sent)
    with pytest.raises(expected):
        await face.call(name, *args, params=Frozen(params))
    assert len(face.sent) == before
