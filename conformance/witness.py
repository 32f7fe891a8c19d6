"""What a tested method was asked and answered, whatever its test makes of it."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from typing import Any

from ccxt.base.errors import OperationFailed

from conformance.wheel import snake


class Witness:
    """Counts the answers of one method, and the failures that ccxt's tests take for the network's."""

    def __init__(self) -> None:
        self.answers = self.items = 0
        self.hidden: list[OperationFailed] = []

    def watch(self, method: Callable[..., Any]) -> Callable[..., Any]:
        """The method, seen."""

        def called(*args: Any, **kwargs: Any) -> Any:
            with self:
                result = method(*args, **kwargs)
            return self._awaited(result) if inspect.isawaitable(result) else self._answered(result)

        return called

    async def _awaited(self, result: Any) -> Any:
        with self:
            return self._answered(await result)

    def _answered(self, answer: Any) -> Any:
        whole = not isinstance(answer, (list, dict)) or (isinstance(answer, dict) and "info" in answer)
        self.answers += 1
        self.items += 1 if whole else len(answer)
        return answer

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, OperationFailed):
            self.hidden.append(error)

    def complaint(self) -> str:
        """Why a test that passed proves nothing, or nothing (empty)."""
        if self.hidden:
            return f"the test passed over {type(self.hidden[0]).__name__}: {self.hidden[0]}"
        return "" if self.answers else "the test passed without one answer of the method"


class View:
    """An exchange as a test sees it: one method is watched, and methods are there by subscript too."""

    def __init__(self, exchange: Any, method: str, witness: Witness) -> None:
        self.__dict__.update(_exchange=exchange, _method=method, _witness=witness, _spawned=[])

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._exchange, name)
        return self._witness.watch(found) if name == self._method and callable(found) else found

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._exchange, name, value)

    def spawn(self, function: Callable[..., Any], *args: Any) -> Any:
        """ccxt's ``spawn``: begin something and go on."""
        self._spawned.append(self._exchange.spawn(function, *args))
        return self._spawned[-1]

    async def settle(self) -> None:
        """Wait for what the test has begun and did not wait for."""
        await asyncio.gather(*self._spawned)

    def __getitem__(self, name: str) -> Any:
        return getattr(self, snake(name))
