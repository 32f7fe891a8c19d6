"""Running the checks one after the other, and showing them as they end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

from rich.console import Console, RenderableType
from rich.live import Live
from rich.spinner import Spinner
from rich.table import Table
from rich.text import Text

from ascendex_woo_adapters.cli.connect import Access, reached
from ascendex_woo_adapters.cli.doctor.checks import (
    CHECKS,
    FAILED,
    NOTE,
    OK,
    SKIPPED,
    WARNING,
    Outcome,
    Patient,
    broken,
    versions,
)

BOUND_S = 60.0
"""No check takes longer: what it does is bounded in time too, one request at a time."""
STYLES = {OK: "green", WARNING: "yellow", FAILED: "bold red", SKIPPED: "dim", NOTE: "cyan"}


class Row(NamedTuple):
    """A line of the report; without an outcome the check is under way."""

    name: str
    outcome: Outcome | None


class Report:
    """The checks of one venue as they go on, on a terminal or as lines."""

    def __init__(self, out: Console, plain: bool, title: str) -> None:
        self._out, self._plain, self._title = out, plain, title
        self.rows: list[Row] = []
        self._spinner = Spinner("dots")

    def live(self) -> AbstractContextManager[object]:
        """Show the rows while this is entered."""
        if self._plain:
            self._out.print(self._title, markup=False)
            return nullcontext()
        return Live(console=self._out, get_renderable=self._table, refresh_per_second=8)

    def begin(self, name: str) -> None:
        """A check is under way."""
        self.rows.append(Row(name, None))

    def end(self, outcome: Outcome) -> None:
        """The check that began last has ended."""
        name = self.rows[-1].name
        self.rows[-1] = Row(name, outcome)
        if self._plain:
            self._out.print(f"  {outcome.state:<8}{name:<16}{outcome.text}", markup=False)
            if outcome.advice:
                self._out.print(f"{'':26}-> {outcome.advice}", markup=False)

    def _table(self) -> RenderableType:
        table = Table.grid(padding=(0, 2, 0, 0))
        table.title, table.title_justify, table.title_style = self._title, "left", "bold"
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for name, outcome in self.rows:
            if outcome is None:
                table.add_row(self._spinner, name, "")
                continue
            said = Text(outcome.text, style="dim" if outcome.state == SKIPPED else "")
            if outcome.advice:
                said.append(f"\n-> {outcome.advice}", style="italic")
            table.add_row(Text(outcome.state, style=STYLES[outcome.state]), name, said)
        return table


def examine(out: Console, accesses: Sequence[Access], plain: bool) -> bool:
    """Look at the installation and the venues; whether nothing has failed."""
    states = _general(out, plain)
    for access in accesses:
        with reached(access) as venue:
            patient = Patient(venue)
            report = Report(out, plain, f"{patient.exchange.name} ({patient.api})")
            try:
                with report.live():
                    _run(report, patient)
            finally:
                patient.exchange.session.close()
        states += [row.outcome.state for row in report.rows if row.outcome is not None]
    failed, warned = states.count(FAILED), states.count(WARNING)
    verdict = f"Failed: {failed}, warnings: {warned}." if failed or warned else "Everything is fine."
    out.print(verdict, style=STYLES[FAILED if failed else WARNING if warned else OK])
    return not failed


def _general(out: Console, plain: bool) -> list[str]:
    report = Report(out, plain, "This machine")
    with report.live():
        report.begin("versions")
        report.end(versions())
    return [row.outcome.state for row in report.rows if row.outcome is not None]


def _run(report: Report, patient: Patient) -> None:
    states: dict[str, str] = {}
    for check in CHECKS:
        report.begin(check.name)
        missing = [name for name in check.needs if states[name] not in (OK, WARNING)]
        unmet = Outcome(SKIPPED, f"needs: {', '.join(missing)}")
        outcome = unmet if missing else bounded(check.run, patient)
        states[check.name] = outcome.state
        report.end(outcome)


def bounded(check: Callable[[Patient], Outcome], patient: Patient, bound_s: float = BOUND_S) -> Outcome:
    """What a check says, or that it did not end in time. Ctrl-C is heard meanwhile."""
    outcomes: list[Outcome] = []

    def run() -> None:
        try:
            outcomes.append(check(patient))
        except Exception as error:
            outcomes.append(broken(patient, error))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    until = time.monotonic() + bound_s
    while thread.is_alive() and time.monotonic() < until:
        thread.join(0.1)
    return outcomes[0] if outcomes else Outcome(FAILED, f"no result in {bound_s:g} s", "Try again.")
