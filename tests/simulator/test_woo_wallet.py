"""WOO's wallet, sub-accounts, convert service and liquidator preferences over raw HTTP."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import requests

from ascendex_woo_adapters.simulator import Fault, ManualClock, Simulator

from .woo_client import DAY, PERP, SPOT, Client


def history(client: Client, **query: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.get("/v1/asset/history", **query)["rows"]
    return rows


def held(client: Client, token: str) -> float:
    amount: float = client.get("/v1/client/holding")["holding"].get(token, 0)
    return amount


# Deposits and withdrawals.


def test_a_deposit_passes_its_stages_and_then_counts(client: Client, clock: ManualClock) -> None:
    number = client.sim.woo.deposit("ETH", "2.5", network="ARB")
    stages = []
    for _ in range(7):
        (row,) = history(client, id=number)
        stages.append((row["status"], row["confirmed_number"], held(client, "ETH")))
        clock.advance(10_000)
    assert stages == [
        ("NEW", 0, 10),
        ("CONFIRMING", 2, 10),
        ("CONFIRMING", 4, 10),
        ("PROCESSING", 6, 10),
        ("PROCESSING", 8, 10),
        ("PROCESSING", 10, 10),
        ("COMPLETED", 12, 12.5),
    ]
    (row,) = history(client, token_side="DEPOSIT")
    assert (row["token"], row["fee_token"], row["confirming_threshold"]) == ("ARB_ETH", None, 12)
    assert row["target_address"] == client.get("/v1/asset/deposit", token="ARB_ETH")["address"]
    assert Decimal(row["updated_time"]) - Decimal(row["created_time"]) == 60
    (entry,) = client.get("/v1/client/transaction_history", type="DEPOSIT", size=1)["data"]["rows"]
    assert (entry["token"], entry["amount"]) == ("ETH", 2.5)


def test_a_deposit_may_arrive_at_once_and_for_any_account(sim: Simulator) -> None:
    venue = sim.woo
    venue.deposit("USDT", 70, account="empty", within_ms=0)
    assert held(Client(sim, "empty"), "USDT") == 70
    with pytest.raises(ValueError, match="BTC does not come by ETH"):
        venue.deposit("BTC", 1, network="ETH")


def test_a_withdrawal_passes_its_stages(client: Client, clock: ManualClock) -> None:
    fields = {"token": "TRON_USDT", "address": "T1", "amount": "50", "extra": "memo"}
    number = client.form("POST", "/v1/asset/withdraw", **fields)["withdraw_id"]
    assert held(client, "USDT") == 99_950
    stages = []
    for _ in range(7):
        stages.append(history(client)[0]["status"])
        clock.advance(10_000)
    assert stages == ["NEW", *["CONFIRMING"] * 2, *["PROCESSING"] * 3, "COMPLETED"]
    (row,) = history(client, status="COMPLETED")
    assert (row["id"], row["extra"], row["target_address"]) == (number, "memo", "T1")
    assert (row["fee_token"], row["fee_amount"]) == ("TRON_USDT", 2)
    assert row["tx_id"].startswith("0x")
    assert client.refused("DELETE", "/v1/asset/withdraw", form={"id": number}) == (400, -1006)


def test_a_new_withdrawal_can_be_cancelled(client: Client, clock: ManualClock) -> None:
    body = {"balanceToken": "ETH", "network": "ARB", "address": "0x1", "amount": "1"}
    number = client.post("/v3/asset/withdraw", **body)["data"]["withdrawId"]
    clock.advance(9_999)
    assert held(client, "ETH") == 9
    client.form("DELETE", "/v1/asset/withdraw", id=number)
    assert held(client, "ETH") == 10
    assert history(client)[0]["status"] == "CANCELED"
    assert client.refused("DELETE", "/v1/asset/withdraw", form={"id": number}) == (400, -1006)


def test_an_internal_withdrawal_needs_no_chain(client: Client, clock: ManualClock) -> None:
    fields = {"target_user_id": "10002", "balance_token": "BTC", "amount": "0.25"}
    number = client.form("POST", "/v1/asset/internal_withdraw", **fields)["withdraw_id"]
    clock.advance(10_000)
    (row,) = history(client, id=number)
    assert (row["status"], row["target_address"], row["tx_id"]) == ("COMPLETED", "10002", "")
    assert held(client, "BTC") == 0.75
    refused = client.refused("POST", "/v1/asset/internal_withdraw", form={**fields, "balance_token": "NOPE"})
    assert refused == (400, -1005)


def test_movements_are_filtered(client: Client, clock: ManualClock) -> None:
    venue = client.sim.woo
    first = venue.deposit("USDT", 10, network="TRON")
    clock.advance(1_000)
    second = venue.deposit("BTC", 1)
    clock.advance(1_000)
    third = client.form("POST", "/v1/asset/withdraw", token="ETH_USDT", address="0", amount="50")[
        "withdraw_id"
    ]

    def found(**query: Any) -> list[str]:
        return [row["id"] for row in history(client, **query)]

    assert found() == [third, second, first]
    assert found(token_side="DEPOSIT") == [second, first]
    assert found(balance_token="USDT") == [third, first]
    assert found(token="TRON_USDT") == [first]
    assert found(status="NEW") == [third, second, first]
    assert found(type="COLLATERAL") == []
    assert found(start_t=clock.now() - 1_000, end_t=clock.now() - 1) == [second]
    assert found(size=1, page=2) == [second]
    assert client.get("/v1/asset/history")["meta"] == {"records_per_page": 25, "current_page": 1}


@pytest.mark.parametrize(
    ("kind", "booked"),
    [("drop_before", False), ("drop_after", True), ("truncate", True), ("body", False), ("status", False)],
)
@pytest.mark.parametrize("path", ["/v1/asset/withdraw", "/v1/asset/main_sub_transfer"])
def test_money_moves_as_told_when_the_reply_is_lost(
    kind: Any, booked: bool, path: str, client: Client
) -> None:
    main, second = (client.sim.woo.credentials[name].application_id for name in ("main", "second"))
    moved = {"token": "USDT", "amount": 60, "from_application_id": main, "to_application_id": second}
    form = moved if "transfer" in path else {"token": "TRON_USDT", "address": "T", "amount": 60}
    held(client, "USDT")
    client.sim.woo.faults.add(Fault(f"POST {path}", kind, code=502, body='{"code": 503}'))
    try:
        lost = not client.call("POST", path, form=form).json().get("success")
    except (requests.RequestException, ValueError):
        lost = True
    assert lost
    assert held(client, "USDT") == (99_940 if booked else 100_000)


# Sub-accounts.


def test_transfers_go_both_ways_but_only_from_ones_own(sim: Simulator, client: Client) -> None:
    main, second, empty = (sim.woo.credentials[name].application_id for name in ("main", "second", "empty"))
    sub = Client(sim, "second")

    def moved(client: Client, giver: str, taker: str, amount: str) -> requests.Response:
        form = {"token": "USDT", "amount": amount, "from_application_id": giver, "to_application_id": taker}
        return client.call("POST", "/v1/asset/main_sub_transfer", form=form)

    client.ok(moved(client, main, empty, "100"))
    client.ok(moved(client, second, main, "10"))
    client.ok(moved(sub, second, main, "5"))
    assert moved(sub, main, second, "5").json()["code"] == -1002
    assert moved(client, main, main, "5").json()["code"] == -1005
    assert moved(client, main, "nobody", "5").json()["code"] == -1006
    assert moved(client, main, second, "1e9").json()["code"] == -1101
    rows = client.get("/v1/asset/main_sub_transfer_history")["data"]["rows"]
    assert [(row["from_user"], row["to_user"], row["amount"]) for row in rows] == [
        ("second", "Main", 5),
        ("second", "Main", 10),
        ("Main", "empty", 100),
    ]
    assert len(sub.get("/v1/asset/main_sub_transfer_history")["data"]["rows"]) == 2
    assets = {row["account"]: row["usdt_balance"] for row in client.get("/v1/sub_account/assets")["rows"]}
    assert assets == {"Main": 99_915, "second": 49_985, "empty": 100}


def test_ltv_only_reads(client: Client) -> None:
    info = client.form("POST", "/v1/asset/ltv", withdraw_token="USDT", withdraw_amount=5)
    assert info["wallet_total_collateral"] == 100_000
    assert client.refused("POST", "/v1/asset/ltv", form={"withdraw_token": "USDT"}) == (400, -1005)


# Convert.


def quote(client: Client, **query: Any) -> dict[str, Any]:
    data: dict[str, Any] = client.get("/v3/convert/rfq", **query)["data"]
    return data


def test_a_quote_is_accepted_and_booked(client: Client, clock: ManualClock) -> None:
    offer = quote(client, sellToken="ETH", buyToken="USDT", sellQuantity="0.5")
    assert float(offer["buyQuantity"]) == pytest.approx(0.5 * float(offer["buyPrice"]), abs=0.02)
    assert offer["expireTimestamp"] > clock.now()
    reply = client.post("/v3/convert/rft", quoteId=offer["quoteId"])["data"]
    assert reply == {"quoteId": offer["quoteId"], "counterPartyId": "", "rftAccepted": 1}
    assert held(client, "ETH") == 9.5
    assert held(client, "USDT") == pytest.approx(100_000 + float(offer["buyQuantity"]))
    trade = client.get("/v3/convert/trade", quoteId=offer["quoteId"])["data"]
    assert (trade["sellAsset"], trade["buyAsset"], trade["sellAmount"]) == ("ETH", "USDT", 0.5)
    listed = client.get("/v3/convert/trades")["data"]
    assert listed == {"count": 1, "tradeVos": [trade]}
    entries = client.get("/v1/client/transaction_history", type="CONVERT")["data"]["rows"]
    assert {entry["token"]: entry["amount"] for entry in entries} == {
        "ETH": -0.5,
        "USDT": float(offer["buyQuantity"]),
    }


def test_quotes_that_come_to_nothing(client: Client, clock: ManualClock) -> None:
    used = quote(client, sellToken="USDT", buyToken="BTC")["quoteId"]
    client.post("/v3/convert/rft", quoteId=used)
    late = quote(client, sellToken="USDT", buyToken="BTC", sellQuantity="100")["quoteId"]
    clock.advance(15_001)
    dear = quote(client, sellToken="SOL", buyToken="BTC", sellQuantity="10")["quoteId"]
    for number in (used, late, dear):
        assert client.post("/v3/convert/rft", quoteId=number)["data"]["rftAccepted"] == 3
    failed = {"success": False, "message": "INTERNAL_ERROR", "data": None}
    for method, path, where in (
        ("POST", "/v3/convert/rft", {"body": {"quoteId": 1}}),
        ("GET", "/v3/convert/trade", {"query": {"quoteId": late}}),
        ("GET", "/v3/convert/rfq", {"query": {"sellToken": "BTC", "buyToken": "BTC"}}),
        ("GET", "/v3/convert/rfq", {"query": {"sellToken": "BTC", "buyToken": "ETH", "sellQuantity": "1e6"}}),
    ):
        reply = client.call(method, path, **where)
        assert (reply.status_code, reply.json()) == (400, failed)
    query = {"sellToken": "NOPE", "buyToken": "BTC"}
    assert client.refused("GET", "/v3/convert/rfq", query=query) == (400, -1005)
    other = Client(client.sim, "second")
    assert other.get("/v3/convert/trades")["data"] == {"count": 0, "tradeVos": []}


def test_conversions_keep_to_their_bounds_and_ticks(client: Client) -> None:
    ticks = {row["token"]: Decimal(str(row["tick"])) for row in client.get("/v3/convert/assetInfo")["rows"]}
    rows = client.get("/v3/convert/exchangeInfo")["rows"]
    assert len(rows) == len(ticks) * (len(ticks) - 1)
    for row in rows:
        for side in ("from", "to"):
            least, most = (Decimal(str(row[f"{side}Asset{end}"])) for end in ("Min", "Max"))
            assert 0 < least < most
            assert least % ticks[row[f"{side}Asset"]] == most % ticks[row[f"{side}Asset"]] == 0


def test_a_lost_acceptance_can_be_looked_up(client: Client) -> None:
    number = quote(client, sellToken="USDT", buyToken="BTC", sellQuantity="500")["quoteId"]
    client.sim.woo.faults.add(Fault("POST /v3/convert/rft", "drop_after"))
    with pytest.raises(requests.RequestException):
        client.post("/v3/convert/rft", quoteId=number)
    assert client.get("/v3/convert/trade", quoteId=number)["data"]["tradeStatus"] == 1
    assert held(client, "USDT") == 99_500


# Preferences of liquidators.


def test_preferences_are_added_overwritten_and_deleted(client: Client) -> None:
    path = "/v3/liquidator/assignmentPreference"
    maxima = {"maxAmountPerOrder": "10", "maxAmountTotal": "100"}
    client.post(path, symbol=PERP, type="BASE_TOKEN", acceptShort=False, **maxima)
    client.post(path, symbol="PERP_BTC_USDT", type="LIMITLESS")
    first, second = client.get(path)["data"]["rows"]
    assert first == {
        "symbol": PERP,
        "type": "BASE_TOKEN",
        "maxAmountPerOrder": 10,
        "maxAmountTotal": 100,
        "acceptLong": True,
        "acceptShort": False,
    }
    assert (second["maxAmountTotal"], second["acceptLong"]) == (None, True)
    client.post(path, symbol=PERP, type="USDT_NOTIONAL", **maxima)
    assert [row["type"] for row in client.get(path)["data"]["rows"]] == ["USDT_NOTIONAL", "LIMITLESS"]
    client.ok(client.call("DELETE", path, query={"symbol": PERP}))
    assert client.refused("DELETE", path, query={"symbol": PERP}) == (400, -1006)
    for body in (
        {"symbol": PERP, "type": "BASE_TOKEN", "maxAmountTotal": "1"},
        {"symbol": PERP, "type": "ALL", **maxima},
        {"symbol": SPOT, "type": "LIMITLESS"},
    ):
        assert client.refused("POST", path, body=body) == (400, -1005)


# Everything else.


def test_a_halted_system_takes_no_orders(client: Client) -> None:
    venue = client.sim.woo
    venue.system_status = 1
    size = {"symbol": PERP, "side": "BUY", "order_type": "MARKET", "order_quantity": "1"}
    reply = client.call("POST", "/v1/order", form=size).json()
    assert reply == {"success": False, "code": "-1011", "message": "The system is under maintenance."}
    client.get("/v3/balances")
    venue.system_status = 2
    assert client.call("GET", "/v3/balances").json()["code"] == "-1011"
    client.get("/v1/public/info")


def test_empty_histories_have_their_shape(client: Client, clock: ManualClock) -> None:
    clock.advance(DAY)
    meta = {"total": 0, "records_per_page": 25, "current_page": 1}
    assert client.get("/v1/staking/yield_history", token="WOO") == {"rows": [], "meta": meta, "success": True}
    assert client.refused("GET", "/v1/staking/yield_history") == (400, -1005)
    for path in ("/v3/referrals", "/v3/referral_rewards"):
        assert client.get(path)["data"] == {"rows": [], "meta": meta}


def test_the_audit_sees_money_that_moved_by_itself(sim: Simulator, client: Client) -> None:
    venue = sim.woo
    client.form("POST", "/v1/asset/withdraw", token="TRON_USDT", address="T1", amount="50")
    (movement,) = venue.wallet.of(venue.engine.account("main"))
    movement.amount += 1
    with pytest.raises(AssertionError, match="movements of main"):
        venue.engine.audit()
    movement.amount -= 1
    number = quote(client, sellToken="USDT", buyToken="BTC", sellQuantity="500")["quoteId"]
    client.post("/v3/convert/rft", quoteId=number)
    (trade,) = venue.converter.trades(venue.engine.account("main"))
    trade.bought_quantity *= 2
    with pytest.raises(AssertionError, match="conversions of main"):
        venue.engine.audit()
    trade.bought_quantity /= 2
    venue.engine.account("main").owed["BTC"] += 1
    with pytest.raises(AssertionError, match="interest of main in BTC"):
        venue.engine.audit()
    venue.engine.account("main").owed.clear()
