"""Streams through ccxt's proxy settings."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import Any

import pytest
from ccxt.base.errors import InvalidProxySettings, NetworkError, NotSupported

from tests.proxies import Proxy, SocksProxy
from tests.streams.conftest import Course
from tests.streams.profiles import SYMBOL, Profile
from tests.streams.trading import subscribed

Connect = Callable[..., Any]
NOBODY = "http://127.0.0.1:9"


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (Proxy, ("httpProxy", "wsProxy")),
        (Proxy, ("http_proxy", "ws_proxy")),
        (Proxy, ("httpProxy", "wssProxy")),
        (SocksProxy, ("socksProxy", "wsSocksProxy")),
    ],
)
async def test_sockets_and_what_they_need_over_rest_go_through_a_proxy(
    profile: Profile, course: Course, connect: Connect, kind: type[Proxy], names: tuple[str, str]
) -> None:
    with kind() as proxy:
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


async def test_without_its_package_a_socks_proxy_is_refused(
    profile: Profile, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not one of ccxt's requirements."""
    exchange = connect(profile.id, {"options": profile.options, "wsSocksProxy": NOBODY})
    monkeypatch.setitem(sys.modules, "aiohttp_socks", None)
    with pytest.raises(NotSupported, match="aiohttp_socks"):
        await exchange.watch_trades(SYMBOL)
