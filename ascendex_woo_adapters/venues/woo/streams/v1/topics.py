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
from ascendex_woo_adapters.common.streams.raw import Listed
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

#: https://docs.woox.io/#websocket-api-v2
TOPICS: tuple[Listed, ...] = (
    Listed("{symbol}@orderbook", note="100 levels at once, every second"),
    Listed("{symbol}@orderbook100", note="the same"),
    Listed("{symbol}@orderbookupdate", ("watch_order_book", "watch_order_book_for_symbols")),
    Listed("{symbol}@trade", ("watch_trades", "watch_trades_for_symbols")),
    Listed("{symbol}@trades", note="the same trades, several a message"),
    Listed("{symbol}@ticker", ("watch_ticker", "watch_tickers")),
    Listed("tickers", ("watch_tickers",)),
    Listed("{symbol}@bbo", ("watch_bids_asks",)),
    Listed("bbos", ("watch_bids_asks",)),
    Listed("{symbol}@kline_{time}", ("watch_ohlcv", "watch_ohlcv_for_symbols")),
    Listed("{symbol}@indexprice"),
    Listed("{symbol}@markprice", ("watch_mark_price", "watch_mark_prices")),
    Listed("markprices", ("watch_mark_prices",)),
    Listed("{symbol}@estfundingrate", ("watch_funding_rate", "watch_funding_rates")),
    Listed("indexprices", proven="unconfirmed", note="named on pages of V3 as one of these sockets"),
    Listed("openinterests"),
    Listed("{symbol}@openinterest", note="of an older page; the present one does not have it"),
    Listed("{symbol}@aggbook10", proven="unconfirmed", note="named only"),
    Listed("{symbol}@aggbook100", proven="unconfirmed", note="named only"),
    Listed("{symbol}@aggbook1000", proven="unconfirmed", note="named only"),
    Listed("executionreport", ("watch_orders", "watch_my_trades"), private=True),
    Listed("algoexecutionreportv2", ("watch_orders",), private=True, note="with `trigger: True`"),
    Listed("balance", ("watch_balance",), private=True),
    Listed("position", ("watch_positions",), private=True),
    Listed("marginassignment", private=True),
    Listed("positioninfo", private=True, note="of an older page; ended on 2023-07-03"),
)


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
