"""What may be put into caches, and how they are read."""

from __future__ import annotations

import random
from typing import Any

import pytest
from ccxt.async_support.base.ws.cache import ArrayCacheBySymbolById, ArrayCacheBySymbolBySide

from ascendex_woo_adapters.common.streams.caches import RowsById, is_news, newest, put_position


def order(status: str = "open", filled: float = 0.0, **more: Any) -> dict[str, Any]:
    fields = {"amount": 2.0, "price": 10.0, "average": None, "triggerPrice": None, "cost": None}
    fields |= {"timestamp": 500, "lastUpdateTimestamp": None}
    return {"id": "1", "symbol": "A", "status": status, "filled": filled, **fields, **more}


@pytest.mark.parametrize(
    ("known", "told", "since", "expected"),
    [
        (None, order(), None, True),
        (None, order(), 500, True),
        (None, order(), 501, False),
        (None, order(timestamp=None), 501, True),
        (None, order(filled=1.0), 501, True),
        (None, order(lastUpdateTimestamp=500), 500, True),
        (None, order(filled=1.0, lastUpdateTimestamp=500), 501, False),
        (order(), order(filled=1.0), None, True),
        (order(), order(), None, True),
        (order(), order(), 0, False),
        (order(), order(price=11.0), 501, True),
        (order(filled=1.0), order(filled=0.5), None, False),
        (order("canceled"), order(), None, False),
        (order("closed", 2.0), order("closed", 2.0), None, False),
        (order("canceled", 1.0), order("canceled", 1.5), 501, True),
    ],
)
def test_only_what_is_newer_is_told(known: Any, told: Any, since: int | None, expected: bool) -> None:
    assert is_news(known, told, since) is expected


def test_the_end_of_a_cache_equals_ccxts_filter() -> None:
    from ccxt.async_support import Exchange

    cache = ArrayCacheBySymbolById(50)
    for number in range(80):
        cache.append({"id": str(number), "symbol": "AB"[number % 2], "timestamp": number})
    exchange = Exchange()
    for symbol in (None, "A", "B"):
        for since in (None, 60):
            for limit in (None, 1, 7, 100):
                expected = exchange.filter_by_symbol_since_limit(cache, symbol, since, limit, True)
                assert newest(cache, limit, since, symbol) == expected
    assert newest(cache, 0) == []


def position(side: str | None, contracts: float, hedged: bool = False) -> dict[str, Any]:
    return {"symbol": "A", "side": side, "contracts": contracts, "hedged": hedged}


def test_a_flat_position_ends_the_side_that_was_open() -> None:
    cache = ArrayCacheBySymbolBySide()
    put_position(cache, position("long", 1.0))
    put_position(cache, position(None, 0.0))
    assert [(row["side"], row["contracts"]) for row in cache] == [("long", 0.0)]


def test_a_position_that_turns_ends_its_old_side_unless_both_may_be_held() -> None:
    cache = ArrayCacheBySymbolBySide()
    put_position(cache, position("long", 1.0))
    told = put_position(cache, position("short", 2.0))
    assert [(row["side"], row["contracts"]) for row in told] == [("long", 0.0), ("short", 2.0)]
    hedged = ArrayCacheBySymbolBySide()
    put_position(hedged, position("long", 1.0, True))
    put_position(hedged, position("short", 2.0, True))
    assert [(row["side"], row["contracts"]) for row in hedged] == [("long", 1.0), ("short", 2.0)]
    put_position(hedged, position("long", 0.0, True))
    assert {row["side"]: row["contracts"] for row in hedged} == {"long": 0.0, "short": 2.0}


def test_rows_by_id_keep_what_ccxts_cache_keeps() -> None:
    rng = random.Random(3)
    ours, theirs = RowsById(300), ArrayCacheBySymbolById(300)
    for number in range(3000):
        # old rows change too, also those beyond where one is looked for first
        name = str(rng.randint(max(0, number - 400), number))
        row = {"id": name, "symbol": rng.choice("AB"), "number": number}
        ours.append(dict(row))
        theirs.append(dict(row))
        if rng.random() < 0.05:
            symbol = rng.choice(("A", "B", None))
            assert ours.getLimit(symbol, None) == theirs.getLimit(symbol, None)
    assert list(ours) == list(theirs) == ours
    assert list(reversed(ours)) == list(reversed(theirs))
    assert (ours[0], ours[-1], ours[5:9]) == (theirs[0], theirs[-1], theirs[5:9])
    assert ours.hashmap == theirs.hashmap
    assert len(ours) == 300
    row = ours[150]
    ours.append({"id": row["id"], "symbol": row["symbol"], "number": -1})
    assert ours[-1] is row
    assert ours.row(row["symbol"], row["id"])["number"] == -1  # type: ignore[index]
    for cache in (ours, theirs):
        cache.clear()
        assert not cache
        assert cache.getLimit(None, 5) == 0
        assert cache.getLimit("A", 5) == 5
        cache.append({"id": "1", "symbol": "A"})
        assert cache.getLimit("A", 5) == cache.getLimit(None, None) == len(cache) == 1
