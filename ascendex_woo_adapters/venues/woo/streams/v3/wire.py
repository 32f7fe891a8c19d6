"""Dialling and subscribing in generation V3. https://developer.woox.io/api-reference/endpoint/websocket"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from ccxt.base.errors import BadRequest, BadResponse, ExchangeError

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import record
from ascendex_woo_adapters.common.endpoint import Limit
from ascendex_woo_adapters.common.numbers import ms
from ascendex_woo_adapters.common.streams.topics import Topic
from ascendex_woo_adapters.venues.woo.streams.access import Access

TOPICS_PER_SOCKET = 100
#: 20 topics a message are documented; of more than 10 all were refused.
TOPICS_PER_MESSAGE = 10
#: New connections of one address; whoever hammers on is banned.
DIALS: Limit | None = Limit(100, 300_000, "ip")
#: Connections and listen keys end after 24 hours: they are replaced so much (ms) before.
AHEAD_MS = 600_000
LIFETIME_MS: int | None = 86_400_000 - AHEAD_MS

#: The field of a message that says what it is; data have none.
COMMAND = "cmd"
PING, PONG = "PING", "PONG"


def public_url(base: str, uid: str) -> str:
    """The URL of public data."""
    return base


def private_url(base: str, access: Access) -> str:
    """The URL of private data."""
    return f"{base}?key={access.key}"


def known_access(uid: str) -> Access | None:
    """What private data need is asked for at every connection: a listen key ends the one before it."""
    return None


def access_request() -> Call:
    """POST /v3/account/listenKey."""
    return Call("v3_private_post_account_listenkey", {"type": "WEBSOCKET"})


def parse_access(ex: Adapter, response: Any) -> Access:
    """The listen key; the names of the reply's fields are at second hand."""
    data = record(ex.id, response, "data")
    key, ends, now = data.get("authKey"), ms(data.get("expiredTime")), ms(response.get("timestamp"))
    if not isinstance(key, str) or not key:
        # the body is not told: it may have a key under another name
        raise BadResponse(f"{ex.id} sent a listen key in an unknown form, with {', '.join(sorted(data))}")
    lasts = None if ends is None or now is None else max(ends - now - AHEAD_MS, AHEAD_MS)
    return Access(key, lasts, secret=True)


def ping(time: int) -> dict[str, Any]:
    """What a client sends to stay connected: one that is silent for a minute is dropped."""
    return {"cmd": PING, "ts": time}


def pong() -> dict[str, Any]:
    """The answer to a ping; the venue was not seen to send any."""
    return {"cmd": PONG}


def login(ex: Any, request_id: str) -> dict[str, Any] | None:
    """The listen key in the URL is all that is needed."""
    return None


def requests(
    topics: Collection[Topic], subscribe: bool, ids: Iterator[int]
) -> Iterable[tuple[str, Any, list[Topic]]]:
    """A few topics a message."""
    command = "SUBSCRIBE" if subscribe else "UN_SUBSCRIBE"
    listed = list(topics)
    for start in range(0, len(listed), TOPICS_PER_MESSAGE):
        batch = listed[start : start + TOPICS_PER_MESSAGE]
        request_id = str(next(ids))
        channels = [topic.channel for topic in batch]
        yield request_id, {"id": request_id, "cmd": command, "params": channels}, batch


def granted(
    ex: Adapter, message: dict[str, Any], channels: Collection[str]
) -> tuple[list[str], ExchangeError | None]:
    """What a reply grants of the channels that were asked for, and why it does not grant the others.

    A success lists what is granted; what it leaves out is refused without a word.
    """
    error = refusal(ex, message)
    if error is not None:
        return [], error
    listed = message.get("data")
    found = [channel for channel in channels if channel in listed] if isinstance(listed, list) else []
    missing = ", ".join(channel for channel in channels if channel not in found)
    return found, BadRequest(f"{ex.id} did not grant {missing}") if missing else None


def refusal(ex: Adapter, message: dict[str, Any]) -> ExchangeError | None:
    """The exception that a reply means; None for a success."""
    if message.get("success") is True and message.get("cmd") != "ERROR":
        return None
    return ExchangeError(f"{ex.id} {message.get('data') or message}")
