"""With an emulated headset: somebody enters VR, goes about and leaves; the others see it."""

import math
import shutil
from collections.abc import Sequence

import pytest
from browser import CLIENT, Visitor, distance, turned, wait_for
from device_truth import difference, grip_from_head, hand_from_head
from wearer import DEVICE, Wearer, numbers, turn

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

SNAP = math.radians(30)
NEAR_M = 0.02
NEAR_DEG = 2.0
EYES = (0.0, 1.6, 0.0)
CHAIR = [2.85, 0.45, -2.5]
SEAT = "seat:9"
DOORWAY = [-8.0, 1.2, -2.9]
OPPOSITE = [-1.5, 0.0, -2.2]


def apart(a: Sequence[float], b: Sequence[float]) -> float:
    return math.dist(a, b)


def angle(a: float, b: float) -> float:
    return abs(math.remainder(a - b, math.tau))


@pytest.fixture
def two(server, invite) -> tuple[Visitor, Visitor, Wearer]:
    """Ann at a screen, and Bo, who has a headset; they see each other."""
    ann, bo = invite(server.url, "Ann"), invite(server.url, "Bo", script=DEVICE)
    ann.enter()
    bo.enter()
    ann.wait_to_see(bo)
    return ann, bo, Wearer(bo)


def seen_as_worn(ann: Visitor, bo: Visitor, wearer: Wearer) -> None:
    """Ann sees head and hands where Bo's are, to 2 cm and 2 degrees."""

    def so() -> bool:
        seen = ann.sees(bo)
        if not seen or not seen["headset"] or None in seen["hands"]:
            return False
        head = wearer.probe("head")
        places = [[seen["position"][0], seen["headY"], seen["position"][2]]]
        turns = [(seen["head"], head["rotation"])]
        wanted = [head["position"]]
        for i, side in enumerate(("left", "right")):
            palm = wearer.source(side)["palm"]
            hand = seen["hands"][i]
            places.append([p + q for p, q in zip(places[0], hand, strict=True)])
            wanted.append(palm["position"])
            turns.append((seen["handTurns"][i], palm["rotation"]))
        return all(apart(p, w) < NEAR_M for p, w in zip(places, wanted, strict=True)) and all(
            turned(one, other) < NEAR_DEG for one, other in turns
        )

    wait_for(so, "Ann sees head and hands to 2 cm and 2 degrees")


def seen_as_held(ann: Visitor, bo: Visitor) -> None:
    """From the head, Ann sees both hands where the device itself holds its controllers."""
    for hand, side in enumerate(("left", "right")):
        metres, degrees = difference(
            hand_from_head(ann.sees(bo), hand), grip_from_head(bo.page, side)
        )
        assert metres < NEAR_M, side
        assert degrees < NEAR_DEG, side


def test_head_and_hands_are_seen_where_they_are(two):
    ann, bo, wearer = two
    assert ann.sees(bo)["headset"] is False
    before = bo.me
    wearer.put_on()
    assert distance(bo.me["position"], before["position"]) < NEAR_M
    assert angle(bo.me["yaw"], before["yaw"]) < 0.02
    seen_as_worn(ann, bo, wearer)

    # What the person does with the real thing, done to the emulated one.
    wearer.stand_at((0.3, 1.4, 0.2), yaw=0.7, pitch=-0.4)
    wearer.device(f"controllers.right.position.set({numbers((0.5, 1.7, -0.1))})")
    wearer.device(f"controllers.right.quaternion.set({numbers(turn(1.2, 0.8))})")
    wearer.device(f"controllers.left.position.set({numbers((-0.1, 0.9, -0.2))})")
    wearer.frames(2)
    assert wearer.probe("head.position")[1] == pytest.approx(1.4, abs=1e-4)
    seen_as_worn(ann, bo, wearer)
    seen_as_held(ann, bo)

    wearer.use_hands()
    wearer.stand_at(EYES)
    for side, sign in (("left", -1), ("right", 1)):
        wearer.device(f"hands.{side}.position.set({numbers((sign * 0.3, 1.2, -0.4))})")
        wearer.device(f"hands.{side}.quaternion.set({numbers(turn(sign * -0.3, 0.4))})")
    wearer.frames(2)
    seen_as_worn(ann, bo, wearer)
    wearer.use_controllers()
    wait_for(lambda: len(wearer.probe("models")) == 2, "both controllers are shown")


