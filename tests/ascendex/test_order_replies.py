"""Orders of long lists are read without detours, and equal."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ascendex.venue import sample, venue
from tests.support import stubbed

ROWS: list[dict[str, Any]] = [
    {},
    {"status": "PartiallyFilled", "cumFilledQty": "0.03", "avgFilledPx": "33999.75", "cumFee": "0.61"},
    {"status": "Filled", "cumFilledQty": "0.1", "avgFilledPx": "33999.75"},
    {"status": "Canceled", "cumFilledQty": "0.07", "avgFilledPx": "0"},
    {"status": "PendingNew", "orderType": "StopLimit", "stopPrice": "33000", "execInst": "PostReduceMark"},
    {"orderType": "Market", "price": "0", "status": "Filled", "cumFilledQty": "0.1", "avgFilledPx": "34000.5"},
    {"orderType": "StopMarket", "price": "0", "stopPrice": "33000"},
    {"posStopLossPrice": "30000", "posTakeProfitPrice": "40000", "execInst": "Post"},
    {"price": "0"}, {"price": ""}, {"price": None}, {"price": 34000}, {"price": "-5"},
    {"orderQty": "0"}, {"orderQty": "rubbish"}, {"orderQty": 0.1}, {"cumFilledQty": "NaN"},
    {"cumFilledQty": None}, {"cumFilledQty": "-1"}, {"avgFilledPx": None}, {"avgFilledPx": "rubbish", "cumFilledQty": "0.1"},
    {"cumFee": None}, {"cumFee": "rubbish"}, {"feeAsset": ""}, {"execInst": None}, {"orderId": None}, {"orderId": 7},
    {"time": None}, {"lastExecTime": None}, {"stopPrice": "rubbish"}, {"id": "abcd1234abcd"}, {"symbol": "GONE-PERP"},
    {"cumFilledQty": "0.1", "avgFilledPx": "0.1", "orderQty": "0.3", "price": "0.1"},
]  # fmt: skip


@pytest.mark.parametrize("row", ROWS)
def test_the_short_way_gives_what_the_general_way_gives(row: dict[str, Any]) -> None:
    face = stubbed("ascendex", "sync", venue())
    face.exchange.load_markets()

    class General(type(face.exchange)):  # type: ignore[misc]
        """An override of the structure's helper makes every order go through it."""

        def safe_order(self, order: Any, market: Any = None) -> Any:
            return super().safe_order(order, market)

    general = General()
    general.set_markets(face.exchange.markets, face.exchange.currencies)
    order = {**sample("Query order by ID")["data"], **row}
    ours, theirs = face.exchange.parse_order(dict(order)), general.parse_order(dict(order))
    assert ours == theirs
    assert [type(value) for value in ours.values()] == [type(theirs[key]) for key in ours]
    face.exchange.session.close()
