"""The strategies of `examples` are plain ccxt and run on both venues."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from decimal import Decimal
from importlib import import_module
from pathlib import Path

import pytest

import ascendex_woo_adapters
from ascendex_woo_adapters.cli.demo.strategies import load
from ascendex_woo_adapters.simulator import Simulator

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*.py"))
SYMBOL_IDS = {"woo": "PERP_{}_USDT", "ascendex": "{}-PERP"}


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    ascendex_woo_adapters.register()
    with Simulator(seed=3) as running:
        yield running
        for venue in running.venues.values():
            assert not venue.crashes
            venue.engine.audit()
    ascendex_woo_adapters.unregister()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_strategy_knows_ccxt_and_nothing_of_this_package(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert "ccxt" in imported
    assert not {name for name in imported if name.startswith("ascendex")}
    assert not [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in ("woo", "ascendex")
    ]


@pytest.mark.parametrize("name", ascendex_woo_adapters.exchanges)
async def test_the_market_maker_trades_and_ends_flat(simulator: Simulator, name: str) -> None:
    strategy = load("market_maker")
    strategy.SECONDS, strategy.PAUSE = 1.5, 0.15  # type: ignore[attr-defined]
    exchange = simulator.connect(getattr(import_module("ccxt.async_support"), name))
    try:
        await strategy.run(exchange)
    finally:
        await exchange.close()
    ends(simulator, name, "BTC", least_orders=4)


@pytest.mark.parametrize("name", ascendex_woo_adapters.exchanges)
def test_the_round_trip_ends_flat(simulator: Simulator, name: str) -> None:
    strategy = load("round_trip")
    strategy.PATIENCE = 1.0  # type: ignore[attr-defined]
    exchange = simulator.connect(getattr(import_module("ccxt"), name))
    strategy.run(exchange)
    exchange.session.close()
    ends(simulator, name, "ETH", least_orders=2)
    engine = simulator.venues[name].engine
    bought = sum(fill.quantity for fill in engine.account("main").fills if fill.side.sign > 0)
    assert bought == Decimal(str(strategy.AMOUNT))


def ends(simulator: Simulator, name: str, base: str, least_orders: int) -> None:
    """The account has traded this market, and has no order and no position left."""
    engine = simulator.venues[name].engine
    account = engine.account("main")
    assert len(account.orders) >= least_orders
    assert {order.symbol for order in account.orders} == {SYMBOL_IDS[name].format(base)}
    assert not account.open_orders
    assert not engine.positions(account)
