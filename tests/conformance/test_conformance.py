"""The check with ccxt's own tests can fail: on a broken method, on a silent test, on a test that did not run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from ccxt.base.errors import NetworkError

import ascendex_woo_adapters
from conformance import __main__ as command
from conformance import allowances, calls, report, runner, scene, wheel
from conformance.results import BAD, CANNOT_PASS, FAILED, NOT_RUN, PASSED, Result, absent
from conformance.subjects import SUBJECTS, Subject, exchange_class
from conformance.witness import View, Witness

(ASCENDEX,) = [subject for subject in SUBJECTS if subject.name == "ascendex"]


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    """The runner registers the package in ccxt; no other test shall see that."""
    yield
    ascendex_woo_adapters.unregister()


@pytest.fixture
def spoil(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[Any], Any]], None]:
    """Have every exchange that is connected give other answers of a method."""
    connect = scene.connect

    def put(method: str, change: Callable[[Any], Any]) -> None:
        def connected(*args: Any) -> Any:
            exchange = connect(*args)
            genuine = getattr(exchange, method)
            setattr(exchange, method, lambda *given, **named: change(genuine(*given, **named)))
            return exchange

        monkeypatch.setattr(runner, "connect", connected)

    return put


async def results_of(subject: Subject, method: str, colour: str = "sync") -> list[Result]:
    return await runner.run(subject, colour, {method})


async def test_a_method_as_it_should_be_passes() -> None:
    for colour in ("sync", "async"):
        (result,) = await results_of(ASCENDEX, "fetch_ticker", colour)
        assert (result.outcome, result.answers, result.items) == (PASSED, 1, 1)


async def test_a_broken_method_fails(spoil: Any) -> None:
    spoil("fetch_ticker", lambda ticker: {**ticker, "bid": ticker["ask"] * 2})
    (result,) = await results_of(ASCENDEX, "fetch_ticker")
    assert result.outcome == FAILED
    assert "AssertionError" in result.detail


async def test_an_empty_answer_fails(spoil: Any) -> None:
    spoil("fetch_my_trades", lambda trades: [])
    (result,) = await results_of(ASCENDEX, "fetch_my_trades")
    assert result.outcome == FAILED
    assert "non-empty" in result.detail


async def test_a_test_that_never_calls_its_method_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = wheel.Test("fetch_ticker", lambda exchange, skipped: True, (), ())
    monkeypatch.setattr(wheel, "tests", lambda colour: {"fetch_ticker": silent})
    (result,) = await results_of(ASCENDEX, "fetch_ticker")
    assert (result.outcome, result.detail) == (FAILED, "the test passed without one answer of the method")


def test_errors_that_a_test_passes_over_are_told() -> None:
    class Exchange:
        def fetch_ticker(self) -> Any:
            raise NetworkError("the line broke")

    witness = Witness()
    with pytest.raises(NetworkError):
        View(Exchange(), "fetch_ticker", witness).fetch_ticker()
    assert witness.complaint() == "the test passed over NetworkError: the line broke"


async def test_a_promised_method_whose_test_did_not_run_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(*args: Any) -> list[Result]:
        return []

    monkeypatch.setattr(runner._Bench, "one_by_one", nothing)
    (result,) = await results_of(ASCENDEX, "fetch_ticker")
    assert (result.method, result.outcome) == ("fetch_ticker", NOT_RUN)


def test_what_is_absent() -> None:
    there = Result("woo v1", "sync", "fetch_ticker", "spot", PASSED)
    expected = [wheel.tests("sync")[name] for name in ("fetch_ticker", "fetch_trades")]
    missing = absent("woo v1", "sync", expected, [there])
    assert [(one.method, one.outcome) for one in missing] == [("fetch_trades", NOT_RUN)]
    assert len(absent("woo v1", "async", expected, [there])) == 2
    assert len(absent("woo v1", "sync", [calls.tests("sync")["create_order"]], [there])) == 1


async def test_an_answer_goes_through_the_check_of_its_structure(spoil: Any) -> None:
    for colour in ("sync", "async"):
        (passed,) = await results_of(ASCENDEX, "fetch_mark_price", colour)
        assert (passed.source, passed.outcome, passed.answers) == (wheel.STRUCTURE, PASSED, 1)
    spoil("fetch_mark_price", lambda ticker: {**ticker, "symbol": 5})
    (failed,) = await results_of(ASCENDEX, "fetch_mark_price")
    assert failed.outcome == FAILED
    assert calls.structures([]) == calls.structures({}) == []
    with pytest.raises(AssertionError, match="bool"):
        calls.structures(True)


def test_every_promise_that_ccxt_has_a_test_for_is_taken_up() -> None:
    for subject in SUBJECTS:
        exchange = exchange_class(subject, "pro")(subject.config())
        names = runner.promised(exchange, "pro")
        assert {"watch_order_book", "watch_orders"} <= names & set(wheel.tests("pro"))
        assert {"fetch_ticker", "fetch_positions"} <= names & set(wheel.tests("sync"))
        assert wheel.tests("sync").keys() == wheel.tests("async").keys()


@pytest.mark.parametrize(
    ("one", "method"),
    [
        pytest.param(one, method, id=f"{one.subject} {method}")
        for one in allowances.ALLOWANCES
        for method in one.methods
    ],
)
async def test_nothing_is_passed_over_without_need(
    one: allowances.Allowance, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [other for other in allowances.ALLOWANCES if other is not one]
    monkeypatch.setattr(allowances, "ALLOWANCES", others)
    colour = "pro" if method in {*wheel.tests("pro"), *calls.tests("pro")} else "sync"
    for subject in SUBJECTS:
        if subject.name.startswith(one.subject):
            assert FAILED in {result.outcome for result in await results_of(subject, method, colour)}


@pytest.mark.parametrize("one", allowances.DEFECTS, ids=lambda one: one.method)
async def test_a_defect_of_a_test_shows_as_described(one: allowances.Defect) -> None:
    for colour in one.colours:
        results = await results_of(ASCENDEX, one.method, colour)
        assert {result.outcome for result in results if result.source == one.source} == {CANNOT_PASS}


def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path, spoil: Any) -> None:
    arguments = ["--only", "ascendex", "--colour", "sync", "--json", str(tmp_path / "it.json"), "fetchTicker"]
    assert command.main(arguments) == 0
    assert "ascendex sync: 1 passed" in capsys.readouterr().out
    assert '"method": "fetch_ticker"' in (tmp_path / "it.json").read_text()
    spoil("fetch_ticker", lambda ticker: {**ticker, "symbol": None})
    assert command.main(arguments) == 1
    assert "FAILED ascendex sync test fetch_ticker swap" in capsys.readouterr().out
    assert command.main([*arguments[:-1], "fetchNothing"]) == 1
    with pytest.raises(SystemExit):
        command.main([*arguments, "--markdown", str(tmp_path / "page.md")])


def test_the_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"before\n{report.BEGIN}\nformer\n{report.END}\nafter\n")
    results = [Result("woo v1", "sync", "fetch_ticker", kind, outcome) for kind, outcome in
               (("spot", PASSED), ("swap", FAILED))]  # fmt: skip
    report.write_page(page, report.page(results, {"woo v1": {"fetch_ticker", "fetch_time"}}))
    text = page.read_text()
    assert "former" not in text
    assert "| `fetch_ticker` | FAILED |" in text
    assert "woo v1: `fetch_time`." in text
    assert text.startswith("before")
    assert text.endswith("after\n")
    page.write_text("no marks")
    with pytest.raises(ValueError, match="has no"):
        report.write_page(page, "")


def test_the_page_of_the_documentation_lists_what_is_passed_over() -> None:
    page = (Path(command.__file__).parents[1] / "docs" / "conformance.md").read_text(encoding="utf-8")
    for rows in (report.passed_over([subject.name for subject in SUBJECTS]), report.broken()):
        assert report.markdown(rows) in page, "run python -m conformance --markdown docs/conformance.md"
    assert not any(outcome.upper() in page for outcome in BAD)
