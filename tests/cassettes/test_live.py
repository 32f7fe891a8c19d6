"""Live recordings: made as users make them, but of the simulator here, and played; those of users are played too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ascendex_woo_adapters.simulator import Simulator
from tests.cassettes import live, scrub, tape
from tests.cassettes.cases import class_of, config, exchange_id

VENUES = ("woo-v1", "woo-v3", "ascendex")


@pytest.fixture(params=VENUES)
def recorded(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[str, Path, dict[str, str], Any]]:
    """Venue, folder, outcomes and exchange of a recording of a simulated venue."""
    venue = request.param
    with Simulator(seed=4, venues=[exchange_id(venue)]) as simulator:

        def make() -> Any:
            return simulator.connect(class_of(venue, "sync"), config(venue))

        trader = make()
        trader.create_order(live.SYMBOL, "market", "buy", 0.01)
        trader.create_order(live.SYMBOL, "limit", "buy", 0.01, 20_000)
        secrets = [trader.apiKey, trader.secret]
        outcomes = dict(live.record(venue, make, secrets, True, tmp_path))
        yield venue, tmp_path, outcomes, trader
        trader.session.close()


def test_every_read_is_recorded_and_plays(recorded: Any) -> None:
    venue, root, outcomes, trader = recorded
    assert [name for name, failure in outcomes.items() if failure] == []
    files = sorted(live.folder_of(venue, root).glob("*.yaml"))
    assert len(files) == len(outcomes) >= 15
    played = {path.stem: live.play(path) for path in files}
    (order,) = played["fetch-open-orders"]
    assert (order["price"], order["amount"]) == (20_000, 0.01)
    assert played["fetch-positions"][0]["contracts"] == 0.01
    assert played["load-markets"].keys() == trader.load_markets().keys()


def test_recordings_say_that_they_are_live_and_hold_no_keys(recorded: Any) -> None:
    venue, root, _, trader = recorded
    for path in live.folder_of(venue, root).glob("*.yaml"):
        cassette, text = tape.read(path), path.read_text(encoding="utf-8")
        assert (cassette["origin"], path.stem) == ("live", cassette["call"].replace("_", "-"))
        assert cassette["interactions"]
        assert "127.0.0.1" not in text
        for secret in (trader.apiKey, trader.secret, trader.uid or trader.secret):
            assert secret not in text
        for one in cassette["interactions"]:
            headers = one["request"]["headers"].items()
            assert {str(value) for name, value in headers if name in scrub.NAMES} <= {f"['{scrub.SCRUBBED}']"}


def test_without_keys_only_what_is_public_is_read() -> None:
    exchange = class_of("woo-v3", "sync")()
    names = {read.name for read in live.reads_of(exchange, private=False)}
    assert "fetch_ticker" in names
    assert "fetch_balance" not in names
    assert names < {read.name for read in live.reads_of(exchange, private=True)}


def test_nothing_is_kept_of_a_reply_that_repeats_a_secret(tmp_path: Path) -> None:
    with Simulator(venues=["woo"]) as simulator:

        def make() -> Any:
            return simulator.connect(class_of("woo-v3", "sync"), config("woo-v3"))

        with pytest.raises(RuntimeError, match="holds your keys"):
            list(live.record("woo-v3", make, ["SPOT_BTC_USDT"], False, tmp_path))
    assert list(tmp_path.rglob("*.yaml")) == []


def test_a_refused_call_leaves_no_cassette(tmp_path: Path) -> None:
    with Simulator(venues=["woo"]) as simulator:

        def make() -> Any:
            made = simulator.connect(class_of("woo-v3", "sync"), config("woo-v3"))
            made.secret = "wrong"
            return made

        outcomes = dict(live.record("woo-v3", make, [], True, tmp_path))
    assert outcomes["fetch_balance"].startswith("AuthenticationError: woo")
    assert outcomes["fetch_ticker"] == ""
    names = {path.stem for path in tmp_path.rglob("*.yaml")}
    assert "fetch-ticker" in names
    assert "fetch-balance" not in names


def test_the_live_cassettes_of_this_checkout_play() -> None:
    files = [path for venue in VENUES for path in live.folder_of(venue, tape.CASSETTES).glob("*.yaml")]
    assert [str(path) for path in files if live.play(path) is None] == []
