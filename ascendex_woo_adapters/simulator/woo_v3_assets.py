"""Balances, transfers, deposits and withdrawals of WOO's generation V3.

https://developer.woox.io/api-reference/endpoint/assets
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .engine import Account
from .woo_account import holding_facts
from .woo_v3_wire import Fields, plain

if TYPE_CHECKING:
    from .woo import WooVenue

_BALANCE_AMOUNTS = (
    "holding",
    "frozen",
    "staked",
    "unbonding",
    "vault",
    "interest",
    "earn",
    "pendingShortQty",
    "pendingLongQty",
    "availableBalance",
    "averageOpenPrice",
    "markPrice",
    "pnl24H",
    "fee24H",
)


def balances(venue: WooVenue, fields: Fields, account: Account) -> Any:
    token = fields.text("token")
    held = [asset for asset in venue.engine.balances(account) if token in (None, asset)]
    return {"holding": [_balance_row(venue, account, asset) for asset in held]}


def _balance_row(venue: WooVenue, account: Account, asset: str) -> dict[str, Any]:
    facts = holding_facts(venue, account, asset)
    amounts = {name: plain(facts[name]) for name in _BALANCE_AMOUNTS}
    return {"token": asset, **amounts, "timestamp": int(facts["updatedTime"] * 1000)}
