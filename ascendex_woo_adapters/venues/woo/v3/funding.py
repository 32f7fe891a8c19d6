"""Funding, mark prices and open interest in generation V3. https://developer.woox.io/api-reference"""

from __future__ import annotations

from typing import Any

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import known
from ascendex_woo_adapters.common.numbers import ms_of_either, positive
from ascendex_woo_adapters.common.paging import Page
from ascendex_woo_adapters.common.structures import as_float, product
from ascendex_woo_adapters.venues.woo.account_enums import FUNDING_DIRECTIONS
from ascendex_woo_adapters.venues.woo.v3.pages import page, window


def funding_rate_history_request(
    market: dict[str, Any], since: int | None, until: int, limit: int | None, params: dict[str, Any]
) -> Call:
    """GET /v3/public/fundingRateHistory."""
    request = {"symbol": market["id"], **window(since, until, limit), **params}
    return Call("v3_public_get_fundingratehistory", request)


def funding_rate_history_page(ex: Adapter, response: Any) -> Page:
    """Settled rates."""
    return page(ex, response, "fundingRateTimestamp", "fundingRateTimestamp")


def parse_funding_rate_history(ex: Adapter, row: dict[str, Any], market: Any = None) -> dict[str, Any]:
    """One settled rate."""
    timestamp = ms_of_either(row.get("fundingRateTimestamp"))
    return {
        "info": row,
        "symbol": ex.safe_market(row.get("symbol"), market)["symbol"],
        "fundingRate": as_float(row.get("fundingRate")),
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
    """GET /v3/futures/fundingFee/history."""
    request = window(since, until, limit)
    if market is not None:
        request["symbol"] = market["id"]
    return Call("v3_private_get_futures_fundingfee_history", {**request, **params})


def funding_history_page(ex: Adapter, response: Any) -> Page:
    """Payments made and received."""
    return page(ex, response, "createdTime")


def parse_income(ex: Adapter, row: dict[str, Any], market: Any = None) -> dict[str, Any]:
    """One funding payment: negative where the account paid, in the currency of settlement."""
    market = ex.safe_market(row.get("symbol"), market)
    timestamp = ms_of_either(row.get("createdTime"))
    sign = known(ex.id, "funding payment type", row.get("paymentType"), FUNDING_DIRECTIONS)
    amount = as_float(row.get("fundingFee"))
    payment_id = row.get("id")
    return {
        "info": row,
        "symbol": market["symbol"],
        "code": market["settle"],
        "timestamp": timestamp,
        "datetime": ex.iso8601(timestamp),
        "id": None if payment_id is None else str(payment_id),
        "amount": None if amount is None else sign * abs(amount),
        "rate": as_float(row.get("fundingRate")),
    }


def parse_mark_price(ex: Adapter, row: dict[str, Any], market: Any = None) -> Any:
    """A ticker of nothing but the mark and the index price of futures information."""
    market = ex.safe_market(row.get("symbol"), market)
    return ex.safe_ticker(
        {
            "symbol": market["symbol"],
            "timestamp": None,
            "datetime": None,
            "markPrice": positive(row.get("markPrice")),
            "indexPrice": positive(row.get("indexPrice")),
            "info": row,
        },
        market,
    )


def parse_open_interest(ex: Adapter, row: dict[str, Any], market: Any = None) -> Any:
    """Open contracts in base currency, and what they are worth at the mark price."""
    market = ex.safe_market(row.get("symbol"), market)
    amount = row.get("openInterest")
    return ex.safe_open_interest(
        {
            "symbol": market["symbol"],
            "openInterestAmount": as_float(amount),
            "openInterestValue": product(amount, row.get("markPrice")),
            "timestamp": None,
            "datetime": None,
            "info": row,
        },
        market,
    )
