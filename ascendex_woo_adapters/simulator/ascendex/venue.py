"""AscendEX Futures Pro v2 on loopback, with the paths of the cash API that a futures account needs.

https://ascendex.github.io/ascendex-futures-pro-api-v2/
https://ascendex.github.io/ascendex-pro-api/
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import random
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar, NamedTuple

from ..keys import TRADE, TRANSFER, VIEW, Credential
from ..limits import Limit
from ..server import Balances, Reply, Request, Route, Venue
from ..sockets import Sockets
from ..trading.engine import Account, EngineError
from ..trading.instruments import Instrument, ascendex_instruments
from . import account as accounts
from . import history as records
from . import market, orders
from . import wallet as wallets
from .engine import AscendexEngine
from .errors import (
    ACCOUNT_ERROR,
    AUTHENTICATION_FAILED,
    AUTHORIZATION_NEEDED,
    ENGINE_ERRORS,
    INVALID_HTTP_INPUT,
    INVALID_TIMESTAMP,
    PERMISSION_DENIED,
    SERVER_ERROR,
    TOO_MANY_REQUESTS,
    Refusal,
)
from .exits import Exits
from .ids import User, make_user, order_id
from .sockets import AscendexSocket

MAX_SKEW_MS = 30_000
FIRST_DEPTH_NUMBER = 2_097_965
"""Where the sequence numbers of the books begin."""

BALANCES = {
    "main": {"USDT": Decimal(100_000)},
    "main:cash": {"USDT": Decimal(50_000), "BTC": Decimal(1), "ETH": Decimal(10)},
    "second": {"USDT": Decimal(50_000)},
    "second:cash": {"USDT": Decimal(10_000)},
}
"""Initial funds: futures collateral under the account's name, the cash account under `NAME:cash`."""

DATA_LIMIT = Limit(8, 60_000, "account")
"""The only published limit of REST: balance snapshot and detail."""


class Private(NamedTuple):
    """A private endpoint; `prehash` are the paths that may be signed for it."""

    method: str
    path: str
    prehash: tuple[str, ...]
    permission: str
    handler: orders.Handler
    limit: Limit | None = None


_V1, _V2, _GROUP = "/api/pro/v1", "/api/pro/v2", "/{accountGroup}"
_F1, _F2 = f"{_GROUP}{_V1}/futures", f"{_GROUP}{_V2}/futures"

PUBLIC = (
    (f"{_V1}/exchange-info", market.exchange_info),
    (f"{_V2}/futures/contract", market.contracts),
    (f"{_V2}/futures/collateral", market.collaterals),
    (f"{_V2}/futures/pricing-data", market.pricing_data),
    (f"{_V2}/futures/ticker", market.ticker),
    (f"{_V1}/ticker", market.old_ticker),
    (f"{_V1}/barhist/info", market.bar_info),
    (f"{_V1}/barhist", market.bars),
    (f"{_V1}/depth", market.depth),
    (f"{_V1}/trades", market.trades),
    (f"{_V1}/risk-limit-info", market.risk_limit_old),
    (f"{_V2}/risk-limit-info", market.risk_limit),
    (f"{_V2}/assets", market.assets),
    (f"{_V1}/assets", market.assets),
    (f"{_V1}/products", market.products),
    (f"{_V1}/cash/products", market.products),
    (f"{_V1}/margin/products", market.products),
)

PRIVATE = (
    Private("GET", f"{_V2}/account/info", ("v2/account/info",), VIEW, accounts.info),
    Private("GET", f"{_V1}/info", ("info",), VIEW, accounts.old_info),
    Private("GET", f"{_F1}/fee/info", ("fee/info", "fee"), VIEW, accounts.fee_info),
    Private("GET", f"{_F1}/fee", ("fee",), VIEW, accounts.fees),
    Private("GET", f"{_F2}/position", ("v2/futures/position",), VIEW, accounts.positions),
    Private("DELETE", f"{_F2}/position/all", ("v2/futures/position/all",), TRADE, accounts.close_positions),
    Private("GET", f"{_F2}/free-margin", ("v2/futures/free-margin",), VIEW, accounts.free_margin),
    Private(
        "POST",
        f"{_F2}/isolated-position-margin",
        ("v2/futures/isolated-position-margin",),
        TRADE,
        accounts.change_isolated_margin,
    ),
    Private("POST", f"{_F2}/margin-type", ("v2/futures/margin-type",), TRADE, accounts.change_margin_type),
    Private("POST", f"{_F2}/leverage", ("v2/futures/leverage",), TRADE, accounts.change_leverage),
    Private(
        "GET", f"{_F2}/funding-payments", ("v2/futures/funding-payments",), VIEW, accounts.funding_payments
    ),
    Private("POST", f"{_F2}/transfer/deposit", ("v2/futures/transfer/deposit",), TRANSFER, wallets.deposit),
    Private(
        "POST", f"{_F2}/transfer/withdraw", ("v2/futures/transfer/withdraw",), TRANSFER, wallets.withdraw
    ),
    Private("POST", f"{_GROUP}{_V1}/transfer", ("transfer",), TRANSFER, wallets.transfer),
    Private("GET", f"{_GROUP}{_V1}/cash/balance", ("balance",), VIEW, wallets.cash_balance),
    Private("GET", f"{_GROUP}{_V1}/margin/balance", ("balance",), VIEW, wallets.margin_balance),
    Private(
        "GET", f"{_V1}/wallet/deposit/address", ("wallet/deposit/address",), VIEW, wallets.deposit_address
    ),
    Private("GET", f"{_V1}/wallet/transactions", ("wallet/transactions",), VIEW, wallets.transactions),
    Private("POST", f"{_F2}/order", ("v2/futures/order",), TRADE, orders.place),
    Private("DELETE", f"{_F2}/order", ("v2/futures/order",), TRADE, orders.cancel),
    Private("POST", f"{_F2}/order/batch", ("v2/futures/order/batch",), TRADE, orders.place_batch),
    Private("DELETE", f"{_F2}/order/batch", ("v2/futures/order/batch",), TRADE, orders.cancel_batch),
    Private("DELETE", f"{_F2}/order/all", ("v2/futures/order/all",), TRADE, orders.cancel_all),
    Private("GET", f"{_F2}/order/open", ("v2/futures/order/open",), VIEW, orders.open_orders),
    Private("GET", f"{_F2}/order/status", ("v2/futures/order/status",), VIEW, orders.status),
    Private(
        "GET", f"{_F2}/order/hist/current", ("v2/futures/order/hist/current",), VIEW, orders.current_history
    ),
    Private("GET", "/api/pro/data/v2/order/hist", ("data/v2/order/hist",), VIEW, orders.history),
    Private("GET", f"{_GROUP}{_V1}/order/hist", ("order/hist",), VIEW, orders.paged_history),
    Private(
        "GET",
        "/api/pro/data/v1/futures/balance/snapshot",
        ("data/v1/futures/balance/snapshot",),
        VIEW,
        records.snapshot,
        DATA_LIMIT,
    ),
    Private(
        "GET",
        "/api/pro/data/v1/futures/balance/history",
        ("data/v1/futures/balance/history",),
        VIEW,
        records.detail,
        DATA_LIMIT,
    ),
)

