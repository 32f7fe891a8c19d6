"""The pure half of ``woo``: description, signing, refusals and parsers; no I/O."""

from __future__ import annotations

from functools import partial
from typing import Any

from ascendex_woo_adapters.venues.woo.description import DESCRIPTION, RATE_LIMIT_MS
from ascendex_woo_adapters.venues.woo.endpoints import WooEndpoints
from ascendex_woo_adapters.venues.woo.errors import Refusals
from ascendex_woo_adapters.venues.woo.generation import Generation, generation
from ascendex_woo_adapters.venues.woo.signing import Signing


class Woo(Signing, Refusals, WooEndpoints):
    """WOO X without its transport."""

    _RATE_LIMIT_MS = float(RATE_LIMIT_MS)

    def describe(self) -> Any:
        """ccxt's description of the exchange."""
        return self.deep_extend(super().describe(), DESCRIPTION)

    def _generation(self) -> Generation:
        """Builders and parsers of the API generation that the options choose."""
        return generation(self.options["generation"])

    def _parser(self, name: str) -> Any:
        """The generation's own parser, where nobody has overridden the method that calls it."""
        method = getattr(self, name)
        if getattr(method, "__func__", None) is getattr(Woo, name):
            return partial(getattr(self._generation(), name), self)
        return method

    # ccxt's parse hooks: each one row of a reply -------------------------------------------------

    def parse_market(self, market: Any) -> Any:
        """One market of ``fetch_markets``."""
        return self._generation().parse_market(self, market)

    def parse_ticker(self, ticker: Any, market: Any = None) -> Any:
        """One perpetual's ticker."""
        return self._generation().parse_ticker(self, ticker, market)

    def parse_trade(self, trade: Any, market: Any = None) -> Any:
        """One public trade or fill."""
        return generation(self.options["generation"]).parse_trade(self, trade, market)

    def parse_ohlcv(self, ohlcv: Any, market: Any = None) -> Any:
        """One candle."""
        return self._generation().parse_ohlcv(self, ohlcv)

    def parse_order(self, order: Any, market: Any = None) -> Any:
        """One order."""
        return generation(self.options["generation"]).parse_order(self, order, market)

    def parse_position(self, position: Any, market: Any = None) -> Any:
        """One position."""
        return self._generation().parse_position(self, position, market)

    def parse_funding_rate(self, contract: Any, market: Any = None) -> Any:
        """One market's funding rate."""
        return self._generation().parse_funding_rate(self, contract, market)
