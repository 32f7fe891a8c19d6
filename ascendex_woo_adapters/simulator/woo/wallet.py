"""Deposits, withdrawals, transfers, interest and sub-accounts of WOO's first generation.

https://docs.woox.io/#get-deposit-address
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..server import Request
from ..trading.engine import Account
from .tokens import TokenNetwork, token_networks
from .trading import form_or_query, json_params
from .wire import (
    CAN_NOT_WITHDRAWAL,
    INVALID_PARAM,
    RESOURCE_NOT_FOUND,
    UNAUTHORIZED,
    Params,
    refusal,
    seconds,
)

if TYPE_CHECKING:
    from .venue import WooVenue

STAGES = (("NEW", 10_000), ("CONFIRMING", 30_000), ("PROCESSING", 60_000))
"""Through what a movement goes before it is COMPLETED, and until which age in ms."""
INTERNAL_STAGES = STAGES[:1]
CONFIRMATIONS = 12
NOTHING: tuple[dict[str, Any], ...] = ()
MOVEMENT_TYPES = ("BALANCE", "COLLATERAL")
MOVEMENT_SIDES = ("DEPOSIT", "WITHDRAW")
MOVEMENT_STATUSES = ("NEW", "CONFIRMING", "PROCESSING", "COMPLETED", "CANCELED")


@dataclass
class Movement:
    """A deposit or withdrawal. `address` is where it goes to, `source` where it comes from."""

    id: str
    time: int
    side: str
    token: str
    balance_token: str
    amount: Decimal
    address: str
    source: str = ""
    extra: str = ""
    fee: Decimal | None = None
    stages: tuple[tuple[str, int], ...] = STAGES
    canceled: int = 0
    credited: bool = False
    """Whether a deposit has reached the balance."""

    def status(self, now: int) -> str:
        if self.canceled:
            return "CANCELED"
        return next((name for name, age in self.stages if now - self.time < age), "COMPLETED")

    def updated(self, now: int) -> int:
        ages = (0, *(age for _, age in self.stages))
        return self.canceled or max(self.time + age for age in ages if self.time + age <= now)

    def confirmations(self, now: int) -> int:
        """How many of the chain's confirmations are there."""
        whole = max((age for _, age in self.stages), default=0)
        return CONFIRMATIONS if now - self.time >= whole else CONFIRMATIONS * (now - self.time) // whole

    @property
    def booked(self) -> Decimal:
        """What the account's balance has changed by."""
        if self.side == "DEPOSIT":
            return self.amount if self.credited else Decimal(0)
        return Decimal(0) if self.canceled else -self.amount


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

    def audit(self, accounts: Iterable[Account]) -> None:
        """Raise AssertionError when a balance tells another story than the movements."""
        for account in accounts:
            booked: dict[str, Decimal] = defaultdict(Decimal)
            for entry in account.journal:
                if "movement" in entry.detail:
                    booked[entry.detail["movement"]] += entry.amount
            expected = {movement.id: movement.booked for movement in self.of(account) if movement.booked}
            found = {number: amount for number, amount in booked.items() if amount}
            if found != expected:
                raise AssertionError(f"movements of {account.name}: {found} is not {expected}")


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
    extra = params.text("extra") or ""
    return _pay_out(
        venue, account, network.token, network.balance_token, amount, address, extra=extra, fee=network.fee
    )


def _pay_out(
    venue: WooVenue,
    account: Account,
    token: str,
    balance_token: str,
    amount: Decimal,
    address: str,
    **more: Any,
) -> Movement:
    if any(account.owed.values()):
        raise refusal(CAN_NOT_WITHDRAWAL, "Unpaid interest blocks the withdrawal.")
    number = f"{venue.next_number():017d}"
    venue.engine.deposit(account, balance_token, -amount, "WITHDRAW", movement=number)
    movement = Movement(number, venue.now(), "WITHDRAW", token, balance_token, amount, address, **more)
    venue.wallet.of(account).append(movement)
    return movement


