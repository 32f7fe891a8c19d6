"""Funding, liquidation, the balance record, limits, accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from decimal import Decimal

from ascendex_woo_adapters.simulator import ManualClock, Simulator

from .client import DAY, HOUR, START, Client


def test_funding_is_paid_and_listed(client: Client, sim: Simulator) -> None:
    client.order(orderType="market", orderQty="1")
    client.order(symbol="ETH-PERP", orderType="market", side="sell", orderQty="1")
    before = client.usdt()
    sim.clock.advance(DAY)
    data = client.futures("GET", "funding-payments")["data"]
    assert (data["hasNext"], data["page"], data["pageSize"]) == (False, 1, 20)
    rows = data["data"]
    times = [row["timestamp"] for row in rows]
    assert times == sorted(times, reverse=True)
    assert len(rows) == 6
    assert all(time % (8 * HOUR) == 0 for time in times)
    assert client.usdt() - before == sum(Decimal(row["paymentInUSDT"]) for row in rows)
    for row in rows:
        long = row["symbol"] == "BTC-PERP"
        assert (Decimal(row["fundingRate"]) * Decimal(row["paymentInUSDT"]) < 0) is long
    for name in ("BTC-PERP", "BTCUSDT"):
        only = client.futures("GET", "funding-payments", symbol=name, pageSize=2)["data"]
        assert {row["symbol"] for row in only["data"]} == {"BTC-PERP"}
        assert only["hasNext"]
    assert client.futures("GET", "funding-payments", symbol="NOUSDT")["code"] == 300012
    assert client.futures("GET", "funding-payments", pageSize=101)["code"] == 100004


def test_a_position_without_margin_is_liquidated(client: Client, sim: Simulator) -> None:
    client.futures("POST", "margin-type", {"symbol": "BTC-PERP", "marginType": "isolated"})
    client.futures("POST", "leverage", {"symbol": "BTC-PERP", "leverage": 100})
    client.order(orderType="market", orderQty="0.5")
    for _ in range(400):
        sim.clock.advance(300_000)
        if client.position()["side"] == "NULL_VAL":
            break
    position = client.position()
    assert (position["side"], position["isolatedMargin"]) == ("NULL_VAL", "0")
    last = client.futures("GET", "order/hist/current", n=1)["data"][0]
    assert (last["execInst"], last["side"], last["status"]) == ("Liquidation", "Sell", "Filled")


def date(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, timezone.utc).strftime("%Y-%m-%d")


SNAPSHOT, DETAIL = "/api/pro/data/v1/futures/balance/snapshot", "/api/pro/data/v1/futures/balance/history"


def test_balances_can_be_rebuilt_from_snapshot_and_detail(client: Client, sim: Simulator) -> None:
    client.order(orderType="market", orderQty="0.2")
    sim.clock.advance(DAY)
    snapshot = client.get(SNAPSHOT, date=date(sim.clock.now()))
    assert list(snapshot) == ["meta", "collateralBalance", "contractBalance"]
    assert snapshot["meta"]["ac"] == "futures"
    assert snapshot["meta"]["balanceTime"] % DAY == 0
    assert snapshot["contractBalance"][0]["contract"] == "BTC-PERP"
    assert snapshot["contractBalance"][0]["futuresAssetBalance"] == "0.2"
    client.order(orderType="market", side="sell", orderQty="0.3")
    client.futures("POST", "transfer/deposit", {"asset": "USDT", "amount": "7"})
    client.futures("POST", "transfer/withdraw", {"asset": "USDT", "amount": "3"})
    totals = {row["asset"]: Decimal(row["totalBalance"]) for row in snapshot["collateralBalance"]}
    contract = snapshot["contractBalance"][0]
    totals["BTCP"] = Decimal(contract["futuresAssetBalance"])
    totals["BTCPC"] = Decimal(contract["refCostBalance"])
    last = snapshot["meta"]["sn"]
    events: set[str] = set()
    while True:
        detail = client.get(DETAIL, sn=last + 1, limit=3)
        rows = sorted(detail["order"] + detail["balance"], key=lambda row: row["sn"])
        if not rows:
            break
        last = rows[-1]["sn"]
        events |= {row["eventType"] for row in detail["balance"]}
        for change in (change for row in rows for change in row["data"]):
            totals[change["asset"]] = totals.get(change["asset"], Decimal(0)) + Decimal(change["deltaQty"])
            if change["asset"] == "USDT":
                assert Decimal(change["curBalance"]) == totals["USDT"]
    assert totals["USDT"] == client.usdt()
    position = client.position()
    assert totals["BTCP"] == Decimal(position["position"]) == Decimal("-0.1")
    assert abs(totals["BTCPC"] - Decimal(position["referenceCost"])) < Decimal("1e-8")
    assert events == {"Fundingpayment", "Futuressettlement", "deposit", "withdrawal"}


def test_the_detail_of_a_fill(client: Client) -> None:
    order = client.order(orderType="market", orderQty="0.01")["data"]["order"]
    detail = client.get(DETAIL, sn=0)
    row = detail["order"][0]
    assert list(row) == ["data", "liquidityInd", "orderId", "orderType", "side", "sn", "transactTime"]
    assert (row["liquidityInd"], row["orderId"], row["orderType"], row["side"]) == (
        *("RemovedLiquidity", order["orderId"], "Market", "Buy"),
    )
    assert [(change["asset"], change["dataType"]) for change in row["data"]] == [
        *(("BTCP", "trade"), ("BTCPC", "trade"), ("USDT", "fee")),
    ]
    assert [row["eventType"] for row in detail["balance"]] == ["deposit"]


def test_snapshots_are_kept_for_seven_days(client: Client) -> None:
    assert "meta" in client.get(SNAPSHOT, date=date(START - 6 * DAY))
    assert client.get(SNAPSHOT, date=date(START - 8 * DAY))["code"] == 100002
    assert client.get(SNAPSHOT, date=date(START + DAY))["code"] == 100002
    assert client.get(SNAPSHOT, date="yesterday")["code"] == 100004


def test_the_data_endpoints_take_eight_requests_a_minute(
    client: Client, connect: Callable[[str], Client], sim: Simulator
) -> None:
    for _ in range(8):
        assert "code" not in client.get(DETAIL, sn=0)
    refused = client.raw("GET", DETAIL, params={"sn": 0})
    assert refused.status_code == 429
    assert refused.json()["code"] == 100014
    assert "meta" in client.get(SNAPSHOT, date=date(START)), "the other endpoint counts for itself"
    assert "meta" in connect("second").get(DETAIL, sn=0), "another account counts for itself"
    sim.clock.advance(60_000)
    assert "meta" in client.get(DETAIL, sn=0)
    assert client.futures("GET", "position")["code"] == 0


def test_without_limits_nothing_is_refused() -> None:
    with Simulator(clock=ManualClock(START), venues=("ascendex",), limits=False) as sim:
        client = Client(sim)
        assert all("meta" in client.get(DETAIL, sn=0) for _ in range(12))
        client.session.close()


def test_balances_may_be_chosen() -> None:
    funds = {"ascendex": {"main": {"USDT": 5, "BTC": "0.5"}}}
    with Simulator(clock=ManualClock(START), venues=("ascendex",), balances=funds) as sim:
        client = Client(sim)
        rows = client.futures("GET", "position")["data"]["collaterals"]
        client.session.close()
    assert {row["asset"]: row["balance"] for row in rows} == {"USDT": "5", "BTC": "0.5"}


def test_a_reset_venue_is_as_new(client: Client, sim: Simulator) -> None:
    client.order(orderType="market", orderQty="1")
    sim.reset()
    assert client.usdt() == 100_000
    assert client.futures("GET", "order/hist/current")["data"] == []


def test_two_accounts_trade_with_each_other(client: Client, connect: Callable[[str], Client]) -> None:
    maker = connect("second")
    ticker = client.ticker("YFI-PERP")
    bid, ask = Decimal(ticker["bid"][0]), Decimal(ticker["ask"][0])
    price = str(bid + 10) if ask - bid > 10 else str(bid)
    order_id = maker.order(symbol="YFI-PERP", orderPrice=price, orderQty="0.1")["data"]["order"]["orderId"]
    taken = client.order(symbol="YFI-PERP", side="sell", orderPrice=price, orderQty="20", timeInForce="IOC")
    assert taken["code"] == 0
    assert maker.status(order_id)["status"] == "Filled"
    assert maker.position("YFI-PERP")["position"] == "0.1"
