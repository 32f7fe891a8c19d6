"""Structures that both generations fill from rows of the same form, whatever the keys are called."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ccxt.base.errors import BadResponse

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import ZERO, decimal, ms
from ascendex_woo_adapters.common.structures import EXACT, as_float, nonzero, quotient
from ascendex_woo_adapters.common.templates import currency, network, step_of_decimals
from ascendex_woo_adapters.venues.woo.enums import MARGIN_MODES, POSITION_SIDES

#: ccxt cuts percentages and ratios of positions after four decimals.
_FOUR = Decimal("0.0001")


def composed_ticker(
    ex: Adapter,
    market: Any,
    candles: list[dict[str, Any]],
    bids: list[dict[str, Any]],
    asks: list[dict[str, Any]],
    timestamp: int | None,
    info: Any,
) -> Any:
    """A ticker of a day's ``candles``, oldest first, and of the best levels of the book."""
    bid, ask = (bids or [{}])[0], (asks or [{}])[0]
    exact = [[decimal(row.get(name)) for name in ("high", "low", "volume", "amount")] for row in candles]
    if any(value is None for row in exact for value in row):
        raise BadResponse(f"{ex.id} sent a candle without its numbers: {excerpt(candles)}")
    columns: list[list[Any]] = [list(column) for column in zip(*exact, strict=True)] or [[], [], [], []]
    highs, lows, volumes, amounts = columns
    return ex.safe_ticker(
        {
            "symbol": market["symbol"],
            "timestamp": timestamp,
            "datetime": ex.iso8601(timestamp),
            "bid": bid.get("price"),
            "bidVolume": bid.get("quantity"),
            "ask": ask.get("price"),
            "askVolume": ask.get("quantity"),
            "open": candles[0].get("open") if candles else None,
            "close": candles[-1].get("close") if candles else None,
            "high": str(max(highs)) if highs else None,
            "low": str(min(lows)) if lows else None,
            "baseVolume": str(_total(volumes)),
            "quoteVolume": str(_total(amounts)),
            "info": info,
        },
        market,
    )


def _total(values: list[Decimal]) -> Decimal:
    total = ZERO
    for value in values:
        total = EXACT.add(total, value)
    return total


def currencies(
    ex: Adapter,
    tokens: list[dict[str, Any]],
    token_networks: list[dict[str, Any]],
    spelled: Callable[[str], str],
) -> dict[str, Any]:
    """ccxt's currencies: one a wallet token, its chains as networks.

    ``token`` names a token on one chain (``TRON_USDT``), ``balance_token`` the wallet's (``USDT``);
    ``spelled`` gives the generation's spelling of such a key.
    """
    by_wallet: dict[str, list[dict[str, Any]]] = {}
    wallet_of: dict[str, str] = {}
    for row in tokens:
        token = row.get("token")
        wallet = row.get(spelled("balance_token")) or token
        if isinstance(wallet, str) and isinstance(token, str):
            by_wallet.setdefault(wallet, []).append(row)
            wallet_of[token] = wallet
    chains: dict[str, list[dict[str, Any]]] = {}
    for row in token_networks:
        token = row.get("token")
        if isinstance(token, str):
            chains.setdefault(wallet_of.get(token, token), []).append(row)
    codes = ex.options["networksById"]
    result = {}
    for wallet, token_rows in by_wallet.items():
        decimals = {row.get("network"): row.get("decimals") for row in token_rows}
        networks = {}
        for row in chains.get(wallet, ()):
            network_id = str(row.get("network") or "")
            code = codes.get(network_id, network_id)
            networks[code] = network(
                network_id,
                code,
                deposit=_flag(row.get(spelled("allow_deposit"))),
                withdraw=_flag(row.get(spelled("allow_withdraw"))),
                fee=as_float(row.get(spelled("withdrawal_fee"))),
                precision=step_of_decimals(decimals.get(network_id)),
                least=as_float(row.get(spelled("minimum_withdrawal"))),
                info=row,
            )
        code = ex.safe_currency_code(wallet)
        first = token_rows[0]
        result[code] = currency(
            wallet,
            code,
            name=first.get("fullname"),
            active=not all(row.get("delisted") for row in token_rows),
            precision=step_of_decimals(first.get("decimals")),
            networks=networks,
            info=token_rows,
        )
    return result


