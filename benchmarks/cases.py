"""What is measured: each case does the same with both classes, and names what may differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

#: Does the thing that is measured once, and returns its result.
Run = Callable[[], Any]


@dataclass(frozen=True)
class Case:
    """One comparison with ccxt's ``woo``.

    ``target`` is how many times less CPU time it should take; ``intended`` are the differences of
    the results that are meant: pattern of the path -> why ours is right.
    """

    name: str
    target: float
    ours: Run
    theirs: Run
    intended: dict[str, str] = field(default_factory=dict)


def answering(exchange: Any, reply: Any, call: Callable[[Any], Any]) -> Run:
    """``call`` of an exchange whose transport gives ``reply`` at once."""

    def fetch(url: str, method: str = "GET", headers: Any = None, body: Any = None) -> Any:
        return reply

    def run() -> Any:
        exchange.fetch = fetch
        return call(exchange)

    return run


def loading(exchange: Any, replies: dict[str, Any]) -> Run:
    """The first ``load_markets`` of an exchange; ``replies`` by the end of the path."""

    def fetch(url: str, method: str = "GET", headers: Any = None, body: Any = None) -> Any:
        return replies[url.partition("?")[0].rpartition("/")[2]]

    def run() -> Any:
        exchange.fetch = fetch
        exchange.markets = exchange.markets_by_id = None
        exchange.currencies, exchange.currencies_by_id = {}, {}
        exchange.load_markets()
        return {"markets": exchange.markets, "symbols": exchange.symbols, "ids": len(exchange.ids)}

    return run


def exchange_of(cls: Any, options: dict[str, Any] | None = None) -> Any:
    """An instance that waits for nothing and has keys."""
    return cls(
        {
            "apiKey": "k" * 24,
            "secret": "s" * 32,
            "enableRateLimit": False,
            "options": options or {},
        }
    )
