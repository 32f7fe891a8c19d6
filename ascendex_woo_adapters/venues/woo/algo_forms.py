"""The forms of algo orders, which both generations write and read alike but for ids, tags and paths."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ccxt.base.errors import BadResponse, InvalidOrder

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.common.bodies import known, rows
from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import iso8601, ms_of_either, positive
from ascendex_woo_adapters.common.structures import as_float
from ascendex_woo_adapters.venues.woo.algo_edits import AlgoChanges
from ascendex_woo_adapters.venues.woo.algo_intents import AlgoIntent, Leg
from ascendex_woo_adapters.venues.woo.enums import (
    ALGO_ORDER_TYPES,
    ALGO_TYPE_IDS,
    MARGIN_MODE_IDS,
    ORDER_STATUSES,
    TRIGGER_PRICE_TYPE_IDS,
)

_LEG_TYPES = {"takeProfit": "TAKE_PROFIT", "stopLoss": "STOP_LOSS"}
#: Parents that are nothing but their legs, which all reduce.
_EXITS = ("POSITIONAL_TP_SL", "TP_SL")
_NO_LEGS: dict[str, dict[str, Any]] = {}


# written ---------------------------------------------------------------------------------------------


def algo_body(intent: AlgoIntent, client_key: str, tag_key: str) -> dict[str, Any]:
    """The body of a placement; numbers as strings."""
    request: dict[str, Any] = {
        "symbol": intent.market["id"],
        "algoType": ALGO_TYPE_IDS[intent.kind],
        client_key: intent.client_order_id,
        "reduceOnly": intent.reduce_only,
    }
    if intent.kind == "positional":
        request["reduceOnly"] = False  # what reduces are its legs
    elif intent.kind == "tp sl":
        request.update(reduceOnly=False, side=intent.side.upper(), quantity=intent.amount)
    else:
        request.update(side=intent.side.upper(), type=intent.type.upper(), quantity=intent.amount)
    request.update(_KINDS[intent.kind](intent))
    optional = {
        "price": intent.price,
        "visibleQuantity": intent.visible_quantity,
        tag_key: intent.order_tag,
        "marginMode": None if intent.margin_mode is None else MARGIN_MODE_IDS[intent.margin_mode],
        "positionSide": None if intent.position_side is None else intent.position_side.upper(),
    }
    request.update((key, value) for key, value in optional.items() if value is not None)
    return {**request, **intent.rest}


def _stop(intent: AlgoIntent) -> dict[str, Any]:
    return {"triggerPrice": intent.trigger_price, **_trigger_type(intent.trigger_by)}


def _trailing(intent: AlgoIntent) -> dict[str, Any]:
    distance = {"callbackRate": intent.callback_rate, "callbackValue": intent.callback_value}
    return {
        **{key: value for key, value in distance.items() if value is not None},
        **({} if intent.activation_price is None else {"activatedPrice": intent.activation_price}),
        **_trigger_type(intent.trigger_by),
    }


def _oco(intent: AlgoIntent) -> dict[str, Any]:
    """The limit order's other leg is a stop on the same side."""
    child: dict[str, Any] = {
        "side": intent.side.upper(),
        "algoType": "STOP",
        "triggerPrice": intent.trigger_price,
        "type": "MARKET",
        **_trigger_type(intent.trigger_by),
    }
    if intent.stop_limit_price is not None:
        child.update(type="LIMIT", price=intent.stop_limit_price)
    if intent.reduce_only:
        child["reduceOnly"] = True
    return {"childOrders": [child]}


def _bracket(intent: AlgoIntent) -> dict[str, Any]:
    """The entry's child holds the exits: of the whole position, or of a quantity if they tell one."""
    legs = [leg for leg in (intent.take_profit, intent.stop_loss) if leg is not None]
    child: dict[str, Any] = {
        "symbol": intent.market["id"],
        "reduceOnly": False,
        "algoType": ALGO_TYPE_IDS["positional"],
    }
    quantity = None
    if any(leg.price is not None or leg.amount is not None for leg in legs):
        quantities = {leg.amount or intent.amount for leg in legs}
        quantity = quantities.pop()
        if quantities:
            raise InvalidOrder("woo takes the same amount for a stop loss and a take profit")
        child.update(algoType=ALGO_TYPE_IDS["tp sl"], quantity=quantity)
    child["childOrders"] = _legs(intent, "sell" if intent.side == "buy" else "buy", quantity)
    entry = {} if intent.trigger_price is None else _stop(intent)
    return {**entry, "childOrders": [child]}


