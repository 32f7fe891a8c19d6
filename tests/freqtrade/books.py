"""freqtrade's database against the simulator's ledger, to the last digit of what both hold.

freqtrade holds every number as a double. What the venue says has at most 9 decimals and under 17 digits,
so the shortest decimal of such a double is the venue's number itself, and ``exact`` compares those. Averages
are what the venue publishes: its ledger's, rounded to ``PLACES``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ascendex_woo_adapters.simulator.server import Venue
from ascendex_woo_adapters.simulator.trading.engine import Account, Order, Status

Row = dict[str, Any]

PLACES = {"woo": Decimal("1e-8"), "ascendex": Decimal("1e-9")}
"""To what the simulated venues round averages."""
STATUSES = {
    Status.PENDING: "open",
    Status.NEW: "open",
    Status.PARTIAL: "open",
    Status.FILLED: "closed",
    Status.CANCELLED: "canceled",
    Status.REJECTED: "rejected",
}
"""The ledger's status -> freqtrade's."""


@dataclass
class Entry:
    """An order as the ledger holds it. ``stop`` is True for stop orders; then ``order`` may be None."""

    id: str
    amount: Decimal
    order: Order | None
    places: Decimal
    stop: bool
    status: Status

    @property
    def filled(self) -> Decimal:
        return self.order.filled if self.order is not None else Decimal(0)

    @property
    def average(self) -> Decimal:
        average = None if self.order is None else self.order.average
        return Decimal(0) if average is None else average.quantize(self.places)

    @property
    def fee(self) -> Decimal:
        return Decimal(0) if self.order is None else self.order.fee

    @property
    def fee_asset(self) -> str:
        assets = {fill.fee_asset for fill in self.order.fills} if self.order is not None else set()
        assert len(assets) <= 1, assets
        return next(iter(assets), "")


@dataclass
class Report:
    """What was compared, and what does not agree."""

    orders: int = 0
    fills: int = 0
    trades: int = 0
    stops: int = 0
    triggered: int = 0
    several_fills: int = 0
    partly_cancelled: int = 0
    forgotten: int = 0
    profit: Decimal = Decimal(0)
    """Sum over freqtrade's trades."""
    change: Decimal = Decimal(0)
    """What became of the account's stake currency."""
    wrong: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, Any]:
        """The counts, and both sums of money."""
        return {
            "round trips": self.trades,
            "orders": self.orders,
            "fills": self.fills,
            "several fills": self.several_fills,
            "partly cancelled": self.partly_cancelled,
            "forgotten": self.forgotten,
            "stops": self.stops,
            "triggered": self.triggered,
            "profit": f"{self.profit:.8f}",
            "ledger": f"{self.change:.8f}",
        }

    def note(self, agrees: bool, text: str) -> None:
        if not agrees:
            self.wrong.append(text)


def exact(number: float | None) -> Decimal:
    """The shortest decimal that is this double; 0 for None."""
    return Decimal(repr(number or 0.0))


def entries(venue: Venue, account: Account) -> dict[str, Entry]:
    """Every order that the account has placed, by the id that the venue gave it."""
    found, places = {}, PLACES[venue.id]
    algos: Any = getattr(venue, "algos", None)
    for order in venue.engine.orders(account):
        if "algo" in order.request.venue:
            continue  # what came of an algo order belongs to it
        stop = order.request.trigger_price is not None
        found[order.id] = Entry(order.id, order.quantity or Decimal(0), order, places, stop, order.status)
    for algo in algos.roots(account) if algos is not None else ():
        found[str(algo.id)] = Entry(str(algo.id), algo.spec.quantity, algo.order, places, True, algo.status)
    return found


def compare(
    venue: Venue, account: Account, orders: Sequence[Row], trades: Sequence[Row], funds: Decimal, spot: bool
) -> Report:
    """``orders`` and ``trades`` are the tables of freqtrade's database, ``funds`` the account's first USDT."""
    report = Report(orders=len(orders), trades=len(trades))
    ledger = entries(venue, account)
    _same_orders(report, ledger, orders)
    for trade in trades:
        own = [row for row in orders if row["ft_trade_id"] == trade["id"]]
        _same_trade(report, ledger, trade, own, spot)
    _same_money(report, venue, account, ledger, orders, funds, spot)
    return report


def _same_orders(report: Report, ledger: dict[str, Entry], orders: Sequence[Row]) -> None:
    """Both hold the same orders, and say the same of each."""
    known = {row["order_id"]: row for row in orders}
    report.note(len(known) == len(orders), "freqtrade holds an order twice")
    for order_id in known.keys() - ledger.keys():
        report.note(False, f"{order_id}: the venue has no such order")
    for order_id in ledger.keys() - known.keys():
        entry = ledger[order_id]
        # freqtrade forgets an entry of which nothing was filled until its time was up
        forgotten = entry.status is Status.CANCELLED and not entry.filled and not entry.stop
        report.forgotten += forgotten
        report.note(forgotten, f"{order_id}: unknown to freqtrade (filled {entry.filled} of {entry.amount})")
    for order_id in known.keys() & ledger.keys():
        row, entry = known[order_id], ledger[order_id]
        report.fills += len(entry.order.fills) if entry.order else 0
        report.several_fills += len(entry.order.fills) > 1 if entry.order else 0
        report.stops += entry.stop
        report.triggered += entry.stop and entry.filled > 0
        report.partly_cancelled += entry.status is Status.CANCELLED and entry.filled > 0
        cost = entry.average * entry.filled
        for name, want in (
            ("amount", entry.amount),
            ("filled", entry.filled),
            ("average", entry.average),
            ("remaining", entry.amount - entry.filled),
        ):
            have = exact(row[name])
            report.note(have == want, f"{order_id}: {name} {have} in freqtrade, {want} at the venue")
        # a product of two numbers with 8 decimals may have more digits than a double: the nearest one counts
        report.note(
            (row["cost"] or 0.0) == float(cost), f"{order_id}: cost {row['cost']}, {cost} at the venue"
        )
        status = STATUSES[entry.status]
        report.note(
            row["status"] == status, f"{order_id}: {row['status']} in freqtrade, {status} at the venue"
        )
        report.note(not row["ft_is_open"], f"{order_id}: still open in freqtrade")


