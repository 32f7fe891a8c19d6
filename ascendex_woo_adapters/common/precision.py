"""ccxt's ``amount_to_precision`` and ``price_to_precision`` for the usual case, without detours.

ccxt's general function knows three ways to count digits and calls itself twice for a tick size.
"""

from __future__ import annotations

from decimal import Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ccxt.base.decimal_to_precision import NO_PADDING, TICK_SIZE

if TYPE_CHECKING:
    from ccxt.base.exchange import Exchange as _Base
else:
    _Base = object

#: Longer numbers reach the precision of ccxt's decimal context, which rounds them: ccxt's own business.
_MOST_DIGITS, _MOST_DECIMALS = 15, 12
_CONTEXT = Context(prec=40)
_remainder, _subtract, _add = _CONTEXT.remainder, _CONTEXT.subtract, _CONTEXT.add
_DIGITS = frozenset("0123456789.")


class _Tick(NamedTuple):
    size: Decimal
    half: Decimal


@lru_cache(maxsize=1024)
def _tick(size: float) -> _Tick | None:
    """A tick size as decimals; None if it is none or very fine."""
    exact = Decimal(str(size))
    if not exact.is_finite() or exact <= 0 or int(exact.as_tuple().exponent) < -_MOST_DECIMALS:
        return None
    return _Tick(exact, exact / 2)


def on_tick(value: Any, size: Any, rounded: bool) -> str | None:
    """A positive number cut (or rounded half up) to a multiple of ``size``; None where ccxt has to do it."""
    digits = str(value)
    if len(digits) > _MOST_DIGITS or size.__class__ is not float or not _DIGITS.issuperset(digits):
        return None
    tick = _tick(size)
    if tick is None or digits in ("", "."):
        return None
    number = Decimal(digits)
    over = _remainder(number, tick.size)
    if over:
        number = _subtract(number, over)
        if rounded and over >= tick.half:
            number = _add(number, tick.size)
    if not number:
        return None
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


class Precision(_Base):
    """Fast, result-equal precision helpers."""

    def amount_to_precision(self, symbol: Any, amount: Any) -> Any:
        """ccxt's ``amount_to_precision``: cut to the market's step."""
        if amount is not None and self.precisionMode == TICK_SIZE and self.paddingMode == NO_PADDING:
            cut = on_tick(amount, self.market(symbol)["precision"]["amount"], rounded=False)
            if cut is not None:
                return cut
        return super().amount_to_precision(symbol, amount)

    def price_to_precision(self, symbol: Any, price: Any) -> Any:
        """ccxt's ``price_to_precision``: rounded to the market's tick."""
        if price is not None and self.precisionMode == TICK_SIZE and self.paddingMode == NO_PADDING:
            rounded = on_tick(price, self.market(symbol)["precision"]["price"], rounded=True)
            if rounded is not None:
                return rounded
        return super().price_to_precision(symbol, price)
