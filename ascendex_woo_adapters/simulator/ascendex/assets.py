"""Assets of AscendEX: what may serve as futures collateral, and the chains of deposits and withdrawals.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-collateral-asset-info
https://ascendex.github.io/ascendex-pro-api/#list-all-assets
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Collateral(NamedTuple):
    """`discount` is the weight of the asset's value in the margin."""

    name: str
    conversion: Decimal
    discount: Decimal
    status: str = "Normal"
    reference: Decimal | None = None
    """Price in USDT where no contract gives one."""


class Chain(NamedTuple):
    name: str
    withdraw_fee: str
    min_withdrawal: str
    confirmations: int
    address: str
    """How the chain's addresses begin."""


class Asset(NamedTuple):
    name: str
    native_scale: int
    chains: tuple[Chain, ...]


COLLATERALS = {
    "BTC": Collateral("Bitcoin", Decimal("0.995"), Decimal("0.98")),
    "ETH": Collateral("Ethereum", Decimal("0.99"), Decimal("0.95")),
    "USDT": Collateral("Tether", Decimal(1), Decimal(1), reference=Decimal(1)),
    "USDC": Collateral("USD Coin", Decimal("0.999"), Decimal("0.99"), reference=Decimal("0.9994")),
    "USDTR": Collateral("Futures Reward Token", Decimal(1), Decimal(1), "NoTransaction", Decimal(1)),
}

_ERC20 = Chain("ERC20", "10.0", "20.0", 12, "0x")

ASSETS = {
    "USDT": Asset(
        "Tether", 4, (Chain("Omni", "30.0", "50.0", 3, "1"), _ERC20, Chain("TRC20", "1.0", "10.0", 20, "T"))
    ),
    "USDC": Asset("USD Coin", 6, (_ERC20,)),
    "BTC": Asset("Bitcoin", 8, (Chain("Bitcoin", "0.0005", "0.001", 2, "3"),)),
    "ETH": Asset("Ethereum", 8, (Chain("ERC20", "0.005", "0.01", 12, "0x"),)),
}
