"""The tests of this folder are about the legacy generation; those of ``v3`` and of both name theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support import Answer, Face


@pytest.fixture
def stub(stub: Callable[..., Face]) -> Callable[..., Face]:
    """Make stubbed exchanges of the legacy generation, unless the configuration names one."""

    def make(exchange_id: str, answer: Answer, config: Any = None) -> Face:
        given = config or {}
        options = {"generation": "v1", **given.get("options", {})}
        return stub(exchange_id, answer, {**given, "options": options})

    return make
