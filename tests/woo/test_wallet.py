"""Accounts, deposits, withdrawals, transfers and the ledger: requests, readings, refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ccxt
import pytest

from tests.support import NOW, Face, Frozen, Sent
from tests.woo.markets import market_data
from tests.woo.samples import answering, page, published

Stub = Callable[..., Face]
ADDRESS = "0x31d64B3230f8baDD91dE1710A65DF536aF8f7cDa"
MAIN, SUB = "f5f485c7-6ca5-4189-8efe-e842cdc50498", "6b43de5c-0955-4887-9862-d84e4689f9fe"


def in_data(reply: Any) -> Any:
    """The same with everything below ``data``."""
    return {"success": True, "data": {key: reply[key] for key in ("rows", "meta")}}


def movement(number: int, time: float, token: str = "ETH_USDT", **fields: Any) -> dict[str, Any]:
    """A row of asset history."""
    (deposit, _) = published("Get asset history")["rows"]
    times = {"created_time": f"{time:.3f}", "updated_time": f"{time:.3f}"}
    return {**deposit, **times, "id": str(number), "token": token, **fields}


WITHDRAWN = {"success": True, "data": {"withdrawId": "24040901514500001"}, "timestamp": 1712627507204}
WITHDRAWALS = [
    (
        ("USDT", 100, ADDRESS, {"network": "TRC20"}),
        "/v3/asset/withdraw",
        {"balanceToken": "USDT", "network": "TRON", "address": ADDRESS, "amount": "100"},
    ),
    (
        ("USDT", "100.12345678", ADDRESS, {"network": "TRX", "tag": "memo 1"}),
        "/v3/asset/withdraw",
        {"balanceToken": "USDT", "network": "TRON", "address": ADDRESS, "amount": "100.123456", "extra": "memo 1"},
    ),
    (
        ("USDT", 20, ADDRESS, {"networkCode": "eth", "network": None, "tag": None}),
        "/v3/asset/withdraw",
        {"balanceToken": "USDT", "network": "ETH", "address": ADDRESS, "amount": "20"},
    ),
    (
        ("USDT", 100, ADDRESS, {"token": "TRON_USDT", "tag": "7"}),
        "/v1/asset/withdraw",
        {"token": "TRON_USDT", "address": ADDRESS, "amount": "100", "extra": "7"},
    ),
    (
        ("USDT", 0.5, "20001", {"internal": True}),
        "/v1/asset/internal_withdraw",
        {"target_user_id": "20001", "balance_token": "USDT", "amount": "0.5"},
    ),
    (
        ("USDT", 1e-7, "", {"toUserId": 20001}),
        "/v1/asset/internal_withdraw",
        {"target_user_id": "20001", "balance_token": "USDT", "amount": "0.0000001"},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("args", "path", "body"), WITHDRAWALS)
async def test_withdrawals(stub: Stub, args: Any, path: str, body: dict[str, str]) -> None:
    *plain, params = args
    face = stub("woo", answering(WITHDRAWN))
    withdrawal = await face.call("withdraw", *plain, Frozen(params))
    sent = face.sent[-1]
    assert (sent.method, sent.path) == ("POST", path)
    assert (sent.json if path.startswith("/v3") else sent.form) == body
    assert withdrawal["id"] == "24040901514500001"
    assert withdrawal["timestamp"] == 1712627507204
    assert (withdrawal["type"], withdrawal["status"]) == ("withdrawal", "pending")
    assert (withdrawal["amount"], withdrawal["currency"]) == (float(body["amount"]), "USDT")
    assert withdrawal["internal"] is path.endswith("internal_withdraw")
    network = {"/v3": {"TRON": "TRC20", "ETH": "ERC20"}.get(body.get("network", "")), "/v1": "TRC20"}[
        path[:3]
    ]
    assert withdrawal["network"] == (None if withdrawal["internal"] else network)
    assert withdrawal["tag"] == body.get("extra")


async def test_an_accepted_withdrawal_never_looks_like_a_failed_one(stub: Stub) -> None:
    face = stub("woo", answering({"success": True}))
    withdrawal = await face.call("withdraw", "USDT", 100, ADDRESS, {"network": "ERC20"})
    assert (withdrawal["id"], withdrawal["status"], withdrawal["info"]) == (
        None,
        "pending",
        {"success": True},
    )


REFUSED = [
    ("withdraw", ("USDT", 100, ADDRESS), {}, ccxt.ArgumentsRequired),
    ("withdraw", ("USDT", 100, ADDRESS), {"network": None}, ccxt.ArgumentsRequired),
    ("withdraw", ("USDT", 100, ADDRESS), {"network": "SOL"}, ccxt.BadRequest),
    ("withdraw", ("BTC", 1, ADDRESS), {"network": "BTC"}, ccxt.BadRequest),
    ("withdraw", ("USDT", 100, ADDRESS), {"token": "BTC"}, ccxt.BadRequest),
    ("withdraw", ("USDT", 100, ADDRESS), {"token": "TRON_USDT", "network": "ERC20"}, ccxt.BadRequest),
    ("withdraw", ("NOPE", 100, ADDRESS), {"network": "ERC20"}, ccxt.ExchangeError),
    ("withdraw", ("USDT", 19.99, ADDRESS), {"network": "ERC20"}, ccxt.BadRequest),
    ("withdraw", ("USDT", 0, ADDRESS), {"network": "ERC20"}, ccxt.BadRequest),
    ("withdraw", ("USDT", -100, ADDRESS), {"network": "ERC20"}, ccxt.BadRequest),
    ("withdraw", ("USDT", True, ADDRESS), {"network": "ERC20"}, ccxt.BadRequest),
    ("withdraw", ("USDT", "much", ADDRESS), {"network": "ERC20"}, ccxt.BadRequest),
    ("withdraw", ("USDT", float("nan"), ADDRESS), {"network": "ERC20"}, ccxt.BadRequest),
    ("withdraw", ("USDT", 100, None), {"network": "ERC20"}, ccxt.InvalidAddress),
    ("withdraw", ("USDT", 100, ""), {"network": "ERC20"}, ccxt.InvalidAddress),
    ("withdraw", ("USDT", 100, "aaaaaa"), {"network": "ERC20"}, ccxt.InvalidAddress),
    ("withdraw", ("USDT", 100, f"{ADDRESS} "), {"network": "ERC20"}, ccxt.InvalidAddress),
    ("withdraw", ("USDT", 100, ADDRESS), {"network": "ERC20", "tag": ""}, ccxt.BadRequest),
    ("withdraw", ("USDT", 100, ADDRESS), {"network": "ERC20", "tag": 5}, ccxt.BadRequest),
    ("withdraw", ("USDT", 100, None), {"internal": True}, ccxt.ArgumentsRequired),
    ("withdraw", ("USDT", 100, ADDRESS), {"internal": True}, ccxt.BadRequest),
    ("withdraw", ("USDT", 100, "20001"), {"toUserId": "20002"}, ccxt.BadRequest),
    ("withdraw", ("USDT", 100, "20001"), {"internal": True, "network": "ERC20"}, ccxt.BadRequest),
    ("withdraw", ("USDT", 100, "20001"), {"internal": True, "tag": "1"}, ccxt.BadRequest),
    ("withdraw", ("USDT", 0, "20001"), {"internal": True}, ccxt.BadRequest),
    ("transfer", ("USDT", 0, MAIN, SUB), {}, ccxt.BadRequest),
    ("transfer", ("USDT", 1, MAIN, MAIN), {}, ccxt.BadRequest),
    ("transfer", ("USDT", 1, MAIN, ""), {}, ccxt.ArgumentsRequired),
    ("transfer", ("USDT", 1, None, SUB), {}, ccxt.ArgumentsRequired),
    ("fetch_deposit_address", ("USDT",), {}, ccxt.ArgumentsRequired),
    ("fetch_deposit_address", ("USDT",), {"network": "SOL"}, ccxt.BadRequest),
    ("fetch_deposit_address", ("BTC",), {}, ccxt.BadRequest),
    ("fetch_deposits", ("USDT", -1), {}, ccxt.BadRequest),
    ("fetch_withdrawals", ("USDT", None, 0), {}, ccxt.BadRequest),
    ("fetch_deposits_withdrawals", ("USDT", NOW), {"until": NOW - 1}, ccxt.BadRequest),
    ("fetch_transfers", ("USDT", "today"), {}, ccxt.BadRequest),
    ("fetch_ledger", ("USDT", None, 2.5), {}, ccxt.BadRequest),
    ("fetch_ledger", ("NOPE",), {}, ccxt.ExchangeError),
]  # fmt: skip


@pytest.mark.parametrize(("name", "args", "params", "expected"), REFUSED)
async def test_refused_before_sending(stub: Stub, name: str, args: Any, params: Any, expected: Any) -> None:
    face = stub("woo", answering(WITHDRAWN))
    await face.call("load_markets")
    before = len(face.sent)
    with pytest.raises(expected):
        await face.call(name, *args, Frozen(params)) if name in ("withdraw", "transfer") else await face.call(
            name, *args, params=Frozen(params)
        )
    assert len(face.sent) == before


async def test_a_tag_as_an_argument_is_refused(stub: Stub) -> None:
    face = stub("woo", answering(WITHDRAWN))
    with pytest.raises(ccxt.BadRequest, match="params"):
        await face.call("withdraw", "USDT", 100, ADDRESS, "memo")
    assert face.sent == []


async def test_a_withdrawal_is_never_sent_twice(stub: Stub) -> None:
    """Neither by ccxt's option for repeating what failed, nor after a lost reply."""

    def answer(sent: Sent) -> Any:
        public = market_data(sent)
        if public is None:
            raise ccxt.RequestTimeout("woo the reply was lost")
        return public

    face = stub("woo", answer, {"options": {"maxRetriesOnFailure": 3}})
    for name, args in (
        ("withdraw", ("USDT", 100, ADDRESS, {"network": "ERC20"})),
        ("withdraw", ("USDT", 100, ADDRESS, {"token": "TRON_USDT"})),
        ("withdraw", ("USDT", 100, "20001", {"internal": True})),
        ("transfer", ("USDT", 100, MAIN, SUB)),
    ):
        before = len([sent for sent in face.sent if sent.method == "POST"])
        with pytest.raises(ccxt.RequestTimeout):
            await face.call(name, *args)
        assert len([sent for sent in face.sent if sent.method == "POST"]) == before + 1


