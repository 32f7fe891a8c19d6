"""What an algo order has to fulfil before WOO accepts it: https://docs.woox.io/#send-algo-order"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from ..trading import checks
from ..trading.engine import Engine, EngineError, Instrument, PriceSource, Reason, Side
from .algo import AlgoContext, AlgoRefusal, AlgoSpec, AlgoType
from .wire import INVALID_PARAM, refusal

_FILTERS = {Reason.PRICE_LOW: 317145, Reason.PRICE_HIGH: 317146, Reason.TICK: 317147}
"""The finer numbers of the price filter."""


def check_algo(engine: Engine, context: AlgoContext, spec: AlgoSpec) -> None:
    """Raises AlgoRefusal, EngineError or Reply for an algo order that cannot be accepted."""
    instrument = engine.instruments[context.symbol]
    if instrument.suspended:
        number = 317158 if instrument.is_perp else 317157
        raise AlgoRefusal(number, token=instrument.base, quote=instrument.quote)
    if spec.kind not in _CHECKS:
        raise AlgoRefusal(317167, algoType=spec.kind.value)
    _CHECKS[spec.kind](engine, instrument, spec)


def check_filters(engine: Engine, instrument: Instrument, spec: AlgoSpec) -> None:
    """The filters for a row's prices and quantity."""
    try:
        for price in (spec.price, spec.trigger_price, spec.activated_price):
            if price is not None:
                checks.check_price(price, instrument)
    except EngineError as error:
        raise AlgoRefusal(_FILTERS[error.reason]) from error
    if spec.quantity:
        checks.check_quantity(spec.quantity, instrument)
        checks.check_visible(spec.visible, spec.quantity)
        reference = spec.price or spec.trigger_price or engine.price(instrument.symbol)
        checks.check_notional(spec.quantity * reference, instrument)


def check_leg_side(kind: AlgoType, side: Side, trigger: Decimal, reference: Decimal) -> None:
    """A take-profit lies where the position gains, a stop-loss where it loses."""
    above = (kind is AlgoType.TAKE_PROFIT) is (side is Side.SELL)
    if above and trigger <= reference:
        raise AlgoRefusal(317150, price=reference)
    if not above and trigger >= reference:
        raise AlgoRefusal(317151, price=reference)


def _stop(engine: Engine, instrument: Instrument, spec: AlgoSpec) -> None:
    _order(spec, ("LIMIT", "MARKET"))
    if spec.trigger_price is None:
        raise refusal(INVALID_PARAM, "triggerPrice must be a positive number")
    check_filters(engine, instrument, spec)


def _trailing(engine: Engine, instrument: Instrument, spec: AlgoSpec) -> None:
    _order(spec, ("MARKET",))
    if (spec.callback_rate is None) == (spec.callback_value is None):
        raise refusal(INVALID_PARAM, "exactly one of callbackRate and callbackValue must be sent")
    check_filters(engine, instrument, spec)


def _oco(engine: Engine, instrument: Instrument, spec: AlgoSpec) -> None:
    _order(spec, ("LIMIT",))
    check_filters(engine, instrument, spec)
    _children(spec, 1, 1, (AlgoType.STOP,))
    (stop,) = spec.children
    _stop(engine, instrument, stop)
    if stop.side is not spec.side:
        raise refusal(INVALID_PARAM, "side must be the same in both orders")
    check_stop_side(engine, instrument.symbol, stop)


def check_stop_side(engine: Engine, symbol: str, stop: AlgoSpec) -> None:
    """The stop of an OCO order lies beyond the present price, seen from its limit order."""
    assert stop.trigger_price is not None
    check_leg_side(AlgoType.STOP_LOSS, stop.side, stop.trigger_price, engine.price(symbol, stop.trigger_by))


def _bracket(engine: Engine, instrument: Instrument, spec: AlgoSpec) -> None:
    _order(spec, ("LIMIT", "MARKET"))
    if spec.kind is AlgoType.STOP_BRACKET and spec.trigger_price is None:
        raise AlgoRefusal(317139)
    check_filters(engine, instrument, spec)
    _children(spec, 1, 1, (AlgoType.POSITIONAL_TP_SL, AlgoType.TP_SL))
    (exits,) = spec.children
    if exits.side is spec.side:
        raise refusal(INVALID_PARAM, "side of take-profit and stop-loss must be opposite to the entry's")
    entry = spec.price or spec.trigger_price or engine.price(instrument.symbol)
    _exits(engine, instrument, exits, entry)


def _positional(engine: Engine, instrument: Instrument, spec: AlgoSpec) -> None:
    _exits(engine, instrument, spec, None)


def _exits(engine: Engine, instrument: Instrument, spec: AlgoSpec, entry: Decimal | None) -> None:
    """Take-profit and stop-loss legs; `entry` is the price of the order that they follow."""
    _children(spec, 1, 2, (AlgoType.TAKE_PROFIT, AlgoType.STOP_LOSS))
    if len({leg.side for leg in spec.children}) > 1:
        raise AlgoRefusal(317143)
    for leg in spec.children:
        _leg(spec, leg)
        if leg.trigger_price is None:
            raise refusal(INVALID_PARAM, "triggerPrice must be a positive number")
        check_filters(engine, instrument, leg)
        reference = engine.price(instrument.symbol, leg.trigger_by) if entry is None else entry
        check_leg_side(leg.kind, leg.side, leg.trigger_price, reference)


def _leg(parent: AlgoSpec, leg: AlgoSpec) -> None:
    if parent.kind is AlgoType.POSITIONAL_TP_SL:
        if leg.order_type != "CLOSE_POSITION":
            raise refusal(INVALID_PARAM, "type must be CLOSE_POSITION")
        return
    if leg.order_type == "CLOSE_POSITION":
        raise AlgoRefusal(317142)
    if not leg.quantity:
        raise AlgoRefusal(317140)
    if leg.order_type == "LIMIT" and leg.price is None:
        raise AlgoRefusal(317141)
    if leg.quantity != parent.quantity:
        raise AlgoRefusal(317138)


def _order(spec: AlgoSpec, types: tuple[str, ...]) -> None:
    if spec.order_type not in types:
        raise refusal(INVALID_PARAM, f"type must be one of {', '.join(types)}")
    if spec.order_type == "LIMIT" and spec.price is None:
        raise refusal(INVALID_PARAM, "price must be a positive number")
    if not spec.quantity:
        raise refusal(INVALID_PARAM, "quantity must be a positive number")


def _children(spec: AlgoSpec, least: int, most: int, kinds: tuple[AlgoType, ...]) -> None:
    found = [child.kind for child in spec.children]
    if not least <= len(found) <= most or not set(found) <= set(kinds) or len(set(found)) < len(found):
        allowed = ", ".join(kind.value for kind in kinds)
        raise refusal(INVALID_PARAM, f"childOrders of {spec.kind.value} must hold {allowed}")


_CHECKS: dict[AlgoType, Callable[[Engine, Instrument, AlgoSpec], None]] = {
    AlgoType.STOP: _stop,
    AlgoType.TRAILING_STOP: _trailing,
    AlgoType.OCO: _oco,
    AlgoType.BRACKET: _bracket,
    AlgoType.STOP_BRACKET: _bracket,
    AlgoType.POSITIONAL_TP_SL: _positional,
    AlgoType.TP_SL: _positional,
}
TRIGGER_SOURCES = {"MARKET_PRICE": PriceSource.LAST, "MARK_PRICE": PriceSource.MARK}
