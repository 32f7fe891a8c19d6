"""The matching engine behind a venue: accounts, orders, books, prices and money."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .clock import Clock
from .instruments import Instrument
from .model import *  # re-exported while the parts are written
from .model import BookView, Candle, Event, Fill, FundingRate, FundingSettlement, MarginMode, MarginSummary
from .model import Order, PlaceRequest, Position, PositionSide, Side, Ticker, Trade, Status, JournalEntry


@dataclass
class Account:
    name: str
    hedge: bool = False
    positions: dict[tuple[str, MarginMode, PositionSide], Position] = field(default_factory=dict)
    leverage: dict[str, Decimal] = field(default_factory=dict)
    journal: list[JournalEntry] = field(default_factory=list)


class Engine:
    """One venue's markets and accounts. Every public method may be called from any thread."""

    def __init__(
        self,
        venue_id: str,
        instruments: Sequence[Instrument],
        clock: Clock,
        seed: int = 0,
        balances: Mapping[str, Mapping[str, Decimal]] | None = None,
        collateral: Mapping[str, Decimal] | None = None,
    ) -> None:
        """`balances` are the initial funds: account -> asset -> amount (None: 100000 USDT, 1 BTC, 10 ETH for "main").

        `collateral` weighs each asset in the margin (None: only USDT, fully).
        """

    events: list[Callable[[Event], None]]

    # accounts
    def account(self, name: str) -> Account:
        """The account of that name; a new one is empty."""

    def balance(self, account: Account, asset: str) -> tuple[Decimal, Decimal]:
        """(total, frozen); frozen is reserved by open spot orders."""

    def balances(self, account: Account) -> dict[str, tuple[Decimal, Decimal]]: ...

    def deposit(self, account: Account, asset: str, amount: Decimal) -> None:
        """Credit from outside (an initial balance, or a transfer from another wallet); negative withdraws."""

    def available(self, account: Account, asset: str) -> Decimal:
        """What may be spent or withdrawn now: total less frozen, for collateral at most the free margin."""

    def positions(self, account: Account) -> list[Position]:
        """Non-flat positions, oldest first."""

    def position(self, account: Account, symbol: str, side: PositionSide = PositionSide.BOTH) -> Position: ...

    def leverage(self, account: Account, symbol: str) -> Decimal: ...

    def set_leverage(self, account: Account, symbol: str, leverage: Decimal) -> None: ...

    def set_hedge(self, account: Account, hedge: bool) -> None: ...

    def margin_summary(self, account: Account) -> MarginSummary: ...

    def liquidation_price(self, account: Account, position: Position) -> Decimal:
        """Estimate; 0 when no price would liquidate."""

    # orders
    def place(self, account: Account, request: PlaceRequest) -> Order:
        """Accept an order and match it. Raises EngineError when it is refused before it becomes an order."""

    def amend(self, order: Order, price: Decimal | None = None, quantity: Decimal | None = None) -> Order: ...

    def cancel(self, order: Order) -> Order:
        """Raises EngineError(ORDER_CLOSED) when it is done already."""

    def cancel_all(self, account: Account, symbol: str | None = None) -> list[Order]: ...

    def order(
        self, account: Account, order_id: str | None = None, client_id: str | None = None
    ) -> Order | None:
        """By id, or the newest by client id."""

    def orders(
        self,
        account: Account,
        symbol: str | None = None,
        side: Side | None = None,
        open: bool | None = None,
        statuses: frozenset[Status] | None = None,
        start: int | None = None,
        end: int | None = None,
        where: Callable[[Order], bool] | None = None,
    ) -> list[Order]:
        """Newest first; times bound `created`, both ends included."""

    def fills(
        self,
        account: Account,
        symbol: str | None = None,
        start: int | None = None,
        end: int | None = None,
        where: Callable[[Fill], bool] | None = None,
    ) -> list[Fill]:
        """Newest first; times bound `time`, both ends included."""

    # markets
    def instrument(self, symbol: str) -> Instrument | None: ...

    def book(self, symbol: str, depth: int = 100) -> BookView: ...

    def trades(
        self, symbol: str, limit: int = 100, start: int | None = None, end: int | None = None
    ) -> list[Trade]:
        """Newest first; times included at both ends."""

    def candles(
        self, symbol: str, interval: str, start: int | None = None, end: int | None = None, limit: int = 100
    ) -> list[Candle]:
        """Oldest first. `interval`: 1m 3m 5m 15m 30m 1h 2h 4h 6h 12h 1d 1w 1mon 1y, or a whole number of ms.

        With `start` the first `limit` candles from there on, otherwise the last `limit` up to `end` (default now);
        both bound the candle's start and are included.
        """

    def ticker(self, symbol: str) -> Ticker: ...

    def funding(self, symbol: str) -> FundingRate: ...

    def funding_history(
        self, symbol: str, start: int | None = None, end: int | None = None
    ) -> list[FundingSettlement]:
        """Newest first, 90 days back by default."""

    def mark(self, symbol: str) -> Decimal: ...

    def index(self, symbol: str) -> Decimal: ...

    def open_interest(self, symbol: str) -> Decimal:
        """In base."""

    # upkeep
    def catch_up(self, symbol: str) -> None:
        """Move one market to the clock's time: prices, house quotes, fills, triggers, funding, liquidations."""

    def sync(self) -> None:
        """catch_up for every market where an account has orders or positions. Call before private requests."""

    def audit(self) -> None:
        """Raise AssertionError when money appeared or vanished, or books and orders disagree."""
