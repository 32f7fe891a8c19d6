"""What a user wants of an order, checked and in ccxt's terms, before a generation writes it down."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from ccxt.base.errors import BadRequest, InvalidOrder

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.common.numbers import decimal, text
from ascendex_woo_adapters.common.structures import EXACT
from ascendex_woo_adapters.venues.woo.enums import MARGIN_MODE_IDS, TYPE_OF_TIME_IN_FORCE

#: Types that ccxt expresses as a limit order with a time in force.
TIME_IN_FORCE_OF_TYPE = {"ioc": "IOC", "fok": "FOK", "post_only": "PO"}
#: Types that ccxt has no word for: at the best ask, at the best bid, for retail traders only.
VENUE_TYPES = ("ask", "bid", "rpi")
KINDS = ("limit", "market", *TIME_IN_FORCE_OF_TYPE, *VENUE_TYPES)
#: Types whose size may be given in quote currency.
BY_COST = ("market", "ask", "bid")
#: The venue takes client ids up to 2^63 - 1; beyond 2^53 other software loses digits.
MOST_CLIENT_ID = 2**63 - 1
MOST_MADE_CLIENT_ID = 2**53 - 1


@dataclass(slots=True)
class OrderIntent:
    """A plain order; numbers as the strings that leave.

    ``type`` is 'limit' or 'market'; ``venue_type`` says which order of the venue's own it is.
    ``visible_quantity`` '0' hides the order.
    """

    market: dict[str, Any]
    type: str
    side: str
    amount: str | None
    price: str | None
    cost: str | None
    time_in_force: str
    reduce_only: bool
    client_order_id: int
    margin_mode: str | None
    position_side: str | None
    venue_type: str | None = None
    post_only_adjusted: bool = False
    visible_quantity: str | None = None
    order_tag: str | None = None
    rest: dict[str, Any] = field(default_factory=dict)


def client_order_id(ex: Adapter, given: Any) -> int:
    """The caller's own client id, or a new one below 2^53; 0 means none and is refused."""
    if given is None:
        return secrets.randbelow(MOST_MADE_CLIENT_ID) + 1
    try:
        number = int(str(given))
    except ValueError:
        number = 0
    if not 0 < number <= MOST_CLIENT_ID:
        raise InvalidOrder(
            f"{ex.id} clientOrderId must be a whole number from 1 to {MOST_CLIENT_ID}, not {given!r}"
        )
    return number


def order_intent(
    ex: Adapter, market: dict[str, Any], kind: Any, side: Any, amount: Any, price: Any, rest: dict[str, Any]
) -> OrderIntent:
    """Check ccxt's arguments and turn them into an intent; ``rest`` is used up but for what is left over."""
    if "leverage" in rest:
        raise ex._not_supported("createOrder() with leverage", "use set_leverage()")
    name = str(kind or "").lower()
    cost, by_quantity = _size(ex, rest)
    if by_quantity is not None:
        amount = by_quantity
    priced = rest.pop("createMarketBuyOrderRequiresPrice", ex.options["createMarketBuyOrderRequiresPrice"])
    in_kind = "limit" if name in TIME_IN_FORCE_OF_TYPE or name == "rpi" else kind
    order_type, order_side = ex._check_order(
        market, in_kind, side, None if cost is not None else amount, price, KINDS
    )
    symbol = market["symbol"]
    venue_type = name if name in VENUE_TYPES else None
    spends = order_type == "market" and market["spot"] and order_side == "buy"
    if spends and cost is None and by_quantity is None:
        cost = _market_buy_cost(ex, symbol, amount, price, priced)
    quantity: str | None = None
    if cost is not None:
        if order_type not in BY_COST:
            raise InvalidOrder(f"{ex.id} createOrder() takes cost for market orders only")
        spend = decimal(cost)
        if spend is None or spend <= 0:
            raise InvalidOrder(f"{ex.id} createOrder() cost must be a positive number, not {cost!r}")
        cost = ex.cost_to_precision(symbol, cost)
        ex._check_limits(market, "cost", cost)
    else:
        quantity = amount_text(ex, market, amount)
    limit_price = None
    if order_type not in BY_COST and price is not None:  # the venue sets the price of the others
        limit_price = price_text(ex, market, price)
        ex._check_notional(market, quantity, limit_price)
    adjusted = flag(ex, "postOnlyAdjusted", taken(rest, False, "postOnlyAdjusted", "post_only_adjusted"))
    in_force = _time_in_force(
        ex, name, rest.pop("timeInForce", None), flag(ex, "postOnly", rest.pop("postOnly", False)) or adjusted
    )
    reduces = reduce_only(ex, market, rest)
    takes = order_type == "market" or in_force in ("IOC", "FOK")
    return OrderIntent(
        market=market,
        type="market" if order_type == "market" else "limit",
        side=order_side,
        amount=quantity,
        price=limit_price,
        cost=cost,
        time_in_force=in_force,
        reduce_only=reduces,
        client_order_id=client_order_id(ex, taken(rest, None, "clientOrderId", "client_order_id")),
        margin_mode=placed_margin_mode(ex, market, rest),
        position_side=position_side(ex, market, order_side, reduces, rest),
        venue_type=venue_type,
        post_only_adjusted=adjusted,
        visible_quantity=visible_quantity(ex, market, None if takes else name, quantity, rest),
        order_tag=order_tag(rest),
        rest=rest,
    )


