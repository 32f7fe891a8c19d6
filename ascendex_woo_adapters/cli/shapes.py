"""ccxt's structures on a terminal: lists as tables, one structure as names and values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timezone
from decimal import Decimal
from typing import Any, NamedTuple

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from ascendex_woo_adapters.cli.terminal import Column, fitting, print_columns

Row = dict[str, Any]

NOTHING = "-"
UNSHOWN = ("info", "timestamp")
"""What every structure has: the venue's own words, and its time a second time."""


class Kind(NamedTuple):
    """Rows that are told by the names they have, and the columns worth showing, the first ones first."""

    has: frozenset[str]
    columns: tuple[str, ...]


def _kind(has: str, columns: str) -> Kind:
    return Kind(frozenset(has.split()), tuple(columns.split()))


KINDS = (
    _kind(
        "remaining timeInForce",
        "symbol type side price amount filled average status id datetime clientOrderId triggerPrice "
        "timeInForce reduceOnly fee",
    ),
    _kind("takerOrMaker order price", "datetime symbol side price amount cost takerOrMaker fee id order"),
    _kind(
        "baseVolume quoteVolume", "symbol last bid ask percentage high low baseVolume quoteVolume datetime"
    ),
    _kind(
        "contracts entryPrice",
        "symbol side contracts entryPrice markPrice unrealizedPnl leverage marginMode liquidationPrice",
    ),
    _kind("fundingRate markPrice", "symbol fundingRate fundingDatetime markPrice indexPrice interval"),
    _kind("free used total", "currency free used total debt"),
    _kind("base quote precision limits", "symbol id type active precision maker taker contractSize"),
    _kind("networks code precision", "code name active deposit withdraw fee precision"),
    _kind("minNotional maxLeverage", "symbol tier minNotional maxNotional maintenanceMarginRate maxLeverage"),
    _kind("maker taker percentage", "symbol maker taker percentage tierBased"),
    _kind("referenceId before after", "datetime type direction currency amount before after id"),
    _kind("fromAccount toAccount", "datetime currency amount fromAccount toAccount status id"),
    _kind("txid network", "datetime type currency amount network status fee id txid"),
)
CANDLE = ("time", "open", "high", "low", "close", "volume")


def show(out: Console, result: Any, plain: bool) -> None:
    """Print what a unified method returned."""
    rows = rows_of(result)
    if rows is not None:
        _print_rows(out, rows, plain)
    elif isinstance(result, dict) and "bids" in result and "asks" in result:
        _print_book(out, result, plain)
    elif isinstance(result, dict):
        _print_one(out, result, plain)
    else:
        out.print(text(result), markup=False)


def rows_of(result: Any) -> list[Row] | None:
    """The rows of a list, or of a dict of structures; None if it is something else."""
    if isinstance(result, list):
        return _of_list(result)
    if not isinstance(result, dict) or not result:
        return None
    if {"free", "used", "total"} <= result.keys():
        return [
            {"currency": code, **row}
            for code, row in result.items()
            if isinstance(row, dict) and "total" in row and code != "info" and any(row.values())
        ]
    inner = {name: value for name, value in result.items() if name not in UNSHOWN}
    if inner and all(isinstance(value, dict) and not _is_small(value) for value in inner.values()):
        return [_named(name, row) for name, row in inner.items()]
    if inner and all(isinstance(value, list) and _of_list(value) for value in inner.values()):
        return [_named(name, row) for name, rows in inner.items() for row in _of_list(rows) or ()]
    return None


def _of_list(values: Sequence[Any]) -> list[Row] | None:
    if all(isinstance(value, dict) for value in values):
        return list(values)
    if all(isinstance(value, list) and len(value) == len(CANDLE) for value in values):
        return [dict(zip(CANDLE, (moment(value[0]), *value[1:]), strict=True)) for value in values]
    return [{"": value} for value in values]


def _is_small(value: Row) -> bool:
    """Part of a structure, such as a fee or a minimum and a maximum, rather than a structure."""
    return (
        len(value) <= 3 and "info" not in value and not any(isinstance(one, dict) for one in value.values())
    )


