"""What the class says it can do: no less than ccxt's own, and true."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.ascendex.venue import SYMBOL, venue
from tests.support import Face, exchange_class

#: What ccxt 4.5.63's ascendex promised of futures, or of both.
CCXTS = {
    "addMargin", "cancelAllOrders", "cancelOrder", "createOrder", "createOrders", "createPostOnlyOrder",
    "createReduceOnlyOrder", "createStopLimitOrder", "createStopMarketOrder", "createStopOrder", "fetchAccounts",
    "fetchBalance", "fetchClosedOrders", "fetchCurrencies", "fetchDepositWithdrawFee", "fetchDepositWithdrawFees",
    "fetchFundingHistory", "fetchFundingRate", "fetchFundingRates", "fetchLeverage", "fetchLeverages",
    "fetchLeverageTiers", "fetchMarginMode", "fetchMarginModes", "fetchMarketLeverageTiers", "fetchMarkets",
    "fetchOHLCV", "fetchOpenInterest", "fetchOpenInterests", "fetchOpenOrders", "fetchOrder", "fetchOrderBook",
    "fetchPositions", "fetchTicker", "fetchTickers", "fetchTime", "fetchTrades", "fetchTradingFees", "reduceMargin",
    "sandbox", "setLeverage", "setMarginMode", "swap", "transfer",
}  # fmt: skip

#: What it promised beyond that -> why it is not here.
ELSEWHERE = {
    "spot": "the cash API's markets",
    "margin": "the margin API's markets",
    "fetchDepositAddress": "the cash wallet's: futures accounts are filled by transfer()",
    "fetchDeposits": "the cash wallet's",
    "fetchDepositsWithdrawals": "the cash wallet's",
    "fetchTransactions": "the cash wallet's, under its former name",
    "fetchWithdrawals": "the cash wallet's",
}

#: What the venue has nothing for.
NOT_OFFERED = {
    "createMarketOrderWithCost", "createTrailingAmountOrder",
    "createTrailingPercentOrder", "fetchFundingRateHistory", "fetchMarkOHLCV", "fetchPositionMode", "fetchStatus",
    "fetchTransfers", "setPositionMode", "withdraw",
}  # fmt: skip


def test_nothing_of_ccxts_is_missing(colour: str) -> None:
    has = exchange_class("ascendex", colour)().has
    assert {flag for flag in CCXTS if has.get(flag) is not True} == set()
    assert {flag for flag in ELSEWHERE if has.get(flag)} == set()
    assert {flag for flag in NOT_OFFERED if has.get(flag)} == set()


FEATURES: list[tuple[str, str | None, Any]] = [
    ("sandbox", None, True),
    ("createOrder", "triggerPrice", True),
    ("createOrder", "triggerPriceType.mark", True),
    ("createOrder", "timeInForce.FOK", True),
    ("createOrder", "timeInForce.GTD", False),
    ("createOrder", "stopLossPrice", True),
    (
        "createOrder",
        "attachedStopLossTakeProfit.triggerPriceType",
        {"last": True, "mark": False, "index": False},
    ),
    ("createOrder", "attachedStopLossTakeProfit.price", False),
    ("createOrder", "trailing", False),
    ("createOrders", "max", 10),
    ("fetchMyTrades", "daysBack", 7),
    ("fetchOrder", "symbolRequired", False),
    ("fetchOpenOrders", "trigger", True),
    ("fetchOpenOrders", "limit", None),
    ("fetchOrders", "limit", 1000),
    ("fetchClosedOrders", "daysBack", 30),
    ("fetchOHLCV", "limit", 500),
]


@pytest.mark.parametrize(("method", "name", "value"), FEATURES)
async def test_features(stub: Callable[..., Face], method: str, name: str | None, value: Any) -> None:
    face = stub("ascendex", venue())
    await face.call("load_markets")
    assert face.exchange.feature_value(SYMBOL, method, name) == value


async def test_other_kinds_of_markets_have_no_features(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    for kind, sub in (("spot", None), ("swap", "inverse"), ("future", "linear")):
        assert face.exchange.feature_value_by_type(kind, sub, "createOrder", "triggerPrice") is None
