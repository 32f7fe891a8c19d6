"""What the doctor knows of the venues: their hosts, clocks, accounts, and what is reported of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

OLDEST_CCXT = (4, 5, 76)
FIRST_REFUSED_CCXT = (5,)

CLOCK_FINE_MS = 1_000
CLOCK_REFUSED_MS = {"woo": 300_000, "ascendex": 30_000}
"""How far off the venue's clock a signed request is refused at the latest."""

NEW_ORDER = {
    "woo-v1": "v1PrivatePostOrder",
    "woo-v3": "v3PrivatePostTradeOrder",
    "ascendex": "v2PrivateAccountGroupPostFuturesOrder",
}
ACCOUNT = {"v1": "v3_private_get_accountinfo", "v3": "v3_private_get_account_info"}
"""Generation of WOO X -> the implicit method that tells of the account."""

CLOSED = (
    "AscendEX is reported closed since July 2026, and ccxt and hummingbot have removed it. Do not deposit "
    "there: withdrawals stalled in June 2026."
)
LEGACY = (
    "WOO X announced the end of its legacy generation (v1) for 2025-12-31; it was still served in "
    "September 2026 and may be switched off any day."
)
NEVER_LIVE = "These classes were never run against the live venue: begin with small amounts."


class Permissions(NamedTuple):
    """What a key may do; `addresses` are those that it is bound to."""

    read: bool
    trade: bool
    withdraw: bool
    addresses: list[str]
    expires: int | None = None
    """A time in milliseconds."""


def _woo_v3(exchange: Any) -> Permissions | None:
    """GET /v3/account/credentials, https://developer.woox.io/api-reference/endpoint/account/credentials"""
    rows = exchange.v3_private_get_account_credentials({"size": 1000})["data"]["rows"]
    row = next((row for row in rows if row["apiKey"] == exchange.apiKey), None)
    if row is None:
        return None
    may = row["permissions"]
    return Permissions("READ" in may, "TRADE" in may, "WITHDRAWAL" in may, row.get("allowedIPs") or [])


def _woo_v1(exchange: Any) -> Permissions | None:
    """GET /usercenter/api/enabled_credential, https://docs.woox.io/#get-api-keys-and-permissions"""
    rows = exchange.usercenter_private_get_api_enabled_credential()["data"]["rows"]
    row = next((row for row in rows if row["api_key"] == exchange.apiKey), None)
    if row is None:
        return None
    may = row["permission"].split(",")
    return Permissions("Read" in may, "Enable trade" in may, "Enable withdrawal" in may, [])


def _ascendex(exchange: Any) -> Permissions | None:
    """GET /api/pro/v2/account/info, https://ascendex.github.io/ascendex-futures-pro-api-v2/#account-info"""
    row = exchange.v2_private_get_account_info()["data"]
    expires = row.get("expireTime") or -1
    return Permissions(
        bool(row["viewPermission"]),
        bool(row["tradePermission"]),
        bool(row["transferPermission"]),
        row.get("allowedIps") or [],
        expires if expires > 0 else None,
    )


PERMISSIONS: dict[str, Callable[[Any], Permissions | None]] = {
    "woo-v1": _woo_v1,
    "woo-v3": _woo_v3,
    "ascendex": _ascendex,
}
"""API -> reads the permissions of the key in use; None if the venue does not list it."""
