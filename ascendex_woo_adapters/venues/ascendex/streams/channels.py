"""Names of channels. https://ascendex.github.io/ascendex-futures-pro-api-v2/#channel-subscription"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ascendex_woo_adapters.common.streams.account_streams import BALANCE, ORDERS, POSITIONS
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
from ascendex_woo_adapters.venues.ascendex.enums import TIMEFRAMES

BEST, PRICING, ACCOUNT = "best", "pricing", "account"

#: The most symbols in one message; documented for the cash API.
MOST_SYMBOLS = 10

#: Kind -> channel of one market and kind of topic: best bid and ask are all that streams of a ticker.
CHANNELS = {BOOK: ("depth", BOOK), TRADES: ("trades", TRADES), TICKER: ("bbo", BEST), BIDASK: ("bbo", BEST)}

PRICING_TOPIC = Topic(PRICING, "futures-pricing-data")
_ACCOUNT_TOPIC = Topic(ACCOUNT, "futures-account-update", private=True)
PRIVATE = {
    ORDERS: Topic(ORDERS, "futures-order", private=True),
    BALANCE: _ACCOUNT_TOPIC,
    POSITIONS: _ACCOUNT_TOPIC,
}
#: The kinds of prices that a kind of topic tells.
PRICES = {BEST: (TICKER, BIDASK), PRICING: (MARK, FUNDING)}

#: ``m`` of a message -> its channel.
CHANNEL_OF: dict[str, Callable[[dict[str, Any]], str]] = {
    "depth": lambda message: f"depth:{message.get('symbol')}",
    "trades": lambda message: f"trades:{message.get('symbol')}",
    "bbo": lambda message: f"bbo:{message.get('symbol')}",
    "bar": lambda message: f"bar:{(message.get('data') or {}).get('i')}:{message.get('s')}",
    "futures-pricing-data": lambda message: "futures-pricing-data",
    "futures-pricing-data-batch": lambda message: "futures-pricing-data",
    "futures-order": lambda message: "futures-order",
    "futures-account-update": lambda message: "futures-account-update",
    "depth-realtime": lambda message: f"depth-realtime:{message.get('symbol')}",
    "depth-snapshot-realtime": lambda message: f"depth-realtime:{message.get('symbol')}",
}

#: https://ascendex.github.io/ascendex-futures-pro-api-v2/#channel-subscription
TOPICS: tuple[Listed, ...] = (
    Listed(
        "futures-pricing-data",
        ("watch_mark_price", "watch_mark_prices", "watch_funding_rate", "watch_funding_rates"),
    ),
    Listed("bbo:{symbol}", ("watch_ticker", "watch_tickers", "watch_bids_asks")),
    Listed("depth:{symbol}", ("watch_order_book", "watch_order_book_for_symbols")),
    Listed(
        "depth-realtime:{symbol}",
        private=True,
        note="experimental; published for the cash API, where it begins with the whole book",
    ),
    Listed("trades:{symbol}", ("watch_trades", "watch_trades_for_symbols")),
    Listed("bar:{interval}:{symbol}", ("watch_ohlcv", "watch_ohlcv_for_symbols")),
    Listed("futures-order", ("watch_orders",), private=True),
    Listed("futures-account-update", ("watch_balance", "watch_positions"), private=True),
)


def of_market(kind: str, market_id: str, symbol: str, timeframe: str = "") -> Topic:
    """The topic of one market."""
    if kind == CANDLES:
        return Topic(CANDLES, f"bar:{TIMEFRAMES[timeframe]}:{market_id}", False, symbol, timeframe)
    name, topic_kind = CHANNELS[kind]
    return Topic(topic_kind, f"{name}:{market_id}", symbol=symbol)


def batches(topics: Iterable[Topic]) -> Iterable[tuple[str, list[Topic]]]:
    """Topics of one channel together, a few symbols at a time, with the ``ch`` that names them."""
    heads: dict[str, list[Topic]] = {}
    for topic in topics:
        heads.setdefault(topic.channel.rpartition(":")[0], []).append(topic)
    for head, same in heads.items():
        size = MOST_SYMBOLS if head else 1
        for start in range(0, len(same), size):
            batch = same[start : start + size]
            symbols = ",".join(topic.channel.rpartition(":")[2] for topic in batch)
            yield (f"{head}:{symbols}" if head else symbols), batch


def spread(channel: str) -> list[str]:
    """The single channels of a ``ch``."""
    head, _, symbols = channel.rpartition(":")
    return [f"{head}:{symbol}" for symbol in symbols.split(",")] if head else [channel]
