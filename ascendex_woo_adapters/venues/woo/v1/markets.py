"""Markets, currencies and the system's state in the legacy generation. https://docs.woox.io/"""

from __future__ import annotations

from typing import Any

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import known, record, rows
from ascendex_woo_adapters.common.numbers import decimal, ms, ms_of_seconds
from ascendex_woo_adapters.common.structures import as_float, nonzero
from ascendex_woo_adapters.common.templates import bounds, linear_swap, spot_market
from ascendex_woo_adapters.venues.woo.enums import SYSTEM_STATUSES
from ascendex_woo_adapters.venues.woo.readings import currencies


def status_request(params: dict[str, Any]) -> Call:
    """GET /v1/public/system_info."""
    return Call("v1_public_get_system_info", params)


def parse_status(ex: Adapter, response: Any) -> dict[str, Any]:
    """ccxt's status structure."""
    data = record(ex.id, response, "data")
    return {
        "status": known(ex.id, "system status", data.get("status"), SYSTEM_STATUSES),
        "updated": None,
        "eta": None,
        "url": None,
        "info": response,
    }


def parse_time(ex: Adapter, response: Any) -> int | None:
    """Server milliseconds of a reply."""
    return ms(record(ex.id, response).get("timestamp"))


def markets_request(params: dict[str, Any]) -> Call:
    """GET /v1/public/info."""
    return Call("v1_public_get_info", params)


def market_rows(ex: Adapter, response: Any) -> list[dict[str, Any]]:
    """The rows that are markets; ids of unknown kinds are left out."""
    return [row for row in rows(ex.id, response, "rows") if _kind(row.get("symbol"))]


def _kind(market_id: Any) -> str | None:
    """SPOT or PERP of ``SPOT_BTC_USDT``; None for anything else."""
    if not isinstance(market_id, str) or market_id.count("_") < 2:
        return None
    kind = market_id.partition("_")[0]
    return kind if kind in ("SPOT", "PERP") else None


def parse_market(ex: Adapter, row: dict[str, Any]) -> dict[str, Any]:
    """ccxt's market structure of a row of available symbols."""
    market_id = row["symbol"]
    kind, _, pair = market_id.partition("_")
    base_id, _, quote_id = pair.rpartition("_")
    base, quote = ex.safe_currency_code(base_id), ex.safe_currency_code(quote_id)
    margin_rate = decimal(row.get("base_imr"))
    limits = {
        "leverage": bounds(None, float(1 / margin_rate) if margin_rate and kind == "PERP" else None),
        "amount": bounds(as_float(row.get("base_min")), as_float(row.get("base_max"))),
        "price": bounds(as_float(nonzero(row.get("quote_min"))), as_float(nonzero(row.get("quote_max")))),
        "cost": bounds(as_float(nonzero(row.get("min_notional")))),
    }
    precision = {
        "amount": as_float(row.get("base_tick")),
        "price": as_float(row.get("quote_tick")),
    }
    common: dict[str, Any] = {
        "active": row.get("is_trading") not in (0, "0", False),
        "precision": precision,
        "limits": limits,
        "created": ms_of_seconds(row.get("created_time")),
        "info": row,
    }
    if kind == "SPOT":
        return spot_market(market_id, base, quote, base_id, quote_id, margin=True, **common)
    return linear_swap(market_id, base, quote, base_id, quote_id, **common)


def currencies_requests(params: dict[str, Any]) -> list[Call]:
    """GET /v1/public/token and /v1/public/token_network."""
    return [Call("v1_public_get_token", params), Call("v1_public_get_token_network", params)]


def parse_currencies(ex: Adapter, tokens: Any, token_networks: Any) -> dict[str, Any]:
    """ccxt's currencies of the replies to :func:`currencies_requests`."""
    return currencies(ex, rows(ex.id, tokens, "rows"), rows(ex.id, token_networks, "rows"), str)
