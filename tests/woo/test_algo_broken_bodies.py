"""A damaged reply about algo orders is a ccxt exception or read for what it still says."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from ccxt.base.errors import BaseError

from tests.cassettes.samples import samples
from tests.support import Face, Frozen
from tests.woo.markets import market_data

SWAP = "ETH/USDT:USDT"
SUBSTITUTES: list[Any] = [None, "", "x", -1, 1e400, True, [], {}, [None], "NaN", {"a": 1}]
READ = [
    ("Get algo orders", "fetch_open_orders", (None, None, None, Frozen(trigger=True, algoType="STOP"))),
    ("Get algo orders", "fetch_closed_orders", (None, None, None, Frozen(trigger=True, algoType="STOP"))),
    (
        "Get algo orders",
        "edit_order",
        ("2081697", SWAP, "market", "buy", None, None, Frozen(stopLossPrice=9)),
    ),
    ("Get algo orders", "cancel_all_orders", (SWAP, Frozen(trigger=True))),
    ("Get algo order", "fetch_order", ("431601", None, Frozen(trigger=True))),
    ("Send algo order/bracket", "create_order", (SWAP, "market", "buy", 1, None, Frozen(triggerPrice=9))),
    ("Cancel algo order", "cancel_order", ("1", None, Frozen(trigger=True))),
    ("Get algo orders", "cancel_order", ("", None, Frozen(trigger=True, clientOrderId=1))),
]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every container of a body with every key in it."""
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from places(value[key])


@pytest.mark.parametrize(
    ("sample", "name", "args"), READ, ids=[f"{name} of {sample}" for sample, name, _ in READ]
)
async def test_no_damage_escapes(stub: Callable[..., Face], sample: str, name: str, args: Any) -> None:
    whole = json.loads(samples("woo-v1")[sample].body)
    reply = whole
    config = {"options": {"findLostOrders": False}}
    face = stub("woo", lambda sent: market_data(sent) or reply, config)
    await face.call("load_markets")
    raised = 0
    for number, (_, original) in enumerate(list(places(whole))):
        for substitute in SUBSTITUTES:
            reply = copy.deepcopy(whole)
            container, key = list(places(reply))[number]
            assert key == original
            container[key] = substitute
            try:
                await face.call(name, *args)
            except BaseError:
                raised += 1
    assert raised > 5
