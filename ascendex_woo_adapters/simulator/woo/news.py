"""What WOO tells an account of its own over a socket, whatever the generation's words for it are.

Reports of orders are pushed as they happen. Balances, positions and algo orders are pushed once for all that
an operation has done to them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from ..fill_tracker import FillTracker
from ..sockets import Protocol
from ..trading.engine import Account, Fill, Order, Position
from ..trading.ledger import PositionKey
from ..trading.model import Event
from .algo import Algo
from .forms import client_id

if TYPE_CHECKING:
    from .venue import WooVenue


EDIT_REFUSED, CANCEL_REFUSED, CANCEL_ALL_REFUSED = 1, 2, 3
"""Message types of the reports that tell of a request that was refused after it had been taken."""


class WooNews(Protocol):
    """The private half of a socket; a generation says how its rows are written."""

    algo_topic: ClassVar[str]
    refusal_names: ClassVar[tuple[str, str, str, str, str]]
    """What message type, symbol, order id, client id and reason are called."""

    def __init__(self, hub: Any) -> None:
        super().__init__(hub)
        self.versions: Counter[object] = Counter()
        """Of balances (account, token) and positions (account, key): they rise with each push."""
        self._fills = FillTracker()
        self._balances: dict[str, dict[str, None]] = defaultdict(dict)
        self._positions: dict[str, dict[PositionKey, Position]] = defaultdict(dict)
        self._algos: dict[int, Algo] = {}

    @property
    def venue(self) -> WooVenue:
        return cast("WooVenue", self.hub.venue)

    # How a generation writes it. All return the `data` of a push.

    def report(self, account: Account, order: Order, fill: Fill | None) -> Any:
        """What happened to an order; `fill` is the execution that did it."""
        raise NotImplementedError

    def algo_data(self, root: Algo) -> Any:
        raise NotImplementedError

    def balance_data(self, account: Account, assets: list[str]) -> Any:
        raise NotImplementedError

    def position_data(self, account: Account, positions: list[Position]) -> Any:
        raise NotImplementedError

    # What happens.

    def hear(self, event: Event) -> None:
        if event.account is None:
            return
        account = self.engine.account(event.account)
        if event.kind == "order":
            self._hear_order(account, event.payload)
        elif not self.sessions(account):
            return
        elif event.kind == "balance":
            self._balances[account.name][event.payload] = None
        elif event.kind == "position":
            self._note(account, event.payload)
        elif event.kind == "algo":
            self._algos[event.payload.id] = event.payload

    def _hear_order(self, account: Account, order: Order) -> None:
        fill = self._fills.new_fill(order)
        if not self.sessions(account):
            return
        instrument, request = self.venue.instrument(order.symbol), order.request
        if instrument.is_perp:
            key = (order.symbol, request.margin_mode, request.position_side)
            self._positions[account.name][key] = account.position(*key)
        elif order.price is not None:
            frozen = instrument.quote if order.side.sign > 0 else instrument.base
            self._balances[account.name][frozen] = None
        self.tell(account, "executionreport", lambda: self.report(account, order, fill))

    def _note(self, account: Account, position: Position) -> None:
        key = (position.symbol, position.margin_mode, position.side)
        self._positions[account.name][key] = position

    def tell_refusal(self, order: Order, message_type: int, reason: str) -> None:
        kind, symbol, number, client, why = self.refusal_names
        ids = {number: int(order.id), client: client_id(order)}
        data = {kind: message_type, symbol: order.symbol, **ids, why: reason}
        if message_type == CANCEL_ALL_REFUSED:
            data = {name: value for name, value in data.items() if name not in ids}
        self.tell(self.engine.account(order.account), "executionreport", lambda: data)

    def settle(self) -> None:
        algos, self._algos = self._algos, {}
        balances, self._balances = self._balances, defaultdict(dict)
        positions, self._positions = self._positions, defaultdict(dict)
        for root in algos.values():
            self.tell(root.account, self.algo_topic, partial(self.algo_data, root))
        for name, assets in balances.items():
            self._tell_balances(self.engine.account(name), list(assets))
        for name, changed in positions.items():
            self._tell_positions(self.engine.account(name), list(changed.values()))

    def _tell_balances(self, account: Account, assets: list[str]) -> None:
        self.versions.update((account.name, asset) for asset in assets)
        self.tell(account, "balance", lambda: self.balance_data(account, assets))

    def _tell_positions(self, account: Account, positions: list[Position]) -> None:
        self.versions.update(self.place(account, position) for position in positions)
        self.tell(account, "position", lambda: self.position_data(account, positions))

    @staticmethod
    def place(account: Account, position: Position) -> tuple[object, ...]:
        """What the version of a position is counted by."""
        return (account.name, position.symbol, position.margin_mode, position.side)

    def tell(self, account: Account, topic: str, data: Callable[[], Any]) -> None:
        """Push to the account's listeners; `data` is made when there are any."""
        listeners = self.listeners(account, topic)
        if listeners:
            body = {"topic": topic, "ts": self.now(), "data": data()}
            for session in listeners:
                session.push(topic, body)
