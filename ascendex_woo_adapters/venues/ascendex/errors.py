"""AscendEX's documented errors and the ccxt exceptions that they raise.

https://ascendex.github.io/ascendex-pro-api/#error-codes, with the codes that only the futures pages
and the samples name. Errors come as HTTP 200 with a ``code``; the code decides, then the name of the
error in ``reason``, then a few messages.
"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import (
    AccountNotEnabled,
    AccountSuspended,
    AuthenticationError,
    BadRequest,
    BadResponse,
    BadSymbol,
    BaseError,
    DDoSProtection,
    ExchangeError,
    ExchangeNotAvailable,
    InsufficientFunds,
    InvalidNonce,
    InvalidOrder,
    OrderNotFound,
    PermissionDenied,
    RateLimitExceeded,
)

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.common.errors import ErrorRow, exception_for_status, excerpt

INVALID_ORDER_ID = 300006
INVALID_BATCH_ORDER = 300013

CODES: dict[int, ErrorRow] = {
    100001: ErrorRow(BadRequest, "INVALID_HTTP_INPUT: malformed HTTP request"),
    100002: ErrorRow(BadRequest, "DATA_NOT_AVAILABLE: needed data missing"),
    100003: ErrorRow(BadRequest, "KEY_CONFLICT: key already exists"),
    100004: ErrorRow(BadRequest, "INVALID_REQUEST_DATA: bad field or argument in the HTTP request"),
    100005: ErrorRow(BadRequest, "INVALID_WS_REQUEST_DATA: bad or missing field in a socket request"),
    100006: ErrorRow(BadRequest, "INVALID_ARGUMENT: bad argument"),
    100007: ErrorRow(BadRequest, "ENCRYPTION_ERROR: data encryption problem"),
    100008: ErrorRow(BadSymbol, "SYMBOL_ERROR: symbol unknown or not valid for the request"),
    100009: ErrorRow(AuthenticationError, "AUTHORIZATION_NEEDED: access needs authorization"),
    100010: ErrorRow(BadRequest, "INVALID_OPERATION: action invalid or forbidden for the account"),
    100011: ErrorRow(InvalidNonce, "INVALID_TIMESTAMP: bad timestamp"),
    100012: ErrorRow(BadRequest, "INVALID_STR_FORMAT: bad string format"),
    100013: ErrorRow(BadRequest, "INVALID_NUM_FORMAT: bad number"),
    100014: ErrorRow(DDoSProtection, "too many socket requests from the IP address: banned for a while"),
    100101: ErrorRow(ExchangeError, "UNKNOWN_ERROR: unknown"),
    150001: ErrorRow(BadRequest, "INVALID_JSON_FORMAT: a valid JSON object is required"),
    200001: ErrorRow(AuthenticationError, "AUTHENTICATION_FAILED: authentication failed"),
    200002: ErrorRow(RateLimitExceeded, "TOO_MANY_ATTEMPTS: too many failed attempts"),
    200003: ErrorRow(AuthenticationError, "ACCOUNT_NOT_FOUND: no such account"),
    200004: ErrorRow(AccountNotEnabled, "ACCOUNT_NOT_SETUP: account not set up"),
    200005: ErrorRow(ExchangeError, "ACCOUNT_ALREADY_EXIST: account exists already"),
    200006: ErrorRow(AuthenticationError, "ACCOUNT_ERROR: user account data not found"),
    200007: ErrorRow(ExchangeError, "CODE_NOT_FOUND: verification code not found"),
    200008: ErrorRow(ExchangeError, "CODE_EXPIRED: verification code expired"),
    200009: ErrorRow(ExchangeError, "CODE_MISMATCH: verification code differs"),
    200010: ErrorRow(AuthenticationError, "PASSWORD_ERROR: wrong password"),
    200011: ErrorRow(ExchangeError, "CODE_GEN_FAILED: verification code not produced in time"),
    200012: ErrorRow(ExchangeError, "FAKE_COKE_VERIFY: not explained; spelled this way"),
    200013: ErrorRow(ExchangeError, "SECURITY_ALERT: carries a security alert"),
    200014: ErrorRow(PermissionDenied, "RESTRICTED_ACCOUNT: account barred from an activity"),
    200015: ErrorRow(PermissionDenied, "PERMISSION_DENIED: key or account lacks the permission"),
    300001: ErrorRow(InvalidOrder, "INVALID_PRICE: order price invalid, e.g. too far from the market"),
    300002: ErrorRow(InvalidOrder, "INVALID_QTY: order size invalid"),
    300003: ErrorRow(InvalidOrder, "INVALID_SIDE: side invalid"),
    300004: ErrorRow(InvalidOrder, "INVALID_NOTIONAL: notional below the minimum or above the maximum"),
    300005: ErrorRow(InvalidOrder, "INVALID_TYPE: order type invalid"),
    300006: ErrorRow(InvalidOrder, "INVALID_ORDER_ID: order id or client id invalid"),
    300007: ErrorRow(InvalidOrder, "INVALID_TIME_IN_FORCE: time in force invalid"),
    300008: ErrorRow(InvalidOrder, "INVALID_ORDER_PARAMETER: some order parameter invalid"),
    300009: ErrorRow(InvalidOrder, "TRADING_VIOLATION: trading rule broken by account or asset"),
    300011: ErrorRow(InsufficientFunds, "INVALID_BALANCE: not enough balance"),
    300012: ErrorRow(BadSymbol, "INVALID_PRODUCT: symbol not supported"),
    300013: ErrorRow(InvalidOrder, "INVALID_BATCH_ORDER: at least one order of the batch is invalid"),
    300014: ErrorRow(InvalidOrder, "TICK_SIZE_VIOLATION: price is not a multiple of the tick size"),
    300019: ErrorRow(OrderNotFound, "cancel refused: order not open, or cancelled a moment ago"),
    300020: ErrorRow(InvalidOrder, "TRADING_RESTRICTED: trading restricted on account or asset"),
    300021: ErrorRow(AccountSuspended, "TRADING_DISABLED: trading disabled on account or asset"),
    300031: ErrorRow(InvalidOrder, "NO_MARKET_PRICE: no market price for a market order"),
    310001: ErrorRow(InsufficientFunds, "INVALID_MARGIN_BALANCE: not enough margin balance"),
    310002: ErrorRow(InvalidOrder, "INVALID_MARGIN_ACCOUNT: not a margin account"),
    310003: ErrorRow(InvalidOrder, "MARGIN_TOO_RISKY: leverage too high"),
    310004: ErrorRow(BadSymbol, "INVALID_MARGIN_ASSET: asset not available for margin"),
    310005: ErrorRow(InvalidOrder, "INVALID_REFERENCE_PRICE: no reference price"),
    320008: ErrorRow(InsufficientFunds, "FUTURES_TOO_RISKY: futures exposure above the accepted level"),
    510001: ErrorRow(ExchangeNotAvailable, "SERVER_ERROR: server failure"),
    900001: ErrorRow(DDoSProtection, "HUMAN_CHALLENGE: human challenge not passed"),
    # of earlier generations of the API, known to ccxt
    1900: ErrorRow(BadRequest, "request malformed"),
    2100: ErrorRow(AuthenticationError, "authentication failed"),
    5002: ErrorRow(BadSymbol, "symbol invalid"),
    6001: ErrorRow(BadSymbol, "symbol not traded"),
    6010: ErrorRow(InsufficientFunds, "not enough balance"),
    60060: ErrorRow(InvalidOrder, "order invalid"),
    600503: ErrorRow(InvalidOrder, "notional too small"),
}

#: Name of an error in ``reason`` -> exception, for a code that is not in the table.
REASONS: dict[str, type[BaseError]] = {
    row.meaning.partition(":")[0]: row.exception
    for row in CODES.values()
    if row.meaning.partition(":")[0].isupper()
}

#: (code, part of the message in lower case) -> exception, tried before the codes.
MESSAGES: list[tuple[int, str, type[BaseError]]] = [
    (100004, "timestamp", InvalidNonce),
    (100006, "timestamp", InvalidNonce),
    (200001, "timestamp", InvalidNonce),
]


def number(value: Any) -> int | None:
    """A code that is sent as a number or as a string."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def exception_of(code: int | None, reason: str, text: str) -> type[BaseError] | None:
    """The exception of a documented error; None if nothing in the tables speaks of it."""
    said = text.lower()
    for known, part, exception in MESSAGES:
        if known == code and part in said:
            return exception
    row = CODES.get(code) if code is not None else None
    return REASONS.get(reason) if row is None else row.exception


