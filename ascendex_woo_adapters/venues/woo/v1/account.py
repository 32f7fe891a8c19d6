"""Balances, positions, leverage and fees in the legacy generation. https://docs.woox.io/"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import record, rows
from ascendex_woo_adapters.common.numbers import decimal, ms_of_seconds
from ascendex_woo_adapters.common.structures import as_float, quotient
from ascendex_woo_adapters.venues.woo.enums import MARGIN_MODE_IDS
from ascendex_woo_adapters.venues.woo.readings import balance, largest_position, position

#: Fee rates of account information are basis points.
BASIS_POINTS = Decimal(10_000)


def balance_request(params: dict[str, Any]) -> Call:
    """GET /v3/balances."""
    return Call("v3_private_get_balances", params)


def parse_balance(ex: Adapter, response: Any) -> Any:
    """ccxt's balance: total is what is held, free what can be used for orders and withdrawals."""
    return balance(ex, response, rows(ex.id, response, "data", "holding"))


def positions_request(params: dict[str, Any]) -> Call:
    """GET /v3/positions."""
    return Call("v3_private_get_positions", params)


def position_rows(ex: Adapter, response: Any) -> list[dict[str, Any]]:
    """Every position, flat ones too."""
    return rows(ex.id, response, "data", "positions")


def position_row(ex: Adapter, response: Any, market: dict[str, Any]) -> dict[str, Any]:
    """The position in one market."""
    return largest_position(position_rows(ex, response), market)


def is_open(row: dict[str, Any]) -> bool:
    """Whether a position row holds anything."""
    return bool(decimal(row.get("holding")))


def parse_position(ex: Adapter, row: dict[str, Any], market: Any = None) -> Any:
    """A position; margins are derived from notional, leverage and the market's maintenance rate."""
    market = ex.safe_market(row.get("symbol"), market)
    described = market.get("info") or {}
    return position(ex, row, market, ms_of_seconds(row.get("timestamp")), described.get("base_mmr"))


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


def fees_requests(markets: list[dict[str, Any]], params: dict[str, Any]) -> list[Call]:
    """GET /v3/accountinfo: it tells the rates of all markets."""
    return [Call("v3_private_get_accountinfo", params)]


def parse_fees(ex: Adapter, replies: list[Any], market: dict[str, Any]) -> dict[str, Any]:
    """The account's rates for one market, as fractions."""
    data = record(ex.id, replies[0], "data")
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
