"""A market maker of ccxt.pro: it quotes where the book is, and learns of its fills from the stream of orders.

    WOO_APIKEY=... WOO_SECRET=... python -m ascendex_woo_adapters examples/stream_market_maker.py woo

It shows how the calls go together; it is not a way to earn money.
"""

import asyncio
import contextlib
import os
import sys

import ccxt.pro as ccxt

SYMBOL = "BTC/USDT:USDT"
AMOUNT = 0.01  # of one quote
LARGEST = 0.03  # position either way
SECONDS = 6.0


class Maker:
    """One order a side, and the position that its fills made."""

    def __init__(self, exchange):
        self.exchange = exchange
        self.position = 0.0
        self.fills = 0
        self.quotes = {}  # side -> order
        self.filled = {}  # order id -> amount

    async def listen(self):
        """Take every change of an order, as it comes."""
        while True:
            for order in await self.exchange.watch_orders(SYMBOL):
                new = (order["filled"] or 0) - self.filled.get(order["id"], 0)
                if new > 0:
                    self.filled[order["id"]] = order["filled"]
                    self.position += new if order["side"] == "buy" else -new
                    self.fills += 1
                    print(f"{self.exchange.id}: {order['side']} {new:g}, position {self.position:+.2f}")
                if order["status"] != "open" and order["id"] == self.quotes.get(order["side"], {}).get("id"):
                    del self.quotes[order["side"]]

    async def quote(self):
        """Keep both quotes at the best prices."""
        while True:
            book = await self.exchange.watch_order_book(SYMBOL, 5)
            best = {"buy": book["bids"][0][0], "sell": book["asks"][0][0]}
            await asyncio.gather(*(self.replace(side, price) for side, price in best.items()))

    async def replace(self, side, price):
        old = self.quotes.get(side)
        if old and old["price"] == price:
            return
        if old:
            with contextlib.suppress(ccxt.InvalidOrder):  # it was filled meanwhile
                await self.exchange.cancel_order(old["id"], SYMBOL)
        self.quotes.pop(side, None)
        if (self.position if side == "buy" else -self.position) < LARGEST:
            with contextlib.suppress(ccxt.InvalidOrder):  # the market has moved through the price
                order = await self.exchange.create_order(
                    SYMBOL, "limit", side, AMOUNT, price, {"postOnly": True}
                )
                self.quotes[side] = {**order, "price": price}

    async def close(self):
        await self.exchange.cancel_all_orders(SYMBOL)
        for position in await self.exchange.fetch_positions([SYMBOL]):
            side = "sell" if position["side"] == "long" else "buy"
            await self.exchange.create_order(
                SYMBOL, "market", side, position["contracts"], None, {"reduceOnly": True}
            )


async def run(exchange):
    await exchange.load_markets()
    maker = Maker(exchange)
    try:
        await asyncio.wait_for(asyncio.gather(maker.listen(), maker.quote()), SECONDS)
    except asyncio.TimeoutError:
        pass
    finally:
        await maker.close()
    print(f"{exchange.id}: {maker.fills} fills")


async def main(exchange_id):
    prefix = exchange_id.upper()
    keys = {"apiKey": os.environ.get(f"{prefix}_APIKEY"), "secret": os.environ.get(f"{prefix}_SECRET")}
    async with getattr(ccxt, exchange_id)(keys) as exchange:
        await run(exchange)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
