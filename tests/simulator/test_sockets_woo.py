"""The sockets of WOO's first generation over raw connections."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

import aiohttp
import pytest

from ascendex_woo_adapters.simulator import ManualClock, Simulator

from .socket_client import Ladder, Lines, buy, ended, lines_of
from .woo_client import PERP, SPOT, Client

UPDATES = f"{PERP}@orderbookupdate"


# Commands.


async def test_subscriptions_are_acknowledged_and_refused_in_words(lines: Lines, clock: ManualClock) -> None:
    line = await lines.woo()
    assert await line.ask(id="clientID2", topic=UPDATES, event="subscribe") == {
        "id": "clientID2",
        "event": "subscribe",
        "success": True,
        "ts": clock.now(),
        "data": UPDATES,
    }
    assert await line.ask(id="clientID7", topic="SPOT_WOO_USDC@ticker", event="subscribe") == {
        "id": "clientID7",
        "event": "subscribe",
        "success": False,
        "ts": clock.now(),
        "errorMsg": "invalid symbol SPOT_WOO_USDC",
    }
    refused = {
        f"{PERP}@nothing": f"invalid topic {PERP}@nothing",
        f"{PERP}@kline_4h": f"invalid topic {PERP}@kline_4h",
        f"{SPOT}@markprice": f"invalid symbol {SPOT}",
        f"{PERP}@indexprice": f"invalid symbol {PERP}",
        "balance": "Auth is needed.",
    }
    for topic, text in refused.items():
        assert (await line.ask(id=1, topic=topic, event="subscribe"))["errorMsg"] == text


async def test_ids_come_back_as_they_were_sent(lines: Lines) -> None:
    line = await lines.woo()
    for number in (1, "one"):
        assert (await line.ask(id=number, topic=UPDATES, event="subscribe"))["id"] == number


async def test_nothing_comes_after_an_unsubscription(
    lines: Lines, clock: ManualClock, sim: Simulator
) -> None:
    line = await lines.woo(UPDATES)
    clock.advance(1000)
    assert await line.pushes(UPDATES)
    reply = await line.ask(id="2", topic=UPDATES, event="unsubscribe")
    assert (reply["event"], reply["success"], reply["data"]) == ("unsubscribe", True, UPDATES)
    clock.advance(1000)
    assert await line.all() == []
    assert sim.woo.sockets.sessions[0].topics == {}


async def test_a_connection_has_fifty_topics(lines: Lines, sim: Simulator) -> None:
    symbols = list(sim.woo.engine.instruments)
    topics = [f"{symbol}@{channel}" for channel in ("bbo", "trade") for symbol in symbols]
    line = await lines.woo(*topics[:50])
    assert "50" in (await line.ask(id=1, topic=topics[50], event="subscribe"))["errorMsg"]
    assert (await line.ask(id=1, topic=topics[0], event="subscribe"))["success"]
    await line.ask(id=1, topic=topics[0], event="unsubscribe")
    assert (await line.ask(id=1, topic=topics[50], event="subscribe"))["success"]


@pytest.mark.parametrize("text", ["nonsense", "[1]", '{"event": "dance"}', '{"event": "auth"}'])
async def test_what_is_not_understood_is_refused(lines: Lines, text: str) -> None:
    line = await lines.woo()
    await line.socket.send_str(text)
    reply = await line.next()
    assert (reply["success"], "invalid" in reply["errorMsg"]) == (False, True)
    assert await line.ask(event="ping") == {"event": "pong", "ts": line.sim.clock.now()}


async def test_paths_that_are_no_sockets(lines: Lines) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
        await lines.open("woo", "/ws/nothing", "event")
    assert caught.value.status == 404


# Keep-alive.


async def test_ten_unanswered_pings_end_a_session(lines: Lines, clock: ManualClock, sim: Simulator) -> None:
    line = await lines.woo()
    clock.advance(100_000)
    pings = [message async for message in _iterate(line, 10)]
    assert [ping["event"] for ping in pings] == ["ping"] * 10
    assert [b["ts"] - a["ts"] for a, b in pairwise(pings)] == [10_000] * 9
    assert len(sim.woo.sockets.sessions) == 1
    clock.advance(10_000)
    assert await line.rest() == []
    assert sim.woo.sockets.sessions == []


async def test_answered_pings_keep_a_session(lines: Lines, clock: ManualClock, sim: Simulator) -> None:
    line = await lines.woo()
    for _ in range(3):
        clock.advance(95_000)
        assert 9 <= [m["event"] for m in await line.all()].count("ping") <= 10
        await line.send(event="pong")
        assert await line.all() == []
    assert len(sim.woo.sockets.sessions) == 1


async def _iterate(line: Any, count: int) -> AsyncIterator[Any]:
    await line.sim.aflush()
    for _ in range(count):
        yield await line.next()


# Books.


async def test_deltas_build_the_book_that_rest_shows(
    lines: Lines, client: Client, clock: ManualClock, sim: Simulator
) -> None:
    line = await lines.woo(UPDATES)
    clock.advance(700)
    first = client.get(f"/v1/public/orderbook/{PERP}", max_level=1000)
    book = Ladder(first["bids"], first["asks"])
    seen = await line.pushes(UPDATES)
    assert seen[-1]["ts"] == first["timestamp"]
    assert all(after["data"]["prevTs"] == before["ts"] for before, after in pairwise(seen))
    time = first["timestamp"]
    for moves in (1000, 30, 5000):
        clock.advance(moves)
        buy(sim, "woo", PERP, "0.05")
        last = client.get(f"/v1/public/orderbook/{PERP}", max_level=1000)
        for message in await line.pushes(UPDATES):
            assert message["data"]["prevTs"] == time
            time = message["ts"]
            book.apply(message["data"]["bids"], message["data"]["asks"])
        assert time == last["timestamp"]
        assert book == Ladder(last["bids"], last["asks"])


async def test_the_snapshot_on_request_is_a_state_of_the_chain(
    lines: Lines, clock: ManualClock, client: Client
) -> None:
    line = await lines.woo(UPDATES)
    clock.advance(250)
    await line.send(id="r", event="request", params={"type": "orderbook", "symbol": PERP})
    delta, reply = await line.all()
    assert (reply["id"], reply["event"], reply["success"]) == ("r", "request", True)
    assert reply["data"]["ts"] == delta["ts"] == client.get(f"/v1/public/orderbook/{PERP}")["timestamp"]
    assert len(reply["data"]["bids"]) > 20
    bad = await line.ask(id="r", event="request", params={"type": "orderbook", "symbol": "X"})
    assert bad["errorMsg"] == "invalid symbol X"
    bad = await line.ask(id="r", event="request", params={"type": "trades", "symbol": PERP})
    assert bad["success"] is False


async def test_two_listeners_hear_the_same_and_one_that_comes_later_joins_the_chain(
    lines: Lines, clock: ManualClock
) -> None:
    one = await lines.woo(UPDATES)
    clock.advance(1000)
    before = await one.pushes(UPDATES)
    two = await lines.woo(UPDATES)
    clock.advance(1000)
    assert (both := await one.pushes(UPDATES)) == await two.pushes(UPDATES)
    assert both[0]["data"]["prevTs"] == before[-1]["ts"]


async def test_snapshots_may_lag(lines: Lines, clock: ManualClock, client: Client, sim: Simulator) -> None:
    line = await lines.woo(UPDATES)
    clock.advance(10_000)
    seen = [message["ts"] for message in await line.pushes(UPDATES)]
    sim.woo.sockets.books.lag_ms = 4000
    stale = client.get(f"/v1/public/orderbook/{PERP}")["timestamp"]
    assert stale == max(time for time in seen if time <= clock.now() - 4000)


async def test_whole_books_come_every_second(lines: Lines, clock: ManualClock) -> None:
    topic = f"{PERP}@orderbook"
    line = await lines.woo(topic)
    clock.advance(3000)
    books = await line.pushes(topic)
    assert [b["ts"] - a["ts"] for a, b in pairwise(books)] == [1000, 1000]
    data = books[0]["data"]
    assert data["symbol"] == PERP
    assert data["bids"] == sorted(data["bids"], reverse=True)
    assert data["asks"] == sorted(data["asks"])
    assert data["bids"][0] < data["asks"][0]


# Other market data.


async def test_the_same_clock_gives_the_same_messages(clock: ManualClock) -> None:
    async def messages(steps: list[int]) -> list[Any]:
        own = ManualClock()
        async with Simulator(seed=3, clock=own, venues=("woo",)) as sim, lines_of(sim) as lines:
            line = await lines.woo(UPDATES, f"{PERP}@trade", f"{PERP}@bbo", f"{PERP}@kline_1m")
            for step in steps:
                own.advance(step)
                await sim.aflush()
            return await line.all()

    at_once, slowly = await messages([4000]), await messages([70] * 50 + [500])
    assert len(at_once) > 30
    assert at_once == slowly


async def test_trades_are_those_of_rest(
    lines: Lines, clock: ManualClock, client: Client, sim: Simulator
) -> None:
    single, batched = f"{PERP}@trade", f"{PERP}@trades"
    line = await lines.woo(single, batched)
    clock.advance(5000)
    await sim.aflush()
    buy(sim, "woo", PERP, "0.01")
    clock.advance(200)
    found = await line.all()
    rows = [message["data"] for message in found if message["topic"] == single]
    assert rows == [row for message in found if message["topic"] == batched for row in message["data"]]
    newest = client.get("/v1/public/market_trades", symbol=PERP, limit=len(rows))["rows"][::-1]
    assert [(row["price"], row["size"], row["side"], row["source"]) for row in rows] == [
        (Decimal(str(r["executed_price"])), Decimal(str(r["executed_quantity"])), r["side"], r["source"])
        for r in newest
    ]
    assert {row["source"] for row in rows} == {0, 1}


async def test_best_quotes_are_pushed_when_they_change(
    lines: Lines, clock: ManualClock, sim: Simulator
) -> None:
    topic = f"{PERP}@bbo"
    line = await lines.woo(topic)
    clock.advance(5000)
    quotes = await line.pushes(topic)
    assert all(before["data"] != after["data"] for before, after in pairwise(quotes))
    last = quotes[-1]["data"]
    buy(sim, "woo", PERP, "0.01", str(last["bid"] + Decimal("0.01")))
    fresh = (await line.pushes(topic))[0]["data"]
    assert (fresh["bid"], fresh["bidSize"]) == (last["bid"] + Decimal("0.01"), Decimal("0.01"))
    assert (fresh["ask"], fresh["askSize"]) == (last["ask"], last["askSize"])


async def test_candles_are_final_when_the_next_one_starts(
    lines: Lines, clock: ManualClock, client: Client
) -> None:
    topic = f"{PERP}@kline_1m"
    line = await lines.woo(topic)
    clock.advance(81_000)
    candles = [message["data"] for message in await line.pushes(topic)]
    starts = list(dict.fromkeys(candle["startTime"] for candle in candles))
    assert len(starts) == 3
    rows = client.get("/v1/public/kline", symbol=PERP, type="1m", limit=3)["rows"]
    expected = {row["start_timestamp"]: row for row in rows}
    for start in starts[:2]:
        final = [candle for candle in candles if candle["startTime"] == start][-1]
        for name in ("open", "high", "low", "close", "volume"):
            assert float(final[name]) == expected[start][name]
    assert candles[0]["endTime"] - candles[0]["startTime"] == 60_000


EVERY = {
    f"{PERP}@ticker": 1000,
    "tickers": 1000,
    "bbos": 1000,
    f"{SPOT}@indexprice": 1000,
    f"{PERP}@markprice": 1000,
    "markprices": 1000,
    "indexprices": 1000,
    "openinterests": 10_000,
    f"{PERP}@estfundingrate": 60_000,
}


@pytest.mark.parametrize("topic", EVERY)
async def test_periodic_topics(lines: Lines, clock: ManualClock, topic: str) -> None:
    line = await lines.woo(topic)
    for _ in range(2):
        clock.advance(EVERY[topic])
        message = (await line.pushes(topic))[-1]
        assert message["ts"] % EVERY[topic] == 0
        assert clock.now() - message["ts"] < EVERY[topic]


async def test_fields_of_the_periodic_topics(lines: Lines, clock: ManualClock, client: Client) -> None:
    line = await lines.woo(*EVERY)
    clock.advance(60_000)
    found = {message["topic"]: message["data"] for message in await line.all() if "topic" in message}
    ticker = found[f"{PERP}@ticker"]
    futures = client.get(f"/v1/public/futures/{PERP}")["info"]
    assert (float(ticker["open"]), float(ticker["high"])) == (futures["24h_open"], futures["24h_high"])
    assert list(ticker)[:7] == ["symbol", "open", "close", "high", "low", "volume", "amount"]
    assert {row["symbol"] for row in found["tickers"]} >= {PERP, SPOT}
    assert list(found["bbos"][0]) == ["symbol", "ask", "askSize", "bid", "bidSize"]
    assert list(found[f"{PERP}@markprice"]) == list(found[f"{SPOT}@indexprice"]) == ["symbol", "price"]
    assert all(row["symbol"].startswith("PERP_") for row in found["markprices"])
    assert list(found["openinterests"][0]) == ["symbol", "openinterest"]
    rate = found[f"{PERP}@estfundingrate"]
    assert rate["fundingTs"] == client.get(f"/v1/public/funding_rate/{PERP}")["next_funding_time"]


async def test_open_interest_is_repeated_every_ten_seconds(
    lines: Lines, clock: ManualClock, sim: Simulator
) -> None:
    topic = f"{PERP}@openinterest"
    line = await lines.woo(topic)
    clock.advance(31_000)
    messages = await line.pushes(topic)
    assert all(b["ts"] - a["ts"] <= 10_000 for a, b in pairwise(messages))
    buy(sim, "woo", PERP, "0.5")
    clock.advance(1000)
    last = (await line.pushes(topic))[-1]["data"]
    assert last == {"symbol": PERP, "openInterest": sim.woo.engine.open_interest(PERP)}


# Sessions.


async def test_sessions_can_be_seen_and_cut(lines: Lines, sim: Simulator) -> None:
    public = await lines.woo(UPDATES)
    private = await lines.woo_private("balance")
    first, second = sim.woo.sockets.sessions
    assert (list(first.topics), first.account) == ([UPDATES], None)
    assert (list(second.topics), second.account.name) == (["balance"], "main")
    assert len(first.received) == 1
    assert len(first.sent) == 1
    sim.woo.sockets.cut_all()
    assert sim.woo.sockets.sessions == []
    assert await public.rest() == await private.rest() == []


async def test_a_client_that_leaves_is_forgotten(lines: Lines, sim: Simulator) -> None:
    line = await lines.woo(UPDATES)
    (session,) = sim.woo.sockets.sessions
    await line.socket.close()
    await ended(session)
    assert sim.woo.sockets.sessions == []


async def test_a_reset_ends_sessions_and_serves_new_ones(
    lines: Lines, sim: Simulator, clock: ManualClock
) -> None:
    line = await lines.woo(UPDATES)
    sim.reset()
    assert await line.rest() == []
    again = await lines.woo(UPDATES)
    clock.advance(500)
    assert await again.pushes(UPDATES)


async def test_protocol_pings_are_answered(lines: Lines) -> None:
    line = await lines.woo()
    await line.socket.ping(b"there?")
    frame = await line.socket.receive(5)
    assert (frame.type, frame.data) == (aiohttp.WSMsgType.PONG, b"there?")


async def test_long_jumps_of_the_clock_leave_market_data_out(lines: Lines, clock: ManualClock) -> None:
    line, start = await lines.woo(UPDATES), clock.now()
    clock.advance(95_000)
    first, *more = await line.pushes(UPDATES)
    assert first["data"]["prevTs"] == start
    assert 34_000 <= first["ts"] - start <= 36_000
    assert {after["ts"] - before["ts"] for before, after in pairwise([first, *more])} == {250}
