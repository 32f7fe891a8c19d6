"""The private pushes of WOO's generation V3: https://developer.woox.io/api-reference/endpoint/websocket/private

Names are short, numbers are text; ids, times, versions and leverages are JSON numbers.
"""

from __future__ import annotations

from typing import Any

from ..trading.engine import Account, Fill, Order, Position
from ..trading.model import ZERO
from .account import account_facts, holding_facts
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
from .v3_wire import texts

_RATIOS = {
    "mr": "marginRatio",
    "omr": "openMarginRatio",
    "imr": "initialMarginRatio",
    "mmr": "maintenanceMarginRatio",
    "tc": "totalCollateral",
    "fc": "freeCollateral",
}


class WooV3Reports(WooNews):
    algo_topic = "algoexecutionreport"
    refusal_names = ("mt", "s", "oid", "cid", "rs")

    def report(self, account: Account, order: Order, fill: Fill | None) -> Any:
        request, instrument = order.request, self.venue.instrument(order.symbol)
        margin = margin_facts(self.venue, account, order.symbol, request.margin_mode, request.position_side)
        asset = fee_asset(self.venue, order)
        return texts(
            {
                "mt": 0,
                "s": order.symbol,
                "cid": client_id(order),
                "oid": int(order.id),
                "t": order_type(order),
                "sd": order.side.value,
                "ps": request.position_side.value,
                "sx": order.quantity or ZERO,
                "px": order.price or ZERO,
                **_fill_facts(fill, asset),
                "tesx": order.filled,
                "aepx": average(order) or ZERO,
                "ss": STATUS[order.status],
                "rs": order.reason,
                "tg": order_tag(order),
                "tf": order.fee,
                "tfc": asset,
                "tr": ZERO,
                "trc": instrument.quote,
                "vsx": order.visible,
                "ts": self.now(),
                "ro": request.reduce_only,
                "mk": fill is not None and fill.maker,
                "lv": margin["leverage"],
                "m": margin["margin_mode"],
            }
        )

    def algo_data(self, root: Algo) -> Any:
        return [self._algo_facts(row) for row in root.tree()]

    def _algo_facts(self, row: Algo) -> dict[str, Any]:
        """The published sample breaks off after `vsx`; what is known to follow is the time."""
        facts = algo_row(self.venue, row, with_pnl=False)
        fills = [fill for order in row.orders for fill in order.fills]
        asset, quote = facts["feeAsset"], self.venue.instrument(row.context.symbol).quote
        filled = _fill_facts(fills[-1] if fills else None, asset)
        optional = {"trp": "triggerPrice", "t": "type"}
        return texts(
            {
                "s": facts["symbol"],
                "raid": facts["rootAlgoOrderId"],
                "paid": facts["parentAlgoOrderId"],
                "aid": facts["algoOrderId"],
                "caid": facts["clientOrderId"],
                "tg": facts["orderTag"],
                "ss": facts["algoStatus"],
                "at": facts["algoType"],
                "sd": facts["side"],
                "ps": facts["positionSide"],
                "sx": facts["quantity"],
                "trpt": facts["triggerPriceType"],
                "tss": facts["triggerStatus"],
                "px": facts.get("price", ZERO),
                **{short: facts[name] for short, name in optional.items() if name in facts},
                "tpx": ZERO,
                "tt": row.trigger_time,
                **filled,
                "rs": row.reason,
                "tesx": facts["totalExecutedQuantity"],
                "aepx": facts["averageExecutedPrice"],
                "tf": facts["totalFee"],
                "tfc": asset or quote,
                "tr": ZERO,
                "trc": quote,
                "vsx": facts["visibleQuantity"],
                "ts": row.updated,
            }
        )

    def balance_data(self, account: Account, assets: list[str]) -> Any:
        return {"balances": [self._balance(account, asset) for asset in assets]}

    def _balance(self, account: Account, asset: str) -> dict[str, Any]:
        facts = holding_facts(self.venue, account, asset)
        return texts(
            {
                "t": asset,
                "h": facts["holding"],
                "f": facts["frozen"],
                "i": facts["interest"],
                "psq": facts["pendingShortQty"],
                "plq": facts["pendingLongQty"],
                **dict.fromkeys(("s", "u", "v", "l", "e", "aop", "pnl", "roi"), ZERO),
                "fee": facts["fee24H"],
                "mp": facts["markPrice"],
                "ver": self.versions[account.name, asset],
                "b": ZERO,
                "lcr": 0,
                "ts": self.now(),
            }
        )

    def position_data(self, account: Account, positions: list[Position]) -> Any:
        return {"positions": [self._position(account, position) for position in positions]}

    def _position(self, account: Account, position: Position) -> dict[str, Any]:
        facts = position_facts(self.venue, account, position)
        return texts(
            {
                "s": position.symbol,
                "h": facts["holding"],
                "plq": facts["pendingLongQty"],
                "psq": facts["pendingShortQty"],
                "aop": facts["averageOpenPrice"],
                "pnl": facts["pnl24H"],
                "roi": ZERO,
                "fee": facts["fee24H"],
                "sp": facts["settlePrice"],
                "mp": facts["markPrice"],
                "ot": position.opened,
                "aq": facts["adlQuantile"],
                "lv": facts["leverage"],
                "m": facts["marginMode"],
                "ps": facts["positionSide"],
                "it": facts["isolatedMarginToken"],
                "ia": facts["isolatedMarginAmount"],
                "il": facts["isolatedFrozenLong"],
                "is": facts["isolatedFrozenShort"],
                "ver": self.versions[self.place(account, position)],
                "ts": position.updated or self.now(),
            }
        )

    def account_data(self, account: Account) -> dict[str, Any]:
        """What an account has to say depends on its trading mode."""
        facts = texts(account_facts(self.venue, account))
        mode, value = facts["accountMode"], {"v": facts["totalAccountValue"]}
        ratios = {short: facts[name] for short, name in _RATIOS.items()}
        if mode == "PURE_SPOT":
            return {"m": mode, **value}
        if mode == "MARGIN":
            return {"m": mode, "l": facts["leverage"], **ratios, **value}
        default = account.venue.get("default_margin_modes", {None: "CROSS"})[None]
        sides = "HEDGE_MODE" if account.hedge else "ONE_WAY"
        return {"m": "FUTURE", "M": default, "P": sides, **ratios, **value}


def _fill_facts(fill: Fill | None, asset: str) -> dict[str, Any]:
    """The execution that a report tells of, zeros if there is none."""
    return {
        "tid": 0 if fill is None else fill.id,
        "esx": ZERO if fill is None else fill.quantity,
        "epx": ZERO if fill is None else fill.price,
        "f": ZERO if fill is None else fill.fee,
        "fa": asset if fill is None else fill.fee_asset,
    }
