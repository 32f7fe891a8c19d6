"""The simulator as a server: threads, ports, faults, limits, log, connect and reset."""

from __future__ import annotations

import asyncio
import gc
import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
import requests

import ascendex_woo_adapters
from ascendex_woo_adapters.simulator import Fault, ManualClock, Simulator, SocketFault
from ascendex_woo_adapters.simulator.server import Request, dump, load

START = 1_750_000_000_000
ASSETS = "/api/pro/v2/assets"
TIME = "/api/pro/v1/exchange-info"


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with Simulator(seed=1, clock=ManualClock(START), venues=("ascendex",)) as simulator:
        yield simulator


@pytest.fixture
def http() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


def url(sim: Simulator, path: str) -> str:
    return sim.urls["ascendex"] + path


# Running.


def test_starts_answers_and_leaves_nothing_behind() -> None:
    before = threading.active_count()
    sim = Simulator(venues=("ascendex",)).start()
    base = sim.urls["ascendex"]
    with requests.Session() as session:
        assert session.get(base + ASSETS).json()["code"] == 0
        sim.stop()
    assert threading.active_count() == before
    assert sim.urls == {}
    parts = urlsplit(base)
    with pytest.raises(ConnectionRefusedError), socket.create_connection((parts.hostname, parts.port)):
        pass
    gc.collect()


def test_stop_may_be_repeated_and_a_second_start_serves_again(http: requests.Session) -> None:
    sim = Simulator(venues=("ascendex",))
    sim.stop()
    for _ in range(2):
        with sim:
            assert http.get(url(sim, ASSETS)).ok
    sim.stop()


def test_refuses_to_start_twice(sim: Simulator) -> None:
    with pytest.raises(RuntimeError):
        sim.start()


def test_a_port_beyond_the_last_is_reported_at_once() -> None:
    sim = Simulator(port=65536, venues=("woo",))
    with pytest.raises(OverflowError):
        sim.start()
    assert sim.urls == {}


def test_a_taken_port_is_reported_and_nothing_stays_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        sim = Simulator(venues=("ascendex",), port=taken.getsockname()[1])
        with pytest.raises(OSError):
            sim.start()
    sim.stop()
    assert sim.urls == {}


def test_both_venues_run_side_by_side_each_on_its_port(http: requests.Session) -> None:
    with Simulator(seed=1) as sim:
        assert set(sim.urls) == {"woo", "ascendex"}
        assert len(set(sim.urls.values())) == 2
        assert (sim.woo.id, sim.ascendex.id) == ("woo", "ascendex")
        for venue in sim.urls:
            assert http.get(f"{sim.urls[venue]}/nowhere").status_code >= 400
        assert not sim.woo.crashes
        assert not sim.ascendex.crashes


async def test_serves_asyncio_callers_of_the_same_process() -> None:
    async with Simulator(venues=("ascendex",)) as sim, aiohttp.ClientSession() as session:
        replies = await asyncio.gather(*(session.get(url(sim, ASSETS)) for _ in range(20)))
        assert {reply.status for reply in replies} == {200}
        assert replies[0].content_type == "application/json"


# The same seed gives the same venue.


def test_everything_follows_from_seed_and_clock(http: requests.Session) -> None:
    def look(seed: int) -> tuple[Any, Any]:
        with Simulator(seed=seed, clock=ManualClock(START), venues=("ascendex",)) as sim:
            depth = http.get(url(sim, "/api/pro/v1/depth?symbol=ETH-PERP")).json()
            return depth, sim.ascendex.credentials

    assert look(3) == look(3)
    first, second = look(3), look(4)
    assert first[0] != second[0]
    assert first[1] != second[1]


def test_keys_are_by_account_and_one_can_only_look(sim: Simulator) -> None:
    keys = sim.ascendex.credentials
    assert {"main", "second", "empty", "readonly"} <= set(keys)
    assert len({key.api_key for key in keys.values()}) == len(keys)
    assert keys["readonly"].account == "main"
    assert keys["readonly"].permissions == {"view"}
    assert keys["main"].permissions == {"view", "trade", "transfer"}


# Connecting exchange classes.


class FakeExchange:
    """What `connect` needs of a ccxt class."""

    id = "ascendex"

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config
        self.apiKey = self.secret = self.uid = ""
        self.urls: dict[str, Any] = {
            "api": {
                "rest": "https://api.{hostname}/v1",
                "ws": {"public": "wss://stream.example.com:443/a/b"},
            },
            "test": "http://test.example.com",
            "www": "https://example.com",
            "doc": ["https://example.com/doc"],
        }


