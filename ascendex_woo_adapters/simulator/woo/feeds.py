"""Public topics of WOO's first generation: https://docs.woox.io/#websocket-api-v2

Prices and sizes are JSON numbers here, and times are ms.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from ..books import BookState, Delta
from ..feeds import Candles, Deltas, Depth, Feed, OnChange, Periodic, Trades
from ..sockets import Protocol
from ..trading.engine import Engine
from ..trading.instruments import Instrument
from ..trading.model import Candle, Level, Ticker, Trade
from ..trading.prices import STEP_MS

BOOK_LEVELS = 100
SECOND, MINUTE = 1000, 60_000
INTERVALS = {i: i for i in ("1m", "5m", "15m", "30m", "1h", "1d", "1w")} | {"1M": "1mon"}
"""Names on the socket -> the engine's."""
TRADES_A_DAY = int(86_400_000 / STEP_MS * 0.35)
"""Tickers tell this estimate: trades are not counted."""

Maker = Callable[[Protocol, str, str, str], Feed]
"""Of (protocol, topic, symbol, what follows the channel's underscore)."""


class Channel(NamedTuple):
    make: Maker
    serves: Callable[[Instrument], bool]
    details: frozenset[str] = frozenset(("",))
    """What may follow the channel's name."""


def envelope(protocol: Protocol, topic: str, data: Any) -> dict[str, Any]:
    return {"topic": topic, "ts": protocol.now(), "data": data}


def book_levels(state: BookState) -> dict[str, Any]:
    return {side: state.levels(side, BOOK_LEVELS) for side in ("asks", "bids")}


def best_quotes(engine: Engine, symbol: str) -> tuple[Level | None, Level | None]:
    """Best bid and ask."""
    view = engine.book(symbol, 1)
    return next(iter(view.bids), None), next(iter(view.asks), None)


# One market.


def _orderbook(protocol: Protocol, topic: str, symbol: str, _: str) -> Feed:
    def render(state: BookState) -> Any:
        return envelope(protocol, topic, {"symbol": symbol, **book_levels(state)})

    return Depth(protocol.hub.books, symbol, SECOND, render)


def _orderbookupdate(protocol: Protocol, topic: str, symbol: str, _: str) -> Feed:
    """The outer `ts` is the book's time, so that the next `prevTs` equals it."""

    def render(delta: Delta) -> Any:
        levels = {"asks": delta.asks, "bids": delta.bids}
        data = {"symbol": symbol, "prevTs": delta.previous_time, **levels}
        return {"topic": topic, "ts": delta.time, "data": data}

    books = protocol.hub.books
    return Deltas(books, symbol, books.chain(symbol, "v1"), render, 200)


def _trade_row(symbol: str, trade: Trade) -> dict[str, Any]:
    return {
        "symbol": symbol,
        "price": trade.price,
        "size": trade.quantity,
        "side": trade.side.value,
        "source": int(trade.inside),
        "rpi": False,
    }


def _trade(protocol: Protocol, topic: str, symbol: str, _: str) -> Feed:
    def render(trade: Trade) -> Any:
        return envelope(protocol, topic, _trade_row(symbol, trade))

    return Trades(protocol.engine, symbol, render, batched=False)


def _trades(protocol: Protocol, topic: str, symbol: str, _: str) -> Feed:
    def render(trades: list[Trade]) -> Any:
        return envelope(protocol, topic, [_trade_row(symbol, trade) for trade in trades])

    return Trades(protocol.engine, symbol, render, 200)


def _ticker_row(symbol: str, ticker: Ticker, now: int) -> dict[str, Any]:
    return {
        "symbol": symbol,
        "open": ticker.open,
        "close": ticker.last,
        "high": ticker.high,
        "low": ticker.low,
        "volume": ticker.volume,
        "amount": ticker.amount,
        "aggregatedQuantity": ticker.volume,
        "aggregatedAmount": ticker.amount,
        "count": TRADES_A_DAY,
        "astTs": now,
    }


def _ticker(protocol: Protocol, topic: str, symbol: str, _: str) -> Feed:
    def read() -> Any:
        row = _ticker_row(symbol, protocol.engine.ticker(symbol), protocol.now())
        return envelope(protocol, topic, row)

    return Periodic(SECOND, read)


def _bbo_row(symbol: str, quotes: tuple[Level | None, Level | None]) -> dict[str, Any]:
    bid, ask = (quote or Level(*_NOTHING) for quote in quotes)
    return {
        "symbol": symbol,
        "ask": ask.price,
        "askSize": ask.quantity,
        "bid": bid.price,
        "bidSize": bid.quantity,
    }


