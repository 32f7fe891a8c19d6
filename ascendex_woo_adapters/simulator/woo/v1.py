"""The REST endpoints of WOO's generation v1: paths of v1, v2 and early v3.

https://docs.woox.io/
"""

from __future__ import annotations

from ..keys import TRADE, TRANSFER, VIEW
from . import account as accounts
from . import algo_v1 as algos
from . import convert, deadman, interest, liquidator, public, trading
from . import wallet as wallets
from .endpoint import Endpoint, per_account, per_ip, per_symbol

_ORDER_PARAMS = (
    "symbol client_order_id margin_mode order_tag order_type post_only_adjusted order_price order_quantity"
    " order_amount reduce_only visible_quantity side position_side broker_id"
)
_RANGE = "start_t end_t page size"
_KLINE = "symbol type limit"
_BOOK = "max_level"

PUBLIC = (
    Endpoint("GET", "/v1/public/system_info", None, per_ip(10), "", public.system_info),
    Endpoint("GET", "/v1/public/info/{symbol}", None, per_ip(10), "", public.info_of),
    Endpoint("GET", "/v1/public/info", None, per_ip(10), "", public.info),
    Endpoint("GET", "/v1/public/market_trades", None, per_ip(10), "symbol limit", public.market_trades),
    Endpoint("GET", "/v1/hist/trade", None, per_ip(1), "page size start_time symbol", public.hist_trade),
    Endpoint("GET", "/v1/public/orderbook/{symbol}", None, per_ip(10, group="book"), _BOOK, public.orderbook),
    Endpoint("GET", "/v1/orderbook/{symbol}", None, per_ip(10, group="book"), _BOOK, public.orderbook),
    Endpoint("GET", "/v1/public/kline", None, per_ip(10, group="kline"), _KLINE, public.kline),
    Endpoint("GET", "/v1/kline", None, per_ip(10, group="kline"), _KLINE, public.kline),
    Endpoint(
        "GET",
        "/v1/hist/kline",
        None,
        per_ip(1),
        "symbol type start_time end_time size page",
        public.hist_kline,
    ),
    Endpoint("GET", "/v1/public/token", None, per_ip(10), "", public.token),
    Endpoint("GET", "/v1/public/token_network", None, per_ip(10), "", public.token_network),
    Endpoint("GET", "/v1/public/funding_rates", None, per_ip(10), "", public.funding_rates),
    Endpoint("GET", "/v1/public/funding_rate/{symbol}", None, per_ip(10), "", public.funding_rate),
    Endpoint(
        "GET",
        "/v1/public/funding_rate_history",
        None,
        per_ip(10),
        f"symbol {_RANGE}",
        public.funding_rate_history,
    ),
    Endpoint("GET", "/v1/public/futures", None, per_ip(10), "", public.futures),
    Endpoint("GET", "/v1/public/futures/{symbol}", None, per_ip(10), "", public.futures_of),
    Endpoint("GET", "/v3/public/insuranceFund", None, per_ip(10), "symbol", public.insurance_fund),
)

