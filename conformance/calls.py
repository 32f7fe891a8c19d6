"""Methods for which ccxt has no test, or none that works, but knows how to check their answers.

The answers go through the checks of `ccxt/test/exchange/base`, which ccxt's own tests use too.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from conformance.desk import Desk
from conformance.scene import ADDRESS
from conformance.wheel import STRUCTURE, Test, camel

BOTH, SPOT, SWAP, NONE = ("spot", "swap"), ("spot",), ("swap",), ()


@dataclass(frozen=True)
class Call:
    """A method, what it is given, in which kinds of markets, and the structure it answers with."""

    method: str
    arguments: Callable[[Desk], tuple[Any, ...]]
    kinds: tuple[str, ...] = BOTH
    structure: str = "order"


MARKET_DATA = (
    Call("fetch_bids_asks", lambda d: ([d.symbol],), structure="ticker"),
    Call("fetch_mark_price", lambda d: (d.symbol,), SWAP, structure="ticker"),
    Call("fetch_mark_prices", lambda d: ([d.symbol],), SWAP, structure="ticker"),
    Call("fetch_open_interest", lambda d: (d.symbol,), SWAP, structure="open_interest"),
    Call("fetch_open_interests", lambda d: ([d.symbol],), SWAP, structure="open_interest"),
)
PLACING = (
    Call("create_order", lambda d: (d.symbol, "limit", "buy", d.amount, d.low)),
    Call("create_orders", lambda d: ([d.wish(), d.wish()],)),
    Call("create_limit_order", lambda d: (d.symbol, "sell", d.amount, d.high)),
    Call("create_limit_buy_order", lambda d: (d.symbol, d.amount, d.low)),
    Call("create_limit_sell_order", lambda d: (d.symbol, d.amount, d.high)),
    Call("create_market_order", lambda d: (d.symbol, "buy", d.amount, d.bid)),
    Call("create_market_buy_order", lambda d: (d.symbol, d.amount), SWAP),
    Call("create_market_sell_order", lambda d: (d.symbol, d.amount)),
    Call("create_market_order_with_cost", lambda d: (d.symbol, "buy", 100), SPOT),
    Call("create_market_buy_order_with_cost", lambda d: (d.symbol, 100), SPOT),
    Call("create_market_sell_order_with_cost", lambda d: (d.symbol, 100), SPOT),
    Call("create_post_only_order", lambda d: (d.symbol, "limit", "buy", d.amount, d.low)),
    Call("create_reduce_only_order", lambda d: (d.held(), "limit", "sell", d.amount, d.high), SWAP),
    Call("create_trigger_order", lambda d: (d.symbol, "market", "sell", d.amount, None, d.low)),
    Call("create_stop_order", lambda d: (d.symbol, "limit", "sell", d.amount, d.low, d.low)),
    Call("create_stop_limit_order", lambda d: (d.symbol, "sell", d.amount, d.low, d.low)),
    Call("create_stop_market_order", lambda d: (d.symbol, "sell", d.amount, d.low)),
    Call("create_stop_loss_order", lambda d: (d.held(), "market", "sell", d.amount, None, d.low), SWAP),
    Call("create_take_profit_order", lambda d: (d.held(), "market", "sell", d.amount, None, d.high), SWAP),
    Call("create_trailing_amount_order", lambda d: (d.held(), "market", "sell", d.amount, None, 500), SWAP),
    Call("create_trailing_percent_order", lambda d: (d.held(), "market", "sell", d.amount, None, 2), SWAP),
    Call(
        "create_order_with_take_profit_and_stop_loss",
        lambda d: (d.symbol, "limit", "buy", d.amount, d.low, d.high, d.near(0.9)),
        SWAP,
    ),
)
ORDERS = (
    Call("fetch_order", lambda d: (d.filled()["id"], d.symbol)),
    Call("fetch_order_with_client_order_id", lambda d: (d.resting()["clientOrderId"], d.symbol)),
    Call("fetch_canceled_orders", lambda d: (d.symbol,)),
    Call("fetch_canceled_and_closed_orders", lambda d: (d.symbol,)),
    Call("fetch_order_trades", lambda d: (d.filled()["id"], d.symbol), structure="trade"),
    Call("edit_order", lambda d: (d.resting()["id"], d.symbol, "limit", "buy", d.amount, d.near(0.94))),
    Call(
        "edit_order_with_client_order_id",
        lambda d: (d.resting()["clientOrderId"], d.symbol, "limit", "buy", d.amount, d.near(0.94)),
    ),
    Call("cancel_order", lambda d: (d.resting()["id"], d.symbol)),
    Call("cancel_order_with_client_order_id", lambda d: (d.resting()["clientOrderId"], d.symbol)),
    Call("cancel_orders", lambda d: ([d.resting()["id"], d.resting()["id"]], d.symbol)),
    Call("cancel_orders_with_client_order_ids", lambda d: ([d.resting()["clientOrderId"]], d.symbol)),
    Call("cancel_orders_for_symbols", lambda d: ([{"id": d.resting()["id"], "symbol": d.symbol}],)),
    Call("cancel_all_orders", lambda d: (d.symbol,)),
)
ACCOUNT = (
    Call("fetch_position", lambda d: (d.held(),), SWAP, structure="position"),
    Call("fetch_margin_modes", lambda d: ([d.held()],), SWAP, structure="margin_mode"),
    Call("add_margin", lambda d: (d.isolated(), 5), SWAP, structure="margin_modification"),
    Call("reduce_margin", lambda d: (d.isolated(), 5), SWAP, structure="margin_modification"),
    Call("close_position", lambda d: (d.held(),), SWAP),
    Call("close_all_positions", lambda d: (), NONE, structure="position"),
    Call("transfer", lambda d: (d.code, 5, *d.accounts()), NONE, structure="transfer"),
    Call("fetch_deposits_withdrawals", lambda d: (d.code,), NONE, structure="deposit_withdrawal"),
    Call(
        "withdraw",
        lambda d: (d.code, 50, ADDRESS, {"network": "ERC20"}),
        NONE,
        structure="deposit_withdrawal",
    ),
    Call("fetch_cross_borrow_rate", lambda d: (d.code,), NONE, structure="borrow_rate"),
    Call("fetch_cross_borrow_rates", lambda d: (), NONE, structure="borrow_rate"),
)
SOCKETS = (
    Call("watch_mark_price", lambda d: (d.symbol,), SWAP, structure="ticker"),
    Call("watch_mark_prices", lambda d: ([d.symbol],), SWAP, structure="ticker"),
    Call("fetch_balance_ws", lambda d: (), NONE, structure="balance"),
    Call("create_order_ws", lambda d: (d.symbol, "limit", "buy", d.amount, d.low)),
    Call("create_limit_order_ws", lambda d: (d.symbol, "buy", d.amount, d.low)),
    Call("create_limit_buy_order_ws", lambda d: (d.symbol, d.amount, d.low)),
    Call("create_limit_sell_order_ws", lambda d: (d.symbol, d.amount, d.high)),
    Call("create_market_order_ws", lambda d: (d.symbol, "buy", d.amount)),
    Call("create_market_buy_order_ws", lambda d: (d.symbol, d.amount)),
    Call("create_market_sell_order_ws", lambda d: (d.symbol, d.amount)),
    Call("create_post_only_order_ws", lambda d: (d.symbol, "limit", "buy", d.amount, d.low)),
    Call("create_reduce_only_order_ws", lambda d: (d.held(), "limit", "sell", d.amount, d.high)),
    Call("create_trigger_order_ws", lambda d: (d.symbol, "market", "sell", d.amount, None, d.low)),
    Call("fetch_open_orders_ws", lambda d: (d.resting()["symbol"],)),
    Call("cancel_order_ws", lambda d: (d.resting()["id"], d.symbol)),
    Call("cancel_all_orders_ws", lambda d: (d.resting()["symbol"],)),
)
BY_COLOUR = {
    "sync": (*MARKET_DATA, *PLACING, *ORDERS, *ACCOUNT),
    "async": (*MARKET_DATA, *PLACING, *ORDERS, *ACCOUNT),
    "pro": SOCKETS,
}


def tests(colour: str) -> dict[str, Test]:
    """Method -> its check in this colour."""
    return {
        call.method: Test(call.method, partial(check, call), ("desk",), call.kinds, STRUCTURE)
        for call in BY_COLOUR[colour]
    }


async def check(call: Call, exchange: Any, skipped: dict[str, Any], desk: Desk) -> None:
    """Call a method, and have ccxt check every structure of its answer."""
    answer = getattr(exchange, call.method)(*call.arguments(desk))
    if inspect.isawaitable(answer):
        answer = await answer
    found = structures(answer)
    assert found or "emptyResponse" not in skipped, "the answer is empty"
    module = import_module(f"ccxt.test.exchange.base.test_{call.structure}")
    checker = getattr(module, f"test_{call.structure}")
    for one in found:
        values = {
            "exchange": exchange,
            "skipped_properties": skipped,
            "method": camel(call.method),
            "entry": one,
            "symbol": one.get("symbol"),
            "requested_code": one.get("currency"),
            "now": exchange.milliseconds(),
            "is_public_trade": False,
        }
        checker(*(values[name] for name in inspect.signature(checker).parameters))


def structures(answer: Any) -> list[Any]:
    """The structures in an answer: it is one, a list of them, or a dictionary of them."""
    if isinstance(answer, list):
        return answer
    assert isinstance(answer, dict), f"the answer is a {type(answer).__name__}"
    return [answer] if "info" in answer else list(answer.values())
