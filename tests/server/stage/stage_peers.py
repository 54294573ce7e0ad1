"""What the tests of the stage share: members with aiortc in place of a browser."""

import asyncio
import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from av import AudioFrame

from vbranch.ids import RoomId
from vbranch.ports.stage import StageEars
from vbranch.protocol.constants import VoiceSide
from vbranch.protocol.messages import Signal
from vbranch.protocol.voice_forms import Answer, Candidate, Candidates, Offer
from vbranch.stage.built_in import BuiltInStage

LOBBY = RoomId("lobby")
RATE, FRAME = 48_000, 960
WITHIN_S = 30.0
_CANDIDATES = ("a=candidate:", "a=end-of-candidates")


def tone(number: int, hertz: float = 440.0, rate: int = RATE) -> AudioFrame:
    """The frame of that number of a lasting tone."""
    size = rate // 50
    at = (np.arange(size) + number * size) / rate
    wave = (8_000 * np.sin(2 * math.pi * hertz * at)).astype(np.int16)
    frame = AudioFrame.from_ndarray(wave[None], format="s16", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = rate, number * size, Fraction(1, rate)
    return frame


def loudest_hertz(frames: list[AudioFrame]) -> float:
    """Of the first channel; 0 for silence."""
    wave = np.concatenate(
        [frame.to_ndarray().reshape(-1, len(frame.layout.channels))[:, 0] for frame in frames]
    ).astype(float)
    if np.abs(wave).max() < 100:
        return 0.0
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave))))
    return float(spectrum.argmax() * frames[0].sample_rate / len(wave))


class Tone(MediaStreamTrack):
    """A microphone that hums, in real time."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._number = 0
        self._began: float | None = None

    async def recv(self) -> AudioFrame:
        now = asyncio.get_running_loop().time()
        self._began = self._began or now
        await asyncio.sleep(max(0.0, self._began + self._number * FRAME / RATE - now))
        self._number += 1
        return tone(self._number)


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


async def frames_of(track: MediaStreamTrack, count: int) -> list[AudioFrame]:
    frames = []
    async with asyncio.timeout(WITHIN_S):
        while len(frames) < count:
            frame = await track.recv()
            assert isinstance(frame, AudioFrame)
            frames.append(frame)
    return frames
