"""What can be subscribed to."""

from __future__ import annotations

from typing import NamedTuple

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


class Plan(NamedTuple):
    """What a ``watch_*`` call of some markets comes to."""

    topics: list[Topic]
    names: dict[str, str]
    """Message hash -> what it tells of: a symbol, or the channel of a book."""
