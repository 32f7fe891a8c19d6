"""Positions, leverage and margin of WOO's generation V3.

https://developer.woox.io/api-reference/endpoint/futures
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .engine import Account, EngineError, MarginMode, PositionSide, Reason
from .woo_account import MARGIN_MODES, known_positions
from .woo_v3_forms import position_row
from .woo_v3_orders import POSITION_SIDES
from .woo_v3_wire import Fields, perp_of, symbol_or_all, with_subcode
from .woo_wire import RPC_REJECT, refusal

if TYPE_CHECKING:
    from .woo import WooVenue

POSITION_MODES = ("ONE_WAY", "HEDGE_MODE")
_LOCKED_LEVERAGE = 302189


def positions(venue: WooVenue, fields: Fields, account: Account) -> Any:
    symbol = symbol_or_all(venue, fields)
    found = [p for p in known_positions(venue, account) if symbol in (None, p.symbol)]
    return {"positions": [position_row(venue, account, position) for position in found]}


def get_leverage(venue: WooVenue, fields: Fields, account: Account) -> Any:
    """One row in one-way mode, two in hedge mode; by default in the mode that the account is in."""
    symbol, mode = perp_of(venue, fields).symbol, MarginMode(fields.need_choice("marginMode", MARGIN_MODES))
    hedge = _is_hedge(fields, account)
    sides = (PositionSide.LONG, PositionSide.SHORT) if hedge else (PositionSide.BOTH,)
    return {
        "symbol": symbol,
        "marginMode": mode.value,
        "positionMode": POSITION_MODES[hedge],
        "details": [
            {
                "positionSide": side.value,
                "leverage": int(venue.engine.leverage(account, symbol, mode, side)),
            }
            for side in sides
        ],
    }


def _is_hedge(fields: Fields, account: Account) -> bool:
    mode = fields.choice("positionMode", POSITION_MODES)
    return account.hedge if mode is None else mode == "HEDGE_MODE"


def set_leverage(venue: WooVenue, fields: Fields, account: Account) -> Any:
    """Of both sides unless one is named. It is locked while orders with isolated margin are open."""
    symbol, mode = perp_of(venue, fields).symbol, MarginMode(fields.need_choice("marginMode", MARGIN_MODES))
    leverage = Decimal(fields.need_integer("leverage", 1, 1000))
    if mode is MarginMode.ISOLATED and any(
        order.symbol == symbol and order.request.margin_mode is mode for order in account.open_orders.values()
    ):
        raise with_subcode(
            refusal(RPC_REJECT, "The isolated leverage is locked by a pending order."), _LOCKED_LEVERAGE
        )
    for side in _sides(fields, account):
        venue.engine.set_leverage(account, symbol, leverage, mode, side)
    return None


def _sides(fields: Fields, account: Account) -> tuple[PositionSide, ...]:
    if _is_hedge(fields, account) is not account.hedge:
        raise EngineError(Reason.POSITION_SIDE)
    side = fields.choice("positionSide", POSITION_SIDES)
    if side is None:
        return (PositionSide.LONG, PositionSide.SHORT) if account.hedge else (PositionSide.BOTH,)
    if account.hedge is (side == "BOTH"):
        raise EngineError(Reason.POSITION_SIDE)
    return (PositionSide(side),)


def set_position_mode(venue: WooVenue, fields: Fields, account: Account) -> Any:
    venue.engine.set_hedge(account, fields.need_choice("positionMode", POSITION_MODES) == "HEDGE_MODE")
    return None
