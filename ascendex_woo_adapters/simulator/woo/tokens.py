"""Tokens of WOO and the networks they travel on."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from ..trading.instruments import COINS, woo_instruments


class Network(NamedTuple):
    name: str
    protocol: str
    title: str


class TokenNetwork(NamedTuple):
    """A token on one network. `token` is its name there, `balance_token` its name in the wallet."""

    token: str
    balance_token: str
    network: Network
    decimals: int
    minimum: Decimal
    fee: Decimal


_ETH = Network("ETH", "ERC20", "Ethereum (ERC20)")
_TRON = Network("TRON", "TRC20", "TRON (TRC20)")
_BSC = Network("BSC", "BEP20", "BNB Smart Chain (BEP20)")
_ARB = Network("ARB", "ARB", "Arbitrum One")

_OWN_CHAIN = {
    "BTC": "Bitcoin",
    "SOL": "Solana",
    "XRP": "XRP Ledger",
    "DOGE": "Dogecoin",
    "ADA": "Cardano",
    "DOT": "Polkadot",
    "LTC": "Litecoin",
    "BCH": "Bitcoin Cash",
    "ETC": "Ethereum Classic",
    "TRX": "TRON",
    "ATOM": "Cosmos",
    "NEAR": "NEAR Protocol",
    "APT": "Aptos",
    "SUI": "Sui",
}
_MANY_CHAINS = {
    "USDT": (("ETH_USDT", _ETH), ("TRON_USDT", _TRON), ("BSC_USDT", _BSC)),
    "USDC": (("USDC", _ETH), ("USDCNATIVE", _ARB)),
    "ETH": (("ETH", _ETH), ("ARB_ETH", _ARB)),
    "BNB": (("BNB", _BSC),),
}
_TRADED = {instrument.base for instrument in woo_instruments()}
_LISTED = ("USDT", *(name for name in COINS if name in _TRADED))
ELIGIBLE = ("USDT", "BTC", "ETH", "SOL", "XRP")
"""Tokens that can be borrowed, and that count as collateral in the margin mode."""
NAMES = {"USDT": "Tether USD", "BTC": "Bitcoin", "ETH": "Ethereum", "USDC": "USD Coin", "WOO": "WOO Network"}
"""Full names; the others go by their symbol."""


def token_networks() -> list[TokenNetwork]:
    """Every way in which a token can be moved, wallet tokens in order of listing."""
    return [row for token in _LISTED for row in _networks(token)]


def _networks(token: str) -> list[TokenNetwork]:
    if token in _MANY_CHAINS:
        places = _MANY_CHAINS[token]
    elif token in _OWN_CHAIN:
        places = ((token, Network(token, token, _OWN_CHAIN[token])),)
    else:
        places = ((token, _ETH),)
    unit = Decimal(1) if token == "USDT" else Decimal(1) / Decimal(COINS[token].price)
    fee = _round(unit * 2)
    decimals = 8 if unit < 1000 else 2
    return [TokenNetwork(name, token, network, decimals, fee * 4, fee) for name, network in places]


def _round(amount: Decimal) -> Decimal:
    """One significant digit."""
    return amount.quantize(Decimal(1).scaleb(amount.adjusted()))
