"""What is known of an order whose reply was lost, and how that is said.

A placement that ends in a timeout, a broken connection, a 5xx or an unreadable body may have been
carried out. Nobody may send it again; the venue has to be asked for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from ccxt.base.errors import (
    BaseError,
    DDoSProtection,
    InvalidNonce,
    OperationFailed,
)

from ascendex_woo_adapters.common.numbers import decimal

#: Refusals that ccxt counts among the failed operations: nothing was carried out.
REFUSALS = (DDoSProtection, InvalidNonce)  # DDoSProtection includes RateLimitExceeded

#: An order's time may lie so much before the moment of its placement: no venue here takes a request of a
#: clock that differs by more.
CLOCKS_MS = 300_000

#: A look-up that finds nothing proves little while the order may be under way: so many have to.
ENOUGH_LOOK_UPS = 3


class OrderStateUnknown(BaseError):
    """The reply to a placement was lost and the venue did not say what became of the order.

    Raised as a subclass of the ccxt error that occurred too, so ``except ccxt.NetworkError`` still
    catches it. The order may rest, be filled, or not exist: look for it before placing another.

    Attributes:
        client_order_id: the client id that the order carries, as text.
        order_id: the venue's id of the order where it can be told in advance, else None.
    """

    client_order_id: str
    order_id: str | None


def may_have_been_placed(error: BaseException) -> bool:
    """Whether an error leaves open if the request was carried out."""
    if isinstance(error, REFUSALS) or getattr(error, "nothing_was_done", False):
        return False
    return isinstance(error, OperationFailed)


#: Why a request was not sent.
NO_CONNECTION = "there was no connection"


def nothing_was_sent(error: BaseError, why: str = NO_CONNECTION) -> BaseError:
    """The error of a request that never left, saying so: nobody has to look for what became of it."""
    told: BaseError = type(error)(f"{error} -- {why}: nothing was sent")
    told.nothing_was_done = True  # type: ignore[attr-defined]  # read by may_have_been_placed
    return told


@lru_cache(maxsize=64)
def _unknown(kind: Any) -> type[OrderStateUnknown]:
    return type("OrderStateUnknown", (OrderStateUnknown, kind), {"__module__": __name__, "__doc__": None})


def state_unknown(error: BaseError, client_order_id: str, order_id: str | None) -> OrderStateUnknown:
    """The exception that says: the venue could not be asked what became of the order."""
    kind: Any = type(error)  # mypy finds no hash in ccxt's exception classes
    unknown = _unknown(kind)(
        f"{error} -- the reply was lost and the venue did not say what became of the order: look for "
        f"{_name(client_order_id, order_id)} before you place another"
    )
    unknown.client_order_id = client_order_id
    unknown.order_id = order_id
    return unknown


def never_arrived(
    error: BaseError, client_order_id: str, order_id: str | None, outcome: str = "placed"
) -> BaseError:
    """The error that occurred, saying that the venue knows of no such order, or of no such change."""
    return type(error)(
        f"{error} -- the reply was lost; the venue was asked several times for "
        f"{_name(client_order_id, order_id)}: it was not {outcome}"
    )


def _name(client_order_id: str, order_id: str | None) -> str:
    if not client_order_id:
        return f"id {order_id}"
    name = f"clientOrderId {client_order_id}"
    return name if order_id is None else f"{name} (id {order_id})"


def is_the_order(order: Any, wanted: dict[str, Any], sent_at: int) -> bool | None:
    """Whether an order that was found by its id is the one that was sent; None if that cannot be said.

    It is not if it is older, with a client id that was used before. One that looks otherwise may be older,
    too, or the venue may have changed it.
    """
    timestamp = order["timestamp"]
    if timestamp is not None and timestamp < sent_at - CLOCKS_MS:
        return False
    return None if False in [_agrees(order[key], value) for key, value in wanted.items()] else True


def is_changed(pairs: Iterable[tuple[Any, Any]]) -> bool | None:
    """Whether an order is as an edit wants it, by what was found and what is wanted; None if none tells."""
    answers = [_agrees(found, wanted) for found, wanted in pairs if wanted is not None]
    if False in answers:
        return False
    return None if None in answers or not answers else True


def _agrees(found: Any, wanted: Any) -> bool | None:
    """Equal text or equal numbers, however they are written; None where there is nothing to compare."""
    if found is None or wanted is None:
        return None
    number = decimal(wanted)
    return bool(found == wanted) if number is None else decimal(found) == number
