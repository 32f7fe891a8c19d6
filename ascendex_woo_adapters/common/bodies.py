"""Reading reply bodies: what is not there, or not of its kind, is a ``BadResponse``, never a KeyError."""

from __future__ import annotations

from types import TracebackType
from typing import Any

from ccxt.base.errors import BadResponse

from ascendex_woo_adapters.common.errors import excerpt

#: What reading a value of the wrong kind can raise.
WRONG_KIND = (TypeError, KeyError, IndexError, ValueError, AttributeError, ArithmeticError)


def unreadable(exchange_id: str, reply: Any, error: Exception) -> BadResponse:
    """The exception of a reply whose contents broke its reader."""
    return BadResponse(
        f"{exchange_id} sent what cannot be read ({type(error).__name__}: {error}): {excerpt(reply)}"
    )


class Reading:
    """While a reply is read: whatever its contents break is a ``BadResponse`` that shows the reply.

    The readers check what they depend on; this catches what a venue sends beyond imagination, so
    that callers who catch ccxt's exceptions catch it too. The original error is the cause.
    """

    __slots__ = ("_exchange_id", "_reply")

    def __init__(self, exchange_id: str, reply: Any) -> None:
        self._exchange_id = exchange_id
        self._reply = reply

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if isinstance(error, WRONG_KIND):
            raise unreadable(self._exchange_id, self._reply, error) from error


_OBJECT = {dict}


def _at(exchange_id: str, response: Any, keys: tuple[str, ...]) -> Any:
    value = response
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            raise BadResponse(f"{exchange_id} reply without {'.'.join(keys)!r}: {excerpt(response)}")
        value = value[key]
    return value


def record(exchange_id: str, response: Any, *keys: str) -> dict[str, Any]:
    """The object under ``keys`` of a reply."""
    value = _at(exchange_id, response, keys)
    if not isinstance(value, dict):
        raise BadResponse(f"{exchange_id} reply has no object under {'.'.join(keys)!r}: {excerpt(response)}")
    return value


def rows(exchange_id: str, response: Any, *keys: str) -> list[dict[str, Any]]:
    """The list of objects under ``keys`` of a reply."""
    value = _at(exchange_id, response, keys)
    if not isinstance(value, list) or not set(map(type, value)) <= _OBJECT:
        raise BadResponse(
            f"{exchange_id} reply has no list of objects under {'.'.join(keys)!r}: {excerpt(response)}"
        )
    return value


def known(exchange_id: str, what: str, value: Any, names: dict[Any, Any]) -> Any:
    """The ccxt name of an enumerated value; an unknown one is an error, never a guess."""
    try:
        return names[value]
    except (KeyError, TypeError):
        raise BadResponse(f"{exchange_id} sent an unknown {what}: {value!r}") from None
