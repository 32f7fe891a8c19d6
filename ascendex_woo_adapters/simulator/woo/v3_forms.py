"""Orders, fills and positions as WOO's generation V3 writes them.

The site's samples and the replies that clients captured differ in the types of these rows; which form is
written is told by `WooVenue.documented_rows`. https://developer.woox.io/api-reference/endpoint/trading
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ..trading.engine import Account, Fill, Order, Position, PositionSide, Side
from ..trading.model import ZERO
from .forms import STATUS, average, client_id, fee_asset, order_tag, order_type, position_facts, realized
from .v3_wire import plain, texts
from .wire import seconds

if TYPE_CHECKING:
    from .venue import WooVenue

_ORDER_NUMBERS = (
    "price",
    "quantity",
    "amount",
    "visible",
    "executed",
    "totalFee",
    "averageExecutedPrice",
    "realizedPnl",
)
_FILL_NUMBERS = ("executedPrice", "executedQuantity")
_OPENING = {PositionSide.LONG: Side.BUY, PositionSide.SHORT: Side.SELL}


def placed_row(venue: WooVenue, order: Order) -> dict[str, Any]:
    """What placing an order answers. It is documented with texts, too, but its sample has numbers."""
    row = {
        "orderId": int(order.id),
        "clientOrderId": client_id(order),
        "type": order_type(order),
        "price": order.price,
        "quantity": None if order.request.amount else order.quantity,
        "amount": order.request.amount,
        "bidAskLevel": order.request.venue.get("level"),
    }
    return texts(row) if venue.documented_rows else row


def order_row(venue: WooVenue, order: Order, with_pnl: bool) -> dict[str, Any]:
    row = {
        "orderId": int(order.id),
        "clientOrderId": client_id(order),
        "symbol": order.symbol,
        "orderTag": order_tag(order),
        "side": order.side.value,
        "quantity": order.quantity,
        "amount": order.request.amount,
        "type": order_type(order),
        "status": STATUS[order.status],
        "price": order.price,
        "executed": order.filled,
        "visible": order.visible,
        "averageExecutedPrice": average(order) or ZERO,
        "totalFee": order.fee,
        "feeAsset": fee_asset(venue, order),
        "totalRebate": 0,
        "rebateAsset": "USDT",
        "reduceOnly": order.request.reduce_only,
        "createdTime": seconds(order.created),
        "realizedPnl": realized(venue, order) if with_pnl else None,
        "positionSide": order.request.position_side.value,
        "bidAskLevel": order.request.venue.get("level"),
    }
    if not venue.documented_rows:
        return row
    row["rebateCurrency"] = row.pop("rebateAsset")
    del row["bidAskLevel"]
    return written(row, _ORDER_NUMBERS) | {"createdTime": order.created}


def written(row: Mapping[str, Any], numbers: Iterable[str]) -> dict[str, Any]:
    """A row as the site's samples write it: numbers as text, and "null" where there is none."""
    return {**row, **{name: "null" if row[name] is None else plain(row[name]) for name in numbers}}


def fill_row(venue: WooVenue, fill: Fill) -> dict[str, Any]:
    """A row of the history of transactions."""
    row = {**_fill_facts(venue, fill), "orderTag": order_tag(fill.order)}
    if not venue.documented_rows:
        return {**row, "executedTimestamp": seconds(fill.time)}
    profit = None if row["realizedPnl"] is None else plain(row["realizedPnl"])
    return written(row, _FILL_NUMBERS) | {"realizedPnl": profit, "isMatchRpi": False}


def single_fill_row(venue: WooVenue, fill: Fill) -> dict[str, Any]:
    """A transaction alone, of which only the site's form is known."""
    return written(_fill_facts(venue, fill), (*_FILL_NUMBERS, "realizedPnl")) | {"isMatchRpi": False}


def _fill_facts(venue: WooVenue, fill: Fill) -> dict[str, Any]:
    settled = venue.instrument(fill.symbol).is_perp and fill.realized_pnl
    return {
        "id": fill.id,
        "symbol": fill.symbol,
        "orderId": int(fill.order.id),
        "executedPrice": fill.price,
        "executedQuantity": fill.quantity,
        "fee": fill.fee,
        "realizedPnl": fill.realized_pnl if settled else None,
        "feeAsset": fill.fee_asset,
        "side": _trade_side(fill),
        "executedTimestamp": fill.time,
        "isMaker": int(fill.maker),
    }


def _trade_side(fill: Fill) -> str:
    """BUY or SELL; in hedge mode what it does to which position, as in OPEN LONG."""
    side = fill.order.request.position_side
    if side is PositionSide.BOTH:
        return fill.side.value
    return f"{'OPEN' if _OPENING[side] is fill.side else 'CLOSE'} {side.value}"


def position_row(venue: WooVenue, account: Account, position: Position) -> dict[str, Any]:
    facts = texts(position_facts(venue, account, position))
    return {**facts, "timestamp": position.updated or venue.now()}
