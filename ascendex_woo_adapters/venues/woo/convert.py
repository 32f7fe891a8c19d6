"""Conversions by quote, the same in both generations. https://docs.woox.io/

The venue sells what ccxt converts from and buys what ccxt converts to.
"""

from __future__ import annotations

from typing import Any

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import record, rows
from ascendex_woo_adapters.common.numbers import decimal, ms_of_seconds
from ascendex_woo_adapters.common.paging import Page, page_size
from ascendex_woo_adapters.common.structures import as_float, quotient
from ascendex_woo_adapters.common.templates import bounds

#: Rows on a page; no maximum is documented.
MOST_ROWS = 500


def convert_currencies_request(params: dict[str, Any]) -> Call:
    """GET /v3/convert/assetInfo."""
    return Call("v3_private_get_convert_assetinfo", params)


def parse_convert_currencies(ex: Adapter, response: Any) -> dict[str, Any]:
    """Currencies by code; the precision is the step of amounts in quotes."""
    result = {}
    for row in rows(ex.id, response, "rows"):
        token = str(row.get("token"))
        code = ex._currency_code(token)
        result[code] = {
            "info": row,
            "id": token,
            "code": code,
            "networks": None,
            "type": None,
            "name": None,
            "active": None,
            "deposit": None,
            "withdraw": None,
            "fee": None,
            "precision": as_float(row.get("tick")),
            "limits": {"amount": bounds(), "withdraw": bounds(), "deposit": bounds()},
            "created": ms_of_seconds(row.get("createdTime")),
        }
    return result


def convert_quote_request(
    sold: dict[str, Any], bought: dict[str, Any], amount: str | None, params: dict[str, Any]
) -> Call:
    """GET /v3/convert/rfq."""
    request = {"sellToken": sold["id"], "buyToken": bought["id"]}
    if amount is not None:
        request["sellQuantity"] = amount
    return Call("v3_private_get_convert_rfq", {**request, **params})


def convert_row(ex: Adapter, response: Any) -> dict[str, Any]:
    """The quote or trade of a reply about one."""
    return record(ex.id, response, "data")


def accept_quote_request(quote_id: int, params: dict[str, Any]) -> Call:
    """POST /v3/convert/rft."""
    return Call("v3_private_post_convert_rft", {"quoteId": quote_id, **params})


def quote_outcome(row: dict[str, Any]) -> str | None:
    """What became of an accepted quote: ok, pending or failed; None where the reply does not say."""
    return {"1": "ok", "2": "pending", "3": "failed"}.get(str(row.get("rftAccepted")))


def convert_trade_request(quote_id: int, params: dict[str, Any]) -> Call:
    """GET /v3/convert/trade."""
    return Call("v3_private_get_convert_trade", {"quoteId": quote_id, **params})


def convert_trades_request(
    since: int | None, until: int | None, limit: int | None, params: dict[str, Any]
) -> Call:
    """GET /v3/convert/trades."""
    request = {"size": page_size(limit, MOST_ROWS)}
    if since is not None:
        request["startTime"] = int(since)
    if until is not None:
        request["endTime"] = int(until)
    return Call("v3_private_get_convert_trades", {**request, **params})


def convert_trades_page(ex: Adapter, response: Any) -> Page:
    """Trades and how many there are in all; the reply does not tell the size of a page."""
    data = record(ex.id, response, "data")
    timed = [(ms_of_seconds(row.get("createdTime")) or 0, row) for row in rows(ex.id, data, "tradeVos")]
    count = data.get("count")
    return Page(timed, None if count is None else int(count), len(timed) or MOST_ROWS, "quoteId")


def sides_of_conversion(row: dict[str, Any]) -> tuple[str | None, str | None]:
    """Ids of the sold and the bought currency; the sample of a trade leaves them empty."""
    sold, bought = row.get("sellAsset", row.get("sellToken")), row.get("buyAsset", row.get("buyToken"))
    return sold or None, bought or None


def parse_conversion(
    ex: Adapter, row: dict[str, Any], sold: Any = None, bought: Any = None
) -> dict[str, Any]:
    """A quote or a trade; the price is the amount that one unit of what is sold brings."""
    get = row.get
    timestamp = ms_of_seconds(get("createdTime"))
    sold_id, bought_id = sides_of_conversion(row)
    paid, received = get("sellAmount", get("sellQuantity")), get("buyAmount", get("buyQuantity"))
    given, taken = decimal(paid), decimal(received)
    price = quotient(taken, given) if given is not None and taken is not None else None
    quote_id = get("quoteId")
    return {
        "info": row,
        "timestamp": timestamp,
        "datetime": ex.iso8601(timestamp),
        "id": None if quote_id is None else str(quote_id),
        "fromCurrency": ex.safe_currency_code(sold_id, sold),
        "fromAmount": as_float(paid),
        "toCurrency": ex.safe_currency_code(bought_id, bought),
        "toAmount": as_float(received),
        "price": as_float(price),
        "fee": None,
    }
