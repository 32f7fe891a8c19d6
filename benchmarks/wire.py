"""Exchanges and the simulator in one thread: ccxt's socket clients and REST without a network."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ccxt.async_support.base.ws.client import Client

from ascendex_woo_adapters.simulator.server import FORM, Request, Venue, dump, load
from ascendex_woo_adapters.simulator.sockets import Session


class Ear(Session):
    """A socket session of the simulator that hands over each frame at once."""

    def __init__(self, venue: Venue, path: str, take: Callable[[str], None]) -> None:
        hub = venue.sockets
        protocol = next(protocol for protocol in hub.protocols if protocol.path.fullmatch(path))
        request = Request("GET", path)
        match = protocol.path.fullmatch(path)
        request.params = match.groupdict() if match else {}
        super().__init__(protocol, request, 0)
        self.venue = venue
        self.take = take
        with venue.lock:
            protocol.admit(self)
            hub.sessions.append(self)
            protocol.greet(self)

    def write(self, text: str) -> None:
        """A frame for the client."""
        if not self.closed:
            self.take(text)

    def _put(self, item: Any) -> None:
        """Only the end of the connection is queued, and it is not to end."""
        raise RuntimeError(f"the venue has ended the connection: {item}")

    def say(self, message: Any) -> None:
        """What the client sends."""
        with self.venue.lock:
            self.heard = self.protocol.now()
            self.protocol.receive(self, message if isinstance(message, str) else json.dumps(message))


class Line(Client):
    """ccxt's client of one socket, whose other end is an ``Ear``."""

    ear: Ear

    def connect(self, session: Any, backoff_delay: float = 0) -> Any:
        """Connected at once."""
        if self.connection is None:
            self.connection = self
            self.connected.resolve(self.url)
            self.on_connected_callback(self)
        return self.connected

    def closed(self) -> bool:
        """Until the exchange is closed it is open."""
        return self.connection is None

    async def send_str(self, text: str) -> None:
        """ccxt's ``send`` ends here."""
        self.ear.say(text)

    async def aiohttp_close(self) -> None:
        """There is nothing to close."""
        self.connection = None


def connect(exchange: Any, venue: Venue, replies: dict[str, Any] | None = None) -> Any:
    """Let an asyncio exchange talk to a venue; ``replies`` by path go before the venue's own."""
    credential = venue.credentials["main"]
    exchange.apiKey, exchange.secret, exchange.uid = (
        credential.api_key,
        credential.secret,
        credential.application_id,
    )
    exchange.enableRateLimit = False
    exchange.nonce = venue.clock.now

    def client(url: str) -> Any:
        exchange.open()
        if url not in exchange.clients:
            line = Line(
                url,
                exchange.handle_message,
                exchange.on_error,
                exchange.on_close,
                exchange.on_connected,
                {"asyncio_loop": exchange.asyncio_loop},
            )
            line.ear = Ear(venue, urlsplit(url).path, line.handle_text_or_binary_message)
            exchange.clients[url] = line
        return exchange.clients[url]

    async def fetch(url: str, method: str = "GET", headers: Any = None, body: Any = None) -> Any:
        parts = urlsplit(url)
        if replies is not None and parts.path in replies:
            return replies[parts.path]
        return json.loads(dump(venue.answer(_request(parts, method, headers, body)).body))

    exchange.clients = {}
    exchange.client, exchange.fetch = client, fetch
    return exchange


def _request(parts: Any, method: str, headers: Any, body: Any) -> Request:
    sent = {str(name).lower(): value for name, value in (headers or {}).items()}
    raw = (body or "").encode() if isinstance(body, str) or body is None else body
    form = sent.get("content-type", "").startswith(FORM)
    return Request(
        method=method,
        path=parts.path,
        query=dict(parse_qsl(parts.query, keep_blank_values=True)),
        form=dict(parse_qsl(raw.decode(), keep_blank_values=True)) if form else {},
        json=None if form else load(raw),
        body=raw,
        headers=sent,
        raw_query=parts.query,
    )
