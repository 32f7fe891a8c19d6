"""Which failures of a request say that it was never sent."""

from __future__ import annotations

import asyncio
from typing import Any
from unittest import mock

import aiohttp
import aiohttp_socks
import pytest
import requests
from ccxt.async_support.base.exchange import Exchange as AsyncExchange
from ccxt.base.errors import BaseError, ExchangeNotAvailable, OperationFailed, RequestTimeout
from ccxt.base.exchange import Exchange as SyncExchange
from urllib3.connection import HTTPConnection
from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError, ProtocolError

from ascendex_woo_adapters.common.submission import may_have_been_placed
from tests.support import exchange_class

URL = "http://venue/order"
KEY: Any = mock.Mock()  # of a connection: host, port, TLS
LINE = HTTPConnection("venue")


def by_pool(reason: Exception) -> requests.ConnectionError:
    return requests.ConnectionError(MaxRetryError(mock.Mock(), URL, reason))


UNSENT: dict[str, list[tuple[type[BaseError], Exception]]] = {
    "async": [
        (ExchangeNotAvailable, aiohttp.ClientConnectorError(KEY, OSError(111, "refused"))),
        (ExchangeNotAvailable, aiohttp.ClientConnectorDNSError(KEY, OSError(-2, "unknown name"))),
        (ExchangeNotAvailable, aiohttp.ClientConnectorSSLError(KEY, OSError(1, "handshake"))),
        (ExchangeNotAvailable, aiohttp.ClientProxyConnectionError(KEY, OSError(111, "refused"))),
        (RequestTimeout, aiohttp.ConnectionTimeoutError("while connecting")),
        (ExchangeNotAvailable, aiohttp_socks.ProxyError("login refused")),
        (ExchangeNotAvailable, aiohttp_socks.ProxyConnectionError(111, "refused")),
        (ExchangeNotAvailable, aiohttp_socks.ProxyTimeoutError("while connecting")),
    ],
    "sync": [
        (ExchangeNotAvailable, by_pool(NewConnectionError(LINE, "refused"))),
        (ExchangeNotAvailable, by_pool(NameResolutionError("venue", LINE, OSError(-2, "unknown")))),  # type: ignore[arg-type]
        (ExchangeNotAvailable, requests.exceptions.ProxyError("refused")),
        (RequestTimeout, requests.ConnectTimeout("while connecting")),
    ],
}
IN_DOUBT: dict[str, list[tuple[type[BaseError], Exception]]] = {
    "async": [
        (ExchangeNotAvailable, aiohttp.ServerDisconnectedError()),
        (ExchangeNotAvailable, aiohttp.ClientOSError(104, "reset")),
        (RequestTimeout, aiohttp.SocketTimeoutError("while reading")),
        (RequestTimeout, asyncio.TimeoutError()),  # not the same class in Python 3.10
    ],
    "sync": [
        (ExchangeNotAvailable, requests.ConnectionError(ProtocolError("Connection aborted."))),
        (ExchangeNotAvailable, by_pool(ProtocolError("Connection aborted."))),
        (ExchangeNotAvailable, requests.ConnectionError("reset")),
        (RequestTimeout, requests.ReadTimeout("while reading")),
    ],
}


def cases(table: Any) -> list[Any]:
    return [
        pytest.param(colour, *row, id=f"{colour}-{type(row[1]).__name__}-{number}")
        for colour, rows in table.items()
        for number, row in enumerate(rows)
    ]


async def told(colour: str, method: str, failure: Exception) -> BaseError:
    """What ``fetch`` raises when the library that sends requests raises ``failure``."""
    exchange = exchange_class("woo", colour)()
    try:
        if colour == "sync":
            with (
                mock.patch.object(requests.Session, "request", side_effect=failure),
                pytest.raises(BaseError) as caught,
            ):
                exchange.fetch(URL, method)
        else:
            with (
                mock.patch.object(aiohttp.ClientSession, "_request", side_effect=failure),
                pytest.raises(BaseError) as caught,
            ):
                await exchange.fetch(URL, method)
    finally:
        if colour == "async":
            exchange.timeout_on_exit = 0
            await exchange.close()
    assert isinstance(exchange, SyncExchange if colour == "sync" else AsyncExchange)
    return caught.value


@pytest.mark.parametrize(("colour", "kind", "failure"), cases(UNSENT))
async def test_without_a_connection_nothing_was_sent(
    colour: str, kind: type[BaseError], failure: Exception
) -> None:
    error = await told(colour, "POST", failure)
    assert type(error) is kind
    assert str(error).startswith(f"woo POST {URL}")
    assert str(error).endswith(" -- there was no connection: nothing was sent")
    assert not may_have_been_placed(error)


@pytest.mark.parametrize(("colour", "kind", "failure"), cases(IN_DOUBT))
async def test_a_connection_that_breaks_leaves_a_doubt(
    colour: str, kind: type[BaseError], failure: Exception
) -> None:
    error = await told(colour, "POST", failure)
    assert type(error) is kind
    assert may_have_been_placed(error)


@pytest.mark.parametrize(("colour", "kind", "failure"), cases(UNSENT))
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_what_is_idempotent_may_have_been_sent_before(
    colour: str, kind: type[BaseError], failure: Exception, method: str
) -> None:
    """aiohttp sends it again by itself, and tells of the second time."""
    error = await told(colour, method, failure)
    assert isinstance(error, OperationFailed)
    assert may_have_been_placed(error)
