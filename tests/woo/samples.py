"""The venue's published samples, and replies in their form."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.cassettes.samples import samples
from tests.support import Sent
from tests.woo.markets import market_data


def published(name: str) -> Any:
    """A sample of the venue's documentation."""
    return json.loads(samples("woo-v1")[name].body)


def answering(*replies: Any) -> Callable[[Sent], Any]:
    """The markets, then one reply after the other; the last one stays."""
    left = list(replies)

    def answer(sent: Sent) -> Any:
        return market_data(sent) or (left.pop(0) if len(left) > 1 else left[0])

    return answer


def page(rows: list[Any], total: int | None = None, number: int = 1, size: int = 500) -> Any:
    """A page of a list; some lists tell how long they are."""
    meta = {"records_per_page": size, "current_page": number}
    return {"success": True, "rows": rows, "meta": meta if total is None else {**meta, "total": total}}
