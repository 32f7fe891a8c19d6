"""``ccxt.woo``: the blocking class."""

from ccxt.base.exchange import Exchange

from ascendex_woo_adapters.venues.woo._sync.account import Account
from ascendex_woo_adapters.venues.woo._sync.convert import Convert
from ascendex_woo_adapters.venues.woo._sync.funding import Funding
from ascendex_woo_adapters.venues.woo._sync.margin import Margin
from ascendex_woo_adapters.venues.woo._sync.market_data import MarketData
from ascendex_woo_adapters.venues.woo._sync.orders import Orders
from ascendex_woo_adapters.venues.woo._sync.wallet import Wallet


class woo(MarketData, Funding, Orders, Account, Margin, Wallet, Convert, Exchange):
    """WOO X for blocking code; docstrings name the endpoints of both generations."""