# one parameter each: taken out of what is left of the caller's params ------------------------------


def taken(rest: dict[str, Any], default: Any, *names: str) -> Any:
    """The value under the first of ``names`` that is given; all of them are removed."""
    values = [rest.pop(name) for name in names if name in rest]
    return values[0] if values else default


def flag(ex: Adapter, name: str, value: Any) -> bool:
    """True or False; raises for anything else."""
    if not isinstance(value, bool):
        raise BadRequest(f"{ex.id} {name} must be True or False, not {value!r}")
    return value


def amount_text(ex: Adapter, market: dict[str, Any], amount: Any) -> str:
    """An amount of base currency as it leaves."""
    if amount is None:
        raise InvalidOrder(f"{ex.id} createOrder() requires an amount")
    quantity: str = ex.amount_to_precision(market["symbol"], amount)
    ex._check_limits(market, "amount", quantity)
    return quantity


def price_text(ex: Adapter, market: dict[str, Any], price: Any, name: str = "price") -> str:
    """A price, of whatever ``name``, as it leaves."""
    number = decimal(price)
    if number is None or number <= 0:
        raise InvalidOrder(f"{ex.id} createOrder() {name} must be a positive number, not {price!r}")
    at: str = ex.price_to_precision(market["symbol"], price)
    ex._check_limits(market, "price", at)
    return at


def reduce_only(ex: Adapter, market: dict[str, Any], rest: dict[str, Any], default: bool = False) -> bool:
    """Whether the order may only reduce a position, which perpetuals alone have."""
    reduces = flag(ex, "reduceOnly", taken(rest, default, "reduceOnly", "reduce_only"))
    if reduces and not market["swap"]:
        raise InvalidOrder(f"{ex.id} takes reduceOnly for perpetuals only, not for {market['symbol']}")
    return reduces


def margin_mode(ex: Adapter, market: dict[str, Any], rest: dict[str, Any]) -> str | None:
    """'cross', 'isolated' or None, which leaves it to the venue."""
    given = taken(rest, None, "marginMode", "margin_mode")
    if given is None:
        return None
    mode = str(given).lower()
    if mode not in MARGIN_MODE_IDS:
        raise BadRequest(f"{ex.id} marginMode must be 'cross' or 'isolated', not {given!r}")
    if mode == "isolated" and market["spot"]:
        raise BadRequest(f"{ex.id} has no isolated margin on spot markets like {market['symbol']}")
    return mode


def placed_margin_mode(ex: Adapter, market: dict[str, Any], rest: dict[str, Any]) -> str | None:
    """``margin_mode`` of a new order; ccxt's option says which one perpetuals have without the parameter."""
    default = ex.options.get("defaultMarginMode") if market["swap"] else None
    return margin_mode(ex, market, rest) or (
        None if default is None else margin_mode(ex, market, {"marginMode": default})
    )


def position_side(
    ex: Adapter, market: dict[str, Any], side: str, reduces: bool, rest: dict[str, Any]
) -> str | None:
    """'long' or 'short' in hedge mode, named or found from side and reduce-only; None in one-way mode."""
    hedged = flag(ex, "hedged", rest.pop("hedged", False))
    given = taken(rest, None, "positionSide", "position_side")
    name = None if given is None else str(given).lower()
    if name not in (None, "long", "short", "both"):
        raise BadRequest(f"{ex.id} positionSide must be LONG, SHORT or BOTH, not {given!r}")
    if name == "both":
        if hedged:
            raise BadRequest(f"{ex.id} positionSide BOTH is that of one-way mode, not of hedge mode")
        return None
    if (hedged or name) and not market["swap"]:
        raise InvalidOrder(f"{ex.id} takes hedged for perpetuals only, not for {market['symbol']}")
    if name is not None or not hedged:
        return name
    return "long" if (side == "buy") != reduces else "short"


