"""What the tests that all venues share have to know of each."""

from __future__ import annotations

from typing import Any, NamedTuple

SYMBOL = "BTC/USDT:USDT"


class Profile(NamedTuple):
    """A venue's sockets, of one generation where there are several."""

    name: str
    id: str
    market_id: str
    books: str
    """Glob of the frames that tell book updates."""
    orders: str
    """Name of the frames that tell orders."""
    options: dict[str, Any]
    fills: bool = True
    """Whether fills are told one by one."""
    numbered: bool = False
    """Whether books are counted; otherwise their times tell them apart."""

    def states(self, venue: Any) -> dict[int, Any]:
        """Every state that the venue's chains of book updates passed through, by the book's nonce."""
        shots = [
            shot for chain in venue.sockets.books._chains[self.market_id].values() for shot in chain.history
        ]
        return {shot.number if self.numbered else shot.state.time: shot.state for shot in shots}


_V1, _V3 = {"generation": "v1"}, {"generation": "v3"}
_ALL = (
    Profile("woo-v1", "woo", "PERP_BTC_USDT", "*@orderbookupdate", "executionreport", _V1),
    Profile("woo-v3", "woo", "PERP_BTC_USDT", "orderbookupdate@*@500", "executionreport", _V3),
    Profile("ascendex", "ascendex", "BTC-PERP", "depth:*", "futures-order", {}, fills=False, numbered=True),
)
PROFILES = {profile.name: profile for profile in _ALL}
