"""Every recorded session, played to the streaming class, delivers what was recorded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import ccxt
import pytest

from tests.cassettes.streams import player, published
from tests.cassettes.streams.cases import SCENES
from tests.cassettes.streams.record import FORMAT, VERSIONS, record, replayed, streaming
from tests.cassettes.streams.tape import Line, Session, as_frame, files, folder, line, read
from tests.cassettes.tables import recorded_markets

FILES = files(VERSIONS)
every_session = pytest.mark.parametrize(
    ("venue", "path"), FILES, ids=[f"{venue}/{path.stem}" for venue, path in FILES]
)
every_venue = pytest.mark.parametrize("venue", VERSIONS)

OF_CALLS = ("delivered", "raised")


def deliveries(lines: list[Line]) -> list[tuple[int, Line]]:
    """What the calls gave, each with the number of lines from the venue that came before it."""
    found, received = [], 0
    for one in lines:
        received += one.verb in ("received", "closed")
        if one.verb in OF_CALLS:
            found.append((received, one))
    return found


def agrees(ours: Any, recorded: Any) -> bool:
    """Whether a structure is the recorded one, but for fields that only one version of ccxt fills in."""
    if isinstance(ours, dict) and isinstance(recorded, dict):
        return all(agrees(ours[name], recorded[name]) for name in ours.keys() & recorded.keys())
    if isinstance(ours, list) and isinstance(recorded, list):
        return len(ours) == len(recorded) and all(map(agrees, ours, recorded))
    return ours == recorded or ours is None or recorded is None


@every_session
async def test_session(venue: str, path: Path) -> None:
    session = read(path)
    played = deliveries(await replayed(session, venue, recorded_markets(venue)))
    recorded = deliveries(session.lines)
    assert recorded
    assert all(one.facts.get("result") != {} for _, one in recorded), "something was told that is nothing"
    if ccxt.__version__ == session.header["versions"]["ccxt"]:
        assert played == recorded
    else:
        assert [(at, one.verb, one.subject) for at, one in played] == [
            (at, one.verb, one.subject) for at, one in recorded
        ]
        for (_, ours), (_, theirs) in zip(played, recorded, strict=True):
            assert agrees(ours.facts, theirs.facts)


@every_session
def test_header(venue: str, path: Path) -> None:
    header = read(path).header
    assert header["origin"] in ("documented", "simulator", "live")
    assert header["venue"] == venue
    assert header["documentation"].startswith("https://")
    assert header["shows"]
    assert header["versions"].keys() == {"format", "api", "ccxt"}
    assert header["versions"]["format"] == FORMAT
    assert header["versions"]["api"] == VERSIONS[venue]
    assert header["start"] > 1_500_000_000_000


@every_venue
def test_every_streaming_method_has_a_session(venue: str) -> None:
    has = streaming(venue, recorded_markets(venue)).has
    promised = {
        name.lower()
        for name, value in has.items()
        if value is True and (name.startswith(("watch", "unWatch")) or name.endswith("Ws"))
    }
    calls = [one for path in folder(venue).glob("*.jsonl") for one in read(path).lines if one.verb == "call"]
    called = {one.facts["method"].replace("_", "") for one in calls}
    assert promised - called == set()
    assert len(promised) > 25


@every_venue
def test_no_session_without_a_row(venue: str) -> None:
    rows = {scene.name for scene in SCENES if venue in scene.venues} | set(published.sessions(venue))
    assert {
        path.stem for path in folder(venue).glob("*.jsonl") if read(path).header["origin"] != "live"
    } == rows


@pytest.mark.parametrize(
    ("venue", "path"),
    [row for row in FILES if row[1].stem.startswith("published-")],
    ids=lambda one: getattr(one, "stem", one),
)
def test_documented_sessions_hold_the_published_text(venue: str, path: Path) -> None:
    texts = {as_frame(text) for frames in published.frames(venue).values() for text in frames[:4] if text}
    session = read(path)
    assert session.header["origin"] == "documented"
    told = [str(one.frame) for one in session.lines if one.verb == "received" and "status" not in one.facts]
    made = [frame for frame in told if frame not in texts]
    # the acknowledgement of a channel for which none is printed
    assert all(
        venue == "ascendex" and json.loads(frame).keys() == {"m", "ch", "id", "code"} for frame in made
    )
    assert len(told) > len(made)


@every_venue
def test_recording_again_changes_nothing(venue: str, tmp_path: Path) -> None:
    one = next(folder(venue).glob("*.jsonl"))
    if read(one).header["versions"]["ccxt"] != ccxt.__version__:
        pytest.skip("what ccxt fills into structures differs between its versions")
    changed = [
        path.name
        for path in record(venue, tmp_path)
        if path.read_bytes() != (folder(venue) / path.name).read_bytes()
    ]
    assert changed == [], "the facts have changed: record the cassettes anew"


def _changed(session: Session, verb: str, old: str, new: str) -> Session:
    """A session with another text in the lines of a verb."""
    lines = [line(str(one).replace(old, new)) if one.verb == verb else one for one in session.lines]
    assert lines != session.lines
    return Session(session.header, lines)


@pytest.fixture
def trades() -> Session:
    return read(folder("woo-v1") / "watch-trades.jsonl")


async def test_what_was_not_asked_for_is_not_played(trades: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player, "PATIENCE_S", 0.1)
    other = _changed(trades, "sent", "@trade", "@trades")
    with pytest.raises(AssertionError, match="did not come"):
        await replayed(other, "woo-v1", recorded_markets("woo-v1"))


async def test_what_the_session_does_not_know_is_an_error(trades: Session) -> None:
    at = next(number for number, one in enumerate(trades.lines) if one.verb == "sent")
    short = Session(trades.header, trades.lines[:at])
    with pytest.raises(AssertionError, match="knows nothing of"):
        await replayed(short, "woo-v1", recorded_markets("woo-v1"))


async def test_other_frames_deliver_something_else(trades: Session) -> None:
    other = _changed(trades, "received", '"side":"', '"side":"S')
    played: Any = await replayed(other, "woo-v1", recorded_markets("woo-v1"))
    assert deliveries(played) != deliveries(trades.lines)


def test_frames_stand_as_they_were_on_the_wire() -> None:
    for text in ('{"a": 2.10e-7, "b": [1.50]}', '"GET /x?a=1"'):
        made = Line(5, "received", "public 0", {"status": 200}, text)
        assert line(str(made)) == made
        assert json.loads(str(made))["frame"] == json.loads(text)
