"""What every exchange class promises to ccxt: names, signatures, flags."""

from __future__ import annotations

import inspect
import re
from typing import Any

import ccxt
import ccxt.async_support
import pytest
from ccxt.base.exchange import BaseExchange

import ascendex_woo_adapters
import ascendex_woo_adapters.async_support
import ascendex_woo_adapters.pro
from ascendex_woo_adapters.common.endpoint import Endpoint, endpoints_of

FACES = {
    "sync": (ascendex_woo_adapters, ccxt.Exchange),
    "async": (ascendex_woo_adapters.async_support, ccxt.async_support.Exchange),
    "pro": (ascendex_woo_adapters.pro, ccxt.async_support.Exchange),
}
CLASSES = [
    pytest.param(getattr(module, name), base, id=f"{name}-{face}")
    for name in ascendex_woo_adapters.exchanges
    for face, (module, base) in FACES.items()
]

#: Flags that name no method of their own: kinds of markets, and what createOrder can express.
NOT_METHODS = {
    "CORS",
    "spot",
    "margin",
    "swap",
    "future",
    "option",
    "index",
    "sandbox",
    "publicAPI",
    "privateAPI",
    "ws",
}
#: Methods that ccxt does not have, written with its alias in mind: ``watchTopic``.
OWN = {"watch_topic", "un_watch_topic"}


def own_names(cls: type) -> set[str]:
    """Public names that the package's classes define, without the implicit methods and ccxt's aliases."""
    names = set()
    for owner in cls.__mro__:
        if owner.__module__.startswith("ascendex_woo_adapters"):
            for name, value in vars(owner).items():
                if not name.startswith("_") and not isinstance(value, Endpoint):
                    names.add(name)
    return names


def snake(name: str) -> str:
    """``fetchOHLCV`` -> ``fetch_ohlcv``."""
    name = name.replace("OHLCV", "Ohlcv").replace("ADL", "Adl").replace("L2Order", "L2_order")
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower().replace("l2__order", "l2_order")


@pytest.mark.parametrize(("cls", "base"), CLASSES)
def test_the_class_is_named_as_its_id_and_is_a_ccxt_exchange(cls: Any, base: Any) -> None:
    exchange = cls()
    assert cls.__name__ == exchange.id
    assert isinstance(exchange, base)
    exchange.session = None


def parameters(method: Any) -> list[tuple[str, Any]]:
    """Names and defaults; ccxt writes into some of its own ``params={}``, so what they hold does not count."""
    signature = inspect.signature(method)
    return [(p.name, {} if isinstance(p.default, dict) else p.default) for p in signature.parameters.values()]


@pytest.mark.parametrize(("cls", "base"), CLASSES)
def test_public_names_are_ccxts_and_signatures_equal(cls: Any, base: Any) -> None:
    """A name that ccxt does not have must not be public: ccxt would alias it to camelCase."""
    for name in sorted(own_names(cls)):
        if re.search(r"[A-Z]", name) or name in OWN:
            continue  # an alias that ccxt's constructor made, or an attribute such as apiKey
        theirs = getattr(base, name, None)
        assert theirs is not None, f"{cls.__name__}.{name} is public but not a name of ccxt"
        ours = inspect.getattr_static(cls, name)
        assert not isinstance(ours, property), f"{name} is a property"
        if not callable(theirs) or name in (
            "sign",
            "iso8601",
            "after_construct",
            "request",
            "fetch2",  # takes and hands on whatever this version of ccxt does
        ):
            continue
        own, ccxts = parameters(getattr(cls, name)), parameters(theirs)
        if name == "withdraw":  # older versions of ccxt take the tag as an argument of its own
            ccxts = [one for one in ccxts if one[0] != "tag"]
        assert own == ccxts, f"{cls.__name__}.{name}"


@pytest.mark.parametrize(("cls", "base"), CLASSES)
def test_sign_takes_the_arguments_of_every_supported_ccxt(cls: Any, base: Any) -> None:
    parameters = inspect.signature(cls.sign).parameters
    assert list(parameters) == ["self", "path", "api", "method", "params", "headers", "body"]
    assert parameters["headers"].default is None
    assert parameters["body"].default is None


@pytest.mark.parametrize(("cls", "base"), CLASSES)
def test_every_flag_is_true_in_fact(cls: Any, base: Any) -> None:
    exchange = cls()
    exchange.session = None
    own = own_names(cls)
    composed = set(BaseExchange.__dict__) | set(base.__dict__)
    for flag, value in exchange.has.items():
        if flag in NOT_METHODS:
            continue
        name = snake(flag)
        if value is True:
            assert name in own or is_composed(name, composed), f"has[{flag!r}] is True without {name}()"
        else:
            assert value in (None, False, "emulated"), f"has[{flag!r}] is {value!r}"
            assert name not in own, f"{name}() exists but has[{flag!r}] is {value!r}"


def is_composed(name: str, composed: set[str]) -> bool:
    """Whether ccxt's base makes the method out of others that the class has."""
    return name.startswith(("create_limit", "create_market", "create_post_only", "create_reduce_only",
                            "create_stop", "create_take_profit", "create_trigger", "fetch_l2")) and name in composed  # fmt: skip


@pytest.mark.parametrize(("cls", "base"), CLASSES)
def test_no_option_shares_its_name_with_a_path(cls: Any, base: Any) -> None:
    """ccxt looks retry options up under the path of an endpoint."""
    exchange = cls()
    exchange.session = None
    paths = {endpoint.path for _, endpoint in endpoints_of(cls)}
    assert paths
    assert not paths & set(exchange.options)


@pytest.mark.parametrize(("cls", "base"), CLASSES)
def test_has_is_the_same_in_every_colour(cls: Any, base: Any) -> None:
    exchange, reference = cls(), getattr(ascendex_woo_adapters, cls.__name__)()
    exchange.session = reference.session = None
    if cls.__module__.endswith(".pro"):
        return
    assert exchange.has == reference.has
