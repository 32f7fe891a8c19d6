"""Faults of sockets on demand: frames that get lost, come twice, late or out of order, and cut lines."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Literal

from .faults import check_kind

if TYPE_CHECKING:
    from .sockets import Session

SocketKind = Literal[
    "skip",
    "duplicate",
    "swap",
    "late",
    "throttle",
    "text",
    "silent",
    "cut_before",
    "cut_after",
    "refuse",
    "pretend",
]
ON_SUBSCRIBE = ("refuse", "pretend")


@dataclass
class SocketFault:
    """What to do to frames that match.

    match: glob over the name of a frame to be sent: the topic of a push (`PERP_BTC_USDT@bbo`,
        `depth:BTC-PERP`, `executionreport`), or `reply ...` with the command and its topic or action
        (`reply subscribe PERP_BTC_USDT@bbo`, `reply auth`, `reply place-order`), `ping` for the venue's own.
    kind: skip (not sent); duplicate (sent twice); swap (sent after the next frame of its name);
        late (sent `delay_ms` later by the simulator's clock); throttle (at least `delay_ms` after the one
        before it); text (`text` is sent instead); silent (nothing is sent from here on, the connection
        stays); cut_before, cut_after (the connection breaks instead of the frame, or after it).
        On subscriptions, where `match` is a glob over the topic: refuse (answered as the venue
        refuses), pretend (answered as granted, but nothing comes).
    times: how many frames are hit, None for all. skip: how many are let through before.
    probability: chance of a hit, drawn from the venue's seed.
    when: a further condition, on the session and the frame's text.
    """

    match: str = "*"
    kind: SocketKind = "skip"
    times: int | None = 1
    probability: float = 1.0
    skip: int = 0
    delay_ms: int = 0
    text: str = ""
    when: Callable[[Session, str], bool] | None = None
    hits: int = 0

    def __post_init__(self) -> None:
        check_kind(self.kind, SocketKind)


class SocketFaults:
    """The faults of one venue's sockets, in the order of adding; the first that matches acts."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._faults: list[SocketFault] = []
        self._rng = random.Random(seed)

    def add(self, fault: SocketFault) -> SocketFault:
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Remove every fault and start the seeded draws anew."""
        self._faults.clear()
        self._rng = random.Random(self._seed)

    def on_frame(self, session: Session, name: str, text: str) -> SocketFault | None:
        return self._take(session, name, text, subscribes=False)

    def on_subscribe(self, session: Session, topic: str) -> SocketFault | None:
        return self._take(session, topic, "", subscribes=True)

    def _take(self, session: Session, name: str, text: str, subscribes: bool) -> SocketFault | None:
        fitting = (fault for fault in self._faults if (fault.kind in ON_SUBSCRIBE) is subscribes)
        return next((fault for fault in fitting if self._hits(fault, session, name, text)), None)

    def _hits(self, fault: SocketFault, session: Session, name: str, text: str) -> bool:
        if fault.times is not None and fault.hits >= fault.times:
            return False
        if not fnmatchcase(name, fault.match):
            return False
        if fault.when is not None and not fault.when(session, text):
            return False
        if fault.skip > 0:
            fault.skip -= 1
            return False
        if self._rng.random() >= fault.probability:
            return False
        fault.hits += 1
        return True