async def test_currencies_that_need_a_tag(stub: Stub) -> None:
    face = stub("woo", answering(WITHDRAWN), {"options": {"withdrawTagRequiredCurrencies": ["USDT"]}})
    await face.call("load_markets")
    before = len(face.sent)
    with pytest.raises(ccxt.ArgumentsRequired, match="tag"):
        await face.call("withdraw", "USDT", 100, ADDRESS, {"network": "ERC20"})
    assert len(face.sent) == before
    await face.call("withdraw", "USDT", 100, ADDRESS, {"network": "ERC20", "tag": "1"})
    assert face.sent[-1].json["extra"] == "1"


@pytest.mark.parametrize(
    ("params", "token", "network"),
    [({"network": "ERC20"}, "ETH_USDT", "ERC20"), ({"network": "TRON"}, "TRON_USDT", "TRC20")],
)
async def test_deposit_addresses(stub: Stub, params: Any, token: str, network: str) -> None:
    face = stub("woo", answering(published("Get deposit address")))
    address = await face.call("fetch_deposit_address", "USDT", Frozen(params))
    assert (face.sent[-1].path, face.sent[-1].query) == ("/v1/asset/deposit", {"token": token})
    assert address == {
        "info": published("Get deposit address"), "currency": "USDT", "network": network, "address": ADDRESS,
        "tag": None,
    }  # fmt: skip


