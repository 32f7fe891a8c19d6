"""Leverage, position mode, isolated margin and loans in the legacy generation. https://docs.woox.io/"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import known, record, rows
from ascendex_woo_adapters.common.numbers import decimal, ms_of_seconds
from ascendex_woo_adapters.common.paging import Page
from ascendex_woo_adapters.common.structures import as_float, quotient
from ascendex_woo_adapters.venues.woo.account_enums import HEDGED
from ascendex_woo_adapters.venues.woo.enums import MARGIN_MODE_IDS, MARGIN_MODES
from ascendex_woo_adapters.venues.woo.v1.pages import page, window

HOUR_MS = 3_600_000
_PERCENT = Decimal(100)


# leverage and position mode --------------------------------------------------------------------------


def leverage_request(market: dict[str, Any], margin_mode: str, hedged: bool, params: dict[str, Any]) -> Call:
    """GET /v1/client/futures_leverage; the setter's HEDGE_MODE is called HEDGE here."""
    return Call(
        "v1_private_get_client_futures_leverage",
        {
            "symbol": market["id"],
            "margin_mode": MARGIN_MODE_IDS[margin_mode],
            "position_mode": "HEDGE" if hedged else "ONE_WAY",
            **params,
        },
    )


def leverage_row(ex: Adapter, response: Any) -> dict[str, Any]:
    """The setting of one market."""
    return record(ex.id, response, "data")


def parse_leverage(ex: Adapter, row: dict[str, Any], market: Any = None) -> dict[str, Any]:
    """ccxt's leverage of both sides; in one-way mode they are one setting."""
    by_side = {detail.get("position_side"): detail for detail in rows(ex.id, row, "details")}
    both = by_side.get("BOTH", {})
    return {
        "info": row,
        "symbol": ex.safe_market(row.get("symbol"), market)["symbol"],
        "marginMode": known(ex.id, "margin mode", row.get("margin_mode"), MARGIN_MODES),
        "longLeverage": as_float(by_side.get("LONG", both).get("leverage")),
        "shortLeverage": as_float(by_side.get("SHORT", both).get("leverage")),
    }


def account_request(params: dict[str, Any]) -> Call:
    """GET /v3/accountinfo."""
    return Call("v3_private_get_accountinfo", params)


def parse_spot_leverage(ex: Adapter, response: Any, market: dict[str, Any]) -> dict[str, Any]:
    """The leverage of the margin account; none in futures mode."""
    data = record(ex.id, response, "data")
    leverage = as_float(data.get("leverage"))
    return {
        "info": data,
        "symbol": market["symbol"],
        "marginMode": "cross",
        "longLeverage": leverage,
        "shortLeverage": leverage,
    }


def parse_position_mode(ex: Adapter, response: Any) -> dict[str, Any]:
    """Whether the account holds long and short positions apart."""
    data = record(ex.id, response, "data")
    return {"info": data, "hedged": known(ex.id, "position mode", data.get("positionMode"), HEDGED)}


def set_position_mode_request(hedged: bool, params: dict[str, Any]) -> Call:
    """POST /v1/client/position_mode."""
    mode = "HEDGE_MODE" if hedged else "ONE_WAY"
    return Call("v1_private_post_client_position_mode", {"position_mode": mode, **params})


# isolated margin -------------------------------------------------------------------------------------


def change_margin_request(
    market: dict[str, Any], kind: str, amount: str, position_side: str, params: dict[str, Any]
) -> Call:
    """POST /v1/client/isolated_margin; ``kind`` is add or reduce."""
    return Call(
        "v1_private_post_client_isolated_margin",
        {
            "symbol": market["id"],
            "position_side": position_side,
            "adjust_token": market["settleId"],
            "adjust_amount": amount,
            "action": kind.upper(),
            **params,
        },
    )


def parse_adl_rank(ex: Adapter, row: dict[str, Any], market: Any = None) -> dict[str, Any]:
    """A position's place in the queue of auto-deleveraging: 1 to 5, 5 goes first."""
    timestamp = ms_of_seconds(row.get("timestamp"))
    rank = as_float(row.get("adlQuantile"))
    return {
        "info": row,
        "symbol": ex.safe_market(row.get("symbol"), market)["symbol"],
        "rank": None if rank is None else int(rank),
        "rating": None,
        "percentage": None,
        "timestamp": timestamp,
        "datetime": ex.iso8601(timestamp),
    }


# loans -----------------------------------------------------------------------------------------------


def borrow_rates_request(params: dict[str, Any]) -> Call:
    """GET /v1/token_interest."""
    return Call("v1_private_get_token_interest", params)


def borrow_rate_rows(ex: Adapter, response: Any) -> list[dict[str, Any]]:
    """The rates of all tokens."""
    return rows(ex.id, response, "rows")


def borrow_rate_request(currency: dict[str, Any], params: dict[str, Any]) -> Call:
    """GET /v1/token_interest/{token}."""
    return Call("v1_private_get_token_interest_token", {"token": currency["id"], **params})


def borrow_rate_row(ex: Adapter, response: Any, currency: dict[str, Any]) -> dict[str, Any]:
    """The rate of one token."""
    return record(ex.id, response, "info")


def parse_borrow_rate(ex: Adapter, row: dict[str, Any], currency: Any = None) -> dict[str, Any]:
    """The hourly rate of now as a fraction; the venue gives the time of its estimate only."""
    return {
        "info": row,
        "currency": ex.safe_currency_code(row.get("token"), currency),
        "rate": _fraction(row.get("current_hourly_base_rate")),
        "period": HOUR_MS,
        "timestamp": None,
        "datetime": None,
    }


def _fraction(percent: Any) -> float | None:
    """0.000001 of "0.0001%"; None of anything that does not say percent."""
    if not isinstance(percent, str) or not percent.endswith("%"):
        return None
    number = decimal(percent[:-1])
    return None if number is None else as_float(quotient(number, _PERCENT))


def interest_request(
    currency: dict[str, Any] | None,
    since: int | None,
    until: int | None,
    limit: int | None,
    params: dict[str, Any],
) -> Call:
    """GET /v1/interest/history of loans; repayments are other sides of the same list."""
    request = {"side": "LOAN", **window(since, until, limit)}
    if currency is not None:
        request["token"] = currency["id"]
    return Call("v1_private_get_interest_history", {**request, **params})


def interest_page(ex: Adapter, response: Any) -> Page:
    """Interest as it was charged; the rows have no id."""
    charges = rows(ex.id, response, "rows")
    return page(ex, response, [(ms_of_seconds(row.get("created_time")) or 0, row) for row in charges], "")


def parse_borrow_interest(ex: Adapter, row: dict[str, Any], market: Any = None) -> dict[str, Any]:
    """One charge of interest; loans are of the whole account, never of a market."""
    timestamp = ms_of_seconds(row.get("created_time"))
    return {
        "info": row,
        "symbol": None,
        "account": None,
        "currency": ex._currency_code(str(row.get("token"))),
        "interest": as_float(row.get("interest")),
        "interestRate": _fraction(row.get("hourly_rate")),
        "amountBorrowed": as_float(row.get("loan_amount")),
        "marginMode": "cross",
        "timestamp": timestamp,
        "datetime": ex.iso8601(timestamp),
    }


def repay_request(currency: dict[str, Any], amount: str, params: dict[str, Any]) -> Call:
    """POST /v1/interest/repay."""
    return Call("v1_private_post_interest_repay", {"token": currency["id"], "amount": amount, **params})