def leap(wearer: Wearer, side: str, ahead: float) -> list[float]:
    """Aims with the stick at the floor ahead of the head and lets go; where the ring was."""
    yaw = wearer.probe("head.yaw")
    x, y, z = wearer.probe("head.position")
    wearer.hand(side, (x, y - 0.4, z), turn(yaw - wearer.probe("space.yaw"), ahead))
    wearer.stick(side, 0, -1)
    assert wearer.probe("teleport.aiming") is True
    wait_for(lambda: wearer.probe("teleport.target") is not None, "there is a place to stand")
    target = wearer.probe("teleport.target")
    wearer.stick(side, 0, 0)
    assert wearer.probe("teleport.aiming") is False
    return target


def test_leaping_and_turning_by_sticks(two):
    ann, bo, wearer = two
    wearer.put_on()
    for side, pitch in (("left", -0.9), ("right", -0.7)):
        target = leap(wearer, side, pitch)
        assert distance(bo.me["position"], target) < NEAR_M
        wait_for(
            lambda target=target: distance(ann.sees(bo)["position"], target) < 0.05,
            "Ann sees Bo where the ring was",
        )
    yaw = bo.me["yaw"]
    before = bo.me["position"]
    wearer.flick("right", 1, 0)
    assert angle(bo.me["yaw"], yaw - SNAP) < 0.01
    wearer.flick("left", -1, 0)
    wearer.flick("left", -1, 0)
    assert angle(bo.me["yaw"], yaw + SNAP) < 0.01
    assert distance(bo.me["position"], before) < NEAR_M
    wait_for(lambda: angle(ann.sees(bo)["yaw"], yaw + SNAP) < 0.05, "Ann sees Bo turned")


def test_the_arrow_says_where_one_will_look(server, invite):
    bo = invite(server.url, "Bo", script=DEVICE)
    bo.enter()
    wearer = Wearer(bo)
    wearer.put_on()
    yaw = bo.me["yaw"]
    x, y, z = wearer.probe("head.position")
    wearer.hand("right", (x, y - 0.4, z), turn(yaw - wearer.probe("space.yaw"), -1.1))
    wearer.stick("right", 0, -1)
    wearer.stick("right", 1, 0)
    wait_for(lambda: angle(wearer.probe("teleport.yaw"), yaw - math.pi / 2) < 0.01, "the arrow")
    wearer.stick("right", 0, 0)
    assert angle(bo.me["yaw"], yaw - math.pi / 2) < 0.01


def test_the_button_of_one_hand_alone_takes_one_everywhere(two):
    _, bo, wearer = two
    bo.page.evaluate("() => localStorage.setItem('vbranch.hand', '\"left\"')")
    bo.page.reload()
    bo.until("probe.phase === 'joined' && probe.frame > 1")
    wearer.put_on()
    assert wearer.probe("active") == "left"
    wearer.device("controllers.right.connected = false")
    bo.until("probe.headset.sources.length === 1")
    start = bo.me["position"]
    x, y, z = wearer.probe("head.position")
    wearer.hand("left", (x, y - 0.4, z), turn(bo.me["yaw"] - wearer.probe("space.yaw"), -0.8))
    wearer.press("left", "leap", True)
    target = wearer.probe("teleport.target")
    wearer.press("left", "leap", False)
    assert distance(bo.me["position"], target) < NEAR_M
    assert distance(start, target) > 0.5
    yaw = bo.me["yaw"]
    wearer.flick("left", 1, 0)
    assert angle(bo.me["yaw"], yaw - SNAP) < 0.01


def test_gliding_dims_the_edge_of_the_view(server, invite):
    bo = invite(
        server.url, "Bo", script=DEVICE + "localStorage.setItem('vbranch.travel', '\"glide\"');",
        reduced_motion="no-preference",
    )  # fmt: skip
    bo.enter()
    wearer = Wearer(bo)
    wearer.put_on()
    start = bo.me["position"]
    wearer.stick("left", 0, -1)
    wait_for(lambda: distance(bo.me["position"], start) > 0.7, "Bo glides")
    wait_for(lambda: wearer.probe("vignette") > 0.5, "the edge is dimmed")
    wearer.stick("left", 0, 0)
    wait_for(lambda: wearer.probe("vignette") == 0, "the edge is clear again")
    stands = bo.me["position"]
    wearer.frames(3)
    assert distance(bo.me["position"], stands) < NEAR_M


def test_who_sits_sees_the_room_from_a_standing_persons_eyes(server, invite):
    bo = invite(
        server.url, "Bo", script=DEVICE + "localStorage.setItem('vbranch.posture', '\"seated\"');"
    )
    ann = invite(server.url, "Ann")
    ann.enter()
    bo.enter()
    wearer = Wearer(bo)
    wearer.put_on(height=1.15)
    assert wearer.probe("head.position")[1] == pytest.approx(1.6, abs=0.01)
    wait_for(lambda: abs(ann.sees(bo)["headY"] - 1.6) < NEAR_M, "Ann sees Bo's head at 1.6 m")


