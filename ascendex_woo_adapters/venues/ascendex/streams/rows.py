"""The short names of messages in the terms of REST, so that one parser reads both.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#websocket
"""

from __future__ import annotations

from typing import Any

from ascendex_woo_adapters.common.numbers import decimal, text
from ascendex_woo_adapters.common.streams.book import Delta
from ascendex_woo_adapters.common.structures import EXACT, quotient

_ORDER = {
    "ac": "ac",
    "a": "accountId",
    "ct": "time",
    "orderId": "orderId",
    "sn": "seqNum",
    "ot": "orderType",
    "ei": "execInst",
    "sd": "side",
    "s": "symbol",
    "p": "price",
    "q": "orderQty",
    "sp": "stopPrice",
    "spb": "stopBy",
    "st": "status",
    "t": "lastExecTime",
    "lq": "lastQty",
    "lp": "lastPx",
    "ap": "avgFilledPx",
    "cfq": "cumFilledQty",
    "f": "fee",
    "cf": "cumFee",
    "fa": "feeAsset",
    "err": "errorCode",
    "psl": "posStopLossPrice",
    "pslt": "posStopLossTrigger",
    "ptp": "posTakeProfitPrice",
    "ptpt": "posTakeProfitTrigger",
}
_CONTRACT = {
    "s": "symbol",
    "t": "time",
    "ip": "indexPrice",
    "mp": "markPrice",
    "r": "fundingRate",
    "oi": "openInterest",
    "f": "nextFundingTime",
}
_POSITION = {
    "s": "symbol",
    "sd": "side",
    "pos": "position",
    "rc": "referenceCost",
    "up": "unrealizedPnl",
    "rp": "realizedPnl",
    "aop": "avgOpenPrice",
    "boon": "buyOpenOrderNotional",
    "soon": "sellOpenOrderNotional",
    "mt": "marginType",
    "iw": "isolatedMargin",
    "lev": "leverage",
    "tp": "takeProfitPrice",
    "tpt": "takeProfitTrigger",
    "sl": "stopLossPrice",
    "slt": "stopLossTrigger",
}


def _long(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    return {names[key]: value for key, value in row.items() if key in names}


def order(message: dict[str, Any]) -> dict[str, Any]:
    """The order of a ``futures-order`` message."""
    return _long(message, _ORDER)


def contracts(message: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """The contracts of pricing data as REST names them, each with its own row; single or in a list."""
    data = message.get("data")
    parts = data if isinstance(data, list) else [message]
    return [(_long(row, _CONTRACT), row) for part in parts for row in part["con"]]


def position(row: dict[str, Any]) -> dict[str, Any]:
    """A position as REST names it.

    The mark price is left out of messages, but the venue's unrealised PnL, mark price times position plus
    reference cost, tells it: https://ascendex.github.io/ascendex-futures-pro-api-v2/#unrealized-pnl
    """
    result = _long(row, _POSITION)
    amount, cost, profit = (
        decimal(result.get(key)) for key in ("position", "referenceCost", "unrealizedPnl")
    )
    if amount and cost is not None and profit is not None:
        result["markPrice"] = text(quotient(EXACT.subtract(profit, cost), amount))
    return result


def delta(message: dict[str, Any]) -> Delta:
    """A book update; numbers rise by one."""
    data = message["data"]
    number = int(data["seqnum"])
    return (number - 1, number, int(data["ts"]), data["bids"], data["asks"])
