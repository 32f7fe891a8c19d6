"""The sockets of WOO's generation V3 over raw connections."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import aiohttp
import pytest

from ascendex_woo_adapters.simulator import ManualClock, Simulator
from ascendex_woo_adapters.simulator.woo.v3_sockets import LIFETIME_MS, WooV3PublicSocket

from .socket_client import Ladder, Lines, buy
from .woo_client import PERP, SPOT
from .woo_v3_client import Trader

UPDATES = f"orderbookupdate@{PERP}@50"


def listen_key(trader: Trader) -> str:
    data = trader.post("/v3/account/listenKey", type="WEBSOCKET")["data"]
    assert data["expiredTime"] == trader.sim.clock.now() + LIFETIME_MS
    return str(data["authKey"])


# Commands.


async def test_replies_list_what_was_granted(lines: Lines, clock: ManualClock) -> None:
    line = await lines.v3()
    wanted = [UPDATES, "bbo@X", f"bbo@{SPOT}", f"orderbookupdate@{PERP}@51", f"indexprice@{PERP}", "tickers"]
    assert await line.ask(id="1", cmd="SUBSCRIBE", params=wanted) == {
        "id": "1",
        "cmd": "SUBSCRIBE",
        "success": True,
        "time": clock.now(),
        "data": [UPDATES, f"bbo@{SPOT}"],
    }
    again = await line.ask(id="2", cmd="subscribe", params=[UPDATES])
    assert (again["cmd"], again["success"], again["data"]) == ("SUBSCRIBE", True, [])
    left = await line.ask(id="3", cmd="UN_SUBSCRIBE", params=[UPDATES, f"bbo@{PERP}"])
    assert (left["cmd"], left["data"]) == ("UN_SUBSCRIBE", [UPDATES])


async def test_a_request_has_ten_topics_and_a_connection_a_hundred(lines: Lines, sim: Simulator) -> None:
    line = await lines.v3()
    names = ("bbo", "trade", "ticker")
    topics = [f"{name}@{symbol}" for name in names for symbol in sim.woo.engine.instruments]
    refused = await line.ask(id="8", cmd="SUBSCRIBE", params=topics[:11])
    assert (refused["success"], refused["data"]) == (False, "Command type invalid!")
    for first in range(0, 100, 10):
        part = topics[first : first + 10]
        assert (await line.ask(id="1", cmd="SUBSCRIBE", params=part))["data"] == part
    assert (await line.ask(id="1", cmd="SUBSCRIBE", params=topics[100:102]))["data"] == []
    assert len(sim.woo.sockets.sessions[0].topics) == 100


async def test_what_is_not_understood_is_refused(lines: Lines, clock: ManualClock) -> None:
    line = await lines.v3()
    head = {"cmd": "ERROR", "success": False, "time": clock.now()}
    reply = await line.ask(id="v1", event="subscribe", topic=f"{PERP}@bbo")
    assert reply == {"id": "v1", **head, "data": "Command type invalid!"}
    await line.socket.send_str("nonsense")
    assert await line.next() == {"id": "", **head, "data": "Invalid request."}
    assert await line.ask(cmd="PING", ts=1) == {"cmd": "PONG", "success": True, "time": clock.now()}


# Sessions.


async def test_silent_clients_are_dropped_after_a_minute(
    lines: Lines, clock: ManualClock, sim: Simulator
) -> None:
    loud, silent = await lines.v3(), await lines.v3()
    clock.advance(59_999)
    assert await loud.all() == []
    assert len(sim.woo.sockets.sessions) == 2
    clock.advance(1)
    assert await silent.rest() == []
    assert await loud.all() == []
    await loud.socket.ping()
    await loud.socket.receive(5)
    clock.advance(59_999)
    assert await loud.all() == []


async def test_connections_live_a_day(lines: Lines, clock: ManualClock, sim: Simulator) -> None:
    line = await lines.v3()
    protocol = sim.woo.sockets.sessions[0].protocol
    assert isinstance(protocol, WooV3PublicSocket)
    protocol.silence_ms = None
    clock.advance(LIFETIME_MS - 1)
    assert await line.all() == []
    clock.advance(1)
    assert await line.rest() == []


async def test_a_listen_key_opens_the_private_socket(lines: Lines, trader: Trader, sim: Simulator) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
        await lines.v3(key="nobody's")
    assert caught.value.status == 401
    await lines.v3("executionreport", key=listen_key(trader))
    (session,) = sim.woo.sockets.of("main")
    assert list(session.topics) == ["executionreport"]


async def test_a_new_key_kills_the_old_one(lines: Lines, trader: Trader, sim: Simulator) -> None:
    old = listen_key(trader)
    line = await lines.v3(key=old)
    new = listen_key(trader)
    assert await line.rest() == []
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await lines.v3(key=old)
    again = await lines.v3(key=new)
    sim.woo.expire_listen_key()
    assert await again.rest() == []
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await lines.v3(key=new)


async def test_private_topics_are_for_the_private_socket(lines: Lines, trader: Trader) -> None:
    public, private = await lines.v3(), await lines.v3(key=listen_key(trader))
    assert (await public.ask(id="1", cmd="SUBSCRIBE", params=["balance"]))["data"] == []
    assert (await private.ask(id="1", cmd="SUBSCRIBE", params=[f"bbo@{PERP}"]))["data"] == []


# Market data.


@pytest.mark.parametrize(("depth", "cadence"), [("50", 50), ("200", 100), ("500", 200)])
async def test_deltas_continue_the_snapshot_of_rest(
    lines: Lines, clock: ManualClock, trader: Trader, sim: Simulator, depth: str, cadence: int
) -> None:
    topic = f"orderbookupdate@{PERP}@{depth}"
    line = await lines.v3(topic)
    clock.advance(1000)
    first = trader.get("/v3/public/orderbook", symbol=PERP, maxLevel=depth)
    seen = [message["data"] for message in await line.pushes(topic)]
    assert seen[-1]["ts"] == first["timestamp"]
    time, book = first["timestamp"], Ladder(first["data"]["bids"], first["data"]["asks"])
    for moves in (1000, 30, 5000):
        clock.advance(moves)
        buy(sim, "woo", PERP, "0.05")
        last = trader.get("/v3/public/orderbook", symbol=PERP, maxLevel=depth)
        for message in await line.pushes(topic):
            data = message["data"]
            assert (data["s"], data["prevTs"]) == (PERP, time)
            time = data["ts"]
            book.apply(data["bids"], data["asks"])
        assert time == last["timestamp"]
        assert book == Ladder(last["data"]["bids"], last["data"]["asks"])
    buy(sim, "woo", PERP, "0.05")
    pushed = (await _after(line, topic, clock, cadence))[0]
    assert pushed["ts"] % cadence == 0


async def _after(line: Any, topic: str, clock: ManualClock, cadence: int) -> list[Any]:
    clock.advance(cadence)
    found: list[Any] = await line.pushes(topic)
    return found


async def test_orders_at_the_same_moment_make_different_times(
    lines: Lines, trader: Trader, sim: Simulator
) -> None:
    line = await lines.v3(UPDATES)
    stamps = []
    for _ in range(3):
        buy(sim, "woo", PERP, "0.05")
        stamps.append(trader.get("/v3/public/orderbook", symbol=PERP)["timestamp"])
    messages = [message["data"] for message in await line.pushes(UPDATES)]
    assert [data["ts"] for data in messages] == stamps
    assert len(set(stamps)) == 3
    assert all(after["prevTs"] == before["ts"] for before, after in pairwise(messages))


FIELDS = {
    f"bbo@{PERP}": "s ap aq bp bq ts",
    f"bborpi@{PERP}": "s ap aq bp bq ts",
    f"trade@{PERP}": "s px sx sd src rpi ts",
    f"ticker@{PERP}": "s o c h l v a q u cnt ts tts",
    f"kline@{PERP}@1m": "s t o c h l v a st et ts tts",
    f"kline@{PERP}@3d": "s t o c h l v a st et ts tts",
    f"markprice@{PERP}": "ts px s",
    f"indexprice@{SPOT}": "ts px s",
    f"estfundingrate@{PERP}": "ts ft s r",
    f"openinterest@{PERP}": "s oi ts",
    f"orderbook10@{PERP}": "ts bids asks s",
    f"orderbookupdaterpi@{PERP}@200": "s prevTs asks bids ts",
}


async def test_every_public_topic_has_its_fields(lines: Lines, clock: ManualClock) -> None:
    topics = list(FIELDS)
    line = await lines.v3(*topics[:6])
    reply = await line.ask(id="1", cmd="SUBSCRIBE", params=topics[6:])
    assert reply["data"] == topics[6:]
    clock.advance(59_000)
    found = {message["topic"]: message for message in await line.all()}
    clock.advance(1000)
    found |= {message["topic"]: message for message in await line.all()}
    assert set(found) == set(FIELDS)
    for topic, names in FIELDS.items():
        assert list(found[topic]) == ["topic", "ts", "data"]
        assert list(found[topic]["data"]) == names.split()
        numbers = {"ts", "tts", "st", "et", "ft", "cnt", "src", "rpi", "prevTs"}
        texts = [v for k, v in found[topic]["data"].items() if k not in numbers | {"bids", "asks"}]
        assert all(isinstance(value, str) for value in texts)
    assert len(found[f"orderbook10@{PERP}"]["data"]["bids"]) == 10


async def test_a_closed_candle_is_pushed_in_any_case(
    lines: Lines, clock: ManualClock, trader: Trader
) -> None:
    topic = f"kline@{PERP}@1m"
    line = await lines.v3(topic)
    clock.advance(50_000)
    await line.all()
    clock.advance(40_000)
    candles = [message["data"] for message in await line.pushes(topic)]
    final = next(candle for candle in reversed(candles) if candle["et"] <= candle["ts"])
    row = trader.get("/v3/public/kline", symbol=PERP, type="1m", limit=2)["data"]["rows"][1]
    names = {"o": "open", "h": "high", "l": "low", "c": "close", "v": "volume"}
    assert {s: Decimal(final[s]) for s in names} == {s: Decimal(str(row[n])) for s, n in names.items()}
    assert final["st"] == row["startTimestamp"]


async def test_three_days_are_put_together(lines: Lines, clock: ManualClock, trader: Trader) -> None:
    topic = f"kline@{SPOT}@3d"
    line = await lines.v3(topic)
    clock.advance(1000)
    (message,) = await line.pushes(topic)
    data = message["data"]
    assert data["et"] - data["st"] == 3 * 86_400_000
    rows = trader.get("/v3/public/kline", symbol=SPOT, type="1d", limit=3)["data"]["rows"]
    inside = [row for row in rows if row["startTimestamp"] >= data["st"]]
    assert Decimal(data["h"]) == max(Decimal(str(row["high"])) for row in inside)
    assert Decimal(data["o"]) == Decimal(str(inside[-1]["open"]))


# The account.


async def test_orders_positions_and_balances(lines: Lines, trader: Trader, clock: ManualClock) -> None:
    topics = ("executionreport", "position", "balance")
    line = await lines.v3(*topics, key=listen_key(trader))
    number = trader.place(kind="MARKET", quantity="0.02", clientOrderId=42)
    found = await line.all()
    assert [m["topic"] for m in found] == ["executionreport", "executionreport", "balance", "position"]
    report = found[1]["data"]
    assert {name: report[name] for name in ("mt", "s", "cid", "oid", "t", "sd", "ps", "ss", "tesx", "m")} == {
        "mt": 0,
        "s": PERP,
        "cid": 42,
        "oid": number,
        "t": "MARKET",
        "sd": "BUY",
        "ps": "BOTH",
        "ss": "FILLED",
        "tesx": "0.02",
        "m": "CROSS",
    }
    assert (report["tid"] > 0, report["esx"], report["ro"], report["mk"]) == (True, "0.02", False, False)
    (balance,) = found[2]["data"]["balances"]
    held = trader.sim.woo.engine.balance(trader.sim.woo.engine.account("main"), "USDT").total
    assert (balance["t"], Decimal(balance["h"]), balance["ver"]) == ("USDT", held, 1)
    (position,) = found[3]["data"]["positions"]
    assert (position["s"], position["h"], position["ver"], position["ot"]) == (PERP, "0.02", 1, clock.now())
    assert position["aop"] == report["epx"]


async def test_algo_orders(lines: Lines, trader: Trader) -> None:
    line = await lines.v3("algoexecutionreport", key=listen_key(trader))
    trader.take_profit()
    (push,) = await line.pushes("algoexecutionreport")
    root, *legs = push["data"]
    assert (root["at"], root["paid"], root["ss"]) == ("TP_SL", 0, "NEW")
    assert {leg["at"] for leg in legs} == {"TAKE_PROFIT", "STOP_LOSS"}
    assert {leg["raid"] for leg in legs} == {root["aid"]}


async def test_the_account_is_told_every_second_and_on_changes(
    lines: Lines, trader: Trader, clock: ManualClock, sim: Simulator
) -> None:
    line = await lines.v3("account", key=listen_key(trader))
    clock.advance(3000)
    pushes = await line.pushes("account")
    assert [b["ts"] - a["ts"] for a, b in pairwise(pushes)] == [1000, 1000]
    data = pushes[0]["data"]
    assert list(data) == ["m", "M", "P", "mr", "omr", "imr", "mmr", "tc", "fc", "v"]
    assert (data["m"], data["M"], data["P"]) == ("FUTURE", "CROSS", "ONE_WAY")
    buy(sim, "woo", PERP, "1")
    (changed,) = await line.pushes("account")
    assert Decimal(changed["data"]["fc"]) < Decimal(data["fc"])
