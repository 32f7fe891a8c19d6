"""WOO's algo orders: what waits for prices and positions, and the ordinary orders that come of it.

Both generations of the REST API serve the same orders. https://docs.woox.io/#send-algo-order
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum

from ..trading.engine import (
    Account,
    Engine,
    EngineError,
    Kind,
    MarginMode,
    Order,
    PlaceRequest,
    Position,
    PositionSide,
    PriceSource,
    Reason,
    Side,
    Status,
)
from ..trading.model import ZERO, Event
from ..trading.watches import Trail, Watch

FIRST_ALGO_ORDER = 2_081_697
REDUCE_ONLY_CAP = 50
"""Open reduce-only orders of a symbol."""


class AlgoType(Enum):
    STOP = "STOP"
    OCO = "OCO"
    TRAILING_STOP = "TRAILING_STOP"
    BRACKET = "BRACKET"
    STOP_BRACKET = "STOP_BRACKET"
    POSITIONAL_TP_SL = "POSITIONAL_TP_SL"
    TP_SL = "TP_SL"
    TAKE_PROFIT = "TAKE_PROFIT"
    STOP_LOSS = "STOP_LOSS"

    @property
    def is_bracket(self) -> bool:
        return self in (AlgoType.BRACKET, AlgoType.STOP_BRACKET)

    @property
    def holds_legs(self) -> bool:
        """Whether it is only the parent of take-profit and stop-loss legs."""
        return self in (AlgoType.POSITIONAL_TP_SL, AlgoType.TP_SL)

    @property
    def is_leg(self) -> bool:
        return self in (AlgoType.TAKE_PROFIT, AlgoType.STOP_LOSS)

    @property
    def has_trigger(self) -> bool:
        return not self.holds_legs and self not in (AlgoType.OCO, AlgoType.BRACKET)


class AlgoRefusal(Exception):
    """A refusal by the venue's number of the finer kind, with the values its message names."""

    def __init__(self, number: int, **detail: object) -> None:
        super().__init__(number, detail)
        self.number = number
        self.detail = detail


@dataclass(frozen=True)
class AlgoSpec:
    """One row of an algo order as asked for. Without `order_type` it never becomes an order itself."""

    kind: AlgoType
    side: Side
    order_type: str | None = None
    """LIMIT, MARKET or CLOSE_POSITION."""
    quantity: Decimal = ZERO
    price: Decimal | None = None
    trigger_price: Decimal | None = None
    trigger_by: PriceSource = PriceSource.LAST
    reduce_only: bool = False
    visible: Decimal | None = None
    callback_rate: Decimal | None = None
    callback_value: Decimal | None = None
    activated_price: Decimal | None = None
    children: tuple[AlgoSpec, ...] = ()


@dataclass(frozen=True)
class AlgoContext:
    """What all rows of one algo order share."""

    symbol: str
    position_side: PositionSide = PositionSide.BOTH
    margin_mode: MarginMode = MarginMode.CROSS
    tag: str = "default"
    client_id: int = 0


