"""Public market data in the legacy generation. https://docs.woox.io/"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import BadRequest, BadResponse

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import record, rows
from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import decimal, iso8601, ms, ms_of_seconds
from ascendex_woo_adapters.common.structures import as_float, as_text, nonzero, product
from ascendex_woo_adapters.venues.woo.readings import composed_ticker

#: The most rows that one reply holds.
MOST_CANDLES = 1000
MOST_TRADES = 500
#: A spot ticker is made of the candles of 24 hours: 288 of five minutes.
DAY_OF_CANDLES = {"type": "5m", "limit": 288}


# tickers -------------------------------------------------------------------------------------------


def tickers_request(params: dict[str, Any]) -> Call:
    """GET /v1/public/futures: every perpetual."""
    return Call("v1_public_get_futures", params)


def ticker_rows(ex: Adapter, response: Any) -> list[dict[str, Any]]:
    """The tickers of perpetuals."""
    return rows(ex.id, response, "rows")


def ticker_requests(market: dict[str, Any], params: dict[str, Any]) -> list[Call]:
    """A perpetual's ticker is one reply; spot has none, so candles of a day and the best of the book."""
    symbol = market["id"]
    if market["swap"]:
        return [Call("v1_public_get_futures_symbol", {"symbol": symbol, **params})]
    return [
        Call("v1_public_get_kline", {"symbol": symbol, **DAY_OF_CANDLES, **params}),
        Call("v1_public_get_orderbook_symbol", {"symbol": symbol, "max_level": 1, **params}),
    ]


def parse_ticker_replies(ex: Adapter, market: Any, replies: list[Any]) -> Any:
    """The ticker of the replies to :func:`ticker_requests`."""
    if market["swap"]:
        (response,) = replies
        timestamp = ms(response.get("timestamp"))
        ticker: Any = ex.parse_ticker(record(ex.id, response, "info"), market)
        ticker["timestamp"], ticker["datetime"] = timestamp, ex.iso8601(timestamp)
        return ticker
    candles, book = replies
    newest_first = rows(ex.id, candles, "rows")
    return composed_ticker(
        ex,
        market,
        sorted(newest_first, key=lambda row: ms(row.get("start_timestamp")) or 0),
        rows(ex.id, book, "bids"),
        rows(ex.id, book, "asks"),
        ms(book.get("timestamp")),
        {"candles": newest_first, "book": book},
    )


def parse_ticker(ex: Adapter, row: dict[str, Any], market: Any = None) -> Any:
    """The ticker of a row of futures information."""
    get = row.get
    market = ex.safe_market(get("symbol"), market)
    return ex.safe_ticker(
        {
            "symbol": market["symbol"],
            "timestamp": None,
            "datetime": None,
            "bid": None,
            "ask": None,
            "open": get("24h_open"),
            "close": get("24h_close"),
            "high": get("24h_high"),
            "low": get("24h_low"),
            "baseVolume": get("24h_volume"),
            "quoteVolume": get("24h_amount"),
            "indexPrice": get("index_price"),
            "markPrice": get("mark_price"),
            "info": row,
        },
        market,
    )


# books, trades ---------------------------------------------------------------------------------------


def order_book_request(market: dict[str, Any], limit: int | None, params: dict[str, Any]) -> Call:
    """GET /v1/public/orderbook/{symbol}."""
    request: dict[str, Any] = {"symbol": market["id"]}
    if limit is not None:
        request["max_level"] = limit
    return Call("v1_public_get_orderbook_symbol", {**request, **params})


def parse_book(ex: Adapter, market: dict[str, Any], response: Any) -> Any:
    """ccxt's order book of a snapshot."""
    if not isinstance(response.get("bids"), list) or not isinstance(response.get("asks"), list):
        raise BadResponse(f"{ex.id} sent no order book: {excerpt(response)}")
    timestamp = ms(response.get("timestamp"))
    return ex.parse_order_book(response, market["symbol"], timestamp, priceKey="price", amountKey="quantity")


