"""Account and position modes of WOO, and the loans that come with one of them: https://docs.woox.io/#update-account-mode"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from ..trading.engine import Account, EngineError, Reason
from ..trading.model import Credit
from .tokens import ELIGIBLE
from .wire import RPC_REJECT, refusal

if TYPE_CHECKING:
    from .venue import WooVenue

ACCOUNT_MODES = ("PURE_SPOT", "MARGIN", "FUTURES")
LEVERAGES = ("3", "4", "5", "10")
HOURLY_RATE = Decimal("0.000008")
"""Interest of a loan as a fraction of it."""


def change_mode(venue: WooVenue, account: Account, mode: str) -> None:
    """Raises EngineError while positions, orders, algo orders or debts are open."""
    if mode == venue.account_mode(account):
        return
    waiting = any(root.is_live for root in venue.algos.roots(account))
    if waiting or account.open_orders or any(account.held()):
        raise EngineError(Reason.POSITION_OPEN)
    venue.engine.set_credit(account, credit(venue.spot_leverage(account)) if mode == "MARGIN" else None)
    account.venue["mode"] = mode


def change_position_mode(venue: WooVenue, account: Account, hedge: bool) -> None:
    """Raises EngineError while positions, orders or algo orders of futures are open."""
    waiting = (root for root in venue.algos.roots(account) if root.is_live)
    perps = any(venue.instrument(root.context.symbol).is_perp for root in waiting)
    if perps and hedge is not account.hedge:
        raise EngineError(Reason.POSITION_OPEN)
    venue.engine.set_hedge(account, hedge)


def change_leverage(venue: WooVenue, account: Account, leverage: int) -> None:
    """Raises Reply outside of MARGIN mode, EngineError when the loans are too high for it."""
    if venue.account_mode(account) != "MARGIN":
        raise refusal(RPC_REJECT, "The leverage can be changed in MARGIN mode only.")
    venue.engine.set_credit(account, credit(leverage))
    account.venue["leverage"] = leverage


def credit(leverage: int) -> Credit:
    return Credit(leverage, HOURLY_RATE, frozenset(ELIGIBLE))
