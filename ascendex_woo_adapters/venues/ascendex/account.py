"""Balances, positions, leverage, margin modes and fees: builders and parsers.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-account-data
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from ccxt.base.errors import BadRequest, BadResponse

from ascendex_woo_adapters.common.adapter import Call
from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import ZERO, decimal, positive, text
from ascendex_woo_adapters.common.structures import EXACT, quotient
from ascendex_woo_adapters.venues.ascendex.enums import MARGIN_MODE_IDS, MARGIN_MODES, POSITION_SIDES
from ascendex_woo_adapters.venues.ascendex.markets import Bracket, Markets

_ONE = Decimal(1)
LEAST_LEVERAGE, MOST_LEVERAGE = 1, 100


class Group(NamedTuple):
    """A margin group: what it is worth with its unrealised PnL, and below what it is liquidated."""

    balance: Decimal
    maintenance: Decimal


class Account(Markets):
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

    def _fetch_position_request(self, params: dict[str, Any]) -> Call:
        """The snapshot of the whole account: collaterals and contracts."""
        return Call("v2_private_accountgroup_get_futures_position", dict(params))

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

    # positions -----------------------------------------------------------------------------------

    def _parse_account_positions(self, response: Any, symbols: Any) -> list[Any]:
        """The positions of an account snapshot, flat ones too; only those of ``symbols`` if given."""
        rows = self._rows(response, "contracts")
        crossed = self._crossed_group(self._rows(response, "collaterals"), rows)
        risk = {} if crossed is None else self._risk_of_group(crossed)
        result = []
        for row in rows:
            market = self._market_of(row.get("symbol"), None)
            if symbols and market["symbol"] not in symbols:
                continue
            position = self.parse_position(row, market)
            if position["marginMode"] == "cross" and crossed is not None:
                position.update(risk)
                position["liquidationPrice"] = self._liquidation_price(position, crossed)
            result.append(position)
        return result

    def parse_position(self, position: Any, market: Any = None) -> Any:
        """A position; margins follow the brackets of the contract.

        The initial margin is the bracket's, or that of the chosen leverage if it is more. The risk of an
        isolated position is its own; that of a crossed one is its group's and is filled in where the whole
        account is at hand.
        """
        get = position.get
        market = self._market_of(get("symbol"), market)
        amount = _amount_of(self.id, position)
        mode = MARGIN_MODES.get(str(get("marginType")))
        side = POSITION_SIDES.get(str(get("side"))) or (
            None if not amount else "long" if amount > 0 else "short"
        )
        mark = _above_zero(get("markPrice"))
        notional = None if mark is None else EXACT.multiply(abs(amount), mark)
        profit = decimal(get("unrealizedPnl"))
        leverage = _above_zero(get("leverage"))
        rates = None if notional is None else _rates(self._bracket_at(market, notional), leverage)
        initial = maintenance = None
        if notional is not None and rates is not None:
            initial, maintenance = EXACT.multiply(notional, rates[0]), EXACT.multiply(notional, rates[1])
        own = decimal(get("isolatedMargin")) if mode == "isolated" else None
        balance = None if own is None or profit is None else EXACT.add(own, profit)
        number = self._number
        result = self.safe_position(
            {
                "info": position,
                "id": None,
                "symbol": market["symbol"],
                "timestamp": None,
                "datetime": None,
                "lastUpdateTimestamp": None,
                "hedged": False,
                "side": side if amount else None,
                "contracts": number(abs(amount)),
                "contractSize": number(_ONE),
                "entryPrice": number(_above_zero(get("avgOpenPrice"))),
                "markPrice": number(mark),
                "lastPrice": None,
                "notional": number(notional),
                "leverage": number(leverage),
                "unrealizedPnl": number(profit),
                "realizedPnl": number(decimal(get("realizedPnl"))),
                "initialMargin": number(initial),
                "initialMarginPercentage": number(rates[0]) if rates and notional else None,
                "maintenanceMargin": number(maintenance),
                "maintenanceMarginPercentage": number(rates[1]) if rates and notional else None,
                "positionMargin": number(own),
                "collateral": number(balance),
                "marginMode": mode,
                "marginRatio": None,
                "liquidationPrice": None,
                "percentage": number(_percent(profit, initial)),
                "stopLossPrice": number(_above_zero(get("stopLossPrice"))),
                "takeProfitPrice": number(_above_zero(get("takeProfitPrice"))),
            }
        )
        if balance is not None and maintenance is not None:
            group = Group(balance, maintenance)
            result.update(self._risk_of_group(group))
            result["liquidationPrice"] = self._liquidation_price(result, group)
        return result

    def _number(self, value: Decimal | None) -> Any:
        """``parse_number`` of an exact number."""
        if value is None:
            return None
        return float(value) if self.number is float else self.parse_number(text(value))

    def _crossed_group(
        self, collaterals: list[dict[str, Any]], contracts: list[dict[str, Any]]
    ) -> Group | None:
        """The group of all crossed positions; None if the venue left out a number that it takes."""
        balance, maintenance = ZERO, ZERO
        for row in collaterals:
            factors = [decimal(row.get(key)) for key in ("balance", "referencePrice", "discountFactor")]
            if None in factors:
                return None
            balance = EXACT.add(balance, _product(*factors))
        for row in contracts:
            if MARGIN_MODES.get(str(row.get("marginType"))) != "cross":
                continue
            amount = decimal(row.get("position"))
            if not amount:
                continue
            mark, profit = _above_zero(row.get("markPrice")), decimal(row.get("unrealizedPnl"))
            if mark is None or profit is None:
                return None
            notional = EXACT.multiply(abs(amount), mark)
            rates = _rates(self._bracket_at(self._market_of(row.get("symbol"), None), notional))
            if rates is None:
                return None
            balance = EXACT.add(balance, profit)
            maintenance = EXACT.add(maintenance, EXACT.multiply(notional, rates[1]))
        return Group(balance, maintenance)

    def _risk_of_group(self, group: Group) -> dict[str, Any]:
        """Collateral and margin ratio, which all positions of a margin group have in common."""
        ratio = quotient(group.maintenance, group.balance) if group.balance > 0 else None
        return {"collateral": self._number(group.balance), "marginRatio": self._number(ratio)}

    def _liquidation_price(self, position: dict[str, Any], group: Group) -> Any:
        """The price at which a position's margin group is liquidated, if all other prices stay.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#liquidation-price
        """
        amount, mark = decimal(position["contracts"]), decimal(position["markPrice"])
        rate = decimal(position["maintenanceMarginPercentage"])
        if amount and mark is not None and rate is not None:
            room = EXACT.subtract(group.balance, group.maintenance)
            sign = -1 if position["side"] == "long" else 1
            per_unit = quotient(room, EXACT.multiply(amount, 1 + sign * rate))
            price = None if per_unit is None else EXACT.add(mark, sign * per_unit)
            if price is not None and price > 0:
                return self._number(price)
        return None

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


def _amount_of(exchange_id: str, position: dict[str, Any]) -> Decimal:
    """The signed size of a position: positive is long."""
    amount = decimal(position.get("position"))
    side = position.get("side")
    if amount is None or (amount and side is not None and str(side) not in POSITION_SIDES):
        raise BadResponse(f"{exchange_id} answered with a position that cannot be read: {excerpt(position)}")
    return amount


def _above_zero(value: Any) -> Decimal | None:
    number = decimal(value)
    return number if number is not None and number > 0 else None


def _rates(bracket: Bracket | None, leverage: Decimal | None = None) -> tuple[Decimal, Decimal] | None:
    """Initial and maintenance margin of a notional as its shares: those of the bracket hold for all of it."""
    if bracket is None or bracket.initial is None or bracket.maintenance is None:
        return None
    if leverage is None:
        return bracket.initial, bracket.maintenance
    return max(bracket.initial, EXACT.divide(_ONE, leverage)), bracket.maintenance


def _product(*factors: Decimal | None) -> Decimal:
    result = Decimal(1)
    for factor in factors:
        result = EXACT.multiply(result, factor or ZERO)
    return result


def _percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    share = None if part is None or not whole else quotient(part, whole)
    return None if share is None else EXACT.multiply(share, Decimal(100))
