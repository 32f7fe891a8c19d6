"""AscendEX Futures Pro v2 over raw HTTP, with signatures made here by the published recipe."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any

import pytest
import requests

from ascendex_woo_adapters.simulator import Fault, ManualClock, Simulator
from ascendex_woo_adapters.simulator.ascendex.ids import valid_client_id
from ascendex_woo_adapters.simulator.ascendex.venue import PRIVATE, PUBLIC, sign
from ascendex_woo_adapters.simulator.server import Request, load

START = 1_750_000_000_000
HOUR, DAY = 3_600_000, 86_400_000

PREHASH = {
    "/fee/info": "fee/info",
    "/fee": "fee",
    "/info": "info",
    "/transfer": "transfer",
    "/balance": "balance",
}
"""The paths that are signed otherwise than by dropping group and /api/pro/."""


class Client:
    """One key's requests: `get`, `post`, `delete` return the decoded body of an HTTP 200 reply."""

    def __init__(self, sim: Simulator, account: str = "main") -> None:
        self.sim = sim
        self.key = sim.ascendex.credentials[account]
        self.session = requests.Session()
        self.skew = 0
        self.count = 0
        info = self.get("/api/pro/v2/account/info")["data"]
        self.group, self.uid = info["accountGroup"], info["userUID"]

    def raw(
        self, method: str, path: str, headers: dict[str, str] | None = None, **kwargs: Any
    ) -> requests.Response:
        return self.session.request(
            method,
            self.sim.urls["ascendex"] + path,
            headers=self.headers(path) if headers is None else headers,
            **kwargs,
        )

    def headers(self, path: str, signed: str | None = None, secret: str | None = None) -> dict[str, str]:
        api_path = path.split("/api/pro/")[1]
        if api_path.startswith("v1/"):
            api_path = api_path.removeprefix("v1/").removeprefix("futures/")
            api_path = next((sent for end, sent in PREHASH.items() if f"/{api_path}".endswith(end)), api_path)
        time = str(self.sim.clock.now() + self.skew)
        message = f"{time}+{signed or api_path}".encode()
        digest = hmac.new((secret or self.key.secret).encode(), message, hashlib.sha256).digest()
        return {
            "x-auth-key": self.key.api_key,
            "x-auth-timestamp": time,
            "x-auth-signature": base64.b64encode(digest).decode(),
        }

    def call(self, method: str, path: str, **kwargs: Any) -> Any:
        reply = self.raw(method, path, **kwargs)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def get(self, path: str, **query: Any) -> Any:
        return self.call("GET", path, params=query)

    def futures(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        return self.call(method, f"/{self.group}/api/pro/v2/futures/{path}", json=body, params=query)

    def order(self, **fields: Any) -> Any:
        """Place an order: a limit purchase of 0.01 BTC far below the market unless `fields` say otherwise."""
        return self.futures("POST", "order", self.body(**fields))

    def body(self, **fields: Any) -> dict[str, Any]:
        self.count += 1
        values = {
            "id": f"sampleRequest{self.count:05d}",
            "time": self.sim.clock.now(),
            "symbol": "BTC-PERP",
            "orderQty": "0.01",
            "orderType": "limit",
            "side": "buy",
        }
        if fields.get("orderType", "limit").lower().endswith("limit"):
            values["orderPrice"] = "50000"
        return {name: value for name, value in (values | fields).items() if value is not None}

    def ticker(self, symbol: str = "BTC-PERP") -> dict[str, Any]:
        ticker: dict[str, Any] = self.get("/api/pro/v2/futures/ticker", symbol=symbol)["data"]
        return ticker

    def position(self, symbol: str = "BTC-PERP") -> dict[str, Any]:
        contracts = self.futures("GET", "position")["data"]["contracts"]
        return next(contract for contract in contracts if contract["symbol"] == symbol)

    def usdt(self) -> Decimal:
        collaterals = self.futures("GET", "position")["data"]["collaterals"]
        return Decimal(next(c["balance"] for c in collaterals if c["asset"] == "USDT"))

    def status(self, order_id: str) -> dict[str, Any]:
        order: dict[str, Any] = self.futures("GET", "order/status", orderId=order_id)["data"]
        return order


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with Simulator(seed=1, clock=ManualClock(START), venues=("ascendex",)) as simulator:
        yield simulator
        assert simulator.ascendex.crashes == []
        simulator.ascendex.engine.audit()


@pytest.fixture
def connect(sim: Simulator) -> Iterator[Callable[[str], Client]]:
    clients: list[Client] = []

    def make(account: str) -> Client:
        clients.append(Client(sim, account))
        return clients[-1]

    yield make
    for client in clients:
        client.session.close()


@pytest.fixture
def client(connect: Callable[[str], Client]) -> Client:
    return connect("main")


def tick(price: str, offset: int) -> str:
    """A BTC-PERP price, moved by whole dollars and put on the tick."""
    return str(Decimal(price) // 1 + offset)


# Signatures.


@pytest.mark.parametrize(
    ("secret", "time", "path", "signature"),
    [
        (
            "hV8FgjyJtpvVeAcMAgzgAFQCN36wmbWuN7o3WPcYcYhFd8qvE43gzFGVsFcCqMNk",
            "1608133910000",
            "info",
            "/pwaAgWZQ1Xd/J4yZ4ReHSPQxd3ORP/YR8TvAttqqYM=",
        ),
        (
            "hV8FgjyJtpvVeAcMAgzgAFQCN36wmbWuN7o3WPcYcYhFd8qvE43gzFGVsFcCqMNk",
            "1562952827927",
            "user/info",
            "vBZf8OQuiTJIVbNpNHGY3zcUsK5gJpwb5lgCgarpxYI=",
        ),
        (
            "98dRnVqbIhriRMZJfax3EvSPRBJrIuZ6J755KcLz6napGUpzmApJmfBY7EY3yYZn",
            "1562952827927000",
            "user/info",
            "UlpDqbDlNYydgT57It2IGiZGts13GnfF+D6Cmzq7xQE=",
        ),
    ],
)
def test_published_signature_vectors(secret: str, time: str, path: str, signature: str) -> None:
    assert sign(secret, time, path) == signature


def test_every_private_endpoint_takes_the_documented_signature_and_no_other(client: Client) -> None:
    for endpoint in PRIVATE:
        path = endpoint.path.replace("{accountGroup}", str(client.group))
        wrong = client.raw(endpoint.method, path, client.headers(path, signed="nothing"))
        assert (wrong.status_code, wrong.json()["code"]) == (200, 200001), endpoint
        for signed in endpoint.prehash:
            right = client.raw(endpoint.method, path, client.headers(path, signed=signed))
            assert right.json().get("code") not in (200001, 100009, 200015), endpoint


def test_the_secret_is_used_raw_and_not_decoded(client: Client) -> None:
    path = "/api/pro/v2/account/info"
    time = str(START)
    decoded = base64.b64decode(client.key.secret)
    digest = hmac.new(decoded, f"{time}+v2/account/info".encode(), hashlib.sha256).digest()
    headers = client.headers(path) | {"x-auth-signature": base64.b64encode(digest).decode()}
    assert client.raw("GET", path, headers).json()["code"] == 200001


@pytest.mark.parametrize(
    ("change", "code", "reason"),
    [
        ({"x-auth-key": ""}, 100009, "AUTHORIZATION_NEEDED"),
        ({"x-auth-signature": ""}, 100009, "AUTHORIZATION_NEEDED"),
        ({"x-auth-key": "unknown"}, 200001, "AUTHENTICATION_FAILED"),
        ({"x-auth-timestamp": "soon"}, 100011, "INVALID_TIMESTAMP"),
        ({"x-auth-timestamp": str(START - 30_001)}, 100011, "INVALID_TIMESTAMP"),
        ({"x-auth-timestamp": str(START + 30_001)}, 100011, "INVALID_TIMESTAMP"),
        ({"x-auth-timestamp": str(START - 29_000)}, 200001, "AUTHENTICATION_FAILED"),
    ],
)
def test_wrong_credentials(client: Client, change: dict[str, str], code: int, reason: str) -> None:
    path = "/api/pro/v2/account/info"
    reply = client.raw("GET", path, client.headers(path) | change)
    assert reply.status_code == 200
    assert reply.json()["code"] == code
    assert reply.json()["reason"] == reason
    assert "data" not in reply.json()


def test_a_time_within_thirty_seconds_is_accepted(client: Client) -> None:
    for client.skew in (-30_000, 30_000):
        assert client.get("/api/pro/v2/account/info")["code"] == 0


def test_a_clock_that_is_wrong_at_the_venue_refuses_every_key(client: Client, sim: Simulator) -> None:
    sim.ascendex.faults.add(Fault(kind="clock_skew", clock_skew_ms=31_000))
    assert client.get("/api/pro/v2/account/info")["code"] == 100011


def test_another_account_group_is_not_found(client: Client) -> None:
    path = f"/{client.group + 1}/api/pro/v2/futures/position"
    assert client.get(path)["code"] == 200006


def test_a_key_without_permission_can_look_but_not_touch(connect: Callable[[str], Client]) -> None:
    reader = connect("readonly")
    info = reader.get("/api/pro/v2/account/info")["data"]
    flags = (info["viewPermission"], info["tradePermission"], info["transferPermission"])
    assert flags == (True, False, False)
    assert reader.futures("GET", "position")["code"] == 0
    for method, path in (("POST", "order"), ("DELETE", "order/all"), ("POST", "transfer/deposit")):
        refusal = reader.futures(method, path, {})
        assert (refusal["code"], refusal["reason"]) == (200015, "PERMISSION_DENIED")


# Market data.


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


# The account.


def test_account_info_and_fees(client: Client) -> None:
    info = client.get("/api/pro/v2/account/info")["data"]
    assert list(info) == [
        *("accountGroup", "email", "expireTime", "allowedIps", "cashAccount", "marginAccount"),
        *(
            "futuresAccount",
            "userUID",
            "tradePermission",
            "transferPermission",
            "viewPermission",
            "limitQuota",
        ),
    ]
    assert isinstance(info["accountGroup"], int)
    assert (len(info["userUID"]), info["userUID"][0]) == (11, "U")
    old = client.get("/api/pro/v1/info")["data"]
    assert old["userUID"] == info["userUID"]
    assert "futuresAccount" not in old
    fees = client.get(f"/{client.group}/api/pro/v1/futures/fee")["data"]
    rows = {row["symbol"]: row["fee"] for row in fees["productFee"]}
    assert rows["BTC-PERP"] == {"maker": "0.0002", "taker": "0.0006"}
    generic = client.get(f"/{client.group}/api/pro/v1/futures/fee/info")["data"]
    assert generic["genericFee"]["largeCap"] == rows["BTC-PERP"]
    assert (fees["domain"], generic["vipLevel"]) == ("futures", 0)


def test_a_flat_account_shows_its_collaterals_and_all_contracts(client: Client) -> None:
    data = client.futures("GET", "position")["data"]
    assert data["ac"] == "FUTURES"
    assert data["collaterals"] == [
        {"asset": "USDT", "balance": "100000", "discountFactor": "1", "referencePrice": "1"}
    ]
    btc = client.position()
    assert (btc["side"], btc["position"], btc["leverage"], btc["marginType"]) == (
        "NULL_VAL",
        "0",
        "10",
        "cross",
    )
    assert list(btc) == [
        *("symbol", "side", "position", "referenceCost", "unrealizedPnl", "realizedPnl", "avgOpenPrice"),
        *(
            "marginType",
            "isolatedMargin",
            "leverage",
            "takeProfitPrice",
            "takeProfitTrigger",
            "stopLossPrice",
        ),
        *("stopLossTrigger", "buyOpenOrderNotional", "sellOpenOrderNotional", "indexPrice", "markPrice"),
    ]


def test_a_position_shows_what_was_traded(client: Client) -> None:
    order = client.order(orderType="market", orderQty="0.2")["data"]["order"]
    position = client.position()
    assert (position["side"], position["position"]) == ("LONG", "0.2")
    assert position["avgOpenPrice"] == order["avgFilledPx"]
    cost, mark = Decimal(position["referenceCost"]), Decimal(position["markPrice"])
    assert cost < 0
    assert abs(Decimal(position["unrealizedPnl"]) - (mark * Decimal("0.2") + cost)) < Decimal("1e-8")
    assert client.usdt() == Decimal(100_000) - Decimal(order["cumFee"])
    client.order(orderType="market", side="sell", orderQty="0.5")
    position = client.position()
    assert (position["side"], position["position"]) == ("SHORT", "-0.3")
    assert Decimal(position["referenceCost"]) > 0
    client.order(orderPrice="90000", orderQty="0.1")
    assert client.position()["buyOpenOrderNotional"] == "9000"


def test_leverage_is_a_whole_number_within_the_contracts_bound(client: Client) -> None:
    reply = client.futures("POST", "leverage", {"symbol": "BTC-PERP", "leverage": 25})
    assert reply == {"code": 0, "data": {"leverage": 25, "symbol": "BTC-PERP"}}
    assert client.position()["leverage"] == "25"
    for wrong, code in ((0, 100006), (101, 100006), ("5", 100013), (2.5, 100013)):
        assert client.futures("POST", "leverage", {"symbol": "BTC-PERP", "leverage": wrong})["code"] == code
    assert client.futures("POST", "leverage", {"symbol": "APT-PERP", "leverage": 21})["code"] == 100006
    assert client.futures("POST", "leverage", {"symbol": "NO-PERP", "leverage": 5})["code"] == 300012


def test_isolated_margin(client: Client) -> None:
    settings = {"symbol": "ETH-PERP", "marginType": "isolated"}
    assert client.futures("POST", "margin-type", settings) == {"code": 0}
    assert client.futures("POST", "margin-type", settings | {"marginType": "cross"})["code"] == 100004
    client.futures("POST", "leverage", {"symbol": "ETH-PERP", "leverage": 5})
    client.order(symbol="ETH-PERP", orderType="market", orderQty="10")
    position = client.position("ETH-PERP")
    assert (position["marginType"], position["leverage"]) == ("isolated", "5")
    margin = Decimal(position["isolatedMargin"])
    assert abs(margin - Decimal(position["avgOpenPrice"]) * 2) < 1
    assert client.futures("POST", "margin-type", settings | {"marginType": "crossed"})["code"] == 100010
    before = client.usdt()
    change = {"symbol": "ETH-PERP", "amount": "100"}
    assert client.futures("POST", "isolated-position-margin", change) == {"code": 0}
    assert Decimal(client.position("ETH-PERP")["isolatedMargin"]) == margin + 100
    assert client.usdt() == before - 100
    free = client.futures("GET", "free-margin")["data"]
    assert [row["symbol"] for row in free["isolated"]] == ["ETH-PERP"]
    assert client.futures("POST", "isolated-position-margin", change | {"amount": "-50"}) == {"code": 0}
    assert client.futures("POST", "isolated-position-margin", change | {"amount": "-50000"})["code"] == 320008
    assert client.futures("POST", "isolated-position-margin", change | {"amount": "1e9"})["code"] == 300011
    other = {"symbol": "BTC-PERP", "amount": "1"}
    assert client.futures("POST", "isolated-position-margin", other)["code"] == 100010


def test_free_margin_falls_with_orders(client: Client) -> None:
    def free() -> Decimal:
        return Decimal(client.futures("GET", "free-margin")["data"]["crossed"]["freeMargin"])

    assert free() == 100_000
    client.order(orderPrice="90000", orderQty="1")
    assert free() < 100_000
    client.futures("DELETE", "order/all")
    assert free() == 100_000


def test_collateral_of_other_assets_counts_with_its_discount(client: Client) -> None:
    client.futures("POST", "transfer/deposit", {"asset": "BTC", "amount": "1"})
    free = client.futures("GET", "free-margin")["data"]
    price = Decimal(client.position()["indexPrice"])
    assert abs(Decimal(free["crossed"]["freeMargin"]) - 100_000 - price * Decimal("0.98")) < Decimal("1e-6")
    assert {"asset": "BTC", "availableForTransfer": "1"} in free["collaterals"]


def test_transfers_move_funds_between_the_accounts(client: Client) -> None:
    def cash(asset: str) -> str:
        rows = client.get(f"/{client.group}/api/pro/v1/cash/balance", asset=asset)["data"]
        return str(rows[0]["totalBalance"])

    move = {"asset": "USDT", "amount": "1000.5"}
    assert client.futures("POST", "transfer/deposit", move) == {"code": 0}
    assert (cash("USDT"), client.usdt()) == ("48999.5", Decimal("101000.5"))
    assert client.futures("POST", "transfer/withdraw", move) == {"code": 0}
    wallet = f"/{client.group}/api/pro/v1/transfer"
    path = {"fromAccount": "cash", "toAccount": "futures"}
    assert client.call("POST", wallet, json=move | path) == {"code": 0}
    assert client.usdt() == Decimal("101000.5")
    for change, code in (
        ({"amount": "99999999"}, 300011),
        ({"amount": "-1"}, 100006),
        ({"amount": "x"}, 100013),
        ({"asset": "NOPE"}, 100006),
        ({"asset": "USDTR"}, 100010),
        ({"toAccount": "cash"}, 100004),
    ):
        assert client.call("POST", wallet, json=move | path | change)["code"] == code, change
    margin = client.get(f"/{client.group}/api/pro/v1/margin/balance", showAll="true")["data"]
    assert {row["totalBalance"] for row in margin} == {"0"}


def test_deposits_and_their_addresses(client: Client) -> None:
    data = client.get("/api/pro/v1/wallet/deposit/address", asset="USDT")["data"]
    assert [row["blockchain"] for row in data["address"]] == ["Omni", "ERC20", "TRC20"]
    one = client.get("/api/pro/v1/wallet/deposit/address", asset="USDT", blockchain="ERC20")["data"]
    assert one["address"] == [data["address"][1]]
    history = client.get("/api/pro/v1/wallet/transactions", asset="BTC", txType="deposit")["data"]
    assert [(row["amount"], row["status"]) for row in history["data"]] == [("1", "confirmed")]
    assert client.get("/api/pro/v1/wallet/transactions", txType="withdrawal")["data"]["data"] == []


# Placing orders.


ORDER_FIELDS = [
    *("ac", "accountId", "seqNum", "time", "orderId", "orderType", "side", "symbol", "price", "orderQty"),
    *("stopPrice", "stopBy", "status", "lastExecTime", "lastPx", "lastQty", "avgFilledPx", "cumFilledQty"),
    *("fee", "cumFee", "feeAsset", "errorCode"),
]


def test_ack_is_the_default_of_limit_orders_and_says_little(client: Client) -> None:
    body = client.body()
    data = client.futures("POST", "order", body)["data"]
    assert data["meta"] == {"action": "place-order", "id": body["id"], "respInst": "ACK"}
    order = data["order"]
    assert list(order) == ORDER_FIELDS
    assert (order["seqNum"], order["status"], order["feeAsset"]) == (-1, "Ack", "")
    assert (order["price"], order["orderQty"], order["orderType"], order["side"]) == (
        *("50000", "0.01", "Limit", "Buy"),
    )
    assert client.status(order["orderId"])["status"] == "New"


def test_accept_is_the_order_as_it_entered_the_book(client: Client) -> None:
    crossing = tick(client.ticker()["ask"][0], 100)
    data = client.order(orderPrice=crossing, respInst="ACCEPT")["data"]
    assert data["meta"]["respInst"] == "ACCEPT"
    assert (data["order"]["status"], data["order"]["cumFilledQty"]) == ("New", "0")
    assert data["order"]["seqNum"] > 0
    assert client.status(data["order"]["orderId"])["status"] == "Filled"


def test_done_is_the_default_of_market_orders_and_tells_the_fill(client: Client) -> None:
    data = client.order(orderType="Market", side="Sell")["data"]
    assert data["meta"]["respInst"] == "DONE"
    order = data["order"]
    assert (order["status"], order["cumFilledQty"], order["price"]) == ("Filled", "0.01", "0")
    fee = Decimal("0.01") * Decimal(order["avgFilledPx"]) * Decimal("0.0006")
    assert abs(Decimal(order["cumFee"]) - fee) < Decimal("1e-7")
    assert order["feeAsset"] == "USDT"


def test_done_of_a_resting_order_falls_back_to_ack(client: Client) -> None:
    data = client.order(respInst="DONE")["data"]
    assert (data["meta"]["respInst"], data["order"]["status"]) == ("ACK", "Ack")


def test_the_order_id_is_known_beforehand(client: Client) -> None:
    body = client.body(id="abcd1234abcd1234")
    order_id = client.futures("POST", "order", body)["data"]["order"]["orderId"]
    assert order_id == f"a{body['time']:x}{client.uid}d1234abcd"[:23] + "4abcd1234"
    assert len(order_id) == 32


@pytest.mark.parametrize("client_id", ["short1", "with-hyphen-9", "under_score_9", None])
def test_other_ids_are_echoed_but_do_not_end_the_order_id(client: Client, client_id: str | None) -> None:
    data = client.order(id=client_id)["data"]
    assert data["meta"]["id"] == (client_id or "")
    order_id = data["order"]["orderId"]
    assert order_id.startswith(f"a{START:x}{client.uid}")
    assert len(order_id) == 32
    assert client_id is None or not order_id.endswith(client_id[-9:])


@pytest.mark.parametrize(
    "client_id", ["-leading1", "trailing-", "has space1", "x" * 33, "ümlaut123", "a@b123456"]
)
def test_malformed_ids_are_refused(client: Client, client_id: str) -> None:
    assert not valid_client_id(client_id)
    refusal = client.order(id=client_id)
    assert (refusal["code"], refusal["reason"]) == (300006, "INVALID_ORDER_ID")


def test_the_same_request_is_not_taken_twice(client: Client) -> None:
    body = client.body()
    assert client.futures("POST", "order", body)["code"] == 0
    assert client.futures("POST", "order", body)["code"] == 300006
    assert len(client.futures("GET", "order/open")["data"]) == 1


def test_an_order_whose_reply_was_lost_is_found_by_its_id(client: Client, sim: Simulator) -> None:
    body = client.body(id="lostreply123")
    sim.ascendex.faults.add(Fault(match="POST */futures/order", kind="drop_after"))
    with pytest.raises(requests.ConnectionError):
        client.futures("POST", "order", body)
    order_id = f"a{body['time']:x}{client.uid}treply123"
    assert client.status(order_id)["status"] == "New"


@pytest.mark.parametrize(
    ("fields", "code", "reason"),
    [
        ({"orderPrice": "50000.1"}, 300014, "TICK_SIZE_VIOLATION"),
        ({"orderPrice": "0.1"}, 300001, "INVALID_PRICE"),
        ({"orderPrice": "2000000"}, 300001, "INVALID_PRICE"),
        ({"orderPrice": None}, 300001, "INVALID_PRICE"),
        ({"orderPrice": None, "price": "50000"}, 300001, "INVALID_PRICE"),
        ({"orderPrice": "cheap"}, 100013, "INVALID_NUM_FORMAT"),
        ({"orderPrice": 50000}, 100004, "INVALID_REQUEST_DATA"),
        ({"orderQty": "0.00001"}, 300002, "INVALID_QTY"),
        ({"orderQty": "0.00015"}, 300002, "INVALID_QTY"),
        ({"orderQty": "-1"}, 300002, "INVALID_QTY"),
        ({"orderQty": "NaN"}, 100013, "INVALID_NUM_FORMAT"),
        ({"orderQty": None}, 100004, "INVALID_REQUEST_DATA"),
        ({"orderQty": "1000"}, 320008, "FUTURES_TOO_RISKY"),
        ({"symbol": "NO-PERP"}, 300012, "INVALID_PRODUCT"),
        ({"symbol": "FTT-PERP", "orderPrice": "3"}, 300021, "TRADING_DISABLED"),
        ({"side": "long"}, 300003, "INVALID_SIDE"),
        ({"orderType": "stop_limit"}, 300005, "INVALID_TYPE"),
        ({"timeInForce": "GTX"}, 300007, "INVALID_TIME_IN_FORCE"),
        ({"timeInForce": "IOC", "postOnly": True}, 300007, "INVALID_TIME_IN_FORCE"),
        ({"orderType": "market", "postOnly": True}, 300008, "INVALID_ORDER_PARAMETER"),
        ({"postOnly": "true"}, 100004, "INVALID_REQUEST_DATA"),
        ({"execInst": "Liquidation"}, 300008, "INVALID_ORDER_PARAMETER"),
        ({"execInst": "StopOnMark"}, 300008, "INVALID_ORDER_PARAMETER"),
        ({"execInst": "ReduceOnly"}, 300009, "TRADING_VIOLATION"),
        ({"stopPrice": "60000"}, 300008, "INVALID_ORDER_PARAMETER"),
        ({"orderType": "stopmarket"}, 300001, "INVALID_PRICE"),
        ({"respInst": "Done"}, 300008, "INVALID_ORDER_PARAMETER"),
        ({"time": START - 30_001}, 100011, "INVALID_TIMESTAMP"),
        ({"time": str(START)}, 100013, "INVALID_NUM_FORMAT"),
        ({"time": None}, 100004, "INVALID_REQUEST_DATA"),
    ],
)
def test_refused_orders(client: Client, fields: dict[str, Any], code: int, reason: str) -> None:
    body = client.body(**fields)
    refusal = client.futures("POST", "order", body)
    assert (refusal["code"], refusal["reason"]) == (code, reason)
    assert list(refusal) == ["ac", "accountId", "action", "code", "info", "message", "reason"]
    assert (refusal["ac"], refusal["action"]) == ("FUTURES", "place-order")
    assert refusal["info"] == {"id": body["id"], "symbol": body["symbol"]}
    assert client.futures("GET", "order/open")["data"] == []


def test_the_tick_size_message_is_the_documented_one(client: Client) -> None:
    message = client.order(symbol="YFI-PERP", orderPrice="8005")["message"]
    assert message == "Order price doesn't conform to the required tick size: 10"


def test_a_body_has_to_be_a_json_object(client: Client) -> None:
    path = f"/{client.group}/api/pro/v2/futures/order"
    for data in ("[]", "nonsense", ""):
        assert client.call("POST", path, data=data)["code"] == 150001


def test_no_funds_no_order(connect: Callable[[str], Client]) -> None:
    assert connect("empty").order()["code"] == 320008


def test_immediate_orders_end_at_once(client: Client) -> None:
    ask = tick(client.ticker()["ask"][0], 1)
    ioc = client.order(orderPrice=ask, orderQty="5", timeInForce="IOC", respInst="DONE")["data"]["order"]
    assert ioc["status"] == "Canceled"
    assert 0 < Decimal(ioc["cumFilledQty"]) < 5
    fok = client.order(orderPrice=ask, orderQty="5", timeInForce="FOK", respInst="DONE")["data"]["order"]
    assert (fok["status"], fok["cumFilledQty"]) == ("Canceled", "0")


def test_post_only_orders_never_take(client: Client) -> None:
    bid, ask = client.ticker()["bid"][0], client.ticker()["ask"][0]
    taking = client.order(orderPrice=tick(ask, 1), postOnly=True, respInst="ACCEPT")["data"]["order"]
    assert (taking["status"], taking["errorCode"]) == ("Rejected", "PostOnlyWouldTake")
    resting = client.order(orderPrice=tick(bid, -1), execInst="Post")["data"]["order"]
    assert client.status(resting["orderId"])["execInst"] == "Post"
    flag = client.order(orderPrice=tick(bid, -1), postOnly=True)["data"]["order"]
    assert client.status(flag["orderId"])["execInst"] == "Post"


def test_reduce_only_orders_only_reduce(client: Client) -> None:
    client.order(orderType="market", orderQty="0.05")
    assert client.order(execInst="ReduceOnly")["code"] == 300009
    both = client.order(side="sell", orderPrice="200000", execInst="ReduceOnly", postOnly=True)
    assert client.status(both["data"]["order"]["orderId"])["execInst"] == "PostReduceOnly"
    client.order(orderType="market", side="sell", orderQty="1", execInst="ReduceOnly")
    assert client.position()["side"] == "NULL_VAL"


def test_a_resting_order_fills_as_maker_when_the_market_comes(client: Client, sim: Simulator) -> None:
    price = tick(client.ticker()["bid"][0], -2)
    order_id = client.order(orderPrice=price)["data"]["order"]["orderId"]
    for _ in range(600):
        sim.clock.advance(1000)
        if client.status(order_id)["status"] == "Filled":
            break
    order = client.status(order_id)
    assert (order["status"], Decimal(order["avgFilledPx"])) == ("Filled", Decimal(price))
    assert Decimal(order["cumFee"]) == Decimal("0.01") * Decimal(price) * Decimal("0.0002")
    assert START < order["lastExecTime"] <= sim.clock.now()


# Stop orders.


@pytest.mark.parametrize(
    ("exec_inst", "stop_by", "shown"),
    [
        (None, "market", "StopOnMarket"),
        ("StopOnMark", "mark-px", "StopOnMark"),
        ("StopOnRef", "ref-px", "StopOnRef"),
        ("OpenStopMark", "mark-px", "OpenStopMark"),
    ],
)
def test_a_stop_order_waits_and_then_trades(
    client: Client, sim: Simulator, exec_inst: str | None, stop_by: str, shown: str
) -> None:
    stop = tick(client.ticker()["close"], 150)
    placed = client.order(orderType="StopMarket", stopPrice=stop, execInst=exec_inst, respInst="ACCEPT")[
        "data"
    ]
    assert placed["order"]["status"] == "PendingNew"
    order = client.status(placed["order"]["orderId"])
    assert (order["stopPrice"], order["stopBy"], order["execInst"]) == (stop, stop_by, shown)
    assert order["orderType"] == "StopMarket"
    assert [o["status"] for o in client.futures("GET", "order/open")["data"]] == ["PendingNew"]
    for _ in range(400):
        sim.clock.advance(30_000)
        if client.status(order["orderId"])["status"] == "Filled":
            break
    order = client.status(order["orderId"])
    assert order["status"] == "Filled"
    assert client.position()["position"] == "0.01"


def test_a_stop_limit_order_rests_once_triggered(client: Client, sim: Simulator) -> None:
    close = client.ticker()["close"]
    placed = client.order(orderType="StopLimit", stopPrice=tick(close, 100), orderPrice=tick(close, -5000))[
        "data"
    ]
    order_id = placed["order"]["orderId"]
    for _ in range(400):
        sim.clock.advance(30_000)
        if client.status(order_id)["status"] != "PendingNew":
            break
    assert client.status(order_id)["status"] == "New"


def test_reduce_only_and_post_only_stops_keep_both(client: Client) -> None:
    client.order(orderType="market", orderQty="0.05")
    names = {
        ("stopmarket", "ReduceOnlyMark", None): "ReduceOnlyMark",
        ("stopmarket", "PosStopMkt", None): "PosStopMkt",
        ("stoplimit", "ReduceOnly", True): "PostReduceMarket",
        ("stoplimit", None, True): "PostStopMarket",
    }
    for (kind, name, post), shown in names.items():
        order = client.order(side="sell", orderType=kind, stopPrice="50000", execInst=name, postOnly=post)
        assert client.status(order["data"]["order"]["orderId"])["execInst"] == shown


def test_exit_prices_attach_to_the_position_and_close_it(client: Client, sim: Simulator) -> None:
    close = client.ticker()["close"]
    low, high = tick(close, -300), tick(close, 300)
    client.order(orderType="market", posStopLossPrice=low, posTakeProfitPrice=high)
    position = client.position()
    assert (position["stopLossPrice"], position["takeProfitPrice"]) == (low, high)
    assert client.futures("GET", "order/open")["data"] == []
    for _ in range(400):
        sim.clock.advance(30_000)
        if client.position()["side"] == "NULL_VAL":
            break
    position = client.position()
    assert (position["side"], position["stopLossPrice"], position["takeProfitPrice"]) == (
        "NULL_VAL",
        "0",
        "0",
    )
    exits = client.futures("GET", "order/hist/current")["data"]
    assert [(o["execInst"], o["side"], o["status"], o["orderQty"]) for o in exits] == [
        ("PosStopMkt", "Sell", "Filled", "0.01"),
        ("NULL_VAL", "Buy", "Filled", "0.01"),
    ]


def test_exit_prices_of_a_resting_order_wait_for_its_position(client: Client) -> None:
    order = client.order(posStopLossPrice="40000")["data"]["order"]
    assert client.status(order["orderId"])["posStopLossPrice"] == "40000"
    assert client.position()["stopLossPrice"] == "0"
    client.futures("DELETE", "order/all")
    client.order(orderType="market")
    assert client.position()["stopLossPrice"] == "0"


# Batches.


def test_a_batch_is_placed_as_a_whole(client: Client) -> None:
    items = [client.body(respInst="ACK"), client.body(orderType="market", respInst="ACK")]
    data = client.futures("POST", "order/batch", {"orders": items})["data"]
    assert data["meta"] == {"action": "batch-place-order", "respInst": "ACK"}
    assert [row["id"] for row in data["orders"]] == [item["id"] for item in items]
    assert list(data["orders"][0]) == ["id", "orderId", "orderType", "symbol", "timestamp"]
    assert [row["orderType"] for row in data["orders"]] == ["Limit", "Market"]
    for row, item in zip(data["orders"], items, strict=True):
        assert row["orderId"] == f"a{item['time']:x}{client.uid}{item['id'][-9:]}"
    assert client.position()["position"] == "0.01"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"orderType": "market"}, 300008),
        ({"respInst": "ACCEPT"}, 300008),
        ({"orderPrice": "0.3"}, 300014),
        ({"orderQty": "1000"}, 320008),
        ({"symbol": "NO-PERP"}, 300012),
    ],
)
def test_one_bad_order_fails_its_batch(client: Client, fields: dict[str, Any], code: int) -> None:
    items = [client.body(), client.body(**fields), client.body()]
    refusal = client.futures("POST", "order/batch", {"orders": items})
    assert (refusal["code"], refusal["reason"], refusal["action"]) == (
        *(300013, "INVALID_BATCH_ORDER", "batch-place-order"),
    )
    assert [row["code"] for row in refusal["info"]] == [300013, code, 300013]
    assert [row["id"] for row in refusal["info"]] == [item["id"] for item in items]
    assert client.futures("GET", "order/open")["data"] == []


