"""What a simulated venue sees of a strategy: read from its engine, so that watching costs no requests."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from ascendex_woo_adapters.simulator.server import Venue
from ascendex_woo_adapters.simulator.trading.model import Fill, Level

ACCOUNT = "main"
TITLES = {"woo": "WOO X", "ascendex": "AscendEX"}


class Execution(NamedTuple):
    """A fill of the account."""

    time: int
    symbol: str
    side: str
    price: Decimal
    quantity: Decimal
    fee: Decimal
    maker: bool

    @classmethod
    def of(cls, fill: Fill) -> Execution:
        side = fill.side.value.lower()
        return cls(fill.time, fill.symbol, side, fill.price, fill.quantity, fill.fee, fill.maker)


class View(NamedTuple):
    """One moment of a venue: the market that the account trades, and the account."""

    symbol: str
    digits: int
    """Decimal places of the market's prices."""
    asks: list[Level]
    bids: list[Level]
    own: dict[tuple[str, Decimal], Decimal]
    """(side, price) -> open quantity of the account's orders."""
    executions: list[Execution]
    """The latest ones, newest last."""
    fills: int
    position: Decimal
    entry: Decimal
    unrealized: Decimal
    realized: Decimal
    fees: Decimal
    balance: Decimal
    profit: Decimal
    """Balance and unrealised profit, less the balance at the start."""


class Watch:
    """Looks at one venue's account; safe to use from any thread."""

    def __init__(self, venue: Venue) -> None:
        self.venue = venue
        self.title = TITLES[venue.id]
        self._start = self._balance()
        self._symbol = next(
            symbol for symbol in venue.engine.instruments if symbol in ("PERP_BTC_USDT", "BTC-PERP")
        )
        self._seen = 0

    def _balance(self) -> Decimal:
        return self.venue.engine.balance(self.venue.engine.account(ACCOUNT), "USDT").total

    def view(self, depth: int) -> View:
        """The venue now, with so many levels of the book a side and so many of the latest executions."""
        engine = self.venue.engine
        with self.venue.lock:
            account = engine.account(ACCOUNT)
            if account.orders:
                self._symbol = account.orders[-1].symbol
            book = engine.book(self._symbol, depth)
            open_orders = [order for order in account.open_orders.values() if order.symbol == self._symbol]
            own: dict[tuple[str, Decimal], Decimal] = {}
            for order in open_orders:
                if order.price is not None:
                    key = (order.side.value.lower(), order.price)
                    own[key] = own.get(key, Decimal(0)) + order.remaining
            position = engine.position(account, self._symbol)
            mark = engine.mark(self._symbol)
            unrealized = sum(
                (p.unrealized(engine.mark(p.symbol)) for p in engine.positions(account)), Decimal(0)
            )
            balance = self._balance()
            return View(
                symbol=self._symbol,
                digits=_digits(engine.instruments[self._symbol].tick),
                asks=book.asks,
                bids=book.bids,
                own=own,
                executions=[Execution.of(fill) for fill in account.fills[-depth:]],
                fills=len(account.fills),
                position=position.quantity,
                entry=position.entry,
                unrealized=position.unrealized(mark),
                realized=sum((fill.realized_pnl for fill in account.fills), Decimal(0)),
                fees=sum((fill.fee for fill in account.fills), Decimal(0)),
                balance=balance,
                profit=balance + unrealized - self._start,
            )

    def new_executions(self) -> list[Execution]:
        """Those since the last call."""
        with self.venue.lock:
            fills = self.venue.engine.account(ACCOUNT).fills[self._seen :]
            self._seen += len(fills)
        return [Execution.of(fill) for fill in fills]

    def funding(self) -> Decimal:
        """What the venue has booked as funding."""
        with self.venue.lock:
            journal = self.venue.engine.account(ACCOUNT).journal
            return sum((entry.amount for entry in journal if entry.kind == "FUNDING"), Decimal(0))


def _digits(tick: Decimal) -> int:
    exponent = tick.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
