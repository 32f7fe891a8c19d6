"""Endpoints of AscendEX: one line each, named as ccxt names them.

https://ascendex.github.io/ascendex-futures-pro-api-v2/ and, for what cash and futures share,
https://ascendex.github.io/ascendex-pro-api/ -- the last string is the heading there.

The venue publishes one request limit: 8 a minute on the balance data. The others are assumptions,
named so; ``options['quotas']`` replaces them.
"""

from ascendex_woo_adapters.common.endpoint import Endpoint, Limit

V1_PUBLIC = ["v1", "public"]
V2_PUBLIC = ["v2", "public"]
V1_PRIVATE = ["v1", "private"]
V2_PRIVATE = ["v2", "private"]
V1_PRIVATE_DATA = ["v1", "private", "data"]
V2_PRIVATE_DATA = ["v2", "private", "data"]
V1_PRIVATE_GROUP = ["v1", "private", "accountGroup"]
V2_PRIVATE_GROUP = ["v2", "private", "accountGroup"]
V1_PRIVATE_CATEGORY = ["v1", "private", "accountCategory"]

BALANCE_DATA = Limit(8, 60_000, "account")
ASSUMED_MARKET_DATA = Limit(10, 1_000, "ip", documented=False)
ASSUMED_ACCOUNT = Limit(10, 1_000, "account", documented=False)
ASSUMED_ORDERS = Limit(10, 1_000, "account", documented=False)
ASSUMED_ORDER_HISTORY = Limit(60, 60_000, "account", documented=False)


