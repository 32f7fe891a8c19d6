"""Balances, positions, leverage and fees in the legacy generation. https://docs.woox.io/"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import record, rows
from ascendex_woo_adapters.common.numbers import ZERO, decimal, ms, ms_of_seconds
from ascendex_woo_adapters.common.structures import EXACT, as_float, nonzero, quotient
from ascendex_woo_adapters.venues.woo.enums import MARGIN_MODE_IDS, MARGIN_MODES, POSITION_SIDES

#: Fee rates of account information are basis points.
BASIS_POINTS = Decimal(10_000)
#: ccxt cuts percentages and ratios of positions after four decimals.
_FOUR = Decimal("0.0001")


def balance_request(params: dict[str, Any]) -> Call:
    """GET /v3/balances."""
    return Call("v3_private_get_balances", params)


def parse_balance(ex: Adapter, response: Any) -> Any:
    """ccxt's balance: total is what is held, free what can be used for orders and withdrawals."""
    timestamp = ms(response.get("timestamp")) if isinstance(response, dict) else None
    result: dict[str, Any] = {
        "info": response,
        "timestamp": timestamp,
        "datetime": ex.iso8601(timestamp),
    }
    for row in rows(ex.id, response, "data", "holding"):
        account = {"total": _string(row.get("holding"))}
        available = row.get("availableBalance")
        if available is None:
            account["used"] = _string(row.get("frozen"))
        else:
            account["free"] = _string(available)
        result[ex._currency_code(str(row.get("token")))] = account
    return ex.safe_balance(result)


def _string(value: Any) -> str | None:
    return None if value is None else str(value)


def positions_request(params: dict[str, Any]) -> Call:
    """GET /v3/positions."""
    return Call("v3_private_get_positions", params)


def position_rows(ex: Adapter, response: Any) -> list[dict[str, Any]]:
    """Every position, flat ones too."""
    return rows(ex.id, response, "data", "positions")


def is_open(row: dict[str, Any]) -> bool:
    """Whether a position row holds anything."""
    return bool(decimal(row.get("holding")))


def parse_position(ex: Adapter, row: dict[str, Any], market: Any = None) -> Any:
    """A position; margins are derived from notional, leverage and the market's maintenance rate."""
    market = ex.safe_market(row.get("symbol"), market)
    get = row.get
    holding = decimal(get("holding")) or ZERO
    contracts = abs(holding)
    side = POSITION_SIDES.get(str(get("positionSide")))
    if side is None and holding:
        side = "long" if holding > 0 else "short"
    mark, entry = decimal(get("markPrice")) or None, decimal(get("averageOpenPrice")) or None
    leverage = decimal(get("leverage")) or None
    rate = decimal(market["info"].get("base_mmr")) if market.get("info") else None
    notional = None if mark is None else EXACT.multiply(contracts, mark)
    initial = initial_rate = None
    if leverage is not None:
        initial_rate = quotient(Decimal(1), leverage)
        if notional is not None:
            initial = quotient(notional, leverage)
    pnl = None
    if mark is not None and entry is not None:
        difference = EXACT.subtract(mark, entry)
        pnl = EXACT.multiply(difference if side == "long" else -difference, contracts)
    maintenance = EXACT.multiply(notional, rate) if rate is not None and notional is not None else None
    margin_mode = MARGIN_MODES.get(str(get("marginMode")))
    margin = decimal(get("isolatedMarginAmount")) if margin_mode == "isolated" else initial
    collateral = margin if margin is None or pnl is None else EXACT.add(margin, pnl)
    percentage = None
    if pnl is not None and initial:
        ratio = quotient(pnl, initial, _FOUR)
        percentage = None if ratio is None else EXACT.multiply(ratio, Decimal(100))
    margin_ratio = None
    if maintenance is not None and collateral is not None and collateral > 0 and maintenance > 0:
        margin_ratio = quotient(maintenance, collateral, _FOUR)
    timestamp = ms_of_seconds(get("timestamp"))
    return ex.safe_position(
        {
            "info": row,
            "id": None,
            "symbol": market["symbol"],
            "timestamp": timestamp,
            "datetime": ex.iso8601(timestamp),
            "lastUpdateTimestamp": None,
            "initialMargin": as_float(initial),
            "initialMarginPercentage": as_float(initial_rate),
            "maintenanceMargin": as_float(maintenance),
            "maintenanceMarginPercentage": as_float(rate),
            "entryPrice": as_float(entry),
            "notional": as_float(notional),
            "leverage": as_float(leverage),
            "unrealizedPnl": as_float(pnl),
            "realizedPnl": None,
            "contracts": as_float(contracts),
            "contractSize": 1.0,
            "marginRatio": as_float(margin_ratio),
            "liquidationPrice": as_float(nonzero(get("estLiqPrice"))),
            "markPrice": as_float(mark),
            "lastPrice": None,
            "collateral": as_float(collateral),
            "positionMargin": as_float(margin),
            "marginMode": margin_mode,
            "side": side if holding else None,
            "percentage": as_float(percentage),
            "hedged": get("positionSide") in POSITION_SIDES,
            "stopLossPrice": None,
            "takeProfitPrice": None,
        }
    )


def set_leverage_request(
    market: dict[str, Any] | None,
    leverage: int,
    margin_mode: str,
    position_side: str,
    params: dict[str, Any],
) -> Call:
    """POST /v1/client/futures_leverage of a perpetual, POST /v1/client/leverage of the margin account."""
    if market is None or market["spot"]:
        return Call("v1_private_post_client_leverage", {"leverage": leverage, **params})
    return Call(
        "v1_private_post_client_futures_leverage",
        {
            "symbol": market["id"],
            "margin_mode": MARGIN_MODE_IDS[margin_mode],
            "position_side": position_side,
            "leverage": leverage,
            **params,
        },
    )


def fees_request(params: dict[str, Any]) -> Call:
    """GET /v3/accountinfo."""
    return Call("v3_private_get_accountinfo", params)


def parse_fees(ex: Adapter, response: Any, market: dict[str, Any]) -> dict[str, Any]:
    """The account's rates for one market, as fractions."""
    data = record(ex.id, response, "data")
    prefix = "futuresT" if market["swap"] else "t"
    maker_prefix = "futuresM" if market["swap"] else "m"
    return {
        "info": data,
        "symbol": market["symbol"],
        "maker": _fraction(data.get(f"{maker_prefix}akerFeeRate")),
        "taker": _fraction(data.get(f"{prefix}akerFeeRate")),
        "percentage": True,
        "tierBased": True,
    }


def _fraction(basis_points: Any) -> float | None:
    number = decimal(basis_points)
    return None if number is None else as_float(quotient(number, BASIS_POINTS))
