"""How the venue's order objects read.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#order
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from ccxt.base.errors import BadResponse

from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import decimal, iso8601, ms, positive
from ascendex_woo_adapters.common.structures import EXACT, Structures, as_float
from ascendex_woo_adapters.venues.ascendex.enums import (
    INSTRUCTION_FLAGS,
    ORDER_STATUSES,
    ORDER_TYPES,
    SIDES,
    STATUSES_AFTER_A_FILL,
)
from ascendex_woo_adapters.venues.ascendex.markets import Markets

_multiply, _subtract = EXACT.multiply, EXACT.subtract
_UNKNOWN = (None, None)


class OrderReplies(Markets):
    """Parses orders, those of long lists without detours."""

    def parse_order(self, order: Any, market: Any = None) -> Any:
        """An order of any reply; ``clientOrderId`` is only in the replies to a placement."""
        get = order.get
        market = self._market_of(get("symbol"), market)
        status_id, side_id = get("status"), get("side")
        status, side = ORDER_STATUSES.get(status_id), SIDES.get(side_id)
        if (status is None and status_id) or (side is None and side_id):
            raise BadResponse(f"{self.id} answered with an unknown order state: {excerpt(order)}")
        kind = ORDER_TYPES.get(get("orderType"))
        filled = get("cumFilledQty")
        if filled is None:
            filled = get("fillQty")
        average = get("avgFilledPx")
        if average is None:
            average = get("avgFillPrice")
        created = get("time")
        if created is None:
            created = get("createTime")
        timestamp = ms(get("timestamp") if created is None else created)
        updated = ms(get("lastExecTime"))
        post_only, reduce_only = INSTRUCTION_FLAGS.get(get("execInst"), _UNKNOWN)
        price, amount = (None if kind == "market" else get("price")), get("orderQty")
        result = {
            "id": get("orderId"),
            "clientOrderId": get("id"),
            "timestamp": timestamp,
            "datetime": None if timestamp is None else iso8601(timestamp),
            "lastTradeTimestamp": updated if status_id in STATUSES_AFTER_A_FILL else None,
            "lastUpdateTimestamp": updated,
            "symbol": market["symbol"],
            "type": kind,
            "timeInForce": "PO" if post_only else None,
            "postOnly": post_only,
            "reduceOnly": reduce_only,
            "side": side,
            "price": price,
            "triggerPrice": _price(get("stopPrice")),
            "stopLossPrice": _price(get("posStopLossPrice")),
            "takeProfitPrice": _price(get("posTakeProfitPrice")),
            "average": average,
            "amount": amount,
            "filled": filled,
            "remaining": None,
            "cost": None,
            "status": status,
            "fee": _fee_of(order, market),
            "info": order,
        }
        numbers = None
        if (
            kind == "limit"
            and price.__class__ is amount.__class__ is filled.__class__ is average.__class__ is str
        ):
            numbers = self._whole_numbers(price, amount, filled, average, market)
        if numbers is None or result["id"].__class__ is not str or not result["id"]:
            return self.safe_order(result, market)
        result.update(numbers)
        trigger, fee = result["triggerPrice"], result["fee"]
        result["triggerPrice"] = result["stopPrice"] = None if trigger is None else float(trigger)
        for name in ("stopLossPrice", "takeProfitPrice"):
            if result[name] is not None:
                result[name] = float(result[name])
        if fee is not None:
            fee["cost"] = as_float(fee["cost"])
        result["trades"] = []
        result["fees"] = [] if fee is None else [fee]
        return result

    def _whole_numbers(
        self, price: str, amount: str, filled: str, average: str, market: Any
    ) -> dict[str, float | None] | None:
        """The numbers of a limit order that tells them all, as ``safe_order`` would give them.

        None where ccxt's general way has to be gone: another class of numbers, an override, rubbish.
        """
        own = self.number is not float or type(self).safe_order is not Structures.safe_order
        if own or market["inverse"]:
            return None
        try:
            at, size, done = float(price), float(amount), float(filled)
            if not (at > 0 and size > 0 and done >= 0):
                return None
            if not done:
                return {
                    "price": at,
                    "amount": size,
                    "cost": 0.0,
                    "average": float(average) or None,
                    "filled": 0.0,
                    "remaining": size,
                }
            mean, exact = float(average) or None, Decimal(filled)
            return {
                "price": at,
                "amount": size,
                "cost": float(_multiply(exact, Decimal(average if mean else price))),
                "average": mean,
                "filled": done,
                "remaining": float(_subtract(Decimal(amount), exact)),
            }
        except (ValueError, InvalidOperation):
            return None


def _price(value: Any) -> Any:
    """A price of an order, None where there is none: mostly ``"0"``."""
    return None if value is None or value == "0" else positive(value)


def _fee_of(order: dict[str, Any], market: Any) -> dict[str, Any] | None:
    """The fee of the whole order. In the history its sign is not sure: the page contradicts itself."""
    cost = order.get("cumFee")
    if cost is None and "createTime" in order:
        number = decimal(order.get("fee"))
        cost = None if number is None else abs(number)
    if cost is None:
        return None
    return {"cost": cost, "currency": order.get("feeAsset") or market["settle"]}
