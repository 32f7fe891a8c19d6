"""Balances, positions and fees: unified methods of ``woo``."""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import BadRequest
from ccxt.base.types import Balances, Position, Strings

from ascendex_woo_adapters.common.aio import Colour, gather
from ascendex_woo_adapters.venues.woo.base import Woo


class Account(Woo, Colour):
    """What the account holds and what trading costs it."""

    async def fetch_balance(self, params: Any = {}) -> Balances:
        """Balances by currency; debts are negative.

        V3: GET /v3/asset/balances, https://developer.woox.io/api-reference/endpoint/assets/get_balances
        v1: GET /v3/balances, https://docs.woox.io/#get-balances
        """
        await self.load_markets()
        generation = self._generation()
        response = await self._send(generation.balance_request(self._own_params(params)))
        with self._reading(response):
            return generation.parse_balance(self, response)

    async def fetch_positions(self, symbols: Strings = None, params: Any = {}) -> list[Position]:
        """Open positions, or those of ``symbols``; markets without a position are left out.

        V3: GET /v3/futures/positions, https://developer.woox.io/api-reference/endpoint/futures/get_positions
        v1: GET /v3/positions, https://docs.woox.io/#get-all-position-info-new
        """
        await self.load_markets()
        self.market_symbols(symbols)
        generation = self._generation()
        response = await self._send(generation.positions_request(self._own_params(params)))
        with self._reading(response):
            rows = [row for row in generation.position_rows(self, response) if generation.is_open(row)]
            return self.parse_positions(rows, symbols)

    async def fetch_position(self, symbol: str, params: Any = {}) -> Position:
        """The position in one perpetual; with 0 contracts and no side where there is none.

        With positions in both margin modes or on both sides the larger one is returned:
        ``fetch_positions`` has them all.

        V3: GET /v3/futures/positions, https://developer.woox.io/api-reference/endpoint/futures/get_positions
        v1: GET /v3/positions, https://docs.woox.io/#get-all-position-info-new
        """
        self._check_symbol("fetchPosition", symbol)
        await self.load_markets()
        market = self.market(symbol)
        if not market["swap"]:
            raise BadRequest(f"{self.id} has positions in perpetuals only, not in {symbol}")
        generation = self._generation()
        response = await self._send(generation.positions_request(self._own_params(params)))
        with self._reading(response):
            return self.parse_position(generation.position_row(self, response, market), market)

    async def fetch_trading_fee(self, symbol: str, params: Any = {}) -> Any:
        """The account's maker and taker rates for a market, as fractions (0.0005 is 0.05 %).

        V3: GET /v3/trade/tradingFee, https://developer.woox.io/api-reference
        v1: GET /v3/accountinfo, https://docs.woox.io/#get-account-information-new
        """
        self._check_symbol("fetchTradingFee", symbol)
        await self.load_markets()
        market = self.market(symbol)
        generation = self._generation()
        calls = generation.fees_requests([market], self._own_params(params))
        replies = await gather(*[self._send(call) for call in calls])
        with self._reading(replies):
            return generation.parse_fees(self, replies, market)

    async def fetch_trading_fees(self, params: Any = {}) -> Any:
        """The account's maker and taker rates for every market, by symbol.

        V3: GET /v3/trade/tradingFee, https://developer.woox.io/api-reference
        v1: GET /v3/accountinfo, https://docs.woox.io/#get-account-information-new
        """
        await self.load_markets()
        generation = self._generation()
        markets = list((self.markets or {}).values())
        calls = generation.fees_requests(markets, self._own_params(params))
        replies = await gather(*[self._send(call) for call in calls])
        with self._reading(replies):
            return {market["symbol"]: generation.parse_fees(self, replies, market) for market in markets}
