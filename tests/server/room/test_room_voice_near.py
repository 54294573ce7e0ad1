"""Who is heard by whom for being near (PROTOCOL.md V-3)."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vbranch.protocol.constants import (
    VOICE_HEARERS,
    VOICE_REACH_M,
    VOICE_SPEAKERS,
    VOICE_STAY_M,
)
from vbranch.room.voice_near import RINGS, heard

Made = list[tuple[int, int]]


def decide(at: np.ndarray, speaks: np.ndarray, there: Made) -> Made:
    made = heard(at, speaks, np.array(there, dtype=np.intp).reshape(-1, 2))
    return [(speaker, hearer) for speaker, hearer in made.tolist()]


def one_by_one(at: np.ndarray, speaks: np.ndarray, there: Made) -> Made:
    """The rule of V-3 as it is written: all pairs, the nearest first."""
    pairs, known = [], set(there)
    for speaker in speaks.nonzero()[0].tolist():
        for hearer in range(len(at)):
            x, y, z = (at[speaker] - at[hearer]).tolist()
            near = math.sqrt(x * x + y * y + z * z)
            near -= VOICE_STAY_M if (speaker, hearer) in known else 0.0
            if near <= VOICE_REACH_M and speaker != hearer:
                pairs.append((near, speaker, hearer))
    reached, hears = Counter[int](), Counter[int]()
    made = []
    for _, speaker, hearer in sorted(pairs):
        if reached[speaker] < VOICE_HEARERS and hears[hearer] < VOICE_SPEAKERS:
            reached[speaker] += 1
            hears[hearer] += 1
            made.append((speaker, hearer))
    return made


def line(*x: float) -> np.ndarray:
    """Members beside each other along x."""
    return np.array([(one, 0.0, 5.0) for one in x])


def all_speak(at: np.ndarray) -> np.ndarray:
    return np.ones(len(at), dtype=np.bool_)


def test_whoever_speaks_is_heard_within_reach_and_no_farther() -> None:
    at = line(0.0, VOICE_REACH_M, VOICE_REACH_M + 0.01)
    assert decide(at, np.array([True, False, False]), []) == [(0, 1)]


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_distance_is_in_all_three_directions(axis: int) -> None:
    at = np.zeros((2, 3))
    at[1, axis] = VOICE_REACH_M + 0.1
    assert decide(at, all_speak(at), []) == []
    at[1, axis] = VOICE_REACH_M - 0.1
    assert sorted(decide(at, all_speak(at), [])) == [(0, 1), (1, 0)]


def test_what_is_there_stays_a_while_longer() -> None:
    at = line(0.0, VOICE_REACH_M + VOICE_STAY_M)
    assert decide(at, np.array([True, False]), [(0, 1)]) == [(0, 1)]
    at = line(0.0, VOICE_REACH_M + VOICE_STAY_M + 0.01)
    assert decide(at, np.array([True, False]), [(0, 1)]) == []


def test_the_nearest_eight_are_heard() -> None:
    at = line(0.0, *(9.0 - i / 2 for i in range(12)))
    speaks = all_speak(at)
    speaks[0] = False
    heard = sorted(speaker for speaker, hearer in decide(at, speaks, []) if hearer == 0)
    assert heard == list(range(5, 13))


def test_somebody_a_little_nearer_does_not_take_the_place_of_who_is_heard() -> None:
    at = line(0.0, *([5.0] * VOICE_SPEAKERS), 4.0)
    speaks = all_speak(at)
    speaks[0] = False
    there = [(speaker, 0) for speaker in range(1, VOICE_SPEAKERS + 1)]
    pairs = decide(at, speaks, there)
    assert sorted(pair for pair in pairs if pair[1] == 0) == there
    at[-1, 0] = 5.0 - VOICE_STAY_M - 0.1
    assert (len(at) - 1, 0) in decide(at, speaks, there)


def test_a_speaker_reaches_the_nearest_sixteen() -> None:
    at = line(0.0, *(0.4 * (i + 1) for i in range(VOICE_HEARERS + 4)))
    speaks = np.zeros(len(at), dtype=np.bool_)
    speaks[0] = True
    assert decide(at, speaks, []) == [(0, hearer) for hearer in range(1, VOICE_HEARERS + 1)]


def test_nobody_and_one_alone() -> None:
    assert decide(np.zeros((0, 3)), np.zeros(0, dtype=np.bool_), []) == []
    assert decide(np.zeros((1, 3)), np.ones(1, dtype=np.bool_), []) == []


PLACES = st.lists(
    st.tuples(st.floats(0, 25), st.floats(0, 4), st.floats(0, 25), st.booleans()),
    min_size=1,
    max_size=40,
)


@given(
    seed=st.integers(0, 9999),
    members=st.integers(1, 90),
    width=st.sampled_from([0.0, 1.0, 4.0, 12.0, 60.0]),
    share=st.sampled_from([0.05, 0.5, 1.0]),
    whole=st.booleans(),
)
@settings(deadline=None, max_examples=40)
def test_it_is_what_taking_the_nearest_one_by_one_gives(
    seed: int, members: int, width: float, share: float, whole: bool
) -> None:
    """V-3. On whole metres many pairs are equally near, at the edges of rings and squares too."""
    chance = np.random.default_rng(seed)
    at = chance.uniform(0, width, (members, 3)) * [1, 0.1, 1]
    at = at.round() if whole else at
    speaks = chance.random(members) < share
    there: Made = []
    for _ in range(3):
        made = decide(at, speaks, there)
        assert sorted(made) == sorted(one_by_one(at, speaks, there))
        there = made
        at = at + chance.normal(0, 0.5, at.shape)
        speaks ^= chance.random(members) < 0.1


def test_what_is_just_within_a_ring_is_heard() -> None:
    for ring in RINGS:
        assert decide(line(0.0, ring), np.array([True, False]), []) == [(0, 1)]


@given(PLACES, st.data())
def test_limits_hold_and_the_answer_stays_the_same(places: list, data: st.DataObject) -> None:
    at = np.array([place[:3] for place in places])
    speaks = np.array([place[3] for place in places])
    rows = st.integers(0, len(places) - 1)
    there = data.draw(st.lists(st.tuples(rows, rows), max_size=60, unique=True))
    made = decide(at, speaks, there)
    assert len(set(made)) == len(made)
    assert all(speaks[speaker] and speaker != hearer for speaker, hearer in made)
    for (speaker, hearer), more in ((pair, pair in there) for pair in made):
        reach = VOICE_REACH_M + (VOICE_STAY_M if more else 0)
        assert np.linalg.norm(at[speaker] - at[hearer]) <= reach + 1e-9
    assert max(Counter(hearer for _, hearer in made).values(), default=0) <= VOICE_SPEAKERS
    assert max(Counter(speaker for speaker, _ in made).values(), default=0) <= VOICE_HEARERS
    assert sorted(decide(at, speaks, made)) == sorted(made), "no flapping while all stand still"


@given(PLACES)
def test_nobody_in_reach_is_left_out_while_there_is_room(places: list) -> None:
    at = np.array([place[:3] for place in places])
    speaks = np.array([place[3] for place in places])
    made = decide(at, speaks, [])
    heard = Counter(hearer for _, hearer in made)
    reached = Counter(speaker for speaker, _ in made)
    for speaker in speaks.nonzero()[0].tolist():
        for hearer in range(len(at)):
            near = np.linalg.norm(at[speaker] - at[hearer]) <= VOICE_REACH_M
            if near and hearer != speaker and (speaker, hearer) not in made:
                assert heard[hearer] == VOICE_SPEAKERS or reached[speaker] == VOICE_HEARERS


@given(st.lists(st.floats(-0.9, 0.9), min_size=4, max_size=30))
def test_swaying_at_the_edge_changes_nothing(steps: list[float]) -> None:
    there = decide(line(0.0, VOICE_REACH_M), np.array([True, True]), [])
    for step in steps:
        at = line(0.0, VOICE_REACH_M + 1.0 + step)
        now = decide(at, np.array([True, True]), there)
        assert sorted(now) == sorted(there)
        there = now
