"""Public market data in generation V3. https://developer.woox.io/api-reference"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import BadRequest, BadResponse

from ascendex_woo_adapters.common.adapter import Adapter, Call
from ascendex_woo_adapters.common.bodies import known, record, rows
from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import decimal, iso8601, ms, ms_of_either
from ascendex_woo_adapters.common.structures import as_float, as_text, nonzero, product
from ascendex_woo_adapters.venues.woo.readings import composed_ticker
from ascendex_woo_adapters.venues.woo.v3.enums import SIDES

#: The most rows that one reply holds; for trades the legacy generation's maximum, V3 documents none.
MOST_CANDLES = 1000
MOST_TRADES = 500
#: A spot ticker is made of the candles of 24 hours: 288 of five minutes.
DAY_OF_CANDLES = {"type": "5m", "limit": 288}


def _rows(ex: Adapter, response: Any) -> list[dict[str, Any]]:
    return rows(ex.id, response, "data", "rows")


def _only_row(ex: Adapter, response: Any) -> dict[str, Any]:
    """The row of a reply that was asked for one market."""
    listed = _rows(ex, response)
    if len(listed) != 1:
        raise BadResponse(f"{ex.id} sent {len(listed)} rows where one was asked for: {excerpt(response)}")
    return listed[0]


# tickers -------------------------------------------------------------------------------------------


def tickers_request(params: dict[str, Any]) -> Call:
    """GET /v3/public/futures: every perpetual."""
    return Call("v3_public_get_futures", params)


def ticker_rows(ex: Adapter, response: Any) -> list[dict[str, Any]]:
    """The tickers of perpetuals."""
    return _rows(ex, response)


def ticker_requests(market: dict[str, Any], params: dict[str, Any]) -> list[Call]:
    """A perpetual's ticker is one reply; spot has none, so candles of a day and the best of the book."""
    symbol = market["id"]
    if market["swap"]:
        return [Call("v3_public_get_futures", {"symbol": symbol, **params})]
    return [
        Call("v3_public_get_kline", {"symbol": symbol, **DAY_OF_CANDLES, **params}),
        Call("v3_public_get_orderbook", {"symbol": symbol, "maxLevel": 1, **params}),
    ]


def parse_ticker_replies(ex: Adapter, market: Any, replies: list[Any]) -> Any:
    """The ticker of the replies to :func:`ticker_requests`."""
    if market["swap"]:
        (response,) = replies
        timestamp = ms(response.get("timestamp"))
        ticker: Any = ex.parse_ticker(_only_row(ex, response), market)
        ticker["timestamp"], ticker["datetime"] = timestamp, ex.iso8601(timestamp)
        return ticker
    candles, book = replies
    listed = _rows(ex, candles)
    return composed_ticker(
        ex,
        market,
        sorted(listed, key=lambda row: ms(row.get("startTimestamp")) or 0),
        rows(ex.id, book, "data", "bids"),
        rows(ex.id, book, "data", "asks"),
        ms(book.get("timestamp")),
        {"candles": listed, "book": book},
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
            "open": get("24hOpen"),
            "close": get("24hClose"),
            "high": get("24hHigh"),
            "low": get("24hLow"),
            "baseVolume": get("24hVolume"),
            "quoteVolume": get("24hAmount"),
            "indexPrice": get("indexPrice"),
            "markPrice": get("markPrice"),
            "info": row,
        },
        market,
    )


# books, trades ---------------------------------------------------------------------------------------


def order_book_request(market: dict[str, Any], limit: int | None, params: dict[str, Any]) -> Call:
    """GET /v3/public/orderbook: without RPI orders, as takers through the API meet it."""
    request: dict[str, Any] = {"symbol": market["id"]}
    if limit is not None:
        request["maxLevel"] = limit
    return Call("v3_public_get_orderbook", {**request, **params})


