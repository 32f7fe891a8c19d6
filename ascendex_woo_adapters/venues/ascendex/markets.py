"""Markets and leverage tiers: what the venue says about its contracts.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-contracts-info
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from ccxt.base.errors import BadResponse, NullResponse

from ascendex_woo_adapters.common.adapter import Call
from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import decimal, ms, text
from ascendex_woo_adapters.common.structures import quotient
from ascendex_woo_adapters.common.templates import bounds, linear_swap
from ascendex_woo_adapters.venues.ascendex.enums import TRADABLE
from ascendex_woo_adapters.venues.ascendex.errors import Refusals
from ascendex_woo_adapters.venues.ascendex.signing import Signing

#: Unified parameters that choose a kind of market -> what they may say here.
_KINDS = {
    "type": ("swap", "futures"),
    "defaultType": ("swap", "futures"),
    "subType": ("linear",),
    "defaultSubType": ("linear",),
}


#: Unified parameters that no request knows: a method takes them, or says that it does not.
_UNIFIED = (
    "until",
    "trigger",
    "stop",
    "trailing",
    "marginMode",
    "hedged",
    "paginate",
    "network",
    "price",
    "clientOrderId",
    "timeInForce",
    "postOnly",
    "reduceOnly",
    "triggerPrice",
    "stopLossPrice",
    "takeProfitPrice",
    "cost",
)


class Bracket(NamedTuple):
    """A margin bracket: the notional that it ends at, and its rates."""

    upper: Decimal | None
    initial: Decimal | None
    maintenance: Decimal | None


class Markets(Signing, Refusals):
    """Builders and parsers of instruments, and how replies are opened."""

    #: The brackets of contracts that were looked at by market id, with the rows that they were read from.
    _brackets: dict[str, tuple[Any, list[Bracket]]] | None = None

    # replies -------------------------------------------------------------------------------------

    def _data(self, response: Any, kind: type[Any] | tuple[type[Any], ...]) -> Any:
        """``data`` of a reply; raises if it is missing or not of the kind that was promised."""
        data = response.get("data") if isinstance(response, dict) else None
        if not isinstance(data, kind):
            raise BadResponse(f"{self.id} answered without the data that were asked for: {excerpt(response)}")
        return data

    def _rows(self, response: Any, key: str | None = None) -> list[Any]:
        """The rows of a reply: ``data``, or ``data[key]``; a single object is a list of one."""
        data = self._data(response, (dict, list))
        if key is not None:
            data = self._data({"data": data.get(key) if isinstance(data, dict) else None}, list)
        rows = data if isinstance(data, list) else [data]
        for row in rows:
            if not isinstance(row, dict):
                raise BadResponse(f"{self.id} answered with a row that is no object: {excerpt(row)}")
        return rows

    def _rest(self, method: str, params: Any, *taken: str) -> dict[str, Any]:
        """A copy of the parameters without the unified names of a kind of market; raises for another kind.

        A unified parameter that the method does not take raises too: it would leak into the request.
        """
        rest = dict(params)
        for name, known in _KINDS.items():
            given = rest.pop(name, None)
            if given is not None and given not in known:
                raise self._not_supported(f"{name} {given!r} in {method}()")
        for name in _UNIFIED:
            if name in rest and name not in taken and rest.pop(name) not in (None, False):
                raise self._not_supported(f"the parameter {name} in {method}()")
        return rest

    def _market_of(self, market_id: Any, market: Any) -> Any:
        """The market of an id, or ``market`` itself if that is its id (or there is none)."""
        if market is not None and (market_id is None or market["id"] == market_id):
            return market
        name = None if market_id is None else str(market_id)
        known = (self.markets_by_id or {}).get(name)
        return known[0] if known else self.safe_market(name)

    def _only(self, rows: list[dict[str, Any]], market: Any) -> dict[str, Any]:
        """The row of a market."""
        for row in rows:
            if row.get("symbol") == market["id"]:
                return row
        raise NullResponse(f"{self.id} answered without {market['symbol']}")

    # contracts -----------------------------------------------------------------------------------

    def _fetch_markets_request(self, params: dict[str, Any]) -> Call:
        return Call("v2_public_get_futures_contract", dict(params))

    def parse_markets(self, markets: Any) -> Any:
        """The markets of a contract list; rows without a symbol are no markets."""
        return [self.parse_market(row) for row in markets if row.get("symbol")]

    def parse_market(self, market: Any) -> Any:
        """A perpetual contract; amounts are in the base currency."""
        market_id = str(market["symbol"])
        underlying = str(market.get("underlying") or f"{market_id.partition('-')[0]}/USDT")
        base_id, _, quote_id = underlying.partition("/")
        settle_id = str(market.get("settlementAsset") or quote_id)
        base, quote, settle = (self.safe_currency_code(code) for code in (base_id, quote_id, settle_id))
        prices = _object(market.get("priceFilter"))
        lots = _object(market.get("lotSizeFilter"))
        number = self.parse_number
        result = linear_swap(
            market_id,
            base,
            quote,
            base_id,
            quote_id,
            active=market.get("status") == TRADABLE,
            precision={
                "amount": number(lots.get("lotSize")),
                "price": number(prices.get("tickSize")),
                "cost": None,
                "base": None,
                "quote": None,
            },
            limits={
                "leverage": bounds(number("1"), number(_most_leverage(market))),
                "amount": bounds(number(lots.get("minQty")), number(lots.get("maxQty"))),
                "price": bounds(number(prices.get("minPrice")), number(prices.get("maxPrice"))),
                "cost": bounds(),
            },
            info=market,
            created=ms(market.get("tradingStartTime")),
        )
        if settle != quote:
            result.update(symbol=f"{base}/{quote}:{settle}", settle=settle, settleId=settle_id)
            result.update(linear=False, inverse=True, subType="inverse")
        return result

    def parse_market_leverage_tiers(self, info: Any, market: Any = None) -> Any:
        """The margin brackets of a contract, from the smallest notional up."""
        market = self._market_of(info.get("symbol"), market)
        number = self.parse_number
        return [
            {
                "tier": number(str(index)),
                "symbol": market["symbol"],
                "currency": market["settle"],
                "minNotional": number(bracket.get("positionNotionalLowerbound")),
                "maxNotional": number(bracket.get("positionNotionalUpperbound")),
                "maintenanceMarginRate": number(bracket.get("maintenanceMarginRate")),
                "maxLeverage": number(text(_inverse(bracket.get("initialMarginRate")))),
                "info": bracket,
            }
            for index, bracket in enumerate(brackets_of(info), 1)
        ]

    def set_markets(self, markets: Any, currencies: Any = None) -> Any:
        """ccxt's ``set_markets``; what is traded and no collateral becomes a currency too."""
        if currencies:
            known = dict(currencies)
            for market in self.to_array(markets):
                for code, currency_id in (
                    (market["base"], market["baseId"]),
                    (market["quote"], market["quoteId"]),
                ):
                    if code not in known:
                        known[code] = self.safe_currency_structure({"id": currency_id, "code": code})
            currencies = known
        return super().set_markets(markets, currencies)

    def _bracket_at(self, market: Any, notional: Decimal) -> Bracket | None:
        """The bracket whose rates hold for all of a notional: lower bound inclusive, upper exclusive."""
        contract = market["info"]
        rows = contract.get("marginRequirements") if isinstance(contract, dict) else None
        if self._brackets is None:
            self._brackets = {}
        known = self._brackets.get(market["id"])
        if known is None or known[0] is not rows:
            brackets = [
                Bracket(
                    decimal(row.get("positionNotionalUpperbound")),
                    decimal(row.get("initialMarginRate")),
                    decimal(row.get("maintenanceMarginRate")),
                )
                for row in brackets_of(contract)
            ]
            known = self._brackets[market["id"]] = (rows, brackets)
        for bracket in known[1]:
            if bracket.upper is None or notional < bracket.upper:
                return bracket
        return known[1][-1] if known[1] else None


def brackets_of(contract: Any) -> list[dict[str, Any]]:
    """The margin brackets of a contract, from the smallest notional up."""
    rows = contract.get("marginRequirements") if isinstance(contract, dict) else None
    brackets = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return sorted(brackets, key=lambda row: decimal(row.get("positionNotionalLowerbound")) or Decimal(0))


def _most_leverage(contract: dict[str, Any]) -> str | None:
    brackets = brackets_of(contract)
    return text(_inverse(brackets[0].get("initialMarginRate"))) if brackets else None


def _inverse(rate: Any) -> Decimal | None:
    """1 / rate, to two decimals: the leverage that an initial margin rate allows."""
    number = decimal(rate)
    return quotient(Decimal(1), number, Decimal("0.01")) if number else None


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
