"""Transactions, fees and the dead man's switch of WOO's generation V3.

https://developer.woox.io/api-reference/endpoint/trading
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..trading.engine import Account, Fill
from .account import BPS
from .forms import DAY_MS
from .v3_forms import fill_row, single_fill_row
from .v3_orders import MOST_ROWS
from .v3_wire import Fields, market_of, plain, symbol_or_all
from .wire import RESOURCE_NOT_FOUND, refusal

if TYPE_CHECKING:
    from .venue import WooVenue

KEPT_MS = 90 * DAY_MS
"""How far a single transaction can be looked up: three months."""
HISTORY_MS = 2 * 365 * DAY_MS
"""How far the history of transactions goes back: two years."""


def transaction(venue: WooVenue, fields: Fields, account: Account) -> Any:
    """By its id, or the newest one of the orders with a client id."""
    client_id, number = fields.integer("clientOrderId"), fields.integer("tradeId")

    def fits(fill: Fill) -> bool:
        if number is None and client_id:
            return fill.order.client_id == str(client_id)
        return fill.id == (1 if number is None else number)

    found = venue.engine.fills(account, start=venue.now() - KEPT_MS, where=fits)
    if not found:
        raise refusal(RESOURCE_NOT_FOUND, "The trade can not be found.")
    return single_fill_row(venue, found[0])


def transaction_history(venue: WooVenue, fields: Fields, account: Account) -> Any:
    """Oldest first from `fromId` on, which is included; the meta always speaks of a first page."""
    symbol, order_id = symbol_or_all(venue, fields), fields.integer("orderId")
    first, limit = fields.integer("fromId") or 1, fields.integer("limit", 1, MOST_ROWS) or 25
    start, end = fields.times(venue.now())
    fills = venue.engine.fills(
        account,
        symbol,
        max(start, venue.now() - HISTORY_MS),
        end,
        lambda fill: fill.id >= first and order_id in (None, int(fill.order.id)),
    )
    meta = {"total": len(fills), "recordsPerPage": limit, "currentPage": 1}
    return {"rows": [fill_row(venue, fill) for fill in fills[::-1][:limit]], "meta": meta}


def cancel_all_after(venue: WooVenue, fields: Fields, account: Account) -> Any:
    """Cancel every order of the account in `triggerAfter` ms, unless that is said again before."""
    fields.need("triggerAfter")
    return {"expectedTriggerTime": venue.dead_man.arm(account, fields.signed("triggerAfter"))}


def trading_fee(venue: WooVenue, fields: Fields, _account: Account) -> Any:
    """Rates in hundredths of a percent."""
    instrument = market_of(venue, fields)
    return {
        "symbol": instrument.symbol,
        "takerFee": plain(instrument.taker_fee * BPS),
        "makerFee": plain(instrument.maker_fee * BPS),
    }
