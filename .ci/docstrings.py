"""Docstrings as the documentation site shows them: each endpoint of a method in a line of its own."""

from __future__ import annotations

import re
from typing import Any

import griffe

#: How a docstring's lines about endpoints begin.
ENDPOINT = re.compile(r"\n(?=(?:V3|v1|GET|POST|PUT|DELETE|Topic)\b[: ])")


class Lines(griffe.Extension):
    """Keeps the line breaks before endpoints, which Markdown would join."""

    def on_function_instance(self, *, func: griffe.Function, **_: Any) -> None:
        if func.docstring is not None:
            func.docstring.value = ENDPOINT.sub("  \n", func.docstring.value)
