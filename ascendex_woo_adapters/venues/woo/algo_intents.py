"""What a user wants of an algo order: stops, trailing stops, OCO, brackets, and positions' exits."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ccxt.base.errors import ArgumentsRequired, InvalidOrder

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.common.numbers import decimal, text
from ascendex_woo_adapters.common.structures import EXACT
from ascendex_woo_adapters.venues.woo.intents import (
    OrderIntent,
    amount_text,
    client_order_id,
    flag,
    order_intent,
    order_tag,
    placed_margin_mode,
    position_side,
    price_text,
    reduce_only,
    taken,
    visible_quantity,
)

#: ccxt's switches, which say that algo orders are meant.
SWITCHES = ("trigger", "stop", "trailing")
TRIGGERS = ("triggerPrice", "stopPrice")
EXITS = ("stopLossPrice", "takeProfitPrice")
ATTACHED = ("stopLoss", "takeProfit")
ACTIVATIONS = ("trailingTriggerPrice", "activatedPrice")
TRAILS = ("trailingAmount", "trailingPercent", "callbackValue", "callbackRate")
#: Any of these in ``params`` makes the order an algo order: it never leaves as a plain one.
ALGO_PARAMS = frozenset(
    {
        *SWITCHES, *TRIGGERS, *EXITS, *ATTACHED, *TRAILS, *ACTIVATIONS, "algoType", "childOrders",
        "closePosition", "stopLimitPrice", "triggerPriceType", "triggerDirection",
    }
)  # fmt: skip
#: ``algoType`` in params chooses what ccxt's parameters do not tell apart.
_ALGO_TYPES = {
    "STOP": "stop",
    "OCO": "oco",
    "TRAILING_STOP": "trailing",
    "BRACKET": "bracket",
    "STOP_BRACKET": "stop bracket",
    "POSITIONAL_TP_SL": "positional",
    "TP_SL": "tp sl",
}
#: ccxt's (or the venue's) name of the price that triggers -> ccxt's.
_TRIGGER_PRICES = {"mark": "mark", "last": "last", "mark_price": "mark", "market_price": "last"}
_LEG_KEYS = {"triggerPrice", "stopPrice", "price", "type", "amount", "triggerPriceType", "priceType"}
_HUNDRED = Decimal(100)


@dataclass(slots=True)
class Leg:
    """A take profit or stop loss; ``price`` None closes at market, ``amount`` None closes all.

    Only an edit may leave the trigger price as it is.
    """

    trigger_price: str | None
    price: str | None = None
    trigger_by: str | None = None
    amount: str | None = None


@dataclass(slots=True)
class AlgoIntent:
    """An algo order; numbers as the strings that leave.

    ``kind``: 'stop', 'oco', 'trailing', 'bracket', 'stop bracket', 'positional' (exits of a whole
    position) or 'tp sl' (exits of a quantity). ``exit`` says which of ccxt's exits a stop is.
    ``trigger_by`` is 'mark', 'last' or None, which leaves it to the venue; ``callback_rate`` a fraction.
    """

    market: dict[str, Any]
    kind: str
    type: str
    side: str
    amount: str | None
    price: str | None
    client_order_id: int
    reduce_only: bool
    margin_mode: str | None
    position_side: str | None
    trigger_price: str | None = None
    trigger_by: str | None = None
    exit: str | None = None
    stop_limit_price: str | None = None
    callback_rate: str | None = None
    callback_value: str | None = None
    activation_price: str | None = None
    take_profit: Leg | None = None
    stop_loss: Leg | None = None
    visible_quantity: str | None = None
    order_tag: str | None = None
    rest: dict[str, Any] = field(default_factory=dict)


def placement_intent(
    ex: Adapter, market: dict[str, Any], kind: Any, side: Any, amount: Any, price: Any, params: dict[str, Any]
) -> OrderIntent | AlgoIntent:
    """Check the arguments of ``create_order``; raises before anything is sent."""
    rest = {
        key: value
        for key, value in params.items()
        if value is not None and not (value is False and key in ALGO_PARAMS)
    }
    if str(kind or "").lower() == "oco":
        return _algo_intent(ex, market, "limit", side, amount, price, {**rest, "algoType": "OCO"})
    if ALGO_PARAMS.isdisjoint(rest):
        return order_intent(ex, market, kind, side, amount, price, rest)
    return _algo_intent(ex, market, kind, side, amount, price, rest)


def _algo_intent(
    ex: Adapter, market: dict[str, Any], kind: Any, side: Any, amount: Any, price: Any, rest: dict[str, Any]
) -> AlgoIntent:
    for name in ("leverage", "childOrders", "triggerDirection"):
        if name in rest:
            raise ex._not_supported(f"createOrder() with {name}")
    for name in ("cost", "order_amount"):
        if name in rest:
            raise InvalidOrder(f"{ex.id} takes an algo order by quantity, not by cost")
    for name in SWITCHES:
        rest.pop(name, None)
    whole = flag(ex, "closePosition", rest.pop("closePosition", False))
    what = _kind(ex, rest, whole)
    if whole and what != "positional":
        raise InvalidOrder(f"{ex.id} closePosition goes with stopLossPrice and takeProfitPrice only")
    if what == "oco" and price is None:
        price = rest.pop("takeProfitPrice", None)
    checked = 1 if what == "positional" else amount
    order_type, order_side = ex._check_order(market, kind, side, checked, price, ("limit", "market"))
    _check_time_in_force(ex, rest)
    intent = AlgoIntent(
        market=market,
        kind=what,
        type=order_type,
        side=order_side,
        amount=None if what == "positional" else amount_text(ex, market, amount),
        price=price_text(ex, market, price) if order_type == "limit" else None,
        client_order_id=client_order_id(ex, taken(rest, None, "clientOrderId", "client_order_id")),
        reduce_only=False,
        margin_mode=placed_margin_mode(ex, market, rest),
        position_side=None,
        trigger_by=trigger_by(ex, rest.pop("triggerPriceType", None)),
        order_tag=order_tag(rest),
        rest=rest,
    )
    if intent.price is not None:
        ex._check_notional(market, intent.amount, intent.price)
    _FILLERS[what](ex, intent, rest)
    must_reduce = market["swap"] and (what in ("positional", "tp sl") or intent.exit is not None)
    reduces = reduce_only(ex, market, rest, must_reduce)
    if must_reduce and not reduces:
        raise InvalidOrder(f"{ex.id} stopLossPrice and takeProfitPrice close a position: they only reduce it")
    if reduces and what in ("bracket", "stop bracket"):
        raise InvalidOrder(f"{ex.id} the entry of a bracket opens a position: it cannot be reduce-only")
    intent.reduce_only = reduces
    intent.position_side = position_side(ex, market, order_side, reduces, rest)
    rests = None if order_type == "market" else "limit"
    intent.visible_quantity = visible_quantity(ex, market, rests, intent.amount, rest)
    nothing_left(ex, what, rest)
    return intent


def _kind(ex: Adapter, rest: dict[str, Any], whole: bool) -> str:
    """Which algo order the parameters describe; raises if they describe two."""
    given = {
        "trigger": not rest.keys().isdisjoint(TRIGGERS),
        "exit": not rest.keys().isdisjoint(EXITS),
        "attached": not rest.keys().isdisjoint(ATTACHED),
        "trailing": not rest.keys().isdisjoint((*TRAILS, *ACTIVATIONS)),
    }
    found = [name for name, is_given in given.items() if is_given]
    both = all(name in rest for name in EXITS)
    if found == ["trigger"]:
        kind = "stop"
    elif found == ["exit"]:
        kind = "positional" if whole else "tp sl" if both else "stop"
    elif found == ["trailing"]:
        kind = "trailing"
    elif found == ["attached"]:
        kind = "bracket"
    elif found == ["trigger", "attached"]:
        kind = "stop bracket"
    elif not found:
        raise ArgumentsRequired(
            f"{ex.id} createOrder() of an algo order requires triggerPrice, stopLossPrice, takeProfitPrice, "
            "trailingAmount, trailingPercent, stopLoss or takeProfit in params"
        )
    else:
        raise InvalidOrder(f"{ex.id} createOrder() takes one kind of algo order, not {' and '.join(found)}")
    named = rest.pop("algoType", None)
    if named is None:
        return kind
    name = _ALGO_TYPES.get(str(named).upper())
    if name == "oco" and kind in ("stop", "tp sl"):
        return "oco"
    if name != kind:
        raise InvalidOrder(f"{ex.id} createOrder() parameters describe no {named} order but a {kind} order")
    return kind


def _check_time_in_force(ex: Adapter, rest: dict[str, Any]) -> None:
    """The venue's algo orders know no time in force but the usual one."""
    in_force = str(rest.pop("timeInForce", "GTC")).upper()
    post_only = flag(ex, "postOnly", rest.pop("postOnly", False))
    if post_only or in_force != "GTC":
        wanted = "post-only" if post_only else in_force
        raise InvalidOrder(f"{ex.id} takes algo orders as GTC, not as {wanted}")


