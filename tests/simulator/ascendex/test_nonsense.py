"""Nonsense in bodies and queries never breaks the venue."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ascendex_woo_adapters.simulator.ascendex.venue import PRIVATE, PUBLIC
from ascendex_woo_adapters.simulator.server import Request, load

from .client import Client

NONSENSE: list[Any] = [
    None,
    "",
    0,
    -1,
    True,
    "x",
    "1e999",
    "NaN",
    "-0",
    [],
    {},
    "9" * 60,
    2**70,
    1.5,
    "é",
    "1,2",
]
NAMES = [
    *(
        "symbol",
        "time",
        "id",
        "orderId",
        "orderPrice",
        "orderQty",
        "orderType",
        "side",
        "stopPrice",
        "execInst",
    ),
    *("respInst", "timeInForce", "postOnly", "posStopLossPrice", "orders", "asset", "amount", "leverage"),
    *("marginType", "fromAccount", "toAccount", "cancelOpen"),
]


def ask(client: Client, method: str, path: str, query: dict[str, str] | None = None, body: Any = None) -> Any:
    """The body of a reply, without a network."""
    path = path.replace("{accountGroup}", str(client.group))
    data = b"" if body is None else json.dumps(body).encode()
    request = Request(method, path, query or {}, json=load(data), body=data, headers=client.headers(path))
    return client.sim.ascendex.answer(request).body


@pytest.mark.parametrize("value", NONSENSE, ids=repr)
def test_nonsense_is_refused_or_taken_but_never_breaks_the_venue(client: Client, value: Any) -> None:
    for endpoint in (endpoint for endpoint in PRIVATE if endpoint.method != "GET"):
        good = client.body(
            stopPrice="60000", respInst="ACK", orderId="a" * 32, asset="USDT", amount="1", leverage=2
        )
        good |= {
            "marginType": "crossed",
            "fromAccount": "cash",
            "toAccount": "futures",
            "orders": [client.body()],
        }
        assert ask(client, endpoint.method, endpoint.path, body=value)["code"] is not None
        assert ask(client, endpoint.method, endpoint.path, body={"orders": [value]})["code"] is not None
        for name in NAMES:
            assert ask(client, endpoint.method, endpoint.path, body=good | {name: value})["code"] is not None


@pytest.mark.parametrize("value", ["", "-1,", "9" * 40])
def test_nonsense_in_a_query_is_answered_too(client: Client, value: str) -> None:
    names = [
        *(
            "symbol",
            "interval",
            "from",
            "to",
            "n",
            "requestTime",
            "orderId",
            "account",
            "startTime",
            "endTime",
        ),
        *(
            "seqNum",
            "limit",
            "sn",
            "date",
            "page",
            "pageSize",
            "asset",
            "executedOnly",
            "showAll",
            "category",
        ),
    ]
    good = {
        "symbol": "BTC-PERP",
        "interval": "1",
        "requestTime": "1",
        "account": "futures",
        "orderId": "a" * 32,
    }
    client.sim.ascendex.limits = False
    paths = [path for path, _ in PUBLIC] + [endpoint.path for endpoint in PRIVATE if endpoint.method == "GET"]
    for path in paths:
        for name in names:
            reply = client.call(
                "GET", path.replace("{accountGroup}", str(client.group)), params=good | {name: value}
            )
            assert "code" in reply or "meta" in reply
