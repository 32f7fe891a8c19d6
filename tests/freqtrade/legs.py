"""What the bot is made to do, one part at a time: its commands, a dry run, live trading under faults."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from ascendex_woo_adapters.simulator import Fault, Simulator
from ascendex_woo_adapters.simulator.server import Request, Venue
from tests.freqtrade import books
from tests.freqtrade.bot import FREQTRADE, LAUNCHER, Bot, Trading
from tests.freqtrade.market import check_commands, check_dry_fills

FUNDS = Decimal(20_000)
COINS = ("LTC", "DOT", "UNI", "AVAX", "LINK", "AAVE")
"""Their books are thin, so that an order of ``STAKE`` takes several levels and often rests in part."""
STAKE = 1500
ROUND_TRIPS = 10
DEADLINE_S = 240
POLL_S = 0.5
TOLD_EVERY_S = 10
PLACE = {"woo": "POST /v3/trade/order", "ascendex": "POST *v2/futures/order"}
PLACE_STOP = {"woo": "POST /v3/trade/algoOrder", "ascendex": "POST *v2/futures/order"}


class Leg(NamedTuple):
    """``part`` of the example configuration ``example``, with a margin mode in futures."""

    example: str
    part: str
    margin: str = ""

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.example, self.margin, self.part) if part)

    @property
    def venue(self) -> str:
        return self.example.split("-")[0]

    @property
    def spot(self) -> bool:
        return self.example.endswith("spot")


FUTURES = [
    (example, margin) for example in ("woo-futures", "ascendex-futures") for margin in ("isolated", "cross")
]
LEGS = [
    *(Leg("woo-spot", part) for part in ("live", "dry", "commands")),
    *(Leg(example, part, margin) for part in ("live", "dry") for example, margin in FUTURES),
    *(Leg(example, "commands", "isolated") for example in ("woo-futures", "ascendex-futures")),
]


class Failed(Exception):
    """What was expected did not happen."""


def run(leg: Leg, folder: Path) -> dict[str, Any]:
    """Run a part on a simulator of its own, and return the figures of it."""
    started = time.monotonic()
    with Simulator(seed=1, venues=[leg.venue], balances={leg.venue: {"main": {"USDT": FUNDS}}}) as simulator:
        venue = simulator.venues[leg.venue]
        figures = PARTS[leg.part](leg, folder / leg.name.replace(" ", "-"), venue, simulator.urls[leg.venue])
        if venue.crashes:
            raise Failed(f"the simulator failed: {venue.crashes}")
    return {**figures, "seconds": round(time.monotonic() - started)}


def say(leg: Leg, text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {leg.name}: {text}", flush=True)


def _bot(leg: Leg, folder: Path, venue: Venue, url: str, program: tuple[str, ...], **more: Any) -> Bot:
    key = venue.credentials["main"]
    changes: dict[str, Any] = {"margin_mode": leg.margin} if leg.margin else {}
    return Bot(folder, leg.example, url, (key.api_key, key.secret), {**changes, **more}, program)


def _commands(leg: Leg, folder: Path, venue: Venue, url: str) -> dict[str, Any]:
    """Everything but trading, each compared with what the simulated venue says."""
    bot = _bot(leg, folder, venue, url, FREQTRADE)
    launched = _bot(leg, folder.with_name(folder.name + "-launcher"), venue, url, LAUNCHER)
    return check_commands(bot, launched, venue, leg.spot, lambda text: say(leg, text))


def _trader(leg: Leg, folder: Path, venue: Venue, url: str, program: tuple[str, ...], dry: bool) -> Bot:
    pairs = [f"{coin}/USDT" if leg.spot else f"{coin}/USDT:USDT" for coin in COINS]
    return _bot(
        leg,
        folder,
        venue,
        url,
        program,
        dry_run=dry,
        strategy="RoundTrips",
        max_open_trades=len(pairs),
        stake_amount=STAKE,
        order_types={"stoploss_on_exchange_interval": 3},
        unfilledtimeout={"entry": 4, "exit": 4, "unit": "seconds"},
        entry_pricing={"price_side": "other"},
        exit_pricing={"price_side": "other"},
        internals={"process_throttle_secs": 1},
        exchange={"pair_whitelist": pairs},
        round_trips={
            "hold": 5,
            "stopped": pairs[:2],
            "stop_ratio": 0.0004,
            "finish": str(folder / "finish"),
        },
    )


def _wait(leg: Leg, trading: Trading, missing: Callable[[], list[str]]) -> None:
    """Until nothing is missing. Raises Failed after ``DEADLINE_S``."""
    end = time.monotonic() + DEADLINE_S
    told = 0.0
    while lacking := missing():
        trading.check()
        if time.monotonic() > end:
            raise Failed(f"after {DEADLINE_S} s there is still missing: {', '.join(lacking)}")
        if time.monotonic() - told > TOLD_EVERY_S:
            told = time.monotonic()
            say(leg, f"{_closed(trading.bot)} round trips; waiting for {', '.join(lacking)}")
        time.sleep(POLL_S)


def _closed(bot: Bot) -> int:
    return len(bot.rows("SELECT id FROM trades WHERE NOT is_open"))


def _trade(leg: Leg, bot: Bot, missing: Callable[[], list[str]]) -> None:
    """Trade until nothing is missing, then until all is closed, then stop."""
    trading = bot.trade()
    try:
        _wait(leg, trading, missing)
        (bot.folder / "finish").touch()
        left = "SELECT id FROM trades WHERE is_open UNION ALL SELECT id FROM orders WHERE ft_is_open"
        _wait(leg, trading, lambda: ["the end of what is open"] if bot.rows(left) else [])
        trading.stop()
    finally:
        trading.kill()


def _tables(bot: Bot) -> tuple[list[books.Row], list[books.Row]]:
    return bot.rows("SELECT * FROM orders ORDER BY id"), bot.rows("SELECT * FROM trades ORDER BY id")


def _dry(leg: Leg, folder: Path, venue: Venue, url: str) -> dict[str, Any]:
    """The launcher; the venue must not see an order, a key, or a change of the account."""
    bot = _trader(leg, folder, venue, url, LAUNCHER, dry=True)

    def missing() -> list[str]:
        lacking = ROUND_TRIPS - _closed(bot)
        return [f"{lacking} round trips"] if lacking > 0 else []

    _trade(leg, bot, missing)
    account = venue.engine.account("main")
    orders, trades = _tables(bot)
    wrong = check_dry_fills(venue, orders)
    if venue.engine.orders(account) or venue.engine.balance(account, "USDT").total != FUNDS:
        wrong.append("a dry run has changed the account")
    if signed := [logged.request.path for logged in venue.requests if logged.request.credential is not None]:
        wrong.append(f"a dry run has used its key: {signed[:3]}")
    if wrong:
        raise Failed("\n".join(wrong))
    return {"round trips": len(trades), "orders": len(orders), "fills": "-"}


def _live(leg: Leg, folder: Path, venue: Venue, url: str) -> dict[str, Any]:
    """Real orders on the simulator, with replies lost on the way and the sockets cut."""
    bot = _trader(leg, folder, venue, url, FREQTRADE, dry=False)
    account = venue.engine.account("main")
    lost = _lose_replies(venue)
    cut: list[set[int]] = []

    def missing() -> list[str]:
        closed = _closed(bot)
        if not cut and closed >= 2 and any(session.topics for session in venue.sockets.sessions):
            cut.append({session.number for session in venue.sockets.sessions})
            venue.sockets.cut_all()
        found = books.entries(venue, account).values()
        wanted = {
            f"{ROUND_TRIPS - closed} round trips": closed >= ROUND_TRIPS,
            "a reconnect": bool(cut)
            and any(session.topics and session.number not in cut[0] for session in venue.sockets.sessions),
            "a stop that triggers": any(entry.stop and entry.filled for entry in found),
            "an order of several fills": any(entry.order and len(entry.order.fills) > 1 for entry in found),
            **{name: fault.hits > 0 for name, fault in lost.items()},
        }
        return [name for name, there in wanted.items() if not there]

    _trade(leg, bot, missing)
    report = books.compare(venue, account, *_tables(bot), FUNDS, leg.spot)
    if report.wrong:
        raise Failed("\n".join(report.wrong))
    (folder / "report.json").write_text(json.dumps(report.figures(), indent=1))
    say(leg, f"{report.figures()}")
    return {**report.figures(), "lost": len(lost)}


def _lose_replies(venue: Venue) -> dict[str, Fault]:
    """The reply to an entry and that to a stop are lost after the order was accepted; one entry is never sent."""

    def is_stop(request: Request) -> bool:
        return b"rigger" in request.body or b"stopPrice" in request.body

    def is_plain(request: Request) -> bool:
        return not is_stop(request)

    faults = {
        "a lost reply": Fault(PLACE[venue.id], "drop_after", skip=2, when=is_plain),
        "a lost reply to a stop": Fault(PLACE_STOP[venue.id], "drop_after", skip=1, when=is_stop),
        "a request that does not arrive": Fault(PLACE[venue.id], "drop_before", skip=5, when=is_plain),
    }
    for fault in faults.values():
        venue.faults.add(fault)
    return faults


PARTS = {"commands": _commands, "dry": _dry, "live": _live}
