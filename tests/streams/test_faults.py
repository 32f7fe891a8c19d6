"""Frames that get lost, come twice, late or out of order, and lines that break: on every venue's sockets."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from ccxt.base.errors import ExchangeClosedByUser, NetworkError

from ascendex_woo_adapters.common.streams.book import Delta
from ascendex_woo_adapters.common.streams.topics import Topic
from ascendex_woo_adapters.simulator.socket_faults import SocketFault
from tests.streams.conftest import Course
from tests.streams.profiles import SYMBOL, Profile
from tests.streams.trading import Ear, Trader, all_told, subscribed

Fault = dict[str, Any]
Join = Callable[[], Any]

SKIPPED: Fault = {"kind": "skip", "probability": 0.05}
DOUBLED: Fault = {"kind": "duplicate", "probability": 0.1}
SWAPPED: Fault = {"kind": "swap", "probability": 0.05}
LATE: Fault = {"kind": "late", "probability": 0.05, "delay_ms": 900}
THROTTLED: Fault = {"kind": "throttle", "probability": 0.1, "delay_ms": 700}
BROKEN: Fault = {"kind": "cut_before", "probability": 0.03}
ENDED: Fault = {"kind": "cut_after", "probability": 0.03}
MATRIX = {
    "doubled": [DOUBLED],
    "swapped": [SWAPPED],
    "late": [LATE],
    "throttled": [THROTTLED],
    "broken": [BROKEN],
    "ended": [ENDED],
}
#: What only a sequence can show to be missing.
BOOK_MATRIX = {"skipped": [SKIPPED], **MATRIX, "all": [SKIPPED, *[fault for [fault] in MATRIX.values()]]}


def add(course: Course, match: str, faults: list[Fault], times: int | None = None) -> None:
    """Let faults happen to the frames of a name."""
    for fault in faults:
        course.venue.sockets.faults.add(SocketFault(match=match, times=times, **fault))


def assert_right(book: Any, states: dict[int, Any]) -> None:
    """A book equals the engine's of its moment."""
    state = states[book["nonce"]]
    for name in ("bids", "asks"):
        levels = [(float(price), float(size)) for price, size in getattr(state, name).items()]
        assert [tuple(level) for level in book[name]] == levels
    assert book["bids"][0][0] < book["asks"][0][0]


@pytest.mark.parametrize("faults", BOOK_MATRIX.values(), ids=BOOK_MATRIX)
async def test_books_are_right_or_absent(
    profile: Profile, course: Course, join: Join, faults: list[Fault]
) -> None:
    exchange = join()
    await course.until(exchange.watch_order_book(SYMBOL))
    add(course, profile.books, faults)
    shown = 0

    async def watch() -> None:
        nonlocal shown
        while True:
            with suppress(NetworkError):
                assert_right(await exchange.watch_order_book(SYMBOL), profile.states(course.venue))
                shown += 1

    watching = asyncio.ensure_future(watch())

    def seen_enough() -> bool:
        held = exchange.orderbooks[SYMBOL]
        if held["nonce"] is None:
            assert held["bids"] == held["asks"] == []
        else:
            assert_right(held, profile.states(course.venue))
        return watching.done() or shown >= 80

    await course.holds(seen_enough, ms=300)
    assert not watching.done() or watching.result()
    course.venue.sockets.faults.clear()
    await course.holds(lambda: exchange.orderbooks[SYMBOL]["nonce"] == max(profile.states(course.venue)))
    assert_right(exchange.orderbooks[SYMBOL], profile.states(course.venue))
    watching.cancel()
    if SKIPPED in faults:
        assert exchange.order_book_resyncs[SYMBOL] > 0


async def test_a_gap_in_the_moment_a_snapshot_is_taken_up_asks_for_a_new_one(
    profile: Profile, course: Course, join: Join
) -> None:
    """The gap is read when the task of the snapshot has ended and the loop has not said so yet."""
    exchange = join()
    feed, snapshot = exchange._feed_book, exchange._book_number
    updates: asyncio.Queue[Delta] = asyncio.Queue()

    async def taken_up(topic: Topic) -> tuple[int, Any]:
        number, book = await snapshot(topic)
        while (update := await updates.get())[1] <= number:
            pass
        feed(topic, update)
        await updates.get()  # lost
        update = await updates.get()
        exchange._feed_book, exchange._book_number = feed, snapshot
        asyncio.get_running_loop().call_soon(feed, topic, update)
        return number, book

    exchange._feed_book = lambda topic, update: updates.put_nowait(update)
    exchange._book_number = taken_up
    book = await course.until(exchange.watch_order_book(SYMBOL))
    assert exchange.order_book_resyncs == {SYMBOL: 1}
    assert_right(book, profile.states(course.venue))


