"""Money: balances, positions, fees and margin. Every change of a balance is booked against a pot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from .instruments import Instrument
from .model import (
    ZERO,
    Credit,
    Fill,
    InterestRow,
    JournalEntry,
    MarginMode,
    MarginSummary,
    Order,
    Position,
    PositionSide,
    Side,
    Status,
)

CENT = Decimal("1e-8")
"""What amounts of money are rounded to when they come out of a multiplication by a rate."""
_SPOT_MAINTENANCE = Decimal("0.05")

PositionKey = tuple[str, MarginMode, PositionSide]


@dataclass
class Balance:
    total: Decimal = ZERO
    frozen: Decimal = ZERO

    @property
    def free(self) -> Decimal:
        return self.total - self.frozen


@dataclass
class Account:
    """A trading account. Everything in it is changed by the engine and its ledger alone."""

    name: str
    hedge: bool = False
    balances: dict[str, Balance] = field(default_factory=lambda: defaultdict(Balance))
    positions: dict[PositionKey, Position] = field(default_factory=dict)
    leverage: dict[PositionKey, Decimal] = field(default_factory=dict)
    """Only isolated positions have a leverage for each side; the others have it under BOTH."""
    orders: list[Order] = field(default_factory=list)
    open_orders: dict[str, Order] = field(default_factory=dict)
    fills: list[Fill] = field(default_factory=list)
    journal: list[JournalEntry] = field(default_factory=list)
    credit: Credit | None = None
    """What it may borrow; None for nothing."""
    owed: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    """Interest that is due, by asset."""
    interest_rows: list[InterestRow] = field(default_factory=list)
    venue: dict[str, Any] = field(default_factory=dict)
    """Room for a venue's own settings."""

    def position(self, symbol: str, mode: MarginMode, side: PositionSide) -> Position:
        """The position under this key; a new one is flat."""
        key = (symbol, mode, side)
        if key not in self.positions:
            self.positions[key] = Position(symbol, side, mode)
        return self.positions[key]

    def held(self) -> Iterator[Position]:
        return (position for position in self.positions.values() if position.quantity)


