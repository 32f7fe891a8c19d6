"""Sockets over ccxt's clients: subscriptions that are confirmed, survive, and are told when they fail."""

from __future__ import annotations

import asyncio
from asyncio import get_running_loop
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable, Mapping
from functools import partial
from itertools import count
from typing import Any

from ccxt.base.errors import (
    BaseError,
    ExchangeClosedByUser,
    NetworkError,
    RequestTimeout,
    UnsubscribeError,
)

from ascendex_woo_adapters.common.aio import Colour
from ascendex_woo_adapters.common.bodies import WRONG_KIND, unreadable
from ascendex_woo_adapters.common.numbers import ms
from ascendex_woo_adapters.common.quotas import Cost, request_ended
from ascendex_woo_adapters.common.streams.session import Asked, Session, answer
from ascendex_woo_adapters.common.streams.topics import RAW, Plan, Topic
from ascendex_woo_adapters.common.streams.waiters import Waiters
from ascendex_woo_adapters.common.submission import nothing_was_sent

#: A connection that lasts longer than this is redialled at once when it ends.
LASTING_MS = 10_000
#: The wait before the redial of one that did not last doubles from the first to the second.
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.05, 2.0
MOST_DOUBLINGS = 10

#: A kind of data of a topic, and what reads it over REST.
Part = tuple[Topic, str, Callable[[], Awaitable[None]]]


