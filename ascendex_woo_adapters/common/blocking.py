"""Everything that is different with threads; ``aio`` holds the same names for asyncio."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import requests
import urllib3
from ccxt.base.errors import BaseError, ExchangeError, ExchangeNotAvailable, NetworkError

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.common.quotas import Cost, SyncQuotas, request_ended
from ascendex_woo_adapters.common.submission import nothing_was_sent

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


def _is_unconnected(error: BaseException | None) -> bool:
    """Whether a request ended before there was a connection."""
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    reasons = error.args if isinstance(error, requests.exceptions.ConnectionError) else ()
    return any(
        isinstance(getattr(reason, "reason", None), urllib3.exceptions.NewConnectionError)
        for reason in reasons
    )


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
        """ccxt's ``fetch``; connection failures raise what the asyncio class raises.

        An order for which there was no connection is known not to have been placed.
        """
        try:
            return super().fetch(url, method, headers, body)
        except NetworkError as error:
            told: BaseError = ExchangeNotAvailable(str(error)) if error.__class__ is NetworkError else error
            if method == "POST" and _is_unconnected(error.__cause__):
                told = nothing_was_sent(told)
            if told is error:
                raise
            raise told from error
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
