"""Recordings of a live venue: calls that only read, made by somebody with keys; and playing them again.

``ascendex-woo record --live`` makes them. Wallets are left out: addresses are somebody's own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from ccxt.base.errors import BaseError

from tests.cassettes import tape
from tests.cassettes.cases import exchange
from tests.cassettes.structures import validate

SYMBOL = "BTC/USDT:USDT"
CLOCKS_DIFFER_MS = 60_000
ROWS = 10
"""As many rows of a list are asked for."""


#: What a venue does not tell, and ccxt's validators ask for, with the reason.
UNTOLD = {
    ("ascendex", "fetch_positions"): dict.fromkeys(
        ("timestamp", "datetime"), "the venue gives positions no time"
    ),
}


class Read(NamedTuple):
    """A unified method that only reads, and its arguments."""

    name: str
    args: tuple[Any, ...] = ()
    private: bool = False


MARKETS = Read("load_markets")
READS = (
    MARKETS,
    Read("fetch_time"),
    Read("fetch_status"),
    Read("fetch_ticker", (SYMBOL,)),
    Read("fetch_order_book", (SYMBOL, ROWS)),
    Read("fetch_trades", (SYMBOL, None, ROWS)),
    Read("fetch_ohlcv", (SYMBOL, "1m", None, ROWS)),
    Read("fetch_funding_rate", (SYMBOL,)),
    Read("fetch_funding_rate_history", (SYMBOL, None, ROWS)),
    Read("fetch_mark_price", (SYMBOL,)),
    Read("fetch_open_interest", (SYMBOL,)),
    Read("fetch_leverage_tiers", ([SYMBOL],)),
    Read("fetch_balance", (), True),
    Read("fetch_positions", (), True),
    Read("fetch_leverage", (SYMBOL,), True),
    Read("fetch_position_mode", (), True),
    Read("fetch_margin_mode", (SYMBOL,), True),
    Read("fetch_trading_fees", (), True),
    Read("fetch_open_orders", (SYMBOL,), True),
    Read("fetch_orders", (SYMBOL, None, ROWS), True),
    Read("fetch_my_trades", (SYMBOL, None, ROWS), True),
    Read("fetch_funding_history", (SYMBOL, None, ROWS), True),
)


def reads_of(exchange: Any, private: bool) -> list[Read]:
    """What an exchange can read, without keys only what is public."""
    flags = {flag.lower() for flag, value in exchange.has.items() if value}
    known = (read for read in READS if private or not read.private)
    return [read for read in known if read is MARKETS or read.name.replace("_", "") in flags]


def folder_of(venue: str, root: Path) -> Path:
    """Where the live cassettes of ``woo-v1``, ``woo-v3`` or ``ascendex`` are."""
    return root / venue / "live"


def record(
    venue: str, make: Callable[[], Any], secrets: Collection[str], private: bool, root: Path
) -> Iterator[tuple[str, str]]:
    """Record each call with an exchange of its own: method, and why it was not recorded, or nothing.

    Raises RuntimeError, and keeps nothing of that call, should a secret be in what was written.
    """
    loaded: Any = None
    for read in reads_of(make(), private):
        performer = make()
        at = performer.milliseconds()
        performer.milliseconds = lambda at=at: at
        if loaded is not None:
            performer.set_markets(loaded.markets, loaded.currencies)
        path = folder_of(venue, root) / f"{read.name.replace('_', '-')}.yaml"
        facts = {
            "origin": "live",
            "documentation": tape.DOCUMENTATION[venue],
            "call": read.name,
            "args": list(read.args),
            "at": at,
        }
        failure = ""
        try:
            with tape.recording(venue, path, facts):
                getattr(performer, read.name)(*read.args)
        except BaseError as error:
            failure = f"{type(error).__name__}: {error}"
            path.unlink(missing_ok=True)
            if read is MARKETS:
                raise
        finally:
            performer.session.close()
        if not failure and any(secret in path.read_text(encoding="utf-8") for secret in secrets):
            path.unlink()
            raise RuntimeError(f"the reply to {read.name} holds your keys: it was not kept")
        if read is MARKETS:
            loaded = performer
        yield read.name, failure


def play(path: Path) -> Any:
    """What the recorded call returns when its cassette is played; ccxt judges it."""
    venue, cassette = path.parent.parent.name, tape.read(path)
    player = exchange(venue, "sync")
    markets = path.parent / "load-markets.yaml"
    if path != markets:
        loaded = exchange(venue, "sync")
        with tape.playing(venue, markets):
            loaded.load_markets()
        player.set_markets(loaded.markets, loaded.currencies)
    player.milliseconds = lambda: cassette["at"]
    with tape.playing(venue, path) as played:
        result = getattr(player, cassette["call"])(*cassette["args"])
    assert played.play_count == len(played), "a request was not asked for"
    untold = UNTOLD.get((venue, cassette["call"]), {})
    validate(player, cassette["call"], result, cassette["at"] + CLOCKS_DIFFER_MS, untold)
    return result