def test_a_batch_is_too_risky_as_a_whole(client: Client) -> None:
    items = [client.body(orderQty="6", orderPrice="90000") for _ in range(3)]
    refusal = client.futures("POST", "order/batch", {"orders": items})
    assert [row["code"] for row in refusal["info"]] == [300013, 320008, 320008]
    assert client.futures("GET", "order/open")["data"] == []


def test_a_batch_holds_one_to_ten_orders(client: Client) -> None:
    def place(count: int) -> Any:
        return client.futures("POST", "order/batch", {"orders": [client.body() for _ in range(count)]})

    assert place(11)["code"] == 300013
    assert place(0)["code"] == 100004
    assert place(10)["code"] == 0
    assert client.futures("POST", "order/batch", {})["code"] == 100004
    same = client.body()
    assert client.futures("POST", "order/batch", {"orders": [same, same]})["info"][1]["code"] == 300006


# Cancelling.


def cancellation(client: Client, order_id: str, **fields: Any) -> dict[str, Any]:
    body = {"id": "cancel12345", "orderId": order_id, "symbol": "BTC-PERP", "time": client.sim.clock.now()}
    return body | fields


def test_cancel_in_each_form_of_reply(client: Client) -> None:
    for resp_inst, status in ((None, "Ack"), ("ACCEPT", "Canceled"), ("DONE", "Canceled")):
        order_id = client.order()["data"]["order"]["orderId"]
        fields = {"respInst": resp_inst} if resp_inst else {}
        data = client.futures("DELETE", "order", cancellation(client, order_id, **fields))["data"]
        assert data["meta"] == {
            "action": "cancel-order",
            "id": "cancel12345",
            "respInst": resp_inst or "ACK",
        }
        assert (data["order"]["orderId"], data["order"]["status"]) == (order_id, status)
        assert client.status(order_id)["status"] == "Canceled"


