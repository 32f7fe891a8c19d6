"""Public endpoints of AscendEX: contracts, prices, books, trades, bars and the server's own state.

https://ascendex.github.io/ascendex-futures-pro-api-v2/#market-data-public
https://ascendex.github.io/ascendex-pro-api/#market-data-public
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..server import Request
from ..trading.instruments import Instrument
from ..trading.model import Candle, Level, Side
from .assets import ASSETS, COLLATERALS
from .errors import INVALID_REQUEST_DATA, SYMBOL_ERROR, Refusal
from .wire import Fields, plain, rounded

if TYPE_CHECKING:
    from .venue import AscendexVenue

DAY_MS = 86_400_000

BARS = {
    "1": ("1m", 60_000),
    "5": ("5m", 300_000),
    "15": ("15m", 900_000),
    "30": ("30m", 1_800_000),
    "60": ("1h", 3_600_000),
    "120": ("2h", 7_200_000),
    "240": ("4h", 14_400_000),
    "360": ("6h", 21_600_000),
    "720": ("12h", 43_200_000),
    "1d": ("1d", DAY_MS),
    "1w": ("1w", 7 * DAY_MS),
    "1m": ("1mon", 30 * DAY_MS),
}
"""Bar name -> the engine's interval, length in ms. `1m` is a month, and its length indicative only."""
BARS_MAX = 500
BARS_DEFAULT = 10
TRADES_MAX = 100
DEPTH_MAX = 500

SEQUENCE_BASE = 1 << 57
SEQUENCE_STRIDE = 3
"""Sequence numbers of trades rise with gaps and are too large for a double."""

SOCKET_MESSAGES = {"auth": (800, 1000), "ping": (800, 1000), "pong": (800, 1000)}
SOCKET_MESSAGES |= {"sub": (150, 200), "unsub": (150, 200), "req": (10000, 10000)}
SOCKET_REQUESTS = {
    "place_order": (8000, 10000),
    "cancel_order": (8000, 10000),
    "cancel_all": (8000, 10000),
    "batch_place_order": (10000, 10000),
    "batch_cancel_order": (10000, 10000),
    "depth_snapshot": (400, 500),
    "depth_snapshot_top100": (400, 500),
    "market_trades": (10000, 10000),
    "balance": (10000, 10000),
    "open_order": (10000, 10000),
    "margin_risk": (10000, 10000),
    "futures_account_snapshot": (10000, 10000),
    "futures_open_orders": (10000, 10000),
}
"""Messages a minute at the first and the second threshold."""


def exchange_info(venue: AscendexVenue, request: Request) -> Any:
    fields = Fields.of_query(request)
    fields.need("requestTime")
    sent, received = fields.integer("requestTime", 0), venue.clock.now()
    return _ok({"requestTimeEcho": sent, "requestReceiveAt": received, "latency": received - sent})


def contracts(venue: AscendexVenue, request: Request) -> Any:
    return _ok([_contract(instrument) for instrument in venue.instruments])


def _contract(instrument: Instrument) -> dict[str, Any]:
    return {
        "symbol": instrument.symbol,
        "status": "NoTrading" if instrument.suspended else "Normal",
        "displayName": display_name(instrument),
        "settlementAsset": instrument.quote,
        "underlying": f"{instrument.base}/{instrument.quote}",
        "tradingStartTime": instrument.created,
        "priceFilter": {
            "minPrice": plain(instrument.price_min),
            "maxPrice": plain(instrument.price_max),
            "tickSize": plain(instrument.tick),
        },
        "lotSizeFilter": {
            "minQty": plain(instrument.quantity_min),
            "maxQty": plain(instrument.quantity_max),
            "lotSize": plain(instrument.step),
        },
        "marginRequirements": [
            {
                "positionNotionalLowerbound": plain(bracket.lower),
                "positionNotionalUpperbound": plain(bracket.upper),
                "initialMarginRate": plain(bracket.initial),
                "maintenanceMarginRate": plain(bracket.maintenance),
            }
            for bracket in instrument.brackets
        ],
    }


