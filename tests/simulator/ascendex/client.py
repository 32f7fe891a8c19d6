"""A client of AscendEX's simulator that signs by the published recipe, without the package's own signing."""

from __future__ import annotations

import base64
import hashlib
import hmac
from decimal import Decimal
from typing import Any

import requests

from ascendex_woo_adapters.simulator import Simulator

START = 1_750_000_000_000
HOUR, DAY = 3_600_000, 86_400_000

ORDER_FIELDS = [
    *("ac", "accountId", "seqNum", "time", "orderId", "orderType", "side", "symbol", "price", "orderQty"),
    *("stopPrice", "stopBy", "status", "lastExecTime", "lastPx", "lastQty", "avgFilledPx", "cumFilledQty"),
    *("fee", "cumFee", "feeAsset", "errorCode"),
]

PREHASH = {
    "/fee/info": "fee/info",
    "/fee": "fee",
    "/info": "info",
    "/transfer": "transfer",
    "/balance": "balance",
}
"""The paths that are signed otherwise than by dropping group and /api/pro/."""


class Client:
    """One key's requests: `get`, `post`, `delete` return the decoded body of an HTTP 200 reply."""

    def __init__(self, sim: Simulator, account: str = "main") -> None:
        self.sim = sim
        self.key = sim.ascendex.credentials[account]
        self.session = requests.Session()
        self.skew = 0
        self.count = 0
        info = self.get("/api/pro/v2/account/info")["data"]
        self.group, self.uid = info["accountGroup"], info["userUID"]

    def raw(
        self, method: str, path: str, headers: dict[str, str] | None = None, **kwargs: Any
    ) -> requests.Response:
        return self.session.request(
            method,
            self.sim.urls["ascendex"] + path,
            headers=self.headers(path) if headers is None else headers,
            **kwargs,
        )

    def headers(self, path: str, signed: str | None = None, secret: str | None = None) -> dict[str, str]:
        api_path = path.split("/api/pro/")[1]
        if api_path.startswith("v1/"):
            api_path = api_path.removeprefix("v1/").removeprefix("futures/")
            api_path = next((sent for end, sent in PREHASH.items() if f"/{api_path}".endswith(end)), api_path)
        time = str(self.sim.clock.now() + self.skew)
        message = f"{time}+{signed or api_path}".encode()
        digest = hmac.new((secret or self.key.secret).encode(), message, hashlib.sha256).digest()
        return {
            "x-auth-key": self.key.api_key,
            "x-auth-timestamp": time,
            "x-auth-signature": base64.b64encode(digest).decode(),
        }

    def call(self, method: str, path: str, **kwargs: Any) -> Any:
        reply = self.raw(method, path, **kwargs)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def get(self, path: str, **query: Any) -> Any:
        return self.call("GET", path, params=query)

    def futures(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        return self.call(method, f"/{self.group}/api/pro/v2/futures/{path}", json=body, params=query)

    def order(self, **fields: Any) -> Any:
        """Place an order: a limit purchase of 0.01 BTC far below the market unless `fields` say otherwise."""
        return self.futures("POST", "order", self.body(**fields))

    def body(self, **fields: Any) -> dict[str, Any]:
        self.count += 1
        values = {
            "id": f"sampleRequest{self.count:05d}",
            "time": self.sim.clock.now(),
            "symbol": "BTC-PERP",
            "orderQty": "0.01",
            "orderType": "limit",
            "side": "buy",
        }
        if fields.get("orderType", "limit").lower().endswith("limit"):
            values["orderPrice"] = "50000"
        return {name: value for name, value in (values | fields).items() if value is not None}

    def ticker(self, symbol: str = "BTC-PERP") -> dict[str, Any]:
        ticker: dict[str, Any] = self.get("/api/pro/v2/futures/ticker", symbol=symbol)["data"]
        return ticker

    def position(self, symbol: str = "BTC-PERP") -> dict[str, Any]:
        contracts = self.futures("GET", "position")["data"]["contracts"]
        return next(contract for contract in contracts if contract["symbol"] == symbol)

    def usdt(self) -> Decimal:
        collaterals = self.futures("GET", "position")["data"]["collaterals"]
        return Decimal(next(c["balance"] for c in collaterals if c["asset"] == "USDT"))

    def status(self, order_id: str) -> dict[str, Any]:
        order: dict[str, Any] = self.futures("GET", "order/status", orderId=order_id)["data"]
        return order


def tick(price: str, offset: int) -> str:
    """A BTC-PERP price, moved by whole dollars and put on the tick."""
    return str(Decimal(price) // 1 + offset)
