"""The REST endpoints of algo orders in WOO's first generation: https://docs.woox.io/#send-algo-order"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..server import Request
from ..trading.engine import Account, EngineError, Instrument, MarginMode, PositionSide, Reason, Side
from ..trading.model import ZERO
from .algo import Algo, AlgoContext, AlgoRefusal, Algos, AlgoSpec, AlgoType
from .algo_checks import TRIGGER_SOURCES, check_algo
from .algo_edit import AlgoEdit, edit_algo
from .algo_rows import algo_body, algo_row, matches
from .trading import SIDES, STATUSES, json_params
from .wire import DUPLICATE_REQUEST, INVALID_PARAM, Params, engine_refusal, gone, refusal

if TYPE_CHECKING:
    from .venue import WooVenue

PLACE_PARAMS = (
    "activatedPrice algoType marginMode callbackRate callbackValue childOrders symbol clientOrderId orderTag"
    " price quantity reduceOnly triggerPrice triggerPriceType type visibleQuantity side positionSide"
    " orderCombinationType brokerId"
)
LIST_PARAMS = (
    "algoType createdTimeEnd createdTimeStart isTriggered orderTag page realizedPnl side size status symbol"
    " orderType"
)
EDIT_PARAMS = "activatedPrice callbackRate callbackValue childOrders price quantity triggerPrice"
ROOTS = ("STOP", "OCO", "TRAILING_STOP", "BRACKET", "POSITIONAL_TP_SL", "TP_SL", "STOP_BRACKET")
_TYPES = ("LIMIT", "MARKET", "CLOSE_POSITION")
_EDITED = {
    "price": "price",
    "quantity": "quantity",
    "triggerPrice": "trigger_price",
    "activatedPrice": "activated_price",
    "callbackRate": "callback_rate",
    "callbackValue": "callback_value",
}


# Placing.


def place(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = json_params(request)
    instrument = _instrument(venue, params)
    spec = read_spec(request.json, ROOTS)
    context = AlgoContext(
        instrument.symbol,
        _position_side(params, account, instrument),
        _margin_mode(params, instrument),
        params.text("orderTag") or "default",
        params.integer("clientOrderId") or 0,
    )
    check_client_id(venue.algos, account, context.client_id)
    venue.check_mode(account, instrument)
    check_algo(venue.engine, context, spec)
    root = venue.algos.place(account, context, spec)
    return {"success": True, "data": {"rows": created_rows(root)}, "timestamp": venue.now()}


def _instrument(venue: WooVenue, params: Params) -> Instrument:
    symbol = params.text("symbol")
    if symbol is None:
        raise AlgoRefusal(317148)
    found = venue.engine.instrument(symbol)
    if found is None:
        raise AlgoRefusal(317155, symbol=symbol)
    return found


def _position_side(params: Params, account: Account, instrument: Instrument) -> PositionSide:
    side = PositionSide(params.choice("positionSide", ("LONG", "SHORT", "BOTH")) or "BOTH")
    if instrument.is_perp and account.hedge is (side is PositionSide.BOTH):
        raise refusal(INVALID_PARAM, "positionSide does not match the position mode.")
    return side if instrument.is_perp else PositionSide.BOTH


def _margin_mode(params: Params, instrument: Instrument) -> MarginMode:
    mode = MarginMode(params.choice("marginMode", ("CROSS", "ISOLATED")) or "CROSS")
    if mode is MarginMode.ISOLATED and not instrument.is_perp:
        raise refusal(INVALID_PARAM, "marginMode must be CROSS for a spot symbol")
    return mode


def check_client_id(algos: Algos, account: Account, client_id: int) -> None:
    newest = algos.by_client_id(account, client_id)
    if newest is not None and newest.is_live:
        raise refusal(DUPLICATE_REQUEST, "The client order id is in use by an open order.")


def read_spec(body: Any, kinds: tuple[str, ...], parent: AlgoSpec | None = None) -> AlgoSpec:
    """A row as it is written in the request, and those below it."""
    if not isinstance(body, dict):
        raise refusal(INVALID_PARAM, "childOrders must be a list of objects")
    params = Params({name: value for name, value in body.items() if name != "childOrders"})
    kind = AlgoType(_kind(params, kinds))
    children = body.get("childOrders") or ()
    side = params.choice("side", SIDES) or _side_below(children) or (parent.side.value if parent else None)
    if side is None:
        raise refusal(INVALID_PARAM, "side must not be blank")
    spec = AlgoSpec(
        kind,
        Side(side),
        params.choice("type", _TYPES),
        params.amount("quantity") or (parent.quantity if parent and not kind.holds_legs else ZERO),
        params.number("price"),
        params.number("triggerPrice"),
        TRIGGER_SOURCES[params.choice("triggerPriceType", TRIGGER_SOURCES) or "MARKET_PRICE"],
        params.flag("reduceOnly"),
        params.amount("visibleQuantity"),
        params.number("callbackRate"),
        params.number("callbackValue"),
        params.number("activatedPrice"),
    )
    return _with_children(spec, children)


def _with_children(spec: AlgoSpec, bodies: Any) -> AlgoSpec:
    if not isinstance(bodies, (list, tuple)):
        raise refusal(INVALID_PARAM, "childOrders must be a list of objects")
    kinds = tuple(kind.value for kind in AlgoType)
    children = tuple(read_spec(body, kinds, spec) for body in bodies)
    quantity = spec.quantity
    if spec.kind is AlgoType.TP_SL and children and not quantity:
        quantity = children[0].quantity
    return replace(spec, children=children, quantity=quantity)


def _kind(params: Params, kinds: tuple[str, ...]) -> str:
    kind = params.need("algoType")
    if kind not in kinds:
        raise AlgoRefusal(317167, algoType=kind)
    return kind


def _side_below(children: Any) -> str | None:
    """A parent that only holds legs is told no side: it is theirs."""
    sides = (child.get("side") for child in children if isinstance(child, dict))
    return next((side for side in sides if side in SIDES), None)


def created_rows(root: Algo) -> list[dict[str, Any]]:
    """A row for each part, children before their parents."""

    def below(row: Algo) -> list[Algo]:
        return [*(found for child in row.children for found in below(child)), row]

    return [
        {
            "orderId": row.id,
            "clientOrderId": row.client_id,
            "algoType": row.kind.value,
            "quantity": row.spec.quantity,
        }
        for row in below(root)
    ]


# Changing.


def edit(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    number = _path_number(request, "order_id")
    return _edit(venue, request, venue.algos.get(account, number), AlgoRefusal(317152, orderId=number))


def edit_by_client_id(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    row = venue.algos.by_client_id(account, _path_number(request, "client_order_id"))
    return _edit(venue, request, row, AlgoRefusal(317164))


def _edit(venue: WooVenue, request: Request, row: Algo | None, unknown: AlgoRefusal) -> Any:
    json_params(request)
    if row is None:
        raise unknown
    edit_algo(venue.engine, venue.algos, row, read_edit(request.json))
    data = {"success": True, "status": "EDIT_SENT"}
    return {"success": True, "data": data, "timestamp": venue.now()}


def read_edit(body: Mapping[str, Any]) -> AlgoEdit:
    params = Params({name: value for name, value in body.items() if name != "childOrders"})
    values = {_EDITED[name]: number for name in _EDITED if (number := params.number(name)) is not None}
    children: dict[int, AlgoEdit] = {}
    for child in body.get("childOrders") or ():
        if not isinstance(child, dict):
            raise refusal(INVALID_PARAM, "childOrders must be a list of objects")
        below = Params({name: value for name, value in child.items() if name != "childOrders"})
        below.need("algoOrderId")
        children[below.integer("algoOrderId") or 0] = read_edit(child)
        for nested in child.get("childOrders") or ():
            children |= read_edit({"childOrders": [nested]}).children
    return AlgoEdit(values, children)


# Cancelling.


def cancel(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    row = venue.algos.get(account, _path_number(request, "order_id"))
    if row is None:
        raise gone()
    venue.algos.cancel(row)
    return {"success": True, "status": "CANCEL_SENT"}


def cancel_pending(venue: WooVenue, request: Request, account: Account | None) -> Any:
    """All algo orders, or those of one symbol: the venue's page does not tell of the latter."""
    assert account is not None
    symbol = request.params.get("symbol")
    if symbol is not None:
        venue.instrument(symbol)
    venue.algos.cancel_all(account, matches(symbol=symbol))
    return {"success": True, "status": "CANCEL_SENT"}


