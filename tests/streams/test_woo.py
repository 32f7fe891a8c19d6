"""``watch_*`` of WOO X against the simulator, in both generations."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from ccxt.base.errors import (
    AuthenticationError,
    BadRequest,
    BadResponse,
    BadSymbol,
    ExchangeClosedByUser,
    ExchangeError,
    NetworkError,
    NotSupported,
    RequestTimeout,
    UnsubscribeError,
)

from ascendex_woo_adapters import pro
from ascendex_woo_adapters.simulator.socket_faults import SocketFault
from tests.streams.conftest import Course

SWAP, SPOT = "BTC/USDT:USDT", "BTC/USDT"
Connect = Callable[..., Any]


class Names(NamedTuple):
    """What a generation calls things on the wire."""

    generation: str
    books: str
    trades: str
    subscribing: str
    most: int
    """Topics that one socket takes."""

    def book(self, market_id: str) -> str:
        return self.books.replace("*", market_id)

    def trade(self, market_id: str) -> str:
        return self.trades.replace("*", market_id)


NAMES = {
    "v1": Names("v1", "*@orderbookupdate", "*@trade", "reply subscribe *", 50),
    "v3": Names("v3", "orderbookupdate@*@500", "trade@*", "reply SUBSCRIBE *", 100),
}


@pytest.fixture(params=["v1", "v3"])
def names(request: pytest.FixtureRequest) -> Names:
    return NAMES[request.param]


@pytest.fixture
def make(connect: Connect, names: Names) -> Connect:
    """An exchange of the generation, with further options."""

    def made(**options: Any) -> Any:
        return connect("woo", {"options": {"generation": names.generation, **options}})

    return made


@pytest.fixture
def woo(make: Connect) -> Any:
    return make()


def faulty(course: Course, **fault: Any) -> None:
    course.venue.sockets.faults.add(SocketFault(**fault))


def engine_states(course: Course, market_id: str) -> dict[int, Any]:
    """Every state that the venue's chains of updates passed through, by time."""
    chains = course.venue.sockets.books._chains[market_id].values()
    return {snapshot.state.time: snapshot.state for chain in chains for snapshot in chain.history}


def assert_equal_book(book: Any, state: Any) -> None:
    for name in ("bids", "asks"):
        assert [tuple(level) for level in book[name]] == [
            (float(price), float(size)) for price, size in getattr(state, name).items()
        ]
    assert book["bids"][0][0] < book["asks"][0][0]


# public data -----------------------------------------------------------------------------------------


async def test_the_book_equals_the_engines(woo: Any, woo_course: Course) -> None:
    for _ in range(5):
        book = await woo_course.until(woo.watch_order_book(SWAP))
        assert_equal_book(book, engine_states(woo_course, "PERP_BTC_USDT")[book["nonce"]])
        assert book["timestamp"] == book["nonce"]
        assert book["symbol"] == SWAP
    assert woo.orderbooks[SWAP] is book
    assert woo.order_book_resyncs == {SWAP: 0}
    best = await woo_course.until(woo.watch_order_book(SWAP, 3))
    state = engine_states(woo_course, "PERP_BTC_USDT")[best["nonce"]]
    assert best["bids"] == [[float(price), float(size)] for price, size in list(state.bids.items())[:3]]
    assert len(best["asks"]) == 3
    assert len(woo.orderbooks[SWAP]["asks"]) > 3


async def test_a_snapshot_that_lags_is_asked_for_again(woo: Any, woo_course: Course, names: Names) -> None:
    await woo_course.until(woo.watch_order_book(SWAP))
    books = woo_course.venue.sockets.books
    books.lag_ms = 5000
    faulty(woo_course, match=names.books, kind="skip")
    asked = len(woo_course.venue.requests)
    await woo_course.holds(lambda: woo.order_book_resyncs[SWAP] == 1)
    book = await woo_course.until(woo.watch_order_book(SWAP), ms=1000)
    assert len(woo_course.venue.requests) > asked + 1
    assert_equal_book(book, engine_states(woo_course, "PERP_BTC_USDT")[book["nonce"]])


