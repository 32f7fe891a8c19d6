"""WOO's generation V3 over raw HTTP: signatures, shapes of replies, market data, limits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from ascendex_woo_adapters.simulator import ManualClock, Simulator
from ascendex_woo_adapters.simulator.woo.endpoint import sign
from ascendex_woo_adapters.simulator.woo.v3 import ENDPOINTS

from .woo_client import HOUR, MINUTE, PERP, SPOT
from .woo_v3_client import Trader

TESTS = Path(__file__).parent.parent
SAMPLES = json.loads((TESTS / "samples" / "woo-v3.json").read_text())
DOCUMENTED = [
    line.split()
    for line in (TESTS / "woo" / "woo_v3_endpoints.txt").read_text().splitlines()
    if not line.startswith("#")
]
OWN = {(endpoint.method, endpoint.path) for endpoint in ENDPOINTS}
SECRET = "QHKRXHPAW1MC9YGZMAT8YDJG2HPR"


# Signatures.


@pytest.mark.parametrize(
    ("text", "signature"),
    [
        (
            "1578565539808GET/v3/algo/orders?algoType=STOP",
            "fddab579aff8c193f920c2d4f0cda6a21a60f06fd9c3916541ecc4f6461f5977",
        ),
        (
            '1578565539808POST/v3/algo/order{"symbol": "PERP_BTC_USDT", "side": "BUY", "reduceOnly": false,'
            ' "type": "MARKET", "quantity": "1", "algoType": "TRAILING_STOP", "callbackRate": "100"}',
            "d2d18e208166bb9bc79d836bd4a8e80ba310abe75821079c18c51aa877f4b737",
        ),
        (
            "order_price=9000&order_quantity=0.11&order_type=LIMIT&side=BUY&symbol=SPOT_BTC_USDT"
            "|1578565539808",
            "20da0852f73b20da0208c7e627975a59ff072379883d8457d03104651032033d",
        ),
    ],
)
def test_the_known_signatures(text: str, signature: str) -> None:
    assert sign(SECRET, text) == signature


def test_bodies_and_queries_are_signed_to_the_letter(trader: Trader) -> None:
    path = "/v3/account/listenKey"
    body = '{ "type" : "WEBSOCKET" }'
    assert trader.raw("POST", path, body)["success"] is True
    assert trader.raw("POST", path, body, signed=f'POST{path}{{"type": "WEBSOCKET"}}')["code"] == -1001
    unsorted = "/v3/trade/orders?symbol=SPOT_BTC_USDT&size=3&side=BUY"
    assert trader.raw("GET", unsorted)["success"] is True
    ordered = "/v3/trade/orders?side=BUY&size=3&symbol=SPOT_BTC_USDT"
    assert trader.raw("GET", unsorted, signed=f"GET{ordered}")["code"] == -1001


def test_permissions_and_clocks(sim: Simulator, trader: Trader) -> None:
    reader = Trader(sim, "readonly")
    reader.get("/v3/asset/balances")
    assert reader.refused("POST", "/v3/trade/order", body={"symbol": PERP}) == (401, -1002)
    assert reader.refused("POST", "/v3/asset/wallet/withdraw", body={"token": "BTC"}) == (401, -1002)
    trader.skew = 300_000
    assert trader.refused("GET", "/v3/asset/balances") == (401, -1002)


# The reference as a whole.


def test_every_documented_endpoint_is_known(sim: Simulator) -> None:
    known = {(route.method, route.path): route for route in sim.woo.routes}
    for method, path, auth in DOCUMENTED:
        assert known[method, path].auth is (auth != "public"), path
    assert len(known) == len(sim.woo.routes), "no path is served twice"


def test_unknown_and_missing_parameters(trader: Trader) -> None:
    reply = trader.call("GET", "/v3/public/orderbook")
    assert reply.status_code == 400
    assert reply.json() == {
        "success": False,
        "code": -1005,
        "error_code": 90000,
        "message": "invalid request, please check your request",
    }
    assert trader.error("POST", "/v3/trade/order", body={"side": "BUY"}) == (400, -1005, 90000)
    assert trader.error("GET", "/v3/trade/order") == (400, -1005, 90000)
    assert trader.error("GET", "/v3/trade/orders", query={"start_t": 1}) == (400, -1004, None)
    assert trader.error("PUT", "/v3/trade/order", body=[1]) == (400, -1005, None)


@pytest.mark.parametrize("path", ["orderbook", "futures", "instruments", "marketTrades"])
def test_a_wrong_symbol_has_no_code(path: str, trader: Trader) -> None:
    sample = next(s for s in SAMPLES if s["path"] == "/v3/public/orderbook" and s["variant"] == "error")
    reply = trader.call("GET", f"/v3/public/{path}", {"symbol": "PERP_NOPE_USDT"})
    assert (reply.status_code, reply.json()) == (400, json.loads(sample["error_response"]))


def test_the_funding_rate_of_a_spot_market_is_a_server_error(trader: Trader) -> None:
    reply = trader.call("GET", "/v3/public/fundingRate", {"symbol": SPOT})
    assert (reply.status_code, reply.json()["success"]) == (500, False)


QUERIES: dict[str, dict[str, Any]] = {
    "/v3/public/kline": {"type": "1m"},
    "/v3/public/klineHistory": {"type": "1m"},
    "/v3/public/instruments": {"symbol": SPOT},
    "/v3/trade/order": {"clientOrderId": 77, "withRealizedPnl": "true"},
    "/v3/trade/algoOrder": {"clientAlgoOrderId": 78},
    "/v3/asset/wallet/deposit": {"token": "USDT", "network": "ETH"},
    "/v3/futures/leverage": {"symbol": PERP, "marginMode": "CROSS"},
    "/v3/spotMargin/maxMargin": {"symbol": SPOT},
}
NEEDS_SYMBOL = ("orderbook", "marketTrades", "kline", "klineHistory", "fundingRateHistory", "tradingFee")
NEWER = {"isMatchRpi"}
"""In the newer version of a page, whose sample does not show it."""
OPTIONAL = {
    "/v3/account/credentials": {"allowedIPs"},
    "/v3/futures/positions": {
        "isolatedFrozenLong",
        "isolatedFrozenShort",
        "isolatedMarginAmount",
        "isolatedMarginToken",
        "leverage",
        "marginMode",
    },
}
"""Keys that only some replies have."""


@pytest.fixture
def busy(trader: Trader, clock: ManualClock) -> Trader:
    """An account with something of everything."""
    trader.place(kind="MARKET", quantity="2")
    trader.place(SPOT, kind="MARKET", amount="1000")
    trader.place(side="SELL", kind="MARKET", quantity="1", clientOrderId=77)
    trader.trail(clientAlgoOrderId=78)
    trader.move("second", "USDT", 5)
    trader.post(
        "/v3/asset/wallet/withdraw", token="USDT", network="TRON", address="T1", amount=50, extra="memo"
    )
    clock.advance(9 * HOUR)
    return trader


GETS = [s for s in SAMPLES if s["response"] and s["method"] == "GET" and ("GET", s["path"]) in OWN]
EMPTY = (
    "/v3/account/referral/summary",
    "/v3/account/referral/rewardHistory",
    "/v3/spotMargin/interestHistory",
)


@pytest.mark.parametrize("sample", GETS, ids=lambda s: f"{s['path']} {s['variant'] or ''}")
def test_replies_have_the_published_shape(sample: dict[str, Any], busy: Trader) -> None:
    path = sample["path"]
    busy.sim.woo.documented_rows = sample["variant"] != "captured"
    query = dict(QUERIES.get(path, {}))
    if path.split("/")[-1] in NEEDS_SYMBOL:
        query["symbol"] = PERP
    if path == "/v3/trade/algoOrder" and sample["variant"] == "captured":
        query = {"algoOrderId": busy.take_profit()}
    if path == "/v3/trade/transaction":
        query["tradeId"] = busy.get("/v3/trade/transactionHistory")["data"]["rows"][-1]["id"]
    if path.startswith("/v3/spotMargin/max"):
        busy = Trader(busy.sim, "second")
        busy.post("/v3/account/tradingMode", tradingMode="MARGIN")
    reply = busy.get(path, **query)
    if path in EMPTY:
        assert reply["data"] == {"rows": [], "meta": {"total": 0, "recordsPerPage": 25, "currentPage": 1}}
        return
    optional = NEWER | OPTIONAL.get(path, set())
    assert list(differ(json.loads(sample["response"]), reply, "", optional)) == []


def differ(sample: Any, reply: Any, where: str, optional: set[str]) -> Iterator[str]:
    """Where a reply has other keys or types than the sample. None fits everything."""
    if sample is None or reply is None:
        return
    if isinstance(sample, dict) and isinstance(reply, dict):
        odd = (set(sample) ^ set(reply)) - optional
        yield from (f"{where}.{key} is {'extra' if key in reply else 'missing'}" for key in sorted(odd))
        for key in sample.keys() & reply.keys():
            yield from differ(sample[key], reply[key], f"{where}.{key}", optional)
    elif isinstance(sample, list) and isinstance(reply, list):
        assert reply or not sample, f"{where} is empty"
        if sample and reply:
            yield from differ(sample[0], reply[0], f"{where}[]", optional)
    elif kind(sample) != kind(reply):
        yield f"{where} is {reply!r} unlike {sample!r}"


def kind(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    return "number" if isinstance(value, (int, float)) else type(value).__name__


# Market data.


def test_instruments_hold_the_filters(trader: Trader) -> None:
    rows = {row["symbol"]: row for row in trader.get("/v3/public/instruments")["data"]["rows"]}
    assert [s for s, row in rows.items() if row["status"] != "TRADING"] == ["PERP_LUNA_USDT", "SPOT_FTT_USDT"]
    perp, spot = rows[PERP], rows[SPOT]
    assert set(perp) - set(spot) == {
        "fundingIntervalHours",
        "fundingCap",
        "fundingFloor",
        "baseIMR",
        "baseMMR",
    }
    assert (perp["fundingIntervalHours"], perp["isAllowedRpi"], spot["impactNotional"]) == (8, True, None)
    assert perp["impactNotional"] is not None


def test_the_book_is_sorted_limited_and_stamped_with_its_last_change(
    trader: Trader, clock: ManualClock
) -> None:
    reply = trader.get("/v3/public/orderbook", symbol=SPOT)
    bids, asks = ([float(level["price"]) for level in reply["data"][side]] for side in ("bids", "asks"))
    assert all(left > right for left, right in pairwise(bids))
    assert all(left < right for left, right in pairwise(asks))
    assert bids[0] < asks[0]
    assert len(trader.get("/v3/public/orderbook", symbol=SPOT, maxLevel=3)["data"]["asks"]) == 3
    with_rpi = trader.get("/v3/public/orderbook", symbol=SPOT, rpi="true")
    assert with_rpi["data"] == reply["data"]
    clock.advance(100)
    assert trader.get("/v3/public/orderbook", symbol=SPOT)["timestamp"] == reply["timestamp"] < clock.now()


def test_fresh_candles_hold_the_running_one_and_old_ones_do_not(trader: Trader, clock: ManualClock) -> None:
    clock.advance(MINUTE // 2)
    running = clock.now() // MINUTE * MINUTE
    fresh = trader.starts("kline", type="1m", limit=3)
    assert fresh == [running, running - MINUTE, running - 2 * MINUTE]
    assert trader.starts("klineHistory", type="1m", limit=2) == fresh[1:]
    trader.sim.woo.history_lag_ms = 10 * MINUTE
    assert trader.starts("klineHistory", type="1m", limit=1) == [running - 11 * MINUTE]
    assert trader.starts("kline", type="1m", limit=1) == [running]


def test_cursors_of_old_candles_are_exclusive(trader: Trader, clock: ManualClock) -> None:
    middle = clock.now() // HOUR * HOUR - 50 * HOUR
    before = trader.starts("klineHistory", type="1h", before=middle, limit=2)
    assert before == [middle - HOUR, middle - 2 * HOUR]
    after = trader.starts("klineHistory", type="1h", after=middle, limit=2)
    assert after == [middle + 2 * HOUR, middle + HOUR]
    both = trader.starts("klineHistory", type="1h", before=middle, after=middle, limit=2)
    assert both == before
    assert trader.starts("klineHistory", type="1h", after=middle - 1, limit=1) == [middle]
    assert trader.starts("klineHistory", type="1h", after=clock.now(), limit=5) == []
    assert trader.error("GET", "/v3/public/kline", query={"symbol": SPOT, "type": "1M"})[1] == -1005


def test_trades_newest_first_and_their_history_oldest_first(trader: Trader, clock: ManualClock) -> None:
    trader.place(SPOT, kind="MARKET", amount="100")
    newest = trader.get("/v3/public/marketTrades", symbol=SPOT, limit=5)["data"]["rows"]
    times = [row["executedTimestamp"] for row in newest]
    assert times == sorted(times, reverse=True)
    assert newest[0]["source"] == 1
    start = clock.now() - 5 * MINUTE
    pages = [
        trader.get("/v3/public/marketTradesHistory", symbol=SPOT, startTime=start, page=page, size=4)["data"]
        for page in (1, 2)
    ]
    times = [row["executedTimestamp"] for page in pages for row in page["rows"]]
    assert times == sorted(times)
    assert times[0] >= start
    assert pages[1]["meta"] == {**pages[0]["meta"], "currentPage": 2}


def test_funding_history_reaches_back_to_the_listing(trader: Trader, clock: ManualClock) -> None:
    path, period = "/v3/public/fundingRateHistory", 8 * HOUR
    data = trader.get(path, symbol=PERP, size=3)["data"]
    times = [row["fundingRateTimestamp"] for row in data["rows"]]
    last = clock.now() // period * period
    assert times == [last, last - period, last - 2 * period]
    assert [row["nextFundingTime"] for row in data["rows"]] == [last + period, last, last - period]
    assert data["meta"]["total"] > 3000
    bounds = {"startTime": last - 4 * period, "endTime": last - period}
    found = trader.get(path, symbol=PERP, size=3, page=2, **bounds)["data"]
    assert [row["fundingRateTimestamp"] for row in found["rows"]] == [last - 4 * period]
    assert found["meta"] == {"total": 4, "recordsPerPage": 3, "currentPage": 2}
    assert trader.get(path, symbol=PERP, page=9, **bounds)["data"]["rows"] == []
    current = trader.get("/v3/public/fundingRate", symbol=PERP)["data"]["rows"][0]
    assert current["lastFundingRate"] == data["rows"][0]["fundingRate"]


# Limits.


@pytest.fixture
def limited(clock: ManualClock) -> Iterator[Trader]:
    with Simulator(seed=3, clock=clock, venues=("woo",)) as simulator:
        yield Trader(simulator)


def _allowed(trader: Trader, method: str, path: str, **where: Any) -> int:
    """How many of a thousand requests at the same time get through."""
    replies = (trader.call(method, path, **where) for _ in range(1000))
    return next(count for count, reply in enumerate(replies) if reply.json().get("code") == -1003)


@pytest.mark.parametrize(
    ("method", "path", "count", "seconds"),
    [
        ("GET", "/v3/public/orderbook", 10, 1),
        ("PUT", "/v3/trade/order", 5, 1),
        ("DELETE", "/v3/trade/order", 10, 1),
        ("GET", "/v3/trade/transactionHistory", 2, 1),
        ("GET", "/v3/account/info", 10, 60),
        ("POST", "/v3/account/listenKey", 5, 10),
        ("GET", "/v3/futures/positions", 30, 10),
        ("POST", "/v3/asset/transfer", 20, 60),
    ],
)
def test_limits(
    method: str, path: str, count: int, seconds: int, limited: Trader, clock: ManualClock
) -> None:
    assert _allowed(limited, method, path) == count
    clock.advance(seconds * 1000 - seconds * 100)
    assert _allowed(limited, method, path) == 0
    clock.advance(seconds * 100)
    assert limited.call(method, path).json().get("code") != -1003


def test_orders_are_limited_by_symbol_and_so_are_look_ups(limited: Trader, clock: ManualClock) -> None:
    for symbol in (PERP, SPOT):
        body = {"symbol": symbol, "side": "BUY", "type": "LIMIT", "price": "1", "quantity": "0.0001"}
        assert _allowed(limited, "POST", "/v3/trade/order", body=body) == 5
    assert _allowed(limited, "POST", "/v3/trade/algoOrder", body={"symbol": PERP}) == 2
    assert limited.call("POST", "/v3/trade/algoOrder", body={"symbol": SPOT}).json()["code"] != -1003
    clock.advance(1000)
    numbers = [limited.place(symbol, price=limited.far(symbol), quantity="1") for symbol in (PERP, SPOT)]
    for number in numbers:
        assert _allowed(limited, "GET", "/v3/trade/order", query={"orderId": number}) == 5
    assert Trader(limited.sim, "second").call("GET", "/v3/trade/orders").status_code == 200
