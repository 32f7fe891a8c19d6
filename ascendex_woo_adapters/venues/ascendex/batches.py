"""Several orders in one request, and changes of orders: builders and parsers.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#place-batch-orders
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from ccxt.base.errors import ArgumentsRequired, BadRequest, BaseError, InvalidOrder, OrderNotFound

from ascendex_woo_adapters.common.adapter import Call
from ascendex_woo_adapters.common.numbers import decimal, text
from ascendex_woo_adapters.common.structures import EXACT
from ascendex_woo_adapters.common.submission import OrderStateUnknown, may_have_been_placed
from ascendex_woo_adapters.venues.ascendex.enums import MOST_IN_BATCH, TRIGGERED_BY, UNRELEASED
from ascendex_woo_adapters.venues.ascendex.errors import batch_entries, is_innocent
from ascendex_woo_adapters.venues.ascendex.ids import new_client_id, tail_of
from ascendex_woo_adapters.venues.ascendex.orders import TRIGGER_PRICES, Orders
from ascendex_woo_adapters.venues.ascendex.signing import Stamp

#: Sides that close a position: ccxt's callers name the position's or that of the order.
_CLOSING = {"long": ("sell", "long"), "short": ("buy", "short")}

#: The ``info`` of an order that was not sent to be cancelled, in the form of the venue's refusals.
NOT_OPEN = {"reason": "NOT_OPEN", "message": "no open order has this clientOrderId: nothing was sent"}


class Batches(Orders):
    """What the methods for several orders send and how the replies read."""

    # placing -------------------------------------------------------------------------------------

    def _create_orders_calls(self, orders: Any, params: Any) -> list[Call]:
        """Batches of at most ten; raises if any order of any batch could not be executed as it is meant."""
        if not isinstance(orders, list) or not orders:
            raise ArgumentsRequired(f"{self.id} createOrders() requires a list of orders")
        requests = [self._batched_order(order, params) for order in orders]
        tails = [tail_of(str(request["id"])) or request["id"] for request in requests]
        if len(set(tails)) < len(tails):
            raise InvalidOrder(
                f"{self.id} createOrders() the last 9 characters of every clientOrderId must differ: "
                "the venue makes the order ids of them"
            )
        return [
            Call("v2_private_accountgroup_post_futures_order_batch", {"orders": _stamped(batch)})
            for batch in _split(requests)
        ]

    def _batched_order(self, order: Any, params: Any) -> dict[str, Any]:
        if not isinstance(order, dict):
            raise BadRequest(f"{self.id} createOrders() an order must be a dict, not {order!r}")
        rest = {**params, **(order.get("params") or {})}
        if rest.pop("respInst", None) not in (None, "ACK"):
            raise InvalidOrder(f"{self.id} createOrders() a batch is answered with respInst ACK only")
        self._check_symbol("createOrders", order.get("symbol"))
        get = order.get
        call = self._create_order_request(
            get("symbol"),
            get("type"),
            get("side"),
            get("amount"),
            get("price"),
            {**rest, "respInst": "ACK"},
        )
        return call.params

    def _parse_batch(self, response: Any, requests: list[dict[str, Any]]) -> list[Any]:
        """The orders of an accepted batch, in the order of the requests; nothing in here may raise."""
        rows = _rows_of(response)
        by_id = {row.get("id"): row for row in rows}
        result = []
        for index, request in enumerate(requests):
            row = by_id.get(request["id"]) or (rows[index] if len(rows) == len(requests) else {})
            order = self._parse_placement({"data": {"order": row}}, request)
            order["info"] = row
            result.append(order)
        return result

    def _refused_batch(self, error: BaseError, requests: list[dict[str, Any]]) -> list[Any]:
        """The orders of a batch that the venue refused as a whole, rejected; any other error is raised."""
        entries = batch_entries(error)
        if not entries:
            raise error
        by_id = {entry.get("id"): entry for entry in entries}
        result = []
        for request in requests:
            asked = {**self._asked(request), "orderId": None, "status": "Rejected", "cumFilledQty": "0"}
            order = self.parse_order(asked, self._market_of(request["symbol"], None))
            order["info"] = by_id.get(request["id"], {})
            result.append(order)
        return result

    # cancelling ----------------------------------------------------------------------------------

    def _cancellations(self, method: str, orders: Any) -> list[dict[str, Any]]:
        """What is to be cancelled, each once: ``id`` or ``clientOrderId``, and ``symbol``."""
        if not isinstance(orders, list) or not orders:
            raise ArgumentsRequired(f"{self.id} {method}() requires a list of orders")
        wanted: dict[Any, dict[str, Any]] = {}
        for order in orders:
            order_id, client_id = order.get("id"), order.get("clientOrderId")
            if not order_id and not client_id:
                raise ArgumentsRequired(f"{self.id} {method}() requires ids or clientOrderIds")
            self._check_symbol(method, order.get("symbol"))
            if not order_id:
                self._check_findable(client_id)
            symbol = self.market(order["symbol"])["symbol"]
            wanted.setdefault(
                (order_id, client_id), {"id": order_id, "clientOrderId": client_id, "symbol": symbol}
            )
        return list(wanted.values())

    def _cancel_batch_request(self, orders: list[dict[str, Any]], params: dict[str, Any]) -> Call:
        items = [
            {"id": new_client_id(), "orderId": str(order["id"]), "symbol": self.market(order["symbol"])["id"]}
            for order in orders
        ]
        request = {"orders": _stamped(items)}
        return Call("v2_private_accountgroup_delete_futures_order_batch", {**request, **params})

    def _parse_batch_cancellation(self, call: Call, response: Any) -> dict[str, Any]:
        """Order id -> the venue's word about it."""
        rows = {row.get("orderId"): row for row in _rows_of(response)}
        return {item["orderId"]: rows.get(item["orderId"], {}) for item in call.params["orders"]}

    def _not_cancellable(self, error: BaseError, call: Call) -> dict[str, Any]:
        """Order id -> the reason, of the orders for which a batch of cancels was refused.

        The batch fails as a whole: the innocent ones have to be sent again. Any other error is raised.
        """
        entries = {entry.get("id"): entry for entry in batch_entries(error)}
        refused = {
            item["orderId"]: entries[item["id"]]
            for item in call.params["orders"]
            if item["id"] in entries and not is_innocent(entries[item["id"]])
        }
        if not refused:
            raise error
        return refused

    def _cancelled_order(self, wanted: dict[str, Any], word: Any) -> Any:
        """An order whose cancel was received or refused: the reply says nothing of its state."""
        market = self.market(wanted["symbol"])
        return self.safe_order(
            {
                "id": wanted["id"],
                "clientOrderId": wanted["clientOrderId"],
                "symbol": market["symbol"],
                "info": word,
            },
            market,
        )

    # changing ------------------------------------------------------------------------------------

    def _check_edit(self, old: Any, symbol: Any, side: Any) -> None:
        """Raise if an order cannot be replaced."""
        if old["status"] not in (None, "open"):
            raise OrderNotFound(f"{self.id} editOrder() the order {old['id']} is {old['status']} already")
        if old["symbol"] != self.market(symbol)["symbol"]:
            raise InvalidOrder(
                f"{self.id} editOrder() the order {old['id']} is one of {old['symbol']}, not {symbol}"
            )
        if side is not None and old["side"] not in (None, str(side).lower()):
            raise InvalidOrder(f"{self.id} editOrder() cannot turn a {old['side']} order into a {side} order")

    def _kept(self, old: Any, kind: Any, params: Any) -> dict[str, Any]:
        """The parameters of a replacement: what the caller leaves open, or sets to None, stays as it was."""
        given = {name: value for name, value in params.items() if value is not None}
        kept: dict[str, Any] = {}
        if old["reduceOnly"]:
            kept["reduceOnly"] = True
        if old["postOnly"] and str(kind).lower() == "limit" and "timeInForce" not in given:
            kept["postOnly"] = True
        if _waits(old):
            kept["triggerPriceType"] = TRIGGERED_BY.get(str(old["info"].get("execInst")), "last")
            if not given.keys() & TRIGGER_PRICES:
                kept["triggerPrice"] = old["triggerPrice"]
        for name in ("stopLoss", "takeProfit"):
            if old[f"{name}Price"] is not None:
                kept[name] = {"triggerPrice": old[f"{name}Price"]}
        return {**kept, **given}

    def _not_replaced(self, error: BaseError, id: Any) -> str:
        """What is said when an order was cancelled and the one instead of it ended in an error."""
        doubtful = isinstance(error, OrderStateUnknown) or (
            may_have_been_placed(error) and not self.options["findLostOrders"]
        )
        instead = "" if doubtful else ", and nothing was placed instead"
        return f"{error} -- the old order {id} was cancelled before{instead}"

    def _rest_of(self, market: Any, amount: Any, cancelled: Any) -> Any:
        """What is left of a new total amount after the fills of the order that was replaced.

        None if that is nothing, or too little for an order.
        """
        total, filled = decimal(amount), decimal(cancelled["filled"])
        if total is None or filled is None:
            raise OrderNotFound(
                f"{self.id} editOrder() the venue does not say how much of {cancelled['id']} is filled: "
                "it is cancelled, and nothing was placed instead"
            )
        left = EXACT.subtract(total, filled)
        least = market["limits"]["amount"]["min"]
        return text(left) if left > 0 and left >= Decimal(str(least or 0)) else None

    def _closing_side(self, position: Any, side: Any) -> Any:
        """The side of the order that closes a position."""
        held = position["side"]
        if held is None:
            raise InvalidOrder(f"{self.id} closePosition() there is no position in {position['symbol']}")
        if side is not None and str(side).lower() not in _CLOSING[held]:
            raise InvalidOrder(
                f"{self.id} closePosition() the position in {position['symbol']} is {held}: side {side!r}"
            )
        return _CLOSING[held][0]

    def _close_all_request(self, params: dict[str, Any]) -> Call:
        rest = dict(params)
        symbol = rest.pop("symbol", None)
        request = {} if symbol is None else {"symbol": self.market(symbol)["id"]}
        return Call("v2_private_accountgroup_delete_futures_position_all", {**request, **rest})


def _waits(order: Any) -> bool:
    """Whether an open order waits for its trigger; a released one rests, which one at market cannot do."""
    if order["triggerPrice"] is None:
        return False
    return order["type"] == "market" or order["info"].get("status") in UNRELEASED


def _split(items: list[Any]) -> Iterable[list[Any]]:
    return (items[start : start + MOST_IN_BATCH] for start in range(0, len(items), MOST_IN_BATCH))


def _stamped(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The orders of a batch, which leave with one time."""
    time = Stamp()
    return [{**item, "time": time} for item in items]


def _rows_of(response: Any) -> list[dict[str, Any]]:
    """``data.orders`` of a reply, as far as there are any."""
    data = response.get("data") if isinstance(response, dict) else None
    rows = data.get("orders") if isinstance(data, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
