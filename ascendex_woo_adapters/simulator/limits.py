"""Request limits of a venue, counted as it documents them: per endpoint, group, symbol, account or IP."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Literal

from .trading.clock import Clock

SLACK = 0.03
"""Share by which windows are shorter at the server: the jitter of the network makes an exact client early."""


@dataclass(frozen=True)
class Limit:
    """`requests` in `per_ms` milliseconds for each `scope`; limits of one `group` share their counter."""

    requests: int
    per_ms: int
    scope: Literal["ip", "account", "symbol"] = "account"
    group: str | None = None
    window: Literal["rolling", "fixed"] = "rolling"


class Limiter:
    """The counters of one venue."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._hits: dict[tuple[str, str], deque[int]] = {}

    def hit(self, limit: Limit, endpoint: str, subject: str) -> bool:
        """Whether a request of `subject` (whom the limit counts) is within `limit`; if so it is counted."""
        now = self._clock.now()
        hits = self._hits.setdefault((limit.group or endpoint, subject), deque())
        oldest = self._oldest_counted(limit, now)
        while hits and hits[0] < oldest:
            hits.popleft()
        if len(hits) >= limit.requests:
            return False
        hits.append(now)
        return True

    def reset(self) -> None:
        self._hits.clear()

    @staticmethod
    def _oldest_counted(limit: Limit, now: int) -> int:
        if limit.window == "fixed":
            return now - now % limit.per_ms
        return now - int(limit.per_ms * (1 - SLACK)) + 1
