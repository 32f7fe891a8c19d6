"""Write docs/endpoints.md: every endpoint, the unified methods that use it, and where it is proven.

    python .ci/endpoints.py            rewrite the page, and what `ascendex-woo endpoints` knows of it
    python .ci/endpoints.py --check    change nothing; exit 1 if one of them is stale

The endpoints come from the classes' tables, methods and proofs from the cassettes that the tests replay.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ascendex_woo_adapters.cli.endpoints import APIS, COVERAGE, Api, limit_of  # noqa: E402
from ascendex_woo_adapters.common.endpoint import Endpoint, endpoints_of  # noqa: E402
from tests.cassettes.tables import CASES  # noqa: E402

PAGE = ROOT / "docs" / "endpoints.md"
HEAD = """# Endpoints

Every endpoint of the classes' tables. Each can be called by its implicit method, which has ccxt's name for it; the
unified methods that use it are named beside it.

*Proven* says by what a test has seen the endpoint: **sample** is a reply that the venue published, **captured** is one
that somebody else received and published (its cassette names the source), **simulator** is the simulator of this package,
which was written from the documentation independently of the classes. Nothing here was proven against a live venue.
*unconfirmed* means that no readable documentation of the endpoint was found: what is known of it is at second hand. Limits
are documented where a scope is named; *assumed* ones are this package's own choice.

This page is made by `python .ci/endpoints.py`.
"""


#: Where the venues publish.
PUBLISHED = ("https://docs.woox.io/", "https://developer.woox.io/", "https://ascendex.github.io/")


def proof_of(cassette: dict[str, Any]) -> str:
    """What kind of reply a cassette holds."""
    if cassette["origin"] != "documented":
        return "simulator"
    return "sample" if cassette["documentation"].startswith(PUBLISHED) else "captured"


class Seen:
    """What the cassettes of a venue show: request shape -> unified methods and origins."""

    def __init__(self, venue: str) -> None:
        self.methods: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.origins: dict[tuple[str, str], set[str]] = defaultdict(set)
        for case in CASES[venue]:
            cassette = yaml.safe_load(case.path(venue).read_text(encoding="utf-8"))
            for interaction in cassette["interactions"]:
                request = interaction["request"]
                key = (request["method"], urlsplit(request["uri"]).path)
                self.origins[key].add(proof_of(cassette))
                if not re.match(r"v\d|usercenter", case.call):
                    self.methods[key].add(case.call)

    def of(self, endpoint: Endpoint) -> tuple[set[str], set[str]]:
        """The methods that use an endpoint, and where it was seen."""
        words = [re.escape(word) for word in re.split(r"\{\w+\}", endpoint.path)]
        pattern = re.compile(rf"/(?:[^?]*/)?{'[^/]+'.join(words)}$")
        methods: set[str] = set()
        origins: set[str] = set()
        for key, names in self.origins.items():
            if key[0] == endpoint.method and pattern.fullmatch(key[1]) and version_fits(endpoint, key[1]):
                origins |= names
                methods |= self.methods[key]
        return methods, origins


def version_fits(endpoint: Endpoint, path: str) -> bool:
    """Whether a path belongs to the section of the API: its words, and nothing between them and the endpoint."""
    version = endpoint.api[0]
    rest = path.partition(f"/{version}/")[2] if f"/{version}/" in path else None
    if rest is None:
        return False
    section = [word for word in endpoint.api[1:] if word in ("public", "data")]
    depth = len(endpoint.path.split("/"))
    return len(rest.split("/")) <= depth + len(section) + 1


def coverage(api: Api) -> dict[str, dict[str, list[str]]]:
    """Implicit method -> the unified methods that use it, and where it is proven."""
    seen = Seen(api.name)
    known = {}
    for _, endpoint in endpoints_of(api.table):
        methods, origins = seen.of(endpoint)
        if methods or origins:
            known[str(endpoint.name)] = {"methods": sorted(methods), "proven": sorted(origins)}
    return known


def row(endpoint: Endpoint, known: dict[str, list[str]]) -> str:
    unified = ", ".join(f"`{method}`" for method in known.get("methods", ())) or "implicit only"
    origins = ", ".join(known.get("proven", ()))
    proof = (
        "; ".join([*([] if endpoint.confirmed else ["unconfirmed"]), *([origins] if origins else [])]) or "-"
    )
    name = str(endpoint.name)
    return (
        f"| {endpoint.method} `{endpoint.path}` | `{name}` | {unified} | {proof} | {limit_of(endpoint)} |\n"
    )


def page(known: dict[str, dict[str, dict[str, list[str]]]]) -> str:
    text = HEAD
    for api in APIS:
        text += f"\n## {api.title}\n\n<{api.documentation}>\n\n"
        text += "| endpoint | implicit method | unified methods | proven | limit |\n| --- | --- | --- | --- | --- |\n"
        text += "".join(
            row(endpoint, known[api.name].get(str(endpoint.name), {}))
            for _, endpoint in endpoints_of(api.table)
        )
    return text


def rows_by_line(known: dict[str, dict[str, dict[str, list[str]]]]) -> str:
    """JSON with a line for each endpoint, so that changes can be read and merged."""
    parts = []
    for name, rows in known.items():
        inner = ",\n".join(f"    {json.dumps(key)}: {json.dumps(value)}" for key, value in rows.items())
        parts.append(f"  {json.dumps(name)}: {{\n{inner}\n  }}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main(arguments: list[str]) -> int:
    known = {api.name: coverage(api) for api in APIS}
    wanted = {PAGE: page(known), COVERAGE: rows_by_line(known)}
    if arguments == ["--check"]:
        return int(
            any(
                not path.exists() or path.read_text(encoding="utf-8") != text for path, text in wanted.items()
            )
        )
    for path, text in wanted.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
