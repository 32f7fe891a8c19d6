"""Dialling, logging in and subscribing in the legacy generation. https://docs.woox.io/#websocket-api-v2"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from ccxt.base.errors import AuthenticationError, BadRequest, BadSymbol, ExchangeError

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import record
from ascendex_woo_adapters.common.endpoint import Limit
from ascendex_woo_adapters.common.streams.topics import Topic
from ascendex_woo_adapters.venues.woo.signing import legacy_message, signature
from ascendex_woo_adapters.venues.woo.streams.access import Access
from ascendex_woo_adapters.venues.woo.v1.margin import account_request

TOPICS_PER_SOCKET = 50
#: New connections are not limited.
DIALS: Limit | None = None
#: How long a connection lasts is not limited.
LIFETIME_MS: int | None = None

#: The field of a message that says what it is; data have none.
COMMAND = "event"
PING, PONG = "ping", "pong"

#: How an ``errorMsg`` begins -> exception.
REFUSALS: tuple[tuple[str, type[ExchangeError]], ...] = (
    ("Auth is needed", AuthenticationError),
    ("invalid auth", AuthenticationError),
    ("invalid symbol", BadSymbol),
    ("invalid topic", BadRequest),
)
#: The URL ends with an application id, which proves nothing: public data need none of one's own.
NOBODY = "public"


def public_url(base: str, uid: str) -> str:
    """The URL of public data."""
    return f"{base}/{uid or NOBODY}"


def private_url(base: str, access: Access) -> str:
    """The URL of private data."""
    return f"{base}/{access.key}"


def known_access(uid: str) -> Access | None:
    """What private data need, where ``uid`` tells it: the application id."""
    return Access(uid) if uid else None


def access_request() -> Call:
    """GET /v3/accountinfo."""
    return account_request({})


def parse_access(ex: Adapter, response: Any) -> Access:
    """The application id of the account."""
    application_id = str(record(ex.id, response, "data").get("applicationId") or "")
    if not application_id:
        raise AuthenticationError(f"{ex.id} needs uid, the application id, for private streams")
    return Access(application_id)


def ping(time: int) -> dict[str, Any]:
    """What a client sends to stay connected: as often as the venue does, every ten seconds."""
    return {"event": PING}


def pong() -> dict[str, Any]:
    """The answer to the venue's ping."""
    return {"event": PONG}


def login(ex: Any, request_id: str) -> dict[str, Any] | None:
    """The message that opens a private socket."""
    timestamp = str(ex.nonce())
    sign = signature(ex.secret, legacy_message("", timestamp))
    params = {"apikey": ex.apiKey, "sign": sign, "timestamp": timestamp}
    return {"id": request_id, "event": "auth", "params": params}


def requests(
    topics: Collection[Topic], subscribe: bool, ids: Iterator[int]
) -> Iterable[tuple[str, Any, list[Topic]]]:
    """One message a topic."""
    event = "subscribe" if subscribe else "unsubscribe"
    for topic in topics:
        request_id = str(next(ids))
        yield request_id, {"id": request_id, "topic": topic.channel, "event": event}, [topic]


def granted(
    ex: Adapter, message: dict[str, Any], channels: Collection[str]
) -> tuple[list[str], ExchangeError | None]:
    """What a reply grants of the channels that were asked for, and why it does not grant the others.

    Replies did not always tell the topic: then the id of the request does.
    """
    error = refusal(ex, message)
    if error is not None:
        return [], error
    told = message.get("data")
    if "data" in message and told not in channels:
        return [], ExchangeError(f"{ex.id} granted {told!r} instead of {', '.join(channels)}")
    return list(channels), None


def refusal(ex: Adapter, message: dict[str, Any]) -> ExchangeError | None:
    """The exception that a reply means; None for a success."""
    if message.get("success") is True:
        return None
    text = str(message.get("errorMsg") or message)
    for beginning, kind in REFUSALS:
        if text.startswith(beginning):
            return kind(f"{ex.id} {text}")
    kind = AuthenticationError if message.get("event") == "auth" else ExchangeError
    return kind(f"{ex.id} {text}")
