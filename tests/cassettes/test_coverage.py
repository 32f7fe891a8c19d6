"""Every endpoint that a unified method calls has its cassettes, and every cassette says where it is from."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import ascendex_woo_adapters
from ascendex_woo_adapters.common.endpoint import endpoints_of
from tests.cassettes import scrub, tape, woo_documented
from tests.cassettes.cases import Case, exchange
from tests.cassettes.samples import samples
from tests.cassettes.tables import CASES

VENUES = Path(ascendex_woo_adapters.__file__).parent / "venues"
CALL = re.compile(r'\bCall\(\s*"(\w+)"')
PARAMETER = "PARAMETER"
GENERATIONS = ("v1", "v3")

every_venue = pytest.mark.parametrize("venue", CASES)
DOCUMENTED = [(venue, case) for venue, cases in CASES.items() for case in cases if case.samples]


def _called(venue: str) -> dict[str, tuple[str, str]]:
    """Implicit methods in the builders of a venue: method and path, parameters of the path by a stand-in.

    Builders of another generation are left out.
    """
    made = exchange(venue, "sync")
    made.options["account-group"] = PARAMETER
    table = dict(endpoints_of(type(made)))
    found = {}
    exchange_id, _, generation = venue.partition("-")
    for file in (VENUES / exchange_id).rglob("*.py"):
        of_another = file.parent.name in GENERATIONS and file.parent.name != generation
        for name in CALL.findall(file.read_text()) if not of_another else ():
            endpoint = table[name]
            params = dict.fromkeys(made.extract_params(endpoint.path), PARAMETER)
            url = made.sign(endpoint.path, endpoint.api, endpoint.method, params)["url"]
            found[name] = (endpoint.method, urlsplit(url).path)
    assert len(found) >= 20
    return found


@every_venue
def test_every_published_sample_of_a_called_endpoint_has_its_cassette(venue: str) -> None:
    recorded = {key for case in CASES[venue] for key in case.samples}
    called = set(_called(venue).values())
    published = {
        key for key, sample in samples(venue).items() if any(sample.answers(*request) for request in called)
    }
    assert published - recorded == set()
    assert len(published) >= 20


@every_venue
def test_every_called_endpoint_has_a_cassette_of_the_simulator(venue: str) -> None:
    requests = set()
    for case in CASES[venue]:
        if case.origin == "simulator":
            for one in tape.read(case.path(venue))["interactions"]:
                requests.add((one["request"]["method"], urlsplit(one["request"]["uri"]).path))
    missing = {
        name: (method, path)
        for name, (method, path) in _called(venue).items()
        if not any(
            method == sent and re.fullmatch(re.escape(path).replace(PARAMETER, "[^/]+"), to)
            for sent, to in requests
        )
    }
    assert missing == {}


@pytest.mark.parametrize(
    ("venue", "case"), DOCUMENTED, ids=[f"{venue}/{case.name}" for venue, case in DOCUMENTED]
)
def test_documented_cassettes_hold_the_published_text(venue: str, case: Case) -> None:
    """Nothing but scrubbing lies between what the venue printed and what is played."""
    known = [samples(venue)[key] for key in case.samples]
    for one in tape.read(case.path(venue))["interactions"]:
        path = urlsplit(one["request"]["uri"]).path
        published = next(sample for sample in known if sample.answers(one["request"]["method"], path))
        assert one["response"]["body"]["string"] == scrub.body(published.body)
        assert one["response"]["status"]["code"] == published.status
        assert json.loads(one["response"]["body"]["string"]).keys() == json.loads(published.body).keys()


def test_edits_leave_as_the_venue_prints_them() -> None:
    """The one request body that is published for a unified method."""
    for name in ("edit-order", "edit-order-by-client-order-id"):
        (case,) = [case for case in woo_documented.CASES if case.name == name]
        (one,) = tape.read(case.path("woo-v1"))["interactions"]
        assert json.loads(one["request"]["body"]) == {"price": "10.5", "quantity": "1.4"}


@every_venue
def test_cassettes_say_where_they_are_from(venue: str) -> None:
    for case in CASES[venue]:
        cassette = tape.read(case.path(venue))
        assert cassette["origin"] == case.origin == case.path(venue).parent.name
        assert cassette["documentation"].startswith("https://")
        assert cassette.get("samples", []) == list(case.samples)
        assert cassette["interactions"]


@every_venue
def test_no_cassette_without_a_row_and_no_row_twice(venue: str) -> None:
    expected = [case.path(venue) for case in CASES[venue]]
    assert len(expected) == len(set(expected))
    files = {
        path
        for path in (tape.CASSETTES / venue).rglob("*.yaml")
        if path.parent.name in ("documented", "simulator")
    }
    assert files == set(expected)
