"""ccxt's ``safe_*`` structures, made in one pass.

ccxt's own versions turn every number into a string, calculate with its ``Precise`` and turn it
back. These calculate with C decimals, touch each field once, and give equal results; a shape they
do not know (fills inside an order, inverse contracts, own number classes) is left to ccxt's.
They are ordinary methods: a subclass that overrides ``safe_trade`` or ``parse_trade`` is called.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, Context, Decimal, InvalidOperation
from functools import lru_cache
from operator import itemgetter
from typing import Any

from ccxt.base.errors import BadResponse
from ccxt.base.exchange import BaseExchange

from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.market_tables import MarketTables
from ascendex_woo_adapters.common.numbers import ZERO, decimal, iso8601
from ascendex_woo_adapters.common.precision import Precision

#: ccxt's ``Precise`` is exact but for division, which it cuts after 18 decimals.
EXACT = Context(prec=60, rounding=ROUND_DOWN)
_add, _subtract, _multiply = EXACT.add, EXACT.subtract, EXACT.multiply
#: Enough for quotients below 10^22; a third faster.
_QUOTIENTS = Context(prec=40, rounding=ROUND_DOWN)
_divide, _cut = _QUOTIENTS.divide, _QUOTIENTS.quantize
_EIGHTEEN = Decimal(1).scaleb(-18)
_HALF, _HUNDRED = Decimal("0.5"), Decimal(100)
_ONE = (None, 1)
_NOTHING = (None, "")
#: What ccxt's ``safe_position`` would derive where it is missing, whatever else there is.
_POSITION = (
    "contracts",
    "contractSize",
    "entryPrice",
    "notional",
    "unrealizedPnl",
    "initialMargin",
    "initialMarginPercentage",
    "leverage",
    "percentage",
)
#: Prices of which ccxt takes a zero for none, and the other numbers of a ticker that are only read.
_TICKER_PRICES = ("bid", "ask", "high", "low", "open")
_TICKER_QUANTITIES = (
    "bidVolume",
    "askVolume",
    "baseVolume",
    "quoteVolume",
    "previousClose",
    "indexPrice",
    "markPrice",
)
_NO_TICKER: dict[str, Any] = dict.fromkeys((*_TICKER_PRICES, *_TICKER_QUANTITIES))
#: Of an order that tells nothing, in ccxt's order.
_NO_ORDER: dict[str, Any] = dict.fromkeys(
    (
        "id",
        "clientOrderId",
        "timestamp",
        "datetime",
        "symbol",
        "type",
        "side",
        "lastTradeTimestamp",
        "lastUpdateTimestamp",
        "price",
        "amount",
        "cost",
        "average",
        "filled",
        "remaining",
        "timeInForce",
        "postOnly",
        "trades",
        "reduceOnly",
        "stopPrice",
        "triggerPrice",
        "takeProfitPrice",
        "stopLossPrice",
        "status",
        "fee",
        "fees",
    )
)
_BY_TIME = itemgetter("timestamp")
_BY_TIME_AND_ID = itemgetter("timestamp", "id")


def quotient(dividend: Decimal, divisor: Decimal, unit: Decimal = _EIGHTEEN) -> Decimal | None:
    """Divide as ccxt does: cut to ``unit``; None by zero."""
    if not divisor:
        return None
    try:
        return _cut(_divide(dividend, divisor), unit)
    except InvalidOperation:  # more digits than are usual
        return EXACT.quantize(EXACT.divide(dividend, divisor), unit)


def product(left: Any, right: Any) -> float | None:
    """The exact product of two JSON numbers or strings; None if one of them is none."""
    if left is None or right is None:
        return None
    try:
        return float(
            _multiply(
                Decimal(left if left.__class__ is str else str(left)),
                Decimal(right if right.__class__ is str else str(right)),
            )
        )
    except (InvalidOperation, ValueError):
        return None


def as_float(value: Any) -> float | None:
    """``parse_number`` of a JSON number or string; None for nothing, emptiness and rubbish."""
    kind = value.__class__
    if kind is float:
        same: float = value
        return same
    if value is None:
        return None
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def nonzero(value: Any) -> Any:
    """The value, or None if it is zero (ccxt's ``omit_zero``)."""
    return value if as_float(value) else None


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def as_text(value: Any) -> str | None:
    """ccxt's ``safe_string`` of one value."""
    kind = value.__class__
    if kind is str:
        return value or None
    return str(value) if kind is int or kind is float else None


def _plain(market: Any) -> bool:
    """Whether an amount of a market is an amount of its base currency: no contract sizes, not inverse."""
    return market is None or (market.get("contractSize") in _ONE and not market.get("inverse"))


def _order_numbers(order: dict[str, Any], closed: bool) -> tuple[float | None, ...]:
    """Price, amount, cost, average, filled, remaining of an order, derived from each other as in ccxt."""
    get = order.get
    price, average = as_float(get("price")) or None, as_float(get("average")) or None
    amount, filled = as_float(get("amount")) or None, as_float(get("filled"))
    if amount is None or get("remaining") is not None or get("cost") is not None:
        return _derived_order_numbers(order, closed)
    if filled is None:  # an acknowledgement
        return _derived_order_numbers(order, closed) if closed else (price, amount, None, average, None, None)
    per_unit = get("price") if average is None else get("average")
    priced = price is not None or average is not None
    if not filled:
        return price, amount, (0.0 if priced else None), average, filled, amount
    exact, exact_price = decimal(get("filled")), decimal(per_unit) if priced else None
    exact_amount = exact if get("filled") == get("amount") else decimal(get("amount"))
    if exact is None or exact_amount is None or (priced and exact_price is None):
        return _derived_order_numbers(order, closed)
    cost = None if exact_price is None else float(_multiply(exact, exact_price))
    remaining = 0.0 if exact_amount is exact else float(_subtract(exact_amount, exact))
    return price, amount, cost, average, filled, remaining


def _derived_order_numbers(order: dict[str, Any], closed: bool) -> tuple[float | None, ...]:
    """The same where amount, filled, remaining or cost have to be found from the others."""
    get = order.get
    price, average = decimal(get("price")) or None, decimal(get("average")) or None
    amount = decimal(get("amount")) or None
    filled, remaining, cost = decimal(get("filled")), decimal(get("remaining")), decimal(get("cost"))
    derive_cost = cost is None
    if amount is None:
        if filled is not None and remaining is not None:
            amount = _add(filled, remaining)
        elif closed:
            amount = filled
    if filled is None and amount is not None:
        if remaining is not None:
            filled = _subtract(amount, remaining)
        elif closed:
            filled = amount
    if remaining is None:
        if amount is not None and filled is not None:
            remaining = _subtract(amount, filled)
        elif closed:
            remaining = ZERO
    if average is None and filled is not None and cost is not None and filled > 0:
        average = quotient(cost, filled)
    if derive_cost and filled is not None:
        at = average if average is not None else price
        if at is not None:
            cost = _multiply(filled, at)
    return _float(price), _float(amount), _float(cost), _float(average), _float(filled), _float(remaining)


@lru_cache(maxsize=512)
def _unit_of_tick(tick: float) -> Decimal:
    """The last decimal of a tick size: 0.01 for 0.25, 1 for 10, as ccxt's ``precision_from_string``."""
    exponent = Decimal(str(tick)).normalize().as_tuple().exponent
    return Decimal(1).scaleb(min(int(exponent), 0))


def _by_known_time(row: dict[str, Any]) -> Any:
    return row["timestamp"] or 0


def _by_known_time_and_id(row: dict[str, Any]) -> Any:
    return row["timestamp"] or 0, row["id"] or ""


def since_and_limit(
    rows: list[Any], since: int | None, limit: int | None, key: Any = "timestamp"
) -> list[Any]:
    """ccxt's filter of rows sorted by time: the first ``limit`` from ``since``, else the last ``limit``."""
    if since is not None:
        rows = [row for row in rows if row[key] and row[key] >= since]
        return rows if limit is None else rows[:limit]
    return rows if limit is None else rows[-limit:]


class Structures(MarketTables, Precision):
    """Fast, result-equal versions of ccxt's structure helpers."""

    def safe_market(
        self, marketId: Any = None, market: Any = None, delimiter: Any = None, marketType: Any = None
    ) -> Any:
        """ccxt's ``safe_market``; ids of one market are found at once."""
        if marketId.__class__ is str:
            listed = self.markets_by_id.get(marketId) if self.markets_by_id else None
            if listed is not None and len(listed) == 1:
                return listed[0]
        elif marketId is not None:
            raise BadResponse(f"{self.id} sent a market id that is no text: {marketId!r}")
        return super().safe_market(marketId, market, delimiter, marketType)

    def safe_currency_code(self, currencyId: Any, currency: Any = None) -> Any:
        """ccxt's ``safe_currency_code`` without a structure around the code."""
        if currencyId.__class__ is not str or type(self).safe_currency is not BaseExchange.safe_currency:
            return super().safe_currency_code(currencyId, currency)
        listed = self.currencies_by_id.get(currencyId) if self.currencies_by_id else None
        return self.common_currency_code(currencyId.upper()) if listed is None else listed["code"]

    def iso8601(self, timestamp: Any = None) -> str | None:  # type: ignore[override]  # static in ccxt
        """ISO 8601 of milliseconds, like ccxt's; formatted seconds are cached."""
        if timestamp.__class__ is int and 0 <= timestamp < 253402300800000:
            return iso8601(timestamp)
        if timestamp is None:
            return None
        result: str | None = super().iso8601(timestamp)
        return result

    def safe_trade(self, trade: dict[str, Any], market: Any = None) -> Any:
        """ccxt's ``safe_trade``: cost, fee and fees filled in; numbers as ``number``."""
        get = trade.get
        fee, price, amount, cost = get("fee"), get("price"), get("amount"), get("cost")
        if self.number is not float or get("fees") is not None or (cost in _NOTHING and not _plain(market)):
            return super().safe_trade(trade, market)
        trade["cost"] = product(price, amount) if cost in _NOTHING else as_float(cost)
        trade["price"] = price if price.__class__ is float else as_float(price)
        trade["amount"] = amount if amount.__class__ is float else as_float(amount)
        if fee is None:
            trade["fee"] = {"cost": None, "currency": None}
            trade["fees"] = []
            return trade
        if not self.reduceFees:
            return super().safe_trade(trade, market)
        fee_cost, rate = as_float(fee.get("cost")), as_float(fee.get("rate"))
        if fee_cost is None:
            trade["fee"] = {"cost": None, "currency": None}
            trade["fees"] = []
            return trade
        parsed = {"currency": as_text(fee.get("currency")), "cost": fee_cost}
        if rate is not None:
            parsed["rate"] = rate
        trade["fee"] = parsed
        trade["fees"] = [parsed]
        return trade

    def safe_order(self, order: dict[str, Any], market: Any = None) -> Any:
        """ccxt's ``safe_order``: amount, filled, remaining, cost and average are derived where missing."""
        get = order.get
        if self.number is not float or get("trades") or get("fees") is not None or not _plain(market):
            return super().safe_order(order, market)
        status, order_type = get("status"), get("type")
        price, amount, cost, average, filled, remaining = _order_numbers(order, status == "closed")
        trigger, stop_loss, take_profit = get("triggerPrice"), get("stopLossPrice"), get("takeProfitPrice")
        plain = trigger in _NOTHING and stop_loss in _NOTHING and take_profit in _NOTHING
        trigger = as_float(get("stopPrice") if trigger in _NOTHING else trigger)
        time_in_force, post_only, fee = get("timeInForce"), get("postOnly"), get("fee")
        if time_in_force is None:
            if order_type == "market" and plain:
                time_in_force = "IOC"
            if post_only is True:
                time_in_force = "PO"
        elif post_only is None:
            post_only = time_in_force == "PO"
        if fee is not None:
            fee = {**fee, "cost": as_float(fee.get("cost"))}
            if "rate" in fee:
                fee["rate"] = as_float(fee["rate"])
        order = {**_NO_ORDER, **order}
        order["id"], order["clientOrderId"] = as_text(get("id")), as_text(get("clientOrderId"))
        if order["datetime"] is None:
            order["datetime"] = self.iso8601(order["timestamp"])
        order["price"] = average if price is None and order_type == "market" else price
        order["amount"], order["cost"], order["average"] = amount, cost, average
        order["filled"], order["remaining"] = filled, remaining
        order["timeInForce"], order["postOnly"] = time_in_force, post_only
        order["stopPrice"] = order["triggerPrice"] = trigger
        if stop_loss is not None or take_profit is not None:
            order["takeProfitPrice"], order["stopLossPrice"] = as_float(take_profit), as_float(stop_loss)
        order["trades"], order["fee"], order["fees"] = [], fee, [] if fee is None else [fee]
        return order

    def safe_ticker(self, ticker: dict[str, Any], market: Any = None) -> Any:
        """ccxt's ``safe_ticker``: change, percentage, average and vwap derived from open and last."""
        get = ticker.get
        if self.number is not float or not (get("change") is get("percentage") is get("average") is None):
            return super().safe_ticker(ticker, market)
        vwap, last = get("vwap"), get("close")
        if vwap is None or vwap == "":
            traded, volume = decimal(get("quoteVolume")), decimal(get("baseVolume"))
            vwap = _float(quotient(traded, volume)) if traded and volume else None
        else:
            vwap = as_float(vwap)
        if last is None or last == "":
            last = get("last")
        exact_open, exact_last = decimal(get("open")), decimal(last)
        change = percentage = average = None
        if exact_open and exact_last:
            difference = _subtract(exact_last, exact_open)
            ratio = quotient(difference, exact_open)
            tick = None if market is None else market["precision"]["price"]
            unit = _EIGHTEEN if tick is None else _unit_of_tick(tick)
            change = float(difference)
            percentage = None if ratio is None else float(_multiply(ratio, _HUNDRED))
            average = float(_cut(_multiply(_add(exact_open, exact_last), _HALF), unit))
        last = as_float(last) or None
        ticker = {**_NO_TICKER, **ticker}
        for name in _TICKER_PRICES:
            value = ticker[name]
            if value is not None and (value.__class__ is not float or not value):
                ticker[name] = as_float(value) or None
        for name in _TICKER_QUANTITIES:
            value = ticker[name]
            if value is not None and value.__class__ is not float:
                ticker[name] = as_float(value)
        ticker["close"] = ticker["last"] = last
        ticker["change"], ticker["percentage"], ticker["average"] = change, percentage, average
        ticker["vwap"] = vwap
        return ticker

    def safe_position(self, position: dict[str, Any]) -> Any:
        """ccxt's ``safe_position``; a position to which it would add nothing comes back as it is."""
        get = position.get
        margin, collateral, ratio = get("positionMargin"), get("collateral"), get("marginRatio")
        maintenance, rate = get("maintenanceMargin"), get("maintenanceMarginPercentage")
        if (
            None in map(get, _POSITION)
            or (maintenance is None) != (rate is None)
            or (collateral is None and margin is not None)
            or (ratio is None and maintenance is not None and collateral is not None)
            or (
                get("marginMode") == "isolated"
                and None in (margin, collateral, maintenance, get("liquidationPrice"))
            )
        ):
            return super().safe_position(position)
        position.setdefault("positionMargin", None)
        return position

    def _parser(self, name: str) -> Any:
        """What parses each row of a list: the parse method, or what a venue knows it to come to."""
        return getattr(self, name)

    def parse_trades(
        self, trades: Any, market: Any = None, since: Any = None, limit: Any = None, params: Any = {}
    ) -> Any:
        """Trades of one response, oldest first, filtered as ccxt does."""
        parse = self._parser("parse_trade")
        rows = [parse(trade, market) for trade in trades]
        return self._listed(rows, market, since, limit, params, _BY_TIME_AND_ID, _by_known_time_and_id)

    def parse_orders(
        self, orders: Any, market: Any = None, since: Any = None, limit: Any = None, params: Any = {}
    ) -> Any:
        """Orders of one response, oldest first, filtered as ccxt does."""
        if not isinstance(orders, list):
            return super().parse_orders(orders, market, since, limit, params)
        parse = self._parser("parse_order")
        rows = [parse(order, market) for order in orders]
        return self._listed(rows, market, since, limit, params, _BY_TIME, _by_known_time)

    def _listed(
        self,
        rows: list[Any],
        market: Any,
        since: int | None,
        limit: int | None,
        params: Any,
        key: Any,
        careful_key: Any,
    ) -> list[Any]:
        if params:
            rows = [{**row, **params} for row in rows]
        try:
            rows.sort(key=key)
        except TypeError:  # a row without a time or id
            rows.sort(key=careful_key)
        if market is not None:
            symbol = market["symbol"]
            rows = [row for row in rows if row["symbol"] == symbol]
        return since_and_limit(rows, since, limit)

    def parse_tickers(self, tickers: Any, symbols: Any = None, params: Any = {}) -> Any:
        """Tickers of one response by symbol; only ``symbols`` if given."""
        if not isinstance(tickers, list):
            return super().parse_tickers(tickers, symbols, params)
        wanted = self.market_symbols(symbols)
        parse = self._parser("parse_ticker")
        rows = [parse(ticker) for ticker in tickers]
        if params:
            rows = [{**row, **params} for row in rows]
        if wanted is None:
            return {row["symbol"]: row for row in rows}
        chosen = set(wanted)
        return {row["symbol"]: row for row in rows if row["symbol"] in chosen}

    def parse_positions(self, positions: Any, symbols: Any = None, params: Any = {}) -> Any:
        """Positions of one response; only those of ``symbols`` if given."""
        wanted = self.market_symbols(symbols)
        parse = self._parser("parse_position")
        rows = [parse(position) for position in positions]
        if params:
            rows = [{**row, **params} for row in rows]
        return rows if wanted is None else [row for row in rows if row["symbol"] in wanted]

    def parse_order_book_bids_asks(
        self, bidasks: Any, priceKey: Any = 0, amountKey: Any = 1, countOrIdKey: Any = 2
    ) -> Any:
        """Levels as [price, amount]; a level that is no level raises ``BadResponse``."""
        if type(self).parse_order_book_bid_ask is not BaseExchange.parse_order_book_bid_ask:
            return super().parse_order_book_bids_asks(bidasks, priceKey, amountKey, countOrIdKey)
        try:
            if bidasks and bidasks[0].__class__ is list and len(bidasks[0]) > 2:
                return super().parse_order_book_bids_asks(bidasks, priceKey, amountKey, countOrIdKey)
            return [[float(level[priceKey]), float(level[amountKey])] for level in bidasks]
        except (KeyError, IndexError, TypeError, ValueError):
            raise BadResponse(f"{self.id} sent a broken order book: {excerpt(bidasks)}") from None

    def parse_ohlcvs(
        self,
        ohlcvs: Any,
        market: Any = None,
        timeframe: Any = "1m",
        since: Any = None,
        limit: Any = None,
        tail: Any = False,
    ) -> Any:
        """Candles of one response, oldest first, filtered as ccxt does."""
        parse = self.parse_ohlcv
        rows = [parse(candle, market) for candle in ohlcvs or ()]
        try:
            rows.sort(key=itemgetter(0))
        except TypeError:  # a candle without a time
            rows.sort(key=lambda row: row[0] or 0)
        if tail:
            return since_and_limit(since_and_limit(rows, since, None, 0), None, limit, 0)
        return since_and_limit(rows, since, limit, 0)
