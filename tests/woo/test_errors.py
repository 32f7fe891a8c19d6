"""Refusals: every documented error raises the ccxt exception that says the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ccxt
import pytest
from ccxt.base.errors import (
    AuthenticationError,
    BadRequest,
    BadResponse,
    BadSymbol,
    BaseError,
    DuplicateOrderId,
    ExchangeError,
    ExchangeNotAvailable,
    InsufficientFunds,
    InvalidNonce,
    InvalidOrder,
    OnMaintenance,
    OperationRejected,
    OrderNotFound,
    RateLimitExceeded,
    RequestTimeout,
)

from ascendex_woo_adapters.venues.woo.errors import CODES, SUBCODES
from tests.support import Face

Stub = Callable[..., Face]


def documented() -> list[tuple[int | None, int | None, int]]:
    """(code, subcode, HTTP status) of every documented error."""
    lines = (Path(__file__).parent / "error_codes.txt").read_text().splitlines()
    fields = [line.split() for line in lines if not line.startswith("#")]
    return [
        (
            None if code == "-" else int(code),
            None if subcode == "-" else int(subcode),
            200 if status == "-" else int(status),
        )
        for code, subcode, status in fields
    ]


def body_of(code: int | None, subcode: int | None, message: str = "") -> dict[str, Any]:
    body: dict[str, Any] = {"success": False, "message": message}
    if code is not None:
        body["code"] = code
    if subcode is not None:
        body["errorCode"] = subcode
    return body


async def raised(face: Face) -> BaseError:
    with pytest.raises(BaseError) as caught:
        await face.call("v1PrivateGetOrders")
    return caught.value


async def test_every_documented_error_has_a_row_and_is_named(stub: Stub) -> None:
    answer: dict[str, Any] = {}
    face = stub("woo", lambda sent: answer["body"])
    for code, subcode, status in documented():
        assert subcode in SUBCODES or code in CODES, f"{code} {subcode} has no row"
        answer["body"] = (status, json.dumps(body_of(code, subcode, "words of the venue")))
        error = await raised(face)
        row = SUBCODES.get(subcode or 0) or CODES[code or 0]
        assert type(error) is row.exception, (code, subcode)
        assert str(code if subcode is None else subcode) in str(error)
        assert "words of the venue" in str(error)
    assert len(documented()) > 160


@pytest.mark.parametrize(
    ("code", "message", "expected"),
    [
        (-1001, "", AuthenticationError),
        (-1002, "The request is unauthorized.", AuthenticationError),
        (-1001, "timestamp is outside of the window", InvalidNonce),
        (-1003, "", RateLimitExceeded),
        ("-1003", "", RateLimitExceeded),
        (-1005, "order_price must be a positive number", BadRequest),
        (-1005, "invalid symbol SPOT_X_Y", BadSymbol),
        (-1006, "The order can not be found.", OrderNotFound),
        (-1006, "Your order and symbol are not valid or already canceled.", OrderNotFound),
        (-1006, "something else", BadRequest),
        (-1007, "duplicate client order id", DuplicateOrderId),
        (-1011, "", ExchangeNotAvailable),
        ("-1011", "The system is under maintenance.", OnMaintenance),
        (-1012, "Amount is required for buy market orders when margin disabled.", InvalidOrder),
        (-1012, "liquidating", OperationRejected),
        (-1101, "", InsufficientFunds),
        (-1103, "The order does not meet the price filter requirement.", InvalidOrder),
        (302117, "", DuplicateOrderId),
        ("317184", "", OrderNotFound),
        (-999999, "never seen", ExchangeError),
    ],
)
async def test_codes_first_messages_second(stub: Stub, code: Any, message: str, expected: Any) -> None:
    face = stub("woo", lambda sent: {"success": False, "code": code, "message": message})
    assert type(await raised(face)) is expected


async def test_a_subcode_under_either_name_is_more_exact(stub: Stub) -> None:
    answer: dict[str, Any] = {}
    face = stub("woo", lambda sent: answer)
    for key in ("errorCode", "error_code"):
        answer.clear()
        answer.update({"success": False, "code": -1005, key: 317152, "message": "no order 7"})
        assert type(await raised(face)) is OrderNotFound


@pytest.mark.parametrize(
    ("status", "text", "expected"),
    [
        (200, "", BadResponse),
        (200, "<html>gateway</html>", BadResponse),
        (200, "[1, 2]", BadResponse),
        (200, '{"success": tru', BadResponse),
        (200, '{"code": 503, "message": "no upstream"}', ExchangeNotAvailable),
        (200, '{"success": false}', ExchangeError),
        (200, '{"success": false, "message": "INTERNAL_ERROR", "data": null}', ExchangeError),
        (502, "<html>bad gateway</html>", ExchangeNotAvailable),
        (503, "", ExchangeNotAvailable),
        (504, "", RequestTimeout),
        (429, "", RateLimitExceeded),
        (429, '{"success": false, "code": -1003, "message": "too many"}', RateLimitExceeded),
        (401, "", AuthenticationError),
        (406, "not acceptable", ExchangeError),
        (415, "", ExchangeError),
        (599, "", ExchangeNotAvailable),
        (500, '{"success": false, "code": -1000, "message": "x"}', ccxt.OperationFailed),
    ],
)
async def test_what_is_below_json(stub: Stub, status: int, text: str, expected: Any) -> None:
    face = stub("woo", lambda sent: (status, text))
    assert type(await raised(face)) is expected


async def test_success_is_not_refused(stub: Stub) -> None:
    bodies: list[dict[str, Any]] = [{"success": True}, {"success": True, "code": 0}, {"rows": []}]
    for body in bodies:
        face = stub("woo", lambda sent, body=body: body)
        assert await face.call("v1PrivateGetOrders") == body


async def test_secrets_stay_out_of_messages(stub: Stub) -> None:
    face = stub("woo", lambda sent: (502, "bad gateway"))
    with pytest.raises(ExchangeNotAvailable) as caught:
        await face.call("v1PrivateGetOrders", {"symbol": "SPOT_BTC_USDT"})
    for secret in (face.exchange.apiKey, face.exchange.secret, "signature"):
        assert secret not in str(caught.value)
