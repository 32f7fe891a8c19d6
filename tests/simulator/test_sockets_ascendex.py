"""The socket of AscendEX Futures Pro v2 over raw connections."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

import aiohttp
import pytest
import requests

from ascendex_woo_adapters.simulator import ManualClock, Simulator
from ascendex_woo_adapters.simulator.ascendex.sockets import SESSIONS_PER_GROUP

from .socket_client import Ladder, Line, Lines, ascendex_signature, buy, lines_of

BTC, ETH = "BTC-PERP", "ETH-PERP"
DEPTH = f"depth:{BTC}"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def sim(clock: ManualClock) -> Iterator[Simulator]:
    with Simulator(seed=3, clock=clock, venues=("ascendex",)) as simulator:
        yield simulator
        assert simulator.ascendex.crashes == []
        simulator.ascendex.engine.audit()


@pytest.fixture
async def lines(sim: Simulator) -> AsyncIterator[Lines]:
    async with lines_of(sim) as opened:
        yield opened


def rest(sim: Simulator, path: str, **query: Any) -> Any:
    return requests.get(sim.urls["ascendex"] + path, params=query, timeout=10).json()["data"]


def order_args(sim: Simulator, **more: Any) -> dict[str, Any]:
    fields = {"symbol": BTC, "orderQty": "0.01", "orderType": "market", "side": "buy"}
    return {"time": sim.clock.now(), **fields, **more}


async def act(line: Line, action: str, args: Any = None, request_id: str = "sampleRequestId") -> Any:
    body = {"op": "req", "action": action, "ac": "futures", "id": request_id}
    return await line.ask(**body, **({} if args is None else {"args": args}))


# Sessions.


async def test_a_login_by_headers(sim: Simulator, lines: Lines) -> None:
    key, time = sim.ascendex.credentials["main"], sim.clock.now()
    group = sim.ascendex.user("main").group
    headers = {
        "x-auth-key": key.api_key,
        "x-auth-timestamp": str(time),
        "x-auth-signature": ascendex_signature(key.secret, time),
    }
    path = f"/{group}/api/pro/v2/stream"
    line = await lines.open("ascendex", path, "op", headers=headers)
    assert await line.next() == {"m": "connected", "type": "auth"}
    with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
        await lines.open("ascendex", path, "op", headers=headers | {"x-auth-signature": "no"})
    assert caught.value.status == 401
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await lines.open("ascendex", f"/{group + 1}/api/pro/v2/stream", "op", headers=headers)


async def test_a_login_by_message(sim: Simulator, lines: Lines, clock: ManualClock) -> None:
    line = await lines.ascendex("futures-order", "futures-account-update", account="main")
    assert [session.account.name for session in sim.ascendex.sockets.sessions] == ["main"]
    login = lines.ascendex_login("main")
    for wrong in ({"sig": "no"}, {"key": "nobody"}, {"t": clock.now() - 30_001}):
        reply = await line.ask(op="auth", id="x", **{**login, **wrong})
        assert (reply["m"], reply["id"]) == ("auth", "x")
        assert reply["code"] != 0
        assert reply["err"]
    foreign = await line.ask(op="auth", **lines.ascendex_login("second"))
    assert foreign == {"m": "auth", "code": 200006, "err": "Unable to find User Account Data"}
    public = await lines.ascendex()
    assert (await public.ask(op="auth", **login))["code"] == 200006


async def test_channels_are_acknowledged_one_by_one(lines: Lines) -> None:
    line = await lines.ascendex()
    await line.send(op="sub", id="abc123", ch=f"bbo:{BTC},{ETH},NO-PERP")
    one, two, bad = [await line.next() for _ in range(3)]
    assert one == {"m": "sub", "id": "abc123", "ch": f"bbo:{BTC}", "code": 0}
    assert two == {"m": "sub", "id": "abc123", "ch": f"bbo:{ETH}", "code": 0}
    assert bad["code"] == 100008
    assert bad["reason"] == "Unable to handle symbol NO-PERP"
    for channel, code in (("futures-order", 100009), (f"nothing:{BTC}", 100005), (f"bar:7:{BTC}", 100005)):
        assert (await line.ask(op="sub", ch=channel))["code"] == code
    many = await line.ask(op="sub", id="m", ch="bbo:" + ",".join([BTC] * 11))
    assert (many["m"], many["code"], many["reason"]) == ("error", 100005, "INVALID_WS_REQUEST_DATA")


@pytest.mark.parametrize("text", ["nonsense", "[1]", '{"op": "dance"}', '{"op": "req", "action": "dance"}'])
async def test_what_is_not_understood_is_refused(lines: Lines, text: str) -> None:
    line = await lines.ascendex()
    await line.socket.send_str(text)
    reply = await line.next()
    assert (reply["m"], reply["code"], reply["reason"]) == ("error", 100005, "INVALID_WS_REQUEST_DATA")


async def test_a_silent_client_is_asked_and_then_dropped(
    lines: Lines, clock: ManualClock, sim: Simulator
) -> None:
    line = await lines.ascendex()
    clock.advance(29_999)
    await sim.aflush()
    clock.advance(1)
    await sim.aflush()
    assert await line.next() == {"m": "ping", "hp": 3}
    await line.send(op="pong")
    assert await line.all() == []
    clock.advance(29_999)
    assert await line.all() == []
    clock.advance(75_000)
    *pings, notice = await line.rest()
    assert pings == [{"m": "ping", "hp": points} for points in (3, 2, 1)]
    assert notice == {
        "m": "disconnected",
        "code": 100005,
        "reason": "INVALID_WS_REQUEST_DATA",
        "info": "Session is disconnected due to missing pong message from the client",
    }
    assert sim.ascendex.sockets.sessions == []


async def test_a_client_that_pings_is_left_alone(lines: Lines, clock: ManualClock) -> None:
    line = await lines.ascendex()
    for _ in range(10):
        clock.advance(15_000)
        assert await line.ask(op="ping") == {"m": "pong", "code": 0, "ts": clock.now(), "hp": 3}


async def test_too_many_messages_are_ignored_and_then_punished(
    lines: Lines, clock: ManualClock, sim: Simulator
) -> None:
    line = await lines.ascendex()
    for _ in range(150):
        await line.send(op="unsub", ch=f"bbo:{BTC}")
    assert len(await line.all()) == 150
    for _ in range(50):
        await line.send(op="unsub", ch=f"bbo:{BTC}")
    assert await line.all() == []
    await line.send(op="unsub", ch=f"bbo:{BTC}")
    assert await line.rest() == []
    with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
        await lines.ascendex()
    assert caught.value.status == 429
    clock.advance(15 * 60_000)
    await lines.ascendex(f"bbo:{BTC}")


async def test_an_address_has_so_many_sessions_a_group(lines: Lines) -> None:
    for _ in range(SESSIONS_PER_GROUP):
        await lines.ascendex()
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await lines.ascendex()
    await lines.ascendex(account="main")


# Market data.


async def test_deltas_continue_every_snapshot(lines: Lines, clock: ManualClock, sim: Simulator) -> None:
    line = await lines.ascendex(DEPTH)
    clock.advance(700)
    await line.send(op="req", id="d", action="depth-snapshot", args={"symbol": BTC})
    found = await line.all()
    snapshot, before = found[-1], found[:-1]
    assert (snapshot["m"], snapshot["symbol"], "id" in snapshot) == ("depth-snapshot", BTC, False)
    number = snapshot["data"]["seqnum"]
    assert [message["data"]["seqnum"] for message in before][-1] == number
    book = Ladder(snapshot["data"]["bids"], snapshot["data"]["asks"])
    for moves in (1000, 30, 5000):
        clock.advance(moves)
        buy(sim, "ascendex", BTC, "0.05")
        last = rest(sim, "/api/pro/v1/depth", symbol=BTC)["data"]
        for message in await line.all():
            assert (message["m"], message["symbol"]) == ("depth", BTC)
            number += 1
            assert message["data"]["seqnum"] == number
            book.apply(message["data"]["bids"], message["data"]["asks"])
        assert last["seqnum"] == number
        assert book == Ladder(last["bids"], last["asks"])


async def test_the_realtime_book_begins_with_a_snapshot(
    lines: Lines, clock: ManualClock, sim: Simulator
) -> None:
    line = await lines.ascendex(f"depth-realtime:{BTC}", account="main")
    first = await line.next()
    assert (first["m"], first["symbol"], first["data"]["seqnum"]) == ("depth-snapshot-realtime", BTC, 1)
    book = Ladder(first["data"]["bids"], first["data"]["asks"])
    clock.advance(1000)
    buy(sim, "ascendex", BTC, "0.01")
    deltas = await line.all()
    assert [delta["data"]["seqnum"] for delta in deltas] == list(range(2, 2 + len(deltas)))
    for delta in deltas:
        book.apply(delta["data"]["bids"], delta["data"]["asks"])
    again = await line.ask(op="req", id="q", action="depth-snapshot-realtime", args={"symbol": BTC})
    assert again["data"]["seqnum"] == deltas[-1]["data"]["seqnum"]
    assert book == Ladder(again["data"]["bids"], again["data"]["asks"])
    bad = await line.ask(op="req", id="q", action="depth-snapshot-realtime", args={"symbol": "X"})
    assert (bad["m"], bad["code"], bad["reason"]) == ("depth-snapshot-realtime", 100008, "SYMBOL_ERROR")
    public = await lines.ascendex()
    assert (await public.ask(op="sub", ch=f"depth-realtime:{BTC}"))["code"] == 100009


async def test_trades_are_those_of_rest(lines: Lines, clock: ManualClock, sim: Simulator) -> None:
    line = await lines.ascendex(f"trades:{BTC}")
    clock.advance(5000)
    buy(sim, "ascendex", BTC, "0.01")
    rows = [row for message in await line.all() for row in message["data"]]
    assert rows == rest(sim, "/api/pro/v1/trades", symbol=BTC, n=len(rows))["data"]
    assert rows[-1]["seqnum"] > 2**53
    asked = await line.ask(op="req", id="t", action="market-trades", args={"symbol": BTC, "level": 2})
    assert (asked["id"], asked["data"]) == ("t", rows[-2:])


async def test_quotes_bars_and_prices(lines: Lines, clock: ManualClock, sim: Simulator) -> None:
    line = await lines.ascendex(f"bbo:{BTC}", f"bar:1:{BTC}", "futures-pricing-data")
    found = []
    for _ in range(4):
        clock.advance(20_250)
        found += await line.all()
    quotes = [message["data"] for message in found if message["m"] == "bbo"]
    assert all((a["bid"], a["ask"]) != (b["bid"], b["ask"]) for a, b in pairwise(quotes))
    bars = {message["data"]["ts"]: message for message in found if message["m"] == "bar"}
    shown = rest(sim, "/api/pro/v1/barhist", symbol=BTC, interval="1", n=3)
    assert list(bars.values()) == shown
    pricing = [message for message in found if message["m"] == "futures-pricing-data"][-1]
    contract = next(row for row in pricing["con"] if row["s"] == BTC)
    expected = next(
        row for row in rest(sim, "/api/pro/v2/futures/pricing-data")["contracts"] if row["symbol"] == BTC
    )
    assert (contract["mp"], contract["ip"], contract["r"], contract["f"]) == (
        expected["markPrice"],
        expected["indexPrice"],
        expected["fundingRate"],
        expected["nextFundingTime"],
    )
    assert {"a": "USDT", "p": "1"} in pricing["col"]


@pytest.mark.parametrize(
    ("channel", "left"),
    [
        ("bar:*:BTC-PERP", {"bar:1:ETH-PERP"}),
        ("bar:1", {"bar:5:BTC-PERP"}),
        ("bar", set()),
        ("bar:1:BTC-PERP", {"bar:5:BTC-PERP", "bar:1:ETH-PERP"}),
    ],
)
async def test_bars_are_left_with_wildcards(
    lines: Lines, sim: Simulator, channel: str, left: set[str]
) -> None:
    line = await lines.ascendex("bar:1:BTC-PERP", "bar:5:BTC-PERP", "bar:1:ETH-PERP")
    reply = await line.ask(op="unsub", id="u", ch=channel)
    assert reply == {"m": "unsub", "id": "u", "ch": channel, "code": 0}
    assert set(sim.ascendex.sockets.sessions[0].topics) == left


# Orders and the account.


async def test_an_order_over_the_socket(lines: Lines, sim: Simulator) -> None:
    line = await lines.ascendex("futures-order", "futures-account-update", account="main")
    reply = await act(line, "place-order", order_args(sim), "abcdefghi1")
    number = f"s{sim.clock.now():011x}{sim.ascendex.user('main').uid}bcdefghi1"
    assert reply == {
        "m": "order",
        "code": 0,
        "id": "abcdefghi1",
        "action": "place-order",
        "ac": "FUTURES",
        "info": {"orderId": number, "symbol": BTC},
    }
    new, filled, account = await line.all()
    assert (new["st"], new["lq"], new["cfq"]) == ("New", "0", "0")
    assert (filled["st"], filled["lq"], filled["cfq"]) == ("Filled", "0.01", "0.01")
    assert filled["orderId"] == number
    assert filled["f"] == filled["cf"] != "0"
    assert filled["sn"] > new["sn"]
    assert (account["m"], account["e"], account["id"]) == (
        "futures-account-update",
        "ExecutionReport",
        number,
    )
    (position,) = account["pos"]
    assert (position["s"], position["sd"], position["pos"], position["mt"]) == (
        BTC,
        "LONG",
        "0.01",
        "crossed",
    )
    balance = sim.ascendex.engine.balance(sim.ascendex.engine.account("main"), "USDT").total
    assert [(row["a"], Decimal(row["b"])) for row in account["col"]] == [("USDT", balance)]


async def test_orders_are_listed_and_cancelled(lines: Lines, sim: Simulator) -> None:
    line = await lines.ascendex("futures-order", account="main")
    resting = {"orderType": "limit", "price": "50000"}
    one = (await act(line, "place-order", order_args(sim, **resting), "client0001"))["info"]["orderId"]
    await line.all()
    two = await act(line, "place-order", order_args(sim, symbol=ETH, orderType="limit", orderPrice="1000"))
    assert two["code"] == 0
    await line.all()
    listed = await act(line, "futures-open-orders", {})
    assert (listed["m"], listed["code"], listed["ac"]) == ("futures-open-orders", 0, "FUTURES")
    assert {row["symbol"] for row in listed["data"]} == {BTC, ETH}
    chosen = await act(line, "futures-open-orders", {"symbol": BTC})
    assert [(row["orderId"], row["price"]) for row in chosen["data"]] == [(one, "50000")]
    cancel = {"time": sim.clock.now(), "orderId": one, "symbol": BTC}
    gone = await act(line, "cancel-order", cancel)
    assert (gone["code"], gone["info"]) == (0, {"orderId": one, "symbol": BTC})
    assert [message["st"] for message in await line.all()] == ["Canceled"]
    again = await act(line, "cancel-order", cancel)
    assert again["code"] == 300019
    assert list(again["info"]) == ["symbol", "reason", "errorMsg"]
    every = await act(line, "cancel-all")
    assert (every["code"], every["info"]) == (0, {"symbol": ""})
    assert [message["s"] for message in await line.all()] == [ETH]
    unknown = await act(line, "cancel-all", {"symbol": "X"})
    assert (unknown["code"], unknown["info"]["reason"]) == (300012, "INVALID_PRODUCT")


async def test_refused_orders(lines: Lines, sim: Simulator) -> None:
    line = await lines.ascendex(account="main")
    refused: list[tuple[dict[str, Any], int]] = [
        ({"orderType": "limit", "price": "50000.1"}, 300014),
        ({"orderQty": "0.00000001"}, 300002),
        ({"symbol": "X"}, 300012),
        ({"orderQty": "30"}, 320008),
        ({"time": sim.clock.now() - 30_001}, 100011),
    ]
    for fields, code in refused:
        reply = await act(line, "place-order", order_args(sim, **fields))
        assert (reply["m"], reply["action"], reply["code"]) == ("order", "place-order", code)
        assert reply["info"]["errorMsg"]
    reply = await act(line, "futures-open-orders")
    assert reply == {
        "m": "error",
        "id": "sampleRequestId",
        "code": 100005,
        "reason": "INVALID_WS_REQUEST_DATA",
        "info": "Missing required parameter: args",
    }
    public = await lines.ascendex()
    assert (await act(public, "place-order", order_args(sim)))["code"] == 100009
    readonly = await lines.ascendex(account="readonly")
    assert (await act(readonly, "place-order", order_args(sim)))["code"] == 200015


async def test_the_account_snapshot_lists_everything(lines: Lines, sim: Simulator) -> None:
    line = await lines.ascendex(account="main")
    buy(sim, "ascendex", BTC, "0.02")
    reply = await line.ask(op="req", id="abc123456", action="futures-account-snapshot")
    assert (reply["m"], reply["id"], reply["e"]) == ("futures-account-snapshot", "abc123456", "ClientRequest")
    assert reply["acc"] == sim.ascendex.user("main").futures
    rows = {row["s"]: row for row in reply["pos"]}
    assert len(rows) == len(sim.ascendex.engine.instruments)
    assert (rows[BTC]["pos"], rows[BTC]["sd"]) == ("0.02", "LONG")
    assert (rows[ETH]["pos"], rows[ETH]["sd"]) == ("0", "NULL_VAL")
    later = await line.ask(op="req", id="2", action="futures-account-snapshot")
    assert later["sn"] > reply["sn"]


async def test_balances_that_move_without_a_trade(lines: Lines, sim: Simulator, clock: ManualClock) -> None:
    line = await lines.ascendex("futures-account-update", account="main")
    engine = sim.ascendex.engine
    engine.deposit(engine.account("main"), "USDT", Decimal(7))
    (update,) = await line.all()
    assert (update["e"], update["pos"]) == ("deposit", [])
    assert update["col"] == [{"a": "USDT", "b": "100007", "f": "1"}]
    other = await lines.ascendex("futures-account-update", account="second")
    engine.deposit(engine.account("main"), "USDT", Decimal(-7))
    assert [message["e"] for message in await line.all()] == ["withdrawal"]
    assert await other.all() == []
