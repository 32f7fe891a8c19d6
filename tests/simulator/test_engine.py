"""The engine: prices, orders of every kind, money, margin, and the proof that nothing is lost."""

import random
from decimal import Decimal as D
from itertools import pairwise
from typing import Any

import pytest

from ascendex_woo_adapters.simulator.trading.candles import INTERVALS, candle_end, candle_start
from ascendex_woo_adapters.simulator.trading.clock import ManualClock
from ascendex_woo_adapters.simulator.trading.engine import (
    Engine,
    EngineError,
    MarginMode,
    PlaceRequest,
    PositionSide,
    PostOnly,
    PriceSource,
    Reason,
    Side,
    Status,
    TimeInForce,
)
from ascendex_woo_adapters.simulator.trading.instruments import ascendex_instruments, woo_instruments
from ascendex_woo_adapters.simulator.trading.ledger import CENT
from ascendex_woo_adapters.simulator.trading.prices import STEP_MS, HouseMarket

from .engine_orders import DAY, FUNDS, PERP, SPOT, limit, market


@pytest.fixture
def clock() -> Any:
    return ManualClock()


@pytest.fixture
def engine(clock: Any) -> Any:
    return Engine("woo", woo_instruments(), clock, 1, FUNDS)


@pytest.fixture
def main(engine: Any) -> Any:
    return engine.account("main")


def best(engine: Any, symbol: Any, side: Any) -> Any:
    view = engine.book(symbol, 1)
    return (view.bids if side is Side.BUY else view.asks)[0].price


def refusal(engine: Any, account: Any, request: Any) -> Any:
    with pytest.raises(EngineError) as caught:
        engine.place(account, request)
    engine.audit()
    return caught.value.reason


# Prices.


def test_prices_depend_on_seed_and_time_alone(clock: Any) -> None:
    clock.advance(77_777)
    early, late = (Engine("woo", woo_instruments(), clock, 5) for _ in range(2))
    early.book(PERP)
    clock.advance(12_345)
    assert early.book(PERP, 50)[:2] == late.book(PERP, 50)[:2]
    assert early.trades(PERP, 50) == late.trades(PERP, 50)
    assert Engine("woo", woo_instruments(), clock, 6).book(PERP)[:2] != late.book(PERP)[:2]


@pytest.mark.parametrize("instrument", woo_instruments() + ascendex_instruments(), ids=lambda i: i.symbol)
def test_every_market_quotes_by_its_own_filters(instrument: Any, clock: Any) -> None:
    engine = Engine("any", [instrument], clock, 3)
    view = engine.book(instrument.symbol, 100)
    if instrument.suspended:
        assert view.bids == view.asks == []
        return
    assert len(view.bids) >= 20
    assert len(view.asks) >= 20
    prices = [level.price for level in (*reversed(view.bids), *view.asks)]
    assert prices == sorted(set(prices))
    for price, quantity in (*view.bids, *view.asks):
        assert instrument.price_min <= price <= instrument.price_max
        assert (price - instrument.price_min) % instrument.tick == 0
        assert quantity % instrument.step == 0
        assert quantity >= instrument.quantity_min


@pytest.mark.parametrize(
    ("part", "whole", "parts"),
    [("1m", "5m", 5), ("5m", "15m", 3), ("1m", "1h", 60), ("1h", "4h", 4), ("1h", "1d", 24), ("1d", "1w", 7)],
)
def test_candles_of_all_lengths_agree(engine: Any, clock: Any, part: Any, whole: Any, parts: Any) -> None:
    start = candle_start(clock.now() - 2 * INTERVALS[whole], whole)
    pieces = engine.candles(PERP, part, start=start, limit=parts)
    (candle,) = engine.candles(PERP, whole, start=start, limit=1)
    assert len(pieces) == parts
    assert candle.open == pieces[0].open
    assert candle.close == pieces[-1].close
    assert candle.high == max(piece.high for piece in pieces)
    assert candle.low == min(piece.low for piece in pieces)
    assert candle.volume == sum(piece.volume for piece in pieces)


