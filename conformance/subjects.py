"""What is tested: each id, and each generation of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

import ascendex_woo_adapters

#: Colour -> the face of ccxt whose classes have it.
FACES = {"sync": "ccxt", "async": "ccxt.async_support", "pro": "ccxt.pro"}

SPOT = ("BTC/USDT", "ETH/USDT")
SWAP = ("BTC/USDT:USDT", "ETH/USDT:USDT")


@dataclass(frozen=True)
class Subject:
    """An exchange class as users make it."""

    name: str
    id: str
    markets: dict[str, tuple[str, ...]]
    """Kind of market -> the symbols that the tests are given."""
    options: dict[str, Any] = field(default_factory=dict)
    code: str = "USDT"

    def config(self) -> dict[str, Any]:
        """What the class is made with."""
        return {"options": dict(self.options)}


SUBJECTS = (
    Subject("woo v1", "woo", {"spot": SPOT, "swap": SWAP}, {"generation": "v1"}),
    Subject("woo v3", "woo", {"spot": SPOT, "swap": SWAP}, {"generation": "v3"}),
    Subject("ascendex", "ascendex", {"swap": SWAP}),
)


def exchange_class(subject: Subject, colour: str) -> Any:
    """The class as a user of ccxt gets it, once the package is registered."""
    ascendex_woo_adapters.register()
    return getattr(import_module(FACES[colour]), subject.id)
