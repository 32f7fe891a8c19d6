"""Import time and memory, each in processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.table import Row

_ROOT = Path(__file__).resolve().parent.parent
#: An installed package has its bytecode; a checkout gets it from the first import, if that may write.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_ROUNDS = 5
#: Imports cannot be faster than ccxt's, which they contain; this much is noise.
_AS_FAST = 0.9

_IMPORT = "import time; begin = time.process_time(); {code}; print(time.process_time() - begin)"
_IMPORTS = {
    "import, sync": ("from ascendex_woo_adapters import woo", "import ccxt; ccxt.woo"),
    "import, asyncio": (
        "from ascendex_woo_adapters.async_support import woo",
        "import ccxt.async_support; ccxt.async_support.woo",
    ),
}
#: Markets are loaded once before, so that what is loaded on first use does not count.
_MEMORY = """
import gc, tracemalloc, json
from benchmarks.cases import exchange_of
from benchmarks.sample import COINS
from benchmarks.ascendex import PERPETUALS, replies
from benchmarks.woo import CURRENCIES, MARKET_IDS, replies_v1, replies_v3
options = {{}}
{choice}
text = {{name: json.dumps(reply) for name, reply in answers.items()}}
def load():
    exchange = exchange_of(cls, options)
    exchange.fetch = lambda url, *rest: json.loads(text[url.partition("?")[0].rpartition("/")[2]])
    exchange.load_markets()
    return exchange
load().close()
gc.collect()
tracemalloc.start()
exchange = load()
gc.collect()
print(tracemalloc.get_traced_memory()[0])
"""
_CCXT = "from ccxt import woo as cls"
_MARKETS = {
    "memory of 500 markets, woo v1": (
        "from ascendex_woo_adapters import woo as cls; options['generation'] = 'v1'; "
        "answers = replies_v1(MARKET_IDS, CURRENCIES)",
        f"{_CCXT}; answers = replies_v3(MARKET_IDS, CURRENCIES)",
    ),
    "memory of 500 markets, ascendex": (
        "from ascendex_woo_adapters import ascendex as cls; answers = replies(COINS)",
        f"{_CCXT}; answers = replies_v3(PERPETUALS, [*COINS, 'USDT'])",
    ),
}


def _number_printed_by(code: str) -> float:
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=_ROOT, env=_ENVIRONMENT, capture_output=True, text=True, check=True)
    return float(done.stdout)


def _imports(name: str) -> Row:
    ours, theirs = [_IMPORT.format(code=code) for code in _IMPORTS[name]]
    _number_printed_by(ours)  # writes the bytecode
    mine: list[float] = []
    their: list[float] = []
    for _ in range(_ROUNDS):
        mine.append(_number_printed_by(ours))
        their.append(_number_printed_by(theirs))
    return Row(name, median(mine), median(their), _AS_FAST)


def _memory(name: str) -> Row:
    ours, theirs = [_number_printed_by(_MEMORY.format(choice=choice)) for choice in _MARKETS[name]]
    return Row(name, ours, theirs, 1.0, unit="B")


MEASUREMENTS: dict[str, Callable[[str], Row]] = {
    **dict.fromkeys(_IMPORTS, _imports),
    **dict.fromkeys(_MARKETS, _memory),
}
