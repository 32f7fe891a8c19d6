"""A freqtrade of its own folder: its configuration, its commands, its database."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "freqtrade"
STRATEGIES = Path(__file__).parent / "strategies"
FREQTRADE = (str(Path(sys.executable).with_name("freqtrade")),)
"""The bot as it is: its configuration has to bring the exchanges."""
LAUNCHER = (sys.executable, "-m", "ascendex_woo_adapters.freqtrade")
COMMAND_TIMEOUT_S = 240
STOP_TIMEOUT_S = 40


class BotError(Exception):
    """freqtrade did not do what it was asked for; the message ends with the end of its log."""


class Bot:
    """freqtrade on one simulated venue, with the example configuration ``name`` and what ``changes`` it."""

    def __init__(
        self,
        folder: Path,
        name: str,
        url: str,
        keys: tuple[str, str],
        changes: Mapping[str, Any],
        program: tuple[str, ...] = FREQTRADE,
    ) -> None:
        self.folder = folder
        self.program = program
        self.database = folder / "trades.sqlite"
        self.log = folder / "freqtrade.log"
        venue = name.split("-")[0]
        folder.mkdir(parents=True)
        here = (EXAMPLES / f"simulator-{venue}.json").read_text()
        here = re.sub(
            r"(http|ws)://127\.0\.0\.1:\d+", lambda found: f"{found[1]}://{url.split('//')[1]}", here
        )
        (folder / "simulator.json").write_text(here)
        (folder / "changes.json").write_text(json.dumps(changes))
        example = json.loads((EXAMPLES / f"{name}.json").read_text())
        if program is LAUNCHER:
            del example["log_config"]  # the launcher has to do without the hook
        (folder / "example.json").write_text(json.dumps(example))
        self._configs = [folder / part for part in ("example.json", "simulator.json", "changes.json")]
        self._environment = {
            **os.environ,
            "FREQTRADE__EXCHANGE__KEY": keys[0],
            "FREQTRADE__EXCHANGE__SECRET": keys[1],
            "COLUMNS": "200",
            "PYTHONPATH": str(ROOT),
        }
        self.run("create-userdir", configured=False)

    def arguments(self, command: str, *more: str, configured: bool = True) -> list[str]:
        configs = [part for path in self._configs for part in ("--config", str(path))] if configured else []
        return [*self.program, command, *configs, "--userdir", str(self.folder), *more]

    def run(self, command: str, *more: str, configured: bool = True) -> str:
        """Run a command to its end and return its output without the log. Raises BotError when it failed."""
        done = subprocess.run(
            self.arguments(command, *more, configured=configured),
            cwd=ROOT,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=COMMAND_TIMEOUT_S,
            check=False,
        )
        (self.folder / f"{command}.log").write_text(done.stderr + done.stdout)
        if done.returncode or " - freqtrade - ERROR - " in done.stderr:  # freqtrade ends some failures with 0
            raise BotError(f"freqtrade {command} ended with {done.returncode}:\n{done.stderr[-3000:]}")
        return done.stdout

    def trade(self) -> Trading:
        """Start trading in the background."""
        database = f"sqlite:///{self.database}"
        arguments = self.arguments("trade", "--db-url", database, "--strategy-path", str(STRATEGIES))
        with self.log.open("w") as log:
            process = subprocess.Popen(
                arguments, cwd=ROOT, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )
        return Trading(self, process)

    def rows(self, query: str) -> list[dict[str, Any]]:
        """Rows of the database; none while there is no table yet."""
        if not self.database.exists():
            return []
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)) as connection:
            connection.row_factory = sqlite3.Row
            try:
                return [dict(row) for row in connection.execute(query)]
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):
                    return []
                raise


class Trading:
    """A running ``freqtrade trade``."""

    def __init__(self, bot: Bot, process: subprocess.Popen[bytes]) -> None:
        self.bot = bot
        self._process = process

    def check(self) -> None:
        """Raises BotError when it has ended by itself."""
        if self._process.poll() is not None:
            raise BotError(f"freqtrade trade ended with {self._process.returncode}:\n{self._end_of_log()}")

    def stop(self) -> None:
        """Ask for its end, and wait for its end. Raises BotError when it does not end."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            raise BotError(f"freqtrade trade does not stop:\n{self._end_of_log()}") from None

    def kill(self) -> None:
        """For the case that something went wrong."""
        self._process.kill()
        self._process.wait()

    def _end_of_log(self) -> str:
        return self.bot.log.read_text()[-3000:]
