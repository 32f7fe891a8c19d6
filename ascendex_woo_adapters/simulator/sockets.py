"""The socket side that both venues share: sessions, topics, the pump of market data, faults.

Everything that is pushed is made under the engine's lock, at a time of the simulator's clock: public data on
a grid of that time by the engine's alarms, private data when the operation that caused it ends. So a message
depends on the clock and on what was done, not on when the server's thread got to it.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from aiohttp import WSMsgType, web

from .books import Books, Snapshot
from .feeds import CATCH_UP_MS, Deltas, Feed
from .server import Reply, Request, dump
from .socket_faults import SocketFaults
from .trading.model import Event

if TYPE_CHECKING:
    from .keys import Credential
    from .server import Venue
    from .trading.engine import Account, Engine
    from .trading.watches import Alarm

log = logging.getLogger(__name__)

KEPT_FRAMES = 10_000
POLL_S = 0.05
"""How often the server's thread looks whether the clock has moved."""


class Close(NamedTuple):
    """The end of a connection: with a closing frame, or None for a broken line."""

    code: int | None


class Session:
    """One connection. `topics` are those subscribed, each with the key of the feed behind it, if any.

    `received` and `sent` hold the last frames as text; `account` is that of a logged-in session.
    """

    def __init__(self, protocol: Protocol, request: Request, number: int) -> None:
        self.protocol = protocol
        self.request = request
        self.number = number
        self.account: Account | None = None
        self.credential: Credential | None = None
        self.topics: dict[str, str | None] = {}
        self.received: deque[str] = deque(maxlen=KEPT_FRAMES)
        self.sent: deque[str] = deque(maxlen=KEPT_FRAMES)
        self.opened = self.heard = protocol.now()
        self.missed = 0
        """The venue's pings in a row that were not answered."""
        self.key = ""
        """The listen key that opened it."""
        self.closed = False
        self.mute = False
        """Set by the fault `silent`."""
        self.held: dict[str, str] = {}
        self.free_at = 0
        self._outbox: deque[str | Close] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        """Whether nothing is left to write; a connection that has not begun yet is not idle."""

    def push(self, name: str, body: Any) -> None:
        """Send a message; `name` is what faults know it by."""
        self.protocol.hub.emit(self, name, dump(body))

    def write(self, text: str) -> None:
        if not self.closed:
            self.sent.append(text)
            self._put(text)

    def close(self, code: int | None = None) -> None:
        """End the connection after what was sent before; None breaks the line without a closing frame."""
        if not self.closed:
            self.closed = True
            self._put(Close(code))
            self.protocol.hub.forget(self)

    def _put(self, item: str | Close) -> None:
        self._outbox.append(item)
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._notify)

    def _notify(self) -> None:
        self._idle.clear()
        self._wake.set()

    async def drained(self) -> None:
        """Wait until everything has been written."""
        await self._idle.wait()

    async def run(self, socket: web.WebSocketResponse, transport: asyncio.Transport | None) -> None:
        """Write what is put, until the connection ends."""
        self._loop = asyncio.get_running_loop()
        self._notify()
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self._outbox:
                    item = self._outbox.popleft()
                    if isinstance(item, str):
                        await socket.send_str(item)
                    elif item.code is not None:
                        await socket.close(code=item.code)
                        return
                    else:
                        if transport is not None:
                            transport.close()
                        return
                self._idle.set()
        except ConnectionError:
            log.debug("session %d: the client has gone", self.number)
        finally:
            self.end()

    def end(self) -> None:
        """Nothing more will be written."""
        self.closed = True
        self._outbox.clear()
        self._idle.set()


class Protocol:
    """One kind of socket of a venue: its paths, commands, topics and messages.

    Its methods are called under the engine's lock.
    """

    path: ClassVar[re.Pattern[str]]
    """Of the connection's URL; groups become the request's `params`."""

    def __init__(self, hub: Sockets) -> None:
        self.hub = hub

    @property
    def engine(self) -> Engine:
        return self.hub.engine

    def now(self) -> int:
        """In ms; in the past while past steps are played."""
        return self.engine.now()

    def admit(self, session: Session) -> None:
        """Raise Reply to refuse a connection; log it in if it brings what that takes."""

    def greet(self, session: Session) -> None:
        """The connection is admitted: the time for its first message, and to set its alarms."""

    def receive(self, session: Session, text: str) -> None:
        raise NotImplementedError

    def hear(self, event: Event) -> None:
        """Something happened in the engine; what is told at the end of the operation is noted here."""

    def settle(self) -> None:
        """An operation has ended."""

    # Means.

    def sessions(self, account: Account | str | None = None) -> list[Session]:
        """Open sessions of this kind, of an account if one is given."""
        name = account if isinstance(account, str) or account is None else account.name
        return [
            session
            for session in self.hub.sessions
            if session.protocol is self
            and (name is None or (session.account is not None and session.account.name == name))
        ]

    def listeners(self, account: Account | str, topic: str) -> list[Session]:
        return [session for session in self.sessions(account) if topic in session.topics]

    def later(self, session: Session, delay_ms: int, call: Callable[[], None]) -> None:
        """Make a call by the simulator's clock, unless the session has ended by then."""
        self.engine.at(self.now() + delay_ms, lambda: None if session.closed else call())


