"""Public data over asyncio."""

from __future__ import annotations

from typing import Any

from ascendex_woo_adapters.common.aio import Colour, gather
from ascendex_woo_adapters.venues.ascendex.market_data import MOST_BARS, MarketData


class AsyncMarketData(MarketData, Colour):
    """Unified methods of public data."""

    async def fetch_time(self, params: Any = {}) -> Any:
        """The venue's clock in milliseconds.

        https://ascendex.github.io/ascendex-pro-api/#exchange-latency-info
        """
        return self.parse_time(await self._send(self.fetch_time_request(dict(params))))

    async def fetch_markets(self, params: Any = {}) -> Any:
        """The perpetual contracts; measures the clocks first with ``options['adjustForTimeDifference']``.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-contracts-info
        """
        call = self.fetch_markets_request(self._rest("fetchMarkets", params))
        if self.options.get("adjustForTimeDifference"):
            _, response = await gather(self.load_time_difference(), self._send(call))
        else:
            response = await self._send(call)
        return self.parse_markets(self._rows(response))

    async def fetch_currencies(self, params: Any = {}) -> Any:
        """The collateral assets of the futures account, without networks.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-collateral-asset-info
        """
        call = self.fetch_currencies_request(dict(params))
        return self.parse_currencies(self._rows(await self._send(call)))

    async def fetch_leverage_tiers(self, symbols: Any = None, params: Any = {}) -> Any:
        """The margin brackets by symbol.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-contracts-info
        """
        rest = self._rest("fetchLeverageTiers", params)
        await self.load_markets()
        symbols = self.market_symbols(symbols)
        rows = self._rows(await self._send(self.fetch_markets_request(rest)))
        return self.parse_leverage_tiers(rows, symbols, "symbol")

    async def fetch_ticker(self, symbol: Any, params: Any = {}) -> Any:
        """The last 24 hours of a market, with its best bid and ask.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#ticker
        """
        rest = self._rest("fetchTicker", params)
        self._check_symbol("fetchTicker", symbol)
        await self.load_markets()
        market = self.market(symbol)
        rows = self._rows(await self._send(self.fetch_tickers_request([symbol], rest)))
        return self.parse_ticker(self._only(rows, market), market)

    async def fetch_tickers(self, symbols: Any = None, params: Any = {}) -> Any:
        """The last 24 hours of all markets, or of those asked for, by symbol.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#ticker
        """
        rest = self._rest("fetchTickers", params)
        await self.load_markets()
        call = self.fetch_tickers_request(symbols, rest)
        return self.parse_tickers(self._rows(await self._send(call)), symbols)

    async def fetch_bids_asks(self, symbols: Any = None, params: Any = {}) -> Any:
        """The best bids and asks by symbol: tickers.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#ticker
        """
        return await self.fetch_tickers(symbols, params)

    async def fetch_order_book(self, symbol: Any, limit: Any = None, params: Any = {}) -> Any:
        """The book, cut to ``limit`` levels a side; ``nonce`` is its sequence number.

        https://ascendex.github.io/ascendex-pro-api/#order-book-depth
        """
        rest = self._rest("fetchOrderBook", params)
        self._check_symbol("fetchOrderBook", symbol)
        self._check_window("fetchOrderBook", limit=limit)
        await self.load_markets()
        market = self.market(symbol)
        response = await self._send(self.fetch_order_book_request(market, rest))
        return self.parse_depth(response, market, limit)

    async def fetch_trades(self, symbol: Any, since: Any = None, limit: Any = None, params: Any = {}) -> Any:
        """The newest public trades, at most 100; ``since`` and ``until`` only cut these.

        https://ascendex.github.io/ascendex-pro-api/#market-trades
        """
        rest = self._rest("fetchTrades", params)
        until = rest.pop("until", None)
        self._check_symbol("fetchTrades", symbol)
        self._check_window("fetchTrades", since, limit, until)
        await self.load_markets()
        market = self.market(symbol)
        response = await self._send(self.fetch_trades_request(market, since, limit, rest))
        rows = self._rows(self._data(response, dict))
        if until is not None:
            rows = [row for row in rows if (row.get("ts") or 0) <= until]
        return self.parse_trades(rows, market, since, limit)

    async def fetch_ohlcv(
        self, symbol: Any, timeframe: Any = "1m", since: Any = None, limit: Any = None, params: Any = {}
    ) -> Any:
        """Bars, oldest first, at most 500 in one call: the first from ``since``, else the last ones.

        ``params``: ``until`` (milliseconds, the start of the last bar), ``paginate`` (several calls).

        https://ascendex.github.io/ascendex-pro-api/#historical-bar-data
        """
        rest = self._rest("fetchOHLCV", params)
        paginate, until, price = rest.pop("paginate", False), rest.pop("until", None), rest.pop("price", None)
        self._check_symbol("fetchOHLCV", symbol)
        self._check_timeframe("fetchOHLCV", timeframe)
        self._check_window("fetchOHLCV", since, limit, until)
        if price not in (None, "last"):
            raise self._not_supported(f"bars of the {price} price")
        await self.load_markets()
        if paginate:
            more = rest if until is None else {**rest, "until": until}
            return await self.fetch_paginated_call_deterministic(
                "fetchOHLCV", symbol, since, limit, timeframe, more, MOST_BARS
            )
        market = self.market(symbol)
        call = self.fetch_ohlcv_request(market, timeframe, since, limit, until, rest)
        rows = self._rows(await self._send(call))
        return self.parse_ohlcvs(rows, market, timeframe, since, limit)

    async def fetch_funding_rates(self, symbols: Any = None, params: Any = {}) -> Any:
        """The rates of the next funding payments by symbol.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-pricing-data
        """
        rest = self._rest("fetchFundingRates", params)
        await self.load_markets()
        response = await self._send(self.fetch_pricing_request(rest))
        rates = [self.parse_funding_rate(row, market) for row, market in self._pricing_of(response, symbols)]
        return {rate["symbol"]: rate for rate in rates}

    async def fetch_funding_rate(self, symbol: Any, params: Any = {}) -> Any:
        """The rate of the next funding payment of a market.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-pricing-data
        """
        rest = self._rest("fetchFundingRate", params)
        self._check_symbol("fetchFundingRate", symbol)
        await self.load_markets()
        market = self.market(symbol)
        response = await self._send(self.fetch_pricing_request(rest))
        return self.parse_funding_rate(self._only(self._rows(response, "contracts"), market), market)

    async def fetch_open_interests(self, symbols: Any = None, params: Any = {}) -> Any:
        """Open interest by symbol, in the base currency.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-pricing-data
        """
        rest = self._rest("fetchOpenInterests", params)
        await self.load_markets()
        response = await self._send(self.fetch_pricing_request(rest))
        rows = [self.parse_open_interest(row, market) for row, market in self._pricing_of(response, symbols)]
        return {row["symbol"]: row for row in rows}

    async def fetch_open_interest(self, symbol: Any, params: Any = {}) -> Any:
        """Open interest of a market, in the base currency.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-pricing-data
        """
        rest = self._rest("fetchOpenInterest", params)
        self._check_symbol("fetchOpenInterest", symbol)
        await self.load_markets()
        market = self.market(symbol)
        response = await self._send(self.fetch_pricing_request(rest))
        return self.parse_open_interest(self._only(self._rows(response, "contracts"), market), market)

    async def fetch_mark_prices(self, symbols: Any = None, params: Any = {}) -> Any:
        """Mark and index prices by symbol.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-pricing-data
        """
        rest = self._rest("fetchMarkPrices", params)
        await self.load_markets()
        response = await self._send(self.fetch_pricing_request(rest))
        rows = [self.parse_mark_price(row, market) for row, market in self._pricing_of(response, symbols)]
        return {row["symbol"]: row for row in rows}
