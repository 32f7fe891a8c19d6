"""Query strings and form bodies, one value at a time."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

#: What percent-encoding leaves as it is; nearly all values have nothing else.
_UNRESERVED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~-"


def quoted(value: Any) -> str:
    """A value percent-encoded; booleans are lower case."""
    if value.__class__ is str:
        text: str = value
    else:
        text = str(value).lower() if value is True or value is False else str(value)
    return quote(text, safe="") if text.encode().rstrip(_UNRESERVED) else text