def batch_entries(error: BaseError) -> list[dict[str, Any]]:
    """What the venue said of each order of a batch that it refused; nothing for any other error."""
    entries = getattr(error, "batch", None)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def is_innocent(entry: dict[str, Any]) -> bool:
    """Whether an order was refused only for the company it was in."""
    return number(entry.get("code")) in (None, 0, INVALID_BATCH_ORDER)


class Refusals(Adapter):
    """Reads AscendEX's error bodies."""

    def _refuse(self, status: int, method: str, url: str, response: dict[str, Any]) -> None:
        """Raise for a ``code`` other than 0; a body without one is a success of the data endpoints only."""
        code = number(response.get("code"))
        successful = 200 <= status < 300
        if code == 0 and successful:
            return
        if code is None and "code" not in response:
            if successful and "/api/pro/data/" not in url:
                raise BadResponse(f"{self.id} {method} answered without a code: {excerpt(response)}")
            return
        told = _culprit(code, response)
        code = number(told.get("code")) if told is not response else code
        reason, text = str(told.get("reason") or ""), str(told.get("message") or "")
        exception = exception_of(code, reason, text)
        if code == INVALID_ORDER_ID and method != "POST":
            exception = OrderNotFound
        if exception is None:
            # a gateway's own body has the HTTP status as its code, whatever status it is sent with
            spoken = code if successful and code is not None and 400 <= code < 600 else status
            exception = (
                ExchangeError if 200 <= spoken < 300 else exception_for_status(spoken, self.httpExceptions)
            )
        words = " ".join(word for word in (str(code), reason, text) if word)
        error: Any = exception(f"{self.id} {words}: {excerpt(response, 1000)}")
        if number(response.get("code")) == INVALID_BATCH_ORDER:
            error.batch = response.get("info")
        raise error


def _culprit(code: int | None, response: dict[str, Any]) -> dict[str, Any]:
    """The entry of a failed batch that was at fault: the innocent ones carry the batch's own code."""
    entries = response.get("info")
    if code == INVALID_BATCH_ORDER and isinstance(entries, list):
        for entry in entries:
            if isinstance(entry, dict) and not is_innocent(entry):
                return entry
    return response
