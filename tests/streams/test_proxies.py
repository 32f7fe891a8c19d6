"""Streams through ccxt's proxy settings."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest
from ccxt.base.errors import InvalidProxySettings, NetworkError, NotSupported

from tests.examples.proxy import Proxy
from tests.streams.conftest import Course
from tests.streams.profiles import SYMBOL, Profile
from tests.streams.trading import subscribed

Connect = Callable[..., Any]
NOBODY = "http://127.0.0.1:9"


@pytest.mark.parametrize(
    "names", [("httpProxy", "wsProxy"), ("http_proxy", "ws_proxy"), ("httpProxy", "wssProxy")]
)
async def test_sockets_and_what_they_need_over_rest_go_through_a_proxy(
    profile: Profile, course: Course, connect: Connect, names: tuple[str, str]
) -> None:
    with Proxy() as proxy:
        exchange = connect(profile.id, {"options": profile.options, **dict.fromkeys(names, proxy.url)})
        exchange.milliseconds = course.sim.clock.now
        assert (await course.until(exchange.watch_order_book(SYMBOL)))["bids"]
        watching = asyncio.ensure_future(exchange.watch_orders())
        await subscribed(course)
        assert proxy.sockets == 2
        course.venue.sockets.cut_all()
        placed = await exchange.create_order(SYMBOL, "market", "buy", 0.01)
        assert (await course.until(watching))[0]["id"] == placed["id"]
        assert (await course.until(exchange.watch_order_book(SYMBOL)))["bids"]
        assert proxy.sockets >= 4
        assert len(proxy.targets) > proxy.sockets + 2  # markets, snapshots, the order
        await exchange.close()


async def test_a_proxy_that_is_away_is_told_and_the_next_call_dials_again(
    profile: Profile, course: Course, connect: Connect
) -> None:
    exchange = connect(profile.id, {"options": profile.options, "wsProxy": NOBODY})
    with pytest.raises(NetworkError):
        await exchange.watch_trades(SYMBOL)
    exchange.wsProxy = None
    assert await course.until(exchange.watch_trades(SYMBOL), ms=1000)


async def test_settings_that_contradict_each_other_are_told(profile: Profile, connect: Connect) -> None:
    exchange = connect(profile.id, {"options": profile.options, "wsProxy": NOBODY, "wssProxy": NOBODY})
    with pytest.raises(InvalidProxySettings):
        await exchange.watch_trades(SYMBOL)
    assert not exchange.clients


async def test_a_socks_proxy_dials_by_its_own_session(
    profile: Profile, course: Course, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ccxt makes the session with a package that is not one of its requirements."""
    exchange = connect(profile.id, {"options": profile.options, "wsSocksProxy": "socks5://127.0.0.1:9"})
    monkeypatch.setitem(sys.modules, "aiohttp_socks", None)
    with pytest.raises(NotSupported, match="aiohttp_socks"):
        await exchange.watch_trades(SYMBOL)
    dialled: list[str] = []
    trace = aiohttp.TraceConfig()

    async def note(session: Any, context: Any, params: Any) -> None:
        dialled.append(str(params.url))

    trace.on_request_start.append(note)
    async with aiohttp.ClientSession(trace_configs=[trace]) as session:
        monkeypatch.setattr(exchange, "get_socks_proxy_session", lambda url: session)
        assert await course.until(exchange.watch_trades(SYMBOL), ms=1000)
        assert [url.partition(":")[0] for url in dialled] == ["ws"]
        await exchange.close()
