"""WOO X on loopback: one engine and one set of accounts behind every generation of its REST API.

https://docs.woox.io/
https://developer.woox.io/
"""

from __future__ import annotations

import itertools
from decimal import Decimal
from functools import partial
from typing import Any

from ..keys import TRADE, Credential
from ..server import Balances, Reply, Request, Route, Venue
from ..sockets import Sockets
from ..trading.engine import Account, Engine, EngineError, Instrument, Order, Reason
from ..trading.instruments import woo_instruments
from . import v1 as woo_v1
from . import v3 as woo_v3
from .algo import AlgoRefusal, Algos
from .convert import Converter
from .deadman import DeadMan
from .endpoint import Endpoint, prehashes, sent, sign
from .news import WooNews
from .sockets import WooPrivateSocket, WooPublicSocket
from .subcodes import subrefusal
from .tokens import token_networks
from .v3_orders import looked_up_symbol
from .v3_sockets import WooV3PrivateSocket, WooV3PublicSocket
from .wallet import Wallet, pay_in
from .wire import (
    INVALID_PARAM,
    INVALID_SIGNATURE,
    RESOURCE_NOT_FOUND,
    RPC_REJECT,
    TOO_MANY_REQUEST,
    UNAUTHORIZED,
    UNKNOWN,
    UNKNOWN_PARAM,
    Params,
    engine_refusal,
    maintenance,
    refusal,
    seconds,
)

ENDPOINTS = (*woo_v1.ENDPOINTS, *woo_v3.ENDPOINTS)
MAX_SKEW_MS = 300_000
FUNDS: dict[str, dict[str, Decimal]] = {
    "main": {"USDT": Decimal(100_000), "BTC": Decimal(1), "ETH": Decimal(10)},
    "second": {"USDT": Decimal(50_000)},
}
"""What the accounts start with."""


