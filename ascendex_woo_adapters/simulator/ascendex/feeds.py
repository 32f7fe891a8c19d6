"""Market channels of AscendEX's socket: https://ascendex.github.io/ascendex-futures-pro-api-v2/#websocket

Prices and sizes are text, times are ms.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from ..books import BookState, Chain, Delta
from ..feeds import Candles, Deltas, Feed, OnChange, Periodic, Trades
from ..trading.model import Candle, Level, Side, Trade
from .assets import COLLATERALS
from .market import BARS, SEQUENCE_BASE, SEQUENCE_STRIDE
from .wire import plain, rounded

if TYPE_CHECKING:
    from .venue import AscendexVenue

DEPTH_MS = 300
DEPTH_LEVELS = 500
PRICING_MS = 1000
"""Not documented: as often as the venue's own site refreshes its prices."""

Maker = Callable[["AscendexVenue", str], Feed]


def levels(side: list[Level]) -> list[list[str]]:
    return [[plain(level.price), plain(level.quantity)] for level in side]


def book_body(name: str, symbol: str, state: BookState, number: int, depth: int) -> dict[str, Any]:
    data = {
        "seqnum": number,
        "ts": state.time,
        "asks": levels(state.levels("asks", depth)),
        "bids": levels(state.levels("bids", depth)),
    }
    return {"m": name, "symbol": symbol, "data": data}


def _delta_body(name: str, symbol: str, delta: Delta) -> dict[str, Any]:
    data = {
        "ts": delta.time,
        "seqnum": delta.number,
        "asks": levels(delta.asks),
        "bids": levels(delta.bids),
    }
    return {"m": name, "symbol": symbol, "data": data}


def trade_row(trade: Trade) -> dict[str, Any]:
    return {
        "p": plain(trade.price),
        "q": plain(trade.quantity),
        "ts": trade.time,
        "bm": trade.side is Side.SELL,
        "seqnum": SEQUENCE_BASE + SEQUENCE_STRIDE * trade.id,
    }


def depth(venue: AscendexVenue, symbol: str) -> Feed:
    books = venue.sockets.books
    chain = books.chain(symbol, "depth", DEPTH_LEVELS)
    return Deltas(books, symbol, chain, partial(_delta_body, "depth", symbol), DEPTH_MS)


def realtime_depth(venue: AscendexVenue, symbol: str, chain: Chain) -> Feed:
    """Of one session, whose chain has begun with the snapshot."""
    return Deltas(venue.sockets.books, symbol, chain, partial(_delta_body, "depth-realtime", symbol))


def _bbo(venue: AscendexVenue, symbol: str) -> Feed:
    def read() -> tuple[list[list[str]], list[list[str]]]:
        view = venue.engine.book(symbol, 1)
        return levels(view.bids), levels(view.asks)

    def render(best: tuple[list[list[str]], list[list[str]]]) -> Any:
        bid, ask = (side[0] if side else ["0", "0"] for side in best)
        data = {"ts": venue.engine.now(), "bid": bid, "ask": ask}
        return {"m": "bbo", "symbol": symbol, "data": data}

    return OnChange(venue.engine, symbol, read, render)


def _trades(venue: AscendexVenue, symbol: str) -> Feed:
    def render(trades: list[Trade]) -> Any:
        return {"m": "trades", "symbol": symbol, "data": [trade_row(trade) for trade in trades]}

    return Trades(venue.engine, symbol, render)


def bars(venue: AscendexVenue, symbol: str, name: str) -> Feed:
    def render(candle: Candle) -> Any:
        data = {
            "i": name,
            "ts": candle.start,
            "o": plain(candle.open),
            "c": plain(candle.close),
            "h": plain(candle.high),
            "l": plain(candle.low),
            "v": plain(candle.volume),
        }
        return {"m": "bar", "s": symbol, "data": data}

    return Candles(venue.engine, symbol, BARS[name][0], render, closes=False)


def pricing(venue: AscendexVenue) -> Feed:
    """All contracts and collaterals in one message."""

    def contract(symbol: str) -> dict[str, Any]:
        engine, funding = venue.engine, venue.engine.funding(symbol)
        return {
            "s": symbol,
            "t": engine.now(),
            "ip": rounded(engine.index(symbol)),
            "mp": rounded(engine.mark(symbol)),
            "r": rounded(funding.rate),
            "oi": rounded(engine.open_interest(symbol)),
            "f": funding.next_time,
        }

    def read() -> Any:
        prices = [{"a": asset, "p": rounded(venue.engine.value(asset))} for asset in COLLATERALS]
        contracts = [contract(instrument.symbol) for instrument in venue.instruments]
        return {"m": "futures-pricing-data", "con": contracts, "col": prices}

    return Periodic(PRICING_MS, read)


SYMBOL_CHANNELS: dict[str, Maker] = {"bbo": _bbo, "depth": depth, "trades": _trades}
"""Public channels of the form `name:symbol`."""
