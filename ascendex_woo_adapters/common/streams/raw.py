"""``watch_topic``: the messages of a channel as the venue sends them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable
from typing import Any, NamedTuple

from ascendex_woo_adapters.common.streams.streams import Streams
from ascendex_woo_adapters.common.streams.topics import RAW, Plan, Topic

#: Messages of a channel that are kept until somebody reads them.
MOST_KEPT = 1000


class Listed(NamedTuple):
    """A topic that a venue's documentation has."""

    channel: str
    """The venue's name, with what varies in braces."""
    methods: tuple[str, ...] = ()
    """The unified methods that it serves; without any it is for ``watch_topic``."""
    private: bool = False
    proven: str = "sample"
    """What its messages were read from: a published sample, one captured by others; unconfirmed: nothing."""
    note: str = ""

    def fits(self, channel: str) -> bool:
        """Whether a channel is one of this topic."""
        literal, *rest = re.split(r"\{\w+\}", self.channel)
        pattern = re.escape(literal) + "".join(f"[^@:]+{re.escape(part)}" for part in rest)
        return re.fullmatch(pattern, channel) is not None


class RawStreams(Streams):
    """Whatever the venue streams, unread: what no unified method tells, too."""

    def _listed_topics(self) -> Iterable[Listed]:
        """The topics of the venue's documentation."""
        raise NotImplementedError

    def _begin(self, loop: Any) -> None:
        super()._begin(loop)
        self._raw: dict[str, deque[Any]] = {}

    async def watch_topic(self, channel: str, params: Any = {}) -> list[Any]:
        """Messages of a channel since the last call, as the venue sent them, at most the last 1000.

        ``channel`` is the venue's name, as in ``docs/topics.md``. ``params``: ``private`` (True: a channel
        that needs keys, where the documentation does not list it). A channel has one reader; it may be
        watched by a unified method at the same time. What is missed while a connection is lost is not
        fetched.
        """
        topic = self._raw_topic(channel, params)
        plan = Plan([topic], {f"{RAW}:{channel}": channel})
        while True:
            told = self._watch(plan)  # which in a new event loop begins anew
            self._raw.setdefault(channel, deque(maxlen=MOST_KEPT))
            await told
            messages = self._raw.get(channel)
            if messages:
                self._raw[channel] = deque(maxlen=MOST_KEPT)
                return list(messages)

    async def un_watch_topic(self, channel: str, params: Any = {}) -> Any:
        """Take back ``watch_topic``."""
        await self._unwatch([self._raw_topic(channel, params)], lambda name: name == f"{RAW}:{channel}")
        self._raw.pop(channel, None)
        return True

    def _raw_topic(self, channel: str, params: Any) -> Topic:
        listed = any(topic.private and topic.fits(channel) for topic in self._listed_topics())
        return Topic(RAW, channel, bool(params.get("private", listed)))

    def _on_raw(self, topic: Topic, message: Any) -> None:
        messages = self._raw.get(topic.channel)
        if messages is not None:
            messages.append(message)
            self._waiters.resolve(f"{RAW}:{topic.channel}")
