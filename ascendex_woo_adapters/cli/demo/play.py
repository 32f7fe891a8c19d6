"""``ascendex-woo demo``: one plain ccxt strategy on both simulated venues, and the sum at the end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

from rich.console import Console

from ascendex_woo_adapters import register, unregister
from ascendex_woo_adapters.cli.demo.accounts import balance, statement
from ascendex_woo_adapters.cli.demo.report import Lines, Report, Screen, conclude
from ascendex_woo_adapters.cli.demo.strategies import load
from ascendex_woo_adapters.cli.demo.watch import Watch
from ascendex_woo_adapters.simulator import Simulator

ROUND_TRIP_SECONDS = 3.0
"""About how long the blocking strategy takes: for the progress bar."""

WAIT_FOR_LIMITS = {"maxRetriesOnFailure": 3, "maxRetriesOnFailureDelay": 1000}
"""ccxt's options of those who read an account whose request limits the strategies' own exchanges use up."""


def play(console: Console, plain: bool, seed: int, seconds: float) -> bool:
    """Run the strategies on both venues, show them live, and show the sums; whether these add up."""
    maker, round_trip = load("market_maker"), load("round_trip")
    maker.SECONDS = seconds  # type: ignore[attr-defined]
    symbols = (maker.SYMBOL, round_trip.SYMBOL)
    register()
    try:
        with Simulator(seed=seed) as simulator:
            watches = [Watch(venue) for venue in simulator.venues.values()]
            readers = {name: connect(simulator, "ccxt", name) for name in simulator.venues}
            for reader in readers.values():
                reader.options.update(WAIT_FOR_LIMITS)
            since = simulator.clock.now()
            starts = {name: balance(reader) for name, reader in readers.items()}
            report = (Lines if plain else Screen)(console, watches, seconds + ROUND_TRIP_SECONDS)
            with report, heard(report, maker, round_trip):
                report.phase("market_maker.py, asyncio")
                asyncio.run(run_async(simulator, maker))
                report.phase("round_trip.py, blocking")
                run_blocking(simulator, round_trip)
                report.phase("done")
            statements = [
                statement(readers[name], symbols, since, starts[name], watch.funding())
                for name, watch in zip(simulator.venues, watches, strict=True)
            ]
            for venue in simulator.venues.values():
                venue.engine.audit()
    finally:
        unregister()
    conclude(console, statements, plain)
    return all(one.adds_up for one in statements)


def connect(simulator: Simulator, face: str, name: str) -> Any:
    """ccxt's exchange of that id, out of ``ccxt`` or ``ccxt.async_support``, on the simulated venue."""
    return simulator.connect(getattr(import_module(face), name))


async def run_async(simulator: Simulator, strategy: ModuleType) -> None:
    """Run an asyncio strategy on every venue at once; raises the first error once all have ended."""

    async def run(name: str) -> None:
        exchange = connect(simulator, "ccxt.async_support", name)
        try:
            await strategy.run(exchange)
        finally:
            await exchange.close()

    results = await asyncio.gather(*(run(name) for name in simulator.venues), return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result


def run_blocking(simulator: Simulator, strategy: ModuleType) -> None:
    """Run a blocking strategy on every venue at once; raises the first error once all have ended."""
    with ThreadPoolExecutor() as pool:
        results = [pool.submit(strategy.run, connect(simulator, "ccxt", name)) for name in simulator.venues]
    for result in results:
        result.result()


class _Handler(logging.Handler):
    def __init__(self, report: Report) -> None:
        super().__init__(logging.INFO)
        self._report = report

    def emit(self, record: logging.LogRecord) -> None:
        self._report.say(record.getMessage())


@contextmanager
def heard(report: Report, *strategies: ModuleType) -> Iterator[None]:
    """Let the report have what the strategies log."""
    loggers = [logging.getLogger(strategy.__name__) for strategy in strategies]
    handler = _Handler(report)
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
            logger.propagate = True
