"""Who waits for what, and what came while nobody waited."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable
from typing import Any


class Waiters:
    """The callers of ``watch_*`` by message hash.

    Each caller has a future of its own: one that is cancelled (``asyncio.wait_for``) takes nothing
    from the others. What comes while nobody waits is told at the next call, not lost.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, list[asyncio.Future[Any]]] = {}
        self._unread: dict[str, Any] = {}
        self._untold: dict[str, BaseException] = {}
        self._hashes: dict[str, set[str]] = {}
        self._known: set[str] = set()

    async def wait(self, hashes: Collection[str], channels: Iterable[str]) -> dict[str, Any]:
        """What was told of ``hashes`` since the last call, or the next that is; by hash.

        ``channels`` are the topics that feed the hashes: if one of them fails, the caller is told.
        """
        for channel in channels:
            fed = self._hashes.get(channel)
            if fed is None:
                fed = self._hashes[channel] = set()
            fed.update(hashes)
        self._known.update(hashes)
        for name in hashes if self._untold else ():
            if name in self._untold:
                raise self._untold.pop(name)
        if self._unread:
            found = self._read(hashes)
            if found:
                return found
        all_waiting = self._waiting
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        for name in hashes:
            waiting = all_waiting.get(name)
            if waiting is None:
                all_waiting[name] = [future]
            else:
                waiting.append(future)
        try:
            name, value = await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled() and future.exception() is None:
                name, value = future.result()
                self._unread[name] = value
            raise
        finally:
            for other in hashes if all_waiting else ():
                waiting = all_waiting.get(other)
                if waiting is not None and future in waiting:
                    waiting.remove(future)
                    if not waiting:
                        del all_waiting[other]
        return {name: value, **self._read(hashes)} if self._unread else {name: value}

    def _read(self, hashes: Collection[str]) -> dict[str, Any]:
        unread = self._unread
        return {name: unread.pop(name) for name in hashes if name in unread}

    def resolve(self, name: str, value: Any = None) -> None:
        """Tell everybody who waits for a hash, or keep the value for the next caller."""
        told = False
        for future in self._waiting.pop(name, ()):
            if not future.done():
                future.set_result((name, value))
                told = True
        if not told and name in self._known:
            self._unread[name] = value

    def reject(self, channel: str, error: BaseException, keep: bool = False) -> None:
        """Tell everybody who waits for something that a channel feeds.

        ``keep``: where nobody waits the next caller is told: something was lost that does not come again.
        """
        for name in self._hashes.get(channel, ()):
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
        """Tell those who wait for chosen hashes of a channel; whether others still watch it."""
        names = self._hashes.get(channel, set())
        for name in [name for name in names if chosen(name)]:
            names.discard(name)
            self._unread.pop(name, None)
            self._untold.pop(name, None)
            self.reject_hash(name, error)
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
