"""The built-in stage: real connections on this machine, and the life of its process (V-9)."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from stage_peers import LOBBY, Hall, until

from humming import frames_of, loudest_hertz
from vbranch.access.ice import IceServers
from vbranch.protocol.constants import VoiceSide
from vbranch.protocol.voice_forms import Offer
from vbranch.realtime.clock import SystemClock
from vbranch.stage import built_in
from vbranch.stage.built_in import BuiltInStage

NO_SDP = Offer(kind="offer", sdp="m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=sendonly\r\n")


@pytest.fixture
async def hall() -> AsyncIterator[Hall]:
    made = Hall(BuiltInStage(32, IceServers(), SystemClock()))
    yield made
    await made.close()


def is_there(process: int) -> bool:
    """And no zombie."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text("ascii")
    except FileNotFoundError:
        return False
    return stat.rsplit(")", 1)[1].split()[0] != "Z"


async def process_of(hall: Hall) -> int:
    """Started by the first thing that is said, and then at work."""
    await hall.hear("first-session")
    assert hall.stage.process is not None
    return hall.stage.process


async def test_one_is_heard_by_all_and_by_nobody_once_it_is_over(hall: Hall) -> None:
    assert hall.stage.process is None, "nothing is started before somebody wants it"
    early = await hall.hear("early")
    speaker = await hall.speak("speaker")
    late = await hall.hear("late", trickle=True)
    for track in (early, late):
        assert loudest_hertz((await frames_of(track, 60))[10:]) == pytest.approx(440, abs=3)
    hall.stage.end(LOBBY, "speaker", VoiceSide.SPEAKER)
    await until(lambda: speaker.connectionState == "closed")


async def test_a_session_that_fails_touches_no_other(hall: Hall) -> None:
    hall.stage.begin(LOBBY, "broken", VoiceSide.SPEAKER)
    hall.stage.signal("broken", NO_SDP)
    await hall.speak("speaker")
    track = await hall.hear("hearer")
    assert loudest_hertz((await frames_of(track, 30))[10:]) == pytest.approx(440, abs=5)
    assert hall.lost.empty()
    hall.stage.end(LOBBY, "broken", VoiceSide.SPEAKER)
    hall.stage.end(LOBBY, "never begun", VoiceSide.SPEAKER)


async def test_it_stops_with_the_server(hall: Hall) -> None:
    process = await process_of(hall)
    await hall.stage.stop()
    assert not is_there(process)
    assert hall.lost.empty()


async def test_when_it_dies_at_once_it_is_over(hall: Hall) -> None:
    process = await process_of(hall)
    os.kill(process, signal.SIGKILL)
    async with asyncio.timeout(10):
        assert await hall.lost.get() is False
    assert hall.stage.process is None


async def test_when_it_dies_later_it_begins_anew(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(built_in, "QUICK_DEATH_S", 0.0)
    process = await process_of(hall)
    os.kill(process, signal.SIGKILL)
    async with asyncio.timeout(10):
        assert await hall.lost.get() is True
    await hall.hear("second-session")
    assert hall.stage.process not in (None, process)


async def test_one_that_does_not_read_is_ended(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for it is bounded."""
    monkeypatch.setattr(built_in, "MAX_UNTAKEN", 1000)
    process = await process_of(hall)
    os.kill(process, signal.SIGSTOP)
    for number in range(10_000):
        hall.stage.begin(LOBBY, f"session-{number}", VoiceSide.HEARER)
        if number % 100 == 0:
            await asyncio.sleep(0)
    await until(lambda: not is_there(process))


async def test_it_ends_when_the_server_is_killed() -> None:
    """Whatever ends the server ends the other end of the line."""
    code = """if True:
        import asyncio
        from stage_peers import Hall
        from vbranch.access.ice import IceServers
        from vbranch.realtime.clock import SystemClock
        from vbranch.stage.built_in import BuiltInStage
        async def main():
            hall = Hall(BuiltInStage(32, IceServers(), SystemClock()))
            await hall.hear("session")
            print(hall.stage.process, flush=True)
            await asyncio.sleep(60)
        asyncio.run(main())
    """
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", code),
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert server.stdout is not None
    async with asyncio.timeout(30):
        process = int((await server.stdout.readline()).split()[-1])
    assert is_there(process)
    server.kill()
    await server.wait()
    await until(lambda: not is_there(process))
