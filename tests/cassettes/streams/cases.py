"""Scenes that are recorded at the simulator, the same ones on every venue that has the methods."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from ascendex_woo_adapters.simulator.socket_faults import SocketFault
from tests.cassettes.streams.recorder import Recorder

BTC, ETH = "BTC/USDT:USDT", "ETH/USDT:USDT"
TRIGGER = (None, None, None, {"trigger": True})

Script = Callable[[Recorder], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One recorded session. ``shows`` says what of; ``venues`` are those that have the methods."""

    name: str
    shows: str
    script: Script
    venues: tuple[str, ...] = ("woo-v1", "woo-v3", "ascendex")


@dataclass(frozen=True, kw_only=True)
class Names:
    """What a venue calls things."""

    book: str
    """Glob of the frames of book updates."""
    cancel: dict[str, Any] = field(default_factory=dict)
    """Parameters of cancels: without an id of its own a request gets another one each time."""


NAMES = {
    "woo-v1": Names(book="*@orderbookupdate"),
    "woo-v3": Names(book="orderbookupdate@*"),
    "ascendex": Names(book="depth:*", cancel={"id": "cancelOfTheTape1"}),
}


def _watching(method: str, *args: Any, limit: tuple[Any, ...] = (), step_ms: int = 250) -> Script:
    """Watch something twice, then no more."""

    async def script(tape: Recorder) -> None:
        for _ in range(2):
            await tape.watch(method, *args, *limit, step_ms=step_ms)
        await tape.watch(f"un_{method}", *args)

    return script


async def _far_buy(tape: Recorder, number: int) -> Any:
    """An order off the record that rests."""
    price = round(float((await tape.actor.fetch_order_book(BTC))["bids"][0][0] * 0.97))
    return await tape.actor.create_order(BTC, "limit", "buy", 0.01, price, _client_id(number))


async def _at_market(tape: Recorder, number: int, side: str = "buy", amount: float = 0.02) -> Any:
    """An order off the record that is filled at once."""
    return await tape.actor.create_order(BTC, "market", side, amount, None, _client_id(number))


def _client_id(number: int) -> dict[str, Any]:
    return {"clientOrderId": str(100_000_000_000 + number)}


async def _cancel(tape: Recorder, order: Any, **params: Any) -> None:
    await tape.actor.cancel_order(order["id"], BTC, {**NAMES[tape.name].cancel, **params})


async def _orders(tape: Recorder) -> None:
    first = await tape.start("watch_orders")
    order = await _far_buy(tape, 1)
    await tape.finish(first)
    await tape.pass_time(1000)
    await _cancel(tape, order)
    await tape.watch("watch_orders", BTC)
    await _at_market(tape, 2)
    await tape.watch("watch_orders")
    await tape.watch("un_watch_orders")


async def _trigger_orders(tape: Recorder) -> None:
    first = await tape.start("watch_orders", *TRIGGER)
    price = round((await tape.actor.fetch_order_book(BTC, 1))["bids"][0][0] * 0.9, 1)
    params = {"triggerPrice": price, **_client_id(1)}
    order = await tape.actor.create_order(BTC, "market", "sell", 0.01, None, params)
    await tape.finish(first)
    await _cancel(tape, order, trigger=True)
    await tape.watch("watch_orders", *TRIGGER)
    await tape.watch("un_watch_orders", None, {"trigger": True})


async def _my_trades(tape: Recorder) -> None:
    first = await tape.start("watch_my_trades")
    await _at_market(tape, 1)
    await tape.finish(first)
    await _at_market(tape, 2, "sell", 0.01)
    await tape.watch("watch_my_trades", BTC)
    await tape.watch("un_watch_my_trades")


async def _balance(tape: Recorder) -> None:
    await tape.watch("watch_balance", step_ms=0)
    await _at_market(tape, 1)
    await tape.watch("watch_balance", step_ms=0)


async def _positions(tape: Recorder) -> None:
    await tape.watch("watch_positions", step_ms=0)
    await _at_market(tape, 1)
    await tape.watch("watch_positions", [BTC], step_ms=0)
    await _at_market(tape, 2, "sell")
    await tape.watch("watch_positions", [BTC], step_ms=0)
    await tape.watch("un_watch_positions")


async def _refused_subscription(tape: Recorder) -> None:
    tape.venue.sockets.faults.add(SocketFault(match="*trade*", kind="refuse"))
    await tape.watch("watch_trades", BTC, step_ms=0)
    await tape.watch("watch_trades", BTC)


async def _refused_login(tape: Recorder) -> None:
    await tape.watch("fetch_open_orders")  # what a login needs besides is known then
    tape.calls.exchange.secret = "wrong"
    await tape.watch("watch_orders", step_ms=0)


async def _gap(tape: Recorder) -> None:
    await tape.watch("watch_order_book", BTC, 5)
    tape.venue.sockets.faults.add(SocketFault(match=NAMES[tape.name].book, kind="skip"))
    for _ in range(3):
        await tape.watch("watch_order_book", BTC, 5)
    assert tape.calls.exchange.order_book_resyncs == {BTC: 1}


