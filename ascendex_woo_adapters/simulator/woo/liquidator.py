"""Which liquidated positions an account would take over at WOO, and how much of them.

https://docs.woox.io/#get-assignment-preference
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..server import Request
from ..trading.engine import Account
from .trading import form_or_query, json_params
from .wire import INVALID_PARAM, RESOURCE_NOT_FOUND, Params, refusal

if TYPE_CHECKING:
    from .venue import WooVenue

TYPES = ("USDT_NOTIONAL", "BASE_TOKEN", "LIMITLESS")
_PREFERENCES = "assignment_preferences"


def get_preferences(venue: WooVenue, _request: Request, account: Account | None) -> Any:
    assert account is not None
    rows = list(_preferences(account).values())
    return {"success": True, "data": {"rows": rows}, "timestamp": venue.now()}


def add_preference(venue: WooVenue, request: Request, account: Account | None) -> Any:
    """Overwrites the preference of the same symbol."""
    assert account is not None
    params = json_params(request)
    symbol = venue.perp(params.need("symbol")).symbol
    kind = params.need_choice("type", TYPES)
    limitless = kind == "LIMITLESS"
    _preferences(account)[symbol] = {
        "symbol": symbol,
        "type": kind,
        "maxAmountPerOrder": None if limitless else _maximum(params, "maxAmountPerOrder"),
        "maxAmountTotal": None if limitless else _maximum(params, "maxAmountTotal"),
        "acceptLong": params.text("acceptLong") is None or params.flag("acceptLong"),
        "acceptShort": params.text("acceptShort") is None or params.flag("acceptShort"),
    }
    return {"success": True, "timestamp": venue.now()}


def delete_preference(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    if _preferences(account).pop(form_or_query(request).need("symbol"), None) is None:
        raise refusal(RESOURCE_NOT_FOUND, "There is no preference for the symbol.")
    return {"success": True, "timestamp": venue.now()}


def _maximum(params: Params, name: str) -> Decimal:
    amount = params.number(name)
    if amount is None:
        raise refusal(INVALID_PARAM, f"{name} must not be blank")
    return amount


def _preferences(account: Account) -> dict[str, dict[str, Any]]:
    preferences: dict[str, dict[str, Any]] = account.venue.setdefault(_PREFERENCES, {})
    return preferences
