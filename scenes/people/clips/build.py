"""Samples all clips and writes `assets/avatars/clips.glb`.

python -m people.clips.build          # from scenes/; then it is compressed by people/compress.mjs
"""

import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
from kit.glb import Blob, pack

from people.clips import gaits, gestures, stands
from people.clips.rig import INDEX, NAMES, REST, Pose
from people.skeleton import joint_nodes

ROOT = Path(__file__).resolve().parents[3]
RAW = ROOT / "scenes" / "build" / "people" / "clips.raw.glb"
SHIPPED = ROOT / "assets" / "avatars" / "clips.glb"
FPS = 30
STILL_RAD = 2e-4  # a joint that never leaves its rest by more than this has no channel


def _gait(gait: gaits.Gait, play: Callable[[float], Pose] | None = None) -> tuple[Callable[[float], Pose], float, dict]:
    traits = {"loop": True, "stride": gait.stride, "speed": round(gait.stride / gait.duration, 3), "duty": gait.duty}
    return play or gaits.cycle(gait), gait.duration, traits


# name: (pose at a time, duration in seconds, what the page must know of it)
CLIPS: dict[str, tuple[Callable[[float], Pose], float, dict]] = {
    "idle-1": (stands.idle_1, 8.0, {"loop": True}),
    "idle-2": (stands.idle_2, 9.0, {"loop": True}),
    "idle-3": (stands.idle_3, 10.0, {"loop": True}),
    "walk": _gait(gaits.WALK),
    "stride": _gait(gaits.STRIDE),
    "run": _gait(gaits.RUN),
    "back": _gait(gaits.BACK),
    "side-left": _gait(gaits.SIDE),
    "side-right": _gait(gaits.SIDE, gaits.mirrored_side),
    "turn-left": _gait(gaits.TURN),
    "turn-right": _gait(gaits.TURN, gaits.turn_right),
    "start": (stands.start, 0.55, {}),
    "stop": (stands.stop, 0.9, {"mask": "upper"}),
    "sit": (stands.sit, 8.0, {"loop": True, "absoluteHips": True}),
    "sit-down": (stands.sit_down, 1.5, {"absoluteHips": True}),
    "stand-up": (stands.stand_up, 1.4, {"absoluteHips": True}),
    "talk": (gestures.talk, 7.0, {"loop": True, "mask": "upper"}),
    "wave": (gestures.wave, 2.8, {"mask": "upper"}),
    "clap": (gestures.clap, 1.92, {"loop": True, "mask": "upper"}),
    "raise-hand": (gestures.raise_hand, 4.0, {"mask": "upper", "marks": {"in": 0.8, "loop": 2.8, "out": 3.2}}),
    "think": (gestures.think, 6.0, {"mask": "upper", "marks": {"in": 1.0, "loop": 4.0, "out": 5.0}}),
    "present": (gestures.present, 4.4, {"mask": "upper"}),
    "nod": (gestures.nod, 1.4, {"mask": "upper"}),
}


@cache
def sample(name: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Times (F,), local rotations (F, J, 4) that stay on one side, places of the hips (F, 3)."""
    play, duration, _ = CLIPS[name]
    frames = round(duration * FPS) + 1
    times = np.arange(frames) * (duration / (frames - 1))
    poses = [play(float(t)) for t in times]
    rotations = np.array([pose.rotations for pose in poses])
    for i in range(1, frames):
        flip = (rotations[i] * rotations[i - 1]).sum(axis=1) < 0
        rotations[i, flip] *= -1
    return times, rotations, np.array([pose.hips for pose in poses])


def _animation(name: str, blob: Blob) -> dict:
    times, rotations, hips = sample(name)
    clock = blob.add(times, "SCALAR", min=[float(times.min())], max=[float(times.max())])
    channels, samplers = [], []

    def channel(node: int, path: str, values: np.ndarray, kind: str) -> None:
        samplers.append({"input": clock, "output": blob.add(values, kind), "interpolation": "LINEAR"})
        channels.append({"sampler": len(samplers) - 1, "target": {"node": node, "path": path}})

    for j in range(len(NAMES)):
        if np.abs(rotations[:, j, :3]).max() > STILL_RAD:
            channel(j, "rotation", rotations[:, j], "VEC4")
    channel(INDEX["hips"], "translation", hips, "VEC3")
    traits = {
        "loop": False,
        "stride": 0.0,
        "speed": 0.0,
        "duty": 1.0,
        "mask": "full",
        "marks": {},
        "absoluteHips": False,
    }
    return {"name": name, "channels": channels, "samplers": samplers, "extras": {"vbranch": traits | CLIPS[name][2]}}


def document() -> bytes:
    """All clips as one binary glTF; the same each time."""
    blob = Blob()
    made = {
        "asset": {"version": "2.0", "generator": "virtual-branch people"},
        "scene": 0, "scenes": [{"nodes": [0]}], "nodes": joint_nodes(REST),
        "animations": [_animation(name, blob) for name in CLIPS],
        **blob.parts(),
    }  # fmt: skip
    return pack(made, bytes(blob.bytes))


def main() -> None:
    RAW.parent.mkdir(parents=True, exist_ok=True)
    RAW.write_bytes(document())
    subprocess.run(["node", "people/compress.mjs", str(RAW), str(SHIPPED)], cwd=ROOT / "scenes", check=True)


if __name__ == "__main__":
    main()
