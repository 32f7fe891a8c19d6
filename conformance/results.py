"""What came of a test."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from conformance.wheel import OWN, Test

PASSED, FAILED, CANNOT_PASS, NOT_RUN = "passed", "failed", "cannot pass", "not run"
BAD = (FAILED, NOT_RUN)


@dataclass(frozen=True)
class Result:
    """One test of one method, in one kind of market, or of none (empty)."""

    subject: str
    colour: str
    method: str
    kind: str
    outcome: str
    detail: str = ""
    answers: int = 0
    items: int = 0
    """How many answers the method gave to the test, and how many structures were in them."""
    seconds: float = 0.0
    source: str = OWN

    def told(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "seconds": round(self.seconds, 2)}


def absent(subject: str, colour: str, expected: Iterable[Test], results: Iterable[Result]) -> list[Result]:
    """The tests of promised methods of which there is no result."""
    there = {(one.method, one.source) for one in results if (one.subject, one.colour) == (subject, colour)}
    told = "promised by `has`, but nothing came of its test"
    return [
        Result(subject, colour, test.method, "", NOT_RUN, told, source=test.source)
        for test in expected
        if (test.method, test.source) not in there
    ]
