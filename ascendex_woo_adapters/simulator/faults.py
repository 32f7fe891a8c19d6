"""Faults on demand: what a network or a venue does to a request on a bad day."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from .server import Request

Kind = Literal[
    "none", "drop_before", "drop_after", "delay", "status", "body", "truncate", "cut", "clock_skew"
]


def check_kind(kind: str, kinds: Any) -> None:
    """Raises ValueError for a kind that is not one of a Literal's."""
    if kind not in get_args(kinds):
        raise ValueError(f"{kind!r} is no kind of fault: {', '.join(get_args(kinds))}")


@dataclass
class Fault:
    """What to do to requests that match.

    match: glob over `METHOD /path`, against the path asked for and the path of the route with its `{names}`.
    kind: drop_before (close the connection, nothing done); drop_after (do it, then close);
        delay (do it, answer `seconds` late); status (answer `code` and `body`, nothing done);
        body (answer HTTP 200 with `body`, nothing done); truncate (do it, answer half of the body);
        cut (do it, break off in the middle of the body);
        clock_skew (from this request on the venue's clock is wrong by `clock_skew_ms`).
    times: how many matching requests are hit, None for all. skip: how many are let through before.
    probability: chance of a hit, drawn from the venue's seed.
    when: a further condition on the request.
    done: with `status` and `body`, carry the request out first.
    """

    match: str = "*"
    kind: Kind = "drop_before"
    times: int | None = 1
    probability: float = 1.0
    skip: int = 0
    seconds: float = 0.0
    code: int = 503
    body: Any = ""
    clock_skew_ms: int = 0
    when: Callable[[Request], bool] | None = None
    done: bool = False
    hits: int = 0

    def __post_init__(self) -> None:
        check_kind(self.kind, Kind)


NO_FAULT = Fault(kind="none", times=0)


class Faults:
    """The faults of one venue, in the order of adding; the first one that matches a request acts on it."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._faults: list[Fault] = []
        self._rng = random.Random(seed)

    def add(self, fault: Fault) -> Fault:
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Remove every fault and start the seeded draws anew."""
        self._faults.clear()
        self._rng = random.Random(self._seed)

    def take(self, request: Request, template: str) -> Fault | None:
        """The fault that hits this request, counted as used."""
        names = (f"{request.method} {request.path}", f"{request.method} {template}")
        return next((fault for fault in self._faults if self._hits(fault, request, names)), None)

    def _hits(self, fault: Fault, request: Request, names: tuple[str, ...]) -> bool:
        if fault.times is not None and fault.hits >= fault.times:
            return False
        if not any(fnmatchcase(name, fault.match) for name in names):
            return False
        if fault.when is not None and not fault.when(request):
            return False
        if fault.skip > 0:
            fault.skip -= 1
            return False
        if self._rng.random() >= fault.probability:
            return False
        fault.hits += 1
        return True
