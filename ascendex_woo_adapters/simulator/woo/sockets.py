"""The sockets of WOO's first generation: public and private. https://docs.woox.io/#websocket-api-v2"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from ..feeds import Feed
from ..sockets import Protocol, Session
from .endpoint import sign
from .feeds import ALL_MARKETS, CHANNELS, book_levels
from .reports import WooReports
from .wire import TOO_MANY_REQUEST, refusal

if TYPE_CHECKING:
    from .venue import WooVenue

PING_MS = 10_000
PINGS_MISSED = 10
"""Unanswered pings in a row that end a session."""
MAX_TOPICS = 50
MAX_PER_ACCOUNT, MAX_PER_IP = 80, 1000
"""Concurrent connections."""
MAX_SKEW_MS = 300_000
POLICY_VIOLATION = 1008

PRIVATE_TOPICS = ("executionreport", "algoexecutionreportv2", "balance", "position", "marginassignment")
NO_AUTH = "Auth is needed."


class WooSocket(Protocol):
    """What both sockets of the generation have in common."""

    private: ClassVar[bool]

    @property
    def venue(self) -> WooVenue:
        return cast("WooVenue", self.hub.venue)

    def admit(self, session: Session) -> None:
        mine = [s for s in self.hub.sessions if s.request.ip == session.request.ip]
        if len(mine) >= MAX_PER_IP:
            raise refusal(TOO_MANY_REQUEST, "Too many connections.")

    def greet(self, session: Session) -> None:
        self.later(session, PING_MS, partial(self._beat, session))

    def _beat(self, session: Session) -> None:
        if session.missed >= PINGS_MISSED:
            session.close(POLICY_VIOLATION)
            return
        session.missed += 1
        session.push("ping", {"event": "ping", "ts": self.now()})
        self.later(session, PING_MS, partial(self._beat, session))

    def receive(self, session: Session, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            message = None
        if not isinstance(message, dict):
            self._fail(session, {}, "invalid request")
            return
        handlers: dict[str, Callable[[Session, dict[str, Any]], None]] = {
            "ping": self._ping,
            "pong": self._pong,
            "subscribe": self._subscribe,
            "unsubscribe": self._unsubscribe,
            "request": self._request,
            "auth": self._auth,
        }
        handler = handlers.get(str(message.get("event")))
        if handler is None:
            self._fail(session, message, f"invalid event {message.get('event')}")
        else:
            handler(session, message)

    def _reply(self, session: Session, message: dict[str, Any], subject: str = "", **fields: Any) -> None:
        event = message.get("event", "")
        body = {"id": message.get("id", ""), "event": event, "success": True, "ts": self.now()}
        session.push(f"reply {event} {subject}".strip(), body | fields)

    def _fail(self, session: Session, message: dict[str, Any], text: str) -> None:
        self._reply(session, message, str(message.get("topic", "")), success=False, errorMsg=text)

    def _ping(self, session: Session, _message: dict[str, Any]) -> None:
        session.missed = 0
        session.push("reply ping", {"event": "pong", "ts": self.now()})

    def _pong(self, session: Session, _message: dict[str, Any]) -> None:
        session.missed = 0

    def _subscribe(self, session: Session, message: dict[str, Any]) -> None:
        topic = str(message.get("topic", ""))
        fault = self.hub.faults.on_subscribe(session, topic)
        if fault is None or fault.kind == "refuse":
            error = "internal error" if fault else self._grant(session, topic)
            if error:
                self._fail(session, message, error)
                return
        self._reply(session, message, topic, data=topic)

    def _grant(self, session: Session, topic: str) -> str:
        """Subscribe, or say why not."""
        if topic not in session.topics and len(session.topics) >= MAX_TOPICS:
            return f"exceeds the limit of {MAX_TOPICS} topics"
        if topic in PRIVATE_TOPICS:
            if session.account is None:
                return NO_AUTH
            self.hub.subscribe(session, topic)
            return ""
        if self.private:
            return NO_AUTH if session.account is None else f"invalid topic {topic}"
        made = self._feed(topic)
        if isinstance(made, str):
            return made
        self.hub.subscribe(session, topic, made)
        return ""

    def _feed(self, topic: str) -> Callable[[], Feed] | str:
        """What makes the feed of a public topic, or why there is none."""
        if topic in ALL_MARKETS:
            return partial(ALL_MARKETS[topic], self, topic)
        symbol, _, channel = topic.partition("@")
        name, _, detail = channel.partition("_")
        if name not in CHANNELS:
            return f"invalid topic {topic}"
        instrument = self.engine.instrument(symbol)
        found = CHANNELS[name]
        if instrument is None or not found.serves(instrument):
            return f"invalid symbol {symbol}"
        if detail not in found.details:
            return f"invalid topic {topic}"
        return partial(found.make, self, topic, symbol, detail)

    def _unsubscribe(self, session: Session, message: dict[str, Any]) -> None:
        topic = str(message.get("topic", ""))
        self.hub.unsubscribe(session, topic)
        self._reply(session, message, topic, data=topic)

    def _request(self, session: Session, message: dict[str, Any]) -> None:
        params = message.get("params")
        wanted = params if isinstance(params, dict) else {}
        symbol = str(wanted.get("symbol", ""))
        if self.private or wanted.get("type") != "orderbook":
            self._fail(session, message, f"invalid type {wanted.get('type')}")
        elif self.engine.instrument(symbol) is None:
            self._fail(session, message, f"invalid symbol {symbol}")
        else:
            state = self.hub.book(symbol, "v1").state
            data = {"symbol": symbol, "ts": state.time, **book_levels(state)}
            self._reply(session, message, symbol, data=data)

    def _auth(self, session: Session, message: dict[str, Any]) -> None:
        self._fail(session, message, "invalid event auth")


class WooPublicSocket(WooSocket):
    """The application id in the URL names an account and proves nothing."""

    path = re.compile(r"/ws/stream(/[^/]*)?")
    private = False


class WooPrivateSocket(WooSocket, WooReports):
    path = re.compile(r"/v2/ws/private/stream(/[^/]*)?")
    private = True

    def _auth(self, session: Session, message: dict[str, Any]) -> None:
        """A failed login ends the session."""
        params = message.get("params")
        sent = {k: str(v) for k, v in params.items()} if isinstance(params, dict) else {}
        credential = self.venue.keys.get(sent.get("apikey", ""))
        stamp = sent.get("timestamp", "")
        fits = credential is not None and hmac.compare_digest(
            sign(credential.secret, f"|{stamp}").encode(), sent.get("sign", "").lower().encode()
        )
        timely = stamp.isascii() and stamp.isdigit() and abs(self.now() - int(stamp)) < MAX_SKEW_MS
        if credential is None or not fits or not timely:
            self._fail(session, message, "invalid auth")
            session.close(POLICY_VIOLATION)
        elif len(self.sessions(credential.account)) >= MAX_PER_ACCOUNT:
            self._fail(session, message, "too many connections")
            session.close(POLICY_VIOLATION)
        else:
            session.account = self.engine.account(credential.account)
            self._reply(session, message)
