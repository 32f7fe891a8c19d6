"""Orders and fills in the legacy generation. https://docs.woox.io/"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import BadResponse

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import known, record, rows
from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import iso8601, ms_of_seconds
from ascendex_woo_adapters.common.paging import Page
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
from ascendex_woo_adapters.venues.woo.v1.algo import create_algo_order_request, parse_algo_placement
from ascendex_woo_adapters.venues.woo.v1.market_data import parse_trade, time_of_trade

#: The most orders on a page; documented.
MOST_ORDERS = 500
#: Rows asked for on a page of fills; the reply says how many it gave.
MOST_FILLS = 500
#: ``client/trades`` reaches back three months, ``client/hist_trades`` has everything.
RECENT_FILLS_MS = 90 * 86_400_000


def create_order_request(intent: OrderIntent | AlgoIntent) -> Call:
    """POST /v1/order, or POST /v3/algo/order."""
    if isinstance(intent, AlgoIntent):
        return create_algo_order_request(intent)
    if intent.venue_type is not None:
        order_type = intent.venue_type.upper()
    else:
        order_type = "MARKET" if intent.type == "market" else TYPE_OF_TIME_IN_FORCE[intent.time_in_force]
    request: dict[str, Any] = {
        "symbol": intent.market["id"],
        "side": intent.side.upper(),
        "order_type": order_type,
        "client_order_id": intent.client_order_id,
    }
    if intent.price is not None:
        request["order_price"] = intent.price
    if intent.amount is not None:
        request["order_quantity"] = intent.amount
    if intent.cost is not None:
        request["order_amount"] = intent.cost
    if intent.reduce_only:
        request["reduce_only"] = True
    if intent.margin_mode is not None:
        request["margin_mode"] = MARGIN_MODE_IDS[intent.margin_mode]
    if intent.position_side is not None:
        request["position_side"] = intent.position_side.upper()
    if intent.post_only_adjusted:
        request["post_only_adjusted"] = True
    if intent.visible_quantity is not None:
        request["visible_quantity"] = intent.visible_quantity
    if intent.order_tag is not None:
        request["order_tag"] = intent.order_tag
    return Call("v1_private_post_order", {**request, **intent.rest})


def parse_placement(ex: Adapter, intent: OrderIntent | AlgoIntent, response: Any) -> Any:
    """The order of an acknowledgement, which means created and tells nothing of fills."""
    if isinstance(intent, AlgoIntent):
        return parse_algo_placement(ex, intent, response)
    row = record(ex.id, response)
    market: Any = intent.market
    order: Any = ex.parse_order(
        {
            **row,
            "client_order_id": row.get("client_order_id") or intent.client_order_id,
            "symbol": market["id"],
            "side": intent.side.upper(),
            "status": "NEW",
            "created_time": row.get("timestamp"),
        },
        market,
    )
    order["info"] = response
    return order


def edit_order_request(
    order_id: str, client_id: int | None, price: str | None, amount: str | None, params: dict[str, Any]
) -> Call:
    """PUT /v3/order/{order_id} or /v3/order/client/{client_order_id}; numbers as strings."""
    changes = {"price": price, "quantity": amount}
    request = {key: value for key, value in changes.items() if value is not None}
    if client_id is not None:
        return Call(
            "v3_private_put_order_client_client_order_id",
            {"client_order_id": client_id, **request, **params},
        )
    return Call("v3_private_put_order_oid", {"oid": order_id, **request, **params})


def cancel_order_request(
    market: dict[str, Any], order_id: str, client_id: int | None, params: dict[str, Any]
) -> Call:
    """DELETE /v1/order or /v1/client/order."""
    if client_id is not None:
        return Call(
            "v1_private_delete_client_order",
            {"client_order_id": client_id, "symbol": market["id"], **params},
        )
    return Call("v1_private_delete_order", {"order_id": order_id, "symbol": market["id"], **params})


def cancel_all_request(market: dict[str, Any] | None, params: dict[str, Any]) -> Call:
    """DELETE /v1/orders of a symbol, DELETE /v3/orders/pending of all; algo orders stay."""
    if market is None:
        return Call("v3_private_delete_orders_pending", params)
    return Call("v1_private_delete_orders", {"symbol": market["id"], **params})


def fetch_order_request(order_id: str, client_id: int | None, params: dict[str, Any]) -> Call:
    """GET /v1/order/{oid} or /v1/client/order/{client_order_id}."""
    if client_id is not None:
        return Call("v1_private_get_client_order_client_order_id", {"client_order_id": client_id, **params})
    return Call("v1_private_get_order_oid", {"oid": order_id, **params})


def order_row(ex: Adapter, response: Any) -> dict[str, Any]:
    """The order of a reply about one order: its fields stand at the top."""
    return record(ex.id, response)


def orders_request(
    market: dict[str, Any] | None,
    status: str | None,
    since: int | None,
    until: int | None,
    params: dict[str, Any],
) -> Call:
    """GET /v1/orders; ``page`` and ``size`` are set page by page."""
    request: dict[str, Any] = {"size": MOST_ORDERS}
    if market is not None:
        request["symbol"] = market["id"]
    if status is not None:
        request["status"] = status
    if since is not None:
        request["start_t"] = since
    if until is not None:
        request["end_t"] = until
    return Call("v1_private_get_orders", {**request, **params})


def orders_page(ex: Adapter, response: Any) -> Page:
    """The rows of one page of orders and how many there are in all."""
    orders = rows(ex.id, response, "rows")
    return _page(ex, response, [(_time_of_order(row), row) for row in orders], "order_id")


def _time_of_order(row: dict[str, Any]) -> int:
    return ms_of_seconds(row.get("created_time")) or 0


def fills_request(
    market: dict[str, Any] | None,
    since: int | None,
    until: int | None,
    now: int,
    params: dict[str, Any],
) -> Call:
    """GET /v1/client/trades, or GET /v1/client/hist_trades for what is older than three months."""
    request: dict[str, Any] = {} if market is None else {"symbol": market["id"]}
    if since is not None:
        request["start_t"] = since
    if until is not None:
        request["end_t"] = until
    if since is not None and since < now - RECENT_FILLS_MS:
        return Call(
            "v1_private_get_client_hist_trades",
            {**request, "end_t": until if until is not None else now, "limit": MOST_FILLS, **params},
        )
    return Call("v1_private_get_client_trades", {**request, "size": MOST_FILLS, **params})


def fills_page(ex: Adapter, response: Any) -> Page:
    """The rows of one page of fills; the archive has no page numbers but ids to go on from."""
    if isinstance(response.get("data"), list):
        fills = [(time_of_trade(row), row) for row in rows(ex.id, response, "data")]
        return Page(fills, None, MOST_FILLS)
    listed = rows(ex.id, response, "rows")
    return _page(ex, response, [(time_of_trade(row), row) for row in listed], "id")


def next_page_params(call: Call, page: int, last: list[dict[str, Any]]) -> dict[str, Any]:
    """What asks for the page after ``last``: a number, or in the archive the id to go on from."""
    if call.endpoint == "v1_private_get_client_hist_trades":
        return {"fromId": max(int(row.get("id") or 0) for row in last) + 1}
    return {"page": page}


def _page(ex: Adapter, response: Any, timed: list[tuple[int, dict[str, Any]]], id_key: str) -> Page:
    meta = record(ex.id, response, "meta")
    total, size = meta.get("total"), meta.get("records_per_page")
    return Page(timed, None if total is None else int(total), int(size or MOST_ORDERS), id_key)


def order_trades_request(order_id: str, params: dict[str, Any]) -> Call:
    """GET /v1/order/{oid}/trades."""
    return Call("v1_private_get_order_oid_trades", {"oid": order_id, **params})


def order_trades_page(ex: Adapter, response: Any) -> Page:
    """The fills of one order: all in one reply."""
    fills = rows(ex.id, response, "rows")
    return Page([(time_of_trade(row), row) for row in fills], len(fills), max(len(fills), 1))


def is_fill_of(row: dict[str, Any], order_id: str) -> bool:
    """Every row of that reply is."""
    return True


def parse_order(ex: Adapter, row: dict[str, Any], market: Any = None) -> Any:
    """An order of a list, of a single look-up (with its fills) or of an acknowledgement; algo orders too."""
    if "algoOrderId" in row:
        return parse_algo_order(ex, row, market)
    if market is None or row.get("symbol") != market["id"]:
        market = ex.safe_market(row.get("symbol"), market)
    get = row.get
    order_id, filled = get("order_id"), get("executed")
    if order_id is None or (filled is not None and as_float(filled) is None):
        raise BadResponse(f"{ex.id} sent an order without its id or what is filled of it: {excerpt(row)}")
    order_type, time_in_force, post_only = known(
        ex.id, "order type", get("type") or get("order_type"), ORDER_TYPES
    )
    timestamp = ms_of_seconds(get("created_time"))
    updated = ms_of_seconds(get("updated_time"))
    client_id = get("client_order_id")
    side = get("side")
    asset, fee_cost = get("fee_asset"), get("total_fee")
    fee = None
    if asset:
        fee = {"cost": fee_cost, "currency": ex._currency_code(asset.upper())}
    order = {
        "id": str(order_id),
        "clientOrderId": None if client_id in (None, 0, "0") else str(client_id),
        "timestamp": timestamp,
        "datetime": None if timestamp is None else iso8601(timestamp),
        "lastTradeTimestamp": None,
        "lastUpdateTimestamp": updated,
        "symbol": market["symbol"],
        "type": order_type,
        "timeInForce": time_in_force,
        "postOnly": post_only,
        "side": None if side is None else side.lower(),
        "reduceOnly": get("reduce_only"),
        "price": get("price", get("order_price")),
        "amount": get("quantity", get("order_quantity")),
        "filled": filled,
        "average": get("average_executed_price"),
        "status": known(ex.id, "order status", get("status"), ORDER_STATUSES),
        "fee": fee,
        "info": row,
    }
    fills = get("Transactions")
    if fills:
        trades = [parse_trade(ex, fill, market) for fill in fills if isinstance(fill, dict)]
        times = [trade["timestamp"] for trade in trades if trade["timestamp"] is not None]
        order["lastTradeTimestamp"] = max(times, default=None)
        parsed = ex.safe_order(order, market)
        parsed["trades"] = trades
        return parsed
    return ex.safe_order(order, market)