def pay_in(
    venue: WooVenue, account: Account, network: TokenNetwork, amount: Decimal, within_ms: int
) -> Movement:
    """A deposit from outside, which reaches the balance `within_ms` from now."""
    whole = STAGES[-1][1]
    facts = address_facts(venue, account, network)
    movement = Movement(
        f"{venue.next_number():017d}",
        venue.now(),
        "DEPOSIT",
        network.token,
        network.balance_token,
        amount,
        facts["address"],
        source=f"0x{hashlib.sha256(network.token.encode()).hexdigest()[:40]}",
        extra=facts["extra"],
        stages=tuple((name, age * within_ms // whole) for name, age in STAGES),
    )

    def credit() -> None:
        movement.credited = True
        venue.engine.deposit(account, network.balance_token, amount, "DEPOSIT", movement=movement.id)

    venue.wallet.of(account).append(movement)
    venue.engine.at(movement.time + within_ms, credit)
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
    find_network(token, lambda row: row.balance_token == token)
    movement = _pay_out(
        venue, account, token, token, _amount(params), user, fee=Decimal(0), stages=INTERNAL_STAGES
    )
    return {"success": True, "withdraw_id": movement.id}


def cancel_withdraw(venue: WooVenue, request: Request, account: Account | None) -> Any:
    """Only while the withdrawal is NEW."""
    assert account is not None
    cancel_movement(venue, account, form_or_query(request).need("id"))
    return {"success": True}


def cancel_movement(venue: WooVenue, account: Account, number: str) -> None:
    now = venue.now()
    movement = next((m for m in venue.wallet.of(account) if m.id == number), None)
    if movement is None or movement.side == "DEPOSIT" or movement.status(now) != "NEW":
        raise refusal(RESOURCE_NOT_FOUND, "The withdrawal can not be canceled.")
    movement.canceled = now
    venue.engine.deposit(account, movement.balance_token, movement.amount, "WITHDRAW", movement=movement.id)


def asset_history(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = Params(request.query)
    found = movements_of(
        venue,
        account,
        number=params.text("id"),
        token=params.text("token"),
        balance_token=params.text("balance_token"),
        kind=params.choice("type", MOVEMENT_TYPES),
        side=params.choice("token_side", MOVEMENT_SIDES),
        status=params.choice("status", MOVEMENT_STATUSES),
        start=params.integer("start_t"),
        end=params.integer("end_t"),
    )
    chosen, meta = params.page(found)
    del meta["total"]
    rows = [movement_row(venue, account, movement) for movement in chosen]
    return {"success": True, "meta": meta, "rows": rows}


def movements_of(
    venue: WooVenue,
    account: Account,
    *,
    number: str | None = None,
    token: str | None = None,
    balance_token: str | None = None,
    kind: str | None = None,
    side: str | None = None,
    status: str | None = None,
    start: int | None = None,
    end: int | None = None,
) -> list[Movement]:
    """Deposits and withdrawals newest first; initial funds are no deposits. None fits everything."""
    return [
        movement
        for movement in reversed(venue.wallet.of(account))
        if kind in (None, "BALANCE")
        and side in (None, movement.side)
        and number in (None, movement.id)
        and token in (None, movement.token)
        and balance_token in (None, movement.balance_token)
        and status in (None, movement.status(venue.now()))
        and (start is None or movement.time >= start)
        and (end is None or movement.time <= end)
    ]


def movement_row(venue: WooVenue, account: Account, movement: Movement) -> dict[str, Any]:
    now = venue.now()
    internal, incoming = movement.stages is INTERNAL_STAGES, movement.side == "DEPOSIT"
    sent_at = incoming or movement.status(now) == "COMPLETED"
    digest = hashlib.sha256(movement.id.encode()).hexdigest()
    return {
        "created_time": seconds(movement.time),
        "updated_time": seconds(movement.updated(now)),
        "id": movement.id,
        "external_id": movement.id,
        "application_id": venue.application_id(account),
        "token": movement.token,
        "target_address": movement.address,
        "source_address": movement.source,
        "confirming_threshold": CONFIRMATIONS if incoming else None,
        "confirmed_number": movement.confirmations(now) if incoming else None,
        "extra": movement.extra,
        "type": "BALANCE",
        "token_side": movement.side,
        "amount": movement.amount,
        "tx_id": f"0x{digest}" if sent_at and not internal else "",
        "fee_token": None if incoming else movement.token,
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
            "interest": sub.owed.get(asset, Decimal(0)),
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
    check_giver(venue, account, giver)
    return {"success": True, "id": move_between(venue, giver, taker, token, amount)}


def check_giver(venue: WooVenue, account: Account, giver: Account) -> None:
    if account.name not in (venue.accounts[0], giver.name):
        raise refusal(UNAUTHORIZED, "A sub-account can only give what is its own.")


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


# Loans of other kinds.


def ltv(venue: WooVenue, request: Request, account: Account | None) -> Any:
    """The simulator gives no credits; what would be withdrawn is only checked."""
    assert account is not None
    params = Params(request.form)
    if (token := params.text("withdraw_token")) is not None:
        find_network(token, lambda row: row.balance_token == token)
        params.need("withdraw_amount")
        params.number("withdraw_amount")
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


def staking_yields(_venue: WooVenue, request: Request, _account: Account | None) -> Any:
    """Nothing is staked here."""
    params = Params(request.query)
    params.need("token")
    rows, meta = params.page(NOTHING)
    return {"success": True, "meta": meta, "rows": rows}


def no_data_rows(venue: WooVenue, request: Request, _account: Account | None) -> Any:
    """A history that is always empty, in the newer envelope: referrals."""
    rows, meta = Params(request.query).page(NOTHING)
    return {"success": True, "data": {"rows": rows, "meta": meta}, "timestamp": venue.now()}
