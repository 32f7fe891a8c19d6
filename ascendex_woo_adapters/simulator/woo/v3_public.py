"""Market data of WOO's generation V3: https://developer.woox.io/api-reference/endpoint/public_data"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..trading.candles import INTERVALS
from ..trading.engine import Candle, Instrument, Level, Trade
from .public import STATUS_TEXTS, trades_from
from .tokens import NAMES, TokenNetwork, token_networks
from .v3_wire import Data, Fields, no_symbol, plain, texts

if TYPE_CHECKING:
    from .venue import WooVenue

LISTED_MS = 1_647_838_759_000
FUNDING_BOUND = Decimal("0.0075")
_HOUR_MS = 3_600_000


def system_info(venue: WooVenue, _fields: Fields) -> Any:
    """The estimated end is that of the last maintenance when there is none."""
    end = venue.now() + _HOUR_MS if venue.system_status else LISTED_MS
    status = venue.system_status
    return {"status": status, "msg": STATUS_TEXTS[status], "estimatedEndTime": end}


def _market(venue: WooVenue, fields: Fields) -> Instrument:
    symbol = fields.need("symbol")
    found = venue.engine.instrument(symbol)
    if found is None:
        raise no_symbol(symbol)
    return found


def _markets(venue: WooVenue, fields: Fields) -> list[Instrument]:
    """The market asked for, or all."""
    chosen = fields.text("symbol")
    return list(venue.engine.instruments.values()) if chosen is None else [_market(venue, fields)]


def _perps(venue: WooVenue, fields: Fields, status: int = 400) -> list[Instrument]:
    """The perpetual asked for, or all."""
    symbol = fields.text("symbol")
    found = [instrument for instrument in venue.perps() if symbol in (None, instrument.symbol)]
    if not found:
        raise no_symbol(str(symbol), status)
    return found


def instruments(venue: WooVenue, fields: Fields) -> Any:
    return {"rows": [_instrument_row(instrument) for instrument in _markets(venue, fields)]}


def _instrument_row(instrument: Instrument) -> dict[str, Any]:
    perp, bound = instrument.is_perp, instrument.price_range
    row = {
        "symbol": instrument.symbol,
        "status": "SUSPENDED" if instrument.suspended else "TRADING",
        "baseAsset": instrument.base,
        "baseAssetMultiplier": 1,
        "quoteAsset": instrument.quote,
        "quoteMin": instrument.price_min,
        "quoteMax": instrument.price_max,
        "quoteTick": instrument.tick,
        "baseMin": instrument.quantity_min,
        "baseMax": instrument.quantity_max,
        "baseTick": instrument.step,
        "minNotional": instrument.min_notional,
        "bidCapRatio": None if bound is None else 1 + bound,
        "bidFloorRatio": None,
        "askCapRatio": None,
        "askFloorRatio": None if bound is None else 1 - bound,
        "orderMode": "NORMAL",
        "impactNotional": Decimal(1000) if perp else None,
        "isAllowedRpi": perp,
        "tickGranularity": None,
    }
    if perp:
        bracket = instrument.brackets[0]
        row |= {
            "fundingIntervalHours": instrument.funding_hours,
            "fundingCap": FUNDING_BOUND,
            "fundingFloor": -FUNDING_BOUND,
            "baseIMR": bracket.initial,
            "baseMMR": bracket.maintenance,
        }
    return texts(row)


def token(_venue: WooVenue, _fields: Fields) -> Any:
    """The reply is not published: the row of the older generation under this one's names."""
    return {"rows": [_token_row(row) for row in token_networks()]}


def _token_row(row: TokenNetwork) -> dict[str, Any]:
    return {
        "createdTime": LISTED_MS,
        "updatedTime": LISTED_MS,
        "token": row.token,
        "delisted": False,
        "balanceToken": row.balance_token,
        "fullname": NAMES.get(row.balance_token, row.balance_token),
        "network": row.network.name,
        "decimals": row.decimals,
        "canCollateral": row.balance_token == "USDT",
        "canShort": False,
    }


def token_network(_venue: WooVenue, _fields: Fields) -> Any:
    """Not published either, see `token`."""
    rows = [
        {
            "protocol": row.network.protocol,
            "network": row.network.name,
            "token": row.balance_token,
            "name": row.network.title,
            "minimumWithdrawal": plain(row.minimum),
            "withdrawalFee": plain(row.fee),
            "allowDeposit": 1,
            "allowWithdraw": 1,
        }
        for row in token_networks()
    ]
    return {"rows": rows}


def market_trades(venue: WooVenue, fields: Fields) -> Any:
    symbol = _market(venue, fields).symbol
    trades = venue.engine.trades(symbol, fields.integer("limit", 1, 500) or 10)
    return {"rows": [_trade_row(symbol, trade) for trade in trades]}


def market_trades_history(venue: WooVenue, fields: Fields) -> Any:
    """Oldest first from `startTime` on, by default an hour back."""
    symbol = _market(venue, fields).symbol
    start = fields.integer("startTime")
    page, size = fields.integer("page", 1) or 1, fields.integer("size", 1, 1000) or 25
    trades, total = trades_from(venue, symbol, venue.now() - _HOUR_MS if start is None else start, page, size)
    meta = {"total": total, "recordsPerPage": size, "currentPage": page}
    return {"rows": [_trade_row(symbol, trade) for trade in trades], "meta": meta}


