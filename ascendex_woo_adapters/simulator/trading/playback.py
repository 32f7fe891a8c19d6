"""How markets move with time. Nothing runs in the background: a market is played when it is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from .core import Core
from .ledger import CENT, Account
from .market import Market
from .matching import Resting
from .model import ZERO, Kind, MarginMode, Order, PlaceRequest, Position, Side, Status
from .prices import STEP_MS

LIQUIDATION = {"liquidation": True}
"""The `venue` of orders that close an account's debts or positions by force."""
_PATIENCE = 5
"""Attempts to liquidate an account before the rest waits for the next look at it."""


class Playback(Core):
    """The passing of time: house quotes, fills of resting orders, triggers, funding and liquidations."""

    _liquidating = False

    def _live(self, symbol: str) -> Market:
        """The market, caught up with the clock."""
        market = self._market(symbol)
        if self._played is None:
            self._ring()
            self._catch_up(market)
        return market

    def _ring(self) -> None:
        """Make the calls whose time has come, each with the markets as they were then."""
        while self._horizon is None and (alarm := self._alarms.pop(self._present())) is not None:
            self._horizon = alarm.time
            try:
                for symbol in sorted(self._busy()):
                    self._catch_up(self._market(symbol))
                alarm.call()
            finally:
                self._horizon = None

    def _catch_up(self, market: Market) -> None:
        last, symbol = self.now() // STEP_MS, market.instrument.symbol
        if last <= market.step:
            return
        if not market.instrument.suspended:
            market.book.clear_house()
            self._play(market, last)
            market.touch(last * STEP_MS)
        market.step = last
        self._emit("book", symbol, None, None)
        self._liquidate_holders(symbol)

    def _busy(self) -> set[str]:
        """Symbols in which accounts have open orders or positions, or something waits for a price."""
        accounts = self.accounts.values()
        orders = {order.symbol for account in accounts for order in account.open_orders.values()}
        watched = {symbol for symbol, market in self._markets.items() if market.watches}
        return orders | watched | {position.symbol for account in accounts for position in account.held()}

    def _holders(self, symbol: str) -> list[tuple[Account, Position]]:
        return [
            (account, position)
            for account in self.accounts.values()
            for position in account.held()
            if position.symbol == symbol
        ]

    def _play(self, market: Market, last: int) -> None:
        """Everything that happened in a market up to the step `last`, in order."""
        first = market.step + 1
        if market.instrument.is_perp:
            for time in market.settlements(market.step * STEP_MS, last * STEP_MS):
                if not self._holders(market.instrument.symbol) and market.bounds() is None:
                    break
                self._play_steps(market, first, time // STEP_MS - 1)
                first = time // STEP_MS
                with self._at(first):
                    self._pay_funding(market)
        self._play_steps(market, first, last - 1)
        with self._at(last):
            self._step(market, last, rest=True)

    def _play_steps(self, market: Market, first: int, last: int) -> None:
        """Play those steps of first..last at which a user's order can come to life."""
        while first <= last and (bounds := market.bounds()) is not None:
            step = market.house.path.next_touch(first, last, *bounds)
            if step is None:
                return
            with self._at(step):
                self._step(market, step, rest=False)
            first = step + 1

    @contextmanager
    def _at(self, step: int) -> Iterator[None]:
        """Let it be the time of a step."""
        self._played = step * STEP_MS
        try:
            yield
        finally:
            self._played = None

    def _step(self, market: Market, step: int, rest: bool) -> None:
        """One step of a market; the house's quotes stay in the book if they are to `rest`."""
        triggered, due = market.triggered(step), market.due(step)
        rests = rest or bool(triggered or due)
        self._quote(market, step, rests)
        self._print(market, step)
        for order in triggered:
            if order.status is Status.PENDING:
                self._trigger(self.accounts[order.account], market, order)
        for watch in due:
            if watch in market.watches:
                market.watches.remove(watch)
                watch.react()
        if rests and not rest:
            market.book.clear_house()

    def _quote(self, market: Market, step: int, rest: bool) -> None:
        """Put up the house's quotes; users' orders that they cross are filled at the users' prices."""
        for side in (Side.SELL, Side.BUY):
            for quote in market.house_orders(side, step):
                best = market.book.best(side.opposite)
                if best is not None and side.sign * (quote.price - best) >= 0:
                    self._sweep(market, quote)
                elif not rest:
                    break
                if rest and quote.quantity > 0:
                    market.book.add(quote)

    def _sweep(self, market: Market, quote: Resting) -> None:
        for match in list(market.book.matches(quote.side, quote.quantity, quote.price)):
            quote.quantity -= self._serve(market, match.resting, match.quantity, quote.side)

    def _print(self, market: Market, step: int) -> None:
        """The house's trade with itself; users' orders that are first in line get it instead."""
        trade = market.house.print_at(step)
        if trade is None:
            return
        for match in list(market.book.matches(trade.side, trade.quantity, trade.price)):
            if match.resting.owner is None:
                return
            market.take_print(trade, self._serve(market, match.resting, match.quantity, trade.side))

    def _serve(self, market: Market, resting: Resting, quantity: Decimal, taker: Side) -> Decimal:
        """Fill a user's resting order against the house; returns what was filled."""
        order = self._orders[resting.id]
        if not order.is_open:
            return ZERO
        quantity = min(quantity, resting.quantity, self._cap(self.accounts[order.account], order))
        if quantity <= 0:
            return ZERO
        market.book.reduce(resting.id, quantity)
        self._publish(market, taker, resting.price, quantity)
        self._fill(order, resting.price, quantity, maker=True)
        return quantity

    # Funding.

    def _pay_funding(self, market: Market) -> None:
        """Longs pay the rate to shorts, or the other way round when it is negative."""
        settlement = market.settlement(self.now())
        symbol, asset = market.instrument.symbol, market.instrument.quote
        for account, position in self._holders(symbol):
            fee = (-position.quantity * settlement.mark * settlement.rate).quantize(CENT)
            detail = {"rate": settlement.rate, "mark": settlement.mark, "quantity": position.quantity}
            self.ledger.book(account, "funding", "FUNDING", asset, fee, symbol, detail=detail)

    # Liquidation.

    def _liquidate_holders(self, symbol: str) -> None:
        if self._liquidating:
            return
        for account, position in self._holders(symbol):
            if position.margin_mode is MarginMode.ISOLATED:
                margin = position.isolated_margin + position.unrealized(self.mark(symbol))
                doomed = [position] if margin < self.ledger.maintenance(position) else []
            else:
                summary = self.ledger.summary(account)
                cross = [p for p in account.held() if p.margin_mode is MarginMode.CROSS]
                doomed = cross if summary.equity < summary.maintenance else []
            if doomed:
                self._liquidate(account, doomed)

    def _liquidate(self, account: Account, positions: list[Position]) -> None:
        """Cancel the orders and close the positions of a margin group at market price."""
        self._liquidating = True
        try:
            isolated = positions[0].margin_mode is MarginMode.ISOLATED
            orders = list(account.open_orders.values())
            for order in (o for o in orders if not isolated or o.symbol == positions[0].symbol):
                self._finish(order, Status.CANCELLED, "LIQUIDATION")
            for position in positions:
                market = self._live(position.symbol)
                for _ in range(_PATIENCE):
                    if position.quantity and not market.instrument.suspended:
                        self._close_out(account, market, position)
        finally:
            self._liquidating = False
        for asset, balance in account.balances.items():
            self.ledger.book(account, "insurance", "LIQUIDATION", asset, max(ZERO, -balance.total))

    def _close_out(self, account: Account, market: Market, position: Position) -> None:
        request = PlaceRequest(
            symbol=position.symbol,
            side=Side.SELL if position.quantity > 0 else Side.BUY,
            kind=Kind.MARKET,
            quantity=abs(position.quantity),
            reduce_only=True,
            position_side=position.side,
            margin_mode=position.margin_mode,
            venue=LIQUIDATION,
        )
        self._force(account, market, request)

    def _force(self, account: Account, market: Market, request: PlaceRequest) -> None:
        """Execute an order that nobody asked for, without any check."""
        number, now = next(self._order_numbers), self.now()
        order = Order(str(number), number, account.name, request, None, request.quantity, ZERO, now, now)
        self._register(account, order)
        self._execute(account, market, order)
