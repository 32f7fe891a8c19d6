"""Public topics of WOO's generation V3: https://developer.woox.io/api-reference/endpoint/websocket

Names are short, prices and sizes are text. The outer `ts` is when a message was sent, the inner one when its
content was so. There are no RPI orders here, so the topics with and without them tell the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from ..books import BookState, Delta
from ..feeds import Candles, Deltas, Depth, Feed, OnChange, Periodic, Trades
from ..sockets import Protocol
from ..trading.engine import Engine
from ..trading.instruments import Instrument
from ..trading.model import Candle, Level, Ticker, Trade
from .feeds import MINUTE, SECOND, TRADES_A_DAY, best_quotes, is_perp, is_spot
from .v3_wire import plain

CADENCE_MS = {"50": 50, "200": 100, "500": 200}
"""Depth of a book topic -> how often its deltas come."""
INTERVALS = {
    **{i: i for i in ("1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d", "1w")},
    "3d": "3d",
    "1M": "1mon",
}
"""Names on the socket -> the engine's; three days are put together here."""
_DAY_MS = 86_400_000
TOP = 10

Maker = Callable[[Protocol, str, str, str], Feed]
"""Of (protocol, topic, symbol, what follows the symbol)."""


class Channel(NamedTuple):
    make: Maker
    serves: Callable[[Instrument], bool] = lambda _: True
    details: Mapping[str, Any] = {"": None}
    """What may follow the symbol."""


def _envelope(protocol: Protocol, topic: str, data: dict[str, Any]) -> dict[str, Any]:
    return {"topic": topic, "ts": protocol.now(), "data": data}


def _levels(levels: list[Level]) -> list[list[str]]:
    return [[plain(level.price), plain(level.quantity)] for level in levels]


def _orderbookupdate(protocol: Protocol, topic: str, symbol: str, depth: str) -> Feed:
    def render(delta: Delta) -> Any:
        data = {
            "s": symbol,
            "prevTs": delta.previous_time,
            "asks": _levels(delta.asks),
            "bids": _levels(delta.bids),
            "ts": delta.time,
        }
        return _envelope(protocol, topic, data)

    books = protocol.hub.books
    chain = books.chain(symbol, topic, int(depth))
    return Deltas(books, symbol, chain, render, CADENCE_MS[depth])


def _orderbook10(protocol: Protocol, topic: str, symbol: str, _: str) -> Feed:
    def render(state: BookState) -> Any:
        bids, asks = (_levels(state.levels(side, TOP)) for side in ("bids", "asks"))
        return _envelope(protocol, topic, {"ts": state.time, "bids": bids, "asks": asks, "s": symbol})

    return Depth(protocol.hub.books, symbol, 200, render)


def _bbo(protocol: Protocol, topic: str, symbol: str, _: str) -> Feed:
    def render(quotes: tuple[Level | None, Level | None]) -> Any:
        (bid, bid_size), (ask, ask_size) = (
            ("0", "0") if quote is None else map(plain, quote) for quote in quotes
        )
        row = {"s": symbol, "ap": ask, "aq": ask_size, "bp": bid, "bq": bid_size, "ts": protocol.now()}
        return _envelope(protocol, topic, row)

    return OnChange(protocol.engine, symbol, partial(best_quotes, protocol.engine, symbol), render)


def _trade(protocol: Protocol, topic: str, symbol: str, _: str) -> Feed:
    def render(trade: Trade) -> Any:
        row = {
            "s": symbol,
            "px": plain(trade.price),
            "sx": plain(trade.quantity),
            "sd": trade.side.value,
            "src": int(trade.inside),
            "rpi": False,
            "ts": trade.time,
        }
        return _envelope(protocol, topic, row)

    return Trades(protocol.engine, symbol, render, batched=False)