def display_name(instrument: Instrument) -> str:
    return f"{instrument.base}{instrument.quote}"


def collaterals(venue: AscendexVenue, request: Request) -> Any:
    return _ok(
        [
            {
                "asset": asset,
                "assetName": collateral.name,
                "conversionFactor": plain(collateral.conversion),
                "discountFactor": plain(collateral.discount),
                "displayName": asset,
                "statusCode": collateral.status,
            }
            for asset, collateral in COLLATERALS.items()
        ]
    )


def pricing_data(venue: AscendexVenue, request: Request) -> Any:
    prices = [{"asset": asset, "referencePrice": rounded(venue.engine.value(asset))} for asset in COLLATERALS]
    return _ok({"contracts": [_pricing(venue, i) for i in venue.instruments], "collaterals": prices})


def _pricing(venue: AscendexVenue, instrument: Instrument) -> dict[str, Any]:
    symbol = instrument.symbol
    funding = venue.engine.funding(symbol)
    return {
        "symbol": symbol,
        "time": venue.clock.now(),
        "fundingRate": rounded(funding.rate),
        "indexPrice": rounded(venue.engine.index(symbol)),
        "markPrice": rounded(venue.engine.mark(symbol)),
        "openInterest": rounded(venue.engine.open_interest(symbol)),
        "nextFundingTime": funding.next_time,
    }


def bar_info(venue: AscendexVenue, request: Request) -> Any:
    return _ok([{"name": name, "intervalInMillis": length} for name, (_, length) in BARS.items()])


def bars(venue: AscendexVenue, request: Request) -> Any:
    """`from` alone: up to 500 bars from there to `to`; `n` alone: the last n; both: whichever gives fewer."""
    fields = Fields.of_query(request)
    instrument = _instrument(venue, fields)
    fields.need("interval")
    name = fields.text("interval")
    if name not in BARS:
        raise Refusal(INVALID_REQUEST_DATA, f"Invalid parameter: interval {name}")
    start, last = fields.maybe_integer("from"), fields.integer("to", venue.clock.now())
    count = min(fields.integer("n", BARS_DEFAULT if start is None else BARS_MAX, low=1), BARS_MAX)
    candles = venue.engine.candles(instrument.symbol, BARS[name][0], end=last, limit=count)
    return _ok([_bar(instrument, name, c) for c in candles if start is None or c.start >= start])


def _bar(instrument: Instrument, name: str, candle: Candle) -> dict[str, Any]:
    return {
        "m": "bar",
        "s": instrument.symbol,
        "data": {
            "i": name,
            "ts": candle.start,
            "o": plain(candle.open),
            "c": plain(candle.close),
            "h": plain(candle.high),
            "l": plain(candle.low),
            "v": plain(candle.volume),
        },
    }


def ticker(venue: AscendexVenue, request: Request) -> Any:
    """One symbol gives an object; several, none, or a trailing comma give a list."""
    wanted = Fields.of_query(request).text("symbol")
    if not wanted:
        return _ok([_ticker(venue, i) for i in venue.instruments if not i.suspended])
    if "," not in wanted:
        return _ok(_ticker(venue, _known(venue, wanted)))
    return _ok([_ticker(venue, _known(venue, symbol)) for symbol in wanted.split(",") if symbol])


def old_ticker(venue: AscendexVenue, request: Request) -> Any:
    """The older endpoint of cash and futures, which says `volume` and tags futures as derivatives."""
    reply = ticker(venue, request)
    data = reply["data"]
    return _ok([_derivative(t) for t in data] if isinstance(data, list) else _derivative(data))


def _derivative(values: dict[str, Any]) -> dict[str, Any]:
    renamed = {("volume" if name == "baseVol" else name): value for name, value in values.items()}
    return renamed | {"type": "derivatives"}


def _ticker(venue: AscendexVenue, instrument: Instrument) -> dict[str, Any]:
    values = venue.engine.ticker(instrument.symbol)
    return {
        "symbol": instrument.symbol,
        "open": plain(values.open),
        "close": plain(values.last),
        "high": plain(values.high),
        "low": plain(values.low),
        "baseVol": plain(values.volume),
        "ask": _level(values.ask),
        "bid": _level(values.bid),
    }


