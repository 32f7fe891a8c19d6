"""AscendEX's limits on socket messages: two levels a minute for each group of messages.

Above the first level the messages of the group are ignored for a quarter of an hour; above the second one the
session ends and its address is banned for as long.
https://ascendex.github.io/ascendex-futures-pro-api-v2/#risk-limit-info-v2
"""

from __future__ import annotations

from collections import defaultdict, deque

WINDOW_MS = 60_000
PENALTY_MS = 15 * 60_000

OPERATIONS = {
    "auth": "admin",
    "ping": "admin",
    "pong": "admin",
    "sub": "stream",
    "unsub": "stream",
    "req": "req",
}
ACTIONS = {"place-order": "order", "cancel-order": "order", "cancel-all": "order"}
ACTIONS |= {"depth-snapshot": "snapshot", "depth-snapshot-top100": "snapshot"}
LEVELS = {
    "admin": (800, 1000),
    "stream": (150, 200),
    "req": (10_000, 10_000),
    "order": (8_000, 10_000),
    "snapshot": (400, 500),
}

PASS, IGNORE, KILL = "pass", "ignore", "kill"


class Thresholds:
    """Counts messages by address. Times in ms."""

    def __init__(self) -> None:
        self._hits: dict[tuple[str, str], deque[int]] = defaultdict(deque)
        self._ignored: dict[tuple[str, str], int] = {}
        self._banned: dict[str, int] = {}

    def banned(self, ip: str, now: int) -> bool:
        return now < self._banned.get(ip, 0)

    def count(self, ip: str, operation: str, action: str, now: int) -> str:
        """What becomes of a message: PASS, IGNORE or KILL."""
        groups = [OPERATIONS.get(operation, "req")]
        if operation == "req" and action in ACTIONS:
            groups.append(ACTIONS[action])
        fates = [self._count((ip, group), now) for group in groups]
        return next((fate for fate in (KILL, IGNORE) if fate in fates), PASS)

    def _count(self, place: tuple[str, str], now: int) -> str:
        hits = self._hits[place]
        while hits and hits[0] <= now - WINDOW_MS:
            hits.popleft()
        hits.append(now)
        first, second = LEVELS[place[1]]
        if len(hits) > second:
            self._banned[place[0]] = now + PENALTY_MS
            return KILL
        if len(hits) > first:
            self._ignored[place] = now + PENALTY_MS
        return IGNORE if now < self._ignored.get(place, 0) else PASS
