"""Sessions of published frames: what the documentation prints is all that the venue says in them.

``tests/samples/*-frames.json`` holds the frames. Those that are printed side by side belong to different
moments; a session has the time of its login. AscendEX prints the acknowledgement of one channel only, and
WOO X's V3 that of one topic: those of the others are made after it. V3's private topics have no session
here, because the reply that lets one in, a listen key, is not published.
"""

from __future__ import annotations

import functools
import json
import re
from typing import Any, NamedTuple

from tests.cassettes.samples import FOLDER
from tests.cassettes.samples import samples as replies
from tests.cassettes.streams.tape import Line, Session, as_frame, as_result

BTC = "BTC/USDT:USDT"
#: The times of the printed logins: every session begins at its venue's.
LOGINS = {"woo-v1": 1621910107900, "woo-v3": 1790137718411, "ascendex": 1608133910000}
FILES = {"woo-v1": "woo-v1-frames.json", "woo-v3": "woo-v3-frames.json", "ascendex": "ascendex-frames.json"}


class Frames(NamedTuple):
    """What is published of one topic or command; texts as they are printed."""

    request: str | None
    reply: str | None
    message: str | None
    error: str | None
    source: str


@functools.cache
def frames(venue: str) -> dict[str, Frames]:
    """Published frames by name, or ``name/variant``."""
    found = {}
    for row in json.loads((FOLDER / FILES[venue]).read_text()):
        name = row["name"] if row["variant"] is None else f"{row['name']}/{row['variant']}"
        found[name] = Frames(*[row[field] for field in Frames._fields])
    return found


class Script:
    """Lines of a session, to be written from the top."""

    def __init__(self, venue: str) -> None:
        self.venue = venue
        self._lines: list[Line] = []
        self._calls = self._requests = 0

    def call(self, method: str, *args: Any) -> Script:
        self._calls += 1
        return self._add("call", self._calls, method=method, args=as_result(args))

    def opened(self, socket: str, path: str) -> Script:
        return self._add("opened", socket, path=path)

    def sent(self, socket: str, frame: str | None) -> Script:
        """A frame, or whatever the class sends (None) where that differs from what is printed."""
        return self._add("sent", socket, frame and as_frame(frame))

    def received(self, socket: str, frame: str | None) -> Script:
        assert frame is not None
        return self._add("received", socket, as_frame(frame))

    def subscribed(self, socket: str, published: Frames) -> Script:
        """A subscription and its acknowledgement."""
        reply = _acknowledgement(self.venue, published.request, published.reply)
        return self.sent(socket, published.request).received(socket, reply)

    def told(self, socket: str, published: Frames) -> Script:
        """A subscription and its first message."""
        return self.subscribed(socket, published).received(socket, published.message)

    def asked(self, request: str, sample: str) -> Script:
        """A REST request, and the published reply."""
        self._requests += 1
        name, reply = f"rest {self._requests}", replies(self.venue)[sample]
        self._add("sent", name, json.dumps(request))
        return self._add("received", name, as_frame(reply.body), status=reply.status)

    def unanswered(self, request: str) -> Script:
        """A REST request whose reply, of the same moment, is not published."""
        self._requests += 1
        return self._add("sent", f"rest {self._requests}", json.dumps(request))

    def session(self, shows: str, source: str) -> Session:
        """The session as far as it is known before it is played."""
        header = {"documentation": source, "shows": shows, "start": LOGINS[self.venue]}
        return Session(header, self._lines)

    def _add(self, verb: str, subject: Any, frame: str | None = None, **facts: Any) -> Script:
        self._lines.append(Line(0, verb, subject, facts, frame))
        return self


def _acknowledgement(venue: str, request: str | None, printed: str | None) -> str:
    """The reply to a subscription of AscendEX, whose documentation prints the one of a single channel."""
    if printed is not None:
        return printed
    asked = json.loads(request or "{}")
    shape = json.loads(frames(venue)["Level 2 real-time order book updates (experimental)"].reply or "{}")
    return json.dumps({**shape, "ch": asked["ch"], "id": asked["id"]})


# public --------------------------------------------------------------------------------------------

_PUBLIC_PATHS = {"woo-v1": "/ws/stream/SCRUBBED", "woo-v3": "/v3/public", "ascendex": "/api/pro/v2/stream"}

#: Name of the frames -> the call that they answer.
_PUBLIC: dict[str, dict[str, tuple[Any, ...]]] = {
    "woo-v1": {
        "Trades, real time": ("watch_trades", "ADA/USDT"),
        "24h ticker": ("watch_ticker", "WOO/USDT"),
        "24h tickers": ("watch_tickers",),
        "Best bid and offer": ("watch_bids_asks", ["WOO/USDT"]),
        "Best bid and offer, all": ("watch_bids_asks",),
        "Kline": ("watch_ohlcv", "BTC/USDT", "1m"),
        "Mark price": ("watch_mark_price", "ETH/USDT:USDT"),
        "Estimated funding rate": ("watch_funding_rate", BTC),
    },
    "woo-v3": {
        "Trade": ("watch_trades", "BTC/USDT"),
        "Ticker": ("watch_ticker", "WOO/USDT"),
        "Best bid and offer": ("watch_bids_asks", ["BTC/USDT"]),
        "Kline": ("watch_ohlcv", "BTC/USDT", "1m"),
        "Mark price": ("watch_mark_price", BTC),
        "Estimated funding rate": ("watch_funding_rate", BTC),
    },
    "ascendex": {
        "Futures pricing data": ("watch_funding_rate", BTC),
        "Level 1 order book data (BBO)": ("watch_bids_asks", [BTC]),
        "Market trades": ("watch_trades", BTC),
        "Bar data": ("watch_ohlcv", BTC, "1m"),
    },
}


