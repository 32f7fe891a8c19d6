"""WOO's convert service: quotes for one token in another. https://docs.woox.io/#get-exchange-quote-info

Its failures carry no code, only a message.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, Any

from ..server import Reply, Request
from ..trading.engine import Account, EngineError
from .tokens import token_networks
from .trading import json_params
from .wire import INVALID_PARAM, Params, refusal, seconds

if TYPE_CHECKING:
    from .venue import WooVenue

ACCEPTED, FAILED = 1, 3
"""Outcomes of the acceptance of a quote; a trade's status is told by the same numbers."""
LIFETIME_MS = 15_000
FIRST_QUOTE = 123_123_001
_SPREAD = Decimal("0.001")
_LEAST, _MOST = Decimal(10), Decimal(50_000)
"""Bounds of a conversion in USDT."""
_FINEST = -8


@dataclass
class Quote:
    id: int
    account: str
    sold: str
    sold_quantity: Decimal
    bought: str
    bought_quantity: Decimal
    price: Decimal
    expires: int
    traded: int = 0
    """When it was accepted; 0 when it was not."""


class Converter:
    """All quotes of the venue."""

    def __init__(self, venue: WooVenue) -> None:
        self._venue = venue
        self._numbers = itertools.count(FIRST_QUOTE)
        self._quotes: dict[int, Quote] = {}

    def quote(self, account: Account, sold: str, bought: str, quantity: Decimal) -> Quote:
        value = self._venue.engine.value
        price = value(sold) / value(bought) * (1 - _SPREAD)
        gain = (quantity * price).quantize(self.tick(bought), ROUND_DOWN)
        expires = self._venue.now() + LIFETIME_MS
        quote = Quote(next(self._numbers), account.name, sold, quantity, bought, gain, price, expires)
        self._quotes[quote.id] = quote
        return quote

    def accept(self, account: Account, number: int) -> bool:
        """Carry a quote out; False when it has expired, was used, or cannot be paid. Raises Reply."""
        quote = self._quotes.get(number)
        if quote is None or quote.account != account.name:
            raise failure()
        if quote.traded or self._venue.now() > quote.expires:
            return False
        engine = self._venue.engine
        try:
            engine.deposit(account, quote.sold, -quote.sold_quantity, "CONVERT", quote=number)
        except EngineError:
            return False
        engine.deposit(account, quote.bought, quote.bought_quantity, "CONVERT", quote=number)
        quote.traded = self._venue.now()
        return True

    def trades(self, account: Account) -> list[Quote]:
        """Accepted quotes, newest first."""
        mine = (quote for quote in self._quotes.values() if quote.account == account.name and quote.traded)
        return sorted(mine, key=lambda quote: (quote.traded, quote.id), reverse=True)

    def tick(self, token: str) -> Decimal:
        """The step of a token's quantities, worth about a cent."""
        unit = 1 / self._venue.engine.value(token)
        return Decimal(1).scaleb(max(_FINEST, unit.adjusted() - 2))

    def bounds(self, token: str) -> tuple[Decimal, Decimal]:
        value, tick = self._venue.engine.value(token), self.tick(token)
        least, most = (bound / value // tick * tick for bound in (_LEAST, _MOST))
        return least, most

    def audit(self, accounts: Iterable[Account]) -> None:
        """Raise AssertionError when a balance tells of other conversions."""
        for account in accounts:
            sums: dict[str, Decimal] = defaultdict(Decimal)
            for entry in account.journal:
                if entry.kind == "CONVERT":
                    sums[entry.asset] += entry.amount
            for quote in self.trades(account):
                sums[quote.sold] += quote.sold_quantity
                sums[quote.bought] -= quote.bought_quantity
            if any(sums.values()):
                raise AssertionError(f"conversions of {account.name} are off by {dict(sums)}")


def failure() -> Reply:
    return Reply({"success": False, "message": "INTERNAL_ERROR", "data": None}, 400)


def exchange_info(venue: WooVenue, _request: Request, _account: Account | None) -> Any:
    bounds = {token: venue.converter.bounds(token) for token in _tokens()}
    rows = [
        {
            "fromAsset": sold,
            "toAsset": bought,
            "fromAssetMin": bounds[sold][0],
            "fromAssetMax": bounds[sold][1],
            "toAssetMin": bounds[bought][0],
            "toAssetMax": bounds[bought][1],
            "createdTime": venue.founded,
            "updatedTime": venue.founded,
        }
        for sold, bought in itertools.permutations(bounds, 2)
    ]
    return {"success": True, "rows": rows}


def asset_info(venue: WooVenue, _request: Request, _account: Account | None) -> Any:
    rows = [
        {
            "token": token,
            "tick": venue.converter.tick(token),
            "createdTime": venue.founded,
            "updatedTime": venue.founded,
        }
        for token in _tokens()
    ]
    return {"success": True, "rows": rows}


def _tokens() -> list[str]:
    return list(dict.fromkeys(row.balance_token for row in token_networks()))


def request_quote(venue: WooVenue, request: Request, account: Account | None) -> Any:
    """Without a quantity the least one is quoted."""
    assert account is not None
    params, converter = Params(request.query), venue.converter
    sold, bought = (params.need(name) for name in ("sellToken", "buyToken"))
    for token in (sold, bought):
        if token not in _tokens():
            raise refusal(INVALID_PARAM, f"The token {token} is not supported.")
    least, most = converter.bounds(sold)
    quantity = params.number("sellQuantity") or least
    if sold == bought or not least <= quantity <= most or quantity % converter.tick(sold):
        raise failure()
    quote = converter.quote(account, sold, bought, quantity)
    data = {
        "quoteId": quote.id,
        "counterPartyId": "",
        "sellToken": sold,
        "sellQuantity": f"{quote.sold_quantity.normalize():f}",
        "buyToken": bought,
        "buyQuantity": f"{quote.bought_quantity.normalize():f}",
        "buyPrice": f"{quote.price:.8f}",
        "expireTimestamp": quote.expires,
        "message": venue.now(),
    }
    return {"success": True, "data": data}


def accept_quote(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = json_params(request)
    params.need("quoteId")
    number = params.integer("quoteId") or 0
    outcome = ACCEPTED if venue.converter.accept(account, number) else FAILED
    return {"success": True, "data": {"quoteId": number, "counterPartyId": "", "rftAccepted": outcome}}


def trade(venue: WooVenue, request: Request, account: Account | None) -> Any:
    """The trade of a quote, or the newest one."""
    assert account is not None
    number = Params(request.query).integer("quoteId")
    found = [quote for quote in venue.converter.trades(account) if number in (None, quote.id)]
    if not found:
        raise failure()
    return {"success": True, "data": _trade_row(found[0])}


def trades(venue: WooVenue, request: Request, account: Account | None) -> Any:
    assert account is not None
    params = Params(request.query)
    number, start, end = (params.integer(name) for name in ("quoteId", "startTime", "endTime"))
    found = [
        quote
        for quote in venue.converter.trades(account)
        if number in (None, quote.id)
        and (start is None or quote.traded >= start)
        and (end is None or quote.traded <= end)
    ]
    chosen, _meta = params.page(found)
    return {
        "success": True,
        "data": {"count": len(found), "tradeVos": [_trade_row(quote) for quote in chosen]},
    }


def _trade_row(quote: Quote) -> dict[str, Any]:
    return {
        "quoteId": quote.id,
        "buyAsset": quote.bought,
        "sellAsset": quote.sold,
        "buyAmount": quote.bought_quantity,
        "sellAmount": quote.sold_quantity,
        "tradeStatus": ACCEPTED,
        "createdTime": seconds(quote.traded),
    }
