"""Order endpoints of AscendEX: place, cancel, query, history.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#trading
https://ascendex.github.io/ascendex-pro-api/#list-history-orders-v2
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial, wraps
from typing import TYPE_CHECKING, Any

from ..server import Request
from ..trading.model import ZERO, EngineError, Kind, Order, PlaceRequest, Side, Status
from .errors import (
    CANCEL_REFUSED,
    INVALID_BATCH_ORDER,
    INVALID_ORDER_ID,
    INVALID_PRODUCT,
    INVALID_REQUEST_DATA,
    Refusal,
)
from .exits import is_exit, is_shown
from .forms import ACCEPT, ACK, DONE, STOP_BY, CancelForm, OrderForm, read_cancel, read_order
from .wire import Fields, plain, rounded

if TYPE_CHECKING:
    from ..trading.engine import Account
    from .venue import AscendexVenue

Handler = Callable[["AscendexVenue", Request, "Account"], Any]

BATCH_MAX = 10
HISTORY_DEFAULT, HISTORY_MAX = 500, 1000
PAGE_DEFAULT, PAGED_MAX = 20, 500

STATUSES = {
    Status.PENDING: "PendingNew",
    Status.NEW: "New",
    Status.PARTIAL: "PartiallyFilled",
    Status.FILLED: "Filled",
    Status.CANCELLED: "Canceled",
    Status.REJECTED: "Rejected",
}
OPEN = frozenset((Status.PENDING, Status.NEW, Status.PARTIAL))
FINISHED = frozenset((Status.FILLED, Status.CANCELLED, Status.REJECTED))
SIDES = {Side.BUY: "Buy", Side.SELL: "Sell"}
ORDER_ERRORS = {"POST_ONLY": "PostOnlyWouldTake"}
"""The engine's reason for the end of an order -> the order's errorCode."""

SHORT = (
    *("ac", "accountId", "seqNum", "time", "orderId", "orderType", "side", "symbol", "price", "orderQty"),
    *("stopPrice", "stopBy", "status", "lastExecTime", "lastPx", "lastQty", "avgFilledPx", "cumFilledQty"),
    *("fee", "cumFee", "feeAsset", "errorCode"),
)
LONG = (
    *("ac", "accountId", "avgFilledPx", "cumFee", "cumFilledQty", "errorCode", "execInst", "fee", "feeAsset"),
    *("lastExecTime", "lastPx", "lastQty", "orderId", "orderQty", "orderType", "posStopLossPrice"),
    *(
        "posStopLossTrigger",
        "posTakeProfitPrice",
        "posTakeProfitTrigger",
        "price",
        "seqNum",
        "side",
        "status",
    ),
    *("stopBy", "stopPrice", "symbol", "time"),
)
"""The fields of the order object, which differ by endpoint."""


# The order object.


def order_object(
    venue: AscendexVenue, account: Account, order: Order, names: Iterable[str] = SHORT
) -> dict[str, Any]:
    last = order.fills[-1] if order.fills else None
    request = order.request
    stop_loss, take_profit = request.venue.get("stop_loss"), request.venue.get("take_profit")
    values = {
        "ac": "FUTURES",
        "accountId": venue.user(account).futures,
        "seqNum": order.sequence,
        "time": order.created,
        "orderId": order.id,
        "orderType": order_type(request),
        "side": SIDES[order.side],
        "symbol": order.symbol,
        "price": plain(order.price or ZERO),
        "orderQty": plain(order.filled if is_exit(order) else order.quantity or ZERO),
        "stopPrice": plain(request.trigger_price or ZERO),
        "stopBy": STOP_BY[request.trigger_by],
        "status": "Filled" if is_exit(order) else STATUSES[order.status],
        "lastExecTime": order.updated,
        "lastPx": plain(last.price if last else ZERO),
        "lastQty": plain(last.quantity if last else ZERO),
        "avgFilledPx": rounded(order.average or ZERO),
        "cumFilledQty": plain(order.filled),
        "fee": rounded(last.fee if last else ZERO),
        "cumFee": rounded(order.fee),
        "feeAsset": "USDT",
        "errorCode": ORDER_ERRORS.get(order.reason, ""),
        "execInst": request.venue.get("exec_inst") or _server_inst(request),
        "posStopLossPrice": plain(stop_loss or ZERO),
        "posStopLossTrigger": "market",
        "posTakeProfitPrice": plain(take_profit or ZERO),
        "posTakeProfitTrigger": "market",
    }
    return {name: values[name] for name in names}


def _server_inst(request: PlaceRequest) -> str:
    """The instruction of an order that the engine made itself."""
    return "Liquidation" if request.venue.get("liquidation") else "NULL_VAL"


def order_type(request: PlaceRequest) -> str:
    return str(request.venue.get("type") or ("Limit" if request.kind is Kind.LIMIT else "Market"))


_UNFILLED = {
    "lastPx": "0",
    "lastQty": "0",
    "avgFilledPx": "0",
    "cumFilledQty": "0",
    "fee": "0",
    "cumFee": "0",
}


def _as_received(values: dict[str, Any]) -> dict[str, Any]:
    """The order object of an ACK reply, which knows nothing of the matching engine."""
    created = {"lastExecTime": values["time"], "errorCode": "", "feeAsset": ""}
    return values | _UNFILLED | created | {"seqNum": -1, "status": "Ack"}


def _as_accepted(values: dict[str, Any], order: Order) -> dict[str, Any]:
    """The order object of an ACCEPT reply: before the first fill."""
    if order.status is Status.REJECTED:
        return values
    waits = order.status is Status.PENDING
    return values | _UNFILLED | {"status": "PendingNew" if waits else "New", "lastExecTime": values["time"]}


def _action_reply(
    venue: AscendexVenue, account: Account, order: Order, action: str, request_id: str, resp_inst: str
) -> dict[str, Any]:
    """`data.meta` and `data.order`, in the form that `resp_inst` asks for.

    The venue waits five seconds for a DONE and then answers ACK; here a resting order is answered at once.
    """
    values = order_object(venue, account, order)
    if resp_inst == DONE and order.is_open and not order.filled:
        resp_inst = ACK
    if resp_inst == ACK:
        values = _as_received(values)
    elif resp_inst == ACCEPT and action == "place-order":
        values = _as_accepted(values, order)
    meta = {"action": action, "id": request_id, "respInst": resp_inst}
    return {"code": 0, "data": {"meta": meta, "order": values}}


def _action(name: str) -> Callable[[Handler], Handler]:
    """Give the refusals of an order action their shape: account, action, and which order."""

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        def shaped(venue: AscendexVenue, request: Request, account: Account) -> Any:
            try:
                return handler(venue, request, account)
            except (Refusal, EngineError) as error:
                asked = request.json if isinstance(request.json, dict) else {}
                info = {"id": asked.get("id", ""), "symbol": asked.get("symbol", "")}
                return venue.refusal(error).reply(**_subject(venue, account, name), info=info)

        return shaped

    return decorate


def _subject(venue: AscendexVenue, account: Account, action: str) -> dict[str, Any]:
    return {"ac": "FUTURES", "accountId": venue.user(account).futures, "action": action}


# Placing.


@_action("place-order")
def place(venue: AscendexVenue, request: Request, account: Account) -> Any:
    form = read_order(venue, account, Fields.of_body(request))
    order = place_form(venue, account, form)
    return _action_reply(venue, account, order, "place-order", order.client_id or "", form.resp_inst)


def place_form(venue: AscendexVenue, account: Account, form: OrderForm) -> Order:
    order = venue.engine.place(account, form.request)
    if order.status is not Status.REJECTED:
        venue.exits.attach(account, order)
    return order


@_action("batch-place-order")
def place_batch(venue: AscendexVenue, request: Request, account: Account) -> Any:
    """All or nothing: every order is checked, alone and together, before the first is placed."""
    action = "batch-place-order"
    items = _items(request)
    forms = [_attempt(venue, partial(_read_item, venue, account, item)) for item in items]
    _raise_for_batch(venue, account, action, items, forms)
    checks = venue.engine.check(account, [form.request for form in forms])
    _raise_for_batch(venue, account, action, items, [e and venue.refusal(e) for e in checks])
    orders = [place_form(venue, account, form) for form in forms]
    rows = [_batch_row(venue, o.client_id or "", o.id, order_type(o.request), o.symbol) for o in orders]
    return {"code": 0, "data": {"meta": {"action": action, "respInst": ACK}, "orders": rows}}


def _read_item(venue: AscendexVenue, account: Account, item: Any) -> OrderForm:
    return read_order(venue, account, Fields.of(item), batch=True)


def _items(request: Request) -> list[Any]:
    fields = Fields.of_body(request)
    items = request.json.get("orders")
    fields.need("orders")
    if not isinstance(items, list) or not items:
        raise Refusal(INVALID_REQUEST_DATA, "Invalid parameter: orders is not a list of orders")
    if len(items) > BATCH_MAX:
        raise Refusal(INVALID_BATCH_ORDER, f"Batch size exceeds {BATCH_MAX}")
    return items


def _attempt(venue: AscendexVenue, read: Callable[[], Any]) -> Any:
    """What `read` returns, or the Refusal that it raised."""
    try:
        return read()
    except (Refusal, EngineError) as error:
        return venue.refusal(error)


def _raise_for_batch(
    venue: AscendexVenue, account: Account, action: str, items: list[Any], outcomes: list[Any]
) -> None:
    """If any outcome is a Refusal the batch fails; orders without fault of their own say so."""
    if not any(isinstance(outcome, Refusal) for outcome in outcomes):
        return
    info = []
    for item, outcome in zip(items, outcomes, strict=True):
        fault = outcome if isinstance(outcome, Refusal) else Refusal(INVALID_BATCH_ORDER)
        asked = item if isinstance(item, dict) else {}
        values = fault.fields() | {"id": asked.get("id", ""), "symbol": asked.get("symbol", "")}
        info.append(dict(sorted(values.items())))
    message = "Batch Order failed, please check each order info for detail."
    raise Refusal(INVALID_BATCH_ORDER, message).reply(**_subject(venue, account, action), info=info)


def _batch_row(
    venue: AscendexVenue, request_id: str, order_id: str, kind: str, symbol: str
) -> dict[str, Any]:
    now = venue.clock.now()
    return {"id": request_id, "orderId": order_id, "orderType": kind, "symbol": symbol, "timestamp": now}


# Cancelling.


@_action("cancel-order")
def cancel(venue: AscendexVenue, request: Request, account: Account) -> Any:
    form = read_cancel(venue, Fields.of_body(request))
    order = venue.engine.cancel(cancellable(venue, account, form))
    return _action_reply(venue, account, order, "cancel-order", form.id, form.resp_inst)


def cancellable(venue: AscendexVenue, account: Account, form: CancelForm) -> Order:
    order = venue.engine.order(account, order_id=form.order_id)
    if order is None or not order.is_open:
        raise Refusal(CANCEL_REFUSED, "Trying to cancel non-open order")
    if order.symbol != form.symbol:
        raise Refusal(INVALID_PRODUCT)
    return order


@_action("batch-cancel-order")
def cancel_batch(venue: AscendexVenue, request: Request, account: Account) -> Any:
    """All or nothing; an order that is done fails the batch."""
    action = "batch-cancel-order"
    items = _items(request)
    found = [_attempt(venue, partial(_batch_cancellable, venue, account, item)) for item in items]
    _raise_for_batch(venue, account, action, items, found)
    rows = []
    for form, order in found:
        if order.is_open:
            venue.engine.cancel(order)
        rows.append(_batch_row(venue, form.id, order.id, "", order.symbol))
    return {"code": 0, "data": {"meta": {"action": action, "respInst": ACK}, "orders": rows}}


def _batch_cancellable(venue: AscendexVenue, account: Account, item: Any) -> tuple[CancelForm, Order]:
    form = read_cancel(venue, Fields.of(item))
    order = venue.engine.order(account, order_id=form.order_id)
    if order is None or not order.is_open:
        raise Refusal(INVALID_ORDER_ID, "The order is already filled or canceled.")
    if order.symbol != form.symbol:
        raise Refusal(INVALID_PRODUCT)
    return form, order


def cancel_all(venue: AscendexVenue, request: Request, account: Account) -> Any:
    venue.engine.cancel_all(account, optional_symbol(venue, Fields.of_body(request, optional=True)))
    return {"code": 0}


# Queries.


def open_orders(venue: AscendexVenue, request: Request, account: Account) -> Any:
    symbol = optional_symbol(venue, Fields.of_query(request))
    orders = venue.engine.orders(account, symbol=symbol, statuses=OPEN, where=is_shown)
    return {"code": 0, "data": [order_object(venue, account, order) for order in orders]}


def current_history(venue: AscendexVenue, request: Request, account: Account) -> Any:
    """Finished orders, newest first."""
    fields = Fields.of_query(request)
    count = fields.integer("n", HISTORY_DEFAULT, low=1)
    executed = fields.flag("executedOnly")
    orders = venue.engine.orders(
        account, symbol=optional_symbol(venue, fields), statuses=FINISHED, where=is_shown
    )
    chosen = [order for order in orders if order.filled or not executed][:count]
    return {"code": 0, "data": [order_object(venue, account, order, LONG) for order in chosen]}


def status(venue: AscendexVenue, request: Request, account: Account) -> Any:
    """One id gives an object; several, or a trailing comma, give a list of those that exist."""
    fields = Fields.of_query(request)
    fields.need("orderId")
    wanted = fields.text("orderId")
    found = [venue.engine.order(account, order_id=one) for one in wanted.split(",") if one]
    objects = [_status_object(venue, account, order) for order in found if order is not None]
    if "," not in wanted and not objects:
        raise Refusal(INVALID_ORDER_ID, f"Order not found: {wanted}")
    data = objects if "," in wanted else objects[0]
    return {"code": 0, "accountId": venue.user(account).futures, "ac": "FUTURES", "data": data}


def _status_object(venue: AscendexVenue, account: Account, order: Order) -> dict[str, Any]:
    """Here triggers that are not set read None or nothing."""
    values = order_object(venue, account, order, LONG)
    for name in ("posStopLoss", "posTakeProfit"):
        if values[f"{name}Price"] == "0":
            values[f"{name}Trigger"] = "None"
    if values["stopPrice"] == "0":
        values["stopBy"] = ""
    return values


def history(venue: AscendexVenue, request: Request, account: Account) -> Any:
    """Finished orders: oldest first from `startTime` or `seqNum`, otherwise newest first from `endTime`."""
    fields = Fields.of_query(request)
    fields.need("account")
    limit = fields.integer("limit", HISTORY_DEFAULT, low=1, high=HISTORY_MAX)
    start, end, first = (fields.maybe_integer(name) for name in ("startTime", "endTime", "seqNum"))
    if not _is_futures(venue, account, fields.text("account")):
        return {"code": 0, "data": []}
    orders = venue.engine.orders(
        account,
        symbol=optional_symbol(venue, fields),
        statuses=FINISHED,
        start=start,
        end=end,
        where=is_shown,
    )
    chosen = sorted(
        (order for order in orders if first is None or order.sequence >= first),
        key=lambda order: order.sequence,
        reverse=start is None and first is None,
    )
    return {"code": 0, "data": [_history_object(venue, account, order) for order in chosen[:limit]]}


def _history_object(venue: AscendexVenue, account: Account, order: Order) -> dict[str, Any]:
    """The cash API's object: other names, and a negative fee is one that was charged."""
    values = order_object(venue, account, order)
    names = (
        "orderId",
        "seqNum",
        "accountId",
        "symbol",
        "orderType",
        "side",
        "price",
        "stopPrice",
        "orderQty",
    )
    return {name: values[name] for name in (*names, "status")} | {
        "createTime": order.created,
        "lastExecTime": order.updated,
        "avgFillPrice": values["avgFilledPx"],
        "fillQty": values["cumFilledQty"],
        "fee": rounded(-order.fee),
        "feeAsset": "USDT",
    }


