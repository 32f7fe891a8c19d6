"""Requests over a socket."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import ClientConnectionResetError
from ccxt.base.errors import NetworkError

from ascendex_woo_adapters.common.streams.session import Session


class Closing:
    """A client whose line is just breaking."""

    async def send(self, message: Any) -> None:
        raise ClientConnectionResetError("Cannot write to closing transport")


async def test_a_line_that_breaks_while_a_request_is_sent_is_a_network_error() -> None:
    session = Session(True, 0)
    session.client = Closing()
    with pytest.raises(NetworkError, match="before request 7 was sent"):
        await session.request({}, "7", 1000)
    assert not session.replies
