"""What the subclasses tell freqtrade is what the exchange classes can do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from ascendex_woo_adapters import pro
from ascendex_woo_adapters.freqtrade import install
from ascendex_woo_adapters.simulator import Simulator
from ascendex_woo_adapters.simulator.server import Venue

pytest.importorskip("freqtrade", reason="freqtrade has an environment of its own: make test-freqtrade")

from freqtrade.enums import MarginMode, RunMode, TradingMode
from freqtrade.exceptions import ConfigurationError, OperationalException
from freqtrade.exchange import Exchange, exchange_types
from freqtrade.resolvers import ExchangeResolver

#: freqtrade's own use of pandas.
pytestmark = pytest.mark.filterwarnings("ignore:The inplace keyword:DeprecationWarning")

PAIR = "BTC/USDT:USDT"
FUTURES = [("woo", "isolated"), ("woo", "cross"), ("ascendex", "isolated"), ("ascendex", "cross")]


@pytest.fixture(scope="module", autouse=True)
def installed() -> None:
    install()


@pytest.fixture
def venues() -> Iterator[Simulator]:
    with Simulator() as simulator:
        yield simulator


@pytest.fixture
def exchange(venues: Simulator) -> Iterator[Callable[..., Any]]:
    """Make freqtrade's exchanges on the simulator; they are closed afterwards."""
    made: list[Any] = []

    def make(name: str, margin: str | None = None, dry: bool = False) -> Any:
        made.append(bots_exchange(venues, name, margin, dry))
        return made[-1]

    yield make
    for one in made:
        one.close()


def bots_exchange(venues: Simulator, name: str, margin: str | None, dry: bool) -> Any:
    """An exchange as the bot makes it; spot without a margin mode."""
    urls = venues.connect(getattr(pro, name)).urls["api"]
    key = venues.venues[name].credentials["main"]
    config = {
        "runmode": RunMode.DRY_RUN if dry else RunMode.LIVE,
        "dry_run": dry,
        "stake_currency": "USDT",
        "trading_mode": TradingMode.SPOT if margin is None else TradingMode.FUTURES,
        "margin_mode": MarginMode.NONE if margin is None else MarginMode(margin),
        "timeframe": "1m",
        "entry_pricing": {"use_order_book": True},
        "exit_pricing": {"use_order_book": True},
        "exchange": {
            "name": name,
            "key": key.api_key,
            "secret": key.secret,
            "ccxt_config": {"urls": {"api": urls}},
        },
    }
    return ExchangeResolver.load_exchange(config, load_leverage_tiers=True)


@pytest.mark.parametrize("name", ["woo", "ascendex"])
def test_the_options_are_freqtrades(name: str) -> None:
    found = ExchangeResolver.search_all_objects({}, enum_failed=False)
    [known] = [one["class"] for one in found if one["name"] == name.title()]
    assert known.combine_ft_has(include_futures=True).keys() <= exchange_types.FtHas.__annotations__.keys()


@pytest.mark.parametrize(("name", "margin"), [("woo", None), *FUTURES])
def test_the_options_are_what_the_class_can_do(
    exchange: Callable[..., Any], name: str, margin: str | None
) -> None:
    found = exchange(name, margin)
    features = found._api.features["spot"] if margin is None else found._api.features["swap"]["linear"]
    orders = features["createOrder"]
    assert found.get_option("ohlcv_candle_limit") == features["fetchOHLCV"]["limit"]
    takes = {"GTC", *(tif for tif, there in orders["timeInForce"].items() if there)}
    assert set(found.get_option("order_time_in_force")) == takes
    assert found.get_option("stoploss_on_exchange") is orders["stopLossPrice"] is True
    if margin is not None:
        assert found.check_candle_type_support(found.get_option("mark_ohlcv_price"))
        by = {str(source) for source in found.get_option("stop_price_type_value_mapping").values()}
        assert by == {source for source, there in orders["triggerPriceType"].items() if there}
    assert found.get_option("ws_enabled") is found._api_async.has["watchOHLCV"] is True
    assert found._api.options.get("generation") == found._api_async.options.get("generation")


def test_the_tickers_are_what_the_options_say(exchange: Callable[..., Any]) -> None:
    for name, pair, margin in (("woo", PAIR, "isolated"), ("ascendex", PAIR, "isolated")):
        found = exchange(name, margin)
        ticker = found.get_tickers()[pair]
        assert (ticker["quoteVolume"] is not None) is found.get_option("tickers_have_quoteVolume"), name
        assert (ticker["bid"] is not None) is found.get_option("tickers_have_bid_ask"), name
        assert (found.fetch_ticker(pair)["bid"] is not None) is found.get_option("tickers_have_price"), name
    assert exchange("woo").get_tickers() == {}