def parse_book(ex: Adapter, market: dict[str, Any], response: Any) -> Any:
    """ccxt's order book of a snapshot; its time is that of the last change."""
    data = record(ex.id, response, "data")
    if not isinstance(data.get("bids"), list) or not isinstance(data.get("asks"), list):
        raise BadResponse(f"{ex.id} sent no order book: {excerpt(response)}")
    timestamp = ms(response.get("timestamp"))
    return ex.parse_order_book(data, market["symbol"], timestamp, priceKey="price", amountKey="quantity")


def trades_request(
    market: dict[str, Any], since: int | None, limit: int | None, params: dict[str, Any]
) -> Call:
    """GET /v3/public/marketTrades: the newest, all of them if a time has to be reached.

    Its path is documented, its page could not be read: ``symbol`` and ``limit`` are at second hand.
    """
    count = MOST_TRADES if limit is None or since is not None else min(limit, MOST_TRADES)
    return Call("v3_public_get_markettrades", {"symbol": market["id"], "limit": count, **params})


def older_trades_request(
    market: dict[str, Any],
    newest: list[dict[str, Any]],
    since: int | None,
    limit: int | None,
    params: dict[str, Any],
) -> Call | None:
    """GET /v3/public/marketTradesHistory from a time on; None if the newest trades reach back to it.

    Of its parameters only ``symbol`` is documented in readable form: the others are those of the
    legacy endpoint that it replaces, in V3's spelling.
    """
    if since is None or not newest or min(map(time_of_trade, newest)) <= since:
        return None
    if len(newest) < MOST_TRADES:
        return None
    size = min(limit or MOST_TRADES, MOST_TRADES)
    return Call(
        "v3_public_get_markettradeshistory",
        {"symbol": market["id"], "startTime": max(int(since) - 1, 0), "size": size, **params},
    )


def trade_rows(ex: Adapter, response: Any) -> list[dict[str, Any]]:
    """The rows of the newest trades, or of the history."""
    return _rows(ex, response)


def time_of_trade(row: dict[str, Any]) -> int:
    """Milliseconds of a trade row; 0 if it has no time."""
    return ms_of_either(row.get("executedTimestamp")) or 0


