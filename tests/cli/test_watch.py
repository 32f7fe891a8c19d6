"""`ascendex-woo watch`: lines in pipes, the picture on a terminal, faults, and how it ends."""

from __future__ import annotations

import asyncio
import io
import os
import re
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

import ascendex_woo_adapters
from ascendex_woo_adapters.cli.commands import cli
from ascendex_woo_adapters.cli.connect import Access, Venue
from ascendex_woo_adapters.cli.watch import feed as feed_module
from ascendex_woo_adapters.cli.watch import lines as lines_module
from ascendex_woo_adapters.cli.watch.feed import Feed
from ascendex_woo_adapters.cli.watch.lines import Lines
from ascendex_woo_adapters.cli.watch.run import watch
from ascendex_woo_adapters.cli.watch.screen import Screen
from ascendex_woo_adapters.simulator import Fault, ManualClock, Simulator, SocketFault
from tests.cli.support import Shell, interrupted, shell_of

SYMBOL = "BTC/USDT:USDT"
BLOCKING: Any = ascendex_woo_adapters.woo
COMMAND = (sys.executable, "-W", "error", "-m", "ascendex_woo_adapters.cli", "watch")
LINE = re.compile(r"^ *\d+\.\d s  (\w+) +(.+)$")


def told(result: Result) -> dict[str, list[str]]:
    """Kind -> the texts of its lines."""
    found: dict[str, list[str]] = {}
    for line in result.output.splitlines():
        match = LINE.match(line)
        if match:
            found.setdefault(match[1], []).append(match[2])
    return found


@contextmanager
def trading(shell: Shell) -> Iterator[None]:
    """Market orders and a resting one, time and again."""
    stop = threading.Event()

    def run() -> None:
        trader = shell.simulator.connect(BLOCKING)
        while not stop.wait(0.2):
            for side in ("buy", "sell"):
                trader.create_order(SYMBOL, "market", side, 0.01)
        trader.session.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@pytest.mark.parametrize("venue", ["woo", "ascendex"])
def test_a_simulated_market_is_told_in_lines(venue: str) -> None:
    words = ["watch", venue, SYMBOL, "--simulate", "--seconds", "4", "--depth", "2"]
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 0, result.output
    lines = told(result)
    assert lines["connection"][-1].startswith("connected")
    bids, asks = lines["book"][0].split(" / ")
    assert (len(bids.split()), len(asks.split())) == (2, 2)
    assert float(bids.split("x")[0]) < float(asks.split("x")[0])
    assert any("open" in line for line in lines["order"])
    assert any("USDT" in line for line in lines["balance"])
    assert re.search(
        r"^Order book updates: [1-9]\d*, trades: \d+, resyncs: 0, connections: 2\.$", result.output, re.M
    )
    assert "\x1b" not in result.output


@pytest.mark.parametrize("generation", ["v1", "v3"])
def test_own_orders_fills_and_positions_are_told(generation: str) -> None:
    with Simulator(venues=["woo"], limits=False) as simulator:
        shell = shell_of(simulator, "woo")
        resting = simulator.connect(BLOCKING)
        resting.create_order(SYMBOL, "limit", "buy", 0.02, 20_000)
        resting.session.close()
        with trading(shell):
            result = shell.run("watch", SYMBOL, "--seconds", "3", "--generation", generation)
    lines = told(result)
    assert result.exit_code == 0, result.output
    assert any(re.fullmatch(r"buy 0\.02000? at 20000\.0 open, filled 0\.0+", line) for line in lines["order"])
    assert {line.split()[0] for line in lines["fill"]} == {"buy", "sell"}
    assert any("taker" in line for line in lines["fill"])
    assert "position" in lines


def test_the_time_runs_while_the_markets_load() -> None:
    with Simulator(venues=["woo"]) as simulator:
        late = simulator.woo.faults.add(Fault("*", "delay", seconds=3, times=None))
        result = shell_of(simulator, "woo").run("watch", SYMBOL, "--seconds", "0.2", keys=False)
        assert late.hits
    assert result.exit_code == 1
    assert result.stderr == "Error: no order book came in that time\n"
    assert result.stdout == "", "nothing was watched yet"


def test_without_keys_only_the_market_is_told(woo: Shell) -> None:
    result = woo.run("watch", "BTC/USDT", "--seconds", "1.5", keys=False)
    assert result.exit_code == 0, result.output
    assert "book" in told(result)
    assert not {"order", "fill", "balance", "position", "problem"} & told(result).keys()
    assert "connections: 1." in result.output