async def test_a_book_without_a_fitting_snapshot_is_an_error_not_a_wrong_book(
    make: Connect, woo_course: Course, names: Names
) -> None:
    woo = make(snapshotTimeout=300)
    await woo_course.until(woo.watch_order_book(SWAP))
    woo_course.venue.sockets.books.lag_ms = 10_000_000
    faulty(woo_course, match=names.books, kind="skip")
    await woo_course.holds(lambda: woo.order_book_resyncs[SWAP] == 1)
    with pytest.raises(ExchangeError, match="no snapshot"):
        await woo_course.until(woo.watch_order_book(SWAP))
    assert woo.orderbooks[SWAP]["bids"] == []
    woo_course.venue.sockets.books.lag_ms = 0
    assert (await woo_course.until(woo.watch_order_book(SWAP)))["bids"]


async def test_several_books_in_one_call(woo: Any, woo_course: Course) -> None:
    seen: set[str] = set()
    while len(seen) < 2:
        book = await woo_course.until(woo.watch_order_book_for_symbols([SWAP, SPOT]))
        seen.add(book["symbol"])


async def test_trades_since_the_last_call_none_lost(woo: Any, woo_course: Course) -> None:
    trades = await woo_course.until(woo.watch_trades(SWAP))
    assert {trade["symbol"] for trade in trades} == {SWAP}
    for _ in range(60):  # nobody waits meanwhile
        await woo_course.step(1000)
    more = await woo.watch_trades(SWAP)
    assert len(more) > 1
    assert [*trades, *more] == list(woo.trades[SWAP])
    public = {(str(t.price), t.time) for t in woo_course.venue.engine.trades("PERP_BTC_USDT", 500)}
    assert {(format(trade["price"], "g"), trade["timestamp"]) for trade in more} <= {
        (format(float(price), "g"), time) for price, time in public
    }


async def test_candles(woo: Any, woo_course: Course) -> None:
    *_, candle = await woo_course.until(woo.watch_ohlcv(SWAP, "1m"), ms=5000)
    fetched = await woo.fetch_ohlcv(SWAP, "1m", limit=5)
    assert candle[:2] == next(row for row in fetched if row[0] == candle[0])[:2]
    told = await woo_course.until(woo.watch_ohlcv_for_symbols([[SWAP, "1m"], [SPOT, "5m"]]), ms=5000)
    assert set(told) <= {SWAP, SPOT}
    with pytest.raises(BadRequest, match="8h"):
        await woo.watch_ohlcv(SWAP, "8h")


async def test_prices(woo: Any, woo_course: Course) -> None:
    ticker = await woo_course.until(woo.watch_ticker(SWAP))
    fetched = await woo.fetch_ticker(SWAP)
    assert {name: ticker[name] for name in ("open", "high", "low")} == {
        name: fetched[name] for name in ("open", "high", "low")
    }
    assert ticker["low"] <= ticker["last"] <= ticker["high"]
    assert ticker["low"] < ticker["high"]
    assert ticker["datetime"]
    every: set[str] = set()
    while not {SWAP, SPOT} <= every or len(every) < 10:  # in V3 each comes by itself
        every |= set(await woo_course.until(woo.watch_tickers()))
    chosen = await woo_course.until(woo.watch_tickers([SWAP, SPOT]))
    assert chosen
    assert set(chosen) <= {SWAP, SPOT}
    best = (await woo_course.until(woo.watch_bids_asks([SPOT])))[SPOT]
    assert best["bid"] < best["ask"]
    mark = await woo_course.until(woo.watch_mark_price(SWAP))
    assert mark["markPrice"] > 0
    while SWAP not in await woo_course.until(woo.watch_mark_prices()):
        pass
    rate = await woo_course.until(woo.watch_funding_rate(SWAP), ms=5000)
    assert rate["fundingTimestamp"] > rate["timestamp"]
    with pytest.raises(BadSymbol):
        await woo.watch_funding_rate(SPOT)


@pytest.mark.parametrize("method", ["watch_tickers", "watch_bids_asks", "watch_mark_prices"])
async def test_everybody_who_waits_for_all_prices_is_told_what_changed(
    woo: Any, woo_course: Course, names: Names, method: str
) -> None:
    watch = getattr(woo, method)
    for _ in range(3):
        first, second = await woo_course.until(asyncio.gather(watch(), watch()))
        assert first
        assert second
        # in V3 each market comes by itself: the first call may find more of them than the second waits for
        assert first == second or names.generation == "v3"


async def test_what_a_call_comes_to_is_worked_out_anew_with_new_markets(woo: Any, woo_course: Course) -> None:
    for _ in range(2):
        assert await woo_course.until(woo.watch_trades(SWAP))
    assert woo._plan("trades", [SWAP]) is not None
    await woo.load_markets(True)
    assert woo._plan("trades", [SWAP]) is None
    assert await woo_course.until(woo.watch_trades(SWAP))


