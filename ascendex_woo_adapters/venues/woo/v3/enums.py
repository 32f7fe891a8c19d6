"""Names that only generation V3 uses. https://developer.woox.io/api-reference"""

from __future__ import annotations

#: Side of an order or a fill -> ccxt side. In hedge mode fills say what they did to which position.
SIDES = {
    "BUY": "buy",
    "SELL": "sell",
    "OPEN LONG": "buy",
    "OPEN SHORT": "sell",
    "CLOSE LONG": "sell",
    "CLOSE SHORT": "buy",
}
