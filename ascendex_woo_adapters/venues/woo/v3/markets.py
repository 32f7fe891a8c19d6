"""Markets, currencies and the system's state in generation V3. https://developer.woox.io/api-reference"""

from __future__ import annotations

from typing import Any

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import known, record, rows
from ascendex_woo_adapters.common.numbers import decimal, ms
from ascendex_woo_adapters.common.structures import as_float, nonzero
from ascendex_woo_adapters.common.templates import bounds, linear_swap, spot_market
from ascendex_woo_adapters.venues.woo.enums import SYSTEM_STATUSES
from ascendex_woo_adapters.venues.woo.readings import currencies


def status_request(params: dict[str, Any]) -> Call:
    """GET /v3/public/systemInfo."""
    return Call("v3_public_get_systeminfo", params)


def parse_status(ex: Adapter, response: Any) -> dict[str, Any]:
    """ccxt's status structure; ``eta`` is when a maintenance is expected to end."""
    data = record(ex.id, response, "data")
    status = known(ex.id, "system status", data.get("status"), SYSTEM_STATUSES)
    return {
        "status": status,
        "updated": None,
        "eta": None if status == "ok" else ms(data.get("estimatedEndTime")),
        "url": None,
        "info": response,
    }


def parse_time(ex: Adapter, response: Any) -> int | None:
    """Server milliseconds of a reply."""
    return ms(record(ex.id, response).get("timestamp"))


def markets_request(params: dict[str, Any]) -> Call:
    """GET /v3/public/instruments."""
    return Call("v3_public_get_instruments", params)


def market_rows(ex: Adapter, response: Any) -> list[dict[str, Any]]:
    """The rows that are markets; ids of unknown kinds are left out."""
    return [row for row in rows(ex.id, response, "data", "rows") if _kind(row.get("symbol"))]


def _kind(market_id: Any) -> str | None:
    """SPOT or PERP of ``SPOT_BTC_USDT``; None for anything else."""
    if not isinstance(market_id, str) or market_id.count("_") < 2:
        return None
    kind = market_id.partition("_")[0]
    return kind if kind in ("SPOT", "PERP") else None


def parse_market(ex: Adapter, row: dict[str, Any]) -> dict[str, Any]:
    """ccxt's market structure of an instrument; only those that are TRADING are active."""
    market_id = row["symbol"]
    kind, _, pair = market_id.partition("_")
    base_id, _, quote_id = pair.rpartition("_")
    base_id, quote_id = row.get("baseAsset") or base_id, row.get("quoteAsset") or quote_id
    base, quote = ex.safe_currency_code(base_id), ex.safe_currency_code(quote_id)
    margin_rate = decimal(row.get("baseIMR"))
    limits = {
        "leverage": bounds(None, float(1 / margin_rate) if margin_rate and kind == "PERP" else None),
        "amount": bounds(as_float(row.get("baseMin")), as_float(row.get("baseMax"))),
        "price": bounds(as_float(nonzero(row.get("quoteMin"))), as_float(nonzero(row.get("quoteMax")))),
        "cost": bounds(as_float(nonzero(row.get("minNotional")))),
    }
    precision = {
        "amount": as_float(row.get("baseTick")),
        "price": as_float(row.get("quoteTick")),
    }
    common: dict[str, Any] = {
        "active": row.get("status") == "TRADING",
        "precision": precision,
        "limits": limits,
        "info": row,
    }
    if kind == "SPOT":
        return spot_market(market_id, base, quote, base_id, quote_id, margin=True, **common)
    return linear_swap(market_id, base, quote, base_id, quote_id, **common)


def currencies_requests(params: dict[str, Any]) -> list[Call]:
    """GET /v3/public/token and /v3/public/tokenNetwork; only their paths are documented."""
    return [Call("v3_public_get_token", params), Call("v3_public_get_tokennetwork", params)]


def parse_currencies(ex: Adapter, tokens: Any, token_networks: Any) -> dict[str, Any]:
    """ccxt's currencies of the replies to :func:`currencies_requests`.

    The venue documents no sample: read as V3's form (rows under ``data``) of the fields that the
    legacy generation documents, in camel case.
    """
    return currencies(
        ex, rows(ex.id, tokens, "data", "rows"), rows(ex.id, token_networks, "data", "rows"), _camel
    )


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
