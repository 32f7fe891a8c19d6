"""WOO X's documented errors and the ccxt exceptions that they raise.

https://docs.woox.io/#error-codes and https://developer.woox.io/api-reference: the code decides; a
subcode (``errorCode`` or ``error_code``, V3 also as the code itself) is more exact; a few messages
tell apart what one code says of several things.
"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import (
    AccountNotEnabled,
    AccountSuspended,
    AuthenticationError,
    BadRequest,
    BadSymbol,
    BaseError,
    DuplicateOrderId,
    ExchangeError,
    ExchangeNotAvailable,
    InsufficientFunds,
    InvalidNonce,
    InvalidOrder,
    MarketClosed,
    OnMaintenance,
    OperationFailed,
    OperationRejected,
    OrderNotFound,
    RateLimitExceeded,
    RequestTimeout,
)

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.common.errors import ErrorRow, exception_for_status, excerpt

CODES: dict[int, ErrorRow] = {
    -1000: ErrorRow(OperationFailed, "UNKNOWN: unspecified server failure"),
    -1001: ErrorRow(AuthenticationError, "INVALID_SIGNATURE: key, secret or signature malformed"),
    -1002: ErrorRow(AuthenticationError, "UNAUTHORIZED: key invalid, expired, revoked or lacking permission"),
    -1003: ErrorRow(RateLimitExceeded, "TOO_MANY_REQUEST: rate limit hit"),
    -1004: ErrorRow(BadRequest, "UNKNOWN_PARAM: parameter not known"),
    -1005: ErrorRow(BadRequest, "INVALID_PARAM: parameter malformed"),
    -1006: ErrorRow(BadRequest, "RESOURCE_NOT_FOUND: object missing; also cancelling an order already gone"),
    -1007: ErrorRow(BadRequest, "DUPLICATE_REQUEST: already exists or repeated request"),
    -1008: ErrorRow(InvalidOrder, "QUANTITY_TOO_HIGH: settlement quantity above the allowance"),
    -1009: ErrorRow(ExchangeError, "CAN_NOT_WITHDRAWAL: arrears block the withdrawal"),
    -1011: ErrorRow(
        ExchangeNotAvailable, "RPC_NOT_CONNECT: internal network failure or maintenance, retry later"
    ),
    -1012: ErrorRow(
        OperationRejected,
        "RPC_REJECT: engine refused, for instance while liquidating or for a missing amount",
    ),
    -1101: ErrorRow(InsufficientFunds, "RISK_TOO_HIGH: exposure too large"),
    -1102: ErrorRow(InvalidOrder, "MIN_NOTIONAL: order value too small"),
    -1103: ErrorRow(InvalidOrder, "PRICE_FILTER: price off tick or outside bounds"),
    -1104: ErrorRow(InvalidOrder, "SIZE_FILTER: quantity off step"),
    -1105: ErrorRow(InvalidOrder, "PERCENTAGE_FILTER: price too far from mid"),
    503: ErrorRow(
        ExchangeNotAvailable,
        "gateway found no upstream: body is {code, message} without success, HTTP status stays 200",
    ),
    90000: ErrorRow(BadRequest, "seen as error_code beside -1005 when a required query parameter is missing"),
}

SUBCODES: dict[int, ErrorRow] = {
    302001: ErrorRow(ExchangeError, "unexpected data state"),
    302002: ErrorRow(ExchangeError, "data missing"),
    302003: ErrorRow(BadRequest, "parameter count wrong"),
    302004: ErrorRow(BadRequest, "parameters invalid"),
    302005: ErrorRow(OperationRejected, "blocked by another pending request"),
    302101: ErrorRow(BadSymbol, "symbol unknown"),
    302102: ErrorRow(InsufficientFunds, "margin insufficient"),
    302103: ErrorRow(InsufficientFunds, "margin would be insufficient after withdrawal"),
    302104: ErrorRow(InsufficientFunds, "margin would be insufficient after the action"),
    302109: ErrorRow(OperationFailed, "engine could not create the order"),
    302110: ErrorRow(AccountSuspended, "account locked"),
    302111: ErrorRow(OperationRejected, "account in liquidation"),
    302112: ErrorRow(InvalidOrder, "remaining quantity below the transaction"),
    302113: ErrorRow(InvalidOrder, "side mismatch"),
    302114: ErrorRow(InvalidOrder, "price too small"),
    302115: ErrorRow(InvalidOrder, "quantity too small"),
    302117: ErrorRow(DuplicateOrderId, "client order id repeated"),
    302118: ErrorRow(InsufficientFunds, "balance too low to close"),
    302119: ErrorRow(InsufficientFunds, "funds insufficient, margin off"),
    302120: ErrorRow(OperationRejected, "lower leverage below 1 and close shorts first"),
    302121: ErrorRow(OperationRejected, "interest unpaid"),
    302122: ErrorRow(InvalidOrder, "remaining amount below the transaction"),
    302123: ErrorRow(ExchangeError, "user group missing"),
    302125: ErrorRow(InvalidOrder, "quantity exceeds the position"),
    302126: ErrorRow(OperationRejected, "close positions and cancel orders first"),
    302127: ErrorRow(OrderNotFound, "order terminated"),
    302128: ErrorRow(InsufficientFunds, "token insufficient, base not marginable"),
    302129: ErrorRow(OrderNotFound, "order missing"),
    302130: ErrorRow(InvalidOrder, "order unchanged"),
    302131: ErrorRow(AccountNotEnabled, "futures trading not enabled"),
    302132: ErrorRow(OperationRejected, "negative balances must be closed"),
    302133: ErrorRow(OperationRejected, "interest unpaid"),
    302134: ErrorRow(BadRequest, "details empty"),
    302135: ErrorRow(BadRequest, "amount must be positive"),
    302136: ErrorRow(InsufficientFunds, "balance must be positive"),
    302137: ErrorRow(InvalidOrder, "position too small for a market close"),
    302138: ErrorRow(InvalidOrder, "position too small for reduce-only"),
    302140: ErrorRow(InvalidOrder, "price too small"),
    302141: ErrorRow(InvalidOrder, "quantity too small"),
    302142: ErrorRow(InvalidOrder, "quantity must exceed the filled part"),
    302143: ErrorRow(ExchangeError, "application missing"),
    302144: ErrorRow(InsufficientFunds, "no positive amount to repay with"),
    302145: ErrorRow(InsufficientFunds, "margin would be insufficient without this collateral"),
    302147: ErrorRow(InvalidOrder, "market buy needs amount when margin is off"),
    302148: ErrorRow(InvalidOrder, "ASK buy needs amount when margin is off"),
    302149: ErrorRow(InvalidOrder, "BID buy needs amount when margin is off"),
    302150: ErrorRow(InvalidOrder, "market sell needs quantity when margin is off"),
    302151: ErrorRow(InvalidOrder, "ASK sell needs quantity when margin is off"),
    302152: ErrorRow(InvalidOrder, "BID sell needs quantity when margin is off"),
    302154: ErrorRow(InsufficientFunds, "stable token insufficient"),
    302155: ErrorRow(InsufficientFunds, "token insufficient, enable margin"),
    302156: ErrorRow(InvalidOrder, "token cannot be shorted now"),
    302157: ErrorRow(InsufficientFunds, "token insufficient, enable spot margin"),
    302159: ErrorRow(RequestTimeout, "request timed out"),
    302160: ErrorRow(InvalidOrder, "reduce-only limited to pairs quoted in the account currency"),
    302162: ErrorRow(InvalidOrder, "account is in reduce-only mode"),
    302163: ErrorRow(InvalidOrder, "reduce-only refused"),
    302164: ErrorRow(InvalidOrder, "order value below minimum notional"),
    302165: ErrorRow(ExchangeError, "token has no price"),
    302166: ErrorRow(InsufficientFunds, "token balance may not go negative (spot only)"),
    302167: ErrorRow(InsufficientFunds, "token balance may not go negative (spot and futures)"),
    302168: ErrorRow(InvalidOrder, "token not enabled for margin"),
    302169: ErrorRow(InsufficientFunds, "collateral below initial margin (spot and margin)"),
    302170: ErrorRow(InsufficientFunds, "collateral below initial margin (spot and futures)"),
    302171: ErrorRow(InvalidOrder, "orders by amount refused in reduce-only mode"),
    302172: ErrorRow(InvalidOrder, "token position cap exceeded"),
    302177: ErrorRow(InvalidOrder, "pending-new order not editable"),
    302178: ErrorRow(InvalidOrder, "a market close order already exists"),
    302185: ErrorRow(OperationRejected, "position mode is being switched"),
    302186: ErrorRow(InvalidOrder, "position side does not fit the position mode"),
    302188: ErrorRow(InvalidOrder, "open notional cap exceeded"),
    302189: ErrorRow(OperationRejected, "isolated leverage locked by a pending order"),
    302190: ErrorRow(OperationRejected, "isolated margin locked by pending orders"),
    302191: ErrorRow(BadRequest, "only futures isolated margin can be adjusted"),
    302192: ErrorRow(InsufficientFunds, "above the withdrawable margin"),
    302193: ErrorRow(InsufficientFunds, "above the available USDT"),
    302194: ErrorRow(InvalidOrder, "isolated pending-order cap of the symbol reached"),
    302195: ErrorRow(BadRequest, "position side invalid"),
    302196: ErrorRow(OperationRejected, "use up futures credits before adding more"),
    302197: ErrorRow(OperationRejected, "futures credits locked by positions"),
    302198: ErrorRow(OperationRejected, "futures credits locked by orders"),
    302199: ErrorRow(AccountNotEnabled, "switch to futures mode first"),
    302301: ErrorRow(InsufficientFunds, "balance insufficient"),
    302303: ErrorRow(InvalidOrder, "too many pending orders grouped with a reduce-only order"),
    302305: ErrorRow(InsufficientFunds, "cross leverage change refused for lack of margin"),
    302306: ErrorRow(BadRequest, "leverage must be a positive integer"),
    302307: ErrorRow(AccountSuspended, "account suspended"),
    302308: ErrorRow(OperationRejected, "close positions and cancel orders first"),
    302309: ErrorRow(OperationRejected, "spot blocked while futures credits are active"),
    302310: ErrorRow(InsufficientFunds, "USDT too low for the futures credits in use"),
    302311: ErrorRow(OperationRejected, "request already in progress"),
    302312: ErrorRow(OperationRejected, "request already in progress"),
    302313: ErrorRow(OperationRejected, "request already in progress"),
    302314: ErrorRow(InvalidOrder, "quantity exceeds the position"),
    302999: ErrorRow(ExchangeError, "unknown failure"),
    311001: ErrorRow(ExchangeError, "data state invalid"),
    311002: ErrorRow(ExchangeError, "data missing"),
    311004: ErrorRow(BadRequest, "parameters invalid"),
    311999: ErrorRow(OperationFailed, "system failure"),
    317136: ErrorRow(InvalidOrder, "quantity of a bracket TP/SL leg cannot be edited"),
    317137: ErrorRow(InvalidOrder, "a quantity edit must cover both legs"),
    317138: ErrorRow(InvalidOrder, "both legs need the same quantity"),
    317139: ErrorRow(InvalidOrder, "STOP_BRACKET first leg lacks a trigger price"),
    317140: ErrorRow(InvalidOrder, "quantity TP/SL needs a quantity"),
    317141: ErrorRow(InvalidOrder, "limit quantity TP/SL needs a price"),
    317142: ErrorRow(InvalidOrder, "CLOSE_POSITION not allowed for quantity TP/SL"),
    317143: ErrorRow(InvalidOrder, "TP and SL legs need one side"),
    317144: ErrorRow(BadRequest, "index price trigger only for spot ids"),
    317145: ErrorRow(InvalidOrder, "price below the minimum"),
    317146: ErrorRow(InvalidOrder, "price above the maximum"),
    317147: ErrorRow(InvalidOrder, "price off tick"),
    317148: ErrorRow(BadRequest, "symbol missing"),
    317149: ErrorRow(OrderNotFound, "trade not found"),
    317150: ErrorRow(InvalidOrder, "trigger price must be higher"),
    317151: ErrorRow(InvalidOrder, "trigger price must be lower"),
    317152: ErrorRow(OrderNotFound, "order id unknown"),
    317153: ErrorRow(OrderNotFound, "child order unknown"),
    317154: ErrorRow(OperationFailed, "internal call failed"),
    317155: ErrorRow(BadSymbol, "symbol unsupported"),
    317156: ErrorRow(BadSymbol, "symbol unsupported"),
    317157: ErrorRow(MarketClosed, "pair suspended"),
    317158: ErrorRow(MarketClosed, "perpetual suspended"),
    317159: ErrorRow(BadSymbol, "pair unsupported"),
    317160: ErrorRow(OrderNotFound, "order id and symbol do not match"),
    317161: ErrorRow(OrderNotFound, "order already complete"),
    317162: ErrorRow(BadRequest, "parameter null or zero"),
    317163: ErrorRow(InvalidOrder, "TP/SL quantity under a bracket is not editable"),
    317164: ErrorRow(InvalidOrder, "client order id invalid"),
    317165: ErrorRow(InvalidOrder, "order id list invalid"),
    317166: ErrorRow(InvalidOrder, "client order id list invalid"),
    317167: ErrorRow(InvalidOrder, "algo type unsupported"),
    317168: ErrorRow(OperationFailed, "internal order service failure"),
    317169: ErrorRow(MarketClosed, "pair suspended"),
    317170: ErrorRow(InvalidOrder, "quantity must exceed the filled part"),
    317171: ErrorRow(BadRequest, "path malformed"),
    317172: ErrorRow(BadRequest, "user id missing"),
    317173: ErrorRow(BadRequest, "order id missing"),
    317174: ErrorRow(OperationRejected, "order is being processed"),
    317176: ErrorRow(BadRequest, "triggerAfter out of range"),
    317177: ErrorRow(OrderNotFound, "order terminated"),
    317178: ErrorRow(InvalidNonce, "receive window invalid"),
    317179: ErrorRow(InvalidNonce, "receive window exceeded"),
    317184: ErrorRow(OrderNotFound, "order unknown or complete"),
    317206: ErrorRow(OperationRejected, "spot blocked while futures credits are active"),
    317207: ErrorRow(InsufficientFunds, "USDT too low for the futures credits in use"),
}
#: Codes of failed operations that are the venue's own word: nothing was carried out.
NOTHING_WAS_DONE = (-1003, -1011)

#: (code, part of the message in lower case) -> exception, tried in this order. V3 refuses a symbol
#: without a code, with status 400 or 500.
MESSAGES: list[tuple[int | None, str, type[BaseError]]] = [
    (None, "invalid symbol", BadSymbol),
    (-1001, "timestamp", InvalidNonce),
    (-1002, "timestamp", InvalidNonce),
    (-1005, "timestamp", InvalidNonce),
    (-1005, "recv", InvalidNonce),
    (-1005, "symbol must not be blank", BadRequest),
    (-1005, "symbol is not supported", BadSymbol),
    (-1005, "invalid symbol", BadSymbol),
    (-1006, "order", OrderNotFound),
    (-1006, "trade", OrderNotFound),
    (-1006, "symbol", BadSymbol),
    (-1007, "client", DuplicateOrderId),
    (-1011, "maintenance", OnMaintenance),
    (-1012, "amount is required", InvalidOrder),
    (-1012, "quantity is required", InvalidOrder),
    (-1012, "insufficient", InsufficientFunds),
    (-1012, "not enough", InsufficientFunds),
    (-1012, "maintenance", OnMaintenance),
]


def _number(value: Any) -> int | None:
    """A code that is sent as a number or as a string."""
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def exception_of(code: int | None, subcode: int | None, message: str) -> type[BaseError] | None:
    """The exception of a documented error; None if nothing in the tables speaks of it."""
    row = SUBCODES.get(subcode) if subcode is not None else None
    if row is None and code is not None:
        row = SUBCODES.get(code)
    if row is not None:
        return row.exception
    said = message.lower()
    for known, part, exception in MESSAGES:
        if known == code and part in said:
            return exception
    row = CODES.get(code) if code is not None else None
    return None if row is None else row.exception


class Refusals(Adapter):
    """Reads WOO's error bodies."""

    def _refuse(self, status: int, method: str, url: str, response: dict[str, Any]) -> None:
        """Raise for ``success: false``, for a gateway's ``{"code": 503}`` and for a bare error code."""
        success = response.get("success")
        code = _number(response.get("code"))
        if success is True or (success is None and not code and 200 <= status < 300):
            return
        subcode = _number(response.get("errorCode", response.get("error_code")))
        message = str(response.get("message") or "")
        exception = exception_of(code, subcode, message)
        if exception is None:
            # ccxt takes a bare 400 for a venue that is not there; conversions are refused without a code
            refused = code is not None or 200 <= status < 300 or (success is False and status == 400)
            exception = ExchangeError if refused else exception_for_status(status, self.httpExceptions)
        codes = " ".join(str(number) for number in (code, subcode) if number is not None)
        error = exception(f"{self.id} {codes} {message or excerpt(response)}".replace("  ", " "))
        if code in NOTHING_WAS_DONE:
            error.nothing_was_done = True  # type: ignore[attr-defined]  # read by may_have_been_placed
        raise error