async def test_the_network_of_a_deposit_may_be_an_option(stub: Stub) -> None:
    reply = {"success": True, "address": ADDRESS, "extra": "memo"}
    face = stub("woo", answering(reply), {"options": {"defaultNetworks": {"USDT": "TRC20"}}})
    address = await face.call("fetch_deposit_address", "USDT")
    assert face.sent[-1].query == {"token": "TRON_USDT"}
    assert (address["network"], address["tag"]) == ("TRC20", "memo")
    with pytest.raises(ccxt.ArgumentsRequired):  # but never that of a withdrawal
        await face.call("withdraw", "USDT", 100, ADDRESS)


async def test_an_address_that_is_none_is_refused(stub: Stub) -> None:
    face = stub("woo", answering({"success": True, "address": None, "extra": ""}))
    with pytest.raises(ccxt.InvalidAddress):
        await face.call("fetch_deposit_address", "USDT", {"network": "ERC20"})


LISTS = [
    ("fetch_deposits", {"token_side": "DEPOSIT"}),
    ("fetch_withdrawals", {"token_side": "WITHDRAW"}),
    ("fetch_deposits_withdrawals", {}),
]


@pytest.mark.parametrize(("name", "query"), LISTS)
async def test_lists_of_movements(stub: Stub, name: str, query: dict[str, str]) -> None:
    face = stub("woo", answering(page([])))
    assert await face.call(name) == []
    assert (face.sent[-1].path, face.sent[-1].query) == ("/v1/asset/history", {"size": "100", **query})
    given = Frozen(until=NOW, type="spot", network="ERC20", status="COMPLETED", paginate=False)
    assert await face.call(name, "USDT", NOW - 5, 7, given) == []
    assert face.sent[-1].query == {
        "size": "7", "start_t": str(NOW - 5), "end_t": str(NOW), "balance_token": "USDT", "status": "COMPLETED",
        **query,
    }  # fmt: skip
    await face.call(name, params={"type": "COLLATERAL"})
    assert face.sent[-1].query["type"] == "COLLATERAL"


