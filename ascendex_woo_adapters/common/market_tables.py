"""ccxt's ``set_markets`` for markets that are born complete.

ccxt merges every market with its empty structure, the exchange's limits and its fees, level by
level; that is half of the time of ``load_markets``. A market of this package has every field, so
only the fees are left to be filled in.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ccxt.base.exchange import BaseExchange

from ascendex_woo_adapters.common.templates import bounds, linear_swap

if TYPE_CHECKING:
    from ccxt.base.exchange import Exchange as _Base
else:
    _Base = object

_NAMES = ("leverage", "amount", "price", "cost")
_LIMITS = {name: bounds() for name in _NAMES}
_WHOLE = linear_swap("", "", "", "", "", active=True, precision={}, limits=_LIMITS, info={})
_KEYS, _MODES = _WHOLE.keys(), _WHOLE["marginModes"].keys()
_BOUNDS = bounds().keys()


def _complete(market: Any) -> bool:
    """Whether ccxt's empty structure would add nothing to a market."""
    if market.__class__ is not dict or market.keys() != _KEYS:
        return False
    limits = market["limits"]
    return bool(
        market["marginModes"].keys() == _MODES
        and limits.keys() == _LIMITS.keys()
        and all(limits[name].keys() == _BOUNDS for name in _NAMES)
    )


class MarketTables(_Base):
    """Fast, result-equal ``set_markets``."""

    # ccxt types these as None, which they are only until markets are set
    symbols: Any
    ids: Any
    codes: Any

    def set_markets(self, markets: Any, currencies: Any = None) -> Any:
        """ccxt's ``set_markets``; markets of other makes and own limits are left to ccxt's."""
        values = list(markets.values()) if isinstance(markets, dict) else markets
        fees = self.fees.get("trading")
        if (
            not currencies
            or not isinstance(fees, dict)
            or self.precision is not None
            or self.limits != BaseExchange.limits
            or not isinstance(values, list)
            or not all(map(_complete, values))
        ):
            return super().set_markets(markets, currencies)
        by_symbol: dict[str, Any] = {}
        by_id: dict[str, list[Any]] = {}
        for value in sorted(values, key=itemgetter("spot"), reverse=True):
            by_id.setdefault(value["id"], []).append(value)
            market = {**value, **fees}
            for name in fees:
                if value.get(name) is not None:  # the market's own fee wins
                    market[name] = value[name]
            market["subType"] = (
                "linear" if value["linear"] is True else "inverse" if value["inverse"] is True else None
            )
            if value["symbol"] is not None:
                by_symbol[value["symbol"]] = market
        self.markets, self.markets_by_id = by_symbol, by_id
        self.symbols, self.ids = sorted(by_symbol), sorted(by_id)
        self.currencies = self.deep_extend(self.currencies, currencies)
        self.currencies_by_id = self.index_by(self.currencies, "id")
        self.codes = sorted(self.currencies)
        return self.markets
