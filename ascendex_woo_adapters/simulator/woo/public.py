"""Market data of WOO's first generation: https://docs.woox.io/#public"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..server import Request
from ..trading.candles import INTERVALS
from ..trading.engine import Account, Candle, Instrument, Level, Trade
from ..trading.prices import STEP_MS
from .tokens import ELIGIBLE, NAMES, token_networks
from .wire import Params, seconds

if TYPE_CHECKING:
    from .venue import WooVenue

LISTED = seconds(1_647_838_759_000)
_INTERVALS = ("1m", "5m", "15m", "30m", "1h", "4h", "12h", "1d", "1w", "1mon", "1y")
_HOUR_STEPS = 3_600_000 // STEP_MS
_TRADES_A_STEP = 0.35
STATUS_TEXTS = {
    0: "System is functioning properly.",
    1: "Under trading maintenance.",
    2: "Under system maintenance.",
}


def system_info(venue: WooVenue, _request: Request, _account: Account | None) -> Any:
    status = {"status": venue.system_status, "msg": STATUS_TEXTS[venue.system_status]}
    return {"success": True, "data": status, "timestamp": venue.now()}


def info(venue: WooVenue, _request: Request, _account: Account | None) -> Any:
    rows = [_info_row(instrument) for instrument in venue.engine.instruments.values()]
    return {"success": True, "rows": rows}


def info_of(venue: WooVenue, request: Request, _account: Account | None) -> Any:
    return {"success": True, "info": _info_row(venue.instrument(request.params["symbol"]))}


def _info_row(instrument: Instrument) -> dict[str, Any]:
    row: dict[str, Any] = {
        "symbol": instrument.symbol,
        "quote_min": instrument.price_min,
        "quote_max": instrument.price_max,
        "quote_tick": instrument.tick,
        "base_min": instrument.quantity_min,
        "base_max": instrument.quantity_max,
        "base_tick": instrument.step,
        "min_notional": instrument.min_notional,
        "price_range": instrument.price_range,
        "price_scope": Decimal("0.4"),
        "created_time": LISTED,
        "updated_time": LISTED,
        "is_stable": int(instrument.base == "USDC"),
        "is_trading": int(not instrument.suspended),
        "precisions": [1, 10, 50, 100, 1000, 10000],
        "is_prediction": 0,
    }
    if instrument.is_perp:
        bracket = instrument.brackets[0]
        row |= {"base_mmr": bracket.maintenance, "base_imr": bracket.initial}
    return row


def market_trades(venue: WooVenue, request: Request, _account: Account | None) -> Any:
    params = Params(request.query)
    symbol = venue.symbol(params)
    limit = params.integer("limit", 1, 500) or 10
    return {"success": True, "rows": [_trade_row(symbol, t) for t in venue.engine.trades(symbol, limit)]}


def hist_trade(venue: WooVenue, request: Request, _account: Account | None) -> Any:
    """Trades from `start_time` on, oldest first."""
    params = Params(request.query)
    symbol = venue.symbol(params)
    params.need("start_time")
    start, page = params.integer("start_time") or 0, params.integer("page", 1) or 1
    size = params.integer("size", 1, 1000) or 25
    trades, total = trades_from(venue, symbol, start, page, size)
    meta = {"total": total, "records_per_page": size, "current_page": page}
    data = {"rows": [_trade_row(symbol, trade) for trade in trades], "meta": meta}
    return {"success": True, "data": data, "timestamp": venue.now()}


def trades_from(venue: WooVenue, symbol: str, start: int, page: int, size: int) -> tuple[list[Trade], int]:
    """A page of the trades since a time in ms, oldest first, and how many there are in all.

    That number is estimated when the time is over an hour ago.
    """
    steps = (venue.now() - start) // STEP_MS
    window = min(steps, max(_HOUR_STEPS, int(page * size / _TRADES_A_STEP * 2)))
    trades = venue.engine.trades(symbol, 1 << 30, start, start + (window + 1) * STEP_MS)[::-1]
    total = len(trades) if window == steps else int(steps * _TRADES_A_STEP)
    return trades[(page - 1) * size : page * size], total


def _trade_row(symbol: str, trade: Trade) -> dict[str, Any]:
    return {
        "symbol": symbol,
        "side": trade.side.value,
        "source": int(trade.inside),
        "executed_price": trade.price,
        "executed_quantity": trade.quantity,
        "executed_timestamp": seconds(trade.time),
    }


def orderbook(venue: WooVenue, request: Request, _account: Account | None) -> Any:
    symbol = venue.instrument(request.params["symbol"]).symbol
    depth = Params(request.query).integer("max_level", 1, 1000) or 100
    state = venue.sockets.book(symbol, "v1").state
    levels = {side: _levels(state.levels(side, depth)) for side in ("asks", "bids")}
    return {"success": True, **levels, "timestamp": state.time}


def _levels(levels: list[Level]) -> list[dict[str, Any]]:
    return [{"price": level.price, "quantity": level.quantity} for level in levels]


def kline(venue: WooVenue, request: Request, _account: Account | None) -> Any:
    params = Params(request.query)
    symbol, interval = venue.symbol(params), params.need_choice("type", _INTERVALS)
    candles = venue.engine.candles(symbol, interval, limit=params.integer("limit", 1, 1000) or 100)
    return {"success": True, "rows": [_kline_row(symbol, interval, c) for c in reversed(candles)]}


def hist_kline(venue: WooVenue, request: Request, _account: Account | None) -> Any:
    """Candles that start in start_time..end_time, newest first."""
    params = Params(request.query)
    symbol, interval = venue.symbol(params), params.need_choice("type", _INTERVALS[:-1])
    params.need("start_time")
    start, end = params.integer("start_time") or 0, params.integer("end_time") or venue.now()
    size, page = params.integer("size", 1, 1000) or 100, params.integer("page", 1) or 1
    wanted = venue.engine.candles(symbol, interval, end=end, limit=page * size)
    rows = [_kline_row(symbol, interval, c) for c in reversed(wanted) if c.start >= start]
    total = len(rows)
    if total == page * size:
        total = (min(end, venue.now()) - start) // (INTERVALS[interval] or 30 * 86_400_000) + 1
    meta = {"total": total, "records_per_page": size, "current_page": page}
    data = {"rows": rows[(page - 1) * size : page * size], "meta": meta}
    return {"success": True, "data": data, "timestamp": venue.now()}


def _kline_row(symbol: str, interval: str, candle: Candle) -> dict[str, Any]:
    return {
        "open": candle.open,
        "close": candle.close,
        "low": candle.low,
        "high": candle.high,
        "volume": candle.volume,
        "amount": candle.amount,
        "symbol": symbol,
        "type": interval,
        "start_timestamp": candle.start,
        "end_timestamp": candle.end,
    }


def token(_venue: WooVenue, _request: Request, _account: Account | None) -> Any:
    rows = [
        {
            "created_time": LISTED,
            "updated_time": LISTED,
            "token": row.token,
            "delisted": False,
            "balance_token": row.balance_token,
            "fullname": NAMES.get(row.balance_token, row.balance_token),
            "network": row.network.name,
            "decimals": row.decimals,
            "can_collateral": row.balance_token in ELIGIBLE,
            "can_short": row.balance_token in ELIGIBLE,
        }
        for row in token_networks()
    ]
    return {"success": True, "rows": rows}


def token_network(_venue: WooVenue, _request: Request, _account: Account | None) -> Any:
    rows = [
        {
            "protocol": row.network.protocol,
            "network": row.network.name,
            "token": row.balance_token,
            "name": row.network.title,
            "minimum_withdrawal": row.minimum,
            "withdrawal_fee": row.fee,
            "allow_deposit": 1,
            "allow_withdraw": 1,
        }
        for row in token_networks()
    ]
    return {"success": True, "rows": rows}


def funding_rates(venue: WooVenue, _request: Request, _account: Account | None) -> Any:
    rows = [_funding_row(venue, instrument) for instrument in venue.perps()]
    return {"success": True, "rows": rows, "timestamp": venue.now()}


def funding_rate(venue: WooVenue, request: Request, _account: Account | None) -> Any:
    row = _funding_row(venue, venue.perp(request.params["symbol"]))
    return {"success": True, "timestamp": venue.now(), **row}


def _funding_row(venue: WooVenue, instrument: Instrument) -> dict[str, Any]:
    rate = venue.engine.funding(instrument.symbol)
    return {
        "symbol": instrument.symbol,
        "est_funding_rate": rate.rate,
        "est_funding_rate_timestamp": rate.time // 60_000 * 60_000,
        "last_funding_rate": rate.last_rate,
        "last_funding_rate_timestamp": rate.last_time,
        "next_funding_time": rate.next_time,
        "last_funding_rate_interval": rate.interval_hours,
        "est_funding_rate_interval": rate.interval_hours,
    }


def funding_rate_history(venue: WooVenue, request: Request, _account: Account | None) -> Any:
    """Settled rates newest first; only the newest one when neither bound is given."""
    params = Params(request.query)
    symbol = venue.perp(params.need("symbol")).symbol
    start, end = params.integer("start_t"), params.integer("end_t")
    settled = venue.engine.funding_history(symbol, start, end)
    if start is None and end is None:
        settled = settled[:1]
    chosen, meta = params.page(settled, most=5000)
    rows = [
        {
            "symbol": symbol,
            "funding_rate": row.rate,
            "funding_rate_timestamp": row.time,
            "next_funding_time": row.next_time,
        }
        for row in chosen
    ]
    return {"success": True, "meta": meta, "rows": rows, "timestamp": venue.now()}


def futures(venue: WooVenue, _request: Request, _account: Account | None) -> Any:
    rows = [_futures_row(venue, instrument.symbol) for instrument in venue.perps()]
    return {"success": True, "rows": rows, "timestamp": venue.now()}


def futures_of(venue: WooVenue, request: Request, _account: Account | None) -> Any:
    row = _futures_row(venue, venue.perp(request.params["symbol"]).symbol)
    return {"success": True, "info": row, "timestamp": venue.now()}


def _futures_row(venue: WooVenue, symbol: str) -> dict[str, Any]:
    engine = venue.engine
    funding, ticker = engine.funding(symbol), engine.ticker(symbol)
    return {
        "symbol": symbol,
        "index_price": engine.index(symbol),
        "mark_price": engine.mark(symbol),
        "est_funding_rate": funding.rate,
        "last_funding_rate": funding.last_rate,
        "next_funding_time": funding.next_time,
        "open_interest": engine.open_interest(symbol),
        "24h_open": ticker.open,
        "24h_close": ticker.last,
        "24h_high": ticker.high,
        "24h_low": ticker.low,
        "24h_volume": ticker.volume,
        "24h_amount": ticker.amount,
    }


def insurance_fund(venue: WooVenue, request: Request, _account: Account | None) -> Any:
    venue.perp(Params(request.query).need("symbol"))
    spent = venue.engine.ledger.pots["insurance"]["USDT"]
    rows = [{"balance": 1_000_000 + spent, "token": "USDT"}]
    return {"success": True, "data": {"rows": rows}, "timestamp": venue.now()}
