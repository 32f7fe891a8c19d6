"""Throw-away credentials: made from the simulator's seed, worth nothing anywhere else."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass

VIEW, TRADE, TRANSFER = "view", "trade", "transfer"
ALL_PERMISSIONS = frozenset((VIEW, TRADE, TRANSFER))

_ALPHABET = string.ascii_letters + string.digits


@dataclass(frozen=True)
class Credential:
    """An API key of one account. `application_id` is the number that a venue gives to the account itself."""

    api_key: str
    secret: str
    account: str
    permissions: frozenset[str] = ALL_PERMISSIONS
    application_id: str = ""


def make_credentials(
    venue_id: str, seed: int, accounts: tuple[str, ...], application_ids: bool
) -> dict[str, Credential]:
    """A full key for each account, under its name, and `readonly`: the first account with VIEW only."""
    rng = random.Random(f"{seed}/{venue_id}/keys")
    credentials = {
        name: _credential(rng, name, ALL_PERMISSIONS, _uuid(rng) if application_ids else "")
        for name in accounts
    }
    first = credentials[accounts[0]]
    credentials["readonly"] = _credential(rng, first.account, frozenset((VIEW,)), first.application_id)
    return credentials


def _credential(
    rng: random.Random, account: str, permissions: frozenset[str], application_id: str
) -> Credential:
    return Credential(
        api_key="sim" + "".join(rng.choices(_ALPHABET, k=29)),
        secret="".join(rng.choices(_ALPHABET, k=64)),
        account=account,
        permissions=permissions,
        application_id=application_id,
    )


def _uuid(rng: random.Random) -> str:
    digits = f"{rng.getrandbits(128):032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
