"""Replies of WOO X V3, which ccxt's ``woo`` reads: numbers are strings, times milliseconds.

https://developer.woox.io/api-reference
"""

from __future__ import annotations

from typing import Any

from benchmarks.sample import LOT, NOW_MS, TICK, Candle, Order, Position, Ticker, Trade

STATUSES = {"open": "NEW", "partially filled": "PARTIAL_FILLED"}


def _reply(data: dict[str, Any]) -> dict[str, Any]:
    return {"success": True, "data": data, "timestamp": NOW_MS}


def trades(rows: list[Trade], coin: str) -> dict[str, Any]:
    """GET /v3/public/marketTrades."""
    return _reply(
        {
            "rows": [
                {
                    "symbol": f"PERP_{coin}_USDT",
                    "side": row.side.upper(),
                    "source": 0,
                    "executedPrice": row.price,
                    "executedQuantity": row.amount,
                    "executedTimestamp": row.timestamp,
                }
                for row in rows
            ]
        }
    )


def order(row: Order) -> dict[str, Any]:
    """One order."""
    return {
        "symbol": f"PERP_{row.coin}_USDT",
        "status": STATUSES[row.status],
        "side": row.side.upper(),
        "positionSide": "BOTH",
        "createdTime": row.created,
        "updatedTime": row.updated,
        "orderId": row.id,
        "orderTag": "default",
        "price": row.price,
        "type": "LIMIT",
        "quantity": row.amount,
        "amount": None,
        "visible": row.amount,
        "executed": row.filled,
        "totalFee": row.fee,
        "feeAsset": "USDT",
        "totalRebate": 0,
        "rebateCurrency": "USDT",
        "clientOrderId": row.client_id,
        "reduceOnly": False,
        "realizedPnl": None,
        "averageExecutedPrice": row.average,
    }


def orders(rows: list[Order]) -> dict[str, Any]:
    """GET /v3/trade/orders."""
    meta = {"total": len(rows), "recordsPerPage": 500, "currentPage": 1}
    return _reply({"meta": meta, "rows": [order(row) for row in rows]})


def one_order(row: Order) -> dict[str, Any]:
    """GET /v3/trade/order."""
    return _reply(order(row))


def placement(row: Order) -> dict[str, Any]:
    """POST /v3/trade/order."""
    return _reply(
        {
            "orderId": row.id,
            "clientOrderId": row.client_id,
            "type": "LIMIT",
            "price": row.price,
            "quantity": row.amount,
            "amount": None,
            "bidAskLevel": None,
        }
    )


def cancellation() -> dict[str, Any]:
    """DELETE /v3/trade/order."""
    return _reply({"status": "CANCEL_SENT"})


def tickers(rows: list[Ticker]) -> dict[str, Any]:
    """GET /v3/public/futures."""
    return _reply(
        {
            "rows": [
                {
                    "symbol": f"PERP_{row.coin}_USDT",
                    "indexPrice": row.index_price,
                    "markPrice": row.mark_price,
                    "estFundingRate": "0.00008514",
                    "lastFundingRate": "0.00008545",
                    "openInterest": "222.90759",
                    "24hOpen": row.open,
                    "24hClose": row.close,
                    "24hHigh": row.high,
                    "24hLow": row.low,
                    "24hVolume": row.base_volume,
                    "24hAmount": row.quote_volume,
                    "nextFundingTime": NOW_MS + 3_600_000,
                }
                for row in rows
            ]
        }
    )


def positions(rows: list[Position]) -> dict[str, Any]:
    """GET /v3/futures/positions."""
    return _reply(
        {
            "positions": [
                {
                    "symbol": f"PERP_{row.coin}_USDT",
                    "holding": row.holding,
                    "pendingLongQty": "0",
                    "pendingShortQty": "0",
                    "settlePrice": row.entry_price,
                    "averageOpenPrice": row.entry_price,
                    "pnl24H": "0",
                    "fee24H": "0.0048435",
                    "markPrice": row.mark_price,
                    "estLiqPrice": row.liquidation_price,
                    "timestamp": row.timestamp,
                    "adlQuantile": 2,
                    "positionSide": "BOTH",
                    "marginMode": row.margin_mode.upper(),
                    "isolatedMarginToken": "",
                    "isolatedMarginAmount": row.isolated_margin,
                    "isolatedFrozenLong": "0",
                    "isolatedFrozenShort": "0",
                    "leverage": row.leverage,
                }
                for row in rows
            ]
        }
    )


def book(bids: list[tuple[str, str]], asks: list[tuple[str, str]]) -> dict[str, Any]:
    """GET /v3/public/orderbook."""
    return _reply(
        {
            "asks": [{"price": price, "quantity": amount} for price, amount in asks],
            "bids": [{"price": price, "quantity": amount} for price, amount in bids],
        }
    )


def candles(rows: list[Candle], coin: str) -> dict[str, Any]:
    """GET /v3/public/klineHistory."""
    return _reply(
        {
            "rows": [
                {
                    "symbol": f"PERP_{coin}_USDT",
                    "open": row.open,
                    "close": row.close,
                    "high": row.high,
                    "low": row.low,
                    "volume": row.volume,
                    "amount": row.quote_volume,
                    "type": "1m",
                    "startTimestamp": row.timestamp,
                    "endTimestamp": row.timestamp + 60_000,
                }
                for row in rows
            ]
        }
    )


def markets(ids: list[str]) -> dict[str, Any]:
    """GET /v3/public/instruments."""
    return _reply(
        {
            "rows": [
                {
                    "symbol": market_id,
                    "status": "TRADING",
                    "baseAsset": market_id.split("_")[1],
                    "baseAssetMultiplier": 1,
                    "quoteAsset": "USDT",
                    "quoteMin": "0.5",
                    "quoteMax": "100000",
                    "quoteTick": TICK,
                    "baseMin": "0.005",
                    "baseMax": "5000",
                    "baseTick": LOT,
                    "minNotional": "1",
                    "bidCapRatio": "1.1",
                    "bidFloorRatio": None,
                    "askCapRatio": None,
                    "askFloorRatio": "0.9",
                    "orderMode": "NORMAL",
                    "impactNotional": None,
                    "isAllowedRpi": False,
                    "tickGranularity": None,
                    **({"baseMMR": "0.012", "baseIMR": "0.02"} if market_id.startswith("PERP_") else {}),
                }
                for market_id in ids
            ]
        }
    )


def tokens(coins: list[str]) -> dict[str, Any]:
    """GET /v3/public/token; the venue publishes no sample."""
    rows = [
        {"token": coin, "balanceToken": coin, "fullname": coin, "network": "ETH", "decimals": 8}
        for coin in coins
    ]
    return _reply({"rows": rows})


def token_networks(coins: list[str]) -> dict[str, Any]:
    """GET /v3/public/tokenNetwork; the venue publishes no sample."""
    flags = {"allowDeposit": 1, "allowWithdraw": 1, "minimumWithdrawal": "70", "withdrawalFee": "35"}
    return _reply({"rows": [{"network": "ETH", "token": coin, **flags} for coin in coins]})
