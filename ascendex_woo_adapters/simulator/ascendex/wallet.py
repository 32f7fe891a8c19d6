"""Wallets of AscendEX: transfers between accounts, cash balances, deposits.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#transfer
https://ascendex.github.io/ascendex-pro-api/#balance-transfer
"""

from __future__ import annotations

import random
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..server import Request
from ..trading.ledger import Balance
from ..trading.model import JournalEntry
from .assets import ASSETS, COLLATERALS
from .errors import (
    INVALID_ARGUMENT,
    INVALID_BALANCE,
    INVALID_OPERATION,
    INVALID_REQUEST_DATA,
    Refusal,
)
from .orders import paged
from .wire import Fields, rounded

if TYPE_CHECKING:
    from ..trading.engine import Account
    from .venue import AscendexVenue

WALLET_PAGE, WALLET_PAGE_MAX = 20, 50

CATEGORIES = ("cash", "margin", "futures")


def wallet(venue: AscendexVenue, account: Account, category: str) -> Account:
    """The engine's account that holds a user's cash, margin or futures balances."""
    return account if category == "futures" else venue.engine.account(f"{account.name}:{category}")


# Transfers.


def deposit(venue: AscendexVenue, request: Request, account: Account) -> Any:
    return _move(venue, account, Fields.of_body(request), "cash", "futures")


def withdraw(venue: AscendexVenue, request: Request, account: Account) -> Any:
    return _move(venue, account, Fields.of_body(request), "futures", "cash")


def transfer(venue: AscendexVenue, request: Request, account: Account) -> Any:
    fields = Fields.of_body(request)
    fields.need("fromAccount", "toAccount")
    source, target = fields.text("fromAccount"), fields.text("toAccount")
    if source not in CATEGORIES or target not in CATEGORIES or source == target:
        raise Refusal(INVALID_REQUEST_DATA, f"Invalid accounts: {source}, {target}")
    return _move(venue, account, fields, source, target)


def _move(venue: AscendexVenue, account: Account, fields: Fields, source: str, target: str) -> Any:
    fields.need("asset", "amount")
    asset, amount = fields.text("asset"), fields.decimal("amount")
    if asset not in ASSETS and asset not in COLLATERALS:
        raise Refusal(INVALID_ARGUMENT, f"Invalid asset: {asset}")
    if amount is None or amount <= 0:
        raise Refusal(INVALID_ARGUMENT, f"Invalid amount: {fields.text('amount')}")
    if "futures" in (source, target) and (asset not in COLLATERALS or COLLATERALS[asset].status != "Normal"):
        raise Refusal(INVALID_OPERATION, f"{asset} is no transferable collateral")
    giver, taker = wallet(venue, account, source), wallet(venue, account, target)
    if amount > _movable(venue, giver, asset, source):
        raise Refusal(INVALID_BALANCE)
    venue.engine.deposit(giver, asset, -amount, "TRANSFER")
    venue.engine.deposit(taker, asset, amount, "TRANSFER")
    return {"code": 0}


def _movable(venue: AscendexVenue, account: Account, asset: str, category: str) -> Decimal:
    if category == "futures":
        return venue.engine.available(account, asset)
    return venue.engine.balance(account, asset).free


# Balances of the other accounts, and the wallet.


def cash_balance(venue: AscendexVenue, request: Request, account: Account) -> Any:
    return _balances(venue, request, account, "cash", {})


def margin_balance(venue: AscendexVenue, request: Request, account: Account) -> Any:
    return _balances(venue, request, account, "margin", {"borrowed": "0", "interest": "0"})


def _balances(
    venue: AscendexVenue, request: Request, account: Account, category: str, extra: dict[str, str]
) -> Any:
    fields = Fields.of_query(request)
    wanted, show_all = fields.text("asset"), fields.flag("showAll")
    held = venue.engine.balances(wallet(venue, account, category))
    names = dict.fromkeys((*held, *ASSETS)) if show_all else held
    rows = []
    for asset in names:
        balance = held.get(asset, Balance())
        if wanted in ("", asset) and (balance.total or show_all):
            amounts = {"totalBalance": rounded(balance.total), "availableBalance": rounded(balance.free)}
            rows.append({"asset": asset, **amounts, **extra})
    return {"code": 0, "data": rows}


def deposit_address(venue: AscendexVenue, request: Request, account: Account) -> Any:
    fields = Fields.of_query(request)
    fields.need("asset")
    code, chain = fields.text("asset"), fields.text("blockchain")
    if code not in ASSETS:
        raise Refusal(INVALID_ARGUMENT, f"Invalid asset: {code}")
    rows = [
        {"address": c.address + _address(venue, account, c.name), "blockchain": c.name, "destTag": ""}
        for c in ASSETS[code].chains
        if chain in ("", c.name)
    ]
    return {"code": 0, "data": {"asset": code, "assetName": ASSETS[code].name, "address": rows}}


def _address(venue: AscendexVenue, account: Account, chain: str) -> str:
    rng = random.Random(f"{venue.seed}/ascendex/address/{account.name}/{chain}")
    return f"{rng.getrandbits(160):040x}"


def transactions(venue: AscendexVenue, request: Request, account: Account) -> Any:
    """Deposits and withdrawals over a chain: the initial funds of the cash account."""
    fields = Fields.of_query(request)
    page = fields.integer("page", 1, low=1)
    size = fields.integer("pageSize", WALLET_PAGE, low=1, high=WALLET_PAGE_MAX)
    asset, kind = fields.text("asset"), fields.text("txType")
    if kind not in ("", "deposit", "withdrawal"):
        raise Refusal(INVALID_REQUEST_DATA, f"Invalid parameter: txType {kind}")
    rows = [
        row
        for row in (_transaction(venue, account, entry) for entry in _first_deposits(venue, account))
        if asset in ("", row["asset"]) and kind in ("", row["transactionType"])
    ]
    shown, has_next = paged(rows, page, size)
    return {"code": 0, "data": {"data": shown, "hasNext": has_next, "page": page, "pageSize": size}}


def _first_deposits(venue: AscendexVenue, account: Account) -> list[JournalEntry]:
    journal = wallet(venue, account, "cash").journal
    return [entry for entry in journal if entry.kind == "DEPOSIT" and entry.asset in ASSETS]


def _transaction(venue: AscendexVenue, account: Account, entry: JournalEntry) -> dict[str, Any]:
    chain = ASSETS[entry.asset].chains[0]
    rng = random.Random(f"{venue.seed}/ascendex/transaction/{account.name}/{entry.asset}")
    return {
        "asset": entry.asset,
        "amount": rounded(entry.amount),
        "commission": "0",
        "destAddress": {"address": chain.address + _address(venue, account, chain.name)},
        "networkTransactionId": f"{rng.getrandbits(256):064x}",
        "numConfirmations": chain.confirmations,
        "numConfirmed": chain.confirmations,
        "requestId": f"{rng.getrandbits(128):032x}",
        "status": "confirmed",
        "time": entry.time,
        "transactionType": "deposit",
    }
