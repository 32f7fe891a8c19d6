"""(Generated from _async.) Reading long lists page by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ccxt.base.types import Int

from ascendex_woo_adapters.common.adapter import Call
from ascendex_woo_adapters.common.blocking import Colour
from ascendex_woo_adapters.common.paging import (
    Keep,
    Page,
    begins_with_oldest,
    enough,
    oldest_first,
    pages_to_read,
)
from ascendex_woo_adapters.venues.woo.base import Woo

PageOf = Callable[[Any, Any], Page]

#: Rows of a list when neither a limit nor a beginning is given.
DEFAULT_ROWS = 100


class Lists(Woo, Colour):
    """What every mixin with lists needs."""

    def _list_window(
        self, method: str, since: Int, limit: Int, params: Any, newest: int = DEFAULT_ROWS
    ) -> tuple[Int, Int, dict[str, Any]]:
        """``until``, how many rows are wanted at most, and the parameters that are the venue's own.

        Without a limit and a beginning the ``newest`` rows are wanted, unless ``paginate`` asks for all.
        """
        until = params.get("until")
        self._check_window(method, since, limit, until)
        all_of_them = since is not None or params.get("paginate")
        most = newest if limit is None and not all_of_them else limit
        return until, most, self._own_params(params)

    def _until(self, until: Int) -> Keep | None:
        """Whether a row is not too late: whether the venue includes its bounds is not documented."""
        return None if until is None else lambda time, row: time <= until

    def _rows(
        self,
        call: Call,
        page_of: PageOf,
        since: Int,
        limit: Int,
        keep: Keep | None = None,
    ) -> list[dict[str, Any]]:
        """The rows of a list, oldest first: all pages, or as many as ``limit`` wanted rows need."""
        first = self._page(call, page_of)
        if first.total is None:
            pages = self._followed(call, page_of, first, since, limit, keep)
        else:
            pages = self._numbered(call, page_of, first, since, limit, keep)
        with self._reading(pages):
            return oldest_first(pages)

    def _numbered(
        self, call: Call, page_of: PageOf, first: Page, since: Int, limit: Int, keep: Keep | None
    ) -> list[Page]:
        """The pages of a list whose length is known, from the end that is wanted."""
        generation = self._generation()
        pages: list[Page] = []
        for number in pages_to_read(first, since is not None):
            page = first
            if number > 1:
                more = generation.next_page_params(call, number, [])
                page = self._page(Call(call.endpoint, {**call.params, **more}), page_of)
            with self._reading(page):
                pages.append(page.only(keep))
                if enough(pages, limit):
                    break
        return pages

    def _followed(
        self, call: Call, page_of: PageOf, first: Page, since: Int, limit: Int, keep: Keep | None
    ) -> list[Page]:
        """The pages of a list of unknown length: until one is not full, or brings nothing new."""
        generation = self._generation()
        page = first
        pages: list[Page] = []
        while True:
            with self._reading(page):
                pages.append(page.only(keep))
                from_wanted_end = begins_with_oldest(first) == (since is not None)
                if len(page.rows) < first.size or (from_wanted_end and enough(pages, limit)):
                    return pages
            more = generation.next_page_params(call, len(pages) + 1, [row for _, row in page.rows])
            following = self._page(Call(call.endpoint, {**call.params, **more}), page_of)
            if following.rows == page.rows:
                return pages
            page = following

    def _page(self, call: Call, page_of: PageOf) -> Page:
        response = self._send(call)
        with self._reading(response):
            return page_of(self, response)