# private data ----------------------------------------------------------------------------------------


async def test_an_order_from_placement_to_fill(woo: Any, woo_course: Course) -> None:
    watching = asyncio.ensure_future(woo.watch_orders(SWAP))
    fills = asyncio.ensure_future(woo.watch_my_trades())
    await woo_course.holds(lambda: len(woo_course.venue.sockets.of("main")) == 1)
    await asyncio.sleep(0.02)
    price = round((await woo.fetch_order_book(SWAP, 1))["bids"][0][0] * 0.97, 1)
    placed = await woo.create_order(SWAP, "limit", "buy", 0.01, price)
    (order,) = await woo_course.until(watching)
    fetched = await woo.fetch_order(placed["id"], SWAP)
    for name in ("id", "clientOrderId", "status", "price", "amount", "filled", "side", "type", "timestamp"):
        assert order[name] == fetched[name], name
    canceling = asyncio.ensure_future(woo.watch_orders())
    await woo.cancel_order(placed["id"], SWAP)
    (order,) = await woo_course.until(canceling)
    assert (order["id"], order["status"], order["timestamp"]) == (
        placed["id"],
        "canceled",
        fetched["timestamp"],
    )
    market_order = await woo.create_order(SWAP, "market", "buy", 0.01)
    rows = await woo_course.until(fills)
    assert {row["order"] for row in rows} == {market_order["id"]}
    told = await woo.fetch_my_trades(SWAP)
    names = ("id", "price", "amount", "cost", "side", "order", "takerOrMaker", "timestamp", "fee")
    assert [{n: row[n] for n in names} for row in rows] == [{n: row[n] for n in names} for row in told]


@pytest.mark.parametrize(("watched", "other"), [("orders", "myTrades"), ("myTrades", "orders")])
async def test_of_a_report_only_what_is_watched_is_read(
    woo: Any, woo_course: Course, watched: str, other: str
) -> None:
    watch = {"orders": woo.watch_orders, "myTrades": woo.watch_my_trades}
    watching = asyncio.ensure_future(watch[watched]())
    await woo_course.holds(lambda: len(woo_course.venue.sockets.of("main")) == 1)
    await asyncio.sleep(0.02)
    await woo.create_order(SWAP, "market", "buy", 0.01)
    assert await woo_course.until(watching)
    assert getattr(woo, other) is None
    watching = asyncio.ensure_future(watch[other]())
    await asyncio.sleep(0)
    order = await woo.create_order(SWAP, "market", "sell", 0.01)
    rows = await woo_course.until(watching)
    assert {row["id" if other == "orders" else "order"] for row in rows} == {order["id"]}
    assert list(getattr(woo, watched)) != list(getattr(woo, other)) == rows


async def test_algo_orders_are_watched_with_trigger(woo: Any, woo_course: Course) -> None:
    watching = asyncio.ensure_future(woo.watch_orders(params={"trigger": True}))
    await woo_course.holds(lambda: len(woo_course.venue.sockets.of("main")) == 1)
    await asyncio.sleep(0.02)
    price = round((await woo.fetch_order_book(SWAP, 1))["bids"][0][0] * 0.9, 1)
    placed = await woo.create_order(SWAP, "market", "sell", 0.01, None, {"triggerPrice": price})
    (order,) = await woo_course.until(watching)
    assert order["id"] == placed["id"]
    assert (order["triggerPrice"], order["status"], order["side"]) == (price, "open", "sell")
    assert woo.orders is None or not list(woo.orders)


async def test_balance_and_positions_begin_as_they_are(woo: Any, woo_course: Course) -> None:
    balance = await woo_course.until(woo.watch_balance())
    fetched = await woo.fetch_balance()
    assert balance["total"] == fetched["total"]
    assert await woo_course.until(woo.watch_positions()) == []
    await woo.create_order(SWAP, "market", "buy", 0.02)
    (position,) = await woo_course.until(woo.watch_positions([SWAP]))
    assert (position["side"], position["contracts"]) == ("long", 0.02)
    changed = await woo_course.until(woo.watch_balance())
    assert changed["USDT"]["total"] == (await woo.fetch_balance())["USDT"]["total"]
    assert changed["USDT"]["total"] < balance["USDT"]["total"]
    assert set(changed["total"]) == set(fetched["total"])
    await woo.create_order(SWAP, "market", "sell", 0.02, None, {"reduceOnly": True})
    (row,) = await woo_course.until(woo.watch_positions())
    while row["contracts"]:  # what the other call read is news to this one
        (row,) = await woo_course.until(woo.watch_positions())
    assert (row["side"], row["symbol"]) == ("long", SWAP)


