"""The fast structure helpers give what ccxt's own give, for every number that JSON can bring."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import ccxt
import pytest
from ccxt.base.errors import BadResponse
from ccxt.base.exchange import BaseExchange
from hypothesis import assume, example, given
from hypothesis import strategies as st

from ascendex_woo_adapters import ascendex, woo
from ascendex_woo_adapters.common.structures import Structures
from tests.common.markets import CURRENCIES, MARKETS

#: A busy machine is no failure.


class Plain(Structures, ccxt.Exchange):
    """The helpers under test over ccxt's bare exchange."""


class Reference(ccxt.Exchange):
    """ccxt's own."""


def prepared(cls: Any) -> Any:
    """An instance with markets, set by ccxt's own method."""
    exchange = cls()
    BaseExchange.set_markets(exchange, copy.deepcopy(MARKETS), copy.deepcopy(CURRENCIES))
    return exchange


OURS, THEIRS = prepared(Plain), prepared(Reference)
SYMBOLS = [market["symbol"] for market in MARKETS]


def same(ours: Callable[[], Any], theirs: Callable[[], Any]) -> None:
    """Both give equal values of equal types; what ccxt cannot do at all is not compared."""
    try:
        wanted = theirs()
    except Exception:
        assume(False)
    got = ours()
    assert got == wanted
    assert typed(got) == typed(wanted)


def typed(value: Any) -> Any:
    """The types of a structure."""
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    return type(value)


# what JSON can bring ---------------------------------------------------------------------------------

_decimals = st.decimals(min_value="0", max_value="1e9", allow_nan=False, allow_infinity=False, places=8)
_digits = st.one_of(
    _decimals.map(lambda number: format(number, "f")),
    _decimals.map(lambda number: format(number.normalize(), "f")),
    st.integers(0, 10**12).map(str),
    st.builds("{}{}e{}".format, st.integers(1, 9), st.sampled_from(["", ".5", ".25"]), st.integers(-8, 8)),
    st.sampled_from(["0", "0.0", "0.00000000", "2.1E-7", "1e-8", "1E+5"]),
)
numbers = st.one_of(
    st.none(),
    st.just(""),
    st.just(0),
    st.integers(0, 10**12),
    _decimals.map(float),
    st.floats(1e-9, 1e9),
    _digits,
)
signed = st.one_of(numbers, _decimals.map(lambda number: -float(number)))
times = st.one_of(st.none(), st.integers(0, 4_102_444_800_000))
texts = st.one_of(st.none(), st.sampled_from(["a", "b", "17", ""]))
flags = st.sampled_from([None, True, False])
fees = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {"cost": numbers, "currency": st.sampled_from(["BTC", "USDT", None])}, optional={"rate": numbers}
    ),
)
markets = st.one_of(st.none(), st.sampled_from(SYMBOLS).map(lambda symbol: THEIRS.markets[symbol]))

