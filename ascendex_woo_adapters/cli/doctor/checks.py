"""The checks: each looks at one thing and says in words what it found and what to do."""

from __future__ import annotations

import asyncio
import platform
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import Any, NamedTuple

import ccxt
from ccxt.base.errors import (
    AuthenticationError,
    BaseError,
    InvalidNonce,
    NetworkError,
    NotSupported,
    PermissionDenied,
)

import ascendex_woo_adapters
from ascendex_woo_adapters.cli.connect import Venue, names_of
from ascendex_woo_adapters.cli.doctor import facts
from ascendex_woo_adapters.cli.doctor.hosts import Host, Reply, hosts_of, reached
from ascendex_woo_adapters.cli.endpoints import APIS, limit_of
from ascendex_woo_adapters.cli.shapes import moment
from ascendex_woo_adapters.common.endpoint import endpoints_of

OK, WARNING, FAILED, SKIPPED, NOTE = "ok", "warning", "failed", "skipped", "note"

TIMEOUT_MS = 8_000
STREAM_TIMEOUT_S = 15.0
CLOCK_SAMPLES = 3
PERPETUAL = "BTC/USDT:USDT"


class Outcome(NamedTuple):
    """What a check found, and what to do about it."""

    state: str
    text: str
    advice: str = ""


class Patient:
    """A venue under examination, and what earlier checks learnt of it."""

    def __init__(self, venue: Venue) -> None:
        self.venue, self.id = venue, venue.id
        self.exchange = venue.exchange(timeout=TIMEOUT_MS)

    @property
    def api(self) -> str:
        """``woo-v3``, ``ascendex``: what the unified methods speak."""
        generation = self.exchange.options.get("generation")
        return f"{self.id}-{generation}" if generation else self.id

    @cached_property
    def replies(self) -> dict[bool, list[Reply]]:
        """How the hosts replied: those of sockets (True) and of REST."""
        urls = dict(self.venue.exchange("ccxt.pro").urls["api"])
        sockets = hosts_of(urls.pop("ws"), self.exchange.hostname)
        rest = hosts_of(urls, self.exchange.hostname)
        replies: dict[Host, Reply] = {reply.host: reply for reply in reached(rest | sockets)}
        return {
            True: [replies[host] for host in sorted(sockets)],
            False: [replies[host] for host in sorted(rest)],
        }


class Check(NamedTuple):
    """A check, and those that have to have been fine before."""

    name: str
    run: Callable[[Patient], Outcome]
    needs: tuple[str, ...] = ()


def versions() -> Outcome:
    """Python, ccxt and the package."""
    said = (
        f"ascendex-woo-adapters {ascendex_woo_adapters.__version__}, ccxt {ccxt.__version__}, "
        f"Python {platform.python_version()} on {platform.system()}"
    )
    installed = tuple(int(part) for part in ccxt.__version__.split(".") if part.isdigit())
    if facts.OLDEST_CCXT <= installed < facts.FIRST_REFUSED_CCXT:
        return Outcome(OK, said)
    oldest = ".".join(map(str, facts.OLDEST_CCXT))
    return Outcome(FAILED, said, f"Install a ccxt that is supported: pip install 'ccxt>={oldest},<5'")


def rest_hosts(patient: Patient) -> Outcome:
    """Can the hosts of REST be reached?"""
    return _hosts(patient, patient.replies[False])


def socket_hosts(patient: Patient) -> Outcome:
    """Can the hosts of the sockets be reached?"""
    return _hosts(patient, patient.replies[True])


def _hosts(patient: Patient, replies: list[Reply]) -> Outcome:
    broken = [f"{reply.host}: {reply.failure}" for reply in replies if reply.failure]
    if not broken:
        return Outcome(OK, ", ".join(f"{reply.host} in {reply.ms:.0f} ms" for reply in replies))
    advice = (
        "Is this machine online? If so: DNS, a firewall, a VPN, a proxy, or the venue refuses your region."
    )
    if patient.venue.access.url or patient.venue.simulator:
        advice = "Does `ascendex-woo simulate` still run there?"
    elif patient.id == "ascendex":
        advice += " AscendEX is reported closed: its hosts may be gone."
    return Outcome(FAILED, "; ".join(broken), advice)


