"""The command as a whole: help, exit status, and life without its extra."""

from __future__ import annotations

import re
import sys

import click
import pytest
from click.testing import CliRunner

import ascendex_woo_adapters
from ascendex_woo_adapters.cli import main
from ascendex_woo_adapters.cli.commands import cli

COMMANDS = sorted(cli.commands)


@pytest.mark.parametrize("missing", ["click", "rich"])
def test_without_the_extra_it_says_how_to_install_it(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(sys.modules):
        if name.partition(".")[0] == missing or name.startswith("ascendex_woo_adapters.cli."):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(SystemExit) as end:
        main()
    assert f"needs {missing}" in str(end.value)
    assert "pip install 'ascendex-woo-adapters[cli]'" in str(end.value)


def test_another_missing_module_is_not_mistaken_for_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(sys.modules):
        if name.startswith("ascendex_woo_adapters.cli."):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ascendex_woo_adapters.cli.demo", None)
    with pytest.raises(ModuleNotFoundError):
        main()


def test_the_version_is_the_package_s() -> None:
    result = CliRunner().invoke(cli, ["--version"])
    assert result.output.strip().endswith(ascendex_woo_adapters.__version__)


@pytest.mark.parametrize(
    "command", [[], *([name] for name in COMMANDS)], ids=lambda words: " ".join(words) or "all"
)
def test_every_help_text_shows_examples_that_the_command_understands(command: list[str]) -> None:
    result = CliRunner().invoke(cli, [*command, "--help"])
    assert result.exit_code == 0
    examples = re.findall(r"^ +ascendex-woo (\w+)((?: --[\w-]+(?: \w+)?)*)", result.output, re.MULTILINE)
    assert examples
    for name, options in examples:
        cli.commands[name].make_context(name, options.split())


@pytest.mark.parametrize("words", [["trade"], ["simulate", "--venue", "binance"], ["demo", "--seconds", "0"]])
def test_wrong_options_end_in_exit_status_2(words: list[str]) -> None:
    assert CliRunner().invoke(cli, words).exit_code == 2


def test_no_option_takes_a_secret() -> None:
    options = {
        option for name in COMMANDS for parameter in cli.commands[name].params for option in parameter.opts
    }
    assert "--seed" in options
    assert not [option for option in options if re.search("key|secret|token|password", option)]
    assert all(isinstance(p, click.Option) for name in COMMANDS for p in cli.commands[name].params)
