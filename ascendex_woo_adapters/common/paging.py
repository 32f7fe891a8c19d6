"""Which pages of a long list to read, whichever way the venue sorts it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

Keep = Callable[[int, dict[str, Any]], bool]


class Page(NamedTuple):
    """One page of a list.

    ``rows`` are (milliseconds, row); ``total`` counts the whole list, None where the venue does not
    say; ``size`` is the number of rows on a full page; ``id_key`` is where a row has its id, "" where
    rows have none.
    """

    rows: list[tuple[int, dict[str, Any]]]
    total: int | None
    size: int
    id_key: str = "id"

    def only(self, keep: Keep | None) -> Page:
        """The page with the rows that ``keep`` wants."""
        if keep is None:
            return self
        return self._replace(rows=[(time, row) for time, row in self.rows if keep(time, row)])


def page_size(limit: int | None, most: int) -> int:
    """How many rows to ask for on a page: one alone does not tell which way the venue sorts."""
    return most if limit is None else min(max(limit, 2), most)


def begins_with_oldest(first: Page) -> bool:
    """Whether the venue sorts a list by rising time, as far as its first page tells."""
    times = [time for time, _ in first.rows]
    return len(times) > 1 and times[0] < times[-1]


def pages_to_read(first: Page, oldest_wanted: bool) -> list[int]:
    """Page numbers from the wanted end of a list, page one included.

    The oldest rows are wanted from a given time on, otherwise the newest; the first page tells at
    which end the venue begins.
    """
    count = max(-(-(first.total or 0) // first.size), 1) if first.size else 1
    if count > 1 and oldest_wanted != begins_with_oldest(first):
        return list(range(count, 0, -1))
    return list(range(1, count + 1))


def oldest_first(pages: list[Page]) -> list[dict[str, Any]]:
    """The rows of all pages by time, each id once: a list may grow while it is read.

    Rows without an id are told apart by all that they say. Rows of one moment keep the order of their
    list, which begins with the newest unless its times say otherwise.
    """
    timed: dict[Any, tuple[int, dict[str, Any]]] = {}
    rising = any(begins_with_oldest(page) for page in pages)
    for page in pages:
        for time, row in page.rows if rising else reversed(page.rows):
            timed[_identity(page, row)] = (time, row)
    return [row for _, row in sorted(timed.values(), key=lambda pair: pair[0])]


def enough(pages: list[Page], limit: int | None) -> bool:
    """Whether the pages hold the rows that are wanted, each counted once; never so without a limit."""
    if limit is None or sum(len(page.rows) for page in pages) < limit:
        return False
    return len({_identity(page, row) for page in pages for _, row in page.rows}) >= limit


def _identity(page: Page, row: dict[str, Any]) -> Any:
    """What tells a row from the others: its id, or all that it says."""
    identity = row.get(page.id_key)
    return repr(row) if identity is None else identity
