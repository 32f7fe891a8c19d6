"""The REST endpoints of WOO's generation V3.

https://developer.woox.io/api-reference/introduction
"""

from __future__ import annotations

from ..keys import TRADE, TRANSFER, VIEW
from ..limits import Limit
from . import v3_account as accounts
from . import v3_algo as algos
from . import v3_assets as assets
from . import v3_futures as futures
from . import v3_margin as margin
from . import v3_orders as orders
from . import v3_public as market
from . import v3_trades as trades
from .endpoint import Endpoint, per_account, per_ip, per_symbol
from .v3_wire import PrivateHandler, PublicHandler, private, public


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

_MINUTE_10, _MINUTE_20 = per_account(10, 60), per_account(20, 60)
_RANGE = "startTime endTime page size"
_ORDER = "orderId clientOrderId"
_COUNTDOWN = per_account(10, group="V3 cancelAllAfter")
"""One endpoint under the two paths that are documented; a form body is shown for the second one."""
_ALGO = "algoOrderId clientAlgoOrderId"
TRADING = (
    _do("POST", "trade/order", per_symbol(5), orders.PLACE_PARAMS, orders.place_order),
    _get("trade/order", per_symbol(5), f"{_ORDER} withRealizedPnl", orders.get_order),
    _do("PUT", "trade/order", per_account(5), f"{_ORDER} price quantity", orders.edit_order),
    _do("DELETE", "trade/order", per_account(10), f"{_ORDER} symbol", orders.cancel_order),
    _get("trade/orders", per_account(10), orders.LIST_PARAMS, orders.get_orders),
    _do("DELETE", "trade/orders", per_account(10), "symbol", orders.cancel_orders),
    _do("DELETE", "trade/allOrders", per_account(10), "symbol side marginMode", orders.cancel_everything),
    _do("POST", "trade/algoOrder", per_symbol(2), algos.PLACE_PARAMS, algos.place_algo),
    _get("trade/algoOrder", per_account(10), _ALGO, algos.get_algo),
    _do("PUT", "trade/algoOrder", per_account(5), algos.EDIT_PARAMS, algos.edit_algo_order),
    _do("DELETE", "trade/algoOrder", per_account(10), _ALGO, algos.cancel_algo),
    _get("trade/algoOrders", per_account(10), algos.LIST_PARAMS, algos.get_algos),
    _do("DELETE", "trade/algoOrders", per_account(10), "symbol", algos.cancel_algos),
    _get("trade/transaction", per_account(10), "tradeId clientOrderId", trades.transaction),
    _get(
        "trade/transactionHistory",
        per_account(2),
        "symbol startTime endTime fromId limit orderId",
        trades.transaction_history,
    ),
    _get("trade/tradingFee", per_account(2), "symbol", trades.trading_fee),
    _do("POST", "trade/cancelAllAfter", _COUNTDOWN, "triggerAfter", trades.cancel_all_after),
    Endpoint(
        "POST",
        "/v3/trade/order/cancelAllAfter",
        TRADE,
        _COUNTDOWN,
        "triggerAfter",
        private(trades.cancel_all_after, form=True),
    ),
)

ACCOUNT = (
    _get("account/info", _MINUTE_10, "", accounts.info),
    _get("account/tokenConfig", per_account(10), "", accounts.token_config),
    _get("account/symbolConfig", per_account(10), "", accounts.symbol_config),
    _do("POST", "account/tradingMode", per_account(5, 60), "tradingMode", accounts.set_trading_mode),
    _do("POST", "account/listenKey", per_account(5, 10), "type", accounts.make_listen_key, VIEW),
    _get("account/subAccounts/all", _MINUTE_10, "", accounts.sub_accounts),
    _get("account/referral/summary", _MINUTE_10, "page size", accounts.no_rows),
    _get("account/referral/rewardHistory", _MINUTE_10, "page size", accounts.no_rows),
    _get("account/credentials", _MINUTE_10, "page size", accounts.credentials),
)

ASSET = (
    _get("asset/balances", per_account(10), "token", assets.balances),
    _get("asset/token/history", _MINUTE_10, f"type {_RANGE}", assets.token_history),
    _do("POST", "asset/transfer", _MINUTE_20, "token amount from to", assets.transfer, TRANSFER),
    _get("asset/transfer/history", _MINUTE_20, _RANGE, assets.transfer_history),
    _get("asset/wallet/history", _MINUTE_10, f"token network tokenSide type {_RANGE}", assets.wallet_history),
    _get("asset/wallet/deposit", _MINUTE_10, "token network", assets.deposit_address),
    _do(
        "POST",
        "asset/wallet/withdraw",
        _MINUTE_10,
        "token network address amount extra",
        assets.withdraw,
        TRANSFER,
    ),
    _do("DELETE", "asset/wallet/withdraw/{withdrawId}", _MINUTE_10, "", assets.cancel_withdraw, TRANSFER),
    _get("asset/staking/yieldHistory", _MINUTE_10, "page size", accounts.no_rows),
)

FUTURES = (
    _get("futures/positions", per_account(30, 10), "symbol", futures.positions),
    _get("futures/leverage", _MINUTE_10, "symbol marginMode positionMode", futures.get_leverage),
    _do(
        "PUT",
        "futures/leverage",
        per_account(10, 60),
        "symbol marginMode leverage positionMode positionSide",
        futures.set_leverage,
    ),
    _do("PUT", "futures/positionMode", per_account(5, 60), "positionMode", futures.set_position_mode),
    _get("futures/defaultMarginMode", _MINUTE_10, "symbol", futures.get_default_mode),
    _do("PUT", "futures/defaultMarginMode", _MINUTE_10, "marginMode", futures.set_default_mode),
    _do("PUT", "futures/defaultMarginMode/{symbol}", _MINUTE_10, "marginMode", futures.set_default_mode),
    _do("POST", "futures/defaultMarginMode/reset", _MINUTE_10, "", futures.reset_default_mode),
    _get("futures/fundingFee/history", _MINUTE_20, f"symbol {_RANGE}", futures.funding_fees),
    _do(
        "POST",
        "isolatedMargin/margin",
        per_account(10, 60),
        "symbol positionSide adjustToken adjustAmount action",
        futures.adjust_margin,
    ),
)

MARGIN = (
    _do("POST", "spotMargin/leverage", per_account(5, 60), "leverage", margin.set_leverage),
    _get("spotMargin/interestRate", _MINUTE_10, "token", margin.interest_rates),
    _get("spotMargin/interestHistory", _MINUTE_10, f"token side {_RANGE}", margin.interest_history),
    _get("spotMargin/maxMargin", _MINUTE_10, "symbol", margin.max_margin),
    _do("POST", "spotMargin/interestRepay", _MINUTE_10, "token amount", margin.repay_interest),
)

ENDPOINTS = (*PUBLIC, *TRADING, *ACCOUNT, *ASSET, *FUTURES, *MARGIN)
