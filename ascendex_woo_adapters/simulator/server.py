"""The HTTP side that both venues share: requests, replies, routes, limits, faults and the log of requests."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple
from urllib.parse import parse_qsl

from aiohttp import web

from .faults import NO_FAULT, Fault, Faults
from .keys import Credential, make_credentials
from .limits import Limit, Limiter
from .trading.clock import Clock

if TYPE_CHECKING:
    from .sockets import Sockets
    from .trading.engine import Account, Engine

log = logging.getLogger(__name__)

FORM = "application/x-www-form-urlencoded"
KEPT_REQUESTS = 10_000

Balances = Mapping[str, Mapping[str, Decimal]]
"""Initial funds: account -> asset -> amount."""


@dataclass
class Request:
    """A request as the venue reads it. `json` has int and Decimal numbers; None when the body is none."""

    method: str
    path: str
    query: dict[str, str] = field(default_factory=dict)
    form: dict[str, str] = field(default_factory=dict)
    json: Any = None
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    raw_query: str = ""
    ip: str = "127.0.0.1"
    params: dict[str, str] = field(default_factory=dict)
    """The `{names}` of the route's path."""
    credential: Credential | None = None
    """The key that signed the request, on private routes."""


class Reply(Exception):
    """An answer, returned or raised; `body` is text, or what JSON can hold (Decimals become numbers)."""

    def __init__(self, body: Any, status: int = 200) -> None:
        super().__init__(status, body)
        self.body = body
        self.status = status


class Route(NamedTuple):
    """An endpoint. `handler` returns the body of an HTTP 200 reply, or returns or raises a `Reply`.

    It runs under the venue's lock. `path` may hold `{names}`. `permission` is what the key needs, or None.
    """

    method: str
    path: str
    auth: bool
    permission: str | None
    limit: Limit | None
    handler: Callable[[Request, Account | None], Any]


@dataclass
class Logged:
    """A line of the request log."""

    time: int
    request: Request
    status: int | None
    """None when a fault left the request without an answer."""
    body: str
    fault: Fault


