"""The requests that AscendEX takes over its socket: orders, snapshots, trades.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#websocket
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..keys import TRADE
from ..sockets import Frame, Session
from ..trading.engine import Account, EngineError
from .errors import (
    AUTHORIZATION_NEEDED,
    PERMISSION_DENIED,
    SYMBOL_ERROR,
    Refusal,
)
from .exits import is_shown
from .feeds import DEPTH_LEVELS, book_body, trade_row
from .forms import read_cancel, read_order
from .orders import LONG, OPEN, cancellable, optional_symbol, order_object, place_form
from .wire import Fields

if TYPE_CHECKING:
    from .sockets import AscendexSocket

INVALID_WS_REQUEST_DATA = (100005, "INVALID_WS_REQUEST_DATA", "Invalid request")
TRADES_DEFAULT, TRADES_MAX = 100, 500
TOP_LEVELS = 100
_OPEN_ORDER_FIELDS = (*(name for name in LONG if name != "stopBy"), "stopBy")

Fill = Callable[["AscendexSocket", Session, dict[str, Any]], None]


def answer(socket: AscendexSocket, session: Session, message: dict[str, Any]) -> None:
    """Carry a request out and reply; what it refuses is told in the shape of its kind."""
    action = str(message.get("action", "")).lower()
    try:
        if action in ORDER_ACTIONS:
            _order_action(socket, session, message, action)
        elif action in QUERIES:
            QUERIES[action](socket, session, message)
        else:
            raise Refusal(INVALID_WS_REQUEST_DATA, f"Invalid action: {message.get('action')}")
    except (Refusal, EngineError) as error:
        refusal = socket.venue.refusal(error)
        name = {"m": "depth-snapshot-realtime"} if action == "depth-snapshot-realtime" else {"m": "error"}
        reason = {"code": refusal.code, "reason": refusal.reason, "info": refusal.message}
        session.push(f"reply {action}", {**name, "id": _id(message), **reason})


def _id(message: dict[str, Any]) -> str:
    return str(message.get("id", ""))


def _args(message: dict[str, Any], *, required: bool = True) -> dict[str, Any]:
    args = message.get("args")
    if args is None and not required:
        return {}
    if not isinstance(args, dict):
        raise Refusal(INVALID_WS_REQUEST_DATA, "Missing required parameter: args")
    return args


def _account(session: Session) -> Account:
    if session.account is None:
        raise Refusal(AUTHORIZATION_NEEDED)
    return session.account


# Orders.


def _order_action(socket: AscendexSocket, session: Session, message: dict[str, Any], action: str) -> None:
    """The reply tells that the basic checks were passed; what becomes of the order is told by its channel."""
    account = _account(session)
    if str(message.get("ac", "")).lower() != "futures":
        raise Refusal(INVALID_WS_REQUEST_DATA, f"Invalid parameter: ac {message.get('ac')}")
    args = _args(message, required=action != "cancel-all")
    news: list[Frame] = []
    head = {"m": "order", "code": 0, "id": _id(message), "action": action, "ac": "FUTURES"}
    try:
        if session.credential is None or TRADE not in session.credential.permissions:
            raise Refusal(PERMISSION_DENIED, "The API key has no trade permission")
        with socket.hub.held_back() as news:
            info = ORDER_ACTIONS[action](socket, account, {"id": _id(message), **args})
    except (Refusal, EngineError) as error:
        refusal = socket.venue.refusal(error)
        info = {
            "symbol": str(args.get("symbol", "")),
            "reason": refusal.reason,
            "errorMsg": refusal.message,
        }
        head["code"] = refusal.code
    session.push(f"reply {action}", {**head, "info": info})
    socket.hub.emit_all(news)


def _place(socket: AscendexSocket, account: Account, args: dict[str, Any]) -> dict[str, Any]:
    """The price may be called `orderPrice`, as over REST, or `price`, as in the sample."""
    if "price" in args and "orderPrice" not in args:
        args["orderPrice"] = args.pop("price")
    form = read_order(socket.venue, account, Fields.of(args))
    request = form.request
    assert request.order_id is not None
    named = replace(request, order_id=f"s{request.order_id[1:]}")
    order = place_form(socket.venue, account, form._replace(request=named))
    return {"orderId": order.id, "symbol": order.symbol}


def _cancel(socket: AscendexSocket, account: Account, args: dict[str, Any]) -> dict[str, Any]:
    form = read_cancel(socket.venue, Fields.of(args))
    order = socket.engine.cancel(cancellable(socket.venue, account, form))
    return {"orderId": order.id, "symbol": order.symbol}


def _cancel_all(socket: AscendexSocket, account: Account, args: dict[str, Any]) -> dict[str, Any]:
    symbol = optional_symbol(socket.venue, Fields.of(args))
    socket.engine.cancel_all(account, symbol)
    return {"symbol": symbol or ""}


ORDER_ACTIONS: dict[str, Callable[[AscendexSocket, Account, dict[str, Any]], dict[str, Any]]] = {
    "place-order": _place,
    "cancel-order": _cancel,
    "cancel-all": _cancel_all,
}


# Queries.


def _account_snapshot(socket: AscendexSocket, session: Session, message: dict[str, Any]) -> None:
    body = socket.snapshot(_account(session), _id(message))
    session.push("reply futures-account-snapshot", body)


def _open_orders(socket: AscendexSocket, session: Session, message: dict[str, Any]) -> None:
    account, venue = _account(session), socket.venue
    symbol = optional_symbol(venue, Fields.of(_args(message)))
    orders = socket.engine.orders(account, symbol=symbol, statuses=OPEN, where=is_shown)
    rows = [order_object(venue, account, order, _OPEN_ORDER_FIELDS) for order in orders]
    body = {"m": "futures-open-orders", "code": 0, "id": _id(message), "ac": "FUTURES", "data": rows}
    session.push("reply futures-open-orders", body)


def _symbol(socket: AscendexSocket, message: dict[str, Any]) -> str:
    symbol = str(_args(message).get("symbol", ""))
    if socket.engine.instrument(symbol) is None:
        raise Refusal(SYMBOL_ERROR, f"Unable to handle symbol {symbol}, expecting BTC-PERP")
    return symbol


def _depth_snapshot(socket: AscendexSocket, session: Session, message: dict[str, Any]) -> None:
    _push_book(socket, session, message, "depth-snapshot", DEPTH_LEVELS)


def _top_snapshot(socket: AscendexSocket, session: Session, message: dict[str, Any]) -> None:
    _push_book(socket, session, message, "depth-snapshot-top100", TOP_LEVELS)


def _push_book(
    socket: AscendexSocket, session: Session, message: dict[str, Any], name: str, depth: int
) -> None:
    """The reply has no id."""
    symbol = _symbol(socket, message)
    state, number = socket.hub.book(symbol, "depth")
    session.push(f"reply {name}", book_body(name, symbol, state, number, depth))


def _realtime_snapshot(socket: AscendexSocket, session: Session, message: dict[str, Any]) -> None:
    _account(session)
    symbol = _symbol(socket, message)
    socket.push_realtime_snapshot(session, symbol)


def _market_trades(socket: AscendexSocket, session: Session, message: dict[str, Any]) -> None:
    symbol = _symbol(socket, message)
    fields = Fields.of(_args(message))
    count = min(fields.integer("level", TRADES_DEFAULT, low=1), TRADES_MAX)
    rows = [trade_row(trade) for trade in reversed(socket.engine.trades(symbol, count))]
    body = {"m": "market-trades", "id": _id(message), "symbol": symbol, "data": rows}
    session.push("reply market-trades", body)


QUERIES: dict[str, Fill] = {
    "futures-account-snapshot": _account_snapshot,
    "futures-open-orders": _open_orders,
    "depth-snapshot": _depth_snapshot,
    "depth-snapshot-top100": _top_snapshot,
    "depth-snapshot-realtime": _realtime_snapshot,
    "market-trades": _market_trades,
}
