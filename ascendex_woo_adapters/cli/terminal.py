"""The terminal: where output goes, tables that fit, lines for pipes, and signs of life."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table
from rich.text import Text

PATIENCE_S = 1.0
"""Whatever takes longer shows that it is under way."""


def console(plain: bool) -> Console:
    """Where the output goes; `plain` has neither colours nor boxes."""
    return Console(no_color=plain or None, highlight=False, soft_wrap=plain)


def is_plain(plain: bool) -> bool:
    """Whether to write lines: asked for, or no terminal that could show more."""
    out = Console()
    return plain or not out.is_terminal or out.is_dumb_terminal


@contextmanager
def waiting(text: str) -> Iterator[None]:
    """Turn a spinner on stderr, if that is a terminal, once it has taken a while."""
    err = Console(stderr=True)
    if not err.is_terminal or err.is_dumb_terminal:
        yield
        return
    status = err.status(text)
    timer = threading.Timer(PATIENCE_S, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        status.stop()


class Column:
    """A column of text: its heading, and whether it holds numbers."""

    def __init__(self, name: str, cells: Sequence[str], numeric: bool = False) -> None:
        self.name, self.cells, self.numeric = name, cells, numeric
        lines = [line for cell in (name, *cells) for line in cell.splitlines()]
        self.width = max(map(len, lines), default=0)


def print_columns(out: Console, columns: Sequence[Column], plain: bool, title: str = "") -> None:
    """A table: framed for a terminal, aligned by spaces for pipes."""
    if plain:
        for row in zip(*([column.name, *column.cells] for column in columns), strict=True):
            cells = [
                cell.rjust(column.width) if column.numeric else cell.ljust(column.width)
                for column, cell in zip(columns, row, strict=True)
            ]
            out.print("  ".join(cells).rstrip(), markup=False)
        return
    table = Table(title=title or None, title_style="bold", title_justify="left", header_style="dim")
    for column in columns:
        table.add_column(column.name, justify="right" if column.numeric else "left", overflow="fold")
    for row in zip(*(column.cells for column in columns), strict=True):
        table.add_row(*map(Text, row))
    out.print(table)


def fitting(columns: Sequence[Column], width: int) -> list[Column]:
    """The first columns that a framed table of so many characters has room for; one at least."""
    room, chosen = width - 1, list[Column]()
    for column in columns:
        room -= column.width + 3
        if chosen and room < 0:
            break
        chosen.append(column)
    return chosen
