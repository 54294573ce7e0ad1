"""Near at any distance (PROTOCOL.md I-4)."""

import pytest
from room_kit import WIDE, Stage, slots_in

from vbranch.protocol.constants import SPEAKERS_MOST

PLACES = {0: 5.0, 1: 25.0, 2: 65.0, 3: 150.0}  # of 0: near, in the middle distance, far


def hall(places: dict[int, float] = PLACES) -> Stage:
    stage = Stage(bounds=WIDE, capacity=60)
    for slot, x in places.items():
        stage.enter(slot, x, 5.0)
    for _ in range(40):
        stage.frames()
    return stage


def told(stage: Stage, ticks: int = 8) -> dict[int, dict[int, int]]:
    """How often each is told of each in full while all move."""
    found = {to: dict.fromkeys(PLACES, 0) for to in PLACES}
    for tick in range(ticks):
        for slot, x in PLACES.items():
            stage.put(slot, stage.desktop(slot, x, 5.0, yaw=0.1 * (tick + 1)))
        stage.step()
        frames = stage.frames()
        for to in PLACES.keys() & frames.keys():
            for slot in slots_in(frames[to])["desktop"]:
                if slot in PLACES:
                    found[to][slot] += 1
    return found


def test_who_is_on_the_stage_is_near_to_everybody():
    stage = hall()
    stage.crowd.spotlight([3])
    assert [told(stage)[to][3] for to in PLACES] == [8, 8, 8, 8]
    stage.crowd.spotlight([])
    assert [told(stage)[to][3] for to in PLACES] == [0, 0, 0, 8]


def test_who_speaks_is_near_to_all_for_whom_they_are_not_far():
    stage = hall()
    before = told(stage)
    stage.crowd.speaking([2])
    after = told(stage)
    assert [before[to][2] for to in PLACES] == [2, 2, 8, 0]
    assert [after[to][2] for to in PLACES] == [8, 8, 8, 0]


def test_companions_are_near_to_each_other_and_to_nobody_else():
    stage = hall()
    stage.crowd.companions({0: 40, 3: 40, 1: 41, 2: 42})
    found = told(stage)
    assert (found[0][3], found[3][0]) == (8, 8)
    assert (found[1][3], found[3][1], found[2][3]) == (0, 0, 0)
    stage.crowd.companions({})
    assert told(stage)[0][3] == 0


def test_who_goes_aside_or_comes_with_another_connection_still_belongs_to_the_party():
    """R-3, V-8: a group waits for those whose line broke."""
    stage = hall()
    stage.crowd.companions({0: 1, 3: 1})
    stage.crowd.step_aside(3)
    assert told(stage)[0][3] == 0
    stage.crowd.step_back(3, stage.now)
    assert told(stage)[0][3] == 8
    stage.crowd.leave(3)
    assert told(stage)[0][3] == 0
    stage.enter(3, 150.0, 5.0)
    assert told(stage)[0][3] == 8


def test_of_many_who_speak_sixteen_are_near_at_a_time_and_all_have_turns():
    places = {slot: 25.0 + 0.1 * slot for slot in range(40)} | {50: 75.0}
    stage = hall(places)
    stage.crowd.speaking(range(40))
    had = dict.fromkeys(range(40), 0)
    for tick in range(40):
        for slot, x in places.items():
            stage.put(slot, stage.desktop(slot, x, 5.0, yaw=0.1 * (tick + 1)))
        stage.step()
        heard = slots_in(stage.frames()[50])["desktop"]
        in_turn = [slot for slot in range(40) if (stage.tick - slot) % 4 == 0]
        assert SPEAKERS_MOST <= len(set(heard) - {50}) <= SPEAKERS_MOST + len(in_turn)
        for slot in set(heard) - {50} - set(in_turn):
            had[slot] += 1
    assert min(had.values()) >= 9
    assert max(had.values()) <= 16


def test_somebody_who_is_near_for_several_reasons_is_in_a_frame_once():
    stage = hall()
    for say in (stage.crowd.spotlight, stage.crowd.speaking):
        say([1, 3])
    stage.crowd.companions({0: 5, 1: 5, 3: 5})
    assert told(stage)[0] == {0: 8, 1: 8, 2: 2, 3: 8}


@pytest.mark.parametrize("slot", [59, 4000])
def test_slots_of_nobody_and_beyond_the_table_mean_nothing(slot):
    stage = hall()
    stage.crowd.spotlight([slot])
    stage.crowd.speaking([slot])
    stage.crowd.companions({slot: 3, 0: 3})
    assert told(stage)[0] == {0: 8, 1: 8, 2: 2, 3: 0}


def test_newcomers_get_those_on_the_stage_in_full():
    stage = hall()
    stage.crowd.spotlight([3])
    records = slots_in(stage.frames(newcomers=[0])[0])
    assert (3 in records["desktop"], 3 in records["far"]) == (True, False)


def test_parties_keep_their_members_when_the_table_grows():
    stage = hall()
    stage.crowd.companions({0: 1, 3: 1})
    stage.enter(300, 90.0, 90.0)
    assert told(stage)[0][3] == 8
