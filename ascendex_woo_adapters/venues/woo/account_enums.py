"""WOO X's names around accounts and wallets for what ccxt names otherwise. https://docs.woox.io/#enum"""

from __future__ import annotations

#: Position mode -> whether long and short are held apart. The setter calls HEDGE by its longer name.
HEDGED = {"ONE_WAY": False, "HEDGE": True, "HEDGE_MODE": True}

POSITION_SIDE_IDS = {"both": "BOTH", "long": "LONG", "short": "SHORT"}

#: The leverages that the spot margin account takes.
SPOT_LEVERAGES = (3, 4, 5, 10)

#: ``payment_type`` of a funding payment -> its sign for the account.
FUNDING_DIRECTIONS = {"Receive": 1, "Pay": -1}

#: Status of a deposit or withdrawal -> ccxt status; others pass as they are. One L here, two on orders.
TRANSACTION_STATUSES = {
    "NEW": "pending",
    "CONFIRMING": "pending",
    "PROCESSING": "pending",
    "COMPLETED": "ok",
    "CANCELED": "canceled",
}

#: Status of a transfer between accounts -> ccxt status; others pass as they are.
TRANSFER_STATUSES = {
    "NEW": "pending",
    "CONFIRMING": "pending",
    "PROCESSING": "pending",
    "COMPLETED": "ok",
    "CANCELED": "failed",
}

#: Currencies whose deposits are told apart by a tag, as ccxt lists them: without one they may be lost.
TAGGED = ["XRP", "XLM", "EOS", "ATOM", "HBAR", "TON", "KAVA", "STX", "XEM", "IOST", "OSMO", "WAXP"]

TRANSACTION_SIDES = {"DEPOSIT": "deposit", "WITHDRAW": "withdrawal"}

#: Type of a row of the token history -> ccxt's ledger type; others pass as they are.
LEDGER_TYPES = {
    "WITHDRAW": "transaction",
    "DEPOSIT": "transaction",
    "FIAT_WITHDRAW": "transaction",
    "FIAT_DEPOSIT": "transaction",
    "EARN": "transfer",
    "VAULT_WITHDRAW": "transfer",
    "VAULT_DEPOSIT": "transfer",
    "STAKING": "transfer",
    "UNSTAKING": "transfer",
    "SUB_ACCOUNT_TRANSFER": "transfer",
    "YIELD_TO_BALANCE": "cashback",
    "DISTRIBUTION": "cashback",
    "REBATE": "cashback",
    "REFERRAL": "referral",
    "CREDIT": "margin",
    "INTEREST": "margin",
    "SPECIAL": "transaction",
    "CONVERT": "trade",
    "RFQ": "trade",
    "LIQUIDATION": "trade",
    "REALIZED_PNL": "trade",
    "SPOT_TRADING": "trade",
    "SPOT_TRANSACTION": "trade",  # since 2025-04-30, one row a trade
    "TRADING_FEE": "fee",
    "TRANSACTION_FEE": "fee",  # since 2025-04-30, one row a trade
    "FUNDING_FEE": "fee",
    "UNSTAKING_FEE": "fee",
}

#: Types whose direction is in their name; for all others the sign of the amount tells it.
LEDGER_DIRECTIONS = {
    "WITHDRAW": "out",
    "FIAT_WITHDRAW": "out",
    "DEPOSIT": "in",
    "FIAT_DEPOSIT": "in",
}
