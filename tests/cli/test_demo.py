"""`ascendex-woo demo`: both strategies on both venues, and the sum."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from types import ModuleType

import ccxt
import pytest
from click.testing import CliRunner
from rich.console import Console

from ascendex_woo_adapters.cli.commands import cli
from ascendex_woo_adapters.cli.demo import play
from ascendex_woo_adapters.cli.demo.report import Screen
from ascendex_woo_adapters.cli.demo.watch import Watch
from ascendex_woo_adapters.simulator import ManualClock, Simulator
from ascendex_woo_adapters.simulator.trading.engine import Engine, Kind, PlaceRequest, Side

SHORT = ("demo", "--plain", "--seconds", "1.5")


def concluded(output: str) -> dict[str, list[str]]:
    """The rows of the last table: name -> values."""
    lines = output.splitlines()
    table = lines[next(number for number, line in enumerate(lines) if line.startswith("USDT ")) :]
    return {line[:20].rstrip(): line[20:].split() for line in table}


def test_the_demo_trades_on_both_venues_and_its_balances_add_up() -> None:
    result = CliRunner().invoke(cli, SHORT)
    assert result.exit_code == 0, result.output
    for venue in ("woo", "ascendex"):
        assert re.search(rf"^ *\d+\.\d s  {venue} +fill (buy|sell) ", result.output, re.MULTILINE)
    sums = concluded(result.output)
    assert sums["USDT"] == ["woo", "ascendex"]
    assert min(map(int, sums["orders executed"])) >= 2
    assert sums["sum"] == sums["balance at the end"]
    assert sums["adds up"] == ["yes", "yes"]
    assert "asyncio" in result.output
    assert "blocking" in result.output
    assert not hasattr(ccxt, "ascendex"), "the demo leaves ccxt as it was"


def test_money_that_appears_from_nowhere_ends_in_exit_status_1(monkeypatch: pytest.MonkeyPatch) -> None:
    trade = play.run_blocking

    def trade_and_find_a_dollar(simulator: Simulator, strategy: ModuleType) -> None:
        trade(simulator, strategy)
        engine = simulator.ascendex.engine
        engine.deposit(engine.account("main"), "USDT", Decimal(1))

    monkeypatch.setattr(play, "run_blocking", trade_and_find_a_dollar)
    result = CliRunner().invoke(cli, SHORT)
    assert result.exit_code == 1
    assert re.search(r"^adds up +yes +NO, \+1\.000000$", result.output, re.MULTILINE)


def test_a_strategy_that_fails_is_said_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(simulator: Simulator, strategy: ModuleType) -> None:
        raise ccxt.InsufficientFunds("woo has no money")

    monkeypatch.setattr(play, "run_blocking", fail)
    result = CliRunner().invoke(cli, SHORT)
    assert result.exit_code == 1
    assert "the strategy failed: InsufficientFunds: woo has no money" in result.output
    assert "Traceback" not in result.output


def test_ctrl_c_ends_in_exit_status_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(simulator: Simulator, strategy: ModuleType) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(play, "run_blocking", interrupt)
    assert CliRunner().invoke(cli, SHORT).exit_code == 130


def test_on_a_terminal_tables_show_the_venues_and_the_sum() -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=100, height=40, color_system=None)
    assert play.play(console, False, seed=1, seconds=1.0)
    text = screen.getvalue()
    for fact in (
        "WOO X PERP_BTC_USDT",
        "AscendEX BTC-PERP",
        "maker",
        "balance",
        "market_maker.py",
        "adds up",
    ):
        assert fact in text


@pytest.mark.parametrize("height", [24, 40])
def test_the_screen_fits_a_terminal_of_80_columns(height: int) -> None:
    with Simulator(seed=1, clock=ManualClock()) as simulator:
        for venue in simulator.venues.values():
            trade(venue.engine)
        console = Console(file=io.StringIO(), force_terminal=True, width=80, height=height, color_system=None)
        report = Screen(console, [Watch(venue) for venue in simulator.venues.values()], 10.0)
        report.phase("market_maker.py, asyncio")
        for number in range(9):
            report.say(f"woo: line {number}")
        with console.capture() as capture:
            console.print(report._draw())
    lines = capture.get().splitlines()
    assert len(lines) < height
    assert max(map(len, lines)) <= 80
    assert not [line for line in lines if "…" in line]
    assert sum("◂ own 0.01" in line for line in lines) == 1, (
        "both venues' orders rest in one row of the screen"
    )


def trade(engine: Engine) -> None:
    """A long position of 0.02 BTC, and a resting order at the best bid."""
    account = engine.account("main")
    symbol = "PERP_BTC_USDT" if "PERP_BTC_USDT" in engine.instruments else "BTC-PERP"
    engine.place(account, PlaceRequest(symbol, Side.BUY, Kind.MARKET, Decimal("0.02")))
    bid = engine.book(symbol, 1).bids[0].price
    engine.place(account, PlaceRequest(symbol, Side.BUY, quantity=Decimal("0.01"), price=bid))
