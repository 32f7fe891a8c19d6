"""Positions, leverage and margin of WOO's generation V3.

https://developer.woox.io/api-reference/endpoint/futures
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..trading.engine import Account, EngineError, JournalEntry, MarginMode, PositionSide, Reason
from .account import MARGIN_MODES, funding_entries, known_positions
from .modes import change_position_mode
from .v3_forms import position_row
from .v3_orders import POSITION_SIDES
from .v3_wire import Fields, perp_of, plain, symbol_or_all, with_subcode
from .wire import RPC_REJECT, refusal

if TYPE_CHECKING:
    from .venue import WooVenue

_SIGNS = {"ADD": 1, "REDUCE": -1}
POSITION_MODES = ("ONE_WAY", "HEDGE_MODE")
_LOCKED_LEVERAGE = 302189
_DEFAULT_MODES = "default_margin_modes"


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
    change_position_mode(venue, account, fields.need_choice("positionMode", POSITION_MODES) == "HEDGE_MODE")


# The default margin mode is what clients start with: orders say their own. Its replies are not published.


def get_default_mode(venue: WooVenue, fields: Fields, account: Account) -> Any:
    """Of one symbol, or that of the account and the symbols that have their own."""
    symbol, modes = symbol_or_all(venue, fields), _default_modes(account)
    if symbol is not None:
        return {"symbol": symbol, "marginMode": modes.get(symbol, modes[None])}
    own = [{"symbol": name, "marginMode": mode} for name, mode in modes.items() if name is not None]
    return {"marginMode": modes[None], "rows": own}


def set_default_mode(venue: WooVenue, fields: Fields, account: Account) -> Any:
    """Of the account, or of the symbol in the path."""
    symbol = None if fields.text("symbol") is None else perp_of(venue, fields).symbol
    _default_modes(account)[symbol] = fields.need_choice("marginMode", MARGIN_MODES)


def reset_default_mode(_venue: WooVenue, _fields: Fields, account: Account) -> Any:
    account.venue.pop(_DEFAULT_MODES, None)


def _default_modes(account: Account) -> dict[str | None, str]:
    """By symbol; that of the account has none."""
    modes: dict[str | None, str] = account.venue.setdefault(_DEFAULT_MODES, {None: "CROSS"})
    return modes


# Margin and funding of positions.


def adjust_margin(venue: WooVenue, fields: Fields, account: Account) -> Any:
    symbol, side = perp_of(venue, fields).symbol, fields.choice("positionSide", POSITION_SIDES) or "BOTH"
    if account.hedge is (side == "BOTH"):
        raise EngineError(Reason.POSITION_SIDE)
    fields.need_choice("adjustToken", ("USDT",))
    amount = fields.need_number("adjustAmount") * _SIGNS[fields.need_choice("action", _SIGNS)]
    position = venue.engine.position(account, symbol, PositionSide(side), MarginMode.ISOLATED)
    venue.engine.adjust_isolated(account, position, amount)


def funding_fees(venue: WooVenue, fields: Fields, account: Account) -> Any:
    """Newest first. The direction is told by the type of payment alone."""
    entries = funding_entries(account, symbol_or_all(venue, fields), *fields.times(venue.now()))
    chosen, meta = fields.sheet(entries)
    return {"rows": [_funding_row(venue, entry) for entry in chosen], "meta": meta}


def _funding_row(venue: WooVenue, entry: JournalEntry) -> dict[str, Any]:
    assert entry.symbol is not None
    return {
        "id": entry.id,
        "symbol": entry.symbol,
        "fundingRate": entry.detail["rate"],
        "markPrice": f"{entry.detail['mark']:.8f}",
        "fundingFee": plain(abs(entry.amount)),
        "fundingIntervalHours": venue.instrument(entry.symbol).funding_hours,
        "paymentType": "Receive" if entry.amount > 0 else "Pay",
        "status": "COMPLETED",
        "createdTime": entry.time,
        "updatedTime": entry.time,
    }
