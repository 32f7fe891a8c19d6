"""AscendEX's names for what ccxt names otherwise.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#enums and the tables of the single requests.
"""

from __future__ import annotations

#: ccxt timeframe -> ``interval`` of a bar. The venue's ``1m`` is one MONTH.
TIMEFRAMES = {
    "1m": "1",
    "5m": "5",
    "15m": "15",
    "30m": "30",
    "1h": "60",
    "2h": "120",
    "4h": "240",
    "6h": "360",
    "12h": "720",
    "1d": "1d",
    "1w": "1w",
    "1M": "1m",
}

#: Order status -> ccxt status. Strict: an unknown status is an error, never a guess. ``Ack`` is an order
#: that was received and not looked at yet; ``Ready`` rests as maker.
ORDER_STATUSES = {
    "Ack": "open",
    "New": "open",
    "PendingNew": "open",
    "Ready": "open",
    "PartiallyFilled": "open",
    "Filled": "closed",
    "Canceled": "canceled",
    "Rejected": "rejected",
}

#: ccxt statuses of orders that are over.
FINISHED = ("closed", "canceled", "rejected")

#: Statuses of an order that its trigger has not released; ``Ack`` says nothing of a trigger yet.
UNRELEASED = {"Ack", "PendingNew"}

#: Statuses in which the last execution report is a fill.
STATUSES_AFTER_A_FILL = {"PartiallyFilled", "Filled"}

#: Order type of a reply -> ccxt type; ``NULL_VAL`` and nothing say none.
ORDER_TYPES = {
    "Limit": "limit",
    "Market": "market",
    "StopLimit": "limit",
    "StopMarket": "market",
}

#: (ccxt type, has a trigger) -> order type of a request. The published requests write the plain types in
#: lower case; the conditional ones stand in the table only.
ORDER_TYPE_IDS = {
    ("limit", False): "limit",
    ("market", False): "market",
    ("limit", True): "StopLimit",
    ("market", True): "StopMarket",
}

SIDES = {"Buy": "buy", "Sell": "sell"}

POSITION_SIDES = {"LONG": "long", "SHORT": "short"}

#: Margin type of a reply (both spellings are published) -> ccxt margin mode.
MARGIN_MODES = {"crossed": "cross", "cross": "cross", "isolated": "isolated"}
MARGIN_MODE_IDS = {"cross": "crossed", "isolated": "isolated"}

#: ccxt's ``triggerPriceType`` -> which price of the venue triggers.
TRIGGERS = {"last": "Market", "mark": "Mark", "index": "Ref"}

#: (post-only, reduce-only, trigger) -> execution instruction.
INSTRUCTIONS: dict[tuple[bool, bool, str | None], str | None] = {
    (False, False, None): None,
    (True, False, None): "Post",
    (False, True, None): "ReduceOnly",
    (True, True, None): "PostReduceOnly",
    **{
        (post, reduce, trigger): prefix + trigger
        for (post, reduce), prefix in {
            (False, False): "StopOn",
            (True, False): "PostStop",
            (False, True): "ReduceOnly",
            (True, True): "PostReduce",
        }.items()
        for trigger in TRIGGERS.values()
    },
}

#: Execution instruction of a reply -> (post-only, reduce-only).
INSTRUCTION_FLAGS: dict[str, tuple[bool, bool]] = {
    "NULL_VAL": (False, False),
    "": (False, False),
    "Liquidation": (False, True),
    "InternalPost": (True, False),
    **{name: (post, reduce) for (post, reduce, _), name in INSTRUCTIONS.items() if name is not None},
    **{f"OpenStop{price}": (False, False) for price in ("Mkt", "Mark", "Ref")},
    **{f"OpenPostStop{price}": (True, False) for price in ("Mkt", "Mark", "Ref")},
    **{f"PosStop{price}": (False, True) for price in ("Mkt", "Mark", "Ref")},
}