def test_by_bare_hands_one_goes_to_the_floor_that_one_pinches_at(two):
    _, bo, wearer = two
    wearer.put_on()
    wearer.use_hands()
    x, _, z = wearer.probe("head.position")
    yaw = bo.me["yaw"]
    goal = (x - 1.5 * math.sin(yaw), 0.0, z - 1.5 * math.cos(yaw))
    wearer.aim("right", goal)
    wearer.pinch("right", True)
    wait_for(lambda: wearer.probe("teleport.target") is not None, "there is a ring")
    assert distance(wearer.probe("teleport.target"), list(goal)) < 0.1
    wearer.pinch("right", False)
    assert distance(bo.me["position"], list(goal)) < 0.1


def test_by_the_gaze_one_needs_no_button(server, invite):
    bo = invite(server.url, "Bo", script=DEVICE + "localStorage.setItem('vbranch.gaze', 'true');")
    bo.enter()
    wearer = Wearer(bo)
    wearer.put_on()
    x, _, z = wearer.probe("head.position")
    yaw = bo.me["yaw"]
    goal = [x - 1.2 * math.sin(yaw), 0.0, z - 1.2 * math.cos(yaw)]
    wearer.look_at(goal)
    wait_for(lambda: distance(bo.me["position"], goal) < 0.15, "Bo is where the gaze has rested")


def test_who_leaves_vr_and_enters_it_again_is_at_the_same_place(two):
    ann, bo, wearer = two
    wearer.put_on()
    leap(wearer, "right", -0.8)
    wearer.flick("right", 1, 0)
    wearer.stand_at((0.4, 1.7, -0.3), yaw=0.5)
    before = bo.me
    wearer.take_off()
    assert distance(bo.me["position"], before["position"]) < NEAR_M
    assert angle(bo.me["yaw"], before["yaw"]) < 0.02
    wait_for(lambda: ann.sees(bo)["headset"] is False, "Bo is back at the screen")
    wearer.put_on()
    assert distance(bo.me["position"], before["position"]) < NEAR_M
    assert angle(bo.me["yaw"], before["yaw"]) < 0.02
    wait_for(lambda: ann.sees(bo)["headset"] is True, "Bo wears it again")


def point_from_the_eyes(wearer: Wearer, point: list[float]) -> None:
    x, y, z = wearer.probe("head.position")
    wearer.aim("right", point, start=[x, y - 0.05, z])


def test_a_seat_of_the_room_is_taken_by_the_ray_and_left_by_a_leap(two):
    ann, bo, wearer = two
    wearer.put_on()
    point_from_the_eyes(wearer, CHAIR)
    bo.until(f"probe.moving.hover === 'seat {SEAT}'", "the seat is named")
    wearer.trigger("right")
    bo.until(f"probe.moving.seat === '{SEAT}'", "Bo sits")
    assert wearer.probe("head.position")[1] < 1.3
    assert distance(bo.me["position"], CHAIR) < NEAR_M
    wait_for(lambda: ann.sees(bo)["seated"] is True, "Ann sees Bo sit")
    leap(wearer, "right", -0.5)
    bo.until("probe.moving.seat === null", "Bo has got up")
    assert wearer.probe("head.position")[1] > 1.5
    wait_for(lambda: ann.sees(bo)["seated"] is False, "Ann sees Bo get up")


def test_a_doorway_that_is_pointed_at_leads_to_its_room_with_the_headset_on(
    launch, invite, tmp_path
):
    branch = tmp_path / "portals"
    shutil.copytree(CLIENT.parent / "branches" / "demo", branch)
    with (branch / "branch.toml").open("a", encoding="utf-8") as manifest:
        manifest.write('\n[[room]]\nroom = "showcase"\nscene = "lobby"\ncapacity = 9\n')
    server = launch("--branch-dir", str(branch))
    bo = invite(server.url, "Bo", script=DEVICE)
    bo.enter()
    wearer = Wearer(bo)
    wearer.put_on()
    point_from_the_eyes(wearer, OPPOSITE)
    wearer.trigger("right")
    wait_for(lambda: distance(bo.me["position"], OPPOSITE) < 0.1, "Bo is opposite the doorway")
    point_from_the_eyes(wearer, DOORWAY)
    bo.until("probe.moving.hover === 'portal showcase'", "the doorway is named")
    wearer.trigger("right")
    bo.until("probe.room === 'showcase' && probe.headset.worn", "Bo is in the other room")
    wearer.frames(3)
    leap(wearer, "right", -0.9)