class Streams(Colour):
    """Sockets of an exchange class.

    A venue says where sockets are (``_stream_url``), how one logs in (``_stream_login``), what a
    subscription is (``_stream_messages``), what a message is (``_channel_of``, ``_take_notice``), and what
    to do about what was missed (``_recoverable``, ``_recover``).

    When a connection is lost, ``watch_*`` goes on waiting while the socket is dialled again; if that
    fails, everybody who waits is told with a ``NetworkError``, and the next call dials again, with all
    the subscriptions that there were.
    """

    #: Kind of topic -> name of the method that takes (topic, message). Names, so that a subclass's count.
    _ROUTES: Mapping[str, str]
    #: Where messages tell the venue's time (ms).
    _TIME_FIELDS: tuple[str, ...]

    _loop: Any = None
    #: How many calls of ``close`` are under way.
    _closing = 0
    #: Messages of the channels that are watched unread, maybe besides being read.
    _raw: Mapping[str, Any] = {}

    def after_construct(self, *given: Any) -> None:
        """ccxt's hook at the end of the constructor."""
        super().after_construct(*given)
        self._sessions: list[Session] = []
        self.ws_dial_backoff: dict[str, Any] = {}
        self._begin(None)

    # what a venue supplies -------------------------------------------------------------------------

    def _topics_per_socket(self) -> int:
        raise NotImplementedError

    async def _stream_url(self, session: Session) -> str:
        """Where to dial; may set the session's ``secret`` and ``lasts_ms``."""
        raise NotImplementedError

    async def _stream_login(self, session: Session) -> None:
        raise NotImplementedError

    def _stream_messages(
        self, topics: Collection[Topic], subscribe: bool
    ) -> Iterable[tuple[str, Any, list[Topic]]]:
        """Request id, message and its topics, for as many messages as it takes."""
        raise NotImplementedError

    def _channel_of(self, message: dict[str, Any]) -> str | None:
        """The channel whose data a message is; None for all else."""
        raise NotImplementedError

    def _take_notice(self, session: Session, message: dict[str, Any]) -> None:
        """Read a message that is no data: a ping, a reply."""
        raise NotImplementedError

    def _message_cost(self, message: Any) -> Cost | None:
        """The limit that a message to the venue counts in, if any."""
        return None

    def _stale(self, topic: Topic) -> None:
        """A topic's connection is gone: let go of what it kept current."""

    def _on_raw(self, topic: Topic, message: Any) -> None:
        """Keep a message of a channel that is watched unread."""

    def _left(self, topic: Topic) -> None:
        """A topic was taken back or refused: let go of all that it filled."""

    def _partly_left(self, topic: Topic) -> None:
        """Some of what a topic feeds was taken back, but not all: let go of what nobody watches any more."""

    def _subscribed(self, topic: Topic) -> None:
        """A subscription was granted, for the first time or again."""

    def _recoverable(self, topic: Topic) -> Iterable[str]:
        """The kinds of data of a topic that can be read again when some of it was missed."""
        return ()

    async def _recover(self, topic: Topic, kind: str, since: int) -> None:
        """Deliver what a topic missed of a kind of data since a time (ms)."""

    # watching --------------------------------------------------------------------------------------

    def _watch(self, plan: Plan) -> Coroutine[Any, Any, list[str]]:
        """Subscribe what is not subscribed; the names that were told since the last call, or are next."""
        if plan.epoch is not self._epoch or self._loop is not get_running_loop():
            if self._closing:
                return self._told_closed()
            self._want(plan.topics)
            self._waiters.expect(plan.fed())
            if all(self._session_of[topic.channel].ready for topic in plan.topics):
                plan.epoch = self._epoch
        return self._waiters.wait(plan.names)

    async def _told_closed(self) -> list[str]:
        """What a call comes to while ``close`` is under way: whoever tries again and again lets it end."""
        await asyncio.sleep(0)
        raise self._closed_by_user()

    def _closed_by_user(self) -> ExchangeClosedByUser:
        return ExchangeClosedByUser(f"{self.id} was closed by the user")

    def _new_epoch(self) -> None:
        """A plan may need something again: a subscription, a socket, a snapshot."""
        self._epoch = object()

    def _want(self, topics: Iterable[Topic]) -> None:
        if self._loop is not get_running_loop():
            self._begin(get_running_loop())
        fresh: dict[Session, list[Topic]] = {}
        session_of = self._session_of
        for topic in topics:
            session = session_of.get(topic.channel)
            if session is None:
                session = self._roomy(topic.private)
                session.topics[topic.channel] = topic
                session_of[topic.channel] = session
                fresh.setdefault(session, []).append(topic)
            elif not session.ready:
                fresh.setdefault(session, [])
            if session.topics[topic.channel] is not topic:
                self._know(session, topic)
        for session, new in fresh.items():
            if session.ready:
                self._subscribe_soon(session, new)
            else:
                self._start(session)

    def _know(self, session: Session, topic: Topic) -> None:
        """A topic that was watched unread is now read as well."""
        channel = topic.channel
        if topic.kind != RAW and session.topics[channel].kind == RAW:
            session.topics[channel] = topic
            if channel in session.granted:
                self._subscribed(topic)

    def _roomy(self, private: bool) -> Session:
        """A socket that takes one more topic."""
        same = [session for session in self._sessions if session.private == private]
        for session in same:
            if len(session.topics) < self._topics_per_socket():
                return session
        session = Session(private, len(same))
        self._sessions.append(session)
        return session

    async def _ready_session(self, private: bool) -> Session:
        """A connected socket for requests; raises what ``nothing_was_sent`` says of a failure."""
        if self._loop is not get_running_loop():
            self._begin(get_running_loop())
        session = next((one for one in self._sessions if one.private == private), None)
        if session is None:
            session = self._roomy(private)
        if not session.ready:
            self._start(session)
            opening = session.opening
            assert opening is not None
            await asyncio.wait([opening])  # which ends neither with the other
            if opening.cancelled():
                raise nothing_was_sent(self._closed_by_user())
            if session.failure is not None and not session.ready:
                raise nothing_was_sent(session.failure)
        return session

    async def _unwatch(self, topics: Iterable[Topic], chosen: Callable[[str], bool]) -> None:
        """Take back what feeds chosen hashes; who waits for them is told with ``UnsubscribeError``.

        All messages are on their way before anybody is told, in tasks of their sockets: who subscribes again
        comes after them, and whoever is cancelled while waiting for the replies leaves nothing subscribed.
        """
        self._new_epoch()
        sessions: dict[Session, list[Topic]] = {}
        for topic in topics:
            if self._waiters.drop(topic.channel, chosen, UnsubscribeError(f"{self.id} {topic.channel}")):
                self._partly_left(topic)
                continue
            session = self._session_of.pop(topic.channel, None)
            gone = topic
            if session is not None:
                gone = session.topics.pop(topic.channel, topic)  # maybe read until now, and not only unread
                if session.forget(topic.channel) and session.ready:
                    sessions.setdefault(session, []).append(gone)
            self._stale(gone)
            self._left(gone)
        replies = [
            session.spawn(self._take_back(session, request_id, message))
            for session, left in sessions.items()
            for request_id, message, _ in self._stream_messages(left, subscribe=False)
        ]
        if replies:
            await asyncio.wait(replies)
        for reply in replies:
            error = None if reply.cancelled() else reply.result()  # nothing outlives its connection
            if error is not None:
                raise error

    async def _take_back(self, session: Session, request_id: str, message: Any) -> BaseError | None:
        """Unsubscribe; what the venue, or its silence, has against it."""
        try:
            await self._turn(message)
            await session.request(message, request_id, float(self.options["subscriptionTimeout"]))
        except BaseError as error:
            return error
        return None

    # connecting ------------------------------------------------------------------------------------

    def _begin(self, loop: Any) -> None:
        """Forget the sockets of another event loop: they ended with it, and what they told is old."""
        ended, self._sessions = self._sessions, []
        for session in ended:
            for topic in session.topics.values():
                self._stale(topic)
            if session.secret:  # no other socket has this URL
                self.ws_dial_backoff.pop(session.url, None)
        self._loop = loop
        self._new_epoch()
        self._handlers = {RAW: self._on_raw}
        self._handlers.update({kind: getattr(self, name) for kind, name in self._ROUTES.items()})
        self._session_of: dict[str, Session] = {}
        self._waiters = Waiters(loop)
        self._request_ids = count(1)
        if loop is not None and not self._closing:  # which ends them
            self.clients = {}

    def _start(self, session: Session) -> None:
        if session.opening is None:
            session.opening = asyncio.ensure_future(self._open(session))

    async def _open(self, session: Session) -> None:
        """Dial, log in, subscribe; on failure everybody who waits for the socket is told."""
        session.failure = None
        try:
            if session.flaps:
                await asyncio.sleep(
                    min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** min(session.flaps, MOST_DOUBLINGS))
                )
            await self._connect(session)
        except Exception as error:
            self._fail(session, self._failure(session, error))
        finally:
            session.opening = None

    def _failure(self, session: Session | None, error: Any) -> BaseError:
        """The end of a socket as one of ccxt's errors, without what of the URL must not be told."""
        secret = "" if session is None else session.secret
        is_told = bool(secret) and secret in str(error)
        if isinstance(error, BaseError):
            return type(error)(str(error).replace(secret, "***")) if is_told else error
        name = "" if isinstance(error, str | OSError | asyncio.TimeoutError) else f"{type(error).__name__}: "
        text = f"{self.id} {name}{error}"
        if is_told:
            return NetworkError(text.replace(secret, "***"))
        failure = NetworkError(text)
        failure.__cause__ = error if isinstance(error, Exception) else None
        return failure

    async def _connect(self, session: Session) -> None:
        if self._closing:
            raise self._closed_by_user()
        self.open()  # before the URL: what it needs may have to be asked for, which a closed instance refuses
        url = await self._stream_url(session)
        # clients are kept by URL: a fragment, which is not sent, tells further sockets apart
        url = f"{url}#{session.number}" if session.number else url
        _, _, socks_proxy = self.check_ws_proxy_settings()  # before there is a client that knows no proxy
        client = self.client(url)
        backoff = self.ws_dial_backoff
        if session.url in backoff:  # kept by URL, which a new listen key changes
            backoff[url] = backoff.pop(session.url)
        session.url = url
        client.session = session
        client.handle_message = self._guarded(client, client.handle_message)
        session.client = client
        session.opened_at, session.heard_at = self.milliseconds(), 0
        http = self.get_socks_proxy_session(socks_proxy) if socks_proxy else self.session
        await client.connect(http, self.ws_dial_delay(url))
        if session.private:
            await self._stream_login(session)
        session.ready = True
        if session.lasts_ms is not None:
            session.spawn(self._replace(session, client, session.lasts_ms))
        self._subscribe(session, list(session.topics.values()))

    async def _replace(self, session: Session, client: Any, after_ms: int) -> None:
        """End a connection before the venue does."""
        await asyncio.sleep(after_ms / 1000)
        client.on_error(NetworkError(f"{self.id} connection replaced, as it ends soon"))

    def _subscribe_soon(self, session: Session, topics: Collection[Topic]) -> None:
        """Subscribe together what is wanted by calls that are made together."""
        if not session.fresh:
            get_running_loop().call_soon(self._subscribe_fresh, session, session.client)
        session.fresh += topics

    def _subscribe_fresh(self, session: Session, client: Any) -> None:
        if session.client is client:  # a new connection subscribes all there are
            fresh = dict.fromkeys(topic for topic in session.fresh if topic.channel in session.topics)
            self._subscribe(session, fresh)
            session.fresh.clear()

    def _subscribe(self, session: Session, topics: Collection[Topic]) -> None:
        for request_id, message, batch in self._stream_messages(topics, subscribe=True):
            asked = session.asked[request_id] = Asked(topic.channel for topic in batch)
            session.spawn(self._ask(session, request_id, asked, message, batch))

    async def _ask(
        self, session: Session, request_id: str, asked: Asked, message: Any, batch: list[Topic]
    ) -> None:
        """Subscribe to a few topics; what is not granted is refused."""
        timeout = float(self.options["subscriptionTimeout"])
        client = session.client
        try:
            await self._turn(message)
            await self._sent(client, message)
            await answer(asked.done, timeout / 1000)
        except asyncio.TimeoutError:
            unanswered = [topic for topic in batch if topic.channel in asked.channels]
            for topic in unanswered:
                error = RequestTimeout(
                    f"{self.id} did not answer the subscription of {topic.channel} in {timeout:g} ms"
                )
                self._refused(session, topic.channel, error)
            # it may be granted all the same, and to ask twice is refused on some sockets
            for _, taking_back, _ in self._stream_messages(unanswered, subscribe=False):
                await self._sent(client, taking_back)
        finally:
            session.asked.pop(request_id, None)
        if session.lost_at is not None and session.ready and not session.asked:
            await self._catch_up(session, session.lost_at)

    async def _catch_up(self, session: Session, since: int) -> None:
        """Deliver what the topics missed, each kind on its own."""
        topics = list(session.topics.values())
        await self._read_again(
            [
                (topic, kind, partial(self._recover, topic, kind, since))
                for topic in topics
                for kind in self._recoverable(topic)
            ]
        )
        session.lost_at = None

    async def _read_again(self, parts: list[Part]) -> None:
        """Read kinds of data over REST; tried again while the network fails."""
        pause = FIRST_PAUSE_S
        while parts:
            parts = [part for part in parts if not await self._was_read(*part)]
            if parts:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_S)

    async def _was_read(self, topic: Topic, kind: str, read: Callable[[], Awaitable[None]]) -> bool:
        """Read a kind of data, or tell its error; False if the network failed."""
        try:
            if topic.channel in self._session_of:
                await read()
        except NetworkError:
            return False
        except BaseError as error:
            self._waiters.reject(topic.channel, error, keep=True, kind=kind)
        return True

    def _on_acknowledgement(
        self, session: Session, request_id: str, channels: Collection[str], error: BaseError | None = None
    ) -> None:
        """A reply to a subscription: the channels it grants, or refuses for a reason."""
        asked = session.asked.get(request_id)
        if asked is None:
            return
        for channel in channels:
            topic = session.topics.get(channel)
            if error is not None:
                self._refused(session, channel, error)
            elif topic is not None and channel not in session.granted:
                session.granted.add(channel)
                self._subscribed(topic)
        asked.settle(channels)

    def _refused(self, session: Session, channel: str, error: BaseError) -> None:
        self._new_epoch()
        topic = session.topics.pop(channel, None)
        self._session_of.pop(channel, None)
        if topic is not None:
            self._stale(topic)
            self._left(topic)
        self._waiters.reject(channel, error)
        self._waiters.leave(channel)

    # losing ------------------------------------------------------------------------------------------

    def on_close(self, client: Any, error: Any) -> None:
        """ccxt's hook: the other side closed the socket."""
        super().on_close(client, error)
        self._lost(client, NetworkError(f"{self.id} connection closed by the venue, code {error}"))

    def on_error(self, client: Any, error: Any) -> None:
        """ccxt's hook: a socket broke, or could not be opened."""
        super().on_error(client, error)
        failure = self._failure(getattr(client, "session", None), error)
        if not client.connected.done():
            client.connected.reject(failure)
        self._lost(client, failure)

    def _lost(self, client: Any, error: BaseError) -> None:
        session = getattr(client, "session", None)
        if session is None or session.client is not client:
            return
        self._new_epoch()
        was_ready = session.ready
        now = self.milliseconds()
        if was_ready and session.lost_at is None:
            session.lost_at = session.heard_at or session.opened_at
        session.flaps = 0 if now - session.opened_at > LASTING_MS else session.flaps + 1
        session.end(error)
        for topic in session.topics.values():
            self._stale(topic)
        if was_ready and session.topics:
            self._start(session)

    def _fail(self, session: Session, error: BaseError) -> None:
        """The socket cannot be had now."""
        self._new_epoch()
        session.failure = error
        client: Any = session.client
        clients = self.clients or {}
        session.end(error)
        if client is not None:
            if client in clients.values():
                del clients[client.url]
            if not client.closed():
                session.closing = asyncio.ensure_future(client.close())
        for channel in list(session.topics):
            self._waiters.reject(channel, error)

    async def close(self, clean_instance_data: bool = False) -> None:
        """ccxt's ``close``; whoever waits, or calls meanwhile, is told with ``ExchangeClosedByUser``."""
        self._closing += 1
        try:
            await asyncio.gather(*self._end_all(self._closed_by_user()), return_exceptions=True)
            await super().close(clean_instance_data)
        finally:
            self._closing -= 1

    def _end_all(self, error: BaseError) -> list[asyncio.Task[Any]]:
        """Let go of all sockets. Returns what is being cancelled."""
        ending: list[asyncio.Task[Any]] = []
        if self._loop is get_running_loop():
            for session in self._sessions:
                if session.opening is not None:
                    session.opening.cancel()
                    ending.append(session.opening)
                ending += session.end(error)
            self._waiters.reject_all(error)
        self._begin(None)
        return ending

    # messages ------------------------------------------------------------------------------------------

    def handle_message(self, client: Any, message: Any) -> None:
        """ccxt's hook for every message; any message is a sign of life.

        Data go to the handler of their topic; what cannot be read is an error of that topic.
        """
        client.lastPong = client.last_message_at
        session = getattr(client, "session", None)
        if session is None or session.client is not client or message.__class__ is not dict:
            return
        if session.private:
            for field in self._TIME_FIELDS:
                time = ms(message[field]) if field in message else None
                if time is not None and time > session.heard_at:
                    session.heard_at = time
        channel = self._channel_of(message)
        if channel is None:
            self._take_notice(session, message)
            return
        topic = session.topics.get(channel)
        if topic is None:
            return
        if self._raw and topic.kind != RAW:
            self._on_raw(topic, message)
        try:
            self._handlers[topic.kind](topic, message)
        except BaseError as error:
            self._waiters.reject(channel, error, keep=True)
        except WRONG_KIND as error:
            self._waiters.reject(channel, unreadable(self.id, message, error), keep=True)

    def _guarded(self, client: Any, take: Callable[[Any], None]) -> Callable[[Any], None]:
        """How a client takes a frame: one that raises would leave its connection unread, so it ends it."""

        def guarded(frame: Any) -> None:
            try:
                take(frame)
            except Exception as error:
                failure = NetworkError(f"{self.id} frame not taken ({type(error).__name__}: {error})")
                failure.__cause__ = error
                get_running_loop().call_exception_handler({"message": str(failure), "exception": error})
                client.on_error(failure)

        return guarded

    def _say(self, session: Session, message: Any) -> None:
        """Send what needs no reply."""
        session.spawn(self._sent(session.client, message))

    async def _turn(self, message: Any) -> None:
        """Wait until the venue takes one more message of its kind."""
        cost = self._message_cost(message) if self.enableRateLimit else None
        if cost is not None:
            await self._quotas.acquire(cost)
            request_ended()

    async def _sent(self, client: Any, message: Any) -> None:
        try:
            await client.send(message)
        except (ConnectionError, RuntimeError) as error:
            client.on_error(NetworkError(f"{self.id} {error}"))
