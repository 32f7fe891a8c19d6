"""The tests that are in the installed ccxt: found by their file names, imported, never changed."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import ccxt

#: Colour -> the package of ccxt's tests for it.
PACKAGES = {
    "sync": "ccxt.test.exchange.sync",
    "async": "ccxt.test.exchange.async",
    "pro": "ccxt.pro.test.Exchange",
}
#: Files that are named otherwise than the method they test: it reaches that one by another's name.
RENAMED = {"fetch_deposit_withdrawals": "fetch_transactions"}
#: Tests of which a part is run: the rest of the file sends requests through servers of ccxt's.
PARTS = {"proxies": "test_proxy_for_exceptions"}
#: Tests that ccxt's own runner gives contracts only.
SWAP_ONLY = frozenset(
    {
        "fetch_funding_rate_history",
        "fetch_leverage_tiers",
        "fetch_margin_mode",
        "fetch_margin_modes",
        "fetch_market_leverage_tiers",
        "fetch_positions",
        "un_watch_positions",
        "watch_positions",
    }
)


#: Where a test is from: one of ccxt's, or a call whose answer goes through ccxt's check of its structure.
OWN, STRUCTURE = "test", "structure"


@dataclass(frozen=True)
class Test:
    """A test function of ccxt's."""

    method: str
    """Name of what it tests, snake_case."""
    function: Callable[..., Any]
    wants: tuple[str, ...]
    """Its parameters after the exchange and the skipped properties: ``symbol``, ``symbols``, ``code``."""
    kinds: tuple[str, ...]
    """The kinds of markets it is for; none where a market plays no part."""
    source: str = OWN

    __test__ = False


def snake(method: str) -> str:
    """A method's name as files and functions have it: ``fetchOHLCV`` -> ``fetch_ohlcv``."""
    return re.sub(r"(?<!^)(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])", "_", method).lower()


def camel(method: str) -> str:
    """``fetch_bids_asks`` -> ``fetchBidsAsks``, as ccxt's checks know it."""
    first, *rest = method.split("_")
    return first + "".join(word.capitalize() for word in rest)


@cache
def tests(colour: str) -> dict[str, Test]:
    """Method -> its test in this colour."""
    folder = Path(ccxt.__file__).parent.joinpath(*PACKAGES[colour].split(".")[1:])
    names = sorted(path.stem.removeprefix("test_") for path in folder.glob("test_*.py"))
    if not names:
        raise FileNotFoundError(f"ccxt {ccxt.__version__} has no tests in {folder}")
    return {test.method: test for test in (_load(colour, name) for name in names)}


def _load(colour: str, name: str) -> Test:
    paths = list(sys.path)
    try:
        module = import_module(f"{PACKAGES[colour]}.test_{name}")
    finally:
        sys.path[:] = paths  # each test module adds a folder
    for used in ("Error", "math", "time"):  # some files use these without importing them
        vars(module).setdefault(used, Exception if used == "Error" else import_module(used))
    function = getattr(module, PARTS.get(name, f"test_{name}"))
    wants = tuple(inspect.signature(function).parameters)[2:]
    if not {"symbol", "symbols"} & set(wants):
        kinds: tuple[str, ...] = ()
    else:
        kinds = ("swap",) if name in SWAP_ONLY else ("spot", "swap")
    return Test(RENAMED.get(name, name), function, wants, kinds)