TRADING = (
    Endpoint("POST", "/v1/order", TRADE, per_symbol(10), _ORDER_PARAMS, trading.send_order),
    Endpoint(
        "POST",
        "/v1/order/cancel_all_after",
        TRADE,
        per_account(10),
        "trigger_after",
        deadman.cancel_all_after,
    ),
    Endpoint(
        "DELETE", "/v1/order", TRADE, per_account(10, group="cancel"), "order_id symbol", trading.cancel_order
    ),
    Endpoint(
        "DELETE",
        "/v1/client/order",
        TRADE,
        per_account(10, group="cancel"),
        "client_order_id symbol",
        trading.cancel_client_order,
    ),
    Endpoint("DELETE", "/v1/orders", TRADE, per_account(10), "symbol", trading.cancel_orders),
    Endpoint("DELETE", "/v3/orders/pending", TRADE, per_account(10), "", trading.cancel_pending),
    Endpoint("GET", "/v1/order/{oid}", VIEW, per_account(10, group="get"), "", trading.get_order),
    Endpoint(
        "GET",
        "/v1/client/order/{client_order_id}",
        VIEW,
        per_account(10, group="get"),
        "",
        trading.get_client_order,
    ),
    Endpoint(
        "GET",
        "/v1/orders",
        VIEW,
        per_account(10),
        f"symbol side order_type order_tag realized_pnl status {_RANGE}",
        trading.get_orders,
    ),
    Endpoint("PUT", "/v3/order/{order_id}", TRADE, per_account(5), "price quantity", trading.edit_order),
    Endpoint(
        "PUT",
        "/v3/order/client/{client_order_id}",
        TRADE,
        per_account(5),
        "price quantity",
        trading.edit_client_order,
    ),
    Endpoint(
        "DELETE",
        "/v3/merge/orders/pending/{symbol}",
        TRADE,
        per_account(10),
        "side marginMode",
        trading.cancel_merged,
    ),
    Endpoint("GET", "/v1/client/trade/{tid}", VIEW, per_account(10), "", trading.get_trade),
    Endpoint("GET", "/v1/order/{oid}/trades", VIEW, per_account(10), "", trading.order_trades),
    Endpoint("GET", "/v1/client/trades", VIEW, per_account(10), f"symbol order_tag {_RANGE}", trading.trades),
    Endpoint(
        "GET",
        "/v1/client/hist_trades",
        VIEW,
        per_account(1),
        "symbol start_t end_t fromId limit",
        trading.hist_trades,
    ),
    Endpoint("POST", "/v3/algo/order", TRADE, per_account(2), algos.PLACE_PARAMS, algos.place),
    Endpoint("DELETE", "/v3/algo/orders/pending", TRADE, per_account(10), "", algos.cancel_pending),
    Endpoint("DELETE", "/v3/algo/orders/pending/{symbol}", TRADE, per_account(10), "", algos.cancel_pending),
    Endpoint("DELETE", "/v3/algo/order/{order_id}", TRADE, per_account(10), "", algos.cancel),
    Endpoint("GET", "/v3/algo/order/{oid}", VIEW, per_account(10), "", algos.get),
    Endpoint("GET", "/v3/algo/orders", VIEW, per_account(10), algos.LIST_PARAMS, algos.get_list),
    Endpoint("PUT", "/v3/algo/order/{order_id}", TRADE, per_account(5), algos.EDIT_PARAMS, algos.edit),
    Endpoint(
        "PUT",
        "/v3/algo/order/client/{client_order_id}",
        TRADE,
        per_account(5),
        algos.EDIT_PARAMS,
        algos.edit_by_client_id,
    ),
)

ACCOUNT = (
    Endpoint("GET", "/v1/client/token", VIEW, per_account(10), "", accounts.client_token),
    Endpoint(
        "GET", "/v1/staking/yield_history", VIEW, per_account(10), "page size token", wallets.staking_yields
    ),
    Endpoint("GET", "/v1/client/holding", VIEW, per_account(10), "", accounts.holding),
    Endpoint("GET", "/v2/client/holding", VIEW, per_account(10), "all", accounts.holding_v2),
    Endpoint("GET", "/v3/balances", VIEW, per_account(100, 60), "token", accounts.balances),
    Endpoint("GET", "/v1/client/info", VIEW, per_account(10, 60), "", accounts.client_info),
    Endpoint("GET", "/v3/accountinfo", VIEW, per_account(10, 60), "", accounts.account_info),
    Endpoint(
        "GET",
        "/v1/client/transaction_history",
        VIEW,
        per_account(10, 60),
        f"type {_RANGE}",
        accounts.transaction_history,
    ),
    Endpoint(
        "GET", "/usercenter/api/enabled_credential", VIEW, per_account(10, 60), "", accounts.credentials
    ),
    Endpoint("GET", "/v3/buypower", VIEW, per_account(60, 60), "symbol", accounts.buy_power),
    Endpoint(
        "POST",
        "/v1/client/account_mode",
        TRADE,
        per_account(5, 60),
        "account_mode",
        accounts.set_account_mode,
    ),
    Endpoint(
        "POST", "/v1/client/position_mode", TRADE, per_account(2), "position_mode", accounts.set_position_mode
    ),
    Endpoint(
        "POST", "/v1/client/leverage", TRADE, per_account(5, 60), "leverage", accounts.set_spot_leverage
    ),
    Endpoint(
        "POST",
        "/v1/client/futures_leverage",
        TRADE,
        per_account(60, 60),
        "symbol margin_mode position_side leverage",
        accounts.set_futures_leverage,
    ),
    Endpoint(
        "GET",
        "/v1/client/futures_leverage",
        VIEW,
        per_account(10, 60),
        "symbol margin_mode position_mode",
        accounts.get_futures_leverage,
    ),
    Endpoint(
        "POST",
        "/v1/client/isolated_margin",
        TRADE,
        per_account(20, 60),
        "symbol position_side adjust_token adjust_amount action",
        accounts.set_isolated_margin,
    ),
    Endpoint(
        "GET",
        "/v1/funding_fee/history",
        VIEW,
        per_account(20, 60),
        f"symbol {_RANGE}",
        accounts.funding_fee_history,
    ),
    Endpoint("GET", "/v1/positions", VIEW, per_account(30, 10), "", accounts.positions_v1),
    Endpoint("GET", "/v3/positions", VIEW, per_account(30, 10), "", accounts.positions),
    Endpoint("GET", "/v1/position/{symbol}", VIEW, per_account(30, 10), "", accounts.position_of),
    Endpoint("GET", "/v3/referrals", VIEW, per_account(10, 60), "page size from to", wallets.no_data_rows),
    Endpoint(
        "GET", "/v3/referral_rewards", VIEW, per_account(10, 60), "page size from to", wallets.no_data_rows
    ),
    Endpoint(
        "GET",
        "/v3/liquidator/assignmentPreference",
        VIEW,
        per_account(10, 60),
        "",
        liquidator.get_preferences,
    ),
    Endpoint(
        "POST",
        "/v3/liquidator/assignmentPreference",
        TRADE,
        per_account(10, 60),
        "symbol type maxAmountPerOrder maxAmountTotal acceptLong acceptShort",
        liquidator.add_preference,
    ),
    Endpoint(
        "DELETE",
        "/v3/liquidator/assignmentPreference",
        TRADE,
        per_account(10),
        "symbol",
        liquidator.delete_preference,
    ),
)

