"""Every topic that a venue documents is watched by a unified method, or reachable unread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from ccxt.base.errors import ExchangeError, UnsubscribeError

from ascendex_woo_adapters.common.streams.raw import Listed
from ascendex_woo_adapters.simulator.ascendex import feeds as ascendex_feeds
from ascendex_woo_adapters.simulator.ascendex import sockets as ascendex_sockets
from ascendex_woo_adapters.simulator.woo import feeds, sockets, v3_feeds, v3_sockets
from ascendex_woo_adapters.venues.ascendex.streams.channels import TOPICS as ASCENDEX
from ascendex_woo_adapters.venues.woo.streams import v1, v3
from tests.streams.conftest import Course

SWAP, SPOT = "BTC/USDT:USDT", "BTC/USDT"
Connect = Callable[..., Any]

REFERENCES: dict[str, tuple[Listed, ...]] = {"woo v1": v1.TOPICS, "woo v3": v3.TOPICS, "ascendex": ASCENDEX}
TRIGGER: dict[str, Any] = {"trigger": True}
#: Unified method -> the arguments of the calls that together use each of its topics.
CALLS: dict[str, list[tuple[Any, ...]]] = {
    "watch_order_book": [(SWAP,), (SWAP, None, {"rpi": True})],
    "watch_order_book_for_symbols": [([SWAP],), ([SWAP], None, {"rpi": True})],
    "watch_trades": [(SWAP,)],
    "watch_trades_for_symbols": [([SWAP],)],
    "watch_ticker": [(SWAP,)],
    "watch_tickers": [([SWAP],), ()],
    "watch_bids_asks": [([SWAP],), ()],
    "watch_ohlcv": [(SWAP, "1m")],
    "watch_ohlcv_for_symbols": [([[SWAP, "1m"]],)],
    "watch_mark_price": [(SWAP,)],
    "watch_mark_prices": [([SWAP],), ()],
    "watch_funding_rate": [(SWAP,)],
    "watch_funding_rates": [([SWAP],)],
    "watch_orders": [(), (None, None, None, TRIGGER)],
    "watch_my_trades": [()],
    "watch_balance": [()],
    "watch_positions": [()],
}
#: Documented on older pages only; the simulator does not have them.
UNSERVED = {"positioninfo"}
#: What takes a liquidation to be told: here it is enough that they are granted.
SELDOM = {"marginassignment"}
#: Without documentation, and yet there.
SERVED_ALL_THE_SAME = {("woo v1", "indexprices"), ("woo v3", "bborpi@{symbol}")}
#: What fills the braces of a topic.
DETAILS = {"{depth}": "50", "{time}": "1m", "{interval}": "1"}


def connected(connect: Connect, reference: str) -> Any:
    exchange_id, _, generation = reference.partition(" ")
    return connect(exchange_id, {"options": {"generation": generation}} if generation else {})


def channel_of(reference: str, topic: Listed) -> str:
    """A channel of a topic; index prices are told by spot markets."""
    market = "BTC-PERP" if reference == "ascendex" else "PERP_BTC_USDT"
    name = topic.channel.replace("{symbol}", "SPOT_BTC_USDT" if "indexprice" in topic.channel else market)
    for placeholder, detail in DETAILS.items():
        name = name.replace(placeholder, detail)
    return name


def rows(wanted: Callable[[Listed], bool]) -> list[Any]:
    return [
        pytest.param(reference, topic, id=f"{reference} {topic.channel}")
        for reference, topics in REFERENCES.items()
        for topic in topics
        if wanted(topic)
    ]


def camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join("OHLCV" if word == "ohlcv" else word.capitalize() for word in rest)


@pytest.mark.parametrize(("reference", "topic"), rows(lambda topic: bool(topic.methods)))
async def test_a_served_topic_is_what_its_methods_subscribe(
    connect: Connect, sim: Any, reference: str, topic: Listed
) -> None:
    exchange = connected(connect, reference)
    await exchange.load_markets()
    sockets = sim.venues[exchange.id].sockets
    course = Course(sim, sim.venues[exchange.id])

    def is_subscribed() -> bool:
        return any(topic.fits(channel) for session in sockets.sessions for channel in session.topics)

    for name in topic.methods:
        assert exchange.has[camel(name)] is True
        calls = [asyncio.ensure_future(getattr(exchange, name)(*args)) for args in CALLS[name]]
        await course.holds(is_subscribed)
        await exchange.close()
        await asyncio.gather(*calls, return_exceptions=True)
        await course.holds(lambda: not is_subscribed())


@pytest.mark.parametrize(("reference", "topic"), rows(lambda topic: topic.proven != "unconfirmed"))
async def test_a_documented_topic_is_reachable_unread(
    connect: Connect, sim: Any, reference: str, topic: Listed
) -> None:
    exchange = connected(connect, reference)
    channel = channel_of(reference, topic)
    course = Course(sim, sim.venues[exchange.id])
    if topic.channel in UNSERVED:
        with pytest.raises(ExchangeError):
            await course.until(exchange.watch_topic(channel))
        return
    watching = asyncio.ensure_future(exchange.watch_topic(channel))
    sockets = course.venue.sockets
    await course.holds(lambda: any(channel in session.topics for session in sockets.sessions))
    await asyncio.sleep(0.02)
    if topic.private:
        await exchange.create_order(SWAP, "market", "buy", 0.01)
        stop = {"triggerPrice": 50_000.0}
        await exchange.create_order(SWAP, "market", "sell", 0.01, None, stop)
    if topic.channel in SELDOM:
        watching.cancel()
        return
    messages = await course.until(watching, ms=1000)
    assert messages
    for message in messages:
        assert message.get("topic", channel) == channel
        assert message.get("m", channel).replace("-snapshot", "").startswith(channel.partition(":")[0])
    assert await exchange.un_watch_topic(channel) is True
    assert all(channel not in session.topics for session in sockets.sessions)


@pytest.mark.parametrize(("reference", "topic"), rows(lambda topic: topic.proven == "unconfirmed"))
async def test_a_topic_without_documentation_is_asked_for_all_the_same(
    connect: Connect, sim: Any, reference: str, topic: Listed
) -> None:
    """The simulator, which has the documented ones only, refuses most of them: who asked is told."""
    exchange = connected(connect, reference)
    course = Course(sim, sim.venues[exchange.id])
    channel = channel_of(reference, topic)
    if (reference, topic.channel) in SERVED_ALL_THE_SAME:
        assert (await course.until(exchange.watch_topic(channel)))[0]["topic"] == channel
    else:
        with pytest.raises(ExchangeError, match=channel):
            await course.until(exchange.watch_topic(channel))


def test_what_the_simulator_streams_is_listed() -> None:
    """A second reading of the documentation knows no topic that the tables leave out."""

    def names(reference: str) -> set[str]:
        return {topic.channel.replace("{symbol}", "*") for topic in REFERENCES[reference]}

    legacy = {f"*@{name}" for name in feeds.CHANNELS} - {"*@kline"} | {"*@kline_{time}"}
    assert names("woo v1") >= legacy | set(feeds.ALL_MARKETS) | set(sockets.PRIVATE_TOPICS)
    short = {name.partition("@")[0] for name in names("woo v3")}
    assert short >= set(v3_feeds.CHANNELS) | set(v3_sockets.PRIVATE_TOPICS)
    of_ascendex = {name.partition(":")[0] for name in names("ascendex")}
    known = {*ascendex_feeds.SYMBOL_CHANNELS, "bar", ascendex_sockets.PRICING, *ascendex_sockets.PRIVATE}
    assert of_ascendex == known


async def test_a_channel_can_be_watched_both_ways_at_once(connect: Connect, sim: Any) -> None:
    exchange = connect("woo")
    course = Course(sim, sim.woo)
    channel = "orderbookupdate@PERP_BTC_USDT@500"
    raw = await course.until(exchange.watch_topic(channel))
    book = await course.until(exchange.watch_order_book(SWAP))
    assert book["bids"][0][0] < book["asks"][0][0]
    raw = await course.until(exchange.watch_topic(channel))
    assert raw[-1]["data"]["s"] == "PERP_BTC_USDT"
    assert raw[-1]["data"]["ts"] <= exchange.orderbooks[SWAP]["nonce"]
    await exchange.un_watch_order_book(SWAP)
    (session,) = sim.woo.sockets.sessions
    assert set(session.topics) == {channel}
    assert await course.until(exchange.watch_topic(channel))
    while True:  # until there is nothing left to read, so that the call waits
        waiting = asyncio.ensure_future(exchange.watch_topic(channel))
        await asyncio.sleep(0.02)
        if not waiting.done():
            break
    await exchange.un_watch_topic(channel)
    with pytest.raises(UnsubscribeError):
        await waiting
    assert not session.topics


async def test_a_topic_comes_back_after_a_cut(connect: Connect, sim: Any) -> None:
    exchange = connect("woo")
    course = Course(sim, sim.woo)
    assert await course.until(exchange.watch_topic("account"))
    (first,) = sim.woo.sockets.of("main")
    sim.woo.sockets.cut_all()
    await course.holds(lambda: first not in sim.woo.sockets.sessions)
    assert (await course.until(exchange.watch_topic("account")))[-1]["data"]["m"] == "FUTURE"


@pytest.mark.parametrize(
    ("pattern", "channel", "fits"),
    [
        ("{symbol}@trade", "PERP_BTC_USDT@trade", True),
        ("{symbol}@trade", "PERP_BTC_USDT@trades", False),
        ("trade@{symbol}", "trade@PERP_BTC_USDT", True),
        ("kline@{symbol}@{time}", "kline@PERP_BTC_USDT@1m", True),
        ("bbo:{symbol}", "bbo:BTC-PERP", True),
        ("account", "accounts", False),
    ],
)
def test_which_channels_a_topic_names(pattern: str, channel: str, fits: bool) -> None:
    assert Listed(pattern).fits(channel) is fits