def test_what_is_not_open_cannot_be_cancelled(client: Client, connect: Callable[[str], Client]) -> None:
    order_id = client.order()["data"]["order"]["orderId"]
    other = connect("second")
    assert other.futures("DELETE", "order", cancellation(other, order_id))["code"] == 300019
    assert (
        client.futures("DELETE", "order", cancellation(client, order_id, symbol="ETH-PERP"))["code"] == 300012
    )
    assert client.futures("DELETE", "order", cancellation(client, order_id, time=1))["code"] == 100011
    assert client.futures("DELETE", "order", {"orderId": order_id})["code"] == 100004
    assert client.futures("DELETE", "order", cancellation(client, order_id))["code"] == 0
    refusal = client.futures("DELETE", "order", cancellation(client, order_id))
    assert (refusal["code"], refusal["message"]) == (300019, "Trying to cancel non-open order")
    assert refusal["action"] == "cancel-order"
    long = client.futures("DELETE", "order", cancellation(client, "s177bab1b474U5051470287bbtcpKiOR1"))
    assert (long["code"], long["message"]) == (
        *(300006, "Client Order Id too Long: s177bab1b474U5051470287bbtcpKiOR1"),
    )


def test_a_batch_of_cancellations_is_all_or_nothing(client: Client) -> None:
    ids = [client.order()["data"]["order"]["orderId"] for _ in range(3)]
    wrong = [cancellation(client, one) for one in (ids[0], "a" * 32)]
    refusal = client.futures("DELETE", "order/batch", {"orders": wrong})
    assert [row["code"] for row in refusal["info"]] == [300013, 300006]
    assert len(client.futures("GET", "order/open")["data"]) == 3
    data = client.futures("DELETE", "order/batch", {"orders": [cancellation(client, one) for one in ids[:2]]})
    assert [(row["orderId"], row["orderType"]) for row in data["data"]["orders"]] == [
        (i, "") for i in ids[:2]
    ]
    assert [o["orderId"] for o in client.futures("GET", "order/open")["data"]] == ids[2:]


