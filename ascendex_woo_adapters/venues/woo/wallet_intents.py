"""What a user wants moved, checked and in ccxt's terms, before a generation writes it down."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from ccxt.base.decimal_to_precision import TICK_SIZE, TRUNCATE
from ccxt.base.errors import ArgumentsRequired, BadRequest, InvalidAddress

from ascendex_woo_adapters.common.adapter import Adapter
from ascendex_woo_adapters.common.numbers import decimal, text


@dataclass(slots=True)
class Withdrawal:
    """A withdrawal over one network; the amount as the string that leaves.

    ``token`` is the venue's name of the currency on that network, where the caller gave it.
    """

    currency: dict[str, Any]
    network: dict[str, Any]
    token: str | None
    address: str
    tag: str | None
    amount: str
    rest: dict[str, Any] = field(default_factory=dict)


def plain_amount(ex: Adapter, method: str, amount: Any) -> str:
    """A positive amount in plain notation."""
    number = None if isinstance(amount, bool) else decimal(amount)
    if number is None or number <= 0:
        raise BadRequest(f"{ex.id} {method}() amount must be a positive number, not {amount!r}")
    return str(text(number))


def select_network(ex: Adapter, currency: dict[str, Any], given: Any, default: Any = None) -> dict[str, Any]:
    """The network that is named (by ccxt's name, an alias of it, or the venue's id), or the only one."""
    code = currency["code"]
    networks: dict[str, dict[str, Any]] = currency.get("networks") or {}
    if not networks:
        raise BadRequest(f"{ex.id} lists no network of {code}")
    given = default if given is None else given
    if given is None:
        if len(networks) == 1:
            return next(iter(networks.values()))
        raise ArgumentsRequired(f"{ex.id} {code} needs params['network'], one of {', '.join(networks)}")
    name = str(given)
    for spelling in (name, ex.network_id_to_code(name), name.upper(), ex.network_id_to_code(name.upper())):
        if spelling in networks:
            return networks[spelling]
    for network in networks.values():
        if str(network["id"]).upper() == name.upper():
            return network
    raise BadRequest(f"{ex.id} has no network {given!r} for {code}, only {', '.join(networks)}")


def withdrawal(
    ex: Adapter,
    currency: dict[str, Any],
    amount: Any,
    address: Any,
    tag: Any,
    network: dict[str, Any],
    token: str | None,
    rest: dict[str, Any],
) -> Withdrawal:
    """Check address, tag and amount; raises before anything is sent."""
    code = currency["code"]
    if not isinstance(address, str):
        raise InvalidAddress(f"{ex.id} withdraw() address must be a string, not {address!r}")
    if tag is not None and (not isinstance(tag, str) or not tag or tag != tag.strip()):
        raise BadRequest(f"{ex.id} withdraw() tag must be a string without outer spaces, not {tag!r}")
    ex.check_address(address)
    if tag is None and code in (ex.options.get("withdrawTagRequiredCurrencies") or ()):
        raise ArgumentsRequired(f"{ex.id} withdraw() of {code} requires params['tag']")
    quantity = plain_amount(ex, "withdraw", amount)
    least, step = network["limits"]["withdraw"]["min"], network["precision"]
    if step is not None:
        quantity = ex.decimal_to_precision(quantity, TRUNCATE, step, TICK_SIZE)
    if Decimal(quantity) < Decimal(str(least or 0)) or not Decimal(quantity):
        least = step if least is None else least
        raise BadRequest(
            f"{ex.id} withdraw() of {amount} {code} over {network['network']} is below the minimum of {least}"
        )
    return Withdrawal(currency, network, token, address, tag, quantity, rest)


def position_side(ex: Adapter, rest: dict[str, Any], sides: dict[str, str]) -> str | None:
    """Take the position side out of ``rest``, under ccxt's or the venue's name; None if not given."""
    given = rest.pop("positionSide", None)
    named = rest.pop("position_side", None)
    given = named if given is None else given
    if given is None:
        return None
    side = sides.get(str(given).lower())
    if side is None:
        raise BadRequest(f"{ex.id} positionSide must be one of {', '.join(sides)}, not {given!r}")
    return side
