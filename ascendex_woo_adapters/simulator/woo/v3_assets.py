"""Balances, transfers, deposits and withdrawals of WOO's generation V3.

https://developer.woox.io/api-reference/endpoint/assets
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..trading.engine import Account
from .account import HISTORY_TYPES, UNUSED_HISTORY_TYPES, history_entries, holding_facts
from .tokens import TokenNetwork, token_networks
from .v3_wire import Fields, camel, plain, texts
from .wallet import (
    MOVEMENT_SIDES,
    MOVEMENT_TYPES,
    Transfer,
    address_facts,
    application,
    cancel_movement,
    find_network,
    move_between,
    movement_row,
    movements_of,
    public_name,
    send_out,
    transfers_of,
)
from .wire import INVALID_PARAM, refusal, seconds

if TYPE_CHECKING:
    from .venue import WooVenue

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
_NEWER_HISTORY_TYPES = ("COPY_FEE", "COPY_PROFIT_SHARED")


def balances(venue: WooVenue, fields: Fields, account: Account) -> Any:
    token = fields.text("token")
    held = [asset for asset in venue.engine.balances(account) if token in (None, asset)]
    return {"holding": [_balance_row(venue, account, asset) for asset in held]}


def _balance_row(venue: WooVenue, account: Account, asset: str) -> dict[str, Any]:
    facts = holding_facts(venue, account, asset)
    amounts = {name: plain(facts[name]) for name in _BALANCE_AMOUNTS}
    return {"token": asset, **amounts, "timestamp": int(facts["updatedTime"] * 1000)}


def token_history(venue: WooVenue, fields: Fields, account: Account) -> Any:
    """Every change of the balances, newest first; amounts are signed."""
    kind = fields.choice("type", (*HISTORY_TYPES.values(), *UNUSED_HISTORY_TYPES, *_NEWER_HISTORY_TYPES))
    chosen, meta = fields.sheet(history_entries(account, kind, *fields.times(venue.now())))
    rows = [
        {
            "id": entry.id,
            "type": HISTORY_TYPES[entry.kind],
            "token": entry.asset,
            "amount": plain(entry.amount),
            "timestamp": entry.time,
        }
        for entry in chosen
    ]
    return {"rows": rows, "meta": meta}


# Between accounts.


def transfer(venue: WooVenue, fields: Fields, account: Account) -> Any:
    token, amount = fields.need("token"), fields.need_number("amount")
    giver, taker = (application(venue, account, _application_id(fields, end)) for end in ("from", "to"))
    return {"id": move_between(venue, giver, taker, token, amount)}


def _application_id(fields: Fields, name: str) -> str:
    fields.need(name)
    end = fields.raw[name]
    if not isinstance(end, dict):
        raise refusal(INVALID_PARAM, f"{name} must be an object")
    return Fields(end).need("applicationId")


def transfer_history(venue: WooVenue, fields: Fields, account: Account) -> Any:
    chosen, meta = fields.sheet(transfers_of(venue, account, *fields.times(venue.now())))
    return {"rows": [_transfer_row(venue, row) for row in chosen], "meta": meta}


def _transfer_row(venue: WooVenue, row: Transfer) -> dict[str, Any]:
    return {
        "id": row.id,
        "token": row.token,
        "amount": plain(row.amount),
        "status": "COMPLETED",
        "from": _end(venue, row.giver),
        "to": _end(venue, row.taker),
        "createdTime": seconds(row.time),
        "updatedTime": seconds(row.time),
    }


def _end(venue: WooVenue, name: str) -> dict[str, str]:
    account = venue.engine.account(name)
    return {"applicationId": venue.application_id(account), "accountName": public_name(venue, account)}


# With the outside.


def _network(fields: Fields) -> TokenNetwork:
    token, network = fields.need("token"), fields.need("network")
    return find_network(token, lambda row: row.balance_token == token and row.network.name == network)


def deposit_address(venue: WooVenue, fields: Fields, account: Account) -> Any:
    return address_facts(venue, account, _network(fields))


def withdraw(venue: WooVenue, fields: Fields, account: Account) -> Any:
    return {"withdrawId": send_out(venue, account, fields, _network(fields)).id}


def cancel_withdraw(venue: WooVenue, fields: Fields, account: Account) -> Any:
    cancel_movement(venue, account, fields.need("withdrawId"))


def wallet_history(venue: WooVenue, fields: Fields, account: Account) -> Any:
    """Newest first; initial funds are no deposits. Captured replies have another meta."""
    token, network = fields.text("token"), fields.text("network")
    kind, side = fields.choice("type", MOVEMENT_TYPES), fields.choice("tokenSide", MOVEMENT_SIDES)
    start, end = fields.times(venue.now())
    networks = {row.token: row.network.name for row in token_networks()}
    found = [
        movement
        for movement in movements_of(venue, account, kind=kind, side=side, start=start, end=end)
        if token in (None, movement.token, movement.balance_token)
        and network in (None, networks.get(movement.token))
    ]
    chosen, meta = fields.sheet(found) if venue.documented_rows else fields.page(found)
    rows = [texts(camel(movement_row(venue, account, movement))) for movement in chosen]
    return {"rows": rows, "meta": meta}