def test_cancel_all_with_and_without_a_symbol(client: Client) -> None:
    def place() -> None:
        client.order()
        client.order(orderType="stopmarket", stopPrice="500000")
        client.order(symbol="ETH-PERP", orderPrice="1000")

    place()
    assert client.futures("DELETE", "order/all", {"symbol": "BTC-PERP"}) == {"code": 0}
    assert [o["symbol"] for o in client.futures("GET", "order/open")["data"]] == ["ETH-PERP"]
    assert client.futures("DELETE", "order/all") == {"code": 0}
    assert client.futures("GET", "order/open")["data"] == []
    assert client.futures("DELETE", "order/all", {"symbol": "NO-PERP"})["code"] == 300012


def test_close_all_positions(client: Client) -> None:
    client.order(orderType="market")
    client.order(symbol="ETH-PERP", orderType="market", side="sell", orderQty="1")
    client.order()
    assert client.futures("DELETE", "position/all", {"symbol": "ETH-PERP"}) == {"code": 0}
    assert (client.position()["side"], client.position("ETH-PERP")["side"]) == ("LONG", "NULL_VAL")
    assert client.futures("DELETE", "position/all", {"cancelOpen": True}) == {"code": 0}
    assert client.position()["side"] == "NULL_VAL"
    assert client.futures("GET", "order/open")["data"] == []


