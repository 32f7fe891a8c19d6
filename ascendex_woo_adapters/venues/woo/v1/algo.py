"""Algo orders in the legacy generation: /v3/algo. https://docs.woox.io/#send-algo-order"""

from __future__ import annotations

from typing import Any

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import record, rows
from ascendex_woo_adapters.common.numbers import ms, ms_of_seconds
from ascendex_woo_adapters.common.paging import Page
from ascendex_woo_adapters.venues.woo.algo_edits import AlgoChanges
from ascendex_woo_adapters.venues.woo.algo_forms import algo_body, changes_body, placed_order
from ascendex_woo_adapters.venues.woo.algo_intents import AlgoIntent
from ascendex_woo_adapters.venues.woo.enums import MARGIN_MODE_IDS
from ascendex_woo_adapters.venues.woo.v1.pages import page, window

#: The types that the list is documented to be asked for.
LISTED_TYPES = ("STOP", "OCO", "TRAILING_STOP", "BRACKET")
#: Types that exist (in a sample, among the errors) and that the list is not documented to be asked for.
MAYBE_LISTED_TYPES = ("POSITIONAL_TP_SL", "TP_SL", "STOP_BRACKET")


def create_algo_order_request(intent: AlgoIntent) -> Call:
    """POST /v3/algo/order."""
    return Call("v3_private_post_algo_order", algo_body(intent, "clientOrderId", "orderTag"))


def parse_algo_placement(ex: Adapter, intent: AlgoIntent, response: Any) -> Any:
    """The order of an acknowledgement."""
    body = algo_body(intent, "clientOrderId", "orderTag")
    return placed_order(ex, intent, body, response, ms(response.get("timestamp")))


def edit_algo_order_request(
    order_id: str, client_id: int | None, changes: AlgoChanges, row: dict[str, Any] | None
) -> Call:
    """PUT /v3/algo/order/{order_id} or /v3/algo/order/client/{client_order_id}."""
    body = changes_body(changes, row)
    if client_id is not None:
        return Call(
            "v3_private_put_algo_order_client_client_order_id", {"client_order_id": client_id, **body}
        )
    return Call("v3_private_put_algo_order_oid", {"oid": order_id, **body})


def cancel_algo_order_request(order_id: str, params: dict[str, Any]) -> Call:
    """DELETE /v3/algo/order/{order_id}."""
    return Call("v3_private_delete_algo_order_order_id", {"order_id": order_id, **params})


def cancel_algo_order_by_client_id_request(client_id: int, params: dict[str, Any]) -> Call | None:
    """None: the documentation names such an endpoint without its path."""
    return None


def cancel_all_algo_request(market: dict[str, Any] | None, params: dict[str, Any]) -> Call | None:
    """DELETE /v3/algo/orders/pending of all markets; None for one market, of which nothing is documented."""
    return Call("v3_private_delete_algo_orders_pending", params) if market is None else None


def cancel_merged_requests(
    market: dict[str, Any], side: str | None, margin_mode: str | None, params: dict[str, Any]
) -> list[Call]:
    """DELETE /v3/merge/orders/pending/{symbol}: plain and algo orders, one margin mode at a time."""
    modes = ["cross", "isolated"] if market["swap"] else ["cross"]
    if margin_mode is not None:
        modes = [margin_mode]
    request = {"symbol": market["id"], **({} if side is None else {"side": side.upper()})}
    return [
        Call(
            "v3_private_delete_merge_orders_pending_symbol",
            {**request, "marginMode": MARGIN_MODE_IDS[mode], **params},
        )
        for mode in modes
    ]


def cancel_all_after_request(ex: Adapter, timeout: int, params: dict[str, Any]) -> Call:
    """POST /v1/order/cancel_all_after."""
    return Call("v1_private_post_order_cancel_all_after", {"trigger_after": timeout, **params})


def fetch_algo_order_request(order_id: str, params: dict[str, Any]) -> Call:
    """GET /v3/algo/order/{oid}."""
    return Call("v3_private_get_algo_order_oid", {"oid": order_id, **params})


def fetch_algo_order_by_client_id_request(client_id: int, params: dict[str, Any]) -> Call | None:
    """None: the documentation names such an endpoint without its path."""
    return None


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
    """GET /v3/algo/orders of every type: the calls that must succeed, and those that may be refused."""
    request = window(since, until, None, "createdTimeStart", "createdTimeEnd")
    if market is not None:
        request["symbol"] = market["id"]
    if status is not None:
        request["status"] = status
    request.update(params)

    def calls(types: tuple[str, ...]) -> list[Call]:
        return [Call("v3_private_get_algo_orders", {"algoType": name, **request}) for name in types]

    if trailing:
        return calls(("TRAILING_STOP",)), []
    if "algoType" in params:
        return calls((params["algoType"],)), []
    return calls(LISTED_TYPES), calls(MAYBE_LISTED_TYPES)


def algo_orders_page(ex: Adapter, response: Any) -> Page:
    """The rows of one page of algo orders and how many there are in all."""
    found = rows(ex.id, response, "data", "rows")
    timed = [(ms_of_seconds(row.get("createdTime")) or 0, row) for row in found]
    return page(ex, response["data"], timed, "algoOrderId")
