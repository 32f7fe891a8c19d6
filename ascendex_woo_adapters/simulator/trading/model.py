"""What the engine speaks in: orders, fills, positions, market data, events and refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple

ZERO = Decimal(0)


class Side(Enum):
    """Direction of an order; `sign` is +1 for a purchase."""

    BUY = "BUY"
    SELL = "SELL"

    @property
    def sign(self) -> int:
        return 1 if self is Side.BUY else -1

    @property
    def opposite(self) -> Side:
        return Side.SELL if self is Side.BUY else Side.BUY


class Kind(Enum):
    LIMIT = "LIMIT"
    MARKET = "MARKET"


class TimeInForce(Enum):
    GTC = "GTC"
    IOC = "IOC"
    FOK = "FOK"


class PostOnly(Enum):
    """What becomes of a post-only order that would take."""

    NO = "not post-only"
    REJECT = "the order ends as REJECTED"
    CANCEL = "the order ends as CANCELLED"
    REFUSE = "placing raises EngineError(POST_ONLY)"
    REPRICE = "moves to the best price that does not take"


class Status(Enum):
    PENDING = "waits for its trigger"
    NEW = "open, nothing filled"
    PARTIAL = "open, partly filled"
    FILLED = "done, all of it traded"
    CANCELLED = "done before all of it was traded"
    REJECTED = "done without having been open"

    @property
    def is_open(self) -> bool:
        return self in (Status.PENDING, Status.NEW, Status.PARTIAL)


class PositionSide(Enum):
    """BOTH is the net position of one-way mode; LONG and SHORT are hedge mode's two."""

    BOTH = "BOTH"
    LONG = "LONG"
    SHORT = "SHORT"


class MarginMode(Enum):
    CROSS = "CROSS"
    ISOLATED = "ISOLATED"


class PriceSource(Enum):
    LAST = "last"
    MARK = "mark"
    INDEX = "index"


class Reason(Enum):
    """Why the engine refuses; venues translate it into their codes."""

    UNKNOWN_SYMBOL = "no such symbol"
    SUSPENDED = "the market is suspended"
    PARAM = "malformed or missing parameter"
    PRICE_LOW = "price below the minimum"
    PRICE_HIGH = "price above the maximum"
    TICK = "price off the tick"
    PRICE_RANGE = "price too far from the market"
    QUANTITY_LOW = "quantity below the minimum"
    QUANTITY_HIGH = "quantity above the maximum"
    STEP = "quantity off the step"
    NOTIONAL = "value below the minimum"
    FUNDS = "balance too small"
    MARGIN = "margin too small"
    REDUCE_ONLY = "nothing to reduce"
    POST_ONLY = "would take"
    NO_PRICE = "no price to trade at"
    TRIGGER = "trigger price has been passed already"
    DUPLICATE = "the id is in use"
    UNKNOWN_ORDER = "no such order"
    ORDER_CLOSED = "the order is done"
    EXECUTED = "the new quantity is not above the executed part"
    POSITION_SIDE = "position side does not fit the position mode"
    POSITION_OPEN = "not while positions or orders are open"
    LEVERAGE = "leverage out of bounds"


class EngineError(Exception):
    """A refusal: `reason` for the machine, `message` for people, `detail` holds the values concerned."""

    def __init__(self, reason: Reason, message: str = "", **detail: Any) -> None:
        self.reason = reason
        self.message = message or reason.value
        super().__init__(self.message, detail)
        self.detail = detail


@dataclass(frozen=True)
class PlaceRequest:
    """An order as asked for. Exactly one of `quantity` (base) and `amount` (quote); `price` for LIMIT.

    `peg` takes the price from the book: the best ask (SELL) or best bid (BUY) whatever the order's side.
    `trigger_price` makes the order wait, as PENDING, until `trigger_by` reaches that price.
    `order_id` sets the id where the venue derives it; None draws the next number. `venue` is carried along.
    """

    symbol: str
    side: Side
    kind: Kind = Kind.LIMIT
    quantity: Decimal | None = None
    amount: Decimal | None = None
    price: Decimal | None = None
    time_in_force: TimeInForce = TimeInForce.GTC
    post_only: PostOnly = PostOnly.NO
    reduce_only: bool = False
    peg: Side | None = None
    client_id: str | None = None
    order_id: str | None = None
    visible: Decimal | None = None
    position_side: PositionSide = PositionSide.BOTH
    margin_mode: MarginMode = MarginMode.CROSS
    trigger_price: Decimal | None = None
    trigger_by: PriceSource = PriceSource.LAST
    venue: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Order:
    """An order and what became of it. Times in ms; `number` rises with each order of the engine."""

    id: str
    number: int
    account: str
    request: PlaceRequest
    price: Decimal | None
    """None for market orders."""
    quantity: Decimal | None
    """Base quantity; None for an order by quote amount."""
    visible: Decimal
    created: int
    updated: int
    status: Status = Status.NEW
    filled: Decimal = ZERO
    cost: Decimal = ZERO
    """Sum of price times quantity over the fills."""
    fee: Decimal = ZERO
    realized_pnl: Decimal = ZERO
    fills: list[Fill] = field(default_factory=list)
    reserved: Decimal = ZERO
    """Balance frozen for the open part (spot only)."""
    sequence: int = 0
    """Rises with each change of any order of the engine."""
    rises: bool = False
    """Whether a trigger is reached from below."""
    reason: str = ""
    """Why the order was rejected or cancelled by the engine; empty otherwise."""

    @property
    def symbol(self) -> str:
        return self.request.symbol

    @property
    def side(self) -> Side:
        return self.request.side

    @property
    def client_id(self) -> str | None:
        return self.request.client_id

    @property
    def is_open(self) -> bool:
        return self.status.is_open

    @property
    def remaining(self) -> Decimal:
        """Base quantity still open; 0 for an order by amount."""
        return ZERO if self.quantity is None else self.quantity - self.filled

    @property
    def average(self) -> Decimal | None:
        return self.cost / self.filled if self.filled else None


