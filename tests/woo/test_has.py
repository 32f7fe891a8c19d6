"""What the class promises: everything that ccxt's own ``woo`` promised, and implicit methods besides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import ascendex_woo_adapters
import ascendex_woo_adapters.async_support
import ascendex_woo_adapters.pro
from tests.support import Face
from tests.woo.samples import published

Stub = Callable[..., Face]

#: True in ``has`` of ccxt 4.5.90's woo.
CCXT = {
    "addMargin", "cancelAllOrders", "cancelAllOrdersAfter", "cancelOrder", "createConvertTrade",
    "createLimitOrder", "createMarketBuyOrderWithCost", "createMarketSellOrderWithCost", "createOrder",
    "createOrderWithTakeProfitAndStopLoss", "createReduceOnlyOrder", "createStopLossOrder",
    "createTakeProfitOrder", "createTrailingAmountOrder", "createTrailingPercentOrder",
    "createTriggerOrder", "editOrder", "fetchAccounts", "fetchBalance", "fetchClosedOrders",
    "fetchConvertCurrencies", "fetchConvertQuote", "fetchConvertTrade", "fetchConvertTradeHistory",
    "fetchCurrencies", "fetchDepositAddress", "fetchDeposits", "fetchDepositsWithdrawals",
    "fetchFundingHistory", "fetchFundingInterval", "fetchFundingRate", "fetchFundingRateHistory",
    "fetchFundingRates", "fetchL2OrderBook", "fetchLedger", "fetchLeverage", "fetchMarkets",
    "fetchMyTrades", "fetchOHLCV", "fetchOpenOrders", "fetchOrder", "fetchOrderBook", "fetchOrderTrades",
    "fetchOrders", "fetchPosition", "fetchPositionADLRank", "fetchPositions", "fetchPositionsADLRank",
    "fetchStatus", "fetchTicker", "fetchTickers", "fetchTime", "fetchTrades", "fetchTradingFee",
    "fetchTradingFees", "fetchTransfers", "fetchWithdrawals", "margin", "privateAPI", "publicAPI",
    "reduceMargin", "sandbox", "setLeverage", "setPositionMode", "spot", "swap", "transfer", "withdraw",
}  # fmt: skip
EMULATED = {"fetchCurrenciesWs", "fetchTransactions"}


def test_nothing_that_ccxts_class_has_is_missing() -> None:
    has = ascendex_woo_adapters.woo().has
    assert {name for name in CCXT if has.get(name) is not True} == set()
    assert {name for name in EMULATED if has.get(name) not in (True, "emulated")} == set()


@pytest.mark.parametrize(("options", "perpetuals"), [({}, False), ({"generation": "v1"}, True)])
def test_a_cost_for_perpetuals_is_a_feature_of_the_legacy_generation(
    options: dict[str, Any], perpetuals: bool
) -> None:
    exchange = ascendex_woo_adapters.woo({"options": options})
    by_cost = [
        exchange.feature_value_by_type(market_type, subtype, "createOrder", "marketBuyByCost")
        for market_type, subtype in (("spot", None), ("swap", "linear"))
    ]
    assert by_cost == [True, perpetuals]


def test_v3_is_the_default_of_all_classes() -> None:
    for face in (ascendex_woo_adapters, ascendex_woo_adapters.async_support, ascendex_woo_adapters.pro):
        description = face.woo().describe()
        assert (description["version"], description["options"]["generation"]) == ("v3", "v3")


#: Endpoints that no unified method calls: implicit method, its parameters, the published reply, path.
IMPLICIT: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("v3PrivateGetBuypower", {"symbol": "SPOT_BTC_USDT"}, "Get buying power", "GET", "/v3/buypower"),
    ("v1PrivateDeleteAssetWithdraw", {"id": "1"}, "Cancel withdrawal", "DELETE", "/v1/asset/withdraw"),
    ("v1PrivateGetSubAccountAssets", {}, "Get assets of sub-accounts", "GET", "/v1/sub_account/assets"),
    ("v1PrivateGetSubAccountAssetDetail", {"application_id": "a"}, "Get asset details of a sub-account", "GET", "/v1/sub_account/asset_detail"),
    ("v1PrivateGetSubAccountIpRestriction", {}, "Get IP restriction", "GET", "/v1/sub_account/ip_restriction"),
    ("v1PrivatePostAssetLtv", {"withdraw_token": "USDT", "withdraw_amount": 1}, "Get LTV info", "POST", "/v1/asset/ltv"),
    ("v1PrivateGetStakingYieldHistory", {"token": "WOO"}, "Get staking yield history", "GET", "/v1/staking/yield_history"),
    ("v3PrivateGetReferrals", {}, "Get referrals summary", "GET", "/v3/referrals"),
    ("v3PrivateGetReferralRewards", {}, "Get referral reward history", "GET", "/v3/referral_rewards"),
    ("usercenterPrivateGetApiEnabledCredential", {}, "Get API keys and permissions", "GET", "/usercenter/api/enabled_credential"),
    ("v1PrivatePostClientAccountMode", {"account_mode": "MARGIN"}, "Update account mode", "POST", "/v1/client/account_mode"),
    ("v3PrivateGetLiquidatorAssignmentPreference", {}, "Get assignment preference", "GET", "/v3/liquidator/assignmentPreference"),
    ("v3PrivateGetConvertExchangeInfo", {}, "Get exchange quote info", "GET", "/v3/convert/exchangeInfo"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "params", "sample", "method", "path"), IMPLICIT)
async def test_implicit_methods(
    stub: Stub, name: str, params: dict[str, Any], sample: str, method: str, path: str
) -> None:
    """They are signed, sent and answered; nothing is made of the reply."""
    reply = published(sample)
    face = stub("woo", lambda sent: reply)
    assert await face.call(name, params) == reply
    sent = face.sent[-1]
    assert (sent.method, sent.path) == (method, path)
    given = sent.query if method == "GET" else sent.form
    assert given == {key: str(value) for key, value in params.items()}
    assert sent.headers["x-api-signature"]
