"""Orders are never in doubt silently: every outcome of a placement is told as the venue's own book has it."""

from __future__ import annotations

import random
from collections import Counter
from fnmatch import fnmatchcase
from typing import Any

import ccxt
import pytest

from ascendex_woo_adapters import OrderStateUnknown
from ascendex_woo_adapters.simulator import Fault
from ascendex_woo_adapters.simulator.simulator import rehosted
from tests.contract.conftest import Bench

NOBODY = "http://127.0.0.1:9"
#: An acknowledgement of either venue that does not say which order it is about.
WITHOUT_ID = '{"success": true, "code": 0, "order_type": "LIMIT", "data": {"type": "LIMIT"}}'


def patient(bench: Bench, timeout: int = 300) -> None:
    """Short times for look-ups."""
    bench.face.exchange.options["findLostOrdersTimeout"] = timeout


def placements(bench: Bench) -> list[Any]:
    """What the venue itself says was placed."""
    return list(bench.engine.orders(bench.engine.account("main")))


LOST = [
    pytest.param({"kind": "drop_after"}, id="dropped"),
    pytest.param({"kind": "status", "code": 502, "body": "<html>bad gateway</html>", "done": True}, id="502"),
    pytest.param({"kind": "body", "body": '{"code": 503}', "done": True}, id="503 in a 200"),
    pytest.param({"kind": "body", "body": WITHOUT_ID, "done": True}, id="no id"),
    pytest.param({"kind": "truncate"}, id="half a body"),
    pytest.param({"kind": "delay", "seconds": 0.3}, id="late"),
]


@pytest.mark.parametrize("fault", LOST)
async def test_an_order_that_was_placed_is_found_and_returned(bench: Bench, fault: dict[str, Any]) -> None:
    await bench.call("load_markets")
    await bench.best(bench.profile.swap)
    if fault["kind"] == "delay":
        bench.face.exchange.timeout = 150
    bench.venue.faults.add(Fault(match=bench.profile.placement, **fault))
    order = await bench.far_buy(clientOrderId="987654321098")
    (truth,) = placements(bench)
    assert order["id"] == truth.id
    assert order["clientOrderId"] == "987654321098"
    assert (order["status"], order["amount"]) == ("open", bench.profile.amount)


async def test_an_order_that_never_arrived_is_the_original_error(bench: Bench) -> None:
    patient(bench)
    await bench.call("load_markets")
    await bench.best(bench.profile.swap)
    bench.venue.faults.add(Fault(match=bench.profile.placement, kind="drop_before"))
    with pytest.raises(ccxt.ExchangeNotAvailable, match="was not placed") as caught:
        await bench.far_buy(clientOrderId="987654321098")
    assert not isinstance(caught.value, OrderStateUnknown)
    assert "987654321098" in str(caught.value)
    assert placements(bench) == []


async def test_a_venue_that_cannot_be_asked_leaves_the_state_unknown(bench: Bench) -> None:
    patient(bench)
    await bench.call("load_markets")
    await bench.best(bench.profile.swap)
    bench.venue.faults.add(Fault(match=bench.profile.placement, kind="drop_after"))
    bench.venue.faults.add(Fault(match=bench.profile.look_up, kind="drop_before", times=None))
    with pytest.raises(ccxt.ExchangeNotAvailable) as caught:
        await bench.far_buy(clientOrderId="987654321098")
    error = caught.value
    assert isinstance(error, OrderStateUnknown)
    assert error.client_order_id == "987654321098"
    (truth,) = placements(bench)
    if bench.profile.id == "ascendex":
        assert error.order_id == truth.id


async def test_an_order_is_placed_once_whatever_the_retry_option_says(bench: Bench) -> None:
    patient(bench)
    bench.face.exchange.options["maxRetriesOnFailure"] = 3
    await bench.call("load_markets")
    await bench.best(bench.profile.swap)
    bench.venue.faults.add(Fault(match=bench.profile.placement, kind="drop_after", times=None))
    order = await bench.far_buy()
    assert [truth.id for truth in placements(bench)] == [order["id"]]


async def test_the_option_switches_the_search_off(bench: Bench) -> None:
    bench.face.exchange.options["findLostOrders"] = False
    await bench.call("load_markets")
    await bench.best(bench.profile.swap)
    bench.venue.faults.add(Fault(match=bench.profile.placement, kind="drop_after"))
    with pytest.raises(ccxt.ExchangeNotAvailable) as caught:
        await bench.far_buy()
    assert type(caught.value) is ccxt.ExchangeNotAvailable
    assert len(placements(bench)) == 1


