"""docs/freqtrade.md shows what the examples hold, and commands that exist."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from tests.docs.pages import ROOT, Block, blocks
from tests.freqtrade.bot import EXAMPLES

PAGE = "docs/freqtrade.md"
SHOWN = [block for block in blocks(PAGE) if block.language == "json"]
PROGRAM = ["python", "-m", "ascendex_woo_adapters.freqtrade"]


def freqtrade_commands() -> list[list[str]]:
    """The arguments of every command of freqtrade on the page."""
    found = []
    for block in blocks(PAGE):
        for line in block.text.replace("\\\n", " ").splitlines() if block.language == "sh" else ():
            words = shlex.split(line)
            while "=" in words[0]:
                words = words[1:]
            if words[0] == "freqtrade":
                found.append(words[1:])
            elif words[:3] == PROGRAM:
                found.append(words[3:])
    return found


@pytest.mark.parametrize("block", [pytest.param(block, id=block.where) for block in SHOWN])
def test_a_configuration_on_the_page_is_an_examples(block: Block) -> None:
    shown = json.loads(block.text)
    assert any(_holds(json.loads(path.read_text()), shown) for path in EXAMPLES.glob("*.json"))


def test_the_page_shows_configurations_and_commands() -> None:
    assert len(SHOWN) == 2
    assert {words[0] for words in freqtrade_commands()} == {"trade", "list-exchanges", "create-userdir"}


@pytest.mark.parametrize("words", [pytest.param(words, id=" ".join(words)) for words in freqtrade_commands()])
def test_the_files_of_a_command_are_there(words: list[str]) -> None:
    files = [words[i + 1] for i, word in enumerate(words) if word == "--config"]
    assert all((ROOT / file).is_file() for file in files)
    assert bool(files) is (words[0] == "trade")


@pytest.mark.parametrize("words", [pytest.param(words, id=" ".join(words)) for words in freqtrade_commands()])
def test_freqtrade_takes_the_arguments(words: list[str]) -> None:
    pytest.importorskip("freqtrade", reason="freqtrade has an environment of its own: make test-freqtrade")
    from freqtrade.commands import Arguments

    assert Arguments(words).get_parsed_arg()["command"] == words[0]


def _holds(whole: Any, part: Any) -> bool:
    """Whether everything of ``part`` is in ``whole``."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(k in whole and _holds(whole[k], v) for k, v in part.items())
    return bool(whole == part)
