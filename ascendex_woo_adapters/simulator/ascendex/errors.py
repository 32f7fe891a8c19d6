"""Error codes of AscendEX and the shapes in which they are answered.

https://ascendex.github.io/ascendex-futures-pro-api-v2/ and
https://ascendex.github.io/ascendex-pro-api/#error-codes
"""

from __future__ import annotations

from typing import Any

from ..server import Reply
from ..trading.model import Reason

INVALID_HTTP_INPUT = (100001, "INVALID_HTTP_INPUT", "Malformed HTTP request")
DATA_NOT_AVAILABLE = (100002, "DATA_NOT_AVAILABLE", "Data is not available")
INVALID_REQUEST_DATA = (100004, "INVALID_REQUEST_DATA", "Invalid request data")
INVALID_ARGUMENT = (100006, "INVALID_ARGUMENT", "Invalid argument")
SYMBOL_ERROR = (100008, "SYMBOL_ERROR", "Unable to handle symbol")
AUTHORIZATION_NEEDED = (100009, "AUTHORIZATION_NEEDED", "Authorization is needed")
INVALID_OPERATION = (100010, "INVALID_OPERATION", "Invalid operation")
INVALID_TIMESTAMP = (100011, "INVALID_TIMESTAMP", "Invalid timestamp")
INVALID_NUM_FORMAT = (100013, "INVALID_NUM_FORMAT", "Invalid number")
TOO_MANY_REQUESTS = (100014, "TOO_MANY_REQUESTS", "Too many requests")
INVALID_JSON_FORMAT = (150001, "INVALID_JSON_FORMAT", "A valid json object is required")
AUTHENTICATION_FAILED = (200001, "AUTHENTICATION_FAILED", "Authentication failed")
ACCOUNT_ERROR = (200006, "ACCOUNT_ERROR", "Unable to find User Account Data")
PERMISSION_DENIED = (200015, "PERMISSION_DENIED", "Permission denied")
INVALID_PRICE = (300001, "INVALID_PRICE", "Invalid price")
INVALID_QTY = (300002, "INVALID_QTY", "Invalid quantity")
INVALID_SIDE = (300003, "INVALID_SIDE", "Invalid side")
INVALID_NOTIONAL = (300004, "INVALID_NOTIONAL", "Invalid notional")
INVALID_TYPE = (300005, "INVALID_TYPE", "Invalid order type")
INVALID_ORDER_ID = (300006, "INVALID_ORDER_ID", "Invalid Client Order Id")
INVALID_TIME_IN_FORCE = (300007, "INVALID_TIME_IN_FORCE", "Invalid time in force")
INVALID_ORDER_PARAMETER = (300008, "INVALID_ORDER_PARAMETER", "Invalid order parameter")
TRADING_VIOLATION = (300009, "TRADING_VIOLATION", "Trading rule is violated")
INVALID_BALANCE = (300011, "INVALID_BALANCE", "Not Enough Account Balance")
INVALID_PRODUCT = (300012, "INVALID_PRODUCT", "Invalid Product Symbol")
INVALID_BATCH_ORDER = (300013, "INVALID_BATCH_ORDER", "Some invalid order in this batch.")
TICK_SIZE_VIOLATION = (
    300014,
    "TICK_SIZE_VIOLATION",
    "Order price doesn't conform to the required tick size: {}",
)
CANCEL_REFUSED = (300019, "INVALID_CANCEL", "Order is not open, or a cancel request for it is pending")
TRADING_DISABLED = (300021, "TRADING_DISABLED", "Trading is disabled on this product")
NO_MARKET_PRICE = (300031, "NO_MARKET_PRICE", "No market price is available")
FUTURES_TOO_RISKY = (
    320008,
    "FUTURES_TOO_RISKY",
    "Futures account exposure higher than system acceptable level.",
)
SERVER_ERROR = (510001, "SERVER_ERROR", "Server error")

Error = tuple[int, str, str]
"""Code, reason, and the message that it comes with unless a better one is known."""


class Refusal(Exception):
    """The venue's no, before it has the shape that the endpoint gives to its errors."""

    def __init__(self, error: Error, message: str | None = None) -> None:
        self.code, self.reason, default = error
        self.message = default if message is None else message
        super().__init__(f"{self.code} {self.reason}: {self.message}")

    def fields(self) -> dict[str, Any]:
        return {"code": self.code, "message": self.message, "reason": self.reason}

    def reply(self, status: int = 200, /, **fields: Any) -> Reply:
        """Errors come as HTTP 200 with the code at top level and no data."""
        return Reply(dict(sorted({**fields, **self.fields()}.items())), status)


ENGINE_ERRORS: dict[Reason, tuple[Error, str]] = {
    Reason.UNKNOWN_SYMBOL: (INVALID_PRODUCT, INVALID_PRODUCT[2]),
    Reason.SUSPENDED: (TRADING_DISABLED, TRADING_DISABLED[2]),
    Reason.PARAM: (INVALID_ORDER_PARAMETER, ""),
    Reason.PRICE_LOW: (INVALID_PRICE, ""),
    Reason.PRICE_HIGH: (INVALID_PRICE, ""),
    Reason.TICK: (TICK_SIZE_VIOLATION, ""),
    Reason.PRICE_RANGE: (INVALID_PRICE, ""),
    Reason.QUANTITY_LOW: (INVALID_QTY, ""),
    Reason.QUANTITY_HIGH: (INVALID_QTY, ""),
    Reason.STEP: (INVALID_QTY, ""),
    Reason.NOTIONAL: (INVALID_NOTIONAL, ""),
    Reason.FUNDS: (INVALID_BALANCE, INVALID_BALANCE[2]),
    Reason.MARGIN: (FUTURES_TOO_RISKY, FUTURES_TOO_RISKY[2]),
    Reason.REDUCE_ONLY: (TRADING_VIOLATION, "Reduce-only order has no position to reduce"),
    Reason.POST_ONLY: (INVALID_PRICE, ""),
    Reason.NO_PRICE: (NO_MARKET_PRICE, NO_MARKET_PRICE[2]),
    Reason.TRIGGER: (INVALID_PRICE, ""),
    Reason.DUPLICATE: (INVALID_ORDER_ID, "Duplicate Client Order Id"),
    Reason.UNKNOWN_ORDER: (INVALID_ORDER_ID, ""),
    Reason.ORDER_CLOSED: (CANCEL_REFUSED, "Trying to cancel non-open order"),
    Reason.EXECUTED: (INVALID_QTY, ""),
    Reason.POSITION_SIDE: (INVALID_ORDER_PARAMETER, ""),
    Reason.POSITION_OPEN: (INVALID_OPERATION, ""),
    Reason.LEVERAGE: (INVALID_ARGUMENT, "Invalid leverage"),
}
"""The engine's reason -> error, and the message if the engine's own is not the one to give."""
