"""What a rogue sends gets its typed error and, repeated, close 4003; nobody else notices.

Rules: M-1, M-2, M-3, P-5, P-6, F-2, T-4, L-4.
"""

import asyncio
import contextlib
import json

import numpy as np
import pytest
from branch_process import BranchProcess
from bystanders import Bystanders
from visitor import Browser, Enter, Visitor

from vbranch.bots.frames import held_frame
from vbranch.protocol import poses
from vbranch.protocol.codec import TickFrame
from vbranch.protocol.constants import WALK_BURST_M, WALK_MAX_M_S, FrameKind

CARD = "welcome-card"


def settle(rotation: str) -> str:
    head = f'{{"type":"exhibit.settle","id":"settle-bad","exhibit":"{CARD}","rotation":'
    return head + rotation + "}"


def chat(text: str, extra: str = "") -> str:
    """``text`` and ``extra`` are pieces of JSON."""
    return f'{{"type":"chat","id":"chat-bad-1","text":{text}{extra}}}'


BAD_TEXT = {
    "NaN in a rotation": (settle("[NaN,0,0,1]"), "bad_form", "rotation"),
    "Infinity in a rotation": (settle("[0,Infinity,0,1]"), "bad_form", "rotation"),
    "a number beyond all doubles": (settle("[0,1e999,0,1]"), "bad_form", "rotation"),
    "the zero quaternion": (settle("[0,0,0,0]"), "bad_form", "rotation"),
    "a boolean as a number": (settle("[0,0,0,true]"), "bad_form", "rotation"),
    "a string as a number": (settle('[0,0,0,"1"]'), "bad_form", "rotation"),
    "three numbers": (settle("[0,0,1]"), "bad_form", "rotation"),
    "an extra key": (chat('"hello"', ',"role":"staff"'), "bad_form", "role"),
    "a lone surrogate": (chat('"a\\ud800b"'), "bad_form", "text"),
    "NUL": (chat('"a\\u0000b"'), "bad_form", "text"),
    "blank chat": (chat('"   "'), "bad_form", "text"),
    "too long chat": (chat(json.dumps("x" * 501)), "bad_form", "text"),
    "chat that is a list": (chat("[]"), "bad_form", "text"),
    "no id": ('{"type":"chat","text":"hello"}', "bad_form", "id"),
    "an id that is too short": ('{"type":"chat","id":"a","text":"hello"}', "bad_form", "id"),
    "no type": ('{"id":"command-1"}', "bad_form", "type"),
    "a second hello": (
        '{"type":"join","ticket":"0123456789abcdef","name":"x"}',
        "bad_form",
        "type",
    ),
    "an unknown type": ('{"type":"sudo","id":"command-1"}', "unknown_type", "type"),
    "a server's type": ('{"type":"welcome","id":"command-1"}', "unknown_type", "type"),
    "no JSON": ("hello", "bad_json", None),
    "an empty message": ("", "bad_json", None),
    "a JSON list": ("[]", "bad_json", None),
    "a JSON list as deep as a message can be": ("[" * 16_000, "bad_json", None),
    "a JSON object as deep as a message can be": ('{"a":' * 3_200, "bad_json", None),
}


@pytest.mark.parametrize(
    ("text", "code", "field"), BAD_TEXT.values(), ids=[k.replace(" ", "-") for k in BAD_TEXT]
)
async def test_a_bad_message_gets_its_typed_error(
    branch: BranchProcess, enter: Enter, text: str, code: str, field: str | None
) -> None:
    rogue = await enter(branch.url, "Rogue")
    await rogue.socket.send(text)
    await rogue.until(lambda: rogue.errors, "an error")
    assert rogue.errors[0]["code"] == code
    if field is not None:
        assert str(rogue.errors[0]["field"]).split(".")[0] == field
    assert (await rogue.ask("exhibit.hotspot", exhibit=CARD, hotspot=None))["outcome"], "goes on"


def headset(visitor: Visitor) -> np.ndarray:
    place = np.add(visitor.welcome["place"]["position"], (0, 1.6, 0))
    pose = poses.VrPoses([visitor.slot], [place], [(0, 0, 0, 1)])
    return poses.pack_vr(pose, visitor.quantiser)[0]


