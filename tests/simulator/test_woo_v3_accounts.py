"""Transactions, accounts, money and positions through WOO's generation V3, over raw HTTP."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ascendex_woo_adapters.simulator import ManualClock, Simulator
from ascendex_woo_adapters.simulator.trading.engine import PositionSide

from .test_woo_v3_trading import ALGO, HISTORY, ORDER, differences
from .woo_client import DAY, HOUR, MINUTE, PERP, SPOT
from .woo_v3_client import Trader

LEVERAGE, DEFAULT_MODE = "/v3/futures/leverage", "/v3/futures/defaultMarginMode"


# Transactions and fees.


def test_transactions_are_paged_by_their_ids(trader: Trader, clock: ManualClock) -> None:
    begin, numbers = clock.now(), []
    for _ in range(5):
        numbers.append(trader.place(kind="MARKET", quantity="0.1"))
        clock.advance(MINUTE)
    trader.place(SPOT, kind="MARKET", quantity="0.1", side="SELL")

    def found(**query: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = trader.get(HISTORY, **query)["data"]["rows"]
        return rows

    everything = found(symbol=PERP)
    assert [row["orderId"] for row in everything] == numbers
    first = found(limit=2)
    assert first == everything[:2]
    assert found(limit=2, fromId=first[-1]["id"] + 1) == everything[2:4]
    assert found(startTime=begin + MINUTE, endTime=begin + 2 * MINUTE) == everything[1:3]
    assert found(orderId=numbers[3]) == everything[3:4]
    meta = trader.get(HISTORY, symbol=PERP, limit=2)["data"]["meta"]
    assert meta == {"total": 5, "recordsPerPage": 2, "currentPage": 1}
    assert everything[0]["fee"] > 0


def test_a_transaction_alone_and_how_long_it_is_kept(trader: Trader, clock: ManualClock) -> None:
    trader.place(kind="MARKET", quantity="1", clientOrderId=8)
    number = trader.get(HISTORY)["data"]["rows"][0]["id"]
    row = trader.get("/v3/trade/transaction", tradeId=number)["data"]
    assert (row["id"], row["realizedPnl"], row["executedTimestamp"]) == (number, "null", clock.now())
    assert trader.get("/v3/trade/transaction", clientOrderId=8)["data"] == row
    assert trader.error("GET", "/v3/trade/transaction") == (400, -1006, None)
    clock.advance(91 * DAY)
    assert trader.error("GET", "/v3/trade/transaction", query={"tradeId": number}) == (400, -1006, None)
    assert [found["id"] for found in trader.get(HISTORY)["data"]["rows"]] == [number]
    clock.advance(650 * DAY)
    assert trader.get(HISTORY)["data"]["rows"] == []


def test_profits_are_told_when_asked_for(trader: Trader, clock: ManualClock) -> None:
    trader.place(kind="MARKET", quantity="1")
    clock.advance(HOUR)
    closing = trader.place(kind="MARKET", quantity="1", side="SELL")
    assert trader.look(closing)["realizedPnl"] is None
    profit = trader.look(closing, withRealizedPnl="true")["realizedPnl"]
    assert profit == sum(row["realizedPnl"] for row in trader.get(HISTORY, orderId=closing)["data"]["rows"])
    listed = trader.get("/v3/trade/orders", withRealizedPnl="true")["data"]["rows"]
    assert listed[0]["realizedPnl"] == profit != 0


def test_fees_are_in_hundredths_of_a_percent(trader: Trader) -> None:
    fees = trader.get("/v3/trade/tradingFee", symbol="SPOT_BTC_USDT")["data"]
    assert fees == {"symbol": "SPOT_BTC_USDT", "takerFee": "10", "makerFee": "8"}
    number = trader.place(SPOT, kind="MARKET", quantity="1", side="SELL")
    row = trader.look(number)
    assert row["totalFee"] == pytest.approx(row["averageExecutedPrice"] * 0.0010)


# The dead-man switch.


@pytest.mark.parametrize("path", ["/v3/trade/cancelAllAfter", "/v3/trade/order/cancelAllAfter"])
def test_orders_go_when_the_time_is_up(path: str, trader: Trader, clock: ManualClock) -> None:
    assert trader.error("POST", path, body={"triggerAfter": 5000})[1] == -1002
    trader.sim.woo.vip.add("main")
    number = trader.place(price=trader.far(), quantity="1")
    trader.trail(clientAlgoOrderId=3)
    reply = trader.post(path, triggerAfter=5000)
    assert differences("POST", "/v3/trade/cancelAllAfter", reply) == []
    assert reply["data"]["expectedTriggerTime"] == clock.now() + 5000
    clock.advance(4000)
    trader.post(path, triggerAfter=5000)
    clock.advance(4000)
    assert trader.look(number)["status"] == "NEW"
    clock.advance(1000)
    assert trader.look(number)["status"] == "CANCELLED"
    assert trader.get(ALGO, clientAlgoOrderId=3)["data"]["algoStatus"] == "CANCELLED"
    assert trader.error("POST", path, body={"triggerAfter": 900_001}) == (400, -1005, 317176)
    assert trader.error("POST", path, body={}) == (400, -1005, 90000)


def test_the_switch_is_shown_with_a_form_under_one_path(trader: Trader, clock: ManualClock) -> None:
    trader.sim.woo.vip.add("main")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for path, code in (("/v3/trade/order/cancelAllAfter", None), ("/v3/trade/cancelAllAfter", -1005)):
        reply = trader.raw("POST", path, "triggerAfter=5000", headers=form)
        assert reply.get("code") == code


# Account.


def test_account_info_counts_all_value(trader: Trader) -> None:
    data = trader.get("/v3/account/info")["data"]
    old = trader.get("/v3/accountinfo")["data"]
    assert (data["marginRatio"], data["leverage"], data["positionMode"]) == ("10", 0, "ONE_WAY")
    assert float(data["totalAccountValue"]) == old["totalAccountValue"]
    assert data["totalTradingValue"] == data["totalAccountValue"]


def test_a_listen_key_takes_the_place_of_the_last_one(trader: Trader, clock: ManualClock) -> None:
    first, second = (trader.post("/v3/account/listenKey", type="WEBSOCKET")["data"] for _ in range(2))
    assert first["authKey"] != second["authKey"]
    assert second["expiredTime"] == clock.now() + DAY
    account = trader.sim.woo.engine.account("main")
    assert account.venue["listen_key"].key == second["authKey"]
    assert trader.error("POST", "/v3/account/listenKey", body={}) == (400, -1005, 90000)
    assert trader.error("POST", "/v3/account/listenKey", body={"type": "REST"})[1] == -1005


def test_sub_accounts_and_keys(sim: Simulator, trader: Trader) -> None:
    rows = trader.get("/v3/account/subAccounts/all")["data"]["rows"]
    assert [row["name"] for row in rows] == ["second", "empty"]
    assert Trader(sim, "second").error("GET", "/v3/account/subAccounts/all")[1] == -1002
    keys = trader.get("/v3/account/credentials", size=2, page=2)["data"]
    assert [row["permissions"] for row in keys["rows"]] == [["READ", "TRADE", "WITHDRAWAL"], ["READ"]]
    assert keys["meta"] == {"total": 4, "recordsPerPage": 2, "currentPage": 2}


# Money.


def test_every_change_of_a_balance_is_told(trader: Trader, clock: ManualClock) -> None:
    clock.advance(1000)
    trader.place(SPOT, kind="MARKET", quantity="1", side="SELL")
    data = trader.get("/v3/asset/token/history", startTime=clock.now())["data"]
    assert {row["type"] for row in data["rows"]} == {"SPOT_TRANSACTION", "TRANSACTION_FEE"}
    assert [row["amount"] for row in data["rows"] if row["token"] == "ETH"] == ["-1"]
    assert set(data["rows"][0]) == {"id", "type", "token", "amount", "timestamp"}
    fees = trader.get("/v3/asset/token/history", type="TRANSACTION_FEE")["data"]
    assert (len(fees["rows"]), fees["meta"]["total"]) == (1, 1)
    assert trader.error("GET", "/v3/asset/token/history", query={"type": "NOTHING"})[1] == -1005


def test_transfers_between_accounts(sim: Simulator, trader: Trader) -> None:
    number = trader.move("second", "USDT", 5.5)
    row = trader.get("/v3/asset/transfer/history")["data"]["rows"][0]
    assert (row["id"], row["amount"], row["from"]["accountName"]) == (number, "5.5", "Main")
    assert row["to"]["accountName"] == "second"
    held = Trader(sim, "second").get("/v3/asset/balances", token="USDT")["data"]["holding"][0]
    assert held["holding"] == "50005.5"
    assert (
        trader.error("POST", "/v3/asset/transfer", body={"token": "USDT", "amount": 1, "from": "x"})[1]
        == -1005
    )
    with pytest.raises(AssertionError, match="-1101"):
        trader.move("second", "USDT", 10**9)


def test_withdrawals_and_their_end(trader: Trader, clock: ManualClock) -> None:
    path = "/v3/asset/wallet/withdraw"
    body = {"token": "USDT", "network": "ETH", "address": "0x1", "amount": 10}
    numbers = []
    for _ in range(2):
        numbers.append(trader.post(path, **body)["data"]["withdrawId"])
        clock.advance(1000)
    trader.delete(f"{path}/{numbers[1]}")
    clock.advance(HOUR)
    rows = trader.get("/v3/asset/wallet/history", token="USDT", network="ETH")["data"]["rows"]
    assert [(row["id"], row["status"]) for row in rows] == [
        (numbers[1], "CANCELED"),
        (numbers[0], "COMPLETED"),
    ]
    assert (rows[0]["token"], rows[0]["amount"], rows[0]["feeAmount"]) == ("ETH_USDT", "10", "2")
    assert trader.error("DELETE", f"{path}/{numbers[0]}")[1] == -1006
    assert trader.get("/v3/asset/wallet/history", tokenSide="DEPOSIT")["data"]["rows"] == []
    assert trader.get("/v3/asset/wallet/history", network="TRON")["data"]["rows"] == []
    assert trader.error("POST", path, body={**body, "network": "NOWHERE"})[1] == -1005


def test_the_meta_of_wallet_history_has_two_forms(trader: Trader) -> None:
    captured = trader.get("/v3/asset/wallet/history")["data"]["meta"]
    trader.sim.woo.documented_rows = True
    written = trader.get("/v3/asset/wallet/history")["data"]["meta"]
    assert captured == {"total": 0, "records_per_page": 25, "current_page": 1}
    assert written == {"total": 0, "recordsPerPage": 25, "currentPage": 1}


# Positions.


def test_leverage_of_cross_and_isolated_margin(trader: Trader) -> None:
    def leverage(mode: str, **more: Any) -> dict[str, int]:
        details = trader.get(LEVERAGE, symbol=PERP, marginMode=mode, **more)["data"]["details"]
        return {row["positionSide"]: row["leverage"] for row in details}

    reply = trader.put(LEVERAGE, symbol=PERP, marginMode="CROSS", leverage=5)
    assert set(reply) == {"success", "timestamp"}
    assert (leverage("CROSS"), leverage("ISOLATED")) == ({"BOTH": 5}, {"BOTH": 10})
    body = {"symbol": PERP, "marginMode": "ISOLATED", "leverage": 20}
    number = trader.place(price=trader.far(), quantity="0.1", marginMode="ISOLATED")
    assert trader.error("PUT", LEVERAGE, body=body)[2] == 302189
    trader.delete(ORDER, orderId=number, symbol=PERP)
    trader.put(LEVERAGE, **body)
    trader.put("/v3/futures/positionMode", positionMode="HEDGE_MODE")
    trader.put(LEVERAGE, **body | {"leverage": 7, "positionSide": "LONG"})
    assert leverage("ISOLATED")["LONG"] == 7 != leverage("ISOLATED")["SHORT"]
    trader.put(LEVERAGE, **body | {"leverage": 8})
    assert leverage("ISOLATED") == {"LONG": 8, "SHORT": 8}
    assert trader.error("PUT", LEVERAGE, body={**body, "positionSide": "BOTH"})[1] == -1005
    assert trader.error("PUT", LEVERAGE, body={**body, "positionMode": "ONE_WAY"})[1] == -1005
    assert trader.error("PUT", LEVERAGE, body={**body, "leverage": 51})[1] == -1005
    assert trader.error("GET", LEVERAGE, query={"symbol": SPOT, "marginMode": "CROSS"})[1] == -1005


def test_the_default_margin_mode_is_remembered_and_reset(trader: Trader) -> None:
    trader.put(DEFAULT_MODE, marginMode="ISOLATED")
    trader.put(f"{DEFAULT_MODE}/{PERP}", marginMode="CROSS")
    assert trader.get(DEFAULT_MODE)["data"] == {
        "marginMode": "ISOLATED",
        "rows": [{"symbol": PERP, "marginMode": "CROSS"}],
    }
    assert trader.get(DEFAULT_MODE, symbol=PERP)["data"] == {"symbol": PERP, "marginMode": "CROSS"}
    trader.post(f"{DEFAULT_MODE}/reset")
    assert trader.get(DEFAULT_MODE)["data"] == {"marginMode": "CROSS", "rows": []}


def test_isolated_margin_is_added_and_taken_away(trader: Trader) -> None:
    trader.place(kind="MARKET", quantity="1", marginMode="ISOLATED")

    def margin() -> Decimal:
        row = trader.get("/v3/futures/positions")["data"]["positions"][0]
        assert (row["marginMode"], row["isolatedMarginToken"]) == ("ISOLATED", "USDT")
        return Decimal(row["isolatedMarginAmount"])

    before = margin()
    path, body = "/v3/isolatedMargin/margin", {"symbol": PERP, "adjustToken": "USDT", "adjustAmount": "50"}
    trader.post(path, **body, action="ADD")
    trader.post(path, **body, action="ADD")
    trader.post(path, **body, action="REDUCE", positionSide="BOTH")
    assert margin() == before + 50
    assert trader.error("POST", path, body={**body, "action": "REDUCE"})[1] == -1101
    assert trader.error("POST", path, body={**body, "action": "ADD", "positionSide": "LONG"})[1] == -1005


def test_funding_fees_tell_their_direction_by_a_word(trader: Trader, clock: ManualClock) -> None:
    trader.place(kind="MARKET", quantity="1")
    clock.advance(24 * HOUR)
    rows = trader.get("/v3/futures/fundingFee/history", symbol=PERP, size=2)["data"]["rows"]
    assert len(rows) == 2
    for row in rows:
        assert row["paymentType"] == ("Pay" if row["fundingRate"] > 0 else "Receive")
        expected = abs(Decimal(str(row["fundingRate"])) * Decimal(row["markPrice"]))
        assert Decimal(row["fundingFee"]) == pytest.approx(expected, abs=Decimal("1e-8"))
        assert row["createdTime"] % (8 * HOUR) == 0
    engine = trader.sim.woo.engine
    position = engine.position(engine.account("main"), PERP, PositionSide.BOTH)
    assert position.quantity == 1


# Spot margin.


def test_loans_need_margin_mode_and_bear_interest(trader: Trader, clock: ManualClock) -> None:
    assert trader.error("GET", "/v3/spotMargin/maxMargin", query={"symbol": SPOT})[1] == -1012
    assert trader.error("POST", "/v3/spotMargin/leverage", body={"leverage": 5})[1] == -1012
    trader.post("/v3/account/tradingMode", tradingMode="MARGIN")
    trader.post("/v3/spotMargin/leverage", leverage=5)
    assert trader.get("/v3/account/info")["data"]["leverage"] == 5
    most = trader.get("/v3/spotMargin/maxMargin", symbol=SPOT)["data"]
    assert Decimal(most["availableQuoteQuantity"]) > 100_000
    trader.place(SPOT, kind="MARKET", amount="150000")
    clock.advance(2 * HOUR)
    rows = trader.get("/v3/spotMargin/interestHistory", token="USDT", side="LOAN")["data"]["rows"]
    assert len(rows) == 2
    assert Decimal(rows[0]["loanAmount"]) > 40_000
    assert Decimal(rows[0]["hourlyRate"]) == Decimal("0.000008")
    assert rows[0]["id"] > rows[1]["id"]
    assert trader.error("POST", "/v3/spotMargin/interestRepay", body={"token": "BTC"})[1] == -1012
    rate = trader.get("/v3/spotMargin/interestRate", token="USDT")["data"]["rows"]
    assert [(row["currentHourlyBaseRate"], row["currentAnnualBaseRate"]) for row in rate] == [
        ("0.000008", "0.07008")
    ]
