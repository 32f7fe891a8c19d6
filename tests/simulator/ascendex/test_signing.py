"""Signatures, keys and clocks."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable

import pytest

from ascendex_woo_adapters.simulator import Fault, Simulator
from ascendex_woo_adapters.simulator.ascendex.venue import PRIVATE, sign

from .client import START, Client


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