def _ticker(protocol: Protocol, topic: str, symbol: str, _: str) -> Feed:
    def read() -> Any:
        ticker: Ticker = protocol.engine.ticker(symbol)
        volume, amount = plain(ticker.volume), plain(ticker.amount)
        row = {
            "s": symbol,
            "o": plain(ticker.open),
            "c": plain(ticker.last),
            "h": plain(ticker.high),
            "l": plain(ticker.low),
            "v": volume,
            "a": amount,
            "q": volume,
            "u": amount,
            "cnt": TRADES_A_DAY,
            "ts": protocol.now(),
            "tts": protocol.engine.trades(symbol, 1)[0].time,
        }
        return _envelope(protocol, topic, row)

    return Periodic(SECOND, read)


def _kline(protocol: Protocol, topic: str, symbol: str, interval: str) -> Feed:
    engine = protocol.engine

    def render(candle: Candle) -> Any:
        row = {
            "s": symbol,
            "t": interval,
            "o": plain(candle.open),
            "c": plain(candle.close),
            "h": plain(candle.high),
            "l": plain(candle.low),
            "v": plain(candle.volume),
            "a": plain(candle.amount),
            "st": candle.start,
            "et": candle.end,
            "ts": protocol.now(),
            "tts": engine.trades(symbol, 1)[0].time,
        }
        return _envelope(protocol, topic, row)

    if interval == "3d":
        return OnChange(engine, symbol, partial(_three_days, engine, symbol), render, SECOND)
    return Candles(engine, symbol, INTERVALS[interval], render, closes=True)


def _three_days(engine: Engine, symbol: str) -> Candle:
    """The running candle of three days, counted from 1970-01-01."""
    start = engine.now() // (3 * _DAY_MS) * 3 * _DAY_MS
    days = engine.candles(symbol, "1d", start=start, limit=3)
    return Candle(
        start,
        start + 3 * _DAY_MS,
        days[0].open,
        max(day.high for day in days),
        min(day.low for day in days),
        days[-1].close,
        sum((day.volume for day in days[1:]), days[0].volume),
        sum((day.amount for day in days[1:]), days[0].amount),
    )


def _price(read: Callable[[Engine, str], Any]) -> Maker:
    def make(protocol: Protocol, topic: str, symbol: str, _: str) -> Feed:
        def row() -> Any:
            price = plain(read(protocol.engine, symbol))
            return _envelope(protocol, topic, {"ts": protocol.now(), "px": price, "s": symbol})

        return Periodic(SECOND, row)

    return make


def _estfundingrate(protocol: Protocol, topic: str, symbol: str, _: str) -> Feed:
    def read() -> Any:
        rate = protocol.engine.funding(symbol)
        row = {"ts": protocol.now(), "ft": rate.next_time, "s": symbol, "r": plain(rate.rate)}
        return _envelope(protocol, topic, row)

    return Periodic(MINUTE, read)


def _openinterest(protocol: Protocol, topic: str, symbol: str, _: str) -> Feed:
    engine = protocol.engine

    def render(amount: Any) -> Any:
        return _envelope(protocol, topic, {"s": symbol, "oi": plain(amount), "ts": protocol.now()})

    return OnChange(engine, symbol, partial(engine.open_interest, symbol), render, SECOND, 10 * SECOND)


CHANNELS = {
    "orderbookupdate": Channel(_orderbookupdate, details=CADENCE_MS),
    "orderbookupdaterpi": Channel(_orderbookupdate, details=CADENCE_MS),
    "orderbook10": Channel(_orderbook10),
    "bbo": Channel(_bbo),
    "bborpi": Channel(_bbo),
    "trade": Channel(_trade),
    "ticker": Channel(_ticker),
    "kline": Channel(_kline, details=INTERVALS),
    "markprice": Channel(_price(lambda engine, symbol: engine.mark(symbol)), is_perp),
    "indexprice": Channel(_price(lambda engine, symbol: engine.index(symbol)), is_spot),
    "estfundingrate": Channel(_estfundingrate, is_perp),
    "openinterest": Channel(_openinterest, is_perp),
}
