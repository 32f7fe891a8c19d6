"""Bad days of sockets: lost, doubled, late and reordered frames, refusals that look like consent, cut lines."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import aiohttp
import pytest

from ascendex_woo_adapters.simulator import Fault, ManualClock, Simulator, SocketFault

from .socket_client import Lines, buy, lines_of
from .woo_client import PERP

UPDATES = f"{PERP}@orderbookupdate"


def gaps(messages: list[Any]) -> int:
    """Breaks of the chain of deltas."""
    return sum(after["data"]["prevTs"] != before["ts"] for before, after in pairwise(messages))


async def deltas(lines: Lines, clock: ManualClock, **fault: Any) -> list[Any]:
    """Eight deltas or so, with a fault."""
    line = await lines.woo(UPDATES)
    lines.sim.woo.sockets.faults.add(SocketFault(UPDATES, **fault))
    clock.advance(2000)
    return await line.pushes(UPDATES)


async def test_without_a_fault_the_chain_is_whole(lines: Lines, clock: ManualClock) -> None:
    found = await deltas(lines, clock, kind="skip", times=0)
    assert (len(found), gaps(found)) == (8, 0)


async def test_skipped_frames(lines: Lines, clock: ManualClock) -> None:
    found = await deltas(lines, clock, kind="skip", skip=2, times=1)
    assert (len(found), gaps(found)) == (7, 1)
    assert found[2]["data"]["prevTs"] - found[1]["ts"] == 250


async def test_doubled_frames(lines: Lines, clock: ManualClock) -> None:
    found = await deltas(lines, clock, kind="duplicate", skip=3)
    assert len(found) == 9
    assert found[3] == found[4]


async def test_swapped_frames(lines: Lines, clock: ManualClock) -> None:
    found = await deltas(lines, clock, kind="swap", skip=1)
    times = [message["ts"] for message in found]
    assert times != sorted(times)
    assert times[:1] + times[2:3] + times[1:2] + times[3:] == sorted(times)


async def test_every_frame_swapped_loses_none(lines: Lines, clock: ManualClock) -> None:
    found = await deltas(lines, clock, kind="swap", times=None)
    times = [message["ts"] for message in found]
    assert len(times) > 3
    assert times[0::2] == sorted(times)[1::2]
    assert times[1::2] == sorted(times)[0::2]


async def test_late_frames(lines: Lines, clock: ManualClock) -> None:
    found = await deltas(lines, clock, kind="late", delay_ms=600)
    times = [message["ts"] for message in found]
    assert times.index(min(times)) == 2


async def test_throttled_frames(lines: Lines, clock: ManualClock) -> None:
    found = await deltas(lines, clock, kind="throttle", delay_ms=1000, times=None)
    assert [gaps(found), len(found)] == [0, 2]
    (session,) = lines.sim.woo.sockets.sessions
    clock.advance(1000)
    await lines.sim.aflush()
    assert len([text for text in session.sent if UPDATES in text]) == 1 + 3


async def test_other_text(lines: Lines, clock: ManualClock, sim: Simulator) -> None:
    line = await lines.woo(UPDATES)
    sim.woo.sockets.faults.add(SocketFault(UPDATES, "text", text='{"half": '))
    clock.advance(250)
    await sim.aflush()
    clock.advance(250)
    await sim.aflush()
    frame = await line.socket.receive(5)
    assert frame.data == '{"half": '


async def test_a_socket_may_go_silent(lines: Lines, clock: ManualClock, sim: Simulator) -> None:
    found = await deltas_until_silence(lines, clock)
    assert len(found) == 3
    assert [session.mute for session in sim.woo.sockets.sessions] == [True]
    sim.woo.sockets.cut_all()


async def deltas_until_silence(lines: Lines, clock: ManualClock) -> list[Any]:
    line = await lines.woo(UPDATES)
    lines.sim.woo.sockets.faults.add(SocketFault(UPDATES, "silent", skip=3))
    clock.advance(5000)
    await lines.sim.aflush()
    return [await line.next() for _ in range(len(lines.sim.woo.sockets.sessions[0].sent) - 1)]


@pytest.mark.parametrize(("kind", "left"), [("cut_before", 2), ("cut_after", 3)])
async def test_lines_break_at_a_chosen_frame(
    lines: Lines, clock: ManualClock, sim: Simulator, kind: Any, left: int
) -> None:
    line = await lines.woo(UPDATES)
    sim.woo.sockets.faults.add(SocketFault(UPDATES, kind, skip=2))
    clock.advance(5000)
    assert len(await line.rest()) == left
    assert sim.woo.sockets.sessions == []
    assert line.socket.close_code == aiohttp.WSCloseCode.ABNORMAL_CLOSURE


async def test_pretended_subscriptions(lines: Lines, clock: ManualClock, sim: Simulator) -> None:
    sim.woo.sockets.faults.add(SocketFault("*@orderbookupdate", "pretend"))
    line = await lines.woo(UPDATES)
    clock.advance(2000)
    assert await line.all() == []
    await lines.woo(UPDATES)
    assert [list(session.topics) for session in sim.woo.sockets.sessions] == [[], [UPDATES]]


async def test_refused_subscriptions(lines: Lines, sim: Simulator) -> None:
    sim.woo.sockets.faults.add(SocketFault(UPDATES, "refuse"))
    sim.woo.sockets.faults.add(SocketFault(f"bbo@{PERP}", "refuse"))
    line = await lines.woo()
    assert (await line.ask(id=1, topic=UPDATES, event="subscribe"))["success"] is False
    assert (await line.ask(id=2, topic=UPDATES, event="subscribe"))["success"] is True
    newer = await lines.v3()
    refused = await newer.ask(id="1", cmd="SUBSCRIBE", params=[f"bbo@{PERP}"])
    assert (refused["success"], refused["data"]) == (True, [])


async def test_replies_can_be_lost(lines: Lines, sim: Simulator) -> None:
    sim.woo.sockets.faults.add(SocketFault("reply subscribe *", "skip"))
    line = await lines.woo()
    await line.send(id=1, topic=UPDATES, event="subscribe")
    assert await line.all() == []
    assert list(sim.woo.sockets.sessions[0].topics) == [UPDATES]


async def test_private_updates_may_be_late_and_come_twice(
    lines: Lines, clock: ManualClock, sim: Simulator
) -> None:
    line = await lines.woo_private("executionreport")
    sim.woo.sockets.faults.add(SocketFault("executionreport", "late", delay_ms=400))
    sim.woo.sockets.faults.add(SocketFault("executionreport", "duplicate"))
    buy(sim, "woo", PERP, "0.01")
    early = [message["data"]["status"] for message in await line.all()]
    clock.advance(400)
    late = [message["data"]["status"] for message in await line.all()]
    assert (early, late) == (["FILLED", "FILLED"], ["NEW"])


async def test_conditions_and_chances(lines: Lines, clock: ManualClock, sim: Simulator) -> None:
    faults = sim.woo.sockets.faults
    one, two = await lines.woo(UPDATES), await lines.woo(UPDATES)
    first = sim.woo.sockets.sessions[0]
    faults.add(SocketFault("*", times=None, when=lambda session, text: session is first and "asks" in text))
    clock.advance(1000)
    assert (len(await one.all()), len(await two.all())) == (0, 4)
    faults.clear()
    fault = faults.add(SocketFault(UPDATES, times=None, probability=0.5))
    clock.advance(10_000)
    await sim.aflush()
    assert 20 < fault.hits < 60


async def test_connections_fail_like_requests(lines: Lines, sim: Simulator) -> None:
    sim.woo.faults.add(Fault("GET /ws/*", "status", code=503))
    with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
        await lines.woo()
    assert caught.value.status == 503
    sim.woo.faults.add(Fault("GET /ws/*", "drop_before", times=None))
    with pytest.raises(aiohttp.ClientError):
        await lines.woo()
    sim.woo.faults.clear()
    await lines.woo()


async def test_faults_of_the_other_venue() -> None:
    clock = ManualClock()
    async with Simulator(seed=1, clock=clock, venues=("ascendex",)) as sim, lines_of(sim) as lines:
        faults = sim.ascendex.sockets.faults
        faults.add(SocketFault("depth:ETH-PERP", "pretend"))
        faults.add(SocketFault("depth:SOL-PERP", "refuse"))
        faults.add(SocketFault("depth:BTC-PERP", "skip", skip=1))
        line = await lines.ascendex("depth:BTC-PERP", "depth:ETH-PERP")
        assert (await line.ask(op="sub", ch="depth:SOL-PERP"))["code"] == 510001
        clock.advance(1500)
        numbers = [message["data"]["seqnum"] for message in await line.all()]
        steps = [after - before for before, after in pairwise(numbers)]
        assert sorted(steps) == [1] * (len(steps) - 1) + [2]
        faults.add(SocketFault("reply ping", "cut_after"))
        assert (await line.ask(op="ping"))["m"] == "pong"
        assert await line.next() is None


async def test_on_the_wall_clock_messages_come_by_themselves() -> None:
    async with Simulator(seed=1, venues=("woo",)) as sim, lines_of(sim) as lines:
        line = await lines.woo(UPDATES)
        one, two = await line.next(), await line.next()
        assert two["data"]["prevTs"] == one["ts"]
        assert abs(sim.clock.now() - two["ts"]) < 5000


def test_a_simulator_that_does_not_run_cannot_flush() -> None:
    with pytest.raises(RuntimeError):
        Simulator(venues=("woo",)).flush()
