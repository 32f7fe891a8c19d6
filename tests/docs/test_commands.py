"""Every command of every page exists and takes the arguments that it is shown with."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
from collections.abc import Callable

import pytest

from ascendex_woo_adapters.cli.commands import cli
from tests.docs.pages import ROOT, all_blocks, text_of

MAKEFILE = text_of("Makefile")
TARGETS = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
PROJECT = text_of("pyproject.toml")
EXTRAS = set(
    re.findall(
        r"^(\w+) = \[",
        PROJECT.partition("[project.optional-dependencies]\n")[2].partition("\n[")[0],
        re.MULTILINE,
    )
)
#: Variables before a command: `WOO_APIKEY=... python examples/round_trip.py woo`.
VARIABLE = re.compile(r"[A-Z_]+=")


def commands() -> list[tuple[str, list[str]]]:
    """The words of every command, with where it stands."""
    found = []
    for block in all_blocks("sh"):
        for number, line in enumerate(block.text.replace("\\\n", " ").splitlines(), block.line):
            words = shlex.split(line, comments=True)
            while words and VARIABLE.match(words[0]):
                words = words[1:]
            if words:
                found.append((f"{block.page}:{number}", words))
    return found


def check_make(arguments: list[str]) -> None:
    targets = [word for word in arguments if "=" not in word]
    assert targets
    assert set(targets) <= TARGETS


def check_ours(arguments: list[str]) -> None:
    """The command's own parser takes the arguments; nothing runs."""
    name, *rest = arguments
    cli.commands[name].make_context(name, rest)


def check_python(arguments: list[str]) -> None:
    if arguments[0] == "-m":
        if arguments[1] == "pip":
            return check_pip(arguments[2:])
        assert importlib.util.find_spec(arguments[1]), f"no module {arguments[1]}"
    else:
        assert (ROOT / arguments[0]).is_file()
    return None


def check_pip(arguments: list[str]) -> None:
    """It installs this project, and with extras that it has."""
    assert arguments[0] == "install"
    extras = {
        word for group in re.findall(r"\[([\w,-]+)\]", " ".join(arguments)) for word in group.split(",")
    }
    assert extras <= EXTRAS


def check_tox(arguments: list[str]) -> None:
    known = set(re.findall(r"[\w-]+", text_of("setup.cfg")))
    assert set(re.findall(r"[a-z]+", " ".join(arguments))) <= known


def check_freqtrade(arguments: list[str]) -> None:
    """A program of others; tests/freqtrade/test_page.py has its own parser take the arguments."""
    assert arguments[0] in ("trade", "list-exchanges", "create-userdir")


CHECKS: dict[str, Callable[[list[str]], None]] = {
    "ascendex-woo": check_ours,
    "freqtrade": check_freqtrade,
    "make": check_make,
    "pip": check_pip,
    "python": check_python,
    "tox": check_tox,
}


@pytest.mark.parametrize("words", [pytest.param(words, id=where) for where, words in commands()])
def test_a_command_exists(words: list[str]) -> None:
    program, *arguments = words
    if program.startswith("."):
        assert os.access(ROOT / program, os.X_OK)
    else:
        CHECKS[program](arguments)


def test_the_first_pages_have_commands() -> None:
    programs = {words[0] for where, words in commands() if where.startswith(("README", "CONTRIBUTING"))}
    assert {"make", ".ci/run"} <= programs


def test_a_command_that_does_not_exist_is_noticed() -> None:
    for check, arguments in ((check_make, ["nothing"]), (check_python, ["nothing.py"]), (check_ours, ["no"])):
        with pytest.raises((AssertionError, KeyError)):
            check(arguments)


def test_the_makefile_runs_modules_that_exist() -> None:
    modules = re.findall(r"python -m ([\w.]+)", MAKEFILE)
    own = [module for module in modules if module not in ("pip", "venv", "pytest")]
    assert own
    for module in own:
        path = ROOT.joinpath(*module.split("."))
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), module
