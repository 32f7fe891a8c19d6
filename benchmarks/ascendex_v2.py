"""Replies of AscendEX Futures Pro v2: numbers are strings, times milliseconds.

https://ascendex.github.io/ascendex-futures-pro-api-v2/
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from benchmarks.sample import LOT, NOW_MS, TICK, Candle, Order, Position, Ticker, Trade

_STATUSES = {"open": "New", "partially filled": "PartiallyFilled"}


def _reply(data: Any) -> dict[str, Any]:
    return {"code": 0, "data": data}


def trades(rows: list[Trade], coin: str) -> dict[str, Any]:
    """GET /api/pro/v1/trades, oldest first."""
    listed = [
        {
            "seqnum": 144_115_191_800_016_553 + number,
            "p": row.price,
            "q": row.amount,
            "ts": row.timestamp,
            "bm": row.side == "sell",
        }
        for number, row in enumerate(reversed(rows))
    ]
    return _reply({"m": "trades", "symbol": f"{coin}-PERP", "data": listed})


def order(row: Order) -> dict[str, Any]:
    """One order."""
    return {
        "ac": "FUTURES",
        "accountId": "sample-futures-account-id",
        "avgFilledPx": row.average,
        "cumFee": row.fee,
        "cumFilledQty": row.filled,
        "errorCode": "",
        "execInst": "NULL_VAL",
        "fee": "0",
        "feeAsset": "USDT",
        "lastExecTime": row.updated,
        "lastPx": "0",
        "lastQty": "0",
        "orderId": str(row.id),
        "orderQty": row.amount,
        "orderType": "Limit",
        "posStopLossPrice": "0",
        "posStopLossTrigger": "market",
        "posTakeProfitPrice": "0",
        "posTakeProfitTrigger": "market",
        "price": row.price,
        "seqNum": 1_041_950,
        "side": row.side.capitalize(),
        "status": _STATUSES[row.status],
        "stopBy": "market",
        "stopPrice": "0",
        "symbol": f"{row.coin}-PERP",
        "time": row.created,
    }


def orders(rows: list[Order]) -> dict[str, Any]:
    """GET futures/order/open."""
    return _reply([order(row) for row in rows])


def one_order(row: Order) -> dict[str, Any]:
    """GET futures/order/status."""
    return {**_reply(order(row)), "accountId": "sample-futures-account-id", "ac": "FUTURES"}


def placement(row: Order) -> dict[str, Any]:
    """POST futures/order, answered when the order was accepted."""
    accepted = {**order(row), "status": "New", "avgFilledPx": "0", "cumFilledQty": "0", "cumFee": "0"}
    meta = {"action": "place-order", "id": "abcd1234abcd1234", "respInst": "ACCEPT"}
    return _reply({"meta": meta, "order": {**accepted, "time": NOW_MS}})


def cancellation(row: Order) -> dict[str, Any]:
    """DELETE futures/order, answered when the order was cancelled."""
    meta = {"action": "cancel-order", "id": "abcd1234abcd1234", "respInst": "ACCEPT"}
    return _reply({"meta": meta, "order": {**order(row), "status": "Canceled"}})


def tickers(rows: list[Ticker]) -> dict[str, Any]:
    """GET futures/ticker."""
    return _reply(
        [
            {
                "symbol": f"{row.coin}-PERP",
                "open": row.open,
                "close": row.close,
                "high": row.high,
                "low": row.low,
                "baseVol": row.base_volume,
                "ask": [row.close, "0.0005"],
                "bid": [row.open, "0.0042"],
            }
            for row in rows
        ]
    )


def _position(row: Position) -> dict[str, Any]:
    profit = (Decimal(row.mark_price) - Decimal(row.entry_price)) * Decimal(row.holding)
    return {
        "symbol": f"{row.coin}-PERP",
        "side": "SHORT" if row.holding.startswith("-") else "LONG",
        "position": row.holding,
        "referenceCost": "-16800",
        "unrealizedPnl": str(profit),
        "realizedPnl": "0",
        "avgOpenPrice": row.entry_price,
        "marginType": "crossed",
        "isolatedMargin": "0",
        "leverage": str(row.leverage),
        "takeProfitPrice": "0",
        "takeProfitTrigger": "market",
        "stopLossPrice": "0",
        "stopLossTrigger": "market",
        "buyOpenOrderNotional": "0",
        "sellOpenOrderNotional": "0",
        "indexPrice": row.mark_price,
        "markPrice": row.mark_price,
    }


def positions(rows: list[Position]) -> dict[str, Any]:
    """GET futures/position: the whole account."""
    return _reply(
        {
            "ac": "FUTURES",
            "accountId": "sample-futures-account-id",
            "collaterals": [
                {"asset": "USDT", "balance": "1000000", "discountFactor": "1", "referencePrice": "1"}
            ],
            "contracts": [_position(row) for row in rows],
        }
    )


def book(bids: list[tuple[str, str]], asks: list[tuple[str, str]]) -> dict[str, Any]:
    """GET /api/pro/v1/depth."""
    levels = {"asks": [list(level) for level in asks], "bids": [list(level) for level in bids]}
    return _reply(
        {
            "m": "depth-snapshot",
            "symbol": "BTC-PERP",
            "data": {"seqnum": 5_068_757, "ts": NOW_MS, **levels},
        }
    )


def candles(rows: list[Candle], coin: str) -> dict[str, Any]:
    """GET /api/pro/v1/barhist, oldest first."""
    return _reply(
        [
            {
                "m": "bar",
                "s": f"{coin}-PERP",
                "data": {
                    "i": "1",
                    "ts": row.timestamp,
                    "o": row.open,
                    "c": row.close,
                    "h": row.high,
                    "l": row.low,
                    "v": row.volume,
                },
            }
            for row in reversed(rows)
        ]
    )


def markets(coins: list[str]) -> dict[str, Any]:
    """GET futures/contract."""
    return _reply(
        [
            {
                "symbol": f"{coin}-PERP",
                "status": "Normal",
                "displayName": f"{coin}USDT",
                "settlementAsset": "USDT",
                "underlying": f"{coin}/USDT",
                "tradingStartTime": 1_579_701_600_000,
                "priceFilter": {"minPrice": "0.5", "maxPrice": "100000", "tickSize": TICK},
                "lotSizeFilter": {"minQty": "0.005", "maxQty": "5000", "lotSize": LOT},
                "marginRequirements": [
                    {
                        "positionNotionalLowerbound": "0",
                        "positionNotionalUpperbound": "50000",
                        "initialMarginRate": "0.01",
                        "maintenanceMarginRate": "0.006",
                    },
                    {
                        "positionNotionalLowerbound": "50000",
                        "positionNotionalUpperbound": "200000",
                        "initialMarginRate": "0.02",
                        "maintenanceMarginRate": "0.012",
                    },
                ],
            }
            for coin in coins
        ]
    )


def collaterals(coins: list[str]) -> dict[str, Any]:
    """GET futures/collateral."""
    return _reply(
        [
            {
                "asset": coin,
                "assetName": coin,
                "conversionFactor": "0.995",
                "discountFactor": "0.98",
                "displayName": coin,
                "statusCode": "Normal",
            }
            for coin in coins
        ]
    )


def assets(coins: list[str]) -> dict[str, Any]:
    """GET /api/pro/v2/assets."""
    return _reply(
        [
            {
                "assetCode": coin,
                "assetName": coin,
                "precisionScale": 9,
                "nativeScale": 8,
                "blockChain": [
                    {
                        "chainName": "ERC20",
                        "withdrawFee": "35.0",
                        "allowDeposit": True,
                        "allowWithdraw": True,
                        "minDepositAmt": "0.0",
                        "minWithdrawal": "70.0",
                        "numConfirmations": 12,
                    }
                ],
            }
            for coin in coins
        ]
    )
