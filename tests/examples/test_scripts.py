"""The scripts of `examples` run as their first lines say, on the simulator."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import pytest

from ascendex_woo_adapters import exchanges
from tests.proxies import Proxy

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
#: An environment without keys.
KEYLESS = {name: value for name, value in os.environ.items() if not name.endswith(("_APIKEY", "_SECRET"))}
#: Script -> what it prints, for the scripts that take nothing but the exchange's id.
PRINTS = {
    "moving_average": r"{id} (buy|sell) 0\.01 at \d+.* fee [\d.]+\n{id} holds -?0\.01 with \d+",
    "stream_market_maker": r"(?s){id}: (buy|sell) 0\.\d+, position [+-]0\.\d+\n.*{id}: \d+ fills\n$",
    "subclass": r"{id} closed filled 100% - [23] signed requests\n$",
    "shared_markets": r"(?s){id} ETH/USDT:USDT spread [\d.]+\n.*{id} 4 instances, one table of markets\n$",
    "round_trip": r"(?s)^{id}: bought 0\.2 at [\d.]+\n.*{id}: sold ",
    "market_maker": r"(?s){id}: \d+ fills\n{id}: balance [+-][\d.]+ USDT\n$",
}
#: Scripts that take more.
OTHERS = {"candles", "through_a_proxy"}


def launch(script: str, *arguments: str, warnings: str = "error") -> str:
    """What a script prints and logs on the simulator."""
    done = subprocess.run(
        [sys.executable, "-W", warnings, "-m", "ascendex_woo_adapters", "--simulate", script, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=EXAMPLES,
        timeout=55,
        check=False,
        env={**KEYLESS, "PYTHONPATH": str(EXAMPLES.parent)},
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_every_script_is_run() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.py")} == {*PRINTS, *OTHERS}


@pytest.mark.parametrize("exchange_id", exchanges)
@pytest.mark.parametrize("script", PRINTS)
def test_a_script_runs(script: str, exchange_id: str) -> None:
    printed = launch(f"{script}.py", exchange_id)
    assert re.search(PRINTS[script].replace("{id}", exchange_id), printed), printed


@pytest.mark.parametrize("exchange_id", exchanges)
def test_candles_are_plotted(exchange_id: str, tmp_path: Path) -> None:
    picture = tmp_path / "candles.png"
    printed = launch("candles.py", exchange_id, str(picture), warnings="default")
    assert re.search(r"count +240", printed), printed
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", data[16:24]) == (1000, 600)
    assert len(data) > 20_000  # curves, not an empty frame


@pytest.mark.parametrize("exchange_id", exchanges)
def test_requests_and_streams_go_through_a_proxy(exchange_id: str) -> None:
    with Proxy() as proxy:
        printed = launch("through_a_proxy.py", exchange_id, proxy.url)
    assert printed == f"fetched {exchange_id} BTC/USDT:USDT\nstreamed {exchange_id} True\n"
    assert proxy.sockets == 1
    assert len(proxy.targets) > 3
