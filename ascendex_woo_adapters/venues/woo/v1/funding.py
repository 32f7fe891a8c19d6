"""Funding, mark prices and open interest in the legacy generation. https://docs.woox.io/"""

from __future__ import annotations

from typing import Any

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import known, rows
from ascendex_woo_adapters.common.numbers import ms_of_either, ms_of_seconds, positive
from ascendex_woo_adapters.common.paging import Page
from ascendex_woo_adapters.common.structures import as_float, product
from ascendex_woo_adapters.venues.woo.account_enums import FUNDING_DIRECTIONS
from ascendex_woo_adapters.venues.woo.v1.pages import page, window


def funding_rate_history_request(
    market: dict[str, Any], since: int | None, until: int, limit: int | None, params: dict[str, Any]
) -> Call:
    """GET /v1/public/funding_rate_history; without a range the venue would send the newest rate only."""
    request = {"symbol": market["id"], **window(since, until, limit), **params}
    return Call("v1_public_get_funding_rate_history", request)


def funding_rate_history_page(ex: Adapter, response: Any) -> Page:
    """Settled rates: the venue writes their times in milliseconds or as strings of seconds."""
    settled = rows(ex.id, response, "rows")
    timed = [(ms_of_either(row.get("funding_rate_timestamp")) or 0, row) for row in settled]
    return page(ex, response, timed, "funding_rate_timestamp")


def parse_funding_rate_history(ex: Adapter, row: dict[str, Any], market: Any = None) -> dict[str, Any]:
    """One settled rate."""
    timestamp = ms_of_either(row.get("funding_rate_timestamp"))
    return {
        "info": row,
        "symbol": ex.safe_market(row.get("symbol"), market)["symbol"],
        "fundingRate": as_float(row.get("funding_rate")),
        "timestamp": timestamp,
        "datetime": ex.iso8601(timestamp),
    }


def funding_history_request(
    market: dict[str, Any] | None,
    since: int | None,
    until: int | None,
    limit: int | None,
    params: dict[str, Any],
) -> Call:
    """GET /v1/funding_fee/history."""
    request = window(since, until, limit)
    if market is not None:
        request["symbol"] = market["id"]
    return Call("v1_private_get_funding_fee_history", {**request, **params})


def funding_history_page(ex: Adapter, response: Any) -> Page:
    """Payments made and received."""
    payments = rows(ex.id, response, "rows")
    return page(ex, response, [(ms_of_seconds(row.get("created_time")) or 0, row) for row in payments])


def parse_income(ex: Adapter, row: dict[str, Any], market: Any = None) -> dict[str, Any]:
    """One funding payment: negative where the account paid, in the currency of settlement."""
    market = ex.safe_market(row.get("symbol"), market)
    timestamp = ms_of_seconds(row.get("created_time"))
    sign = known(ex.id, "funding payment type", row.get("payment_type"), FUNDING_DIRECTIONS)
    amount = as_float(row.get("funding_fee"))
    payment_id = row.get("id")
    return {
        "info": row,
        "symbol": market["symbol"],
        "code": market["settle"],
        "timestamp": timestamp,
        "datetime": ex.iso8601(timestamp),
        "id": None if payment_id is None else str(payment_id),
        "amount": None if amount is None else sign * abs(amount),
        "rate": as_float(row.get("funding_rate")),
    }


def parse_mark_price(ex: Adapter, row: dict[str, Any], market: Any = None) -> Any:
    """A ticker of nothing but the mark and the index price of futures information."""
    market = ex.safe_market(row.get("symbol"), market)
    return ex.safe_ticker(
        {
            "symbol": market["symbol"],
            "timestamp": None,
            "datetime": None,
            "markPrice": positive(row.get("mark_price")),
            "indexPrice": positive(row.get("index_price")),
            "info": row,
        },
        market,
    )


def parse_open_interest(ex: Adapter, row: dict[str, Any], market: Any = None) -> Any:
    """Open contracts in base currency, and what they are worth at the mark price."""
    market = ex.safe_market(row.get("symbol"), market)
    amount = row.get("open_interest")
    return ex.safe_open_interest(
        {
            "symbol": market["symbol"],
            "openInterestAmount": as_float(amount),
            "openInterestValue": product(amount, row.get("mark_price")),
            "timestamp": None,
            "datetime": None,
            "info": row,
        },
        market,
    )