def test_whole_periods_say_what_their_steps_do(clock: Any) -> None:
    draw, path = random.Random(1), HouseMarket(1, "woo", woo_instruments()[1]).path
    for _ in range(200):
        first = clock.now() // STEP_MS + draw.randrange(2000)
        last = first + draw.randrange(700)
        prices = [path.ticks(step) for step in range(first, last + 1)]
        assert path.span(first, last) == (prices[0], max(prices), min(prices), prices[-1])
        low, high = min(prices) + draw.randrange(-3, 40), max(prices) - draw.randrange(-3, 40)
        touches = (first + i for i, price in enumerate(prices) if price <= low or price >= high)
        assert path.next_touch(first, last, low, high) == next(touches, None)


def test_candles_agree_with_trades(engine: Any, clock: Any) -> None:
    clock.advance(61_000)
    (candle,) = engine.candles(SPOT, "1m", start=candle_start(clock.now() - 60_000, "1m"), limit=1)
    trades = engine.trades(SPOT, 1000, candle.start, candle.end - 1)
    assert len(trades) > 40
    assert all(candle.low <= trade.price <= candle.high for trade in trades)
    assert [trade.id for trade in trades] == sorted((trade.id for trade in trades), reverse=True)


def test_candles_by_start_by_end_and_by_limit(engine: Any, clock: Any) -> None:
    newest = engine.candles(PERP, "1h", limit=3)
    assert [c.start for c in newest] == [candle_start(clock.now(), "1h") - i * 3_600_000 for i in (2, 1, 0)]
    assert engine.candles(PERP, "1h", start=newest[0].start, limit=10) == newest
    assert engine.candles(PERP, "1h", start=newest[0].start + 1, limit=10) == newest[1:]
    assert engine.candles(PERP, "1h", end=newest[1].start, limit=2)[-1] == newest[1]


@pytest.mark.parametrize("interval", ["1w", "1mon", "1y"])
def test_calendar_candles_touch(engine: Any, interval: Any) -> None:
    candles = engine.candles(SPOT, interval, limit=4)
    for left, right in pairwise(candles):
        assert left.end == right.start == candle_end(left.start, interval)
        assert left.close == right.open


def test_ticker_is_the_last_day(engine: Any) -> None:
    ticker = engine.ticker(PERP)
    assert ticker.low <= ticker.last <= ticker.high
    assert ticker.bid.price < ticker.ask.price
    assert ticker.low * ticker.volume <= ticker.amount <= ticker.high * ticker.volume


# Orders.


def test_market_order_takes_the_best_offers(engine: Any, main: Any) -> None:
    asks = engine.book(PERP, 3).asks
    order = engine.place(main, market(PERP, Side.BUY, asks[0].quantity + D("0.5")))
    assert order.status is Status.FILLED
    assert [fill.price for fill in order.fills] == [asks[0].price, asks[1].price]
    assert not any(fill.maker for fill in order.fills)
    assert order.fee == sum((fill.price * fill.quantity * D("0.0005")) for fill in order.fills)
    assert engine.book(PERP, 1).asks[0] == (asks[1].price, asks[1].quantity - D("0.5"))
    assert engine.trades(PERP, 1)[0][2:] == (asks[1].price, D("0.5"), Side.BUY, True)
    engine.audit()


def test_spot_order_by_amount_spends_no_more(engine: Any, main: Any) -> None:
    order = engine.place(main, market(SPOT, Side.BUY, amount="5000"))
    assert order.status is Status.FILLED
    assert order.quantity is None
    assert D(4990) < order.cost <= D(5000)
    assert order.fills[0].fee_asset == "ETH"
    assert engine.balance(main, "ETH").total == D(50) + order.filled - order.fee
    assert engine.balance(main, "USDT").total == D(100_000) - order.cost
    engine.audit()


def test_spot_sale_pays_its_fee_in_quote(engine: Any, main: Any) -> None:
    order = engine.place(main, market(SPOT, Side.SELL, "2"))
    assert order.fills[0].fee_asset == "USDT"
    assert engine.balance(main, "USDT").total == D(100_000) + order.cost - order.fee
    engine.audit()


