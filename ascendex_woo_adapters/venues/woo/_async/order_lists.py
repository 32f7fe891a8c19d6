"""Lists of orders and fills: unified methods of ``woo``."""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import ArgumentsRequired, BadRequest, InvalidOrder, OrderNotFound
from ccxt.base.types import Int, Order, Str, Trade

from ascendex_woo_adapters.common.adapter import Call
from ascendex_woo_adapters.common.aio import gather
from ascendex_woo_adapters.common.paging import Keep
from ascendex_woo_adapters.venues.woo._async.lists import Lists
from ascendex_woo_adapters.venues.woo.algo_intents import SWITCHES

#: Fills when neither a limit nor a beginning is given: a full page of the venue.
DEFAULT_FILLS = 500


class OrderLists(Lists):
    """Finding orders and fills."""

    async def fetch_orders(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Order]:
        """Orders of any status: the newest, or from ``since`` on; without a limit all there are.

        ``params``: ``until`` (ms), ``trigger`` (True: algo orders instead of plain ones), ``trailing``
        (True: trailing stops), and the venue's ``side``, ``order_type``, ``order_tag`` (of algo orders
        ``orderType``, ``orderTag``, ``algoType``).

        V3: GET /v3/trade/orders or /v3/trade/algoOrders,
        https://developer.woox.io/api-reference/endpoint/trading/get_orders
        v1: GET /v1/orders or /v3/algo/orders, https://docs.woox.io/#get-orders
        """
        return await self._orders("fetchOrders", None, symbol, since, limit, params)

    async def fetch_open_orders(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Order]:
        """Open orders; without a limit every one, however long the history is.

        ``params``: as of ``fetch_orders``; plain and algo orders (``trigger``) are lists of their own.

        V3: GET /v3/trade/orders with status INCOMPLETE,
        https://developer.woox.io/api-reference/endpoint/trading/get_orders
        v1: GET /v1/orders with status INCOMPLETE, https://docs.woox.io/#get-orders
        """
        return await self._orders("fetchOpenOrders", "INCOMPLETE", symbol, since, limit, params)

    async def fetch_closed_orders(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Order]:
        """Orders that are done: filled, cancelled or rejected, as in ccxt's own class.

        V3: GET /v3/trade/orders with status COMPLETED,
        https://developer.woox.io/api-reference/endpoint/trading/get_orders
        v1: GET /v1/orders with status COMPLETED, https://docs.woox.io/#get-orders
        """
        return await self._orders("fetchClosedOrders", "COMPLETED", symbol, since, limit, params)

    async def fetch_canceled_orders(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Order]:
        """Cancelled orders.

        V3: GET /v3/trade/orders with status CANCELLED,
        https://developer.woox.io/api-reference/endpoint/trading/get_orders
        v1: GET /v1/orders with status CANCELLED, https://docs.woox.io/#get-orders
        """
        return await self._orders("fetchCanceledOrders", "CANCELLED", symbol, since, limit, params)

    async def fetch_my_trades(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Trade]:
        """Own fills: the newest 500, or all from ``since`` on.

        Fills older than three months are read from the archive. ``params``: ``until`` (ms), ``paginate``
        (True without ``since``: all there are).

        V3: GET /v3/trade/transactionHistory,
        https://developer.woox.io/api-reference/endpoint/trading/get_transactions
        v1: GET /v1/client/trades or /v1/client/hist_trades, https://docs.woox.io/#get-trade-history
        """
        until, most, rest = self._list_window("fetchMyTrades", since, limit, params, DEFAULT_FILLS)
        await self.load_markets()
        market = None if symbol is None else self.market(symbol)
        generation = self._generation()
        call = generation.fills_request(market, since, until, self.milliseconds(), rest)
        rows = await self._rows(call, generation.fills_page, since, most, self._until(until))
        with self._reading(rows):
            return self.parse_trades(rows, market, since, most)

    async def fetch_order_trades(
        self, id: str, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Trade]:
        """The fills of one order. ``params``: ``until`` (ms).

        V3: GET /v3/trade/transactionHistory,
        https://developer.woox.io/api-reference/endpoint/trading/get_transactions
        v1: GET /v1/order/{oid}/trades, https://docs.woox.io/#get-trades
        """
        if id is None:
            raise ArgumentsRequired(f"{self.id} fetchOrderTrades() requires an id argument")
        until = params.get("until")
        self._check_window("fetchOrderTrades", since, limit, until)
        await self.load_markets()
        market = None if symbol is None else self.market(symbol)
        generation = self._generation()
        call = generation.order_trades_request(id, self._own_params(params))

        def keep(time: int, row: Any) -> bool:
            return generation.is_fill_of(row, id) and (until is None or time <= until)

        rows = await self._rows(call, generation.order_trades_page, None, None, keep)
        with self._reading(rows):
            return self.parse_trades(rows, market, since, limit)

    # private helpers -----------------------------------------------------------------------------

    async def _orders(
        self, method: str, status: str | None, symbol: Str, since: Int, limit: Int, params: Any
    ) -> list[Order]:
        rest = dict(params)
        until = rest.pop("until", None)
        self._check_window(method, since, limit, until)
        trailing = bool(rest.get("trailing"))
        algo = self._wants_algo(rest)
        rest = self._own_params(rest)
        await self.load_markets()
        market = None if symbol is None else self.market(symbol)
        if algo:
            return await self._algo_orders(market, status, since, until, limit, trailing, rest)
        generation = self._generation()
        call = generation.orders_request(market, status, since, until, rest)
        rows = await self._rows(call, generation.orders_page, since, limit)
        with self._reading(rows):
            return self.parse_orders(rows, market, since, limit)

    def _wants_algo(self, rest: dict[str, Any]) -> bool:
        """Whether ccxt's switches ask for algo orders; they are taken out of ``rest``."""
        wanted = [rest.pop(name, False) for name in SWITCHES]
        return any(wanted)

    async def _algo_orders(
        self,
        market: Any,
        status: str | None,
        since: Int,
        until: Int,
        limit: Int,
        trailing: bool,
        params: dict[str, Any],
    ) -> list[Order]:
        """Algo orders of a status.

        Finished ones are chosen here: a bracket is done when its entry is, and the venue goes on
        listing it among the others while its exits wait.
        """
        generation = self._generation()
        if status == "INCOMPLETE":
            rows = await self._open_algo_rows(market, params, since, until, limit, trailing)
        else:
            keep = None
            if status is not None:
                wanted = ("canceled",) if status == "CANCELLED" else ("closed", "canceled", "rejected")

                def keep(time: int, row: Any) -> bool:
                    return generation.algo_status(self, row) in wanted

            rows = await self._algo_rows(market, None, since, until, limit, trailing, params, keep)
        with self._reading(rows):
            return self.parse_orders(rows, market, since, limit)

    async def _open_algo_rows(
        self,
        market: Any,
        params: Any,
        since: Int = None,
        until: Int = None,
        limit: Int = None,
        trailing: bool = False,
    ) -> list[dict[str, Any]]:
        """What is open of the algo orders that are not done in every part."""
        rows = await self._algo_rows(market, "INCOMPLETE", since, until, limit, trailing, params)
        generation = self._generation()
        with self._reading(rows):
            parts = [part for row in rows for part in generation.open_algo_rows(self, row)]
        return list({part.get("algoOrderId"): part for part in parts}.values())

    async def _algo_rows(
        self,
        market: Any,
        status: str | None,
        since: Int,
        until: Int,
        limit: Int,
        trailing: bool,
        params: dict[str, Any],
        keep: Keep | None = None,
    ) -> list[dict[str, Any]]:
        """The rows of algo orders of every type, each once."""
        generation = self._generation()
        required, optional = generation.algo_orders_requests(market, status, since, until, trailing, params)
        lists = await gather(
            *[self._algo_list(call, since, limit, keep) for call in required],
            *[self._algo_list_if_served(call, since, limit, keep) for call in optional],
        )
        rows = {row.get("algoOrderId"): row for rows in lists for row in rows}
        return list(rows.values())

    async def _algo_list(self, call: Call, since: Int, limit: Int, keep: Keep | None) -> Any:
        """The rows of one list of algo orders."""
        page_of = self._generation().algo_orders_page
        return await self._rows(call, page_of, since, limit, keep)

    async def _algo_list_if_served(self, call: Call, since: Int, limit: Int, keep: Keep | None) -> Any:
        """The rows of a list that the venue may refuse to give."""
        try:
            return await self._algo_list(call, since, limit, keep)
        except (BadRequest, InvalidOrder):
            return []

    async def _algo_row(
        self, id: Any, client_id: int | None, market: Any, status: str | None = None, since: Int = None
    ) -> dict[str, Any]:
        """The row of an algo order, with its legs, from the lists; by client id the newest one."""
        rows = await self._algo_rows(market, status, since, None, None, False, {})
        if client_id is None:
            found = [row for row in rows if str(row.get("algoOrderId")) == str(id)]
        else:
            its_client_id = self._generation().client_id_of_algo_order
            found = [row for row in rows if str(its_client_id(row)) == str(client_id)]
        with self._reading(found):
            if found:
                return max(found, key=lambda row: int(row["algoOrderId"]))
        name = f"id {id}" if client_id is None else f"clientOrderId {client_id}"
        raise OrderNotFound(f"{self.id} has no {'open ' if status else ''}algo order with {name}")
