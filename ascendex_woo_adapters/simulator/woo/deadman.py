"""The dead-man switch of WOO: https://docs.woox.io/#cancel-all-after"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..server import Request
from ..trading.engine import Account
from ..trading.watches import Alarm
from .algo import AlgoRefusal
from .wire import UNAUTHORIZED, Params, refusal

if TYPE_CHECKING:
    from .venue import WooVenue

MOST_MS = 900_000


class DeadMan:
    """One timer an account; when it runs out, every order of the account is cancelled."""

    def __init__(self, venue: WooVenue) -> None:
        self._venue = venue
        self._alarms: dict[str, Alarm] = {}

    def arm(self, account: Account, after_ms: int) -> int:
        """Replace the running timer, 0 for none; returns when it would run out."""
        if account.name not in self._venue.vip:
            raise refusal(UNAUTHORIZED, "cancel_all_after is for VIP accounts.")
        if not 0 <= after_ms <= MOST_MS:
            raise AlgoRefusal(317176, most=MOST_MS)
        running = self._alarms.pop(account.name, None)
        if running is not None:
            running.cancel()
        time = self._venue.now() + after_ms
        if after_ms:
            self._alarms[account.name] = self._venue.engine.at(time, lambda: self._run_out(account))
        return time

    def _run_out(self, account: Account) -> None:
        self._venue.algos.cancel_all(account, lambda root: True)
        self._venue.engine.cancel_all(account)


def cancel_all_after(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = Params(request.form)
    params.need("trigger_after")
    time = venue.dead_man.arm(account, params.signed("trigger_after"))
    return {"success": True, "data": {"expected_trigger_time": time}, "timestamp": venue.now()}
