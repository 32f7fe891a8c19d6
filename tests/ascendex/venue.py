"""A venue made of the published samples, and what the tests of ``ascendex`` share."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support import Face, Sent

SYMBOL, MARKET_ID = "BTC/USDT:USDT", "BTC-PERP"
#: A client id, and order ids that are not made of it.
ID = "abcd1234abcd1234"
OTHERS = ("a177c2a8cfe1U0123456789eqntvwWsy", "a177c29e4064U0123456789dVeUxlVyA")
SAMPLES = json.loads((Path(__file__).parents[1] / "samples" / "ascendex-futures-v2.json").read_text())


def sample(name: str, variant: str | None = None, part: str = "response") -> Any:
    """A published sample, decoded."""
    for row in SAMPLES:
        if row["name"] == name and row["variant"] == variant:
            return json.loads(row[part])
    raise KeyError(name)


def without_group(path: str) -> str:
    """The path of a URL after ``/api/pro/``."""
    return path.partition("/api/pro/")[2]


PUBLISHED: dict[tuple[str, str], Any] = {
    (row["method"], without_group(row["path"])): json.loads(row["response"])
    for row in SAMPLES
    if row["variant"] is None and row["response"]
}
# of the snapshot the venue publishes the names of the fields only
PUBLISHED["GET", "data/v1/futures/balance/snapshot"] = {"meta": {"ac": "futures", "accountId": "x", "sn": 5}}


def venue(changes: dict[str, Any] | None = None) -> Callable[[Sent], Any]:
    """Answer every request with the published sample, but for ``{"GET v2/futures/ticker": ...}``."""
    replies = copy.deepcopy(PUBLISHED)
    for request, reply in (changes or {}).items():
        method, path = request.split()
        replies[method, path] = reply

    def answer(sent: Sent) -> Any:
        reply = replies[sent.method, without_group(sent.path)]
        return reply(sent) if callable(reply) else reply

    return answer


def skipped(**more: Any) -> dict[str, Any]:
    """What ccxt's check of an order leaves out."""
    return {"trades": True, **more}


def open_orders(*ids: str) -> Any:
    """A list of open orders that have these ids."""
    row = sample("List open orders")["data"][0]
    return {"code": 0, "data": [{**row, "orderId": order_id} for order_id in ids]}


def requests_to(sent: list[Sent], path: str) -> list[Sent]:
    """The requests to one endpoint."""
    return [request for request in sent if without_group(request.path) == path]


def actions(face: Face) -> list[str]:
    """The methods of the requests that place and cancel single orders."""
    return [sent.method for sent in requests_to(face.sent, "v2/futures/order")]


#: A contract reply whose tick and lot fit the prices of the tests, with a second and a suspended market.
def contracts() -> Any:
    """The published contract, and the same one under other names."""
    reply = sample("Futures contracts info")
    first = reply["data"][0]
    reply["data"] += [
        {**first, "symbol": "ETH-PERP", "displayName": "ETHUSDT", "underlying": "ETH/USDT"},
        {
            **first,
            "symbol": "LUNA-PERP",
            "displayName": "LUNAUSDT",
            "underlying": "LUNA/USDT",
            "status": "Halted",
        },
    ]
    return reply
