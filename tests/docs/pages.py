"""The project's pages and the code blocks in them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
#: Every page, by its path from the root.
PAGES = sorted(
    str(path.relative_to(ROOT))
    for pattern in ("*.md", "docs/**/*.md", "examples/**/*.md")
    for path in ROOT.glob(pattern)
)
FENCE = re.compile(r"^( *)```(\{ \.\w+ \}|[\w-]*)[^\n]*\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block of a page; ``line`` is the one of its first line of text."""

    page: str
    line: int
    language: str
    text: str

    @property
    def where(self) -> str:
        return f"{self.page}:{self.line}"


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str) -> list[Block]:
    """The blocks of a page in their order."""
    text = text_of(page)
    return [
        Block(page, text[: found.start(3)].count("\n") + 1, found[2], found[3])
        for found in FENCE.finditer(text)
    ]


def all_blocks(*languages: str) -> list[Block]:
    """The blocks of every page in some languages."""
    return [block for page in PAGES for block in blocks(page) if block.language in languages]


def pairs(page: str) -> list[tuple[Block, Block | None]]:
    """The blocks of a page that are no output, each with the output that is printed under it."""
    found = blocks(page)
    outputs: list[Block | None] = [block if block.language == "text" else None for block in found]
    return [
        (block, output)
        for block, output in zip(found, [*outputs[1:], None], strict=False)
        if block.language != "text"
    ]
