"""Connecting, subscribing, and which message is what."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from ascendex_woo_adapters.common.quotas import Cost, request_ended
from ascendex_woo_adapters.common.streams.account_streams import AccountStreams
from ascendex_woo_adapters.common.streams.market_streams import MarketStreams
from ascendex_woo_adapters.common.streams.raw import Listed, RawStreams
from ascendex_woo_adapters.common.streams.session import Session
from ascendex_woo_adapters.common.streams.topics import Topic
from ascendex_woo_adapters.venues.woo.base import Woo
from ascendex_woo_adapters.venues.woo.generation import generation
from ascendex_woo_adapters.venues.woo.streams.access import Access
from ascendex_woo_adapters.venues.woo.streams.description import STREAMS
from ascendex_woo_adapters.venues.woo.streams.generation import SOCKET_GENERATIONS, SocketGeneration


class Sockets(Woo, RawStreams, AccountStreams, MarketStreams):
    """The transport half of the streaming class."""

    _TIME_FIELDS = ("ts", "time")
    ping: Any
    #: The generation that was dialled: messages are read so.
    _spoken: SocketGeneration
    hostname: str  # type: ignore[assignment]  # ccxt types it as None

    def describe(self) -> Any:
        """ccxt's description of the exchange, with its streams."""
        return self.deep_extend(super().describe(), STREAMS)

    def after_construct(self, *given: Any) -> None:
        """ccxt's hook at the end of the constructor."""
        super().after_construct(*given)
        self.ping = self._ping_message

    def _sockets(self) -> SocketGeneration:
        """The sockets of the API generation that the options choose."""
        try:
            return SOCKET_GENERATIONS[self.options["generation"]]
        except KeyError:
            generation(self.options["generation"])  # tells which there are
            raise

    def _ping_message(self, client: Any) -> Any:
        """What ccxt's client sends to stay connected."""
        return self._sockets().ping(self.milliseconds())

    def _listed_topics(self) -> Iterable[Listed]:
        return self._sockets().TOPICS

    def _topics_per_socket(self) -> int:
        return self._sockets().TOPICS_PER_SOCKET

    async def _stream_url(self, session: Session) -> str:
        sockets = self._spoken = self._sockets()
        if sockets.DIALS is not None and self.enableRateLimit:
            await self._quotas.acquire(Cost("dial", sockets.DIALS, ""))
            request_ended()
        urls = self.urls["api"]["ws"][self.options["generation"]]
        base = str(urls["private" if session.private else "public"]).replace("{hostname}", self.hostname)
        session.lasts_ms = sockets.LIFETIME_MS
        if not session.private:
            return sockets.public_url(base, self.uid or "")
        access = await self._access(sockets)
        if access.secret:
            session.secret = access.key
        if access.lasts_ms is not None:
            session.lasts_ms = min(access.lasts_ms, session.lasts_ms or access.lasts_ms)
        return sockets.private_url(base, access)

    async def _access(self, sockets: SocketGeneration) -> Access:
        """What opens a private socket, asked for where it is not known."""
        self.check_required_credentials()
        known = sockets.known_access(self.uid or "")
        return known or sockets.parse_access(self, await self._send(sockets.access_request()))

    async def _stream_login(self, session: Session) -> None:
        request_id = str(next(self._request_ids))
        message = self._sockets().login(self, request_id)
        if message is not None:
            await session.request(message, request_id, float(self.options["subscriptionTimeout"]))

    def _stream_messages(
        self, topics: Collection[Topic], subscribe: bool
    ) -> Iterable[tuple[str, Any, list[Topic]]]:
        return self._sockets().requests(topics, subscribe, self._request_ids)

    def _channel_of(self, message: dict[str, Any]) -> str | None:
        channel = message.get("topic")
        return channel if channel.__class__ is str and self._spoken.COMMAND not in message else None

    def _take_notice(self, session: Session, message: dict[str, Any]) -> None:
        sockets = self._spoken
        command = message.get(sockets.COMMAND)
        if command == sockets.PING:
            self._say(session, sockets.pong())
        elif command not in (None, sockets.PONG):
            self._answered(sockets, session, message)

    def _answered(self, sockets: SocketGeneration, session: Session, message: dict[str, Any]) -> None:
        """A reply: what it grants is compared with what was asked."""
        request_id = str(message.get("id"))
        asked = session.asked.get(request_id)
        if asked is None:
            session.reply(request_id, sockets.refusal(self, message) or message)
            return
        channels = list(asked.channels)
        granted, error = sockets.granted(self, message, channels)
        self._on_acknowledgement(session, request_id, granted)
        refused = [channel for channel in channels if channel not in granted]
        if refused:
            self._on_acknowledgement(session, request_id, refused, error)
