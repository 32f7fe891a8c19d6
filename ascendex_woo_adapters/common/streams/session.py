"""One socket: what was asked of it, what was granted, and the requests that wait for a reply."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from ccxt.base.errors import BaseError, NetworkError, RequestTimeout

from ascendex_woo_adapters.common.streams.topics import Topic
from ascendex_woo_adapters.common.submission import nothing_was_sent

#: How many turns of the event loop it takes at most to read what has arrived.
TURNS = 50


async def answer(future: asyncio.Future[Any], timeout_s: float) -> Any:
    """The result, or ``asyncio.TimeoutError``.

    When a program has kept the event loop busy, its timers come before what has arrived meanwhile: that
    is read before the time is said to be over.
    """
    await asyncio.wait([future], timeout=timeout_s)
    for _ in range(TURNS):
        if future.done():
            return future.result()
        await asyncio.sleep(0)
    raise asyncio.TimeoutError


class Asked:
    """A subscribe message on its way: the channels that no reply has settled yet."""

    __slots__ = ("channels", "done")

    def __init__(self, channels: Iterable[str]) -> None:
        self.channels = set(channels)
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def settle(self, channels: Iterable[str]) -> None:
        """A reply spoke of these channels."""
        self.channels.difference_update(channels)
        if not self.channels and not self.done.done():
            self.done.set_result(None)


class Session:
    """The state of one socket, which outlives its connections."""

    def __init__(self, private: bool, number: int) -> None:
        self.private = private
        self.number = number
        self.topics: dict[str, Topic] = {}
        """What was asked for, by channel; asked again after a reconnect."""
        self.fresh: list[Topic] = []
        """What was asked for just now, and is not subscribed yet."""
        self.granted: set[str] = set()
        self.client: Any = None
        """ccxt's client while there is a connection."""
        self.opening: asyncio.Task[None] | None = None
        self.closing: asyncio.Task[None] | None = None
        """The end of a connection that did not get ready."""
        self.ready = False
        """Connected and, on private sockets, logged in."""
        self.asked: dict[str, Asked] = {}
        self.replies: dict[str, asyncio.Future[Any]] = {}
        self.tasks: set[asyncio.Task[Any]] = set()
        self.opened_at = 0
        self.heard_at = 0
        """The venue's time (ms) in what came last over a private connection: what it sent before has come.

        When a message is read tells less: it may have waited for a busy program while others got lost.
        """
        self.flaps = 0
        """How many connections in a row did not last."""
        self.lost_at: int | None = None
        """From when on (ms) the lost connection may have missed something; None if it missed nothing."""
        self.failure: BaseError | None = None
        """Why the last attempt to connect failed."""
        self.url = ""
        """What was dialled last."""
        self.secret = ""
        """What of the URL must not be told."""
        self.lasts_ms: int | None = None
        """When a connection has to be replaced, counted from its beginning; None if never."""

    def spawn(self, work: Any) -> asyncio.Task[Any]:
        """Run a coroutine for as long as the connection lives."""
        task: asyncio.Task[Any] = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)
        return task

    def forget(self, channel: str) -> bool:
        """A channel is not wanted any more, so no reply settles it; whether the venue was asked for it."""
        self.granted.discard(channel)
        for asked in self.asked.values():
            asked.settle((channel,))
        fresh = len(self.fresh)
        self.fresh = [topic for topic in self.fresh if topic.channel != channel]
        return len(self.fresh) == fresh

    async def request(self, message: Any, request_id: str, timeout_ms: float) -> Any:
        """Send a message and wait for the reply with its id; raises what ``reply`` is given as an error."""
        client = self.client
        if client is None:
            raise nothing_was_sent(NetworkError(f"request {request_id} over the socket"))
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self.replies[request_id] = future
        try:
            try:
                await client.send(message)
            except (ConnectionError, RuntimeError) as error:  # its end was not noticed yet
                raise NetworkError(f"the connection was lost while request {request_id} was sent") from error
            return await answer(future, timeout_ms / 1000)
        except asyncio.TimeoutError:
            # a login is a message too: its keys must not be told
            raise RequestTimeout(f"no reply in {timeout_ms:g} ms to request {request_id}") from None
        finally:
            self.replies.pop(request_id, None)

    def reply(self, request_id: str, result: Any) -> None:
        """Hand a reply, or the exception that it means, to whoever sent the request."""
        future = self.replies.get(request_id)
        if future is None or future.done():
            return
        if isinstance(result, BaseException):
            future.set_exception(result)
            future.exception()  # whoever waited may just have been cancelled: asyncio need not complain
        else:
            future.set_result(result)

    def end(self, error: BaseException) -> list[asyncio.Task[Any]]:
        """The connection is gone: nothing waits for its replies any more. Returns what is being cancelled."""
        self.ready = False
        self.client = None
        self.fresh.clear()
        self.granted.clear()
        for request_id in list(self.replies):
            self.reply(request_id, error)
        self.replies.clear()
        self.asked.clear()
        running = asyncio.current_task()
        cancelled = [task for task in self.tasks if task is not running]
        for task in cancelled:
            task.cancel()
        return cancelled
