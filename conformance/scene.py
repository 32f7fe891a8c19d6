"""An account with a history: orders, fills, positions, movements of money, hours before the tests begin."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

from ascendex_woo_adapters.simulator import Simulator
from conformance.desk import isolate_woo, size
from conformance.subjects import Subject, exchange_class

HOUR_MS = 3_600_000
LEAD_MS = 10 * HOUR_MS
"""How long ago the history begins: funding is paid every 8 hours."""
PAUSE_S = 0.4
"""Between two orders of the background trading."""
ADDRESS = "0x31d64B3230f8baDD91dE1710A65DF536aF8f7cDa"
"""Somewhere outside, from the published samples."""
FUNDS = {
    "woo": {"main": {"USDT": 100_000, "BTC": 1, "ETH": 10}},
    "ascendex": {"main": {"USDT": 100_000, "BTC": 1}, "main:cash": {"USDT": 100_000}},
}
"""What the accounts start with."""


class LateClock:
    """Wall time, but `lead_ms` late until it is moved on."""

    def __init__(self, lead_ms: int) -> None:
        self._late = lead_ms

    def now(self) -> int:
        return time.time_ns() // 1_000_000 - self._late

    def advance(self, ms: int) -> None:
        """Move on, at most to wall time."""
        self._late = max(0, self._late - ms)


def connect(simulator: Simulator, subject: Subject, colour: str) -> Any:
    """An exchange of the subject that shares the simulator's clock."""
    exchange = simulator.connect(exchange_class(subject, colour), subject.config())
    exchange.milliseconds = simulator.clock.now
    return exchange


def prepare(simulator: Simulator, subject: Subject) -> None:
    """Give the account a history that ends now."""
    clock = simulator.clock
    assert isinstance(clock, LateClock)
    exchange = connect(simulator, subject, "sync")
    try:
        exchange.load_markets()
        MOVEMENTS[subject.id](simulator, exchange)
        for symbols in subject.markets.values():
            for symbol in symbols:
                _trade(exchange, symbol)
        clock.advance(LEAD_MS)
    finally:
        if exchange.session is not None:
            exchange.session.close()


def _trade(exchange: Any, symbol: str) -> None:
    """Fills on both sides that leave something bought, an order that rests, and one that was cancelled."""
    bid = exchange.fetch_order_book(symbol)["bids"][0][0]
    amount = size(exchange, symbol, bid)
    for side, traded in (("buy", 2 * amount), ("sell", amount)):
        exchange.create_order(symbol, "market", side, traded, bid)
    price = float(exchange.price_to_precision(symbol, bid * 0.9))
    exchange.create_order(symbol, "limit", "buy", amount, price)
    gone = exchange.create_order(symbol, "limit", "buy", amount, price)
    exchange.cancel_order(gone["id"], symbol)


def _woo_movements(simulator: Simulator, exchange: Any) -> None:
    """A loan with its interest, a deposit, a withdrawal, a transfer and an isolated position."""
    exchange.v1_private_post_client_account_mode({"account_mode": "MARGIN"})
    owned = exchange.fetch_balance()["BTC"]["total"]
    exchange.create_market_buy_order_with_cost("BTC/USDT", 120_000)
    simulator.clock.advance(2 * HOUR_MS)  # type: ignore[attr-defined]
    bought = exchange.fetch_balance()["BTC"]["total"] - owned
    exchange.create_order("BTC/USDT", "market", "sell", bought)
    simulator.clock.advance(HOUR_MS)  # type: ignore[attr-defined]
    exchange.v1_private_post_client_account_mode({"account_mode": "FUTURES"})
    simulator.woo.deposit("USDT", 500, network="TRON", within_ms=0)  # type: ignore[attr-defined]
    exchange.withdraw("USDT", 100, ADDRESS, {"network": "ERC20"})
    main, sub = [account["id"] for account in exchange.fetch_accounts()][:2]
    exchange.transfer("USDT", 50, main, sub)
    isolate_woo(exchange)


def _ascendex_movements(simulator: Simulator, exchange: Any) -> None:
    """Money between the accounts."""
    exchange.transfer("USDT", 500, "spot", "swap")
    exchange.transfer("USDT", 100, "swap", "spot")


MOVEMENTS: dict[str, Callable[[Simulator, Any], None]] = {
    "woo": _woo_movements,
    "ascendex": _ascendex_movements,
}


async def keep_trading(simulator: Simulator, subject: Subject) -> None:
    """Buy and sell in every market until cancelled, so that private streams have something to tell."""
    exchange = connect(simulator, subject, "async")
    try:
        while True:
            for symbols in subject.markets.values():
                for side in ("buy", "sell"):
                    price = (await exchange.fetch_order_book(symbols[0]))["bids"][0][0]
                    amount = size(exchange, symbols[0], price)
                    await exchange.create_order(symbols[0], "market", side, amount, price)
                    await asyncio.sleep(PAUSE_S)
    finally:
        await exchange.close()
