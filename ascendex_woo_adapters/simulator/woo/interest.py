"""Interest of margin loans in WOO's first generation: https://docs.woox.io/#margin-interest-rates"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..server import Request
from ..trading.engine import Account, EngineError, Reason
from ..trading.model import InterestRow
from .modes import HOURLY_RATE
from .tokens import token_networks
from .wallet import find_network
from .wire import QUANTITY_TOO_HIGH, RPC_REJECT, Params, refusal, seconds

if TYPE_CHECKING:
    from .venue import WooVenue

INTEREST_SIDES = ("LOAN", "REPAY", "AUTO_REPAY")
HOURLY, ANNUAL = (f"{(HOURLY_RATE * 100 * hours).normalize():f}%" for hours in (1, 8760))
"""The rates as the venue writes them."""
_HOUR_MS = 3_600_000


def interest_rates(venue: WooVenue, _request: Request, _account: Account | None) -> Any:
    tokens = dict.fromkeys(row.balance_token for row in token_networks())
    return {"success": True, "rows": [interest_row(venue, token) for token in tokens]}


def interest_rate(venue: WooVenue, request: Request, _account: Account | None) -> Any:
    token = request.params["token"]
    find_network(token, lambda row: row.balance_token == token)
    return {"success": True, "info": interest_row(venue, token)}


def interest_row(venue: WooVenue, token: str) -> dict[str, Any]:
    return {
        "token": token,
        "current_hourly_base_rate": HOURLY,
        "est_hourly_base_rate": HOURLY,
        "current_annual_base_rate": ANNUAL,
        "est_annual_base_rate": ANNUAL,
        "est_time": seconds((venue.now() // _HOUR_MS + 1) * _HOUR_MS),
    }


def interest_history(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = Params(request.query)
    found = interest_entries(
        account,
        params.text("token"),
        params.choice("side", INTEREST_SIDES),
        params.integer("start_t") or 0,
        params.integer("end_t") or venue.now(),
    )
    chosen, meta = params.page(found)
    return {"success": True, "meta": meta, "rows": [_history_row(venue, account, row) for row in chosen]}


def interest_entries(
    account: Account, token: str | None, side: str | None, start: int, end: int
) -> list[InterestRow]:
    """Newest first."""
    return [
        row
        for row in reversed(account.interest_rows)
        if token in (None, row.asset) and side in (None, row.kind) and start <= row.time <= end
    ]


def _history_row(venue: WooVenue, account: Account, row: InterestRow) -> dict[str, Any]:
    facts = {
        "created_time": seconds(row.time),
        "updated_time": seconds(row.time),
        "token": row.asset,
        "application_id": venue.application_id(account),
        "user_id": venue.user_id,
        "status": "SUCCEED",
        "quantity": row.quantity,
        "side": row.kind,
        "interest": row.interest,
        "hourly_rate": HOURLY,
        "annual_rate": ANNUAL,
    }
    return facts | ({"loan_amount": row.loan} if row.kind == "LOAN" else {})


def repay(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = Params(request.form)
    token = params.need("token")
    find_network(token, lambda row: row.balance_token == token)
    params.need("amount")
    pay_interest(venue, account, token, params.number("amount") or Decimal(0))
    return {"success": True}


def pay_interest(venue: WooVenue, account: Account, token: str, amount: Decimal) -> None:
    """Raises Reply when nothing, or less than that, is owed; EngineError when it is not there."""
    try:
        venue.engine.repay_interest(account, token, amount)
    except EngineError as error:
        if error.reason is Reason.PARAM:
            raise refusal(RPC_REJECT, "There is no interest to repay.") from error
        if error.reason is Reason.QUANTITY_HIGH:
            raise refusal(QUANTITY_TOO_HIGH, "The amount exceeds the interest.") from error
        raise
