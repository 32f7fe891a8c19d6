"""Write docs/endpoints.md: every endpoint, the unified methods that use it, and where it is proven.

    python .ci/endpoints.py            rewrite the page
    python .ci/endpoints.py --check    change nothing; exit 1 if the page is stale

The endpoints come from the classes' tables, methods and proofs from the cassettes that the tests replay.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from ascendex_woo_adapters.common.endpoint import Endpoint, endpoints_of  # noqa: E402
from ascendex_woo_adapters.venues.ascendex.endpoints import AscendexEndpoints  # noqa: E402
from ascendex_woo_adapters.venues.woo.v1.endpoints import V1Endpoints  # noqa: E402
from ascendex_woo_adapters.venues.woo.v3.endpoints import V3Endpoints  # noqa: E402
from tests.cassettes.tables import CASES  # noqa: E402

PAGE = ROOT / "docs" / "endpoints.md"
TABLES = [
    ("woo-v1", "WOO X, legacy generation", "https://docs.woox.io/", V1Endpoints),
    ("woo-v3", "WOO X, V3", "https://developer.woox.io/api-reference", V3Endpoints),
    (
        "ascendex",
        "AscendEX Futures Pro v2",
        "https://ascendex.github.io/ascendex-futures-pro-api-v2/",
        AscendexEndpoints,
    ),
]
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


def limit_of(endpoint: Endpoint) -> str:
    limit = endpoint.limit
    if limit is None:
        return "-"
    window = {1_000: "s", 60_000: "min"}.get(limit.per_ms, f"{limit.per_ms // 1000} s")
    assumed = "" if limit.documented else " (assumed)"
    return f"{limit.requests}/{window} per {limit.scope}{assumed}"


def row(name: str, endpoint: Endpoint, seen: Seen) -> str:
    methods, origins = seen.of(endpoint)
    unified = ", ".join(f"`{method}`" for method in sorted(methods)) or "implicit only"
    proof = ", ".join(sorted(origins)) or "-"
    if not endpoint.confirmed:
        proof = f"unconfirmed; {proof}" if origins else "unconfirmed"
    camel = str(endpoint.name)
    return (
        f"| {endpoint.method} `{endpoint.path}` | `{camel}` | {unified} | {proof} | {limit_of(endpoint)} |\n"
    )


def page() -> str:
    text = HEAD
    seen = {venue: Seen(venue) for venue in CASES}
    for venue, title, url, table in TABLES:
        text += f"\n## {title}\n\n<{url}>\n\n"
        text += "| endpoint | implicit method | unified methods | proven | limit |\n| --- | --- | --- | --- | --- |\n"
        text += "".join(row(name, endpoint, seen[venue]) for name, endpoint in endpoints_of(table))
    return text


def main(arguments: list[str]) -> int:
    wanted = page()
    if arguments == ["--check"]:
        return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == wanted else 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
