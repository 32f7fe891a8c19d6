"""A market in lines of text, for pipes."""

from __future__ import annotations

import time
from typing import Any

from rich.console import Console

from ascendex_woo_adapters.cli.watch.feed import Feed
from ascendex_woo_adapters.cli.watch.screen import prices, state

EVERY_S = 2.0
"""How often the book and the prices are told."""


class Lines:
    """A line for each thing that happens, and from time to time one about the book."""

    def __init__(self, out: Console, feed: Feed, depth: int) -> None:
        self._out, self._feed, self._depth = out, feed, depth
        self._began = time.monotonic()
        self._next = 0.0
        self._state = ""
        self._resyncs = 0

    def __enter__(self) -> Lines:
        self._feed.heard = self.say
        return self

    def __exit__(self, *error: Any) -> None:
        self._tell_book()

    def say(self, kind: str, text: str) -> None:
        """Write a line."""
        self._out.print(f"{time.monotonic() - self._began:6.1f} s  {kind:<10} {text}", markup=False)

    def tick(self) -> None:
        """Tell of what has changed, and of the book when it is time."""
        feed = self._feed
        now = f"{state(feed)[0]}, sockets {feed.sockets}"
        if now != self._state:
            self._state = now
            self.say("connection", now)
        if feed.resyncs != self._resyncs:
            self._resyncs = feed.resyncs
            self.say("book", f"built anew because updates were missing, for the {feed.resyncs}. time")
        if feed.book and time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY_S
            self._tell_book()
            known = prices(feed)
            if known:
                self.say("ticker", ", ".join(f"{name} {value}" for name, value in known))

    def _tell_book(self) -> None:
        feed = self._feed
        if not feed.book:
            return
        if not (feed.book["bids"] and feed.book["asks"]):
            self.say("book", "being built anew")
            return
        sides = (
            " ".join(
                f"{feed.price(price)}x{feed.amount(amount)}" for price, amount, *_ in levels[: self._depth]
            )
            for levels in (feed.book["bids"], feed.book["asks"])
        )
        self.say("book", " / ".join(sides))
