"""Algo orders of WOO's generation V3: https://developer.woox.io/api-reference/endpoint/trading"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..trading.engine import Account, EngineError, Reason
from .algo import Algo, AlgoContext, AlgoSpec, AlgoType
from .algo_checks import TRIGGER_SOURCES, check_algo
from .algo_edit import AlgoEdit, edit_algo
from .algo_rows import algo_row, matches
from .algo_v1 import ROOTS, check_client_id, created_rows, read_edit, read_spec
from .trading import SIDES, STATUSES
from .v3_forms import written
from .v3_orders import POSITION_SIDES, margin_mode, position_side, tag
from .v3_wire import Fields, market_of, ms, plain, symbol_or_all
from .wire import RPC_REJECT, gone, refusal

if TYPE_CHECKING:
    from .venue import WooVenue

PLACE_PARAMS = (
    "symbol algoType clientAlgoOrderId algoOrderTag side positionSide quantity visibleQuantity type price"
    " triggerPrice triggerPriceType reduceOnly marginMode activatedPrice callbackRate callbackValue"
    " childOrders"
)
EDIT_PARAMS = (
    "algoOrderId clientAlgoOrderId quantity visibleQuantity triggerPrice triggerPriceType price"
    " activatedPrice callbackRate callbackValue childOrders"
)
LIST_PARAMS = (
    "symbol side positionSide algoType orderType isTriggered algoOrderTag realizedPnl status"
    " startTime endTime page size"
)
MOST_OPEN = 100
"""Open algo orders of an instrument."""
MOST_OPEN_TP_SL = 10
"""Those of them that are TP_SL, which may still be attached to brackets."""

_NEW_NAMES = {"clientOrderId": "clientAlgoOrderId", "orderTag": "algoOrderTag"}
_UNTOLD = ("status", "marginMode", "leverage")
_NUMBERS = ("triggerPrice", "price", "visibleQuantity", "activatedPrice", "callbackRate", "callbackValue")
_TOTALS = ("totalExecutedQuantity", "averageExecutedPrice", "totalFee")


def place_algo(venue: WooVenue, fields: Fields, account: Account) -> Any:
    instrument, spec = market_of(venue, fields), read_spec(fields.raw, ROOTS)
    context = AlgoContext(
        instrument.symbol,
        position_side(fields, account, instrument),
        margin_mode(fields, instrument),
        tag(fields, "algoOrderTag") or "default",
        fields.integer("clientAlgoOrderId") or 0,
    )
    check_client_id(venue.algos, account, context.client_id)
    venue.check_mode(account, instrument)
    check_algo(venue.engine, context, spec)
    _check_number(venue, account, instrument.symbol, spec)
    root = venue.algos.place(account, context, spec)
    rows = created_rows(root)
    return {"rows": [_created_row(venue, row) for row in (rows[-1:] if root.kind is AlgoType.OCO else rows)]}


def _check_number(venue: WooVenue, account: Account, symbol: str, spec: AlgoSpec) -> None:
    roots = [r for r in venue.algos.roots(account) if r.context.symbol == symbol and r.is_live]
    legs = [row for root in roots for row in root.tree() if row.kind is AlgoType.TP_SL and row.is_open]
    new = AlgoType.TP_SL in (spec.kind, *(child.kind for child in spec.children))
    if len(roots) >= MOST_OPEN or (new and len(legs) >= MOST_OPEN_TP_SL):
        raise refusal(RPC_REJECT, f"There are too many open algo orders of {symbol}.")


def _created_row(venue: WooVenue, row: dict[str, Any]) -> dict[str, Any]:
    """One captured reply names the ids as those of ordinary orders."""
    if not venue.documented_rows:
        return row
    return {
        "algoOrderId": row["orderId"],
        "clientAlgoOrderId": row["clientOrderId"],
        "algoType": row["algoType"],
        "quantity": plain(row["quantity"]),
    }


def _asked_for(venue: WooVenue, fields: Fields, account: Account) -> Algo | None:
    """The algo order, or part of one, of `algoOrderId`, or the newest of `clientAlgoOrderId`."""
    name, number = fields.identifier("algoOrderId", "clientAlgoOrderId")
    if name == "algoOrderId":
        return venue.algos.get(account, number)
    return venue.algos.by_client_id(account, number)


def edit_algo_order(venue: WooVenue, fields: Fields, account: Account) -> Any:
    row, edit = _asked_for(venue, fields, account), read_edit(fields.raw)
    more: dict[str, Any] = {}
    if fields.text("visibleQuantity") is not None:
        more["visible"] = fields.amount("visibleQuantity")
    source = fields.choice("triggerPriceType", TRIGGER_SOURCES)
    if source is not None:
        more["trigger_by"] = TRIGGER_SOURCES[source]
    if row is None:
        raise EngineError(Reason.UNKNOWN_ORDER)
    edit_algo(venue.engine, venue.algos, row, AlgoEdit({**edit.values, **more}, edit.children))
    return {"status": "EDIT_SENT"}


def cancel_algo(venue: WooVenue, fields: Fields, account: Account) -> Any:
    row = _asked_for(venue, fields, account)
    if row is None:
        raise gone()
    venue.algos.cancel(row)
    return {"status": "CANCEL_SENT"}


def cancel_algos(venue: WooVenue, fields: Fields, account: Account) -> Any:
    venue.algos.cancel_all(account, matches(symbol=symbol_or_all(venue, fields)))
    return {"status": "CANCEL_ALL_SENT"}


# Looking up.


def get_algo(venue: WooVenue, fields: Fields, account: Account) -> Any:
    row = _asked_for(venue, fields, account)
    if row is None:
        raise EngineError(Reason.UNKNOWN_ORDER)
    facts = _row(venue, algo_row(venue, row, with_pnl=False))
    if venue.documented_rows:
        facts |= {"orderTag": facts.pop("algoOrderTag"), "totalRebate": "0"}
    return facts


def get_algos(venue: WooVenue, fields: Fields, account: Account) -> Any:
    """Newest first, each with the orders below it."""
    kind, with_pnl = fields.choice("algoType", ROOTS), fields.flag("realizedPnl")
    fits = matches(
        kind=None if kind is None else AlgoType(kind),
        symbol=symbol_or_all(venue, fields),
        side=fields.choice("side", SIDES),
        order_type=fields.choice("orderType", ("LIMIT", "MARKET", "CLOSE_POSITION")),
        status=fields.choice("status", STATUSES),
        triggered=fields.choice("isTriggered", ("true", "false")),
        tag=fields.text("algoOrderTag"),
        start=fields.integer("startTime"),
        end=fields.integer("endTime"),
        position_side=fields.choice("positionSide", POSITION_SIDES),
    )
    chosen, meta = fields.sheet([root for root in venue.algos.roots(account) if fits(root)])
    rows = [_row(venue, algo_row(venue, root, with_pnl)) for root in chosen]
    return {"rows": rows, "meta": meta}


def _row(venue: WooVenue, facts: dict[str, Any]) -> dict[str, Any]:
    """A row of the older generation, and those below it, as this one writes them."""
    row = {_NEW_NAMES.get(name, name): value for name, value in facts.items() if name not in _UNTOLD}
    trailing = row["algoType"] == AlgoType.TRAILING_STOP.value
    row.pop("visibleQuantity" if trailing else "isActivated", None)
    if "childOrders" in row:
        row["childOrders"] = [_row(venue, child) for child in row["childOrders"]]
    return _documented(row) if venue.documented_rows else row


def _documented(row: dict[str, Any]) -> dict[str, Any]:
    numbers: Iterable[str] = (name for name in (*_NUMBERS, *_TOTALS, "realizedPnl") if name in row)
    times = {name: ms(row[name]) for name in ("createdTime", "updatedTime")}
    row["rebateCurrency"] = row.pop("rebateAsset") or "USDT"
    return written(row, numbers) | times