def _named(name: str, row: Row) -> Row:
    return row if name in (row.get("symbol"), row.get("code"), row.get("currency")) else {"": name, **row}


def columns_of(rows: Sequence[Row]) -> list[str]:
    """The names worth a column: those of the kind, of unknown rows all; none that no row fills."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    kind = next((kind for kind in KINDS if kind.has <= set(names)), None)
    wanted = [name for name in ("", *kind.columns) if name in names] if kind else names
    return [
        name
        for name in wanted
        if name not in UNSHOWN and any(row.get(name) not in (None, "", [], {}) for row in rows)
    ]


def _print_rows(out: Console, rows: Sequence[Row], plain: bool) -> None:
    if not rows:
        out.print("(none)")
        return
    names = columns_of(rows)
    columns = [
        Column(name, [_cell(row, name) for row in rows], any(_is_number(row.get(name)) for row in rows))
        for name in names
    ]
    chosen = columns if plain else fitting(columns, out.width)
    print_columns(out, chosen, plain)
    left_out = [column.name for column in columns[len(chosen) :]]
    if left_out:
        out.print(f"[dim]no room for {escape(', '.join(left_out))}; --json has everything[/]")


def _cell(row: Row, name: str) -> str:
    """A field of a row; of percentages, which are computed, no more than says something."""
    value = row.get(name)
    return f"{value:+.2f}" if name == "percentage" and isinstance(value, float) else text(value)


def _print_one(out: Console, structure: Row, plain: bool) -> None:
    named = {name: value for name, value in structure.items() if name not in UNSHOWN}
    shown = {name: text(value) for name, value in named.items() if value not in (None, [], {})}
    width = max(map(len, shown), default=0)
    if plain:
        for name, value in shown.items():
            out.print(f"{name.ljust(width)}  {value}", markup=False)
        return
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in shown.items():
        table.add_row(name, Text(value))
    out.print(table)
    unknown = [name for name in named if name not in shown]
    if unknown:
        out.print(f"[dim]not told: {escape(', '.join(unknown))}[/]")


def _print_book(out: Console, book: Row, plain: bool) -> None:
    """Bids beside asks, the best first."""
    bids, asks = book["bids"], book["asks"]
    rows = range(max(len(bids), len(asks)))

    def column(name: str, levels: Sequence[Sequence[float]], at: int) -> Column:
        return Column(name, [text(levels[row][at]) if row < len(levels) else "" for row in rows], True)

    columns = [column("amount", bids, 1), column("bid", bids, 0), column("ask", asks, 0)]
    columns.append(column("amount", asks, 1))
    title = " ".join(text(book.get(name)) for name in ("symbol", "datetime") if book.get(name))
    print_columns(out, columns, plain, title)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def text(value: Any) -> str:
    """A value in one cell."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, dict) and value.keys() >= {"cost", "currency"}:
        return NOTHING if value["cost"] is None else f"{text(value['cost'])} {value['currency']}"
    if isinstance(value, dict):
        value = {name: inner for name, inner in value.items() if inner is not None}
        if all(_is_number(inner) for inner in value.values()):
            return ", ".join(f"{name} {text(inner)}" for name, inner in value.items()) or NOTHING
    if isinstance(value, dict | list | tuple):
        return as_json(value, None)
    return str(value)


def number(value: float) -> str:
    """0.00001 and not 1e-05; without a trailing .0."""
    written = f"{Decimal(repr(value)):f}"
    return written.removesuffix(".0")


def moment(ms: int) -> str:
    """A time in milliseconds as text, in UTC."""
    return datetime.fromtimestamp(ms / 1000, timezone.utc).strftime("%Y-%m-%d %H:%M:%S")


def as_json(value: Any, indent: int | None = 2) -> str:
    """JSON text; what JSON does not know is written as text."""
    return json.dumps(value, indent=indent, ensure_ascii=False, default=str)
