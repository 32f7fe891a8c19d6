"""(Generated from _async.) Conversions by quote: unified methods of ``woo``.

The venue no longer documents these endpoints; the two that ask for a quote and accept one are known
at second hand only (https://docs.woox.io/#get-quote-rfq, https://docs.woox.io/#send-quote-rft).
"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import BadRequest, BadResponse, OperationRejected
from ccxt.base.types import Conversion, Int, Num, Str

from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.venues.woo._sync.lists import Lists
from ascendex_woo_adapters.venues.woo.wallet_intents import plain_amount


class Convert(Lists):
    """Changing one currency into another at a quoted price."""

    def fetch_convert_currencies(self, params: Any = {}) -> Any:
        """Currencies that can be converted, by code; the precision is the step of amounts.

        GET /v3/convert/assetInfo, https://docs.woox.io/#get-quote-asset-info
        """
        self.load_markets()
        generation = self._generation()
        response = self._send(generation.convert_currencies_request(self._own_params(params)))
        with self._reading(response):
            return generation.parse_convert_currencies(self, response)

    def fetch_convert_quote(
        self, fromCode: str, toCode: str, amount: Num = None, params: Any = {}
    ) -> Conversion:
        """A quote for selling ``amount`` of one currency for another.

        The price is what one unit of ``fromCode`` brings; ``info`` tells when the quote expires. The
        endpoint is not confirmed by readable documentation.

        GET /v3/convert/rfq, https://docs.woox.io/#get-quote-rfq
        """
        quantity = plain_amount(self, "fetchConvertQuote", amount)
        self.load_markets()
        sold, bought = self.currency(fromCode), self.currency(toCode)
        if sold["code"] == bought["code"]:
            raise BadRequest(f"{self.id} fetchConvertQuote() both currencies are {sold['code']}")
        generation = self._generation()
        call = generation.convert_quote_request(sold, bought, quantity, self._own_params(params))
        response = self._send(call)
        with self._reading(response):
            return self.parse_conversion(generation.convert_row(self, response), sold, bought)

    def create_convert_trade(
        self, id: str, fromCode: str, toCode: str, amount: Num = None, params: Any = {}
    ) -> Conversion:
        """Accept a quote by its id; it may still be in work (``info['rftAccepted']`` 2).

        The quote holds the amounts, so none come back: ``fetch_convert_trade`` tells them. A quote
        that the venue does not execute raises OperationRejected. The endpoint is not confirmed by
        readable documentation.

        POST /v3/convert/rft, https://docs.woox.io/#send-quote-rft
        """
        quote_id = self._whole("createConvertTrade", id, "id")
        self.load_markets()
        sold, bought = self.currency(fromCode), self.currency(toCode)
        generation = self._generation()
        response = self._send(generation.accept_quote_request(quote_id, self._own_params(params)))
        with self._reading(response):
            row = generation.convert_row(self, response)
            outcome = generation.quote_outcome(row)
            if outcome is None:
                raise BadResponse(f"{self.id} does not say what became of quote {id}: {excerpt(response)}")
            if outcome == "failed":
                raise OperationRejected(f"{self.id} did not execute quote {id}: {excerpt(response)}")
            return self.parse_conversion(row, sold, bought)

    def fetch_convert_trade(self, id: str, code: Str = None, params: Any = {}) -> Conversion:
        """One conversion by the id of its quote.

        GET /v3/convert/trade, https://docs.woox.io/#get-quote-trade
        """
        quote_id = self._whole("fetchConvertTrade", id, "id")
        self.load_markets()
        generation = self._generation()
        response = self._send(generation.convert_trade_request(quote_id, self._own_params(params)))
        with self._reading(response):
            return self.parse_conversion(generation.convert_row(self, response))

    def fetch_convert_trade_history(
        self, code: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Conversion]:
        """Conversions from or to a currency, or all: the newest 100, or all from ``since`` on.

        ``params``: ``until`` (ms), ``paginate`` (True without ``since``: all there are).

        GET /v3/convert/trades, https://docs.woox.io/#get-quote-trades
        """
        until, most, rest = self._list_window("fetchConvertTradeHistory", since, limit, params)
        self.load_markets()
        wanted = None if code is None else self.currency(code)["code"]
        generation = self._generation()

        def keep(time: int, row: dict[str, Any]) -> bool:
            one = self.parse_conversion(row) if wanted else {}
            asked_for = wanted is None or wanted in (one["fromCurrency"], one["toCurrency"])
            return asked_for and (until is None or time <= until)

        call = generation.convert_trades_request(since, until, most, rest)
        rows = self._rows(call, generation.convert_trades_page, since, most, keep)
        with self._reading(rows):
            trades = [self.parse_conversion(row) for row in rows]
            return self.filter_by_since_limit(trades, since, most)
