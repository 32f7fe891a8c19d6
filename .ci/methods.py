"""Write the README's table of unified methods from what the classes say in `has`.

python .ci/methods.py            rewrite the table
python .ci/methods.py --check    change nothing; exit 1 if the table is stale
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import ascendex_woo_adapters

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- methods -->\n", "<!-- /methods -->"
#: Flags of `has` that are no methods: kinds of markets and switches.
MARKETS = {"spot", "margin", "swap", "future", "option", "index"}
SWITCHES = {"CORS", "sandbox", "publicAPI", "privateAPI", "ws"}
#: Which methods a row lists: the first pattern that fits.
ROWS = {
    "orders and fills": r"Order(?!Book)|MyTrades",
    "account": r"(?i)balance|account|position|leverage|margin(?!s$)|tradingfee|transfer|deposit|withdraw"
    r"|ledger|convert|borrow|repay|fundinghistory",
    "market data": "",
}
HEADINGS = ("", "both venues", "only `woo`", "only `ascendex`")


def flags(exchange_id: str) -> set[str]:
    """The unified REST methods that a class has: no kinds of markets, no switches."""
    has = getattr(ascendex_woo_adapters, exchange_id)().has
    true = {name for name, value in has.items() if value is True}
    return {name for name in true - MARKETS - SWITCHES if not name.endswith("Ws")}


def table() -> str:
    """The table in Markdown."""
    woo, ascendex = flags("woo"), flags("ascendex")
    rows = [HEADINGS, ("---",) * len(HEADINGS)]
    left = woo | ascendex
    for title, pattern in ROWS.items():
        names = {name for name in left if re.search(pattern, name)}
        left -= names
        rows.append(
            (title, *(listed(names & some) for some in (woo & ascendex, woo - ascendex, ascendex - woo)))
        )
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def listed(names: set[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names)) or "-"


def main(arguments: list[str]) -> int:
    text = README.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    wanted = head + BEGIN + table() + END + tail
    if arguments == ["--check"]:
        return 0 if text == wanted else 1
    README.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
