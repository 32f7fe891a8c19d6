"""Algo orders as WOO writes them, in lists and alone: https://docs.woox.io/#get-algo-orders"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..trading.engine import Order, PriceSource
from ..trading.model import ZERO
from .algo import Algo, AlgoType
from .forms import STATUS, fee_asset, margin_facts
from .wire import seconds

if TYPE_CHECKING:
    from .venue import WooVenue

_SOURCES = {PriceSource.LAST: "MARKET_PRICE", PriceSource.MARK: "MARK_PRICE"}


def algo_row(venue: WooVenue, row: Algo, with_pnl: bool) -> dict[str, Any]:
    """A row of the list, with the rows below it."""
    facts = _facts(venue, row)
    if with_pnl:
        facts["realizedPnl"] = sum((order.realized_pnl for order in row.orders), ZERO)
    if row.children:
        facts["childOrders"] = [algo_row(venue, child, with_pnl) for child in row.children]
    return facts


def algo_body(venue: WooVenue, row: Algo) -> dict[str, Any]:
    """One row alone, which says neither what it shows of itself nor what is below it."""
    facts = _facts(venue, row)
    del facts["visibleQuantity"]
    return facts


def _facts(venue: WooVenue, row: Algo) -> dict[str, Any]:
    """The fields of a row; those without a value are left out."""
    spec, context, orders = row.spec, row.context, row.orders
    executed = sum((order.filled for order in orders), ZERO)
    facts = {
        "algoOrderId": row.id,
        "clientOrderId": row.client_id,
        "rootAlgoOrderId": row.root.id,
        "parentAlgoOrderId": 0 if row.parent is None else row.parent.id,
        "symbol": context.symbol,
        "orderTag": context.tag,
        "algoType": row.kind.value,
        "side": spec.side.value,
        "quantity": _own(row, "quantity"),
        "isTriggered": row.triggered,
        "triggerPrice": spec.trigger_price,
        "triggerStatus": trigger_status(row),
        "type": spec.order_type,
        "status": None if row.order is None else STATUS[row.order.status],
        "rootAlgoStatus": STATUS[row.root.status],
        "algoStatus": STATUS[row.status],
        "triggerPriceType": "USELESS" if row.kind.holds_legs else _SOURCES[spec.trigger_by],
        "price": _own(row, "price"),
        "triggerTime": seconds(row.trigger_time) if row.triggered else "0",
        "totalExecutedQuantity": executed,
        "visibleQuantity": spec.quantity if spec.visible is None else spec.visible,
        "averageExecutedPrice": _average(orders, executed),
        "totalFee": sum((order.fee for order in orders), ZERO),
        "feeAsset": fee_asset(venue, orders[0]) if executed else "",
        "totalRebate": 0,
        "rebateAsset": "",
        "reduceOnly": spec.reduce_only,
        "createdTime": seconds(row.created),
        "updatedTime": seconds(row.updated),
        "isActivated": _activated(row),
        "activatedPrice": spec.activated_price,
        "callbackRate": spec.callback_rate,
        "callbackValue": spec.callback_value,
        "positionSide": context.position_side.value,
        **margin_facts(venue, row.account, context.symbol, context.margin_mode, context.position_side),
    }
    facts["marginMode"] = facts.pop("margin_mode")
    return {name: value for name, value in facts.items() if value is not None}


def _own(row: Algo, name: str) -> Decimal | None:
    """Price or quantity of a row: its order's, which may have been changed there. A close has neither."""
    asked: Decimal | None = getattr(row.spec, name)
    if row.order is None or row.spec.order_type == "CLOSE_POSITION":
        return asked
    value: Decimal | None = getattr(row.order, name)
    return value


def _average(orders: list[Order], executed: Decimal) -> Decimal:
    cost = sum((order.cost for order in orders), ZERO)
    return (cost / executed).quantize(Decimal("1e-8")) if executed else ZERO


def trigger_status(row: Algo) -> str:
    """SUCCESS once there is an order; a parent that only holds legs is NEW as long as they wait."""
    if row.triggered or row.order is not None:
        return "SUCCESS"
    return "NEW" if row.kind.holds_legs and row.parent is None else "USELESS"


def _activated(row: Algo) -> bool | None:
    if row.kind is AlgoType.TRAILING_STOP:
        return row.triggered or getattr(row.watch, "best", None) is not None
    return row.active if row.kind.holds_legs or row.kind.is_leg else None


def matches(
    *,
    kind: AlgoType | None = None,
    symbol: str | None = None,
    side: str | None = None,
    order_type: str | None = None,
    status: str | None = None,
    triggered: str | None = None,
    tag: str | None = None,
    start: int | None = None,
    end: int | None = None,
    position_side: str | None = None,
    margin_mode: str | None = None,
) -> Callable[[Algo], bool]:
    """The filter of the list; what is None fits everything. `triggered` is "true" or "false".

    An algo order is INCOMPLETE while any of its rows is open, otherwise COMPLETED.
    """

    def fits(root: Algo) -> bool:
        spec, context = root.spec, root.context
        return (
            kind in (None, root.kind)
            and symbol in (None, context.symbol)
            and side in (None, spec.side.value)
            and order_type in (None, spec.order_type)
            and triggered in (None, str(root.triggered).lower())
            and tag in (None, context.tag)
            and position_side in (None, context.position_side.value)
            and margin_mode in (None, context.margin_mode.value)
            and (start is None or root.created >= start)
            and (end is None or root.created <= end)
            and status in (None, STATUS[root.status], "INCOMPLETE" if root.is_live else "COMPLETED")
        )

    return fits
