"""Orders and fills of WOO's first generation: https://docs.woox.io/#private"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..server import Request
from ..trading.engine import (
    Account,
    EngineError,
    Fill,
    Instrument,
    Kind,
    MarginMode,
    Order,
    PlaceRequest,
    PositionSide,
    PostOnly,
    Reason,
    Side,
    Status,
    TimeInForce,
)
from .algo_rows import matches
from .forms import DAY_MS, fill_row, order_body, order_row, order_tag, order_type
from .wire import (
    DUPLICATE_REQUEST,
    INVALID_PARAM,
    RESOURCE_NOT_FOUND,
    RPC_REJECT,
    Params,
    engine_refusal,
    gone,
    refusal,
    seconds,
)

if TYPE_CHECKING:
    from .venue import WooVenue

SIDES = ("BUY", "SELL")
ORDER_TYPES = ("LIMIT", "MARKET", "IOC", "FOK", "POST_ONLY", "ASK", "BID")
FILTER_TYPES = ("LIMIT", "MARKET", "IOC", "FOK", "POST_ONLY", "LIQUIDATE", "RPI", "LIQUIDATE_BLP", "ADL")
REDUCE_ONLY_CAP = 50
KEPT_MS = 90 * DAY_MS
"""How far the newer trade endpoints look back: three months."""

_OPEN = frozenset({Status.PENDING, Status.NEW, Status.PARTIAL})
STATUSES = {
    "NEW": frozenset({Status.PENDING, Status.NEW}),
    "PARTIAL_FILLED": frozenset({Status.PARTIAL}),
    "FILLED": frozenset({Status.FILLED}),
    "CANCELLED": frozenset({Status.CANCELLED}),
    "REJECTED": frozenset({Status.REJECTED}),
    "INCOMPLETE": _OPEN,
    "COMPLETED": frozenset(Status) - _OPEN,
}
_BY_AMOUNT = ("MARKET", "ASK", "BID")
_SHOWS_PART = ("LIMIT", "POST_ONLY")
_TIMES = {"IOC": TimeInForce.IOC, "FOK": TimeInForce.FOK}
_PEGS = {"ASK": Side.SELL, "BID": Side.BUY}


def send_order(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = Params(request.form)
    kind = params.need_choice("order_type", (*ORDER_TYPES, "RPI"))
    placed = venue.engine.place(account, order_request(venue, account, params, kind))
    return {
        "success": True,
        "order_id": int(placed.id),
        "client_order_id": int(placed.client_id or 0),
        "order_type": kind,
        "order_price": placed.price,
        "order_quantity": placed.quantity,
        "order_amount": placed.request.amount,
        "reduce_only": placed.request.reduce_only,
        "timestamp": seconds(placed.created),
    }


def order_request(venue: WooVenue, account: Account, params: Params, kind: str) -> PlaceRequest:
    """The engine's request for an order of the form body; raises the documented refusals."""
    instrument = venue.instrument(params.need("symbol"))
    venue.check_mode(account, instrument)
    side = Side(params.need_choice("side", SIDES))
    mode = MarginMode(params.choice("margin_mode", ("CROSS", "ISOLATED")) or "CROSS")
    if kind == "RPI":
        raise refusal(RPC_REJECT, "RPI orders are for market makers only.")
    if mode is MarginMode.ISOLATED and not instrument.is_perp:
        raise refusal(INVALID_PARAM, "margin_mode must be CROSS for a spot symbol")
    quantity, amount = _size(params, kind)
    check_margin_disabled(account, instrument, kind, side, amount)
    client_id = params.integer("client_order_id") or None
    check_client_id(venue, account, client_id)
    reduce_only = params.flag("reduce_only")
    if reduce_only:
        check_reduce_only(account, instrument)
    visible = params.amount("visible_quantity")
    return PlaceRequest(
        symbol=instrument.symbol,
        side=side,
        kind=Kind.MARKET if kind == "MARKET" else Kind.LIMIT,
        quantity=quantity,
        amount=amount,
        price=_price(params, kind),
        time_in_force=_TIMES.get(kind, TimeInForce.GTC),
        post_only=_post_only(params, kind),
        reduce_only=reduce_only,
        peg=_PEGS.get(kind),
        client_id=None if client_id is None else str(client_id),
        visible=visible if kind in _SHOWS_PART else None,
        position_side=_position_side(params, account, instrument),
        margin_mode=mode,
        venue={"type": kind, "tag": params.text("order_tag") or "default"},
    )


