"""Rows of orders and of algo orders: what they have to tell, and what is not guessed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ccxt
import pytest

from tests.support import Face, Frozen
from tests.woo.samples import answering, published
from tests.woo.v3.venue import V3
from tests.woo.v3.venue import answering as answering_v3
from tests.woo.v3.venue import published as published_v3

Stub = Callable[..., Face]


@pytest.mark.parametrize(("field", "value"), [("order_id", None), ("executed", "many"), ("executed", [])])
async def test_an_order_that_cannot_be_trusted_is_refused(stub: Stub, field: str, value: Any) -> None:
    face = stub("woo", answering({**published("Get order"), field: value}))
    with pytest.raises(ccxt.BadResponse, match="an order without its id or what is filled"):
        await face.call("fetch_order", "1")


@pytest.mark.parametrize("generation", ["v1", "v3"])
@pytest.mark.parametrize(
    ("field", "value"),
    [("algoOrderId", None), ("totalExecutedQuantity", "many"), ("totalExecutedQuantity", [])],
)
async def test_an_algo_order_that_cannot_be_trusted_is_refused(
    stub: Stub, generation: str, field: str, value: Any
) -> None:
    sample = {"v1": published, "v3": published_v3}[generation]("Get algo order")
    sample["data"][field] = value
    answer = {"v1": answering, "v3": answering_v3}[generation](sample)
    face = stub("woo", answer, {"v1": {}, "v3": V3}[generation])
    with pytest.raises(ccxt.BadResponse, match="an algo order without its id or what is filled"):
        await face.call("fetch_order", "1", None, Frozen(trigger=True))
