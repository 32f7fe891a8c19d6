"""From a venue's refusal to the ccxt exception that says the same.

What ccxt's two transports do differently is levelled here: whatever the status, a body is either a
success as the venue defines it or raises, the same exception in sync and async.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ccxt.base.errors import BadResponse, BaseError, ExchangeError, ExchangeNotAvailable


class ErrorRow(NamedTuple):
    """One documented error: the exception it raises and what it means."""

    exception: type[BaseError]
    meaning: str


def exception_for_status(status: int, known: Mapping[str, type[BaseError]]) -> type[BaseError]:
    """The exception of an HTTP status outside 2xx; ``known`` is the exchange's ``httpExceptions``."""
    row = known.get(str(status))
    if row is not None:
        return row
    return ExchangeNotAvailable if status >= 500 else ExchangeError


def excerpt(body: Any, length: int = 300) -> str:
    """The beginning of a body, for an error message."""
    text = body if isinstance(body, str) else str(body)
    if not text:
        return "an empty body"
    return text if len(text) <= length else f"{text[:length]}... ({len(text)} characters)"


def raise_for_status(
    where: str, status: int, body: str, known: Mapping[str, type[BaseError]], readable: bool
) -> None:
    """Raise for a status outside 2xx, and for a body that is not the JSON object a venue answers with."""
    if not 200 <= status < 300:
        raise exception_for_status(status, known)(f"{where} answered {status}: {excerpt(body)}")
    if not readable:
        raise BadResponse(f"{where} answered {status} without a readable JSON object: {excerpt(body)}")
