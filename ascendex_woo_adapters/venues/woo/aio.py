"""``ccxt.async_support.woo``: the asyncio class."""

from ccxt.async_support.base.exchange import Exchange

from ascendex_woo_adapters.venues.woo._async.account import Account
from ascendex_woo_adapters.venues.woo._async.market_data import MarketData
from ascendex_woo_adapters.venues.woo._async.orders import Orders


class woo(MarketData, Orders, Account, Exchange):
    """WOO X for asyncio."""
