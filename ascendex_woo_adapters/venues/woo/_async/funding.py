"""Funding rates and payments, mark prices and open interest: unified methods of ``woo``."""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import BadRequest
from ccxt.base.types import FundingHistory, FundingRateHistory, Int, OpenInterest, Str, Strings, Ticker

from ascendex_woo_adapters.venues.woo._async.lists import Lists


class Funding(Lists):
    """What perpetuals pay and what they are worth."""

    async def fetch_funding_rate_history(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[FundingRateHistory]:
        """Settled rates of a perpetual: the newest 100, or all from ``since`` on.

        ``params``: ``until`` (ms), ``paginate`` (True without ``since``: all there are).

        V3: GET /v3/public/fundingRateHistory,
        https://developer.woox.io/api-reference/endpoint/public_data/fundingRateHistory
        v1: GET /v1/public/funding_rate_history, https://docs.woox.io/#get-funding-rate-history-public
        """
        self._check_symbol("fetchFundingRateHistory", symbol)
        until, most, rest = self._list_window("fetchFundingRateHistory", since, limit, params)
        await self.load_markets()
        market = self._perpetual("fetchFundingRateHistory", symbol)
        generation = self._generation()
        end = self.milliseconds() if until is None else until
        call = generation.funding_rate_history_request(market, since, end, most, rest)
        page_of, keep = generation.funding_rate_history_page, self._until(until)
        rows = await self._rows(call, page_of, since, most, keep)
        with self._reading(rows):
            return self.parse_funding_rate_histories(rows, market, since, most)

    async def fetch_funding_history(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[FundingHistory]:
        """Funding paid (negative) and received: the newest 100, or all from ``since`` on.

        ``params``: ``until`` (ms), ``paginate`` (True without ``since``: all there are).

        V3: GET /v3/futures/fundingFee/history,
        https://developer.woox.io/api-reference/endpoint/futures/get_fundingFee_history
        v1: GET /v1/funding_fee/history, https://docs.woox.io/#get-funding-fee-history
        """
        until, most, rest = self._list_window("fetchFundingHistory", since, limit, params)
        await self.load_markets()
        market = None if symbol is None else self._perpetual("fetchFundingHistory", symbol)
        generation = self._generation()
        call = generation.funding_history_request(market, since, until, most, rest)
        page_of, keep = generation.funding_history_page, self._until(until)
        rows = await self._rows(call, page_of, since, most, keep)
        with self._reading(rows):
            return self.parse_incomes(rows, market, since, most)

    async def fetch_funding_interval(self, symbol: str, params: Any = {}) -> Any:
        """The funding rate of a perpetual, whose ``interval`` is the time between payments ('8h').

        V3: GET /v3/public/fundingRate, https://developer.woox.io/api-reference
        v1: GET /v1/public/funding_rate/{symbol},
        https://docs.woox.io/#get-predicted-funding-rate-for-one-market-public
        """
        self._check_symbol("fetchFundingInterval", symbol)
        await self.load_markets()
        market = self._perpetual("fetchFundingInterval", symbol)
        generation = self._generation()
        call = generation.funding_rate_request(market, self._own_params(params))
        response = await self._send(call)
        with self._reading(response):
            return self.parse_funding_rate(generation.funding_rate_row(self, response), market)

    async def fetch_funding_intervals(self, symbols: Strings = None, params: Any = {}) -> Any:
        """The funding rates of all perpetuals, or of ``symbols``, with their ``interval``.

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

    async def fetch_mark_price(self, symbol: str, params: Any = {}) -> Ticker:
        """A ticker with nothing but the mark and the index price of a perpetual.

        V3: GET /v3/public/futures, https://developer.woox.io/api-reference
        v1: GET /v1/public/futures, https://docs.woox.io/#get-futures-info-for-all-markets-public
        """
        self._check_symbol("fetchMarkPrice", symbol)
        await self.load_markets()
        market = self._perpetual("fetchMarkPrice", symbol)
        prices = await self.fetch_mark_prices([market["symbol"]], params)
        return self._listed_one("fetchMarkPrice", prices, market["symbol"])

    async def fetch_mark_prices(self, symbols: Strings = None, params: Any = {}) -> Any:
        """Tickers of perpetuals with nothing but mark and index price, by symbol.

        V3: GET /v3/public/futures, https://developer.woox.io/api-reference
        v1: GET /v1/public/futures, https://docs.woox.io/#get-futures-info-for-all-markets-public
        """
        return await self._futures("fetchMarkPrices", self._parse_mark_price, symbols, params)

    async def fetch_open_interest(self, symbol: str, params: Any = {}) -> OpenInterest:
        """Open contracts of a perpetual in base currency, and their worth at the mark price.

        V3: GET /v3/public/futures, https://developer.woox.io/api-reference
        v1: GET /v1/public/futures, https://docs.woox.io/#get-futures-info-for-all-markets-public
        """
        self._check_symbol("fetchOpenInterest", symbol)
        await self.load_markets()
        market = self._perpetual("fetchOpenInterest", symbol)
        interests = await self.fetch_open_interests([market["symbol"]], params)
        return self._listed_one("fetchOpenInterest", interests, market["symbol"])

    async def fetch_open_interests(self, symbols: Strings = None, params: Any = {}) -> Any:
        """Open interest of all perpetuals, or of ``symbols``, by symbol.

        V3: GET /v3/public/futures, https://developer.woox.io/api-reference
        v1: GET /v1/public/futures, https://docs.woox.io/#get-futures-info-for-all-markets-public
        """
        return await self._futures("fetchOpenInterests", self.parse_open_interest, symbols, params)

    async def _futures(self, method: str, parse: Any, symbols: Strings, params: Any) -> dict[str, Any]:
        """What ``parse`` makes of futures information, by symbol; the time is the reply's."""
        await self.load_markets()
        wanted = [self._perpetual(method, symbol)["symbol"] for symbol in symbols or ()]
        generation = self._generation()
        response = await self._send(generation.tickers_request(self._own_params(params)))
        with self._reading(response):
            timestamp = generation.parse_time(self, response)
            found = {}
            for row in generation.ticker_rows(self, response):
                parsed = parse(row)
                if not wanted or parsed["symbol"] in wanted:
                    parsed["timestamp"], parsed["datetime"] = timestamp, self.iso8601(timestamp)
                    found[parsed["symbol"]] = parsed
            return found

    def _perpetual(self, method: str, symbol: Any) -> Any:
        market = self.market(symbol)
        if not market["swap"]:
            raise BadRequest(f"{self.id} {method}() is for perpetuals, not for {symbol}")
        return market
