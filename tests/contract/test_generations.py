"""WOO X's two generations tell the same of the same account, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ascendex_woo_adapters.simulator import ManualClock, Simulator
from tests.contract.conftest import PROFILES
from tests.support import exchange_class

SWAP, SPOT, OTHER = "BTC/USDT:USDT", "BTC/USDT", "ETH/USDT:USDT"
MINUTE = 60_000
#: What may differ: the raw reply; the listing time, which V3 does not tell.
RAW = {"info", "created"}
#: The legacy generation tells the moment of the last change, and with a single order its fills.
MORE_IN_V1 = {"lastUpdateTimestamp", "lastTradeTimestamp", "trades"}


class Pair:
    """Both generations on one simulated account whose time stands still."""

    def __init__(self, sim: Simulator, clock: ManualClock) -> None:
        self.sim, self.clock = sim, clock
        self.v1, self.v3 = (
            sim.connect(exchange_class("woo", "sync"), profile.config(enableRateLimit=False))
            for profile in (PROFILES["woo-v1"], PROFILES["woo-v3"])
        )
        for exchange in (self.v1, self.v3):
            exchange.milliseconds = clock.now

    def both(self, name: str, *args: Any) -> tuple[Any, Any]:
        return getattr(self.v1, name)(*args), getattr(self.v3, name)(*args)


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    """An account with fills, open and cancelled orders, stops, positions and balances."""
    clock = ManualClock()
    with Simulator(seed=5, clock=clock, venues=("woo",), limits=False) as sim:
        made = Pair(sim, clock)
        v1, v3 = made.v1, made.v3
        bid = v1.fetch_order_book(SWAP, 1)["bids"][0][0]
        spot_bid = v1.fetch_order_book(SPOT, 1)["bids"][0][0]
        v1.create_order(SWAP, "market", "buy", 0.02)
        v3.create_order(OTHER, "market", "sell", 0.5)
        clock.advance(MINUTE)
        v3.create_order(SPOT, "market", "buy", 0.01, spot_bid)
        v1.create_order(SPOT, "market", "sell", 0.005)
        v3.create_order(SWAP, "limit", "buy", 0.01, bid * 0.95, {"clientOrderId": 71})
        v1.create_order(SWAP, "limit", "buy", 0.02, bid * 0.94, {"clientOrderId": 72, "postOnly": True})
        gone = v1.create_order(SWAP, "limit", "buy", 0.01, bid * 0.93)
        v3.cancel_order(gone["id"], SWAP)
        v3.create_order(SWAP, "limit", "sell", 0.01, bid * 0.99, {"timeInForce": "IOC", "reduceOnly": True})
        v1.create_order(SWAP, "market", "sell", 0.01, None, {"triggerPrice": bid * 0.9})
        v3.create_order(
            SWAP, "limit", "sell", 0.01, bid * 0.97, {"triggerPrice": bid * 0.975, "reduceOnly": True}
        )
        clock.advance(MINUTE)
        yield made
        v1.session.close()
        v3.session.close()


def stripped(value: Any, more: frozenset[str] | set[str] = frozenset()) -> Any:
    """A structure without its raw parts; of an order that took nothing only V3 names the fee's currency."""
    if isinstance(value, dict):
        left_out = RAW | set(more) | ({"fee", "fees"} if value.get("filled") == 0.0 else set())
        return {key: stripped(child, more) for key, child in value.items() if key not in left_out}
    if isinstance(value, list):
        return [stripped(child, more) for child in value]
    return value


