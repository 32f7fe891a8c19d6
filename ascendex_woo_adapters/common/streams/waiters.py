"""Who waits for what, and what came while nobody waited."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable
from itertools import count


class Waiters:
    """The callers of ``watch_*`` by message hash.

    Each caller has a future of its own: one that is cancelled (``asyncio.wait_for``) takes nothing
    from the others. What comes while nobody waits is told at the next call, not lost.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._waiting: dict[str, list[asyncio.Future[str]]] = {}
        self._unread: dict[str, int] = {}
        """What nobody has read, in the order in which it came."""
        self._arrivals = count()
        self._untold: dict[str, BaseException] = {}
        self._hashes: dict[str, set[str]] = {}
        self._known: set[str] = set()

    def expect(self, fed: Iterable[tuple[str, Collection[str]]]) -> None:
        """Somebody is going to wait for the hashes that channels feed: if a channel fails, they are told."""
        for channel, hashes in fed:
            self._hashes.setdefault(channel, set()).update(hashes)
            self._known.update(hashes)

    def unexpected(self, hashes: Iterable[str]) -> list[str]:
        """Those of the hashes for which nobody was going to wait yet."""
        return [name for name in hashes if name not in self._known]

    def watched(self, channel: str) -> Collection[str]:
        """The hashes that a channel feeds."""
        return self._hashes.get(channel, ())

    async def wait(self, hashes: Collection[str]) -> list[str]:
        """Those of the hashes that were told since the last call, or the next that is."""
        for name in hashes if self._untold else ():
            if name in self._untold:
                raise self._untold.pop(name)
        if self._unread:
            found = self._read(hashes)
            if found:
                return found
        all_waiting = self._waiting
        future: asyncio.Future[str] = self._loop.create_future()
        for name in hashes:
            if name in all_waiting:
                all_waiting[name].append(future)
            else:
                all_waiting[name] = [future]
        try:
            told = await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled() and future.exception() is None:
                self._keep(future.result())
            raise
        finally:
            if all_waiting:
                self._leave_queues(future, hashes)
        if not self._unread:
            return [told]
        self._unread.pop(told, None)
        return [told, *self._read(hashes)]

    def _read(self, hashes: Collection[str]) -> list[str]:
        """What nobody has read, oldest first."""
        unread = self._unread
        found = [name for name in hashes if name in unread]
        if len(found) > 1:
            found.sort(key=unread.__getitem__)
        for name in found:
            del unread[name]
        return found

    def _leave_queues(self, future: asyncio.Future[str], hashes: Collection[str]) -> None:
        all_waiting = self._waiting
        for name in hashes:
            waiting = all_waiting.get(name)
            if waiting is not None and future in waiting:
                waiting.remove(future)
                if not waiting:
                    del all_waiting[name]

    def resolve(self, name: str) -> None:
        """Tell everybody who waits for a hash, or keep it for the next caller."""
        waiting = self._waiting.pop(name, None)
        if waiting is not None:
            told = False
            for future in waiting:
                if not future.done():
                    future.set_result(name)
                    told = True
            if told:
                return
        if name in self._known:
            self._keep(name)

    def _keep(self, name: str) -> None:
        if name not in self._unread:
            self._unread[name] = next(self._arrivals)

    def reject(self, channel: str, error: BaseException, keep: bool = False, kind: str = "") -> None:
        """Tell everybody who waits for something that a channel feeds, or only for a kind of it.

        ``keep``: where nobody waits the next caller is told: something was lost that does not come again.
        """
        for name in self._hashes.get(channel, ()):
            if kind and name.partition(":")[0] != kind:
                continue
            if not self.reject_hash(name, error) and keep:
                self._untold[name] = error

    def reject_hash(self, name: str, error: BaseException) -> bool:
        """Tell everybody who waits for a hash; whether there was somebody."""
        told = False
        for future in self._waiting.pop(name, ()):
            if not future.done():
                future.set_exception(error)
                told = True
        return told

    def reject_all(self, error: BaseException) -> None:
        """Tell everybody."""
        for name in list(self._waiting):
            self.reject_hash(name, error)

    def forget(self, channel: str) -> None:
        """Drop what nobody has read of a channel: it is no longer true."""
        for name in self._hashes.get(channel, ()):
            self._unread.pop(name, None)

    def drop(self, channel: str, chosen: Callable[[str], bool], error: BaseException) -> bool:
        """Tell those who wait for chosen hashes that only a channel feeds; whether others still watch it."""
        names = self._hashes.get(channel, set())
        dropped = {name for name in names if chosen(name)}
        names -= dropped
        for name in dropped:
            self._unread.pop(name, None)
        gone = dropped.difference(*self._hashes.values())
        for name in gone:
            self._untold.pop(name, None)
            self.reject_hash(name, error)
        self._known -= gone
        if names:
            return True
        self.leave(channel)
        return False

    def leave(self, channel: str) -> None:
        """A channel is not subscribed any more."""
        self.forget(channel)
        gone = self._hashes.pop(channel, set()).difference(*self._hashes.values())
        self._known -= gone
        for name in gone:
            self._untold.pop(name, None)
