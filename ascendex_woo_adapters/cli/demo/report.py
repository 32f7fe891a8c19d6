"""How the demo is shown while it runs: tables that refresh, or lines of text."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Sequence
from types import TracebackType

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from ascendex_woo_adapters.cli.demo.accounts import Statement
from ascendex_woo_adapters.cli.demo.panels import heading, money, signed, venue_panel
from ascendex_woo_adapters.cli.demo.watch import Watch

TICK_S = 0.25
STATUS_TICKS = 8
"""A line about each venue every so many ticks."""
REMEMBERED = 3
"""Lines of the strategies that stay on the screen."""
DEPTH, SMALL_DEPTH = 5, 3
"""Levels of the book a side, and as many executions; fewer on a low terminal."""
TALL = 30
"""Lines that a terminal needs for the greater depth."""


class Report:
    """Shows the watched venues while it is entered."""

    def __init__(self, console: Console, watches: Sequence[Watch], expected_s: float) -> None:
        self._console = console
        self._watches = watches
        self._expected_s = expected_s
        self._began = time.monotonic()

    @property
    def elapsed(self) -> float:
        return time.monotonic() - self._began

    def phase(self, name: str) -> None:
        """Say what runs from now on."""
        raise NotImplementedError

    def say(self, text: str) -> None:
        """Pass on a line of a strategy; may be called from any thread."""
        raise NotImplementedError

    def __enter__(self) -> Report:
        raise NotImplementedError

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        raise NotImplementedError


class Screen(Report):
    """Tables that are drawn anew four times a second."""

    def __init__(self, console: Console, watches: Sequence[Watch], expected_s: float) -> None:
        super().__init__(console, watches, expected_s)
        self._phase = ""
        self._said: deque[str] = deque(maxlen=REMEMBERED)
        self._live = Live(console=console, get_renderable=self._draw, refresh_per_second=1 / TICK_S)

    def phase(self, name: str) -> None:
        self._phase = name

    def say(self, text: str) -> None:
        self._said.append(text)

    def __enter__(self) -> Screen:
        self._live.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.__exit__(kind, error, trace)

    def _draw(self) -> RenderableType:
        depth = DEPTH if self._console.height >= TALL else SMALL_DEPTH
        panels = Table.grid(expand=True)
        for _ in self._watches:
            panels.add_column(ratio=1)
        panels.add_row(*(venue_panel(watch.title, watch.view(depth), depth) for watch in self._watches))
        said = [Text(line, style="dim", no_wrap=True, overflow="ellipsis") for line in self._said]
        return Group(heading(self._phase), panels, *said, self._progress())

    def _progress(self) -> Table:
        done = self._phase == "done"
        total = self.elapsed if done else max(self._expected_s, self.elapsed)
        line = Table.grid(expand=True, padding=(0, 1))
        line.add_column(ratio=1)
        line.add_column(justify="right", width=14)
        line.add_row(ProgressBar(total, self.elapsed), f"{self.elapsed:.0f} s of {total:.0f} s")
        return line


class Lines(Report):
    """A line for each thing that happens."""

    def __init__(self, console: Console, watches: Sequence[Watch], expected_s: float) -> None:
        super().__init__(console, watches, expected_s)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._tell, name="report", daemon=True)

    def phase(self, name: str) -> None:
        self._line("demo", name)

    def say(self, text: str) -> None:
        self._line("strategy", text)

    def __enter__(self) -> Lines:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _line(self, source: str, text: str) -> None:
        self._console.print(f"{self.elapsed:5.1f} s  {source:<9} {text}", markup=False)

    def _tell(self) -> None:
        tick = 0
        while not self._stop.wait(TICK_S):
            tick += 1
            self._executions()
            if tick % STATUS_TICKS == 0:
                self._status()
        self._executions()
        self._status()

    def _executions(self) -> None:
        for watch in self._watches:
            for one in watch.new_executions():
                role = "maker" if one.maker else "taker"
                what = f"{one.side:<4} {one.quantity:f} {one.symbol} at {one.price:f}"
                self._line(watch.venue.id, f"fill {what}, {role}, fee {one.fee:.4f}")

    def _status(self) -> None:
        for watch in self._watches:
            view = watch.view(1)
            own = ", ".join(
                f"{side} {quantity:f} at {price:f}" for (side, price), quantity in view.own.items()
            )
            self._line(
                watch.venue.id,
                f"book {_best(view.bids)} / {_best(view.asks)}; own orders: {own or 'none'}; "
                f"position {view.position:f}; profit {signed(view.profit)}; balance {money(view.balance)}",
            )


def _best(levels: Sequence[tuple[object, object]]) -> str:
    return str(levels[0][0]) if levels else "-"


def conclude(console: Console, statements: Sequence[Statement], plain: bool) -> None:
    """Show whether the balances add up."""
    rows = [
        ("orders executed", [str(one.orders) for one in statements]),
        ("balance at the start", [money(one.start) for one in statements]),
        ("realised profit", [signed(one.realized) for one in statements]),
        ("fees", [signed(-one.fees) for one in statements]),
        ("funding", [signed(one.funding) for one in statements]),
        ("sum", [money(one.expected) for one in statements]),
        ("balance at the end", [money(one.end) for one in statements]),
        (
            "adds up",
            ["yes" if one.adds_up else f"NO, {one.end - one.expected:+.6f}" for one in statements],
        ),
    ]
    if plain:
        for name, values in [("USDT", [one.venue for one in statements]), *rows]:
            console.print(f"{name:<20}" + "".join(f"{value:>16}" for value in values), markup=False)
        return
    table = Table(title="Does the money add up? (USDT)", title_style="bold", title_justify="left")
    table.add_column()
    for one in statements:
        table.add_column(one.venue, justify="right", style="none" if one.adds_up else "red")
    for name, values in rows:
        table.add_row(name, *values, style="bold" if name in ("sum", "balance at the end", "adds up") else "")
    console.print(table)
    if all(one.adds_up for one in statements):
        console.print(
            "[green]Every cent is accounted for.[/] For your own strategy: [bold]ascendex-woo simulate[/]"
        )
