"""Exact windows against a venue that counts: no 429, and no wait that the documentation does not ask for."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import pytest
from ccxt.base.errors import RateLimitExceeded

from ascendex_woo_adapters.simulator import Simulator
from tests.support import Face, exchange_class

SYMBOL = "BTC/USDT:USDT"


@pytest.fixture
async def woo() -> AsyncIterator[tuple[Face, Simulator]]:
    """WOO X in asyncio, with the simulator's limits on."""
    with Simulator(seed=3, venues=("woo",)) as sim:
        face = Face(sim.connect(exchange_class("woo", "async")), "async")
        await face.call("load_markets")
        yield face, sim
        await face.close()


def statuses(sim: Simulator) -> set[int | None]:
    return {entry.status for entry in sim.woo.requests}


async def test_five_endpoints_a_hundred_calls_at_once(woo: tuple[Face, Simulator]) -> None:
    """Ten a second each: the second ten of every endpoint leave when the first window is over."""
    face, sim = woo
    market = {"symbol": "PERP_BTC_USDT"}
    calls: list[tuple[str, dict[str, Any]]] = [
        ("v1PublicGetInfoSymbol", market),
        ("v1PublicGetMarketTrades", market),
        ("v1PublicGetOrderbookSymbol", market),
        ("v1PublicGetFundingRateSymbol", market),
        ("v1PublicGetFuturesSymbol", market),
    ]
    loop = asyncio.get_running_loop()
    start = loop.time()
    await asyncio.gather(*[face.call(name, params) for name, params in calls for _ in range(20)])
    took = loop.time() - start
    assert statuses(sim) == {200}
    assert took >= 0.95
    # it takes 1.1 s; a queue for all endpoints together would take 10 s, however fast the machine
    assert took < 8.0


@pytest.mark.parametrize("colour", ["async", "sync"])
async def test_a_transport_of_ones_own_does_not_hold_slots(
    colour: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``fetch`` is often replaced, by a proxy or a recording."""
    monkeypatch.setattr("ascendex_woo_adapters.common.quotas.UNANSWERED_S", 60.0)
    exchange = exchange_class("woo", colour)()

    async def fetch(url: str, *args: Any) -> Any:
        return {"success": True}

    exchange.fetch = fetch if colour == "async" else lambda url, *args: {"success": True}
    face = Face(exchange, colour)
    start = asyncio.get_running_loop().time()
    await asyncio.gather(*[face.call("v3PublicGetSystemInfo") for _ in range(12)])
    assert 0.95 <= asyncio.get_running_loop().time() - start < 30.0
    await face.close()


async def waits_for_none_of(waiting: list[asyncio.Task[Any]], calls: list[Coroutine[Any, Any, Any]]) -> None:
    """``calls`` end while most of what waits for its window still waits."""
    await asyncio.sleep(0)  # those begin
    await asyncio.gather(*calls)
    assert sum(task.done() for task in waiting) < len(waiting) / 2
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


@pytest.mark.parametrize(
    "call", [("fetch_ohlcv", SYMBOL, "1m", None, 2), ("fetch_trading_fees",)], ids=lambda call: call[0]
)
async def test_an_order_waits_behind_no_other_call(
    woo: tuple[Face, Simulator], call: tuple[Any, ...]
) -> None:
    face, sim = woo
    others = [asyncio.ensure_future(face.call(*call)) for _ in range(100)]
    await waits_for_none_of(others, [face.call("create_order", SYMBOL, "market", "buy", 0.01)])
    assert statuses(sim) <= {200, None}


async def test_orders_of_two_markets_do_not_wait_for_each_other(woo: tuple[Face, Simulator]) -> None:
    """V3 takes five a second of each."""
    face, sim = woo
    orders = [
        asyncio.ensure_future(face.call("create_order", SYMBOL, "market", "buy", 0.001)) for _ in range(50)
    ]
    others = [face.call("create_order", "ETH/USDT:USDT", "market", "buy", 0.01) for _ in range(5)]
    await waits_for_none_of(orders, others)
    assert statuses(sim) <= {200, None}


def test_threads_of_the_blocking_class_share_the_limits() -> None:
    with Simulator(seed=3, venues=("woo",)) as sim:
        exchange = sim.connect(exchange_class("woo", "sync"))
        exchange.load_markets()
        failures: list[BaseException] = []

        def work() -> None:
            try:
                for _ in range(4):
                    exchange.fetch_order_book(SYMBOL, 5)
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        assert statuses(sim) == {200}
        exchange.session.close()


def test_one_instance_in_two_event_loops() -> None:
    """A loop that died with calls queued does not hang the next one."""
    with Simulator(seed=3, venues=("woo",)) as sim:
        exchange = sim.connect(exchange_class("woo", "async"))
        exchange.timeout_on_exit = 0

        async def first() -> None:
            await exchange.load_markets()
            tasks = [asyncio.ensure_future(exchange.fetch_order_book(SYMBOL)) for _ in range(30)]
            await asyncio.sleep(0.05)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await exchange.close()

        async def second() -> int:
            exchange.open()
            books = await asyncio.gather(*[exchange.fetch_order_book(SYMBOL, 5) for _ in range(10)])
            await exchange.close()
            return len(books)

        asyncio.run(first())
        assert asyncio.run(asyncio.wait_for(second(), 30)) == 10
        assert 429 not in statuses(sim)


def test_without_the_rate_limiter_the_venue_refuses() -> None:
    """The other tests would prove nothing if the simulator did not count."""
    with Simulator(seed=3, venues=("woo",)) as sim:
        exchange = sim.connect(exchange_class("woo", "sync"), {"enableRateLimit": False})

        def flood() -> None:
            for _ in range(20):
                exchange.fetch_order_book(SYMBOL, 5)

        with pytest.raises(RateLimitExceeded):
            flood()
        exchange.session.close()
