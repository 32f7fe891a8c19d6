"""Raw clients of the venues' sockets."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from decimal import Decimal
from typing import Any

import aiohttp

from ascendex_woo_adapters.simulator import Simulator
from ascendex_woo_adapters.simulator.sockets import Session
from ascendex_woo_adapters.simulator.trading.engine import Kind, Order, PlaceRequest, Side

WAIT_S = 10.0
Message = dict[str, Any]


class Line:
    """A client's end of a connection. `ping` and `pong` mark the end of what has been sent so far."""

    def __init__(self, sim: Simulator, socket: aiohttp.ClientWebSocketResponse, ping: Message) -> None:
        self.sim = sim
        self.socket = socket
        self.ping = ping
        self.ended = False

    async def send(self, **message: Any) -> None:
        await self.socket.send_json(message)

    async def next(self) -> Any:
        """The next message; None when the connection has ended."""
        frame = await asyncio.wait_for(self.socket.receive(), WAIT_S)
        if frame.type is aiohttp.WSMsgType.TEXT:
            return json.loads(frame.data, parse_float=Decimal)
        self.ended = True
        return None

    async def ask(self, **message: Any) -> Any:
        """Send a message and return the next one that comes."""
        await self.send(**message)
        return await self.next()

    async def all(self) -> list[Any]:
        """Everything that was due by the clock and has not been read yet."""
        await self.sim.aflush()
        await self.send(**self.ping)
        return await self.until_pong()

    async def until_pong(self) -> list[Any]:
        found = []
        while (message := await self.next()) is not None:
            if is_pong(message):
                break
            found.append(message)
        return found

    async def rest(self) -> list[Any]:
        """Everything up to the end of the connection."""
        await self.sim.aflush()
        found = []
        while (message := await self.next()) is not None:
            found.append(message)
        return found

    async def pushes(self, topic: str) -> list[Any]:
        """Of `all`, the pushes of a topic."""
        return [message for message in await self.all() if message.get("topic") == topic]


def is_pong(message: Message) -> bool:
    return "pong" in (message.get("event"), message.get("m"), str(message.get("cmd", "")).lower())


PINGS: dict[str, Message] = {"event": {"event": "ping"}, "cmd": {"cmd": "PING"}, "op": {"op": "ping"}}
"""By the name of the field that holds a command."""


class Lines:
    """Opens connections that are closed at the test's end."""

    def __init__(self, sim: Simulator, stack: AsyncExitStack, http: aiohttp.ClientSession) -> None:
        self.sim = sim
        self._stack = stack
        self._http = http

    async def open(self, venue: str, path: str, command: str, **options: Any) -> Line:
        url = self.sim.urls[venue].replace("http", "ws") + path
        socket = await self._stack.enter_async_context(
            self._http.ws_connect(url, autoping=False, timeout=aiohttp.ClientWSTimeout(ws_close=1), **options)
        )
        return Line(self.sim, socket, PINGS[command])

    # WOO's first generation.

    async def woo(self, *topics: str) -> Line:
        line = await self.open("woo", "/ws/stream/some-application", "event")
        await subscribe(line, *topics)
        return line

    async def woo_private(self, *topics: str, account: str = "main") -> Line:
        line = await self.open("woo", "/v2/ws/private/stream/some-application", "event")
        reply = await line.ask(id="a", event="auth", params=self.woo_login(account))
        assert reply == {"id": "a", "event": "auth", "success": True, "ts": self.sim.clock.now()}
        await subscribe(line, *topics)
        return line

    def woo_login(self, account: str = "main") -> dict[str, str]:
        key, stamp = self.sim.woo.credentials[account], str(self.sim.clock.now())
        digest = hmac.new(key.secret.encode(), f"|{stamp}".encode(), hashlib.sha256).hexdigest()
        return {"apikey": key.api_key, "sign": digest, "timestamp": stamp}

    # WOO's generation V3.

    async def v3(self, *topics: str, key: str | None = None) -> Line:
        path = "/v3/public" if key is None else f"/v3/private?key={key}"
        line = await self.open("woo", path, "cmd")
        if topics:
            reply = await line.ask(id="1", cmd="SUBSCRIBE", params=list(topics))
            assert reply["data"] == list(topics)
        return line

    # AscendEX.

    async def ascendex(self, *channels: str, account: str | None = None) -> Line:
        credential = self.sim.ascendex.credentials[account] if account else None
        group = self.sim.ascendex.user(credential.account).group if credential else None
        path = "/api/pro/v2/stream" if account is None else f"/{group}/api/pro/v2/stream"
        line = await self.open("ascendex", path, "op")
        assert await line.next() == {"m": "connected", "type": "unauth"}
        if account:
            assert await line.ask(op="auth", id="a", **self.ascendex_login(account)) == {
                "m": "auth",
                "id": "a",
                "code": 0,
            }
        for channel in channels:
            reply = await line.ask(op="sub", id="s", ch=channel)
            assert reply == {"m": "sub", "id": "s", "ch": channel, "code": 0}
        return line

    def ascendex_login(self, account: str = "main") -> dict[str, Any]:
        key, time = self.sim.ascendex.credentials[account], self.sim.clock.now()
        return {"t": time, "key": key.api_key, "sig": ascendex_signature(key.secret, time)}


def ascendex_signature(secret: str, time: int) -> str:
    digest = hmac.new(secret.encode(), f"{time}+v2/stream".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


async def subscribe(line: Line, *topics: str) -> None:
    for topic in topics:
        reply = await line.ask(id="s", event="subscribe", topic=topic)
        assert (reply["success"], reply["data"]) == (True, topic)


@asynccontextmanager
async def lines_of(sim: Simulator) -> AsyncIterator[Lines]:
    async with AsyncExitStack() as stack:
        http = await stack.enter_async_context(aiohttp.ClientSession())
        yield Lines(sim, stack, http)


class Ladder:
    """A book that is built from a snapshot and deltas."""

    def __init__(self, bids: Any, asks: Any) -> None:
        self.sides = {"bids": self._levels(bids), "asks": self._levels(asks)}

    @staticmethod
    def _levels(levels: Any) -> dict[Decimal, Decimal]:
        pairs = [level.values() if isinstance(level, dict) else level for level in levels]
        return {Decimal(str(price)): Decimal(str(size)) for price, size in pairs}

    def apply(self, bids: Any, asks: Any) -> None:
        for name, levels in (("bids", bids), ("asks", asks)):
            for price, size in self._levels(levels).items():
                if size:
                    self.sides[name][price] = size
                else:
                    self.sides[name].pop(price, None)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ladder) and self.sides == other.sides

    def __hash__(self) -> int:
        return hash(str(self.sides))


def buy(
    sim: Simulator, venue: str, symbol: str, quantity: str, price: str | None = None, **more: Any
) -> Order:
    """An order that is put straight into the engine."""
    engine = sim.venues[venue].engine
    kind = Kind.MARKET if price is None else Kind.LIMIT
    limit = None if price is None else Decimal(price)
    request = PlaceRequest(symbol, Side.BUY, kind, Decimal(quantity), price=limit, **more)
    return engine.place(engine.account("main"), request)


async def ended(session: Session) -> None:
    """Wait until the server has noticed that a client has gone."""
    for _ in range(1000):
        if session.closed:
            return
        await asyncio.sleep(0.005)
    raise AssertionError("the session is still open")
