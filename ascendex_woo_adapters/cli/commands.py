"""The commands and their options. What a command does is imported when it runs, so that help is fast.

Secrets are never arguments: the list of processes shows these to everybody on the machine.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from ascendex_woo_adapters import __version__, exchanges
from ascendex_woo_adapters.cli.options import (
    GENERATIONS,
    Commands,
    Seconds,
    access_options,
    generation_option,
    json_option,
    plain_option,
    seed_option,
    venue_argument,
)

DEMO_SECONDS = 12.0
LAST_PORT = 65535


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="ascendex-woo")
def cli() -> None:
    """AscendEX and WOO X from the command line, and both venues simulated: no account, no money.

    \b
    Examples:
      ascendex-woo demo                                    a market maker on both venues, live
      ascendex-woo watch woo BTC/USDT:USDT --simulate      a live order book
      ascendex-woo call woo fetch_ticker BTC/USDT          any method of ccxt
      ascendex-woo doctor woo                              does it work from here?

    \b
    Keys come from the environment, or from a hidden prompt with --login; never from arguments:
      WOO_APIKEY  WOO_SECRET  WOO_UID (the application id; optional)
      ASCENDEX_APIKEY  ASCENDEX_SECRET

    \b
    Exit status:
      0  all is well            1  it failed: the reason is on stderr
      2  wrong options        130  ended by Ctrl-C before it was done
    """


@cli.command()
@click.option(
    "--seconds",
    type=Seconds(1, 3600),
    default=DEMO_SECONDS,
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
    from ccxt.base.errors import BaseError

    from ascendex_woo_adapters.cli.demo.play import play
    from ascendex_woo_adapters.cli.terminal import console, is_plain

    plain = is_plain(plain)
    try:
        adds_up = play(console(plain), plain, seed, seconds)
    except BaseError as error:
        raise click.ClickException(f"the strategy failed: {type(error).__name__}: {error}") from None
    except FileNotFoundError as error:
        raise click.ClickException(f"the strategy {Path(error.filename).name} is missing") from None
    sys.exit(0 if adds_up else 1)


@cli.command()
@click.option(
    "--venue",
    "venues",
    multiple=True,
    type=click.Choice(exchanges),
    help="Start only this venue; may be given twice. Default: both.",
)
@click.option(
    "--port",
    type=click.IntRange(0, LAST_PORT),
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
    from ascendex_woo_adapters.cli.simulate import serve
    from ascendex_woo_adapters.cli.terminal import console, is_plain
    from ascendex_woo_adapters.simulator import Simulator
    from ascendex_woo_adapters.simulator.simulator import VENUES

    plain = is_plain(plain)
    chosen = dict.fromkeys(venues or VENUES)
    if port + len(chosen) - 1 > LAST_PORT:
        raise click.UsageError(f"each venue takes a port, from {port} on, and the last port is {LAST_PORT}")
    simulator = Simulator(seed=seed, venues=chosen, port=port, limits=not no_limits)
    try:
        serve(simulator, console(plain), plain)
    except OSError as error:
        raise click.ClickException(f"cannot open port {port}: {error.strerror or error}") from None


@cli.command()
@venue_argument
@click.argument("symbol")
@access_options
@click.option(
    "--depth", type=click.IntRange(1, 50), default=10, show_default=True, help="Levels of the book a side."
)
@click.option("--seconds", type=Seconds(min=0.1), help="Stop by itself. Default: at Ctrl-C.")
@plain_option
def watch(venue: str, symbol: str, depth: int, seconds: float | None, plain: bool, **access: Any) -> None:
    """Show the market SYMBOL of the exchange ID live, over its sockets.

    The order book, trades and prices; with keys also own orders, fills, balance and position. The first
    line tells how the connection is and how often the book was built anew because updates were missing.
    Ctrl-C ends it with exit status 0. With --simulate, examples/market_maker.py trades on the account.

    WOO X gives an account one listen key (V3): do not watch with the keys that a running bot streams with,
    or each ends the other's private stream again and again. --generation v1 needs no listen key.

    \b
    Examples:
      ascendex-woo watch woo BTC/USDT:USDT --simulate
      ascendex-woo watch ascendex ETH/USDT:USDT --simulate --depth 5 --seconds 30
      ascendex-woo watch woo BTC/USDT --login
      ascendex-woo watch woo BTC/USDT --plain > market.txt
    """
    from ascendex_woo_adapters.cli.connect import Access
    from ascendex_woo_adapters.cli.terminal import console, is_plain
    from ascendex_woo_adapters.cli.watch.run import watch as run

    plain = is_plain(plain)
    run(console(plain), Access(venue, **access), symbol, depth, seconds, plain)


@cli.command(context_settings={"ignore_unknown_options": True})
@venue_argument
@click.argument("method")
@click.argument("words", metavar="[ARGUMENTS]...", nargs=-1, type=click.UNPROCESSED)
@access_options
@json_option
@plain_option
def call(venue: str, method: str, words: tuple[str, ...], as_json: bool, plain: bool, **access: Any) -> None:
    """Call METHOD of the exchange ID and print what it returns.

    METHOD is any unified or implicit method of ccxt, as fetch_order_book or fetchOrderBook. ARGUMENTS
    stand in their order, or as name=value. A value is JSON where it can be read as such, else text. What
    only the venue knows goes into params.NAME=VALUE. The times of unified methods, since and params.until,
    may be written as 2026-01-31 or 2026-01-31T12:00:00Z. Lists come as tables, one structure as names and
    values, implicit methods and --json as JSON.

    With keys of a real account, orders are real orders.

    \b
    Examples:
      ascendex-woo call woo fetch_ticker BTC/USDT
      ascendex-woo call woo fetchOHLCV BTC/USDT 1h limit=5 --json
      ascendex-woo call ascendex fetch_open_orders --simulate
      ascendex-woo call woo create_order BTC/USDT limit buy 0.01 20000 params.postOnly=true --simulate
      ascendex-woo call woo v3PublicGetOrderbook symbol=SPOT_BTC_USDT maxLevel=2
    """
    from ascendex_woo_adapters.cli.call import call as run
    from ascendex_woo_adapters.cli.connect import Access
    from ascendex_woo_adapters.cli.terminal import console, is_plain

    for word in (method, *words):
        if word.startswith("--"):
            raise click.NoSuchOption(word.partition("=")[0])
    plain = is_plain(plain)
    run(console(plain), Access(venue, **access), method, words, as_json, plain)


@cli.command()
@click.argument("words", metavar="[ID] [WORD]...", nargs=-1)
@click.option("--generation", type=click.Choice(GENERATIONS), help="Only this API generation of woo.")
@click.option("--section", help="A section of the API: public, private, v1, v3, data...")
@json_option
@plain_option
def endpoints(
    words: tuple[str, ...], generation: str | None, section: str | None, as_json: bool, plain: bool
) -> None:
    """List the endpoints, the unified methods that use them, by what they are proven, and their limits.

    Every endpoint can be called by its implicit method, see `ascendex-woo call`. A WORD is looked for
    in everything that is known of an endpoint; one must have them all. Proven: sample is a reply that
    the venue published, captured one that somebody else did, simulator the simulator of this package;
    unconfirmed endpoints are known at second hand.

    \b
    Examples:
      ascendex-woo endpoints woo --generation v3
      ascendex-woo endpoints ascendex funding
      ascendex-woo endpoints cancel_order
      ascendex-woo endpoints woo --section public --json
    """
    from ascendex_woo_adapters.cli.endpoints import chosen
    from ascendex_woo_adapters.cli.endpoints import endpoints as run
    from ascendex_woo_adapters.cli.terminal import console, is_plain

    venue = words[0] if words and words[0] in exchanges else None
    plain = is_plain(plain)
    run(console(plain), chosen(words[1:] if venue else words, venue, generation, section), as_json, plain)


@cli.command()
@click.argument("venues", metavar="[ID]...", nargs=-1, type=click.Choice(exchanges))
@access_options
@plain_option
def doctor(venues: tuple[str, ...], plain: bool, **access: Any) -> None:
    """Check whether a venue, or both, can be used from here, and say what to do where it cannot.

    Versions, hosts, clock, markets, request limits, keys and their permissions, account, streams. Nothing
    is traded or changed; the check of own streams takes WOO X's listen key (V3), so that a bot of the same
    account connects anew. Exit status 1 if a check failed; warnings and skipped checks are no failures.

    \b
    Examples:
      ascendex-woo doctor
      ascendex-woo doctor woo --login
      ascendex-woo doctor woo --generation v1
      ascendex-woo doctor --simulate --plain
    """
    from ascendex_woo_adapters.cli.connect import Access
    from ascendex_woo_adapters.cli.doctor.examine import examine
    from ascendex_woo_adapters.cli.terminal import console, is_plain

    plain = is_plain(plain)
    chosen = list(dict.fromkeys(venues or ("woo", "ascendex")))
    if len(chosen) > 1 and (access["url"] or access["generation"]):
        raise click.UsageError("--url and --generation need the ID of one venue")
    sys.exit(0 if examine(console(plain), [Access(venue, **access) for venue in chosen], plain) else 1)


@cli.command()
@click.option("--live", type=click.Choice(exchanges), help="Record this venue, live, instead.")
@generation_option
@click.option("--login", is_flag=True, help="Ask for the keys, hidden, instead of the environment.")
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    help="Another folder than the checkout's cassettes.",
)
@plain_option
def record(live: str | None, generation: str | None, login: bool, to: Path | None, plain: bool) -> None:
    """Record the cassettes of a checkout of the sources anew.

    Without --live: the venues' published samples and the simulator, both on loopback, without keys or
    network; it says which cassettes have changed. With --live: calls that only read, at the venue, into
    cassettes of the origin "live". Keys, signatures, names and account numbers are scrubbed; what you own
    and what you traded is not. Without keys only what is public is recorded.

    \b
    Examples:
      ascendex-woo record
      ascendex-woo record --to /tmp/cassettes
      ascendex-woo record --live woo
      ascendex-woo record --live woo --generation v1 --login
    """
    from ascendex_woo_adapters.cli.connect import Access
    from ascendex_woo_adapters.cli.record import record_live, rerecord
    from ascendex_woo_adapters.cli.terminal import console, is_plain

    plain = is_plain(plain)
    if live is not None:
        record_live(console(plain), Access(live, generation, login=login), plain, to)
    elif generation or login:
        raise click.UsageError("--generation and --login belong to --live")
    else:
        rerecord(console(plain), plain, to)
