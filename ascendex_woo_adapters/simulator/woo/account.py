"""Account, balances, positions and margin of WOO's first generation: https://docs.woox.io/#private"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..server import Request
from ..trading.engine import (
    Account,
    Instrument,
    JournalEntry,
    MarginMode,
    MarginSummary,
    Position,
    PositionSide,
    Side,
)
from ..trading.model import ZERO
from .forms import DAY_MS, old_position, old_position_row, position_facts
from .modes import ACCOUNT_MODES, LEVERAGES, change_leverage, change_mode, change_position_mode
from .tokens import ELIGIBLE
from .wire import INVALID_PARAM, Params, fraction, refusal, seconds

if TYPE_CHECKING:
    from .venue import WooVenue

BPS = 10_000
"""Fee rates are told in hundredths of a percent."""
NO_EXPOSURE = Decimal(10)
"""The margin ratio of an account without positions."""
_EIGHT = Decimal("1e-8")
_FOUR = Decimal("1e-4")
MARGIN_MODES = ("CROSS", "ISOLATED")
HISTORY_TYPES = {
    "DEPOSIT": "DEPOSIT",
    "WITHDRAW": "WITHDRAW",
    "TRANSFER": "SUB_ACCOUNT_TRANSFER",
    "TRADE": "SPOT_TRANSACTION",
    "FEE": "TRANSACTION_FEE",
    "REALIZED_PNL": "REALIZED_PNL",
    "FUNDING": "FUNDING_FEE",
    "LIQUIDATION": "LIQUIDATION",
    "INTEREST": "INTEREST",
    "CONVERT": "CONVERT",
}
"""Kinds of journal entries under the venue's names; others are not told."""
UNUSED_HISTORY_TYPES = (
    "FIAT_WITHDRAW",
    "FIAT_DEPOSIT",
    "EARN",
    "VAULT_WITHDRAW",
    "VAULT_DEPOSIT",
    "YIELD_TO_BALANCE",
    "CREDIT",
    "DISTRIBUTION",
    "REFERRAL",
    "REBATE",
    "SPECIAL",
    "STAKING",
    "UNSTAKING",
    "UNSTAKING_FEE",
    "SPOT_TRADING",
    "TRADING_FEE",
    "RFQ",
)
"""Types that a request may name, but of which nothing happens here."""


# Balances.