async def test_movements_are_read(stub: Stub) -> None:
    waiting, done = published("Get asset history")["rows"]
    out = movement(
        3, 1579399880, "TRON_USDT", token_side="WITHDRAW", status="CANCELED", extra="memo", fee_token="TRON_USDT",
        fee_amount=1, amount=25.5, tx_id="",
    )  # fmt: skip
    face = stub("woo", answering(page([out, {**waiting, "token": "ETH_USDT"}, done])))
    second, first, last = await face.call("fetch_deposits_withdrawals")
    assert (first["status"], second["status"], last["status"]) == ("pending", "ok", "canceled")
    assert (first["type"], last["type"]) == ("deposit", "withdrawal")
    assert (first["currency"], first["network"]) == ("USDT", "ERC20")
    assert (second["currency"], second["network"]) == ("ETH", None)
    assert first["timestamp"] == first["updated"] == 1579399877041
    assert (first["fee"], first["tag"]) == (None, None)
    assert first["txid"] == waiting["tx_id"]
    assert (first["address"], first["addressTo"]) == (waiting["target_address"],) * 2
    assert first["addressFrom"] == waiting["source_address"]
    expected = {
        "id": "3", "txid": None, "network": "TRC20", "currency": "USDT", "amount": 25.5, "tag": "memo",
        "tagTo": "memo", "fee": {"cost": 1.0, "currency": "USDT"}, "timestamp": 1579399880000, "info": out,
    }  # fmt: skip
    assert {key: last[key] for key in expected} == expected


async def test_a_status_that_is_not_documented_passes_and_a_side_does_not(stub: Stub) -> None:
    face = stub("woo", answering(page([movement(1, 1579399880, status="FROZEN")])))
    assert (await face.call("fetch_deposits"))[0]["status"] == "FROZEN"
    face = stub("woo", answering(page([movement(1, 1579399880, token_side="LEFT")])))
    with pytest.raises(ccxt.BadResponse, match="LEFT"):
        await face.call("fetch_deposits")


def history(count: int, size: int) -> Callable[[Sent], Any]:
    """Asset history newest first, ``count`` rows in all, a row a second; the venue names no total."""
    rows = [movement(number, 1_600_000_000 + number) for number in range(count, 0, -1)]

    def answer(sent: Sent) -> Any:
        public = market_data(sent)
        if public is not None:
            return public
        wanted = min(int(sent.query["size"]), size)
        begin = (int(sent.query.get("page", 1)) - 1) * wanted
        return page(rows[begin : begin + wanted], None, size=wanted)

    return answer


