"""Markets, published samples and replies in the form of generation V3."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support import NOW, Sent

SAMPLES = json.loads((Path(__file__).parents[2] / "samples" / "woo-v3.json").read_text())
V3: dict[str, Any] = {"options": {"generation": "v3"}}
SWAP, SPOT = "ETH/USDT:USDT", "BTC/USDT"


def instrument(symbol: str, **fields: Any) -> dict[str, Any]:
    """A row of https://developer.woox.io/api-reference/endpoint/public_data/instruments."""
    _, base, quote = symbol.split("_")
    return {
        "symbol": symbol, "status": "TRADING", "baseAsset": base, "baseAssetMultiplier": 1, "quoteAsset": quote,
        "quoteMin": "0", "quoteMax": "100000", "quoteTick": "0.01", "baseMin": "0.001", "baseMax": "5000",
        "baseTick": "0.001", "minNotional": "1", "bidCapRatio": "1.1", "bidFloorRatio": None, "askCapRatio": None,
        "askFloorRatio": "0.9", "orderMode": "NORMAL", "impactNotional": None, "isAllowedRpi": False,
        "tickGranularity": None, **fields,
    }  # fmt: skip


PERP = {"fundingIntervalHours": 8, "baseIMR": "0.02", "baseMMR": "0.012", "isAllowedRpi": True}
INSTRUMENTS = [
    instrument("SPOT_BTC_USDT", baseTick="0.0001", baseMin="0.0001"),
    instrument("PERP_ETH_USDT", **PERP),
    instrument("PERP_BTC_USDT", **PERP),
    instrument("PERP_OLD_USDT", status="SUSPENDED", **PERP),
    {"symbol": "INDEX_BTC"},
]
TOKENS = [
    {"token": "BTC", "balanceToken": "BTC", "fullname": "Bitcoin", "network": "BTC", "decimals": 8, "delisted": False},
    {"token": "ETH_USDT", "balanceToken": "USDT", "fullname": "Tether", "network": "ETH", "decimals": 6, "delisted": False},
    {"token": "TRON_USDT", "balanceToken": "USDT", "fullname": "Tether", "network": "TRON", "decimals": 6, "delisted": False},
]  # fmt: skip
NETWORKS = [
    {"protocol": "ERC20", "network": "ETH", "token": "USDT", "name": "Ethereum (ERC20)", "minimumWithdrawal": "20", "withdrawalFee": "10", "allowDeposit": 1, "allowWithdraw": 0},
    {"protocol": "TRC20", "network": "TRON", "token": "TRON_USDT", "name": "Tron (TRC20)", "minimumWithdrawal": "5", "withdrawalFee": "1", "allowDeposit": 1, "allowWithdraw": 1},
]  # fmt: skip
PUBLIC = {"instruments": INSTRUMENTS, "token": TOKENS, "tokenNetwork": NETWORKS}


def data(content: Any, timestamp: int = NOW) -> dict[str, Any]:
    """A reply with its content."""
    return {"success": True, "data": content, "timestamp": timestamp}


def listed(rows: list[Any], total: int | None = None, size: int = 500, page: int = 1) -> dict[str, Any]:
    """A reply with a page of rows."""
    count = len(rows) if total is None else total
    return data({"rows": rows, "meta": {"total": count, "recordsPerPage": size, "currentPage": page}})


def answering(*replies: Any) -> Callable[[Sent], Any]:
    """The markets, then one reply after the other; the last one stays. A callable makes the reply."""
    left = list(replies)

    def answer(sent: Sent) -> Any:
        name = sent.path.removeprefix("/v3/public/")
        if name in PUBLIC:
            return data({"rows": PUBLIC[name]})
        reply = left.pop(0) if len(left) > 1 else left[0]
        return reply(sent) if callable(reply) else reply

    return answer


def published(name: str, variant: str | None = None) -> Any:
    """A sample of the venue's documentation, decoded."""
    (row,) = [row for row in SAMPLES if (row["name"], row["variant"]) == (name, variant)]
    return json.loads(row["response"])
