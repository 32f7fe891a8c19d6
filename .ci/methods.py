"""Write docs/methods.md: the unified methods that the classes have, by what they say in `has`.

python .ci/methods.py            rewrite the page
python .ci/methods.py --check    change nothing; exit 1 if the page is stale
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import ascendex_woo_adapters
from ascendex_woo_adapters import pro

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "methods.md"
#: Flags of `has` that are no methods: kinds of markets and switches.
FLAGS = {"spot", "margin", "swap", "future", "option", "index", "CORS", "sandbox"}
FLAGS |= {"publicAPI", "privateAPI", "ws"}
#: Which methods a section lists: the first pattern that fits.
SECTIONS = {
    "Streams, and orders over sockets": r"^(un)?[wW]atch|Ws$",
    "Orders and fills": r"Order(?!Book)|MyTrades",
    "Account": r"(?i)balance|account|position|leverage|margin(?!s$)|tradingfee|transfer|deposit|withdraw"
    r"|ledger|convert|borrow|repay|fundinghistory",
    "Market data": "",
}
HEAD = """# Unified methods

What `has` says of the classes; a flag is true only if the method works. *own* is written for the venue and
leads to its description; *ccxt* is ccxt's own method, which works by calling those. A method that is not in a
column raises `NotSupported` before anything is sent. Streams and orders over sockets are those of `ccxt.pro`.

This page is made by `python .ci/methods.py`.
"""


def methods_of(exchange_id: str) -> set[str]:
    """The unified methods that a class and its streaming namesake have."""
    faces = (ascendex_woo_adapters, pro)
    return {
        name for face in faces for name, has in getattr(face, exchange_id)().has.items() if has is True
    } - FLAGS


def cell(exchange_id: str, name: str) -> str:
    """Who wrote a method, with a link to its description."""
    streaming = type(getattr(pro, exchange_id)())  # making one has given the class its names in camelCase
    snake = getattr(streaming, name).__name__
    for cls in streaming.__mro__:
        if snake in vars(cls):
            if not cls.__module__.startswith("ascendex_woo_adapters."):
                break
            return f"[own](reference/{exchange_id}.md#{cls.__module__}.{cls.__qualname__}.{snake})"
    return "ccxt"


def page() -> str:
    """The page in Markdown."""
    has = {exchange_id: methods_of(exchange_id) for exchange_id in ("woo", "ascendex")}
    text = HEAD
    left = has["woo"] | has["ascendex"]
    for title, pattern in SECTIONS.items():
        names = {name for name in left if re.search(pattern, name)}
        left -= names
        text += f"\n## {title}\n\n| method | `woo` | `ascendex` |\n| --- | --- | --- |\n"
        for name in sorted(names):
            cells = [cell(one, name) if name in methods else "-" for one, methods in has.items()]
            text += f"| `{name}` | {' | '.join(cells)} |\n"
    return text


def main(arguments: list[str]) -> int:
    wanted = page()
    if arguments == ["--check"]:
        return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == wanted else 1
    PAGE.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
