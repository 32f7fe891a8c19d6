"""vcrpy as the cassettes need it: what is written down, and what makes two requests the same."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from vcr.config import VCR

from tests.cassettes import scrub

CASSETTES = Path(__file__).parent.parent.parent / "cassettes"

#: Signatures and times of signing are headers, so headers are not compared.
MATCH_ON = ("method", "scheme", "host", "path", "query", "body")

#: Beginning of a path -> the host that serves it.
HOSTS = {
    "woo-v1": {"/v1/hist/": "https://api-pub.woox.io", "/": "https://api.woox.io"},
    "woo-v3": {"/": "https://api.woox.io"},
    "ascendex": {"/": "https://ascendex.com"},
}
#: The documentation that the simulator follows.
DOCUMENTATION = {
    "woo-v1": "https://docs.woox.io/",
    "woo-v3": "https://developer.woox.io/api-reference",
    "ascendex": "https://ascendex.github.io/ascendex-futures-pro-api-v2/",
}


class _Dumper(yaml.SafeDumper):
    """Bodies of several lines stay readable."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


class Writer:
    """A serializer of vcrpy that puts facts about the recording above the interactions."""

    def __init__(self, facts: dict[str, Any]) -> None:
        self.facts = facts

    def serialize(self, cassette: dict[str, Any]) -> str:
        rows = [_row(one["request"], one["response"]) for one in cassette["interactions"]]
        text: str = yaml.dump(
            {**self.facts, "version": cassette["version"], "interactions": rows},
            Dumper=_Dumper,
            sort_keys=False,
            allow_unicode=True,
            width=10**9,
        )
        return text


def _row(request: dict[str, Any], response: dict[str, Any]) -> dict[str, Any]:
    return {
        "request": {key: request[key] for key in ("method", "uri", "body", "headers")},
        "response": {key: response[key] for key in ("status", "headers", "body")},
    }


def venue_uri(venue: str, uri: str) -> str:
    """The URI at the venue of a request to loopback; others are left alone."""
    parts = urlsplit(uri)
    if parts.hostname == "127.0.0.1":
        host = next(host for start, host in HOSTS[venue].items() if parts.path.startswith(start))
        uri = f"{host}{parts.path}{'?' if parts.query else ''}{parts.query}"
    base, mark, query = uri.partition("?")
    return f"{scrub.pairs(base)}{mark}{scrub.pairs(query)}"


def _request(venue: str, request: Any) -> Any:
    request.uri = venue_uri(venue, request.uri)
    if request.body:
        text = request.body.decode() if isinstance(request.body, bytes) else request.body
        request.body = scrub.body(text) if text.startswith("{") else scrub.pairs(text)
    request.headers = scrub.headers(dict(request.headers), scrub.KEPT_REQUEST_HEADERS)
    return request


def _reply(response: dict[str, Any]) -> dict[str, Any]:
    text = response["body"]["string"].decode()
    first = {name: values[0] for name, values in response["headers"].items()}
    headers = scrub.headers(first, scrub.KEPT_REPLY_HEADERS)
    return {
        "status": response["status"],
        "headers": {name: [value] for name, value in headers.items()},
        "body": {"string": scrub.body(text).encode()},
    }


def read(path: Path) -> Any:
    """A cassette as it stands in its file."""
    return yaml.load(path.read_text(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def recording(venue: str, path: Path, facts: dict[str, Any]) -> AbstractContextManager[Any]:
    """Write all that is sent and answered in the context to ``path``."""
    path.unlink(missing_ok=True)
    recorder = VCR(
        record_mode="once",
        match_on=MATCH_ON,
        before_record_request=lambda request: _request(venue, request),
        before_record_response=_reply,
    )
    recorder.register_serializer("facts", Writer(facts))
    context: AbstractContextManager[Any] = recorder.use_cassette(str(path), serializer="facts")
    return context


def _same_body(one: Any, other: Any) -> None:
    """Compares bodies as they are sent: before vcrpy 9 its own matcher breaks at forms without a body."""
    assert (one.body or b"") == (other.body or b"")


def playing(venue: str, path: Path) -> AbstractContextManager[Any]:
    """Answer every request in the context from ``path``; an unknown one is refused."""
    player = VCR(
        record_mode="none",
        match_on=MATCH_ON,
        before_record_request=lambda request: _request(venue, request),
    )
    player.register_matcher("body", _same_body)
    context: AbstractContextManager[Any] = player.use_cassette(str(path))
    return context