def test_connect_sets_keys_and_leads_every_url_here(sim: Simulator) -> None:
    base = sim.urls["ascendex"]
    exchange = sim.connect(FakeExchange, {"timeout": 5}, account="second")
    key = sim.ascendex.credentials["second"]
    assert exchange.config == {"timeout": 5}
    assert (exchange.apiKey, exchange.secret, exchange.uid) == (key.api_key, key.secret, "")
    assert exchange.urls["api"] == {
        "rest": base + "/v1",
        "ws": {"public": base.replace("http", "ws") + "/a/b"},
    }
    assert exchange.urls["test"] == base
    assert exchange.urls["www"] == "https://example.com"


@pytest.mark.parametrize("venue", ["woo", "ascendex"])
def test_a_clock_of_the_tests_is_the_clock_of_connected_exchanges(venue: str) -> None:
    clock = ManualClock(START)
    with Simulator(seed=1, clock=clock, venues=(venue,)) as sim:
        exchange = sim.connect(getattr(ascendex_woo_adapters, venue))
        assert exchange.fetch_balance()["USDT"]["total"] > 0
        clock.advance(86_400_000)
        assert exchange.fetch_balance()["USDT"]["total"] > 0
        assert exchange.milliseconds() == START + 86_400_000


def test_connect_needs_a_running_simulator_and_a_venue_it_has(sim: Simulator) -> None:
    class Elsewhere(FakeExchange):
        id = "elsewhere"

    with pytest.raises(KeyError):
        sim.connect(Elsewhere)
    with pytest.raises(KeyError):
        sim.connect(FakeExchange, account="nobody")
    with pytest.raises(RuntimeError):
        Simulator(venues=("ascendex",)).connect(FakeExchange)


# Faults.


def test_drop_before_does_nothing_and_closes(sim: Simulator, http: requests.Session) -> None:
    sim.ascendex.faults.add(Fault(match=f"GET {ASSETS}", kind="drop_before"))
    with pytest.raises(requests.ConnectionError):
        http.get(url(sim, ASSETS))
    assert sim.ascendex.requests[-1].status is None
    assert http.get(url(sim, ASSETS)).ok, "once means once"


