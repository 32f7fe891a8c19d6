"""``describe()`` of ``ascendex``: what the exchange can do, where it answers, and its options."""

from __future__ import annotations

from typing import Any

from ccxt.base.decimal_to_precision import TICK_SIZE

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.common.endpoint import api_tree
from ascendex_woo_adapters.venues.ascendex.endpoints import AscendexEndpoints
from ascendex_woo_adapters.venues.ascendex.enums import (
    MOST_BARS,
    MOST_IN_BATCH,
    MOST_ORDERS,
    NETWORKS,
    NETWORKS_BY_ID,
    SNAPSHOT_DAYS,
    TIMEFRAMES,
)

#: ccxt's general rate limit of this venue; the limits of the endpoints are kept apart.
RATE_LIMIT_MS = 400

HAS = {
    "CORS": None,
    "spot": False,
    "margin": False,
    "swap": True,
    "future": False,
    "option": False,
    "sandbox": True,
    "addMargin": True,
    "cancelAllOrders": True,
    "cancelOrder": True,
    "cancelOrderWithClientOrderId": True,
    "cancelOrders": True,
    "cancelOrdersForSymbols": True,
    "cancelOrdersWithClientOrderIds": True,
    "closeAllPositions": True,
    "closePosition": True,
    "createLimitBuyOrder": True,
    "createLimitOrder": True,
    "createLimitSellOrder": True,
    "createMarketBuyOrder": True,
    "createMarketOrder": True,
    "createMarketOrderWithCost": False,
    "createMarketOrderWs": False,  # true in the base class of older ccxt
    "createMarketSellOrder": True,
    "createOrder": True,
    "createOrderWithTakeProfitAndStopLoss": True,
    "createOrders": True,
    "createPostOnlyOrder": True,
    "createReduceOnlyOrder": True,
    "createStopLimitOrder": True,
    "createStopLossOrder": True,
    "createStopMarketOrder": True,
    "createStopOrder": True,
    "createTakeProfitOrder": True,
    "createTrailingAmountOrder": False,
    "createTrailingPercentOrder": False,
    "createTriggerOrder": True,
    "editOrder": True,
    "editOrderWithClientOrderId": True,
    "fetchAccounts": True,
    "fetchBalance": True,
    "fetchBidsAsks": True,
    "fetchCanceledAndClosedOrders": True,
    "fetchCanceledOrders": True,
    "fetchClosedOrders": True,
    "fetchCurrencies": True,
    "fetchDepositWithdrawFee": True,
    "fetchDepositWithdrawFees": True,
    "fetchFundingHistory": True,
    "fetchFundingRate": True,
    "fetchFundingRates": True,
    "fetchL2OrderBook": True,
    "fetchLastPrices": True,
    "fetchLedger": True,
    "fetchLeverage": True,
    "fetchLeverages": True,
    "fetchLeverageTiers": True,
    "fetchMarginMode": True,
    "fetchMarginModes": True,
    "fetchMarketLeverageTiers": True,
    "fetchMarkets": True,
    "fetchMarkPrice": True,
    "fetchMarkPrices": True,
    "fetchMyTrades": True,
    "fetchOHLCV": True,
    "fetchOpenInterest": True,
    "fetchOpenInterests": True,
    "fetchOpenOrders": True,
    "fetchOrder": True,
    "fetchOrderBook": True,
    "fetchOrderTrades": True,
    "fetchOrderWithClientOrderId": True,
    "fetchOrders": True,
    "fetchPosition": True,
    "fetchPositions": True,
    "fetchStatus": False,
    "fetchTicker": True,
    "fetchTickers": True,
    "fetchTime": True,
    "fetchTrades": True,
    "fetchTradingFee": True,
    "fetchTradingFees": True,
    "reduceMargin": True,
    "setLeverage": True,
    "setMarginMode": True,
    "setPositionMode": False,
    "transfer": True,
}

_READING: dict[str, Any] = {"marginMode": False, "trigger": True, "trailing": False, "symbolRequired": False}
_HISTORY: dict[str, Any] = {**_READING, "limit": MOST_ORDERS, "daysBack": 30, "untilDays": None}
_FEATURES: dict[str, Any] = {
    "sandbox": True,
    "createOrder": {
        "marginMode": False,
        "triggerPrice": True,
        "triggerPriceType": {"last": True, "mark": True, "index": True},
        "triggerDirection": False,
        "stopLossPrice": True,
        "takeProfitPrice": True,
        "attachedStopLossTakeProfit": {
            "triggerPriceType": {"last": True, "mark": False, "index": False},
            "price": False,
        },
        "timeInForce": {"IOC": True, "FOK": True, "PO": True, "GTD": False},
        "hedged": False,
        "trailing": False,
        "leverage": False,
        "marketBuyByCost": False,
        "marketBuyRequiresPrice": False,
        "selfTradePrevention": False,
        "iceberg": False,
    },
    "createOrders": {"max": MOST_IN_BATCH},
    "fetchMyTrades": {
        "marginMode": False,
        "limit": None,
        "daysBack": SNAPSHOT_DAYS,
        "untilDays": SNAPSHOT_DAYS,
        "symbolRequired": False,
    },
    "fetchOrder": _READING,
    "fetchOpenOrders": {**_READING, "limit": None},
    "fetchOrders": _HISTORY,
    "fetchClosedOrders": {**_HISTORY, "daysBackCanceled": 30},
    "fetchOHLCV": {"limit": MOST_BARS},
}

DESCRIPTION: dict[str, Any] = {
    "id": "ascendex",
    "name": "AscendEX",
    "countries": ["SG"],
    "version": "v2",
    "rateLimit": RATE_LIMIT_MS,
    "certified": False,
    "pro": False,
    "has": HAS,
    "timeframes": TIMEFRAMES,
    "urls": {
        "api": {"rest": "https://ascendex.com"},
        "test": {"rest": "https://api-test.ascendex-sandbox.com"},
        "www": "https://ascendex.com",
        "doc": [
            "https://ascendex.github.io/ascendex-futures-pro-api-v2/",
            "https://ascendex.github.io/ascendex-pro-api/",
        ],
        "fees": "https://ascendex.com/en/feerate/transactionfee-traderate",
    },
    "api": api_tree(AscendexEndpoints),
    "requiredCredentials": {"apiKey": True, "secret": True},
    # of the published fee schedule, VIP level 0; fetch_trading_fees() tells the account's own
    "fees": {"trading": {"tierBased": True, "percentage": True, "maker": 0.001, "taker": 0.001}},
    "commonCurrencies": {
        "BOND": "BONDED",
        "BTCBEAR": "BEAR",
        "BTCBULL": "BULL",
        "BYN": "BeyondFi",
        "PLN": "Pollen",
    },
    "precisionMode": TICK_SIZE,
    "options": {
        "defaultType": "swap",
        "account-category": "cash",
        "account-group": None,
        "adjustForTimeDifference": False,
        "timeDifference": 0,
        "decodeSecret": False,
        "respInst": None,
        "quotas": {},
        "findLostOrders": True,
        "findLostOrdersTimeout": 5000,
        "networks": NETWORKS,
        "networksById": NETWORKS_BY_ID,
    },
    "features": {
        "spot": None,
        "swap": {"linear": _FEATURES, "inverse": None},
        "future": {"linear": None, "inverse": None},
    },
}


class Description(Adapter):
    """``describe()`` and what the adapter base asks of a venue."""

    _RATE_LIMIT_MS = RATE_LIMIT_MS

    def describe(self) -> Any:
        """What the exchange can do."""
        return self.deep_extend(super().describe(), DESCRIPTION)
