"""What only the V3 sockets of WOO X have: listen keys, batches, connections that end, books of three depths."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from ccxt.base.errors import BadRequest, ExchangeClosedByUser, NetworkError

from ascendex_woo_adapters import pro
from ascendex_woo_adapters.common.endpoint import Limit
from ascendex_woo_adapters.simulator.socket_faults import SocketFault
from ascendex_woo_adapters.simulator.woo import v3_sockets
from ascendex_woo_adapters.venues.woo.streams import v3
from ascendex_woo_adapters.venues.woo.streams.access import Access
from tests.streams.conftest import Course

SWAP, SPOT = "BTC/USDT:USDT", "BTC/USDT"


@pytest.fixture
def woo(connect: Callable[..., Any]) -> Any:
    return connect("woo")


def sent(course: Course, command: str) -> list[Any]:
    """The messages of a kind that the venue's open sockets received."""
    messages = [json.loads(text) for session in course.venue.sockets.sessions for text in session.received]
    return [message for message in messages if message["cmd"] == command]


async def subscribed(course: Course) -> Any:
    """The private session, once it has topics."""
    await course.holds(lambda: any(session.topics for session in course.venue.sockets.of("main")))
    await asyncio.sleep(0.02)
    return course.venue.sockets.of("main")[-1]


class Fills:
    """Own fills as a strategy sees them."""

    def __init__(self, woo: Any) -> None:
        self.seen: list[str] = []
        self.watching = asyncio.ensure_future(self._watch(woo))

    async def _watch(self, woo: Any) -> None:
        while True:
            self.seen += [fill["id"] for fill in await woo.watch_my_trades()]

    async def all_told(self, woo: Any, course: Course, least: int) -> None:
        """Each fill that the venue knows was told once."""
        expected = sorted(fill["id"] for fill in await woo.fetch_my_trades(SWAP))
        await course.holds(lambda: len(self.seen) >= len(expected))
        assert sorted(self.seen) == expected
        assert len(expected) >= least
        self.watching.cancel()


# connections ---------------------------------------------------------------------------------------


async def test_a_listen_key_that_dies_is_replaced_and_no_fill_is_lost(woo: Any, woo_course: Course) -> None:
    fills = Fills(woo)
    first = await subscribed(woo_course)
    await woo.create_order(SWAP, "market", "buy", 0.01)
    woo_course.venue.expire_listen_key()
    await woo.create_order(SWAP, "market", "buy", 0.02)
    second = await subscribed(woo_course)
    await woo.create_order(SWAP, "market", "buy", 0.03)
    await fills.all_told(woo, woo_course, 3)
    assert first.key != second.key
    assert [session.key for session in woo_course.venue.sockets.of("main")] == [second.key]


