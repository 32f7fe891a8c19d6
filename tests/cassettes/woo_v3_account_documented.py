"""WOO X, V3: samples around accounts, wallets, margin, funding and conversions.

https://developer.woox.io/api-reference -- a sample of another source says so in its cassette.
"""

from __future__ import annotations

from tests.cassettes.cases import Case

BTC, BTC_SWAP, LTC_SWAP = "BTC/USDT", "BTC/USDT:USDT", "LTC/USDT:USDT"
ACCOUNT = "Account information"

_NOT_LISTED = {"currency": "the simulator lists no WOO and no MATIC"}
_MARGIN = ("leverage", "initialMargin", "initialMarginPercentage", "collateral", "marginMode", "percentage")
_POSITION = {
    "0.contracts": "data.positions.0.holding",
    "0.entryPrice": "data.positions.0.averageOpenPrice",
    "0.markPrice": "data.positions.0.markPrice",
    "0.timestamp": "data.positions.0.timestamp",
}

CASES = [
    Case(
        name="balances",
        call="fetch_balance",
        samples=("Balances",),
        fields={
            "WOO.total": "data.holding.0.holding",
            "WOO.free": "data.holding.0.availableBalance",
            "timestamp": "timestamp",
        },
    ),
    Case(
        name="positions",
        call="fetch_positions",
        samples=("Positions",),
        fields=_POSITION,
        expect={"0.symbol": BTC_SWAP, "0.side": "long", "0.hedged": False},
        skipped=dict.fromkeys(_MARGIN, "the sample tells neither leverage nor margin mode"),
    ),
    Case(
        name="positions-captured",
        call="fetch_positions",
        samples=("Positions/captured",),
        fields={**_POSITION, "0.leverage": "data.positions.0.leverage"},
        expect={"0.symbol": LTC_SWAP, "0.side": "long", "0.marginMode": "cross"},
    ),
    Case(
        name="positions-adl-rank",
        call="fetch_positions_adl_rank",
        samples=("Positions",),
        fields={"0.rank": "data.positions.0.adlQuantile", "0.timestamp": "data.positions.0.timestamp"},
    ),
    Case(
        name="trading-fee",
        call="fetch_trading_fee",
        args=(BTC,),
        samples=("Trading fee",),
        expect={"symbol": BTC, "maker": 0.0008, "taker": 0.001},
    ),
    Case(
        name="get-futures-leverage",
        call="fetch_leverage",
        args=(BTC_SWAP, {"hedged": True}),
        samples=("Get futures leverage",),
        fields={"longLeverage": "data.details.0.leverage", "shortLeverage": "data.details.1.leverage"},
        expect={"symbol": BTC_SWAP, "marginMode": "cross"},
    ),
    Case(
        name="account-information-leverage",
        call="fetch_leverage",
        args=(BTC,),
        samples=(ACCOUNT,),
        fields={"longLeverage": "data.leverage"},
        expect={"marginMode": "cross"},
    ),
    Case(
        name="account-information-position-mode",
        call="fetch_position_mode",
        samples=(ACCOUNT,),
        fields={"info.positionMode": "data.positionMode"},
        expect={"hedged": False},
    ),
    Case(
        name="set-position-mode",
        call="set_position_mode",
        args=(True,),
        samples=("Set position mode",),
        fields={"success": "success"},
    ),
    Case(
        name="sub-accounts",
        call="fetch_accounts",
        samples=(ACCOUNT, "Sub-accounts"),
        fields={"1.id": "data.rows.0.applicationId", "1.name": "data.rows.0.name"},
        expect={"0.type": "main", "1.type": "subaccount"},
    ),
    Case(
        name="transfer-history",
        call="fetch_transfers",
        args=("USDT", None, 1),
        samples=("Transfer history",),
        fields={"0.id": "data.rows.0.id", "0.amount": "data.rows.0.amount"},
        expect={"0.timestamp": 1642660941534, "0.status": "ok", "0.currency": "USDT"},
    ),
    Case(
        name="deposit-and-withdrawal-history",
        call="fetch_deposits_withdrawals",
        args=("ETH", None, 1),
        samples=("Deposit and withdrawal history",),
        fields={
            "0.id": "data.rows.0.id",
            "0.txid": "data.rows.0.txId",
            "0.amount": "data.rows.0.amount",
            "0.addressTo": "data.rows.0.targetAddress",
            "0.addressFrom": "data.rows.0.sourceAddress",
        },
        expect={"0.type": "deposit", "0.status": "pending", "0.timestamp": 1579399877041},
        skipped={"fee": "the venue names no fee of a deposit"},
    ),
    Case(
        name="deposit-address",
        call="fetch_deposit_address",
        args=("ETH", {"network": "ERC20"}),
        samples=("Deposit address",),
        fields={"address": "data.address"},
        expect={"currency": "ETH", "network": "ERC20", "tag": None},
    ),
    Case(
        name="funding-fee-history",
        call="fetch_funding_history",
        args=(BTC_SWAP, None, 2),
        samples=("Funding fee history",),
        fields={
            "1.id": "data.rows.0.id",
            "1.rate": "data.rows.0.fundingRate",
            "1.timestamp": "data.rows.0.createdTime",
            "0.id": "data.rows.1.id",
            "0.amount": "data.rows.1.fundingFee",
        },
        expect={"0.code": "USDT", "0.symbol": BTC_SWAP, "1.amount": -9.56021744},
    ),
    Case(
        name="margin-interest-rates",
        call="fetch_cross_borrow_rates",
        samples=("Margin interest rates",),
        expect={"USDT.rate": 0.000008, "USDT.period": 3600000, "WOO.rate": 0.00001},
        skipped=_NOT_LISTED,
    ),
    Case(
        name="margin-interest-history",
        call="fetch_borrow_interest",
        args=("USDT", None, None, 1),
        samples=("Margin interest history",),
        fields={
            "0.amountBorrowed": "data.rows.0.loanAmount",
            "0.interestRate": "data.rows.0.hourlyRate",
            "0.timestamp": "data.rows.0.createdTime",
        },
        expect={"0.currency": "USDT", "0.interest": 0.14896054},
    ),
    Case(
        name="convert-asset-info",
        call="fetch_convert_currencies",
        samples=("Convert asset info",),
        fields={"BTC.precision": "rows.0.tick"},
    ),
    Case(
        name="convert-request-quote",
        call="fetch_convert_quote",
        args=("ETH", "USDT", 0.0445),
        samples=("Convert request quote",),
        fields={"id": "data.quoteId", "fromAmount": "data.sellQuantity", "toAmount": "data.buyQuantity"},
        expect={"fromCurrency": "ETH", "toCurrency": "USDT"},
    ),
    Case(
        name="convert-accept-quote",
        call="create_convert_trade",
        args=("123123123", "ETH", "USDT"),
        samples=("Convert accept quote",),
        fields={"id": "data.quoteId"},
        expect={"fromCurrency": "ETH", "toCurrency": "USDT"},
    ),
    Case(
        name="convert-trade",
        call="fetch_convert_trade",
        args=("12",),
        samples=("Convert trade",),
        fields={"id": "data.quoteId", "fromAmount": "data.sellAmount", "toAmount": "data.buyAmount"},
        expect={"price": 1.0, "timestamp": None},
    ),
    Case(
        name="convert-trades",
        call="fetch_convert_trade_history",
        args=(None, None, 1),
        samples=("Convert trades",),
        fields={"0.id": "data.tradeVos.0.quoteId", "0.fromAmount": "data.tradeVos.0.sellAmount"},
        expect={"0.price": 1.0},
    ),
]
