"""`ascendex-woo doctor`: what it finds at a well venue, at sick ones, and without a network."""

from __future__ import annotations

import io
import re
import socket
import time
from pathlib import Path
from typing import Any

import ccxt
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from ascendex_woo_adapters.cli.commands import cli
from ascendex_woo_adapters.cli.connect import Access
from ascendex_woo_adapters.cli.doctor import checks, facts, hosts
from ascendex_woo_adapters.cli.doctor.examine import bounded, examine
from ascendex_woo_adapters.simulator import Fault, Simulator, SocketFault
from tests.cli.support import Shell, shell_of

ROW = re.compile(r"^  (ok|warning|failed|skipped|note) +(.{14}) +(.*)$")


def found(result: Result) -> dict[str, tuple[str, str]]:
    """Check -> state and text, with the advice of the lines below."""
    report: dict[str, tuple[str, str]] = {}
    name = ""
    for line in result.output.splitlines():
        match = ROW.match(line)
        if match:
            name = match[2].strip()
            report[name] = (match[1], match[3])
        elif "-> " in line:
            report[name] = (report[name][0], f"{report[name][1]} {line.strip()}")
    return report


@pytest.fixture(autouse=True)
def short_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here takes long, unless it is meant to."""
    monkeypatch.setattr(checks, "STREAM_TIMEOUT_S", 3.0)
    monkeypatch.setattr(checks, "TIMEOUT_MS", 3000)


@pytest.mark.parametrize("venue", ["woo", "ascendex"])
def test_a_venue_that_is_well(simulator: Simulator, venue: str) -> None:
    result = shell_of(simulator, venue).run("doctor")
    assert result.exit_code == 0, result.output
    report = found(result)
    bad = {name: said for name, said in report.items() if said[0] in ("failed",)}
    assert bad == {}
    for name in (
        "versions",
        "REST hosts",
        "socket hosts",
        "clock",
        "markets",
        "keys accepted",
        "own streams",
    ):
        assert report[name][0] == "ok", report[name]
    assert "round trip" in report["clock"][1]
    assert "BTC/USDT:USDT" in report["streams"][1]
    assert report["permissions"][0] == "warning"
    assert "withdraw" in report["permissions"][1]
    assert report["news"][0] in ("note", "warning")
    assert "Traceback" not in result.output


def test_both_generations_of_woo(woo: Shell) -> None:
    legacy = found(woo.run("doctor", "--generation", "v1"))
    assert legacy["news"][0] == "warning"
    assert "2025-12-31" in legacy["news"][1]
    assert "generation v1" in legacy["account mode"][1]
    assert legacy["permissions"] == found(woo.run("doctor", "--generation", "v3"))["permissions"]


def test_what_is_reported_of_ascendex_is_said(ascendex: Shell) -> None:
    assert "Do not deposit" in found(ascendex.run("doctor"))["news"][1]


def test_a_key_that_cannot_trade_is_a_warning(simulator: Simulator) -> None:
    result = shell_of(simulator, "woo", "readonly").run("doctor")
    state, text = found(result)["permissions"]
    assert (state, result.exit_code) == ("warning", 0)
    assert "may read;" in text
    assert "Orders will be refused" in text


def test_without_keys_only_what_is_public_is_looked_at(woo: Shell) -> None:
    result = woo.run("doctor", keys=False)
    report = found(result)
    assert result.exit_code == 0
    assert report["keys"] == (
        "skipped",
        "none are given, so that nothing private is looked at -> Set WOO_APIKEY and WOO_SECRET, or use --login.",
    )
    assert {report[name][0] for name in ("keys accepted", "permissions", "own streams")} == {"skipped"}
    assert report["streams"][0] == "ok"


def test_a_wrong_secret_fails_and_says_what_to_compare(woo: Shell) -> None:
    wrong = woo._replace(environment={**woo.environment, "WOO_SECRET": "not-the-secret-of-this-key"})
    result = wrong.run("doctor")
    state, text = found(result)["keys accepted"]
    assert (state, result.exit_code) == ("failed", 1)
    assert "AuthenticationError" in text
    assert "Compare key and secret" in text


def test_a_spot_account_is_told_how_to_trade_perpetuals() -> None:
    with Simulator(venues=["woo"]) as simulator:
        engine: Any = simulator.woo
        engine.engine.account("main").venue["mode"] = "PURE_SPOT"
        shell = shell_of(simulator, "woo")
        exchange_mode = shell.run("call", "v3PrivateGetAccountInfo", "--json").output
        state, text = found(shell.run("doctor"))["account mode"]
    assert "PURE_SPOT" in exchange_mode
    assert state == "warning"
    assert "switch the account to FUTURES" in text


@pytest.mark.parametrize(
    ("venue", "skew_ms", "state"), [("woo", 5_000, "warning"), ("ascendex", -60_000, "failed")]
)
def test_a_clock_that_is_off(venue: str, skew_ms: int, state: str) -> None:
    with Simulator(venues=[venue]) as simulator:
        simulator.venues[venue].clock.skew_ms = skew_ms
        report = found(shell_of(simulator, venue).run("doctor"))
    assert report["clock"][0] == state
    assert ("behind" if skew_ms > 0 else "ahead of") in report["clock"][1]
    assert "adjustForTimeDifference" in report["clock"][1]


def test_maintenance_fails() -> None:
    with Simulator(venues=["woo"]) as simulator:
        venue: Any = simulator.woo
        venue.system_status = 2
        result = shell_of(simulator, "woo").run("doctor")
    assert result.exit_code == 1
    assert found(result)["venue status"][1].startswith("the venue says: maintenance")


def test_endpoints_that_fail_are_told_one_by_one() -> None:
    with Simulator(venues=["woo"]) as simulator:
        simulator.woo.faults.add(Fault("GET /v3/account/credentials", "status", code=503))
        result = shell_of(simulator, "woo").run("doctor")
    report = found(result)
    assert report["permissions"][0] == "warning"
    assert "the venue does not tell" in report["permissions"][1]
    assert result.exit_code == 0


def test_silent_sockets_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "STREAM_TIMEOUT_S", 0.5)
    with Simulator(venues=["ascendex"]) as simulator:
        simulator.ascendex.sockets.faults.add(SocketFault("*", "skip", times=None))
        result = shell_of(simulator, "ascendex").run("doctor")
    report = found(result)
    assert report["streams"][0] == "failed"
    assert report["own streams"] == ("skipped", "needs: streams")
    assert result.exit_code == 1


def test_without_a_network_it_fails_at_once_and_clearly() -> None:
    result = CliRunner(env={"WOO_APIKEY": "", "WOO_SECRET": ""}).invoke(
        cli, ["doctor", "woo", "--url", "http://127.0.0.1:1"]
    )
    report = found(result)
    assert result.exit_code == 1
    assert report["REST hosts"][0] == report["socket hosts"][0] == "failed"
    assert "127.0.0.1:1: refuses the connection" in report["REST hosts"][1]
    assert report["clock"] == ("skipped", "needs: REST hosts")
    assert report["request limits"][0] == "ok"
    assert "Traceback" not in result.output
    assert "Failed: 2" in result.output


def test_hosts_that_do_not_answer_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "BOUND_S", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(1)
        port = silent.getsockname()[1]
        (reply,) = hosts.reached([hosts.Host("127.0.0.1", port, tls=True)])
    assert reply.failure in ("no answer in 0.2 s", "TLS fails (The handshake operation timed out)")


def test_names_that_lead_nowhere_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args: Any, **kwargs: Any) -> Any:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "create_connection", unknown)
    (reply,) = hosts.reached([hosts.Host("api.example.com", 443, tls=True)])
    assert reply.failure == "its name cannot be resolved"


def test_the_hosts_are_those_of_all_urls() -> None:
    urls = {
        "rest": "https://api.{hostname}",
        "ws": {"public": "wss://wss.{hostname}:8443/ws", "again": "wss://wss.{hostname}:8443"},
    }
    found_hosts = hosts.hosts_of(urls, "venue.org")
    assert found_hosts == {hosts.Host("api.venue.org", 443, True), hosts.Host("wss.venue.org", 8443, True)}


def test_a_check_that_never_ends_is_given_up(woo: Shell) -> None:
    outcome = bounded(lambda patient: time.sleep(1) or checks.Outcome("ok", ""), None, bound_s=0.1)  # type: ignore[arg-type, func-returns-value]
    assert outcome.state == "failed"
    assert "no result in 0.1 s" in outcome.text


def test_an_old_ccxt_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.versions().state == "ok"
    monkeypatch.setattr(ccxt, "__version__", "4.5.75")
    outcome = checks.versions()
    assert outcome.state == "failed"
    assert "ccxt>=4.5.76,<5" in outcome.advice


def test_the_supported_ccxt_is_that_of_the_package() -> None:
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    oldest = ".".join(map(str, facts.OLDEST_CCXT))
    assert f'dependencies = ["ccxt>={oldest},<{facts.FIRST_REFUSED_CCXT[0]}"]' in project


@pytest.mark.parametrize("width", [80, 120])
def test_on_a_terminal_it_is_a_table_that_fits(width: int) -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=width, height=60, color_system=None)
    assert examine(console, [Access("woo", simulate=True)], plain=False)
    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.getvalue()).replace("\r", "\n")
    assert max(map(len, shown.splitlines())) <= width
    for fact in ("WOO X (woo-v", "REST hosts", "own streams", "Failed: 0, warnings: 1."):
        assert fact in shown
