"""No sequence of actions makes or loses money in the engine."""

import random
from contextlib import suppress
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ascendex_woo_adapters.simulator.trading.clock import ManualClock
from ascendex_woo_adapters.simulator.trading.engine import (
    Engine,
    EngineError,
    MarginMode,
    Side,
)
from ascendex_woo_adapters.simulator.trading.instruments import woo_instruments

from .engine_orders import DAY, FUNDS, PERP, SPOT, limit, market

SYMBOLS = st.sampled_from([PERP, SPOT, "PERP_WOO_USDT"])
SIDES = st.sampled_from(list(Side))
ACTIONS = st.one_of(
    st.tuples(st.just("limit"), SYMBOLS, SIDES, st.integers(-30, 30), st.integers(1, 400), st.booleans()),
    st.tuples(st.just("market"), SYMBOLS, SIDES, st.integers(1, 3000), st.booleans(), st.booleans()),
    st.tuples(st.just("stop"), SYMBOLS, SIDES, st.integers(-30, 30), st.integers(1, 400)),
    st.tuples(st.just("advance"), st.sampled_from([0, 250, 1000, 60_000, 3_600_000, 7 * DAY])),
    st.tuples(st.just("cancel"), st.integers(0, 20)),
    st.tuples(st.just("amend"), st.integers(0, 20), st.integers(-20, 20), st.integers(1, 400)),
    st.tuples(st.just("cancel_all")),
)


class Player:
    """Does what hypothesis draws, and takes refusals as they come."""

    def __init__(self, mode: Any) -> None:
        self.clock = ManualClock()
        self.engine = Engine("woo", woo_instruments(), self.clock, 2, FUNDS)
        self.accounts = [self.engine.account("main"), self.engine.account("other")]
        self.mode = mode
        self.done: set[Any] = set()

    def play(self, turn: Any, action: Any) -> Any:
        account = self.accounts[turn % 2]
        with suppress(EngineError):
            getattr(self, action[0])(account, *action[1:])
            self.done.add(action[0])
        self.engine.audit()

    def price(self, symbol: Any, per_mille: Any) -> Any:
        tick = self.engine.instrument(symbol).tick
        return self.engine.index(symbol) * (1000 + D(per_mille)) / 1000 // tick * tick

    def quantity(self, symbol: Any, size: Any) -> Any:
        step = self.engine.instrument(symbol).step
        return D(size) * 100 / self.engine.index(symbol) // step * step

    def limit(self, account: Any, symbol: Any, side: Any, percent: Any, size: Any, reduce: Any) -> Any:
        reduce_only = reduce and symbol != SPOT
        quantity, price = self.quantity(symbol, size), self.price(symbol, percent)
        mode = self.mode if symbol != SPOT else MarginMode.CROSS
        request = limit(symbol, side, quantity, price, reduce_only=reduce_only, margin_mode=mode)
        self.engine.place(account, request)

    def market(self, account: Any, symbol: Any, side: Any, size: Any, by_amount: Any, reduce: Any) -> Any:
        reduce_only = reduce and symbol != SPOT
        sizes = (None, D(size) * 10) if by_amount else (self.quantity(symbol, size), None)
        self.engine.place(account, market(symbol, side, *sizes, reduce_only=reduce_only))

    def stop(self, account: Any, symbol: Any, side: Any, percent: Any, size: Any) -> Any:
        trigger = self.price(symbol, percent)
        self.engine.place(account, market(symbol, side, self.quantity(symbol, size), trigger_price=trigger))

    def advance(self, _account: Any, ms: Any) -> Any:
        self.clock.advance(ms)
        self.engine.sync()

    def cancel(self, account: Any, place: Any) -> Any:
        orders = list(account.open_orders.values())
        if orders:
            self.engine.cancel(orders[place % len(orders)])

    def amend(self, account: Any, place: Any, percent: Any, size: Any) -> Any:
        orders = list(account.open_orders.values())
        if orders:
            order = orders[place % len(orders)]
            symbol = order.symbol
            self.engine.amend(order, self.price(symbol, percent), self.quantity(symbol, size))

    def cancel_all(self, account: Any) -> Any:
        self.engine.cancel_all(account)


@settings(max_examples=60)
@given(st.lists(ACTIONS, min_size=5, max_size=40), st.sampled_from(list(MarginMode)))
def test_no_sequence_of_actions_makes_or_loses_money(actions: Any, mode: Any) -> None:
    player = Player(mode)
    for turn, action in enumerate(actions):
        player.play(turn, action)


@pytest.mark.parametrize("seed", range(4))
def test_a_long_day_of_trading_balances(seed: Any) -> None:
    draw = random.Random(seed)
    player = Player(list(MarginMode)[seed % 2])

    def side() -> Any:
        return draw.choice(list(Side))

    def symbol() -> Any:
        return draw.choice([PERP, SPOT, "PERP_WOO_USDT"])

    for turn in range(400):
        player.play(
            turn,
            draw.choice(
                [
                    (
                        "limit",
                        symbol(),
                        side(),
                        draw.randint(-8, 8),
                        draw.randint(1, 400),
                        draw.random() < 0.2,
                    ),
                    ("limit", symbol(), side(), draw.randint(-8, 8), draw.randint(1, 400), False),
                    ("market", symbol(), side(), draw.randint(1, 900), draw.random() < 0.5, False),
                    ("stop", symbol(), side(), draw.randint(-9, 9), draw.randint(1, 400)),
                    ("advance", draw.choice([250, 5000, 60_000, 3_600_000])),
                    ("cancel", draw.randint(0, 20)),
                    ("amend", draw.randint(0, 20), draw.randint(-8, 8), draw.randint(1, 400)),
                ]
            ),
        )
    fills = [fill for account in player.accounts for fill in account.fills]
    assert player.done == {"limit", "market", "stop", "advance", "cancel", "amend"}
    assert {fill.maker for fill in fills} == {True, False}
    assert {fill.symbol for fill in fills} == {PERP, SPOT, "PERP_WOO_USDT"}
    assert any(entry.kind == "FUNDING" for account in player.accounts for entry in account.journal)