def clock(patient: Patient) -> Outcome:
    """This machine's time against the venue's."""
    samples = []
    for _ in range(CLOCK_SAMPLES):
        began = time.time() * 1000
        venue_ms = patient.exchange.fetch_time()
        ended = time.time() * 1000
        samples.append((ended - began, (began + ended) / 2 - venue_ms))
    round_trip, ahead = min(samples)
    where = "ahead of" if ahead > 0 else "behind"
    said = f"{abs(ahead):,.0f} ms {where} the venue (round trip {round_trip:.0f} ms)"
    advice = (
        "Let the system keep the time (Linux: timedatectl set-ntp true; Windows: w32tm /resync), or give the "
        "exchange options={'adjustForTimeDifference': True}."
    )
    if abs(ahead) > facts.CLOCK_REFUSED_MS[patient.id]:
        return Outcome(FAILED, f"{said}: signed requests are refused", advice)
    if abs(ahead) > facts.CLOCK_FINE_MS + round_trip:
        return Outcome(WARNING, said, advice)
    return Outcome(OK, said)


def status(patient: Patient) -> Outcome:
    """Is the venue open?"""
    if not patient.exchange.has["fetchStatus"]:
        return Outcome(SKIPPED, "the venue has no endpoint that tells")
    told = patient.exchange.fetch_status()["status"]
    if told == "ok":
        return Outcome(OK, "the venue says that it is open")
    return Outcome(FAILED, f"the venue says: {told}", "Wait until it is open again.")


def markets(patient: Patient) -> Outcome:
    """Do the markets load?"""
    patient.exchange.load_markets()
    kinds = Counter(market["type"] for market in patient.exchange.markets.values())
    return Outcome(OK, ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items())) + " markets")


def limits(patient: Patient) -> Outcome:
    """Which request limits hold."""
    table = next(api.table for api in APIS if api.name == patient.api)
    endpoints = [endpoint for _, endpoint in endpoints_of(table)]
    limited = [endpoint.limit for endpoint in endpoints if endpoint.limit is not None]
    documented = sum(limit.documented for limit in limited)
    order = next(one for one in endpoints if str(one.name) == facts.NEW_ORDER[patient.api])
    said = (
        f"kept before sending: {documented} endpoints as documented, {len(limited) - documented} by "
        f"assumption, {len(endpoints) - len(limited)} without a limit; new orders {limit_of(order)}"
    )
    advice = "options={'quotas': ...} replaces them." if documented < len(limited) else ""
    return Outcome(OK, said, advice)


def keys(patient: Patient) -> Outcome:
    """Are there credentials?"""
    names = names_of(patient.id)
    if patient.venue.simulator is not None:
        return Outcome(OK, "those of the simulator")
    if patient.venue.access.login:
        return Outcome(OK, "given at the prompt")
    if patient.venue.has_credentials:
        return Outcome(OK, f"{names['apiKey']} and {names['secret']} are set")
    return Outcome(
        SKIPPED,
        "none are given, so that nothing private is looked at",
        f"Set {names['apiKey']} and {names['secret']}, or use --login.",
    )


def login(patient: Patient) -> Outcome:
    """Does the venue accept the keys?"""
    balance = patient.exchange.fetch_balance()
    held = sorted(code for code, amount in (balance.get("total") or {}).items() if amount)
    return Outcome(OK, f"accepted; the account holds {', '.join(held[:8]) or 'nothing'}")


def permissions(patient: Patient) -> Outcome:
    """What the keys may do, as far as the venue tells."""
    try:
        told = facts.PERMISSIONS[patient.api](patient.exchange)
    except BaseError as error:
        return Outcome(
            WARNING,
            f"the venue does not tell: {patient.venue.line(error)}",
            "Look at the venue's page of API keys.",
        )
    if told is None:
        return Outcome(
            WARNING, "the venue does not list this key among the account's", "Look at its page of API keys."
        )
    may = [
        word
        for word, allowed in (("read", told.read), ("trade", told.trade), ("withdraw", told.withdraw))
        if allowed
    ]
    said = f"may {', '.join(may) or 'do nothing'}"
    said += (
        f"; bound to {', '.join(told.addresses)}"
        if told.addresses
        else "; no address that it is bound to is told"
    )
    if told.expires is not None:
        said += f"; expires {moment(told.expires)} UTC"
    if not told.trade:
        return Outcome(WARNING, said, "Orders will be refused: allow trading if you want to trade.")
    if told.withdraw:
        return Outcome(
            WARNING,
            said,
            "A bot need not withdraw or transfer: use a key that cannot, bound to your address.",
        )
    return Outcome(OK, said)


