"""The pure half of ``woo``: description, signing, refusals and parsers; no I/O."""

from __future__ import annotations

from functools import partial
from typing import Any

from ccxt.base.errors import BadRequest, NullResponse

from ascendex_woo_adapters.common.numbers import decimal
from ascendex_woo_adapters.venues.woo.description import DESCRIPTION, LEGACY_FEATURES, RATE_LIMIT_MS
from ascendex_woo_adapters.venues.woo.endpoints import WooEndpoints
from ascendex_woo_adapters.venues.woo.errors import Refusals
from ascendex_woo_adapters.venues.woo.generation import Generation, generation
from ascendex_woo_adapters.venues.woo.signing import Signing

#: Parameters of ccxt that say something to the class, and nothing to the venue.
UNIFIED = frozenset(
    (
        "until",
        "paginate",
        "paginationCalls",
        "paginationDirection",
        "maxEntriesPerRequest",
        "subType",
        "marginMode",
        "hedged",
        "leverage",
        "network",
        "networkCode",
        "trigger",
        "trailing",
        "stop",
    )
)
MARKET_TYPES = frozenset(("spot", "margin", "swap", "future", "option", "funding"))


class Woo(Signing, Refusals, WooEndpoints):
    """WOO X without its transport."""

    _RATE_LIMIT_MS = float(RATE_LIMIT_MS)

    def describe(self) -> Any:
        """ccxt's description of the exchange."""
        return self.deep_extend(super().describe(), DESCRIPTION)

    def features_generator(self) -> None:
        """ccxt's hook that completes ``features``, which differ between the generations."""
        if self.options.get("generation") == "v1":
            self.features = self.deep_extend(self.features, LEGACY_FEATURES)
        super().features_generator()

    def _generation(self) -> Generation:
        """Builders and parsers of the API generation that the options choose."""
        return generation(self.options["generation"])

    def _parser(self, name: str) -> Any:
        """The generation's own parser, where nobody has overridden the method that calls it."""
        method = getattr(self, name)
        if getattr(method, "__func__", None) is getattr(Woo, name):
            return partial(getattr(self._generation(), name), self)
        return method

    def _own_params(self, params: Any, *consumed: str) -> dict[str, Any]:
        """The parameters that are the venue's own; ``type`` is one where it names no type of markets."""
        return {
            name: value
            for name, value in params.items()
            if value is not None
            and name not in UNIFIED
            and name not in consumed
            and not (name == "type" and value in MARKET_TYPES)
        }

    def _whole(self, method: str, value: Any, name: str) -> int:
        """A whole number from 1 up."""
        number = None if isinstance(value, bool) else decimal(value)
        if number is None or number < 1 or number != int(number):
            raise BadRequest(f"{self.id} {method}() {name} must be a whole number from 1 up, not {value!r}")
        return int(number)

    def _listed_one(self, method: str, found: Any, key: str) -> Any:
        """The entry of a look-up for one; the venue may not list it."""
        if key not in found:
            raise NullResponse(f"{self.id} {method}() the venue does not list {key}")
        return found[key]

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

    def parse_funding_rate_history(self, info: Any, market: Any = None) -> Any:
        """One settled funding rate."""
        return self._generation().parse_funding_rate_history(self, info, market)

    def parse_income(self, info: Any, market: Any = None) -> Any:
        """One funding payment."""
        return self._generation().parse_income(self, info, market)

    def _parse_mark_price(self, info: Any, market: Any = None) -> Any:
        """A perpetual's mark and index price as a ticker."""
        return self._generation().parse_mark_price(self, info, market)

    def parse_open_interest(self, interest: Any, market: Any = None) -> Any:
        """A perpetual's open interest."""
        return self._generation().parse_open_interest(self, interest, market)

    def parse_leverage(self, leverage: Any, market: Any = None) -> Any:
        """A perpetual's leverage."""
        return self._generation().parse_leverage(self, leverage, market)

    def parse_adl_rank(self, info: Any, market: Any = None) -> Any:
        """A position's place in the queue of auto-deleveraging."""
        return self._generation().parse_adl_rank(self, info, market)

    def parse_borrow_rate(self, info: Any, currency: Any = None) -> Any:
        """A currency's interest rate."""
        return self._generation().parse_borrow_rate(self, info, currency)

    def parse_borrow_interest(self, info: Any, market: Any = None) -> Any:
        """One charge of interest."""
        return self._generation().parse_borrow_interest(self, info, market)

    def parse_account(self, account: Any) -> Any:
        """One account."""
        return self._generation().parse_account(self, account)

    def parse_deposit_address(self, depositAddress: Any, currency: Any = None) -> Any:
        """One address for deposits."""
        return self._generation().parse_deposit_address(self, depositAddress, currency)

    def parse_transaction(self, transaction: Any, currency: Any = None) -> Any:
        """One deposit or withdrawal."""
        return self._generation().parse_transaction(self, transaction, currency)

    def parse_transfer(self, transfer: Any, currency: Any = None) -> Any:
        """One transfer between accounts."""
        return self._generation().parse_transfer(self, transfer, currency)

    def parse_ledger_entry(self, item: Any, currency: Any = None) -> Any:
        """One change of a balance."""
        return self._generation().parse_ledger_entry(self, item, currency)

    def parse_conversion(self, conversion: Any, fromCurrency: Any = None, toCurrency: Any = None) -> Any:
        """One quote or conversion."""
        return self._generation().parse_conversion(self, conversion, fromCurrency, toCurrency)
