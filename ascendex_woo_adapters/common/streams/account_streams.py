"""Private ``watch_*`` methods, the same on every venue."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Coroutine, Iterable, Mapping
from functools import partial
from operator import itemgetter
from typing import Any

from ccxt.async_support.base.ws.cache import ArrayCacheBySymbolBySide
from ccxt.base.errors import BaseError, OrderNotFound
from ccxt.base.types import Int, Str, Strings

from ascendex_woo_adapters.common.aio import gather
from ascendex_woo_adapters.common.streams.caches import Lately, RowsById, is_news, newest, put_position
from ascendex_woo_adapters.common.streams.streams import Streams
from ascendex_woo_adapters.common.streams.topics import Plan, Topic

ORDERS, TRIGGER_ORDERS, FILLS, BALANCE, POSITIONS = "orders", "triggerOrders", "fills", "balance", "positions"
#: The kinds that begin with a snapshot.
STATES = (BALANCE, POSITIONS)
#: The kinds of which what is open is looked after.
OPEN = (ORDERS, TRIGGER_ORDERS)
#: How far before the last sign of life of a connection its losses may begin.
MARGIN_MS = 5000
#: How long what was told is known though the caches let go of it: further than a recovery reaches back.
KNOWN_MS = 2 * MARGIN_MS
_OF_AN_ORDER = ("status", "filled", "timestamp", "datetime", "clientOrderId", "lastTradeTimestamp")
#: What is known of a row that the cache let go of, by kind.
_REMEMBERED = {FILLS: ("id", "symbol"), ORDERS: _OF_AN_ORDER, TRIGGER_ORDERS: _OF_AN_ORDER}


def _of_kind(kind: str) -> dict[str, Any]:
    """The parameters that ask for a kind of orders."""
    return {"trigger": True} if kind == TRIGGER_ORDERS else {}


class AccountStreams(Streams):
    """Orders, balances and positions.

    Balances and positions begin with a snapshot over REST, which is told at once, and again after a
    reconnect. What orders and fills missed while the connection was away is read over REST and told
    once. A venue names the topics (``_private_topics``); its handlers call ``_put_*`` with parsed rows.
    """

    def _private_topics(self, kind: str) -> list[Topic]:
        """The topics that tell a kind of data of the account."""
        raise NotImplementedError

    def _take_state(self, kind: str, message: Any) -> None:
        """Read an update of balances or positions."""
        raise NotImplementedError

    async def _orders_since(self, kind: str, since: int) -> Iterable[Any]:
        """Orders of any status that were placed since a time (ms)."""
        raise NotImplementedError

    # ccxt types them as None, which they are until something is watched
    orders: Any
    myTrades: Any
    positions: Any

    def _begin(self, loop: Any) -> None:
        super()._begin(loop)
        self._order_caches: dict[str, Any] = {}
        #: Orders that were open when last heard of, by id: the caches let go of those long unchanged.
        self._unfinished: dict[str, dict[str, Any]] = {}
        #: Fills and finished orders that were told of late, by kind: a recovery finds them again.
        self._lately: dict[str, Lately] = {}
        #: Whether fills were fetched, which may be older than those that were told before.
        self._fills_mixed = False
        #: The kinds that are watched, and since when (ms): what was before that was not missed. What a topic
        #: tells of the others is not read.
        self._watched: dict[str, int] = {}
        #: Balances, positions, open orders: which have begun on this connection.
        self._begun: set[str] = set()
        #: The kinds of orders of which those are known that were open before they were watched.
        self._surveyed: set[str] = set()
        #: Updates that came while their snapshot was on its way.
        self._held: dict[str, list[Any]] = {}

    def _watch_kind(self, kind: str, plan: Plan) -> Coroutine[Any, Any, list[str]]:
        told = self._watch(plan)  # which in a new event loop begins anew
        if kind not in self._watched:
            self._watched[kind] = self.nonce()
            for topic in plan.topics:  # one that is subscribed already tells another kind too
                self._survey(topic, kind)
        return told

    # orders ----------------------------------------------------------------------------------------

    async def watch_orders(
        self, symbol: Str = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Any]:
        """Orders that changed since the last call; with ``newUpdates`` off all kept ones.

        ``params``: ``trigger`` (True: orders that wait for a trigger, where they are apart).
        """
        self._check_window("watchOrders", since, limit)
        return await self._watch_orders(self._order_kind(params), symbol, since, limit)

    async def un_watch_orders(self, symbol: Str = None, params: Any = {}) -> Any:
        """Take back ``watch_orders``."""
        return await self._unwatch_private(self._order_kind(params), symbol)

    def _order_kind(self, params: Any) -> str:
        wanted = params.get("trigger") or params.get("stop") or params.get("trailing")
        return TRIGGER_ORDERS if wanted else ORDERS

    async def _watch_orders(self, kind: str, symbol: Str, since: Int, limit: Int) -> list[Any]:
        await self.load_markets()
        name = kind
        if symbol is not None:
            symbol = self.symbol(symbol)
            name = f"{kind}:{symbol}"
        await self._watch_kind(kind, Plan(self._private_topics(kind), {name: symbol}))
        cache = self._order_cache(kind)
        most = cache.getLimit(symbol, limit) if self.newUpdates else limit
        rows = newest(cache, most, since, symbol)
        if kind == FILLS and self._fills_mixed:
            rows.sort(key=itemgetter("timestamp"))
        return rows

    def _order_cache(self, kind: str) -> Any:
        """The rows of orders or fills, by symbol and id."""
        cache = self._order_caches.get(kind)
        if cache is None:
            option = "tradesLimit" if kind == FILLS else "ordersLimit"
            cache = self._order_caches[kind] = RowsById(int(self.options.get(option) or 1000))
            if kind == ORDERS:
                self.orders = cache
            elif kind == FILLS:
                self.myTrades = cache
        return cache

    def _put_order(self, kind: str, order: dict[str, Any], since: int | None = None) -> None:
        """Tell of an order; ``since``: it was asked for and may be known already, or older than that (ms)."""
        cache = self._order_cache(kind)
        open_orders = self._unfinished.setdefault(kind, {})
        symbol, order_id = order["symbol"], order["id"]
        known = self._known(kind, symbol, order_id) or open_orders.get(order_id)
        if not is_news(known, order, since):
            if known is None and order["status"] == "open":  # untold, but what becomes of it is news
                open_orders[order_id] = order
            return
        time = order["lastUpdateTimestamp"] or order["timestamp"]
        if known is not None:  # a report has the time of its event, not of the order
            for field in ("timestamp", "datetime", "clientOrderId"):
                order[field] = known[field] or order[field]
            order["lastTradeTimestamp"] = order["lastTradeTimestamp"] or known["lastTradeTimestamp"]
        cache.append(order)
        if order["status"] == "open":
            open_orders[order_id] = order
        else:
            open_orders.pop(order_id, None)
            self._remember(kind, order, time)
        self._told(kind, symbol)

    def _survey(self, topic: Topic, kind: str) -> None:
        """Learn which orders are open already, once: a lost line may miss how they end."""
        session = self._session_of.get(topic.channel)
        if kind not in OPEN or kind in self._surveyed or kind in self._begun:
            return
        if session is not None and topic.channel in session.granted:
            self._begun.add(kind)
            session.spawn(self._read_again([(topic, kind, partial(self._read_open, kind))]))

    async def _read_open(self, kind: str) -> None:
        """Look after the orders that are open, but tell nothing of them."""
        began = self._watched.get(kind)
        rows = await self.fetch_open_orders(None, None, None, _of_kind(kind))
        if began is None or self._watched.get(kind) != began:
            return
        open_orders = self._unfinished.setdefault(kind, {})
        for row in rows:
            symbol, order_id = row["symbol"], row["id"]
            if self._known(kind, symbol, order_id) is None:  # otherwise that is newer
                open_orders.setdefault(order_id, row)
        self._surveyed.add(kind)

    def _put_fill(self, fill: dict[str, Any]) -> None:
        """Tell of a fill, once."""
        cache, symbol, fill_id = self._order_cache(FILLS), fill["symbol"], fill["id"]
        if self._known(FILLS, symbol, fill_id) is None:
            cache.append(fill)
            self._remember(FILLS, fill, fill["timestamp"])
            self._told(FILLS, fill["symbol"])

    def _known(self, kind: str, symbol: str, row_id: str) -> Any:
        """What was told of a fill or an order, though its cache may have let go of it."""
        row = self._order_cache(kind).row(symbol, row_id)
        if row is None and kind in self._lately:
            row = self._lately[kind].row(symbol, row_id)
        return row

    def _remember(self, kind: str, row: dict[str, Any], time: int | None) -> None:
        """Know that a row was told, until no recovery reaches back to its time any more."""
        lately = self._lately.get(kind)
        if lately is None:
            lately = self._lately[kind] = Lately(KNOWN_MS, *_REMEMBERED[kind])
        if time and time > lately.until and all(session.lost_at is None for session in self._sessions):
            lately.turn(time)
        lately.put(row)

    def _told(self, kind: str, symbol: str) -> None:
        self._waiters.resolve(f"{kind}:{symbol}")
        self._waiters.resolve(kind)

    # balances and positions ------------------------------------------------------------------------

    async def watch_balance(self, params: Any = {}) -> Any:
        """Balances by currency: at once as they are, then at every change."""
        await self.load_markets()
        await self._watch_state(BALANCE, {BALANCE: None})
        return self.balance

    async def watch_positions(
        self, symbols: Strings = None, since: Int = None, limit: Int = None, params: Any = {}
    ) -> list[Any]:
        """Positions: at once those there are, then at every change; a closed one has 0 contracts."""
        self._check_window("watchPositions", since, limit)
        await self.load_markets()
        wanted = self.market_symbols(symbols)
        names = {f"{POSITIONS}:{symbol}": symbol for symbol in wanted or ()} or {POSITIONS: None}
        cache: Any = None
        while cache is None:  # it may be taken back since it was told
            told = await self._watch_state(POSITIONS, names)
            cache = self.positions
        rows: list[Any] = []
        for name in told if self.newUpdates else names:
            most = cache.getLimit(names[name], limit) if self.newUpdates else limit
            rows += newest(cache, most, since, names[name])
        return rows

    async def un_watch_positions(self, symbols: Strings = None, params: Any = {}) -> Any:
        """Take back ``watch_positions``."""
        for symbol in symbols or (None,):
            await self._unwatch_private(POSITIONS, symbol)
        return True

    def _put_balance(self, info: Any, timestamp: int | None, changes: dict[str, dict[str, Any]]) -> None:
        """Take changes by currency code into the balance."""
        balance: dict[str, Any] = {**self.balance, **changes}
        balance.update(info=info, timestamp=timestamp, datetime=self.iso8601(timestamp))
        self.balance = self.safe_balance(balance)
        self._waiters.resolve(BALANCE)

    def _put_positions(self, positions: Iterable[dict[str, Any]]) -> None:
        """Take positions that changed, if any."""
        cache: Any = self.positions
        if cache is None:
            cache = self.positions = ArrayCacheBySymbolBySide()
        told = {row["symbol"] for position in positions for row in put_position(cache, position)}
        for symbol in told:
            self._waiters.resolve(f"{POSITIONS}:{symbol}")
        if told:
            self._waiters.resolve(POSITIONS)

    async def _watch_state(self, kind: str, names: Mapping[str, Any]) -> Collection[str]:
        topics = self._private_topics(kind)
        fresh = self._waiters.unexpected(names)
        told = self._watch_kind(kind, Plan(topics, names))
        if fresh and kind in self._begun and kind not in self._held:
            self._tell_positions({name: names[name] for name in fresh})
        for topic in topics:
            self._begin_state(topic, kind)
        return await told

    def _tell_positions(self, names: Mapping[str, Any]) -> None:
        """Tell those that there are to hashes that nobody watched before."""
        held = {row["symbol"] for row in self.positions or () if row["contracts"]}
        for name, symbol in names.items():
            if symbol is None or symbol in held:
                self._waiters.resolve(name)

    def _begin_state(self, topic: Topic, kind: str) -> None:
        """Get the snapshot that updates continue, once a connection."""
        session = self._session_of.get(topic.channel)
        if session is None or topic.channel not in session.granted or kind in self._begun:
            return
        self._begun.add(kind)
        self._read_state(topic, kind)

    def _read_state(self, topic: Topic, kind: str, pause_s: float = 0) -> None:
        """Read balances or positions over REST; updates wait meanwhile."""
        self._held[kind] = []
        self._session_of[topic.channel].spawn(self._state(topic, kind, pause_s))

    async def _state(self, topic: Topic, kind: str, pause_s: float) -> None:
        try:
            await asyncio.sleep(pause_s)
            if kind == BALANCE:
                self.balance = await self.fetch_balance()
                self._waiters.resolve(BALANCE)
            else:
                positions = await self.fetch_positions()
                if kind in self._watched:  # maybe not any more
                    self._put_snapshot(positions)
        except BaseError as error:
            self._begun.discard(kind)
            self._waiters.reject(topic.channel, error, keep=True)
        finally:
            messages = self._held.pop(kind, ())
        for message in messages:
            self._take_update(topic, kind, message)

    def _take_update(self, topic: Topic, kind: str, message: Any) -> None:
        """Read an update of a kind that is watched, after its snapshot."""
        if kind not in self._watched:
            return
        held = self._held.get(kind)
        if held is not None:
            held.append(message)
            return
        try:
            with self._reading(message):
                self._take_state(kind, message)
        except BaseError as error:
            self._waiters.reject(topic.channel, error, keep=True)

    def _put_snapshot(self, positions: list[Any]) -> None:
        """All open positions: the others that were open are closed."""
        listed = {(position["symbol"], position["side"]) for position in positions}
        known: Any = self.positions if self.positions is not None else ()
        closed = [
            {**row, "contracts": 0.0}
            for row in list(known)
            if row["contracts"] and (row["symbol"], row["side"]) not in listed
        ]
        self._put_positions([*closed, *positions])
        if not closed and not positions:
            self._waiters.resolve(POSITIONS)

    # subscriptions ---------------------------------------------------------------------------------

    async def _unwatch_private(self, kind: str, symbol: Str) -> bool:
        await self.load_markets()
        name = kind if symbol is None else f"{kind}:{self.symbol(symbol)}"

        def chosen(other: str) -> bool:
            return other == name or (symbol is None and other.partition(":")[0] == kind)

        await self._unwatch(self._private_topics(kind), chosen)
        return True

    def _kinds(self, topic: Topic) -> list[str]:
        """The kinds of data that a topic tells."""
        return [
            kind
            for kind in (ORDERS, TRIGGER_ORDERS, FILLS, BALANCE, POSITIONS)
            if topic.private and topic in self._private_topics(kind)
        ]

    def _subscribed(self, topic: Topic) -> None:
        super()._subscribed(topic)
        for kind in self._kinds(topic):
            if kind in self._watched:
                self._survey(topic, kind)
                if kind in STATES:
                    self._begin_state(topic, kind)

    def _stale(self, topic: Topic) -> None:
        super()._stale(topic)
        self._begun.difference_update(self._kinds(topic))

    def _left(self, topic: Topic) -> None:
        super()._left(topic)
        for kind in self._kinds(topic):
            self._leave_kind(kind)

    def _partly_left(self, topic: Topic) -> None:
        super()._partly_left(topic)
        watched = {name.partition(":")[0] for name in self._waiters.watched(topic.channel)}
        for kind in self._kinds(topic):
            if kind not in watched:
                self._leave_kind(kind)

    def _leave_kind(self, kind: str) -> None:
        """Nobody watches a kind of data any more: whoever does next begins anew."""
        self._begun.discard(kind)
        self._watched.pop(kind, None)
        self._order_caches.pop(kind, None)
        self._unfinished.pop(kind, None)
        self._surveyed.discard(kind)
        self._lately.pop(kind, None)
        self._held.pop(kind, None)
        if kind == POSITIONS:
            self.positions = None

    def _recoverable(self, topic: Topic) -> Iterable[str]:
        yield from super()._recoverable(topic)
        yield from (kind for kind in self._kinds(topic) if kind not in STATES)

    async def _recover(self, topic: Topic, kind: str, since: int) -> None:
        """Read what orders or fills missed."""
        await super()._recover(topic, kind, since)
        if kind not in self._watched:  # maybe not any more
            return
        start = max(since - MARGIN_MS, self._watched[kind])
        if kind == FILLS:
            for fill in await self.fetch_my_trades(None, start):
                self._fills_mixed = True
                self._put_fill(fill)
        elif kind in OPEN:
            await self._recover_orders(kind, start)

    async def _recover_orders(self, kind: str, since: int) -> None:
        params = _of_kind(kind)
        rows = [
            *await self._orders_since(kind, since),
            *await self.fetch_open_orders(None, None, None, params),
        ]
        told = {row["id"] for row in rows}
        gone = [row for row in self._unfinished.get(kind, {}).values() if row["id"] not in told]
        rows += await gather(*[self._final_state(row, params) for row in gone])
        for row in rows:
            if row is not None:
                self._put_order(kind, row, since)

    async def _final_state(self, order: Any, params: Any) -> Any:
        """An order that is not open any more; None if the venue has forgotten it."""
        try:
            return await self.fetch_order(order["id"], order["symbol"], params)
        except OrderNotFound:
            return None
