"""The implicit API: every documented endpoint, every name that ccxt offers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import ccxt
import pytest
from ccxt.base.types import Entry

from ascendex_woo_adapters.common.endpoint import api_tree, endpoints_of
from ascendex_woo_adapters.venues.woo.endpoints import WooEndpoints
from tests.support import Face

HERE = Path(__file__).parent


def documented() -> list[tuple[str, str, str]]:
    """(method, path, auth) of both generations."""
    rows = []
    for name in ("woo_v1_endpoints.txt", "woo_v3_endpoints.txt"):
        for line in (HERE / name).read_text().splitlines():
            if not line.startswith("#"):
                method, path, auth = line.split()
                rows.append((method, path, auth))
    return rows


def shape(path: str) -> str:
    """A path whose parameters have no names: ccxt and the documentation name some differently."""
    return re.sub(r"\{\w+\}", "{}", path)


def url_path(api: list[str], path: str) -> str:
    version, section = api
    return f"/{version}/public/{path}" if section == "public" else f"/{version}/{path}"


def implicit_names(api: list[str], method: str, path: str) -> tuple[str, str]:
    """The snake_case and camelCase name that ccxt makes of an endpoint."""
    words = [*api, method.lower(), *(word for word in re.split(r"[^A-Za-z0-9]+", path) if word)]
    camel = words[0] + "".join(word[:1].upper() + word[1:] for word in words[1:])
    return "_".join(word.lower() for word in words), camel


TABLE = dict(endpoints_of(WooEndpoints))


def test_every_documented_endpoint_is_in_the_table_with_its_auth() -> None:
    ours = {
        (e.method, shape(url_path(e.api, e.path))): "private" if e.private else "public"
        for e in TABLE.values()
    }
    assert len(documented()) >= 160
    for method, path, auth in documented():
        assert ours.get((method, shape(path))) == auth, f"{method} {path}"


def test_nothing_in_the_table_is_without_a_source() -> None:
    listed = {(method, shape(path)) for method, path, _ in documented()}
    for name, endpoint in TABLE.items():
        if endpoint.section:
            assert (endpoint.method, shape(url_path(endpoint.api, endpoint.path))) in listed, name
        else:
            assert not endpoint.confirmed, f"{name} has no documentation and is called confirmed"


def test_names_are_those_that_ccxt_makes() -> None:
    for name, endpoint in TABLE.items():
        snake, camel = implicit_names(endpoint.api, endpoint.method, endpoint.path)
        assert name == snake
        assert getattr(WooEndpoints, camel) is getattr(WooEndpoints, snake)
        assert endpoint.name == camel


def test_every_implicit_method_of_ccxt_exists() -> None:
    names = {
        name for owner in ccxt.woo.__mro__ for name, value in vars(owner).items() if isinstance(value, Entry)
    }
    assert len(names) > 200
    assert not [name for name in names if not hasattr(WooEndpoints, name)]


def test_describe_is_made_of_the_table() -> None:
    tree = api_tree(WooEndpoints)
    assert tree["v1"]["private"]["post"]["order"] == 1
    assert tree["v3"]["public"]["get"]["instruments"] == 1
    leaves = sum(
        len(paths) for api in tree.values() for section in api.values() for paths in section.values()
    )
    assert leaves == len(TABLE)


@pytest.mark.parametrize("name", sorted(TABLE))
async def test_every_endpoint_is_reachable(stub: Callable[..., Face], name: str) -> None:
    endpoint = TABLE[name]
    face = stub("woo", lambda sent: {"success": True})
    params = dict.fromkeys(re.findall(r"\{(\w+)\}", endpoint.path), "7")
    assert await face.call(name, params) == {"success": True}
    assert endpoint.name is not None
    assert await face.call(endpoint.name, params) == {"success": True}
    for sent in face.sent:
        assert sent.method == endpoint.method
        assert sent.path == re.sub(r"\{\w+\}", "7", url_path(endpoint.api, endpoint.path))
        assert ("x-api-signature" in sent.headers) == endpoint.private


async def test_a_placement_is_never_sent_twice(stub: Callable[..., Face]) -> None:
    face = stub("woo", lambda sent: (502, ""), {"options": {"maxRetriesOnFailure": 3}})
    with pytest.raises(ccxt.ExchangeNotAvailable):
        await face.call("v1PrivatePostOrder", {"symbol": "SPOT_BTC_USDT"})
    assert len(face.sent) == 1
    with pytest.raises(ccxt.ExchangeNotAvailable):
        await face.call("v1PrivateGetOrders", {"symbol": "SPOT_BTC_USDT"})
    assert len(face.sent) == 1 + 4
