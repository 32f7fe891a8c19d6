"""What the tests that all venues share have to know of each."""

from __future__ import annotations

from typing import Any, NamedTuple

SYMBOL = "BTC/USDT:USDT"


class Profile(NamedTuple):
    """A venue's sockets, of one generation where there are several."""

    name: str
    id: str
    market_id: str
    chain: str
    """The simulator's name of the chain of book updates."""
    book: str
    """Glob of the frames that tell book updates."""
    orders: str
    """Name of the frames that tell orders."""
    options: dict[str, Any]
    fills: bool = True
    """Whether fills are told one by one."""

    def states(self, venue: Any) -> dict[int, Any]:
        """Every state that the venue's chain of book updates passed through, by the book's nonce."""
        chain = venue.sockets.books.chain(self.market_id, self.chain)
        by_time = self.id == "woo"
        return {shot.state.time if by_time else shot.number: shot.state for shot in chain.history}


PROFILES = {
    profile.name: profile
    for profile in (
        Profile(
            "woo-v1",
            "woo",
            "PERP_BTC_USDT",
            "v1",
            "*@orderbookupdate",
            "executionreport",
            {"generation": "v1"},
        ),
        Profile("ascendex", "ascendex", "BTC-PERP", "depth", "depth:*", "futures-order", {}, fills=False),
    )
}
