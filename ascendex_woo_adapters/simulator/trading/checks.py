"""The filters that an order passes before a market accepts it."""

from __future__ import annotations

from decimal import Decimal

from .instruments import Instrument
from .matching import Book
from .model import EngineError, Kind, PlaceRequest, PositionSide, Reason, Side


def check_request(request: PlaceRequest, instrument: Instrument, hedge: bool) -> None:
    """Whether the request makes sense at all. Raises EngineError."""
    if instrument.suspended:
        raise EngineError(Reason.SUSPENDED, symbol=instrument.symbol)
    if (request.quantity is None) == (request.amount is None):
        raise EngineError(Reason.PARAM, "exactly one of quantity and amount is needed", field="quantity")
    if request.kind is Kind.LIMIT and request.peg is None and request.price is None:
        raise EngineError(Reason.PARAM, "a limit order needs a price", field="price")
    if request.amount is not None and request.kind is Kind.LIMIT and request.peg is None:
        raise EngineError(Reason.PARAM, "a limit order needs a quantity", field="amount")
    for name in ("quantity", "amount", "price", "trigger_price"):
        value: Decimal | None = getattr(request, name)
        if value is not None and (not value.is_finite() or value <= 0):
            raise EngineError(Reason.PARAM, f"{name} must be a positive number", field=name)
    if request.reduce_only and not instrument.is_perp:
        raise EngineError(Reason.PARAM, "reduce-only is for perpetuals", field="reduce_only")
    if instrument.is_perp and hedge is (request.position_side is PositionSide.BOTH):
        raise EngineError(Reason.POSITION_SIDE)


def check_price(price: Decimal, instrument: Instrument) -> None:
    if price < instrument.price_min or price <= 0:
        raise EngineError(Reason.PRICE_LOW, price=price, bound=instrument.price_min)
    if price > instrument.price_max:
        raise EngineError(Reason.PRICE_HIGH, price=price, bound=instrument.price_max)
    if (price - instrument.price_min) % instrument.tick:
        raise EngineError(Reason.TICK, price=price, tick=instrument.tick)


def check_quantity(quantity: Decimal, instrument: Instrument) -> None:
    check_least(quantity, instrument)
    if quantity > instrument.quantity_max:
        raise EngineError(Reason.QUANTITY_HIGH, quantity=quantity, bound=instrument.quantity_max)
    if quantity % instrument.step:
        raise EngineError(Reason.STEP, quantity=quantity, step=instrument.step)


def check_least(quantity: Decimal, instrument: Instrument) -> None:
    if quantity < instrument.quantity_min:
        raise EngineError(Reason.QUANTITY_LOW, quantity=quantity, bound=instrument.quantity_min)


def check_notional(notional: Decimal, instrument: Instrument) -> None:
    if instrument.min_notional and notional <= instrument.min_notional:
        raise EngineError(Reason.NOTIONAL, notional=notional, bound=instrument.min_notional)


def check_range(price: Decimal, side: Side, instrument: Instrument, book: Book) -> None:
    """A purchase may not be priced too far above the best ask, nor a sale too far below the best bid."""
    bound = range_bound(side, instrument, book)
    if bound is not None and side.sign * price > side.sign * bound:
        raise EngineError(Reason.PRICE_RANGE, price=price, bound=bound)


def range_bound(side: Side, instrument: Instrument, book: Book) -> Decimal | None:
    """The worst price at which this side may trade, or None."""
    best = book.best(side.opposite)
    if best is None or instrument.price_range is None:
        return None
    return best * (1 + side.sign * instrument.price_range)


def check_visible(visible: Decimal | None, quantity: Decimal | None) -> None:
    if visible is not None and (visible < 0 or (quantity is not None and visible > quantity)):
        raise EngineError(Reason.PARAM, "visible quantity is out of bounds", field="visible")