PREHASHES = {(endpoint.method, endpoint.path): endpoint.prehash for endpoint in PRIVATE}


class AscendexVenue(Venue):
    """Errors are HTTP 200 with a code; signatures cover the time and a path that is not the URL's."""

    id = "ascendex"
    application_ids: ClassVar[bool] = False
    engine: AscendexEngine

    def make_engine(self, balances: Balances | None) -> AscendexEngine:
        self.rng = random.Random(f"{self.seed}/ascendex/order ids")
        self.users: dict[str, User] = {}
        self.exits = Exits(self)
        self.instruments: list[Instrument] = ascendex_instruments()
        return AscendexEngine(
            self.instruments, self.clock, self.seed, BALANCES if balances is None else balances
        )

    def make_sockets(self) -> Sockets:
        return Sockets(self, (AscendexSocket,), FIRST_DEPTH_NUMBER)

    def make_routes(self) -> list[Route]:
        public = [Route("GET", path, False, None, None, self._open(handler)) for path, handler in PUBLIC]
        private = [
            Route(e.method, e.path, True, e.permission, e.limit, partial(e.handler, self)) for e in PRIVATE
        ]
        return public + private

    def _open(self, handler: Any) -> Any:
        return lambda request, _: handler(self, request)

    def prepare(self, account: Account) -> None:
        super().prepare(account)
        self.exits.tidy(account)

    # Users.

    def user(self, account: Account | str) -> User:
        name = account if isinstance(account, str) else account.name
        if name not in self.users:
            self.users[name] = make_user(self.seed, name)
        return self.users[name]

    def order_id(self, account: Account, time: int, client_id: str = "") -> str:
        return order_id("a", time, self.user(account).uid, client_id, self.rng)

    def signature(self, credential: Credential, time: str, path: str) -> str:
        return sign(credential.secret, time, path)

    # Refusals.

    def authenticate(self, request: Request, route: Route) -> Credential:
        """Raises Refusal for a missing header, an unknown key, a wrong time, signature or account group."""
        headers = ("x-auth-key", "x-auth-timestamp", "x-auth-signature")
        key, time, signature = (request.headers.get(name, "") for name in headers)
        if not (key and time and signature):
            raise Refusal(AUTHORIZATION_NEEDED)
        credential = self.keys.get(key)
        if credential is None:
            raise Refusal(AUTHENTICATION_FAILED, "API key not found")
        if not time.isdecimal() or abs(self.clock.now() - int(time)) > MAX_SKEW_MS:
            raise Refusal(INVALID_TIMESTAMP, f"Invalid timestamp: {time}")
        paths = PREHASHES[route.method, route.path]
        if not any(hmac.compare_digest(sign(credential.secret, time, path), signature) for path in paths):
            raise Refusal(AUTHENTICATION_FAILED, "Signature does not match")
        group = request.params.get("accountGroup")
        if group is not None and group != str(self.user(credential.account).group):
            raise Refusal(ACCOUNT_ERROR)
        return credential

    def forbidden(self, request: Request, route: Route) -> Reply:
        return Refusal(PERMISSION_DENIED, f"The API key has no {route.permission} permission").reply()

    def limited(self, request: Request, route: Route) -> Reply:
        assert route.limit is not None
        most = route.limit.requests
        message = f"exceeds MAX_REQ_COUNT[{most}], {most + 1} requests recently"
        return Refusal(TOO_MANY_REQUESTS, message).reply(429)

    def not_found(self, request: Request) -> Reply:
        return Refusal(INVALID_HTTP_INPUT, f"No such endpoint: {request.method} {request.path}").reply(404)

    def refused(self, request: Request, error: Exception) -> Reply | None:
        if isinstance(error, (Refusal, EngineError)):
            return self.refusal(error).reply()
        return None

    def crashed(self, request: Request, error: Exception) -> Reply:
        return Refusal(SERVER_ERROR).reply(500)

    def refusal(self, error: Refusal | EngineError) -> Refusal:
        """The engine's refusals in the venue's terms."""
        if isinstance(error, Refusal):
            return error
        known, message = ENGINE_ERRORS[error.reason]
        return Refusal(known, message or error.message)


def sign(secret: str, time: str, path: str) -> str:
    digest = hmac.new(secret.encode(), f"{time}+{path}".encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()
