"""What AscendEX tells an account of its own over the socket: its orders, balances and positions.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#channel-order
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from ..fill_tracker import FillTracker
from ..sockets import Protocol
from ..trading.engine import Account, Fill, Order
from ..trading.instruments import Instrument
from ..trading.model import ZERO, Event
from .account import contract_object
from .assets import COLLATERALS
from .exits import is_shown
from .history import EVENTS
from .orders import LONG, order_object
from .wire import plain, rounded

if TYPE_CHECKING:
    from .venue import AscendexVenue

ORDERS, ACCOUNT = "futures-order", "futures-account-update"
MARGIN_TYPES = {"cross": "crossed", "isolated": "isolated"}
"""Of REST and of the socket."""
_SEQUENCE = "account sequence"


@dataclass
class Changes:
    """What an operation has changed of an account."""

    assets: dict[str, None] = field(default_factory=dict)
    symbols: dict[str, None] = field(default_factory=dict)
    request_id: str = ""
    """Of the last order concerned."""


class AscendexNews(Protocol):
    """Orders are told as they change, the account once for all that an operation has done to it."""

    def __init__(self, hub: Any) -> None:
        super().__init__(hub)
        self._fills = FillTracker()
        self._changes: dict[str, Changes] = defaultdict(Changes)

    @property
    def venue(self) -> AscendexVenue:
        return cast("AscendexVenue", self.hub.venue)

    def hear(self, event: Event) -> None:
        if event.kind == "order" and event.account is not None:
            fill = self._fills.new_fill(event.payload)
            self._tell_order(self.engine.account(event.account), event.payload, fill)
        if event.account is None or not self.sessions(event.account):
            return
        changes = self._changes[event.account]
        if event.kind == "balance" and event.payload in COLLATERALS:
            changes.assets[event.payload] = None
        elif event.kind in ("order", "position") and event.symbol is not None:
            changes.symbols[event.symbol] = None
            if event.kind == "order":
                changes.request_id = event.payload.id

    def settle(self) -> None:
        changed, self._changes = self._changes, defaultdict(Changes)
        for name, changes in changed.items():
            listeners = self.listeners(name, ACCOUNT)
            if listeners and (changes.assets or changes.symbols):
                body = self._update(self.engine.account(name), changes)
                for session in listeners:
                    session.push(ACCOUNT, body)

    def _tell_order(self, account: Account, order: Order, fill: Fill | None) -> None:
        listeners = self.listeners(account, ORDERS)
        if listeners and is_shown(order):
            body = self._order(account, order, fill)
            for session in listeners:
                session.push(ORDERS, body)

    def _order(self, account: Account, order: Order, fill: Fill | None) -> dict[str, Any]:
        """`f` is the fee of this execution; `lp` and `lq` are those of the last one, whenever it was."""
        values = order_object(self.venue, account, order, LONG)
        stops = order.request.trigger_price is not None
        stop_loss, take_profit = values["posStopLossPrice"], values["posTakeProfitPrice"]
        return {
            "m": ORDERS,
            "sn": values["seqNum"],
            "e": "ExecutionReport",
            "a": values["accountId"],
            "ac": "FUTURES",
            "t": values["lastExecTime"],
            "ct": values["time"],
            "orderId": values["orderId"],
            "sd": values["side"],
            "ot": values["orderType"],
            "q": values["orderQty"],
            "p": values["price"],
            "sp": values["stopPrice"],
            "spb": values["stopBy"] if stops else "",
            "s": values["symbol"],
            "st": values["status"],
            "lp": values["lastPx"],
            "lq": values["lastQty"],
            "ap": values["avgFilledPx"],
            "cfq": values["cumFilledQty"],
            "f": rounded(ZERO if fill is None else fill.fee),
            "cf": values["cumFee"],
            "fa": values["feeAsset"],
            "ei": values["execInst"],
            "err": values["errorCode"],
            "psl": stop_loss,
            "pslt": "None" if stop_loss == "0" else values["posStopLossTrigger"],
            "ptp": take_profit,
            "ptpt": "None" if take_profit == "0" else values["posTakeProfitTrigger"],
        }

    def _update(self, account: Account, changes: Changes) -> dict[str, Any]:
        """Only what has changed is listed."""
        return {
            "m": ACCOUNT,
            "e": "ExecutionReport" if changes.symbols else self._event(account),
            "t": self.now(),
            "acc": self.venue.user(account).futures,
            "at": "FUTURES",
            "sn": self.next_sequence(account),
            "id": changes.request_id,
            "col": self.collaterals(account, list(changes.assets)),
            "pos": [self._position(account, self.engine.instruments[s]) for s in changes.symbols],
        }

    @staticmethod
    def _event(account: Account) -> str:
        """The name of what moved a balance without a trade."""
        entry = account.journal[-1]
        return EVENTS.get(entry.kind, "deposit" if entry.amount > 0 else "withdrawal")

    @staticmethod
    def next_sequence(account: Account) -> int:
        account.venue[_SEQUENCE] = account.venue.get(_SEQUENCE, 0) + 1
        return int(account.venue[_SEQUENCE])

    def snapshot(self, account: Account, request_id: str) -> dict[str, Any]:
        """All collaterals held and all contracts, flat ones too."""
        held = [asset for asset in self.engine.balances(account) if asset in COLLATERALS]
        return {
            "m": "futures-account-snapshot",
            "id": request_id,
            "e": "ClientRequest",
            "t": self.now(),
            "acc": self.venue.user(account).futures,
            "ac": "FUTURES",
            "sn": self.next_sequence(account),
            "col": self.collaterals(account, held),
            "pos": [self._position(account, instrument) for instrument in self.venue.instruments],
        }

    def collaterals(self, account: Account, assets: list[str]) -> list[dict[str, str]]:
        return [
            {
                "a": asset,
                "b": rounded(self.engine.balance(account, asset).total),
                "f": plain(COLLATERALS[asset].discount),
            }
            for asset in assets
        ]

    def _position(self, account: Account, instrument: Instrument) -> dict[str, str]:
        values = contract_object(self.venue, account, instrument, list(account.open_orders.values()))
        return {
            "s": values["symbol"],
            "sd": values["side"],
            "pos": values["position"],
            "rc": values["referenceCost"],
            "up": values["unrealizedPnl"],
            "rp": values["realizedPnl"],
            "aop": values["avgOpenPrice"],
            "boon": values["buyOpenOrderNotional"],
            "soon": values["sellOpenOrderNotional"],
            "mt": MARGIN_TYPES[values["marginType"]],
            "iw": values["isolatedMargin"],
            "lev": values["leverage"],
            "tp": values["takeProfitPrice"],
            "tpt": values["takeProfitTrigger"],
            "sl": values["stopLossPrice"],
            "slt": values["stopLossTrigger"],
        }