# Queries.


def test_one_order_is_an_object_and_more_are_a_list(client: Client) -> None:
    ids = [client.order()["data"]["order"]["orderId"] for _ in range(2)]
    one = client.futures("GET", "order/status", orderId=ids[0])
    assert (one["ac"], one["data"]["orderId"]) == ("FUTURES", ids[0])
    assert list(one["data"]) == sorted(one["data"])
    assert len(one["data"]) == 27
    shown = one["data"]
    assert (shown["stopBy"], shown["posStopLossTrigger"], shown["execInst"]) == ("", "None", "NULL_VAL")
    assert client.futures("GET", "order/status", orderId=ids[0] + ",")["data"] == [shown]
    both = client.futures("GET", "order/status", orderId=",".join(ids))["data"]
    assert [order["orderId"] for order in both] == ids
    assert client.futures("GET", "order/status", orderId="a" * 32)["code"] == 300006
    assert client.futures("GET", "order/status", orderId=f"{ids[0]},{'a' * 32}")["data"] == [shown]
    assert client.futures("GET", "order/status")["code"] == 100004


def test_orders_of_others_are_unknown(client: Client, connect: Callable[[str], Client]) -> None:
    order_id = client.order()["data"]["order"]["orderId"]
    other = connect("second")
    assert other.futures("GET", "order/status", orderId=order_id)["code"] == 300006
    assert other.futures("GET", "order/open")["data"] == []


