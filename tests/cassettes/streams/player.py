"""Play a session: the file is the venue, and says what the exchange class is asked for."""

from __future__ import annotations

import asyncio
import json
import re
import time
from typing import Any

from tests.cassettes.streams.calls import Calls
from tests.cassettes.streams.door import Door, Event
from tests.cassettes.streams.tape import Line, Session, as_frame, as_path, as_request, as_text

PATIENCE_S = 10.0
_ID = re.compile(r'("id"\s*:\s*)"([^"]*)"')
#: What may be sent at any time and is no part of a session.
PINGS = ({"event": "ping"}, {"op": "ping"}, {"cmd": "PING"})


class Player:
    """One session with one exchange."""

    def __init__(self, session: Session, exchange: Any, door: Door) -> None:
        self.session, self.door = session, door
        self.calls = Calls(exchange)
        self._now = self._start = session.header["start"]
        exchange.milliseconds = lambda: self._now
        self._names: dict[str, str] = {}
        """Of requests: name in the session -> name at the door."""
        self._ids: dict[str, str] = {}
        """Request ids of the session -> those that the exchange chose."""

    async def play(self) -> list[Line]:
        """The lines, with what the calls delivered in its place."""
        made: list[Line] = []
        for line in self.session.lines:
            self._now = self._start + line.at
            if line.verb in ("delivered", "raised"):
                await asyncio.wait([self.calls.task(line.subject)], timeout=PATIENCE_S)
            else:
                made.append(await getattr(self, f"_{line.verb}")(line) or line)
            await self.door.idle()
            made += [Line(line.at, *ended) for ended in self.calls.ended()]
        await self.calls.stop()
        left = [event for event in self.door.events if not _is_ping(event)]
        assert not left, f"the session knows nothing of {left}"
        return made

    async def _call(self, line: Line) -> None:
        assert self.calls.start(line.facts["method"], line.facts["args"]) == line.subject

    async def _opened(self, line: Line) -> None:
        event = await self._done(line, lambda event: as_path(event.text) == line.facts["path"])
        self.door.admit(event.subject)

    async def _sent(self, line: Line) -> Line:
        """Returns the line with the frame, where it had none."""
        event = await self._done(line, lambda event: line.frame is None or _fits(event, line.frame))
        self._names[line.subject] = event.subject
        if event.method:
            return line
        line = line._replace(frame=line.frame or as_frame(event.text))
        self._ids.update(zip(_ids(str(line.frame)), _ids(event.text), strict=True))
        return line

    async def _received(self, line: Line) -> None:
        assert line.frame is not None
        text = _ID.sub(lambda match: f'{match[1]}"{self._ids.get(match[2], match[2])}"', as_text(line.frame))
        if line.subject.startswith("rest"):
            self.door.reply(self._names[line.subject], line.facts["status"], as_text(line.frame))
        else:
            await self.door.send(line.subject, text)

    async def _closed(self, line: Line) -> None:
        await self.door.close(line.subject, line.facts["code"])

    async def _done(self, line: Line, fits: Any) -> Event:
        """What the exchange did as the line says."""
        until = time.monotonic() + PATIENCE_S
        kind = line.subject.partition(" ")[0]
        while True:
            for event in self.door.events:
                same = event.subject.startswith(kind) if kind == "rest" else event.subject == line.subject
                if same and event.verb == line.verb and fits(event):
                    self.door.events.remove(event)
                    return event
            assert time.monotonic() < until, f"{line} did not come, but {list(self.door.events)}"
            await asyncio.sleep(0.002)


def _fits(event: Event, frame: str) -> bool:
    """Whether what was sent is what a session says."""
    if event.method:
        return as_request(event.method, event.path, event.text) == frame
    return _meant(as_frame(event.text)) == _meant(frame)


def _ids(text: str) -> list[str]:
    return [match[2] for match in _ID.finditer(text)]


def _meant(frame: str) -> Any:
    """A frame without its id, which is free."""
    message = json.loads(frame)
    return {name: value for name, value in message.items() if name != "id"}


def _is_ping(event: Event) -> bool:
    if event.method or event.verb != "sent":
        return False
    message = json.loads(event.text)
    return any(ping.items() <= message.items() for ping in PINGS)
