"""Accounts, balances, leverage, margin modes and fees: builders and parsers.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-account-data
"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import BadRequest, BadResponse

from ascendex_woo_adapters.common.adapter import Call
from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import decimal, positive, text
from ascendex_woo_adapters.venues.ascendex.enums import MARGIN_MODE_IDS, MARGIN_MODES
from ascendex_woo_adapters.venues.ascendex.positions import Positions

LEAST_LEVERAGE, MOST_LEVERAGE = 1, 100


class Account(Positions):
    """What ``fetch_*`` and ``set_*`` of the futures account send and how the replies read."""

    # accounts and fees ---------------------------------------------------------------------------

    def _fetch_account_request(self, params: dict[str, Any]) -> Call:
        return Call("v2_private_get_account_info", dict(params))

    def _parse_identity(self, response: Any) -> tuple[str, str]:
        """Account group and user UID."""
        data = self._data(response, dict)
        group = data.get("accountGroup")
        if group is None:
            raise BadResponse(f"{self.id} answered without an account group: {excerpt(response)}")
        return str(group), str(data.get("userUID") or "")

    def parse_account(self, account: Any) -> Any:
        """The account group: one row, whatever accounts it holds; this class trades its futures account."""
        return {"id": str(account.get("accountGroup")), "type": "swap", "code": None, "info": account}

    def _fetch_trading_fees_request(self, params: dict[str, Any]) -> Call:
        return Call("v1_private_accountgroup_get_futures_fee", dict(params))

    def _parse_trading_fees(self, response: Any) -> dict[str, Any]:
        """The account's fee of every contract that the venue lists."""
        key = "productFee" if "productFee" in self._data(response, dict) else "fees"
        fees = [self._parse_trading_fee(row) for row in self._rows(response, key)]
        return {fee["symbol"]: fee for fee in fees}

    def _parse_trading_fee(self, fee: Any, market: Any = None) -> Any:
        """Maker and taker fee as fractions."""
        rates = fee.get("fee")
        get = (rates if isinstance(rates, dict) else fee).get
        return {
            "info": fee,
            "symbol": self._market_of(fee.get("symbol"), market)["symbol"],
            "maker": self.parse_number(get("maker")),
            "taker": self.parse_number(get("taker")),
            "percentage": True,
            "tierBased": True,
        }

    # balance -------------------------------------------------------------------------------------

    def _fetch_free_margin_request(self) -> Call:
        return Call("v2_private_accountgroup_get_futures_free_margin", {})

    def parse_balance(self, response: Any) -> Any:
        """The collaterals: ``total`` is the balance, ``free`` what may leave, ``used`` the rest.

        ``response`` is the account snapshot with the free margin's reply under ``freeMargin``.
        """
        free = {str(row.get("asset")): row for row in self._rows(response.get("freeMargin"), "collaterals")}
        result: dict[str, Any] = {"info": response, "timestamp": None, "datetime": None}
        for row in self._rows(response, "collaterals"):
            asset = str(row.get("asset") or "")
            total = text(decimal(row.get("balance")))
            if not asset or total is None:
                raise BadResponse(f"{self.id} fetchBalance() cannot read: {excerpt(row)}")
            account = self.account()
            account["total"] = total
            account["free"] = text(decimal(free.get(asset, {}).get("availableForTransfer")))
            result[self.safe_currency_code(asset)] = account
        return self.safe_balance(result)

    # leverage and margin mode --------------------------------------------------------------------

    def parse_leverage(self, leverage: Any, market: Any = None) -> Any:
        """Leverage and margin mode of a contract, the same for both sides."""
        times = decimal(positive(leverage.get("leverage")))
        value = None if times is None else int(times) if times == int(times) else float(times)
        return {
            "info": leverage,
            "symbol": self._market_of(leverage.get("symbol"), market)["symbol"],
            "marginMode": MARGIN_MODES.get(str(leverage.get("marginType"))),
            "longLeverage": value,
            "shortLeverage": value,
        }

    def parse_margin_mode(self, marginMode: Any, market: Any = None) -> Any:
        """Margin mode of a contract: cross or isolated."""
        return {
            "info": marginMode,
            "symbol": self._market_of(marginMode.get("symbol"), market)["symbol"],
            "marginMode": MARGIN_MODES.get(str(marginMode.get("marginType"))),
        }

    def _set_leverage_request(self, leverage: Any, market: Any, params: dict[str, Any]) -> Call:
        times = decimal(leverage)
        if times is None or times != int(times) or not LEAST_LEVERAGE <= times <= MOST_LEVERAGE:
            raise BadRequest(
                f"{self.id} setLeverage() leverage must be a whole number from {LEAST_LEVERAGE} to "
                f"{MOST_LEVERAGE}, not {leverage!r}"
            )
        request = {"symbol": market["id"], "leverage": int(times), **params}
        return Call("v2_private_accountgroup_post_futures_leverage", request)

    def _set_margin_mode_request(self, mode: Any, market: Any, params: dict[str, Any]) -> Call:
        name = MARGIN_MODE_IDS.get(str(mode).lower())
        if name is None:
            raise BadRequest(f"{self.id} setMarginMode() must be 'cross' or 'isolated', not {mode!r}")
        request = {"symbol": market["id"], "marginType": name, **params}
        return Call("v2_private_accountgroup_post_futures_margin_type", request)