@dataclass(eq=False)
class Algo:
    """One row of an algo order: the root, or one of the orders below it. Times in ms."""

    id: int
    account: Account
    context: AlgoContext
    spec: AlgoSpec
    parent: Algo | None
    created: int
    updated: int
    children: list[Algo] = field(default_factory=list)
    state: Status = Status.NEW
    """The status while there is no ordinary order."""
    active: bool = False
    """Whether it waits for its price, or has ceased to."""
    trigger_time: int = 0
    """0 until the price was reached."""
    order: Order | None = None
    """The ordinary order that came of it."""
    watch: Watch | None = None
    reason: str = ""

    @property
    def kind(self) -> AlgoType:
        return self.spec.kind

    @property
    def root(self) -> Algo:
        return self if self.parent is None else self.parent.root

    @property
    def client_id(self) -> int:
        return self.context.client_id if self.parent is None else 0

    @property
    def triggered(self) -> bool:
        return self.trigger_time > 0

    @property
    def deciding(self) -> Algo:
        """The row whose fate is that of this one: of several legs the one that was triggered."""
        if self.kind.holds_legs or self.kind is AlgoType.OCO:
            return next((child for child in self.children if child.triggered), self)
        return self

    @property
    def status(self) -> Status:
        row = self.deciding
        return row.state if row.order is None else row.order.status

    @property
    def is_open(self) -> bool:
        return self.status.is_open

    @property
    def orders(self) -> list[Order]:
        """The ordinary orders whose executions are this row's; both of an OCO order."""
        rows = (self, self.deciding) if self.kind is AlgoType.OCO else (self.deciding,)
        return [row.order for row in dict.fromkeys(rows) if row.order is not None]

    def tree(self) -> Iterator[Algo]:
        """This row and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.tree()

    @property
    def is_live(self) -> bool:
        """Whether anything of it is still open."""
        return any(row.is_open for row in self.tree())


class Algos:
    """All algo orders of the venue. It hears what the engine does with their ordinary orders."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._numbers = itertools.count(FIRST_ALGO_ORDER)
        self._rows: dict[int, Algo] = {}
        engine.events.append(self._hear)

    # Looking up.

    def get(self, account: Account, algo_id: int) -> Algo | None:
        """A row by its id."""
        row = self._rows.get(algo_id)
        return row if row is not None and row.account is account else None

    def by_client_id(self, account: Account, client_id: int) -> Algo | None:
        """The newest root with that client id."""
        found = (root for root in self.roots(account) if root.client_id == client_id)
        return next(found, None) if client_id else None

    def roots(self, account: Account) -> list[Algo]:
        """Newest first."""
        rows = reversed(self._rows.values())
        return [row for row in rows if row.account is account and row.parent is None]

    def spares(self, order: Order) -> bool:
        """Whether an ordinary order is the waiting part of an algo order, not what came of a trigger."""
        row = self._rows.get(order.request.venue.get("algo", 0))
        return row is not None and not row.triggered

    # Placing.

    def place(self, account: Account, context: AlgoContext, spec: AlgoSpec) -> Algo:
        """Accept a checked algo order. Raises EngineError when its first part cannot be placed at once."""
        root = self._row(account, context, spec, None)
        rows = list(root.tree())
        self._rows.update((row.id, row) for row in rows)
        try:
            self._activate(root)
        except EngineError:
            for row in rows:
                del self._rows[row.id]
            raise
        self.tell(root)
        return root

    def _row(self, account: Account, context: AlgoContext, spec: AlgoSpec, parent: Algo | None) -> Algo:
        now = self._engine.now()
        row = Algo(next(self._numbers), account, context, spec, parent, now, now)
        row.children = [self._row(account, context, child, row) for child in spec.children]
        return row

    def _activate(self, row: Algo) -> None:
        """Let a row begin: watch its price, or put its order into the market."""
        row.active = True
        if row.kind.holds_legs:
            self._replace(row)
        if row.kind is AlgoType.OCO or row.kind is AlgoType.BRACKET:
            row.order = self._engine.place(row.account, self._request(row, row.spec.quantity))
        elif row.kind.has_trigger:
            self.rewatch(row)
        for child in row.children:
            if child.is_open and not row.kind.is_bracket:
                self._activate(child)

    def _replace(self, row: Algo) -> None:
        """There is one take-profit and stop-loss a position: a new one replaces the old."""
        if row.kind is not AlgoType.POSITIONAL_TP_SL:
            return
        for other in list(self._rows.values()):
            if other is not row and other.active and other.is_open and _same_position(other, row):
                self.cancel(other)

    def rewatch(self, row: Algo) -> None:
        """Watch a row's price, as it is now set."""
        if row.watch is not None:
            self._engine.unwatch(row.watch)
        spec, symbol = row.spec, row.context.symbol
        watch: Watch
        if row.kind is AlgoType.TRAILING_STOP:
            watch = Trail(
                symbol,
                spec.trigger_by,
                lambda: self._fire(row),
                side=spec.side,
                value=spec.callback_value,
                rate=spec.callback_rate,
                activation=spec.activated_price,
                best=row.watch.best if isinstance(row.watch, Trail) else None,
            )
        else:
            low, high = self._bounds(row)
            watch = Watch(symbol, spec.trigger_by, lambda: self._fire(row), low, high)
        row.watch = watch
        self._engine.watch(watch)

    def _bounds(self, row: Algo) -> tuple[Decimal | None, Decimal | None]:
        """A leg's side says from where its price is reached; the others wait for the price to get there."""
        spec = row.spec
        assert spec.trigger_price is not None
        if row.kind.is_leg:
            rises = (row.kind is AlgoType.TAKE_PROFIT) is (spec.side is Side.SELL)
        elif row.parent is not None:
            rises = spec.side is Side.BUY
        else:
            rises = spec.trigger_price > self._engine.price(row.context.symbol, spec.trigger_by)
        return (None, spec.trigger_price) if rises else (spec.trigger_price, None)

    def _request(self, row: Algo, quantity: Decimal) -> PlaceRequest:
        spec, context = row.spec, row.context
        limit = spec.order_type == "LIMIT"
        closes = spec.reduce_only or spec.order_type == "CLOSE_POSITION"
        return PlaceRequest(
            symbol=context.symbol,
            side=spec.side,
            kind=Kind.LIMIT if limit else Kind.MARKET,
            quantity=quantity,
            price=spec.price if limit else None,
            reduce_only=closes and self._is_perp(row),
            visible=spec.visible if limit else None,
            position_side=context.position_side,
            margin_mode=context.margin_mode,
            venue={"type": "LIMIT" if limit else "MARKET", "tag": context.tag, "algo": row.id},
        )

    def _is_perp(self, row: Algo) -> bool:
        return self._engine.instruments[row.context.symbol].is_perp

    # What happens to them.

    def _fire(self, row: Algo) -> None:
        """The price was reached: what stands beside the row goes, and its order is placed."""
        row.watch, row.trigger_time = None, self._engine.now()
        quantity = self._quantity(row)
        parent = row.parent
        if parent is not None and parent.kind is AlgoType.OCO:
            self._cancel_order(parent)
        elif parent is not None:
            for sibling in parent.children:
                if sibling is not row:
                    self._drop(sibling, Status.CANCELLED)
        try:
            self._check_reduce_only(row, quantity)
            row.order = self._engine.place(row.account, self._request(row, quantity))
        except EngineError as error:
            row.state, row.reason = Status.REJECTED, error.reason.name
        row.updated = self._engine.now()
        self._settle(row)

    def _quantity(self, row: Algo) -> Decimal:
        """What an order is for when it is triggered."""
        parent = row.parent
        instrument = self._engine.instruments[row.context.symbol]
        if row.spec.order_type == "CLOSE_POSITION":
            if instrument.is_perp:
                return min(abs(self.position(row).quantity), instrument.quantity_max)
            return self._held(row) // instrument.step * instrument.step
        if parent is not None and parent.kind is AlgoType.OCO and parent.order is not None:
            return parent.order.remaining
        return row.spec.quantity

    def _held(self, row: Algo) -> Decimal:
        """What closing a spot position trades: what its bracket bought, otherwise all of the token."""
        entry = row.root.order if row.root.kind.is_bracket else None
        base = self._engine.instruments[row.context.symbol].base
        if row.spec.side is Side.BUY:
            owed = max(ZERO, -self._engine.balance(row.account, base).total)
            return owed if entry is None else entry.filled
        free = self._engine.available(row.account, base)
        return free if entry is None else min(free, entry.filled)

    def position(self, row: Algo) -> Position:
        """The position in futures that a row belongs to."""
        context = row.context
        return self._engine.position(row.account, context.symbol, context.position_side, context.margin_mode)

    def _check_reduce_only(self, row: Algo, quantity: Decimal) -> None:
        reducers = (o for o in row.account.open_orders.values() if o.symbol == row.context.symbol)
        full = row.spec.reduce_only and sum(o.request.reduce_only for o in reducers) >= REDUCE_ONLY_CAP
        if full or not quantity:
            raise EngineError(Reason.REDUCE_ONLY)

    def _hear(self, event: Event) -> None:
        if event.kind == "order":
            row = self._rows.get(event.payload.request.venue.get("algo", 0))
            if row is not None:
                row.order, row.updated = event.payload, event.time
                self._settle(row)
        elif event.kind == "position":
            for row in list(self._rows.values()):
                mine = row.account.name == event.account and row.context.symbol == event.symbol
                if mine and row.kind is AlgoType.POSITIONAL_TP_SL and row.active and row.is_open:
                    self._check_position(row, event.payload)

    def _check_position(self, row: Algo, position: Position) -> None:
        """Take-profit and stop-loss go with the position that they would close."""
        mine = position is self.position(row)
        waits = not any(child.triggered for child in row.children)
        if mine and waits and position.quantity * row.spec.side.sign >= 0:
            self._drop(row, Status.CANCELLED)
            self.tell(row.root)

    def _settle(self, row: Algo) -> None:
        """Let the rows beside and below know what became of a row's order."""
        if not row.is_open and row.kind is AlgoType.OCO:
            for child in row.children:
                if not child.triggered:
                    self._drop(child, Status.CANCELLED)
        if not row.is_open and row.kind.is_bracket:
            entered = row.order is not None and row.order.filled > 0
            for child in row.children:
                if not entered:
                    self._drop(child, Status.CANCELLED)
                elif not child.active and child.is_open:
                    self._activate(child)
        if row.parent is not None:
            row.parent.updated = row.updated
        self.tell(row.root)

    def tell(self, root: Algo) -> None:
        self._engine.announce("algo", root.context.symbol, root.account, root)

    # Cancelling.

    def cancel(self, row: Algo, status: Status = Status.CANCELLED) -> None:
        """End a row and all below it; one leg of an OCO order stands for both.

        Raises EngineError(ORDER_CLOSED) when there is nothing left to end.
        """
        if row.parent is not None and row.parent.kind is AlgoType.OCO:
            row = row.parent
        if not row.is_live:
            raise EngineError(Reason.ORDER_CLOSED, order_id=row.id)
        for below in reversed(list(row.tree())):
            self._drop(below, status)
            self._cancel_order(below)
        parent = row.parent
        if parent is not None and parent.kind.holds_legs and not any(c.is_live for c in parent.children):
            self._drop(parent, status)
        self.tell(row.root)

    def cancel_all(self, account: Account, where: Callable[[Algo], bool]) -> None:
        for root in self.roots(account):
            if root.is_live and where(root):
                self.cancel(root)

    def _drop(self, row: Algo, status: Status) -> None:
        """End a row that has no order yet, and all below it."""
        for below in row.tree():
            if below.order is not None or not below.state.is_open or below.triggered:
                continue
            if below.watch is not None:
                self._engine.unwatch(below.watch)
                below.watch = None
            below.state, below.updated = status, self._engine.now()

    def _cancel_order(self, row: Algo) -> None:
        if row.order is not None and row.order.is_open:
            self._engine.cancel(row.order)


def _same_position(one: Algo, other: Algo) -> bool:
    first, second = (
        (row.kind, row.account.name, c.symbol, c.position_side, c.margin_mode, row.spec.side)
        for row, c in ((one, one.context), (other, other.context))
    )
    return first == second
