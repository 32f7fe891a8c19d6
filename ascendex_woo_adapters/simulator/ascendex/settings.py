"""What an AscendEX user has set by contract: the margin type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..trading.model import MarginMode, Position, PositionSide

if TYPE_CHECKING:
    from ..trading.engine import Account

_MARGIN_MODES = "margin modes"


def margin_mode(account: Account, symbol: str) -> MarginMode:
    mode = account.venue.get(_MARGIN_MODES, {}).get(symbol, MarginMode.CROSS)
    assert isinstance(mode, MarginMode)
    return mode


def set_margin_mode(account: Account, symbol: str, mode: MarginMode) -> None:
    account.venue.setdefault(_MARGIN_MODES, {})[symbol] = mode


def position_of(account: Account, symbol: str) -> Position:
    """The position in a contract, of which there is one: positions are netted."""
    return account.position(symbol, margin_mode(account, symbol), PositionSide.BOTH)
