"""``python -m benchmarks``: measure, compare, print; 1 as exit status if results differ."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable
from typing import Any

from benchmarks import ascendex, startup, streams, waiting, woo
from benchmarks.cases import Case
from benchmarks.compare import unintended
from benchmarks.table import Row, show
from benchmarks.timing import measure

#: How many of the unintended differences of one case are printed.
_SHOWN = 10


def matching(words: list[str]) -> Callable[[str], bool]:
    """Whether a name has one of the words; without words every name has."""
    return lambda name: not words or any(word in name for word in words)


def compare_and_time(case: Case, rounds: int) -> tuple[Row, list[str]]:
    """The row of a case, and what differs though it should not."""
    wrong = unintended(case.ours(), case.theirs(), case.intended)
    times = measure(case.ours, case.theirs, rounds)
    return Row(case.name, times.ours, times.theirs, case.target, equal=not wrong), wrong


def main(arguments: list[str]) -> int:
    """Run the cases that were chosen."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD", help="cases whose name has a word")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each side (default 5)")
    parser.add_argument("--list", action="store_true", help="print the names and stop")
    chosen = parser.parse_args(arguments)
    wanted = matching(chosen.only)
    cases = [case for case in (*woo.cases(), *ascendex.cases()) if wanted(case.name)]
    others: list[tuple[str, Any]] = [
        *((name, run) for name, run in startup.MEASUREMENTS.items() if wanted(name)),
    ]
    live = [case for case in streams.CASES if wanted(case.name)]
    runs = [run for run in waiting.RUNS if wanted(run.name)]
    if chosen.list:
        names = [*(case.name for case in cases), *(stream.name for stream in live)]
        print(*names, *dict(others), *[run.name for run in runs], sep="\n")
        return 0
    rows: list[Row] = []
    complaints: list[str] = []
    for case in cases:
        row, wrong = compare_and_time(case, chosen.rounds)
        rows.append(row)
        complaints += [f"{case.name} {line}" for line in wrong[:_SHOWN]]
    for stream in live:
        row, wrong = streams.measure(stream, chosen.rounds)
        rows.append(row)
        complaints += [f"{stream.name} {line}" for line in wrong[:_SHOWN]]
    rows += [run(name) for name, run in others]
    rows += asyncio.run(waiting.measure(runs))
    show(rows)
    for complaint in complaints:
        print(complaint)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
