"""`python -m ascendex_woo_adapters` runs a script as Python would, with the classes in ccxt."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import sys, ccxt, ccxt.async_support, ccxt.pro
import neighbour
print(__name__, sys.argv[1:], neighbour.WORD)
for face in (ccxt, ccxt.async_support, ccxt.pro):
    for name in ("woo", "ascendex"):
        made = getattr(face, name)({"apiKey": "mine", "timeout": 1234})
        ours = any(cls.__module__.startswith("ascendex_woo_adapters.venues") for cls in type(made).__mro__)
        print(type(made).__name__, made.timeout, ours, made.apiKey == "mine", "127.0.0.1" in str(made.urls["api"]))
"""
#: What a script can make an exchange of, with the statements that it needs before.
ROUTES = {
    "woo": "from ascendex_woo_adapters import woo",
    "ascendex": "from ascendex_woo_adapters.async_support import ascendex",
    "pro.woo": "from ascendex_woo_adapters import pro",
    "found": "from ascendex_woo_adapters.pro import ascendex as found",
    "ccxts": "from ccxt.woo import woo as ccxts",
    "waiting": "from ccxt.async_support.woo import woo as waiting",
    "streaming": "from ccxt.pro.woo import woo as streaming",
    "getattr(ccxt.pro, 'woo')": "import ccxt.pro",
    "Own": "import ccxt\nclass Own(ccxt.woo):\n    def describe(self):\n        return {**super().describe(), 'id': 'own'}",
}
#: It goes out of the sandbox again, too.
ROUTE = """
import logging
logging.disable()
{statements}
made = {route}({{"apiKey": "mine", "urls": {{"api": {{"more": "https://api.example.org/v9"}}}}, "sandbox": True}})
made.set_sandbox_mode(False)
print(made.apiKey == "mine", *{{str(url).split("/")[2].split(":")[0] for url in made.urls["api"].values()}})
"""


def launch(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "ascendex_woo_adapters", *arguments],
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )


@pytest.mark.parametrize("simulate", [False, True])
def test_a_script_finds_the_classes_in_every_face(simulate: bool, tmp_path: Path) -> None:
    (tmp_path / "neighbour.py").write_text("WORD = 'hello'\n", encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    done = launch(*["--simulate"][:simulate], str(script), "--a", "b")
    assert done.returncode == 0, done.stderr
    first, *rest = done.stdout.splitlines()
    assert first == "__main__ ['--a', 'b'] hello"
    told = f"1234 True {not simulate} {simulate}"
    assert rest == [f"woo {told}", f"ascendex {told}"] * 3


@pytest.mark.parametrize("route", ROUTES)
def test_every_way_to_a_class_leads_to_the_simulator(route: str, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(ROUTE.format(route=route, statements=ROUTES[route]), encoding="utf-8")
    done = launch("--simulate", str(script))
    assert done.stdout == "False 127.0.0.1\n", done.stderr


def test_other_exchanges_are_left_alone(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("import ccxt\nprint(ccxt.kraken({'apiKey': 'mine'}).apiKey)\n", encoding="utf-8")
    assert launch("--simulate", str(script)).stdout == "mine\n"


def test_a_scripts_exit_code_and_errors_are_its_own(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("raise SystemExit(7)\n", encoding="utf-8")
    assert launch("--simulate", str(script)).returncode == 7


@pytest.mark.parametrize("arguments", [[], ["--simulate"], ["--simulat", "script.py"]])
def test_without_a_script_the_usage_is_printed(arguments: list[str]) -> None:
    done = launch(*arguments)
    assert done.returncode == 2
    assert "--simulate script.py arguments" in done.stderr


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["--simulate", "--help"]])
def test_help_is_no_error(arguments: list[str]) -> None:
    done = launch(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    assert "--simulate script.py arguments" in done.stdout


@pytest.mark.parametrize("options", [[], ["--simulate"]])
def test_a_script_that_is_not_there_is_one_line(options: list[str], tmp_path: Path) -> None:
    missing = str(tmp_path / "nofile.py")
    done = launch(*options, missing)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"Error: there is no {missing}\n")
