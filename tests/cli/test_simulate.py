"""`ascendex-woo simulate`, run as a process of its own."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from rich.console import Console

from ascendex_woo_adapters import pro
from ascendex_woo_adapters.cli.simulate import config, keys, print_tables, shell, snippet
from ascendex_woo_adapters.simulator import Simulator

COMMAND = (sys.executable, "-m", "ascendex_woo_adapters.cli", "simulate")
END = "# stop with Ctrl-C"

USE = """
for exchange in ({names}):
    order = exchange.create_order("BTC/USDT:USDT", "market", "buy", 0.01)
    print(exchange.id, exchange.fetch_order(order["id"], "BTC/USDT:USDT")["status"])
"""

WATCH = """
import asyncio
from pytest_socket import socket_allow_hosts

async def main():
    for exchange in ({names}):
        exchange.options["generation"] = "{generation}"
        async with exchange:
            book = await exchange.watch_order_book("BTC/USDT:USDT")
            assert book["bids"][0][0] < book["asks"][0][0]
            assert (await exchange.watch_balance())["USDT"]["total"] == 100000
            print(*exchange.clients)

socket_allow_hosts(["127.0.0.1"])
asyncio.run(main())
"""


class Running:
    """The command, its lines up to the last one of the introduction, and how it went on."""

    def __init__(self, *options: str) -> None:
        self.process = subprocess.Popen(
            (*COMMAND, *options),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.lines: list[str] = []
        while not self.lines or self.lines[-1] != END:
            line = self.process.stdout.readline()
            assert line, self.process.communicate()[1]
            self.lines.append(line.rstrip("\n"))

    def stop(self, number: int) -> tuple[int, str, str]:
        """Exit status, further output and errors."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=5)
        return self.process.returncode, out, err

    @property
    def rows(self) -> list[list[str]]:
        """The keys: venue, URL, account, API key, secret."""
        return [line.split() for line in self.lines[1 : self.lines.index("")]]

    @property
    def code(self) -> str:
        return "\n".join(self.lines[self.lines.index("") : -1])


@contextmanager
def running(*options: str) -> Iterator[Running]:
    command = Running(*options)
    try:
        yield command
    finally:
        if command.process.poll() is None:
            command.process.kill()
            command.process.communicate()


def test_both_venues_are_up_and_the_snippet_trades_on_them() -> None:
    with running() as command:
        assert {row[0] for row in command.rows} == {"woo", "ascendex"}
        assert all(len(row) == 5 and row[1].startswith("http://127.0.0.1:") for row in command.rows)
        done = subprocess.run(
            [sys.executable, "-c", command.code + USE.format(names="woo, ascendex")],
            capture_output=True,
            text=True,
        )
        assert done.stdout.splitlines() == ["woo closed", "ascendex closed"], done.stderr


@pytest.mark.parametrize("generation", ["v1", "v3"])
def test_the_snippet_streams_from_the_simulator_alone(generation: str) -> None:
    with running() as command:
        urls = {row[0]: row[1] for row in command.rows}
        code = command.code.replace("import ccxt ", "import ccxt.pro as ccxt ", 1)
        watch = WATCH.format(names="woo, ascendex", generation=generation)
        done = subprocess.run([sys.executable, "-c", code + watch], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    for venue, line in zip(("woo", "ascendex"), lines, strict=True):
        sockets = [url.split("/")[:3] for url in line.split()]
        assert sockets == [urls[venue].replace("http:", "ws:").split("/")] * 2


@pytest.mark.parametrize("venue", ["woo", "ascendex"])
def test_the_configuration_has_every_url_of_the_streaming_class(venue: str) -> None:
    with Simulator(venues=[venue]) as simulator:
        streaming = getattr(pro, venue)
        assert config(simulator, venue)["urls"]["api"] == simulator.connect(streaming).urls["api"]


def test_what_is_for_another_terminal_works_there() -> None:
    with running("--venue", "woo", "--no-limits") as command:
        start = command.lines.index("# for another terminal:") + 1
        *exports, watch = (line.removeprefix("#   ") for line in command.lines[start:-1])
        assert watch.startswith("ascendex-woo watch woo BTC/USDT:USDT --url http://127.0.0.1:")
        words = [*watch.split()[1:], "--plain", "--seconds", "2"]
        script = "\n".join(
            [*exports, shlex.join([sys.executable, "-m", "ascendex_woo_adapters.cli", *words])]
        )
        done = subprocess.run(["sh", "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^ *\d+\.\d s  balance +\d[\d,.]+ USDT", done.stdout, re.MULTILINE)
    assert re.search(r"^ *\d+\.\d s  book +\d", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(number: int) -> None:
    with running("--venue", "woo") as command:
        assert command.stop(number) == (0, "Stopped.\n", "")


def test_one_venue_on_a_chosen_port_without_limits(free_port: int) -> None:
    with running("--venue", "ascendex", "--port", str(free_port), "--no-limits", "--plain") as command:
        assert {tuple(row[:2]) for row in command.rows} == {("ascendex", f"http://127.0.0.1:{free_port}")}
        assert "ccxt.woo" not in command.code


def test_a_seed_gives_the_same_keys_and_another_seed_other_ones() -> None:
    secrets = []
    for seed in ("5", "5", "6"):
        with running("--seed", seed, "--venue", "woo") as command:
            secrets.append([row[4] for row in command.rows])
    assert secrets[0] == secrets[1]
    assert not set(secrets[0]) & set(secrets[2])


@pytest.mark.parametrize(("options", "status"), [((), 429), (("--no-limits",), 200)])
def test_no_limits_switches_the_limits_off(options: tuple[str, ...], status: int) -> None:
    with running("--venue", "woo", *options) as command:
        url = f"{command.rows[0][1]}/v1/public/info/SPOT_BTC_USDT"
        with requests.Session() as session:
            statuses = {session.get(url, timeout=5).status_code for _ in range(40)}
    assert max(statuses) == status


def test_a_port_in_use_is_said_without_a_traceback(free_port: int) -> None:
    with running("--venue", "woo", "--port", str(free_port)):
        second = subprocess.run(
            (*COMMAND, "--port", str(free_port)), capture_output=True, text=True, timeout=10
        )
    assert second.returncode == 1
    assert f"cannot open port {free_port}" in second.stderr
    assert "Traceback" not in second.stderr


@pytest.fixture
def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("width", [80, 120])
def test_the_tables_hold_every_key_and_secret_unbroken(width: int, tmp_path: Path) -> None:
    with (tmp_path / "shown").open("w+", encoding="utf-8") as shown, Simulator(seed=2) as simulator:
        print_tables(simulator, Console(file=shown, width=width))
        shown.seek(0)
        text = shown.read()
        to_copy = f"{snippet(simulator)}{shell(simulator)}"
        assert max(map(len, text.splitlines())) <= max(width, *map(len, to_copy.splitlines()))
        for key in keys(simulator):
            assert key.api_key in text
            assert key.secret in text
            assert key.funds in text
        assert snippet(simulator) in text
        assert shell(simulator) in text
