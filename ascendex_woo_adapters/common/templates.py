"""Complete market and currency structures, built in one pass.

ccxt merges every market with its empty structure, the limits and the fees by ``deep_extend``; that
is half of the time of ``load_markets``. Here a market is born complete.
"""

from __future__ import annotations

from typing import Any

from ascendex_woo_adapters.common.numbers import decimal


def bounds(least: Any = None, most: Any = None) -> dict[str, Any]:
    """A ``{'min': ..., 'max': ...}`` of limits."""
    return {"min": least, "max": most}


def spot_market(
    market_id: str,
    base: str,
    quote: str,
    base_id: str,
    quote_id: str,
    *,
    active: bool,
    margin: bool,
    precision: dict[str, Any],
    limits: dict[str, Any],
    info: dict[str, Any],
    created: int | None = None,
) -> dict[str, Any]:
    """A spot market, ccxt's whole structure."""
    return {
        "id": market_id,
        "lowercaseId": None,
        "symbol": f"{base}/{quote}",
        "base": base,
        "quote": quote,
        "settle": None,
        "baseId": base_id,
        "quoteId": quote_id,
        "settleId": None,
        "type": "spot",
        "spot": True,
        "margin": margin,
        "swap": False,
        "future": False,
        "option": False,
        "index": False,
        "active": active,
        "contract": False,
        "linear": None,
        "inverse": None,
        "subType": None,
        "taker": None,
        "maker": None,
        "contractSize": None,
        "expiry": None,
        "expiryDatetime": None,
        "strike": None,
        "optionType": None,
        "precision": precision,
        "limits": limits,
        "marginModes": {"cross": margin, "isolated": False},
        "created": created,
        "info": info,
    }


def linear_swap(
    market_id: str,
    base: str,
    quote: str,
    base_id: str,
    quote_id: str,
    *,
    active: bool,
    precision: dict[str, Any],
    limits: dict[str, Any],
    info: dict[str, Any],
    created: int | None = None,
) -> dict[str, Any]:
    """A perpetual settled in its quote currency, one contract being one unit of the base."""
    return {
        "id": market_id,
        "lowercaseId": None,
        "symbol": f"{base}/{quote}:{quote}",
        "base": base,
        "quote": quote,
        "settle": quote,
        "baseId": base_id,
        "quoteId": quote_id,
        "settleId": quote_id,
        "type": "swap",
        "spot": False,
        "margin": False,
        "swap": True,
        "future": False,
        "option": False,
        "index": False,
        "active": active,
        "contract": True,
        "linear": True,
        "inverse": False,
        "subType": "linear",
        "taker": None,
        "maker": None,
        "contractSize": 1.0,
        "expiry": None,
        "expiryDatetime": None,
        "strike": None,
        "optionType": None,
        "precision": precision,
        "limits": limits,
        "marginModes": {"cross": True, "isolated": True},
        "created": created,
        "info": info,
    }


def network(
    network_id: str,
    code: str,
    *,
    deposit: bool | None,
    withdraw: bool | None,
    fee: float | None,
    precision: float | None,
    least: float | None,
    info: Any,
) -> dict[str, Any]:
    """One network of a currency; ``least`` is the smallest withdrawal."""
    return {
        "id": network_id,
        "network": code,
        "name": info.get("name") if isinstance(info, dict) else None,
        "active": None if deposit is None and withdraw is None else bool(deposit or withdraw),
        "deposit": deposit,
        "withdraw": withdraw,
        "fee": fee,
        "precision": precision,
        "limits": {"withdraw": bounds(least), "deposit": bounds()},
        "info": info,
    }


def currency(
    currency_id: str,
    code: str,
    *,
    name: str | None,
    active: bool,
    precision: float | None,
    networks: dict[str, dict[str, Any]],
    info: Any,
) -> dict[str, Any]:
    """A currency; flags, fee and limits are those of its most favourable network."""
    every = networks.values()
    fees = [one["fee"] for one in every if one["fee"] is not None]
    minima = [one["limits"]["withdraw"]["min"] for one in every]
    least = [minimum for minimum in minima if minimum is not None]
    steps = [one["precision"] for one in every if one["precision"] is not None]
    return {
        "id": currency_id,
        "numericId": None,
        "code": code,
        "precision": max(steps) if steps else precision,
        "type": "crypto",
        "name": name,
        "active": active,
        "deposit": _any(one["deposit"] for one in every),
        "withdraw": _any(one["withdraw"] for one in every),
        "fee": min(fees) if fees else None,
        "fees": {},
        "networks": networks,
        "limits": {
            "amount": bounds(),
            "deposit": bounds(),
            "withdraw": bounds(min(least) if least else None),
        },
        "info": info,
    }


def _any(flags: Any) -> bool | None:
    stated = [flag for flag in flags if flag is not None]
    return any(stated) if stated else None


def step_of_decimals(decimals: Any) -> float | None:
    """The step size of a number of decimals: 0.01 of 2."""
    number = decimal(decimals)
    return None if number is None else float(f"1e-{int(number)}")
