"""Public endpoints."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ascendex_woo_adapters.simulator import Simulator
from ascendex_woo_adapters.simulator.ascendex.venue import PUBLIC

from .client import HOUR, START, Client


def test_contracts(client: Client) -> None:
    contracts = {c["symbol"]: c for c in client.get("/api/pro/v2/futures/contract")["data"]}
    assert len(contracts) >= 40
    assert [symbol for symbol, c in contracts.items() if c["status"] != "Normal"] == ["FTT-PERP"]
    btc = contracts["BTC-PERP"]
    assert btc["displayName"] == "BTCUSDT"
    assert btc["settlementAsset"] == "USDT"
    assert btc["underlying"] == "BTC/USDT"
    assert btc["priceFilter"] == {"minPrice": "0.25", "maxPrice": "1000000", "tickSize": "0.25"}
    assert btc["lotSizeFilter"] == {"minQty": "0.0001", "maxQty": "1000000000", "lotSize": "0.0001"}
    assert btc["marginRequirements"][0] == {
        "positionNotionalLowerbound": "0",
        "positionNotionalUpperbound": "50000",
        "initialMarginRate": "0.01",
        "maintenanceMarginRate": "0.006",
    }
    ticks = {c["priceFilter"]["tickSize"] for c in contracts.values()}
    assert {"0.25", "0.05", "10", "0.00000001"} <= ticks
    for contract in contracts.values():
        brackets = contract["marginRequirements"]
        bounds = [(b["positionNotionalLowerbound"], b["positionNotionalUpperbound"]) for b in brackets]
        assert [low for low, _ in bounds[1:]] == [high for _, high in bounds[:-1]]


def test_collaterals_and_assets(client: Client) -> None:
    collaterals = {c["asset"]: c for c in client.get("/api/pro/v2/futures/collateral")["data"]}
    assert collaterals["BTC"] == {
        "asset": "BTC",
        "assetName": "Bitcoin",
        "conversionFactor": "0.995",
        "discountFactor": "0.98",
        "displayName": "BTC",
        "statusCode": "Normal",
    }
    assert collaterals["USDTR"]["statusCode"] == "NoTransaction"
    assets = {a["assetCode"]: a for a in client.get("/api/pro/v2/assets")["data"]}
    assert assets["USDT"]["blockChain"][0] == {
        "chainName": "Omni",
        "withdrawFee": "30.0",
        "allowDeposit": True,
        "allowWithdraw": True,
        "minDepositAmt": "0.0",
        "minWithdrawal": "50.0",
        "numConfirmations": 3,
    }


def test_pricing_data_covers_contracts_and_collaterals(client: Client) -> None:
    data = client.get("/api/pro/v2/futures/pricing-data")["data"]
    btc = data["contracts"][0]
    assert list(btc) == [
        *("symbol", "time", "fundingRate", "indexPrice", "markPrice", "openInterest", "nextFundingTime"),
    ]
    assert btc["time"] == START
    assert START < btc["nextFundingTime"] <= START + 8 * HOUR
    assert abs(Decimal(btc["markPrice"]) / Decimal(btc["indexPrice"]) - 1) < Decimal("0.01")
    prices = {c["asset"]: c["referencePrice"] for c in data["collaterals"]}
    assert prices["USDT"] == "1"
    assert Decimal(prices["BTC"]) == Decimal(btc["indexPrice"])


def test_one_ticker_is_an_object_and_more_are_a_list(client: Client) -> None:
    one = client.ticker()
    assert list(one) == ["symbol", "open", "close", "high", "low", "baseVol", "ask", "bid"]
    assert Decimal(one["low"]) <= Decimal(one["close"]) <= Decimal(one["high"])
    assert Decimal(one["bid"][0]) < Decimal(one["ask"][0])
    path = "/api/pro/v2/futures/ticker"
    assert client.get(path, symbol="BTC-PERP,")["data"] == [one]
    assert len(client.get(path, symbol="BTC-PERP,ETH-PERP")["data"]) == 2
    assert len(client.get(path)["data"]) >= 40
    assert client.get(path, symbol="NO-PERP")["code"] == 100008
    old = client.get("/api/pro/v1/ticker", symbol="BTC-PERP")["data"]
    assert (old["type"], old["volume"]) == ("derivatives", one["baseVol"])


def test_depth_is_sorted_and_its_number_moves_with_the_book(client: Client, sim: Simulator) -> None:
    def look() -> dict[str, Any]:
        reply: dict[str, Any] = client.get("/api/pro/v1/depth", symbol="BTC-PERP")["data"]
        assert (reply["m"], reply["symbol"]) == ("depth-snapshot", "BTC-PERP")
        data: dict[str, Any] = reply["data"]
        return data

    first = look()
    asks, bids = ([Decimal(price) for price, _ in first[side]] for side in ("asks", "bids"))
    assert asks == sorted(asks)
    assert bids == sorted(bids, reverse=True)
    assert len(asks) >= 20
    assert bids[0] < asks[0]
    assert look() == first
    sim.clock.advance(1000)
    assert look()["seqnum"] > first["seqnum"]
    assert client.get("/api/pro/v1/depth", symbol="BTC/USDT")["code"] == 100008
    assert client.get("/api/pro/v1/depth")["code"] == 100004


def test_trades_are_oldest_first_with_numbers_beyond_doubles(client: Client) -> None:
    data = client.get("/api/pro/v1/trades", symbol="ETH-PERP", n=50)["data"]
    assert (data["m"], data["symbol"], len(data["data"])) == ("trades", "ETH-PERP", 50)
    numbers = [trade["seqnum"] for trade in data["data"]]
    assert numbers == sorted(set(numbers))
    assert numbers[0] > 2**53
    assert [trade["ts"] for trade in data["data"]] == sorted(trade["ts"] for trade in data["data"])
    assert {trade["bm"] for trade in data["data"]} == {True, False}
    assert len(client.get("/api/pro/v1/trades", symbol="ETH-PERP", n=1000)["data"]["data"]) == 100


def bars(client: Client, **query: Any) -> list[dict[str, Any]]:
    reply = client.get("/api/pro/v1/barhist", **({"symbol": "BTC-PERP", "interval": "1"} | query))
    assert reply["code"] == 0, reply
    assert {(bar["m"], bar["s"]) for bar in reply["data"]} <= {("bar", "BTC-PERP")}
    return [bar["data"] for bar in reply["data"]]


def test_bars_follow_from_to_and_n(client: Client) -> None:
    minute = START - START % 60_000
    assert [bar["ts"] for bar in bars(client)] == [minute - 60_000 * i for i in range(9, -1, -1)]
    assert [bar["ts"] for bar in bars(client, n=2, to=minute - 120_000)] == [
        minute - 180_000,
        minute - 120_000,
    ]
    window = bars(client, **{"from": minute - 300_000, "to": minute - 60_000})
    assert [bar["ts"] for bar in window] == [minute - 60_000 * i for i in range(5, 0, -1)]
    assert len(bars(client, **{"from": minute - 300_000, "n": 3})) == 3
    assert len(bars(client, **{"from": minute - 300_000, "n": 100})) == 6
    capped = bars(client, **{"from": minute - 1000 * 60_000})
    assert (len(capped), capped[-1]["ts"]) == (500, minute)
    assert len(bars(client, n=9999)) == 500


def test_bars_of_1m_are_months_and_of_1_are_minutes(client: Client) -> None:
    info = {row["name"]: row["intervalInMillis"] for row in client.get("/api/pro/v1/barhist/info")["data"]}
    assert (info["1"], info["60"], info["1m"]) == (60_000, HOUR, 2_592_000_000)
    months = bars(client, interval="1m", n=2)
    assert months[0]["i"] == "1m"
    assert [bar["ts"] for bar in months] == [1_746_057_600_000, 1_748_736_000_000]
    for name in info:
        for bar in bars(client, interval=name, n=2):
            low, high = Decimal(bar["l"]), Decimal(bar["h"])
            assert low <= min(Decimal(bar["o"]), Decimal(bar["c"])) <= high
    assert client.get("/api/pro/v1/barhist", symbol="BTC-PERP", interval="1h")["code"] == 100004


def test_the_latest_bar_closes_about_the_last_price(client: Client) -> None:
    closed, last = Decimal(bars(client, n=1)[0]["c"]), Decimal(client.ticker()["close"])
    assert abs(closed / last - 1) < Decimal("0.0005")


def test_latency_probe_and_risk_limits(client: Client) -> None:
    data = client.get("/api/pro/v1/exchange-info", requestTime=START - 13)["data"]
    assert data == {"requestTimeEcho": START - 13, "requestReceiveAt": START, "latency": 13}
    assert client.get("/api/pro/v1/exchange-info")["code"] == 100004
    assert client.get("/api/pro/v1/exchange-info", requestTime="now")["code"] == 100013
    new = client.get("/api/pro/v2/risk-limit-info", ip="173.123.133.23")["data"]
    assert new["ip"] == "173.123.133.23"
    assert new["webSocket"]["status"]["bannedUntil"] == -1
    thresholds = new["webSocket"]["messageThreshold"]
    assert list(thresholds) == [
        *("level1OpThreshold", "level2OpThreshold", "level1ReqThreshold", "level2ReqThreshold"),
    ]
    assert (thresholds["level1OpThreshold"]["sub"], thresholds["level2ReqThreshold"]["depth_snapshot"]) == (
        150,
        500,
    )
    old = client.get("/api/pro/v1/risk-limit-info")["data"]["webSocket"]
    assert (old["maxNumRequests"], old["isBanned"]) == (45, False)


def test_every_public_endpoint_answers(client: Client) -> None:
    for path, _ in PUBLIC:
        reply = client.get(path, symbol="BTC-PERP", interval="1", requestTime=START)
        assert reply["code"] == 0, path
