"""Windows and pages of lists in generation V3. https://developer.woox.io/api-reference

Range parameters are milliseconds. ``meta`` tells the length of a list and of a page.
"""

from __future__ import annotations

from typing import Any

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.common.bodies import record, rows
from ascendex_woo_adapters.common.numbers import ms_of_either
from ascendex_woo_adapters.common.paging import Page, page_size

#: Rows on a page: no list takes fewer, as far as the venue documents a maximum.
MOST_ROWS = 500


def window(since: int | None, until: int | None, limit: int | None = None) -> dict[str, Any]:
    """The parameters of a range of time and of the size of a page."""
    request: dict[str, Any] = {"size": page_size(limit, MOST_ROWS)}
    if since is not None:
        request["startTime"] = int(since)
    if until is not None:
        request["endTime"] = int(until)
    return request


def page(ex: Adapter, response: Any, time_key: str, id_key: str = "id") -> Page:
    """The rows of a numbered page with their times, and how many the whole list has."""
    listed = rows(ex.id, response, "data", "rows")
    meta = record(ex.id, response, "data", "meta")
    size = meta.get("recordsPerPage") or meta.get("records_per_page")
    total = meta.get("total")
    timed = [(ms_of_either(row.get(time_key)) or 0, row) for row in listed]
    return Page(timed, None if total is None else int(total), int(size or MOST_ROWS), id_key)