# fmt: off
class AscendexEndpoints:
    """Every documented endpoint of Futures Pro v2, and the other implicit methods that ccxt had."""

    v1_public_get_exchange_info = v1PublicGetExchangeInfo = Endpoint("GET", "exchange-info", V1_PUBLIC, ASSUMED_MARKET_DATA, "Exchange latency info")
    v2_public_get_futures_contract = v2PublicGetFuturesContract = Endpoint("GET", "futures/contract", V2_PUBLIC, ASSUMED_MARKET_DATA, "Futures contracts info")
    v2_public_get_futures_collateral = v2PublicGetFuturesCollateral = Endpoint("GET", "futures/collateral", V2_PUBLIC, ASSUMED_MARKET_DATA, "Futures collateral asset info")
    v2_public_get_futures_pricing_data = v2PublicGetFuturesPricingData = Endpoint("GET", "futures/pricing-data", V2_PUBLIC, ASSUMED_MARKET_DATA, "Futures pricing data")
    v1_public_get_barhist_info = v1PublicGetBarhistInfo = Endpoint("GET", "barhist/info", V1_PUBLIC, ASSUMED_MARKET_DATA, "Bar info")
    v1_public_get_barhist = v1PublicGetBarhist = Endpoint("GET", "barhist", V1_PUBLIC, ASSUMED_MARKET_DATA, "Historical bar data")
    v2_public_get_futures_ticker = v2PublicGetFuturesTicker = Endpoint("GET", "futures/ticker", V2_PUBLIC, ASSUMED_MARKET_DATA, "Ticker")
    v1_public_get_depth = v1PublicGetDepth = Endpoint("GET", "depth", V1_PUBLIC, ASSUMED_MARKET_DATA, "Order book (depth)")
    v1_public_get_trades = v1PublicGetTrades = Endpoint("GET", "trades", V1_PUBLIC, ASSUMED_MARKET_DATA, "Market trades")
    v1_public_get_risk_limit_info = v1PublicGetRiskLimitInfo = Endpoint("GET", "risk-limit-info", V1_PUBLIC, ASSUMED_MARKET_DATA, "Risk limit info (deprecated)")
    v2_public_get_risk_limit_info = v2PublicGetRiskLimitInfo = Endpoint("GET", "risk-limit-info", V2_PUBLIC, ASSUMED_MARKET_DATA, "Risk limit info (v2)")
    v2_private_get_account_info = v2PrivateGetAccountInfo = Endpoint("GET", "account/info", V2_PRIVATE, ASSUMED_ACCOUNT, "Account info")
    v1_private_accountgroup_get_futures_fee_info = v1PrivateAccountGroupGetFuturesFeeInfo = Endpoint("GET", "futures/fee/info", V1_PRIVATE_GROUP, ASSUMED_ACCOUNT, "VIP fee schedule")
    v1_private_accountgroup_get_futures_fee = v1PrivateAccountGroupGetFuturesFee = Endpoint("GET", "futures/fee", V1_PRIVATE_GROUP, ASSUMED_ACCOUNT, "Fee schedule by symbol")
    v2_private_accountgroup_get_futures_position = v2PrivateAccountGroupGetFuturesPosition = Endpoint("GET", "futures/position", V2_PRIVATE_GROUP, ASSUMED_ACCOUNT, "Position")
    v2_private_accountgroup_get_futures_free_margin = v2PrivateAccountGroupGetFuturesFreeMargin = Endpoint("GET", "futures/free-margin", V2_PRIVATE_GROUP, ASSUMED_ACCOUNT, "Free margin")
    v2_private_accountgroup_post_futures_isolated_position_margin = v2PrivateAccountGroupPostFuturesIsolatedPositionMargin = Endpoint("POST", "futures/isolated-position-margin", V2_PRIVATE_GROUP, ASSUMED_ACCOUNT, "Change margin (isolated positions)", places=True)
    v2_private_accountgroup_post_futures_margin_type = v2PrivateAccountGroupPostFuturesMarginType = Endpoint("POST", "futures/margin-type", V2_PRIVATE_GROUP, ASSUMED_ACCOUNT, "Change margin type")
    v2_private_accountgroup_post_futures_leverage = v2PrivateAccountGroupPostFuturesLeverage = Endpoint("POST", "futures/leverage", V2_PRIVATE_GROUP, ASSUMED_ACCOUNT, "Change contract leverage")
    v2_private_accountgroup_post_futures_transfer_deposit = v2PrivateAccountGroupPostFuturesTransferDeposit = Endpoint("POST", "futures/transfer/deposit", V2_PRIVATE_GROUP, ASSUMED_ACCOUNT, "Deposit to the futures account", places=True)
    v2_private_accountgroup_post_futures_transfer_withdraw = v2PrivateAccountGroupPostFuturesTransferWithdraw = Endpoint("POST", "futures/transfer/withdraw", V2_PRIVATE_GROUP, ASSUMED_ACCOUNT, "Withdraw from the futures account", places=True)
    v2_private_accountgroup_get_futures_funding_payments = v2PrivateAccountGroupGetFuturesFundingPayments = Endpoint("GET", "futures/funding-payments", V2_PRIVATE_GROUP, ASSUMED_ACCOUNT, "Funding payment history")
    v2_private_accountgroup_post_futures_order = v2PrivateAccountGroupPostFuturesOrder = Endpoint("POST", "futures/order", V2_PRIVATE_GROUP, ASSUMED_ORDERS, "New order", places=True)
    v2_private_accountgroup_post_futures_order_batch = v2PrivateAccountGroupPostFuturesOrderBatch = Endpoint("POST", "futures/order/batch", V2_PRIVATE_GROUP, ASSUMED_ORDERS, "Place batch orders", places=True)
    v2_private_accountgroup_delete_futures_order = v2PrivateAccountGroupDeleteFuturesOrder = Endpoint("DELETE", "futures/order", V2_PRIVATE_GROUP, ASSUMED_ORDERS, "Cancel order")
    v2_private_accountgroup_delete_futures_order_batch = v2PrivateAccountGroupDeleteFuturesOrderBatch = Endpoint("DELETE", "futures/order/batch", V2_PRIVATE_GROUP, ASSUMED_ORDERS, "Cancel batch orders")
    v2_private_accountgroup_delete_futures_order_all = v2PrivateAccountGroupDeleteFuturesOrderAll = Endpoint("DELETE", "futures/order/all", V2_PRIVATE_GROUP, ASSUMED_ORDERS, "Cancel all open orders")
    v2_private_accountgroup_get_futures_order_open = v2PrivateAccountGroupGetFuturesOrderOpen = Endpoint("GET", "futures/order/open", V2_PRIVATE_GROUP, ASSUMED_ACCOUNT, "List open orders")
    v2_private_accountgroup_get_futures_order_hist_current = v2PrivateAccountGroupGetFuturesOrderHistCurrent = Endpoint("GET", "futures/order/hist/current", V2_PRIVATE_GROUP, ASSUMED_ORDER_HISTORY, "List current history orders")
    v2_private_accountgroup_get_futures_order_status = v2PrivateAccountGroupGetFuturesOrderStatus = Endpoint("GET", "futures/order/status", V2_PRIVATE_GROUP, ASSUMED_ACCOUNT, "Query order by ID")
    v2_private_accountgroup_delete_futures_position_all = v2PrivateAccountGroupDeleteFuturesPositionAll = Endpoint("DELETE", "futures/position/all", V2_PRIVATE_GROUP, ASSUMED_ACCOUNT, "Close all positions", confirmed=False, places=True)
    v2_private_data_get_order_hist = v2PrivateDataGetOrderHist = Endpoint("GET", "order/hist", V2_PRIVATE_DATA, ASSUMED_ORDER_HISTORY, "List history orders (v2)")
    v1_private_data_get_futures_balance_snapshot = v1PrivateDataGetFuturesBalanceSnapshot = Endpoint("GET", "futures/balance/snapshot", V1_PRIVATE_DATA, BALANCE_DATA, "Futures account balance snapshot", shares="balance data")
    v1_private_data_get_futures_balance_history = v1PrivateDataGetFuturesBalanceHistory = Endpoint("GET", "futures/balance/history", V1_PRIVATE_DATA, BALANCE_DATA, "Futures order and balance detail", shares="balance data")

    # offered by ccxt: of the cash and margin API, and of earlier generations without readable documentation
    v1_public_get_assets = v1PublicGetAssets = Endpoint("GET", "assets", V1_PUBLIC, ASSUMED_MARKET_DATA, "", confirmed=False)
    v1_public_get_products = v1PublicGetProducts = Endpoint("GET", "products", V1_PUBLIC, ASSUMED_MARKET_DATA, "", confirmed=False)
    v1_public_get_ticker = v1PublicGetTicker = Endpoint("GET", "ticker", V1_PUBLIC, ASSUMED_MARKET_DATA, "", confirmed=False)
    v1_public_get_cash_assets = v1PublicGetCashAssets = Endpoint("GET", "cash/assets", V1_PUBLIC, ASSUMED_MARKET_DATA, "", confirmed=False)
    v1_public_get_cash_products = v1PublicGetCashProducts = Endpoint("GET", "cash/products", V1_PUBLIC, ASSUMED_MARKET_DATA, "List all products")
    v1_public_get_margin_assets = v1PublicGetMarginAssets = Endpoint("GET", "margin/assets", V1_PUBLIC, ASSUMED_MARKET_DATA, "", confirmed=False)
    v1_public_get_margin_products = v1PublicGetMarginProducts = Endpoint("GET", "margin/products", V1_PUBLIC, ASSUMED_MARKET_DATA, "List all products")
    v1_public_get_futures_collateral = v1PublicGetFuturesCollateral = Endpoint("GET", "futures/collateral", V1_PUBLIC, ASSUMED_MARKET_DATA, "", confirmed=False)
    v1_public_get_futures_contracts = v1PublicGetFuturesContracts = Endpoint("GET", "futures/contracts", V1_PUBLIC, ASSUMED_MARKET_DATA, "", confirmed=False)
    v1_public_get_futures_ref_px = v1PublicGetFuturesRefPx = Endpoint("GET", "futures/ref-px", V1_PUBLIC, ASSUMED_MARKET_DATA, "", confirmed=False)
    v1_public_get_futures_market_data = v1PublicGetFuturesMarketData = Endpoint("GET", "futures/market-data", V1_PUBLIC, ASSUMED_MARKET_DATA, "", confirmed=False)
    v1_public_get_futures_funding_rates = v1PublicGetFuturesFundingRates = Endpoint("GET", "futures/funding-rates", V1_PUBLIC, ASSUMED_MARKET_DATA, "", confirmed=False)
    v1_private_get_info = v1PrivateGetInfo = Endpoint("GET", "info", V1_PRIVATE, ASSUMED_ACCOUNT, "Account info")
    v1_private_get_wallet_transactions = v1PrivateGetWalletTransactions = Endpoint("GET", "wallet/transactions", V1_PRIVATE, ASSUMED_ACCOUNT, "Query wallet transaction history")
    v1_private_get_wallet_deposit_address = v1PrivateGetWalletDepositAddress = Endpoint("GET", "wallet/deposit/address", V1_PRIVATE, ASSUMED_ACCOUNT, "Query deposit addresses")
    v1_private_get_data_balance_snapshot = v1PrivateGetDataBalanceSnapshot = Endpoint("GET", "data/balance/snapshot", V1_PRIVATE, ASSUMED_ACCOUNT, "", confirmed=False)
    v1_private_get_data_balance_history = v1PrivateGetDataBalanceHistory = Endpoint("GET", "data/balance/history", V1_PRIVATE, ASSUMED_ACCOUNT, "", confirmed=False)
    v1_private_accountcategory_get_balance = v1PrivateAccountCategoryGetBalance = Endpoint("GET", "balance", V1_PRIVATE_CATEGORY, ASSUMED_ACCOUNT, "", confirmed=False)
    v1_private_accountcategory_get_order_open = v1PrivateAccountCategoryGetOrderOpen = Endpoint("GET", "order/open", V1_PRIVATE_CATEGORY, ASSUMED_ACCOUNT, "List open orders")
    v1_private_accountcategory_get_order_status = v1PrivateAccountCategoryGetOrderStatus = Endpoint("GET", "order/status", V1_PRIVATE_CATEGORY, ASSUMED_ACCOUNT, "Query order")
    v1_private_accountcategory_get_order_hist_current = v1PrivateAccountCategoryGetOrderHistCurrent = Endpoint("GET", "order/hist/current", V1_PRIVATE_CATEGORY, ASSUMED_ORDER_HISTORY, "List current history orders")
    v1_private_accountcategory_get_risk = v1PrivateAccountCategoryGetRisk = Endpoint("GET", "risk", V1_PRIVATE_CATEGORY, ASSUMED_ACCOUNT, "", confirmed=False)
    v1_private_accountcategory_post_order = v1PrivateAccountCategoryPostOrder = Endpoint("POST", "order", V1_PRIVATE_CATEGORY, ASSUMED_ORDERS, "Place order", places=True)
    v1_private_accountcategory_post_order_batch = v1PrivateAccountCategoryPostOrderBatch = Endpoint("POST", "order/batch", V1_PRIVATE_CATEGORY, ASSUMED_ORDERS, "Place batch orders", places=True)
    v1_private_accountcategory_delete_order = v1PrivateAccountCategoryDeleteOrder = Endpoint("DELETE", "order", V1_PRIVATE_CATEGORY, ASSUMED_ORDERS, "Cancel order")
    v1_private_accountcategory_delete_order_all = v1PrivateAccountCategoryDeleteOrderAll = Endpoint("DELETE", "order/all", V1_PRIVATE_CATEGORY, ASSUMED_ORDERS, "Cancel all orders")
    v1_private_accountcategory_delete_order_batch = v1PrivateAccountCategoryDeleteOrderBatch = Endpoint("DELETE", "order/batch", V1_PRIVATE_CATEGORY, ASSUMED_ORDERS, "Cancel batch orders")
    v1_private_accountgroup_get_cash_balance = v1PrivateAccountGroupGetCashBalance = Endpoint("GET", "cash/balance", V1_PRIVATE_GROUP, ASSUMED_ACCOUNT, "Cash account balance")
    v1_private_accountgroup_get_margin_balance = v1PrivateAccountGroupGetMarginBalance = Endpoint("GET", "margin/balance", V1_PRIVATE_GROUP, ASSUMED_ACCOUNT, "Margin account balance")
    v1_private_accountgroup_get_margin_risk = v1PrivateAccountGroupGetMarginRisk = Endpoint("GET", "margin/risk", V1_PRIVATE_GROUP, ASSUMED_ACCOUNT, "", confirmed=False)
    v1_private_accountgroup_get_futures_collateral_balance = v1PrivateAccountGroupGetFuturesCollateralBalance = Endpoint("GET", "futures/collateral-balance", V1_PRIVATE_GROUP, ASSUMED_ACCOUNT, "", confirmed=False)
    v1_private_accountgroup_get_futures_position = v1PrivateAccountGroupGetFuturesPosition = Endpoint("GET", "futures/position", V1_PRIVATE_GROUP, ASSUMED_ACCOUNT, "", confirmed=False)
    v1_private_accountgroup_get_futures_risk = v1PrivateAccountGroupGetFuturesRisk = Endpoint("GET", "futures/risk", V1_PRIVATE_GROUP, ASSUMED_ACCOUNT, "", confirmed=False)
    v1_private_accountgroup_get_futures_funding_payments = v1PrivateAccountGroupGetFuturesFundingPayments = Endpoint("GET", "futures/funding-payments", V1_PRIVATE_GROUP, ASSUMED_ACCOUNT, "", confirmed=False)
    v1_private_accountgroup_get_order_hist = v1PrivateAccountGroupGetOrderHist = Endpoint("GET", "order/hist", V1_PRIVATE_GROUP, ASSUMED_ORDER_HISTORY, "List history orders (deprecated)")
    v1_private_accountgroup_get_spot_fee = v1PrivateAccountGroupGetSpotFee = Endpoint("GET", "spot/fee", V1_PRIVATE_GROUP, ASSUMED_ACCOUNT, "Fee schedule by symbol")
    v1_private_accountgroup_post_transfer = v1PrivateAccountGroupPostTransfer = Endpoint("POST", "transfer", V1_PRIVATE_GROUP, ASSUMED_ACCOUNT, "Balance transfer", places=True)
    v1_private_accountgroup_post_futures_transfer_deposit = v1PrivateAccountGroupPostFuturesTransferDeposit = Endpoint("POST", "futures/transfer/deposit", V1_PRIVATE_GROUP, ASSUMED_ACCOUNT, "", confirmed=False, places=True)
    v1_private_accountgroup_post_futures_transfer_withdraw = v1PrivateAccountGroupPostFuturesTransferWithdraw = Endpoint("POST", "futures/transfer/withdraw", V1_PRIVATE_GROUP, ASSUMED_ACCOUNT, "", confirmed=False, places=True)
    v2_public_get_assets = v2PublicGetAssets = Endpoint("GET", "assets", V2_PUBLIC, ASSUMED_MARKET_DATA, "List all assets")
    v2_private_accountgroup_get_order_hist = v2PrivateAccountGroupGetOrderHist = Endpoint("GET", "order/hist", V2_PRIVATE_GROUP, ASSUMED_ORDER_HISTORY, "", confirmed=False)
    v2_private_accountgroup_post_futures_order_open = v2PrivateAccountGroupPostFuturesOrderOpen = Endpoint("POST", "futures/order/open", V2_PRIVATE_GROUP, ASSUMED_ACCOUNT, "", confirmed=False)
    v2_private_accountgroup_post_subuser_subuser_transfer = v2PrivateAccountGroupPostSubuserSubuserTransfer = Endpoint("POST", "subuser/subuser-transfer", V2_PRIVATE_GROUP, ASSUMED_ACCOUNT, "Balance transfer for subaccount", places=True)
    v2_private_accountgroup_post_subuser_subuser_transfer_hist = v2PrivateAccountGroupPostSubuserSubuserTransferHist = Endpoint("POST", "subuser/subuser-transfer-hist", V2_PRIVATE_GROUP, ASSUMED_ACCOUNT, "Balance transfer history for subaccount")
