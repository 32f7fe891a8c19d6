"""Balances, positions, margin and transfers."""

from __future__ import annotations

from decimal import Decimal

from .client import Client


def test_account_info_and_fees(client: Client) -> None:
    info = client.get("/api/pro/v2/account/info")["data"]
    assert list(info) == [
        *("accountGroup", "email", "expireTime", "allowedIps", "cashAccount", "marginAccount"),
        *(
            "futuresAccount",
            "userUID",
            "tradePermission",
            "transferPermission",
            "viewPermission",
            "limitQuota",
        ),
    ]
    assert isinstance(info["accountGroup"], int)
    assert (len(info["userUID"]), info["userUID"][0]) == (11, "U")
    old = client.get("/api/pro/v1/info")["data"]
    assert old["userUID"] == info["userUID"]
    assert "futuresAccount" not in old
    fees = client.get(f"/{client.group}/api/pro/v1/futures/fee")["data"]
    rows = {row["symbol"]: row["fee"] for row in fees["productFee"]}
    assert rows["BTC-PERP"] == {"maker": "0.0002", "taker": "0.0006"}
    generic = client.get(f"/{client.group}/api/pro/v1/futures/fee/info")["data"]
    assert generic["genericFee"]["largeCap"] == rows["BTC-PERP"]
    assert (fees["domain"], generic["vipLevel"]) == ("futures", 0)


def test_a_flat_account_shows_its_collaterals_and_all_contracts(client: Client) -> None:
    data = client.futures("GET", "position")["data"]
    assert data["ac"] == "FUTURES"
    assert data["collaterals"] == [
        {"asset": "USDT", "balance": "100000", "discountFactor": "1", "referencePrice": "1"}
    ]
    btc = client.position()
    assert (btc["side"], btc["position"], btc["leverage"], btc["marginType"]) == (
        "NULL_VAL",
        "0",
        "10",
        "cross",
    )
    assert list(btc) == [
        *("symbol", "side", "position", "referenceCost", "unrealizedPnl", "realizedPnl", "avgOpenPrice"),
        *(
            "marginType",
            "isolatedMargin",
            "leverage",
            "takeProfitPrice",
            "takeProfitTrigger",
            "stopLossPrice",
        ),
        *("stopLossTrigger", "buyOpenOrderNotional", "sellOpenOrderNotional", "indexPrice", "markPrice"),
    ]


def test_a_position_shows_what_was_traded(client: Client) -> None:
    order = client.order(orderType="market", orderQty="0.2")["data"]["order"]
    position = client.position()
    assert (position["side"], position["position"]) == ("LONG", "0.2")
    assert position["avgOpenPrice"] == order["avgFilledPx"]
    cost, mark = Decimal(position["referenceCost"]), Decimal(position["markPrice"])
    assert cost < 0
    assert abs(Decimal(position["unrealizedPnl"]) - (mark * Decimal("0.2") + cost)) < Decimal("1e-8")
    assert client.usdt() == Decimal(100_000) - Decimal(order["cumFee"])
    client.order(orderType="market", side="sell", orderQty="0.5")
    position = client.position()
    assert (position["side"], position["position"]) == ("SHORT", "-0.3")
    assert Decimal(position["referenceCost"]) > 0
    client.order(orderPrice="90000", orderQty="0.1")
    assert client.position()["buyOpenOrderNotional"] == "9000"


def test_leverage_is_a_whole_number_within_the_contracts_bound(client: Client) -> None:
    reply = client.futures("POST", "leverage", {"symbol": "BTC-PERP", "leverage": 25})
    assert reply == {"code": 0, "data": {"leverage": 25, "symbol": "BTC-PERP"}}
    assert client.position()["leverage"] == "25"
    for wrong, code in ((0, 100006), (101, 100006), ("5", 100013), (2.5, 100013)):
        assert client.futures("POST", "leverage", {"symbol": "BTC-PERP", "leverage": wrong})["code"] == code
    assert client.futures("POST", "leverage", {"symbol": "APT-PERP", "leverage": 21})["code"] == 100006
    assert client.futures("POST", "leverage", {"symbol": "NO-PERP", "leverage": 5})["code"] == 300012


