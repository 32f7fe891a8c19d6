"""A client of WOO's generation V3."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from .woo_client import PERP, SPOT, Client


class Trader(Client):
    """Requests of V3. `get`, `put`, `post` and `delete` return the body of a success."""

    def post(self, path: str, **body: Any) -> Any:
        return self.ok(self.call("POST", path, body=body))

    def delete(self, path: str, **query: Any) -> Any:
        return self.ok(self.call("DELETE", path, query))

    def raw(
        self, method: str, url: str, body: str = "", signed: str | None = None, headers: Any = None
    ) -> Any:
        """The body of the reply to a request as it is written; `signed` may be another text than its own."""
        stamp = str(self.sim.clock.now())
        text = f"{stamp}{f'{method}{url}{body}' if signed is None else signed}"
        digest = hmac.new(self.key.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        signature = {"x-api-key": self.key.api_key, "x-api-timestamp": stamp, "x-api-signature": digest}
        sent = {"Content-Type": "application/json", **signature, **(headers or {})}
        return self.session.request(method, self.sim.urls["woo"] + url, data=body, headers=sent).json()

    def error(self, method: str, path: str, **where: Any) -> tuple[int, int, int | None]:
        """HTTP status, code and finer number of a refusal."""
        reply = self.call(method, path, **where)
        body = reply.json()
        assert body["success"] is False, body
        return reply.status_code, body["code"], body.get("error_code")

    def place(self, symbol: str = PERP, side: str = "BUY", kind: str = "LIMIT", **more: Any) -> int:
        """The id of a new order."""
        body = {"symbol": symbol, "side": side, "type": kind, **more}
        return int(self.post("/v3/trade/order", **body)["data"]["orderId"])

    def bad_place(
        self, symbol: str = PERP, side: str = "BUY", kind: str = "LIMIT", **more: Any
    ) -> tuple[int, int | None]:
        """Code and finer number of a refused order."""
        body = {"symbol": symbol, "side": side, "type": kind, **more}
        return self.error("POST", "/v3/trade/order", body=body)[1:]

    def look(self, number: int, **more: Any) -> Any:
        return self.get("/v3/trade/order", orderId=number, **more)["data"]

    def trail(self, **more: Any) -> Any:
        """The reply to a new trailing stop."""
        body = {"symbol": PERP, "algoType": "TRAILING_STOP", "side": "SELL", "type": "MARKET"}
        more = {"quantity": "1", "callbackRate": "0.03", "activatedPrice": "9000", **more}
        return self.post("/v3/trade/algoOrder", **body, **more)

    def take_profit(self) -> int:
        """The id of the take-profit leg of a new order for a quantity."""
        legs = self.legs(9000, 100, type="LIMIT", price="5000")
        body = {"symbol": PERP, "algoType": "TP_SL", "quantity": "1", "childOrders": legs}
        rows = self.post("/v3/trade/algoOrder", **body)["data"]["rows"]
        return next(
            row.get("orderId", row.get("algoOrderId")) for row in rows if row["algoType"] == "TAKE_PROFIT"
        )

    def move(self, taker: str, token: str, amount: Any) -> int:
        """Transfer from the main account; returns the number of the transfer."""
        ends = {
            end: {"applicationId": self.sim.woo.credentials[name].application_id}
            for end, name in (("from", "main"), ("to", taker))
        }
        return int(self.post("/v3/asset/transfer", token=token, amount=amount, **ends)["data"]["id"])

    def starts(self, path: str, **query: Any) -> list[int]:
        """Starts of the candles of a reply."""
        rows = self.get(f"/v3/public/{path}", symbol=SPOT, **query)["data"]["rows"]
        return [row["startTimestamp"] for row in rows]