class WooVenue(Venue):
    """WOO X, both generations. `system_status` and the attributes after it may be set at any time."""

    id = "woo"
    user_id = 10_001
    founded = seconds(1_606_897_264_994)
    system_status = 0
    """1: trading halted, 2: everything halted."""
    vip: set[str]
    """Names of the accounts that may arm the dead-man switch."""
    history_lag_ms = 0
    """How far V3's history of candles is behind. Without a lag it ends with the last complete candle."""
    documented_rows = False
    """Whether V3 writes orders, algo orders and transactions as the site's samples do (numbers as text, times
    in ms), and not as the replies do that clients captured (numbers, times as text of seconds)."""

    def make_engine(self, balances: Balances | None) -> Engine:
        self.wallet = Wallet()
        self._numbers = itertools.count(200)
        self.system_status = self.history_lag_ms = 0
        self.documented_rows = False
        engine = Engine(
            "woo", woo_instruments(), self.clock, self.seed, FUNDS if balances is None else balances
        )
        for name in self.accounts:
            engine.account(name)
        self.converter = Converter(self)
        for keeper in (self.wallet, self.converter):
            engine.audits.append(partial(keeper.audit, engine.accounts.values()))
        self.algos = Algos(engine)
        self.dead_man = DeadMan(self)
        self.vip = set()
        return engine

    def make_sockets(self) -> Sockets:
        kinds = (WooPublicSocket, WooPrivateSocket, WooV3PublicSocket, WooV3PrivateSocket)
        return Sockets(self, kinds)

    def make_routes(self) -> list[Route]:
        return [self._route(endpoint) for endpoint in ENDPOINTS]

    def _route(self, endpoint: Endpoint) -> Route:
        private = endpoint.permission is not None
        handler = partial(self._handle_endpoint, endpoint, frozenset(endpoint.params.split()))
        return Route(endpoint.method, endpoint.path, private, endpoint.permission, endpoint.limit, handler)

    def _handle_endpoint(
        self, endpoint: Endpoint, known: frozenset[str], request: Request, account: Account | None
    ) -> Any:
        if self.system_status and (endpoint.permission == TRADE or (account and self.system_status > 1)):
            raise maintenance()
        unknown = sorted(set(sent(request)) - known)
        if unknown:
            raise refusal(UNKNOWN_PARAM, f"Unknown parameter: {', '.join(unknown)}")
        if account is not None:
            self.engine.sync()
        return endpoint.handler(self, request, account)

    def deposit(
        self,
        token: str,
        amount: Decimal | str | int,
        account: str = "main",
        network: str | None = None,
        within_ms: int = 60_000,
    ) -> str:
        """Send `amount` of a token in from outside; returns the movement's id.

        It is NEW, CONFIRMING and PROCESSING for a while, and reaches the balance `within_ms` from now; 0 does
        it at once. `network` is the token's first one by default. Raises ValueError for unknown names.
        """
        places = [row for row in token_networks() if row.balance_token == token]
        found = next((row for row in places if network in (None, row.network.name)), None)
        if found is None:
            raise ValueError(f"{token} does not come by {network}")
        with self.lock:
            movement = pay_in(self, self.engine.account(account), found, Decimal(amount), within_ms)
            self.engine.sync()
        return movement.id

    def expire_listen_key(self, account: str = "main") -> None:
        """Let the account's listen key die, and with it the private sockets that it opened."""
        with self.lock:
            self.engine.account(account).venue.pop("listen_key", None)

    def report_refusal(self, order: Order, message_type: int, reason: str = "") -> None:
        """Tell over the sockets that an edit (1), a cancel (2) or a cancel-all (3) was refused after all."""
        with self.lock:
            for protocol in self.sockets.protocols:
                if isinstance(protocol, WooNews):
                    protocol.tell_refusal(order, message_type, reason)

    # What handlers ask for.

    def now(self) -> int:
        return self.clock.now()

    def next_number(self) -> int:
        return next(self._numbers)

    def instrument(self, symbol: str) -> Instrument:
        found = self.engine.instrument(symbol)
        if found is None:
            raise engine_refusal(EngineError(Reason.UNKNOWN_SYMBOL, symbol=symbol))
        return found

    def symbol(self, params: Params) -> str:
        """The required parameter `symbol`."""
        return self.instrument(params.need("symbol")).symbol

    def perp(self, symbol: str) -> Instrument:
        found = self.instrument(symbol)
        if not found.is_perp:
            raise refusal(INVALID_PARAM, f"{symbol} is not a futures symbol.")
        return found

    def check_mode(self, account: Account, instrument: Instrument) -> None:
        """Futures are traded in the account mode of that name only."""
        if instrument.is_perp and self.account_mode(account) != "FUTURES":
            raise refusal(RPC_REJECT, f"{instrument.symbol} can be traded in FUTURES mode only.")

    def perps(self) -> list[Instrument]:
        return [instrument for instrument in self.engine.instruments.values() if instrument.is_perp]

    def application_id(self, account: Account) -> str:
        return self.credentials[account.name].application_id

    def account_mode(self, account: Account) -> str:
        return str(account.venue.get("mode", "FUTURES"))

    def spot_leverage(self, account: Account) -> int:
        return int(account.venue.get("leverage", 3))

    def fee_rates(self) -> tuple[tuple[Decimal, Decimal], tuple[Decimal, Decimal]]:
        """(maker, taker) of spot and of perpetuals."""
        kinds = {i.is_perp: (i.maker_fee, i.taker_fee) for i in self.engine.instruments.values()}
        return kinds[False], kinds[True]

    def limit_symbol(self, request: Request) -> str:
        return super().limit_symbol(request) or looked_up_symbol(self, request)

    # Refusals.

    def authenticate(self, request: Request, route: Route) -> Credential:
        headers = request.headers
        key, stamp, signature = (
            headers.get(f"x-api-{name}", "") for name in ("key", "timestamp", "signature")
        )
        if not key or not signature or not (stamp.isascii() and stamp.isdigit()):
            raise refusal(INVALID_SIGNATURE, "The api key, timestamp or signature is malformed.")
        credential = self.keys.get(key)
        if credential is None or abs(self.now() - int(stamp)) >= MAX_SKEW_MS:
            raise refusal(UNAUTHORIZED, "The request is unauthorized.")
        self._check_window(int(stamp), headers.get("x-api-recvwindow"))
        if signature.lower() not in (sign(credential.secret, text) for text in prehashes(request, stamp)):
            raise refusal(INVALID_SIGNATURE, "The signature is invalid.")
        return credential

    def _check_window(self, stamp: int, window: str | None) -> None:
        if window is None:
            return
        if not (window.isascii() and window.isdigit()):
            raise refusal(INVALID_PARAM, "The receive window is invalid.")
        if self.now() > stamp + int(window):
            raise refusal(INVALID_PARAM, f"The receive window of {window} ms is exceeded since {stamp}.")

    def forbidden(self, request: Request, route: Route) -> Reply:
        return refusal(UNAUTHORIZED, "The request is unauthorized.")

    def limited(self, request: Request, route: Route) -> Reply:
        return refusal(TOO_MANY_REQUEST, "Rate limit exceeded.")

    def not_found(self, request: Request) -> Reply:
        reply = refusal(RESOURCE_NOT_FOUND, f"There is no {request.method} {request.path}.")
        return Reply(reply.body, 404)

    def refused(self, request: Request, error: Exception) -> Reply | None:
        if isinstance(error, AlgoRefusal):
            return subrefusal(error.number, error.detail)
        return engine_refusal(error) if isinstance(error, EngineError) else None

    def crashed(self, request: Request, error: Exception) -> Reply:
        return refusal(UNKNOWN, "An unknown error occurred while processing the request.")
