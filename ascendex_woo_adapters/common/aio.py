"""Everything that is different in asyncio; ``blocking`` holds the same names for threads."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any

import aiohttp
from ccxt.base.errors import ExchangeError, ExchangeNotAvailable, NetworkError

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.common.quotas import AsyncQuotas, Cost, request_ended
from ascendex_woo_adapters.common.submission import nothing_was_sent

if TYPE_CHECKING:
    from ccxt.async_support.base.exchange import Exchange as _Base
else:
    _Base = object


#: What ends a request before there is a connection.
UNCONNECTED = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientConnectorCertificateError,
    aiohttp.ConnectionTimeoutError,
)
#: The packages that dial through a SOCKS proxy: their errors are neither aiohttp's nor ccxt's.
SOCKS = ("aiohttp_socks", "python_socks")


async def gather(*calls: Awaitable[Any]) -> list[Any]:
    """Await all calls at once; if one fails, the others are cancelled and its exception raised."""
    tasks = [asyncio.ensure_future(call) for call in calls]
    try:
        return list(await asyncio.gather(*tasks))
    except BaseException:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise


def _is_unconnected(error: BaseException | None) -> bool:
    """Whether a request ended before there was a connection."""
    return isinstance(error, UNCONNECTED) or error.__class__.__module__.partition(".")[0] in SOCKS


class Once:
    """A value that is fetched once for a key; callers that come together share the one fetch."""

    def __init__(self) -> None:
        self._key: Any = None
        self._fetch: asyncio.Task[Any] | None = None

    async def get(self, key: Any, fetch: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        """The value of ``key``; a fetch that failed or whose event loop is gone is begun again."""
        task = self._fetch
        if task is None or key != self._key or _is_lost(task):
            self._key = key
            task = self._fetch = asyncio.ensure_future(fetch())
        return await asyncio.shield(task)


def _is_lost(task: asyncio.Task[Any]) -> bool:
    if task.done():
        return task.cancelled() or task.exception() is not None
    return task.get_loop() is not asyncio.get_running_loop()


class Colour(Adapter, _Base):
    """The asyncio half of an exchange class: waiting, transport, event loops."""

    asyncio_loop: Any
    markets_loading: Any

    def after_construct(self, *given: Any) -> None:
        """ccxt's hook at the end of the constructor."""
        super().after_construct(*given)
        self._quotas = AsyncQuotas()

    async def throttle(self, cost: Any = None) -> Any:
        """Wait for a slot in the quotas of the endpoint."""
        if cost is None or cost.__class__ is Cost:
            await self._quotas.acquire(cost, self._pace_ms())
        else:  # a number: somebody else's call of ccxt's throttle
            await super().throttle(cost)

    async def fetch(self, url: Any, method: Any = "GET", headers: Any = None, body: Any = None) -> Any:
        """ccxt's ``fetch``; every failure of the network raises one of ccxt's network errors.

        An order for which there was no connection is known not to have been placed. Of other methods that
        cannot be said: aiohttp sends what is idempotent again by itself.
        """
        try:
            return await super().fetch(url, method, headers, body)
        except NetworkError as error:
            if method == "POST" and _is_unconnected(error.__cause__):
                raise nothing_was_sent(error) from error
            raise
        except ExchangeError as error:
            if isinstance(error.__cause__, aiohttp.ClientPayloadError):
                raise ExchangeNotAvailable(str(error)) from error
            raise
        except Exception as error:
            if not _is_unconnected(error):
                raise
            unreached = ExchangeNotAvailable(f"{self.id} {method} {url} {error}")
            raise (nothing_was_sent(unreached) if method == "POST" else unreached) from error

    async def fetch2(self, *args: Any, **kwargs: Any) -> Any:
        """ccxt's request of any endpoint; its slot's window runs from its end, whoever made ``fetch``."""
        try:
            return await super().fetch2(*args, **kwargs)
        finally:
            request_ended()

    def open(self, lazy: bool = False) -> None:
        """ccxt's ``open``; an instance used in a new event loop lets go of the old loop's session."""
        running = asyncio.get_running_loop()
        if self.asyncio_loop is not None and self.asyncio_loop is not running and self.own_session:
            self.asyncio_loop = running
            self.throttler.loop = running  # type: ignore[attr-defined]  # a Throttler by now
            self.session = self.tcp_connector = None
        super().open(lazy)

    async def load_markets(self, reload: Any = False, params: Any = {}) -> Any:
        """ccxt's ``load_markets``; a load that died with its event loop is begun again."""
        loading = self.markets_loading
        if (
            loading is not None
            and not loading.done()
            and loading.get_loop() is not asyncio.get_running_loop()
        ):
            self.markets_loading = None
        return await super().load_markets(reload, params)