def depth(venue: AscendexVenue, request: Request) -> Any:
    instrument = _instrument(venue, Fields.of_query(request))
    state, number = venue.sockets.book(instrument.symbol, "depth")
    data = {
        "seqnum": number,
        "ts": state.time,
        "asks": [_level(level) for level in state.levels("asks", DEPTH_MAX)],
        "bids": [_level(level) for level in state.levels("bids", DEPTH_MAX)],
    }
    return _ok({"m": "depth-snapshot", "symbol": instrument.symbol, "data": data})


def trades(venue: AscendexVenue, request: Request) -> Any:
    fields = Fields.of_query(request)
    instrument = _instrument(venue, fields)
    count = min(fields.integer("n", TRADES_MAX, low=1), TRADES_MAX)
    newest_first = venue.engine.trades(instrument.symbol, count)
    data = [
        {
            "seqnum": SEQUENCE_BASE + SEQUENCE_STRIDE * trade.id,
            "p": plain(trade.price),
            "q": plain(trade.quantity),
            "ts": trade.time,
            "bm": trade.side is Side.SELL,
        }
        for trade in reversed(newest_first)
    ]
    return _ok({"m": "trades", "symbol": instrument.symbol, "data": data})


def risk_limit_old(venue: AscendexVenue, request: Request) -> Any:
    limits = {"windowSizeInMinutes": 5, "maxNumRequests": 45, "maxSessionPerIp": 30}
    return _ok({"ip": _ip(request), "webSocket": {**limits, **_not_banned()}})


def risk_limit(venue: AscendexVenue, request: Request) -> Any:
    thresholds = {
        f"level{level + 1}{kind}Threshold": {name: values[level] for name, values in table.items()}
        for kind, table in (("Op", SOCKET_MESSAGES), ("Req", SOCKET_REQUESTS))
        for level in (0, 1)
    }
    limits = {"maxWebSocketSessionsPerIpAccountGroup": 20, "maxWebSocketSessionsPerIpTotal": 300}
    socket = {"status": _not_banned(), "limits": limits, "messageThreshold": thresholds}
    return _ok({"ip": _ip(request), "webSocket": socket})


def assets(venue: AscendexVenue, request: Request) -> Any:
    return _ok(
        [
            {
                "assetCode": code,
                "assetName": asset.name,
                "precisionScale": 9,
                "nativeScale": asset.native_scale,
                "blockChain": [
                    {
                        "chainName": chain.name,
                        "withdrawFee": chain.withdraw_fee,
                        "allowDeposit": True,
                        "allowWithdraw": True,
                        "minDepositAmt": "0.0",
                        "minWithdrawal": chain.min_withdrawal,
                        "numConfirmations": chain.confirmations,
                    }
                    for chain in asset.chains
                ],
            }
            for code, asset in ASSETS.items()
        ]
    )


def products(venue: AscendexVenue, request: Request) -> Any:
    """Spot and margin products: none, since only the futures side trades here."""
    return _ok([])


def _ip(request: Request) -> str:
    return Fields.of_query(request).text("ip") or request.ip


def _not_banned() -> dict[str, Any]:
    return {"isBanned": False, "bannedUntil": -1, "violationCode": 0, "reason": ""}


def _instrument(venue: AscendexVenue, fields: Fields) -> Instrument:
    fields.need("symbol")
    return _known(venue, fields.text("symbol"))


def _known(venue: AscendexVenue, symbol: str) -> Instrument:
    instrument = venue.engine.instrument(symbol)
    if instrument is None:
        raise Refusal(SYMBOL_ERROR, f"Unable to handle symbol {symbol}")
    return instrument


def _level(level: Level | None) -> list[str]:
    return [plain(level.price), plain(level.quantity)] if level else ["0", "0"]


def _ok(data: Any) -> dict[str, Any]:
    return {"code": 0, "data": data}
