"""ccxt's caches, read from their end, and what may be put into them."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any

from ccxt.async_support.base.ws.cache import ArrayCacheBySymbolById

_FINAL = frozenset(("closed", "canceled", "rejected", "expired"))
#: What makes an order's update more than a repetition.
_TELLING = ("status", "filled", "amount", "price", "average", "triggerPrice", "cost")

#: Where a row that changes is looked for first: among so many of the newest.
_RECENT = 128


class _Tokens(deque[Any]):
    """The keys of a cache's rows, oldest first; the rows that change are mostly new ones."""

    def index(self, token: Any, *_: Any) -> int:
        try:
            return super().index(token, max(0, len(self) - _RECENT))
        except ValueError:
            return super().index(token)


class RowsById(ArrayCacheBySymbolById):
    """ccxt's cache of orders or fills by symbol and id; it finds a row that changed from its end."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self._index = _Tokens(maxlen=most)


def newest(
    cache: Any, limit: int | None, since: int | None = None, symbol: str | None = None, key: Any = "timestamp"
) -> list[Any]:
    """The last ``limit`` rows of a cache (of a symbol, from ``since`` on), oldest first."""
    rows: list[Any] = []
    if limit is not None and limit < 1:
        return rows
    for row in reversed(cache):
        if symbol is not None and row["symbol"] != symbol:
            continue
        if since is not None and (row[key] or 0) < since:
            continue
        rows.append(row)
        if len(rows) == limit:
            break
    rows.reverse()
    return rows


def is_news(known: dict[str, Any] | None, order: dict[str, Any], repeated: bool) -> bool:
    """Whether an order tells more than what is known of it.

    ``repeated``: it was asked for, so an equal one is no news. An older state never is: fills do not
    shrink, and a finished order stays finished.
    """
    if known is None:
        return True
    filled, before = order["filled"] or 0, known["filled"] or 0
    if filled < before:
        return False
    if known["status"] in _FINAL:
        return bool(filled > before)
    if not repeated:
        return True
    return any(order[name] is not None and order[name] != known[name] for name in _TELLING)


def put_position(cache: Any, position: dict[str, Any]) -> list[dict[str, Any]]:
    """Put a position into its cache; returns what was put.

    A flat one has no side: it ends the sides that were open, as a one-way position does that turned.
    """
    sides = cache.hashmap.get(position["symbol"], {})
    open_sides = [side for side, row in sides.items() if row["contracts"]]
    ended: Sequence[Any] = ()
    if position["side"] is None or not position["contracts"]:
        ended = open_sides if position["side"] is None else [position["side"]]
        rows = [{**position, "side": side, "contracts": 0.0} for side in ended] or [position]
    else:
        if not position["hedged"]:
            ended = [side for side in open_sides if side != position["side"]]
        rows = [{**sides[side], "contracts": 0.0, "notional": 0.0, "unrealizedPnl": 0.0} for side in ended]
        rows.append(position)
    for row in rows:
        cache.append(row)
    return rows