class VenueClock:
    """The simulator's clock as one venue sees it: a fault can set it wrong."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.skew_ms = 0

    def now(self) -> int:
        return self._clock.now() + self.skew_ms


class Venue:
    """One venue on loopback. A subclass gives `id`, engine, routes, and the answers to what goes wrong."""

    id: ClassVar[str]
    accounts: ClassVar[tuple[str, ...]] = ("main", "second", "empty")
    """Account names; each has a key of the same name in `credentials`. `empty` starts without funds."""
    application_ids: ClassVar[bool] = True
    """Whether accounts have an application id."""

    def __init__(
        self, clock: Clock, *, seed: int = 0, limits: bool = True, balances: Balances | None = None
    ) -> None:
        self.clock = VenueClock(clock)
        self.seed = seed
        self.limits = limits
        self.credentials = make_credentials(self.id, seed, self.accounts, self.application_ids)
        self.keys = {credential.api_key: credential for credential in self.credentials.values()}
        self.faults = Faults(f"{seed}/{self.id}/faults")
        self.limiter = Limiter(clock)
        self.requests: deque[Logged] = deque(maxlen=KEPT_REQUESTS)
        self.crashes: list[Exception] = []
        """Exceptions of handlers that were no replies: faults of the simulator itself."""
        self._balances = balances
        self.engine = self.make_engine(balances)
        self.routes = self.make_routes()
        self._table = [(route, _pattern(route.path)) for route in self.routes]
        self.sockets = self.make_sockets()

    # What a venue has to say.

    def make_engine(self, balances: Balances | None) -> Engine:
        """A fresh engine in its initial state, running on `self.clock`."""
        raise NotImplementedError

    def make_routes(self) -> list[Route]:
        raise NotImplementedError

    def make_sockets(self) -> Sockets:
        raise NotImplementedError

    def authenticate(self, request: Request, route: Route) -> Credential:
        """The key that signed the request; raises the venue's documented Reply for key, time, signature."""
        raise NotImplementedError

    def forbidden(self, request: Request, route: Route) -> Reply:
        """The answer to a key without `route.permission`."""
        raise NotImplementedError

    def limited(self, request: Request, route: Route) -> Reply:
        """The answer to a request over its limit."""
        raise NotImplementedError

    def not_found(self, request: Request) -> Reply:
        """The answer to a path or method that the venue does not have."""
        raise NotImplementedError

    def refused(self, request: Request, error: Exception) -> Reply | None:
        """The answer to an exception of the engine, or None when it is a fault of the simulator."""
        raise NotImplementedError

    def crashed(self, request: Request, error: Exception) -> Reply:
        """The answer to a fault of the simulator itself."""
        raise NotImplementedError

    def prepare(self, account: Account) -> None:
        """Bring an account up to date before one of its requests is handled."""
        self.engine.sync()

    def limit_symbol(self, request: Request) -> str:
        """The symbol by which limits of scope "symbol" count."""
        holders = (request.params, request.query, request.form, request.json)
        return next((str(h["symbol"]) for h in holders if isinstance(h, dict) and "symbol" in h), "")

    # The way of a request.

    @property
    def lock(self) -> AbstractContextManager[Any]:
        """The engine's lock; it may be taken again by the thread that holds it."""
        return self.engine.lock

    def reset(self) -> None:
        """Back to the seed's initial state: no orders, no faults, no counted requests, an empty log."""
        with self.lock:
            self.clock.skew_ms = 0
            self.faults.clear()
            self.limiter.reset()
            self.requests.clear()
            self.crashes.clear()
            self.engine = self.make_engine(self._balances)
            self.sockets.reset()

    def answer(self, request: Request) -> Reply:
        """The venue's reply to a request, without faults; usable without a network."""
        with self.lock:
            route = self.route(request)
            try:
                if route is None:
                    return self.not_found(request)
                body = self._handle(request, route)
            except Reply as reply:
                return reply
            except Exception as error:
                refusal = self.refused(request, error)
                if refusal is not None:
                    return refusal
                log.exception("%s %s", request.method, request.path)
                self.crashes.append(error)
                return self.crashed(request, error)
            return body if isinstance(body, Reply) else Reply(body)

    def route(self, request: Request) -> Route | None:
        """The route of a request, whose path parameters are put into `request.params`."""
        for route, pattern in self._table:
            if route.method == request.method and (match := pattern.fullmatch(request.path)):
                request.params = match.groupdict()
                return route
        return None

    def _handle(self, request: Request, route: Route) -> Any:
        account = None
        if route.auth:
            request.credential = self.authenticate(request, route)
            if route.permission is not None and route.permission not in request.credential.permissions:
                raise self.forbidden(request, route)
            account = self.engine.account(request.credential.account)
            self.prepare(account)
        if self.limits and route.limit is not None and not self._within(route.limit, request, route):
            raise self.limited(request, route)
        return route.handler(request, account)

    def _within(self, limit: Limit, request: Request, route: Route) -> bool:
        account = request.credential.account if request.credential else request.ip
        subjects = {"ip": request.ip, "account": account, "symbol": f"{account}/{self.limit_symbol(request)}"}
        return self.limiter.hit(limit, f"{route.method} {route.path}", subjects[limit.scope])

    async def serve(self, incoming: web.BaseRequest) -> web.StreamResponse:
        """Answer a request from the network, with the faults that were asked for."""
        request = await read_request(incoming)
        fault = self._fault(request)
        if fault.kind == "drop_before":
            return self._drop(incoming, request, fault)
        if fault.kind == "none" and incoming.headers.get("upgrade", "").lower() == "websocket":
            self._log(request, 101, "", fault)
            return await self.sockets.serve(incoming, request)
        reply = await self._reply(request, fault)
        if fault.kind == "drop_after":
            return self._drop(incoming, request, fault)
        text = reply.body if isinstance(reply.body, str) else dump(reply.body)
        if fault.kind == "truncate":
            text = text[: len(text) // 2]
        self._log(request, reply.status, text, fault)
        if fault.kind == "cut":
            return await self._cut(incoming, text, reply.status)
        return web.Response(text=text, status=reply.status, content_type="application/json")

    def _fault(self, request: Request) -> Fault:
        route = self.route(request)
        with self.lock:
            fault = self.faults.take(request, route.path if route else "") or NO_FAULT
            if fault.kind == "clock_skew":
                self.clock.skew_ms = fault.clock_skew_ms
        return fault

    async def _reply(self, request: Request, fault: Fault) -> Reply:
        forged = fault.kind in ("status", "body")
        reply = self.answer(request) if fault.done or not forged else Reply("")
        if fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        return Reply(fault.body, fault.code if fault.kind == "status" else 200) if forged else reply

    def _log(self, request: Request, status: int | None, body: str, fault: Fault) -> None:
        self.requests.append(Logged(self.clock.now(), request, status, body, fault))

    def _drop(self, incoming: web.BaseRequest, request: Request, fault: Fault) -> web.Response:
        self._log(request, None, "", fault)
        if incoming.transport is not None:
            incoming.transport.abort()
        return web.Response()

    @staticmethod
    async def _cut(incoming: web.BaseRequest, text: str, status: int) -> web.StreamResponse:
        data = text.encode()
        response = web.StreamResponse(status=status)
        response.content_type = "application/json"
        response.content_length = len(data)
        await response.prepare(incoming)
        await response.write(data[: len(data) // 2])
        if incoming.transport is not None:
            incoming.transport.close()
        return response


async def read_request(incoming: web.BaseRequest) -> Request:
    body = await incoming.read()
    form = incoming.content_type == FORM
    return Request(
        method=incoming.method,
        path=incoming.path,
        query=dict(parse_qsl(incoming.rel_url.raw_query_string, keep_blank_values=True)),
        form=dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)) if form else {},
        json=None if form else load(body),
        body=body,
        headers=incoming.headers,
        raw_query=incoming.rel_url.raw_query_string,
        ip=incoming.remote or "",
    )


def load(body: bytes) -> Any:
    """The JSON value of a body with exact numbers (int or Decimal), or None."""
    try:
        return json.loads(body, parse_float=Decimal)
    except ValueError:
        return None


def dump(body: Any) -> str:
    return json.dumps(body, default=_number, separators=(",", ":"))


def _number(value: Any) -> int | float:
    if not isinstance(value, Decimal):
        raise TypeError(f"{value!r} has no place in a reply")
    return int(value) if value == value.to_integral_value() else float(value)


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(template)))
