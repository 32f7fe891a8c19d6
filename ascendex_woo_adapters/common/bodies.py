"""Reading reply bodies: what is not there, or not of its kind, is a ``BadResponse``, never a KeyError."""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import BadResponse

from ascendex_woo_adapters.common.errors import excerpt


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
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
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
