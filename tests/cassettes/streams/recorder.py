"""Record a session of the simulator, through the exchange class itself.

Frames pass one at a time: the next is let through when the exchange has done all that it could do. So
the same scene makes the same file.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from itertools import count
from typing import Any

import aiohttp
from aiohttp import WSMsgType
from yarl import URL

from tests.cassettes.streams.calls import Calls
from tests.cassettes.streams.door import Door, Event
from tests.cassettes.streams.tape import Line, as_frame, as_path, as_request, as_result

PATIENCE_S = 10.0
STEP_MS = 250
MARK = "x-tape"
"""A header by which a connection is known at the simulator."""
BROKEN = 1006


class Upstream:
    """A connection to the simulator."""

    def __init__(self, socket: Any, session: Any) -> None:
        self.socket, self.session = socket, session
        self.frames: deque[str] = deque()
        """What came and was not let through yet."""
        self.came = self.went = 0
        self.ended = False
        self.reading = asyncio.ensure_future(self._read())

    async def _read(self) -> None:
        async for message in self.socket:
            if message.type is WSMsgType.TEXT:
                self.frames.append(message.data)
                self.came += 1
        self.ended = True

    def is_even(self) -> bool:
        """Whether all that was sent, either way, has arrived."""
        if self.ended:
            return True
        session = self.session
        return not session.closed and (len(session.received), len(session.sent)) == (self.went, self.came)


class Recorder:
    """The lines of a session, as they happen."""

    def __init__(
        self, name: str, simulator: Any, exchange: Any, actor: Any, door: Door, http: aiohttp.ClientSession
    ) -> None:
        self.name = name
        self.simulator, self.venue, self.door = simulator, simulator.venues[exchange.id], door
        self.actor = actor
        """An exchange of the same account, off the record."""
        self.clock = simulator.clock
        self.calls = Calls(exchange)
        self.lines: list[Line] = []
        self._start = self.clock.now()
        self._http = http
        self._upstreams: dict[str, Upstream] = {}
        self._requests: dict[int, tuple[str, asyncio.Task[tuple[int, str]]]] = {}
        """By number: name at the door, and the reply."""
        self._numbers = count(1)

    # what scenes do --------------------------------------------------------------------------------

    async def start(self, method: str, *args: Any) -> int:
        """Make a call; returns its number."""
        self._note("call", len(self.lines_of("call")) + 1, method=method, args=as_result(args))
        number = self.calls.start(method, args)
        await self.settle()
        return number

    async def finish(self, number: int, step_ms: int = STEP_MS) -> Any:
        """What a call delivers, or the exception that it raises, while time goes on.

        Where the class waits by timers of its own, time must stand still (0), or lines differ each time.
        """
        task = self.calls.task(number)
        until = time.monotonic() + PATIENCE_S
        await self.settle()
        while not task.done():
            assert time.monotonic() < until, f"nothing came of {self.lines_of('call')[number - 1]}"
            await asyncio.sleep(0 if step_ms else 0.002)
            await self.pass_time(step_ms)
        return task.exception() or task.result()

    async def watch(self, method: str, *args: Any, step_ms: int = STEP_MS) -> Any:
        """``start`` and ``finish``."""
        return await self.finish(await self.start(method, *args), step_ms)

    async def replied(self) -> None:
        """Wait for the reply to the next request, while time stands still."""
        before = self._replies()
        until = time.monotonic() + PATIENCE_S
        while self._replies() == before:
            assert time.monotonic() < until, "nothing was asked for"
            await asyncio.sleep(0.002)
            await self.settle()

    def _replies(self) -> int:
        return sum(line.subject.startswith("rest") for line in self.lines_of("received"))

    async def pass_time(self, ms: int) -> None:
        """Let the venue's clock go on."""
        self.clock.advance(ms)
        await self.settle()

    def lines_of(self, verb: str) -> list[Line]:
        """The lines so far that tell of one kind of thing."""
        return [line for line in self.lines if line.verb == verb]

    # how it goes -----------------------------------------------------------------------------------

    async def settle(self) -> None:
        """Let everything through that is due, until nothing happens any more."""
        while True:
            await self.simulator.aflush()
            await self._idle()
            if not self._is_even():
                await asyncio.sleep(0.001)
            elif not await self._let_through():
                return

    async def _idle(self) -> None:
        """Let the exchange come to rest, and note what it did."""
        while True:
            await self.door.idle()
            for verb, number, facts in self.calls.ended():
                self._note(verb, number, **facts)
            if not self.door.events:
                return
            # requests that leave together arrive in any order
            events = sorted(
                self.door.events, key=lambda event: (event.path, "" if event.path else event.subject)
            )
            self.door.events.clear()
            for event in events:
                await self._forward(event)

    async def _forward(self, event: Event) -> None:
        if event.verb == "opened":
            self._note("opened", event.subject, path=as_path(event.text))
            self._upstreams[event.subject] = await self._connect(event.text)
            self.door.admit(event.subject)
        elif event.method:
            number = next(self._numbers)
            self._note("sent", f"rest {number}", as_request(event.method, event.path, event.text))
            self._requests[number] = (event.subject, asyncio.ensure_future(self._request(event)))
        else:
            self._note("sent", event.subject, as_frame(event.text))
            upstream = self._upstreams[event.subject]
            upstream.went += 1
            await upstream.socket.send_str(event.text)

    def _is_even(self) -> bool:
        with self.venue.lock:
            sockets = all(upstream.is_even() for upstream in self._upstreams.values())
        return sockets and all(reply.done() for _, reply in self._requests.values())

    async def _let_through(self) -> bool:
        """Hand the next thing that came from the simulator to the exchange; False if there is none."""
        if self._requests:
            number = min(self._requests)
            name, reply = self._requests.pop(number)
            status, text = await reply
            self._note("received", f"rest {number}", as_frame(text), status=status)
            self.door.reply(name, status, text)
            return True
        for name, upstream in sorted(self._upstreams.items()):
            if upstream.frames:
                text = upstream.frames.popleft()
                self._note("received", name, as_frame(text))
                await self.door.send(name, text)
                return True
            if upstream.ended:
                del self._upstreams[name]
                code = upstream.socket.close_code
                code = None if code == BROKEN else code
                self._note("closed", name, code=code)
                await self.door.close(name, code)
                return True
        return False

    async def _connect(self, path: str) -> Upstream:
        mark = str(len(self.lines))
        socket = await self._http.ws_connect(self._base + path, headers={MARK: mark}, max_msg_size=0)
        with self.venue.lock:
            sessions = self.venue.sockets.sessions
            session = next(one for one in sessions if one.request.headers.get(MARK) == mark)
        return Upstream(socket, session)

    async def _request(self, event: Event) -> tuple[int, str]:
        url, body = URL(self._base + event.path, encoded=True), event.text.encode() or None
        async with self._http.request(event.method, url, data=body, headers=event.headers) as reply:
            return reply.status, await reply.text()

    @property
    def _base(self) -> str:
        base: str = self.simulator.urls[self.venue.id]
        return base

    def _note(self, verb: str, subject: Any, frame: str | None = None, **facts: Any) -> None:
        self.lines.append(Line(self.clock.now() - self._start, verb, subject, facts, frame))

    async def stop(self) -> None:
        """End what is still under way."""
        await self.calls.stop()
        for upstream in self._upstreams.values():
            await upstream.socket.close()
        for upstream in self._upstreams.values():
            await upstream.reading
