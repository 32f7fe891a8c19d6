"""The example configurations, read without freqtrade."""

from __future__ import annotations

import ast
import json
from importlib import import_module
from typing import Any

import pytest

from ascendex_woo_adapters import pro
from ascendex_woo_adapters.simulator import Simulator
from tests.freqtrade.bot import EXAMPLES, STRATEGIES

CONFIGS = ["woo-spot", "woo-futures", "ascendex-futures"]
PORT = 8700


def config(name: str) -> Any:
    return json.loads((EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))


def test_every_example_is_tested() -> None:
    names = {path.stem for path in EXAMPLES.glob("*.json")}
    overlays = {"simulator-woo", "simulator-ascendex", "volume-by-candles", "volume-by-tickers"}
    assert names == {*CONFIGS, *overlays}


@pytest.mark.parametrize("name", CONFIGS)
def test_a_configuration_names_the_factory_that_puts_the_exchanges_in(name: str) -> None:
    [factory] = [one["()"] for one in config(name)["log_config"]["filters"].values()]
    module, _, function = factory.rpartition(".")
    assert callable(getattr(import_module(module), function))
    assert config(name)["log_config"] == config(CONFIGS[0])["log_config"]


@pytest.mark.parametrize("name", CONFIGS)
def test_a_configuration_is_a_dry_run_without_keys(name: str) -> None:
    found = config(name)
    assert found["dry_run"] is True
    assert (found["exchange"]["key"], found["exchange"]["secret"]) == ("", "")


@pytest.mark.parametrize("name", CONFIGS)
def test_the_pairs_of_a_configuration_are_markets(name: str) -> None:
    found = config(name)
    exchange = found["exchange"]["name"]
    futures = found["trading_mode"] == "futures"
    with Simulator(venues=[exchange]) as venues:
        markets = venues.connect(getattr(import_module("ascendex_woo_adapters"), exchange)).load_markets()
    for pair in found["exchange"]["pair_whitelist"]:
        assert markets[pair]["active"], pair
        assert markets[pair]["swap"] is futures, pair


def test_the_simulators_urls_are_all_of_them() -> None:
    """A URL that is left out would be the real venue's."""
    venues = Simulator(port=PORT)
    venues.urls = {name: f"http://127.0.0.1:{PORT + i}" for i, name in enumerate(venues.venues)}
    for name in ("woo", "ascendex"):
        exchange_class: Any = getattr(pro, name)
        want = venues.connect(exchange_class).urls["api"]
        assert config(f"simulator-{name}") == {"exchange": {"ccxt_config": {"urls": {"api": want}}}}


@pytest.mark.parametrize(
    "path", [*EXAMPLES.glob("strategies/*.py"), *STRATEGIES.glob("*.py")], ids=lambda path: path.stem
)
def test_a_strategy_is_one_class_of_the_name_that_configurations_use(path: Any) -> None:
    classes = [node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)]
    assert classes == ["".join(word.capitalize() for word in path.stem.split("_"))]
    if path.parent.parent == EXAMPLES:
        assert {config(name)["strategy"] for name in CONFIGS} == set(classes)
        assert {config(name)["strategy_path"] for name in CONFIGS} == {"examples/freqtrade/strategies"}
