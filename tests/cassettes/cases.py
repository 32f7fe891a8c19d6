"""What a row of the tables says: how a cassette is made and what playing it has to give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.cassettes import scrub, tape
from tests.support import KEY, SECRET, exchange_class

#: The moment of every recording: of the caller's clock and of the simulator's.
NOW = 1_750_000_000_000
#: Later than the times in all published samples.
AFTER_SAMPLES = 1_800_000_000_000


@dataclass
class Stage:
    """What a scene may use: the running simulator and an exchange of the same account, off the record."""

    simulator: Any
    exchange: Any

    def pass_time(self, ms: int) -> None:
        """Let the venue's clock go on."""
        self.simulator.clock.advance(ms)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One cassette.

    ``call`` is a unified method or, for what no unified method can replay exactly, an implicit one.
    ``samples`` are the published replies that answer a ``documented`` cassette; ``scene`` is what
    happened before a ``simulator`` one, ``lead_ms`` before its moment.
    ``fields`` compares the result with the reply numbered ``reply``: path -> path; ``expect`` names
    values. ``parse`` makes something of an implicit method's reply. ``skipped`` are properties that ccxt's validator must not judge, with the reason;
    ``*`` is all of them.
    """

    name: str
    call: str
    args: tuple[Any, ...] = ()
    samples: tuple[str, ...] = ()
    scene: Callable[[Stage], None] | None = None
    lead_ms: int = 0
    raises: type[Exception] | None = None
    reply: int = -1
    fields: dict[str, str] = field(default_factory=dict)
    expect: dict[str, Any] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    parse: Callable[[Any, Any], Any] | None = None

    @property
    def origin(self) -> str:
        """Where the replies come from."""
        return "documented" if self.samples else "simulator"

    @property
    def latest(self) -> int:
        """No time in the replies is later."""
        return AFTER_SAMPLES if self.samples else NOW

    def path(self, venue: str, root: Path = tape.CASSETTES) -> Path:
        """The file of the cassette."""
        return root / venue / self.origin / f"{self.name}.yaml"


def class_of(venue: str, colour: str) -> Any:
    """The exchange class of ``woo-v1``, ``woo-v3`` or ``ascendex``."""
    return exchange_class(exchange_id(venue), colour)


def exchange_id(venue: str) -> str:
    """The id before the generation."""
    return venue.partition("-")[0]


def config(venue: str) -> dict[str, Any]:
    """What chooses the generation, where there are several."""
    generation = venue.partition("-")[2]
    return {"options": {"generation": generation}} if generation else {}


def exchange(venue: str, colour: str) -> Any:
    """An exchange at the moment of the recordings."""
    made = class_of(venue, colour)({"apiKey": KEY, "secret": SECRET, **config(venue)})
    made.milliseconds = lambda: NOW
    return made


def dig(value: Any, path: str) -> Any:
    """The value under a dotted path of keys and list positions."""
    for key in path.split(".") if path else ():
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


def own_uid(value: Any, uid: str) -> Any:
    """An argument with the account's own UID in the place of the stand-in."""
    return value.replace(scrub.UID, uid) if isinstance(value, str) else value
