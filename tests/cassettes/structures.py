"""ccxt's own validators of its structures, and what of a result each of them looks at."""

from __future__ import annotations

import importlib
import inspect
from typing import Any

#: Unified method -> the structure that it returns one, a list or a dict of.
STRUCTURES = {
    "add_margin": "margin_modification",
    "cancel_order": "order",
    "cancel_order_with_client_order_id": "order",
    "create_market_buy_order_with_cost": "order",
    "create_order": "order",
    "edit_order": "order",
    "fetch_accounts": "account",
    "fetch_balance": "balance",
    "fetch_bids_asks": "ticker",
    "fetch_borrow_interest": "borrow_interest",
    "fetch_canceled_orders": "order",
    "fetch_closed_orders": "order",
    "fetch_cross_borrow_rate": "borrow_rate",
    "fetch_cross_borrow_rates": "borrow_rate",
    "fetch_currencies": "currency",
    "fetch_deposits": "deposit_withdrawal",
    "fetch_deposits_withdrawals": "deposit_withdrawal",
    "fetch_funding_rate_history": "funding_rate_history",
    "fetch_ledger": "ledger_entry",
    "fetch_leverage_tiers": "leverage_tier",
    "fetch_margin_mode": "margin_mode",
    "fetch_margin_modes": "margin_mode",
    "fetch_markets": "market",
    "fetch_my_trades": "trade",
    "fetch_ohlcv": "ohlcv",
    "fetch_open_interest": "open_interest",
    "fetch_open_interests": "open_interest",
    "fetch_open_orders": "order",
    "fetch_order": "order",
    "fetch_order_book": "order_book",
    "fetch_order_trades": "trade",
    "fetch_order_with_client_order_id": "order",
    "fetch_orders": "order",
    "fetch_position": "position",
    "fetch_positions": "position",
    "fetch_status": "status",
    "fetch_ticker": "ticker",
    "fetch_tickers": "ticker",
    "fetch_trades": "trade",
    "fetch_trading_fee": "trading_fee",
    "fetch_trading_fees": "trading_fee",
    "fetch_transfers": "transfer",
    "fetch_withdrawals": "deposit_withdrawal",
    "load_markets": "market",
    "reduce_margin": "margin_modification",
    "transfer": "transfer",
    "withdraw": "deposit_withdrawal",
}
#: Methods that return a dict of structures.
BY_KEY = {
    "fetch_bids_asks",
    "fetch_cross_borrow_rates",
    "fetch_currencies",
    "fetch_leverage_tiers",
    "fetch_margin_modes",
    "fetch_open_interests",
    "fetch_tickers",
    "fetch_trading_fees",
    "load_markets",
}


def validate(exchange: Any, method: str, result: Any, now: int, skipped: dict[str, str]) -> None:
    """Let ccxt judge everything that a unified method returned, no time later than ``now``."""
    name = STRUCTURES.get(method)
    if name is None or "*" in skipped:
        return
    validator = getattr(importlib.import_module(f"ccxt.test.exchange.base.test_{name}"), f"test_{name}")
    if method == "fetch_markets":  # ccxt fills in the fees when markets are set
        result = list(exchange.set_markets(result).values())
    entries = list(result.values()) if method in BY_KEY else result
    entries = entries if isinstance(entries, list) else [entries]
    if method == "fetch_leverage_tiers":
        entries = [tier for tiers in entries for tier in tiers]
    for entry in entries:
        symbol = entry.get("symbol") if isinstance(entry, dict) else "BTC/USDT"
        known = {"symbol": symbol, "now": now, "skipped_properties": skipped, "method": method}
        known |= {"requested_code": None, "requested_symbol": None}
        names = inspect.signature(validator).parameters
        validator(*[exchange if one == "exchange" else known.get(one, entry) for one in names])
