"""The futures account over asyncio."""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import NullResponse, OperationFailed
from ccxt.base.types import Account as AccountRow
from ccxt.base.types import (
    Balances,
    Leverage,
    Leverages,
    MarginMode,
    MarginModes,
    Position,
    Str,
    Strings,
    TradingFeeInterface,
    TradingFees,
)

from ascendex_woo_adapters.common.aio import Colour, Once, gather
from ascendex_woo_adapters.common.submission import nothing_was_sent
from ascendex_woo_adapters.venues.ascendex.account import Account


class AsyncAccount(Account, Colour):
    """Unified methods of the futures account, and who the account is."""

    def after_construct(self, *given: Any) -> None:
        """ccxt's hook at the end of the constructor."""
        super().after_construct(*given)
        self._identity = Once()

    async def request(self, path: Any, api: Any = ["public"], *given: Any, **named: Any) -> Any:
        """ccxt's ``request``; asks for the account group first where the URL needs it and it is not known.

        What follows ``api`` differs between the supported versions of ccxt.
        """
        if api[-1] in ("accountGroup", "accountCategory") and self._account_group() is None:
            try:
                await self._identify()
            except OperationFailed as error:
                raise nothing_was_sent(error, f"{path} needs the account group") from error
        return await super().request(path, api, *given, **named)

    async def _identify(self) -> None:
        """Learn account group and user UID of the API key, once."""
        self._account = await self._identity.get(self.apiKey, self._read_identity)

    async def _read_identity(self) -> tuple[str, str, str]:
        api_key = self.apiKey
        response = await self._send(self._fetch_account_request({}))
        return (api_key, *self._parse_identity(response))

    async def fetch_accounts(self, params: Any = {}) -> list[AccountRow]:
        """The account group of the API key, as one row.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#account-info
        """
        api_key = self.apiKey
        response = await self._send(self._fetch_account_request(self._rest("fetchAccounts", params)))
        with self._reading(response):
            self._account = (api_key, *self._parse_identity(response))
            return [self.parse_account(response["data"])]

    async def fetch_balance(self, params: Any = {}) -> Balances:
        """The collaterals: ``free`` is what may leave the account, ``used`` what backs positions and orders.

        Isolated margins are taken out of the balance by the venue; unrealised PnL is not in it.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#position and #free-margin
        """
        rest = self._rest("fetchBalance", params)
        await self.load_markets()
        snapshot, margin = await gather(
            self._send(self._fetch_position_request(rest)), self._send(self._fetch_free_margin_request())
        )
        with self._reading([snapshot, margin]):
            return self.parse_balance({**snapshot, "freeMargin": margin})

    async def fetch_positions(self, symbols: Strings = None, params: Any = {}) -> list[Position]:
        """The open positions of all markets, or of those asked for.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#position
        """
        rest = self._rest("fetchPositions", params)
        await self.load_markets()
        symbols = self.market_symbols(symbols)
        response = await self._send(self._fetch_position_request(rest))
        with self._reading(response):
            return self._parse_account_positions(response, symbols)

    async def fetch_position(self, symbol: str, params: Any = {}) -> Position:
        """The position of a market; a flat one has no side and 0 contracts.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#position
        """
        rest = self._rest("fetchPosition", params)
        self._check_symbol("fetchPosition", symbol)
        await self.load_markets()
        market = self.market(symbol)
        response = await self._send(self._fetch_position_request(rest))
        with self._reading(response):
            found = self._parse_account_positions(response, [market["symbol"]], flat=True)
            return (
                found[0] if found else self.parse_position({"symbol": market["id"], "position": "0"}, market)
            )

    async def fetch_leverages(self, symbols: Strings = None, params: Any = {}) -> Leverages:
        """Leverage and margin mode by symbol, of the contracts that the account snapshot lists.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#position
        """
        rest = self._rest("fetchLeverages", params)
        await self.load_markets()
        wanted = self.market_symbols(symbols)
        response = await self._send(self._fetch_position_request(rest))
        with self._reading(response):
            return self.parse_leverages(self._rows(response, "contracts"), wanted, "symbol")

    async def fetch_leverage(self, symbol: str, params: Any = {}) -> Leverage:
        """Leverage and margin mode of a market.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#position
        """
        self._check_symbol("fetchLeverage", symbol)
        leverages = await self.fetch_leverages([symbol], params)
        for leverage in leverages.values():
            return leverage
        raise NullResponse(f"{self.id} fetchLeverage() the venue does not list {symbol}")

    async def fetch_margin_modes(self, symbols: Strings = None, params: Any = {}) -> MarginModes:
        """Margin mode by symbol, of the contracts that the account snapshot lists.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#position
        """
        rest = self._rest("fetchMarginModes", params)
        await self.load_markets()
        wanted = self.market_symbols(symbols)
        response = await self._send(self._fetch_position_request(rest))
        with self._reading(response):
            return self.parse_margin_modes(self._rows(response, "contracts"), wanted, "symbol")

    async def fetch_margin_mode(self, symbol: str, params: Any = {}) -> MarginMode:
        """Margin mode of a market.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#position
        """
        self._check_symbol("fetchMarginMode", symbol)
        modes = await self.fetch_margin_modes([symbol], params)
        for mode in modes.values():
            return mode
        raise NullResponse(f"{self.id} fetchMarginMode() the venue does not list {symbol}")

    async def set_leverage(self, leverage: int, symbol: Str = None, params: Any = {}) -> Any:
        """Set the leverage of a contract, a whole number from 1 to 100; returns the venue's reply.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#change-contract-leverage
        """
        rest = self._rest("setLeverage", params)
        self._check_symbol("setLeverage", symbol)
        await self.load_markets()
        return await self._send(self._set_leverage_request(leverage, self.market(symbol), rest))

    async def set_margin_mode(self, marginMode: str, symbol: Str = None, params: Any = {}) -> Any:
        """Set the margin mode of a contract, cross or isolated; returns the venue's reply.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#change-margin-type
        """
        rest = self._rest("setMarginMode", params)
        self._check_symbol("setMarginMode", symbol)
        await self.load_markets()
        return await self._send(self._set_margin_mode_request(marginMode, self.market(symbol), rest))

    async def fetch_trading_fees(self, params: Any = {}) -> TradingFees:
        """The account's maker and taker fees by symbol, as fractions.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#fee-schedule-by-symbol
        """
        rest = self._rest("fetchTradingFees", params)
        await self.load_markets()
        response = await self._send(self._fetch_trading_fees_request(rest))
        with self._reading(response):
            return self._parse_trading_fees(response)

    async def fetch_trading_fee(self, symbol: str, params: Any = {}) -> TradingFeeInterface:
        """The account's maker and taker fee of a market, as fractions.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#fee-schedule-by-symbol
        """
        self._check_symbol("fetchTradingFee", symbol)
        await self.load_markets()
        market = self.market(symbol)
        fees = await self.fetch_trading_fees(params)
        if market["symbol"] not in fees:
            raise NullResponse(f"{self.id} fetchTradingFee() the venue lists no fee of {symbol}")
        result: TradingFeeInterface = fees[market["symbol"]]
        return result
