"""What the streams of a market, and of the account, have told so far."""

from __future__ import annotations

import asyncio
import time
import weakref
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from ccxt.base.errors import BaseError, ExchangeError

from ascendex_woo_adapters.cli.connect import Venue

KEPT = 50
"""Trades and fills that are remembered."""
MOST_ORDERS = 1000
"""With more than so many, those that are finished are forgotten."""
PAUSE_S = 1.0
"""Before a stream that failed is asked for again."""
SHOWN = ("status", "filled", "price", "amount")
"""What of an order is worth a line when it changes."""
WITH_TRIGGERS_APART = ("woo",)
"""Venues whose orders that wait for a trigger are a stream of their own."""

Row = dict[str, Any]
Heard = Callable[[str, str], None]


class Feed:
    """Follows a market; `heard` is told of what happens, as a kind and a text."""

    def __init__(self, venue: Venue, exchange: Any, symbol: str) -> None:
        self.venue, self.exchange = venue, exchange
        self.market: Row = exchange.market(symbol)
        self.symbol: str = self.market["symbol"]
        self.private = venue.has_credentials
        self.book: Any = None
        """The live book; empty while it is built anew."""
        self.ticker: Row = {}
        self.mark: Row = {}
        self.funding: Row = {}
        self.trades: deque[Row] = deque(maxlen=KEPT)
        self.orders: dict[str, Row] = {}
        """What was told of orders lately, by id."""
        self.fills: deque[Row] = deque(maxlen=KEPT)
        self.balance: Row = {}
        self.positions: dict[str, Row] = {}
        """By side."""
        self.problems: dict[str, str] = {}
        """Stream -> what is wrong with it now."""
        self.fatal: BaseError | None = None
        """Why there will never be a book."""
        self.book_updates = self.trades_seen = 0
        self.heard_at = time.monotonic()
        self.heard: Heard = lambda kind, text: None
        self._said: dict[str, str] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._clients: weakref.WeakSet[Any] = weakref.WeakSet()
        self.resyncs = 0
        """How often the book was built anew because updates were missing."""
        self.connections = 0
        """Those that were made so far."""

    # state -----------------------------------------------------------------------------------------

    @property
    def open_orders(self) -> list[Row]:
        """Those that rest, the newest last."""
        return [order for order in self.orders.values() if order["status"] == "open"]

    def look(self) -> None:
        """Count resyncs and connections; to be called time and again. Raises what went wrong here."""
        for task in self._tasks:
            if task.done():
                task.result()
        self.resyncs = int(self.exchange.order_book_resyncs.get(self.symbol, 0))
        for client in list((self.exchange.clients or {}).values()):
            if client not in self._clients and not client.closed():
                self._clients.add(client)
                self.connections += 1

    @property
    def sockets(self) -> int:
        """Connections that are open now."""
        return sum(not client.closed() for client in (self.exchange.clients or {}).values())

    # following -------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin to follow all there is."""
        for name, watch, take in self._streams():
            self._tasks.append(asyncio.ensure_future(self._follow(name, watch, take)))

    async def stop(self) -> None:
        """End what `start` began."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _streams(self) -> Iterator[tuple[str, Callable[[], Awaitable[Any]], Callable[[Any], None]]]:
        exchange, symbol = self.exchange, self.symbol
        yield "book", lambda: exchange.watch_order_book(symbol), self._take_book
        yield "trades", lambda: exchange.watch_trades(symbol), self._take_trades
        yield "ticker", lambda: exchange.watch_ticker(symbol), self._take_ticker
        if self.market["swap"]:
            yield "mark price", lambda: exchange.watch_mark_price(symbol), self._take_mark
            yield "funding", lambda: exchange.watch_funding_rate(symbol), self._take_funding
        if not self.private:
            return
        yield "orders", lambda: exchange.watch_orders(symbol), self._take_orders
        if exchange.id in WITH_TRIGGERS_APART:
            trigger = {"trigger": True}
            yield "trigger orders", lambda: exchange.watch_orders(symbol, params=trigger), self._take_orders
        if exchange.has["watchMyTrades"]:
            yield "fills", lambda: exchange.watch_my_trades(symbol), self._take_fills
        if self.market["swap"]:
            yield "positions", lambda: exchange.watch_positions([symbol]), self._take_positions
        yield "balance", exchange.watch_balance, self._take_balance

    async def _follow(
        self, name: str, watch: Callable[[], Awaitable[Any]], take: Callable[[Any], None]
    ) -> None:
        while True:
            try:
                told = await watch()
            except BaseError as error:
                line = self.venue.line(error)
                if self.problems.get(name) != line:
                    self.problems[name] = line
                    self.heard("problem", f"{name}: {line}")
                if isinstance(error, ExchangeError):  # asking again would not help
                    if name == "book":
                        self.fatal = error
                    return
                await asyncio.sleep(PAUSE_S)
                continue
            self.problems.pop(name, None)
            self.heard_at = time.monotonic()
            take(told)

    # what was told ---------------------------------------------------------------------------------

    def _take_book(self, book: Any) -> None:
        self.book = book
        self.book_updates += 1

    def _take_trades(self, trades: list[Row]) -> None:
        self.trades_seen += len(trades)
        self.trades.extend(trades)
        for trade in trades:
            price, amount = self.price(trade["price"]), self.amount(trade["amount"])
            self.heard("trade", f"{trade['side']:<4} {amount} at {price}")

    def _take_ticker(self, ticker: Row) -> None:
        self.ticker = ticker

    def _take_mark(self, ticker: Row) -> None:
        self.mark = ticker

    def _take_funding(self, rate: Row) -> None:
        self.funding = rate

    def _take_orders(self, orders: list[Row]) -> None:
        for order in orders:
            if len(self.orders) > MOST_ORDERS:
                self.orders = {known["id"]: known for known in self.open_orders}
            before = self.orders.get(order["id"], {})
            self.orders[order["id"]] = dict(order)
            if any(order[name] != before.get(name) for name in SHOWN):
                filled = self.amount(order["filled"])
                self.heard("order", f"{self.order(order)} {order['status']}, filled {filled}")
            if not self.exchange.has["watchMyTrades"]:
                self._take_fill_of(order, before)

    def _take_fill_of(self, order: Row, before: Row) -> None:
        """What an order has filled since it was told of last, where the venue streams no fills."""
        amount = (order["filled"] or 0) - (before.get("filled") or 0)
        if amount <= 0:
            return
        cost = (order["cost"] or 0) - (before.get("cost") or 0)
        price = cost / amount / (self.market["contractSize"] or 1) if cost else order["average"]
        self._take_fills([{**order, "amount": amount, "price": price, "takerOrMaker": None}])

    def _take_fills(self, fills: list[Row]) -> None:
        self.fills.extend(fills)
        for fill in fills:
            self.heard("fill", self.fill(fill))

    def _take_balance(self, balance: Row) -> None:
        if not self.balance:
            # the private socket is up: what was open before it is read now, and never overwrites what it told
            self._tasks.append(asyncio.ensure_future(self._read_open_orders()))
        self.balance = balance
        self._changed("balance", self.money())

    async def _read_open_orders(self) -> None:
        try:
            orders = await self.exchange.fetch_open_orders(self.symbol)
        except BaseError as error:
            self.problems["open orders"] = self.venue.line(error)
            return
        for order in orders:
            if order["id"] not in self.orders:
                self._take_orders([order])

    def _take_positions(self, positions: list[Row]) -> None:
        for position in positions:
            self.positions[position["side"] or ""] = position
        self._changed("position", self.position())

    def _changed(self, kind: str, text: str) -> None:
        """Tell of a state, unless that is what was told last."""
        if self._said.get(kind) != text:
            self._said[kind] = text
            self.heard(kind, text)

    # in words --------------------------------------------------------------------------------------

    def price(self, price: float | None) -> str:
        """A price with all its decimal places."""
        return _decimals(price, self.market["precision"]["price"])

    def amount(self, amount: float | None) -> str:
        """An amount with all its decimal places."""
        return _decimals(amount, self.market["precision"]["amount"])

    def order(self, order: Row) -> str:
        """An order without its state."""
        price = order["price"] if order["price"] is not None else order.get("triggerPrice")
        where = f"at {self.price(price)}" if price else "at market"
        return f"{order['side']} {self.amount(order['amount'])} {where}"

    def fill(self, fill: Row) -> str:
        """One fill."""
        what = f"{fill['side']:<4} {self.amount(fill['amount'])} at {self.price(fill['price'])}"
        return f"{what} {fill['takerOrMaker']}" if fill.get("takerOrMaker") else what

    def money(self) -> str:
        """What the account has of the market's currencies."""
        market = self.market
        codes = [market["settle"]] if market["swap"] else [market["base"], market["quote"]]
        held = [(code, self.balance.get(code) or {}) for code in codes]
        return ", ".join(
            f"{_or_none(row.get('total'), ',.4f')} {code} ({_or_none(row.get('free'), ',.4f')} free)"
            for code, row in held
        )

    def position(self) -> str:
        """The open positions in the market."""
        parts = [
            f"{side} {self.amount(row['contracts'])} at {self.price(row['entryPrice'])}, "
            f"profit {_or_none(row['unrealizedPnl'], '+,.4f')}"
            for side, row in self.positions.items()
            if row["contracts"]
        ]
        return "; ".join(parts) or "none"


def _or_none(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)


def _decimals(value: float | None, step: float | None) -> str:
    if value is None:
        return "-"
    if not step:
        return f"{value:g}"
    places = len(f"{step:.12f}".rstrip("0").partition(".")[2])
    return f"{value:.{places}f}"
