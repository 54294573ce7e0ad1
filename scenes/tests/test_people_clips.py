"""Clips of people: feet that do not slide, knees that bend forwards, loops without a seam, hands outside the body."""

from __future__ import annotations

import itertools
import json
import struct
import sys
from pathlib import Path

import brotli
import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from people.clips.build import CLIPS, SHIPPED, sample
from people.clips.rig import HEEL, INDEX, NAMES, PARENTS, REST, SIDES, mul, turn

GAITS = ["walk", "stride", "run", "back", "side-left", "side-right"]
WAYS = {"back": (0.0, 1.0), "side-left": (-1.0, 0.0), "side-right": (1.0, 0.0)}
BUDGET = 60_000  # bytes over the wire: packed by Brotli, as the server hands it out


def proportions(legs: float = 1.0, thigh: float = 1.0) -> np.ndarray:
    """The skeleton with longer legs, and with longer thighs in legs of the same length."""
    rest = REST.copy()
    for side in SIDES:
        knee, foot = INDEX[f"{side}LowerLeg"], INDEX[f"{side}Foot"]
        whole = rest[knee, 1] + rest[foot, 1]
        rest[knee, 1] *= thigh * legs
        rest[foot, 1] = whole * legs - rest[knee, 1]
    rest[0, 1] -= whole * (legs - 1)
    return rest


def solve(rotations: np.ndarray, hips: np.ndarray, rest: np.ndarray = REST) -> tuple[np.ndarray, np.ndarray]:
    """Rotations and places of all joints in one frame, the hips' way grown with the body."""
    q, p = rotations.copy(), np.zeros((len(NAMES), 3))
    p[0] = hips * rest[0, 1] / REST[0, 1]
    for i, parent in enumerate(PARENTS):
        if parent >= 0:
            q[i] = mul(q[parent], rotations[i])
            p[i] = p[parent] + turn(q[parent], rest[i])
    return q, p


def slide(name: str, side: str, rest: np.ndarray) -> float:
    """How far the point that carries a foot moves over the floor while the foot stands, metres."""
    times, rotations, hips = sample(name)
    traits = CLIPS[name][2]
    way = np.array(WAYS.get(name, (0.0, -1.0)))
    stride = traits["stride"] * rest[0, 1] / REST[0, 1]
    steps = {"heel": [], "ball": []}
    for i, t in enumerate(times):
        local = (t / times[-1] - (0 if side == "left" else 0.5)) % 1
        if local > traits["duty"] - 0.02:
            continue
        q, p = solve(rotations[i], hips[i], rest)
        foot, toes = INDEX[f"{side}Foot"], INDEX[f"{side}Toes"]
        heel = p[foot] + turn(q[foot], HEEL)
        low = "heel" if heel[1] < p[toes][1] - 0.0215 else "ball"
        steps[low].append((heel if low == "heel" else p[toes])[[0, 2]] + way * stride * local)
    return max(float(np.ptp(np.array(s), axis=0).max()) for s in steps.values() if s)


@pytest.mark.parametrize("name", GAITS)
def test_feet_stand_where_they_stand(name: str) -> None:
    for side in SIDES:
        assert slide(name, side, REST) < 0.01


@pytest.mark.parametrize("name", GAITS)
def test_feet_slide_little_on_other_bodies(name: str) -> None:
    for legs, thigh in itertools.product((0.88, 1.12), (0.92, 1.08)):
        assert slide(name, "left", proportions(legs, thigh)) < 0.03, (legs, thigh)


@pytest.mark.parametrize("name", CLIPS)
def test_every_clip_is_whole_and_bends_as_people_do(name: str) -> None:
    _, rotations, hips = sample(name)
    assert np.isfinite(rotations).all()
    assert np.isfinite(hips).all()
    assert np.allclose(np.linalg.norm(rotations, axis=2), 1, atol=1e-6)
    for i in range(0, len(rotations), 3):
        _, p = solve(rotations[i], hips[i])
        assert p[INDEX["head"]][1] > p[0][1] + 0.45
        for side in SIDES:
            upper, knee, foot = (p[INDEX[f"{side}{j}"]] for j in ("UpperLeg", "LowerLeg", "Foot"))
            assert knee[2] < ((upper + foot) / 2)[2] + 0.002, "a knee bends backwards"
            assert foot[1] > 0.05, "a foot is in the floor"
            assert p[INDEX[f"{side}Toes"]][1] > 0.012, "toes are in the floor"


