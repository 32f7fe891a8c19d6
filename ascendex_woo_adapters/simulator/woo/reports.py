"""The private pushes of WOO's first generation: https://docs.woox.io/#websocket-api-v2"""

from __future__ import annotations

from typing import Any

from ..trading.engine import Account, Fill, Order, Position
from ..trading.model import ZERO
from .account import holding_facts
from .algo import Algo
from .algo_rows import algo_row
from .forms import (
    STATUS,
    average,
    client_id,
    fee_asset,
    margin_facts,
    order_tag,
    order_type,
    position_facts,
)
from .news import WooNews

_POSITION_FIELDS = (
    "pendingLongQty",
    "pendingShortQty",
    "averageOpenPrice",
    "pnl24H",
    "fee24H",
    "settlePrice",
    "markPrice",
)
_POSITION_MARGIN = (
    "adlQuantile",
    "positionSide",
    "leverage",
    "marginMode",
    "isolatedMarginToken",
    "isolatedMarginAmount",
    "isolatedFrozenLong",
    "isolatedFrozenShort",
)


class WooReports(WooNews):
    """Rows with long names and JSON numbers; balances and positions are keyed by token and symbol."""

    algo_topic = "algoexecutionreportv2"
    refusal_names = ("msgType", "symbol", "orderId", "clientOrderId", "reason")

    def report(self, account: Account, order: Order, fill: Fill | None) -> Any:
        request, instrument = order.request, self.venue.instrument(order.symbol)
        margin = margin_facts(self.venue, account, order.symbol, request.margin_mode, request.position_side)
        return {
            "msgType": 0,
            "symbol": order.symbol,
            "clientOrderId": client_id(order),
            "orderId": int(order.id),
            "type": order_type(order),
            "side": order.side.value,
            "quantity": order.quantity or ZERO,
            "price": order.price or ZERO,
            **_fill_facts(fill, fee_asset(self.venue, order)),
            "totalExecutedQuantity": order.filled,
            "avgPrice": average(order) or ZERO,
            "status": STATUS[order.status],
            "reason": order.reason,
            "orderTag": order_tag(order),
            "totalFee": order.fee,
            "feeCurrency": fee_asset(self.venue, order),
            "totalRebate": 0,
            "rebateCurrency": instrument.quote,
            "visible": order.visible,
            "timestamp": self.now(),
            "reduceOnly": request.reduce_only,
            "maker": fill is not None and fill.maker,
            "leverage": margin["leverage"],
            "marginMode": margin["margin_mode"],
        }

    def algo_data(self, root: Algo) -> Any:
        return [self._algo_facts(row) for row in root.tree()]

    def _algo_facts(self, row: Algo) -> dict[str, Any]:
        facts = algo_row(self.venue, row, with_pnl=False)
        fills = [fill for order in row.orders for fill in order.fills]
        fill = fills[-1] if fills else None
        asset = facts["feeAsset"]
        quote = self.venue.instrument(row.context.symbol).quote
        triggered, activated = row.triggered, bool(facts.get("isActivated", False))
        maker = fill is not None and fill.maker
        status = {"status": facts["status"]} if "status" in facts else {}
        if row.parent is None:
            status = {"status": facts["algoStatus"]}
        optional: dict[str, Any] = {
            name: facts[name] for name in ("triggerPrice", "type", "positionSide") if name in facts
        }
        return {
            **{
                name: facts[name]
                for name in (
                    *("symbol", "rootAlgoOrderId", "parentAlgoOrderId", "algoOrderId", "clientOrderId"),
                    *("orderTag", "algoType", "side", "quantity", "triggerStatus"),
                )
            },
            **status,
            **optional,
            "price": facts.get("price", 0),
            "triggerTradePrice": 0,
            "triggerTime": row.trigger_time,
            **_fill_facts(fill, asset),
            "reason": row.reason,
            "totalExecutedQuantity": facts["totalExecutedQuantity"],
            "averageExecutedPrice": facts["averageExecutedPrice"],
            "totalFee": facts["totalFee"],
            "feeCurrency": asset or quote,
            "totalRebate": 0,
            "rebateCurrency": quote,
            "timestamp": row.updated,
            "visibleQuantity": facts["visibleQuantity"],
            "reduceOnly": facts["reduceOnly"],
            "activatedPrice": facts.get("activatedPrice", 0),
            "triggered": triggered,
            "activated": activated,
            "maker": maker,
            "isTriggered": triggered,
            "isMaker": maker,
            "isActivated": activated,
            "rootAlgoStatus": facts["rootAlgoStatus"],
            "algoStatus": facts["algoStatus"],
            "leverage": facts["leverage"],
            "marginMode": facts["marginMode"],
        }

    def balance_data(self, account: Account, assets: list[str]) -> Any:
        return {"balances": {asset: self._balance(account, asset) for asset in assets}}

    def _balance(self, account: Account, asset: str) -> dict[str, Any]:
        facts = holding_facts(self.venue, account, asset)
        return {
            "holding": facts["holding"],
            "frozen": facts["frozen"],
            "interest": facts["interest"],
            "pendingShortQty": facts["pendingShortQty"],
            "pendingLongQty": facts["pendingLongQty"],
            "version": self.versions[account.name, asset],
            "staked": 0,
            "unbonding": 0,
            "vault": 0,
            "launchpadVault": 0,
            "earn": 0,
            "averageOpenPrice": 0,
            "pnl24H": facts["pnl24H"],
            "fee24H": facts["fee24H"],
            "markPrice": facts["markPrice"],
            "timestamp": self.now(),
        }

    def position_data(self, account: Account, positions: list[Position]) -> Any:
        """Keyed by symbol; a list of such objects when a symbol has several positions."""
        rows = [(position.symbol, self._position(account, position)) for position in positions]
        if len({symbol for symbol, _ in rows}) == len(rows):
            return {"positions": dict(rows)}
        return {"positions": [{symbol: row} for symbol, row in rows]}

    def _position(self, account: Account, position: Position) -> dict[str, Any]:
        facts = position_facts(self.venue, account, position)
        return {
            "holding": facts["holding"],
            **{name: facts[name] for name in _POSITION_FIELDS},
            "version": self.versions[self.place(account, position)],
            "openingTime": position.opened,
            "pnl24HPercentage": 0,
            "timestamp": position.updated or self.now(),
            **{name: facts[name] for name in _POSITION_MARGIN},
        }


def _fill_facts(fill: Fill | None, asset: str) -> dict[str, Any]:
    """The execution that a report tells of, zeros if there is none."""
    return {
        "tradeId": 0 if fill is None else fill.id,
        "executedPrice": ZERO if fill is None else fill.price,
        "executedQuantity": ZERO if fill is None else fill.quantity,
        "fee": ZERO if fill is None else fill.fee,
        "feeAsset": asset if fill is None else fill.fee_asset,
    }