def trades_request(
    market: dict[str, Any], since: int | None, limit: int | None, params: dict[str, Any]
) -> Call:
    """GET /v1/public/market_trades: the newest, all of them if a time has to be reached."""
    count = MOST_TRADES if limit is None or since is not None else min(limit, MOST_TRADES)
    return Call("v1_public_get_market_trades", {"symbol": market["id"], "limit": count, **params})


def older_trades_request(
    market: dict[str, Any],
    newest: list[dict[str, Any]],
    since: int | None,
    limit: int | None,
    params: dict[str, Any],
) -> Call | None:
    """GET /v1/hist/trade from a time on; None if the newest trades reach back to it."""
    if since is None or len(newest) < MOST_TRADES or min(map(time_of_trade, newest)) <= since:
        return None
    return Call(
        "v1_pub_get_hist_trade",
        {
            "symbol": market["id"],
            "start_time": max(since - 1, 0),
            "size": min(limit or MOST_TRADES, MOST_TRADES),
            **params,
        },
    )


def trade_rows(ex: Adapter, response: Any) -> list[dict[str, Any]]:
    """The rows of the newest trades, or of the history, which wraps them in ``data``."""
    return rows(ex.id, response, "data", "rows") if "data" in response else rows(ex.id, response, "rows")


def time_of_trade(row: dict[str, Any]) -> int:
    """Milliseconds of a trade row; 0 if it has no time."""
    return ms_of_seconds(row.get("executed_timestamp")) or 0


def parse_trade(ex: Adapter, row: dict[str, Any], market: Any = None) -> Any:
    """A public trade or a fill. Public trades have no id: theirs is made as ccxt makes one."""
    get = row.get
    if market is None or get("symbol") != market["id"]:
        market = ex.safe_market(get("symbol"), market)
    timestamp = ms_of_seconds(get("executed_timestamp"))
    side = get("side")
    side = side.lower() if isinstance(side, str) else None
    price, amount = get("executed_price"), get("executed_quantity")
    price_text, amount_text = as_text(price), as_text(amount)  # written out once: for the cost and the id
    trade_id = order_id = taker_or_maker = fee = None
    if "id" in row or "order_id" in row:  # a fill
        trade_id, order_id, maker = as_text(get("id")), as_text(get("order_id")), get("is_maker")
        asset, fee_cost = get("fee_asset"), get("fee")
        if asset or fee_cost is not None:
            fee = {"cost": fee_cost, "currency": ex._currency_code(asset.upper()) if asset else None}
        taker_or_maker = None if maker is None else ("maker" if maker in (1, "1", True) else "taker")
    return ex.safe_trade(
        {
            "id": trade_id or f"{timestamp}-{side}-{amount_text}-{price_text}",
            "timestamp": timestamp,
            "datetime": None if timestamp is None else iso8601(timestamp),
            "symbol": market["symbol"],
            "side": side,
            "price": price,
            "amount": amount,
            "cost": product(price_text, amount_text) if ex.number is float else None,
            "order": order_id,
            "takerOrMaker": taker_or_maker,
            "type": None,
            "fee": fee,
            "info": row,
        },
        market,
    )


# candles ---------------------------------------------------------------------------------------------


def ohlcv_requests(
    ex: Adapter,
    market: dict[str, Any],
    timeframe: str,
    interval: str,
    since: int | None,
    limit: int,
    until: int | None,
    now: int,
    params: dict[str, Any],
) -> list[Call]:
    """The calls whose candles together hold the window that was asked for.

    ``kline`` holds the newest 1000 candles and is fresh; ``hist/kline`` reaches back but may lag and
    is served once a second. The history is asked only for a window that begins before the newest
    1000, both if the window crosses the seam.
    """
    step = ex.parse_timeframe(timeframe) * 1000
    begin = since
    if begin is None:
        if until is None:
            return [_kline(market, interval, limit, params)]
        begin = max(min(until, now) - limit * step + 1, 0)
    # the window holds at most ``limit`` starts; whether the venue includes its bounds is not
    # documented, so each is moved by a millisecond, which is right either way
    end = begin + limit * step - 1
    if until is not None:
        end = until + 1 if since is None else min(end, until + 1)
    needed = (now - begin) // step + 2
    if needed <= MOST_CANDLES or interval == "1y":
        return [_kline(market, interval, min(max(needed, 1), MOST_CANDLES), params)]
    history = Call(
        "v1_pub_get_hist_kline",
        {
            "symbol": market["id"],
            "type": interval,
            "start_time": max(begin - 1, 0),
            "end_time": min(end, now),
            "size": limit,
            **params,
        },
    )
    crosses_seam = end > now - MOST_CANDLES * step
    return [history, _kline(market, interval, MOST_CANDLES, params)] if crosses_seam else [history]