NOW = ManualClock().now() + 2 * MINUTE
PUBLIC: list[tuple[str, tuple[Any, ...]]] = [
    ("fetch_status", ()),
    ("fetch_time", ()),
    ("load_markets", ()),
    ("fetch_currencies", ()),
    ("fetch_ticker", (SWAP,)),
    ("fetch_ticker", (SPOT,)),
    ("fetch_tickers", ()),
    ("fetch_order_book", (SWAP, 20)),
    ("fetch_order_book", (SPOT,)),
    ("fetch_trades", (SWAP, None, 50)),
    ("fetch_trades", (SWAP, NOW - 3600_000, 40)),
    ("fetch_ohlcv", (SWAP, "1m", None, 30)),
    ("fetch_ohlcv", (SWAP, "1h", NOW - 2000 * 3600_000, 20)),
    ("fetch_ohlcv", (SWAP, "1m", NOW - 1500 * MINUTE, 700)),
    ("fetch_funding_rate", (SWAP,)),
    ("fetch_funding_rates", ()),
    ("fetch_funding_rate_history", (SWAP, NOW - 86_400_000 * 3, 5)),
    ("fetch_funding_rate_history", (SWAP, None, 3)),
    ("fetch_mark_prices", ()),
    ("fetch_open_interests", ()),
    ("fetch_funding_intervals", ()),
]
PRIVATE: list[tuple[str, tuple[Any, ...]]] = [
    ("fetch_balance", ()),
    ("fetch_positions", ()),
    ("fetch_position", (SWAP,)),
    ("fetch_position", (OTHER,)),
    ("fetch_positions_adl_rank", ()),
    ("fetch_orders", ()),
    ("fetch_orders", (SWAP, None, 3)),
    ("fetch_orders", (SWAP, NOW - MINUTE, 2)),
    ("fetch_open_orders", (SWAP,)),
    ("fetch_open_orders", (None, None, None, {"trigger": True})),
    ("fetch_closed_orders", ()),
    ("fetch_canceled_orders", ()),
    ("fetch_my_trades", ()),
    ("fetch_my_trades", (SWAP, NOW - 3 * MINUTE, 2)),
    ("fetch_my_trades", (None, None, 2)),
    ("fetch_trading_fee", (SWAP,)),
    ("fetch_trading_fees", ()),
    ("fetch_leverage", (SWAP,)),
    ("fetch_position_mode", ()),
    ("fetch_ledger", (None, None, 10)),
    ("fetch_accounts", ()),
    ("fetch_deposit_address", ("USDT", {"network": "ERC20"})),
    ("fetch_deposits", ()),
    ("fetch_withdrawals", ()),
    ("fetch_transfers", ()),
    ("fetch_funding_history", ()),
    ("fetch_cross_borrow_rates", ()),
]


@pytest.mark.parametrize(("name", "args"), [*PUBLIC, *PRIVATE])
def test_both_tell_the_same(pair: Pair, name: str, args: tuple[Any, ...]) -> None:
    old, new = pair.both(name, *args)
    assert old or name in ("fetch_deposits", "fetch_withdrawals", "fetch_transfers", "fetch_funding_history")
    assert stripped(new, MORE_IN_V1) == stripped(old, MORE_IN_V1)


def test_single_orders_and_their_fills(pair: Pair) -> None:
    for order in pair.v1.fetch_orders():
        old, new = pair.both("fetch_order", order["id"])
        assert stripped(new, MORE_IN_V1) == stripped(old, MORE_IN_V1)
        old, new = pair.both("fetch_order_trades", order["id"])
        assert stripped(new) == stripped(old)
        if order["filled"]:
            assert old
    by_client = pair.both("fetch_order_with_client_order_id", "71")
    assert by_client[0]["id"] == by_client[1]["id"]


def test_acknowledgements(pair: Pair) -> None:
    """Placements, edits and cancels of both come back in the same form."""
    bid = pair.v1.fetch_order_book(SWAP, 1)["bids"][0][0]
    placed = [
        exchange.create_order(SWAP, "limit", "buy", 0.01, bid * 0.9, {"clientOrderId": 500 + number})
        for number, exchange in enumerate((pair.v1, pair.v3))
    ]
    own = {"id", "clientOrderId"}
    assert stripped(placed[1], own) == stripped(placed[0], own)
    edited = [
        exchange.edit_order(order["id"], SWAP, "limit", "buy", 0.02, bid * 0.89)
        for exchange, order in zip((pair.v1, pair.v3), placed, strict=True)
    ]
    assert stripped(edited[1], own) == stripped(edited[0], own)
    cancelled = [
        exchange.cancel_order("", SWAP, {"clientOrderId": 500 + number})
        for number, exchange in enumerate((pair.v1, pair.v3))
    ]
    assert stripped(cancelled[1], own) == stripped(cancelled[0], own)
    gone = [pair.v1.fetch_order(order["id"])["status"] for order in placed]
    assert gone == ["canceled", "canceled"]
