"""How often, and for how long, the venue is asked for an order whose reply was lost."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import repeat
from typing import Any

import pytest
from ccxt.base.errors import ExchangeNotAvailable, OrderNotFound, RequestTimeout

from ascendex_woo_adapters.common._async import submission
from ascendex_woo_adapters.common.submission import (
    CLOCKS_MS,
    OrderStateUnknown,
    is_changed,
    is_the_order,
)
from tests.virtual_time import VirtualTime

LOST = ExchangeNotAvailable("the connection broke")
SENT_AT = 1_700_000_000_000
NONE, SILENT, FOUND = OrderNotFound("no such order"), RequestTimeout("no reply"), {"id": "1"}
OLDER, UNCLEAR = {"id": "older"}, {"id": "unclear"}
IS_FOUND = {"1": True, "older": False, "unclear": None}
UNKNOWN, NEVER = "did not say", "was not placed"
FOREVER = 30.0


class Asking(submission.Submission):
    """A venue that answers a look-up with the next of ``answers``, each after its seconds."""

    def __init__(self, time: VirtualTime, answers: Iterator[tuple[float, Any]]) -> None:
        self.options = {"findLostOrders": True, "findLostOrdersTimeout": 5000}
        self.time = time
        self.answers = answers
        self.asked = 0

    async def sleep(self, milliseconds: float) -> None:
        self.time.sleep(milliseconds / 1000)

    async def look_up(self) -> Any:
        self.asked += 1
        seconds, answer = next(self.answers)
        self.time.sleep(seconds)
        if isinstance(answer, Exception):
            raise answer
        return {**answer, "clientOrderId": None, "timestamp": None}


def is_found(order: Any) -> bool | None:
    return IS_FOUND[order["id"]]


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> VirtualTime:
    virtual = VirtualTime()
    monkeypatch.setattr(submission, "time", virtual)
    return virtual


@pytest.mark.parametrize(
    ("answers", "said", "asked", "seconds"),
    [
        pytest.param(repeat((0.0, NONE)), NEVER, 6, 5.0, id="there is none"),
        pytest.param(repeat((1.9, NONE)), NEVER, 3, 5.8, id="there is none, said slowly"),
        pytest.param(repeat((FOREVER, NONE)), NEVER, 3, 90.1, id="there is none, read late"),
        pytest.param(repeat((0.0, OLDER)), NEVER, 6, 5.0, id="there is an older one"),
        pytest.param(repeat((0.0, UNCLEAR)), UNKNOWN, 6, 5.0, id="there is one that may be it"),
        pytest.param(repeat((0.0, SILENT)), UNKNOWN, 6, 5.0, id="no reply"),
        pytest.param(repeat((10.0, SILENT)), UNKNOWN, 1, 10.1, id="no reply for long"),
        pytest.param(iter([(0.0, NONE), (10.0, SILENT)]), UNKNOWN, 2, 10.3, id="no reply at last"),
        pytest.param(iter([(0.0, SILENT), (1.0, NONE), (5.0, NONE)]), UNKNOWN, 3, 6.3, id="too few replies"),
    ],
)
async def test_what_is_concluded_and_when(
    time: VirtualTime, answers: Iterator[Any], said: str, asked: int, seconds: float
) -> None:
    venue, begun = Asking(time, answers), time.monotonic()
    with pytest.raises(ExchangeNotAvailable, match=said) as caught:
        await venue._settle(LOST, venue.look_up, is_found, "abc")
    assert isinstance(caught.value, OrderStateUnknown) == (said == UNKNOWN)
    assert venue.asked == asked
    assert time.monotonic() - begun == pytest.approx(seconds)


async def test_an_order_is_asked_for_at_least_once_however_late(
    time: VirtualTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter([0.0, FOREVER])  # the machine stood still just after the reply was lost
    monkeypatch.setattr(time, "monotonic", lambda: next(moments, FOREVER))
    venue = Asking(time, iter([(0.0, FOUND)]))
    order = await venue._settle(LOST, venue.look_up, is_found, "abc")
    assert (order["id"], order["clientOrderId"], venue.asked) == ("1", "abc", 1)


@pytest.mark.parametrize(
    ("changes", "is_it"),
    [
        ({}, True),
        ({"amount": "0.10"}, True),
        ({"amount": Decimal("0.1")}, True),
        ({"amount": None, "price": None}, True),
        ({"timestamp": None}, True),
        ({"timestamp": SENT_AT - CLOCKS_MS}, True),
        ({"timestamp": SENT_AT - CLOCKS_MS - 1}, False),
        ({"amount": 0.2}, None),
        ({"price": 101.0}, None),
        ({"side": "sell"}, None),
        ({"symbol": "ETH/USDT"}, None),
    ],
)
def test_which_order_was_sent(changes: dict[str, Any], is_it: bool | None) -> None:
    """One that differs is not said to be another one: then nobody would look for it."""
    found = {"symbol": "BTC/USDT", "side": "buy", "amount": 0.1, "price": 100.0, "timestamp": SENT_AT}
    wanted = {"symbol": "BTC/USDT", "side": "buy", "amount": "0.1", "price": "100"}
    assert is_the_order({**found, **changes}, wanted, SENT_AT) is is_it


@pytest.mark.parametrize(
    ("pairs", "changed"),
    [
        ([("5", "5.0"), (None, None), (3, None)], True),
        ([("5", "5"), ("1", "2")], False),
        ([("5", "5"), (None, "2")], None),
        ([(None, "5"), ("1", "2")], False),
        ([(1, None)], None),
        ([], None),
    ],
)
def test_what_was_changed(pairs: Any, changed: bool | None) -> None:
    assert is_changed(pairs) is changed
