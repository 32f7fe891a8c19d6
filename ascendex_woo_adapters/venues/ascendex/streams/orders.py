"""Orders and snapshots over the private socket.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#websocket-request
"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import BadResponse, ExchangeClosedByUser, OperationFailed
from ccxt.base.types import Balances, Int, Num, Order, OrderSide, OrderType, Str

from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import decimal, ms, text
from ascendex_woo_adapters.common.submission import is_the_order, state_unknown
from ascendex_woo_adapters.venues.ascendex.ids import SOCKET, order_id
from ascendex_woo_adapters.venues.ascendex.orders import OF_TRIGGERS
from ascendex_woo_adapters.venues.ascendex.streams.streams import AscendexStreams

#: The account that orders belong to.
FUTURES = "futures"


class SocketOrders(AscendexStreams):
    """``*_ws`` of AscendEX; each logs in to the private socket if that is not connected yet."""

    async def create_order_ws(
        self,
        symbol: str,
        type: OrderType,
        side: OrderSide,
        amount: float,
        price: Num = None,
        params: Any = {},
    ) -> Order:
        """Place an order over the socket; ``params`` and lost replies as in ``create_order``.

        The reply means received: what becomes of the order is told by ``watch_orders``.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#place-order
        """
        await self.load_markets()
        request = dict(self._create_order_request(symbol, type, side, amount, price, params).params)
        client_id = str(request["id"])
        session = await self._ready_session(private=True)
        begun = request["time"] = self.nonce()
        request["respInst"] = "ACK"
        args = {key: value for key, value in request.items() if key != "id"}
        try:
            reply = await self._ask_venue(session, _action("place-order", args), client_id)
        except ExchangeClosedByUser as error:  # this instance cannot ask the venue any more
            raise state_unknown(error, client_id, self._expected_id(begun, client_id)) from error
        except OperationFailed as error:
            return await self._found(error, request, begun, client_id)
        order: Order = self._parse_placement(
            {"data": {"info": reply.get("info"), "meta": {"id": client_id}}}, request
        )
        order["info"] = reply
        return order

    def _expected_id(self, begun: int, client_id: str) -> str | None:
        """The venue's id of an order that was placed at a time (ms), where it can be told in advance."""
        account = self._account
        known = account is not None and account[0] == self.apiKey and account[2]
        return order_id(begun, account[2], client_id, SOCKET) if account is not None and known else None

    async def _found(
        self, error: OperationFailed, request: dict[str, Any], begun: int, client_id: str
    ) -> Order:
        """The order of a placement whose reply was lost, or the error with what is known."""
        expected = self._expected_id(begun, client_id)
        symbol = self.safe_symbol(request["symbol"])
        wanted = {"symbol": symbol, "amount": request["orderQty"]}
        order: Order = await self._settle(
            error,
            lambda: (
                self.fetch_order(expected, symbol)
                if expected
                else self.fetch_order_with_client_order_id(client_id, symbol)
            ),
            lambda order: is_the_order(order, wanted, begun),
            client_id,
            expected,
        )
        return order

    async def cancel_order_ws(self, id: str, symbol: Str = None, params: Any = {}) -> Order:
        """Cancel an open order over the socket; needs ``symbol``. The reply means received.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#cancel-order-2
        """
        rest = self._rest("cancelOrderWs", params, *OF_TRIGGERS)
        self._is_about_triggers(rest)
        self._check_symbol("cancelOrderWs", symbol)
        await self.load_markets()
        request = self._cancel_order_request(id, symbol, rest).params
        session = await self._ready_session(private=True)
        unsent = ("id", "respInst")
        args = {key: value for key, value in request.items() if key not in unsent}
        args["time"] = self.nonce()
        reply = await self._ask_venue(session, _action("cancel-order", args), str(request["id"]))
        with self._reading(reply):
            order: Order = self._parse_cancellation({"data": {"info": reply.get("info")}}, request)
        order["info"] = reply
        return order

    async def cancel_all_orders_ws(self, symbol: Str = None, params: Any = {}) -> list[Order]:
        """Cancel the open orders of a market, or all, over the socket.

        The reply names no orders: the list holds one empty order with the reply in ``info``.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#cancel-all-orders
        """
        rest = self._rest("cancelAllOrdersWs", params)
        await self.load_markets()
        args = self._cancel_all_orders_request(symbol, rest).params
        session = await self._ready_session(private=True)
        reply = await self._ask_venue(session, _action("cancel-all", args))
        return [self.safe_order({"info": reply})]

    async def fetch_open_orders_ws(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Order]:
        """The open orders over the socket; ``params`` as in ``fetch_open_orders``.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#query-open-orders
        """
        rest = self._rest("fetchOpenOrdersWs", params, "until", *OF_TRIGGERS)
        until, trigger = rest.pop("until", None), self._is_about_triggers(rest)
        self._check_window("fetchOpenOrdersWs", since, limit, until)
        await self.load_markets()
        market = None if symbol is None else self.market(symbol)
        args = {**({} if market is None else {"symbol": market["id"]}), **rest}
        session = await self._ready_session(private=True)
        reply = await self._ask_venue(session, {"op": "req", "action": "futures-open-orders", "args": args})
        with self._reading(reply):
            orders = [
                order for order in self.parse_orders(self._rows(reply), market) if order["status"] == "open"
            ]
        return self._chosen(orders, since, limit, until, trigger)

    async def fetch_balance_ws(self, params: Any = {}) -> Balances:
        """The collaterals over the socket: ``total`` only, what is free is told by ``fetch_balance``.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#account-snapshot
        """
        rest = self._rest("fetchBalanceWs", params)
        await self.load_markets()
        session = await self._ready_session(private=True)
        reply = await self._ask_venue(session, {"op": "req", "action": "futures-account-snapshot", **rest})
        with self._reading(reply):
            timestamp = ms(reply.get("t"))
            result: dict[str, Any] = {
                "info": reply,
                "timestamp": timestamp,
                "datetime": self.iso8601(timestamp),
            }
            for row in reply["col"]:
                total = text(decimal(row.get("b")))
                if total is None:
                    raise BadResponse(f"{self.id} fetchBalanceWs() cannot read: {excerpt(row)}")
                result[self.safe_currency_code(str(row["a"]))] = {**self.account(), "total": total}
            return self.safe_balance(result)


def _action(name: str, args: dict[str, Any]) -> dict[str, Any]:
    return {"op": "req", "action": name, "ac": FUTURES, "args": args}
