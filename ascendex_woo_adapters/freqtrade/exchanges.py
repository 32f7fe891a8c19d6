"""What freqtrade has to know of the two venues. https://www.freqtrade.io/en/stable/exchanges/"""

from __future__ import annotations

import logging
from typing import Any

import ccxt
from freqtrade.constants import BuySell
from freqtrade.enums import MarginMode, PriceType, TradingMode
from freqtrade.exceptions import (
    ConfigurationError,
    InvalidOrderException,
    OperationalException,
    TemporaryError,
)
from freqtrade.exchange import Exchange
from freqtrade.exchange.common import retrier
from freqtrade.exchange.exchange_types import CcxtOrder, FtHas
from freqtrade.misc import deep_merge_dicts

__all__ = ["Ascendex", "Woo"]

logger = logging.getLogger(__name__)

_PRICE_TYPES = {PriceType.LAST: "last", PriceType.MARK: "mark", PriceType.INDEX: "index"}
_ISOLATED_AND_CROSS = [(TradingMode.FUTURES, MarginMode.ISOLATED), (TradingMode.FUTURES, MarginMode.CROSS)]


class _Venue(Exchange):
    """What both venues share: stop orders of the venue, and the margin of an account in cross mode."""

    _ft_has: FtHas = {
        "stoploss_on_exchange": True,
        "stop_price_param": "stopLossPrice",
        "stop_price_prop": "stopPrice",
        "stoploss_order_types": {"market": "market", "limit": "limit"},
        "order_time_in_force": ["GTC", "IOC", "FOK", "PO"],
        "trades_has_history": False,  # only the latest public trades can be asked for
        "ws_enabled": True,
    }
    _ft_has_futures: FtHas = {
        "stoploss_blocks_assets": False,  # stops of perpetuals only reduce
        "stop_price_type_field": "triggerPriceType",
        "mark_ohlcv_price": "futures",  # neither venue publishes candles of mark prices
    }

    def _refusal(self, error: Exception) -> Exception:
        """The error; the thread of the streams is ended, which would keep the process from ending."""
        self.close()
        return error

    def cancel_stoploss_order_with_result(self, order_id: str, pair: str, amount: float) -> CcxtOrder:
        """Cancel a stop; one that has ended meanwhile is read, as freqtrade does with other orders."""
        try:
            return super().cancel_stoploss_order_with_result(order_id, pair, amount)
        except InvalidOrderException:
            return self.fetch_stoploss_order(order_id, pair)

    def dry_run_liquidation_price(
        self,
        pair: str,
        open_rate: float,
        is_short: bool,
        amount: float,
        stake_amount: float,
        leverage: float,
        wallet_balance: float,
        open_trades: list[Any],
    ) -> float | None:
        """An estimate: where the equity falls to the maintenance margin.

        Isolated positions are freqtrade's own formula. In cross mode ``wallet_balance`` is the account's
        equity; the other positions count with their maintenance margin at their open rates.
        """
        if self.margin_mode is not MarginMode.CROSS:
            return super().dry_run_liquidation_price(
                pair, open_rate, is_short, amount, stake_amount, leverage, wallet_balance, open_trades
            )
        spare = wallet_balance
        for trade in open_trades:
            if trade.pair != pair:
                notional = trade.amount * trade.open_rate
                spare -= notional * self.get_maintenance_ratio_and_amt(trade.pair, notional)[0]
        rate, _ = self.get_maintenance_ratio_and_amt(pair, amount * open_rate)
        sign = -1 if is_short else 1
        return max(0.0, (open_rate - sign * spare / amount) / (1 - sign * rate))