def bad_poses(rogue: Visitor) -> dict[str, tuple[bytes, str, str | None]]:
    """Frames with the error and its detail; the good one beside them was sent as number 100."""
    place = rogue.welcome["place"]["position"]
    good, vr = rogue.desktop(place), headset(rogue)
    spun, outside, flagged, untracked = vr.copy(), good.copy(), good.copy(), vr.copy()
    spun[2] |= (1 << 29) - 1
    outside[1] |= (1 << 14) - 1
    flagged[2] |= 1 << 20
    untracked[5] |= 77
    screen, head = FrameKind.POSE_DESKTOP, FrameKind.POSE_VR
    whole = rogue.frame(screen, good, 101)
    held = held_frame((0, rogue.slot), (0, 0, 0, 1), 101, rogue.bounds)
    return {
        "no rotation": (rogue.frame(head, spun, 101), "bad_pose", "rotation"),
        "out of bounds": (rogue.frame(screen, outside, 101), "bad_pose", "bounds"),
        "an old number": (rogue.frame(screen, good, 99), "bad_pose", "stale"),
        "the same number": (rogue.frame(screen, good, 100), "bad_pose", "stale"),
        "somebody else's slot": (
            rogue.frame(screen, rogue.desktop(place, slot=rogue.slot + 1), 101),
            "bad_pose",
            "not_yours",
        ),
        "reserved bits of the record": (rogue.frame(screen, flagged, 101), "bad_pose", "reserved"),
        "a place of no hand": (rogue.frame(head, untracked, 101), "bad_pose", "reserved"),
        "reserved header": (whole[:1] + b"\x07" + whole[2:], "bad_pose", "reserved"),
        "an exhibit of nobody": (held, "bad_pose", "not_holder"),
        "an unknown kind": (b"\x09" + whole[1:], "bad_frame", None),
        "a tick from a client": (b"\x01" + whole[1:], "bad_frame", None),
        "too short": (whole[:-1], "bad_frame", None),
        "too long": (whole + b"\x00", "bad_frame", None),
        "nothing": (b"", "bad_frame", None),
    }


async def test_a_bad_pose_gets_its_typed_error_and_changes_nothing(
    branch: BranchProcess, enter: Enter
) -> None:
    """What somebody else sees of the rogue is the good pose before it and the good one after it."""
    witness = await enter(branch.url, "Witness")
    for turn, name in enumerate(bad_poses(witness)):
        rogue = await enter(branch.url, "Rogue")
        place = rogue.welcome["place"]["position"]
        before, after = (rogue.desktop(place, yaw=0.1 * turn + d) for d in (0.05, 0.1))
        await show(rogue, witness, before, 100)
        seen: list[bytes] = []

        def note(_: TickFrame, slot: int = rogue.slot, seen: list[bytes] = seen) -> None:
            seen.append(witness.records[slot].tobytes())

        witness.on_frame = note
        frame, code, detail = bad_poses(rogue)[name]
        await rogue.socket.send(frame)
        await rogue.until(lambda r=rogue: r.errors, f"an error for {name}")
        assert (rogue.errors[0]["code"], rogue.errors[0].get("detail")) == (code, detail), name
        await show(rogue, witness, after, 110)
        assert set(seen) <= {before.tobytes(), after.tobytes()}, name
        witness.on_frame = None
        await rogue.leave()


async def show(visitor: Visitor, witness: Visitor, record: np.ndarray, sequence: int) -> None:
    """Take this pose, and wait until the witness has seen it."""
    await visitor.socket.send(visitor.frame(FrameKind.POSE_DESKTOP, record, sequence))
    await witness.until(
        lambda: np.array_equal(witness.records.get(visitor.slot), record), "a good pose"
    )


async def test_repeated_bad_messages_end_the_connection(
    branch: BranchProcess, enter: Enter
) -> None:
    rogue = await enter(branch.url, "Rogue")
    for _ in range(9):
        await rogue.socket.send("nonsense")
    await rogue.until(lambda: len(rogue.errors) == 9, "nine errors")
    assert rogue.close_code is None
    await rogue.socket.send("nonsense")
    await rogue.ended()
    assert rogue.close_code == 4003
    assert len(rogue.errors) == 10
    assert rogue.goodbye is not None
    assert rogue.goodbye["code"] == 4003


async def test_repeated_bad_poses_end_the_connection(branch: BranchProcess, enter: Enter) -> None:
    witness, rogue = await enter(branch.url, "Witness"), await enter(branch.url, "Rogue")
    outside = rogue.desktop(rogue.welcome["place"]["position"])
    outside[1] |= (1 << 14) - 1
    while rogue.close_code is None:
        seen = len(witness.ticks)
        with contextlib.suppress(Exception):
            await rogue.socket.send(rogue.frame(FrameKind.POSE_DESKTOP, outside))
        await witness.stand(np.add(witness.welcome["place"]["position"], (0, 0, 0.02 * (seen % 9))))
        await witness.until(lambda n=seen: len(witness.ticks) > n, "the next tick")
    assert rogue.close_code == 4003


async def test_what_is_not_allowed_is_no_strike(branch: BranchProcess, enter: Enter) -> None:
    visitor = await enter(branch.url, "Visitor")
    asked = [await visitor.post("room.lock", locked=True, reason="other") for _ in range(12)]
    await visitor.until(lambda: len(visitor.errors) == 12, "twelve errors")
    assert {e["code"] for e in visitor.errors} == {"not_allowed"}
    assert [e["id"] for e in visitor.errors] == asked
    assert (await visitor.ask("chat", text="still here"))["outcome"] == "accepted"


async def test_json_a_hundred_thousand_deep_is_too_big(branch: BranchProcess, enter: Enter) -> None:
    rogue = await enter(branch.url, "Rogue")
    await rogue.socket.send("[" * 100_000)
    await rogue.ended()
    assert rogue.close_code == 1009


