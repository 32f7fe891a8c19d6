"""Proof that the engine neither makes nor loses money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from decimal import Decimal

from .ledger import Account
from .market import Market
from .model import ZERO, Order, Side

Pots = Mapping[str, Mapping[str, Decimal]]
Sums = dict[str, Decimal]


def audit(
    pots: Pots, accounts: Iterable[Account], markets: Mapping[str, Market], collateral: Container[str]
) -> None:
    """Raise AssertionError, naming the difference, when the books do not balance."""
    accounts = list(accounts)
    _check_pots(pots, accounts)
    _check_trades(pots, accounts, markets)
    _check_interest(pots, accounts)
    for account in accounts:
        _check_positions(account, markets)
        _check_frozen(account, markets, collateral)
        for order in account.orders:
            _check_order(account, order, markets[order.symbol])


def _equal(what: str, left: Decimal, right: Decimal) -> None:
    if left != right:
        raise AssertionError(f"{what}: {left} is not {right}")


def _check_pots(pots: Pots, accounts: list[Account]) -> None:
    """Every booking has two sides, and the journal tells them all."""
    sums: Sums = defaultdict(Decimal)
    for account in accounts:
        journal: Sums = defaultdict(Decimal)
        for entry in account.journal:
            journal[entry.asset] += entry.amount
        for asset, balance in account.balances.items():
            _equal(f"journal of {account.name} in {asset}", journal[asset], balance.total)
            sums[asset] += balance.total
    for pot in pots.values():
        for asset, amount in pot.items():
            sums[asset] += amount
    for asset, rest in sums.items():
        _equal(f"balances and pots in {asset}", rest, ZERO)


def _check_trades(pots: Pots, accounts: list[Account], markets: Mapping[str, Market]) -> None:
    """The pots of trades, fees and profits hold what the fills say."""
    expected: dict[str, Sums] = {name: defaultdict(Decimal) for name in ("trade", "fees", "pnl")}
    for fill in (fill for account in accounts for fill in account.fills):
        instrument, sign = markets[fill.symbol].instrument, fill.side.sign
        expected["fees"][fill.fee_asset] += fill.fee
        expected["pnl"][instrument.quote] -= fill.realized_pnl
        if not instrument.is_perp:
            expected["trade"][instrument.base] -= sign * fill.quantity
            expected["trade"][instrument.quote] += sign * fill.quantity * fill.price
    for name, sums in expected.items():
        for asset in {*sums, *pots.get(name, {})}:
            _equal(f"{name} in {asset}", pots.get(name, {}).get(asset, ZERO), sums.get(asset, ZERO))


def _check_interest(pots: Pots, accounts: list[Account]) -> None:
    """What is owed is what was charged and not yet paid; what was paid went to the pot."""
    paid: Sums = defaultdict(Decimal)
    for account in accounts:
        owed: Sums = defaultdict(Decimal)
        for row in account.interest_rows:
            payment = ZERO if row.kind == "LOAN" else row.quantity
            owed[row.asset] += row.interest - payment
            paid[row.asset] += payment
        for asset in {*owed, *account.owed}:
            _equal(f"interest of {account.name} in {asset}", account.owed.get(asset, ZERO), owed[asset])
    for asset in {*paid, *pots.get("interest", {})}:
        _equal(f"interest paid in {asset}", pots.get("interest", {}).get(asset, ZERO), paid[asset])


def _check_positions(account: Account, markets: Mapping[str, Market]) -> None:
    """A position is what its fills made it: quantity, and cost plus what has been realised."""
    quantity: dict[tuple[object, ...], Decimal] = defaultdict(Decimal)
    value: dict[tuple[object, ...], Decimal] = defaultdict(Decimal)
    for fill in account.fills:
        if markets[fill.symbol].instrument.is_perp:
            request = fill.order.request
            key = (fill.symbol, request.margin_mode, request.position_side)
            quantity[key] += fill.side.sign * fill.quantity
            value[key] += fill.side.sign * fill.quantity * fill.price
    for key, position in account.positions.items():
        name = f"{position.symbol} of {account.name}"
        _equal(f"position {name}", position.quantity, quantity[key])
        _equal(f"cost of {name}", position.cost - position.realized_pnl, value[key])
        if not position.quantity:
            _equal(f"cost of flat {name}", position.cost, ZERO)
            _equal(f"isolated margin of flat {name}", position.isolated_margin, ZERO)


def _check_frozen(account: Account, markets: Mapping[str, Market], collateral: Container[str]) -> None:
    """What is frozen belongs to orders, and is there unless losses of positions have used it up."""
    frozen: Sums = defaultdict(Decimal)
    for order in account.open_orders.values():
        instrument = markets[order.symbol].instrument
        frozen[instrument.quote if order.side is Side.BUY else instrument.base] += order.reserved
    for asset, balance in account.balances.items():
        _equal(f"frozen {asset} of {account.name}", balance.frozen, frozen[asset])
        if asset not in collateral and account.credit is None and balance.frozen > balance.total:
            raise AssertionError(f"{account.name} has frozen more {asset} than it holds")


def _check_order(account: Account, order: Order, market: Market) -> None:
    name = f"order {order.id}"
    _equal(f"fills of {name}", order.filled, sum((fill.quantity for fill in order.fills), ZERO))
    _equal(f"fee of {name}", order.fee, sum((fill.fee for fill in order.fills), ZERO))
    if order.is_open is not (order.id in account.open_orders):
        raise AssertionError(f"{name} is {order.status.name} but listed otherwise")
    resting = market.book.get(order.id)
    if (resting is not None or order.id in market.pending) is not order.is_open:
        raise AssertionError(f"{name} is {order.status.name} but its market thinks otherwise")
    if resting is not None:
        _equal(f"rest of {name}", resting.quantity, order.remaining)
