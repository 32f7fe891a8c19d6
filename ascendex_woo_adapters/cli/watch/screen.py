"""The live picture of a market on a terminal."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from ascendex_woo_adapters.cli.watch.feed import Feed, Row

COLOURS = {"buy": "green", "sell": "red"}
BAR = 8
"""Width of the longest bar of the book."""
AROUND = 5
"""Lines around the book: heading, prices, the panel's edges, and one to spare for the cursor."""
ACCOUNT_AROUND = 5
"""Lines of the account's panel beside orders and fills."""
LOWEST = 17
"""Lines of a terminal that has room for the account."""
OWN = 4
"""Own orders, and as many fills, that are shown."""


class Screen:
    """Drawn anew at every tick while it is entered."""

    def __init__(self, out: Console, feed: Feed, depth: int) -> None:
        self._out, self._feed, self._depth = out, feed, depth
        self._live = Live(console=out, auto_refresh=False)

    def __enter__(self) -> Screen:
        self._live.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._live.__exit__(None, None, None)

    def tick(self) -> None:
        """Show how things stand."""
        self._live.update(self.draw(), refresh=True)

    def draw(self) -> RenderableType:
        """The whole picture, no higher than the terminal."""
        feed = self._feed
        shows_account = feed.private and self._out.height >= LOWEST
        own = min(OWN, max(1, (self._out.height - LOWEST) // 4))
        account = ACCOUNT_AROUND + own if shows_account else 0
        troubles = 1 if feed.problems else 0
        depth = max(1, min(self._depth, (self._out.height - AROUND - account - troubles) // 2))
        halves = Table.grid(expand=True)
        halves.add_column(ratio=1)
        halves.add_column(ratio=1)
        book = Panel(_book(feed, depth), title="order book", title_align="left", border_style="cyan")
        trades = Panel(_trades(feed, 2 * depth), title="trades", title_align="left", border_style="cyan")
        halves.add_row(book, trades)
        parts: list[RenderableType] = [_heading(feed), _prices(feed), halves]
        if shows_account:
            parts.append(_account(feed, own))
        if troubles:
            said = "; ".join(f"{name}: {text}" for name, text in feed.problems.items())
            parts.append(Text(said, style="red", no_wrap=True, overflow="ellipsis"))
        return Group(*parts)


def state(feed: Feed) -> tuple[str, str]:
    """How the connection is, and the colour of that."""
    if not feed.sockets:
        return ("reconnecting" if feed.connections else "connecting"), "yellow"
    return "connected", "green"


def _heading(feed: Feed) -> Text:
    word, colour = state(feed)
    silence = time.monotonic() - feed.heard_at
    heading = Text(no_wrap=True, overflow="ellipsis")
    heading.append(f"{feed.exchange.name} {feed.symbol}", style="bold")
    heading.append(f"  {word}", style=colour)
    heading.append(f", {silence:.0f} s silent" if silence >= 2 else "", style="yellow")
    heading.append(f"  sockets {feed.sockets}", style="dim")
    heading.append(f"  reconnects {max(0, feed.connections - max(feed.sockets, 1))}", style="dim")
    heading.append(f"  resyncs {feed.resyncs}", style="yellow" if feed.resyncs else "dim")
    heading.append(f"  {datetime.now(timezone.utc):%H:%M:%S}", style="dim")
    return heading


def _prices(feed: Feed) -> Text:
    """The ticker in a line."""
    line = Text(no_wrap=True, overflow="ellipsis")
    for name, value in prices(feed):
        line.append(f"{name} ", style="dim").append(f"{value}  ")
    return line


def prices(feed: Feed) -> list[tuple[str, str]]:
    """What is known of the price, by name."""
    ticker, mark = feed.ticker, feed.mark
    change = ticker.get("percentage")
    rate = feed.funding.get("fundingRate")
    last = ticker.get("last") or (feed.trades[-1]["price"] if feed.trades else None)
    known = [
        ("last", feed.price(last) if last else None),
        ("24h", None if change is None else f"{change:+.2f} %"),
        ("bid", feed.price(ticker.get("bid")) if ticker.get("bid") else None),
        ("ask", feed.price(ticker.get("ask")) if ticker.get("ask") else None),
        ("mark", feed.price(mark.get("markPrice")) if mark.get("markPrice") else None),
        ("funding", None if rate is None else f"{rate * 100:+.4f} %"),
    ]
    return [(name, value) for name, value in known if value is not None]


def _grid(*justified: str) -> Table:
    table = Table.grid(expand=True, padding=(0, 1))
    for justify in justified:
        table.add_column(justify="right" if justify == "right" else "left", no_wrap=True)
    return table


def _book(feed: Feed, depth: int) -> RenderableType:
    book = feed.book
    table = _grid("right", "right", "left")
    if not book or not (book["bids"] and book["asks"]):
        table.add_row(Text("waiting for a book" if not book else "being built anew", style="yellow"))
        _fill(table, 2 * depth - 1)
        return table
    asks, bids = list(book["asks"][:depth]), list(book["bids"][:depth])
    largest = max(level[1] for level in (*asks, *bids))
    own = {(order["side"], order["price"]) for order in feed.open_orders}
    _fill(table, depth - len(asks))
    for side, levels in (("sell", asks[::-1]), ("buy", bids)):
        for price, amount, *_ in levels:
            bar = "█" * max(1, round(BAR * amount / largest))
            mark = " ◂ own" if (side, price) in own else ""
            colour = COLOURS[side]
            table.add_row(
                Text(feed.price(price), style=colour),
                feed.amount(amount),
                Text.assemble((bar, f"dim {colour}"), (mark, f"bold {colour}")),
            )
    _fill(table, depth - len(bids))
    return table


def _trades(feed: Feed, count: int) -> RenderableType:
    table = _grid("left", "left", "right", "right")
    latest = list(feed.trades)[-count:][::-1]
    for trade in latest:
        table.add_row(
            Text(_clock(trade), style="dim"),
            Text(trade["side"] or "", style=COLOURS.get(trade["side"], "")),
            feed.amount(trade["amount"]),
            feed.price(trade["price"]),
        )
    _fill(table, count - len(latest))
    return table


def _clock(row: Row) -> str:
    return str(row["datetime"] or "")[11:19]


def _account(feed: Feed, count: int) -> Panel:
    """Balance and position, and under them open orders beside fills."""
    lines = Table.grid(padding=(0, 1))
    lines.add_column(style="dim", no_wrap=True)
    lines.add_column(no_wrap=True, overflow="ellipsis")
    lines.add_row("balance", feed.money() if feed.balance else "-")
    lines.add_row("position", feed.position() if feed.market["swap"] else "-")
    halves = Table.grid(expand=True, padding=(0, 1))
    for _ in range(2):
        halves.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    halves.add_row(Text("open orders", style="dim"), Text("fills", style="dim"))
    orders = [Text(feed.order(order), COLOURS.get(order["side"], "")) for order in feed.open_orders[-count:]]
    fills = [
        Text(f"{_clock(fill)} {feed.fill(fill)}".replace(" at ", " "), COLOURS.get(fill["side"], ""))
        for fill in list(feed.fills)[-count:][::-1]
    ]
    for row in range(count):
        halves.add_row(_at(orders, row), _at(fills, row))
    return Panel(Group(lines, halves), title="own account", title_align="left", border_style="cyan")


def _at(texts: Sequence[Text], row: int) -> Text:
    return texts[row] if row < len(texts) else Text("")


def _fill(table: Table, rows: int) -> None:
    for _ in range(rows):
        table.add_row("")
