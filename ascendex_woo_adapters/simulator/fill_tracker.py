"""Which events of an order are executions."""

from __future__ import annotations

from .trading.model import Fill, Order


class FillTracker:
    """Wants to see every event of every order, in order."""

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    def new_fill(self, order: Order) -> Fill | None:
        """The execution that an event of the order tells of, None if it tells of something else."""
        fill = order.fills[-1] if len(order.fills) > self._seen.get(order.id, 0) else None
        if order.is_open:
            self._seen[order.id] = len(order.fills)
        else:
            self._seen.pop(order.id, None)
        return fill
