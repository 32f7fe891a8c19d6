"""Names of topics in the legacy generation. https://docs.woox.io/#public-websocket-v2-methods"""

from __future__ import annotations

from typing import Any

from ascendex_woo_adapters.common.streams.account_streams import (
    BALANCE,
    FILLS,
    ORDERS,
    POSITIONS,
    TRIGGER_ORDERS,
)
from ascendex_woo_adapters.common.streams.books import BOOK
from ascendex_woo_adapters.common.streams.market_streams import (
    BIDASK,
    CANDLES,
    FUNDING,
    MARK,
    TICKER,
    TRADES,
)
from ascendex_woo_adapters.common.streams.topics import Topic

#: Kind -> channel of one market.
_CHANNELS = {
    TRADES: "trade",
    TICKER: "ticker",
    BIDASK: "bbo",
    MARK: "markprice",
    FUNDING: "estfundingrate",
}
#: Kind -> topic of all markets.
ALL_MARKETS = {TICKER: "tickers", BIDASK: "bbos", MARK: "markprices"}

#: ccxt timeframe -> name on the sockets, which know fewer than REST.
TIMEFRAMES = {
    "1m": "1m",
    "5m": "5m",
    "15m": "15m",
    "30m": "30m",
    "1h": "1h",
    "1d": "1d",
    "1w": "1w",
    "1M": "1M",
}

_REPORTS = Topic("reports", "executionreport", private=True)
PRIVATE = {
    ORDERS: _REPORTS,
    FILLS: _REPORTS,
    TRIGGER_ORDERS: Topic("algo reports", "algoexecutionreportv2", private=True),
    BALANCE: Topic(BALANCE, "balance", private=True),
    POSITIONS: Topic(POSITIONS, "position", private=True),
}

#: Levels that a book is begun with. Its updates tell the whole book.
SNAPSHOT_DEPTH = 500


def of_market(kind: str, market_id: str, symbol: str) -> Topic:
    """The topic of one market."""
    return Topic(kind, f"{market_id}@{_CHANNELS[kind]}", symbol=symbol)


def of_candles(market_id: str, symbol: str, timeframe: str) -> Topic:
    """The topic of a market's candles."""
    return Topic(CANDLES, f"{market_id}@kline_{TIMEFRAMES[timeframe]}", symbol=symbol, timeframe=timeframe)


def of_book(market_id: str, symbol: str, depth: Any, rpi: bool) -> Topic:
    """The updates of a market's book: there is one such topic, whatever is wanted."""
    return Topic(BOOK, f"{market_id}@orderbookupdate", symbol=symbol)


def book_depth(channel: str) -> tuple[int, bool]:
    """How many levels a snapshot is asked for, and whether the updates keep to them."""
    return SNAPSHOT_DEPTH, False


def snapshot_params(channel: str) -> dict[str, Any]:
    """What the snapshot of a book takes."""
    return {}
