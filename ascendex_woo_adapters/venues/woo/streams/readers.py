"""Structures of rows that have the names of the legacy generation; ``ex`` is the exchange.

https://docs.woox.io/#websocket-api-v2
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.common.bodies import known
from ascendex_woo_adapters.common.numbers import iso8601, ms
from ascendex_woo_adapters.common.structures import as_float, as_text
from ascendex_woo_adapters.venues.woo.algo_forms import parse_algo_order
from ascendex_woo_adapters.venues.woo.enums import ORDER_STATUSES, ORDER_TYPES
from ascendex_woo_adapters.venues.woo.readings import position

#: What the venue writes where there is nothing.
_NONE = (0, None, "0", "")


def parse_trade(ex: Adapter, row: dict[str, Any], market: Any = None) -> Any:
    """A public trade: it has no id, so one is made as REST makes it."""
    market = ex.safe_market(row.get("symbol"), market)
    timestamp, side = ms(row.get("timestamp")), row["side"].lower()
    price, amount = row["price"], row["size"]
    return ex.safe_trade(
        {
            "id": f"{timestamp}-{side}-{as_text(amount)}-{as_text(price)}",
            "timestamp": timestamp,
            "datetime": ex.iso8601(timestamp),
            "symbol": market["symbol"],
            "side": side,
            "price": price,
            "amount": amount,
            "cost": None,
            "order": None,
            "takerOrMaker": None,
            "type": None,
            "fee": None,
            "info": row,
        },
        market,
    )


def parse_ticker(ex: Adapter, row: dict[str, Any], timestamp: int | None) -> Any:
    """A market's 24 hours."""
    get = row.get
    market = ex.safe_market(get("symbol"))
    return ex.safe_ticker(
        {
            "symbol": market["symbol"],
            "timestamp": timestamp,
            "datetime": ex.iso8601(timestamp),
            "bid": None,
            "ask": None,
            "open": get("open"),
            "close": get("close"),
            "high": get("high"),
            "low": get("low"),
            "baseVolume": get("volume"),
            "quoteVolume": get("amount"),
            "info": row,
        },
        market,
    )


def parse_bid_ask(ex: Adapter, row: dict[str, Any], timestamp: int | None) -> Any:
    """The best bid and ask, in a ticker."""
    get = row.get
    market = ex.safe_market(get("symbol"))
    return ex.safe_ticker(
        {
            "symbol": market["symbol"],
            "timestamp": timestamp,
            "datetime": ex.iso8601(timestamp),
            "bid": get("bid"),
            "bidVolume": get("bidSize"),
            "ask": get("ask"),
            "askVolume": get("askSize"),
            "info": row,
        },
        market,
    )


def parse_mark_price(ex: Adapter, row: dict[str, Any], timestamp: int | None) -> Any:
    """A mark price, in a ticker."""
    market = ex.safe_market(row.get("symbol"))
    return ex.safe_ticker(
        {
            "symbol": market["symbol"],
            "timestamp": timestamp,
            "datetime": ex.iso8601(timestamp),
            "markPrice": row.get("price"),
            "info": row,
        },
        market,
    )


def parse_funding_rate(ex: Adapter, row: dict[str, Any], timestamp: int | None) -> dict[str, Any]:
    """The estimated rate of the next funding."""
    upcoming = ms(row.get("fundingTs"))
    names = (
        "markPrice",
        "indexPrice",
        "interestRate",
        "estimatedSettlePrice",
        "nextFundingRate",
        "nextFundingTimestamp",
        "nextFundingDatetime",
        "previousFundingRate",
        "previousFundingTimestamp",
        "previousFundingDatetime",
        "interval",
    )
    return {
        **dict.fromkeys(names),
        "info": row,
        "symbol": ex.safe_market(row.get("symbol"))["symbol"],
        "timestamp": timestamp,
        "datetime": ex.iso8601(timestamp),
        "fundingRate": as_float(row.get("fundingRate")),
        "fundingTimestamp": upcoming,
        "fundingDatetime": ex.iso8601(upcoming),
    }


def parse_candle(ex: Adapter, row: dict[str, Any]) -> list[Any]:
    """Milliseconds, open, high, low, close, base volume."""
    numbers = [float(row[name]) for name in ("open", "high", "low", "close", "volume")]
    return [int(row["startTime"]), *numbers]


