"""The REST endpoints of WOO's generation V3.

https://developer.woox.io/api-reference/introduction
"""

from __future__ import annotations

from . import woo_v3_assets as assets
from . import woo_v3_futures as futures
from . import woo_v3_orders as orders
from . import woo_v3_public as market
from . import woo_v3_trades as trades
from .keys import TRADE, VIEW
from .limits import Limit
from .woo_endpoint import Endpoint, per_account, per_ip, per_symbol
from .woo_v3_wire import PrivateHandler, PublicHandler, private, public


def _public(path: str, params: str, handler: PublicHandler) -> Endpoint:
    return Endpoint("GET", f"/v3/public/{path}", None, per_ip(10), params, public(handler))


def _get(path: str, limit: Limit, params: str, handler: PrivateHandler) -> Endpoint:
    return Endpoint("GET", f"/v3/{path}", VIEW, limit, params, private(handler))


def _do(
    method: str, path: str, limit: Limit, params: str, handler: PrivateHandler, permission: str = TRADE
) -> Endpoint:
    return Endpoint(method, f"/v3/{path}", permission, limit, params, private(handler))


PUBLIC = (
    _public("systemInfo", "", market.system_info),
    _public("instruments", "symbol", market.instruments),
    _public("token", "", market.token),
    _public("tokenNetwork", "", market.token_network),
    _public("tokenInfo", "", market.token),
    _public("marketTrades", "symbol limit", market.market_trades),
    _public("marketTradesHistory", "symbol startTime page size", market.market_trades_history),
    _public("orderbook", "symbol maxLevel rpi", market.orderbook),
    _public("kline", "symbol type limit", market.kline),
    _public("klineHistory", "symbol type before after limit", market.kline_history),
    _public("futures", "symbol", market.futures),
    _public("fundingRate", "symbol", market.funding_rate),
    _public("fundingRateHistory", "symbol startTime endTime page size", market.funding_rate_history),
)

_ORDER = "orderId clientOrderId"
TRADING = (
    _do("POST", "trade/order", per_symbol(5), orders.PLACE_PARAMS, orders.place_order),
    _get("trade/order", per_symbol(5), f"{_ORDER} withRealizedPnl", orders.get_order),
    _do("PUT", "trade/order", per_account(5), f"{_ORDER} price quantity", orders.edit_order),
    _do("DELETE", "trade/order", per_account(10), f"{_ORDER} symbol", orders.cancel_order),
    _get("trade/orders", per_account(10), orders.LIST_PARAMS, orders.get_orders),
    _do("DELETE", "trade/orders", per_account(10), "symbol", orders.cancel_orders),
    _do("DELETE", "trade/allOrders", per_account(10), "symbol side marginMode", orders.cancel_everything),
    _get("trade/transaction", per_account(10), "tradeId clientOrderId", trades.transaction),
    _get(
        "trade/transactionHistory",
        per_account(2),
        "symbol startTime endTime fromId limit orderId",
        trades.transaction_history,
    ),
    _get("trade/tradingFee", per_account(2), "symbol", trades.trading_fee),
)

ASSET = (_get("asset/balances", per_account(10), "token", assets.balances),)

FUTURES = (
    _get("futures/positions", per_account(30, 10), "symbol", futures.positions),
    _get("futures/leverage", per_account(10, 60), "symbol marginMode positionMode", futures.get_leverage),
    _do(
        "PUT",
        "futures/leverage",
        per_account(10, 60),
        "symbol marginMode leverage positionMode positionSide",
        futures.set_leverage,
    ),
    _do("PUT", "futures/positionMode", per_account(5, 60), "positionMode", futures.set_position_mode),
)

ENDPOINTS = (*PUBLIC, *TRADING, *ASSET, *FUTURES)
