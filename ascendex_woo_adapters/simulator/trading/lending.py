"""Loans for spot orders: what may be borrowed, what is due for it every hour, and how they are called in."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from .core import locked
from .instruments import Instrument
from .ledger import CENT, Account
from .model import ZERO, Credit, EngineError, InterestRow, Kind, PlaceRequest, Reason, Side, Status
from .playback import LIQUIDATION, Playback

HOUR_MS = 3_600_000
SETTLED = "USDT"
"""What debts are settled in."""


class Lending(Playback):
    """Accounts with a `Credit` may hold less than nothing of some assets."""

    _accounting: frozenset[str] = frozenset()
    """Accounts whose interest is charged at the next full hour."""

    @locked
    def set_credit(self, account: Account, credit: Credit | None) -> None:
        """Change what an account may borrow.

        Raises EngineError: POSITION_OPEN when there are positions, orders or debts while credit begins or
        ends, MARGIN when the debts are too high for a new leverage.
        """
        self._ring()
        debts = any(balance.total < 0 for balance in account.balances.values()) or any(account.owed.values())
        if (credit is None) is not (account.credit is None) and (
            debts or account.open_orders or any(account.held())
        ):
            raise EngineError(Reason.POSITION_OPEN)
        old, account.credit = account.credit, credit
        if credit is not None and self.ledger.summary(account).free == 0 and debts:
            account.credit = old
            raise EngineError(Reason.MARGIN)

    @locked
    def spendable(self, account: Account, asset: str) -> Decimal:
        """What a spot order may pay: what is there, and what may be borrowed."""
        return self._spendable(account, asset)

    @locked
    def repay_interest(self, account: Account, asset: str, amount: Decimal) -> None:
        """Pay interest out of the balance.

        Raises EngineError: PARAM when nothing is owed, QUANTITY_HIGH for more than that, FUNDS.
        """
        owed = account.owed.get(asset, ZERO)
        if not owed:
            raise EngineError(Reason.PARAM, "nothing is owed", field="token")
        if amount > owed:
            raise EngineError(Reason.QUANTITY_HIGH, amount=amount, owed=owed)
        if asset not in account.balances or amount > account.balances[asset].free:
            raise EngineError(Reason.FUNDS, asset=asset, needed=amount)
        self._repay(account, asset, amount, "REPAY")

    def _repay(self, account: Account, asset: str, amount: Decimal, kind: str) -> None:
        account.owed[asset] -= amount
        self.ledger.book(account, "interest", "INTEREST", asset, -amount)
        self._note_interest(account, kind, asset, amount, ZERO, ZERO)

    def _note_interest(
        self, account: Account, kind: str, asset: str, quantity: Decimal, interest: Decimal, loan: Decimal
    ) -> None:
        row = InterestRow(self.now(), kind, asset, quantity, interest, loan)
        account.interest_rows.append(row)

    def _booked(self, account: Account, asset: str) -> None:
        super()._booked(account, asset)
        if account.balances[asset].total < 0 and account.credit is not None:
            self._schedule(account)

    def _schedule(self, account: Account) -> None:
        if account.name in self._accounting:
            return
        self._accounting |= {account.name}
        self._alarms.add((self.now() // HOUR_MS + 1) * HOUR_MS, self._accrual(account))

    def _accrual(self, account: Account) -> Callable[[], None]:
        def accrue() -> None:
            self._accounting -= {account.name}
            for asset in list(account.balances):
                self._charge(account, asset)
            self._call_in(account)
            if any(account.owed.values()) or any(b.total < 0 for b in account.balances.values()):
                self._schedule(account)

        return accrue

    def _charge(self, account: Account, asset: str) -> None:
        """One hour's interest; what is there again pays for what is owed."""
        balance, credit = account.balances[asset], account.credit
        if balance.total < 0 and credit is not None:
            loan = -balance.total
            interest = (loan * credit.hourly_rate).quantize(CENT, ROUND_UP)
            account.owed[asset] += interest
            self._note_interest(account, "LOAN", asset, account.owed[asset], interest, loan)
        due = min(account.owed.get(asset, ZERO), balance.free)
        if due > 0:
            self._repay(account, asset, due, "AUTO_REPAY")

    def _call_in(self, account: Account) -> None:
        """Trade back what is owed once the equity is below the maintenance margin."""
        summary, credit = self.ledger.summary(account), account.credit
        if credit is None or summary.equity >= summary.maintenance:
            return
        for order in list(account.open_orders.values()):
            self._finish(order, Status.CANCELLED, "LIQUIDATION")
        for side in (Side.SELL, Side.BUY):
            for instrument in list(self.instruments.values()):
                if not instrument.is_perp and instrument.base in credit.assets:
                    self._trade_back(account, instrument, side)
        left = account.balances[SETTLED]
        self.ledger.book(account, "insurance", "LIQUIDATION", SETTLED, max(ZERO, -left.total))

    def _trade_back(self, account: Account, instrument: Instrument, side: Side) -> None:
        """Sell what there is of a token, or buy what is owed of it and the fee for that."""
        total = account.balances[instrument.base].total if instrument.base in account.balances else ZERO
        wanted = total if side is Side.SELL else -total / (1 - instrument.taker_fee)
        quantity = wanted.quantize(instrument.step, ROUND_DOWN if side is Side.SELL else ROUND_UP)
        if quantity > 0:
            request = PlaceRequest(instrument.symbol, side, Kind.MARKET, quantity, venue=LIQUIDATION)
            self._force(account, self._live(instrument.symbol), request)
