"""Margin changes, transfers, funding payments, ledger and fills."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ccxt
import pytest
from ccxt.test.exchange.base import test_ledger_entry as check_entry

from tests.ascendex.venue import MARKET_ID, SYMBOL, contracts, requests_to, sample, venue
from tests.support import NOW, Face, Frozen, Sent

DAY_MS = 86_400_000
SNAPSHOT = "data/v1/futures/balance/snapshot"
HISTORY = "data/v1/futures/balance/history"
PAYMENTS = "v2/futures/funding-payments"


# margin and transfers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "amount", "sent", "kind"),
    [
        ("add_margin", 12.5, "12.5", "add"),
        ("reduce_margin", "3", "-3", "reduce"),
        ("add_margin", 0.30000000000000004, "0.3", "add"),
        ("add_margin", 1.23456789199, "1.234567891", "add"),
        ("reduce_margin", 100.00008, "-100.00008", "reduce"),
    ],
)
async def test_margin_changes(
    stub: Callable[..., Face], name: str, amount: Any, sent: str, kind: str
) -> None:
    face = stub("ascendex", venue())
    change = await face.call(name, SYMBOL, amount, Frozen({}))
    assert face.sent[-1].path == "/0/api/pro/v2/futures/isolated-position-margin"
    assert face.sent[-1].json == {"symbol": MARKET_ID, "amount": sent}
    assert (change["symbol"], change["type"], change["amount"]) == (SYMBOL, kind, abs(float(sent)))
    assert (change["marginMode"], change["code"], change["status"]) == ("isolated", "USDT", "ok")


@pytest.mark.parametrize(
    ("source", "target", "path"),
    [
        ("spot", "swap", "deposit"),
        ("cash", "futures", "deposit"),
        ("swap", "spot", "withdraw"),
        ("Future", "CASH", "withdraw"),
    ],
)
async def test_transfers(stub: Callable[..., Face], source: str, target: str, path: str) -> None:
    face = stub("ascendex", venue())
    entry = await face.call("transfer", "USDT", 11.00009, source, target, Frozen({}))
    assert face.sent[-1].path == f"/0/api/pro/v2/futures/transfer/{path}"
    assert face.sent[-1].json == {"asset": "USDT", "amount": "11.00009"}
    assert (entry["currency"], entry["amount"], entry["status"]) == ("USDT", 11.00009, "ok")
    assert (entry["fromAccount"], entry["toAccount"]) == (source, target)


@pytest.mark.parametrize(
    ("scale", "amount", "sent"),
    [
        (9, "1.2345678999", "1.234567899"),
        (6, 1.2345678999, "1.234567"),
        (0, 7.9, "7"),
        (None, 100.00008, "100.00008"),
        (None, 1e-9, "0.000000001"),
        (None, 123456789012345678901234567890, "123456789012345678901234567890"),
    ],
)
async def test_transfers_are_cut_to_the_scale_of_balances(
    stub: Callable[..., Face], scale: int | None, amount: Any, sent: str
) -> None:
    assets = sample("List all assets")
    for row in assets["data"]:
        row["precisionScale"] = scale
    face = stub("ascendex", venue({"GET v2/assets": assets}))
    entry = await face.call("transfer", "USDT", amount, "spot", "swap")
    assert face.sent[-1].json == {"asset": "USDT", "amount": sent}
    assert entry["amount"] == float(sent)
    assert face.exchange.currency("USDT")["precision"] == 0.0001  # that of withdrawals


@pytest.mark.parametrize(
    ("name", "args", "exception"),
    [
        ("add_margin", (SYMBOL, 0), ccxt.BadRequest),
        ("add_margin", (SYMBOL, -1), ccxt.BadRequest),
        ("add_margin", (SYMBOL, None), ccxt.BadRequest),
        ("reduce_margin", (SYMBOL, "much"), ccxt.BadRequest),
        ("reduce_margin", (None, 1), ccxt.ArgumentsRequired),
        ("transfer", ("USDT", 1, "spot", "margin"), ccxt.NotSupported),
        ("transfer", ("USDT", 1, "swap", "futures"), ccxt.NotSupported),
        ("transfer", ("USDT", 1, None, "swap"), ccxt.NotSupported),
        ("transfer", ("USDT", 1, "spot", "swap", {"network": "ERC20"}), ccxt.NotSupported),
        ("transfer", ("USDT", 0.0000000009, "spot", "swap"), ccxt.BadRequest),
        ("transfer", ("USDT", 1e300, "spot", "swap"), ccxt.BadRequest),
        ("transfer", ("USDT", float("inf"), "spot", "swap"), ccxt.BadRequest),
        ("transfer", ("NOSUCH", 1, "spot", "swap"), ccxt.ExchangeError),
    ],
)
async def test_what_moves_no_money_is_not_sent(
    stub: Callable[..., Face], name: str, args: tuple[Any, ...], exception: type[ccxt.BaseError]
) -> None:
    face = stub("ascendex", venue())
    with pytest.raises(exception):
        await face.call(name, *args)
    assert not [sent for sent in face.sent if sent.method == "POST"]


# funding payments --------------------------------------------------------------------------------


def payments(total: int, size: int = 100) -> Callable[[Sent], Any]:
    """So many payments, eight hours apart, newest first, in pages."""

    def answer(sent: Sent) -> Any:
        page, listed = int(sent.query["page"]), int(sent.query["pageSize"])
        assert listed == size
        numbers = range(total)[(page - 1) * size : page * size]
        rows = [
            {"fundingRate": "0.0001", "paymentInUSDT": f"-0.{number + 1:04d}", "symbol": MARKET_ID,
             "timestamp": NOW - (number + 1) * 28_800_000}
            for number in numbers
        ]  # fmt: skip
        return {
            "code": 0,
            "data": {"data": rows, "hasNext": page * size < total, "page": page, "pageSize": size},
        }

    return answer


async def test_the_published_payments(stub: Callable[..., Face]) -> None:
    reply = sample("Funding payment history")
    reply["data"]["hasNext"] = False
    face = stub("ascendex", venue({f"GET {PAYMENTS}": reply}))
    older, newer = await face.call("fetch_funding_history", SYMBOL)
    assert face.sent[-1].query == {"symbol": "BTCUSDT", "page": "1", "pageSize": "100"}
    assert (newer["symbol"], newer["code"], newer["amount"]) == (SYMBOL, "USDT", -0.000142423)
    assert (older["timestamp"], older["datetime"]) == (1642752000000, "2022-01-21T08:00:00.000Z")
    assert newer["rate"] == 0.00003666


@pytest.mark.parametrize(
    ("since", "limit", "until", "expected", "pages"),
    [
        (None, None, None, range(100), 1),
        (None, 3, None, range(3), 1),
        (None, 150, None, range(150), 2),
        (NOW - 120 * 28_800_000, None, None, range(120), 2),
        (NOW - 120 * 28_800_000, 4, None, range(116, 120), 2),
        (NOW - 120 * 28_800_000, None, NOW - 110 * 28_800_000, range(109, 120), 2),
        (1, None, None, range(250), 3),
    ],
)
async def test_payments_are_paged(
    stub: Callable[..., Face], since: Any, limit: Any, until: Any, expected: range, pages: int
) -> None:
    face = stub("ascendex", venue({f"GET {PAYMENTS}": payments(250)}))
    params = Frozen({} if until is None else {"until": until})
    rows = await face.call("fetch_funding_history", None, since, limit, params)
    assert [row["timestamp"] for row in rows] == [NOW - (n + 1) * 28_800_000 for n in reversed(expected)]
    assert len(requests_to(face.sent, PAYMENTS)) == pages
    assert not {"until", "symbol"} & set(face.sent[-1].query)


async def test_payments_of_another_market_are_left_out(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue({f"GET {PAYMENTS}": payments(5), "GET v2/futures/contract": contracts()}))
    assert await face.call("fetch_funding_history", "ETH/USDT:USDT") == []


# the record of balance changes -------------------------------------------------------------------


def record(**replies: Any) -> Any:
    """A venue whose snapshots end at sequence number 100."""
    snapshot = {"meta": {"ac": "futures", "accountId": "x", "sn": 100, "balanceTime": NOW}}
    rows = contracts()
    rows["data"] += [
        {**rows["data"][0], "symbol": f"{base}-PERP", "underlying": f"{base}/USDT"}
        for base in ("PORT", "XPRT")
    ]
    return venue({"GET v2/futures/contract": rows, f"GET {SNAPSHOT}": snapshot, **replies})


async def test_the_published_ledger(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", record())
    entries = await face.call("fetch_ledger", None, 1634864467246, None, Frozen({}))
    assert requests_to(face.sent, SNAPSHOT)[0].query == {"date": "2023-11-08"}  # as far back as it goes
    assert face.sent[-1].query == {"sn": "101", "limit": "500"}
    missing = dict.fromkeys(("fee", "referenceAccount", "referenceId"), True)
    for entry in entries:
        cost = {} if entry["account"] == "futures" else {"before": True, "after": True}
        check_entry(face.exchange, {**missing, **cost}, "fetchLedger", entry, entry["currency"], NOW)
    found = [
        (entry["type"], entry["account"], entry["currency"], entry["direction"], entry["amount"])
        for entry in entries
    ]
    assert found == [
        ("trade", "PORT/USDT:USDT", "USDT", "out", 6.21),
        ("fee", "PORT/USDT:USDT", "USDT", "out", 0.003726),
        ("trade", SYMBOL, "USDT", "in", 10.673854479),
        ("trade", "futures", "USDT", "in", 10.673854479),
        ("fee", "XPRT/USDT:USDT", "USDT", "in", 0.004117158),
    ]  # fmt: skip
    trade, fee = entries[:2]
    assert trade["before"] is trade["after"] is fee["after"] is None  # a cost is no balance
    assert (entries[3]["before"], entries[3]["after"]) == (138.819333313, 149.493187792)
    assert trade["referenceId"] == fee["referenceId"] == "r17ca5840c64U7684578612bportL84r"
    assert len({entry["id"] for entry in entries}) == 5
    assert await face.call("fetch_ledger", "BTC", 1634864467246) == []


async def test_the_published_fill(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", record())
    (trade,) = await face.call("fetch_my_trades", None, 1634864467246, None, Frozen({}))
    assert (trade["id"], trade["order"]) == ("18589783182", "r17ca5840c64U7684578612bportL84r")
    assert (trade["side"], trade["price"], trade["amount"], trade["cost"]) == ("buy", 6.21, 1, 6.21)
    assert (trade["takerOrMaker"], trade["type"]) == ("taker", "market")
    assert trade["fee"] == {"cost": 0.003726, "currency": "USDT"}
    assert await face.call("fetch_my_trades", SYMBOL, 1634864467246) == []
    assert await face.call("fetch_order_trades", trade["order"], None, 1634864467246) == [trade]


def changes(first: int, last: int, asset: str = "USDT") -> Any:
    """Transfers with these sequence numbers, one a minute, newest first."""
    rows = [
        {"data": [{"asset": asset, "curBalance": str(n), "deltaQty": "1"}], "eventType": "deposit", "sn": n, "transactTime": NOW - DAY_MS + n * 60_000}
        for n in range(first, last + 1)
    ]  # fmt: skip
    return {"balance": rows[::-1], "order": [], "meta": {"ac": "futures"}}


async def test_the_record_is_read_to_its_end(stub: Callable[..., Face]) -> None:
    def answer(sent: Sent) -> Any:
        first = int(sent.query["sn"])
        return changes(first, min(first + 499, 1300))

    face = stub("ascendex", record(**{f"GET {HISTORY}": answer}))
    entries = await face.call("fetch_ledger")
    assert [entry["after"] for entry in entries] == list(range(101, 1301))
    assert {entry["type"] for entry in entries} == {"transfer"}
    assert [sent.query["sn"] for sent in requests_to(face.sent, HISTORY)] == ["101", "601", "1101"]
    assert requests_to(face.sent, SNAPSHOT)[0].query == {"date": "2023-11-13"}
    assert [entry["after"] for entry in await face.call("fetch_ledger", "USDT", None, 2)] == [1299, 1300]
    assert len(requests_to(face.sent, SNAPSHOT)) == 1  # what follows a day's snapshot never changes

    face.sent.clear()
    since = NOW - DAY_MS + 103 * 60_000
    entries = await face.call("fetch_ledger", None, since, 2)
    assert [entry["after"] for entry in entries] == [103, 104]
    assert [sent.query["sn"] for sent in requests_to(face.sent, HISTORY)] == ["101"]

    face.sent.clear()
    entries = await face.call("fetch_ledger", None, None, None, {"until": NOW - DAY_MS + 105 * 60_000})
    assert [entry["after"] for entry in entries] == [101, 102, 103, 104, 105]
    assert [sent.query for sent in requests_to(face.sent, HISTORY)] == [{"sn": "101", "limit": "500"}]


@pytest.mark.parametrize(("code", "others"), [("BTC", "USDT"), ("BTC", "BTCP"), (None, "BTCP")])
async def test_the_record_is_read_until_there_are_enough_entries(
    stub: Callable[..., Face], code: str | None, others: str
) -> None:
    """What the filter or the reading leaves out does not count: a position is no money."""

    def answer(sent: Sent) -> Any:
        first = int(sent.query["sn"])
        page = changes(first, min(first + 499, 2000))
        for row in page["balance"]:
            row["data"][0]["asset"] = "BTC" if row["sn"] > 700 else others
        return page

    face = stub("ascendex", record(**{f"GET {HISTORY}": answer}))
    entries = await face.call("fetch_ledger", code, NOW - DAY_MS, 3)
    assert [(entry["currency"], entry["after"]) for entry in entries] == [
        ("BTC", 701),
        ("BTC", 702),
        ("BTC", 703),
    ]
    assert [sent.query["sn"] for sent in requests_to(face.sent, HISTORY)] == ["101", "601"]


async def test_collaterals_whose_names_end_like_a_contracts(stub: Callable[..., Face]) -> None:
    collaterals = sample("Futures collateral asset info")
    collaterals["data"].append({**collaterals["data"][0], "asset": "BTCP", "assetName": "a coin"})
    face = stub(
        "ascendex",
        record(**{"GET v2/futures/collateral": collaterals, f"GET {HISTORY}": changes(101, 101, "BTCP")}),
    )
    (entry,) = await face.call("fetch_ledger")
    assert (entry["currency"], entry["account"]) == ("BTCP", "futures")
    traded = {"GET v2/futures/collateral": collaterals, f"GET {HISTORY}": fill("34000.25", "1")}
    (trade,) = await stub("ascendex", record(**traded)).call("fetch_my_trades", SYMBOL)
    assert (trade["price"], trade["amount"]) == (34000.25, 1)
    face = stub("ascendex", record(**{f"GET {HISTORY}": changes(101, 101, "BTCP")}))
    assert await face.call("fetch_ledger") == []  # a position is no money


async def test_changes_of_one_asset_in_a_row_follow_each_other(stub: Callable[..., Face]) -> None:
    page = changes(101, 101)
    row = page["balance"][0]
    row["data"] = [{**row["data"][0], "deltaQty": delta, "curBalance": "10"} for delta in ("4", "-1.5")]
    face = stub("ascendex", record(**{f"GET {HISTORY}": page}))
    entries = await face.call("fetch_ledger")
    assert [(entry["before"], entry["after"], entry["direction"]) for entry in entries] == [
        (7.5, 11.5, "in"),
        (11.5, 10, "out"),
    ]


async def test_the_record_tells_of_contracts_that_are_gone(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    (trade,) = await face.call("fetch_my_trades", None, 1634864467246)
    assert (trade["symbol"], trade["price"], trade["fee"]["currency"]) == ("PORT-PERP", 6.21, "USDT")
    entries = await face.call("fetch_ledger", "USDT", 1634864467246)
    assert [entry["account"] for entry in entries] == [
        "PORT-PERP",
        "PORT-PERP",
        SYMBOL,
        "futures",
        "XPRT-PERP",
    ]


def fill(price: str, quantity: str, **row: Any) -> Any:
    """A page with one fill of BTC-PERP."""
    data = [
        {"asset": "BTCP", "curBalance": quantity, "dataType": "trade", "deltaQty": f"-{quantity}"},
        {"asset": "BTCPC", "curBalance": price, "dataType": "trade", "deltaQty": price},
        {"asset": "USDT", "curBalance": "1", "dataType": "fee", "deltaQty": "0.25"},
    ]
    fields = {
        "data": data,
        "liquidityInd": "AddedLiquidity",
        "orderId": "o",
        "orderType": "Limit",
        "side": "Sell",
        "sn": 101,
        "transactTime": NOW - 5,
    }
    return {"order": [{**fields, **row}], "balance": [], "meta": {}}


@pytest.mark.parametrize(
    ("cost", "quantity", "price"),
    [
        ("1.000083333", "0.0003", 3333.611110),
        ("34000.25", "1", 34000.25),
        ("1.020007499", "0.00003", 34000.25),
    ],
)
async def test_the_price_of_a_fill_is_cost_by_amount(
    stub: Callable[..., Face], cost: str, quantity: str, price: float
) -> None:
    face = stub("ascendex", record(**{f"GET {HISTORY}": fill(cost, quantity)}))
    (trade,) = await face.call("fetch_my_trades", SYMBOL)
    assert trade["price"] == pytest.approx(price, rel=1e-12)
    assert (trade["side"], trade["takerOrMaker"], trade["type"]) == ("sell", "maker", "limit")
    assert trade["fee"] == {"cost": -0.25, "currency": "USDT"}  # a rebate


@pytest.mark.parametrize(
    "row", [{"data": []}, {"side": "Sideways"}, {"data": [{"asset": "BTCP", "deltaQty": "0"}]}]
)
async def test_a_fill_that_cannot_be_read_is_an_error(stub: Callable[..., Face], row: dict[str, Any]) -> None:
    face = stub("ascendex", record(**{f"GET {HISTORY}": fill("1", "1", **row)}))
    with pytest.raises(ccxt.BadResponse):
        await face.call("fetch_my_trades", SYMBOL)


async def test_fills_of_an_order_are_looked_for_from_its_time_on(stub: Callable[..., Face]) -> None:
    placed = NOW - 3 * DAY_MS
    order = f"a{placed:x}U0866943712abcd12345"
    face = stub("ascendex", record(**{f"GET {HISTORY}": fill("1", "1", orderId=order)}))
    (trade,) = await face.call("fetch_order_trades", order, SYMBOL, None, None, Frozen({}))
    assert trade["order"] == order
    assert requests_to(face.sent, SNAPSHOT)[0].query == {"date": "2023-11-11"}
    face.sent.clear()
    with pytest.raises(ccxt.NotSupported):
        await face.call("fetch_order_trades", f"a{NOW - 8 * DAY_MS:x}U0866943712abcd12345")
    with pytest.raises(ccxt.ArgumentsRequired):
        await face.call("fetch_order_trades", "")
    assert not face.sent


async def test_snapshots_of_old_days_are_forgotten(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", record(**{f"GET {HISTORY}": changes(101, 101)}))
    for day in range(30):
        face.exchange.milliseconds = lambda day=day: NOW + day * DAY_MS
        await face.call("fetch_ledger")
    assert len(face.exchange._snapshots) <= 8
    assert len(requests_to(face.sent, SNAPSHOT)) == 30
