"""Accounts, deposits, withdrawals, transfers and the ledger in generation V3.

https://developer.woox.io/api-reference
"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import NotSupported

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import known, record, rows
from ascendex_woo_adapters.common.numbers import ms, ms_of_either
from ascendex_woo_adapters.common.paging import Page
from ascendex_woo_adapters.common.structures import as_float
from ascendex_woo_adapters.venues.woo.account_enums import (
    LEDGER_DIRECTIONS,
    LEDGER_TYPES,
    TRANSACTION_SIDES,
    TRANSACTION_STATUSES,
    TRANSFER_STATUSES,
)
from ascendex_woo_adapters.venues.woo.tokens import code_and_network
from ascendex_woo_adapters.venues.woo.v3.pages import page, window
from ascendex_woo_adapters.venues.woo.wallet_intents import Withdrawal

# accounts --------------------------------------------------------------------------------------------


def accounts_requests(params: dict[str, Any]) -> list[Call]:
    """GET /v3/account/info for the own account, GET /v3/account/subAccounts/all for those below it."""
    return [
        Call("v3_private_get_account_info", params),
        Call("v3_private_get_account_subaccounts_all", params),
    ]


def account_rows(ex: Adapter, replies: list[Any]) -> list[dict[str, Any]]:
    """The own account first."""
    return [record(ex.id, replies[0], "data"), *rows(ex.id, replies[1], "data", "rows")]


def parse_account(ex: Adapter, row: dict[str, Any]) -> dict[str, Any]:
    """An account; its id is the application id that transfers take."""
    is_main = "accountMode" in row and row.get("accountType") != "Subaccount"
    return {
        "info": row,
        "id": row["applicationId"],
        "name": row.get("account") or row.get("alias") or row.get("name") or None,
        "type": "main" if is_main else "subaccount",
        "code": None,
    }


# deposits and withdrawals ----------------------------------------------------------------------------


def deposit_address_request(
    currency: dict[str, Any], network: dict[str, Any], params: dict[str, Any]
) -> Call:
    """GET /v3/asset/wallet/deposit; its page could not be read, the request is one that clients send."""
    request = {"token": currency["id"], "network": network["id"]}
    return Call("v3_private_get_asset_wallet_deposit", {**request, **params})


def deposit_address_row(ex: Adapter, response: Any) -> dict[str, Any]:
    """The address of a reply about one."""
    return record(ex.id, response, "data")


def parse_deposit_address(ex: Adapter, row: dict[str, Any], currency: Any = None) -> dict[str, Any]:
    """An address with its memo; the reply names neither currency nor network."""
    address = row.get("address")
    ex.check_address(address)
    return {
        "info": row,
        "currency": currency["code"] if currency else None,
        "network": None,
        "address": address,
        "tag": row.get("extra") or None,
    }


def transactions_request(
    currency: dict[str, Any] | None,
    kind: str | None,
    since: int | None,
    until: int | None,
    limit: int | None,
    params: dict[str, Any],
) -> Call:
    """GET /v3/asset/wallet/history; ``kind`` is deposit or withdrawal.

    An end of the range is not among the parameters that are known: what is too late is left out
    when the reply is read.
    """
    request = window(since, None, limit)
    if currency is not None:
        request["token"] = currency["id"]
    if kind is not None:
        request["tokenSide"] = "DEPOSIT" if kind == "deposit" else "WITHDRAW"
    return Call("v3_private_get_asset_wallet_history", {**request, **params})


def transactions_page(ex: Adapter, response: Any) -> Page:
    """Deposits and withdrawals."""
    return page(ex, response, "createdTime")


def parse_transaction(ex: Adapter, row: dict[str, Any], currency: Any = None) -> dict[str, Any]:
    """A deposit or withdrawal."""
    get = row.get
    code, network = code_and_network(ex, get("token"), currency)
    timestamp, updated = ms_of_either(get("createdTime")), ms_of_either(get("updatedTime"))
    kind = known(ex.id, "token side", get("tokenSide"), TRANSACTION_SIDES)
    address_to, tag, cost, fee_token = get("targetAddress"), get("extra"), get("feeAmount"), get("feeToken")
    fee = None
    if cost is not None:
        fee = {
            "cost": as_float(cost),
            "currency": code_and_network(ex, fee_token, None)[0] if fee_token else code,
        }
    return {
        "info": row,
        "id": get("id"),
        "txid": get("txId") or None,
        "timestamp": timestamp,
        "datetime": ex.iso8601(timestamp),
        "network": network,
        "address": address_to or None,
        "addressTo": address_to or None,
        "addressFrom": get("sourceAddress") or None,
        "tag": tag or None,
        "tagTo": tag or None,
        "tagFrom": None,
        "type": kind,
        "amount": as_float(get("amount")),
        "currency": code,
        "status": TRANSACTION_STATUSES.get(str(get("status")), get("status")),
        "updated": updated,
        "internal": None,
        "comment": None,
        "fee": fee,
    }


def withdraw_request(wanted: Withdrawal) -> Call:
    """POST /v3/asset/wallet/withdraw; its page could not be read, the fields are those that clients send."""
    request: dict[str, Any] = {
        "token": wanted.token or wanted.currency["id"],
        "network": wanted.network["id"],
        "address": wanted.address,
        "amount": wanted.amount,
    }
    if wanted.tag is not None:
        request["extra"] = wanted.tag
    return Call("v3_private_post_asset_wallet_withdraw", {**request, **wanted.rest})


def internal_withdraw_request(
    currency: dict[str, Any], user_id: str, amount: str, params: dict[str, Any]
) -> Call:
    """Refused: V3 has no withdrawal to another user."""
    raise NotSupported("woo V3 has no withdrawal to another user: use options['generation'] = 'v1'")


def withdrawal_id(response: Any) -> tuple[str | None, int | None]:
    """Id and time of an accepted withdrawal; what the reply lacks is None, for it is accepted anyway."""
    return _data_id(response, "withdrawId"), ms(response.get("timestamp")) if isinstance(
        response, dict
    ) else None


def _data_id(response: Any, *names: str) -> str | None:
    data = response.get("data") if isinstance(response, dict) else None
    if not isinstance(data, dict):
        return None if data is None else str(data)
    given = next((data[name] for name in (*names, "id") if data.get(name) is not None), None)
    return None if given is None else str(given)


# transfers -------------------------------------------------------------------------------------------


def transfer_request(
    currency: dict[str, Any], amount: str, from_account: str, to_account: str, params: dict[str, Any]
) -> Call:
    """POST /v3/asset/transfer; its page could not be read, the fields are those that clients send."""
    request = {
        "token": currency["id"],
        "amount": amount,
        "from": {"applicationId": from_account},
        "to": {"applicationId": to_account},
    }
    return Call("v3_private_post_asset_transfer", {**request, **params})


def transfer_id(response: Any) -> str | None:
    """The id of an accepted transfer; None if the reply lacks it, for it is accepted anyway."""
    return _data_id(response, "transferId")


def transfers_request(
    since: int | None, until: int | None, limit: int | None, params: dict[str, Any]
) -> Call:
    """GET /v3/asset/transfer/history, which knows no filter by token."""
    return Call("v3_private_get_asset_transfer_history", {**window(since, until, limit), **params})


def transfers_page(ex: Adapter, response: Any) -> Page:
    """Transfers between main and sub-accounts."""
    return page(ex, response, "createdTime")


def parse_transfer(ex: Adapter, row: dict[str, Any], currency: Any = None) -> dict[str, Any]:
    """A transfer between main and sub-accounts; accounts are application ids."""
    timestamp = ms_of_either(row.get("createdTime"))
    transfer = row.get("id")
    return {
        "info": row,
        "id": None if transfer is None else str(transfer),
        "timestamp": timestamp,
        "datetime": ex.iso8601(timestamp),
        "currency": token_of(ex, row) if currency is None else currency["code"],
        "amount": as_float(row.get("amount")),
        "fromAccount": (row.get("from") or {}).get("applicationId"),
        "toAccount": (row.get("to") or {}).get("applicationId"),
        "status": TRANSFER_STATUSES.get(str(row.get("status")), row.get("status")),
    }


# the ledger ------------------------------------------------------------------------------------------


def ledger_request(since: int | None, until: int | None, limit: int | None, params: dict[str, Any]) -> Call:
    """GET /v3/asset/token/history, which knows no filter by token."""
    return Call("v3_private_get_asset_token_history", {**window(since, until, limit), **params})


def ledger_page(ex: Adapter, response: Any) -> Page:
    """Changes of balances."""
    return page(ex, response, "timestamp", "")


def token_of(ex: Adapter, row: dict[str, Any]) -> str | None:
    """Currency code of a row of the ledger or of transfers."""
    return code_and_network(ex, row.get("token"), None)[0]


def parse_ledger_entry(ex: Adapter, row: dict[str, Any], currency: Any = None) -> dict[str, Any]:
    """A change of a balance: the amount without its sign, which is the direction."""
    kind = str(row.get("type"))
    amount = as_float(row.get("amount"))
    signed = None if amount is None else "out" if amount < 0 else "in"
    timestamp = ms_of_either(row.get("timestamp"))
    entry = row.get("id")
    return {
        "info": row,
        "id": None if entry is None else str(entry),
        "timestamp": timestamp,
        "datetime": ex.iso8601(timestamp),
        "direction": LEDGER_DIRECTIONS.get(kind, signed),
        "account": None,
        "referenceId": None,
        "referenceAccount": None,
        "type": LEDGER_TYPES.get(kind, row.get("type")),
        "currency": code_and_network(ex, row.get("token"), currency)[0],
        "amount": None if amount is None else abs(amount),
        "before": None,
        "after": None,
        "status": "ok",
        "fee": None,
    }