# reconnects ------------------------------------------------------------------------------------------


async def test_a_cut_line_comes_back_and_no_stale_book_is_shown(
    woo: Any, woo_course: Course, names: Names
) -> None:
    await woo_course.until(woo.watch_trades(SPOT))
    held = await woo_course.until(woo.watch_order_book(SWAP))
    waiting = asyncio.ensure_future(woo.watch_orders())
    await woo_course.holds(lambda: len(woo_course.venue.sockets.of("main")) == 1)
    woo_course.venue.sockets.cut_all()
    await woo_course.holds(lambda: held["bids"] == held["asks"] == [])
    book = await woo_course.until(woo.watch_order_book(SWAP))
    assert book is held
    assert_equal_book(book, engine_states(woo_course, "PERP_BTC_USDT")[book["nonce"]])
    taken_up = {names.book("PERP_BTC_USDT"), names.trade("SPOT_BTC_USDT"), "executionreport"}
    sessions = woo_course.venue.sockets.sessions
    await woo_course.holds(lambda: {topic for session in sessions for topic in session.topics} == taken_up)
    assert not waiting.done()
    waiting.cancel()
    assert await woo_course.until(woo.watch_trades(SPOT))


async def test_subscriptions_beyond_the_most_open_a_second_socket(
    woo: Any, woo_course: Course, names: Names
) -> None:
    await woo.load_markets()
    symbols = [symbol for symbol, market in woo.markets.items() if market["active"]][:35]
    watching = [asyncio.ensure_future(woo.watch_order_book(symbol)) for symbol in symbols]
    watching += [asyncio.ensure_future(woo.watch_trades(symbol)) for symbol in symbols]
    watching += [asyncio.ensure_future(woo.watch_bids_asks([symbol])) for symbol in symbols]
    watching += [asyncio.ensure_future(woo.watch_ohlcv(symbol)) for symbol in symbols]
    sockets = woo_course.venue.sockets
    await woo_course.holds(lambda: sum(len(session.topics) for session in sockets.sessions) == 140)
    full, rest = divmod(140, names.most)
    assert sorted(len(session.topics) for session in sockets.sessions) == [rest, *[names.most] * full]
    for task in watching:
        task.cancel()


# refusals, errors, ends --------------------------------------------------------------------------------


async def test_a_refused_subscription_reaches_its_waiter_only(
    woo: Any, woo_course: Course, names: Names
) -> None:
    faulty(woo_course, match=names.trade("SPOT_BTC_USDT"), kind="refuse")
    other = asyncio.ensure_future(woo.watch_order_book(SWAP))
    with pytest.raises(ExchangeError, match=r"internal error|did not grant trade@SPOT_BTC_USDT"):
        await woo_course.until(woo.watch_trades(SPOT))
    assert (await woo_course.until(other))["bids"]
    assert await woo_course.until(woo.watch_trades(SPOT))  # asked again, and granted


async def test_another_topic_than_asked_for_is_a_refusal(woo: Any, woo_course: Course, names: Names) -> None:
    other = names.trade("PERP_ETH_USDT")
    replies = {
        "v1": f'{{"id": "1", "event": "subscribe", "success": true, "ts": 1, "data": "{other}"}}',
        "v3": f'{{"id": "1", "cmd": "SUBSCRIBE", "success": true, "time": 1, "data": ["{other}"]}}',
    }
    faulty(woo_course, match=names.subscribing, kind="text", text=replies[names.generation])
    with pytest.raises(ExchangeError, match=r"instead of|did not grant"):
        await woo_course.until(woo.watch_trades(SWAP))


async def test_an_unanswered_subscription_times_out(make: Connect, woo_course: Course, names: Names) -> None:
    woo = make(subscriptionTimeout=100)
    faulty(woo_course, match=names.subscribing, kind="skip")
    faulty(woo_course, match=names.trades, kind="skip", times=None)
    with pytest.raises(RequestTimeout):
        await woo_course.until(woo.watch_trades(SWAP))
    (session,) = woo_course.venue.sockets.sessions
    await woo_course.holds(lambda: not session.topics)  # the venue had granted it
    woo.options["subscriptionTimeout"] = 10_000
    woo_course.venue.sockets.faults.clear()
    assert await woo_course.until(woo.watch_trades(SWAP))


