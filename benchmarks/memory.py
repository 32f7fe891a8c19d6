"""Memory over a million messages: ``python -m benchmarks.memory``.

Books, trades and orders of many markets of ``ccxt.pro``'s ``woo`` here, each watched by a consumer.
The simulator's frames come again and again, with their times and ids moved on. Counted are the
blocks of memory that Python has handed out and the pages of the process, from the moment on when
all caches are full.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from ascendex_woo_adapters import pro
from benchmarks.tape import Tape, record
from benchmarks.trading import venue_of
from benchmarks.wire import connect

#: Frames of each topic, before they come again.
FRAMES = 300
#: Messages between two turns of the consumers.
TURN = 10
#: States of orders that may change.
OPEN = ("NEW", "PARTIAL_FILLED")
_STATM = Path("/proc/self/statm")


class Sample(NamedTuple):
    """Memory after a number of messages."""

    messages: int
    blocks: int
    resident: int | None
    """Bytes; None where the system does not tell."""
    entries: dict[str, int]
    """How much the exchange keeps of what, after :func:`entries`."""


def _resident() -> int | None:
    if not _STATM.exists():
        return None
    return int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def entries(exchange: Any) -> dict[str, int]:
    """How much there is of whatever messages fill."""
    waiters = {name: kept for name, kept in vars(exchange._waiters).items() if isinstance(kept, (dict, set))}
    caches = {f"trades of {symbol}": cache for symbol, cache in exchange.trades.items()}
    caches |= {"orders": exchange.orders or (), "fills": exchange.myTrades or ()}
    kept = {"books": exchange.orderbooks, "plans": exchange._plans, "syncing": exchange._syncing}
    return {
        **{name: len(value) for name, value in (waiters | caches | kept).items()},
        "unfinished orders": sum(map(len, exchange._unfinished.values())),
        "hashes of channels": sum(map(len, waiters["_hashes"].values())),
        "sessions": len(exchange._sessions),
        "tasks of sessions": sum(len(session.tasks) for session in exchange._sessions),
        "tasks": len(asyncio.all_tasks()),
    }


def _moved_book(message: Any, turn: int, span: int) -> None:
    message["ts"] += turn * span
    message["data"]["prevTs"] += turn * span


def _moved_trade(message: Any, turn: int, span: int) -> None:
    message["ts"] += turn * span


def _moved_report(message: Any, turn: int, span: int) -> None:
    row = message["data"]
    row["timestamp"] += turn * span
    row["orderId"] += turn * 10_000_000
    if row["tradeId"]:
        row["tradeId"] += turn * 10_000_000


def _ended(reports: list[str]) -> list[str]:
    """The reports of orders that end: the others would come again and again as more and more open orders."""
    rows = [json.loads(text)["data"] for text in reports]
    last = {row["orderId"]: row["status"] for row in rows}
    return [text for text, row in zip(reports, rows, strict=True) if last[row["orderId"]] not in OPEN]


class Loop:
    """The frames of one topic without an end, as messages."""

    def __init__(self, topic: str, move: Callable[[Any, int, int], None]) -> None:
        self.tape: Tape = record(topic, FRAMES)
        self._frames = _ended(self.tape.frames) if move is _moved_report else self.tape.frames
        self._move = move
        first, last = json.loads(self.tape.frames[0]), json.loads(self.tape.frames[-1])
        begin = first["data"].get("prevTs") or first["ts"]
        self._span = last["ts"] - begin + (0 if "prevTs" in first["data"] else 1)

    def messages(self) -> Iterator[Any]:
        for turn in count():
            for text in self._frames:
                message = json.loads(text)
                self._move(message, turn, self._span)
                yield message


async def samples(
    messages: int, markets: int, every: int, options: dict[str, Any] | None = None
) -> list[Sample]:
    """Memory after every ``every`` messages; ``options`` of the exchange."""
    venue, _ = venue_of("woo")
    ids = [name for name in venue.engine.instruments if name.startswith("PERP_")][:markets]
    loops = [Loop("executionreport", _moved_report)]
    for name in ids:
        loops += [Loop(f"{name}@orderbookupdate", _moved_book), Loop(f"{name}@trade", _moved_trade)]
    replies = {path: reply for loop in loops for path, reply in loop.tape.replies.items() if "v1" in path}
    exchange = connect(pro.woo({"options": {"generation": "v1", **(options or {})}}), venue, replies)
    exchange.timeout_on_exit = 0
    await exchange.load_markets()
    symbols = [exchange.safe_market(name)["symbol"] for name in ids]
    watching = [
        asyncio.ensure_future(_again(watch))
        for watch in (
            exchange.watch_orders,
            exchange.watch_my_trades,
            *(_of(exchange.watch_order_book, symbol) for symbol in symbols),
            *(_of(exchange.watch_trades, symbol) for symbol in symbols),
        )
    ]
    try:
        for _ in range(100):
            await asyncio.sleep(0)
        return await _fed(exchange, loops, watching, messages, every)
    finally:
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)
        await exchange.close()


def _of(watch: Callable[[str], Awaitable[Any]], symbol: str) -> Callable[[], Awaitable[Any]]:
    return lambda: watch(symbol)


async def _again(watch: Callable[[], Awaitable[Any]]) -> None:
    while True:
        await watch()


async def _fed(
    exchange: Any, loops: list[Loop], watching: list[asyncio.Task[None]], messages: int, every: int
) -> list[Sample]:
    private, public = sorted(exchange.clients.values(), key=lambda client: "private" not in client.url)
    feeds = [(private if at == 0 else public, loop.messages()) for at, loop in enumerate(loops)]
    result = []
    for number in range(messages):
        client, source = feeds[number % len(feeds)]
        exchange.handle_message(client, next(source))
        if number % TURN == 0:
            await asyncio.sleep(0)
        if (number + 1) % every == 0:
            for task in watching:
                if task.done():
                    task.result()
            for _ in range(3):
                await asyncio.sleep(0)  # everybody waits again
            gc.collect()
            result.append(Sample(number + 1, sys.getallocatedblocks(), _resident(), entries(exchange)))
    if any(exchange.order_book_resyncs.values()):
        raise AssertionError("the books did not continue")
    return result


def main(arguments: list[str]) -> int:
    """Print the memory as it goes."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000, help="default 1,000,000")
    parser.add_argument("--markets", type=int, default=20, help="markets that are watched (default 20)")
    chosen = parser.parse_args(arguments)
    print("messages   blocks      resident")
    for sample in asyncio.run(samples(chosen.messages, chosen.markets, max(1, chosen.messages // 10))):
        resident = "" if sample.resident is None else f"{sample.resident / 1e6:8.1f} MB"
        print(f"{sample.messages:9,}  {sample.blocks:9,}  {resident}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
