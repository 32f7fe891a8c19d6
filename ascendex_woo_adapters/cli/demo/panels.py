"""What a venue looks like on a terminal."""

from __future__ import annotations

from decimal import Decimal

from rich.console import Group
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from ascendex_woo_adapters.cli.demo.watch import View
from ascendex_woo_adapters.simulator.trading.model import Level

BAR = 5
"""Width of the longest bar of the book."""
COLOURS = {"buy": "green", "sell": "red"}


def money(amount: Decimal) -> str:
    """1234.5 as 1,234.5000."""
    return f"{amount:,.4f}"


def signed(amount: Decimal) -> str:
    """A change of money."""
    return f"{amount:+,.4f}" if amount else "0"


def plain(quantity: Decimal) -> str:
    """A quantity without trailing zeros."""
    return f"{quantity.normalize():f}"


def coloured(amount: Decimal) -> Text:
    """A change of money in the colour of its sign."""
    style = "green" if amount > 0 else "red" if amount < 0 else "dim"
    return Text(signed(amount), style=style)


def heading(phase: str) -> Rule:
    return Rule(Text.assemble(("one strategy, two venues", "bold"), f"   {phase}"), align="left")


def venue_panel(title: str, view: View, depth: int) -> Panel:
    """Book, own orders, latest executions and the money of one venue, in 2 + 3 * depth + 6 lines."""
    body = Group(
        _book(view, depth), Rule(style="dim"), _executions(view, depth), Rule(style="dim"), _account(view)
    )
    return Panel(body, title=f"[bold]{title}[/] {view.symbol}", title_align="left", border_style="cyan")


def _book(view: View, depth: int) -> Table:
    """The best levels of both sides, with the account's own orders marked."""
    table = Table.grid(expand=True, padding=(0, 1))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(width=BAR)
    table.add_column(ratio=1, no_wrap=True)
    largest = max((level.quantity for level in (*view.asks, *view.bids)), default=Decimal(1))
    asks, bids = view.asks[::-1], view.bids
    for _ in range(depth - len(asks)):
        table.add_row()
    for side, levels in (("sell", asks), ("buy", bids)):
        for level in levels:
            table.add_row(*_level(view, side, level, largest))
    for _ in range(depth - len(bids)):
        table.add_row()
    return table


def _level(view: View, side: str, level: Level, largest: Decimal) -> tuple[Text, str, Text, Text]:
    colour = COLOURS[side]
    own = view.own.get((side, level.price))
    bar = "█" * max(1, round(BAR * level.quantity / largest))
    return (
        Text(f"{level.price:,.{view.digits}f}", style=colour),
        f"{level.quantity:f}",
        Text(bar, style=f"dim {colour}"),
        Text(f"◂ own {plain(own)}" if own else "", style=f"bold {colour}"),
    )


def _executions(view: View, depth: int) -> Table:
    """The latest executions, newest first."""
    table = Table.grid(expand=True, padding=(0, 1))
    table.add_column(width=4)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(justify="right", ratio=1, no_wrap=True)
    table.add_column(justify="right", style="dim", no_wrap=True)
    for one in reversed(view.executions):
        side = Text(one.side, style=COLOURS[one.side])
        role = "maker" if one.maker else "taker"
        table.add_row(side, plain(one.quantity), f"{one.price:,.{view.digits}f}", f"{role} {one.fee:.3f}")
    for _ in range(depth - len(view.executions)):
        table.add_row()
    return table


def _account(view: View) -> Table:
    table = Table.grid(expand=True, padding=(0, 1))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(justify="right", ratio=1, no_wrap=True)
    side = "long" if view.position > 0 else "short"
    position = f"{side} {plain(abs(view.position))} at {view.entry:,.2f}" if view.position else "none"
    table.add_row("position", position)
    fees = coloured(-view.fees).append(f" in {view.fills} fills", style="dim")
    table.add_row("fees", fees)
    table.add_row("p & l", coloured(view.profit))
    table.add_row("balance", Text(f"{money(view.balance)} USDT", style="bold"))
    return table
