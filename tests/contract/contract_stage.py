"""What every ``Stage`` keeps to (``vbranch.ports.stage``)."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from vbranch.ids import RoomId
from vbranch.ports.stage import Stage, StageEars
from vbranch.protocol.constants import VoiceSide
from vbranch.protocol.voice_forms import Answer

LOBBY = RoomId("lobby")
SPEAKER, HEARER = VoiceSide.SPEAKER, VoiceSide.HEARER
ANSWER = Answer(kind="answer", sdp="m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=recvonly\r\n")

MakeStage = Callable[[int], Stage]


class StageContract:
    """A subclass gives ``make``: a stage with so many places."""

    @pytest.fixture
    def make(self) -> MakeStage:
        raise NotImplementedError

    @pytest.fixture
    async def stage(self, make: MakeStage) -> AsyncIterator[Stage]:
        stage = make(5)
        self.lost: list[bool] = []
        stage.listen(LOBBY, StageEars(lambda session, signal: None, self.lost.append))
        yield stage
        await stage.stop()

    async def test_it_has_the_places_that_it_was_given(self, stage: Stage) -> None:
        assert stage.places == 5

    async def test_everybody_comes_the_same_way(self, stage: Stage) -> None:
        """By signals, or by a door of one's own."""
        doors = [
            stage.begin(LOBBY, f"session-{i}", side)
            for i, side in enumerate((SPEAKER, HEARER, HEARER))
        ]
        if doors[0] is None:
            assert doors == [None] * 3
            return
        assert all(door is not None for door in doors)
        assert len({door.token for door in doors if door is not None}) == 3

    async def test_what_is_of_no_session_harms_nothing(self, stage: Stage) -> None:
        stage.end(LOBBY, "nobody's", SPEAKER)
        stage.begin(LOBBY, "session-1", SPEAKER)
        stage.signal("nobody's", ANSWER)
        stage.end(LOBBY, "nobody's", HEARER)
        stage.end(LOBBY, "session-1", SPEAKER)
        stage.end(LOBBY, "session-1", SPEAKER)
        stage.end(RoomId("another"), "session-1", SPEAKER)

    async def test_nothing_goes_on_after_the_stop(self, make: MakeStage) -> None:
        before = asyncio.all_tasks()
        stage = make(5)
        lost: list[bool] = []
        stage.listen(LOBBY, StageEars(lambda session, signal: None, lost.append))
        stage.begin(LOBBY, "session-1", SPEAKER)
        stage.begin(LOBBY, "session-2", HEARER)
        stage.end(LOBBY, "session-1", SPEAKER)
        await asyncio.sleep(0)
        await stage.stop()
        await asyncio.sleep(0)
        assert asyncio.all_tasks() == before
        assert lost == []

    async def test_what_was_never_used_stops_at_once(self, make: MakeStage) -> None:
        async with asyncio.timeout(1):
            await make(5).stop()
