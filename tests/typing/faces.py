"""The types of unified methods in both colours, and of users' own classes."""

from __future__ import annotations

from typing import Any

from ccxt.base.types import Balances, Order, OrderBook, Position, Ticker, Trade
from typing_extensions import assert_type

import ascendex_woo_adapters
import ascendex_woo_adapters.async_support
import ascendex_woo_adapters.pro
from ascendex_woo_adapters import OrderStateUnknown


def blocking(woo: ascendex_woo_adapters.woo, ascendex: ascendex_woo_adapters.ascendex) -> None:
    assert_type(woo.fetch_ticker("BTC/USDT"), Ticker)
    assert_type(ascendex.fetch_ticker("BTC/USDT:USDT"), Ticker)
    assert_type(woo.fetch_order_book("BTC/USDT"), OrderBook)
    assert_type(woo.create_order("BTC/USDT", "limit", "buy", 1, 2), Order)
    assert_type(ascendex.create_order("BTC/USDT:USDT", "limit", "buy", 1, 2), Order)
    assert_type(woo.fetch_my_trades("BTC/USDT"), list[Trade])
    assert_type(woo.fetch_balance(), Balances)
    assert_type(ascendex.fetch_positions(), list[Position])


async def asyncio(
    woo: ascendex_woo_adapters.async_support.woo, ascendex: ascendex_woo_adapters.async_support.ascendex
) -> None:
    assert_type(await woo.fetch_ticker("BTC/USDT"), Ticker)
    assert_type(await ascendex.fetch_order_book("BTC/USDT:USDT"), OrderBook)
    assert_type(await woo.create_order("BTC/USDT", "limit", "buy", 1, 2), Order)
    assert_type(await ascendex.fetch_open_orders(), list[Order])


async def streaming(woo: ascendex_woo_adapters.pro.woo) -> None:
    assert_type(await woo.fetch_ticker("BTC/USDT"), Ticker)


def unknown_state(error: OrderStateUnknown) -> None:
    assert_type(error.client_order_id, str)
    assert_type(error.order_id, str | None)


class Mine(ascendex_woo_adapters.woo):
    """A user's class: overrides have ccxt's signatures."""

    def parse_order(self, order: Any, market: Any = None) -> Any:
        return {**super().parse_order(order, market), "mine": True}
