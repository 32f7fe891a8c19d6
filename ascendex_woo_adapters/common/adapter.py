"""What both venues' classes share and no I/O: calls, quotas, clocks, refusals, input checks."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from typing import Any, NamedTuple

from ccxt.base.errors import ArgumentsRequired, BadRequest, InvalidOrder, NotSupported

from ascendex_woo_adapters.common.bodies import Reading
from ascendex_woo_adapters.common.errors import raise_for_status
from ascendex_woo_adapters.common.numbers import decimal
from ascendex_woo_adapters.common.quotas import cost_of
from ascendex_woo_adapters.common.structures import EXACT, Structures


class Call(NamedTuple):
    """A request that a builder made: the implicit method (snake_case) and its parameters."""

    endpoint: str
    params: dict[str, Any]


class Adapter(Structures):
    """The pure base of every exchange class of this package.

    A venue supplies ``_refuse`` (what its error bodies mean) and ``_RATE_LIMIT_MS`` (the
    ``rateLimit`` of its ``describe``: another value set by the user paces all requests).
    """

    _RATE_LIMIT_MS: float

    # ccxt types these as None, which they are only before the constructor has run
    options: dict[str, Any]
    urls: dict[str, Any]
    apiKey: str  # type: ignore[assignment]
    secret: str  # type: ignore[assignment]

    def _send(self, call: Call) -> Any:
        """Call the implicit method of a built request: the reply, or in asyncio its coroutine."""
        return getattr(self, call.endpoint)(call.params)

    def _reading(self, reply: Any) -> Reading:
        """``with self._reading(reply):`` around the code that reads a reply."""
        return Reading(self.id, reply)

    # quotas and clocks -----------------------------------------------------------------------

    def calculate_rate_limiter_cost(
        self, api: Any, method: Any, path: Any, params: Any, config: Any = {}
    ) -> Any:
        """The quota slot that ``throttle`` waits for; None where nothing limits the endpoint."""
        return cost_of(config, params, self.options.get("quotas") or {})

    def _pace_ms(self) -> float:
        """The user's own ``rateLimit``; 0 where it was left alone."""
        return 0.0 if self.rateLimit == self._RATE_LIMIT_MS else float(self.rateLimit)

    def nonce(self) -> int:
        """The time of a signed request: this machine's milliseconds less the measured difference."""
        difference = self.options.get("timeDifference")
        now: int = self.milliseconds()
        return now - int(difference) if difference else now

    # refusals --------------------------------------------------------------------------------

    def handle_errors(
        self,
        statusCode: int,
        statusText: str,
        url: str,
        method: str,
        responseHeaders: Any,
        responseBody: str,
        response: Any,
        requestHeaders: Any,
        requestBody: Any,
    ) -> None:
        """Raise the ccxt exception of a refusal, an unreadable body or a status outside 2xx."""
        readable = isinstance(response, dict)
        if readable:
            self._refuse(int(statusCode), method, url, response)
        where = f"{self.id} {method} {url.partition('?')[0]}"
        raise_for_status(where, int(statusCode), responseBody, self.httpExceptions, readable)

    def _refuse(self, status: int, method: str, url: str, response: dict[str, Any]) -> None:
        """Raise if the body is a refusal of the venue."""
        raise NotImplementedError

    # names -----------------------------------------------------------------------------------

    def _currency_code(self, currency_id: str) -> str:
        """``safe_currency_code`` of an id that is mostly known."""
        row = self.currencies_by_id.get(currency_id) if self.currencies_by_id else None
        code: str = row["code"] if row is not None else self.safe_currency_code(currency_id)
        return code

    # input checks: before anything is sent ------------------------------------------------------

    def _check_window(
        self, method: str, since: Any = None, limit: Any = None, until: Any = None, most: int | None = None
    ) -> None:
        """Raise for a time or a number of rows that cannot be meant."""
        if since is None and limit is None and until is None:
            return
        if limit is not None:
            if isinstance(limit, bool) or not isinstance(limit, int):
                raise BadRequest(f"{self.id} {method}() limit must be a whole number, not {limit!r}")
            if limit < 1:
                raise BadRequest(f"{self.id} {method}() limit must be at least 1, not {limit}")
            if most is not None and limit > most:
                raise BadRequest(f"{self.id} {method}() returns at most {most} rows, limit is {limit}")
        for name, time in (("since", since), ("until", until)):
            if time is not None and (
                isinstance(time, bool) or not isinstance(time, (int, float)) or time < 0
            ):
                raise BadRequest(f"{self.id} {method}() {name} must be milliseconds since 1970, not {time!r}")
        if since is not None and until is not None and until < since:
            raise BadRequest(f"{self.id} {method}() until ({until}) lies before since ({since})")

    def _check_timeframe(self, method: str, timeframe: str) -> str:
        """The venue's name of a timeframe."""
        try:
            name: str = self.timeframes[timeframe]
        except (KeyError, TypeError):
            known = ", ".join(self.timeframes)
            raise BadRequest(
                f"{self.id} {method}() does not know the timeframe {timeframe!r}, only {known}"
            ) from None
        return name

    def _check_symbol(self, method: str, symbol: Any) -> None:
        if not symbol:
            raise ArgumentsRequired(f"{self.id} {method}() requires a symbol argument")

    def _check_order(
        self, market: dict[str, Any], kind: Any, side: Any, amount: Any, price: Any, kinds: Collection[str]
    ) -> tuple[str, str]:
        """The order's type and side in lower case; raises for what no venue could execute."""
        order_type, order_side = str(kind or "").lower(), str(side or "").lower()
        if order_type not in kinds:
            raise InvalidOrder(
                f"{self.id} createOrder() type must be one of {', '.join(sorted(kinds))}, not {kind!r}"
            )
        if order_side not in ("buy", "sell"):
            raise InvalidOrder(f"{self.id} createOrder() side must be 'buy' or 'sell', not {side!r}")
        for name, value in (("amount", amount), ("price", price)):
            if value is not None:
                number = decimal(value)
                if number is None or number <= 0:
                    raise InvalidOrder(
                        f"{self.id} createOrder() {name} must be a positive number, not {value!r}"
                    )
        if order_type == "limit" and price is None:
            raise ArgumentsRequired(f"{self.id} createOrder() requires a price argument for a limit order")
        if market["active"] is False:
            raise InvalidOrder(f"{self.id} {market['symbol']} is not trading now")
        return order_type, order_side

    def _check_limits(self, market: dict[str, Any], name: str, value: str | None) -> None:
        """Raise if an amount, price or cost (as it leaves) is outside of the market's limits."""
        if value is None:
            return
        bounds = market["limits"][name]
        least, most = bounds["min"], bounds["max"]
        number = float(value)
        if least is not None and number < least:
            raise InvalidOrder(f"{self.id} {market['symbol']} {name} {value} is below the minimum of {least}")
        if most is not None and number > most:
            raise InvalidOrder(f"{self.id} {market['symbol']} {name} {value} is above the maximum of {most}")

    def _check_notional(self, market: dict[str, Any], amount: str | None, price: str | None) -> None:
        """Raise if amount times price (as they leave) is below the market's smallest cost."""
        least = market["limits"]["cost"]["min"]
        size, at = decimal(amount), decimal(price)
        if least is None or size is None or at is None:
            return
        if EXACT.multiply(size, at) < Decimal(str(least)):
            raise InvalidOrder(
                f"{self.id} {market['symbol']} {amount} at {price} is worth less than the minimum of {least}"
            )

    def _not_supported(self, what: str, instead: str = "") -> NotSupported:
        return NotSupported(f"{self.id} does not support {what}{': ' if instead else ''}{instead}")
