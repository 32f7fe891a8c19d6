"""``ccxt.pro.woo``: the streaming class."""

from ascendex_woo_adapters.venues.woo.aio import woo as _aio
from ascendex_woo_adapters.venues.woo.streams.streams import WooStreams


class woo(WooStreams, _aio):
    """WOO X for asyncio with streams."""