def balances(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    token = Params(request.query).text("token")
    held = [asset for asset in venue.engine.balances(account) if token in (None, asset)]
    rows = [holding_facts(venue, account, asset) for asset in held]
    data = {"holding": rows, "userId": venue.user_id, "applicationId": venue.application_id(account)}
    return {"success": True, "data": data, "timestamp": venue.now()}


def holding_facts(venue: WooVenue, account: Account, asset: str) -> dict[str, Any]:
    engine, balance = venue.engine, venue.engine.balance(account, asset)
    spot = f"SPOT_{asset}_USDT"
    pending = {side: _pending(account, spot, side) for side in Side}
    return {
        "token": asset,
        "holding": balance.total,
        "frozen": balance.frozen,
        "staked": 0,
        "unbonding": 0,
        "vault": 0,
        "interest": account.owed.get(asset, ZERO),
        "pendingShortQty": pending[Side.SELL],
        "pendingLongQty": pending[Side.BUY],
        "availableBalance": engine.available(account, asset).quantize(_EIGHT, "ROUND_DOWN"),
        "averageOpenPrice": 0,
        "markPrice": engine.value(asset),
        "launchpadVault": 0,
        "earn": 0,
        "pnl24H": 0,
        "fee24H": _fees(account, asset, venue.now() - DAY_MS),
        "updatedTime": fraction(_updated(account, asset)),
    }


def _pending(account: Account, symbol: str, side: Side) -> Decimal:
    orders = (order for order in account.open_orders.values() if order.symbol == symbol)
    return sum((order.remaining for order in orders if order.side is side), ZERO)


def _fees(account: Account, asset: str, since: int) -> Decimal:
    return sum((f.fee for f in account.fills if f.fee_asset == asset and f.time >= since), ZERO)


def _updated(account: Account, asset: str) -> int:
    return next((entry.time for entry in reversed(account.journal) if entry.asset == asset), 0)


def holding(venue: WooVenue, _request: Request, account: Account | None) -> Any:
    assert account is not None
    held = {asset: balance.total for asset, balance in venue.engine.balances(account).items()}
    return {"success": True, "holding": held}


def holding_v2(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    everything = Params(request.query).flag("all")
    rows = [
        {
            "token": asset,
            "holding": balance.total,
            "frozen": balance.frozen,
            "interest": account.owed.get(asset, ZERO),
            "outstanding_holding": -balance.frozen,
            "pending_exposure": _pending(account, f"SPOT_{asset}_USDT", Side.BUY),
            "opening_cost": 0,
            "holding_cost": 0,
            "realised_pnl": 0,
            "settled_pnl": 0,
            "fee_24_h": _fees(account, asset, venue.now() - DAY_MS),
            "settled_pnl_24_h": 0,
            "updated_time": str(_updated(account, asset) // 1000),
        }
        for asset, balance in venue.engine.balances(account).items()
        if balance.total or everything
    ]
    return {"holding": rows, "success": True}


def buy_power(venue: WooVenue, request: Request, account: Account | None) -> Any:
    """What can be sold (base) and spent (quote); the only reply whose time is in seconds."""
    assert account is not None
    instrument = venue.instrument(Params(request.query).need("symbol"))
    row = buying_power(venue, account, instrument)
    return {"success": True, "data": [row], "timestamp": venue.now() // 1000}


def buying_power(venue: WooVenue, account: Account, instrument: Instrument) -> dict[str, Any]:
    base = ZERO if instrument.is_perp else venue.engine.spendable(account, instrument.base)
    base = base.quantize(_EIGHT, "ROUND_DOWN")
    quote = venue.engine.spendable(account, instrument.quote).quantize(_EIGHT, "ROUND_DOWN")
    return {"symbol": instrument.symbol, "availableBaseQuantity": base, "availableQuoteQuantity": quote}


# Account information.


def account_info(venue: WooVenue, _request: Request, account: Account | None) -> Any:
    assert account is not None
    return {"success": True, "data": account_facts(venue, account), "timestamp": venue.now()}


def account_facts(venue: WooVenue, account: Account) -> dict[str, Any]:
    """Everything that can be said about an account, under the names of /v3/accountinfo."""
    summary, mode = venue.engine.margin_summary(account), venue.account_mode(account)
    spot, perp = venue.fee_rates()
    ratio = _ratio(summary.equity, summary.notional, NO_EXPOSURE)
    return {
        "applicationId": venue.application_id(account),
        "account": account.name,
        "alias": account.name,
        "accountMode": mode,
        "positionMode": "HEDGE" if account.hedge else "ONE_WAY",
        "leverage": None if mode == "FUTURES" else venue.spot_leverage(account),
        "takerFeeRate": spot[1] * BPS,
        "makerFeeRate": spot[0] * BPS,
        "interestRate": 1,
        "futuresTakerFeeRate": perp[1] * BPS,
        "futuresMakerFeeRate": perp[0] * BPS,
        "otpauth": True,
        "marginRatio": ratio,
        "openMarginRatio": ratio,
        "initialMarginRatio": _ratio(summary.initial, summary.notional, ZERO),
        "maintenanceMarginRatio": _ratio(summary.maintenance, summary.notional, ZERO),
        "totalCollateral": summary.equity.quantize(_EIGHT),
        "freeCollateral": summary.free.quantize(_EIGHT),
        "totalAccountValue": _total_value(venue, account, summary),
        "totalVaultValue": 0,
        "totalStakingValue": 0,
        "referrerID": "",
        "accountType": "Main" if account.name == venue.accounts[0] else "Subaccount",
        "totalLaunchpadVaultValue": 0,
        "totalEarnValue": 0,
    }


def client_info(venue: WooVenue, _request: Request, account: Account | None) -> Any:
    assert account is not None
    summary = venue.engine.margin_summary(account)
    spot, perp = venue.fee_rates()
    application = {
        "application_id": venue.application_id(account),
        "account": account.name,
        "alias": account.name,
        "account_mode": venue.account_mode(account),
        "leverage": venue.spot_leverage(account),
        "taker_fee_rate": spot[1] * BPS,
        "maker_fee_rate": spot[0] * BPS,
        "futures_leverage": 10,
        "futures_taker_fee_rate": perp[1] * BPS,
        "futures_maker_fee_rate": perp[0] * BPS,
        "otpauth": True,
    }
    rate = _ratio(summary.equity, summary.notional, NO_EXPOSURE)
    return {"success": True, "application": application, "margin_rate": rate}


def _ratio(above: Decimal, below: Decimal, otherwise: Decimal) -> Decimal:
    return (above / below).quantize(_FOUR) if below else otherwise


def _total_value(venue: WooVenue, account: Account, summary: MarginSummary) -> Decimal:
    held = venue.engine.balances(account).items()
    amounts = ((asset, balance.total - account.owed.get(asset, ZERO)) for asset, balance in held)
    value = sum((amount * venue.engine.value(asset) for asset, amount in amounts), ZERO)
    isolated = [p for p in account.held() if p.margin_mode is MarginMode.ISOLATED]
    margins = (p.isolated_margin + p.unrealized(venue.engine.mark(p.symbol)) for p in isolated)
    return (value + summary.unrealized + sum(margins, ZERO)).quantize(_EIGHT)


def client_token(venue: WooVenue, _request: Request, account: Account | None) -> Any:
    assert account is not None
    return {"success": True, "rows": token_facts(venue, account)}


def token_facts(venue: WooVenue, account: Account) -> list[dict[str, Any]]:
    tokens = ["USDT", *dict.fromkeys(i.base for i in venue.engine.instruments.values())]
    return [
        {
            "token": token,
            "collateral_ratio": int(token in ELIGIBLE),
            "margin_factor": 0,
            "futures_margin_factor": Decimal("2.3e-8"),
            "collateral": venue.engine.ledger.weight(account, token) is not None,
            "can_collateral": token in ELIGIBLE,
            "can_short": token in ELIGIBLE,
            "stable": token in ("USDT", "USDC"),
            "margin_max_leverage": 5,
            "futures_max_leverage": 20,
            "margin_max_position": 100_000_000_000,
            "futures_max_position": 100_000_000_000,
        }
        for token in tokens
    ]


def credentials(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    words = {"view": "Read", "trade": "Enable trade", "transfer": "Enable withdrawal"}
    rows = [
        {
            "account_name": credential.account,
            "user_id": venue.user_id,
            "api_key": credential.api_key,
            "permission": "".join(f"{words[p]}," for p in words if p in credential.permissions),
        }
        for credential in venue.credentials.values()
    ]
    chosen, meta = Params(request.query).page(rows)
    return {"success": True, "data": {"rows": chosen, "meta": meta}, "timestamp": venue.now()}


# Positions.


def positions(venue: WooVenue, _request: Request, account: Account | None) -> Any:
    assert account is not None
    rows = [position_facts(venue, account, position) for position in known_positions(venue, account)]
    return {"success": True, "data": {"positions": rows}, "timestamp": venue.now()}


def positions_v1(venue: WooVenue, _request: Request, account: Account | None) -> Any:
    assert account is not None
    summary = venue.engine.margin_summary(account)
    return {
        "total_account_value": _total_value(venue, account, summary),
        "current_margin_ratio": _ratio(summary.equity, summary.notional, NO_EXPOSURE),
        "success": True,
        "total_collateral": summary.equity.quantize(_EIGHT),
        "total_vault_value": 0,
        "total_staking_value": 0,
        "positions": [old_position_row(venue, account, p) for p in known_positions(venue, account)],
        "initial_margin_ratio": _ratio(summary.initial, summary.notional, ZERO),
        "free_collateral": summary.free.quantize(_EIGHT),
        "maintenance_margin_ratio": _ratio(summary.maintenance, summary.notional, ZERO),
    }


def position_of(venue: WooVenue, request: Request, account: Account | None) -> Any:
    """The cross position of one symbol; a flat one reads zero."""
    assert account is not None
    symbol = venue.perp(request.params["symbol"]).symbol
    sides = (PositionSide.LONG, PositionSide.SHORT) if account.hedge else (PositionSide.BOTH,)
    found = [venue.engine.position(account, symbol, side) for side in sides]
    position = next((p for p in found if p.quantity), found[0])
    return {"success": True, **old_position(position_facts(venue, account, position), position)}


def known_positions(venue: WooVenue, account: Account) -> list[Position]:
    """Positions that are open, have been open, or have orders that would open them."""
    for order in account.open_orders.values():
        if venue.instrument(order.symbol).is_perp:
            request = order.request
            venue.engine.position(account, order.symbol, request.position_side, request.margin_mode)
    return list(account.positions.values())


# Settings.


def set_account_mode(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    change_mode(venue, account, Params(request.form).need_choice("account_mode", ACCOUNT_MODES))
    return {"success": True}


def set_position_mode(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    mode = Params(request.form).need_choice("position_mode", ("ONE_WAY", "HEDGE_MODE"))
    change_position_mode(venue, account, mode == "HEDGE_MODE")
    return {"success": True}


def set_spot_leverage(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    change_leverage(venue, account, int(Params(request.form).need_choice("leverage", LEVERAGES)))
    return {"success": True}


def set_futures_leverage(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = Params(request.form)
    symbol = venue.perp(params.need("symbol")).symbol
    mode = MarginMode(params.need_choice("margin_mode", MARGIN_MODES))
    side = _need_position_side(params, account)
    params.need("leverage")
    leverage = params.integer("leverage", 1, 1000)
    assert leverage is not None
    venue.engine.set_leverage(account, symbol, Decimal(leverage), mode, side)
    return {"success": True}


def get_futures_leverage(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = Params(request.query)
    symbol = venue.perp(params.need("symbol")).symbol
    mode = params.need_choice("margin_mode", MARGIN_MODES)
    hedge = params.need_choice("position_mode", ("ONE_WAY", "HEDGE", "HEDGE_MODE")) != "ONE_WAY"
    sides = (PositionSide.LONG, PositionSide.SHORT) if hedge else (PositionSide.BOTH,)
    data = {
        "symbol": symbol,
        "margin_mode": mode,
        "position_mode": "HEDGE_MODE" if hedge else "ONE_WAY",
        "details": [
            {
                "position_side": side.value,
                "leverage": str(int(venue.engine.leverage(account, symbol, MarginMode(mode), side))),
            }
            for side in sides
        ],
    }
    return {"success": True, "data": data, "timestamp": venue.now()}


def set_isolated_margin(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = Params(request.form)
    symbol, side = venue.perp(params.need("symbol")).symbol, _need_position_side(params, account)
    params.need_choice("adjust_token", ("USDT",))
    params.need("adjust_amount")
    amount = params.number("adjust_amount")
    assert amount is not None
    sign = {"ADD": 1, "REDUCE": -1}[params.need_choice("action", ("ADD", "REDUCE"))]
    position = venue.engine.position(account, symbol, side, MarginMode.ISOLATED)
    venue.engine.adjust_isolated(account, position, sign * amount)
    return {"success": True}


def _need_position_side(params: Params, account: Account) -> PositionSide:
    side = PositionSide(params.need_choice("position_side", ("LONG", "SHORT", "BOTH")))
    if account.hedge is (side is PositionSide.BOTH):
        raise refusal(INVALID_PARAM, "position_side does not match the position mode.")
    return side


# Histories.


def transaction_history(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = Params(request.query)
    kind = params.choice("type", (*HISTORY_TYPES.values(), *UNUSED_HISTORY_TYPES))
    start, end = params.integer("start_t") or 0, params.integer("end_t") or venue.now()
    chosen, meta = params.page(history_entries(account, kind, start, end))
    data = {"rows": [_history_row(entry) for entry in chosen], "meta": meta}
    return {"success": True, "data": data, "timestamp": venue.now()}


def history_entries(account: Account, kind: str | None, start: int, end: int) -> list[JournalEntry]:
    """Changes of the balances, newest first; `kind` is one of the venue's names."""
    return [
        entry
        for entry in reversed(account.journal)
        if entry.kind in HISTORY_TYPES
        and kind in (None, HISTORY_TYPES[entry.kind])
        and start <= entry.time <= end
    ]


def _history_row(entry: JournalEntry) -> dict[str, Any]:
    row: dict[str, Any] = {"id": entry.id, "type": HISTORY_TYPES[entry.kind], "token": entry.asset}
    if entry.kind == "REALIZED_PNL":
        row["symbol"] = entry.symbol
    return row | {"amount": entry.amount, "timestamp": entry.time}


def funding_fee_history(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = Params(request.query)
    symbol = params.text("symbol")
    start, end = params.integer("start_t") or 0, params.integer("end_t") or venue.now()
    chosen, meta = params.page(funding_entries(account, symbol, start, end), size=10, most=5000)
    return {"success": True, "meta": meta, "rows": [funding_fee_row(venue, entry) for entry in chosen]}


def funding_entries(account: Account, symbol: str | None, start: int, end: int) -> list[JournalEntry]:
    return [
        entry
        for entry in reversed(account.journal)
        if entry.kind == "FUNDING" and symbol in (None, entry.symbol) and start <= entry.time <= end
    ]


def funding_fee_row(venue: WooVenue, entry: JournalEntry) -> dict[str, Any]:
    assert entry.symbol is not None
    return {
        "id": entry.id,
        "symbol": entry.symbol,
        "funding_rate": entry.detail["rate"],
        "mark_price": entry.detail["mark"],
        "funding_fee": abs(entry.amount),
        "payment_type": "Receive" if entry.amount > 0 else "Pay",
        "status": "COMPLETED",
        "created_time": seconds(entry.time),
        "updated_time": seconds(entry.time),
        "funding_rate_interval_hours": venue.instrument(entry.symbol).funding_hours,
    }
