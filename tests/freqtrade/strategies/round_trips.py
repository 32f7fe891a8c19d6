"""Trades without reason and quickly, so that a run of a minute has many round trips.

The configuration's ``round_trips`` says how: ``hold`` seconds a position is held, ``stopped`` lists the pairs
whose positions leave through a tight stop-loss on the exchange only, ``stop_ratio`` is that stop's distance,
``finish`` is a file: once it exists nothing is entered any more, and all that is open is closed.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from freqtrade.persistence import PairLocks, Trade
from freqtrade.strategy import IStrategy
from pandas import DataFrame


class RoundTrips(IStrategy):
    """In at once, out after some seconds; in futures every other pair short."""

    INTERFACE_VERSION = 3
    timeframe = "1m"
    startup_candle_count = 5
    minimal_roi = {"0": 10}
    stoploss = -0.2
    use_custom_stoploss = True
    process_only_new_candles = False  # otherwise a candle's signal counts once

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        self._ways: dict[str, Any] = config["round_trips"]
        self._finish = Path(self._ways["finish"])
        self._futures = self.can_short = config["trading_mode"] == "futures"

    def _short(self, pair: str) -> bool:
        return self._futures and self.config["exchange"]["pair_whitelist"].index(pair) % 2 == 1

    def bot_loop_start(self, current_time: datetime, **kwargs: Any) -> None:
        for pair in self.config["exchange"]["pair_whitelist"]:
            # after a trade freqtrade waits for the next candle
            PairLocks.unlock_pair(pair, side="short" if self._short(pair) else "long")

    def populate_indicators(self, dataframe: DataFrame, metadata: dict[str, Any]) -> DataFrame:
        return dataframe

    def populate_entry_trend(self, dataframe: DataFrame, metadata: dict[str, Any]) -> DataFrame:
        dataframe["enter_short" if self._short(metadata["pair"]) else "enter_long"] = 1
        return dataframe

    def populate_exit_trend(self, dataframe: DataFrame, metadata: dict[str, Any]) -> DataFrame:
        return dataframe

    def confirm_trade_entry(self, pair: str, *args: Any, **kwargs: Any) -> bool:
        return not self._finish.exists()

    def leverage(self, pair: str, *args: Any, **kwargs: Any) -> float:
        return 3.0

    def custom_exit(self, pair: str, trade: Trade, current_time: datetime, *args: Any, **kwargs: Any) -> Any:
        if self._finish.exists():
            return "finish"
        if pair in self._ways["stopped"] or trade.date_last_filled_utc is None:
            return None
        held = (current_time - trade.date_last_filled_utc).total_seconds()
        return "held" if held >= self._ways["hold"] else None

    def custom_stoploss(
        self,
        pair: str,
        trade: Trade,
        current_time: datetime,
        current_rate: float,
        current_profit: float,
        after_fill: bool,
        **kwargs: Any,
    ) -> float | None:
        if pair not in self._ways["stopped"]:
            return None
        return float(self._ways["stop_ratio"]) * trade.leverage
