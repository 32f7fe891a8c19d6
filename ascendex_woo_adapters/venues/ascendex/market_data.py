"""Public data: builders and parsers.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#market-data-public and
https://ascendex.github.io/ascendex-pro-api/#market-data-public
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ccxt.base.errors import BadResponse

from ascendex_woo_adapters.common.adapter import Call
from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import ms, positive
from ascendex_woo_adapters.venues.ascendex.currencies import Currencies
from ascendex_woo_adapters.venues.ascendex.enums import MOST_BARS, MOST_TRADES

#: Above this number of symbols the whole list is asked for and cut here.
MOST_SYMBOLS_IN_A_QUERY = 20

_LONGEST_MONTH_MS = 31 * 86_400_000


class MarketData(Currencies):
    """What ``fetch_*`` of public data sends and how the replies read."""

    def _fetch_time_request(self, params: dict[str, Any]) -> Call:
        return Call("v1_public_get_exchange_info", {"requestTime": self.milliseconds(), **params})

    def _parse_time(self, response: Any) -> int:
        """The venue's clock when it received the request, in milliseconds."""
        time = ms(self._data(response, dict).get("requestReceiveAt"))
        if time is None:
            raise BadResponse(f"{self.id} fetchTime() answered without a time: {excerpt(response)}")
        return time

    # tickers -------------------------------------------------------------------------------------

    def _fetch_tickers_request(self, symbols: Any, params: dict[str, Any]) -> Call:
        """All tickers, or those of a few symbols; a reply for one symbol is an object, else a list."""
        ids = [] if symbols is None else [self.market(symbol)["id"] for symbol in symbols]
        if not 1 <= len(ids) <= MOST_SYMBOLS_IN_A_QUERY:
            return Call("v2_public_get_futures_ticker", dict(params))
        return Call("v2_public_get_futures_ticker", {"symbol": ",".join(ids), **params})

    def parse_ticker(self, ticker: Any, market: Any = None) -> Any:
        """A ticker of the last 24 hours; the venue gives it no time."""
        get = ticker.get
        market = self._market_of(get("symbol"), market)
        bid, bid_size = _level(get("bid"))
        ask, ask_size = _level(get("ask"))
        volume = get("baseVol")
        last = get("close")
        return self.safe_ticker(
            {
                "symbol": market["symbol"],
                "timestamp": None,
                "datetime": None,
                "high": get("high"),
                "low": get("low"),
                "bid": bid,
                "bidVolume": bid_size,
                "ask": ask,
                "askVolume": ask_size,
                "vwap": None,
                "open": get("open"),
                "close": last,
                "last": last,
                "previousClose": None,
                "change": None,
                "percentage": None,
                "average": None,
                "baseVolume": get("volume") if volume is None else volume,
                "quoteVolume": None,
                "markPrice": None,
                "indexPrice": None,
                "info": ticker,
            },
            market,
        )

    def parse_last_price(self, price: Any, market: Any = None) -> Any:
        """The last price of a ticker; the venue gives it no time."""
        market = self._market_of(price.get("symbol"), market)
        return {
            "symbol": market["symbol"],
            "timestamp": None,
            "datetime": None,
            "price": self.parse_number(positive(price.get("close"))),
            "side": None,
            "info": price,
        }

    # book and trades -----------------------------------------------------------------------------

    def _fetch_order_book_request(self, market: Any, params: dict[str, Any]) -> Call:
        return Call("v1_public_get_depth", {"symbol": market["id"], **params})

    def _parse_depth(self, response: Any, market: Any, limit: int | None) -> Any:
        """The book of a depth reply; ``nonce`` is the sequence number that ties in with the depth channel."""
        book = self._data(self._data(response, dict), dict)
        try:
            result = self.parse_order_book(book, market["symbol"], ms(book.get("ts")))
        except (TypeError, ValueError, LookupError, AttributeError) as error:
            raise BadResponse(f"{self.id} fetchOrderBook() cannot read: {excerpt(response)}") from error
        if limit is not None:
            result["bids"], result["asks"] = result["bids"][:limit], result["asks"][:limit]
        result["nonce"] = self.safe_integer(book, "seqnum")
        return result

    def _fetch_trades_request(
        self, market: Any, since: Any, limit: Any, until: Any, params: dict[str, Any]
    ) -> Call:
        """The newest trades; the venue has no range, so ``since`` and ``until`` only cut what comes."""
        every = limit is None or since is not None or until is not None
        number = MOST_TRADES if every else min(limit, MOST_TRADES)
        return Call("v1_public_get_trades", {"symbol": market["id"], "n": number, **params})

    def parse_trade(self, trade: Any, market: Any = None) -> Any:
        """A public trade; ``side`` is the taker's."""
        get = trade.get
        timestamp = ms(get("ts"))
        number = get("seqnum")
        maker_bought = get("bm")
        return self.safe_trade(
            {
                "id": None if number is None else str(number),
                "order": None,
                "timestamp": timestamp,
                "datetime": self.iso8601(timestamp),
                "symbol": None if market is None else market["symbol"],
                "type": None,
                "side": None if maker_bought is None else ("sell" if maker_bought else "buy"),
                "takerOrMaker": None,
                "price": get("p"),
                "amount": get("q"),
                "cost": None,
                "fee": None,
                "info": trade,
            },
            market,
        )

    # bars ----------------------------------------------------------------------------------------

    def _fetch_ohlcv_request(
        self, market: Any, timeframe: Any, since: Any, limit: Any, until: Any, params: dict[str, Any]
    ) -> Call:
        """The first ``limit`` bars from ``since``, or the last ones before ``until``.

        A range from ``since`` alone would give its LAST bars: the venue moves ``from`` up and keeps ``to``,
        so the end of the range is always sent.
        """
        interval = self._check_timeframe("fetchOHLCV", timeframe)
        number = MOST_BARS if limit is None else min(limit, MOST_BARS)
        request: dict[str, Any] = {"symbol": market["id"], "interval": interval}
        if since is None:
            if until is not None:
                request["to"] = int(until)
            request["n"] = number
        else:
            bar_ms = _LONGEST_MONTH_MS if timeframe == "1M" else self.parse_timeframe(timeframe) * 1000
            last = int(since) + number * bar_ms - 1
            request["from"] = int(since)
            request["to"] = last if until is None else min(last, int(until))
            request["n"] = MOST_BARS
        return Call("v1_public_get_barhist", {**request, **params})

    def parse_ohlcv(self, ohlcv: Any, market: Any = None) -> Any:
        """A bar; the volume is in the base currency."""
        bar = ohlcv.get("data")
        if not isinstance(bar, dict):
            bar = ohlcv
        if self.number is float:
            try:
                return [
                    int(bar["ts"]),
                    float(bar["o"]),
                    float(bar["h"]),
                    float(bar["l"]),
                    float(bar["c"]),
                    float(bar["v"]),
                ]
            except (KeyError, TypeError, ValueError):
                pass  # a bar without a trade may lack numbers
        get, number = bar.get, self.parse_number
        return [
            ms(get("ts")),
            number(get("o")),
            number(get("h")),
            number(get("l")),
            number(get("c")),
            number(get("v")),
        ]

    # pricing data --------------------------------------------------------------------------------

    def _fetch_pricing_request(self, params: dict[str, Any]) -> Call:
        return Call("v2_public_get_futures_pricing_data", dict(params))

    def _pricing_of(self, response: Any, symbols: Any) -> Iterable[tuple[dict[str, Any], Any]]:
        """The contracts of a pricing reply with their markets; only those of ``symbols`` if given."""
        for row in self._rows(response, "contracts"):
            market = self._market_of(row.get("symbol"), None)
            if symbols is None or market["symbol"] in symbols:
                yield row, market

    def parse_funding_rate(self, contract: Any, market: Any = None) -> Any:
        """The rate of the next payment; the venue does not say how long its interval is."""
        get = contract.get
        market = self._market_of(get("symbol"), market)
        number = self.parse_number
        timestamp, payment = ms(get("time")), ms(get("nextFundingTime"))
        return {
            "info": contract,
            "symbol": market["symbol"],
            "markPrice": number(positive(get("markPrice"))),
            "indexPrice": number(positive(get("indexPrice"))),
            "interestRate": None,
            "estimatedSettlePrice": None,
            "timestamp": timestamp,
            "datetime": self.iso8601(timestamp),
            "fundingRate": number(get("fundingRate")),
            "fundingTimestamp": payment,
            "fundingDatetime": self.iso8601(payment),
            "nextFundingRate": None,
            "nextFundingTimestamp": None,
            "nextFundingDatetime": None,
            "previousFundingRate": None,
            "previousFundingTimestamp": None,
            "previousFundingDatetime": None,
            "interval": None,
        }

    def parse_open_interest(self, interest: Any, market: Any = None) -> Any:
        """Open contracts, in the base currency."""
        get = interest.get
        market = self._market_of(get("symbol"), market)
        timestamp = ms(get("time"))
        return self.safe_open_interest(
            {
                "symbol": market["symbol"],
                "openInterestAmount": self.parse_number(get("openInterest")),
                "openInterestValue": None,
                "timestamp": timestamp,
                "datetime": self.iso8601(timestamp),
                "info": interest,
            },
            market,
        )

    def _parse_mark_price(self, contract: Any, market: Any = None) -> Any:
        """A ticker of nothing but mark and index price."""
        get = contract.get
        market = self._market_of(get("symbol"), market)
        timestamp = ms(get("time"))
        return self.safe_ticker(
            {
                "symbol": market["symbol"],
                "timestamp": timestamp,
                "datetime": self.iso8601(timestamp),
                "markPrice": positive(get("markPrice")),
                "indexPrice": positive(get("indexPrice")),
                "info": contract,
            },
            market,
        )


def _level(value: Any) -> tuple[Any, Any]:
    """Price and size of a ``[price, size]`` pair; None for what is missing."""
    if not isinstance(value, list):
        return None, None
    return (value[0] if value else None), (value[1] if len(value) > 1 else None)
