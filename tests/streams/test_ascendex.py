"""``watch_*`` and ``*_ws`` of AscendEX against the simulator."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
from ccxt.base.errors import (
    AuthenticationError,
    ExchangeNotAvailable,
    InsufficientFunds,
    InvalidOrder,
    NetworkError,
    OrderNotFound,
    RequestTimeout,
    UnsubscribeError,
)

from ascendex_woo_adapters.common.submission import OrderStateUnknown
from ascendex_woo_adapters.simulator.ascendex.thresholds import LEVELS
from ascendex_woo_adapters.simulator.socket_faults import SocketFault
from ascendex_woo_adapters.venues.ascendex.streams import channels, rows
from ascendex_woo_adapters.venues.ascendex.streams.sockets import THRESHOLDS
from tests.streams.conftest import Course

BTC, ETH = "BTC/USDT:USDT", "ETH/USDT:USDT"
Connect = Callable[..., Any]


@pytest.fixture
def ascendex(connect: Connect) -> Any:
    return connect("ascendex")


def faulty(course: Course, **fault: Any) -> None:
    course.venue.sockets.faults.add(SocketFault(**fault))


def engine_states(course: Course, market_id: str) -> dict[int, Any]:
    """Every state that the venue's chain of updates passed through, by number."""
    chain = course.venue.sockets.books.chain(market_id, "depth")
    return {snapshot.number: snapshot.state for snapshot in chain.history}


def assert_equal_book(book: Any, state: Any) -> None:
    for name in ("bids", "asks"):
        assert [tuple(level) for level in book[name]] == [
            (float(price), float(size)) for price, size in getattr(state, name).items()
        ]
    assert book["bids"][0][0] < book["asks"][0][0]


async def logged_in(course: Course) -> None:
    """Wait until the private socket is subscribed."""
    await course.holds(lambda: any(session.topics for session in course.venue.sockets.of("main")))
    await asyncio.sleep(0.02)


async def far_below(exchange: Any) -> float:
    """A price at which a purchase rests."""
    return round(float((await exchange.fetch_order_book(BTC))["bids"][0][0] * 0.97))


# public data -----------------------------------------------------------------------------------------


async def test_trades_and_bars(ascendex: Any, ascendex_course: Course) -> None:
    trades = await ascendex_course.until(ascendex.watch_trades(BTC))
    for _ in range(60):  # nobody waits meanwhile
        await ascendex_course.step(1000)
    more = await ascendex.watch_trades(BTC)
    assert len(more) > 1
    ids = [trade["id"] for trade in [*trades, *more]]
    assert len(set(ids)) == len(ids)
    assert int(ids[0]) > 2**53
    told = await ascendex_course.until(ascendex.watch_ohlcv_for_symbols([[BTC, "1m"], [ETH, "1M"]]), ms=5000)
    assert set(told) <= {BTC, ETH}
    *_, candle = await ascendex_course.until(ascendex.watch_ohlcv(BTC, "1m"), ms=5000)
    assert candle[0] % 60_000 == 0


async def test_prices(ascendex: Any, ascendex_course: Course) -> None:
    ticker = await ascendex_course.until(ascendex.watch_ticker(BTC))
    assert ticker["bid"] < ticker["ask"]
    best = await ascendex_course.until(ascendex.watch_bids_asks([BTC, ETH]))
    assert set(best) <= {BTC, ETH}
    mark = await ascendex_course.until(ascendex.watch_mark_price(BTC), ms=5000)
    rate = await ascendex_course.until(ascendex.watch_funding_rate(BTC), ms=5000)
    assert mark["markPrice"] > 0
    assert rate["fundingTimestamp"] > rate["timestamp"]
    assert len(await ascendex_course.until(ascendex.watch_mark_prices(), ms=5000)) > 30
    assert await ascendex.un_watch_mark_price(BTC) is True
    rates = await ascendex_course.until(ascendex.watch_funding_rates([BTC, ETH]), ms=5000)
    while ETH not in rates:  # the one that was watched already may be told first
        rates = await ascendex_course.until(ascendex.watch_funding_rates([BTC, ETH]), ms=5000)
    assert set(rates) <= {BTC, ETH}