def _same_trade(
    report: Report, ledger: dict[str, Entry], trade: Row, orders: Sequence[Row], spot: bool
) -> None:
    """freqtrade's fees and profit of a trade follow from the ledger's fills.

    freqtrade keeps one fee rate a side, rounded to 8 decimals: of the entry, and of the first exit that
    was filled. Its profit is computed with these rates, in doubles, and rounded to 8 decimals.
    """
    name = f"trade {trade['id']} {trade['pair']}"
    report.note(not trade["is_open"], f"{name}: still open")
    side = "sell" if trade["is_short"] else "buy"
    filled = [row for row in orders if row["order_id"] in ledger and ledger[row["order_id"]].filled]
    entry_rows = [row for row in filled if row["ft_order_side"] == side]
    exit_rows = [row for row in filled if row["ft_order_side"] != side]
    if len(entry_rows) != 1 or not exit_rows:
        report.note(False, f"{name}: {len(entry_rows)} entries and {len(exit_rows)} exits were filled")
        return
    entry = ledger[entry_rows[0]["order_id"]]
    exits = [ledger[row["order_id"]] for row in exit_rows]
    first = min(exits, key=lambda one: one.order.fills[0].time if one.order else 0)
    rates = _fee_rate(entry, spot), _fee_rate(first, spot=False)
    report.note(
        (trade["fee_open"], trade["fee_close"]) == rates,
        f"{name}: fee rates {trade['fee_open']}, {trade['fee_close']}, {rates} at the venue",
    )
    cost = exact(trade["fee_close_cost"])
    report.note(cost == first.fee, f"{name}: exit fee {cost}, {first.fee} at the venue")
    sign = -1 if trade["is_short"] else 1
    profit = 0.0
    for one in exits:
        opened = float(one.filled * entry.average * (1 + sign * Decimal(str(rates[0]))))
        closed = float(one.filled * one.average * (1 - sign * Decimal(str(rates[1]))))
        profit += round(sign * (closed - opened), 8)
    report.note(
        abs(profit - trade["close_profit_abs"]) < 1e-9,
        f"{name}: profit {trade['close_profit_abs']}, {profit} by the venue's fills",
    )
    report.profit += exact(trade["close_profit_abs"])


def _fee_rate(entry: Entry, spot: bool) -> float:
    """freqtrade's way: a spot purchase pays in the base currency."""
    of = entry.filled if spot else entry.average * entry.filled
    return round(float(entry.fee) / float(of), 8)


def _same_money(
    report: Report,
    venue: Venue,
    account: Account,
    ledger: dict[str, Entry],
    orders: Sequence[Row],
    funds: Decimal,
    spot: bool,
) -> None:
    """The sums over freqtrade's orders, less the ledger's fees, are what became of the account."""
    venue.engine.audit()
    report.note(not any(account.held()), "positions are left")
    report.change = venue.engine.balance(account, "USDT").total - funds
    fees = sum((entry.fee for entry in ledger.values() if entry.fee_asset == "USDT"), Decimal(0))
    turned = sum((_sign(row) * exact(row["cost"]) for row in orders), Decimal(0))
    funding = sum((one.amount for one in account.journal if one.kind == "FUNDING"), Decimal(0))
    # averages are rounded: each order's cost is off by half of the last decimal times its amount at most
    slack = sum((entry.filled * entry.places / 2 for entry in ledger.values()), Decimal(0))
    report.note(
        abs(turned - fees + funding - report.change) <= slack,
        f"the orders make {turned - fees + funding}, the account changed by {report.change}",
    )
    if spot:
        for asset in {str(row["ft_pair"]).split("/")[0] for row in orders}:
            _same_asset(report, venue, account, ledger, orders, asset)


def _same_asset(
    report: Report,
    venue: Venue,
    account: Account,
    ledger: dict[str, Entry],
    orders: Iterable[Row],
    asset: str,
) -> None:
    bought = sum(
        (-_sign(row) * exact(row["filled"]) for row in orders if row["ft_pair"].startswith(f"{asset}/")),
        Decimal(0),
    )
    fees = sum((entry.fee for entry in ledger.values() if entry.fee_asset == asset), Decimal(0))
    have = venue.engine.balance(account, asset).total
    report.note(bought - fees == have, f"{asset}: the orders leave {bought - fees}, the account has {have}")


def _sign(row: Row) -> int:
    return 1 if row["side"] == "sell" else -1