class Ascendex(_Venue):
    """AscendEX Futures Pro v2: USDT perpetuals."""

    _ft_has: FtHas = {
        **_Venue._ft_has,
        "ohlcv_candle_limit": 500,
        "trades_limit": 100,
        "tickers_have_quoteVolume": False,
    }
    _ft_has_futures: FtHas = {
        **_Venue._ft_has_futures,
        "stop_price_type_value_mapping": _PRICE_TYPES,
    }

    _supported_trading_mode_margin_pairs = _ISOLATED_AND_CROSS

    def validate_trading_mode_and_margin_mode(
        self, trading_mode: TradingMode, margin_mode: MarginMode | None, allow_none_margin_mode: bool = False
    ) -> None:
        """Refuse spot, which freqtrade takes for granted everywhere."""
        if trading_mode is not TradingMode.FUTURES:
            raise self._refusal(
                ConfigurationError("AscendEX has futures only here: set trading_mode to 'futures'")
            )
        super().validate_trading_mode_and_margin_mode(trading_mode, margin_mode, allow_none_margin_mode)

    def additional_exchange_init(self) -> None:
        """Say what a dry run and a backtest leave out."""
        if self._config["dry_run"]:
            logger.warning(
                "AscendEX publishes no history of funding rates: dry runs and backtests pay no funding, "
                "unless the configuration has a futures_funding_rate for backtests."
            )

    async def _fetch_funding_rate_history(self, *args: Any, **kwargs: Any) -> list[list[Any]]:
        """No rates: the venue publishes none."""
        return []


class Woo(_Venue):
    """WOO X: spot and USDT perpetuals."""

    _ft_has: FtHas = {
        **_Venue._ft_has,
        "stoploss_query_requires_stop_flag": True,  # algo orders have ids and endpoints of their own
        "ohlcv_candle_limit": 1000,
        "trades_limit": 500,
        "exchange_has_overrides": {"fetchTickers": False},  # the venue has them for perpetuals only
    }
    _ft_has_futures: FtHas = {
        **_Venue._ft_has_futures,
        "stop_price_type_value_mapping": {
            kind: name for kind, name in _PRICE_TYPES.items() if kind is not PriceType.INDEX
        },
        "tickers_have_bid_ask": False,
        "tickers_have_price": False,  # those of perpetuals have no bid and no ask
        "exchange_has_overrides": {"fetchTickers": True, "fetchLeverageTiers": True},
    }

    _supported_trading_mode_margin_pairs = [(TradingMode.SPOT, MarginMode.NONE), *_ISOLATED_AND_CROSS]

    @property
    def _ccxt_config(self) -> dict[str, Any]:
        """Orders and leverage of perpetuals carry the margin mode: the venue has no switch for it."""
        config = super()._ccxt_config
        if self.trading_mode is TradingMode.FUTURES:
            config = deep_merge_dicts({"options": {"defaultMarginMode": self.margin_mode.value}}, config)
        return config

    def additional_exchange_init(self) -> None:
        """Refuse an account in hedge mode: freqtrade's positions are net ones."""
        if self._config["dry_run"] or self.trading_mode is not TradingMode.FUTURES:
            return
        try:
            hedged = self._is_hedged()
        except TemporaryError as error:
            raise self._refusal(error) from None
        if hedged:
            raise self._refusal(
                OperationalException(
                    "WOO X: the account is in hedge mode. Switch it to one-way mode (with no position open): "
                    "freqtrade does not know hedged positions."
                )
            )

    @retrier
    def _is_hedged(self) -> bool:
        try:
            return bool(self._api.fetch_position_mode()["hedged"])
        except ccxt.BaseError as error:
            raise TemporaryError(f"Could not read the position mode. Message: {error}") from error

    def _lev_prep(self, pair: str, leverage: float, side: BuySell, accept_fail: bool = False) -> None:
        """Set the leverage where a position begins.

        freqtrade does it for stops and additions too (it accepts failure there), which find it set: the
        venue takes ten such requests a minute.
        """
        if not accept_fail:
            super()._lev_prep(pair, leverage, side)

    def get_leverage_tiers(self) -> dict[str, list[dict[str, Any]]]:
        """One tier a market, of its base rates.

        The venue publishes no tiers: its margin rates rise with the size of the position. Large positions
        have less leverage, and are liquidated earlier, than this says.
        """
        return {
            symbol: [
                {
                    "minNotional": 0.0,
                    "maxNotional": None,
                    "maintenanceMarginRate": float(_base_rate(market["info"])),
                    "maxLeverage": market["limits"]["leverage"]["max"],
                }
            ]
            for symbol, market in self.markets.items()
            if self.market_is_future(market)
        }


def _base_rate(row: dict[str, Any]) -> Any:
    """The maintenance margin rate of a perpetual's description, as either generation names it."""
    return row["baseMMR"] if "baseMMR" in row else row["base_mmr"]
