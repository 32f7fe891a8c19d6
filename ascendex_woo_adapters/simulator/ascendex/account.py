"""Account endpoints of AscendEX: key info, fees, positions, margin, leverage, funding payments.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#account
"""

from __future__ import annotations

from decimal import Decimal
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from ..keys import TRADE, TRANSFER, VIEW
from ..server import Request
from ..trading.instruments import Instrument
from ..trading.model import ZERO, Kind, MarginMode, Order, PlaceRequest, Position, Side
from .assets import COLLATERALS
from .errors import (
    INVALID_ARGUMENT,
    INVALID_OPERATION,
    INVALID_PRODUCT,
    INVALID_REQUEST_DATA,
    Refusal,
)
from .market import display_name
from .orders import OPEN, paged
from .settings import margin_mode, position_of, set_margin_mode
from .wire import Fields, available, plain, rounded

if TYPE_CHECKING:
    from ..trading.engine import Account
    from .venue import AscendexVenue

LEVERAGES = range(1, 101)
FUNDING_PAGE, FUNDING_PAGE_MAX = 20, 100
MARGIN_TYPES = {"isolated": MarginMode.ISOLATED, "crossed": MarginMode.CROSS}


def info(venue: AscendexVenue, request: Request, account: Account) -> Any:
    values = _key_info(venue, request, account)
    accounts = ("accountGroup", "email", "expireTime", "allowedIps", "cashAccount", "marginAccount")
    futures = {"futuresAccount": [venue.user(account).futures]}
    return _ok({name: values[name] for name in accounts} | futures | values | {"limitQuota": 1000})


def old_info(venue: AscendexVenue, request: Request, account: Account) -> Any:
    return _ok(_key_info(venue, request, account))


def _key_info(venue: AscendexVenue, request: Request, account: Account) -> dict[str, Any]:
    user, key = venue.user(account), request.credential
    permissions = key.permissions if key else frozenset()
    return {
        "accountGroup": user.group,
        "email": user.email,
        "expireTime": -1,
        "allowedIps": [request.ip],
        "cashAccount": [user.cash],
        "marginAccount": [user.margin],
        "userUID": user.uid,
        "tradePermission": TRADE in permissions,
        "transferPermission": TRANSFER in permissions,
        "viewPermission": VIEW in permissions,
    }


def fee_info(venue: AscendexVenue, request: Request, account: Account) -> Any:
    large, small = venue.instruments[0], venue.instruments[-1]
    fees = {"largeCap": _fee(large), "smallCap": _fee(small)}
    return _ok({"domain": "futures", "userUID": venue.user(account).uid, "vipLevel": 0, "genericFee": fees})


def fees(venue: AscendexVenue, request: Request, account: Account) -> Any:
    rows = [{"fee": _fee(instrument), "symbol": instrument.symbol} for instrument in venue.instruments]
    return _ok({"domain": "futures", "userUID": venue.user(account).uid, "vipLevel": 0, "productFee": rows})


def _fee(instrument: Instrument) -> dict[str, str]:
    return {"maker": plain(instrument.maker_fee), "taker": plain(instrument.taker_fee)}


# Positions and margin.


def positions(venue: AscendexVenue, request: Request, account: Account) -> Any:
    """All collaterals held, and all contracts; flat ones have the side NULL_VAL."""
    collaterals = [
        {
            "asset": asset,
            "balance": rounded(balance.total),
            "discountFactor": plain(COLLATERALS[asset].discount),
            "referencePrice": rounded(venue.engine.value(asset)),
        }
        for asset, balance in venue.engine.balances(account).items()
        if asset in COLLATERALS
    ]
    open_orders = list(account.open_orders.values())
    return _ok(
        {
            "ac": "FUTURES",
            "accountId": venue.user(account).futures,
            "collaterals": collaterals,
            "contracts": [contract_object(venue, account, i, open_orders) for i in venue.instruments],
        }
    )


def contract_object(
    venue: AscendexVenue, account: Account, instrument: Instrument, open_orders: list[Order]
) -> dict[str, Any]:
    symbol = instrument.symbol
    position = position_of(account, symbol)
    mark, index = venue.engine.mark(symbol), venue.engine.index(symbol)
    own = [order for order in open_orders if order.symbol == symbol]
    return {
        "symbol": symbol,
        "side": _side(position),
        "position": plain(position.quantity),
        "referenceCost": rounded(-position.cost),
        "unrealizedPnl": rounded(position.unrealized(mark)),
        "realizedPnl": rounded(position.realized_pnl),
        "avgOpenPrice": rounded(position.entry),
        "marginType": "cross" if margin_mode(account, symbol) is MarginMode.CROSS else "isolated",
        "isolatedMargin": rounded(position.isolated_margin),
        "leverage": plain(venue.engine.leverage(account, symbol, position.margin_mode)),
        **venue.exits.prices(account, symbol),
        "buyOpenOrderNotional": rounded(_notional(own, Side.BUY, mark)),
        "sellOpenOrderNotional": rounded(_notional(own, Side.SELL, mark)),
        "indexPrice": rounded(index),
        "markPrice": rounded(mark),
    }


def _side(position: Position) -> str:
    if not position.quantity:
        return "NULL_VAL"
    return "LONG" if position.quantity > 0 else "SHORT"


def _notional(orders: list[Order], side: Side, mark: Decimal) -> Decimal:
    return sum(((o.price or mark) * o.remaining for o in orders if o.side is side), ZERO)


