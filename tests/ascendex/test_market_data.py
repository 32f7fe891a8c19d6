"""Public data: requests and structures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ccxt
import pytest
from ccxt.test.exchange.base import test_ohlcv as check_ohlcv
from ccxt.test.exchange.base import test_open_interest as check_interest
from ccxt.test.exchange.base import test_order_book as check_book
from ccxt.test.exchange.base import test_ticker as check_ticker

from tests.ascendex.venue import MARKET_ID, SYMBOL, contracts, requests_to, sample, venue
from tests.support import NOW, Face, Sent, check_trade

MINUTE = 60_000


def bars(*starts: int) -> Any:
    """A reply with bars that start at the given times."""
    rows = [
        {
            "m": "bar",
            "s": MARKET_ID,
            "data": {"i": "1", "ts": ts, "o": "1", "c": "2", "h": "3", "l": "0.5", "v": "4"},
        }
        for ts in starts
    ]
    return {"code": 0, "data": rows}


def of_futures(name: str) -> Any:
    """A published cash sample under the futures symbol of the tests."""
    reply = sample(name)
    reply["data"]["symbol"] = MARKET_ID
    return reply


async def test_time(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    assert await face.call("fetch_time") == 1640052379063
    assert face.sent[0].query == {"requestTime": str(NOW)}


@pytest.mark.parametrize("variant", [None, "list"])
async def test_one_ticker_is_read_from_an_object_and_from_a_list(
    stub: Callable[..., Face], variant: str | None
) -> None:
    reply = sample("Ticker", variant)
    face = stub("ascendex", venue({"GET v2/futures/ticker": reply}))
    ticker = await face.call("fetch_ticker", SYMBOL)
    check_ticker(
        face.exchange,
        {"timestamp": True, "datetime": True, "quoteVolume": True, "vwap": True},
        "",
        ticker,
        SYMBOL,
    )
    assert face.sent[-1].query == {"symbol": MARKET_ID}
    row = reply["data"][0] if variant else reply["data"]
    assert ticker["symbol"] == SYMBOL
    assert (ticker["bid"], ticker["bidVolume"]) == tuple(map(float, row["bid"]))
    assert (ticker["ask"], ticker["askVolume"]) == tuple(map(float, row["ask"]))
    assert ticker["last"] == ticker["close"] == float(row["close"])
    assert ticker["baseVolume"] == 208.7414
    assert ticker["change"] == float(row["close"]) - 59488
    assert ticker["info"] == row


async def test_the_volume_has_two_names(stub: Callable[..., Face]) -> None:
    row = sample("Ticker")["data"]
    row["volume"] = row.pop("baseVol")
    face = stub("ascendex", venue({"GET v2/futures/ticker": {"code": 0, "data": row}}))
    assert (await face.call("fetch_ticker", SYMBOL))["baseVolume"] == 208.7414


@pytest.mark.parametrize("name", ["fetch_tickers", "fetch_bids_asks"])
async def test_tickers(stub: Callable[..., Face], name: str) -> None:
    rows = [{**sample("Ticker")["data"], "symbol": id} for id in ("BTC-PERP", "ETH-PERP", "XYZ-PERP")]
    face = stub(
        "ascendex",
        venue({"GET v2/futures/contract": contracts(), "GET v2/futures/ticker": {"code": 0, "data": rows}}),
    )
    everything = await face.call(name)
    assert sorted(everything) == ["BTC/USDT:USDT", "ETH/USDT:USDT", "XYZ-PERP"]
    assert face.sent[-1].query == {}
    chosen = await face.call(name, ["ETH/USDT:USDT", SYMBOL])
    assert sorted(chosen) == ["BTC/USDT:USDT", "ETH/USDT:USDT"]
    assert face.sent[-1].query == {"symbol": "ETH-PERP,BTC-PERP"}


async def test_many_tickers_are_cut_from_the_whole_list(stub: Callable[..., Face]) -> None:
    contract, ticker = sample("Futures contracts info")["data"][0], sample("Ticker")["data"]
    ids = [f"C{k}-PERP" for k in range(30)]
    listed = [{**contract, "symbol": id, "underlying": f"{id[:-5]}/USDT"} for id in ids]
    tickers = [{**ticker, "symbol": id} for id in ids]
    face = stub(
        "ascendex",
        venue(
            {
                "GET v2/futures/contract": {"code": 0, "data": listed},
                "GET v2/futures/ticker": {"code": 0, "data": tickers},
            }
        ),
    )
    chosen = [f"C{k}/USDT:USDT" for k in range(25)]
    assert sorted(await face.call("fetch_tickers", chosen)) == sorted(chosen)
    assert face.sent[-1].query == {}
    assert sorted(await face.call("fetch_tickers", chosen[:2])) == chosen[:2]
    assert face.sent[-1].query == {"symbol": "C0-PERP,C1-PERP"}


async def test_one_of_several_tickers_may_come_alone(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    assert list(await face.call("fetch_tickers", [SYMBOL])) == [SYMBOL]


async def test_a_ticker_of_another_market_is_no_answer(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue({"GET v2/futures/contract": contracts()}))
    with pytest.raises(ccxt.NullResponse):
        await face.call("fetch_ticker", "ETH/USDT:USDT")


async def test_the_book(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    book = await face.call("fetch_order_book", SYMBOL)
    check_book(face.exchange, {}, "fetchOrderBook", book, SYMBOL)
    assert face.sent[-1].query == {"symbol": MARKET_ID}
    assert book["bids"] == [[0.06703, 13500.0], [0.06615, 24036.9]]
    assert book["asks"] == [[0.06848, 4084.2], [0.0696, 15890.6]]
    assert (book["timestamp"], book["nonce"]) == (1573165838976, 5068757)
    short = await face.call("fetch_order_book", SYMBOL, 1)
    assert (len(short["bids"]), len(short["asks"])) == (1, 1)
    assert short["bids"][0] == [0.06703, 13500.0]


async def test_trades(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue({"GET v1/trades": of_futures("Market trades")}))
    trades = await face.call("fetch_trades", SYMBOL)
    for trade in trades:
        check_trade(face.exchange, trade, SYMBOL, NOW, public=True)
    assert [trade["id"] for trade in trades] == ["144115191800016553", "144115191800070421"]
    assert [trade["side"] for trade in trades] == ["buy", "sell"]
    assert trades[0]["cost"] == pytest.approx(0.06762 * 400)


@pytest.mark.parametrize(
    ("since", "limit", "n"), [(None, None, 100), (None, 5, 5), (None, 5000, 100), (1573165890854, 1, 100)]
)
async def test_trades_ask_for_no_more_than_there_are(
    stub: Callable[..., Face], since: int | None, limit: int | None, n: int
) -> None:
    face = stub("ascendex", venue({"GET v1/trades": of_futures("Market trades")}))
    trades = await face.call("fetch_trades", SYMBOL, since, limit)
    assert face.sent[-1].query == {"symbol": MARKET_ID, "n": str(n)}
    if since is not None:
        assert [trade["timestamp"] for trade in trades] == [since]


async def test_trades_until(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue({"GET v1/trades": of_futures("Market trades")}))
    trades = await face.call("fetch_trades", SYMBOL, None, None, {"until": 1573165890854})
    assert [trade["timestamp"] for trade in trades] == [1573165890854]
    assert "until" not in face.sent[-1].query


async def test_trades_until_are_looked_for_among_all(stub: Callable[..., Face]) -> None:
    def answer(sent: Sent) -> Any:
        reply = of_futures("Market trades")
        row = reply["data"]["data"][0]
        rows = [{**row, "seqnum": n, "ts": NOW + n * 1000} for n in range(100)]
        reply["data"]["data"] = rows[-int(sent.query["n"]) :]
        return reply

    face = stub("ascendex", venue({"GET v1/trades": answer}))
    trades = await face.call("fetch_trades", SYMBOL, None, 5, {"until": NOW + 50_000})
    assert [trade["id"] for trade in trades] == ["46", "47", "48", "49", "50"]
    assert face.sent[-1].query == {"symbol": MARKET_ID, "n": "100"}


async def test_bars_of_the_published_sample(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    candles = await face.call("fetch_ohlcv", SYMBOL)
    for candle in candles:
        check_ohlcv(face.exchange, {"compareOpenCloseWithHighLow": True}, "fetchOHLCV", candle, SYMBOL, NOW)
    assert candles[0] == [1637619240000, 56263.0, 56263.0, 56239.0, 56260.0, 0.0126]
    assert face.sent[-1].query == {"symbol": MARKET_ID, "interval": "1", "n": "500"}


@pytest.mark.parametrize("order", [1, -1])
async def test_bars_come_in_either_order(stub: Callable[..., Face], order: int) -> None:
    face = stub("ascendex", venue({"GET v1/barhist": bars(*[k * MINUTE for k in (1, 2, 3)][::order])}))
    assert [bar[0] for bar in await face.call("fetch_ohlcv", SYMBOL)] == [MINUTE, 2 * MINUTE, 3 * MINUTE]


@pytest.mark.parametrize(
    ("timeframe", "interval"),
    [("1m", "1"), ("1h", "60"), ("12h", "720"), ("1d", "1d"), ("1w", "1w"), ("1M", "1m")],
)
async def test_a_minute_is_not_a_month(stub: Callable[..., Face], timeframe: str, interval: str) -> None:
    face = stub("ascendex", venue({"GET v1/barhist": bars()}))
    await face.call("fetch_ohlcv", SYMBOL, timeframe)
    assert face.sent[-1].query["interval"] == interval


SINCE = 1_699_999_980_000


@pytest.mark.parametrize(
    ("since", "limit", "until", "expected"),
    [
        (None, 7, None, {"n": 7}),
        (None, 1000, None, {"n": 500}),
        (None, 7, SINCE, {"to": SINCE, "n": 7}),
        (SINCE, 7, None, {"from": SINCE, "to": SINCE + 7 * MINUTE - 1, "n": 500}),
        (SINCE, None, None, {"from": SINCE, "to": SINCE + 500 * MINUTE - 1, "n": 500}),
        (SINCE, 7, SINCE + 3 * MINUTE, {"from": SINCE, "to": SINCE + 3 * MINUTE, "n": 500}),
        (SINCE, 7, SINCE + 30 * MINUTE, {"from": SINCE, "to": SINCE + 7 * MINUTE - 1, "n": 500}),
    ],
)
async def test_the_range_of_bars(
    stub: Callable[..., Face], since: Any, limit: Any, until: Any, expected: dict[str, int]
) -> None:
    face = stub("ascendex", venue({"GET v1/barhist": bars()}))
    params = {} if until is None else {"until": until}
    await face.call("fetch_ohlcv", SYMBOL, "1m", since, limit, params)
    query = dict(face.sent[-1].query)
    assert (query.pop("symbol"), query.pop("interval")) == (MARKET_ID, "1")
    assert query == {key: str(value) for key, value in expected.items()}


async def test_since_and_limit_are_kept_whatever_comes(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue({"GET v1/barhist": bars(*(SINCE + k * MINUTE for k in range(-2, 9)))}))
    candles = await face.call("fetch_ohlcv", SYMBOL, "1m", SINCE, 3)
    assert [bar[0] for bar in candles] == [SINCE, SINCE + MINUTE, SINCE + 2 * MINUTE]


async def test_bars_of_another_price_are_refused(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    with pytest.raises(ccxt.NotSupported):
        await face.call("fetch_ohlcv", SYMBOL, "1m", None, None, {"price": "mark"})
    assert not face.sent


async def test_pages_of_bars(stub: Callable[..., Face]) -> None:
    def answer(sent: Any) -> Any:
        first, last = int(sent.query["from"]), int(sent.query["to"])
        start = -(-first // MINUTE) * MINUTE
        return bars(*range(start, last + 1, MINUTE))

    face = stub("ascendex", venue({"GET v1/barhist": answer}))
    since = NOW - NOW % MINUTE - 1200 * MINUTE
    candles = await face.call("fetch_ohlcv", SYMBOL, "1m", since, None, {"paginate": True})
    assert [bar[0] for bar in candles[:1200]] == list(range(since, since + 1200 * MINUTE, MINUTE))
    assert len(requests_to(face.sent, "v1/barhist")) == 3
    assert all("paginate" not in sent.query for sent in face.sent)


async def test_funding_rates(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    rates = await face.call("fetch_funding_rates")
    assert list(rates) == [SYMBOL]
    assert await face.call("fetch_funding_rates", ["BTC/USDT:USDT"]) == rates
    rate = await face.call("fetch_funding_rate", SYMBOL)
    assert rate == rates[SYMBOL]
    assert rate["fundingRate"] == 0.000564448
    assert rate["fundingTimestamp"] == 1614816000000
    assert rate["fundingDatetime"] == "2021-03-04T00:00:00.000Z"
    assert rate["timestamp"] == 1614815005717
    assert (rate["markPrice"], rate["indexPrice"]) == (50667.130409723, 50657.35)
    assert rate["interval"] is None


async def test_open_interest_and_mark_prices(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    interest = await face.call("fetch_open_interest", SYMBOL)
    check_interest(face.exchange, {"openInterestValue": True}, "fetchOpenInterest", interest)
    assert interest["openInterestAmount"] == 90.7366
    assert await face.call("fetch_open_interests") == {SYMBOL: interest}
    price = await face.call("fetch_mark_price", SYMBOL)
    assert (price["markPrice"], price["indexPrice"]) == (50667.130409723, 50657.35)
    assert await face.call("fetch_mark_prices") == {SYMBOL: price}