WALLET = (
    Endpoint("GET", "/v1/asset/deposit", VIEW, per_account(60, 60), "token", wallets.deposit_address),
    Endpoint(
        "POST",
        "/v1/asset/withdraw",
        TRANSFER,
        per_account(20, 60),
        "token address extra amount",
        wallets.withdraw,
    ),
    Endpoint(
        "POST",
        "/v3/asset/withdraw",
        TRANSFER,
        per_account(20, 60),
        "network address extra amount balanceToken",
        wallets.withdraw_v3,
    ),
    Endpoint(
        "POST",
        "/v1/asset/internal_withdraw",
        TRANSFER,
        per_account(20, 60),
        "target_user_id balance_token amount",
        wallets.internal_withdraw,
    ),
    Endpoint("DELETE", "/v1/asset/withdraw", TRANSFER, per_account(5, 60), "id", wallets.cancel_withdraw),
    Endpoint(
        "GET",
        "/v1/asset/history",
        VIEW,
        per_account(10, 60),
        f"id token balance_token type token_side status {_RANGE}",
        wallets.asset_history,
    ),
    Endpoint("GET", "/v1/token_interest", VIEW, per_account(10, 60), "", interest.interest_rates),
    Endpoint("GET", "/v1/token_interest/{token}", VIEW, per_account(10, 60), "", interest.interest_rate),
    Endpoint(
        "GET",
        "/v1/interest/history",
        VIEW,
        per_account(10, 60),
        f"token side {_RANGE}",
        interest.interest_history,
    ),
    Endpoint("POST", "/v1/interest/repay", TRANSFER, per_account(10, 60), "token amount", interest.repay),
    Endpoint("GET", "/v1/sub_account/all", VIEW, per_account(10, 60), "", wallets.sub_accounts),
    Endpoint("GET", "/v1/sub_account/assets", VIEW, per_account(10, 60), "", wallets.sub_account_assets),
    Endpoint(
        "GET",
        "/v1/sub_account/asset_detail",
        VIEW,
        per_account(10, 60),
        "application_id",
        wallets.sub_account_detail,
    ),
    Endpoint(
        "GET",
        "/v1/sub_account/ip_restriction",
        VIEW,
        per_account(10, 10),
        "application_id api_key",
        wallets.ip_restriction,
    ),
    Endpoint(
        "GET",
        "/v1/asset/main_sub_transfer_history",
        VIEW,
        per_account(20, 60),
        _RANGE,
        wallets.transfer_history,
    ),
    Endpoint(
        "POST",
        "/v1/asset/main_sub_transfer",
        TRANSFER,
        per_account(20, 60),
        "token amount from_application_id to_application_id",
        wallets.transfer,
    ),
    Endpoint(
        "POST", "/v1/asset/ltv", VIEW, per_account(20, 60), "withdraw_token withdraw_amount", wallets.ltv
    ),
    Endpoint("GET", "/v3/convert/exchangeInfo", VIEW, per_ip(6, 60), "", convert.exchange_info),
    Endpoint("GET", "/v3/convert/assetInfo", VIEW, per_ip(6, 60), "", convert.asset_info),
    Endpoint("GET", "/v3/convert/trade", VIEW, per_ip(6, 60), "quoteId", convert.trade),
    Endpoint(
        "GET",
        "/v3/convert/trades",
        VIEW,
        per_ip(6, 60),
        "quoteId page size startTime endTime",
        convert.trades,
    ),
    Endpoint(
        "GET",
        "/v3/convert/rfq",
        VIEW,
        per_ip(10, 60),
        "sellToken buyToken sellQuantity",
        convert.request_quote,
    ),
    Endpoint("POST", "/v3/convert/rft", TRADE, per_ip(10, 60), "quoteId", convert.accept_quote),
)

ENDPOINTS = (*PUBLIC, *TRADING, *ACCOUNT, *WALLET)