@dataclass(frozen=True)
class Fill:
    """One execution of one account's order. A negative fee is a rebate."""

    id: int
    order: Order = field(repr=False)
    price: Decimal
    quantity: Decimal
    fee: Decimal
    fee_asset: str
    maker: bool
    time: int
    realized_pnl: Decimal

    @property
    def symbol(self) -> str:
        return self.order.symbol

    @property
    def side(self) -> Side:
        return self.order.side


@dataclass
class Position:
    """An account's position in one perpetual.

    `quantity` is signed; `cost` is what it was opened for, signed alike.
    """

    symbol: str
    side: PositionSide
    margin_mode: MarginMode
    quantity: Decimal = ZERO
    cost: Decimal = ZERO
    isolated_margin: Decimal = ZERO
    realized_pnl: Decimal = ZERO
    opened: int = 0
    updated: int = 0

    @property
    def entry(self) -> Decimal:
        """Average open price, 0 when flat."""
        return self.cost / self.quantity if self.quantity else ZERO

    def unrealized(self, mark: Decimal) -> Decimal:
        return self.quantity * mark - self.cost


@dataclass(frozen=True)
class JournalEntry:
    """A change of an account's balance that is not a spot trade's own leg. Amounts are signed."""

    id: int
    time: int
    kind: str
    """DEPOSIT, WITHDRAW, TRANSFER, TRADE, FEE, REALIZED_PNL, FUNDING, LIQUIDATION, ISOLATED_MARGIN,
    INTEREST or CONVERT."""
    asset: str
    amount: Decimal
    balance: Decimal
    """The asset's balance after the change."""
    symbol: str | None = None
    order_id: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


class Credit(NamedTuple):
    """What an account may borrow for spot orders: up to (leverage - 1) times its equity."""

    leverage: int
    hourly_rate: Decimal
    """Interest as a fraction of the loan."""
    assets: frozenset[str]
    """What can be borrowed, and counts as equity with its full value."""


class InterestRow(NamedTuple):
    """An hour's interest (LOAN), or a payment of it (REPAY, AUTO_REPAY). `time` in ms."""

    time: int
    kind: str
    asset: str
    quantity: Decimal
    """What is owed after the hour, or what was paid."""
    interest: Decimal
    loan: Decimal
    """The debt that bore the interest; 0 for payments."""


class Level(NamedTuple):
    price: Decimal
    quantity: Decimal


class BookView(NamedTuple):
    """Best levels first on both sides; `sequence` rises with each change, `time` is that of the last one."""

    bids: list[Level]
    asks: list[Level]
    sequence: int
    time: int


class Trade(NamedTuple):
    """A public trade; `side` is the taker's. `inside` tells users' trades from the market's own noise."""

    id: int
    time: int
    price: Decimal
    quantity: Decimal
    side: Side
    inside: bool


class Candle(NamedTuple):
    """A bar over [start, end); `volume` in base, `amount` in quote."""

    start: int
    end: int
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal
    amount: Decimal


class Ticker(NamedTuple):
    """The last 24 hours, and the best quotes; `last` is the last price."""

    open: Decimal
    high: Decimal
    low: Decimal
    last: Decimal
    volume: Decimal
    amount: Decimal
    bid: Level | None
    ask: Level | None


class FundingRate(NamedTuple):
    """`rate` is what the next settlement at `next_time` will use, as estimated at `time`; times in ms."""

    rate: Decimal
    time: int
    next_time: int
    last_rate: Decimal
    last_time: int
    interval_hours: int


class FundingSettlement(NamedTuple):
    time: int
    rate: Decimal
    mark: Decimal
    next_time: int


class MarginSummary(NamedTuple):
    """An account's cross margin, in the settlement asset."""

    collateral: Decimal
    """Weighted value of the balances."""
    unrealized: Decimal
    equity: Decimal
    """collateral + unrealized."""
    initial: Decimal
    """Needed for positions and open orders."""
    maintenance: Decimal
    notional: Decimal
    free: Decimal
    """equity - initial, not below 0."""


class Event(NamedTuple):
    """What a listener hears: `kind` is trade, book, order, fill, balance, position, or a venue's own.

    `payload` is the Trade, None (ask for the book), Order, Fill, asset name, or Position; public events have
    no `account`.
    """

    kind: str
    symbol: str | None
    account: str | None
    payload: Any
    time: int
