"""Windows and pages of lists in the legacy generation. https://docs.woox.io/

Range parameters are milliseconds. ``meta`` tells the length of a list and of a page, where it is sent.
"""

from __future__ import annotations

from typing import Any

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.common.bodies import record
from ascendex_woo_adapters.common.paging import Page, page_size

#: Rows on a page; the venue documents no maximum for most lists, and this much for the longest of them.
MOST_ROWS = 500


def window(
    since: int | None,
    until: int | None,
    limit: int | None,
    begin: str = "start_t",
    end: str = "end_t",
) -> dict[str, Any]:
    """The parameters of a range of time and of the size of a page."""
    request: dict[str, Any] = {"size": page_size(limit, MOST_ROWS)}
    if since is not None:
        request[begin] = int(since)
    if until is not None:
        request[end] = int(until)
    return request


def page(ex: Adapter, body: Any, timed: list[tuple[int, dict[str, Any]]], id_key: str = "id") -> Page:
    """A page of the rows and the ``meta`` beside them."""
    meta = record(ex.id, body, "meta")
    total, size = meta.get("total"), meta.get("records_per_page")
    return Page(timed, None if total is None else int(total), int(size or MOST_ROWS), id_key)
