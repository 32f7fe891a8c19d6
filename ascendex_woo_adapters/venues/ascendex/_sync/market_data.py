"""(Generated from _async.) Public data over blocking."""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import NullResponse
from ccxt.base.types import (
    Currencies,
    FundingRate,
    FundingRates,
    Int,
    LastPrices,
    LeverageTier,
    LeverageTiers,
    Market,
    OpenInterest,
    OpenInterests,
    OrderBook,
    Strings,
    Ticker,
    Tickers,
    Trade,
)

from ascendex_woo_adapters.common.blocking import Colour, gather
from ascendex_woo_adapters.venues.ascendex.enums import MOST_BARS
from ascendex_woo_adapters.venues.ascendex.market_data import MarketData


class SyncMarketData(MarketData, Colour):
    """Unified methods of public data."""

    def fetch_time(self, params: Any = {}) -> Int:
        """The venue's clock in milliseconds.

        https://ascendex.github.io/ascendex-pro-api/#exchange-latency-info
        """
        response = self._send(self._fetch_time_request(self._rest("fetchTime", params)))
        with self._reading(response):
            return self._parse_time(response)

    def fetch_markets(self, params: Any = {}) -> list[Market]:
        """The perpetual contracts; measures the clocks first with ``options['adjustForTimeDifference']``.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-contracts-info
        """
        call = self._fetch_markets_request(self._rest("fetchMarkets", params))
        if self.options.get("adjustForTimeDifference"):
            _, response = gather(self.load_time_difference(), self._send(call))
        else:
            response = self._send(call)
        with self._reading(response):
            return self.parse_markets(self._rows(response))

    def fetch_currencies(self, params: Any = {}) -> Currencies:
        """The assets with their networks, and the collaterals of the futures account.

        ``info`` of a currency is ``{'asset': ..., 'collateral': ...}``, each as the venue tells it or None.

        https://ascendex.github.io/ascendex-pro-api/#list-all-assets and
        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-collateral-asset-info
        """
        rest = self._rest("fetchCurrencies", params)
        replies = gather(
            self._send(self._fetch_assets_request(rest)), self._send(self._fetch_collaterals_request(rest))
        )
        with self._reading(replies):
            return self._parse_currencies(*replies)

    def fetch_deposit_withdraw_fees(self, codes: Strings = None, params: Any = {}) -> Any:
        """What withdrawals cost by currency and network.

        https://ascendex.github.io/ascendex-pro-api/#list-all-assets
        """
        rest = self._rest("fetchDepositWithdrawFees", params)
        self.load_markets()
        response = self._send(self._fetch_assets_request(rest))
        with self._reading(response):
            return self.parse_deposit_withdraw_fees(self._rows(response), codes, "assetCode")

    def fetch_deposit_withdraw_fee(self, code: str, params: Any = {}) -> Any:
        """What withdrawals of a currency cost by network.

        https://ascendex.github.io/ascendex-pro-api/#list-all-assets
        """
        fees = self.fetch_deposit_withdraw_fees([code], params)
        if code not in fees:
            raise NullResponse(f"{self.id} fetchDepositWithdrawFee() the venue lists no fees of {code}")
        return fees[code]

    def fetch_leverage_tiers(self, symbols: Strings = None, params: Any = {}) -> LeverageTiers:
        """The margin brackets by symbol.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-contracts-info
        """
        rest = self._rest("fetchLeverageTiers", params)
        self.load_markets()
        symbols = self.market_symbols(symbols)
        response = self._send(self._fetch_markets_request(rest))
        with self._reading(response):
            return self.parse_leverage_tiers(self._rows(response), symbols, "symbol")

    def fetch_market_leverage_tiers(self, symbol: str, params: Any = {}) -> list[LeverageTier]:
        """The margin brackets of a market.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-contracts-info
        """
        rest = self._rest("fetchMarketLeverageTiers", params)
        self._check_symbol("fetchMarketLeverageTiers", symbol)
        self.load_markets()
        market = self.market(symbol)
        response = self._send(self._fetch_markets_request(rest))
        with self._reading(response):
            return self.parse_market_leverage_tiers(self._only(self._rows(response), market), market)

    def fetch_ticker(self, symbol: str, params: Any = {}) -> Ticker:
        """The last 24 hours of a market, with its best bid and ask.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#ticker
        """
        rest = self._rest("fetchTicker", params)
        self._check_symbol("fetchTicker", symbol)
        self.load_markets()
        market = self.market(symbol)
        response = self._send(self._fetch_tickers_request([symbol], rest))
        with self._reading(response):
            return self.parse_ticker(self._only(self._rows(response), market), market)

    def fetch_tickers(self, symbols: Strings = None, params: Any = {}) -> Tickers:
        """The last 24 hours of all markets, or of those asked for, by symbol.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#ticker
        """
        rest = self._rest("fetchTickers", params)
        self.load_markets()
        response = self._send(self._fetch_tickers_request(symbols, rest))
        with self._reading(response):
            return self.parse_tickers(self._rows(response), symbols)

    def fetch_bids_asks(self, symbols: Strings = None, params: Any = {}) -> Tickers:
        """The best bids and asks by symbol: tickers.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#ticker
        """
        return self.fetch_tickers(symbols, params)

    def fetch_last_prices(self, symbols: Strings = None, params: Any = {}) -> LastPrices:
        """The last prices by symbol.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#ticker
        """
        rest = self._rest("fetchLastPrices", params)
        self.load_markets()
        symbols = self.market_symbols(symbols)
        response = self._send(self._fetch_tickers_request(symbols, rest))
        with self._reading(response):
            return self.parse_last_prices(self._rows(response), symbols)

    def fetch_order_book(self, symbol: str, limit: Int = None, params: Any = {}) -> OrderBook:
        """The book, cut to ``limit`` levels a side; ``nonce`` is its sequence number.

        https://ascendex.github.io/ascendex-pro-api/#order-book-depth
        """
        rest = self._rest("fetchOrderBook", params)
        self._check_symbol("fetchOrderBook", symbol)
        self._check_window("fetchOrderBook", limit=limit)
        self.load_markets()
        market = self.market(symbol)
        response = self._send(self._fetch_order_book_request(market, rest))
        with self._reading(response):
            return self._parse_depth(response, market, limit)

    def fetch_trades(
        self, symbol: str, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Trade]:
        """The newest public trades, at most 100; ``since`` and ``until`` only cut these.

        https://ascendex.github.io/ascendex-pro-api/#market-trades
        """
        rest = self._rest("fetchTrades", params, "until")
        until = rest.pop("until", None)
        self._check_symbol("fetchTrades", symbol)
        self._check_window("fetchTrades", since, limit, until)
        self.load_markets()
        market = self.market(symbol)
        response = self._send(self._fetch_trades_request(market, since, limit, until, rest))
        with self._reading(response):
            rows = self._rows(self._data(response, dict))
            if until is not None:
                rows = [row for row in rows if (row.get("ts") or 0) <= until]
            return self.parse_trades(rows, market, since, limit)

    def fetch_ohlcv(
        self, symbol: str, timeframe: str = "1m", since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[list[Any]]:
        """Bars, oldest first, at most 500 in one call: the first from ``since``, else the last ones.

        ``params``: ``until`` (milliseconds, the start of the last bar), ``paginate`` (several calls).

        https://ascendex.github.io/ascendex-pro-api/#historical-bar-data
        """
        rest = self._rest("fetchOHLCV", params, "until", "paginate", "price")
        paginate, until, price = rest.pop("paginate", False), rest.pop("until", None), rest.pop("price", None)
        self._check_symbol("fetchOHLCV", symbol)
        self._check_timeframe("fetchOHLCV", timeframe)
        self._check_window("fetchOHLCV", since, limit, until)
        if price not in (None, "last"):
            raise self._not_supported(f"bars of the {price} price")
        self.load_markets()
        if paginate:
            more = rest if until is None else {**rest, "until": until}
            pages: list[list[Any]] = self.fetch_paginated_call_deterministic(
                "fetchOHLCV", symbol, since, limit, timeframe, more, MOST_BARS
            )
            return pages
        market = self.market(symbol)
        call = self._fetch_ohlcv_request(market, timeframe, since, limit, until, rest)
        response = self._send(call)
        with self._reading(response):
            return self.parse_ohlcvs(self._rows(response), market, timeframe, since, limit)

    def fetch_funding_rates(self, symbols: Strings = None, params: Any = {}) -> FundingRates:
        """The rates of the next funding payments by symbol.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-pricing-data
        """
        rest = self._rest("fetchFundingRates", params)
        self.load_markets()
        symbols = self.market_symbols(symbols)
        response = self._send(self._fetch_pricing_request(rest))
        with self._reading(response):
            priced = self._pricing_of(response, symbols)
            return {market["symbol"]: self.parse_funding_rate(row, market) for row, market in priced}

    def fetch_funding_rate(self, symbol: str, params: Any = {}) -> FundingRate:
        """The rate of the next funding payment of a market.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-pricing-data
        """
        rest = self._rest("fetchFundingRate", params)
        self._check_symbol("fetchFundingRate", symbol)
        self.load_markets()
        market = self.market(symbol)
        response = self._send(self._fetch_pricing_request(rest))
        with self._reading(response):
            return self.parse_funding_rate(self._only(self._rows(response, "contracts"), market), market)

    def fetch_open_interests(self, symbols: Strings = None, params: Any = {}) -> OpenInterests:
        """Open interest by symbol, in the base currency.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-pricing-data
        """
        rest = self._rest("fetchOpenInterests", params)
        self.load_markets()
        symbols = self.market_symbols(symbols)
        response = self._send(self._fetch_pricing_request(rest))
        with self._reading(response):
            priced = self._pricing_of(response, symbols)
            return {market["symbol"]: self.parse_open_interest(row, market) for row, market in priced}

    def fetch_open_interest(self, symbol: str, params: Any = {}) -> OpenInterest:
        """Open interest of a market, in the base currency.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-pricing-data
        """
        rest = self._rest("fetchOpenInterest", params)
        self._check_symbol("fetchOpenInterest", symbol)
        self.load_markets()
        market = self.market(symbol)
        response = self._send(self._fetch_pricing_request(rest))
        with self._reading(response):
            return self.parse_open_interest(self._only(self._rows(response, "contracts"), market), market)

    def fetch_mark_prices(self, symbols: Strings = None, params: Any = {}) -> Tickers:
        """Mark and index prices by symbol.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-pricing-data
        """
        rest = self._rest("fetchMarkPrices", params)
        self.load_markets()
        symbols = self.market_symbols(symbols)
        response = self._send(self._fetch_pricing_request(rest))
        with self._reading(response):
            priced = self._pricing_of(response, symbols)
            return {market["symbol"]: self._parse_mark_price(row, market) for row, market in priced}

    def fetch_mark_price(self, symbol: str, params: Any = {}) -> Ticker:
        """Mark and index price of a market.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-pricing-data
        """
        rest = self._rest("fetchMarkPrice", params)
        self._check_symbol("fetchMarkPrice", symbol)
        self.load_markets()
        market = self.market(symbol)
        response = self._send(self._fetch_pricing_request(rest))
        with self._reading(response):
            return self._parse_mark_price(self._only(self._rows(response, "contracts"), market), market)
