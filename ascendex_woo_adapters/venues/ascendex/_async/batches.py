"""Several orders at once, changes of orders and closing of positions, over asyncio."""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import BaseError, CancelPending, ExchangeError, OperationFailed, OrderNotFound
from ccxt.base.types import Num, Order, OrderSide, OrderType, Position, Str

from ascendex_woo_adapters.venues.ascendex._async.account import AsyncAccount
from ascendex_woo_adapters.venues.ascendex._async.orders import AsyncOrders
from ascendex_woo_adapters.venues.ascendex.batches import NOT_OPEN, Batches
from ascendex_woo_adapters.venues.ascendex.enums import FINISHED, MOST_IN_BATCH
from ascendex_woo_adapters.venues.ascendex.orders import OF_TRIGGERS

#: How often, and how many milliseconds apart, an order is looked at until its cancel is confirmed.
CONFIRMATIONS, CONFIRMATION_GAP_MS = 10, 100


class AsyncBatches(Batches, AsyncOrders, AsyncAccount):
    """Unified methods that take several requests, or several orders in one."""

    async def create_orders(self, orders: list[Any], params: Any = {}) -> list[Order]:
        """Place orders in batches of ten, each of which the venue takes or refuses as a whole.

        The orders of a batch that was refused have the status ``rejected`` and in ``info`` the venue's
        reason: code 300013 where another order was at fault. A lost reply is looked for as by
        ``create_order``. If a later batch raises, the message names the orders that were placed before it.

        ``params`` are those of ``create_order`` for every order; an order's own ``params`` win.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#place-batch-orders
        """
        await self.load_markets()
        result: list[Order] = []
        for call in self._create_orders_calls(orders, params):
            try:
                result += await self._place_batch(call)
            except BaseError as error:  # noqa: PERF203  # every batch is its own request
                placed = [str(order["id"]) for order in result if order["status"] != "rejected"]
                if placed:
                    error.args = (f"{error} -- these were placed before: {', '.join(placed)}",)
                raise
        return result

    async def _place_batch(self, call: Any) -> list[Order]:
        requests = call.params["orders"]
        begun = self.nonce()
        try:
            response = await self._send(call)
        except OperationFailed as error:
            # the venue takes all of a batch or nothing: the first order tells of the others
            await self._settled(error, requests[0], begun)
            return self._parse_batch(None, requests)
        except ExchangeError as error:
            return self._refused_batch(error, requests)
        return self._parse_batch(response, requests)

    async def cancel_orders(self, ids: list[str], symbol: Str = None, params: Any = {}) -> list[Order]:
        """Cancel orders of a market in batches of ten.

        The venue confirms nothing but that the cancels were received, so the orders come back without a
        status. One that is not open any more comes back with the venue's reason in ``info``, or without an
        ``id`` and with that reason if no open order has its client id; the others are cancelled all the same.

        ``params``: ``clientOrderIds`` instead of ``ids``.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#cancel-batch-orders
        """
        rest = self._rest("cancelOrders", params, *OF_TRIGGERS)
        self._is_about_triggers(rest)
        client_ids = rest.pop("clientOrderIds", None)
        orders = [{"id": one, "symbol": symbol} for one in ids or ()]
        orders += [{"clientOrderId": one, "symbol": symbol} for one in client_ids or ()]
        return await self._cancel_several("cancelOrders", orders, rest)

    async def cancel_orders_with_client_order_ids(
        self, clientOrderIds: list[str], symbol: Str = None, params: Any = {}
    ) -> list[Order]:
        """Cancel open orders by their client ids, see ``cancel_orders``.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#cancel-batch-orders
        """
        return await self.cancel_orders([], symbol, {**params, "clientOrderIds": clientOrderIds})

    async def cancel_orders_for_symbols(self, orders: list[Any], params: Any = {}) -> list[Order]:
        """Cancel orders of several markets: ``{'id' or 'clientOrderId': ..., 'symbol': ...}``.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#cancel-batch-orders
        """
        return await self._cancel_several(
            "cancelOrdersForSymbols", orders, self._rest("cancelOrdersForSymbols", params)
        )

    async def _cancel_several(self, method: str, orders: Any, rest: dict[str, Any]) -> list[Order]:
        await self.load_markets()
        wanted = self._cancellations(method, orders)
        if any(not order["id"] for order in wanted):
            still_open = await self._open_orders(None, {})
            for order in wanted:
                if not order["id"]:
                    listed = [one for one in still_open if one["symbol"] == order["symbol"]]
                    found = self._find_by_client_id(listed, str(order["clientOrderId"]))
                    order["id"] = None if found is None else found["id"]
        named = [order for order in wanted if order["id"]]
        words: dict[str, Any] = {}
        for start in range(0, len(named), MOST_IN_BATCH):
            words.update(await self._cancel_batch(named[start : start + MOST_IN_BATCH], rest))
        return [
            self._cancelled_order(order, words.get(str(order["id"]), {}) if order["id"] else dict(NOT_OPEN))
            for order in wanted
        ]

    async def _cancel_batch(self, orders: list[Any], rest: dict[str, Any]) -> dict[str, Any]:
        """Order id -> the venue's word; the innocent of a refused batch are sent again without the others."""
        words: dict[str, Any] = {}
        while orders:
            call = self._cancel_batch_request(orders, rest)
            try:
                words.update(self._parse_batch_cancellation(call, await self._send(call)))
                break
            except ExchangeError as error:
                words.update(self._not_cancellable(error, call))
            orders = [order for order in orders if str(order["id"]) not in words]
        return words

    async def edit_order(
        self,
        id: str,
        symbol: str,
        type: OrderType,
        side: OrderSide,
        amount: Num = None,
        price: Num = None,
        params: Any = {},
    ) -> Order:
        """Replace an order: cancel it, see how much of it was filled, then place the rest anew.

        The venue has no change in place: the order gets a new id and goes to the end of the queue, and for a
        moment none of it is there. ``amount`` is the new total, fills included; without one, or without a
        price, that of the old order holds. What this class would refuse to place cancels nothing. What the
        venue refuses, or the network loses, is told as by ``create_order``, and that the old order is gone.
        If the old one is finished already, OrderNotFound is raised; if its cancel cannot be confirmed,
        CancelPending; either way nothing is placed. If its fills leave nothing to place, the cancelled order
        is returned.

        ``params``: those of ``create_order``; trigger (its price and ``triggerPriceType``), post-only,
        reduce-only and attached exits stay as they were where nothing is said of them; None says nothing. An
        order that its trigger has released is replaced by one without. Without ``id``, ``clientOrderId``
        names the old order.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#cancel-order and #new-order
        """
        rest = dict(params)
        old_client_id = None if id else rest.pop("clientOrderId", None)
        self._check_symbol("editOrder", symbol)
        await self.load_markets()
        named = {} if old_client_id is None else {"clientOrderId": old_client_id}
        old = await self.fetch_order(id, symbol, named)
        self._check_edit(old, symbol, side)
        amount = old["amount"] if amount is None else amount
        price = old["price"] if price is None and str(type).lower() == "limit" else price
        rest = self._kept(old, type, rest)
        self._create_order_request(symbol, type, side, amount, price, rest)
        cancelled = await self._cancel_for_good(old["id"], symbol)
        left = self._rest_of(self.market(symbol), amount, cancelled)
        if left is None:
            return cancelled
        try:
            return await self.create_order(symbol, type, side, left, price, rest)
        except BaseError as error:
            error.args = (self._not_replaced(error, old["id"]),)
            raise

    async def edit_order_with_client_order_id(
        self,
        clientOrderId: str,
        symbol: str,
        type: OrderType,
        side: OrderSide,
        amount: Num = None,
        price: Num = None,
        params: Any = {},
    ) -> Order:
        """Replace the open order of a client id, see ``edit_order``.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#cancel-order and #new-order
        """
        return await self.edit_order(
            "", symbol, type, side, amount, price, {**params, "clientOrderId": clientOrderId}
        )

    async def _cancel_for_good(self, id: Any, symbol: str) -> Order:
        """Cancel an order and return it when the venue says that it is cancelled, with its fills.

        One that is cancelled already, when the cancel comes, may be so because somebody stopped trading.
        """
        order = None
        try:
            order = await self.cancel_order(id, symbol)
        except OperationFailed:  # it may have been cancelled or not: the venue is asked below
            pass
        except OrderNotFound as error:
            error.args = (f"{error} -- nothing was placed instead of {id}",)
            raise
        for attempt in range(CONFIRMATIONS):
            if order is not None and order["status"] in FINISHED and order["filled"] is not None:
                if order["status"] == "canceled":
                    return order
                raise OrderNotFound(f"{self.id} editOrder() the order {id} is {order['status']}")
            if attempt:
                await self.sleep(CONFIRMATION_GAP_MS)
            try:
                order = await self.fetch_order(id, symbol)
            except OperationFailed:
                order = None
        raise CancelPending(
            f"{self.id} editOrder() the cancel of {id} is not confirmed: nothing was placed instead"
        )

    async def close_position(self, symbol: str, side: Str = None, params: Any = {}) -> Order:
        """Close a position with a reduce-only market order of its size.

        ``side`` may name the position (long, short) or the closing order (buy, sell); another than the
        position's raises. ``params`` are those of ``create_order``.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#new-order
        """
        position: Any = await self.fetch_position(symbol)
        order_side = self._closing_side(position, side)
        more = {**params, "reduceOnly": True}
        return await self.create_order(symbol, "market", order_side, position["contracts"], None, more)

    async def close_all_positions(self, params: Any = {}) -> list[Position]:
        """Close all positions at the market; returns those that were open.

        The venue's own demo knows the request, its documentation does not: ``close_position`` is the
        documented way. ``params``: ``cancelOpen`` (cancel the open orders first), ``symbol``.

        DELETE futures/position/all, https://ascendex.github.io/ascendex-futures-pro-api-v2/
        """
        rest = self._rest("closeAllPositions", params)
        symbol = rest.get("symbol")
        positions = await self.fetch_positions(None if symbol is None else [symbol])
        if positions or rest.get("cancelOpen"):
            await self._send(self._close_all_request(rest))
        return positions
