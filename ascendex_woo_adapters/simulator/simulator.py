"""Both venues on loopback, in a daemon thread of their own: blocking and asyncio callers use them alike."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from decimal import Decimal
from importlib import import_module
from types import TracebackType
from typing import Any, TypeVar

from aiohttp import web

from .server import Venue
from .sockets import POLL_S
from .trading.clock import Clock, SystemClock

VENUES = {"woo": ("woo.venue", "WooVenue"), "ascendex": ("ascendex.venue", "AscendexVenue")}
"""Venue -> module and class, loaded when the venue is asked for."""

START_TIMEOUT_S = 10.0
"""Bound of the wait for the server's thread."""
FLUSH_TIMEOUT_S = 5.0
"""Bound of the wait for a client that does not read."""

ExchangeT = TypeVar("ExchangeT")


class Simulator:
    """The venues of `venues`, each on its own port of `host`, running inside `with` or `async with`.

    seed: everything random (prices, books, keys, ids, faults) follows from it.
    clock: a `SystemClock` (default) or `ManualClock`.
    port: 0 for free ports; otherwise the port of the first venue, the next ones follow.
    limits: False switches the venues' request limits off.
    balances: initial funds, venue -> account -> asset -> amount; default: plenty for `main` and `second`.
    """

    def __init__(
        self,
        seed: int = 0,
        clock: Clock | None = None,
        venues: Iterable[str] = ("woo", "ascendex"),
        host: str = "127.0.0.1",
        port: int = 0,
        limits: bool = True,
        balances: Mapping[str, Mapping[str, Mapping[str, Decimal | str | int]]] | None = None,
    ) -> None:
        self.clock: Clock = clock or SystemClock()
        self.venues: dict[str, Venue] = {
            name: _load(name)(
                self.clock, seed=seed, limits=limits, balances=_funds((balances or {}).get(name))
            )
            for name in venues
        }
        self.urls: dict[str, str] = {}
        """Venue -> base URL, while running."""
        self._host = host
        self._port = port
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None

    @property
    def woo(self) -> Venue:
        return self.venues["woo"]

    @property
    def ascendex(self) -> Venue:
        return self.venues["ascendex"]

    # Running.

    def start(self) -> Simulator:
        """Open the ports and return once they answer; raises what kept them from opening."""
        if self._thread is not None:
            raise RuntimeError("the simulator runs already")
        started: _Started = _Started()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._run(started)), name="simulator", daemon=True
        )
        self._thread.start()
        if not started.event.wait(START_TIMEOUT_S):
            raise TimeoutError("the simulator's thread did not start")
        if started.error is not None:
            self.stop()
            raise started.error
        return self

    def stop(self) -> None:
        """Close every connection and end the thread; safe to repeat."""
        if self._thread is None:
            return
        if self._loop is not None and self._stop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._thread = self._loop = self._stop = None
        self.urls = {}

    def reset(self) -> None:
        """Back to the seed's initial state, on the same ports and keys; the clock goes on."""
        for venue in self.venues.values():
            venue.reset()

    async def _run(self, started: _Started) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        runners: list[web.ServerRunner] = []
        try:
            for offset, venue in enumerate(self.venues.values()):
                runner = web.ServerRunner(web.Server(venue.serve, access_log=None), shutdown_timeout=0)
                runners.append(runner)
                await runner.setup()
                await web.TCPSite(runner, self._host, self._port and self._port + offset).start()
                self.urls[venue.id] = f"http://{self._host}:{runner.addresses[0][1]}"
            started.event.set()
            await self._pump(self._stop)
        except Exception as error:
            if started.event.is_set():
                raise
            started.fail(error)
        finally:
            for venue in self.venues.values():
                venue.sockets.cut_all()
            await asyncio.sleep(0)
            for runner in runners:
                await runner.cleanup()

    async def _pump(self, stop: asyncio.Event) -> None:
        """Keep the venues with open sockets up with the clock, until the stop."""
        while not stop.is_set():
            for venue in self.venues.values():
                if venue.sockets.sessions:
                    venue.sockets.catch_up()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(stop.wait(), POLL_S)

    def __enter__(self) -> Simulator:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    async def __aenter__(self) -> Simulator:
        return await asyncio.to_thread(self.start)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self.stop)

    # Use.

    def flush(self) -> None:
        """Do everything that is due by the clock, and return once every message of it has been written.

        It blocks; asyncio code uses `aflush`. Raises TimeoutError when a client does not read.
        """
        if self._loop is None:
            raise RuntimeError("the simulator is not running")
        for venue in self.venues.values():
            venue.sockets.catch_up()
            written = asyncio.run_coroutine_threadsafe(venue.sockets.drained(), self._loop)
            written.result(FLUSH_TIMEOUT_S)

    async def aflush(self) -> None:
        """`flush` without blocking the caller's loop."""
        await asyncio.to_thread(self.flush)

    def connect(
        self,
        exchange_class: Callable[[dict[str, Any]], ExchangeT],
        config: Mapping[str, Any] | None = None,
        account: str = "main",
    ) -> ExchangeT:
        """An instance of a ccxt exchange class that trades here; `redirect` says how."""
        exchange = exchange_class(dict(config or {}))
        self.redirect(exchange, account)
        return exchange

    def redirect(self, exchange: Any, account: str = "main", venue: str | None = None) -> None:
        """Let an instance of a ccxt exchange class trade here, with the keys of `account`.

        The venue is told by the instance's `id`, or by `venue`. Every URL that it has now, sockets too, gets
        its host replaced by the venue's port here. Where the clock is not the system's, the instance goes by
        it, too. Raises KeyError for another venue or account, RuntimeError when not running.
        """
        simulated = self.venues[venue or exchange.id]
        if simulated.id not in self.urls:
            raise RuntimeError("the simulator is not running: use it inside `with`, or call start()")
        credential = simulated.credentials[account]
        exchange.apiKey, exchange.secret = credential.api_key, credential.secret
        if credential.application_id:
            exchange.uid = credential.application_id
        for name in ("api", "test", "apiBackup"):
            if name in exchange.urls:
                exchange.urls[name] = rehosted(exchange.urls[name], self.urls[simulated.id])
        if not isinstance(self.clock, SystemClock):
            exchange.milliseconds = self.clock.now


def _load(name: str) -> Callable[..., Venue]:
    module, class_name = VENUES[name]
    venue: Callable[..., Venue] = getattr(import_module(f".{module}", __package__), class_name)
    return venue


class _Started:
    """What the starting thread tells its starter."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self.error: Exception | None = None

    def fail(self, error: Exception) -> None:
        self.error = error
        self.event.set()


def rehosted(urls: Any, base: str) -> Any:
    """`urls` (a URL or nested dicts of them) on the host of `base`."""
    if isinstance(urls, dict):
        return {name: rehosted(url, base) for name, url in urls.items()}
    if not isinstance(urls, str):
        return urls
    moved = re.sub(r"^https?://[^/]*", base, urls)
    return re.sub(r"^wss?://[^/]*", base.replace("http", "ws", 1), moved)


def _funds(
    balances: Mapping[str, Mapping[str, Decimal | str | int]] | None,
) -> dict[str, dict[str, Decimal]] | None:
    if balances is None:
        return None
    return {
        account: {asset: Decimal(amount) for asset, amount in funds.items()}
        for account, funds in balances.items()
    }
