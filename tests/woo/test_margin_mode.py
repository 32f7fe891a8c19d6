"""ccxt's option ``defaultMarginMode``: the margin mode of perpetuals where no parameter names one."""

from __future__ import annotations

from typing import Any

import ccxt
import pytest

from ascendex_woo_adapters import woo as woo_class
from ascendex_woo_adapters.simulator import Simulator

woo: Any = woo_class
SWAP, SPOT = "ETH/USDT:USDT", "ETH/USDT"


@pytest.mark.parametrize("generation", ["v1", "v3"])
def test_the_margin_mode_of_the_options_holds_for_perpetuals(generation: str) -> None:
    with Simulator(venues=["woo"]) as venues:
        exchange = venues.connect(
            woo, {"options": {"generation": generation, "defaultMarginMode": "isolated"}}
        )
        price = exchange.fetch_order_book(SWAP)["bids"][0][0]
        exchange.set_leverage(5, SWAP)
        exchange.create_order(SWAP, "market", "buy", 0.1)
        stop = exchange.create_order(SWAP, "market", "sell", 0.1, None, {"stopLossPrice": price * 0.9})
        [isolated] = exchange.fetch_positions([SWAP])
        assert (isolated["marginMode"], isolated["leverage"]) == ("isolated", 5)
        algo = venues.woo.algos.roots(venues.woo.engine.account("main"))[0]  # type: ignore[attr-defined]
        assert (str(algo.id), algo.context.margin_mode.value) == (stop["id"], "ISOLATED")
        assert exchange.fetch_leverage(SWAP)["marginMode"] == "isolated"


def test_a_parameter_comes_before_the_option_and_spot_has_one_mode() -> None:
    with Simulator(venues=["woo"]) as venues:
        exchange = venues.connect(woo, {"options": {"defaultMarginMode": "isolated"}})
        exchange.create_order(SWAP, "market", "buy", 0.1, None, {"marginMode": "cross"})
        assert [position["marginMode"] for position in exchange.fetch_positions([SWAP])] == ["cross"]
        placed = exchange.create_order(SPOT, "market", "buy", 0.1, 4000)
        assert exchange.fetch_order(placed["id"], SPOT)["status"] == "closed"
        assert exchange.cancel_all_orders(SWAP)


def test_an_unknown_mode_is_refused_before_anything_is_sent() -> None:
    with Simulator(venues=["woo"]) as venues:
        exchange = venues.connect(woo, {"options": {"defaultMarginMode": "portfolio"}})
        exchange.load_markets()
        asked = len(venues.woo.requests)
        with pytest.raises(ccxt.BadRequest):
            exchange.create_order(SWAP, "market", "buy", 0.1)
        with pytest.raises(ccxt.BadRequest):
            exchange.set_leverage(5, SWAP)
        assert len(venues.woo.requests) == asked
