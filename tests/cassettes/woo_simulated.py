"""WOO X, the legacy generation, as the simulator answers: whole lists, orders of every state, refusals.

https://docs.woox.io/
"""

from __future__ import annotations

from typing import Any

from ccxt.base.errors import InsufficientFunds, OrderNotFound

from tests.cassettes.cases import NOW, Case, Stage

BTC, ETH, BTC_SWAP, ETH_SWAP = "BTC/USDT", "ETH/USDT", "BTC/USDT:USDT", "ETH/USDT:USDT"
DAY_MS = 86_400_000

#: Order and trade ids of a fresh simulator.
FIRST_ORDER, FIRST_TRADE = "60000000000", "300000000"


def _resting(stage: Stage) -> None:
    """A limit order far from the market."""
    stage.exchange.create_order(BTC_SWAP, "limit", "buy", 0.01, 80000, {"clientOrderId": "1001"})


def _several(stage: Stage) -> None:
    """A filled, a canceled and an open order."""
    trade = stage.exchange
    trade.create_order(BTC_SWAP, "market", "buy", 0.02, None, {"clientOrderId": "1001"})
    stage.pass_time(1000)
    placed = trade.create_order(BTC_SWAP, "limit", "buy", 0.01, 80000, {"clientOrderId": "1002"})
    stage.pass_time(1000)
    trade.cancel_order(placed["id"], BTC_SWAP)
    stage.pass_time(1000)
    trade.create_order(BTC_SWAP, "limit", "sell", 0.01, 110000, {"clientOrderId": "1003"})


def _both_sides(stage: Stage) -> None:
    """A long and a short position."""
    stage.exchange.create_order(BTC_SWAP, "market", "buy", 0.02, None, {"clientOrderId": "1001"})
    stage.exchange.create_order(ETH_SWAP, "market", "sell", 0.5, None, {"clientOrderId": "1002"})


def _margin_mode(stage: Stage) -> None:
    """The account trades spot on margin."""
    stage.exchange.v1_private_post_client_account_mode({"account_mode": "MARGIN"})


def _orders(**case: Any) -> Case:
    return Case(scene=_several, lead_ms=5000, **case)


_ACKNOWLEDGED = {"info.status": "status"}
_NO_ID = {"id": "the acknowledgement names no order"}
_PLACED = {
    "id": "order_id",
    "clientOrderId": "client_order_id",
    "price": "order_price",
    "amount": "order_quantity",
    "reduceOnly": "reduce_only",
}
_LISTED = {
    "0.id": "rows.0.order_id",
    "0.clientOrderId": "rows.0.client_order_id",
    "0.amount": "rows.0.quantity",
    "0.filled": "rows.0.executed",
    "0.average": "rows.0.average_executed_price",
    "0.side": "rows.0.side",
}
_FILL = {
    "0.id": "rows.0.id",
    "0.order": "rows.0.order_id",
    "0.price": "rows.0.executed_price",
    "0.amount": "rows.0.executed_quantity",
    "0.fee.cost": "rows.0.fee",
    "0.side": "rows.0.side",
}
_FILL_FACTS: dict[str, Any] = {
    "0.id": FIRST_TRADE,
    "0.order": FIRST_ORDER,
    "0.symbol": BTC_SWAP,
    "0.takerOrMaker": "taker",
    "0.fee.currency": "USDT",
    "0.timestamp": NOW - 5000,
}
_FUNDING = {
    "fundingRate": "est_funding_rate",
    "fundingTimestamp": "next_funding_time",
    "previousFundingRate": "last_funding_rate",
}

MARKETS = Case(
    name="load-markets",
    call="load_markets",
    expect={
        "BTC/USDT.id": "SPOT_BTC_USDT",
        "BTC/USDT.spot": True,
        "BTC/USDT:USDT.id": "PERP_BTC_USDT",
        "BTC/USDT:USDT.linear": True,
        "BTC/USDT:USDT.settle": "USDT",
    },
)