def _public(venue: str, name: str) -> Session:
    published = frames(venue)[name]
    script = Script(venue).call(*_PUBLIC[venue][name]).opened("public 0", _PUBLIC_PATHS[venue])
    return script.told("public 0", published).session(name, published.source)


# private -------------------------------------------------------------------------------------------

_SOCKET = "private 0"
TRIGGER = (None, None, None, {"trigger": True})
_V1_POSITIONS = ("GET /v3/positions", "Get all positions (new)")
_V1_OPEN_ORDERS = ("GET /v1/orders?size=500&status=INCOMPLETE",)
_ALGO_TYPES = ("STOP", "OCO", "TRAILING_STOP", "BRACKET", "POSITIONAL_TP_SL", "TP_SL", "STOP_BRACKET")
_V1_OPEN_ALGOS = tuple(
    f"GET /v3/algo/orders?algoType={kind}&size=500&status=INCOMPLETE" for kind in _ALGO_TYPES
)
_OPEN_ORDERS = ("GET /0/api/pro/v2/futures/order/open",)
_POSITION = ("GET /0/api/pro/v2/futures/position", "Position")


def _logged_in(script: Script) -> Script:
    """After the first call: what a login takes."""
    if script.venue == "ascendex":
        login = frames("ascendex")["Authenticate (op auth)"]
        script.asked("GET /api/pro/v2/account/info", "Account info").opened(_SOCKET, "/0/api/pro/v2/stream")
    else:
        login = frames("woo-v1")["Authenticate"]
        script.opened(_SOCKET, "/v2/ws/private/stream/SCRUBBED")
    return script.sent(_SOCKET, login.request).received(_SOCKET, login.reply)


def _private(
    venue: str,
    name: str,
    *calls: tuple[Any, ...],
    variant: str = "",
    state: tuple[str, str] | None = None,
    open_orders: tuple[str, ...] = (),
) -> Session:
    """A private topic; ``state`` is the REST request and sample of the snapshot before its updates.

    ``open_orders``: the requests of those there are, which need not be answered before updates are told.
    """
    published = frames(venue)[name]
    told = published if not variant else frames(venue)[f"{name}/{variant}"]
    script = Script(venue)
    for call in calls:
        script.call(*call)
    _logged_in(script).subscribed(_SOCKET, published)
    if state is not None:
        script.asked(*state).call(*calls[0])
    for request in open_orders:
        script.unanswered(request)
    script.received(_SOCKET, told.message)
    return script.session(f"{name}, {variant}" if variant else name, told.source)


def _request(name: str, *call: Any, refused: bool = False, as_printed: bool = True) -> Session:
    """A request over AscendEX's socket."""
    published = frames("ascendex")[name]
    script = _logged_in(Script("ascendex").call(*call))
    script.sent(_SOCKET, published.request if as_printed else None)
    script.received(_SOCKET, published.error if refused else published.reply)
    return script.session(f"{name}, refused" if refused else name, published.source)


_PLACE = ("create_order_ws", BTC, "limit", "buy", 0.12, 30000, {"clientOrderId": "sampleRequestID"})
_CANCEL = ("cancel_order_ws", "s177bab1b474U5051470287bbtcpKiOR", BTC, {"id": "sampleRequestId"})


@functools.cache
def sessions(venue: str) -> dict[str, Session]:
    """Sessions by the name of their file."""
    made = [_public(venue, name) for name in _PUBLIC[venue]]
    if venue == "woo-v1":
        made += [
            _private(
                venue,
                "Execution report",
                ("watch_orders",),
                ("watch_my_trades",),
                open_orders=_V1_OPEN_ORDERS,
            ),
            _private(venue, "Algo execution report", ("watch_orders", *TRIGGER), open_orders=_V1_OPEN_ALGOS),
            _private(venue, "Balance", ("watch_balance",), state=("GET /v3/balances", "Get balances")),
            _private(venue, "Position", ("watch_positions",), state=_V1_POSITIONS),
            _private(venue, "Position", ("watch_positions",), state=_V1_POSITIONS, variant="isolated margin"),
        ]
    if venue == "ascendex":
        made += [
            _private(venue, "Order", ("watch_orders",), open_orders=_OPEN_ORDERS),
            _private(venue, "Account update", ("watch_positions",), state=_POSITION),
            _request("Account snapshot", "fetch_balance_ws"),
            _request("Query open orders", "fetch_open_orders_ws", BTC),
            _request("Query open orders", "fetch_open_orders_ws", BTC, refused=True),
            # the printed requests have a time of their own, and one names the price unlike the text beside it
            _request("Place order", *_PLACE, as_printed=False),
            _request("Place order", *_PLACE, as_printed=False, refused=True),
            _request("Cancel order", *_CANCEL, as_printed=False),
            _request("Cancel order", *_CANCEL, as_printed=False, refused=True),
            _request("Cancel all orders", "cancel_all_orders_ws"),
            _request("Cancel all orders", "cancel_all_orders_ws", refused=True),
        ]
    return {_file_name(session.header["shows"]): session for session in made}


def _file_name(shows: str) -> str:
    return "published-" + re.sub(r"[^a-z0-9]+", "-", shows.lower()).strip("-")