def account(patient: Patient) -> Outcome:
    """The account's mode."""
    if patient.id == "ascendex":
        info = patient.exchange.v2_private_get_account_info()["data"]
        return Outcome(OK, f"account group {info['accountGroup']}; REST of Futures Pro v2")
    generation = patient.exchange.options["generation"]
    info = getattr(patient.exchange, facts.ACCOUNT[generation])()["data"]
    mode, position = info.get("accountMode"), info.get("positionMode")
    said = f"account mode {mode}, position mode {position}, generation {generation}"
    if mode != "FUTURES":
        advice = (
            "Perpetuals are refused in this mode: switch the account to FUTURES at the venue to trade them."
        )
        return Outcome(WARNING, said, advice)
    return Outcome(OK, said)


def streams(patient: Patient) -> Outcome:
    """Do the public sockets connect and deliver?"""
    listed = patient.exchange.markets
    symbol = PERPETUAL if PERPETUAL in listed else next(iter(listed))
    book, seconds = _streamed(patient, lambda exchange: exchange.watch_order_book(symbol, 1))
    best = f"{book['bids'][0][0]:g} / {book['asks'][0][0]:g}" if book["bids"] and book["asks"] else "empty"
    return Outcome(OK, f"first order book of {symbol} after {seconds:.1f} s: {best}")


def own_streams(patient: Patient) -> Outcome:
    """Do the private sockets take the keys and deliver?"""
    _, seconds = _streamed(patient, lambda exchange: exchange.watch_balance())
    return Outcome(OK, f"logged in; first balance after {seconds:.1f} s")


def _streamed(patient: Patient, watch: Callable[[Any], Awaitable[Any]]) -> tuple[Any, float]:
    async def run() -> tuple[Any, float]:
        exchange = patient.venue.exchange("ccxt.pro", timeout=TIMEOUT_MS)
        exchange.set_markets(patient.exchange.markets, patient.exchange.currencies)
        began = time.monotonic()
        try:
            told = await asyncio.wait_for(watch(exchange), STREAM_TIMEOUT_S)
            return told, time.monotonic() - began
        except asyncio.TimeoutError:
            raise NetworkError(f"connected, but nothing came in {STREAM_TIMEOUT_S:g} s") from None
        finally:
            await exchange.close()

    return asyncio.run(run())


def news(patient: Patient) -> Outcome:
    """What is reported of the venue."""
    if patient.id == "ascendex":
        return Outcome(NOTE, facts.CLOSED, facts.NEVER_LIVE)
    if patient.api == "woo-v1":
        return Outcome(WARNING, facts.LEGACY, "Leave options['generation'] at 'v3'.")
    return Outcome(NOTE, facts.LEGACY, facts.NEVER_LIVE)


CHECKS = (
    Check("REST hosts", rest_hosts),
    Check("socket hosts", socket_hosts),
    Check("clock", clock, ("REST hosts",)),
    Check("venue status", status, ("REST hosts",)),
    Check("markets", markets, ("REST hosts",)),
    Check("request limits", limits),
    Check("keys", keys),
    Check("keys accepted", login, ("keys", "markets")),
    Check("permissions", permissions, ("keys accepted",)),
    Check("account mode", account, ("keys accepted",)),
    Check("streams", streams, ("socket hosts", "markets")),
    Check("own streams", own_streams, ("streams", "keys accepted")),
    Check("news", news),
)

ADVICE: tuple[tuple[type[BaseException], str], ...] = (
    (NotSupported, "Choose another --generation."),
    (InvalidNonce, "The clock is off: see above."),
    (PermissionDenied, "The key lacks a permission: look at the venue's page of API keys."),
    (
        AuthenticationError,
        "Compare key and secret with the venue's page, without spaces; is the key of this venue, still "
        "valid, and not bound to other addresses than this machine's?",
    ),
    (NetworkError, "Try again; if it stays, the venue or a proxy on the way does not answer."),
)


def broken(patient: Patient, error: Exception) -> Outcome:
    """A check that raised."""
    advice = next((text for kind, text in ADVICE if isinstance(error, kind)), "")
    return Outcome(FAILED, patient.venue.line(error).partition(" (`ascendex-woo doctor")[0], advice)