def _trade_row(symbol: str, trade: Trade) -> dict[str, Any]:
    return {
        "symbol": symbol,
        "side": trade.side.value,
        "source": int(trade.inside),
        "executedPrice": plain(trade.price),
        "executedQuantity": plain(trade.quantity),
        "executedTimestamp": trade.time,
    }


def orderbook(venue: WooVenue, fields: Fields) -> Any:
    """`rpi` merges the RPI orders in, of which there are none here."""
    symbol = _market(venue, fields).symbol
    fields.flag("rpi")
    depth = fields.integer("maxLevel", 1, 1000) or 100
    state = venue.sockets.book(symbol, "v1").state
    return Data({side: _levels(state.levels(side, depth)) for side in ("asks", "bids")}, state.time)


def _levels(levels: list[Level]) -> list[dict[str, str]]:
    return [{"price": plain(level.price), "quantity": plain(level.quantity)} for level in levels]


# Candles.


def kline(venue: WooVenue, fields: Fields) -> Any:
    """The newest candles with the one that runs, newest first."""
    symbol, interval = _market(venue, fields).symbol, fields.need_choice("type", INTERVALS)
    limit = fields.integer("limit", 1, 1000) or 100
    candles = venue.engine.candles(symbol, interval, limit=limit)
    return {"rows": [_kline_row(symbol, interval, candle) for candle in reversed(candles)]}


def kline_history(venue: WooVenue, fields: Fields) -> Any:
    """Complete candles newest first: those before a cursor, or those next after it, without the cursor's."""
    symbol, interval = _market(venue, fields).symbol, fields.need_choice("type", INTERVALS)
    before, after = fields.integer("before"), fields.integer("after")
    limit, newest = fields.integer("limit", 1, 1000) or 100, venue.now() - venue.history_lag_ms
    if before is None and after is not None:
        found = venue.engine.candles(symbol, interval, start=after + 1, limit=limit)
    else:
        end = newest if before is None else min(newest, before - 1)
        found = venue.engine.candles(symbol, interval, end=end, limit=limit + 1)
    complete = [candle for candle in found if candle.end <= newest][-limit:]
    return {"rows": [_kline_row(symbol, interval, candle) for candle in reversed(complete)]}


def _kline_row(symbol: str, interval: str, candle: Candle) -> dict[str, Any]:
    return {
        "symbol": symbol,
        "open": plain(candle.open),
        "close": plain(candle.close),
        "high": plain(candle.high),
        "low": plain(candle.low),
        "volume": plain(candle.volume),
        "amount": plain(candle.amount),
        "type": interval,
        "startTimestamp": candle.start,
        "endTimestamp": candle.end,
    }


# Perpetuals.


def futures(venue: WooVenue, fields: Fields) -> Any:
    return {"rows": [_futures_row(venue, perp.symbol) for perp in _perps(venue, fields)]}


def _futures_row(venue: WooVenue, symbol: str) -> dict[str, Any]:
    engine = venue.engine
    rate, ticker = engine.funding(symbol), engine.ticker(symbol)
    row = {
        "symbol": symbol,
        "indexPrice": engine.index(symbol),
        "markPrice": engine.mark(symbol),
        "estFundingRate": rate.rate,
        "lastFundingRate": rate.last_rate,
        "openInterest": engine.open_interest(symbol),
        "24hOpen": ticker.open,
        "24hClose": ticker.last,
        "24hHigh": ticker.high,
        "24hLow": ticker.low,
        "24hVolume": ticker.volume,
        "24hAmount": ticker.amount,
        "nextFundingTime": rate.next_time,
    }
    return texts(row)


def funding_rate(venue: WooVenue, fields: Fields) -> Any:
    """An unknown or spot symbol is answered with HTTP 500."""
    return {"rows": [_funding_row(venue, perp.symbol) for perp in _perps(venue, fields, status=500)]}


def _funding_row(venue: WooVenue, symbol: str) -> dict[str, Any]:
    rate = venue.engine.funding(symbol)
    return {
        "symbol": symbol,
        "estFundingRate": plain(rate.rate),
        "estFundingRateTimestamp": rate.time // 60_000 * 60_000,
        "lastFundingRate": plain(rate.last_rate),
        "lastFundingRateTimestamp": rate.last_time,
        "nextFundingTime": rate.next_time,
        "lastFundingIntervalHours": rate.interval_hours,
        "estFundingIntervalHours": rate.interval_hours,
    }


def funding_rate_history(venue: WooVenue, fields: Fields) -> Any:
    """Settled rates newest first, all of them when neither bound is given."""
    fields.need("symbol")
    perp = _perps(venue, fields)[0]
    start, end = fields.times(venue.now())
    period = perp.funding_hours * _HOUR_MS
    first, last = -(-max(start, perp.created) // period), min(end, venue.now()) // period
    numbers, meta = fields.sheet(range(last, first - 1, -1), most=5000)
    rows = []
    if numbers:
        settled = venue.engine.funding_history(perp.symbol, numbers[-1] * period, numbers[0] * period)
        rows = [
            {
                "symbol": perp.symbol,
                "fundingRate": plain(row.rate),
                "fundingRateTimestamp": row.time,
                "nextFundingTime": row.next_time,
                "markPrice": plain(row.mark),
            }
            for row in settled
        ]
    return {"rows": rows, "meta": meta}
