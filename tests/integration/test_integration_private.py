"""What is for one, or for staff, is in nobody else's bytes (PROTOCOL.md E-4, N-1, N-2, S-4)."""

import aiohttp
import numpy as np
from branch_process import BranchProcess
from visitor import Enter, Visitor

from vbranch.protocol import poses
from vbranch.protocol.constants import FrameKind, Reaction

WORDS = "kumquat-for-you-alone"
WHY = "pomelo-for-staff-alone"


def near(seen: np.ndarray | None, place: list[float]) -> bool:
    return seen is not None and bool(np.abs(seen - place).max() < 0.01)


class Ear:
    """All bytes that a visitor is told, from now on."""

    def __init__(self, visitor: Visitor) -> None:
        self.heard = bytearray()
        visitor.on_message = self.hear

    def hear(self, message: str | bytes) -> None:
        self.heard += message if isinstance(message, bytes) else message.encode()


async def test_private_words_reach_two_in_order_and_nobody_elses_bytes(
    branch: BranchProcess, enter: Enter
) -> None:
    ada, bob, eve = [await enter(branch.url, name, bot=True) for name in ("Ada", "Bob", "Eve")]
    ears = {visitor: Ear(visitor) for visitor in (ada, bob, eve)}
    for n in range(3):
        await ada.insist("chat", text=f"to all {n}")
        await ada.insist("chat", text=f"{WORDS} {n}", to=bob.member)
    last = (await bob.insist("chat", text="the end"))["seq"]
    said = [text for n in range(3) for text in (f"to all {n}", f"{WORDS} {n}")] + ["the end"]
    for visitor in (ada, bob, eve):
        await visitor.until(
            lambda v=visitor: v.entries and v.entries[-1]["seq"] == last, "the last line"
        )
        chats = [entry for entry in visitor.entries if entry["kind"] == "chat"]
        heard = [entry["text"] for entry in chats]
        assert heard == (said if visitor is not eve else [t for t in said if WORDS not in t])
        numbers = [entry["seq"] for entry in chats]
        assert numbers == sorted(set(numbers))
    assert WORDS.encode() in ears[bob].heard
    assert WORDS.encode() not in ears[eve].heard
    assert {entry["to"] for entry in bob.entries if WORDS in entry.get("text", "")} == {bob.member}


async def test_who_comes_later_is_told_nothing_of_it_and_who_comes_back_their_own(
    branch: BranchProcess, enter: Enter
) -> None:
    ada, bob = [await enter(branch.url, name, bot=True) for name in ("Ada", "Bob")]
    await ada.insist("chat", text=WORDS, to=bob.member)
    await bob.drop()
    again = await Visitor.resume(branch.url, bob.welcome["resume"])
    await again.until(lambda: again.own, "what is Bob's own")
    (line,) = again.own["chat"]
    assert (line["text"], line["name"], line["to"], line["to_name"]) == (
        WORDS,
        "Ada",
        bob.member,
        "Bob",
    )
    assert again.own["seq"] == again.state["seq"]
    assert WORDS not in str(again.state)
    eve = await enter(branch.url, "Eve", bot=True)
    await eve.until(lambda: eve.own, "what is Eve's own")
    assert (eve.own["chat"], eve.own["reports"]) == ([], [])
    assert WORDS not in str(eve.state)
    await again.leave()


async def test_a_report_is_acknowledged_and_told_to_no_visitor(
    branch: BranchProcess, enter: Enter
) -> None:
    ada, bob, eve = [await enter(branch.url, name, bot=True) for name in ("Ada", "Bob", "Eve")]
    ears = [Ear(visitor) for visitor in (ada, bob, eve)]
    ack = await ada.insist("report", member=bob.member, reason="harassment", text=WHY)
    assert ack["outcome"] == "accepted"
    last = (await ada.insist("chat", text="afterwards"))["seq"]
    for visitor in (ada, bob, eve):
        await visitor.until(
            lambda v=visitor: v.entries and v.entries[-1]["seq"] == last, "what came after it"
        )
    assert not any(b"harassment" in ear.heard or WHY.encode() in ear.heard for ear in ears)


async def test_a_reaction_reaches_everybody_once(branch: BranchProcess, enter: Enter) -> None:
    """G-1."""
    ada, bob, eve = [await enter(branch.url, name, bot=True) for name in ("Ada", "Bob", "Eve")]
    shown = poses.pack_reactions(poses.Reactions(ada.slot, Reaction.HEART))[0]
    await ada.socket.send(ada.frame(FrameKind.REACTION, shown))
    for visitor in (ada, bob, eve):
        await visitor.until(lambda v=visitor: v.reactions, "the reaction")
    after = len(bob.ticks)
    await bob.until(lambda: len(bob.ticks) > after, "another frame")
    assert [visitor.reactions for visitor in (ada, bob, eve)] == [[(ada.slot, 17)]] * 3
    assert ada.errors == []


async def test_one_sits_where_no_floor_is_and_the_seat_waits(
    branch: BranchProcess, enter: Enter, http: aiohttp.ClientSession
) -> None:
    """W-1 to W-3, with the demo branch's own seats."""
    ada, bob = [await enter(branch.url, name, bot=True) for name in ("Ada", "Bob")]
    async with http.get(branch.url + ada.welcome["scene"]) as answer:
        seat = (await answer.json())["seats"][0]
    assert (await ada.insist("seat.take", seat=seat["seat"]))["outcome"] == "accepted"
    refused = await bob.insist("seat.take", seat=seat["seat"])
    assert refused["reason"] == "seat_taken"
    await ada.stand(ada.welcome["place"]["position"])
    record = poses.pack_desktop(
        poses.DesktopPoses([ada.slot], [seat["position"]], [seat["yaw"]], [0.0], [1], [True]),
        ada.quantiser,
    )[0]
    await ada.socket.send(ada.frame(FrameKind.POSE_DESKTOP, record))
    await bob.until(lambda: near(bob.seen_at(ada), seat["position"]), "Ada on her seat")
    assert ada.errors == []
    eve = await enter(branch.url, "Eve", bot=True)
    assert {m["member"]: m["seat"] for m in eve.state["members"]}[ada.member] == seat["seat"]
