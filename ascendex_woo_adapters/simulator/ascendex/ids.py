"""Ids of AscendEX: users and accounts made from the seed, and the predictable order id.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#generate-order-id
"""

from __future__ import annotations

import random
import re
import string
from dataclasses import dataclass

CLIENT_ID = re.compile(r"\w[\w\-]*\w", re.ASCII)
CLIENT_ID_MAX = 32
TAIL = 9
"""Characters of the client id that end the order id."""

_ALPHABET = string.ascii_letters + string.digits


@dataclass(frozen=True)
class User:
    """What the venue calls the owner of an account."""

    uid: str
    group: int
    cash: str
    margin: str
    futures: str
    email: str


def make_user(seed: int, account: str) -> User:
    rng = random.Random(f"{seed}/ascendex/user/{account}")
    return User(
        uid=f"U{rng.randrange(10**10):010d}",
        group=rng.randrange(1, 10),
        cash="csh" + "".join(rng.choices(_ALPHABET, k=29)),
        margin="mar" + "".join(rng.choices(_ALPHABET, k=29)),
        futures="fut" + "".join(rng.choices(_ALPHABET, k=29)),
        email=f"{account}@example.com",
    )


def valid_client_id(client_id: str) -> bool:
    return len(client_id) <= CLIENT_ID_MAX and CLIENT_ID.fullmatch(client_id) is not None


def order_id(source: str, time: int, uid: str, client_id: str, rng: random.Random) -> str:
    """`source` is "a" for REST, "s" for sockets; `time` is that of the request, in ms.

    It ends with the last 9 characters of a client id of 9 or more letters and digits, otherwise at random.
    """
    usable = len(client_id) >= TAIL and client_id.isascii() and client_id.isalnum()
    tail = client_id[-TAIL:] if usable else "".join(rng.choices(_ALPHABET, k=TAIL))
    return f"{source}{time:011x}{uid}{tail}"
