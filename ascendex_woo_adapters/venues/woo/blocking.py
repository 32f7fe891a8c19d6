"""``ccxt.woo``: the blocking class."""

from ccxt.base.exchange import Exchange

from ascendex_woo_adapters.venues.woo._sync.account import Account
from ascendex_woo_adapters.venues.woo._sync.market_data import MarketData
from ascendex_woo_adapters.venues.woo._sync.orders import Orders


class woo(MarketData, Orders, Account, Exchange):
    """WOO X for blocking code."""
