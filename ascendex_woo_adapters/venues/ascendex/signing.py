"""AscendEX's signature.

Base64 of the HMAC-SHA256 of ``{milliseconds}+{api path}``. The api path is not the URL path: it has no
account group and mostly no version; query, body and method are not signed.
https://ascendex.github.io/ascendex-futures-pro-api-v2/#authenticate-a-restful-request
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from typing import Any

from ccxt.base.errors import ArgumentsRequired, AuthenticationError

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.common.numbers import ms
from ascendex_woo_adapters.common.query import quoted

#: (version, path) -> api path, where the general rule does not hold. The fee schedule is signed
#: without its account, balances without theirs, subaccount transfers by their last word.
API_PATHS = {
    ("v1", "futures/fee"): "fee",
    ("v1", "futures/fee/info"): "fee/info",
    ("v1", "spot/fee"): "fee",
    ("v1", "cash/balance"): "balance",
    ("v1", "margin/balance"): "balance",
    ("v2", "subuser/subuser-transfer"): "subuser-transfer",
    ("v2", "subuser/subuser-transfer-hist"): "subuser-transfer-hist",
}


class Stamp:
    """The ``time`` of a body, which is set when the request is signed; ``ms`` tells it afterwards.

    An order that waited for its quota carries the moment it left at: the venue refuses a time of 30 seconds
    ago, and makes the order id of it.
    """

    __slots__ = ("ms",)

    def __init__(self) -> None:
        self.ms: int | None = None


def api_path(version: str, path: str, scope: str = "") -> str:
    """What of a URL is signed; ``scope`` is the third word of the api: data, accountGroup..."""
    if scope == "data":
        return f"data/{version}/{path}"
    known = API_PATHS.get((version, path))
    if known is not None:
        return known
    return path if version == "v1" else f"{version}/{path}"


def message(timestamp: str, path: str) -> str:
    """The text that is signed."""
    return f"{timestamp}+{path}"


def signature(secret: bytes, text: str) -> str:
    """Base64 HMAC-SHA256 of ``text``: 44 characters."""
    return binascii.b2a_base64(hmac.digest(secret, text.encode(), "sha256"), newline=False).decode()


def query_of(params: Mapping[str, Any]) -> str:
    """``key=value&...`` percent-encoded; None is left out, booleans are lower case."""
    return "&".join([f"{key}={quoted(value)}" for key, value in params.items() if value is not None])


def stamp(body: dict[str, Any], now: int) -> int:
    """Set every open ``time`` of a body to ``now``; returns the time that signs it.

    That is the body's own time or that of the first order of a batch, which the caller may have chosen.
    """
    orders = body.get("orders")
    if not isinstance(orders, list):
        return int(_stamped(body, now) or now)
    body["orders"] = orders = [dict(order) if isinstance(order, dict) else order for order in orders]
    times = [_stamped(carrier, now) for carrier in (body, *orders) if isinstance(carrier, dict)]
    return next((int(time) for time in times if time), now)


def _stamped(carrier: dict[str, Any], now: int) -> Any:
    time = carrier.get("time")
    if time.__class__ is Stamp:
        time.ms = carrier["time"] = now
        return now
    return time


def sent_at(request: Mapping[str, Any]) -> int | None:
    """The ``time`` that a request left with; None as long as it did not leave."""
    time = request.get("time")
    return time.ms if time.__class__ is Stamp else ms(time)


class Signing(Adapter):
    """``sign`` of every section of the api."""

    #: Account group and user UID of an API key, once they were asked for.
    _account: tuple[str, str, str] | None = None

    def sign(
        self,
        path: Any,
        api: Any = "public",
        method: Any = "GET",
        params: Any = {},
        headers: Any = None,
        body: Any = None,
    ) -> Any:
        """URL, headers and body of a request, signed if it is private.

        Header and body of a placement or cancel carry the same time: the venue computes the order id from it.
        """
        version, section = api[0], api[1]
        where = api[2] if len(api) > 2 else ""
        rest = dict(params)
        url = self.urls["api"]["rest"] + self._url_path(version, path, where, rest)
        if section == "public":
            return {"url": _with_query(url, rest), "method": method, "headers": headers, "body": body}
        if not self.apiKey or not self.secret:
            self.check_required_credentials()
        now = self.nonce()
        timestamp = str(now if method == "GET" else stamp(rest, now))
        headers = {
            "x-auth-key": self.apiKey,
            "x-auth-timestamp": timestamp,
            "x-auth-signature": signature(self._key(), message(timestamp, api_path(version, path, where))),
            "Accept": "application/json",
        }
        if method == "GET":
            url = _with_query(url, rest)
        elif rest:
            headers["Content-Type"] = "application/json"
            body = self.json(rest)
        return {"url": url, "method": method, "headers": headers, "body": body}

    def _url_path(self, version: str, path: str, scope: str, rest: dict[str, Any]) -> str:
        """The path of the URL; what of ``rest`` belongs into it is taken out."""
        if not scope:
            return f"/api/pro/{version}/{path}"
        if scope == "data":
            return f"/api/pro/data/{version}/{path}"
        group = self._account_group()
        if group is None:
            raise ArgumentsRequired(
                f"{self.id} {path} requires the account group: call load_accounts() first"
            )
        if scope == "accountCategory":
            category = rest.pop("account-category", None) or self.options.get("account-category")
            path = f"{category}/{path}"
        return f"/{group}/api/pro/{version}/{path}"

    def _account_group(self) -> str | None:
        """The account group of the API key: ``options['account-group']``, or as the venue said it."""
        group = self.options.get("account-group")
        if group is not None:
            return str(group)
        account = self._account
        return account[1] if account is not None and account[0] == self.apiKey else None

    def _key(self) -> bytes:
        """The key of the HMAC: the secret as it is, or decoded with ``options['decodeSecret']``."""
        if not self.options.get("decodeSecret"):
            return str(self.secret).encode()
        try:
            return base64.b64decode(self.secret, validate=True)
        except (binascii.Error, ValueError) as error:
            raise AuthenticationError(
                f"{self.id} the secret is no base64, see options['decodeSecret']"
            ) from error


def _with_query(url: str, params: Mapping[str, Any]) -> str:
    query = query_of(params)
    return f"{url}?{query}" if query else url
