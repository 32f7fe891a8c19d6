"""Order requests of AscendEX: from the body of a request to an order for the engine.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#new-order
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from ..trading.instruments import Instrument
from ..trading.model import Kind, PlaceRequest, PostOnly, PriceSource, Side, TimeInForce
from .errors import (
    INVALID_ORDER_ID,
    INVALID_ORDER_PARAMETER,
    INVALID_PRICE,
    INVALID_PRODUCT,
    INVALID_QTY,
    INVALID_SIDE,
    INVALID_TIME_IN_FORCE,
    INVALID_TIMESTAMP,
    INVALID_TYPE,
    TICK_SIZE_VIOLATION,
    TRADING_DISABLED,
    Refusal,
)
from .ids import CLIENT_ID_MAX, valid_client_id
from .settings import margin_mode
from .wire import Fields, plain

if TYPE_CHECKING:
    from ..trading.engine import Account
    from .venue import AscendexVenue

MAX_AGE_MS = 30_000
"""Requests whose time is further from the server's are refused."""

ACK, ACCEPT, DONE = "ACK", "ACCEPT", "DONE"

SIDES = {"buy": Side.BUY, "sell": Side.SELL}


class OrderType(NamedTuple):
    name: str
    kind: Kind
    stop: bool


ORDER_TYPES = {
    "limit": OrderType("Limit", Kind.LIMIT, stop=False),
    "market": OrderType("Market", Kind.MARKET, stop=False),
    "stoplimit": OrderType("StopLimit", Kind.LIMIT, stop=True),
    "stopmarket": OrderType("StopMarket", Kind.MARKET, stop=True),
}


class ExecInst(NamedTuple):
    """What an execution instruction asks for; `trigger` is the price that releases a stop order."""

    post: bool = False
    reduce: bool = False
    trigger: PriceSource | None = None


_LAST, _MARK, _INDEX = PriceSource.LAST, PriceSource.MARK, PriceSource.INDEX

EXEC_INSTS = {
    "NULL_VAL": ExecInst(),
    "Post": ExecInst(post=True),
    "ReduceOnly": ExecInst(reduce=True),
    "PostReduceOnly": ExecInst(post=True, reduce=True),
    "StopOnMarket": ExecInst(trigger=_LAST),
    "StopOnMark": ExecInst(trigger=_MARK),
    "StopOnRef": ExecInst(trigger=_INDEX),
    "PostStopMarket": ExecInst(post=True, trigger=_LAST),
    "PostStopMark": ExecInst(post=True, trigger=_MARK),
    "PostStopRef": ExecInst(post=True, trigger=_INDEX),
    "ReduceOnlyMarket": ExecInst(reduce=True, trigger=_LAST),
    "ReduceOnlyMark": ExecInst(reduce=True, trigger=_MARK),
    "ReduceOnlyRef": ExecInst(reduce=True, trigger=_INDEX),
    "PostReduceMarket": ExecInst(post=True, reduce=True, trigger=_LAST),
    "PostReduceMark": ExecInst(post=True, reduce=True, trigger=_MARK),
    "PostReduceRef": ExecInst(post=True, reduce=True, trigger=_INDEX),
    "OpenStopMkt": ExecInst(trigger=_LAST),
    "OpenStopMark": ExecInst(trigger=_MARK),
    "OpenStopRef": ExecInst(trigger=_INDEX),
    "OpenPostStopMkt": ExecInst(post=True, trigger=_LAST),
    "OpenPostStopMark": ExecInst(post=True, trigger=_MARK),
    "OpenPostStopRef": ExecInst(post=True, trigger=_INDEX),
    "PosStopMkt": ExecInst(reduce=True, trigger=_LAST),
    "PosStopMark": ExecInst(reduce=True, trigger=_MARK),
    "PosStopRef": ExecInst(reduce=True, trigger=_INDEX),
}
"""What a client may ask for. Liquidation and InternalPost are the server's own."""

STOP_BY = {_LAST: "market", _MARK: "mark-px", _INDEX: "ref-px"}


class OrderForm(NamedTuple):
    """An order request that has passed every check that needs no account."""

    request: PlaceRequest
    resp_inst: str


class CancelForm(NamedTuple):
    id: str
    order_id: str
    symbol: str
    resp_inst: str


def read_order(venue: AscendexVenue, account: Account, fields: Fields, *, batch: bool = False) -> OrderForm:
    """In a batch only ACK is possible, and market orders have to ask for it."""
    fields.need("time", "symbol", "orderQty", "orderType", "side")
    client_id, time = read_id(fields), read_time(venue, fields)
    instrument = read_instrument(venue, fields)
    kind = _named(ORDER_TYPES, fields.text("orderType").lower(), INVALID_TYPE)
    side = _named(SIDES, fields.text("side").lower(), INVALID_SIDE)
    exec_name, exec_inst = _exec_inst(fields, kind)
    resp_inst = _resp_inst(fields, kind, batch)
    request = PlaceRequest(
        symbol=instrument.symbol,
        side=side,
        kind=kind.kind,
        quantity=_quantity(fields, instrument),
        price=_price(fields, "orderPrice", instrument) if kind.kind is Kind.LIMIT else None,
        time_in_force=_time_in_force(fields, kind, exec_inst),
        post_only=PostOnly.REJECT if exec_inst.post else PostOnly.NO,
        reduce_only=exec_inst.reduce,
        client_id=client_id or None,
        order_id=venue.order_id(account, time, client_id),
        margin_mode=margin_mode(account, instrument.symbol),
        trigger_price=_price(fields, "stopPrice", instrument) if kind.stop else None,
        trigger_by=exec_inst.trigger or PriceSource.LAST,
        venue={
            "type": kind.name,
            "exec_inst": exec_name,
            "stop_loss": _exit_price(fields, "posStopLossPrice", instrument),
            "take_profit": _exit_price(fields, "posTakeProfitPrice", instrument),
        },
    )
    return OrderForm(request, resp_inst)


