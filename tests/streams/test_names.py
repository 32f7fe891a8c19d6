"""What streams add to a class must not replace what it has."""

from __future__ import annotations

from typing import Any

import pytest

from ascendex_woo_adapters import pro

#: Hooks that call the ones below them.
CHAINED = {"describe", "after_construct"}


@pytest.mark.parametrize("cls", [pro.woo, pro.ascendex], ids=lambda cls: str(cls.__name__))
def test_no_helper_of_the_streams_has_the_name_of_one_over_rest(cls: Any) -> None:
    of_streams, of_rest = set(), set()
    for owner in cls.__mro__:
        if owner.__module__.startswith("ascendex_woo_adapters"):
            names = {name for name in vars(owner) if not name.startswith("__")}
            if ".streams" in owner.__module__:
                of_streams |= names
            else:
                of_rest |= names
    assert len(of_streams) > 50
    assert not (of_streams & of_rest) - CHAINED
