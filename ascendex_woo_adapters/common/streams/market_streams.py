"""Public ``watch_*`` methods, the same on every venue."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from operator import itemgetter
from typing import Any

from ccxt.async_support.base.ws.cache import ArrayCache, ArrayCacheByTimestamp
from ccxt.base.errors import ArgumentsRequired, BaseError, NetworkError
from ccxt.base.types import Int, Strings

from ascendex_woo_adapters.common.streams.books import BOOK, Books
from ascendex_woo_adapters.common.streams.caches import newest, same_rows
from ascendex_woo_adapters.common.streams.topics import Plan, Topic

TRADES, CANDLES, TICKER, BIDASK, MARK, FUNDING = "trades", "candles", "ticker", "bidask", "mark", "funding"
#: How far apart the times of one trade may be: sockets and REST do not agree to the millisecond.
SAME_MS = 1000
_BY_TIME = itemgetter("timestamp")

#: How many different calls are remembered.
MOST_PLANS = 1000


class MarketStreams(Books):
    """Books, trades, candles and prices.

    A venue names the topics (``_public_topics``); its handlers call ``_put_*`` with parsed rows.
    """

    #: What a socket and REST tell alike of one trade, and how far apart (ms) they may tell its time.
    _SAME_TRADE: tuple[Callable[[Any], Any], float] = itemgetter("side", "price", "amount"), SAME_MS

    def _public_topics(self, kind: str, symbols: list[str] | None, timeframe: str = "") -> list[Topic]:
        """The topics that tell a kind of data of some markets, or of all (None)."""
        raise NotImplementedError

    def _book_topics(self, symbols: list[str], params: Any) -> list[Topic]:
        """The topics of books, as ``params`` want them."""
        return self._public_topics(BOOK, symbols)

    def _book_variant(self, params: Any) -> Any:
        """Which of its books a market's topic tells, as ``params`` and options want it."""
        return None

    def _begin(self, loop: Any) -> None:
        super()._begin(loop)
        self._plans: dict[tuple[Any, ...], Plan] = {}
        self._planned_for: Any = None
        #: Last rows of the kinds that tell one row a market: kind -> symbol -> row.
        self._latest: dict[str, dict[str, Any]] = {MARK: {}, FUNDING: {}}
        #: The time of the last trade before a connection was lost, by symbol.
        self._trades_until: dict[str, int] = {}
        #: Trades that were fetched after it and may still come again, by symbol.
        self._fetched_trades: dict[str, list[Any]] = {}
        #: The rows that changed since somebody read all of a kind; what is read stays until the next change,
        #: because several callers may have waited for it.
        self._changed: dict[str, dict[str, Any]] = {}
        self._changes_read: set[str] = set()

    # books, trades, candles ------------------------------------------------------------------------

    async def watch_order_book(self, symbol: str, limit: Int = None, params: Any = {}) -> Any:
        """The book as it is now, again at every change; ``limit`` levels a side, or all.

        Without a limit it is the live book. A gap in the updates never shows: the book is empty and
        nothing is told until a new snapshot fits; ``exchange.order_book_resyncs`` counts that.
        """
        plan = self._book_plan((symbol,), limit, params)
        if plan is None:
            plan = await self._new_plan(BOOK, "watchOrderBook", [symbol] if symbol else [], params)
        book = None
        while book is None:
            (name,) = await self._watch(plan)
            book = self._live_book(plan.names[name], limit)
        return book

    async def watch_order_book_for_symbols(
        self, symbols: list[str], limit: Int = None, params: Any = {}
    ) -> Any:
        """The next book that changes of some markets."""
        plan = self._book_plan(symbols, limit, params)
        if plan is None:
            plan = await self._new_plan(BOOK, "watchOrderBook", symbols, params)
        while True:
            told = await self._watch(plan)
            for number, name in enumerate(told, 1):
                book = self._live_book(plan.names[name], limit)
                if book is not None:
                    for other in told[number:]:
                        self._waiters.resolve(other)  # for the next call
                    return book

    def _book_plan(self, symbols: Collection[str], limit: Int, params: Any) -> Plan | None:
        if limit is not None:
            self._check_window("watchOrderBook", None, limit)
        return self._plan(BOOK, symbols, self._book_variant(params))

    async def un_watch_order_book(self, symbol: str, params: Any = {}) -> Any:
        """Take back ``watch_order_book``."""
        return await self.un_watch_order_book_for_symbols([symbol], params)

    async def un_watch_order_book_for_symbols(self, symbols: list[str], params: Any = {}) -> Any:
        """Take back ``watch_order_book_for_symbols``."""
        wanted = await self._symbols("unWatchOrderBook", symbols)
        await self._unwatch(self._book_topics(wanted, params), lambda name: name.partition(":")[0] == BOOK)
        return True

    async def watch_trades(
        self, symbol: str, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Any]:
        """Public trades, oldest first: those since the last call; with ``newUpdates`` off all kept ones."""
        return await self.watch_trades_for_symbols([symbol], since, limit, params)

    async def watch_trades_for_symbols(
        self, symbols: list[str], since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Any]:
        """Public trades of some markets."""
        self._check_window("watchTrades", since, limit)
        plan = self._plan(TRADES, symbols) or await self._new_plan(TRADES, "watchTrades", symbols)
        rows: list[Any] = []
        told = False
        while not told:
            for name in await self._watch(plan):
                symbol = plan.names[name]
                cache = self.trades.get(symbol)
                if cache is None:  # taken back since it was told
                    continue
                told = True
                most = cache.getLimit(symbol, limit) if self.newUpdates else limit
                rows += newest(cache, most, since)
        if len(rows) > 1:  # those of several markets, and what was fetched late
            rows.sort(key=_BY_TIME)
        return rows

    async def un_watch_trades(self, symbol: str, params: Any = {}) -> Any:
        """Take back ``watch_trades``."""
        return await self.un_watch_trades_for_symbols([symbol], params)

    async def un_watch_trades_for_symbols(self, symbols: list[str], params: Any = {}) -> Any:
        """Take back ``watch_trades_for_symbols``."""
        return await self._unwatch_kind(TRADES, await self._symbols("unWatchTrades", symbols))

    async def watch_ohlcv(
        self, symbol: str, timeframe: str = "1m", since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Any]:
        """Candles ``[ms, open, high, low, close, base volume]``; the last one grows."""
        told = await self.watch_ohlcv_for_symbols([[symbol, timeframe]], since, limit, params)
        rows: list[Any] = told[self.symbol(symbol)][timeframe]
        return rows

    async def watch_ohlcv_for_symbols(
        self,
        symbolsAndTimeframes: list[list[str]],
        since: Int = None,
        limit: Int = None,
        params: Any = {},
    ) -> Any:
        """Candles by symbol and timeframe: of those that changed since the last call."""
        self._check_window("watchOHLCV", since, limit)
        plan = await self._candle_plan("watchOHLCV", symbolsAndTimeframes)
        result: dict[str, dict[str, list[Any]]] = {}
        while not result:
            for name in await self._watch(plan):
                symbol, timeframe = plan.names[name]
                cache = self.ohlcvs.get(symbol, {}).get(timeframe)
                if cache is None:  # lost since it was told
                    continue
                most = cache.getLimit(symbol, limit) if self.newUpdates else limit
                result.setdefault(symbol, {})[timeframe] = newest(cache, most, since, key=0)
        return result

    async def un_watch_ohlcv(self, symbol: str, timeframe: str = "1m", params: Any = {}) -> Any:
        """Take back ``watch_ohlcv``."""
        return await self.un_watch_ohlcv_for_symbols([[symbol, timeframe]], params)

    async def un_watch_ohlcv_for_symbols(
        self, symbolsAndTimeframes: list[list[str]], params: Any = {}
    ) -> Any:
        """Take back ``watch_ohlcv_for_symbols``."""
        plan = await self._candle_plan("unWatchOHLCV", symbolsAndTimeframes)
        await self._unwatch(plan.topics, lambda name: name.partition(":")[0] == CANDLES)
        return True

    # prices ----------------------------------------------------------------------------------------

    async def watch_ticker(self, symbol: str, params: Any = {}) -> Any:
        """A market's ticker at every change."""
        return await self._watch_one(TICKER, "watchTicker", symbol)

    async def watch_tickers(self, symbols: Strings = None, params: Any = {}) -> Any:
        """Tickers by symbol: those that changed, or with ``newUpdates`` off all that are known."""
        return await self._watch_rows(TICKER, symbols)

    async def un_watch_ticker(self, symbol: str, params: Any = {}) -> Any:
        """Take back ``watch_ticker``."""
        return await self._unwatch_kind(TICKER, await self._symbols("unWatchTicker", [symbol]))

    async def un_watch_tickers(self, symbols: Strings = None, params: Any = {}) -> Any:
        """Take back ``watch_tickers``."""
        return await self._unwatch_kind(TICKER, await self._some_symbols(symbols))

    async def watch_bids_asks(self, symbols: Strings = None, params: Any = {}) -> Any:
        """Best bids and asks by symbol, in tickers: those that changed."""
        return await self._watch_rows(BIDASK, symbols)

    async def un_watch_bids_asks(self, symbols: Strings = None, params: Any = {}) -> Any:
        """Take back ``watch_bids_asks``."""
        return await self._unwatch_kind(BIDASK, await self._some_symbols(symbols))

    async def watch_mark_price(self, symbol: str, params: Any = {}) -> Any:
        """A perpetual's mark price, in a ticker."""
        return await self._watch_one(MARK, "watchMarkPrice", symbol)

    async def watch_mark_prices(self, symbols: Strings = None, params: Any = {}) -> Any:
        """Mark prices by symbol, in tickers: those that changed."""
        return await self._watch_rows(MARK, symbols)

    async def un_watch_mark_price(self, symbol: str, params: Any = {}) -> Any:
        """Take back ``watch_mark_price``."""
        return await self._unwatch_kind(MARK, await self._symbols("unWatchMarkPrice", [symbol]))

    async def un_watch_mark_prices(self, symbols: Strings = None, params: Any = {}) -> Any:
        """Take back ``watch_mark_prices``."""
        return await self._unwatch_kind(MARK, await self._some_symbols(symbols))

    async def watch_funding_rate(self, symbol: str, params: Any = {}) -> Any:
        """The rate of a perpetual's next funding."""
        return await self._watch_one(FUNDING, "watchFundingRate", symbol)

    async def watch_funding_rates(self, symbols: Strings = None, params: Any = {}) -> Any:
        """Rates of the next funding by symbol: those that changed."""
        return await self._watch_rows(FUNDING, symbols)

    async def un_watch_funding_rate(self, symbol: str, params: Any = {}) -> Any:
        """Take back ``watch_funding_rate``."""
        return await self._unwatch_kind(FUNDING, await self._symbols("unWatchFundingRate", [symbol]))

    async def un_watch_funding_rates(self, symbols: Strings = None, params: Any = {}) -> Any:
        """Take back ``watch_funding_rates``."""
        return await self._unwatch_kind(FUNDING, await self._some_symbols(symbols))

    # what handlers call ----------------------------------------------------------------------------

    def _put_trades(self, symbol: str, trades: Iterable[Any]) -> None:
        cache = self.trades.get(symbol)
        if cache is None:
            cache = self.trades[symbol] = ArrayCache(self._most_kept("tradesLimit"))
        if symbol in self._fetched_trades:
            trades = self._not_fetched(symbol, list(trades))
            if not trades:
                return
        for trade in trades:
            cache.append(trade)
        self._waiters.resolve(f"{TRADES}:{symbol}")

    def _recoverable(self, topic: Topic) -> Iterable[str]:
        yield from super()._recoverable(topic)
        if topic.kind == TRADES:
            yield TRADES

    async def _recover(self, topic: Topic, kind: str, since: int) -> None:
        await super()._recover(topic, kind, since)
        if kind == TRADES and topic.symbol in self._trades_until:
            await self._recover_trades(topic, self._trades_until[topic.symbol] - SAME_MS)

    async def _recover_trades(self, topic: Topic, start: int) -> None:
        """Tell the trades that were missed, as far as the venue's newest ones reach."""
        symbol, fetched = topic.symbol, []
        try:
            fetched = await self.fetch_trades(symbol)
        except NetworkError:
            raise  # tried again
        except BaseError as error:
            self._waiters.reject(topic.channel, error, keep=True)
        if self._trades_until.pop(symbol, None) is None:  # taken back meanwhile
            return
        fetched = [row for row in fetched if row["timestamp"] >= start]
        known = same_rows(fetched, list(self.trades.get(symbol, ())), *self._SAME_TRADE)
        missed = [row for number, row in enumerate(fetched) if number not in known]
        if missed:
            self._put_trades(symbol, missed)
            self._fetched_trades[symbol] = missed

    def _not_fetched(self, symbol: str, trades: list[Any]) -> list[Any]:
        """Those that were not fetched while their message was on its way."""
        fetched = self._fetched_trades[symbol]
        again = same_rows(trades, fetched, *self._SAME_TRADE)
        told, oldest = set(again.values()), max(map(_BY_TIME, trades)) - SAME_MS
        left = [row for number, row in enumerate(fetched) if number not in told and _BY_TIME(row) >= oldest]
        if left:
            self._fetched_trades[symbol] = left
        else:
            del self._fetched_trades[symbol]
        return [trade for number, trade in enumerate(trades) if number not in again]

    def _put_candle(self, topic: Topic, candle: Any) -> None:
        by_timeframe = self.ohlcvs.setdefault(topic.symbol, {})
        cache = by_timeframe.get(topic.timeframe)
        if cache is None:
            cache = by_timeframe[topic.timeframe] = ArrayCacheByTimestamp(self._most_kept("OHLCVLimit"))
        cache.append(candle)
        self._waiters.resolve(f"{CANDLES}:{topic.symbol}:{topic.timeframe}")

    def _put_rows(self, kind: str, rows: Collection[Any]) -> None:
        if not rows:
            return
        known, resolve = self._known_rows(kind), self._waiters.resolve
        changed = self._changed.get(kind)
        if changed is None or kind in self._changes_read:
            self._changes_read.discard(kind)
            changed = self._changed[kind] = {}
        for row in rows:
            symbol = row["symbol"]
            known[symbol] = changed[symbol] = row
            resolve(f"{kind}:{symbol}")
        resolve(kind)

    # private ---------------------------------------------------------------------------------------

    def _most_kept(self, option: str) -> int:
        return int(self.options.get(option) or 1000)

    def _known_rows(self, kind: str) -> dict[str, Any]:
        if kind == TICKER:
            return self.tickers
        return self.bidsasks if kind == BIDASK else self._latest[kind]

    async def _symbols(self, method: str, symbols: Any) -> list[str]:
        if not symbols:
            raise ArgumentsRequired(f"{self.id} {method}() requires symbols")
        if not self.markets:
            await self.load_markets()
        return [self.market(symbol)["symbol"] for symbol in symbols]

    def _plan(self, kind: str, symbols: Collection[str], variant: Any = None) -> Plan | None:
        """What a call came to before, as long as the markets are the same."""
        if self._planned_for is not self.markets:
            self._plans.clear()
            self._planned_for = self.markets
        if symbols.__class__ is not tuple:
            symbols = tuple(symbols or ())
        return self._plans.get((kind, symbols, variant))

    async def _new_plan(self, kind: str, method: str, symbols: Collection[str], params: Any = {}) -> Plan:
        """Topics and hashes of a kind of data of some markets; without a method's name, of all."""
        wanted = await (self._symbols(method, symbols) if method else self._some_symbols(symbols))
        if kind == BOOK and wanted:
            topics = self._book_topics(wanted, params)
            plan = Plan(topics, {f"{BOOK}:{topic.channel}": topic.channel for topic in topics})
        else:
            topics = self._public_topics(kind, wanted)
            names = {f"{kind}:{symbol}": symbol for symbol in wanted} if wanted else {kind: None}
            plan = Plan(topics, names)
        if len(self._plans) >= MOST_PLANS:
            self._plans.clear()
        variant = self._book_variant(params) if kind == BOOK else None
        self._plans[kind, tuple(symbols or ()), variant] = plan
        return plan

    async def _some_symbols(self, symbols: Any) -> list[str] | None:
        if not symbols:
            if not self.markets:
                await self.load_markets()
            return None
        return await self._symbols("", symbols)

    async def _watch_one(self, kind: str, method: str, symbol: str) -> Any:
        plan = self._plan(kind, (symbol,)) or await self._new_plan(kind, method, [symbol] if symbol else [])
        row = None
        while row is None:  # it may be lost since it was told
            (name,) = await self._watch(plan)
            row = self._known_rows(kind).get(plan.names[name])
        return row

    async def _watch_rows(self, kind: str, symbols: Strings) -> dict[str, Any]:
        rows: dict[str, Any] = {}
        if not symbols:
            plan = self._plan(kind, ()) or await self._new_plan(kind, "", ())
            while not rows:  # they may be lost since they were told
                await self._watch(plan)
                self._changes_read.add(kind)
                rows = dict(self._changed.get(kind, {}) if self.newUpdates else self._known_rows(kind))
            return rows
        plan = self._plan(kind, symbols) or await self._new_plan(kind, "", symbols)
        names = plan.names
        while not rows:
            told = await self._watch(plan)
            known = self._known_rows(kind)
            chosen = [names[name] for name in told] if self.newUpdates else names.values()
            rows = {symbol: known[symbol] for symbol in chosen if symbol in known}
        return rows

    async def _candle_plan(self, method: str, pairs: list[list[str]]) -> Plan:
        symbols = await self._symbols(method, [symbol for symbol, _ in pairs])
        names, topics = {}, []
        for symbol, (_, timeframe) in zip(symbols, pairs, strict=True):
            names[f"{CANDLES}:{symbol}:{timeframe}"] = (symbol, timeframe)
            topics += self._public_topics(CANDLES, [symbol], timeframe)
        return Plan(topics, names)

    async def _unwatch_kind(self, kind: str, symbols: list[str] | None) -> bool:
        # one channel may tell several kinds and markets: only the watchers of these leave it
        names = {f"{kind}:{symbol}" for symbol in symbols or ()}

        def chosen(name: str) -> bool:
            return name in names if names else name.partition(":")[0] == kind

        await self._unwatch(self._public_topics(kind, symbols), chosen)
        return True

    def _stale(self, topic: Topic) -> None:
        super()._stale(topic)
        trades = None
        if topic.kind == TRADES:
            trades = self.trades.get(topic.symbol)
            self._fetched_trades.pop(topic.symbol, None)  # the next line does not tell them again
        if trades:
            self._trades_until.setdefault(topic.symbol, max(row["timestamp"] for row in trades))
        if topic.kind == CANDLES:
            self._waiters.forget(topic.channel)
            self.ohlcvs.get(topic.symbol, {}).pop(topic.timeframe, None)
        for kind in self._price_kinds(topic):
            self._waiters.forget(topic.channel)
            known, changed = self._known_rows(kind), self._changed.get(kind, {})
            fed = self._fed(kind)
            for symbol in [topic.symbol] if topic.symbol else list(known):
                if symbol not in fed and "" not in fed:
                    known.pop(symbol, None)
                    changed.pop(symbol, None)

    def _fed(self, kind: str) -> set[str]:
        """The markets of which subscribed topics tell a kind of prices; "" for all."""
        return {
            topic.symbol
            for session in self._sessions
            for channel, topic in session.topics.items()
            if channel in session.granted and kind in self._price_kinds(topic)
        }

    def _price_kinds(self, topic: Topic) -> tuple[str, ...]:
        """The kinds of prices that a topic tells."""
        return (topic.kind,) if topic.kind in (TICKER, BIDASK, MARK, FUNDING) else ()

    def _left(self, topic: Topic) -> None:
        super()._left(topic)
        if topic.kind == TRADES:
            self.trades.pop(topic.symbol, None)
            self._trades_until.pop(topic.symbol, None)
