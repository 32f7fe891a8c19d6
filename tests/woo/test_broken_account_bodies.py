"""Broken bodies around accounts and wallets raise a ccxt exception, in both generations."""

from __future__ import annotations

import random
from typing import Any

import pytest
from ccxt.base.errors import BaseError

from ascendex_woo_adapters.simulator import ManualClock, Simulator
from tests.contract.test_broken_bodies import Recorder, damaged
from tests.support import exchange_class

NOW, DAY_MS = 1_750_000_000_000, 86_400_000
SWAP, SPOT = "BTC/USDT:USDT", "BTC/USDT"
ADDRESS = "0x31d64B3230f8baDD91dE1710A65DF536aF8f7cDa"
HEDGED = {"hedged": True}

CALLS: list[tuple[str, tuple[Any, ...]]] = [
    ("fetch_accounts", ()),
    ("fetch_leverage", (SWAP, HEDGED)),
    ("fetch_leverage", (SPOT,)),
    ("fetch_position_mode", ()),
    ("set_position_mode", (False,)),
    ("fetch_positions_adl_rank", ()),
    ("fetch_position_adl_rank", (SWAP,)),
    ("add_margin", (SWAP, 1)),
    ("fetch_funding_history", ()),
    ("fetch_funding_history", (SWAP, NOW)),
    ("fetch_funding_rate_history", (SWAP, None, 5)),
    ("fetch_funding_rate_history", (SWAP, NOW - DAY_MS)),
    ("fetch_funding_interval", (SWAP,)),
    ("fetch_funding_intervals", ([SWAP],)),
    ("fetch_mark_price", (SWAP,)),
    ("fetch_open_interest", (SWAP,)),
    ("fetch_cross_borrow_rate", ("USDT",)),
    ("fetch_cross_borrow_rates", ()),
    ("fetch_borrow_interest", ("USDT",)),
    ("fetch_deposit_address", ("USDT", {"network": "TRC20"})),
    ("fetch_deposits", ("USDT",)),
    ("fetch_withdrawals", ("USDT", NOW)),
    ("fetch_deposits_withdrawals", ()),
    ("fetch_deposit_withdraw_fees", (["USDT"],)),
    ("fetch_transfers", ("USDT",)),
    ("fetch_ledger", ("USDT", NOW)),
    ("fetch_convert_currencies", ()),
    ("fetch_convert_quote", ("BTC", "USDT", 0.1)),
    ("fetch_convert_trade_history", ("BTC",)),
]


def scene(exchange: Any, simulator: Simulator, clock: ManualClock) -> None:
    """Something for every list."""
    exchange.create_order(SWAP, "market", "buy", 0.1, None, {"marginMode": "isolated"})
    venue: Any = simulator.woo
    venue.deposit("USDT", 500, network="TRON")
    exchange.withdraw("USDT", 100, ADDRESS, {"network": "ERC20"})
    main, sub, *_ = [account["id"] for account in exchange.fetch_accounts()]
    exchange.transfer("USDT", 10, main, sub)
    quote = exchange.fetch_convert_quote("BTC", "USDT", 0.1)
    exchange.create_convert_trade(quote["id"], "BTC", "USDT")
    clock.advance(DAY_MS)


@pytest.mark.parametrize("generation", ["v1", "v3"])
@pytest.mark.timeout(120)
def test_damaged_replies_raise_ccxt_exceptions_only(generation: str) -> None:
    rng, clock = random.Random(5), ManualClock(NOW)
    escaped: dict[str, str] = {}
    read = refused = 0
    with Simulator(seed=5, clock=clock, venues=("woo",), limits=False) as simulator:
        config = {"enableRateLimit": False, "options": {"generation": generation}}
        exchange = simulator.connect(exchange_class("woo", "sync"), config)
        exchange.milliseconds = clock.now
        scene(exchange, simulator, clock)
        recorder = Recorder(exchange)
        for name, args in CALLS:
            recorder.replies.clear()
            recorder.played = None
            getattr(exchange, name)(*args)
            replies = list(recorder.replies)
            for index, text in enumerate(replies):
                for broken in damaged(text, rng):
                    recorder.played = [*replies[:index], broken, *replies[index + 1 :]]
                    try:
                        getattr(exchange, name)(*args)
                        read += 1
                    except BaseError:
                        refused += 1
                    except Exception as error:  # what must not escape is looked for
                        escaped.setdefault(f"{name}: {type(error).__name__}: {error}", broken[:600])
        recorder.played = None
        exchange.session.close()
    assert not escaped, "\n\n".join(f"{what}\n{body}" for what, body in escaped.items())
    assert read > 200
    assert refused > 200


@pytest.mark.parametrize("generation", ["v1", "v3"])
def test_what_the_venue_accepted_never_looks_like_a_failure(generation: str) -> None:
    """Money has left when the reply says success, whatever else it says."""
    rng, clock = random.Random(6), ManualClock(NOW)
    with Simulator(seed=5, clock=clock, venues=("woo",), limits=False) as simulator:
        config = {"enableRateLimit": False, "options": {"generation": generation}}
        exchange = simulator.connect(exchange_class("woo", "sync"), config)
        exchange.milliseconds = clock.now
        main, sub, *_ = [account["id"] for account in exchange.fetch_accounts()]
        recorder = Recorder(exchange)
        played = 0
        for name, args in (
            ("withdraw", ("USDT", 20, ADDRESS, {"network": "ERC20"})),
            ("transfer", ("USDT", 10, main, sub)),
        ):
            recorder.replies.clear()
            recorder.played = None
            getattr(exchange, name)(*args)
            for broken in damaged(recorder.replies[-1], rng):
                reply = exchange.parse_json(broken)
                if isinstance(reply, dict) and reply.get("success") is True:
                    recorder.played = [broken]
                    assert getattr(exchange, name)(*args)["status"] in ("ok", "pending")
                    played += 1
        recorder.played = None
        exchange.session.close()
    assert played > 30
