"""Orders: builders and parsers.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#order
"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import (
    ArgumentsRequired,
    BadRequest,
    InvalidOrder,
    OrderNotFound,
)

from ascendex_woo_adapters.common.adapter import Call
from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import decimal, positive
from ascendex_woo_adapters.common.structures import since_and_limit
from ascendex_woo_adapters.venues.ascendex.enums import (
    INSTRUCTIONS,
    MOST_IDS,
    MOST_ORDERS,
    NOTHING_TO_CANCEL,
    ORDER_TYPE_IDS,
    TRIGGERS,
)
from ascendex_woo_adapters.venues.ascendex.ids import new_client_id, order_id, tail_of, valid_client_id
from ascendex_woo_adapters.venues.ascendex.order_replies import OrderReplies
from ascendex_woo_adapters.venues.ascendex.signing import Stamp, sent_at

#: What a reply to a placement can only repeat.
_KNOWN_BEFORE = {"symbol", "side", "orderType"}

#: How many recent orders are looked through for a client id.
RECENT_ORDERS = 500

#: ccxt's parameters that tell trigger orders from others, which one request of the venue covers alike.
OF_TRIGGERS = ("trigger", "stop")

_TIMES_IN_FORCE = ("GTC", "IOC", "FOK", "PO")

#: Unified parameters of ``createOrder`` that the venue has nothing for -> what to use instead.
_UNSUPPORTED = {
    "trailingAmount": "",
    "trailingPercent": "",
    "trailingTriggerPrice": "",
    "triggerDirection": "",
    "cost": "amounts are in the base currency",
    "leverage": "use set_leverage()",
    "marginMode": "it is a setting of the contract, use set_margin_mode()",
    "hedged": "",
    "positionSide": "",
    "selfTradePrevention": "",
    "icebergAmount": "",
    "hidden": "",
}


#: Unified prices at which a stop order leaves a position.
_EXITS = ("stopLossPrice", "takeProfitPrice")

#: Unified parameters that each give an order its trigger price.
TRIGGER_PRICES = {"triggerPrice", "stopPrice", *_EXITS}


class Orders(OrderReplies):
    """What the order methods send and how the replies read."""

    # placing -------------------------------------------------------------------------------------

    def _create_order_request(
        self, symbol: Any, type: Any, side: Any, amount: Any, price: Any, params: Any
    ) -> Call:
        """A new order; raises for everything that the venue could not execute as it is meant."""
        market = self.market(symbol)
        kind, direction = self._check_order(market, type, side, amount, price, ("limit", "market"))
        rest = dict(params)
        for name, instead in _UNSUPPORTED.items():
            if rest.pop(name, None) not in (None, False):
                raise self._not_supported(f"{name} of an order", instead)
        self._take_exit(rest)
        trigger = self._trigger_of(rest)
        if self._is_about_triggers(rest) and trigger is None:
            raise InvalidOrder(f"{self.id} createOrder() trigger needs a triggerPrice")
        post, time_in_force = self._time_in_force_of(kind, rest)
        reduce_only = bool(rest.pop("reduceOnly", False))
        request: dict[str, Any] = {
            "id": self._client_id_of(rest) or new_client_id(),
            "time": Stamp(),
            "symbol": market["id"],
        }
        if kind == "limit":
            request["orderPrice"] = self._price_of(market, price)
        if amount is None:
            raise ArgumentsRequired(f"{self.id} createOrder() requires an amount argument")
        request["orderQty"] = self.amount_to_precision(symbol, amount)
        self._check_limits(market, "amount", request["orderQty"])
        request["orderType"] = ORDER_TYPE_IDS[kind, trigger is not None]
        request["side"] = direction
        if post:
            request["postOnly"] = True
        if trigger is not None:
            request["stopPrice"] = self._price_of(market, trigger[0])
        if time_in_force is not None:
            request["timeInForce"] = time_in_force
        instruction = INSTRUCTIONS[post, reduce_only, None if trigger is None else trigger[1]]
        if instruction is not None:
            if rest.get("execInst") is not None:
                raise InvalidOrder(f"{self.id} createOrder() takes execInst or the unified flags, not both")
            request["execInst"] = instruction
        for name, key in (("stopLoss", "posStopLossPrice"), ("takeProfit", "posTakeProfitPrice")):
            attached = rest.pop(name, None)
            if attached is not None:
                request[key] = self._price_of(market, self._attached_price(name, attached))
        at_once = kind == "market" or time_in_force in ("IOC", "FOK")
        request["respInst"] = self.options.get("respInst") or (
            "DONE" if at_once and trigger is None else "ACCEPT"
        )
        return Call("v2_private_accountgroup_post_futures_order", {**request, **rest})

    def _price_of(self, market: Any, price: Any) -> str:
        """A price as it leaves: on the tick and inside of the market's limits."""
        text: str = self.price_to_precision(market["symbol"], price)
        self._check_limits(market, "price", text)
        return text

    def _take_exit(self, rest: dict[str, Any]) -> None:
        """A position's stop loss or take profit is a stop order that only reduces."""
        exits = [name for name in _EXITS if name in rest]
        prices = [price for name in exits if (price := rest.pop(name)) is not None]
        if not prices:
            return
        if len(prices) > 1 or any(rest.get(name) is not None for name in ("triggerPrice", "stopPrice")):
            raise InvalidOrder(
                f"{self.id} createOrder() takes one of triggerPrice, stopLossPrice and takeProfitPrice: "
                "send an order for each, or attach stopLoss and takeProfit to the entry"
            )
        if rest.get("reduceOnly") is False:
            raise InvalidOrder(
                f"{self.id} stopLossPrice and takeProfitPrice close a position: they only reduce it"
            )
        rest.update(triggerPrice=prices[0], reduceOnly=True)

    def _trigger_of(self, rest: dict[str, Any]) -> tuple[Any, str] | None:
        """Trigger price and which price triggers; None for an order without one."""
        price, other = rest.pop("triggerPrice", None), rest.pop("stopPrice", None)
        source = rest.pop("triggerPriceType", None)
        price = other if price is None else price
        if price is None:
            if source is not None:
                raise InvalidOrder(f"{self.id} createOrder() triggerPriceType needs a triggerPrice")
            return None
        number = decimal(price)
        if number is None or number <= 0:
            raise InvalidOrder(
                f"{self.id} createOrder() triggerPrice must be a positive number, not {price!r}"
            )
        trigger = TRIGGERS.get(str(source or "last").lower())
        if trigger is None:
            known = ", ".join(TRIGGERS)
            raise InvalidOrder(
                f"{self.id} createOrder() triggerPriceType must be one of {known}, not {source!r}"
            )
        return price, trigger

    def _time_in_force_of(self, kind: str, rest: dict[str, Any]) -> tuple[bool, str | None]:
        """Whether the order is post-only, and its time in force if it is not the venue's default."""
        given = rest.pop("timeInForce", None)
        name = None if given is None else str(given).upper()
        post = bool(rest.pop("postOnly", False)) or name == "PO"
        if name is not None and name not in _TIMES_IN_FORCE:
            known = ", ".join(_TIMES_IN_FORCE)
            raise InvalidOrder(f"{self.id} createOrder() timeInForce must be one of {known}, not {given!r}")
        if kind == "market" and (post or name == "FOK"):
            raise InvalidOrder(f"{self.id} createOrder() a market order cannot be post-only or fill-or-kill")
        if post and name in ("IOC", "FOK"):
            raise InvalidOrder(f"{self.id} createOrder() a post-only order cannot be {name}")
        return post, name if kind == "limit" and name in ("IOC", "FOK") else None

    def _client_id_of(self, rest: dict[str, Any]) -> str | None:
        """The caller's client id, if there is one."""
        given, raw = rest.pop("clientOrderId", None), rest.pop("id", None)
        client_id = raw if given is None else given
        if client_id is None:
            return None
        if not valid_client_id(str(client_id)):
            raise InvalidOrder(
                f"{self.id} clientOrderId must be 2 to 32 letters, digits, '_' or '-', not {client_id!r}"
            )
        return str(client_id)

    def _attached_price(self, name: str, attached: Any) -> Any:
        """The price of an attached stop-loss or take-profit, which the venue ties to the position."""
        rest = dict(attached) if isinstance(attached, dict) else {"triggerPrice": attached}
        price, other = rest.pop("triggerPrice", None), rest.pop("stopPrice", None)
        price = other if price is None else price
        kind, source = (
            rest.pop("type", None),
            rest.pop("triggerPriceType", None) or rest.pop("priceType", None),
        )
        more = [key for key, value in rest.items() if value is not None]
        if more or str(kind or "market").lower() != "market" or str(source or "last").lower() != "last":
            raise self._not_supported(f"more than a trigger price in {name}")
        number = decimal(price)
        if number is None or number <= 0:
            raise InvalidOrder(f"{self.id} createOrder() {name} needs a positive triggerPrice, not {price!r}")
        return price

    def _parse_placement(self, response: Any, request: dict[str, Any]) -> Any:
        """The order of an accepted placement; what an ACK leaves out is taken from the request.

        The order is at the venue, whatever the reply looks like: nothing in here may raise.
        """
        row = _action_row(response)
        asked = self._asked(request)
        told = {
            key: value
            for key, value in row.items()
            if value.__class__ in (str, int, float) and value != "" and key not in _KNOWN_BEFORE
        }
        if positive(told.get("orderQty")) is None:  # an ACK with zeros for what was not looked at yet
            told = {key: value for key, value in told.items() if key not in asked or key in ("orderId", "id")}
        market = self._market_of(request.get("symbol"), None)
        try:
            order = self.parse_order({**asked, **told}, market)
        except Exception:  # whatever is wrong with the reply, the order was accepted
            order = self.parse_order({**asked, "orderId": told.get("orderId") or asked["orderId"]}, market)
        if order["timeInForce"] is None and order["type"] == "limit":
            order["timeInForce"] = request.get("timeInForce") or "GTC"
        order["info"] = _told(response)
        return order

    def _asked(self, request: dict[str, Any]) -> dict[str, Any]:
        """A request in the terms of a reply."""
        return {
            "orderId": self._order_id_of(request),
            "id": request.get("id"),
            "time": sent_at(request),
            "symbol": request.get("symbol"),
            "side": _capitalised(request.get("side")),
            "orderType": _capitalised(request.get("orderType")),
            "price": request.get("orderPrice"),
            "orderQty": request.get("orderQty"),
            "stopPrice": request.get("stopPrice"),
            "execInst": request.get("execInst") or ("Post" if request.get("postOnly") else "NULL_VAL"),
            "posStopLossPrice": request.get("posStopLossPrice"),
            "posTakeProfitPrice": request.get("posTakeProfitPrice"),
            "status": "Ack",
        }

    def _order_id_of(self, request: dict[str, Any]) -> str | None:
        """The order id that the venue makes of a placement; None where it cannot be known.

        ``request`` are the parameters of a call: ``id`` and ``time`` are read, the latter as it was set when
        the request was signed. The account has to be known, see ``load_accounts``.
        """
        account, time, client_id = self._account, sent_at(request), request.get("id")
        if account is None or account[0] != self.apiKey or not account[2] or not time or not client_id:
            return None
        return order_id(time, account[2], str(client_id))

    # cancelling ----------------------------------------------------------------------------------

    def _cancel_order_request(self, id: Any, symbol: Any, params: dict[str, Any]) -> Call:
        self._check_symbol("cancelOrder", symbol)
        if not id:
            raise ArgumentsRequired(f"{self.id} cancelOrder() requires an id argument or clientOrderId")
        request = {
            "id": new_client_id(),
            "orderId": str(id),
            "symbol": self.market(symbol)["id"],
            "time": Stamp(),
            "respInst": self.options.get("respInst") or "ACCEPT",
        }
        return Call("v2_private_accountgroup_delete_futures_order", {**request, **params})

    def _parse_cancellation(self, response: Any, request: dict[str, Any]) -> Any:
        """The order of a cancel reply; an ACK, which says that the cancel was received, has no status.

        Raises OrderNotFound where the venue says that there was nothing to cancel.
        """
        row = _action_row(response)
        if str(row.get("errorCode")) in NOTHING_TO_CANCEL:
            raise OrderNotFound(f"{self.id} cancelOrder() {excerpt(response)}")
        received = {"orderId": request["orderId"], "symbol": request["symbol"]}
        told = {key: value for key, value in row.items() if key != "id"}
        if told.get("status") == "Ack":
            told["status"] = None
        order = self.parse_order({**received, **told}, self._market_of(request["symbol"], None))
        order["info"] = _told(response)
        return order

    def _cancel_all_orders_request(self, symbol: Any, params: dict[str, Any]) -> Call:
        request = {} if symbol is None else {"symbol": self.market(symbol)["id"]}
        return Call("v2_private_accountgroup_delete_futures_order_all", {**request, **params})

    # reading -------------------------------------------------------------------------------------

    def _fetch_order_request(self, id: Any, params: dict[str, Any]) -> Call:
        if not id:
            raise ArgumentsRequired(f"{self.id} fetchOrder() requires an id argument or clientOrderId")
        return Call("v2_private_accountgroup_get_futures_order_status", {"orderId": str(id), **params})

    def _orders_by_ids_calls(self, ids: Any, params: dict[str, Any]) -> list[Call]:
        """Queries for several orders; a comma at the end makes the reply a list in any case."""
        if not isinstance(ids, list) or not ids or not all(isinstance(one, str) and one for one in ids):
            raise BadRequest(f"{self.id} fetchOrders() orderIds must be a list of order ids, not {ids!r}")
        return [
            Call(
                "v2_private_accountgroup_get_futures_order_status",
                {"orderId": ",".join(ids[start : start + MOST_IDS]) + ",", **params},
            )
            for start in range(0, len(ids), MOST_IDS)
        ]

    def _fetch_open_orders_request(self, market: Any, params: dict[str, Any]) -> Call:
        request = {} if market is None else {"symbol": market["id"]}
        return Call("v2_private_accountgroup_get_futures_order_open", {**request, **params})

    def _fetch_recent_orders_request(self, market: Any, params: dict[str, Any]) -> Call:
        request: dict[str, Any] = {} if market is None else {"symbol": market["id"]}
        request["n"] = RECENT_ORDERS
        return Call("v2_private_accountgroup_get_futures_order_hist_current", {**request, **params})

    def _fetch_history_request(
        self, market: Any, since: Any, until: Any, sequence: Any, params: dict[str, Any]
    ) -> Call:
        """A page of finished orders: oldest first from ``since`` or a sequence number, else newest first."""
        request: dict[str, Any] = {"account": "futures"}
        if market is not None:
            request["symbol"] = market["id"]
        if sequence is not None:
            request["seqNum"] = sequence
        elif since is not None:
            request["startTime"] = int(since)
        if until is not None:
            request["endTime"] = int(until)
        request["limit"] = MOST_ORDERS
        return Call("v2_private_data_get_order_hist", {**request, **params})

    def _is_about_triggers(self, rest: dict[str, Any]) -> bool:
        """Take ccxt's parameters of trigger orders out; True if one of them was set."""
        given = [rest.pop(name, None) for name in OF_TRIGGERS]
        return any(given)

    def _check_findable(self, client_id: Any) -> None:
        """Raise for a client id that does not end the order id: the venue cannot be asked for it."""
        if tail_of(str(client_id)) is None:
            raise self._not_supported(
                f"looking for the clientOrderId {client_id!r}",
                "it takes 9 or more letters and digits, nothing else",
            )

    def _find_by_client_id(self, orders: list[Any], client_id: str) -> Any:
        """The order of a client id, whose last 9 characters end the order id; None if it is not there."""
        tail = tail_of(client_id)
        found = [order for order in orders if tail is not None and str(order["id"]).endswith(tail)]
        if len(found) > 1:
            ids = ", ".join(order["id"] for order in found)
            raise InvalidOrder(f"{self.id} several orders fit the clientOrderId {client_id}: {ids}")
        return {**found[0], "clientOrderId": client_id} if found else None

    def _chosen(self, orders: list[Any], since: Any, limit: Any, until: Any, trigger: Any) -> list[Any]:
        """What of the orders was asked for, oldest first."""
        if trigger:
            orders = [order for order in orders if order["triggerPrice"] is not None]
        if until is not None:
            orders = [order for order in orders if (order["timestamp"] or 0) <= until]
        return since_and_limit(sorted(orders, key=_placed_at), since, limit)


def _placed_at(order: Any) -> tuple[int, int]:
    """The time of an order; those of one millisecond go by the venue's numbers."""
    number = order["info"].get("seqNum")
    return order["timestamp"] or 0, number if isinstance(number, int) else 0


def _action_row(response: Any) -> dict[str, Any]:
    """The order in the reply to an action: ``data.order``, ``data.info`` of an ACK; {} if there is none."""
    data = response.get("data") if isinstance(response, dict) else None
    if not isinstance(data, dict):
        return {}
    row = data.get("order")
    row = row if isinstance(row, dict) else data.get("info")
    meta = data.get("meta")
    client_id = meta.get("id") if isinstance(meta, dict) else None
    row = dict(row) if isinstance(row, dict) else {}
    if client_id:
        row.setdefault("id", client_id)
    return row


def _told(response: Any) -> Any:
    """What a reply tells of an order: its ``data``, or all of it."""
    return (response.get("data") if isinstance(response, dict) else None) or response


def _capitalised(value: Any) -> Any:
    """A request's spelling as replies write it: ``limit`` -> ``Limit``."""
    return value[:1].upper() + value[1:] if isinstance(value, str) else value
