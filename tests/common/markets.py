"""A handful of markets in ccxt's structure, enough to tell rules apart."""

from __future__ import annotations

from typing import Any

from ascendex_woo_adapters.common.templates import bounds, currency, linear_swap, spot_market


def limits() -> dict[str, Any]:
    """Limits as a venue states them."""
    return {
        "leverage": bounds(None, 20.0),
        "amount": bounds(0.001, 1000.0),
        "price": bounds(0.01),
        "cost": bounds(5.0),
    }


def precision(amount: float | None, price: float | None) -> dict[str, Any]:
    """Step and tick."""
    return {"amount": amount, "price": price}


MARKETS: list[dict[str, Any]] = [
    linear_swap(
        "PERP_BTC_USDT",
        "BTC",
        "USDT",
        "BTC",
        "USDT",
        active=True,
        precision=precision(0.001, 0.25),
        limits=limits(),
        info={"base_mmr": 0.012},
    ),
    linear_swap(
        "BTC-PERP",
        "XBT",
        "USDT",
        "XBT",
        "USDT",
        active=True,
        precision=precision(1.0, 1e-05),
        limits=limits(),
        info={},
    ),
    spot_market(
        "SPOT_ETH_USDT",
        "ETH",
        "USDT",
        "ETH",
        "USDT",
        active=False,
        margin=True,
        precision=precision(0.0001, 10.0),
        limits=limits(),
        info={},
        created=1_575_441_595_650,
    ),
    {
        **linear_swap(
            "INVERSE",
            "BTC",
            "USD",
            "BTC",
            "USD",
            active=True,
            precision=precision(1.0, None),
            limits=limits(),
            info={},
        ),
        "symbol": "BTC/USD:BTC",
        "linear": False,
        "inverse": True,
        "subType": "inverse",
        "contractSize": 10.0,
    },
]
CURRENCIES: dict[str, Any] = {
    code: currency(code, code, name=None, active=True, precision=1e-08, networks={}, info={})
    for code in ("BTC", "ETH", "USDT")
}
