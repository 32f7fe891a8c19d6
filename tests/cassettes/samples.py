"""The samples that the venues publish, as ``tests/samples`` holds them."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).parent.parent / "samples"
FILES = {"woo-v1": "woo-v1.json", "woo-v3": "woo-v3.json", "ascendex": "ascendex-futures-v2.json"}


class Sample(NamedTuple):
    """One published reply. ``path`` is the venue's, with ``{names}``; ``body`` the text as it is printed."""

    section: str
    method: str
    path: str
    status: int
    body: str
    source: str

    def answers(self, method: str, path: str) -> bool:
        """Whether it is the reply to a request."""
        return method == self.method and re.fullmatch(template(self.path), path) is not None


def template(path: str) -> str:
    """The regular expression of a path with ``{names}``."""
    return re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))


@functools.cache
def samples(venue: str) -> dict[str, Sample]:
    """Every published reply of a venue: ``section``, ``section/variant``, ``section/error``."""
    found: dict[str, Sample] = {}
    for row in json.loads((FOLDER / FILES[venue]).read_text()):
        key = row["name"] if row["variant"] is None else f"{row['name']}/{row['variant']}"
        source = row["source"]
        if row["response"] is not None:
            body = _text(row["response"])
            found[key] = Sample(row["name"], row["method"], row["path"], 200, body, source)
        if row["error_response"] is not None:
            key = key if row["response"] is None else f"{key}/error"
            status = row.get("error_status") or 200
            body = _text(row["error_response"])
            found[key] = Sample(row["name"], row["method"], row["path"], status, body, source)
    return found


def _text(body: Any) -> str:
    return body if isinstance(body, str) else json.dumps(body, indent=2, ensure_ascii=False)
