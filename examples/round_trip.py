"""Buy, look, and sell again in plain ccxt, blocking. The exchange id is its only parameter:

WOO_APIKEY=... WOO_SECRET=... python -m ascendex_woo_adapters examples/round_trip.py woo
"""

import contextlib
import logging
import os
import sys
import time

import ccxt

SYMBOL = "ETH/USDT:USDT"
AMOUNT = 0.2
PATIENCE = 5.0

log = logging.getLogger(__name__)


def wait_for(exchange, order):
    """The order once it is done; what is still open after PATIENCE seconds is cancelled."""
    end = time.monotonic() + PATIENCE
    while (order := exchange.fetch_order(order["id"], SYMBOL))["status"] == "open":
        if time.monotonic() > end:
            cancel(exchange, order)
        time.sleep(0.2)
    return order


def cancel(exchange, order):
    with contextlib.suppress(ccxt.InvalidOrder):  # it was filled meanwhile
        exchange.cancel_order(order["id"], SYMBOL)


def run(exchange):
    exchange.load_markets()
    bought = wait_for(exchange, exchange.create_order(SYMBOL, "market", "buy", AMOUNT))
    log.info("%s: bought %s at %s", exchange.id, bought["filled"], bought["average"])

    for position in exchange.fetch_positions([SYMBOL]):
        log.info(
            "%s: %s %s, mark %s", exchange.id, position["side"], position["contracts"], position["markPrice"]
        )

    price = exchange.fetch_order_book(SYMBOL, 5)["asks"][0][0]
    sale = exchange.create_order(SYMBOL, "limit", "sell", bought["filled"], price, {"reduceOnly": True})
    sold = wait_for(exchange, sale)
    log.info("%s: sold %s of it at %s or better", exchange.id, sold["filled"], price)

    rest = bought["filled"] - sold["filled"]
    if sold["status"] != "closed":
        order = exchange.create_order(SYMBOL, "market", "sell", rest, None, {"reduceOnly": True})
        log.info("%s: sold the other %s at market", exchange.id, wait_for(exchange, order)["filled"])


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    prefix = sys.argv[1].upper()
    keys = {"apiKey": os.environ.get(f"{prefix}_APIKEY"), "secret": os.environ.get(f"{prefix}_SECRET")}
    run(getattr(ccxt, sys.argv[1])(keys))
