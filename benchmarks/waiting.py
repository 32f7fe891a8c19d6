"""How long requests wait for rate limits, over a transport that answers at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

import ccxt.async_support

from ascendex_woo_adapters.async_support import woo
from benchmarks import woo_v1, woo_v3
from benchmarks.cases import exchange_of
from benchmarks.sample import COIN, SYMBOL, Sample
from benchmarks.table import Row
from benchmarks.woo import replies_v1, replies_v3

_IDS, _COINS = [f"PERP_{COIN}_USDT"], [COIN, "USDT"]
_ORDER = Sample().orders(1, [COIN])[0]
#: Endpoints that the venue documents with 10 requests a second each.
_TEN_A_SECOND_V1 = (
    "v1_public_get_market_trades",
    "v1_public_get_kline",
    "v1_public_get_futures",
    "v1_public_get_funding_rates",
    "v1_public_get_system_info",
)
_TEN_A_SECOND_V3 = (
    "v3_public_get_markettrades",
    "v3_public_get_kline",
    "v3_public_get_futures",
    "v3_public_get_orderbook",
    "v3_public_get_systeminfo",
)


async def _ours() -> Any:
    replies = {**replies_v1(_IDS, _COINS), "order": woo_v1.placement(_ORDER)}
    return await _instance(woo, replies, {"generation": "v1"})


async def _theirs() -> Any:
    replies = {**replies_v3(_IDS, _COINS), "order": woo_v3.placement(_ORDER)}
    return await _instance(ccxt.async_support.woo, replies)


async def _instance(cls: Any, replies: dict[str, Any], options: dict[str, Any] | None = None) -> Any:
    """An exchange with markets and rate limits whose transport answers at once."""
    exchange = exchange_of(cls, options)

    async def fetch(url: str, method: str = "GET", headers: Any = None, body: Any = None) -> Any:
        return replies.get(url.partition("?")[0].rpartition("/")[2], {"success": True})

    exchange.fetch = fetch
    await exchange.load_markets()
    exchange.enableRateLimit = True
    return exchange


async def _five_endpoints(exchange: Any, names: Iterable[str]) -> None:
    await asyncio.gather(*[getattr(exchange, name)() for name in names for _ in range(20)])


async def _order(exchange: Any) -> None:
    await exchange.create_order(SYMBOL, "limit", "buy", 0.5, 60_000.0)


async def _after_account_info(exchange: Any, name: str) -> None:
    await getattr(exchange, name)()
    await _order(exchange)


async def _behind_candles(exchange: Any, name: str) -> None:
    candles = [asyncio.ensure_future(getattr(exchange, name)()) for _ in range(100)]
    await asyncio.sleep(0)  # the candles queue up
    try:
        await _order(exchange)
    finally:
        for candle in candles:
            candle.cancel()
        await asyncio.gather(*candles, return_exceptions=True)


@dataclass(frozen=True)
class Run:
    """Seconds until the last call (or the order) is through."""

    name: str
    target: float
    ours: Callable[[Any], Awaitable[None]]
    theirs: Callable[[Any], Awaitable[None]]


RUNS = [
    Run(
        "wait: 5 endpoints 20 times each",
        8.0,
        lambda ex: _five_endpoints(ex, _TEN_A_SECOND_V1),
        lambda ex: _five_endpoints(ex, _TEN_A_SECOND_V3),
    ),
    Run(
        "wait: order after account info",
        100.0,
        lambda ex: _after_account_info(ex, "v3_private_get_accountinfo"),
        lambda ex: _after_account_info(ex, "v3_private_get_account_info"),
    ),
    Run(
        "wait: order behind 100 candles",
        100.0,
        lambda ex: _behind_candles(ex, "v1_public_get_kline"),
        lambda ex: _behind_candles(ex, "v3_public_get_klinehistory"),
    ),
]


async def _seconds(make: Callable[[], Awaitable[Any]], run: Callable[[Any], Awaitable[None]]) -> float:
    exchange = await make()
    try:
        begin = time.perf_counter()
        await run(exchange)
        return time.perf_counter() - begin
    finally:
        await exchange.close()


async def measure(runs: list[Run]) -> list[Row]:
    """Ours one after the other; ccxt's all at once, because they wait for seconds."""
    ours = [await _seconds(_ours, run.ours) for run in runs]
    theirs = await asyncio.gather(*[_seconds(_theirs, run.theirs) for run in runs])
    return [
        Row(run.name, mine, their, run.target) for run, mine, their in zip(runs, ours, theirs, strict=True)
    ]
