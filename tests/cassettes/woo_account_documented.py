"""WOO X, the legacy generation: published samples around accounts, wallets, margin and funding.

https://docs.woox.io/
"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import ExchangeError

from tests.cassettes.cases import Case

BTC, BTC_SWAP = "BTC/USDT", "BTC/USDT:USDT"
ADDRESS = "0x31d64B3230f8baDD91dE1710A65DF536aF8f7cDa"
MAIN, SUB = "main-application", "sub-application"
ACCOUNT = "Get account information (new)"

_NO_FEE = "the venue names no fee of a deposit"
WITHDRAWN = dict.fromkeys(("txid", "updated", "fee"), "the acknowledgement does not tell it")
#: The venue's ledger has neither balances nor accounts, and fees are rows of their own.
LEDGER_LACKS = dict.fromkeys(("account", "before", "after", "fee"), "the venue's ledger does not tell it")
_NOT_LISTED = {"currency": "the simulator lists no WOO and no MATIC"}
NO_TIME = dict.fromkeys(("timestamp", "datetime"), "the acknowledgement does not tell it")


def _leverage(name: str, sample: str, params: dict[str, Any], sides: tuple[int, int]) -> Case:
    return Case(
        name=name,
        call="fetch_leverage",
        args=(BTC_SWAP, params),
        samples=(f"Get futures leverage{sample}",),
        fields={"info.details": "data.details", "marginMode": "data.margin_mode"},
        expect={"symbol": BTC_SWAP, "longLeverage": float(sides[0]), "shortLeverage": float(sides[1])},
    )


CASES = [
    Case(
        name="funding-rate-history",
        call="fetch_funding_rate_history",
        args=(BTC_SWAP, None, 2),
        samples=("Funding rate history",),
        fields={"0.fundingRate": "rows.0.funding_rate", "0.timestamp": "rows.0.funding_rate_timestamp"},
        expect={"0.symbol": BTC_SWAP, "0.datetime": "2019-09-02T08:09:55.000Z"},
    ),
    Case(
        name="futures-information-mark-price",
        call="fetch_mark_price",
        args=(BTC_SWAP,),
        samples=("Futures information, all markets",),
        fields={
            "markPrice": "rows.0.mark_price",
            "indexPrice": "rows.0.index_price",
            "timestamp": "timestamp",
        },
    ),
    Case(
        name="futures-information-open-interest",
        call="fetch_open_interest",
        args=(BTC_SWAP,),
        samples=("Futures information, all markets",),
        fields={"openInterestAmount": "rows.0.open_interest", "timestamp": "timestamp"},
        expect={"symbol": BTC_SWAP},
    ),
    Case(
        name="get-funding-fee-history",
        call="fetch_funding_history",
        args=(BTC_SWAP, None, 1),
        samples=("Get funding fee history",),
        fields={"0.id": "rows.0.id", "0.rate": "rows.0.funding_rate", "0.amount": "rows.0.funding_fee"},
        expect={"0.code": "USDT", "0.timestamp": 1575014255089},
    ),
    _leverage("get-futures-leverage", "", {"hedged": False}, (10, 10)),
    _leverage("get-futures-leverage-cross-hedge", "/cross, hedge", {"hedged": True}, (10, 10)),
    _leverage(
        "get-futures-leverage-isolated-one-way",
        "/isolated, one-way",
        {"hedged": False, "marginMode": "isolated"},
        (10, 10),
    ),
    _leverage(
        "get-futures-leverage-isolated-hedge",
        "/isolated, hedge",
        {"hedged": True, "marginMode": "isolated"},
        (10, 20),
    ),
    Case(
        name="get-account-information-position-mode",
        call="fetch_position_mode",
        samples=(ACCOUNT,),
        fields={"info.positionMode": "data.positionMode"},
        expect={"hedged": True},
    ),
    Case(
        name="get-account-information-leverage",
        call="fetch_leverage",
        args=(BTC,),
        samples=(ACCOUNT,),
        fields={"longLeverage": "data.leverage"},
        expect={"marginMode": "cross"},
    ),
    Case(
        name="update-position-mode",
        call="set_position_mode",
        args=(True,),
        samples=("Update position mode",),
        fields={"success": "success"},
    ),
    Case(
        name="update-isolated-margin",
        call="add_margin",
        args=(BTC_SWAP, 10),
        samples=("Update isolated margin",),
        fields={"info.success": "success"},
        expect={"type": "add", "amount": 10.0, "code": "USDT"},
    ),
    Case(
        name="get-all-positions-adl-rank",
        call="fetch_positions_adl_rank",
        samples=("Get all positions (new)",),
        fields={"0.rank": "data.positions.0.adlQuantile", "0.info.symbol": "data.positions.0.symbol"},
        expect={"0.timestamp": 1725916355494},
    ),
    Case(
        name="margin-interest-rates",
        call="fetch_cross_borrow_rates",
        samples=("Margin interest rates",),
        expect={"USDT.rate": 0.000008, "USDT.period": 3600000, "WOO.rate": 0.00001},
        skipped=_NOT_LISTED,
    ),
    Case(
        name="margin-interest-rate-of-token",
        call="fetch_cross_borrow_rate",
        args=("BTC",),
        samples=("Margin interest rate of token",),
        expect={"currency": "BTC", "rate": 0.000001},
    ),
    Case(
        name="get-interest-history",
        call="fetch_borrow_interest",
        args=("USDT", None, None, 1),
        samples=("Get interest history",),
        fields={"0.interest": "rows.0.interest", "0.amountBorrowed": "rows.0.loan_amount"},
        expect={"0.currency": "USDT", "0.interestRate": 0.00001, "0.timestamp": 1579399877041},
    ),
    Case(
        name="repay-interest",
        call="repay_cross_margin",
        args=("USDT", 0.5),
        samples=("Repay interest",),
        fields={"info.success": "success"},
        expect={"currency": "USDT", "amount": 0.5},
    ),
    Case(
        name="get-sub-accounts",
        call="fetch_accounts",
        samples=(ACCOUNT, "Get sub-accounts"),
        fields={"1.id": "rows.0.application_id", "3.name": "rows.2.account"},
        expect={"0.type": "main", "1.type": "subaccount"},
    ),
    Case(
        name="get-deposit-address",
        call="fetch_deposit_address",
        args=("ETH", {"network": "ERC20"}),
        samples=("Get deposit address",),
        fields={"address": "address"},
        expect={"currency": "ETH", "network": "ERC20", "tag": None},
    ),
    Case(
        name="withdraw",
        call="withdraw",
        args=("USDT", 100, ADDRESS, {"token": "TRON_USDT"}),
        samples=("Withdraw",),
        fields={"id": "withdraw_id"},
        expect={"network": "TRC20", "status": "pending", "amount": 100.0},
        skipped={**WITHDRAWN, **NO_TIME},
    ),
    Case(
        name="withdraw-v3",
        call="withdraw",
        args=("USDT", 100, ADDRESS, {"network": "ERC20"}),
        samples=("Withdraw v3",),
        fields={"id": "data.withdrawId", "timestamp": "timestamp"},
        expect={"network": "ERC20", "addressTo": ADDRESS, "currency": "USDT"},
        skipped=WITHDRAWN,
    ),
    Case(
        name="internal-withdraw",
        call="withdraw",
        args=("USDT", 100, "10001", {"internal": True}),
        samples=("Internal withdraw",),
        fields={"id": "withdraw_id"},
        expect={"internal": True, "addressTo": "10001", "network": None},
        skipped={**WITHDRAWN, **NO_TIME, "network": "it stays inside the venue"},
    ),
    Case(
        name="get-asset-history",
        call="fetch_deposits_withdrawals",
        args=("ETH", None, 2),
        samples=("Get asset history",),
        fields={
            "0.id": "rows.1.id",
            "0.txid": "rows.1.tx_id",
            "0.amount": "rows.1.amount",
            "0.addressTo": "rows.1.target_address",
            "0.addressFrom": "rows.1.source_address",
        },
        expect={"0.status": "ok", "1.status": "pending", "0.type": "deposit", "0.timestamp": 1579399877041},
        skipped={"fee": _NO_FEE},
    ),
    Case(
        name="transfer-assets",
        call="transfer",
        args=("USDT", 100, MAIN, SUB),
        samples=("Transfer assets",),
        fields={"id": "id"},
        expect={"fromAccount": MAIN, "toAccount": SUB, "status": "ok"},
        skipped=NO_TIME,
    ),
    Case(
        name="get-transfer-history",
        call="fetch_transfers",
        args=("USDT", None, 1),
        samples=("Get transfer history",),
        fields={"0.id": "data.rows.0.id", "0.amount": "data.rows.0.amount"},
        expect={"0.timestamp": 1642660941534, "0.status": "ok", "0.currency": "USDT"},
    ),
    Case(
        name="get-token-history",
        call="fetch_ledger",
        args=("USDT", None, 3),
        samples=("Get token history",),
        fields={"0.id": "data.rows.3.id", "0.amount": "data.rows.3.amount", "2.id": "data.rows.1.id"},
        expect={
            "0.type": "fee",
            "0.direction": "in",
            "1.type": "trade",
            "1.direction": "out",
            "2.amount": 0.174587,
        },
        skipped=LEDGER_LACKS,
    ),
    Case(
        name="get-quote-asset-info",
        call="fetch_convert_currencies",
        samples=("Get quote asset info",),
        fields={"BTC.precision": "rows.0.tick", "ETH.id": "rows.1.token"},
    ),
    Case(
        name="get-quote-rfq",
        call="fetch_convert_quote",
        args=("ETH", "USDT", 0.0445),
        samples=("Get quote (RFQ)",),
        fields={"id": "data.quoteId", "fromAmount": "data.sellQuantity", "toAmount": "data.buyQuantity"},
        expect={"fromCurrency": "ETH", "toCurrency": "USDT"},
    ),
    Case(
        name="accept-quote-rft",
        call="create_convert_trade",
        args=("123123123", "ETH", "USDT"),
        samples=("Accept quote (RFT)",),
        fields={"id": "data.quoteId"},
        expect={"fromCurrency": "ETH", "toCurrency": "USDT"},
    ),
    Case(
        name="get-quote-trade",
        call="fetch_convert_trade",
        args=("12",),
        samples=("Get quote trade",),
        fields={"id": "data.quoteId", "fromAmount": "data.sellAmount", "toAmount": "data.buyAmount"},
        expect={"price": 1.0, "timestamp": None},
    ),
    Case(
        name="get-quote-trade-error",
        call="fetch_convert_trade",
        args=("12",),
        samples=("Get quote trade/error",),
        raises=ExchangeError,
    ),
    Case(
        name="get-quote-trades",
        call="fetch_convert_trade_history",
        args=(None, None, 1),
        samples=("Get quote trades",),
        fields={"0.id": "data.tradeVos.0.quoteId", "0.fromAmount": "data.tradeVos.0.sellAmount"},
        expect={"0.price": 1.0},
    ),
    Case(
        name="get-quote-trades-error",
        call="fetch_convert_trade_history",
        samples=("Get quote trades/error",),
        raises=ExchangeError,
    ),
]