def parse_trade(ex: Adapter, row: dict[str, Any], market: Any = None) -> Any:
    """A public trade or a fill. Public trades have no id: theirs is made as ccxt makes one."""
    get = row.get
    if market is None or get("symbol") != market["id"]:
        market = ex.safe_market(get("symbol"), market)
    timestamp = ms_of_either(get("executedTimestamp"))
    side = known(ex.id, "side of a trade", get("side"), SIDES)
    price, amount = get("executedPrice"), get("executedQuantity")
    if as_float(price) is None or as_float(amount) is None:
        raise BadResponse(f"{ex.id} sent a trade without its numbers: {excerpt(row)}")
    price_text, amount_text = as_text(price), as_text(amount)  # written out once: for the cost and the id
    trade_id, order_id, maker = get("id"), get("orderId"), get("isMaker")
    fee = None
    asset, fee_cost = get("feeAsset"), get("fee")
    if asset or fee_cost is not None:
        fee = {"cost": fee_cost, "currency": ex._currency_code(asset.upper()) if asset else None}
    taker_or_maker = None if maker is None else ("maker" if maker in (1, "1", True) else "taker")
    return ex.safe_trade(
        {
            "id": f"{timestamp}-{side}-{amount_text}-{price_text}" if trade_id is None else str(trade_id),
            "timestamp": timestamp,
            "datetime": None if timestamp is None else iso8601(timestamp),
            "symbol": market["symbol"],
            "side": side,
            "price": price,
            "amount": amount,
            "cost": product(price_text, amount_text) if ex.number is float else None,
            "order": None if order_id is None else str(order_id),
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

    ``kline`` holds the newest 1000 candles and is fresh; ``klineHistory`` reaches back but may lag.
    The history is asked only for a window that begins before the newest 1000, both if the window
    crosses the seam. Its cursors exclude the candle that starts at them, ``before`` wins over
    ``after``: one of the two is sent, a millisecond outside of the window.
    """
    step = ex.parse_timeframe(timeframe) * 1000
    begin = since
    if begin is None:
        if until is None:
            return [_kline(market, interval, limit, params)]
        begin = max(min(until, now) - limit * step + 1, 0)
    needed = (now - begin) // step + 2
    if needed <= MOST_CANDLES:
        return [_kline(market, interval, max(int(needed), 1), params)]
    request: dict[str, Any] = {"symbol": market["id"], "type": interval}
    if since is None and until is not None:
        end = until
        request |= {"before": int(until) + 1, "limit": limit}
    else:
        end = begin + limit * step
        request |= {"after": max(int(begin) - 1, 0), "limit": limit}
        if until is not None:
            end = min(end, until)
            # months are shorter than the step: the window may hold one candle more than it has steps
            request["limit"] = min(limit, int((until - begin) // step) + 2)
    history = Call("v3_public_get_klinehistory", {**request, **params})
    crosses_seam = end > now - MOST_CANDLES * step
    return [history, _kline(market, interval, MOST_CANDLES, params)] if crosses_seam else [history]


def _kline(market: dict[str, Any], interval: str, limit: int, params: dict[str, Any]) -> Call:
    return Call("v3_public_get_kline", {"symbol": market["id"], "type": interval, "limit": limit, **params})


def ohlcv_rows(ex: Adapter, replies: list[Any]) -> list[dict[str, Any]]:
    """The candle rows of all replies, each start once (the later reply wins)."""
    by_start: dict[Any, dict[str, Any]] = {}
    for response in replies:
        for row in _rows(ex, response):
            by_start[ms(row.get("startTimestamp"))] = row
    return list(by_start.values())


def parse_ohlcv(ex: Adapter, row: Any) -> list[Any]:
    """Milliseconds, open, high, low, close, base volume."""
    try:
        return [
            int(row["startTimestamp"]),
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
    """GET /v3/public/fundingRate of one market."""
    if not market["swap"]:
        raise BadRequest(f"{market['symbol']} has no funding: only perpetuals do")
    return Call("v3_public_get_fundingrate", {"symbol": market["id"], **params})


def funding_rate_row(ex: Adapter, response: Any) -> dict[str, Any]:
    """The row of one market."""
    return _only_row(ex, response)


def funding_rates_request(params: dict[str, Any]) -> Call:
    """GET /v3/public/fundingRate of all markets."""
    return Call("v3_public_get_fundingrate", params)


def funding_rate_rows(ex: Adapter, response: Any) -> list[dict[str, Any]]:
    """The rows of all markets."""
    return _rows(ex, response)


def parse_funding_rate(ex: Adapter, row: dict[str, Any], market: Any = None) -> dict[str, Any]:
    """ccxt's funding-rate structure: ``fundingRate`` is the estimate for ``fundingTimestamp``."""
    market = ex.safe_market(row.get("symbol"), market)
    timestamp = ms(row.get("estFundingRateTimestamp"))
    upcoming = ms(nonzero(row.get("nextFundingTime")))
    previous = ms(nonzero(row.get("lastFundingRateTimestamp")))
    hours = decimal(row.get("estFundingIntervalHours"))
    return {
        "info": row,
        "symbol": market["symbol"],
        "markPrice": None,
        "indexPrice": None,
        "interestRate": None,
        "estimatedSettlePrice": None,
        "timestamp": timestamp,
        "datetime": ex.iso8601(timestamp),
        "fundingRate": as_float(row.get("estFundingRate")),
        "fundingTimestamp": upcoming,
        "fundingDatetime": ex.iso8601(upcoming),
        "nextFundingRate": None,
        "nextFundingTimestamp": None,
        "nextFundingDatetime": None,
        "previousFundingRate": as_float(row.get("lastFundingRate")),
        "previousFundingTimestamp": previous,
        "previousFundingDatetime": ex.iso8601(previous),
        "interval": f"{int(hours)}h" if hours else None,
    }
