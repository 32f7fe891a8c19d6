"""Several instances that share markets: the first one loads them, the others ask the venue for nothing.

    python -m ascendex_woo_adapters examples/shared_markets.py woo

Each instance is used by a thread of its own; they could as well have keys of different accounts.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

import ccxt

SYMBOLS = ["BTC/USDT:USDT", "ETH/USDT:USDT", "BTC/USDT:USDT", "ETH/USDT:USDT"]


def instances(exchange_class, number):
    first = exchange_class()
    first.load_markets()
    others = [exchange_class() for _ in range(number - 1)]
    for other in others:
        other.set_markets_from_exchange(first)
    return [first, *others]


def spread(exchange, symbol):
    book = exchange.fetch_order_book(symbol, 5)
    return exchange.price_to_precision(symbol, book["asks"][0][0] - book["bids"][0][0])


def main(exchange_id):
    exchanges = instances(getattr(ccxt, exchange_id), len(SYMBOLS))
    with ThreadPoolExecutor(len(SYMBOLS)) as pool:
        for symbol, width in zip(SYMBOLS, pool.map(spread, exchanges, SYMBOLS), strict=True):
            print(exchange_id, symbol, "spread", width)
    shared = all(exchange.markets is exchanges[0].markets for exchange in exchanges)
    print(exchange_id, len(exchanges), "instances,", "one table" if shared else "tables", "of markets")


if __name__ == "__main__":
    main(sys.argv[1])
