"""``watch_order_book``: books that are right or absent."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from ccxt.base.errors import BaseError, ExchangeError, OperationFailed

from ascendex_woo_adapters.common.streams.book import APPLY, RESYNC, Delta, KeptBook, fill
from ascendex_woo_adapters.common.streams.session import answer
from ascendex_woo_adapters.common.streams.streams import FIRST_PAUSE_S, LONGEST_PAUSE_S, Streams
from ascendex_woo_adapters.common.streams.topics import Topic

BOOK = "book"


class Books(Streams):
    """Books of the topics of kind ``BOOK``, each kept from a snapshot over REST and deltas.

    A market may have several, told by different channels; ``orderbooks`` has the one that began first.
    """

    #: How long a snapshot waits for the first update to show that it is not too old: a market may be quiet.
    _quiet_s = 1.0

    def _begin(self, loop: Any) -> None:
        #: Tasks that get snapshots; emptied first, because those of a loop that is gone cannot be ended.
        self._syncing: dict[str, asyncio.Task[None]] = {}
        #: Snapshots that wait for the first update of their channel.
        self._awaited: dict[str, asyncio.Future[None]] = {}
        super()._begin(loop)
        self._books: dict[str, KeptBook] = {}
        #: How often each watched book was made anew because updates were missing, by symbol.
        self.order_book_resyncs: dict[str, int] = {}

    def _book_depth(self, topic: Topic) -> tuple[int, bool]:
        """How many levels a snapshot is asked for, and whether the updates keep to them."""
        raise NotImplementedError

    async def _book_number(self, topic: Topic) -> tuple[int, Any]:
        """A snapshot over REST and the number of the state that it shows."""
        raise NotImplementedError

    def _live_book(self, channel: str, limit: int | None) -> Any:
        """The book of a channel, with a limit a copy of its best levels; None while there is none."""
        kept = self._books.get(channel)
        if kept is None or not kept.live:
            return None
        return kept.book if limit is None else self._cut(kept.book, limit)

    def _cut(self, book: Any, limit: int) -> Any:
        best = self.order_book({name: book[name] for name in ("symbol", "timestamp", "nonce")}, limit)
        fill(best["bids"], book["bids"][:limit])
        fill(best["asks"], book["asks"][:limit])
        return best

    def _want(self, topics: Iterable[Topic]) -> None:
        super()._want(topics)
        for topic in topics:
            kept = self._books.get(topic.channel)
            if kept is not None and not kept.live:  # its last attempt may have failed
                self._sync(topic)

    def _feed_book(self, topic: Topic, delta: Delta) -> None:
        kept = self._books.get(topic.channel) or self._kept_book(topic)
        verdict = kept.feed(delta)
        if verdict is APPLY:
            self._waiters.resolve(kept.name)
            if kept.least and kept.is_thin and topic.channel not in self._syncing:
                kept.hold()
                self._sync(topic)
        elif verdict is RESYNC:
            self.order_book_resyncs[topic.symbol] += 1
            self._waiters.forget(topic.channel)
            self._sync(topic)
        elif topic.channel in self._awaited:
            self._awaited.pop(topic.channel).set_result(None)

    def _kept_book(self, topic: Topic) -> KeptBook:
        kept = self._books.get(topic.channel)
        if kept is None:
            book = self.order_book({"symbol": topic.symbol})
            depth, windowed = self._book_depth(topic)
            kept = KeptBook(book, topic.symbol, depth, windowed, f"{BOOK}:{topic.channel}")
            if all(other.symbol != topic.symbol for other in self._books.values()):
                self.orderbooks[topic.symbol] = book
                self.order_book_resyncs[topic.symbol] = 0
            self._books[topic.channel] = kept
        return kept

    def _subscribed(self, topic: Topic) -> None:
        super()._subscribed(topic)
        if topic.kind == BOOK:
            self._kept_book(topic)
            self._sync(topic)

    def _stale(self, topic: Topic) -> None:
        super()._stale(topic)
        if topic.kind == BOOK and topic.channel in self._books:
            self._books[topic.channel].lose()
            self._waiters.forget(topic.channel)
            syncing = self._syncing.pop(topic.channel, None)
            if syncing is not None:
                syncing.cancel()

    def _left(self, topic: Topic) -> None:
        super()._left(topic)
        if topic.kind != BOOK or self._books.pop(topic.channel, None) is None:
            return
        others = [kept.book for kept in self._books.values() if kept.symbol == topic.symbol]
        if others:
            self.orderbooks[topic.symbol] = others[0]
        else:
            self.orderbooks.pop(topic.symbol, None)
            self.order_book_resyncs.pop(topic.symbol, None)

    def _sync(self, topic: Topic) -> None:
        """Get a snapshot, unless one is on its way."""
        session = self._session_of.get(topic.channel)
        if session is None or topic.channel not in session.granted:
            return
        syncing = self._syncing.get(topic.channel)
        if syncing is not None and not syncing.done():  # one that has just ended does not see a new gap
            return
        kept = self._kept_book(topic)
        task = self._syncing[topic.channel] = session.spawn(self._sync_book(topic, kept))

        def done(ended: asyncio.Task[None]) -> None:
            if self._syncing.get(topic.channel) is ended:
                del self._syncing[topic.channel]

        task.add_done_callback(done)

    async def _sync_book(self, topic: Topic, kept: KeptBook) -> None:
        """Ask for snapshots until one fits the deltas; whoever waits is told if none does in time."""
        timeout = float(self.options["snapshotTimeout"])
        until = self.milliseconds() + timeout
        pause = FIRST_PAUSE_S
        error: BaseError = ExchangeError(
            f"{self.id} had no snapshot of the {topic.symbol} order book for its updates in {timeout:g} ms"
        )
        while self.milliseconds() < until:
            try:
                number, snapshot = await self._book_number(topic)
                if kept.is_unproven:
                    await self._first_update(topic.channel)
                if kept.start(number, snapshot["timestamp"], snapshot["bids"], snapshot["asks"]):
                    self._waiters.resolve(kept.name)
                    return
            except OperationFailed as failure:
                error = failure
            except BaseError as failure:
                error = failure
                break
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE_S)
        self._new_epoch()  # the next call asks for another one
        self._waiters.reject(topic.channel, error)

    async def _first_update(self, channel: str) -> None:
        """Wait for an update of a channel, for a while."""
        first = self._awaited[channel] = self._loop.create_future()
        try:
            await answer(first, self._quiet_s)
        except asyncio.TimeoutError:
            pass
        finally:
            if self._awaited.get(channel) is first:
                del self._awaited[channel]