def is_report(message_type: Any) -> bool:
    """Whether an execution report tells of an order; the others say that a request was refused."""
    return message_type in _NONE


def parse_order(ex: Adapter, row: dict[str, Any], market: Any = None) -> Any:
    """An order as an execution report tells it.

    The report has the time of its event only: ``timestamp`` is the order's own with the first report.
    """
    get = row.get
    market = ex.safe_market(get("symbol"), market)
    order_type, time_in_force, post_only = known(ex.id, "order type", get("type"), ORDER_TYPES)
    timestamp, client_id, side = ms(get("timestamp")), get("clientOrderId"), get("side")
    currency = get("feeCurrency") or get("feeAsset")
    return ex.safe_order(
        {
            "id": str(get("orderId")),
            "clientOrderId": None if client_id in _NONE else str(client_id),
            "timestamp": timestamp,
            "datetime": None if timestamp is None else iso8601(timestamp),
            "lastTradeTimestamp": timestamp if has_fill(row) else None,
            "lastUpdateTimestamp": timestamp,
            "symbol": market["symbol"],
            "type": order_type,
            "timeInForce": time_in_force,
            "postOnly": post_only,
            "side": None if side is None else side.lower(),
            "reduceOnly": get("reduceOnly"),
            "price": get("price"),
            "amount": get("quantity"),
            "filled": get("totalExecutedQuantity"),
            "average": get("avgPrice"),
            "status": known(ex.id, "order status", get("status"), ORDER_STATUSES),
            "fee": {"cost": get("totalFee"), "currency": ex._currency_code(currency.upper())}
            if currency
            else None,
            "info": row,
        },
        market,
    )


def has_fill(row: dict[str, Any]) -> bool:
    """Whether an execution report tells of a fill."""
    return row.get("tradeId") not in _NONE and bool(as_float(row.get("executedQuantity")))


def parse_fill(ex: Adapter, row: dict[str, Any], market: Any = None) -> Any:
    """The fill of an execution report."""
    get = row.get
    market = ex.safe_market(get("symbol"), market)
    timestamp, asset, maker = ms(get("timestamp")), get("feeAsset"), get("maker")
    return ex.safe_trade(
        {
            "id": as_text(get("tradeId")),
            "timestamp": timestamp,
            "datetime": ex.iso8601(timestamp),
            "symbol": market["symbol"],
            "side": row["side"].lower(),
            "price": get("executedPrice"),
            "amount": get("executedQuantity"),
            "cost": None,
            "order": as_text(get("orderId")),
            "takerOrMaker": None if maker is None else ("maker" if maker else "taker"),
            "type": None,
            "fee": {"cost": get("fee"), "currency": ex._currency_code(asset.upper())} if asset else None,
            "info": row,
        },
        market,
    )


def algo_orders(ex: Adapter, rows: list[dict[str, Any]]) -> list[Any]:
    """The algo orders of a report, each with its legs as REST nests them."""
    nested = {
        row["algoOrderId"]: {**row, "createdTime": row.get("timestamp"), "updatedTime": row.get("timestamp")}
        for row in rows
    }
    roots = []
    for row in nested.values():
        parent = nested.get(row.get("parentAlgoOrderId"))
        if parent is None:
            roots.append(row)
        else:
            parent.setdefault("childOrders", []).append(row)
    return [parse_algo_order(ex, row) for row in roots]


def balances(ex: Adapter, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """What is held and frozen, by currency code."""
    return {
        ex._currency_code(row["token"]): {
            "total": as_text(row.get("holding")),
            "used": as_text(row.get("frozen")),
        }
        for row in rows
    }


def positions(ex: Adapter, rows: Iterable[dict[str, Any]], timestamp: int | None) -> list[Any]:
    """Positions; rows without a size tell settings."""
    result = []
    for row in rows:
        if "holding" not in row:
            continue
        market = ex.safe_market(row["symbol"])
        described = market.get("info") or {}
        rate = described.get("base_mmr", described.get("baseMMR"))
        result.append(position(ex, row, market, ms(row.get("timestamp")) or timestamp, rate))
    return result
