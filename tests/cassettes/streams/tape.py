"""The lines of a session's file, and how they get there without anybody's own data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from tests.cassettes import scrub
from tests.cassettes.tape import CASSETTES

#: A frame stands last in its line, as it was on the wire.
_FRAME = ', "frame": '
#: Names in messages of sockets, and in their URLs, whose values are somebody's own.
_SECRET = re.compile(r'("(?:sign|sig|key|acc)"\s*:\s*)"[^"]+"|("a"\s*:\s*)"[\w-]{20,}"')
_PATH = re.compile(r"(?<=/stream/)[^/?]+|(?<=[?&]key=)[^&]+")


class Line(NamedTuple):
    """One line; ``frame`` is the JSON text of what went over the wire, ``facts`` whatever else there is.

    Verbs are opened, sent, received and closed of a socket (the subject is ``public 0``) or a REST request
    (``rest 1``), and call, delivered and raised of a call (``1``).
    """

    at: int
    verb: str
    subject: Any
    facts: dict[str, Any]
    frame: str | None = None

    def __str__(self) -> str:
        head = json.dumps({"at": self.at, self.verb: self.subject, **self.facts}, ensure_ascii=False)
        return head if self.frame is None else f"{head[:-1]}{_FRAME}{self.frame}}}"


def line(text: str) -> Line:
    """A line of a file."""
    head, found, frame = text.rstrip("\n").partition(_FRAME)
    facts = json.loads(f"{head}}}" if found else head)
    at = facts.pop("at")
    verb = next(iter(facts))
    return Line(at, verb, facts.pop(verb), facts, frame[:-1] if found else None)


class Session(NamedTuple):
    """A recorded session."""

    header: dict[str, Any]
    lines: list[Line]

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        rows = [json.dumps(self.header, ensure_ascii=False), *map(str, self.lines)]
        path.write_text("\n".join(rows) + "\n")


def read(path: Path) -> Session:
    """A session of a file."""
    first, *rest = path.read_text().splitlines()
    return Session(json.loads(first), [line(text) for text in rest])


def folder(venue: str, root: Path = CASSETTES) -> Path:
    """Where the sessions of a venue are."""
    return root / venue / "streams"


def files(venues: Iterable[str]) -> list[tuple[str, Path]]:
    """All sessions with their venues."""
    return [(venue, path) for venue in venues for path in sorted(folder(venue).glob("*.jsonl"))]


def as_frame(text: str) -> str:
    """A text of the wire as it stands in a line: JSON on one line, anything else as a JSON string."""
    text = _SECRET.sub(lambda match: f'{match[1] or match[2]}"{scrub.SCRUBBED}"', scrub.body(text))
    return re.sub(r"\s*\n\s*", " ", text) if text.startswith(("{", "[")) else json.dumps(text)


def as_text(frame: str) -> str:
    """What goes over the wire for a frame."""
    return str(json.loads(frame)) if frame.startswith('"') else frame


def as_path(path: str) -> str:
    """The path of a socket's URL."""
    return _PATH.sub(scrub.SCRUBBED, path)


def as_request(method: str, path: str, body: str) -> str:
    """A REST request in one text."""
    base, mark, query = path.partition("?")
    target = f"{scrub.pairs(base)}{mark}{scrub.pairs(query)}"
    clean = scrub.body(body) if body.startswith("{") else scrub.pairs(body)
    return json.dumps(f"{method} {target}{' ' if clean else ''}{clean}")


def as_result(result: Any) -> Any:
    """What a call delivered, in JSON's types."""
    return json.loads(as_frame(json.dumps([result])))[0]