async def test_a_refused_login_reaches_every_private_waiter(woo: Any, woo_course: Course) -> None:
    woo.secret = "wrong"
    waiting = [asyncio.ensure_future(woo.watch_orders()), asyncio.ensure_future(woo.watch_my_trades())]
    await asyncio.wait(waiting)
    for task in waiting:
        assert isinstance(task.exception(), AuthenticationError)


async def test_without_keys_private_streams_are_refused_before_anything_is_sent(
    woo: Any, woo_course: Course
) -> None:
    woo.apiKey = ""
    with pytest.raises(AuthenticationError):
        await woo.watch_orders()
    assert woo_course.venue.sockets.sessions == []


async def test_the_application_id_is_asked_for_where_uid_is_missing(woo: Any, woo_course: Course) -> None:
    woo.uid = None
    balance = await woo_course.until(woo.watch_balance())
    assert balance["total"] == (await woo.fetch_balance())["total"]


async def test_a_venue_that_is_away_is_a_network_error_and_the_next_call_connects(
    woo: Any, woo_course: Course, names: Names
) -> None:
    await woo.load_markets()
    urls = woo.urls["api"]["ws"][names.generation]
    there, urls["public"] = urls["public"], "ws://127.0.0.1:9/ws/stream"
    with pytest.raises(NetworkError):
        await woo.watch_trades(SWAP)
    urls["public"] = there
    assert await woo_course.until(woo.watch_trades(SWAP))


async def test_streams_of_an_unknown_generation_are_refused(connect: Connect) -> None:
    woo = connect("woo")
    await woo.load_markets()
    woo.options["generation"] = "v2"
    with pytest.raises(NotSupported, match="'v1' or 'v3'"):
        await woo.watch_ticker(SWAP)
    assert not woo.clients


async def test_unreadable_messages_are_errors_of_their_topic(
    woo: Any, woo_course: Course, names: Names
) -> None:
    await woo_course.until(woo.watch_trades(SWAP))
    text = f'{{"topic": "{names.trade("PERP_BTC_USDT")}", "ts": 1, "data": 5}}'
    faulty(woo_course, match=names.trades, kind="text", text=text)
    for _ in range(20):  # nobody waits meanwhile: the next caller is told
        await woo_course.step(1000)
    with pytest.raises(BadResponse, match="cannot be read"):
        await woo_course.until(woo.watch_trades(SWAP))
    assert await woo_course.until(woo.watch_trades(SWAP))


async def test_unwatching_tells_waiters_and_lets_go(woo: Any, woo_course: Course) -> None:
    await woo_course.until(woo.watch_order_book(SWAP))
    orders = asyncio.ensure_future(woo.watch_orders())
    fills = asyncio.ensure_future(woo.watch_my_trades())
    await woo_course.holds(lambda: len(woo_course.venue.sockets.of("main")) == 1)
    await asyncio.sleep(0.02)
    assert await woo.un_watch_order_book(SWAP) is True
    assert SWAP not in woo.orderbooks
    assert woo.order_book_resyncs == {}
    await woo.un_watch_orders()
    with pytest.raises(UnsubscribeError):
        await orders
    assert not fills.done()
    (private,) = woo_course.venue.sockets.of("main")
    assert set(private.topics) == {"executionreport"}
    await woo.un_watch_my_trades()
    with pytest.raises(UnsubscribeError):
        await fills
    assert not private.topics


async def test_closing_tells_waiters_and_the_instance_can_be_used_again(woo: Any, woo_course: Course) -> None:
    waiting = asyncio.ensure_future(woo.watch_orders())
    await woo_course.until(woo.watch_trades(SWAP))
    await woo.close()
    with pytest.raises(ExchangeClosedByUser):
        await waiting
    assert not woo.clients
    assert await woo_course.until(woo.watch_balance())
    assert await woo_course.until(woo.watch_trades(SWAP))


def test_an_instance_works_in_one_event_loop_after_another(sim: Any, names: Names) -> None:
    woo = sim.connect(pro.woo, {"enableRateLimit": False, "options": {"generation": names.generation}})
    woo.timeout_on_exit = 20
    course = Course(sim, sim.woo)

    async def use() -> None:
        assert (await course.until(woo.watch_order_book(SWAP)))["bids"]
        await woo.close()

    asyncio.run(use())
    asyncio.run(use())
