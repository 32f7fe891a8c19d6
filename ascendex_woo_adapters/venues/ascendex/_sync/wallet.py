"""(Generated from _async.) Margin changes, transfers, funding payments, ledger and fills over blocking."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from ccxt.base.errors import ArgumentsRequired
from ccxt.base.types import FundingHistory, Int, LedgerEntry, MarginModification, Str, Trade, TransferEntry

from ascendex_woo_adapters.common.structures import since_and_limit
from ascendex_woo_adapters.venues.ascendex._sync.market_data import SyncMarketData
from ascendex_woo_adapters.venues.ascendex.enums import MOST_CHANGES
from ascendex_woo_adapters.venues.ascendex.ids import placed_at
from ascendex_woo_adapters.venues.ascendex.wallet import Wallet


class SyncWallet(Wallet, SyncMarketData):
    """Unified methods of what moves money, and of what tells where it went."""

    def add_margin(self, symbol: str, amount: float, params: Any = {}) -> MarginModification:
        """Add USDT to the margin of an isolated position; ``amount`` is cut to nine decimals.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#change-margin-isolated-positions
        """
        return self._change_margin("addMargin", "", symbol, amount, params)

    def reduce_margin(self, symbol: str, amount: float, params: Any = {}) -> MarginModification:
        """Take USDT from the margin of an isolated position; ``amount`` is cut as by ``add_margin``.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#change-margin-isolated-positions
        """
        return self._change_margin("reduceMargin", "-", symbol, amount, params)

    def _change_margin(
        self, method: str, sign: str, symbol: str, amount: Any, params: Any
    ) -> MarginModification:
        rest = self._rest(method, params)
        self._check_symbol(method, symbol)
        self.load_markets()
        market = self.market(symbol)
        call = self._change_margin_request(method, market, amount, sign, rest)
        change: Any = self.parse_margin_modification(self._send(call), market)
        sent = self.parse_number(call.params["amount"].removeprefix("-"))
        change.update(type="reduce" if sign else "add", amount=sent)
        return change

    def transfer(
        self, code: str, amount: float, fromAccount: str, toAccount: str, params: Any = {}
    ) -> TransferEntry:
        """Move an asset between the cash account (``spot``) and the futures account (``swap``).

        The amount is cut to the decimals of balances, mostly nine; what was moved is in ``amount``.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#transfer
        """
        rest = self._rest("transfer", params)
        self.load_markets()
        call = self._transfer_request(code, amount, fromAccount, toAccount, rest)
        entry: Any = self.parse_transfer(self._send(call), self.currency(code))
        amount = self.parse_number(call.params["amount"])
        entry.update(amount=amount, fromAccount=fromAccount, toAccount=toAccount)
        return entry

    def fetch_funding_history(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[FundingHistory]:
        """Funding payments, oldest first: all from ``since``, else the newest ``limit`` or 100.

        ``params``: ``until`` (milliseconds).

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#funding-payment-history
        """
        rest = self._rest("fetchFundingHistory", params, "until")
        until = rest.pop("until", None)
        self._check_window("fetchFundingHistory", since, limit, until)
        self.load_markets()
        market = None if symbol is None else self.market(symbol)
        found: dict[Any, Any] = {}
        page, more = 0, True
        while more:
            page += 1
            response = self._send(self._fetch_funding_payments_request(market, page, rest))
            with self._reading(response):
                rows = [self.parse_income(row) for row in self._rows(response, "data")]
                fresh = {(row["symbol"], row["timestamp"]): row for row in rows}
                more = response["data"].get("hasNext") is True and not fresh.keys() <= found.keys()
                found.update(fresh)
                payments = self._within(sorted(found.values(), key=itemgetter("timestamp")), market, until)
                if since is None:
                    more = more and len(payments) < (limit or 1)
                else:
                    more = more and min(row["timestamp"] for row in rows) > since
        return since_and_limit(payments, since, limit)

    def _within(self, rows: list[Any], market: Any, until: Any) -> list[Any]:
        """The rows of a market, up to a time."""
        return [
            row
            for row in rows
            if (market is None or row["symbol"] == market["symbol"])
            and (until is None or row["timestamp"] <= until)
        ]

    def fetch_ledger(
        self, code: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[LedgerEntry]:
        """Changes of the futures account's balances, oldest first; without ``since`` from yesterday on.

        The venue keeps 7 days and takes 8 requests a minute: each call needs one for every 500 changes.

        ``account`` is ``futures`` for collaterals; what is booked in the reference cost of a contract (fees,
        funding, trades) has the contract's symbol there.

        ``params``: ``until`` (milliseconds).

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-order-and-balance-detail
        """
        rest = self._rest("fetchLedger", params, "until")
        until = rest.pop("until", None)
        self._check_window("fetchLedger", since, limit, until)
        self.load_markets()
        currency = None if code is None else self.currency(code)
        rows = self._changes(
            since, until, limit, lambda row: bool(self.parse_ledger([row], currency)), rest
        )
        with self._reading(rows):
            entries = self.parse_ledger(rows, currency)
        return self._window(entries, since, limit, until)

    def fetch_my_trades(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Trade]:
        """Own fills of the last 7 days, oldest first; without ``since`` from yesterday on.

        They are read from the record of balance changes, see ``fetch_ledger`` for its pace; the price is what
        the venue booked as cost by the amount.

        ``params``: ``until`` (milliseconds).

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-order-and-balance-detail
        """
        rest = self._rest("fetchMyTrades", params, "until")
        until = rest.pop("until", None)
        self._check_window("fetchMyTrades", since, limit, until)
        return self._fills(lambda row: True, symbol, since, limit, until, rest)

    def fetch_order_trades(
        self, id: str, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Trade]:
        """The fills of an order of the last 7 days, see ``fetch_my_trades``.

        Without ``since`` they are looked for from the time that the order id tells; NotSupported for an older
        order, of which only the fills since a time can be told.

        https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-order-and-balance-detail
        """
        rest = self._rest("fetchOrderTrades", params)
        self._check_window("fetchOrderTrades", since, limit)
        if not id:
            raise ArgumentsRequired(f"{self.id} fetchOrderTrades() requires an id argument")
        begun = placed_at(str(id))
        if since is None and begun is not None and self._day(begun) < self._oldest_day():
            raise self._not_supported("all fills of orders placed more than 6 days ago", "give since")
        start = begun if since is None else since
        return self._fills(lambda row: row.get("orderId") == str(id), symbol, start, limit, None, rest)

    def _fills(
        self, wanted: Callable[[Any], bool], symbol: Str, since: Any, limit: Any, until: Any, rest: Any
    ) -> list[Trade]:
        self.load_markets()
        market = None if symbol is None else self.market(symbol)
        rows = self._changes(since, until, None, wanted, rest)
        with self._reading(rows):
            fills = [self.parse_trade(row) for row in rows if "orderId" in row and wanted(row)]
        return self._window(self._within(fills, market, None), since, limit, until)

    def _window(self, rows: list[Any], since: Any, limit: Any, until: Any) -> list[Any]:
        """What lies between two times: the first ``limit`` from ``since``, else the last ones."""
        if until is not None:
            rows = [row for row in rows if row["timestamp"] is not None and row["timestamp"] <= until]
        return since_and_limit(rows, since, limit)

    def _changes(
        self, since: Any, until: Any, limit: Any, wanted: Callable[[Any], bool], rest: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Balance changes by sequence number, from the day of ``since`` to the end or to ``limit`` wanted."""
        first = self._sequence_before(self._day_of(since)) + 1
        rows: list[dict[str, Any]] = []
        found = 0
        while True:
            response = self._send(self._fetch_changes_request(first, rest))
            with self._reading(response):
                page = self._parse_changes(response)
                if since is not None and limit is not None:
                    found += sum((row.get("transactTime") or 0) >= since and wanted(row) for row in page)
            rows += page
            following = page[-1]["sn"] + 1 if page else first
            late = until is not None and bool(page) and (page[-1].get("transactTime") or 0) > until
            enough = limit is not None and found >= limit
            if len(page) < MOST_CHANGES or following <= first or late or enough:
                return rows
            first = following

    def _sequence_before(self, day: str) -> int:
        known = self._snapshots.get((self.apiKey, day))
        if known is None:
            response = self._send(self._fetch_snapshot_request(day))
            with self._reading(response):
                known = self._parse_snapshot(response)
            self._remember_snapshot(day, known)
        return known
