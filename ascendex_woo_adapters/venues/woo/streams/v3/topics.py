"""Names of topics in generation V3. https://developer.woox.io/api-reference/endpoint/websocket"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import BadRequest

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
#: No topic tells all markets.
ALL_MARKETS: dict[str, str] = {}

#: ccxt timeframe -> name on the sockets: three days and no year, other than REST.
TIMEFRAMES = {
    name: name
    for name in ("1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d", "3d", "1w", "1M")
}

_REPORTS = Topic("reports", "executionreport", private=True)
PRIVATE = {
    ORDERS: _REPORTS,
    FILLS: _REPORTS,
    TRIGGER_ORDERS: Topic("algo reports", "algoexecutionreport", private=True),
    BALANCE: Topic(BALANCE, "balance", private=True),
    POSITIONS: Topic(POSITIONS, "position", private=True),
}

#: Levels of a book -> how often its updates come (ms).
BOOK_DEPTHS = {50: 50, 200: 100, 500: 200}
_WITH_RPI = "orderbookupdaterpi"

_OLD = "a topic of the legacy sockets, not in the index of these"
#: https://developer.woox.io/api-reference/endpoint/websocket
TOPICS: tuple[Listed, ...] = (
    Listed("orderbookupdate@{symbol}@{depth}", ("watch_order_book", "watch_order_book_for_symbols")),
    Listed(
        "orderbookupdaterpi@{symbol}@{depth}",
        ("watch_order_book", "watch_order_book_for_symbols"),
        note="with `rpi: True`",
    ),
    Listed("orderbook10@{symbol}", proven="captured", note="ten levels at once, with RPI orders"),
    Listed("bbo@{symbol}", ("watch_bids_asks",)),
    Listed("bborpi@{symbol}", proven="unconfirmed", note="taken to be as bbo, with RPI orders"),
    Listed("trade@{symbol}", ("watch_trades", "watch_trades_for_symbols"), proven="captured"),
    Listed("ticker@{symbol}", ("watch_ticker", "watch_tickers")),
    Listed("kline@{symbol}@{time}", ("watch_ohlcv", "watch_ohlcv_for_symbols")),
    Listed("markprice@{symbol}", ("watch_mark_price", "watch_mark_prices"), proven="captured"),
    Listed("indexprice@{symbol}", proven="captured", note="of ids that begin with SPOT_"),
    Listed("estfundingrate@{symbol}", ("watch_funding_rate", "watch_funding_rates"), proven="captured"),
    Listed("openinterest@{symbol}"),
    Listed("tickers", proven="unconfirmed", note=_OLD),
    Listed("bbos", proven="unconfirmed", note=_OLD),
    Listed("trades", proven="unconfirmed", note=_OLD),
    Listed("markprices", proven="unconfirmed", note=_OLD),
    Listed("indexprices", proven="unconfirmed", note=_OLD),
    Listed("openinterests", proven="unconfirmed", note=_OLD),
    Listed("executionreport", ("watch_orders", "watch_my_trades"), private=True),
    Listed("algoexecutionreport", ("watch_orders",), private=True, note="with `trigger: True`"),
    Listed("position", ("watch_positions",), private=True),
    Listed("balance", ("watch_balance",), private=True),
    Listed("account", private=True, note="ratios and values of the account, every second"),
    Listed("marginassignment", private=True, proven="unconfirmed", note=_OLD),
)


def of_market(kind: str, market_id: str, symbol: str) -> Topic:
    """The topic of one market."""
    return Topic(kind, f"{_CHANNELS[kind]}@{market_id}", symbol=symbol)


def of_candles(market_id: str, symbol: str, timeframe: str) -> Topic:
    """The topic of a market's candles."""
    return Topic(CANDLES, f"kline@{market_id}@{TIMEFRAMES[timeframe]}", symbol=symbol, timeframe=timeframe)


def of_book(market_id: str, symbol: str, depth: Any, rpi: bool) -> Topic:
    """The updates of a market's book down to a depth, with or without RPI orders."""
    if depth not in BOOK_DEPTHS:
        raise BadRequest(f"woo streams books of {', '.join(map(str, BOOK_DEPTHS))} levels, not {depth!r}")
    name = _WITH_RPI if rpi else "orderbookupdate"
    return Topic(BOOK, f"{name}@{market_id}@{depth}", symbol=symbol)


def book_depth(channel: str) -> tuple[int, bool]:
    """How many levels a snapshot is asked for, and whether the updates keep to them."""
    return int(channel.rpartition("@")[2]), True


def snapshot_params(channel: str) -> dict[str, Any]:
    """What the snapshot of a book takes: the two variants must not be mixed."""
    return {"rpi": True} if channel.startswith(f"{_WITH_RPI}@") else {}