def order_tag(rest: dict[str, Any]) -> str | None:
    """The caller's tag."""
    tag = taken(rest, None, "orderTag", "order_tag")
    return None if tag is None else str(tag)


def visible_quantity(
    ex: Adapter, market: dict[str, Any], kind: str | None, quantity: str | None, rest: dict[str, Any]
) -> str | None:
    """How much of the order shows, '0' for nothing; None shows all. ``kind`` is None if nothing rests."""
    hidden = flag(ex, "hidden", rest.pop("hidden", False))
    shown = taken(rest, None, "icebergAmount", "visible_quantity", "visibleQuantity")
    if shown is None and not hidden:
        return None
    if hidden and shown is not None and decimal(shown) != 0:
        raise InvalidOrder(f"{ex.id} an order is hidden or shows {shown}, not both")
    if kind is None:
        raise InvalidOrder(f"{ex.id} only a resting order can be hidden, in part or all of it")
    if kind == "rpi":
        raise InvalidOrder(f"{ex.id} an RPI order shows all of its quantity")
    number, most = decimal(0 if shown is None else shown), decimal(quantity)
    if number is None or number < 0 or (most is not None and number > most):
        raise InvalidOrder(f"{ex.id} can show from 0 to {quantity} of the order, not {shown!r}")
    return "0" if number == 0 else str(ex.amount_to_precision(market["symbol"], shown))


def _size(ex: Adapter, rest: dict[str, Any]) -> tuple[Any, Any]:
    """What params say of the size: in quote currency, in base currency; at most one of them."""
    cost = taken(rest, None, "cost", "order_amount")
    quantity = rest.pop("order_quantity", None)
    if cost is not None and quantity is not None:
        raise InvalidOrder(f"{ex.id} takes an order by quantity or by cost, not by both")
    return cost, quantity


def _market_buy_cost(ex: Adapter, symbol: str, amount: Any, price: Any, priced: Any) -> Any:
    """ccxt's habit: spot market buys spend ``amount * price`` of quote, with the option off ``amount``."""
    if not priced:
        return amount
    if price is None:
        raise InvalidOrder(
            f"{ex.id} a market buy of {symbol} spends quote currency: give a price (cost = amount * "
            "price), the cost in params, or set createMarketBuyOrderRequiresPrice to False and pass "
            "the cost as amount"
        )
    quantity, per_unit = decimal(amount), decimal(price)
    if quantity is None or per_unit is None:
        raise InvalidOrder(f"{ex.id} createOrder() requires an amount")
    return text(EXACT.multiply(quantity, per_unit))


def _time_in_force(ex: Adapter, kind: str, given: Any, post_only: bool) -> str:
    """GTC, IOC, FOK or PO, from the type, ``timeInForce`` and ``postOnly``, which must agree."""
    name = TIME_IN_FORCE_OF_TYPE.get(kind, "GTC") if given is None else str(given).upper()
    if name not in TYPE_OF_TIME_IN_FORCE:
        known = ", ".join(TYPE_OF_TIME_IN_FORCE)
        raise InvalidOrder(f"{ex.id} knows the times in force {known}, not {given!r}")
    if name != TIME_IN_FORCE_OF_TYPE.get(kind, name):
        raise InvalidOrder(f"{ex.id} an order of type {kind} cannot be {name}")
    if kind in VENUE_TYPES and (post_only or name != "GTC"):
        raise InvalidOrder(f"{ex.id} an order of type {kind} has no other time in force and is not post-only")
    if post_only or name == "PO":
        if kind == "market":
            raise InvalidOrder(f"{ex.id} a market order cannot be post-only")
        if name in ("IOC", "FOK"):
            raise InvalidOrder(f"{ex.id} an order cannot be post-only and {name}")
        return "PO"
    if kind == "market" and name == "FOK":
        raise InvalidOrder(f"{ex.id} a market order cannot be FOK: it takes what there is")
    return name
