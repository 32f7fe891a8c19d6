"""The commands and their options.

Secrets are never arguments: the list of processes shows these to everybody on the machine.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
from ccxt.base.errors import BaseError
from rich.console import Console

from ascendex_woo_adapters import __version__
from ascendex_woo_adapters.cli.demo import DEFAULT_SECONDS, play
from ascendex_woo_adapters.cli.simulate import serve
from ascendex_woo_adapters.simulator import Simulator
from ascendex_woo_adapters.simulator.simulator import VENUES

INTERRUPTED = 130
"""The exit status of a command that Ctrl-C ended before it was done."""


def console(plain: bool) -> Console:
    """Where the output goes; `plain` has neither colours nor boxes."""
    return Console(no_color=plain or None, highlight=False, soft_wrap=plain)


def is_plain(plain: bool) -> bool:
    """Whether to write lines: asked for, or no terminal that could show more."""
    out = Console()
    return plain or not out.is_terminal or out.is_dumb_terminal


plain_option = click.option("--plain", is_flag=True, help="Lines of text instead of tables and colours.")
seed_option = click.option(
    "--seed", type=int, default=0, show_default=True, help="Prices, books and keys follow from it."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ascendex-woo")
def cli() -> None:
    """Try ccxt strategies on simulated AscendEX and WOO X venues: no account, no money, no network.

    \b
    Examples:
      ascendex-woo demo                 a market maker on both venues, live
      ascendex-woo simulate             both venues until Ctrl-C, for your own strategy

    \b
    Exit status:
      0  all is well            1  it failed: the reason is on stderr
      2  wrong options        130  ended by Ctrl-C before it was done
    """


@cli.command()
@click.option(
    "--venue",
    "venues",
    multiple=True,
    type=click.Choice(list(VENUES)),
    help="Start only this venue; may be given twice. Default: both.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    show_default=True,
    help="Port of the first venue, the next one gets the next port; 0 takes free ports.",
)
@seed_option
@click.option("--no-limits", is_flag=True, help="Switch the venues' request limits off.")
@plain_option
def simulate(venues: tuple[str, ...], port: int, seed: int, no_limits: bool, plain: bool) -> None:
    """Run the simulated venues until Ctrl-C and show how to connect to them.

    The keys are made from the seed and are worth nothing anywhere else.

    \b
    Examples:
      ascendex-woo simulate
      ascendex-woo simulate --venue woo --port 8700
      ascendex-woo simulate --seed 7 --no-limits --plain
    """
    plain = is_plain(plain)
    simulator = Simulator(seed=seed, venues=dict.fromkeys(venues or VENUES), port=port, limits=not no_limits)
    try:
        serve(simulator, console(plain), plain)
    except OSError as error:
        raise click.ClickException(f"cannot open port {port}: {error.strerror or error}") from None


@cli.command()
@click.option(
    "--seconds",
    type=click.FloatRange(1, 3600),
    default=DEFAULT_SECONDS,
    show_default=True,
    help="How long the market maker trades.",
)
@seed_option
@plain_option
def demo(seconds: float, seed: int, plain: bool) -> None:
    """Run one plain ccxt strategy on both simulated venues and check that the money adds up.

    First examples/market_maker.py (asyncio), then examples/round_trip.py (blocking), each on both
    venues at once. Exit status 1 if start + realised - fees + funding is not the end balance.

    \b
    Examples:
      ascendex-woo demo
      ascendex-woo demo --seconds 60 --seed 7
      ascendex-woo demo --plain > demo.txt
    """
    plain = is_plain(plain)
    try:
        adds_up = play(console(plain), plain, seed, seconds)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BaseError as error:
        raise click.ClickException(f"the strategy failed: {type(error).__name__}: {error}") from None
    except FileNotFoundError as error:
        raise click.ClickException(f"the strategy {Path(error.filename).name} is missing") from None
    sys.exit(0 if adds_up else 1)
