"""ccxt's ``safe_*`` structures, made in one pass.

ccxt's own versions turn every number into a string, calculate with its ``Precise`` and turn it
back. These calculate with C decimals, touch each field once, and give equal results; a shape they
do not know (fills inside an order, inverse contracts, own number classes) is left to ccxt's.
They are ordinary methods: a subclass that overrides ``safe_trade`` or ``parse_trade`` is called.
"""

from __future__ import annotations

from decimal import ROUND_DOWN, Context, Decimal
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ccxt.base.errors import BadResponse
from ccxt.base.exchange import BaseExchange

from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import decimal, iso8601

if TYPE_CHECKING:
    from ccxt.base.exchange import Exchange as _Base
else:
    _Base = object

#: ccxt's ``Precise`` is exact but for division, which it cuts after 18 decimals.
EXACT = Context(prec=60, rounding=ROUND_DOWN)
_EIGHTEEN = Decimal(1).scaleb(-18)
_BY_TIME = itemgetter("timestamp")
_BY_TIME_AND_ID = itemgetter("timestamp", "id")


def quotient(dividend: Decimal, divisor: Decimal, unit: Decimal = _EIGHTEEN) -> Decimal | None:
    """Divide as ccxt does: cut to ``unit``; None by zero."""
    if not divisor:
        return None
    return EXACT.divide(dividend, divisor).quantize(unit, context=EXACT)


def as_float(value: Any) -> float | None:
    """``parse_number`` of a JSON number or string; None for nothing, emptiness and rubbish."""
    if value.__class__ is float:
        return float(value)
    if value is None or value == "":
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def nonzero(value: Any) -> Any:
    """The value, or None if it is zero (ccxt's ``omit_zero``)."""
    return value if as_float(value) else None


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _text(value: Any) -> str | None:
    """ccxt's ``safe_string`` of one value."""
    if value.__class__ is str:
        return str(value) or None
    return str(value) if value.__class__ in (int, float) else None


@lru_cache(maxsize=512)
def _unit_of_tick(tick: float) -> Decimal:
    """The last decimal of a tick size: 0.01 for 0.25, 1 for 10, as ccxt's ``precision_from_string``."""
    exponent = Decimal(str(tick)).normalize().as_tuple().exponent
    return Decimal(1).scaleb(min(int(exponent), 0))


def since_and_limit(
    rows: list[Any], since: int | None, limit: int | None, key: Any = "timestamp"
) -> list[Any]:
    """ccxt's filter of rows sorted by time: the first ``limit`` from ``since``, else the last ``limit``."""
    if since is not None:
        rows = [row for row in rows if row[key] and row[key] >= since]
        return rows if limit is None else rows[:limit]
    return rows if limit is None else rows[-limit:]


