"""What opens a private socket."""

from __future__ import annotations

from typing import NamedTuple


class Access(NamedTuple):
    """A part of the URL of private data."""

    key: str
    lasts_ms: int | None = None
    """How long it can be used; None for ever."""
    secret: bool = False
    """Whether it must not be told."""