async def test_movements_over_many_pages(stub: Stub) -> None:
    """Without a total pages are read until one is not full; from ``since`` on all, else as many as wanted."""
    face = stub("woo", history(25, 10))
    newest = await face.call("fetch_deposits", None, None, 12)
    assert [row["id"] for row in newest] == [str(number) for number in range(14, 26)]
    assert len([sent for sent in face.sent if sent.path == "/v1/asset/history"]) == 2
    face = stub("woo", history(25, 10))
    every = await face.call("fetch_deposits", None, 1_600_000_000_000)
    assert [row["id"] for row in every] == [str(number) for number in range(1, 26)]
    face = stub("woo", history(25, 10))
    oldest = await face.call("fetch_deposits", None, 1_600_000_000_000, 3)
    assert [row["id"] for row in oldest] == ["1", "2", "3"]
    early = await face.call("fetch_deposits", None, 1_600_000_000_000, None, {"until": 1_600_000_002_000})
    assert [row["id"] for row in early] == ["1", "2"]
    everything = await face.call("fetch_deposits", params={"paginate": True})
    assert len(everything) == 25


async def test_a_venue_that_repeats_itself_ends_the_list(stub: Stub) -> None:
    full = page([movement(1, 1579399880), movement(2, 1579399881)], None, size=2)
    face = stub("woo", answering(full))
    assert len(await face.call("fetch_deposits", None, 1)) == 2
    assert len([sent for sent in face.sent if sent.path == "/v1/asset/history"]) == 2


async def test_transfers(stub: Stub) -> None:
    face = stub("woo", answering(published("Transfer assets")))
    transfer = await face.call("transfer", "USDT", "12.5", MAIN, SUB, Frozen())
    assert (face.sent[-1].method, face.sent[-1].path) == ("POST", "/v1/asset/main_sub_transfer")
    assert face.sent[-1].form == {
        "token": "USDT", "amount": "12.5", "from_application_id": MAIN, "to_application_id": SUB,
    }  # fmt: skip
    expected = {
        "id": "200", "currency": "USDT", "amount": 12.5, "fromAccount": MAIN, "toAccount": SUB, "status": "ok",
    }  # fmt: skip
    assert {key: transfer[key] for key in expected} == expected


async def test_the_history_of_transfers_is_in_seconds_and_filtered_by_code(stub: Stub) -> None:
    (row,) = published("Get transfer history")["data"]["rows"]
    other = {**row, "id": 226, "token": "BTC", "status": "PROCESSING", "created_time": "1642660999.000"}
    reply = in_data(page([other, row], 2))
    face = stub("woo", answering(reply))
    assert [transfer["id"] for transfer in await face.call("fetch_transfers")] == ["225", "226"]
    (transfer,) = await face.call("fetch_transfers", "USDT", params=Frozen(until=1642660950000))
    assert face.sent[-1].query == {"size": "100", "end_t": "1642660950000"}
    expected = {
        "id": "225", "timestamp": 1642660941534, "datetime": "2022-01-20T06:42:21.534Z", "currency": "USDT",
        "amount": 1e6, "status": "ok", "fromAccount": row["from_application_id"],
        "toAccount": row["to_application_id"], "info": row,
    }  # fmt: skip
    assert transfer == expected
    (pending,) = await face.call("fetch_transfers", "BTC")
    assert pending["status"] == "pending"


async def test_a_code_is_looked_for_on_all_pages(stub: Stub) -> None:
    """The venue has no filter by token, so pages are read until enough rows of the token are found."""
    (row,) = published("Get transfer history")["data"]["rows"]

    def answer(sent: Sent) -> Any:
        public = market_data(sent)
        if public is not None:
            return public
        number = int(sent.query.get("page", 1))
        rows = [
            {**row, "id": 10 - 2 * number - offset, "token": "BTC" if offset else "ETH",
             "created_time": f"{1_700_000_100 - 2 * number - offset}"}
            for offset in (0, 1)
        ]  # fmt: skip
        return in_data(page(rows, 8, number, 2))

    face = stub("woo", answer)
    transfers = await face.call("fetch_transfers", "BTC", None, 3)
    assert [transfer["id"] for transfer in transfers] == ["3", "5", "7"]
    assert [sent.query.get("page") for sent in face.sent[-3:]] == [None, "2", "3"]


