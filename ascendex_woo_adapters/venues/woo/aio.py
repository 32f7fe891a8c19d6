"""``ccxt.async_support.woo``: the asyncio class."""

from ccxt.async_support.base.exchange import Exchange

from ascendex_woo_adapters.venues.woo._async.account import Account
from ascendex_woo_adapters.venues.woo._async.convert import Convert
from ascendex_woo_adapters.venues.woo._async.funding import Funding
from ascendex_woo_adapters.venues.woo._async.margin import Margin
from ascendex_woo_adapters.venues.woo._async.market_data import MarketData
from ascendex_woo_adapters.venues.woo._async.orders import Orders
from ascendex_woo_adapters.venues.woo._async.wallet import Wallet


class woo(MarketData, Funding, Orders, Account, Margin, Wallet, Convert, Exchange):
    """WOO X for asyncio; docstrings name the endpoints of both generations."""
