"""What happens to one market leaves those alone who watch another."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from ccxt.base.errors import BaseError, UnsubscribeError

from ascendex_woo_adapters.common.streams.topics import Plan, Topic
from ascendex_woo_adapters.simulator.socket_faults import SocketFault
from tests.streams.conftest import Course
from tests.streams.profiles import SYMBOL, Profile

Join = Callable[[], Any]

OTHER = "ETH/USDT:USDT"
#: What can be watched of one market, and the call that watches several.
METHODS = {
    "trades": "watch_trades_for_symbols",
    "order_book": "watch_order_book_for_symbols",
    "ohlcv": "watch_ohlcv_for_symbols",
    "ticker": "watch_tickers",
    "mark_price": "watch_mark_prices",
    "funding_rate": "watch_funding_rates",
}
#: Kind of topic -> the call that watches it.
ALONE = {"ticker": "watch_ticker", "book": "watch_order_book"}


class Listener:
    """Somebody who calls again and again."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self.call = call
        self.told = 0
        self.task = asyncio.ensure_future(self._listen())

    async def _listen(self) -> None:
        while True:
            await self.call()
            self.told += 1

    async def goes_on(self, course: Course) -> None:
        """It is told more, and no error."""
        before = self.told
        await course.holds(lambda: self.told > before or self.task.done(), ms=1000)
        assert not self.task.done(), self.task.exception()
        self.task.cancel()


async def both_watched(exchange: Any, course: Course, method: str) -> None:
    """Watch two markets by one call."""
    both = [[SYMBOL, "1m"], [OTHER, "1m"]] if method == "ohlcv" else [SYMBOL, OTHER]
    await course.until(getattr(exchange, METHODS[method])(both), ms=1000)


@pytest.mark.parametrize("method", METHODS)
async def test_taking_back_one_market_ends_no_other(
    profile: Profile, course: Course, join: Join, method: str
) -> None:
    exchange = join()
    await exchange.load_markets()
    await both_watched(exchange, course, method)
    watch = getattr(exchange, f"watch_{method}")
    listener = Listener(lambda: watch(SYMBOL))
    await course.holds(lambda: listener.told > 0, ms=1000)
    await getattr(exchange, f"un_watch_{method}")(OTHER)
    await listener.goes_on(course)


@pytest.mark.parametrize("method", METHODS)
async def test_taking_back_one_market_tells_those_who_watch_it(
    profile: Profile, course: Course, join: Join, method: str
) -> None:
    exchange = join()
    await exchange.load_markets()
    await both_watched(exchange, course, method)
    watch = getattr(exchange, f"watch_{method}")
    listener = Listener(lambda: watch(OTHER))
    while not listener.task.done():  # it may just have been told, and call again
        await getattr(exchange, f"un_watch_{method}")(OTHER)
        await course.step()
    assert isinstance(listener.task.exception(), UnsubscribeError)


async def test_a_refusal_of_one_market_is_told_to_those_who_watch_it(
    profile: Profile, course: Course, join: Join
) -> None:
    exchange = join()
    await exchange.load_markets()
    (refused,) = exchange._public_topics("trades", [OTHER])
    course.venue.sockets.faults.add(SocketFault(refused.channel, "refuse", times=None))
    one = Listener(lambda: exchange.watch_trades(SYMBOL))
    await course.holds(lambda: one.told > 0, ms=1000)
    both = Listener(lambda: exchange.watch_trades_for_symbols([SYMBOL, OTHER]))
    await course.holds(both.task.done, ms=1000)
    assert isinstance(both.task.exception(), BaseError)
    await one.goes_on(course)


@pytest.mark.parametrize("kind", ALONE)
async def test_what_nobody_has_read_of_a_market_stays_whatever_happens_to_another(
    profile: Profile, course: Course, join: Join, kind: str
) -> None:
    exchange = join()
    await both_watched(exchange, course, "order_book" if kind == "book" else kind)
    watch = getattr(exchange, ALONE[kind])
    for symbol in (SYMBOL, OTHER):
        await course.until(watch(symbol), ms=1000)
    (topic,) = exchange._book_topics([SYMBOL], {})
    name = f"book:{topic.channel}" if kind == "book" else f"ticker:{SYMBOL}"
    await course.holds(lambda: name in exchange._waiters._unread, ms=1000)
    if kind == "book":
        (other,) = exchange._book_topics([OTHER], {})
        exchange._feed_book(other, (10**15, 10**15 + 1, None, [], []))  # something is missing before it
        assert exchange.order_book_resyncs[OTHER] == 1
    else:
        await exchange.un_watch_ticker(OTHER)
    told = asyncio.ensure_future(watch(SYMBOL))
    await asyncio.sleep(0)
    assert told.done()


async def test_a_market_that_a_topic_of_all_tells_too_is_told_on(connect: Any, woo_course: Course) -> None:
    woo = connect("woo", {"options": {"generation": "v1"}})
    await woo.load_markets()
    many = [symbol for symbol, market in woo.markets.items() if market["active"]][:12]
    listener = Listener(lambda: woo.watch_tickers(many))
    await woo_course.until(woo.watch_ticker(many[0]), ms=1000)
    await woo_course.holds(lambda: listener.told > 0, ms=1000)
    (session,) = woo_course.venue.sockets.sessions
    assert len(session.topics) == 2
    await woo.un_watch_ticker(many[0])
    assert set(session.topics) == {"tickers"}
    await listener.goes_on(woo_course)


def test_topics_feed_what_they_tell() -> None:
    def fed(names: dict[str, Any], *topics: Topic) -> dict[str, list[str]]:
        return {channel: list(hashes) for channel, hashes in Plan(topics, names).fed()}

    markets = [Topic("ticker", f"{symbol}@ticker", symbol=symbol) for symbol in "AB"]
    of_markets = {"ticker:A": "A", "ticker:B": "B"}
    assert fed(of_markets, *markets) == {"A@ticker": ["ticker:A"], "B@ticker": ["ticker:B"]}
    assert fed(of_markets, Topic("ticker", "tickers")) == {"tickers": ["ticker:A", "ticker:B"]}
    assert fed({"ticker": None}, *markets) == {"A@ticker": ["ticker"], "B@ticker": ["ticker"]}
    candles = [Topic("candles", f"A@{each}", symbol="A", timeframe=each) for each in ("1m", "5m")]
    of_candles = {"candles:A:1m": ("A", "1m"), "candles:A:5m": ("A", "5m")}
    assert fed(of_candles, *candles) == {"A@1m": ["candles:A:1m"], "A@5m": ["candles:A:5m"]}
    books = [Topic("book", f"A@{depth}", symbol="A") for depth in (50, 200)]
    assert fed({"book:A@50": "A@50", "book:A@200": "A@200"}, *books) == {
        "A@50": ["book:A@50"],
        "A@200": ["book:A@200"],
    }
