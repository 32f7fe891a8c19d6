"""Funding: what a live bot reads is what the ledger booked; what a dry run computes follows the published rates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from ascendex_woo_adapters.freqtrade import install
from ascendex_woo_adapters.simulator import Simulator
from ascendex_woo_adapters.simulator.trading.clock import SystemClock
from tests.freqtrade.books import exact

pytest.importorskip("freqtrade", reason="freqtrade has an environment of its own: make test-freqtrade")

from tests.freqtrade.test_exchanges import PAIR, bots_exchange

#: freqtrade's own use of pandas.
pytestmark = pytest.mark.filterwarnings("ignore:The inplace keyword:DeprecationWarning")


class LateClock(SystemClock):
    """Wall time that can be set ahead."""

    ahead_ms = 0

    def now(self) -> int:
        return super().now() + self.ahead_ms


@pytest.fixture
def clock() -> LateClock:
    return LateClock()


@pytest.fixture
def venues(clock: LateClock) -> Iterator[Simulator]:
    install()
    with Simulator(clock=clock) as simulator:
        yield simulator


@pytest.fixture
def exchange(venues: Simulator) -> Iterator[Callable[[str, bool], Any]]:
    made: list[Any] = []

    def make(name: str, dry: bool) -> Any:
        made.append(bots_exchange(venues, name, "cross", dry))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.mark.parametrize("name", ["woo", "ascendex"])
def test_a_live_bot_reads_what_was_booked(
    venues: Simulator, exchange: Callable[[str, bool], Any], clock: LateClock, name: str
) -> None:
    found = exchange(name, False)
    opened = datetime.now(timezone.utc)
    found._api.create_order(PAIR, "market", "buy", 0.05)
    clock.ahead_ms = 17 * 3_600_000
    found._api.load_time_difference()
    engine = venues.venues[name].engine
    engine.sync()
    booked = [one.amount for one in engine.account("main").journal if one.kind == "FUNDING"]
    assert len(booked) >= 2
    assert exact(found.get_funding_fees(PAIR, 0.05, False, opened)) == sum(booked)


@pytest.mark.parametrize("is_short", [False, True])
def test_a_dry_run_computes_from_published_rates_and_candles(
    venues: Simulator, exchange: Callable[[str, bool], Any], is_short: bool
) -> None:
    found = exchange("woo", True)
    opened = datetime.now(timezone.utc) - timedelta(days=2)
    engine = venues.woo.engine
    settled = engine.funding_history("PERP_BTC_USDT", int(opened.timestamp() * 1000))
    assert len(settled) >= 6
    paid = 0.0
    for one in settled:
        [bar] = engine.candles("PERP_BTC_USDT", "1h", start=one.time, limit=1)
        paid += float(one.rate) * float(bar.open) * 0.05
    fees = found.get_funding_fees(PAIR, 0.05, is_short, opened)
    assert fees == pytest.approx(paid if is_short else -paid, rel=1e-9)
