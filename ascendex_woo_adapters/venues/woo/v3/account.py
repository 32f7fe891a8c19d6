"""Balances, positions, leverage and fees in generation V3. https://developer.woox.io/api-reference"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ccxt.base.errors import BadResponse

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import known, record, rows
from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import decimal, ms_of_either
from ascendex_woo_adapters.common.structures import as_float, quotient
from ascendex_woo_adapters.venues.woo.enums import MARGIN_MODE_IDS, MARGIN_MODES
from ascendex_woo_adapters.venues.woo.readings import balance, largest_position, position

#: Fee rates are basis points: "10" is 0.1 %.
BASIS_POINTS = Decimal(10_000)
_SIDES_OF_POSITIONS = {None: None, "BOTH": None, "LONG": "long", "SHORT": "short"}


def balance_request(params: dict[str, Any]) -> Call:
    """GET /v3/asset/balances."""
    return Call("v3_private_get_asset_balances", params)


def parse_balance(ex: Adapter, response: Any) -> Any:
    """ccxt's balance: total is what is held, free what can be used for orders and withdrawals."""
    return balance(ex, response, rows(ex.id, response, "data", "holding"))


def positions_request(params: dict[str, Any]) -> Call:
    """GET /v3/futures/positions."""
    return Call("v3_private_get_futures_positions", params)


def position_rows(ex: Adapter, response: Any) -> list[dict[str, Any]]:
    """Every position, flat ones too."""
    return rows(ex.id, response, "data", "positions")


def position_row(ex: Adapter, response: Any, market: dict[str, Any]) -> dict[str, Any]:
    """The position in one market."""
    return largest_position(position_rows(ex, response), market)


def is_open(row: dict[str, Any]) -> bool:
    """Whether a position row holds anything; one that does not say is not passed over."""
    return decimal(row.get("holding")) != 0


def parse_position(ex: Adapter, row: dict[str, Any], market: Any = None) -> Any:
    """A position; margins are derived from notional, leverage and the market's maintenance rate."""
    if decimal(row.get("holding")) is None:
        raise BadResponse(f"{ex.id} sent a position without its size: {excerpt(row)}")
    known(ex.id, "position side", row.get("positionSide"), _SIDES_OF_POSITIONS)
    if row.get("marginMode") is not None:
        known(ex.id, "margin mode", row["marginMode"], MARGIN_MODES)
    market = ex.safe_market(row.get("symbol"), market)
    described = market.get("info") or {}
    return position(ex, row, market, ms_of_either(row.get("timestamp")), described.get("baseMMR"))


def set_leverage_request(
    market: dict[str, Any] | None,
    leverage: int,
    margin_mode: str,
    position_side: str,
    params: dict[str, Any],
) -> Call:
    """PUT /v3/futures/leverage of a perpetual, POST /v3/spotMargin/leverage of the margin account.

    Neither page could be read: the fields are those of requests that clients send, and the side of
    a hedged position is named as everywhere else in V3.
    """
    if market is None or market["spot"]:
        return Call("v3_private_post_spotmargin_leverage", {"leverage": leverage, **params})
    request: dict[str, Any] = {
        "symbol": market["id"],
        "marginMode": MARGIN_MODE_IDS[margin_mode],
        "leverage": leverage,
    }
    if position_side != "BOTH":
        request |= {"positionMode": "HEDGE_MODE", "positionSide": position_side}
    return Call("v3_private_put_futures_leverage", {**request, **params})


def fees_requests(markets: list[dict[str, Any]], params: dict[str, Any]) -> list[Call]:
    """GET /v3/trade/tradingFee of the first market of each kind: it tells the rates of one market only.

    The page could not be read; the reply was captured by a client.
    """
    first: dict[str, str] = {}
    for market in markets:
        first.setdefault(market["type"], market["id"])
    return [
        Call("v3_private_get_trade_tradingfee", {"symbol": symbol, **params}) for symbol in first.values()
    ]


def parse_fees(ex: Adapter, replies: list[Any], market: dict[str, Any]) -> dict[str, Any]:
    """The account's rates for one market, as fractions: its own, or those of its kind."""
    by_kind = {}
    for response in replies:
        data = record(ex.id, response, "data")
        by_kind[str(data.get("symbol")).partition("_")[0]] = data
    kind = market["id"].partition("_")[0]
    if kind not in by_kind:
        raise BadResponse(f"{ex.id} sent no rates of {market['symbol']}: {excerpt(replies)}")
    data = by_kind[kind]
    return {
        "info": data,
        "symbol": market["symbol"],
        "maker": _fraction(data.get("makerFee")),
        "taker": _fraction(data.get("takerFee")),
        "percentage": True,
        "tierBased": True,
    }


def _fraction(basis_points: Any) -> float | None:
    number = decimal(basis_points)
    return None if number is None else as_float(quotient(number, BASIS_POINTS))
