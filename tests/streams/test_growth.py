"""What messages fill stays as large as it was, however many come."""

from __future__ import annotations

from typing import Any

import pytest

from ascendex_woo_adapters import pro
from benchmarks import memory

MESSAGES, MARKETS, EVERY = 15_000, 3, 3_000
#: Less than this of a block of memory a message: whatever is kept of each takes more.
LEAST_LEAK = 0.5
MOST_KEPT = 150


async def samples(messages: int = MESSAGES) -> list[memory.Sample]:
    return await memory.samples(
        messages, MARKETS, EVERY, {"tradesLimit": MOST_KEPT, "ordersLimit": MOST_KEPT}
    )


def growth(early: memory.Sample, late: memory.Sample) -> float:
    """Blocks of memory a message."""
    return (late.blocks - early.blocks) / (late.messages - early.messages)


async def test_nothing_grows_with_the_messages() -> None:
    _, early, *_, late = await samples()
    assert late.entries | {"unfinished orders": 0} == early.entries | {"unfinished orders": 0}
    assert growth(early, late) < LEAST_LEAK
    kept = late.entries
    assert kept["orders"] == kept["fills"] == kept["trades of BTC/USDT:USDT"] == MOST_KEPT
    assert kept["unfinished orders"] < MOST_KEPT
    assert kept["books"] == MARKETS
    assert kept["_unread"] == kept["_untold"] == kept["syncing"] == kept["tasks of sessions"] == 0
    assert kept["_known"] == kept["hashes of channels"] == kept["_waiting"] == 2 * MARKETS + 2
    assert kept["plans"] == 2 * MARKETS


async def test_a_row_that_is_kept_for_ever_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = []
    inherited = pro.woo.parse_ws_trade

    def parse_ws_trade(self: Any, trade: Any, market: Any = None) -> Any:
        kept.append(inherited(self, trade, market))
        return kept[-1]

    monkeypatch.setattr(pro.woo, "parse_ws_trade", parse_ws_trade)
    _, early, late = await samples(3 * EVERY)
    assert growth(early, late) > LEAST_LEAK
