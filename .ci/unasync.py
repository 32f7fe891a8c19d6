"""Write the blocking code from the asyncio code, line for line.

    python .ci/unasync.py            rewrite every _sync/ folder
    python .ci/unasync.py --check    change nothing; exit 1 and name the files if a folder is stale

Every file in a ``_async`` folder has its twin in the ``_sync`` folder beside it: the same lines
under the rules below. Files without an original are stale.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "ascendex_woo_adapters"

RULES = [
    (r"\basync (def|with|for)\b", r"\1"),
    (r"\bawait ", ""),
    (r"\b_async\b", "_sync"),
    (r"\bcommon\.aio\b", "common.blocking"),
    (r"\bAsync(?=[A-Z])", "Sync"),
    (r"\basyncio\b", "blocking"),
]
COMPILED = [(re.compile(pattern), replacement) for pattern, replacement in RULES]
NOTICE = '"""(Generated from _async.) '


def blocking(source: str, used: set[int]) -> str:
    """The blocking text of an asyncio source; notes which rules were of use."""
    for index, (pattern, replacement) in enumerate(COMPILED):
        source, count = pattern.subn(replacement, source)
        if count:
            used.add(index)
    return source.replace('"""', NOTICE, 1) if source.startswith('"""') else source


def twins() -> tuple[dict[Path, str], set[int]]:
    """What every ``_sync`` file has to be, and the rules that were used."""
    wanted: dict[Path, str] = {}
    used: set[int] = set()
    for original in sorted(PACKAGE.rglob("_async/*.py")):
        twin = original.parent.parent / "_sync" / original.name
        wanted[twin] = blocking(original.read_text(encoding="utf-8"), used)
    return wanted, used


def stale(wanted: dict[Path, str]) -> list[Path]:
    """Files that differ from what they have to be, are missing, or have no original."""
    present = set(PACKAGE.rglob("_sync/*.py"))
    different = [
        path
        for path, text in wanted.items()
        if path not in present or path.read_text(encoding="utf-8") != text
    ]
    return sorted({*different, *(present - wanted.keys())})


def main(arguments: list[str]) -> int:
    wanted, used = twins()
    files = stale(wanted)
    if arguments == ["--check"]:
        for path in files:
            print(f"stale: {path.relative_to(PACKAGE.parent)}")
        return 1 if files else 0
    for path in files:
        if path in wanted:
            path.parent.mkdir(exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8")
        else:
            path.unlink()
        print(f"wrote {path.relative_to(PACKAGE.parent)}" if path in wanted else f"removed {path}")
    for index in range(len(RULES)):
        if index not in used:
            print(f"rule without use: {RULES[index][0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
