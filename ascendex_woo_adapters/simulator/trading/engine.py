"""The engine of a venue: everything that may be asked of its markets and accounts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from . import checks
from .audit import audit
from .core import locked
from .instruments import Instrument, MarketKind
from .ledger import Account, Balance, leverage_key
from .lending import Lending
from .market import Market
from .model import (
    ZERO,
    BookView,
    Candle,
    EngineError,
    Event,
    Fill,
    FundingRate,
    FundingSettlement,
    JournalEntry,
    Kind,
    Level,
    MarginMode,
    MarginSummary,
    Order,
    PlaceRequest,
    Position,
    PositionSide,
    PostOnly,
    PriceSource,
    Reason,
    Side,
    Status,
    Ticker,
    TimeInForce,
    Trade,
)
from .prices import STEP_MS
from .watches import Alarm, Watch

__all__ = [
    "Account",
    "Balance",
    "BookView",
    "Candle",
    "Engine",
    "EngineError",
    "Event",
    "Fill",
    "FundingRate",
    "FundingSettlement",
    "Instrument",
    "JournalEntry",
    "Kind",
    "Level",
    "MarginMode",
    "MarginSummary",
    "MarketKind",
    "Order",
    "PlaceRequest",
    "Position",
    "PositionSide",
    "PostOnly",
    "PriceSource",
    "Reason",
    "Side",
    "Status",
    "Ticker",
    "TimeInForce",
    "Trade",
]


class Engine(Lending):
    """One venue's markets and accounts. Every public method may be called from any thread."""

    # Accounts.

    @locked
    def balances(self, account: Account) -> dict[str, Balance]:
        """Totals, and what open spot orders freeze of them, of every asset the account ever held."""
        return {asset: replace(balance) for asset, balance in account.balances.items()}

    @locked
    def balance(self, account: Account, asset: str) -> Balance:
        return replace(account.balances[asset]) if asset in account.balances else Balance()

    @locked
    def deposit(self, account: Account, asset: str, amount: Decimal, kind: str = "", **detail: Any) -> None:
        """Credit from outside (initial funds, another wallet); a negative amount withdraws.

        Raises EngineError(FUNDS) when more is withdrawn than is available.
        """
        if amount < 0 and self.available(account, asset) < -amount:
            raise EngineError(Reason.FUNDS, asset=asset, needed=-amount)
        kind = kind or ("DEPOSIT" if amount > 0 else "WITHDRAW")
        self.ledger.book(account, "outside", kind, asset, amount, detail=detail)

    @locked
    def available(self, account: Account, asset: str) -> Decimal:
        """What may be spent or withdrawn now: total less frozen, for collateral at most the free margin."""
        return self._available(account, asset)

    @locked
    def positions(self, account: Account) -> list[Position]:
        """Positions that are not flat, oldest first."""
        return sorted(account.held(), key=lambda position: position.opened)

    @locked
    def position(
        self,
        account: Account,
        symbol: str,
        side: PositionSide = PositionSide.BOTH,
        mode: MarginMode = MarginMode.CROSS,
    ) -> Position:
        return account.position(symbol, mode, side)

    @locked
    def leverage(
        self,
        account: Account,
        symbol: str,
        mode: MarginMode = MarginMode.CROSS,
        side: PositionSide = PositionSide.BOTH,
    ) -> Decimal:
        return self.ledger.leverage(account, symbol, mode, side)

    @locked
    def set_leverage(
        self,
        account: Account,
        symbol: str,
        leverage: Decimal,
        mode: MarginMode = MarginMode.CROSS,
        side: PositionSide = PositionSide.BOTH,
    ) -> None:
        """`side` counts for isolated margin in hedge mode only: crossed positions share their leverage.

        Raises EngineError: LEVERAGE out of 1..max_leverage, MARGIN when positions and orders need more.
        """
        instrument = self._market(symbol).instrument
        if not 1 <= leverage <= instrument.max_leverage:
            raise EngineError(Reason.LEVERAGE, leverage=leverage, bound=instrument.max_leverage)
        before = self.ledger.initial(account)
        key = leverage_key(symbol, mode, side)
        old = account.leverage.get(key)
        account.leverage[key] = leverage
        try:
            self._check_margin(account, before)
        except EngineError:
            account.leverage.pop(key)
            if old is not None:
                account.leverage[key] = old
            raise

    @locked
    def set_hedge(self, account: Account, hedge: bool) -> None:
        """Raises EngineError(POSITION_OPEN) when there are positions or open orders in perpetuals."""
        if hedge is account.hedge:
            return
        busy = any(self.instruments[order.symbol].is_perp for order in account.open_orders.values())
        if busy or any(account.held()):
            raise EngineError(Reason.POSITION_OPEN)
        account.hedge = hedge

    @locked
    def adjust_isolated(self, account: Account, position: Position, amount: Decimal) -> None:
        """Add margin to an isolated position, or with a negative amount take it away.

        Raises EngineError: PARAM when there is no such position, FUNDS or MARGIN when too much is moved.
        """
        if position.margin_mode is not MarginMode.ISOLATED or not position.quantity:
            raise EngineError(Reason.PARAM, "no isolated position", field="symbol")
        if amount > self.available(account, self.instruments[position.symbol].quote):
            raise EngineError(Reason.FUNDS)
        mark = self.mark(position.symbol)
        leverage = self.leverage(account, position.symbol, MarginMode.ISOLATED, position.side)
        needed = abs(position.quantity) * mark / leverage
        if amount < 0 and position.isolated_margin + amount + min(ZERO, position.unrealized(mark)) < needed:
            raise EngineError(Reason.MARGIN)
        self.ledger.move_isolated(account, position, amount)
        self._emit("position", position.symbol, account, position)

    @locked
    def margin_summary(self, account: Account) -> MarginSummary:
        return self.ledger.summary(account)

    @locked
    def liquidation_price(self, account: Account, position: Position) -> Decimal:
        """Estimate; 0 when no price would liquidate."""
        return self.ledger.liquidation_price(account, position)

    # Orders.

    @locked
    def place(self, account: Account, request: PlaceRequest) -> Order:
        """Accept an order and match it. Raises EngineError when it is refused before it becomes an order."""
        order = self._admit(account, request)
        market = self._markets[request.symbol]
        if request.trigger_price is not None:
            return self._wait(account, market, order)
        self._register(account, order)
        self._execute(account, market, order)
        return order

    def _admit(self, account: Account, request: PlaceRequest) -> Order:
        """The order that a request becomes, after every check; its payment is frozen, no list has it yet."""
        market = self._live(request.symbol)
        checks.check_request(request, market.instrument, account.hedge)
        price, quantity = self._price(market, request), request.quantity
        if request.amount is not None and price is not None:
            quantity = request.amount / price // market.instrument.step * market.instrument.step
        self._check_filters(market, request, price, quantity)
        if request.order_id is not None and request.order_id in self._orders:
            raise EngineError(Reason.DUPLICATE, order_id=request.order_id)
        number = next(self._order_numbers)
        order = Order(
            id=request.order_id or str(number),
            number=number,
            account=account.name,
            request=request,
            price=price,
            quantity=quantity,
            visible=(quantity or ZERO) if request.visible is None else request.visible,
            created=self.now(),
            updated=self.now(),
        )
        if request.trigger_price is None:
            self._check_reduce_only(account, order)
            self._check_post_only(market, order)
            self._check_means(account, market, order)
        return order

    @locked
    def amend(self, order: Order, price: Decimal | None = None, quantity: Decimal | None = None) -> Order:
        """Change an open limit order under its id; it keeps its place in the queue when only its size falls.

        Raises EngineError as `place` does, ORDER_CLOSED when it is done, EXECUTED when `quantity` is used up.
        """
        market = self._live(order.symbol)
        if not order.is_open:
            raise EngineError(Reason.ORDER_CLOSED, order_id=order.id)
        if order.price is None or order.quantity is None:
            raise EngineError(Reason.PARAM, "a market order cannot be changed", field="price")
        new_price, new_quantity = price or order.price, quantity or order.quantity
        if new_quantity <= order.filled:
            raise EngineError(Reason.EXECUTED, quantity=new_quantity, executed=order.filled)
        self._check_filters(market, replace(order.request, visible=None), new_price, new_quantity)
        old_price, old_quantity = order.price, order.quantity
        if order.status is Status.PENDING:
            order.price, order.quantity = new_price, new_quantity
        else:
            self._revalue(market, order, new_price, new_quantity)
        whole = order.visible == old_quantity
        order.visible = new_quantity if whole else min(order.visible, new_quantity)
        self._changed(order)
        if order.status is not Status.PENDING:
            if order.price == old_price and new_quantity < old_quantity:
                market.book.reduce(order.id, old_quantity - new_quantity)
            else:
                market.book.remove(order.id)
                self._execute(self.accounts[order.account], market, order)
            market.touch(self.now())
        return order

    def _revalue(self, market: Market, order: Order, price: Decimal, quantity: Decimal) -> None:
        """Give an order a new price and size if the account can pay for them."""
        account, old = self.accounts[order.account], (order.price, order.quantity)
        before = self.ledger.initial(account)
        self._release(account, order)
        order.price, order.quantity = price, quantity
        try:
            self._check_post_only(market, order)
            self._check_means(account, market, order, before)
        except EngineError:
            order.price, order.quantity = old
            self._reserve(account, order)
            raise

    @locked
    def cancel(self, order: Order, reason: str = "") -> Order:
        """Raises EngineError(ORDER_CLOSED) when it is done already."""
        self._live(order.symbol)
        if not order.is_open:
            raise EngineError(Reason.ORDER_CLOSED, order_id=order.id)
        self._finish(order, Status.CANCELLED, reason)
        return order

    @locked
    def cancel_all(
        self, account: Account, symbol: str | None = None, where: Callable[[Order], bool] | None = None
    ) -> list[Order]:
        """Cancel the account's open orders, of one symbol or `where` that is given."""
        self.sync()
        wanted = [order for order in account.open_orders.values() if symbol in (None, order.symbol)]
        return [self.cancel(order) for order in wanted if where is None or where(order)]

    @locked
    def order(
        self, account: Account, order_id: str | None = None, client_id: str | None = None
    ) -> Order | None:
        """By id, or the newest by client id."""
        if order_id is not None:
            order = self._orders.get(order_id)
            return order if order is not None and order.account == account.name else None
        return next((order for order in reversed(account.orders) if order.client_id == client_id), None)

    @locked
    def orders(
        self,
        account: Account,
        symbol: str | None = None,
        side: Side | None = None,
        statuses: frozenset[Status] | None = None,
        start: int | None = None,
        end: int | None = None,
        where: Callable[[Order], bool] | None = None,
    ) -> list[Order]:
        """Newest first; times bound `created`, both ends included."""
        return [
            order
            for order in reversed(account.orders)
            if symbol in (None, order.symbol)
            and side in (None, order.side)
            and (statuses is None or order.status in statuses)
            and (start is None or order.created >= start)
            and (end is None or order.created <= end)
            and (where is None or where(order))
        ]

    @locked
    def fills(
        self,
        account: Account,
        symbol: str | None = None,
        start: int | None = None,
        end: int | None = None,
        where: Callable[[Fill], bool] | None = None,
    ) -> list[Fill]:
        """Newest first; times bound `time`, both ends included."""
        return [
            fill
            for fill in reversed(account.fills)
            if symbol in (None, fill.symbol)
            and (start is None or fill.time >= start)
            and (end is None or fill.time <= end)
            and (where is None or where(fill))
        ]

    # Markets.

    def instrument(self, symbol: str) -> Instrument | None:
        return self.instruments.get(symbol)

    @locked
    def book(self, symbol: str, depth: int = 100) -> BookView:
        return self._live(symbol).view(depth)

    @locked
    def trades(
        self, symbol: str, limit: int = 100, start: int | None = None, end: int | None = None
    ) -> list[Trade]:
        """Newest first; times included at both ends. Without `start` the last 24 hours are looked through."""
        return self._live(symbol).trades(limit, start, end)

    @locked
    def candles(
        self, symbol: str, interval: str, start: int | None = None, end: int | None = None, limit: int = 100
    ) -> list[Candle]:
        """Oldest first. `interval` is a key of `candles.INTERVALS`: 1m 3m 5m 15m 30m 1h ... 1w 1mon 1y.

        With `start` the first `limit` candles from there on, otherwise the last `limit` up to `end` (default
        now); both bound the candle's start and are included.
        """
        return self._live(symbol).candles(interval, self.now(), start, end, limit)

    @locked
    def ticker(self, symbol: str) -> Ticker:
        return self._live(symbol).ticker(self.now())

    @locked
    def funding(self, symbol: str) -> FundingRate:
        return self._market(symbol).funding(self.now())

    @locked
    def funding_history(
        self, symbol: str, start: int | None = None, end: int | None = None
    ) -> list[FundingSettlement]:
        """Settlements newest first, times included at both ends; without bounds the last 90 days."""
        market, last = self._market(symbol), min(self.now(), self.now() if end is None else end)
        first = max(last - 90 * 86_400_000 if start is None else start, market.instrument.created)
        return [market.settlement(time) for time in market.settlements(first - 1, last)][::-1]

    @locked
    def open_interest(self, symbol: str) -> Decimal:
        """In base: the house's and the accounts' long positions."""
        held = (p.quantity for a in self.accounts.values() for p in a.held() if p.symbol == symbol)
        longs = sum((quantity for quantity in held if quantity > 0), ZERO)
        return self._market(symbol).house.open_interest(self.now() // STEP_MS) + longs

    # Time.

    @locked
    def catch_up(self, symbol: str) -> None:
        """Play one market up to now: house quotes, fills, triggers, funding, liquidations."""
        self._live(symbol)

    @locked
    def at(self, time: int, call: Callable[[], None]) -> Alarm:
        """Have a call made at a time in ms, after all that happened before in the markets."""
        return self._alarms.add(time, call)

    @locked
    def watch(self, watch: Watch) -> None:
        """Have something wait for a price that the market reaches after its present step.

        It may be called while an order is being matched, so the market is left as it is.
        """
        market = self._market(watch.symbol)
        step = market.step if self._played is None else self._played // STEP_MS
        watch.fires(market.price_by(watch.source, step))
        market.watches.append(watch)

    @locked
    def unwatch(self, watch: Watch) -> None:
        """Forget a watch; nothing happens when it has fired or was forgotten already."""
        watches = self._markets[watch.symbol].watches
        if watch in watches:
            watches.remove(watch)

    @locked
    def price(self, symbol: str, source: PriceSource = PriceSource.LAST) -> Decimal:
        """The price that triggers look at."""
        market = self._live(symbol)
        return market.price_by(source, self.now() // STEP_MS)

    @locked
    def announce(self, kind: str, symbol: str | None, account: Account | None, payload: Any) -> None:
        """Tell the listeners of something that a venue keeps beside the engine."""
        self._emit(kind, symbol, account, payload)

    @locked
    def sync(self) -> None:
        """`catch_up` for every market in which an account has orders or positions."""
        self._ring()
        for symbol in sorted(self._busy()):
            self._live(symbol)

    @locked
    def audit(self) -> None:
        """Raise AssertionError when money appeared or vanished, or when books and orders disagree."""
        audit(self.ledger.pots, self.accounts.values(), self._markets, self.collateral)
        for check in self.audits:
            check()
