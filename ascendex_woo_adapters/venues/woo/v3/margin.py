"""Leverage, position mode, isolated margin and loans in generation V3.

https://developer.woox.io/api-reference
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ccxt.base.errors import BadResponse

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import known, record, rows
from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import decimal, ms_of_either, positive
from ascendex_woo_adapters.common.paging import Page
from ascendex_woo_adapters.common.structures import as_float, quotient
from ascendex_woo_adapters.venues.woo.account_enums import HEDGED
from ascendex_woo_adapters.venues.woo.enums import MARGIN_MODE_IDS, MARGIN_MODES
from ascendex_woo_adapters.venues.woo.v3.pages import page, window

HOUR_MS = 3_600_000
_PERCENT = Decimal(100)


# leverage and position mode --------------------------------------------------------------------------


def leverage_request(market: dict[str, Any], margin_mode: str, hedged: bool, params: dict[str, Any]) -> Call:
    """GET /v3/futures/leverage."""
    return Call(
        "v3_private_get_futures_leverage",
        {
            "symbol": market["id"],
            "marginMode": MARGIN_MODE_IDS[margin_mode],
            "positionMode": "HEDGE_MODE" if hedged else "ONE_WAY",
            **params,
        },
    )


def leverage_row(ex: Adapter, response: Any) -> dict[str, Any]:
    """The setting of one market."""
    return record(ex.id, response, "data")


def parse_leverage(ex: Adapter, row: dict[str, Any], market: Any = None) -> dict[str, Any]:
    """ccxt's leverage of both sides; in one-way mode they are one setting."""
    by_side = {detail.get("positionSide"): detail for detail in rows(ex.id, row, "details")}
    both = by_side.get("BOTH", {})
    return {
        "info": row,
        "symbol": ex.safe_market(row.get("symbol"), market)["symbol"],
        "marginMode": known(ex.id, "margin mode", row.get("marginMode"), MARGIN_MODES),
        "longLeverage": as_float(by_side.get("LONG", both).get("leverage")),
        "shortLeverage": as_float(by_side.get("SHORT", both).get("leverage")),
    }


def account_request(params: dict[str, Any]) -> Call:
    """GET /v3/account/info."""
    return Call("v3_private_get_account_info", params)


def parse_spot_leverage(ex: Adapter, response: Any, market: dict[str, Any]) -> dict[str, Any]:
    """The leverage of the margin account; none in futures mode, which the venue writes as 0."""
    data = record(ex.id, response, "data")
    leverage = as_float(positive(data.get("leverage")))
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
    """PUT /v3/futures/positionMode; its page could not be read, the request is one that clients send."""
    mode = "HEDGE_MODE" if hedged else "ONE_WAY"
    return Call("v3_private_put_futures_positionmode", {"positionMode": mode, **params})


# isolated margin -------------------------------------------------------------------------------------


def change_margin_request(
    market: dict[str, Any], kind: str, amount: str, position_side: str, params: dict[str, Any]
) -> Call:
    """POST /v3/isolatedMargin/margin; ``kind`` is add or reduce.

    Only its path is known, from clients: the fields are those of the legacy endpoint, in camel case.
    """
    return Call(
        "v3_private_post_isolatedmargin_margin",
        {
            "symbol": market["id"],
            "positionSide": position_side,
            "adjustToken": market["settleId"],
            "adjustAmount": amount,
            "action": kind.upper(),
            **params,
        },
    )


def parse_adl_rank(ex: Adapter, row: dict[str, Any], market: Any = None) -> dict[str, Any]:
    """A position's place in the queue of auto-deleveraging: 1 to 5, 5 goes first."""
    timestamp = ms_of_either(row.get("timestamp"))
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
    """GET /v3/spotMargin/interestRate."""
    return Call("v3_private_get_spotmargin_interestrate", params)


def borrow_rate_rows(ex: Adapter, response: Any) -> list[dict[str, Any]]:
    """The rates of all tokens."""
    return rows(ex.id, response, "data", "rows")


def borrow_rate_request(currency: dict[str, Any], params: dict[str, Any]) -> Call:
    """GET /v3/spotMargin/interestRate of all tokens: a filter by token is not documented."""
    return borrow_rates_request(params)


def borrow_rate_row(ex: Adapter, response: Any, currency: dict[str, Any]) -> dict[str, Any]:
    """The rate of one token among those of all."""
    for row in borrow_rate_rows(ex, response):
        if row.get("token") == currency["id"]:
            return row
    raise BadResponse(f"{ex.id} sent no interest rate of {currency['code']}: {excerpt(response)}")


def parse_borrow_rate(ex: Adapter, row: dict[str, Any], currency: Any = None) -> dict[str, Any]:
    """The hourly rate of now as a fraction; the venue gives the time of its estimate only."""
    return {
        "info": row,
        "currency": ex.safe_currency_code(row.get("token"), currency),
        "rate": _fraction(row.get("currentHourlyBaseRate")),
        "period": HOUR_MS,
        "timestamp": None,
        "datetime": None,
    }


def _fraction(value: Any) -> float | None:
    """A rate, which the venue writes as a fraction ("0.000001") or, with its sign, in percent."""
    if isinstance(value, str) and value.endswith("%"):
        percent = decimal(value[:-1])
        return None if percent is None else as_float(quotient(percent, _PERCENT))
    return as_float(value)


def interest_request(
    currency: dict[str, Any] | None,
    since: int | None,
    until: int | None,
    limit: int | None,
    params: dict[str, Any],
) -> Call:
    """GET /v3/spotMargin/interestHistory of loans; repayments are other sides of the same list."""
    request = {"side": "LOAN", **window(since, until, limit)}
    if currency is not None:
        request["token"] = currency["id"]
    return Call("v3_private_get_spotmargin_interesthistory", {**request, **params})


def interest_page(ex: Adapter, response: Any) -> Page:
    """Interest as it was charged."""
    return page(ex, response, "createdTime")


def parse_borrow_interest(ex: Adapter, row: dict[str, Any], market: Any = None) -> dict[str, Any]:
    """One charge of interest, which the venue books as negative; loans are of the whole account."""
    timestamp = ms_of_either(row.get("createdTime"))
    interest = as_float(row.get("interest"))
    return {
        "info": row,
        "symbol": None,
        "account": None,
        "currency": ex._currency_code(str(row.get("token"))),
        "interest": None if interest is None else abs(interest),
        "interestRate": _fraction(row.get("hourlyRate")),
        "amountBorrowed": as_float(row.get("loanAmount")),
        "marginMode": "cross",
        "timestamp": timestamp,
        "datetime": ex.iso8601(timestamp),
    }


def repay_request(currency: dict[str, Any], amount: str, params: dict[str, Any]) -> Call:
    """POST /v3/spotMargin/interestRepay; only its path is known, the fields are the legacy endpoint's."""
    request = {"token": currency["id"], "amount": amount}
    return Call("v3_private_post_spotmargin_interestrepay", {**request, **params})
