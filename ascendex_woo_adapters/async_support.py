"""The asyncio classes, under the names that ``ccxt.async_support`` uses."""

import ccxt.async_support  # noqa: F401 - first: where the ids are registered it imports the classes itself

from ascendex_woo_adapters import exchanges
from ascendex_woo_adapters.venues.ascendex.aio import ascendex
from ascendex_woo_adapters.venues.woo.aio import woo

__all__ = ["ascendex", "exchanges", "woo"]
