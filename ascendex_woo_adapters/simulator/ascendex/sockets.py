"""The socket of AscendEX Futures Pro v2: https://ascendex.github.io/ascendex-futures-pro-api-v2/#websocket"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from ..books import DEPTH, Chain
from ..feeds import Feed
from ..keys import Credential
from ..server import load
from ..sockets import Session
from . import feeds
from .errors import (
    ACCOUNT_ERROR,
    AUTHENTICATION_FAILED,
    AUTHORIZATION_NEEDED,
    INVALID_TIMESTAMP,
    SERVER_ERROR,
    SYMBOL_ERROR,
    TOO_MANY_REQUESTS,
    Error,
    Refusal,
)
from .market import BARS
from .news import ACCOUNT, ORDERS, AscendexNews
from .requests import INVALID_WS_REQUEST_DATA, answer
from .thresholds import IGNORE, KILL, Thresholds

PREHASH = "v2/stream"
MAX_SKEW_MS = 30_000
SILENCE_MS = 30_000
"""Without a client's message for so long, the venue pings."""
PING_MS = 15_000
HEALTH = 3
"""Health points; each unanswered ping costs one, and the session ends without any."""
SYMBOLS_MAX = 10
SESSIONS_PER_GROUP, SESSIONS_PER_IP = 20, 300
POLICY_VIOLATION = 1008

PRICING, REALTIME = "futures-pricing-data", "depth-realtime"
PRIVATE = (ORDERS, ACCOUNT, REALTIME)


