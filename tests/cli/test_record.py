"""`ascendex-woo record`: in a checkout, outside of one, and from a live venue."""

from __future__ import annotations

import shutil
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rich.console import Console

from ascendex_woo_adapters.cli import record as command
from ascendex_woo_adapters.cli.commands import cli
from ascendex_woo_adapters.cli.connect import Access, reached
from tests.cassettes import live, tables, tape
from tests.cassettes.cases import Case


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> list[Case]:
    """Only a handful of the cases, so that recording does not take a minute."""
    cases = [
        case
        for case in tables.CASES["ascendex"]
        if case.name in ("exchange-latency-info", "ticker", "markets")
    ]
    recorder = import_module("tests.cassettes.record")
    monkeypatch.setattr(recorder, "CASES", {"ascendex": cases})
    monkeypatch.setattr(recorder.streams, "VERSIONS", {})
    assert cases
    return cases


def record(*words: str, **environment: str) -> Any:
    """Run the command."""
    nothing = dict.fromkeys(("WOO_APIKEY", "WOO_SECRET", "WOO_UID"), "")
    return CliRunner(env={**nothing, **environment}).invoke(cli, ["record", *words])


def test_it_says_what_is_new_what_has_changed_and_what_is_gone(few: list[Case], tmp_path: Path) -> None:
    first = record("--to", str(tmp_path))
    assert first.exit_code == 0, first.output
    files = sorted(tmp_path.rglob("*.yaml"))
    assert len(files) == len(few)
    assert first.output.splitlines()[-1] == f"{len(few)} recordings: {len(few)} new, 0 changed, 0 gone."
    for path in files:
        assert path.read_bytes() == (tape.CASSETTES / path.relative_to(tmp_path)).read_bytes()
    files[0].write_text("changed")
    gone = files[0].with_name("of-yesterday.yaml")
    gone.write_text("", encoding="utf-8")
    kept = tmp_path / "ascendex" / "live" / "fetch-time.yaml"
    kept.parent.mkdir()
    kept.write_text("")
    second = record("--to", str(tmp_path)).output.splitlines()
    assert f"changed  {files[0].relative_to(tmp_path)}" in second
    assert f"gone     {gone.relative_to(tmp_path)}" in second
    assert second[-1] == f"{len(few)} recordings: 0 new, 1 changed, 1 gone."
    assert kept.exists()
    assert not gone.exists()


@pytest.mark.parametrize("live_venue", [False, True])
def test_a_folder_that_cannot_be_written_is_one_line(
    few: list[Case], tmp_path: Path, live_venue: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "READS", [live.MARKETS])
    monkeypatch.setattr(command, "reached", lambda access: reached(Access("ascendex", simulate=True)))
    (tmp_path / "ascendex").write_text("a file, not a folder", encoding="utf-8")
    result = record(*["--live", "ascendex"][: 2 * live_venue], "--to", str(tmp_path))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"Error: cannot write {tmp_path / 'ascendex'}")
    assert len(result.stderr.splitlines()) == 1


def test_an_installed_package_is_told_politely(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(command, "CHECKOUT", tmp_path)
    for words in ((), ("--live", "woo")):
        result = record(*words)
        assert result.exit_code == 1
        assert "recorded in a checkout of the sources" in result.stderr
        assert "pip install -e '.[dev]'" in result.stderr


def test_missing_tools_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(sys.modules):
        if name.startswith("tests.cassettes"):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "vcr", None)
    monkeypatch.setitem(sys.modules, "vcr.config", None)
    result = record()
    assert result.exit_code == 1
    assert "vcr" in result.stderr
    assert "needs what the tests need" in result.stderr


def test_live_options_without_live_are_refused() -> None:
    assert record("--generation", "v1").exit_code == 2


def test_live_without_a_network_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "reached", lambda access: reached(Access("woo", url="http://127.0.0.1:1")))
    result = record("--live", "woo", "--to", str(tmp_path))
    assert result.exit_code == 1
    assert "only what is public is recorded" in result.stdout
    assert result.stderr.startswith("Error: ExchangeNotAvailable: woo")
    assert list(tmp_path.rglob("*.yaml")) == []


@pytest.mark.parametrize("plain", [True, False])
def test_live_records_every_read_and_shows_it(
    tmp_path: Path, plain: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        live, "READS", [live.MARKETS, live.Read("fetch_time"), live.Read("fetch_balance", (), True)]
    )
    with (tmp_path / "shown").open("w+") as shown:
        console = Console(file=shown, width=80, force_terminal=not plain, color_system=None)
        command.record_live(console, Access("ascendex", simulate=True), plain, tmp_path)
        shown.seek(0)
        text = shown.read()
    for name in ("load_markets", "fetch_time", "fetch_balance"):
        assert name in text
    assert "3 cassettes of the live venue, 0 calls refused." in text
    assert len(list((tmp_path / "ascendex" / "live").glob("*.yaml"))) == 3
    shutil.rmtree(tmp_path / "ascendex")
