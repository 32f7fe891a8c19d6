"""(Generated from _async.) Leverage, position mode, isolated margin and loans: unified methods of ``woo``."""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import BadRequest, NullResponse
from ccxt.base.types import (
    ADL,
    BorrowInterest,
    CrossBorrowRate,
    CrossBorrowRates,
    Int,
    Leverage,
    MarginLoan,
    MarginModification,
    Str,
    Strings,
)

from ascendex_woo_adapters.venues.woo._sync.lists import Lists
from ascendex_woo_adapters.venues.woo.account_enums import POSITION_SIDE_IDS, SPOT_LEVERAGES
from ascendex_woo_adapters.venues.woo.enums import MARGIN_MODE_IDS
from ascendex_woo_adapters.venues.woo.wallet_intents import plain_amount, position_side


class Margin(Lists):
    """How the account borrows and how its positions are backed."""

    def fetch_leverage(self, symbol: str, params: Any = {}) -> Leverage:
        """The leverage of a perpetual by side, or with a spot symbol that of the margin account.

        ``params``: ``marginMode`` ('cross' by default, 'isolated'); ``hedged`` says which position
        mode is meant, otherwise it is the account's own, which costs a request more. The margin
        account has none in futures mode.

        V3: GET /v3/futures/leverage, https://developer.woox.io/api-reference/endpoint/futures/get_leverage
        V3: GET /v3/account/info, https://developer.woox.io/api-reference/endpoint/account/get_account_info
        v1: GET /v1/client/futures_leverage, https://docs.woox.io/#get-futures-leverage-setting
        v1: GET /v3/accountinfo, https://docs.woox.io/#get-account-information-new
        """
        self._check_symbol("fetchLeverage", symbol)
        mode = self._margin_mode(params)
        hedged = params.get("hedged")
        rest = self._own_params(params, "margin_mode")
        self.load_markets()
        market = self.market(symbol)
        generation = self._generation()
        if market["spot"]:
            response = self._send(generation.account_request(rest))
            with self._reading(response):
                return generation.parse_spot_leverage(self, response, market)  # type: ignore[return-value]
        if hedged is None and "position_mode" not in rest:
            hedged = (self.fetch_position_mode(symbol))["hedged"]
        response = self._send(generation.leverage_request(market, mode, bool(hedged), rest))
        with self._reading(response):
            return self.parse_leverage(generation.leverage_row(self, response), market)

    def set_leverage(self, leverage: Int, symbol: Str = None, params: Any = {}) -> Any:
        """Set the leverage of a perpetual, or without a symbol (or with a spot one) of the margin account.

        ``params``: ``marginMode`` ('cross' by default, 'isolated'), ``positionSide`` ('both' by
        default; 'long' or 'short' in hedge mode), or ``hedged`` (True sets both sides, one request
        each, and returns both replies). The margin account takes 3, 4, 5 or 10.

        V3: PUT /v3/futures/leverage or POST /v3/spotMargin/leverage, https://developer.woox.io/api-reference
        v1: POST /v1/client/futures_leverage, https://docs.woox.io/#update-futures-leverage-setting
        v1: POST /v1/client/leverage, https://docs.woox.io/#update-leverage-setting
        """
        whole = self._whole("setLeverage", leverage, "leverage")
        mode = self._margin_mode(params)
        rest = self._own_params(params, "margin_mode")
        side = position_side(self, rest, POSITION_SIDE_IDS)
        self.load_markets()
        market = None if symbol is None else self.market(symbol)
        if (market is None or market["spot"]) and whole not in SPOT_LEVERAGES:
            raise BadRequest(
                f"{self.id} margin accounts take a leverage of 3, 4, 5 or 10, not {leverage}; "
                "for a perpetual give its symbol"
            )
        generation = self._generation()
        if market is not None and market["swap"] and side is None and params.get("hedged"):
            both = []
            for one in ("LONG", "SHORT"):
                call = generation.set_leverage_request(market, whole, mode, one, rest)
                both.append(self._send(call))
            return both
        return self._send(generation.set_leverage_request(market, whole, mode, side or "BOTH", rest))

    def set_position_mode(self, hedged: bool, symbol: Str = None, params: Any = {}) -> Any:
        """Hold long and short positions apart (True) or as one; for the whole account, not by symbol.

        V3: PUT /v3/futures/positionMode, https://developer.woox.io/api-reference
        v1: POST /v1/client/position_mode, https://docs.woox.io/#update-position-mode
        """
        if not isinstance(hedged, bool):
            raise BadRequest(f"{self.id} setPositionMode() hedged must be True or False, not {hedged!r}")
        call = self._generation().set_position_mode_request(hedged, self._own_params(params))
        return self._send(call)

    def fetch_position_mode(self, symbol: Str = None, params: Any = {}) -> Any:
        """``hedged``: whether the account holds long and short positions apart.

        V3: GET /v3/account/info, https://developer.woox.io/api-reference/endpoint/account/get_account_info
        v1: GET /v3/accountinfo, https://docs.woox.io/#get-account-information-new
        """
        generation = self._generation()
        response = self._send(generation.account_request(self._own_params(params)))
        with self._reading(response):
            return generation.parse_position_mode(self, response)

    def add_margin(self, symbol: str, amount: float, params: Any = {}) -> MarginModification:
        """Add margin, in the currency of settlement, to an isolated position.

        ``params``: ``positionSide`` ('both' by default; 'long' or 'short' in hedge mode).

        V3: POST /v3/isolatedMargin/margin, https://developer.woox.io/api-reference
        v1: POST /v1/client/isolated_margin, https://docs.woox.io/#update-isolated-margin-setting
        """
        return self._change_margin("addMargin", "add", symbol, amount, params)

    def reduce_margin(self, symbol: str, amount: float, params: Any = {}) -> MarginModification:
        """Take margin, in the currency of settlement, from an isolated position.

        ``params``: ``positionSide`` ('both' by default; 'long' or 'short' in hedge mode).

        V3: POST /v3/isolatedMargin/margin, https://developer.woox.io/api-reference
        v1: POST /v1/client/isolated_margin, https://docs.woox.io/#update-isolated-margin-setting
        """
        return self._change_margin("reduceMargin", "reduce", symbol, amount, params)

    def _change_margin(
        self, method: str, kind: Any, symbol: str, amount: Any, params: Any
    ) -> MarginModification:
        self._check_symbol(method, symbol)
        quantity = plain_amount(self, method, amount)
        rest = self._own_params(params)
        side = position_side(self, rest, POSITION_SIDE_IDS) or "BOTH"
        self.load_markets()
        market = self.market(symbol)
        if not market["swap"]:
            raise BadRequest(f"{self.id} {method}() is for perpetuals, not for {symbol}")
        response = self._send(
            self._generation().change_margin_request(market, kind, quantity, side, rest)
        )
        return {
            "info": response,
            "symbol": market["symbol"],
            "type": kind,
            "marginMode": "isolated",
            "amount": float(quantity),
            "total": None,
            "code": market["settle"],
            "status": "ok",
            "timestamp": None,
            "datetime": None,
        }

    def fetch_position_adl_rank(self, symbol: str, params: Any = {}) -> ADL:
        """The place of a position in the queue of auto-deleveraging, 1 (last) to 5 (next).

        With positions in both margin modes or on both sides the one that goes first is returned.

        V3: GET /v3/futures/positions, https://developer.woox.io/api-reference/endpoint/futures/get_positions
        v1: GET /v3/positions, https://docs.woox.io/#get-all-position-info-new
        """
        self._check_symbol("fetchPositionADLRank", symbol)
        ranks = self.fetch_positions_adl_rank([symbol], params)
        if not ranks:
            raise NullResponse(f"{self.id} fetchPositionADLRank() there is no position in {symbol}")
        return max(ranks, key=lambda rank: rank["rank"] or 0)

    def fetch_positions_adl_rank(self, symbols: Strings = None, params: Any = {}) -> list[ADL]:
        """The places of open positions in the queue of auto-deleveraging, 1 (last) to 5 (next).

        V3: GET /v3/futures/positions, https://developer.woox.io/api-reference/endpoint/futures/get_positions
        v1: GET /v3/positions, https://docs.woox.io/#get-all-position-info-new
        """
        self.load_markets()
        wanted = self.market_symbols(symbols)
        generation = self._generation()
        response = self._send(generation.positions_request(self._own_params(params)))
        with self._reading(response):
            rows = [row for row in generation.position_rows(self, response) if generation.is_open(row)]
            return self.parse_adl_ranks(rows, wanted)

    def fetch_cross_borrow_rate(self, code: str, params: Any = {}) -> CrossBorrowRate:
        """The hourly interest rate of a currency's loans, as a fraction.

        V3: GET /v3/spotMargin/interestRate,
        https://developer.woox.io/api-reference/endpoint/spot_margin/get_interest_rate
        v1: GET /v1/token_interest/{token}, https://docs.woox.io/#margin-interest-rate-of-token
        """
        self.load_markets()
        currency = self.currency(code)
        generation = self._generation()
        call = generation.borrow_rate_request(currency, self._own_params(params))
        response = self._send(call)
        with self._reading(response):
            return self.parse_borrow_rate(generation.borrow_rate_row(self, response, currency), currency)

    def fetch_cross_borrow_rates(self, params: Any = {}) -> CrossBorrowRates:
        """The hourly interest rates of loans, as fractions, by currency code.

        V3: GET /v3/spotMargin/interestRate,
        https://developer.woox.io/api-reference/endpoint/spot_margin/get_interest_rate
        v1: GET /v1/token_interest, https://docs.woox.io/#margin-interest-rates
        """
        self.load_markets()
        generation = self._generation()
        response = self._send(generation.borrow_rates_request(self._own_params(params)))
        with self._reading(response):
            rates = [self.parse_borrow_rate(row) for row in generation.borrow_rate_rows(self, response)]
            return {rate["currency"]: rate for rate in rates}

    def fetch_borrow_interest(
        self,
        code: Str = None,
        symbol: Str = None,
        since: Int = None,
        limit: Int = None,
        params: Any = {},
    ) -> list[BorrowInterest]:
        """Interest charged on loans: the newest 100 charges, or all from ``since`` on.

        Loans are the account's, so a symbol is refused. ``params``: ``until`` (ms), ``paginate``,
        and the venue's ``side`` (LOAN by default, REPAY, AUTO_REPAY).

        V3: GET /v3/spotMargin/interestHistory,
        https://developer.woox.io/api-reference/endpoint/spot_margin/get_interest_history
        v1: GET /v1/interest/history, https://docs.woox.io/#get-interest-history
        """
        if symbol is not None:
            raise BadRequest(f"{self.id} fetchBorrowInterest() loans are not kept by market: {symbol!r}")
        until, most, rest = self._list_window("fetchBorrowInterest", since, limit, params)
        self.load_markets()
        currency = None if code is None else self.currency(code)
        generation = self._generation()
        call = generation.interest_request(currency, since, until, most, rest)
        rows = self._rows(call, generation.interest_page, since, most, self._until(until))
        with self._reading(rows):
            interest = self.parse_borrow_interests(rows)
            wanted = None if currency is None else currency["code"]
            return self.filter_by_currency_since_limit(interest, wanted, since, most)

    def repay_cross_margin(self, code: str, amount: float, params: Any = {}) -> MarginLoan:
        """Repay interest that was charged on a loan of the margin account.

        The venue lends by a negative balance, which a deposit or a purchase pays back.

        V3: POST /v3/spotMargin/interestRepay, https://developer.woox.io/api-reference
        v1: POST /v1/interest/repay, https://docs.woox.io/#repay-interest
        """
        quantity = plain_amount(self, "repayCrossMargin", amount)
        self.load_markets()
        currency = self.currency(code)
        call = self._generation().repay_request(currency, quantity, self._own_params(params))
        response = self._send(call)
        return {
            "id": None,
            "currency": currency["code"],
            "amount": float(quantity),
            "symbol": None,
            "timestamp": None,
            "datetime": None,
            "info": response,
        }

    def repay_margin(
        self, code: str, amount: float, symbol: Str = None, params: Any = {}
    ) -> MarginLoan:
        """``repay_cross_margin`` by its older name; a symbol is refused, for loans are the account's.

        V3: POST /v3/spotMargin/interestRepay, https://developer.woox.io/api-reference
        v1: POST /v1/interest/repay, https://docs.woox.io/#repay-interest
        """
        if symbol is not None:
            raise BadRequest(f"{self.id} repayMargin() loans are not kept by market: {symbol!r}")
        return self.repay_cross_margin(code, amount, params)

    # private helpers -----------------------------------------------------------------------------

    def _margin_mode(self, params: Any) -> str:
        given = params.get("marginMode") or params.get("margin_mode")
        mode = str(given or self.options.get("defaultMarginMode") or "cross").lower()
        if mode not in MARGIN_MODE_IDS:
            raise BadRequest(f"{self.id} marginMode must be 'cross' or 'isolated', not {mode!r}")
        return mode
