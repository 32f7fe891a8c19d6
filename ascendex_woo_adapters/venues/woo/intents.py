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

KINDS = ("limit", "market")
#: The venue takes client ids up to 2^63 - 1; beyond 2^53 other software loses digits.
MOST_CLIENT_ID = 2**63 - 1
MOST_MADE_CLIENT_ID = 2**53 - 1

#: Unified parameters of order types that are not plain orders: never sent as one.
CONDITIONAL = (
    "triggerPrice",
    "stopPrice",
    "stopLossPrice",
    "takeProfitPrice",
    "stopLoss",
    "takeProfit",
    "trailingAmount",
    "trailingPercent",
    "trailingTriggerPrice",
    "trailing",
    "trigger",
    "stop",
)


@dataclass(slots=True)
class OrderIntent:
    """A plain order; numbers as the strings that leave."""

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
    ex: Adapter, market: dict[str, Any], kind: Any, side: Any, amount: Any, price: Any, params: dict[str, Any]
) -> OrderIntent:
    """Check ccxt's arguments and turn them into an intent; raises before anything is sent."""
    rest = {key: value for key, value in params.items() if value is not None}
    refused = [name for name in CONDITIONAL if name in rest]
    if refused:
        raise ex._not_supported(f"createOrder() with {', '.join(refused)}", "it would execute at once")
    if "leverage" in rest:
        raise ex._not_supported("createOrder() with leverage", "use set_leverage()")
    cost = rest.pop("cost", None)
    priced = rest.pop("createMarketBuyOrderRequiresPrice", ex.options["createMarketBuyOrderRequiresPrice"])
    checked = None if cost is not None else amount
    order_type, order_side = ex._check_order(market, kind, side, checked, price, KINDS)
    is_market = order_type == "market"
    symbol = market["symbol"]
    quantity: str | None = None
    by_quantity = "order_quantity" in rest
    if is_market and cost is None and market["spot"] and order_side == "buy" and not by_quantity:
        cost = _market_buy_cost(ex, symbol, amount, price, priced)
    if cost is not None:
        if not is_market:
            raise InvalidOrder(f"{ex.id} createOrder() takes cost for market orders only")
        spend = decimal(cost)
        if spend is None or spend <= 0:
            raise InvalidOrder(f"{ex.id} createOrder() cost must be a positive number, not {cost!r}")
        cost = ex.cost_to_precision(symbol, cost)
        ex._check_limits(market, "cost", cost)
    elif not by_quantity:
        if amount is None:
            raise InvalidOrder(f"{ex.id} createOrder() requires an amount")
        quantity = ex.amount_to_precision(symbol, amount)
        ex._check_limits(market, "amount", quantity)
    limit_price = None
    if not is_market:
        limit_price = ex.price_to_precision(symbol, price)
        ex._check_limits(market, "price", limit_price)
        ex._check_notional(market, quantity, limit_price)
    reduce_only = _flag(ex, "reduceOnly", rest.pop("reduceOnly", False))
    if reduce_only and not market["swap"]:
        raise InvalidOrder(f"{ex.id} takes reduceOnly for perpetuals only, not for {symbol}")
    hedged = _flag(ex, "hedged", rest.pop("hedged", False))
    if hedged and not market["swap"]:
        raise InvalidOrder(f"{ex.id} takes hedged for perpetuals only, not for {symbol}")
    return OrderIntent(
        market=market,
        type=order_type,
        side=order_side,
        amount=quantity,
        price=limit_price,
        cost=cost,
        time_in_force=_time_in_force(
            ex, is_market, rest.pop("timeInForce", None), _flag(ex, "postOnly", rest.pop("postOnly", False))
        ),
        reduce_only=reduce_only,
        client_order_id=client_order_id(ex, rest.pop("clientOrderId", rest.pop("client_order_id", None))),
        margin_mode=_margin_mode(ex, market, rest.pop("marginMode", None)),
        position_side=("long" if (order_side == "buy") != reduce_only else "short") if hedged else None,
        rest=rest,
    )


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


def _time_in_force(ex: Adapter, is_market: bool, given: Any, post_only: bool) -> str:
    name = "GTC" if given is None else str(given).upper()
    if name not in TYPE_OF_TIME_IN_FORCE:
        known = ", ".join(TYPE_OF_TIME_IN_FORCE)
        raise InvalidOrder(f"{ex.id} knows the times in force {known}, not {given!r}")
    if post_only or name == "PO":
        if is_market:
            raise InvalidOrder(f"{ex.id} a market order cannot be post-only")
        if name in ("IOC", "FOK"):
            raise InvalidOrder(f"{ex.id} an order cannot be post-only and {name}")
        return "PO"
    if is_market and name == "FOK":
        raise InvalidOrder(f"{ex.id} a market order cannot be FOK: it takes what there is")
    return name


def _margin_mode(ex: Adapter, market: dict[str, Any], given: Any) -> str | None:
    if given is None:
        return None
    mode = str(given).lower()
    if mode not in MARGIN_MODE_IDS:
        raise BadRequest(f"{ex.id} marginMode must be 'cross' or 'isolated', not {given!r}")
    if mode == "isolated" and market["spot"]:
        raise BadRequest(f"{ex.id} has no isolated margin on spot markets like {market['symbol']}")
    return mode


def _flag(ex: Adapter, name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadRequest(f"{ex.id} {name} must be True or False, not {value!r}")
    return value
