"""The asyncio class ``ascendex``."""

from ccxt.async_support.base.exchange import Exchange

from ascendex_woo_adapters.venues.ascendex._async.batches import AsyncBatches
from ascendex_woo_adapters.venues.ascendex._async.wallet import AsyncWallet
from ascendex_woo_adapters.venues.ascendex.description import Description
from ascendex_woo_adapters.venues.ascendex.endpoints import AscendexEndpoints


class ascendex(
    AsyncBatches,
    AsyncWallet,
    Description,
    AscendexEndpoints,
    Exchange,
):
    """AscendEX Futures Pro v2, asyncio."""