# Looking up.


def get(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    row = venue.algos.get(account, _path_number(request, "oid"))
    if row is None:
        raise engine_refusal(EngineError(Reason.UNKNOWN_ORDER))
    return {"success": True, "data": algo_body(venue, row), "timestamp": venue.now()}


def get_list(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = Params(request.query)
    symbol = params.text("symbol")
    fits = matches(
        kind=AlgoType(params.need_choice("algoType", ROOTS)),
        symbol=None if symbol is None else venue.instrument(symbol).symbol,
        side=params.choice("side", SIDES),
        order_type=params.choice("orderType", ("LIMIT", "MARKET")),
        status=params.choice("status", STATUSES),
        triggered=params.choice("isTriggered", ("true", "false")),
        tag=params.text("orderTag"),
        start=params.integer("createdTimeStart"),
        end=params.integer("createdTimeEnd"),
    )
    with_pnl = params.flag("realizedPnl")
    chosen, meta = params.page([root for root in venue.algos.roots(account) if fits(root)])
    rows = [algo_row(venue, root, with_pnl) for root in chosen]
    return {"success": True, "data": {"rows": rows, "meta": meta}, "timestamp": venue.now()}


def _path_number(request: Request, name: str) -> int:
    params = Params(request.params)
    params.need(name)
    return params.integer(name) or 0