def _size(params: Params, kind: str) -> tuple[Decimal | None, Decimal | None]:
    quantity, amount = params.number("order_quantity"), params.number("order_amount")
    if quantity is not None and amount is not None:
        raise refusal(INVALID_PARAM, "order_quantity and order_amount must not be sent together")
    if amount is not None and kind not in _BY_AMOUNT:
        raise refusal(INVALID_PARAM, f"order_amount is not allowed for {kind} orders")
    if amount is not None and amount % Decimal("1e-8"):
        raise refusal(INVALID_PARAM, "order_amount must not have more than 8 decimals")
    if quantity is None and amount is None:
        raise refusal(INVALID_PARAM, "order_quantity must be a positive number")
    return quantity, amount


def _price(params: Params, kind: str) -> Decimal | None:
    if kind in _BY_AMOUNT:
        return None
    price = params.number("order_price")
    if price is None:
        raise refusal(INVALID_PARAM, "order_price must be a positive number")
    return price


def _post_only(params: Params, kind: str) -> PostOnly:
    adjusted = params.flag("post_only_adjusted")
    if kind != "POST_ONLY":
        return PostOnly.NO
    return PostOnly.REPRICE if adjusted else PostOnly.REJECT


def _position_side(params: Params, account: Account, instrument: Instrument) -> PositionSide:
    side = params.choice("position_side", ("LONG", "SHORT"))
    if instrument.is_perp and account.hedge and side is None:
        raise refusal(INVALID_PARAM, "position_side must not be blank in hedge mode")
    if side is not None and not (instrument.is_perp and account.hedge):
        raise refusal(INVALID_PARAM, "position_side is for futures orders in hedge mode")
    return PositionSide(side or "BOTH")


def check_margin_disabled(
    account: Account, instrument: Instrument, kind: str, side: Side, amount: Decimal | None
) -> None:
    """Without margin, market-type purchases go by amount and sales by quantity."""
    if account.venue.get("mode") != "PURE_SPOT" or instrument.is_perp or kind not in _BY_AMOUNT:
        return
    if side is Side.BUY and amount is None:
        raise refusal(RPC_REJECT, "Amount is required for buy market orders when margin disabled.")
    if side is Side.SELL and amount is not None:
        raise refusal(RPC_REJECT, "Quantity is required for sell market orders when margin disabled.")


def check_client_id(venue: WooVenue, account: Account, client_id: int | None) -> None:
    if client_id is None:
        return
    newest = venue.engine.order(account, client_id=str(client_id))
    if newest is not None and newest.is_open:
        raise refusal(DUPLICATE_REQUEST, "The client order id is in use by an open order.")


def check_reduce_only(account: Account, instrument: Instrument) -> None:
    if not instrument.is_perp:
        raise refusal(INVALID_PARAM, "reduce_only is for futures orders")
    orders = account.open_orders.values()
    count = sum(order.request.reduce_only and order.symbol == instrument.symbol for order in orders)
    if count >= REDUCE_ONLY_CAP:
        raise refusal(RPC_REJECT, f"There are {count} reduce only orders already.")


# Cancelling and changing. The venue only acknowledges, and reports the outcome later.