def read_cancel(venue: AscendexVenue, fields: Fields) -> CancelForm:
    fields.need("orderId", "symbol", "time")
    read_time(venue, fields)
    wanted = fields.text("orderId")
    if len(wanted) > CLIENT_ID_MAX:
        raise Refusal(INVALID_ORDER_ID, f"Client Order Id too Long: {wanted}")
    resp_inst = fields.text("respInst", ACK)
    if resp_inst not in (ACK, ACCEPT, DONE):
        raise Refusal(INVALID_ORDER_PARAMETER, f"Invalid respInst: {resp_inst}")
    return CancelForm(read_id(fields), wanted, read_instrument(venue, fields).symbol, resp_inst)


def read_id(fields: Fields) -> str:
    client_id = fields.text("id")
    if client_id and not valid_client_id(client_id):
        raise Refusal(INVALID_ORDER_ID, f"Invalid Client Order Id: {client_id}")
    return client_id


def read_time(venue: AscendexVenue, fields: Fields) -> int:
    time = fields.integer("time", 0)
    if abs(venue.clock.now() - time) > MAX_AGE_MS:
        raise Refusal(INVALID_TIMESTAMP, f"Invalid timestamp: {time}")
    return time


def read_instrument(venue: AscendexVenue, fields: Fields) -> Instrument:
    instrument = venue.engine.instrument(fields.text("symbol"))
    if instrument is None:
        raise Refusal(INVALID_PRODUCT)
    if instrument.suspended:
        raise Refusal(TRADING_DISABLED)
    return instrument


def _named(table: dict[str, Any], name: str, error: tuple[int, str, str]) -> Any:
    if name not in table:
        raise Refusal(error, f"{error[2]}: {name}")
    return table[name]


def _exec_inst(fields: Fields, kind: OrderType) -> tuple[str, ExecInst]:
    """The instruction's name and meaning with `postOnly` added to it."""
    name = fields.text("execInst") or "NULL_VAL"
    asked: ExecInst = _named(EXEC_INSTS, name, INVALID_ORDER_PARAMETER)
    if asked.trigger is not None and not kind.stop:
        raise Refusal(INVALID_ORDER_PARAMETER, f"{name} needs a stop order")
    if fields.has("stopPrice") and not kind.stop:
        raise Refusal(INVALID_ORDER_PARAMETER, "stopPrice needs a stop order")
    trigger = asked.trigger or (PriceSource.LAST if kind.stop else None)
    meant = ExecInst(asked.post or fields.flag("postOnly"), asked.reduce, trigger)
    if meant.post and kind.kind is Kind.MARKET:
        raise Refusal(INVALID_ORDER_PARAMETER, "A market order cannot be post-only")
    if meant != asked:
        name = next(known for known, value in EXEC_INSTS.items() if value == meant)
    return name, meant


def _resp_inst(fields: Fields, kind: OrderType, batch: bool) -> str:
    default = DONE if kind.kind is Kind.MARKET else ACK
    resp_inst = fields.text("respInst", default)
    if resp_inst not in (ACK, ACCEPT, DONE):
        raise Refusal(INVALID_ORDER_PARAMETER, f"Invalid respInst: {resp_inst}")
    if batch and resp_inst != ACK:
        raise Refusal(INVALID_ORDER_PARAMETER, "Only respInst ACK is allowed in a batch")
    return resp_inst


def _time_in_force(fields: Fields, kind: OrderType, exec_inst: ExecInst) -> TimeInForce:
    name = fields.text("timeInForce", "GTC")
    if name not in TimeInForce.__members__:
        raise Refusal(INVALID_TIME_IN_FORCE, f"Invalid time in force: {name}")
    force = TimeInForce[name]
    if exec_inst.post and force is not TimeInForce.GTC:
        raise Refusal(INVALID_TIME_IN_FORCE, f"A post-only order cannot be {name}")
    return force if kind.kind is Kind.LIMIT else TimeInForce.GTC


def _quantity(fields: Fields, instrument: Instrument) -> Decimal:
    quantity = fields.decimal("orderQty")
    if quantity is None or not instrument.quantity_min <= quantity <= instrument.quantity_max:
        raise Refusal(INVALID_QTY, f"Order quantity is out of range: {fields.text('orderQty')}")
    if quantity % instrument.step:
        message = f"Order quantity doesn't conform to the required lot size: {plain(instrument.step)}"
        raise Refusal(INVALID_QTY, message)
    return quantity


def _price(fields: Fields, name: str, instrument: Instrument) -> Decimal:
    price = fields.decimal(name)
    if price is None or not instrument.price_min <= price <= instrument.price_max:
        raise Refusal(INVALID_PRICE, f"{name} is missing or out of range: {fields.text(name)}")
    if price % instrument.tick:
        raise Refusal(TICK_SIZE_VIOLATION, TICK_SIZE_VIOLATION[2].format(plain(instrument.tick)))
    return price


def _exit_price(fields: Fields, name: str, instrument: Instrument) -> Decimal | None:
    return _price(fields, name, instrument) if fields.has(name) else None
