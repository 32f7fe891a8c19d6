"""Accounts, deposits, withdrawals, transfers and the ledger in the legacy generation. https://docs.woox.io/"""

from __future__ import annotations

from typing import Any

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import known, record, rows
from ascendex_woo_adapters.common.numbers import ms, ms_of_seconds
from ascendex_woo_adapters.common.paging import Page
from ascendex_woo_adapters.common.structures import as_float
from ascendex_woo_adapters.venues.woo.account_enums import (
    LEDGER_DIRECTIONS,
    LEDGER_TYPES,
    TRANSACTION_SIDES,
    TRANSACTION_STATUSES,
    TRANSFER_STATUSES,
)
from ascendex_woo_adapters.venues.woo.tokens import code_and_network, token_on_network
from ascendex_woo_adapters.venues.woo.v1.pages import page, window
from ascendex_woo_adapters.venues.woo.wallet_intents import Withdrawal

# accounts --------------------------------------------------------------------------------------------


def accounts_requests(params: dict[str, Any]) -> list[Call]:
    """GET /v3/accountinfo for the own account, GET /v1/sub_account/all for those below it."""
    return [Call("v3_private_get_accountinfo", params), Call("v1_private_get_sub_account_all", params)]


def account_rows(ex: Adapter, replies: list[Any]) -> list[dict[str, Any]]:
    """The own account first."""
    return [record(ex.id, replies[0], "data"), *rows(ex.id, replies[1], "rows")]


def parse_account(ex: Adapter, row: dict[str, Any]) -> dict[str, Any]:
    """An account; its id is the application id that transfers take."""
    is_own = "applicationId" in row
    own_kind = "subaccount" if row.get("accountType") == "Subaccount" else "main"
    return {
        "info": row,
        "id": row["applicationId"] if is_own else row["application_id"],
        "name": row.get("account") or row.get("alias") or None,
        "type": own_kind if is_own else "subaccount",
        "code": None,
    }


# deposits and withdrawals ----------------------------------------------------------------------------


def deposit_address_request(
    currency: dict[str, Any], network: dict[str, Any], params: dict[str, Any]
) -> Call:
    """GET /v1/asset/deposit."""
    return Call("v1_private_get_asset_deposit", {"token": token_on_network(currency, network), **params})


def deposit_address_row(ex: Adapter, response: Any) -> dict[str, Any]:
    """The address stands at the top of its reply."""
    return record(ex.id, response)


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
    """GET /v1/asset/history; ``kind`` is deposit or withdrawal."""
    request = window(since, until, limit)
    if currency is not None:
        request["balance_token"] = currency["id"]
    if kind is not None:
        request["token_side"] = "DEPOSIT" if kind == "deposit" else "WITHDRAW"
    return Call("v1_private_get_asset_history", {**request, **params})


def transactions_page(ex: Adapter, response: Any) -> Page:
    """Deposits and withdrawals; the venue does not tell how many there are in all."""
    moved = rows(ex.id, response, "rows")
    return page(ex, response, [(ms_of_seconds(row.get("created_time")) or 0, row) for row in moved])


