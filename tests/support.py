"""Stubs and helpers that the tests of both venues and both colours share."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from ccxt.test.exchange.base.test_trade import test_trade

KEY = "AbmyVJGUpN064ks5ELjLfA=="
SECRET = "QHKRXHPAW1MC9YGZMAT8YDJG2HPR"
NOW = 1_700_000_000_000


class Frozen(dict[str, Any]):
    """Parameters that nobody may write into."""

    def _refuse(self, *args: Any, **kwargs: Any) -> Any:
        raise AssertionError("somebody wrote into the caller's params")

    __setitem__ = __delitem__ = pop = popitem = clear = update = setdefault = _refuse


class Sent:
    """One request that a stubbed exchange was about to send."""

    def __init__(self, url: str, method: str, headers: Any, body: Any) -> None:
        self.url, self.method, self.headers, self.body = url, method, headers or {}, body
        parts = urlsplit(url)
        self.host, self.path = f"{parts.scheme}://{parts.netloc}", parts.path
        self.query = dict(parse_qsl(parts.query, keep_blank_values=True))

    @property
    def form(self) -> dict[str, str]:
        """The pairs of a form body."""
        return dict(parse_qsl(self.body or "", keep_blank_values=True))

    @property
    def json(self) -> Any:
        """The decoded JSON body."""
        return json.loads(self.body)

    def __repr__(self) -> str:
        return f"{self.method} {self.url} {self.body or ''}"


Answer = Callable[[Sent], Any]


class Face:
    """An exchange of one colour whose unified methods are awaited alike."""

    def __init__(self, exchange: Any, colour: str) -> None:
        self.exchange, self.colour = exchange, colour
        self.sent: list[Sent] = []

    async def call(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method and await it if its colour needs that."""
        result = getattr(self.exchange, name)(*args, **kwargs)
        return await result if inspect.isawaitable(result) else result

    async def close(self) -> None:
        """Let go of sockets."""
        if self.colour == "async":
            self.exchange.timeout_on_exit = 0
            await self.exchange.close()
        elif self.exchange.session is not None:
            self.exchange.session.close()


def exchange_class(exchange_id: str, colour: str) -> Any:
    """The class of an id in a colour."""
    module = "blocking" if colour == "sync" else "aio"
    return getattr(import_module(f"ascendex_woo_adapters.venues.{exchange_id}.{module}"), exchange_id)


def stubbed(exchange_id: str, colour: str, answer: Answer, config: Any = None) -> Face:
    """An exchange whose ``fetch`` answers from a function and goes through ``handle_errors``.

    ``answer`` returns the decoded body, or (status, body text) for the levels below JSON.
    """
    exchange = exchange_class(exchange_id, colour)(
        {"apiKey": KEY, "secret": SECRET, "enableRateLimit": False, **(config or {})}
    )
    exchange.milliseconds = lambda: NOW
    face = Face(exchange, colour)

    def reply(url: str, method: str = "GET", headers: Any = None, body: Any = None) -> Any:
        sent = Sent(url, method, headers, body)
        face.sent.append(sent)
        answered = answer(sent)
        status, text = answered if isinstance(answered, tuple) else (200, json.dumps(answered))
        decoded = exchange.parse_json(text.strip())
        exchange.handle_errors(status, "", url, method, {}, text, decoded, headers, body)
        return decoded

    async def reply_later(url: str, method: str = "GET", headers: Any = None, body: Any = None) -> Any:
        return reply(url, method, headers, body)

    exchange.fetch = reply if colour == "sync" else reply_later
    return face


def check_trade(exchange: Any, trade: Any, symbol: str, now: int, public: bool) -> None:
    """ccxt's own check of a trade; its older versions do not ask whether the trade is public."""
    more = (public,) if "is_public_trade" in inspect.signature(test_trade).parameters else ()
    test_trade(exchange, {}, "fetchTrades" if public else "fetchMyTrades", trade, symbol, now, *more)
