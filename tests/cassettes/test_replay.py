"""Every cassette, played in both colours without a network, gives what ccxt and its payload ask for."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import pytest_socket
from vcr.errors import CannotOverwriteExistingCassetteException

from tests.cassettes import tape
from tests.cassettes.cases import Case, dig, exchange
from tests.cassettes.structures import validate
from tests.cassettes.tables import CASES, MARKETS, recorded_markets
from tests.support import Face

ROWS = [(venue, case) for venue, cases in CASES.items() for case in cases]
every_cassette = pytest.mark.parametrize(
    ("venue", "case"), ROWS, ids=[f"{venue}/{case.origin}/{case.name}" for venue, case in ROWS]
)

#: Beginning of an implicit method's name.
IMPLICIT = re.compile(r"v\d_")


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    """Sockets raise, loopback too; those of the event loop itself are of the Unix family."""
    pytest_socket.disable_socket(allow_unix_socket=True)
    yield
    pytest_socket.enable_socket()


async def _play(venue: str, case: Case, colour: str) -> tuple[Any, Any]:
    """The result, or the exception, of playing a case; every interaction must have been asked for."""
    face = Face(exchange(venue, colour), colour)
    if case is not MARKETS[venue]:
        face.exchange.set_markets(*recorded_markets(venue))
    try:
        with tape.playing(venue, case.path(venue)) as cassette:
            try:
                result = await face.call(case.call, *case.args)
            except Exception as error:
                result = error
        assert cassette.play_count == len(cassette), "an interaction was not asked for"
    finally:
        await face.close()
    return result, face.exchange


def _replies(venue: str, case: Case) -> list[Any]:
    with tape.playing(venue, case.path(venue)) as cassette:
        return [json.loads(response["body"]["string"]) for response in cassette.responses]


def _same(ours: Any, theirs: Any) -> bool:
    """Whether a parsed value is a value of a payload, which may write numbers as strings, and not in lower case."""
    if isinstance(ours, dict):
        return (
            isinstance(theirs, dict)
            and ours.keys() == theirs.keys()
            and all(_same(value, theirs[key]) for key, value in ours.items())
        )
    if isinstance(ours, list):
        return isinstance(theirs, list) and len(ours) == len(theirs) and all(map(_same, ours, theirs))
    if isinstance(ours, bool) or ours is None:
        return ours is theirs
    if isinstance(theirs, bool) or theirs is None:
        return False
    if isinstance(ours, (int, float)):
        return theirs == ours or float(theirs) == ours
    return str(theirs).lower() == ours.lower() or _number(theirs) == _number(ours) is not None


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


@every_cassette
async def test_cassette(venue: str, case: Case) -> None:
    """Both colours agree; what they return is what the payload says, in ccxt's terms."""
    result, made = await _play(venue, case, "sync")
    other, _ = await _play(venue, case, "async")
    replies = _replies(venue, case)
    if case.raises is not None:
        assert (type(result), type(other)) == (case.raises, case.raises), (result, other)
        assert str(result) == str(other)
        assert replies[-1]["message"] in str(result)
        return
    for one in (result, other):
        if isinstance(one, Exception):
            raise one
    assert result == other
    if IMPLICIT.match(case.call):
        assert _same(result, replies[-1])
    if case.parse is not None:
        result = case.parse(made, result)
    validate(made, case.call, result, case.latest, case.skipped)
    for path, key in case.fields.items():
        ours, theirs = dig(result, path), dig(replies[case.reply], key)
        assert _same(ours, theirs), f"{path} is {ours!r}, {key} was {theirs!r}"
    for path, value in case.expect.items():
        assert dig(result, path) == value, f"{path} is {dig(result, path)!r}, not {value!r}"


@pytest.mark.filterwarnings("ignore:A test tried to use")
def test_there_is_no_network() -> None:
    with pytest.raises(pytest_socket.SocketBlockedError):
        socket.socket(socket.AF_INET, socket.SOCK_STREAM)


async def test_another_request_is_not_answered(colour: str) -> None:
    """An order id, a query and a body each tell requests apart."""
    recorded = {
        "get-order": ("2", None),
        "kline": ("ETH/USDT", "1m", None, 2),
        "cancel-order": ("14", "BTC/USDT"),
    }
    for name, args in recorded.items():
        (case,) = [case for case in CASES["woo-v1"] if case.name == name and case.samples]
        face = Face(exchange("woo-v1", colour), colour)
        face.exchange.set_markets(*recorded_markets("woo-v1"))
        refused = pytest.raises(CannotOverwriteExistingCassetteException)
        with tape.playing("woo-v1", case.path("woo-v1")), refused:
            await face.call(case.call, *args)
        await face.close()


def test_every_row_expects_something() -> None:
    assert [
        f"{venue}/{case.name}" for venue, case in ROWS if not (case.raises or case.fields or case.expect)
    ] == []
