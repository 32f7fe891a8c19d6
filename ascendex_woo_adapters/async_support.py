"""The asyncio classes, under the names that ``ccxt.async_support`` uses."""

from ascendex_woo_adapters import exchanges
from ascendex_woo_adapters.venues.ascendex.aio import ascendex
from ascendex_woo_adapters.venues.woo.aio import woo

__all__ = ["ascendex", "exchanges", "woo"]
