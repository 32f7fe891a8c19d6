"""Public data: ccxt's own validators and the engine's truth."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import Any

import pytest
from ccxt.base.errors import BadSymbol
from ccxt.test.exchange.base.test_currency import test_currency as check_currency
from ccxt.test.exchange.base.test_market import test_market as check_market
from ccxt.test.exchange.base.test_ohlcv import test_ohlcv as check_ohlcv
from ccxt.test.exchange.base.test_order_book import test_order_book as check_order_book
from ccxt.test.exchange.base.test_shared_methods import assert_timestamp_order
from ccxt.test.exchange.base.test_ticker import test_ticker as check_ticker

from tests.contract.conftest import Bench
from tests.support import check_trade

MINUTE = 60_000


async def test_time_and_status(bench: Bench) -> None:
    assert abs(await bench.call("fetch_time") - bench.sim.clock.now()) < 2000
    if bench.face.exchange.has["fetchStatus"]:
        assert (await bench.call("fetch_status"))["status"] == "ok"


async def test_markets(bench: Bench) -> None:
    exchange = bench.face.exchange
    markets = await bench.call("load_markets")
    assert len(markets) >= 40
    for market in markets.values():
        check_market(exchange, {}, "fetchMarkets", market)
        instrument = bench.engine.instrument(market["id"])
        assert market["precision"]["price"] == float(instrument.tick)
        assert market["precision"]["amount"] == float(instrument.step)
        assert market["active"] is not instrument.suspended
        assert exchange.market(market["id"])["symbol"] == market["symbol"]
        assert exchange.safe_symbol(market["id"]) == market["symbol"]
    assert [market for market in markets.values() if not market["active"]], "a suspended market is listed"
    assert exchange.safe_symbol("SOMETHING-UNKNOWN") == "SOMETHING-UNKNOWN"
    with pytest.raises(BadSymbol):
        exchange.market("NO/SUCH")


async def test_markets_are_loaded_once(bench: Bench) -> None:
    if bench.face.colour == "async":
        await asyncio.gather(*[bench.call("load_markets") for _ in range(5)])
    else:
        loop = asyncio.get_running_loop()
        load = bench.face.exchange.load_markets
        await asyncio.gather(*[loop.run_in_executor(None, load) for _ in range(5)])
    paths = [(entry.request.method, entry.request.path) for entry in bench.venue.requests]
    assert len(paths) == len(set(paths)), paths


async def test_currencies(bench: Bench) -> None:
    currencies = await bench.call("fetch_currencies")
    await bench.call("load_markets")
    assert currencies["USDT"]["code"] == "USDT"
    skipped = bench.profile.skipped.get("currency", {})
    for currency in currencies.values():
        check_currency(bench.face.exchange, skipped, "fetchCurrencies", currency)


async def test_tickers(bench: Bench) -> None:
    tickers = await bench.call("fetch_tickers")
    assert len(tickers) >= 20
    for symbol, ticker in tickers.items():
        check_ticker(bench.face.exchange, {}, "fetchTickers", ticker, symbol)
        assert ticker["symbol"] == symbol
    for symbol in bench.profile.markets:
        ticker = await bench.call("fetch_ticker", symbol)
        check_ticker(bench.face.exchange, {}, "fetchTicker", ticker, symbol)
        truth = bench.engine.ticker(bench.face.exchange.market_id(symbol))
        assert ticker["last"] == pytest.approx(float(truth.last), rel=1e-3)
        assert ticker["high"] == pytest.approx(float(truth.high), rel=1e-2)
        assert ticker["quoteVolume"] is None or ticker["quoteVolume"] > ticker["baseVolume"]
    chosen = await bench.call("fetch_tickers", bench.profile.markets)
    assert sorted(chosen) == sorted(bench.profile.markets)
    one = await bench.call("fetch_tickers", [bench.profile.swap])
    assert list(one) == [bench.profile.swap]


async def test_bids_and_asks(bench: Bench) -> None:
    if not bench.face.exchange.has["fetchBidsAsks"]:
        assert bench.profile.id == "woo"
        return
    rows = await bench.call("fetch_bids_asks", [bench.profile.swap])
    row = rows[bench.profile.swap]
    assert 0 < row["bid"] < row["ask"]
    assert row["bidVolume"] > 0
    assert row["askVolume"] > 0


async def test_order_books(bench: Bench) -> None:
    for symbol in bench.profile.markets:
        book = await bench.call("fetch_order_book", symbol)
        check_order_book(bench.face.exchange, {}, "fetchOrderBook", book, symbol)
        assert len(book["bids"]) >= 20
        short = await bench.call("fetch_order_book", symbol, 3)
        assert len(short["bids"]) == len(short["asks"]) == 3


async def test_public_trades(bench: Bench) -> None:
    exchange = bench.face.exchange
    for symbol in bench.profile.markets:
        trades = await bench.call("fetch_trades", symbol, None, 20)
        assert len(trades) == 20
        for trade in trades:
            check_trade(exchange, trade, symbol, exchange.milliseconds() + 5000, public=True)
        assert_timestamp_order(exchange, "fetchTrades", symbol, trades)
        since = trades[10]["timestamp"]
        later = await bench.call("fetch_trades", symbol, since, 5)
        assert all(trade["timestamp"] >= since for trade in later)
        assert len(later) == 5


async def test_public_trades_until(bench: Bench) -> None:
    symbol = bench.profile.swap
    trades = await bench.call("fetch_trades", symbol, None, 60)
    first, last = trades[10]["timestamp"], trades[40]["timestamp"]
    window = await bench.call("fetch_trades", symbol, first, None, {"until": last})
    within = [trade["id"] for trade in trades if first <= trade["timestamp"] <= last]
    assert [trade["id"] for trade in window] == within
    newest = await bench.call("fetch_trades", symbol, None, None, {"until": last})
    assert [trade["id"] for trade in newest][-len(within) :] == within
    assert not [entry for entry in bench.venue.requests if "until" in entry.request.query]


async def test_candles(bench: Bench) -> None:
    exchange = bench.face.exchange
    symbol = bench.profile.swap
    now = exchange.milliseconds()
    newest = await bench.call("fetch_ohlcv", symbol, "1m", None, 10)
    assert len(newest) == 10
    assert newest[-1][0] >= now - 2 * MINUTE
    for candle in newest:
        check_ohlcv(exchange, {}, "fetchOHLCV", candle, symbol, now + MINUTE)
    truth = bench.engine.candles(exchange.market_id(symbol), "1m", start=newest[2][0], limit=1)[0]
    assert newest[2][:5] == [
        truth.start,
        *(float(x) for x in (truth.open, truth.high, truth.low, truth.close)),
    ]


@pytest.mark.parametrize("ago", [5, 300, 990, 1010, 5000])
@pytest.mark.parametrize("limit", [1, 7, 400])
async def test_candle_windows_have_no_holes(bench: Bench, ago: int, limit: int) -> None:
    """Whatever the window is, it starts at ``since`` and runs without holes or doubles."""
    symbol = bench.profile.swap
    now = bench.face.exchange.milliseconds()
    since = (now // MINUTE - ago) * MINUTE
    candles = await bench.call("fetch_ohlcv", symbol, "1m", since, limit)
    times = [candle[0] for candle in candles]
    expected = [since + index * MINUTE for index in range(min(limit, ago + 1))]
    assert times == expected or times == expected + [expected[-1] + MINUTE][: limit - len(expected)]


@pytest.mark.parametrize("ago", [0, 985, 1500])
async def test_candles_until(bench: Bench, ago: int) -> None:
    symbol = bench.profile.swap
    now = bench.face.exchange.milliseconds() // MINUTE * MINUTE - ago * MINUTE
    both = await bench.call(
        "fetch_ohlcv", symbol, "1m", now - 20 * MINUTE, None, {"until": now - 11 * MINUTE}
    )
    assert [candle[0] for candle in both] == [now - m * MINUTE for m in range(20, 10, -1)]
    last = await bench.call("fetch_ohlcv", symbol, "1m", None, 4, {"until": now - 11 * MINUTE})
    assert [candle[0] for candle in last] == [now - m * MINUTE for m in range(14, 10, -1)]


async def test_candles_are_paged(bench: Bench) -> None:
    symbol = bench.profile.swap
    now = bench.face.exchange.milliseconds() // MINUTE * MINUTE
    since = now - 2200 * MINUTE
    candles = await bench.call("fetch_ohlcv", symbol, "1m", since, 2100, {"paginate": True})
    times = [candle[0] for candle in candles]
    assert times == list(range(since, since + 2100 * MINUTE, MINUTE))


@pytest.mark.parametrize("timeframe", ["5m", "15m", "1h", "4h", "1d", "1w"])
async def test_every_timeframe_steps_evenly(bench: Bench, timeframe: str) -> None:
    candles = await bench.call("fetch_ohlcv", bench.profile.swap, timeframe, None, 5)
    step = bench.face.exchange.parse_timeframe(timeframe) * 1000
    steps = {later[0] - earlier[0] for earlier, later in pairwise(candles)}
    assert steps == {step}


async def test_funding(bench: Bench) -> None:
    symbol = bench.profile.swap
    rate = await bench.call("fetch_funding_rate", symbol)
    rates = await bench.call("fetch_funding_rates")
    assert rate["symbol"] == symbol
    assert rate["fundingRate"] == pytest.approx(rates[symbol]["fundingRate"])
    assert rate["fundingTimestamp"] > bench.face.exchange.milliseconds()
    assert abs(rate["fundingRate"]) < 0.01
    assert list(await bench.call("fetch_funding_rates", [symbol])) == [symbol]


async def test_an_unknown_symbol_is_refused(bench: Bench) -> None:
    calls: list[tuple[str, tuple[Any, ...]]] = [
        ("fetch_ticker", ("NO/SUCH",)),
        ("fetch_order_book", ("NO/SUCH",)),
        ("fetch_ohlcv", ("NO/SUCH",)),
        ("fetch_trades", ("NO/SUCH",)),
        ("fetch_tickers", (["NO/SUCH"],)),
    ]
    for name, args in calls:
        with pytest.raises(BadSymbol):
            await bench.call(name, *args)
