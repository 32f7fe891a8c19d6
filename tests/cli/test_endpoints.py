"""`ascendex-woo endpoints`: the table, its filters and its forms."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

from ascendex_woo_adapters.cli.commands import cli
from ascendex_woo_adapters.cli.endpoints import APIS, chosen, endpoints, lines
from ascendex_woo_adapters.common.endpoint import endpoints_of


def listed(*words: str) -> list[Any]:
    """What the command lists as JSON."""
    result = CliRunner().invoke(cli, ["endpoints", *words, "--json"])
    assert result.exit_code == 0, result.output
    found: list[Any] = json.loads(result.stdout)
    return found


def test_every_endpoint_of_the_tables_is_listed_once() -> None:
    names = [(one["venue"], one["generation"], one["implicit"]) for one in listed()]
    of_tables = [
        (api.venue, api.generation, str(one.name)) for api in APIS for _, one in endpoints_of(api.table)
    ]
    assert names == of_tables
    assert len(set(names)) == len(names) > 200


def test_filters_narrow_the_list() -> None:
    assert {one["venue"] for one in listed("ascendex")} == {"ascendex"}
    assert {one["generation"] for one in listed("--generation", "v3")} == {"v3"}
    assert {one["private"] for one in listed("woo", "--section", "public")} == {False}
    every, some = listed("woo", "order"), listed("woo", "order", "algo")
    assert 0 < len(some) < len(every)
    assert listed("fetchOrderBook") == listed("fetch_order_book") != []


def test_a_row_says_what_uses_it_how_it_is_proven_and_its_limit() -> None:
    (one,) = listed("v3PublicGetOrderbook")
    assert (one["method"], one["path"], one["private"]) == ("GET", "orderbook", False)
    assert "fetch_order_book" in one["unified"]
    assert "simulator" in one["proven"]
    assert one["limit"] == {"requests": 10, "per_ms": 1000, "scope": "ip", "documented": True}


def test_pipes_get_one_line_an_endpoint() -> None:
    heading, *rows = CliRunner().invoke(cli, ["endpoints", "ascendex", "funding"]).output.splitlines()
    assert heading.split() == ["api", "method", "path", "implicit", "unified", "proven", "limit"]
    assert len(rows) == len(chosen(["funding"], "ascendex", None, None)) > 0
    assert "\x1b" not in "".join(rows)


@pytest.mark.parametrize("width", [80, 120])
def test_the_table_fits_the_terminal_and_holds_every_name(
    width: int, capsys: pytest.CaptureFixture[str]
) -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=width, height=10_000, color_system=None)
    endpoints(console, lines(), as_json_text=False, plain=False)
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= width
    for name in (
        "v3PrivatePostTradeOrder",
        "v2PrivateAccountGroupPostFuturesOrder",
        "unconfirmed",
        "(assumed)",
    ):
        assert name in text


def test_nothing_found_ends_in_1() -> None:
    result = CliRunner().invoke(cli, ["endpoints", "woo", "no-such-word"])
    assert result.exit_code == 1
    assert "no endpoint has all of that" in result.stderr
