"""Docstrings as the documentation site shows them: each endpoint in a line of its own, addresses as links."""

from __future__ import annotations

import re
from typing import Any

import griffe

#: How a docstring's lines about endpoints begin.
ENDPOINT = re.compile(r"\n(?=(?:V3|v1|GET|POST|PUT|DELETE|Topic)\b[: ])")
ADDRESS = re.compile(r"https?://[^\s,)]*[^\s,).;]")


class Lines(griffe.Extension):
    """Keeps the line breaks before endpoints, which Markdown would join, and makes links of addresses."""

    def on_function_instance(self, *, func: griffe.Function, **_: Any) -> None:
        if func.docstring is not None:
            text = ENDPOINT.sub("  \n", func.docstring.value)
            func.docstring.value = ADDRESS.sub(r"<\g<0>>", text)