trades = st.fixed_dictionaries(
    {"id": texts, "timestamp": times, "symbol": st.sampled_from(SYMBOLS), "info": st.just({})},
    optional={"price": numbers, "amount": numbers, "cost": numbers, "fee": fees, "side": texts},
)
orders = st.fixed_dictionaries(
    {"id": texts, "timestamp": times, "symbol": st.sampled_from(SYMBOLS), "info": st.just({})},
    optional={
        "clientOrderId": st.one_of(texts, st.integers(1, 2**60)),
        "datetime": st.just("2024-01-01T00:00:00.000Z"),
        "lastTradeTimestamp": times,
        "lastUpdateTimestamp": times,
        "type": st.sampled_from([None, "limit", "market"]),
        "side": st.sampled_from([None, "buy", "sell"]),
        "status": st.sampled_from([None, "open", "closed", "canceled"]),
        "timeInForce": st.sampled_from([None, "GTC", "IOC", "PO"]),
        "postOnly": flags,
        "reduceOnly": flags,
        "price": numbers,
        "average": numbers,
        "amount": numbers,
        "filled": numbers,
        "remaining": numbers,
        "cost": numbers,
        "triggerPrice": numbers,
        "stopPrice": numbers,
        "stopLossPrice": numbers,
        "takeProfitPrice": numbers,
        "fee": fees,
    },
)
tickers = st.fixed_dictionaries(
    {"symbol": st.sampled_from(SYMBOLS), "info": st.just({})},
    optional=dict.fromkeys(
        (
            "bid",
            "bidVolume",
            "ask",
            "askVolume",
            "high",
            "low",
            "open",
            "close",
            "last",
            "vwap",
            "baseVolume",
            "quoteVolume",
            "previousClose",
            "indexPrice",
            "markPrice",
            "change",
            "percentage",
            "average",
        ),
        numbers,
    ),
)
usual_tickers = tickers.map(
    lambda ticker: {**ticker, **dict.fromkeys(("change", "percentage", "average"))},
)
whole = st.floats(1e-6, 1e6)
positions = st.fixed_dictionaries(
    {
        "symbol": st.sampled_from(SYMBOLS),
        "info": st.just({}),
        "marginMode": st.sampled_from([None, "cross", "isolated"]),
        "side": st.sampled_from([None, "long", "short"]),
    },
    optional={
        key: st.one_of(st.none(), whole)
        for key in (
            "contracts",
            "contractSize",
            "entryPrice",
            "notional",
            "unrealizedPnl",
            "initialMargin",
            "initialMarginPercentage",
            "leverage",
            "collateral",
            "positionMargin",
            "percentage",
            "maintenanceMargin",
            "maintenanceMarginPercentage",
            "marginRatio",
            "liquidationPrice",
            "markPrice",
            "lastPrice",
        )
    },
)


def without_none(position: dict[str, Any]) -> dict[str, Any]:
    """A position that lacks nothing that it names."""
    return {key: 1.5 if value is None else value for key, value in position.items()}


# one structure ---------------------------------------------------------------------------------------


@given(trades, markets)
@example({"id": "1", "timestamp": 0, "symbol": SYMBOLS[0], "info": {}, "price": 0.1, "amount": 3}, None)
def test_safe_trade(trade: dict[str, Any], market: Any) -> None:
    same(
        lambda: OURS.safe_trade(copy.deepcopy(trade), market),
        lambda: THEIRS.safe_trade(copy.deepcopy(trade), market),
    )


def one_fee(order: dict[str, Any]) -> dict[str, Any]:
    """An order with the fee that its list of fees has: ccxt leaves the other as it came."""
    return {**order, "fee": order["fees"][0] if order["fees"] else None}


@given(orders, markets)
def test_safe_order(order: dict[str, Any], market: Any) -> None:
    same(
        lambda: one_fee(OURS.safe_order(copy.deepcopy(order), market)),
        lambda: one_fee(THEIRS.safe_order(copy.deepcopy(order), market)),
    )


def test_the_fee_of_an_order_is_a_number() -> None:
    order = OURS.safe_order({"fee": {"cost": "0.5", "rate": "0.001", "currency": "USDT"}})
    assert order["fee"] == order["fees"][0] == {"cost": 0.5, "rate": 0.001, "currency": "USDT"}


@given(st.one_of(tickers, usual_tickers), markets)
def test_safe_ticker(ticker: dict[str, Any], market: Any) -> None:
    same(
        lambda: OURS.safe_ticker(copy.deepcopy(ticker), market),
        lambda: THEIRS.safe_ticker(copy.deepcopy(ticker), market),
    )


@given(st.one_of(positions, positions.map(without_none)))
def test_safe_position(position: dict[str, Any]) -> None:
    same(
        lambda: OURS.safe_position(copy.deepcopy(position)),
        lambda: THEIRS.safe_position(copy.deepcopy(position)),
    )


@given(
    st.one_of(st.none(), st.integers(-(10**14), 10**16), st.floats(), st.text("0123456789.a", max_size=15))
)
@example(0)
@example(253_402_300_799_999)
@example(1_567_382_401_000)
def test_iso8601(timestamp: Any) -> None:
    same(lambda: OURS.iso8601(timestamp), lambda: THEIRS.iso8601(timestamp))


