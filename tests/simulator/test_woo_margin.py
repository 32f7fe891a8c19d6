"""Margin at WOO over raw HTTP: loans, both position modes, isolated positions, and the dead-man switch."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from ascendex_woo_adapters.simulator import ManualClock, Simulator

from .woo_client import HOUR, MINUTE, PERP, SPOT, Client

RATE = Decimal("0.000008")
SIZED = {"symbol": SPOT, "order_type": "MARKET", "order_quantity": "20"}


@pytest.fixture
def borrower(client: Client) -> Client:
    client.form("POST", "/v1/client/account_mode", account_mode="MARGIN")
    return client


def holdings(client: Client) -> dict[str, float]:
    held: dict[str, float] = client.get("/v1/client/holding")["holding"]
    return held


def balance(client: Client, token: str) -> dict[str, Any]:
    row: dict[str, Any] = client.get("/v3/balances", token=token)["data"]["holding"][0]
    return row


def interest(client: Client, **query: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = client.get("/v1/interest/history", **query)["rows"]
    return rows


# Loans.


def test_buying_power_grows_with_the_leverage(borrower: Client) -> None:
    equity = borrower.get("/v3/accountinfo")["data"]["totalCollateral"]
    assert equity > 100_000

    def power() -> float:
        quote: float = borrower.get("/v3/buypower", symbol=SPOT)["data"][0]["availableQuoteQuantity"]
        return quote

    assert power() == pytest.approx(100_000 + 2 * equity)
    borrower.form("POST", "/v1/client/leverage", leverage=5)
    assert power() == pytest.approx(100_000 + 4 * equity)
    assert borrower.get("/v3/accountinfo")["data"]["leverage"] == 5
    assert borrower.refused("POST", "/v1/client/leverage", form={"leverage": 7}) == (400, -1005)


def test_a_purchase_on_credit_leaves_a_debt(borrower: Client) -> None:
    borrower.order(SPOT, kind="MARKET", order_amount="150000")
    assert -50_000 <= holdings(borrower)["USDT"] < -49_900
    row = balance(borrower, "USDT")
    assert (row["holding"], row["availableBalance"]) == (holdings(borrower)["USDT"], 0)
    info = borrower.get("/v3/accountinfo")["data"]
    assert info["marginRatio"] == pytest.approx(info["totalCollateral"] / -row["holding"], abs=1e-3)
    equity = Decimal(str(info["totalCollateral"]))
    too_much = equity * 2 + 1
    assert borrower.bad_order("SPOT_BTC_USDT", kind="MARKET", order_amount=str(round(too_much, 2))) == -1101


def test_what_is_not_held_can_be_sold_and_bought_back(borrower: Client) -> None:
    assert borrower.bad_order("SPOT_DOGE_USDT", "SELL", "MARKET", order_quantity="1000") == -1101
    borrower.order(SPOT, "SELL", "MARKET", order_quantity="25")
    assert holdings(borrower)["ETH"] == -15
    assert balance(borrower, "ETH")["holding"] == -15
    borrower.order(SPOT, kind="MARKET", order_quantity="20")
    assert holdings(borrower)["ETH"] == pytest.approx(5, abs=0.05)


def test_a_resting_order_may_freeze_more_than_there_is(borrower: Client) -> None:
    price = borrower.far(SPOT)
    order = borrower.order(SPOT, order_price=price, order_quantity="40")
    row = balance(borrower, "USDT")
    assert row["frozen"] == pytest.approx(40 * float(price))
    assert row["frozen"] > row["holding"]
    borrower.form("DELETE", "/v1/order", order_id=order["order_id"], symbol=SPOT)
    assert balance(borrower, "USDT")["frozen"] == 0


def test_interest_is_charged_every_hour_and_repaid(borrower: Client, clock: ManualClock) -> None:
    borrower.order(SPOT, kind="MARKET", order_amount="150000")
    debt = Decimal(str(-holdings(borrower)["USDT"]))
    assert interest(borrower) == []
    clock.advance(HOUR)
    (row,) = interest(borrower)
    hourly = float(debt * RATE)
    assert (row["side"], row["token"], row["status"]) == ("LOAN", "USDT", "SUCCEED")
    assert (row["hourly_rate"], row["annual_rate"]) == ("0.0008%", "7.008%")
    assert row["interest"] == row["quantity"] == pytest.approx(hourly, abs=1e-7)
    assert row["loan_amount"] == float(debt)
    assert Decimal(row["created_time"]) * 1000 % HOUR == 0
    clock.advance(5 * HOUR)
    rows = interest(borrower, side="LOAN")
    assert len(rows) == 6
    assert rows[0]["quantity"] == pytest.approx(6 * hourly, abs=1e-6) == balance(borrower, "USDT")["interest"]
    refused = borrower.refused(
        "POST", "/v1/asset/withdraw", form={"token": "BTC", "address": "1", "amount": "0.5"}
    )
    assert refused == (400, -1009)
    repay = {"token": "USDT", "amount": "0.5"}
    assert borrower.refused("POST", "/v1/interest/repay", form=repay) == (400, -1101)
    borrower.order(SPOT, "SELL", "MARKET", order_quantity="20")
    assert borrower.refused("POST", "/v1/interest/repay", form={**repay, "amount": "1000"}) == (400, -1008)
    assert borrower.refused("POST", "/v1/interest/repay", form={**repay, "token": "BTC"}) == (400, -1012)
    borrower.form("POST", "/v1/interest/repay", **repay)
    (row,) = interest(borrower, side="REPAY")
    assert (row["quantity"], "loan_amount" in row) == (0.5, False)
    clock.advance(HOUR)
    (row,) = interest(borrower, side="AUTO_REPAY")
    assert row["quantity"] == pytest.approx(6 * hourly - 0.5, abs=1e-6)
    assert balance(borrower, "USDT")["interest"] == 0
    paid = borrower.get("/v1/client/transaction_history", type="INTEREST")["data"]["rows"]
    assert [entry["amount"] for entry in paid] == [-row["quantity"], -0.5]
    clock.advance(48 * HOUR)
    assert len(interest(borrower)) == 8


@pytest.mark.parametrize("side", ["BUY", "SELL"])
def test_loans_that_are_not_covered_any_more_are_called_in(
    side: str, borrower: Client, clock: ManualClock
) -> None:
    """As much is traded back as the book takes, at the hour at which the equity has fallen too low."""
    borrower.form("POST", "/v1/client/leverage", leverage=10)
    while borrower.call("POST", "/v1/order", form=SIZED | {"side": side}).json()["success"]:
        clock.advance(MINUTE)
    info = borrower.get("/v3/accountinfo")["data"]
    assert info["marginRatio"] < 0.13
    for _ in range(120):
        clock.advance(24 * HOUR)
        rows = borrower.get("/v1/orders", order_type="LIQUIDATE")["rows"]
        if rows:
            break
    sides = {row["side"] for row in rows if row["symbol"] == SPOT}
    assert sides == {"SELL" if side == "BUY" else "BUY"}
    assert all(float(row["created_time"]) * 1000 % HOUR == 0 for row in rows)
    info = borrower.get("/v3/accountinfo")["data"]
    assert info["marginRatio"] > info["maintenanceMarginRatio"]


def test_the_account_mode_stays_while_something_is_open(borrower: Client) -> None:
    order = borrower.order(SPOT, order_price=borrower.far(SPOT), order_quantity="1")
    change = {"account_mode": "FUTURES"}
    assert borrower.refused("POST", "/v1/client/account_mode", form=change) == (400, -1012)
    borrower.form("DELETE", "/v1/order", order_id=order["order_id"], symbol=SPOT)
    borrower.order(SPOT, "SELL", "MARKET", order_quantity="25")
    assert borrower.refused("POST", "/v1/client/account_mode", form=change) == (400, -1012)
    borrower.order(SPOT, kind="MARKET", order_quantity="15.1")
    borrower.form("POST", "/v1/client/account_mode", **change)
    assert borrower.get("/v3/accountinfo")["data"]["leverage"] is None


def test_futures_need_their_account_mode(borrower: Client) -> None:
    assert borrower.bad_order(kind="MARKET", order_quantity="1") == -1012
    stop = {"side": "BUY", "type": "MARKET", "quantity": "1", "triggerPrice": "3000"}
    assert borrower.bad_algo("STOP", **stop) == (-1012, 0)
    assert borrower.refused("POST", "/v1/client/leverage", form={"leverage": "x"}) == (400, -1005)
    borrower.form("POST", "/v1/client/account_mode", account_mode="FUTURES")
    borrower.order(kind="MARKET", order_quantity="1")
    assert borrower.refused("POST", "/v1/client/leverage", form={"leverage": 5}) == (400, -1012)


def test_tokens_tell_whether_they_can_be_borrowed(borrower: Client) -> None:
    rows = {row["token"]: row for row in borrower.get("/v1/client/token")["rows"]}
    assert (rows["BTC"]["can_short"], rows["BTC"]["collateral"]) == (True, True)
    assert (rows["DOGE"]["can_short"], rows["DOGE"]["collateral"]) == (False, False)
    rate = borrower.get("/v1/token_interest/BTC")["info"]["current_hourly_base_rate"]
    assert rate == "0.0008%"


# Position modes and isolated margin.


def test_each_side_of_an_isolated_hedge_has_its_leverage(client: Client) -> None:
    client.form("POST", "/v1/client/position_mode", position_mode="HEDGE_MODE")
    where = {"symbol": PERP, "margin_mode": "ISOLATED"}
    client.form("POST", "/v1/client/futures_leverage", **where, position_side="LONG", leverage=20)
    client.form("POST", "/v1/client/futures_leverage", **where, position_side="SHORT", leverage=5)
    read = client.get("/v1/client/futures_leverage", **where, position_mode="HEDGE")["data"]
    assert read["details"] == [
        {"position_side": "LONG", "leverage": "20"},
        {"position_side": "SHORT", "leverage": "5"},
    ]
    assert read["position_mode"] == "HEDGE_MODE"
    for side, way in (("BUY", "LONG"), ("SELL", "SHORT")):
        client.order(kind="MARKET", side=side, order_quantity="2", margin_mode="ISOLATED", position_side=way)
    rows = {row["positionSide"]: row for row in client.get("/v3/positions")["data"]["positions"]}
    for way, leverage in (("LONG", 20), ("SHORT", 5)):
        row = rows[way]
        assert row["leverage"] == leverage
        assert row["isolatedMarginAmount"] == pytest.approx(2 * row["averageOpenPrice"] / leverage)
    assert rows["LONG"]["estLiqPrice"] < rows["LONG"]["markPrice"] < rows["SHORT"]["estLiqPrice"]
    cross = {"symbol": PERP, "margin_mode": "CROSS"}
    client.form("POST", "/v1/client/futures_leverage", **cross, position_side="LONG", leverage=7)
    details = client.get("/v1/client/futures_leverage", **cross, position_mode="HEDGE")["data"]["details"]
    assert [row["leverage"] for row in details] == ["7", "7"]


def test_isolated_margin_can_be_taken_back_as_far_as_the_leverage_allows(client: Client) -> None:
    client.order(kind="MARKET", order_quantity="1", margin_mode="ISOLATED")
    (position,) = client.get("/v3/positions")["data"]["positions"]
    change = {"symbol": PERP, "position_side": "BOTH", "adjust_token": "USDT"}
    path = "/v1/client/isolated_margin"
    client.form("POST", path, **change, adjust_amount="50", action="ADD")
    client.form("POST", path, **change, adjust_amount="40", action="REDUCE")
    (after,) = client.get("/v3/positions")["data"]["positions"]
    assert after["isolatedMarginAmount"] == pytest.approx(position["isolatedMarginAmount"] + 10)
    for fields in (
        {**change, "adjust_amount": "50", "action": "REDUCE"},
        {**change, "adjust_amount": "1000000", "action": "ADD"},
    ):
        assert client.refused("POST", path, form=fields) == (400, -1101)
    assert client.refused("POST", path, form={**change, "adjust_amount": "1", "action": "GIVE"}) == (
        400,
        -1005,
    )
    assert client.bad_order(SPOT, kind="MARKET", order_quantity="1", margin_mode="ISOLATED") == -1005


def test_both_sides_of_a_hedge_pay_and_receive_funding(client: Client, clock: ManualClock) -> None:
    client.form("POST", "/v1/client/position_mode", position_mode="HEDGE_MODE")
    client.order(kind="MARKET", order_quantity="3", position_side="LONG")
    client.order(kind="MARKET", side="SELL", order_quantity="1", position_side="SHORT")
    clock.advance(8 * HOUR)
    rows = client.get("/v1/funding_fee/history")["rows"]
    assert {row["payment_type"] for row in rows} == {"Pay", "Receive"}
    fees = sorted(row["funding_fee"] for row in rows)
    assert fees[1] == pytest.approx(3 * fees[0], abs=1e-6)


# The dead-man switch.


@pytest.fixture
def vip(sim: Simulator, client: Client) -> Client:
    sim.woo.vip.add("main")
    return client


def arm(client: Client, after: int) -> int:
    data = client.form("POST", "/v1/order/cancel_all_after", trigger_after=after)["data"]
    time: int = data["expected_trigger_time"]
    return time


def test_the_switch_cancels_everything_in_time(vip: Client, clock: ManualClock) -> None:
    orders = [vip.order(symbol, order_price=vip.far(symbol), order_quantity="1") for symbol in (PERP, SPOT)]
    stop = {"side": "BUY", "type": "MARKET", "quantity": "1", "triggerPrice": "3900"}
    algo = vip.algo("STOP", **stop)["STOP"]
    other = Client(vip.sim, "second")
    kept = other.order(order_price=vip.far(), order_quantity="1")["order_id"]
    expected = clock.now() + 5_000
    assert arm(vip, 5_000) == expected
    clock.advance(4_000)
    assert arm(vip, 5_000) == expected + 4_000
    clock.advance(4_999)
    assert vip.get("/v1/orders", status="INCOMPLETE")["meta"]["total"] == 2
    clock.advance(MINUTE)
    assert vip.get("/v1/orders", status="INCOMPLETE")["meta"]["total"] == 0
    assert vip.algo_row(algo)["algoStatus"] == "CANCELLED"
    for order in orders:
        (row,) = vip.get("/v1/orders", symbol=vip.get(f"/v1/order/{order['order_id']}")["symbol"])["rows"]
        assert Decimal(row["updated_time"]) * 1000 == expected + 4_000
    assert other.get(f"/v1/order/{kept}")["status"] == "NEW"
    vip.order(order_price=vip.far(), order_quantity="1")
    clock.advance(HOUR)
    assert vip.get("/v1/orders", status="INCOMPLETE")["meta"]["total"] == 1


def test_the_switch_acts_before_later_prices(vip: Client, clock: ManualClock) -> None:
    """An order that a later price would have filled is gone by then, however late one looks."""
    house = vip.sim.woo.engine._market(PERP).house
    first = clock.now() // 250
    now = house.path.ticks(first)
    touch = house.path.next_touch(first + 1, first + 3_600, now - 200, 1 << 40)
    assert touch is not None
    price = str(house.price(now - 200))
    order = vip.order(order_price=price, order_quantity="1")["order_id"]
    arm(vip, (touch - first - 1) * 250)
    clock.advance(3 * HOUR)
    found = vip.get(f"/v1/order/{order}")
    assert (found["status"], found["executed"]) == ("CANCELLED", 0)
    assert house.path.next_touch(touch, clock.now() // 250, now - 200, 1 << 40) == touch


def test_the_switch_is_disarmed_and_bounded(vip: Client, clock: ManualClock) -> None:
    vip.order(order_price=vip.far(), order_quantity="1")
    arm(vip, 1_000)
    arm(vip, 0)
    clock.advance(MINUTE)
    assert vip.get("/v1/orders", status="INCOMPLETE")["meta"]["total"] == 1
    for bad in (900_001, -1):
        reply = vip.call("POST", "/v1/order/cancel_all_after", form={"trigger_after": bad}).json()
        assert (reply["code"], reply["errorCode"]) == (-1005, 317176)
    assert vip.refused("POST", "/v1/order/cancel_all_after", form={"trigger_after": "x"}) == (400, -1005)
    assert vip.refused("POST", "/v1/order/cancel_all_after") == (400, -1005)


def test_the_switch_is_for_vip_accounts(client: Client) -> None:
    form = {"trigger_after": 1000}
    assert client.refused("POST", "/v1/order/cancel_all_after", form=form) == (401, -1002)
    client.sim.woo.vip.add("main")
    client.form("POST", "/v1/order/cancel_all_after", **form)
    client.sim.reset()
    assert client.refused("POST", "/v1/order/cancel_all_after", form=form) == (401, -1002)