def _kline(market: dict[str, Any], interval: str, limit: int, params: dict[str, Any]) -> Call:
    return Call("v1_public_get_kline", {"symbol": market["id"], "type": interval, "limit": limit, **params})


def ohlcv_rows(ex: Adapter, replies: list[Any]) -> list[dict[str, Any]]:
    """The candle rows of all replies, each start once (the later reply wins)."""
    by_start: dict[Any, dict[str, Any]] = {}
    for response in replies:
        for row in trade_rows(ex, response):
            by_start[row.get("start_timestamp")] = row
    return list(by_start.values())


def parse_ohlcv(ex: Adapter, row: Any) -> list[Any]:
    """Milliseconds, open, high, low, close, base volume."""
    try:
        return [
            int(row["start_timestamp"]),
            float(row["open"]),
            float(row["high"]),
            float(row["low"]),
            float(row["close"]),
            float(row["volume"]),
        ]
    except (KeyError, TypeError, ValueError):
        raise BadResponse(f"{ex.id} sent a broken candle: {excerpt(row)}") from None


# funding ---------------------------------------------------------------------------------------------


def funding_rate_request(market: dict[str, Any], params: dict[str, Any]) -> Call:
    """GET /v1/public/funding_rate/{symbol}."""
    if not market["swap"]:
        raise BadRequest(f"{market['symbol']} has no funding: only perpetuals do")
    return Call("v1_public_get_funding_rate_symbol", {"symbol": market["id"], **params})


def funding_rate_row(ex: Adapter, response: Any) -> dict[str, Any]:
    """The rate of one market stands at the top of its reply."""
    return record(ex.id, response)


def funding_rates_request(params: dict[str, Any]) -> Call:
    """GET /v1/public/funding_rates."""
    return Call("v1_public_get_funding_rates", params)


def funding_rate_rows(ex: Adapter, response: Any) -> list[dict[str, Any]]:
    """The rows of all markets."""
    return rows(ex.id, response, "rows")


def parse_funding_rate(ex: Adapter, row: dict[str, Any], market: Any = None) -> dict[str, Any]:
    """ccxt's funding-rate structure: ``fundingRate`` is the estimate for ``fundingTimestamp``."""
    market = ex.safe_market(row.get("symbol"), market)
    timestamp = ms(row.get("est_funding_rate_timestamp"))
    upcoming = ms(nonzero(row.get("next_funding_time")))
    previous = ms(nonzero(row.get("last_funding_rate_timestamp")))
    hours = decimal(row.get("est_funding_rate_interval"))
    return {
        "info": row,
        "symbol": market["symbol"],
        "markPrice": None,
        "indexPrice": None,
        "interestRate": None,
        "estimatedSettlePrice": None,
        "timestamp": timestamp,
        "datetime": ex.iso8601(timestamp),
        "fundingRate": as_float(row.get("est_funding_rate")),
        "fundingTimestamp": upcoming,
        "fundingDatetime": ex.iso8601(upcoming),
        "nextFundingRate": None,
        "nextFundingTimestamp": None,
        "nextFundingDatetime": None,
        "previousFundingRate": as_float(row.get("last_funding_rate")),
        "previousFundingTimestamp": previous,
        "previousFundingDatetime": ex.iso8601(previous),
        "interval": f"{int(hours)}h" if hours else None,
    }
