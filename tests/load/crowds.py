"""Crowds in motion, as the benchmark has them, without any socket: what a tick of a room costs.

``python tests/load/crowds.py`` prints what checking and packing take and what comes out of it. The
guard (``test_load_guard.py``) judges the same work against a reference, since a figure in
milliseconds says as much about the machine.
"""

import sys
import time
from collections.abc import Iterator
from itertools import count
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vbranch.protocol import poses
from vbranch.protocol.constants import TICK_HZ, FrameKind
from vbranch.room.crowd import Crowd
from vbranch.room.frames import Packed
from vbranch.room.plan import RoomPlan, Spawn

HALL: Final = ((0.0, 0.0, 0.0), (160.0, 10.0, 160.0))
LOBBY: Final = ((0.0, 0.0, 0.0), (16.0, 4.0, 12.0))
HEADSETS: Final = 0.3
STAGE_M: Final = 15.0  # 80 % are no farther from the stage
LAPS: Final = 40  # ticks after which all go the same way again


class Figures(NamedTuple):
    """Of a tick: ms of checking and of packing, each the median, and the bytes of a frame."""

    step_ms: float
    pack_ms: float
    frames: float
    frame_bytes: float


def places(n: int, where: str, high: NDArray[np.float64]) -> NDArray[np.float64]:
    """Floor points ``(n, 2)``: ``spread`` over the room, or 80 % around the ``stage``."""
    rng = np.random.default_rng(7)
    at = rng.random((n, 2)) * high
    if where == "stage":
        crowd = rng.random(n) < 0.8
        turn, away = rng.random(n) * 2 * np.pi, STAGE_M * np.sqrt(rng.random(n))
        round_it = high * [0.5, 0.3] + away[:, None] * np.stack([np.cos(turn), np.sin(turn)], 1)
        at = np.where(crowd[:, None], round_it, at)
    return at


class CrowdInMotion:
    """``n`` members who all walk in small circles, 30 % in headsets; a tick is ``next``."""

    def __init__(self, n: int, where: str, room: tuple[poses.Vector, poses.Vector]) -> None:
        low, high = room
        self.crowd = Crowd(RoomPlan("hall", n, room, (Spawn(low, 0.0),)))  # type: ignore[arg-type]
        self.slots = np.arange(n)
        self._frames = list(_said(places(n, where, np.array(high)[[0, 2]]), room))
        self._numbers = count(1)
        for slot, (x, z) in enumerate(places(n, where, np.array(high)[[0, 2]])):
            self.crowd.enter(slot, Spawn((x, 0.0, z), 0.0), 0.0)
            self.crowd.listen(slot)
        self.tick = 0

    def step(self) -> None:
        """Everybody says a pose, and it is checked."""
        self.tick = next(self._numbers)
        frames = self._frames[self.tick % LAPS]
        frames[:, 0] = frames[:, 0] & 0xFFFF | (self.tick & 0xFFFF) << 16
        self.crowd.put_all(self.slots, frames)
        step = self.crowd.step(self.tick / TICK_HZ)
        assert step.accepted == len(self.slots)

    def pack(self) -> Packed:
        return self.crowd.pack(tick=self.tick, time_ms=50 * self.tick)


def _said(at: NDArray[np.float64], room: tuple[poses.Vector, poses.Vector]) -> Iterator[np.ndarray]:
    """The pose frames ``(n, 7)`` of the ticks of a lap."""
    n, quantiser, high = len(at), poses.Quantiser(room), np.array(room[1])[[0, 2]]
    rng = np.random.default_rng(8)
    headset, start = rng.random(n) < HEADSETS, rng.random(n) * 2 * np.pi
    for lap in range(LAPS):
        turn = start + 2 * np.pi * lap / LAPS
        x, z = np.clip(at + 0.4 * np.stack([np.cos(turn), np.sin(turn)], 1), 0, high).T
        heads = np.stack([np.zeros(n), np.sin(turn / 2), np.zeros(n), np.cos(turn / 2)], 1)
        hand = poses.Hands(np.ones(n, bool), np.tile([0.2, -0.4, -0.2], (n, 1)), heads)
        floor, eyes = np.stack([x, np.zeros(n), z], 1), np.stack([x, np.full(n, 1.6), z], 1)
        frames = np.zeros((n, 7), dtype="<u4")
        frames[:, 0] = np.where(headset, FrameKind.POSE_VR, FrameKind.POSE_DESKTOP)
        screens = poses.DesktopPoses(np.arange(n), floor, turn)
        frames[:, 1:4] = poses.pack_desktop(screens, quantiser)
        vr = poses.pack_vr(poses.VrPoses(np.arange(n), eyes, heads, hand, hand), quantiser)
        frames[headset, 1:] = vr[headset]
        yield frames


def figures(crowd: CrowdInMotion, ticks: int) -> Figures:
    steps, packs, frames, sent = [], [], 0, 0
    for number in range(ticks + LAPS):
        began = time.thread_time_ns()
        crowd.step()
        stepped = time.thread_time_ns()
        packed = crowd.pack()
        ended = time.thread_time_ns()
        if number >= LAPS:
            steps.append(stepped - began)
            packs.append(ended - stepped)
            frames += len(packed)
            sent += int(np.dot(packed.ends - packed.starts, np.diff(packed.bounds)))
    n = len(crowd.slots) * ticks
    return Figures(
        float(np.median(steps)) / 1e6, float(np.median(packs)) / 1e6, frames / ticks, sent / n
    )


CASES: Final = {
    "20 in the lobby": (20, "spread", LOBBY),
    "100 in the lobby": (100, "spread", LOBBY),
    "100 spread": (100, "spread", HALL),
    "1,000 spread": (1000, "spread", HALL),
    "1,000 at the stage": (1000, "stage", HALL),
    "5,000 spread": (5000, "spread", HALL),
    "5,000 at the stage": (5000, "stage", HALL),
}

if __name__ == "__main__":
    for name, case in CASES.items():
        if len(sys.argv) > 1 and not name.startswith(tuple(sys.argv[1:])):
            continue
        found = figures(CrowdInMotion(*case), 200)
        print(
            f"{name:20} check {found.step_ms:6.3f} ms, pack {found.pack_ms:6.3f} ms, "
            f"{found.frames:6.1f} frames, {found.frame_bytes:6.0f} bytes a member and tick "
            f"({found.frame_bytes * TICK_HZ / 1000:.1f} KB/s)"
        )
