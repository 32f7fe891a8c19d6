"""Make the sessions of ``cassettes/*/streams``."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import ccxt

from ascendex_woo_adapters import pro
from ascendex_woo_adapters.simulator import ManualClock, Simulator
from tests.cassettes import scrub
from tests.cassettes.cases import NOW, class_of, config, exchange_id
from tests.cassettes.streams.cases import SCENES, Scene
from tests.cassettes.streams.door import Door
from tests.cassettes.streams.player import Player
from tests.cassettes.streams.published import sessions as published
from tests.cassettes.streams.recorder import PATIENCE_S, Recorder
from tests.cassettes.streams.tape import Session, folder
from tests.cassettes.tables import recorded_markets
from tests.cassettes.tape import DOCUMENTATION
from tests.support import KEY, SECRET

SEED = 1
FORMAT = 1
#: What speaks on the sockets, by folder.
VERSIONS = {"woo-v1": "sockets V2, REST V1", "woo-v3": "V3", "ascendex": "Futures Pro v2"}

Markets = tuple[Any, Any]


def record(venue: str, root: Path) -> list[Path]:
    """Write all sessions of a venue and return their files; its markets are recorded already."""
    return asyncio.run(_record(venue, root))


async def _record(venue: str, root: Path) -> list[Path]:
    markets = recorded_markets(venue)
    sessions = {
        scene.name: await _simulated(venue, scene, markets) for scene in SCENES if venue in scene.venues
    }
    for name, script in published(venue).items():
        session = Session(_header(venue, "documented", script.header), script.lines)
        sessions[name] = Session(session.header, await replayed(session, venue, markets))
    paths = []
    for name, session in sessions.items():
        paths.append(folder(venue, root) / f"{name}.jsonl")
        session.write(paths[-1])
    return paths


def _header(venue: str, origin: str, facts: dict[str, Any]) -> dict[str, Any]:
    return {
        "origin": origin,
        "venue": venue,
        "documentation": DOCUMENTATION[venue],
        "versions": {"format": FORMAT, "api": VERSIONS[venue], "ccxt": ccxt.__version__},
        "start": NOW,
        **facts,
    }


def streaming(venue: str, markets: Markets) -> Any:
    """An exchange of a venue that streams."""
    settings: dict[str, Any] = {"apiKey": KEY, "secret": SECRET, "enableRateLimit": False, **config(venue)}
    made = getattr(pro, exchange_id(venue))(settings)
    made.timeout_on_exit = 0
    made._quiet_s = PATIENCE_S  # however slow the machine is, the first update of a book comes before
    made.uid = scrub.SCRUBBED  # WOO X's application id
    made.set_markets(*markets)
    return made


async def replayed(session: Session, venue: str, markets: Markets) -> list[Any]:
    """The lines of a session that is played to a fresh exchange."""
    exchange = streaming(venue, markets)
    async with Door() as door:
        door.invite(exchange)
        try:
            return await Player(session, exchange, door).play()
        finally:
            await exchange.close()


async def _simulated(venue: str, scene: Scene, markets: Markets) -> Session:
    clock = ManualClock(NOW)
    async with (
        Simulator(seed=SEED, clock=clock, venues=(exchange_id(venue),), limits=False) as simulator,
        Door() as door,
        aiohttp.ClientSession() as http,
    ):
        exchange = simulator.connect(lambda _: streaming(venue, markets))
        actor = simulator.connect(class_of(venue, "async"), {"enableRateLimit": False, **config(venue)})
        actor.set_markets(*markets)
        actor.timeout_on_exit = 0
        exchange.milliseconds = actor.milliseconds = clock.now
        door.invite(exchange)
        tape = Recorder(venue, simulator, exchange, actor, door, http)
        try:
            await scene.script(tape)
        finally:
            await exchange.close()
            await tape.stop()
            await actor.close()
    return Session(_header(venue, "simulator", {"shows": scene.shows}), tape.lines)
