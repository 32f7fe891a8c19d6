"""The core of the engine: how orders are checked, matched and settled, and how markets move with time."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import wraps
from typing import Any, TypeVar, cast

from ..locks import EngineLock
from . import checks
from .clock import Clock
from .instruments import Instrument
from .ledger import Account, Ledger, reducible
from .market import Market
from .matching import Match, Resting
from .model import (
    ZERO,
    EngineError,
    Event,
    Fill,
    Kind,
    Order,
    PlaceRequest,
    PositionSide,
    PostOnly,
    Reason,
    Side,
    Status,
    TimeInForce,
    Trade,
)
from .prices import STEP_MS, HouseMarket
from .watches import Alarms

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_BALANCES = {"main": {"USDT": Decimal(100_000), "BTC": Decimal(1), "ETH": Decimal(10)}}
FIRST_ORDER = 60_000_000_000
FIRST_FILL = 300_000_000


def locked(method: F) -> F:
    """Let one thread at a time into the engine."""

    @wraps(method)
    def call(self: Core, *args: Any, **kwargs: Any) -> Any:
        with self.lock:
            return method(self, *args, **kwargs)

    return cast(F, call)


class Core:
    """Markets, accounts, and everything that changes them."""

    def __init__(
        self,
        venue_id: str,
        instruments: Sequence[Instrument],
        clock: Clock,
        seed: int = 0,
        balances: Mapping[str, Mapping[str, Decimal]] | None = None,
        collateral: Mapping[str, Decimal] | None = None,
    ) -> None:
        """`balances` are the initial funds: account -> asset -> amount (None: funds for "main").

        `collateral` weighs each asset in the margin (None: only USDT, fully).
        """
        self.lock = EngineLock(clock.now)
        self.collateral = collateral or {"USDT": Decimal(1)}
        self.events: list[Callable[[Event], None]] = []
        self.audits: list[Callable[[], None]] = []
        """Checks of what a venue keeps beside the engine; they raise AssertionError."""
        self.instruments = {instrument.symbol: instrument for instrument in instruments}
        self.accounts: dict[str, Account] = {}
        self.ledger = Ledger(self.instruments, self.collateral, self.mark, self.value, self.now, self._booked)
        self._clock = clock
        self._played: int | None = None
        """The time in ms of a past step that is being played, None for the present."""
        self._horizon: int | None = None
        """The time in ms of an alarm that rings, up to which the markets have been played."""
        self._alarms = Alarms()
        step = clock.now() // STEP_MS - 1
        self._markets = {
            instrument.symbol: Market(instrument, HouseMarket(seed, venue_id, instrument), step)
            for instrument in instruments
        }
        self._orders: dict[str, Order] = {}
        self._order_numbers = itertools.count(FIRST_ORDER)
        self._fill_numbers = itertools.count(FIRST_FILL)
        self._sequence = itertools.count(1)
        for name, funds in (DEFAULT_BALANCES if balances is None else balances).items():
            for asset, amount in funds.items():
                self.ledger.book(self.account(name), "outside", "DEPOSIT", asset, Decimal(amount))

    def now(self) -> int:
        """The time in ms: of the step or alarm that is being played, otherwise the present."""
        if self._played is not None:
            return self._played
        return self._present() if self._horizon is None else self._horizon

    def _present(self) -> int:
        """The clock's time, which stands still during an operation."""
        time = self.lock.time
        return self._clock.now() if time is None else time

    def account(self, name: str) -> Account:
        """The account of that name; a new one is empty."""
        with self.lock:
            return self.accounts.setdefault(name, Account(name))

    def mark(self, symbol: str) -> Decimal:
        return self._market(symbol).house.mark(self.now() // STEP_MS)

    def index(self, symbol: str) -> Decimal:
        return self._market(symbol).house.index(self.now() // STEP_MS)

    def value(self, asset: str) -> Decimal:
        """The index price of an asset in USDT; 1 for USDT."""
        if asset == "USDT":
            return Decimal(1)
        return self.index(next(i.symbol for i in self.instruments.values() if i.base == asset))

    def _market(self, symbol: str) -> Market:
        try:
            return self._markets[symbol]
        except KeyError:
            raise EngineError(Reason.UNKNOWN_SYMBOL, symbol=symbol) from None

    def _available(self, account: Account, asset: str) -> Decimal:
        free = account.balances[asset].free if asset in account.balances else ZERO
        if weight := self.ledger.weight(account, asset):
            free = min(free, self.ledger.summary(account).free / (weight * self.value(asset)))
        return max(ZERO, free)

    def _spendable(self, account: Account, asset: str) -> Decimal:
        """What a spot order may pay with: with a credit more than there is."""
        credit = account.credit
        if credit is None or asset not in credit.assets:
            return self._available(account, asset)
        borrowed = self.ledger.summary(account).free * (credit.leverage - 1) / self.value(asset)
        return borrowed + (max(ZERO, account.balances[asset].free) if asset in account.balances else ZERO)

    # Events.

    def _emit(self, kind: str, symbol: str | None, account: Account | None, payload: Any) -> None:
        event = Event(kind, symbol, account.name if account else None, payload, self.now())
        for listener in self.events:
            listener(event)

    def _booked(self, account: Account, asset: str) -> None:
        self._emit("balance", None, account, asset)

    def _changed(self, order: Order) -> None:
        order.updated = self.now()
        order.sequence = next(self._sequence)
        self._emit("order", order.symbol, self.accounts[order.account], order)

    # Checks before an order exists.

    def _price(self, market: Market, request: PlaceRequest) -> Decimal | None:
        if request.peg is not None:
            best = market.book.best(request.peg)
            if best is None:
                raise EngineError(Reason.NO_PRICE, symbol=request.symbol)
            return best
        return request.price if request.kind is Kind.LIMIT else None

    def _check_filters(
        self, market: Market, request: PlaceRequest, price: Decimal | None, quantity: Decimal | None
    ) -> None:
        instrument = market.instrument
        checks.check_visible(request.visible, quantity)
        if quantity is not None:
            checks.check_quantity(quantity, instrument)
        if price is not None:
            checks.check_price(price, instrument)
            if request.trigger_price is None:
                checks.check_range(price, request.side, instrument, market.book)
        reference = price or request.trigger_price or market.book.best(request.side.opposite)
        if reference is None:
            raise EngineError(Reason.NO_PRICE, symbol=request.symbol)
        if quantity is None:
            amount = request.amount or ZERO
            checks.check_least(amount / reference, instrument)
            checks.check_notional(amount, instrument)
        else:
            checks.check_notional(quantity * reference, instrument)

    def _check_reduce_only(self, account: Account, order: Order) -> None:
        if self._only_closes(order) and not self._reducible(account, order):
            raise EngineError(Reason.REDUCE_ONLY, symbol=order.symbol)

    def _only_closes(self, order: Order) -> bool:
        """Whether the order may not open: reduce-only, or against its position in hedge mode."""
        closing = {PositionSide.LONG: Side.SELL, PositionSide.SHORT: Side.BUY}.get(
            order.request.position_side
        )
        return order.request.reduce_only or order.side is closing

    def _reducible(self, account: Account, order: Order) -> Decimal:
        return reducible(self.ledger.position_of(account, order), order.side)

    def _takes(self, market: Market, order: Order) -> bool:
        best = market.book.best(order.side.opposite)
        return best is not None and order.price is not None and order.side.sign * (order.price - best) >= 0

    def _check_post_only(self, market: Market, order: Order) -> None:
        """Refuse or move a post-only order that would take; the other policies act once the order exists."""
        policy = order.request.post_only
        if policy is PostOnly.REFUSE and self._takes(market, order):
            raise EngineError(Reason.POST_ONLY, price=order.price)
        if policy is PostOnly.REPRICE and self._takes(market, order):
            best = market.book.best(order.side.opposite)
            assert best is not None
            order.price = best - order.side.sign * market.instrument.tick

    def _check_means(
        self, account: Account, market: Market, order: Order, margin_before: Decimal | None = None
    ) -> None:
        """Whether the account can pay for the order; a spot limit order's payment is frozen."""
        if not market.instrument.is_perp:
            self._check_funds(account, market, order)
            self._reserve(account, order)
            return
        before = self.ledger.initial(account) if margin_before is None else margin_before
        held = account.open_orders.get(order.id)
        account.open_orders[order.id] = order
        try:
            if not self._only_closes(order):
                self._check_margin(account, before, self._amount_margin(account, market, order))
        finally:
            if held is None:
                del account.open_orders[order.id]

    def _amount_margin(self, account: Account, market: Market, order: Order) -> Decimal:
        """The margin of an order by quote amount, which has no quantity to count."""
        if order.quantity is not None:
            return ZERO
        request = order.request
        leverage = self.ledger.leverage(account, order.symbol, request.margin_mode, request.position_side)
        return request.amount / leverage if request.amount is not None else ZERO

    def _check_margin(self, account: Account, before: Decimal, extra: Decimal = ZERO) -> None:
        summary = self.ledger.summary(account)
        needed = summary.initial + extra
        if needed > before and needed > summary.equity:
            raise EngineError(Reason.MARGIN, needed=needed, equity=summary.equity)

    def _check_funds(self, account: Account, market: Market, order: Order) -> None:
        asset, needed = self._payment(market, order)
        if self._spendable(account, asset) < needed:
            raise EngineError(Reason.FUNDS, asset=asset, needed=needed)

    def _payment(self, market: Market, order: Order) -> tuple[str, Decimal]:
        """What a spot order would pay, and in which asset."""
        instrument = market.instrument
        if order.side is Side.SELL:
            by_amount = order.quantity is None
            return instrument.base, _size(self._matches(market, order)) if by_amount else order.remaining
        if order.quantity is None:
            return instrument.quote, order.request.amount or ZERO
        if order.price is not None:
            return instrument.quote, order.price * order.remaining
        matches = self._matches(market, order)
        return instrument.quote, sum((match.quantity * match.resting.price for match in matches), ZERO)

    # Life of an order.

    def _register(self, account: Account, order: Order) -> None:
        self._orders[order.id] = order
        account.orders.append(order)
        account.open_orders[order.id] = order
        self._changed(order)

    def _reserve(self, account: Account, order: Order) -> None:
        """Freeze the payment of a spot limit order's open part."""
        instrument = self.instruments[order.symbol]
        if instrument.is_perp or order.price is None or order.quantity is None:
            return
        buys = order.side is Side.BUY
        reserved = order.remaining * order.price if buys else order.remaining
        account.balances[instrument.quote if buys else instrument.base].frozen += reserved - order.reserved
        order.reserved = reserved

    def _release(self, account: Account, order: Order) -> None:
        instrument = self.instruments[order.symbol]
        asset = instrument.quote if order.side is Side.BUY else instrument.base
        if order.reserved:
            account.balances[asset].frozen -= order.reserved
            order.reserved = ZERO

    def _finish(self, order: Order, status: Status, reason: str = "") -> None:
        account, market = self.accounts[order.account], self._markets[order.symbol]
        if market.book.remove(order.id) is not None:
            market.touch(self.now())
        market.pending.pop(order.id, None)
        account.open_orders.pop(order.id, None)
        self._release(account, order)
        order.status, order.reason = status, reason
        self._changed(order)

    def _wait(self, account: Account, market: Market, order: Order) -> Order:
        """Let an order wait for its trigger, which lies on the other side of the present price."""
        trigger = order.request.trigger_price
        assert trigger is not None
        price = market.price_by(order.request.trigger_by, self.now() // STEP_MS)
        order.rises, order.status = trigger > price, Status.PENDING
        market.pending[order.id] = order
        self._register(account, order)
        return order

    def _trigger(self, account: Account, market: Market, order: Order) -> None:
        """Turn a waiting order into a live one; it is rejected when it could not be placed now."""
        del market.pending[order.id]
        order.status = Status.NEW
        try:
            self._check_reduce_only(account, order)
            self._check_post_only(market, order)
            self._check_means(account, market, order)
        except EngineError as error:
            self._finish(order, Status.REJECTED, error.reason.name)
            return
        self._changed(order)
        self._execute(account, market, order)

    def _execute(self, account: Account, market: Market, order: Order) -> None:
        """Match an order that has passed its checks, then let it rest or end it."""
        request, policy = order.request, order.request.post_only
        if policy in (PostOnly.REJECT, PostOnly.CANCEL) and self._takes(market, order):
            status = Status.REJECTED if policy is PostOnly.REJECT else Status.CANCELLED
            self._finish(order, status, Reason.POST_ONLY.name)
            return
        matches = self._matches(market, order)
        if request.time_in_force is TimeInForce.FOK and _size(matches) < order.remaining:
            self._finish(order, Status.CANCELLED, "FOK")
            return
        for match in matches:
            if order.is_open:
                self._take(account, market, order, match)
        if not order.is_open:
            return
        if self._only_closes(order) and not self._reducible(account, order):
            self._finish(order, Status.CANCELLED, Reason.REDUCE_ONLY.name)
            return
        if request.kind is Kind.MARKET or request.time_in_force is not TimeInForce.GTC:
            by_amount = order.quantity is None and order.filled > 0
            self._finish(order, Status.FILLED if by_amount else Status.CANCELLED, "" if by_amount else "IOC")
            return
        assert order.price is not None
        resting = Resting(order.id, account.name, order.side, order.price, order.remaining, order.visible)
        market.book.add(resting)
        market.touch(self.now())

    def _matches(self, market: Market, order: Order) -> list[Match]:
        limit = order.price
        if limit is None:
            limit = checks.range_bound(order.side, market.instrument, market.book)
        by_amount = order.quantity is None
        wanted, budget = (None, order.request.amount) if by_amount else (order.remaining, None)
        return list(market.book.matches(order.side, wanted, limit, budget, market.instrument.step))

    def _take(self, account: Account, market: Market, order: Order, match: Match) -> None:
        """Execute one match of a user's order with what rests in the book."""
        resting, quantity = match
        maker = self._orders.get(resting.id) if resting.owner is not None else None
        quantity = min(quantity, resting.quantity, self._cap(account, order))
        if maker is not None:
            quantity = min(quantity, self._cap(self.accounts[maker.account], maker))
        if quantity <= 0:
            if self._cap(account, order) <= 0:
                self._finish(order, Status.CANCELLED, Reason.REDUCE_ONLY.name)
            return
        market.book.reduce(resting.id, quantity)
        self._publish(market, order.side, resting.price, quantity)
        self._fill(order, resting.price, quantity, maker=False)
        if maker is not None:
            self._fill(maker, resting.price, quantity, maker=True)
        market.touch(self.now())

    def _cap(self, account: Account, order: Order) -> Decimal:
        """The most that the order may still trade: what there is to reduce, if it may only reduce."""
        remaining = order.remaining if order.quantity is not None else Decimal("Infinity")
        return min(remaining, self._reducible(account, order)) if self._only_closes(order) else remaining

    def _serve(self, market: Market, resting: Resting, quantity: Decimal, taker: Side) -> Decimal:
        """Fill a user's resting order against the house; returns what was filled."""
        order = self._orders[resting.id]
        quantity = min(quantity, resting.quantity, self._cap(self.accounts[order.account], order))
        if quantity > 0:
            market.book.reduce(resting.id, quantity)
            self._publish(market, taker, resting.price, quantity)
            self._fill(order, resting.price, quantity, maker=True)
        return quantity

    def _publish(self, market: Market, taker: Side, price: Decimal, quantity: Decimal) -> None:
        now = self.now()
        base = (now // STEP_MS) << 12
        last = market.user_trades[-1].id if market.user_trades else 0
        trade = Trade(max(base, last) + 1, now, price, quantity, taker, True)
        market.user_trades.append(trade)
        self._emit("trade", market.instrument.symbol, None, trade)

    def _fill(self, order: Order, price: Decimal, quantity: Decimal, maker: bool) -> None:
        """Book an execution of one account's order."""
        account, instrument = self.accounts[order.account], self.instruments[order.symbol]
        rate = instrument.maker_fee if maker else instrument.taker_fee
        realized = ZERO
        if instrument.is_perp:
            fee, realized = self.ledger.trade_perp(account, order, price, quantity, rate)
        else:
            fee = self.ledger.trade_spot(account, order, price, quantity, rate)
        number = next(self._fill_numbers)
        fill = Fill(number, order, price, quantity, fee.amount, fee.asset, maker, self.now(), realized)
        account.fills.append(fill)
        self._count(order, fill)
        if order.quantity is not None and order.filled == order.quantity:
            self._finish(order, Status.FILLED)
        else:
            order.status = Status.PARTIAL
            self._reserve(account, order)
            self._changed(order)
        self._emit("fill", order.symbol, account, fill)
        if instrument.is_perp:
            self._emit("position", order.symbol, account, self.ledger.position_of(account, order))
            self._drop_idle_reducers(account, order.symbol)

    @staticmethod
    def _count(order: Order, fill: Fill) -> None:
        order.fills.append(fill)
        order.filled += fill.quantity
        order.cost += fill.quantity * fill.price
        order.fee += fill.fee
        order.realized_pnl += fill.realized_pnl

    def _drop_idle_reducers(self, account: Account, symbol: str) -> None:
        """Cancel resting reduce-only orders that have nothing left to reduce."""
        for order in list(account.open_orders.values()):
            resting = order.symbol == symbol and order.id in self._markets[symbol].book
            if resting and self._only_closes(order) and not self._reducible(account, order):
                self._finish(order, Status.CANCELLED, Reason.REDUCE_ONLY.name)


def _size(matches: list[Match]) -> Decimal:
    return sum((match.quantity for match in matches), ZERO)