def test_keys_that_are_refused_leave_the_market(woo: Shell) -> None:
    wrong = woo._replace(environment={**woo.environment, "WOO_SECRET": "not-the-secret-of-this-key"})
    result = wrong.run("watch", SYMBOL, "--seconds", "2")
    lines = told(result)
    assert result.exit_code == 0, result.output
    assert "book" in lines
    assert any("AuthenticationError" in line for line in lines["problem"])


def test_gaps_are_counted_as_resyncs() -> None:
    with Simulator(venues=["ascendex"], limits=False) as simulator:
        simulator.ascendex.sockets.faults.add(SocketFault("depth:BTC-PERP", "skip", skip=3, times=1))
        result = shell_of(simulator, "ascendex").run("watch", SYMBOL, "--seconds", "5")
    assert result.exit_code == 0, result.output
    counted = re.search(r"resyncs: (\d+)", result.output)
    assert counted
    assert int(counted[1]) >= 1
    assert any("built anew" in line for line in told(result)["book"])


def test_cut_lines_are_taken_up_again() -> None:
    with Simulator(venues=["woo"], limits=False) as simulator:
        cut = threading.Timer(1.5, simulator.woo.sockets.cut_all)
        cut.start()
        result = shell_of(simulator, "woo").run("watch", SYMBOL, "--seconds", "4")
    made = re.search(r"connections: (\d+)", result.output)
    assert result.exit_code == 0, result.output
    assert made
    assert int(made[1]) >= 3, "two sockets, and one of them again at least"
    assert told(result)["connection"][-1].startswith("connected")


def test_a_venue_that_went_away_is_told_and_waited_for() -> None:
    with Simulator(venues=["woo"], limits=False) as simulator:
        gone = threading.Timer(1.5, simulator.stop)
        gone.start()
        result = shell_of(simulator, "woo").run("watch", SYMBOL, "--seconds", "4.5")
        gone.join()
    lines = told(result)
    assert result.exit_code == 0, result.output
    assert lines["connection"][-1] == "reconnecting, sockets 0"
    assert any(line.startswith("book: ") and "doctor woo" in line for line in lines["problem"])
    assert lines["book"][-1] == "being built anew"


def test_no_way_to_the_venue_and_no_such_market_are_one_line(woo: Shell) -> None:
    nowhere = CliRunner().invoke(cli, ["watch", "woo", SYMBOL, "--url", "http://127.0.0.1:1"])
    nothing = woo.run("watch", "NO/SUCH")
    for result, said in ((nowhere, "ExchangeNotAvailable"), (nothing, "BadSymbol: woo")):
        assert result.exit_code == 1
        assert said in result.stderr
        assert len(result.stderr.splitlines()) == 1


def test_no_book_in_the_time_is_a_failure() -> None:
    with Simulator(venues=["ascendex"], limits=False) as simulator:
        simulator.ascendex.sockets.faults.add(SocketFault("*", "skip", times=None))
        result = shell_of(simulator, "ascendex").run("watch", SYMBOL, "--seconds", "1", keys=False)
    assert result.exit_code == 1
    assert "no order book came" in result.stderr


# on a terminal


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40), (60, 12)])
def test_the_picture_fits_the_terminal(width: int, height: int) -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=width, height=height, color_system=None)
    clock = ManualClock(int(time.time() * 1000))  # the market stands still
    with Simulator(venues=["woo"], clock=clock) as simulator:
        venue = Venue(Access("woo", simulate=True), simulator, {})
        exchange = venue.exchange()
        exchange.load_markets()
        exchange.clients, exchange.order_book_resyncs = {}, {SYMBOL: 2}
        feed = Feed(venue, exchange, SYMBOL)
        feed.look()
        for side in ("buy", "sell", "buy"):
            exchange.create_order(SYMBOL, "market", side, 0.01)
        exchange.create_order(SYMBOL, "limit", "buy", 0.02, exchange.fetch_order_book(SYMBOL)["bids"][0][0])
        feed._take_book(exchange.fetch_order_book(SYMBOL))
        feed._take_trades(exchange.fetch_trades(SYMBOL))
        feed._take_ticker(exchange.fetch_ticker(SYMBOL))
        feed._take_orders(exchange.fetch_open_orders(SYMBOL))
        feed._take_fills(exchange.fetch_my_trades(SYMBOL))
        feed._take_positions(exchange.fetch_positions([SYMBOL]))
        feed.balance = exchange.fetch_balance()
        feed.problems["orders"] = "AuthenticationError: woo does not know the key"
        with console.capture() as capture:
            console.print(Screen(console, feed, depth=10).draw())
        exchange.session.close()
    lines = capture.get().splitlines()
    text = "\n".join(lines)
    assert len(lines) < height
    assert max(map(len, lines)) <= width
    for fact in ("WOO X BTC/USDT:USDT", "connecting", "order book", "trades", "last ", "orders: Auth"):
        assert fact in text
    if height >= 24:
        for fact in ("resyncs 2", "own account", "long 0.01", "open orders", "fills", "◂ own", "taker"):
            assert fact in text