def cancel_order(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = form_or_query(request)
    order_id, symbol = params.need("order_id"), params.need("symbol")
    return _cancel(venue, venue.engine.order(account, order_id), symbol)


def cancel_client_order(venue: WooVenue, request: Request, account: Account | None) -> Any:
    """Cancels the newest order with that symbol and client id."""
    assert account is not None
    params = form_or_query(request)
    params.need("client_order_id")
    client_id, symbol = str(params.integer("client_order_id")), params.need("symbol")
    found = venue.engine.orders(account, symbol=symbol, where=lambda order: order.client_id == client_id)
    return _cancel(venue, found[0] if found else None, symbol)


def _cancel(venue: WooVenue, order: Order | None, symbol: str) -> Any:
    if order is None or order.symbol != symbol:
        raise gone()
    venue.engine.cancel(order)
    return {"success": True, "status": "CANCEL_SENT"}


def cancel_orders(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    venue.engine.cancel_all(account, venue.symbol(form_or_query(request)), is_ordinary(venue))
    return {"success": True, "status": "CANCEL_ALL_SENT"}


def cancel_pending(venue: WooVenue, _request: Request, account: Account | None) -> Any:
    assert account is not None
    venue.engine.cancel_all(account, where=is_ordinary(venue))
    return {"success": True, "status": "CANCEL_ALL_SENT"}


def is_ordinary(venue: WooVenue) -> Callable[[Order], bool]:
    """What algo orders have in the market before a trigger is theirs, and survives."""
    return lambda order: not venue.algos.spares(order)


def cancel_merged(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = Params(request.query)
    side, mode = params.choice("side", SIDES), params.choice("marginMode", ("CROSS", "ISOLATED")) or "CROSS"
    symbol = venue.instrument(request.params["symbol"]).symbol
    venue.algos.cancel_all(account, matches(symbol=symbol, side=side, margin_mode=mode))
    venue.engine.cancel_all(
        account,
        symbol,
        lambda order: side in (None, order.side.value) and order.request.margin_mode.value == mode,
    )
    return {"success": True, "status": "CANCEL_ALL_SENT"}


def edit_order(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    return _edit(venue, request, venue.engine.order(account, request.params["order_id"]))


def edit_client_order(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    order = venue.engine.order(account, client_id=_path_id(request, "client_order_id"))
    return _edit(venue, request, order)


def _edit(venue: WooVenue, request: Request, order: Order | None) -> Any:
    params = json_params(request)
    price, quantity = params.number("price"), params.number("quantity")
    if price is None and quantity is None:
        raise refusal(INVALID_PARAM, "price or quantity must be sent")
    if order is None:
        raise engine_refusal(EngineError(Reason.UNKNOWN_ORDER))
    venue.engine.amend(order, price, quantity)
    data = {"success": True, "status": "EDIT_SENT"}
    return {"success": True, "data": data, "timestamp": venue.now()}


# Looking up.


def get_order(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    return _one_order(venue, account, venue.engine.order(account, _path_id(request, "oid")))


def get_client_order(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    client_id = _path_id(request, "client_order_id")
    return _one_order(venue, account, venue.engine.order(account, client_id=client_id))


def _one_order(venue: WooVenue, account: Account, order: Order | None) -> Any:
    if order is None:
        raise engine_refusal(EngineError(Reason.UNKNOWN_ORDER))
    return {"success": True, **order_body(venue, account, order)}


def get_orders(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = Params(request.query)
    status, side = params.choice("status", STATUSES), params.choice("side", SIDES)
    kind, tag = params.choice("order_type", FILTER_TYPES), params.text("order_tag")
    orders = venue.engine.orders(
        account,
        symbol=optional_symbol(venue, params),
        side=Side(side) if side else None,
        statuses=STATUSES[status] if status else None,
        start=params.integer("start_t"),
        end=params.integer("end_t"),
        where=lambda order: kind in (None, order_type(order)) and tag in (None, order_tag(order)),
    )
    chosen, meta = params.page(orders, size=100, most=500)
    with_pnl = params.flag("realized_pnl")
    rows = [order_row(venue, account, order, with_pnl) for order in chosen]
    return {"success": True, "meta": meta, "rows": rows}


def get_trade(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    number = int(_path_id(request, "tid"))
    start = venue.now() - KEPT_MS
    found = venue.engine.fills(account, start=start, where=lambda fill: fill.id == number)
    if not found:
        raise refusal(RESOURCE_NOT_FOUND, "The trade can not be found.")
    return {"success": True, **fill_row(found[0], tagged=False)}


def order_trades(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    order = venue.engine.order(account, _path_id(request, "oid"))
    if order is None:
        raise engine_refusal(EngineError(Reason.UNKNOWN_ORDER))
    return {"success": True, "rows": [fill_row(fill, tagged=True) for fill in reversed(order.fills)]}


def trades(venue: WooVenue, request: Request, account: Account | None) -> Any:
    """Fills newest first, three months back."""
    assert account is not None
    params = Params(request.query)
    tag = params.text("order_tag")
    start = max(params.integer("start_t") or 0, venue.now() - KEPT_MS)
    fills = venue.engine.fills(
        account, optional_symbol(venue, params), start, params.integer("end_t"), _tagged(tag)
    )
    chosen, meta = params.page(fills)
    return {"success": True, "meta": meta, "rows": [fill_row(fill, tagged=True) for fill in chosen]}


def hist_trades(venue: WooVenue, request: Request, account: Account | None) -> Any:
    """Fills oldest first from `fromId` on."""
    assert account is not None
    params = Params(request.query)
    for name in ("start_t", "end_t"):
        params.need(name)
    first, limit = params.integer("fromId") or 1, params.integer("limit", 1, 500) or 25
    fills = venue.engine.fills(
        account,
        optional_symbol(venue, params),
        params.integer("start_t"),
        params.integer("end_t"),
        lambda fill: fill.id >= first,
    )
    return {"success": True, "data": [fill_row(fill, tagged=True) for fill in fills[::-1][:limit]]}


def _tagged(tag: str | None) -> Callable[[Fill], bool]:
    return lambda fill: tag in (None, order_tag(fill.order))


def optional_symbol(venue: WooVenue, params: Params) -> str | None:
    symbol = params.text("symbol")
    return None if symbol is None else venue.instrument(symbol).symbol


def _path_id(request: Request, name: str) -> str:
    params = Params(request.params)
    params.need(name)
    return str(params.integer(name))


def form_or_query(request: Request) -> Params:
    """Parameters of a DELETE, which may be sent either way."""
    return Params({**request.query, **request.form})


def json_params(request: Request) -> Params:
    if not isinstance(request.json, dict):
        raise refusal(INVALID_PARAM, "The body must be a JSON object.")
    return Params(request.json)