def test_open_orders_by_symbol(client: Client) -> None:
    client.order()
    client.order(symbol="ETH-PERP", orderPrice="1000")
    assert len(client.futures("GET", "order/open")["data"]) == 2
    eth = client.futures("GET", "order/open", symbol="ETH-PERP")["data"]
    assert [list(order) for order in eth] == [ORDER_FIELDS]
    assert (eth[0]["symbol"], eth[0]["stopBy"]) == ("ETH-PERP", "market")


def history(client: Client) -> list[str]:
    """Three finished orders, a second apart: cancelled, filled, cancelled; and one that is open."""
    ids = []
    for kind in ("limit", "market", "limit", "open"):
        fields = {} if kind == "open" else {"orderType": kind}
        ids.append(client.order(**fields)["data"]["order"]["orderId"])
        if kind == "limit":
            client.futures("DELETE", "order", cancellation(client, ids[-1]))
        client.sim.clock.advance(1000)
    return ids


def test_current_history_has_finished_orders_newest_first(client: Client) -> None:
    ids = history(client)
    path = "order/hist/current"
    rows = client.futures("GET", path)["data"]
    assert [row["orderId"] for row in rows] == ids[2::-1]
    assert rows[1]["status"] == "Filled"
    assert rows[1]["posStopLossTrigger"] == "market"
    assert [row["orderId"] for row in client.futures("GET", path, n=1)["data"]] == [ids[2]]
    executed = client.futures("GET", path, executedOnly="true")["data"]
    assert [row["orderId"] for row in executed] == [ids[1]]
    assert client.futures("GET", path, symbol="ETH-PERP")["data"] == []
    assert client.futures("GET", path, executedOnly="yes")["code"] == 100004