def test_resting_order_freezes_money_and_gets_filled_as_maker(engine: Any, main: Any, clock: Any) -> None:
    price = best(engine, SPOT, Side.BUY) * D("0.999") // D("0.01") * D("0.01")
    order = engine.place(main, limit(SPOT, Side.BUY, "3", price))
    assert order.status is Status.NEW
    assert engine.balance(main, "USDT").frozen == 3 * price
    for _ in range(2000):
        clock.advance(10_000)
        engine.sync()
        engine.audit()
        if not order.is_open:
            break
    assert order.status is Status.FILLED
    assert {fill.maker for fill in order.fills} == {True}
    assert order.average == price
    assert order.fee == sum(fill.quantity for fill in order.fills) * D("0.0008")
    assert engine.balance(main, "USDT").frozen == 0


def test_order_is_filled_by_what_happened_during_a_long_pause(engine: Any, main: Any, clock: Any) -> None:
    week = engine.candles(PERP, "1w", limit=1)[0]
    price = best(engine, PERP, Side.BUY) * D("0.985") // D("0.01") * D("0.01")
    order = engine.place(main, limit(PERP, Side.BUY, "0.5", price))
    clock.advance(90 * DAY)
    engine.sync()
    lowest = min(candle.low for candle in engine.candles(PERP, "1d", start=week.start))
    assert (order.status is Status.FILLED) is (lowest < price)
    assert order.status is Status.FILLED
    assert order.fills[0].time < clock.now() - DAY
    engine.audit()


def test_users_trade_with_each_other_by_time(engine: Any, main: Any) -> None:
    other = engine.account("other")
    bid, ask = best(engine, PERP, Side.BUY), best(engine, PERP, Side.SELL)
    price = (bid + ask) / 2 // D("0.01") * D("0.01")
    first = engine.place(main, limit(PERP, Side.BUY, "1", price))
    second = engine.place(other, limit(PERP, Side.BUY, "1", price))
    taker = engine.place(other, limit(PERP, Side.SELL, "1.5", price))
    assert first.status is Status.FILLED
    assert second.filled == D("0.5")
    assert taker.average == price
    assert engine.position(main, PERP).quantity == 1
    assert engine.position(other, PERP).quantity == -1
    engine.audit()


def test_ioc_fok_and_post_only(engine: Any, main: Any) -> None:
    asks = engine.book(PERP, 5).asks
    much = sum(level.quantity for level in asks[:2])
    fok = engine.place(main, limit(PERP, Side.BUY, much + 1, asks[1].price, time_in_force=TimeInForce.FOK))
    assert (fok.status, fok.filled) == (Status.CANCELLED, 0)
    ioc = engine.place(main, limit(PERP, Side.BUY, much + 1, asks[1].price, time_in_force=TimeInForce.IOC))
    assert (ioc.status, ioc.filled) == (Status.CANCELLED, much)
    for policy, status in ((PostOnly.REJECT, Status.REJECTED), (PostOnly.CANCEL, Status.CANCELLED)):
        order = engine.place(main, limit(PERP, Side.BUY, "1", asks[3].price, post_only=policy))
        assert (order.status, order.filled) == (status, 0)
    moved = engine.place(main, limit(PERP, Side.BUY, "1", asks[3].price, post_only=PostOnly.REPRICE))
    assert (moved.status, moved.price) == (Status.NEW, asks[2].price - D("0.01"))
    crossing = limit(PERP, Side.SELL, "1", moved.price, post_only=PostOnly.REFUSE)
    assert refusal(engine, main, crossing) is Reason.POST_ONLY