def paged_history(venue: AscendexVenue, request: Request, account: Account) -> Any:
    """The deprecated history of all account categories, newest first, in pages."""
    fields = Fields.of_query(request)
    page, size = fields.integer("page", 1, low=1), fields.integer("pageSize", PAGE_DEFAULT, low=1)
    start, end = fields.maybe_integer("startTime"), fields.maybe_integer("endTime")
    orders = venue.engine.orders(
        account,
        symbol=optional_symbol(venue, fields),
        statuses=FINISHED,
        start=start,
        end=end,
        where=is_shown,
    )
    wanted = {name: fields.text(name).lower() for name in ("orderType", "side", "status")}
    objects = [_paged_object(venue, account, order) for order in orders[:PAGED_MAX]]
    chosen = [row for row in objects if all(not v or row[name].lower() == v for name, v in wanted.items())]
    if not _is_futures(venue, account, fields.text("category") or "futures"):
        chosen = []
    shown, has_next = paged(chosen, page, size)
    data = {"data": shown, "hasNext": has_next, "limit": PAGED_MAX, "page": page, "pageSize": size}
    return {"code": 0, "data": data}


def _paged_object(venue: AscendexVenue, account: Account, order: Order) -> dict[str, Any]:
    values = order_object(venue, account, order, (*SHORT, "execInst"))
    names = ("ac", "accountId", "cumFee", "execInst", "feeAsset", "lastExecTime", "orderId", "orderQty")
    more = ("orderType", "price", "seqNum", "side", "status", "symbol")
    return {name: values[name] for name in (*names, *more)} | {
        "avgPx": values["avgFilledPx"],
        "cumQty": values["cumFilledQty"],
        "errorCode": values["errorCode"] or "NULL_VAL",
        "sendingTime": order.created,
        "stopPrice": "" if values["stopPrice"] == "0" else values["stopPrice"],
    }


def paged(rows: list[Any], page: int, size: int) -> tuple[list[Any], bool]:
    """The rows of a 1-based page, and whether more follow."""
    return rows[(page - 1) * size : page * size], len(rows) > page * size


def _is_futures(venue: AscendexVenue, account: Account, name: str) -> bool:
    user = venue.user(account)
    if name in ("futures", user.futures):
        return True
    if name in ("cash", "margin", user.cash, user.margin):
        return False
    raise Refusal(INVALID_REQUEST_DATA, f"Invalid parameter: account {name}")


def optional_symbol(venue: AscendexVenue, fields: Fields) -> str | None:
    symbol = fields.text("symbol")
    if symbol and venue.engine.instrument(symbol) is None:
        raise Refusal(INVALID_PRODUCT)
    return symbol or None
