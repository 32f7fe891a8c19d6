"""How often, and for how long, the venue is asked for an order whose reply was lost."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import Any

import pytest
from ccxt.base.errors import ExchangeNotAvailable, OrderNotFound, RequestTimeout

from ascendex_woo_adapters.common._async import submission
from ascendex_woo_adapters.common.submission import OrderStateUnknown
from tests.virtual_time import VirtualTime

LOST = ExchangeNotAvailable("the connection broke")
NONE, SILENT, FOUND = OrderNotFound("no such order"), RequestTimeout("no reply"), {"id": "1"}
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
        await venue._settle(LOST, venue.look_up, {}, 0, "abc")
    assert isinstance(caught.value, OrderStateUnknown) == (said == UNKNOWN)
    assert venue.asked == asked
    assert time.monotonic() - begun == pytest.approx(seconds)


async def test_an_order_is_asked_for_at_least_once_however_late(
    time: VirtualTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments = iter([0.0, FOREVER])  # the machine stood still just after the reply was lost
    monkeypatch.setattr(time, "monotonic", lambda: next(moments, FOREVER))
    venue = Asking(time, iter([(0.0, FOUND)]))
    order = await venue._settle(LOST, venue.look_up, {"id": "1"}, 0, "abc")
    assert (order["id"], order["clientOrderId"], venue.asked) == ("1", "abc", 1)
