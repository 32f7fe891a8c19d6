"""Orders over asyncio."""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import OperationFailed, OrderNotFound
from ccxt.base.types import Int, Num, Order, OrderSide, OrderType, Str

from ascendex_woo_adapters.common._async.submission import Submission
from ascendex_woo_adapters.common.aio import gather
from ascendex_woo_adapters.common.submission import is_the_order
from ascendex_woo_adapters.venues.ascendex.enums import FINISHED, MOST_ORDERS
from ascendex_woo_adapters.venues.ascendex.orders import OF_TRIGGERS, Orders


class AsyncOrders(Orders, Submission):
    """Unified methods of orders."""

    async def create_order(
        self,
        symbol: str,
        type: OrderType,
        side: OrderSide,
        amount: float,
        price: Num = None,
        params: Any = {},
    ) -> Order:
        """Place a limit, market or trigger order; ``amount`` is in the base currency.

        ``params``: ``clientOrderId`` (2 to 32 letters, digits, ``_`` or ``-``; one with 9 or more letters and
        digits only makes the order id known in advance), ``timeInForce`` (GTC, IOC, FOK, PO), ``postOnly``,
        ``reduceOnly``, ``triggerPrice`` with ``triggerPriceType`` (last, mark or index), ``stopLoss`` and
        ``takeProfit`` (``{'triggerPrice': ...}``: the venue ties them to the whole position),
        ``respInst`` (ACK, ACCEPT or DONE: what the venue waits for before it replies).

        If the reply is lost, the venue is asked for the order by its id, which is known in advance: the
        order is returned, or the error raised says that it was not placed or (``OrderStateUnknown``)
        that its state is unknown. Nothing is placed twice.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#new-order
        """
        await self.load_markets()
        call = self._create_order_request(symbol, type, side, amount, price, params)
        begun = self.nonce()
        try:
            return self._parse_placement(await self._send(call), call.params)
        except OperationFailed as error:
            return await self._settled(error, call.params, begun)

    async def _settled(self, error: OperationFailed, request: dict[str, Any], begun: int) -> Order:
        """The order of a placement whose reply was lost, or the error with what is known."""
        client_id, order_id = str(request["id"]), self._order_id_of(request)
        by_client_id, symbol = self.fetch_order_with_client_order_id, self.safe_symbol(request["symbol"])
        wanted = {"symbol": symbol, "amount": request["orderQty"]}
        return await self._settle(
            error,
            lambda: self.fetch_order(order_id, symbol) if order_id else by_client_id(client_id, symbol),
            lambda order: is_the_order(order, wanted, begun),
            client_id,
            order_id,
        )

    async def cancel_order(self, id: str, symbol: Str = None, params: Any = {}) -> Order:
        """Cancel an open order; needs ``symbol``.

        ``params``: ``clientOrderId`` instead of ``id``: it is looked up among the open orders by its last 9
        characters, which end the order id.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#cancel-order
        """
        rest = self._rest("cancelOrder", params, "clientOrderId", *OF_TRIGGERS)
        self._is_about_triggers(rest)
        client_id = rest.pop("clientOrderId", None)
        self._check_symbol("cancelOrder", symbol)
        await self.load_markets()
        if client_id is not None and not id:
            self._check_findable(client_id)
            found = self._find_by_client_id(await self._open_orders(symbol, {}), str(client_id))
            if found is None:
                raise OrderNotFound(
                    f"{self.id} cancelOrder() no open order has the clientOrderId {client_id}"
                )
            id = found["id"]
        call = self._cancel_order_request(id, symbol, rest)
        response = await self._send(call)
        with self._reading(response):
            order = self._parse_cancellation(response, call.params)
        if client_id is not None:
            order["clientOrderId"] = client_id
        return order

    async def cancel_order_with_client_order_id(
        self, clientOrderId: str, symbol: Str = None, params: Any = {}
    ) -> Order:
        """Cancel an open order by its client id, see ``cancel_order``.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#cancel-order
        """
        return await self.cancel_order("", symbol, {**params, "clientOrderId": clientOrderId})

    async def cancel_all_orders(self, symbol: Str = None, params: Any = {}) -> list[Order]:
        """Cancel the open orders of a market, or all; an order that the venue has not seen yet may survive.

        The reply names no orders: the list holds one empty order with the reply in ``info``.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#cancel-all-open-orders
        """
        rest = self._rest("cancelAllOrders", params)
        await self.load_markets()
        response = await self._send(self._cancel_all_orders_request(symbol, rest))
        empty: Order = self.safe_order({"info": response})
        return [empty]

    async def fetch_order(self, id: str, symbol: Str = None, params: Any = {}) -> Order:
        """An order by its id.

        ``params``: ``clientOrderId`` instead of ``id``: it is looked up by its last 9 characters, which end
        the order id, among the open and the recent orders (of ``symbol``, if given).

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#query-order-by-id
        """
        rest = self._rest("fetchOrder", params, "clientOrderId", *OF_TRIGGERS)
        self._is_about_triggers(rest)
        client_id = rest.pop("clientOrderId", None)
        await self.load_markets()
        if client_id is not None and not id:
            self._check_findable(client_id)
            return await self._order_of(str(client_id), symbol)
        response = await self._send(self._fetch_order_request(id, rest))
        with self._reading(response):
            for row in self._rows(response):
                if row.get("orderId") == str(id):
                    return self.parse_order(row)
        raise OrderNotFound(f"{self.id} fetchOrder() the venue knows no order {id}")

    async def fetch_order_with_client_order_id(
        self, clientOrderId: str, symbol: Str = None, params: Any = {}
    ) -> Order:
        """An open or recent order by its client id, see ``fetch_order``.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#query-order-by-id
        """
        return await self.fetch_order("", symbol, {**params, "clientOrderId": clientOrderId})

    async def create_order_with_take_profit_and_stop_loss(
        self,
        symbol: str,
        type: OrderType,
        side: OrderSide,
        amount: float,
        price: Num = None,
        takeProfit: Num = None,
        stopLoss: Num = None,
        params: Any = {},
    ) -> Order:
        """Place an order with exits at market; the venue ties them to the whole position.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#new-order
        """
        more = self.set_take_profit_and_stop_loss_params(
            symbol, type, side, amount, price, takeProfit, stopLoss, dict(params)
        )
        return await self.create_order(symbol, type, side, amount, price, more)

    async def _order_of(self, client_id: str, symbol: Str) -> Order:
        market = None if symbol is None else self.market(symbol)
        for call in (
            self._fetch_open_orders_request(market, {}),
            self._fetch_recent_orders_request(market, {}),
        ):
            response = await self._send(call)
            with self._reading(response):
                orders = self.parse_orders(self._rows(response), market)
            found = self._find_by_client_id(orders, client_id)
            if found is not None:
                return found
        raise OrderNotFound(
            f"{self.id} fetchOrder() no open or recent order has the clientOrderId {client_id}"
        )

    async def fetch_open_orders(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Order]:
        """The open orders, trigger orders among them.

        ``params``: ``trigger`` (only orders with a trigger price), ``until`` (milliseconds).

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#list-open-orders
        """
        rest = self._rest("fetchOpenOrders", params, "until", *OF_TRIGGERS)
        until, trigger = rest.pop("until", None), self._is_about_triggers(rest)
        self._check_window("fetchOpenOrders", since, limit, until)
        await self.load_markets()
        orders = [order for order in await self._open_orders(symbol, rest) if order["status"] == "open"]
        return self._chosen(orders, since, limit, until, trigger)

    async def _open_orders(self, symbol: Str, rest: dict[str, Any]) -> list[Any]:
        market = None if symbol is None else self.market(symbol)
        response = await self._send(self._fetch_open_orders_request(market, rest))
        with self._reading(response):
            return self.parse_orders(self._rows(response), market)

    async def fetch_orders(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Order]:
        """Open and finished orders together, oldest first; finished ones are kept for 30 days or more.

        With ``since`` a page ends where its 1000 finished orders do, so that the next can begin there; open
        orders placed later come with the last page.

        ``params``: as in ``fetch_closed_orders``, or ``orderIds``: those orders, as far as the venue knows
        them, 50 in a request.

        https://ascendex.github.io/ascendex-pro-api/#list-history-orders-v2 and
        https://ascendex.github.io/ascendex-futures-pro-api-v2/#query-order-by-id
        """
        rest = self._rest("fetchOrders", params, "until", "paginate", *OF_TRIGGERS)
        ids = rest.pop("orderIds", None)
        until, trigger, paginate = (
            rest.pop("until", None),
            self._is_about_triggers(rest),
            rest.pop("paginate", False),
        )
        self._check_window("fetchOrders", since, limit, until)
        await self.load_markets()
        if ids is not None:
            orders = await self._orders_by_ids(ids, symbol, rest)
            return self._chosen(orders, since, limit, until, trigger)
        finished, still_open = await gather(
            self._history(symbol, since, until, rest, paginate), self._open_orders(symbol, {})
        )
        if since is not None and not paginate and len(finished) >= MOST_ORDERS:
            # the finished ones go on later: with later open ones among them, a page that begins after the
            # last order of this one would pass them over
            still_open = self._chosen(
                still_open, None, None, max(order["timestamp"] or 0 for order in finished), False
            )
        found = {order["id"]: order for order in (*still_open, *finished)}
        return self._chosen(list(found.values()), since, limit, until, trigger)

    async def _orders_by_ids(self, ids: list[str], symbol: Str, rest: dict[str, Any]) -> list[Any]:
        market = None if symbol is None else self.market(symbol)
        orders: list[Any] = []
        for call in self._orders_by_ids_calls(ids, rest):
            response = await self._send(call)
            with self._reading(response):
                orders += self.parse_orders(self._rows(response), market)
        return orders

    async def fetch_closed_orders(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Order]:
        """The first 1000 finished orders from ``since``, else the last 1000: filled, canceled, rejected.

        ``params``: ``until`` (milliseconds), ``trigger`` (only orders with a trigger price), ``paginate``
        (all pages from ``since``).

        https://ascendex.github.io/ascendex-pro-api/#list-history-orders-v2
        """
        return await self._finished("fetchClosedOrders", FINISHED, symbol, since, limit, params)

    async def fetch_canceled_orders(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Order]:
        """The canceled orders, oldest first; ``params`` as in ``fetch_closed_orders``.

        https://ascendex.github.io/ascendex-pro-api/#list-history-orders-v2
        """
        return await self._finished("fetchCanceledOrders", ("canceled",), symbol, since, limit, params)

    async def fetch_canceled_and_closed_orders(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Order]:
        """The finished orders, the same as ``fetch_closed_orders``, with the same ``params``.

        https://ascendex.github.io/ascendex-pro-api/#list-history-orders-v2
        """
        return await self._finished("fetchCanceledAndClosedOrders", FINISHED, symbol, since, limit, params)

    async def _finished(
        self, method: str, statuses: tuple[str, ...], symbol: Str, since: Any, limit: Any, params: Any
    ) -> list[Order]:
        rest = self._rest(method, params, "until", "paginate", *OF_TRIGGERS)
        until, trigger, paginate = (
            rest.pop("until", None),
            self._is_about_triggers(rest),
            rest.pop("paginate", False),
        )
        self._check_window(method, since, limit, until)
        await self.load_markets()
        orders = await self._history(symbol, since, until, rest, paginate)
        orders = [order for order in orders if order["status"] in statuses]
        return self._chosen(orders, since, limit, until, trigger)

    async def _history(
        self, symbol: Str, since: Any, until: Any, rest: dict[str, Any], paginate: Any
    ) -> list[Any]:
        """Finished orders, oldest first: one page, or with ``paginate`` all from ``since``."""
        market = None if symbol is None else self.market(symbol)
        rows: list[dict[str, Any]] = []
        sequence = None
        while True:
            call = self._fetch_history_request(market, since, until, sequence, rest)
            response = await self._send(call)
            page = self._rows(response)
            rows += page
            numbers = [row["seqNum"] for row in page if isinstance(row.get("seqNum"), int)]
            following = max(numbers, default=0) + 1
            if not paginate or since is None or len(page) < MOST_ORDERS or following <= (sequence or 0):
                break
            sequence = following
        with self._reading(rows):
            return self.parse_orders(rows, market)
