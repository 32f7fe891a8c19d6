"""The published vectors of both signing rules, and what leaves the class."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ccxt.base.errors import ArgumentsRequired, AuthenticationError

from ascendex_woo_adapters.venues.woo.signing import legacy_message, pairs_of, signature, v3_message
from tests.support import KEY, NOW, SECRET, Face

STAMP = "1578565539808"
ORDER = {
    "symbol": "SPOT_BTC_USDT",
    "order_type": "LIMIT",
    "side": "BUY",
    "order_price": 9000,
    "order_quantity": 0.11,
}
ALGO_BODY = """{
    "symbol": "PERP_BTC_USDT",
    "side": "BUY",
    "reduceOnly": false,
    "type": "MARKET",
    "quantity": "1",
    "algoType": "TRAILING_STOP",
    "callbackRate": "0.012"
}"""
COMPACT_ALGO_BODY = (
    '{"symbol": "PERP_BTC_USDT", "side": "BUY", "reduceOnly": false, "type": "MARKET", "quantity": "1", '
    '"algoType": "TRAILING_STOP", "callbackRate": "100"}'
)
VECTORS = [
    pytest.param(
        legacy_message(pairs_of(ORDER), STAMP),
        "20da0852f73b20da0208c7e627975a59ff072379883d8457d03104651032033d",
        id="v1 order, published",
    ),
    pytest.param(
        legacy_message("", STAMP),
        "68f50830e2ff5cee44cfd44844322870c0bc9693c0c9c87b8b72e76e0154d73e",
        id="v1 without parameters",
    ),
    pytest.param(
        v3_message(STAMP, "GET", "/v3/algo/orders?algoType=STOP"),
        "fddab579aff8c193f920c2d4f0cda6a21a60f06fd9c3916541ecc4f6461f5977",
        id="v3 with a query",
    ),
    pytest.param(
        v3_message(STAMP, "POST", "/v3/algo/order", ALGO_BODY),
        "bf004842d04d3179015189279c414ea6a2341b0e2f37778f474412868ecc5933",
        id="v3 body, indented",
    ),
    pytest.param(
        v3_message(STAMP, "POST", "/v3/algo/order", COMPACT_ALGO_BODY),
        "d2d18e208166bb9bc79d836bd4a8e80ba310abe75821079c18c51aa877f4b737",
        id="v3 body, one line",
    ),
]


@pytest.mark.parametrize(("message", "expected"), VECTORS)
def test_published_vectors(message: str, expected: str) -> None:
    assert signature(SECRET, message) == expected


def test_pairs_are_sorted_encoded_and_lower_case() -> None:
    assert pairs_of({"b": True, "a": None, "c": "x y&z", "A": 1.5}) == "A=1.5&b=true&c=x%20y%26z"


Stub = Callable[..., Face]


def signed(face: Face, *args: Any) -> Any:
    return face.exchange.sign(*args)


async def test_the_legacy_rule_signs_what_is_sent(stub: Stub) -> None:
    face = stub("woo", lambda sent: {})
    face.exchange.milliseconds = lambda: int(STAMP)
    request = signed(face, "order", ["v1", "private"], "POST", ORDER)
    assert request["url"] == "https://api.woox.io/v1/order"
    assert (
        request["body"]
        == "order_price=9000&order_quantity=0.11&order_type=LIMIT&side=BUY&symbol=SPOT_BTC_USDT"
    )
    assert request["headers"] == {
        "x-api-key": KEY,
        "x-api-timestamp": STAMP,
        "x-api-signature": "20da0852f73b20da0208c7e627975a59ff072379883d8457d03104651032033d",
        "content-type": "application/x-www-form-urlencoded",
    }
    delete = signed(face, "order", ["v1", "private"], "DELETE", {"symbol": "A", "order_id": 7})
    assert (delete["url"], delete["body"]) == ("https://api.woox.io/v1/order", "order_id=7&symbol=A")
    get = signed(face, "orders", ["v1", "private"], "GET", {"size": 5, "page": 1})
    assert (get["url"], get["body"]) == ("https://api.woox.io/v1/orders?page=1&size=5", None)


async def test_path_parameters_are_not_signed_by_the_legacy_rule(stub: Stub) -> None:
    face = stub("woo", lambda sent: {})
    face.exchange.milliseconds = lambda: int(STAMP)
    request = signed(face, "order/{oid}", ["v1", "private"], "GET", {"oid": 13})
    assert request["url"] == "https://api.woox.io/v1/order/13"
    assert request["headers"]["x-api-signature"] == signature(SECRET, f"|{STAMP}")


async def test_the_v3_rule_signs_path_query_and_exact_body(stub: Stub) -> None:
    face = stub("woo", lambda sent: {})
    face.exchange.milliseconds = lambda: int(STAMP)
    get = signed(face, "algo/orders", ["v3", "private"], "GET", {"algoType": "STOP"})
    assert get["url"] == "https://api.woox.io/v3/algo/orders?algoType=STOP"
    assert get["headers"]["x-api-signature"] == VECTORS[2].values[1]
    post = signed(face, "algo/order", ["v3", "private"], "POST", {"symbol": "A", "reduceOnly": False})
    assert post["body"] == '{"symbol":"A","reduceOnly":false}'
    assert post["headers"]["content-type"] == "application/json"
    message = f"{STAMP}POST/v3/algo/order{post['body']}"
    assert post["headers"]["x-api-signature"] == signature(SECRET, message)
    delete = signed(face, "trade/orders", ["v3", "private"], "DELETE", {"symbol": "A"})
    assert delete["url"].endswith("/v3/trade/orders?symbol=A")
    assert delete["body"] is None
    assert delete["headers"]["x-api-signature"] == signature(
        SECRET, f"{STAMP}DELETE/v3/trade/orders?symbol=A"
    )


async def test_public_requests_carry_no_key(stub: Stub) -> None:
    face = stub("woo", lambda sent: {})
    request = signed(face, "kline", ["v1", "public"], "GET", {"symbol": "A"})
    assert request["url"] == "https://api.woox.io/v1/public/kline?symbol=A"
    assert not request["headers"]
    history = signed(face, "hist/kline", ["v1", "pub"], "GET", {})
    assert history["url"] == "https://api-pub.woox.io/v1/hist/kline"
    credentials = signed(face, "api/enabled_credential", ["usercenter", "private"], "GET", {})
    assert credentials["url"] == "https://api.woox.io/usercenter/api/enabled_credential"


async def test_sandbox_window_and_clock_difference(stub: Stub) -> None:
    face = stub("woo", lambda sent: {}, {"options": {"recvWindow": 2000, "timeDifference": 500}})
    face.exchange.set_sandbox_mode(True)
    request = signed(face, "orders", ["v1", "private"], "GET", {})
    assert request["url"] == "https://api.staging.woox.io/v1/orders"
    assert request["headers"]["x-api-recvwindow"] == "2000"
    assert request["headers"]["x-api-timestamp"] == str(NOW - 500)
    face.exchange.set_sandbox_mode(False)
    assert signed(face, "info", ["v1", "public"], "GET", {})["url"] == "https://api.woox.io/v1/public/info"


async def test_missing_credentials_and_path_parameters_are_told_before_sending(stub: Stub) -> None:
    face = stub("woo", lambda sent: {}, {"secret": ""})
    with pytest.raises(AuthenticationError, match="secret"):
        signed(face, "orders", ["v1", "private"], "GET", {})
    with pytest.raises(ArgumentsRequired, match="oid"):
        signed(face, "order/{oid}", ["v1", "private"], "GET", {})
    assert face.sent == []


async def test_the_clock_difference_is_measured(stub: Stub) -> None:
    status = {"success": True, "data": {"status": 0, "msg": ""}, "timestamp": NOW - 1234}
    rows: dict[str, Any] = {"success": True, "rows": []}
    face = stub(
        "woo",
        lambda sent: status if sent.path.endswith("system_info") else rows,
        {"options": {"adjustForTimeDifference": True}},
    )
    await face.call("load_markets")
    assert face.exchange.options["timeDifference"] == 1234
    assert face.exchange.nonce() == NOW - 1234