CASES = [
    MARKETS,
    Case(
        name="fetch-currencies",
        call="fetch_currencies",
        expect={"USDT.code": "USDT", "USDT.networks.TRC20.network": "TRC20", "BTC.active": True},
    ),
    Case(name="fetch-status", call="fetch_status", expect={"status": "ok"}),
    Case(name="fetch-time", call="fetch_time", fields={"": "timestamp"}, expect={"": NOW}),
    Case(
        name="fetch-ticker-swap",
        call="fetch_ticker",
        args=(BTC_SWAP,),
        fields={
            "last": "info.24h_close",
            "open": "info.24h_open",
            "baseVolume": "info.24h_volume",
            "markPrice": "info.mark_price",
        },
        expect={"symbol": BTC_SWAP, "timestamp": NOW},
    ),
    Case(
        name="fetch-ticker-spot",
        call="fetch_ticker",
        args=(BTC,),
        fields={"bid": "bids.0.price", "ask": "asks.0.price", "askVolume": "asks.0.quantity"},
        expect={"symbol": BTC, "timestamp": NOW},
    ),
    Case(
        name="fetch-tickers",
        call="fetch_tickers",
        args=([BTC_SWAP, ETH_SWAP],),
        fields={"BTC/USDT:USDT.last": "rows.0.24h_close", "ETH/USDT:USDT.last": "rows.1.24h_close"},
    ),
    Case(
        name="fetch-order-book",
        call="fetch_order_book",
        args=(BTC, 5),
        fields={"bids.0.0": "bids.0.price", "asks.4.1": "asks.4.quantity", "timestamp": "timestamp"},
        expect={"symbol": BTC},
    ),
    Case(
        name="fetch-trades",
        call="fetch_trades",
        args=(ETH, None, 20),
        fields={"-1.price": "rows.0.executed_price", "-1.amount": "rows.0.executed_quantity"},
        expect={"0.symbol": ETH},
    ),
    Case(
        name="fetch-trades-since",
        call="fetch_trades",
        args=(BTC, NOW - 3 * DAY_MS, 10),
        fields={"0.price": "data.rows.0.executed_price", "9.price": "data.rows.9.executed_price"},
        expect={"0.timestamp": NOW - 3 * DAY_MS + 250},
    ),
    Case(
        name="fetch-ohlcv",
        call="fetch_ohlcv",
        args=(BTC_SWAP, "1h", None, 24),
        fields={
            "-1.0": "rows.0.start_timestamp",
            "-1.4": "rows.0.close",
            "-1.5": "rows.0.volume",
            "0.1": "rows.23.open",
        },
    ),
    Case(
        name="fetch-ohlcv-history",
        call="fetch_ohlcv",
        args=(BTC_SWAP, "1m", NOW - 30 * DAY_MS, 30),
        fields={"-1.0": "data.rows.0.start_timestamp", "-1.4": "data.rows.0.close"},
    ),
    Case(
        name="fetch-funding-rate",
        call="fetch_funding_rate",
        args=(BTC_SWAP,),
        fields=_FUNDING,
        expect={"symbol": BTC_SWAP, "interval": "8h"},
    ),
    Case(
        name="fetch-funding-rates",
        call="fetch_funding_rates",
        fields={f"BTC/USDT:USDT.{ours}": f"rows.0.{theirs}" for ours, theirs in _FUNDING.items()},
    ),
    Case(
        name="create-order-limit",
        call="create_order",
        args=(BTC_SWAP, "limit", "buy", 0.01, 80000, {"clientOrderId": "1001"}),
        fields=_PLACED,
        expect={"status": "open", "type": "limit", "side": "buy", "symbol": BTC_SWAP, "timestamp": NOW},
    ),
    Case(
        name="create-order-post-only-reduce-only",
        call="create_order",
        args=(
            BTC_SWAP,
            "limit",
            "sell",
            0.01,
            110000,
            {"clientOrderId": "1002", "postOnly": True, "reduceOnly": True},
        ),
        scene=_both_sides,
        lead_ms=1000,
        fields=_PLACED,
        expect={"timeInForce": "PO", "postOnly": True, "reduceOnly": True, "side": "sell"},
    ),
    Case(
        name="create-market-buy-order-with-cost",
        call="create_market_buy_order_with_cost",
        args=(BTC, 500, {"clientOrderId": "1001"}),
        fields={"id": "order_id", "clientOrderId": "client_order_id"},
        expect={"status": "open", "type": "market", "side": "buy", "symbol": BTC, "amount": None},
    ),
    Case(
        name="create-order-insufficient-funds",
        call="create_order",
        args=(BTC, "limit", "buy", 15, 90000, {"clientOrderId": "1001"}),
        raises=InsufficientFunds,
    ),
    Case(
        name="fetch-order-open",
        call="fetch_order",
        args=(FIRST_ORDER, BTC_SWAP),
        scene=_resting,
        lead_ms=1000,
        fields={"id": "order_id", "clientOrderId": "client_order_id", "price": "price", "amount": "quantity"},
        expect={"status": "open", "filled": 0.0, "remaining": 0.01, "timestamp": NOW - 1000},
    ),
    _orders(
        name="fetch-order-filled",
        call="fetch_order",
        args=(FIRST_ORDER, BTC_SWAP),
        fields={
            "average": "average_executed_price",
            "fee.cost": "total_fee",
            "trades.0.price": "Transactions.0.executed_price",
        },
        expect={"status": "closed", "type": "market", "filled": 0.02, "remaining": 0.0},
    ),
    _orders(
        name="fetch-order-by-client-order-id",
        call="fetch_order_with_client_order_id",
        args=("1002", BTC_SWAP),
        fields={"id": "order_id", "clientOrderId": "client_order_id"},
        expect={"status": "canceled", "clientOrderId": "1002"},
    ),
    Case(name="fetch-order-unknown", call="fetch_order", args=("1", BTC_SWAP), raises=OrderNotFound),
    _orders(
        name="fetch-orders",
        call="fetch_orders",
        args=(BTC_SWAP,),
        expect={"0.status": "closed", "1.status": "canceled", "2.status": "open", "2.clientOrderId": "1003"},
    ),
    _orders(
        name="fetch-open-orders",
        call="fetch_open_orders",
        args=(BTC_SWAP,),
        fields=_LISTED,
        expect={"0.status": "open", "0.price": 110000.0, "0.timestamp": NOW - 2000},
    ),
    _orders(
        name="fetch-closed-orders",
        call="fetch_closed_orders",
        args=(BTC_SWAP, None, 5),
        expect={"0.status": "closed", "0.filled": 0.02, "1.status": "canceled"},
    ),
    _orders(
        name="fetch-canceled-orders",
        call="fetch_canceled_orders",
        args=(BTC_SWAP,),
        fields=_LISTED,
        expect={"0.status": "canceled", "0.remaining": 0.01},
    ),
    _orders(
        name="fetch-my-trades",
        call="fetch_my_trades",
        args=(BTC_SWAP,),
        fields=_FILL,
        expect=_FILL_FACTS,
    ),
    _orders(
        name="fetch-my-trades-archive",
        call="fetch_my_trades",
        args=(BTC_SWAP, NOW - 120 * DAY_MS),
        fields={ours: theirs.replace("rows", "data") for ours, theirs in _FILL.items()},
        expect=_FILL_FACTS,
    ),
    _orders(
        name="fetch-order-trades",
        call="fetch_order_trades",
        args=(FIRST_ORDER, BTC_SWAP),
        fields=_FILL,
        expect=_FILL_FACTS,
    ),
    Case(
        name="edit-order",
        call="edit_order",
        args=(FIRST_ORDER, BTC_SWAP, "limit", "buy", 0.02, 81000),
        scene=_resting,
        lead_ms=1000,
        fields={"info.data.status": "data.status"},
        expect={"id": FIRST_ORDER, "price": 81000.0, "amount": 0.02},
    ),
    Case(
        name="edit-order-by-client-order-id",
        call="edit_order",
        args=("", BTC_SWAP, "limit", "buy", None, 81000, {"clientOrderId": "1001"}),
        scene=_resting,
        lead_ms=1000,
        fields={"info.data.status": "data.status"},
        expect={"clientOrderId": "1001", "price": 81000.0, "amount": None},
        skipped=_NO_ID,
    ),
    Case(
        name="cancel-order",
        call="cancel_order",
        args=(FIRST_ORDER, BTC_SWAP),
        scene=_resting,
        lead_ms=1000,
        fields=_ACKNOWLEDGED,
        expect={"id": FIRST_ORDER, "status": None},
    ),
    Case(
        name="cancel-order-by-client-order-id",
        call="cancel_order_with_client_order_id",
        args=("1001", BTC_SWAP),
        scene=_resting,
        lead_ms=1000,
        fields=_ACKNOWLEDGED,
        expect={"clientOrderId": "1001", "status": None},
        skipped=_NO_ID,
    ),
    _orders(
        name="cancel-order-gone",
        call="cancel_order",
        args=(FIRST_ORDER, BTC_SWAP),
        raises=OrderNotFound,
    ),
    Case(
        name="cancel-all-orders-of-a-market",
        call="cancel_all_orders",
        args=(BTC_SWAP,),
        scene=_resting,
        lead_ms=1000,
        fields={"0.info.status": "status"},
        expect={"0.symbol": BTC_SWAP},
    ),
    Case(
        name="cancel-all-orders",
        call="cancel_all_orders",
        scene=_resting,
        lead_ms=1000,
        fields={"0.info.status": "status"},
    ),
    _orders(
        name="fetch-balance",
        call="fetch_balance",
        fields={
            "USDT.total": "data.holding.0.holding",
            "USDT.free": "data.holding.0.availableBalance",
            "BTC.total": "data.holding.1.holding",
        },
        expect={"timestamp": NOW},
    ),
    Case(
        name="fetch-positions",
        call="fetch_positions",
        scene=_both_sides,
        lead_ms=1000,
        fields={
            "0.contracts": "data.positions.0.holding",
            "0.entryPrice": "data.positions.0.averageOpenPrice",
            "1.markPrice": "data.positions.1.markPrice",
        },
        expect={"0.side": "long", "1.side": "short", "1.contracts": 0.5, "1.marginMode": "cross"},
    ),
    Case(
        name="fetch-position",
        call="fetch_position",
        args=(ETH_SWAP,),
        scene=_both_sides,
        lead_ms=1000,
        fields={"leverage": "data.positions.1.leverage"},
        expect={"symbol": ETH_SWAP, "side": "short", "contracts": 0.5, "initialMarginPercentage": 0.1},
    ),
    Case(
        name="set-leverage-of-the-margin-account",
        call="set_leverage",
        args=(5,),
        scene=_margin_mode,
        lead_ms=1000,
        fields={"success": "success"},
    ),
    Case(
        name="set-leverage-of-a-perpetual",
        call="set_leverage",
        args=(10, BTC_SWAP),
        fields={"success": "success"},
    ),
    Case(
        name="fetch-trading-fee",
        call="fetch_trading_fee",
        args=(BTC_SWAP,),
        expect={"maker": 0.0002, "taker": 0.0005},
    ),
    Case(
        name="fetch-trading-fee-spot",
        call="fetch_trading_fee",
        args=(BTC,),
        expect={"maker": 0.0008, "taker": 0.001},
    ),
]
