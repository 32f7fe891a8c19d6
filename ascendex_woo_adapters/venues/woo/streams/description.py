"""What the streaming class adds to ``describe()``. https://docs.woox.io/#websocket-api-v2"""

from __future__ import annotations

from typing import Any

STREAMED = (
    "watchBalance",
    "watchBidsAsks",
    "watchFundingRate",
    "watchFundingRates",
    "watchMarkPrice",
    "watchMarkPrices",
    "watchMyTrades",
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
    "unWatchMyTrades",
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

STREAMS: dict[str, Any] = {
    "pro": True,
    "version": "v1",
    "has": dict.fromkeys(STREAMED, True),
    "urls": {
        "api": {
            "ws": {
                "public": "wss://wss.{hostname}/ws/stream",
                "private": "wss://wss.{hostname}/v2/ws/private/stream",
            },
        },
        "test": {
            "ws": {
                "public": "wss://wss.staging.{hostname}/ws/stream",
                "private": "wss://wss.staging.{hostname}/v2/ws/private/stream",
            },
        },
    },
    # the venue pings every ten seconds and lets the client do the same
    "streaming": {"keepAlive": 10_000},
    "options": {
        # the sockets are those of the legacy generation, and one option chooses sockets and REST
        "generation": "v1",
        "subscriptionTimeout": 10_000,
        "snapshotTimeout": 60_000,
        "tradesLimit": 1000,
        "ordersLimit": 1000,
        "OHLCVLimit": 1000,
    },
}
