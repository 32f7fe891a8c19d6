"""What came of a test."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

PASSED, FAILED, BROKEN, NOT_RUN = "passed", "failed", "ccxt's test is broken", "not run"
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

    def told(self) -> dict[str, Any]:
        """For JSON."""
        return {**asdict(self), "seconds": round(self.seconds, 2)}


def absent(
    subject: str, colour: str, promised: Iterable[str], tested: Iterable[str], results: Iterable[Result]
) -> list[Result]:
    """The promised methods for which ccxt has a test of which there is no result."""
    there = {result.method for result in results if (result.subject, result.colour) == (subject, colour)}
    return [
        Result(subject, colour, method, "", NOT_RUN, "promised by `has`, but nothing came of its test")
        for method in sorted(set(promised) & set(tested) - there)
    ]
