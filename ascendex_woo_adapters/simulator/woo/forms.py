"""Orders, fills and positions as WOO's first generation writes them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..trading.engine import Account, Fill, MarginMode, Order, Position, PositionSide, Side, Status
from ..trading.model import ZERO
from .wire import fraction, seconds

if TYPE_CHECKING:
    from .venue import WooVenue

DAY_MS = 86_400_000
STATUS = {
    Status.PENDING: "NEW",
    Status.NEW: "NEW",
    Status.PARTIAL: "PARTIAL_FILLED",
    Status.FILLED: "FILLED",
    Status.CANCELLED: "CANCELLED",
    Status.REJECTED: "REJECTED",
}


def client_id(order: Order) -> int:
    """0 stands for none."""
    return int(order.client_id or 0)


def order_type(order: Order) -> str:
    if order.request.venue.get("liquidation"):
        return "LIQUIDATE"
    return str(order.request.venue.get("type", order.request.kind.value))


def order_tag(order: Order) -> str:
    return str(order.request.venue.get("tag", "default"))


def fee_asset(venue: WooVenue, order: Order) -> str:
    instrument = venue.instrument(order.symbol)
    return instrument.base if order.side is Side.BUY and not instrument.is_perp else instrument.quote


def order_body(venue: WooVenue, account: Account, order: Order) -> dict[str, Any]:
    """One order with its fills, flat as the endpoints for one order have it."""
    body = {
        "created_time": seconds(order.created),
        "side": order.side.value,
        "status": STATUS[order.status],
        "symbol": order.symbol,
        "client_order_id": client_id(order),
        "reduce_only": order.request.reduce_only,
        "order_id": int(order.id),
        "order_tag": order_tag(order),
        "type": order_type(order),
        "price": order.price,
        "quantity": order.quantity,
        "amount": order.request.amount,
        "visible": order.visible,
        "executed": order.filled,
        "total_fee": order.fee,
        "fee_asset": fee_asset(venue, order) if order.fills else None,
        "average_executed_price": average(order),
        "realized_pnl": realized(venue, order),
        "total_rebate": 0,
        "rebate_asset": None,
    }
    if venue.instrument(order.symbol).is_perp:
        body["position_side"] = order.request.position_side.value
    transactions = [fill_row(fill, tagged=False) for fill in order.fills]
    return body | _margin_of(venue, account, order) | {"Transactions": transactions}


def order_row(venue: WooVenue, account: Account, order: Order, with_pnl: bool) -> dict[str, Any]:
    """One order of a list."""
    row = {
        "side": order.side.value,
        "status": STATUS[order.status],
        "symbol": order.symbol,
        "client_order_id": client_id(order),
        "reduce_only": order.request.reduce_only,
        "order_id": int(order.id),
        "order_tag": order_tag(order),
        "type": order_type(order),
        "price": order.price,
        "quantity": order.quantity,
        "amount": order.request.amount,
        "visible": order.visible,
        "executed": order.filled,
        "total_fee": order.fee,
        "fee_asset": fee_asset(venue, order) if order.fills else None,
        "total_rebate": 0,
        "rebate_asset": None,
        "created_time": seconds(order.created),
        "updated_time": seconds(order.updated),
        "average_executed_price": average(order),
        "position_side": order.request.position_side.value,
        "realized_pnl": realized(venue, order) if with_pnl else None,
    }
    return row | _margin_of(venue, account, order)


def average(order: Order) -> Decimal | None:
    return None if order.average is None else order.average.quantize(Decimal("1e-8"))


def realized(venue: WooVenue, order: Order) -> Decimal | None:
    """The settled profit of an order in perpetuals; None for spot and where nothing was settled."""
    settled = venue.instrument(order.symbol).is_perp and order.realized_pnl
    return order.realized_pnl if settled else None


def _margin_of(venue: WooVenue, account: Account, order: Order) -> dict[str, Any]:
    request = order.request
    return margin_facts(venue, account, order.symbol, request.margin_mode, request.position_side)


def margin_facts(
    venue: WooVenue, account: Account, symbol: str, mode: MarginMode, side: PositionSide
) -> dict[str, Any]:
    """The margin mode of an order, and the leverage that goes with it."""
    if venue.instrument(symbol).is_perp:
        leverage = int(venue.engine.leverage(account, symbol, mode, side))
    else:
        leverage = venue.spot_leverage(account)
    return {"margin_mode": mode.value, "leverage": leverage}


def fill_row(fill: Fill, tagged: bool) -> dict[str, Any]:
    """A fill; lists of fills name the order's tag, too."""
    row: dict[str, Any] = {"id": fill.id, "symbol": fill.symbol, "order_id": int(fill.order.id)}
    if tagged:
        row["order_tag"] = order_tag(fill.order)
    return row | {
        "executed_price": fill.price,
        "executed_quantity": fill.quantity,
        "is_maker": int(fill.maker),
        "side": fill.side.value,
        "fee": fill.fee,
        "fee_asset": fill.fee_asset,
        "executed_timestamp": seconds(fill.time),
    }


