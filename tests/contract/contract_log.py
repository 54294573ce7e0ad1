"""What every ``RoomLog`` keeps to (``ports.log``); a store is bound by the fixture ``log``."""

import asyncio
from collections.abc import Sequence

import pytest

from vbranch.ids import RoomId
from vbranch.ports.log import LogRecord, LogUnavailable, RoomLog, StoredState

LOBBY = RoomId("lobby")
HALL = RoomId("hall")


def bodies(count: int, tag: str = "entry") -> list[bytes]:
    return [f"{tag}-{number}".encode() for number in range(count)]


def seqs(records: Sequence[LogRecord]) -> list[int]:
    return [record.seq for record in records]


class Heard:
    """A sink that remembers what it was given, and in how many calls."""

    def __init__(self) -> None:
        self.records: list[LogRecord] = []
        self.calls = 0

    def __call__(self, records: Sequence[LogRecord]) -> None:
        self.records += records
        self.calls += 1


class RoomLogContract:
    async def test_epoch_is_made_once_for_each_room(self, log: RoomLog) -> None:
        first, again, other = await log.open(LOBBY), await log.open(LOBBY), await log.open(HALL)
        assert first == again
        assert first
        assert first != other

    async def test_rooms_opened_by_many_at_once_have_one_epoch(self, log: RoomLog) -> None:
        assert len(set(await asyncio.gather(*(log.open(LOBBY) for _ in range(20))))) == 1

    async def test_sequence_begins_at_1_and_rises_by_one_in_each_room(self, log: RoomLog) -> None:
        await log.open(LOBBY)
        await log.open(HALL)
        assert await log.append(LOBBY, bodies(2)) == [1, 2]
        assert await log.append(HALL, bodies(1)) == [1]
        assert await log.append(LOBBY, bodies(3)) == [3, 4, 5]

    async def test_an_empty_append_changes_nothing(self, log: RoomLog) -> None:
        await log.open(LOBBY)
        assert await log.append(LOBBY, []) == []
        assert await log.append(LOBBY, bodies(1)) == [1]

    async def test_a_room_that_was_never_opened_is_a_defect(self, log: RoomLog) -> None:
        await log.open(LOBBY)
        with pytest.raises(LookupError):
            await log.append(HALL, bodies(1))
        with pytest.raises(LookupError):
            await log.save_state(HALL, StoredState(0, "epoch", 1, b""))
        assert await log.append(LOBBY, bodies(1)) == [1]

    async def test_bodies_come_back_byte_for_byte(self, log: RoomLog) -> None:
        await log.open(LOBBY)
        odd = [b"", b"\x00\xff\x00", bytes(range(256)), "名前 🏦".encode(), b"x" * 100_000]
        await log.append(LOBBY, odd)
        assert [record.body for record in await log.read(LOBBY, 0)] == odd

    async def test_read_gives_what_is_above_in_order_up_to_the_limit(self, log: RoomLog) -> None:
        await log.open(LOBBY)
        await log.append(LOBBY, bodies(12))
        assert seqs(await log.read(LOBBY, 0)) == list(range(1, 13))
        assert seqs(await log.read(LOBBY, 4, 3)) == [5, 6, 7]
        assert await log.read(LOBBY, 12) == []
        assert await log.read(HALL, 0) == []

    async def test_many_at_once_get_distinct_numbers_and_stay_whole(self, log: RoomLog) -> None:
        """Each append's records lie together, with the numbers that its caller was told."""
        await log.open(LOBBY)
        await log.open(HALL)
        rooms = [(LOBBY, HALL)[n % 2] for n in range(60)]
        told = await asyncio.gather(
            *(log.append(room, bodies(1 + n % 5, f"a{n}")) for n, room in enumerate(rooms))
        )
        for room in (LOBBY, HALL):
            kept = {r.seq: r.body for r in await log.read(room, 0)}
            own = [n for n in range(60) if rooms[n] == room]
            assert sorted(kept) == list(range(1, len(kept) + 1))
            assert sum(len(told[n]) for n in own) == len(kept)
            for n in own:
                assert told[n] == list(range(told[n][0], told[n][0] + 1 + n % 5))
                assert [kept[seq] for seq in told[n]] == bodies(1 + n % 5, f"a{n}")

    async def test_appends_begun_in_order_are_numbered_in_order(self, log: RoomLog) -> None:
        await log.open(LOBBY)
        told = await asyncio.gather(*(log.append(LOBBY, bodies(2)) for _ in range(50)))
        assert [seq for pair in told for seq in pair] == list(range(1, 101))

    async def test_a_cancelled_caller_disturbs_nobody(self, log: RoomLog) -> None:
        await log.open(LOBBY)
        heard = Heard()
        log.follow(LOBBY, 0, heard)
        tasks = [asyncio.ensure_future(log.append(LOBBY, bodies(1, f"t{n}"))) for n in range(9)]
        await asyncio.sleep(0)
        tasks[4].cancel()
        told = await asyncio.gather(*tasks, return_exceptions=True)
        kept = {r.seq: r.body for r in await log.read(LOBBY, 0)}
        for n, seq in enumerate(told):
            if isinstance(seq, list):
                assert kept[seq[0]] == f"t{n}-0".encode()
        assert sum(isinstance(seq, list) for seq in told) >= 8
        assert {r.seq: r.body for r in heard.records} == kept

    # ---- followers ---------------------------------------------------------------------------

    async def test_a_follower_has_heard_before_the_append_returns(self, log: RoomLog) -> None:
        await log.open(LOBBY)
        heard = Heard()
        log.follow(LOBBY, 0, heard)
        for expected in range(1, 6):
            assert await log.append(LOBBY, bodies(1)) == [expected]
            assert seqs(heard.records) == list(range(1, expected + 1))

    async def test_it_hears_in_order_once_what_was_there_and_what_comes(self, log: RoomLog) -> None:
        await log.open(LOBBY)
        await log.append(LOBBY, bodies(5))
        early = asyncio.gather(*(log.append(LOBBY, bodies(2)) for _ in range(20)))
        await asyncio.sleep(0)  # some of these are under way when following begins
        heard = Heard()
        log.follow(LOBBY, 3, heard)
        assert heard.calls == 0
        await asyncio.gather(*(log.append(LOBBY, bodies(2)) for _ in range(20)))
        await early
        assert seqs(heard.records) == list(range(4, 86))
        assert heard.records == await log.read(LOBBY, 3)

    async def test_without_any_append_it_hears_what_was_there(self, log: RoomLog) -> None:
        await log.open(LOBBY)
        await log.append(LOBBY, bodies(3))
        heard: asyncio.Future[list[int]] = asyncio.get_running_loop().create_future()
        log.follow(LOBBY, 1, lambda records: heard.set_result(seqs(records)))
        assert await asyncio.wait_for(heard, 30) == [2, 3]

    async def test_followers_hear_their_own_room_from_their_own_place(self, log: RoomLog) -> None:
        await log.open(LOBBY)
        await log.open(HALL)
        await log.append(LOBBY, bodies(4))
        first, later, other = Heard(), Heard(), Heard()
        log.follow(LOBBY, 0, first)
        log.follow(LOBBY, 6, later)  # above what there is yet
        log.follow(HALL, 0, other)
        await log.append(LOBBY, bodies(4))
        await log.append(HALL, bodies(1, "hall"))
        assert seqs(first.records) == list(range(1, 9))
        assert seqs(later.records) == [7, 8]
        assert [r.body for r in other.records] == bodies(1, "hall")

    async def test_who_has_ended_hears_nothing(self, log: RoomLog) -> None:
        await log.open(LOBBY)
        await log.append(LOBBY, bodies(1))
        heard, before = Heard(), Heard()
        end = log.follow(LOBBY, 1, heard)
        log.follow(LOBBY, 0, before)()
        await log.append(LOBBY, bodies(1))
        end()
        end()
        await log.append(LOBBY, bodies(1))
        assert seqs(heard.records) == [2]
        assert before.records == []

    async def test_a_failing_follower_stops_nobody(self, log: RoomLog) -> None:
        await log.open(LOBBY)
        told: list[BaseException] = []
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: told.append(context["exception"]))
        heard = Heard()

        def broken(records: Sequence[LogRecord]) -> None:
            raise RuntimeError("broken sink")

        log.follow(LOBBY, 0, broken)
        log.follow(LOBBY, 0, heard)
        assert await log.append(LOBBY, bodies(1)) == [1]
        assert await log.append(LOBBY, bodies(1)) == [2]
        assert seqs(heard.records) == [1, 2]
        assert [str(error) for error in told] == ["broken sink"] * 2

    # ---- stored states -----------------------------------------------------------------------

    async def test_a_stored_state_trims_the_log_and_numbers_go_on(self, log: RoomLog) -> None:
        epoch = await log.open(LOBBY)
        assert await log.load_state(LOBBY) is None
        await log.append(LOBBY, bodies(10))
        state = StoredState(7, epoch, 3, b"\x00state")
        await log.save_state(LOBBY, state)
        assert await log.load_state(LOBBY) == state
        assert seqs(await log.read(LOBBY, 0)) == [8, 9, 10]
        await log.save_state(LOBBY, StoredState(10, epoch, 3, b"newer"))
        assert await log.read(LOBBY, 0) == []
        assert await log.append(LOBBY, bodies(1)) == [11]
        assert await log.open(LOBBY) == epoch

    async def test_trimming_one_room_leaves_the_others(self, log: RoomLog) -> None:
        epoch = await log.open(LOBBY)
        await log.open(HALL)
        await log.append(LOBBY, bodies(2))
        await log.append(HALL, bodies(2))
        await log.save_state(LOBBY, StoredState(2, epoch, 1, b""))
        assert seqs(await log.read(HALL, 0)) == [1, 2]
        assert await log.load_state(HALL) is None

    async def test_an_older_state_does_not_replace_a_newer(self, log: RoomLog) -> None:
        epoch = await log.open(LOBBY)
        await log.append(LOBBY, bodies(10))
        newer = StoredState(8, epoch, 1, b"newer")
        await log.save_state(LOBBY, newer)
        await log.save_state(LOBBY, StoredState(5, epoch, 1, b"older"))
        assert await log.load_state(LOBBY) == newer
        assert seqs(await log.read(LOBBY, 0)) == [9, 10]

    async def test_the_same_state_by_a_newer_reducer_replaces_it(self, log: RoomLog) -> None:
        epoch = await log.open(LOBBY)
        await log.append(LOBBY, bodies(2))
        await log.save_state(LOBBY, StoredState(2, epoch, 1, b"one"))
        await log.save_state(LOBBY, StoredState(2, epoch, 2, b"two"))
        assert await log.load_state(LOBBY) == StoredState(2, epoch, 2, b"two")

    async def test_a_state_of_another_history_changes_nothing(self, log: RoomLog) -> None:
        await log.open(LOBBY)
        await log.append(LOBBY, bodies(3))
        await log.save_state(LOBBY, StoredState(2, "another", 1, b""))
        assert await log.load_state(LOBBY) is None
        assert seqs(await log.read(LOBBY, 0)) == [1, 2, 3]

    async def test_a_state_ahead_of_the_log_is_a_defect(self, log: RoomLog) -> None:
        epoch = await log.open(LOBBY)
        await log.append(LOBBY, bodies(3))
        with pytest.raises(ValueError):
            await log.save_state(LOBBY, StoredState(4, epoch, 1, b""))
        assert await log.load_state(LOBBY) is None

    async def test_a_follower_misses_nothing_by_trimming(self, log: RoomLog) -> None:
        epoch = await log.open(LOBBY)
        await log.append(LOBBY, bodies(4))
        heard = Heard()
        log.follow(LOBBY, 0, heard)
        await log.save_state(LOBBY, StoredState(3, epoch, 1, b""))
        await log.append(LOBBY, bodies(1))
        assert seqs(heard.records) == [1, 2, 3, 4, 5]

    # ---- the end -----------------------------------------------------------------------------

    async def test_ready_when_open_and_not_when_closed(self, log: RoomLog) -> None:
        await log.open(LOBBY)
        await log.ready()
        await log.close()
        await log.close()
        with pytest.raises(LogUnavailable):
            await log.ready()
        with pytest.raises(LogUnavailable):
            await log.append(LOBBY, bodies(1))
        with pytest.raises(LogUnavailable):
            await log.read(LOBBY, 0)

    async def test_close_finishes_what_is_queued(self, log: RoomLog) -> None:
        await log.open(LOBBY)
        heard = Heard()
        log.follow(LOBBY, 0, heard)
        appends = [asyncio.ensure_future(log.append(LOBBY, bodies(1))) for _ in range(20)]
        await asyncio.sleep(0)
        await log.close()
        assert [await append for append in appends] == [[n] for n in range(1, 21)]
        assert seqs(heard.records) == list(range(1, 21))
