"""The quiet place, from outside (PROTOCOL.md Q)."""

import aiohttp
import numpy as np
import pytest
from branch_process import BOT_KEY, BranchProcess
from visitor import Browser, Enter, Visitor

from vbranch.protocol import poses
from vbranch.protocol.codec import TickFrame

CARD = "welcome-card"


class Watch:
    """Whose records a visitor is told from now on, and how many records at all."""

    def __init__(self, visitor: Visitor) -> None:
        self.slots: set[int] = set()
        self.records = self.frames = 0
        visitor.on_frame = self._frame

    def _frame(self, frame: TickFrame) -> None:
        self.frames += 1
        for table in (frame.vr, frame.desktop, frame.far):
            self.slots |= set(poses.slots_of(table).tolist())
            self.records += len(table)
        self.records += len(frame.held) + len(frame.reactions)


def place_of(visitor: Visitor) -> list[float]:
    return [float(c) for c in visitor.welcome["place"]["position"]]


def is_aside(visitor: Visitor, whom: Visitor) -> bool:
    member = next(one for one in visitor.state["members"] if one["member"] == whom.member)
    return bool(member["aside"])


async def seen_at(visitor: Visitor, other: Visitor, place: list[float]) -> None:
    def near() -> bool:
        seen = visitor.seen_at(other)
        return seen is not None and bool(np.abs(seen - place).max() < 0.01)

    await visitor.until(near, "the other one in their place")


async def walk_about(visitor: Visitor, watch: Watch, frames: int) -> None:
    """Moves until the one who watches has got so many frames."""
    x, y, z = place_of(visitor)
    until, step = watch.frames + frames, 0
    while watch.frames < until:
        step += 1
        await visitor.stand([x + 0.01 * (step % 20), y, z])
        seen = watch.frames
        await visitor.until(lambda n=seen: watch.frames > n, "the next frame")


async def test_who_is_aside_is_gone_for_all_but_the_log(
    branch: BranchProcess, enter: Enter
) -> None:
    """Q-1 to Q-4."""
    ada, bob = await enter(branch.url, "Ada"), await enter(branch.url, "Bob")
    await ada.stand(place_of(ada))
    await seen_at(bob, ada, place_of(ada))
    await ada.insist("exhibit.take", exhibit=CARD)
    assert (await ada.insist("aside.begin"))["outcome"] == "accepted"
    await bob.until(lambda: any(e["kind"] == "member.aside" for e in bob.entries), "that she went")
    kinds = [e["kind"] for e in bob.entries if e["member"] in (ada.member, None)]
    assert kinds[-2:] == ["exhibit.released", "member.aside"]
    hers, his = Watch(ada), Watch(bob)
    await walk_about(bob, his, 60)  # longer than anybody is repeated (F-5)
    assert ada.slot not in his.slots
    await bob.insist("chat", text="where are you?", to=ada.member)
    await ada.until(lambda: ada.chats(), "what was said to her alone")
    assert (hers.records, hers.slots) == (0, set())
    assert hers.frames > 1, "a sign of life a second"
    for kind, fields in (
        ("chat", {"text": "here"}),
        ("exhibit.take", {"exhibit": CARD}),
        ("seat.leave", {}),
    ):
        assert (await ada.insist(kind, **fields))["reason"] == "aside"
    assert (await ada.insist("aside.begin"))["reason"] == "unchanged"

    late = await enter(branch.url, "Late")
    assert is_aside(late, ada)
    assert ada.slot not in late.records
    assert (await ada.insist("aside.end"))["outcome"] == "accepted"
    for visitor in (bob, late):
        await seen_at(visitor, ada, place_of(ada))
    await ada.until(lambda: bob.slot in hers.slots, "the others again")
    assert not ada.errors


@pytest.mark.slow
async def test_who_is_aside_stays_so_when_the_server_comes_again(
    own_branch: BranchProcess, http: aiohttp.ClientSession
) -> None:
    """Q-5: stopped in order, and killed."""
    branch = own_branch
    branch.start()
    ada, bob = [
        await Visitor.enter(await Browser.open(branch.url, http, BOT_KEY), name)
        for name in ("Ada", "Bob")
    ]
    place = place_of(ada)
    await ada.stand(place)
    await seen_at(bob, ada, place)
    await ada.insist("aside.begin")
    for end in (branch.stop, branch.kill):
        end()
        await ada.ended()
        await bob.ended()
        branch.start()
        ada, bob = [await Visitor.resume(branch.url, one.welcome["resume"]) for one in (ada, bob)]
        assert is_aside(ada, ada)
        hers, his = Watch(ada), Watch(bob)
        await walk_about(bob, his, 25)
        assert (hers.records, ada.slot in his.slots) == (0, False)
        assert (await ada.insist("seat.leave"))["reason"] == "aside"
    await ada.insist("aside.end")
    await bob.until(lambda: ada.slot in his.slots, "her again")
