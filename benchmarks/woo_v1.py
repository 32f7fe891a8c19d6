"""Replies of WOO X's legacy generation: numbers are JSON numbers, times mostly strings of seconds.

https://docs.woox.io/
"""

from __future__ import annotations

from typing import Any

from benchmarks.sample import LOT, NOW_MS, TICK, Candle, Order, Position, Ticker, Trade
from benchmarks.woo_v3 import STATUSES


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds // 1000}.{milliseconds % 1000:03d}"


def trades(rows: list[Trade], coin: str) -> dict[str, Any]:
    """GET /v1/public/market_trades."""
    return {
        "success": True,
        "rows": [
            {
                "symbol": f"PERP_{coin}_USDT",
                "side": row.side.upper(),
                "source": 0,
                "executed_price": float(row.price),
                "executed_quantity": float(row.amount),
                "executed_timestamp": _seconds(row.timestamp),
            }
            for row in rows
        ],
    }


def order(row: Order) -> dict[str, Any]:
    """One order."""
    return {
        "side": row.side.upper(),
        "status": STATUSES[row.status],
        "symbol": f"PERP_{row.coin}_USDT",
        "client_order_id": row.client_id,
        "reduce_only": False,
        "order_id": row.id,
        "order_tag": "default",
        "type": "LIMIT",
        "price": float(row.price),
        "quantity": float(row.amount),
        "amount": None,
        "visible": float(row.amount),
        "executed": float(row.filled),
        "total_fee": float(row.fee),
        "fee_asset": "USDT",
        "total_rebate": 0,
        "rebate_asset": None,
        "created_time": _seconds(row.created),
        "updated_time": _seconds(row.updated),
        "average_executed_price": float(row.average) or None,
        "position_side": "BOTH",
        "realized_pnl": None,
        "margin_mode": "CROSS",
        "leverage": 20,
    }


def orders(rows: list[Order]) -> dict[str, Any]:
    """GET /v1/orders."""
    meta = {"total": len(rows), "records_per_page": 500, "current_page": 1}
    return {"success": True, "meta": meta, "rows": [order(row) for row in rows]}


def one_order(row: Order) -> dict[str, Any]:
    """GET /v1/order/{oid}."""
    return {"success": True, **order(row), "Transactions": []}


def placement(row: Order) -> dict[str, Any]:
    """POST /v1/order."""
    return {
        "success": True,
        "order_id": row.id,
        "client_order_id": row.client_id,
        "order_type": "LIMIT",
        "order_price": float(row.price),
        "order_quantity": float(row.amount),
        "order_amount": None,
        "reduce_only": False,
        "timestamp": _seconds(NOW_MS),
    }


def cancellation() -> dict[str, Any]:
    """DELETE /v1/order."""
    return {"success": True, "status": "CANCEL_SENT"}


def tickers(rows: list[Ticker]) -> dict[str, Any]:
    """GET /v1/public/futures."""
    return {
        "success": True,
        "rows": [
            {
                "symbol": f"PERP_{row.coin}_USDT",
                "index_price": float(row.index_price),
                "mark_price": float(row.mark_price),
                "est_funding_rate": 0.00008514,
                "last_funding_rate": 0.00008545,
                "next_funding_time": NOW_MS + 3_600_000,
                "open_interest": 222.90759,
                "24h_open": float(row.open),
                "24h_close": float(row.close),
                "24h_high": float(row.high),
                "24h_low": float(row.low),
                "24h_volume": float(row.base_volume),
                "24h_amount": float(row.quote_volume),
            }
            for row in rows
        ],
        "timestamp": NOW_MS,
    }


def positions(rows: list[Position]) -> dict[str, Any]:
    """GET /v3/positions."""
    return {
        "success": True,
        "data": {
            "positions": [
                {
                    "symbol": f"PERP_{row.coin}_USDT",
                    "holding": float(row.holding),
                    "pendingLongQty": 0.0,
                    "pendingShortQty": 0.0,
                    "settlePrice": float(row.entry_price),
                    "averageOpenPrice": float(row.entry_price),
                    "pnl24H": 0.0,
                    "fee24H": 0.0048435,
                    "markPrice": float(row.mark_price),
                    "estLiqPrice": float(row.liquidation_price),
                    "timestamp": row.timestamp / 1000,
                    "adlQuantile": 2,
                    "positionSide": "BOTH",
                    "marginMode": row.margin_mode.upper(),
                    "isolatedMarginToken": "",
                    "isolatedMarginAmount": float(row.isolated_margin),
                    "isolatedFrozenLong": 0.0,
                    "isolatedFrozenShort": 0.0,
                    "leverage": row.leverage,
                }
                for row in rows
            ]
        },
        "timestamp": NOW_MS,
    }


def book(bids: list[tuple[str, str]], asks: list[tuple[str, str]]) -> dict[str, Any]:
    """GET /v1/public/orderbook/{symbol}."""
    return {
        "success": True,
        "asks": [{"price": float(price), "quantity": float(amount)} for price, amount in asks],
        "bids": [{"price": float(price), "quantity": float(amount)} for price, amount in bids],
        "timestamp": NOW_MS,
    }


def candles(rows: list[Candle], coin: str) -> dict[str, Any]:
    """GET /v1/public/kline."""
    return {
        "success": True,
        "rows": [
            {
                "open": float(row.open),
                "close": float(row.close),
                "low": float(row.low),
                "high": float(row.high),
                "volume": float(row.volume),
                "amount": float(row.quote_volume),
                "symbol": f"PERP_{coin}_USDT",
                "type": "1m",
                "start_timestamp": row.timestamp,
                "end_timestamp": row.timestamp + 60_000,
            }
            for row in rows
        ],
    }


def markets(ids: list[str]) -> dict[str, Any]:
    """GET /v1/public/info."""
    return {
        "success": True,
        "rows": [
            {
                "created_time": "1575441595.650",
                "updated_time": "1575441595.650",
                "symbol": market_id,
                "quote_min": 0.5,
                "quote_max": 100_000,
                "quote_tick": float(TICK),
                "base_min": 0.005,
                "base_max": 5_000,
                "base_tick": float(LOT),
                "min_notional": 1,
                "price_range": 0.99,
                "price_scope": 0.01,
                "precisions": [1, 10, 100, 500, 1000, 10000],
                "is_trading": 1,
                **({"base_mmr": 0.012, "base_imr": 0.02} if market_id.startswith("PERP_") else {}),
            }
            for market_id in ids
        ],
    }


def tokens(coins: list[str]) -> dict[str, Any]:
    """GET /v1/public/token."""
    return {
        "success": True,
        "rows": [
            {
                "created_time": "1579399877.02",
                "updated_time": "1579399877.02",
                "token": coin,
                "delisted": False,
                "balance_token": coin,
                "fullname": coin,
                "network": "ETH",
                "decimals": 8,
                "can_collateral": True,
                "can_short": True,
            }
            for coin in coins
        ],
    }


def token_networks(coins: list[str]) -> dict[str, Any]:
    """GET /v1/public/token_network."""
    return {
        "success": True,
        "rows": [
            {
                "protocol": "ERC20",
                "network": "ETH",
                "token": coin,
                "name": "Ethereum (ERC20)",
                "minimum_withdrawal": 70,
                "withdrawal_fee": 35,
                "allow_deposit": 1,
                "allow_withdraw": 1,
            }
            for coin in coins
        ],
    }