def trigger_by(ex: Adapter, given: Any) -> str | None:
    """'mark' or 'last': the price that triggers."""
    if given is None:
        return None
    try:
        return _TRIGGER_PRICES[str(given).lower()]
    except KeyError:
        raise ex._not_supported(f"the triggerPriceType {given!r}", "'last' or 'mark'") from None


# what each kind is made of -------------------------------------------------------------------------


def _fill_stop(ex: Adapter, intent: AlgoIntent, rest: dict[str, Any]) -> None:
    for name in EXITS:
        if name in rest:
            intent.exit = name
    name = intent.exit or "triggerPrice"
    intent.trigger_price = price_text(ex, intent.market, taken(rest, None, *TRIGGERS, *EXITS), name)


def _fill_oco(ex: Adapter, intent: AlgoIntent, rest: dict[str, Any]) -> None:
    """A limit order and a stop beyond the market on its other side, of which one cancels the other."""
    if "takeProfitPrice" in rest:
        raise InvalidOrder(f"{ex.id} the price of an OCO is its take profit: give one of the two")
    if intent.price is None:
        raise ArgumentsRequired(f"{ex.id} createOrder() requires a price argument for an OCO")
    if "stopLossPrice" in rest:
        intent.exit = "stopLossPrice"
    intent.trigger_price = price_text(
        ex, intent.market, taken(rest, None, *TRIGGERS, "stopLossPrice"), "triggerPrice"
    )
    _check_side(ex, intent.side == "buy", "trigger price of an OCO", intent.trigger_price, intent.price)
    limit = rest.pop("stopLimitPrice", None)
    if limit is not None:
        intent.stop_limit_price = price_text(ex, intent.market, limit, "stopLimitPrice")


