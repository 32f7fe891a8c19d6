"""ccxt's ``set_markets`` for markets that are born complete.

ccxt merges every market with its empty structure, the exchange's limits and its fees, level by
level; that is half of the time of ``load_markets``. A market of this package has every field, so
only the fees are left to be filled in.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ccxt.base.exchange import BaseExchange

if TYPE_CHECKING:
    from ccxt.base.exchange import Exchange as _Base
else:
    _Base = object


def _complete(market: Any, empty: dict[str, Any]) -> bool:
    """Whether merging a market into ccxt's empty structure would change nothing but the fees."""
    if market.__class__ is not dict or market.keys() != empty.keys():
        return False
    limits, bounds = market["limits"], empty["limits"]
    try:
        return (
            market["spot"].__class__ is bool
            and market["id"].__class__ is market["symbol"].__class__ is str
            and market["marginModes"].keys() == empty["marginModes"].keys()
            and limits.keys() == bounds.keys()
            and all(limits[name].keys() == bounds[name].keys() for name in bounds)
        )
    except AttributeError:  # something else where ccxt has a dict
        return False


class MarketTables(_Base):
    """Fast, result-equal ``set_markets``."""

    # ccxt types these as None, which they are only until markets are set
    symbols: Any
    ids: Any
    codes: Any

    def set_markets(self, markets: Any, currencies: Any = None) -> Any:
        """ccxt's ``set_markets``; markets of other makes and own limits are left to ccxt's."""
        values = list(markets.values()) if isinstance(markets, dict) else markets
        fees, empty = self.fees.get("trading"), self.safe_market_structure()
        if (
            not currencies
            or not isinstance(fees, dict)
            or self.precision is not None
            or self.limits != BaseExchange.limits
            or not isinstance(values, list)
            or not all(_complete(market, empty) for market in values)
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
            by_symbol[value["symbol"]] = market
        self.markets, self.markets_by_id = by_symbol, by_id
        self.symbols, self.ids = sorted(by_symbol), sorted(by_id)
        self.currencies = self.deep_extend(self.currencies, currencies)
        self.currencies_by_id = self.index_by(self.currencies, "id")
        self.codes = sorted(self.currencies)
        return self.markets
