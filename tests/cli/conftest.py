"""Fixtures of the tests of the command."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ascendex_woo_adapters.simulator import Simulator
from tests.cli.support import Shell, shell_of


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    """Both venues, running."""
    with Simulator(seed=3, limits=False) as running:
        yield running


@pytest.fixture
def woo(simulator: Simulator) -> Shell:
    """Somebody with keys of WOO X."""
    return shell_of(simulator, "woo")


@pytest.fixture
def ascendex(simulator: Simulator) -> Shell:
    """Somebody with keys of AscendEX."""
    return shell_of(simulator, "ascendex")
