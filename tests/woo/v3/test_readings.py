"""Replies of generation V3, the published ones first, as ccxt's structures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ccxt
import pytest

from tests.support import NOW, Face, Frozen
from tests.woo.v3.venue import NETWORKS, SPOT, SWAP, V3, answering, data, listed, published

Stub = Callable[..., Face]


def part(structure: Any, expected: dict[str, Any]) -> dict[str, Any]:
    """The fields of a structure that are expected."""
    return {key: structure[key] for key in expected}


# markets ---------------------------------------------------------------------------------------------


async def test_the_published_instrument(stub: Stub) -> None:
    face = stub("woo", lambda sent: published("Instruments"), V3)
    (market,) = await face.call("fetch_markets")
    expected = {
        "id": "SPOT_AAVE_USDT", "symbol": "AAVE/USDT", "base": "AAVE", "quote": "USDT", "type": "spot", "active": True,
        "precision": {"amount": 0.0001, "price": 0.01},
        "limits": {
            "leverage": {"min": None, "max": None}, "amount": {"min": 0.005, "max": 5000.0},
            "price": {"min": None, "max": 100000.0}, "cost": {"min": 1.0, "max": None},
        },
    }  # fmt: skip
    assert part(market, expected) == expected


async def test_markets_of_both_kinds(stub: Stub) -> None:
    markets = await stub("woo", answering({}), V3).call("load_markets")
    assert sorted(markets) == ["BTC/USDT", "BTC/USDT:USDT", "ETH/USDT:USDT", "OLD/USDT:USDT"]
    assert markets["OLD/USDT:USDT"]["active"] is False
    assert markets[SWAP]["limits"]["leverage"]["max"] == 50.0


async def test_currencies_have_the_networks_of_their_tokens(stub: Stub) -> None:
    currencies = await stub("woo", answering({}), V3).call("fetch_currencies")
    usdt = currencies["USDT"]
    assert (usdt["id"], usdt["precision"], usdt["active"]) == ("USDT", 1e-06, True)
    tron = usdt["networks"]["TRC20"]
    expected = {"id": "TRON", "deposit": True, "withdraw": True, "fee": 1.0, "info": NETWORKS[1]}
    assert part(tron, expected) == expected
    assert usdt["networks"]["ERC20"]["withdraw"] is False
    assert tron["limits"]["withdraw"]["min"] == 5.0


async def test_status_and_time(stub: Stub) -> None:
    face = stub("woo", answering(published("System status")), V3)
    status = await face.call("fetch_status")
    assert (status["status"], status["eta"]) == ("ok", None)
    assert await face.call("fetch_time") == 1751442989564
    end = data({"status": 2, "msg": "Under system maintenance.", "estimatedEndTime": NOW + 5})
    status = await stub("woo", answering(end), V3).call("fetch_status")
    assert (status["status"], status["eta"]) == ("maintenance", NOW + 5)


# prices ----------------------------------------------------------------------------------------------


async def test_the_published_ticker(stub: Stub) -> None:
    face = stub("woo", answering(published("Futures info")), V3)
    ticker = await face.call("fetch_ticker", "BTC/USDT:USDT")
    assert face.sent[-1].query == {"symbol": "PERP_BTC_USDT"}
    expected = {
        "symbol": "BTC/USDT:USDT", "timestamp": 1786691115608, "open": 63848.0, "last": 63005.0, "high": 64000.0,
        "low": 62815.0, "baseVolume": 30.64337, "quoteVolume": 1944183.0, "markPrice": 63006.0, "indexPrice": 63034.0,
        "bid": None, "ask": None,
    }  # fmt: skip
    assert part(ticker, expected) == expected
    assert (await face.call("fetch_tickers"))["BTC/USDT:USDT"] == ticker
    interest = await face.call("fetch_open_interest", "BTC/USDT:USDT")
    assert interest["openInterestAmount"] == 222.90759
    assert interest["openInterestValue"] == pytest.approx(222.90759 * 63006)


async def test_a_spot_ticker_is_composed_of_a_day_of_candles_and_the_book(stub: Stub) -> None:
    rows = [
        {
            "startTimestamp": 2,
            "open": "2",
            "close": "3",
            "high": "9",
            "low": "2",
            "volume": "1.1",
            "amount": "3",
        },
        {
            "startTimestamp": 1,
            "open": "1",
            "close": "2",
            "high": "4",
            "low": "0.5",
            "volume": "2.2",
            "amount": "5",
        },
    ]
    replies = {"kline": data({"rows": rows}), "orderbook": published("Order book snapshot")}
    face = stub("woo", answering(lambda sent: replies[sent.path.rpartition("/")[2]]), V3)
    ticker = await face.call("fetch_ticker", SPOT)
    assert sorted((sent.path, sent.query) for sent in face.sent[-2:]) == [
        ("/v3/public/kline", {"symbol": "SPOT_BTC_USDT", "type": "5m", "limit": "288"}),
        ("/v3/public/orderbook", {"symbol": "SPOT_BTC_USDT", "maxLevel": "1"}),
    ]
    expected = {
        "timestamp": 1751620923344, "open": 1.0, "close": 3.0, "high": 9.0, "low": 0.5, "baseVolume": 3.3,
        "quoteVolume": 8.0, "bid": 108924.85, "bidVolume": 1.714147, "ask": 108924.86, "askVolume": 0.032126,
    }  # fmt: skip
    assert part(ticker, expected) == expected


async def test_the_published_book(stub: Stub) -> None:
    face = stub("woo", answering(published("Order book snapshot")), V3)
    book = await face.call("fetch_order_book", SPOT, 5)
    assert face.sent[-1].query == {"symbol": "SPOT_BTC_USDT", "maxLevel": "5"}
    assert (book["timestamp"], book["bids"], book["asks"]) == (
        1751620923344,
        [[108924.85, 1.714147]],
        [[108924.86, 0.032126]],
    )


async def test_the_published_trade(stub: Stub) -> None:
    face = stub("woo", answering(published("Market trades")), V3)
    (trade,) = await face.call("fetch_trades", SPOT, None, 7)
    assert (face.sent[-1].path, face.sent[-1].query) == (
        "/v3/public/marketTrades",
        {"symbol": "SPOT_BTC_USDT", "limit": "7"},
    )
    expected = {
        "id": "1751513940144-sell-0.02477-108741.01", "timestamp": 1751513940144, "side": "sell", "price": 108741.01,
        "amount": 0.02477, "cost": 2693.5148177, "takerOrMaker": None, "fee": {"cost": None, "currency": None},
    }  # fmt: skip
    assert part(trade, expected) == expected


async def test_trades_since_a_time_come_from_the_history_if_the_newest_do_not_reach_it(stub: Stub) -> None:
    def row(time: int) -> dict[str, Any]:
        return {
            "symbol": "SPOT_BTC_USDT",
            "side": "BUY",
            "executedPrice": "1",
            "executedQuantity": "2",
            "executedTimestamp": time,
        }

    newest = data({"rows": [row(NOW - index) for index in range(500)]})
    face = stub("woo", answering(newest, listed([row(NOW - 5000), row(NOW - 4999)])), V3)
    trades = await face.call("fetch_trades", SPOT, NOW - 5000, 2)
    assert [trade["timestamp"] for trade in trades] == [NOW - 5000, NOW - 4999]
    assert (face.sent[-1].path, face.sent[-1].query) == (
        "/v3/public/marketTradesHistory",
        {"symbol": "SPOT_BTC_USDT", "startTime": str(NOW - 5001), "size": "2"},
    )
    face = stub("woo", answering(newest), V3)
    trades = await face.call("fetch_trades", SPOT, NOW - 100, 2)
    assert [trade["timestamp"] for trade in trades] == [NOW - 100, NOW - 99]
    assert face.sent[-1].query == {"symbol": "SPOT_BTC_USDT", "limit": "500"}
    trades = await face.call("fetch_trades", SPOT, None, 2, Frozen(until=NOW - 300))
    assert [trade["timestamp"] for trade in trades] == [NOW - 301, NOW - 300]
    assert face.sent[-1].query == {"symbol": "SPOT_BTC_USDT", "limit": "500"}


async def test_the_published_funding(stub: Stub) -> None:
    face = stub("woo", answering(published("Funding rates")), V3)
    rate = await face.call("fetch_funding_rate", "BTC/USDT:USDT")
    expected = {
        "symbol": "BTC/USDT:USDT", "fundingRate": -0.00000441, "timestamp": 1751623979022,
        "fundingTimestamp": 1751644800000, "previousFundingRate": -0.00004953,
        "previousFundingTimestamp": 1751616000000, "interval": "8h",
    }  # fmt: skip
    assert part(rate, expected) == expected
    face = stub("woo", answering(published("Funding rate history")), V3)
    history = await face.call("fetch_funding_rate_history", "BTC/USDT:USDT", None, 1)
    assert [(one["timestamp"], one["fundingRate"]) for one in history] == [(1751616000000, -0.00004953)]
    assert face.sent[-1].query == {"symbol": "PERP_BTC_USDT", "size": "2", "endTime": str(NOW)}


# orders and fills ------------------------------------------------------------------------------------

SITE = {
    "id": "13", "clientOrderId": None, "timestamp": 1578565539808, "symbol": "BTC/USDT:USDT", "type": "limit",
    "timeInForce": "GTC", "side": "sell", "price": 123.0, "amount": 0.1, "filled": 0.1, "remaining": 0.0,
    "average": 123.0, "cost": 12.3, "status": "closed", "reduceOnly": False,
    "fee": {"cost": 0.00123, "currency": "USDT"},
}  # fmt: skip
CAPTURED = {
    "id": "60780315704", "clientOrderId": None, "timestamp": 1752049062496, "type": "limit", "side": "buy",
    "price": 60.0, "amount": 0.1, "filled": 0.0, "remaining": 0.1, "average": None, "status": "open",
    "fee": {"cost": 0.0, "currency": "LTC"},
}  # fmt: skip


@pytest.mark.parametrize(("variant", "expected"), [(None, SITE), ("captured", CAPTURED)])
async def test_the_published_orders_in_both_forms(stub: Stub, variant: Any, expected: Any) -> None:
    order = await stub("woo", answering(published("Get order", variant)), V3).call("fetch_order", "13")
    assert part(order, expected) == expected


async def test_the_published_list_of_orders(stub: Stub) -> None:
    face = stub("woo", answering(published("Get orders")), V3)
    orders = await face.call("fetch_orders", None, None, 1)
    assert [(order["id"], order["timestamp"], order["status"]) for order in orders] == [
        ("135", 1578565539808, "closed")
    ]


async def test_orders_of_market_makers_are_listed_among_the_others(stub: Stub) -> None:
    (row,) = published("Get orders")["data"]["rows"]
    face = stub("woo", answering(listed([row, {**row, "orderId": 136, "type": "AC"}])), V3)
    orders = await face.call("fetch_orders")
    assert {order["id"]: (order["type"], order["timeInForce"]) for order in orders} == {
        "135": ("limit", "GTC"),
        "136": ("limit", None),
    }


async def test_the_published_acknowledgement(stub: Stub) -> None:
    reply = published("Place order")
    face = stub("woo", answering(reply), V3)
    order = await face.call("create_order", SWAP, "limit", "buy", 0.1, 60, {"clientOrderId": 9})
    expected = {
        "id": "60667653330", "clientOrderId": "9", "timestamp": 1751871779855, "type": "limit", "side": "buy",
        "price": 60.0, "amount": 0.1, "status": "open", "filled": None, "info": reply,
    }  # fmt: skip
    assert part(order, expected) == expected


@pytest.mark.parametrize("status", ["SOMETHING", None, "", 1])
async def test_an_unknown_status_is_not_guessed(stub: Stub, status: Any) -> None:
    reply = published("Get order")
    reply["data"]["status"] = status
    with pytest.raises(ccxt.BadResponse, match="order status"):
        await stub("woo", answering(reply), V3).call("fetch_order", "13")


@pytest.mark.parametrize(
    ("field", "value"),
    [("side", "OPEN"), ("type", "OTHER"), ("orderId", None), ("executed", "many"), ("executed", [])],
)
async def test_an_order_that_cannot_be_trusted_is_refused(stub: Stub, field: str, value: Any) -> None:
    reply = published("Get order")
    reply["data"][field] = value
    with pytest.raises(ccxt.BadResponse):
        await stub("woo", answering(reply), V3).call("fetch_order", "13")


async def test_the_published_fills_in_both_forms(stub: Stub) -> None:
    (site,) = await stub("woo", answering(published("Get transaction history")), V3).call("fetch_my_trades")
    expected = {
        "id": "5", "order": "211", "timestamp": 1566264290250, "side": "sell", "price": 10892.84, "amount": 0.002,
        "cost": 21.78568, "takerOrMaker": "taker", "fee": {"cost": 0.0, "currency": "USDT"},
    }  # fmt: skip
    assert part(site, expected) == expected
    reply = published("Get transaction history", "captured")
    (captured,) = await stub("woo", answering(reply), V3).call("fetch_my_trades")
    assert (captured["timestamp"], captured["price"], captured["fee"]["cost"]) == (
        1752055173630,
        87.86,
        0.0001,
    )


@pytest.mark.parametrize(
    ("side", "expected"),
    [("OPEN LONG", "buy"), ("CLOSE SHORT", "buy"), ("OPEN SHORT", "sell"), ("CLOSE LONG", "sell")],
)
async def test_sides_of_hedge_mode(stub: Stub, side: str, expected: str) -> None:
    reply = published("Get transaction history")
    reply["data"]["rows"][0]["side"] = side
    (trade,) = await stub("woo", answering(reply), V3).call("fetch_my_trades")
    assert trade["side"] == expected


@pytest.mark.parametrize(
    ("field", "value"), [("side", "HOLD"), ("executedPrice", None), ("executedQuantity", "x")]
)
async def test_a_fill_that_cannot_be_trusted_is_refused(stub: Stub, field: str, value: Any) -> None:
    reply = published("Get transaction history")
    reply["data"]["rows"][0][field] = value
    with pytest.raises(ccxt.BadResponse):
        await stub("woo", answering(reply), V3).call("fetch_my_trades")


async def test_the_published_algo_orders_in_both_forms(stub: Stub) -> None:
    reply = published("Get algo order", "captured")
    order = await stub("woo", answering(reply), V3).call("fetch_order", "1", None, {"trigger": True})
    expected = {
        "id": "10399260", "clientOrderId": None, "timestamp": 1752049747732, "type": "limit", "side": "buy",
        "price": 60.0, "triggerPrice": 65.0, "takeProfitPrice": 65.0, "amount": 0.1, "filled": 0.0, "status": "open",
    }  # fmt: skip
    assert part(order, expected) == expected
    orders = await stub("woo", answering(published("Get algo orders")), V3).call(
        "fetch_orders", None, None, 1, {"trigger": True}
    )
    assert [(one["id"], one["timestamp"], one["status"]) for one in orders] == [
        ("792419", 1696595221136, "open")
    ]


# the account -----------------------------------------------------------------------------------------


async def test_the_published_balance(stub: Stub) -> None:
    balance = await stub("woo", answering(published("Balances")), V3).call("fetch_balance")
    assert (balance["WOO"], balance["timestamp"]) == ({"free": 0.0, "used": 1.0, "total": 1.0}, 1673323746259)


async def test_the_published_positions_in_both_forms(stub: Stub) -> None:
    (position,) = await stub("woo", answering(published("Positions")), V3).call("fetch_positions")
    expected = {
        "symbol": "BTC/USDT:USDT", "side": "long", "contracts": 1.0234, "entryPrice": 27903.2, "markPrice": 27903.2,
        "unrealizedPnl": 0.0, "liquidationPrice": None, "timestamp": 1696663260695, "leverage": None,
        "marginMode": None, "hedged": False,
    }  # fmt: skip
    assert part(position, expected) == expected
    reply = published("Positions", "captured")
    reply["data"]["positions"][0]["symbol"] = "PERP_ETH_USDT"
    face = stub("woo", answering(reply), V3)
    position = await face.call("fetch_position", SWAP)
    expected = {
        "contracts": 0.1, "leverage": 10.0, "marginMode": "cross", "side": "long", "timestamp": 1752500555823,
        "notional": 9.683793449, "initialMargin": 0.9683793449, "maintenanceMarginPercentage": 0.012,
    }  # fmt: skip
    assert part(position, expected) == expected
    assert [row["symbol"] for row in await face.call("fetch_positions", [SWAP])] == [SWAP]


async def test_no_position_is_flat(stub: Stub) -> None:
    face = stub("woo", answering(data({"positions": []})), V3)
    position = await face.call("fetch_position", SWAP)
    assert (position["contracts"], position["side"]) == (0.0, None)
    assert await face.call("fetch_positions") == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("holding", None), ("holding", "?"), ("positionSide", "UP"), ("marginMode", "PORTFOLIO")],
)
async def test_a_position_that_cannot_be_trusted_is_refused(stub: Stub, field: str, value: Any) -> None:
    reply = published("Positions")
    reply["data"]["positions"][0][field] = value
    face = stub("woo", answering(reply), V3)
    for name in ("fetch_positions", "fetch_position"):
        with pytest.raises(ccxt.BadResponse):
            await face.call(name, *(["BTC/USDT:USDT"] if name == "fetch_position" else []))


async def test_fees_are_basis_points(stub: Stub) -> None:
    face = stub("woo", answering(published("Trading fee")), V3)
    fee = await face.call("fetch_trading_fee", SPOT)
    assert (fee["symbol"], fee["maker"], fee["taker"]) == (SPOT, 0.0008, 0.001)
    assert face.sent[-1].query == {"symbol": "SPOT_BTC_USDT"}


async def test_the_rates_of_all_markets_are_those_of_one_of_each_kind(stub: Stub) -> None:
    def fee(sent: Any) -> Any:
        maker, taker = ("8", "10") if sent.query["symbol"].startswith("SPOT") else ("2", "5")
        return data({"symbol": sent.query["symbol"], "makerFee": maker, "takerFee": taker})

    face = stub("woo", answering(fee), V3)
    fees = await face.call("fetch_trading_fees")
    assert len([sent for sent in face.sent if sent.path == "/v3/trade/tradingFee"]) == 2
    assert {symbol: (one["maker"], one["taker"]) for symbol, one in fees.items()} == {
        "BTC/USDT": (0.0008, 0.001),
        "BTC/USDT:USDT": (0.0002, 0.0005),
        SWAP: (0.0002, 0.0005),
        "OLD/USDT:USDT": (0.0002, 0.0005),
    }


async def test_the_published_leverage(stub: Stub) -> None:
    face = stub("woo", answering(published("Get futures leverage")), V3)
    leverage = await face.call("fetch_leverage", "BTC/USDT:USDT", {"hedged": True})
    assert (leverage["longLeverage"], leverage["shortLeverage"], leverage["marginMode"]) == (
        10.0,
        15.0,
        "cross",
    )
    assert face.sent[-1].query == {
        "symbol": "PERP_BTC_USDT",
        "marginMode": "CROSS",
        "positionMode": "HEDGE_MODE",
    }
    mode = await stub("woo", answering(published("Account information")), V3).call("fetch_position_mode")
    assert mode["hedged"] is False


async def test_the_published_histories(stub: Stub) -> None:
    async def read(name: str, sample: str, *args: Any) -> Any:
        return await stub("woo", answering(published(sample)), V3).call(name, *args)

    paid, received = sorted(
        await read("fetch_funding_history", "Funding fee history", None, None, 2),
        key=lambda row: row["timestamp"],
        reverse=True,
    )
    assert (paid["amount"], paid["timestamp"], paid["code"]) == (-9.56021744, 1696060873259, "USDT")
    assert (received["amount"], received["rate"]) == (43.14503239, 0.00006526)
    (transfer,) = await read("fetch_transfers", "Transfer history", None, None, 1)
    assert (transfer["timestamp"], transfer["amount"], transfer["status"]) == (1642660941534, 1000000.0, "ok")
    assert transfer["fromAccount"].startswith("046b5c5c")
    (moved,) = await read("fetch_deposits_withdrawals", "Deposit and withdrawal history", None, None, 1)
    assert (moved["type"], moved["status"], moved["timestamp"]) == ("deposit", "pending", 1579399877041)
    loans = await read("fetch_borrow_interest", "Margin interest history", None, None, None, 2)
    assert [(loan["interestRate"], loan["amountBorrowed"]) for loan in loans][-1] == (0.00001, 14896.05440493)
    assert loans[-1]["interest"] == 0.14896054
    rates = await read("fetch_cross_borrow_rates", "Margin interest rates")
    assert {code: row["rate"] for code, row in rates.items()} == {
        "MATIC": 0.000001,
        "USDT": 0.000008,
        "WOO": 0.00001,
    }
    assert (await read("fetch_cross_borrow_rate", "Margin interest rates", "USDT"))["rate"] == 0.000008


async def test_an_address(stub: Stub) -> None:
    face = stub("woo", answering(published("Deposit address")), V3)
    address = await face.call("fetch_deposit_address", "USDT", {"network": "ERC20"})
    assert (face.sent[-1].path, face.sent[-1].query) == (
        "/v3/asset/wallet/deposit",
        {"token": "USDT", "network": "ETH"},
    )
    assert address["address"] == "0x31d64B3230f8baDD91dE1710A65DF536aF8f7cDa"
    assert (address["network"], address["tag"]) == ("ERC20", None)


# refusals --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [400, 500])
async def test_a_symbol_is_refused_without_a_code(stub: Stub, status: int) -> None:
    body = '{"success": false, "message": "invalid symbol PERP_NOPE_USDT"}'
    face = stub("woo", lambda sent: (status, body), V3)
    with pytest.raises(ccxt.BadSymbol, match="PERP_NOPE_USDT"):
        await face.call("v3_public_get_futures", {"symbol": "PERP_NOPE_USDT"})