def _exits(intent: AlgoIntent) -> dict[str, Any]:
    return {"childOrders": _legs(intent, intent.side, intent.amount)}


_KINDS = {
    "stop": _stop,
    "trailing": _trailing,
    "oco": _oco,
    "bracket": _bracket,
    "stop bracket": _bracket,
    "positional": _exits,
    "tp sl": _exits,
}


def _legs(intent: AlgoIntent, side: str, quantity: str | None) -> list[dict[str, Any]]:
    return [
        _leg(algo_type, leg, side, quantity)
        for algo_type, leg in (("TAKE_PROFIT", intent.take_profit), ("STOP_LOSS", intent.stop_loss))
        if leg is not None
    ]


def _leg(algo_type: str, leg: Leg, side: str, quantity: str | None) -> dict[str, Any]:
    """A leg that closes the position, or an order for a quantity."""
    row = {
        "algoType": algo_type,
        "type": "CLOSE_POSITION",
        "side": side.upper(),
        "reduceOnly": True,
        "triggerPrice": leg.trigger_price,
        **_trigger_type(leg.trigger_by),
    }
    if quantity is not None:
        row.update(type="MARKET" if leg.price is None else "LIMIT", quantity=quantity)
    if leg.price is not None:
        row["price"] = leg.price
    return row


def _trigger_type(by: str | None) -> dict[str, Any]:
    return {} if by is None else {"triggerPriceType": TRIGGER_PRICE_TYPE_IDS[by]}


def changes_body(changes: AlgoChanges, row: dict[str, Any] | None) -> dict[str, Any]:
    """The body of an edit; ``row`` is the order as it stands, which tells the ids of the legs that change."""
    request: dict[str, Any] = {
        "price": changes.price,
        "quantity": changes.amount,
        "triggerPrice": changes.trigger_price,
        "callbackRate": changes.callback_rate,
        "callbackValue": changes.callback_value,
        "activatedPrice": changes.activation_price,
    }
    children = []
    for name, leg in changes.legs.items():
        edited = {"price": leg.price, "quantity": leg.amount, "triggerPrice": leg.trigger_price}
        edited = {key: value for key, value in edited.items() if value is not None}
        target = _leg_of(name, row or {})
        if target is None:
            request.update(edited)
        elif target.get("type") == "CLOSE_POSITION" and edited.keys() != {"triggerPrice"}:
            raise InvalidOrder(f"woo closes the position at market: {name} has no price and no amount")
        else:
            children.append({"algoOrderId": target["algoOrderId"], **edited})
    body = {key: value for key, value in request.items() if value is not None}
    if children:
        body["childOrders"] = children
    return {**body, **changes.rest}


#: What an edit changes of an order or of a leg.
_CHANGING = ("price", "quantity", "triggerPrice", "callbackRate", "callbackValue", "activatedPrice")


def changed_values(body: dict[str, Any], row: dict[str, Any]) -> list[tuple[Any, Any]]:
    """What an order and its legs have, and what the body of an edit asks for, value by value."""
    legs = {str(leg.get("algoOrderId")): leg for leg in _descendants(row)}
    parts = [(row, body)]
    parts += [(legs.get(str(leg["algoOrderId"]), {}), leg) for leg in body.get("childOrders", ())]
    return [(found.get(key), wanted.get(key)) for found, wanted in parts for key in _CHANGING]


def _leg_of(name: str, row: dict[str, Any]) -> dict[str, Any] | None:
    """The leg of an order that is its take profit or stop loss; None where that is the order itself."""
    algo_type = row.get("algoType")
    if algo_type in ("STOP", _LEG_TYPES[name]):
        return None
    wanted = "STOP" if (algo_type, name) == ("OCO", "stopLoss") else _LEG_TYPES[name]
    found = _legs_by_type(row).get(wanted)
    if found is None or found.get("algoOrderId") is None:
        raise InvalidOrder(f"woo order {row.get('algoOrderId')} ({algo_type}) has no {name} to change")
    return found


# read ------------------------------------------------------------------------------------------------


