"""Tokens: the wallet's name of a currency, and its name on each network.

The wallet's name (``balance_token``) is the id of a ccxt currency; both are in the currency's ``info``.
"""

from __future__ import annotations

from typing import Any

from ascendex_woo_adapters.common.adapter import Adapter


def _token_rows(currency: dict[str, Any] | None) -> list[dict[str, Any]]:
    info = currency.get("info") if currency else None
    return info if isinstance(info, list) else []


def token_on_network(currency: dict[str, Any], network: dict[str, Any]) -> str:
    """The name of a currency on one of its networks."""
    for row in _token_rows(currency):
        if row.get("network") == network["id"] and row.get("token"):
            return str(row["token"])
    return str(network["info"]["token"])


def network_of_token(currency: dict[str, Any], token: str) -> dict[str, Any] | None:
    """The network that a token of the venue names; None if it is not one of the currency's."""
    every: dict[str, dict[str, Any]] = currency.get("networks") or {}
    ids = {row.get("network") for row in _token_rows(currency) if row.get("token") == token}
    if not ids:
        ids = {network["id"] for network in every.values() if network["info"].get("token") == token}
    found = [network for network in every.values() if network["id"] in ids]
    return found[0] if len(found) == 1 else None


def code_and_network(ex: Adapter, token: Any, currency: Any) -> tuple[str | None, str | None]:
    """Currency and network codes of a token as the wallet's history names it."""
    if not isinstance(token, str):
        return None, None
    by_id: Any = ex.currencies_by_id or {}
    likely = [one for one in (currency, by_id.get(token)) if one]
    for candidate in (*likely, *(ex.currencies or {}).values()):
        if any(row.get("token") == token for row in _token_rows(candidate)):
            network = network_of_token(candidate, token)
            return candidate["code"], network["network"] if network else None
    return ex._currency_code(token), None
