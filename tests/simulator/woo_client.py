"""A client of WOO's raw REST protocol, with signatures made here by the published recipe."""

from __future__ import annotations

import hashlib
import hmac
import json
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import requests

from ascendex_woo_adapters.simulator import Simulator

PERP, SPOT = "PERP_ETH_USDT", "SPOT_ETH_USDT"
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


class Client:
    """One key's requests. `call` returns the reply; `get`, `form` and `put` the body of a success."""

    def __init__(self, sim: Simulator, account: str = "main") -> None:
        self.sim = sim
        self.key = sim.woo.credentials[account]
        self.session = requests.Session()
        self.skew = 0
        self.headers: dict[str, str] = {}

    def call(
        self, method: str, path: str, query: Any = None, form: Any = None, body: Any = None
    ) -> requests.Response:
        url, data = path + (f"?{urlencode(query)}" if query else ""), None
        stamp = str(self.sim.clock.now() + self.skew)
        headers = {"x-api-key": self.key.api_key, "x-api-timestamp": stamp}
        if path.startswith("/v3/"):
            data = "" if body is None else json.dumps(body)
            headers["Content-Type"] = "application/json"
            text = f"{stamp}{method}{url}{data}"
        else:
            data = urlencode(form or {})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            pairs = sorted({**(query or {}), **(form or {})}.items())
            text = "&".join(f"{name}={value}" for name, value in pairs) + f"|{stamp}"
        digest = hmac.new(self.key.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        headers |= {"x-api-signature": digest} | self.headers
        return self.session.request(method, self.sim.urls["woo"] + url, data=data or None, headers=headers)

    def ok(self, reply: requests.Response) -> Any:
        assert (reply.status_code, reply.json().get("success")) == (200, True), reply.text
        self.sim.woo.engine.audit()
        return reply.json()

    def get(self, path: str, **query: Any) -> Any:
        return self.ok(self.call("GET", path, query))

    def form(self, method: str, path: str, **form: Any) -> Any:
        return self.ok(self.call(method, path, form=form))

    def put(self, path: str, **body: Any) -> Any:
        return self.ok(self.call("PUT", path, body=body))

    def post(self, path: str, **body: Any) -> Any:
        return self.ok(self.call("POST", path, body=body))

    def refused(self, method: str, path: str, **where: Any) -> tuple[int, int]:
        reply = self.call(method, path, **where)
        assert reply.json()["success"] is False
        assert reply.json()["message"]
        return reply.status_code, reply.json()["code"]

    def order(self, symbol: str = PERP, side: str = "BUY", kind: str = "LIMIT", **more: Any) -> Any:
        fields = {"symbol": symbol, "side": side, "order_type": kind, **more}
        return self.form("POST", "/v1/order", **fields)

    def bad_order(self, symbol: str = PERP, side: str = "BUY", kind: str = "LIMIT", **more: Any) -> int:
        fields = {"symbol": symbol, "side": side, "order_type": kind, **more}
        return self.refused("POST", "/v1/order", form=fields)[1]

    def algo(self, kind: str, symbol: str = PERP, children: Any = (), **more: Any) -> dict[str, int]:
        """The ids of a new algo order's rows by their types."""
        body = {"symbol": symbol, "algoType": kind, **more} | ({"childOrders": children} if children else {})
        rows = self.ok(self.call("POST", "/v3/algo/order", body=body))["data"]["rows"]
        return {row["algoType"]: row["orderId"] for row in rows}

    def bad_algo(self, kind: str, symbol: str = PERP, children: Any = (), **more: Any) -> tuple[int, int]:
        """Code and finer number of a refusal; 0 when there is no finer one."""
        body = {"symbol": symbol, "algoType": kind, **more} | ({"childOrders": children} if children else {})
        reply = self.call("POST", "/v3/algo/order", body=body).json()
        assert reply["success"] is False, reply
        return reply["code"], reply.get("errorCode", 0)

    def legs(self, up: Any, down: Any, side: str = "SELL", **more: Any) -> list[dict[str, Any]]:
        """Take-profit and stop-loss for a position, at whole prices."""
        prices = (up, down) if side == "SELL" else (down, up)
        leg = {"type": "CLOSE_POSITION", "side": side, "reduceOnly": True, **more}
        return [
            {"algoType": kind, "triggerPrice": str(round(price)), **leg}
            for kind, price in zip(("TAKE_PROFIT", "STOP_LOSS"), prices, strict=True)
        ]

    def algo_row(self, number: int) -> Any:
        return self.get(f"/v3/algo/order/{number}")["data"]

    def quote(self, symbol: str = PERP) -> tuple[Decimal, Decimal]:
        """Best bid and ask."""
        book = self.get(f"/v1/public/orderbook/{symbol}", max_level=1)
        return Decimal(str(book["bids"][0]["price"])), Decimal(str(book["asks"][0]["price"]))

    def far(self, symbol: str = PERP, share: str = "0.98") -> str:
        """A price that rests below the market."""
        return str((self.quote(symbol)[0] * Decimal(share)).quantize(Decimal("0.01")))
