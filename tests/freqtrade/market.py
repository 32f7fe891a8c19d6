"""What freqtrade says of a venue's markets, against what the simulated venue has."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from ascendex_woo_adapters import ascendex, woo
from ascendex_woo_adapters.simulator.server import Venue
from tests.freqtrade.books import Row, exact
from tests.freqtrade.bot import EXAMPLES, Bot

COINS = ("BTC", "LTC")
"""Downloaded and backtested."""
DAYS = 2
LEAST_TRADES = 10
LARGEST = 5
TIMEFRAMES = {"woo": list(woo().timeframes), "ascendex": list(ascendex().timeframes)}
SLIPPAGE = Decimal("0.002")
"""How far a fill may lie beyond the candles around it, which are those of the mid price."""


class Disagreement(Exception):
    """freqtrade and the venue say different things."""


def check_commands(
    bot: Bot, launched: Bot, venue: Venue, spot: bool, say: Callable[[str], None]
) -> dict[str, Any]:
    """Run each command. Raises Disagreement, or BotError where a command fails."""
    say("list-exchanges")
    listed = launched.run("list-exchanges", "--one-column", configured=False).split()
    _same("list-exchanges", sorted({"woo", "ascendex"} & set(listed)), ["ascendex", "woo"])
    say("list-markets, list-timeframes, test-pairlist")
    instruments = [one for one in venue.engine.instruments.values() if not one.suspended]
    markets = json.loads(bot.run("list-markets", "--print-json"))
    _same(
        "list-markets",
        sorted(_symbol(venue, pair) for pair in markets),
        sorted(i.symbol for i in instruments),
    )
    _same("list-timeframes", bot.run("list-timeframes", "--one-column").split(), TIMEFRAMES[venue.id])
    own = [one.symbol for one in instruments if one.is_perp is not spot]
    own.sort(key=lambda symbol: venue.engine.ticker(symbol).amount, reverse=True)
    ranked_by = "tickers" if venue.id == "woo" and not spot else "candles"
    volume = EXAMPLES / f"volume-by-{ranked_by}.json"
    pairs = json.loads(bot.run("test-pairlist", "--print-json", "--config", str(volume)))
    _same("VolumePairList", [_symbol(venue, pair) for pair in pairs], own[:LARGEST])
    candles, rates = _data(bot, venue, spot, say)
    say("backtesting")
    return {
        "markets": len(markets),
        "candles": candles,
        "funding rates": rates,
        "round trips": _backtest(launched, bot, venue, spot),
    }


def _pairs(spot: bool) -> list[str]:
    return [f"{coin}/USDT" if spot else f"{coin}/USDT:USDT" for coin in COINS]


def _data(bot: Bot, venue: Venue, spot: bool, say: Callable[[str], None]) -> tuple[int, int]:
    """Download candles, their substitute for mark candles, and funding rates; all equal the venue's."""
    say(f"download-data of {DAYS} days")
    first = datetime.now(timezone.utc) - timedelta(days=DAYS)
    arguments = ["--timerange", f"{first:%Y%m%d}-", "--data-format-ohlcv", "json", "--pairs", *_pairs(spot)]
    bot.run("download-data", *arguments, "--timeframes", "1m", "1h")
    folder = bot.folder / "data" / venue.id / ("" if spot else "futures")
    candles = rates = 0
    for pair in _pairs(spot):
        symbol, name = _symbol(venue, pair), re.sub("[/:]", "_", pair)
        for interval in ("1m", "1h"):
            rows = json.loads((folder / f"{name}-{interval}{'' if spot else '-futures'}.json").read_text())
            start, end = rows[0][0], rows[-1][0]
            bars = venue.engine.candles(symbol, interval, start=start, end=end, limit=len(rows) + 1)
            want = [(bar.start, bar.open, bar.high, bar.low, bar.close, bar.volume) for bar in bars]
            have = [(row[0], *map(exact, row[1:6])) for row in rows]
            _same_rows(f"candles {symbol} {interval}", have, want)
            candles += len(rows)
        if not spot and venue.id == "woo":
            rows = json.loads((folder / f"{name}-1h-funding_rate.json").read_text())
            settled = venue.engine.funding_history(symbol, rows[0][0], rows[-1][0])[::-1]
            have = [(row[0], exact(row[1])) for row in rows]
            _same_rows(f"funding rates {symbol}", have, [(one.time, one.rate) for one in settled])
            rates += len(rows)
    return candles, rates


def _backtest(launched: Bot, bot: Bot, venue: Venue, spot: bool) -> int:
    """The launcher tests the example's strategy on what was downloaded; entries are at the candles' opens."""
    arguments = ["--datadir", str(bot.folder / "data" / venue.id), "--data-format-ohlcv", "json"]
    launched.run("backtesting", *arguments, "--pairs", *_pairs(spot), "--cache", "none")
    results = launched.folder / "backtest_results"
    last = json.loads((results / ".last_result.json").read_text())["latest_backtest"]
    with zipfile.ZipFile(results / last) as packed:
        found = json.loads(packed.read(last.replace(".zip", ".json")))
    trades = found["strategy"]["OneMinute"]["trades"]
    if len(trades) < LEAST_TRADES:
        raise Disagreement(f"backtesting: {len(trades)} trades only")
    for trade in trades:
        [bar] = venue.engine.candles(
            _symbol(venue, trade["pair"]), "1m", start=trade["open_timestamp"], limit=1
        )
        _same(f"backtest's entry into {trade['pair']}", exact(trade["open_rate"]), bar.open)
    return len(trades)


def check_dry_fills(venue: Venue, orders: Sequence[Row]) -> list[str]:
    """What is wrong with a dry run's orders: prices that the market did not have."""
    wrong = []
    for row in orders:
        if not row["filled"]:
            continue
        time = int(datetime.fromisoformat(f"{row['order_date']}+00:00").timestamp() * 1000)
        start = time // 60_000 * 60_000 - 60_000
        bars = venue.engine.candles(_symbol(venue, row["ft_pair"]), "1m", start=start, limit=5)
        low, high = min(bar.low for bar in bars), max(bar.high for bar in bars)
        price = exact(row["average"] or row["price"])
        if not low * (1 - SLIPPAGE) <= price <= high * (1 + SLIPPAGE):
            wrong.append(f"{row['order_id']}: filled at {price}, the market was at {low} to {high}")
    return wrong


def _symbol(venue: Venue, pair: str) -> str:
    """The venue's name of freqtrade's pair: 'LTC/USDT', 'LTC/USDT:USDT'."""
    coin = pair.split("/")[0]
    if venue.id == "ascendex":
        return f"{coin}-PERP"
    return f"PERP_{coin}_USDT" if ":" in pair else f"SPOT_{coin}_USDT"


def _same(name: str, have: Any, want: Any) -> None:
    if have != want:
        raise Disagreement(f"{name}: freqtrade says {have}, the venue {want}")


def _same_rows(name: str, have: Sequence[Any], want: Sequence[Any]) -> None:
    _same(f"number of {name}", len(have), len(want))
    for one, other in zip(have, want, strict=True):
        _same(name, one, other)