async def test_a_first_snapshot_that_lags_behind_is_not_told(
    profile: Profile, course: Course, join: Join
) -> None:
    """It came before any update that could show how old it is."""
    exchange = join()
    await exchange.load_markets()
    exchange._quiet_s = 3600
    snapshot = exchange._book_number
    (topic,) = exchange._book_topics([SYMBOL], {})
    old = await snapshot(topic)
    for _ in range(20):
        await course.step(1000)
    asked: list[Topic] = []
    lagged = asyncio.Event()

    async def lagging(wanted: Topic) -> tuple[int, Any]:
        asked.append(wanted)
        lagged.set()
        return old if len(asked) < 3 else await snapshot(wanted)

    exchange._book_number = lagging
    watching = asyncio.ensure_future(exchange.watch_order_book(SYMBOL))
    await lagged.wait()
    for _ in range(100):
        await asyncio.sleep(0)
    assert not exchange.orderbooks[SYMBOL]["bids"]
    book = await course.until(watching)
    assert_right(book, profile.states(course.venue))
    assert book["nonce"] > old[0]
    assert len(asked) >= 3
    assert exchange.order_book_resyncs == {SYMBOL: 0}


async def test_the_book_of_a_market_in_which_nothing_moves_is_told(
    profile: Profile, course: Course, join: Join
) -> None:
    exchange = join()
    exchange._quiet_s = 0.01
    for _ in range(2):
        book = await exchange.watch_order_book(SYMBOL)
        assert_right(book, profile.states(course.venue))
        assert not exchange._awaited
        course.venue.sockets.cut_all()
        await course.holds(lambda: not exchange.orderbooks[SYMBOL]["bids"], ms=0)


async def test_a_book_that_is_made_anew_does_not_go_back(
    profile: Profile, course: Course, join: Join
) -> None:
    """Snapshots over REST may lag behind the updates that were applied."""
    exchange = join()
    await course.until(exchange.watch_order_book(SYMBOL))
    (topic,) = exchange._book_topics([SYMBOL], {})
    snapshot = exchange._book_number
    old = await snapshot(topic)
    held = exchange.orderbooks[SYMBOL]
    await course.holds(lambda: held["nonce"] > old[0])
    asked: list[int] = []

    async def lagging(wanted: Topic) -> tuple[int, Any]:
        asked.append(held["nonce"])
        return old if len(asked) < 3 else await snapshot(wanted)

    exchange._book_number = lagging
    exchange._books[topic.channel].hold()
    exchange._sync(topic)
    while topic.channel in exchange._syncing:
        await asyncio.sleep(0)
        assert_right(held, profile.states(course.venue))
        assert held["nonce"] >= max(asked, default=0)
    assert len(asked) == 3


@pytest.mark.parametrize("faults", MATRIX.values(), ids=MATRIX)
async def test_orders_and_fills_are_told_once_and_end_right(
    profile: Profile, course: Course, join: Join, faults: list[Fault]
) -> None:
    ear, trader = Ear(join(), profile.fills), Trader(join(), random.Random(7))
    await subscribed(course)
    add(course, profile.orders, [{**fault, "probability": 0.3} for fault in faults])
    for _ in range(15):
        await trader.act()
        await course.step(500)
    course.venue.sockets.faults.clear()
    await trader.far()  # whatever was held back comes after it
    await trader.exchange.cancel_all_orders(SYMBOL)
    await all_told(ear, course, profile.fills)
    assert len(ear.last) > 10


async def test_a_line_that_falls_silent_is_dialled_again(profile: Profile, sim: Any, connect: Any) -> None:
    exchange = connect(profile.id, {"options": profile.options, "streaming": {"keepAlive": 60}})
    course = Course(sim, getattr(sim, profile.id))
    await course.until(exchange.watch_order_book(SYMBOL))
    (silent,) = course.venue.sockets.sessions
    add(course, "*", [{"kind": "silent"}], times=1)
    await course.holds(lambda: silent not in course.venue.sockets.sessions)
    assert_right(await course.until(exchange.watch_order_book(SYMBOL)), profile.states(course.venue))


async def test_closing_leaves_nothing_and_the_instance_can_be_used_again(
    profile: Profile, course: Course, join: Join
) -> None:
    """While subscriptions, snapshots and recoveries are under way."""
    exchange = join()
    waiting = asyncio.ensure_future(exchange.watch_orders())
    await course.until(exchange.watch_trades(SYMBOL), ms=1000)
    await subscribed(course)
    course.venue.sockets.cut_all()
    await course.step()
    late = asyncio.ensure_future(exchange.watch_order_book(SYMBOL))
    await asyncio.sleep(0)
    await exchange.close()
    for task in (waiting, late):
        with pytest.raises(ExchangeClosedByUser):
            await task
    assert not exchange.clients
    await course.holds(lambda: not course.venue.sockets.sessions)
    assert await course.until(exchange.watch_trades(SYMBOL), ms=1000)
    again = asyncio.ensure_future(exchange.watch_orders())
    await subscribed(course)
    placed = await exchange.create_order(SYMBOL, "market", "buy", 0.01)
    assert (await course.until(again))[0]["id"] == placed["id"]
