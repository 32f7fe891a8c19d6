"""The blocking class ``ascendex``."""

from ccxt.base.exchange import Exchange

from ascendex_woo_adapters.venues.ascendex._sync.account import SyncAccount
from ascendex_woo_adapters.venues.ascendex._sync.market_data import SyncMarketData
from ascendex_woo_adapters.venues.ascendex._sync.orders import SyncOrders
from ascendex_woo_adapters.venues.ascendex.description import Description
from ascendex_woo_adapters.venues.ascendex.endpoints import AscendexEndpoints


class ascendex(
    SyncOrders,
    SyncAccount,
    SyncMarketData,
    Description,
    AscendexEndpoints,
    Exchange,
):
    """AscendEX Futures Pro v2, blocking."""