@given(
    st.one_of(st.none(), st.sampled_from(["BTC", "XBT", "usdt", "NEW", "bchsv", ""])),
    st.sampled_from([None, {"code": "ETH"}]),
)
def test_safe_currency_code(currency_id: Any, currency: Any) -> None:
    same(
        lambda: OURS.safe_currency_code(currency_id, currency),
        lambda: THEIRS.safe_currency_code(currency_id, currency),
    )


@given(st.sampled_from([None, *(market["id"] for market in MARKETS), "OTHER", "A_B"]), markets)
def test_safe_market(market_id: Any, market: Any) -> None:
    same(lambda: OURS.safe_market(market_id, market), lambda: THEIRS.safe_market(market_id, market))
    same(lambda: OURS.safe_market(market_id, None, "_"), lambda: THEIRS.safe_market(market_id, None, "_"))


def test_a_market_id_that_is_no_text_is_a_broken_reply() -> None:
    with pytest.raises(BadResponse):
        OURS.safe_market({"a": 1})


# lists -----------------------------------------------------------------------------------------------


def parsing(base: Any) -> Any:
    """A class whose rows are structures already: what is compared is how lists treat them."""

    class Parsing(base):  # type: ignore[misc]
        def parse_trade(self, trade: Any, market: Any = None) -> Any:
            return {**trade, "market": None if market is None else market["id"]}

        parse_order = parse_trade
        parse_ticker = parse_trade
        parse_position = parse_trade

        def parse_ohlcv(self, ohlcv: Any, market: Any = None) -> Any:
            return list(ohlcv)

    return prepared(Parsing)


PARSING_OURS, PARSING_THEIRS = parsing(Plain), parsing(Reference)
rows = st.lists(
    st.fixed_dictionaries({"id": texts, "timestamp": times, "symbol": st.sampled_from(SYMBOLS)}), max_size=8
)
limits = st.one_of(st.none(), st.integers(1, 9))
more = st.sampled_from([{}, {"extra": 1}, {"timestamp": 5}])


@pytest.mark.parametrize("method", ["parse_trades", "parse_orders"])
@given(rows=rows, market=markets, since=times, limit=limits, params=more)
def test_lists_of_trades_and_orders(
    method: str, rows: Any, market: Any, since: Any, limit: Any, params: Any
) -> None:
    arguments = (rows, market, since, limit, params)
    same(
        lambda: getattr(PARSING_OURS, method)(*arguments), lambda: getattr(PARSING_THEIRS, method)(*arguments)
    )


@pytest.mark.parametrize("method", ["parse_tickers", "parse_positions"])
@given(
    rows=rows,
    symbols=st.one_of(st.none(), st.lists(st.sampled_from(SYMBOLS), unique=True)),
    params=more,
)
def test_lists_of_tickers_and_positions(method: str, rows: Any, symbols: Any, params: Any) -> None:
    same(
        lambda: getattr(PARSING_OURS, method)(rows, symbols, params),
        lambda: getattr(PARSING_THEIRS, method)(rows, symbols, params),
    )


@given(
    st.lists(st.tuples(times, st.floats(0, 9), st.floats(0, 9)), max_size=8),
    times,
    limits,
    st.booleans(),
)
def test_lists_of_candles(candles: Any, since: Any, limit: Any, tail: bool) -> None:
    arguments = (candles, None, "1m", since, limit, tail)
    same(lambda: PARSING_OURS.parse_ohlcvs(*arguments), lambda: PARSING_THEIRS.parse_ohlcvs(*arguments))


filled = numbers.filter(lambda number: number is not None and number != "")


@given(
    st.one_of(
        st.lists(st.tuples(filled, filled).map(list), max_size=6),
        st.lists(st.tuples(filled, filled, st.integers(0, 9)).map(list), max_size=6),
    ),
    times,
)
def test_books_of_pairs(levels: Any, timestamp: Any) -> None:
    book = {"bids": levels, "asks": levels}
    arguments = (book, SYMBOLS[0], timestamp)
    same(lambda: OURS.parse_order_book(*arguments), lambda: THEIRS.parse_order_book(*arguments))


