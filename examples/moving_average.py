"""A ccxt script as there are many: buys when a fast average crosses a slow one, sells when it falls below.

Only the id of the exchange changes: it is the script's parameter.

    WOO_APIKEY=... WOO_SECRET=... python -m ascendex_woo_adapters examples/moving_average.py woo
"""

import os
import sys

import ccxt

SYMBOL = "BTC/USDT:USDT"
AMOUNT = 0.01
FAST, SLOW = 5, 20


def average(values):
    return sum(values) / len(values)


def signal(candles):
    """1 where the fast average is above the slow one, -1 where it is below."""
    closes = [close for _, _, _, _, close, _ in candles]
    return 1 if average(closes[-FAST:]) > average(closes[-SLOW:]) else -1


def held(exchange):
    """The amount that is held, negative if it was sold short."""
    position = exchange.fetch_position(SYMBOL)
    return (position["contracts"] or 0) * (-1 if position["side"] == "short" else 1)


def run(exchange):
    exchange.load_markets()
    wanted = AMOUNT * signal(exchange.fetch_ohlcv(SYMBOL, "1m", limit=SLOW))
    change = float(exchange.amount_to_precision(SYMBOL, abs(wanted - held(exchange))))
    if change:
        side = "buy" if wanted > held(exchange) else "sell"
        order = exchange.create_order(SYMBOL, "market", side, change)
        order = exchange.fetch_order(order["id"], SYMBOL)
        print(exchange.id, side, order["filled"], "at", order["average"], "fee", order["fee"]["cost"])
    print(exchange.id, "holds", held(exchange), "with", exchange.fetch_balance()["USDT"]["free"], "USDT free")


if __name__ == "__main__":
    prefix = sys.argv[1].upper()
    keys = {"apiKey": os.environ.get(f"{prefix}_APIKEY"), "secret": os.environ.get(f"{prefix}_SECRET")}
    run(getattr(ccxt, sys.argv[1])(keys))
