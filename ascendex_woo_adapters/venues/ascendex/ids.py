"""Order ids and client ids of AscendEX.

An order id is made of the request: ``a`` (REST) or ``s`` (socket), the request time in hexadecimal
milliseconds, the user's UID, and the last 9 characters of the client id. So it is known before the
request leaves. https://ascendex.github.io/ascendex-futures-pro-api-v2/#generate-order-id
"""

from __future__ import annotations

import re
import secrets

#: How many characters of a client id get into the order id.
TAIL = 9
REST = "a"
SOCKET = "s"

_CLIENT_ID = re.compile(r"\w[\w\-]{0,30}\w", re.ASCII)


def valid_client_id(client_id: str) -> bool:
    """Whether the venue takes the id: 2 to 32 letters, digits, ``_``, and ``-`` inside."""
    return _CLIENT_ID.fullmatch(client_id) is not None


def tail_of(client_id: str) -> str | None:
    """The characters that end the order id; None if the venue chooses its own for this client id."""
    if len(client_id) < TAIL or not (client_id.isascii() and client_id.isalnum()):
        return None
    return client_id[-TAIL:]


def new_client_id() -> str:
    """A client id of 32 hexadecimal digits that the order id can be computed from."""
    return secrets.token_hex(16)


def order_id(time_ms: int, user_uid: str, client_id: str, origin: str = REST) -> str | None:
    """The order id of a request; None if the venue chooses the end of it itself."""
    tail = tail_of(client_id)
    return None if tail is None else f"{origin}{time_ms:x}{user_uid}{tail}"


_TIMED = re.compile(r"[a-z]([0-9a-f]{11})U\d{10}.{9}", re.DOTALL)


def placed_at(order: str) -> int | None:
    """The milliseconds in an order id of the usual form; None for another form."""
    match = _TIMED.fullmatch(order)
    return None if match is None else int(match[1], 16)
