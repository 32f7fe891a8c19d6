"""The asyncio class ``ascendex``."""

from ccxt.async_support.base.exchange import Exchange

from ascendex_woo_adapters.venues.ascendex._async.account import AsyncAccount
from ascendex_woo_adapters.venues.ascendex._async.market_data import AsyncMarketData
from ascendex_woo_adapters.venues.ascendex._async.orders import AsyncOrders
from ascendex_woo_adapters.venues.ascendex.description import Description
from ascendex_woo_adapters.venues.ascendex.endpoints import AscendexEndpoints


class ascendex(
    AsyncOrders,
    AsyncAccount,
    AsyncMarketData,
    Description,
    AscendexEndpoints,
    Exchange,
):
    """AscendEX Futures Pro v2, asyncio."""