def _fill_trailing(ex: Adapter, intent: AlgoIntent, rest: dict[str, Any]) -> None:
    if intent.type != "market":
        raise InvalidOrder(f"{ex.id} takes trailing stops as market orders only")
    intent.callback_rate, intent.callback_value = callback(ex, intent.market, rest)
    if intent.callback_rate is None and intent.callback_value is None:
        raise InvalidOrder(f"{ex.id} a trailing stop needs trailingAmount or trailingPercent")
    activation = taken(rest, None, *ACTIVATIONS)
    if activation is not None:
        intent.activation_price = price_text(ex, intent.market, activation, "trailingTriggerPrice")


def callback(ex: Adapter, market: dict[str, Any], rest: dict[str, Any]) -> tuple[str | None, str | None]:
    """The distance of a trailing stop: a fraction or an absolute value, at most one of them."""
    amount = taken(rest, None, "trailingAmount", "callbackValue")
    percent, rate = rest.pop("trailingPercent", None), rest.pop("callbackRate", None)
    if [amount, percent, rate].count(None) < 2:
        raise InvalidOrder(f"{ex.id} a trailing stop takes either trailingAmount or trailingPercent")
    if amount is not None:
        number = decimal(amount)
        if number is None or number <= 0:
            raise InvalidOrder(f"{ex.id} trailingAmount must be a positive number, not {amount!r}")
        return None, str(ex.price_to_precision(market["symbol"], amount))
    if percent is None and rate is None:
        return None, None
    fraction = decimal(rate)
    if percent is not None:
        number = decimal(percent)
        fraction = None if number is None else EXACT.divide(number, _HUNDRED)
    if fraction is None or not 0 < fraction < 1:
        raise InvalidOrder(
            f"{ex.id} trailingPercent must lie between 0 and 100 (callbackRate between 0 and 1), not be "
            f"{percent if rate is None else rate!r}"
        )
    return text(fraction), None


