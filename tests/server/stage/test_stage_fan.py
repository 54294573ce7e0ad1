"""One sound for many: encoded once; nobody waits for who does not keep up."""

import asyncio

import pytest
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack
from av import AudioFrame
from av.codec import CodecContext

from humming import loudest_hertz, tone
from vbranch.stage.fan import FRAME, KEPT, Ear, Encoder, Fan


class Sound(MediaStreamTrack):
    """So many frames, as fast as they are wanted."""

    kind = "audio"

    def __init__(self, frames: int) -> None:
        super().__init__()
        self._left = frames

    async def recv(self) -> AudioFrame:
        await asyncio.sleep(0)
        if not self._left:
            raise MediaStreamError
        self._left -= 1
        return tone(self._left)


def test_what_is_encoded_is_the_same_sound_in_time() -> None:
    encoder = Encoder()
    packets = [packet for number in range(50) for packet in encoder.encode(tone(number))]
    assert [packet.pts for packet in packets] == [FRAME * i for i in range(len(packets))]
    assert len(packets) >= 48
    assert sum(map(len, map(bytes, packets))) < 6_000, "about 32 kbit/s"
    decoder = CodecContext.create("libopus", "r")
    frames = [frame for packet in packets for frame in decoder.decode(packet)]
    assert loudest_hertz(frames[5:]) == pytest.approx(440, abs=3)


def test_other_rates_become_the_one_that_is_sent() -> None:
    encoder = Encoder()
    packets = [p for number in range(50) for p in encoder.encode(tone(number, rate=16_000))]
    assert len(packets) == pytest.approx(50, abs=3)


async def test_all_ears_get_the_same_packets() -> None:
    fan = Fan()
    ears = [fan.ear() for _ in range(3)]
    await fan.carry(Sound(5))
    heard = [[await ear.recv() for _ in range(3)] for ear in ears]
    assert heard[0] == heard[1] == heard[2]


async def test_who_does_not_keep_up_misses_the_oldest() -> None:
    fan = Fan()
    ear = fan.ear()
    await fan.carry(Sound(KEPT * 3))
    times = [(await ear.recv()).pts for _ in range(KEPT)]
    assert times[0] > 0
    assert times == [times[0] + FRAME * i for i in range(KEPT)]


async def test_an_ear_that_is_closed_is_over() -> None:
    fan = Fan()
    ear, other = fan.ear(), fan.ear()
    fan.close(ear)
    await fan.carry(Sound(3))
    with pytest.raises(MediaStreamError):
        await ear.recv()
    assert (await other.recv()).pts == 0


def test_an_ear_is_a_track_of_sound() -> None:
    assert Ear.kind == "audio"
