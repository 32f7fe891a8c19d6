"""WOO X, the legacy generation, as the simulator answers: accounts, wallets, margin and funding.

https://docs.woox.io/
"""

from __future__ import annotations

from ccxt.base.errors import BadRequest, ExchangeError, OperationRejected

from tests.cassettes.cases import NOW, Case, Stage
from tests.cassettes.woo_account_documented import LEDGER_LACKS, NO_TIME, WITHDRAWN

BTC, BTC_SWAP = "BTC/USDT", "BTC/USDT:USDT"
ADDRESS = "0x31d64B3230f8baDD91dE1710A65DF536aF8f7cDa"
HOUR_MS, DAY_MS = 3_600_000, 86_400_000

#: The first quote of a fresh simulator.
FIRST_QUOTE = "123123001"


def _isolated(stage: Stage) -> None:
    """An isolated long position."""
    params = {"clientOrderId": "1001", "marginMode": "isolated"}
    stage.exchange.create_order(BTC_SWAP, "market", "buy", 0.02, None, params)


def _borrowed(stage: Stage) -> None:
    """More bought than paid for, and interest charged for it."""
    trade = stage.exchange
    trade.v1_private_post_client_account_mode({"account_mode": "MARGIN"})
    trade.create_market_buy_order_with_cost(BTC, 120_000, {"clientOrderId": "1001"})
    stage.pass_time(2 * HOUR_MS)


def _funded(stage: Stage) -> None:
    """A position that was there when funding was paid."""
    stage.exchange.create_order(BTC_SWAP, "market", "buy", 0.02, None, {"clientOrderId": "1001"})
    stage.pass_time(20 * HOUR_MS)


def _movements(stage: Stage) -> None:
    """A deposit, and two withdrawals of which one is cancelled."""
    stage.simulator.woo.deposit("USDT", 500, network="TRON")
    stage.pass_time(60_000)
    moved = stage.exchange.withdraw("USDT", 100, ADDRESS, {"network": "ERC20"})
    stage.pass_time(1000)
    stage.exchange.v1_private_delete_asset_withdraw({"id": moved["id"]})
    stage.exchange.withdraw("USDT", 50, ADDRESS, {"network": "BEP20"})


def _transfers(stage: Stage) -> None:
    """Two currencies moved to a sub-account."""
    main, sub, *_ = [account["id"] for account in stage.exchange.fetch_accounts()]
    stage.exchange.transfer("USDT", 100, main, sub)
    stage.pass_time(1000)
    stage.exchange.transfer("BTC", 0.1, main, sub)


def _quoted(stage: Stage) -> None:
    """A quote that waits for an answer."""
    stage.exchange.fetch_convert_quote("BTC", "USDT", 0.1)


def _converted(stage: Stage) -> None:
    """A conversion that was executed."""
    _quoted(stage)
    stage.exchange.create_convert_trade(FIRST_QUOTE, "BTC", "USDT")


