"""Connecting, logging in, subscribing. https://ascendex.github.io/ascendex-futures-pro-api-v2/#websocket"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from ccxt.base.errors import AuthenticationError, BaseError, ExchangeError, OrderNotFound

from ascendex_woo_adapters.common.endpoint import Limit
from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.quotas import Cost
from ascendex_woo_adapters.common.streams.account_streams import AccountStreams
from ascendex_woo_adapters.common.streams.market_streams import MarketStreams
from ascendex_woo_adapters.common.streams.raw import Listed, RawStreams
from ascendex_woo_adapters.common.streams.session import Session
from ascendex_woo_adapters.common.streams.topics import Topic
from ascendex_woo_adapters.venues.ascendex._async.batches import AsyncBatches
from ascendex_woo_adapters.venues.ascendex._async.wallet import AsyncWallet
from ascendex_woo_adapters.venues.ascendex.errors import INVALID_ORDER_ID, exception_of, number
from ascendex_woo_adapters.venues.ascendex.signing import message as signed_text
from ascendex_woo_adapters.venues.ascendex.signing import signature
from ascendex_woo_adapters.venues.ascendex.streams.channels import CHANNEL_OF, TOPICS, batches, spread
from ascendex_woo_adapters.venues.ascendex.streams.description import STREAMS

#: The venue documents no such limit; it is assumed.
TOPICS_PER_SOCKET = 200
#: What a login signs besides the time.
LOGIN_PATH = "v2/stream"
#: ``m`` (in some samples ``op``) of messages that need no answer.
NOTICES = ("connected", "disconnected", "pong")


#: Messages that the venue takes: above the first of its two levels it ignores all for a quarter of an hour,
#: above the second it ends the connection. A few are left for those that other programs send.
#: https://ascendex.github.io/ascendex-futures-pro-api-v2/#risk-limit-info-v2
_SUBSCRIPTIONS = Cost("socket subscriptions", Limit(140, 60_000, "ip"), "")
THRESHOLDS = {
    "sub": _SUBSCRIPTIONS,
    "unsub": _SUBSCRIPTIONS,
    "req": Cost("socket requests", Limit(7900, 60_000, "ip"), ""),
}


def ping_message(client: Any) -> Any:
    """What ccxt's client sends to stay connected."""
    return {"op": "ping"}


class Sockets(AsyncBatches, AsyncWallet, RawStreams, AccountStreams, MarketStreams):
    """The transport half of the streaming class."""

    _TIME_FIELDS = ("t", "ts")
    ping: Any

    def describe(self) -> Any:
        """ccxt's description of the exchange, with its streams."""
        return self.deep_extend(super().describe(), STREAMS)

    def after_construct(self, *given: Any) -> None:
        """ccxt's hook at the end of the constructor."""
        super().after_construct(*given)
        self.ping = ping_message

    def _listed_topics(self) -> Iterable[Listed]:
        return TOPICS

    def _message_cost(self, message: Any) -> Cost | None:
        return THRESHOLDS.get(message["op"])

    def _topics_per_socket(self) -> int:
        return TOPICS_PER_SOCKET

    async def _stream_url(self, session: Session) -> str:
        url = str(self.urls["api"]["ws"]["private" if session.private else "public"])
        if not session.private:
            return url
        self.check_required_credentials()
        if self._account_group() is None:
            await self._identify()
        return url.replace("{accountGroup}", str(self._account_group()))

    async def _stream_login(self, session: Session) -> None:
        time = self.nonce()
        message = {
            "op": "auth",
            "t": time,
            "key": self.apiKey,
            "sig": signature(self._key(), signed_text(str(time), LOGIN_PATH)),
        }
        await self._ask_venue(session, message)

    async def _ask_venue(self, session: Session, message: dict[str, Any], request_id: str = "") -> Any:
        """Send a request and return its reply; raises what a refusal means."""
        request_id = request_id or str(next(self._request_ids))
        await self._turn(message)
        return await session.request(
            {**message, "id": request_id}, request_id, float(self.options["subscriptionTimeout"])
        )

    def _stream_messages(
        self, topics: Collection[Topic], subscribe: bool
    ) -> Iterable[tuple[str, Any, list[Topic]]]:
        operation = "sub" if subscribe else "unsub"
        for channel, batch in batches(topics):
            request_id = str(next(self._request_ids))
            yield request_id, {"op": operation, "id": request_id, "ch": channel}, batch

    def _channel_of(self, message: dict[str, Any]) -> str | None:
        channel_of = CHANNEL_OF.get(str(message.get("m", message.get("op"))))
        return None if channel_of is None else channel_of(message)

    def _take_notice(self, session: Session, message: dict[str, Any]) -> None:
        name = message.get("m", message.get("op"))
        if name == "ping":
            self._say(session, {"op": "pong"})
        elif name not in NOTICES:
            self._answered(session, message)

    def _answered(self, session: Session, message: dict[str, Any]) -> None:
        """A reply: one acknowledgement for each symbol of a subscription, or one for all."""
        request_id = str(message.get("id"))
        error = self._socket_error(message)
        asked = session.asked.get(request_id)
        if asked is None:
            session.reply(request_id, error or message)
            return
        channel = message.get("ch")
        if channel is None:  # a general refusal
            self._on_acknowledgement(session, request_id, list(asked.channels), error)
            return
        # what was not asked for settles nothing: the rest is refused when its time is over
        named = [one for one in spread(str(channel)) if one in asked.channels]
        self._on_acknowledgement(session, request_id, named, error)

    def _socket_error(self, message: dict[str, Any]) -> BaseError | None:
        """The exception that a reply means; None for a success."""
        code = number(message.get("code"))
        if code == 0 or (code is None and "code" not in message):
            return None
        info = message.get("info")
        details = info if isinstance(info, dict) else {}
        reason = str(message.get("reason") or details.get("reason") or "")
        words = str(message.get("err") or details.get("errorMsg") or (info if isinstance(info, str) else ""))
        kind = exception_of(code, reason, words)
        if code == INVALID_ORDER_ID and message.get("action") == "cancel-order":
            kind = OrderNotFound
        if kind is None:
            kind = AuthenticationError if message.get("m") == "auth" else ExchangeError
        return kind(f"{self.id} {code} {reason} {words}: {excerpt(message)}")
