"""Changing WOO's algo orders: https://docs.woox.io/#edit-algo-order"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from ..trading.engine import Engine
from .algo import Algo, AlgoRefusal, Algos, AlgoType
from .algo_checks import check_filters, check_leg_side, check_stop_side
from .wire import INVALID_PARAM, refusal

_TRAILING = ("callback_rate", "callback_value", "activated_price")
_TRIGGERED = ("price", "quantity", "trigger_price", "visible", "trigger_by")
_ALLOWED = {
    AlgoType.STOP: _TRIGGERED,
    AlgoType.TRAILING_STOP: ("quantity", *_TRAILING),
    AlgoType.OCO: ("price", "quantity"),
    AlgoType.BRACKET: ("price", "quantity"),
    AlgoType.STOP_BRACKET: _TRIGGERED,
    AlgoType.TAKE_PROFIT: _TRIGGERED,
    AlgoType.STOP_LOSS: _TRIGGERED,
}
"""What can be changed of each kind of row."""


@dataclass(frozen=True)
class AlgoEdit:
    """New values by their names in AlgoSpec: `trigger_by` is a PriceSource, the others are numbers.

    `children` holds those of the rows below, by their ids.
    """

    values: Mapping[str, Any]
    children: Mapping[int, AlgoEdit] = field(default_factory=dict)


def edit_algo(engine: Engine, algos: Algos, row: Algo, edit: AlgoEdit) -> None:
    """Change a row and rows below it, all or nothing as far as can be checked before.

    Raises AlgoRefusal, EngineError or Reply.
    """
    if not edit.values and not any(child.values for child in edit.children.values()):
        raise AlgoRefusal(317162)
    if not row.is_live:
        raise AlgoRefusal(317177)
    below = {child.id: child for child in row.tree() if child is not row}
    for number in edit.children:
        if number not in below:
            raise AlgoRefusal(317153, orderId=number)
    changes = [(row, edit.values), *((below[number], sub.values) for number, sub in edit.children.items())]
    changes = [(changed, values) for changed, values in changes if values]
    _check_quantities(changes)
    for changed, values in changes:
        _check(engine, changed, values)
    for changed, values in changes:
        _apply(engine, algos, changed, values)


def _check_quantities(changes: list[tuple[Algo, Mapping[str, Any]]]) -> None:
    """Quantities of take-profit and stop-loss change together, and not below a bracket."""
    legs = {row: values["quantity"] for row, values in changes if row.kind.is_leg and "quantity" in values}
    for row in legs:
        assert row.parent is not None
        if row.root.kind.is_bracket:
            raise AlgoRefusal(317136 if row.parent.kind is AlgoType.TP_SL else 317163)
        if row.parent.kind is AlgoType.POSITIONAL_TP_SL:
            raise refusal(INVALID_PARAM, "quantity of a leg that closes the position can not be changed")
        if any(sibling not in legs for sibling in row.parent.children):
            raise AlgoRefusal(317137)
    if len(set(legs.values())) > 1:
        raise AlgoRefusal(317138)


def _check(engine: Engine, row: Algo, values: Mapping[str, Any]) -> None:
    if not row.is_open:
        raise AlgoRefusal(317177)
    if set(values) - set(_ALLOWED.get(row.kind, ())):
        raise refusal(INVALID_PARAM, f"{', '.join(sorted(values))} can not be changed for {row.kind.value}")
    if row.order is not None and set(values) - {"price", "quantity"}:
        raise AlgoRefusal(317174)
    quantity = values.get("quantity")
    if quantity is not None and row.order is not None and quantity <= row.order.filled:
        raise AlgoRefusal(317170)
    spec, symbol = replace(row.spec, **_new_values(row, values)), row.context.symbol
    check_filters(engine, engine.instruments[symbol], spec)
    if spec.trigger_price is None or "trigger_price" not in values:
        return
    if row.kind.is_leg:
        check_leg_side(row.kind, spec.side, spec.trigger_price, _reference(engine, row))
    elif row.parent is not None:
        check_stop_side(engine, symbol, spec)


def _reference(engine: Engine, row: Algo) -> Decimal:
    """The price that a leg's trigger is compared with: that of an entry which is still to come."""
    entry = row.root if row.root.kind.is_bracket else None
    if entry is not None and not row.active:
        return entry.spec.price or entry.spec.trigger_price or engine.price(row.context.symbol)
    return engine.price(row.context.symbol, row.spec.trigger_by)


def _new_values(row: Algo, values: Mapping[str, Any]) -> dict[str, Any]:
    """The changed fields of the row's spec. One kind of callback takes the place of the other."""
    if "callback_rate" in values and "callback_value" in values:
        raise refusal(INVALID_PARAM, "only one of callbackRate and callbackValue can be sent")
    changed: dict[str, Any] = dict(values)
    if "callback_rate" in values:
        changed["callback_value"] = None
    if "callback_value" in values:
        changed["callback_rate"] = None
    if row.spec.visible == row.spec.quantity and "quantity" in values and "visible" not in values:
        changed["visible"] = values["quantity"]
    return changed


def _apply(engine: Engine, algos: Algos, row: Algo, values: Mapping[str, Any]) -> None:
    if row.order is not None:
        engine.amend(row.order, values.get("price"), values.get("quantity"))
    row.spec = replace(row.spec, **_new_values(row, values))
    if row.kind is AlgoType.OCO and "quantity" in values:
        for child in row.children:
            child.spec = replace(child.spec, quantity=values["quantity"])
    if row.watch is not None:
        algos.rewatch(row)
    row.updated = engine.now()
    algos.tell(row.root)
