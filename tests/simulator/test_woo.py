"""WOO's generation v1 over raw HTTP, with signatures made here by the published recipe."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import requests

from ascendex_woo_adapters.simulator import ManualClock, Simulator
from ascendex_woo_adapters.simulator.woo.endpoint import sign

from .woo_client import DAY, HOUR, MINUTE, PERP, SPOT, Client

TESTS = Path(__file__).parent.parent
SAMPLES = json.loads((TESTS / "samples" / "woo-v1.json").read_text())
ENDPOINTS = [
    line.split()
    for line in (TESTS / "woo" / "woo_v1_endpoints.txt").read_text().splitlines()
    if not line.startswith("#")
]

# Signatures.


def test_the_published_signature() -> None:
    text = "order_price=9000&order_quantity=0.11&order_type=LIMIT&side=BUY&symbol=SPOT_BTC_USDT|1578565539808"
    expected = "20da0852f73b20da0208c7e627975a59ff072379883d8457d03104651032033d"
    assert sign("QHKRXHPAW1MC9YGZMAT8YDJG2HPR", text) == expected


def test_keys_clocks_and_signatures_are_checked(client: Client) -> None:
    client.get("/v1/client/holding")
    client.headers = {"x-api-signature": "0" * 64}
    assert client.refused("GET", "/v1/client/holding") == (401, -1001)
    client.headers = {"x-api-signature": ""}
    assert client.refused("GET", "/v1/client/holding") == (401, -1001)
    client.headers = {"x-api-key": "nobody"}
    assert client.refused("GET", "/v1/client/holding") == (401, -1002)
    client.headers = {}
    for skew, fine in ((-299_999, True), (299_999, True), (-300_000, False), (300_000, False)):
        client.skew = skew
        assert (client.call("GET", "/v1/client/holding").status_code == 200) is fine


def test_a_receive_window_is_kept_when_it_is_sent(client: Client) -> None:
    client.headers, client.skew = {"x-api-recvwindow": "1000"}, -1000
    client.get("/v1/client/holding")
    client.skew = -1001
    assert client.refused("GET", "/v1/client/holding") == (400, -1005)


def test_what_is_signed_counts(client: Client) -> None:
    """A parameter that is not under the signature fails, on both kinds of path."""
    for path in ("/v1/orders", "/v3/balances"):
        signed = client.call("GET", path).request
        signed.url += "?token=BTC"
        reply = client.session.send(signed)
        assert reply.json()["code"] == -1001


def test_special_characters_may_be_signed_encoded_or_plain(client: Client, clock: ManualClock) -> None:
    for text in ("order_tag=a b", "order_tag=a+b", "order_tag=a%20b"):
        stamp = str(clock.now())
        digest = hmac.new(client.key.secret.encode(), f"{text}|{stamp}".encode(), hashlib.sha256)
        headers = {
            "x-api-key": client.key.api_key,
            "x-api-timestamp": stamp,
            "x-api-signature": digest.hexdigest().upper(),
        }
        query = text.replace(" ", "+")
        url = f"{client.sim.urls['woo']}/v1/orders?{query}"
        assert requests.get(url, headers=headers).json()["success"] is True


def test_a_key_may_only_do_what_it_is_allowed_to(sim: Simulator) -> None:
    reader = Client(sim, "readonly")
    reader.get("/v3/balances")
    assert reader.refused("DELETE", "/v3/orders/pending") == (401, -1002)
    assert reader.refused("POST", "/v1/asset/withdraw", form={"token": "BTC"}) == (401, -1002)


# The reference as a whole.


def test_every_documented_endpoint_is_known(sim: Simulator) -> None:
    known = {(route.method, _anonymous(route.path)): route for route in sim.woo.routes}
    for method, path, auth in ENDPOINTS:
        assert known[method, _anonymous(path)].auth is (auth != "public"), path


def _anonymous(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def test_unknown_paths_and_parameters(client: Client) -> None:
    assert client.refused("GET", "/v1/public/nothing") == (404, -1006)
    assert client.refused("GET", "/v1/public/futures", query={"since": 1}) == (400, -1004)


@pytest.fixture
def busy(client: Client, clock: ManualClock) -> dict[str, Any]:
    """An account with something of everything; what the paths of the samples need."""
    order = client.order(kind="MARKET", order_quantity="2")
    client.order(SPOT, kind="MARKET", order_amount="1000")
    client.order(client_order_id="77", order_price=client.far(), order_quantity="1")
    client.order(kind="MARKET", side="SELL", order_quantity="1", order_tag="closing")
    margin = {"symbol": PERP, "margin_mode": "ISOLATED", "position_side": "BOTH", "leverage": 20}
    client.form("POST", "/v1/client/futures_leverage", **margin)
    client.order(kind="MARKET", order_quantity="1", margin_mode="ISOLATED")
    main, second = (client.sim.woo.credentials[name].application_id for name in ("main", "second"))
    moved = {"token": "USDT", "amount": 5, "from_application_id": main, "to_application_id": second}
    client.form("POST", "/v1/asset/main_sub_transfer", **moved)
    client.form("POST", "/v1/asset/withdraw", token="TRON_USDT", address="T1", amount=50)
    bid, ask = client.quote()
    legs = client.legs(up=ask * 2, down=bid / 2)
    client.algo("POSITIONAL_TP_SL", children=legs)
    bracket = {"algoType": "POSITIONAL_TP_SL", "childOrders": legs}
    entry = {"side": "BUY", "type": "LIMIT", "quantity": "0.5", "price": str(ask)}
    algo = client.algo("BRACKET", children=[bracket], **entry)["BRACKET"]
    preference = {
        "symbol": PERP,
        "type": "USDT_NOTIONAL",
        "maxAmountPerOrder": "10000",
        "maxAmountTotal": "1e6",
    }
    client.post("/v3/liquidator/assignmentPreference", **preference)
    quote = client.get("/v3/convert/rfq", sellToken="ETH", buyToken="USDT", sellQuantity="0.5")["data"]
    assert client.post("/v3/convert/rft", quoteId=quote["quoteId"])["data"]["rftAccepted"] == 1
    clock.advance(9 * HOUR)
    trade = client.get(f"/v1/order/{order['order_id']}/trades")["rows"][0]["id"]
    return {
        "symbol": PERP,
        "oid": order["order_id"],
        "algo": algo,
        "client_order_id": 77,
        "tid": trade,
        "token": "BTC",
        "application_id": second,
    }


REPLIES = [sample for sample in SAMPLES if sample["method"] == "GET" and not sample["variant"]]
QUERIES: dict[str, dict[str, Any]] = {
    "/v1/public/market_trades": {"symbol": PERP},
    "/v1/hist/trade": {"symbol": PERP, "start_time": 1_750_000_000_000},
    "/v1/public/kline": {"symbol": PERP, "type": "1m"},
    "/v1/hist/kline": {"symbol": PERP, "type": "1h", "start_time": 1_749_900_000_000},
    "/v1/public/funding_rate_history": {"symbol": PERP},
    "/v3/public/insuranceFund": {"symbol": PERP},
    "/v1/client/hist_trades": {"start_t": 0, "end_t": 1_800_000_000_000},
    "/v3/buypower": {"symbol": SPOT},
    "/v3/convert/rfq": {"sellToken": "BTC", "buyToken": "ETH"},
    "/v1/asset/deposit": {"token": "BTC"},
    "/v1/client/futures_leverage": {"symbol": PERP, "margin_mode": "CROSS", "position_mode": "ONE_WAY"},
    "/v1/staking/yield_history": {"token": "WOO"},
    "/v3/algo/orders": {"algoType": "POSITIONAL_TP_SL"},
}
OPTIONAL = {
    "/v1/public/info": {"is_stable", "is_trading", "is_prediction", "base_mmr", "base_imr"},
    "/v1/client/order/{client_order_id}": {"position_side"},
}
"""Keys that one sample lacks and its twin has."""
PER_KEY = {"holding", "balances"}
"""Objects keyed by token."""


@pytest.mark.parametrize("sample", REPLIES, ids=lambda sample: f"{sample['path']}")
def test_replies_have_the_published_shape(
    sample: dict[str, Any], client: Client, busy: dict[str, Any]
) -> None:
    path = sample["path"]
    if path.startswith("/v3/algo/"):
        busy["oid"] = busy["algo"]
    query = dict(QUERIES.get(path, {}))
    if path.endswith("asset_detail"):
        query["application_id"] = busy["application_id"]
    reply = client.get(path.format(**busy), **query)
    differences = list(differ(json.loads(sample["response"]), reply, "", OPTIONAL.get(path, set())))
    assert differences == []


def differ(sample: Any, reply: Any, where: str, optional: set[str]) -> Iterator[str]:
    """Where a reply has other keys or types than the sample. None fits everything."""
    if sample is None or reply is None:
        return
    if isinstance(sample, dict) and isinstance(reply, dict):
        if where.split(".")[-1] not in PER_KEY:
            odd = (set(sample) ^ set(reply)) - optional
            yield from (f"{where}.{key} is {'extra' if key in reply else 'missing'}" for key in sorted(odd))
            shared = [key for key in sample if key in reply]
        else:
            shared = []
            sample, reply = ({"": next(iter(side.values()))} for side in (sample, reply))
            shared = [""]
        for key in shared:
            yield from differ(sample[key], reply[key], f"{where}.{key}", optional)
    elif isinstance(sample, list) and isinstance(reply, list):
        if sample and reply:
            yield from differ(sample[0], reply[0], f"{where}[]", optional)
    elif kind(sample) != kind(reply):
        yield f"{where} is {reply!r} unlike {sample!r}"


def kind(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    return "number" if isinstance(value, (int, float)) else type(value).__name__


# Market data.


def test_info_holds_the_filters_that_orders_must_pass(client: Client) -> None:
    rows = {row["symbol"]: row for row in client.get("/v1/public/info")["rows"]}
    assert sum(symbol.startswith("PERP_") for symbol in rows) >= 24
    assert sum(symbol.startswith("SPOT_") for symbol in rows) >= 16
    assert [symbol for symbol, row in rows.items() if not row["is_trading"]] == [
        "PERP_LUNA_USDT",
        "SPOT_FTT_USDT",
    ]
    assert client.get(f"/v1/public/info/{PERP}")["info"] == rows[PERP]
    assert client.refused("GET", "/v1/public/info/PERP_NOPE_USDT") == (400, -1005)


def test_the_book_is_sorted_and_limited(client: Client) -> None:
    book = client.get(f"/v1/public/orderbook/{SPOT}")
    assert len(book["bids"]) >= 20
    assert all(left["price"] > right["price"] for left, right in pairwise(book["bids"]))
    assert all(left["price"] < right["price"] for left, right in pairwise(book["asks"]))
    assert book["bids"][0]["price"] < book["asks"][0]["price"]
    assert len(client.get(f"/v1/orderbook/{SPOT}", max_level=3)["asks"]) == 3


def test_candles_newest_first_and_history_by_page(client: Client, clock: ManualClock) -> None:
    rows = client.get("/v1/public/kline", symbol=SPOT, type="1h", limit=5)["rows"]
    starts = [row["start_timestamp"] for row in rows]
    now = clock.now() // HOUR * HOUR
    assert starts == [now - i * HOUR for i in range(5)]
    window = {"symbol": SPOT, "type": "1h", "start_time": now - 3 * HOUR, "end_time": now - HOUR}
    data = client.get("/v1/hist/kline", **window)["data"]
    assert data["rows"] == rows[1:4]
    assert data["meta"] == {"total": 3, "records_per_page": 100, "current_page": 1}
    assert client.get("/v1/hist/kline", **window, size=2, page=2)["data"]["rows"] == [rows[3]]
    assert client.refused("GET", "/v1/public/kline", query={"symbol": SPOT, "type": "1M"})[1] == -1005
    assert client.refused("GET", "/v1/hist/kline", query={"symbol": SPOT, "type": "1h"})[1] == -1005


def test_trade_history_pages_forward(client: Client, clock: ManualClock) -> None:
    start = clock.now() - 10 * MINUTE
    pages = [
        client.get("/v1/hist/trade", symbol=PERP, start_time=start, size=50, page=page)["data"]
        for page in (1, 2)
    ]
    times = [float(row["executed_timestamp"]) for page in pages for row in page["rows"]]
    assert times == sorted(times)
    assert times[0] * 1000 >= start
    assert pages[0]["meta"]["total"] == pages[1]["meta"]["total"] > 100
    newest = client.get("/v1/public/market_trades", symbol=PERP, limit=3)["rows"]
    last = -(-pages[0]["meta"]["total"] // 50)
    end = client.get("/v1/hist/trade", symbol=PERP, start_time=start, size=50, page=last)["data"]["rows"]
    assert end[-1] == newest[0]


def test_funding_history_newest_only_without_bounds(client: Client, clock: ManualClock) -> None:
    path = "/v1/public/funding_rate_history"
    assert len(client.get(path, symbol=PERP)["rows"]) == 1
    rows = client.get(path, symbol=PERP, start_t=clock.now() - 2 * DAY)["rows"]
    assert len(rows) == 6
    rate = client.get(f"/v1/public/funding_rate/{PERP}")
    assert rows[0]["funding_rate"] == rate["last_funding_rate"]
    assert rows[0]["next_funding_time"] == rate["next_funding_time"]
    assert client.refused("GET", f"/v1/public/funding_rate/{SPOT}") == (400, -1005)


def test_system_status_can_be_set(client: Client) -> None:
    client.sim.woo.system_status = 2
    assert client.get("/v1/public/system_info")["data"]["msg"] == "Under system maintenance."


# Account.


def test_balances_follow_orders(client: Client) -> None:
    client.order(SPOT, "SELL", order_price=str(client.quote(SPOT)[1] * 2), order_quantity="4")
    (row,) = client.get("/v3/balances", token="ETH")["data"]["holding"]
    assert (row["holding"], row["frozen"], row["availableBalance"]) == (10, 4, 6)
    assert row["pendingShortQty"] == 4
    client.order(kind="MARKET", order_quantity="10")
    (usdt,) = client.get("/v3/balances", token="USDT")["data"]["holding"]
    info = client.get("/v3/accountinfo")["data"]
    assert usdt["availableBalance"] == pytest.approx(min(info["freeCollateral"], usdt["holding"]))
    assert usdt["availableBalance"] < usdt["holding"] - 2000
    assert info["initialMarginRatio"] == pytest.approx(0.1)
    assert info["maintenanceMarginRatio"] == pytest.approx(0.012)


def test_positions_in_all_three_spellings(client: Client) -> None:
    client.order(kind="MARKET", side="SELL", order_quantity="2")
    client.order(order_price=client.far(), order_quantity="0.5")
    (new,) = client.get("/v3/positions")["data"]["positions"]
    (old,) = client.get("/v1/positions")["positions"]
    one = client.get(f"/v1/position/{PERP}")
    assert new["holding"] == old["holding"] == one["holding"] == -2
    assert new["pendingLongQty"] == old["pending_long_qty"] == one["pending_long_qty"] == 0.5
    assert new["positionSide"] == old["position_side"] == "BOTH"
    assert new["estLiqPrice"] > new["markPrice"]
    assert client.get("/v1/position/PERP_BTC_USDT")["holding"] == 0
    assert client.refused("GET", f"/v1/position/{SPOT}") == (400, -1005)


def test_hedge_mode(client: Client) -> None:
    client.form("POST", "/v1/client/position_mode", position_mode="HEDGE_MODE")
    assert client.get("/v3/accountinfo")["data"]["positionMode"] == "HEDGE"
    assert client.bad_order(kind="MARKET", order_quantity="1") == -1005
    client.order(kind="MARKET", order_quantity="1", position_side="LONG")
    client.order(kind="MARKET", side="SELL", order_quantity="2", position_side="SHORT")
    rows = client.get("/v3/positions")["data"]["positions"]
    assert {row["positionSide"]: row["holding"] for row in rows} == {"LONG": 1, "SHORT": -2}
    refused = client.refused("POST", "/v1/client/position_mode", form={"position_mode": "ONE_WAY"})
    assert refused == (400, -1012)


def test_leverage_is_set_and_read(client: Client) -> None:
    setting = {"symbol": PERP, "margin_mode": "CROSS", "position_side": "BOTH"}
    path = "/v1/client/futures_leverage"
    client.form("POST", path, **setting, leverage=25)
    read = {"symbol": PERP, "margin_mode": "CROSS", "position_mode": "ONE_WAY"}
    assert client.get(path, **read)["data"]["details"] == [{"position_side": "BOTH", "leverage": "25"}]
    for bad in (51, 0, "x"):
        assert client.refused("POST", path, form={**setting, "leverage": bad}) == (400, -1005)
    assert client.refused("POST", path, form={**setting, "leverage": 5, "position_side": "LONG"})[1] == -1005


def test_isolated_margin_is_moved(client: Client) -> None:
    client.order(kind="MARKET", order_quantity="1", margin_mode="ISOLATED")
    (before,) = client.get("/v3/positions")["data"]["positions"]
    change = {"symbol": PERP, "position_side": "BOTH", "adjust_token": "USDT", "adjust_amount": "50"}
    client.form("POST", "/v1/client/isolated_margin", **change, action="ADD")
    (after,) = client.get("/v3/positions")["data"]["positions"]
    assert after["marginMode"] == "ISOLATED"
    assert after["isolatedMarginAmount"] == pytest.approx(before["isolatedMarginAmount"] + 50)
    assert after["estLiqPrice"] < before["estLiqPrice"]


def test_funding_and_history_of_money(client: Client, clock: ManualClock) -> None:
    client.order(kind="MARKET", order_quantity="5")
    clock.advance(16 * HOUR)
    rows = client.get("/v1/funding_fee/history", symbol=PERP)["rows"]
    assert len(rows) == 2
    for row in rows:
        assert row["payment_type"] == ("Pay" if row["funding_rate"] > 0 else "Receive")
        assert row["funding_fee"] == pytest.approx(abs(5 * row["mark_price"] * row["funding_rate"]), abs=1e-7)
    history = client.get("/v1/client/transaction_history", type="FUNDING_FEE")["data"]["rows"]
    assert [abs(row["amount"]) for row in history] == [row["funding_fee"] for row in rows]
    everything = client.get("/v1/client/transaction_history", size=1000)["data"]["rows"]
    total = sum(Decimal(str(row["amount"])) for row in everything if row["token"] == "USDT")
    assert float(total) == pytest.approx(client.get("/v1/client/holding")["holding"]["USDT"])


# Wallet.


def test_tokens_and_networks_agree(client: Client) -> None:
    tokens = client.get("/v1/public/token")["rows"]
    places = {(row["token"], row["network"]) for row in client.get("/v1/public/token_network")["rows"]}
    assert {(row["balance_token"], row["network"]) for row in tokens} == places
    assert {row["token"] for row in tokens if row["balance_token"] == "USDT"} == {
        "ETH_USDT",
        "TRON_USDT",
        "BSC_USDT",
    }


def test_withdrawals_age_and_can_be_cancelled_while_new(client: Client, clock: ManualClock) -> None:
    fields = {"token": "TRON_USDT", "address": "T1", "amount": "50"}
    first = client.form("POST", "/v1/asset/withdraw", **fields)["withdraw_id"]
    client.form("DELETE", "/v1/asset/withdraw", id=first)
    body = {"balanceToken": "USDT", "network": "ETH", "address": "0x1", "amount": "50"}
    second = client.ok(client.call("POST", "/v3/asset/withdraw", body=body))["data"]["withdrawId"]
    clock.advance(10_000)
    assert client.refused("DELETE", "/v1/asset/withdraw", form={"id": second}) == (400, -1006)
    rows = client.get("/v1/asset/history", balance_token="USDT")["rows"]
    assert [(row["id"], row["status"]) for row in rows] == [(second, "CONFIRMING"), (first, "CANCELED")]
    clock.advance(50_000)
    (done,) = client.get("/v1/asset/history", status="COMPLETED")["rows"]
    assert (done["token"], done["tx_id"][:2]) == ("ETH_USDT", "0x")
    assert client.get("/v1/client/holding")["holding"]["USDT"] == 99_950
    assert client.refused("POST", "/v1/asset/withdraw", form={**fields, "token": "USDT"}) == (400, -1005)
    assert client.refused("POST", "/v1/asset/withdraw", form={**fields, "amount": "1e9"}) == (400, -1101)


def test_transfers_between_accounts(sim: Simulator, client: Client) -> None:
    main, second = (sim.woo.credentials[name].application_id for name in ("main", "second"))
    moved = {"token": "BTC", "amount": "0.25", "from_application_id": main, "to_application_id": second}
    number = client.form("POST", "/v1/asset/main_sub_transfer", **moved)["id"]
    other = Client(sim, "second")
    assert other.get("/v1/client/holding")["holding"]["BTC"] == 0.25
    (row,) = other.get("/v1/asset/main_sub_transfer_history")["data"]["rows"]
    assert (row["id"], row["from_user"], row["to_user"], row["amount"]) == (number, "Main", "second", 0.25)
    assert other.refused("GET", "/v1/sub_account/all") == (401, -1002)


# Limits.


def test_documented_limits(clock: ManualClock) -> None:
    with Simulator(seed=3, clock=clock, venues=("woo",)) as sim:
        client = Client(sim)
        order = {"symbol": PERP, "side": "BUY", "order_type": "LIMIT", "order_quantity": "0"}
        cases: tuple[Any, ...] = (
            ("POST", "/v1/order", {"form": order}, 10),
            ("POST", "/v1/order", {"form": {**order, "symbol": SPOT}}, 10),
            ("GET", "/v3/accountinfo", {}, 10),
            ("GET", "/v1/hist/trade", {"query": {"symbol": PERP, "start_time": 0}}, 1),
            ("PUT", "/v3/order/1", {"body": {"price": "1"}}, 5),
        )
        for method, path, where, allowed in cases:
            codes = [client.call(method, path, **where).json().get("code") for _ in range(allowed + 1)]
            assert [code == -1003 for code in codes] == [False] * allowed + [True], path
        assert client.call("GET", "/v3/accountinfo").status_code == 429
        clock.advance(1000)
        assert client.refused("POST", "/v1/order", form=order)[1] == -1005
        assert client.refused("GET", "/v3/accountinfo")[1] == -1003
        clock.advance(60_000)
        client.get("/v3/accountinfo")


def test_cancels_by_both_ids_share_a_limit(clock: ManualClock) -> None:
    with Simulator(seed=3, clock=clock, venues=("woo",)) as sim:
        client = Client(sim)
        for _ in range(5):
            client.refused("DELETE", "/v1/order", form={"order_id": 1, "symbol": PERP})
            client.refused("DELETE", "/v1/client/order", form={"client_order_id": 1, "symbol": PERP})
        for path in ("/v1/order", "/v1/client/order"):
            assert client.refused("DELETE", path, form={"symbol": PERP}) == (429, -1003)
