"""A server that is killed loses nothing that it acknowledged (E-2): a real process, a real file."""

import asyncio
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import vbranch
from vbranch.ids import Home, RoomId
from vbranch.protocol.constants import Role
from vbranch.services.visits import Visits
from vbranch.stores import open_stores

LOBBY = RoomId("lobby")
KILLS = 5
ACKNOWLEDGED_BETWEEN_KILLS = 200

_APPENDER = """
import asyncio, sys
from pathlib import Path
from vbranch.ids import RoomId
from vbranch.ports.log import StoredState
from vbranch.stores import open_stores

ROOM = RoomId("lobby")

async def keep_appending(log, who):
    count = 0
    while True:
        body = f"{sys.argv[2]}.{who}.{count}".encode()
        count += 1
        [seq] = await log.append(ROOM, [body])
        print(seq, body.decode(), flush=True)

async def main():
    log = open_stores(Path(sys.argv[1])).log
    await log.open(ROOM)
    await asyncio.gather(*(keep_appending(log, who) for who in range(16)))

asyncio.run(main())
"""


def append_until_killed(folder: Path, run: int) -> dict[int, bytes]:
    """What the process acknowledged before it was killed amid its work."""
    env = {**os.environ, "PYTHONPATH": str(Path(vbranch.__file__).parents[1])}
    acknowledged: dict[int, bytes] = {}
    with subprocess.Popen(
        [sys.executable, "-c", _APPENDER, str(folder), str(run)], env=env, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.endswith(b"\n"):
                seq, body = line.split()
                acknowledged[int(seq)] = body
            if len(acknowledged) == ACKNOWLEDGED_BETWEEN_KILLS:
                process.kill()  # and read on: what is in the pipe was acknowledged, too
    return acknowledged


async def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    acknowledged: dict[int, bytes] = {}
    for run in range(KILLS):
        told = await asyncio.to_thread(append_until_killed, tmp_path, run)
        assert len(told) >= ACKNOWLEDGED_BETWEEN_KILLS
        assert not told.keys() & acknowledged.keys()
        acknowledged |= told
    stores = open_stores(tmp_path)
    kept = {record.seq: record.body for record in await stores.log.read(LOBBY, 0, 1_000_000)}
    await stores.close()
    assert {seq: kept.get(seq) for seq in acknowledged} == acknowledged
    assert sorted(kept) == list(range(1, len(kept) + 1))
    assert max(Counter(kept.values()).values()) == 1


async def test_sessions_and_visits_survive_restarts(tmp_path: Path) -> None:
    stores = open_stores(tmp_path)
    visits = Visits(stores.sessions, Home("home-0"))
    cookie, session = await visits.open_session(Role.VISITOR, 0)
    admitted = await visits.admit(await visits.ticket(session, LOBBY, 0), 0)
    assert admitted is not None
    visit = admitted[0]
    sealed = visits.seal(visit.id, "Aya")
    resume = await visits.resume_token(visit.id)
    for restart in range(1, 4):
        await stores.close()
        stores = open_stores(tmp_path)
        visits = Visits(stores.sessions, Home(f"home-{restart}"))
        await visits.start(restart)
        assert await visits.load_keys([visit.id]) == set()
        assert visits.open(visit.id, sealed) == "Aya"
        assert await visits.session(cookie, restart) == session
        back = await visits.resume(resume, restart)
        assert back is not None
        assert (back.id, back.home) == (visit.id, f"home-{restart}")
        resume = await visits.resume_token(visit.id)
    await stores.close()