def parse_transaction(ex: Adapter, row: dict[str, Any], currency: Any = None) -> dict[str, Any]:
    """A deposit or withdrawal."""
    get = row.get
    code, network = code_and_network(ex, get("token"), currency)
    timestamp, updated = ms_of_seconds(get("created_time")), ms_of_seconds(get("updated_time"))
    kind = known(ex.id, "token side", get("token_side"), TRANSACTION_SIDES)
    address_to, tag, cost, fee_token = (
        get("target_address"),
        get("extra"),
        get("fee_amount"),
        get("fee_token"),
    )
    fee = None
    if cost is not None:
        fee = {
            "cost": as_float(cost),
            "currency": code_and_network(ex, fee_token, None)[0] if fee_token else code,
        }
    return {
        "info": row,
        "id": get("id"),
        "txid": get("tx_id") or None,
        "timestamp": timestamp,
        "datetime": ex.iso8601(timestamp),
        "network": network,
        "address": address_to or None,
        "addressTo": address_to or None,
        "addressFrom": get("source_address") or None,
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
    """POST /v3/asset/withdraw, or POST /v1/asset/withdraw where the token on its network is given."""
    request: dict[str, Any] = {"address": wanted.address, "amount": wanted.amount}
    if wanted.tag is not None:
        request["extra"] = wanted.tag
    if wanted.token is not None:
        return Call("v1_private_post_asset_withdraw", {"token": wanted.token, **request, **wanted.rest})
    request = {"balanceToken": wanted.currency["id"], "network": wanted.network["id"], **request}
    return Call("v3_private_post_asset_withdraw", {**request, **wanted.rest})


def internal_withdraw_request(
    currency: dict[str, Any], user_id: str, amount: str, params: dict[str, Any]
) -> Call:
    """POST /v1/asset/internal_withdraw."""
    request = {"target_user_id": user_id, "balance_token": currency["id"], "amount": amount}
    return Call("v1_private_post_asset_internal_withdraw", {**request, **params})


def withdrawal_id(response: Any) -> tuple[str | None, int | None]:
    """Id and time of an accepted withdrawal; what the reply lacks is None, for it is accepted anyway."""
    body = response if isinstance(response, dict) else {}
    data = body.get("data")
    given = data.get("withdrawId") if isinstance(data, dict) else body.get("withdraw_id")
    return None if given is None else str(given), ms(body.get("timestamp"))


# transfers -------------------------------------------------------------------------------------------


def transfer_request(
    currency: dict[str, Any], amount: str, from_account: str, to_account: str, params: dict[str, Any]
) -> Call:
    """POST /v1/asset/main_sub_transfer."""
    request = {
        "token": currency["id"],
        "amount": amount,
        "from_application_id": from_account,
        "to_application_id": to_account,
    }
    return Call("v1_private_post_asset_main_sub_transfer", {**request, **params})


def transfer_id(response: Any) -> str | None:
    """The id of an accepted transfer; None if the reply lacks it, for it is accepted anyway."""
    given = response.get("id") if isinstance(response, dict) else None
    return None if given is None else str(given)


def transfers_request(
    since: int | None, until: int | None, limit: int | None, params: dict[str, Any]
) -> Call:
    """GET /v1/asset/main_sub_transfer_history, which knows no filter by token."""
    return Call("v1_private_get_asset_main_sub_transfer_history", {**window(since, until, limit), **params})


def transfers_page(ex: Adapter, response: Any) -> Page:
    """Transfers between main and sub-accounts."""
    data = record(ex.id, response, "data")
    moved = rows(ex.id, data, "rows")
    return page(ex, data, [(ms_of_seconds(row.get("created_time")) or 0, row) for row in moved])


def parse_transfer(ex: Adapter, row: dict[str, Any], currency: Any = None) -> dict[str, Any]:
    """A transfer between main and sub-accounts; accounts are application ids."""
    timestamp = ms_of_seconds(row.get("created_time"))
    transfer = row.get("id")
    return {
        "info": row,
        "id": None if transfer is None else str(transfer),
        "timestamp": timestamp,
        "datetime": ex.iso8601(timestamp),
        "currency": code_and_network(ex, row.get("token"), currency)[0],
        "amount": as_float(row.get("amount")),
        "fromAccount": row.get("from_application_id"),
        "toAccount": row.get("to_application_id"),
        "status": TRANSFER_STATUSES.get(str(row.get("status")), row.get("status")),
    }


# the ledger ------------------------------------------------------------------------------------------


def ledger_request(since: int | None, until: int | None, limit: int | None, params: dict[str, Any]) -> Call:
    """GET /v1/client/transaction_history, which knows no filter by token."""
    return Call("v1_private_get_client_transaction_history", {**window(since, until, limit), **params})


def ledger_page(ex: Adapter, response: Any) -> Page:
    """Changes of balances."""
    data = record(ex.id, response, "data")
    changes = rows(ex.id, data, "rows")
    return page(ex, data, [(ms(row.get("timestamp")) or 0, row) for row in changes], "")


def token_of(ex: Adapter, row: dict[str, Any]) -> str | None:
    """Currency code of a row of the ledger or of transfers."""
    return code_and_network(ex, row.get("token"), None)[0]


def parse_ledger_entry(ex: Adapter, row: dict[str, Any], currency: Any = None) -> dict[str, Any]:
    """A change of a balance: the amount without its sign, which is the direction."""
    kind = str(row.get("type"))
    amount = as_float(row.get("amount"))
    signed = None if amount is None else "out" if amount < 0 else "in"
    timestamp = ms(row.get("timestamp"))
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
