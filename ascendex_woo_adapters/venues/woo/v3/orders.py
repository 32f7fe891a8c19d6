"""Orders and fills in generation V3. https://developer.woox.io/api-reference"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import BadResponse, InvalidOrder

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import known, record, rows
from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import iso8601, ms_of_either
from ascendex_woo_adapters.common.paging import Page, begins_with_oldest
from ascendex_woo_adapters.common.structures import as_float
from ascendex_woo_adapters.venues.woo.algo_forms import parse_algo_order
from ascendex_woo_adapters.venues.woo.algo_intents import AlgoIntent
from ascendex_woo_adapters.venues.woo.enums import (
    MARGIN_MODE_IDS,
    ORDER_STATUSES,
    ORDER_TYPES,
    TYPE_OF_TIME_IN_FORCE,
)
from ascendex_woo_adapters.venues.woo.intents import OrderIntent
from ascendex_woo_adapters.venues.woo.v3.algo import create_algo_order_request, parse_algo_placement
from ascendex_woo_adapters.venues.woo.v3.enums import SIDES
from ascendex_woo_adapters.venues.woo.v3.market_data import time_of_trade
from ascendex_woo_adapters.venues.woo.v3.pages import page, window

#: Rows asked for on a page of fills; the reply says how many it gave.
MOST_FILLS = 500


def _order_type(intent: OrderIntent) -> str:
    if intent.venue_type is not None:
        return intent.venue_type.upper()
    return "MARKET" if intent.type == "market" else TYPE_OF_TIME_IN_FORCE[intent.time_in_force]


def create_order_request(intent: OrderIntent | AlgoIntent) -> Call:
    """POST /v3/trade/order, or POST /v3/trade/algoOrder; numbers as strings, the client id as integer."""
    if isinstance(intent, AlgoIntent):
        return create_algo_order_request(intent)
    if intent.cost is not None and not intent.market["spot"]:
        raise InvalidOrder(
            f"{intent.market['symbol']}: V3 takes a cost for spot orders only, not for perpetuals"
        )
    optional = {
        "price": intent.price,
        "quantity": intent.amount,
        "amount": intent.cost,
        "reduceOnly": intent.reduce_only or None,
        "visibleQuantity": intent.visible_quantity,
        "marginMode": None if intent.margin_mode is None else MARGIN_MODE_IDS[intent.margin_mode],
        "positionSide": None if intent.position_side is None else intent.position_side.upper(),
        "postOnlyAdjusted": intent.post_only_adjusted or None,
        "orderTag": intent.order_tag,
    }
    request: dict[str, Any] = {
        "symbol": intent.market["id"],
        "side": intent.side.upper(),
        "type": _order_type(intent),
        "clientOrderId": intent.client_order_id,
    }
    request.update((key, value) for key, value in optional.items() if value is not None)
    return Call("v3_private_post_trade_order", {**request, **intent.rest})


def parse_placement(ex: Adapter, intent: OrderIntent | AlgoIntent, response: Any) -> Any:
    """The order of an acknowledgement, which means created and tells nothing of fills."""
    if isinstance(intent, AlgoIntent):
        return parse_algo_placement(ex, intent, response)
    row = record(ex.id, response, "data")
    market: Any = intent.market
    order: Any = ex.parse_order(
        {
            "type": _order_type(intent),
            **row,
            "clientOrderId": row.get("clientOrderId") or intent.client_order_id,
            "symbol": market["id"],
            "side": intent.side.upper(),
            "status": "NEW",
            "reduceOnly": intent.reduce_only,
            "createdTime": response.get("timestamp"),
        },
        market,
    )
    order["info"] = response
    return order


def _named(order_id: str, client_id: int | None) -> dict[str, Any]:
    """The id of one order, whole numbers both."""
    return {"orderId": int(order_id)} if client_id is None else {"clientOrderId": client_id}


def edit_order_request(
    order_id: str, client_id: int | None, price: str | None, amount: str | None, params: dict[str, Any]
) -> Call:
    """PUT /v3/trade/order; numbers as strings."""
    changes = {"price": price, "quantity": amount}
    request = {key: value for key, value in changes.items() if value is not None}
    return Call("v3_private_put_trade_order", {**_named(order_id, client_id), **request, **params})


def cancel_order_request(
    market: dict[str, Any], order_id: str, client_id: int | None, params: dict[str, Any]
) -> Call:
    """DELETE /v3/trade/order, with the symbol; its page could not be read, clients send it so."""
    request = {**_named(order_id, client_id), "symbol": market["id"]}
    return Call("v3_private_delete_trade_order", {**request, **params})


def cancel_all_request(market: dict[str, Any] | None, params: dict[str, Any]) -> Call:
    """DELETE /v3/trade/orders of a symbol or, without one, of all; algo orders stay.

    The page could not be read: it is the named successor of both legacy endpoints.
    """
    request = {} if market is None else {"symbol": market["id"]}
    return Call("v3_private_delete_trade_orders", {**request, **params})


def fetch_order_request(order_id: str, client_id: int | None, params: dict[str, Any]) -> Call:
    """GET /v3/trade/order."""
    return Call("v3_private_get_trade_order", {**_named(order_id, client_id), **params})


def order_row(ex: Adapter, response: Any) -> dict[str, Any]:
    """The order of a reply about one order."""
    return record(ex.id, response, "data")


def orders_request(
    market: dict[str, Any] | None,
    status: str | None,
    since: int | None,
    until: int | None,
    params: dict[str, Any],
) -> Call:
    """GET /v3/trade/orders; ``page`` is set page by page."""
    request = window(since, until)
    if market is not None:
        request["symbol"] = market["id"]
    if status is not None:
        request["status"] = status
    return Call("v3_private_get_trade_orders", {**request, **params})


def orders_page(ex: Adapter, response: Any) -> Page:
    """The rows of one page of orders and how many there are in all."""
    return page(ex, response, "createdTime", "orderId")


def fills_request(
    market: dict[str, Any] | None,
    since: int | None,
    until: int | None,
    now: int,
    params: dict[str, Any],
) -> Call:
    """GET /v3/trade/transactionHistory, which reaches back two years."""
    request: dict[str, Any] = (
        {"limit": MOST_FILLS} if market is None else {"symbol": market["id"], "limit": MOST_FILLS}
    )
    if since is not None:
        request["startTime"] = int(since)
    if until is not None:
        request["endTime"] = int(until)
    return Call("v3_private_get_trade_transactionhistory", {**request, **params})


def fills_page(ex: Adapter, response: Any) -> Page:
    """The rows of one page of fills: the list is followed by a cursor, its ``meta`` counts no pages."""
    fills = rows(ex.id, response, "data", "rows")
    meta = response["data"].get("meta") or {}
    size = int(meta.get("recordsPerPage") or MOST_FILLS)
    return Page([(time_of_trade(row), row) for row in fills], None, min(size, MOST_FILLS))


def next_page_params(call: Call, page: int, last: list[dict[str, Any]]) -> dict[str, Any]:
    """What asks for the page after ``last``: a number, or for fills where to go on from.

    The documentation does not say in which order fills come, nor whether the cursor includes its
    fill. Oldest first, ``fromId`` goes on from the last fill; newest first, ``endTime`` from the
    time of the oldest. Both ask for what is known once more, so that nothing can be left out.
    """
    if call.endpoint != "v3_private_get_trade_transactionhistory":
        return {"page": page}
    timed = [(time_of_trade(row), row) for row in last]
    if begins_with_oldest(Page(timed, None, len(last))):
        return {"fromId": max(int(row.get("id") or 0) for row in last)}
    return {"endTime": min(time for time, _ in timed) + 1}


def order_trades_request(order_id: str, params: dict[str, Any]) -> Call:
    """GET /v3/trade/transactionHistory of one order.

    The migration guide names it as the successor of the fills of an order; the page itself lists no
    ``orderId``, so rows of other orders are left out when the reply is read.
    """
    request = {"orderId": order_id, "limit": MOST_FILLS}
    return Call("v3_private_get_trade_transactionhistory", {**request, **params})


def order_trades_page(ex: Adapter, response: Any) -> Page:
    """The fills of one order, maybe among others."""
    return fills_page(ex, response)


def is_fill_of(row: dict[str, Any], order_id: str) -> bool:
    """Whether a fill is one of an order."""
    return str(row.get("orderId")) == str(order_id)


def parse_order(ex: Adapter, row: dict[str, Any], market: Any = None) -> Any:
    """An order of a list, of a single look-up or of an acknowledgement; algo orders too."""
    if "algoOrderId" in row:
        return parse_algo_order(ex, row, market)
    if market is None or row.get("symbol") != market["id"]:
        market = ex.safe_market(row.get("symbol"), market)
    get = row.get
    order_id, filled = get("orderId"), get("executed")
    if order_id is None or (filled is not None and as_float(filled) is None):
        raise BadResponse(f"{ex.id} sent an order without its id or what is filled of it: {excerpt(row)}")
    order_type, time_in_force, post_only = known(ex.id, "order type", get("type"), ORDER_TYPES)
    timestamp = ms_of_either(get("createdTime"))
    client_id = get("clientOrderId")
    asset = get("feeAsset")
    return ex.safe_order(
        {
            "id": str(order_id),
            "clientOrderId": None if client_id in (None, 0, "0") else str(client_id),
            "timestamp": timestamp,
            "datetime": None if timestamp is None else iso8601(timestamp),
            "lastTradeTimestamp": None,
            "lastUpdateTimestamp": ms_of_either(get("updatedTime")),
            "symbol": market["symbol"],
            "type": order_type,
            "timeInForce": time_in_force,
            "postOnly": post_only,
            "side": known(ex.id, "side of an order", get("side"), SIDES),
            "reduceOnly": get("reduceOnly"),
            "price": get("price"),
            "amount": get("quantity"),
            "filled": filled,
            "average": get("averageExecutedPrice"),
            "status": known(ex.id, "order status", get("status"), ORDER_STATUSES),
            "fee": {"cost": get("totalFee"), "currency": ex._currency_code(asset.upper())} if asset else None,
            "info": row,
        },
        market,
    )
