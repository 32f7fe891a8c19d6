"""Spot margin of WOO's generation V3: https://developer.woox.io/api-reference/endpoint/spot_margin"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..trading.engine import Account
from ..trading.model import InterestRow
from .account import buying_power
from .interest import INTEREST_SIDES, interest_entries, pay_interest
from .modes import HOURLY_RATE, LEVERAGES, change_leverage
from .tokens import token_networks
from .v3_wire import Fields, market_of, plain, plain_or_none, texts
from .wallet import find_network
from .wire import INVALID_PARAM, RPC_REJECT, refusal

if TYPE_CHECKING:
    from .venue import WooVenue

_HOUR_MS = 3_600_000
_HOURLY, _ANNUAL = (plain(HOURLY_RATE * hours) for hours in (1, 8760))
_LOW_LEVERAGES = ("1", "2")
"""Which this generation is said to take, too."""


def set_leverage(venue: WooVenue, fields: Fields, account: Account) -> Any:
    leverage = int(fields.need_choice("leverage", (*_LOW_LEVERAGES, *LEVERAGES)))
    change_leverage(venue, account, leverage)


def interest_rates(venue: WooVenue, fields: Fields, _account: Account) -> Any:
    """Rates are fractions here."""
    token = fields.text("token")
    tokens = dict.fromkeys(row.balance_token for row in token_networks())
    rows = [
        {
            "token": name,
            "currentHourlyBaseRate": _HOURLY,
            "estHourlyBaseRate": _HOURLY,
            "currentAnnualBaseRate": _ANNUAL,
            "estAnnualBaseRate": _ANNUAL,
            "estTime": (venue.now() // _HOUR_MS + 1) * _HOUR_MS,
        }
        for name in tokens
        if token in (None, name)
    ]
    return {"rows": rows}


def interest_history(venue: WooVenue, fields: Fields, account: Account) -> Any:
    """Newest first."""
    side = fields.choice("side", INTEREST_SIDES)
    found = interest_entries(account, fields.text("token"), side, *fields.times(venue.now()))
    chosen, meta = fields.sheet(found)
    return {"rows": [_interest_row(venue, account, row) for row in chosen], "meta": meta}


def _interest_row(venue: WooVenue, account: Account, row: InterestRow) -> dict[str, Any]:
    """Repayments have neither quantity nor rates nor loan."""
    loan = row.kind == "LOAN"
    return {
        "id": account.interest_rows.index(row) + 1,
        "token": row.asset,
        "side": row.kind,
        "status": "SUCCEED",
        "quantity": plain_or_none(row.quantity if loan else None),
        "userId": venue.user_id,
        "applicationId": venue.application_id(account),
        "interest": plain(row.interest),
        "hourlyRate": _HOURLY if loan else None,
        "annualRate": _ANNUAL if loan else None,
        "createdTime": row.time,
        "updatedTime": row.time,
        "loanAmount": plain_or_none(row.loan if loan else None),
    }


def max_margin(venue: WooVenue, fields: Fields, account: Account) -> Any:
    instrument = market_of(venue, fields)
    if instrument.is_perp:
        raise refusal(INVALID_PARAM, f"{instrument.symbol} is not a spot symbol.")
    if venue.account_mode(account) != "MARGIN":
        raise refusal(RPC_REJECT, "The account is not in MARGIN mode.")
    return texts(buying_power(venue, account, instrument))


def repay_interest(venue: WooVenue, fields: Fields, account: Account) -> Any:
    """All that is owed when no amount is sent."""
    token = fields.need("token")
    find_network(token, lambda row: row.balance_token == token)
    amount = fields.number("amount")
    pay_interest(venue, account, token, account.owed.get(token, Decimal(0)) if amount is None else amount)
