"""No cassette holds a key, a signature, a secret, or anything by which an account could be told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from ascendex_woo_adapters.simulator import ManualClock, Simulator
from tests.cassettes import scrub, tape
from tests.cassettes.record import SEED
from tests.support import KEY, SECRET

FILES = sorted(tape.CASSETTES.rglob("*.yaml"))
SESSIONS = sorted(tape.CASSETTES.rglob("*.jsonl"))
#: Sockets have names of their own for what REST sends in headers.
SECRET_NAMES = scrub.NAMES | {"sign", "sig", "key", "acc"}
HARMLESS = {scrub.SCRUBBED, scrub.EMAIL, scrub.UID, 0, "", None}

#: What secrets look like, wherever they stand.
SHAPES = {
    "hexadecimal signature": re.compile(r"\b[0-9a-fA-F]{64}\b"),
    "base64 signature": re.compile(r"[0-9A-Za-z+/]{43}="),
    "application id": re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"),
    "account id": re.compile(r'"(?=[A-Za-z]*\d)(?=\w*[A-Z])(?=\w*[a-z])[A-Za-z0-9]{32}"'),
    "user UID": re.compile(rf"(?<![0-9A-Za-z])(?!{scrub.UID})U\d{{10}}"),
    "e-mail address": re.compile(rf"(?!{re.escape(scrub.EMAIL)})\b[\w.+-]+@[\w-]+\.[\w.]+"),
    "IP address": re.compile(r'"\d{1,3}(\.\d{1,3}){3}"'),
}


def _named(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every leaf of a JSON value with the nearest key above it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _named(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from _named(inner, name)
    else:
        yield name, value


def _body(text: str) -> Iterator[tuple[str, Any]]:
    yield from _named(json.loads(text)) if text.startswith(("{", "[")) else parse_qsl(text)


def _names(path: Path) -> Iterator[tuple[str, Any]]:
    """Every name with its value in the headers, queries and bodies of a cassette."""
    for one in tape.read(path)["interactions"]:
        request, response = one["request"], one["response"]
        yield from _named(request["headers"])
        yield from _named(response["headers"])
        yield from parse_qsl(urlsplit(request["uri"]).query)
        yield from _body(request["body"] or "")
        yield from _body(response["body"]["string"])


def _names_of_lines(path: Path) -> Iterator[tuple[str, Any]]:
    """Every name with its value in the lines of a session; REST requests are texts."""
    for row in map(json.loads, path.read_text().splitlines()):
        frame, url = row.get("frame"), str(row.get("path", ""))
        if isinstance(frame, str):
            _, url, *body = frame.split(" ", 2)
            yield from _body("".join(body))
        yield from parse_qsl(urlsplit(url).query)
        yield from _named(row)


@pytest.mark.parametrize(
    "path", [*FILES, *SESSIONS], ids=[str(path.relative_to(tape.CASSETTES)) for path in [*FILES, *SESSIONS]]
)
def test_cassette_is_clean(path: Path) -> None:
    names = _names(path) if path.suffix == ".yaml" else _names_of_lines(path)
    found = [(name, value) for name, value in names if name.lower() in SECRET_NAMES]
    assert [pair for pair in found if pair[1] not in HARMLESS] == []
    text = path.read_text().replace(scrub.UID, "")
    # an order id without its UID has 21 characters, so whatever has 32 is something else
    assert {name: shape.findall(text) for name, shape in SHAPES.items() if shape.search(text)} == {}


def test_secrets_of_the_recordings_are_nowhere() -> None:
    with Simulator(seed=SEED, clock=ManualClock()) as simulator:
        credentials = [one for venue in simulator.venues.values() for one in venue.credentials.values()]
        ascendex: Any = simulator.ascendex
        users = [ascendex.user(ascendex.engine.account(name)) for name in ascendex.accounts]
    secrets = {KEY, SECRET, *(one.api_key for one in credentials), *(one.secret for one in credentials)}
    secrets |= {one.application_id for one in credentials} | {user.uid for user in users}
    secrets.discard("")
    text = "".join(path.read_text() for path in [*FILES, *SESSIONS])
    assert [secret for secret in sorted(secrets) if secret in text] == []
    assert len(secrets) >= 12


def test_headers_that_tell_of_the_client_are_left_out() -> None:
    kept = scrub.KEPT_REQUEST_HEADERS | scrub.KEPT_REPLY_HEADERS
    for path in FILES:
        for one in tape.read(path)["interactions"]:
            assert {*one["request"]["headers"], *one["response"]["headers"]} <= kept


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ('{"userId": 11446, "x": 11446}', '{"userId": 0, "x": 11446}'),
        ('{"applicationId" : "1ca1-3d"}', '{"applicationId" : "SCRUBBED"}'),
        ('{"email":"a.b+c@d.org"}', '{"email":"user@example.com"}'),
        ('{"message": "sent to a@b.io"}', '{"message": "sent to user@example.com"}'),
        ('{"futuresAccount": ["a", "b"]}', '{"futuresAccount": ["SCRUBBED", "SCRUBBED"]}'),
        ('{"listenKey": "abc", "n": 2.10e-7}', '{"listenKey": "SCRUBBED", "n": 2.10e-7}'),
        ('{"referrerID": ""}', '{"referrerID": ""}'),
        (
            '{"orderId": "a173ad938fc3U22666567717788c3b66"}',
            f'{{"orderId": "a173ad938fc3{scrub.UID}7788c3b66"}}',
        ),
    ],
)
def test_bodies_are_scrubbed(text: str, clean: str) -> None:
    assert scrub.body(text) == clean


def test_queries_are_scrubbed() -> None:
    assert scrub.pairs("apiKey=abc&symbol=X&signature=1f") == "apiKey=SCRUBBED&symbol=X&signature=SCRUBBED"
    order = "orderId=a173ad938fc3U22666567717788c3b66"
    assert scrub.pairs(order) == f"orderId=a173ad938fc3{scrub.UID}7788c3b66"


def test_headers_are_scrubbed() -> None:
    given = {"X-API-KEY": "abc", "x-api-timestamp": "1", "User-Agent": "python"}
    assert scrub.headers(given, scrub.KEPT_REQUEST_HEADERS) == {
        "x-api-key": scrub.SCRUBBED,
        "x-api-timestamp": "1",
    }
