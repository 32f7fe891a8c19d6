"""Candles joined at the seam of two endpoints, and fills followed by cursors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support import NOW, Face, Frozen, Sent, stubbed
from tests.woo.v3.venue import SPOT, SWAP, V3, answering, data, listed

Stub = Callable[..., Face]
MINUTE = 60_000
NEWEST = NOW // MINUTE * MINUTE
#: The venue's whole record in these tests: 3000 candles of a minute.
STARTS = range(NEWEST - 2999 * MINUTE, NEWEST + 1, MINUTE)


def candle(start: int, close: str = "1") -> dict[str, Any]:
    return {
        "symbol": "PERP_ETH_USDT", "open": "1", "close": close, "high": "1", "low": "1", "volume": "1", "amount": "1",
        "type": "1m", "startTimestamp": start, "endTimestamp": start + MINUTE,
    }  # fmt: skip


def candles(lag: int) -> Callable[[Sent], Any]:
    """``kline`` with the newest, ``klineHistory`` without the last ``lag``; cursors are exclusive."""

    def answer(sent: Sent) -> Any:
        query = {key: int(value) for key, value in sent.query.items() if value.isdigit()}
        if sent.path == "/v3/public/kline":
            return data({"rows": [candle(start, "2") for start in STARTS[-query["limit"] :][::-1]]})
        assert sent.path == "/v3/public/klineHistory"
        assert ("before" in query) != ("after" in query)
        known = list(STARTS[: len(STARTS) - lag])
        if "before" in query:
            chosen = [start for start in known if start < query["before"]][-query["limit"] :]
        else:
            chosen = [start for start in known if start > query["after"]][: query["limit"]]
        return data({"rows": [candle(start) for start in reversed(chosen)]})

    return answering(answer)


WINDOWS = st.integers(min_value=NEWEST - 2900 * MINUTE, max_value=NEWEST + 3 * MINUTE)


@settings(max_examples=150)
@given(
    since=st.one_of(st.none(), WINDOWS),
    until=st.one_of(st.none(), WINDOWS),
    limit=st.one_of(st.none(), st.integers(min_value=1, max_value=1200)),
    lag=st.integers(min_value=0, max_value=900),
)
def test_no_window_has_a_hole_or_a_double(
    since: int | None, until: int | None, limit: int | None, lag: int
) -> None:
    if since is not None and until is not None and since > until:
        since, until = until, since
    face = stubbed("woo", "sync", candles(lag), V3)
    params = {} if until is None else {"until": until}
    times = [row[0] for row in face.exchange.fetch_ohlcv(SWAP, "1m", since, limit, params)]
    fitting = [
        start for start in STARTS if (since is None or start >= since) and (until is None or start <= until)
    ]
    count = min(limit or (100 if since is None and until is None else 1000), 1000)
    assert times == (fitting[:count] if since is not None else fitting[-count:])
    face.exchange.session.close()


async def test_a_window_across_the_seam_asks_both(stub: Stub) -> None:
    face = stub("woo", candles(0), V3)
    since = NEWEST - 1500 * MINUTE
    rows = await face.call("fetch_ohlcv", SWAP, "1m", since, 1000)
    assert [row[0] for row in rows] == list(range(since, since + 1000 * MINUTE, MINUTE))
    asked = sorted((sent.path, sent.query) for sent in face.sent if "kline" in sent.path)
    common = {"symbol": "PERP_ETH_USDT", "type": "1m", "limit": "1000"}
    assert asked == [
        ("/v3/public/kline", common),
        ("/v3/public/klineHistory", {**common, "after": str(since - 1)}),
    ]
    assert rows[-1][4] == 2.0, "where both have a candle, the fresh one is taken"


async def test_a_window_before_the_seam_asks_the_history_only(stub: Stub) -> None:
    face = stub("woo", candles(0), V3)
    until = NEWEST - 2000 * MINUTE
    rows = await face.call("fetch_ohlcv", SWAP, "1m", None, 3, {"until": until})
    assert [row[0] for row in rows] == [until - 2 * MINUTE, until - MINUTE, until]
    assert [sent.query for sent in face.sent if "kline" in sent.path] == [
        {"symbol": "PERP_ETH_USDT", "type": "1m", "limit": "3", "before": str(until + 1)}
    ]


# fills -----------------------------------------------------------------------------------------------

FILLS: list[dict[str, Any]] = [
    {
        "id": 100 + number, "symbol": "SPOT_BTC_USDT", "orderId": 7 + number % 2, "executedPrice": "10",
        "executedQuantity": "1", "isMaker": 1, "side": "BUY", "fee": "0.1", "feeAsset": "BTC",
        "executedTimestamp": NOW - 10_000 + number // 3,
    }
    for number in range(1234)
]  # fmt: skip


def history(order: str, bounds: str) -> Callable[[Sent], Any]:
    """The same fills, oldest or newest first, by cursors that include their own row or do not."""

    def answer(sent: Sent) -> Any:
        query = {key: int(value) for key, value in sent.query.items() if value.isdigit()}
        slack = 0 if bounds == "inclusive" else 1
        rows = [
            row
            for row in FILLS
            if row["id"] >= query.get("fromId", 0) + (slack if "fromId" in query else 0)
            and query.get("startTime", 0) <= row["executedTimestamp"]
            and row["executedTimestamp"] <= query.get("endTime", 2**53) - slack
        ]
        if order == "newest first":
            rows.reverse()
        return listed(rows[: query["limit"]], len(rows), query["limit"])

    return answering(answer)


@pytest.mark.parametrize("order", ["oldest first", "newest first"])
@pytest.mark.parametrize("bounds", ["inclusive", "exclusive"])
async def test_no_fill_is_left_out_or_told_twice(stub: Stub, order: str, bounds: str) -> None:
    face = stub("woo", history(order, bounds), V3)
    trades = await face.call("fetch_my_trades", SPOT, None, None, Frozen(paginate=True))
    assert [int(trade["id"]) for trade in trades] == [row["id"] for row in FILLS]
    assert "page" not in face.sent[-1].query
    first = FILLS[700]["executedTimestamp"]
    since = await face.call("fetch_my_trades", SPOT, first, 20)
    assert [int(trade["id"]) for trade in since] == [
        row["id"] for row in FILLS if row["executedTimestamp"] >= first
    ][:20]
    newest = await face.call("fetch_my_trades", SPOT, None, 5)
    assert [int(trade["id"]) for trade in newest] == [row["id"] for row in FILLS[-5:]]


@pytest.mark.parametrize("order", ["oldest first", "newest first"])
@pytest.mark.parametrize("bounds", ["inclusive", "exclusive"])
async def test_rows_that_pages_share_do_not_count_twice_towards_the_limit(
    stub: Stub, order: str, bounds: str
) -> None:
    face = stub("woo", history(order, bounds), V3)
    first = FILLS[0]["executedTimestamp"]
    newest = await face.call("fetch_my_trades", SPOT, None, 1000)
    assert [int(trade["id"]) for trade in newest] == [row["id"] for row in FILLS[-1000:]]
    oldest = await face.call("fetch_my_trades", SPOT, first, 1000)
    assert [int(trade["id"]) for trade in oldest] == [row["id"] for row in FILLS[:1000]]


@pytest.mark.parametrize("bounds", ["inclusive", "exclusive"])
async def test_without_a_limit_the_newest_fills_are_told_and_no_more_is_read(stub: Stub, bounds: str) -> None:
    face = stub("woo", history("newest first", bounds), V3)
    trades = await face.call("fetch_my_trades", SPOT)
    assert [int(trade["id"]) for trade in trades] == [row["id"] for row in FILLS[-500:]]
    assert len([sent for sent in face.sent if "transactionHistory" in sent.path]) == 1
    last = FILLS[600]["executedTimestamp"]
    trades = await face.call("fetch_my_trades", SPOT, None, None, Frozen(until=last))
    told = 0 if bounds == "inclusive" else 1
    fitting = [row["id"] for row in FILLS if row["executedTimestamp"] <= last - told]
    assert [int(trade["id"]) for trade in trades] == fitting[-500:]


@pytest.mark.parametrize("order_id", ["8", 8])
async def test_fills_of_other_orders_are_left_out(stub: Stub, order_id: Any) -> None:
    """The filter by order is not on the endpoint's page: the venue might pass it over."""
    face = stub("woo", history("newest first", "inclusive"), V3)
    trades = await face.call("fetch_order_trades", order_id, SPOT)
    assert [int(trade["id"]) for trade in trades] == [row["id"] for row in FILLS if row["orderId"] == 8]
    assert next(sent for sent in face.sent if "transactionHistory" in sent.path).query == {
        "orderId": "8",
        "limit": "500",
    }


@pytest.mark.parametrize("bounds", ["inclusive", "exclusive"])
async def test_fills_of_an_order_until_a_time(stub: Stub, bounds: str) -> None:
    """The endpoint's page lists no window for the fills of an order: they are chosen when they are read."""
    face = stub("woo", history("newest first", bounds), V3)
    until = FILLS[700]["executedTimestamp"]
    trades = await face.call("fetch_order_trades", "8", SPOT, None, 9, Frozen(until=until))
    fitting = [row["id"] for row in FILLS if row["orderId"] == 8 and row["executedTimestamp"] <= until]
    assert [int(trade["id"]) for trade in trades] == fitting[-9:]
    assert not [sent for sent in face.sent if "until" in sent.query]
