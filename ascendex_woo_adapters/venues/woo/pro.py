"""``ccxt.pro.woo``: the streaming class; today it streams nothing and offers REST."""

from ascendex_woo_adapters.venues.woo.aio import woo as _aio


class woo(_aio):
    """WOO X for asyncio with streams."""