def close_positions(venue: AscendexVenue, request: Request, account: Account) -> Any:
    """Close all positions, or that of one symbol, at the market; `cancelOpen` cancels its orders first."""
    fields = Fields.of_body(request, optional=True)
    wanted = fields.text("symbol")
    if wanted and venue.engine.instrument(wanted) is None:
        raise Refusal(INVALID_PRODUCT)
    if fields.flag("cancelOpen"):
        venue.engine.cancel_all(account, wanted or None)
    for position in venue.engine.positions(account):
        if wanted in ("", position.symbol):
            side = Side.SELL if position.quantity > 0 else Side.BUY
            closing = PlaceRequest(
                position.symbol,
                side,
                Kind.MARKET,
                abs(position.quantity),
                reduce_only=True,
                margin_mode=position.margin_mode,
                order_id=venue.order_id(account, venue.clock.now()),
                venue={"type": "Market", "exec_inst": "ReduceOnly"},
            )
            venue.engine.place(account, closing)
    return {"code": 0}


def free_margin(venue: AscendexVenue, request: Request, account: Account) -> Any:
    engine = venue.engine
    collaterals = [
        {"asset": asset, "availableForTransfer": available(engine.available(account, asset))}
        for asset in engine.balances(account)
        if asset in COLLATERALS
    ]
    isolated = [
        {"freeMargin": available(_isolated_free(venue, p)), "symbol": p.symbol}
        for p in engine.positions(account)
        if p.margin_mode is MarginMode.ISOLATED
    ]
    crossed = {"freeMargin": available(engine.margin_summary(account).free)}
    return _ok({"collaterals": collaterals, "crossed": crossed, "isolated": isolated})


def _isolated_free(venue: AscendexVenue, position: Position) -> Decimal:
    """What may be taken out: margin and profit above the initial margin of the position's bracket."""
    mark = venue.engine.mark(position.symbol)
    instrument = venue.engine.instrument(position.symbol)
    assert instrument is not None
    notional = abs(position.quantity) * mark
    needed = notional * instrument.bracket(notional).initial
    return max(
        ZERO, min(position.isolated_margin, position.isolated_margin + position.unrealized(mark) - needed)
    )


def change_isolated_margin(venue: AscendexVenue, request: Request, account: Account) -> Any:
    fields = Fields.of_body(request)
    fields.need("symbol", "amount")
    symbol, amount = _symbol(venue, fields), fields.decimal("amount")
    if not amount:
        raise Refusal(INVALID_ARGUMENT, "Invalid amount")
    position = position_of(account, symbol)
    if position.margin_mode is not MarginMode.ISOLATED or not position.quantity:
        raise Refusal(INVALID_OPERATION, f"No isolated position in {symbol}")
    venue.engine.adjust_isolated(account, position, amount)
    return {"code": 0}


def change_margin_type(venue: AscendexVenue, request: Request, account: Account) -> Any:
    """Not while the symbol has a position or open orders."""
    fields = Fields.of_body(request)
    fields.need("symbol", "marginType")
    symbol, name = _symbol(venue, fields), fields.text("marginType")
    if name not in MARGIN_TYPES:
        raise Refusal(INVALID_REQUEST_DATA, f"Invalid parameter: marginType {name}")
    busy = position_of(account, symbol).quantity or venue.engine.orders(account, symbol=symbol, statuses=OPEN)
    if busy and MARGIN_TYPES[name] is not margin_mode(account, symbol):
        raise Refusal(INVALID_OPERATION, f"{symbol} has a position or open orders")
    set_margin_mode(account, symbol, MARGIN_TYPES[name])
    return {"code": 0}


def change_leverage(venue: AscendexVenue, request: Request, account: Account) -> Any:
    fields = Fields.of_body(request)
    fields.need("symbol", "leverage")
    symbol, leverage = _symbol(venue, fields), fields.integer("leverage", 0)
    if leverage not in LEVERAGES:
        raise Refusal(INVALID_ARGUMENT, f"Invalid leverage: {leverage}")
    venue.engine.set_leverage(account, symbol, Decimal(leverage), margin_mode(account, symbol))
    return _ok({"leverage": leverage, "symbol": symbol})


def funding_payments(venue: AscendexVenue, request: Request, account: Account) -> Any:
    """Newest first, in pages; the symbol may be given by either of its names."""
    fields = Fields.of_query(request)
    page = fields.integer("page", 1, low=1)
    size = fields.integer("pageSize", FUNDING_PAGE, low=1, high=FUNDING_PAGE_MAX)
    wanted = fields.text("symbol")
    symbols = {i.symbol for i in venue.instruments if wanted in ("", i.symbol, display_name(i))}
    if not symbols:
        raise Refusal(INVALID_PRODUCT)
    rows = [
        {
            "fundingRate": rounded(entry.detail["rate"]),
            "paymentInUSDT": rounded(entry.amount),
            "symbol": entry.symbol,
            "timestamp": entry.time,
        }
        for entry in reversed(account.journal)
        if entry.kind == "FUNDING" and entry.symbol in symbols
    ]
    shown, has_next = paged(sorted(rows, key=itemgetter("timestamp"), reverse=True), page, size)
    return _ok({"data": shown, "hasNext": has_next, "page": page, "pageSize": size})


def _symbol(venue: AscendexVenue, fields: Fields) -> str:
    symbol = fields.text("symbol")
    if venue.engine.instrument(symbol) is None:
        raise Refusal(INVALID_PRODUCT)
    return symbol


def _ok(data: Any) -> dict[str, Any]:
    return {"code": 0, "data": data}
