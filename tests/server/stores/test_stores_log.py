"""The embedded log against its model in memory, whatever the order of calls, and on a bad disk."""

import asyncio
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from vbranch.ids import RoomId
from vbranch.ports.log import LogRecord, LogUnavailable, RoomLog, StoredState
from vbranch.stores import Stores, open_stores
from vbranch.stores import log as log_module
from vbranch.stores.database import Database
from vbranch.stores.log import DatabaseRoomLog
from vbranch.stores.memory import MemoryRoomLog

ROOMS = [RoomId("lobby"), RoomId("hall")]
LOBBY = ROOMS[0]


class Pair:
    """One follower of the store and one of the model, begun at the same place."""

    def __init__(self, store: RoomLog, model: RoomLog, room: RoomId, after: int) -> None:
        self.heard: list[LogRecord] = []
        self.expected: list[LogRecord] = []
        self._ends = (
            store.follow(room, after, self.heard.extend),
            model.follow(room, after, self.expected.extend),
        )

    def end(self) -> None:
        for end in self._ends:
            end()


class LogMachine(RuleBasedStateMachine):
    """Random histories; after each step that appends, both sides must agree."""

    stores: Stores

    @initialize()
    def begin(self) -> None:
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.model = MemoryRoomLog()
        self.pairs: list[tuple[RoomId, Pair]] = []
        self.last = dict.fromkeys(ROOMS, 0)
        self.reopen()

    def reopen(self) -> None:
        async def go() -> None:
            self.stores = open_stores(Path(self.folder.name))
            self.epochs = {room: await self.stores.log.open(room) for room in ROOMS}
            self.model_epochs = {room: await self.model.open(room) for room in ROOMS}

        self.runner.run(go())

    @rule(
        room=st.sampled_from(ROOMS),
        groups=st.lists(st.lists(st.binary(max_size=40), max_size=4), min_size=1, max_size=5),
    )
    def append(self, room: RoomId, groups: list[list[bytes]]) -> None:
        async def go() -> None:
            told = await asyncio.gather(*(self.stores.log.append(room, g) for g in groups))
            assert told == [await self.model.append(room, group) for group in groups]

        self.runner.run(go())
        self.last[room] += sum(map(len, groups))
        if any(groups):
            for followed, pair in self.pairs:
                if followed == room:
                    assert pair.heard == pair.expected

    @rule(room=st.sampled_from(ROOMS), back=st.integers(0, 8), limit=st.integers(1, 6))
    def read(self, room: RoomId, back: int, limit: int) -> None:
        async def go() -> None:
            after = max(0, self.last[room] - back)
            for count in (limit, 1000):
                kept = await self.stores.log.read(room, after, count)
                assert kept == await self.model.read(room, after, count)

        self.runner.run(go())

    @precondition(lambda self: any(self.last.values()))
    @rule(room=st.sampled_from(ROOMS), back=st.integers(0, 8), body=st.binary(max_size=20))
    def save_state(self, room: RoomId, back: int, body: bytes) -> None:
        seq = max(0, self.last[room] - back)

        async def go() -> None:
            await self.stores.log.save_state(room, StoredState(seq, self.epochs[room], 1, body))
            await self.model.save_state(room, StoredState(seq, self.model_epochs[room], 1, body))
            kept, expected = (
                await self.stores.log.load_state(room),
                await self.model.load_state(room),
            )
            assert kept is not None
            assert expected is not None
            assert (kept.seq, kept.body) == (expected.seq, expected.body)

        self.runner.run(go())

    @rule(room=st.sampled_from(ROOMS), back=st.integers(0, 8))
    def follow(self, room: RoomId, back: int) -> None:
        async def go() -> None:
            after = max(0, self.last[room] - back)
            self.pairs.append((room, Pair(self.stores.log, self.model, room, after)))

        self.runner.run(go())

    @precondition(lambda self: self.pairs)
    @rule(which=st.integers(0, 100))
    def unfollow(self, which: int) -> None:
        _, pair = self.pairs.pop(which % len(self.pairs))
        pair.end()

    @rule()
    def restart(self) -> None:
        async def go() -> None:
            await self.stores.close()

        before = self.epochs
        for _, pair in self.pairs:
            pair.end()
        self.pairs.clear()
        self.runner.run(go())
        self.reopen()
        assert self.epochs == before

    def teardown(self) -> None:
        if hasattr(self, "runner"):
            self.runner.run(self.stores.close())
            self.runner.close()
            self.folder.cleanup()


LogMachine.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestLogMachine = LogMachine.TestCase


async def test_a_follower_catches_up_when_the_disk_is_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_module, "RETRY_S", 0.01)
    database = Database(tmp_path, busy_timeout=0.01)
    log = DatabaseRoomLog(database)
    await log.open(LOBBY)
    await log.append(LOBBY, [b"1", b"2"])
    heard: list[int] = []
    caught_up = asyncio.Event()

    def hear(records: Sequence[LogRecord]) -> None:
        heard.extend(record.seq for record in records)
        caught_up.set()

    with closing(sqlite3.connect(tmp_path / "branch.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        log.follow(LOBBY, 0, hear)
        with pytest.raises(LogUnavailable):
            await log.append(LOBBY, [b"not taken"])
        with pytest.raises(LogUnavailable):
            await log.ready()
        assert heard == []
        other.execute("ROLLBACK")
    await asyncio.wait_for(caught_up.wait(), 30)
    assert heard == [1, 2]
    assert await log.append(LOBBY, [b"3"]) == [3]
    assert heard == [1, 2, 3]
    await log.close()


async def test_an_append_waits_for_a_follower_that_is_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The catching up failed and the disk is back before it is tried again."""
    monkeypatch.setattr(log_module, "RETRY_S", 0.2)
    log = DatabaseRoomLog(Database(tmp_path, busy_timeout=0.01))
    await log.open(LOBBY)
    heard: list[LogRecord] = []
    with closing(sqlite3.connect(tmp_path / "branch.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        log.follow(LOBBY, 0, heard.extend)
        with pytest.raises(LogUnavailable):
            await log.append(LOBBY, [b"not taken"])
    assert await log.append(LOBBY, [b"1"]) == [1]
    assert heard == [LogRecord(1, b"1")]
    await log.close()


async def test_appends_that_wait_together_share_a_group(tmp_path: Path) -> None:
    """Few statements for many appends; and a full group is followed by another."""
    log = DatabaseRoomLog(Database(tmp_path))
    await log.open(LOBBY)
    calls: list[int] = []
    log.follow(LOBBY, 0, lambda records: calls.append(len(records)))
    await log.append(LOBBY, [b"first"])
    told = await asyncio.gather(*(log.append(LOBBY, [b"x"] * 7) for _ in range(700)))
    assert [seq for seqs in told for seq in seqs] == list(range(2, 4902))
    assert sum(calls) == 4901
    assert len(calls) < 20
    await log.close()
