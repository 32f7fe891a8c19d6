"""What a user wants changed of an algo order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ccxt.base.errors import ArgumentsRequired, InvalidOrder

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.venues.woo.algo_intents import (
    ACTIVATIONS,
    ATTACHED,
    EXITS,
    SWITCHES,
    TRAILS,
    TRIGGERS,
    Leg,
    callback,
    nothing_left,
)
from ascendex_woo_adapters.venues.woo.intents import amount_text, price_text, taken

#: Any of these in ``params`` says that an algo order is changed.
EDITS_ALGO = frozenset({*TRIGGERS, *EXITS, *ATTACHED, *ACTIVATIONS, *TRAILS})
_LEG_KEYS = {"triggerPrice", "stopPrice", "price", "amount"}


@dataclass(slots=True)
class AlgoChanges:
    """What an edit changes of an algo order; numbers as the strings that leave, None stays as it is.

    ``take_profit`` and ``stop_loss`` are the legs of an OCO, of a bracket or of a position's exits, or
    the order itself where it is such an exit.
    """

    amount: str | None = None
    price: str | None = None
    trigger_price: str | None = None
    callback_rate: str | None = None
    callback_value: str | None = None
    activation_price: str | None = None
    take_profit: Leg | None = None
    stop_loss: Leg | None = None
    rest: dict[str, Any] = field(default_factory=dict)

    @property
    def legs(self) -> dict[str, Leg]:
        """The legs that change, by ccxt's name."""
        legs = {"takeProfit": self.take_profit, "stopLoss": self.stop_loss}
        return {name: leg for name, leg in legs.items() if leg is not None}


def algo_changes(
    ex: Adapter, market: dict[str, Any], amount: Any, price: Any, rest: dict[str, Any]
) -> AlgoChanges:
    """Check the arguments of ``edit_order``; ``rest`` is used up but for what is left over."""
    for name in SWITCHES:
        rest.pop(name, None)
    changes = AlgoChanges(
        amount=None if amount is None else amount_text(ex, market, amount),
        price=_price(ex, market, "price", price),
        trigger_price=_price(ex, market, "triggerPrice", taken(rest, None, *TRIGGERS)),
        activation_price=_price(ex, market, "trailingTriggerPrice", taken(rest, None, *ACTIVATIONS)),
        rest=rest,
    )
    changes.callback_rate, changes.callback_value = callback(ex, market, rest)
    changes.stop_loss, changes.take_profit = (
        _leg(ex, market, attached, rest.pop(attached, None), rest.pop(exit_price, None))
        for attached, exit_price in zip(ATTACHED, EXITS, strict=True)
    )
    nothing_left(ex, "changed algo", rest)
    if changes == AlgoChanges(rest=rest):
        raise ArgumentsRequired(f"{ex.id} editOrder() requires something to change")
    return changes


def _price(ex: Adapter, market: dict[str, Any], name: str, given: Any) -> str | None:
    return None if given is None else price_text(ex, market, given, name)


def _leg(ex: Adapter, market: dict[str, Any], name: str, given: Any, exit_price: Any) -> Leg | None:
    """The change of a leg: ``{'triggerPrice': ..., 'price': ..., 'amount': ...}`` or its trigger alone."""
    if given is None and exit_price is None:
        return None
    if given is None:
        given = {"triggerPrice": exit_price}
    elif exit_price is not None:
        raise InvalidOrder(f"{ex.id} takes {name} or {name}Price, not both")
    if not isinstance(given, dict) or not given or not given.keys() <= _LEG_KEYS:
        raise InvalidOrder(
            f"{ex.id} {name} can change its triggerPrice, price and amount: {{'triggerPrice': ...}}, "
            f"not {given!r}"
        )
    amount = given.get("amount")
    return Leg(
        trigger_price=_price(
            ex, market, f"{name}.triggerPrice", given.get("triggerPrice", given.get("stopPrice"))
        ),
        price=_price(ex, market, f"{name}.price", given.get("price")),
        amount=None if amount is None else amount_text(ex, market, amount),
    )