def _flag(value: Any) -> bool | None:
    return None if value is None else value in (1, "1", True)


def balance(ex: Adapter, response: dict[str, Any], holdings: list[dict[str, Any]]) -> Any:
    """ccxt's balance: total is what is held, free what can be used for orders and withdrawals."""
    timestamp = ms(response.get("timestamp"))
    result: dict[str, Any] = {
        "info": response,
        "timestamp": timestamp,
        "datetime": ex.iso8601(timestamp),
    }
    for row in holdings:
        account = {"total": _string(row.get("holding"))}
        available = row.get("availableBalance")
        if available is None:
            account["used"] = _string(row.get("frozen"))
        else:
            account["free"] = _string(available)
        result[ex._currency_code(str(row.get("token")))] = account
    return ex.safe_balance(result)


def _string(value: Any) -> str | None:
    return None if value is None else str(value)


def largest_position(positions: list[dict[str, Any]], market: dict[str, Any]) -> dict[str, Any]:
    """The row of the market's position, of several the largest; a flat one where there is none."""
    held = [row for row in positions if row.get("symbol") == market["id"]]
    flat = {"symbol": market["id"], "holding": "0"}
    return max(held, key=lambda row: abs(decimal(row.get("holding")) or ZERO), default=flat)


def position(
    ex: Adapter, row: dict[str, Any], market: Any, timestamp: int | None, maintenance_rate: Any
) -> Any:
    """A position; margins are derived from notional, leverage and the market's maintenance rate."""
    get = row.get
    holding = decimal(get("holding")) or ZERO
    contracts = abs(holding)
    side = POSITION_SIDES.get(str(get("positionSide")))
    if side is None and holding:
        side = "long" if holding > 0 else "short"
    mark, entry = decimal(get("markPrice")) or None, decimal(get("averageOpenPrice")) or None
    leverage, rate = decimal(get("leverage")) or None, decimal(maintenance_rate)
    notional = None if mark is None else EXACT.multiply(contracts, mark)
    initial = initial_rate = None
    if leverage is not None:
        initial_rate = quotient(Decimal(1), leverage)
        if notional is not None:
            initial = quotient(notional, leverage)
    pnl = None
    if mark is not None and entry is not None:
        difference = EXACT.subtract(mark, entry)
        pnl = EXACT.multiply(difference if side == "long" else -difference, contracts)
    maintenance = EXACT.multiply(notional, rate) if rate is not None and notional is not None else None
    margin_mode = MARGIN_MODES.get(str(get("marginMode")))
    margin = decimal(get("isolatedMarginAmount")) if margin_mode == "isolated" else initial
    collateral = margin if margin is None or pnl is None else EXACT.add(margin, pnl)
    percentage = None
    if pnl is not None and initial:
        ratio = quotient(pnl, initial, _FOUR)
        percentage = None if ratio is None else EXACT.multiply(ratio, Decimal(100))
    margin_ratio = None
    if maintenance is not None and collateral is not None and collateral > 0 and maintenance > 0:
        margin_ratio = quotient(maintenance, collateral, _FOUR)
    return ex.safe_position(
        {
            "info": row,
            "id": None,
            "symbol": market["symbol"],
            "timestamp": timestamp,
            "datetime": ex.iso8601(timestamp),
            "lastUpdateTimestamp": None,
            "initialMargin": as_float(initial),
            "initialMarginPercentage": as_float(initial_rate),
            "maintenanceMargin": as_float(maintenance),
            "maintenanceMarginPercentage": as_float(rate),
            "entryPrice": as_float(entry),
            "notional": as_float(notional),
            "leverage": as_float(leverage),
            "unrealizedPnl": as_float(pnl),
            "realizedPnl": None,
            "contracts": as_float(contracts),
            "contractSize": 1.0,
            "marginRatio": as_float(margin_ratio),
            "liquidationPrice": as_float(nonzero(get("estLiqPrice"))),
            "markPrice": as_float(mark),
            "lastPrice": None,
            "collateral": as_float(collateral),
            "positionMargin": as_float(margin),
            "marginMode": margin_mode,
            "side": side if holding else None,
            "percentage": as_float(percentage),
            "hedged": get("positionSide") in POSITION_SIDES,
            "stopLossPrice": None,
            "takeProfitPrice": None,
        }
    )
