"""Exhibits carried about and passed on, as others see them (PROTOCOL.md X-3, X-6 to X-9)."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from branch_process import BranchProcess
from visitor import Enter, Visitor

from vbranch.protocol import poses
from vbranch.protocol.constants import FrameKind

CARD = "welcome-card"
TURNED = (0.0, 0.6, 0.0, 0.8)
HEAD_M = 1.7


async def stand_with_headset(visitor: Visitor) -> list[float]:
    """Stands in place with a headset on; where the head is."""
    head = np.add(visitor.welcome["place"]["position"], (0.0, HEAD_M, 0.0))
    pose = poses.VrPoses([visitor.slot], [head], [(0.0, 0.0, 0.0, 1.0)])
    record = poses.pack_vr(pose, visitor.quantiser)[0]
    await visitor.socket.send(visitor.frame(FrameKind.POSE_VR, record))
    return [float(c) for c in head]


def index_of(visitor: Visitor) -> int:
    card = next(e for e in visitor.state["exhibits"] if e["exhibit"] == CARD)
    return int(card["index"])


def at_hand(head: Sequence[float], *offset: float) -> list[float]:
    return [a + b for a, b in zip(head, offset, strict=True)]


async def sees(
    visitor: Visitor, holder: Visitor, place: Sequence[float] | None, scale: float = 1.0
) -> None:
    """Waits until this visitor is told that the card is carried to ``place``, or stands at home."""

    def told() -> bool:
        held = visitor.sees_held(index_of(visitor))
        if held is None or held.slot[0] != holder.slot or held.carried[0] != (place is not None):
            return False
        here = place is None or np.abs(held.position[0] - place).max() < 0.001
        return bool(here and abs(held.scale[0] - scale) < 0.003)

    await visitor.until(told, f"the card at {place}")


async def test_a_third_sees_what_is_carried_and_so_does_who_comes_later(
    branch: BranchProcess, enter: Enter
) -> None:
    """X-6, X-8."""
    ada, bob = await enter(branch.url, "Ada"), await enter(branch.url, "Bob")
    head, card = await stand_with_headset(ada), index_of(ada)
    assert (await ada.insist("exhibit.take", exhibit=CARD))["outcome"] == "accepted"
    for step in range(10):
        place = at_hand(head, 0.05 * step, -0.4, -0.5)
        await ada.carry(card, place, TURNED, 1.0 + step / 10)
    await sees(bob, ada, place, 1.9)
    late = await enter(branch.url, "Late")
    await sees(late, ada, place, 1.9)
    held = late.sees_held(card)
    assert held is not None
    assert held.rotation[0] == pytest.approx(TURNED, abs=0.003)
    await ada.carry(card, None, TURNED, 1.0)
    await sees(bob, ada, None)
    await ada.carry(card, place, TURNED, 1.0)
    await sees(bob, ada, place)

    await ada.insist("exhibit.release", exhibit=CARD, rotation=TURNED)
    released = await bob.until(
        lambda: next((e for e in bob.entries if e["kind"] == "exhibit.released"), None),
        "the release",
    )
    assert released["rotation"] == pytest.approx(TURNED)
    latest = await enter(branch.url, "Latest")
    await latest.until(lambda: latest.ticks, "a frame")
    assert latest.sees_held(card) is None, "it is at home"
    state = next(e for e in latest.state["exhibits"] if e["exhibit"] == CARD)
    assert (state["holder"], state["rotation"]) == (None, pytest.approx(TURNED))
    assert not ada.errors


async def test_beyond_reach_and_bounds_it_is_not_carried(
    branch: BranchProcess, enter: Enter
) -> None:
    """X-7."""
    ada, bob = await enter(branch.url, "Ada"), await enter(branch.url, "Bob")
    head, card = await stand_with_headset(ada), index_of(ada)
    await ada.insist("exhibit.take", exhibit=CARD)
    place = at_hand(head, 0.3, -0.3, -0.3)
    await ada.carry(card, place, TURNED, 1.0)
    await sees(bob, ada, place)
    for offset, fault in (((2.6, 0.0, 0.0), "reach"), ((0.0, 14.0, 0.0), "bounds")):
        await ada.carry(card, at_hand(head, *offset), TURNED, 1.0)
        await ada.until(lambda f=fault: ada.error("bad_pose", f), f"the fault {fault}")
    await ada.insist("chat", text="and now?")
    await bob.until(lambda: bob.chats(), "what was said after it")
    await sees(bob, ada, place)
    await ada.carry(card, at_hand(head, 0.0, -1.0, -2.2), TURNED, 1.0)
    await sees(bob, ada, at_hand(head, 0.0, -1.0, -2.2))
    assert len(ada.errors) == 2


async def test_what_is_passed_on_stays_where_it_was_until_the_other_moves_it(
    branch: BranchProcess, enter: Enter
) -> None:
    """X-3, X-9."""
    ada, bob, eve = [await enter(branch.url, name) for name in ("Ada", "Bob", "Eve")]
    head, card = await stand_with_headset(ada), index_of(ada)
    await ada.insist("exhibit.take", exhibit=CARD)
    place = at_hand(head, 0.3, -0.3, -0.3)
    await ada.carry(card, place, TURNED, 0.5)
    assert (await eve.ask("exhibit.take", exhibit=CARD))["reason"] == "held_by_other"
    await ada.insist("exhibit.offer", exhibit=CARD, to=bob.member)
    assert (await bob.insist("exhibit.take", exhibit=CARD))["outcome"] == "accepted"
    await sees(eve, bob, place, 0.5)
    await sees(ada, bob, place, 0.5)
    await ada.carry(card, place, TURNED, 1.0)
    await ada.until(lambda: ada.error("bad_pose", "not_holder"), "the fault of who gave it away")
    await bob.carry(card, None, TURNED, 1.0)
    await sees(eve, bob, None)


async def test_what_is_carried_is_told_again_within_two_seconds(
    branch: BranchProcess, enter: Enter
) -> None:
    """X-8, for those whose line was slow at the time."""
    ada, bob = await enter(branch.url, "Ada"), await enter(branch.url, "Bob")
    head, card = await stand_with_headset(ada), index_of(ada)
    await ada.insist("exhibit.take", exhibit=CARD)
    told: list[int] = []
    bob.on_frame = lambda frame: told.extend([frame.tick] * len(frame.held))
    await ada.carry(card, at_hand(head, 0.0, -0.5, -0.5), TURNED, 1.0)
    await bob.until(lambda: len(told) >= 4, "it said again")
    gaps = [after - before for before, after in pairwise(told[1:4])]
    assert gaps == [32, 32]
