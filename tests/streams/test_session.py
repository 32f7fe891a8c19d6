"""Requests over a socket."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import ClientConnectionResetError
from ccxt.base.errors import NetworkError, RequestTimeout

from ascendex_woo_adapters.common.streams.session import Session
from tests.virtual_time import VirtualTime


class Closing:
    """A client whose line is just breaking."""

    async def send(self, message: Any) -> None:
        raise ClientConnectionResetError("Cannot write to closing transport")


async def test_a_line_that_breaks_while_a_request_is_sent_is_a_network_error() -> None:
    session = Session(True, 0)
    session.client = Closing()
    with pytest.raises(NetworkError, match="while request 7 was sent"):
        await session.request({}, "7", 1000)
    assert not session.replies


async def test_a_request_that_is_cancelled_as_its_line_ends_leaves_nothing_behind() -> None:
    session = Session(True, 0)
    session.client = Line(lambda: None, 0.0)
    complaints: list[Any] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: complaints.append(context))
    waiting = asyncio.ensure_future(session.request({}, "7", 1000))
    await asyncio.sleep(0.01)
    session.end(NetworkError("gone"))
    waiting.cancel()
    await asyncio.wait([waiting])
    assert waiting.cancelled()
    del waiting
    gc.collect()
    await asyncio.sleep(0)
    assert complaints == []


class Line:
    """A client over which a reply is read some turns of the event loop after it has come."""

    def __init__(self, reply: Callable[[], None], after_s: float) -> None:
        self.reply = reply
        self.after_s = after_s

    async def send(self, message: Any) -> None:
        asyncio.get_running_loop().call_later(self.after_s, self.read, 5)

    def read(self, turns: int) -> None:
        if turns:
            asyncio.get_running_loop().call_soon(self.read, turns - 1)
        else:
            self.reply()


def request(time: VirtualTime, session: Session, busy_s: float) -> Any:
    """Send a request that waits for a second, in a program that leaves nothing to the event loop for a time."""

    async def main() -> Any:
        asyncio.get_running_loop().call_later(0.5, time.sleep, busy_s)
        return await session.request({}, "7", 1000)

    return time.run(main())


@pytest.mark.parametrize("busy_s", [0.0, 0.3, 0.5, 0.7, 5.0])
def test_a_reply_that_came_while_the_program_was_busy_is_read(busy_s: float) -> None:
    session = Session(True, 0)
    session.client = Line(lambda: session.reply("7", "granted"), 0.8)
    assert request(VirtualTime(), session, busy_s) == "granted"


@pytest.mark.parametrize("busy_s", [0.0, 5.0])
def test_a_reply_that_does_not_come_is_a_timeout(busy_s: float) -> None:
    session = Session(True, 0)
    session.client = Line(lambda: None, 0.1)
    with pytest.raises(RequestTimeout, match="no reply in 1000 ms to request 7"):
        request(VirtualTime(), session, busy_s)
    assert not session.replies