CASES = [
    Case(
        name="fetch-funding-rate-history",
        call="fetch_funding_rate_history",
        args=(BTC_SWAP, None, 3),
        fields={"-1.fundingRate": "rows.0.funding_rate", "-1.timestamp": "rows.0.funding_rate_timestamp"},
        expect={"0.symbol": BTC_SWAP},
    ),
    Case(
        name="fetch-funding-rate-history-since",
        call="fetch_funding_rate_history",
        args=(BTC_SWAP, NOW - 3 * DAY_MS),
        fields={"-1.fundingRate": "rows.0.funding_rate"},
        expect={"0.timestamp": 1749744000000, "8.timestamp": 1749974400000},
    ),
    Case(
        name="fetch-funding-history",
        call="fetch_funding_history",
        args=(BTC_SWAP,),
        scene=_funded,
        lead_ms=20 * HOUR_MS,
        fields={"-1.id": "rows.0.id", "-1.rate": "rows.0.funding_rate"},
        expect={"0.symbol": BTC_SWAP, "0.code": "USDT"},
    ),
    Case(
        name="fetch-mark-price",
        call="fetch_mark_price",
        args=(BTC_SWAP,),
        fields={"markPrice": "rows.0.mark_price"},
        expect={"symbol": BTC_SWAP, "timestamp": NOW},
    ),
    Case(
        name="fetch-open-interests",
        call="fetch_open_interests",
        args=([BTC_SWAP],),
        fields={"BTC/USDT:USDT.openInterestAmount": "rows.0.open_interest"},
        expect={"BTC/USDT:USDT.timestamp": NOW},
    ),
    Case(
        name="fetch-leverage",
        call="fetch_leverage",
        args=(BTC_SWAP,),
        fields={"longLeverage": "data.details.0.leverage"},
        expect={"symbol": BTC_SWAP, "marginMode": "cross", "shortLeverage": 10.0},
    ),
    Case(
        name="fetch-position-mode",
        call="fetch_position_mode",
        fields={"info.positionMode": "data.positionMode"},
        expect={"hedged": False},
    ),
    Case(
        name="set-position-mode",
        call="set_position_mode",
        args=(True,),
        fields={"success": "success"},
    ),
    Case(
        name="add-margin",
        call="add_margin",
        args=(BTC_SWAP, 10),
        scene=_isolated,
        lead_ms=1000,
        fields={"info.success": "success"},
        expect={"symbol": BTC_SWAP, "type": "add", "amount": 10.0},
    ),
    Case(
        name="reduce-margin-without-a-position", call="reduce_margin", args=(BTC_SWAP, 10), raises=BadRequest
    ),
    Case(
        name="fetch-position-adl-rank",
        call="fetch_position_adl_rank",
        args=(BTC_SWAP,),
        scene=_isolated,
        lead_ms=1000,
        fields={"rank": "data.positions.0.adlQuantile"},
        expect={"symbol": BTC_SWAP},
    ),
    Case(
        name="fetch-cross-borrow-rate",
        call="fetch_cross_borrow_rate",
        args=("USDT",),
        fields={"info.token": "info.token"},
        expect={"rate": 0.000008, "period": HOUR_MS},
    ),
    Case(
        name="fetch-cross-borrow-rates",
        call="fetch_cross_borrow_rates",
        fields={"USDT.info.token": "rows.0.token"},
        expect={"BTC.currency": "BTC"},
    ),
    Case(
        name="fetch-borrow-interest",
        call="fetch_borrow_interest",
        args=("USDT",),
        scene=_borrowed,
        lead_ms=2 * HOUR_MS,
        fields={"-1.interest": "rows.0.interest", "-1.amountBorrowed": "rows.0.loan_amount"},
        expect={"0.currency": "USDT", "0.marginMode": "cross"},
    ),
    Case(
        name="repay-cross-margin-without-a-debt",
        call="repay_cross_margin",
        args=("USDT", 1),
        raises=OperationRejected,
    ),
    Case(
        name="fetch-accounts",
        call="fetch_accounts",
        fields={"1.id": "rows.0.application_id", "1.name": "rows.0.account"},
        expect={"0.type": "main", "1.type": "subaccount"},
    ),
    Case(
        name="fetch-deposit-address",
        call="fetch_deposit_address",
        args=("USDT", {"network": "TRC20"}),
        fields={"address": "address"},
        expect={"currency": "USDT", "network": "TRC20", "tag": None},
    ),
    Case(
        name="fetch-deposit-address-with-a-tag",
        call="fetch_deposit_address",
        args=("XRP",),
        fields={"tag": "extra"},
        expect={"network": "XRP"},
    ),
    Case(
        name="withdraw",
        call="withdraw",
        args=("USDT", 100, ADDRESS, {"network": "ERC20"}),
        fields={"id": "data.withdrawId", "timestamp": "timestamp"},
        expect={"status": "pending"},
        skipped=WITHDRAWN,
    ),
    Case(
        name="withdraw-a-token",
        call="withdraw",
        args=("USDT", 100, ADDRESS, {"token": "TRON_USDT"}),
        fields={"id": "withdraw_id"},
        expect={"network": "TRC20"},
        skipped={**WITHDRAWN, **NO_TIME},
    ),
    Case(
        name="withdraw-internally",
        call="withdraw",
        args=("USDT", 100, "20001", {"internal": True}),
        fields={"id": "withdraw_id"},
        expect={"internal": True},
        skipped={**WITHDRAWN, **NO_TIME, "network": "it stays inside the venue"},
    ),
    Case(
        name="fetch-deposits-withdrawals",
        call="fetch_deposits_withdrawals",
        args=("USDT",),
        scene=_movements,
        lead_ms=120_000,
        fields={"-1.id": "rows.0.id", "0.txid": "rows.2.tx_id"},
        expect={
            "0.type": "deposit",
            "0.network": "TRC20",
            "0.amount": 500.0,
            "1.status": "canceled",
            "2.type": "withdrawal",
            "2.network": "BEP20",
        },
        skipped=dict.fromkeys(("txid", "fee", "addressFrom"), "not known before it is on the chain"),
    ),
    Case(
        name="fetch-withdrawals",
        call="fetch_withdrawals",
        args=("USDT",),
        scene=_movements,
        lead_ms=120_000,
        fields={"0.id": "rows.1.id", "1.fee.cost": "rows.0.fee_amount"},
        expect={"0.status": "canceled", "0.network": "ERC20", "1.fee.currency": "USDT"},
        skipped=dict.fromkeys(("txid", "fee", "addressFrom"), "not known before it is on the chain"),
    ),
    Case(
        name="transfer-unknown-account",
        call="transfer",
        args=("USDT", 100, "main-application", "sub-application"),
        raises=BadRequest,
    ),
    Case(
        name="fetch-transfers",
        call="fetch_transfers",
        args=("USDT",),
        scene=_transfers,
        lead_ms=60_000,
        fields={"0.id": "data.rows.1.id", "0.toAccount": "data.rows.1.to_application_id"},
        expect={"0.amount": 100.0, "0.status": "ok", "0.timestamp": NOW - 60_000},
    ),
    Case(
        name="fetch-ledger",
        call="fetch_ledger",
        args=("USDT", NOW - 60_000),
        scene=_transfers,
        lead_ms=60_000,
        expect={"-1.type": "transfer", "-1.direction": "out", "-1.amount": 100.0},
        skipped=LEDGER_LACKS,
    ),
    Case(
        name="fetch-convert-currencies",
        call="fetch_convert_currencies",
        fields={"USDT.precision": "rows.0.tick"},
        expect={"BTC.code": "BTC"},
    ),
    Case(
        name="fetch-convert-quote",
        call="fetch_convert_quote",
        args=("BTC", "USDT", 0.1),
        fields={"id": "data.quoteId", "fromAmount": "data.sellQuantity", "toAmount": "data.buyQuantity"},
        expect={"fromCurrency": "BTC", "toCurrency": "USDT"},
    ),
    Case(
        name="create-convert-trade",
        call="create_convert_trade",
        args=(FIRST_QUOTE, "BTC", "USDT"),
        scene=_quoted,
        lead_ms=1000,
        fields={"id": "data.quoteId", "info.rftAccepted": "data.rftAccepted"},
        expect={"fromCurrency": "BTC", "toCurrency": "USDT"},
    ),
    Case(
        name="create-convert-trade-of-no-quote",
        call="create_convert_trade",
        args=("1", "BTC", "USDT"),
        raises=ExchangeError,
    ),
    Case(
        name="fetch-convert-trade",
        call="fetch_convert_trade",
        args=(FIRST_QUOTE,),
        scene=_converted,
        lead_ms=1000,
        fields={"id": "data.quoteId", "fromAmount": "data.sellAmount", "toAmount": "data.buyAmount"},
        expect={"fromCurrency": "BTC", "toCurrency": "USDT", "timestamp": NOW - 1000},
    ),
    Case(
        name="fetch-convert-trade-history",
        call="fetch_convert_trade_history",
        args=("BTC",),
        scene=_converted,
        lead_ms=1000,
        fields={"0.id": "data.tradeVos.0.quoteId", "0.toAmount": "data.tradeVos.0.buyAmount"},
        expect={"0.fromCurrency": "BTC", "0.toCurrency": "USDT", "0.timestamp": NOW - 1000},
    ),
]
