"""Everything that is different with threads; ``aio`` holds the same names for asyncio."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import requests
from ccxt.base.errors import ExchangeError, ExchangeNotAvailable, NetworkError

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.common.quotas import Cost, SyncQuotas, request_ended

if TYPE_CHECKING:
    from ccxt.base.exchange import Exchange as _Base
else:
    _Base = object


def gather(*replies: Any) -> list[Any]:
    """The replies of calls that were made one after the other."""
    return list(replies)


class Once:
    """A value that is fetched once for a key; threads that come together share the one fetch."""

    def __init__(self) -> None:
        self._key: Any = None
        self._value: Any = None
        self._lock = threading.Lock()

    def get(self, key: Any, fetch: Callable[[], Any]) -> Any:
        """The value of ``key``; a fetch that failed is begun again."""
        with self._lock:
            if self._value is None or key != self._key:
                self._value, self._key = fetch(), key
            return self._value


class Colour(Adapter, _Base):
    """The blocking half of an exchange class: waiting, transport, threads."""

    def after_construct(self, *given: Any) -> None:
        """ccxt's hook at the end of the constructor."""
        super().after_construct(*given)
        self._quotas = SyncQuotas()
        self._markets_lock = threading.RLock()

    def throttle(self, cost: Any = None) -> Any:
        """Sleep until there is a slot in the quotas of the endpoint."""
        if cost is None or cost.__class__ is Cost:
            self._quotas.acquire(cost, self._pace_ms())
        else:  # a number: somebody else's call of ccxt's throttle
            super().throttle(cost)

    def fetch(self, url: Any, method: Any = "GET", headers: Any = None, body: Any = None) -> Any:
        """ccxt's ``fetch``; connection failures raise what the asyncio class raises."""
        try:
            return super().fetch(url, method, headers, body)
        except NetworkError as error:
            if error.__class__ is NetworkError:
                raise ExchangeNotAvailable(str(error)) from error
            raise
        except ExchangeError as error:
            if isinstance(error.__cause__, requests.exceptions.SSLError):
                raise ExchangeNotAvailable(str(error)) from error
            raise

    def fetch2(self, *args: Any, **kwargs: Any) -> Any:
        """ccxt's request of any endpoint; its slot's window runs from its end, whoever made ``fetch``."""
        try:
            return super().fetch2(*args, **kwargs)
        finally:
            request_ended()

    def load_markets(self, reload: Any = False, params: Any = {}) -> Any:
        """ccxt's ``load_markets``; threads that arrive together load once."""
        if self.markets and self.markets_by_id and not reload:
            return self.markets
        with self._markets_lock:
            return super().load_markets(reload, params)
