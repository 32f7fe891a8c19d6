"""What is ordered of the engine, and with what funds."""

from decimal import Decimal as D
from typing import Any

from ascendex_woo_adapters.simulator.trading.engine import Kind, PlaceRequest

PERP, SPOT = "PERP_ETH_USDT", "SPOT_ETH_USDT"
DAY = 86_400_000
FUNDS = {"main": {"USDT": D(100_000), "ETH": D(50)}, "other": {"USDT": D(100_000)}}


def limit(symbol: Any, side: Any, quantity: Any, price: Any, **more: Any) -> Any:
    return PlaceRequest(symbol, side, quantity=D(quantity), price=D(price), **more)


def market(symbol: Any, side: Any, quantity: Any = None, amount: Any = None, **more: Any) -> Any:
    sizes = {"quantity": quantity and D(quantity), "amount": amount and D(amount)}
    return PlaceRequest(symbol, side, Kind.MARKET, **sizes, **more)
