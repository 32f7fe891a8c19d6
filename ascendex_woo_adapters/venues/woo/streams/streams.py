"""What is watched at WOO X: topics and handlers. https://docs.woox.io/#websocket-api-v2"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ccxt.base.errors import BadRequest, BadResponse, BadSymbol
from ccxt.base.types import Int, Str

from ascendex_woo_adapters.common.numbers import ms
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
from ascendex_woo_adapters.venues.woo.streams import readers, topics
from ascendex_woo_adapters.venues.woo.streams.sockets import Sockets


class WooStreams(Sockets):
    """``watch_*`` of WOO X."""

    _SNAPSHOT_DEPTH = 500
    _ROUTES = {
        BOOK: "_on_book",
        TRADES: "_on_trade",
        CANDLES: "_on_candle",
        TICKER: "_on_tickers",
        BIDASK: "_on_bids_asks",
        MARK: "_on_mark_prices",
        FUNDING: "_on_funding_rate",
        "reports": "_on_report",
        "algo reports": "_on_algo_report",
        BALANCE: "_on_balance",
        POSITIONS: "_on_positions",
    }

    # public ----------------------------------------------------------------------------------------

    def _public_topics(self, kind: str, symbols: list[str] | None, timeframe: str = "") -> list[Topic]:
        every = topics.ALL_MARKETS.get(kind)
        if symbols is None or (every is not None and len(symbols) > topics.MANY):
            if every is None:
                symbols = [symbol for symbol, market in (self.markets or {}).items() if market["swap"]]
            else:
                return [Topic(kind, every)]
        markets = [self.market(symbol) for symbol in symbols]
        if kind in (MARK, FUNDING) and not all(market["swap"] for market in markets):
            raise BadSymbol(f"{self.id} has {kind} prices of perpetuals only, not of {', '.join(symbols)}")
        if kind != CANDLES:
            return [topics.of_market(kind, market["id"], market["symbol"]) for market in markets]
        if timeframe not in topics.TIMEFRAMES:
            raise BadRequest(
                f"{self.id} has no stream of {timeframe} candles, only of {', '.join(topics.TIMEFRAMES)}"
            )
        return [topics.of_candles(market["id"], market["symbol"], timeframe) for market in markets]

    async def _book_number(self, symbol: str) -> tuple[int, Any]:
        snapshot = await self.fetch_order_book(symbol, self._SNAPSHOT_DEPTH)
        time = snapshot["timestamp"]
        if time is None:
            raise BadResponse(f"{self.id} sent an order book of {symbol} without a time")
        return time, snapshot

    def parse_ws_trade(self, trade: Any, market: Any = None) -> Any:
        """One public trade of a message."""
        return readers.parse_trade(self, trade, self.safe_market(trade.get("symbol"), market))

    def parse_ws_ohlcv(self, ohlcv: Any, market: Any = None) -> Any:
        """One candle of a message."""
        return readers.parse_candle(self, ohlcv)

    def _on_book(self, topic: Topic, message: Any) -> None:
        self._feed_book(topic, readers.delta(message))

    def _on_trade(self, topic: Topic, message: Any) -> None:
        market, time = self.market(topic.symbol), message["ts"]
        row = {**message["data"], "timestamp": time}
        self._put_trades(topic.symbol, [self.parse_ws_trade(row, market)])

    def _on_candle(self, topic: Topic, message: Any) -> None:
        self._put_candle(topic, self.parse_ws_ohlcv(message["data"], self.market(topic.symbol)))

    def _on_tickers(self, topic: Topic, message: Any) -> None:
        time = ms(message["ts"])
        self._put_rows(TICKER, [readers.parse_ticker(self, row, time) for row in _rows(message)])

    def _on_bids_asks(self, topic: Topic, message: Any) -> None:
        time = ms(message["ts"])
        self._put_rows(BIDASK, [readers.parse_bid_ask(self, row, time) for row in _rows(message)])

    def _on_mark_prices(self, topic: Topic, message: Any) -> None:
        time = ms(message["ts"])
        self._put_rows(MARK, [readers.parse_mark_price(self, row, time) for row in _rows(message)])

    def _on_funding_rate(self, topic: Topic, message: Any) -> None:
        time = ms(message["ts"])
        self._put_rows(FUNDING, [readers.parse_funding_rate(self, row, time) for row in _rows(message)])

    # private ---------------------------------------------------------------------------------------

    def _private_topics(self, kind: str) -> list[Topic]:
        return [topics.PRIVATE[kind]]

    async def watch_my_trades(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Any]:
        """Own fills since the last call, oldest first; with ``newUpdates`` off all kept ones.

        Topic executionreport, https://docs.woox.io/#execution-report
        """
        self._check_window("watchMyTrades", since, limit)
        return await self._watch_orders(FILLS, symbol, since, limit)

    async def un_watch_my_trades(self, symbol: Str = None, params: Any = {}) -> Any:
        """Take back ``watch_my_trades``."""
        return await self._unwatch_private(FILLS, symbol)

    async def _orders_since(self, kind: str, since: int) -> Iterable[Any]:
        params = {"trigger": True} if kind == TRIGGER_ORDERS else {}
        orders: list[Any] = await self.fetch_orders(None, since, None, params)
        return orders

    def parse_ws_order(self, order: Any, market: Any = None) -> Any:
        """The order of an execution report."""
        return readers.parse_order(self, order, market)

    def parse_ws_order_trade(self, trade: Any, market: Any = None) -> Any:
        """The fill of an execution report."""
        return readers.parse_fill(self, trade, market)

    def _on_report(self, topic: Topic, message: Any) -> None:
        row = message["data"]
        if not readers.is_report(row):
            return
        if readers.has_fill(row):
            self._put_fill(self.parse_ws_order_trade(row))
        self._put_order(ORDERS, self.parse_ws_order(row))

    def _on_algo_report(self, topic: Topic, message: Any) -> None:
        for order in readers.algo_orders(self, _rows(message)):
            self._put_order(TRIGGER_ORDERS, order)

    def _on_balance(self, topic: Topic, message: Any) -> None:
        self._take_update(topic, BALANCE, message)

    def _on_positions(self, topic: Topic, message: Any) -> None:
        self._take_update(topic, POSITIONS, message)

    def _take_state(self, kind: str, message: Any) -> None:
        time, data = ms(message["ts"]), message["data"]
        if kind == BALANCE:
            self._put_balance(message, time, readers.balances(self, data))
        else:
            self._put_positions(readers.positions(self, data, time))


def _rows(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a message about one market or all."""
    data = message["data"]
    return data if isinstance(data, list) else [data]
