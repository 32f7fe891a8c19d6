"""What README, CHANGELOG and CONTRIBUTING promise is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import ascendex_woo_adapters

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(name: str, language: str) -> list[str]:
    """The texts of a document's code blocks in a language."""
    found = BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))
    return [text for tongue, text in found if tongue == language]


@pytest.mark.parametrize(
    "code", [pytest.param(code, id=str(i)) for i, code in enumerate(blocks("README.md", "python"))]
)
def test_the_python_of_the_readme_runs(code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout or "print" not in code


def test_the_readme_has_python_to_run() -> None:
    assert len(blocks("README.md", "python")) >= 4


def test_every_make_target_of_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set()
    for name in ("README.md", "CONTRIBUTING.md"):
        for block in blocks(name, "sh"):
            named |= set(re.findall(r"^make (\w+)", block, re.MULTILINE))
    assert {"demo", "test", "lint"} <= named
    assert named <= targets


def test_every_command_of_the_documents_is_known() -> None:
    from ascendex_woo_adapters.cli.commands import cli

    lines = [
        line.split("#")[0].split()
        for name in ("README.md", "CONTRIBUTING.md")
        for block in blocks(name, "sh")
        for line in block.splitlines()
    ]
    ours = [words[1:] for words in lines if words and words[0] == "ascendex-woo"]
    assert ours
    for command, *arguments in ours:
        cli.commands[command].make_context(command, arguments)
    scripts = {word for words in lines for word in words if word.startswith(".ci/")}
    assert scripts
    for script in scripts:
        assert (ROOT / script).is_file(), script
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_the_makefile_runs_modules_that_exist() -> None:
    modules = re.findall(r"python -m ([\w.]+)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    own = [module for module in modules if module not in ("pip", "venv", "pytest")]
    assert own
    for module in own:
        path = ROOT.joinpath(*module.split("."))
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), module


def test_every_link_of_the_documents_into_the_project_leads_somewhere() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        for target in re.findall(r"\]\((?!https?:)([^)]+)\)", (ROOT / name).read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{name}: {target}"


def test_the_table_of_methods_is_what_the_classes_have() -> None:
    done = subprocess.run([sys.executable, ".ci/methods.py", "--check"], cwd=ROOT)
    assert done.returncode == 0, "run python .ci/methods.py"


@pytest.mark.parametrize("name", ascendex_woo_adapters.exchanges)
def test_the_options_of_the_readme_are_those_of_the_classes(name: str) -> None:
    options = getattr(ascendex_woo_adapters, name)().options
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| (both|`woo`|`ascendex`) \|", readme, re.MULTILINE)
    assert len(rows) >= 8
    for option, classes in rows:
        if classes in ("both", f"`{name}`"):
            assert option in options, option


def test_the_newest_heading_of_the_changelog_is_the_version() -> None:
    headings = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == ascendex_woo_adapters.__version__


def test_the_first_screen_of_the_readme_warns_of_the_state_of_the_venues() -> None:
    first = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:50])
    for fact in ("Do not deposit", "2026-07-17", "2025-12-31", "could be tested against a live venue"):
        assert re.search(fact, first), fact
