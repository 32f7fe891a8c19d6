"""The implicit API: every documented endpoint, every name that ccxt had, quotas."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import ccxt
import pytest

from ascendex_woo_adapters.common.endpoint import api_tree, endpoints_of
from ascendex_woo_adapters.venues.ascendex.endpoints import BALANCE_DATA, AscendexEndpoints
from ascendex_woo_adapters.venues.ascendex.signing import message, signature
from tests.support import NOW, SECRET, Face

HERE = Path(__file__).parent
TABLE = dict(endpoints_of(AscendexEndpoints))


def documented() -> dict[tuple[str, str], tuple[str, str]]:
    """(method, path) -> (auth, prehash path)."""
    rows = {}
    for line in (HERE / "endpoints.txt").read_text().splitlines():
        if not line.startswith("#"):
            method, path, auth, prehash = line.split()
            rows[method, path] = (auth, prehash)
    return rows


def url_path(api: list[str], path: str) -> str:
    """The documented path of an endpoint of the table."""
    version, _, *scope = api
    if scope == ["data"]:
        return f"/api/pro/data/{version}/{path}"
    if scope == ["accountGroup"]:
        return f"/{{accountGroup}}/api/pro/{version}/{path}"
    if scope == ["accountCategory"]:
        return f"/{{accountGroup}}/api/pro/{version}/{{accountCategory}}/{path}"
    return f"/api/pro/{version}/{path}"


def implicit_names(api: list[str], method: str, path: str) -> tuple[str, str]:
    """The snake_case and camelCase name that ccxt makes of an endpoint."""
    words = [*api, method.lower(), *(word for word in re.split(r"[^A-Za-z0-9]+", path) if word)]
    camel = words[0] + "".join(word[:1].upper() + word[1:] for word in words[1:])
    return "_".join(word.lower() for word in words), camel


def test_every_documented_endpoint_is_in_the_table_with_its_auth() -> None:
    ours = {(e.method, url_path(e.api, e.path)): "private" if e.private else "public" for e in TABLE.values()}
    assert len(documented()) >= 50
    for (method, path), (auth, _) in documented().items():
        assert ours.get((method, path)) == auth, f"{method} {path}"


def test_nothing_in_the_table_is_without_a_source() -> None:
    for name, endpoint in TABLE.items():
        listed = (endpoint.method, url_path(endpoint.api, endpoint.path)) in documented()
        assert listed or not endpoint.confirmed, f"{name} has no documentation and is called confirmed"
        assert bool(endpoint.section) == listed, name


def test_names_are_those_that_ccxt_makes() -> None:
    for name, endpoint in TABLE.items():
        snake, camel = implicit_names(endpoint.api, endpoint.method, endpoint.path)
        assert name == snake
        assert getattr(AscendexEndpoints, camel) is getattr(AscendexEndpoints, snake)


def test_every_implicit_method_that_ccxt_had_exists() -> None:
    names = (HERE / "ccxt_names.txt").read_text().split()
    assert len(names) > 70
    assert not [name for name in names if not hasattr(AscendexEndpoints, name)]


def test_describe_is_made_of_the_table() -> None:
    tree = api_tree(AscendexEndpoints)
    assert tree["v2"]["private"]["accountGroup"]["post"]["futures/order"] == 1
    assert tree["v1"]["public"]["get"]["barhist"] == 1


@pytest.mark.parametrize("name", sorted(TABLE))
async def test_every_endpoint_is_reachable_and_signs_its_prehash_path(
    stub: Callable[..., Face], name: str
) -> None:
    endpoint = TABLE[name]
    face = stub("ascendex", lambda sent: {"code": 0}, {"options": {"account-group": 4}})
    assert await face.call(name) == {"code": 0}
    assert await face.call(endpoint.name or "") == {"code": 0}
    template = url_path(endpoint.api, endpoint.path)
    expected = documented().get((endpoint.method, template))
    for sent in face.sent:
        assert sent.method == endpoint.method
        assert sent.path == template.replace("{accountGroup}", "4").replace("{accountCategory}", "cash")
        assert ("x-auth-signature" in sent.headers) == endpoint.private
        if endpoint.private and expected is not None:
            prehash = message(str(NOW), expected[1].replace("{accountCategory}", "cash"))
            assert sent.headers["x-auth-signature"] == signature(SECRET.encode(), prehash)


async def test_a_placement_is_never_sent_twice(stub: Callable[..., Face]) -> None:
    config = {"options": {"maxRetriesOnFailure": 3, "account-group": 4}}
    face = stub("ascendex", lambda sent: (502, ""), config)
    with pytest.raises(ccxt.ExchangeNotAvailable):
        await face.call("v2PrivateAccountGroupPostFuturesOrder", {"time": NOW})
    assert len(face.sent) == 1
    with pytest.raises(ccxt.ExchangeNotAvailable):
        await face.call("v2PrivateAccountGroupGetFuturesOrderOpen")
    assert len(face.sent) == 1 + 4


def test_the_published_limit_is_shared_and_the_others_are_assumed_apart() -> None:
    quotas: dict[str, list[str]] = {}
    for name, endpoint in TABLE.items():
        assert endpoint.limit is not None
        quotas.setdefault(endpoint.quota, []).append(name)
    shared = {quota: names for quota, names in quotas.items() if len(names) > 1}
    assert set(shared) == {"balance data"}
    for name in shared["balance data"]:
        assert TABLE[name].limit == BALANCE_DATA == (8, 60_000, "account", True)
    documented = {name for name, endpoint in TABLE.items() if endpoint.limit and endpoint.limit.documented}
    assert documented == set(shared["balance data"])
