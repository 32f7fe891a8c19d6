"""Write docs/topics.md: every topic of the venues' sockets and how it is watched.

python .ci/topics.py            rewrite the page
python .ci/topics.py --check    change nothing; exit 1 if the page is stale
"""

from __future__ import annotations

import sys
from pathlib import Path

from ascendex_woo_adapters.common.streams.raw import Listed
from ascendex_woo_adapters.venues.ascendex.streams.channels import TOPICS
from ascendex_woo_adapters.venues.woo.streams import v1, v3

PAGE = Path(__file__).resolve().parent.parent / "docs" / "topics.md"
TABLES: list[tuple[str, str, tuple[Listed, ...]]] = [
    ("WOO X, V3", "https://developer.woox.io/api-reference/endpoint/websocket", v3.TOPICS),
    ("WOO X, legacy generation", "https://docs.woox.io/#websocket-api-v2", v1.TOPICS),
    (
        "AscendEX Futures Pro v2",
        "https://ascendex.github.io/ascendex-futures-pro-api-v2/#channel-subscription",
        TOPICS,
    ),
]
HEAD = """# Topics

Every topic that the venues document for their sockets. Most serve unified methods; all can be watched as they
come, by the venue's name, with `watch_topic`, which the classes have besides ccxt's methods:

```python
import asyncio

from ascendex_woo_adapters import pro
from ascendex_woo_adapters.simulator import Simulator


async def watch() -> None:
    async with Simulator(seed=1, venues=["woo"]) as simulator, simulator.connect(pro.woo) as woo:
        for message in await woo.watch_topic("openinterest@PERP_BTC_USDT"):
            print(message["topic"], sorted(message["data"]))
        await woo.un_watch_topic("openinterest@PERP_BTC_USDT")


asyncio.run(watch())
```

```text
openinterest@PERP_BTC_USDT ['oi', 's', 'ts']
```

It returns the messages since the last call (at most 1000), raises what a refusal means, and takes the
subscription up again after a lost connection; what was missed meanwhile is not fetched. A channel may be
watched so and by a unified method at the same time.

*Read from* says what the messages are known by: a **sample** that the venue published, one that others
**captured** and published, or nothing: *unconfirmed* topics have no readable documentation. Nothing here was
proven against a live venue.

This page is made by `python .ci/topics.py`.
"""
COLUMNS = "| topic | keys | watched by | read from | |\n| --- | --- | --- | --- | --- |\n"


def page() -> str:
    """The page in Markdown."""
    parts = [HEAD]
    for title, url, topics in TABLES:
        parts.append(f"\n## {title}\n\n<{url}>\n\n{COLUMNS}")
        parts += [row(topic) for topic in topics]
    return "".join(parts)


def row(topic: Listed) -> str:
    """One line of a table."""
    methods = ", ".join(f"`{name}`" for name in topic.methods) or "`watch_topic` only"
    proof = f"*{topic.proven}*" if topic.proven == "unconfirmed" else topic.proven
    keys = "yes" if topic.private else "-"
    return f"| `{topic.channel}` | {keys} | {methods} | {proof} | {topic.note} |\n"


def main(arguments: list[str]) -> int:
    if arguments == ["--check"]:
        return 0 if PAGE.read_text(encoding="utf-8") == page() else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
