"""The engine as AscendEX uses it: collateral in several assets, and batches that are checked as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ..trading.clock import Clock
from ..trading.core import locked
from ..trading.engine import Account, Engine, EngineError, PlaceRequest, Reason
from ..trading.instruments import Instrument
from .assets import COLLATERALS


class AscendexEngine(Engine):
    def __init__(
        self,
        instruments: Sequence[Instrument],
        clock: Clock,
        seed: int,
        balances: Mapping[str, Mapping[str, Decimal]],
    ) -> None:
        weights = {asset: collateral.discount for asset, collateral in COLLATERALS.items()}
        super().__init__("ascendex", instruments, clock, seed, balances, weights)

    def value(self, asset: str) -> Decimal:
        """The reference price of a collateral in USDT."""
        return COLLATERALS[asset].reference or self.index(f"{asset}-PERP")

    def _available(self, account: Account, asset: str) -> Decimal:
        """Everything, as long as nothing needs margin."""
        if asset in account.balances and not account.open_orders and not any(account.held()):
            return account.balances[asset].free
        return super()._available(account, asset)

    @locked
    def check(self, account: Account, requests: Sequence[PlaceRequest]) -> list[EngineError | None]:
        """What `place` would raise for each request, were those before it resting in the book."""
        found: list[EngineError | None] = []
        admitted: list[str] = []
        try:
            for request in requests:
                try:
                    order = self._admit(account, request)
                    if order.id in admitted:
                        raise EngineError(Reason.DUPLICATE, order_id=order.id)
                except EngineError as error:
                    found.append(error)
                    continue
                found.append(None)
                admitted.append(order.id)
                account.open_orders[order.id] = order
        finally:
            for order_id in admitted:
                del account.open_orders[order_id]
        return found
