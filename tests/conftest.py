"""Fixtures of all tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.support import Answer, Face, stubbed

# a busy machine is no failure, nor is an example that was slow or hard to find
settings.register_profile(
    "unhurried",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
settings.load_profile("unhurried")


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
