"""What the streaming class adds to ``describe()``.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#websocket
"""

from __future__ import annotations

from typing import Any

from ascendex_woo_adapters.common.streams.description import OPTIONS, STREAMED

OVER_SOCKETS = (
    "cancelAllOrdersWs",
    "cancelOrderWs",
    "createLimitBuyOrderWs",
    "createLimitOrderWs",
    "createLimitSellOrderWs",
    "createMarketBuyOrderWs",
    "createMarketOrderWs",
    "createMarketSellOrderWs",
    "createOrderWs",
    "createPostOnlyOrderWs",
    "createReduceOnlyOrderWs",
    "createTriggerOrderWs",
    "fetchBalanceWs",
    "fetchOpenOrdersWs",
)

STREAMS: dict[str, Any] = {
    "pro": True,
    "has": dict.fromkeys((*STREAMED, *OVER_SOCKETS), True),
    "urls": {
        "api": {
            "ws": {
                "public": "wss://ascendex.com:443/api/pro/v2/stream",
                "private": "wss://ascendex.com:443/{accountGroup}/api/pro/v2/stream",
            },
        },
        "test": {
            "ws": {
                "public": "wss://api-test.ascendex-sandbox.com:443/api/pro/v2/stream",
                "private": "wss://api-test.ascendex-sandbox.com:443/{accountGroup}/api/pro/v2/stream",
            },
        },
    },
    # the venue asks for a ping about every fifteen seconds
    "streaming": {"keepAlive": 15_000},
    "options": OPTIONS,
}
