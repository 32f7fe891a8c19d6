"""What must never stand in a cassette, and what stands there instead."""

from __future__ import annotations

import re

SCRUBBED = "SCRUBBED"
EMAIL = "user@example.com"
UID = "U0123456789"  # the venue's own stand-in: order ids hold the UID, so it keeps its form

#: Names of headers, of query and form parameters and of JSON keys whose values are somebody's own.
NAMES = frozenset(
    {
        "x-api-key",
        "x-api-signature",
        "x-auth-key",
        "x-auth-signature",
        "apikey",
        "api_key",
        "secret",
        "signature",
        "listenkey",
        "listen_key",
        "authkey",
        "applicationid",
        "application_id",
        "from_application_id",
        "to_application_id",
        "target_user_id",
        "userid",
        "user_id",
        "useruid",
        "accountid",
        "account_id",
        "email",
        "alias",
        "referrerid",
        "cashaccount",
        "marginaccount",
        "futuresaccount",
        "allowedips",
    }
)
_OF_NAME = {"useruid": UID, "email": EMAIL}

#: Headers that are part of what is documented; all others depend on the client or the moment.
KEPT_REQUEST_HEADERS = frozenset(
    {
        "content-type",
        "x-api-key",
        "x-api-signature",
        "x-api-timestamp",
        "x-auth-key",
        "x-auth-signature",
        "x-auth-timestamp",
    }
)
KEPT_REPLY_HEADERS = frozenset({"content-type"})

E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
ORDER_ID = re.compile(r"\b([a-z][0-9a-f]{11})(U\d{10})([0-9A-Za-z]{9})\b")
_JSON_PAIR = re.compile(
    r'"(?P<name>[A-Za-z_-]+)"(?P<colon>\s*:\s*)(?P<value>"[^"]+"|-?\d[\d.eE+-]*|\[[^\[\]{}]*\])'
)
_FORM_PAIR = re.compile(r"(?P<start>^|&)(?P<name>[A-Za-z_-]+)=(?P<value>[^&]+)")


def placeholder(name: str) -> str:
    """What stands for the value of a name."""
    return _OF_NAME.get(name.lower(), SCRUBBED)


def body(text: str) -> str:
    """A JSON text without anybody's own data; every other character stays."""
    text = _JSON_PAIR.sub(_json_pair, text)
    text = E_MAIL.sub(EMAIL, text)
    return ORDER_ID.sub(rf"\1{UID}\3", text)


def pairs(text: str) -> str:
    """A query or a form body without anybody's own data."""
    text = _FORM_PAIR.sub(_form_pair, text)
    return ORDER_ID.sub(rf"\1{UID}\3", text)


def headers(given: dict[str, str], kept: frozenset[str]) -> dict[str, str]:
    """The headers worth keeping, in lower case and order, without anybody's own data."""
    lower = {name.lower(): value for name, value in given.items()}
    return {name: SCRUBBED if name in NAMES else lower[name] for name in sorted(kept & lower.keys())}


def _json_pair(match: re.Match[str]) -> str:
    name, value = match["name"], match["value"]
    if name.lower() not in NAMES:
        return match[0]
    if value.startswith('"'):
        value = f'"{placeholder(name)}"'
    elif value.startswith("["):
        value = re.sub(r'"[^"]+"', f'"{placeholder(name)}"', value)
    else:
        value = "0"
    return f'"{name}"{match["colon"]}{value}'


def _form_pair(match: re.Match[str]) -> str:
    name = match["name"]
    return f"{match['start']}{name}={placeholder(name)}" if name.lower() in NAMES else match[0]
