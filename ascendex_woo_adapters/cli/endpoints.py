"""``ascendex-woo endpoints``: every endpoint, the unified methods that use it, and by what it is proven.

The endpoints come from the classes' tables. What uses and proves them is read out of the cassettes by
``python .ci/endpoints.py`` and comes along as ``coverage.json``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ascendex_woo_adapters.cli.shapes import as_json
from ascendex_woo_adapters.cli.terminal import Column, print_columns
from ascendex_woo_adapters.common.endpoint import Endpoint, endpoints_of
from ascendex_woo_adapters.venues.ascendex.endpoints import AscendexEndpoints
from ascendex_woo_adapters.venues.woo.v1.endpoints import V1Endpoints
from ascendex_woo_adapters.venues.woo.v3.endpoints import V3Endpoints

COVERAGE = Path(__file__).with_name("coverage.json")


class Api(NamedTuple):
    """An endpoint table and where its documentation is."""

    venue: str
    generation: str | None
    title: str
    documentation: str
    table: type

    @property
    def name(self) -> str:
        """As the cassettes call it: ``woo-v3``, ``ascendex``."""
        return "-".join(filter(None, (self.venue, self.generation)))


APIS = (
    Api("woo", "v1", "WOO X, legacy generation", "https://docs.woox.io/", V1Endpoints),
    Api("woo", "v3", "WOO X, V3", "https://developer.woox.io/api-reference", V3Endpoints),
    Api(
        "ascendex",
        None,
        "AscendEX Futures Pro v2",
        "https://ascendex.github.io/ascendex-futures-pro-api-v2/",
        AscendexEndpoints,
    ),
)


class Line(NamedTuple):
    """One endpoint with what is known of it."""

    api: Api
    endpoint: Any
    """An `Endpoint`, which is a descriptor: its type would be that of the method that it makes."""
    snake: str
    methods: list[str]
    """The unified methods that use it."""
    proven: list[str]
    """By what a test has seen it."""

    @property
    def implicit(self) -> str:
        return str(self.endpoint.name)

    @property
    def path(self) -> str:
        return "/".join((*self.endpoint.api, self.endpoint.path))

    @property
    def proof(self) -> str:
        words = [
            *([] if self.endpoint.confirmed else ["unconfirmed"]),
            *([", ".join(self.proven)] * bool(self.proven)),
        ]
        return "; ".join(words) or "-"

    @property
    def text(self) -> str:
        """All words by which it may be looked for."""
        parts = (
            self.endpoint.method,
            self.path,
            self.implicit,
            self.snake,
            *self.methods,
            self.endpoint.section,
        )
        return " ".join((*parts, self.proof)).lower()

    def facts(self) -> dict[str, Any]:
        """For programs."""
        limit = self.endpoint.limit
        return {
            "venue": self.api.venue,
            "generation": self.api.generation,
            "method": self.endpoint.method,
            "section": self.endpoint.api,
            "path": self.endpoint.path,
            "private": self.endpoint.private,
            "implicit": self.implicit,
            "unified": self.methods,
            "proven": self.proven,
            "confirmed": self.endpoint.confirmed,
            "limit": None if limit is None else limit._asdict(),
            "heading": self.endpoint.section,
            "documentation": self.api.documentation,
        }


def limit_of(endpoint: Endpoint) -> str:
    """The request limit in words."""
    limit = endpoint.limit
    if limit is None:
        return "-"
    window = {1_000: "s", 60_000: "min"}.get(limit.per_ms, f"{limit.per_ms // 1000} s")
    assumed = "" if limit.documented else " (assumed)"
    return f"{limit.requests}/{window} per {limit.scope}{assumed}"


@cache
def coverage() -> dict[str, dict[str, dict[str, list[str]]]]:
    """API -> implicit method -> ``methods`` and ``proven``."""
    known: dict[str, dict[str, dict[str, list[str]]]] = json.loads(COVERAGE.read_text(encoding="utf-8"))
    return known


def lines() -> list[Line]:
    """All endpoints in the order of their tables."""
    found = []
    for api in APIS:
        known = coverage()[api.name]
        for snake, endpoint in endpoints_of(api.table):
            of_it = known.get(str(endpoint.name), {})
            found.append(Line(api, endpoint, snake, of_it.get("methods", []), of_it.get("proven", [])))
    return found


def chosen(
    words: Iterable[str], venue: str | None, generation: str | None, section: str | None
) -> list[Line]:
    """The endpoints that have every word, of a venue, a generation and a section of the API."""
    wanted = [word.lower().replace("_", "") for word in words]
    return [
        line
        for line in lines()
        if (venue is None or line.api.venue == venue)
        and (generation is None or line.api.generation == generation)
        and (section is None or section.lower() in map(str.lower, line.endpoint.api))
        and all(word in line.text.replace("_", "") for word in wanted)
    ]


def endpoints(out: Console, found: Sequence[Line], as_json_text: bool, plain: bool) -> None:
    """Print endpoints; raises ClickException if there is none."""
    if as_json_text:
        click.echo(as_json([line.facts() for line in found]))
    elif not found:
        raise click.ClickException("no endpoint has all of that; `ascendex-woo endpoints` lists all")
    elif plain:
        print_columns(out, _columns(found), plain)
    else:
        with out.capture() as printed:
            for api in dict.fromkeys(line.api for line in found):
                out.print(_table(api, [line for line in found if line.api is api]))
            out.print(f"[dim]{len(found)} endpoints. Limits are documented ones unless assumed.[/]")
        text = printed.get()
        if len(text.splitlines()) < out.height:
            click.echo(text, nl=False)
        else:
            click.echo_via_pager(text)


def _columns(found: Sequence[Line]) -> list[Column]:
    return [
        Column("api", [line.api.name for line in found]),
        Column("method", [line.endpoint.method for line in found]),
        Column("path", [line.path for line in found]),
        Column("implicit", [line.implicit for line in found]),
        Column("unified", [",".join(line.methods) or "-" for line in found]),
        Column("proven", [line.proof for line in found]),
        Column("limit", [limit_of(line.endpoint) for line in found]),
    ]


def _table(api: Api, found: Sequence[Line]) -> Table:
    """Two cells an endpoint, so that 80 columns are enough."""
    table = Table(
        title=f"{api.title}  [dim]{api.documentation}[/]",
        title_style="bold",
        title_justify="left",
        header_style="dim",
        show_lines=True,
    )
    table.add_column("endpoint, implicit method", overflow="fold", no_wrap=True)
    table.add_column("used by, limit, proven", overflow="fold", ratio=1)
    for line in found:
        table.add_row(
            Text.assemble((line.endpoint.method, "cyan"), f" {line.path}\n", (line.implicit, "dim")),
            Text.assemble(
                ", ".join(line.methods) or "implicit only",
                "\n",
                (f"{limit_of(line.endpoint)}; {line.proof}", "dim"),
            ),
        )
    return table
