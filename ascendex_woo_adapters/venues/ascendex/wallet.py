"""Margin changes, transfers, funding payments and the record of balance changes: builders and parsers.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#transfer and
https://ascendex.github.io/ascendex-futures-pro-api-v2/#futures-order-and-balance-detail
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal, InvalidOperation
from typing import Any

from ccxt.base.errors import BadRequest, BadResponse

from ascendex_woo_adapters.common.adapter import Call
from ascendex_woo_adapters.common.errors import excerpt
from ascendex_woo_adapters.common.numbers import ZERO, decimal, ms, text
from ascendex_woo_adapters.common.structures import EXACT, quotient
from ascendex_woo_adapters.venues.ascendex.enums import (
    ACCOUNTS,
    LEDGER_TYPES,
    MOST_CHANGES,
    MOST_PAYMENTS,
    ORDER_TYPES,
    SIDES,
    SNAPSHOT_DAYS,
    TAKER_OR_MAKER,
)
from ascendex_woo_adapters.venues.ascendex.market_data import MarketData

DAY_MS = 86_400_000

#: Balances, and so the amounts in their record, have nine decimals where nothing else is said.
_UNIT = Decimal("1e-9")


class Wallet(MarketData):
    """What moves money, and what tells where it went."""

    #: Day -> the sequence number that its balance changes follow.
    _snapshots: dict[tuple[str, str], int]

    def after_construct(self, *given: Any) -> None:
        """ccxt's hook at the end of the constructor."""
        super().after_construct(*given)
        self._snapshots = {}

    # margin and transfers ------------------------------------------------------------------------

    def _change_margin_request(self, method: str, market: Any, amount: Any, sign: str, rest: Any) -> Call:
        """A positive amount adds to the margin of an isolated position, a negative one takes from it."""
        request = {
            "symbol": market["id"],
            "amount": sign + self._amount_text(method, market["settle"], amount),
        }
        return Call("v2_private_accountgroup_post_futures_isolated_position_margin", {**request, **rest})

    def parse_margin_modification(self, data: Any, market: Any = None) -> Any:
        """A change of an isolated position's margin; the reply says that it was made and no more."""
        return {
            "info": data,
            "symbol": market["symbol"],
            "type": None,
            "marginMode": "isolated",
            "amount": None,
            "total": None,
            "code": market["settle"],
            "status": "ok",
            "timestamp": None,
            "datetime": None,
        }

    def _transfer_request(
        self, code: Any, amount: Any, source: Any, target: Any, params: dict[str, Any]
    ) -> Call:
        """A transfer from the cash account to the futures account or back."""
        between = (ACCOUNTS.get(str(source).lower()), ACCOUNTS.get(str(target).lower()))
        if between not in (("cash", "futures"), ("futures", "cash")):
            raise self._not_supported(f"a transfer from {source!r} to {target!r}", "spot and swap only")
        request = {"asset": self.currency(code)["id"], "amount": self._amount_text("transfer", code, amount)}
        if between[0] == "cash":
            return Call("v2_private_accountgroup_post_futures_transfer_deposit", {**request, **params})
        return Call("v2_private_accountgroup_post_futures_transfer_withdraw", {**request, **params})

    def parse_transfer(self, transfer: Any, currency: Any = None) -> Any:
        """A transfer; the reply says that it was made and no more."""
        return {
            "info": transfer,
            "id": None,
            "timestamp": None,
            "datetime": None,
            "currency": None if currency is None else currency["code"],
            "amount": None,
            "fromAccount": None,
            "toAccount": None,
            "status": "ok",
        }

    def _amount_text(self, method: str, code: str, amount: Any) -> str:
        """An amount as it leaves: cut to the decimals of internal balances, never more than was asked for."""
        number = decimal(amount)
        cut = None if number is None else _cut(number, self._unit_of(code))
        if cut is None or cut <= 0:
            raise BadRequest(f"{self.id} {method}() amount must be a positive number, not {amount!r}")
        return text(cut) or ""

    def _unit_of(self, code: str) -> Decimal:
        """The smallest internal amount of a currency; its ``precision`` is that of transfers over a chain."""
        asset = self.currency(code)["info"].get("asset") or {}
        decimals = self.safe_integer(asset, "precisionScale")
        return _UNIT if decimals is None else Decimal(1).scaleb(-decimals)

    # funding payments ----------------------------------------------------------------------------

    def _fetch_funding_payments_request(self, market: Any, page: int, params: dict[str, Any]) -> Call:
        """A page of payments, newest first. The filter takes the name that the venue shows, BTCUSDT."""
        request: dict[str, Any] = {"page": page, "pageSize": MOST_PAYMENTS}
        if market is not None:
            request["symbol"] = market["info"].get("displayName") or market["id"]
        return Call("v2_private_accountgroup_get_futures_funding_payments", {**request, **params})

    def parse_income(self, info: Any, market: Any = None) -> Any:
        """A funding payment: positive is received, negative is paid."""
        market = self._market_of(info.get("symbol"), market)
        timestamp, amount = ms(info.get("timestamp")), self.parse_number(info.get("paymentInUSDT"))
        if timestamp is None or amount is None:
            raise BadResponse(f"{self.id} answered with a payment that cannot be read: {excerpt(info)}")
        return {
            "info": info,
            "symbol": market["symbol"],
            "code": "USDT",
            "timestamp": timestamp,
            "datetime": self.iso8601(timestamp),
            "id": None,
            "amount": amount,
            "rate": self.parse_number(info.get("fundingRate")),
        }

    # the record of balance changes ---------------------------------------------------------------

    def _day_of(self, since: Any) -> str:
        """The day whose changes are read first; without ``since`` yesterday's."""
        now = self.milliseconds()
        start = now - DAY_MS if since is None else min(int(since), now)
        return max(self._day(start), self._oldest_day())

    def _oldest_day(self) -> str:
        """The first day that the record surely tells of."""
        return self._day(self.milliseconds() - (SNAPSHOT_DAYS - 1) * DAY_MS)

    def _day(self, time: int) -> str:
        return str(self.iso8601(time))[:10]

    def _fetch_snapshot_request(self, day: str) -> Call:
        return Call("v1_private_data_get_futures_balance_snapshot", {"date": day})

    def _parse_snapshot(self, response: Any) -> int:
        """The sequence number of a snapshot."""
        meta = response.get("meta") if isinstance(response, dict) else None
        number = meta.get("sn") if isinstance(meta, dict) else None
        if not isinstance(number, int):
            raise BadResponse(f"{self.id} answered without a sequence number: {excerpt(response)}")
        return number

    def _remember_snapshot(self, day: str, number: int) -> None:
        """Keep the number of a day, which never changes; of the oldest days none is kept."""
        while len(self._snapshots) > SNAPSHOT_DAYS:
            self._snapshots.pop(min(self._snapshots, key=lambda key: key[1]))
        self._snapshots[self.apiKey, day] = number

    def _fetch_changes_request(self, first: int, params: dict[str, Any]) -> Call:
        return Call(
            "v1_private_data_get_futures_balance_history", {"sn": first, "limit": MOST_CHANGES, **params}
        )

    def _parse_changes(self, response: Any) -> list[dict[str, Any]]:
        """Fills and other events of a page by sequence number."""
        rows: list[dict[str, Any]] = []
        for key in ("order", "balance"):
            listed = response.get(key) if isinstance(response, dict) else None
            rows += self._rows({"data": listed if listed is not None else []})
        if not all(isinstance(row.get("sn"), int) for row in rows):
            raise BadResponse(
                f"{self.id} answered with balance changes that cannot be read: {excerpt(response)}"
            )
        if not isinstance(response, dict) or "meta" not in response:
            raise BadResponse(f"{self.id} answered without balance changes: {excerpt(response)}")
        return sorted(rows, key=lambda row: row["sn"])

    def parse_ledger_entry(self, item: Any, currency: Any = None) -> Any:
        """The entries of a change, one for every amount of money in it.

        ``account`` is ``futures`` for what changes a collateral; the reference cost of a contract, in which
        the venue books fees and funding until they are settled, goes under the contract's symbol and has no
        balance.
        """
        timestamp = ms(item.get("transactTime"))
        entries = []
        left: dict[str, Any] = {}  # several changes of an asset tell one balance: that after the last
        changes = self._rows({"data": item.get("data")})
        assets = {str(change.get("asset")) for change in changes}
        for number, change in reversed(list(enumerate(changes, 1))):
            asset, amount = str(change.get("asset")), decimal(change.get("deltaQty"))
            kind, market = self._booking_of(asset, assets)
            if kind == "position":
                continue
            after = None if market is not None else left.get(asset, decimal(change.get("curBalance")))
            if amount is None:
                raise BadResponse(f"{self.id} answered with a change that cannot be read: {excerpt(item)}")
            before = left[asset] = None if after is None else EXACT.subtract(after, amount)
            reason = str(change.get("dataType") or item.get("eventType"))
            entries.append(
                {
                    "id": f"{item.get('sn')}-{number}",
                    "timestamp": timestamp,
                    "datetime": self.iso8601(timestamp),
                    "direction": "out" if amount < 0 else "in",
                    "account": "futures" if market is None else market["symbol"],
                    "referenceId": item.get("orderId"),
                    "referenceAccount": None,
                    "type": LEDGER_TYPES.get(reason, reason),
                    "currency": self._currency_code(asset) if market is None else _settled_in(market),
                    "amount": self.parse_number(text(abs(amount))),
                    "before": self.parse_number(text(before)),
                    "after": self.parse_number(text(after)),
                    "status": "ok",
                    "fee": None,
                    "info": item,
                }
            )
        return entries[::-1]

    def _booking_of(self, asset: str, beside: Collection[str]) -> tuple[str, Any]:
        """What an asset of the record stands for: ``BTCP`` a position, ``BTCPC`` its cost, else a currency.

        ``beside`` are the assets of the same change: a position and its cost change together.
        """
        currencies: Any = self.currencies_by_id
        known = bool(currencies) and asset in currencies
        for suffix, kind in (("PC", "cost"), ("P", "position")):
            if asset.endswith(suffix) and (not known or f"{asset}C" in beside):
                return kind, self._market_of(f"{asset.removesuffix(suffix)}-PERP", None)
        return "currency", None

    def parse_trade(self, trade: Any, market: Any = None) -> Any:
        """A public trade, or a fill of the record of balance changes."""
        if "transactTime" in trade:
            return self._parse_fill(trade, market)
        return super().parse_trade(trade, market)

    def _parse_fill(self, fill: Any, market: Any) -> Any:
        """A fill: its price is what it cost by what it moved, which is on the tick but for rounding."""
        moved: Decimal | None = None
        cost: Decimal | None = None
        fee: Decimal | None = None
        currency = None
        changes = self._rows({"data": fill.get("data")})
        assets = {str(change.get("asset")) for change in changes}
        for change in changes:
            asset, amount = str(change.get("asset")), decimal(change.get("deltaQty"))
            kind, traded = self._booking_of(asset, assets)
            market = traded if traded is not None else market
            if amount is None:
                continue
            if change.get("dataType") == "fee":
                fee = EXACT.subtract(fee or ZERO, amount)
                currency = self._currency_code(asset) if traded is None else _settled_in(traded)
            elif kind == "position":
                moved = EXACT.add(moved or ZERO, abs(amount))
            elif kind == "cost":
                cost = EXACT.add(cost or ZERO, abs(amount))
        side = SIDES.get(fill.get("side"))
        if not moved or cost is None or market is None or side is None:
            raise BadResponse(f"{self.id} answered with a fill that cannot be read: {excerpt(fill)}")
        timestamp = ms(fill.get("transactTime"))
        return self.safe_trade(
            {
                "id": str(fill.get("sn")),
                "order": fill.get("orderId"),
                "timestamp": timestamp,
                "datetime": self.iso8601(timestamp),
                "symbol": market["symbol"],
                "type": ORDER_TYPES.get(str(fill.get("orderType"))),
                "side": side,
                "takerOrMaker": TAKER_OR_MAKER.get(str(fill.get("liquidityInd"))),
                "price": text(self._fill_price(market, moved, cost)),
                "amount": text(moved),
                "cost": text(cost),
                "fee": None if fee is None else {"cost": text(fee), "currency": currency},
                "info": fill,
            },
            market,
        )

    def _fill_price(self, market: Any, moved: Decimal, cost: Decimal) -> Decimal:
        exact = EXACT.divide(cost, moved)
        if market["precision"]["price"] is None:
            return exact
        on_tick = decimal(self.price_to_precision(market["symbol"], text(quotient(cost, moved))))
        if on_tick is not None and abs(EXACT.subtract(EXACT.multiply(on_tick, moved), cost)) <= _UNIT:
            return on_tick
        return exact


def _cut(number: Decimal, unit: Decimal) -> Decimal | None:
    """A number cut to a multiple of a power of ten; None if it has more digits than anything has."""
    try:
        return EXACT.quantize(number, unit)
    except InvalidOperation:
        return None


def _settled_in(market: Any) -> str:
    """The currency of a contract's cost, also of a contract that is not listed any more."""
    return market["settle"] or "USDT"
