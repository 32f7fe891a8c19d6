"""(Generated from _async.) Balances, positions, leverage and fees: unified methods of ``woo``."""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import BadRequest
from ccxt.base.types import Balances, Int, Position, Str, Strings

from ascendex_woo_adapters.common.blocking import Colour, gather
from ascendex_woo_adapters.common.numbers import decimal
from ascendex_woo_adapters.venues.woo.base import Woo
from ascendex_woo_adapters.venues.woo.enums import MARGIN_MODE_IDS


class Account(Woo, Colour):
    """What the account holds and how it trades."""

    def fetch_balance(self, params: Any = {}) -> Balances:
        """Balances by currency; debts are negative.

        GET /v3/balances, https://docs.woox.io/#get-balances
        """
        self.load_markets()
        generation = self._generation()
        rest = {key: value for key, value in params.items() if key not in ("type", "marginMode")}
        response = self._send(generation.balance_request(rest))
        with self._reading(response):
            return generation.parse_balance(self, response)

    def fetch_positions(self, symbols: Strings = None, params: Any = {}) -> list[Position]:
        """Open positions, or those of ``symbols``; markets without a position are left out.

        GET /v3/positions, https://docs.woox.io/#get-all-position-info-new
        """
        self.load_markets()
        self.market_symbols(symbols)
        generation = self._generation()
        response = self._send(generation.positions_request(params))
        with self._reading(response):
            rows = [row for row in generation.position_rows(self, response) if generation.is_open(row)]
            return self.parse_positions(rows, symbols)

    def fetch_position(self, symbol: str, params: Any = {}) -> Position:
        """The position in one perpetual; with 0 contracts and no side where there is none.

        With positions in both margin modes or on both sides the larger one is returned:
        ``fetch_positions`` has them all.

        GET /v3/positions, https://docs.woox.io/#get-all-position-info-new
        """
        self._check_symbol("fetchPosition", symbol)
        self.load_markets()
        market = self.market(symbol)
        if not market["swap"]:
            raise BadRequest(f"{self.id} has positions in perpetuals only, not in {symbol}")
        generation = self._generation()
        response = self._send(generation.positions_request(params))
        with self._reading(response):
            return self.parse_position(generation.position_row(self, response, market), market)

    def set_leverage(self, leverage: Int, symbol: Str = None, params: Any = {}) -> Any:
        """Set the leverage of a perpetual, or without a symbol (or with a spot one) of the margin account.

        ``params``: ``marginMode`` ('cross' by default, 'isolated'), ``position_side`` (BOTH by
        default; LONG or SHORT in hedge mode). The margin account takes 3, 4, 5 or 10.

        POST /v1/client/futures_leverage, https://docs.woox.io/#update-futures-leverage-setting
        POST /v1/client/leverage, https://docs.woox.io/#update-leverage-setting
        """
        whole = decimal(leverage)
        if whole is None or whole < 1 or whole != int(whole):
            raise BadRequest(f"{self.id} setLeverage() takes a whole number from 1 up, not {leverage!r}")
        rest = dict(params)
        mode = str(rest.pop("marginMode", rest.pop("margin_mode", "cross"))).lower()
        if mode not in MARGIN_MODE_IDS:
            raise BadRequest(f"{self.id} marginMode must be 'cross' or 'isolated', not {mode!r}")
        side = str(rest.pop("position_side", "BOTH")).upper()
        self.load_markets()
        market = None if symbol is None else self.market(symbol)
        if (market is None or market["spot"]) and int(whole) not in (3, 4, 5, 10):
            raise BadRequest(
                f"{self.id} margin accounts take a leverage of 3, 4, 5 or 10, not {leverage}; "
                "for a perpetual give its symbol"
            )
        call = self._generation().set_leverage_request(market, int(whole), mode, side, rest)
        return self._send(call)

    def fetch_trading_fee(self, symbol: str, params: Any = {}) -> Any:
        """The account's maker and taker rates for a market, as fractions (0.0005 is 0.05 %).

        GET /v3/accountinfo, https://docs.woox.io/#get-account-information-new
        """
        self._check_symbol("fetchTradingFee", symbol)
        self.load_markets()
        market = self.market(symbol)
        generation = self._generation()
        replies = gather(*[self._send(call) for call in generation.fees_requests([market], params)])
        with self._reading(replies):
            return generation.parse_fees(self, replies, market)

    def fetch_trading_fees(self, params: Any = {}) -> Any:
        """The account's maker and taker rates for every market, by symbol.

        GET /v3/accountinfo, https://docs.woox.io/#get-account-information-new
        """
        self.load_markets()
        generation = self._generation()
        markets = list((self.markets or {}).values())
        replies = gather(*[self._send(call) for call in generation.fees_requests(markets, params)])
        with self._reading(replies):
            return {market["symbol"]: generation.parse_fees(self, replies, market) for market in markets}
