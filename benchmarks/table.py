"""The table that the benchmarks print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One measurement: seconds, or bytes for memory."""

    name: str
    ours: float
    theirs: float
    target: float
    unit: str = "s"
    equal: bool | None = None  # None where there is no result to compare

    @property
    def ratio(self) -> float:
        """How many times less ours takes."""
        return self.theirs / self.ours

    @property
    def verdict(self) -> str:
        """What is to be said of it."""
        if self.equal is False:
            return "RESULTS DIFFER"
        return "" if self.ratio >= self.target else "below target"


def _quantity(value: float, unit: str) -> str:
    if unit == "B":
        return f"{value / 1e6:.2f} MB"
    if value >= 0.1:
        return f"{value:.2f} s"
    return f"{value * 1e3:.2f} ms" if value >= 1e-3 else f"{value * 1e6:.1f} us"


def _cells(row: Row) -> list[str]:
    return [
        row.name,
        _quantity(row.ours, row.unit),
        _quantity(row.theirs, row.unit),
        f"{row.ratio:.2f}x",
        f"{row.target:g}x",
        row.verdict,
    ]


def lines(rows: Iterable[Row]) -> list[str]:
    """The table as lines of text."""
    table = [["case", "here", "ccxt's woo", "ratio", "target", ""], *map(_cells, rows)]
    widths = [max(len(cells[column]) for cells in table) for column in range(len(table[0]))]
    return [
        "  ".join(
            cell.ljust(width) if column in (0, 5) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ).rstrip()
        for cells in table
    ]


def show(rows: Iterable[Row]) -> None:
    """Print the table."""
    print("\n".join(lines(rows)))
