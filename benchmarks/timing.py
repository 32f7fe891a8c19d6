"""CPU time of two functions that take turns."""

from __future__ import annotations

import gc
from collections.abc import Callable
from statistics import median
from time import process_time
from typing import Any, NamedTuple

#: One turn lasts about so many seconds of CPU time.
TURN_S = 0.04


class Times(NamedTuple):
    """Median seconds of one call."""

    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        """How many times less ours takes."""
        return self.theirs / self.ours


def _turn(run: Callable[[], Any], times: int) -> float:
    gc.collect()
    gc.disable()
    try:
        begin = process_time()
        for _ in range(times):
            run()
        return (process_time() - begin) / times
    finally:
        gc.enable()


def _times_of_a_turn(run: Callable[[], Any]) -> int:
    once = max(_turn(run, 2), 1e-7)
    return max(1, round(TURN_S / once))


def measure(ours: Callable[[], Any], theirs: Callable[[], Any], rounds: int) -> Times:
    """Let both take turns for a number of rounds; medians over the rounds."""
    our_times, their_times = _times_of_a_turn(ours), _times_of_a_turn(theirs)
    mine: list[float] = []
    their: list[float] = []
    for _ in range(rounds):
        mine.append(_turn(ours, our_times))
        their.append(_turn(theirs, their_times))
    return Times(median(mine), median(their))