def test_a_message_names_at_most_ten_symbols_of_one_channel() -> None:
    topics = [channels.of_market("trades", f"C{number}-PERP", f"C{number}") for number in range(23)]
    topics.append(channels.PRICING_TOPIC)
    made = list(channels.batches(topics))
    assert [len(batch) for _, batch in made] == [10, 10, 3, 1]
    assert [channel for name, _ in made for channel in channels.spread(name)] == [
        topic.channel for topic in topics
    ]
    assert made[-1][0] == "futures-pricing-data"


def test_pricing_data_comes_alone_or_in_a_list() -> None:
    row = {"s": "BTC-PERP", "t": 1614814705716, "ip": "50702.8", "mp": "50652.3553", "r": "0.000565699"}
    alone = rows.contracts({"m": "futures-pricing-data", "con": [row]})
    assert alone == rows.contracts({"m": "futures-pricing-data-batch", "data": [{"con": [row]}]})
    assert alone[0][0]["markPrice"] == "50652.3553"


def test_the_mark_price_of_a_published_position_follows_from_its_profit() -> None:
    published = {"s": "BTC-PERP", "pos": "0.011", "rc": "-385.840455", "up": "18.436008668"}
    assert rows.position(published)["markPrice"].startswith("36752.40578")


# private data ----------------------------------------------------------------------------------------


async def test_an_order_from_placement_to_fill(ascendex: Any, ascendex_course: Course) -> None:
    watching = asyncio.ensure_future(ascendex.watch_orders(BTC))
    await logged_in(ascendex_course)
    placed = await ascendex.create_order(BTC, "limit", "buy", 0.01, await far_below(ascendex))
    (order,) = await ascendex_course.until(watching)
    fetched = await ascendex.fetch_order(placed["id"], BTC)
    for name in ("id", "status", "price", "amount", "filled", "side", "type", "timestamp", "symbol"):
        assert order[name] == fetched[name], name
    await ascendex.cancel_order(placed["id"], BTC)
    (order,) = await ascendex_course.until(ascendex.watch_orders())
    while order["status"] == "open":  # what the other call read is news to this one
        (order,) = await ascendex_course.until(ascendex.watch_orders())
    assert order["status"] == "canceled"


async def test_balance_and_positions(ascendex: Any, ascendex_course: Course) -> None:
    balance = await ascendex_course.until(ascendex.watch_balance())
    assert balance["total"] == (await ascendex.fetch_balance())["total"]
    assert await ascendex_course.until(ascendex.watch_positions()) == []
    await ascendex.create_order(BTC, "market", "buy", 0.02)
    (position,) = await ascendex_course.until(ascendex.watch_positions([BTC]))
    (fetched,) = await ascendex.fetch_positions([BTC])
    for name in ("side", "contracts", "entryPrice", "leverage", "marginMode"):
        assert position[name] == fetched[name], name
    assert position["markPrice"] == pytest.approx(fetched["markPrice"], rel=0.01)
    changed = await ascendex_course.until(ascendex.watch_balance())
    while changed["USDT"]["free"] == changed["USDT"]["total"]:
        changed = await ascendex_course.until(ascendex.watch_balance())
    assert set(changed["total"]) == set(balance["total"])
    await ascendex.create_order(BTC, "market", "sell", 0.02, None, {"reduceOnly": True})
    row = position
    while row["contracts"]:
        (row,) = await ascendex_course.until(ascendex.watch_positions([BTC]))
    assert row["side"] == "long"


# requests over the socket ------------------------------------------------------------------------------


async def test_orders_over_the_socket(ascendex: Any, ascendex_course: Course) -> None:
    placed = await ascendex.create_order_ws(BTC, "limit", "buy", 0.01, await far_below(ascendex))
    assert placed["id"].startswith("s")
    assert placed["id"].endswith(placed["clientOrderId"][-9:])
    assert (placed["status"], placed["side"], placed["amount"]) == ("open", "buy", 0.01)
    (listed,) = await ascendex.fetch_open_orders_ws(BTC)
    assert (listed["id"], listed["price"]) == (placed["id"], placed["price"])
    assert await ascendex.fetch_open_orders_ws(ETH) == []
    canceled = await ascendex.cancel_order_ws(placed["id"], BTC)
    assert canceled["id"] == placed["id"]
    assert (await ascendex.fetch_order(placed["id"], BTC))["status"] == "canceled"
    for _ in range(2):
        await ascendex.create_limit_buy_order_ws(BTC, 0.01, await far_below(ascendex))
    await ascendex.cancel_all_orders_ws(BTC)
    assert await ascendex.fetch_open_orders() == []
    balance, fetched = await ascendex.fetch_balance_ws(), await ascendex.fetch_balance()
    assert balance["total"] == fetched["total"]
    assert balance["timestamp"]
    assert len(ascendex_course.venue.sockets.sessions) == 1