def test_history_v2_pages_by_sequence_number(client: Client) -> None:
    ids = history(client)
    path = "/api/pro/data/v2/order/hist"

    def look(**query: Any) -> list[str]:
        rows = client.get(path, account="futures", **query)["data"]
        return [row["orderId"] for row in rows]

    assert look() == ids[2::-1]
    assert look(startTime=START) == ids[:3]
    assert look(startTime=START + 1) == ids[1:3]
    assert look(endTime=START + 1000) == ids[1::-1]
    seen: list[dict[str, Any]] = []
    query: dict[str, Any] = {"startTime": START}
    while rows := client.get(path, account="futures", limit=1, **query)["data"]:
        seen += rows
        query = {"seqNum": rows[-1]["seqNum"] + 1}
    assert [row["orderId"] for row in seen] == ids[:3]
    filled = seen[1]
    assert list(filled) == [
        *("orderId", "seqNum", "accountId", "symbol", "orderType", "side", "price", "stopPrice", "orderQty"),
        *("status", "createTime", "lastExecTime", "avgFillPrice", "fillQty", "fee", "feeAsset"),
    ]
    assert Decimal(filled["fee"]) < 0
    assert filled["createTime"] == START + 1000
    assert client.get(path, account=filled["accountId"])["data"] != []
    assert client.get(path, account="cash")["data"] == []
    assert client.get(path, account="nobody")["code"] == 100004
    assert client.get(path)["code"] == 100004