async def test_a_refusal_is_not_looked_for(bench: Bench) -> None:
    await bench.call("load_markets")
    bid, _ = await bench.best(bench.profile.swap)
    with pytest.raises(ccxt.ExchangeError):
        await bench.call("create_order", bench.profile.swap, "limit", "buy", 19, bid)
    asked = [f"{entry.request.method} {entry.request.path}" for entry in bench.venue.requests]
    assert sum(fnmatchcase(path, bench.profile.placement) for path in asked) == 1
    assert not any(fnmatchcase(path, bench.profile.look_up) for path in asked)


@pytest.mark.timeout(1800)
async def test_many_placements_under_mixed_faults(bench: Bench, pytestconfig: pytest.Config) -> None:
    """Nobody is told a wrong outcome, nothing is placed twice, nothing is lost.

    ``--placements 2000`` makes it long.
    """
    count = pytestconfig.getoption("placements")
    patient(bench, 150)
    bench.face.exchange.timeout = 1000
    bench.face.exchange.enableRateLimit = False
    bench.venue.limits = False
    rng = random.Random(11)
    symbol = bench.profile.swap
    bid, _ = await bench.best(symbol)
    kinds: list[dict[str, Any]] = [
        {"kind": "drop_before"},
        {"kind": "drop_after"},
        {"kind": "status", "code": 502, "body": "bad gateway"},
        {"kind": "status", "code": 502, "body": "bad gateway", "done": True},
        {"kind": "body", "body": '{"code": 503}', "done": True},
        {"kind": "truncate"},
    ]
    told: Counter[str] = Counter()
    for number in range(count):
        if rng.random() < 0.2:
            bench.venue.faults.add(Fault(match=bench.profile.placement, **rng.choice(kinds)))
        client_id = str(100_000_000_000 + number)
        before = {order.id for order in placements(bench)}
        try:
            order = await bench.call(
                "create_order",
                symbol,
                "limit",
                "buy",
                bench.profile.amount / 10,
                bid * 0.9,
                {"clientOrderId": client_id},
            )
        except OrderStateUnknown:
            told["unknown"] += 1
            continue
        except ccxt.OperationFailed:
            told["not placed"] += 1
            assert {order.id for order in placements(bench)} == before, "an order exists that was said not to"
            continue
        told["placed"] += 1
        (new,) = {order.id for order in placements(bench)} - before
        assert order["id"] == new
    clients = [order.client_id for order in placements(bench)]
    assert len(clients) == len(set(clients)) == told["placed"] + told["unknown"]
    assert told["placed"] > count * 0.6
    assert told["not placed"] > 0
    assert told["unknown"] == 0


async def test_without_a_connection_nothing_was_placed_and_nobody_looks(bench: Bench) -> None:
    await bench.call("load_markets")
    bid, _ = await bench.best(bench.profile.swap)
    exchange = bench.face.exchange
    reached, exchange.urls["api"] = exchange.urls["api"], rehosted(exchange.urls["api"], NOBODY)
    order = ("create_order", bench.profile.swap, "limit", "buy", bench.profile.amount, bid)
    with pytest.raises(ccxt.ExchangeNotAvailable, match="nothing was sent") as caught:
        await bench.call(*order)
    assert not isinstance(caught.value, OrderStateUnknown)
    exchange.urls["api"] = reached
    assert (await bench.call(*order))["id"] == placements(bench)[0].id


@pytest.mark.parametrize("scheme", ["http", "socks5"])
async def test_without_its_proxy_nothing_was_placed_either(bench: Bench, scheme: str) -> None:
    await bench.call("load_markets")
    bid, _ = await bench.best(bench.profile.swap)
    setattr(bench.face.exchange, {"http": "httpProxy"}.get(scheme, "socksProxy"), f"{scheme}://127.0.0.1:9")
    with pytest.raises(ccxt.ExchangeNotAvailable, match="nothing was sent") as caught:
        await bench.call("create_order", bench.profile.swap, "limit", "buy", bench.profile.amount, bid)
    assert not isinstance(caught.value, OrderStateUnknown)
    with pytest.raises(ccxt.ExchangeNotAvailable):
        await bench.call("fetch_balance")
