"""The command as a whole: help, exit status, and life without its extra."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from typing import Any

import click
import pytest
from click.testing import CliRunner

import ascendex_woo_adapters
from ascendex_woo_adapters.cli import main
from ascendex_woo_adapters.cli.commands import cli
from tests.cli.support import interrupted

COMMANDS = sorted(cli.commands)
ARGUMENTS = {"venue", "venues", "symbol", "method", "words"}


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_without_the_extra_it_says_how_to_install_it(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(SystemExit) as end:
        main()
    assert f"needs {missing}" in str(end.value)
    assert "pip install 'ascendex-woo-adapters[cli]'" in str(end.value)


def test_another_missing_module_is_not_mistaken_for_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "ascendex_woo_adapters.cli.commands")
    monkeypatch.setitem(sys.modules, "ascendex_woo_adapters.cli.options", None)
    with pytest.raises(ModuleNotFoundError):
        main()


def test_the_version_is_the_package_s() -> None:
    result = CliRunner().invoke(cli, ["--version"])
    assert result.output.strip().endswith(ascendex_woo_adapters.__version__)


def test_help_loads_neither_ccxt_nor_rich_nor_the_simulator() -> None:
    code = (
        "import sys\n"
        "from ascendex_woo_adapters.cli.commands import cli\n"
        "cli(['--help'], standalone_mode=False)\n"
        "print(*(name for name in ('ccxt', 'rich', 'aiohttp', 'ascendex_woo_adapters.simulator') if name in sys.modules), sep=',')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == ""
    assert "Commands:" in done.stdout


def examples(text: str) -> list[list[str]]:
    """The command lines of a help text: their words, without remarks and redirections."""
    lines = re.findall(r"^ +ascendex-woo (\w.*)$", text, re.MULTILINE)
    return [shlex.split(re.split(r" {3,}| > ", line)[0]) for line in lines]


@pytest.mark.parametrize(
    "command", [[], *([name] for name in COMMANDS)], ids=lambda words: " ".join(words) or "all"
)
def test_every_help_text_shows_examples_that_the_command_understands(command: list[str]) -> None:
    result = CliRunner().invoke(cli, [*command, "--help"])
    assert result.exit_code == 0
    shown = examples(result.output)
    assert shown
    for name, *words in shown:
        assert command in ([], [name])
        cli.commands[name].make_context(name, words)


def test_the_help_names_every_exit_status_and_every_variable() -> None:
    text = CliRunner().invoke(cli, ["--help"]).output
    for fact in (
        "0  all",
        "1  it failed",
        "2  wrong options",
        "130  ended by Ctrl-C",
        "WOO_APIKEY",
        "ASCENDEX_SECRET",
    ):
        assert fact in text


@pytest.mark.parametrize(
    "words",
    [
        ["trade"],
        ["simulate", "--venue", "binance"],
        ["simulate", "--port", "65535"],
        ["demo", "--seconds", "0"],
        ["demo", "--seconds", "nan"],
        ["watch", "woo", "BTC/USDT", "--simulate", "--seconds", "nan"],
        ["watch", "woo", "BTC/USDT", "--simulate", "--seconds", "inf"],
        ["call", "binance", "fetch_time"],
        ["call", "woo", "fetch_time", "--simulat"],
        ["call", "woo", "fetch_time", "--simulate", "--url", "http://127.0.0.1:1"],
        ["call", "woo", "fetch_time", "--url", "127.0.0.1:1"],
        ["call", "woo", "fetch_time", "--url", "http://key:secret@127.0.0.1:1"],
        *(
            ["watch", "woo", "BTC/USDT", "--url", address]
            for address in (
                "http://127.0.0.1:99999",
                "http://127.0.0.1:0",
                "http://127.0.0.1:port",
                "http://[::1",
                "http://127.0.0.1:8700?x",
                "http://127.0.0.1:8700#x",
                "http://:8700",
            )
        ),
        ["call", "ascendex", "fetch_time", "--generation", "v1"],
        ["doctor", "--url", "http://127.0.0.1:1"],
    ],
    ids=" ".join,
)
def test_wrong_options_end_in_exit_status_2(words: list[str]) -> None:
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 2
    assert "Error: " in result.output


@pytest.mark.parametrize("words", [["call", "woo", "fetch_time"], ["doctor", "woo"]], ids=" ".join)
def test_ctrl_c_ends_in_exit_status_130_and_without_a_traceback(words: list[str]) -> None:
    done = interrupted(*words)
    assert done.returncode == 130
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words", [["call", "woo", "fetch_time"], ["watch", "woo", "BTC/USDT"], ["doctor", "woo"]], ids=" ".join
)
@pytest.mark.parametrize("typed", ["", "half-a-pair\n"])
def test_an_input_that_ends_at_the_prompt_is_no_ctrl_c(words: list[str], typed: str) -> None:
    result = CliRunner().invoke(cli, [*words, "--login"], input=typed)
    assert result.exit_code == 1
    missing = "secret" if typed else "API key"
    assert result.stderr.splitlines()[-1] == f"Error: the input ended before the {missing} of woo came"


def parameters() -> list[Any]:
    return [parameter for name in COMMANDS for parameter in cli.commands[name].params]


def test_no_option_takes_a_secret() -> None:
    options = {option for parameter in parameters() for option in parameter.opts}
    assert {"--seed", "--login"} <= options
    assert not [option for option in options if re.search("key|secret|token|password|uid", option)]
    assert {one.name for one in parameters() if isinstance(one, click.Argument)} <= ARGUMENTS


def test_half_a_pair_of_keys_is_said_without_showing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WOO_APIKEY", "half-a-pair")
    monkeypatch.delenv("WOO_SECRET", raising=False)
    result = CliRunner().invoke(cli, ["call", "woo", "fetch_balance"])
    assert result.exit_code == 2
    assert "WOO_APIKEY is set, but WOO_SECRET is not" in result.output
    assert "half-a-pair" not in result.output