class Ledger:
    """All accounts' money, and the other side of every booking in `pots`: pot -> asset -> amount.

    Balances and pots of an asset always sum up to zero. Pots: outside (deposits and withdrawals), trade (spot
    trades), fees, pnl (settled profits), funding, isolated (margin moved to positions), insurance, interest.
    """

    def __init__(
        self,
        instruments: Mapping[str, Instrument],
        collateral: Mapping[str, Decimal],
        mark: Callable[[str], Decimal],
        value: Callable[[str], Decimal],
        now: Callable[[], int],
        changed: Callable[[Account, str], None],
    ) -> None:
        """`mark` prices a symbol, `value` an asset in USDT; `changed` hears of each booking."""
        self.pots: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        self._instruments = instruments
        self._collateral = collateral
        self._mark = mark
        self._value = value
        self._now = now
        self._changed = changed
        self._entries = 0

    def book(
        self,
        account: Account,
        pot: str,
        kind: str,
        asset: str,
        amount: Decimal,
        symbol: str | None = None,
        order_id: str | None = None,
        detail: Mapping[str, Any] | None = None,
    ) -> None:
        """Credit `amount` to an account out of a pot; a negative one debits."""
        if not amount:
            return
        balance = account.balances[asset]
        balance.total += amount
        self.pots[pot][asset] -= amount
        self._entries += 1
        entry = (self._entries, self._now(), kind, asset, amount, balance.total, symbol, order_id)
        account.journal.append(JournalEntry(*entry, detail or {}))
        self._changed(account, asset)

    # Trades.

    def trade_spot(
        self, account: Account, order: Order, price: Decimal, quantity: Decimal, rate: Decimal
    ) -> Fee:
        """Swap base and quote; the fee comes out of what is received."""
        instrument = self._instruments[order.symbol]
        sign = order.side.sign
        for asset, amount in (
            (instrument.base, sign * quantity),
            (instrument.quote, -sign * quantity * price),
        ):
            self.book(account, "trade", "TRADE", asset, amount, order.symbol, order.id)
        if order.side is Side.BUY:
            fee = Fee((quantity * rate).quantize(CENT, ROUND_HALF_EVEN), instrument.base)
        else:
            fee = Fee((quantity * price * rate).quantize(CENT, ROUND_HALF_EVEN), instrument.quote)
        self.book(account, "fees", "FEE", fee.asset, -fee.amount, order.symbol, order.id)
        return fee

    def trade_perp(
        self, account: Account, order: Order, price: Decimal, quantity: Decimal, rate: Decimal
    ) -> tuple[Fee, Decimal]:
        """Change a position; returns the fee and the profit that was realised, both settled in quote."""
        instrument = self._instruments[order.symbol]
        position = self.position_of(account, order)
        closing = min(quantity, reducible(position, order.side))
        opening = quantity - closing
        realized = self._close(account, position, order, price, closing) if closing else ZERO
        if opening:
            self._open(account, position, order, price, opening)
        position.updated = self._now()
        fee = Fee((quantity * price * rate).quantize(CENT, ROUND_HALF_EVEN), instrument.quote)
        self.book(account, "fees", "FEE", fee.asset, -fee.amount, order.symbol, order.id)
        return fee, realized

    def position_of(self, account: Account, order: Order) -> Position:
        return account.position(order.symbol, order.request.margin_mode, order.request.position_side)

    def _close(
        self, account: Account, position: Position, order: Order, price: Decimal, quantity: Decimal
    ) -> Decimal:
        whole = quantity == abs(position.quantity)
        share = quantity / abs(position.quantity)
        cost = position.cost if whole else (position.cost * share).quantize(CENT)
        realized = -order.side.sign * quantity * price - cost
        position.quantity += order.side.sign * quantity
        position.cost -= cost
        position.realized_pnl += realized
        asset = self._instruments[order.symbol].quote
        self.book(account, "pnl", "REALIZED_PNL", asset, realized, order.symbol, order.id)
        if position.margin_mode is MarginMode.ISOLATED:
            margin = position.isolated_margin
            self.move_isolated(account, position, -(margin if whole else (margin * share).quantize(CENT)))
        return realized

    def _open(
        self, account: Account, position: Position, order: Order, price: Decimal, quantity: Decimal
    ) -> None:
        if not position.quantity:
            position.opened = self._now()
        position.quantity += order.side.sign * quantity
        position.cost += order.side.sign * quantity * price
        if position.margin_mode is MarginMode.ISOLATED:
            margin = (
                quantity * price / self.leverage(account, order.symbol, MarginMode.ISOLATED, position.side)
            )
            self.move_isolated(account, position, margin.quantize(CENT))

    def move_isolated(self, account: Account, position: Position, amount: Decimal) -> None:
        """Move margin from the balance to an isolated position; a negative amount takes it back."""
        position.isolated_margin += amount
        asset = self._instruments[position.symbol].quote
        self.book(account, "isolated", "ISOLATED_MARGIN", asset, -amount, position.symbol)

    # Margin.

    def leverage(
        self,
        account: Account,
        symbol: str,
        mode: MarginMode = MarginMode.CROSS,
        side: PositionSide = PositionSide.BOTH,
    ) -> Decimal:
        default = min(10, self._instruments[symbol].max_leverage)
        return account.leverage.get(leverage_key(symbol, mode, side), Decimal(default))

    def summary(self, account: Account) -> MarginSummary:
        """The cross margin; isolated positions stand apart, only orders that will open them count."""
        if account.credit is not None:
            return self._spot_summary(account, account.credit)
        collateral = sum(
            (
                weight * self._value(asset) * account.balances[asset].free
                for asset, weight in self._collateral.items()
                if asset in account.balances
            ),
            ZERO,
        )
        cross = [position for position in account.held() if position.margin_mode is MarginMode.CROSS]
        unrealized = sum((p.unrealized(self._mark(p.symbol)) for p in cross), ZERO)
        notional = sum((abs(p.quantity) * self._mark(p.symbol) for p in cross), ZERO)
        initial = self.initial(account)
        maintenance = sum((self.maintenance(p) for p in cross), ZERO)
        equity = collateral + unrealized
        free = max(ZERO, equity - initial)
        return MarginSummary(collateral, unrealized, equity, initial, maintenance, notional, free)

    def _spot_summary(self, account: Account, credit: Credit) -> MarginSummary:
        """The margin of an account that borrows: its loans, those of open orders too, are the notional."""
        equity = loans = ZERO
        for asset, balance in account.balances.items():
            if asset in credit.assets:
                value = self._value(asset)
                equity += value * (balance.total - account.owed.get(asset, ZERO))
                loans += value * max(ZERO, -balance.free)
        initial, maintenance = loans / (credit.leverage - 1), loans * _SPOT_MAINTENANCE
        return MarginSummary(equity, ZERO, equity, initial, maintenance, loans, max(ZERO, equity - initial))

    def weight(self, account: Account, asset: str) -> Decimal | None:
        """The share of an asset's value that counts as margin; None when it does not."""
        if account.credit is not None:
            return Decimal(1) if asset in account.credit.assets else None
        return self._collateral.get(asset)

    def maintenance(self, position: Position) -> Decimal:
        notional = abs(position.quantity) * self._mark(position.symbol)
        return notional * self._instruments[position.symbol].bracket(notional).maintenance

    def initial(self, account: Account) -> Decimal:
        """Margin needed if every open order were filled in the more dangerous direction."""
        exposures = self._exposures(account)
        return sum((self._initial(account, key, *pair) for key, pair in exposures.items()), ZERO)

    def _exposures(self, account: Account) -> dict[PositionKey, list[Decimal]]:
        """For each position key its quantity if all purchases, and if all sales, were filled."""
        exposures: dict[PositionKey, list[Decimal]] = {
            key: [position.quantity, position.quantity] for key, position in account.positions.items()
        }
        for order in account.open_orders.values():
            request = order.request
            waits = order.status is Status.PENDING
            if waits or request.reduce_only or not self._instruments[order.symbol].is_perp:
                continue
            key = (order.symbol, request.margin_mode, request.position_side)
            pair = exposures.setdefault(key, [ZERO, ZERO])
            pair[0 if order.side is Side.BUY else 1] += order.side.sign * order.remaining
        return exposures

    def _initial(self, account: Account, key: PositionKey, bought: Decimal, sold: Decimal) -> Decimal:
        symbol, mode, side = key
        if side is PositionSide.LONG:
            size = bought
        elif side is PositionSide.SHORT:
            size = -sold
        else:
            size = max(abs(bought), abs(sold))
        if mode is MarginMode.ISOLATED:
            position = account.positions.get(key)
            size -= abs(position.quantity) if position else ZERO
        notional = max(ZERO, size) * self._mark(symbol)
        least = self._instruments[symbol].bracket(notional).initial
        return notional * max(1 / self.leverage(account, symbol, mode, side), least)

    def liquidation_price(self, account: Account, position: Position) -> Decimal:
        """Where the position's margin group falls to its maintenance margin; 0 when it cannot."""
        if not position.quantity:
            return ZERO
        mark = self._mark(position.symbol)
        rate = self._instruments[position.symbol].bracket(abs(position.quantity) * mark).maintenance
        if position.margin_mode is MarginMode.ISOLATED:
            spare = position.isolated_margin + position.unrealized(mark) - self.maintenance(position)
        else:
            summary = self.summary(account)
            spare = summary.equity - summary.maintenance
        sign = 1 if position.quantity > 0 else -1
        price = mark - sign * spare / (abs(position.quantity) * (1 - sign * rate))
        return max(ZERO, price).quantize(CENT)


@dataclass(frozen=True)
class Fee:
    amount: Decimal
    asset: str


def leverage_key(symbol: str, mode: MarginMode, side: PositionSide) -> PositionKey:
    return symbol, mode, PositionSide.BOTH if mode is MarginMode.CROSS else side


def reducible(position: Position, side: Side) -> Decimal:
    """How much of a position an order of this side would close."""
    return abs(position.quantity) if position.quantity * side.sign < 0 else ZERO