def placed_order(
    ex: Adapter, intent: AlgoIntent, body: dict[str, Any], response: Any, timestamp: int | None
) -> Any:
    """The order of an acknowledgement: one row for each leg, the order itself is told by its type."""
    created = rows(ex.id, response, "data", "rows")
    own = [row for row in created if row.get("algoType") == body["algoType"]] or created
    order_id = own[-1].get("algoOrderId", own[-1].get("orderId")) if own else None
    if order_id is None:
        raise BadResponse(f"{ex.id} acknowledged an algo order without an id: {excerpt(response)}")
    market: Any = intent.market
    order: Any = ex.parse_order(
        {
            "side": intent.side.upper(),
            "type": "CLOSE_POSITION",
            **body,
            "algoOrderId": order_id,
            "clientOrderId": client_id_of_algo_order(own[-1]) or intent.client_order_id,
            "reduceOnly": intent.reduce_only,
            "algoStatus": "NEW",
            "createdTime": timestamp,
        },
        market,
    )
    if intent.exit is not None:
        order[intent.exit] = order["triggerPrice"]
    order["info"] = response
    return order


def client_id_of_algo_order(row: dict[str, Any]) -> Any:
    """The client id of a row, under V3's name or the older one, which V3 uses at times."""
    return row.get("clientAlgoOrderId", row.get("clientOrderId"))


def algo_status(ex: Adapter, row: dict[str, Any]) -> str:
    """ccxt's status of an algo order or of a leg."""
    status = row.get("algoStatus", row.get("status", row.get("rootAlgoStatus")))
    name: str = known(ex.id, "status of algo order", status, ORDER_STATUSES)
    return name


def open_algo_rows(ex: Adapter, row: dict[str, Any]) -> list[dict[str, Any]]:
    """What is open of an order: it, or (a bracket whose entry is filled) the exits that it leaves behind."""
    if algo_status(ex, row) == "open":
        return [row]
    return [found for child in row.get("childOrders") or () for found in open_algo_rows(ex, child)]


def parse_algo_order(ex: Adapter, row: dict[str, Any], market: Any = None) -> Any:
    """An algo order; its legs stay in ``info``, their prices are told where ccxt has a field for them."""
    if market is None or row.get("symbol") != market["id"]:
        market = ex.safe_market(row.get("symbol"), market)
    get = row.get
    order_id, filled = get("algoOrderId"), get("totalExecutedQuantity")
    if order_id is None or (filled is not None and as_float(filled) is None):
        raise BadResponse(
            f"{ex.id} sent an algo order without its id or what is filled of it: {excerpt(row)}"
        )
    legs = _legs_by_type(row) if get("childOrders") else _NO_LEGS
    algo_type = get("algoType")
    trigger = positive(get("triggerPrice"))
    if trigger is None and algo_type == "OCO":
        trigger = _trigger_of(legs.get("STOP"))
    take_profit = trigger if algo_type == "TAKE_PROFIT" else _trigger_of(legs.get("TAKE_PROFIT"))
    stop_loss = trigger if algo_type == "STOP_LOSS" else _trigger_of(legs.get("STOP_LOSS"))
    # the parent of a position's exits has no type of its own
    order_type = known(ex.id, "type of algo order", get("type", "CLOSE_POSITION"), ALGO_ORDER_TYPES)
    timestamp = ms_of_either(get("createdTime"))
    client_id, side, asset = client_id_of_algo_order(row), get("side"), get("feeAsset")
    return ex.safe_order(
        {
            "id": str(order_id),
            "clientOrderId": None if client_id in (None, 0, "0") else str(client_id),
            "timestamp": timestamp,
            "datetime": None if timestamp is None else iso8601(timestamp),
            "lastTradeTimestamp": None,
            "lastUpdateTimestamp": ms_of_either(get("updatedTime")),
            "symbol": market["symbol"],
            "type": order_type,
            "timeInForce": "GTC" if order_type == "limit" else None,
            "postOnly": None,
            "side": None if side is None else side.lower(),
            "reduceOnly": True if algo_type in _EXITS else get("reduceOnly"),
            "price": positive(get("price")),
            "triggerPrice": trigger,
            "takeProfitPrice": take_profit,
            "stopLossPrice": stop_loss,
            "amount": positive(get("quantity")),
            "filled": filled,
            "average": positive(get("averageExecutedPrice")),
            "status": algo_status(ex, row),
            "fee": {"cost": get("totalFee"), "currency": ex._currency_code(asset.upper())} if asset else None,
            "info": row,
        },
        market,
    )


def _trigger_of(leg: dict[str, Any] | None) -> Any:
    return None if leg is None else positive(leg.get("triggerPrice"))


def _legs_by_type(row: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {str(leg.get("algoType")): leg for leg in _descendants(row)}


def _descendants(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for child in row.get("childOrders") or ():
        yield child
        yield from _descendants(child)
