"""Long random days of an account at WOO, with a look at the books after every single thing that happens."""

from __future__ import annotations

import random
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from ascendex_woo_adapters.simulator import ManualClock, Simulator

from .woo_client import HOUR, MINUTE, PERP, SPOT, Client

ACCOUNTS = ("main", "second")


class Player:
    """Draws requests of every kind and takes refusals as they come, but never a failure of the simulator."""

    def __init__(self, sim: Simulator, clock: ManualClock, seed: int) -> None:
        self.sim = sim
        self.clock = clock
        self.draw = random.Random(seed)
        self.clients = [Client(sim, name) for name in ACCOUNTS]
        self.client = self.clients[0]
        self.done: Counter[str] = Counter()
        sim.woo.vip.update(ACCOUNTS)

    def play(self) -> None:
        self.client = self.draw.choice(self.clients)
        action = self.draw.choice(
            [self.order, self.order, self.algo, self.algo, self.cancel, self.edit, self.money, self.mode]
        )
        action()
        if self.draw.random() < 0.5:
            self.clock.advance(self.draw.choice([250, 5_000, MINUTE, HOUR, 9 * HOUR]))
            self.sim.woo.engine.sync()
        self.sim.woo.engine.audit()
        assert self.sim.woo.crashes == []

    def send(self, name: str, method: str, path: str, **where: Any) -> None:
        reply = self.client.call(method, path, **where)
        assert reply.status_code < 500, reply.text
        self.done[name if reply.json().get("success") else f"no {name}"] += 1

    def price(self, symbol: str, reach: int = 8) -> str:
        index = self.sim.woo.engine.index(symbol)
        return str((index * (1000 + self.draw.randint(-reach, reach)) / 1000).quantize(Decimal("0.01")))

    def side(self) -> str:
        return self.draw.choice(["BUY", "SELL"])

    def way(self, symbol: str) -> str | None:
        hedge = self.sim.woo.engine.account(self.client.key.account).hedge
        return self.draw.choice(["LONG", "SHORT"]) if hedge and symbol == PERP else None

    def size(self) -> str:
        return str(Decimal(self.draw.randint(1, 300)) / 10)

    def order(self) -> None:
        symbol = self.draw.choice([PERP, PERP, SPOT])
        form = {
            "symbol": symbol,
            "side": self.side(),
            "order_type": self.draw.choice(["LIMIT", "MARKET", "IOC", "POST_ONLY"]),
            "order_quantity": self.size(),
        }
        if form["order_type"] != "MARKET":
            form["order_price"] = self.price(symbol)
        if (way := self.way(symbol)) is not None:
            form["position_side"] = way
        if symbol == PERP and self.draw.random() < 0.3:
            form["margin_mode"] = "ISOLATED"
        self.send("order", "POST", "/v1/order", form=form)

    def algo(self) -> None:
        symbol = self.draw.choice([PERP, PERP, SPOT])
        side, kind = (
            self.side(),
            self.draw.choice(["STOP", "TRAILING_STOP", "OCO", "BRACKET", "POSITIONAL_TP_SL", "TP_SL"]),
        )
        body: dict[str, Any] = {"symbol": symbol, "algoType": kind, "side": side, "quantity": self.size()}
        if (way := self.way(symbol)) is not None:
            body["positionSide"] = way
        closing = "SELL" if side == "BUY" else "BUY"
        now = self.sim.woo.engine.price(symbol)
        legs = self.client.legs(now + 9, now - 9, closing)
        exits = {"algoType": "POSITIONAL_TP_SL", "childOrders": legs}
        above = now + (5 if side == "BUY" else -5)
        limit = {"type": "LIMIT", "price": str(now - (5 if side == "BUY" else -5))}
        stop = {"algoType": "STOP", "side": side, "type": "MARKET", "triggerPrice": str(above)}
        fields: dict[str, dict[str, Any]] = {
            "STOP": {"type": "MARKET", "triggerPrice": self.price(symbol), "reduceOnly": symbol == PERP},
            "TRAILING_STOP": {"type": "MARKET", "callbackValue": "3"},
            "OCO": {**limit, "childOrders": [stop]},
            "BRACKET": {**limit, "childOrders": [exits]},
            "POSITIONAL_TP_SL": {"quantity": "0", "side": closing, "childOrders": legs},
            "TP_SL": {
                "side": closing,
                "childOrders": [{**leg, "type": "MARKET", "quantity": body["quantity"]} for leg in legs],
            },
        }
        self.send(kind, "POST", "/v3/algo/order", body=body | fields[kind])

    def cancel(self) -> None:
        algos, orders = self.open_algos(), list(self.account.open_orders.values())
        if algos and self.draw.random() < 0.5:
            self.send("cancel algo", "DELETE", f"/v3/algo/order/{self.draw.choice(algos).id}")
        elif orders:
            order = self.draw.choice(orders)
            form = {"order_id": order.id, "symbol": order.symbol}
            self.send("cancel", "DELETE", "/v1/order", form=form)
        else:
            form = {"trigger_after": self.draw.randint(0, 900_000)}
            self.send("switch", "POST", "/v1/order/cancel_all_after", form=form)

    def edit(self) -> None:
        algos, orders = self.open_algos(), list(self.account.open_orders.values())
        if algos:
            row = self.draw.choice(algos)
            symbol = row.context.symbol
            body = self.draw.choice([{"triggerPrice": self.price(symbol)}, {"quantity": self.size()}])
            self.send("edit algo", "PUT", f"/v3/algo/order/{row.id}", body=body)
        if orders:
            order = self.draw.choice(orders)
            body = {"price": self.price(order.symbol), "quantity": self.size()}
            self.send("edit", "PUT", f"/v3/order/{order.id}", body=body)

    def money(self) -> None:
        token = self.draw.choice(["USDT", "ETH", "BTC"])
        action = self.draw.randrange(5)
        if action == 0:
            self.sim.woo.deposit(token, self.size(), self.account.name)
        elif action == 1:
            form = {"token": token.replace("USDT", "TRON_USDT"), "address": "a", "amount": self.size()}
            self.send("withdraw", "POST", "/v1/asset/withdraw", form=form)
        elif action == 2:
            query = {"sellToken": token, "buyToken": "USDT" if token != "USDT" else "ETH"}
            number = self.client.call("GET", "/v3/convert/rfq", query).json()["data"]["quoteId"]
            self.send("convert", "POST", "/v3/convert/rft", body={"quoteId": number})
        elif action == 3:
            form = {"token": token, "amount": "0.0001"}
            self.send("repay", "POST", "/v1/interest/repay", form=form)
        else:
            change = {
                "position_side": self.way(PERP) or "BOTH",
                "adjust_token": "USDT",
                "adjust_amount": self.size(),
            }
            form = {"symbol": PERP, **change, "action": self.draw.choice(["ADD", "REDUCE"])}
            self.send("isolated", "POST", "/v1/client/isolated_margin", form=form)

    def mode(self) -> None:
        if self.draw.random() < 0.5:
            for path in ("/v3/algo/orders/pending", "/v3/orders/pending"):
                self.send("cancel all", "DELETE", path)
            for position in list(self.account.held()):
                form = {
                    "symbol": PERP,
                    "side": "SELL" if position.quantity > 0 else "BUY",
                    "order_type": "MARKET",
                    "order_quantity": str(abs(position.quantity)),
                    "margin_mode": position.margin_mode.value,
                }
                if position.side.value != "BOTH":
                    form["position_side"] = position.side.value
                self.send("close", "POST", "/v1/order", form=form)
        if self.draw.random() < 0.5:
            form = {"account_mode": self.draw.choice(["MARGIN", "FUTURES", "FUTURES"])}
            self.send("account mode", "POST", "/v1/client/account_mode", form=form)
        else:
            form = {"position_mode": self.draw.choice(["ONE_WAY", "HEDGE_MODE"])}
            self.send("position mode", "POST", "/v1/client/position_mode", form=form)

    @property
    def account(self) -> Any:
        return self.sim.woo.engine.account(self.client.key.account)

    def open_algos(self) -> list[Any]:
        return [root for root in self.sim.woo.algos.roots(self.account) if root.is_live]


@pytest.mark.parametrize("seed", range(6))
def test_money_is_neither_made_nor_lost(seed: int, sim: Simulator, clock: ManualClock) -> None:
    player = Player(sim, clock, seed)
    for _ in range(250):
        player.play()
    algos = [root for client in ACCOUNTS for root in sim.woo.algos.roots(sim.woo.engine.account(client))]
    assert any(row.triggered for root in algos for row in root.tree())
    assert {"order", "STOP", "BRACKET", "OCO", "cancel algo", "edit algo", "convert"} <= set(player.done)
    for root in algos:
        check_tree(root)


def check_tree(root: Any) -> None:
    """What is done has no watch any more, and nothing below something that ended is left waiting."""
    for row in root.tree():
        if not row.is_open or row.order is not None:
            assert row.watch is None
        if row.kind.holds_legs and not row.is_open:
            assert not any(child.is_open for child in row.children)
        if row.kind.is_bracket and row.status.name in ("CANCELLED", "REJECTED") and not row.order:
            assert not root.is_live