async def test_connections_that_the_venue_ends_come_back_without_a_gap(
    woo: Any, woo_course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(v3_sockets, "LIFETIME_MS", 20_000)
    fills = Fills(woo)
    await woo_course.until(woo.watch_order_book(SWAP))
    await subscribed(woo_course)
    keys: set[str] = set()
    for _ in range(12):
        await woo.create_order(SWAP, "market", "buy", 0.01)
        await woo_course.step(5000)
        keys.add((await subscribed(woo_course)).key)
    book = await woo_course.until(woo.watch_order_book(SWAP))
    assert book["bids"][0][0] < book["asks"][0][0]
    await fills.all_told(woo, woo_course, 12)
    assert len(keys) > 2


async def test_connections_and_keys_are_replaced_before_they_end(
    woo: Any, woo_course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(v3, "LIFETIME_MS", 150)
    fills = Fills(woo)
    await woo_course.until(woo.watch_order_book(SWAP))
    private = await subscribed(woo_course)
    (public,) = [one for one in woo_course.venue.sockets.sessions if one is not private]
    for _ in range(6):
        await woo.create_order(SWAP, "market", "buy", 0.01)
        await woo_course.step()
    sessions = woo_course.venue.sockets.sessions
    await woo_course.holds(lambda: private not in sessions and public not in sessions and len(sessions) == 2)
    monkeypatch.setattr(v3, "LIFETIME_MS", None)
    await fills.all_told(woo, woo_course, 6)
    assert (await woo_course.until(woo.watch_order_book(SWAP)))["bids"]


def test_a_key_is_replaced_before_it_ends() -> None:
    day = 86_400_000
    reply = {"data": {"authKey": "k", "expiredTime": 2 * day}, "timestamp": day}
    ex: Any = pro.woo
    assert v3.parse_access(ex, reply) == Access("k", day - 600_000, secret=True)
    assert day - 600_000 == v3.LIFETIME_MS
    late = {**reply, "timestamp": 2 * day - 1}
    assert v3.parse_access(ex, late).lasts_ms == 600_000


async def test_a_listen_key_is_not_told(
    woo: Any, woo_course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(v3, "parse_access", lambda ex, reply: Access("wrongbutsecret", None, secret=True))
    with pytest.raises(NetworkError, match=r"v3/private\?key=\*\*\*") as caught:
        await woo.watch_orders()
    assert "wrongbutsecret" not in repr(caught.value)
    assert caught.value.__cause__ is None


async def test_dials_are_counted(
    connect: Callable[..., Any], woo_course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever hammers on is banned."""
    assert v3.DIALS == (100, 300_000, "ip", True)
    monkeypatch.setattr(v3, "DIALS", Limit(1, 10_000_000, "ip"))
    woo = connect("woo", {"enableRateLimit": True})
    await woo_course.until(woo.watch_trades(SWAP))
    waiting = asyncio.ensure_future(woo.watch_orders())
    for _ in range(50):
        await woo_course.step()
    assert not woo_course.venue.sockets.of("main")
    monkeypatch.setattr(v3, "DIALS", None)
    await woo.close()
    with pytest.raises(ExchangeClosedByUser):
        await waiting
    watching = asyncio.ensure_future(woo.watch_orders())
    await subscribed(woo_course)
    watching.cancel()


async def test_pings_keep_a_connection_and_those_of_the_venue_are_answered(
    woo: Any, woo_course: Course
) -> None:
    woo.streaming |= {"keepAlive": 40, "maxPingPongMisses": 1000}
    await woo_course.until(woo.watch_trades(SWAP))
    (session,) = woo_course.venue.sockets.sessions
    await woo_course.holds(lambda: len(sent(woo_course, "PING")) > 4)
    assert all(isinstance(message["ts"], int) for message in sent(woo_course, "PING"))
    woo_course.venue.sockets.faults.add(SocketFault("trade@*", "text", text='{"cmd": "PING", "ts": 1}'))
    await woo_course.holds(lambda: bool(sent(woo_course, "PONG")))
    assert woo_course.venue.sockets.sessions == [session]


# subscriptions -------------------------------------------------------------------------------------


async def test_topics_go_out_ten_a_message(woo: Any, woo_course: Course) -> None:
    await woo.load_markets()
    symbols = [symbol for symbol, market in woo.markets.items() if market["active"]][:23]
    await woo_course.until(woo.watch_bids_asks(symbols))
    asked = [message["params"] for message in sent(woo_course, "SUBSCRIBE")]
    assert [len(params) for params in asked] == [10, 10, 3]
    await woo.un_watch_bids_asks(symbols)
    assert [len(message["params"]) for message in sent(woo_course, "UN_SUBSCRIBE")] == [10, 10, 3]
    (session,) = woo_course.venue.sockets.sessions
    assert not session.topics


async def test_what_an_acknowledgement_leaves_out_is_refused_and_the_rest_goes_on(
    woo: Any, woo_course: Course
) -> None:
    woo_course.venue.sockets.faults.add(SocketFault("trade@SPOT_BTC_USDT", "refuse"))
    with pytest.raises(BadRequest, match="did not grant trade@SPOT_BTC_USDT"):
        await woo_course.until(woo.watch_trades_for_symbols([SWAP, SPOT]))
    (session,) = woo_course.venue.sockets.sessions
    assert set(session.topics) == {"trade@PERP_BTC_USDT"}
    assert {row["symbol"] for row in await woo_course.until(woo.watch_trades(SWAP))} == {SWAP}
    assert sent(woo_course, "SUBSCRIBE")[0]["params"] == ["trade@PERP_BTC_USDT", "trade@SPOT_BTC_USDT"]


async def test_every_timeframe_of_the_sockets_is_granted(woo: Any, woo_course: Course) -> None:
    pairs = [[SWAP, timeframe] for timeframe in v3.TIMEFRAMES]
    seen: set[str] = set()
    while len(seen) < len(pairs):
        told = await woo_course.until(woo.watch_ohlcv_for_symbols(pairs), ms=5000)
        seen |= set(told[SWAP])
    assert seen == set(v3.TIMEFRAMES)


# books ---------------------------------------------------------------------------------------------


def state_of(course: Course, channel: str, time: int) -> Any:
    """The venue's book at a time that its chain passed through."""
    chain = course.venue.sockets.books.chain("PERP_BTC_USDT", channel)
    return next(snapshot.state for snapshot in chain.history if snapshot.state.time == time)


@pytest.mark.parametrize(("depth", "rpi"), [(50, False), (200, False), (50, True)])
async def test_a_book_keeps_to_its_depth_and_equals_the_engines(
    connect: Callable[..., Any], woo_course: Course, depth: int, rpi: bool
) -> None:
    woo = connect("woo", {"options": {"orderBookDepth": depth, "orderBookRpi": rpi}})
    channel = f"orderbookupdate{'rpi' if rpi else ''}@PERP_BTC_USDT@{depth}"
    faults = woo_course.venue.sockets.faults
    for kind in ("skip", "duplicate", "swap"):
        faults.add(SocketFault(channel, kind, times=None, probability=0.05))
    bid = (await woo.fetch_order_book(SWAP, 1))["bids"][0][0]
    for number in range(60):  # levels of our own, so that the book is deeper than the stream
        await woo.create_order(SWAP, "limit", "buy", 0.01, round(bid * 0.99 - number / 10, 1))
    watched = 0
    while watched < 60 or not woo.order_book_resyncs[SWAP]:
        book = await woo_course.until(woo.watch_order_book(SWAP))
        state = state_of(woo_course, channel, book["nonce"])
        for side in ("bids", "asks"):
            expected = [(float(price), float(size)) for price, size in getattr(state, side).items()]
            assert [tuple(level) for level in book[side]] == expected[:depth]
        watched += 1
    assert len(book["bids"]) == depth or depth > 100
    assert len(state.bids) > 50


async def test_books_of_several_kinds_live_side_by_side(woo: Any, woo_course: Course) -> None:
    whole = await woo_course.until(woo.watch_order_book(SWAP))
    short = await woo_course.until(woo.watch_order_book(SWAP, None, {"depth": 50}))
    with_rpi = await woo_course.until(woo.watch_order_book(SWAP, None, {"depth": 50, "rpi": True}))
    assert len({id(book) for book in (whole, short, with_rpi)}) == 3
    assert woo.orderbooks[SWAP] is whole
    snapshots = [
        logged.request.query for logged in woo_course.venue.requests if "maxLevel" in logged.request.query
    ]
    assert [(query["maxLevel"], query.get("rpi")) for query in snapshots] == [
        ("500", None),
        ("50", None),
        ("50", "true"),
    ]
    await woo.un_watch_order_book(SWAP)
    assert woo.orderbooks[SWAP] is not whole
    (session,) = woo_course.venue.sockets.sessions
    assert set(session.topics) == {"orderbookupdate@PERP_BTC_USDT@50", "orderbookupdaterpi@PERP_BTC_USDT@50"}
    with pytest.raises(BadRequest, match="50, 200, 500 levels, not 100"):
        await woo.watch_order_book(SWAP, None, {"depth": 100})
