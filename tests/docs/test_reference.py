"""The reference holds every method of the classes that a user calls."""

from __future__ import annotations

import inspect
import re

import pytest

from ascendex_woo_adapters import pro
from tests.docs.pages import text_of

#: What ccxt's plumbing calls, and `close`, which is ccxt's.
PLUMBING = {"close", "fetch", "fetch2", "load_markets", "request", "throttle"}


@pytest.mark.parametrize("exchange_id", pro.exchanges)
def test_every_method_is_in_the_reference(exchange_id: str) -> None:
    shown = set(re.findall(r"^::: (\S+)", text_of(f"docs/reference/{exchange_id}.md"), re.MULTILINE))
    written: dict[str, str] = {}
    for cls in getattr(pro, exchange_id).__mro__:
        if cls.__module__.startswith("ascendex_woo_adapters."):
            for name, value in vars(cls).items():
                own = inspect.iscoroutinefunction(value) and value.__name__ == name  # no camelCase alias
                if own and not name.startswith("_"):
                    written.setdefault(name, f"{cls.__module__}.{cls.__qualname__}")
    methods = written.keys() - PLUMBING
    assert len(methods) > 60
    assert {name: written[name] for name in methods if written[name] not in shown} == {}
