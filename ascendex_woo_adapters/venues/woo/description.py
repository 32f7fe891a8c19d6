"""``describe()`` of ``woo``: what the exchange can do, where it answers, and its options."""

from __future__ import annotations

from typing import Any

from ccxt.base.decimal_to_precision import TICK_SIZE

from ascendex_woo_adapters.common.endpoint import api_tree
from ascendex_woo_adapters.venues.woo.endpoints import WooEndpoints
from ascendex_woo_adapters.venues.woo.enums import NETWORKS, NETWORKS_BY_ID, TIMEFRAMES

#: ccxt's general rate limit of this venue; the documented limits of the endpoints are kept apart.
RATE_LIMIT_MS = 100

HAS = {
    "CORS": None,
    "spot": True,
    "margin": True,
    "swap": True,
    "future": False,
    "option": False,
    "sandbox": True,
    "cancelAllOrders": True,
    "cancelOrder": True,
    "cancelOrderWithClientOrderId": True,
    "createLimitBuyOrder": True,
    "createLimitOrder": True,
    "createLimitSellOrder": True,
    "createMarketBuyOrder": True,
    "createMarketBuyOrderWithCost": True,
    "createMarketOrder": True,
    "createMarketOrderWithCost": True,
    "createMarketSellOrder": True,
    "createMarketSellOrderWithCost": True,
    "createOrder": True,
    "createPostOnlyOrder": True,
    "createReduceOnlyOrder": True,
    "editOrder": True,
    "fetchBalance": True,
    "fetchCanceledOrders": True,
    "fetchClosedOrders": True,
    "fetchCurrencies": True,
    "fetchFundingRate": True,
    "fetchFundingRates": True,
    "fetchL2OrderBook": True,
    "fetchMarkets": True,
    "fetchMyTrades": True,
    "fetchOHLCV": True,
    "fetchOpenOrders": True,
    "fetchOrder": True,
    "fetchOrderBook": True,
    "fetchOrderTrades": True,
    "fetchOrderWithClientOrderId": True,
    "fetchOrders": True,
    "fetchPosition": True,
    "fetchPositions": True,
    "fetchStatus": True,
    "fetchTicker": True,
    "fetchTickers": True,
    "fetchTime": True,
    "fetchTrades": True,
    "fetchTradingFee": True,
    "fetchTradingFees": True,
    "setLeverage": True,
}

_ORDERS: dict[str, Any] = {
    "marginMode": False,
    "triggerPrice": False,
    "triggerPriceType": None,
    "triggerDirection": False,
    "stopLossPrice": False,
    "takeProfitPrice": False,
    "attachedStopLossTakeProfit": None,
    "timeInForce": {"IOC": True, "FOK": True, "PO": True, "GTD": False},
    "hedged": False,
    "trailing": False,
    "leverage": False,
    "marketBuyByCost": True,
    "marketBuyRequiresPrice": False,
    "selfTradePrevention": False,
    "iceberg": True,
}
_WINDOW = {"daysBack": None, "untilDays": None}
_HISTORY = {**_WINDOW, "trigger": False, "trailing": False, "symbolRequired": False}
_FEATURES: dict[str, Any] = {
    "sandbox": True,
    "createOrder": _ORDERS,
    "createOrders": None,
    "fetchMyTrades": {"marginMode": False, "limit": 500, **_WINDOW, "symbolRequired": False},
    "fetchOrder": {"marginMode": False, "trigger": False, "trailing": False, "symbolRequired": False},
    "fetchOpenOrders": {"marginMode": False, "limit": 500, **_HISTORY},
    "fetchOrders": {"marginMode": False, "limit": 500, **_HISTORY},
    "fetchClosedOrders": {"marginMode": False, "limit": 500, "daysBackCanceled": None, **_HISTORY},
    "fetchOHLCV": {"limit": 1000},
}

DESCRIPTION: dict[str, Any] = {
    "id": "woo",
    "name": "WOO X",
    "countries": ["KY"],
    "version": "v1",
    "rateLimit": RATE_LIMIT_MS,
    "certified": False,
    "pro": False,
    "hostname": "woox.io",
    "has": HAS,
    "timeframes": TIMEFRAMES,
    "urls": {
        "api": {
            "pub": "https://api-pub.{hostname}",
            "public": "https://api.{hostname}",
            "private": "https://api.{hostname}",
        },
        "test": {
            "pub": "https://api-pub.staging.{hostname}",
            "public": "https://api.staging.{hostname}",
            "private": "https://api.staging.{hostname}",
        },
        "www": "https://woox.io/",
        "doc": ["https://docs.woox.io/", "https://developer.woox.io/"],
        "fees": ["https://support.woox.io/hc/en-001/articles/4404611795353--Trading-Fees"],
    },
    "api": api_tree(WooEndpoints),
    "requiredCredentials": {"apiKey": True, "secret": True},
    "fees": {"trading": {"tierBased": True, "percentage": True, "maker": 0.0002, "taker": 0.0005}},
    "precisionMode": TICK_SIZE,
    "options": {
        "generation": "v1",
        "defaultType": "spot",
        "adjustForTimeDifference": False,
        "timeDifference": 0,
        "recvWindow": None,
        "quotas": {},
        "findLostOrders": True,
        "findLostOrdersTimeout": 5000,
        "createMarketBuyOrderRequiresPrice": True,
        "networks": NETWORKS,
        "networksById": NETWORKS_BY_ID,
    },
    "features": {
        "spot": _FEATURES,
        "swap": {"linear": _FEATURES, "inverse": None},
        "future": {"linear": None, "inverse": None},
    },
}
