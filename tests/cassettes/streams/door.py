"""A server on loopback that an exchange takes for its venue."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import Mapping
from itertools import count
from typing import Any, NamedTuple

from aiohttp import WSMsgType, web

#: How often everything that is ready runs before the exchange counts as idle.
ROUNDS = 60
#: Headers that belong to one connection.
_OWN_HEADERS = ("host", "content-length", "accept-encoding", "connection")
_PRIVATE = re.compile(r"/private/|^/v3/private|^/\d+/")


class Event(NamedTuple):
    """Something that the exchange did: ``opened`` a socket, ``sent`` a frame or a request."""

    verb: str
    subject: str
    text: str
    """The frame, or the path of the socket."""
    method: str = ""
    path: str = ""
    headers: Mapping[str, str] = {}


def at(urls: Any, base: str) -> Any:
    """URLs, or nested dicts of them, on another host."""
    if isinstance(urls, dict):
        return {name: at(url, base) for name, url in urls.items()}
    socket = urls.startswith("ws")
    return re.sub(r"^\w+://[^/]*", base.replace("http", "ws", 1) if socket else base, urls)


class Door:
    """What the exchange does is found in ``events``; what the venue does is done by calling methods."""

    def __init__(self) -> None:
        self.events: deque[Event] = deque()
        self.base = ""
        self._sockets: dict[str, tuple[web.WebSocketResponse, asyncio.Transport | None]] = {}
        self._admissions: dict[str, asyncio.Future[None]] = {}
        self._replies: dict[str, asyncio.Future[tuple[int, str]]] = {}
        self._numbers = count(1)

    async def __aenter__(self) -> Door:
        self._runner = web.ServerRunner(web.Server(self._serve, access_log=None), shutdown_timeout=0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *raised: Any) -> None:
        for admission in self._admissions.values():
            admission.cancel()
        for reply in self._replies.values():
            reply.cancel()
        for name in list(self._sockets):
            await self.close(name, None)
        await self._runner.cleanup()

    def invite(self, exchange: Any) -> None:
        """Let an exchange come here."""
        exchange.urls["api"] = at(exchange.urls["api"], self.base)

    async def idle(self) -> None:
        """Let the exchange do all that it can do now."""
        seen = -1
        while seen != len(self.events):
            seen = len(self.events)
            for _ in range(ROUNDS):
                await asyncio.sleep(0)

    def admit(self, name: str) -> None:
        """Let a socket be open."""
        self._admissions.pop(name).set_result(None)

    async def send(self, name: str, text: str) -> None:
        """Send a frame to the exchange."""
        await self._sockets[name][0].send_str(text)

    async def close(self, name: str, code: int | None) -> None:
        """End a connection with a closing frame's code, or break it, unless the exchange was first."""
        socket, transport = self._sockets.pop(name, (None, None))
        if socket is None:
            return
        if code is None:
            if transport is not None:
                transport.abort()
        else:
            await socket.close(code=code)

    def reply(self, name: str, status: int, text: str) -> None:
        """Answer a request."""
        self._replies.pop(name).set_result((status, text))

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self._socket(request)
        name = f"rest {next(self._numbers)}"
        reply = self._replies[name] = asyncio.get_running_loop().create_future()
        body = (await request.read()).decode()
        headers = {key: value for key, value in request.headers.items() if key.lower() not in _OWN_HEADERS}
        self.events.append(Event("sent", name, body, request.method, request.raw_path, headers))
        status, text = await reply
        return web.Response(text=text, status=status, content_type="application/json")

    async def _socket(self, request: web.BaseRequest) -> web.WebSocketResponse:
        kind = "private" if _PRIVATE.search(request.raw_path) else "public"
        taken = {*self._sockets, *self._admissions}
        name = next(name for name in (f"{kind} {number}" for number in count()) if name not in taken)
        admission = self._admissions[name] = asyncio.get_running_loop().create_future()
        self.events.append(Event("opened", name, request.raw_path))
        await admission
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        self._sockets[name] = (socket, request.transport)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self.events.append(Event("sent", name, message.data))
        if self._sockets.get(name, (None,))[0] is socket:
            del self._sockets[name]
        return socket
