"""What is watched at AscendEX: topics and handlers.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#channel-subscription
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from operator import itemgetter
from typing import Any

from ccxt.base.errors import BadResponse
from ccxt.base.types import Int, Str, Strings

from ascendex_woo_adapters.common.numbers import ms
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
from ascendex_woo_adapters.common.streams.topics import Topic
from ascendex_woo_adapters.venues.ascendex.streams import channels, rows
from ascendex_woo_adapters.venues.ascendex.streams.sockets import Sockets

#: Updates of the account come in bursts: what is free is asked for once after each.
BURST_S = 0.2

#: Levels of the venue's deepest snapshot; a shorter one is taken for the whole book.
SNAPSHOT_DEPTH = 500

#: Price and size of a side of the book on which nobody stands.
NOTHING = (None, None)


class AscendexStreams(Sockets):
    """``watch_*`` of AscendEX."""

    _ROUTES = {
        BOOK: "_on_book",
        TRADES: "_on_trades",
        CANDLES: "_on_bar",
        channels.BEST: "_on_best",
        channels.PRICING: "_on_pricing",
        ORDERS: "_on_order",
        channels.ACCOUNT: "_on_account_update",
    }
    #: Trades are numbered.
    _SAME_TRADE = itemgetter("id"), inf

    # public ----------------------------------------------------------------------------------------

    def _public_topics(self, kind: str, symbols: list[str] | None, timeframe: str = "") -> list[Topic]:
        if kind in (MARK, FUNDING):
            return [channels.PRICING_TOPIC]
        if kind == CANDLES:
            self._check_timeframe("watchOHLCV", timeframe)
        markets = (
            [market for market in (self.markets or {}).values() if market["active"]]
            if symbols is None
            else [self.market(symbol) for symbol in symbols]
        )
        return [channels.of_market(kind, market["id"], market["symbol"], timeframe) for market in markets]

    def _price_kinds(self, topic: Topic) -> tuple[str, ...]:
        return channels.PRICES.get(topic.kind, ())

    async def watch_ticker(self, symbol: str, params: Any = {}) -> Any:
        """Best bid and ask: nothing else of a ticker streams at this venue."""
        return await super().watch_ticker(symbol, params)

    async def watch_tickers(self, symbols: Strings = None, params: Any = {}) -> Any:
        """Best bids and asks by symbol, see ``watch_ticker``."""
        return await super().watch_tickers(symbols, params)

    def _book_depth(self, topic: Topic) -> tuple[int, bool]:
        return SNAPSHOT_DEPTH, False

    async def _book_number(self, topic: Topic) -> tuple[int, Any]:
        snapshot = await self.fetch_order_book(topic.symbol)
        number = snapshot["nonce"]
        if number is None:
            raise BadResponse(f"{self.id} sent an order book of {topic.symbol} without a number")
        return number, snapshot

    def parse_ws_trade(self, trade: Any, market: Any = None) -> Any:
        """One public trade of a message, which reads as over REST."""
        return self.parse_trade(trade, market)

    def parse_ws_ohlcv(self, ohlcv: Any, market: Any = None) -> Any:
        """The bar of a message, which reads as over REST."""
        return self.parse_ohlcv(ohlcv, market)

    def _on_book(self, topic: Topic, message: Any) -> None:
        self._feed_book(topic, rows.delta(message))

    def _on_trades(self, topic: Topic, message: Any) -> None:
        market = self.market(topic.symbol)
        self._put_trades(topic.symbol, [self.parse_ws_trade(row, market) for row in message["data"]])

    def _on_bar(self, topic: Topic, message: Any) -> None:
        self._put_candle(topic, self.parse_ws_ohlcv(message, self.market(topic.symbol)))

    def _on_best(self, topic: Topic, message: Any) -> None:
        data = message["data"]
        bid, bid_size = data["bid"] or NOTHING
        ask, ask_size = data["ask"] or NOTHING
        timestamp = ms(data["ts"])
        ticker = self.safe_ticker(
            {
                "symbol": topic.symbol,
                "timestamp": timestamp,
                "datetime": self.iso8601(timestamp),
                "bid": bid,
                "bidVolume": bid_size,
                "ask": ask,
                "askVolume": ask_size,
                "info": message,
            },
            self.market(topic.symbol),
        )
        for kind in (TICKER, BIDASK):
            self._put_rows(kind, [ticker])

    def _on_pricing(self, topic: Topic, message: Any) -> None:
        told = rows.contracts(message)
        marks = [{**self._parse_mark_price(contract), "info": row} for contract, row in told]
        rates = [{**self.parse_funding_rate(contract), "info": row} for contract, row in told]
        self._put_rows(MARK, marks)
        self._put_rows(FUNDING, rates)

    # private ---------------------------------------------------------------------------------------

    def _private_topics(self, kind: str) -> list[Topic]:
        topic = channels.PRIVATE.get(kind)
        return [] if topic is None else [topic]

    def _order_kind(self, params: Any) -> str:
        """Trigger orders are told among the others."""
        return ORDERS

    async def watch_orders(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Any]:
        """Orders that changed since the last call, trigger orders among them.

        The channel does not tell client ids: ``clientOrderId`` is None.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#order
        """
        return await super().watch_orders(symbol, since, limit, params)

    async def _orders_since(self, kind: str, since: int) -> Iterable[Any]:
        orders: list[Any] = await self.fetch_orders(None, since)
        return orders

    def parse_ws_order(self, order: Any, market: Any = None) -> Any:
        """The order of a message."""
        return {**self.parse_order(rows.order(order), market), "info": order}

    def _on_order(self, topic: Topic, message: Any) -> None:
        self._put_order(ORDERS, self.parse_ws_order(message))

    def _on_account_update(self, topic: Topic, message: Any) -> None:
        for kind in (BALANCE, POSITIONS):
            self._take_update(topic, kind, message)

    def _take_state(self, kind: str, message: Any) -> None:
        if kind == BALANCE:
            # the message has the balances, but not what of them is free
            self._read_state(channels.PRIVATE[BALANCE], BALANCE, BURST_S)
            return
        timestamp = ms(message.get("t"))
        time = {"timestamp": timestamp, "datetime": self.iso8601(timestamp)}
        positions = [
            {**self.parse_position(rows.position(row)), **time, "info": row}
            for row in message.get("pos") or ()  # it may list only what changed: collaterals, say
        ]
        self._put_positions(positions)
