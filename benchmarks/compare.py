"""Field by field: where two results differ in keys, values or types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any

#: The wire form of the row: the two sides read different ones.
_WIRE = "info"


def differences(ours: Any, theirs: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield (path, ours, theirs) of each difference; a missing key shows as ``...``."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in dict.fromkeys((*ours, *theirs)):
            if key != _WIRE:
                yield from differences(ours.get(key, ...), theirs.get(key, ...), f"{path}/{key}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (mine, their) in enumerate(zip(ours, theirs, strict=True)):
            yield from differences(mine, their, f"{path}/{index}")
    elif type(ours) is not type(theirs) or ours != theirs:
        yield path, ours, theirs


def unintended(ours: Any, theirs: Any, intended: Iterable[str]) -> list[str]:
    """The differences that no pattern of ``intended`` covers, one line each."""
    patterns = tuple(intended)
    return [
        f"{path or '/'}: {mine!r} here, {their!r} in ccxt"
        for path, mine, their in differences(ours, theirs)
        if not any(fnmatchcase(path, pattern) for pattern in patterns)
    ]


def unused(ours: Any, theirs: Any, intended: Iterable[str]) -> list[str]:
    """The patterns of ``intended`` that cover no difference at all."""
    paths = [path for path, _, _ in differences(ours, theirs)]
    return [pattern for pattern in intended if not any(fnmatchcase(path, pattern) for path in paths)]