# Positions. Both spellings hold the same facts; the names differ and so do the times.


def position_facts(venue: WooVenue, account: Account, position: Position) -> dict[str, Any]:
    """Everything that can be said about a position, under the names of /v3/positions."""
    engine, symbol, now = venue.engine, position.symbol, venue.now()
    pending = {side: _pending(account, position, side) for side in Side}
    recent = [
        fill
        for fill in engine.fills(account, symbol, start=now - DAY_MS)
        if fill.order.request.position_side is position.side
    ]
    isolated = position.margin_mode is MarginMode.ISOLATED
    leverage = engine.leverage(account, symbol, position.margin_mode, position.side)
    frozen = {side: pending[side] * engine.mark(symbol) / leverage if isolated else ZERO for side in Side}
    entry = position.entry.quantize(Decimal("1e-8"))
    return {
        "symbol": symbol,
        "holding": position.quantity,
        "pendingLongQty": pending[Side.BUY],
        "pendingShortQty": pending[Side.SELL],
        "settlePrice": entry,
        "averageOpenPrice": entry,
        "pnl24H": sum((fill.realized_pnl for fill in recent), ZERO),
        "fee24H": sum((fill.fee for fill in recent), ZERO),
        "markPrice": engine.mark(symbol),
        "estLiqPrice": engine.liquidation_price(account, position),
        "timestamp": fraction(position.updated or now),
        "adlQuantile": 1,
        "positionSide": position.side.value,
        "marginMode": position.margin_mode.value,
        "isolatedMarginToken": "USDT" if isolated else "",
        "isolatedMarginAmount": position.isolated_margin,
        "isolatedFrozenLong": frozen[Side.BUY].quantize(Decimal("1e-8")),
        "isolatedFrozenShort": frozen[Side.SELL].quantize(Decimal("1e-8")),
        "leverage": int(leverage),
    }


def _pending(account: Account, position: Position, side: Side) -> Decimal:
    """Base quantity of the open orders of a side that belong to a position."""
    key = (position.symbol, position.margin_mode, position.side)
    return sum(
        (
            order.remaining
            for order in account.open_orders.values()
            if order.side is side
            and key == (order.symbol, order.request.margin_mode, order.request.position_side)
        ),
        ZERO,
    )


def old_position_row(venue: WooVenue, account: Account, position: Position) -> dict[str, Any]:
    """A row of /v1/positions."""
    facts = position_facts(venue, account, position)
    return {
        **old_position(facts, position),
        "opening_time": seconds(position.opened),
        "position_side": facts["positionSide"],
        "margin_mode": facts["marginMode"],
        "leverage": facts["leverage"],
        "isolated_margin_token": facts["isolatedMarginToken"],
        "isolated_margin_amount": facts["isolatedMarginAmount"],
        "isolated_frozen_long": facts["isolatedFrozenLong"],
        "isolated_frozen_short": facts["isolatedFrozenShort"],
    }


def old_position(facts: dict[str, Any], position: Position) -> dict[str, Any]:
    """The part that /v1/position/{symbol} has, too."""
    return {
        "symbol": facts["symbol"],
        "holding": facts["holding"],
        "pending_long_qty": facts["pendingLongQty"],
        "pending_short_qty": facts["pendingShortQty"],
        "settle_price": facts["settlePrice"],
        "average_open_price": facts["averageOpenPrice"],
        "pnl_24_h": facts["pnl24H"],
        "fee_24_h": facts["fee24H"],
        "mark_price": facts["markPrice"],
        "est_liq_price": facts["estLiqPrice"],
        "timestamp": seconds(position.updated),
    }