async def test_the_ledger(stub: Stub) -> None:
    face = stub("woo", answering(published("Get token history")))
    window = Frozen(type="TRADING_FEE", until=1686544732777)
    entries = await face.call("fetch_ledger", None, None, 4, window)
    assert face.sent[-1].path == "/v1/client/transaction_history"
    assert face.sent[-1].query == {"size": "4", "end_t": "1686544732777", "type": "TRADING_FEE"}
    assert [(entry["type"], entry["direction"], entry["amount"]) for entry in entries] == [
        ("fee", "in", 0.02661496),
        ("trade", "out", 24.64824179),
        ("fee", "out", 0.174587),
        ("cashback", "in", 0.30029155),
    ]
    assert [entry["currency"] for entry in entries] == ["USDT", "USDT", "USDT", "WOO"]
    assert (entries[0]["id"], entries[0]["timestamp"]) == ("7284139", 1686009921667)


async def test_ledger_rows_with_one_id_are_all_kept(stub: Stub) -> None:
    """Realized profits of a day share one number, whatever their market is."""
    rows = [
        {
            "id": 1686355200000,
            "type": "REALIZED_PNL",
            "token": "USDT",
            "symbol": symbol,
            "amount": 1,
            "timestamp": 1686355200000,
        }
        for symbol in ("PERP_WOO_USDT", "PERP_BTC_USDT")
    ]
    face = stub("woo", answering(in_data(page(rows, 2))))
    assert len(await face.call("fetch_ledger", "USDT")) == 2


@pytest.mark.parametrize(
    ("kind", "amount", "expected"),
    [
        ("SPOT_TRADING", -5, ("trade", "out")),
        ("SPOT_TRANSACTION", 5, ("trade", "in")),
        ("TRANSACTION_FEE", -1, ("fee", "out")),
        ("FUNDING_FEE", -1, ("fee", "out")),
        ("WITHDRAW", 5, ("transaction", "out")),
        ("FIAT_DEPOSIT", 5, ("transaction", "in")),
        ("SUB_ACCOUNT_TRANSFER", -5, ("transfer", "out")),
        ("INTEREST", -1, ("margin", "out")),
        ("REFERRAL", 1, ("referral", "in")),
        ("AIRDROP", 1, ("AIRDROP", "in")),
    ],
)
async def test_types_of_the_ledger(stub: Stub, kind: str, amount: int, expected: tuple[str, str]) -> None:
    row = {"id": 1, "type": kind, "token": "USDT", "amount": amount, "timestamp": 1686528091385}
    face = stub("woo", answering(in_data(page([row], 1))))
    (entry,) = await face.call("fetch_ledger")
    assert (entry["type"], entry["direction"]) == expected
    assert entry["amount"] == abs(amount)


async def test_accounts(stub: Stub) -> None:
    own, subs = published("Get account information (new)"), published("Get sub-accounts")
    face = stub("woo", lambda sent: own if sent.path == "/v3/accountinfo" else subs)
    accounts = await face.call("fetch_accounts", Frozen())
    assert [(one["id"], one["type"], one["name"]) for one in accounts] == [
        (MAIN, "main", None),
        (SUB, "subaccount", "2"),
        ("5b0df321-3aaf-471f-a386-b922a941d17d", "subaccount", "1"),
        ("de25e672-f3e8-4ddc-b264-75d243cb2b9c", "subaccount", "test"),
    ]


async def test_fees_of_withdrawals(stub: Stub) -> None:
    face = stub("woo", answering({}))
    fees = await face.call("fetch_deposit_withdraw_fees", ["USDT"])
    assert list(fees) == ["USDT"]
    assert fees["USDT"]["networks"]["ERC20"]["withdraw"] == {"fee": 10.0, "percentage": False}
    assert fees["USDT"]["networks"]["TRC20"]["withdraw"] == {"fee": 1.0, "percentage": False}
    assert fees["USDT"]["withdraw"] == {"fee": None, "percentage": None}
    one = await face.call("fetch_deposit_withdraw_fee", "USDT")
    assert one == fees["USDT"]
    assert set(await face.call("fetch_deposit_withdraw_fees")) == {"BTC", "USDT"}
