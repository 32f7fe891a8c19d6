"""Whatever comes, a method returns or raises a ccxt exception; both colours do the same."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import ccxt
import pytest

from tests.ascendex.venue import PUBLISHED, SYMBOL, sample, venue
from tests.support import NOW, Face, Frozen, stubbed

ID = "a177c29e4064U0123456789dVeUxlVyA"

#: Method, arguments, and the request whose reply is damaged.
READS: list[tuple[str, tuple[Any, ...], str]] = [
    ("fetch_time", (), "GET v1/exchange-info"),
    ("fetch_markets", (), "GET v2/futures/contract"),
    ("fetch_currencies", (), "GET v2/futures/collateral"),
    ("fetch_currencies", (), "GET v2/assets"),
    ("fetch_deposit_withdraw_fees", (), "GET v2/assets"),
    ("fetch_last_prices", (), "GET v2/futures/ticker"),
    ("fetch_leverage_tiers", (), "GET v2/futures/contract"),
    ("fetch_ticker", (SYMBOL,), "GET v2/futures/ticker"),
    ("fetch_tickers", (), "GET v2/futures/ticker"),
    ("fetch_order_book", (SYMBOL,), "GET v1/depth"),
    ("fetch_trades", (SYMBOL,), "GET v1/trades"),
    ("fetch_ohlcv", (SYMBOL,), "GET v1/barhist"),
    ("fetch_funding_rates", (), "GET v2/futures/pricing-data"),
    ("fetch_funding_rate", (SYMBOL,), "GET v2/futures/pricing-data"),
    ("fetch_open_interests", (), "GET v2/futures/pricing-data"),
    ("fetch_open_interest", (SYMBOL,), "GET v2/futures/pricing-data"),
    ("fetch_mark_prices", (), "GET v2/futures/pricing-data"),
    ("fetch_accounts", (), "GET v2/account/info"),
    ("fetch_balance", (), "GET v2/futures/position"),
    ("fetch_balance", (), "GET v2/futures/free-margin"),
    ("fetch_positions", (), "GET v2/futures/position"),
    ("fetch_position", (SYMBOL,), "GET v2/futures/position"),
    ("fetch_leverages", (), "GET v2/futures/position"),
    ("fetch_margin_mode", (SYMBOL,), "GET v2/futures/position"),
    ("fetch_trading_fees", (), "GET v1/futures/fee"),
    ("fetch_order", (ID,), "GET v2/futures/order/status"),
    ("fetch_open_orders", (), "GET v2/futures/order/open"),
    ("fetch_closed_orders", (), "GET data/v2/order/hist"),
    ("fetch_orders", (SYMBOL, 1), "GET data/v2/order/hist"),
    ("cancel_order", (ID, SYMBOL), "DELETE v2/futures/order"),
    ("fetch_funding_history", (SYMBOL,), "GET v2/futures/funding-payments"),
    ("fetch_ledger", (), "GET data/v1/futures/balance/history"),
    ("fetch_ledger", (), "GET data/v1/futures/balance/snapshot"),
    ("fetch_my_trades", (), "GET data/v1/futures/balance/history"),
]
PLACING = ("create_order", (SYMBOL, "limit", "buy", 0.1, 9500), "POST v2/futures/order")
RUBBISH: list[Any] = [None, [], {}, "", "rubbish", "NaN", -1, True, [[]], [None], [7], {"data": 7}]


def reply_of(request: str) -> Any:
    method, path = request.split()
    reply = copy.deepcopy(PUBLISHED[method, path])
    if request == "GET v2/futures/position":
        reply["data"]["contracts"][0].update({"markPrice": "20000", "avgOpenPrice": "19000"})
    return reply


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place inside a reply, but for its ``code``."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        if (*path, key) != ("code",):
            yield (*path, key)
            yield from places(inner, (*path, key))


def damaged(request: str) -> Iterator[Any]:
    """The published reply with each of its places replaced by each kind of rubbish, or taken out."""
    original = reply_of(request)
    for path in places(original):
        for rubbish in (*RUBBISH, ...):
            reply = copy.deepcopy(original)
            inner = reply
            for key in path[:-1]:
                inner = inner[key]
            if rubbish is ...:
                del inner[path[-1]]
            else:
                inner[path[-1]] = rubbish
            yield reply


@pytest.mark.parametrize(("name", "args", "request_"), READS, ids=[f"{row[0]}-{row[2]}" for row in READS])
def test_a_damaged_reply_raises_nothing_but_ccxts_exceptions(
    name: str, args: tuple[Any, ...], request_: str
) -> None:
    current: list[Any] = [reply_of(request_)]
    face = stubbed("ascendex", "sync", venue({request_: lambda sent: current[0]}))
    face.exchange.load_markets()
    face.exchange.load_accounts()
    outcomes = {"read": 0, "refused": 0}
    for reply in damaged(request_):
        current[0] = reply
        try:
            getattr(face.exchange, name)(*args)
            outcomes["read"] += 1
        except ccxt.BaseError:
            outcomes["refused"] += 1
    assert outcomes["refused"] > 0
    assert outcomes["read"] > 0 or name == "fetch_time"
    face.exchange.session.close()


def test_an_accepted_placement_never_raises() -> None:
    name, args, request = PLACING
    current: list[Any] = [None]
    face = stubbed("ascendex", "sync", venue({request: lambda sent: current[0]}))
    face.exchange.load_markets()
    for reply in damaged(request):
        current[0] = reply
        order = getattr(face.exchange, name)(*args)
        assert order["id"]
        assert order["clientOrderId"]
        assert order["symbol"] == SYMBOL
        assert order["status"] in ("open", None)
    face.exchange.session.close()


BAD_ARGUMENTS: list[tuple[str, tuple[Any, ...]]] = [
    ("fetch_ticker", (None,)),
    ("fetch_ticker", ("",)),
    ("fetch_ticker", ("NO/SUCH:USDT",)),
    ("fetch_tickers", (["NO/SUCH:USDT"],)),
    ("fetch_order_book", (SYMBOL, 0)),
    ("fetch_order_book", (SYMBOL, "many")),
    ("fetch_trades", (SYMBOL, "yesterday")),
    ("fetch_trades", (SYMBOL, None, -1)),
    ("fetch_trades", (SYMBOL, 2000, None, {"until": 1000})),
    ("fetch_ohlcv", (SYMBOL, "7m")),
    ("fetch_ohlcv", (SYMBOL, None)),
    ("fetch_ohlcv", (SYMBOL, "1m", -5)),
    ("fetch_ohlcv", (SYMBOL, "1m", None, True)),
    ("fetch_ohlcv", (SYMBOL, "1m", 2000, None, {"until": 1000})),
    ("fetch_funding_rate", (None,)),
    ("fetch_funding_rates", (["NO/SUCH:USDT"],)),
    ("fetch_open_orders", ("NO/SUCH:USDT",)),
    ("fetch_open_orders", (SYMBOL, None, 0)),
    ("fetch_closed_orders", (SYMBOL, "x")),
    ("fetch_orders", (SYMBOL, 2000, 1, {"until": 1000})),
    ("fetch_orders", (SYMBOL, None, None, {"type": "spot"})),
    ("fetch_position", (None,)),
    ("fetch_positions", (None, {"subType": "inverse"})),
    ("set_leverage", (5,)),
    ("cancel_order", ("id", "NO/SUCH:USDT")),
    ("cancel_all_orders", ("NO/SUCH:USDT",)),
    ("create_order", ("NO/SUCH:USDT", "limit", "buy", 1, 1)),
]


@pytest.mark.parametrize(("name", "args"), BAD_ARGUMENTS)
async def test_bad_arguments_raise_before_anything_is_sent(
    stub: Callable[..., Face], name: str, args: tuple[Any, ...]
) -> None:
    face = stub("ascendex", venue())
    with pytest.raises(ccxt.BaseError):
        await face.call(name, *args)
    loading = ("/api/pro/v2/futures/contract", "/api/pro/v2/futures/collateral", "/api/pro/v2/assets")
    assert not [sent for sent in face.sent if sent.path not in loading]


#: Method, its arguments but for params, the unified parameters that it takes.
TAKEN: list[tuple[str, tuple[Any, ...], set[str]]] = [
    ("fetch_time", (), set()),
    ("fetch_markets", (), set()),
    ("fetch_currencies", (), set()),
    ("fetch_deposit_withdraw_fees", (None,), set()),
    ("fetch_leverage_tiers", (None,), set()),
    ("fetch_ticker", (SYMBOL,), set()),
    ("fetch_tickers", (None,), set()),
    ("fetch_last_prices", (None,), set()),
    ("fetch_order_book", (SYMBOL, None), set()),
    ("fetch_trades", (SYMBOL, None, None), {"until"}),
    ("fetch_ohlcv", (SYMBOL, "1m", None, None), {"until", "paginate", "price"}),
    ("fetch_funding_rates", (None,), set()),
    ("fetch_open_interest", (SYMBOL,), set()),
    ("fetch_mark_price", (SYMBOL,), set()),
    ("fetch_accounts", (), set()),
    ("fetch_balance", (), set()),
    ("fetch_positions", (None,), set()),
    ("fetch_position", (SYMBOL,), set()),
    ("fetch_leverages", (None,), set()),
    ("fetch_margin_modes", (None,), set()),
    ("set_leverage", (5, SYMBOL), set()),
    ("set_margin_mode", ("cross", SYMBOL), set()),
    ("fetch_trading_fees", (), set()),
    ("fetch_order", (ID, None), {"clientOrderId", "trigger", "stop"}),
    ("fetch_open_orders", (None, None, None), {"until", "trigger", "stop"}),
    ("fetch_orders", (None, None, None), {"until", "trigger", "stop", "paginate"}),
    ("fetch_closed_orders", (None, None, None), {"until", "trigger", "stop", "paginate"}),
    ("cancel_order", (ID, SYMBOL), {"clientOrderId", "trigger", "stop"}),
    ("cancel_orders", ([ID], SYMBOL), {"trigger", "stop"}),
    ("cancel_all_orders", (None,), set()),
    ("close_all_positions", (), set()),
    ("add_margin", (SYMBOL, 1), set()),
    ("transfer", ("USDT", 1, "spot", "swap"), set()),
    ("fetch_funding_history", (None, None, None), {"until"}),
    ("fetch_ledger", (None, None, None), {"until"}),
    ("fetch_my_trades", (None, None, None), {"until"}),
    ("fetch_order_trades", (ID, None, 1, None), set()),
]
UNIFIED: dict[str, Any] = {
    "until": NOW, "trigger": True, "stop": True, "trailing": True, "marginMode": "isolated", "hedged": True,
    "paginate": True, "network": "ERC20", "price": "mark", "clientOrderId": "abcd1234abcd", "timeInForce": "IOC",
    "reduceOnly": True, "triggerPrice": 1, "stopLossPrice": 1, "cost": 1,
}  # fmt: skip


@pytest.mark.parametrize(("name", "args", "taken"), TAKEN, ids=[row[0] for row in TAKEN])
async def test_no_unified_parameter_leaks(
    stub: Callable[..., Face], name: str, args: tuple[Any, ...], taken: set[str]
) -> None:
    face = stub("ascendex", venue({"DELETE v2/futures/position/all": {"code": 0}}))
    await face.call("load_markets")
    await face.call("load_accounts")
    face.sent.clear()
    for key, value in UNIFIED.items():
        if key in taken:
            continue
        with pytest.raises(ccxt.NotSupported):
            await face.call(name, *args, Frozen({key: value}))
    assert not face.sent
    given: dict[str, Any] = dict.fromkeys(UNIFIED)
    given.update({key: True for key in ("trigger", "stop") if key in taken})
    await face.call(name, *args, Frozen(given))
    for sent in face.sent:
        assert not UNIFIED.keys() & (sent.query.keys() | (sent.json if sent.body else {}).keys())


CALLS = [(name, args) for name, args, _ in (*READS, PLACING)]


@pytest.mark.parametrize(("name", "args"), CALLS)
async def test_both_colours_give_the_same_and_write_into_nothing(name: str, args: tuple[Any, ...]) -> None:
    results, requests = [], []
    for colour in ("sync", "async"):
        face = stubbed("ascendex", colour, venue())
        face.exchange.uuid = lambda *_: "x"
        params = Frozen({"clientOrderId": "abcd1234abcd"} if name == "create_order" else {})
        arity = {"fetch_ticker": 1, "fetch_tickers": 1, "fetch_positions": 1, "fetch_leverages": 1}
        wanted = {**dict.fromkeys(("fetch_order_book", "fetch_order", "cancel_order"), 2),
                  **dict.fromkeys(("fetch_trades", "fetch_open_orders", "fetch_closed_orders", "fetch_orders"), 3),
                  **dict.fromkeys(("fetch_funding_history", "fetch_ledger", "fetch_my_trades"), 3), "fetch_ohlcv": 4, "create_order": 5, **arity}  # fmt: skip
        padded = (*args, *([None] * (wanted.get(name, len(args)) - len(args))))
        if name == "fetch_ohlcv":
            padded = (SYMBOL, "1m", None, None)
        try:
            results.append(await face.call(name, *padded, params))
        except TypeError:
            results.append(await face.call(name, *padded, params=params))
        requests.append([(s.method, s.url, s.headers.get("x-auth-signature")) for s in face.sent])
        await face.close()
    assert results[0] == results[1]
    if name not in ("fetch_balance", "fetch_orders", "fetch_currencies"):  # these send two requests at once
        assert requests[0] == requests[1]


async def test_settings_and_markets_are_not_written_into(stub: Callable[..., Face]) -> None:
    face = stub("ascendex", venue())
    await face.call("load_markets")
    options, markets = copy.deepcopy(face.exchange.options), copy.deepcopy(face.exchange.markets)
    for name, args in CALLS:
        await face.call(name, *args)
    assert face.exchange.options == options
    assert face.exchange.markets == markets


async def test_overridden_parsers_are_called() -> None:
    face = stubbed("ascendex", "sync", venue())
    cls = type(face.exchange)

    class Own(cls):  # type: ignore[misc, valid-type]
        def parse_order(self, order: Any, market: Any = None) -> Any:
            return {**super().parse_order(order, market), "mine": True}

        def safe_ticker(self, ticker: Any, market: Any = None) -> Any:
            return {**super().safe_ticker(ticker, market), "mine": True}

    own = Own({"apiKey": "k", "secret": "s"})
    own.fetch = face.exchange.fetch
    own.milliseconds = lambda: NOW
    assert own.fetch_open_orders()[0]["mine"]
    assert own.fetch_ticker(SYMBOL)["mine"]
    assert own.create_order(SYMBOL, "limit", "buy", 0.1, 9500)["mine"]
    own.session.close()
    face.exchange.session.close()


def test_the_multiple_order_sample_is_read_as_a_list() -> None:
    face = stubbed(
        "ascendex", "sync", venue({"GET v2/futures/order/status": sample("Query order by ID", "multiple")})
    )
    order = face.exchange.fetch_order("a177c29e4064U0123456789dVeUxlVyB")
    assert (order["id"], order["status"]) == ("a177c29e4064U0123456789dVeUxlVyB", None)
    face.exchange.session.close()
