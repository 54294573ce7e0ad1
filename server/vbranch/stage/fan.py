"""One speaker's sound for many: decoded once, encoded once, the same packets to all who hear.

aiortc would encode for each of them. Whoever cannot keep up misses what is oldest.
"""

import asyncio
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Final, TypeAlias

from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import AudioFrame, AudioResampler
from av.codec import CodecContext
from av.packet import Packet as AnyPacket

Packet: TypeAlias = "AnyPacket[Any]"

RATE: Final = 48_000
FRAME: Final = 960  # 20 ms
BITS_PER_S: Final = 32_000
KEPT: Final = 10  # packets for one who does not keep up


class Ear(MediaStreamTrack):
    """The sound as one hearer's connection takes it."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self._packets: asyncio.Queue[Packet] = asyncio.Queue(KEPT)

    def put(self, packet: Packet) -> None:
        if self._packets.full():
            self._packets.get_nowait()
        self._packets.put_nowait(packet)

    async def recv(self) -> Packet:
        if self.readyState != "live":
            raise MediaStreamError
        return await self._packets.get()


class Encoder:
    """Speech as Opus."""

    def __init__(self) -> None:
        codec = CodecContext.create("libopus", "w")
        codec.bit_rate = BITS_PER_S
        codec.format = "s16"
        codec.layout = "mono"
        codec.sample_rate = RATE
        codec.time_base = Fraction(1, RATE)
        codec.options = {"application": "voip", "fec": "1", "packet_loss": "5"}
        self._codec = codec
        self._resampler = AudioResampler("s16", "mono", RATE, FRAME)
        self._written = 0

    def encode(self, frame: AudioFrame) -> Iterable[Packet]:
        for piece in self._resampler.resample(frame):
            for packet in self._codec.encode(piece):
                packet.pts, packet.time_base = self._written, Fraction(1, RATE)
                self._written += FRAME
                yield packet


class Fan:
    """The ears of one room."""

    def __init__(self) -> None:
        self._ears: set[Ear] = set()

    def ear(self) -> Ear:
        ear = Ear()
        self._ears.add(ear)
        return ear

    def close(self, ear: Ear) -> None:
        self._ears.discard(ear)
        ear.stop()

    async def carry(self, track: MediaStreamTrack) -> None:
        """Until the speaker's track is over."""
        encoder = Encoder()
        while True:
            try:
                frame = await track.recv()
            except MediaStreamError:
                return
            if isinstance(frame, AudioFrame):
                for packet in encoder.encode(frame):
                    for ear in self._ears:
                        ear.put(packet)