@pytest.mark.parametrize("name", [name for name, (_, _, traits) in CLIPS.items() if traits.get("loop")])
def test_loops_have_no_seam(name: str) -> None:
    _, rotations, hips = sample(name)
    assert np.abs((rotations[0] * rotations[-1]).sum(axis=1)).min() > 1 - 1e-6
    assert np.abs(hips[0] - hips[-1]).max() < 1e-4


@pytest.mark.parametrize("name", CLIPS)
def test_nothing_jerks(name: str) -> None:
    """No joint turns by more than a quick person's in a thirtieth of a second."""
    _, rotations, _ = sample(name)
    cosines = np.clip(np.abs((rotations[1:] * rotations[:-1]).sum(axis=2)), 0, 1)
    turned = np.degrees(2 * np.arccos(cosines))
    assert turned.max() < 33, NAMES[int(turned.max(axis=0).argmax())]


@pytest.mark.parametrize("name", CLIPS)
def test_hands_stay_out_of_the_body(name: str) -> None:
    """Wrists and fingers keep clear of the trunk (an upright oval) and of the legs."""
    _, rotations, hips = sample(name)
    hands = [INDEX[f"{s}{j}"] for s in SIDES for j in ("Hand", "MiddleProximal", "MiddleIntermediate", "IndexDistal")]
    for i in range(0, len(rotations), 3):
        _, p = solve(rotations[i], hips[i])
        waist, chest = p[INDEX["spine"]], p[INDEX["upperChest"]]
        for hand in p[hands]:
            t = float(np.clip((hand[1] - waist[1]) / (chest[1] - waist[1]), -0.4, 1.2))
            middle = waist + (chest - waist) * t
            away = (hand - middle)[[0, 2]] / [0.17, 0.15]
            if waist[1] - 0.08 < hand[1] < chest[1] + 0.1:
                assert np.hypot(*away) > 1, f"{name} at frame {i}"
        for side in SIDES:
            a, b = p[INDEX[f"{side}UpperLeg"]], p[INDEX[f"{side}LowerLeg"]]
            for hand in p[hands]:
                t = np.clip((hand - a) @ (b - a) / ((b - a) @ (b - a)), 0.15, 1)
                assert np.linalg.norm(hand - a - (b - a) * t) > 0.085, f"{name} at frame {i}"


def test_palms_meet_in_a_clap() -> None:
    _, rotations, hips = sample("clap")
    gaps = []
    for i in range(len(rotations)):
        _, p = solve(rotations[i], hips[i])
        gaps.append(p[INDEX["rightMiddleProximal"]][0] - p[INDEX["leftMiddleProximal"]][0])
    assert 0.025 < min(gaps) < 0.055
    assert max(gaps) > 0.15


def test_feet_stay_in_idles() -> None:
    for name in ("idle-1", "idle-2", "idle-3"):
        _, rotations, hips = sample(name)
        feet = np.array([solve(r, h)[1][[INDEX["leftFoot"], INDEX["rightToes"]]] for r, h in zip(rotations, hips)])
        assert np.ptp(feet, axis=0).max() < 0.004


def test_the_shipped_file_is_the_one_that_is_made() -> None:
    data = SHIPPED.read_bytes()
    assert len(brotli.compress(data, quality=9)) < BUDGET
    length = struct.unpack("<I", data[12:16])[0]
    document = json.loads(data[20 : 20 + length])
    shipped = {one["name"]: one["extras"]["vbranch"] for one in document["animations"]}
    assert list(shipped) == list(CLIPS)
    for name, (_, _, traits) in CLIPS.items():
        assert traits.items() <= shipped[name].items(), name
    assert [node["name"] for node in document["nodes"]] == NAMES
