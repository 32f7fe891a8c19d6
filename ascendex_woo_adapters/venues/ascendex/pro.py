"""The streaming class ``ascendex``."""

from ascendex_woo_adapters.venues.ascendex import aio
from ascendex_woo_adapters.venues.ascendex.streams.orders import SocketOrders


class ascendex(SocketOrders, aio.ascendex):
    """AscendEX Futures Pro v2, asyncio with streams."""