@pytest.mark.parametrize("kind", ["market", "limit"])
@pytest.mark.parametrize(
    ("name", "pair", "margin"), [("woo", "BTC/USDT", None), *((n, PAIR, m) for n, m in FUTURES)]
)
def test_a_stop_is_a_stop_order_of_the_venue(
    exchange: Callable[..., Any], name: str, pair: str, margin: str | None, kind: str
) -> None:
    found = exchange(name, margin)
    price = found.fetch_l2_order_book(pair)["asks"][0][0]
    arguments = {"pair": pair, "side": "buy", "amount": 0.01, "rate": price * 1.01, "leverage": 2.0}
    entry = found.create_order(ordertype="limit", **arguments)
    order_types = {"stoploss": kind, "stoploss_on_exchange": True}
    if margin is not None:
        order_types["stoploss_price_type"] = "mark"
    stop = found.create_stoploss(pair, 0.01, price * 0.9, order_types, "sell", 2.0)
    read = found.fetch_stoploss_order(stop["id"], pair)
    assert (read["status"], read["filled"], read["type"]) == ("open", 0, kind)
    at = found.price_to_precision(pair, price * 0.9, rounding_mode=2)
    assert not found.stoploss_adjust(at, read, "sell")
    assert found.stoploss_adjust(at * 1.01, read, "sell")
    if margin is not None:
        [position] = found.fetch_positions(pair)
        assert (position["marginMode"], position["leverage"]) == (margin, 2.0)
        assert read["reduceOnly"] is True
    assert found.fetch_order(entry["id"], pair)["status"] == "closed"
    done = found.cancel_stoploss_order_with_result(stop["id"], pair, 0.01)
    assert (done["status"], done["filled"]) == ("canceled", 0)


@pytest.mark.parametrize(("name", "margin"), FUTURES)
def test_a_stop_that_has_ended_is_read_where_it_cannot_be_cancelled(
    exchange: Callable[..., Any], name: str, margin: str
) -> None:
    found = exchange(name, margin)
    price = found.fetch_l2_order_book(PAIR)["asks"][0][0]
    found._lev_prep(PAIR, 2.0, "buy")
    found._api.create_order(PAIR, "market", "buy", 0.01)
    stop = found.create_stoploss(PAIR, 0.01, price * 0.9, {"stoploss": "market"}, "sell", 2.0)
    for _ in range(2):
        done = found.cancel_stoploss_order_with_result(stop["id"], PAIR, 0.01)
        assert (done["status"], done["filled"]) == ("canceled", 0)


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("name", ["woo", "ascendex"])
def test_the_liquidation_price_of_a_dry_run_is_the_venues(
    exchange: Callable[..., Any], venues: Simulator, name: str, sign: int
) -> None:
    """Cross margin, one position that is the account's whole risk."""
    venue: Venue = venues.venues[name]
    found = exchange(name, "cross")
    account = venue.engine.account("main")
    venue.engine.deposit(account, "USDT", -99_000)  # type: ignore[arg-type]
    found._lev_prep(PAIR, 10.0, "buy")
    placed = found._api.create_order(PAIR, "market", "buy" if sign > 0 else "sell", 0.05)
    order = found.fetch_order(placed["id"], PAIR)
    [position] = account.held()
    estimate = found.dry_run_liquidation_price(
        PAIR,
        order["average"],
        sign < 0,
        0.05,
        stake_amount=order["cost"] / 10,
        leverage=10.0,
        wallet_balance=float(venue.engine.margin_summary(account).collateral),
        open_trades=[],
    )
    assert estimate == pytest.approx(float(venue.engine.liquidation_price(account, position)), rel=1e-6)


def test_isolated_liquidation_prices_are_freqtrades(exchange: Callable[..., Any]) -> None:
    found = exchange("woo", "isolated", dry=True)
    arguments: Any = (PAIR, 100_000.0, False, 0.05, 500.0, 10.0, 500.0, [])
    assert found.dry_run_liquidation_price(*arguments) == Exchange.dry_run_liquidation_price(
        found, *arguments
    )


def test_the_leverage_of_woo_is_the_markets(exchange: Callable[..., Any]) -> None:
    found = exchange("woo", "isolated", dry=True)
    assert found.get_max_leverage(PAIR, 1000.0) == found.markets[PAIR]["limits"]["leverage"]["max"] == 100
    assert found.get_maintenance_ratio_and_amt(PAIR, 1000.0) == (0.006, None)


def test_the_leverage_of_ascendex_falls_with_the_size(exchange: Callable[..., Any]) -> None:
    found = exchange("ascendex", "isolated", dry=True)
    assert found.get_max_leverage(PAIR, 100.0) == 100
    assert found.get_max_leverage(PAIR, 90_000.0) == 10


def test_woo_sets_the_leverage_where_a_position_begins(
    exchange: Callable[..., Any], venues: Simulator
) -> None:
    found = exchange("woo", "cross")
    asked = [logged.request.path for logged in venues.woo.requests]
    found._lev_prep(PAIR, 3.0, "buy", accept_fail=True)
    assert [logged.request.path for logged in venues.woo.requests] == asked
    found._lev_prep(PAIR, 3.0, "buy")
    assert venues.woo.requests[-1].request.path == "/v3/futures/leverage"


def streaming() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "ccxt_ws"]


def test_an_account_in_hedge_mode_is_refused(exchange: Callable[..., Any], venues: Simulator) -> None:
    venues.woo.engine.set_hedge(venues.woo.engine.account("main"), True)
    with pytest.raises(OperationalException, match="one-way mode"):
        exchange("woo", "isolated")
    assert not streaming()  # freqtrade's thread keeps a process from ending
    assert exchange("woo", "isolated", dry=True)
    assert exchange("woo")


def test_ascendex_has_no_spot(exchange: Callable[..., Any]) -> None:
    with pytest.raises(ConfigurationError, match="futures only"):
        exchange("ascendex")
    assert not streaming()


def test_a_dry_run_on_ascendex_pays_no_funding_and_says_so(
    exchange: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    found = exchange("ascendex", "isolated", dry=True)
    assert "pay no funding" in caplog.text
    opened = datetime.now(timezone.utc) - timedelta(days=2)
    assert found.get_funding_fees(PAIR, 1.0, False, opened) == 0