def test_isolated_margin(client: Client) -> None:
    settings = {"symbol": "ETH-PERP", "marginType": "isolated"}
    assert client.futures("POST", "margin-type", settings) == {"code": 0}
    assert client.futures("POST", "margin-type", settings | {"marginType": "cross"})["code"] == 100004
    client.futures("POST", "leverage", {"symbol": "ETH-PERP", "leverage": 5})
    client.order(symbol="ETH-PERP", orderType="market", orderQty="10")
    position = client.position("ETH-PERP")
    assert (position["marginType"], position["leverage"]) == ("isolated", "5")
    margin = Decimal(position["isolatedMargin"])
    assert abs(margin - Decimal(position["avgOpenPrice"]) * 2) < 1
    assert client.futures("POST", "margin-type", settings | {"marginType": "crossed"})["code"] == 100010
    before = client.usdt()
    change = {"symbol": "ETH-PERP", "amount": "100"}
    assert client.futures("POST", "isolated-position-margin", change) == {"code": 0}
    assert Decimal(client.position("ETH-PERP")["isolatedMargin"]) == margin + 100
    assert client.usdt() == before - 100
    free = client.futures("GET", "free-margin")["data"]
    assert [row["symbol"] for row in free["isolated"]] == ["ETH-PERP"]
    assert client.futures("POST", "isolated-position-margin", change | {"amount": "-50"}) == {"code": 0}
    assert client.futures("POST", "isolated-position-margin", change | {"amount": "-50000"})["code"] == 320008
    assert client.futures("POST", "isolated-position-margin", change | {"amount": "1e9"})["code"] == 300011
    other = {"symbol": "BTC-PERP", "amount": "1"}
    assert client.futures("POST", "isolated-position-margin", other)["code"] == 100010


def test_free_margin_falls_with_orders(client: Client) -> None:
    def free() -> Decimal:
        return Decimal(client.futures("GET", "free-margin")["data"]["crossed"]["freeMargin"])

    assert free() == 100_000
    client.order(orderPrice="90000", orderQty="1")
    assert free() < 100_000
    client.futures("DELETE", "order/all")
    assert free() == 100_000


def test_collateral_of_other_assets_counts_with_its_discount(client: Client) -> None:
    client.futures("POST", "transfer/deposit", {"asset": "BTC", "amount": "1"})
    free = client.futures("GET", "free-margin")["data"]
    price = Decimal(client.position()["indexPrice"])
    assert abs(Decimal(free["crossed"]["freeMargin"]) - 100_000 - price * Decimal("0.98")) < Decimal("1e-6")
    assert {"asset": "BTC", "availableForTransfer": "1"} in free["collaterals"]


def test_transfers_move_funds_between_the_accounts(client: Client) -> None:
    def cash(asset: str) -> str:
        rows = client.get(f"/{client.group}/api/pro/v1/cash/balance", asset=asset)["data"]
        return str(rows[0]["totalBalance"])

    move = {"asset": "USDT", "amount": "1000.5"}
    assert client.futures("POST", "transfer/deposit", move) == {"code": 0}
    assert (cash("USDT"), client.usdt()) == ("48999.5", Decimal("101000.5"))
    assert client.futures("POST", "transfer/withdraw", move) == {"code": 0}
    wallet = f"/{client.group}/api/pro/v1/transfer"
    path = {"fromAccount": "cash", "toAccount": "futures"}
    assert client.call("POST", wallet, json=move | path) == {"code": 0}
    assert client.usdt() == Decimal("101000.5")
    for change, code in (
        ({"amount": "99999999"}, 300011),
        ({"amount": "-1"}, 100006),
        ({"amount": "x"}, 100013),
        ({"asset": "NOPE"}, 100006),
        ({"asset": "USDTR"}, 100010),
        ({"toAccount": "cash"}, 100004),
    ):
        assert client.call("POST", wallet, json=move | path | change)["code"] == code, change
    margin = client.get(f"/{client.group}/api/pro/v1/margin/balance", showAll="true")["data"]
    assert {row["totalBalance"] for row in margin} == {"0"}


def test_deposits_and_their_addresses(client: Client) -> None:
    data = client.get("/api/pro/v1/wallet/deposit/address", asset="USDT")["data"]
    assert [row["blockchain"] for row in data["address"]] == ["Omni", "ERC20", "TRC20"]
    one = client.get("/api/pro/v1/wallet/deposit/address", asset="USDT", blockchain="ERC20")["data"]
    assert one["address"] == [data["address"][1]]
    history = client.get("/api/pro/v1/wallet/transactions", asset="BTC", txType="deposit")["data"]
    assert [(row["amount"], row["status"]) for row in history["data"]] == [("1", "confirmed")]
    assert client.get("/api/pro/v1/wallet/transactions", txType="withdrawal")["data"]["data"] == []
