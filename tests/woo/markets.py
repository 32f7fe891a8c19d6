"""Rows in the form of the documented samples, for tests of building and parsing."""

from __future__ import annotations

from typing import Any

from tests.support import Sent

#: https://docs.woox.io/#available-symbols-public
INFO = {
    "success": True,
    "rows": [
        {
            "symbol": "SPOT_BTC_USDT", "created_time": "1575441595.65", "updated_time": "1575441595.65",
            "quote_min": 100, "quote_max": 100000, "quote_tick": 0.01, "base_min": 0.0001, "base_max": 20,
            "base_tick": 0.0001, "min_notional": 0.02, "price_range": 0.99, "price_scope": 0.01,
            "precisions": [1, 10, 100, 500, 1000, 10000],
        },
        {
            "symbol": "PERP_ETH_USDT", "quote_min": 0, "quote_max": 10000, "quote_tick": 0.01, "base_min": 0.001,
            "base_max": 5000, "base_tick": 0.001, "min_notional": 0, "price_range": 0.03, "price_scope": 0.4,
            "created_time": "1647838759.000", "updated_time": "1693437961.000", "is_stable": 0, "is_trading": 1,
            "precisions": [1, 10, 50, 100, 1000, 10000], "is_prediction": 0, "base_mmr": 0.012, "base_imr": 0.02,
        },
        {
            "symbol": "PERP_OLD_USDT", "quote_min": 0, "quote_max": 10000, "quote_tick": 0.25, "base_min": 1,
            "base_max": 5000, "base_tick": 1, "min_notional": 10, "price_range": 0.03, "price_scope": 0.4,
            "created_time": "1647838759.000", "updated_time": "1693437961.000", "is_trading": 0,
        },
        {"symbol": "INDEX_BTC", "quote_tick": 1},
    ],
}  # fmt: skip
TOKENS = {
    "success": True,
    "rows": [
        {"token": "BTC", "balance_token": "BTC", "fullname": "Bitcoin", "network": "BTC", "decimals": 8, "delisted": False},
        {"token": "ETH_USDT", "balance_token": "USDT", "fullname": "Tether", "network": "ETH", "decimals": 6, "delisted": False},
        {"token": "TRON_USDT", "balance_token": "USDT", "fullname": "Tether", "network": "TRON", "decimals": 6, "delisted": False},
    ],
}  # fmt: skip
NETWORKS = {
    "success": True,
    "rows": [
        {"protocol": "ERC20", "network": "ETH", "token": "USDT", "name": "Ethereum (ERC20)", "minimum_withdrawal": 20, "withdrawal_fee": 10, "allow_deposit": 1, "allow_withdraw": 0},
        {"protocol": "TRC20", "network": "TRON", "token": "TRON_USDT", "name": "Tron (TRC20)", "minimum_withdrawal": 5, "withdrawal_fee": 1, "allow_deposit": 1, "allow_withdraw": 1},
    ],
}  # fmt: skip
PUBLIC = {"info": INFO, "token": TOKENS, "token_network": NETWORKS}


def market_data(sent: Sent) -> Any:
    """The reply to a request that ``load_markets`` makes; None to any other."""
    return PUBLIC.get(sent.path.rpartition("/")[2]) if sent.path.startswith("/v1/public/") else None
