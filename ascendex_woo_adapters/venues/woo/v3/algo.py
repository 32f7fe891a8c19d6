"""Algo orders in generation V3. https://developer.woox.io/api-reference"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import BadRequest, NotSupported

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import record
from ascendex_woo_adapters.common.numbers import ms
from ascendex_woo_adapters.common.paging import Page
from ascendex_woo_adapters.venues.woo.algo_edits import AlgoChanges
from ascendex_woo_adapters.venues.woo.algo_forms import algo_body, changes_body, placed_order
from ascendex_woo_adapters.venues.woo.algo_intents import AlgoIntent
from ascendex_woo_adapters.venues.woo.v3.pages import page, window

CANCEL_ALL_AFTER = {
    "trade/cancelAllAfter": "v3_private_post_trade_cancelallafter",
    "trade/order/cancelAllAfter": "v3_private_post_trade_order_cancelallafter",
}


def create_algo_order_request(intent: AlgoIntent) -> Call:
    """POST /v3/trade/algoOrder; numbers as strings, the client id (of its own space) as integer."""
    return Call("v3_private_post_trade_algoorder", algo_body(intent, "clientAlgoOrderId", "algoOrderTag"))


def parse_algo_placement(ex: Adapter, intent: AlgoIntent, response: Any) -> Any:
    """The order of an acknowledgement."""
    body = create_algo_order_request(intent).params
    del body["clientAlgoOrderId"]
    return placed_order(ex, intent, body, response, ms(response.get("timestamp")))


def _named(order_id: str, client_id: int | None) -> dict[str, Any]:
    """The id of one algo order, whole numbers both."""
    return {"algoOrderId": int(order_id)} if client_id is None else {"clientAlgoOrderId": client_id}


def edit_algo_order_request(
    order_id: str, client_id: int | None, changes: AlgoChanges, row: dict[str, Any] | None
) -> Call:
    """PUT /v3/trade/algoOrder; ``row`` tells the ids of the legs that change."""
    return Call(
        "v3_private_put_trade_algoorder", {**_named(order_id, client_id), **changes_body(changes, row)}
    )


def cancel_algo_order_request(order_id: str, params: dict[str, Any]) -> Call:
    """DELETE /v3/trade/algoOrder; its page could not be read, clients send it so."""
    return Call("v3_private_delete_trade_algoorder", {**_named(order_id, None), **params})


def cancel_algo_order_by_client_id_request(client_id: int, params: dict[str, Any]) -> Call | None:
    """DELETE /v3/trade/algoOrder by client id."""
    return Call("v3_private_delete_trade_algoorder", {**_named("", client_id), **params})


def cancel_all_algo_request(market: dict[str, Any] | None, params: dict[str, Any]) -> Call | None:
    """DELETE /v3/trade/algoOrders of a symbol or of all."""
    request = {} if market is None else {"symbol": market["id"]}
    return Call("v3_private_delete_trade_algoorders", {**request, **params})


def cancel_merged_requests(
    market: dict[str, Any], side: str | None, margin_mode: str | None, params: dict[str, Any]
) -> list[Call]:
    """DELETE /v3/trade/allOrders: plain and algo orders of a symbol; its page could not be read.

    Only the legacy endpoint is documented to take a side and a margin mode. If this one passed them
    over, it would cancel more than was asked for, so they are refused.
    """
    if side is not None or margin_mode is not None:
        raise NotSupported(
            "woo V3 is not documented to cancel plain and algo orders of one side or margin mode"
        )
    return [Call("v3_private_delete_trade_allorders", {"symbol": market["id"], **params})]


def cancel_all_after_request(ex: Adapter, timeout: int, params: dict[str, Any]) -> Call:
    """POST /v3/trade/cancelAllAfter, or what ``options['cancelAllAfterPath']`` says.

    The migration guide and clients use this path. The endpoint's own page prints
    'trade/order/cancelAllAfter' with a form as body: the option takes that too, unproven.
    """
    path = ex.options["cancelAllAfterPath"]
    if path not in CANCEL_ALL_AFTER:
        known = " or ".join(repr(one) for one in CANCEL_ALL_AFTER)
        raise BadRequest(f"{ex.id} options['cancelAllAfterPath'] must be {known}, not {path!r}")
    return Call(CANCEL_ALL_AFTER[path], {"triggerAfter": timeout, **params})


def fetch_algo_order_request(order_id: str, params: dict[str, Any]) -> Call:
    """GET /v3/trade/algoOrder."""
    return Call("v3_private_get_trade_algoorder", {**_named(order_id, None), **params})


def fetch_algo_order_by_client_id_request(client_id: int, params: dict[str, Any]) -> Call | None:
    """GET /v3/trade/algoOrder by client id."""
    return Call("v3_private_get_trade_algoorder", {**_named("", client_id), **params})


def algo_order_row(ex: Adapter, response: Any) -> dict[str, Any]:
    """The algo order of a reply about one."""
    return record(ex.id, response, "data")


def algo_orders_requests(
    market: dict[str, Any] | None,
    status: str | None,
    since: int | None,
    until: int | None,
    trailing: bool,
    params: dict[str, Any],
) -> tuple[list[Call], list[Call]]:
    """GET /v3/trade/algoOrders of every type: one call that must succeed, none that may be refused."""
    request = window(since, until)
    if market is not None:
        request["symbol"] = market["id"]
    if status is not None:
        request["status"] = status
    if trailing:
        request["algoType"] = "TRAILING_STOP"
    return [Call("v3_private_get_trade_algoorders", {**request, **params})], []


def algo_orders_page(ex: Adapter, response: Any) -> Page:
    """The rows of one page of algo orders and how many there are in all."""
    return page(ex, response, "createdTime", "algoOrderId")