def test_pegged_orders_take_their_price_from_the_book(engine: Any, main: Any) -> None:
    bid, ask = best(engine, PERP, Side.BUY), best(engine, PERP, Side.SELL)
    joined = engine.place(main, PlaceRequest(PERP, Side.BUY, quantity=D(1), peg=Side.BUY))
    assert (joined.price, joined.status) == (bid, Status.NEW)
    taken = engine.place(main, PlaceRequest(PERP, Side.BUY, quantity=D("0.001"), peg=Side.SELL))
    assert (taken.average, taken.status) == (ask, Status.FILLED)


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (limit("PERP_NOPE_USDT", Side.BUY, "1", "3000"), Reason.UNKNOWN_SYMBOL),
        (limit("PERP_LUNA_USDT", Side.BUY, "1", "1"), Reason.SUSPENDED),
        (limit(PERP, Side.BUY, "1", "2000.001"), Reason.TICK),
        (limit(PERP, Side.BUY, "1.0001", "2000"), Reason.STEP),
        (limit(PERP, Side.BUY, "0.0001", "2000"), Reason.QUANTITY_LOW),
        (limit(PERP, Side.BUY, "5001", "2000"), Reason.QUANTITY_HIGH),
        (limit(PERP, Side.SELL, "1", "10000.01"), Reason.PRICE_HIGH),
        (limit("SPOT_BTC_USDT", Side.BUY, "1", "99.99"), Reason.PRICE_LOW),
        (limit(PERP, Side.BUY, "1", "9000"), Reason.PRICE_RANGE),
        (limit(PERP, Side.SELL, "1", "1000"), Reason.PRICE_RANGE),
        (limit(SPOT, Side.BUY, "0.0003", "2000"), Reason.NOTIONAL),
        (limit(PERP, Side.BUY, "400", "2800"), Reason.MARGIN),
        (limit(SPOT, Side.BUY, "51", "2800"), Reason.FUNDS),
        (limit(SPOT, Side.SELL, "51", "3500"), Reason.FUNDS),
        (market(SPOT, Side.SELL, "51"), Reason.FUNDS),
        (market(SPOT, Side.BUY, amount="100001"), Reason.FUNDS),
        (market(PERP, Side.SELL, "1", reduce_only=True), Reason.REDUCE_ONLY),
        (market(PERP, Side.SELL), Reason.PARAM),
        (market(PERP, Side.SELL, "1", "1000"), Reason.PARAM),
        (PlaceRequest(PERP, Side.BUY, quantity=D(1)), Reason.PARAM),
        (market(PERP, Side.BUY, "-1"), Reason.PARAM),
        (market(PERP, Side.BUY, "1", position_side=PositionSide.LONG), Reason.POSITION_SIDE),
        (limit(PERP, Side.BUY, "1", "2800", visible=D(2)), Reason.PARAM),
    ],
)
def test_refusals_leave_no_trace(engine: Any, main: Any, request_: Any, reason: Any) -> None:
    before = engine.balances(main)
    assert refusal(engine, main, request_) is reason
    assert engine.orders(main) == []
    assert engine.balances(main) == before


def test_hidden_orders_trade_but_do_not_show(engine: Any, main: Any) -> None:
    bid, ask = best(engine, SPOT, Side.BUY), best(engine, SPOT, Side.SELL)
    price = (bid + ask) / 2 // D("0.01") * D("0.01")
    engine.place(main, limit(SPOT, Side.SELL, "1", price, visible=D(0)))
    assert best(engine, SPOT, Side.SELL) == ask
    taker = engine.place(engine.account("other"), market(SPOT, Side.BUY, "1"))
    assert taker.average == price


def test_cancelling_releases_money(engine: Any, main: Any) -> None:
    order = engine.place(main, limit(SPOT, Side.SELL, "3", "3500"))
    assert engine.balance(main, "ETH").frozen == 3
    engine.cancel(order)
    assert (order.status, engine.balance(main, "ETH").frozen) == (Status.CANCELLED, 0)
    with pytest.raises(EngineError) as caught:
        engine.cancel(order)
    assert caught.value.reason is Reason.ORDER_CLOSED
    for symbol in (SPOT, PERP, PERP):
        engine.place(main, limit(symbol, Side.SELL, "1", "3500"))
    assert len(engine.cancel_all(main, PERP)) == 2
    assert [order.symbol for order in main.open_orders.values()] == [SPOT]
    assert len(engine.cancel_all(main)) == 1
    engine.audit()


def test_amending_price_size_and_both(engine: Any, main: Any) -> None:
    order = engine.place(main, limit(SPOT, Side.BUY, "3", "2800"))
    engine.amend(order, quantity=D(2))
    assert (order.remaining, engine.balance(main, "USDT").frozen) == (2, 5600)
    engine.amend(order, price=D(2810))
    assert engine.balance(main, "USDT").frozen == 5620
    with pytest.raises(EngineError) as caught:
        engine.amend(order, quantity=D(50))
    assert caught.value.reason is Reason.FUNDS
    assert (order.quantity, engine.balance(main, "USDT").frozen) == (2, 5620)
    engine.audit()
    engine.amend(order, price=best(engine, SPOT, Side.SELL))
    assert order.filled > 0
    assert not order.fills[0].maker
    engine.audit()
    with pytest.raises(EngineError) as caught:
        engine.amend(order, quantity=order.filled)
    assert caught.value.reason in (Reason.EXECUTED, Reason.ORDER_CLOSED)


