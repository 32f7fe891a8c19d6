"""``ascendex-woo simulate``: the venues, how to reach them, and the wait for Ctrl-C."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any, NamedTuple

from rich.console import Console
from rich.syntax import Syntax
from rich.table import Table

from ascendex_woo_adapters.cli.connect import names_of
from ascendex_woo_adapters.simulator import Simulator
from ascendex_woo_adapters.simulator.server import Venue
from ascendex_woo_adapters.simulator.simulator import rehosted

SNIPPET = """\
import ccxt  # or: import ccxt.async_support as ccxt, or: import ccxt.pro as ccxt
import ascendex_woo_adapters

ascendex_woo_adapters.register()
{exchanges}
"""


def serve(simulator: Simulator, console: Console, plain: bool) -> None:
    """Run until SIGINT or SIGTERM. Raises OSError when a port cannot be opened."""
    with stop_signals() as stop, simulator:
        (print_lines if plain else print_tables)(simulator, console)
        while not stop.wait(0.5):  # a wait without an end would keep Windows from seeing Ctrl-C
            pass
        console.print("Stopped.")


@contextmanager
def stop_signals() -> Iterator[threading.Event]:
    """An event that the first SIGINT or SIGTERM sets."""
    stop = threading.Event()
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda *_: stop.set()) for number in signals]
    try:
        yield stop
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)


class Key(NamedTuple):
    """A key of a simulated venue and what it opens."""

    venue: str
    url: str
    name: str
    funds: str
    api_key: str
    secret: str


def keys(simulator: Simulator) -> list[Key]:
    """Every key of every running venue."""
    return [
        Key(venue_id, simulator.urls[venue_id], name, funds(venue, name), key.api_key, key.secret)
        for venue_id, venue in simulator.venues.items()
        for name, key in venue.credentials.items()
    ]


def funds(venue: Venue, name: str) -> str:
    """What the account of a key holds."""
    account = venue.credentials[name].account
    balances = venue.engine.balances(venue.engine.account(account))
    held = ", ".join(f"{balance.total:,f} {asset}" for asset, balance in balances.items() if balance.total)
    return (held or "no funds") if name == account else f"reads {account}, cannot trade"


def snippet(simulator: Simulator) -> str:
    """Python text that makes a ready ccxt exchange of every running venue."""
    return SNIPPET.format(
        exchanges="\n".join(
            f"{name} = ccxt.{name}({json.dumps(config(simulator, name), indent=4)})"
            for name in simulator.venues
        )
    )


def config(simulator: Simulator, name: str) -> dict[str, Any]:
    """What an exchange of any of ccxt's modules takes to trade on a running venue: keys and every URL."""
    credential = simulator.venues[name].credentials["main"]
    exchange = simulator.connect(getattr(import_module("ascendex_woo_adapters"), name))
    # the streaming class adds these; making one would import all that it needs
    sockets = import_module(f"ascendex_woo_adapters.venues.{name}.streams.description").STREAMS["urls"]["api"]
    urls = {**exchange.urls["api"], **rehosted(sockets, simulator.urls[name])}
    return {"apiKey": credential.api_key, "secret": credential.secret, "urls": {"api": urls}}


def shell(simulator: Simulator) -> str:
    """Shell commands for another terminal: the keys as the other commands take them, and one to try."""
    lines = []
    for name, venue in simulator.venues.items():
        key = venue.credentials["main"]
        values = {"apiKey": key.api_key, "secret": key.secret, "uid": key.application_id}
        variables = names_of(name)
        lines += [f"export {variables[one]}={value}" for one, value in values.items() if value]
    lines += [
        f"ascendex-woo watch {name} BTC/USDT:USDT --url {simulator.urls[name]}" for name in simulator.venues
    ]
    return "\n".join(lines)


def print_lines(simulator: Simulator, console: Console) -> None:
    """The facts, one line a key with fields apart by spaces, and the snippet."""
    console.print("# venue url account api-key secret")
    for key in keys(simulator):
        console.print(key.venue, key.url, key.name, key.api_key, key.secret)
    console.print()
    console.print(snippet(simulator), markup=False, end="")
    console.print("# for another terminal:")
    for line in shell(simulator).splitlines():
        console.print(f"#   {line}", markup=False)
    console.print("# stop with Ctrl-C")


def print_tables(simulator: Simulator, console: Console) -> None:
    """The facts as tables, and the snippet without a frame so that it can be copied."""
    venues = Table("venue", "URL", "markets", "request limits", header_style="dim")
    for name, venue in simulator.venues.items():
        limits = "as documented" if venue.limits else "off"
        venues.add_row(
            f"[bold]{name}", f"[cyan]{simulator.urls[name]}", str(len(venue.engine.instruments)), limits
        )
    table = Table(header_style="dim")
    table.add_column("account", no_wrap=True)
    table.add_column("API key, secret: worth nothing anywhere else", overflow="fold")
    for key in keys(simulator):
        table.add_row(
            f"[bold]{key.venue}[/]\n{key.name}",
            f"[green]{key.api_key}[/] [dim]{key.funds}[/]\n[yellow]{key.secret}[/]",
        )
    console.print(venues, table)
    console.rule("ccxt, ready to copy", align="left", style="dim")
    code = Syntax("", "python", theme="ansi_dark", background_color="default")
    console.print(code.highlight(snippet(simulator)), soft_wrap=True, end="")
    console.rule("another terminal, ready to copy", align="left", style="dim")
    console.print(shell(simulator), markup=False, soft_wrap=True)
    console.rule("stop with Ctrl-C", align="left", style="dim")
