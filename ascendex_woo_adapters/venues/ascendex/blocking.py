"""The blocking class ``ascendex``."""

from ccxt.base.exchange import Exchange

from ascendex_woo_adapters.venues.ascendex._sync.batches import SyncBatches
from ascendex_woo_adapters.venues.ascendex._sync.wallet import SyncWallet
from ascendex_woo_adapters.venues.ascendex.description import Description
from ascendex_woo_adapters.venues.ascendex.endpoints import AscendexEndpoints


class ascendex(
    SyncBatches,
    SyncWallet,
    Description,
    AscendexEndpoints,
    Exchange,
):
    """AscendEX Futures Pro v2, blocking."""
