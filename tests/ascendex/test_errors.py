"""Refusals: every documented error raises the ccxt exception that says the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ccxt
import pytest

from ascendex_woo_adapters.venues.ascendex.errors import CODES, REASONS, exception_of
from tests.ascendex.venue import SAMPLES, SYMBOL, sample, venue
from tests.support import Face

EXPECTED: dict[int, type[ccxt.BaseError]] = {
    100001: ccxt.BadRequest,
    100002: ccxt.BadRequest,
    100003: ccxt.BadRequest,
    100004: ccxt.BadRequest,
    100005: ccxt.BadRequest,
    100006: ccxt.BadRequest,
    100007: ccxt.BadRequest,
    100008: ccxt.BadSymbol,
    100009: ccxt.AuthenticationError,
    100010: ccxt.BadRequest,
    100011: ccxt.InvalidNonce,
    100012: ccxt.BadRequest,
    100013: ccxt.BadRequest,
    100014: ccxt.DDoSProtection,
    100101: ccxt.ExchangeError,
    150001: ccxt.BadRequest,
    200001: ccxt.AuthenticationError,
    200002: ccxt.RateLimitExceeded,
    200003: ccxt.AuthenticationError,
    200004: ccxt.AccountNotEnabled,
    200005: ccxt.ExchangeError,
    200006: ccxt.AuthenticationError,
    200007: ccxt.ExchangeError,
    200008: ccxt.ExchangeError,
    200009: ccxt.ExchangeError,
    200010: ccxt.AuthenticationError,
    200011: ccxt.ExchangeError,
    200012: ccxt.ExchangeError,
    200013: ccxt.ExchangeError,
    200014: ccxt.PermissionDenied,
    200015: ccxt.PermissionDenied,
    300001: ccxt.InvalidOrder,
    300002: ccxt.InvalidOrder,
    300003: ccxt.InvalidOrder,
    300004: ccxt.InvalidOrder,
    300005: ccxt.InvalidOrder,
    300006: ccxt.InvalidOrder,
    300007: ccxt.InvalidOrder,
    300008: ccxt.InvalidOrder,
    300009: ccxt.InvalidOrder,
    300011: ccxt.InsufficientFunds,
    300012: ccxt.BadSymbol,
    300013: ccxt.InvalidOrder,
    300014: ccxt.InvalidOrder,
    300019: ccxt.OrderNotFound,
    300020: ccxt.InvalidOrder,
    300021: ccxt.AccountSuspended,
    300031: ccxt.InvalidOrder,
    310001: ccxt.InsufficientFunds,
    310002: ccxt.InvalidOrder,
    310003: ccxt.InvalidOrder,
    310004: ccxt.BadSymbol,
    310005: ccxt.InvalidOrder,
    320008: ccxt.InsufficientFunds,
    510001: ccxt.ExchangeNotAvailable,
    900001: ccxt.DDoSProtection,
}


def documented() -> dict[int, str]:
    """Code -> name, of every documented error."""
    lines = (Path(__file__).parent / "error_codes.txt").read_text().splitlines()
    return {int(code): name for code, name in (line.split() for line in lines if not line.startswith("#"))}


def test_every_documented_code_has_its_row() -> None:
    assert set(documented()) == set(EXPECTED)
    for code, exception in EXPECTED.items():
        assert CODES[code].exception is exception, code
        assert CODES[code].meaning


def test_only_codes_that_ccxt_knew_are_added() -> None:
    assert set(CODES) - set(documented()) == {1900, 2100, 5002, 6001, 6010, 60060, 600503}


def test_names_stand_in_for_unknown_codes() -> None:
    for code, name in documented().items():
        if name != "-":
            assert REASONS[name] is EXPECTED[code]
            assert exception_of(999999, name, "") is EXPECTED[code]
    assert exception_of(999999, "NEVER_HEARD_OF", "") is None


@pytest.mark.parametrize("code", sorted(EXPECTED))
@pytest.mark.parametrize("status", [200, 400])
async def test_codes_raise_whatever_the_status(stub: Callable[..., Face], code: int, status: int) -> None:
    body = json.dumps({"code": code, "reason": "R", "message": "told so"})
    face = stub("ascendex", lambda sent: (status, body))
    with pytest.raises(EXPECTED[code], match="told so") as raised:
        await face.call("v1PublicGetTrades", {"symbol": "BTC-PERP"})
    if code != 300006:
        assert raised.type is EXPECTED[code]


@pytest.mark.parametrize(
    ("status", "body", "exception"),
    [
        (200, '{"code": 777777, "message": "new"}', ccxt.ExchangeError),
        (200, '{"code": "300011", "message": "text"}', ccxt.InsufficientFunds),
        (200, '{"code": "rubbish"}', ccxt.ExchangeError),
        (200, '{"code": null}', ccxt.ExchangeError),
        (200, "{}", ccxt.BadResponse),
        (200, "[]", ccxt.BadResponse),
        (200, "", ccxt.BadResponse),
        (200, "<html>", ccxt.BadResponse),
        (200, '{"code": 0, "da', ccxt.BadResponse),
        (429, "", ccxt.RateLimitExceeded),
        (429, '{"code": 0}', ccxt.RateLimitExceeded),
        (401, "", ccxt.AuthenticationError),
        (404, "", ccxt.ExchangeNotAvailable),
        (406, "", ccxt.ExchangeError),
        (500, '{"message": "down"}', ccxt.ExchangeNotAvailable),
        (503, "", ccxt.ExchangeNotAvailable),
        (504, "", ccxt.RequestTimeout),
        (200, '{"code": 200001, "message": "Invalid timestamp"}', ccxt.InvalidNonce),
    ],
)
async def test_bodies_and_statuses(
    stub: Callable[..., Face], status: int, body: str, exception: type[ccxt.BaseError]
) -> None:
    face = stub("ascendex", lambda sent: (status, body))
    with pytest.raises(exception):
        await face.call("v1PublicGetTrades", {"symbol": "BTC-PERP"})


async def test_the_data_endpoints_answer_without_a_code(stub: Callable[..., Face]) -> None:
    reply = sample("Futures order and balance detail")
    face = stub("ascendex", lambda sent: reply)
    assert await face.call("v1PrivateDataGetFuturesBalanceHistory", {"sn": 1}) == reply


PUBLISHED_ERRORS = [row for row in SAMPLES if row["error_response"]]


@pytest.mark.parametrize("row", PUBLISHED_ERRORS, ids=[row["name"] for row in PUBLISHED_ERRORS])
async def test_published_error_samples(stub: Callable[..., Face], row: dict[str, Any]) -> None:
    body = json.loads(row["error_response"])
    face = stub("ascendex", lambda sent: body, {"options": {"account-group": 1}})
    batch = "batch" in row["path"]
    name = "v2PrivateAccountGroupPostFuturesOrder" + ("Batch" if batch else "")
    with pytest.raises(ccxt.InsufficientFunds if batch else ccxt.InvalidOrder) as raised:
        await face.call(name)
    assert body["message"] in str(raised.value)


async def test_an_unknown_id_is_no_bad_order_where_one_is_looked_for(stub: Callable[..., Face]) -> None:
    refused = {"code": 300006, "reason": "INVALID_ORDER_ID", "message": "Invalid Client Order Id"}
    face = stub(
        "ascendex",
        venue({f"{method} v2/futures/order": refused for method in ("POST", "DELETE")}
              | {"GET v2/futures/order/status": refused}),
    )  # fmt: skip
    for name, args in (("cancel_order", ("x", SYMBOL)), ("fetch_order", ("x", SYMBOL))):
        with pytest.raises(ccxt.OrderNotFound):
            await face.call(name, *args)
    with pytest.raises(ccxt.InvalidOrder) as raised:
        await face.call("create_order", SYMBOL, "limit", "buy", 1, 9500)
    assert raised.type is ccxt.InvalidOrder
