"""Connecting, logging in, subscribing. https://docs.woox.io/#websocket-api-v2"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from ccxt.base.errors import AuthenticationError, BadRequest, BadSymbol, ExchangeError, NotSupported

from ascendex_woo_adapters.common.bodies import record
from ascendex_woo_adapters.common.streams.account_streams import AccountStreams
from ascendex_woo_adapters.common.streams.market_streams import MarketStreams
from ascendex_woo_adapters.common.streams.session import Session
from ascendex_woo_adapters.common.streams.topics import Topic
from ascendex_woo_adapters.venues.woo.base import Woo
from ascendex_woo_adapters.venues.woo.signing import legacy_message, signature
from ascendex_woo_adapters.venues.woo.streams.description import STREAMS

#: How an ``errorMsg`` begins -> exception.
REFUSALS: tuple[tuple[str, type[ExchangeError]], ...] = (
    ("Auth is needed", AuthenticationError),
    ("invalid auth", AuthenticationError),
    ("invalid symbol", BadSymbol),
    ("invalid topic", BadRequest),
)
#: The URL ends with an application id, which proves nothing: public data need none of one's own.
NOBODY = "public"


def ping_message(client: Any) -> Any:
    """What ccxt's client sends to stay connected."""
    return {"event": "ping"}


class Sockets(Woo, AccountStreams, MarketStreams):
    """The transport half of the streaming class."""

    _TOPICS_PER_SOCKET = 50
    _application_id = ""

    ping: Any
    hostname: str  # type: ignore[assignment]  # ccxt types it as None

    def describe(self) -> Any:
        """ccxt's description of the exchange, with its streams."""
        return self.deep_extend(super().describe(), STREAMS)

    def after_construct(self, *given: Any) -> None:
        """ccxt's hook at the end of the constructor."""
        super().after_construct(*given)
        self.ping = ping_message
        if not self._has_streams():
            self.has.update(dict.fromkeys(STREAMS["has"], False))

    def _has_streams(self) -> bool:
        """Whether the generation of REST, which sockets need too, is the one of the sockets."""
        return bool(self.options["generation"] == STREAMS["options"]["generation"])

    async def _stream_url(self, private: bool) -> str:
        if not self._has_streams():
            raise NotSupported(
                f"{self.id} streams speak the legacy generation only: leave "
                "options['generation'] of this class at 'v1', and use V3 through another instance"
            )
        base = str(self.urls["api"]["ws"]["private" if private else "public"])
        base = base.replace("{hostname}", self.hostname)
        if not private:
            return f"{base}/{self.uid or NOBODY}"
        self.check_required_credentials()
        return f"{base}/{self.uid or await self._fetched_application_id()}"

    async def _fetched_application_id(self) -> str:
        """The account's application id, asked for once where ``uid`` does not tell it."""
        if not self._application_id:
            generation = self._generation()
            response = await self._send(generation.account_request({}))
            data = record(self.id, response, "data")
            self._application_id = str(data.get("applicationId") or "")
            if not self._application_id:
                raise AuthenticationError(f"{self.id} needs uid, the application id, for private streams")
        return self._application_id

    async def _stream_login(self, session: Session) -> None:
        timestamp = str(self.nonce())
        sign = signature(self.secret, legacy_message("", timestamp))
        request_id = str(next(self._request_ids))
        message = {
            "id": request_id,
            "event": "auth",
            "params": {"apikey": self.apiKey, "sign": sign, "timestamp": timestamp},
        }
        await session.request(message, request_id, float(self.options["subscriptionTimeout"]))

    def _stream_messages(
        self, topics: Collection[Topic], subscribe: bool
    ) -> Iterable[tuple[str, Any, list[Topic]]]:
        event = "subscribe" if subscribe else "unsubscribe"
        for topic in topics:
            request_id = str(next(self._request_ids))
            yield request_id, {"id": request_id, "topic": topic.channel, "event": event}, [topic]

    def _take(self, session: Session, message: Any) -> None:
        if not isinstance(message, dict):
            return
        event = message.get("event")
        if event is None:
            topic = session.topics.get(str(message.get("topic")))
            if topic is not None:
                self._route(topic, message)
        elif event == "ping":
            self._say(session, {"event": "pong"})
        elif event != "pong":
            self._answered(session, message)

    def _answered(self, session: Session, message: dict[str, Any]) -> None:
        """A reply: what it grants is compared with what was asked."""
        request_id = str(message.get("id"))
        error = self._refusal(message)
        asked = session.asked.get(request_id)
        if asked is None:
            session.reply(request_id, error or message)
            return
        granted = message.get("data")
        if error is None and "data" in message and granted not in asked.channels:
            wanted = ", ".join(asked.channels)
            error = ExchangeError(f"{self.id} granted {granted!r} instead of {wanted}")
        # replies did not always tell the topic: then the id does
        self._on_acknowledgement(session, request_id, list(asked.channels), error)

    def _refusal(self, message: dict[str, Any]) -> ExchangeError | None:
        if message.get("success") is True:
            return None
        text = str(message.get("errorMsg") or message)
        for beginning, kind in REFUSALS:
            if text.startswith(beginning):
                return kind(f"{self.id} {text}")
        kind = AuthenticationError if message.get("event") == "auth" else ExchangeError
        return kind(f"{self.id} {text}")
