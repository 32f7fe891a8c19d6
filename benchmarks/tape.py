"""Frames of WOO X's legacy sockets, made by the simulator's engine and kept to be fed again and again."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, NamedTuple

from ascendex_woo_adapters.simulator.server import Request, Venue, dump
from benchmarks.trading import Trader, venue_of
from benchmarks.wire import Ear

MARKET_ID = "PERP_BTC_USDT"
#: Levels that a delta changes on an average.
LEVELS = 10
_PUBLIC, _PRIVATE = "/ws/stream", "/v2/ws/private/stream"


class Tape(NamedTuple):
    """Frames of one topic, oldest first; ``replies`` are REST's at their beginning, by path."""

    venue: Venue
    frames: list[str]
    replies: dict[str, Any]


@cache
def record(topic: str, count: int) -> Tape:
    """The next ``count`` frames of a topic after it was subscribed."""
    venue, clock = venue_of("woo")
    private = topic == "executionreport"
    frames: list[str] = []

    def take(text: str) -> None:
        if text.startswith('{"event":"ping"'):
            ear.say({"event": "pong"})
        else:
            frames.append(text)

    ear = Ear(venue, _PRIVATE if private else _PUBLIC, take)
    if private:
        ear.account = venue.engine.account("main")
    ear.say({"id": "1", "event": "subscribe", "topic": topic})
    market_id = topic.partition("@")[0] if "@" in topic else MARKET_ID
    snapshots = {
        f"/v1/public/orderbook/{market_id}": {"max_level": "500"},
        "/v3/public/orderbook": {"symbol": market_id, "maxLevel": "500"},
    }
    replies = {path: _reply(venue, path, query) for path, query in snapshots.items()}
    frames.clear()
    trader = Trader(venue, market_id)
    while len(frames) < count:
        if topic.endswith("@orderbookupdate"):
            _change_book(venue, trader)
        elif topic.endswith("@trade"):
            clock.advance(100)
            trader.trade()
        elif private:
            clock.advance(100)
            trader.act()
            trader.trade()
        else:
            clock.advance(1000)
            venue.sockets.catch_up()
    venue.sockets.forget(ear)
    return Tape(venue, frames[:count], replies)


def _change_book(venue: Venue, trader: Trader) -> None:
    """Several orders between two updates."""
    with venue.lock:
        for _ in range(LEVELS + 1):
            trader.act()
        venue.sockets.book(trader.market_id, "v1")


def _reply(venue: Venue, path: str, query: dict[str, str]) -> Any:
    return json.loads(dump(venue.answer(Request("GET", path, query=query)).body))
