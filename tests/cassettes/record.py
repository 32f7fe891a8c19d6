"""Record every cassette anew: ``python -m tests.cassettes.record``.

Published samples are served on loopback, all else comes from the simulator on loopback; either way the
requests are made by the exchange class itself. Sessions of sockets: ``tests.cassettes.streams``.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ascendex_woo_adapters.simulator import ManualClock, Simulator
from tests.cassettes import scrub, tape
from tests.cassettes.cases import NOW, Case, Stage, class_of, config, exchange, exchange_id, own_uid
from tests.cassettes.samples import Sample, samples
from tests.cassettes.streams import record as streams
from tests.cassettes.streams.tape import read
from tests.cassettes.tables import CASES, MARKETS

SEED = 1


def recorded(root: Path) -> Iterator[Path]:
    """Write all cassettes under ``root``: their files, one by one."""
    for venue, cases in CASES.items():
        markets = _markets(venue)
        for case in cases:
            path = case.path(venue, root)
            make = _documented if case.samples else _simulated
            make(venue, case, path, markets)
            yield path


def record(root: Path) -> list[Path]:
    """Write all cassettes under ``root`` and return their files."""
    return list(recorded(root))


def _markets(venue: str) -> tuple[Any, Any]:
    """Markets and currencies of the simulator, so that recordings hold only what they are about."""
    with Simulator(seed=SEED, clock=ManualClock(NOW), venues=(exchange_id(venue),)) as simulator:
        loaded = simulator.connect(class_of(venue, "sync"), config(venue))
        loaded.load_markets()
    return loaded.markets, loaded.currencies


def _perform(venue: str, case: Case, performer: Any, args: tuple[Any, ...], markets: tuple[Any, Any]) -> None:
    if case is not MARKETS[venue]:
        performer.set_markets(*markets)
    try:
        getattr(performer, case.call)(*args)
    except Exception as error:
        if case.raises is None or error.__class__ is not case.raises:
            raise
    finally:
        performer.session.close()


def _documented(venue: str, case: Case, path: Path, markets: tuple[Any, Any]) -> None:
    known = samples(venue)
    replies = [known[key] for key in case.samples]
    facts = {
        "origin": case.origin,
        "documentation": replies[-1].source,
        "samples": list(case.samples),
    }
    with _serving(replies) as base:
        performer = exchange(venue, "sync")
        performer.urls["api"] = dict.fromkeys(performer.urls["api"], base)
        with tape.recording(venue, path, facts):
            _perform(venue, case, performer, case.args, markets)


def _simulated(venue: str, case: Case, path: Path, markets: tuple[Any, Any]) -> None:
    facts = {"origin": case.origin, "documentation": tape.DOCUMENTATION[venue]}
    clock = ManualClock(NOW - case.lead_ms)
    with Simulator(seed=SEED, clock=clock, venues=(exchange_id(venue),)) as simulator:
        if case.scene is not None:
            actor = simulator.connect(class_of(venue, "sync"), config(venue))
            actor.milliseconds = clock.now
            actor.set_markets(*markets)
            case.scene(Stage(simulator, actor))
            actor.session.close()
        clock.advance(NOW - clock.now())
        performer = simulator.connect(class_of(venue, "sync"), config(venue))
        performer.milliseconds = lambda: NOW
        args = tuple(own_uid(argument, _uid(simulator, venue)) for argument in case.args)
        with tape.recording(venue, path, facts):
            _perform(venue, case, performer, args, markets)


def _uid(simulator: Any, venue: str) -> str:
    """The UID that is part of the account's order ids; the stand-in itself where ids hold none."""
    if venue != "ascendex":
        return scrub.UID
    at_venue = simulator.ascendex
    uid: str = at_venue.user(at_venue.engine.account("main")).uid
    return uid


@contextmanager
def _serving(replies: list[Sample]) -> Iterator[str]:
    """Published replies on loopback; yields the base URL."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            path = urlsplit(self.path).path
            sample = next((one for one in replies if one.answers(self.command, path)), None)
            body = b"" if sample is None else sample.body.encode()
            self.send_response(404 if sample is None else sample.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = answer

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def everything(root: Path) -> Iterator[Path]:
    """Write all cassettes and all sessions of sockets under ``root``: their files, one by one."""
    yield from recorded(root)
    for venue in streams.VERSIONS:
        yield from streams.record(venue, root)


def replaced(root: Path) -> list[Path]:
    """What is under ``root`` and made anew: all but the recordings of the live venues."""
    cassettes = [path for origin in ("documented", "simulator") for path in root.glob(f"*/{origin}/*.yaml")]
    sessions = [path for path in root.glob("*/streams/*.jsonl") if read(path).header["origin"] != "live"]
    return [*cassettes, *sessions]


def main() -> int:
    """Replace the recorded cassettes; those of the live venues stay."""
    for path in replaced(tape.CASSETTES):
        path.unlink()
    print(f"{len(list(everything(tape.CASSETTES)))} cassettes and sessions of sockets")
    return 0


if __name__ == "__main__":
    sys.exit(main())