class AscendexSocket(AscendexNews):
    """One kind of socket; the URL with the account group is the one that can log in."""

    path = re.compile(r"(/(?P<group>\d+))?/api/pro/v2/stream")

    def __init__(self, hub: Any) -> None:
        super().__init__(hub)
        self.thresholds = Thresholds()
        self._chains: dict[tuple[int, str], Chain] = {}

    # Connecting.

    def admit(self, session: Session) -> None:
        request = session.request
        mine = [s for s in self.sessions() if s.request.ip == request.ip]
        same = [s for s in mine if s.request.params["group"] == request.params["group"]]
        full = len(mine) >= SESSIONS_PER_IP or len(same) >= SESSIONS_PER_GROUP
        if self.venue.limits and (full or self.thresholds.banned(request.ip, self.now())):
            raise Refusal(TOO_MANY_REQUESTS).reply(429)
        names = ("x-auth-key", "x-auth-timestamp", "x-auth-signature")
        if any(name in request.headers for name in names):
            key, time, signature = (request.headers.get(name, "") for name in names)
            try:
                self._log_in(session, key, time, signature)
            except Refusal as refusal:
                raise refusal.reply(401) from None

    def _log_in(self, session: Session, key: str, time: str, signature: str) -> None:
        credential = self._credential(key, time, signature)
        group = session.request.params["group"]
        if group is not None and group != str(self.venue.user(credential.account).group):
            raise Refusal(ACCOUNT_ERROR)
        session.credential = credential
        session.account = self.engine.account(credential.account)

    def _credential(self, key: str, time: str, signature: str) -> Credential:
        credential = self.venue.keys.get(key)
        if credential is None:
            raise Refusal(AUTHENTICATION_FAILED, "API key not found")
        if not (time.isascii() and time.isdigit()) or abs(self.now() - int(time)) > MAX_SKEW_MS:
            raise Refusal(INVALID_TIMESTAMP, f"Invalid timestamp: {time}")
        expected = self.venue.signature(credential, time, PREHASH)
        if not hmac.compare_digest(expected.encode(), signature.encode()):
            raise Refusal(AUTHENTICATION_FAILED, "Signature does not match")
        return credential

    def greet(self, session: Session) -> None:
        kind = "unauth" if session.account is None else "auth"
        session.push("connected", {"m": "connected", "type": kind})
        self.later(session, SILENCE_MS, partial(self._watch, session))

    def _watch(self, session: Session) -> None:
        quiet = self.now() - session.heard
        if quiet < SILENCE_MS:
            self.later(session, SILENCE_MS - quiet, partial(self._watch, session))
        elif session.missed >= HEALTH:
            info = "Session is disconnected due to missing pong message from the client"
            code, reason, _ = INVALID_WS_REQUEST_DATA
            notice = {"m": "disconnected", "code": code, "reason": reason, "info": info}
            session.push("disconnected", notice)
            session.close(POLICY_VIOLATION)
        else:
            session.push("ping", {"m": "ping", "hp": HEALTH - session.missed})
            session.missed += 1
            self.later(session, PING_MS, partial(self._watch, session))

    # Messages.

    def receive(self, session: Session, text: str) -> None:
        message = load(text.encode())
        if not isinstance(message, dict):
            self._fail(session, {}, "A valid json object is required")
            return
        if session.account is not None:
            self.venue.prepare(session.account)
        operation, action = str(message.get("op", "")), str(message.get("action", ""))
        if self.venue.limits:
            fate = self.thresholds.count(session.request.ip, operation, action.lower(), self.now())
            if fate == KILL:
                session.close(POLICY_VIOLATION)
            if fate in (KILL, IGNORE):
                return
        handlers: dict[str, Callable[[Session, dict[str, Any]], None]] = {
            "auth": self._auth,
            "ping": self._ping,
            "pong": self._pong,
            "sub": self._sub,
            "unsub": self._unsub,
            "req": partial(answer, self),
        }
        if operation not in handlers:
            self._fail(session, message, f"Invalid parameter: op {message.get('op')}")
        else:
            handlers[operation](session, message)

    def _fail(self, session: Session, message: dict[str, Any], info: str) -> None:
        code, reason, _ = INVALID_WS_REQUEST_DATA
        body = {"m": "error", "id": str(message.get("id", "")), "code": code, "reason": reason, "info": info}
        session.push("reply error", body)

    def _auth(self, session: Session, message: dict[str, Any]) -> None:
        """On the URL with the account group only."""
        head = {"m": "auth", **({"id": message["id"]} if "id" in message else {})}
        fields = (str(message.get(name, "")) for name in ("key", "t", "sig"))
        try:
            if session.request.params["group"] is None:
                raise Refusal(ACCOUNT_ERROR)
            self._log_in(session, *fields)
        except Refusal as refusal:
            session.push("reply auth", {**head, "code": refusal.code, "err": refusal.message})
        else:
            session.push("reply auth", {**head, "code": 0})

    def _ping(self, session: Session, _message: dict[str, Any]) -> None:
        session.missed = 0
        session.push("reply ping", {"m": "pong", "code": 0, "ts": self.now(), "hp": HEALTH})

    def _pong(self, session: Session, _message: dict[str, Any]) -> None:
        session.missed = 0

    # Channels.

    def _sub(self, session: Session, message: dict[str, Any]) -> None:
        """Each symbol of a list has its own acknowledgement."""
        for channel in self._channels(session, message):
            fault = self.hub.faults.on_subscribe(session, channel)
            head = {"m": "sub", "id": str(message.get("id", "")), "ch": channel}
            name = f"reply sub {channel}"
            try:
                if fault is not None and fault.kind == "refuse":
                    raise Refusal(SERVER_ERROR)
                grant = self._grant(session, channel) if fault is None else _nothing
            except Refusal as refusal:
                reason = {"code": refusal.code, "reason": refusal.message}
                session.push(name, {**head, **reason})
            else:
                session.push(name, {**head, "code": 0})
                grant()

    def _channels(self, session: Session, message: dict[str, Any]) -> list[str]:
        """The channels of a message, one for each symbol; none when they are too many."""
        head, _, symbols = str(message.get("ch", "")).rpartition(":")
        if not head:
            return [symbols]
        wanted = [f"{head}:{symbol.strip()}" for symbol in symbols.split(",")]
        if len(wanted) > SYMBOLS_MAX:
            self._fail(session, message, f"At most {SYMBOLS_MAX} symbols are allowed")
            return []
        return wanted

    def _grant(self, session: Session, channel: str) -> Callable[[], None]:
        """What subscribes a session to a channel; raises Refusal."""
        name, *details = channel.split(":")
        if name in PRIVATE and session.account is None:
            raise Refusal(AUTHORIZATION_NEEDED)
        if name in (ORDERS, ACCOUNT) and not details:
            return partial(self.hub.subscribe, session, channel)
        if name == PRICING and not details:
            return partial(self.hub.subscribe, session, channel, partial(feeds.pricing, self.venue))
        symbol = details[-1] if details else ""
        if self.engine.instrument(symbol) is None:
            raise Refusal(SYMBOL_ERROR, f"Unable to handle symbol {symbol}")
        if name == REALTIME and len(details) == 1:
            return partial(self._start_realtime, session, symbol, channel)
        return partial(self.hub.subscribe, session, channel, self._feed(name, details))

    def _feed(self, name: str, details: list[str]) -> Callable[[], Feed]:
        if name in feeds.SYMBOL_CHANNELS and len(details) == 1:
            return partial(feeds.SYMBOL_CHANNELS[name], self.venue, details[0])
        if name == "bar" and len(details) == 2 and details[0] in BARS:
            return partial(feeds.bars, self.venue, details[1], details[0])
        raise Refusal(_channel_error(name))

    def _start_realtime(self, session: Session, symbol: str, channel: str) -> None:
        """The whole book comes first; its numbers count for this session alone."""
        if channel in session.topics:
            return
        chain = Chain(DEPTH, self.hub.books.state(symbol), 1)
        self._chains[session.number, symbol] = chain
        self.push_realtime_snapshot(session, symbol)
        make = partial(feeds.realtime_depth, self.venue, symbol, chain)
        self.hub.subscribe(session, channel, make, f"{channel} of {session.number}")

    def push_realtime_snapshot(self, session: Session, symbol: str) -> None:
        """The book as far as the session's deltas have got, which is the present one."""
        self.hub.book(symbol, "depth")
        chain = self._chains.get((session.number, symbol))
        state = self.hub.books.state(symbol) if chain is None else chain.state
        number = 1 if chain is None else chain.number
        body = feeds.book_body("depth-snapshot-realtime", symbol, state, number, DEPTH)
        session.push(f"depth-snapshot-realtime:{symbol}", body)

    def _unsub(self, session: Session, message: dict[str, Any]) -> None:
        """`bar:*:SYMBOL`, `bar:INTERVAL` and a name alone stand for all that they fit."""
        for channel in self._channels(session, message):
            wanted = re.compile(re.escape(channel).replace(r"\*", "[^:]*") + "(:.*)?")
            for topic in [topic for topic in session.topics if wanted.fullmatch(topic)]:
                self.hub.unsubscribe(session, topic)
                self._chains.pop((session.number, topic.rpartition(":")[2]), None)
            head = {"m": "unsub", "id": str(message.get("id", "")), "ch": channel}
            session.push(f"reply unsub {channel}", {**head, "code": 0})


def _channel_error(name: str) -> Error:
    code, reason, _ = INVALID_WS_REQUEST_DATA
    return code, reason, f"Unknown channel: {name}"


def _nothing() -> None:
    """What a fault grants instead of a subscription."""
