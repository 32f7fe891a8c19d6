"""Orders over asyncio."""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import OrderNotFound

from ascendex_woo_adapters.common.aio import Colour, gather
from ascendex_woo_adapters.venues.ascendex.orders import MOST_ORDERS, Orders


class AsyncOrders(Orders, Colour):
    """Unified methods of orders."""

    async def create_order(
        self, symbol: Any, type: Any, side: Any, amount: Any, price: Any = None, params: Any = {}
    ) -> Any:
        """Place a limit, market or trigger order; ``amount`` is in the base currency.

        ``params``: ``clientOrderId`` (2 to 32 letters, digits, ``_`` or ``-``; one with 9 or more letters and
        digits only makes the order id known in advance), ``timeInForce`` (GTC, IOC, FOK, PO), ``postOnly``,
        ``reduceOnly``, ``triggerPrice`` with ``triggerPriceType`` (last, mark or index), ``stopLoss`` and
        ``takeProfit`` (``{'triggerPrice': ...}``: the venue ties them to the whole position),
        ``respInst`` (ACK, ACCEPT or DONE: what the venue waits for before it replies).

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#new-order
        """
        await self.load_markets()
        call = self.create_order_request(symbol, type, side, amount, price, params)
        return self.parse_placement(await self._send(call), call.params)

    async def cancel_order(self, id: Any, symbol: Any = None, params: Any = {}) -> Any:
        """Cancel an open order; needs ``symbol``.

        ``params``: ``clientOrderId`` instead of ``id``: it is looked up among the open orders by its last 9
        characters, which end the order id.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#cancel-order
        """
        rest = self._rest("cancelOrder", params)
        client_id = rest.pop("clientOrderId", None)
        self._check_symbol("cancelOrder", symbol)
        await self.load_markets()
        if client_id is not None and not id:
            self._check_findable(client_id)
            found = self.find_by_client_id(await self._open_orders(symbol, {}), str(client_id))
            if found is None:
                raise OrderNotFound(
                    f"{self.id} cancelOrder() no open order has the clientOrderId {client_id}"
                )
            id = found["id"]
        call = self.cancel_order_request(id, symbol, rest)
        order = self.parse_cancellation(await self._send(call), call.params)
        return order if client_id is None else {**order, "clientOrderId": client_id}

    async def cancel_all_orders(self, symbol: Any = None, params: Any = {}) -> Any:
        """Cancel the open orders of a market, or all; an order that the venue has not seen yet may survive.

        The reply names no orders: the list holds one empty order with the reply in ``info``.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#cancel-all-open-orders
        """
        rest = self._rest("cancelAllOrders", params)
        await self.load_markets()
        response = await self._send(self.cancel_all_orders_request(symbol, rest))
        return [self.safe_order({"info": response})]

    async def fetch_order(self, id: Any, symbol: Any = None, params: Any = {}) -> Any:
        """An order by its id.

        ``params``: ``clientOrderId`` instead of ``id``: it is looked up by its last 9 characters, which end
        the order id, among the open and the recent orders (of ``symbol``, if given).

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#query-order-by-id
        """
        rest = self._rest("fetchOrder", params)
        client_id = rest.pop("clientOrderId", None)
        await self.load_markets()
        if client_id is not None and not id:
            self._check_findable(client_id)
            return await self._order_of(str(client_id), symbol)
        rows = self._rows(await self._send(self.fetch_order_request(id, rest)))
        orders = [self.parse_order(row) for row in rows if row.get("orderId") == str(id)]
        if not orders:
            raise OrderNotFound(f"{self.id} fetchOrder() the venue knows no order {id}")
        return orders[0]

    async def _order_of(self, client_id: str, symbol: Any) -> Any:
        market = None if symbol is None else self.market(symbol)
        for call in (
            self.fetch_open_orders_request(market, {}),
            self.fetch_recent_orders_request(market, {}),
        ):
            orders = self.parse_orders(self._rows(await self._send(call)), market)
            found = self.find_by_client_id(orders, client_id)
            if found is not None:
                return found
        raise OrderNotFound(
            f"{self.id} fetchOrder() no open or recent order has the clientOrderId {client_id}"
        )

    async def fetch_open_orders(
        self, symbol: Any = None, since: Any = None, limit: Any = None, params: Any = {}
    ) -> Any:
        """The open orders, trigger orders among them.

        ``params``: ``trigger`` (only orders with a trigger price), ``until`` (milliseconds).

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#list-open-orders
        """
        rest = self._rest("fetchOpenOrders", params)
        until, trigger = rest.pop("until", None), rest.pop("trigger", None)
        self._check_window("fetchOpenOrders", since, limit, until)
        await self.load_markets()
        orders = [order for order in await self._open_orders(symbol, rest) if order["status"] == "open"]
        return self._chosen(orders, since, limit, until, trigger)

    async def _open_orders(self, symbol: Any, rest: dict[str, Any]) -> list[Any]:
        market = None if symbol is None else self.market(symbol)
        response = await self._send(self.fetch_open_orders_request(market, rest))
        orders: list[Any] = self.parse_orders(self._rows(response), market)
        return orders

    async def fetch_orders(
        self, symbol: Any = None, since: Any = None, limit: Any = None, params: Any = {}
    ) -> Any:
        """Open and finished orders together, oldest first; finished ones are kept for 30 days or more.

        ``params``: as in ``fetch_closed_orders``.

        https://ascendex.github.io/ascendex-pro-api/#list-history-orders-v2
        """
        rest = self._rest("fetchOrders", params)
        until, trigger, paginate = (
            rest.pop("until", None),
            rest.pop("trigger", None),
            rest.pop("paginate", False),
        )
        self._check_window("fetchOrders", since, limit, until)
        await self.load_markets()
        finished, still_open = await gather(
            self._history(symbol, since, until, rest, paginate), self._open_orders(symbol, {})
        )
        orders = {order["id"]: order for order in (*still_open, *finished)}
        return self._chosen(list(orders.values()), since, limit, until, trigger)

    async def fetch_closed_orders(
        self, symbol: Any = None, since: Any = None, limit: Any = None, params: Any = {}
    ) -> Any:
        """The filled ones of the first 1000 finished orders from ``since``, else of the last 1000.

        ``params``: ``until`` (milliseconds), ``trigger`` (only orders with a trigger price), ``paginate``
        (all pages from ``since``).

        https://ascendex.github.io/ascendex-pro-api/#list-history-orders-v2
        """
        return await self._finished("fetchClosedOrders", ("closed",), symbol, since, limit, params)

    async def fetch_canceled_orders(
        self, symbol: Any = None, since: Any = None, limit: Any = None, params: Any = {}
    ) -> Any:
        """The canceled orders, oldest first; ``params`` as in ``fetch_closed_orders``.

        https://ascendex.github.io/ascendex-pro-api/#list-history-orders-v2
        """
        return await self._finished("fetchCanceledOrders", ("canceled",), symbol, since, limit, params)

    async def fetch_canceled_and_closed_orders(
        self, symbol: Any = None, since: Any = None, limit: Any = None, params: Any = {}
    ) -> Any:
        """The finished orders, oldest first; ``params`` as in ``fetch_closed_orders``.

        https://ascendex.github.io/ascendex-pro-api/#list-history-orders-v2
        """
        statuses = ("closed", "canceled", "rejected")
        return await self._finished("fetchCanceledAndClosedOrders", statuses, symbol, since, limit, params)

    async def _finished(
        self, method: str, statuses: tuple[str, ...], symbol: Any, since: Any, limit: Any, params: Any
    ) -> Any:
        rest = self._rest(method, params)
        until, trigger, paginate = (
            rest.pop("until", None),
            rest.pop("trigger", None),
            rest.pop("paginate", False),
        )
        self._check_window(method, since, limit, until)
        await self.load_markets()
        orders = await self._history(symbol, since, until, rest, paginate)
        orders = [order for order in orders if order["status"] in statuses]
        return self._chosen(orders, since, limit, until, trigger)

    async def _history(
        self, symbol: Any, since: Any, until: Any, rest: dict[str, Any], paginate: Any
    ) -> list[Any]:
        """Finished orders, oldest first: one page, or with ``paginate`` all from ``since``."""
        market = None if symbol is None else self.market(symbol)
        rows: list[dict[str, Any]] = []
        sequence = None
        while True:
            call = self.fetch_history_request(market, since, until, sequence, rest)
            page = self.parse_history(await self._send(call))
            rows += page
            numbers = [row["seqNum"] for row in page if isinstance(row.get("seqNum"), int)]
            following = max(numbers, default=0) + 1
            if not paginate or since is None or len(page) < MOST_ORDERS or following <= (sequence or 0):
                break
            sequence = following
        orders: list[Any] = self.parse_orders(rows, market)
        return orders