async def test_a_message_has_at_most_64_fragments(branch: BranchProcess, enter: Enter) -> None:
    rogue = await enter(branch.url, "Rogue")
    await rogue.socket.send(["x"] * 63)  # the client adds an empty last one
    await rogue.until(lambda: rogue.errors, "an error")
    assert rogue.errors[0]["code"] == "bad_json"
    with contextlib.suppress(Exception):
        await rogue.socket.send(["x"] * 64)
    await rogue.ended()
    assert rogue.close_code == 1009


async def test_a_resume_with_a_pose_that_is_none(branch: BranchProcess, enter: Enter) -> None:
    visitor = await enter(branch.url, "Visitor")
    token = visitor.welcome["resume"]
    again = await Visitor.dial(branch.url)
    for position in ("[NaN,0,0]", "[0,Infinity,0]", "[0,0]", '"here"'):
        told = len(again.errors)
        await again.socket.send(
            f'{{"type":"resume","token":"{token}","pose":{{"position":{position},"yaw":0.0}}}}'
        )
        await again.until(lambda n=told: len(again.errors) > n, "an error")
        assert again.errors[-1]["code"] == "bad_form"
        assert str(again.errors[-1]["field"]).startswith("pose")
    await again.say(type="resume", token=token, pose={"position": [1e9, 0.0, 0.0], "yaw": 0.5})
    await again.until(lambda: again.state, "a state: a pose out of bounds is only not taken (R-3)")
    low, high = (np.array(again.welcome["bounds"][k]) for k in ("min", "max"))
    place = np.array(again.welcome["place"]["position"])
    assert np.all((low <= place) & (place <= high))
    await again.leave()
    await again.done()


async def test_a_command_before_the_hello(branch: BranchProcess) -> None:
    stranger = await Visitor.dial(branch.url)
    await stranger.post("chat", text="hello")
    await stranger.until(lambda: stranger.errors, "an error")
    assert stranger.errors[0]["code"] == "not_joined"
    await stranger.done()


async def test_nobody_else_notices(
    branch: BranchProcess, enter: Enter, bystanders: Bystanders
) -> None:
    """All of it at once, from several rogues, while two people watch a third one."""

    async def rage(messages: list[str | bytes]) -> None:
        rogue = await enter(branch.url, "Rogue")
        with contextlib.suppress(Exception):
            for message in messages:
                await rogue.socket.send(message)
        await rogue.ended()
        assert rogue.close_code in (4003, 1009, 1007)

    texts: list[str | bytes] = [text for text, _, _ in BAD_TEXT.values()]
    frames: list[str | bytes] = [b"\x09" * n for n in range(1, 40)]
    await asyncio.gather(
        rage(texts),
        rage(frames),
        rage(["x" * 20_000]),
        rage(["[" * 100_000]),
        rage([b"\x02" * 17_000]),
    )
    watcher = bystanders.watchers[0]
    ticks = len(watcher.ticks)
    await watcher.until(lambda: len(watcher.ticks) > ticks + 5, "more ticks after all that")


async def test_running_is_cut_and_not_punished(branch: BranchProcess, enter: Enter) -> None:
    """P-6: 30 m/s to and fro is seen as at most 12 m/s with 3 m in hand; the runner stays."""
    witness, runner = await enter(branch.url, "Witness"), await enter(branch.url, "Runner")
    track: list[tuple[float, np.ndarray]] = []

    def note(frame: TickFrame) -> None:
        if (at := witness.seen_at(runner)) is not None:
            track.append((frame.time_ms / 1000, at))

    witness.on_frame = note
    bounds = runner.welcome["bounds"]
    low, high = bounds["min"][0] + 1, bounds["max"][0] - 1
    place = np.array(runner.welcome["place"]["position"])
    run = np.abs(np.mod(np.arange(60) * 1.5, 2 * (high - low)) - (high - low)) + low
    for x in run:
        seen = len(witness.ticks)
        await runner.stand((x, place[1], place[2]))
        await witness.until(lambda n=seen: len(witness.ticks) > n, "the next tick")
    assert len(track) > 40
    times = np.array([t for t, _ in track])
    strides = np.linalg.norm(np.diff([at for _, at in track], axis=0), axis=1)
    walked = np.concatenate([[0], np.cumsum(strides)])
    for i in range(len(track)):
        allowed = WALK_MAX_M_S * (times[i:] - times[i] + 0.06) + WALK_BURST_M + 0.05
        assert np.all(walked[i:] - walked[i] <= allowed)
    assert walked[-1] > WALK_MAX_M_S * (times[-1] - times[0]) * 0.5, "the runner does get on"
    assert not runner.errors
    assert (await runner.ask("chat", text="what a hurry"))["outcome"] == "accepted"


async def test_a_browser_cannot_name_its_role(branch: BranchProcess, http) -> None:  # type: ignore[no-untyped-def]
    """H-4: neither the session nor the hello takes a role from the client."""
    browser = await Browser.open(branch.url, http)
    assert browser.role == "visitor"
    stranger = await Visitor.dial(branch.url)
    await stranger.say(
        type="join", ticket=await browser.ticket(), name="Boss", avatar=0, role="staff"
    )
    await stranger.until(lambda: stranger.errors, "an error")
    assert stranger.errors[0]["code"] == "bad_form"
    await stranger.done()
