"""A broken body of the venue raises a ccxt exception, never a KeyError or TypeError.

Every unified method is answered with true replies of the simulator first; then the reply that it
reads is damaged in many ways and played back to it.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest
from ccxt.base.errors import BaseError

from ascendex_woo_adapters.simulator import Simulator
from tests.contract.conftest import Profile
from tests.support import exchange_class

SEED = 20
DAMAGES = 60
SUBSTITUTES: list[Any] = [None, "", "x", "-", 0, -1, 1e400, True, [], {}, [None], [[]], "NaN", {"a": 1}]


def calls_of(profile: Profile, order_id: str) -> list[tuple[str, tuple[Any, ...]]]:
    symbol, amount = profile.swap, profile.amount
    return [
        ("fetch_time", ()),
        ("fetch_status", ()),
        ("fetch_markets", ()),
        ("fetch_currencies", ()),
        ("fetch_ticker", (profile.markets[-1],)),
        ("fetch_ticker", (symbol,)),
        ("fetch_tickers", ()),
        ("fetch_bids_asks", ()),
        ("fetch_order_book", (symbol,)),
        ("fetch_trades", (symbol,)),
        ("fetch_ohlcv", (symbol,)),
        ("fetch_funding_rate", (symbol,)),
        ("fetch_funding_rates", ()),
        ("fetch_balance", ()),
        ("fetch_positions", ()),
        ("fetch_position", (symbol,)),
        ("fetch_order", (order_id, symbol)),
        ("fetch_orders", (symbol,)),
        ("fetch_open_orders", (symbol,)),
        ("fetch_closed_orders", (symbol,)),
        ("fetch_my_trades", (symbol,)),
        ("fetch_order_trades", (order_id, symbol)),
        ("fetch_trading_fees", ()),
        ("cancel_order", (order_id, symbol)),
        ("cancel_all_orders", (symbol,)),
        ("create_order", (symbol, "market", "buy", amount)),
    ]


def camel(name: str) -> str:
    """``fetch_ohlcv`` -> ``fetchOHLCV``."""
    first, *rest = name.split("_")
    return first + "".join({"ohlcv": "OHLCV"}.get(word, word.capitalize()) for word in rest)


class Recorder:
    """Lets replies through and keeps them, or plays damaged ones."""

    def __init__(self, exchange: Any) -> None:
        self._exchange = exchange
        self._fetch = exchange.fetch
        self.replies: list[str] = []
        self.played: list[str] | None = None
        exchange.fetch = self.fetch

    def fetch(self, url: str, method: str = "GET", headers: Any = None, body: Any = None) -> Any:
        if self.played is None:
            reply = self._fetch(url, method, headers, body)
            self.replies.append(json.dumps(reply))
            return reply
        text = self.played.pop(0) if len(self.played) > 1 else self.played[0]
        decoded = self._exchange.parse_json(text)
        self._exchange.handle_errors(200, "", url, method, {}, text, decoded, headers, body)
        return decoded


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every node below the top; of long lists the first elements only."""
    items = (
        value.items() if isinstance(value, dict) else enumerate(value[:3]) if isinstance(value, list) else ()
    )
    for key, child in items:
        yield (*path, key)
        yield from places(child, (*path, key))


def damaged(text: str, rng: random.Random) -> Iterator[str]:
    """Truncated texts, and documents with a node replaced or removed."""
    for _ in range(5):
        yield text[: rng.randrange(len(text))]
    document = json.loads(text)
    nodes = list(places(document))
    for _ in range(DAMAGES):
        if not nodes:
            return
        broken = json.loads(text)
        *parents, last = rng.choice(nodes)
        holder = broken
        for key in parents:
            holder = holder[key]
        if rng.random() < 0.3 and isinstance(holder, dict):
            del holder[last]
        else:
            holder[last] = rng.choice(SUBSTITUTES)
        yield json.dumps(broken)


@pytest.mark.timeout(120)
def test_damaged_replies_raise_ccxt_exceptions_only(profile: Profile) -> None:
    rng = random.Random(SEED)
    escaped: dict[str, str] = {}
    accepted = refused = 0
    with Simulator(seed=SEED, venues=(profile.id,), limits=False) as sim:
        exchange = sim.connect(exchange_class(profile.id, "sync"), profile.config(enableRateLimit=False))
        exchange.load_markets()
        order = exchange.create_order(profile.swap, "market", "buy", profile.amount)
        exchange.options["findLostOrders"] = False  # what is asked after a lost reply is another test
        recorder = Recorder(exchange)
        for name, args in calls_of(profile, order["id"]):
            if exchange.has[camel(name)] is not True:
                continue
            recorder.replies.clear()
            recorder.played = None
            try:
                getattr(exchange, name)(*args)
            except BaseError:
                continue  # the venue has no such method, or the order is done
            true_replies = list(recorder.replies)
            for index, text in enumerate(true_replies):
                for broken in damaged(text, rng):
                    recorder.played = [*true_replies[:index], broken, *true_replies[index + 1 :]]
                    try:
                        getattr(exchange, name)(*args)
                        accepted += 1
                    except BaseError:
                        refused += 1
                    except Exception as error:  # what must not escape is looked for
                        escaped.setdefault(f"{name}: {type(error).__name__}: {error}", broken[:600])
        recorder.played = None
        exchange.session.close()
    assert not escaped, "\n\n".join(f"{what}\n{body}" for what, body in escaped.items())
    assert accepted > 200
    assert refused > 200
