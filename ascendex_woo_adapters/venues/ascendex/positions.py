"""Positions, with the margins and risks that the venue's formulae give.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-account-data and
https://ascendex.github.io/ascendex-futures-pro-api-v2/#margin-requirement
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from ccxt.base.errors import BadResponse

from ascendex_woo_adapters.common.adapter import Call
from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import ZERO, decimal, text
from ascendex_woo_adapters.common.structures import EXACT, quotient
from ascendex_woo_adapters.venues.ascendex.enums import MARGIN_MODES, POSITION_SIDES
from ascendex_woo_adapters.venues.ascendex.markets import Markets

_add, _subtract, _multiply, _divide = EXACT.add, EXACT.subtract, EXACT.multiply, EXACT.divide
_ONE, _HUNDRED = Decimal(1), Decimal(100)


class Exposure(NamedTuple):
    """What a position is worth and what it needs; None where the venue does not tell what it takes."""

    amount: Decimal
    mark: Decimal | None
    notional: Decimal | None
    profit: Decimal | None
    leverage: Decimal | None
    initial: Decimal | None
    maintenance: Decimal | None
    rate: Decimal | None


class Group(NamedTuple):
    """A margin group: what it is worth with its unrealised PnL, and below what it is liquidated."""

    balance: Decimal
    maintenance: Decimal


class Positions(Markets):
    """What ``fetch_positions`` sends and how the account snapshot reads."""

    def _fetch_position_request(self, params: dict[str, Any]) -> Call:
        """The snapshot of the whole account: collaterals and contracts."""
        return Call("v2_private_accountgroup_get_futures_position", dict(params))

    def _parse_account_positions(self, response: Any, symbols: Any, flat: bool = False) -> list[Any]:
        """The positions of an account snapshot; only those of ``symbols`` if given, with ``flat`` all."""
        rows = self._rows(response, "contracts")
        collaterals = self._rows(response, "collaterals")
        held = []
        for row in rows:
            market = self._market_of(row.get("symbol"), None)
            exposure = self._exposure(row, market)
            if exposure.amount or flat:
                held.append((row, market, exposure))
        crossed = self._crossed_group(collaterals, held)
        overridden = type(self).parse_position is not Positions.parse_position
        result = []
        for row, market, exposure in held:
            if symbols is not None and market["symbol"] not in symbols:
                continue
            group = crossed if MARGIN_MODES.get(row.get("marginType")) == "cross" else None
            if not overridden:
                result.append(self._position(row, market, exposure, group))
                continue
            position = self.parse_position(row, market)
            if group is not None:
                position.update(self._risk(exposure, group))
            result.append(position)
        return result

    def parse_position(self, position: Any, market: Any = None) -> Any:
        """A position; margins follow the brackets of the contract.

        The initial margin is the bracket's, or that of the chosen leverage if it is more. The risk of an
        isolated position is its own; that of a crossed one is its group's and is filled in where the whole
        account is at hand.
        """
        market = self._market_of(position.get("symbol"), market)
        return self._position(position, market, self._exposure(position, market), None)

    def _position(self, row: Any, market: Any, exposure: Exposure, group: Group | None) -> Any:
        get = row.get
        amount, mark, notional, profit, leverage, initial, maintenance, rate = exposure
        mode = MARGIN_MODES.get(get("marginType"))
        own = decimal(get("isolatedMargin")) if mode == "isolated" else None
        if own is not None and profit is not None and maintenance is not None:
            group = Group(_add(own, profit), maintenance)
        number = self._number_maker()
        position = {
            "info": row,
            "id": None,
            "symbol": market["symbol"],
            "timestamp": None,
            "datetime": None,
            "lastUpdateTimestamp": None,
            "hedged": False,
            "side": ("long" if amount > 0 else "short") if amount else None,
            "contracts": number(abs(amount)),
            "contractSize": self.parse_number("1") if self.number is not float else 1.0,
            "entryPrice": number(_positive(get("avgOpenPrice"))),
            "markPrice": number(mark),
            "lastPrice": None,
            "notional": number(notional),
            "leverage": number(leverage),
            "unrealizedPnl": number(profit),
            "realizedPnl": number(decimal(get("realizedPnl"))),
            "initialMargin": number(initial),
            "initialMarginPercentage": number(_share(initial, notional)),
            "maintenanceMargin": number(maintenance),
            "maintenanceMarginPercentage": number(rate if notional else None),
            "positionMargin": number(own),
            "collateral": None,
            "marginMode": mode,
            "marginRatio": None,
            "liquidationPrice": None,
            "percentage": number(_percent(profit, initial)),
            "stopLossPrice": number(_positive(get("stopLossPrice"))),
            "takeProfitPrice": number(_positive(get("takeProfitPrice"))),
        }
        if group is not None:
            position.update(self._risk(exposure, group))
        return self.safe_position(position)

    def _exposure(self, row: Any, market: Any) -> Exposure:
        """The numbers of a contract of the snapshot."""
        get = row.get
        amount = decimal(get("position"))
        side = get("side")
        if amount is None or (amount and side is not None and side not in POSITION_SIDES):
            raise BadResponse(f"{self.id} answered with a position that cannot be read: {excerpt(row)}")
        mark, profit = _positive(get("markPrice")), decimal(get("unrealizedPnl"))
        leverage = _positive(get("leverage"))
        if mark is None:
            return Exposure(amount, None, None, profit, leverage, None, None, None)
        notional = _multiply(abs(amount), mark)
        bracket = self._bracket_at(market, notional)
        if bracket is None or bracket.initial is None or bracket.maintenance is None:
            return Exposure(amount, mark, notional, profit, leverage, None, None, None)
        initial = bracket.initial
        if leverage is not None:
            initial = max(initial, _divide(_ONE, leverage))
        return Exposure(
            amount,
            mark,
            notional,
            profit,
            leverage,
            _multiply(notional, initial),
            _multiply(notional, bracket.maintenance),
            bracket.maintenance,
        )

    def _crossed_group(
        self, collaterals: list[dict[str, Any]], held: list[tuple[Any, Any, Exposure]]
    ) -> Group | None:
        """The group of all crossed positions; None if the venue left out a number that it takes."""
        balance, maintenance = ZERO, ZERO
        for row in collaterals:
            held_of, price, weight = (
                decimal(row.get(key)) for key in ("balance", "referencePrice", "discountFactor")
            )
            if held_of is None or price is None or weight is None:
                return None
            balance = _add(balance, _multiply(_multiply(held_of, price), weight))
        for row, _, exposure in held:
            if MARGIN_MODES.get(row.get("marginType")) != "cross" or not exposure.amount:
                continue
            if exposure.maintenance is None or exposure.profit is None:
                return None
            balance = _add(balance, exposure.profit)
            maintenance = _add(maintenance, exposure.maintenance)
        return Group(balance, maintenance)

    def _risk(self, exposure: Exposure, group: Group) -> dict[str, Any]:
        """Collateral, margin ratio and liquidation price of a position in its margin group.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#liquidation-price
        """
        number = self._number_maker()
        balance, maintenance = group
        price = None
        amount, mark, rate = exposure.amount, exposure.mark, exposure.rate
        if amount and mark is not None and rate is not None:
            # a long falls to the price and its rate is taken off, a short rises and it is put on
            per_unit = _share(
                _subtract(balance, maintenance), _subtract(amount, _multiply(abs(amount), rate))
            )
            price = None if per_unit is None else _subtract(mark, per_unit)
        return {
            "collateral": number(balance),
            "marginRatio": number(quotient(maintenance, balance)) if balance > 0 else None,
            "liquidationPrice": number(price) if price is not None and price > 0 else None,
        }

    def _number_maker(self) -> Callable[[Decimal | None], Any]:
        """What makes ccxt's numbers of decimals: floats, or what the user wants."""
        return _float if self.number is float else self._own_number

    def _own_number(self, value: Decimal | None) -> Any:
        return self.parse_number(text(value))


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _positive(value: Any) -> Decimal | None:
    """A decimal, or None where the venue writes zero, a negative number or nothing for "none"."""
    if value == "0" or value is None:
        return None
    number = decimal(value)
    return number if number is not None and number > 0 else None


def _share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    if part is None or not whole:
        return None
    try:
        return quotient(part, whole)
    except InvalidOperation:  # more digits than a price can have
        return None


def _percent(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    share = _share(part, whole)
    return None if share is None else _multiply(share, _HUNDRED)
