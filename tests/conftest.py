"""Fixtures of all tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from tests.support import Answer, Face, stubbed


def pytest_addoption(parser: pytest.Parser) -> None:
    """Sizes of the long runs."""
    parser.addoption(
        "--placements",
        type=int,
        default=60,
        help="orders that tests/contract/test_lost_replies.py places under faults on each venue (60)",
    )
    parser.addoption(
        "--cuts",
        type=int,
        default=15,
        help="how often tests/streams/test_cuts.py cuts the lines of each venue (15)",
    )


@pytest.fixture(params=["sync", "async"])
def colour(request: pytest.FixtureRequest) -> str:
    """Both colours, one after the other."""
    return str(request.param)


@pytest.fixture
async def stub(colour: str) -> AsyncIterator[Callable[..., Face]]:
    """Make exchanges with a stubbed transport; they are closed afterwards."""
    faces = []

    def make(exchange_id: str, answer: Answer, config: Any = None) -> Face:
        faces.append(stubbed(exchange_id, colour, answer, config))
        return faces[-1]

    yield make
    for face in faces:
        await face.close()
