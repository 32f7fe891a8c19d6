"""The two ways to bring the exchanges into freqtrade, and that freqtrade needs one of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.freqtrade.bot import EXAMPLES, FREQTRADE, LAUNCHER, ROOT

pytest.importorskip("freqtrade", reason="freqtrade has an environment of its own: make test-freqtrade")

UNKNOWN = 'Exchange "ascendex" is not known to the ccxt library'


def list_timeframes(program: tuple[str, ...], config: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    arguments = ["list-timeframes", "--one-column", "--config", str(config), "--userdir", str(folder)]
    environment = {**os.environ, "COLUMNS": "300"}
    del environment["PYTEST_VERSION"]  # freqtrade leaves logging alone where it sees this
    return subprocess.run(
        [*program, *arguments], capture_output=True, text=True, cwd=ROOT, env=environment, timeout=50
    )


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """An example configuration without the hook."""
    config = json.loads((EXAMPLES / "ascendex-futures.json").read_text())
    del config["log_config"]
    path = tmp_path / "plain.json"
    path.write_text(json.dumps(config))
    return path


@pytest.mark.timeout(60)
def test_freqtrade_alone_does_not_know_the_exchange(plain: Path, tmp_path: Path) -> None:
    done = list_timeframes(FREQTRADE, plain, tmp_path)
    assert UNKNOWN in " ".join(done.stderr.split())


@pytest.mark.timeout(60)
def test_the_hook_brings_it_in(tmp_path: Path) -> None:
    done = list_timeframes(FREQTRADE, EXAMPLES / "ascendex-futures.json", tmp_path)
    assert done.stdout.split()[:2] == ["1m", "5m"], done.stderr


@pytest.mark.timeout(60)
def test_the_launcher_brings_it_in(plain: Path, tmp_path: Path) -> None:
    done = list_timeframes(LAUNCHER, plain, tmp_path)
    assert done.stdout.split()[:2] == ["1m", "5m"], done.stderr


def test_installing_twice_changes_nothing() -> None:
    code = (
        "from ascendex_woo_adapters.freqtrade import install; install(); import ccxt, freqtrade.exchange as e; "
        "found = ccxt.woo, list(ccxt.exchanges), e.Woo, e.Ascendex; install(); "
        "print(found == (ccxt.woo, list(ccxt.exchanges), e.Woo, e.Ascendex))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
