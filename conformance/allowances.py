"""What ccxt's tests have to pass over, and why. Everything here is shown in the report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conformance.wheel import OWN, STRUCTURE, Test


@dataclass(frozen=True)
class Allowance:
    """Fields that a test does not ask for, because the venue does not tell them."""

    subject: str
    """Beginning of a subject's name."""
    methods: tuple[str, ...]
    properties: dict[str, Any]
    """As ccxt's tests take them: the name of a field or of a check, or under ``allowNull`` fields that may be
    empty but have to be there."""
    reason: str


_MOVEMENTS = ("fetch_deposits", "fetch_transactions", "fetch_deposits_withdrawals")

ALLOWANCES = (
    Allowance(
        "woo",
        ("fetch_ledger",),
        {"allowNull": ["account", "before", "after", "fee"]},
        "A row of the token history tells an id, a type, a token, an amount and a time.",
    ),
    Allowance("woo", _MOVEMENTS, {"allowNull": ["fee"]}, "The venue's samples of deposits have no fee."),
    Allowance(
        "woo",
        ("fetch_tickers",),
        {"checkActiveSymbols": True},
        "The venue lists the statistics of perpetuals; spot markets' are composed where they are named.",
    ),
    Allowance(
        "woo v1",
        ("watch_bids_asks",),
        {"allowNull": ["bid", "ask"]},
        "A suspended market is told with zeros, which are no prices.",
    ),
    Allowance(
        "woo",
        ("edit_order_with_client_order_id", "cancel_order_with_client_order_id", "cancel_all_orders"),
        {"allowNull": ["id"]},
        "The venue answers that it has sent it on, and names no order.",
    ),
    Allowance(
        "woo", ("transfer",), {"allowNull": ["timestamp", "datetime"]}, "The venue answers with an id."
    ),
    Allowance(
        "woo",
        ("withdraw",),
        {"allowNull": ["txid", "updated", "fee"]},
        "The venue answers with an id; the rest comes later.",
    ),
    Allowance(
        "ascendex",
        ("cancel_all_orders", "cancel_all_orders_ws"),
        {"allowNull": ["id", "symbol"]},
        "The venue answers that it was done, and names no order.",
    ),
    Allowance(
        "ascendex",
        ("transfer",),
        {"allowNull": ["id", "timestamp", "datetime"]},
        "The venue answers that it was done.",
    ),
    Allowance(
        "ascendex",
        ("fetch_ledger",),
        {"allowNull": ["fee", "before", "after"]},
        "Fees are entries of their own; what a contract's reference cost takes is told without a balance.",
    ),
    Allowance(
        "ascendex",
        ("fetch_currencies",),
        {"amountOfCurrencies": True},
        "The futures API tells its collaterals only, which are few.",
    ),
    Allowance(
        "ascendex",
        ("fetch_positions", "fetch_position", "close_all_positions"),
        {"allowNull": ["timestamp", "datetime"]},
        "A position is told without a time.",
    ),
    Allowance(
        "ascendex",
        ("watch_positions",),
        {"allowNull": ["timestamp", "datetime", "collateral"]},
        "As above; and the collateral of a crossed position is the account's, which a message does not tell.",
    ),
)


@dataclass(frozen=True)
class Defect:
    """A test that cannot pass, and another of the same method that does, or the reason that there is none."""

    method: str
    colours: tuple[str, ...]
    says: str
    """How it fails; failing otherwise is a failure."""
    reason: str
    source: str = OWN


_REST = ("sync", "async")

DEFECTS = (
    Defect(
        "create_order",
        _REST,
        "TypeError: can only concatenate str",
        "It joins text and numbers, on every exchange, before it sends anything.",
    ),
    Defect(
        "fetch_markets",
        _REST,
        "AssertionError: {id} fetchMarkets must return a dict",
        "It wants a dict; ccxt's fetchMarkets() returns a list. loadMarkets checks the same markets.",
    ),
    Defect(
        "fetch_margin_modes",
        _REST,
        "AssertionError: response is expected to be an array",
        "It wants the same answer to be a dict and a list.",
    ),
    Defect(
        "fetch_balance_ws",
        ("pro",),
        "AssertionError: free is undefined",
        "The venue tells over its socket the totals only, and the check of balances wants what is free.",
        STRUCTURE,
    ),
)

#: Other arguments than those that ccxt's own runner gives: (beginning of a subject's name, method) ->
#: (the arguments, why).
ARGUMENTS: dict[tuple[str, str], tuple[dict[str, Any], str]] = {
    ("woo", "fetch_borrow_interest"): (
        {"symbol": None},
        "Loans are the account's, not a market's: a symbol is refused.",
    ),
}


def skipped(subject: str, method: str) -> dict[str, Any]:
    """What a test passes over; ``emptyResponse`` is there to have ccxt's tests refuse empty answers."""
    found: dict[str, Any] = {"emptyResponse": True}
    for one in ALLOWANCES:
        if subject.startswith(one.subject) and method in one.methods:
            found |= one.properties
    return found


def arguments(subject: str, method: str) -> dict[str, Any]:
    """Other arguments for a test."""
    for (beginning, name), (values, _) in ARGUMENTS.items():
        if subject.startswith(beginning) and method == name:
            return values
    return {}


def defect(test: Test, colour: str, failure: str) -> Defect | None:
    """Why a test cannot pass, if its failure says that."""
    for one in DEFECTS:
        if (
            (one.method, one.source) == (test.method, test.source)
            and colour in one.colours
            and _fits(one.says, failure)
        ):
            return one
    return None


def _fits(says: str, failure: str) -> bool:
    before, _, after = says.partition("{id}")
    return failure.startswith(before) and after in failure