def test_orders_and_fills_are_found_by_every_filter(engine: Any, main: Any, clock: Any) -> None:
    first = engine.place(main, limit(SPOT, Side.SELL, "1", "3500", client_id="7"))
    clock.advance(1000)
    second = engine.place(main, market(PERP, Side.BUY, "1", client_id="7"))
    assert engine.orders(main) == [second, first]
    assert engine.orders(main, symbol=SPOT) == [first]
    assert engine.orders(main, side=Side.BUY) == [second]
    assert engine.orders(main, statuses=frozenset({Status.NEW})) == [first]
    assert engine.orders(main, end=second.created - 1) == [first]
    assert engine.order(main, client_id="7") is second
    assert engine.order(main, first.id) is first
    assert engine.order(engine.account("other"), first.id) is None
    assert engine.fills(main, PERP) == list(reversed(second.fills))
    assert engine.fills(main, start=clock.now() + 1) == []


# Triggers.


def test_a_stop_waits_and_then_trades(engine: Any, main: Any, clock: Any) -> None:
    engine.place(main, market(PERP, Side.BUY, "2"))
    trigger = best(engine, PERP, Side.BUY) * D("0.99") // D("0.01") * D("0.01")
    stop = engine.place(main, market(PERP, Side.SELL, "2", trigger_price=trigger, reduce_only=True))
    assert stop.status is Status.PENDING
    clock.advance(90 * DAY)
    engine.sync()
    assert stop.status is Status.FILLED
    assert stop.fills[0].price <= trigger
    assert stop.fills[0].price > trigger * D("0.995")
    assert engine.position(main, PERP).quantity == 0
    engine.audit()


def test_a_stop_that_has_nothing_to_reduce_is_rejected(engine: Any, main: Any, clock: Any) -> None:
    trigger = best(engine, PERP, Side.BUY) * D("1.01") // D("0.01") * D("0.01")
    request = market(
        PERP, Side.SELL, "2", trigger_price=trigger, trigger_by=PriceSource.MARK, reduce_only=True
    )
    stop = engine.place(main, request)
    clock.advance(90 * DAY)
    engine.sync()
    assert (stop.status, stop.reason) == (Status.REJECTED, "REDUCE_ONLY")
    engine.audit()


# Positions.


def test_position_profit_and_flip(engine: Any, main: Any) -> None:
    bought = engine.place(main, market(PERP, Side.BUY, "2"))
    position = engine.position(main, PERP)
    assert position.entry == bought.average
    sold = engine.place(main, market(PERP, Side.SELL, "3"))
    assert position.quantity == -1
    assert abs(position.entry - sold.fills[-1].price) < 1
    assert position.realized_pnl == sold.realized_pnl < 0
    assert engine.balance(main, "USDT").total == D(100_000) + sold.realized_pnl - bought.fee - sold.fee
    engine.audit()


def test_a_part_of_a_position_is_settled_in_whole_cents(engine: Any, main: Any) -> None:
    for quantity in ("3", "4"):
        engine.place(main, market(PERP, Side.BUY, quantity))
    engine.place(main, market(PERP, Side.SELL, "2"))
    assert engine.balance(main, "USDT").total % CENT == 0
    engine.audit()


def test_reduce_only_never_opens(engine: Any, main: Any, clock: Any) -> None:
    engine.place(main, market(PERP, Side.BUY, "1"))
    order = engine.place(main, market(PERP, Side.SELL, "5", reduce_only=True))
    assert (order.filled, order.status) == (1, Status.CANCELLED)
    engine.place(main, market(PERP, Side.BUY, "1"))
    resting = engine.place(main, limit(PERP, Side.SELL, "1", "3400", reduce_only=True))
    engine.place(main, market(PERP, Side.SELL, "1"))
    assert resting.status is Status.CANCELLED
    engine.audit()


