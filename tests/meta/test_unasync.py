"""The blocking code equals what the generator makes of the asyncio code, both ways."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def load(package: Path) -> ModuleType:
    """The generator, working on another package folder."""
    spec = importlib.util.spec_from_file_location("unasync", ROOT / ".ci" / "unasync.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.PACKAGE = package  # type: ignore[attr-defined]
    return module


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package to damage."""
    target = tmp_path / "ascendex_woo_adapters"
    shutil.copytree(ROOT / "ascendex_woo_adapters", target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def test_the_committed_code_is_up_to_date() -> None:
    module = load(ROOT / "ascendex_woo_adapters")
    wanted, used = module.twins()
    assert module.stale(wanted) == []
    assert wanted, "there is nothing to generate"
    assert used == set(range(len(module.RULES))), "a rule without use"


def test_the_twins_have_the_same_lines() -> None:
    wanted, _ = load(ROOT / "ascendex_woo_adapters").twins()
    for twin, text in wanted.items():
        original = twin.parent.parent / "_async" / twin.name
        assert len(text.splitlines()) == len(original.read_text().splitlines()), twin
        assert "await" not in text.replace("awaiting", ""), twin


def test_an_edited_twin_is_found(copy: Path) -> None:
    module = load(copy)
    victim = next(copy.rglob("_sync/orders.py"))
    victim.write_text(victim.read_text() + "\n")
    assert module.stale(module.twins()[0]) == [victim]
    assert module.main(["--check"]) == 1
    assert module.main([]) == 0
    assert module.main(["--check"]) == 0


def test_an_edited_original_is_found(copy: Path) -> None:
    module = load(copy)
    original = next(copy.rglob("_async/orders.py"))
    original.write_text(original.read_text() + "\n\nMORE = 1\n")
    assert [path.name for path in module.stale(module.twins()[0])] == ["orders.py"]


def test_missing_and_orphaned_twins_are_found(copy: Path) -> None:
    module = load(copy)
    twin = next(copy.rglob("_sync/orders.py"))
    twin.unlink()
    orphan = twin.parent / "orphan.py"
    orphan.write_text("")
    assert module.stale(module.twins()[0]) == sorted([twin, orphan])
    module.main([])
    assert twin.exists()
    assert not orphan.exists()


def test_the_generator_stays_small() -> None:
    assert len((ROOT / ".ci" / "unasync.py").read_text().splitlines()) <= 100