class Structures(_Base):
    """Fast, result-equal versions of ccxt's structure helpers."""

    def iso8601(self, timestamp: Any = None) -> str | None:  # type: ignore[override]  # static in ccxt
        """ISO 8601 of milliseconds, like ccxt's; formatted seconds are cached."""
        if timestamp is None:
            return None
        if timestamp.__class__ is int and 0 <= timestamp < 253402300800000:
            return iso8601(timestamp)
        result: str | None = super().iso8601(timestamp)
        return result

    def safe_trade(self, trade: dict[str, Any], market: Any = None) -> Any:
        """ccxt's ``safe_trade``: cost, fee and fees filled in; numbers as ``number``."""
        fee = trade.get("fee")
        if (
            self.number is not float
            or trade.get("fees") is not None
            or (market is not None and (market.get("inverse") or market.get("contractSize") not in (None, 1)))
        ):
            return super().safe_trade(trade, market)
        price, amount, cost = trade.get("price"), trade.get("amount"), trade.get("cost")
        if cost is None:
            exact_price, exact_amount = decimal(price), decimal(amount)
            if exact_price is not None and exact_amount is not None:
                cost = EXACT.multiply(exact_price, exact_amount)
        trade["cost"] = as_float(cost)
        trade["price"] = as_float(price)
        trade["amount"] = as_float(amount)
        if fee is None:
            trade["fee"] = {"cost": None, "currency": None}
            trade["fees"] = []
            return trade
        fee_cost = as_float(fee.get("cost"))
        parsed = {**fee, "cost": fee_cost}
        if "rate" in parsed:
            parsed["rate"] = as_float(parsed["rate"])
        trade["fee"] = parsed
        trade["fees"] = [] if fee_cost is None else [parsed]
        return trade

    def safe_order(self, order: dict[str, Any], market: Any = None) -> Any:
        """ccxt's ``safe_order``: amount, filled, remaining, cost and average are derived where missing."""
        if (
            self.number is not float
            or order.get("trades")
            or order.get("fees") is not None
            or (market is not None and (market.get("inverse") or market.get("contractSize") not in (None, 1)))
        ):
            return super().safe_order(order, market)
        status, order_type = order.get("status"), order.get("type")
        price, average = decimal(order.get("price")) or None, decimal(order.get("average")) or None
        amount = decimal(order.get("amount")) or None
        filled, remaining = decimal(order.get("filled")), decimal(order.get("remaining"))
        cost = decimal(order.get("cost"))
        closed = status == "closed"
        derive_cost = cost is None
        if amount is None:
            if filled is not None and remaining is not None:
                amount = EXACT.add(filled, remaining)
            elif closed:
                amount = filled
        if filled is None and amount is not None:
            if remaining is not None:
                filled = EXACT.subtract(amount, remaining)
            elif closed:
                filled = amount
        if remaining is None:
            if amount is not None and filled is not None:
                remaining = EXACT.subtract(amount, filled)
            elif closed:
                remaining = Decimal(0)
        if average is None and filled is not None and cost is not None and filled > 0:
            average = quotient(cost, filled)
        if derive_cost and filled is not None:
            at = average if average is not None else price
            if at is not None:
                cost = EXACT.multiply(filled, at)
        if price is None and order_type == "market":
            price = average
        trigger = order.get("triggerPrice")
        if trigger is None:
            trigger = order.get("stopPrice")
        stop_loss, take_profit = order.get("stopLossPrice"), order.get("takeProfitPrice")
        time_in_force, post_only = order.get("timeInForce"), order.get("postOnly")
        if time_in_force is None:
            conditional = not (
                order.get("triggerPrice") is None and stop_loss is None and take_profit is None
            )
            if order_type == "market" and not conditional:
                time_in_force = "IOC"
            if post_only is True:
                time_in_force = "PO"
        elif post_only is None:
            post_only = time_in_force == "PO"
        timestamp = order.get("timestamp")
        datetime = order.get("datetime")
        fee = order.get("fee")
        if fee is not None:
            fee = {**fee, "cost": as_float(fee.get("cost"))}
            if "rate" in fee:
                fee["rate"] = as_float(fee["rate"])
        order.update(
            {
                "id": _text(order.get("id")),
                "clientOrderId": _text(order.get("clientOrderId")),
                "timestamp": timestamp,
                "datetime": self.iso8601(timestamp) if datetime is None else datetime,
                "symbol": order.get("symbol"),
                "type": order_type,
                "side": order.get("side"),
                "lastTradeTimestamp": order.get("lastTradeTimestamp"),
                "lastUpdateTimestamp": order.get("lastUpdateTimestamp"),
                "price": _float(price),
                "amount": _float(amount),
                "cost": _float(cost),
                "average": _float(average),
                "filled": _float(filled),
                "remaining": _float(remaining),
                "timeInForce": time_in_force,
                "postOnly": post_only,
                "trades": [],
                "reduceOnly": order.get("reduceOnly"),
                "stopPrice": as_float(trigger),
                "triggerPrice": as_float(trigger),
                "takeProfitPrice": as_float(take_profit),
                "stopLossPrice": as_float(stop_loss),
                "status": status,
                "fee": fee,
                "fees": [] if fee is None else [fee],
            }
        )
        return order

    def safe_ticker(self, ticker: dict[str, Any], market: Any = None) -> Any:
        """ccxt's ``safe_ticker``: change, percentage, average and vwap derived from open and last."""
        get = ticker.get
        if self.number is not float or not (get("change") is get("percentage") is get("average") is None):
            return super().safe_ticker(ticker, market)
        opened = decimal(get("open")) or None
        last = decimal(get("close"))
        if last is None:
            last = decimal(get("last"))
        last = last or None
        base_volume, quote_volume, vwap = get("baseVolume"), get("quoteVolume"), get("vwap")
        if vwap is None:
            traded, volume = decimal(quote_volume) or None, decimal(base_volume)
            if traded is not None and volume is not None:
                vwap = quotient(traded, volume)
        change = percentage = average = None
        if opened is not None and last is not None:
            change = EXACT.subtract(last, opened)
            ratio = quotient(change, opened)
            percentage = None if ratio is None else EXACT.multiply(ratio, Decimal(100))
            tick = None if market is None else market["precision"]["price"]
            unit = _EIGHTEEN if tick is None else _unit_of_tick(tick)
            average = quotient(EXACT.add(opened, last), Decimal(2), unit)
        close = _float(last)
        ticker.update(
            {
                "bid": as_float(nonzero(get("bid"))),
                "bidVolume": as_float(get("bidVolume")),
                "ask": as_float(nonzero(get("ask"))),
                "askVolume": as_float(get("askVolume")),
                "high": as_float(nonzero(get("high"))),
                "low": as_float(nonzero(get("low"))),
                "open": _float(opened),
                "close": close,
                "last": close,
                "change": _float(change),
                "percentage": _float(percentage),
                "average": _float(average),
                "vwap": as_float(vwap),
                "baseVolume": as_float(base_volume),
                "quoteVolume": as_float(quote_volume),
                "previousClose": as_float(get("previousClose")),
                "indexPrice": as_float(get("indexPrice")),
                "markPrice": as_float(get("markPrice")),
            }
        )
        return ticker

    def parse_trades(
        self, trades: Any, market: Any = None, since: Any = None, limit: Any = None, params: Any = {}
    ) -> Any:
        """Trades of one response, oldest first, filtered as ccxt does."""
        parse = self.parse_trade
        rows = [parse(trade, market) for trade in trades]
        return self._listed(rows, market, since, limit, params, _BY_TIME_AND_ID)

    def parse_orders(
        self, orders: Any, market: Any = None, since: Any = None, limit: Any = None, params: Any = {}
    ) -> Any:
        """Orders of one response, oldest first, filtered as ccxt does."""
        if not isinstance(orders, list):
            return super().parse_orders(orders, market, since, limit, params)
        parse = self.parse_order
        rows = [parse(order, market) for order in orders]
        return self._listed(rows, market, since, limit, params, _BY_TIME)

    def _listed(
        self, rows: list[Any], market: Any, since: int | None, limit: int | None, params: Any, order: Any
    ) -> list[Any]:
        if params:
            rows = [{**row, **params} for row in rows]
        try:
            rows.sort(key=order)
        except TypeError:  # a row without a time or id
            rows.sort(key=lambda row: (row.get("timestamp") or 0, row.get("id") or ""))
        if market is not None:
            symbol = market["symbol"]
            rows = [row for row in rows if row["symbol"] == symbol]
        return since_and_limit(rows, since, limit)

    def parse_tickers(self, tickers: Any, symbols: Any = None, params: Any = {}) -> Any:
        """Tickers of one response by symbol; only ``symbols`` if given."""
        if not isinstance(tickers, list):
            return super().parse_tickers(tickers, symbols, params)
        wanted = self.market_symbols(symbols)
        parse = self.parse_ticker
        rows = [parse(ticker) for ticker in tickers]
        if params:
            rows = [{**row, **params} for row in rows]
        if not wanted:
            return {row["symbol"]: row for row in rows}
        chosen = set(wanted)
        return {row["symbol"]: row for row in rows if row["symbol"] in chosen}

    def parse_positions(self, positions: Any, symbols: Any = None, params: Any = {}) -> Any:
        """Positions of one response; only those of ``symbols`` if given."""
        wanted = self.market_symbols(symbols)
        parse = self.parse_position
        rows = [parse(position) for position in positions]
        if params:
            rows = [{**row, **params} for row in rows]
        return [row for row in rows if row["symbol"] in wanted] if wanted else rows

    def parse_order_book_bids_asks(
        self, bidasks: Any, priceKey: Any = 0, amountKey: Any = 1, countOrIdKey: Any = 2
    ) -> Any:
        """Levels as [price, amount]; a level that is no level raises ``BadResponse``."""
        if type(self).parse_order_book_bid_ask is not BaseExchange.parse_order_book_bid_ask:
            return super().parse_order_book_bids_asks(bidasks, priceKey, amountKey, countOrIdKey)
        try:
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
        rows.sort(key=itemgetter(0))
        if tail:
            return since_and_limit(since_and_limit(rows, since, None, 0), None, limit, 0)
        return since_and_limit(rows, since, limit, 0)
