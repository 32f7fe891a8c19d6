"""Runs ccxt's tests: one simulated venue and one account with a history for a subject in a colour."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import io
import time
from collections.abc import AsyncIterator, Collection, Coroutine, Sequence
from typing import Any

from ascendex_woo_adapters.simulator import Simulator
from conformance import allowances, calls, wheel
from conformance.desk import Desk
from conformance.results import CANNOT_PASS, FAILED, PASSED, Result, absent
from conformance.scene import FUNDS, LEAD_MS, LateClock, connect, keep_trading, prepare
from conformance.subjects import Subject
from conformance.witness import View, Witness

#: Tests of what every class has, whatever `has` says.
ALWAYS = ("load_markets", "features", "after_construct", "proxies")
#: Tests that change the exchange they are given: each gets one of its own, after the others, because a
#: private socket of WOO X's V3 ends the one before.
ALONE = ("un_watch_positions",)
LIMIT_S = 90.0
"""Bound of one test; those of streams take 15 seconds, or 30."""
SHOWN = 400
"""Characters of a failure that are kept: ccxt's tests append whole structures."""


async def run(subject: Subject, colour: str, methods: Collection[str] = ()) -> list[Result]:
    """Every test that the class's `has` calls for, or those of some methods (snake_case)."""
    # Several clients share the account here, so that none of them can keep to its limits.
    simulator = Simulator(seed=7, clock=LateClock(LEAD_MS), venues=[subject.id], balances=FUNDS, limits=False)
    with simulator, contextlib.redirect_stdout(io.StringIO()):  # some of ccxt's tests print what they do
        prepare(simulator, subject)
        async with (
            _exchange(simulator, subject, "sync") as hand,
            _exchange(simulator, subject, colour) as exchange,
        ):
            hand.enableRateLimit = False  # it blocks
            wanted = promised(exchange, colour)
            tests = [
                test
                for tests in (wheel.tests(colour), calls.tests(colour))
                for test in tests.values()
                if test.method in wanted and (not methods or test.method in methods)
            ]
            bench = _Bench(subject, colour, exchange, hand)
            shared = [test for test in tests if test.method not in ALONE]
            if colour == "pro":
                streams = [test for test in shared if test.source == wheel.OWN]
                results = await bench.together(streams, keep_trading(simulator, subject))
                results += await bench.one_by_one([test for test in shared if test not in streams])
            else:
                results = await bench.one_by_one(shared)
        for test in tests:
            if test.method in ALONE:
                async with _exchange(simulator, subject, colour) as exchange:
                    results += await _Bench(subject, colour, exchange, exchange).one_by_one([test])
    return results + absent(subject.name, colour, tests, results)


def promised(exchange: Any, colour: str) -> set[str]:
    """What `has` says of a class, by the names of methods; not ``False`` and not ``None`` is a promise."""
    names = {wheel.snake(name) for name, value in exchange.has.items() if value}
    return {name for name in names if callable(getattr(exchange, name, None))} | (
        set() if colour == "pro" else set(ALWAYS)
    )


@contextlib.asynccontextmanager
async def _exchange(simulator: Simulator, subject: Subject, colour: str) -> AsyncIterator[Any]:
    exchange = connect(simulator, subject, colour)
    try:
        await _finished(exchange.load_markets())
        yield exchange
    finally:
        if colour != "sync":
            exchange.timeout_on_exit = 0
            await exchange.close()
        elif exchange.session is not None:
            exchange.session.close()


async def _finished(result: Any) -> Any:
    return await asyncio.wait_for(result, LIMIT_S) if inspect.isawaitable(result) else result


class _Bench:
    """A subject in a colour, connected."""

    def __init__(self, subject: Subject, colour: str, exchange: Any, hand: Any) -> None:
        self.subject, self.colour, self.exchange, self.hand = subject, colour, exchange, hand

    async def one_by_one(self, tests: Sequence[wheel.Test]) -> list[Result]:
        """As ccxt runs its tests of REST."""
        return [await self._run(test, kind) for test in tests for kind in self._kinds(test)]

    async def together(self, tests: Sequence[wheel.Test], trade: Coroutine[Any, Any, None]) -> list[Result]:
        """All at once, as ccxt runs its tests of streams, while the account trades."""
        trading = asyncio.ensure_future(trade)
        try:
            runs = [self._run(test, kind) for test in tests for kind in self._kinds(test)]
            return await asyncio.gather(*runs)
        finally:
            if trading.done():
                trading.result()  # it never ends by itself but by an error
            trading.cancel()
            await asyncio.wait([trading])

    def _kinds(self, test: wheel.Test) -> Sequence[str]:
        """The kinds of markets in which a test runs; one that is empty where a market plays no part."""
        return [kind for kind in self.subject.markets if kind in test.kinds] if test.kinds else ("",)

    async def _run(self, test: wheel.Test, kind: str) -> Result:
        witness, begun = Witness(), time.monotonic()
        view = View(self.exchange, test.method, witness)
        skipped = allowances.skipped(self.subject.name, test.method)
        try:
            await _finished(test.function(view, skipped, *self._arguments(test, kind)))
            await view.settle()
            detail = "" if test.method in ALWAYS else witness.complaint()
            outcome = FAILED if detail else PASSED
        except Exception as error:
            outcome, detail = FAILED, f"{type(error).__name__}: {error}"[:SHOWN]
            broken = allowances.defect(test, self.colour, detail)
            if broken is not None:
                outcome, detail = CANNOT_PASS, broken.reason
        seconds = time.monotonic() - begun
        return Result(
            self.subject.name,
            self.colour,
            test.method,
            kind,
            outcome,
            detail,
            witness.answers,
            witness.items,
            seconds,
            test.source,
        )

    def _arguments(self, test: wheel.Test, kind: str) -> list[Any]:
        symbols = self.subject.markets[kind or "swap"]
        values = {
            "symbol": symbols[0],
            "symbols": list(symbols),
            "code": self.subject.code,
            "desk": Desk(self.hand, symbols, self.subject.code),
        }
        values |= allowances.arguments(self.subject.name, test.method)
        return [values[name] for name in test.wants]
