"""The sockets of WOO's generation V3, public and private: https://developer.woox.io/api-reference/websocket"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from ..feeds import Feed, Periodic
from ..sockets import Protocol, Session
from ..trading.engine import Account
from ..trading.model import Event
from .v3_feeds import CHANNELS
from .v3_reports import WooV3Reports
from .wire import TOO_MANY_REQUEST, UNAUTHORIZED, refusal

SILENCE_MS = 60_000
"""A client that sends nothing for so long is dropped."""
LIFETIME_MS = 86_400_000
TOPICS_A_REQUEST, MAX_TOPICS = 10, 100
CONNECTIONS_PER_IP = 100
NEW_CONNECTIONS, NEW_CONNECTIONS_MS = 100, 300_000
REFUSED = "Command type invalid!"
ACCOUNT = "account"
PRIVATE_TOPICS = ("executionreport", "algoexecutionreport", "position", "balance", ACCOUNT)


class WooV3Socket(Protocol):
    """What both sockets have in common. Replies carry `cmd`, pushes `topic`."""

    def __init__(self, hub: Any) -> None:
        super().__init__(hub)
        self._opened: dict[str, list[int]] = {}
        self.silence_ms: int | None = SILENCE_MS
        """None lets silent clients stay."""

    def admit(self, session: Session) -> None:
        ip, now = session.request.ip, self.now()
        recent = [time for time in self._opened.get(ip, []) if time > now - NEW_CONNECTIONS_MS]
        mine = [s for s in self.sessions() if s.request.ip == ip]
        if self.hub.venue.limits and (len(mine) >= CONNECTIONS_PER_IP or len(recent) >= NEW_CONNECTIONS):
            raise refusal(TOO_MANY_REQUEST, "Too many connections.")
        self._opened[ip] = [*recent, now]

    def greet(self, session: Session) -> None:
        self.later(session, LIFETIME_MS, session.close)
        self.later(session, SILENCE_MS, partial(self._watch, session))

    def _watch(self, session: Session) -> None:
        allowed = self.silence_ms
        if allowed is not None and self.now() - session.heard >= allowed:
            session.close()
            return
        left = SILENCE_MS if allowed is None else allowed - (self.now() - session.heard)
        self.later(session, left, partial(self._watch, session))

    def receive(self, session: Session, text: str) -> None:
        try:
            message = json.loads(text)
        except ValueError:
            message = None
        if not isinstance(message, dict):
            self._reply(session, {"id": ""}, "ERROR", False, "Invalid request.")
            return
        command = str(message.get("cmd", "")).upper()
        if command == "PING":
            session.push("reply PING", {"cmd": "PONG", "success": True, "time": self.now()})
        elif command not in ("SUBSCRIBE", "UN_SUBSCRIBE"):
            self._reply(session, message, "ERROR", False, REFUSED)
        else:
            self._change(session, message, command)

    def _reply(
        self, session: Session, message: dict[str, Any], command: str, success: bool, data: Any
    ) -> None:
        head = {"id": message.get("id", ""), "cmd": command, "success": success, "time": self.now()}
        topics = f" {','.join(data)}" if isinstance(data, list) else ""
        session.push(f"reply {command}{topics}", {**head, "data": data})

    def _change(self, session: Session, message: dict[str, Any], command: str) -> None:
        """The reply lists the topics that were granted; the others are left out without an error."""
        params = message.get("params")
        if not isinstance(params, list) or len(params) > TOPICS_A_REQUEST:
            self._reply(session, message, command, False, REFUSED)
            return
        change = self._grant if command == "SUBSCRIBE" else self._drop
        done = [topic for topic in params if isinstance(topic, str) and change(session, topic)]
        self._reply(session, message, command, True, done)

    def _drop(self, session: Session, topic: str) -> bool:
        granted = topic in session.topics
        self.hub.unsubscribe(session, topic)
        return granted

    def _grant(self, session: Session, topic: str) -> bool:
        fault = self.hub.faults.on_subscribe(session, topic)
        if fault is not None:
            return fault.kind == "pretend"
        if topic in session.topics or len(session.topics) >= MAX_TOPICS:
            return False
        return self.subscribe(session, topic)

    def subscribe(self, session: Session, topic: str) -> bool:
        """Whether there is such a topic here; if so the session has it."""
        raise NotImplementedError


class WooV3PublicSocket(WooV3Socket):
    path = re.compile(r"/v3/public")

    def subscribe(self, session: Session, topic: str) -> bool:
        make = self._feed(topic)
        if make is not None:
            self.hub.subscribe(session, topic, make)
        return make is not None

    def _feed(self, topic: str) -> Callable[[], Feed] | None:
        name, _, rest = topic.partition("@")
        symbol, _, detail = rest.partition("@")
        channel, instrument = CHANNELS.get(name), self.engine.instrument(symbol)
        if channel is None or instrument is None or not channel.serves(instrument):
            return None
        if detail not in channel.details:
            return None
        return partial(channel.make, self, topic, symbol, detail)


class WooV3PrivateSocket(WooV3Socket, WooV3Reports):
    """Opened by a listen key; a new key of the account ends it."""

    path = re.compile(r"/v3/private")

    def __init__(self, hub: Any) -> None:
        super().__init__(hub)
        self._changed: dict[str, None] = {}

    def admit(self, session: Session) -> None:
        super().admit(session)
        session.key = session.request.query.get("key", "")
        found = (a for a in self.engine.accounts.values() if self._opens(a, session.key))
        session.account = next(found, None)
        if session.account is None:
            raise refusal(UNAUTHORIZED, "The listen key is invalid.")

    def _opens(self, account: Account, key: str) -> bool:
        known = account.venue.get("listen_key")
        return known is not None and known.key == key and self.now() < known.expires

    def greet(self, session: Session) -> None:
        super().greet(session)
        assert session.account is not None
        left = session.account.venue["listen_key"].expires - self.now()
        self.later(session, left, session.close)

    def subscribe(self, session: Session, topic: str) -> bool:
        if topic not in PRIVATE_TOPICS:
            return False
        account = session.account
        assert account is not None
        if topic == ACCOUNT:
            make = partial(Periodic, 1000, partial(self._account_push, account))
            self.hub.subscribe(session, topic, make, f"{topic} {account.name}")
        else:
            self.hub.subscribe(session, topic)
        return True

    def _account_push(self, account: Account) -> dict[str, Any]:
        return {"topic": ACCOUNT, "ts": self.now(), "data": self.account_data(account)}

    def hear(self, event: Event) -> None:
        super().hear(event)
        if event.account is not None and event.kind in ("order", "balance", "position"):
            self._changed[event.account] = None

    def settle(self) -> None:
        for session in self.sessions():
            assert session.account is not None
            if not self._opens(session.account, session.key):
                session.close()
        super().settle()
        changed, self._changed = self._changed, {}
        for name in changed:
            self.tell(self.engine.account(name), ACCOUNT, partial(self._data_of, name))

    def _data_of(self, name: str) -> dict[str, Any]:
        return self.account_data(self.engine.account(name))
