"""What is watched at WOO X: topics and handlers.

https://developer.woox.io/api-reference/endpoint/websocket, https://docs.woox.io/#websocket-api-v2
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
from ascendex_woo_adapters.venues.woo.streams.sockets import Sockets

#: Above this number of markets the topic of all is subscribed, where there is one.
MANY = 10


class WooStreams(Sockets):
    """``watch_*`` of WOO X."""

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
        sockets = self._sockets()
        every = sockets.ALL_MARKETS.get(kind)
        if every is not None and (symbols is None or len(symbols) > MANY):
            return [Topic(kind, every)]
        of_perpetuals = kind in (MARK, FUNDING)
        markets = (
            [
                market
                for market in (self.markets or {}).values()
                if market["active"] and (market["swap"] or not of_perpetuals)
            ]
            if symbols is None
            else [self.market(symbol) for symbol in symbols]
        )
        if of_perpetuals and not all(market["swap"] for market in markets):
            raise BadSymbol(
                f"{self.id} has {kind} prices of perpetuals only, not of {', '.join(symbols or ())}"
            )
        if kind != CANDLES:
            return [sockets.of_market(kind, market["id"], market["symbol"]) for market in markets]
        if timeframe not in sockets.TIMEFRAMES:
            raise BadRequest(
                f"{self.id} has no stream of {timeframe} candles, only of {', '.join(sockets.TIMEFRAMES)}"
            )
        return [sockets.of_candles(market["id"], market["symbol"], timeframe) for market in markets]

    async def watch_order_book_for_symbols(
        self, symbols: list[str], limit: Int = None, params: Any = {}
    ) -> Any:
        """The next book that changes of some markets.

        ``params`` (V3 only, with options of the same meaning): ``depth`` (``orderBookDepth``), 50 levels
        told every 50 ms, 200 every 100 ms or 500 every 200 ms; ``rpi`` (``orderBookRpi``): with the orders
        that takers through the API cannot hit. Each combination is a book of its own.

        V3 orderbookupdate, orderbookupdaterpi
        https://developer.woox.io/api-reference/endpoint/websocket/Orderbook_update
        v1 orderbookupdate https://docs.woox.io/#orderbook-update
        """
        return await super().watch_order_book_for_symbols(symbols, limit, params)

    def _book_variant(self, params: Any) -> tuple[Any, bool]:
        depth, rpi = self.options["orderBookDepth"], self.options["orderBookRpi"]
        return (params.get("depth", depth), bool(params.get("rpi", rpi))) if params else (depth, rpi)

    def _book_topics(self, symbols: list[str], params: Any) -> list[Topic]:
        depth, rpi = self._book_variant(params)
        markets = [self.market(symbol) for symbol in symbols]
        return [self._sockets().of_book(market["id"], market["symbol"], depth, rpi) for market in markets]

    def _book_depth(self, topic: Topic) -> tuple[int, bool]:
        return self._sockets().book_depth(topic.channel)

    async def _book_number(self, topic: Topic) -> tuple[int, Any]:
        sockets = self._sockets()
        depth, _ = sockets.book_depth(topic.channel)
        snapshot = await self.fetch_order_book(topic.symbol, depth, sockets.snapshot_params(topic.channel))
        time = snapshot["timestamp"]
        if time is None:
            raise BadResponse(f"{self.id} sent an order book of {topic.symbol} without a time")
        return time, snapshot

    def parse_ws_trade(self, trade: Any, market: Any = None) -> Any:
        """One public trade of a message."""
        return self._sockets().parse_trade(self, trade, market)

    def parse_ws_ohlcv(self, ohlcv: Any, market: Any = None) -> Any:
        """One candle of a message."""
        return self._sockets().parse_candle(self, ohlcv)

    def _on_book(self, topic: Topic, message: Any) -> None:
        self._feed_book(topic, self._spoken.delta(message))

    def _on_trade(self, topic: Topic, message: Any) -> None:
        row = self._spoken.trade_row(message)
        self._put_trades(topic.symbol, [self.parse_ws_trade(row, self.market(topic.symbol))])

    def _on_candle(self, topic: Topic, message: Any) -> None:
        self._put_candle(topic, self.parse_ws_ohlcv(message["data"], self.market(topic.symbol)))

    def _put_prices(self, kind: str, parse: Callable[[Any, Any, Any], Any], message: Any) -> None:
        time, data = ms(message["ts"]), message["data"]
        if isinstance(data, list):
            self._put_rows(kind, [parse(self, row, time) for row in data])
        else:
            self._put_rows(kind, [parse(self, data, time)])

    def _on_tickers(self, topic: Topic, message: Any) -> None:
        self._put_prices(TICKER, self._spoken.parse_ticker, message)

    def _on_bids_asks(self, topic: Topic, message: Any) -> None:
        self._put_prices(BIDASK, self._spoken.parse_bid_ask, message)

    def _on_mark_prices(self, topic: Topic, message: Any) -> None:
        self._put_prices(MARK, self._spoken.parse_mark_price, message)

    def _on_funding_rate(self, topic: Topic, message: Any) -> None:
        self._put_prices(FUNDING, self._spoken.parse_funding_rate, message)

    # private ---------------------------------------------------------------------------------------

    def _private_topics(self, kind: str) -> list[Topic]:
        return [self._sockets().PRIVATE[kind]]

    async def watch_my_trades(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Any]:
        """Own fills since the last call, oldest first; with ``newUpdates`` off all kept ones.

        V3 executionreport https://developer.woox.io/api-reference/endpoint/websocket/private/Execution_report
        v1 executionreport https://docs.woox.io/#execution-report
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
        return self._sockets().parse_order(self, order, market)

    def parse_ws_order_trade(self, trade: Any, market: Any = None) -> Any:
        """The fill of an execution report."""
        return self._sockets().parse_fill(self, trade, market)

    def _on_report(self, topic: Topic, message: Any) -> None:
        row, sockets, watched = message["data"], self._spoken, self._watched
        if not sockets.is_report(row):
            return
        if FILLS in watched and sockets.has_fill(row):
            self._put_fill(self.parse_ws_order_trade(row))
        if ORDERS in watched:
            self._put_order(ORDERS, self.parse_ws_order(row))

    def _on_algo_report(self, topic: Topic, message: Any) -> None:
        for order in self._spoken.algo_orders(self, _rows(message)):
            self._put_order(TRIGGER_ORDERS, order)

    def _on_balance(self, topic: Topic, message: Any) -> None:
        self._take_update(topic, BALANCE, message)

    def _on_positions(self, topic: Topic, message: Any) -> None:
        self._take_update(topic, POSITIONS, message)

    def _take_state(self, kind: str, message: Any) -> None:
        if kind == BALANCE:
            self._put_balance(message, ms(message["ts"]), self._spoken.balances(self, message))
        else:
            self._put_positions(self._spoken.positions(self, message))


def _rows(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a message about one market or all."""
    data = message["data"]
    return data if isinstance(data, list) else [data]