_NOTHING: Any = (0, 0)


def _bbo(protocol: Protocol, topic: str, symbol: str, _: str) -> Feed:
    def render(quotes: tuple[Level | None, Level | None]) -> Any:
        return envelope(protocol, topic, _bbo_row(symbol, quotes))

    return OnChange(protocol.engine, symbol, partial(best_quotes, protocol.engine, symbol), render)


def _kline(protocol: Protocol, topic: str, symbol: str, interval: str) -> Feed:
    def render(candle: Candle) -> Any:
        row = {
            "symbol": symbol,
            "type": interval,
            "open": candle.open,
            "close": candle.close,
            "high": candle.high,
            "low": candle.low,
            "volume": candle.volume,
            "amount": candle.amount,
            "startTime": candle.start,
            "endTime": candle.end,
        }
        return envelope(protocol, topic, row)

    return Candles(protocol.engine, symbol, INTERVALS[interval], render, closes=False)


def _indexprice(protocol: Protocol, topic: str, symbol: str, _: str) -> Feed:
    def read() -> Any:
        return envelope(protocol, topic, {"symbol": symbol, "price": protocol.engine.index(symbol)})

    return Periodic(SECOND, read)


def _markprice(protocol: Protocol, topic: str, symbol: str, _: str) -> Feed:
    def read() -> Any:
        return envelope(protocol, topic, {"symbol": symbol, "price": protocol.engine.mark(symbol)})

    return Periodic(SECOND, read)


def _estfundingrate(protocol: Protocol, topic: str, symbol: str, _: str) -> Feed:
    def read() -> Any:
        rate = protocol.engine.funding(symbol)
        row = {"symbol": symbol, "fundingRate": rate.rate, "fundingTs": rate.next_time}
        return envelope(protocol, topic, row)

    return Periodic(MINUTE, read)


def _openinterest(protocol: Protocol, topic: str, symbol: str, _: str) -> Feed:
    def render(amount: Any) -> Any:
        return envelope(protocol, topic, {"symbol": symbol, "openInterest": amount})

    engine = protocol.engine
    return OnChange(engine, symbol, partial(engine.open_interest, symbol), render, SECOND, 10 * SECOND)


def _any(_: Instrument) -> bool:
    return True


def is_perp(instrument: Instrument) -> bool:
    return instrument.is_perp


def is_spot(instrument: Instrument) -> bool:
    return not instrument.is_perp


CHANNELS = {
    "orderbook": Channel(_orderbook, _any),
    "orderbook100": Channel(_orderbook, _any),
    "orderbookupdate": Channel(_orderbookupdate, _any),
    "trade": Channel(_trade, _any),
    "trades": Channel(_trades, _any),
    "ticker": Channel(_ticker, _any),
    "bbo": Channel(_bbo, _any),
    "kline": Channel(_kline, _any, frozenset(INTERVALS)),
    "indexprice": Channel(_indexprice, is_spot),
    "markprice": Channel(_markprice, is_perp),
    "estfundingrate": Channel(_estfundingrate, is_perp),
    "openinterest": Channel(_openinterest, is_perp),
}


# All markets at once.


def _all(
    every_ms: int, serves: Callable[[Instrument], bool], row: Callable[[Protocol, str], dict[str, Any]]
) -> Callable[[Protocol, str], Feed]:
    def make(protocol: Protocol, topic: str) -> Feed:
        symbols = [i.symbol for i in protocol.engine.instruments.values() if serves(i)]

        def read() -> Any:
            return envelope(protocol, topic, [row(protocol, symbol) for symbol in symbols])

        return Periodic(every_ms, read)

    return make


ALL_MARKETS = {
    "tickers": _all(SECOND, _any, lambda p, s: _ticker_row(s, p.engine.ticker(s), p.now())),
    "bbos": _all(SECOND, _any, lambda p, s: _bbo_row(s, best_quotes(p.engine, s))),
    "openinterests": _all(
        10 * SECOND, is_perp, lambda p, s: {"symbol": s, "openinterest": p.engine.open_interest(s)}
    ),
    "markprices": _all(SECOND, is_perp, lambda p, s: {"symbol": s, "price": p.engine.mark(s)}),
    "indexprices": _all(SECOND, is_spot, lambda p, s: {"symbol": s, "price": p.engine.index(s)}),
}