async def test_refusals_over_the_socket(ascendex: Any, ascendex_course: Course) -> None:
    price = await far_below(ascendex)
    with pytest.raises(InsufficientFunds):
        await ascendex.create_order_ws(BTC, "limit", "buy", 500, price)
    with pytest.raises(InvalidOrder):
        await ascendex.create_order_ws(BTC, "limit", "buy", 0.01, price, {"timeInForce": "XYZ"})
    with pytest.raises(OrderNotFound):
        await ascendex.cancel_order_ws("s177bab1b474U5051470287bbtcpKiOR", BTC)
    assert ascendex_course.venue.engine.orders(ascendex_course.venue.engine.account("main")) == []


async def test_a_lost_reply_to_a_placement_is_found_out(connect: Connect, ascendex_course: Course) -> None:
    ascendex = connect("ascendex", {"options": {"subscriptionTimeout": 100, "findLostOrdersTimeout": 400}})
    price = await far_below(ascendex)
    faulty(ascendex_course, match="reply place-order", kind="skip")
    placed = await ascendex.create_order_ws(BTC, "limit", "buy", 0.01, price)
    assert (await ascendex.fetch_order(placed["id"], BTC))["amount"] == 0.01
    faulty(ascendex_course, match="reply place-order", kind="cut_before")
    placed = await ascendex.create_order_ws(BTC, "limit", "buy", 0.02, price)
    assert (await ascendex.fetch_order(placed["id"], BTC))["amount"] == 0.02
    faulty(ascendex_course, match="reply place-order", kind="skip")
    ascendex.fetch_order = unanswered
    with pytest.raises(RequestTimeout) as caught:
        await ascendex.create_order_ws(BTC, "limit", "buy", 0.03, price)
    assert isinstance(caught.value, OrderStateUnknown)
    amounts = {order["amount"] for order in await ascendex.fetch_open_orders(BTC)}
    assert amounts == {0.01, 0.02, 0.03}  # nothing twice


async def unanswered(*given: Any) -> Any:
    raise NetworkError("away")


# refusals, errors, ends --------------------------------------------------------------------------------


async def test_a_refused_symbol_of_a_batch_reaches_its_waiter_only(
    ascendex: Any, ascendex_course: Course
) -> None:
    await ascendex.load_markets()
    faulty(ascendex_course, match="trades:ETH-PERP", kind="refuse")
    refused = asyncio.ensure_future(ascendex.watch_trades(ETH))
    granted = asyncio.ensure_future(ascendex.watch_trades(BTC))
    assert await ascendex_course.until(granted)
    with pytest.raises(ExchangeNotAvailable, match="Server error"):
        await refused


async def test_a_refused_login_reaches_the_waiter(ascendex: Any, ascendex_course: Course) -> None:
    await ascendex.fetch_accounts()
    ascendex.secret = "wrong"
    with pytest.raises(AuthenticationError):
        await ascendex.watch_orders()
    with pytest.raises(AuthenticationError):
        await ascendex.fetch_open_orders_ws()


async def test_the_venues_pings_are_answered(ascendex: Any, ascendex_course: Course) -> None:
    await ascendex_course.until(ascendex.watch_trades(BTC))
    (session,) = ascendex_course.venue.sockets.sessions
    await ascendex_course.holds(
        lambda: any('"op":"pong"' in text.replace(" ", "") for text in session.received)
    )
    assert not session.closed


async def test_unwatching(ascendex: Any, ascendex_course: Course) -> None:
    await ascendex_course.until(ascendex.watch_order_book(BTC))
    orders = asyncio.ensure_future(ascendex.watch_orders())
    await logged_in(ascendex_course)
    await ascendex.un_watch_order_book(BTC)
    await ascendex.un_watch_orders()
    with pytest.raises(UnsubscribeError):
        await orders
    assert BTC not in ascendex.orderbooks
    assert not any(session.topics for session in ascendex_course.venue.sockets.sessions)


# thresholds --------------------------------------------------------------------------------------------


def operations(course: Course) -> list[str]:
    """What the sockets were asked to do."""
    texts = [text for session in course.venue.sockets.sessions for text in session.received]
    return [message["op"] for message in map(json.loads, texts) if message["op"] not in ("ping", "pong")]


