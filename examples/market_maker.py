"""A small market maker in plain ccxt, asyncio. The exchange id is its only parameter:

    WOO_APIKEY=... WOO_SECRET=... python -m ascendex_woo_adapters examples/market_maker.py woo

It quotes both sides at the best prices for a while, then closes its position. It shows how the
calls go together; it is not a way to earn money.
"""

import asyncio
import contextlib
import logging
import os
import sys
import time

import ccxt.async_support as ccxt

SYMBOL = "BTC/USDT:USDT"
AMOUNT = 0.01  # of one quote, in BTC
LARGEST = 0.03  # position either way, in BTC
SECONDS = 12.0
PAUSE = 0.4

log = logging.getLogger(__name__)


async def quote(exchange, side, price):
    """A post-only order, or None where the market has already moved through the price."""
    try:
        return await exchange.create_order(SYMBOL, "limit", side, AMOUNT, price, {"postOnly": True})
    except ccxt.InvalidOrder:
        return None


async def settle(exchange, order):
    """Cancel what is left of an order; returns how it ended."""
    with contextlib.suppress(ccxt.InvalidOrder):  # it was filled, or refused as post-only
        await exchange.cancel_order(order["id"], SYMBOL)
    return await exchange.fetch_order(order["id"], SYMBOL)


async def make_market(exchange):
    position, end = 0.0, time.monotonic() + SECONDS
    while time.monotonic() < end:
        book = await exchange.fetch_order_book(SYMBOL, 5)
        quotes = []
        if position < LARGEST:
            quotes.append(quote(exchange, "buy", book["bids"][0][0]))
        if position > -LARGEST:
            quotes.append(quote(exchange, "sell", book["asks"][0][0]))
        orders = [order for order in await asyncio.gather(*quotes) if order]
        await asyncio.sleep(PAUSE)
        for order in await asyncio.gather(*(settle(exchange, order) for order in orders)):
            if order["filled"]:
                position += order["filled"] if order["side"] == "buy" else -order["filled"]
                log.info("%s: %s filled, position %+.4f", exchange.id, order["side"], position)


async def close_position(exchange):
    await exchange.cancel_all_orders(SYMBOL)
    for position in await exchange.fetch_positions([SYMBOL]):
        side = "sell" if position["side"] == "long" else "buy"
        await exchange.create_order(SYMBOL, "market", side, position["contracts"], None, {"reduceOnly": True})
        log.info("%s: closed %s %s", exchange.id, position["side"], position["contracts"])


async def run(exchange):
    await exchange.load_markets()
    before = (await exchange.fetch_balance())["USDT"]["total"]
    try:
        await make_market(exchange)
    finally:
        await close_position(exchange)
    after = (await exchange.fetch_balance())["USDT"]["total"]
    if exchange.has["fetchMyTrades"]:
        fills = await exchange.fetch_my_trades(SYMBOL, limit=100)
        log.info("%s: %d fills", exchange.id, len(fills))
    log.info("%s: balance %+.2f USDT", exchange.id, after - before)


async def main(exchange_id):
    prefix = exchange_id.upper()
    keys = {"apiKey": os.environ.get(f"{prefix}_APIKEY"), "secret": os.environ.get(f"{prefix}_SECRET")}
    exchange = getattr(ccxt, exchange_id)(keys)
    try:
        await run(exchange)
    finally:
        await exchange.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    asyncio.run(main(sys.argv[1]))
