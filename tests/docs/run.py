"""Run the Python of a page: ``python -m tests.docs.run docs/index.md``.

The blocks of a page continue each other, as a reader would type them. A block of ``text`` under one is
what it prints, where ``...`` stands for anything.
"""

from __future__ import annotations

import io
import sys
from contextlib import redirect_stdout
from doctest import ELLIPSIS, OutputChecker
from typing import Any

from pytest_socket import socket_allow_hosts

from tests.docs.pages import Block, pairs


def run(page: str) -> int:
    """Run the blocks; returns how many there were. Raises what a block raises, and for other output."""
    names: dict[str, Any] = {"__name__": "__main__"}
    ran = 0
    for block, output in pairs(page):
        if block.language == "python":
            printed = execute(block, names)
            ran += 1
            if output is not None:
                compare(output, printed)
    return ran


def execute(block: Block, names: dict[str, Any]) -> str:
    """What a block prints; tracebacks name the page and its lines."""
    code = compile("\n" * (block.line - 1) + block.text, block.page, "exec", dont_inherit=True)
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(code, names)
    if "print(" in block.text and not printed.getvalue():
        raise AssertionError(f"{block.where} printed nothing")
    return printed.getvalue()


def compare(wanted: Block, printed: str) -> None:
    if not OutputChecker().check_output(wanted.text, printed, ELLIPSIS):
        raise AssertionError(f"{wanted.where} promises\n{wanted.text}\nand what is printed is\n{printed}")


if __name__ == "__main__":
    socket_allow_hosts(["127.0.0.1", "::1"])
    run(sys.argv[1])