def test_hedge_mode_keeps_both_sides_apart(engine: Any, main: Any) -> None:
    engine.set_hedge(main, True)
    long, short = PositionSide.LONG, PositionSide.SHORT
    engine.place(main, market(PERP, Side.BUY, "2", position_side=long))
    engine.place(main, market(PERP, Side.SELL, "1", position_side=short))
    assert engine.position(main, PERP, long).quantity == 2
    assert engine.position(main, PERP, short).quantity == -1
    assert refusal(engine, main, market(PERP, Side.BUY, "1")) is Reason.POSITION_SIDE
    closing = engine.place(main, market(PERP, Side.SELL, "3", position_side=long))
    assert (closing.filled, engine.position(main, PERP, long).quantity) == (2, 0)
    with pytest.raises(EngineError):
        engine.set_hedge(main, False)
    engine.audit()


def test_isolated_margin_is_taken_from_the_balance_and_given_back(engine: Any, main: Any) -> None:
    engine.set_leverage(main, PERP, D(20), MarginMode.ISOLATED)
    order = engine.place(main, market(PERP, Side.BUY, "2", margin_mode=MarginMode.ISOLATED))
    (position,) = engine.positions(main)
    assert position.isolated_margin == (order.cost / 20).quantize(D("1e-8"))
    assert engine.margin_summary(main).notional == 0
    engine.adjust_isolated(main, position, D(100))
    assert engine.liquidation_price(main, position) < position.entry
    engine.place(main, market(PERP, Side.SELL, "1", margin_mode=MarginMode.ISOLATED))
    assert position.isolated_margin == ((order.cost / 20).quantize(D("1e-8")) + 100) / 2
    engine.place(main, market(PERP, Side.SELL, "1", margin_mode=MarginMode.ISOLATED))
    assert position.isolated_margin == 0
    engine.audit()


def test_leverage_bounds_and_margin(engine: Any, main: Any) -> None:
    engine.place(main, market(PERP, Side.BUY, "100"))
    before = engine.margin_summary(main)
    engine.set_leverage(main, PERP, D(50))
    assert engine.margin_summary(main).initial == before.initial / 5
    for leverage, reason in ((51, Reason.LEVERAGE), (0, Reason.LEVERAGE), (1, Reason.MARGIN)):
        with pytest.raises(EngineError) as caught:
            engine.set_leverage(main, PERP, D(leverage))
        assert caught.value.reason is reason
    assert engine.leverage(main, PERP) == 50


def test_funding_is_paid_by_positions(engine: Any, main: Any, clock: Any) -> None:
    engine.place(main, market(PERP, Side.SELL, "10"))
    rate = engine.funding(PERP)
    balance = engine.balance(main, "USDT").total
    clock.advance(rate.next_time - clock.now())
    engine.sync()
    (entry,) = [entry for entry in main.journal if entry.kind == "FUNDING"]
    mark = engine.funding_history(PERP, start=rate.next_time)[0].mark
    assert entry.amount == (10 * mark * rate.rate).quantize(D("1e-8"))
    assert engine.balance(main, "USDT").total == balance + entry.amount
    assert engine.funding(PERP).last_rate == rate.rate
    engine.audit()


def test_an_account_without_margin_is_liquidated(engine: Any, main: Any, clock: Any) -> None:
    engine.set_leverage(main, PERP, D(50))
    engine.place(main, market(PERP, Side.BUY, "500"))
    estimate = engine.liquidation_price(main, engine.positions(main)[0])
    assert 0 < estimate < engine.mark(PERP)
    for _ in range(400):
        clock.advance(21_600_000)
        engine.sync()
        engine.audit()
        if engine.mark(PERP) < estimate:
            break
    for _ in range(40):
        clock.advance(250)
        engine.sync()
    assert engine.positions(main) == []
    assert engine.orders(main)[0].request.venue == {"liquidation": True}
    engine.audit()


def test_events_tell_what_happened(engine: Any, main: Any) -> None:
    heard: list[Any] = []
    engine.events.append(heard.append)
    engine.place(main, market(PERP, Side.BUY, "0.001"))
    kinds = [event.kind for event in heard]
    assert kinds[:2] == ["book", "order"]
    assert {"trade", "fill", "position", "balance"} <= set(kinds)
    assert {event.account for event in heard if event.kind in ("order", "fill", "balance")} == {"main"}
