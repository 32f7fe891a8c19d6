"""Rows of messages in the legacy generation, whose names are those of :mod:`readers`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ccxt.base.errors import BadResponse

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import ms
from ascendex_woo_adapters.common.streams.book import Delta
from ascendex_woo_adapters.venues.woo.streams import readers
from ascendex_woo_adapters.venues.woo.streams.readers import (
    algo_orders,
    parse_bid_ask,
    parse_candle,
    parse_fill,
    parse_funding_rate,
    parse_mark_price,
    parse_order,
    parse_ticker,
    parse_trade,
)

__all__ = [
    "algo_orders",
    "balances",
    "delta",
    "has_fill",
    "is_report",
    "parse_bid_ask",
    "parse_candle",
    "parse_fill",
    "parse_funding_rate",
    "parse_mark_price",
    "parse_order",
    "parse_ticker",
    "parse_trade",
    "positions",
    "trade_row",
]

Json = dict[str, Any]


def delta(message: Json) -> Delta:
    """A book update; it leads to its own time, from that of the update before."""
    data = message["data"]
    number = int(data.get("ts") or message["ts"])
    return (int(data["prevTs"]), number, number, data["bids"], data["asks"])


def trade_row(message: Json) -> Json:
    """The trade of a message, which tells its time."""
    return {**message["data"], "timestamp": message["ts"]}


def is_report(row: Json) -> bool:
    """Whether an execution report tells of an order."""
    return readers.is_report(row.get("msgType"))


def has_fill(row: Json) -> bool:
    """Whether an execution report tells of a fill."""
    return readers.has_fill(row)


def balances(ex: Adapter, message: Json) -> dict[str, Json]:
    """What is held and frozen, by currency code; the message has an object by token."""
    listed = message["data"]["balances"]
    return readers.balances(ex, [{"token": token, **row} for token, row in listed.items()])


def positions(ex: Adapter, message: Json) -> list[Any]:
    """The positions of a message."""
    return readers.positions(ex, _position_rows(ex, message["data"]["positions"]), ms(message["ts"]))


def _position_rows(ex: Adapter, listed: Any) -> Iterator[Json]:
    """One object by market, or a list of such objects."""
    for keyed in listed if isinstance(listed, list) else [listed]:
        for market_id, row in keyed.items():
            if not isinstance(row, dict):
                raise BadResponse(f"{ex.id} sent positions of an unknown form: {excerpt(listed)}")
            yield {"symbol": market_id, **row}
