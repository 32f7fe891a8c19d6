"""ccxt's caches, read from their end, and what may be put into them."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from ccxt.async_support.base.ws.cache import BaseCache

_FINAL = frozenset(("closed", "canceled", "rejected", "expired"))
#: What makes an order's update more than a repetition.
_TELLING = ("status", "filled", "amount", "price", "average", "triggerPrice", "cost")


class RowsById(BaseCache):
    """ccxt's cache of orders or fills by symbol and id; a row that changes becomes the newest at once.

    ccxt's ``ArrayCacheBySymbolById`` looks for such a row and moves all that follow. The rows are read,
    counted (``getLimit``) and let go as there.
    """

    def __init__(self, most: int) -> None:
        list.__init__(self)
        self.max_size = most
        #: symbol -> id -> row
        self.hashmap: dict[str, dict[str, Any]] = {}
        self._rows: OrderedDict[tuple[str, str], Any] = OrderedDict()
        #: Which rows changed: those of a symbol, or all (None), since somebody asked how many.
        self._news: dict[str | None, set[tuple[str, str]]] = {None: set()}
        self._counted: set[str | None] = set()

    @property
    def _deque(self) -> deque[Any]:  # type: ignore[override]  # an attribute in ccxt
        """What ccxt's base class reads rows by their position from."""
        return deque(self._rows.values())

    def __iter__(self) -> Iterator[Any]:
        """Oldest first."""
        return iter(self._rows.values())

    def __reversed__(self) -> Iterator[Any]:
        """Newest first."""
        return reversed(self._rows.values())

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    def clear(self) -> None:
        """Let go of everything."""
        self.hashmap.clear()
        self._rows.clear()
        self._news = {None: set()}
        self._counted.clear()

    def row(self, symbol: str, row_id: str) -> dict[str, Any] | None:
        """The row of an id."""
        return self._rows.get((symbol, row_id))

    def getLimit(self, symbol: str | None, limit: int | None) -> int | None:
        """How many rows changed since the last such call for the same symbol, at most ``limit``."""
        news = self._news.get(symbol)
        self._counted.add(symbol)
        if news is None:
            return limit
        return len(news) if limit is None else min(len(news), limit)

    def append(self, row: dict[str, Any]) -> None:
        """Put a row; one that is known is updated, and is the same object as before."""
        symbol, row_id = token = row["symbol"], row["id"]
        rows, news, counted = self._rows, self._news, self._counted
        if token in rows:
            known = rows[token]
            if known is not row:
                known.update(row)
            rows.move_to_end(token)
        else:
            if len(rows) == self.max_size:
                self._let_go()
            rows[token] = row
            if symbol in self.hashmap:
                self.hashmap[symbol][row_id] = row
            else:
                self.hashmap[symbol] = {row_id: row}
                news.setdefault(symbol, set())
        if counted:
            for scope in (symbol, None):
                if scope in counted:
                    counted.discard(scope)
                    news[scope].clear()
        news[symbol].add(token)
        news[None].add(token)

    def _let_go(self) -> None:
        """Of the oldest row."""
        token, _ = self._rows.popitem(last=False)
        symbol, row_id = token
        of_symbol = self.hashmap[symbol]
        del of_symbol[row_id]
        if not of_symbol:
            del self.hashmap[symbol]
        self._news[symbol].discard(token)
        self._news[None].discard(token)


class Lately:
    """Fields of rows by id: of a span of time at least, by their own times, and of twice as long at most."""

    __slots__ = ("_fields", "_of", "_older", "_rows", "_span_ms", "until")

    def __init__(self, span_ms: int, *fields: str) -> None:
        self._span_ms = span_ms
        self._fields = fields
        self._of: Callable[[Any], Any] = itemgetter(*fields)
        self.until = 0
        """The end (ms) of the present span."""
        self._rows: dict[tuple[str, str], Any] = {}
        self._older: dict[tuple[str, str], Any] = {}

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._rows) + len(self._older)

    def row(self, symbol: str, row_id: str) -> dict[str, Any] | None:
        """What is known of a row, if anything."""
        token = symbol, row_id
        known = self._rows.get(token) or self._older.get(token)
        return None if known is None else dict(zip(self._fields, known, strict=True))

    def turn(self, time: int) -> None:
        """Begin a new span, and let go of what is older than the last one."""
        self._older, self._rows = self._rows, {}
        self.until = time + self._span_ms

    def put(self, row: dict[str, Any]) -> None:
        """Remember a row."""
        self._rows[row["symbol"], row["id"]] = self._of(row)


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


def same_rows(
    rows: Sequence[Any], others: Sequence[Any], key: Callable[[Any], Any], within_ms: float
) -> dict[int, int]:
    """Which rows are the same as which others, by number: of one key, and nearest in time, one to one."""
    of_key: dict[Any, list[int]] = {}
    for number, other in enumerate(others):
        of_key.setdefault(key(other), []).append(number)
    pairs = [
        (abs(row["timestamp"] - others[other]["timestamp"]), number, other)
        for number, row in enumerate(rows)
        for other in of_key.get(key(row), ())
    ]
    same: dict[int, int] = {}
    taken: set[int] = set()
    for apart, number, other in sorted(pairs):
        if apart <= within_ms and number not in same and other not in taken:
            same[number] = other
            taken.add(other)
    return same


def _has_changed(order: dict[str, Any], since: int) -> bool:
    """Whether something may have happened to an order: without the time of its last change its fills tell."""
    changed = order["lastUpdateTimestamp"]
    if not changed:
        return bool(order["filled"]) or (order["timestamp"] or since) >= since
    return bool(changed >= since)


def is_news(known: dict[str, Any] | None, order: dict[str, Any], since: int | None) -> bool:
    """Whether an order tells more than what is known of it.

    ``since``: it was asked for, so an equal one is no news, nor an unknown one that nothing has happened to
    since then (ms). An older state never is: fills do not shrink, and a finished order stays finished.
    """
    if known is None:
        return since is None or _has_changed(order, since)
    filled, before = order["filled"] or 0, known["filled"] or 0
    if filled < before:
        return False
    if known["status"] in _FINAL:
        return bool(filled > before)
    if since is None:
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