def test_drop_after_carries_the_request_out(
    sim: Simulator, http: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    answer = sim.ascendex.answer

    def noted(request: Any) -> bool:
        seen.append(request.path)
        return True

    monkeypatch.setattr(sim.ascendex, "answer", lambda request: noted(request) and answer(request))
    sim.ascendex.faults.add(Fault(match="GET *", kind="drop_before"))
    sim.ascendex.faults.add(Fault(match="GET *", kind="drop_after"))
    for expected in ([], [ASSETS]):
        with pytest.raises(requests.ConnectionError):
            http.get(url(sim, ASSETS))
        assert seen == expected


def test_status_and_body_are_answered_instead(sim: Simulator, http: requests.Session) -> None:
    sim.ascendex.faults.add(Fault(kind="status", code=502, body="<html>bad gateway</html>"))
    sim.ascendex.faults.add(Fault(kind="body", body={"code": 503}))
    first, second = http.get(url(sim, ASSETS)), http.get(url(sim, ASSETS))
    assert (first.status_code, first.text) == (502, "<html>bad gateway</html>")
    assert (second.status_code, second.json()) == (200, {"code": 503})


def test_truncate_answers_half_of_the_true_body(sim: Simulator, http: requests.Session) -> None:
    whole = http.get(url(sim, ASSETS)).text
    sim.ascendex.faults.add(Fault(kind="truncate"))
    half = http.get(url(sim, ASSETS)).text
    assert half == whole[: len(whole) // 2]
    with pytest.raises(ValueError):
        json.loads(half)


def test_cut_breaks_off_in_the_middle(sim: Simulator, http: requests.Session) -> None:
    sim.ascendex.faults.add(Fault(kind="cut"))
    with pytest.raises(requests.exceptions.RequestException):
        http.get(url(sim, ASSETS))


def test_delay_answers_late(sim: Simulator, http: requests.Session) -> None:
    sim.ascendex.faults.add(Fault(kind="delay", seconds=0.1))
    begun = time.perf_counter()
    assert http.get(url(sim, ASSETS)).ok
    assert time.perf_counter() - begun >= 0.1


def test_clock_skew_sets_the_venue_wrong(sim: Simulator, http: requests.Session) -> None:
    sim.ascendex.faults.add(Fault(kind="clock_skew", clock_skew_ms=-90_000))
    reply = http.get(url(sim, f"{TIME}?requestTime={START}")).json()
    assert reply["data"]["requestReceiveAt"] == START - 90_000
    sim.reset()
    assert sim.ascendex.clock.now() == START


def test_faults_choose_by_pattern_count_condition_and_chance(sim: Simulator, http: requests.Session) -> None:
    faults = sim.ascendex.faults
    faults.add(Fault(match="GET *assets", kind="status", skip=1, times=2))
    assert [http.get(url(sim, ASSETS)).status_code for _ in range(4)] == [200, 503, 503, 200]
    faults.clear()
    faults.add(Fault(kind="status", times=None, when=lambda request: request.query.get("symbol") == "A"))
    assert http.get(url(sim, ASSETS + "?symbol=A")).status_code == 503
    assert http.get(url(sim, ASSETS + "?symbol=B")).status_code == 200
    faults.clear()
    fault = faults.add(Fault(kind="status", times=None, probability=0.5))
    first = [http.get(url(sim, ASSETS)).status_code for _ in range(20)]
    assert 0 < fault.hits < 20
    faults.clear()
    faults.add(Fault(kind="status", times=None, probability=0.5))
    assert [http.get(url(sim, ASSETS)).status_code for _ in range(20)] == first


@pytest.mark.parametrize("make", [Fault, SocketFault])
def test_a_fault_of_no_known_kind_is_refused(make: Any) -> None:
    with pytest.raises(ValueError, match=r"'drop' is no kind of fault: .*cut"):
        make("*", "drop")


def test_a_fault_matches_the_template_of_a_path(sim: Simulator, http: requests.Session) -> None:
    sim.ascendex.faults.add(Fault(match="GET /{accountGroup}/api/pro/v2/futures/position", kind="status"))
    assert http.get(url(sim, "/3/api/pro/v2/futures/position")).status_code == 503


# What is not there, and what breaks.


def test_unknown_paths_and_methods_are_told_so(sim: Simulator, http: requests.Session) -> None:
    assert http.get(url(sim, "/nowhere")).status_code == 404
    assert http.post(url(sim, ASSETS)).status_code == 404


def test_a_fault_of_the_simulator_is_kept_for_the_test_to_see(
    sim: Simulator, http: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(symbol: str) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(sim.ascendex.engine, "ticker", broken)
    reply = http.get(url(sim, "/api/pro/v2/futures/ticker"))
    assert reply.status_code == 500
    assert reply.json()["code"] == 510001
    assert [type(crash) for crash in sim.ascendex.crashes] == [ZeroDivisionError]


def test_requests_are_logged_with_their_answers(sim: Simulator, http: requests.Session) -> None:
    http.get(url(sim, ASSETS + "?a=1&b=x%20y"))
    logged = sim.ascendex.requests[-1]
    assert (logged.time, logged.status) == (START, 200)
    assert logged.request.method == "GET"
    assert logged.request.path == ASSETS
    assert logged.request.query == {"a": "1", "b": "x y"}
    assert json.loads(logged.body)["code"] == 0


def test_reset_forgets_requests_faults_and_orders(sim: Simulator, http: requests.Session) -> None:
    venue = sim.ascendex
    venue.faults.add(Fault(match="* /never", kind="status"))
    http.get(url(sim, ASSETS))
    engine, keys = venue.engine, dict(venue.credentials)
    sim.reset()
    assert not venue.requests
    assert venue.engine is not engine
    assert venue.credentials == keys
    assert http.get(url(sim, ASSETS)).ok


def test_forms_and_bodies_are_read_by_their_type(sim: Simulator, http: requests.Session) -> None:
    http.post(url(sim, "/x"), data={"a": "1", "b": "ä b"})
    form = sim.ascendex.requests[-1].request
    assert (form.form, form.json) == ({"a": "1", "b": "ä b"}, None)
    http.delete(url(sim, "/x"), json={"price": 0.1, "n": 1})
    body = sim.ascendex.requests[-1].request
    assert body.form == {}
    assert repr(body.json) == "{'price': Decimal('0.1'), 'n': 1}"


def test_numbers_keep_their_value_both_ways() -> None:
    values = load(b"[0.1, 2.1E-7, 45, 12345678901234567890]")
    assert load(dump(values).encode()) == values
    assert load(b"nonsense") is None
    with pytest.raises(TypeError):
        dump({"a": object()})


def test_a_venue_answers_without_a_network_too(sim: Simulator) -> None:
    reply = sim.ascendex.answer(Request("GET", TIME, query={"requestTime": str(START - 5)}))
    assert reply.status == 200
    assert reply.body["data"]["latency"] == 5
