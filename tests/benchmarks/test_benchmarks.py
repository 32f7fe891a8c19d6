"""The benchmarks compare what they time: nothing here depends on how fast anything is."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import ccxt
import pytest
from packaging.version import Version

from ascendex_woo_adapters import pro
from ascendex_woo_adapters import woo as woo_class
from benchmarks import __main__ as command
from benchmarks import ascendex, startup, streams, table, timing, waiting, woo
from benchmarks.cases import Case, answering, exchange_of
from benchmarks.compare import differences, unintended, unused

CASES = {case.name: case for case in (*woo.cases(), *ascendex.cases())}


#: The tables of intended differences are those to this version's ``woo``; earlier ones differ in more.
compared_with_ccxt = pytest.mark.skipif(
    Version(ccxt.__version__) < Version("4.5.90"), reason="results are compared with ccxt 4.5.90's"
)


@compared_with_ccxt
@pytest.mark.parametrize("name", CASES)
def test_both_give_equal_results(name: str) -> None:
    case = CASES[name]
    assert unintended(case.ours(), case.theirs(), case.intended) == []


@compared_with_ccxt
@pytest.mark.parametrize("name", CASES)
def test_every_intended_difference_is_one(name: str) -> None:
    case = CASES[name]
    assert unused(case.ours(), case.theirs(), case.intended) == []


@compared_with_ccxt
@pytest.mark.parametrize("name", [name for name in CASES if "sign" not in name])
def test_results_are_not_empty(name: str) -> None:
    ours, theirs = CASES[name].ours(), CASES[name].theirs()
    assert len(ours) == len(theirs) > 0


#: The streams with fewer frames.
STREAMS = {
    case.name: replace(case, before=min(case.before, 300), timed=min(case.timed, 200))
    for case in streams.CASES
}


@cache
def streamed(name: str) -> tuple[Any, Any]:
    """What both sides told and kept."""
    return STREAMS[name].run("ours")[1], STREAMS[name].run("theirs")[1]


@compared_with_ccxt
@pytest.mark.parametrize("name", STREAMS)
def test_both_streams_tell_and_keep_the_same(name: str) -> None:
    assert unintended(*streamed(name), STREAMS[name].intended) == []
    assert unused(*streamed(name), STREAMS[name].intended) == []


@pytest.mark.parametrize("name", STREAMS)
def test_each_frame_or_burst_wakes_the_consumer(name: str) -> None:
    case = STREAMS[name]
    ours, _ = streamed(name)
    assert len(ours["told"]) == case.timed // case.burst
    assert ours["kept"]


def test_a_wrong_row_of_a_stream_is_a_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    inherited = pro.woo.parse_ws_trade

    def parse_ws_trade(self: Any, trade: Any, market: Any = None) -> Any:
        return {**inherited(self, trade, market), "side": "wrong"}

    monkeypatch.setattr(pro.woo, "parse_ws_trade", parse_ws_trade)
    case = STREAMS["woo stream trades, each"]
    row, complaints = streams.measure(case, rounds=1)
    assert len([line for line in complaints if line.startswith("/told")]) == case.timed
    assert row.verdict == "RESULTS DIFFER"


@pytest.mark.parametrize(
    ("ours", "theirs", "paths"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 2}, ["/a"]),
        ({"a": 1}, {"a": 1.0}, ["/a"]),
        ({"a": None}, {}, ["/a"]),
        ({}, {"a": None}, ["/a"]),
        ([{"b": [1, 2]}], [{"b": [1, 3]}], ["/0/b/1"]),
        ([1], [1, 2], [""]),
        ({"info": 1, "a": 1}, {"info": 2, "a": 1}, []),
        ([], {}, [""]),
        (True, 1, [""]),
    ],
)
def test_a_difference_is_found(ours: Any, theirs: Any, paths: list[str]) -> None:
    assert [path for path, _, _ in differences(ours, theirs)] == paths


def test_intended_differences_are_left_out() -> None:
    ours, theirs = [{"id": "1", "price": 1.0}], [{"id": None, "price": 2.0}]
    assert unintended(ours, theirs, {"*/id": "ccxt gives none"}) == ["/0/price: 1.0 here, 2.0 in ccxt"]
    assert unintended(ours, theirs, {"*/id": "", "*/price": ""}) == []
    assert unused(ours, theirs, ["*/id", "*/amount"]) == ["*/amount"]


@pytest.mark.parametrize("wrong", ["price", "datetime", "fee"])
def test_the_harness_detects_a_wrong_result(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    case = CASES["woo v1 trades 1000"]
    inherited = woo_class.safe_trade

    def safe_trade(self: Any, trade: Any, market: Any = None) -> Any:
        return {**inherited(self, trade, market), wrong: "wrong"}

    monkeypatch.setattr(woo_class, "safe_trade", safe_trade)
    row, complaints = command.compare_and_time(case, rounds=1)
    assert len(complaints) == 1000
    assert row.equal is False
    assert row.verdict == "RESULTS DIFFER"


def test_the_exit_status_tells_of_differences(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(timing, "TURN_S", 0.0)
    monkeypatch.setattr(woo, "cases", lambda: [Case("good", 0.0, lambda: [1], lambda: [1])])
    monkeypatch.setattr(ascendex, "cases", lambda: [Case("bad", 0.0, lambda: [1], lambda: [2])])
    monkeypatch.setattr(streams, "CASES", [])
    assert command.main(["--only", "good", "--rounds", "1"]) == 0
    assert "RESULTS DIFFER" not in capsys.readouterr().out
    assert command.main(["--only", "good", "bad", "--rounds", "1"]) == 1
    printed = capsys.readouterr().out
    assert "RESULTS DIFFER" in printed
    assert "bad /0: 1 here, 2 in ccxt" in printed


def test_names_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--list"]) == 0
    names = capsys.readouterr().out.splitlines()
    assert names == [*CASES, *STREAMS, *startup.MEASUREMENTS, *[run.name for run in waiting.RUNS]]
    assert len(names) == len(set(names))


def test_both_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timing, "TURN_S", 0.0)
    turns: list[str] = []
    times = timing.measure(lambda: turns.append("ours"), lambda: turns.append("theirs"), rounds=3)
    assert turns == ["ours"] * 2 + ["theirs"] * 2 + ["ours", "theirs"] * 3
    assert times.ours >= 0


def test_the_table() -> None:
    rows = [
        table.Row("fast", 0.000002, 0.000008, 3, equal=True),
        table.Row("slow", 0.2, 0.1, 1),
        table.Row("memory", 1_500_000, 3_000_000, 1, unit="B"),
    ]
    header, *lines = table.lines(rows)
    assert header.split() == ["case", "here", "ccxt's", "woo", "ratio", "target"]
    assert [line.split("  ")[0] for line in lines] == ["fast", "slow", "memory"]
    assert lines[0].split() == ["fast", "2.0", "us", "8.0", "us", "4.00x", "3x"]
    assert "0.20 s" in lines[1]
    assert "below target" in lines[1]
    assert lines[2].split() == ["memory", "1.50", "MB", "3.00", "MB", "2.00x", "1x"]


@pytest.mark.parametrize("run", waiting.RUNS, ids=lambda run: run.name)
async def test_waiting_runs_call_what_they_name(run: waiting.Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for make, calls in ((waiting._ours, run.ours), (waiting._theirs, run.theirs)):
        exchange = await make()
        try:
            assert exchange.enableRateLimit
            exchange.enableRateLimit = False
            await calls(exchange)
        finally:
            await exchange.close()


def test_an_answer_needs_no_network() -> None:
    exchange = exchange_of(woo_class)
    run = answering(exchange, {"success": True, "timestamp": 17}, lambda ex: ex.fetch_time())
    assert run() == 17
