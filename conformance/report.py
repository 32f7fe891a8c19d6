"""The report: one row a method, one column a subject, and everything that is not simply passed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import ccxt

from conformance import allowances, calls, wheel
from conformance.results import BAD, CANNOT_PASS, FAILED, NOT_RUN, PASSED, Result
from conformance.wheel import OWN, STRUCTURE

BEGIN, END = "<!-- results -->", "<!-- /results -->"
#: Title of a table -> the colours, and where its tests are from.
GROUPS = {
    "ccxt's tests of REST, in both colours": (("sync", "async"), OWN),
    "ccxt's tests of streams": (("pro",), OWN),
    "Answers that went through ccxt's checks of structures": (("sync", "async", "pro"), STRUCTURE),
}


def cell(results: Sequence[Result]) -> str:
    """The worst that came of a method's tests."""
    outcomes = {result.outcome for result in results}
    for outcome in (FAILED, NOT_RUN, CANNOT_PASS, PASSED):
        if outcome in outcomes:
            return outcome.upper() if outcome in BAD else outcome
    return "-"


def grouped(results: Sequence[Result]) -> Iterator[tuple[str, list[Result]]]:
    """The results of each table, under its title."""
    for title, (colours, source) in GROUPS.items():
        own = [one for one in results if one.colour in colours and one.source == source]
        if own:
            yield title, own


def table(results: Sequence[Result], subjects: Sequence[str]) -> list[list[str]]:
    """Heading and rows; ``-`` where `has` promises nothing."""
    rows = [["method", *subjects]]
    for method in sorted({result.method for result in results}):
        own = [result for result in results if result.method == method]
        rows.append([method, *(cell([one for one in own if one.subject == name]) for name in subjects)])
    return rows


def plain(rows: Sequence[Sequence[str]]) -> str:
    """A table for a terminal."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """A table for a page."""
    head, *rest = rows
    lines = [head, ["---"] * len(head), *([f"`{row[0]}`", *row[1:]] for row in rest)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def passed_over(subjects: Iterable[str]) -> list[list[str]]:
    """What the tests pass over, in the subjects, and why."""
    names = tuple(subjects)
    rows = [["where", "methods", "what", "why"]]
    for one in allowances.ALLOWANCES:
        if any(name.startswith(one.subject) for name in names):
            what = ", ".join(
                f"{', '.join(value)} may be empty" if key == "allowNull" else f"`{key}` is not checked"
                for key, value in one.properties.items()
            )
            rows.append([one.subject, ", ".join(one.methods), what, one.reason])
    for (subject, method), (values, reason) in allowances.ARGUMENTS.items():
        if any(name.startswith(subject) for name in names):
            what = ", ".join(f"{name} is {value}" for name, value in values.items())
            rows.append([subject, method, what, reason])
    return rows


def broken() -> list[list[str]]:
    """The tests that cannot pass, and why."""
    return [["method", "why"], *([one.method, one.reason] for one in allowances.DEFECTS)]


def untested(promises: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """Subject -> the methods that `has` promises and ccxt has neither a test nor a check for."""
    tested = {name for colour in wheel.PACKAGES for name in (*wheel.tests(colour), *calls.tests(colour))}
    return {subject: sorted(names - tested) for subject, names in promises.items()}


def text(results: Sequence[Result], promises: Mapping[str, set[str]]) -> str:
    """The report for a terminal."""
    subjects = list(promises)
    parts = [f"ccxt {ccxt.__version__}"]
    for title, own in grouped(results):
        parts += [title, plain(table(own, subjects))]
    parts += ["Passed over", plain(passed_over(subjects)), "Tests that cannot pass", plain(broken())]
    for subject, names in untested(promises).items():
        parts.append(
            f"{subject}: {len(names)} promised methods for which ccxt has neither a test nor a check"
        )
    bad = [result for result in results if result.outcome in BAD]
    parts += [
        f"{' '.join((one.outcome.upper(), one.subject, one.colour, one.source, one.method, one.kind))}\n"
        f"    {one.detail}"
        for one in bad
    ]
    parts.append(summary(results))
    return "\n\n".join(parts)


def page(results: Sequence[Result], promises: Mapping[str, set[str]]) -> str:
    """The report for a page of the documentation."""
    subjects = list(promises)
    parts = [f"From a run with ccxt {ccxt.__version__}."]
    for title, own in grouped(results):
        parts += [f"### {title}", markdown(table(own, subjects))]
    parts += ["### What the tests pass over", markdown(passed_over(subjects))]
    parts += ["### Tests that cannot pass", markdown(broken())]
    parts.append("### Promised, and neither tested nor checked by ccxt")
    for subject, names in untested(promises).items():
        parts.append(f"{subject}: {', '.join(f'`{name}`' for name in names)}.")
    return "\n\n".join(parts)


def write_page(path: Path, text_of_page: str) -> None:
    """Put the report between its marks in a page; raises ValueError where there are none."""
    before, begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{path} has no {BEGIN} ... {END}")
    path.write_text(f"{before}{BEGIN}\n\n{text_of_page}\n\n{END}{after}", encoding="utf-8")


def summary(results: Sequence[Result]) -> str:
    """How many there are of each outcome, by subject and colour."""
    lines = []
    for (subject, colour), group in groupby(results, key=lambda one: (one.subject, one.colour)):
        own = list(group)
        counts = [
            f"{sum(one.outcome == outcome for one in own)} {outcome}"
            for outcome in (PASSED, CANNOT_PASS, FAILED, NOT_RUN)
            if outcome == PASSED or any(one.outcome == outcome for one in own)
        ]
        lines.append(f"{subject} {colour}: {', '.join(counts)}")
    return "\n".join(lines)
