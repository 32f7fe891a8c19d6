"""Signatures: the published vectors, prehash paths, times."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import ccxt
import pytest

from ascendex_woo_adapters.venues.ascendex.signing import Stamp, message, signature, stamp
from tests.ascendex.venue import SYMBOL, venue
from tests.support import KEY, NOW, SECRET, Face

PUBLISHED_SECRET = "hV8FgjyJtpvVeAcMAgzgAFQCN36wmbWuN7o3WPcYcYhFd8qvE43gzFGVsFcCqMNk"
OTHER_SECRET = "98dRnVqbIhriRMZJfax3EvSPRBJrIuZ6J755KcLz6napGUpzmApJmfBY7EY3yYZn"
VECTORS = [
    (PUBLISHED_SECRET, "1608133910000", "info", "/pwaAgWZQ1Xd/J4yZ4ReHSPQxd3ORP/YR8TvAttqqYM="),
    (PUBLISHED_SECRET, "1562952827927", "user/info", "vBZf8OQuiTJIVbNpNHGY3zcUsK5gJpwb5lgCgarpxYI="),
    (OTHER_SECRET, "1562952827927000", "user/info", "UlpDqbDlNYydgT57It2IGiZGts13GnfF+D6Cmzq7xQE="),
]


@pytest.mark.parametrize(("secret", "time", "path", "expected"), VECTORS)
def test_published_vectors(secret: str, time: str, path: str, expected: str) -> None:
    assert signature(secret.encode(), message(time, path)) == expected


async def test_the_published_request_through_the_class(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", lambda sent: {"code": 0}, {"secret": PUBLISHED_SECRET})
    face.exchange.milliseconds = lambda: 1608133910000
    await face.call("v1PrivateGetInfo")
    headers = face.sent[0].headers
    assert headers["x-auth-key"] == KEY
    assert headers["x-auth-timestamp"] == "1608133910000"
    assert headers["x-auth-signature"] == VECTORS[0][3]


async def test_the_secret_is_decoded_only_on_request(stub: Callable[..., Face]) -> None:
    raw = stub("ascendex", lambda sent: {"code": 0}, {"secret": PUBLISHED_SECRET})
    decoded = stub(
        "ascendex", lambda sent: {"code": 0}, {"secret": PUBLISHED_SECRET, "options": {"decodeSecret": True}}
    )
    for face in (raw, decoded):
        await face.call("v1PrivateGetInfo")
    text = message(str(NOW), "info")
    assert raw.sent[0].headers["x-auth-signature"] == signature(PUBLISHED_SECRET.encode(), text)
    assert decoded.sent[0].headers["x-auth-signature"] == signature(base64.b64decode(PUBLISHED_SECRET), text)


async def test_a_secret_that_is_no_base64_cannot_be_decoded(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue(), {"secret": "no base64!", "options": {"decodeSecret": True}})
    with pytest.raises(ccxt.AuthenticationError):
        await face.call("v1PrivateGetInfo")
    assert not face.sent


@pytest.mark.parametrize("missing", ["apiKey", "secret"])
async def test_credentials_are_required(stub: Callable[..., Face], missing: str) -> None:
    face = stub("ascendex", venue(), {missing: None})
    with pytest.raises(ccxt.AuthenticationError):
        await face.call("fetch_balance")
    assert not [sent for sent in face.sent if "x-auth-key" in sent.headers]


async def test_header_time_is_body_time(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    order = {"time": NOW - 1234, "symbol": "BTC-PERP", "orderId": "a" * 32}
    await face.call("v2PrivateAccountGroupDeleteFuturesOrder", order)
    await face.call("v2PrivateAccountGroupDeleteFuturesOrderBatch", {"orders": [order, order]})
    for sent in face.sent[1:]:
        assert sent.headers["x-auth-timestamp"] == str(NOW - 1234)
        path = sent.path.partition("/api/pro/")[2]
        assert sent.headers["x-auth-signature"] == signature(SECRET.encode(), message(str(NOW - 1234), path))


@pytest.mark.parametrize(
    "params", [{}, {"orders": []}, {"orders": "rubbish"}, {"orders": [1]}, {"time": None}]
)
def test_a_body_without_a_time_is_signed_now(params: dict[str, Any]) -> None:
    body = dict(params)
    assert stamp(body, NOW) == NOW
    assert body == params


def test_an_open_time_is_set_when_the_request_is_signed() -> None:
    one, batch = Stamp(), Stamp()
    body = {"id": "a", "time": one}
    assert stamp(body, NOW) == NOW
    assert body == {"id": "a", "time": NOW}
    orders = [{"id": "a", "time": batch}, {"id": "b", "time": batch}]
    several: dict[str, Any] = {"orders": orders}
    assert stamp(several, NOW + 1) == NOW + 1
    assert several == {"orders": [{"id": "a", "time": NOW + 1}, {"id": "b", "time": NOW + 1}]}
    assert (one.ms, batch.ms) == (NOW, NOW + 1)
    assert orders[0]["time"] is batch
    assert Stamp().ms is None


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("create_order", (SYMBOL, "limit", "buy", 0.1, 9500, {"clientOrderId": "abcd1234abcd"})),
        ("cancel_order", ("a" * 32, SYMBOL)),
    ],
)
async def test_an_order_that_waited_for_its_quota_carries_the_time_it_left_at(
    stub: Callable[..., Face], name: str, args: tuple[Any, ...]
) -> None:
    face = stub(
        "ascendex", venue({"POST v2/futures/order": {"code": 0, "data": {}}}), {"enableRateLimit": True}
    )
    await face.call("load_accounts")
    await face.call("load_markets")
    exchange = face.exchange

    def wait(cost: Any) -> None:
        exchange.milliseconds = lambda: NOW + 45_000

    async def wait_async(cost: Any) -> None:
        wait(cost)

    exchange.throttle = wait if face.colour == "sync" else wait_async
    order = await face.call(name, *args)
    sent = face.sent[-1]
    assert sent.json["time"] == NOW + 45_000
    assert sent.headers["x-auth-timestamp"] == str(NOW + 45_000)
    if name == "create_order":
        assert order["id"] == f"a{NOW + 45_000:x}U0866943712d1234abcd"
        assert order["timestamp"] == NOW + 45_000


async def test_a_query_is_percent_encoded_and_not_signed(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    await face.call(
        "v2PrivateAccountGroupGetFuturesOrderHistCurrent",
        {"symbol": "BTC-PERP,ETH-PERP", "n": 5, "executedOnly": True, "nothing": None},
    )
    url = face.sent[-1].url
    assert url.endswith(
        "/0/api/pro/v2/futures/order/hist/current?symbol=BTC-PERP%2CETH-PERP&n=5&executedOnly=true"
    )
    assert face.sent[-1].body is None
    assert "Content-Type" not in face.sent[-1].headers


async def test_bodies_are_compact_json_and_absent_without_parameters(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    await face.call("v2PrivateAccountGroupPostFuturesLeverage", {"symbol": "BTC-PERP", "leverage": 10})
    assert face.sent[-1].body == '{"symbol":"BTC-PERP","leverage":10}'
    assert face.sent[-1].headers["Content-Type"] == "application/json"
    await face.call("v2PrivateAccountGroupDeleteFuturesOrderAll")
    assert face.sent[-1].body is None


async def test_the_account_group_is_asked_for_once(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    await face.call("fetch_balance")
    await face.call("fetch_positions")
    await face.call("v2PrivateAccountGroupGetFuturesPosition")
    assert len([sent for sent in face.sent if sent.path.endswith("account/info")]) == 1
    assert {sent.path.split("/")[1] for sent in face.sent if "/futures/position" in sent.path} == {"0"}


async def test_a_new_key_has_its_own_account_group(stub: Callable[..., Face]) -> None:
    groups = iter([3, 8])
    face = stub(
        "ascendex",
        venue({"GET v2/account/info": lambda sent: {"code": 0, "data": {"accountGroup": next(groups)}}}),
    )
    await face.call("v2PrivateAccountGroupGetFuturesPosition")
    face.exchange.apiKey = "another"
    await face.call("v2PrivateAccountGroupGetFuturesPosition")
    assert [sent.path.split("/")[1] for sent in face.sent if "/futures/position" in sent.path] == ["3", "8"]


async def test_a_failed_look_up_of_the_account_is_tried_again(stub: Callable[..., Face]) -> None:
    replies = iter([(502, ""), {"code": 0, "data": {"accountGroup": 5}}])
    face = stub("ascendex", venue({"GET v2/account/info": lambda sent: next(replies)}))
    with pytest.raises(ccxt.ExchangeNotAvailable):
        await face.call("fetch_positions")
    assert await face.call("v2PrivateAccountGroupGetFuturesPosition")
    assert face.sent[-1].path.startswith("/5/")


async def test_ccxts_option_names_the_account_group(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue(), {"options": {"account-group": 7}})
    await face.call("v2PrivateAccountGroupGetFuturesPosition")
    assert [sent.path for sent in face.sent] == ["/7/api/pro/v2/futures/position"]


async def test_the_account_category_is_part_of_the_url(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", lambda sent: {"code": 0, "data": {"accountGroup": 1}})
    await face.call("v1PrivateAccountCategoryPostOrder", {"time": NOW, "symbol": "BTC/USDT"})
    await face.call("v1PrivateAccountCategoryGetOrderOpen", {"account-category": "margin"})
    assert face.sent[1].path == "/1/api/pro/v1/cash/order"
    assert json.loads(face.sent[1].body) == {"time": NOW, "symbol": "BTC/USDT"}
    assert face.sent[2].path == "/1/api/pro/v1/margin/order/open"
    assert face.sent[2].query == {}


async def test_the_clock_difference_moves_signed_times(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue(), {"options": {"adjustForTimeDifference": True}})
    await face.call("load_markets")
    server = 1640052379063
    assert face.exchange.options["timeDifference"] == NOW - server
    await face.call("fetch_accounts")
    assert face.sent[-1].headers["x-auth-timestamp"] == str(server)


async def test_the_sandbox_has_its_own_host(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    face.exchange.set_sandbox_mode(True)
    await face.call("fetch_time")
    assert face.sent[-1].host == "https://api-test.ascendex-sandbox.com"
    face.exchange.set_sandbox_mode(False)
    await face.call("fetch_time")
    assert face.sent[-1].host == "https://ascendex.com"
