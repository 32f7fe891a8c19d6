"""``ccxt.pro.ascendex``: the asyncio class, which has no streams yet."""

from ascendex_woo_adapters.venues.ascendex import aio


class ascendex(aio.ascendex):
    """AscendEX Futures Pro v2, asyncio."""