class Live:
    """A feed with its subscribers."""

    def __init__(self, topic: str, feed: Feed) -> None:
        self.topic = topic
        self.feed = feed
        self.sessions: list[Session] = []
        self.due = 0

    def schedule(self, now: int) -> None:
        self.due = (now // self.feed.every_ms + 1) * self.feed.every_ms


Frame = tuple[Session, str, str]
"""To whom, the name that faults know it by, the text."""


class Sockets:
    """A venue's socket sessions. Methods may be called from any thread."""

    def __init__(
        self, venue: Venue, protocols: tuple[type[Protocol], ...] = (), first_number: int = 1
    ) -> None:
        """`first_number` is where the numbers of book deltas begin."""
        self.venue = venue
        self.sessions: list[Session] = []
        self.faults = SocketFaults(f"{venue.seed}/{venue.id}/sockets")
        self._first_number = first_number
        self._kinds = protocols
        self._numbers = 0
        self._attach()

    def _attach(self) -> None:
        self.engine: Engine = self.venue.engine
        self.protocols = [kind(self) for kind in self._kinds]
        self.books = Books(self.engine, self._first_number)
        self._live: dict[tuple[int, str], Live] = {}
        self._stirred: set[str] = set()
        self._alarm: Alarm | None = None
        self._telling = False
        self._held: list[Frame] | None = None
        self.engine.events.append(self._hear)
        self.engine.lock.leaving.append(self._settle)

    def reset(self) -> None:
        """Break every line and serve the venue's new engine."""
        self.cut_all()
        self.faults.clear()
        self._attach()

    # For tests.

    def cut_all(self, code: int | None = None) -> None:
        """End every connection: broken lines, or with a closing frame's code."""
        with self.venue.lock:
            for session in list(self.sessions):
                session.close(code)

    def of(self, account: str) -> list[Session]:
        """The sessions that are logged in to an account."""
        return [s for s in self.sessions if s.account is not None and s.account.name == account]

    def catch_up(self) -> None:
        """Do everything that is due by the clock."""
        with self.venue.lock, self._guarded():
            self.engine.sync()
            for account in {s.account.name: s.account for s in self.sessions if s.account}.values():
                self.venue.prepare(account)

    async def drained(self) -> None:
        """Wait until everything put so far has been written; runs in the server's loop."""
        for session in list(self.sessions):
            await session.drained()

    # Connections.

    async def serve(self, incoming: web.BaseRequest, request: Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        try:
            with self.venue.lock:
                session = self._open(request)
        except Reply as reply:
            return web.Response(text=dump(reply.body), status=reply.status, content_type="application/json")
        socket = web.WebSocketResponse(autoping=False, compress=False)
        writer: asyncio.Task[None] | None = None
        try:
            await socket.prepare(incoming)
            writer = asyncio.create_task(session.run(socket, incoming.transport))
            await self._receive(session, socket)
        finally:
            with self.venue.lock:
                session.end()
                self.forget(session)
            if writer is not None:
                writer.cancel()
        return socket

    def _open(self, request: Request) -> Session:
        self.catch_up()
        for protocol in self.protocols:
            if match := protocol.path.fullmatch(request.path):
                request.params = match.groupdict()
                self._numbers += 1
                session = Session(protocol, request, self._numbers)
                protocol.admit(session)
                self.sessions.append(session)
                protocol.greet(session)
                return session
        raise self.venue.not_found(request)

    async def _receive(self, session: Session, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            with self.venue.lock, self._guarded():
                self.engine.sync()
                session.heard = self.engine.now()
                if message.type is WSMsgType.TEXT and not session.closed:
                    session.received.append(message.data)
                    session.protocol.receive(session, message.data)
            if message.type is WSMsgType.PING:
                await socket.pong(message.data)

    def forget(self, session: Session) -> None:
        if session in self.sessions:
            self.sessions.remove(session)
        for topic in list(session.topics):
            self.unsubscribe(session, topic)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Note what goes wrong instead of letting it end a connection or an operation of the engine."""
        try:
            yield
        except Exception as error:
            log.exception("sockets of %s", self.venue.id)
            self.venue.crashes.append(error)

    # Topics.

    def subscribe(
        self, session: Session, topic: str, make: Callable[[], Feed] | None = None, key: str = ""
    ) -> None:
        """Let a session have a topic; `make` makes the feed behind it, which those with its `key` share."""
        if make is None:
            session.topics.setdefault(topic, None)
            return
        key = key or topic
        place = (id(session.protocol), key)
        if place not in self._live:
            self._live[place] = Live(topic, make())
            self._live[place].feed.start()
            self._live[place].schedule(self.engine.now())
            self._arm()
        if session not in self._live[place].sessions:
            self._live[place].sessions.append(session)
        session.topics[topic] = key

    def unsubscribe(self, session: Session, topic: str) -> None:
        key = session.topics.pop(topic, None)
        live = None if key is None else self._live.get((id(session.protocol), key))
        if key is not None and live is not None:
            live.sessions = [other for other in live.sessions if other is not session]
            if not live.sessions:
                del self._live[id(session.protocol), key]

    def book(self, symbol: str, chain: str) -> Snapshot:
        """The book to hand out as a snapshot: every live chain of deltas passes through its state."""
        for live in list(self._live.values()):
            if live.feed.symbol == symbol and isinstance(live.feed, Deltas):
                self._poll(live)
        return self.books.snapshot(symbol, chain)

    # The pump.

    def _arm(self) -> None:
        """Set the alarm for the next feed that is due."""
        if self._alarm is not None:
            self._alarm.cancel()
        due = min((live.due for live in self._live.values()), default=None)
        self._alarm = None if due is None else self.engine.at(due, self._tick)

    def _tick(self) -> None:
        now = self.engine.now()
        self._tell()
        for live in list(self._live.values()):
            if live.due <= now:
                live.schedule(max(now, self.venue.clock.now() - CATCH_UP_MS))
                self._poll(live)
        self._arm()

    def _poll(self, live: Live) -> None:
        with self._guarded():
            for body in live.feed.poll():
                text = dump(body)
                for session in list(live.sessions):
                    self.emit(session, live.topic, text)

    def _hear(self, event: Event) -> None:
        if event.symbol is not None:
            self._stirred.add(event.symbol)
        with self._guarded():
            for protocol in self.protocols:
                protocol.hear(event)

    def _settle(self) -> None:
        """An operation of the engine has ended."""
        if self.sessions and not self._telling:
            self._tell()

    def _tell(self) -> None:
        """Push what was held back until the operation's end."""
        self._telling = True
        try:
            with self._guarded():
                for protocol in self.protocols:
                    protocol.settle()
            stirred, self._stirred = self._stirred, set()
            for live in list(self._live.values()):
                if live.feed.instant and live.feed.symbol in stirred:
                    self._poll(live)
        finally:
            self._telling = False

    # Frames.

    @contextmanager
    def held_back(self) -> Iterator[list[Frame]]:
        """Collect what would be sent, for `emit_all` after the reply that comes first."""
        held: list[Frame] = []
        self._held = held
        try:
            yield held
        finally:
            self._held = None

    def emit_all(self, frames: list[Frame]) -> None:
        for frame in frames:
            self.emit(*frame)

    def emit(self, session: Session, name: str, text: str) -> None:
        """Send a frame, with the faults that were asked for."""
        if self._held is not None:
            self._held.append((session, name, text))
            return
        if session.closed or session.mute:
            return
        fault = self.faults.on_frame(session, name, text)
        if fault is None or (fault.kind == "swap" and name in session.held):
            self._write(session, name, text)  # a frame that is held waits for this one
        elif fault.kind in ("duplicate", "cut_after", "text"):
            self._write(session, name, fault.text if fault.kind == "text" else text)
            if fault.kind == "duplicate":
                session.write(text)
        elif fault.kind == "swap":
            session.held[name] = text
        elif fault.kind == "late":
            self.engine.at(self.engine.now() + fault.delay_ms, lambda: session.write(text))
        elif fault.kind == "throttle":
            self._throttle(session, text, fault.delay_ms)
        elif fault.kind == "silent":
            session.mute = True
        if fault is not None and fault.kind in ("cut_before", "cut_after"):
            session.close()

    def _write(self, session: Session, name: str, text: str) -> None:
        session.write(text)
        held = session.held.pop(name, None)
        if held is not None:
            session.write(held)

    def _throttle(self, session: Session, text: str, gap_ms: int) -> None:
        now = self.engine.now()
        due, session.free_at = max(now, session.free_at), max(now, session.free_at) + gap_ms
        if due > now:
            self.engine.at(due, lambda: session.write(text))
        else:
            session.write(text)
