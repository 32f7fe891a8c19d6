"""(Generated from _async.) Orders and fills: unified methods of ``woo``."""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import ArgumentsRequired, BadRequest, OperationFailed
from ccxt.base.types import Int, Num, Order, OrderSide, OrderType, Str, Trade

from ascendex_woo_adapters.common._sync.submission import Submission
from ascendex_woo_adapters.venues.woo._sync.lists import Lists
from ascendex_woo_adapters.venues.woo.intents import client_order_id, order_intent


class Orders(Lists, Submission):
    """Placing, changing, cancelling and finding orders."""

    def create_order(
        self,
        symbol: str,
        type: OrderType,
        side: OrderSide,
        amount: float,
        price: Num = None,
        params: Any = {},
    ) -> Order:
        """Place a limit or market order; amounts are in base currency.

        The reply means created: fills are not known yet. Every order carries a client id, made below
        2^53 if none is given. If the reply is lost, the venue is asked for that id: the order is
        returned, or the error raised says that it was not placed or (``OrderStateUnknown``) that
        its state is unknown. Nothing is placed twice.

        ``params``: ``clientOrderId`` (whole number), ``timeInForce`` (GTC, IOC, FOK, PO),
        ``postOnly``, ``reduceOnly`` and ``hedged`` (perpetuals), ``marginMode`` ('cross',
        'isolated'), ``cost`` (market orders: quote currency instead of an amount),
        ``createMarketBuyOrderRequiresPrice`` (as in ccxt), and the venue's own ``order_tag``,
        ``visible_quantity`` (0 hides the order), ``position_side``.

        POST /v1/order, https://docs.woox.io/#send-order
        """
        self._check_symbol("createOrder", symbol)
        self.load_markets()
        market = self.market(symbol)
        intent = order_intent(self, market, type, side, amount, price, params)
        generation = self._generation()
        sent_at = self.nonce()
        try:
            response = self._send(generation.create_order_request(intent))
            with self._reading(response):
                return generation.parse_placement(self, intent, response)
        except OperationFailed as error:
            client_id = str(intent.client_order_id)
            wanted = {"symbol": market["symbol"], "side": intent.side, "price": intent.price}
            return self._settle(
                error,
                lambda: self.fetch_order_with_client_order_id(client_id, symbol),
                {**wanted, "amount": intent.amount},
                sent_at,
                client_id,
            )

    def create_market_order_with_cost(
        self, symbol: str, side: OrderSide, cost: float, params: Any = {}
    ) -> Order:
        """A market order that spends (buy) or raises (sell) ``cost`` of quote currency.

        POST /v1/order, https://docs.woox.io/#send-order
        """
        return self.create_order(symbol, "market", side, cost, None, {**params, "cost": cost})

    def create_market_buy_order_with_cost(self, symbol: str, cost: float, params: Any = {}) -> Order:
        """A market buy that spends ``cost`` of quote currency.

        POST /v1/order, https://docs.woox.io/#send-order
        """
        return self.create_market_order_with_cost(symbol, "buy", cost, params)

    def create_market_sell_order_with_cost(self, symbol: str, cost: float, params: Any = {}) -> Order:
        """A market sell that raises ``cost`` of quote currency (needs a margin account on spot).

        POST /v1/order, https://docs.woox.io/#send-order
        """
        return self.create_market_order_with_cost(symbol, "sell", cost, params)

    def edit_order(
        self,
        id: str,
        symbol: str,
        type: OrderType,
        side: OrderSide,
        amount: Num = None,
        price: Num = None,
        params: Any = {},
    ) -> Order:
        """Change the price, the amount or both of a resting order in place.

        The reply means sent: a refusal shows in the order itself. ``params``: ``clientOrderId``
        addresses the order by the client's id.

        PUT /v3/order/{order_id}, https://docs.woox.io/#edit-order-by-order_id
        """
        self._check_symbol("editOrder", symbol)
        rest = self._addressed("editOrder", id, params)
        if amount is None and price is None:
            raise ArgumentsRequired(f"{self.id} editOrder() requires a new amount or a new price")
        self.load_markets()
        market = self.market(symbol)
        self._check_order(market, type, side, amount, 1 if price is None else price, ("limit",))
        changes = {}
        if price is not None:
            changes["price"] = self.price_to_precision(symbol, price)
            self._check_limits(market, "price", changes["price"])
        if amount is not None:
            changes["quantity"] = self.amount_to_precision(symbol, amount)
            self._check_limits(market, "amount", changes["quantity"])
        response = self._send(self._generation().edit_order_request(id, changes, rest))
        return self.safe_order(
            {
                "id": str(id) if id else None,
                "clientOrderId": rest.get("clientOrderId"),
                "symbol": market["symbol"],
                "type": str(type).lower(),
                "side": str(side).lower(),
                "amount": changes.get("quantity"),
                "price": changes.get("price"),
                "info": response,
            },
            market,
        )

    def cancel_order(self, id: str, symbol: Str = None, params: Any = {}) -> Order:
        """Ask for an order to be cancelled.

        The reply means sent, so the order comes back without a status: ``fetch_order`` tells what
        became of it. ``params``: ``clientOrderId`` addresses the newest order with that client id.

        DELETE /v1/order or /v1/client/order, https://docs.woox.io/#cancel-order
        """
        self._check_symbol("cancelOrder", symbol)
        rest = self._addressed("cancelOrder", id, params)
        self.load_markets()
        market = self.market(symbol)
        response = self._send(self._generation().cancel_order_request(market, id, rest))
        return self.safe_order(
            {
                "id": str(id) if id else None,
                "clientOrderId": rest.get("clientOrderId"),
                "symbol": market["symbol"],
                "info": response,
            },
            market,
        )

    def cancel_order_with_client_order_id(
        self, clientOrderId: str, symbol: Str = None, params: Any = {}
    ) -> Order:
        """Ask for the newest order with a client id to be cancelled.

        DELETE /v1/client/order, https://docs.woox.io/#cancel-order-by-client_order_id
        """
        return self.cancel_order("", symbol, {**params, "clientOrderId": clientOrderId})

    def cancel_all_orders(self, symbol: Str = None, params: Any = {}) -> list[Order]:
        """Ask for all plain orders of a market, or of all markets, to be cancelled.

        Algo orders stay. The one order that is returned holds the venue's acknowledgement.

        DELETE /v1/orders or /v3/orders/pending, https://docs.woox.io/#cancel-orders
        """
        if params.get("trigger") or params.get("stop") or params.get("trailing"):
            raise self._not_supported("cancelAllOrders() of algo orders")
        self.load_markets()
        market = None if symbol is None else self.market(symbol)
        response = self._send(self._generation().cancel_all_request(market, params))
        return [self.safe_order({"symbol": symbol, "info": response})]

    def fetch_order(self, id: str, symbol: Str = None, params: Any = {}) -> Order:
        """One order with its fills.

        ``params``: ``clientOrderId`` finds the newest order with that client id.

        GET /v1/order/{oid} or /v1/client/order/{client_order_id}, https://docs.woox.io/#get-order
        """
        rest = self._addressed("fetchOrder", id, params)
        self.load_markets()
        market = None if symbol is None else self.market(symbol)
        generation = self._generation()
        response = self._send(generation.fetch_order_request(id, rest))
        with self._reading(response):
            return self.parse_order(generation.order_row(self, response), market)

    def fetch_order_with_client_order_id(
        self, clientOrderId: str, symbol: Str = None, params: Any = {}
    ) -> Order:
        """The newest order with a client id.

        GET /v1/client/order/{client_order_id}, https://docs.woox.io/#get-order-by-client_order_id
        """
        return self.fetch_order("", symbol, {**params, "clientOrderId": clientOrderId})

    def fetch_orders(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Order]:
        """Orders of any status: the newest, or from ``since`` on; without a limit all there are.

        ``params``: ``until`` (ms), and the venue's ``side``, ``order_type``, ``order_tag``.

        GET /v1/orders, https://docs.woox.io/#get-orders
        """
        return self._orders("fetchOrders", None, symbol, since, limit, params)

    def fetch_open_orders(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Order]:
        """Open orders; without a limit every one, however long the history is.

        GET /v1/orders with status INCOMPLETE, https://docs.woox.io/#get-orders
        """
        return self._orders("fetchOpenOrders", "INCOMPLETE", symbol, since, limit, params)

    def fetch_closed_orders(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Order]:
        """Orders that are done: filled, cancelled or rejected, as in ccxt's own class.

        GET /v1/orders with status COMPLETED, https://docs.woox.io/#get-orders
        """
        return self._orders("fetchClosedOrders", "COMPLETED", symbol, since, limit, params)

    def fetch_canceled_orders(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Order]:
        """Cancelled orders.

        GET /v1/orders with status CANCELLED, https://docs.woox.io/#get-orders
        """
        return self._orders("fetchCanceledOrders", "CANCELLED", symbol, since, limit, params)

    def fetch_my_trades(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Trade]:
        """Own fills: the newest, or from ``since`` on; without a limit the newest page.

        Fills older than three months are read from the archive. ``params``: ``until`` (ms).

        GET /v1/client/trades or /v1/client/hist_trades, https://docs.woox.io/#get-trade-history
        """
        rest = dict(params)
        until = rest.pop("until", None)
        self._check_window("fetchMyTrades", since, limit, until)
        self.load_markets()
        market = None if symbol is None else self.market(symbol)
        generation = self._generation()
        call = generation.fills_request(market, since, until, self.milliseconds(), rest)
        rows = self._rows(call, generation.fills_page, "id", since, limit)
        with self._reading(rows):
            return self.parse_trades(rows, market, since, limit)

    def fetch_order_trades(
        self, id: str, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Trade]:
        """The fills of one order.

        GET /v1/order/{oid}/trades, https://docs.woox.io/#get-trades
        """
        if id is None:
            raise ArgumentsRequired(f"{self.id} fetchOrderTrades() requires an id argument")
        self._check_window("fetchOrderTrades", since, limit)
        self.load_markets()
        market = None if symbol is None else self.market(symbol)
        generation = self._generation()
        response = self._send(generation.order_trades_request(id, params))
        with self._reading(response):
            rows = generation.order_trade_rows(self, response)
            return self.parse_trades(rows, market, since, limit)

    # private helpers -----------------------------------------------------------------------------

    def _addressed(self, method: str, id: Any, params: Any) -> dict[str, Any]:
        """The parameters of a call about one order, which an id or a client id has to name."""
        rest = dict(params)
        if rest.pop("trigger", False) or rest.pop("stop", False) or rest.pop("trailing", False):
            raise self._not_supported(f"{method}() of algo orders")
        given = rest.pop("clientOrderId", rest.pop("client_order_id", None))
        if given is not None:
            rest["clientOrderId"] = client_order_id(self, given)
        elif id is None or id == "":
            raise ArgumentsRequired(f"{self.id} {method}() requires an id argument or a clientOrderId")
        elif not str(id).isdigit():
            raise BadRequest(f"{self.id} {method}() id must be a whole number, not {id!r}")
        return rest

    def _orders(
        self, method: str, status: str | None, symbol: Str, since: Int, limit: Int, params: Any
    ) -> list[Order]:
        rest = dict(params)
        until = rest.pop("until", None)
        self._check_window(method, since, limit, until)
        if rest.pop("trigger", False) or rest.pop("stop", False) or rest.pop("trailing", False):
            raise self._not_supported(f"{method}() of algo orders")
        self.load_markets()
        market = None if symbol is None else self.market(symbol)
        generation = self._generation()
        call = generation.orders_request(market, status, since, until, rest)
        rows = self._rows(call, generation.orders_page, "order_id", since, limit)
        with self._reading(rows):
            return self.parse_orders(rows, market, since, limit)