async def test_calls_that_are_made_together_subscribe_together(
    ascendex: Any, ascendex_course: Course
) -> None:
    """One message for each call would be more than the venue takes in a minute."""
    await ascendex_course.until(ascendex.watch_trades(BTC))
    symbols = [symbol for symbol, market in ascendex.markets.items() if market["active"]]
    kinds = (ascendex.watch_trades, ascendex.watch_order_book, ascendex.watch_ohlcv, ascendex.watch_ticker)
    watching = [asyncio.ensure_future(watch(symbol)) for watch in kinds for symbol in symbols]
    (session,) = ascendex_course.venue.sockets.sessions
    await ascendex_course.holds(lambda: len(session.topics) == len(watching) > 160)
    assert len(operations(ascendex_course)) <= 1 + len(kinds) * (len(symbols) // 10 + 1)
    for task in watching:
        task.cancel()


async def test_messages_stay_below_the_venues_thresholds(
    sim: Any, connect: Connect, ascendex_course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    ascendex = connect("ascendex", {"enableRateLimit": True})
    taken: list[str] = []
    acquire = ascendex._quotas.acquire

    async def noted(cost: Any, pace_ms: float = 0.0) -> None:
        if cost is not None and cost.quota.startswith("socket"):
            taken.append(cost.quota)
        await acquire(cost, pace_ms)

    monkeypatch.setattr(ascendex._quotas, "acquire", noted)
    await ascendex_course.until(ascendex.watch_trades(BTC))
    await ascendex.un_watch_trades(BTC)
    await ascendex.create_order_ws(BTC, "limit", "buy", 0.01, await far_below(ascendex))
    await ascendex.cancel_all_orders_ws(BTC)
    told = {"sub": "socket subscriptions", "unsub": "socket subscriptions", "req": "socket requests"}
    assert taken == ["socket subscriptions"] * 2 + ["socket requests"] * 2
    assert [told[name] for name in operations(ascendex_course) if name != "auth"] == taken
    assert THRESHOLDS["sub"].limit.requests < LEVELS["stream"][0]
    assert THRESHOLDS["req"].limit.requests < LEVELS["order"][0]


# sparse messages ---------------------------------------------------------------------------------------


def say(exchange: Any, channel: str, message: Any) -> None:
    """Let the exchange read a message of a channel."""
    exchange.handle_message(exchange._session_of[channel].client, message)


async def test_an_account_update_of_collaterals_only_tells_no_positions(
    ascendex: Any, ascendex_course: Course
) -> None:
    await ascendex.create_order(BTC, "market", "buy", 0.01)
    assert await ascendex_course.until(ascendex.watch_positions())
    watching = asyncio.ensure_future(ascendex.watch_positions())
    await asyncio.sleep(0.05)
    update = {
        "m": "futures-account-update",
        "e": "deposit",
        "t": ascendex.milliseconds(),
        "at": "FUTURES",
        "sn": 99,
        "id": "",
        "col": [{"a": "USDT", "b": "5", "f": "1"}],
    }
    for message in (update, {**update, "pos": None}, {**update, "pos": []}):
        say(ascendex, "futures-account-update", message)
        await asyncio.sleep(0.01)
        assert not watching.done()
    await ascendex.create_order(BTC, "market", "buy", 0.01)
    (position,) = await ascendex_course.until(watching)
    assert position["contracts"] == 0.02


@pytest.mark.parametrize("nothing", [[], None, ["", ""]])
@pytest.mark.parametrize(("empty", "there"), [("bid", "ask"), ("ask", "bid")])
async def test_a_side_of_the_book_may_be_empty(
    ascendex: Any, ascendex_course: Course, nothing: Any, empty: str, there: str
) -> None:
    await ascendex_course.until(ascendex.watch_ticker(BTC))
    watching = asyncio.ensure_future(ascendex.watch_ticker(BTC))
    await asyncio.sleep(0)
    data = {"ts": 1573068442532, empty: nothing, there: ["0.06703", "36949"]}
    say(ascendex, "bbo:BTC-PERP", {"m": "bbo", "symbol": "BTC-PERP", "data": data})
    ticker = await asyncio.wait_for(watching, 5)
    assert (ticker[empty], ticker[f"{empty}Volume"]) == (None, None)
    assert (ticker[there], ticker[f"{there}Volume"]) == (0.06703, 36949.0)
