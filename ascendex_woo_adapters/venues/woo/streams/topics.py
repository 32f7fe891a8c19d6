"""Names of topics. https://docs.woox.io/#public-websocket-v2-methods"""

from __future__ import annotations

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
CHANNELS = {
    BOOK: "orderbookupdate",
    TRADES: "trade",
    TICKER: "ticker",
    BIDASK: "bbo",
    MARK: "markprice",
    FUNDING: "estfundingrate",
}
#: Kind -> topic of all markets.
ALL_MARKETS = {TICKER: "tickers", BIDASK: "bbos", MARK: "markprices"}
#: Above this number of markets the topic of all is subscribed.
MANY = 10

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


def of_market(kind: str, market_id: str, symbol: str) -> Topic:
    """The topic of one market."""
    return Topic(kind, f"{market_id}@{CHANNELS[kind]}", symbol=symbol)


def of_candles(market_id: str, symbol: str, timeframe: str) -> Topic:
    """The topic of a market's candles."""
    return Topic(CANDLES, f"{market_id}@kline_{TIMEFRAMES[timeframe]}", symbol=symbol, timeframe=timeframe)
