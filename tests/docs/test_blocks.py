"""Every code block of every page runs, or is what it says."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import yaml

from tests.docs.pages import PAGES, ROOT, Block, all_blocks, blocks, pairs
from tests.docs.run import compare

PARSERS: dict[str, Callable[[str], Any]] = {"json": json.loads, "yaml": yaml.safe_load}
PACKAGE = ROOT / "ascendex_woo_adapters"
#: A block that includes a script, in the form that the formatter of Python leaves alone.
INCLUDED = "{ .python }"
#: Languages of blocks that are checked, here and in test_commands.py.
CHECKED = {"python", "sh", "text", "tree", INCLUDED, *PARSERS}


def named(block: Block) -> Any:
    return pytest.param(block, id=block.where)


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments], capture_output=True, text=True, cwd=ROOT, timeout=55
    )


@pytest.mark.parametrize(
    "page", [page for page in PAGES if any(b.language == "python" for b in blocks(page))]
)
def test_the_python_of_a_page_runs(page: str) -> None:
    done = python("-m", "tests.docs.run", page)
    assert done.returncode == 0, done.stderr


def test_the_first_pages_have_python() -> None:
    assert sum(block.language == "python" for block in blocks("README.md")) >= 1
    assert sum(block.language == "python" for block in blocks("docs/index.md")) >= 3


def test_data_in_pages_can_be_read() -> None:
    for block in all_blocks(*PARSERS):
        assert PARSERS[block.language](block.text), block.where
    with pytest.raises(ValueError):
        PARSERS["json"]("{'a': 1}")


@pytest.mark.parametrize("block", [named(block) for block in all_blocks(INCLUDED)])
def test_what_is_shown_whole_is_an_example(block: Block) -> None:
    """tests/examples/ runs all of them."""
    shown = re.fullmatch(r'--8<-- "(examples/\w+\.py)"\n', block.text)
    assert shown
    assert (ROOT / shown[1]).is_file()


@pytest.mark.parametrize("block", [named(block) for block in all_blocks("tree")])
def test_what_a_tree_of_folders_names_is_there(block: Block) -> None:
    """The names before the explanations; a file may lie in any folder of the package."""
    lines = [re.match(r" *((?:[\w./]+(?:/|\.\w+)(?:, |  ?|$))*)", line) for line in block.text.splitlines()]
    names = [name for found in lines if found for name in re.findall(r"[\w./]+", found[1])]
    assert len(names) > 10
    assert [name for name in names if not (any(ROOT.glob(name)) or any(PACKAGE.rglob(name)))] == []


def test_no_block_goes_unchecked() -> None:
    for page in PAGES:
        found = blocks(page)
        assert {block.language for block in found} <= CHECKED, page
        alone = sum(block.language == "text" for block in found) - sum(bool(out) for _, out in pairs(page))
        assert alone == 0, f"{page}: output without the code or the command that prints it"


SHOWN = [
    (block, output)
    for page in PAGES
    for block, output in pairs(page)
    if output is not None and block.language != "python"
]


@pytest.mark.parametrize(("block", "output"), [pytest.param(*pair, id=pair[0].where) for pair in SHOWN])
def test_a_command_prints_what_its_page_shows(block: Block, output: Block) -> None:
    """A block of one command of ours with its output under it."""
    program, *arguments = shlex.split(block.text, comments=True)
    assert program == "ascendex-woo"
    done = python("-m", "ascendex_woo_adapters.cli", *arguments)
    assert done.returncode == 0, done.stderr
    compare(output, done.stdout)
