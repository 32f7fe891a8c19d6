"""WOO X's names for what ccxt names otherwise. https://docs.woox.io/#enum"""

from __future__ import annotations

#: ccxt timeframe -> ``type`` of a candle over REST.
TIMEFRAMES = {
    "1m": "1m",
    "5m": "5m",
    "15m": "15m",
    "30m": "30m",
    "1h": "1h",
    "4h": "4h",
    "12h": "12h",
    "1d": "1d",
    "1w": "1w",
    "1M": "1mon",
    "1y": "1y",
}

#: Order status -> ccxt status. Strict: an unknown status is an error, never a guess.
ORDER_STATUSES = {
    "NEW": "open",
    "PARTIAL_FILLED": "open",
    "FILLED": "closed",
    "CANCELLED": "canceled",
    "REJECTED": "rejected",
}

#: Order type -> (ccxt type, time in force, post-only). ASK and BID rest at the best price; AC is for
#: market makers, nothing more is documented of it; the last three are orders of the venue itself. None as
#: time in force leaves it to ccxt's defaults.
ORDER_TYPES: dict[str, tuple[str, str | None, bool | None]] = {
    "LIMIT": ("limit", "GTC", False),
    "MARKET": ("market", None, None),
    "IOC": ("limit", "IOC", False),
    "FOK": ("limit", "FOK", False),
    "POST_ONLY": ("limit", "PO", True),
    "ASK": ("limit", "GTC", False),
    "BID": ("limit", "GTC", False),
    "RPI": ("limit", "PO", True),
    "AC": ("limit", None, None),
    "LIQUIDATE": ("market", None, None),
    "LIQUIDATE_BLP": ("market", None, None),
    "ADL": ("market", None, None),
}

#: ccxt time in force -> the order type that expresses it.
TYPE_OF_TIME_IN_FORCE = {"GTC": "LIMIT", "IOC": "IOC", "FOK": "FOK", "PO": "POST_ONLY"}

#: What an algo order becomes when it is triggered -> ccxt type.
ALGO_ORDER_TYPES = {"LIMIT": "limit", "MARKET": "market", "CLOSE_POSITION": "market"}

#: Kind of algo order -> ``algoType``.
ALGO_TYPE_IDS = {
    "stop": "STOP",
    "oco": "OCO",
    "trailing": "TRAILING_STOP",
    "bracket": "BRACKET",
    "stop bracket": "STOP_BRACKET",
    "positional": "POSITIONAL_TP_SL",
    "tp sl": "TP_SL",
}

#: ccxt's price that triggers -> ``triggerPriceType``.
TRIGGER_PRICE_TYPE_IDS = {"last": "MARKET_PRICE", "mark": "MARK_PRICE"}

#: ``system_info`` status -> ccxt status.
SYSTEM_STATUSES = {0: "ok", 1: "maintenance", 2: "maintenance"}

MARGIN_MODES = {"CROSS": "cross", "ISOLATED": "isolated"}
MARGIN_MODE_IDS = {"cross": "CROSS", "isolated": "ISOLATED"}

POSITION_SIDES = {"LONG": "long", "SHORT": "short"}

#: ccxt network code -> network id of the venue, where they differ.
NETWORKS = {
    "ERC20": "ETH",
    "TRC20": "TRON",
    "BEP20": "BSC",
    "ARBITRUM": "Arbitrum",
    "OPTIMISM": "OP",
    "SONIC": "S",
    "HYPEREVM": "HyperEVM",
}

#: Further spellings of network ids.
NETWORKS_BY_ID = {"TRX": "TRC20", "ARB": "ARBITRUM", "ARBITRUM": "ARBITRUM", "POLYGON": "MATIC"}
