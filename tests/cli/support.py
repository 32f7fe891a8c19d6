"""Running commands as a user does, against a simulator that goes on after them."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import Any, NamedTuple

from click.testing import CliRunner, Result

from ascendex_woo_adapters.cli.commands import cli
from ascendex_woo_adapters.cli.connect import CREDENTIALS
from ascendex_woo_adapters.simulator import Fault, Simulator


class Shell(NamedTuple):
    """A simulated venue at an address, and the environment of somebody who has its keys."""

    venue: str
    url: str
    environment: dict[str, str]
    simulator: Any

    @property
    def secrets(self) -> list[str]:
        return list(self.environment.values())

    def run(self, command: str, *words: str, keys: bool = True, typed: str | None = None) -> Result:
        """Run a command on the venue; its output must not hold the keys."""
        nothing = dict.fromkeys((f"{self.venue.upper()}_{end}" for end in CREDENTIALS.values()), "")
        environment = self.environment if keys else nothing
        arguments = [command, self.venue, *words, "--url", self.url]
        result = CliRunner(env=environment).invoke(cli, arguments, input=typed)
        for secret in self.secrets:
            assert secret not in result.output
        return result


def shell_of(simulator: Any, venue: str, account: str = "main") -> Shell:
    """The shell of somebody who has an account's keys."""
    credential = simulator.venues[venue].credentials[account]
    prefix = venue.upper()
    keys = {f"{prefix}_APIKEY": credential.api_key, f"{prefix}_SECRET": credential.secret}
    if credential.application_id:
        keys[f"{prefix}_UID"] = credential.application_id
    return Shell(venue, simulator.urls[venue], keys, simulator)


def interrupted(*words: str) -> subprocess.CompletedProcess[str]:
    """A command on a simulated ``woo`` that answers late, after Ctrl-C while it waits for the first answer."""
    with Simulator(venues=["woo"]) as simulator:
        late = simulator.woo.faults.add(Fault("*", "delay", seconds=3, times=None))
        command = [sys.executable, "-m", "ascendex_woo_adapters.cli", *words, "--url", simulator.urls["woo"]]
        # where the tests are a job in the background Ctrl-C is ignored, and a child would inherit that
        inherited = signal.signal(signal.SIGINT, signal.default_int_handler)
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        signal.signal(signal.SIGINT, inherited)
        while not late.hits:
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    return subprocess.CompletedProcess(command, process.returncode, out, err)