async def _reconnect(tape: Recorder) -> None:
    orders = await tape.start("watch_orders")
    await _far_buy(tape, 1)
    await tape.finish(orders)
    await tape.pass_time(1000)
    orders = await tape.start("watch_orders")
    watch_fills = tape.calls.exchange.has.get("watchMyTrades")
    fills = await tape.start("watch_my_trades") if watch_fills else None
    tape.venue.sockets.cut_all()
    await _at_market(tape, 2)  # nobody listens
    await tape.finish(orders, step_ms=0)
    if fills is not None:
        await tape.finish(fills, step_ms=0)
    await _at_market(tape, 3, "sell")
    await tape.watch("watch_orders", step_ms=0)


async def _book_again(tape: Recorder) -> None:
    await tape.watch("watch_order_book", BTC, 5)
    tape.venue.sockets.cut_all(1001)
    again = await tape.start("watch_order_book", BTC, 5)
    await tape.replied()
    await tape.finish(again)
    await tape.watch("watch_order_book", BTC, 5)


async def _orders_over_the_socket(tape: Recorder) -> None:
    bid = (await tape.actor.fetch_order_book(BTC))["bids"][0][0]
    low, high = round(bid * 0.97), round(bid * 1.03)

    async def ask(method: str, *args: Any) -> Any:
        result = await tape.watch(method, *args, step_ms=0)
        await tape.pass_time(10)  # times are part of order ids
        return result

    placed = await ask("create_order_ws", BTC, "limit", "buy", 0.01, low, _client_id(1))
    await ask("fetch_open_orders_ws", BTC)
    await ask("cancel_order_ws", placed["id"], BTC, NAMES["ascendex"].cancel)
    orders: tuple[tuple[Any, ...], ...] = (
        ("create_limit_order_ws", "buy", 0.01, low),
        ("create_limit_buy_order_ws", 0.01, low),
        ("create_limit_sell_order_ws", 0.01, high),
        ("create_market_order_ws", "buy", 0.01, None),
        ("create_market_buy_order_ws", 0.01),
        ("create_market_sell_order_ws", 0.01),
        ("create_post_only_order_ws", "limit", "buy", 0.01, low),
        ("create_reduce_only_order_ws", "limit", "sell", 0.01, high),
        ("create_trigger_order_ws", "limit", "buy", 0.01, low, low + 100),
    )
    for number, (method, *args) in enumerate(orders, 2):
        await ask(method, BTC, *args, _client_id(number))
    await ask("cancel_all_orders_ws", BTC)
    await ask("fetch_balance_ws")
    await ask("create_order_ws", BTC, "limit", "buy", 500, low, _client_id(20))
    await ask("cancel_order_ws", "s177bab1b474U0123456789bbtcpKiOR", BTC, NAMES["ascendex"].cancel)


#: Public methods with their arguments, and those that only watching takes.
_PUBLIC: tuple[tuple[str, tuple[Any, ...], tuple[Any, ...], int], ...] = (
    ("watch_order_book", (BTC,), (), 250),
    ("watch_order_book_for_symbols", ([BTC, ETH],), (5,), 250),
    ("watch_trades", (BTC,), (), 1000),
    ("watch_trades_for_symbols", ([BTC, ETH],), (), 1000),
    ("watch_ticker", (BTC,), (), 1000),
    ("watch_tickers", ([BTC, ETH],), (), 1000),
    ("watch_bids_asks", ([BTC, ETH],), (), 1000),
    ("watch_ohlcv", (BTC, "1m"), (), 5000),
    ("watch_ohlcv_for_symbols", ([[BTC, "1m"], [ETH, "5m"]],), (), 5000),
    ("watch_mark_price", (BTC,), (), 1000),
    ("watch_mark_prices", ([BTC, ETH],), (), 1000),
    ("watch_funding_rate", (BTC,), (), 5000),
    ("watch_funding_rates", ([BTC, ETH],), (), 5000),
)

SCENES = [
    *[
        Scene(
            name=method.replace("_", "-"),
            shows=f"{method}, twice, and un_{method}",
            script=_watching(method, *args, limit=limit, step_ms=step_ms),
        )
        for method, args, limit, step_ms in _PUBLIC
    ],
    Scene(name="watch-orders", shows="an order placed, canceled, another one filled", script=_orders),
    Scene(
        name="watch-trigger-orders",
        shows="an order that waits for a trigger placed and canceled",
        script=_trigger_orders,
        venues=("woo-v1", "woo-v3"),
    ),
    Scene(
        name="watch-my-trades",
        shows="fills of two orders",
        script=_my_trades,
        venues=("woo-v1", "woo-v3"),
    ),
    Scene(name="watch-balance", shows="the balance as it is, and after a fill", script=_balance),
    Scene(name="watch-positions", shows="a position opened and closed", script=_positions),
    Scene(
        name="refused-login",
        shows="keys that the venue does not take",
        script=_refused_login,
    ),
    Scene(
        name="refused-subscription",
        shows="a subscription that is refused, and granted when it is asked for again",
        script=_refused_subscription,
    ),
    Scene(
        name="gap-and-resync",
        shows="a book update is missing: the book is made anew from a snapshot",
        script=_gap,
    ),
    Scene(
        name="book-after-a-closed-line", shows="a public line closed and dialled again", script=_book_again
    ),
    Scene(
        name="reconnect-with-recovery",
        shows="a private line breaks, an order is filled meanwhile: both are told afterwards",
        script=_reconnect,
    ),
    Scene(
        name="orders-over-the-socket",
        shows="orders placed, listed and canceled, and refusals of both",
        script=_orders_over_the_socket,
        venues=("ascendex",),
    ),
]