def test_on_a_terminal_it_is_drawn_live() -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=100, height=30, color_system=None)
    watch(console, Access("ascendex", simulate=True), SYMBOL, depth=5, seconds=2, plain=False)
    text = screen.getvalue()
    for fact in ("AscendEX BTC/USDT:USDT", "connected", "own account", "balance", "mark", "funding"):
        assert fact in text


def silent_feed(simulator: Simulator) -> Feed:
    """A feed whose exchange streams nothing."""
    venue = Venue(Access("woo", simulate=True), simulator, {})
    exchange = venue.exchange()
    exchange.load_markets()
    exchange.session.close()
    return Feed(venue, exchange, SYMBOL)


def test_prices_are_told_once_there_are_any(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines_module, "EVERY_S", 0.0)
    feed, out = silent_feed(simulator), io.StringIO()
    feed.exchange.clients, feed.exchange.order_book_resyncs = {}, {}
    feed.book = {"bids": [[1.0, 2.0]], "asks": [[3.0, 4.0]]}
    lines = Lines(Console(file=out, width=200), feed, depth=1)
    lines.tick()
    assert "book" in out.getvalue()
    assert "ticker" not in out.getvalue()
    feed._take_ticker({"last": 2.0})
    lines.tick()
    assert re.search(r"ticker +last 2\.0\n", out.getvalue())


def test_a_long_watch_does_not_keep_every_order(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_module, "MOST_ORDERS", 10)
    feed = silent_feed(simulator)
    order = {"side": "buy", "status": "open", "price": 1.0, "amount": 2.0, "filled": 0.0}
    feed._take_orders([{**order, "id": "resting"}])
    for number in range(100):
        feed._take_orders([{**order, "id": str(number), "status": "canceled"}])
    assert len(feed.orders) <= 12
    assert [one["id"] for one in feed.open_orders] == ["resting"]


async def test_a_fault_of_the_view_itself_does_not_pass_unseen(simulator: Simulator) -> None:
    feed = silent_feed(simulator)

    async def told() -> list[str]:
        return ["no row of trades"]

    feed._tasks.append(asyncio.ensure_future(feed._follow("trades", told, feed._take_trades)))
    await asyncio.wait(feed._tasks)
    with pytest.raises(TypeError):
        feed.look()


# how it ends


def test_ctrl_c_in_a_pipe_ends_it_with_0_and_nothing_on_stderr() -> None:
    process = subprocess.Popen(
        (*COMMAND, "woo", SYMBOL, "--simulate"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    seen = [process.stdout.readline()]
    while "book" not in seen[-1]:
        seen.append(process.stdout.readline())
        assert seen[-1], process.communicate()[1]
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert (process.returncode, err) == (0, "")
    assert out.splitlines()[-1].startswith("Order book updates: ")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_ctrl_c_on_a_terminal_ends_it_with_0_and_leaves_the_cursor_there() -> None:
    import pty

    leader, follower = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"}
    process = subprocess.Popen(
        (*COMMAND, "ascendex", SYMBOL, "--simulate"),
        stdin=follower,
        stdout=follower,
        stderr=follower,
        env=environment,
        start_new_session=True,
    )
    written = b""
    asked = ended = False
    while not ended:
        ended = process.poll() is not None  # before the last look: what was written by then is there
        while select.select([leader], [], [], 0.1)[0]:
            written += os.read(leader, 65536)
        if not asked and b"own account" in written and b"connected" in written:
            process.send_signal(signal.SIGINT)
            asked = True
    os.close(follower)  # only now: what is unread when nobody holds it may be lost
    os.close(leader)
    assert process.returncode == 0
    text = written.decode()
    assert "Order book updates: " in text.splitlines()[-1]
    assert text.rindex("\x1b[?25h") > text.index("\x1b[?25l"), "the cursor is shown again"
    assert "Traceback" not in text
    assert "Warning" not in text


def test_ctrl_c_before_the_venue_answers_ends_it_too() -> None:
    done = interrupted("watch", "woo", SYMBOL)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