def test_the_old_history_comes_in_pages(client: Client) -> None:
    ids = history(client)
    path = f"/{client.group}/api/pro/v1/order/hist"

    def look(**query: Any) -> Any:
        return client.call("GET", path, params=query, headers=client.headers(path, signed="order/hist"))[
            "data"
        ]

    data = look(category="futures", pageSize=2)
    assert [row["orderId"] for row in data["data"]] == ids[2:0:-1]
    assert (data["hasNext"], data["limit"], data["page"], data["pageSize"]) == (True, 500, 1, 2)
    rest = look(category="futures", pageSize=2, page=2)
    assert ([row["orderId"] for row in rest["data"]], rest["hasNext"]) == ([ids[0]], False)
    assert [row["orderId"] for row in look(status="Filled")["data"]] == [ids[1]]
    assert data["data"][0]["errorCode"] == "NULL_VAL"
    assert look(category="cash")["data"] == []


# Money over time.


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


# Nonsense.


NONSENSE: list[Any] = [
    None,
    "",
    0,
    -1,
    True,
    "x",
    "1e999",
    "NaN",
    "-0",
    [],
    {},
    "9" * 60,
    2**70,
    1.5,
    "é",
    "1,2",
]
NAMES = [
    *(
        "symbol",
        "time",
        "id",
        "orderId",
        "orderPrice",
        "orderQty",
        "orderType",
        "side",
        "stopPrice",
        "execInst",
    ),
    *("respInst", "timeInForce", "postOnly", "posStopLossPrice", "orders", "asset", "amount", "leverage"),
    *("marginType", "fromAccount", "toAccount", "cancelOpen"),
]


def ask(client: Client, method: str, path: str, query: dict[str, str] | None = None, body: Any = None) -> Any:
    """The body of a reply, without a network."""
    path = path.replace("{accountGroup}", str(client.group))
    data = b"" if body is None else json.dumps(body).encode()
    request = Request(method, path, query or {}, json=load(data), body=data, headers=client.headers(path))
    return client.sim.ascendex.answer(request).body


@pytest.mark.parametrize("value", NONSENSE, ids=repr)
def test_nonsense_is_refused_or_taken_but_never_breaks_the_venue(client: Client, value: Any) -> None:
    for endpoint in (endpoint for endpoint in PRIVATE if endpoint.method != "GET"):
        good = client.body(
            stopPrice="60000", respInst="ACK", orderId="a" * 32, asset="USDT", amount="1", leverage=2
        )
        good |= {
            "marginType": "crossed",
            "fromAccount": "cash",
            "toAccount": "futures",
            "orders": [client.body()],
        }
        assert ask(client, endpoint.method, endpoint.path, body=value)["code"] is not None
        assert ask(client, endpoint.method, endpoint.path, body={"orders": [value]})["code"] is not None
        for name in NAMES:
            assert ask(client, endpoint.method, endpoint.path, body=good | {name: value})["code"] is not None


@pytest.mark.parametrize("value", ["", "-1,", "9" * 40])
def test_nonsense_in_a_query_is_answered_too(client: Client, value: str) -> None:
    names = [
        *(
            "symbol",
            "interval",
            "from",
            "to",
            "n",
            "requestTime",
            "orderId",
            "account",
            "startTime",
            "endTime",
        ),
        *(
            "seqNum",
            "limit",
            "sn",
            "date",
            "page",
            "pageSize",
            "asset",
            "executedOnly",
            "showAll",
            "category",
        ),
    ]
    good = {
        "symbol": "BTC-PERP",
        "interval": "1",
        "requestTime": "1",
        "account": "futures",
        "orderId": "a" * 32,
    }
    client.sim.ascendex.limits = False
    paths = [path for path, _ in PUBLIC] + [endpoint.path for endpoint in PRIVATE if endpoint.method == "GET"]
    for path in paths:
        for name in names:
            reply = client.call(
                "GET", path.replace("{accountGroup}", str(client.group)), params=good | {name: value}
            )
            assert "code" in reply or "meta" in reply
