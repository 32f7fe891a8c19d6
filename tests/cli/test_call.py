"""`ascendex-woo call`: names, arguments, what is printed, and what is refused."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest
from click.testing import CliRunner

import ascendex_woo_adapters
from ascendex_woo_adapters.cli.call import find, methods_of, value_of
from ascendex_woo_adapters.cli.commands import cli
from ascendex_woo_adapters.simulator import Fault, Simulator
from tests.cli.support import Shell, shell_of

SYMBOL = "BTC/USDT:USDT"


def printed(shell: Shell, *words: str) -> Any:
    """What a call prints as JSON."""
    result = shell.run("call", *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.parametrize("name", ["fetch_order_book", "fetchOrderBook", "FETCH_ORDER_BOOK"])
def test_a_method_is_found_in_either_spelling(woo: Shell, name: str) -> None:
    book = printed(woo, name, SYMBOL, "2")
    assert book["symbol"] == SYMBOL
    assert (len(book["bids"]), len(book["asks"])) == (2, 2)


def test_arguments_by_position_by_name_and_into_params(woo: Shell) -> None:
    words = (SYMBOL, "limit", "buy", "0.01", "price=20000", "params.postOnly=true")
    order = printed(woo, "create_order", *words)
    found = printed(woo, "fetch_order", order["id"], SYMBOL)
    assert (found["price"], found["amount"], found["side"], found["timeInForce"]) == (
        20000,
        0.01,
        "buy",
        "PO",
    )
    assert printed(woo, "cancelOrder", f"id={order['id']}", f"symbol={SYMBOL}")["id"] == order["id"]


def test_params_as_one_json_object(ascendex: Shell) -> None:
    words = (SYMBOL, "limit", "buy", "0.01", "20000", '{"timeInForce": "IOC"}')
    order = printed(ascendex, "create_order", *words)
    assert printed(ascendex, "fetch_order", order["id"], SYMBOL)["status"] == "canceled"


def test_times_may_be_dates() -> None:
    trades = find(ascendex_woo_adapters.woo(), "fetch_trades")
    for word in ("2026-01-01", "2026-01-01T00:00:00Z", "1767225600000"):
        assert trades.bind(["BTC/USDT", f"since={word}"]) == (["BTC/USDT"], {"since": 1767225600000})
        assert trades.bind(["BTC/USDT", f"params.until={word}"]) == (
            ["BTC/USDT"],
            {"params": {"until": 1767225600000}},
        )


def test_what_only_the_venue_knows_stays_as_it_was_given() -> None:
    exchange = ascendex_woo_adapters.woo()
    assert find(exchange, "fetch_trades").bind(["BTC/USDT", "params.day=2026-01-01"])[1] == {
        "params": {"day": "2026-01-01"}
    }
    assert find(exchange, "v3PublicGetOrderbook").bind(["params.until=2026-01-01", 'symbol="1"'])[0] == [
        {"until": "2026-01-01", "symbol": "1"}
    ]


def test_implicit_methods_take_names_and_print_json(woo: Shell) -> None:
    result = woo.run("call", "v3PublicGetOrderbook", "symbol=SPOT_BTC_USDT", "maxLevel=1", keys=False)
    assert result.exit_code == 0, result.output
    assert len(json.loads(result.stdout)["data"]["asks"]) == 1
    again = woo.run(
        "call", "v3_public_get_orderbook", '{"symbol": "SPOT_BTC_USDT", "maxLevel": 1}', keys=False
    )
    assert json.loads(again.stdout)["data"].keys() == json.loads(result.stdout)["data"].keys()


def test_the_generation_is_the_one_that_was_asked_for(woo: Shell) -> None:
    for generation, shape in (("v1", "next_funding_time"), ("v3", "nextFundingTime")):
        rate = printed(woo, "fetch_funding_rate", SYMBOL, "--generation", generation)
        assert shape in rate["info"]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("1", 1),
        ("-1.5", -1.5),
        ("true", True),
        ("null", None),
        ('["a"]', ["a"]),
        ("BTC/USDT", "BTC/USDT"),
        ("NaN", "NaN"),
        ("1e", "1e"),
        ('"1"', "1"),
    ],
)
def test_words_are_json_where_they_can_be(word: str, value: Any) -> None:
    assert value_of(word) == value


def test_text_parameters_stay_text_though_they_look_like_numbers() -> None:
    method = find(ascendex_woo_adapters.woo(), "fetch_order")
    assert method.bind(["60000000000", "null"]) == (["60000000000", None], {})


def test_everything_that_has_promises_can_be_called() -> None:
    for name in ascendex_woo_adapters.exchanges:
        exchange = getattr(ascendex_woo_adapters, name)()
        known = methods_of(exchange)
        missing = [
            flag
            for flag, value in exchange.has.items()
            if value is True and not flag.startswith(("watch", "unWatch")) and flag.lower() not in known
        ]
        kinds = {"spot", "margin", "swap", "sandbox", "publicapi", "privateapi", "ws"}
        assert [flag for flag in missing if flag.lower() not in kinds] == []
        assert len([one for one in known.values() if one.endpoint]) > 50


# what is printed


def rows(text: str) -> list[list[str]]:
    """The cells of lines whose columns are two spaces apart."""
    return [re.split(r" {2,}", line.strip()) for line in text.splitlines()]


def test_one_structure_is_names_and_values(woo: Shell) -> None:
    result = woo.run("call", "fetch_ticker", "BTC/USDT", keys=False)
    facts = dict(rows(result.output))
    assert facts["symbol"] == "BTC/USDT"
    assert float(facts["bid"]) < float(facts["ask"])
    assert "info" not in facts


def test_lists_are_tables(woo: Shell) -> None:
    printed(woo, "create_order", SYMBOL, "limit", "buy", "0.01", "19000")
    heading, first, *_ = rows(woo.run("call", "fetch_open_orders", SYMBOL).output)
    order = dict(zip(heading, first, strict=False))
    assert order["symbol"] == SYMBOL
    assert (order["price"], order["amount"], order["status"]) == ("19000", "0.01", "open")
    assert printed(woo, "cancel_all_orders", SYMBOL) is not None


def test_balances_candles_books_tiers_and_times(woo: Shell, ascendex: Shell) -> None:
    heading, *money = rows(woo.run("call", "fetch_balance").output)
    assert heading == ["currency", "free", "used", "total"]
    assert [row[0] for row in money][:1] == ["USDT"]
    heading, *candles = rows(woo.run("call", "fetch_ohlcv", "BTC/USDT", "limit=3").output)
    assert heading == ["time", "open", "high", "low", "close", "volume"]
    assert len(candles) == 3
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:00", candles[0][0])
    heading, *levels = rows(ascendex.run("call", "fetch_order_book", SYMBOL, "2").output)
    assert heading == ["amount", "bid", "ask", "amount"]
    assert float(levels[0][1]) < float(levels[0][2])
    heading, *tiers = rows(ascendex.run("call", "fetch_leverage_tiers", f'["{SYMBOL}"]').output)
    assert heading[:2] == ["symbol", "tier"]
    assert len(tiers) >= 2
    assert woo.run("call", "fetch_time").output.strip().isdigit()
    assert ascendex.run("call", "fetch_positions").output == "(none)\n"


def test_what_is_known_of_a_market_is_loaded_first(woo: Shell) -> None:
    facts = dict(rows(woo.run("call", "market", "BTC/USDT", keys=False).output))
    assert facts["id"] == "SPOT_BTC_USDT"
    assert facts["precision"] == "amount 0.000001, price 0.01"


def test_output_for_pipes_has_no_colours_or_boxes(woo: Shell) -> None:
    text = woo.run("call", "fetch_tickers").output
    assert "\x1b" not in text
    assert not re.search("[│┃━]", text)


# what is refused


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["fetch_tickr", SYMBOL], "Did you mean fetch_ticker"),
        (["v3PublicGetOrderbok"], "v3_public_get_orderbook"),
        (["watch_ticker", SYMBOL], "ascendex-woo watch woo"),
        (["fetch_ticker"], "fetch_ticker symbol [params.NAME=VALUE]..."),
        (["fetch_ticker", SYMBOL, "1", "2"], "too many positional arguments"),
        (["fetch_ticker", SYMBOL, "5"], "fetch_ticker: params is a JSON object"),
        (["fetch_ticker", SYMBOL, "params=5"], "fetch_ticker: params is a JSON object"),
        (["fetch_ticker", SYMBOL, "params=[]", "params.x=1"], "fetch_ticker: params is a JSON object"),
        (["fetch_ticker", SYMBOL, "{}", "params.x=1"], "multiple values for argument 'params'"),
        (["fetch_ticker", SYMBOL, "limt=2"], "unexpected keyword argument 'limt'"),
        (["v1PublicGetInfoSymbol"], "v1_public_get_info_symbol needs symbol"),
        (["v3PublicGetOrderbook", "SPOT_BTC_USDT"], "takes name=value, or one JSON object"),
        (["fetch_trades", SYMBOL, "since=2026-13-01"], "2026-13-01 is not a time"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_wrong_names_and_arguments_end_in_2_and_say_how_it_is_done(
    woo: Shell, words: list[str], said: str
) -> None:
    result = woo.run("call", *words)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["fetch_ticker", "NO/SUCH"], "BadSymbol: woo"),
        (["fetch_order", "1", SYMBOL], "OrderNotFound: woo"),
        (["create_order", SYMBOL, "limit", "sell", "100", "200000"], "InsufficientFunds: woo"),
        (["fetch_liquidations", SYMBOL], "NotSupported: woo"),
        (["create_order", SYMBOL, "limit", "buy", "much", "20000"], "Error: "),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_what_ccxt_refuses_is_one_line_on_stderr_and_exit_status_1(
    woo: Shell, words: list[str], said: str
) -> None:
    result = woo.run("call", *words)
    assert result.exit_code == 1, result.output
    assert said in result.stderr
    assert "Traceback" not in result.output
    assert result.stdout == ""


def test_a_venue_that_does_not_answer_is_said_with_the_way_on() -> None:
    result = CliRunner().invoke(cli, ["call", "woo", "fetch_time", "--url", "http://127.0.0.1:1"])
    assert result.exit_code == 1
    assert "`ascendex-woo doctor woo` looks into what is wrong" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_whatever_takes_long_turns_a_spinner_on_the_terminal() -> None:
    import pty

    with Simulator(venues=["woo"]) as simulator:
        simulator.woo.faults.add(Fault("GET /v3/public/systemInfo", "delay", seconds=2.5))
        leader, follower = pty.openpty()
        words = ("call", "woo", "fetch_status", "--url", simulator.urls["woo"])
        done = subprocess.run(
            [sys.executable, "-m", "ascendex_woo_adapters.cli", *words],
            stdout=subprocess.PIPE,
            stderr=follower,
            env={**os.environ, "TERM": "xterm-256color", "WOO_APIKEY": "", "WOO_SECRET": "", "WOO_UID": ""},
        )
    shown = os.read(leader, 65536).decode()
    os.close(follower)
    os.close(leader)
    assert done.returncode == 0
    assert done.stdout.decode().split() == ["status", "ok"]
    assert "woo fetch_status" in shown
    assert shown.rindex("\x1b[?25h") > shown.index("\x1b[?25l"), "the cursor is shown again"


# keys


def test_without_keys_private_methods_are_refused(woo: Shell) -> None:
    result = woo.run("call", "fetch_balance", keys=False)
    assert result.exit_code == 1
    assert "AuthenticationError" in result.stderr


def test_keys_at_the_prompt_are_not_shown(woo: Shell) -> None:
    answers = "\n".join([*woo.secrets, ""])
    result = woo.run("call", "fetch_balance", "--login", keys=False, typed=answers)
    assert result.exit_code == 0, result.output
    assert "USDT" in result.stdout
    assert "secret:" in result.stderr


def test_blanks_around_keys_of_the_environment_do_not_count(woo: Shell) -> None:
    environment = {name: f" {value}\n" for name, value in woo.environment.items()}
    result = woo._replace(environment=environment).run("call", "fetch_balance")
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("wrong", ["k\u00e9y", "ke\ny", "k\x1bey", "k\u2028ey"])
@pytest.mark.parametrize("name", ["WOO_APIKEY", "WOO_SECRET"])
def test_keys_that_cannot_be_keys_are_refused_unseen(woo: Shell, name: str, wrong: str) -> None:
    environment = {**woo.environment, name: wrong}
    result = woo._replace(environment=environment).run("call", "fetch_balance")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].endswith("of woo has characters that no key has")
    assert result.stdout == ""


def test_keys_that_the_venue_repeats_are_hidden(woo: Shell) -> None:
    result = woo.run("call", "v3PrivateGetAccountCredentials")
    assert result.exit_code == 0, result.output
    keys = [row["apiKey"] for row in json.loads(result.stdout)["data"]["rows"]]
    assert keys.count("***") == 1
    assert len(keys) > 1


def test_keys_in_an_error_are_hidden(woo: Shell) -> None:
    key = woo.environment["WOO_APIKEY"]
    result = woo.run("call", "fetch_ticker", key)
    assert result.exit_code == 1
    assert "***" in result.stderr


def test_a_key_that_only_reads_is_refused_an_order(simulator: Any) -> None:
    result = shell_of(simulator, "woo", "readonly").run(
        "call", "create_order", SYMBOL, "market", "buy", "0.01"
    )
    assert result.exit_code == 1
    assert "AuthenticationError" in result.stderr or "PermissionDenied" in result.stderr


def test_a_simulated_venue_starts_for_the_call() -> None:
    result = CliRunner().invoke(cli, ["call", "ascendex", "fetch_balance", "--simulate"])
    assert result.exit_code == 0
    assert result.output.splitlines()[1].startswith("USDT")
