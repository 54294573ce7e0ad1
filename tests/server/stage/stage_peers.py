"""What the tests of the stage share: members with aiortc in place of a browser."""

import asyncio
from collections.abc import Callable

from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription

from humming import WITHIN_S, Tone
from vbranch.ids import RoomId
from vbranch.ports.stage import StageEars
from vbranch.protocol.constants import VoiceSide
from vbranch.protocol.messages import Signal
from vbranch.protocol.voice_forms import Answer, Candidate, Candidates, Offer
from vbranch.stage.built_in import BuiltInStage

LOBBY = RoomId("lobby")
_CANDIDATES = ("a=candidate:", "a=end-of-candidates")


class Hall:
    """A stage, and what it says in each session."""

    def __init__(self, stage: BuiltInStage) -> None:
        self.stage = stage
        self.said: dict[str, asyncio.Queue[Signal]] = {}
        self.lost: asyncio.Queue[bool] = asyncio.Queue()
        self.peers: list[RTCPeerConnection] = []
        stage.listen(LOBBY, StageEars(self._hear, self.lost.put_nowait))

    def _hear(self, session: str, signal: Signal) -> None:
        self.said.setdefault(session, asyncio.Queue()).put_nowait(signal)

    async def next(self, session: str) -> Signal:
        async with asyncio.timeout(WITHIN_S):
            return await self.said.setdefault(session, asyncio.Queue()).get()

    def peer(self) -> RTCPeerConnection:
        self.peers.append(RTCPeerConnection())
        return self.peers[-1]

    async def speak(self, session: str) -> RTCPeerConnection:
        """Somebody comes onto the stage and hums."""
        self.stage.begin(LOBBY, session, VoiceSide.SPEAKER)
        peer = self.peer()
        peer.addTransceiver(Tone(), direction="sendonly")
        await peer.setLocalDescription(await peer.createOffer())
        self.stage.signal(session, Offer(kind="offer", sdp=peer.localDescription.sdp))
        answer = await self.next(session)
        assert isinstance(answer, Answer)
        await peer.setRemoteDescription(RTCSessionDescription(answer.sdp, "answer"))
        return peer

    async def hear(self, session: str, *, trickle: bool = False) -> MediaStreamTrack:
        """Somebody hears the stage; ``trickle``: their candidates come apart, as a browser's."""
        self.stage.begin(LOBBY, session, VoiceSide.HEARER)
        offer = await self.next(session)
        assert isinstance(offer, Offer)
        peer = self.peer()
        await peer.setRemoteDescription(RTCSessionDescription(offer.sdp, "offer"))
        await peer.setLocalDescription(await peer.createAnswer())
        lines = peer.localDescription.sdp.splitlines(keepends=True)
        apart = [line for line in lines if line.startswith(_CANDIDATES)] if trickle else []
        sdp = "".join(line for line in lines if line not in apart)
        self.stage.signal(session, Answer(kind="answer", sdp=sdp))
        for line in apart:
            text = line.removeprefix("a=").strip() if line.startswith(_CANDIDATES[0]) else ""
            found = Candidate(candidate=text, mid="0", line=0)
            self.stage.signal(session, Candidates(kind="candidates", candidates=[found]))
        return peer.getReceivers()[0].track

    async def close(self) -> None:
        await self.stage.stop()
        for peer in self.peers:
            await peer.close()


async def until(met: Callable[[], object]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not met():  # noqa: ASYNC110  what is waited for is in another process
            await asyncio.sleep(0.02)
