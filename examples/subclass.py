"""Classes of one's own: what ccxt lets a subclass override is called here too.

WOO_APIKEY=... WOO_SECRET=... python -m ascendex_woo_adapters examples/subclass.py woo
"""

import os
import sys

import ccxt

SYMBOL = "ETH/USDT:USDT"


def my(exchange_class):
    """A class that counts its signed requests and gives every order a field of its own."""

    class Mine(exchange_class):
        signed = 0

        def sign(self, path, api="public", method="GET", params={}, headers=None, body=None):
            request = super().sign(path, api, method, params, headers, body)
            if request.get("headers"):
                self.signed += 1
                request["headers"]["User-Agent"] = "my-bot/1.0"
            return request

        def parse_order(self, order, market=None):
            parsed = super().parse_order(order, market)
            done, all_of_it = parsed["filled"], parsed["amount"]
            parsed["part"] = None if done is None or not all_of_it else done / all_of_it
            return parsed

    return Mine


def run(exchange):
    order = exchange.create_order(SYMBOL, "market", "buy", 0.1)
    order = exchange.fetch_order(order["id"], SYMBOL)
    print(
        exchange.id,
        order["status"],
        "filled",
        f"{order['part']:.0%}",
        "-",
        exchange.signed,
        "signed requests",
    )


if __name__ == "__main__":
    prefix = sys.argv[1].upper()
    keys = {"apiKey": os.environ.get(f"{prefix}_APIKEY"), "secret": os.environ.get(f"{prefix}_SECRET")}
    run(my(getattr(ccxt, sys.argv[1]))(keys))
