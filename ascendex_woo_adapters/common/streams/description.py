"""What every streaming class adds to ``describe()``."""

from __future__ import annotations

from typing import Any

STREAMED = (
    "watchBalance",
    "watchBidsAsks",
    "watchFundingRate",
    "watchFundingRates",
    "watchMarkPrice",
    "watchMarkPrices",
    "watchOHLCV",
    "watchOHLCVForSymbols",
    "watchOrderBook",
    "watchOrderBookForSymbols",
    "watchOrders",
    "watchPositions",
    "watchTicker",
    "watchTickers",
    "watchTrades",
    "watchTradesForSymbols",
    "unWatchBidsAsks",
    "unWatchFundingRate",
    "unWatchFundingRates",
    "unWatchMarkPrice",
    "unWatchMarkPrices",
    "unWatchOHLCV",
    "unWatchOHLCVForSymbols",
    "unWatchOrderBook",
    "unWatchOrderBookForSymbols",
    "unWatchOrders",
    "unWatchPositions",
    "unWatchTicker",
    "unWatchTickers",
    "unWatchTrades",
    "unWatchTradesForSymbols",
)

OPTIONS: dict[str, Any] = {
    "subscriptionTimeout": 10_000,
    "snapshotTimeout": 60_000,
    "tradesLimit": 1000,
    "ordersLimit": 1000,
    "OHLCVLimit": 1000,
}
