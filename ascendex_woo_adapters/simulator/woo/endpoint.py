"""How an endpoint of WOO is described, and how its requests are signed."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from ..limits import Limit
from ..server import Request
from ..trading.engine import Account

if TYPE_CHECKING:
    from .venue import WooVenue

Handler = Callable[["WooVenue", Request, Account | None], Any]


class Endpoint(NamedTuple):
    """One line of the venue's reference.

    `permission` is None for public endpoints. `params` are the names that a request may send outside its
    path.
    """

    method: str
    path: str
    permission: str | None
    limit: Limit | None
    params: str
    handler: Handler


def per_ip(requests: int, seconds: int = 1, group: str | None = None) -> Limit:
    return Limit(requests, seconds * 1000, "ip", group)


def per_account(requests: int, seconds: int = 1, group: str | None = None) -> Limit:
    """Endpoints of one `group` share the limit."""
    return Limit(requests, seconds * 1000, "account", group)


def per_symbol(requests: int, seconds: int = 1) -> Limit:
    """For each symbol of each account."""
    return Limit(requests, seconds * 1000, "symbol")


def sent(request: Request) -> dict[str, Any]:
    """Every parameter of a request outside its path."""
    body = request.json if isinstance(request.json, dict) else {}
    return {**request.query, **request.form, **body}


def sign(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def prehashes(request: Request, stamp: str) -> list[str]:
    """The texts that may have been signed.

    There is one for v3 paths. For the others special characters are accepted in both spellings, url-encoded
    and plain: the venue does not say which one it takes.
    """
    body = request.body.decode("utf-8", "replace")
    if request.path.startswith("/v3/"):
        query = f"?{request.raw_query}" if request.raw_query else ""
        return [f"{stamp}{request.method}{request.path}{query}{body}"]
    raw = [
        pair for text in (request.raw_query, body if request.form else "") for pair in text.split("&") if pair
    ]
    plain = [f"{name}={value}" for name, value in {**request.query, **request.form}.items()]
    return [f"{'&'.join(sorted(pairs, key=_name))}|{stamp}" for pairs in (plain, raw)]


def _name(pair: str) -> str:
    return pair.partition("=")[0]
