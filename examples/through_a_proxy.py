"""Requests and streams through a proxy, by ccxt's own settings. No keys are needed.

    python -m ascendex_woo_adapters examples/through_a_proxy.py woo http://127.0.0.1:8080

`httpsProxy` is for addresses that begin with https, which are those of the venues; `httpProxy` for http.
"""

import asyncio
import sys

import ccxt
import ccxt.pro

SYMBOL = "BTC/USDT:USDT"


def settings(exchange_class, proxy):
    """The proxy for the venue's addresses; ccxt takes one of the two settings."""
    secure = "https" in str(exchange_class().urls["api"])
    return {"httpsProxy": proxy, "wssProxy": proxy} if secure else {"httpProxy": proxy, "wsProxy": proxy}


async def stream(exchange):
    async with exchange:
        book = await exchange.watch_order_book(SYMBOL, 5)
        print("streamed", exchange.id, book["bids"][0][0] < book["asks"][0][0])


def main(exchange_id, proxy):
    config = settings(getattr(ccxt, exchange_id), proxy)
    exchange = getattr(ccxt, exchange_id)(config)
    print("fetched", exchange.id, exchange.fetch_ticker(SYMBOL)["symbol"])
    asyncio.run(stream(getattr(ccxt.pro, exchange_id)(config)))


if __name__ == "__main__":
    main(*sys.argv[1:])
