"""What the installed wheel does with ccxt and nothing else: ``python -I .ci/smoke.py``.

Every face trades on the simulator; what belongs into the wheel is in it, and nothing else is needed.
"""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from importlib.metadata import distribution
from pathlib import Path

import ccxt
import ccxt.async_support
import ccxt.pro

import ascendex_woo_adapters as package
from ascendex_woo_adapters.simulator import Simulator

SYMBOL = "BTC/USDT:USDT"


def check_contents() -> None:
    folder = Path(package.__file__).parent
    checkout = Path(__file__).resolve().parent.parent
    assert checkout not in folder.parents or "site-packages" in folder.parts, f"imported from {folder}"
    files = {str(file) for file in distribution("ascendex-woo-adapters").files or ()}
    assert any(file.endswith("licenses/LICENSE") for file in files)
    assert "ascendex_woo_adapters/py.typed" in files
    assert not [file for file in files if file.startswith(("tests/", "cassettes/", "docs/", ".ci/"))]
    for name in ("click", "rich", "pytest"):
        assert importlib.util.find_spec(name) is None, f"{name} is here: nothing shows that it is not needed"


def trade(simulator: Simulator, exchange_id: str) -> None:
    exchange = simulator.connect(getattr(ccxt, exchange_id))
    order = exchange.create_order(SYMBOL, "market", "buy", 0.01)
    assert exchange.fetch_order(order["id"], SYMBOL)["status"] == "closed"
    assert exchange.fetch_positions([SYMBOL])[0]["contracts"] == 0.01


async def trade_with_asyncio(simulator: Simulator, exchange_id: str) -> None:
    async with simulator.connect(getattr(ccxt.async_support, exchange_id)) as exchange:
        bid = (await exchange.fetch_order_book(SYMBOL))["bids"][0][0]
        order = await exchange.create_order(SYMBOL, "limit", "buy", 0.01, bid * 0.9)
        await exchange.cancel_order(order["id"], SYMBOL)
        assert (await exchange.fetch_order(order["id"], SYMBOL))["status"] == "canceled"


async def stream(simulator: Simulator, exchange_id: str) -> None:
    async with simulator.connect(getattr(ccxt.pro, exchange_id)) as exchange:
        book = await asyncio.wait_for(exchange.watch_order_book(SYMBOL), 20)
        assert book["bids"][0][0] < book["asks"][0][0]
        assert (await asyncio.wait_for(exchange.watch_balance(), 20))["USDT"]["total"] > 0


def main() -> None:
    check_contents()
    package.register()
    with Simulator(seed=1) as simulator:
        for exchange_id in package.exchanges:
            trade(simulator, exchange_id)
            asyncio.run(trade_with_asyncio(simulator, exchange_id))
            asyncio.run(stream(simulator, exchange_id))
    version = ".".join(map(str, sys.version_info[:3]))
    print(f"{package.__version__} works on Python {version} with ccxt {ccxt.__version__}")


if __name__ == "__main__":
    main()
