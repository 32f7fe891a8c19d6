"""ccxt exchange classes for AscendEX Futures Pro v2 (``ascendex``) and WOO X (``woo``).

Importing the package changes nothing by itself. :func:`register` puts both ids into ccxt;
the classes are also here (sync), in ``.async_support`` (asyncio) and in ``.pro``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

exchanges = ["ascendex", "woo"]

__all__ = ["OrderStateUnknown", "__version__", "ascendex", "exchanges", "register", "unregister", "woo"]

if TYPE_CHECKING:
    from ascendex_woo_adapters.common.submission import OrderStateUnknown
    from ascendex_woo_adapters.registry import register, unregister
    from ascendex_woo_adapters.venues.ascendex.blocking import ascendex
    from ascendex_woo_adapters.venues.woo.blocking import woo


def __getattr__(name: str) -> Any:
    """Load the classes and the registry on first use, so that the bare import costs nothing."""
    if name in exchanges:
        from importlib import import_module

        return getattr(import_module(f"{__name__}.venues.{name}.blocking"), name)
    if name == "OrderStateUnknown":
        from ascendex_woo_adapters.common.submission import OrderStateUnknown

        return OrderStateUnknown
    if name in ("register", "unregister"):
        from ascendex_woo_adapters import registry

        return getattr(registry, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
