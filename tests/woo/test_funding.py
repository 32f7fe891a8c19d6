"""Funding rates and payments, mark prices and open interest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ccxt
import pytest

from tests.support import NOW, Face, Frozen, Sent
from tests.woo.markets import market_data
from tests.woo.samples import answering, page, published

Stub = Callable[..., Face]
SWAP, SPOT = "ETH/USDT:USDT", "BTC/USDT"
HOUR = 3_600_000


def rate(time: Any, value: float = 0.0001) -> dict[str, Any]:
    return {
        "symbol": "PERP_ETH_USDT",
        "funding_rate": value,
        "funding_rate_timestamp": time,
        "next_funding_time": 0,
    }


async def test_settled_rates_are_read_in_either_unit(stub: Stub) -> None:
    face = stub("woo", answering(page([rate(1567411795000, 0.2), rate("1567411695.000", 0.1)], 2)))
    rates = await face.call("fetch_funding_rate_history", SWAP, None, 2, Frozen())
    assert (face.sent[-1].path, face.sent[-1].query) == (
        "/v1/public/funding_rate_history",
        {"symbol": "PERP_ETH_USDT", "size": "2", "end_t": str(NOW)},
    )
    assert [(one["timestamp"], one["fundingRate"]) for one in rates] == [
        (1567411695000, 0.1),
        (1567411795000, 0.2),
    ]
    assert rates[0]["symbol"] == SWAP


async def test_windows_of_settled_rates(stub: Stub) -> None:
    face = stub("woo", answering(page([], 0)))
    window = Frozen(until=NOW - HOUR, type="swap", paginate=True)
    assert await face.call("fetch_funding_rate_history", SWAP, NOW - 5 * HOUR, None, window) == []
    assert face.sent[-1].query == {
        "symbol": "PERP_ETH_USDT", "size": "500", "start_t": str(NOW - 5 * HOUR), "end_t": str(NOW - HOUR),
    }  # fmt: skip


def settled(count: int, newest_first: bool) -> Callable[[Sent], Any]:
    """A rate an hour; the venue serves at most 10 a page."""
    times = [NOW - number * HOUR for number in range(count)]
    rows = [rate(time) for time in (times if newest_first else reversed(times))]

    def answer(sent: Sent) -> Any:
        public = market_data(sent)
        if public is not None:
            return public
        begin, end = int(sent.query.get("start_t", 0)), int(sent.query["end_t"])
        hits = [row for row in rows if begin <= row["funding_rate_timestamp"] <= end]
        number, size = int(sent.query.get("page", 1)), min(int(sent.query["size"]), 10)
        return page(hits[(number - 1) * size : number * size], len(hits), number, size)

    return answer


@pytest.mark.parametrize("newest_first", [True, False])
async def test_limits_and_beginnings_are_kept(stub: Stub, newest_first: bool) -> None:
    face = stub("woo", settled(35, newest_first))

    async def times(*args: Any, **params: Any) -> list[int]:
        rates = await face.call("fetch_funding_rate_history", SWAP, *args, params=Frozen(params))
        return [(NOW - one["timestamp"]) // HOUR for one in rates]

    assert await times(None, 12) == list(range(11, -1, -1))
    assert (await times(None, 1), await times(NOW - 34 * HOUR, 1)) == ([0], [34])
    assert await times(NOW - 34 * HOUR, 12) == list(range(34, 22, -1))
    assert await times(NOW - 24 * HOUR) == list(range(24, -1, -1))
    assert await times(NOW - 24 * HOUR, until=NOW - 20 * HOUR) == [24, 23, 22, 21, 20]
    assert await times(None, 3, until=NOW - 20 * HOUR) == [22, 21, 20]
    assert len(await times(paginate=True)) == 35


async def test_payments(stub: Stub) -> None:
    (received,) = published("Get funding fee history")["rows"]
    received = {**received, "symbol": "PERP_ETH_USDT"}
    paid = {**received, "id": 10002, "payment_type": "Pay", "created_time": "1575017855.089"}
    signed = {**paid, "id": 10003, "funding_fee": -0.345, "created_time": "1575021455.089"}
    face = stub("woo", answering(page([signed, paid, received], 3)))
    payments = await face.call("fetch_funding_history", SWAP, 1575014255000, None, Frozen(until=NOW))
    assert face.sent[-1].path == "/v1/funding_fee/history"
    assert face.sent[-1].query == {
        "size": "500", "start_t": "1575014255000", "end_t": str(NOW), "symbol": "PERP_ETH_USDT",
    }  # fmt: skip
    assert [one["amount"] for one in payments] == [0.345, -0.345, -0.345]
    expected = {
        "id": "10001", "symbol": SWAP, "code": "USDT", "timestamp": 1575014255089, "rate": 0.00345,
        "info": received,
    }  # fmt: skip
    assert {key: payments[0][key] for key in expected} == expected
    assert len(await face.call("fetch_funding_history")) == 3
    assert face.sent[-1].query == {"size": "100"}


async def test_a_payment_of_unknown_direction_is_an_error(stub: Stub) -> None:
    (payment,) = published("Get funding fee history")["rows"]
    face = stub("woo", answering(page([{**payment, "payment_type": "Swap"}], 1)))
    with pytest.raises(ccxt.BadResponse, match="Swap"):
        await face.call("fetch_funding_history")


async def test_intervals_of_funding(stub: Stub) -> None:
    one = {**published("Predicted funding rate, one market"), "symbol": "PERP_ETH_USDT"}
    face = stub("woo", answering(one))
    assert (await face.call("fetch_funding_interval", SWAP))["interval"] == "1h"
    face = stub("woo", answering(published("Predicted funding rate, all markets")))
    rates = await face.call("fetch_funding_intervals", [SWAP], Frozen(type="swap"))
    assert face.sent[-1].query == {}
    assert {symbol: one["interval"] for symbol, one in rates.items()} == {SWAP: "1h"}


async def test_mark_prices(stub: Stub) -> None:
    reply = published("Futures information, all markets")
    face = stub("woo", answering(reply))
    price = await face.call("fetch_mark_price", SWAP, Frozen())
    expected = {
        "symbol": SWAP, "markPrice": 6727.31344564, "indexPrice": 6727.31344564, "timestamp": 1564710591905,
        "last": None, "info": reply["rows"][1],
    }  # fmt: skip
    assert {key: price[key] for key in expected} == expected
    assert list(await face.call("fetch_mark_prices", [SWAP])) == [SWAP]
    assert len(await face.call("fetch_mark_prices")) == 2
    with pytest.raises(ccxt.NullResponse):
        await face.call("fetch_mark_price", "OLD/USDT:USDT")


async def test_open_interest(stub: Stub) -> None:
    face = stub("woo", answering(published("Futures information, all markets")))
    interest = await face.call("fetch_open_interest", SWAP)
    assert interest["openInterestAmount"] == 0.12345689
    assert interest["openInterestValue"] == pytest.approx(0.12345689 * 6727.31344564)
    assert (interest["symbol"], interest["timestamp"]) == (SWAP, 1564710591905)
    assert len(await face.call("fetch_open_interests")) == 2


REFUSED = [
    ("fetch_funding_rate_history", (None,), {}, ccxt.ArgumentsRequired),
    ("fetch_funding_rate_history", (SPOT,), {}, ccxt.BadRequest),
    ("fetch_funding_rate_history", (SWAP, NOW), {"until": NOW - 1}, ccxt.BadRequest),
    ("fetch_funding_rate_history", (SWAP, None, 0), {}, ccxt.BadRequest),
    ("fetch_funding_history", (SPOT,), {}, ccxt.BadRequest),
    ("fetch_funding_history", (SWAP, "now"), {}, ccxt.BadRequest),
    ("fetch_funding_interval", (SPOT,), {}, ccxt.BadRequest),
    ("fetch_funding_intervals", (["NO/SUCH"],), {}, ccxt.BadSymbol),
    ("fetch_mark_price", (SPOT,), {}, ccxt.BadRequest),
    ("fetch_mark_prices", ([SPOT],), {}, ccxt.BadRequest),
    ("fetch_open_interest", (SPOT,), {}, ccxt.BadRequest),
    ("fetch_open_interests", ([SPOT],), {}, ccxt.BadRequest),
]


@pytest.mark.parametrize(("name", "args", "params", "expected"), REFUSED)
async def test_refused_before_sending(stub: Stub, name: str, args: Any, params: Any, expected: Any) -> None:
    face = stub("woo", answering({"success": True}))
    await face.call("load_markets")
    before = len(face.sent)
    with pytest.raises(expected):
        await face.call(name, *args, params=Frozen(params))
    assert len(face.sent) == before
