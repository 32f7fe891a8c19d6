"""Steps that the tests of WOO's algo orders share."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ascendex_woo_adapters.simulator import ManualClock
from ascendex_woo_adapters.simulator.trading.engine import PriceSource

from .woo_client import DAY, MINUTE, PERP, Client

STEP = 250


def price(client: Client, source: PriceSource = PriceSource.LAST) -> Decimal:
    return client.sim.woo.engine.price(PERP, source)


def path(client: Client, clock: ManualClock, steps: int = 2400) -> list[Decimal]:
    """The prices of the steps to come."""
    market = client.sim.woo.engine._market(PERP)
    first = clock.now() // STEP
    return [market.price_by(PriceSource.LAST, first + i) for i in range(1, steps + 1)]


def until(clock: ManualClock, client: Client, done: Callable[[], bool], step: int = MINUTE) -> None:
    """Let time pass, for two days at most, until something has happened."""
    for _ in range(2 * DAY // step):
        if done():
            return
        clock.advance(step)
        client.sim.woo.engine.sync()
    raise AssertionError("it never happened")


def open_long(client: Client, quantity: str = "1", **more: Any) -> None:
    client.order(kind="MARKET", order_quantity=quantity, **more)


def holding(client: Client) -> float:
    return sum(row["holding"] for row in client.get("/v3/positions")["data"]["positions"])


def bracket(client: Client, entry: Decimal, kind: str = "LIMIT", **more: Any) -> dict[str, int]:
    legs = client.legs(up=entry + 3, down=entry - 3)
    exits = {"symbol": PERP, "algoType": "POSITIONAL_TP_SL", "childOrders": legs}
    fields = {"side": "BUY", "type": kind, "quantity": "1"} | (
        {"price": str(entry)} if kind == "LIMIT" else {}
    )
    return client.algo("BRACKET", children=[exits], **fields, **more)


def refused_edit(client: Client, number: int, **body: Any) -> tuple[int, int]:
    reply = client.call("PUT", f"/v3/algo/order/{number}", body=body).json()
    assert reply["success"] is False, reply
    return reply["code"], reply.get("errorCode", 0)


def listed(client: Client, kind: str, **query: Any) -> list[int]:
    rows = client.get("/v3/algo/orders", algoType=kind, **query)["data"]["rows"]
    return [row["algoOrderId"] for row in rows]
