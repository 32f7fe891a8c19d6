"""The record of balance changes of an AscendEX futures account: daily snapshots and what follows them.

Both replies come without the usual envelope.
https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-order-and-balance-detail
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from ..server import Request
from ..trading.model import Fill, JournalEntry
from .errors import DATA_NOT_AVAILABLE, INVALID_REQUEST_DATA, Refusal
from .orders import SIDES, order_type
from .wire import Fields, plain, rounded

if TYPE_CHECKING:
    from ..trading.engine import Account
    from .venue import AscendexVenue

DAY_MS = 86_400_000
SNAPSHOT_DAYS = 7
DETAIL_MAX = 500

EVENTS = {
    "FUNDING": "Fundingpayment",
    "REALIZED_PNL": "Futuressettlement",
    "LIQUIDATION": "Futuressettlement",
    "ISOLATED_MARGIN": "Isolatedmargin",
}
"""Kind of the engine's journal -> event name; everything else is a deposit or withdrawal by its sign."""


def snapshot(venue: AscendexVenue, request: Request, account: Account) -> Any:
    """The balances at the beginning of a day (UTC), of the last seven days."""
    fields = Fields.of_query(request)
    fields.need("date")
    time = _midnight(fields.text("date"))
    if not venue.clock.now() - SNAPSHOT_DAYS * DAY_MS <= time <= venue.clock.now():
        raise Refusal(DATA_NOT_AVAILABLE, f"No snapshot of {fields.text('date')}")
    held = list(takewhile(lambda entry: entry.time < time, account.journal))
    contracts = _Contracts()
    for _ in _rows(held, account.fills, contracts):
        pass
    balances = {entry.asset: entry.balance for entry in held}
    meta = _meta(venue, account) | {"sn": held[-1].id if held else 0, "balanceTime": time}
    return {
        "meta": meta,
        "collateralBalance": [{"asset": a, "totalBalance": rounded(b)} for a, b in balances.items() if b],
        "contractBalance": [
            {
                "contract": symbol,
                "futuresAssetBalance": plain(quantity),
                "isolatedMargin": rounded(contracts.margins[symbol]),
                "refCostBalance": rounded(contracts.costs[symbol]),
            }
            for symbol, quantity in contracts.quantities.items()
            if quantity
        ],
    }


def detail(venue: AscendexVenue, request: Request, account: Account) -> Any:
    """Fills and other events from sequence number `sn` on: the first `limit` of them, listed newest first."""
    fields = Fields.of_query(request)
    fields.need("sn")
    first = fields.integer("sn", 0, low=0)
    limit = fields.integer("limit", DETAIL_MAX, low=1, high=DETAIL_MAX)
    replayed = _rows(account.journal, account.fills, _Contracts())
    rows = [row for row in replayed if row["sn"] >= first][:limit][::-1]
    return {
        "balance": [row for row in rows if "eventType" in row],
        "meta": _meta(venue, account),
        "order": [row for row in rows if "orderId" in row],
    }


def _rows(
    journal: Iterable[JournalEntry], fills: Iterable[Fill], contracts: _Contracts
) -> Iterator[dict[str, Any]]:
    """A row for each entry of the journal, which `contracts` follows; a fee's stands for its fill."""
    paid = iter(fills)
    for entry in journal:
        if entry.kind == "FEE":
            yield _fill_row(entry, next(paid), contracts)
        else:
            contracts.book(entry)
            yield _event_row(entry, contracts)


def _fill_row(entry: JournalEntry, fill: Fill, contracts: _Contracts) -> dict[str, Any]:
    contracts.add(fill)
    position, cost = _names(fill.symbol)
    signed = fill.side.sign * fill.quantity
    return {
        "data": [
            _change(position, contracts.quantities[fill.symbol], signed, "trade"),
            _change(cost, contracts.costs[fill.symbol], -signed * fill.price, "trade"),
            _change(entry.asset, entry.balance, entry.amount, "fee"),
        ],
        "liquidityInd": "AddedLiquidity" if fill.maker else "RemovedLiquidity",
        "orderId": fill.order.id,
        "orderType": order_type(fill.order.request),
        "side": SIDES[fill.side],
        "sn": entry.id,
        "transactTime": entry.time,
    }


def _event_row(entry: JournalEntry, contracts: _Contracts) -> dict[str, Any]:
    data = [_change(entry.asset, entry.balance, entry.amount)]
    if entry.kind == "REALIZED_PNL" and entry.symbol:
        data.insert(0, _change(_names(entry.symbol)[1], contracts.costs[entry.symbol], -entry.amount))
    by_sign = "deposit" if entry.amount > 0 else "withdrawal"
    event = EVENTS.get(entry.kind, by_sign)
    return {"data": data, "eventType": event, "sn": entry.id, "transactTime": entry.time}


def _change(asset: str, after: Decimal, delta: Decimal, kind: str | None = None) -> dict[str, str]:
    change = {"asset": asset, "curBalance": rounded(after)}
    if kind is not None:
        change["dataType"] = kind
    return change | {"deltaQty": rounded(delta)}


class _Contracts:
    """Positions and reference costs by symbol, from fills and settlements in turn."""

    def __init__(self) -> None:
        self.quantities: dict[str, Decimal] = defaultdict(Decimal)
        self.costs: dict[str, Decimal] = defaultdict(Decimal)
        self.margins: dict[str, Decimal] = defaultdict(Decimal)

    def add(self, fill: Fill) -> None:
        signed = fill.side.sign * fill.quantity
        self.quantities[fill.symbol] += signed
        self.costs[fill.symbol] -= signed * fill.price

    def book(self, entry: JournalEntry) -> None:
        if entry.symbol is None:
            return
        if entry.kind == "REALIZED_PNL":
            self.costs[entry.symbol] -= entry.amount
        elif entry.kind == "ISOLATED_MARGIN":
            self.margins[entry.symbol] -= entry.amount


def _names(symbol: str) -> tuple[str, str]:
    """The assets under which a contract's position and its reference cost are kept."""
    base = symbol.removesuffix("-PERP")
    return f"{base}P", f"{base}PC"


def _midnight(date: str) -> int:
    try:
        day = datetime.strptime(date, "%Y-%m-%d").replace(tzinfo=timezone.utc)
    except ValueError:
        raise Refusal(INVALID_REQUEST_DATA, f"Invalid parameter: date {date}") from None
    return int(day.timestamp()) * 1000


def _meta(venue: AscendexVenue, account: Account) -> dict[str, Any]:
    return {"ac": "futures", "accountId": venue.user(account).futures}