def _fill_exits(ex: Adapter, intent: AlgoIntent, rest: dict[str, Any]) -> None:
    """Take profit, stop loss or both for what is held; ``side`` is the side that closes it."""
    if intent.type != "market":
        raise InvalidOrder(f"{ex.id} takes exits of a position, or two at once, as market orders only")
    for name in EXITS:
        given = rest.pop(name, None)
        if given is not None:
            _set_leg(intent, name, Leg(price_text(ex, intent.market, given, name), None, intent.trigger_by))
    _check_legs(ex, intent, intent.side == "sell")


def _fill_bracket(ex: Adapter, intent: AlgoIntent, rest: dict[str, Any]) -> None:
    """An entry that brings its exits along."""
    trigger = taken(rest, None, *TRIGGERS)
    if trigger is not None:
        intent.trigger_price = price_text(ex, intent.market, trigger, "triggerPrice")
    for name in ATTACHED:
        given = rest.pop(name, None)
        if given is not None:
            _set_leg(intent, name, _leg(ex, intent, name, given))
    long = intent.side == "buy"
    _check_legs(ex, intent, long)
    if intent.price is not None:
        if intent.take_profit is not None:
            _check_side(ex, long, "take profit", intent.take_profit.trigger_price, intent.price)
        if intent.stop_loss is not None:
            _check_side(ex, not long, "stop loss", intent.stop_loss.trigger_price, intent.price)


def _leg(ex: Adapter, intent: AlgoIntent, name: str, given: Any) -> Leg:
    """ccxt's ``{'triggerPrice': ..., 'price': ..., 'type': ...}``."""
    if not isinstance(given, dict) or not given.keys() <= _LEG_KEYS:
        raise InvalidOrder(
            f"{ex.id} {name} must be {{'triggerPrice': ..., 'type': 'market'}}, with price for a limit "
            f"order, not {given!r}"
        )
    market, price = intent.market, given.get("price")
    order_type = str(given.get("type") or ("market" if price is None else "limit")).lower()
    if order_type not in ("market", "limit") or (order_type == "limit") != (price is not None):
        raise InvalidOrder(f"{ex.id} {name} is either a market order or a limit order with a price")
    by, amount = given.get("triggerPriceType", given.get("priceType")), given.get("amount")
    return Leg(
        trigger_price=price_text(
            ex, market, given.get("triggerPrice", given.get("stopPrice")), f"{name}.triggerPrice"
        ),
        price=None if price is None else price_text(ex, market, price, f"{name}.price"),
        trigger_by=intent.trigger_by if by is None else trigger_by(ex, by),
        amount=None if amount is None else amount_text(ex, market, amount),
    )


def _set_leg(intent: AlgoIntent, name: str, leg: Leg) -> None:
    if name.startswith("stopLoss"):
        intent.stop_loss = leg
    else:
        intent.take_profit = leg


def _check_legs(ex: Adapter, intent: AlgoIntent, long: bool) -> None:
    profit, loss = intent.take_profit, intent.stop_loss
    if profit is not None and loss is not None:
        _check_side(ex, long, "take profit", profit.trigger_price, loss.trigger_price)


def _check_side(ex: Adapter, above: bool, what: str, price: str | None, than: str | None) -> None:
    """Raise for what the venue refuses as a trigger price that must be higher, or lower, than another."""
    if price is None or than is None:
        return
    trigger, reference = Decimal(price), Decimal(than)
    if trigger == reference or (trigger > reference) != above:
        raise InvalidOrder(f"{ex.id} the {what} ({price}) must be {'above' if above else 'below'} {than}")


def nothing_left(ex: Adapter, kind: str, rest: dict[str, Any]) -> None:
    """Raise for a parameter of another kind of algo order, which would be lost."""
    left = sorted(ALGO_PARAMS & rest.keys())
    if left:
        raise InvalidOrder(f"{ex.id} a {kind} order takes no {', '.join(left)}")


_FILLERS = {
    "stop": _fill_stop,
    "oco": _fill_oco,
    "trailing": _fill_trailing,
    "positional": _fill_exits,
    "tp sl": _fill_exits,
    "bracket": _fill_bracket,
    "stop bracket": _fill_bracket,
}
