"""Placing, changing and cancelling orders, plain and algo ones."""

from __future__ import annotations

from functools import partial
from typing import Any

from ccxt.base.errors import ArgumentsRequired, BadRequest, BaseError, OperationFailed, OrderNotFound
from ccxt.base.types import Int, Num, Order, OrderSide, OrderType, Str

from ascendex_woo_adapters.common._async.submission import Submission
from ascendex_woo_adapters.common.aio import gather
from ascendex_woo_adapters.common.submission import CLOCKS_MS, is_changed, is_the_order
from ascendex_woo_adapters.venues.woo._async.order_lists import OrderLists
from ascendex_woo_adapters.venues.woo.algo_edits import EDITS_ALGO, algo_changes
from ascendex_woo_adapters.venues.woo.algo_forms import changed_values
from ascendex_woo_adapters.venues.woo.algo_intents import AlgoIntent, placement_intent
from ascendex_woo_adapters.venues.woo.intents import (
    OrderIntent,
    amount_text,
    client_order_id,
    flag,
    margin_mode,
    price_text,
)

#: The longest that ``cancel_all_orders_after`` can wait; documented.
_MOST_AFTER_MS = 900_000
#: Values of an order, each as it was found and as it is wanted.
Pairs = list[tuple[Any, Any]]
#: What an edit cannot change.
_FIXED = frozenset(
    ("postOnly", "timeInForce", "reduceOnly", "marginMode", "hedged", "positionSide", "leverage", "cost")
)


