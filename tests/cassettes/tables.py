"""All cases by venue, and the one whose markets all others use."""

from __future__ import annotations

import functools
from typing import Any

from tests.cassettes import (
    ascendex_documented,
    ascendex_simulated,
    tape,
    woo_account_documented,
    woo_account_simulated,
    woo_algo,
    woo_documented,
    woo_simulated,
    woo_v3_account_documented,
    woo_v3_documented,
    woo_v3_simulated,
)
from tests.cassettes.cases import Case, exchange

CASES: dict[str, list[Case]] = {
    "woo-v1": [
        *woo_documented.CASES,
        *woo_simulated.CASES,
        *woo_account_documented.CASES,
        *woo_account_simulated.CASES,
        *woo_algo.CASES,
    ],
    "woo-v3": [*woo_v3_documented.CASES, *woo_v3_account_documented.CASES, *woo_v3_simulated.CASES],
    "ascendex": [*ascendex_documented.CASES, *ascendex_simulated.CASES],
}
MARKETS: dict[str, Case] = {
    "woo-v1": woo_simulated.MARKETS,
    "woo-v3": woo_v3_simulated.MARKETS,
    "ascendex": ascendex_simulated.MARKETS,
}


@functools.cache
def recorded_markets(venue: str) -> tuple[Any, Any]:
    """Markets and currencies of the recordings, played."""
    made = exchange(venue, "sync")
    with tape.playing(venue, MARKETS[venue].path(venue)):
        made.load_markets()
    made.session.close()
    return made.markets, made.currencies
