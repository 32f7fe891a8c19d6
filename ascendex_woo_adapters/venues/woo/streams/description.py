"""What the streaming class adds to ``describe()``."""

from __future__ import annotations

from typing import Any

from ascendex_woo_adapters.common.streams.description import OPTIONS, STREAMED


def _urls(host: str) -> dict[str, dict[str, str]]:
    return {
        "v1": {
            "public": f"wss://{host}.{{hostname}}/ws/stream",
            "private": f"wss://{host}.{{hostname}}/v2/ws/private/stream",
        },
        "v3": {
            "public": f"wss://{host}.{{hostname}}/v3/public",
            "private": f"wss://{host}.{{hostname}}/v3/private",
        },
    }


STREAMS: dict[str, Any] = {
    "pro": True,
    "has": dict.fromkeys((*STREAMED, "watchMyTrades", "unWatchMyTrades"), True),
    "urls": {"api": {"ws": _urls("wss")}, "test": {"ws": _urls("wss.staging")}},
    # as often as the legacy generation's venue pings; V3 drops clients that are silent for a minute
    "streaming": {"keepAlive": 10_000},
    "options": {
        "orderBookDepth": 500,
        "orderBookRpi": False,
        **OPTIONS,
    },
}
