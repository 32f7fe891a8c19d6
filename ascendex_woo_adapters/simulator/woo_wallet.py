"""Deposits, withdrawals, transfers, interest and sub-accounts of WOO's first generation.

https://docs.woox.io/#get-deposit-address
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .engine import Account
from .server import Request
from .woo_tokens import TokenNetwork, token_networks
from .woo_trading import form_or_query, json_params
from .woo_wire import (
    INVALID_PARAM,
    RESOURCE_NOT_FOUND,
    RPC_REJECT,
    UNAUTHORIZED,
    Params,
    refusal,
    seconds,
)

if TYPE_CHECKING:
    from .woo import WooVenue

NEW_MS, PROCESSED_MS = 10_000, 60_000
"""How long a withdrawal is NEW, and until when it is PROCESSING."""
NOTHING: tuple[dict[str, Any], ...] = ()
MOVEMENT_TYPES = ("BALANCE", "COLLATERAL")
MOVEMENT_SIDES = ("DEPOSIT", "WITHDRAW")
HOURLY_PERCENT = Decimal("0.0008")


@dataclass
class Movement:
    """A withdrawal."""

    id: str
    time: int
    token: str
    balance_token: str
    address: str
    extra: str
    amount: Decimal
    fee: Decimal
    internal: bool = False
    canceled: int = 0

    def status(self, now: int) -> str:
        if self.canceled:
            return "CANCELED"
        age = now - self.time
        return "NEW" if age < NEW_MS else "PROCESSING" if age < PROCESSED_MS else "COMPLETED"

    def updated(self, now: int) -> int:
        steps = [self.time + step for step in (0, NEW_MS, PROCESSED_MS) if self.time + step <= now]
        return self.canceled or steps[-1]


@dataclass
class Transfer:
    id: int
    time: int
    token: str
    amount: Decimal
    giver: str
    taker: str


@dataclass
class Wallet:
    """What the venue keeps about movements between its accounts and with the outside."""

    movements: dict[str, list[Movement]] = field(default_factory=dict)
    """By account name, oldest first."""
    transfers: list[Transfer] = field(default_factory=list)

    def of(self, account: Account) -> list[Movement]:
        return self.movements.setdefault(account.name, [])


def deposit_address(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    token = Params(request.query).need("token")
    network = find_network(token, lambda row: row.token == token)
    return {"success": True, **address_facts(venue, account, network)}


def address_facts(venue: WooVenue, account: Account, network: TokenNetwork) -> dict[str, Any]:
    digest = hashlib.sha256(f"{venue.seed}/{account.name}/{network.token}".encode()).hexdigest()
    extra = str(int(digest[:6], 16)) if network.network.name == "XRP" else ""
    return {"address": f"0x{digest[:40]}", "extra": extra}


def withdraw(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = Params(request.form)
    token = params.need("token")
    network = find_network(token, lambda row: row.token == token)
    return {"success": True, "withdraw_id": send_out(venue, account, params, network).id}


def withdraw_v3(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = json_params(request)
    token, name = params.need("balanceToken"), params.need("network")
    network = find_network(token, lambda row: row.balance_token == token and row.network.name == name)
    data = {"withdrawId": send_out(venue, account, params, network).id}
    return {"success": True, "data": data, "timestamp": venue.now()}


def find_network(token: str, fits: Callable[[TokenNetwork], bool]) -> TokenNetwork:
    found = next((row for row in token_networks() if fits(row)), None)
    if found is None:
        raise refusal(INVALID_PARAM, f"The token {token} is not supported.")
    return found


def send_out(venue: WooVenue, account: Account, params: Params, network: TokenNetwork) -> Movement:
    address, amount = params.need("address"), _amount(params)
    if amount < network.minimum:
        raise refusal(INVALID_PARAM, f"amount must be at least {network.minimum}")
    return _move(venue, account, network.token, network.balance_token, amount, network.fee, address, params)


def _move(
    venue: WooVenue,
    account: Account,
    token: str,
    balance_token: str,
    amount: Decimal,
    fee: Decimal,
    address: str,
    params: Params,
    internal: bool = False,
) -> Movement:
    venue.engine.deposit(account, balance_token, -amount, "WITHDRAW")
    number = venue.next_number()
    movement = Movement(
        f"{number:017d}",
        venue.now(),
        token,
        balance_token,
        address,
        params.text("extra") or "",
        amount,
        fee,
        internal,
    )
    venue.wallet.of(account).append(movement)
    return movement


def _amount(params: Params) -> Decimal:
    params.need("amount")
    amount = params.number("amount")
    assert amount is not None
    return amount


def internal_withdraw(venue: WooVenue, request: Request, account: Account | None) -> Any:
    """To another user, of whom the simulator knows nothing."""
    assert account is not None
    params = Params(request.form)
    user, token = params.need("target_user_id"), params.need("balance_token")
    movement = _move(venue, account, token, token, _amount(params), Decimal(0), user, params, internal=True)
    return {"success": True, "withdraw_id": movement.id}


def cancel_withdraw(venue: WooVenue, request: Request, account: Account | None) -> Any:
    """Only while the withdrawal is NEW."""
    assert account is not None
    cancel_movement(venue, account, form_or_query(request).need("id"))
    return {"success": True}


def cancel_movement(venue: WooVenue, account: Account, number: str) -> None:
    now = venue.now()
    movement = next((m for m in venue.wallet.of(account) if m.id == number), None)
    if movement is None or movement.status(now) != "NEW":
        raise refusal(RESOURCE_NOT_FOUND, "The withdrawal can not be canceled.")
    movement.canceled = now
    venue.engine.deposit(account, movement.balance_token, movement.amount, "WITHDRAW")


def asset_history(venue: WooVenue, request: Request, account: Account | None) -> Any:
    """Withdrawals newest first; initial funds are no deposits."""
    assert account is not None
    params = Params(request.query)
    now = venue.now()
    number, token, balance_token = (params.text(name) for name in ("id", "token", "balance_token"))
    status = params.choice("status", ("NEW", "CONFIRMING", "PROCESSING", "COMPLETED", "CANCELED"))
    start, end = params.integer("start_t") or 0, params.integer("end_t") or now
    kind, side = params.choice("type", MOVEMENT_TYPES), params.choice("token_side", MOVEMENT_SIDES)
    found = [
        movement
        for movement in reversed(venue.wallet.of(account))
        if kind in (None, "BALANCE")
        and side in (None, "WITHDRAW")
        and number in (None, movement.id)
        and token in (None, movement.token)
        and balance_token in (None, movement.balance_token)
        and status in (None, movement.status(now))
        and start <= movement.time <= end
    ]
    chosen, meta = params.page(found)
    del meta["total"]
    rows = [movement_row(venue, account, movement) for movement in chosen]
    return {"success": True, "meta": meta, "rows": rows}


def movement_row(venue: WooVenue, account: Account, movement: Movement) -> dict[str, Any]:
    now = venue.now()
    done = movement.status(now) == "COMPLETED"
    digest = hashlib.sha256(movement.id.encode()).hexdigest()
    return {
        "created_time": seconds(movement.time),
        "updated_time": seconds(movement.updated(now)),
        "id": movement.id,
        "external_id": movement.id,
        "application_id": venue.application_id(account),
        "token": movement.token,
        "target_address": movement.address,
        "source_address": "",
        "confirming_threshold": None,
        "confirmed_number": None,
        "extra": movement.extra,
        "type": "BALANCE",
        "token_side": "WITHDRAW",
        "amount": movement.amount,
        "tx_id": f"0x{digest}" if done and not movement.internal else "",
        "fee_token": movement.token,
        "fee_amount": movement.fee,
        "status": movement.status(now),
    }


# Sub-accounts. The main account sees all of them, the others only themselves.


def sub_accounts(venue: WooVenue, _request: Request, account: Account | None) -> Any:
    rows = [
        {"application_id": venue.application_id(sub), "account": sub.name, "created_time": venue.founded}
        for sub in all_accounts(venue, account)[1:]
    ]
    return {"rows": rows, "success": True}


def sub_account_assets(venue: WooVenue, _request: Request, account: Account | None) -> Any:
    rows = [
        {
            "application_id": venue.application_id(sub),
            "account": public_name(venue, sub),
            "usdt_balance": venue.engine.balance(sub, "USDT").total,
        }
        for sub in all_accounts(venue, account)
    ]
    return {"rows": rows, "success": True}


def sub_account_detail(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    sub = application(venue, account, Params(request.query).need("application_id"))
    balances = {
        asset: {
            "holding": balance.total,
            "frozen": balance.frozen,
            "interest": 0,
            "staked": 0,
            "unbonding": 0,
            "vault": 0,
        }
        for asset, balance in venue.engine.balances(sub).items()
    }
    number = venue.application_id(sub)
    return {"balances": balances, "account": sub.name, "success": True, "application_id": number}


def ip_restriction(venue: WooVenue, request: Request, account: Account | None) -> Any:
    """No key of the simulator is bound to an address."""
    assert account is not None
    params = Params(request.query)
    number, key = params.text("application_id") or venue.application_id(account), params.text("api_key")
    rows = [
        {"ip_list": "", "api_key": credential.api_key, "update_time": venue.founded, "restrict": False}
        for credential in venue.credentials.values()
        if credential.application_id == number and key in (None, credential.api_key)
    ]
    chosen, meta = params.page(rows)
    return {"rows": chosen, "meta": meta, "success": True}


def transfer(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = Params(request.form)
    token, amount = params.need("token"), _amount(params)
    giver, taker = (
        application(venue, account, params.need(f"{end}_application_id")) for end in ("from", "to")
    )
    return {"success": True, "id": move_between(venue, giver, taker, token, amount)}


def move_between(venue: WooVenue, giver: Account, taker: Account, token: str, amount: Decimal) -> int:
    """Move a token from one account to another; returns the number of the transfer."""
    if giver is taker:
        raise refusal(INVALID_PARAM, "The accounts must differ.")
    venue.engine.deposit(giver, token, -amount, "TRANSFER")
    venue.engine.deposit(taker, token, amount, "TRANSFER")
    number = venue.next_number()
    venue.wallet.transfers.append(Transfer(number, venue.now(), token, amount, giver.name, taker.name))
    return number


def transfer_history(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = Params(request.query)
    start, end = params.integer("start_t") or 0, params.integer("end_t") or venue.now()
    chosen, meta = params.page(transfers_of(venue, account, start, end))
    return {
        "success": True,
        "data": {"rows": [_transfer_row(venue, row) for row in chosen], "meta": meta},
    }


def transfers_of(venue: WooVenue, account: Account, start: int, end: int) -> list[Transfer]:
    """Transfers that an account may see, newest first."""
    return [
        row
        for row in reversed(venue.wallet.transfers)
        if account.name in (venue.accounts[0], row.giver, row.taker) and start <= row.time <= end
    ]


def _transfer_row(venue: WooVenue, row: Transfer) -> dict[str, Any]:
    giver, taker = (venue.engine.account(name) for name in (row.giver, row.taker))
    return {
        "id": row.id,
        "token": row.token,
        "amount": row.amount,
        "status": "COMPLETED",
        "from_application_id": venue.application_id(giver),
        "to_application_id": venue.application_id(taker),
        "from_user": public_name(venue, giver),
        "to_user": public_name(venue, taker),
        "created_time": seconds(row.time),
        "updated_time": seconds(row.time),
    }


def public_name(venue: WooVenue, account: Account) -> str:
    return "Main" if account.name == venue.accounts[0] else account.name


def all_accounts(venue: WooVenue, account: Account | None) -> list[Account]:
    assert account is not None
    if account.name != venue.accounts[0]:
        raise refusal(UNAUTHORIZED, "The request is for the main account only.")
    return [venue.engine.account(name) for name in venue.accounts]


def application(venue: WooVenue, account: Account, application_id: str) -> Account:
    for name in venue.accounts:
        found = venue.engine.account(name)
        if venue.application_id(found) == application_id:
            return found
    raise refusal(RESOURCE_NOT_FOUND, "The application id is unknown.")


# Interest and loans: the simulator lends nothing.


def interest_rates(venue: WooVenue, _request: Request, _account: Account | None) -> Any:
    tokens = dict.fromkeys(row.balance_token for row in token_networks())
    return {"success": True, "rows": [interest_row(venue, token) for token in tokens]}


def interest_rate(venue: WooVenue, request: Request, _account: Account | None) -> Any:
    token = request.params["token"]
    find_network(token, lambda row: row.balance_token == token)
    return {"success": True, "info": interest_row(venue, token)}


def interest_row(venue: WooVenue, token: str) -> dict[str, Any]:
    hourly, annual = f"{HOURLY_PERCENT}%", f"{(HOURLY_PERCENT * 8760).normalize()}%"
    hour = 3_600_000
    return {
        "token": token,
        "current_hourly_base_rate": hourly,
        "est_hourly_base_rate": hourly,
        "current_annual_base_rate": annual,
        "est_annual_base_rate": annual,
        "est_time": seconds((venue.now() // hour + 1) * hour),
    }


def repay(_venue: WooVenue, request: Request, _account: Account | None) -> Any:
    params = Params(request.form)
    params.need("token")
    _amount(params)
    raise refusal(RPC_REJECT, "There is no interest to repay.")


def ltv(venue: WooVenue, _request: Request, account: Account | None) -> Any:
    assert account is not None
    total = venue.engine.margin_summary(account).collateral
    user = {"user_id": venue.user_id, "wallet_total_collateral": total, "staking_woo_collateral": 0}
    return {
        "user_id": venue.user_id,
        "success": True,
        "ltv_threshold": Decimal("0.6"),
        "wallet_total_collateral": total,
        "credit": 0,
        "staking_woo_collateral": 0,
        "ltv": 0,
        "share_credit_user_ltv_infos": [user],
    }


def no_rows(_venue: WooVenue, request: Request, _account: Account | None) -> Any:
    """A history that is always empty: interest, staking."""
    rows, meta = Params(request.query).page(NOTHING)
    return {"success": True, "meta": meta, "rows": rows}


def no_data_rows(venue: WooVenue, request: Request, _account: Account | None) -> Any:
    """A history that is always empty, in the newer envelope: referrals."""
    rows, meta = Params(request.query).page(NOTHING)
    return {"success": True, "data": {"rows": rows, "meta": meta}, "timestamp": venue.now()}
