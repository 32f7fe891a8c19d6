"""Orders of WOO's generation V3: https://developer.woox.io/api-reference/endpoint/trading"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..server import Request
from ..trading.engine import (
    Account,
    EngineError,
    Instrument,
    Kind,
    MarginMode,
    Order,
    PlaceRequest,
    PositionSide,
    PostOnly,
    Reason,
    Side,
    TimeInForce,
)
from .account import MARGIN_MODES
from .algo_rows import matches
from .forms import order_tag, order_type
from .trading import (
    ORDER_TYPES,
    SIDES,
    STATUSES,
    check_client_id,
    check_margin_disabled,
    check_reduce_only,
    is_ordinary,
)
from .v3_forms import order_row, placed_row
from .v3_wire import Fields, market_of, symbol_or_all
from .wire import INVALID_PARAM, RPC_REJECT, gone, refusal

if TYPE_CHECKING:
    from .venue import WooVenue

PLACE_PARAMS = (
    "symbol side type clientOrderId orderTag positionSide price quantity amount reduceOnly visibleQuantity"
    " marginMode bidAskLevel postOnlyAdjusted broker_id"
)
"""One public client sends a broker_id, which is not documented."""
LIST_PARAMS = "symbol side positionSide type orderTag withRealizedPnl status startTime endTime page size"
ORDER_PATH = "/v3/trade/order"
POSITION_SIDES = ("BOTH", "LONG", "SHORT")
MOST_ROWS = 500

_MAKERS_ONLY = ("AC", "RPI")
_PEGGED = {"ASK": Side.SELL, "BID": Side.BUY}
_BY_AMOUNT = ("MARKET", *_PEGGED)
_SHOWS_PART = ("LIMIT", "POST_ONLY")
_TIMES = {"IOC": TimeInForce.IOC, "FOK": TimeInForce.FOK}
_TAG_LENGTH = 64
_LEVELS = 5


def place_order(venue: WooVenue, fields: Fields, account: Account) -> Any:
    """Only tells that the order was accepted, not what became of it."""
    placed = venue.engine.place(account, _request(venue, fields, account))
    return placed_row(venue, placed)


def _request(venue: WooVenue, fields: Fields, account: Account) -> PlaceRequest:
    instrument = market_of(venue, fields)
    venue.check_mode(account, instrument)
    side = Side(fields.need_choice("side", SIDES))
    kind = fields.need_choice("type", (*ORDER_TYPES, *_MAKERS_ONLY))
    if kind in _MAKERS_ONLY:
        raise refusal(RPC_REJECT, f"{kind} orders are for market makers only.")
    quantity, amount = _size(fields, instrument, kind)
    check_margin_disabled(account, instrument, kind, side, amount)
    level, price = _level(fields, kind), None if kind in _BY_AMOUNT else fields.need_number("price")
    if level is not None and level > 1:
        price = _level_price(venue, instrument, kind, level)
        quantity, amount = quantity or _whole_steps(amount, price, instrument), None
    client_id = fields.integer("clientOrderId") or None
    check_client_id(venue, account, client_id)
    reduce_only = fields.flag("reduceOnly")
    if reduce_only:
        check_reduce_only(account, instrument)
    return PlaceRequest(
        symbol=instrument.symbol,
        side=side,
        kind=Kind.MARKET if kind == "MARKET" else Kind.LIMIT,
        quantity=quantity,
        amount=amount,
        price=price,
        time_in_force=_TIMES.get(kind, TimeInForce.GTC),
        post_only=_post_only(fields, kind),
        reduce_only=reduce_only,
        peg=_PEGGED.get(kind) if price is None else None,
        client_id=None if client_id is None else str(client_id),
        visible=fields.amount("visibleQuantity") if kind in _SHOWS_PART else None,
        position_side=position_side(fields, account, instrument),
        margin_mode=margin_mode(fields, instrument),
        venue={"type": kind, "tag": tag(fields, "orderTag") or "default", "level": level},
    )


def _size(fields: Fields, instrument: Instrument, kind: str) -> tuple[Decimal | None, Decimal | None]:
    quantity, amount = fields.number("quantity"), fields.number("amount")
    if quantity is not None and amount is not None:
        raise refusal(INVALID_PARAM, "quantity and amount must not be sent together")
    if amount is not None and (instrument.is_perp or kind not in _BY_AMOUNT):
        raise refusal(INVALID_PARAM, f"amount is not allowed for {kind} orders of {instrument.symbol}")
    if quantity is None and amount is None:
        raise refusal(INVALID_PARAM, "quantity must be a positive number")
    return quantity, amount


def _level(fields: Fields, kind: str) -> int | None:
    """The level of the book at which an ASK or BID order rests."""
    level = fields.integer("bidAskLevel", 1, _LEVELS)
    return level if kind in _PEGGED else None


def _level_price(venue: WooVenue, instrument: Instrument, kind: str, level: int) -> Decimal:
    view = venue.engine.book(instrument.symbol, level)
    levels = view.asks if kind == "ASK" else view.bids
    if len(levels) < level:
        raise EngineError(Reason.NO_PRICE, symbol=instrument.symbol)
    return levels[-1].price


def _whole_steps(amount: Decimal | None, price: Decimal, instrument: Instrument) -> Decimal:
    return (amount or Decimal(0)) / price // instrument.step * instrument.step


def _post_only(fields: Fields, kind: str) -> PostOnly:
    adjusted = fields.flag("postOnlyAdjusted")
    if kind != "POST_ONLY":
        return PostOnly.NO
    return PostOnly.REPRICE if adjusted else PostOnly.REJECT


def position_side(fields: Fields, account: Account, instrument: Instrument) -> PositionSide:
    """BOTH in one-way mode and for spot, LONG or SHORT in hedge mode."""
    side = PositionSide(fields.choice("positionSide", POSITION_SIDES) or "BOTH")
    if (instrument.is_perp and account.hedge) is (side is PositionSide.BOTH):
        raise EngineError(Reason.POSITION_SIDE)
    return side


def margin_mode(fields: Fields, instrument: Instrument) -> MarginMode:
    mode = MarginMode(fields.choice("marginMode", MARGIN_MODES) or "CROSS")
    if mode is MarginMode.ISOLATED and not instrument.is_perp:
        raise refusal(INVALID_PARAM, "marginMode must be CROSS for a spot symbol")
    return mode


def tag(fields: Fields, name: str) -> str | None:
    text = fields.text(name)
    if text is not None and len(text) > _TAG_LENGTH:
        raise refusal(INVALID_PARAM, f"{name} must not have more than {_TAG_LENGTH} characters")
    return text


# Changing and cancelling. The venue only acknowledges, and reports the outcome later.


def edit_order(venue: WooVenue, fields: Fields, account: Account) -> Any:
    order = _asked_for(venue, fields, account)
    price, quantity = fields.number("price"), fields.number("quantity")
    if price is None and quantity is None:
        raise refusal(INVALID_PARAM, "price or quantity must be sent")
    if order is None:
        raise EngineError(Reason.UNKNOWN_ORDER)
    venue.engine.amend(order, price, quantity)
    return {"status": "EDIT_SENT"}


def cancel_order(venue: WooVenue, fields: Fields, account: Account) -> Any:
    order, symbol = _asked_for(venue, fields, account), fields.need("symbol")
    if order is None or order.symbol != symbol:
        raise gone()
    venue.engine.cancel(order)
    return {"status": "CANCEL_SENT"}


def _asked_for(venue: WooVenue, fields: Fields, account: Account) -> Order | None:
    """The order of `orderId`, or the newest of `clientOrderId`."""
    name, number = fields.identifier("orderId", "clientOrderId")
    if name == "orderId":
        return venue.engine.order(account, str(number))
    return venue.engine.order(account, client_id=str(number))


def cancel_orders(venue: WooVenue, fields: Fields, account: Account) -> Any:
    """Ordinary orders, of one symbol or all."""
    venue.engine.cancel_all(account, symbol_or_all(venue, fields), is_ordinary(venue))
    return {"status": "CANCEL_ALL_SENT"}


def cancel_everything(venue: WooVenue, fields: Fields, account: Account) -> Any:
    """Ordinary and algo orders; without a `marginMode` those of both modes."""
    symbol, side = symbol_or_all(venue, fields), fields.choice("side", SIDES)
    mode = fields.choice("marginMode", MARGIN_MODES)
    venue.algos.cancel_all(account, matches(symbol=symbol, side=side, margin_mode=mode))
    venue.engine.cancel_all(
        account,
        symbol,
        lambda order: side in (None, order.side.value) and mode in (None, order.request.margin_mode.value),
    )
    return {"status": "CANCEL_ALL_SENT"}


# Looking up.


def get_order(venue: WooVenue, fields: Fields, account: Account) -> Any:
    order = _asked_for(venue, fields, account)
    if order is None:
        raise EngineError(Reason.UNKNOWN_ORDER)
    return order_row(venue, order, fields.flag("withRealizedPnl"))


def get_orders(venue: WooVenue, fields: Fields, account: Account) -> Any:
    """Newest first."""
    status, side = fields.choice("status", STATUSES), fields.choice("side", SIDES)
    position, kind = fields.choice("positionSide", POSITION_SIDES), fields.text("type")
    label, with_pnl = fields.text("orderTag"), fields.flag("withRealizedPnl")
    orders = venue.engine.orders(
        account,
        symbol=symbol_or_all(venue, fields),
        side=Side(side) if side else None,
        statuses=STATUSES[status] if status else None,
        start=fields.integer("startTime"),
        end=fields.integer("endTime"),
        where=lambda order: (
            kind in (None, order_type(order))
            and label in (None, order_tag(order))
            and position in (None, order.request.position_side.value)
        ),
    )
    chosen, meta = fields.sheet(orders, most=MOST_ROWS)
    return {"rows": [order_row(venue, order, with_pnl) for order in chosen], "meta": meta}


def looked_up_symbol(venue: WooVenue, request: Request) -> str:
    """The symbol of the order that a request for one order is about, empty when there is none.

    The limit of that endpoint is documented for each symbol, though no symbol is sent.
    """
    if request.path != ORDER_PATH or request.credential is None:
        return ""
    account = venue.engine.account(request.credential.account)
    if "orderId" in request.query:
        order = venue.engine.order(account, request.query["orderId"])
    else:
        order = venue.engine.order(account, client_id=request.query.get("clientOrderId", ""))
    return "" if order is None else order.symbol