@given(st.lists(st.fixed_dictionaries({"price": filled, "quantity": filled}), max_size=6))
def test_books_of_objects(levels: Any) -> None:
    book = {"bids": levels, "asks": levels}
    arguments = (book, SYMBOLS[0], 1, "bids", "asks", "price", "quantity")
    same(lambda: OURS.parse_order_book(*arguments), lambda: THEIRS.parse_order_book(*arguments))


@pytest.mark.parametrize("level", [[], ["1"], ["x", "1"], None, {"price": 1}])
def test_a_level_that_is_no_level_is_a_broken_reply(level: Any) -> None:
    with pytest.raises(BadResponse):
        OURS.parse_order_book({"bids": [level], "asks": []}, SYMBOLS[0])


# overrides -------------------------------------------------------------------------------------------


ROWS = {
    "parse_trades": {"symbol": "PERP_BTC_USDT", "executed_price": 1, "executed_quantity": 2},
    "parse_orders": {"symbol": "PERP_BTC_USDT", "type": "LIMIT", "status": "NEW", "order_id": 1},
    "parse_tickers": {"symbol": "PERP_BTC_USDT", "24h_close": 2},
    "parse_positions": {"symbol": "PERP_BTC_USDT", "holding": 1},
}
OWN = {
    "parse_trades": ("parse_trade", "safe_trade"),
    "parse_orders": ("parse_order", "safe_order"),
    "parse_tickers": ("parse_ticker", "safe_ticker"),
    "parse_positions": ("parse_position", "safe_position"),
}


@pytest.mark.parametrize(("many", "name"), [(many, name) for many, names in OWN.items() for name in names])
@pytest.mark.parametrize("base", [woo, ascendex])
def test_overrides_of_subclasses_are_called(base: Any, many: str, name: str) -> None:
    inherited = getattr(base, name)

    def own(self: Any, row: Any, *rest: Any) -> Any:
        return {**inherited(self, row, *rest), "mine": name}

    row = ROWS[many] if base is woo else ASCENDEX_ROWS[many]
    exchange = prepared(type(base.__name__, (base,), {name: own}))
    exchange.options["generation"] = "v1"  # the form of woo's rows above
    parsed = getattr(exchange, many)([row])
    parsed = list(parsed.values()) if isinstance(parsed, dict) else parsed
    assert [structure["mine"] for structure in parsed] == [name]


ASCENDEX_ROWS = {
    "parse_trades": {"seqnum": 1, "p": "1", "q": "2", "ts": 3, "bm": True},
    "parse_orders": {"symbol": "BTC-PERP", "orderId": "1", "status": "New", "side": "Buy", "orderQty": "1"},
    "parse_tickers": {"symbol": "BTC-PERP", "close": "2"},
    "parse_positions": {"symbol": "BTC-PERP", "position": "1", "side": "LONG"},
}


@pytest.mark.parametrize("name", ["parse_trade", "parse_order"])
def test_overrides_of_instances_are_called(name: str) -> None:
    exchange = prepared(woo)
    setattr(exchange, name, lambda row, market=None: {"id": "own", "timestamp": 1, "symbol": "X"})
    assert getattr(exchange, f"{name}s")([{}])[0]["id"] == "own"


def test_an_override_of_a_book_level_is_called() -> None:
    class Own(woo):
        def parse_order_book_bid_ask(self, *arguments: Any, **named: Any) -> Any:
            return [7.0, 7.0]

    book = Own().parse_order_book({"bids": [{"price": 1, "quantity": 2}], "asks": []}, SYMBOLS[0])
    assert book["bids"] == [[7.0, 7.0]]


def test_an_own_number_class_is_kept() -> None:
    exchange = prepared(Plain)
    exchange.number = str
    trade = exchange.safe_trade({"price": "0.1", "amount": "3"})
    assert (trade["price"], trade["cost"]) == ("0.1", "0.3")
