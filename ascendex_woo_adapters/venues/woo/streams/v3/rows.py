"""Rows of messages in V3: short names, values as text. https://developer.woox.io/api-reference/endpoint/websocket

The tables give the names of :mod:`readers`; what they leave out keeps its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.common.numbers import ms
from ascendex_woo_adapters.common.streams.book import Delta
from ascendex_woo_adapters.venues.woo.streams import readers

Json = dict[str, Any]

TRADE = {"s": "symbol", "px": "price", "sx": "size", "sd": "side", "ts": "timestamp"}
#: Volumes are the venue's own; ``q`` and ``u`` are those of several venues.
TICKER = {"s": "symbol", "o": "open", "c": "close", "h": "high", "l": "low", "v": "volume", "a": "amount"}
BID_ASK = {"s": "symbol", "bp": "bid", "bq": "bidSize", "ap": "ask", "aq": "askSize"}
MARK_PRICE = {"s": "symbol", "px": "price"}
FUNDING_RATE = {"s": "symbol", "r": "fundingRate", "ft": "fundingTs"}
CANDLE = {"st": "startTime", "o": "open", "h": "high", "l": "low", "c": "close", "v": "volume"}
_ORDER = {
    "s": "symbol",
    "tg": "orderTag",
    "sd": "side",
    "ps": "positionSide",
    "sx": "quantity",
    "px": "price",
    "t": "type",
    "tid": "tradeId",
    "epx": "executedPrice",
    "esx": "executedQuantity",
    "f": "fee",
    "fa": "feeAsset",
    "rs": "reason",
    "tesx": "totalExecutedQuantity",
    "tf": "totalFee",
    "tfc": "feeCurrency",
    "tr": "totalRebate",
    "trc": "rebateCurrency",
    "ts": "timestamp",
    "ro": "reduceOnly",
    "mk": "maker",
    "lv": "leverage",
    "m": "marginMode",
}
REPORT = {
    **_ORDER,
    "mt": "msgType",
    "cid": "clientOrderId",
    "oid": "orderId",
    "aepx": "avgPrice",
    "ss": "status",
    "vsx": "visible",
}
ALGO_REPORT = {
    **_ORDER,
    "raid": "rootAlgoOrderId",
    "paid": "parentAlgoOrderId",
    "aid": "algoOrderId",
    "caid": "clientAlgoOrderId",
    "ss": "algoStatus",
    "at": "algoType",
    "trp": "triggerPrice",
    "trpt": "triggerPriceType",
    "tss": "triggerStatus",
    "tpx": "triggerTradePrice",
    "tt": "triggerTime",
    "aepx": "averageExecutedPrice",
    "vsx": "visibleQuantity",
}
BALANCE = {"t": "token", "h": "holding", "f": "frozen"}
POSITION = {
    "s": "symbol",
    "h": "holding",
    "aop": "averageOpenPrice",
    "mp": "markPrice",
    "lv": "leverage",
    "m": "marginMode",
    "ps": "positionSide",
    "ia": "isolatedMarginAmount",
    "ts": "timestamp",
}


def spelled(row: Json, names: Mapping[str, str]) -> Json:
    """A row under the names of the readers."""
    return {names.get(name, name): value for name, value in row.items()}


def _told(structure: Any, row: Json) -> Any:
    structure["info"] = row
    return structure


def delta(message: Json) -> Delta:
    """A book update; it leads to the time of its content, from that of the update before."""
    data = message["data"]
    number = int(data["ts"])
    return (int(data["prevTs"]), number, number, data["bids"], data["asks"])


def trade_row(message: Json) -> Json:
    """The trade of a message."""
    row: Json = message["data"]
    return row


def parse_trade(ex: Adapter, row: Json, market: Any = None) -> Any:
    """A public trade."""
    return _told(readers.parse_trade(ex, spelled(row, TRADE), market), row)


def parse_ticker(ex: Adapter, row: Json, timestamp: int | None) -> Any:
    """A market's 24 hours."""
    return _told(readers.parse_ticker(ex, spelled(row, TICKER), ms(row.get("ts"))), row)


def parse_bid_ask(ex: Adapter, row: Json, timestamp: int | None) -> Any:
    """The best bid and ask, in a ticker."""
    return _told(readers.parse_bid_ask(ex, spelled(row, BID_ASK), ms(row.get("ts"))), row)


def parse_mark_price(ex: Adapter, row: Json, timestamp: int | None) -> Any:
    """A mark price, in a ticker."""
    return _told(readers.parse_mark_price(ex, spelled(row, MARK_PRICE), ms(row.get("ts"))), row)


def parse_funding_rate(ex: Adapter, row: Json, timestamp: int | None) -> Json:
    """The estimated rate of the next funding."""
    rate = readers.parse_funding_rate(ex, spelled(row, FUNDING_RATE), ms(row.get("ts")))
    return {**rate, "info": row}


def parse_candle(ex: Adapter, row: Json) -> list[Any]:
    """Milliseconds, open, high, low, close, base volume."""
    return readers.parse_candle(ex, spelled(row, CANDLE))


def is_report(row: Json) -> bool:
    """Whether an execution report tells of an order."""
    return readers.is_report(row.get("mt"))


def has_fill(row: Json) -> bool:
    """Whether an execution report tells of a fill."""
    return readers.has_fill(spelled(row, REPORT))


def parse_order(ex: Adapter, row: Json, market: Any = None) -> Any:
    """An order as an execution report tells it."""
    return _told(readers.parse_order(ex, spelled(row, REPORT), market), row)


def parse_fill(ex: Adapter, row: Json, market: Any = None) -> Any:
    """The fill of an execution report."""
    return _told(readers.parse_fill(ex, spelled(row, REPORT), market), row)


def algo_orders(ex: Adapter, rows: list[Json]) -> list[Any]:
    """The algo orders of a report, each with its legs as REST nests them."""
    return readers.algo_orders(ex, [spelled(row, ALGO_REPORT) for row in rows])


def balances(ex: Adapter, message: Json) -> dict[str, Json]:
    """What is held and frozen, by currency code."""
    return readers.balances(ex, [spelled(row, BALANCE) for row in message["data"]["balances"]])


def positions(ex: Adapter, message: Json) -> list[Any]:
    """The positions of a message."""
    rows = [spelled(row, POSITION) for row in message["data"]["positions"]]
    return readers.positions(ex, rows, ms(message["ts"]))
