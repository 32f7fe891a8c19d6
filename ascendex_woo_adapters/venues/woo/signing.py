"""WOO X's two signatures.

Legacy paths (/v1, /v2, /usercenter): HMAC-SHA256 of ``key=value&...|timestamp``, keys sorted, the
very text that is sent; path and method are not signed. https://docs.woox.io/#authentication
V3 paths: HMAC-SHA256 of timestamp + METHOD + path with query + exact body.
https://developer.woox.io/api-reference/guide
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from ccxt.base.errors import ArgumentsRequired

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.common.query import quoted

#: The one V3 endpoint whose page prints a form as its body.
_FORM_PATHS = frozenset({"trade/order/cancelAllAfter"})
_PATH_OF_SECTION = {"public": "public/", "pub": "", "private": ""}


def signature(secret: str, message: str) -> str:
    """Lower-case hexadecimal HMAC-SHA256 of ``message``."""
    return hmac.digest(secret.encode(), message.encode(), "sha256").hex()


def legacy_message(pairs: str, timestamp: str) -> str:
    """What the legacy generation signs: the sorted pairs (maybe none), a bar, the time."""
    return f"{pairs}|{timestamp}"


def v3_message(timestamp: str, method: str, path: str, body: str = "") -> str:
    """What V3 signs: time, METHOD, path with its query, and the body exactly as sent."""
    return f"{timestamp}{method}{path}{body}"


def pairs_of(params: Mapping[str, Any]) -> str:
    """``key=value&...`` with sorted keys, percent-encoded; None is left out, booleans are lower case."""
    return "&".join([f"{key}={quoted(params[key])}" for key in sorted(params) if params[key] is not None])


class Signing(Adapter):
    """``sign`` of both generations."""

    def sign(
        self,
        path: Any,
        api: Any = "public",
        method: Any = "GET",
        params: Any = {},
        headers: Any = None,
        body: Any = None,
    ) -> Any:
        """URL, headers and body of a request, signed by the rule of its generation if it is private."""
        version, section = api
        if "{" in path:
            path, params = self._filled(path, params)
        url_path = f"/{version}/{_PATH_OF_SECTION[section]}{path}"
        base = self.urls["api"][section]
        if "{" in base:
            base = base.replace("{hostname}", self.hostname)
        if section != "private":
            query = pairs_of(params)
            return {
                "url": f"{base}{url_path}?{query}" if query else f"{base}{url_path}",
                "method": method,
                "body": body,
                "headers": headers,
            }
        if not self.apiKey or not self.secret:
            self.check_required_credentials()
        timestamp = str(self.nonce())
        headers = {"x-api-key": self.apiKey, "x-api-timestamp": timestamp}
        window = self.options.get("recvWindow")
        if window is not None:
            headers["x-api-recvwindow"] = str(window)
        in_query = method == "GET" or (version == "v3" and method == "DELETE")
        if version != "v3":
            pairs = pairs_of(params)
            message = legacy_message(pairs, timestamp)
            headers["content-type"] = "application/x-www-form-urlencoded"
            if in_query:
                url_path = f"{url_path}?{pairs}" if pairs else url_path
            else:
                body = pairs
        elif in_query:
            pairs = pairs_of(params)
            url_path = f"{url_path}?{pairs}" if pairs else url_path
            message = v3_message(timestamp, method, url_path)
        else:
            form = path in _FORM_PATHS
            body = pairs_of(params) if form else self.json(params)
            headers["content-type"] = "application/x-www-form-urlencoded" if form else "application/json"
            message = v3_message(timestamp, method, url_path, body)
        headers["x-api-signature"] = signature(self.secret, message)
        return {"url": base + url_path, "method": method, "body": body, "headers": headers}

    def _filled(self, path: str, params: Any) -> tuple[str, dict[str, Any]]:
        """The path with its ``{name}`` filled in, and the parameters that are left."""
        rest = dict(params)
        for name in self.extract_params(path):
            if rest.get(name) in (None, ""):
                raise ArgumentsRequired(f"{self.id} {path} requires the parameter {name!r}")
            path = path.replace(f"{{{name}}}", quote(str(rest.pop(name)), safe=""))
        return path, rest