class Orders(OrderLists, Submission):
    """Placing, changing and cancelling orders, and finding one.

    Algo orders (stops, trailing stops, OCO, brackets, positions' exits) have ids of their own. They are
    placed by ``create_order`` with ccxt's parameters and addressed with ``trigger: True`` elsewhere.
    """

    async def create_order(
        self,
        symbol: str,
        type: OrderType,
        side: OrderSide,
        amount: float,
        price: Num = None,
        params: Any = {},
    ) -> Order:
        """Place an order, plain or algo; amounts are in base currency.

        The reply means created: fills are not known yet. Every order carries a client id, made below
        2^53 if none is given. If the reply is lost, the venue is asked for that id: the order is
        returned, or the error raised says that it was not placed or (``OrderStateUnknown``) that
        its state is unknown. Nothing is placed twice.

        ``type``: 'limit', 'market', and the venue's own 'ioc', 'fok', 'post_only', 'ask' and 'bid' (at
        the best ask or bid, without a price), 'rpi' (market makers only) and 'oco'.

        ``params``: ``clientOrderId`` (whole number), ``timeInForce`` (GTC, IOC, FOK, PO),
        ``postOnly``, ``post_only_adjusted`` (re-priced instead of refused), ``reduceOnly`` and
        ``hedged`` or ``positionSide`` (perpetuals), ``marginMode`` ('cross', 'isolated'), ``cost``
        (market, ask and bid orders: quote currency instead of an amount; without margin a spot buy
        must have one, a spot sell may not), ``createMarketBuyOrderRequiresPrice`` (as in ccxt),
        ``icebergAmount`` (what shows; also as ``visible_quantity``), ``hidden``, ``order_tag``.

        Algo orders: ``triggerPrice`` (a stop: the venue waits for the price to come there from where
        it is); ``stopLossPrice`` or ``takeProfitPrice`` (a stop that closes: reduce-only on
        perpetuals), or both; with ``closePosition`` (True, the amount may be None) for the whole
        position, in the place of such exits that it may have; ``trailingAmount`` or ``trailingPercent``, with
        ``trailingTriggerPrice``; ``stopLoss`` and ``takeProfit`` ({'triggerPrice': ...}: a bracket,
        whose exits close the whole position at market); type 'oco' with ``stopLossPrice`` or
        ``triggerPrice`` and maybe ``stopLimitPrice``; ``triggerPriceType`` ('last', 'mark').

        V3: POST /v3/trade/order, https://developer.woox.io/api-reference/endpoint/trading/post_order
        V3: POST /v3/trade/algoOrder, https://developer.woox.io/api-reference/endpoint/trading/post_algo_order
        v1: POST /v1/order, https://docs.woox.io/#send-order
        v1: POST /v3/algo/order, https://docs.woox.io/#send-algo-order
        """
        self._check_symbol("createOrder", symbol)
        await self.load_markets()
        market = self.market(symbol)
        intent = placement_intent(self, market, type, side, amount, price, params)
        intent.rest = self._own_params(intent.rest)
        generation = self._generation()
        sent_at = self.nonce()
        try:
            response = await self._send(generation.create_order_request(intent))
            with self._reading(response):
                return generation.parse_placement(self, intent, response)
        except OperationFailed as error:
            client_id = str(intent.client_order_id)
            adjusted = isinstance(intent, OrderIntent) and intent.post_only_adjusted
            wanted = {
                "symbol": market["symbol"],
                "side": intent.side,
                "amount": intent.amount,
                "price": None if adjusted else intent.price,
            }
            look_up = self._placed_algo_order if isinstance(intent, AlgoIntent) else self._placed_order
            return await self._settle(
                error,
                lambda: look_up(client_id, symbol, sent_at),
                lambda order: is_the_order(order, wanted, sent_at),
                client_id,
            )

    async def create_market_order_with_cost(
        self, symbol: str, side: OrderSide, cost: float, params: Any = {}
    ) -> Order:
        """A market order that spends (buy) or raises (sell) ``cost`` of quote currency.

        V3: POST /v3/trade/order, https://developer.woox.io/api-reference/endpoint/trading/post_order
        v1: POST /v1/order, https://docs.woox.io/#send-order
        """
        return await self.create_order(symbol, "market", side, cost, None, {**params, "cost": cost})

    async def create_market_buy_order_with_cost(self, symbol: str, cost: float, params: Any = {}) -> Order:
        """A market buy that spends ``cost`` of quote currency.

        V3: POST /v3/trade/order, https://developer.woox.io/api-reference/endpoint/trading/post_order
        v1: POST /v1/order, https://docs.woox.io/#send-order
        """
        return await self.create_market_order_with_cost(symbol, "buy", cost, params)

    async def create_market_sell_order_with_cost(self, symbol: str, cost: float, params: Any = {}) -> Order:
        """A market sell that raises ``cost`` of quote currency (needs a margin account on spot).

        V3: POST /v3/trade/order, https://developer.woox.io/api-reference/endpoint/trading/post_order
        v1: POST /v1/order, https://docs.woox.io/#send-order
        """
        return await self.create_market_order_with_cost(symbol, "sell", cost, params)

    async def create_trailing_amount_order(
        self,
        symbol: str,
        type: OrderType,
        side: OrderSide,
        amount: float,
        price: Num = None,
        trailingAmount: Num = None,
        trailingTriggerPrice: Num = None,
        params: Any = {},
    ) -> Order:
        """A market order that follows the market at a distance in quote currency.

        ccxt's version writes into ``params``, its own default included: what one call gives, the next
        one would send.

        V3: POST /v3/trade/algoOrder, https://developer.woox.io/api-reference/endpoint/trading/post_algo_order
        v1: POST /v3/algo/order, https://docs.woox.io/#send-algo-order
        """
        return await super().create_trailing_amount_order(
            symbol, type, side, amount, price, trailingAmount, trailingTriggerPrice, dict(params)
        )

    async def create_trailing_percent_order(
        self,
        symbol: str,
        type: OrderType,
        side: OrderSide,
        amount: float,
        price: Num = None,
        trailingPercent: Num = None,
        trailingTriggerPrice: Num = None,
        params: Any = {},
    ) -> Order:
        """A market order that follows the market at a distance in percent of the price.

        V3: POST /v3/trade/algoOrder, https://developer.woox.io/api-reference/endpoint/trading/post_algo_order
        v1: POST /v3/algo/order, https://docs.woox.io/#send-algo-order
        """
        return await super().create_trailing_percent_order(
            symbol, type, side, amount, price, trailingPercent, trailingTriggerPrice, dict(params)
        )

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
        """A bracket: an entry whose exits close the whole position at market.

        V3: POST /v3/trade/algoOrder, https://developer.woox.io/api-reference/endpoint/trading/post_algo_order
        v1: POST /v3/algo/order, https://docs.woox.io/#send-algo-order
        """
        return await super().create_order_with_take_profit_and_stop_loss(
            symbol, type, side, amount, price, takeProfit, stopLoss, dict(params)
        )

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
        """Change the price, the amount or both of a resting order in place.

        The reply means sent: a refusal shows in the order itself. If it is lost, the order is looked at:
        it is returned with the change, or the error says that it was not changed or that its state
        is unknown. ``params``: ``clientOrderId`` addresses the order by the client's id; ``trigger``
        (True) an algo order, of which ``triggerPrice``, ``trailingAmount`` or ``trailingPercent``,
        ``trailingTriggerPrice`` and, of legs, ``stopLossPrice`` and ``takeProfitPrice`` can change too
        (each implies ``trigger``).

        V3: PUT /v3/trade/order, https://developer.woox.io/api-reference/endpoint/trading/edit_order
        V3: PUT /v3/trade/algoOrder, https://developer.woox.io/api-reference
        v1: PUT /v3/order/{order_id}, https://docs.woox.io/#edit-order-by-order_id
        v1: PUT /v3/algo/order/{order_id}, https://docs.woox.io/#edit-algo-order-by-order_id
        """
        self._check_symbol("editOrder", symbol)
        rest, client_id = self._addressed("editOrder", id, params)
        fixed = sorted(_FIXED & rest.keys())
        if fixed:
            raise self._not_supported(f"editOrder() with {', '.join(fixed)}", "they stay what they were")
        algo = self._wants_algo(rest) or not EDITS_ALGO.isdisjoint(rest)
        if not algo and amount is None and price is None:
            raise ArgumentsRequired(f"{self.id} editOrder() requires a new amount or a new price")
        await self.load_markets()
        market = self.market(symbol)
        kinds = ("limit", "market", "oco") if algo else ("limit",)
        self._check_order(market, type, side, amount, 1 if price is None else price, kinds)
        generation = self._generation()
        edited: dict[str, Any] = {"type": str(type).lower(), "side": str(side).lower()}
        if algo:
            changes = algo_changes(self, market, amount, price, rest)
            changes.rest = self._own_params(changes.rest)
            row = await self._algo_row(id, client_id, market, "INCOMPLETE") if changes.legs else None
            with self._reading(row):
                call = generation.edit_algo_order_request(id, client_id, changes, row)
            edited |= {
                "amount": changes.amount,
                "price": changes.price,
                "triggerPrice": changes.trigger_price,
            }
            values = partial(_algo_values, call.params)
        else:
            new_price = None if price is None else price_text(self, market, price)
            new_amount = None if amount is None else amount_text(self, market, amount)
            own = self._own_params(rest)
            call = generation.edit_order_request(id, client_id, new_price, new_amount, own)
            edited |= {"amount": new_amount, "price": new_price}
            values = partial(_values, new_amount, new_price)
        try:
            response = await self._send(call)
        except OperationFailed as error:
            look_up = self._edited_algo_order if algo else self._edited_order
            return await self._settle(
                error,
                lambda: look_up(id, client_id, symbol),
                lambda order: is_changed(values(order)),
                str(client_id or ""),
                str(id) if id else None,
                "changed",
            )
        return self._acknowledged(id, client_id, market, response, **edited)

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
        """``edit_order`` of the newest order with a client id.

        V3: PUT /v3/trade/order, https://developer.woox.io/api-reference/endpoint/trading/edit_order
        v1: PUT /v3/order/client/{client_order_id}, https://docs.woox.io/#edit-order-by-client_order_id
        """
        by_client = {**params, "clientOrderId": clientOrderId}
        return await self.edit_order("", symbol, type, side, amount, price, by_client)

    async def cancel_order(self, id: str, symbol: Str = None, params: Any = {}) -> Order:
        """Ask for an order to be cancelled; an algo order needs no symbol.

        The reply means sent, so the order comes back without a status: ``fetch_order`` tells what
        became of it. ``params``: ``clientOrderId`` addresses the newest order with that client id,
        ``trigger`` (True) an algo order, which by client id is looked for among the open ones.

        V3: DELETE /v3/trade/order, https://developer.woox.io/api-reference
        V3: DELETE /v3/trade/algoOrder,
        https://developer.woox.io/api-reference/endpoint/trading/cancel_algo_order
        v1: DELETE /v1/order or /v1/client/order, https://docs.woox.io/#cancel-order
        v1: DELETE /v3/algo/order/{order_id}, https://docs.woox.io/#cancel-algo-order
        """
        rest, client_id = self._addressed("cancelOrder", id, params)
        algo = self._wants_algo(rest)
        rest = self._own_params(rest)
        if not algo:
            self._check_symbol("cancelOrder", symbol)
        await self.load_markets()
        market: Any = None if symbol is None else self.market(symbol)
        generation = self._generation()
        if not algo:
            response = await self._send(generation.cancel_order_request(market, id, client_id, rest))
            return self._acknowledged(id, client_id, market, response)
        by_client = None
        if client_id is not None:
            by_client = generation.cancel_algo_order_by_client_id_request(client_id, rest)
            if by_client is None:
                row = await self._algo_row(id, client_id, market, "INCOMPLETE")
                with self._reading(row):
                    parts = generation.open_algo_rows(self, row)
                id = str((parts or [row])[0].get("algoOrderId"))
        response = await self._send(by_client or generation.cancel_algo_order_request(id, rest))
        return self._acknowledged(id, client_id, market, response)

    async def cancel_order_with_client_order_id(
        self, clientOrderId: str, symbol: Str = None, params: Any = {}
    ) -> Order:
        """Ask for the newest order with a client id to be cancelled.

        V3: DELETE /v3/trade/order, https://developer.woox.io/api-reference
        v1: DELETE /v1/client/order, https://docs.woox.io/#cancel-order-by-client_order_id
        """
        return await self.cancel_order("", symbol, {**params, "clientOrderId": clientOrderId})

    async def cancel_orders(self, ids: list[str], symbol: Str = None, params: Any = {}) -> list[Order]:
        """Ask for several orders to be cancelled, one by one: the venue has no batch.

        Each is tried; if one fails, the first error is raised after the last was tried. ``params``:
        ``clientOrderIds`` (a list), ``trigger`` (True: algo orders).

        V3: DELETE /v3/trade/order or /v3/trade/algoOrder,
        https://developer.woox.io/api-reference/endpoint/trading/cancel_algo_order
        v1: DELETE /v1/order or /v3/algo/order/{order_id}, https://docs.woox.io/#cancel-order
        """
        rest = dict(params)
        named = rest.pop("clientOrderIds", None)
        if not ids and not named:
            raise ArgumentsRequired(f"{self.id} cancelOrders() requires ids or clientOrderIds")
        given = [(order_id, rest) for order_id in ids or ()]
        given += [("", {**rest, "clientOrderId": client_id}) for client_id in named or ()]
        for order_id, one in given:
            self._addressed("cancelOrders", order_id, one)
        return _told(await gather(*[self._attempt(order_id, symbol, one) for order_id, one in given]))

    async def cancel_all_orders(self, symbol: Str = None, params: Any = {}) -> list[Order]:
        """Ask for all plain orders of a market, or of all markets, to be cancelled.

        Algo orders stay, unless ``params`` has ``trigger`` (True: algo orders instead; those of one
        market are listed and cancelled one by one) or ``merge`` (True: plain and algo orders of one
        market, of either ``marginMode`` unless one is given, of either side unless ``side`` is given).
        What is returned holds the venue's acknowledgements.

        V3: DELETE /v3/trade/orders, https://developer.woox.io/api-reference/endpoint/trading/cancel_orders
        V3: DELETE /v3/trade/algoOrders or, with merge, /v3/trade/allOrders,
        https://developer.woox.io/api-reference
        v1: DELETE /v1/orders or /v3/orders/pending, https://docs.woox.io/#cancel-orders
        v1: DELETE /v3/algo/orders/pending, https://docs.woox.io/#cancel-all-pending-algo-orders
        v1: DELETE /v3/merge/orders/pending/{symbol}, https://docs.woox.io/#cancel-all-pending-merge-orders
        """
        rest = dict(params)
        merge = flag(self, "merge", rest.pop("merge", False))
        algo = self._wants_algo(rest)
        if merge:
            self._check_symbol("cancelAllOrders", symbol)
        await self.load_markets()
        market = None if symbol is None else self.market(symbol)
        generation = self._generation()
        if merge and market is not None:
            side = rest.pop("side", None)
            if side is not None and str(side).lower() not in ("buy", "sell"):
                raise BadRequest(f"{self.id} cancelAllOrders() side must be 'buy' or 'sell', not {side!r}")
            mode = margin_mode(self, market, rest)
            calls = generation.cancel_merged_requests(market, side, mode, self._own_params(rest))
            replies = [await self._send(call) for call in calls]
            return [self.safe_order({"symbol": symbol, "info": reply}) for reply in replies]
        rest = self._own_params(rest)
        if not algo:
            response = await self._send(generation.cancel_all_request(market, rest))
            return [self.safe_order({"symbol": symbol, "info": response})]
        call = generation.cancel_all_algo_request(market, rest)
        if call is None:
            return await self._cancel_each_algo(market, rest)
        return [self.safe_order({"symbol": symbol, "info": await self._send(call)})]

    async def cancel_all_orders_after(self, timeout: Int, params: Any = {}) -> Any:
        """Arm the dead man's switch: all orders, algo ones too, are cancelled after ``timeout`` ms.

        Each call replaces the running timer, 0 disarms it; at most 900000. For VIP accounts only, by
        arrangement with the venue.

        V3: POST /v3/trade/cancelAllAfter,
        https://developer.woox.io/api-reference/endpoint/trading/cancel_all_after
        v1: POST /v1/order/cancel_all_after, https://docs.woox.io/#cancel-all-after
        """
        if not isinstance(timeout, int) or isinstance(timeout, bool) or not 0 <= timeout <= _MOST_AFTER_MS:
            raise BadRequest(
                f"{self.id} cancelAllOrdersAfter() takes 0 to {_MOST_AFTER_MS} ms, not {timeout!r}"
            )
        return await self._send(self._generation().cancel_all_after_request(self, timeout, params))

    async def fetch_order(self, id: str, symbol: Str = None, params: Any = {}) -> Order:
        """One order; a plain one with its fills.

        ``params``: ``clientOrderId`` finds the newest order with that client id, ``trigger`` (True) an
        algo order, which by client id is looked for in the lists: the open ones, then all.

        V3: GET /v3/trade/order, https://developer.woox.io/api-reference/endpoint/trading/get_order
        V3: GET /v3/trade/algoOrder, https://developer.woox.io/api-reference/endpoint/trading/get_algo_order
        v1: GET /v1/order/{oid} or /v1/client/order/{client_order_id}, https://docs.woox.io/#get-order
        v1: GET /v3/algo/order/{oid}, https://docs.woox.io/#get-algo-order
        """
        rest, client_id = self._addressed("fetchOrder", id, params)
        algo = self._wants_algo(rest)
        rest = self._own_params(rest)
        await self.load_markets()
        market = None if symbol is None else self.market(symbol)
        generation = self._generation()
        if not algo:
            response = await self._send(generation.fetch_order_request(id, client_id, rest))
            with self._reading(response):
                return self.parse_order(generation.order_row(self, response), market)
        call: Any
        if client_id is None:
            call = generation.fetch_algo_order_request(id, rest)
        else:
            call = generation.fetch_algo_order_by_client_id_request(client_id, rest)
        if call is not None:
            response = await self._send(call)
            with self._reading(response):
                return self.parse_order(generation.algo_order_row(self, response), market)
        try:
            row = await self._algo_row(id, client_id, market, "INCOMPLETE")
        except OrderNotFound:
            row = await self._algo_row(id, client_id, market)
        with self._reading(row):
            return self.parse_order(row, market)

    async def fetch_order_with_client_order_id(
        self, clientOrderId: str, symbol: Str = None, params: Any = {}
    ) -> Order:
        """The newest order with a client id.

        V3: GET /v3/trade/order, https://developer.woox.io/api-reference/endpoint/trading/get_order
        v1: GET /v1/client/order/{client_order_id}, https://docs.woox.io/#get-order-by-client_order_id
        """
        return await self.fetch_order("", symbol, {**params, "clientOrderId": clientOrderId})

    # private helpers -----------------------------------------------------------------------------

    def _addressed(self, method: str, id: Any, params: Any) -> tuple[dict[str, Any], int | None]:
        """The parameters of a call about one order, and the client id, without which an id is needed."""
        rest = dict(params)
        given = rest.pop("clientOrderId", rest.pop("client_order_id", None))
        if given is not None:
            return rest, client_order_id(self, given)
        if id is None or id == "":
            raise ArgumentsRequired(f"{self.id} {method}() requires an id argument or a clientOrderId")
        if not str(id).isdecimal():
            raise BadRequest(f"{self.id} {method}() id must be a whole number, not {id!r}")
        return rest, None

    def _acknowledged(
        self, id: Any, client_id: int | None, market: Any, response: Any, **fields: Any
    ) -> Order:
        """The order of an acknowledgement, which names none."""
        return self.safe_order(
            {
                "id": str(id) if id else None,
                "clientOrderId": None if client_id is None else str(client_id),
                "symbol": None if market is None else market["symbol"],
                **fields,
                "info": response,
            },
            market,
        )

    async def _placed_order(self, client_id: str, symbol: str, sent_at: int) -> Order:
        """The order of a placement whose reply was lost."""
        return await self.fetch_order_with_client_order_id(client_id, symbol)

    async def _placed_algo_order(self, client_id: str, symbol: str, sent_at: int) -> Order:
        """The algo order of a placement whose reply was lost."""
        market = self.market(symbol)
        row = await self._algo_row(None, int(client_id), market, None, sent_at - CLOCKS_MS)
        with self._reading(row):
            return self.parse_order(row, market)

    async def _edited_order(self, id: str, client_id: int | None, symbol: str) -> Order:
        """The order of an edit whose reply was lost."""
        return await self.fetch_order(id, symbol, {} if client_id is None else {"clientOrderId": client_id})

    async def _edited_algo_order(self, id: str, client_id: int | None, symbol: str) -> Order:
        """The algo order of an edit whose reply was lost, with its legs."""
        market = self.market(symbol)
        row = await self._algo_row(id, client_id, market)
        with self._reading(row):
            return self.parse_order(row, market)

    async def _attempt(self, id: str, symbol: Str, params: dict[str, Any]) -> Any:
        """Cancel one of several: the order, or the error, which must not keep the others from being tried."""
        try:
            return await self.cancel_order(id, symbol, params)
        except BaseError as error:
            return error

    async def _cancel_each_algo(self, market: Any, params: dict[str, Any]) -> list[Order]:
        """Cancel the open algo orders of one market; one that is gone by then is no error."""
        rows = await self._open_algo_rows(market, {})
        one = {**params, "trigger": True}
        symbol = market["symbol"]
        tried = await gather(*[self._attempt(str(row.get("algoOrderId")), symbol, one) for row in rows])
        return _told([result for result in tried if not isinstance(result, OrderNotFound)])


def _values(amount: str | None, price: str | None, order: Any) -> Pairs:
    """What an order has, and what its edit asks for."""
    return [(order["amount"], amount), (order["price"], price)]


def _algo_values(body: dict[str, Any], order: Any) -> Pairs:
    """What an algo order has, and what its edit asks for."""
    return changed_values(body, order["info"])


def _told(results: list[Any]) -> list[Any]:
    """The results of several attempts; raises the first error among them."""
    for result in results:
        if isinstance(result, BaseError):
            raise result
    return results
