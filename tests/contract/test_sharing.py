"""Instances that share markets, and classes that users derive."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from ascendex_woo_adapters.simulator import Simulator
from tests.contract.conftest import Bench, Profile
from tests.support import Face, exchange_class


async def test_markets_of_one_instance_serve_another(bench: Bench) -> None:
    """As freqtrade does it: the second instance asks the venue for nothing."""
    first = bench.face.exchange
    await bench.call("load_markets")
    asked = len(bench.venue.requests)
    second = bench.sim.connect(exchange_class(bench.profile.id, "sync"), bench.profile.config())
    second.markets = first.markets
    second.currencies = first.currencies
    second.load_markets()
    assert len(bench.venue.requests) == asked
    assert second.symbols == first.symbols
    symbol = bench.profile.swap
    assert second.market(symbol)["id"] == first.market(symbol)["id"]
    assert second.fetch_ticker(symbol)["symbol"] == symbol
    config = bench.profile.config(markets=first.markets)
    given = bench.sim.connect(exchange_class(bench.profile.id, "sync"), config)
    assert given.market(symbol)["precision"] == first.market(symbol)["precision"]
    for exchange in (second, given):
        exchange.session.close()


def test_options_shared_between_instances_hold_nothing_of_one(profile: Profile, simulator: Simulator) -> None:
    """No locks, loops or growing caches in ``options``: they are shared between threads."""
    shared: dict[str, Any] = {"mine": 1, **profile.options}
    exchanges = [simulator.connect(exchange_class(profile.id, "sync"), {"options": shared}) for _ in range(3)]
    failures: list[BaseException] = []

    def work(exchange: Any) -> None:
        try:
            exchange.load_markets()
            exchange.fetch_balance()
            exchange.create_order(profile.swap, "market", "buy", profile.amount)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(exchange,)) for exchange in exchanges]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert shared == {"mine": 1, **profile.options}
    for exchange in exchanges:
        plain = (str, int, float, bool, type(None), dict, list)
        assert all(isinstance(value, plain) for value in exchange.options.values())
        exchange.session.close()


@pytest.mark.parametrize("face", ["sync", "async"])
async def test_a_users_subclass_is_called(profile: Profile, simulator: Simulator, face: str) -> None:
    """Overrides of ``parse_order``, ``parse_trade`` and ``sign`` take part, as in ccxt."""
    base = exchange_class(profile.id, face)
    seen: list[str] = []

    class Mine(base):  # type: ignore[misc, valid-type]
        def parse_order(self, order: Any, market: Any = None) -> Any:
            seen.append("order")
            return {**super().parse_order(order, market), "mine": True}

        def parse_trade(self, trade: Any, market: Any = None) -> Any:
            seen.append("trade")
            return super().parse_trade(trade, market)

        def sign(
            self, path: Any, api: Any = "public", method: Any = "GET", params: Any = {}, *rest: Any
        ) -> Any:
            seen.append("sign")
            return super().sign(path, api, method, params, *rest)

    exchange = simulator.connect(Mine, profile.config())
    bench = Bench(profile, Face(exchange, face), simulator)
    await bench.call("create_order", profile.swap, "market", "buy", profile.amount)
    orders = await bench.call("fetch_closed_orders", profile.swap)
    assert [order["mine"] for order in orders] == [True]
    await bench.call("fetch_trades", profile.swap, None, 3)
    assert {"order", "trade", "sign"} <= set(seen)
    await bench.face.close()
