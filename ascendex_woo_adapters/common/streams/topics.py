"""What can be subscribed to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

#: The kind of a topic whose messages nobody reads.
RAW = "topic"


class Topic(NamedTuple):
    """A subscription: everything that is needed to make it, and to make it again after a reconnect."""

    kind: str
    """Which of the exchange's handlers reads its messages."""
    channel: str
    """The venue's name of it, unique on the venue."""
    private: bool = False
    symbol: str = ""
    timeframe: str = ""


class Plan:
    """What a ``watch_*`` call comes to."""

    __slots__ = ("epoch", "names", "topics")

    def __init__(self, topics: Collection[Topic], names: Mapping[str, Any]) -> None:
        self.topics = topics
        self.names = names
        """Message hash -> what it tells of: a symbol, a book's channel, a candle's symbol and timeframe."""
        self.epoch: Any = None
        """The state of the sockets in which nothing had to be done for it."""

    def fed(self) -> Iterator[tuple[str, Collection[str]]]:
        """Each topic's channel and the hashes that it feeds: those of its market, or without one all."""
        names = {tells: name for name, tells in self.names.items()}
        for topic in self.topics:
            _, channel, _, symbol, timeframe = topic
            told = (None, channel, symbol, (symbol, timeframe))
            yield channel, [names[tells] for tells in told if tells in names] if symbol else self.names
