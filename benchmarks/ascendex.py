"""The cases of ``ascendex``: the same perpetuals as ccxt's ``woo``, in AscendEX's wire form."""

from __future__ import annotations

from typing import Any

import ccxt

from ascendex_woo_adapters import ascendex
from benchmarks import ascendex_v2, woo_v3
from benchmarks.cases import Case, answering, exchange_of, loading
from benchmarks.sample import COIN, COINS, NOW_MS, SYMBOL, Sample
from benchmarks.woo import replies_v3

PERPETUALS = [f"PERP_{coin}_USDT" for coin in COINS]
_OPTIONS = {"account-group": "0"}
#: Pattern of the path -> why the two venues' results differ there.
_ORDER = {
    "*/clientOrderId": "AscendEX does not tell it of orders",
    "*/lastTradeTimestamp": "WOO does not tell it of orders",
}
_TICKER = {
    "*/timestamp": "AscendEX tells none",
    "*/datetime": "AscendEX tells none",
    "*/bid*": "WOO tells none",
    "*/ask*": "WOO tells none",
    "*/quoteVolume": "AscendEX tells none",
    "*/vwap": "needs the quote volume",
    "*/markPrice": "AscendEX tells it elsewhere",
    "*/indexPrice": "AscendEX tells it elsewhere",
}
_POSITION = {
    "*/timestamp": "AscendEX tells none",
    "*/datetime": "AscendEX tells none",
    "*/realizedPnl": "WOO tells none",
    "*/maintenanceMargin": "of AscendEX's brackets",
    "*/maintenanceMarginPercentage": "of AscendEX's brackets",
    "*/collateral": "of AscendEX's margin group",
    "*/marginRatio": "of AscendEX's margin group",
    "*/liquidationPrice": "of AscendEX's margin group",
    "*/percentage": "ccxt cuts it after two decimals",
}
_PLACEMENT = {
    "/clientOrderId": "the two replies hold different ones",
    "/lastUpdateTimestamp": "AscendEX tells it",
    "/timeInForce": "ccxt leaves it out of plain limit orders, which are GTC",
    "/reduceOnly": "ccxt forgets it",
    "/side": "ccxt forgets it",
    "/status": "ccxt does not say that the order is open",
    "/filled": "AscendEX answers with the whole order",
    "/remaining": "AscendEX answers with the whole order",
    "/cost": "AscendEX answers with the whole order",
    "/fee*": "AscendEX answers with the whole order",
}
_CANCELLATION = {"/*": "AscendEX answers with the whole order, WOO with an acknowledgement"}
_SIGNATURE = {"/*": "another venue's signature"}
_BOOK = {"/nonce": "AscendEX numbers its books"}
_MARKET = {
    "*/id": "the venues' own ids",
    "*/taker": "the venues' own fees",
    "*/maker": "the venues' own fees",
    "*/index": "ccxt leaves it open of perpetuals",
    "*/precision/*": "the structure of ccxt's base class has more keys than its woo",
    "*/limits/leverage/*": "ccxt does not read the market's initial margin rate",
    "*/limits/cost/min": "AscendEX has none",
    "*/marginModes/*": "ccxt does not say which there are",
    "*/created": "V3 has no time of listing",
}


def replies(coins: list[str]) -> dict[str, Any]:
    """What ``load_markets`` of our class reads."""
    currencies = [*coins, "USDT"]
    return {
        "contract": ascendex_v2.markets(coins),
        "collateral": ascendex_v2.collaterals(currencies),
        "assets": ascendex_v2.assets(currencies),
    }


def cases() -> list[Case]:
    """Every case of AscendEX."""
    ours, theirs = exchange_of(ascendex, _OPTIONS), exchange_of(ccxt.woo)
    currencies = [*COINS, "USDT"]
    loading(ours, replies(COINS))()
    loading(theirs, replies_v3(PERPETUALS, currencies))()
    fresh, their_fresh = exchange_of(ascendex, _OPTIONS), exchange_of(ccxt.woo)
    sample = Sample()
    trades = sample.trades(1000)
    orders = sample.orders(500, COINS[:100])
    tickers = sample.tickers(COINS)
    positions = sample.positions(COINS[:200])
    bids, asks = sample.levels(100)
    candles = sample.candles(1000)
    one = orders[1]
    symbol = f"{one.coin}/USDT:USDT"
    price, amount = float(one.price), float(one.amount)
    signed = {"symbol": f"{COIN}-PERP", "side": "buy", "orderPrice": "60500.5", "orderQty": "0.25"}
    for exchange in (ours, theirs):
        exchange.milliseconds = lambda: NOW_MS

    def pair(reply: str, *args: Any, call: Any) -> tuple[Any, Any]:
        return (
            answering(ours, getattr(ascendex_v2, reply)(*args), call),
            answering(theirs, getattr(woo_v3, reply)(*args), call),
        )

    return [
        Case(
            "ascendex trades 1000",
            3.0,
            *pair("trades", trades, COIN, call=lambda ex: ex.fetch_trades(SYMBOL, limit=1000)),
            {"*/id": "WOO's public trades have no id"},
        ),
        Case(
            "ascendex orders 500",
            3.0,
            *pair("orders", orders, call=lambda ex: ex.fetch_open_orders()),
            _ORDER,
        ),
        Case(
            "ascendex tickers 500",
            3.0,
            *pair("tickers", tickers, call=lambda ex: ex.fetch_tickers()),
            _TICKER,
        ),
        Case(
            "ascendex positions 200",
            2.5,
            *pair("positions", positions, call=lambda ex: ex.fetch_positions()),
            _POSITION,
        ),
        Case(
            "ascendex order book 100x100",
            2.3,
            *pair("book", bids, asks, call=lambda ex: ex.fetch_order_book(SYMBOL)),
            _BOOK,
        ),
        Case(
            "ascendex candles 1000",
            1.7,
            *pair("candles", candles, COIN, call=lambda ex: ex.fetch_ohlcv(SYMBOL, "1m", None, 1000)),
        ),
        Case(
            "ascendex create_order",
            1.5,
            *pair(
                "placement",
                one,
                call=lambda ex: ex.create_order(symbol, "limit", one.side, amount, price),
            ),
            _PLACEMENT,
        ),
        Case(
            "ascendex cancel_order",
            1.5,
            answering(ours, ascendex_v2.cancellation(one), lambda ex: ex.cancel_order(str(one.id), symbol)),
            answering(theirs, woo_v3.cancellation(), lambda ex: ex.cancel_order(str(one.id), symbol)),
            _CANCELLATION,
        ),
        Case(
            "ascendex fetch_order",
            1.5,
            *pair("one_order", one, call=lambda ex: ex.fetch_order(str(one.id), symbol)),
            _ORDER,
        ),
        Case(
            "ascendex load_markets 500",
            2.0,
            loading(fresh, replies(COINS)),
            loading(their_fresh, replies_v3(PERPETUALS, currencies)),
            _MARKET,
        ),
        Case(
            "ascendex sign POST",
            2.5,
            lambda: ours.sign("futures/order", ["v2", "private", "accountGroup"], "POST", signed),
            lambda: theirs.sign("trade/order", ["v3", "private"], "POST", signed),
            _SIGNATURE,
        ),
        Case(
            "ascendex sign GET",
            2.5,
            lambda: ours.sign("futures/order/open", ["v2", "private", "accountGroup"], "GET", signed),
            lambda: theirs.sign("trade/orders", ["v3", "private"], "GET", signed),
            _SIGNATURE,
        ),
    ]
