"""The cases of ``woo``: ccxt's class on V3, ours on the legacy generation and on V3."""

from __future__ import annotations

from typing import Any

import ccxt

from ascendex_woo_adapters import woo
from benchmarks import woo_v1, woo_v3
from benchmarks.cases import Case, answering, exchange_of, loading
from benchmarks.sample import COIN, COINS, NOW_MS, SYMBOL, Sample

MARKET_IDS = [f"{kind}_{coin}_USDT" for coin in COINS[:250] for kind in ("SPOT", "PERP")]
CURRENCIES = [*COINS[:250], "USDT"]

#: Pattern of the path -> why the results differ there.
_GOOD_TILL_CANCELLED = {"*/timeInForce": "ccxt leaves it out of plain limit orders, which are GTC"}
_POSITION = {
    "*/collateral": "ccxt knows it of isolated positions only",
    "*/positionMargin": "ccxt knows it of isolated positions only",
    "*/maintenanceMargin": "ccxt does not read the market's maintenance rate",
    "*/maintenanceMarginPercentage": "ccxt does not read the market's maintenance rate",
    "*/marginRatio": "needs the maintenance margin",
    "*/realizedPnl": "ccxt leaves the key out",
}
_NO_FEE_YET = {
    "/fee": "ccxt makes a fee of nothing",
    "/fees": "ccxt makes a fee of nothing",
}
_PLACEMENT = {
    **_GOOD_TILL_CANCELLED,
    **_NO_FEE_YET,
    "/side": "ccxt forgets it",
    "/status": "ccxt does not say that the order is open",
    "/reduceOnly": "ccxt forgets it",
}
_CANCELLATION = {
    **_NO_FEE_YET,
    "/status": "ccxt says canceled of a cancel that was only sent",
    "/timestamp": "ccxt takes the time of the cancel for that of the order",
    "/datetime": "ccxt takes the time of the cancel for that of the order",
}
_BROKER = {
    "/body": "ccxt adds its broker id, and sorts",
    "/headers/x-api-signature": "of another body",
}
_MARKET = {
    "*/marginModes/*": "ccxt does not say which there are",
    "*/created": "V3 has no time of listing",
    "*/index": "ccxt leaves it open of perpetuals",
    "*/limits/leverage/max": "ccxt does not read the market's initial margin rate",
}


def replies_v1(ids: list[str], coins: list[str]) -> dict[str, Any]:
    """What ``load_markets`` of our class reads in the legacy generation."""
    return {
        "info": woo_v1.markets(ids),
        "token": woo_v1.tokens(coins),
        "token_network": woo_v1.token_networks(coins),
    }


def replies_v3(ids: list[str], coins: list[str]) -> dict[str, Any]:
    """What ``load_markets`` of ccxt's class reads: V3 markets, legacy currencies."""
    return {**replies_v1(ids, coins), "instruments": woo_v3.markets(ids)}