#: Execution instruction of a reply -> ccxt's ``triggerPriceType``.
TRIGGERED_BY: dict[str, str] = {
    **{
        name: next(kind for kind, price in TRIGGERS.items() if price == trigger)
        for (_, _, trigger), name in INSTRUCTIONS.items()
        if name is not None and trigger is not None
    },
    **{
        prefix + price: kind
        for prefix in ("OpenStop", "OpenPostStop", "PosStop")
        for price, kind in {"Mkt": "last", "Mark": "mark", "Ref": "index"}.items()
    },
}

#: ``errorCode`` of an order that says that there was nothing to cancel.
NOTHING_TO_CANCEL = {"NoOpenForCancel", "TooLateToCancel"}

#: The most that one reply holds.
MOST_BARS = 500
MOST_TRADES = 100
MOST_ORDERS = 1000

#: Contract status of a market that can be traded.
TRADABLE = "Normal"

#: The most orders of one batch, and of one query by ids (which the venue does not limit in writing).
MOST_IN_BATCH = 10
MOST_IDS = 50

#: ccxt's network code -> name of a chain. https://ascendex.github.io/ascendex-pro-api/#blockchain
NETWORKS = {
    "ERC20": "ERC20",
    "TRC20": "TRC20",
    "BEP20": "BEP20",
    "BEP2": "Binance",
    "ARBITRUM": "arbitrum",
    "AVAXC": "avalanche C chain",
    "OMNI": "Omni",
    "GO20": "GO20",
    "BTC": "Bitcoin",
    "BCH": "Bitcoin Cash ABC",
    "BSV": "Bitcoin SV",
    "BCD": "Bitcoin HD",
    "LTC": "Litecoin",
    "SOL": "Solana",
    "MATIC": "Matic network",
    "AKT": "Akash",
    "ADA": "Cardano",
    "ALGO": "Algorand",
    "BAND": "BandProtocol",
    "BTM": "bytom",
    "CKB": "nervos",
    "CSPR": "casper",
    "DASH": "Dash",
    "DOGE": "dogechain",
    "DOT": "polkadot",
    "EGLD": "Elrond eGold",
    "ETC": "Ethereum Classic",
    "FIL": "Filecoin",
    "FIO": "FIOProtocol",
    "FSN": "fusion",
    "HTR": "Hathor",
    "IOST": "Iost chain",
    "KAVA": "kava",
    "LTO": "LTONetwork",
    "NGM": "e-Money",
    "NIM": "Nimiq",
    "ONE": "Harmony",
    "ONT": "Ontology",
    "QTUM": "Qtum",
    "RVN": "Raven",
    "VET": "vechain",
    "WAN": "wanchain",
    "XDAI": "xDai",
    "XLM": "Stellar",
    "XPRT": "Persistence",
    "XRP": "Ripple",
    "XTZ": "Tezos",
    "ZEC": "Zerocash",
    "ZIL": "Zilliqa",
}

#: Further spellings of chains -> ccxt's network code; a chain without a row goes under its own name.
NETWORKS_BY_ID = {
    **{name: code for code, name in NETWORKS.items()},
    "BEP20 (BSC)": "BEP20",
    "BEP2": "BEP2",
    "Tron": "TRC20",
    "Bitcoin ABC": "BCH",
    "Matic Network": "MATIC",
}

#: The most rows of one page of balance changes, and of funding payments.
MOST_CHANGES = 500
MOST_PAYMENTS = 100

#: ccxt's names of accounts -> the venue's; transfers go between these two.
ACCOUNTS = {"spot": "cash", "cash": "cash", "swap": "futures", "future": "futures", "futures": "futures"}

#: What changed a balance -> ccxt's type of a ledger entry. Deposits and withdrawals are those of the futures
#: account, which come from and go to the cash account.
LEDGER_TYPES = {
    "trade": "trade",
    "fee": "fee",
    "Fundingpayment": "fee",
    "Futuressettlement": "trade",
    "deposit": "transfer",
    "withdrawal": "transfer",
}

TAKER_OR_MAKER = {"RemovedLiquidity": "taker", "AddedLiquidity": "maker"}

#: How many days back the venue's balance snapshots reach.
SNAPSHOT_DAYS = 7
