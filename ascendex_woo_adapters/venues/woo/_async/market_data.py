"""Public unified methods of ``woo``."""

from __future__ import annotations

from typing import Any

from ccxt.base.types import Int, Market, OrderBook, Strings, Ticker, Tickers, Trade

from ascendex_woo_adapters.common.aio import Colour, gather
from ascendex_woo_adapters.common.structures import since_and_limit
from ascendex_woo_adapters.venues.woo.base import Woo

#: Candles and trades when neither a limit nor a window is given.
DEFAULT_ROWS = 100
MOST_ROWS = 1000


class MarketData(Woo, Colour):
    """Markets, prices and books."""

    async def fetch_status(self, params: Any = {}) -> Any:
        """Whether the venue trades: ``ok`` or ``maintenance``.

        V3: GET /v3/public/systemInfo, https://developer.woox.io/api-reference
        v1: GET /v1/public/system_info, https://docs.woox.io/#system-status-public
        """
        generation = self._generation()
        response = await self._send(generation.status_request(params))
        with self._reading(response):
            return generation.parse_status(self, response)

    async def fetch_time(self, params: Any = {}) -> Int:
        """The venue's clock in milliseconds.

        V3: GET /v3/public/systemInfo, https://developer.woox.io/api-reference
        v1: GET /v1/public/system_info, https://docs.woox.io/#system-status-public
        """
        generation = self._generation()
        response = await self._send(generation.status_request(params))
        with self._reading(response):
            return generation.parse_time(self, response)

    async def fetch_markets(self, params: Any = {}) -> list[Market]:
        """Spot markets and USDT perpetuals.

        V3: GET /v3/public/instruments,
        https://developer.woox.io/api-reference/endpoint/public_data/instruments
        v1: GET /v1/public/info, https://docs.woox.io/#available-symbols-public
        """
        if self.options["adjustForTimeDifference"]:
            await self.load_time_difference()
        generation = self._generation()
        response = await self._send(generation.markets_request(params))
        with self._reading(response):
            return [self.parse_market(row) for row in generation.market_rows(self, response)]

    async def fetch_currencies(self, params: Any = {}) -> Any:
        """Currencies by code with their networks, withdrawal fees and minima.

        V3: GET /v3/public/token and /v3/public/tokenNetwork, https://developer.woox.io/api-reference
        v1: GET /v1/public/token and /v1/public/token_network, https://docs.woox.io/#available-token-public
        """
        generation = self._generation()
        tokens, networks = generation.currencies_requests(params)
        replies = await gather(self._send(tokens), self._send(networks))
        with self._reading(replies):
            return generation.parse_currencies(self, replies[0], replies[1])

    async def fetch_ticker(self, symbol: str, params: Any = {}) -> Ticker:
        """24-hour statistics of a market.

        The venue has no spot ticker: it is composed of the five-minute candles of 24
        hours and of the best bid and ask of the book, so its window is exact to five minutes.

        V3: GET /v3/public/futures or /v3/public/kline with /v3/public/orderbook,
        https://developer.woox.io/api-reference
        v1: GET /v1/public/futures/{symbol} or /v1/public/kline with /v1/public/orderbook/{symbol},
        https://docs.woox.io/#get-futures-info-for-one-market-public
        """
        self._check_symbol("fetchTicker", symbol)
        await self.load_markets()
        market = self.market(symbol)
        generation = self._generation()
        calls = generation.ticker_requests(market, self._own_params(params))
        replies = await gather(*[self._send(call) for call in calls])
        with self._reading(replies):
            return generation.parse_ticker_replies(self, market, replies)

    async def fetch_tickers(self, symbols: Strings = None, params: Any = {}) -> Tickers:
        """24-hour statistics by symbol: of all perpetuals, or of ``symbols``.

        Spot markets are included where they are named; each is composed as in ``fetch_ticker``.

        V3: GET /v3/public/futures, https://developer.woox.io/api-reference
        v1: GET /v1/public/futures, https://docs.woox.io/#get-futures-info-for-all-markets-public
        """
        await self.load_markets()
        wanted = [self.market(symbol) for symbol in symbols or ()]
        tickers: Tickers = {}
        if not wanted or any(market["swap"] for market in wanted):
            generation = self._generation()
            response = await self._send(generation.tickers_request(self._own_params(params)))
            with self._reading(response):
                timestamp = generation.parse_time(self, response)
                time = {"timestamp": timestamp, "datetime": self.iso8601(timestamp)}
                tickers = self.parse_tickers(generation.ticker_rows(self, response), symbols, time)
        spot = [market["symbol"] for market in wanted if market["spot"]]
        for ticker in await gather(*[self.fetch_ticker(symbol, params) for symbol in spot]):
            tickers[ticker["symbol"]] = ticker
        return tickers

    async def fetch_order_book(self, symbol: str, limit: Int = None, params: Any = {}) -> OrderBook:
        """The book, best levels first; ``limit`` is the number of levels a side (default 100).

        V3: GET /v3/public/orderbook, https://developer.woox.io/api-reference
        v1: GET /v1/public/orderbook/{symbol}, https://docs.woox.io/#orderbook-snapshot-public
        """
        self._check_symbol("fetchOrderBook", symbol)
        self._check_window("fetchOrderBook", limit=limit)
        await self.load_markets()
        market = self.market(symbol)
        generation = self._generation()
        call = generation.order_book_request(market, limit, self._own_params(params))
        response = await self._send(call)
        with self._reading(response):
            return generation.parse_book(self, market, response)

    async def fetch_trades(
        self, symbol: str, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Trade]:
        """Public trades, oldest first: the newest, or from ``since`` on.

        Public trades have no id at the venue; ccxt's form of one is made of time, side, amount and
        price. With ``since`` the history is read where the newest trades do not reach back to it.
        ``params``: ``until`` (ms); without ``since`` it chooses among the newest 500 trades.

        V3: GET /v3/public/marketTrades or /v3/public/marketTradesHistory,
        https://developer.woox.io/api-reference
        v1: GET /v1/public/market_trades or /v1/hist/trade, https://docs.woox.io/#market-trades-public
        """
        self._check_symbol("fetchTrades", symbol)
        until = params.get("until")
        self._check_window("fetchTrades", since, limit, until)
        await self.load_markets()
        market = self.market(symbol)
        generation = self._generation()
        rest = self._own_params(params)
        count = limit or DEFAULT_ROWS if until is None else None
        response = await self._send(generation.trades_request(market, since, count, rest))
        with self._reading(response):
            rows = generation.trade_rows(self, response)
            older = generation.older_trades_request(market, rows, since, limit, rest)
            if older is not None:
                rows = generation.trade_rows(self, await self._send(older))
            if until is None:
                return self.parse_trades(rows, market, since, limit)
            trades = [trade for trade in self.parse_trades(rows, market) if trade["timestamp"] <= until]
            return since_and_limit(trades, since, limit)

    async def fetch_ohlcv(
        self,
        symbol: str,
        timeframe: str = "1m",
        since: Int = None,
        limit: Int = None,
        params: Any = {},
    ) -> list[list[Any]]:
        """Candles ``[ms, open, high, low, close, base volume]``, oldest first, at most 1000.

        They are of trades: another ``price`` (mark, index) is refused. ``params``: ``until`` (ms),
        ``paginate`` (True: read as many pages as the window needs).

        V3: GET /v3/public/kline and /v3/public/klineHistory,
        https://developer.woox.io/api-reference/endpoint/public_data/klineHistory
        v1: GET /v1/public/kline and /v1/hist/kline, https://docs.woox.io/#kline-public
        """
        self._check_symbol("fetchOHLCV", symbol)
        rest = dict(params)
        until = rest.pop("until", None)
        self._check_window("fetchOHLCV", since, limit, until)
        interval = self._check_timeframe("fetchOHLCV", timeframe)
        price = rest.pop("price", None)
        if price not in (None, "last"):
            raise self._not_supported(f"candles of the {price} price")
        await self.load_markets()
        if rest.pop("paginate", False):
            if until is not None:
                rest["until"] = until
            return await self.fetch_paginated_call_deterministic(
                "fetchOHLCV", symbol, since, limit, timeframe, rest, MOST_ROWS
            )
        market = self.market(symbol)
        rest = self._own_params(rest)
        generation = self._generation()
        windowed = since is not None or until is not None
        count = min(limit or (MOST_ROWS if windowed else DEFAULT_ROWS), MOST_ROWS)
        calls = generation.ohlcv_requests(
            self, market, timeframe, interval, since, count, until, self.milliseconds(), rest
        )
        replies = await gather(*[self._send(call) for call in calls])
        with self._reading(replies):
            candles = self.parse_ohlcvs(generation.ohlcv_rows(self, replies), market)
            if until is not None:
                candles = [candle for candle in candles if candle[0] <= until]
            return since_and_limit(candles, since, count, 0)

    async def fetch_funding_rate(self, symbol: str, params: Any = {}) -> Any:
        """The estimated rate of a perpetual's next funding, and the last one.

        V3: GET /v3/public/fundingRate, https://developer.woox.io/api-reference
        v1: GET /v1/public/funding_rate/{symbol},
        https://docs.woox.io/#get-predicted-funding-rate-for-one-market-public
        """
        self._check_symbol("fetchFundingRate", symbol)
        await self.load_markets()
        market = self.market(symbol)
        generation = self._generation()
        call = generation.funding_rate_request(market, self._own_params(params))
        response = await self._send(call)
        with self._reading(response):
            return self.parse_funding_rate(generation.funding_rate_row(self, response), market)

    async def fetch_funding_rates(self, symbols: Strings = None, params: Any = {}) -> Any:
        """The funding rates of all perpetuals, or of ``symbols``, by symbol.

        V3: GET /v3/public/fundingRate, https://developer.woox.io/api-reference
        v1: GET /v1/public/funding_rates,
        https://docs.woox.io/#get-predicted-funding-rate-for-all-markets-public
        """
        await self.load_markets()
        wanted = self.market_symbols(symbols)
        generation = self._generation()
        response = await self._send(generation.funding_rates_request(self._own_params(params)))
        with self._reading(response):
            parsed = [self.parse_funding_rate(row) for row in generation.funding_rate_rows(self, response)]
            return {rate["symbol"]: rate for rate in parsed if not wanted or rate["symbol"] in wanted}