def cases() -> list[Case]:
    """Every case of WOO X."""
    ours, theirs = exchange_of(woo, {"generation": "v1"}), exchange_of(ccxt.woo)
    ids = [*MARKET_IDS, *(f"PERP_{coin}_USDT" for coin in COINS[250:])]
    loading(ours, replies_v1(ids, CURRENCIES))()
    loading(theirs, replies_v3(ids, CURRENCIES))()
    newer = exchange_of(woo, {"generation": "v3"})
    loading(
        newer,
        {
            "instruments": woo_v3.markets(ids),
            "token": woo_v3.tokens(CURRENCIES),
            "tokenNetwork": woo_v3.token_networks(CURRENCIES),
        },
    )()
    fresh, their_fresh = exchange_of(woo, {"generation": "v1"}), exchange_of(ccxt.woo)
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
    signed = {"symbol": f"PERP_{COIN}_USDT", "side": "BUY", "price": "60500.5", "quantity": "0.25"}
    for exchange in (ours, newer, theirs):
        exchange.milliseconds = lambda: NOW_MS

    def pair(reply: str, *args: Any, call: Any) -> tuple[Any, Any]:
        return (
            answering(ours, getattr(woo_v1, reply)(*args), call),
            answering(theirs, getattr(woo_v3, reply)(*args), call),
        )

    def same(reply: str, *args: Any, call: Any) -> tuple[Any, Any]:
        """Both on V3, with the same reply."""
        given = getattr(woo_v3, reply)(*args)
        return answering(newer, given, call), answering(theirs, given, call)

    def signing(api: list[str], method: str, path: str) -> tuple[Any, Any]:
        return (
            lambda: ours.sign(path, api, method, signed),
            lambda: theirs.sign(path, api, method, signed),
        )

    return [
        Case(
            "woo v1 trades 1000",
            3.0,
            *pair("trades", trades, COIN, call=lambda ex: ex.fetch_trades(SYMBOL, limit=1000)),
            {"*/id": "ccxt gives public trades no id"},
        ),
        Case(
            "woo v1 orders 500",
            3.0,
            *pair("orders", orders, call=lambda ex: ex.fetch_open_orders()),
            _GOOD_TILL_CANCELLED,
        ),
        Case("woo v1 tickers 500", 3.0, *pair("tickers", tickers, call=lambda ex: ex.fetch_tickers())),
        Case(
            "woo v1 positions 200",
            2.5,
            *pair("positions", positions, call=lambda ex: ex.fetch_positions()),
            _POSITION,
        ),
        Case(
            "woo v1 order book 100x100",
            2.3,
            *pair("book", bids, asks, call=lambda ex: ex.fetch_order_book(SYMBOL)),
        ),
        Case(
            "woo v1 candles 1000",
            1.7,
            *pair("candles", candles, COIN, call=lambda ex: ex.fetch_ohlcv(SYMBOL, "1m", None, 1000)),
        ),
        Case(
            "woo v1 create_order",
            1.5,
            *pair(
                "placement",
                one,
                call=lambda ex: ex.create_order(symbol, "limit", "buy", amount, price),
            ),
            _PLACEMENT,
        ),
        Case(
            "woo v1 cancel_order",
            1.5,
            *pair("cancellation", call=lambda ex: ex.cancel_order(str(one.id), symbol)),
            _CANCELLATION,
        ),
        Case(
            "woo v1 fetch_order",
            1.5,
            *pair("one_order", one, call=lambda ex: ex.fetch_order(str(one.id), symbol)),
            _GOOD_TILL_CANCELLED,
        ),
        Case(
            "woo v3 trades 1000",
            3.0,
            *same("trades", trades, COIN, call=lambda ex: ex.fetch_trades(SYMBOL, limit=1000)),
            {"*/id": "ccxt gives public trades no id"},
        ),
        Case(
            "woo v3 orders 500",
            3.0,
            *same("orders", orders, call=lambda ex: ex.fetch_open_orders()),
            _GOOD_TILL_CANCELLED,
        ),
        Case("woo v3 tickers 500", 3.0, *same("tickers", tickers, call=lambda ex: ex.fetch_tickers())),
        Case(
            "woo v3 positions 200",
            2.5,
            *same("positions", positions, call=lambda ex: ex.fetch_positions()),
            _POSITION,
        ),
        Case("woo sign v1 POST", 2.5, *signing(["v1", "private"], "POST", "order")),
        Case("woo sign v3 POST", 2.5, *signing(["v3", "private"], "POST", "trade/order"), _BROKER),
        Case("woo sign v3 GET", 2.5, *signing(["v3", "private"], "GET", "trade/orders")),
        Case("woo sign public GET", 1.0, *signing(["v3", "public"], "GET", "orderbook")),
        Case(
            "woo v1 load_markets 500",
            2.0,
            loading(fresh, replies_v1(MARKET_IDS, CURRENCIES)),
            loading(their_fresh, replies_v3(MARKET_IDS, CURRENCIES)),
            _MARKET,
        ),
    ]
