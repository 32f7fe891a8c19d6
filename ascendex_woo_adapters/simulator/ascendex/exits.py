"""Stop-loss and take-profit prices that an AscendEX order attaches to its position.

They arm when the position opens, close all of it at the market, and go when the position has gone.
https://ascendex.github.io/ascendex-futures-pro-api-v2/#new-order
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from ..trading.model import ZERO, Kind, Order, PlaceRequest
from .settings import position_of
from .wire import plain

if TYPE_CHECKING:
    from ..trading.engine import Account
    from .venue import AscendexVenue

_EXITS = "exits"
_MARK = "exit"


@dataclass
class Exit:
    """`entry` is the order that brought the prices; `orders` wait for them once the position is there."""

    entry: Order
    stop_loss: Decimal | None
    take_profit: Decimal | None
    orders: list[Order] = field(default_factory=list)


class Exits:
    """All accounts' attached exits; `tidy` brings those of one account up to date with its positions."""

    def __init__(self, venue: AscendexVenue) -> None:
        self._venue = venue

    def attach(self, account: Account, entry: Order) -> None:
        """Take the exit prices of an order that was accepted; they replace the position's former ones."""
        stop_loss, take_profit = (entry.request.venue.get(name) for name in ("stop_loss", "take_profit"))
        if stop_loss is None and take_profit is None:
            return
        former = _exits(account).pop(entry.symbol, None)
        if former is not None:
            self._withdraw(former)
        _exits(account)[entry.symbol] = Exit(entry, stop_loss, take_profit)
        self.tidy(account)

    def prices(self, account: Account, symbol: str) -> dict[str, str]:
        """The position's fields for them."""
        armed = _exits(account).get(symbol)
        take_profit, stop_loss = (
            (armed.take_profit, armed.stop_loss) if armed and armed.orders else (None, None)
        )
        return {
            "takeProfitPrice": plain(take_profit or ZERO),
            "takeProfitTrigger": "market",
            "stopLossPrice": plain(stop_loss or ZERO),
            "stopLossTrigger": "market",
        }

    def tidy(self, account: Account) -> None:
        for symbol, exit_ in list(_exits(account).items()):
            open_ = position_of(account, symbol).quantity * exit_.entry.side.sign > 0
            if open_ and not exit_.orders:
                exit_.orders = self._arm(account, exit_)
            elif not open_ and (exit_.orders or not exit_.entry.is_open):
                self._withdraw(exit_)
                del _exits(account)[symbol]

    def _arm(self, account: Account, exit_: Exit) -> list[Order]:
        """The orders are as large as can be: reduce-only ones never trade more than the position."""
        instrument = self._venue.engine.instruments[exit_.entry.symbol]
        orders = []
        for trigger in (exit_.stop_loss, exit_.take_profit):
            if trigger is None:
                continue
            request = PlaceRequest(
                instrument.symbol,
                exit_.entry.side.opposite,
                Kind.MARKET,
                instrument.quantity_max,
                reduce_only=True,
                margin_mode=exit_.entry.request.margin_mode,
                trigger_price=trigger,
                order_id=self._venue.order_id(account, self._venue.clock.now()),
                venue={"type": "StopMarket", "exec_inst": "PosStopMkt", _MARK: True},
            )
            orders.append(self._venue.engine.place(account, request))
        return orders

    def _withdraw(self, exit_: Exit) -> None:
        for order in exit_.orders:
            if order.is_open:
                self._venue.engine.cancel(order)


def is_exit(order: Order) -> bool:
    return _MARK in order.request.venue


def is_shown(order: Order) -> bool:
    """Exits of positions are no orders in the user's lists until they have traded."""
    return not is_exit(order) or order.filled > 0


def _exits(account: Account) -> dict[str, Exit]:
    exits: dict[str, Exit] = account.venue.setdefault(_EXITS, {})
    return exits
